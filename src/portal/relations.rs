//! Takes the joined catalogue; gives relations between documents of different members, conflicts of
//! numbers, and members that are copies. This file must not know pages.

use super::feed::resolve;
use super::joined::{Doc, Joined};
use super::rows::{Elsewhere, Row};
use super::trust::beginning;
use crate::catalogue::Relation;
use crate::config::Config;
use crate::diag::{Diagnostic, Message};
use crate::fold::fold;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A relation: a document of one member acts on (for example repeals) a document of another member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    pub acting: Doc,
    pub relation: Relation,
    pub target: Doc,
}

/// The relations between members.
#[derive(Default)]
pub(super) struct Relations {
    /// The relations, those of the newest acting document first.
    pub edges: Vec<Edge>,
    /// For each document, the positions of its relations in `edges`.
    of: HashMap<Doc, Vec<usize>>,
    /// Findings about references that have the number of another member's document, but not its
    /// title.
    pub findings: Vec<Diagnostic>,
}

impl Relations {
    /// Finds the relations. Follows only the references that the member itself could not resolve.
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
                let Some(&relation) = relation else { continue };
                let target = match known.target(joined, doc, other) {
                    Target::Is(target) => target,
                    Target::Unknown => continue,
                    Target::Differs(found) => {
                        let finding = differs(joined, doc, other, &found);
                        relations.findings.push(finding);
                        continue;
                    }
                };
                let edge = Edge {
                    acting: doc,
                    relation,
                    target,
                };
                if seen.insert(edge) {
                    relations.add(edge);
                }
            }
        }
        relations
    }

    fn add(&mut self, edge: Edge) {
        let at = self.edges.len();
        self.edges.push(edge);
        self.of.entry(edge.acting).or_default().push(at);
        self.of.entry(edge.target).or_default().push(at);
    }

    /// The relations of a document.
    pub(super) fn of(&self, doc: Doc) -> impl Iterator<Item = &Edge> {
        let places = self.of.get(&doc).into_iter().flatten();
        places.map(|at| &self.edges[*at])
    }
}

/// The result of resolving a reference.
enum Target {
    /// One document of another member.
    Is(Doc),
    /// Nothing that can be followed: no document of another member, several such documents, or (by
    /// its address) a document of the same member.
    Unknown,
    /// These have the number of the reference, but another title.
    Differs(Vec<Doc>),
}

/// A finding about a reference whose number and title belong to different documents.
fn differs(joined: &Joined<'_>, from: Doc, other: &Elsewhere, found: &[Doc]) -> Diagnostic {
    let text = |text: &Option<String>| beginning(text.as_deref().unwrap_or_default());
    let found = found.iter().take(NAMED).map(|doc| {
        let title = beginning(&joined.row(*doc).title);
        format!("{}《{title}》", joined.office(*doc).member.title)
    });
    Diagnostic::new(Message::RelationTitle {
        member: joined.office(from).member.title.clone().into(),
        document: beginning(&joined.row(from).title).into(),
        number: text(&other.document_number).into(),
        named: text(&other.title).into(),
        found: found.collect::<Vec<_>>().join("、").into(),
    })
}

/// Whether two titles name the same document. One title may be a part of the other, for example
/// without the issuing body.
fn is_same(a: &str, b: &str) -> bool {
    let bare = |title: &str| -> String {
        let letters = |c: &char| c.is_alphanumeric();
        fold(title).chars().filter(letters).collect()
    };
    let (a, b) = (bare(a), bare(b));
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short == long || short.chars().nth(SHORTEST - 1).is_some() && long.contains(&short)
}

/// The minimum length of a part of a title that can name a document, in characters. A single word
/// such as 通知 ("notice") cannot.
const SHORTEST: usize = 4;

/// The documents by number and by address.
struct Known {
    numbers: HashMap<String, Vec<Doc>>,
    /// The absolute address of each member's root, if it is known.
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

    /// Finds the document that a reference means, by its address or else by its number. Exactly one
    /// document of other members must have this number and, if given, this title. The title counts,
    /// because a mistyped number may be another document's.
    fn target(&self, joined: &Joined<'_>, from: Doc, other: &Elsewhere) -> Target {
        if let Some(doc) = other.url.as_deref().and_then(|url| self.at(joined, url)) {
            return if doc.office == from.office {
                Target::Unknown
            } else {
                Target::Is(doc)
            };
        }
        let number = other.document_number.as_deref().map(fold);
        let all = number.and_then(|number| self.numbers.get(&number));
        let all = all.into_iter().flatten().copied();
        let all: Vec<Doc> = all.filter(|doc| doc.office != from.office).collect();
        let title = other
            .title
            .as_deref()
            .filter(|title| !title.trim().is_empty());
        let same = |doc: &Doc| title.is_none_or(|title| is_same(&joined.row(*doc).title, title));
        let found: Vec<Doc> = all.iter().copied().filter(same).collect();
        match found[..] {
            [one] => Target::Is(one),
            [] if !all.is_empty() => Target::Differs(all),
            _ => Target::Unknown,
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

/// The maximum number of documents that a message names, and the maximum number of collisions that
/// are reported.
const NAMED: usize = 5;
const COLLISIONS: usize = 1_000;

/// Findings about documents of different members with the same number and different titles.
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
            let title = beginning(&joined.row(*doc).title);
            format!("{}《{title}》", joined.office(*doc).member.title)
        });
        Diagnostic::new(Message::NumberCollision {
            number: beginning(&number).into(),
            members: named.collect::<Vec<_>>().join("、").into(),
        })
    };
    found.into_iter().take(COLLISIONS).map(finding).collect()
}

/// Finds members whose documents all occur in another member, with the same numbers and titles.
/// Both are probably copies of one site. If two members are equal, only one gets a finding.
pub(super) fn same_sites(joined: &Joined<'_>) -> Vec<Diagnostic> {
    let name = |row: &'_ Row| (row.index_number.clone(), row.title.clone());
    let mut having: HashMap<_, BTreeSet<u32>> = HashMap::new();
    for doc in &joined.docs {
        let offices = having.entry(name(joined.row(*doc))).or_default();
        offices.insert(doc.office);
    }
    let mut findings = Vec::new();
    for (office, one) in (0u32..).zip(&joined.offices) {
        let mut rows = one.ledger.rows.iter().map(name);
        let Some(mut shared) = rows.next().map(|first| having[&first].clone()) else {
            continue;
        };
        shared.remove(&office);
        for row in rows.by_ref() {
            if shared.is_empty() {
                break;
            }
            shared.retain(|other| having[&row].contains(other));
        }
        let Some(other) = shared.first() else {
            continue;
        };
        let other = &joined.offices[*other as usize];
        // of two equal members, the later one gets the finding
        if one.ledger.rows.len() == other.ledger.rows.len() && one.place < other.place {
            continue;
        }
        let message = Message::SameSite {
            member: one.member.title.clone().into(),
            other: other.member.title.clone().into(),
            documents: one.ledger.rows.len().into(),
        };
        findings.push(Diagnostic::new(message).at(one.member.place.clone()));
    }
    findings
}
