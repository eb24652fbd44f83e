//! Takes a document's text; gives the slips of official prose that can be found without a
//! dictionary: in punctuation, repetitions, numbering, dates, sums, amounts, announced attachments
//! and headings. Also gives what the text says about the document but the front matter does not.
//!
//! Each file is one rule over the paragraphs of the source text. This module must not know other
//! documents, except for `cited`, which compares with the catalogue.

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
use crate::catalogue::Field;
use crate::diag::{Code, Diagnostic};
use paragraphs::Paragraph;

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

/// The title as a paragraph of the file; none if the file has it in another form than it is read.
fn title<'t>(document: &Document<'t>) -> Option<Paragraph<'t>> {
    let range = document.entry.span(Field::Title);
    let written = document.text.get(range.clone())?;
    let title = document.entry.title.as_str();
    let at = written.find(title).filter(|_| !title.is_empty())?;
    Some(Paragraph {
        start: range.start + at,
        text: &written[at..at + title.len()],
    })
}

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
