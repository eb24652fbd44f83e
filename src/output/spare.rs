//! Takes the folder of the *spare* (the site that the last build replaced); gives it as the staging
//! folder of the next build. That build then need not link every unchanged file. This file must not
//! know what the files contain.

use super::folder::{self, FileStat, Stamp, remove};
use super::held::discard;
use super::manifest::{MANIFEST, read_manifest};
use super::old::{OldSite, is_system_path};
use super::swap::is_swappable;
use crate::cache::{self, Cache};
use crate::diag::Error;
use crate::file::below;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// The files that the staging folder has at the beginning of a build.
#[derive(Debug, Default)]
pub(super) enum Spare {
    /// No files.
    #[default]
    Empty,
    /// These files.
    Listed(HashMap<String, FileStat>),
    /// The files of the old site, except at these paths. At these paths, the folder has another
    /// file with these attributes, or no file.
    LikeOldSite(HashMap<String, Option<FileStat>>),
}

/// What the cache stores about a spare, or what this process remembers of it.
#[derive(Serialize, Deserialize)]
pub(super) struct Left {
    /// Its folders with their stamps, which show added and removed files.
    pub(super) folders: Vec<(String, Stamp)>,
    /// Its differences from the site, as in [`Spare::LikeOldSite`].
    pub(super) others: HashMap<String, Option<FileStat>>,
}

impl Spare {
    /// Prepares the folder at `spare` for a new site. `None` if the folder cannot be exchanged, has
    /// a file that cannot be removed, or has something that mulu did not write.
    ///
    /// A build removes the spare's manifest first and writes it last. After a kill, a spare without
    /// manifest is emptied. `left` is what this process knows about the spare; if it is `None`, the
    /// cache is asked.
    pub(super) fn take(
        spare: &Path,
        output: &Path,
        old: &OldSite,
        left: Option<Left>,
        cache: &Cache,
    ) -> Result<Option<Spare>, Error> {
        if !is_swappable(spare, output) {
            return Ok(None);
        }
        let manifest = spare.join(MANIFEST);
        let known = || cache.get(&left_key(spare, &old.manifest));
        let left = left.or_else(|| old.is_whole.then(known).flatten());
        if let Some(left) = left.filter(|left| folder::has_stamps(spare, &left.folders)) {
            let removed = fs::remove_file(&manifest).is_ok();
            return Ok(removed.then_some(Spare::LikeOldSite(left.others)));
        }
        let listed = fs::read_to_string(&manifest)
            .map(|text| read_manifest(&text))
            .unwrap_or_default();
        if listed.is_empty() {
            // the build continues without the spare
            if spare.exists() && !discard(spare, MANIFEST) {
                return Ok(None);
            }
            fs::create_dir_all(spare).map_err(Error::making(spare))?;
            return Ok(Some(Spare::Empty));
        }
        let content = folder::list(spare)?;
        let is_ours = |path: &String| listed.binary_search_by(|l| l.0.cmp(path)).is_ok();
        let (ours, others): (Vec<_>, Vec<_>) =
            content.files.into_iter().partition(|file| is_ours(&file.0));
        if !content.odd.is_empty() || !others.iter().all(|file| is_system_path(&file.0)) {
            return Ok(None);
        }
        let mut others = others.iter();
        if !others.all(|(path, _)| remove(spare, &below(spare, path)).is_ok()) {
            return Ok(None);
        }
        let removed = fs::remove_file(&manifest).is_ok();
        Ok(removed.then(|| Spare::Listed(ours.into_iter().collect())))
    }

    /// The attributes of the file at a path; `None` if there is no file.
    pub(super) fn stat(&self, path: &str, old: &OldSite) -> Option<FileStat> {
        match self {
            Spare::Empty => None,
            Spare::Listed(files) => files.get(path).copied(),
            Spare::LikeOldSite(others) => others
                .get(path)
                .copied()
                .unwrap_or_else(|| old.find(path).map(|old| old.stat)),
        }
    }

    /// The paths of all files.
    pub(super) fn paths<'s>(&'s self, old: &'s OldSite) -> Vec<&'s str> {
        match self {
            Spare::Empty => Vec::new(),
            Spare::Listed(files) => files.keys().map(String::as_str).collect(),
            Spare::LikeOldSite(others) => {
                let like = old.files.iter().map(|old| &*old.path);
                let there = others.iter().filter(|(_, stat)| stat.is_some());
                like.filter(|path| !others.contains_key(*path))
                    .chain(there.map(|(path, _)| path.as_str()))
                    .collect()
            }
        }
    }
}

/// The cache key of a [`Left`], for the site with this manifest.
pub(super) fn left_key(spare: &Path, manifest: &[u8; 32]) -> cache::Key {
    cache::key(&[b"spare", spare.as_os_str().as_encoded_bytes(), manifest])
}
