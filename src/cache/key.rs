//! Takes everything on which a result depends; gives its key, or a digest as part of a key. This
//! file must not know where results are stored.

use serde::Serialize;

/// Identifies a result by everything on which it depends.
pub type Key = [u8; 16];

/// The key of several parts. Each part is hashed with its length, so that another division of the
/// same bytes gives another key.
pub fn key(parts: &[&[u8]]) -> Key {
    let mut hash = blake3::Hasher::new();
    for part in parts {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let mut key = Key::default();
    hash.finalize_xof().fill(&mut key);
    key
}

/// The key of a whole value. Every field of the value is part of the digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(Key);

impl Digest {
    /// The digest of a value's JSON. JSON names each field, so values that lack different fields
    /// have different digests.
    pub fn of(value: &impl Serialize) -> Digest {
        let mut bytes = Vec::with_capacity(1024);
        // Writing fails only for values that JSON cannot represent. Their incomplete JSON must not
        // look like a shorter value.
        let is_whole = serde_json::to_writer(&mut bytes, value).is_ok();
        Digest(key(&[&[u8::from(is_whole)], &bytes]))
    }

    /// The digest's bytes, as part of another key.
    pub fn bytes(&self) -> &Key {
        &self.0
    }
}

/// In other data, a digest stands for the data from which it was made.
impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u128(u128::from_le_bytes(self.0))
    }
}
