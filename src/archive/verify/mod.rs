//! Takes the paths of packages, folders or zip files; gives what is wrong with each, file by file, and how they are linked. Reads
//! in place, as a stream, and writes nothing.

mod bag;
mod chain;
mod digest;
mod fault;
mod open;
mod package;
mod path;
mod records;
mod seal;
mod sm3;
mod store;
mod tag;
mod wacz;
mod warc;
mod zip;

pub use fault::{Code, Fault, Weight};
pub use open::{Opened, body, open};

use super::hex;
use crate::archive;
use crate::diag::Error;
use bag::{Bag, Cover};
use digest::Algorithm;
use std::path::Path;
use store::Store;

/// What a package is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// No package that can be read.
    #[default]
    None,
    /// A BagIt bag, not made by mulu.
    Bag,
    /// A package of mulu's.
    Mulu,
}

/// How a package is linked to the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// It says nothing of a chain.
    #[default]
    Unknown,
    /// It says that it is the first, and none that is earlier was given.
    First,
    /// To the package of this year, whose root is the one that it records.
    Linked(i16),
    /// To one that was not given.
    Unproved,
    /// Not to the one that it should be linked to.
    Broken,
}

/// What was found out about one package.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What it is.
    pub kind: Kind,
    /// The site that it is of.
    pub site: Option<String>,
    /// The year that it is of.
    pub year: Option<i16>,
    /// SHA-512 of its tag manifest, in hexadecimal.
    pub root: Option<String>,
    /// The root that it records of the package before it; `Some(None)` when it says that there is none.
    pub previous: Option<Option<String>>,
    /// The year that it records of that package.
    pub previous_year: Option<i16>,
    /// How it is linked.
    pub link: Link,
    /// Files in it.
    pub files: u64,
    /// Bytes of its payload.
    pub bytes: u64,
    /// What is wrong, the heaviest first, then by file.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether its files are what they should be and its link is not broken.
    pub fn is_whole(&self) -> bool {
        self.faults.iter().all(|f| f.weight != Weight::Error)
    }
}

/// Is told of the bytes read, from any thread.
pub type Progress<'a> = &'a (dyn Fn(u64) + Sync);

/// Looks at packages and at the links between them. Only a path at which nothing lies is an error of the tool.
pub fn verify(paths: &[impl AsRef<Path>], progress: Progress<'_>) -> Result<Vec<Report>, Error> {
    let mut reports: Vec<Report> = paths
        .iter()
        .map(|path| one(path.as_ref(), progress))
        .collect::<Result<_, Error>>()?;
    chain::link(&mut reports);
    for report in &mut reports {
        report.faults.sort_by(|a, b| {
            (a.weight, &a.file, a.code, &a.values).cmp(&(b.weight, &b.file, b.code, &b.values))
        });
        report.faults.dedup();
    }
    Ok(reports)
}

fn one(path: &Path, progress: Progress<'_>) -> Result<Report, Error> {
    let (store, faults) = Store::open(path)?;
    let mut report = Report {
        faults,
        ..Report::default()
    };
    if let Some(mut store) = store {
        store.enter_only_folder();
        look(&store, &mut report, progress);
    }
    Ok(report)
}

fn look(store: &Store, report: &mut Report, progress: Progress<'_>) {
    let faults = &mut report.faults;
    let mut bag: Bag = bag::read(store, &[(archive::PAYLOAD_SM3, Algorithm::Sm3)], faults);
    report.files = store.entries.len() as u64;
    report.bytes = bag::payload(store).0;
    let mulu = package::is_mulu(store, &bag);
    report.kind = match (mulu, bag.declaration) {
        (true, _) => Kind::Mulu,
        (false, Some(_)) => Kind::Bag,
        (false, None) => Kind::None,
    };
    if !mulu {
        bag::forgive_twins(store, &mut bag, faults);
    }
    bag::names_and_sizes(store, &bag, mulu, faults);
    let cover = match bag.declaration {
        _ if mulu => Cover::All(&archive::SEALS),
        Some(declared) if !declared.final_version => Cover::Some,
        _ => Cover::Payload,
    };
    if mulu {
        let identity = package::check(store, &bag, faults);
        report.site = identity.site;
        report.year = identity.year;
        report.previous = identity.previous;
        report.previous_year = identity.previous_year;
        records::check(store, &bag, report.year, faults);
        seal::check(store, faults);
        report.root = store
            .find(archive::TAG_MANIFEST)
            .and_then(|i| root(store, &store.entries[i]));
    }
    let of_archives = || {
        if mulu {
            web_archives(store, &bag)
        } else {
            Vec::new()
        }
    };
    let (of_files, of_archives) = rayon::join(
        || bag::compare(store, &bag.manifests, cover, progress),
        of_archives,
    );
    faults.extend(of_files);
    faults.extend(of_archives);
}

/// Every WACZ file, against the digests that are listed for the site.
fn web_archives(store: &Store, bag: &Bag) -> Vec<Fault> {
    let archives: Vec<&store::Entry> = store
        .entries
        .iter()
        .filter(|e| e.path.starts_with(archive::WACZ_FOLDER) && e.path.ends_with(".wacz"))
        .collect();
    if archives.is_empty() {
        return vec![Fault::of(Code::RequiredMissing, archive::WACZ_FOLDER)];
    }
    let Some(sums) = bag.manifest(archive::MANIFEST_SHA256) else {
        return Vec::new();
    };
    let site: wacz::Site<'_> = package::site_files(store, sums).collect();
    archives
        .into_iter()
        .flat_map(|entry| wacz::check(store, entry, &site))
        .collect()
}

fn root(store: &Store, entry: &store::Entry) -> Option<String> {
    let mut reader = store.read(entry).ok()?;
    let (_, sums) = digest::digests(&mut reader, entry.size, &[Algorithm::Sha512]).ok()?;
    sums.first().map(|s| hex(s))
}

/// A text with what a terminal would act on made visible.
pub fn visible(text: &str) -> String {
    let acts = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .flat_map(|c| {
            if acts(c) {
                c.escape_unicode().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect()
}
