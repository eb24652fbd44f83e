//! Takes the numbers of entries in the form in which they are compared; finds the entries of one. Keeps no number: they are the
//! entries' own, and whoever looks compares. It must not know what is a number.

use super::EntryId;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Entries by a text that each has, by its hash.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// Makes the hashes of different texts differ.
    salt: u64,
    hashes: Vec<u64>,
    ids: Vec<EntryId>,
}

impl Numbers {
    /// Of all entries that have a text. What has the same text stands together, in the order of the entries.
    pub(super) fn of(texts: &[(String, EntryId)]) -> Numbers {
        let mut salt = 0;
        loop {
            let mut hashed: Vec<(u64, EntryId, &str)> = texts
                .iter()
                .map(|(text, id)| (hash(salt, text), *id, text.as_str()))
                .collect();
            hashed.sort_unstable();
            if hashed
                .windows(2)
                .all(|two| two[0].0 != two[1].0 || two[0].2 == two[1].2)
            {
                return Numbers {
                    salt,
                    hashes: hashed.iter().map(|h| h.0).collect(),
                    ids: hashed.iter().map(|h| h.1).collect(),
                };
            }
            salt += 1;
        }
    }

    /// The entries that have a text, or those of another text with the same hash: the caller compares.
    pub(super) fn find(&self, text: &str) -> &[EntryId] {
        let hash = hash(self.salt, text);
        let start = self.hashes.partition_point(|h| *h < hash);
        let count = self.hashes[start..]
            .iter()
            .take_while(|h| **h == hash)
            .count();
        &self.ids[start..start + count]
    }

    /// Entries that have the same text.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[EntryId]> {
        let mut rest = self.ids.as_slice();
        self.hashes.chunk_by(|a, b| a == b).map(move |group| {
            let (first, after) = rest.split_at(group.len());
            rest = after;
            first
        })
    }
}

fn hash(salt: u64, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (salt, text).hash(&mut hasher);
    hasher.finish()
}
