//! Whether a document is in force on a day: from its dates, from what other documents do to it, and from the editor's word.
//!
//! - A repeal or an amendment takes effect on the acting document's `date_effective`, else on its `date_created`.
//! - `date_expires` is the last day in force, `date_repealed` the first day out of it; `renews` sets a new last day.
//! - What ends a document wins over a stated 有效 (an error); a stated end without a date holds on every day (a warning).

use crate::catalogue::{Catalogue, Entry, EntryId, Field, Relation, Validity};
use crate::config::{Config, Unstated};
use crate::diag::{Code, Diagnostic, Place, words};
use crate::source::Sources;
use jiff::ToSpan;
use jiff::civil::Date;

/// A document's validity on the day, and what it rests on. The dates stay true on later days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The validity.
    pub validity: Validity,
    /// The first day on which it holds, when a date or a document says so.
    pub since: Option<Date>,
    /// The documents that brought it about.
    pub by: Vec<EntryId>,
}

/// An end of a document: the first day out of force, how it is called, by what document or date.
struct End {
    from: Date,
    validity: Validity,
    by: Option<EntryId>,
    field: Option<Field>,
}

pub(super) fn decide(
    catalogue: &Catalogue,
    entry: &Entry,
    acted_on: &[(Relation, EntryId)],
    config: &Config,
    sources: &Sources,
) -> (Status, Option<Diagnostic>) {
    let day = config.as_of;
    let end = end(catalogue, entry, acted_on, day);
    let reached = end.as_ref().filter(|e| e.from <= day);
    let place = |field| sources.place(entry.file, entry.span(field));
    if let Some(end) = reached {
        // the date or document says when; a stated end says how it is called
        let validity = entry.validity.filter(|v| v.is_end()).unwrap_or(end.validity);
        let status = Status { validity, since: Some(end.from), by: end.by.into_iter().collect() };
        let contradiction = (entry.validity == Some(Validity::Effective)).then(|| contradiction(catalogue, entry, end, sources, place(Field::Validity)));
        return (status, contradiction);
    }
    match entry.validity {
        Some(stated) if stated.is_end() && end.is_none() => {
            let field = if stated == Validity::Repealed { Field::DateRepealed } else { Field::DateExpires };
            let mut finding = Diagnostic::new(Code::ValidityWithoutDate).with_words("stated", words(stated.label(), stated.code())).with("field", field.name());
            if let Some(place) = place(Field::Validity) {
                finding = finding.at(place);
            }
            (Status { validity: stated, since: None, by: Vec::new() }, Some(finding))
        }
        stated => (in_force(catalogue, entry, acted_on, stated, config), None),
    }
}

/// The status of a document that nothing has ended.
fn in_force(catalogue: &Catalogue, entry: &Entry, acted_on: &[(Relation, EntryId)], stated: Option<Validity>, config: &Config) -> Status {
    let day = config.as_of;
    if let Some(from) = entry.date_effective.filter(|&d| d > day) {
        return Status { validity: Validity::NotYetEffective, since: Some(from), by: Vec::new() };
    }
    // any stated status but 有效 stands; 尚未施行 with a date has ended with that day
    if stated == Some(Validity::NotYetEffective) && entry.date_effective.is_none() {
        return Status { validity: Validity::NotYetEffective, since: None, by: Vec::new() };
    }
    if let Some(validity @ (Validity::Amended | Validity::PartlyRepealed | Validity::Unknown)) = stated {
        return Status { validity, since: None, by: Vec::new() };
    }
    for (relation, validity) in [(Relation::PartlyRepeals, Validity::PartlyRepealed), (Relation::Amends, Validity::Amended)] {
        let mut acting: Vec<(Date, EntryId)> = acted_on
            .iter()
            .filter(|(r, _)| *r == relation)
            .filter_map(|(_, id)| Some((catalogue.entry(*id).acts_from()?, *id)))
            .filter(|(from, _)| *from <= day)
            .collect();
        acting.sort();
        if let Some(&(latest, _)) = acting.last() {
            return Status { validity, since: Some(latest), by: acting.into_iter().map(|(_, id)| id).collect() };
        }
    }
    // a day that has come ends 尚未施行, and a stated end waits for its own date
    let unstated = match config.checks.unstated_validity {
        Unstated::Effective => Validity::Effective,
        Unstated::Unknown => Validity::Unknown,
    };
    let validity = match stated {
        None => unstated,
        Some(Validity::NotYetEffective) if entry.date_effective.is_some() => Validity::Effective,
        Some(v) if v.is_end() => Validity::Effective,
        Some(v) => v,
    };
    Status { validity, since: entry.date_effective.filter(|_| validity == Validity::Effective), by: Vec::new() }
}

/// The earliest end that dates and documents give, renewals taken into account; it may lie in the future.
fn end(catalogue: &Catalogue, entry: &Entry, acted_on: &[(Relation, EntryId)], day: Date) -> Option<End> {
    let acting = |relation: Relation| acted_on.iter().filter(move |(r, _)| *r == relation).filter_map(|(_, id)| Some((catalogue.entry(*id).acts_from()?, *id)));
    let repealed_by = acting(Relation::Repeals).min().map(|(from, id)| End { from, validity: Validity::Repealed, by: Some(id), field: None });
    let repealed_on = entry.date_repealed.map(|from| End { from, validity: Validity::Repealed, by: None, field: Some(Field::DateRepealed) });
    // a repealing document that takes effect on the stated day explains it; otherwise the earlier of the two holds
    let repealed = match (repealed_on, repealed_by) {
        (Some(on), Some(by)) => Some(if by.from <= on.from { by } else { End { by: by.by.filter(|_| by.from == on.from), ..on } }),
        (a, b) => a.or(b),
    };
    let mut last_day = entry.date_expires;
    let mut renewed_by = None;
    let mut renewals: Vec<(Date, EntryId)> = acting(Relation::Renews).filter(|(from, _)| *from <= day).collect();
    renewals.sort();
    for (_, id) in renewals {
        last_day = catalogue.entry(id).date_expires;
        renewed_by = Some(id);
    }
    let expired = last_day.and_then(|d| d.checked_add(1.day()).ok()).map(|from| End {
        from,
        validity: Validity::Expired,
        by: renewed_by,
        field: Some(Field::DateExpires),
    });
    match (repealed, expired) {
        (Some(r), Some(e)) => Some(if r.from <= day || r.from <= e.from { r } else { e }),
        (a, b) => a.or(b),
    }
}

fn contradiction(catalogue: &Catalogue, entry: &Entry, end: &End, sources: &Sources, place: Option<Place>) -> Diagnostic {
    let reason = match (end.by, end.field) {
        (Some(id), None) => {
            let acting = catalogue.entry(id);
            let name = acting.document_number.as_deref().or(acting.index_number.as_deref()).unwrap_or(&acting.title);
            words(format!("“{name}”（自{}起）", end.from), format!("`{name}` (from {})", end.from))
        }
        (_, field) => {
            let field = field.unwrap_or(Field::DateRepealed);
            words(format!("{}（{}）", field.label(), field.name()), field.name())
        }
    };
    let also = match (end.by, end.field) {
        (Some(id), None) => sources.place(catalogue.entry(id).file, catalogue.entry(id).span(Field::Repeals)),
        (Some(id), Some(Field::DateExpires)) => sources.place(catalogue.entry(id).file, catalogue.entry(id).span(Field::DateExpires)),
        (_, Some(field)) => sources.place(entry.file, entry.span(field)),
        (None, None) => None,
    };
    let finding = Diagnostic::new(Code::ValidityContradiction)
        .with_words("stated", words(Validity::Effective.label(), Validity::Effective.code()))
        .with_words("computed", words(end.validity.label(), end.validity.code()))
        .with_words("reason", reason)
        .also(also);
    match place {
        Some(place) => finding.at(place),
        None => finding.in_file(&sources.file(entry.file).shown()),
    }
}
