//! Takes bytes; gives their length, SHA-256, SHA-512 and SM3 in one pass. This file must not know
//! what the bytes mean.

use crate::diag::Error;
use crate::file::each_piece_of;
use sha2::{Digest, Sha256, Sha512};
use sm3::Sm3;
use std::path::Path;

/// The length and the digests of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digests {
    /// Length in bytes.
    pub size: u64,
    /// SHA-256 (FIPS 180-4).
    pub sha256: [u8; 32],
    /// SHA-512 (FIPS 180-4).
    pub sha512: [u8; 64],
    /// SM3 (GB/T 32905—2016).
    pub sm3: [u8; 32],
}

impl Digests {
    /// The digests of bytes in memory.
    pub fn of(bytes: &[u8]) -> Digests {
        let mut digester = Digester::default();
        digester.update(bytes);
        digester.finish()
    }
}

/// Computes all digests of a stream in one pass.
#[derive(Default)]
pub struct Digester {
    size: u64,
    sha256: Sha256,
    sha512: Sha512,
    sm3: Sm3,
}

impl Digester {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        self.sha256.update(bytes);
        self.sha512.update(bytes);
        self.sm3.update(bytes);
    }

    /// The digests of everything passed to `update`.
    pub fn finish(self) -> Digests {
        Digests {
            size: self.size,
            sha256: self.sha256.finalize().into(),
            sha512: self.sha512.finalize().into(),
            sm3: self.sm3.finalize().into(),
        }
    }
}

/// Reads a file and passes its bytes to `take`, piece by piece.
fn pieces(path: &Path, mut take: impl FnMut(&[u8])) -> Result<(), Error> {
    each_piece_of(path, |piece| {
        take(piece);
        Ok(())
    })
    .map(drop)
}

/// The digests of a file. It is read in pieces.
pub fn digest_file(path: &Path) -> Result<Digests, Error> {
    let mut digester = Digester::default();
    pieces(path, |bytes| digester.update(bytes))?;
    Ok(digester.finish())
}

/// The SHA-512 of a file. That of a tag manifest is the root digest of its package.
pub fn sha512_file(path: &Path) -> Result<[u8; 64], Error> {
    let mut digest = Sha512::new();
    pieces(path, |bytes| digest.update(bytes))?;
    Ok(digest.finalize().into())
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standards() {
        let d = Digests::of(b"abc");
        assert_eq!(d.size, 3);
        assert_eq!(
            hex(&d.sha256),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert!(hex(&d.sha512).starts_with("ddaf35a193617abacc417349ae204131"));
        assert_eq!(
            hex(&d.sm3),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
    }

    #[test]
    fn a_file_has_the_digests_of_its_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = (0..200_000u32).map(|i| i as u8).collect();
        std::fs::write(dir.path().join("f"), &bytes).unwrap();
        assert_eq!(
            digest_file(&dir.path().join("f")).unwrap(),
            Digests::of(&bytes)
        );
        assert_eq!(
            sha512_file(&dir.path().join("f")).unwrap(),
            Digests::of(&bytes).sha512
        );
    }
}
