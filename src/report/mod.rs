//! Takes the tables of an annual report as written; gives an `AnnualReport` with the value and
//! place of every cell, and faults such as missing cells and wrong sums. The room also gives the
//! tables as HTML, the figures in the prose that differ from the tables, and the faults between the
//! reports of two years.
//!
//! The form is that of 国办公开办函〔2021〕30号; before 2021, that of 2019. The form states the
//! sums that are checked. This room must not know documents, the catalogue or pages.

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
    /// Its value. 0 for an amount, because no checked sum contains amounts.
    pub value: i64,
    /// The figure as the page shows it.
    pub text: String,
    /// Its place in the file.
    pub range: Range<usize>,
}

/// One row: the place of its name, and its cells. A missing or wrong cell is `None`, and has a
/// finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// The place of the row's name. If the row is missing, it is the place of the part's name; if
    /// the part is missing, the start of the tables.
    pub range: Range<usize>,
    /// The cells, one for each column of the form.
    pub cells: Vec<Option<Cell>>,
}

/// The tables of one year's report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnualReport {
    /// The year that the report covers.
    pub year: i16,
    /// Its form.
    pub form: Form,
    /// The place of the tables in the file.
    pub range: Range<usize>,
    parts: [Vec<Cells>; 3],
}

/// Index of the row 一、本年新收 of part three.
pub const RECEIVED: usize = 0;
/// Index of the row 二、上年结转 of part three.
pub const CARRIED_IN: usize = 1;

/// Index of the row 行政规范性文件 of part two.
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

    /// Index of the row （七）总计 of part three.
    pub fn results_row(&self) -> usize {
        self.parts[Part::Applications as usize].len() - 2
    }

    /// Index of the row 四、结转下年度继续办理 of part three.
    pub fn carried_out_row(&self) -> usize {
        self.parts[Part::Applications as usize].len() - 1
    }
}

#[cfg(test)]
mod tests;
