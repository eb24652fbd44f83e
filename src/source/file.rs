//! Takes nothing; defines a file under `content/`: its path, its attributes, and its kind, which
//! follows from its name. This file must not know the file's content.

use serde::Serialize;
use std::time::SystemTime;

/// The position of a content file in the sorted list of all content files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// One file under `content/`.
#[derive(Clone, Debug)]
pub struct File {
    /// The path below `content/`, with `/` between its parts, in NFC, as people type it (macOS
    /// stores NFD).
    pub path: String,
    /// The path on the disk, if it differs.
    pub(super) on_disk: Option<Box<str>>,
    /// Size in bytes when the folder was read.
    pub size: u64,
    pub(super) stamp: Stamp,
}

/// The attributes by which an unchanged file is recognised, with its size: its times, and its inode
/// number. Windows gives only the time of the last modification.
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

/// The extensions of documents.
const DOCUMENT: [&str; 2] = [".md", ".markdown"];

impl File {
    /// A file of which only the path is known yet.
    pub fn new(path: &str) -> File {
        File {
            path: path.to_owned(),
            on_disk: None,
            size: 0,
            stamp: Stamp::default(),
        }
    }

    /// Whether this is a document, as opposed to an attachment or an image.
    pub fn is_document(&self) -> bool {
        self.stem().len() < self.path.len()
    }

    /// The path without the extension of a document, whatever the letter case of the extension. The
    /// path of another file is given whole.
    pub fn stem(&self) -> &str {
        let ending = DOCUMENT
            .iter()
            .find(|e| self.path.len() > e.len() && self.path.to_ascii_lowercase().ends_with(**e));
        &self.path[..self.path.len() - ending.map_or(0, |e| e.len())]
    }

    /// Whether a user may mistake the file for a document.
    pub fn is_almost_document(&self) -> bool {
        self.almost_document().is_some()
    }

    /// The extension of a file that a user may mistake for a document. Windows hides the last
    /// extension, so `a.md.txt` looks like `a.md`. Spaces and dots at the end of a name are easily
    /// overlooked.
    pub(super) fn almost_document(&self) -> Option<&str> {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let lower = name.to_ascii_lowercase();
        let visible = lower.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
        if visible.len() < lower.len()
            && let Some(ending) = DOCUMENT.iter().find(|e| visible.ends_with(**e))
        {
            return name.get(visible.len() - ending.len()..);
        }
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
