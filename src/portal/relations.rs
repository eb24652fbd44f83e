//! Takes the joined catalogue; gives the relations between documents of different members, the
//! validity that follows from them, and the numbers that members use for different documents. This
//! file must not know pages.

use super::feed::resolve;
use super::joined::{Doc, Joined};
use super::rows::{Elsewhere, Row};
use crate::catalogue::{Relation, Validity};
use crate::config::Config;
use crate::diag::{Diagnostic, Message};
use crate::fold::fold;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A document of one member that acts on a document of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    pub acting: Doc,
    pub relation: Relation,
    pub target: Doc,
}

/// What follows from the relations between members.
#[derive(Default)]
pub(super) struct Relations {
    /// The newest acting document first.
    pub edges: Vec<Edge>,
    /// The edges of a document, by their place in `edges`.
    of: HashMap<(u32, u32), Vec<usize>>,
    /// The validity of the documents that a document of another member ended or changed.
    pub validity: HashMap<(u32, u32), Validity>,
}

fn key(doc: Doc) -> (u32, u32) {
    (doc.office, doc.row)
}

impl Relations {
    /// Finds the relations. Only references that a member could not resolve itself are followed.
    pub(super) fn find(joined: &Joined<'_>, config: &Config) -> Relations {
        let acting: Vec<Doc> = joined
            .docs
            .iter()
            .rev()
            .copied()
            .filter(|doc| !joined.row(*doc).elsewhere.is_empty())
            .collect();
        if acting.is_empty() {
            return Relations::default();
        }
        let known = Known::new(joined, config);
        let mut relations = Relations::default();
        let mut seen = BTreeSet::new();
        for doc in acting {
            for other in &joined.row(doc).elsewhere {
                let relation = Relation::ALL.iter().find(|r| r.code() == other.relation);
                let target = known.target(joined, doc, other);
                let (Some(&relation), Some(target)) = (relation, target) else {
                    continue;
                };
                let edge = Edge {
                    acting: doc,
                    relation,
                    target,
                };
                if seen.insert(edge) {
                    relations.add(joined, edge, &config.as_of.to_string());
                }
            }
        }
        relations
    }

    fn add(&mut self, joined: &Joined<'_>, edge: Edge, today: &str) {
        let at = self.edges.len();
        self.edges.push(edge);
        self.of.entry(key(edge.acting)).or_default().push(at);
        self.of.entry(key(edge.target)).or_default().push(at);
        let validity = match edge.relation {
            Relation::Repeals => Validity::Repealed,
            Relation::PartlyRepeals => Validity::PartlyRepealed,
            Relation::Amends => Validity::Amended,
            _ => return,
        };
        let (row, target) = (joined.row(edge.acting), joined.row(edge.target));
        let begins = row.effective.as_deref().or(row.created.as_deref());
        let has_begun = begins.is_some_and(|day| day.get(..10).unwrap_or(day) <= today);
        // the validity that the member itself states is kept if it is as grave
        let is_graver = |than: Option<Validity>| match than {
            Some(Validity::Repealed | Validity::Expired) => false,
            Some(Validity::PartlyRepealed) => validity == Validity::Repealed,
            Some(Validity::Amended) => validity != Validity::Amended,
            _ => true,
        };
        let known = self.validity.get(&key(edge.target)).copied();
        if has_begun && is_graver(target.validity) && is_graver(known) {
            self.validity.insert(key(edge.target), validity);
        }
    }

    /// The edges of a document.
    pub(super) fn of(&self, doc: Doc) -> impl Iterator<Item = &Edge> {
        let places = self.of.get(&key(doc)).into_iter().flatten();
        places.map(|at| &self.edges[*at])
    }

    /// The validity of a document in the view of all members.
    pub(super) fn standing(&self, joined: &Joined<'_>, doc: Doc) -> Option<Validity> {
        let by_others = self.validity.get(&key(doc)).copied();
        by_others.or(joined.row(doc).validity)
    }

    /// For each member, the codes of validity that differ from what it says itself, by the address
    /// of the document.
    pub(super) fn changed(&self, joined: &Joined<'_>) -> Vec<BTreeMap<String, &'static str>> {
        let mut changed = vec![BTreeMap::new(); joined.offices.len()];
        for (&(office, row), validity) in &self.validity {
            let url = &joined.row(Doc { office, row }).url;
            changed[office as usize].insert(url.to_string(), validity.code());
        }
        changed
    }
}

/// The documents by number and by address.
struct Known {
    numbers: HashMap<String, Vec<Doc>>,
    /// The absolute address of each member's root.
    roots: Vec<(String, u32)>,
}

impl Known {
    fn new(joined: &Joined<'_>, config: &Config) -> Known {
        let wanted: BTreeSet<String> = joined
            .docs
            .iter()
            .flat_map(|doc| &joined.row(*doc).elsewhere)
            .filter_map(|other| other.document_number.as_deref().map(fold))
            .collect();
        let mut numbers: HashMap<String, Vec<Doc>> = HashMap::new();
        for doc in &joined.docs {
            let number = joined.row(*doc).document_number.as_deref().map(fold);
            if let Some(number) = number.filter(|number| wanted.contains(number)) {
                numbers.entry(number).or_default().push(*doc);
            }
        }
        let root = |(office, base): (u32, &str)| match &config.base_url {
            _ if base.starts_with("http") => Some((base.to_owned(), office)),
            Some(own) => Some((resolve(own, base), office)),
            None => None,
        };
        let bases = joined.offices.iter().map(|office| office.base.as_str());
        Known {
            numbers,
            roots: (0u32..).zip(bases).filter_map(root).collect(),
        }
    }

    /// The document that a reference means. It is found by its address, or by its number if that,
    /// perhaps together with the title, means one document of another member.
    fn target(&self, joined: &Joined<'_>, from: Doc, other: &Elsewhere) -> Option<Doc> {
        let of_url = other.url.as_deref().and_then(|url| self.at(joined, url));
        if of_url.is_some() {
            return of_url.filter(|doc| doc.office != from.office);
        }
        let number = fold(other.document_number.as_deref()?);
        let all = self.numbers.get(&number).map_or(&[][..], Vec::as_slice);
        let all = all.iter().copied().filter(|doc| doc.office != from.office);
        let found: Vec<Doc> = match other.title.as_deref().map(fold) {
            Some(title) => {
                let all: Vec<Doc> = all.collect();
                let same = |doc: &Doc| fold(&joined.row(*doc).title).contains(&title);
                let named: Vec<Doc> = all.iter().copied().filter(same).collect();
                if named.is_empty() { all } else { named }
            }
            None => all.collect(),
        };
        match found[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    fn at(&self, joined: &Joined<'_>, url: &str) -> Option<Doc> {
        let mut roots = self.roots.iter();
        let (office, path) =
            roots.find_map(|(root, office)| Some((*office, url.strip_prefix(root.as_str())?)))?;
        let path = path.split('#').next().unwrap_or_default();
        let rows = &joined.offices[office as usize].ledger.rows;
        let row = rows.iter().position(|row| &*row.url == path)?;
        Some(Doc {
            office,
            row: row as u32,
        })
    }
}

/// The most members and collisions that are named.
const NAMED: usize = 5;
const COLLISIONS: usize = 1_000;

/// The numbers that documents of different members share although their titles differ.
pub(super) fn collisions(joined: &Joined<'_>) -> Vec<Diagnostic> {
    type Number = fn(&Row) -> Option<&str>;
    let kinds: [Number; 2] = [
        |row| row.index_number.as_deref(),
        |row| row.document_number.as_deref(),
    ];
    let mut found = BTreeMap::new();
    for number_of in kinds {
        let mut first: HashMap<String, Vec<Doc>> = HashMap::new();
        for doc in &joined.docs {
            if let Some(number) = number_of(joined.row(*doc)) {
                first.entry(fold(number)).or_default().push(*doc);
            }
        }
        for docs in first.into_values().filter(|docs| docs.len() > 1) {
            let offices: BTreeSet<u32> = docs.iter().map(|doc| doc.office).collect();
            let titles: BTreeSet<String> = docs
                .iter()
                .map(|doc| fold(&joined.row(*doc).title))
                .collect();
            if offices.len() > 1 && titles.len() > 1 {
                let number = number_of(joined.row(docs[0])).unwrap_or_default();
                found.insert(number.to_owned(), docs);
            }
        }
    }
    let finding = |(number, docs): (String, Vec<Doc>)| {
        let named = docs.iter().take(NAMED).map(|doc| {
            let title = &joined.row(*doc).title;
            format!("{}《{title}》", joined.office(*doc).member.title)
        });
        Diagnostic::new(Message::NumberCollision {
            number: number.into(),
            members: named.collect::<Vec<_>>().join("、").into(),
        })
    };
    found.into_iter().take(COLLISIONS).map(finding).collect()
}
