//! Takes a document with its body; gives a finding if its page would be empty. A page is not empty
//! if it has a text, a file, an image or the tables of an annual report. A word such as 略 is no
//! text.
//!
//! This file must not know other documents.

use super::{Document, Rule, Scope};
use crate::catalogue::Field;
use crate::diag::{Code, Diagnostic, Message};

pub(super) const RULE: Rule = Rule {
    codes: &[Code::EmptyDocument],
    scope: Scope::Document(look),
};

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let (entry, resolved) = (document.entry, document.resolved);
    let blocks = &resolved.body.blocks;
    let mut texts = blocks.iter().filter(|b| b.contains(char::is_alphanumeric));
    let is_stand_in = |text: &String| {
        let words = text.trim_matches(|c: char| !c.is_alphanumeric());
        STAND_INS.contains(&words)
    };
    let has_text = texts
        .next()
        .is_some_and(|first| texts.next().is_some() || !is_stand_in(first));
    // a missing attachment has its own finding
    let has_files = !resolved.files.is_empty() || !entry.attachments.is_empty();
    if !has_text && !has_files && entry.report.is_none() && !has_image(document.text) {
        findings.push(document.at_field(Message::EmptyDocument, Field::Title));
    }
}

/// What people write in place of a text.
const STAND_INS: [&str; 4] = ["略", "正文略", "见附件", "详见附件"];

/// Whether the text has an image, even one whose file is missing.
fn has_image(text: &str) -> bool {
    text.contains("![")
}
