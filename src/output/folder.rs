//! What lies in a folder of ours: every file with what tells it from a changed one, and the manifest that lists them.

use super::MANIFEST;
use crate::diag::Error;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What the file system says of a file: enough to see that nobody has written to it since.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileStat {
    pub(super) size: u64,
    /// In nanoseconds from the beginning of 1970; 0 of what is older.
    modified: u64,
    /// Its number on the disk; 0 where files have none.
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

    /// Whether both are one file on the disk, under two names.
    pub(super) fn is_same_file(self, other: FileStat) -> bool {
        self.number != 0 && self == other
    }
}

/// When a folder was last added to or removed from, and its number on the disk; none when it is gone.
pub(super) type Stamp = Option<(u64, u64)>;

fn stamp(folder: &Path) -> Stamp {
    let seen = FileStat::of(
        &fs::symlink_metadata(folder)
            .ok()
            .filter(fs::Metadata::is_dir)?,
    );
    Some((seen.modified, seen.number))
}

/// A lock on a folder, which ends with its process.
pub(super) enum Lock {
    Held(fs::File),
    /// Another process has it.
    Busy,
    /// There is no such folder, or folders cannot be locked here.
    None,
}

/// Locks a folder itself, so that no file has to lie beside it.
pub(super) fn lock(folder: &Path) -> Lock {
    let Ok(file) = fs::File::open(folder) else {
        return Lock::None;
    };
    match file.try_lock() {
        Ok(()) => Lock::Held(file),
        Err(fs::TryLockError::WouldBlock) => Lock::Busy,
        Err(fs::TryLockError::Error(_)) => Lock::None,
    }
}

/// Whether a folder is the staging folder of a run that was killed. `rest` is what follows `.NAME.mulu-` in its name.
pub(super) fn is_left_over(folder: &Path, rest: &str) -> bool {
    let number = rest.strip_prefix("tmp-").unwrap_or_default();
    !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
        && !matches!(lock(folder), Lock::Busy)
}

/// What a folder holds.
#[derive(Default)]
pub(super) struct Content {
    /// Every file but the manifest, by its path with `/`, in order.
    pub(super) files: Vec<(String, FileStat)>,
    /// Links and whatever else is no file.
    pub(super) odd: Vec<String>,
    /// Every folder in it, itself included, as it was just before it was listed.
    pub(super) folders: Vec<(String, Stamp)>,
}

impl Content {
    /// Whether nothing was added or removed since: far less to look at than every file.
    pub(super) fn has_same_names(&self, folder: &Path) -> bool {
        if self.folders.is_empty() {
            !folder.exists()
        } else {
            has_stamps(folder, &self.folders)
        }
    }
}

/// Whether these folders are as they were: nothing was added to them, and nothing removed.
pub(super) fn has_stamps(folder: &Path, stamps: &[(String, Stamp)]) -> bool {
    // without numbers on the disk a folder cannot be told from another in its place
    stamps
        .par_iter()
        .all(|(path, seen)| seen.is_some_and(|s| s.1 != 0) && stamp(&below(folder, path)) == *seen)
}

/// The same folders as they are now, below another.
pub(super) fn stamps_now(folder: &Path, stamps: &[(String, Stamp)]) -> Vec<(String, Stamp)> {
    stamps
        .par_iter()
        .map(|(path, _)| (path.clone(), stamp(&below(folder, path))))
        .collect()
}

fn below(folder: &Path, path: &str) -> PathBuf {
    if path.is_empty() {
        folder.to_owned()
    } else {
        folder.join(path.replace('/', std::path::MAIN_SEPARATOR_STR))
    }
}

/// Lists a folder; a folder that is not there is empty.
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
    for entry in fs::read_dir(&folder).map_err(Error::io(&folder))? {
        let entry = entry.map_err(Error::io(&folder))?;
        let name = entry.file_name();
        let path = if path.is_empty() {
            name.to_string_lossy().into_owned()
        } else {
            format!("{path}/{}", name.to_string_lossy())
        };
        let kind = entry.file_type().map_err(Error::io(entry.path()))?;
        if kind.is_dir() {
            folders.push(path);
        } else if kind.is_file() {
            content.files.push((
                path,
                FileStat::of(&entry.metadata().map_err(Error::io(entry.path()))?),
            ));
        } else {
            content.odd.push(path);
        }
    }
    Ok((content, folders))
}

/// The digests that a manifest gives, in the order of the paths.
pub(super) fn read_manifest(text: &str) -> Vec<(String, [u8; 32])> {
    let mut listed: Vec<(String, [u8; 32])> = text
        .lines()
        .filter_map(|line| {
            let (hex, path) = line.split_once("  ")?;
            let hex = <&[u8; 64]>::try_from(hex.as_bytes()).ok()?;
            let digit = |c: u8| char::from(c).to_digit(16);
            let mut digest = [0; 32];
            for (byte, two) in digest.iter_mut().zip(hex.as_chunks::<2>().0) {
                *byte = (digit(two[0])? << 4 | digit(two[1])?) as u8;
            }
            Some((path.to_owned(), digest))
        })
        .collect();
    listed.sort_by(|a, b| a.0.cmp(&b.0));
    listed.dedup_by(|a, b| a.0 == b.0);
    listed
}

/// Writes the manifest of some files, as `sha256sum -c` reads it.
pub(super) fn write_manifest<'a>(
    to: &mut dyn Write,
    files: impl Iterator<Item = (&'a str, [u8; 32])>,
) -> std::io::Result<()> {
    const HEX: [u8; 16] = *b"0123456789abcdef";
    for (path, digest) in files {
        let mut hex = [0; 64];
        for (two, byte) in hex.as_chunks_mut::<2>().0.iter_mut().zip(digest) {
            *two = [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
        }
        for piece in [&hex, b"  ".as_slice(), path.as_bytes(), b"\n"] {
            to.write_all(piece)?;
        }
    }
    Ok(())
}
