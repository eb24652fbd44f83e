//! Shards: how entries and texts become files. Takes entries in order, gives scripts of a moderate size, each with the
//! name under which the root knows it. It must not know what an entry says.

use super::code::{BitWriter, Bytes, Damaged, from_units, put_varint, to_units};
use super::entry::Entry;
use crate::output::Artifact;

/// The kinds of shard; the letter is part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Documents of each gram and places in heads.
    Documents,
    /// Positions of each gram in bodies.
    Positions,
    /// Whole documents, a few a shard.
    Texts,
    /// What a hit shows, many a shard.
    Records,
    /// Pieces of titles by the initials of their pinyin.
    Suggestions,
}

impl Family {
    /// All of them.
    pub(super) const ALL: [Family; 5] = [
        Family::Documents,
        Family::Positions,
        Family::Texts,
        Family::Records,
        Family::Suggestions,
    ];
    /// The letter in paths and in the root.
    pub(super) fn letter(self) -> char {
        ['d', 'p', 't', 'r', 's'][self as usize]
    }
}

fn base(mut n: u64, radix: u64) -> String {
    let mut digits = Vec::new();
    while n > 0 || digits.is_empty() {
        digits.push(b"0123456789abcdefghijklmnopqrstuvwxyz"[(n % radix) as usize]);
        n /= radix;
    }
    digits.iter().rev().map(|&b| b as char).collect()
}

/// A shard's name below `search/`, without `.js`. `what` is `key_first` or the number of the group.
pub(super) fn name(segment: &str, family: Family, folders: u32, what: &str, sum: u32) -> String {
    let hash = base(u64::from(sum), 32);
    let folder = if folders > 1 {
        format!("{}/", base(u64::from(sum & (folders - 1)), 36))
    } else {
        String::new()
    };
    format!("{segment}-{}/{folder}{what}-{hash:0>4}", family.letter())
}

/// The part of a name that says which entries a shard begins with.
pub(super) fn name_of_entry(key: u64, first: u32) -> String {
    format!("{}_{}", base(key, 36), base(u64::from(first), 36))
}

/// Names of groups are their numbers.
pub(super) fn name_of_group(n: u32) -> String {
    base(u64::from(n), 36)
}

/// The mark at the beginning of a file by which every browser knows UTF-16, whatever the server says of it.
const MARK: u16 = 0xFEFF;
/// What stands before and behind a payload.
fn frame(name: &str) -> (String, &'static str) {
    (format!("mulu$(\"{name}\",\""), "\");")
}

/// Writes one script.
pub(super) fn script(name: &str, payload: &[u16]) -> Artifact {
    let (before, behind) = frame(name);
    let mut bytes = Vec::with_capacity(2 * (1 + before.len() + payload.len() + behind.len()));
    bytes.extend(MARK.to_le_bytes());
    bytes.extend(before.encode_utf16().flat_map(u16::to_le_bytes));
    // most of an index goes through here: whole pairs of bytes at a time
    let start = bytes.len();
    bytes.resize(start + 2 * payload.len(), 0);
    bytes[start..]
        .chunks_exact_mut(2)
        .zip(payload)
        .for_each(|(two, unit)| two.copy_from_slice(&unit.to_le_bytes()));
    bytes.extend(behind.encode_utf16().flat_map(u16::to_le_bytes));
    Artifact {
        path: format!("search/{name}.js"),
        bytes,
    }
}

/// The payload of a script, if it is that of `name`.
pub(super) fn payload(name: &str, script: &[u8]) -> Option<Vec<u16>> {
    let units: Vec<u16> = script
        .chunks_exact(2)
        .map(|two| u16::from_le_bytes([two[0], two[1]]))
        .collect();
    let (before, behind) = frame(name);
    let before: Vec<u16> = std::iter::once(MARK).chain(before.encode_utf16()).collect();
    let behind: Vec<u16> = behind.encode_utf16().collect();
    Some(
        units
            .strip_prefix(&before[..])?
            .strip_suffix(&behind[..])?
            .to_vec(),
    )
}

/// How many folders hold `files` files, so that no folder is crowded: a power of two.
pub(super) fn folders(files: usize) -> u32 {
    (files.div_ceil(1500).max(1) as u32).next_power_of_two()
}

/// A shard that has been named.
#[derive(Debug)]
pub(super) struct Named {
    /// First gram.
    pub key: u64,
    /// First document of the first entry.
    pub first: u32,
    /// Checksum of the payload.
    pub sum: u32,
    /// The file.
    pub artifact: Artifact,
}

/// Gathers entries to shards. A shard ends, between the smallest and the largest size, before the entry whose key has the
/// lowest hash: so an edit somewhere moves no boundary elsewhere.
pub(super) struct Cutter {
    /// Smallest and largest size in bytes.
    pub sizes: (usize, usize),
    waiting: Vec<Entry>,
    bytes: usize,
}

impl Cutter {
    /// With nothing in it.
    pub(super) fn new(sizes: (usize, usize)) -> Self {
        Cutter {
            sizes,
            waiting: Vec::new(),
            bytes: 0,
        }
    }

    /// Takes the next entry; calls `done` with the entries of each shard that is complete.
    pub(super) fn push(&mut self, entry: Entry, done: &mut Vec<Vec<Entry>>) {
        self.bytes += entry.bytes.len();
        self.waiting.push(entry);
        while self.bytes > self.sizes.1 && self.waiting.len() > 1 {
            let (mut size, mut at, mut lowest) = (0, 1, u64::MAX);
            for (i, entry) in self.waiting.iter().enumerate() {
                if i > 0 && size > self.sizes.1 {
                    break;
                }
                let hash = (entry.key ^ u64::from(entry.first) << 44)
                    .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                    >> 20;
                if i > 0 && size < self.sizes.0 {
                    at = i; // only kept when nothing better follows
                } else if i > 0 && hash < lowest {
                    (at, lowest) = (i, hash);
                }
                size += entry.bytes.len();
            }
            let rest = self.waiting.split_off(at);
            self.bytes = rest.iter().map(|e| e.bytes.len()).sum();
            done.push(std::mem::replace(&mut self.waiting, rest));
        }
    }

    /// Where the shard being gathered begins.
    pub(super) fn begins(&self) -> Option<(u64, u32)> {
        self.waiting.first().map(|e| (e.key, e.first))
    }

    /// The last shard.
    pub(super) fn finish(self) -> Option<Vec<Entry>> {
        (!self.waiting.is_empty()).then_some(self.waiting)
    }
}

/// Writes the shard of some entries.
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

/// Reads the entries of a script back. With which document the range of each begins does not stand there; it is given as 0.
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

/// Writes the shard of some entries that are JSON.
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
        &super::texts::pack(&format!("[{}]", lines.join(","))),
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

/// Writes a shard of any bytes and gives its checksum.
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

/// The sums of a family's shards as the root holds them, twenty bits each.
pub(super) fn put_sums(out: Vec<u8>, sums: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut bits = BitWriter::after(out);
    sums.for_each(|s| bits.bits(s, 20));
    bits.finish()
}
