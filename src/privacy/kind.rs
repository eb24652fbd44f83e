//! Takes nothing; defines the kinds of personal numbers, a found number, and how many of its
//! characters stay readable. `rules.rs` finds the numbers. This file must not know how a number is
//! found.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The kind of a personal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// An identity number (公民身份号码): 18 characters (GB 11643—1999), or the older 15 digits.
    IdCard,
    /// A bank card: 16 to 19 digits of a card scheme, with a valid Luhn digit.
    BankCard,
    /// A mobile telephone number of the mainland.
    Mobile,
    /// The number of a passport, an officer's certificate or a travel permit. A word beside it, or
    /// the heading of its column, shows what it is.
    IdentityDocument,
    /// 18 characters after the label of an identity number that do not form a valid one. For
    /// example, the check digit or the date of birth is wrong.
    IdCardDoubtful,
    /// The number of a person's bank account or passbook. A word before it, or the heading of its
    /// column, shows what it is.
    Account,
}

/// A number with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The kind of the number.
    pub kind: Kind,
    /// Its byte range in the text, separators included.
    pub range: Range<usize>,
    /// The number without separators and masked, such as `35*************123`.
    pub masked: String,
}

/// What is required of the check digit of an identity number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CheckDigit {
    /// The digit is right, so the number is certainly an identity number.
    Right,
    /// The digit may be wrong, because a real number may be mistyped.
    Any,
}

/// How many characters stay readable at the start and at the end of a number.
pub(super) fn kept(kind: Kind) -> (usize, usize) {
    match kind {
        Kind::IdCard => (2, 3),
        Kind::BankCard => (2, 4),
        Kind::Mobile => (3, 4),
        Kind::IdentityDocument => (1, 2),
        Kind::IdCardDoubtful => (2, 3),
        Kind::Account => (2, 4),
    }
}
