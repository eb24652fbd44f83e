//! Takes the text of a document; gives its invisible characters.
//!
//! A search does not find words with such characters. This file must not know the front matter,
//! where `catalogue` finds such characters.

use super::{Document, Rule, Scope};
use crate::diag::{Code, Diagnostic, is_enough, words};
use crate::parse::invisible;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::ControlCharacter],
    scope: Scope::Document(look),
};

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let letters = &document.letters;
    if !letters.has_any(invisible::CANDIDATES.iter().copied()) && !letters.has('\u{e0000}') {
        return;
    }
    let body = document.entry.body_start..document.text.len();
    for found in invisible::find(document.text, body) {
        let message = found.message(document.text, words("正文中", "in the text"));
        if is_enough(findings, Code::ControlCharacter) {
            findings.push(Diagnostic::new(message).in_file(&document.path));
        } else {
            let finding = document.at(message, found.range.clone());
            findings.push(finding.repair(found.repair()));
        }
    }
}
