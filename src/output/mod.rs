//! Takes artifacts (a path and its bytes) and gives them to a sink: a folder that is swapped in whole, memory, or nothing.
//!
//! The only room that writes a site. It must not know what the bytes mean.

mod disk;
mod folder;
mod memory;
mod written_files;
mod staging;

pub use disk::{Change, Disk, MANIFEST, Published};
pub use memory::Memory;
pub use staging::Staging;

use crate::diag::Error;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
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
        Artifact {
            path: path.into(),
            bytes: bytes.into(),
        }
    }
}

/// By what a file's bytes are recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// SHA-256.
    pub digest: [u8; 32],
    /// Size in bytes.
    pub size: u64,
}

impl Fingerprint {
    /// Of some bytes.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint {
            digest: Sha256::digest(bytes).into(),
            size: bytes.len() as u64,
        }
    }
}

/// Passes bytes on, and prints them on the way.
struct Printing<W: Write> {
    to: W,
    hash: Sha256,
    size: u64,
}

impl<W: Write> Printing<W> {
    fn new(to: W) -> Self {
        Printing {
            to,
            hash: Sha256::new(),
            size: 0,
        }
    }

    fn finish(self) -> (W, Fingerprint) {
        (
            self.to,
            Fingerprint {
                digest: self.hash.finalize().into(),
                size: self.size,
            },
        )
    }
}

impl<W: Write> Write for Printing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.to.write(bytes)?;
        self.hash.update(&bytes[..n]);
        self.size += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}

/// Every file of the site that was published to a folder, with its SHA-256.
pub fn listed(folder: &Path) -> Result<BTreeMap<String, [u8; 32]>, Error> {
    let path = folder.join(MANIFEST);
    Ok(
        folder::read_manifest(&std::fs::read_to_string(&path).map_err(Error::io(&path))?)
            .into_iter()
            .collect(),
    )
}

/// Where artifacts go. Several threads give at once; no path is given twice, but by a run that begins again.
pub trait Sink: Sync {
    /// Takes one file.
    fn put(&self, artifact: Artifact) -> Result<Fingerprint, Error>;

    /// Takes a copy of a file on disk.
    fn copy(&self, path: &str, from: &Path) -> Result<Fingerprint, Error> {
        let bytes = std::fs::read(from).map_err(Error::io(from))?;
        self.put(Artifact::new(path, bytes))
    }

    /// Takes one file as it is made: `write` gives its bytes one after another, so that nobody has to have them all.
    fn stream(
        &self,
        path: &str,
        write: &dyn Fn(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<Fingerprint, Error> {
        let mut bytes = Vec::new();
        write(&mut bytes).map_err(Error::io(path))?;
        self.put(Artifact::new(path, bytes))
    }

    /// Keeps a file of the site before this one, if it is there and has these bytes. Otherwise it has to be given.
    fn keep(&self, _path: &str, _printed: &Fingerprint) -> Result<bool, Error> {
        Ok(false)
    }

    /// Most of the files are given: their way to the disk may begin while the others are made.
    fn begin_storing(&self) {}

    /// A file of the site before this one, if it is there and has these bytes.
    fn read(&self, _path: &str, _printed: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }
}

/// Takes everything and keeps nothing: for `check`, which writes nothing.
pub struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, artifact: Artifact) -> Result<Fingerprint, Error> {
        Ok(Fingerprint::of(&artifact.bytes))
    }
    fn copy(&self, _: &str, from: &Path) -> Result<Fingerprint, Error> {
        std::fs::metadata(from)
            .map(|m| Fingerprint {
                digest: [0; 32],
                size: m.len(),
            })
            .map_err(Error::io(from))
    }
    fn stream(
        &self,
        path: &str,
        write: &dyn Fn(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<Fingerprint, Error> {
        let mut to = Printing::new(std::io::sink());
        write(&mut to).map_err(Error::io(path))?;
        Ok(to.finish().1)
    }
}
