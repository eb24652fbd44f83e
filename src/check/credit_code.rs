//! Takes the index numbers of the catalogue; gives those with a credit code (统一社会信用代码, an
//! organisation's code) whose check digit is wrong. This file must not know the rest of an index
//! number.
//!
//! The code is the part of an index number before the first `/`.

use super::{Rule, Scope};
use crate::catalogue::Field;
use crate::diag::{Code, Diagnostic, Message};
use crate::plan::Plan;
use crate::source::Sources;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::CreditCodeCheckDigit],
    scope: Scope::Catalogue(look),
};

/// Reports each wrong code once, at the first document that has it.
fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let mut codes = BTreeMap::new();
    for &id in plan.documents() {
        let entry = plan.entry(id);
        if let Some((code, _)) = entry
            .index_number
            .as_deref()
            .and_then(|n| n.split_once('/'))
        {
            codes.entry(code).or_insert((entry, 0)).1 += 1;
        }
    }
    for (code, (entry, count)) in codes {
        let Some(expected) = check_digit(code).filter(|e| !code.ends_with(*e)) else {
            continue;
        };
        let finding = Diagnostic::new(Message::CreditCodeCheckDigit {
            value: code.into(),
            expected: expected.into(),
            count: count.into(),
        });
        findings.push(sources.at(entry.file, entry.span(Field::IndexNumber), finding));
    }
}

/// Whether a text has the form of a credit code and a wrong check digit.
pub fn is_mistyped(code: &str) -> bool {
    check_digit(code).is_some_and(|expected| !code.ends_with(expected))
}

/// Whether a text is a credit code with the right check digit.
pub(super) fn is_right(code: &str) -> bool {
    check_digit(code).is_some_and(|expected| code.ends_with(expected))
}

/// The characters of GB 32100—2015. The value of each is its position.
const CHARACTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The right check character for the first 17 characters of a credit code. `None` if the text does
/// not have the form of a credit code.
fn check_digit(code: &str) -> Option<char> {
    let values: Vec<usize> = code
        .bytes()
        .map(|b| CHARACTERS.iter().position(|c| *c == b))
        .collect::<Option<_>>()?;
    // two characters for authority and kind, then six digits for the region
    if values.len() != 18 || !code.bytes().skip(2).take(6).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut weight = 1;
    let mut sum = 0;
    for value in &values[..17] {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    Some(char::from(CHARACTERS[(31 - sum % 31) % 31]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_of_codes_on_real_pages() {
        for code in [
            "11370100MB28508779",
            "11341821003287377R",
            "113308245972094984",
            "11370322004222241N",
        ] {
            assert_eq!(check_digit(code), code.chars().last(), "{code}");
        }
        for other in [
            "000014349",
            "11370100MB2850877",
            "11370I00MB28508779",
            "sm0212430002023000",
        ] {
            assert_eq!(check_digit(other), None, "{other}");
        }
    }
}
