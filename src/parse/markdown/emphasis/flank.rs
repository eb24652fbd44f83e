//! Takes a run of marks with its neighbours; decides whether emphasis may begin or end there. This
//! file must not know other runs.

use unicode_script::{Script, UnicodeScript};

/// Whether emphasis may begin or end at a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flank {
    pub(super) opens: bool,
    pub(super) closes: bool,
}

/// A run of marks with the characters next to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sides {
    pub(super) mark: u8,
    pub(super) length: usize,
    /// The character before the run; a space at the beginning of a line or of a block.
    pub(super) before: char,
    /// The character after the run; a space at the end of a line or of a block.
    pub(super) after: char,
}

/// Punctuation before a word or a phrase.
const OPENING: &str = "“‘（《〈「『【〔〖［｛([{";

/// Punctuation after a word, a phrase or a sentence.
const CLOSING: &str = "”’）》〉」』】〕〗］｝)]}、，。；：！？,.;:!?";

/// Whether a character counts as Chinese: a Han character, punctuation of Chinese texts, kana, or a
/// full-width or half-width form.
pub(super) fn is_chinese(c: char) -> bool {
    !c.is_ascii()
        && (c.script() == Script::Han
            || matches!(c, '\u{3001}'..='\u{30ff}' | '\u{ff01}'..='\u{ffee}')
            || "“”‘’—…·".contains(c))
}

/// The conditions of CommonMark.
pub(super) fn commonmark(run: Sides) -> Flank {
    let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let (a, b) = (run.before, run.after);
    let left = !b.is_whitespace() && (!is_mark(b) || a.is_whitespace() || is_mark(a));
    let right = !a.is_whitespace() && (!is_mark(a) || b.is_whitespace() || is_mark(b));
    if run.mark == b'_' {
        Flank {
            opens: left && (!right || is_mark(a)),
            closes: right && (!left || is_mark(b)),
        }
    } else {
        Flank {
            opens: left,
            closes: right,
        }
    }
}

/// The conditions for a run next to a Chinese character. Emphasis does not begin before white space
/// or closing punctuation, and does not end after white space or opening punctuation. Any other run
/// has the conditions of CommonMark.
pub(super) fn beside_chinese(run: Sides) -> Flank {
    let (a, b) = (run.before, run.after);
    if !is_chinese(a) && !is_chinese(b) {
        return commonmark(run);
    }
    // a `_` between two letters or digits is part of a name, such as 附件_申请表.docx
    if run.mark == b'_' && run.length != 2 && a.is_alphanumeric() && b.is_alphanumeric() {
        return Flank::default();
    }
    Flank {
        opens: !b.is_whitespace() && !CLOSING.contains(b),
        closes: !a.is_whitespace() && !OPENING.contains(a),
    }
}
