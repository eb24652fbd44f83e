//! Takes the numbers of entries in the form in which they are compared; finds the entries with a
//! number. Only the hash of a number is stored, because the entry has the number itself. The caller
//! must compare the number of a found entry with the wanted number. This file must not know what a
//! number means.

use super::EntryId;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Entries by the hash of one of their texts.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// The seed of the hashes, chosen so that two different texts of the entries never have the
    /// same hash.
    salt: u64,
    hashes: Vec<u64>,
    ids: Vec<EntryId>,
}

impl Numbers {
    /// The index of entries by these texts. Equal texts are adjacent, in the order of the entries.
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

    /// The entries with this text. If no entry has it, the result may be entries whose text has the
    /// same hash, so the caller must compare.
    pub(super) fn find(&self, text: &str) -> &[EntryId] {
        let hash = hash(self.salt, text);
        let start = self.hashes.partition_point(|h| *h < hash);
        let count = self.hashes[start..]
            .iter()
            .take_while(|h| **h == hash)
            .count();
        &self.ids[start..start + count]
    }

    /// The entries in groups with the same text. A text of one entry gives a group of one.
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
