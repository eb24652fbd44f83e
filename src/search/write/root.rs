//! The root: the one file of fixed name, from which a reader learns what the index is made of. Takes the records and the
//! names of all shards, gives `search/root.js`. It must not know what is in the shards.

use crate::fold::simplified_pairs;
use crate::output::Artifact;
use crate::search::format::code::{BitWriter, put_varint, to_units};
use crate::search::format::fields::Record;
use crate::search::format::root::VERSION;
use crate::search::format::shard::script;
use flate2::{Compression, write::DeflateEncoder};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

/// What the root says of one segment.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// Its name in paths.
    pub name: &'static str,
    /// Its documents.
    pub range: std::ops::Range<usize>,
    /// Documents of a text shard.
    pub group: usize,
    /// Folders of each family.
    pub folders: [u32; 5],
    /// D, P and S: first key and document, and checksum, of every shard.
    pub entries: [Vec<(u64, u32, u32)>; 3],
    /// T and R: checksum of every shard.
    pub groups: [Vec<u32>; 2],
}

/// A value of every document.
struct Column<T> {
    /// The different values, each with its number in the order in which they came.
    numbers: BTreeMap<T, u32>,
    documents: Vec<u32>,
}

impl<T: Ord> Column<T> {
    fn new() -> Self {
        Column {
            numbers: BTreeMap::new(),
            documents: Vec::new(),
        }
    }

    fn push(&mut self, value: T) {
        let next = self.numbers.len() as u32;
        self.documents
            .push(*self.numbers.entry(value).or_insert(next));
    }

    /// The values in their own order, so that their numbers do not depend on the documents' order, and the number of every document's.
    fn finish(self) -> (Vec<T>, Vec<u8>) {
        let mut places = vec![0; self.numbers.len()];
        (0u32..)
            .zip(self.numbers.values())
            .for_each(|(place, number)| places[*number as usize] = place);
        let planes = if places.len() > 0xFFFF {
            3
        } else if places.len() > 0xFF {
            2
        } else {
            1
        };
        let mut bytes = Vec::with_capacity(self.documents.len() * planes);
        for plane in 0..planes {
            bytes.extend(
                self.documents
                    .iter()
                    .map(|&number| (places[number as usize] >> (8 * plane)) as u8),
            );
        }
        (self.numbers.into_keys().collect(), bytes)
    }
}

/// Writes the root.
pub(super) fn write(
    records: impl Iterator<Item = Record>,
    record_group: usize,
    segments: &[Segment],
) -> Artifact {
    let (mut categories, mut bodies, mut validities) =
        (Column::new(), Column::new(), Column::new());
    // Documents stand in the order of their dates, so a year is a range.
    let mut years: Vec<(String, usize)> = Vec::new();
    for (i, r) in records.enumerate() {
        let year = r
            .date_published
            .as_deref()
            .and_then(|d| d.get(..4))
            .unwrap_or("");
        if years.last().is_none_or(|y| y.0 != year) {
            years.push((year.to_owned(), i));
        }
        bodies.push(r.bodies().map(str::to_owned).collect::<Vec<_>>());
        categories.push(r.category);
        validities.push(r.validity);
    }
    let (categories, category_column) = categories.finish();
    let (bodies, body_column) = bodies.finish();
    let (validities, validity_column) = validities.finish();
    let head = json!({
        "version": VERSION,
        "documents": segments.last().map_or(0, |s| s.range.end),
        "simplified": simplified_pairs().flat_map(|(a, b)| [a, b]).collect::<String>(),
        "categories": categories,
        "issuing_bodies": bodies,
        "validities": validities,
        "years": years.iter().map(|(y, i)| json!([y, i])).collect::<Vec<Value>>(),
        "record_group": record_group,
        "segments": segments.iter().map(|s| json!({
            "name": s.name, "from": s.range.start, "to": s.range.end, "group": s.group, "folders": s.folders,
            "shards": [s.entries[0].len(), s.entries[1].len(), s.groups[0].len(), s.groups[1].len(), s.entries[2].len()],
        })).collect::<Vec<Value>>(),
    })
    .to_string();
    let mut bytes = Vec::new();
    put_varint(&mut bytes, head.len() as u64);
    bytes.extend_from_slice(head.as_bytes());
    bytes.extend(
        category_column
            .into_iter()
            .chain(body_column)
            .chain(validity_column),
    );
    for s in segments {
        bytes = put_entries(bytes, &s.entries[0]);
        bytes = put_entries(bytes, &s.entries[1]);
        for sums in &s.groups {
            bytes = put_sums(bytes, sums.iter().copied());
        }
        bytes = put_entries(bytes, &s.entries[2]);
    }
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let _ = encoder.write_all(&bytes);
    script("root", &to_units(&encoder.finish().unwrap_or_default()).0)
}

fn put_entries(mut out: Vec<u8>, shards: &[(u64, u32, u32)]) -> Vec<u8> {
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

/// The sums of a family's shards as the root holds them, twenty bits each.
fn put_sums(out: Vec<u8>, sums: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut bits = BitWriter::after(out);
    sums.for_each(|s| bits.bits(s, 20));
    bits.finish()
}
