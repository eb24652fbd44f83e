//! Takes an address as a page writes it; gives the file at this address, if it belongs to the page.
//!
//! A page may be hostile: no address may reach a file outside the user's folder. This file must not
//! know what happens to the file.

use super::html::Beside;
use super::list::Old;
use super::page::LARGEST;
use crate::diag::Diagnostic;
use crate::file::slashed;
use crate::source;
use std::cell::RefCell;
use std::path::{Path, PathBuf};

/// The folder of a page, and the root folder, in which all files of the page must be.
pub(super) struct Folder<'a> {
    own: &'a Path,
    root: &'a Path,
    /// The names of the folders in which browsers save this page's files.
    saved: [String; 2],
    /// The path of the page, as messages show it.
    shown: &'a str,
    /// The files that exist but cannot be read.
    unread: RefCell<Vec<(PathBuf, Diagnostic)>>,
}

impl<'a> Folder<'a> {
    /// The folder of an old page.
    pub(super) fn of(old: &'a Old) -> Folder<'a> {
        Folder {
            own: old.path.parent().unwrap_or(Path::new("")),
            root: &old.root,
            saved: ["_files", ".files"].map(|end| {
                let stem = old.path.file_stem().unwrap_or_default();
                format!("{}{end}", stem.to_string_lossy())
            }),
            shown: &old.shown,
            unread: RefCell::default(),
        }
    }

    /// The files of the page that exist but cannot be read, each with the reason.
    pub(super) fn unread(self) -> Vec<(PathBuf, Diagnostic)> {
        self.unread.into_inner()
    }
}

impl Beside for Folder<'_> {
    fn file(&self, written: &str) -> Option<(PathBuf, Vec<u8>)> {
        // an address that is not relative, if read as a path, may lead to an unrelated file
        let written = written.replace('\\', "/");
        if written.starts_with('/') || written.contains(':') {
            return None;
        }
        let own = real(self.own)?;
        let join = |folder: PathBuf| -> Option<PathBuf> {
            written
                .split('/')
                .filter(|p| !p.is_empty())
                .fold(folder, |path, part| path.join(part))
                .canonicalize()
                .ok()
        };
        // a browser saves a page's files in a folder that is named after the page
        let path = join(own.clone())
            .or_else(|| self.saved.iter().find_map(|folder| join(own.join(folder))))?;
        let root = real(self.root)?;
        let metadata = std::fs::metadata(&path).ok()?;
        let below = path.strip_prefix(root).ok()?;
        let is_dotted = below
            .components()
            .any(|c| c.as_os_str().to_string_lossy().starts_with('.'));
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let is_one = metadata.is_file()
            && metadata.len() <= LARGEST
            && !is_dotted
            && !name.ends_with(".md")
            && name != "mulu.yaml";
        if !is_one {
            return None;
        }
        match std::fs::read(&path) {
            Ok(bytes) => Some((path, bytes)),
            Err(error) => {
                let below = path.strip_prefix(&own).unwrap_or(&path);
                let folder = self.shown.rsplit_once('/').map_or("", |(folder, _)| folder);
                let shown = slashed(&Path::new(folder).join(below));
                let mut unread = self.unread.borrow_mut();
                if !unread.iter().any(|(known, _)| *known == path) {
                    unread.push((path, source::unreadable(&shown, &error)));
                }
                None
            }
        }
    }
}

/// A path with all symbolic links resolved; the current folder for the empty path.
fn real(path: &Path) -> Option<PathBuf> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    path.canonicalize().ok()
}
