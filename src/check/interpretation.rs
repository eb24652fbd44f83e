//! Takes the interpretations; gives those that name neither a document that they interpret nor a
//! related document, with the number of the one document whose title they have in 《》. The type of
//! its column or the end of its title shows that a document is an interpretation. This file must
//! not know how relations are resolved.
//!
//! Without a relation, the page of the interpretation and that of the document do not link to each
//! other.

use super::{Rule, Scope};
use crate::catalogue::{Field, Kind, Relation};
use crate::diag::{Code, Diagnostic, Message, words};
use crate::fold::fold;
use crate::plan::Plan;
use crate::relate::DocumentId;
use crate::source::Sources;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::InterpretationWithoutDocument],
    scope: Scope::Catalogue(look),
};

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    for &id in plan.documents() {
        let entry = plan.entry(id);
        let is_alone = !entry
            .relations
            .iter()
            .any(|r| matches!(r.relation, Relation::Interprets | Relation::Related));
        if is_interpretation(plan, id) && is_alone {
            let number = interpreted(plan, &entry.title);
            let number = number.map_or_else(
                || words("文号或索引号", "number"),
                |number| words(number, number),
            );
            let finding = Diagnostic::new(Message::InterpretationWithoutDocument {
                value: (&entry.title).into(),
                number: number.into(),
            });
            findings.push(sources.at(entry.file, entry.span(Field::Title), finding));
        }
    }
}

fn is_interpretation(plan: &Plan<'_>, id: DocumentId) -> bool {
    let entry = plan.entry(id);
    let column = plan
        .category(id)
        .and_then(|c| plan.categories[c].column_type.as_deref());
    entry.kind == Kind::Document && (column == Some("政策解读") || entry.title.ends_with("解读"))
}

/// The number of the document whose title an interpretation's title has in 《》. The document may
/// itself have this title in 《》, as in 关于印发《…》的通知. `None` if there is no such document, or
/// more than one.
fn interpreted<'p>(plan: &'p Plan<'_>, title: &str) -> Option<&'p str> {
    let quoted = title.split_once('《')?.1.rsplit_once('》')?.0;
    let (own, within) = (fold(quoted), fold(&format!("《{quoted}》")));
    let is_named = |id: &DocumentId| {
        let title = fold(&plan.entry(*id).title);
        (title == own || title.contains(&within)) && !is_interpretation(plan, *id)
    };
    let mut found = plan.documents().iter().copied().filter(is_named);
    let entry = found.next().map(|id| plan.entry(id))?;
    let number = entry
        .document_number
        .as_deref()
        .or(entry.index_number.as_deref());
    number.filter(|_| found.next().is_none())
}
