//! Takes the indexes of several sites; gives one index that finds the documents of all of them.
//!
//! The texts and records are taken over as they are, so that a member that has not changed keeps
//! its files. The lists of grams are made anew from the texts: a short list of a site lacks
//! positions, and one list for many sites is cheaper to load than many lists. This module must not
//! know how a member is verified, nor what the portal shows.

mod guest;
mod sound;

pub use guest::{About, Guest};
pub use sound::{Said, Unfit};

use super::format::record::{FACETS, Facet, JOINED, VALIDITY};
use super::format::root::{Head, PartHead, Token, VERSION};
use super::write::group::{GROUPS, Group, Written};
use super::write::indexer::RECORD_GROUP;
use super::write::root::{Column, facet_head, finish};
use crate::cache::{self, Cache};
use crate::diag::Error;
use crate::fold::simplified_pairs;
use crate::output::{Artifact, Sink};
use std::collections::BTreeMap;
use std::ops::Range;

/// The number of documents in a segment. A query loads some files of every segment; a change of a
/// member concerns one.
const SEGMENT: usize = 250_000;

/// The codes of validity that other members' documents give to documents of a member, by address.
pub type Changed = BTreeMap<String, &'static str>;

/// Writes the joined index. The members may come in any order, each with the validity that its
/// documents have in the view of all members. Gives the token of its root.
pub fn join(
    mut guests: Vec<(&Guest, &Changed)>,
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<Token, Error> {
    guests.sort_by(|a, b| a.0.about.name.cmp(&b.0.about.name));
    let documents: usize = guests.iter().map(|g| g.0.documents()).sum();
    let groups = documents
        .div_ceil(SEGMENT)
        .next_power_of_two()
        .clamp(1, GROUPS.len());
    // the group of a member depends on its name alone, so that a change concerns one group
    let group_of = |guest: &Guest| {
        let hash = cache::key(&[guest.about.name.as_bytes()]);
        usize::from(hash[0]) % groups
    };
    let mut ordered: Vec<Vec<(&Guest, &Changed)>> = vec![Vec::new(); groups];
    for guest in guests {
        ordered[group_of(guest.0)].push(guest);
    }
    ordered.retain(|guests| !guests.is_empty());
    let mut written = Vec::new();
    let mut next = 0;
    for (number, guests) in ordered.iter().enumerate() {
        let length: usize = guests.iter().map(|g| g.0.documents()).sum();
        let range = next..next + length;
        next = range.end;
        let made = match group(number, range.clone(), guests, cache, sink)? {
            Some(made) => made,
            None => {
                // the cache has lost something, so everything is made again
                cache.forget();
                group(number, range, guests, cache, sink)?
                    .ok_or_else(|| Error::reading("search")(std::io::Error::other("postings")))?
            }
        };
        written.push(made);
    }
    let (root, token) = root(&ordered, &written, documents);
    sink.put(root)?;
    Ok(token)
}

/// Writes the shards of a group of members.
fn group(
    number: usize,
    range: Range<usize>,
    guests: &[(&Guest, &Changed)],
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<Option<Written>, Error> {
    let mut group = Group {
        number,
        range,
        parts: Vec::new(),
        titles: Vec::new(),
        texts: 0,
    };
    let mut first = 0;
    for (guest, _) in guests {
        let postings = guest.take(cache, sink)?;
        for (postings, (_, stock, range)) in postings.into_iter().zip(guest.ranges()) {
            group.parts.push((first, postings));
            group.texts += range.len().div_ceil(stock.group);
            first += range.len();
        }
        group
            .titles
            .extend(guest.facts.titles.iter().map(String::as_str));
    }
    group.write(cache, sink)
}

/// The root of the joined index.
fn root(
    ordered: &[Vec<(&Guest, &Changed)>],
    written: &[Written],
    documents: usize,
) -> (Artifact, Token) {
    let mut columns: Vec<Column<Vec<String>>> = Vec::new();
    columns.resize_with(JOINED.len() + FACETS.len(), Column::new);
    let mut days = Column::new();
    for (guest, changed) in ordered.iter().flatten() {
        let root = &guest.reader.root;
        for document in 0..root.documents {
            let (own, taken) = columns.split_at_mut(JOINED.len());
            for (column, label) in own.iter_mut().zip(&guest.about.labels) {
                column.push(vec![label.clone()]);
            }
            let facets = root.facets.iter().zip(&guest.reader.columns);
            for (column, (facet, values)) in taken.iter_mut().zip(facets) {
                let changed = changed.get(&guest.facts.urls[document]);
                column.push(match changed.filter(|_| facet.name == VALIDITY) {
                    Some(code) => vec![(*code).to_owned()],
                    None => facet.values[values[document] as usize].clone(),
                });
            }
        }
        guest
            .facts
            .days
            .iter()
            .for_each(|day| days.push(day.clone()));
    }
    let (values, mut columns): (Vec<_>, Vec<_>) = columns.into_iter().map(Column::finish).unzip();
    let (days, column) = days.finish();
    columns.push(column);
    let facets: Vec<&Facet> = JOINED.iter().chain(FACETS).collect();
    let mut shards = Vec::new();
    let mut segments = Vec::new();
    for (guests, written) in ordered.iter().zip(written) {
        let (mut parts, mut sums, mut next) = (Vec::new(), Vec::new(), 0);
        for (guest, _) in guests {
            for stock in guest.reader.stocks.iter().flatten() {
                parts.push(PartHead {
                    name: guest.name(stock).into(),
                    from: next,
                    to: next + stock.range.len(),
                    group: stock.group,
                    folders: stock.folders,
                    shards: stock.sums.each_ref().map(Vec::len),
                    base: guest.about.base.clone().into(),
                });
                next += stock.range.len();
                sums.push(stock.sums.clone());
            }
        }
        segments.push(written.head(parts));
        shards = written.list(shards, &sums);
    }
    let head = Head {
        version: VERSION,
        documents,
        simplified: simplified_pairs().count(),
        facets: facets.into_iter().zip(values).map(facet_head).collect(),
        record_group: RECORD_GROUP,
        days,
        segments,
    };
    finish(&head, &columns, &shards)
}
