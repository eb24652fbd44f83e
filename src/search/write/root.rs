//! Takes the records, and what identifies each shard; gives `search/root.js`, which lists the
//! shards. This file must not know what is in the shards.

use crate::output::Artifact;
use crate::search::format::code::{BitWriter, put_varint, to_units};
use crate::search::format::pack::deflate_best;
use crate::search::format::record::{FACETS, Facet, Record};
use crate::search::format::root::{FacetHead, Head, SegmentHead, Token, VERSION, planes};
use crate::search::format::shard::script;
use std::collections::BTreeMap;

/// What the root says about one segment.
#[derive(Debug, Default)]
pub(in crate::search) struct Segment {
    /// Its name in paths.
    pub name: &'static str,
    /// Its documents.
    pub range: std::ops::Range<usize>,
    /// Documents per text shard.
    pub group: usize,
    /// For each family, the number of folders.
    pub folders: [u32; 5],
    /// For the families D (documents), P (positions) and S (suggestions): first key, first document
    /// and checksum of every shard.
    pub entries: [Vec<(u64, u32, u32)>; 3],
    /// For the families T (texts) and R (records): the checksum of every shard.
    pub groups: [Vec<u32>; 2],
}

impl Segment {
    pub(super) fn head(&self) -> SegmentHead<'static> {
        let [documents, positions, suggestions] = self.entries.each_ref().map(Vec::len);
        let [texts, records] = self.groups.each_ref().map(Vec::len);
        SegmentHead {
            name: self.name.into(),
            from: self.range.start,
            to: self.range.end,
            group: self.group,
            folders: self.folders,
            shards: [documents, positions, texts, records, suggestions],
            parts: Vec::new(),
        }
    }
}

/// One value for each document.
pub(in crate::search) struct Column<T> {
    /// The distinct values, each numbered in the order of first occurrence.
    numbers: BTreeMap<T, u32>,
    documents: Vec<u32>,
}

impl<T: Ord> Column<T> {
    pub(in crate::search) fn new() -> Self {
        Column {
            numbers: BTreeMap::new(),
            documents: Vec::new(),
        }
    }

    pub(in crate::search) fn push(&mut self, value: T) {
        let next = self.numbers.len() as u32;
        self.documents
            .push(*self.numbers.entry(value).or_insert(next));
    }

    /// Repeats the previous value, for a number that has no document.
    pub(in crate::search) fn repeat(&mut self) {
        self.documents.extend(self.documents.last().copied());
    }

    /// Gives the values and the column. The values are sorted, so that their numbers do not depend
    /// on the order of the documents. The column has the number of each document's value.
    pub(in crate::search) fn finish(self) -> (Vec<T>, Vec<u8>) {
        let (values, numbers) = self.sorted();
        let bytes = in_planes(&numbers, planes(values.len()));
        (values, bytes)
    }

    /// The same with a column of differences: each number minus that of the previous document.
    /// Numbers that mostly ascend deflate better in this form.
    pub(in crate::search) fn finish_with_differences(self) -> (Vec<T>, Vec<u8>) {
        let (values, mut numbers) = self.sorted();
        let mut last = 0;
        for number in &mut numbers {
            *number = number.wrapping_sub(std::mem::replace(&mut last, *number));
        }
        let bytes = in_planes(&numbers, planes(values.len()));
        (values, bytes)
    }

    /// The values in order, and the place of each document's value among them.
    fn sorted(self) -> (Vec<T>, Vec<u32>) {
        let mut places = vec![0; self.numbers.len()];
        (0u32..)
            .zip(self.numbers.values())
            .for_each(|(place, number)| places[*number as usize] = place);
        let documents = self.documents.into_iter();
        let numbers = documents.map(|number| places[number as usize]).collect();
        (self.numbers.into_keys().collect(), numbers)
    }
}

/// The lowest byte of all numbers, then the second byte of all numbers, and so on.
fn in_planes(numbers: &[u32], planes: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(numbers.len() * planes);
    for plane in 0..planes {
        bytes.extend(numbers.iter().map(|number| (number >> (8 * plane)) as u8));
    }
    bytes
}

/// The values of every facet, and the column of every facet.
type Facets = (Vec<Vec<Vec<String>>>, Vec<Vec<u8>>);

/// What the root says about the records.
pub(super) fn facets(records: impl Iterator<Item = Record>) -> Facets {
    let mut columns: Vec<Column<Vec<String>>> = FACETS.iter().map(|_| Column::new()).collect();
    for record in records {
        for (facet, column) in FACETS.iter().zip(&mut columns) {
            column.push((facet.values)(&record));
        }
    }
    columns.into_iter().map(Column::finish).unzip()
}

/// Makes the root of the index of a site.
pub(super) fn write(
    (values, columns): Facets,
    record_group: usize,
    segments: &[Segment],
) -> (Artifact, Token) {
    let head = Head {
        version: VERSION,
        documents: segments.last().map_or(0, |s| s.range.end),
        facets: FACETS.iter().zip(values).map(facet_head).collect(),
        record_group,
        days: Vec::new(),
        segments: segments.iter().map(Segment::head).collect(),
    };
    let mut shards = Vec::new();
    for s in segments {
        shards = put_entries(shards, &s.entries[0]);
        shards = put_entries(shards, &s.entries[1]);
        for sums in &s.groups {
            shards = put_sums(shards, sums.iter().copied());
        }
        shards = put_entries(shards, &s.entries[2]);
    }
    finish(&head, &columns, &shards)
}

/// Makes the file of the root, given its JSON, its columns and its lists of shards.
pub(in crate::search) fn finish(
    head: &Head<'_>,
    columns: &[Vec<u8>],
    shards: &[u8],
) -> (Artifact, Token) {
    let head = serde_json::to_vec(head).unwrap_or_default();
    let mut bytes = Vec::new();
    put_varint(&mut bytes, head.len() as u64);
    bytes.extend_from_slice(&head);
    bytes.extend(columns.concat());
    bytes.extend_from_slice(shards);
    let (payload, sum) = to_units(&deflate_best(&bytes));
    let token = Token::new(sum, payload.len());
    (script("root", &payload), token)
}

pub(in crate::search) fn facet_head(
    (facet, values): (&Facet, Vec<Vec<String>>),
) -> FacetHead<'static> {
    FacetHead {
        name: facet.name.into(),
        label: facet.label.map(Into::into),
        nests: facet.nests,
        order: facet.order,
        values,
    }
}

pub(in crate::search) fn put_entries(mut out: Vec<u8>, shards: &[(u64, u32, u32)]) -> Vec<u8> {
    let mut last = 0;
    for &(key, _, _) in shards {
        put_varint(&mut out, key - last);
        last = key;
    }
    shards
        .iter()
        .for_each(|e| put_varint(&mut out, u64::from(e.1)));
    put_sums(out, shards.iter().map(|e| e.2))
}

/// Appends the checksums of a family's shards, each of twenty bits.
pub(in crate::search) fn put_sums(out: Vec<u8>, sums: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut bits = BitWriter::after(out);
    sums.for_each(|s| bits.bits(s, 20));
    bits.finish()
}
