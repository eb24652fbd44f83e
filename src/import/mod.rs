//! Takes old web pages, Word files and texts; gives the content files made from them, with every
//! doubt about each.
//!
//! Nothing is invented, and nothing is overwritten. Information that an original lacks is left out
//! and reported; inferred information is reported too. The head of the original is kept in comments
//! of the front matter, which are never published. It must not know the site that is made from the
//! files.

mod assemble;
mod comments;
mod doubts;
mod finding;
mod folder;
mod form;
mod furniture;
mod head;
mod html;
mod label;
mod list;
mod markdown;
mod office;
mod page;
mod read;
mod repair;
mod table;
mod text;
mod vocabulary;
mod word;

pub use assemble::Imported;
pub use list::{Listed, list};

use crate::catalogue::Field;
use crate::config::Config;
use crate::diag::{Diagnostic, Error, Lang, words};
use crate::source::{File, Sources};
use assemble::{Target, assemble, settle};
use finding::{doubtful, failed};
use list::{Kind, Old};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The result of importing some old files.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The content files to write.
    pub imported: Vec<Imported>,
    /// Findings about files that could not be imported.
    pub findings: Vec<Diagnostic>,
    /// The number of documents that already exist exactly as they would be written.
    pub unchanged: usize,
    /// Addresses of attachments that were not saved beside their pages, each with the page that
    /// links to it. They must be downloaded before the old site closes.
    pub unfetched: Vec<(String, String)>,
}

/// Reads old files; gives the content files made from them. `folder` is their folder in `content/`.
/// Without it, a file goes to the folder of the column that the page names, or else to `content/`
/// itself.
pub fn read(config: &Config, sources: &Sources, listed: Listed, folder: Option<&str>) -> Outcome {
    let mut run = Run {
        config,
        sources,
        folder,
        outcome: Outcome::default(),
        paths: BTreeSet::new(),
        needed: BTreeSet::new(),
        secret: BTreeMap::new(),
    };
    // pages come first, because a file that is a page's attachment does not become a document of
    // its own
    let (pages, others): (Vec<&Old>, Vec<&Old>) =
        listed.olds.iter().partition(|old| old.kind == Kind::Html);
    for old in pages.into_iter().chain(others) {
        run.import(old);
    }
    run.doubt_secret_attachments();
    let refused = listed
        .refused
        .into_iter()
        .filter(|(path, _)| !run.is_needed(path))
        .collect::<Vec<_>>();
    run.outcome
        .findings
        .extend(refused.into_iter().map(|(_, finding)| finding));
    run.outcome
}

/// The finding for a document that could not be written.
pub fn unwritten(imported: &Imported, error: &Error) -> Diagnostic {
    let reason = words(error.message(Lang::Zh), error.message(Lang::En));
    failed(
        &imported.from,
        reason,
        words("处理后重新导入。", "See to it and import it again."),
    )
}

/// One run of the import.
struct Run<'a> {
    config: &'a Config,
    sources: &'a Sources,
    /// The folder in `content/` that the user requested.
    folder: Option<&'a str>,
    outcome: Outcome,
    /// The paths of the documents of this run, in lower case.
    paths: BTreeSet<String>,
    /// The files on the disk that were taken over with documents.
    needed: BTreeSet<PathBuf>,
    /// The old files that state that they are not public, each with its statement.
    secret: BTreeMap<PathBuf, String>,
}

impl Run<'_> {
    /// Whether a file was taken over with a document.
    fn is_needed(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|p| self.needed.contains(&p))
    }

    /// Imports one file, unless it was imported before or would overwrite another.
    fn import(&mut self, old: &Old) {
        let page = match read::read(old) {
            Ok(page) => page,
            // a file that is already a page's attachment need not be a document, so no failure is
            // reported
            Err(_) if old.kind != Kind::Html && self.is_needed(&old.path) => return,
            Err(finding) => {
                self.outcome.findings.push(*finding);
                return;
            }
        };
        let mut head = head::read(&page);
        if let (Some(disclosure), Ok(place)) =
            (head.fields.get(&Field::Disclosure), old.path.canonicalize())
        {
            self.secret.insert(place, disclosure.texts.concat());
        }
        let is_taken = self.is_needed(&old.path);
        if is_taken && old.kind != Kind::Html {
            return;
        }
        let named = page.unfetched.iter();
        self.outcome
            .unfetched
            .extend(named.map(|address| (address.clone(), old.shown.clone())));
        let folder = settle(self.config, &mut head, self.folder);
        let targets = || old.stems().map(|stem| Target::new(&folder, stem));
        let make = |target: Target| assemble(self.config, old, &page, &head, &target);
        // a document from an earlier run is recognised under any of its possible names
        let known = targets()
            .take_while(|target| self.sources.find(&target.path()).is_some())
            .map(make)
            .find(|imported| is_there(self.sources, imported));
        if let Some(known) = known {
            self.paths.insert(known.path.to_lowercase());
            self.needed.extend(known.places);
            self.outcome.unchanged += 1;
            return;
        }
        let free = targets().find(|target| self.paths.insert(target.path().to_lowercase()));
        let Some(imported) = free.map(make) else {
            return;
        };
        self.needed.extend(imported.places.iter().cloned());
        match in_the_way(self.sources, &imported) {
            None => self.outcome.imported.push(imported),
            Some(file) => self.outcome.findings.push(not_overwritten(old, file)),
        }
    }

    /// Adds a doubt to each document whose attachment states that it is not public.
    fn doubt_secret_attachments(&mut self) {
        for imported in &mut self.outcome.imported {
            for place in &imported.places {
                let Some(secret) = self.secret.get(place) else {
                    continue;
                };
                let shown = format!("content/{}", imported.path);
                let name = place.file_name().unwrap_or_default().to_string_lossy();
                let what = words(
                    format!("附件“{name}”自己写明不公开（{secret}），请移去"),
                    format!(
                        "the attachment {name} says itself that it is not public ({secret}); \
                         take it away"
                    ),
                );
                imported.findings.push(doubtful(what).in_file(&shown));
            }
        }
    }
}

/// Whether the content has a file with these bytes at this path.
fn has(sources: &Sources, path: &str, bytes: &[u8]) -> bool {
    sources
        .find(path)
        .and_then(|f| sources.bytes(f).ok())
        .is_some_and(|b| b == bytes)
}

/// Whether the content already has a document and its files, just as they would be written.
fn is_there(sources: &Sources, imported: &Imported) -> bool {
    imported
        .all_files()
        .all(|(path, bytes)| has(sources, path, bytes))
}

/// The first existing file with different content that a document or one of its files would
/// overwrite. Letter case is ignored, because on many disks paths that differ only in case are the
/// same.
fn in_the_way<'s>(sources: &'s Sources, imported: &Imported) -> Option<&'s File> {
    imported.all_files().find_map(|(path, bytes)| {
        let file = match sources.find(path) {
            Some(id) => sources.file(id),
            None => sources.find_other_case(path)?,
        };
        (!has(sources, &file.path, bytes)).then_some(file)
    })
}

/// The finding for a file that would overwrite another.
fn not_overwritten(old: &Old, file: &File) -> Diagnostic {
    let shown = file.shown();
    let reason = words(
        format!("“{shown}”已存在，不予覆盖"),
        format!("{shown} exists and is not overwritten"),
    );
    let remedy = words(
        "要重新导入，请先移走或改名原来的文件。",
        "To import it again, move or rename the file that is there.",
    );
    failed(&old.shown, reason, remedy)
}
