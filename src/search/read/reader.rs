//! Takes the folder of an index; gives its root, its shards by number, and the documents that have
//! a gram (the index lists documents under one or two characters or four digits). It must not know
//! how an index is made, nor what queries ask.

use crate::search::format::body::{Attachment, Passage};
use crate::search::format::code::{BitReader, Bytes, Damaged, checksum, from_units};
use crate::search::format::gram::Key;
use crate::search::format::pack::{inflate, unpack};
use crate::search::format::record::Record;
use crate::search::format::root::{Head, SegmentHead, VERSION, planes};
use crate::search::format::shard::{
    Family, name, name_of_entry, name_of_group, name_of_piece, payload as payload_of,
};
use serde_json::Value;
use std::ops::Range;
use std::path::{Path, PathBuf};

pub(super) struct Shards {
    pub(super) firsts: Vec<(Key, u32)>,
    pub(super) sums: Vec<u32>,
}

/// An index on disk.
pub struct Reader {
    pub(super) dir: PathBuf,
    pub(super) root: Head<'static>,
    pub(super) columns: Vec<Vec<u32>>, // by facet: the number of each document's values
    pub(super) segments: Vec<Vec<Shards>>, // by family
    pub(super) checked: bool, // whether checksums are verified; false only in tests of damaged files
}

pub(super) struct Text {
    pub(super) record: Record,
    pub(super) validity: String,
    pub(super) blocks: Vec<String>,
    /// The title and the address of each attachment with text, and the checksums of its pieces.
    pub(super) attachments: Vec<(String, String, Vec<u32>)>,
}

impl Reader {
    /// The segment of a document, with the segment's number.
    pub(super) fn segment_of(&self, id: usize) -> Option<(usize, &SegmentHead<'static>)> {
        let mut segments = self.root.segments.iter().enumerate();
        segments.find(|(_, s)| (s.from..s.to).contains(&id))
    }

    /// Reads the root of the index in `dir`, the folder `search` of a site.
    pub fn open(dir: &Path) -> Result<Reader, Damaged> {
        let bytes = inflate(&payload(dir, "root")?)?;
        let mut rest = Bytes::new(&bytes);
        let length = rest.varint()? as usize;
        let root: Head<'static> = serde_json::from_slice(rest.take(length)?)
            .map_err(|e| Damaged(format!("search/root.js: {e}")))?;
        if root.version != VERSION {
            return Err(Damaged(format!("its version is {}", root.version)));
        }
        // the pairs are skipped, because `fold` has them in a built-in table
        for _ in 0..root.simplified.saturating_mul(2) {
            rest.varint()?;
        }
        let columns = root
            .facets
            .iter()
            .map(|f| column(&mut rest, root.documents, f.values.len()))
            .collect::<Result<_, _>>()?;
        let mut segments = Vec::new();
        let sound = |s: &SegmentHead| {
            s.from <= s.to
                && s.to <= root.documents
                && s.group > 0
                && s.shards.iter().all(|&n| n <= bytes.len())
        };
        if !root.segments.iter().all(sound) {
            return Err(Damaged("search/root.js: a segment".into()));
        }
        for s in &root.segments {
            let mut families = Vec::new();
            for (f, &n) in s.shards.iter().enumerate() {
                let mut firsts = Vec::new();
                if f < 2 || f == Family::Suggestions as usize {
                    let mut key = 0;
                    for _ in 0..n {
                        key = rest.varint()?.wrapping_add(key);
                        firsts.push((key, 0));
                    }
                    for first in &mut firsts {
                        first.1 = rest.varint()? as u32;
                    }
                }
                let mut bits = BitReader::new(rest.take((n * 20).div_ceil(8))?);
                let sums = (0..n).map(|_| bits.bits(20)).collect::<Result<_, _>>()?;
                families.push(Shards { firsts, sums });
            }
            segments.push(families);
        }
        Ok(Reader {
            dir: dir.to_owned(),
            root,
            columns,
            segments,
            checked: true,
        })
    }

    /// The name of a shard, and its checksum.
    pub(super) fn name(
        &self,
        segment: usize,
        family: Family,
        i: usize,
    ) -> Result<(String, u32), Damaged> {
        let s = &self.root.segments[segment];
        let shards = &self.segments[segment][family as usize];
        let sum = *shards
            .sums
            .get(i)
            .ok_or_else(|| Damaged("a shard that is not there".into()))?;
        let what = shards
            .firsts
            .get(i)
            .map_or_else(|| name_of_group(i as u32), |f| name_of_entry(f.0, f.1));
        Ok((
            name(&s.name, family, s.folders[family as usize], &what, sum),
            sum,
        ))
    }

    pub(super) fn shard(
        &self,
        segment: usize,
        family: Family,
        i: usize,
    ) -> Result<Vec<u8>, Damaged> {
        let (name, sum) = self.name(segment, family, i)?;
        self.bytes(&name, sum)
    }

    fn bytes(&self, name: &str, sum: u32) -> Result<Vec<u8>, Damaged> {
        let text = payload_text(&self.dir, name)?;
        let bytes = from_units(&text)?;
        if self.checked && checksum(&text) != sum {
            Err(Damaged(format!("search/{name}.js was changed")))
        } else {
            Ok(bytes)
        }
    }

    /// The attachments of a document, by its number within its segment.
    pub(super) fn attachments(
        &self,
        segment: usize,
        document: usize,
        text: &Text,
    ) -> Result<Vec<Attachment>, Damaged> {
        let segment = &self.root.segments[segment].name;
        let mut piece = 0..;
        let read = |(title, url, sums): &(String, String, Vec<u32>)| {
            let mut passages = Vec::new();
            for (&sum, piece) in sums.iter().zip(&mut piece) {
                let name = name_of_piece(segment, document, piece, sum);
                let rows: Vec<(String, String, Vec<String>)> = unpack(&self.bytes(&name, sum)?)?;
                passages.extend(rows.into_iter().map(|(place, fragment, blocks)| Passage {
                    place,
                    fragment,
                    blocks,
                }));
            }
            Ok(Attachment {
                title: title.clone(),
                url: url.clone(),
                passages,
            })
        };
        text.attachments.iter().map(read).collect()
    }

    /// The shards of D or P that may hold a gram.
    pub(super) fn shards_of(&self, segment: usize, family: Family, key: Key) -> Range<usize> {
        let firsts = &self.segments[segment][family as usize].firsts;
        let start = firsts.partition_point(|f| *f <= (key, 0)).saturating_sub(1);
        start..firsts.partition_point(|f| f.0 <= key).max(start)
    }

    /// The documents that have a gram, numbered within the segment.
    pub(super) fn documents(&self, segment: usize, key: Key) -> Result<Vec<u32>, Damaged> {
        let mut docs = Vec::new();
        for i in self.shards_of(segment, Family::Documents, key) {
            let bytes = self.shard(segment, Family::Documents, i)?;
            let mut bytes = Bytes::new(&bytes);
            let mut found = 0;
            for _ in 0..bytes.varint()? {
                found = bytes.varint()?.wrapping_add(found);
                let length = bytes.varint()? as usize;
                let mut entry = Bytes::new(bytes.take(length)?);
                if found != key {
                    continue;
                }
                let n = entry.varint()?;
                if n & 2 != 0 {
                    entry.varint()?; // the length of the positions at the end of the entry, which are not needed here
                }
                let mut doc = entry.varint()? as u32;
                docs.push(doc);
                let k = if n > 7 { entry.byte()? } else { 0 };
                if n & 1 != 0 {
                    entry.varint()?;
                    entry.take(2)?;
                }
                let mut bits = BitReader::new(entry.rest);
                for _ in 1..n / 4 {
                    doc = doc.wrapping_add(bits.rice(u32::from(k))?).wrapping_add(1);
                    docs.push(doc);
                }
            }
        }
        let s = &self.root.segments[segment];
        if docs.iter().any(|&d| d as usize >= s.to - s.from) {
            return Err(Damaged("a list names a document that is not there".into()));
        }
        Ok(docs)
    }

    pub(super) fn texts(&self, segment: usize, group: usize) -> Result<Vec<Text>, Damaged> {
        let docs: Vec<Value> = unpack(&self.shard(segment, Family::Texts, group)?)?;
        let list = |v: &Value| -> Vec<String> {
            v.as_array()
                .into_iter()
                .flatten()
                .filter_map(|s| s.as_str().map(str::to_owned))
                .collect()
        };
        let text = |v: &Value| v.as_str().map(str::to_owned);
        Ok(docs
            .iter()
            .map(|d| {
                let r = &d["r"];
                let record = Record {
                    index_number: text(&r[0]),
                    title: text(&r[1]).unwrap_or_default(),
                    url: text(&r[2]).unwrap_or_default(),
                    document_number: text(&r[3]),
                    registration_number: list(&d["n"]).into_iter().next(),
                    issuer: text(&r[4]).unwrap_or_default(),
                    joint_issuers: list(&d["i"]),
                    keywords: list(&d["k"]),
                    summary: list(&d["s"]).into_iter().next(),
                    attachment_titles: list(&d["a"]),
                    date_published: text(&r[5]),
                    ..Record::default()
                };
                Text {
                    record,
                    validity: text(&r[6]).unwrap_or_default(),
                    blocks: list(&d["b"]),
                    attachments: serde_json::from_value(d["f"].clone()).unwrap_or_default(),
                }
            })
            .collect())
    }
}

/// Reads the column of a facet with `values` distinct values.
fn column(rest: &mut Bytes<'_>, documents: usize, values: usize) -> Result<Vec<u32>, Damaged> {
    let damaged = || Damaged("search/root.js: a column".into());
    if documents > rest.rest.len() {
        return Err(damaged());
    }
    let mut out = vec![0; documents];
    for plane in 0..planes(values) {
        for (v, b) in out.iter_mut().zip(rest.take(documents)?) {
            *v |= u32::from(*b) << (8 * plane);
        }
    }
    if out.iter().any(|&v| v as usize >= values) {
        return Err(damaged());
    }
    Ok(out)
}

fn payload_text(dir: &Path, name: &str) -> Result<Vec<u16>, Damaged> {
    let path = dir.join(format!("{name}.js"));
    let bytes = std::fs::read(&path).map_err(|e| Damaged(format!("{}: {e}", path.display())))?;
    payload_of(name, &bytes).ok_or_else(|| Damaged(format!("{} was changed", path.display())))
}

fn payload(dir: &Path, name: &str) -> Result<Vec<u8>, Damaged> {
    from_units(&payload_text(dir, name)?)
}
