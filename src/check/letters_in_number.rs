//! Takes the index numbers of the catalogue; gives those in which letters were probably typed in
//! place of digits: O for 0, and I or l for 1.
//!
//! An index number may rightly have these letters, so one number alone proves nothing. The letters
//! are a slip in a credit code whose check digit fits the digits. They are also a slip if the other
//! numbers of the site have digits in these places. This file must not know what an index number
//! means.

use super::{Rule, Scope, credit_code};
use crate::catalogue::{Entry, Field};
use crate::diag::{Code, Diagnostic, Message, words};
use crate::fold::numeral::looks_like;
use crate::parse::front_matter::script_of;
use crate::plan::Plan;
use crate::source::Sources;
use std::collections::{BTreeSet, HashMap};

pub(super) const RULE: Rule = Rule {
    codes: &[Code::IndexNumberForm],
    scope: Scope::Catalogue(look),
};

/// The minimum number of documents that must have digits in these places.
const LEAST: usize = 5;

/// At most one number in this many may have the letters. With more, the letters are a series.
const SHARE: usize = 20;

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let numbers = || {
        let entries = plan.documents().iter().map(|&id| plan.entry(id));
        entries.filter_map(|entry| Some((entry, entry.index_number.as_deref()?)))
    };
    let doubtful: Vec<(&Entry, &str)> = numbers()
        .filter(|(_, number)| places(number).next().is_some())
        .collect();
    if doubtful.is_empty() {
        return;
    }
    let known = Known::of(numbers().map(|(_, number)| number));
    for (entry, number) in doubtful {
        let right = with_digits(number);
        if !is_code(number, &right) && !known.has_digits_instead(number, &right) {
            continue;
        }
        let marks: BTreeSet<&str> = places(number).map(|at| &number[at..=at]).collect();
        let text = sources.text(entry.file).ok().and_then(|(text, _)| text);
        let key = Field::IndexNumber.name_in(script_of(&text.unwrap_or_default()));
        let message = Message::IndexNumberForm {
            value: number.into(),
            fault: words(
                "疑似代替数字的字母",
                "letters that were probably typed for digits",
            )
            .into(),
            marks: Vec::from_iter(marks).join(" ").into(),
            line: format!("{key}: {right}").into(),
        };
        let finding = Diagnostic::new(message);
        findings.push(sources.at(entry.file, entry.span(Field::IndexNumber), finding));
    }
}

/// The forms of the numbers of a site.
struct Known {
    /// The number of documents of each shape.
    shapes: HashMap<String, usize>,
    /// The letters at a place of numbers that are alike except at this place.
    letters: HashMap<(String, usize), BTreeSet<char>>,
}

impl Known {
    fn of<'n>(numbers: impl Iterator<Item = &'n str>) -> Known {
        let (mut shapes, mut letters) = (HashMap::new(), HashMap::new());
        for number in numbers {
            *shapes.entry(shape(number)).or_default() += 1;
            let right = with_digits(number);
            for (at, c) in number
                .char_indices()
                .filter(|(_, c)| c.is_ascii_alphabetic())
            {
                let key = (without(&shape(&right), at), at);
                letters.entry(key).or_insert_with(BTreeSet::new).insert(c);
            }
        }
        Known { shapes, letters }
    }

    /// Whether the other numbers have digits where this one has letters. `false` if one of them has
    /// another letter there (A0001), because the letters are then a series (I0001).
    fn has_digits_instead(&self, number: &str, right: &str) -> bool {
        let count = |number: &str| self.shapes.get(&shape(number)).copied().unwrap_or_default();
        let (own, others) = (count(number), count(right));
        let is_series = |at: usize| {
            let key = (without(&shape(right), at), at);
            let seen = self.letters.get(&key);
            seen.is_some_and(|seen| seen.iter().any(|c| looks_like(*c).is_none()))
        };
        others >= LEAST && own * SHARE <= others.max(SHARE) && !places(number).any(is_series)
    }
}

/// The places of the letters that look like digits. Such a letter must be next to a digit or
/// another such letter, and its run of letters and digits must have a digit.
fn places(number: &str) -> impl Iterator<Item = usize> {
    let bytes = number.as_bytes();
    let is_alike = |b: u8| matches!(b, b'O' | b'o' | b'I' | b'l');
    let is_beside = move |at: usize| {
        let beside = [at.checked_sub(1), Some(at + 1)];
        let mut beside = beside.into_iter().flatten().filter_map(|i| bytes.get(i));
        beside.any(|b| b.is_ascii_digit() || is_alike(*b))
    };
    let has_digit = move |at: usize| {
        let is_of_run = |b: &&u8| b.is_ascii_alphanumeric();
        let before = bytes[..at].iter().rev().take_while(is_of_run);
        let mut run = before.chain(bytes[at..].iter().take_while(is_of_run));
        run.any(u8::is_ascii_digit)
    };
    (0..bytes.len()).filter(move |&at| is_alike(bytes[at]) && is_beside(at) && has_digit(at))
}

/// The number with digits in place of these letters.
fn with_digits(number: &str) -> String {
    let mut places = places(number).peekable();
    let digit = |(at, c)| match places.next_if_eq(&at) {
        Some(_) => looks_like(c).unwrap_or(c),
        None => c,
    };
    number.char_indices().map(digit).collect()
}

/// A number with 9 for each digit.
fn shape(number: &str) -> String {
    number.replace(|c: char| c.is_ascii_digit(), "9")
}

/// A shape with 9 for the character at a place, which is one byte long.
fn without(shape: &str, at: usize) -> String {
    format!("{}9{}", &shape[..at], &shape[at + 1..])
}

/// Whether a number has letters in a credit code whose check digit fits the digits.
fn is_code(number: &str, right: &str) -> bool {
    let runs = |text| str::split(text, |c: char| !c.is_ascii_alphanumeric());
    runs(number)
        .zip(runs(right))
        .any(|(typed, meant)| typed != meant && credit_code::is_right(meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_place_of_digits() {
        for (number, right) in [
            (
                "113701O0MB28508779/2O24-0013l",
                "11370100MB28508779/2024-00131",
            ),
            ("AOI/2024-OOl31", "AOI/2024-00131"),
            ("OI-2024", "OI-2024"),
            ("H2O/2024", "H20/2024"),
            ("甲O1/2024", "甲01/2024"),
        ] {
            assert_eq!(with_digits(number), right);
        }
        let right = "11370100MB28508779/2024-00131";
        assert!(is_code("113701OOMB28508779/2024-00131", right));
        assert!(!is_code("11370100MB28508779/2024-0013l", right));
        let wrong = "11370100MB28508770/2024-00131";
        assert!(!is_code("113701OOMB28508770/2024-00131", wrong));
    }

    #[test]
    fn other_numbers_show_whether_a_letter_is_right() {
        let usual: Vec<String> = (1..=9).map(|i| format!("A1/2026-0000{i}")).collect();
        let is_slip = |number: &str, more: &[&str]| {
            let all = usual.iter().map(String::as_str).chain(more.iter().copied());
            Known::of(all.chain([number])).has_digits_instead(number, &with_digits(number))
        };
        assert!(is_slip("A1/2O26-00010", &[]));
        assert!(is_slip("A1/2O26-000lO", &[]));
        // a series with letters, numbers of another form, and a letter that is usual
        assert!(!is_slip("A1/2026-I0001", &["A1/2026-H0001"]));
        assert!(!is_slip("A1/2026-001I", &[]));
        assert!(!is_slip(
            "A1/2026-O0001",
            &["A1/2026-O0002", "A1/2026-O0003"]
        ));
    }
}
