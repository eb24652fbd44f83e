//! Takes the index of a member (a site in a portal). Writes its texts, attachments and records to
//! the sink under new names, and gives the postings (occurrences of grams). This file must not know
//! other members.

use super::sound::{Facts, Judge, Row, Texts, Unfit, facts, layout, texts, values};
use crate::cache::{self, Cache, Key};
use crate::diag::Error;
use crate::output::{Fingerprint, Sink};
use crate::search::format::body::Body;
use crate::search::format::code::Damaged;
use crate::search::format::record::Record;
use crate::search::format::root::VERSION;
use crate::search::format::shard::{Family, name_of_piece, script};
use crate::search::read::reader::{Reader, Stock};
use crate::search::write::Postings;
use crate::search::write::group::{checksums, postings};
use crate::search::write::indexer::RECORD_GROUP;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::path::Path;

/// The maximum number of documents in a range. The cache keeps the postings of each range.
const RANGE: usize = 512;

/// Facts about a member that its own index does not state.
#[derive(Clone, Debug)]
pub struct About {
    /// Its name in paths: ASCII letters and digits.
    pub name: String,
    /// The address of its root, ending in `/`.
    pub base: String,
    /// Its title and its district: the values of the two facets that only a joined index has.
    pub labels: [String; 2],
    /// A key for the state of its files.
    pub key: Key,
}

/// What is made from the texts of a range of documents.
#[derive(Serialize, Deserialize)]
struct Made {
    postings: Postings,
    /// The pieces of attachments: document within the stock, number of the piece, and checksum.
    pieces: Vec<(usize, usize, u32)>,
}

/// The index of a member, with every document judged in this run or an earlier one. The judge is
/// the caller's function that refuses what a page must not show.
pub struct Guest {
    pub(super) about: About,
    pub(super) reader: Reader,
    pub(super) facts: Facts,
    /// What this run made from the texts of each range. Empty if the cache had the facts.
    made: Vec<Made>,
}

/// Each range of each stock (texts and records of one segment), with the number of the stock and
/// the stock.
fn ranges(reader: &Reader) -> impl Iterator<Item = (usize, &Stock, Range<usize>)> {
    let stocks = reader.stocks.iter().flatten().enumerate();
    stocks.flat_map(|(n, stock)| {
        let step = RANGE / stock.group * stock.group;
        let length = stock.range.len();
        (0..length)
            .step_by(step)
            .map(move |from| (n, stock, from..(from + step).min(length)))
    })
}

fn key_of(about: &About, n: usize, first: usize, hidden: &[u32]) -> Key {
    let place = format!("{n} {first} {hidden:?}");
    cache::key(&[b"texts of a member", &about.key, place.as_bytes()])
}

impl Guest {
    /// Opens the index in `folder`. Unless the cache knows the state of the files (`about.key`),
    /// reads every text and has every document judged.
    pub fn open(
        folder: &Path,
        about: About,
        cache: &Cache,
        judge: Judge<'_>,
    ) -> Result<Guest, Unfit> {
        let version = Reader::version(folder).map_err(Unfit::Unknown)?;
        if version != u64::from(VERSION) {
            return Err(Unfit::Version(version));
        }
        let reader = Reader::open(folder)?;
        layout(&reader)?;
        let key = cache::key(&[b"facts of a member", &about.key]);
        if let Some(facts) = cache.get::<Facts>(&key) {
            return Ok(Guest {
                about,
                reader,
                facts,
                made: Vec::new(),
            });
        }
        values(&reader, judge)?;
        let read: Vec<(Vec<Row>, Made)> = ranges(&reader)
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|(n, stock, range)| {
                let texts = texts(&reader, stock, &range, judge)?;
                let key = key_of(&about, n, range.start, &[]);
                Ok(made(texts, key, cache))
            })
            .collect::<Result<_, Unfit>>()?;
        let (rows, made): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        let facts = facts(rows.into_iter().flatten());
        cache.put(&key, &facts);
        Ok(Guest {
            about,
            reader,
            facts,
            made,
        })
    }

    /// The number of documents, pages included.
    pub fn documents(&self) -> usize {
        self.reader.root.documents
    }

    /// The documents whose addresses are not in a ledger, without pages.
    pub fn unlisted(&self, ledger: &HashSet<&str>) -> BTreeSet<u32> {
        let facts = &self.facts;
        let numbers = (0u32..).zip(&facts.urls);
        let unlisted =
            numbers.filter(|(n, url)| !ledger.contains(url.as_str()) && !facts.pages.contains(n));
        unlisted.map(|(n, _)| n).collect()
    }

    /// Each range of each stock of the index.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (usize, &Stock, Range<usize>)> {
        ranges(&self.reader)
    }

    /// The name that a stock gets in the joined index.
    pub(super) fn name(&self, stock: &Stock) -> String {
        format!("{}-{}", self.about.name, stock.name)
    }

    /// Writes the texts, attachments and records to the sink; gives the postings of all ranges,
    /// without the hidden documents. Valid files and postings of an earlier run are kept.
    pub(super) fn take(
        &self,
        hidden: &BTreeSet<u32>,
        cache: &Cache,
        sink: &dyn Sink,
    ) -> Result<Vec<Postings>, Error> {
        let ranges: Vec<_> = self.ranges().enumerate().collect();
        ranges
            .into_par_iter()
            .map(|(at, (n, stock, range))| {
                let first = stock.range.start;
                let whole = (first + range.start) as u32..(first + range.end) as u32;
                let hidden: Vec<u32> = hidden.range(whole).copied().collect();
                let key = key_of(&self.about, n, range.start, &hidden);
                let is_there = |made: &Made| made.postings.is_there(cache);
                let fresh = self.made.get(at).filter(|_| hidden.is_empty());
                let again;
                let made = match fresh.filter(|made| is_there(made)) {
                    Some(made) => made,
                    None => {
                        let known = cache.get::<Made>(&key).filter(is_there);
                        again = match known {
                            Some(known) => known,
                            None => self.read_again(stock, &range, &hidden, key, cache)?,
                        };
                        &again
                    }
                };
                self.put(n, stock, &range, &made.pieces, cache, sink)?;
                Ok(made.postings.clone())
            })
            .collect()
    }

    /// Writes the checksums of the text shards; gives the checksums of the files with them, for
    /// each stock.
    pub(super) fn put_checksums(&self, sink: &dyn Sink) -> Result<Vec<Vec<u32>>, Error> {
        let stocks = self.reader.stocks.iter().flatten();
        let put = |stock: &Stock| {
            let shards = checksums(&self.name(stock), &stock.sums[0]).into_iter();
            shards
                .map(|(sum, artifact)| sink.put(artifact).map(|_| sum))
                .collect()
        };
        stocks.map(put).collect()
    }

    /// Reads the texts of a range again, because the cache lacks the postings without these hidden
    /// documents.
    fn read_again(
        &self,
        stock: &Stock,
        range: &Range<usize>,
        hidden: &[u32],
        key: Key,
        cache: &Cache,
    ) -> Result<Made, Error> {
        // the texts were judged when the index was opened
        let mut texts = texts(&self.reader, stock, range, &|_| Ok(())).map_err(|unfit| {
            let reason = match unfit {
                Unfit::Damaged(damaged) => damaged.0,
                _ => stock.name.clone(),
            };
            Error::reading(&self.reader.dir)(std::io::Error::other(reason))
        })?;
        for number in hidden {
            let at = *number as usize - stock.range.start - range.start;
            texts.records[at] = Record::default();
            texts.bodies[at] = Body::default();
        }
        Ok(made(texts, key, cache).1)
    }

    /// Puts the shards of a range into the sink under their new names, or keeps those from an
    /// earlier run.
    fn put(
        &self,
        n: usize,
        stock: &Stock,
        range: &Range<usize>,
        pieces: &[(usize, usize, u32)],
        cache: &Cache,
        sink: &dyn Sink,
    ) -> Result<(), Error> {
        let place = format!("{n} {} {}", range.start, self.about.name);
        let key = cache::key(&[b"files of a member", &self.about.key, place.as_bytes()]);
        if let Some(files) = cache.get::<Vec<(String, Fingerprint)>>(&key) {
            let mut kept = true;
            for (path, fingerprint) in files {
                kept = kept && sink.keep(&path, &fingerprint)?;
            }
            if kept {
                return Ok(());
            }
        }
        let damaged =
            |e: Damaged| Error::reading(&self.reader.dir)(std::io::Error::other(e.to_string()));
        let texts = range.start / stock.group..range.end.div_ceil(stock.group);
        // the record shards that begin in this range
        let records = range.start.div_ceil(RECORD_GROUP)..range.end.div_ceil(RECORD_GROUP);
        let texts = texts.map(|i| stock.shard(Family::Texts, i));
        let records = records.map(|i| stock.shard(Family::Records, i));
        let pieces = pieces.iter().map(|&(document, piece, sum)| {
            Ok((name_of_piece(&stock.name, document, piece, sum), sum))
        });
        let new = self.name(stock);
        let mut files = Vec::new();
        for shard in texts.chain(records).chain(pieces) {
            let (name, sum) = shard.map_err(damaged)?;
            let units = self.reader.units(&name, sum).map_err(damaged)?;
            let artifact = script(&name.replacen(&stock.name, &new, 1), &units);
            files.push((artifact.path.clone(), sink.put(artifact)?));
        }
        cache.put(&key, &files);
        Ok(())
    }
}

/// The records of some texts as hits show them, and what is made from the texts.
fn made(texts: Texts, key: Key, cache: &Cache) -> (Vec<Row>, Made) {
    let mut made = Made {
        postings: postings(&texts.records, &texts.bodies),
        pieces: texts.pieces,
    };
    made.postings.store(key, cache);
    cache.put(&key, &made);
    (texts.rows, made)
}
