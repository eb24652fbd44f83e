//! Takes everything on which a result depends; gives the key of the result, or the digest of a value
//! as part of a key. This file must not know where results are stored.

use serde::Serialize;

/// Identifies a result by everything on which it depends.
pub type Key = [u8; 16];

/// The key of several parts. Each part is hashed with its length, so that the same bytes give
/// another key if they are divided differently.
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

/// The key of a whole value. It covers every field, so two values with the same digest are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(Key);

impl Digest {
    /// The digest of a value's JSON. JSON names each field, so a value that lacks one field cannot
    /// look like a value that lacks another.
    pub fn of(value: &impl Serialize) -> Digest {
        let mut bytes = Vec::with_capacity(1024);
        // Writing to memory fails only for a value that JSON cannot represent. The incomplete JSON
        // of such a value must not have the digest of a shorter value.
        let is_whole = serde_json::to_writer(&mut bytes, value).is_ok();
        Digest(key(&[&[u8::from(is_whole)], &bytes]))
    }

    /// The digest's bytes, as part of another key.
    pub fn bytes(&self) -> &Key {
        &self.0
    }
}

/// A value may contain a digest in place of the data from which the digest was made.
impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u128(u128::from_le_bytes(self.0))
    }
}
