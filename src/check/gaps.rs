//! Takes the text of a document; gives unfilled gaps of its draft. A gap is marked by `【待填：…】`
//! (to be filled in) in the text, or by `# 待填` in the front matter. This file must not know who
//! made the draft.

use super::{Document, Rule, Scope};
use crate::diag::{Code, Diagnostic, Message};

pub(super) const RULE: Rule = Rule {
    codes: &[Code::UnfilledGap],
    scope: Scope::Document(look),
};

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let (front, body) = document
        .text
        .split_at(document.entry.body_start.min(document.text.len()));
    let marks = [(front, 0, "# 待填"), (body, front.len(), "【待填")];
    let may_hold = |(_, _, mark): &(&str, usize, &str)| document.letters.has_pairs(mark);
    for (text, start, mark) in marks.into_iter().filter(may_hold) {
        for (at, _) in text.match_indices(mark) {
            findings.push(document.at(Message::UnfilledGap, start + at..start + at + mark.len()));
        }
    }
}
