//! Takes the old site and the new files; gives the new site's files, its manifest and the changes.
//! This file must not know what the files contain.

use super::folder::{Stamp, remove, stamps_of, write_file};
use super::manifest::{MANIFEST, write_manifest};
use super::old::{Fate, OldFile, OldSite};
use super::spare::Spare;
use super::written_files::{self, WrittenFiles};
use crate::diag::Error;
use crate::file::below;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What happened to a file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The old site has no such file.
    Added,
    /// The old site has it with different bytes.
    Changed,
    /// The new site no longer has it.
    Removed,
}

/// The size of a site, and its changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The number of files in the site.
    pub files: usize,
    /// The number of bytes in the site.
    pub bytes: u64,
    /// Every added, changed or removed file. The order is: files in folders, such as parts of the
    /// search index and attachments; pages in folders; the root of the search index;
    /// `search/now.js` and the files at the top of the site; removed files. If the files are copied
    /// in this order, no page links to a missing file.
    pub changes: Vec<(Change, String)>,
    /// Files of the operating system, such as `.DS_Store`, that were removed with the old site.
    pub dropped: Vec<String>,
    /// Folders of old or unfinished sites with files that are open in other programs. The next run
    /// removes these folders.
    pub remains: Vec<PathBuf>,
}

impl Summary {
    /// How many files were added or changed.
    pub fn written(&self) -> usize {
        self.changes
            .iter()
            .filter(|c| c.0 != Change::Removed)
            .count()
    }

    /// How many files were removed.
    pub fn removed(&self) -> usize {
        self.changes.len() - self.written()
    }
}

/// All files of the new site: old files that stay, and new ones.
pub(super) struct NewSite<'s> {
    old: &'s OldSite,
    written: &'s WrittenFiles,
    /// All files, in the order of their paths.
    files: Vec<(&'s str, Origin<'s>)>,
}

/// Where the record of a file of the new site is: with the old site or with the written files.
enum Origin<'s> {
    Old(&'s OldFile),
    Written(written_files::Place),
}

impl<'s> NewSite<'s> {
    pub(super) fn of(old: &'s OldSite, written: &'s WrittenFiles) -> NewSite<'s> {
        let staying = old.of_fate(Fate::Stays);
        let mut files: Vec<_> = staying.map(|old| (&*old.path, Origin::Old(old))).collect();
        files.extend(
            written
                .iter()
                .map(|(at, file)| (file.0, Origin::Written(at))),
        );
        files.sort_by_key(|f| f.0); // fast, because the first part is already sorted
        NewSite {
            old,
            written,
            files,
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = written_files::Written<'_>> {
        self.files.iter().filter_map(|(path, origin)| match origin {
            Origin::Old(old) => Some((*path, old.fingerprint(), old.stat)),
            Origin::Written(at) => self.written.at(*at),
        })
    }

    pub(super) fn summary(&self) -> Summary {
        Summary {
            files: self.files.len(),
            bytes: self.all().map(|file| file.1.size).sum(),
            changes: self.changes(),
            dropped: Vec::new(),
            remains: Vec::new(),
        }
    }

    /// The folders of all files, and all folders above them, with their stamps. The first is the
    /// root, with an empty path.
    pub(super) fn folders(&self, root: &Path) -> Vec<(String, Stamp)> {
        let mut folders = BTreeSet::from([""]);
        for (path, _) in &self.files {
            let mut path = *path;
            while let Some((folder, _)) = path.rsplit_once('/') {
                if !folders.insert(folder) {
                    break;
                }
                path = folder;
            }
        }
        stamps_of(root, &folders.into_iter().collect::<Vec<_>>())
    }

    /// The differences from the old site, in the order of [`Summary::changes`].
    fn changes(&self) -> Vec<(Change, String)> {
        let fresh = self.written.iter().filter_map(|(_, (path, _, stat))| {
            match self.old.find(path) {
                None => Some((Change::Added, path.to_owned())),
                // equal attributes mean that the written file is a hard link to the old file
                Some(old) => (old.stat != stat).then(|| (Change::Changed, path.to_owned())),
            }
        });
        let gone = self.old.of_fate(Fate::Goes);
        let gone = gone.map(|old| (Change::Removed, old.path.to_string()));
        let mut changes: Vec<(Change, String)> = fresh.chain(gone).collect();
        let rank = |change: &(Change, String)| match change {
            (Change::Removed, _) => 4,
            // files at the top and `now.js` refer to the root of the search index, so they come
            // after it
            (_, path) if path == "search/now.js" || !path.contains('/') => 3,
            (_, path) if path == "search/root.js" => 2,
            (_, path) if path.ends_with(".html") => 1,
            _ => 0,
        };
        changes.sort_by(|a, b| (rank(a), &a.1).cmp(&(rank(b), &b.1)));
        changes
    }

    /// Removes from the staging folder the files that the new site does not have.
    pub(super) fn remove_gone(&self, spare: &Spare, staging: &Path) -> Result<(), Error> {
        let is_gone = |path: &str| match self.old.find(path) {
            Some(old) => old.fate() == Fate::Goes,
            None => !self.written.has(path),
        };
        for path in spare.paths(self.old) {
            if is_gone(path) {
                remove(staging, &below(staging, path))?;
            }
        }
        Ok(())
    }

    /// Writes the manifest; gives its SHA-256.
    pub(super) fn write_manifest(&self, staging: &Path) -> Result<[u8; 32], Error> {
        let path = staging.join(MANIFEST);
        let list = |to: &mut dyn Write| {
            write_manifest(to, self.all().map(|file| (file.0, file.1.digest)))
                .map_err(Error::writing(&path))
        };
        Ok(write_file(&path, &list)?.0.digest)
    }
}
