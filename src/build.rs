//! The line, from the site's folder to a sink: the only file that knows the order of the rooms.
//!
//! `build`, `check` and `serve` differ in where the artifacts go, never in the line. Bodies are read, rendered, indexed and let
//! go, range by range, on all cores.

use crate::body::{self, Resolved};
use crate::catalogue::{self, Catalogue, Entry, Kind};
use crate::check;
use crate::config::{Config, Level};
use crate::diag::{self, Diagnostic, Error, Severity};
use crate::export;
use crate::output::{Artifact, Sink};
use crate::plan::{self, Plan};
use crate::relate::{self, Related};
use crate::render;
use crate::search::{self, Indexer, Postings, Record, Stats};
use crate::source::{self, Sources};
use rayon::prelude::*;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What a run of the line found out.
#[derive(Debug, Default)]
pub struct Outcome {
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

/// Says how far the documents are, from any thread.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Reads the catalogue and gives the plan to `use_plan`, with the findings so far.
pub fn with_plan<T>(config: &Config, use_plan: impl FnOnce(&Plan<'_>, &Sources, &mut Outcome) -> Result<T, Error>) -> Result<(T, Outcome), Error> {
    let mut outcome = Outcome::default();
    let start = Instant::now();
    let (sources, found) = source::read(&config.root)?;
    outcome.findings.extend(found);
    outcome.timings.push(("source", start.elapsed()));
    let start = Instant::now();
    let (mut catalogue, found) = catalogue::read(&sources, config)?;
    outcome.findings.extend(found);
    outcome.findings.extend(relate::unify(&mut catalogue, config, &sources));
    outcome.timings.push(("catalogue", start.elapsed()));
    let start = Instant::now();
    let (related, found): (Related<'_>, _) = relate::relate(&catalogue, config, &sources);
    outcome.findings.extend(found);
    let (plan, found) = plan::plan(&related, config, &sources);
    outcome.findings.extend(found);
    if config.base_url.is_none() {
        outcome.findings.push(Diagnostic::new(diag::Code::NoBaseUrl).in_file("mulu.yaml"));
    }
    // a document with wrong fields gets no page, but everything else that is wrong with it is said in the same run
    for entry in catalogue.rejected() {
        outcome.findings.extend(read_entry(&plan, &sources, entry, "")?.1);
    }
    outcome.documents = plan.order.len();
    outcome.timings.push(("plan", start.elapsed()));
    let value = use_plan(&plan, &sources, &mut outcome)?;
    settle(&mut outcome.findings, config);
    Ok((value, outcome))
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

/// Looks at everything and makes nothing.
pub fn check(config: &Config) -> Result<Outcome, Error> {
    let ((), outcome) = with_plan(config, |plan, sources, outcome| {
        let start = Instant::now();
        let found: Vec<Vec<Diagnostic>> = plan.order.par_iter().map(|&id| Ok(read_body(plan, sources, id)?.1)).collect::<Result<_, Error>>()?;
        outcome.findings.extend(found.into_iter().flatten());
        outcome.findings.extend(check::catalogue(plan, sources));
        outcome.timings.push(("bodies", start.elapsed()));
        Ok(())
    })?;
    Ok(outcome)
}

/// Makes the whole site. When anything was wrong the sink has had an incomplete one: the caller decides what becomes of it.
pub fn build(config: &Config, sink: &dyn Sink, progress: Progress<'_>) -> Result<Outcome, Error> {
    let theme = render::load(config)?;
    let (stats, mut outcome) = with_plan(config, |plan, sources, outcome| match make(plan, sources, &theme, sink, progress, outcome) {
        // two things at one address can be more than a sink can take; the findings say so, and there is no site anyway
        Err(_) if outcome.has(Severity::Error) => Ok(Stats::default()),
        made => made,
    })?;
    outcome.search = Some(stats);
    Ok(outcome)
}

fn read_body(plan: &Plan<'_>, sources: &Sources, id: catalogue::EntryId) -> Result<(Resolved, Vec<Diagnostic>), Error> {
    read_entry(plan, sources, plan.related.catalogue.entry(id), plan.address(id))
}

fn read_entry(plan: &Plan<'_>, sources: &Sources, entry: &Entry, address: &str) -> Result<(Resolved, Vec<Diagnostic>), Error> {
    let (text, _) = sources.text(entry.file)?;
    let text = text.unwrap_or_default();
    let (resolved, mut findings) = body::resolve(plan, sources, entry, address, &text);
    findings.extend(check::document(plan, sources, entry, &text, &resolved));
    Ok((resolved, findings))
}

fn make(plan: &Plan<'_>, sources: &Sources, theme: &render::Theme, sink: &dyn Sink, progress: Progress<'_>, outcome: &mut Outcome) -> Result<Stats, Error> {
    let start = Instant::now();
    let renderer = render::Renderer::new(plan, theme, sources);
    let records: Vec<Record> = plan.order.iter().map(|&id| record(plan, plan.related.catalogue.entry(id), id)).collect();
    let this_year = plan.order.partition_point(|&id| {
        let entry = plan.related.catalogue.entry(id);
        entry.kind == Kind::Page || entry.date_published.is_none_or(|(d, _)| d.year() < plan.config.as_of.year())
    });
    let indexer = Indexer::new(&records, this_year);
    let done = AtomicUsize::new(0);
    let made: Vec<(Postings, Vec<Diagnostic>)> = indexer
        .ranges()
        .into_par_iter()
        .map(|range| {
            let mut findings = Vec::new();
            let bodies: Vec<Vec<String>> = plan.order[range.clone()]
                .iter()
                .map(|&id| {
                    let (resolved, found) = read_body(plan, sources, id)?;
                    findings.extend(found);
                    sink.put(renderer.document(id, &resolved)?)?;
                    for file in &resolved.files {
                        sink.copy(&file.address, &sources.disk_path(file.file))?;
                    }
                    progress(done.fetch_add(1, Ordering::Relaxed) + 1, plan.order.len());
                    Ok(resolved.body.blocks)
                })
                .collect::<Result<_, Error>>()?;
            let (postings, texts) = indexer.range(range, &bodies);
            texts.into_iter().try_for_each(|a| sink.put(a))?;
            Ok((postings, findings))
        })
        .collect::<Result<_, Error>>()?;
    let mut parts = Vec::with_capacity(made.len());
    for (postings, found) in made {
        parts.push(postings);
        outcome.findings.extend(found);
    }
    outcome.findings.extend(check::catalogue(plan, sources));
    outcome.timings.push(("documents", start.elapsed()));

    let start = Instant::now();
    plan.other_pages().into_par_iter().try_for_each(|page| sink.put(renderer.other(page)?))?;
    let mut files = vec![render::feed(plan), render::robots(plan.config), search::engine()];
    files.extend(render::sitemaps(plan));
    files.extend(theme.files.iter().cloned());
    files.into_iter().try_for_each(|a| sink.put(a))?;
    [(export::Form::Json, "catalogue.json"), (export::Form::Csv, "catalogue.csv"), (export::Form::Xlsx, "catalogue.xlsx")]
        .into_par_iter()
        .try_for_each(|(form, path)| sink.put(Artifact::new(path, export::write(plan, export::Ledger::Public, form)?)))?;
    outcome.timings.push(("lists", start.elapsed()));

    let start = Instant::now();
    let failed: Mutex<Option<Error>> = Mutex::new(None);
    let stats = indexer.finish(parts, &mut |artifact| {
        if let Err(e) = sink.put(artifact)
            && let Ok(mut failed) = failed.lock()
        {
            failed.get_or_insert(e);
        }
    });
    if let Some(e) = failed.into_inner().ok().flatten() {
        return Err(e);
    }
    outcome.timings.push(("search", start.elapsed()));
    Ok(stats)
}

/// What the search index must know of a document besides its body.
fn record(plan: &Plan<'_>, entry: &Entry, id: catalogue::EntryId) -> Record {
    let is_page = entry.kind == Kind::Page;
    Record {
        index_number: entry.index_number.clone(),
        title: entry.title.clone(),
        url: plan.address(id).to_owned(),
        document_number: entry.document_number.clone(),
        registration_number: entry.details.registration_number.clone(),
        issuing_body: if is_page { String::new() } else { entry.issuing_body.clone() },
        joint_issuing_bodies: entry.details.joint_issuing_bodies.clone(),
        keywords: entry.details.keywords.clone(),
        summary: entry.details.summary.clone(),
        attachment_titles: entry
            .attachments
            .iter()
            .map(|a| a.title.clone().unwrap_or_else(|| render::attachment_title(a.file.rsplit(['/', '\\']).next().unwrap_or_default()).to_owned()))
            .collect(),
        category: plan.category(id).map(|c| plan.categories[c].path.clone()).unwrap_or_default(),
        date_published: if is_page { None } else { entry.date_published.map(|(d, _)| d.to_string()) },
        validity: if is_page { "" } else { plan.related.status(id).validity.code() },
    }
}

/// Reads the catalogue alone: for commands that need no body.
pub fn catalogue_of(config: &Config) -> Result<(Catalogue, Sources, Vec<Diagnostic>), Error> {
    let (sources, mut findings) = source::read(&config.root)?;
    let (catalogue, more) = catalogue::read(&sources, config)?;
    findings.extend(more);
    Ok((catalogue, sources, findings))
}
