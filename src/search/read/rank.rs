//! Takes the folded head of a document (all searched fields but its body) and terms; gives points
//! for their places. docs/search.md states the rules; `engine/heads.js` follows them too.

use crate::search::format::hit::flags;
use crate::search::format::record::Field;

const TITLE: u32 = 1 << 10;
const WHOLE_TITLE: u32 = 1 << 11;
const LOOSE_TITLE: u32 = 1 << 12;
const SUMMARY: u32 = 1 << 13;
const LOOSE: u32 = 1 << 9;
// One bit for each kind of number (index, document, registration): the term is the whole number.
// The bit shifted left by 3 means that the term ends the number. Shifted left by 6, it means that
// the term is inside the number and divides no sequence of digits. Shifted left by 16, it means that
// a term without digits begins the number.
const NUMBERS: u32 = 7;
// These two bits give no points. They record that the term occurs in a number or in the title of an
// attachment.
const IN_NUMBER: u32 = 1 << 14;
const IN_ATTACHMENT: u32 = 1 << 15;
// The first of three bits, one for each kind of number.
const BEGINS: u32 = 1 << 16;

/// The points of a phrase (all terms side by side, in the order of the query) in the body or the
/// head. In the title, or as a whole number, it has more points.
pub(super) const PHRASE: u32 = 5;

/// Where one term occurs in the head of one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    bits: u32,
}

impl Head {
    /// Looks for `term` in fields, each given with its code.
    pub(super) fn find(term: &[char], fields: &[(Field, Vec<char>)]) -> Head {
        let digit = term.iter().any(char::is_ascii_digit);
        let mut head = Head::default();
        for (field, text) in fields {
            for at in text
                .windows(term.len())
                .enumerate()
                .filter(|w| w.1 == term)
                .map(|w| w.0)
            {
                let flags = flags(text, at, term.len());
                let (ends, clean) = (flags & 4 != 0, flags & 3 == 3);
                head.bits |= match field {
                    Field::Title if at == 0 && ends => WHOLE_TITLE,
                    Field::Title if clean => TITLE,
                    Field::Title => LOOSE_TITLE,
                    Field::Keyword | Field::Summary => SUMMARY,
                    Field::Body | Field::Attachment => LOOSE,
                    number => {
                        let kind = *number as u32 - 1;
                        match (at == 0 && ends, digit && clean, ends) {
                            (true, ..) => 1 << kind,
                            (_, true, true) => 8 << kind,
                            (_, true, false) => 64 << kind,
                            _ if at == 0 && !digit => LOOSE | BEGINS << kind,
                            _ => LOOSE,
                        }
                    }
                };
                head.bits |= match field {
                    Field::Index | Field::Number | Field::Registration => IN_NUMBER,
                    Field::Attachment => IN_ATTACHMENT,
                    _ => 0,
                };
            }
        }
        head
    }

    /// Whether the term occurs in the title.
    pub(super) fn in_title(&self) -> bool {
        self.bits & (TITLE | WHOLE_TITLE | LOOSE_TITLE) != 0
    }

    /// Whether the term occurs in a number.
    pub(super) fn in_number(&self) -> bool {
        self.bits & IN_NUMBER != 0
    }

    /// Whether the term occurs in the title of an attachment.
    pub(super) fn in_attachment(&self) -> bool {
        self.bits & IN_ATTACHMENT != 0
    }

    /// Whether the term occurs in the head.
    pub(super) fn found(&self) -> bool {
        self.bits != 0
    }
}

/// The points of a document for where each term occurs in its head.
pub(super) fn points(heads: &[Head]) -> u32 {
    let others = heads.iter().fold(0, |others, h| {
        others | (h.bits | h.bits >> 3 | h.bits >> 16) & NUMBERS
    });
    let mut points = 0;
    for h in heads {
        let has = |bits: u32| h.bits & bits != 0;
        points += match () {
            _ if has(NUMBERS) => 100,
            _ if has(NUMBERS << 3) => 60,
            _ if has(WHOLE_TITLE) => 55,
            _ if has(others << 6) => 50,
            _ if has(TITLE) => 40,
            _ if has(LOOSE_TITLE) => 35,
            _ if has(SUMMARY) => 20,
            _ if has(NUMBERS << 6) => 12,
            _ if has(LOOSE) => 10,
            _ => 0,
        };
    }
    points
}

/// The points of the phrase for where it occurs in the head, or 0.
pub(super) fn phrase_points(head: &Head) -> u32 {
    match head.bits {
        0 => 0,
        bits if bits & (NUMBERS | WHOLE_TITLE) != 0 => 15,
        bits if bits & (TITLE | LOOSE_TITLE) != 0 => 10,
        _ => PHRASE,
    }
}
