//! What lies in a folder of ours: every file with what tells it from a changed one, and the manifest that lists them.

use super::MANIFEST;
use crate::diag::Error;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

/// What the file system says of a file: enough to see that nobody has written to it since.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    pub(super) size: u64,
    modified: (u64, u32),
    /// Its number on the disk; 0 where files have none.
    number: u64,
}

impl Seen {
    pub(super) fn of(metadata: &fs::Metadata) -> Seen {
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(metadata);
        #[cfg(not(unix))]
        let number = 0;
        let modified = metadata.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
        Seen { size: metadata.len(), modified: (modified.as_secs(), modified.subsec_nanos()), number }
    }

    /// Whether both are one file on the disk, under two names.
    pub(super) fn is_same_file(self, other: Seen) -> bool {
        self.number != 0 && self == other
    }
}

/// What a folder holds.
#[derive(Default)]
pub(super) struct Content {
    /// Every file but the manifest, by its path with `/`.
    pub(super) files: HashMap<String, Seen>,
    /// Links and whatever else is no file.
    pub(super) odd: Vec<String>,
}

/// Lists a folder; a folder that is not there is empty.
pub(super) fn list(folder: &Path) -> Result<Content, Error> {
    let mut content = Content::default();
    if !folder.exists() {
        return Ok(content);
    }
    let mut level = vec![String::new()];
    while !level.is_empty() {
        let read: Vec<(Content, Vec<String>)> = level.par_iter().map(|below| list_one(folder, below)).collect::<Result<_, Error>>()?;
        level = Vec::new();
        for (more, folders) in read {
            content.files.extend(more.files);
            content.odd.extend(more.odd);
            level.extend(folders);
        }
    }
    content.files.remove(MANIFEST);
    content.odd.sort();
    Ok(content)
}

fn list_one(root: &Path, below: &str) -> Result<(Content, Vec<String>), Error> {
    let folder = root.join(below.replace('/', std::path::MAIN_SEPARATOR_STR));
    let (mut content, mut folders) = (Content::default(), Vec::new());
    for entry in fs::read_dir(&folder).map_err(Error::io(&folder))? {
        let entry = entry.map_err(Error::io(&folder))?;
        let name = entry.file_name();
        let path = if below.is_empty() { name.to_string_lossy().into_owned() } else { format!("{below}/{}", name.to_string_lossy()) };
        let kind = entry.file_type().map_err(Error::io(entry.path()))?;
        if kind.is_dir() {
            folders.push(path);
        } else if kind.is_file() {
            content.files.insert(path, Seen::of(&entry.metadata().map_err(Error::io(entry.path()))?));
        } else {
            content.odd.push(path);
        }
    }
    Ok((content, folders))
}

/// The digests that a manifest gives.
pub(super) fn read_manifest(text: &str) -> BTreeMap<String, [u8; 32]> {
    text.lines()
        .filter_map(|line| {
            let (hex, path) = line.split_once("  ")?;
            let mut digest = [0; 32];
            if hex.len() != 64 || !hex.is_ascii() {
                return None;
            }
            for (i, byte) in digest.iter_mut().enumerate() {
                *byte = u8::from_str_radix(hex.get(2 * i..2 * i + 2)?, 16).ok()?;
            }
            Some((path.to_owned(), digest))
        })
        .collect()
}

/// The manifest of some files, as `sha256sum -c` reads it.
pub(super) fn write_manifest<'a>(files: impl Iterator<Item = (&'a String, [u8; 32])>) -> String {
    const HEX: [u8; 16] = *b"0123456789abcdef";
    let mut text = String::new();
    for (path, digest) in files {
        for byte in digest {
            text.push(char::from(HEX[usize::from(byte >> 4)]));
            text.push(char::from(HEX[usize::from(byte & 15)]));
        }
        text.push_str("  ");
        text.push_str(path);
        text.push('\n');
    }
    text
}
