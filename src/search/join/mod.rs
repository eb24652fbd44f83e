//! Takes the indexes of several sites ("members"); gives one index over their documents. This
//! module must not know how a member is verified, nor what the portal shows.
//!
//! The texts and records are taken over unchanged, so that an unchanged member keeps its files. The
//! lists of grams are made anew, because one list for many sites is cheaper to load than one list
//! for each site. They are made from the texts and not from the lists of the sites, because the
//! short lists of a site have no positions, and its lists may disagree with its texts. The room
//! `portal` verifies the members and decides what it shows.

mod guest;
mod sound;

pub use guest::{About, Guest};
pub use sound::{Said, Unfit};

use super::format::record::{CATEGORY, FACETS, Facet, JOINED, VALIDITY};
use super::format::root::{Head, NO_DOCUMENT, PartHead, Token, VERSION};
use super::write::group::{GROUPS, Group, Written};
use super::write::indexer::RECORD_GROUP;
use super::write::root::{Column, facet_head, finish};
use crate::cache::{self, Cache};
use crate::diag::Error;
use crate::output::{Artifact, Sink};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// About the maximum number of documents in a segment. Segments are larger only if the index has
/// more documents than this number times the length of [`GROUPS`]. Few segments make queries cheap,
/// because each query loads files of every segment. Many segments make changes cheap, because a
/// change concerns one segment.
const SEGMENT: usize = 250_000;

/// A member usually gets more numbers for documents than it needs, so that it can grow. The count
/// is rounded up to a multiple of a step: the lowest power of two that is at least a sixteenth of
/// the documents and at least this constant. If a member outgrows its numbers, all members after it
/// get other numbers.
const LEAST_ROOM: usize = 32;

/// How the joined index differs from what a member says.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// By address: the validity code on the day of the portal, if the member's own differs.
    pub validity: BTreeMap<String, &'static str>,
    /// The documents that no search finds, by their numbers in the member's index.
    pub hidden: BTreeSet<u32>,
}

/// How many numbers a member of this size gets.
fn room(documents: usize) -> usize {
    let step = (documents / 16).next_power_of_two().max(LEAST_ROOM);
    documents.next_multiple_of(step)
}

/// Writes the joined index; gives the token of its root. Members may come in any order, each with
/// its view. A category that is not in `categories` is left out.
pub fn join(
    mut guests: Vec<(&Guest, &View)>,
    categories: &BTreeSet<&str>,
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<Token, Error> {
    guests.sort_by(|a, b| a.0.about.name.cmp(&b.0.about.name));
    let documents: usize = guests.iter().map(|g| g.0.documents()).sum();
    let groups = documents
        .div_ceil(SEGMENT)
        .next_power_of_two()
        .clamp(1, GROUPS.len());
    // The group of a member depends only on its name, so that a change of the member concerns one
    // group.
    let group_of = |guest: &Guest| {
        let hash = cache::key(&[guest.about.name.as_bytes()]);
        usize::from(hash[0]) % groups
    };
    let mut ordered: Vec<Vec<(&Guest, &View)>> = vec![Vec::new(); groups];
    for guest in guests {
        ordered[group_of(guest.0)].push(guest);
    }
    ordered.retain(|guests| !guests.is_empty());
    let mut written = Vec::new();
    let mut next = 0;
    for (number, guests) in ordered.iter().enumerate() {
        let length: usize = guests.iter().map(|g| room(g.0.documents())).sum();
        let range = next..next + length;
        next = range.end;
        let made = match group(number, range.clone(), guests, cache, sink)? {
            Some(made) => made,
            None => {
                // the cache has lost postings
                cache.forget();
                group(number, range, guests, cache, sink)?
                    .ok_or_else(|| Error::reading("search")(std::io::Error::other("postings")))?
            }
        };
        written.push(made);
    }
    let (root, token) = root(&ordered, &written, next, categories);
    sink.put(root)?;
    Ok(token)
}

/// The shards of a group, and the checksums of the C shards (checksums of texts) of each part.
type Taken = (Written, Vec<Vec<u32>>);

/// Writes the shards of a group of members. `None` if postings in the cache are lost or damaged.
fn group(
    number: usize,
    range: Range<usize>,
    guests: &[(&Guest, &View)],
    cache: &Cache,
    sink: &dyn Sink,
) -> Result<Option<Taken>, Error> {
    let mut checks = Vec::new();
    let mut group = Group {
        number,
        range,
        parts: Vec::new(),
        titles: Vec::new(),
        texts: 0,
    };
    let mut first = 0;
    for (guest, view) in guests {
        let postings = guest.take(&view.hidden, cache, sink)?;
        checks.extend(guest.put_checksums(sink)?);
        let mut at = first;
        for (postings, (_, stock, range)) in postings.into_iter().zip(guest.ranges()) {
            group.parts.push((at, postings));
            group.texts += range.len().div_ceil(stock.group);
            at += range.len();
        }
        first += room(guest.documents());
        let titles = (0u32..).zip(&guest.facts.titles);
        let shown = titles.filter(|(number, _)| !view.hidden.contains(number));
        group.titles.extend(shown.map(|(_, title)| title.as_str()));
    }
    let written = group.write(cache, sink)?;
    Ok(written.map(|written| (written, checks)))
}

/// The root of the joined index.
fn root(
    ordered: &[Vec<(&Guest, &View)>],
    written: &[Taken],
    numbers: usize,
    categories: &BTreeSet<&str>,
) -> (Artifact, Token) {
    let mut columns: Vec<Column<Vec<String>>> = Vec::new();
    columns.resize_with(JOINED.len() + FACETS.len(), Column::new);
    let mut days = Column::new();
    for (guest, view) in ordered.iter().flatten() {
        let root = &guest.reader.root;
        for document in 0..root.documents {
            let (own, taken) = columns.split_at_mut(JOINED.len());
            for (column, label) in own.iter_mut().zip(&guest.about.labels) {
                column.push(vec![label.clone()]);
            }
            let facets = root.facets.iter().zip(&guest.reader.columns);
            for (column, (facet, values)) in taken.iter_mut().zip(facets) {
                let own = &facet.values[values[document] as usize];
                let changed = view.validity.get(&guest.facts.urls[document]);
                let is_unknown = |path: &String| !categories.contains(path.as_str());
                column.push(match changed {
                    Some(code) if facet.name == VALIDITY => vec![(*code).to_owned()],
                    _ if facet.name == CATEGORY && own.iter().any(is_unknown) => {
                        vec![String::new()]
                    }
                    _ => own.clone(),
                });
            }
        }
        for (number, day) in (0u32..).zip(&guest.facts.days) {
            let is_hidden = view.hidden.contains(&number);
            let day = if is_hidden { NO_DOCUMENT } else { day };
            days.push(day.to_owned());
        }
        for _ in root.documents..room(root.documents) {
            columns.iter_mut().for_each(Column::repeat);
            days.push(NO_DOCUMENT.to_owned());
        }
    }
    let (values, mut columns): (Vec<_>, Vec<_>) = columns.into_iter().map(Column::finish).unzip();
    let (days, column) = days.finish_with_differences();
    columns.push(column);
    let facets: Vec<&Facet> = JOINED.iter().chain(FACETS).collect();
    let mut shards = Vec::new();
    let mut segments = Vec::new();
    for (guests, (written, checks)) in ordered.iter().zip(written) {
        let mut checks = checks.iter();
        let (mut parts, mut sums, mut first) = (Vec::new(), Vec::new(), 0);
        for (guest, _) in guests {
            let mut next = first;
            first += room(guest.documents());
            for (stock, checks) in guest.reader.stocks.iter().flatten().zip(&mut checks) {
                parts.push(PartHead {
                    name: guest.name(stock).into(),
                    from: next,
                    to: next + stock.range.len(),
                    group: stock.group,
                    folders: stock.folders,
                    shards: [checks.len(), stock.sums[1].len()],
                    base: guest.about.base.clone().into(),
                });
                next += stock.range.len();
                sums.push([checks.clone(), stock.sums[1].clone()]);
            }
        }
        segments.push(written.head(parts));
        shards = written.list(shards, &sums);
    }
    let head = Head {
        version: VERSION,
        documents: numbers,
        facets: facets.into_iter().zip(values).map(facet_head).collect(),
        record_group: RECORD_GROUP,
        days,
        segments,
    };
    finish(&head, &columns, &shards)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Memory;
    use crate::search::format::shard::CHECKED;
    use crate::search::read::tests::{index_of, written};
    use crate::search::read::{Options, Reader};

    /// A member with more text shards than one shard of checksums covers, and with more days than
    /// one byte can number.
    #[test]
    fn every_text_and_day_of_a_large_member_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let day = |i: usize| format!("{:04}-05-01", 1200 + i);
        let earlier = 3 * CHECKED + 20; // a text shard of a small index has three documents
        index_of(dir.path(), earlier + 10, [earlier, earlier + 5], day);
        let about = About {
            name: "m1".into(),
            base: "../a/".into(),
            labels: ["甲局".into(), String::new()],
            key: [1; 16],
        };
        let cache = Cache::nothing();
        let guest = Guest::open(&dir.path().join("search"), about, &cache, &|_| Ok(())).unwrap();
        let sink = Memory::default();
        let view = View::default();
        join(vec![(&guest, &view)], &BTreeSet::new(), &cache, &sink).unwrap();
        let portal = dir.path().join("portal");
        let files = written(sink, &portal);
        let of_checksums = files.iter().filter(|path| {
            path.parent()
                .is_some_and(|folder| folder.ends_with("m1-earlier-c"))
        });
        assert_eq!(of_checksums.count(), 2);
        let reader = Reader::open(&portal.join("search")).unwrap();
        for i in [
            0,
            3 * CHECKED - 1,
            3 * CHECKED,
            earlier - 1,
            earlier,
            earlier + 9,
        ] {
            let query = format!("办公室第{i}次会议");
            let found = reader.search(&query, &Options::default()).unwrap();
            let records: Vec<_> = found.hits.iter().map(|hit| &hit.record).collect();
            assert_eq!(records.len(), 1, "{i}");
            assert_eq!(records[0].title, format!("关于第{i}号人民政府工作的通知"));
            let of_the_day = Options {
                from: Some(day(i)),
                to: Some(day(i)),
                ..Options::default()
            };
            assert_eq!(reader.search("会议", &of_the_day).unwrap().total, 1, "{i}");
        }
    }

    #[test]
    fn a_member_can_grow_without_a_change_of_the_numbers_after_it() {
        for (documents, numbers) in [(0, 0), (1, 32), (32, 32), (33, 64), (5_000, 5_120)] {
            assert_eq!(room(documents), numbers);
        }
        for documents in 1..20_000 {
            assert!((documents..documents + documents / 8 + 32).contains(&room(documents)));
        }
        assert_eq!(room(5_001), room(5_100));
    }
}
