//! Takes a key and a function that makes shards; keeps an earlier run's shards with this key, or
//! writes new ones. Gives what the root (the file that lists the others) says about each shard.
//! This file must not know what is in a shard.

use crate::cache::{self, Cache};
use crate::diag::Error;
use crate::output::{Artifact, Fingerprint, Sink};
use crate::search::format::shard::Sum;

/// The shards of one family (kind of shard) in one segment of the index, after they were written or
/// kept.
pub(super) struct Written {
    /// The number of folders in which the shards are.
    pub folders: u32,
    /// What the root says about each shard.
    pub named: Vec<InRoot>,
    /// The number and the total size of the shards.
    pub sum: Sum,
}

impl Written {
    /// Takes, for each shard, what the root says about the shard, and the shard's size.
    pub(super) fn of(folders: u32, shards: Vec<(InRoot, usize)>) -> Written {
        let mut sum = Sum::default();
        let named = shards.into_iter().map(|(named, size)| {
            sum.add(size);
            named
        });
        Written {
            folders,
            named: named.collect(),
            sum,
        }
    }
}

/// What the root says about a shard: its first key, its first document and its checksum.
pub(super) type InRoot = (u64, u32, u32);
/// A shard as the cache stores it.
type Known = (InRoot, String, Fingerprint);

/// The cache of results and the sink of files.
pub(super) struct ShardStore<'a> {
    /// What earlier runs made.
    pub cache: &'a Cache,
    /// Where files go.
    pub sink: &'a dyn Sink,
}

impl ShardStore<'_> {
    /// Keeps the last run's shards with this `key` if all exist; otherwise writes those of `make`.
    /// The new shards must depend only on `key`. Returns what the root says about each shard, and
    /// its size.
    pub(super) fn keep_or_make(
        &self,
        key: &cache::Key,
        make: impl FnOnce() -> Vec<(InRoot, Artifact)>,
    ) -> Result<Vec<(InRoot, usize)>, Error> {
        if let Some(known) = self.cache.get::<Vec<Known>>(key) {
            let mut kept = true;
            for (_, path, fingerprint) in &known {
                kept = kept && self.sink.keep(path, fingerprint)?;
            }
            if kept {
                return Ok(known
                    .into_iter()
                    .map(|(named, _, fingerprint)| (named, fingerprint.size as usize))
                    .collect());
            }
        }
        let mut known: Vec<Known> = Vec::new();
        for (named, artifact) in make() {
            let path = artifact.path.clone();
            known.push((named, path, self.sink.put(artifact)?));
        }
        self.cache.put(key, &known);
        Ok(known
            .into_iter()
            .map(|(named, _, fingerprint)| (named, fingerprint.size as usize))
            .collect())
    }
}
