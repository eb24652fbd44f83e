//! Takes the titles, numbers, dates and relations of the published documents; gives documents with
//! the same title and date of creation, or with the same document number and different titles. This
//! file must not know the texts, which `copies` compares for annual reports.
//!
//! Two documents may have the same document number if one of them has a relation to the other.

use super::{Rule, Scope};
use crate::catalogue::{Entry, Field, Kind};
use crate::diag::{Code, Diagnostic, Message};
use crate::fold::fold;
use crate::plan::Plan;
use crate::relate::{DocumentId, Target};
use crate::source::Sources;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

pub(super) const RULE: Rule = Rule {
    codes: &[Code::DuplicateDocumentNumber, Code::SameTitleAndDate],
    scope: Scope::Catalogue(look),
};

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let place = |entry: &Entry, field| sources.place(entry.file, entry.span(field));
    let (mut titles, mut numbers) = (Seen::default(), Seen::default());
    for &id in plan.documents() {
        let entry = plan.entry(id);
        if entry.kind != Kind::Document {
            continue;
        }
        let title = |entry: &Entry| (fold(&entry.title), entry.date_created);
        if let Some(first) = titles.before(id, title(entry), |other| title(plan.entry(other))) {
            let value = (&entry.title).into();
            let finding = Diagnostic::new(Message::SameTitleAndDate { value })
                .also(place(plan.entry(first), Field::Title));
            findings.push(sources.at(entry.file, entry.span(Field::Title), finding));
            continue;
        }
        let Some(number) = &entry.document_number else {
            continue;
        };
        let folded = |entry: &Entry| entry.document_number.as_deref().map(fold);
        if let Some(first) = numbers.before(id, folded(entry), |other| folded(plan.entry(other))) {
            // two documents may have the same number if one has a relation to the other, for
            // example if it forwards the other
            let related = |a, b| {
                plan.related
                    .acts(a)
                    .iter()
                    .any(|e| e.target == Target::Entry(b))
            };
            let other = plan.entry(first);
            if !related(id, first)
                && !related(first, id)
                && fold(&other.title) != fold(&entry.title)
            {
                let value = number.into();
                let finding = Diagnostic::new(Message::DuplicateDocumentNumber { value })
                    .also(place(other, Field::DocumentNumber));
                findings.push(sources.at(entry.file, entry.span(Field::DocumentNumber), finding));
            }
        }
    }
}

/// The last document seen for each hash of a value. Hashes take less memory than the folded titles
/// and numbers.
#[derive(Default)]
struct Seen(HashMap<u64, DocumentId>);

impl Seen {
    /// Records a document and gives the last document before it with an equal value. `of` gives the
    /// value of another document.
    fn before<T: Hash + PartialEq>(
        &mut self,
        id: DocumentId,
        value: T,
        of: impl Fn(DocumentId) -> T,
    ) -> Option<DocumentId> {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        self.0
            .insert(hasher.finish(), id)
            .filter(|other| of(*other) == value)
    }
}
