//! Takes the HTML of a document's body; gives personal numbers that are written as character codes,
//! or whose digits are separated by markup in the source. This file must not know attachments or
//! waivers.
//!
//! `personal` searches the source, because there it can state the place of a number. This rule
//! finds the numbers that `personal` misses, except mobile numbers and accounts. No waiver covers
//! these findings.

use super::{Document, Rule, Scope, notices, personal};
use crate::diag::{Diagnostic, words};
use crate::privacy;

// this rule uses the codes of `personal`
pub(super) const RULE: Rule = Rule {
    codes: &[],
    scope: Scope::Document(look),
};

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let body = &document.resolved.body;
    let mut shown: Vec<_> = body
        .blocks
        .iter()
        .flat_map(|block| notices::persons(privacy::find(block)))
        .collect();
    // `blocks` lack the attributes of raw HTML, which may hold a number as character codes
    if document.config.raw_html {
        shown.extend(notices::persons(privacy::find_written(&body.html)));
    }
    if shown.is_empty() {
        return;
    }
    let mut known: Vec<String> = privacy::find_written(document.text)
        .into_iter()
        .map(|found| found.masked)
        .collect();
    for found in shown {
        if !known.contains(&found.masked) {
            let place = words(
                "网页上显示（各位数字之间夹有标记，或者以代码写成）",
                "the page shows (with markup between its digits, or written as codes)",
            );
            findings.push(
                Diagnostic::new(personal::number(found.kind, place, &found.masked))
                    .in_file(&document.path),
            );
            known.push(found.masked);
        }
    }
}
