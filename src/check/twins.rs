//! Two documents that ought to be one, or that one number names: the same document number, the same title on the same day.

use super::{Looks, Rule};
use crate::catalogue::{Entry, EntryId, Field, Kind};
use crate::diag::{Code, Diagnostic};
use crate::fold::fold;
use crate::plan::Plan;
use crate::relate::Target;
use crate::source::Sources;
use std::collections::HashMap;

pub(super) const RULE: Rule = Rule { codes: &[Code::DuplicateDocumentNumber, Code::SameTitleAndDate], looks: Looks::Catalogue(look) };

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let catalogue = plan.related.catalogue;
    let place = |entry: &Entry, field| sources.place(entry.file, entry.span(field));
    let mut by_number: HashMap<String, EntryId> = HashMap::new();
    let mut by_title: HashMap<(String, Option<jiff::civil::Date>), EntryId> = HashMap::new();
    for &id in plan.documents() {
        let entry = catalogue.entry(id);
        if entry.kind != Kind::Document {
            continue;
        }
        if let Some(first) = by_title.insert((fold(&entry.title), entry.date_created), id) {
            let finding = Diagnostic::new(Code::SameTitleAndDate).with("value", &entry.title).also(place(catalogue.entry(first), Field::Title));
            findings.extend(place(entry, Field::Title).map(|p| finding.at(p)));
            continue;
        }
        let Some(number) = &entry.document_number else { continue };
        if let Some(first) = by_number.insert(fold(number), id) {
            // a page that passes another's document on carries its number by right
            let related = |a, b| plan.related.acts(a).iter().any(|e| e.target == Target::Entry(b));
            let other = catalogue.entry(first);
            if !related(id, first) && !related(first, id) && fold(&other.title) != fold(&entry.title) {
                let finding = Diagnostic::new(Code::DuplicateDocumentNumber).with("value", number).also(place(other, Field::DocumentNumber));
                findings.extend(place(entry, Field::DocumentNumber).map(|p| finding.at(p)));
            }
        }
    }
}
