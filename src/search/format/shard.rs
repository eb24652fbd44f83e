//! Takes a segment, a family (kind of shard) and a payload; gives the path and the script of an
//! index file. Takes a script; gives its payload. This file must not know what a payload means.

use crate::output::Artifact;

/// The kinds of shard; their letters are part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// For each gram: the documents that have the gram, and its places in the heads of these
    /// documents.
    Documents,
    /// For each gram, its positions in bodies.
    Positions,
    /// Documents with their records and bodies, without the texts of attachments; a few per shard.
    Texts,
    /// The data that a hit shows, for many documents per shard.
    Records,
    /// Pieces of titles, listed by the initials of their pinyin.
    Suggestions,
    /// The texts of attachments. The text shards list them; the root does not.
    Attachments,
    /// Only in a joined index: the checksums of text shards, which would make the root too large.
    Checksums,
}

impl Family {
    /// The families that the root lists, in its order.
    pub(crate) const ALL: [Family; 5] = [
        Family::Documents,
        Family::Positions,
        Family::Texts,
        Family::Records,
        Family::Suggestions,
    ];
    /// The letter in paths.
    pub(crate) fn letter(self) -> char {
        ['d', 'p', 't', 'r', 's', 'a', 'c'][self as usize]
    }
}

pub(crate) fn base(mut n: u64, radix: u64) -> String {
    let mut digits = Vec::new();
    while n > 0 || digits.is_empty() {
        digits.push(b"0123456789abcdefghijklmnopqrstuvwxyz"[(n % radix) as usize]);
        n /= radix;
    }
    digits.iter().rev().map(|&b| b as char).collect()
}

/// A shard's name below `search/`, without `.js`. `what` is from [`name_of_entry`] or
/// [`name_of_group`].
pub(crate) fn name(segment: &str, family: Family, folders: u32, what: &str, sum: u32) -> String {
    let hash = base(u64::from(sum), 32);
    let folder = if folders > 1 {
        format!("{}/", base(u64::from(sum & (folders - 1)), 36))
    } else {
        String::new()
    };
    format!("{segment}-{}/{folder}{what}-{hash:0>4}", family.letter())
}

/// The part of a shard's name that identifies its first entry.
pub(crate) fn name_of_entry(key: u64, first: u32) -> String {
    format!("{}_{}", base(key, 36), base(u64::from(first), 36))
}

/// The part of a shard's name that identifies its group.
pub(crate) fn name_of_group(n: u32) -> String {
    base(u64::from(n), 36)
}

/// The maximum number of text shards whose checksums are in one shard of the family C (checksums).
pub(crate) const CHECKED: usize = 256;

/// The number of documents whose attachments share a folder.
const FOLDER: usize = 512;

/// The name of a piece of a document's attachments, below `search/`. `document` is its number
/// within its segment.
pub(crate) fn name_of_piece(segment: &str, document: usize, piece: usize, sum: u32) -> String {
    let letter = Family::Attachments.letter();
    let [folder, document, piece] =
        [document / FOLDER, document, piece].map(|n| base(n as u64, 36));
    let hash = base(u64::from(sum), 32);
    format!("{segment}-{letter}/{folder}/{document}_{piece}-{hash:0>4}")
}

/// The byte-order mark. With it, every browser reads UTF-16, whatever the server declares.
const MARK: u16 = 0xFEFF;
/// The text before a payload and the text after it.
fn frame(name: &str) -> (String, &'static str) {
    (format!("mulu$(\"{name}\",\""), "\");")
}

pub(crate) fn script(name: &str, payload: &[u16]) -> Artifact {
    let (before, behind) = frame(name);
    let mut bytes = Vec::with_capacity(2 * (1 + before.len() + payload.len() + behind.len()));
    bytes.extend(MARK.to_le_bytes());
    bytes.extend(before.encode_utf16().flat_map(u16::to_le_bytes));
    // Nearly all bytes of an index pass through here. Chunks of a fixed size are copied faster.
    let start = bytes.len();
    bytes.resize(start + 2 * payload.len(), 0);
    let (pairs, _) = bytes[start..].as_chunks_mut::<2>();
    for (two, unit) in pairs.iter_mut().zip(payload) {
        *two = unit.to_le_bytes();
    }
    bytes.extend(behind.encode_utf16().flat_map(u16::to_le_bytes));
    Artifact {
        path: format!("search/{name}.js"),
        bytes,
    }
}

/// The payload of a script; `None` if the bytes are no script with this name.
pub(crate) fn payload(name: &str, script: &[u8]) -> Option<Vec<u16>> {
    let (before, behind) = frame(name);
    let bytes =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let rest = script.strip_prefix(&MARK.to_le_bytes())?;
    let rest = rest.strip_prefix(&bytes(&before)[..])?;
    let rest = rest.strip_suffix(&bytes(behind)[..])?;
    let (units, odd) = rest.as_chunks::<2>();
    let units = units.iter().map(|two| u16::from_le_bytes(*two));
    odd.is_empty().then(|| units.collect())
}

/// Sums over the files of a family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sum {
    /// Number of files.
    pub files: usize,
    /// Bytes of all files.
    pub bytes: usize,
    /// Bytes of the largest file.
    pub largest: usize,
}

impl Sum {
    /// Counts a file of `size` bytes.
    pub(crate) fn add(&mut self, size: usize) {
        self.files += 1;
        self.bytes += size;
        self.largest = self.largest.max(size);
    }

    /// Adds another sum.
    pub(crate) fn join(&mut self, other: &Sum) {
        self.files += other.files;
        self.bytes += other.bytes;
        self.largest = self.largest.max(other.largest);
    }
}
