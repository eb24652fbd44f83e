//! Takes the index of a member; gives its texts and records to the sink under new names, and the
//! postings of its documents. This file must not know other members.

use super::sound::{Document, Facts, Judge, Piece, Unfit, facts, layout};
use crate::cache::{self, Cache, Key};
use crate::diag::Error;
use crate::output::{Artifact, Fingerprint, Sink};
use crate::search::format::body::Body;
use crate::search::format::code::{Damaged, from_units};
use crate::search::format::pack::unpack;
use crate::search::format::record::Record;
use crate::search::format::root::VERSION;
use crate::search::format::shard::{Family, name_of_piece, script};
use crate::search::read::reader::{Reader, Stock};
use crate::search::write::Postings;
use crate::search::write::group::postings;
use crate::search::write::indexer::RECORD_GROUP;
use rayon::prelude::*;
use std::ops::Range;
use std::path::Path;

/// Documents per range, for which postings are kept.
const RANGE: usize = 512;

/// What the joined index says about a member.
#[derive(Clone, Debug)]
pub struct About {
    /// Its name in paths: letters of ASCII and digits.
    pub name: String,
    /// The address of its root, ending in `/`.
    pub base: String,
    /// The values of the facets that only a joined index has: its title and its district.
    pub labels: [String; 2],
    /// A key that differs for every state of its files.
    pub key: Key,
}

/// The index of a member, in which every text was read and judged.
pub struct Guest {
    pub(super) about: About,
    pub(super) reader: Reader,
    pub(super) facts: Facts,
}

impl Guest {
    /// Opens the index in `folder`. Every text is read, and everything that a page could show is
    /// judged, unless the cache knows this state of the index.
    pub fn open(
        folder: &Path,
        about: About,
        cache: &Cache,
        judge: Judge<'_>,
    ) -> Result<Guest, Unfit> {
        let version = Reader::version(folder)?;
        if version != u64::from(VERSION) {
            return Err(Unfit::Version(version));
        }
        let reader = Reader::open(folder)?;
        layout(&reader)?;
        let key = cache::key(&[b"joined facts", &about.key]);
        let facts = match cache.get::<Facts>(&key) {
            Some(facts) => facts,
            None => {
                let facts = facts(&reader, judge)?;
                cache.put(&key, &facts);
                facts
            }
        };
        Ok(Guest {
            about,
            reader,
            facts,
        })
    }

    /// How many documents it has, pages included.
    pub fn documents(&self) -> usize {
        self.reader.root.documents
    }

    /// The stocks of the index, each with the ranges for which postings are made.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (usize, &Stock, Range<usize>)> {
        let stocks = self.reader.stocks.iter().flatten().enumerate();
        stocks.flat_map(|(n, stock)| {
            let step = RANGE / stock.group * stock.group;
            let length = stock.range.len();
            (0..length)
                .step_by(step)
                .map(move |from| (n, stock, from..(from + step).min(length)))
        })
    }

    /// The name that a stock gets in the joined index.
    pub(super) fn name(&self, stock: &Stock) -> String {
        format!("{}-{}", self.about.name, stock.name)
    }

    /// Takes its texts and records, and makes the postings of its ranges. Files and postings that
    /// are there from an earlier run are kept.
    pub(super) fn take(&self, cache: &Cache, sink: &dyn Sink) -> Result<Vec<Postings>, Error> {
        let ranges: Vec<_> = self.ranges().collect();
        ranges
            .into_par_iter()
            .map(|(n, stock, range)| {
                let place = format!("{n} {} {}", range.start, self.about.name);
                let key = cache::key(&[b"joined range", &self.about.key, place.as_bytes()]);
                if let Some((postings, files)) =
                    cache.get::<(Postings, Vec<(String, Fingerprint)>)>(&key)
                {
                    let mut kept = postings.is_there(cache);
                    for (path, fingerprint) in files {
                        kept = kept && sink.keep(&path, &fingerprint)?;
                    }
                    if kept {
                        return Ok(postings);
                    }
                }
                let damaged = |e: Damaged| {
                    Error::reading(&self.reader.dir)(std::io::Error::other(e.to_string()))
                };
                let mut files = Vec::new();
                let mut put = |artifact: Artifact| {
                    files.push((artifact.path.clone(), sink.put(artifact)?));
                    Ok::<(), Error>(())
                };
                let (records, bodies) = self.copy(stock, &range, &mut put, &damaged)?;
                let mut postings = postings(&records, &bodies);
                postings.store(key, cache);
                cache.put(&key, &(&postings, &files));
                Ok(postings)
            })
            .collect()
    }

    /// Gives the shards of a range to `put`, under their new names; returns the documents.
    fn copy(
        &self,
        stock: &Stock,
        range: &Range<usize>,
        put: &mut dyn FnMut(Artifact) -> Result<(), Error>,
        damaged: &dyn Fn(Damaged) -> Error,
    ) -> Result<(Vec<Record>, Vec<Body>), Error> {
        let reader = &self.reader;
        let new_name = |name: &str| name.replacen(&stock.name, &self.name(stock), 1);
        let (mut records, mut bodies) = (Vec::new(), Vec::new());
        for group in range.start / stock.group..range.end.div_ceil(stock.group) {
            let (name, sum) = stock.shard(Family::Texts, group).map_err(damaged)?;
            let units = reader.units(&name, sum).map_err(damaged)?;
            let bytes = from_units(&units).map_err(damaged)?;
            let documents: Vec<Document> = unpack(&bytes).map_err(damaged)?;
            put(script(&new_name(&name), &units))?;
            for (document, i) in documents.into_iter().zip(group * stock.group..) {
                let mut pieces = Vec::new();
                for (piece, &sum) in document.f.iter().flat_map(|f| &f.2).enumerate() {
                    let name = name_of_piece(&stock.name, i, piece, sum);
                    let units = reader.units(&name, sum).map_err(damaged)?;
                    let bytes = from_units(&units).map_err(damaged)?;
                    pieces.push(unpack::<Piece>(&bytes).map_err(damaged)?);
                    put(script(&new_name(&name), &units))?;
                }
                let (record, body) = document.parts(pieces);
                records.push(record);
                bodies.push(body);
            }
        }
        // the record shards that begin in this range
        let groups = range.start.div_ceil(RECORD_GROUP)..range.end.div_ceil(RECORD_GROUP);
        for group in groups {
            let (name, sum) = stock.shard(Family::Records, group).map_err(damaged)?;
            let units = reader.units(&name, sum).map_err(damaged)?;
            put(script(&new_name(&name), &units))?;
        }
        Ok((records, bodies))
    }
}
