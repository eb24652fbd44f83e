//! The root: the one file of fixed name, from which a reader learns what the index is made of. Takes the records and the
//! names of all shards, gives `search/root.js`. It must not know what is in the shards.

use super::code::{put_varint, to_units};
use super::fields::Record;
use super::shard::{put_sums, script};
use crate::fold::simplified_pairs;
use crate::output::Artifact;
use flate2::{Compression, write::DeflateEncoder};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

/// The version of the format.
pub(super) const VERSION: u32 = 3;

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

/// Numbers the values of a column, in their own order so that the numbers do not depend on the documents' order.
fn column<T: Ord + Clone>(values: &[T]) -> (Vec<T>, Vec<u8>) {
    let names: BTreeMap<&T, usize> = values.iter().map(|v| (v, 0)).collect();
    let names: BTreeMap<&T, usize> = names.into_keys().enumerate().map(|(i, v)| (v, i)).collect();
    let planes = if names.len() > 0xFFFF {
        3
    } else if names.len() > 0xFF {
        2
    } else {
        1
    };
    let mut bytes = Vec::with_capacity(values.len() * planes);
    for plane in 0..planes {
        bytes.extend(values.iter().map(|v| (names[v] >> (8 * plane)) as u8));
    }
    (names.into_keys().cloned().collect(), bytes)
}

/// Writes the root.
pub(super) fn write(records: &[Record], record_group: usize, segments: &[Segment]) -> Artifact {
    let categories: Vec<&str> = records.iter().map(|r| r.category.as_str()).collect();
    let bodies: Vec<Vec<&str>> = records.iter().map(|r| r.bodies().collect()).collect();
    let validities: Vec<&str> = records.iter().map(|r| r.validity).collect();
    let (categories, category_column) = column(&categories);
    let (bodies, body_column) = column(&bodies);
    let (validities, validity_column) = column(&validities);
    // Documents stand in the order of their dates, so a year is a range.
    let mut years: Vec<(&str, usize)> = Vec::new();
    for (i, r) in records.iter().enumerate() {
        let year = r.date_published.as_deref().and_then(|d| d.get(..4)).unwrap_or("");
        if years.last().is_none_or(|y| y.0 != year) {
            years.push((year, i));
        }
    }
    let head = json!({
        "version": VERSION,
        "documents": records.len(),
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
    bytes.extend(category_column.into_iter().chain(body_column).chain(validity_column));
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
    shards.iter().for_each(|e| put_varint(&mut out, u64::from(e.1)));
    put_sums(out, shards.iter().map(|e| e.2))
}
