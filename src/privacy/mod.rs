//! Takes text; gives the personal numbers in it (identity cards, bank cards, mobile telephones and
//! others), or the text with them masked.
//!
//! `markup` removes the markup of a text, and `digits` finds runs of digits in it. `rules` decides
//! which digits are a personal number; it asks `forms` for the form of a number, `groups` for the
//! gaps between its digits, `labels` for the words near it, and `cells` for the table around it.
//! `kind` has the kinds of numbers. Digits may be in another script or width, in groups or cells,
//! or have invisible characters or marks between them. This room must not know documents.

mod cells;
mod digits;
mod forms;
mod groups;
mod kind;
mod labels;
mod markup;
mod rules;

pub use cells::is_of_thing;
use digits::{is_check_letter, value};

use kind::{CheckDigit, kept};
pub use kind::{Found, Kind};
pub use labels::label;
use markup::Plain;
use std::borrow::Cow;

/// The personal numbers of a text, in order. The text may have percent-encoding.
pub fn find(text: &str) -> Vec<Found> {
    let check = CheckDigit::Right;
    let mut found = scan(text, check);
    add_plain(&mut found, Plain::decoded(text), check);
    found
}

/// The personal numbers of a Markdown or YAML source, in order. Markup may be between their digits,
/// and a digit may be written as a character reference or an escape.
pub fn find_written(text: &str) -> Vec<Found> {
    scan_rendered(text, CheckDigit::Right)
}

fn scan_rendered(text: &str, check: CheckDigit) -> Vec<Found> {
    let mut found = scan(text, check);
    add_plain(&mut found, Plain::of(text), check);
    add_plain(&mut found, Plain::decoded(text), check);
    found
}

/// Adds the numbers that are found only in the plain form of a text: without its markup, or with
/// its percent-encoding decoded.
fn add_plain(found: &mut Vec<Found>, plain: Option<Plain>, check: CheckDigit) {
    let Some(plain) = plain else { return };
    let shown = scan(&plain.text, check).into_iter().map(|f| Found {
        range: plain.written(f.range),
        ..f
    });
    let is_new = |f: &Found| {
        let at = found.partition_point(|known| known.range.end <= f.range.start);
        found
            .get(at)
            .is_none_or(|known| known.range.start >= f.range.end)
    };
    let more: Vec<Found> = shown.filter(is_new).collect();
    found.extend(more);
    found.sort_by_key(|f| f.range.start);
}

/// The text with all personal numbers masked. The number of characters stays the same, so that
/// positions that count characters remain valid; the number of bytes may change. An identity number
/// with a wrong check digit is masked too.
pub fn mask(text: &str) -> Cow<'_, str> {
    let found = scan_rendered(text, CheckDigit::Any);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for Found {
        kind,
        range,
        masked,
    } in found
    {
        out.push_str(&text[at..range.start]);
        let (first, last) = kept(kind);
        let count = masked.chars().count();
        let mut digit = 0;
        // if the range also has digits that are not part of the number, such as those of markup,
        // all digits are hidden
        let is_plain = text[range.clone()]
            .chars()
            .filter(|c| value(*c).is_some() || is_check_letter(*c))
            .count()
            == count;
        for c in text[range.clone()].chars() {
            let is_digit = value(c).is_some() || is_check_letter(c);
            let shown = !is_digit || is_plain && (digit < first || digit + last >= count);
            out.push(match (shown, c.is_ascii()) {
                (true, _) => c,
                (false, true) => '*',
                (false, false) => '＊',
            });
            digit += usize::from(is_digit);
        }
        at = range.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

fn scan(text: &str, check: CheckDigit) -> Vec<Found> {
    let mut found = Vec::new();
    digits::runs(text, |digits, from, to| {
        rules::numbers(text, digits, from..to, check, &mut found)
    });
    found.sort_by_key(|f| f.range.start);
    found
}

#[cfg(test)]
mod tests;
