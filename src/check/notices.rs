//! Personal numbers in what is published besides documents: the notices in place of documents that were taken down, and the configuration,
//! whose texts stand on many pages. No document accounts for them, so nothing waives them.

use super::{Rule, Scope};
use crate::catalogue::Field;
use crate::diag::{Code, Diagnostic, Place, words};
use crate::plan::Plan;
use crate::privacy::{self, Found, Kind};
use crate::source::Sources;

// the codes are those of `personal`
pub(super) const RULE: Rule = Rule {
    codes: &[],
    scope: Scope::Catalogue(look),
};

/// An office may have a mobile telephone; it has no identity card.
pub(super) fn persons(found: Vec<Found>) -> impl Iterator<Item = (Code, Found)> {
    found.into_iter().filter_map(|found| match found.kind {
        Kind::IdCard => Some((Code::IdCardNumber, found)),
        Kind::BankCard => Some((Code::BankCardNumber, found)),
        Kind::Mobile => None,
    })
}

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let finding = |code: Code, masked: &str| {
        Diagnostic::new(code)
            .with_words("place", words("此处", "there is here"))
            .with("value", masked)
    };
    for &id in &plan.withdrawn {
        let entry = plan.entry(id);
        let Some(withdrawn) = &entry.withdrawn else {
            continue;
        };
        for (code, found) in persons(privacy::find_written(&withdrawn.reason)) {
            let finding = finding(code, &found.masked);
            findings.push(
                match sources.place(entry.file, entry.span(Field::Withdrawn)) {
                    Some(place) => finding.at(place),
                    None => finding.in_file(&sources.file(entry.file).shown()),
                },
            );
        }
    }
    let text = &plan.config.text;
    findings.extend(persons(privacy::find_written(text)).map(|(code, found)| {
        finding(code, &found.masked).at(Place::new("mulu.yaml", text, found.range))
    }));
}
