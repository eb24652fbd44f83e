//! Takes a document; gives its title, its paragraphs, and text around a place. This file must not
//! know what is searched for.

use super::super::Document;
use super::super::lines::lines;
use crate::catalogue::Field;
use crate::fold::Sign;
use memchr::memmem::{FindIter, find_iter};
use std::iter::Peekable;

/// A paragraph of the source: lines that follow one another, or one heading or row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paragraph<'t> {
    /// Where it begins in the file.
    pub(super) start: usize,
    /// Its text, without the end of its last line.
    pub(super) text: &'t str,
}

/// The paragraphs of the text from byte `start` on. Code blocks and comments have none.
pub(super) fn paragraphs(text: &str, start: usize) -> Vec<Paragraph<'_>> {
    let mut all: Vec<Paragraph<'_>> = Vec::new();
    let (mut in_code, mut in_comment, mut is_open) = (false, false, false);
    for (at, line) in lines(text.get(start..).unwrap_or_default()) {
        let (own, bare) = (start + at, line.trim());
        if bare.starts_with("```") || bare.starts_with("~~~") {
            in_code = !in_code;
            is_open = false;
            continue;
        }
        in_comment |= bare.starts_with("<!--");
        let is_left_out = in_code || in_comment || bare.is_empty();
        in_comment &= !bare.ends_with("-->");
        if is_left_out {
            is_open = false;
            continue;
        }
        let stands_alone = bare.starts_with(['|', '#']);
        match all.last_mut() {
            Some(last) if is_open && !stands_alone => {
                last.text = &text[last.start..own + line.trim_end().len()];
            }
            _ => all.push(Paragraph {
                start: own,
                text: line.trim_end(),
            }),
        }
        is_open = !stands_alone;
    }
    all
}

impl Paragraph<'_> {
    /// The end of its text in the file.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The title as a paragraph of the file; none if the file has it in another form.
pub(super) fn title<'t>(document: &Document<'t>) -> Option<Paragraph<'t>> {
    let range = document.entry.span(Field::Title);
    let written = document.text.get(range.clone())?;
    let title = document.entry.title.as_str();
    let at = match written.starts_with(title) {
        true => Some(0), // a quick test, because most titles have no quotation marks
        false => written.find(title),
    };
    let at = at.filter(|_| !title.is_empty())?;
    Some(Paragraph {
        start: range.start + at,
        text: &written[at..at + title.len()],
    })
}

/// The places of a word in a text. The text is searched once.
pub(super) struct Places<'t, 'w>(Peekable<FindIter<'t, 'w>>);

impl<'t, 'w> Places<'t, 'w> {
    pub(super) fn of(text: &'t str, word: &'w str) -> Places<'t, 'w> {
        Places(find_iter(text.as_bytes(), word).peekable())
    }

    /// Whether a paragraph has the word. Paragraphs must come in order.
    pub(super) fn are_in(&mut self, paragraph: &Paragraph<'_>) -> bool {
        while self.0.next_if(|at| *at < paragraph.start).is_some() {}
        self.0.peek().is_some_and(|at| *at < paragraph.end())
    }
}

/// Takes the signs of a paragraph from the front of `signs`. A [`Sign`] is an unusual character
/// with its place. Paragraphs must come in order.
pub(super) fn signs_of<'s>(signs: &mut &'s [Sign], paragraph: &Paragraph<'_>) -> &'s [Sign] {
    let before = signs.iter().take_while(|(at, _)| *at < paragraph.start);
    let rest = &signs[before.count()..];
    let inside = rest.iter().take_while(|(at, _)| *at < paragraph.end());
    let (own, rest) = rest.split_at(inside.count());
    *signs = rest;
    own
}

/// The character that ends at this byte.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The last `count` characters before this byte.
pub(super) fn tail(text: &str, at: usize, count: usize) -> &str {
    let start = text[..at].char_indices().rev().take(count).last();
    &text[start.map_or(at, |(i, _)| i)..at]
}

/// The first `count` characters from this byte on.
pub(super) fn head(text: &str, at: usize, count: usize) -> &str {
    let rest = &text[at..];
    rest.char_indices()
        .nth(count)
        .map_or(rest, |(end, _)| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::Letters;

    #[test]
    fn paragraphs_are_lines_that_follow_one_another() {
        let text = "---\n# 甲\n乙\n丙\n\n```\n丁\n```\n| 子 |\n| 丑 |\n<!-- 寅\n\n卯 -->\n辰\n";
        let found: Vec<&str> = paragraphs(text, 4).iter().map(|p| p.text).collect();
        assert_eq!(found, ["# 甲", "乙\n丙", "| 子 |", "| 丑 |", "辰"]);
        for p in paragraphs(text, 4) {
            assert_eq!(&text[p.start..p.start + p.text.len()], p.text);
        }
        let signs = Letters::of(text, 4);
        let mut signs = signs.signs();
        let own: Vec<usize> = paragraphs(text, 4)
            .iter()
            .map(|p| signs_of(&mut signs, p).len())
            .collect();
        assert_eq!(own, [2, 1, 4, 4, 0]);
        assert_eq!((tail("甲乙丙", 6, 5), head("甲乙丙", 3, 1)), ("甲乙", "乙"));
    }
}
