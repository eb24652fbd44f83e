//! Takes the shards of the last run and the changed keys; gives the old shards that stay, and the
//! entries of new ones. The result is the same as if all entries were divided anew. `segment.rs`
//! loads the entries. This file must not know where entries come from.

use super::shard::{Cutter, Entry};
use crate::output::Fingerprint;
use crate::search::format::code::Damaged;
use crate::search::format::gram::Key;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// The sort position of an entry: its key, and its first document.
pub(super) type Place = (Key, u32);

/// A shard as the cache stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Shard {
    /// The key of its first entry.
    pub key: Key,
    /// The first document of that entry.
    pub first: u32,
    /// The checksum of its payload.
    pub sum: u32,
    /// The number of bytes of its entries.
    pub length: usize,
    /// Later parts of a divided list: the index in the shard, and the first document, which the
    /// file lacks.
    pub later: Vec<(u32, u32)>,
    pub fingerprint: Fingerprint,
}

impl Shard {
    /// The position of its first entry.
    pub(super) fn begins(&self) -> Place {
        (self.key, self.first)
    }
}

/// A part of the new division: the indices of old shards that stay, or the entries of a new shard.
#[derive(Debug)]
pub(super) enum Piece {
    Stay(std::ops::Range<usize>),
    New(Vec<Entry>),
}

/// Divides the entries again wherever the result may differ from the last run. `shards` are those
/// of the last run, with the same `sizes`. Only entries of `changed` keys differ. `load` takes the
/// index of an old shard, if there is one, and two positions; it gives the current entries between
/// the positions.
pub(super) fn cut_again(
    shards: &[Shard],
    changed: &[Key],
    sizes: (usize, usize),
    load: &(dyn Fn(Option<usize>, Place, Place) -> Result<Vec<Entry>, Damaged> + Sync),
) -> Result<Vec<Piece>, Damaged> {
    // The index of the first old shard that may have a key.
    let home = |key: Key| shards.partition_point(|s| s.key < key).saturating_sub(1);
    // The end of a shard depends only on entries up to the largest size from its beginning. A
    // change can thus move an earlier border only within this distance.
    let reach = |mut at: usize, floor: usize| {
        let mut between = 0;
        while at > floor && between <= sizes.1 {
            at -= 1;
            between += shards[at].length;
        }
        at
    };
    // The current entries in the range of an old shard.
    let chunk = |at: usize| -> Result<Vec<Entry>, Damaged> {
        let from = if at == 0 { (0, 0) } else { shards[at].begins() };
        let to = shards.get(at + 1).map_or((Key::MAX, 0), Shard::begins);
        load(Some(at), from, to)
    };
    if shards.is_empty() {
        return Ok(cut_all(sizes, load(None, (0, 0), (Key::MAX, 0))?));
    }
    let mut ahead = read_ahead(
        shards.len(),
        changed.iter().map(|&k| home(k)),
        &reach,
        &chunk,
    )?;
    let mut pieces = Vec::new();
    let mut stood = 0; // the number of finished old shards
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
            // If a new shard begins at an old border that no later change can move, the old shards
            // stay up to the next change.
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

/// Divides all entries of a family that had no shards before.
fn cut_all(sizes: (usize, usize), entries: Vec<Entry>) -> Vec<Piece> {
    let mut cutter = Cutter::new(sizes);
    let mut done = Vec::new();
    entries.into_iter().for_each(|e| cutter.push(e, &mut done));
    done.extend(cutter.finish());
    done.into_iter().map(Piece::New).collect()
}

/// Loads in parallel the entries that will almost certainly be needed.
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

    /// Test entries: some keys with one list each. A long list makes two entries.
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
