//! Takes the files of a package (a `Store`); gives the content of its declaration, `bag-info.txt`
//! and manifests. Also checks the names of the files and the stated size of the payload. `compare`
//! computes the digests.

use super::digest::Algorithm;
use super::report::Kind;
use super::tag::{self, Declaration, Listed, Version};
use crate::archive::fault::{Fault, Message};
use crate::archive::read::entry::Entry;
use crate::archive::read::path;
use crate::archive::read::store::Store;
use crate::diag::{Severity, Value, system};
use std::collections::BTreeMap;

/// The size limit for a tag file other than a manifest.
const SMALL: u64 = 4 << 20;
/// The size limit for a manifest.
pub(super) const MANIFEST: u64 = 4 << 30;

/// The kind of files that a manifest lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lists {
    /// The files below `data/`.
    Payload,
    /// All other files.
    Tags,
}

/// A manifest, or another list of digests.
pub(super) struct Manifest {
    /// The path of the manifest itself.
    pub(super) file: String,
    pub(super) algorithm: Algorithm,
    /// For each entry of the store, the line and the digest in the manifest; `None` if the manifest
    /// does not list the entry.
    pub(super) listed: Vec<Option<(u32, Box<[u8]>)>>,
    /// Files that are listed but missing.
    pub(super) absent: Vec<Listed>,
    pub(super) lists: Lists,
}

impl Manifest {
    pub(super) fn digest(&self, entry: usize) -> Option<&[u8]> {
        self.listed.get(entry)?.as_ref().map(|(_, d)| &**d)
    }
}

/// The content of a bag's tag files.
pub(super) struct Bag {
    pub(super) declaration: Option<Declaration>,
    /// The labels and values of `bag-info.txt`, and of `package-info.txt`, its name in early
    /// drafts.
    pub(super) info: Vec<(String, String)>,
    pub(super) manifests: Vec<Manifest>,
}

impl Bag {
    /// The first value of a label in any letter case.
    pub(super) fn value(&self, label: &str) -> Option<&str> {
        self.info
            .iter()
            .find(|(l, _)| l.eq_ignore_ascii_case(label))
            .map(|(_, v)| v.as_str())
    }

    pub(super) fn manifest(&self, file: &str) -> Option<&Manifest> {
        self.manifests.iter().find(|m| m.file == file)
    }
}

pub(super) fn is_payload(path: &str) -> bool {
    path.starts_with("data/")
}

/// The kind of manifest that should list a file.
pub(super) fn list_of(path: &str) -> Lists {
    if is_payload(path) {
        Lists::Payload
    } else {
        Lists::Tags
    }
}

/// The name of the algorithm in a manifest's file name, and the kind of files that the manifest
/// lists.
fn manifest_name(path: &str) -> Option<(&str, Lists)> {
    let stem = path.strip_suffix(".txt").filter(|p| !p.contains('/'))?;
    stem.strip_prefix("manifest-")
        .map(|a| (a, Lists::Payload))
        .or_else(|| stem.strip_prefix("tagmanifest-").map(|a| (a, Lists::Tags)))
}

pub(super) fn is_tag_manifest(path: &str) -> bool {
    manifest_name(path).is_some_and(|(_, lists)| lists == Lists::Tags)
}

/// Reads the tag files of a bag. `more` names further lists of payload digests.
pub(super) fn read(store: &Store, more: &[(&str, Algorithm)], faults: &mut Vec<Fault>) -> Bag {
    let declaration = match store.find("bagit.txt") {
        Some(i) => small(store, &store.entries[i], faults)
            .and_then(|bytes| tag::declaration(&bytes, faults)),
        None => {
            faults.push(Fault::new(Message::NoDeclaration));
            None
        }
    };
    // with an unusable declaration, files are still checked, by the rules of BagIt 1.0
    let ruled = declaration.unwrap_or(Declaration {
        version: Version::Final,
        encoding: encoding_rs::UTF_8,
    });
    let mut info = Vec::new();
    for name in ["bag-info.txt", "package-info.txt"] {
        if let Some(bytes) = store
            .find(name)
            .and_then(|i| small(store, &store.entries[i], faults))
        {
            let text = tag::decode(name, &bytes, ruled.encoding, faults);
            info.extend(tag::info(name, &text, ruled.version, faults));
        }
    }
    let mut manifests = Vec::new();
    for entry in &store.entries {
        let Some((name, lists)) = manifest_name(&entry.path) else {
            continue;
        };
        match Algorithm::named(name) {
            Some(algorithm) => {
                manifests.extend(manifest(store, entry, algorithm, lists, ruled, faults))
            }
            None => faults.push(Fault::of(
                Message::UnknownAlgorithm {
                    algorithm: name.into(),
                },
                &entry.path,
            )),
        }
    }
    if manifests.iter().all(|m| m.lists == Lists::Tags) {
        faults.push(Fault::new(Message::NoManifest));
    }
    for (file, algorithm) in more {
        let found = store.find(file).map(|i| &store.entries[i]);
        manifests.extend(
            found.and_then(|entry| {
                manifest(store, entry, *algorithm, Lists::Payload, ruled, faults)
            }),
        );
    }
    fetch(store, ruled, &manifests, faults);
    Bag {
        declaration,
        info,
        manifests,
    }
}

/// Accepts a listed name that differs from a file's only in letter case or Unicode composition,
/// with a warning. Some systems treat such names as equal, so the bag may be valid.
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

/// The fault for an error in reading a file.
pub(super) fn unreadable(entry: &Entry, error: &std::io::Error) -> Fault {
    if error.kind() == std::io::ErrorKind::InvalidData {
        Fault::of(Message::ZipContent, &entry.path)
    } else {
        let reason = system(error).into();
        Fault::of(Message::Unreadable { reason }, &entry.path)
    }
}

fn manifest(
    store: &Store,
    entry: &Entry,
    algorithm: Algorithm,
    lists: Lists,
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
        lists,
    };
    let mut absent: BTreeMap<String, Listed> = BTreeMap::new();
    for listed in tag::manifest(&entry.path, &text, algorithm, ruled.version, most, faults) {
        let at = |message: fn(Value, Value) -> Message| {
            Fault::of(
                message(listed.line.into(), (&listed.path).into()),
                &entry.path,
            )
        };
        if list_of(&listed.path) != lists || is_tag_manifest(&listed.path) {
            faults.push(at(|line, path| Message::WrongPart { line, path }));
            continue;
        }
        let place = store.find(&listed.path);
        let earlier = match place {
            Some(i) => found.listed[i].as_ref().map(|(_, d)| d),
            None => absent.get(&listed.path).map(|l| &l.digest),
        };
        match earlier {
            Some(digest) if *digest == listed.digest && ruled.version == Version::Final => {
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
    for (line, path) in tag::fetch("fetch.txt", &text, ruled.version, faults) {
        let listed = |m: &Manifest| {
            store.find(&path).is_some_and(|i| m.listed[i].is_some())
                || m.absent.iter().any(|l| l.path == path)
        };
        if !manifests
            .iter()
            .any(|m| m.lists == Lists::Payload && listed(m))
        {
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

/// The size and the number of files of the payload.
pub(super) fn payload(store: &Store) -> (u64, u64) {
    store
        .entries
        .iter()
        .filter(|e| is_payload(&e.path))
        .fold((0, 0), |(bytes, files), e| (bytes + e.size, files + 1))
}

/// Checks that there is a payload, its size as stated in `bag-info.txt`, and the names of all
/// files.
pub(super) fn names_and_sizes(store: &Store, bag: &Bag, kind: Kind, faults: &mut Vec<Fault>) {
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
    let strict = kind == Kind::Mulu;
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
