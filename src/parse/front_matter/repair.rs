//! Takes a slip in front matter and the value that was read nevertheless; gives a repair after
//! which the same value is read without a finding. This file must not know which fields exist.

use super::write::for_people;
use crate::diag::Repair;
use serde_yaml::Value;
use std::ops::Range;

/// Replaces the colon at `range` by a half-width colon, and adds a space if text follows directly.
/// `rest` is the text after the colon on its line.
pub(super) fn colon(range: Range<usize>, rest: &str) -> Repair {
    let is_apart = rest.is_empty() || rest.starts_with([' ', '\t', '\u{3000}']);
    Repair::replace(range, if is_apart { ":" } else { ": " })
}

/// Writes a value anew on one line, in quotes only if it needs them. `None` if the text is empty or
/// no form would be read as the same text.
pub(crate) fn value(range: Range<usize>, text: &str) -> Option<Repair> {
    let written = for_people(text);
    let is_same = !written.starts_with(['"', '\''])
        || serde_yaml::from_str::<Value>(&written).is_ok_and(|v| v.as_str() == Some(text));
    (is_same && !text.is_empty()).then(|| Repair::replace(range, written))
}

/// Replaces each tab at the beginning of some lines by two spaces. The lines are given with their
/// starts. `None` if a line begins with other white space than tabs, because its depth would be a
/// guess.
pub(super) fn tabs<'a>(lines: impl Iterator<Item = (usize, &'a str)>) -> Option<Repair> {
    let mut repair = Repair::default();
    for (start, line) in lines {
        let indent = line.len() - line.trim_start().len();
        if indent == 0 || indent == line.len() {
            continue;
        }
        if !line[..indent].bytes().all(|b| b == b'\t') {
            return None;
        }
        repair = repair.and(start..start + indent, "  ".repeat(indent));
    }
    Some(repair)
}
