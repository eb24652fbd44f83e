//! Takes the relations of the catalogue; gives each relation in which a document acts on a document
//! made after it. This file must not know the texts.
//!
//! In such a relation, one of the dates or the direction is wrong. The relation 相关 (related to)
//! has no direction in time and is not reported.

use super::{Rule, Scope, relations};
use crate::catalogue::{Field, Relation};
use crate::diag::{Code, Diagnostic, Message, words};
use crate::plan::Plan;
use crate::source::Sources;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::RelationOrder],
    scope: Scope::Catalogue(look),
};

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    for (entry, edge, other) in relations(plan) {
        let Some(relation) = verb(edge.relation) else {
            continue;
        };
        if let (Some(created), Some(target_created)) = (entry.date_created, other.date_created)
            && created < target_created
        {
            let target = other.document_number.as_deref().unwrap_or(&other.title);
            let finding = Diagnostic::new(Message::RelationOrder {
                created: created.into(),
                target_created: target_created.into(),
                target: target.into(),
                relation: words(relation.0, relation.1).into(),
            })
            .also(sources.place(other.file, other.span(Field::DateCreated)));
            findings.push(sources.at(entry.file, entry.span(Field::DateCreated), finding));
        }
    }
}

/// The verb of a relation whose target must exist first; `None` for the relation 相关 (related to).
fn verb(relation: Relation) -> Option<(&'static str, &'static str)> {
    Some(match relation {
        Relation::Repeals => ("废止", "repeals"),
        Relation::PartlyRepeals => ("部分废止", "partly repeals"),
        Relation::Amends => ("修改", "amends"),
        Relation::Renews => ("续期", "renews"),
        Relation::Interprets => ("解读", "interprets"),
        Relation::Forwards => ("转发", "forwards"),
        Relation::Related => return None,
    })
}
