//! The line, from the site's folder to a sink: the only file that knows the order of the rooms.
//!
//! `build`, `check` and `serve` differ in where the artifacts go, never in the line. Bodies are read, rendered, indexed and let
//! go, range by range, on all cores.

use crate::archive;
use crate::cache::{self, Cache, Key};
use crate::catalogue::{self, Catalogue, Entry, Kind};
use crate::check;
use crate::config::{Config, Level};
use crate::diag::{self, Diagnostic, Error, Severity};
use crate::export::{self, Ledger};
use crate::output::{Fingerprint, Sink};
use crate::plan::{self, PageId, Plan};
use crate::relate::{self, DocumentId, Related};
use crate::render;
use crate::resolve::{self, Links, Resolved};
use crate::search::{self, Indexer, Postings, Record, Stats};
use crate::source::{self, FileId, Sources};
use rayon::prelude::*;
use std::collections::HashSet;
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What a run of the line found out.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The files of documents that were read so far.
    used: HashSet<FileId>,
    /// Everything found, in order.
    pub findings: Vec<Diagnostic>,
    /// Published documents, pages included.
    pub documents: usize,
    /// The search index, when one was made.
    pub search: Option<Stats>,
    /// How long each phase took.
    pub timings: Vec<(&'static str, Duration)>,
}

impl Outcome {
    /// Whether anything of this severity was found.
    pub fn has(&self, severity: Severity) -> bool {
        self.findings.iter().any(|f| f.severity == severity)
    }
}

/// What was found in some documents, and the files that go with them.
type Found = (Vec<Diagnostic>, Vec<FileId>);

impl Outcome {
    /// All documents are read.
    fn take(&mut self, plan: &Plan<'_>, sources: &Sources, found: Vec<Found>) {
        for (findings, files) in found {
            self.findings.extend(findings);
            self.used.extend(files);
        }
        self.findings
            .extend(check::unused_files(plan, sources, &self.used));
    }
}

/// Says how far the documents are, from any thread.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// The files that lie there, looked at once: all of a run is about this state of them.
pub struct BuildSession<'a> {
    config: &'a Config,
    cache: &'a Cache,
    sources: Sources,
    found: Vec<Diagnostic>,
    took: Duration,
}

/// Looks at the files of a site.
pub fn look<'a>(config: &'a Config, cache: &'a Arc<Cache>) -> Result<BuildSession<'a>, Error> {
    let start = Instant::now();
    let (sources, found) = source::read(&config.root, cache.clone())?;
    Ok(BuildSession {
        config,
        cache,
        sources,
        found,
        took: start.elapsed(),
    })
}

/// Reads the catalogue and gives the plan to `use_plan`, with the findings so far.
pub fn with_plan<T>(
    config: &Config,
    cache: &Arc<Cache>,
    use_plan: impl FnOnce(&Plan<'_>, &Sources, &mut Outcome) -> Result<T, Error>,
) -> Result<(T, Outcome), Error> {
    look(config, cache)?.with_plan(use_plan)
}

impl BuildSession<'_> {
    fn with_plan<T>(
        &self,
        use_plan: impl FnOnce(&Plan<'_>, &Sources, &mut Outcome) -> Result<T, Error>,
    ) -> Result<(T, Outcome), Error> {
        let (config, sources) = (self.config, &self.sources);
        let mut outcome = Outcome {
            findings: self.found.clone(),
            timings: vec![("source", self.took)],
            ..Outcome::default()
        };
        let start = Instant::now();
        let (mut catalogue, found) = catalogue::read(sources, config)?;
        outcome.findings.extend(found);
        outcome
            .findings
            .extend(relate::unify(&mut catalogue, config, sources));
        outcome.timings.push(("catalogue", start.elapsed()));
        let start = Instant::now();
        let (related, found): (Related<'_>, _) = relate::relate(&catalogue, config, sources);
        outcome.findings.extend(found);
        let (plan, found) = plan::plan(&related, config, sources);
        outcome.findings.extend(found);
        if config.base_url.is_none() {
            outcome
                .findings
                .push(Diagnostic::new(diag::Code::NoBaseUrl).in_file("mulu.yaml"));
        }
        // a document with wrong fields gets no page, but everything else that is wrong with it is said in the same run
        for entry in catalogue.rejected() {
            let (resolved, _, findings) = read_entry(&plan, sources, entry, "")?;
            outcome.findings.extend(findings);
            outcome
                .findings
                .extend(check::files(config, sources, entry, &resolved.files)?);
            outcome.used.extend(resolved.files.iter().map(|f| f.file));
        }
        outcome.documents = plan.order.len();
        outcome.timings.push(("plan", start.elapsed()));
        let value = use_plan(&plan, sources, &mut outcome)?;
        settle(&mut outcome.findings, config);
        Ok((value, outcome))
    }

    /// A key of everything that a site is made from; none when that cannot be told without reading it.
    fn key(&self, site: &Key) -> Result<Option<Key>, Error> {
        let config = self.config;
        let Some(key) = self.sources.key() else {
            return Ok(None);
        };
        let found = postcard::to_stdvec(&self.found).unwrap_or_default();
        let theme = render::load(config)?;
        let files: Vec<u8> = theme
            .files
            .iter()
            .flat_map(|f| cache::key(&[f.path.as_bytes(), &f.bytes]))
            .collect();
        let packages = source::stamps(&config.root.join("archive"));
        Ok(Some(cache::key(&[
            b"whole",
            &key,
            &theme.digest,
            &files,
            &config.digest,
            config.as_of.to_string().as_bytes(),
            &packages,
            &found,
            site,
        ])))
    }

    /// What a build would find, if it would make the site that lies there: the same files as the last time, and the same of everything else.
    pub fn unchanged(&self, site: &Key) -> Result<Option<Outcome>, Error> {
        let start = Instant::now();
        let whole: Option<Whole> = self.key(site)?.and_then(|key| self.cache.get(&key));
        let timings = vec![("source", self.took), ("unchanged", start.elapsed())];
        Ok(whole.map(|(findings, documents, search)| Outcome {
            findings,
            documents,
            search,
            timings,
            ..Outcome::default()
        }))
    }

    /// Notes that a run ended well, and which site it made.
    pub fn note(&self, site: &Key, outcome: &Outcome) -> Result<(), Error> {
        if let Some(key) = self.key(site)? {
            self.cache.put(
                &key,
                &(&outcome.findings, outcome.documents, &outcome.search),
            );
        }
        Ok(())
    }

    /// Makes the whole site. When anything was wrong the sink has had an incomplete one: the caller decides what becomes of it.
    pub fn build(&self, sink: &dyn Sink, progress: Progress<'_>) -> Result<Outcome, Error> {
        let config = self.config;
        let theme = render::load(config)?;
        let (stats, mut outcome) = self.with_plan(|plan, sources, outcome| {
            // an archived site cannot know its own root, and says of the others only that there are some
            let archives = if config.archive_of.is_some() {
                Vec::new()
            } else {
                crate::diff::past(&config.root.join(archive::FOLDER))?
            };
            let builder = SiteBuilder {
                plan,
                sources,
                renderer: render::Renderer::new(plan, &theme, sources, &archives),
                sink,
            };
            if !archives.is_empty() {
                builder.other(PageId::Archive)?;
            }
            let made = builder
                .make(&theme, progress, outcome)
                .and_then(|made| match made {
                    Some(stats) => Ok(stats),
                    None => {
                        // something that was remembered is damaged: the same again from the sources alone
                        sources.cache().forget();
                        builder
                            .make(&theme, progress, outcome)
                            .map(Option::unwrap_or_default)
                    }
                });
            match made {
                // two things at one address can be more than a sink can take; the findings say so, and there is no site anyway
                Err(_) if outcome.has(Severity::Error) => Ok(Stats::default()),
                made => made,
            }
        })?;
        outcome.search = Some(stats);
        Ok(outcome)
    }
}

/// The severities that the site chose, then the order.
fn settle(findings: &mut Vec<Diagnostic>, config: &Config) {
    findings.retain_mut(|f| match config.checks.severity.get(f.code.name()) {
        Some(Level::Off) => false,
        Some(Level::Warning) => {
            f.severity = Severity::Warning;
            true
        }
        Some(Level::Note) => {
            f.severity = Severity::Note;
            true
        }
        None => true,
    });
    diag::sort(findings);
}

fn read_entry(
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

/// What is remembered of a document's body: what it asked of the site, and what was wrong with it.
type KnownBody = (Links, Vec<Diagnostic>);

/// A document on its way through the line.
struct Document {
    id: DocumentId,
    /// Of the text and the configuration: what a body says by itself.
    body_key: Key,
    /// What an earlier run knew, when every answer to the body's questions is the same today; attachments and files only.
    known: Option<(Resolved, KnownBody)>,
}

impl Document {
    fn look(plan: &Plan<'_>, sources: &Sources, id: DocumentId) -> Result<Document, Error> {
        let entry = plan.entry(id);
        let path = sources.file(entry.file).path.as_bytes();
        let body_key = cache::key(&[
            b"body",
            path,
            &sources.digest(entry.file)?,
            &plan.config.digest,
            plan.address(id).as_bytes(),
        ]);
        let known: Option<KnownBody> = sources.cache().get(&body_key);
        let known = known.and_then(|k| {
            Some((
                resolve::same_answers(plan, sources, entry, plan.address(id), &k.0)?,
                k,
            ))
        });
        Ok(Document {
            id,
            body_key,
            known,
        })
    }

    /// Reads the body, and remembers what it asked.
    fn read(&self, plan: &Plan<'_>, sources: &Sources) -> Result<(Resolved, KnownBody), Error> {
        let (resolved, links, findings) =
            read_entry(plan, sources, plan.entry(self.id), plan.address(self.id))?;
        let known = (links, findings);
        sources.cache().put(&self.body_key, &known);
        Ok((resolved, known))
    }
}

/// Looks at everything and makes nothing.
pub fn check(config: &Config, cache: &Arc<Cache>) -> Result<Outcome, Error> {
    let ((), outcome) = with_plan(config, cache, |plan, sources, outcome| {
        let start = Instant::now();
        let look = |&id| {
            let mut document = Document::look(plan, sources, id)?;
            let (resolved, (_, mut findings)) = document
                .known
                .take()
                .map_or_else(|| document.read(plan, sources), Ok)?;
            findings.extend(check::files(
                plan.config,
                sources,
                plan.entry(id),
                &resolved.files,
            )?);
            Ok((findings, resolved.files.iter().map(|f| f.file).collect()))
        };
        let found: Vec<Found> = plan
            .order
            .par_iter()
            .map(look)
            .collect::<Result<_, Error>>()?;
        outcome.take(plan, sources, found);
        outcome.findings.extend(check::catalogue(plan, sources));
        outcome.timings.push(("bodies", start.elapsed()));
        Ok(())
    })?;
    Ok(outcome)
}

/// What is kept of a run that ended well: its findings, and how much it made.
type Whole = (Vec<Diagnostic>, usize, Option<Stats>);

/// Makes the whole site, as [`BuildSession::build`] does.
pub fn build(
    config: &Config,
    cache: &Arc<Cache>,
    sink: &dyn Sink,
    progress: Progress<'_>,
) -> Result<Outcome, Error> {
    look(config, cache)?.build(sink, progress)
}

/// Everything that making a page needs.
struct SiteBuilder<'a> {
    plan: &'a Plan<'a>,
    sources: &'a Sources,
    renderer: render::Renderer<'a>,
    sink: &'a dyn Sink,
}

impl SiteBuilder<'_> {
    fn make(
        &self,
        theme: &render::Theme,
        progress: Progress<'_>,
        outcome: &mut Outcome,
    ) -> Result<Option<Stats>, Error> {
        let (plan, sink) = (self.plan, self.sink);
        let start = Instant::now();
        // What was published before this year, and before this month: documents stand in the order of their dates.
        let before = |month: i8| {
            let first = (plan.config.as_of.year(), month);
            plan.order.partition_point(|&id| {
                let entry = plan.entry(id);
                entry.kind == Kind::Page
                    || entry
                        .date_published
                        .is_none_or(|(d, _)| (d.year(), d.month()) < first)
            })
        };
        let record = |i: usize| record(plan, plan.order[i]);
        let indexer = Indexer::new(
            plan.order.len(),
            &record,
            [before(1), before(plan.config.as_of.month())],
        );
        let done = AtomicUsize::new(0);
        let made: Vec<(Postings, Found)> = indexer
            .ranges()
            .into_par_iter()
            .map(|range| {
                let count = range.len();
                let made = self.range(&indexer, range)?;
                progress(
                    done.fetch_add(count, Ordering::Relaxed) + count,
                    plan.order.len(),
                );
                Ok(made)
            })
            .collect::<Result<_, Error>>()?;
        sink.begin_storing();
        let (parts, found): (Vec<Postings>, Vec<Found>) = made.into_iter().unzip();
        outcome.take(plan, self.sources, found);
        outcome.timings.push(("documents", start.elapsed()));

        // Side by side, as each has stretches that keep one thread busy.
        let start = Instant::now();
        let lists = || self.lists(theme).map(|()| start.elapsed());
        let check = || check::catalogue(plan, self.sources);
        let search = || {
            indexer
                .finish(parts, self.sources.cache(), sink)
                .map(|stats| (stats, start.elapsed()))
        };
        let ((lists, found), search) = rayon::join(|| rayon::join(lists, check), search);
        outcome.findings.extend(found);
        let (stats, took) = search?;
        outcome
            .timings
            .extend([("lists", lists?), ("search", took)]);
        Ok(stats)
    }

    /// The pages that are not documents, the ledgers, and everything else but the search index.
    fn lists(&self, theme: &render::Theme) -> Result<(), Error> {
        let (plan, sink) = (self.plan, self.sink);
        let others = || {
            plan.other_pages()
                .into_par_iter()
                .try_for_each(|page| self.other(page))?;
            let mut files = vec![
                render::feed(plan),
                render::robots(plan.config),
                search::engine(),
            ];
            files.extend(render::sitemaps(plan));
            files.extend(theme.files.iter().cloned());
            files
                .into_par_iter()
                .try_for_each(|a| sink.put(a).map(drop))
        };
        let (ledgers, others) = rayon::join(|| self.ledgers(), others);
        others.and(ledgers)
    }

    /// The pages, files, postings and texts of a range of documents.
    fn range(
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
        let (mut findings, mut used) = Found::default();
        let mut bodies = Vec::new();
        for mut document in documents {
            let page_key = document.known.as_ref().map(|(_, known)| {
                let key = self.renderer.document_key(document.id);
                cache::key(&[&key, &document.body_key, known.0.key()])
            });
            let kept = match &page_key {
                Some(key) => self.kept(plan.address(document.id), key)?,
                None => false,
            };
            let text = plan.text_address(document.id);
            let text_kept = match (&text, &page_key) {
                (None, _) => true,
                (Some(path), Some(key)) => self.kept(path, &text_key(key))?,
                (Some(_), None) => false,
            };
            let needs_text = !kept || !text_kept || known.is_none();
            let (resolved, body) = match document.known.take() {
                Some(known) if !needs_text => known,
                _ => {
                    let (resolved, body) = document.read(plan, sources)?;
                    if !kept || !text_kept {
                        let key = self.renderer.document_key(document.id);
                        let key = cache::key(&[&key, &document.body_key, body.0.key()]);
                        if !kept {
                            sources.cache().put(
                                &key,
                                &self
                                    .sink
                                    .put(self.renderer.document(document.id, &resolved)?)?,
                            );
                        }
                        if let Some(text) = self
                            .renderer
                            .document_text(document.id, &resolved)
                            .filter(|_| !text_kept)
                        {
                            sources.cache().put(&text_key(&key), &self.sink.put(text)?);
                        }
                    }
                    (resolved, body)
                }
            };
            for file in &resolved.files {
                findings.extend(self.file(file)?);
                used.push(file.file);
            }
            findings.extend(body.1);
            findings.extend(check::files(
                plan.config,
                sources,
                plan.entry(document.id),
                &resolved.files,
            )?);
            if known.is_none() {
                bodies.push(resolved.body.blocks);
            }
        }
        sources.let_go(&unread);
        if let Some(postings) = known {
            return Ok((postings, (findings, used)));
        }
        let (mut postings, texts) = indexer.range(&range, &records, &bodies);
        postings.store(key, sources.cache());
        let texts = texts
            .into_iter()
            .map(|a| Ok((a.path.clone(), self.sink.put(a)?)))
            .collect::<Result<Vec<(String, Fingerprint)>, Error>>()?;
        let known = (postings, texts);
        sources.cache().put(&key, &known);
        Ok((known.0, (findings, used)))
    }

    /// The postings of a range from an earlier run, its texts being kept.
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

    /// Whether a page is known by this key, and is still there.
    fn kept(&self, path: &str, key: &Key) -> Result<bool, Error> {
        self.sources
            .cache()
            .get(key)
            .map_or(Ok(false), |fingerprint| self.sink.keep(path, &fingerprint))
    }

    /// Publishes a file. One that cannot be read is a fault of the content, and stops nobody from hearing of the others.
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
            }) if path == on_disk => Ok(Some(source::unreadable(&source.shown(), &error))),
            published => published.map(|()| None),
        }
    }

    fn other(&self, page: PageId) -> Result<(), Error> {
        let key = self.renderer.other_key(page);
        if !self.kept(&self.plan.path(page), &key)? {
            self.sources
                .cache()
                .put(&key, &self.sink.put(self.renderer.other(page)?)?);
        }
        Ok(())
    }

    /// The catalogue as files, where they are others than before.
    fn ledgers(&self) -> Result<(), Error> {
        let rows = export::key(self.plan);
        // begun first: the one that takes longest
        let forms = [
            (export::Form::Xlsx, "catalogue.xlsx"),
            (export::Form::Json, "catalogue.json"),
            (export::Form::Csv, "catalogue.csv"),
        ];
        forms.into_par_iter().try_for_each(|(form, path)| {
            let key = cache::key(&[b"ledger", &rows, path.as_bytes()]);
            if !self.kept(path, &key)? {
                let write = |to: &mut dyn Write| export::write(self.plan, Ledger::Public, form, to);
                self.sources
                    .cache()
                    .put(&key, &self.sink.stream(path, &write)?);
            }
            Ok(())
        })
    }
}

/// The key of a document's text for download: it shows what the page shows.
fn text_key(page: &Key) -> Key {
    cache::key(&[b"text", page])
}

/// A key of everything that the search index takes from a range of documents.
fn range_key(place: &str, documents: &[Document], records: &[Record]) -> Key {
    let mut all = Vec::new();
    for (document, record) in documents.iter().zip(records) {
        all.extend(document.body_key);
        all.extend(postcard::to_stdvec(record).unwrap_or_default());
    }
    cache::key(&[b"range", place.as_bytes(), &all])
}

/// What the search index must know of a document besides its body.
fn record(plan: &Plan<'_>, id: DocumentId) -> Record {
    let entry = plan.entry(id);
    let is_page = entry.kind == Kind::Page;
    Record {
        index_number: entry.index_number.clone(),
        title: entry.title.clone(),
        url: plan.address(id).to_owned(),
        document_number: entry.document_number.clone(),
        registration_number: entry.details().registration_number.clone(),
        issuer: if is_page {
            String::new()
        } else {
            entry.issuer.to_string()
        },
        joint_issuers: entry.details().joint_issuers.clone(),
        keywords: entry.details().keywords.clone(),
        summary: entry.details().summary.clone(),
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

/// Reads the catalogue alone: for commands that need no body.
pub fn catalogue_of(config: &Config) -> Result<(Catalogue, Sources, Vec<Diagnostic>), Error> {
    let (sources, mut findings) = source::read(&config.root, Arc::default())?;
    let (catalogue, more) = catalogue::read(&sources, config)?;
    findings.extend(more);
    Ok((catalogue, sources, findings))
}
