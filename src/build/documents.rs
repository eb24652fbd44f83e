//! Takes a range of documents; gives their pages, files and texts to the sink, and their findings
//! to the caller. Also gives their postings (the places of short character sequences in the texts)
//! to the search index.
//!
//! Files that an earlier run published under the same cache key are kept. A body is read only if a
//! result that needs it is not in the cache. This file must not know the order of the rooms or the
//! other pages.

use super::attachments::{self, Attachments};
use crate::cache::{self, Key};
use crate::catalogue::{Entry, Field, Kind};
use crate::check::{self, Wanted};
use crate::diag::{Diagnostic, Error, is_exhausted};
use crate::output::{Artifact, Fingerprint, Sink};
use crate::plan::Plan;
use crate::relate::DocumentId;
use crate::render::{self, RENDITIONS, Rendition};
use crate::resolve::{self, Links, Resolved};
use crate::search::{Body, Indexer, Postings, Record};
use crate::source::{self, FileId, Sources};
use rayon::prelude::*;
use std::ops::Range;

/// The findings in some documents, the files that they use, and counts of their attachments.
#[derive(Default)]
pub(super) struct Found {
    pub findings: Vec<Diagnostic>,
    /// Pairs: a file that a document uses, and the file of this document.
    pub used: Vec<(FileId, FileId)>,
    pub attachments: Attachments,
}

/// Reads, resolves and checks a document. `address` is the address of its page; empty if its faulty
/// fields prevent a page.
pub(super) fn read_entry(
    plan: &Plan<'_>,
    sources: &Sources,
    entry: &Entry,
    address: &str,
) -> Result<(Resolved, Links, Vec<Diagnostic>), Error> {
    let (text, _) = sources.text(entry.file)?;
    let text = text.unwrap_or_default();
    let (resolved, links, mut findings) = resolve::resolve(plan, sources, entry, address, &text);
    findings.extend(check::document(
        plan.config,
        sources,
        entry,
        &text,
        &resolved,
    ));
    Ok((resolved, links, findings))
}

/// What the cache stores about a body: its findings, and its lookups in the site, such as the
/// targets of links. The findings of [`check::files`] are included only if the document has no
/// files. Otherwise these rules run in every build, because the key does not cover the files.
type Known = (Links, Vec<Diagnostic>);

/// A document before its body is read.
struct Looked {
    id: DocumentId,
    /// A key of the file and its path, the configuration, the values that other documents decide,
    /// and the address. Lookups in the site are not part of it.
    own_key: Key,
    /// The earlier result, if all lookups of the body still have the same answers. The body is then
    /// not read.
    known: Option<(Resolved, Known)>,
}

struct Document {
    id: DocumentId,
    own_key: Key,
    /// Its files, and its body if that was read.
    resolved: Resolved,
    links: Links,
    findings: Vec<Diagnostic>,
    is_read: bool,
}

impl Looked {
    fn look(plan: &Plan<'_>, sources: &Sources, id: DocumentId) -> Result<Looked, Error> {
        let entry = plan.entry(id);
        let own_key = cache::key(&[
            b"body",
            sources.file(entry.file).path.as_bytes(),
            &sources.mark(entry.file)?,
            &plan.config.digest,
            // The rest of the entry depends only on the file and the configuration.
            &postcard::to_extend(entry.unified(), Vec::new()).unwrap_or_default(),
            plan.address(id).as_bytes(),
        ]);
        let known: Option<Known> = sources.cache().get(&own_key);
        let known = known.and_then(|known| {
            let address = plan.address(id);
            let resolved = resolve::same_answers(plan, sources, entry, address, &known.0)?;
            Some((resolved, known))
        });
        Ok(Looked { id, own_key, known })
    }

    /// Reads the body and caches its result, unless the cache already has it.
    fn read(self, plan: &Plan<'_>, sources: &Sources) -> Result<Document, Error> {
        let Looked { id, own_key, known } = self;
        let is_read = known.is_none();
        let (resolved, (links, findings)) = match known {
            Some(known) => known,
            None => {
                let (entry, address) = (plan.entry(id), plan.address(id));
                let (resolved, links, mut findings) = read_entry(plan, sources, entry, address)?;
                if resolved.files.is_empty() {
                    findings.extend(check::files(plan.config, sources, entry, &[])?);
                }
                let known = (links, findings);
                sources.cache().put(&own_key, &known);
                (resolved, known)
            }
        };
        Ok(Document {
            id,
            own_key,
            resolved,
            links,
            findings,
            is_read,
        })
    }
}

/// Checks a document and publishes nothing.
pub(super) fn check(plan: &Plan<'_>, sources: &Sources, id: DocumentId) -> Result<Found, Error> {
    let document = Looked::look(plan, sources, id)?.read(plan, sources)?;
    let files = &document.resolved.files;
    let mut findings = document.findings;
    let entry = plan.entry(id);
    if !files.is_empty() {
        findings.extend(check::files(plan.config, sources, entry, files)?);
    }
    Ok(Found {
        findings,
        used: files.iter().map(|f| (f.file, entry.file)).collect(),
        ..Found::default()
    })
}

/// Whether the search index needs the text of a body in this run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    /// The index has the text from an earlier run.
    Indexed,
    /// The index needs the text in this run.
    Wanted,
}

/// What is needed to make a site.
#[derive(Clone, Copy)]
pub(super) struct SiteBuilder<'a> {
    pub plan: &'a Plan<'a>,
    pub sources: &'a Sources,
    pub renderer: &'a render::Renderer<'a>,
    pub sink: &'a dyn Sink,
}

impl SiteBuilder<'_> {
    /// A key for each document, in the order of the plan. It covers what the document's renditions
    /// (its page and its other forms) show from outside its own file.
    pub(super) fn surroundings(&self) -> Result<Vec<Key>, Error> {
        let key = cache::key(&[b"surroundings", &self.renderer.lists_key()]);
        let order = &self.plan.order;
        self.sources.cache().remember(&key, || {
            let keys = order.par_iter();
            Ok(keys.map(|&id| self.renderer.surroundings_key(id)).collect())
        })
    }

    /// Publishes a range of documents and indexes it. `surroundings` has the keys of all documents.
    pub(super) fn range(
        &self,
        indexer: &Indexer<'_>,
        range: Range<usize>,
        surroundings: &[Key],
    ) -> Result<(Postings, Found), Error> {
        let (plan, sources) = (self.plan, self.sources);
        let looked: Vec<Looked> = plan.order[range.clone()]
            .iter()
            .map(|&id| Looked::look(plan, sources, id))
            .collect::<Result<_, Error>>()?;
        let unread: Vec<FileId> = looked
            .iter()
            .filter(|d| d.known.is_none())
            .map(|d| plan.entry(d.id).file)
            .collect();
        sources.read_ahead(&unread);
        let documents: Vec<Document> = looked
            .into_iter()
            .map(|looked| looked.read(plan, sources))
            .collect::<Result<_, Error>>()?;
        let records = indexer.records_key(&range);
        let key = self.range_key(&indexer.place(&range), &documents, &records);
        let known = self.known_range(&key)?;
        let text = match known {
            Some(_) => Text::Indexed,
            None => Text::Wanted,
        };
        let mut found = Found::default();
        let mut bodies = Vec::with_capacity(documents.len());
        for (document, surroundings) in documents.into_iter().zip(&surroundings[range.clone()]) {
            bodies.push(self.document(document, surroundings, text, &mut found)?);
        }
        sources.drop_unused(&unread);
        let postings = match known {
            Some(postings) => {
                indexer.hold(&range, sources.cache());
                postings
            }
            None => self.index(indexer, &range, &bodies, key)?,
        };
        Ok((postings, found))
    }

    /// Publishes a document in all its forms, with its files. Gives the text for the index; the
    /// text may be empty if the index already has it.
    fn document(
        &self,
        document: Document,
        surroundings: &Key,
        text: Text,
        found: &mut Found,
    ) -> Result<Body, Error> {
        let (plan, sources, id) = (self.plan, self.sources, document.id);
        let view_key = cache::key(&[surroundings, &document.own_key, document.links.key()]);
        let mut missing = Vec::new();
        for &rendition in RENDITIONS {
            let Some(address) = rendition.address(plan, id) else {
                continue;
            };
            if document.is_read || !self.is_kept(&address, &rendition.key(&view_key))? {
                missing.push((rendition, address));
            }
        }
        let entry = plan.entry(id);
        let mut resolved = document.resolved;
        let is_enough = document.is_read || missing.is_empty() && text == Text::Indexed;
        if !is_enough {
            let source = sources.text(entry.file)?.0.unwrap_or_default();
            resolved = resolve::resolve(plan, sources, entry, plan.address(id), &source).0;
        }
        self.render(id, &resolved, &view_key, missing)?;
        for file in &resolved.files {
            found.findings.extend(self.file(file)?);
            found.used.push((file.file, entry.file));
        }
        found.findings.extend(document.findings);
        let wanted = match text {
            Text::Wanted if plan.config.search.attachments => Wanted::Text,
            _ => Wanted::Findings,
        };
        let (findings, readings) = if resolved.files.is_empty() {
            Default::default()
        } else {
            check::read_files(plan.config, sources, entry, &resolved.files, wanted)?
        };
        found.findings.extend(findings);
        let attachments = attachments::of(
            plan.config,
            sources,
            &resolved,
            readings,
            &mut found.attachments,
        );
        Ok(Body {
            blocks: resolved.body.blocks,
            attachments,
        })
    }

    /// Publishes some forms of a document; `key` covers everything that they show.
    fn render(
        &self,
        id: DocumentId,
        resolved: &Resolved,
        key: &Key,
        missing: Vec<(&dyn Rendition, String)>,
    ) -> Result<(), Error> {
        if missing.is_empty() {
            return Ok(());
        }
        let view = self.renderer.document(id, resolved);
        for (rendition, address) in missing {
            let artifact = Artifact::new(address, rendition.bytes(&view)?);
            let printed = self.sink.put(artifact)?;
            self.sources.cache().put(&rendition.key(key), &printed);
        }
        Ok(())
    }

    /// A key of everything that the search index takes from a range of documents.
    fn range_key(&self, place: &str, documents: &[Document], records: &Key) -> Key {
        let mut all = Vec::new();
        for document in documents {
            all.extend(document.own_key);
            let resolved = &document.resolved;
            let attached = resolved.attachments.iter().map(|a| (&a.address, &a.title));
            all.extend(
                postcard::to_extend(&attached.collect::<Vec<_>>(), Vec::new()).unwrap_or_default(),
            );
            for file in &resolved.files {
                let mark = self.sources.mark(file.file).unwrap_or_default();
                all.extend(cache::key(&[file.address.as_bytes(), &mark]));
            }
        }
        cache::key(&[b"range", place.as_bytes(), records, &all])
    }

    fn index(
        &self,
        indexer: &Indexer<'_>,
        range: &Range<usize>,
        bodies: &[Body],
        key: Key,
    ) -> Result<Postings, Error> {
        let cache = self.sources.cache();
        let records = indexer.records(range.clone());
        let (mut postings, texts) = indexer.range(range, &records, bodies, cache, self.sink)?;
        postings.store(key, cache);
        let known = (postings, texts);
        cache.put(&key, &known);
        Ok(known.0)
    }

    /// The postings of a range from an earlier run; `None` if they are not stored, or if the site
    /// lacks one of the files with the texts of the range.
    fn known_range(&self, key: &Key) -> Result<Option<Postings>, Error> {
        let cache = self.sources.cache();
        let Some((postings, texts)) = cache.get::<(Postings, Vec<(String, Fingerprint)>)>(key)
        else {
            return Ok(None);
        };
        let mut kept = postings.is_there(cache);
        for (path, fingerprint) in texts {
            kept = kept && self.sink.keep(&path, &fingerprint)?;
        }
        Ok(kept.then_some(postings))
    }

    /// Keeps the file at `path` if an earlier run published it with this key. Returns whether the
    /// file was kept.
    pub(super) fn is_kept(&self, path: &str, key: &Key) -> Result<bool, Error> {
        Ok(self.kept(path, key)?.is_some())
    }

    /// Keeps the file at `path` if an earlier run published it with this key. Gives the fingerprint
    /// of a kept file.
    pub(super) fn kept(&self, path: &str, key: &Key) -> Result<Option<Fingerprint>, Error> {
        let printed: Option<Fingerprint> = self.sources.cache().get(key);
        Ok(match printed {
            Some(printed) if self.sink.keep(path, &printed)? => Some(printed),
            _ => None,
        })
    }

    /// Publishes a file. A file that cannot be read becomes a finding, and the build continues.
    fn file(&self, file: &resolve::Attached) -> Result<Option<Diagnostic>, Error> {
        let (source, on_disk) = (
            self.sources.file(file.file),
            self.sources.disk_path(file.file),
        );
        let published = self.sources.digest(file.file).and_then(|digest| {
            if !self.sink.keep(
                &file.address,
                &Fingerprint {
                    digest,
                    size: source.size,
                },
            )? {
                self.sink.copy(&file.address, &on_disk)?;
            }
            Ok(())
        });
        match published {
            Err(Error::Io {
                path,
                source: error,
                ..
            }) if path == on_disk && !is_exhausted(&error) => {
                Ok(Some(source::unreadable(&source.shown(), &error)))
            }
            published => published.map(|()| None),
        }
    }
}

/// What the search index takes from a document, except its text and the text of its attachments.
pub(super) fn record(plan: &Plan<'_>, id: DocumentId) -> Record {
    let entry = plan.entry(id);
    let is_page = entry.kind == Kind::Page;
    Record {
        index_number: entry.index_number.clone(),
        title: entry.title.clone(),
        url: plan.address(id).to_owned(),
        document_number: entry.document_number.clone(),
        registration_number: entry.text(Field::RegistrationNumber).map(str::to_owned),
        issuer: if is_page {
            String::new()
        } else {
            entry.issuer().to_owned()
        },
        joint_issuers: entry.list(Field::JointIssuers).to_vec(),
        keywords: entry.list(Field::Keywords).to_vec(),
        summary: entry.text(Field::Summary).map(str::to_owned),
        attachment_titles: entry
            .attachments
            .iter()
            .map(|a| attachments::title(a.title.as_deref(), &a.file))
            .collect(),
        category: plan
            .category(id)
            .map(|c| plan.categories[c].path.clone())
            .unwrap_or_default(),
        date_published: if is_page {
            None
        } else {
            entry.date_published.map(|(d, _)| d.to_string())
        },
        validity: if is_page {
            ""
        } else {
            plan.related.status(id).validity.code()
        },
    }
}
