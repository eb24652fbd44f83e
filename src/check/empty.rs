//! Takes a document with its body; gives a finding if its page would be empty. A page is not empty
//! if it has a text, a file, an image or the tables of an annual report.
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
    let has_text = blocks.iter().any(|b| b.contains(char::is_alphanumeric));
    // a missing attachment has its own finding
    let has_files = !resolved.files.is_empty() || !entry.attachments.is_empty();
    if !has_text && !has_files && entry.report.is_none() && !has_image(document.text) {
        findings.push(document.at_field(Message::EmptyDocument, Field::Title));
    }
}

/// Whether the text has an image, even one whose file is missing.
fn has_image(text: &str) -> bool {
    text.contains("![")
}
