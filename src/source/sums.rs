//! Takes the bytes of a file, whole or piece by piece; gives the digests that identify them. This
//! file must not know where the bytes come from.

use crate::cache::Key;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The digests that identify the bytes of a file.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Sums {
    /// For keys of the cache. It is fast on every processor.
    pub(super) mark: Key,
    /// SHA-256, for files that the site publishes as they are; `None` for documents.
    pub(super) digest: Option<[u8; 32]>,
}

/// What a file is used for. This decides whether it needs its SHA-256.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A document: only its page is published.
    Read,
    /// Any other file. If it is published, its SHA-256 is on pages and in the manifest.
    Published,
}

/// The sums of bytes that come in pieces.
pub(super) struct Summing {
    mark: blake3::Hasher,
    digest: Option<Sha256>,
}

impl Summing {
    pub(super) fn new(of: Use) -> Summing {
        Summing {
            mark: blake3::Hasher::new(),
            digest: (of == Use::Published).then(Sha256::new),
        }
    }

    pub(super) fn add(&mut self, piece: &[u8]) {
        self.mark.update(piece);
        if let Some(digest) = &mut self.digest {
            digest.update(piece);
        }
    }

    pub(super) fn finish(self) -> Sums {
        Sums {
            mark: short(self.mark.finalize()),
            digest: self.digest.map(|digest| digest.finalize().into()),
        }
    }
}

/// The digest of bytes for keys of the cache.
pub(super) fn mark(bytes: &[u8]) -> Key {
    short(blake3::hash(bytes))
}

fn short(hash: blake3::Hash) -> Key {
    let bytes = hash.as_bytes();
    std::array::from_fn(|i| bytes[i])
}
