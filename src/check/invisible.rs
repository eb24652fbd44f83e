//! Takes the text of a document; gives its invisible characters, the characters that another
//! computer shows as boxes, and the signs that a program left in place of lost characters. This
//! file must not know the front matter, where `catalogue` finds such characters.
//!
//! A search misses words with such characters.

use super::{Document, Rule, Scope};
use crate::diag::{Code, Diagnostic, Message, is_enough, words};
use crate::parse::invisible;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::ControlCharacter],
    scope: Scope::Document(look),
};

/// The first and the last private-use character. Characters between them belong to symbol fonts or
/// to one computer, so other computers cannot show them.
const PRIVATE: (char, char) = ('\u{e000}', '\u{f8ff}');

/// The Chinese characters that appear if U+FFFD is saved in UTF-8 and read as GBK.
const LOST: &str = "锟斤拷";

/// Reports characters without meaning on other computers; there is no repair, because only the
/// original shows what was meant.
fn unreadable(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let start = document.entry.body_start;
    let body = document.text.get(start..).unwrap_or_default();
    let is_private = |c: char| (PRIVATE.0..=PRIVATE.1).contains(&c);
    // the Markdown parser reports a bullet of a symbol font at the beginning of a line
    let is_mark = |at: usize, piece: &str| {
        let before = body[..at].trim_end_matches([' ', '\t', '\u{3000}']);
        let is_bullet = piece.starts_with(|c| ('\u{f020}'..='\u{f0ff}').contains(&c));
        is_bullet && (before.is_empty() || before.ends_with('\n'))
    };
    let private = body
        .match_indices(is_private)
        .filter(|(at, piece)| !is_mark(*at, piece));
    let lost = body
        .match_indices('\u{fffd}')
        .chain(body.match_indices(LOST));
    let mut found: Vec<(usize, &str)> = private.chain(lost).collect();
    found.sort_unstable();
    for (at, piece) in found {
        let first = piece.chars().next().unwrap_or_default();
        let number = format!("U+{:04X}", u32::from(first));
        let name = match (is_private(first), piece == LOST) {
            (true, _) => words(
                format!("{number}（自造字或符号字体的字符，别的电脑上显示为方框）"),
                format!("{number} (of a symbol font, or self-made; others see a box)"),
            ),
            (_, true) => words(format!("“{LOST}”（乱码）"), format!("`{LOST}` (lost text)")),
            _ => words(
                format!("{number}（替换字符，原来的字已经丢失）"),
                format!("{number} (replacement of a lost character)"),
            ),
        };
        let message = Message::ControlCharacter {
            place: words("正文中", "in the text").into(),
            name: name.into(),
            remedy: words(
                "请对照原文，换成通用的字符。",
                "Compare the original, and write a character that everybody has.",
            )
            .into(),
        };
        if is_enough(findings, Code::ControlCharacter) {
            findings.push(Diagnostic::new(message).in_file(&document.path));
        } else {
            findings.push(document.at(message, start + at..start + at + piece.len()));
        }
    }
}

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let letters = &document.letters;
    if letters.has_within(PRIVATE.0, PRIVATE.1) || letters.has('\u{fffd}') || letters.may_hold(LOST)
    {
        unreadable(document, findings);
    }
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
