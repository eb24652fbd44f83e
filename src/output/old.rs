//! Takes an output folder; checks that mulu wrote every file in it; gives the old site, published
//! there by an earlier run. This file must not know the new site.

use super::folder::{self, Content, FileStat, Stamp};
use super::manifest::{MANIFEST, read_manifest};
use super::sink::Fingerprint;
use super::written_files::WrittenFiles;
use crate::cache::{self, Cache};
use crate::diag::Error;
use crate::file::{below, is_folder_view_file};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs;
use std::hash::BuildHasher;
use std::iter::Peekable;
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};

/// A path with its digest in the manifest.
type Listed = (String, [u8; 32]);

/// A file of the old site: its entry in the manifest, and its attributes on disk.
#[derive(Debug)]
pub(super) struct OldFile {
    pub(super) path: Box<str>,
    digest: [u8; 32],
    pub(super) stat: FileStat,
    /// A [`Fate`]; an atomic, because several threads decide.
    fate: AtomicU8,
}

/// What happens to a file of the old site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// The new site has no file at its path, so it is removed.
    Goes,
    /// The new site has it unchanged.
    Stays,
    /// The new site has a newly written file at its path.
    Replaced,
}

impl OldFile {
    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint {
            digest: self.digest,
            size: self.stat.size,
        }
    }

    pub(super) fn fate(&self) -> Fate {
        match self.fate.load(Ordering::Relaxed) {
            0 => Fate::Goes,
            1 => Fate::Stays,
            _ => Fate::Replaced,
        }
    }

    pub(super) fn decide(&self, fate: Fate) {
        self.fate.store(fate as u8, Ordering::Relaxed);
    }
}

/// The site that an earlier run published.
pub(super) struct OldSite {
    /// The SHA-256 of its manifest.
    pub(super) manifest: [u8; 32],
    /// Its files, in the order of their paths.
    pub(super) files: Vec<OldFile>,
    /// Indices of `files` by the hash of the path. If two paths have the same hash, the map has
    /// only one of them, and [`OldSite::find`] searches for the other.
    places: HashMap<u64, u32>,
    /// Whether every file of the manifest is there, with its attributes at publication.
    pub(super) is_whole: bool,
    /// The content of the folders at the check. A later comparison shows whether somebody added a
    /// file.
    pub(super) folders: Content,
    /// Files of the operating system in the output folder, such as `.DS_Store`. They are removed
    /// with the old site.
    pub(super) system: Vec<String>,
}

impl OldSite {
    /// Checks an output folder. Refuses it if it has files that its manifest lacks, or that were
    /// changed after publication.
    pub(super) fn look(output: &Path, cache: &Cache) -> Result<OldSite, Error> {
        let text = fs::read_to_string(output.join(MANIFEST)).unwrap_or_default();
        let listed = read_manifest(&text);
        let (mut folders, system) = own_content(output, &listed)?;
        let manifest = Fingerprint::of(text.as_bytes()).digest;
        let known: Option<Vec<FileStat>> = cache
            .get(&stats_key(output, &manifest))
            .filter(|known: &Vec<FileStat>| known.len() == listed.len());
        let there = std::mem::take(&mut folders.files).into_iter().peekable();
        let count = listed.len();
        let (files, doubtful) = pair(listed, there, known.as_deref());
        refuse_changed(output, &files, &doubtful)?;
        Ok(OldSite {
            manifest,
            is_whole: count > 0 && known.is_some() && files.len() == count && doubtful.is_empty(),
            places: places(&files),
            files,
            folders,
            system,
        })
    }

    /// The site that was published in place of this site: the `written` files, and the files of
    /// this site that stay. `manifest` is the digest of the new site's manifest, `folders` are its
    /// folders.
    pub(super) fn replaced(
        mut self,
        written: &WrittenFiles,
        manifest: [u8; 32],
        folders: Vec<(String, Stamp)>,
    ) -> OldSite {
        let mut files = std::mem::take(&mut self.files);
        files.retain(|old| old.fate() == Fate::Stays);
        files.iter().for_each(|old| old.decide(Fate::Goes));
        files.extend(
            written
                .iter()
                .map(|(_, (path, fingerprint, stat))| OldFile {
                    path: path.into(),
                    digest: fingerprint.digest,
                    stat,
                    fate: AtomicU8::new(Fate::Goes as u8),
                }),
        );
        files.sort_by(|a, b| a.path.cmp(&b.path));
        OldSite {
            manifest,
            is_whole: true,
            places: places(&files),
            folders: Content {
                folders,
                ..Content::default()
            },
            files,
            system: self.system,
        }
    }

    /// The file at a path.
    pub(super) fn find(&self, path: &str) -> Option<&OldFile> {
        let near = &self.files[*self.places.get(&self.places.hasher().hash_one(path))? as usize];
        if *near.path == *path {
            return Some(near);
        }
        self.files
            .binary_search_by(|old| (*old.path).cmp(path))
            .ok()
            .map(|i| &self.files[i])
    }

    /// The file at a path, if it has these bytes.
    pub(super) fn find_same(&self, path: &str, fingerprint: &Fingerprint) -> Option<&OldFile> {
        self.find(path)
            .filter(|old| old.fingerprint() == *fingerprint)
    }

    /// The files that have one fate.
    pub(super) fn of_fate(&self, fate: Fate) -> impl Iterator<Item = &OldFile> {
        self.files.iter().filter(move |old| old.fate() == fate)
    }

    /// Refuses the output folder if somebody added a file after the check. Returns true if all
    /// names are the same.
    pub(super) fn check_again(&mut self, output: &Path) -> Result<bool, Error> {
        if self.folders.has_same_names(output) {
            return Ok(true);
        }
        let listed = fs::read_to_string(output.join(MANIFEST))
            .map(|text| read_manifest(&text))
            .unwrap_or_default();
        self.system = own_content(output, &listed)?.1;
        Ok(false)
    }
}

/// The indices of files by the hash of the path.
fn places(files: &[OldFile]) -> HashMap<u64, u32> {
    let mut places = HashMap::with_capacity(files.len());
    for (old, i) in files.iter().zip(0..) {
        places.insert(places.hasher().hash_one(&*old.path), i);
    }
    places
}

/// The cache key of the files' attributes at publication.
pub(super) fn stats_key(output: &Path, manifest: &[u8; 32]) -> cache::Key {
    cache::key(&[b"site", output.as_os_str().as_encoded_bytes(), manifest])
}

/// Finds the listed files in the folder. Also gives the files whose attributes differ from the
/// cached attributes.
fn pair(
    listed: Vec<Listed>,
    mut there: Peekable<impl Iterator<Item = (String, FileStat)>>,
    known: Option<&[FileStat]>,
) -> (Vec<OldFile>, Vec<usize>) {
    let mut files = Vec::with_capacity(listed.len());
    let mut doubtful = Vec::new();
    for (i, (path, digest)) in listed.into_iter().enumerate() {
        let Some((_, stat)) = there.next_if(|(there, _)| *there == path) else {
            continue;
        };
        if known.is_none_or(|k| k[i] != stat) {
            doubtful.push(files.len());
        }
        files.push(OldFile {
            path: path.into(),
            digest,
            stat,
            fate: AtomicU8::new(Fate::Goes as u8),
        });
    }
    (files, doubtful)
}

/// Refuses a folder with changed files, because mulu must not overwrite the work of others.
fn refuse_changed(output: &Path, files: &[OldFile], doubtful: &[usize]) -> Result<(), Error> {
    let changed: Vec<String> = doubtful
        .par_iter()
        .map(|&i| &files[i])
        .filter(|old| !has_bytes(&below(output, &old.path), &old.fingerprint()))
        .map(|old| old.path.to_string())
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    Err(Error::ChangedFiles {
        folder: output.to_owned(),
        files: changed.into_iter().take(10).collect(),
    })
}

fn has_bytes(path: &Path, fingerprint: &Fingerprint) -> bool {
    fs::metadata(path).is_ok_and(|m| m.len() == fingerprint.size)
        && fs::read(path).is_ok_and(|b| Fingerprint::of(&b) == *fingerprint)
}

/// The listed files of an output folder and, separately, those of the operating system. Refuses a
/// folder with any other file.
fn own_content(output: &Path, listed: &[Listed]) -> Result<(Content, Vec<String>), Error> {
    let refuse = |files: Vec<String>| {
        Err(Error::ForeignFiles {
            folder: output.to_owned(),
            files,
        })
    };
    if fs::symlink_metadata(output).is_err() {
        return Ok(Default::default());
    }
    if !output.is_dir() {
        return refuse(vec![output.display().to_string()]);
    }
    let mut content = folder::list(output)?;
    let mut ours = listed.iter().peekable();
    let mut is_foreign = |path: &str| {
        while ours.next_if(|l| l.0.as_str() < path).is_some() {}
        ours.peek().is_none_or(|l| l.0 != path)
    };
    let mut foreign = Vec::new();
    content.files.retain(|(path, _)| {
        let is_foreign = is_foreign(path);
        if is_foreign {
            foreign.push(path.clone());
        }
        !is_foreign
    });
    let (system, mut foreign): (Vec<String>, Vec<String>) =
        // Without a manifest, mulu never wrote here, so files of the operating system count as
        // foreign.
        foreign
            .into_iter()
            .partition(|path| !listed.is_empty() && is_system_path(path));
    foreign.extend(content.odd.iter().cloned());
    foreign.truncate(10);
    if foreign.is_empty() {
        Ok((content, system))
    } else {
        refuse(foreign)
    }
}

/// Whether operating systems create a file with this path.
pub(super) fn is_system_path(path: &str) -> bool {
    is_folder_view_file(path.rsplit('/').next().unwrap_or(path))
}
