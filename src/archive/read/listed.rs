//! Takes the path of a package and a folder in it; gives the files below the folder that
//! `manifest-sha256.txt` lists. Their bytes are compared with the listed digests. Nothing else is
//! verified here (see `verify`).

use super::store::Store;
use crate::archive::digest::hex;
use crate::archive::layout;
use crate::diag::Error;
use crate::file::each_piece;
use sha2::{Digest, Sha256};
use std::io::{Error as IoError, ErrorKind, Result as IoResult, Write};
use std::path::{Path, PathBuf};

/// The size limit for the manifest, in bytes.
const MANIFEST: u64 = 1 << 30;

/// The listed files below a folder of a package.
pub struct Listed {
    store: Store,
    /// The files, sorted by path.
    pub files: Vec<ListedFile>,
}

/// A file that the manifest lists.
pub struct ListedFile {
    /// The path below the folder.
    pub path: String,
    /// SHA-256 in hexadecimal.
    sha256: String,
    entry: usize,
}

/// The listed files below a folder such as `data/source`. A listed but missing file is an error.
pub fn listed(package: &Path, folder: &str) -> Result<Listed, Error> {
    let of = |inner: &str| PathBuf::from(package).join(inner);
    let missing = |inner: &str| {
        let error = IoError::new(ErrorKind::NotFound, "not in the package");
        Error::reading(of(inner))(error)
    };
    let (store, _) = Store::open(package)?;
    let mut store = store.ok_or_else(|| missing(layout::MANIFEST_SHA256))?;
    store.enter_only_folder();
    let manifest = store
        .find(layout::MANIFEST_SHA256)
        .ok_or_else(|| missing(layout::MANIFEST_SHA256))?;
    let text = store
        .bytes(&store.entries[manifest], MANIFEST)
        .map_err(Error::reading(of(layout::MANIFEST_SHA256)))?;
    let text = String::from_utf8_lossy(&text);
    let mut files = Vec::new();
    for (sha256, path) in text.lines().filter_map(|line| line.split_once("  ")) {
        let below = path.strip_prefix(folder).and_then(|p| p.strip_prefix('/'));
        if let Some(below) = below {
            files.push(ListedFile {
                path: below.to_owned(),
                sha256: sha256.to_owned(),
                entry: store.find(path).ok_or_else(|| missing(path))?,
            });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Listed { store, files })
}

impl Listed {
    /// Writes the bytes of a file to `to`; gives their number. An error about a wrong digest comes
    /// only after the bytes were written.
    pub fn copy(&self, file: &ListedFile, to: &mut impl Write) -> IoResult<u64> {
        let mut digest = Sha256::new();
        let mut from = self.store.read(&self.store.entries[file.entry])?;
        let size = each_piece(
            &mut from,
            |e| e,
            |piece| {
                digest.update(piece);
                to.write_all(piece)
            },
        )?;
        if hex(&digest.finalize()) != file.sha256 {
            return Err(IoError::new(ErrorKind::InvalidData, "sha256"));
        }
        Ok(size)
    }
}
