//! One file under `content/`: its path, its attributes, and what its name says of it.

use serde::Serialize;
use std::time::SystemTime;

/// The position of a content file in the sorted list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// One file under `content/`.
#[derive(Clone, Debug)]
pub struct File {
    /// Path relative to `content/`, with `/`, in the composed form that people type (NFC): macOS stores the decomposed form.
    pub path: String,
    /// The path on the disk, where it differs.
    pub(super) on_disk: Option<Box<str>>,
    /// Size in bytes when the folder was read.
    pub size: u64,
    pub(super) stamp: Stamp,
}

/// The attributes by which a file is recognised as unchanged without being read: its times, and its inode number where
/// there is one.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Stamp {
    pub(super) modified: Option<SystemTime>,
    changed: (i64, i64),
    number: u64,
}

impl Stamp {
    #[cfg(unix)]
    pub(super) fn of(metadata: &std::fs::Metadata) -> Stamp {
        use std::os::unix::fs::MetadataExt;
        Stamp {
            modified: metadata.modified().ok(),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            number: metadata.ino(),
        }
    }

    #[cfg(not(unix))]
    pub(super) fn of(metadata: &std::fs::Metadata) -> Stamp {
        Stamp {
            modified: metadata.modified().ok(),
            changed: (0, 0),
            number: 0,
        }
    }

    pub(super) fn times(self) -> impl Iterator<Item = SystemTime> {
        let changed = u64::try_from(self.changed.0)
            .ok()
            .map(|s| SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(s));
        self.modified.into_iter().chain(changed)
    }
}

impl File {
    /// Whether this is a document, as opposed to an attachment or an image.
    pub fn is_document(&self) -> bool {
        self.stem().len() < self.path.len()
    }

    /// The path without the ending of a document, in whatever letter case it is written.
    pub fn stem(&self) -> &str {
        let ending = [".md", ".markdown"]
            .iter()
            .find(|e| self.path.len() > e.len() && self.path.to_ascii_lowercase().ends_with(**e));
        &self.path[..self.path.len() - ending.map_or(0, |e| e.len())]
    }

    /// Whether somebody may take it for a document although it is none.
    pub fn is_almost_document(&self) -> bool {
        self.almost_document().is_some()
    }

    /// The ending by which somebody may take it for a document although it is none. Windows hides the last ending.
    pub(super) fn almost_document(&self) -> Option<&str> {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let lower = name.to_ascii_lowercase();
        let endings = [
            ".md.txt",
            ".markdown.txt",
            ".md.doc",
            ".md.docx",
            ".mdown",
            ".mkd",
            ".mdwn",
            ".mdx",
        ];
        let ending = endings
            .iter()
            .find(|e| lower.len() > e.len() && lower.ends_with(**e))?;
        name.get(name.len() - ending.len()..)
    }

    /// The path as messages show it, relative to the site's root.
    pub fn shown(&self) -> String {
        format!("content/{}", self.path)
    }
}
