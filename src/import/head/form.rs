//! Takes the lines of a page without labels; gives the fields whose values can be recognised by
//! their form: an index number, and the values that usually follow it.
//!
//! This file must not know how labels are found.

use super::{Extent, Reader};
use crate::catalogue::Field;
use crate::diag::words;
use crate::import::form::{
    BODY_SUFFIX, DOCUMENT_NUMBER, INDEX_NUMBER, find, is_date, is_match, trim,
};

impl Reader<'_> {
    /// Reads a head of values without labels. It must have an index number, and below it a document
    /// number and a date.
    pub(super) fn by_form(&mut self) {
        let solid: Vec<&str> = self
            .lines
            .iter()
            .filter(|l| !l.is_blank())
            .map(|l| trim(&l.text))
            .take(30)
            .collect();
        let Some(first) = solid.iter().position(|t| is_match(&INDEX_NUMBER, t)) else {
            return;
        };
        let rest = &solid[first + 1..];
        let is_value = |t: &&&str| t.chars().count() <= 40 && !t.ends_with(['。', '：', ':']);
        let values: Vec<&str> = rest.iter().take_while(is_value).take(12).copied().collect();
        let dates: Vec<usize> = (0..values.len()).filter(|i| is_date(values[*i])).collect();
        let numbers: Vec<usize> = (0..values.len())
            .filter(|i| find(&DOCUMENT_NUMBER, values[*i]).is_some_and(|m| m == values[*i]))
            .collect();
        let (Some(&date), Some(&number)) = (dates.first(), numbers.first()) else {
            return;
        };
        let doubt = || {
            Some(words(
                "没有字段名，按值的形式认出",
                "the page has no labels; it was recognised by the form of its value",
            ))
        };
        let before_dates = values[number + 1..date.max(number + 1)]
            .iter()
            .rev()
            .find(|t| !numbers.iter().any(|n| values[*n] == **t) && is_match(&BODY_SUFFIX, t));
        let body = before_dates.map(|t| (*t).to_owned());
        let (index, number, first_date) = (
            solid[first].to_owned(),
            values[number].to_owned(),
            values[date].to_owned(),
        );
        let second_date = dates.get(1).map(|i| values[*i].to_owned());
        let last = solid[first + 1..]
            .iter()
            .position(|t| *t == second_date.as_deref().unwrap_or(&first_date))
            .map(|i| first + 1 + i);
        self.take(Field::IndexNumber, &index, doubt());
        self.take(Field::DocumentNumber, &number, doubt());
        if let Some(body) = body {
            self.take(Field::Issuer, &body, doubt());
        }
        self.take(Field::DateCreated, &first_date, doubt());
        if let Some(date) = second_date {
            self.take(Field::DatePublished, &date, doubt());
        }
        self.extent = Extent::Whole;
        // the last value counts as a label, so that the text begins after it
        let mut n = 0;
        for line in &mut self.lines {
            if line.is_blank() {
                continue;
            }
            if Some(n) == last {
                line.become_label();
            }
            n += 1;
        }
    }
}
