//! Takes a folder or a zip file; gives the list of its files, and the bytes of each file as a
//! stream. This file unpacks nothing to disk, follows no link inside the folder, and opens only
//! regular files.

use super::entry::Entry;
use super::zip::{self, Slice};
use crate::archive::fault::{Fault, Message};
use crate::diag::{Error, system};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

enum Root {
    Folder(PathBuf),
    Zip(Slice),
}

/// The files of a package, found by path.
pub(in crate::archive) struct Store {
    root: Root,
    /// Sorted by path; no path occurs twice.
    pub(in crate::archive) entries: Vec<Entry>,
}

impl Store {
    /// Opens the folder or zip file at a path. Only a missing or inaccessible path is an `Error`;
    /// anything else is a fault. The store is `None` if the path is neither a folder nor a zip file
    /// whose directory can be found.
    pub(in crate::archive) fn open(path: &Path) -> Result<(Option<Store>, Vec<Fault>), Error> {
        let kind = std::fs::metadata(path).map_err(Error::reading(path))?;
        if kind.is_dir() {
            let (store, faults) = walk(path);
            return Ok((Some(store), faults));
        }
        if !kind.is_file() {
            return Ok((
                None,
                vec![Fault::new(Message::NotAPackage {
                    reason: "special file".into(),
                })],
            ));
        }
        let file = File::open(path).map_err(Error::reading(path))?;
        Ok(Store::zip(Slice::whole(file, kind.len())))
    }

    /// Lists the files of a zip; the store is `None` if its directory cannot be found.
    pub(in crate::archive) fn zip(slice: Slice) -> (Option<Store>, Vec<Fault>) {
        let mut faults = Vec::new();
        let Some(mut entries) = zip::entries(&slice, &mut faults) else {
            return (None, faults);
        };
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries.dedup_by(|b, a| {
            let twice = a.path == b.path;
            if twice {
                faults.push(Fault::of(Message::ZipDuplicate, &a.path));
            }
            twice
        });
        (
            Some(Store {
                root: Root::Zip(slice),
                entries,
            }),
            faults,
        )
    }

    /// The index in `entries` of the file with this path.
    pub(in crate::archive) fn find(&self, path: &str) -> Option<usize> {
        self.entries
            .binary_search_by(|e| e.path.as_str().cmp(path))
            .ok()
    }

    /// The bytes of a file as a stream.
    pub(in crate::archive) fn read(
        &self,
        entry: &Entry,
    ) -> std::io::Result<Box<dyn Read + Send + '_>> {
        match (&self.root, &entry.place) {
            (Root::Zip(slice), Some(place)) => Ok(zip::reader(slice, place, entry.size)),
            (Root::Folder(root), _) => Ok(Box::new(open_ordinary(&on_disk(root, &entry.path))?)),
            (Root::Zip(_), None) => Err(std::io::Error::other("no place in the zip")),
        }
    }

    /// The bytes of a file in memory. More than `most` bytes are an error.
    pub(in crate::archive) fn bytes(&self, entry: &Entry, most: u64) -> std::io::Result<Vec<u8>> {
        if entry.size > most {
            return Err(std::io::Error::other(format!("more than {most} bytes")));
        }
        let mut bytes = Vec::new();
        self.read(entry)?.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            Err(std::io::Error::other(format!("more than {most} bytes")))
        } else {
            Ok(bytes)
        }
    }

    /// A zip file in the package, read in place; `None` if it is compressed in the outer zip.
    pub(in crate::archive) fn nested(&self, entry: &Entry) -> std::io::Result<Option<Slice>> {
        match (&self.root, &entry.place) {
            (Root::Zip(slice), Some(place)) => Ok(zip::stored(slice, place)),
            (Root::Folder(root), _) => Ok(Some(Slice::whole(
                open_ordinary(&on_disk(root, &entry.path))?,
                entry.size,
            ))),
            (Root::Zip(_), None) => Ok(None),
        }
    }

    /// The folder on disk; `None` for a zip file.
    pub(in crate::archive) fn folder(&self) -> Option<&Path> {
        match &self.root {
            Root::Folder(root) => Some(root),
            Root::Zip(_) => None,
        }
    }

    /// If the whole package is in one top folder, removes this folder from all paths.
    pub(in crate::archive) fn enter_only_folder(&mut self) {
        let Some(prefix) = self
            .entries
            .first()
            .and_then(|e| e.path.split_once('/'))
            .map(|(first, _)| format!("{first}/"))
        else {
            return;
        };
        let inside = |name: &str| self.find(&format!("{prefix}{name}")).is_some();
        if self.find("bagit.txt").is_none()
            && inside("bagit.txt")
            && self.entries.iter().all(|e| e.path.starts_with(&prefix))
        {
            for entry in &mut self.entries {
                entry.path.drain(..prefix.len());
            }
            if let Root::Folder(root) = &mut self.root {
                root.push(prefix.trim_end_matches('/'));
            }
        }
    }
}

fn on_disk(root: &Path, path: &str) -> PathBuf {
    let mut whole = root.to_owned();
    whole.extend(path.split('/'));
    whole
}

/// Opens a regular file. A link in place of the listed file is refused. A link that replaces the
/// file between this check and the opening is followed.
fn open_ordinary(path: &Path) -> std::io::Result<File> {
    if std::fs::symlink_metadata(path)?.is_file() {
        File::open(path)
    } else {
        Err(std::io::Error::other("not an ordinary file"))
    }
}

fn walk(root: &Path) -> (Store, Vec<Fault>) {
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    let (mut folders, mut filled) = (BTreeSet::new(), BTreeSet::new());
    for item in walkdir::WalkDir::new(root)
        .min_depth(1)
        .follow_links(false)
        .follow_root_links(true)
    {
        let item = match item {
            Ok(item) => item,
            Err(e) => {
                let place = e.path().and_then(|p| relative(root, p).ok());
                let reason = match e.io_error() {
                    Some(said) => system(said).into(),
                    None => (&e).into(),
                };
                faults.push(Fault {
                    file: place,
                    ..Fault::new(Message::Unreadable { reason })
                });
                continue;
            }
        };
        let path = match relative(root, item.path()) {
            Ok(path) => path,
            Err(lossy) => {
                faults.push(Fault::of(Message::NameNotUtf8, &lossy));
                continue;
            }
        };
        if let Some((folder, _)) = path.rsplit_once('/') {
            filled.insert(folder.to_owned());
        }
        let kind = item.file_type();
        if kind.is_symlink() {
            faults.push(Fault::of(Message::Link, &path));
        } else if kind.is_dir() {
            folders.insert(path);
        } else if kind.is_file() {
            match item.metadata() {
                Ok(data) => entries.push(Entry {
                    path,
                    size: data.len(),
                    place: None,
                }),
                Err(e) => {
                    let reason = system(&e.into()).into();
                    faults.push(Fault::of(Message::Unreadable { reason }, &path));
                }
            }
        } else {
            faults.push(Fault::of(Message::SpecialFile, &path));
        }
    }
    faults.extend(
        folders
            .difference(&filled)
            .map(|f| Fault::of(Message::EmptyFolder, f)),
    );
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    (
        Store {
            root: Root::Folder(root.to_owned()),
            entries,
        },
        faults,
    )
}

/// The path below the root, with `/` between its parts. If it is not UTF-8, the `Err` is the path
/// with U+FFFD in place of the faulty bytes.
fn relative(root: &Path, path: &Path) -> Result<String, String> {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Option<Vec<&str>> = path.components().map(|c| c.as_os_str().to_str()).collect();
    parts
        .map(|p| p.join("/"))
        .ok_or_else(|| path.to_string_lossy().into_owned())
}
