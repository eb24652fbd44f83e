//! Takes the lines around a text; gives the document number near the title, the issuing bodies and
//! the date below the text, and the day of publication above it.
//!
//! This file must not know how labels are found.

use super::{Extent, Reader};
use crate::catalogue::Field;
use crate::catalogue::value::{self, ReadDate};
use crate::diag::{Words, words};
use crate::import::form::{
    BODY_SUFFIX, DATE, DOCUMENT_NUMBER, find, is_date, is_match, squeeze, trim,
};
use crate::import::label::Line;
use crate::import::page::CELL;
use crate::import::vocabulary::Meaning;
use std::ops::Range;

/// Words that introduce the number of another document. They never come before the document's own
/// number.
const CITED: [&str; 8] = [
    "根据",
    "依据",
    "按照",
    "参照",
    "转发",
    "现转发",
    "原",
    "执行",
];

/// The longest name of a body, in characters.
const LONGEST_BODY: usize = 40;

/// The bodies that a line names, separated by spaces; empty when the line has any other words.
pub(super) fn bodies(line: &str) -> Vec<String> {
    let is_body = |t: &&str| is_match(&BODY_SUFFIX, t) && t.chars().count() >= 4;
    let parts: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || c == CELL || c == '、')
        .filter(|t| !t.is_empty())
        .collect();
    let whole = squeeze(line);
    if parts.iter().all(is_body) && whole.chars().count() <= LONGEST_BODY * 3 {
        parts.into_iter().map(str::to_owned).collect()
    } else if is_body(&whole.as_str()) && whole.chars().count() <= LONGEST_BODY {
        // a single name may have spaces between its characters
        vec![whole]
    } else {
        Vec::new()
    }
}

/// Reads a line that is a date, or bodies followed by a date; gives the bodies and the date.
fn dated(line: &str) -> Option<(Vec<String>, String)> {
    let whole = squeeze(line);
    if is_date(&whole) {
        return Some((Vec::new(), whole));
    }
    let (at, _) = line
        .char_indices()
        .rfind(|(i, c)| c.is_whitespace() && is_date(&line[*i..]))?;
    let bodies = bodies(&line[..at]);
    (!bodies.is_empty()).then(|| (bodies, squeeze(&line[at..])))
}

impl Reader<'_> {
    /// Finds the document number near the title, if the head has none.
    pub(super) fn number(&mut self, text: &Range<usize>) {
        if self.has(Field::DocumentNumber) {
            return;
        }
        let before = self.solid(&(0..text.start));
        let before = before.into_iter().rev().take(6);
        let lines = self.solid(text).into_iter().take(12).chain(before);
        let found = lines
            .filter(|l| {
                l.text.chars().count() <= 80 && l.labels.is_empty() || l.text.contains("签发人")
            })
            .find_map(own_number);
        if let Some(number) = found {
            let doubt = words("取自正文开头", "it is taken from the beginning of the text");
            self.take(Field::DocumentNumber, &number, Some(doubt));
        }
    }

    /// Reads the bodies and the date in the signature below the text. On a page without the fields
    /// of a catalogue they are taken with a doubt. On a page with these fields, each is taken only
    /// if it is missing there and the signature agrees with the other fields; if it does not agree,
    /// the date becomes a hint for the editor.
    pub(super) fn signature(&mut self, text: &Range<usize>) {
        let solid = self.solid(text);
        let found = (1..solid.len()).find_map(|i| signed(&solid, i));
        let published = self.published(text);
        let doubt = || {
            Some(words(
                "取自正文落款",
                "it is taken from the signature below the text",
            ))
        };
        if self.extent == Extent::Whole {
            match found {
                Some((bodies, date)) if self.agrees(&bodies, &date) => {
                    if !self.has(Field::Issuer) {
                        self.take(Field::Issuer, &bodies[0], doubt());
                    }
                    if !self.has(Field::DateCreated) {
                        self.take(Field::DateCreated, &date, doubt());
                    }
                }
                Some((_, date)) if !self.has(Field::DateCreated) => self.head.signed = Some(date),
                _ => {}
            }
            return;
        }
        if let Some((bodies, date)) = found {
            let has_issuer = self.has(Field::Issuer);
            self.take(Field::Issuer, &bodies[0], doubt());
            if bodies.len() > 1 && !has_issuer {
                self.take(Field::JointIssuers, &bodies[1..].join("、"), doubt());
            }
            self.take(Field::DateCreated, &date, doubt());
        }
        if let Some(date) = published.filter(|_| !self.has(Field::DatePublished)) {
            let doubt: Words = words(
                "取自页面上方，没有字段名",
                "it is above the text and has no label",
            );
            self.take(Field::DatePublished, &date, Some(doubt));
        }
    }

    /// Whether a signature agrees with the head. Three conditions must hold: the head or the title
    /// names the body of the signature; the day of the signature is not after the day of
    /// publication; the head has no document date that could not be read.
    fn agrees(&self, bodies: &[String], date: &str) -> bool {
        let value = |field: Field| {
            let value = self.head.fields.get(&field);
            value.map(|v| squeeze(&v.texts.concat()))
        };
        let named = [Field::Issuer, Field::Publisher, Field::Title].map(value);
        let is_named = named.iter().flatten().any(|n| {
            let body = squeeze(&bodies[0]);
            n.starts_with(&body) || body.ends_with(n.as_str())
        });
        let day = |text: &str| match value::date(text) {
            ReadDate::Canonical(day, _) | ReadDate::Understood(day, _) => Some(day),
            _ => None,
        };
        let published = value(Field::DatePublished).and_then(|text| day(&text));
        let is_late = published
            .zip(day(date))
            .is_some_and(|(published, signed)| signed > published);
        let is_unread = self
            .head
            .unread
            .iter()
            .any(|(field, ..)| *field == Field::DateCreated);
        is_named && !is_late && !is_unread
    }

    /// A date without a label, on the same line as the source of the page or as a label that names
    /// no field, such as 浏览次数 (number of views).
    fn published(&self, text: &Range<usize>) -> Option<String> {
        let is_beside_source = |l: &Line| l.labels.iter().any(|l| l.field() == Some(Field::Source));
        let lines: Vec<&Line> = self
            .lines
            .iter()
            .filter(|l| !l.is_blank() && l.block < text.end)
            .take(24)
            .take_while(|l| !l.text.contains('。'))
            .collect();
        lines
            .into_iter()
            .find(|l| {
                is_beside_source(l) || {
                    let rest = find(&DATE, &l.text).map(|d| l.text.replacen(d, "", 1));
                    let has_other = l.labels.iter().any(|l| l.meaning == Some(Meaning::Other));
                    rest.is_some_and(|r| has_other && !r.contains('号'))
                }
            })
            .and_then(|l| find(&DATE, &l.text))
            .map(str::to_owned)
    }
}

/// The document's own number, if a line states it: alone, in brackets, after the issuing body, or
/// next to the signatory (签发人). A number inside a sentence belongs to another document.
fn own_number(line: &Line) -> Option<String> {
    let number =
        find(&DOCUMENT_NUMBER, &line.text).filter(|n| !CITED.iter().any(|c| n.starts_with(c)))?;
    let rest = line.text.replacen(number, "", 1);
    let rest = trim(&rest);
    let rest = rest
        .split_once("签发人")
        .map_or(rest, |(before, _)| trim(before));
    let is_alone = rest
        .chars()
        .all(|c| "()（）".contains(c) || c.is_whitespace());
    (is_alone || is_match(&BODY_SUFFIX, rest)).then(|| number.to_owned())
}

/// The bodies and the date of a signature whose date is on line `at`.
fn signed(solid: &[&Line], at: usize) -> Option<(Vec<String>, String)> {
    let (mut all, date) = dated(&solid[at].text)?;
    // a signature has text above it
    let begun = |l: &&Line| l.text.contains('。') || trim(&l.text).ends_with(['：', ':', '；']);
    if !solid[..at].iter().any(begun) {
        return None;
    }
    let mut above = at;
    while let Some(n) = above.checked_sub(1) {
        let bodies = bodies(&solid[n].text);
        if bodies.is_empty() || all.len() > 12 {
            break;
        }
        all.splice(0..0, bodies);
        above = n;
    }
    (!all.is_empty()).then_some((all, date))
}
