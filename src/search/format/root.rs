//! Takes nothing; defines the JSON at the beginning of the root, as types that the writer and the
//! reader share. The root is the only index file with a fixed name, and it lists all other files.
//! docs/search.md describes the parts after the JSON. This file must not know what is in the
//! shards.

use super::record::Order;
use super::shard::base;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The version of the format.
pub const VERSION: u32 = 7;

/// The entry for the day of a number that has no document, or whose document the index leaves out.
pub(crate) const NO_DOCUMENT: &str = "-";

/// A token made from a root's content: the checksum and the length of its payload. A page that
/// loads a root by its token never gets an older one from a cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    sum: u32,
    length: usize,
}

impl Token {
    /// The token of a payload with this checksum.
    pub(crate) fn new(sum: u32, length: usize) -> Token {
        Token { sum, length }
    }
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [sum, length] =
            [(u64::from(self.sum), 32), (self.length as u64, 36)].map(|(n, r)| base(n, r));
        write!(f, "{sum}-{length}")
    }
}

/// The JSON.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Head<'a> {
    /// [`VERSION`].
    pub version: u32,
    /// How many documents there are.
    pub documents: usize,
    /// The facets, in the order of the page.
    pub facets: Vec<FacetHead<'a>>,
    /// Documents per record shard.
    pub record_group: usize,
    /// Every day of publication, the earliest first, and an empty text for none. Only an index that
    /// was joined has them, because its documents are not in the order of their days. A column
    /// after those of the facets has the number of each document's day. [`NO_DOCUMENT`] stands for
    /// the day of a number that no search may find.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<String>,
    /// The segments, earliest first.
    pub segments: Vec<SegmentHead<'a>>,
}

/// What the root says about a facet. After the JSON, the root has a column with the index in
/// `values` for each document.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FacetHead<'a> {
    /// Its name in filters.
    pub name: Cow<'a, str>,
    /// In Chinese and in English.
    pub label: [Cow<'a, str>; 2],
    /// Whether values are paths.
    pub nests: bool,
    /// How a page orders the values.
    pub order: Order,
    /// Every combination of values that some document has.
    pub values: Vec<Vec<String>>,
}

/// What the root says about a segment.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SegmentHead<'a> {
    /// Its name in paths.
    pub name: Cow<'a, str>,
    /// Its first document.
    pub from: usize,
    /// The document after its last.
    pub to: usize,
    /// Documents per text shard.
    pub group: usize,
    /// Folders of each family.
    pub folders: [u32; 5],
    /// Shards of each family.
    pub shards: [usize; 5],
    /// The texts and records of its documents, which were taken from other indexes. Only an index
    /// that was joined has them; its segments have no such shards of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartHead<'a>>,
}

/// What the root says about a part of a joined segment: the texts and records of one segment of a
/// member's index. The checksums of its shards follow those of the segment.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PartHead<'a> {
    /// Its name in paths.
    pub name: Cow<'a, str>,
    /// Its first document, counted from the beginning of the segment.
    pub from: usize,
    /// The document after its last.
    pub to: usize,
    /// Documents per text shard.
    pub group: usize,
    /// Folders of T and R.
    pub folders: [u32; 2],
    /// Shards of T and R.
    pub shards: [usize; 2],
    /// The address that precedes the addresses of its documents.
    pub base: Cow<'a, str>,
}

/// The number of bytes that a column takes for each document, given the number of its values.
pub(crate) fn planes(values: usize) -> usize {
    match values {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        _ => 3,
    }
}
