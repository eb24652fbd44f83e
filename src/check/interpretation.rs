//! Takes the interpretations; gives those that name neither a document that they interpret nor a
//! related document. The type of its column or the end of its title shows that a document is an
//! interpretation. This file must not know how relations are resolved.
//!
//! Without a relation, the page of the interpretation and that of the document do not link to each
//! other.

use super::{Rule, Scope};
use crate::catalogue::{Field, Kind, Relation};
use crate::diag::{Code, Diagnostic, Message};
use crate::plan::Plan;
use crate::source::Sources;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::InterpretationWithoutDocument],
    scope: Scope::Catalogue(look),
};

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    for &id in plan.documents() {
        let entry = plan.entry(id);
        let column = plan
            .category(id)
            .and_then(|c| plan.categories[c].column_type.as_deref());
        let is_interpretation = entry.kind == Kind::Document
            && (column == Some("政策解读") || entry.title.ends_with("解读"));
        if is_interpretation
            && !entry
                .relations
                .iter()
                .any(|r| matches!(r.relation, Relation::Interprets | Relation::Related))
        {
            let finding = Diagnostic::new(Message::InterpretationWithoutDocument {
                value: (&entry.title).into(),
            });
            findings.push(sources.at(entry.file, entry.span(Field::Title), finding));
        }
    }
}
