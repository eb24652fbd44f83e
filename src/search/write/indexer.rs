//! Takes the records of a site and, range by range, the bodies; gives the root and every shard of
//! the index. Between the ranges, only compact postings (the occurrences of grams) are kept, in the
//! cache or in memory. The sink decides where files go. This file must not know where files go.

use super::postings::{Postings, collect};
use super::root::{self, Segment};
use super::segment;
use super::shard::{self, Cutter, Named};
use super::store::{ShardStore, Written};
use super::suggest;
use super::texts;
use crate::cache::{self, Cache};
use crate::diag::Error;
use crate::output::{Artifact, Sink};
use crate::search::format::body::Body;
use crate::search::format::record::Record;
use crate::search::format::root::Token;
use crate::search::format::shard::{Family, Sum, name_of_group};
use rayon::prelude::*;
use std::ops::Range;

/// Documents per record shard.
pub(in crate::search) const RECORD_GROUP: usize = 512;
/// The number of groups of [`RECORD_GROUP`] records that [`Indexer::all`] makes in parallel.
const AT_A_TIME: usize = 16;
/// The segments of an index, by the age of the documents. Each has its own files, so that a
/// document that is published today changes only the files of the smallest segment.
pub(in crate::search) const SEGMENTS: [&str; 3] = ["earlier", "year", "month"];
/// The smallest and the largest size of the S shards (suggestions), in bytes of JSON before
/// compression.
const SUGGESTIONS: (usize, usize) = (40_000, 100_000);
/// The maximum number of documents in a range, given the number of documents in its segment. A
/// small range makes an edit cheap, because the range is indexed again; large ranges leave fewer
/// postings to merge.
fn range(documents: usize) -> usize {
    if documents < 20_000 { 256 } else { 512 }
}

/// The sizes of the written files, without those that [`Indexer::range`] returns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stats {
    /// The shards of D (documents), P (positions), R (records) and S (suggestions).
    pub families: [Sum; 4],
    /// The root.
    pub root: Sum,
    /// The token of the root.
    pub token: Token,
    /// Bytes of all postings, in the cache or in memory.
    pub postings: usize,
}

/// Indexes documents in the order of their ids: pages, then documents from the oldest to the
/// newest.
pub struct Indexer<'a> {
    count: usize,
    record: &'a (dyn Fn(usize) -> Record + Sync),
    splits: [usize; 2],
}

impl<'a> Indexer<'a> {
    /// An indexer of `count` documents. `record` makes a record on demand, so that none stay in
    /// memory. `splits` are the first documents of the current year and month.
    pub fn new(
        count: usize,
        record: &'a (dyn Fn(usize) -> Record + Sync),
        splits: [usize; 2],
    ) -> Self {
        let year = splits[0].min(count);
        Indexer {
            count,
            record,
            splits: [year, splits[1].clamp(year, count)],
        }
    }

    /// The records of a range.
    pub fn records(&self, range: Range<usize>) -> Vec<Record> {
        range.map(self.record).collect()
    }

    fn segments(&self) -> Vec<Segment> {
        let [year, month] = self.splits;
        SEGMENTS
            .into_iter()
            .zip([0..year, year..month, month..self.count])
            .filter(|s| !s.1.is_empty())
            .map(|(name, range)| Segment {
                name,
                group: group(range.len()),
                range,
                ..Segment::default()
            })
            .collect()
    }

    /// The ranges to pass to [`Indexer::range`]. They are the same on every machine.
    pub fn ranges(&self) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        for s in self.segments() {
            let step = range(s.range.len()) / s.group * s.group;
            out.extend(
                s.range
                    .clone()
                    .step_by(step)
                    .map(|a| a..(a + step).min(s.range.end)),
            );
        }
        out
    }

    /// Indexes one of [`Indexer::ranges`], given its records and texts. Returns the postings, the
    /// text shards and the files of attachments' texts.
    pub fn range(
        &self,
        range: &Range<usize>,
        records: &[Record],
        bodies: &[Body],
    ) -> (Postings, Vec<Artifact>) {
        let segments = self.segments();
        let Some((n, s)) = segments
            .iter()
            .enumerate()
            .find(|(_, s)| s.range.contains(&range.start))
        else {
            return (Postings::default(), Vec::new());
        };
        let first = range.start - s.range.start;
        let mut postings = collect(records, bodies, n, first as u32);
        let folders = text_folders(s);
        let mut artifacts = Vec::new();
        let sums: Vec<Vec<Vec<u32>>> = (first..)
            .zip(bodies)
            .map(|(document, body)| attachments(s.name, document, body, &mut artifacts))
            .collect();
        let texts = records
            .chunks(s.group)
            .zip(bodies.chunks(s.group).zip(sums.chunks(s.group)))
            .enumerate()
            .map(|(i, (records, (bodies, sums)))| {
                let name = name_of_group((first / s.group + i) as u32);
                let (sum, artifact) = shard::of_bytes(
                    s.name,
                    Family::Texts,
                    folders,
                    &name,
                    &texts::documents(records, bodies, sums),
                );
                postings.text_hashes.push(sum);
                artifact
            });
        artifacts.extend(texts);
        (postings, artifacts)
    }

    /// What a range's text shards depend on besides the documents: its place in the segment, and
    /// the segment's layout. It is part of their cache key.
    pub fn place(&self, range: &Range<usize>) -> String {
        let segments = self.segments();
        let s = segments.iter().find(|s| s.range.contains(&range.start));
        s.map_or_else(String::new, |s| {
            format!(
                "{} {} {} {}",
                s.name,
                range.start - s.range.start,
                s.group,
                text_folders(s)
            )
        })
    }

    /// Writes all other shards and the root, after every range has been indexed; unchanged shards
    /// are kept. `None` if postings in the cache are lost or damaged; then every range must be
    /// indexed again.
    pub fn finish(
        &self,
        mut parts: Vec<Postings>,
        cache: &Cache,
        sink: &dyn Sink,
    ) -> Result<Option<Stats>, Error> {
        let mut stats = Stats::default();
        let mut segments = self.segments();
        parts.sort_by_key(|p| (p.segment, p.first));
        for (n, s) in segments.iter_mut().enumerate() {
            let parts = &parts[parts.partition_point(|p| p.segment < n)
                ..parts.partition_point(|p| p.segment <= n)];
            s.folders[2] = text_folders(s);
            s.groups[0] = parts
                .iter()
                .flat_map(|p| p.text_hashes.iter().copied())
                .collect();
            stats.postings += parts.iter().map(Postings::size).sum::<usize>();
            let texts = s.range.len().div_ceil(s.group);
            let (store, segment) = (ShardStore { cache, sink }, &*s);
            // These run in parallel, because the readings of the titles, which suggestions need,
            // keep only one thread busy.
            let (lists, (records, suggestions)) = rayon::join(
                || segment::entries(segment.name, texts, parts, &store),
                || {
                    rayon::join(
                        || self.record_shards(segment, &store),
                        || self.suggestions(segment, &store),
                    )
                },
            );
            let Some([documents, positions]) = lists? else {
                return Ok(None);
            };
            let (records, suggestions) = (records?, suggestions?);
            for (sum, family) in
                stats
                    .families
                    .iter_mut()
                    .zip([&documents, &positions, &records, &suggestions])
            {
                sum.join(&family.sum);
            }
            s.folders = [
                documents.folders,
                positions.folders,
                s.folders[2],
                records.folders,
                suggestions.folders,
            ];
            s.groups[1] = records.named.into_iter().map(|(_, _, sum)| sum).collect();
            s.entries = [documents.named, positions.named, suggestions.named];
        }
        let (root, token) = root::write(self.all(0..self.count), RECORD_GROUP, &segments);
        stats.root.add(root.bytes.len());
        stats.token = token;
        sink.put(root)?;
        Ok(Some(stats))
    }

    /// The records of a range in groups: [`RECORD_GROUP`] records each, and the rest in the last.
    fn groups(&self, range: Range<usize>) -> impl IndexedParallelIterator<Item = Vec<Record>> {
        let step = move |i: usize| {
            range.start + i * RECORD_GROUP..(range.start + (i + 1) * RECORD_GROUP).min(range.end)
        };
        (0..range.len().div_ceil(RECORD_GROUP))
            .into_par_iter()
            .map(move |i| self.records(step(i)))
    }

    /// The records of a range in order; only a few groups are in memory at a time.
    fn all(&self, range: Range<usize>) -> impl Iterator<Item = Record> {
        let end = range.end;
        let some = move |start| {
            self.groups(start..(start + AT_A_TIME * RECORD_GROUP).min(end))
                .collect::<Vec<_>>()
        };
        range
            .step_by(AT_A_TIME * RECORD_GROUP)
            .flat_map(some)
            .flatten()
    }

    fn record_shards(&self, s: &Segment, store: &ShardStore<'_>) -> Result<Written, Error> {
        let folders = shard::folders(s.range.len().div_ceil(RECORD_GROUP));
        let made = self
            .groups(s.range.clone())
            .enumerate()
            .map(|(i, records)| {
                let place = format!("{} {folders} {i}", s.name);
                let key = cache::key(&[
                    b"records",
                    place.as_bytes(),
                    &postcard::to_extend(&records, Vec::new()).unwrap_or_default(),
                ]);
                let mut made = store.keep_or_make(&key, || {
                    let name = name_of_group(i as u32);
                    let (sum, artifact) = shard::of_bytes(
                        s.name,
                        Family::Records,
                        folders,
                        &name,
                        &texts::records(&records),
                    );
                    vec![((0, 0, sum), artifact)]
                })?;
                Ok(made.remove(0))
            });
        Ok(Written::of(folders, made.collect::<Result<_, Error>>()?))
    }

    fn suggestions(&self, s: &Segment, store: &ShardStore<'_>) -> Result<Written, Error> {
        let key = |records: Vec<Record>| -> Vec<u8> {
            cache::key(
                &records
                    .iter()
                    .map(|r| r.title.as_bytes())
                    .collect::<Vec<_>>(),
            )
            .to_vec()
        };
        let keys: Vec<Vec<u8>> = self.groups(s.range.clone()).map(key).collect();
        let titles = || self.all(s.range.clone()).map(|r| r.title);
        suggestions(s.name, s.range.len(), &keys.concat(), titles, store)
    }
}

/// Writes the S shards (suggestions) of a segment with `documents` documents, given the titles and
/// a digest of the titles.
pub(super) fn suggestions<T: Iterator<Item = String>>(
    segment: &str,
    documents: usize,
    digest: &[u8],
    titles: impl FnOnce() -> T,
    store: &ShardStore<'_>,
) -> Result<Written, Error> {
    let key = cache::key(&[b"suggestions", segment.as_bytes(), digest]);
    let made = store.keep_or_make(&key, || {
        let mut cutter = Cutter::new(SUGGESTIONS);
        let mut shards = Vec::new();
        suggest::entries(documents, titles())
            .into_iter()
            .for_each(|e| cutter.push(e, &mut shards));
        shards.extend(cutter.finish());
        let folders = shard::folders(shards.len());
        let named = shards
            .iter()
            .map(|entries| shard::of_json(segment, Family::Suggestions, folders, entries));
        named
            .map(
                |Named {
                     key,
                     first,
                     sum,
                     artifact,
                 }| ((key, first, sum), artifact),
            )
            .collect()
    })?;
    Ok(Written::of(shard::folders(made.len()), made))
}

/// Adds the files of a document's attachments to `artifacts`. `document` is its number within its
/// segment. Gives, for each attachment, the checksums of its pieces.
fn attachments(
    segment: &str,
    document: usize,
    body: &Body,
    artifacts: &mut Vec<Artifact>,
) -> Vec<Vec<u32>> {
    let mut count = 0;
    let mut sums = Vec::with_capacity(body.attachments.len());
    for attachment in &body.attachments {
        let mut of_one = Vec::new();
        for piece in texts::pieces(attachment) {
            let (sum, artifact) = shard::of_piece(segment, document, count, &piece);
            artifacts.push(artifact);
            of_one.push(sum);
            count += 1;
        }
        sums.push(of_one);
    }
    sums
}

/// The number of documents in a text shard. Small shards make excerpts cheap; large ones make fewer
/// files.
fn group(documents: usize) -> usize {
    match documents {
        0..=2_000 => 3,
        2_001..=16_000 => 3,
        16_001..=200_000 => 8,
        _ => 16,
    }
}

fn text_folders(s: &Segment) -> u32 {
    shard::folders(s.range.len().div_ceil(s.group))
}
