//! Takes replacements of byte ranges; gives a repair, and the text as it is after repairs. This
//! file must not know what the text means or where it is stored.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// One replacement. Its range is in the text that the rules see: decoded, without a byte-order
/// mark.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edit {
    /// Where the replaced text begins.
    pub start: usize,
    /// Where the replaced text ends; equal to `start` if text is only inserted.
    pub end: usize,
    /// The new text.
    pub text: String,
}

/// The only right way to repair a finding. It changes the form; the meaning stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Repair {
    /// The replacements, which are made together or not at all.
    pub edits: Vec<Edit>,
}

impl Repair {
    /// Replaces a range.
    pub fn replace(range: Range<usize>, text: impl Into<String>) -> Repair {
        Repair::default().and(range, text)
    }

    /// Inserts a text.
    pub fn insert(at: usize, text: impl Into<String>) -> Repair {
        Repair::replace(at..at, text)
    }

    /// Deletes a range.
    pub fn delete(range: Range<usize>) -> Repair {
        Repair::replace(range, "")
    }

    /// Adds a replacement.
    #[must_use]
    pub fn and(mut self, range: Range<usize>, text: impl Into<String>) -> Repair {
        self.edits.push(Edit {
            start: range.start,
            end: range.end,
            text: text.into(),
        });
        self
    }

    /// Whether any replacement is in a range or touches it.
    pub fn touches(&self, range: &Range<usize>) -> bool {
        self.edits
            .iter()
            .any(|e| e.start <= range.end && range.start <= e.end)
    }
}

/// Makes the repairs in order; gives the new text and the number of repairs made. A repair that
/// touches one made before it is left for a later run. A repair is left out if it has no edits, if
/// its own edits touch each other, or if one of them does not fit the text or changes nothing.
pub fn apply<'a>(text: &str, repairs: impl IntoIterator<Item = &'a Repair>) -> (String, usize) {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut count = 0;
    let is_of_text =
        |e: &Edit| e.start <= e.end && text.get(e.start..e.end).is_some_and(|old| old != e.text);
    for repair in repairs {
        let meets = |a: &Edit, b: &Edit| a.start <= b.end && b.start <= a.end;
        let is_free = repair.edits.iter().enumerate().all(|(i, edit)| {
            is_of_text(edit)
                && !taken.iter().any(|other| meets(edit, other))
                && !repair.edits[..i].iter().any(|other| meets(edit, other))
        });
        if is_free && !repair.edits.is_empty() {
            taken.extend(&repair.edits);
            count += 1;
        }
    }
    taken.sort();
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for edit in taken {
        new.push_str(&text[at..edit.start]);
        new.push_str(&edit.text);
        at = edit.end;
    }
    new.push_str(&text[at..]);
    (new, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_that_meet_wait_for_the_next_run() {
        let repairs = [
            Repair::replace(3..6, ": "),
            Repair::delete(6..9),
            Repair::insert(12, "丁"),
            Repair::replace(0..1, "半"), // ends inside a character
            Repair::delete(3..99),
            Repair::replace(9..12, "丙"), // changes nothing
        ];
        assert_eq!(apply("甲：乙丙", &repairs), ("甲: 乙丙丁".to_owned(), 2));
    }

    #[test]
    fn a_repair_is_made_whole_or_not_at_all() {
        let repairs = [
            Repair::delete(1..2),
            Repair::delete(4..5).and(2..3, ""),
            Repair::delete(5..6),
        ];
        assert_eq!(apply("abcdefg", &repairs), ("acdeg".to_owned(), 2));
    }
}
