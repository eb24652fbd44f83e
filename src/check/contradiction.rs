//! Takes the documents with restricted disclosure, except drafts; gives those whose text states
//! another disclosure.
//!
//! This file must not know how such a statement is recognised; `confidential` does that.

use super::confidential::Stated;
use super::facts::Own;
use super::{Rule, Scope};
use crate::catalogue::{Disclosure, Field};
use crate::diag::{Code, Diagnostic, Message};
use crate::plan::Plan;
use crate::source::Sources;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::DisclosureDiffers],
    scope: Scope::Catalogue(look),
};

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    for (entry, _) in plan.related.all_documents_hidden_included().iter() {
        if entry.draft || entry.disclosure == Disclosure::Proactive {
            continue;
        }
        let stated = Own::of(sources, entry).map(|own| own.stated);
        let stated = stated.unwrap_or_default();
        // a security marking contradicts no restricted disclosure, so only words with 公开
        // (disclosure) count
        let differs = |s: &&Stated| s.disclosure != entry.disclosure && s.words.contains("公开");
        let Some(stated) = stated.iter().find(differs) else {
            continue;
        };
        let finding = Diagnostic::new(Message::DisclosureDiffers {
            value: (&stated.words).into(),
            field: entry.disclosure.label().into(),
        });
        let field = sources.place(entry.file, entry.span(Field::Disclosure));
        findings.push(sources.at(entry.file, stated.range.clone(), finding.also(field)));
    }
}
