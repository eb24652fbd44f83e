//! Takes nothing; defines a sink, a destination of files. A sink takes artifacts (paths with bytes)
//! and gives fingerprints, by which later runs recognise the files. This file must not know where
//! the bytes go.

use crate::diag::Error;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;

/// One file of the site: its path and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Its path from the site's root, with `/` between its parts. Only the path of a file of the
    /// site's own theme can have characters outside ASCII.
    pub path: String,
    /// The file's content.
    pub bytes: Vec<u8>,
}

/// The byte order mark in UTF-8. For a browser, it overrules the encoding that the server declares,
/// so text is right even from a server that declares `gb2312`.
pub const MARK: &[u8] = "\u{feff}".as_bytes();

impl Artifact {
    /// A style sheet or script. If it is UTF-8 with characters outside ASCII, it begins with
    /// [`MARK`].
    pub fn code(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Artifact {
        let mut artifact = Artifact::new(path, bytes);
        let bytes = &mut artifact.bytes;
        let is_marked = bytes.is_ascii() || bytes.starts_with(MARK);
        if !is_marked && std::str::from_utf8(bytes).is_ok() {
            bytes.splice(0..0, MARK.iter().copied());
        }
        artifact
    }

    /// An artifact.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Artifact {
        Artifact {
            path: path.into(),
            bytes: bytes.into(),
        }
    }
}

/// The digest and the size by which the bytes of a file are recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// SHA-256.
    pub digest: [u8; 32],
    /// Size in bytes.
    pub size: u64,
}

impl Fingerprint {
    /// The fingerprint of some bytes.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint {
            digest: Sha256::digest(bytes).into(),
            size: bytes.len() as u64,
        }
    }

    /// The fingerprint of what `write` writes, which is not kept in memory.
    pub fn of_stream(
        write: &dyn Fn(&mut dyn Write) -> std::io::Result<()>,
    ) -> std::io::Result<Fingerprint> {
        let mut taken = Fingerprinting::new(std::io::sink());
        write(&mut taken)?;
        Ok(taken.finish().1)
    }
}

/// A writer that passes bytes on to another writer and computes their fingerprint.
pub(super) struct Fingerprinting<W: Write> {
    to: W,
    hash: Sha256,
    size: u64,
}

impl<W: Write> Fingerprinting<W> {
    pub(super) fn new(to: W) -> Self {
        Fingerprinting {
            to,
            hash: Sha256::new(),
            size: 0,
        }
    }

    pub(super) fn finish(self) -> (W, Fingerprint) {
        (
            self.to,
            Fingerprint {
                digest: self.hash.finalize().into(),
                size: self.size,
            },
        )
    }
}

impl<W: Write> Write for Fingerprinting<W> {
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

/// A destination of artifacts. Several threads use it at the same time. A path comes twice if a run
/// starts again after a damaged cached result, or if a preview has two documents with one index
/// number.
pub trait Sink: Sync {
    /// Takes one file.
    fn put(&self, artifact: Artifact) -> Result<Fingerprint, Error>;

    /// Takes a copy of a file on disk.
    fn copy(&self, path: &str, from: &Path) -> Result<Fingerprint, Error> {
        let bytes = std::fs::read(from).map_err(Error::reading(from))?;
        self.put(Artifact::new(path, bytes))
    }

    /// Takes a file whose bytes `write` writes piece by piece. A sink need not keep them all in
    /// memory.
    fn stream(
        &self,
        path: &str,
        write: &dyn Fn(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<Fingerprint, Error> {
        let mut bytes = Vec::new();
        write(&mut bytes).map_err(Error::writing(path))?;
        self.put(Artifact::new(path, bytes))
    }

    /// Keeps the old site's file at this path, if it has this fingerprint. Returns false if the
    /// caller must write the file.
    fn keep(&self, _path: &str, _fingerprint: &Fingerprint) -> Result<bool, Error> {
        Ok(false)
    }

    /// Tells the sink that most files have been written. It may begin to flush them to the disk.
    fn begin_storing(&self) {}

    /// The bytes of the old site's file at this path, if it has this fingerprint.
    fn read(&self, _path: &str, _fingerprint: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }
}
