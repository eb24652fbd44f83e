//! Takes old web pages, office files and texts; gives the content files made from them one by one,
//! and a record of each original: every value with the place where it was read, and every doubt.
//!
//! Nothing is invented, and nothing is overwritten. Information that an original lacks is left out
//! and reported; inferred information is reported too. The head of the original is kept in comments
//! of the front matter, which are never published. No text is kept after its document was handed
//! over, so the memory that is needed depends only on the number of originals. It must not know the
//! site that is made from the files.

mod assemble;
mod at;
mod comments;
mod doubts;
mod duplicates;
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
mod record;
mod repair;
pub mod report;
mod sum;
mod table;
mod text;
mod there;
mod traits;
mod vocabulary;
mod word;

pub use assemble::Imported;
pub use duplicates::{Group, Member, Sameness};
pub use list::{Listed, list};
pub use record::{Fate, Reading, Record, Sure};
pub use sum::{Kind as FindingKind, sum};

use crate::catalogue::{self, Field};
use crate::config::Config;
use crate::diag::{Diagnostic, Error, Lang, words};
use crate::source::Sources;
use assemble::{Target, assemble, settle};
use finding::{corrected, doubtful, failed};
use head::Head;
use list::{Kind, Old};
use page::Page;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use there::There;

/// What the user asked for besides the files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choices<'a> {
    /// The folder in `content/`. Without it, a file goes to the folder of the column that the page
    /// names, else to the root.
    pub folder: Option<&'a str>,
}

/// The result of importing some old files.
#[derive(Debug, Default)]
pub struct Outcome {
    /// A record of each original, in the order in which they were read.
    pub records: Vec<Record>,
    /// Everything to be said about new documents and about files that could not be imported.
    pub findings: Vec<Diagnostic>,
    /// Documents that may be the same.
    pub groups: Vec<Group>,
    /// Addresses of attachments that were not found beside their page, each with the page that
    /// names it. They must be fetched before the old site closes.
    pub unfetched: Vec<(String, String)>,
}

impl Outcome {
    /// The number of originals with this fate.
    pub fn count(&self, fate: &Fate) -> usize {
        self.records.iter().filter(|r| r.fate == *fate).count()
    }
}

/// Receives each new document as soon as it is made.
pub type Sink<'a> = dyn FnMut(&Imported) -> Result<(), Error> + 'a;

/// Reads old files, hands over each new document, and gives a record of every original. `progress`
/// receives the number of files already read and the number of all files.
pub fn read(
    config: &Config,
    sources: &Sources,
    listed: Listed,
    choices: Choices<'_>,
    sink: &mut Sink<'_>,
    progress: &dyn Fn(usize, usize),
) -> Result<Outcome, Error> {
    let (catalogue, _) = catalogue::read(sources, config)?;
    let mut run = Run {
        config,
        choices,
        there: There::new(sources, &catalogue),
        sink,
        outcome: Outcome::default(),
        paths: BTreeSet::new(),
        needed: BTreeMap::new(),
        secret: BTreeMap::new(),
    };
    // pages come first, because a file that is a page's attachment does not become a document of
    // its own
    let (pages, others): (Vec<&Old>, Vec<&Old>) =
        listed.olds.iter().partition(|old| old.kind == Kind::Html);
    let all: Vec<&Old> = pages.into_iter().chain(others).collect();
    for (n, old) in all.iter().enumerate() {
        run.import(old);
        progress(n + 1, all.len());
    }
    run.doubt_secret_attachments();
    run.close(&listed);
    run.outcome.groups = duplicates::groups(&run.outcome.records, &catalogue, sources);
    Ok(run.outcome)
}

/// One run of the import.
struct Run<'a> {
    config: &'a Config,
    choices: Choices<'a>,
    there: There<'a>,
    sink: &'a mut Sink<'a>,
    outcome: Outcome,
    /// The paths of the documents of this run, in lower case.
    paths: BTreeSet<String>,
    /// The files on the disk that belong to the documents, each with the original that took it.
    needed: BTreeMap<PathBuf, String>,
    /// The old files that state that they are not public, with their words.
    secret: BTreeMap<PathBuf, String>,
}

impl Run<'_> {
    /// The original whose document has taken a file.
    fn taken_by(&self, path: &Path) -> Option<String> {
        path.canonicalize()
            .ok()
            .and_then(|p| self.needed.get(&p).cloned())
    }

    /// Imports one file. A file that breaks its reader is refused like a damaged one.
    fn import(&mut self, old: &Old) {
        let made = catch_unwind(AssertUnwindSafe(|| {
            let page = read::read(old)?;
            let head = head::read(&page);
            Ok((page, head))
        }));
        let made: Result<(Page, Head), Box<Diagnostic>> =
            made.unwrap_or_else(|_| Err(read::broken(old)));
        // a file that a page has taken as its attachment becomes no document, and its faults are
        // not reported
        let taken = self.taken_by(&old.path).filter(|_| old.kind != Kind::Html);
        if let (Ok((_, head)), Ok(place)) = (&made, old.path.canonicalize())
            && let Some(disclosure) = head.fields.get(&Field::Disclosure)
        {
            self.secret.insert(place, disclosure.texts.concat());
        }
        match (made, taken) {
            (_, Some(page)) => self.attached(&old.shown, page),
            (Ok((page, head)), None) => self.make(old, &page, head),
            (Err(finding), None) => self.refuse(&old.shown, *finding),
        }
    }

    /// Makes the document of one file, unless it was made before or would overwrite another.
    fn make(&mut self, old: &Old, page: &Page, mut head: Head) {
        let named = page.unfetched.iter();
        self.outcome
            .unfetched
            .extend(named.map(|address| (address.clone(), old.shown.clone())));
        let folder = settle(self.config, &mut head, self.choices.folder);
        let targets = || old.stems().map(|stem| Target::new(&folder, stem));
        let make = |target: Target<'_>| assemble(self.config, old, page, &head, &target);
        // a document imported by an earlier run is recognised, whatever has been imported since
        let known = targets()
            .take_while(|target| self.there.is_file(&target.path()))
            .map(make)
            .find(|imported| self.there.has_all(imported));
        if let Some(known) = known {
            return self.known(&known, &head, Fate::Unchanged);
        }
        let free = targets().find(|target| !self.paths.contains(&target.path().to_lowercase()));
        let Some(mut imported) = free.map(make) else {
            return;
        };
        if let Some(path) = self.there.corrected(&imported, &head, &self.paths) {
            let note = corrected(&old.shown, &path);
            self.outcome.findings.push(note.clone());
            imported.findings = vec![note];
            imported.path = path;
            return self.known(&imported, &head, Fate::Corrected);
        }
        self.claim(&imported);
        if let Some(shown) = self.there.in_the_way(&imported) {
            return self.refuse(&old.shown, not_overwritten(old, &shown));
        }
        if let Err(error) = (self.sink)(&imported) {
            return self.refuse(&old.shown, unwritten(old, &error));
        }
        let record = Record::of(&imported, &head, Fate::New);
        self.outcome.records.push(record);
    }

    /// Notes that a document has its path and its files.
    fn claim(&mut self, imported: &Imported) {
        self.paths.insert(imported.path.to_lowercase());
        let places = imported.places.iter().cloned();
        self.needed
            .extend(places.map(|place| (place, imported.from.clone())));
    }

    /// Notes a document that was on the site before.
    fn known(&mut self, imported: &Imported, head: &Head, fate: Fate) {
        self.claim(imported);
        self.outcome.records.push(Record::of(imported, head, fate));
    }

    fn attached(&mut self, shown: &str, page: String) {
        let record = Record::without(shown, Fate::Attached(page), Vec::new());
        self.outcome.records.push(record);
    }

    fn refuse(&mut self, shown: &str, finding: Diagnostic) {
        self.outcome.findings.push(finding.clone());
        let record = Record::without(shown, Fate::Refused, vec![finding]);
        self.outcome.records.push(record);
    }

    /// Adds a doubt to each new document with an attachment that states that it is not public.
    fn doubt_secret_attachments(&mut self) {
        let new = |r: &&mut Record| r.fate == Fate::New;
        for record in self.outcome.records.iter_mut().filter(new) {
            for place in &record.places {
                let Some(secret) = self.secret.get(place) else {
                    continue;
                };
                let name = place.file_name().unwrap_or_default().to_string_lossy();
                let what = words(
                    format!("附件“{name}”自己写明不公开（{secret}），请移去"),
                    format!(
                        "the attachment {name} says itself that it is not public ({secret}); \
                         take it away"
                    ),
                );
                record.findings.push(doubtful(what).in_file(&record.path));
            }
        }
        let new = self.outcome.records.iter().filter(|r| r.fate == Fate::New);
        let findings: Vec<Diagnostic> = new.flat_map(|r| r.findings.iter().cloned()).collect();
        self.outcome.findings.extend(findings);
    }

    /// Makes records of the files that have no reader.
    fn close(&mut self, listed: &Listed) {
        for (path, finding) in &listed.refused {
            let shown = finding.file.clone().unwrap_or_default();
            match self.taken_by(path) {
                Some(page) => self.attached(&shown, page),
                None => self.refuse(&shown, finding.clone()),
            }
        }
        for (path, shown) in &listed.parts {
            let fate = self.taken_by(path).map_or(Fate::Part, Fate::Attached);
            let record = Record::without(shown, fate, Vec::new());
            self.outcome.records.push(record);
        }
    }
}

/// The finding for a document that could not be written.
fn unwritten(old: &Old, error: &Error) -> Diagnostic {
    let reason = words(error.message(Lang::Zh), error.message(Lang::En));
    let remedy = words("处理后重新导入。", "See to it and import it again.");
    failed(&old.shown, reason, remedy)
}

/// The finding for a file that would overwrite another.
fn not_overwritten(old: &Old, shown: &str) -> Diagnostic {
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
