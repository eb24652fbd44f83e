//! Takes entries in order; gives shards (files of limited size), and what the root (the file that
//! lists the others) says about each shard. This file must not know what an entry means.

use crate::output::Artifact;
use crate::search::format::code::{Bytes, Damaged, from_units, put_varint, to_units};
use crate::search::format::pack::pack;
use crate::search::format::shard::{Family, name, name_of_entry, name_of_piece, payload, script};

/// The bytes of one key: of a gram over a range of documents, or of the suggestions with the same
/// initials.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The key of the gram or of the initials.
    pub key: u64,
    /// The document with which the range begins; 0 for an undivided list and for suggestions.
    pub first: u32,
    /// The bytes as the shard stores them.
    pub bytes: Vec<u8>,
}

impl Entry {
    /// How suitable this entry is as the first of a shard; the lowest rank is the best. The root
    /// lists first keys, and keys that end in many zero bits take less space there. A hash decides
    /// between equal keys.
    fn rank(&self) -> (u32, u64) {
        let hash = (self.key ^ u64::from(self.first) << 44).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (64 - self.key.trailing_zeros(), hash >> 20)
    }
}

/// The number of folders for `files` files: a power of two, so that a folder has at most about
/// 1,500 files.
pub(super) fn folders(files: usize) -> u32 {
    (files.div_ceil(1500).max(1) as u32).next_power_of_two()
}

/// A shard, with what the root lists about it.
#[derive(Debug)]
pub(super) struct Named {
    /// The key of the first entry.
    pub key: u64,
    /// The first document of the first entry.
    pub first: u32,
    /// Checksum of the payload.
    pub sum: u32,
    pub artifact: Artifact,
}

/// Divides entries into shards. The next shard begins where the current one has between the
/// smallest and the largest size, at the entry with the lowest rank there. If no entry begins
/// there, the current shard is smaller, or is one larger entry. The rank depends on the entry
/// alone, so an edit moves few boundaries.
pub(super) struct Cutter {
    /// Smallest and largest size in bytes.
    pub sizes: (usize, usize),
    waiting: Vec<Entry>,
    bytes: usize,
}

impl Cutter {
    /// An empty cutter.
    pub(super) fn new(sizes: (usize, usize)) -> Self {
        Cutter {
            sizes,
            waiting: Vec::new(),
            bytes: 0,
        }
    }

    /// Takes the next entry; appends completed shards to `done`.
    pub(super) fn push(&mut self, entry: Entry, done: &mut Vec<Vec<Entry>>) {
        self.bytes += entry.bytes.len();
        self.waiting.push(entry);
        while self.bytes > self.sizes.1 && self.waiting.len() > 1 {
            let (mut size, mut at, mut lowest) = (0, 1, (u32::MAX, 0));
            for (i, entry) in self.waiting.iter().enumerate() {
                if i > 0 && size > self.sizes.1 {
                    break;
                }
                let rank = entry.rank();
                if i > 0 && size < self.sizes.0 {
                    at = i; // if no better entry follows
                } else if i > 0 && rank < lowest {
                    (at, lowest) = (i, rank);
                }
                size += entry.bytes.len();
            }
            let rest = self.waiting.split_off(at);
            self.bytes = rest.iter().map(|e| e.bytes.len()).sum();
            done.push(std::mem::replace(&mut self.waiting, rest));
        }
    }

    /// The position at which the current shard begins; `None` if it has no entry yet.
    pub(super) fn begins(&self) -> Option<(u64, u32)> {
        self.waiting.first().map(|e| (e.key, e.first))
    }

    /// The entries of the last shard, if there are any.
    pub(super) fn finish(self) -> Option<Vec<Entry>> {
        (!self.waiting.is_empty()).then_some(self.waiting)
    }
}

/// Makes the shard with these entries.
pub(super) fn of_entries(segment: &str, family: Family, folders: u32, entries: &[Entry]) -> Named {
    let mut bytes = Vec::with_capacity(entries.iter().map(|e| e.bytes.len() + 6).sum());
    put_varint(&mut bytes, entries.len() as u64);
    let mut last = 0;
    for e in entries {
        put_varint(&mut bytes, e.key - last);
        put_varint(&mut bytes, e.bytes.len() as u64);
        bytes.extend_from_slice(&e.bytes);
        last = e.key;
    }
    named(segment, family, folders, entries, &bytes)
}

/// Reads the entries from the script of a shard. Their `first` is 0, because the script does not
/// state it.
pub(super) fn entries(name: &str, script: &[u8]) -> Result<Vec<Entry>, Damaged> {
    let bytes = from_units(
        &payload(name, script).ok_or_else(|| Damaged(format!("search/{name}.js was changed")))?,
    )?;
    let mut bytes = Bytes::new(&bytes);
    let count = bytes.varint()?;
    let mut key = 0;
    let mut entries = Vec::new();
    for _ in 0..count {
        key += bytes.varint()?;
        let length = bytes.varint()?;
        let bytes = bytes.take(length as usize)?.to_vec();
        entries.push(Entry {
            key,
            first: 0,
            bytes,
        });
    }
    Ok(entries)
}

pub(super) fn of_json(segment: &str, family: Family, folders: u32, entries: &[Entry]) -> Named {
    let lines: Vec<_> = entries
        .iter()
        .map(|e| String::from_utf8_lossy(&e.bytes))
        .collect();
    named(
        segment,
        family,
        folders,
        entries,
        &pack(&format!("[{}]", lines.join(","))),
    )
}

fn named(segment: &str, family: Family, folders: u32, entries: &[Entry], bytes: &[u8]) -> Named {
    let (key, first) = entries.first().map_or((0, 0), |e| (e.key, e.first));
    let (sum, artifact) = of_bytes(segment, family, folders, &name_of_entry(key, first), bytes);
    Named {
        key,
        first,
        sum,
        artifact,
    }
}

/// Makes a shard with these bytes and gives its checksum.
pub(super) fn of_bytes(
    segment: &str,
    family: Family,
    folders: u32,
    what: &str,
    bytes: &[u8],
) -> (u32, Artifact) {
    let (payload, sum) = to_units(bytes);
    (
        sum,
        script(&name(segment, family, folders, what, sum), &payload),
    )
}

/// Makes the file with a piece of the attachments of a document (numbered within its segment).
pub(super) fn of_piece(
    segment: &str,
    document: usize,
    piece: usize,
    bytes: &[u8],
) -> (u32, Artifact) {
    let (payload, sum) = to_units(bytes);
    let name = name_of_piece(segment, document, piece, sum);
    (sum, script(&name, &payload))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_begins_where_the_key_ends_in_most_zeros() {
        let mut cutter = Cutter::new((30, 60));
        let mut done = Vec::new();
        for key in 1..40 {
            let entry = Entry {
                key,
                first: 0,
                bytes: vec![0; 10],
            };
            cutter.push(entry, &mut done);
        }
        let firsts: Vec<u64> = done.iter().map(|entries| entries[0].key).collect();
        assert_eq!(firsts, [1, 4, 8, 12, 16, 20, 24, 28, 32]);
    }
}
