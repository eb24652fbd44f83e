//! Takes one annual report; gives the relations of its form that do not hold. Each failure has its
//! figures, and the place of the cell that does not fit. This file must not know other reports.

use super::form::Part;
use super::{AnnualReport, CARRIED_IN, RECEIVED};
use crate::diag::{Diagnostic, Message, Place, Value};
use std::ops::Range;

/// A relation that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Which relation, with its figures.
    pub message: Message,
    /// The cell that the finding points to, in the report's file.
    pub at: Range<usize>,
    /// The compared cell, in the file of last year's report. `None` for a relation within a report.
    pub also: Option<Range<usize>>,
}

impl Failure {
    /// The finding at the place of the cell.
    pub fn finding(&self, place: Place) -> Diagnostic {
        Diagnostic::new(self.message.clone()).at(place)
    }
}

/// Checks all relations within a report. A relation with a missing or wrong cell is skipped,
/// because the cell has been reported.
pub(super) fn check(report: &AnnualReport) -> Vec<Failure> {
    let mut failures = row_totals(report, Part::Applications, |row, sum, total| {
        Message::ReportRowTotal { row, sum, total }
    });
    failures.extend(row_totals(report, Part::Review, |row, sum, total| {
        Message::ReportReviewTotal { row, sum, total }
    }));
    for column in 0..columns(report, Part::Applications) {
        failures.extend(results(report, column));
        failures.extend(balance(report, column));
    }
    failures
}

fn columns(report: &AnnualReport, part: Part) -> usize {
    report.rows(part).first().map_or(0, |r| r.cells.len())
}

/// In the tables of applications and of reviews, the last cell of a row is the sum of those before
/// it.
fn row_totals(
    report: &AnnualReport,
    part: Part,
    message: fn(Value, Value, Value) -> Message,
) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (r, (row, columns)) in report.form.rows(part).enumerate() {
        let last = columns.len() - 1;
        let terms: Option<Vec<(&str, i64)>> = (0..last)
            .map(|c| Some((columns[c].name, report.value(part, r, c)?)))
            .collect();
        let (Some(terms), Some(total)) = (terms, report.cell(part, r, last)) else {
            continue;
        };
        let sum: i64 = terms.iter().map(|(_, v)| v).sum();
        if sum != total.value {
            failures.push(Failure {
                message: message(
                    row.full_name().into(),
                    sum_of(&shown(&terms)),
                    total.value.into(),
                ),
                at: total.range.clone(),
                also: None,
            });
        }
    }
    failures
}

/// In the table of applications, row （七） is the sum of all results, rows （一） to （六）.
fn results(report: &AnnualReport, column: usize) -> Option<Failure> {
    let part = Part::Applications;
    let last = report.results_row();
    let names: Vec<String> = report
        .form
        .rows(part)
        .map(|(row, _)| code_words(row.code))
        .collect();
    let terms: Vec<(&str, i64)> = (CARRIED_IN + 1..last)
        .map(|r| Some((names[r].as_str(), report.value(part, r, column)?)))
        .collect::<Option<_>>()?;
    let total = report.cell(part, last, column)?;
    let sum: i64 = terms.iter().map(|(_, v)| v).sum();
    (sum != total.value).then(|| Failure {
        message: Message::ReportResults {
            column: column_name(report, column),
            sum: sum_of(&shown(&terms)),
            total: total.value.into(),
        },
        at: total.range.clone(),
        also: None,
    })
}

/// In the table of applications, rows 一 and 二 together equal rows （七） and 四 together.
fn balance(report: &AnnualReport, column: usize) -> Option<Failure> {
    let part = Part::Applications;
    let [received, carried_in] = [RECEIVED, CARRIED_IN].map(|r| report.value(part, r, column));
    let (received, carried_in) = (received?, carried_in?);
    let results = report.value(part, report.results_row(), column)?;
    let carried_out = report.cell(part, report.carried_out_row(), column)?;
    (received + carried_in != results + carried_out.value).then(|| Failure {
        message: Message::ReportBalance {
            column: column_name(report, column),
            received: sum_of(&[("一", received), ("二", carried_in)]),
            settled: sum_of(&[("（七）", results), ("四", carried_out.value)]),
        },
        at: carried_out.range.clone(),
        also: None,
    })
}

fn column_name(report: &AnnualReport, column: usize) -> Value {
    report
        .form
        .rows(Part::Applications)
        .next()
        .map_or("", |(_, columns)| columns[column].name)
        .into()
}

/// The terms that are not 0. Zeros would only lengthen the message.
fn shown<'t>(terms: &[(&'t str, i64)]) -> Vec<(&'t str, i64)> {
    terms
        .iter()
        .copied()
        .filter(|(_, value)| *value != 0)
        .collect()
}

/// A row's number for a message, with full-width brackets. 项 (item) after a final digit separates
/// the digit from the next figure.
fn code_words(code: &str) -> String {
    let printed = code.replace('(', "（").replace(')', "）");
    if printed.ends_with(|c: char| c.is_ascii_digit()) {
        printed + "项"
    } else {
        printed
    }
}

/// The sum in words, such as `自然人 8 + 其他 2 = 10`, or 0 without terms.
fn sum_of(terms: &[(&str, i64)]) -> Value {
    let sum: i64 = terms.iter().map(|(_, v)| v).sum();
    if terms.is_empty() {
        0.into()
    } else {
        format!(
            "{} = {sum}",
            terms
                .iter()
                .map(|(name, v)| format!("{name} {v}"))
                .collect::<Vec<_>>()
                .join(" + ")
        )
        .into()
    }
}
