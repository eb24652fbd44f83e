//! Takes nothing; defines the JSON at the beginning of the root, for writer and reader. The root
//! lists the other files of the index, which are called shards. Other source files of this folder
//! define what shards contain. docs/search.md describes the families of shards and what follows the
//! JSON. This file must not know what is in the shards.

use super::record::Order;
use super::shard::base;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The version of the format.
pub const VERSION: u32 = 7;

/// In [`Head::days`]: the entry for the number of a document that no search may find, or for a
/// number without a document.
pub(crate) const NO_DOCUMENT: &str = "-";

/// The token of a root: the checksum and the length of its payload. The root's address contains the
/// token, so no cache gives an older root.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    sum: u32,
    length: usize,
}

impl Token {
    /// The token of a payload with this checksum and this length.
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

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Head<'a> {
    pub version: u32,
    pub documents: usize,
    /// The facets, in the order of the search page.
    pub facets: Vec<FacetHead<'a>>,
    /// Documents per record shard.
    pub record_group: usize,
    /// Every day of publication, the earliest first; an empty text stands for no day, and
    /// [`NO_DOCUMENT`] for what no search may find. Only a joined index has this list, because its
    /// documents are not in the order of their days. Its root also has, after the columns of the
    /// facets, a column with the index of each document's day in this list. Each entry is the
    /// difference from the previous document's index, because differences are mostly small and
    /// compress better.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<String>,
    /// The segments, in the order of the numbers of their documents.
    pub segments: Vec<SegmentHead<'a>>,
}

/// What the root says about a facet. Its column after the JSON has, for each document, the index of
/// its combination in `values`.
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
    /// For each family of shards that the root lists, the number of folders.
    pub folders: [u32; 5],
    /// For each of these families, the number of shards.
    pub shards: [usize; 5],
    /// Only in a joined index: the parts with the segment's texts and records. They come from other
    /// indexes; the segment itself has no such shards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartHead<'a>>,
}

/// What the root says about a part of a joined segment: the texts and records of one segment of a
/// member's index. The checksums of its shards of C (checksums of text shards) and R follow those of
/// the segment.
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
    /// The number of folders of the families T (texts) and R (records).
    pub folders: [u32; 2],
    /// The number of shards of C and R.
    pub shards: [usize; 2],
    /// The address to which its documents' addresses are relative.
    pub base: Cow<'a, str>,
}

/// The number of bytes for each document in a column, given the number of its different values.
pub(crate) fn planes(values: usize) -> usize {
    match values {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        _ => 3,
    }
}
