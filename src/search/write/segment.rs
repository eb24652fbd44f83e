//! Takes the postings of all ranges of a segment; writes the segment's shards of D (documents) and
//! P (positions) to the sink. `shard.rs` makes the script of a shard. This file must not know the
//! form of a shard's script.
//!
//! After a small change, only the shards whose entries or ends may have changed are made again. The
//! result is the same, byte for byte, as if all shards were made again.

use super::entry::{self, FEW, Limits};
use super::postings::{List, Postings, read_documents};
use super::recut::{Piece, Place, Shard, cut_again};
use super::shard::{self, Cutter, Entry};
use super::store::{ShardStore, Written};
use crate::cache;
use crate::diag::Error;
use crate::search::format::code::Damaged;
use crate::search::format::gram::Key;
use crate::search::format::shard::{Family, name, name_of_entry};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// About how many bytes of postings a task of a merge reads.
const TASK_BYTES: usize = 1 << 20;
/// About the maximum number of tasks of a merge.
const MOST_TASKS: usize = 1024;
/// The number of tasks that run at a time.
const TASKS: usize = 8;
/// Single shards of a segment are made again only if, in each family, the changed keys belong to at
/// most one of every `MENDED` shards. Otherwise, all shards are made again.
const MENDED: usize = 4;
/// A family with fewer shards than this counts as having this number for the rule of [`MENDED`].
const FEW_SHARDS: usize = 64;
/// The shards are also updated if few keys changed and the segment has at least this many bytes of
/// postings for each shard that changes, because making all shards reads and encodes all postings.
/// The limit is an estimate from a profile of a portal of 60,000 documents.
const BYTES_OF_SHARD: usize = 16 << 10;
/// If more keys than this changed, none of their entries is kept in memory, and no entries are read
/// from the files of shards.
const MOST_CHANGED: usize = 4096;
/// For each changed key, its D and P entries.
type Merged = HashMap<Key, [Vec<Entry>; 2]>;
/// What decides, besides the postings, where shards end, what they contain and in which folders
/// they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Layout {
    /// The smallest and the largest size of the shards of D, and of P.
    sizes: [(usize, usize); 2],
    folders: [u32; 2],
    /// Positions of at most this many bytes are stored with the documents in D.
    inline: usize,
    /// Whether positions are written at all.
    any_positions: bool,
}

impl Layout {
    /// `total`: the size of all postings; `texts`: the number of text shards.
    fn of(total: usize, texts: usize) -> Layout {
        // Small shards make queries cheap, but a large segment would have too many. Few queries
        // need positions, so the shards of positions may be larger.
        let (documents, positions) = match total >> 20 {
            0 => (2_000, 3_000),
            1..8 => (2_000, 6_000),
            8..64 => (3_000, 12_000),
            _ => (9_000, 20_000),
        };
        let sizes = [(documents, documents * 3), (positions, positions * 3)];
        // A small segment changes with every new document, so positions are stored with the
        // documents, and a change concerns one file, not two. A larger segment stores them apart,
        // because most queries do not need them.
        let inline = if total >> 20 == 0 { 4_000 } else { 0 };
        // With few text shards, a reader searches the texts themselves, so no positions are
        // written.
        Layout {
            sizes,
            folders: sizes.map(|s| shard::folders(total / 2 / ((s.0 + s.1) / 2))),
            inline,
            any_positions: texts > FEW,
        }
    }

    fn limits(&self) -> Limits {
        let [documents, positions] = self.sizes.map(|s| s.1 / 2);
        Limits {
            documents,
            positions,
            inline: self.inline,
            any_positions: self.any_positions,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Made {
    layout: Layout,
    parts: Vec<Postings>,
    shards: [Vec<Shard>; 2],
}

/// Merges the postings of a segment that has `texts` text shards, and writes its shards of D and P.
/// `None` if postings are lost or damaged.
pub(super) fn entries(
    segment: &'static str,
    texts: usize,
    parts: &[Postings],
    store: &ShardStore<'_>,
) -> Result<Option<[Written; 2]>, Error> {
    let layout = Layout::of(parts.iter().map(Postings::size).sum(), texts);
    let names: Vec<u8> = parts.iter().flat_map(|p| p.name).collect();
    let last = cache::key(&[b"segment", segment.as_bytes()]);
    let known: Option<Made> = store.cache.get(&last);
    let known = known.filter(|k| k.layout == layout && is_in_place(&k.parts, parts));
    let writer = Writer {
        segment,
        layout,
        store,
    };
    let same = known.as_ref().is_some_and(|k| {
        k.parts
            .iter()
            .flat_map(|p| p.name)
            .eq(names.iter().copied())
    });
    let mended = match &known {
        Some(known) if same => writer.stay(&known.shards)?,
        Some(known) if is_small_change(&known.parts, parts) => writer.mend(known, parts)?,
        _ => None,
    };
    let shards = match mended {
        Some(shards) => shards,
        None => match writer.make(parts)? {
            Some(shards) => shards,
            None => return Ok(None),
        },
    };
    let families = std::array::from_fn(|i| {
        let named = shards[i]
            .iter()
            .map(|s| ((s.key, s.first, s.sum), s.fingerprint.size as usize));
        Written::of(layout.folders[i], named.collect())
    });
    if !same {
        store.cache.replace(
            &last,
            &Made {
                layout,
                parts: parts.iter().map(Postings::outline).collect(),
                shards,
            },
        );
    }
    Ok(Some(families))
}

/// The number of different shards to which the keys belong. The keys are in order.
fn homes(shards: &[Shard], keys: &[Key]) -> usize {
    let home = |key: &Key| shards.partition_point(|s| s.key <= *key);
    keys.chunk_by(|a, b| home(a) == home(b)).count()
}

/// Whether there are as many ranges as in the last run, each beginning at the same document.
fn is_in_place(old: &[Postings], new: &[Postings]) -> bool {
    old.len() == new.len() && old.iter().zip(new).all(|(a, b)| a.first == b.first)
}

/// Whether so few ranges changed that an update may be less work than making all shards.
fn is_small_change(old: &[Postings], new: &[Postings]) -> bool {
    let changed = old
        .iter()
        .zip(new)
        .filter(|(a, b)| a.name != b.name)
        .count();
    changed * 4 <= new.len().max(4)
}

/// Whether an update of the shards that change is less work than making all shards.
fn is_worth_updating(shards: &[Vec<Shard>; 2], parts: &[Postings], changed: &[Key]) -> bool {
    let homes = shards.each_ref().map(|shards| homes(shards, changed));
    let few =
        |(homes, shards): (&usize, &Vec<Shard>)| homes * MENDED <= shards.len().max(FEW_SHARDS);
    let bytes: usize = parts.iter().map(Postings::size).sum();
    let is_large = homes.iter().sum::<usize>() * BYTES_OF_SHARD <= bytes;
    homes.iter().zip(shards).all(few) || (is_large && changed.len() <= MOST_CHANGED)
}

struct Writer<'a> {
    segment: &'static str,
    layout: Layout,
    store: &'a ShardStore<'a>,
}

impl Writer<'_> {
    fn write(&self, i: usize, entries: &[Entry]) -> Result<Shard, Error> {
        let named = shard::of_entries(
            self.segment,
            Family::ALL[i],
            self.layout.folders[i],
            entries,
        );
        let fingerprint = self.store.sink.put(named.artifact)?;
        let later = entries
            .iter()
            .enumerate()
            .filter(|(_, e)| e.first != 0)
            .map(|(n, e)| (n as u32, e.first))
            .collect();
        Ok(Shard {
            key: named.key,
            first: named.first,
            sum: named.sum,
            length: entries.iter().map(|e| e.bytes.len()).sum(),
            later,
            fingerprint,
        })
    }

    /// Writes shards, given as pairs of a family's index and the entries of a shard.
    fn write_all(&self, shards: &[(usize, Vec<Entry>)]) -> Result<Vec<(usize, Shard)>, Error> {
        shards
            .par_iter()
            .map(|(i, entries)| Ok((*i, self.write(*i, entries)?)))
            .collect()
    }

    fn name(&self, i: usize, shard: &Shard) -> String {
        name(
            self.segment,
            Family::ALL[i],
            self.layout.folders[i],
            &name_of_entry(shard.key, shard.first),
            shard.sum,
        )
    }

    fn path(&self, i: usize, shard: &Shard) -> String {
        format!("search/{}.js", self.name(i, shard))
    }

    fn keep(&self, i: usize, shard: &Shard) -> Result<bool, Error> {
        self.store
            .sink
            .keep(&self.path(i, shard), &shard.fingerprint)
    }

    /// All shards of the last run, if the sink still has all their files.
    fn stay(&self, shards: &[Vec<Shard>; 2]) -> Result<Option<[Vec<Shard>; 2]>, Error> {
        for (i, family) in shards.iter().enumerate() {
            for shard in family {
                if !self.keep(i, shard)? {
                    return Ok(None);
                }
            }
        }
        Ok(Some(shards.clone()))
    }

    /// Makes every shard. `None` if postings are lost or damaged.
    fn make(&self, parts: &[Postings]) -> Result<Option<[Vec<Shard>; 2]>, Error> {
        let mut cutters = self.layout.sizes.map(Cutter::new);
        let mut shards = [Vec::new(), Vec::new()];
        let mut done: Vec<(usize, Vec<Entry>)> = Vec::new();
        for wave in tasks(parts).chunks(TASKS) {
            // The shards of the previous tasks are written during this merge, so that no thread is
            // idle.
            let merge = || {
                wave.par_iter()
                    .map(|&(from, to)| self.merge(parts, from, to))
                    .collect::<Result<Vec<_>, Damaged>>()
            };
            let (merged, written) = rayon::join(merge, || self.write_all(&done));
            written?
                .into_iter()
                .for_each(|(i, shard)| shards[i].push(shard));
            let Ok(merged) = merged else { return Ok(None) };
            done.clear();
            for both in merged {
                for (i, entries) in both.into_iter().enumerate() {
                    let mut complete = Vec::new();
                    entries
                        .into_iter()
                        .for_each(|e| cutters[i].push(e, &mut complete));
                    done.extend(complete.into_iter().map(|entries| (i, entries)));
                }
            }
        }
        done.extend(
            cutters
                .into_iter()
                .enumerate()
                .filter_map(|(i, cutter)| Some((i, cutter.finish()?))),
        );
        self.write_all(&done)?
            .into_iter()
            .for_each(|(i, shard)| shards[i].push(shard));
        Ok(Some(shards))
    }

    /// Updates the shards of the last run. Gives `None` if the cache or the sink has lost something
    /// that this update needs, or if making all shards is less work. Making all is less work, for
    /// example, after a new document with an early date, because that changes the numbers of all
    /// later documents.
    fn mend(&self, known: &Made, parts: &[Postings]) -> Result<Option<[Vec<Shard>; 2]>, Error> {
        let cache = self.store.cache;
        let involved = parts.iter().chain(
            known
                .parts
                .iter()
                .zip(parts)
                .filter(|(a, b)| a.name != b.name)
                .map(|(a, _)| a),
        );
        if !involved
            .collect::<Vec<_>>()
            .into_par_iter()
            .all(|p| p.is_there(cache))
        {
            return Ok(None);
        }
        let Ok(changed) = changed_keys(&known.parts, parts, cache) else {
            return Ok(None);
        };
        if !is_worth_updating(&known.shards, parts, &changed) {
            return Ok(None);
        }
        let Ok(merged) = self.merge_each(parts, &changed) else {
            return Ok(None);
        };
        let mut mended = [Vec::new(), Vec::new()];
        for (i, shards) in known.shards.iter().enumerate() {
            let load = |at, from, to| {
                self.entries_now(
                    i,
                    parts,
                    (&changed, &merged),
                    Option::map(at, |at: usize| &shards[at]),
                    (from, to),
                )
            };
            let Ok(pieces) = cut_again(shards, &changed, self.layout.sizes[i], &load) else {
                return Ok(None);
            };
            for piece in pieces {
                match piece {
                    Piece::New(entries) => mended[i].push(self.write(i, &entries)?),
                    Piece::Stay(range) => {
                        for shard in &shards[range] {
                            if !self.keep(i, shard)? {
                                return Ok(None);
                            }
                            mended[i].push(shard.clone());
                        }
                    }
                }
            }
        }
        Ok(Some(mended))
    }

    /// The current entries of family `i` within `range`, whose shard in the last run is `shard`. If
    /// the entries of the changed keys are in memory, the other entries come from its file, because
    /// a merge would read the postings of all `parts`.
    fn entries_now(
        &self,
        i: usize,
        parts: &[Postings],
        (changed, merged): (&[Key], &Merged),
        shard: Option<&Shard>,
        range: (Place, Place),
    ) -> Result<Vec<Entry>, Damaged> {
        let (from, to) = range;
        let within = |e: &Entry| (from..to).contains(&(e.key, e.first));
        let keys = &changed
            [changed.partition_point(|k| *k < from.0)..changed.partition_point(|k| *k <= to.0)];
        let merge = |from, to| {
            self.merge(parts, from, to)
                .map(|mut both| std::mem::take(&mut both[i]))
        };
        let old = shard
            .filter(|_| changed.len() <= MOST_CHANGED)
            .and_then(|shard| {
                let bytes = self
                    .store
                    .sink
                    .read(&self.path(i, shard), &shard.fingerprint)
                    .ok()??;
                let mut entries = shard::entries(&self.name(i, shard), &bytes).ok()?;
                for &(n, first) in &shard.later {
                    entries.get_mut(n as usize)?.first = first;
                }
                Some(entries)
            });
        let Some(mut entries) = old else {
            let mut entries = merge(from.0, to.0 + Key::from(to.1 > 0))?;
            entries.retain(within);
            return Ok(entries);
        };
        entries.retain(|e| keys.binary_search(&e.key).is_err());
        for now in keys.iter().filter_map(|key| merged.get(key)) {
            entries.extend(now[i].iter().filter(|e| within(e)).cloned());
        }
        entries.sort_by_key(|e| (e.key, e.first));
        Ok(entries)
    }

    /// The D and P entries of each changed key, or nothing if too many changed. Each file with
    /// postings is opened once.
    fn merge_each(&self, parts: &[Postings], changed: &[Key]) -> Result<Merged, Damaged> {
        if changed.len() > MOST_CHANGED {
            return Ok(Merged::new());
        }
        let find = |part: &Postings| part.find(changed, self.store.cache);
        let found: Vec<_> = parts.par_iter().map(find).collect::<Result<_, Damaged>>()?;
        let mut of_parts: Vec<_> = found.iter().map(|f| f.iter().peekable()).collect();
        let mut list = List::default();
        let merge = |&key: &Key| {
            list.clear();
            for (part, found) in parts.iter().zip(&mut of_parts) {
                if let Some((_, data)) = found.next_if(|f| f.0 == key) {
                    read_documents(data, key, part.first, &mut list)?;
                }
            }
            let [mut d, mut p] = [Vec::new(), Vec::new()];
            if !list.docs.is_empty() {
                entry::write(key, &list, self.layout.limits(), &mut d, &mut p);
            }
            Ok((key, [d, p]))
        };
        changed.iter().map(merge).collect()
    }

    /// The D and P entries of the keys in `from..to`.
    fn merge(&self, parts: &[Postings], from: Key, to: Key) -> Result<[Vec<Entry>; 2], Damaged> {
        let held = parts
            .iter()
            .map(|p| p.hold(from, to, self.store.cache))
            .collect::<Result<Vec<_>, Damaged>>()?;
        let mut found: Vec<(Key, u32, &[u8])> = Vec::new();
        for (i, part) in held.iter().enumerate() {
            part.keys(from, to, |key, data| found.push((key, i as u32, data)))?;
        }
        found.sort_by_key(|f| f.0); // stable, so parts stay in order; fast, as each part is sorted
        let [mut d, mut p] = [Vec::new(), Vec::new()];
        let mut list = List::default();
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            list.clear();
            let key = same[0].0;
            for &(_, part, data) in same {
                read_documents(data, key, parts[part as usize].first, &mut list)?;
            }
            entry::write(key, &list, self.layout.limits(), &mut d, &mut p);
        }
        Ok([d, p])
    }
}

/// The keys of all postings, divided into ranges of about the same size.
fn tasks(parts: &[Postings]) -> Vec<(Key, Key)> {
    let total: usize = parts.iter().map(Postings::size).sum();
    let mut borders: Vec<Key> = parts.iter().flat_map(Postings::sample).collect();
    borders.sort_unstable();
    let step = (borders.len() * TASK_BYTES / total.max(1))
        .max(borders.len() / MOST_TASKS)
        .max(1);
    let mut borders: Vec<Key> = borders.into_iter().step_by(step).skip(1).collect();
    borders.dedup();
    let starts = std::iter::once(0).chain(borders.iter().copied());
    let ends = borders.iter().copied().chain([Key::MAX]);
    starts.zip(ends).collect()
}

/// The keys under which two runs differ, in order.
fn changed_keys(
    old: &[Postings],
    new: &[Postings],
    cache: &cache::Cache,
) -> Result<Vec<Key>, Damaged> {
    let mut changed = Vec::new();
    for (a, b) in old.iter().zip(new).filter(|(a, b)| a.name != b.name) {
        let (a, b) = (a.hold(0, Key::MAX, cache)?, b.hold(0, Key::MAX, cache)?);
        let mut before: Vec<(Key, &[u8])> = Vec::new();
        a.keys(0, Key::MAX, |key, data| before.push((key, data)))?;
        let mut before = before.into_iter().peekable();
        b.keys(0, Key::MAX, |key, data| {
            while let Some((gone, _)) = before.next_if(|(k, _)| *k < key) {
                changed.push(gone);
            }
            if before
                .next_if(|(k, _)| *k == key)
                .is_none_or(|(_, d)| d != data)
            {
                changed.push(key);
            }
        })?;
        changed.extend(before.map(|(k, _)| k));
    }
    changed.sort_unstable();
    changed.dedup();
    Ok(changed)
}
