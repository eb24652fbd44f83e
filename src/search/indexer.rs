//! The indexer: takes the records of a site, and the bodies range by range, and gives every file below `search/` but the
//! engine. Holds compact postings, never the bodies. It must not know where files go.

use super::entry::{self, Entry, FEW, Limits};
use super::fields::Record;
use super::gram::{Key, is_single};
use super::postings::{List, Postings, collect, read_documents};
use super::root::{self, Segment};
use super::shard::{self, Cutter, Family, Named};
use super::suggest;
use super::texts;
use crate::output::Artifact;
use rayon::prelude::*;
use std::ops::Range;

/// Documents of a record shard.
const RECORD_GROUP: usize = 256;
/// The parts of an index, each with files of its own: a new document changes the smallest only.
const SEGMENTS: [&str; 3] = ["earlier", "year", "month"];
/// Positions of at most this many bytes stand beside the documents.
const INLINE: usize = 4_000;
/// Sizes of S shards, as JSON.
const SUGGESTIONS: (usize, usize) = (40_000, 100_000);
/// About this many documents are read together.
const RANGE: usize = 512;
/// Postings of this many bytes are merged as one task; as many tasks are waited for together.
const TASK_BYTES: usize = 1 << 20;
const TASKS: usize = 16;

/// Sums over the files of a family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub files: usize,
    /// Of all of them.
    pub bytes: usize,
    /// Of the largest.
    pub largest: usize,
}

impl Sum {
    pub(super) fn add(&mut self, bytes: usize) {
        self.files += 1;
        self.bytes += bytes;
        self.largest = self.largest.max(bytes);
    }
}

/// What was written, without the text shards, which the caller has had before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// D, P, R and S.
    pub families: [Sum; 4],
    /// The root.
    pub root: Sum,
    /// Bytes of all postings while they were in memory.
    pub postings: usize,
}

/// Makes an index. The records stand in the order of their ids: oldest first, pages before everything.
pub struct Indexer<'a> {
    records: &'a [Record],
    splits: [usize; 2],
}

impl<'a> Indexer<'a> {
    /// `splits` are the first document of the current year, and of the current month.
    pub fn new(records: &'a [Record], splits: [usize; 2]) -> Self {
        let year = splits[0].min(records.len());
        Indexer { records, splits: [year, splits[1].clamp(year, records.len())] }
    }

    fn segments(&self) -> Vec<Segment> {
        let [year, month] = self.splits;
        SEGMENTS
            .into_iter()
            .zip([0..year, year..month, month..self.records.len()])
            .filter(|s| !s.1.is_empty())
            .map(|(name, range)| Segment { name, group: group(range.len()), range, ..Segment::default() })
            .collect()
    }

    /// The ranges in which bodies are to be given. They do not depend on the machine.
    pub fn ranges(&self) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        for s in self.segments() {
            let step = RANGE / s.group * s.group;
            out.extend(s.range.clone().step_by(step).map(|a| a..(a + step).min(s.range.end)));
        }
        out
    }

    /// Reads one of [`Indexer::ranges`]: the blocks of text of each of its documents. Gives its postings, and its text shards.
    pub fn range(&self, range: Range<usize>, bodies: &[Vec<String>]) -> (Postings, Vec<Artifact>) {
        let segments = self.segments();
        let Some((n, s)) = segments.iter().enumerate().find(|(_, s)| s.range.contains(&range.start)) else {
            return (Postings::default(), Vec::new());
        };
        let records = &self.records[range.clone()];
        let first = range.start - s.range.start;
        let mut postings = collect(records, bodies, n, first as u32);
        let folders = text_folders(s);
        let texts = records.chunks(s.group).zip(bodies.chunks(s.group)).enumerate().map(|(i, (records, bodies))| {
            let name = shard::name_of_group((first / s.group + i) as u32);
            let (sum, artifact) = shard::of_bytes(s.name, Family::Texts, folders, &name, &texts::documents(records, bodies));
            postings.text_hashes.push(sum);
            artifact
        });
        let texts = texts.collect();
        (postings, texts)
    }

    /// Writes the other shards and the root, when every range has been read. `emit` gets files in no particular order but
    /// always the same.
    pub fn finish(&self, mut parts: Vec<Postings>, emit: &mut (dyn FnMut(Artifact) + Send)) -> Stats {
        let mut stats = Stats::default();
        let mut segments = self.segments();
        parts.sort_by_key(|p| (p.segment, p.first));
        for (n, s) in segments.iter_mut().enumerate() {
            let from = parts.partition_point(|p| p.segment < n);
            let to = parts.partition_point(|p| p.segment <= n);
            s.folders[2] = text_folders(s);
            s.groups[0] = parts[from..to].iter().flat_map(|p| p.text_hashes.iter().copied()).collect();
            stats.postings += parts[from..to].iter().map(Postings::size).sum::<usize>();
            entries(s, &parts[from..to], &mut stats, emit);
            s.folders[3] = shard::folders(s.range.len().div_ceil(RECORD_GROUP));
            for (i, records) in self.records[s.range.clone()].chunks(RECORD_GROUP).enumerate() {
                let name = shard::name_of_group(i as u32);
                let (sum, artifact) = shard::of_bytes(s.name, Family::Records, s.folders[3], &name, &texts::records(records));
                s.groups[1].push(sum);
                stats.families[2].add(artifact.bytes.len());
                emit(artifact);
            }
            suggestions(s, &self.records[s.range.clone()], &mut stats, emit);
        }
        let root = root::write(self.records, RECORD_GROUP, &segments);
        stats.root.add(root.bytes.len());
        emit(root);
        stats
    }
}

/// Documents of a text shard: few make excerpts cheap, many make few files.
fn group(documents: usize) -> usize {
    match documents {
        0..=2_000 => 3,
        2_001..=16_000 => 6,
        16_001..=200_000 => 8,
        _ => 16,
    }
}

fn text_folders(s: &Segment) -> u32 {
    shard::folders(s.range.len().div_ceil(s.group))
}

/// Merges the postings of a segment and writes its D and P shards.
fn entries(s: &mut Segment, parts: &[Postings], stats: &mut Stats, emit: &mut (dyn FnMut(Artifact) + Send)) {
    let total: usize = parts.iter().map(Postings::size).sum();
    // A query reads a few shards of each segment, so small segments have small ones; there may not be too many files, so
    // large segments have large ones.
    let small = match total >> 20 {
        0 => 2_000,
        1..8 => 4_000,
        8..64 => 8_000,
        _ => 16_000,
    };
    let large = small * 3;
    // Positions are read less often than documents, so their shards may be larger, where that saves files that are needed elsewhere.
    let positions = if small < 16_000 { 2 } else { 1 };
    let sizes = [(small, large), (small * positions, large * positions)];
    // Where there are few text shards, a reader looks into them rather than at positions.
    let any_positions = s.range.len().div_ceil(s.group) > FEW;
    let limits = Limits { documents: large / 2, positions: large, inline: INLINE, any_positions };
    for (i, size) in sizes.iter().enumerate() {
        s.folders[i] = shard::folders(total / 2 / ((size.0 + size.1) / 2));
    }
    let mut borders: Vec<Key> = parts.iter().flat_map(Postings::sample).collect();
    borders.sort_unstable();
    let step = (borders.len() * TASK_BYTES / total.max(1)).max(1);
    let mut borders: Vec<Key> = borders.into_iter().step_by(step).skip(1).collect();
    borders.dedup();
    let starts = std::iter::once(0).chain(borders.iter().copied());
    let ends = borders.iter().copied().chain([Key::MAX]);
    let tasks: Vec<(Key, Key)> = starts.zip(ends).collect();

    let mut cutters = sizes.map(Cutter::new);
    let mut write = |s: &mut Segment, i: usize, done: Vec<Vec<Entry>>| {
        let family = Family::ALL[i];
        let named: Vec<Named> = done.par_iter().map(|e| shard::of_entries(s.name, family, s.folders[i], e)).collect();
        for n in named {
            s.entries[i].push((n.key, n.first, n.sum));
            stats.families[i].add(n.artifact.bytes.len());
            emit(n.artifact);
        }
    };
    for wave in tasks.chunks(TASKS) {
        let merged: Vec<[Vec<Entry>; 2]> = wave.par_iter().map(|&(from, to)| merge(parts, from, to, limits)).collect();
        let mut done = [Vec::new(), Vec::new()];
        for both in merged {
            for (i, entries) in both.into_iter().enumerate() {
                entries.into_iter().for_each(|e| cutters[i].push(e, &mut done[i]));
            }
        }
        done.into_iter().enumerate().for_each(|(i, d)| write(s, i, d));
    }
    for (i, cutter) in cutters.into_iter().enumerate() {
        write(s, i, cutter.finish().into_iter().collect());
    }
}

fn suggestions(s: &mut Segment, records: &[Record], stats: &mut Stats, emit: &mut (dyn FnMut(Artifact) + Send)) {
    let mut cutter = Cutter::new(SUGGESTIONS);
    let mut shards = Vec::new();
    suggest::entries(records).into_iter().for_each(|e| cutter.push(e, &mut shards));
    shards.extend(cutter.finish());
    s.folders[4] = shard::folders(shards.len());
    for entries in shards {
        let Named { key, first, sum, artifact } = shard::of_json(s.name, Family::Suggestions, s.folders[4], &entries);
        s.entries[2].push((key, first, sum));
        stats.families[3].add(artifact.bytes.len());
        emit(artifact);
    }
}

/// The D and P entries of the keys from `from` to below `to`.
fn merge(parts: &[Postings], from: Key, to: Key, limits: Limits) -> [Vec<Entry>; 2] {
    let mut found: Vec<(Key, u32, &[u8])> = Vec::new();
    for (i, part) in parts.iter().enumerate() {
        // These bytes never left memory: they are as they were written.
        let read = part.keys(from, to, |key, data| found.push((key, i as u32, data)));
        debug_assert!(read.is_ok());
    }
    found.sort_unstable_by_key(|f| (f.0, f.1));
    let [mut d, mut p] = [Vec::new(), Vec::new()];
    let mut list = List::default();
    for same in found.chunk_by(|a, b| a.0 == b.0) {
        list.clear();
        let key = same[0].0;
        for &(_, part, data) in same {
            let read = read_documents(data, is_single(key), parts[part as usize].first, &mut list);
            debug_assert!(read.is_ok());
        }
        entry::write(key, &list, limits, &mut d, &mut p);
    }
    [d, p]
}
