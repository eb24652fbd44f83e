//! Takes text; gives the personal numbers in it (identity card, bank card, mobile telephone, other
//! identity documents, bank accounts), or the text with them masked.
//!
//! `digits` looks for digits in one cheap pass. `rules` tries what they may be only where enough of
//! them stand together, and `labels` tells which word before a number names it. The digits may be
//! disguised: in another script or width, in groups, one in each cell of a table, or with invisible
//! characters or Markdown marks between them. `diag` uses this room to mask every quotation. It
//! must not know documents, or who asks.

mod digits;
mod labels;
mod markup;
mod rules;

use digits::{is_check_letter, value};
pub use labels::label;
use markup::Plain;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;

/// The kind of a personal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// 公民身份号码: 18 characters by GB 11643-1999, or the 15 digits in use before.
    IdCard,
    /// A bank card: 16 to 19 digits of a card scheme, with a valid Luhn digit.
    BankCard,
    /// A mobile telephone of the mainland.
    Mobile,
    /// A passport, an officer's certificate or a travel permit, behind its label.
    IdentityDocument,
    /// 18 characters behind the label of an identity number, of which the check digit or the day of
    /// birth is wrong.
    IdCardDoubtful,
    /// A person's bank account or passbook, behind its label.
    Account,
}

/// A number and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// Its byte range in the text, separators included.
    pub range: Range<usize>,
    /// The number without separators and masked, such as `35*************123`.
    pub masked: String,
}

/// The requirement on the check digit of an 18-character identity number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CheckDigit {
    /// The digit is right, so the number is certainly an identity number.
    Right,
    /// The digit may be wrong, because a real number may be mistyped.
    Any,
}

/// The personal numbers of a text, in order.
pub fn find(text: &str) -> Vec<Found> {
    scan(text, CheckDigit::Right)
}

/// The personal numbers of a Markdown or YAML source, in order: those in the source, and those that
/// appear only in the rendered text, because references, tags or marks stand between their digits.
pub fn find_written(text: &str) -> Vec<Found> {
    scan_rendered(text, CheckDigit::Right)
}

fn scan_rendered(text: &str, check: CheckDigit) -> Vec<Found> {
    let mut found = scan(text, check);
    if let Some(plain) = Plain::of(text) {
        let shown = scan(&plain.text, check).into_iter().map(|f| Found {
            range: plain.written(f.range),
            ..f
        });
        let more: Vec<Found> = shown
            .filter(|f| {
                found.iter().all(|known| {
                    known.range.end <= f.range.start || known.range.start >= f.range.end
                })
            })
            .collect();
        found.extend(more);
        found.sort_by_key(|f| f.range.start);
    }
    found
}

/// The text with all personal numbers masked. The number of characters stays the same, so that
/// positions in the text remain valid. A mistyped identity number is masked too, because it still
/// shows most of a real one.
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
        // unless the range shows exactly the number's own digits, every digit is hidden
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

/// How many characters of a number stay readable at its start and at its end.
fn kept(kind: Kind) -> (usize, usize) {
    match kind {
        Kind::IdCard => (2, 3),
        Kind::BankCard => (2, 4),
        Kind::Mobile => (3, 4),
        Kind::IdentityDocument => (1, 2),
        Kind::IdCardDoubtful => (2, 3),
        Kind::Account => (2, 4),
    }
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
