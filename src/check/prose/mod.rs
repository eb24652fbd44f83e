//! Takes a document's text; gives slips of official prose that are found without a dictionary. Also
//! gives what the text says about the document but the front matter does not. This module must not
//! know other documents, except in `cited`.
//!
//! Each rule has a file of its own. All rules except `cited`, which searches the whole text, look
//! at the paragraphs of the source text. `paragraphs`, `narrow` and `ended` help rules.

mod alike;
mod amounts;
mod announced;
mod cited;
mod dates;
mod ended;
mod frame;
mod headings;
mod marks;
mod narrow;
mod numbering;
mod own;
mod paragraphs;
mod repeats;
mod sums;
mod term;
mod totals;

use super::{Document, Rule, Scope};
use crate::diag::{Code, Diagnostic};

pub(super) use cited::{CITATIONS, CITED};

pub(super) const RULE: Rule = Rule {
    codes: &[
        Code::UnpairedMark,
        Code::HalfWidthMark,
        Code::RepeatedWord,
        Code::NumberingGap,
        Code::ImpossibleDate,
        Code::WeekdayDiffers,
        Code::TotalDiffers,
        Code::AmountDiffers,
        Code::AttachmentPromised,
        Code::AttachmentUnannounced,
        Code::PlainHeading,
        Code::LookAlike,
        Code::WideDigit,
        Code::WebFrame,
        Code::UnstatedDate,
        Code::StatedDateDiffers,
        Code::RepeatedTitle,
        Code::OwnNumberDiffers,
        Code::SignatureDiffers,
        Code::TitleForm,
    ],
    scope: Scope::Document(look),
};

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let paragraphs = paragraphs::paragraphs(document.text, document.entry.body_start);
    for rule in [
        marks::look,
        repeats::look,
        numbering::look,
        dates::look,
        totals::look,
        sums::look,
        amounts::look,
        announced::look,
        headings::look,
        alike::look,
        frame::look,
        term::look,
        own::look,
    ] {
        rule(document, &paragraphs, findings);
    }
}
