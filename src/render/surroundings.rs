//! Takes the plan and a document; gives its surroundings: what its renditions (page, plain text,
//! e-book) show that is not from its own file.
//!
//! A rendition gets facts about other documents only from here, and the digest of the surroundings
//! is part of its cache key. This file must not know templates.

use super::shared::{Reference, Shared, link};
use super::time::utc;
use super::timeline::timeline;
use super::view::{Context, Link, Note, Ref, Related, Relations, Surroundings};
use crate::catalogue::{Entry, Kind, Relation};
use crate::diag::fill;
use crate::plan::{ListKind, Page, PageId};
use crate::relate::{DocumentId, Edge, Shown, Target};
use jiff::civil::Date;
use std::borrow::Cow;

pub(super) fn surroundings<'a, R: Reference<'a>>(
    shared: &Shared<'a>,
    id: DocumentId,
) -> Surroundings<'a, R> {
    let plan = shared.plan;
    let entry = shared.entry(id);
    let category = plan.category(id);
    let name = |id| R::of(shared, id);
    let (older, newer) = plan.neighbours(id);
    Surroundings {
        url: plan.address(id),
        column: category.map(|c| shared.column(c)),
        changed: plan
            .changed(id)
            .map(|moment| utc(plan.config, moment))
            .unwrap_or_default(),
        context: Context {
            issuer: issuer(shared, entry),
            category: category
                .map(|c| plan.categories.chain(c).into_iter().map(link).collect())
                .unwrap_or_default(),
            date_expires: last_day(shared, id),
            validity: (entry.kind != Kind::Page).then(|| {
                shared.validity(id, &|status| status.by.iter().map(|&e| name(e)).collect())
            }),
            last_day: plan.related.last_day(id).map(|day| day.to_string()),
            timeline: if entry.kind == Kind::Page {
                None
            } else {
                timeline(shared, id)
            },
            relations: relations(shared, id),
            notes: notes(shared, id),
            history: history(shared, id),
            similar: plan.similar(id).iter().map(|&e| name(e)).collect(),
            text: plan.text_address(id),
            book: plan.book_address(id),
            older: older.map(name),
            newer: newer.map(name),
        },
    }
}

/// A link to the list of a document's issuing body, with the body's name. The address is empty if
/// the body has no list.
fn issuer<'a>(shared: &Shared<'a>, entry: &'a Entry) -> Link<'a> {
    let list = shared.plan.list(ListKind::Issuer, entry.issuer());
    Link {
        name: entry.issuer().into(),
        url: list
            .map(|list| shared.plan.path(PageId::List(list, Page::Newest)))
            .unwrap_or_default(),
        ..Link::default()
    }
}

/// The last day in force, as text. After a renewal, the text also has the last day that the
/// document itself states.
fn last_day(shared: &Shared<'_>, id: DocumentId) -> Option<String> {
    let (last, own) = (
        shared.plan.related.last_day(id)?,
        shared.entry(id).date_expires,
    );
    Some(match own.filter(|own| *own != last) {
        Some(own) => fill(shared.words.text("date_renewed"), |key| {
            let day = if key == "date" { last } else { own };
            Some(Cow::Owned(day.to_string()))
        }),
        None => last.to_string(),
    })
}

/// The names of a relation on the acting document's page and on the other's.
fn names(relation: Relation) -> (&'static str, &'static str) {
    let reverse = match relation {
        Relation::Interprets => "interpreted_by",
        Relation::Repeals => "repealed_by",
        Relation::PartlyRepeals => "partly_repealed_by",
        Relation::Amends => "amended_by",
        Relation::Renews => "renewed_by",
        Relation::Forwards => "forwarded_by",
        Relation::Related => "related_by",
    };
    (relation.code(), reverse)
}

fn relations<'a, R: Reference<'a>>(shared: &Shared<'a>, id: DocumentId) -> Vec<Relations<'a, R>> {
    let related = shared.plan.related;
    let mut groups = Vec::new();
    for &relation in Relation::ALL {
        let acts = || related.acts(id).iter().filter(|e| e.relation == relation);
        let mut forward: Vec<R> = acts().map(|e| target(shared, &e.target)).collect();
        let mut acted_on: Vec<DocumentId> = related
            .acted_on(id)
            .iter()
            .filter(|(r, _)| *r == relation)
            .map(|(_, id)| *id)
            .collect();
        acted_on.sort_by_key(|&e| (shared.entry(e).date_published, shared.plan.address(e)));
        let mut back: Vec<R> = Vec::new();
        if relation == Relation::Related {
            // This relation is symmetric, so each pair is shown once.
            let named = |e: &DocumentId| acts().any(|edge| edge.target == Target::Entry(*e));
            let others = acted_on.iter().filter(|e| !named(e));
            forward.extend(others.map(|&e| R::of(shared, e)));
        } else {
            back.extend(acted_on.iter().map(|&e| R::of(shared, e)));
        }
        let (name, reverse) = names(relation);
        for (name, items) in [(name, forward), (reverse, back)] {
            if !items.is_empty() {
                groups.push(Relations {
                    name,
                    label: shared.words.text(&format!("relation_{name}")),
                    items,
                });
            }
        }
    }
    groups
}

/// The notes about parts that other published documents change, ordered by the days from which the
/// changes apply.
fn notes<'a, R: Reference<'a>>(shared: &Shared<'a>, id: DocumentId) -> Vec<Note<'a, R>> {
    let related = shared.plan.related;
    let mut acting: Vec<(Relation, DocumentId)> = related.acted_on(id).to_vec();
    acting.retain(|(_, other)| related.shown(*other) == Shown::Published);
    acting.sort_by_key(|&(_, e)| (shared.entry(e).acts_from(), shared.plan.address(e)));
    let mut notes = Vec::new();
    for (relation, other) in acting {
        let is_meant = |edge: &&Edge| edge.relation == relation && edge.target == Target::Entry(id);
        let places = related.acts(other).iter().filter(is_meant);
        for place in places.flat_map(|edge| &edge.places) {
            let (place, words) = place
                .split_once('：')
                .map_or((&**place, None), |(place, words)| {
                    (place, Some(words.trim().trim_end_matches('。')))
                });
            notes.push(Note {
                place,
                words: words.filter(|words| !words.is_empty()),
                name: names(relation).0,
                by: R::of(shared, other),
                from: shared.entry(other).acts_from().map(|day| day.to_string()),
            });
        }
    }
    notes
}

/// The history of a document: the documents with a relation to it and itself, by the day of
/// publication. Documents without a day come first. The history is empty if the document has no
/// relations.
fn history<'a, R: Reference<'a>>(shared: &Shared<'a>, id: DocumentId) -> Vec<Related<R>> {
    let related = shared.plan.related;
    let day = |id: DocumentId| {
        let shown = related.shown(id) == Shown::Published;
        shared.entry(id).date_published.filter(|_| shown)
    };
    let mut steps = vec![(day(id), 1, "", None)];
    for edge in related.acts(id) {
        let (name, _) = names(edge.relation);
        let (day, rank) = match &edge.target {
            Target::Entry(other) => (day(*other), 0),
            Target::Elsewhere { .. } => (None, 0),
        };
        steps.push((day, rank, name, Some(Side::Acts(edge))));
    }
    for (relation, other) in related.acted_on(id) {
        let both_ways = *relation == Relation::Related
            && related.acts(id).iter().any(|edge| {
                edge.relation == Relation::Related && edge.target == Target::Entry(*other)
            });
        if !both_ways {
            let (_, name) = names(*relation);
            steps.push((day(*other), 2, name, Some(Side::ActedOn(*other))));
        }
    }
    if steps.len() == 1 {
        return Vec::new();
    }
    // On one day, the documents on which this document acts come first, then itself, then the
    // documents that act on it.
    steps.sort_by_key(|(day, rank, ..)| (*day, *rank));
    let step =
        |(day, _, name, side): (Option<(Date, _)>, i32, &'static str, Option<Side<'a>>)| Related {
            name,
            date: day.map(|(day, _)| day.to_string()),
            item: side.map(|side| match side {
                Side::Acts(edge) => target(shared, &edge.target),
                Side::ActedOn(other) => R::of(shared, other),
            }),
        };
    steps.into_iter().map(step).collect()
}

/// A relation, seen from the document of the page.
#[derive(Clone, Copy)]
enum Side<'a> {
    Acts(&'a Edge),
    ActedOn(DocumentId),
}

/// The view of the document at the other end of a relation.
fn target<'a, R: Reference<'a>>(shared: &Shared<'a>, target: &'a Target) -> R {
    match target {
        Target::Entry(id) => R::of(shared, *id),
        Target::Elsewhere {
            document_number,
            title,
            url,
        } => R::elsewhere(Ref {
            title: title.as_deref(),
            document_number: document_number.as_deref(),
            url: None,
            href: url.as_deref(),
            date: None,
        }),
    }
}
