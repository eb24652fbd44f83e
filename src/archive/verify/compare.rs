//! Takes the manifests and the files of a bag; gives a fault for each disagreement. Each file is
//! read at most once. Renamed files, damaged manifests and damaged files are distinguished. This
//! file must not know what the files mean.

use super::bag::{Lists, Manifest, is_tag_manifest, list_of, unreadable};
use super::digest::{self, Algorithm};
use super::tag::Listed;
use crate::archive::fault::{Fault, Message};
use crate::archive::read::entry::Entry;
use crate::archive::read::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// If at most this many hexadecimal digits differ, the manifest counts as damaged, not the file.
const NEARLY: usize = 2;

/// Which files the manifests must list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    /// BagIt before 1.0: every payload file, in at least one manifest.
    Some,
    /// BagIt 1.0: every payload file, in every payload manifest.
    Payload,
    /// Packages of mulu: also tag files, except tag manifests and the files named here (signatures
    /// and time stamps).
    All(&'static [&'static str]),
}

/// Files that are listed but missing. An unlisted file with the digest of a missing one is probably
/// that file under a new name.
struct Absent<'m> {
    by_digest: BTreeMap<(Lists, Algorithm, &'m [u8]), (&'m Manifest, &'m Listed)>,
    all: Vec<(&'m Manifest, &'m Listed)>,
}

impl<'m> Absent<'m> {
    fn of(manifests: &'m [Manifest]) -> Absent<'m> {
        let all: Vec<_> = manifests
            .iter()
            .flat_map(|m| m.absent.iter().map(move |l| (m, l)))
            .collect();
        let mut by_digest = BTreeMap::new();
        for (manifest, listed) in &all {
            by_digest
                .entry((manifest.lists, manifest.algorithm, &*listed.digest))
                .or_insert((*manifest, *listed));
        }
        Absent { by_digest, all }
    }
}

/// Compares manifests and files. Only listed files, and unlisted ones that may be renamed, are
/// read, each once. `progress` gets the size of each finished file, also of one that is not read.
pub(super) fn compare(
    store: &Store,
    manifests: &[Manifest],
    cover: Cover,
    progress: &(dyn Fn(u64) + Sync),
) -> Vec<Fault> {
    let absent = Absent::of(manifests);
    let algorithms = |i: usize| {
        let entry = &store.entries[i];
        let lists = manifests.iter().filter(|m| m.listed[i].is_some());
        let lacking = !unlisted_by(i, entry, manifests, cover).is_empty();
        let candidates = manifests
            .iter()
            .filter(|m| lacking && !m.absent.is_empty() && m.lists == list_of(&entry.path));
        let mut algorithms: Vec<Algorithm> = lists.chain(candidates).map(|m| m.algorithm).collect();
        algorithms.sort_unstable();
        algorithms.dedup();
        algorithms
    };
    let mut largest_first: Vec<usize> = (0..store.entries.len()).collect();
    largest_first.sort_by_key(|i| std::cmp::Reverse(store.entries[*i].size));
    let job = |n: usize| {
        let entry = &store.entries[largest_first[n]];
        let algorithms = algorithms(largest_first[n]);
        let reader = if algorithms.is_empty() {
            Ok(Box::new(std::io::empty()) as Box<dyn std::io::Read + Send>)
        } else {
            store.read(entry)
        };
        digest::Job {
            size: entry.size,
            algorithms,
            reader,
        }
    };
    let found = Mutex::new((Vec::new(), BTreeSet::new()));
    digest::all(largest_first.len(), &job, &|n, read| {
        let i = largest_first[n];
        let algorithms = algorithms(i);
        let sums: BTreeMap<Algorithm, Box<[u8]>> = match &read {
            Ok((_, sums)) => algorithms.into_iter().zip(sums.iter().cloned()).collect(),
            Err(_) => BTreeMap::new(),
        };
        let (faults, moved) = judge(
            i,
            &store.entries[i],
            manifests,
            &absent,
            cover,
            read.map(|_| sums),
        );
        if !faults.is_empty() || moved.is_some() {
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            found.0.extend(faults);
            found.1.extend(moved);
        }
        progress(store.entries[i].size);
    });
    let (mut faults, moved) = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    faults.extend(missing(&absent.all, &moved));
    faults
}

/// The manifests that wrongly lack an entry.
fn unlisted_by<'m>(
    i: usize,
    entry: &Entry,
    manifests: &'m [Manifest],
    cover: Cover,
) -> Vec<&'m Manifest> {
    let list = list_of(&entry.path);
    if list == Lists::Tags {
        let exempt = matches!(cover, Cover::All(seals) if seals.contains(&entry.path.as_str()))
            || is_tag_manifest(&entry.path);
        if exempt || !matches!(cover, Cover::All(_)) {
            return Vec::new();
        }
    }
    let lists: Vec<&Manifest> = manifests.iter().filter(|m| m.lists == list).collect();
    let lacking: Vec<&Manifest> = lists
        .iter()
        .filter(|m| m.listed[i].is_none())
        .copied()
        .collect();
    if cover == Cover::Some && lacking.len() < lists.len() {
        Vec::new()
    } else {
        lacking
    }
}

type Judged = (Vec<Fault>, Option<String>);

/// The faults for a file that a manifest wrongly lacks. `from` is a missing file with the same
/// digest; without `from`, the file is only unlisted. With `from`, either the file was renamed, or
/// its name in the manifest was changed. The name was changed if other manifests list the file
/// (`right` is their number). A tag file gets both faults, because a package of mulu has only one
/// tag manifest, so no other manifest can decide.
fn under_another_name(
    entry: &Entry,
    right: usize,
    from: Option<&(&Manifest, &Listed)>,
    lacking: String,
) -> Vec<Fault> {
    let Some((manifest, listed)) = from else {
        return vec![Fault::of(
            Message::FileUnlisted {
                manifests: lacking.into(),
            },
            &entry.path,
        )];
    };
    let renamed = || {
        Fault::of(
            Message::FileRenamed {
                listed: (&listed.path).into(),
                line: format!("{}:{}", manifest.file, listed.line).into(),
            },
            &entry.path,
        )
    };
    let changed = || {
        Fault::of(
            Message::ListedNameDamaged {
                line: listed.line.into(),
                listed: (&listed.path).into(),
                path: (&entry.path).into(),
            },
            &manifest.file,
        )
    };
    match (manifest.lists, right) {
        (Lists::Tags, _) => vec![renamed(), changed()],
        (Lists::Payload, 0) => vec![renamed()],
        (Lists::Payload, _) => vec![changed()],
    }
}

fn judge(
    i: usize,
    entry: &Entry,
    manifests: &[Manifest],
    absent: &Absent<'_>,
    cover: Cover,
    read: std::io::Result<BTreeMap<Algorithm, Box<[u8]>>>,
) -> Judged {
    let lists: Vec<&Manifest> = manifests.iter().filter(|m| m.listed[i].is_some()).collect();
    let lacking = unlisted_by(i, entry, manifests, cover);
    let mut faults = Vec::new();
    let mut from = None;
    match read {
        Err(e) => faults.push(unreadable(entry, &e)),
        Ok(sums) => {
            against(
                entry,
                i,
                &lists,
                &|a| sums.get(&a).map(|s| &**s),
                &mut faults,
            );
            if !lacking.is_empty() {
                from = sums
                    .iter()
                    .find_map(|(a, sum)| absent.by_digest.get(&(list_of(&entry.path), *a, &**sum)))
                    .copied();
            }
        }
    }
    if !lacking.is_empty() {
        let names = lacking
            .iter()
            .map(|m| m.file.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        faults.extend(under_another_name(entry, lists.len(), from.as_ref(), names));
    }
    (faults, from.map(|(_, listed)| listed.path.clone()))
}

/// Compares a file with every manifest that lists it. A manifest is damaged, not the file, if
/// another manifest agrees with the file. The manifest is also damaged if only one or two digits
/// differ, because a changed file would have another digest altogether.
fn against<'a>(
    entry: &Entry,
    i: usize,
    lists: &[&Manifest],
    sum: &dyn Fn(Algorithm) -> Option<&'a [u8]>,
    faults: &mut Vec<Fault>,
) {
    let mut wrong = Vec::new();
    let mut right = 0;
    for list in lists {
        let Some((line, listed)) = &list.listed[i] else {
            continue;
        };
        match sum(list.algorithm) {
            Some(sum) if *sum == **listed => right += 1,
            Some(sum) => wrong.push((list, line, differing_digits(sum, listed) <= NEARLY)),
            None => {}
        }
    }
    let mut by = Vec::new();
    for (list, line, nearly) in &wrong {
        if right > 0 || *nearly {
            faults.push(Fault::of(
                Message::ListedDigestDamaged {
                    line: line.into(),
                    path: (&entry.path).into(),
                },
                &list.file,
            ));
        } else {
            by.push(format!("{}:{line}", list.file));
        }
    }
    if !by.is_empty() {
        faults.push(Fault::of(
            Message::FileDamaged {
                manifests: by.join(", ").into(),
            },
            &entry.path,
        ));
    }
}

fn differing_digits(a: &[u8], b: &[u8]) -> usize {
    a.iter()
        .zip(b)
        .map(|(a, b)| usize::from(a >> 4 != b >> 4) + usize::from(a & 15 != b & 15))
        .sum()
}

/// A fault for every missing file, unless its content was found under another name (`moved`).
fn missing(absent: &[(&Manifest, &Listed)], moved: &BTreeSet<String>) -> Vec<Fault> {
    let mut by_path: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (manifest, listed) in absent {
        by_path
            .entry(&listed.path)
            .or_default()
            .push(format!("{}:{}", manifest.file, listed.line));
    }
    by_path.retain(|path, _| !moved.contains(*path));
    by_path
        .into_iter()
        .map(|(path, by)| {
            Fault::of(
                Message::FileMissing {
                    manifests: by.join(", ").into(),
                },
                path,
            )
        })
        .collect()
}
