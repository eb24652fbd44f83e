//! Takes artifacts (a path and its bytes) and gives them to a sink: a folder that is swapped in whole, memory, or nothing.
//!
//! The only room that writes a site. It must not know what the bytes mean.

mod disk;
mod memory;
mod staging;

pub use disk::{Disk, MANIFEST, Published};
pub use memory::Memory;
pub use staging::Staging;

use crate::diag::Error;
use std::path::Path;

/// One file of the site: its path from the root of the site, with `/`, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Path from the site's root, ASCII, separated by `/`.
    pub path: String,
    /// The file's content.
    pub bytes: Vec<u8>,
}

impl Artifact {
    /// An artifact.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Artifact {
        Artifact { path: path.into(), bytes: bytes.into() }
    }
}

/// Where artifacts go. Several threads give at once; no path is given twice.
pub trait Sink: Sync {
    /// Takes one file.
    fn put(&self, artifact: Artifact) -> Result<(), Error>;

    /// Takes a copy of a file on disk.
    fn copy(&self, path: &str, from: &Path) -> Result<(), Error> {
        let bytes = std::fs::read(from).map_err(Error::io(from))?;
        self.put(Artifact::new(path, bytes))
    }
}

/// Takes everything and keeps nothing: for `check`, which writes nothing.
pub struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: Artifact) -> Result<(), Error> {
        Ok(())
    }
    fn copy(&self, _: &str, from: &Path) -> Result<(), Error> {
        std::fs::metadata(from).map(|_| ()).map_err(Error::io(from))
    }
}
