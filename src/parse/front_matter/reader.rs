//! Takes nothing; defines the types with which this folder reads lines: a text with its findings, a
//! line, and a field's name. This file must not know values.

use super::marks;
use crate::diag::{Diagnostic, Message, Place, Repair};
use crate::parse::invisible;
use std::ops::Range;

/// The text that is read, with the findings so far.
pub(super) struct Reader<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    pub(super) fn report(&mut self, message: Message, range: Range<usize>) {
        self.report_with(message, range, None);
    }

    pub(super) fn report_with(
        &mut self,
        message: Message,
        range: Range<usize>,
        repair: Option<Repair>,
    ) {
        let place = Place::new(self.path, self.text, range);
        self.findings
            .push(Diagnostic::new(message).at(place).repair(repair));
    }
}

/// One line. Its byte range does not include the line end.
#[derive(Clone)]
pub(super) struct Line<'a> {
    pub(super) start: usize,
    pub(super) text: &'a str,
}

impl Line<'_> {
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
    pub(super) fn is_indented(&self) -> bool {
        self.text.starts_with([' ', '\t', '\u{3000}'])
    }
    pub(super) fn is_comment(&self) -> bool {
        self.text.starts_with('#')
    }
    /// Whether the line is blank or a comment.
    pub(super) fn is_silent(&self) -> bool {
        self.is_blank() || self.is_comment() || marks::is_comment(self.text.trim_start())
    }
    /// Whether the line has only hyphens or dashes, at least two. Invisible characters do not
    /// count.
    pub(super) fn is_fence(&self) -> bool {
        // this answers quickly for most lines, which begin with the name of a field
        let first = self.text.chars().next();
        if first.is_none_or(|c| !is_hyphen(c) && !invisible::is_candidate(c)) {
            return false;
        }
        let text = invisible::without(self.text);
        let text = text.trim_end();
        text.chars().count() >= 2 && text.chars().all(is_hyphen)
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '—' | '－' | '–')
}

/// Whether a character shows that a line is text, not the name of a field.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '，' | '。' | '；' | '、' | '！' | '？' | '《' | '》' | '“' | '”' | '（' | '）'
    ) || matches!(
        c,
        ',' | ';' | '!' | '?' | '|' | '#' | '>' | '`' | '*' | '(' | ')'
    )
}

/// The name at the beginning of a line, and the place of the colon after it.
pub(super) struct Key {
    pub(super) name: String,
    pub(super) range: Range<usize>,
    pub(super) colon: usize,
    pub(super) colon_len: usize,
    pub(super) full_width: bool,
}

/// Splits off the name before the first colon. `None` if there is no colon, or if the text before
/// it is too long for a name or has punctuation. A name may have spaces (`索 引 号`).
pub(super) fn split_key(line: &str) -> Option<Key> {
    let (colon, c) = line.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let written = line[..colon].trim_end();
    let name = written.trim_matches(['"', '\'', '[', ']', '【', '】']);
    let plausible = !name.is_empty()
        && name.chars().count() <= 40
        && !name.contains(is_mark)
        && !name.starts_with("- ");
    plausible.then(|| Key {
        name: invisible::without(name.trim()).into_owned(),
        range: 0..written.len(),
        colon,
        colon_len: c.len_utf8(),
        full_width: c == '：',
    })
}
