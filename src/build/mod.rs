//! Takes the configuration and a sink (a destination of files); runs the modules that make a site;
//! gives the site to the sink and the findings to the caller, which prints them. Only this file and
//! `theme.rs`, which makes a sample site, know the order of these modules. This room must not know
//! the terminal.
//!
//! `build` and `serve` use different sinks. `check` runs the same modules in the same order up to
//! the findings, but makes no pages of the site. A build handles ranges of documents in parallel:
//! it reads, renders and indexes the documents of a range, and then drops them.

mod attachments;
mod documents;
mod lists;
mod noting;
mod offline;
mod theme;

use crate::cache::{self, Cache, Key};
use crate::catalogue::{self, Catalogue, Entry, Kind};
use crate::check::{self, Checked};
use crate::config::{Config, Level};
use crate::diag::{self, Diagnostic, Error, Severity};
use crate::output::Sink;
use crate::plan::{self, PageId, Plan};
use crate::relate::{self, DocumentId, Related, Shown};
use crate::render;
use crate::resolve::Resolved;
use crate::search::{self, Indexer, Postings, Stats};
use crate::source::{self, FileId, Sources};
use crate::{archive, inventory};
pub use attachments::Attachments;
use documents::{Found, SiteBuilder, read_entry};
use noting::Noting;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// The result of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Pairs: a file that a document uses, and the file of this document.
    used: Vec<(FileId, FileId)>,
    /// All findings, in their fixed order.
    pub findings: Vec<Diagnostic>,
    /// The number of published documents, those of `kind: page` included.
    pub documents: usize,
    /// The documents that were left out.
    pub left_out: Vec<inventory::Item>,
    /// The attachments of the published documents, if a site was made.
    pub attachments: Attachments,
    /// The documents that were public on the last published site and are missing now.
    pub gone: Vec<check::Record>,
    /// The sizes of the search index, when one was made.
    pub search: Option<Stats>,
    /// The duration of each phase.
    pub timings: Vec<(&'static str, Duration)>,
}

impl Outcome {
    /// Whether there is a finding of this severity.
    pub fn has(&self, severity: Severity) -> bool {
        self.findings.iter().any(|f| f.severity == severity)
    }
}

impl Outcome {
    /// Runs the checks that compare documents with each other, and with the site published last.
    fn check(&mut self, plan: &Plan<'_>, sources: &Sources) {
        let (found, (changes, gone)) = rayon::join(
            || check::catalogue(plan, sources),
            || check::published(plan, sources),
        );
        self.findings.extend(found);
        self.findings.extend(changes);
        self.gone = gone;
    }

    /// Takes the findings of all documents, and reports faults in the use of files.
    fn take(&mut self, plan: &Plan<'_>, sources: &Sources, found: Vec<Found>) {
        // After a damaged result in the cache, documents are read again, so the counts start again.
        // `used` and `findings` are only extended.
        self.attachments = Attachments::default();
        self.findings
            .reserve(found.iter().map(|f| f.findings.len()).sum());
        for found in found {
            self.findings.extend(found.findings);
            self.used.extend(found.used);
            self.attachments.add(found.attachments);
        }
        self.findings
            .extend(check::used_files(plan, sources, &self.used));
    }
}

/// A function that is called, from any thread, with the number of finished documents and the number
/// of all documents.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// The state of the site's files at the beginning of a run, which the whole run uses.
pub struct BuildSession<'a> {
    config: &'a Config,
    cache: &'a Cache,
    sources: Sources,
    found: Vec<Diagnostic>,
    took: Duration,
    theme: OnceLock<render::Theme>,
    /// The result of [`Sources::key`], computed when it is first needed.
    files_key: OnceLock<Option<Key>>,
}

/// Begins a run: lists the files of a site.
pub fn look<'a>(config: &'a Config, cache: &'a Arc<Cache>) -> Result<BuildSession<'a>, Error> {
    let start = Instant::now();
    let (sources, found) = source::read(&config.root, cache.clone())?;
    Ok(BuildSession {
        config,
        cache,
        sources,
        found,
        took: start.elapsed(),
        theme: OnceLock::new(),
        files_key: OnceLock::new(),
    })
}

/// Begins a run in which `instead` replaces the files at some paths below `content/`.
pub fn look_with<'a>(
    config: &'a Config,
    cache: &'a Arc<Cache>,
    instead: &BTreeMap<String, Vec<u8>>,
) -> Result<BuildSession<'a>, Error> {
    let session = look(config, cache)?;
    Ok(BuildSession {
        sources: session.sources.with(instead),
        ..session
    })
}

/// Reads the catalogue and passes the plan, with the findings so far, to `use_plan`.
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
                .push(Diagnostic::new(diag::Message::NoBaseUrl).in_file("mulu.yaml"));
        }
        // A document with faulty fields gets no page. Its body is checked here, so that one run
        // reports all faults.
        for entry in catalogue.rejected() {
            let (resolved, _, findings) = read_entry(&plan, sources, entry, "")?;
            outcome.findings.extend(findings);
            outcome
                .findings
                .extend(check::files(config, sources, entry, &resolved.files)?);
            let used = resolved.files.iter().map(|f| (f.file, entry.file));
            outcome.used.extend(used);
        }
        outcome.documents = plan.order.len();
        outcome.left_out = inventory::left_out(&plan, sources);
        outcome.timings.push(("plan", start.elapsed()));
        let value = use_plan(&plan, sources, &mut outcome)?;
        let published = catalogue.iter().map(|(_, entry)| entry);
        let checked = |entry: &Entry| match related.by_file(entry.file) {
            Some(id) if related.shown(id) == Shown::Published => Checked::Whole,
            _ => Checked::FrontMatter,
        };
        let entries = published.chain(catalogue.rejected());
        let entries = entries.map(|entry| (entry, checked(entry)));
        check::waive(entries, sources, &mut outcome.findings);
        settle(&mut outcome.findings, config);
        Ok((value, outcome))
    }

    fn theme(&self) -> Result<&render::Theme, Error> {
        if let Some(theme) = self.theme.get() {
            return Ok(theme);
        }
        let theme = render::load(self.config)?;
        Ok(self.theme.get_or_init(|| theme))
    }

    /// The files of the site.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Checks everything and publishes nothing.
    pub fn check(&self) -> Result<Outcome, Error> {
        let ((), outcome) = self.with_plan(|plan, sources, outcome| {
            let start = Instant::now();
            let found: Vec<Found> = plan
                .order
                .par_iter()
                .map(|&id| documents::check(plan, sources, id))
                .collect::<Result<_, Error>>()?;
            outcome.take(plan, sources, found);
            outcome.check(plan, sources);
            let about_theme = theme::check(plan.config, sources.cache())?;
            outcome.findings.extend(about_theme);
            outcome.timings.push(("bodies", start.elapsed()));
            Ok(())
        })?;
        Ok(outcome)
    }

    /// A key of the site and of everything from which it is made. `None` if a file's attributes do
    /// not show whether it has changed.
    fn key(&self, site: &Key) -> Result<Option<Key>, Error> {
        let config = self.config;
        let Some(key) = self.files_key.get_or_init(|| self.sources.key()) else {
            return Ok(None);
        };
        let found = postcard::to_extend(&self.found, Vec::new()).unwrap_or_default();
        let theme = self.theme()?;
        let packages = source::stamps(&config.root.join("archive"));
        Ok(Some(cache::key(&[
            b"whole",
            key,
            &theme.digest,
            &theme.files_key,
            &config.digest,
            config.as_of.to_string().as_bytes(),
            &packages,
            &found,
            site,
        ])))
    }

    /// What [`note`](BuildSession::note) stored about the last build, if neither the site nor
    /// anything from which it is made has changed.
    pub fn unchanged(&self, site: &Key) -> Result<Option<Outcome>, Error> {
        let start = Instant::now();
        let whole: Option<Whole> = self.key(site)?.and_then(|key| self.cache.get(&key));
        let timings = vec![("source", self.took), ("unchanged", start.elapsed())];
        Ok(whole.map(
            |(findings, documents, left_out, attachments, search)| Outcome {
                findings,
                documents,
                left_out,
                attachments,
                search,
                timings,
                ..Outcome::default()
            },
        ))
    }

    /// Records the outcome of a successful run for [`unchanged`](BuildSession::unchanged). `site`
    /// is the key of the site that the run made.
    pub fn note(&self, site: &Key, outcome: &Outcome) -> Result<(), Error> {
        if let Some(key) = self.key(site)? {
            // This site is now the published one, so the findings that a published document was
            // changed or hidden no longer apply. Those about missing documents still apply.
            let is_new = |f: &&Diagnostic| {
                use diag::Code::{PublishedDocumentChanged, PublishedDocumentHidden};
                ![PublishedDocumentChanged, PublishedDocumentHidden].contains(&f.code())
            };
            let findings: Vec<&Diagnostic> = outcome.findings.iter().filter(is_new).collect();
            let left_out = &outcome.left_out;
            let attachments = outcome.attachments;
            let search = &outcome.search;
            let whole = (findings, outcome.documents, left_out, attachments, search);
            self.cache.put(&key, &whole);
        }
        Ok(())
    }

    /// Makes the whole site. After an error, the site in the sink may be incomplete.
    pub fn build(&self, sink: &dyn Sink, progress: Progress<'_>) -> Result<Outcome, Error> {
        self.build_and(sink, progress, |_, _, _| ())
            .map(|((), outcome)| outcome)
    }

    /// Makes the whole site; also gives the result of `look`. `look` gets the plan, the sources,
    /// and the used files, each with the file of its document.
    pub fn build_and<T>(
        &self,
        sink: &dyn Sink,
        progress: Progress<'_>,
        look: impl FnOnce(&Plan<'_>, &Sources, &[(FileId, FileId)]) -> T,
    ) -> Result<(T, Outcome), Error> {
        let config = self.config;
        let theme = self.theme()?;
        let about_theme = theme::check(config, self.cache)?;
        let ((stats, seen), mut outcome) = self.with_plan(|plan, sources, outcome| {
            outcome.findings.extend(about_theme);
            // The page of archived years states the root digest of every package in `archive/`. An
            // archived site lacks this page: `archive/` may have the package of this year or of
            // later years, and no site can contain its own digest.
            let archives = if config.archive_of.is_some() {
                Vec::new()
            } else {
                crate::diff::past(&config.root.join(archive::FOLDER))?
            };
            let kept = Noting::new(sink);
            let renderer = render::Renderer::new(plan, theme, sources, &archives);
            let builder = SiteBuilder {
                plan,
                sources,
                renderer: &renderer,
                sink: if config.is_kept_offline() {
                    &kept
                } else {
                    sink
                },
            };
            if !archives.is_empty() {
                builder.other(PageId::Archive, None)?;
            }
            let made = builder
                .make(theme, progress, outcome)
                .and_then(|made| match made {
                    Some(stats) => Ok(stats),
                    None => {
                        // A result in the cache is damaged, so everything is made again without it.
                        sources.cache().forget();
                        builder
                            .make(theme, progress, outcome)
                            .map(Option::unwrap_or_default)
                    }
                });
            if config.is_kept_offline() {
                sink.put(offline::worker(&kept.files()))?;
            }
            let stats = match made {
                // A sink refuses two different artifacts with one address. Findings report this.
                // Any other error is dropped too, because a site with errors is not published.
                Err(_) if outcome.has(Severity::Error) => None,
                made => Some(made?),
            };
            Ok((stats, look(plan, sources, &outcome.used)))
        })?;
        outcome.search = stats;
        Ok((seen, outcome))
    }
}

/// Removes the findings that the configuration switches off, gives the others their configured
/// severities, and sorts them.
fn settle(findings: &mut Vec<Diagnostic>, config: &Config) {
    findings.retain_mut(|f| match config.checks.severity.get(f.code().name()) {
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

/// Checks everything and publishes nothing.
pub fn check(config: &Config, cache: &Arc<Cache>) -> Result<Outcome, Error> {
    look(config, cache)?.check()
}

/// What the cache stores about a run without errors.
type Whole = (
    Vec<Diagnostic>,
    usize,
    Vec<inventory::Item>,
    Attachments,
    Option<Stats>,
);

/// Makes the whole site, as [`BuildSession::build`] does.
pub fn build(
    config: &Config,
    cache: &Arc<Cache>,
    sink: &dyn Sink,
    progress: Progress<'_>,
) -> Result<Outcome, Error> {
    look(config, cache)?.build(sink, progress)
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
        let record = |i: usize| documents::record(plan, plan.order[i]);
        // The records are made from the plan alone, so the key of the plan is enough.
        let digests = self
            .sources
            .cache()
            .remember(&cache::key(&[b"record digests", &plan.key()]), || {
                Ok(Indexer::digests(plan.order.len(), &record))
            })?;
        let indexer = Indexer::new(
            plan.order.len(),
            &record,
            [before(plan, 1), before(plan, plan.config.as_of.month())],
            digests,
        );
        let surroundings = self.surroundings()?;
        let done = AtomicUsize::new(0);
        let made: Vec<(Postings, Found)> = indexer
            .ranges()
            .into_par_iter()
            .map(|range| {
                let count = range.len();
                let made = self.range(&indexer, range, &surroundings)?;
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

        // The three tasks run in parallel, because each sometimes keeps only one thread busy.
        let start = Instant::now();
        let lists = || self.lists(theme).map(|()| start.elapsed());
        let check = || outcome.check(plan, self.sources);
        let search = || {
            indexer
                .finish(parts, self.sources.cache(), sink)
                .map(|stats| (stats, start.elapsed()))
        };
        let ((lists, ()), search) = rayon::join(|| rayon::join(lists, check), search);
        let (stats, took) = search?;
        if let Some(stats) = &stats {
            self.search_page(stats.token)?;
        }
        outcome
            .timings
            .extend([("lists", lists?), ("search", took)]);
        Ok(stats)
    }

    /// Makes the search page, and the script that names the current index. No other page depends on
    /// the content of the search index.
    fn search_page(&self, root: search::Token) -> Result<(), Error> {
        self.sink.put(search::now(root))?;
        let (engine, root) = (search::engine_address(), root.to_string());
        // Each address has a token. The tokens change with the engine and with the index, so that
        // no browser uses old files from its cache. An archived site never changes and needs no
        // tokens.
        let index = match self.plan.config.archive_of {
            Some(_) => render::Index {
                engine: search::ENGINE,
                root: "",
            },
            None => render::Index {
                engine: &engine,
                root: &root,
            },
        };
        let path = self.plan.path(PageId::Search);
        let key = self.renderer.search_key(index);
        if !self.is_kept(&path, &key)? {
            let page = self.renderer.search(index)?;
            self.sources.cache().put(&key, &self.sink.put(page)?);
        }
        Ok(())
    }
}

/// The number of documents in [`Plan::order`] that were published before a month of the year of the
/// build. Documents of `kind: page` come first in this order and always count. The others follow by
/// date of publication.
fn before(plan: &Plan<'_>, month: i8) -> usize {
    let first = (plan.config.as_of.year(), month);
    plan.order.partition_point(|&id| {
        let entry = plan.entry(id);
        entry.kind == Kind::Page
            || entry
                .date_published
                .is_none_or(|(d, _)| (d.year(), d.month()) < first)
    })
}

/// The body and the files of a published document, and the findings in them.
pub fn read_document(
    plan: &Plan<'_>,
    sources: &Sources,
    id: DocumentId,
) -> Result<(Resolved, Vec<Diagnostic>), Error> {
    let entry = plan.entry(id);
    let (resolved, _, mut findings) = read_entry(plan, sources, entry, plan.address(id))?;
    findings.extend(check::files(plan.config, sources, entry, &resolved.files)?);
    Ok((resolved, findings))
}

/// Reads only the catalogue, for commands that need no bodies.
pub fn catalogue_of(config: &Config) -> Result<(Catalogue, Sources, Vec<Diagnostic>), Error> {
    let (sources, mut findings) = source::read(&config.root, Arc::default())?;
    let (catalogue, more) = catalogue::read(&sources, config)?;
    findings.extend(more);
    Ok((catalogue, sources, findings))
}
