//! Takes the files that mulu wrote to a folder, each with its SHA-256; gives the manifest, a list
//! of these files in the format of `sha256sum -c`. Also reads a manifest. This file must not know
//! what the files contain.

use crate::diag::Error;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

/// The name of the manifest in its folder.
pub const MANIFEST: &str = ".mulu-manifest";

/// Every file of the site that was published to a folder, with its SHA-256.
pub fn listed(folder: &Path) -> Result<BTreeMap<String, [u8; 32]>, Error> {
    let path = folder.join(MANIFEST);
    let text = fs::read_to_string(&path).map_err(Error::reading(&path))?;
    Ok(read_manifest(&text).into_iter().collect())
}

/// The paths of a manifest with their digests, in the order of the paths. Lines in another format
/// are skipped.
pub(super) fn read_manifest(text: &str) -> Vec<(String, [u8; 32])> {
    let mut listed: Vec<(String, [u8; 32])> = text
        .lines()
        .filter_map(|line| {
            let (hex, path) = line.split_once("  ")?;
            let hex = <&[u8; 64]>::try_from(hex.as_bytes()).ok()?;
            let digit = |c: u8| char::from(c).to_digit(16);
            let mut digest = [0; 32];
            for (byte, two) in digest.iter_mut().zip(hex.as_chunks::<2>().0) {
                *byte = (digit(two[0])? << 4 | digit(two[1])?) as u8;
            }
            Some((path.to_owned(), digest))
        })
        .collect();
    listed.sort_by(|a, b| a.0.cmp(&b.0));
    listed.dedup_by(|a, b| a.0 == b.0);
    listed
}

/// Writes the manifest of some files.
pub(super) fn write_manifest<'a>(
    to: &mut dyn Write,
    files: impl Iterator<Item = (&'a str, [u8; 32])>,
) -> std::io::Result<()> {
    const HEX: [u8; 16] = *b"0123456789abcdef";
    for (path, digest) in files {
        let mut hex = [0; 64];
        for (two, byte) in hex.as_chunks_mut::<2>().0.iter_mut().zip(digest) {
            *two = [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
        }
        for piece in [&hex, b"  ".as_slice(), path.as_bytes(), b"\n"] {
            to.write_all(piece)?;
        }
    }
    Ok(())
}
