//! Takes the folder of a finished site and its digests; gives the bytes of the files of this site,
//! and of no others. `make.rs` makes the site, and `http.rs` answers requests. This file must not
//! know requests or how a site is made.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files of a site and their folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Files {
    root: PathBuf,
    digests: BTreeMap<String, [u8; 32]>,
    /// By path: the last good pages of documents that have errors now.
    kept: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// The files below `root`, each with its SHA-256, and the last good pages of documents that
    /// have errors now.
    pub(super) fn new(
        root: PathBuf,
        digests: BTreeMap<String, [u8; 32]>,
        mut kept: BTreeMap<String, Vec<u8>>,
    ) -> Files {
        kept.retain(|name, _| !digests.contains_key(name));
        Files {
            root,
            digests,
            kept,
        }
    }

    /// Whether a page is the last good one of a document that has errors now.
    pub(super) fn is_kept(&self, name: &str) -> bool {
        self.kept.contains_key(name)
    }

    /// Whether the site has a file, or keeps it as a last good page.
    pub(super) fn has(&self, name: &str) -> bool {
        self.digests.contains_key(name) || self.kept.contains_key(name)
    }

    /// The bytes of a file; `None` if it is not a file of the site or cannot be read.
    pub(super) fn get(&self, name: &str) -> Option<Vec<u8>> {
        if let Some(bytes) = self.kept.get(name) {
            return Some(bytes.clone());
        }
        self.digests
            .contains_key(name)
            .then(|| std::fs::read(self.root.join(name)).ok())?
    }

    /// The folder, and every file of the site in it with its SHA-256.
    pub(super) fn on_disk(&self) -> (&Path, &BTreeMap<String, [u8; 32]>) {
        (&self.root, &self.digests)
    }
}
