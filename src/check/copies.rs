//! Takes the texts of annual reports; gives those that repeat an earlier report of the same issuing
//! body with new figures. This file must not know the tables of a report.
//!
//! Only the text after the front matter is compared.

use super::{Rule, Scope};
use crate::catalogue::{Field, Kind};
use crate::diag::{Code, Diagnostic, Message};
use crate::plan::Plan;
use crate::source::Sources;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

pub(super) const RULE: Rule = Rule {
    codes: &[Code::CopiedReport],
    scope: Scope::Catalogue(look),
};

/// The length of a shingle, in characters. A shingle is a run of neighbouring letters of a text.
const SHINGLE: usize = 8;
/// The smallest number of letters of a compared text, because short reports are always alike.
const SHORTEST: usize = 300;
/// The smallest share of common shingles, in percent, at which one text counts as a copy of
/// another.
const ALIKE: usize = 85;

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let mut reports: Vec<_> = plan
        .documents()
        .iter()
        .map(|id| plan.entry(*id))
        .filter(|e| e.kind == Kind::AnnualReport)
        .collect();
    reports.sort_by_key(|e| e.date_created);
    let pieces: Vec<Option<BTreeSet<u64>>> = reports
        .iter()
        .map(|entry| {
            let start = entry.body_start;
            let read = |bytes: &[u8]| {
                Ok(shingles(
                    sources
                        .decode(entry.file, bytes)
                        .0
                        .unwrap_or_default()
                        .get(start..)
                        .unwrap_or_default(),
                ))
            };
            sources
                .remember("shingles", b"", entry.file, read)
                .ok()
                .flatten()
        })
        .collect();
    for later in 1..reports.len() {
        for earlier in (0..later).rev() {
            let (Some(a), Some(b)) = (&pieces[later], &pieces[earlier]) else {
                continue;
            };
            let share = 100 * a.intersection(b).count() / a.union(b).count().max(1);
            if share >= ALIKE && reports[later].issuer() == reports[earlier].issuer() {
                let place =
                    |i: usize| sources.place(reports[i].file, reports[i].span(Field::Title));
                let finding = Diagnostic::new(Message::CopiedReport {
                    share: share.into(),
                    other: (&reports[earlier].title).into(),
                })
                .also(place(earlier));
                findings.push(sources.placed(reports[later].file, place(later), finding));
                break;
            }
        }
    }
}

/// The hashes of the text's overlapping shingles. Only letters count, so that figures make no
/// difference. `None` for a text with fewer than `SHORTEST` letters.
fn shingles(body: &str) -> Option<BTreeSet<u64>> {
    let letters: Vec<char> = body.chars().filter(|c| c.is_alphabetic()).collect();
    let number = |piece: &[char]| {
        let mut hasher = DefaultHasher::new();
        piece.hash(&mut hasher);
        hasher.finish()
    };
    (letters.len() >= SHORTEST).then(|| letters.windows(SHINGLE).map(number).collect())
}
