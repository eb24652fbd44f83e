//! Takes a document's front matter and the date in its signature. Gives a finding for a number
//! whose year is neither that of creation nor that of publication, and for a signature with another
//! date than that of creation.

use super::{Document, Rule, Scope};
use crate::catalogue::value::{self, ReadDate};
use crate::catalogue::{Field, Kind};
use crate::diag::{Code, Diagnostic, Message, words};
use jiff::civil::Date;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::NumberYear, Code::SignatureDate],
    scope: Scope::Document(look),
};

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let entry = document.entry;
    let (Some(created), Kind::Document) = (entry.date_created, entry.kind) else {
        return;
    };
    let published = entry.date_published.map_or(created, |(day, _)| day);
    let years = [created.year(), published.year()];
    let numbers = [
        (
            Field::IndexNumber,
            entry.index_number.as_deref().and_then(index_year),
        ),
        (
            Field::DocumentNumber,
            entry.document_number.as_deref().and_then(document_year),
        ),
    ];
    for (field, year) in numbers {
        if let Some(year) = year.filter(|y| !years.contains(y)) {
            let message = Message::NumberYear {
                field: words(field.label(), field.name()).into(),
                year: year.into(),
                created: created.into(),
            };
            findings.push(document.at_field(message, field));
        }
    }
    if let Some(signed) = signature(&document.resolved.body.blocks).filter(|s| *s != created) {
        let message = Message::SignatureDate {
            signed: signed.into(),
            created: created.into(),
        };
        findings.push(document.at_field(message, Field::DateCreated));
    }
}

/// The year at the start of an index number's second part: `…/2024-00131` or `…/202405-00058`.
fn index_year(number: &str) -> Option<i16> {
    let (_, back) = number.split_once('/')?;
    let (front, serial) = back.split_once('-')?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    (matches!(front.len(), 4 | 6) && digits(front) && digits(serial))
        .then(|| front[..4].parse().ok())?
}

fn document_year(number: &str) -> Option<i16> {
    let (_, rest) = number.split_once('〔')?;
    rest.split_once('〕')?.0.parse().ok()
}

/// The day of signature: a block that is only a Chinese date, among the last three.
fn signature(blocks: &[String]) -> Option<Date> {
    let last = blocks.iter().rev().take(3).map(|b| b.trim());
    last.filter(|b| b.contains('年') && b.ends_with('日') && b.chars().count() <= 14)
        .find_map(|block| match value::date(block) {
            ReadDate::Understood(day, None) => Some(day),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_numbers() {
        assert_eq!(index_year("11370100MB28508779/2024-00131"), Some(2024));
        assert_eq!(index_year("11341821003287377R/202405-00058"), Some(2024));
        for other in ["sm02124-3000-2023-00001", "CHX/2019", "001/20240101-1"] {
            assert_eq!(index_year(other), None, "{other}");
        }
        assert_eq!(document_year("甲政发〔2020〕1号"), Some(2020));
        assert_eq!(document_year("国务院令第711号"), None);
    }

    #[test]
    fn the_day_under_a_text() {
        let blocks = |b: &[&str]| b.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            signature(&blocks(&[
                "正文。",
                "甲局",
                "2023年3月29日",
                "（此件公开发布）"
            ])),
            Some(Date::constant(2023, 3, 29))
        );
        assert_eq!(signature(&blocks(&["自2023年3月29日起施行。"])), None);
    }
}
