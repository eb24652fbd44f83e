//! Takes the paragraphs of a text; gives headings typed as paragraphs (第一章 总则, 一、总体要求).
//! This file must not know how headings are shown.
//!
//! The page shows such headings as paragraphs, because a short numbered paragraph may be an item.

use super::super::Document;
use super::paragraphs::Paragraph;
use crate::catalogue::Kind;
use crate::diag::{Diagnostic, Message, Repair};
use crate::fold::numeral;
use std::ops::Range;

/// The maximum length of a heading without its number, in characters.
const MOST: usize = 30;

/// A heading typed as a paragraph.
struct Typed<'t> {
    /// Its kind, [`CHAPTER`] or [`PART`]; in the result of [`typed`], the Markdown mark for its
    /// level.
    mark: &'static str,
    number: i64,
    text: &'t str,
    /// The place of the heading, with the spaces before it.
    range: Range<usize>,
    /// Whether the next paragraph is a heading of the same kind, as in a list.
    is_followed: bool,
}

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    if document.entry.kind != Kind::Document {
        return;
    }
    let found = typed(paragraphs);
    let Some(first) = found.first() else { return };
    let message = Message::PlainHeading {
        value: first.text.into(),
        right: format!("{}{}", first.mark, first.text).into(),
        count: found.len().into(),
    };
    let repair = found.iter().fold(Repair::default(), |repair, heading| {
        let blank = heading.range.end - heading.text.len();
        repair.and(heading.range.start..blank, heading.mark)
    });
    let at = first.range.end - first.text.len()..first.range.end;
    findings.push(document.at(message, at).repair(repair));
}

/// The headings typed as paragraphs. A kind counts if its numbers begin with 1 and 2, and if no
/// heading of this kind is directly below another. If chapters count, 一、 does not.
fn typed<'t>(paragraphs: &[Paragraph<'t>]) -> Vec<Typed<'t>> {
    let mut all: Vec<Typed<'t>> = Vec::new();
    for (i, paragraph) in paragraphs.iter().enumerate() {
        let Some((mark, number)) = heading(paragraph.text) else {
            continue;
        };
        let next = paragraphs.get(i + 1).and_then(|next| heading(next.text));
        let text = paragraph.text.trim();
        let start = paragraph.start;
        all.push(Typed {
            mark,
            number,
            text,
            range: start..start + paragraph.text.trim_end().len(),
            is_followed: next.is_some_and(|(other, _)| other == mark),
        });
    }
    let counts = |mark: &str| {
        let of_kind = || all.iter().filter(|h| h.mark == mark);
        let numbers: Vec<i64> = of_kind().map(|h| h.number).collect();
        numbers.starts_with(&[1, 2]) && of_kind().all(|h| !h.is_followed)
    };
    let (chapters, parts) = (counts(CHAPTER), counts(PART));
    let mut found: Vec<Typed<'t>> = all
        .into_iter()
        .filter(|h| (h.mark == CHAPTER && chapters) || (h.mark == PART && parts && !chapters))
        .collect();
    for heading in &mut found {
        heading.mark = "## ";
    }
    found
}

/// The kind of the heading 第一章.
const CHAPTER: &str = "章";
/// The kind of the heading 一、
const PART: &str = "、";

/// The kind and the number of a paragraph that is a heading.
fn heading(text: &str) -> Option<(&'static str, i64)> {
    let text = text.trim();
    let is_phrase = |words: &str| {
        !words.is_empty()
            && words.chars().count() <= MOST
            && !words.contains([
                '。', '；', '：', ':', '，', '！', '？', '\n', '\t', '|', '…',
            ])
            && !words.ends_with(|c: char| c.is_ascii_digit())
    };
    let is_numeral = |c: char| numeral::is_digit(c) || matches!(c, '百' | '千');
    if let Some(named) = text.strip_prefix('第') {
        let numeral = named.len() - named.trim_start_matches(is_numeral).len();
        let (numeral, rest) = named.split_at(numeral);
        let rest = rest.strip_prefix('章')?;
        let words = rest.trim_start();
        let is_apart = words.len() < rest.len();
        return (is_apart && is_phrase(words))
            .then(|| Some((CHAPTER, numeral::value(numeral)?)))
            .flatten();
    }
    // a cheap test comes first, because most paragraphs begin with a word
    if !text.starts_with(is_numeral) {
        return None;
    }
    let (numeral, words) = text.split_once('、')?;
    is_phrase(words)
        .then(|| Some((PART, numeral::value(numeral)?)))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs::paragraphs;
    use super::*;

    #[test]
    fn headings_typed_as_paragraphs() {
        let found = |text: &str| {
            let found = typed(&paragraphs(text, 0));
            found.iter().map(|h| h.text.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            found("一、总体要求\n\n甲。\n\n　　二、主要任务\n\n乙。\n"),
            ["一、总体要求", "二、主要任务"]
        );
        assert_eq!(
            found("第一章 总则\n\n第一条 甲。\n\n第二章　附则\n\n第二条 乙。\n"),
            ["第一章 总则", "第二章　附则"]
        );
        for none in [
            "一、总体要求\n\n甲。\n",
            "一、甲镇\n\n二、乙镇\n\n三、丙镇\n",
            "一、项目编号：3\n\n甲。\n\n二、名称：丙\n\n甲。\n",
            "## 一、总体要求\n\n甲。\n\n## 二、主要任务\n\n乙。\n",
            "一、甲要落实。\n\n甲。\n\n二、乙要落实。\n\n乙。\n",
            "第一章所称机关\n\n甲\n\n第二章的规定\n\n乙\n",
        ] {
            assert_eq!(found(none), [""; 0], "{none}");
        }
    }
}
