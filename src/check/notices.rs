//! Takes the reasons of withdrawals, which the site shows, and the configuration; gives the
//! personal numbers in them. This file must not know the texts of documents.
//!
//! No waiver applies to these texts. In the configuration, mobile numbers and accounts do not
//! count.

use super::{Rule, Scope, personal};
use crate::catalogue::Field;
use crate::diag::{Diagnostic, Place, words};
use crate::plan::Plan;
use crate::privacy::{self, Found, Kind};
use crate::source::Sources;

// this rule uses the codes of `personal`
pub(super) const RULE: Rule = Rule {
    codes: &[],
    scope: Scope::Catalogue(look),
};

/// The numbers without mobile numbers and accounts, which may belong to an office.
pub(super) fn persons(found: Vec<Found>) -> impl Iterator<Item = Found> {
    let is_certain = |found: &Found| !matches!(found.kind, Kind::Mobile | Kind::Account);
    found.into_iter().filter(is_certain)
}

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let finding = |found: &Found| {
        let place = words("此处", "this notice contains");
        Diagnostic::new(personal::number(found.kind, place, &found.masked))
    };
    for &id in &plan.withdrawn {
        let entry = plan.entry(id);
        let Some(withdrawn) = &entry.withdrawn else {
            continue;
        };
        let reason = &withdrawn.reason;
        let label = |found: &Found| privacy::label(reason, found.range.start);
        for found in privacy::find_written(reason) {
            if found.kind == Kind::Mobile && personal::is_office_label(plan.config, label(&found)) {
                continue;
            }
            let finding = finding(&found);
            findings.push(sources.at(entry.file, entry.span(Field::Withdrawn), finding));
        }
    }
    let text = &plan.config.text;
    findings.extend(
        persons(privacy::find_written(text))
            .map(|found| finding(&found).at(Place::new("mulu.yaml", text, found.range))),
    );
}
