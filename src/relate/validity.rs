//! Takes a document, the documents that act on it, and the validity that the editor states; gives
//! its status on a day, the later changes, and a finding if the stated validity is wrong. `rule.rs`
//! has the rules. This file must not know addresses or pages.

use super::DocumentId;
use super::rule::{Act, End, Facts, Fault, Standing};
use crate::catalogue::{Catalogue, Entry, Field, Relation, Validity};
use crate::config::Unstated;
use crate::diag::{Diagnostic, Message, Place, Value, words};
use crate::source::Sources;
use jiff::civil::Date;

/// A document's validity on a day, and its grounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The validity.
    pub validity: Validity,
    /// The first day of the validity, if a date or a document gives it. For an amended or partly
    /// repealed document, it is the day of the latest such act; for a document that is not yet in
    /// force, the day on which it comes into force.
    pub since: Option<Date>,
    /// The documents that caused the validity.
    pub by: Vec<DocumentId>,
    /// The known changes of the validity on later days, in order.
    pub later: Vec<Change>,
}

/// A status that begins on a later day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its first day.
    pub from: Date,
    /// The new status; its own `later` is empty.
    pub status: Status,
}

/// One document: its own front matter, and the effects of others on it.
pub(super) struct Case<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) entry: &'a Entry,
    pub(super) acted_on: &'a [(Relation, DocumentId)],
    pub(super) unstated: Unstated,
}

/// The status on a day with its later changes, and a finding if the stated validity is wrong on
/// this day or lacks a date.
pub(super) fn decide(
    case: &Case<'_>,
    day: Date,
    sources: &Sources,
) -> (Status, Option<Box<Diagnostic>>) {
    let facts = facts(case.catalogue, case.entry, case.acted_on);
    let (now, fault) = facts.judged(day, case.unstated);
    let mut now = status(now);
    for from in facts.later_days(day) {
        let next = status(facts.on(from, case.unstated));
        let last = now.later.last().map_or(now.validity, |c| c.status.validity);
        if last != next.validity {
            now.later.push(Change { from, status: next });
        }
    }
    (
        now,
        fault.map(|fault| Box::new(finding(case, &fault, sources))),
    )
}

/// The facts from which the validity of a document follows. An acting document without a first day
/// of its effect is left out.
pub(super) fn facts<'a>(
    catalogue: &'a Catalogue,
    entry: &Entry,
    acted_on: &[(Relation, DocumentId)],
) -> Facts<'a, DocumentId> {
    let acts = acted_on.iter().filter_map(|(relation, id)| {
        let acting = catalogue.entry(id.entry());
        Some(Act {
            relation: *relation,
            from: acting.acts_from()?,
            last_day: acting.date_expires,
            number: acting.index_number.as_deref(),
            by: *id,
        })
    });
    Facts {
        effective: entry.date_effective,
        expires: entry.date_expires,
        repealed: entry.date_repealed,
        stated: entry.validity,
        acts: acts.filter(Act::is_of_validity).collect(),
    }
}

/// A status without later changes.
fn status(standing: Standing<DocumentId>) -> Status {
    Status {
        validity: standing.validity,
        since: standing.since,
        by: standing.by,
        later: Vec::new(),
    }
}

fn finding(case: &Case<'_>, fault: &Fault<DocumentId>, sources: &Sources) -> Diagnostic {
    let entry = case.entry;
    let place = sources.place(entry.file, entry.span(Field::Validity));
    let finding = match fault {
        Fault::Contradiction(end) => Diagnostic::new(Message::ValidityContradiction {
            stated: named(Validity::Effective),
            computed: named(end.validity),
            reason: reason(case, end),
        })
        .also(contradicting(case, end, sources)),
        Fault::Overruled(stated, end) => Diagnostic::new(Message::ValidityOverruled {
            stated: named(*stated),
            computed: named(end.validity),
            reason: reason(case, end),
        })
        .also(contradicting(case, end, sources)),
        Fault::WithoutDate(stated) => {
            let field = if *stated == Validity::Repealed {
                Field::DateRepealed
            } else {
                Field::DateExpires
            };
            let zh = format!("“{}”（{}）", field.label(), field.name());
            Diagnostic::new(Message::ValidityWithoutDate {
                stated: named(*stated),
                field: words(zh, field.name()).into(),
            })
        }
    };
    sources.placed(entry.file, place, finding)
}

/// A validity in words.
fn named(validity: Validity) -> Value {
    words(validity.label(), validity.code()).into()
}

/// Names the document or field that gives an end.
fn reason(case: &Case<'_>, end: &End<DocumentId>) -> Value {
    let acting = end.by.map(|id| case.catalogue.entry(id.entry()));
    match (acting, end.field) {
        (Some(acting), None) => {
            let name = acting
                .document_number
                .as_deref()
                .or(acting.index_number.as_deref())
                .unwrap_or(&acting.title);
            words(
                format!("“{name}”（自{}起）", end.from),
                format!("`{name}` (from {})", end.from),
            )
        }
        (_, field) => {
            let field = field.unwrap_or(Field::DateRepealed);
            words(
                format!("{}（{}）", field.label(), field.name()),
                field.name(),
            )
        }
    }
    .into()
}

/// The place of the document or field that gives an end.
fn contradicting(case: &Case<'_>, end: &End<DocumentId>, sources: &Sources) -> Option<Place> {
    let acting = end.by.map(|id| case.catalogue.entry(id.entry()));
    match (acting, end.field) {
        (Some(acting), field) => {
            sources.place(acting.file, acting.span(field.unwrap_or(Field::Repeals)))
        }
        (None, Some(field)) => sources.place(case.entry.file, case.entry.span(field)),
        (None, None) => None,
    }
}
