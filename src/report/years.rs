//! Takes two reports of one body, a year apart; gives failing relations between them. This file
//! must not know how the two reports were found.

use super::arithmetic::Failure;
use super::form::{Form, Part};
use super::{AnnualReport, CARRIED_IN};
use crate::diag::Message;

/// Checks the relations between a report and that of the previous year. The applications that last
/// year's report carries forward must equal those that this year's report brings forward. In the
/// form of 2021, the documents in force last year, plus those made and minus those repealed, must
/// equal those in force now.
pub fn follows(this: &AnnualReport, last: &AnnualReport) -> Vec<Failure> {
    let mut failures = carry_over(this, last);
    if (this.form, last.form) == (Form::Of2021, Form::Of2021) {
        failures.extend((0..2).filter_map(|row| in_force(this, last, row)));
    }
    failures
}

fn carry_over(this: &AnnualReport, last: &AnnualReport) -> Vec<Failure> {
    let part = Part::Applications;
    let columns = this
        .form
        .rows(part)
        .next()
        .map_or(&[][..], |(_, columns)| columns);
    let differing = columns.iter().enumerate().filter_map(|(c, column)| {
        let (here, there) = (
            this.cell(part, CARRIED_IN, c)?,
            last.cell(part, last.carried_out_row(), c)?,
        );
        (here.value != there.value).then(|| Failure {
            message: Message::ReportCarryOver {
                column: column.name.into(),
                carried_in: here.value.into(),
                year: last.year.into(),
                carried_out: there.value.into(),
            },
            at: here.range.clone(),
            also: Some(there.range.clone()),
        })
    });
    differing.collect()
}

/// Checks the documents in force, in row 0 (规章) or 1 (行政规范性文件) of part two. The columns:
/// made, repealed, in force.
fn in_force(this: &AnnualReport, last: &AnnualReport, row: usize) -> Option<Failure> {
    let part = Part::Disclosure;
    let [made, repealed] = [0, 1].map(|c| this.value(part, row, c));
    let (made, repealed) = (made?, repealed?);
    let (now, before) = (this.cell(part, row, 2)?, last.cell(part, row, 2)?);
    let expected = before.value + made - repealed;
    let name = this
        .form
        .rows(part)
        .nth(row)
        .map_or("", |(row, _)| row.name());
    (now.value != expected).then(|| Failure {
        message: Message::ReportInForce {
            row: name.into(),
            year: last.year.into(),
            before: before.value.into(),
            made: made.into(),
            repealed: repealed.into(),
            expected: expected.into(),
            now: now.value.into(),
        },
        at: now.range.clone(),
        also: Some(before.range.clone()),
    })
}
