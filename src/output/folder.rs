//! Takes a folder; gives its files and folders with their attributes, which show changes without
//! reading the files. Also creates and removes single files in the folder. This file must not know
//! what the files contain.

use super::held::remove_file;
use super::manifest::MANIFEST;
use super::sink::{Fingerprint, Fingerprinting};
use crate::diag::Error;
use crate::file::below;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

/// The attributes of a file. While they stay the same, the file counts as unchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileStat {
    pub(super) size: u64,
    /// The time of the last change in nanoseconds since 1970; 0 for an earlier or unknown time.
    modified: u64,
    /// The inode number; 0 on systems without one.
    number: u64,
}

impl FileStat {
    pub(super) fn of(metadata: &fs::Metadata) -> FileStat {
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(metadata);
        #[cfg(not(unix))]
        let number = 0;
        let modified = metadata
            .modified()
            .ok()
            .and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok())
            .unwrap_or_default();
        FileStat {
            size: metadata.len(),
            modified: modified.as_nanos() as u64,
            number,
        }
    }

    /// Whether both are the attributes of one file with two names (hard links).
    pub(super) fn is_same_file(self, other: FileStat) -> bool {
        self.number != 0 && self == other
    }
}

/// The stamp of a folder: the last change of the names in it, and its inode number. `None` if there
/// is no folder at the path.
pub(super) type Stamp = Option<(u64, u64)>;

fn stamp(folder: &Path) -> Stamp {
    let seen = FileStat::of(
        &fs::symlink_metadata(folder)
            .ok()
            .filter(fs::Metadata::is_dir)?,
    );
    Some((seen.modified, seen.number))
}

/// The content of a folder.
#[derive(Default)]
pub(super) struct Content {
    /// Every file except the manifest, in the order of the paths. A path has `/` between its parts.
    pub(super) files: Vec<(String, FileStat)>,
    /// The paths of everything that is neither a file nor a folder.
    pub(super) odd: Vec<String>,
    /// The folder and those below it, each with its stamp just before it was listed.
    pub(super) folders: Vec<(String, Stamp)>,
}

impl Content {
    /// Whether it is certain that no name was added or removed since the folder was listed.
    /// Examining folders is much faster than examining every file.
    pub(super) fn has_same_names(&self, folder: &Path) -> bool {
        if self.folders.is_empty() {
            !folder.exists()
        } else {
            has_stamps(folder, &self.folders)
        }
    }
}

/// Whether it is certain that no name was added to or removed from these folders since their stamps
/// were taken.
pub(super) fn has_stamps(folder: &Path, stamps: &[(String, Stamp)]) -> bool {
    // Without an inode number, a replaced folder might look the same, so the answer is no.
    stamps
        .par_iter()
        .all(|(path, seen)| seen.is_some_and(|s| s.1 != 0) && stamp(&below(folder, path)) == *seen)
}

/// The current stamps of folders, given by their paths from `root`.
pub(super) fn stamps_of(root: &Path, folders: &[&str]) -> Vec<(String, Stamp)> {
    folders
        .par_iter()
        .map(|path| ((*path).to_owned(), stamp(&below(root, path))))
        .collect()
}

/// Lists a folder; a missing folder counts as empty.
pub(super) fn list(folder: &Path) -> Result<Content, Error> {
    let mut content = Content::default();
    if !folder.exists() {
        return Ok(content);
    }
    let mut level = vec![String::new()];
    while !level.is_empty() {
        let read: Vec<(Content, Vec<String>)> = level
            .par_iter()
            .map(|path| list_one(folder, path))
            .collect::<Result<_, Error>>()?;
        level = Vec::new();
        for (more, folders) in read {
            content.files.extend(more.files);
            content.odd.extend(more.odd);
            content.folders.extend(more.folders);
            level.extend(folders);
        }
    }
    content.files.retain(|(path, _)| path != MANIFEST);
    content.files.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
    content.odd.sort();
    Ok(content)
}

fn list_one(root: &Path, path: &str) -> Result<(Content, Vec<String>), Error> {
    let folder = below(root, path);
    let (mut content, mut folders) = (Content::default(), Vec::new());
    content.folders.push((path.to_owned(), stamp(&folder)));
    for entry in fs::read_dir(&folder).map_err(Error::reading(&folder))? {
        let entry = entry.map_err(Error::reading(&folder))?;
        let name = entry.file_name();
        let path = if path.is_empty() {
            name.to_string_lossy().into_owned()
        } else {
            format!("{path}/{}", name.to_string_lossy())
        };
        let kind = entry.file_type().map_err(Error::reading(entry.path()))?;
        if kind.is_dir() {
            folders.push(path);
        } else if kind.is_file() {
            content.files.push((
                path,
                FileStat::of(&entry.metadata().map_err(Error::reading(entry.path()))?),
            ));
        } else {
            content.odd.push(path);
        }
    }
    Ok((content, folders))
}

/// Creates a file. An existing file is never written, because it may be a hard link to the old
/// site.
pub(super) fn create(path: &Path) -> Result<fs::File, Error> {
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(Error::making(path))
}

/// Creates a file with the bytes that `write` writes.
pub(super) fn write_file(
    to: &Path,
    write: &dyn Fn(&mut dyn Write) -> Result<(), Error>,
) -> Result<(Fingerprint, FileStat), Error> {
    let mut file = Fingerprinting::new(BufWriter::with_capacity(1 << 16, create(to)?));
    write(&mut file)?;
    let (file, fingerprint) = file.finish();
    let file = file
        .into_inner()
        .map_err(|e| Error::writing(to)(e.into_error()))?;
    let stat = FileStat::of(&file.metadata().map_err(Error::reading(to))?);
    Ok((fingerprint, stat))
}

/// Removes a file, and the folders below `root` that become empty.
pub(super) fn remove(root: &Path, file: &Path) -> Result<(), Error> {
    remove_file(file).map_err(Error::removing(file))?;
    let mut folder = file.parent();
    while let Some(f) = folder.filter(|f| *f != root) {
        if fs::remove_dir(f).is_err() {
            break;
        }
        folder = f.parent();
    }
    Ok(())
}
