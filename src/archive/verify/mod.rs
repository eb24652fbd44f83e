//! Takes the paths of packages (folders or zip files); gives the faults of each package, and
//! whether its link to the previous package is right. Packages are read in place. This module must
//! not know how a package is made.

mod bag;
mod chain;
mod compare;
mod digest;
mod package;
mod records;
mod report;
mod seal;
mod sm3;
mod tag;
mod wacz;
mod warc;

pub use crate::archive::fault::{Code, Fault, Message};
pub use report::{Kind, Link, Report};

use crate::archive::digest::hex;
use crate::archive::layout;
use crate::archive::read::entry::Entry;
use crate::archive::read::store::Store;
use crate::diag::Error;
use bag::Bag;
use compare::Cover;
use digest::Algorithm;
use std::path::Path;

/// Receives the size of each finished file, on any thread. A file that no digest needs counts too.
pub type Progress<'a> = &'a (dyn Fn(u64) + Sync);

/// Verifies each package and its link to the previous package. Only a missing or inaccessible path
/// is an `Error`; anything else is a fault.
pub fn verify(paths: &[impl AsRef<Path>], progress: Progress<'_>) -> Result<Vec<Report>, Error> {
    let mut reports: Vec<Report> = paths
        .iter()
        .map(|path| one(path.as_ref(), progress))
        .collect::<Result<_, Error>>()?;
    chain::link(&mut reports);
    for report in &mut reports {
        report.faults.sort_by(|a, b| {
            (a.severity, &a.file, &a.message).cmp(&(b.severity, &b.file, &b.message))
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
    let mut bag: Bag = bag::read(store, &[(layout::PAYLOAD_SM3, Algorithm::Sm3)], faults);
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
    bag::names_and_sizes(store, &bag, report.kind, faults);
    let cover = match bag.declaration {
        _ if mulu => Cover::All(&layout::SEALS),
        Some(declared) if declared.version == tag::Version::Draft => Cover::Some,
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
            .find(layout::TAG_MANIFEST)
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
        || compare::compare(store, &bag.manifests, cover, progress),
        of_archives,
    );
    faults.extend(of_files);
    faults.extend(of_archives);
}

/// Checks every WACZ file of a mulu package against the digests that `manifest-sha256.txt` lists
/// for the site. A package without a WACZ file is faulty.
fn web_archives(store: &Store, bag: &Bag) -> Vec<Fault> {
    let archives: Vec<&Entry> = store
        .entries
        .iter()
        .filter(|e| e.path.starts_with(layout::WACZ_FOLDER) && e.path.ends_with(".wacz"))
        .collect();
    if archives.is_empty() {
        return vec![Fault::of(Message::RequiredMissing, layout::WACZ_FOLDER)];
    }
    let Some(sums) = bag.manifest(layout::MANIFEST_SHA256) else {
        return Vec::new();
    };
    let site: wacz::Site<'_> = package::site_files(store, sums).collect();
    archives
        .into_iter()
        .flat_map(|entry| wacz::check(store, entry, &site))
        .collect()
}

fn root(store: &Store, entry: &Entry) -> Option<String> {
    let mut reader = store.read(entry).ok()?;
    let (_, sums) = digest::digests(&mut reader, entry.size, &[Algorithm::Sha512]).ok()?;
    sums.first().map(|s| hex(s))
}
