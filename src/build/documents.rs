//! Takes a range of documents; gives their pages, files and texts to the sink, their postings to
//! the search index, and their findings to the caller.
//!
//! What an earlier run published under the same key is kept, and a body is read only if something
//! needs it. This file must not know the order of the rooms, nor the pages that are not documents.

use crate::cache::{self, Key};
use crate::catalogue::{Entry, Field, Kind};
use crate::check;
use crate::diag::{Diagnostic, Error};
use crate::output::{Artifact, Fingerprint, Sink};
use crate::plan::Plan;
use crate::relate::DocumentId;
use crate::render::{self, RENDITIONS, Rendition};
use crate::resolve::{self, Links, Resolved};
use crate::search::{Indexer, Postings, Record};
use crate::source::{self, FileId, Sources};
use std::ops::Range;

/// The findings of some documents, and the files that go with these documents, each with its
/// document.
pub(super) type Found = (Vec<Diagnostic>, Vec<(FileId, FileId)>);

/// Reads and resolves a document. `address` is the address of its page; it is empty for a document
/// with faulty fields, which gets no page.
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

/// What the cache holds about a body: what it looked up in the rest of the site, and its findings.
type Known = (Links, Vec<Diagnostic>);

/// A document on its way through the line.
struct Document {
    id: DocumentId,
    /// A key of everything that a body's result depends on, apart from what the body looks up in
    /// the site: the file, the configuration, the values that other documents decide, and the
    /// address.
    own_key: Key,
    /// The result of an earlier run, if everything that the body looked up then is unchanged. The
    /// body is then not read.
    known: Option<(Resolved, Known)>,
}

impl Document {
    fn look(plan: &Plan<'_>, sources: &Sources, id: DocumentId) -> Result<Document, Error> {
        let entry = plan.entry(id);
        let own_key = cache::key(&[
            b"body",
            sources.file(entry.file).path.as_bytes(),
            &sources.digest(entry.file)?,
            &plan.config.digest,
            // The rest of the entry follows from the file and the configuration.
            &postcard::to_stdvec(entry.unified()).unwrap_or_default(),
            plan.address(id).as_bytes(),
        ]);
        let known: Option<Known> = sources.cache().get(&own_key);
        let known = known.and_then(|known| {
            let address = plan.address(id);
            let resolved = resolve::same_answers(plan, sources, entry, address, &known.0)?;
            Some((resolved, known))
        });
        Ok(Document { id, own_key, known })
    }

    /// Reads the body, and caches what it looked up.
    fn read(&self, plan: &Plan<'_>, sources: &Sources) -> Result<(Resolved, Known), Error> {
        let entry = plan.entry(self.id);
        let address = plan.address(self.id);
        let (resolved, links, findings) = read_entry(plan, sources, entry, address)?;
        let known = (links, findings);
        sources.cache().put(&self.own_key, &known);
        Ok((resolved, known))
    }
}

/// Checks a document and publishes nothing.
pub(super) fn check(plan: &Plan<'_>, sources: &Sources, id: DocumentId) -> Result<Found, Error> {
    let mut document = Document::look(plan, sources, id)?;
    let (resolved, (_, mut findings)) = match document.known.take() {
        Some(known) => known,
        None => document.read(plan, sources)?,
    };
    let entry = plan.entry(id);
    findings.extend(check::files(plan.config, sources, entry, &resolved.files)?);
    let used = resolved.files.iter().map(|f| (f.file, entry.file));
    Ok((findings, used.collect()))
}

/// Whether the search index needs the text of a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    /// The index has it from an earlier run.
    Indexed,
    /// The index takes it in this run.
    Wanted,
}

/// What is needed to make a site.
pub(super) struct SiteBuilder<'a> {
    pub plan: &'a Plan<'a>,
    pub sources: &'a Sources,
    pub renderer: render::Renderer<'a>,
    pub sink: &'a dyn Sink,
}

impl SiteBuilder<'_> {
    /// Publishes a range of documents and indexes it.
    pub(super) fn range(
        &self,
        indexer: &Indexer<'_>,
        range: Range<usize>,
    ) -> Result<(Postings, Found), Error> {
        let (plan, sources) = (self.plan, self.sources);
        let documents: Vec<Document> = plan.order[range.clone()]
            .iter()
            .map(|&id| Document::look(plan, sources, id))
            .collect::<Result<_, Error>>()?;
        let unread: Vec<FileId> = documents
            .iter()
            .filter(|d| d.known.is_none())
            .map(|d| plan.entry(d.id).file)
            .collect();
        sources.read_ahead(&unread);
        let records = indexer.records(range.clone());
        let key = range_key(&indexer.place(&range), &documents, &records);
        let known = self.known_range(&key)?;
        let text = match known {
            Some(_) => Text::Indexed,
            None => Text::Wanted,
        };
        let mut found = Found::default();
        let mut bodies = Vec::with_capacity(documents.len());
        for document in documents {
            let resolved = self.document(document, text, &mut found)?;
            bodies.push(resolved.body.blocks);
        }
        sources.drop_unused(&unread);
        let postings = match known {
            Some(postings) => postings,
            None => self.index(indexer, &range, &records, &bodies, key)?,
        };
        Ok((postings, found))
    }

    /// Publishes a document in all its forms, with its files. The body in the result is empty if
    /// nothing needed it.
    fn document(
        &self,
        mut document: Document,
        text: Text,
        found: &mut Found,
    ) -> Result<Resolved, Error> {
        let (plan, sources, id) = (self.plan, self.sources, document.id);
        let surroundings = self.renderer.surroundings_key(id);
        let view_key = |links: &Links| cache::key(&[&surroundings, &document.own_key, links.key()]);
        let known_key = document
            .known
            .as_ref()
            .map(|(_, (links, _))| view_key(links));
        let mut missing = Vec::new();
        for &rendition in RENDITIONS {
            let Some(address) = rendition.address(plan, id) else {
                continue;
            };
            let is_kept = match &known_key {
                Some(key) => self.is_kept(&address, &rendition.key(key))?,
                None => false,
            };
            if !is_kept {
                missing.push((rendition, address));
            }
        }
        let (resolved, findings) = match document.known.take() {
            Some((resolved, (_, findings))) if missing.is_empty() && text == Text::Indexed => {
                (resolved, findings)
            }
            // only the body is missing, so the rules need not look at the document again
            Some((_, (links, findings))) => {
                let (entry, address) = (plan.entry(id), plan.address(id));
                let source = sources.text(entry.file)?.0.unwrap_or_default();
                let (resolved, ..) = resolve::resolve(plan, sources, entry, address, &source);
                self.render(id, &resolved, &view_key(&links), missing)?;
                (resolved, findings)
            }
            None => {
                let (resolved, (links, findings)) = document.read(plan, sources)?;
                self.render(id, &resolved, &view_key(&links), missing)?;
                (resolved, findings)
            }
        };
        let (findings_so_far, used) = found;
        for file in &resolved.files {
            findings_so_far.extend(self.file(file)?);
            used.push((file.file, plan.entry(id).file));
        }
        findings_so_far.extend(findings);
        let entry = plan.entry(id);
        findings_so_far.extend(check::files(plan.config, sources, entry, &resolved.files)?);
        Ok(resolved)
    }

    /// Publishes a document in some of its forms. `key` is a key of everything that they show.
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

    /// Indexes a range whose bodies were read.
    fn index(
        &self,
        indexer: &Indexer<'_>,
        range: &Range<usize>,
        records: &[Record],
        bodies: &[Vec<String>],
        key: Key,
    ) -> Result<Postings, Error> {
        let cache = self.sources.cache();
        let (mut postings, texts) = indexer.range(range, records, bodies);
        postings.store(key, cache);
        let texts = texts
            .into_iter()
            .map(|a| Ok((a.path.clone(), self.sink.put(a)?)))
            .collect::<Result<Vec<(String, Fingerprint)>, Error>>()?;
        let known = (postings, texts);
        cache.put(&key, &known);
        Ok(known.0)
    }

    /// The postings of a range from an earlier run. Its texts are kept in the site; if one of them
    /// is missing, the result is none.
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

    /// Keeps what an earlier run published at a path under this key. Returns whether the site has
    /// it.
    pub(super) fn is_kept(&self, path: &str, key: &Key) -> Result<bool, Error> {
        Ok(self.kept(path, key)?.is_some())
    }

    /// The fingerprint of what an earlier run published under this key, if it was kept.
    pub(super) fn kept(&self, path: &str, key: &Key) -> Result<Option<Fingerprint>, Error> {
        let printed: Option<Fingerprint> = self.sources.cache().get(key);
        Ok(match printed {
            Some(printed) if self.sink.keep(path, &printed)? => Some(printed),
            _ => None,
        })
    }

    /// Publishes a file. A file that cannot be read is a fault in the content: it becomes a
    /// finding, and the build goes on.
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
            }) if path == on_disk => Ok(Some(source::unreadable(&source.shown(), &error))),
            published => published.map(|()| None),
        }
    }
}

/// A key of everything that the search index takes from a range of documents.
fn range_key(place: &str, documents: &[Document], records: &[Record]) -> Key {
    let mut all = Vec::new();
    for (document, record) in documents.iter().zip(records) {
        all.extend(document.own_key);
        all.extend(postcard::to_stdvec(record).unwrap_or_default());
    }
    cache::key(&[b"range", place.as_bytes(), &all])
}

/// What the search index must know about a document besides its body.
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
            .map(|a| {
                a.title.clone().unwrap_or_else(|| {
                    render::attachment_title(a.file.rsplit(['/', '\\']).next().unwrap_or_default())
                        .to_owned()
                })
            })
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
