//! Takes the folder of an index; gives its root (the file that lists the others), its shards by
//! number, and the documents that have a gram. A gram is one character, two characters or four
//! digits. This file must not know how an index is made, nor what queries ask.

use crate::search::format::body::{Attachment, Passage};
use crate::search::format::code::{BitReader, Bytes, Damaged, checksum, from_units};
use crate::search::format::gram::Key;
use crate::search::format::pack::{inflate_most, unpack};
use crate::search::format::record::Record;
use crate::search::format::root::{Head, PartHead, SegmentHead, VERSION, planes};
use crate::search::format::shard::{
    CHECKED, Family, name, name_of_entry, name_of_group, name_of_piece, payload as payload_of,
};
use serde_json::Value;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub(in crate::search) struct Shards {
    pub(super) firsts: Vec<(Key, u32)>,
    pub(in crate::search) sums: Vec<u32>,
}

/// A stock: the texts and records of a segment. In the joined index of a portal, each part of a
/// segment has a stock.
pub(in crate::search) struct Stock {
    /// Its name in paths.
    pub(in crate::search) name: String,
    /// Its documents, numbered within the segment.
    pub(in crate::search) range: Range<usize>,
    /// Documents per text shard.
    pub(in crate::search) group: usize,
    /// The number of folders of the families T (texts) and R (records).
    pub(in crate::search) folders: [u32; 2],
    /// The address to which its documents' addresses are relative; empty in the index of a site.
    pub(in crate::search) base: String,
    /// The checksums of its shards of T, and of R. In a joined index, those of T are in shards of
    /// C.
    pub(in crate::search) sums: [Vec<u32>; 2],
    /// Only in a joined index: the checksum of each shard of C, and the content after it was read.
    checks: Vec<(u32, OnceLock<Vec<u32>>)>,
}

/// An index on disk.
pub struct Reader {
    pub(in crate::search) dir: PathBuf,
    pub(in crate::search) root: Head<'static>,
    pub(in crate::search) columns: Vec<Vec<u32>>, // by facet: for each document, the index of its combination of values
    pub(super) days: Vec<u32>, // by document: the number of its day; empty if ids follow the days
    pub(super) ranks: Vec<u32>, // by document: its place in the order of days; empty like `days`
    pub(super) segments: Vec<Vec<Shards>>, // by segment, then by family
    pub(in crate::search) stocks: Vec<Vec<Stock>>, // by segment
    pub(super) checked: bool,  // whether checksums are verified; false only in tests
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

    /// The version of the format of the index in `dir`.
    pub(in crate::search) fn version(dir: &Path) -> Result<u64, Damaged> {
        let bytes = inflate_most(&payload(dir, "root")?, LARGEST_ROOT)?;
        let mut rest = Bytes::new(&bytes);
        let length = rest.varint()? as usize;
        version_of(rest.take(length)?)
    }

    /// Reads the root of the index in `dir`, the folder `search` of a site.
    pub fn open(dir: &Path) -> Result<Reader, Damaged> {
        let bytes = inflate_most(&payload(dir, "root")?, LARGEST_ROOT)?;
        let mut rest = Bytes::new(&bytes);
        let length = rest.varint()? as usize;
        let json = rest.take(length)?;
        // The version is checked first, because the JSON of another version may have other keys.
        let version = version_of(json)?;
        if version != u64::from(VERSION) {
            return Err(Damaged(format!("its version is {version}")));
        }
        let root: Head<'static> =
            serde_json::from_slice(json).map_err(|e| Damaged(format!("search/root.js: {e}")))?;
        let columns = root
            .facets
            .iter()
            .map(|f| column(&mut rest, root.documents, f.values.len()))
            .collect::<Result<_, _>>()?;
        let days = match root.days.len() {
            0 => Vec::new(),
            known => column_of_days(&mut rest, root.documents, known)?,
        };
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
        let mut stocks = Vec::new();
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
                let sums = sums(&mut rest, n)?;
                families.push(Shards { firsts, sums });
            }
            stocks.push(stocks_of(s, &families, &mut rest)?);
            segments.push(families);
        }
        Ok(Reader {
            dir: dir.to_owned(),
            root,
            columns,
            ranks: ranks(&days),
            days,
            segments,
            stocks,
            checked: true,
        })
    }

    /// The place of a document in the order of the days.
    pub(super) fn rank(&self, id: usize) -> usize {
        self.ranks.get(id).map_or(id, |&rank| rank as usize)
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
        from_units(&self.units(name, sum)?)
    }

    pub(in crate::search) fn units(&self, name: &str, sum: u32) -> Result<Vec<u16>, Damaged> {
        let text = payload_text(&self.dir, name)?;
        if self.checked && checksum(&text) != sum {
            Err(Damaged(format!("search/{name}.js was changed")))
        } else {
            Ok(text)
        }
    }

    /// The stock with a document, and the number of the document in this stock.
    pub(super) fn place(&self, id: usize) -> Result<(&Stock, usize), Damaged> {
        let missing = || Damaged("a text is missing".into());
        let (n, s) = self.segment_of(id).ok_or_else(missing)?;
        let stocks = &self.stocks[n];
        let doc = id - s.from;
        let at = stocks.partition_point(|stock| stock.range.end <= doc);
        let stock = stocks.get(at).filter(|stock| stock.range.contains(&doc));
        let stock = stock.ok_or_else(missing)?;
        Ok((stock, doc - stock.range.start))
    }

    /// The attachments of a document. `document` is its number within its stock.
    pub(super) fn attachments(
        &self,
        stock: &Stock,
        document: usize,
        text: &Text,
    ) -> Result<Vec<Attachment>, Damaged> {
        let segment = &stock.name;
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

    /// The shards of family D (documents) or P (positions) that may have a gram.
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
                    entry.varint()?; // the length of the positions, not needed here
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

    /// The name of a text shard of a stock, and its checksum.
    pub(super) fn text_name(&self, stock: &Stock, group: usize) -> Result<(String, u32), Damaged> {
        let at = group / CHECKED;
        let Some((check, known)) = stock.checks.get(at) else {
            return stock.shard(Family::Texts, group);
        };
        let known = match known.get() {
            Some(known) => known,
            None => {
                let what = name_of_group(at as u32);
                let name = name(&stock.name, Family::Checksums, 1, &what, *check);
                let all = stock.range.len().div_ceil(stock.group);
                let count = all.saturating_sub(at * CHECKED).min(CHECKED);
                let bytes = self.bytes(&name, *check)?;
                let read = sums(&mut Bytes::new(&bytes), count)?;
                known.get_or_init(|| read)
            }
        };
        let sum = *known
            .get(group % CHECKED)
            .ok_or_else(|| Damaged("a shard that is not there".into()))?;
        let what = name_of_group(group as u32);
        let name = name(&stock.name, Family::Texts, stock.folders[0], &what, sum);
        Ok((name, sum))
    }

    pub(super) fn texts(&self, stock: &Stock, group: usize) -> Result<Vec<Text>, Damaged> {
        let (name, sum) = self.text_name(stock, group)?;
        let docs: Vec<Value> = unpack(&self.bytes(&name, sum)?)?;
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

/// The place of each document in the order of the days; equal days keep their order.
fn ranks(days: &[u32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0u32..).take(days.len()).collect();
    order.sort_by_key(|&id| days[id as usize]);
    let mut ranks = vec![0; days.len()];
    (0u32..)
        .zip(order)
        .for_each(|(rank, id)| ranks[id as usize] = rank);
    ranks
}

/// The maximum size of a root that is read, in bytes.
const LARGEST_ROOT: u64 = 1 << 30;

impl Stock {
    /// The name of a shard of T or R, and its checksum.
    pub(in crate::search) fn shard(
        &self,
        family: Family,
        i: usize,
    ) -> Result<(String, u32), Damaged> {
        let which = usize::from(family == Family::Records);
        let sum = *self.sums[which]
            .get(i)
            .ok_or_else(|| Damaged("a shard that is not there".into()))?;
        let what = name_of_group(i as u32);
        Ok((
            name(&self.name, family, self.folders[which], &what, sum),
            sum,
        ))
    }
}

/// The stocks of a segment: its own texts and records, or those of its parts.
fn stocks_of(
    segment: &SegmentHead<'_>,
    families: &[Shards],
    rest: &mut Bytes<'_>,
) -> Result<Vec<Stock>, Damaged> {
    let own = [Family::Texts, Family::Records].map(|f| f as usize);
    if segment.parts.is_empty() {
        return Ok(vec![Stock {
            name: segment.name.to_string(),
            range: 0..segment.to - segment.from,
            group: segment.group,
            folders: own.map(|f| segment.folders[f]),
            base: String::new(),
            sums: own.map(|f| families[f].sums.clone()),
            checks: Vec::new(),
        }]);
    }
    let mut next = 0;
    let mut part = |part: &PartHead<'_>| {
        // between two parts, numbers may have no document
        if part.from < next || part.to < part.from || part.group == 0 {
            return Err(Damaged("search/root.js: a part".into()));
        }
        next = part.to;
        Ok(Stock {
            name: part.name.to_string(),
            range: part.from..part.to,
            group: part.group,
            folders: part.folders,
            base: part.base.to_string(),
            checks: sums(rest, part.shards[0])?
                .into_iter()
                .map(|sum| (sum, OnceLock::new()))
                .collect(),
            sums: [Vec::new(), sums(rest, part.shards[1])?],
        })
    };
    segment.parts.iter().map(&mut part).collect()
}

/// Reads the checksums of `n` shards, each of twenty bits.
fn sums(rest: &mut Bytes<'_>, n: usize) -> Result<Vec<u32>, Damaged> {
    let mut bits = BitReader::new(rest.take(n.saturating_mul(20).div_ceil(8))?);
    (0..n).map(|_| bits.bits(20)).collect()
}

/// Reads the column of a facet that has `values` combinations of values.
fn column(rest: &mut Bytes<'_>, documents: usize, values: usize) -> Result<Vec<u32>, Damaged> {
    in_range(planar(rest, documents, values)?, values)
}

/// Reads one number for each document.
fn planar(rest: &mut Bytes<'_>, documents: usize, values: usize) -> Result<Vec<u32>, Damaged> {
    if documents > rest.rest.len() {
        return Err(Damaged("search/root.js: a column".into()));
    }
    let mut out = vec![0; documents];
    for plane in 0..planes(values) {
        for (v, b) in out.iter_mut().zip(rest.take(documents)?) {
            *v |= u32::from(*b) << (8 * plane);
        }
    }
    Ok(out)
}

/// Reads the column of the days. The file has the difference of each number from the previous one;
/// the result has the numbers.
fn column_of_days(
    rest: &mut Bytes<'_>,
    documents: usize,
    days: usize,
) -> Result<Vec<u32>, Damaged> {
    let mut numbers = planar(rest, documents, days)?;
    let mask = u32::MAX >> (32 - 8 * planes(days));
    let mut last = 0u32;
    for number in &mut numbers {
        last = last.wrapping_add(*number) & mask;
        *number = last;
    }
    in_range(numbers, days)
}

/// Checks that every number is below the number of values.
fn in_range(numbers: Vec<u32>, values: usize) -> Result<Vec<u32>, Damaged> {
    match numbers.iter().any(|&v| v as usize >= values) {
        true => Err(Damaged("search/root.js: a column".into())),
        false => Ok(numbers),
    }
}

/// The version that the JSON of a root states.
pub(super) fn version_of(json: &[u8]) -> Result<u64, Damaged> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        version: u64,
    }
    let read: Result<Versioned, _> = serde_json::from_slice(json);
    let read = read.map_err(|e| Damaged(format!("search/root.js: {e}")))?;
    Ok(read.version)
}

fn payload_text(dir: &Path, name: &str) -> Result<Vec<u16>, Damaged> {
    let path = dir.join(format!("{name}.js"));
    let bytes = std::fs::read(&path).map_err(|e| Damaged(format!("{}: {e}", path.display())))?;
    payload_of(name, &bytes).ok_or_else(|| Damaged(format!("{} was changed", path.display())))
}

fn payload(dir: &Path, name: &str) -> Result<Vec<u8>, Damaged> {
    from_units(&payload_text(dir, name)?)
}
