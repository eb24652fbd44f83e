//! Takes the recorded and the required reviews of a document; gives the required reviews that are
//! missing, and the required reviews dated after publication. This file must not know who the
//! reviewers were.
//!
//! No finding names a reviewer.

use super::{Document, Rule, Scope};
use crate::catalogue::{Field, Kind};
use crate::config::ReviewKind;
use crate::diag::{Code, Diagnostic, Message, words};

pub(super) const RULE: Rule = Rule {
    codes: &[Code::MissingReview, Code::LateReview],
    scope: Scope::Document(look),
};

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let entry = document.entry;
    let (required, from) = &document.config.reviews;
    let Some((published, _)) = entry.date_published.filter(|_| entry.kind != Kind::Page) else {
        return;
    };
    if published < *from {
        return;
    }
    let missing: Vec<ReviewKind> = required
        .iter()
        .copied()
        .filter(|kind| entry.details().reviews.iter().all(|r| r.kind != *kind))
        .collect();
    if !missing.is_empty() {
        let names = missing.iter().map(|k| k.label()).collect::<Vec<_>>();
        let kinds = words(names.join("、"), names.join(", ")).into();
        findings.push(document.at_field(Message::MissingReview { kinds }, Field::Title));
    }
    // the finding points to the title and not to the reviews, because a finding prints its line,
    // which may name a reviewer
    for review in entry
        .details()
        .reviews
        .iter()
        .filter(|r| r.date > published && required.contains(&r.kind))
    {
        let message = Message::LateReview {
            kind: review.kind.label().into(),
            date: review.date.into(),
            published: published.into(),
        };
        findings.push(document.at_field(message, Field::Title));
    }
}
