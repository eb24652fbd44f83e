//! Takes a store; gives what its manifests list beside what is there: every file read once, each digest compared with every
//! manifest that lists the file.

use super::digest::{self, Algorithm};
use super::tag::{self, Declaration, Listed};
use crate::archive::fault::{Fault, Message};
use crate::archive::read::entry::Entry;
use crate::archive::read::path;
use crate::archive::read::store::Store;
use crate::diag::{Severity, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// The largest tag file, manifests aside, that is read into memory.
const SMALL: u64 = 4 << 20;
/// The largest manifest.
const MANIFEST: u64 = 4 << 30;
/// Hexadecimal digits in which a listed digest may differ from the true one for the list to be the damaged part.
const NEARLY: usize = 2;

/// A manifest, or another list of digests.
pub(super) struct Manifest {
    /// Its file.
    pub(super) file: String,
    algorithm: Algorithm,
    /// By entry of the store: the line and the digest.
    listed: Vec<Option<(u32, Box<[u8]>)>>,
    /// Listed, but not there.
    absent: Vec<Listed>,
    /// Whether it lists tag files.
    of_tags: bool,
}

impl Manifest {
    /// The digest that is listed for an entry.
    pub(super) fn digest(&self, entry: usize) -> Option<&[u8]> {
        self.listed.get(entry)?.as_ref().map(|(_, d)| &**d)
    }
}

/// What a bag says of itself.
pub(super) struct Bag {
    pub(super) declaration: Option<Declaration>,
    /// The labels and values of `bag-info.txt`.
    pub(super) info: Vec<(String, String)>,
    pub(super) manifests: Vec<Manifest>,
}

impl Bag {
    /// The only value of a label.
    pub(super) fn value(&self, label: &str) -> Option<&str> {
        self.info
            .iter()
            .find(|(l, _)| l.eq_ignore_ascii_case(label))
            .map(|(_, v)| v.as_str())
    }

    /// The manifest in a file.
    pub(super) fn manifest(&self, file: &str) -> Option<&Manifest> {
        self.manifests.iter().find(|m| m.file == file)
    }
}

/// Whether a path is payload.
pub(super) fn is_payload(path: &str) -> bool {
    path.starts_with("data/")
}

/// The algorithm of a payload or tag manifest by its name, and whether it is one of tags.
fn manifest_name(path: &str) -> Option<(&str, bool)> {
    let stem = path.strip_suffix(".txt").filter(|p| !p.contains('/'))?;
    stem.strip_prefix("manifest-")
        .map(|a| (a, false))
        .or_else(|| stem.strip_prefix("tagmanifest-").map(|a| (a, true)))
}

/// Whether a path is that of a tag manifest.
pub(super) fn is_tag_manifest(path: &str) -> bool {
    manifest_name(path).is_some_and(|(_, of_tags)| of_tags)
}

/// Reads the tag files of a bag. `more` are further lists of payload digests.
pub(super) fn read(store: &Store, more: &[(&str, Algorithm)], faults: &mut Vec<Fault>) -> Bag {
    let declaration = match store.find("bagit.txt") {
        Some(i) => small(store, &store.entries[i], faults)
            .and_then(|bytes| tag::declaration(&bytes, faults)),
        None => {
            faults.push(Fault::new(Message::NoDeclaration));
            None
        }
    };
    // a bag whose declaration cannot be used is looked at all the same: every damaged file is to be named
    let ruled = declaration.unwrap_or(Declaration {
        final_version: true,
        encoding: encoding_rs::UTF_8,
    });
    let mut info = Vec::new();
    for name in ["bag-info.txt", "package-info.txt"] {
        if let Some(bytes) = store
            .find(name)
            .and_then(|i| small(store, &store.entries[i], faults))
        {
            let text = tag::decode(name, &bytes, ruled.encoding, faults);
            info.extend(tag::info(name, &text, ruled.final_version, faults));
        }
    }
    let mut manifests = Vec::new();
    for entry in &store.entries {
        let Some((name, of_tags)) = manifest_name(&entry.path) else {
            continue;
        };
        match Algorithm::named(name) {
            Some(algorithm) => {
                manifests.extend(manifest(store, entry, algorithm, of_tags, ruled, faults))
            }
            None => faults.push(Fault::of(
                Message::UnknownAlgorithm {
                    algorithm: name.into(),
                },
                &entry.path,
            )),
        }
    }
    if !manifests.iter().any(|m| !m.of_tags) {
        faults.push(Fault::new(Message::NoManifest));
    }
    for (file, algorithm) in more {
        let found = store.find(file).map(|i| &store.entries[i]);
        manifests.extend(
            found.and_then(|entry| manifest(store, entry, *algorithm, false, ruled, faults)),
        );
    }
    fetch(store, ruled, &manifests, faults);
    Bag {
        declaration,
        info,
        manifests,
    }
}

/// Names that a manifest lists and that differ from a file's name in case or composition only are that file where names are
/// compared so. Other tools' bags that come from such systems are whole; a warning says what was passed over.
pub(super) fn forgive_twins(store: &Store, bag: &mut Bag, faults: &mut Vec<Fault>) {
    if bag.manifests.iter().all(|m| m.absent.is_empty()) {
        return;
    }
    let by_fold: BTreeMap<String, usize> = store
        .entries
        .iter()
        .enumerate()
        .map(|(i, e)| (path::folded(&e.path), i))
        .collect();
    for manifest in &mut bag.manifests {
        let listed = &mut manifest.listed;
        manifest.absent.retain(|absent| {
            let Some(twin) = by_fold.get(&path::folded(&absent.path)).copied() else {
                return true;
            };
            let same = listed[twin]
                .get_or_insert_with(|| (absent.line as u32, absent.digest.clone()))
                .1
                == absent.digest;
            if same {
                faults.push(
                    Fault::of(
                        Message::NameTwin {
                            twin: (&store.entries[twin].path).into(),
                        },
                        &absent.path,
                    )
                    .weighing(Severity::Warning),
                );
            }
            !same
        });
    }
}

fn small(store: &Store, entry: &Entry, faults: &mut Vec<Fault>) -> Option<Vec<u8>> {
    store
        .bytes(entry, SMALL)
        .map_err(|e| faults.push(unreadable(entry, &e)))
        .ok()
}

/// A fault for what a file's reader said.
pub(super) fn unreadable(entry: &Entry, error: &std::io::Error) -> Fault {
    if error.kind() == std::io::ErrorKind::InvalidData {
        Fault::of(Message::ZipContent, &entry.path)
    } else {
        Fault::of(
            Message::Unreadable {
                reason: error.into(),
            },
            &entry.path,
        )
    }
}

fn manifest(
    store: &Store,
    entry: &Entry,
    algorithm: Algorithm,
    of_tags: bool,
    ruled: Declaration,
    faults: &mut Vec<Fault>,
) -> Option<Manifest> {
    let bytes = store
        .bytes(entry, MANIFEST)
        .map_err(|e| faults.push(unreadable(entry, &e)))
        .ok()?;
    let text = tag::decode(&entry.path, &bytes, ruled.encoding, faults);
    drop(bytes);
    let most = 2 * store.entries.len() + 1000;
    let mut found = Manifest {
        file: entry.path.clone(),
        algorithm,
        listed: vec![None; store.entries.len()],
        absent: Vec::new(),
        of_tags,
    };
    let mut absent: BTreeMap<String, Listed> = BTreeMap::new();
    for listed in tag::manifest(
        &entry.path,
        &text,
        algorithm,
        ruled.final_version,
        most,
        faults,
    ) {
        let at = |message: fn(Value, Value) -> Message| {
            Fault::of(
                message(listed.line.into(), (&listed.path).into()),
                &entry.path,
            )
        };
        if is_payload(&listed.path) == of_tags || (of_tags && is_tag_manifest(&listed.path)) {
            faults.push(at(|line, path| Message::WrongPart { line, path }));
            continue;
        }
        let place = store.find(&listed.path);
        let earlier = match place {
            Some(i) => found.listed[i].as_ref().map(|(_, d)| d),
            None => absent.get(&listed.path).map(|l| &l.digest),
        };
        match earlier {
            Some(digest) if *digest == listed.digest && ruled.final_version => {
                faults.push(at(|line, path| Message::ListedTwice { line, path }))
            }
            Some(digest) if *digest == listed.digest => faults.push(
                at(|line, path| Message::ListedTwice { line, path }).weighing(Severity::Warning),
            ),
            Some(_) => faults.push(at(|line, path| Message::ListedTwiceDifferently {
                line,
                path,
            })),
            None => match place {
                Some(i) => found.listed[i] = Some((listed.line as u32, listed.digest)),
                None => {
                    absent.insert(listed.path.clone(), listed);
                }
            },
        }
    }
    found.absent = absent.into_values().collect();
    Some(found)
}

fn fetch(store: &Store, ruled: Declaration, manifests: &[Manifest], faults: &mut Vec<Fault>) {
    let Some(entry) = store.find("fetch.txt").map(|i| &store.entries[i]) else {
        return;
    };
    let Some(bytes) = small(store, entry, faults) else {
        return;
    };
    faults.push(Fault::of(Message::FetchPresent, "fetch.txt"));
    let text = tag::decode("fetch.txt", &bytes, ruled.encoding, faults);
    for (line, path) in tag::fetch("fetch.txt", &text, ruled.final_version, faults) {
        let listed = |m: &Manifest| {
            store.find(&path).is_some_and(|i| m.listed[i].is_some())
                || m.absent.iter().any(|l| l.path == path)
        };
        if !manifests.iter().any(|m| !m.of_tags && listed(m)) {
            faults.push(Fault::of(
                Message::WrongPart {
                    line: line.into(),
                    path: path.into(),
                },
                "fetch.txt",
            ));
        }
    }
}

/// How strictly the lists must cover what is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    /// Versions before 1.0: every payload file in some manifest.
    Some,
    /// Version 1.0: every payload file in every payload manifest.
    Payload,
    /// mulu: every tag file too, except tag manifests and what seals them.
    All(&'static [&'static str]),
}

/// What is listed but not there, by the digest under which a file of another name may be it.
struct Absent<'m> {
    by_digest: BTreeMap<(bool, Algorithm, &'m [u8]), (&'m Manifest, &'m Listed)>,
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
                .entry((manifest.of_tags, manifest.algorithm, &*listed.digest))
                .or_insert((*manifest, *listed));
        }
        Absent { by_digest, all }
    }
}

/// Compares lists and files, reading every file once. `progress` is told of bytes read.
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
        // a file that is not listed may be one that is listed under another name
        let lacking = !unlisted_by(i, entry, manifests, cover).is_empty();
        let candidates = manifests
            .iter()
            .filter(|m| lacking && !m.absent.is_empty() && m.of_tags != is_payload(&entry.path));
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

/// The lists that should name an entry but do not.
fn unlisted_by<'m>(
    i: usize,
    entry: &Entry,
    manifests: &'m [Manifest],
    cover: Cover,
) -> Vec<&'m Manifest> {
    let payload = is_payload(&entry.path);
    if !payload {
        let exempt = matches!(cover, Cover::All(seals) if seals.contains(&entry.path.as_str()))
            || is_tag_manifest(&entry.path);
        if exempt || !matches!(cover, Cover::All(_)) {
            return Vec::new();
        }
    }
    let lists: Vec<&Manifest> = manifests.iter().filter(|m| m.of_tags != payload).collect();
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

/// A file that some list lacks. Where its content is listed under another name, either the file was renamed or the list was
/// changed: other lists that have the right name speak against the list; a tag manifest stands alone, and both are named.
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
    match (manifest.of_tags, right) {
        (true, _) => vec![renamed(), changed()],
        (false, 0) => vec![renamed()],
        (false, _) => vec![changed()],
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
                    .find_map(|(a, sum)| {
                        absent
                            .by_digest
                            .get(&(!is_payload(&entry.path), *a, &**sum))
                    })
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

/// Compares a file with every list that names it. Where lists disagree, or one digest is wrong in a place or two only, it is the
/// list that was changed: another content would have another digest from end to end.
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

/// A fault for every file that is listed but neither there nor there under another name.
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

/// Bytes and files of the payload.
pub(super) fn payload(store: &Store) -> (u64, u64) {
    store
        .entries
        .iter()
        .filter(|e| is_payload(&e.path))
        .fold((0, 0), |(bytes, files), e| (bytes + e.size, files + 1))
}

/// What `bag-info.txt` says of the payload, and the names of all files.
pub(super) fn names_and_sizes(store: &Store, bag: &Bag, strict: bool, faults: &mut Vec<Fault>) {
    let (bytes, files) = payload(store);
    if files == 0
        && store
            .folder()
            .is_none_or(|root| !root.join("data").is_dir())
    {
        faults.push(Fault::new(Message::NoPayload));
    }
    let oxums: Vec<&str> = bag
        .info
        .iter()
        .filter(|(l, _)| l.eq_ignore_ascii_case("Payload-Oxum"))
        .map(|(_, v)| v.as_str())
        .collect();
    if oxums.len() > 1 {
        faults.push(Fault::of(
            Message::InfoTwice {
                label: "Payload-Oxum".into(),
            },
            "bag-info.txt",
        ));
    }
    for oxum in oxums {
        let found = format!("{bytes}.{files}");
        if oxum != found {
            faults.push(Fault::of(
                Message::Oxum {
                    stated: oxum.into(),
                    found: found.into(),
                },
                "bag-info.txt",
            ));
        }
    }
    let severity = if strict {
        Severity::Error
    } else {
        Severity::Warning
    };
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for entry in &store.entries {
        if path::leads_out(&entry.path) {
            faults.push(Fault::of(Message::UnsafeName, &entry.path));
        } else if strict && !crate::archive::layout::is_portable(&entry.path) {
            faults.push(Fault::of(Message::NameNotPortable, &entry.path));
        }
        if path::is_system_file(&entry.path) {
            faults.push(Fault::of(Message::SystemFile, &entry.path));
        }
        if let Some(twin) = folded.insert(path::folded(&entry.path), &entry.path) {
            faults.push(
                Fault::of(Message::NameTwin { twin: twin.into() }, &entry.path).weighing(severity),
            );
        }
    }
}
