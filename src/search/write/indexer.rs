//! Takes the records of a site and, range by range, the bodies; gives the root and every shard of
//! the index. Between the ranges, only compact postings (the occurrences of grams) are kept, in the
//! cache or in memory. This file must not know where files go.

use super::postings::{Postings, collect};
use super::root::{self, Segment};
use super::segment;
use super::shard::{self, Cutter, Named};
use super::store::{ShardStore, Written};
use super::suggest;
use super::texts;
use crate::cache::{self, Cache};
use crate::diag::Error;
use crate::output::{Artifact, Fingerprint, Sink};
use crate::search::format::body::Body;
use crate::search::format::pack::pack;
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
    if documents < 20_000 { 128 } else { 512 }
}

/// A text shard, as the cache stores it.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct TextShard {
    /// The digest of its JSON.
    content: cache::Key,
    /// Its checksum, which the root states.
    sum: u32,
    path: String,
    file: Fingerprint,
}

/// The sizes of the written files, without those that [`Indexer::range`] writes.
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
    digests: Vec<RecordDigests>,
}

/// The digests of a document's record and of its title, for keys. They are much smaller than the
/// record.
type RecordDigests = (cache::Key, cache::Key);

impl<'a> Indexer<'a> {
    /// An indexer of `count` documents. `record` makes a record on demand, so that none stay in
    /// memory. `splits` are the first documents of the current year and month. `digests` are those
    /// of [`Indexer::digests`] for the same records.
    pub fn new(
        count: usize,
        record: &'a (dyn Fn(usize) -> Record + Sync),
        splits: [usize; 2],
        digests: Vec<RecordDigests>,
    ) -> Self {
        let year = splits[0].min(count);
        Indexer {
            count,
            record,
            digests,
            splits: [year, splits[1].clamp(year, count)],
        }
    }

    /// The digests of all records.
    pub fn digests(count: usize, record: &(dyn Fn(usize) -> Record + Sync)) -> Vec<RecordDigests> {
        let digests = |i: usize| {
            let record = record(i);
            let bytes = postcard::to_extend(&record, Vec::new()).unwrap_or_default();
            (
                cache::key(&[&bytes]),
                cache::key(&[record.title.as_bytes()]),
            )
        };
        (0..count).into_par_iter().map(digests).collect()
    }

    /// A key of the records of a range.
    pub fn records_key(&self, range: &Range<usize>) -> cache::Key {
        let digests = &self.digests[range.clone()];
        cache::key(&digests.iter().map(|d| &d.0[..]).collect::<Vec<_>>())
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

    /// Indexes one of [`Indexer::ranges`], given its records and texts. Writes the files of
    /// attachments' texts and the text shards; keeps a text shard if the last run wrote it with the
    /// same content. Returns the postings, and the paths and fingerprints of these files.
    pub fn range(
        &self,
        range: &Range<usize>,
        records: &[Record],
        bodies: &[Body],
        cache: &Cache,
        sink: &dyn Sink,
    ) -> Result<(Postings, Vec<(String, Fingerprint)>), Error> {
        let segments = self.segments();
        let Some((n, s)) = segments
            .iter()
            .enumerate()
            .find(|(_, s)| s.range.contains(&range.start))
        else {
            return Ok(Default::default());
        };
        let first = range.start - s.range.start;
        let mut postings = collect(records, bodies, n, first as u32);
        let folders = text_folders(s);
        let mut artifacts = Vec::new();
        let sums: Vec<Vec<Vec<u32>>> = (first..)
            .zip(bodies)
            .map(|(document, body)| attachments(s.name, document, body, &mut artifacts))
            .collect();
        let mut files = artifacts
            .into_iter()
            .map(|file| Ok((file.path.clone(), sink.put(file)?)))
            .collect::<Result<Vec<_>, Error>>()?;
        let key = self.texts_key(range);
        let last: Vec<TextShard> = cache.get(&key).unwrap_or_default();
        let mut all = Vec::new();
        let groups = records
            .chunks(s.group)
            .zip(bodies.chunks(s.group).zip(sums.chunks(s.group)));
        for (i, (records, (bodies, sums))) in groups.enumerate() {
            let json = texts::documents(records, bodies, sums);
            let content = cache::key(&[json.as_bytes()]);
            let shard = match last.get(i) {
                Some(last) if last.content == content && sink.keep(&last.path, &last.file)? => {
                    last.clone()
                }
                _ => {
                    let name = name_of_group((first / s.group + i) as u32);
                    let bytes = pack(&json);
                    let (sum, artifact) =
                        shard::of_bytes(s.name, Family::Texts, folders, &name, &bytes);
                    TextShard {
                        content,
                        sum,
                        path: artifact.path.clone(),
                        file: sink.put(artifact)?,
                    }
                }
            };
            postings.text_hashes.push(shard.sum);
            files.push((shard.path.clone(), shard.file));
            all.push(shard);
        }
        cache.replace(&key, &all);
        Ok((postings, files))
    }

    /// Keeps what the cache has about the text shards of a range that is not indexed in this run.
    pub fn hold(&self, range: &Range<usize>, cache: &Cache) {
        cache.hold(&self.texts_key(range));
    }

    /// The cache key of the last text shards of a range.
    fn texts_key(&self, range: &Range<usize>) -> cache::Key {
        cache::key(&[b"texts", self.place(range).as_bytes()])
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
        let all = 0..self.count;
        let key = cache::key(&[b"facets", &self.records_key(&all)]);
        let facets = cache.remember(&key, || Ok(root::facets(self.all(all))))?;
        let (root, token) = root::write(facets, RECORD_GROUP, &segments);
        stats.root.add(root.bytes.len());
        stats.token = token;
        sink.put(root)?;
        Ok(Some(stats))
    }

    /// A range in groups: [`RECORD_GROUP`] documents each, and the rest in the last.
    fn groups(range: Range<usize>) -> impl IndexedParallelIterator<Item = Range<usize>> {
        let step = move |i: usize| {
            range.start + i * RECORD_GROUP..(range.start + (i + 1) * RECORD_GROUP).min(range.end)
        };
        (0..range.len().div_ceil(RECORD_GROUP))
            .into_par_iter()
            .map(step)
    }

    /// The records of a range in order; only a few groups are in memory at a time.
    fn all(&self, range: Range<usize>) -> impl Iterator<Item = Record> {
        let end = range.end;
        let some = move |start| {
            Self::groups(start..(start + AT_A_TIME * RECORD_GROUP).min(end))
                .map(|group| self.records(group))
                .collect::<Vec<_>>()
        };
        range
            .step_by(AT_A_TIME * RECORD_GROUP)
            .flat_map(some)
            .flatten()
    }

    fn record_shards(&self, s: &Segment, store: &ShardStore<'_>) -> Result<Written, Error> {
        let folders = shard::folders(s.range.len().div_ceil(RECORD_GROUP));
        let made = Self::groups(s.range.clone()).enumerate().map(|(i, group)| {
            let place = format!("{} {folders} {i}", s.name);
            let key = cache::key(&[b"records", place.as_bytes(), &self.records_key(&group)]);
            let mut made = store.keep_or_make(&key, || {
                let name = name_of_group(i as u32);
                let (sum, artifact) = shard::of_bytes(
                    s.name,
                    Family::Records,
                    folders,
                    &name,
                    &texts::records(&self.records(group)),
                );
                vec![((0, 0, sum), artifact)]
            })?;
            Ok(made.remove(0))
        });
        Ok(Written::of(folders, made.collect::<Result<_, Error>>()?))
    }

    fn suggestions(&self, s: &Segment, store: &ShardStore<'_>) -> Result<Written, Error> {
        let digests = self.digests[s.range.clone()].iter();
        let key = cache::key(&digests.map(|d| &d.1[..]).collect::<Vec<_>>());
        let titles = || self.all(s.range.clone()).map(|r| r.title);
        suggestions(s.name, s.range.len(), &key, titles, store)
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
