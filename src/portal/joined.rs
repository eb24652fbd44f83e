//! Takes the members (sites) of a portal; gives their documents in one order, and the lists by
//! category, issuing body, year and validity. This file must not know templates.

use super::member::Office;
use super::rows::Row;
use crate::cache;
use crate::catalogue::Validity;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A document, by its member and its row in the member's ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Doc {
    pub office: u32,
    pub row: u32,
}

/// A property by which documents are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Category,
    Body,
    Year,
    Validity,
}

impl Kind {
    pub(super) const ALL: [Kind; 4] = [Kind::Category, Kind::Body, Kind::Year, Kind::Validity];

    /// The name of the kind in templates and in the keys of interface texts.
    pub(super) fn name(self) -> &'static str {
        ["category", "issuing_body", "year", "validity"][self as usize]
    }

    /// The folder with the lists of this kind.
    pub(super) fn folder(self) -> &'static str {
        ["category", "issuing-body", "year", "validity"][self as usize]
    }
}

/// The documents with one value of a property.
pub(super) struct List {
    pub kind: Kind,
    /// The value.
    pub key: String,
    /// The folder of its pages.
    pub folder: String,
    /// The documents, the oldest first.
    pub docs: Vec<Doc>,
}

/// The documents of all members.
pub(super) struct Joined<'p> {
    /// The members in the order of their titles.
    pub offices: Vec<Office<'p>>,
    /// The documents, the oldest first.
    pub docs: Vec<Doc>,
    /// The lists of each kind, in the order of their keys.
    pub lists: BTreeMap<Kind, Vec<List>>,
    /// The names of the categories by path.
    pub names: BTreeMap<String, String>,
}

impl<'p> Joined<'p> {
    /// Joins the members, which may come in any order.
    pub(super) fn new(mut offices: Vec<Office<'p>>) -> Joined<'p> {
        offices.sort_by(|a, b| a.member.title.cmp(&b.member.title));
        let mut docs = Vec::new();
        for (office, one) in (0u32..).zip(&offices) {
            docs.extend(
                (0u32..)
                    .zip(&one.ledger.rows)
                    .map(|(row, _)| Doc { office, row }),
            );
        }
        let row = |doc: &Doc| &offices[doc.office as usize].ledger.rows[doc.row as usize];
        // A ledger has the newest row first, so rows of one day are reversed.
        docs.sort_by_cached_key(|doc| (row(doc).day().to_owned(), doc.office, Reverse(doc.row)));
        let lists = lists(&docs, |doc| keys(row(doc)));
        let names = names(&offices);
        Joined {
            offices,
            docs,
            lists,
            names,
        }
    }

    /// Adds the lists by validity. `standing` gives a document's validity in view of the documents
    /// of all members.
    pub(super) fn list_by_validity(
        &mut self,
        standing: impl Fn(&Joined<'p>, Doc) -> Option<Validity>,
    ) {
        let key = |doc: &Doc| {
            let validity = standing(self, *doc).map(|v| (Kind::Validity, v.code().to_owned()));
            validity.into_iter().collect()
        };
        let lists = lists(&self.docs, key);
        self.lists.extend(lists);
    }

    /// The members in the order of the portal's file; everything else uses the order of their
    /// titles.
    pub(super) fn in_file_order(&self) -> Vec<&Office<'p>> {
        let mut offices: Vec<&Office<'p>> = self.offices.iter().collect();
        offices.sort_by_key(|office| office.place);
        offices
    }

    /// The documents of `docs`, the newest first, without future documents. `docs` has the oldest
    /// first.
    pub(super) fn newest<'a>(
        &'a self,
        docs: &'a [Doc],
        today: &'a str,
    ) -> impl Iterator<Item = Doc> + 'a {
        let day = |doc: &Doc| self.row(*doc).day().get(..10).unwrap_or_default();
        let newest = docs.iter().rev().copied();
        newest.filter(move |doc| day(doc) <= today)
    }

    pub(super) fn office(&self, doc: Doc) -> &Office<'p> {
        &self.offices[doc.office as usize]
    }

    pub(super) fn row(&self, doc: Doc) -> &Row {
        &self.office(doc).ledger.rows[doc.row as usize]
    }

    /// The address of a document: absolute, or relative to the root of the portal.
    pub(super) fn address(&self, doc: Doc) -> String {
        format!("{}{}", self.office(doc).base, self.row(doc).url)
    }

    pub(super) fn of(&self, kind: Kind) -> &[List] {
        self.lists.get(&kind).map_or(&[], Vec::as_slice)
    }

    pub(super) fn list(&self, kind: Kind, key: &str) -> Option<&List> {
        let lists = self.of(kind);
        let at = lists.binary_search_by(|list| list.key.as_str().cmp(key));
        at.ok().map(|at| &lists[at])
    }

    /// The name of a category: its whole name without the name of the category above it.
    pub(super) fn category<'a>(&'a self, path: &'a str) -> &'a str {
        let Some(whole) = self.names.get(path) else {
            return path.rsplit('/').next().unwrap_or(path);
        };
        // a name may contain a slash
        let above = path.rsplit_once('/').map(|(above, _)| above);
        let last = match above {
            None => Some(whole.as_str()),
            Some(above) => self.names.get(above).and_then(|above| {
                let rest = whole.strip_prefix(above.as_str())?;
                rest.strip_prefix('/')
            }),
        };
        last.or(whole.rsplit('/').next()).unwrap_or(whole)
    }

    /// The top categories, those of the most members first.
    pub(super) fn tops(&self) -> Vec<&List> {
        let members = |list: &List| {
            let offices: BTreeSet<u32> = list.docs.iter().map(|doc| doc.office).collect();
            offices.len()
        };
        let mut tops: Vec<&List> = self.below("").collect();
        tops.sort_by_cached_key(|list| (Reverse((members(list), list.docs.len())), &list.key));
        tops
    }

    /// The categories directly below a path; the top categories for an empty path.
    pub(super) fn below<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a List> {
        self.of(Kind::Category).iter().filter(move |list| {
            let parent = list.key.rsplit_once('/').map_or("", |(parent, _)| parent);
            parent == path
        })
    }
}

impl Row {
    /// The day by which lists order the document, perhaps with a time; empty if it is unknown.
    pub(super) fn day(&self) -> &str {
        let day = self.published.as_deref().or(self.created.as_deref());
        day.unwrap_or_default()
    }
}

/// The lists of some documents, given the lists to which each belongs.
fn lists(docs: &[Doc], keys: impl Fn(&Doc) -> Vec<(Kind, String)>) -> BTreeMap<Kind, Vec<List>> {
    let mut all: BTreeMap<(Kind, String), Vec<Doc>> = BTreeMap::new();
    for doc in docs {
        for key in keys(doc) {
            all.entry(key).or_default().push(*doc);
        }
    }
    let mut lists: BTreeMap<Kind, Vec<List>> = BTreeMap::new();
    for ((kind, key), docs) in all {
        let folder = format!("{}/{}", kind.folder(), place(kind, &key));
        lists.entry(kind).or_default().push(List {
            kind,
            key,
            folder,
            docs,
        });
    }
    lists
}

/// The keys of all lists that have a document, except the list of its validity. The document is
/// also in the lists of the categories above its own.
fn keys(row: &Row) -> Vec<(Kind, String)> {
    let mut keys = Vec::new();
    let category = &row.category;
    if !category.is_empty() {
        let ends = category.match_indices('/').map(|(at, _)| at);
        let ends = ends.chain([category.len()]);
        keys.extend(ends.map(|end| (Kind::Category, category[..end].to_owned())));
    }
    let mut bodies: Vec<&str> = row.bodies.iter().map(|body| &**body).collect();
    bodies.sort_unstable();
    bodies.dedup();
    keys.extend(bodies.iter().map(|body| (Kind::Body, (*body).to_owned())));
    if let Some(year) = row.day().get(..4) {
        keys.push((Kind::Year, year.to_owned()));
    }
    keys
}

/// The folder of a list, in the folder of its kind. It is the key, if that is a plain path. For
/// other keys, and for issuing bodies, it is a name made from the key's digest.
fn place(kind: Kind, key: &str) -> String {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b);
    let is_plain = kind != Kind::Body
        && key
            .split('/')
            .all(|part| !part.is_empty() && part.bytes().all(plain) && !is_number(part, kind));
    if is_plain {
        return key.to_owned();
    }
    let digest = cache::key(&[b"list", key.as_bytes()]);
    let hex: String = digest[..6].iter().map(|b| format!("{b:02x}")).collect();
    format!("x-{hex}")
}

/// Whether a part of a category's path consists of digits. The folders for the pages of a list from
/// the 1,000th on have such names, so the part could collide with one of them.
fn is_number(part: &str, kind: Kind) -> bool {
    kind == Kind::Category && part.bytes().all(|b| b.is_ascii_digit())
}

/// The names of the categories: for each path, the name that the most members use. If several names
/// are used equally often, the first in the order of names is taken.
fn names(offices: &[Office<'_>]) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for office in offices {
        for (path, name) in &office.ledger.names {
            *counts.entry(path).or_default().entry(name).or_default() += 1;
        }
    }
    let best = |names: BTreeMap<&str, usize>| {
        let best = names
            .into_iter()
            .max_by_key(|(name, n)| (*n, Reverse(*name)));
        best.map_or_else(String::new, |(name, _)| name.to_owned())
    };
    let named = counts
        .into_iter()
        .map(|(path, names)| (path.to_owned(), best(names)));
    named.collect()
}
