//! The D and P shards of a segment: takes the postings of its ranges, gives shards to the sink.
//!
//! A segment that the cache knows is mended rather than made anew: of the shards only those are cut again whose entries changed, or
//! whose ends could have been chosen otherwise. The result is the same to the byte. It must not know what a shard's script looks like.

use super::entry::{self, FEW, Limits};
use super::postings::{List, Postings, read_documents};
use super::shard::{self, Cutter, Entry};
use super::store::{ShardStore, Written};
use crate::cache;
use crate::diag::Error;
use crate::output::Fingerprint;
use crate::search::format::code::Damaged;
use crate::search::format::gram::{Key, is_single};
use crate::search::format::shard::{Family, name, name_of_entry};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Postings of this many bytes are merged as one task, but there are never more than so many tasks; some are waited for together.
const TASK_BYTES: usize = 1 << 20;
const MOST_TASKS: usize = 1024;
const TASKS: usize = 8;
/// Shards are mended when at most one in so many is touched; of few shards, so many times fewer than this.
const MENDED: usize = 4;
const FEW_SHARDS: usize = 64;
/// With at most so many changed keys a shard is mended from its own file.
const FEW_CHANGED: usize = 8;
/// Positions of at most this many bytes stand beside the documents.
const INLINE: usize = 4_000;

/// Everything that decides where shards end and how they are named, but for what is in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Layout {
    /// Smallest and largest size of the shards of D and of P.
    sizes: [(usize, usize); 2],
    folders: [u32; 2],
    /// Whether there are positions at all.
    any_positions: bool,
}

impl Layout {
    /// `total` is the size of all postings, `texts` the number of text shards.
    fn of(total: usize, texts: usize) -> Layout {
        // A query reads a few shards of each segment, so small segments have small ones; there may not be too many files, so
        // large segments have large ones.
        let small = match total >> 20 {
            0 => 2_000,
            1..8 => 4_000,
            8..64 => 8_500,
            _ => 16_000,
        };
        let large = small * 3;
        // Positions are read less often than documents, so their shards may be larger, where that saves files that are needed elsewhere.
        let positions = if small < 16_000 {
            small + small / 2
        } else {
            small
        };
        let sizes = [(small, large), (positions, positions * 3)];
        // Where there are few text shards, a reader looks into them rather than at positions.
        Layout {
            sizes,
            folders: sizes.map(|s| shard::folders(total / 2 / ((s.0 + s.1) / 2))),
            any_positions: texts > FEW,
        }
    }

    fn limits(&self) -> Limits {
        let [documents, positions] = self.sizes.map(|s| s.1 / 2);
        Limits {
            documents,
            positions,
            inline: INLINE,
            any_positions: self.any_positions,
        }
    }
}

/// Where an entry stands among others: its key, and the first document of its part of the list.
type Place = (Key, u32);

/// A shard as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Shard {
    key: Key,
    first: u32,
    sum: u32,
    /// Bytes of its entries.
    length: usize,
    /// The entries, by number, whose range of documents does not begin with the first: the file does not say so.
    later: Vec<(u32, u32)>,
    fingerprint: Fingerprint,
}

impl Shard {
    fn begins(&self) -> Place {
        (self.key, self.first)
    }
}

/// A segment as it was made.
#[derive(Debug, Serialize, Deserialize)]
struct Made {
    layout: Layout,
    parts: Vec<Postings>,
    shards: [Vec<Shard>; 2],
}

/// A piece of a family's shards: some that stay, by their numbers, or the entries of a new one.
#[derive(Debug)]
enum Piece {
    Stay(std::ops::Range<usize>),
    New(Vec<Entry>),
}

/// Merges the postings of a segment of `texts` text shards, and writes its D and P shards. None when the postings are damaged.
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
    let known = known.filter(|k| k.layout == layout && k.parts.len() == parts.len());
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

/// In how many shards keys stand or would stand.
fn homes(shards: &[Shard], keys: &[Key]) -> usize {
    let home = |key: &Key| shards.partition_point(|s| s.key <= *key);
    keys.chunk_by(|a, b| home(a) == home(b)).count()
}

/// Whether so few ranges changed that mending is less work.
fn is_small_change(old: &[Postings], new: &[Postings]) -> bool {
    let changed = old
        .iter()
        .zip(new)
        .filter(|(a, b)| a.name != b.name)
        .count();
    changed * 4 <= new.len().max(4)
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

    /// Writes shards, each of the family before it.
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

    /// All shards of the last run, if they are there.
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

    /// Makes every shard. None when the postings are damaged.
    fn make(&self, parts: &[Postings]) -> Result<Option<[Vec<Shard>; 2]>, Error> {
        let mut cutters = self.layout.sizes.map(Cutter::new);
        let mut shards = [Vec::new(), Vec::new()];
        let mut done: Vec<(usize, Vec<Entry>)> = Vec::new();
        for wave in tasks(parts).chunks(TASKS) {
            // the shards of the wave before are written beside, so that no thread waits for the last task of either
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

    /// Mends the shards of the last run. None when something that it needs is gone, or when making all of them is less work: after a
    /// document that was dated back every later one has another number.
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
        if known
            .shards
            .iter()
            .any(|shards| homes(shards, &changed) * MENDED > shards.len().max(FEW_SHARDS))
        {
            return Ok(None);
        }
        let mut mended = [Vec::new(), Vec::new()];
        for (i, shards) in known.shards.iter().enumerate() {
            let load = |at, from, to| {
                self.entries_now(
                    i,
                    parts,
                    &changed,
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

    /// The entries of family `i` within `range`, as they are now. `shard` is that of the last run which held them: where few keys
    /// changed in it the others are taken from its file, for the postings of a key are spread over all ranges of documents.
    fn entries_now(
        &self,
        i: usize,
        parts: &[Postings],
        changed: &[Key],
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
            .filter(|_| keys.len() <= FEW_CHANGED)
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
        for &key in keys {
            entries.extend(merge(key, key + 1)?.into_iter().filter(within));
        }
        entries.sort_by_key(|e| (e.key, e.first));
        Ok(entries)
    }

    /// The D and P entries of the keys from `from` to below `to`.
    fn merge(&self, parts: &[Postings], from: Key, to: Key) -> Result<[Vec<Entry>; 2], Damaged> {
        let held = parts
            .iter()
            .map(|p| p.hold(from, to, self.store.cache))
            .collect::<Result<Vec<_>, Damaged>>()?;
        let mut found: Vec<(Key, u32, &[u8])> = Vec::new();
        for (i, part) in held.iter().enumerate() {
            part.keys(from, to, |key, data| found.push((key, i as u32, data)))?;
        }
        found.sort_by_key(|f| f.0); // stable, so by part; and what stands in order already costs little
        let [mut d, mut p] = [Vec::new(), Vec::new()];
        let mut list = List::default();
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            list.clear();
            let key = same[0].0;
            for &(_, part, data) in same {
                read_documents(data, is_single(key), parts[part as usize].first, &mut list)?;
            }
            entry::write(key, &list, self.layout.limits(), &mut d, &mut p);
        }
        Ok([d, p])
    }
}

/// The keys of all postings, divided into stretches of about the same size.
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

/// The keys under which the ranges of two runs differ, in order.
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

/// Cuts the entries anew where it could make a difference. `shards` are those of the last run, cut by `sizes`; under no key but the
/// `changed` ones is anything else now; `load` gives the entries between two places as they are now, which the shard of that number held.
fn cut_again(
    shards: &[Shard],
    changed: &[Key],
    sizes: (usize, usize),
    load: &(dyn Fn(Option<usize>, Place, Place) -> Result<Vec<Entry>, Damaged> + Sync),
) -> Result<Vec<Piece>, Damaged> {
    // the shard in which a key stands or would stand; a long list goes over several, of which this is the first that may matter
    let home = |key: Key| shards.partition_point(|s| s.key < key).saturating_sub(1);
    // where a shard ends is decided by what follows its begin within the largest size: so far back does a change reach
    let reach = |mut at: usize, floor: usize| {
        let mut between = 0;
        while at > floor && between <= sizes.1 {
            at -= 1;
            between += shards[at].length;
        }
        at
    };
    // entries that stood between the begins of two old shards
    let chunk = |at: usize| -> Result<Vec<Entry>, Damaged> {
        let from = if at == 0 { (0, 0) } else { shards[at].begins() };
        let to = shards.get(at + 1).map_or((Key::MAX, 0), Shard::begins);
        load(Some(at), from, to)
    };
    if shards.is_empty() {
        let mut cutter = Cutter::new(sizes);
        let mut done = Vec::new();
        load(None, (0, 0), (Key::MAX, 0))?
            .into_iter()
            .for_each(|e| cutter.push(e, &mut done));
        done.extend(cutter.finish());
        return Ok(done.into_iter().map(Piece::New).collect());
    }
    let mut ahead = read_ahead(
        shards.len(),
        changed.iter().map(|&k| home(k)),
        &reach,
        &chunk,
    )?;
    let mut pieces = Vec::new();
    let mut stood = 0; // old shards that are dealt with
    let mut rest = changed;
    while let Some(&key) = rest.first() {
        let mut at = reach(home(key), stood);
        pieces.push(Piece::Stay(stood..at));
        let mut cutter = Cutter::new(sizes);
        loop {
            let mut done = Vec::new();
            let entries = match ahead.remove(&at) {
                Some(entries) => entries,
                None => chunk(at)?,
            };
            entries.into_iter().for_each(|e| cutter.push(e, &mut done));
            at += 1;
            let cut = !done.is_empty();
            pieces.extend(done.into_iter().map(Piece::New));
            if at == shards.len() {
                pieces.extend(cutter.finish().map(Piece::New));
                return Ok(pieces);
            }
            // where a cut falls on an old one and no change reaches back so far, all that follows is as it was
            let Some(again) = cutter
                .begins()
                .filter(|_| cut)
                .and_then(|b| shards.binary_search_by_key(&b, Shard::begins).ok())
            else {
                continue;
            };
            let (behind, beyond) = rest.split_at(rest.partition_point(|&k| home(k) < again));
            if behind.last().is_none_or(|&k| k < shards[again].key)
                && beyond.first().is_none_or(|&k| reach(home(k), 0) > again)
            {
                stood = again;
                rest = beyond;
                break;
            }
        }
    }
    pieces.push(Piece::Stay(stood..shards.len()));
    Ok(pieces)
}

/// Loads on all cores what will be wanted almost surely: the shards that changes stand in, and those that they reach back to.
fn read_ahead(
    count: usize,
    homes: impl Iterator<Item = usize>,
    reach: &(dyn Fn(usize, usize) -> usize + Sync),
    chunk: &(dyn Fn(usize) -> Result<Vec<Entry>, Damaged> + Sync),
) -> Result<std::collections::HashMap<usize, Vec<Entry>>, Damaged> {
    let mut wanted: Vec<usize> = homes
        .flat_map(|h| reach(h, 0)..(h + 2).min(count))
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted
        .into_par_iter()
        .map(|at| Ok((at, chunk(at)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const SIZES: (usize, usize) = (40, 120);

    /// Some keys with a list each; a long list is two entries.
    fn entries(lists: &BTreeMap<Key, (usize, u8)>) -> Vec<Entry> {
        let one = |key, first, length, fill| Entry {
            key,
            first,
            bytes: vec![fill; length],
        };
        let both = |(&key, &(length, fill)): (&Key, &(usize, u8))| {
            if length > 60 {
                vec![
                    one(key, 0, length / 2, fill),
                    one(key, 8, length - length / 2, fill),
                ]
            } else {
                vec![one(key, 0, length, fill)]
            }
        };
        lists.iter().flat_map(both).collect()
    }

    fn cut(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
        let (mut cutter, mut done) = (Cutter::new(SIZES), Vec::new());
        entries.into_iter().for_each(|e| cutter.push(e, &mut done));
        done.extend(cutter.finish());
        done
    }

    fn plain(shards: &[Vec<Entry>]) -> Vec<Vec<(Key, u32, Vec<u8>)>> {
        shards
            .iter()
            .map(|s| {
                s.iter()
                    .map(|e| (e.key, e.first, e.bytes.clone()))
                    .collect()
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_mended_family_is_the_one_made_anew(
            lists in prop::collection::btree_map(0u64..400, (1usize..100, any::<u8>()), 0..200),
            edits in prop::collection::vec((0u64..400, prop::option::of((1usize..100, any::<u8>()))), 0..12),
        ) {
            let old = cut(entries(&lists));
            let shard = |s: &Vec<Entry>| Shard {
                key: s[0].key,
                first: s[0].first,
                sum: 0,
                length: s.iter().map(|e| e.bytes.len()).sum(),
                later: Vec::new(),
                fingerprint: Fingerprint::of(b""),
            };
            let shards: Vec<Shard> = old.iter().map(shard).collect();
            let mut now = lists.clone();
            for (key, list) in &edits {
                match list {
                    Some(list) => now.insert(*key, *list),
                    None => now.remove(key),
                };
            }
            let changed: Vec<Key> = (0..400).filter(|k| lists.get(k) != now.get(k)).collect();
            let load = |_, from, to| Ok(entries(&now).into_iter().filter(|e| (from..to).contains(&(e.key, e.first))).collect());
            let mut mended = Vec::new();
            for piece in cut_again(&shards, &changed, SIZES, &load).unwrap() {
                match piece {
                    Piece::Stay(range) => mended.extend(plain(&old[range])),
                    Piece::New(entries) => mended.extend(plain(&[entries])),
                }
            }
            prop_assert_eq!(mended, plain(&cut(entries(&now))));
        }
    }
}
