//! Takes the tables of an annual report as they stand in the front matter; gives `AnnualReport`, in which every cell knows its
//! value and its place, and what is wrong with them: missing cells, figures that are none, sums that do not come out.
//!
//! The form is that of 国办公开办函〔2021〕30号; the relations are those that the form itself states. It must not know
//! documents, the catalogue or pages: what two reports say of each other is here, which two belong together is not.

mod arithmetic;
mod form;
mod html;
mod prose;
mod read;
mod years;

pub use arithmetic::Failure;
pub use form::{Column, Form, Holds, Part, Row, Table};
pub use html::{Shown, table};
pub use prose::{Quoted, quoted};
pub use read::read;
pub use years::follows;

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its value; 0 for an amount, which takes part in no sum.
    pub value: i64,
    /// The figure as the page shows it.
    pub text: String,
    /// Where it stands in the file.
    pub range: Range<usize>,
}

/// One row: where its name stands, and its cells. A cell that is missing or no figure is none, and has been reported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// Where the row's name stands.
    pub range: Range<usize>,
    /// The cells, one for each column of the form.
    pub cells: Vec<Option<Cell>>,
}

/// The tables of one year's report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnualReport {
    /// The year that it reports on.
    pub year: i16,
    /// Its form.
    pub form: Form,
    /// Where the tables stand in the file.
    pub range: Range<usize>,
    parts: [Vec<Cells>; 3],
}

/// Number of the row 一、本年新收 of part three.
pub const RECEIVED: usize = 0;
/// Number of the row 二、上年结转 of part three.
pub const CARRIED_IN: usize = 1;

/// Number of the row 行政规范性文件 of part two.
pub const NORMATIVE: usize = 1;

impl AnnualReport {
    /// The rows of a part, through all its tables, in the order of the form.
    pub fn rows(&self, part: Part) -> &[Cells] {
        &self.parts[part as usize]
    }

    /// The value of a cell, by row and column of its part.
    pub fn value(&self, part: Part, row: usize, column: usize) -> Option<i64> {
        self.cell(part, row, column).map(|c| c.value)
    }

    /// A cell, by row and column of its part.
    pub fn cell(&self, part: Part, row: usize, column: usize) -> Option<&Cell> {
        self.parts[part as usize]
            .get(row)?
            .cells
            .get(column)?
            .as_ref()
    }

    /// Number of the row （七）总计 of part three.
    pub fn results_row(&self) -> usize {
        self.parts[Part::Applications as usize].len() - 2
    }

    /// Number of the row 四、结转下年度继续办理 of part three.
    pub fn carried_out_row(&self) -> usize {
        self.parts[Part::Applications as usize].len() - 1
    }
}

#[cfg(test)]
mod tests;
