//! The root: the one file of fixed name, from which a reader learns what the index is made of. This is the JSON at its
//! beginning, as the writer and the reader know it; docs/search.md describes the rest.

use super::record::Order;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The version of the format.
pub(crate) const VERSION: u32 = 4;

/// The JSON.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Head<'a> {
    /// [`VERSION`].
    pub version: u32,
    /// How many documents there are.
    pub documents: usize,
    /// Pairs of a traditional and a simplified character.
    pub simplified: Cow<'a, str>,
    /// The facets, in the order of the page.
    pub facets: Vec<FacetHead<'a>>,
    /// Documents of a record shard.
    pub record_group: usize,
    /// The segments, earliest first.
    pub segments: Vec<SegmentHead<'a>>,
}

/// What the root says of a facet. A column behind the JSON holds, for each document, the number of its entry in `values`.
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
    /// Every combination of values that a document has.
    pub values: Vec<Vec<String>>,
}

/// What the root says of a segment.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SegmentHead<'a> {
    /// Its name in paths.
    pub name: Cow<'a, str>,
    /// Its first document.
    pub from: usize,
    /// The document behind its last.
    pub to: usize,
    /// Documents of a text shard.
    pub group: usize,
    /// Folders of each family.
    pub folders: [u32; 5],
    /// Shards of each family.
    pub shards: [usize; 5],
}

/// How many bytes a document takes in a column of so many values.
pub(crate) fn planes(values: usize) -> usize {
    match values {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        _ => 3,
    }
}
