//! Takes a document's dates, the effects of other documents on it, and the validity that the editor
//! states; decides whether it is in force on a day.
//!
//! - A repeal or an amendment takes effect on the acting document's `date_effective`, or else on
//!   its `date_created`.
//! - `date_expires` is the last day in force; `date_repealed` is the first day out of force;
//!   `renews` sets a new last day.
//! - The end of a document overrules a stated validity that leaves it in force. This is an error if
//!   the editor stated 有效 (in force), otherwise a warning.
//! - A stated end without a date counts on every day (a warning).
//!
//! This file must not know addresses or pages.

use super::DocumentId;
use crate::catalogue::{Catalogue, Entry, Field, Relation, Validity};
use crate::config::Unstated;
use crate::diag::{Diagnostic, Message, Place, Value, words};
use crate::source::Sources;
use jiff::ToSpan;
use jiff::civil::Date;

/// A document's validity on a day, and its grounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The validity.
    pub validity: Validity,
    /// The first day of the validity, when a date or a document gives it.
    pub since: Option<Date>,
    /// The documents that caused it.
    pub by: Vec<DocumentId>,
    /// The known changes on later days, in order.
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

/// A stated validity that contradicts the other facts.
enum Fault {
    /// It states 有效 (in force), but the document has ended.
    Contradiction(End),
    /// It states neither 有效 nor an end, such as 尚未施行 (not yet in force), but the document has
    /// ended.
    Overruled(Validity, End),
    /// It states 废止 (repealed) or 失效 (expired), but nothing gives the day.
    WithoutDate(Validity),
}

/// An end of a document: the first day out of force, the name of the end, and the document or field
/// that gives it.
#[derive(Clone, Copy)]
struct End {
    from: Date,
    validity: Validity,
    by: Option<DocumentId>,
    field: Option<Field>,
}

/// The status on a day, the later changes, and a finding about a wrong stated validity.
pub(super) fn decide(
    case: &Case<'_>,
    day: Date,
    sources: &Sources,
) -> (Status, Option<Box<Diagnostic>>) {
    let (mut status, fault) = case.on(day);
    for from in case.later_days(day) {
        let (next, _) = case.on(from);
        if status
            .later
            .last()
            .map_or(status.validity, |c| c.status.validity)
            != next.validity
        {
            status.later.push(Change { from, status: next });
        }
    }
    (
        status,
        fault.map(|fault| Box::new(finding(case, &fault, sources))),
    )
}

impl Case<'_> {
    fn on(&self, day: Date) -> (Status, Option<Fault>) {
        let stated = self.entry.validity;
        let ended = |validity, end: End| Status {
            validity,
            since: Some(end.from),
            by: end.by.into_iter().collect(),
            later: Vec::new(),
        };
        let end = self.end(day).filter(|e| e.from <= day);
        if let Some(stated) = stated.filter(|v| v.is_end()) {
            // A date or a repealing document gives the day of the end; the stated validity names
            // it. A renewal does not undo this end.
            let expired = if stated == Validity::Expired {
                self.expired(self.entry.date_expires, None)
            } else {
                None
            };
            let own = [self.repealed(), expired]
                .into_iter()
                .flatten()
                .min_by_key(|end| end.from);
            return match (own.filter(|own| own.from <= day).or(end), own) {
                (Some(end), _) => (ended(stated, end), None),
                (None, Some(_)) => (self.in_force(day, Some(stated)), None),
                (None, None) => (plain(stated, None), Some(Fault::WithoutDate(stated))),
            };
        }
        match (end, stated) {
            (Some(end), Some(Validity::Effective)) => {
                (ended(end.validity, end), Some(Fault::Contradiction(end)))
            }
            (Some(end), stated) => (
                ended(end.validity, end),
                stated.map(|stated| Fault::Overruled(stated, end)),
            ),
            (None, stated) => (self.in_force(day, stated), None),
        }
    }

    /// The later days on which the status may change.
    fn later_days(&self, day: Date) -> Vec<Date> {
        let after = |d: Option<Date>| d.and_then(|d| d.checked_add(1.day()).ok());
        let own = [
            self.entry.date_effective,
            self.entry.date_repealed,
            after(self.entry.date_expires),
        ];
        let others = self.acted_on.iter().flat_map(|(relation, id)| {
            let acting = self.catalogue.entry(id.entry());
            let renewed_until = if *relation == Relation::Renews {
                after(acting.date_expires)
            } else {
                None
            };
            [acting.acts_from(), renewed_until]
        });
        let mut days: Vec<Date> = own
            .into_iter()
            .chain(others)
            .flatten()
            .filter(|d| *d > day)
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The documents with this relation to this one, each with the first day of its effect, sorted
    /// by day and index number.
    fn acting(&self, relation: Relation) -> Vec<(Date, DocumentId)> {
        let of = |(_, id): &(Relation, DocumentId)| {
            Some((self.catalogue.entry(id.entry()).acts_from()?, *id))
        };
        let mut acting: Vec<(Date, DocumentId)> = self
            .acted_on
            .iter()
            .filter(|(r, _)| *r == relation)
            .filter_map(of)
            .collect();
        acting.sort_by_key(|(from, id)| {
            (
                *from,
                self.catalogue.entry(id.entry()).index_number.as_deref(),
                *id,
            )
        });
        acting
    }

    /// The status of a document that nothing has ended.
    fn in_force(&self, day: Date, stated: Option<Validity>) -> Status {
        let entry = self.entry;
        if let Some(from) = entry.date_effective.filter(|&d| d > day) {
            return plain(Validity::NotYetEffective, Some(from));
        }
        // a stated 尚未施行 (not yet in force) counts only if `date_effective` is missing
        if stated == Some(Validity::NotYetEffective) && entry.date_effective.is_none() {
            return plain(Validity::NotYetEffective, None);
        }
        if let Some(validity @ (Validity::Amended | Validity::PartlyRepealed | Validity::Unknown)) =
            stated
        {
            return plain(validity, None);
        }
        for (relation, validity) in [
            (Relation::PartlyRepeals, Validity::PartlyRepealed),
            (Relation::Amends, Validity::Amended),
        ] {
            let acting: Vec<_> = self
                .acting(relation)
                .into_iter()
                .filter(|(from, _)| *from <= day)
                .collect();
            if let Some(&(latest, _)) = acting.last() {
                return Status {
                    by: acting.into_iter().map(|(_, id)| id).collect(),
                    ..plain(validity, Some(latest))
                };
            }
        }
        // the document is in force despite a stated 尚未施行 (not yet in force) or a stated end in
        // the future
        let validity = match (stated, self.unstated) {
            (None, Unstated::Unknown) => Validity::Unknown,
            _ => Validity::Effective,
        };
        plain(
            validity,
            entry
                .date_effective
                .filter(|_| validity == Validity::Effective),
        )
    }

    /// The repeal that `date_repealed` or a repealing document gives. It may be in the future.
    fn repealed(&self) -> Option<End> {
        let entry = self.entry;
        let repealed_by = self
            .acting(Relation::Repeals)
            .first()
            .map(|&(from, id)| End {
                from,
                validity: Validity::Repealed,
                by: Some(id),
                field: None,
            });
        let repealed_on = entry.date_repealed.map(|from| End {
            from,
            validity: Validity::Repealed,
            by: None,
            field: Some(Field::DateRepealed),
        });
        // the earlier one counts; on the same day, the repealing document is named
        match (repealed_on, repealed_by) {
            (Some(on), Some(by)) => Some(if by.from <= on.from { by } else { on }),
            (a, b) => a.or(b),
        }
    }

    fn expired(&self, last_day: Option<Date>, renewed_by: Option<DocumentId>) -> Option<End> {
        let from = last_day?.checked_add(1.day()).ok()?;
        Some(End {
            from,
            validity: Validity::Expired,
            by: renewed_by,
            field: Some(Field::DateExpires),
        })
    }

    /// The last day in force as known on a day: that of the latest renewal (with its document), or
    /// else the document's own.
    pub(super) fn last_day(&self, day: Date) -> (Option<Date>, Option<DocumentId>) {
        match self
            .acting(Relation::Renews)
            .into_iter()
            .rfind(|(from, _)| *from <= day)
        {
            Some((_, id)) => (self.catalogue.entry(id.entry()).date_expires, Some(id)),
            None => (self.entry.date_expires, None),
        }
    }

    /// The end that dates and documents give, after all renewals. A repeal in effect on this day
    /// comes first; otherwise the earlier of the repeal and the last day counts. The end may be in
    /// the future.
    fn end(&self, day: Date) -> Option<End> {
        let (last_day, renewed_by) = self.last_day(day);
        match (self.repealed(), self.expired(last_day, renewed_by)) {
            (Some(r), Some(e)) => Some(if r.from <= day || r.from <= e.from {
                r
            } else {
                e
            }),
            (a, b) => a.or(b),
        }
    }
}

fn plain(validity: Validity, since: Option<Date>) -> Status {
    Status {
        validity,
        since,
        by: Vec::new(),
        later: Vec::new(),
    }
}

fn finding(case: &Case<'_>, fault: &Fault, sources: &Sources) -> Diagnostic {
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
fn reason(case: &Case<'_>, end: &End) -> Value {
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
fn contradicting(case: &Case<'_>, end: &End, sources: &Sources) -> Option<Place> {
    let acting = end.by.map(|id| case.catalogue.entry(id.entry()));
    match (acting, end.field) {
        (Some(acting), field) => {
            sources.place(acting.file, acting.span(field.unwrap_or(Field::Repeals)))
        }
        (None, Some(field)) => sources.place(case.entry.file, case.entry.span(field)),
        (None, None) => None,
    }
}
