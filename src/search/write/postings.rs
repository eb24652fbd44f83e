//! Takes the records and bodies of a range of documents; gives their postings: a sorted, compact
//! list of where each gram occurs. With the postings, the texts need not stay in memory. This file
//! must not know shards or files.

use super::collect::grams;
use crate::cache::{self, Cache};
use crate::search::format::body::Body;
use crate::search::format::code::{Bytes, Damaged, put_varint};
use crate::search::format::gram::{Key, is_single};
use crate::search::format::hit::{HEAD, HeadHit};
use crate::search::format::record::Record;
use std::borrow::Cow;

/// All occurrences of one gram, in the ascending order of the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    /// Documents, counted from the beginning of the segment.
    pub docs: Vec<u32>,
    /// The occurrences in heads: the index of the document in `docs`, and the place. Within a
    /// document, the occurrences are in the order of field and offset.
    pub heads: Vec<(u32, HeadHit)>,
    /// The number of positions of each document; empty for single characters, which have no
    /// positions here.
    pub counts: Vec<u32>,
    /// Positions in the bodies, ascending within a document.
    pub positions: Vec<u32>,
}

impl List {
    /// Empties the list and keeps its memory for the next gram.
    pub(super) fn clear(&mut self) {
        self.docs.clear();
        self.heads.clear();
        self.counts.clear();
        self.positions.clear();
    }
}

/// The postings of a range of documents.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Postings {
    pub(super) segment: usize,
    pub(super) first: u32, // the number of the first document within the segment
    pub(super) text_hashes: Vec<u32>,
    index: Vec<Block>, // so that reading can start at any block
    length: usize,
    /// The cache key of the bytes, set by [`Postings::store`].
    pub(super) name: cache::Key,
    #[serde(skip)]
    bytes: Option<Vec<u8>>,
}

/// A block of consecutive keys, readable on its own.
#[derive(Clone, Copy, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Block {
    first: Key,
    /// The offset of the block in the bytes of the range.
    start: usize,
    /// The checksum of its bytes, because a cache file may be damaged.
    check: u32,
}

fn check(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A part of the bytes of a range of documents, in memory.
pub(super) struct Held<'a> {
    bytes: Cow<'a, [u8]>,
    blocks: &'a [Block],
    /// The offset in the bytes of the range at which this part ends.
    end: usize,
}

/// A block ends as soon as it has this number of keys.
const BLOCK_KEYS: usize = 128;
/// A block ends as soon as it has this number of bytes, because neighbouring keys may all have long
/// lists.
const BLOCK_BYTES: usize = 8 << 10;

/// Collects the postings of a range of documents, given their records and bodies, the number of the
/// segment, and the number of the first document within the segment.
pub(super) fn collect(records: &[Record], bodies: &[Body], segment: usize, first: u32) -> Postings {
    let mut out = Postings {
        segment,
        first,
        ..Postings::default()
    };
    let mut bytes = Vec::new();
    let mut data = Vec::new();
    let (mut count, mut last) = (0, 0);
    grams(records, bodies, |key, found| {
        data.clear();
        put_documents(&mut data, found, key);
        let start = out.index.last().map_or(0, |block| block.start);
        if out.index.is_empty() || count == BLOCK_KEYS || bytes.len() - start >= BLOCK_BYTES {
            out.index.push(Block {
                first: key,
                start: bytes.len(),
                check: 0,
            });
            (count, last) = (0, 0);
        }
        put_varint(&mut bytes, key - last);
        put_varint(&mut bytes, data.len() as u64);
        bytes.extend_from_slice(&data);
        (count, last) = (count + 1, key);
    });
    bytes.shrink_to_fit();
    out.length = bytes.len();
    let ends: Vec<usize> = out
        .index
        .iter()
        .skip(1)
        .map(|b| b.start)
        .chain([bytes.len()])
        .collect();
    out.index
        .iter_mut()
        .zip(ends)
        .for_each(|(block, end)| block.check = check(&bytes[block.start..end]));
    out.bytes = Some(bytes);
    out
}

fn put_documents(out: &mut Vec<u8>, found: &[(u32, u32)], key: Key) {
    let single = is_single(key);
    let mut next = 0;
    for hits in found.chunk_by(|a, b| a.0 == b.0) {
        let doc = hits[0].0;
        let heads = hits.iter().take_while(|h| h.1 & HEAD != 0).count();
        let body = &hits[heads..];
        let one = !single && body.len() == 1;
        put_varint(
            out,
            u64::from(doc - next) << 2 | u64::from(one) << 1 | u64::from(heads > 0),
        );
        next = doc + 1;
        if heads > 0 {
            put_varint(out, heads as u64);
            hits[..heads]
                .iter()
                .for_each(|h| put_varint(out, u64::from(h.1 & !HEAD)));
        }
        if !single && !one {
            put_varint(out, body.len() as u64);
        }
        if !single {
            let mut at = 0;
            for b in body {
                put_varint(out, u64::from(b.1 - at));
                at = b.1;
            }
        }
    }
}

impl Postings {
    /// The number of bytes.
    pub fn size(&self) -> usize {
        self.length
    }

    /// Moves the bytes to the cache under the key `name`. If the cache stores nothing, they stay in
    /// memory.
    pub fn store(&mut self, name: cache::Key, cache: &Cache) {
        self.name = name;
        if self
            .bytes
            .as_ref()
            .is_some_and(|bytes| cache.put_large(&name, bytes))
        {
            self.bytes = None;
        }
    }

    /// The same postings for a range that now begins at `first`, counted within the segment.
    pub(super) fn at(mut self, segment: usize, first: usize) -> Postings {
        self.segment = segment;
        self.first = first as u32;
        self
    }

    /// A copy without the bytes.
    pub(super) fn outline(&self) -> Postings {
        Postings {
            index: self.index.clone(),
            text_hashes: self.text_hashes.clone(),
            bytes: None,
            ..*self
        }
    }

    /// Whether the bytes are available. For bytes in the cache, only the size of the file is
    /// checked.
    pub fn is_there(&self, cache: &Cache) -> bool {
        self.bytes.is_some() || cache.has_large(&self.name, self.length)
    }

    /// The blocks with the keys in `from..to`. Bytes from the cache are verified.
    pub(super) fn hold(&self, from: Key, to: Key, cache: &Cache) -> Result<Held<'_>, Damaged> {
        let first = self
            .index
            .partition_point(|b| b.first <= from)
            .saturating_sub(1);
        let last = self.index.partition_point(|b| b.first < to).max(first);
        let blocks = &self.index[first..last];
        let start = blocks.first().map_or(0, |b| b.start);
        let end = if blocks.is_empty() {
            start
        } else {
            self.index.get(last).map_or(self.length, |b| b.start)
        };
        let held = Held {
            bytes: match &self.bytes {
                Some(bytes) => Cow::Borrowed(&bytes[start..end]),
                None => Cow::Owned(
                    cache
                        .read_large(&self.name, start..end)
                        .ok_or_else(|| Damaged("the postings of a range are gone".into()))?,
                ),
            },
            blocks,
            end,
        };
        let is_whole = self.bytes.is_some()
            || held
                .blocks()
                .all(|(block, bytes)| check(bytes) == block.check);
        if is_whole {
            Ok(held)
        } else {
            Err(Damaged("the postings of a range were changed".into()))
        }
    }

    /// The encoded documents of some keys. The keys must ascend. A key that does not occur is left
    /// out. A file in the cache is opened once.
    pub(super) fn find(&self, keys: &[Key], cache: &Cache) -> Result<Vec<(Key, Vec<u8>)>, Damaged> {
        let gone = || Damaged("the postings of a range are gone".into());
        let large = match &self.bytes {
            Some(_) => None,
            None => Some(cache.open_large(&self.name).ok_or_else(gone)?),
        };
        let block_of = |key: &Key| self.index.partition_point(|b| b.first <= *key);
        let mut found = Vec::new();
        for keys in keys.chunk_by(|a, b| block_of(a) == block_of(b)) {
            let Some(at) = block_of(&keys[0]).checked_sub(1) else {
                continue;
            };
            let block = &self.index[at];
            let end = self.index.get(at + 1).map_or(self.length, |b| b.start);
            let bytes = match (&self.bytes, &large) {
                (Some(bytes), _) => Cow::Borrowed(&bytes[block.start..end]),
                (None, Some(large)) => Cow::Owned(large.read(block.start..end).ok_or_else(gone)?),
                (None, None) => return Err(gone()),
            };
            if large.is_some() && check(&bytes) != block.check {
                return Err(Damaged("the postings of a range were changed".into()));
            }
            let mut wanted = keys.iter().peekable();
            let (mut bytes, mut key) = (Bytes::new(&bytes), 0);
            while !bytes.rest.is_empty() && wanted.peek().is_some() {
                key += bytes.varint()?;
                let length = bytes.varint()?;
                let data = bytes.take(length as usize)?;
                while wanted.next_if(|k| **k < key).is_some() {}
                if wanted.next_if(|k| **k == key).is_some() {
                    found.push((key, data.to_vec()));
                }
            }
        }
        Ok(found)
    }

    /// The first key of each block. Work can be divided at these keys.
    pub(super) fn sample(&self) -> impl Iterator<Item = Key> {
        self.index.iter().map(|b| b.first)
    }
}

impl Held<'_> {
    fn blocks(&self) -> impl Iterator<Item = (&Block, &[u8])> {
        let base = self.blocks.first().map_or(0, |b| b.start);
        let ends = self
            .blocks
            .iter()
            .skip(1)
            .map(|b| b.start)
            .chain([self.end]);
        self.blocks
            .iter()
            .zip(ends)
            .map(move |(block, end)| (block, &self.bytes[block.start - base..end - base]))
    }

    /// Calls `each` with every key of `from..to` and its encoded documents.
    pub(super) fn keys<'a>(
        &'a self,
        from: Key,
        to: Key,
        mut each: impl FnMut(Key, &'a [u8]),
    ) -> Result<(), Damaged> {
        for (_, bytes) in self.blocks() {
            let mut bytes = Bytes::new(bytes);
            let mut key = 0;
            while !bytes.rest.is_empty() {
                key += bytes.varint()?;
                let length = bytes.varint()?;
                let data = bytes.take(length as usize)?;
                if key >= to {
                    return Ok(());
                }
                if key >= from {
                    each(key, data);
                }
            }
        }
        Ok(())
    }
}

/// Appends the occurrences of a key in a range to `out`. `data` comes from [`Held::keys`] or
/// [`Postings::find`]. `first` is the first document of the range, counted within the segment.
pub(super) fn read_documents(
    data: &[u8],
    key: Key,
    first: u32,
    out: &mut List,
) -> Result<(), Damaged> {
    let single = is_single(key);
    let mut bytes = Bytes::new(data);
    let mut next = first;
    while !bytes.rest.is_empty() {
        let head = bytes.varint()?;
        let doc = next + (head >> 2) as u32;
        next = doc + 1;
        if head & 1 != 0 {
            for _ in 0..bytes.varint()? {
                out.heads
                    .push((out.docs.len() as u32, HeadHit::unpack(bytes.varint()?)));
            }
        }
        out.docs.push(doc);
        if !single {
            let count = if head & 2 != 0 { 1 } else { bytes.varint()? };
            out.counts.push(count as u32);
            let mut at = 0;
            for _ in 0..count {
                at += bytes.varint()? as u32;
                out.positions.push(at);
            }
        }
    }
    Ok(())
}
