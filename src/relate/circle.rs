//! Takes relations between visible documents; gives findings about circles (*rings*) of documents
//! that act on one another. A document can act only on a document that exists before it, so at
//! least one relation of a ring is wrong.
//!
//! This file must not know which documents are in force.

use super::DocumentId;
use super::reference::{field_of, place};
use crate::catalogue::{Catalogue, Relation};
use crate::diag::{Diagnostic, Message, words};
use crate::source::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// A relation and its two ends, the acting document first.
pub(super) type Arrow = (Relation, DocumentId, DocumentId);

/// Families of relations; a ring has relations of one family. 相关 (related to) is symmetric and
/// forms no ring.
const FAMILIES: [&[Relation]; 3] = [
    &[
        Relation::Repeals,
        Relation::PartlyRepeals,
        Relation::Amends,
        Relation::Renews,
    ],
    &[Relation::Interprets],
    &[Relation::Forwards],
];

/// Reports rings. A ring is not reported if it shares a document with a reported ring of the same
/// family.
pub(super) fn find(
    catalogue: &Catalogue,
    sources: &Sources,
    arrows: Vec<Arrow>,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for family in FAMILIES {
        let mut graph: BTreeMap<DocumentId, BTreeMap<DocumentId, Relation>> = BTreeMap::new();
        for (relation, from, to) in arrows.iter().filter(|(r, ..)| family.contains(r)) {
            graph
                .entry(*from)
                .or_default()
                .entry(*to)
                .or_insert(*relation);
        }
        while let Some(ring) = ring(&mut graph) {
            findings.push(finding(catalogue, sources, &ring));
            for (_, from, _) in ring {
                graph.remove(&from);
            }
        }
    }
    findings
}

/// Finds one ring. First, it removes the documents from which no ring can be reached.
fn ring(graph: &mut BTreeMap<DocumentId, BTreeMap<DocumentId, Relation>>) -> Option<Vec<Arrow>> {
    let mut sources_of: BTreeMap<DocumentId, Vec<DocumentId>> = BTreeMap::new();
    for (from, targets) in graph.iter() {
        for to in targets.keys() {
            sources_of.entry(*to).or_default().push(*from);
        }
    }
    // a document that acts on no document is in no ring, and neither is a document that acts only
    // on documents in no ring
    let mut idle: Vec<DocumentId> = sources_of
        .keys()
        .filter(|id| !graph.contains_key(id))
        .copied()
        .collect();
    while let Some(id) = idle.pop() {
        for from in sources_of.remove(&id).unwrap_or_default() {
            if let Some(targets) = graph.get_mut(&from) {
                targets.remove(&id);
                if targets.is_empty() {
                    graph.remove(&from);
                    idle.push(from);
                }
            }
        }
    }
    let mut path: Vec<Arrow> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut at = *graph.keys().next()?;
    while seen.insert(at) {
        let (to, relation) = graph.get(&at)?.iter().next()?;
        path.push((*relation, at, *to));
        at = *to;
    }
    let start = path.iter().position(|(_, from, _)| *from == at)?;
    Some(path.split_off(start))
}

fn finding(catalogue: &Catalogue, sources: &Sources, ring: &[Arrow]) -> Diagnostic {
    let name = |id: DocumentId| {
        let entry = catalogue.entry(id.entry());
        entry
            .document_number
            .as_deref()
            .or(entry.index_number.as_deref())
            .unwrap_or(&entry.title)
    };
    // the message starts with the document whose file comes first
    let first = (0..ring.len())
        .min_by_key(|i| catalogue.entry(ring[*i].1.entry()).file)
        .unwrap_or(0);
    let ring: Vec<&Arrow> = ring[first..].iter().chain(&ring[..first]).collect();
    let mut places = ring.iter().map(|(relation, from, to)| {
        let (acting, other) = (catalogue.entry(from.entry()), catalogue.entry(to.entry()));
        let number = other.index_number.iter().chain(&other.document_number);
        let field = field_of(*relation);
        let found = number
            .filter_map(|n| place(sources, acting, field, n))
            .min_by_key(|p| p.width);
        found.or_else(|| sources.place(acting.file, acting.span(field)))
    });
    let zh: Vec<String> = ring
        .iter()
        .map(|(act, from, to)| format!("“{}”{}“{}”", name(*from), act.label(), name(*to)))
        .collect();
    let en: Vec<String> = ring
        .iter()
        .map(|(act, from, to)| format!("`{}` {} `{}`", name(*from), act.code(), name(*to)))
        .collect();
    let finding = Diagnostic::new(Message::CircularRelation {
        ring: words(zh.join("，"), en.join(", ")).into(),
    });
    let mut finding = match places.next().flatten() {
        Some(place) => finding.at(place),
        None => finding,
    };
    for place in places {
        finding = finding.also(place);
    }
    finding
}
