//! Takes what an import found; gives a report as a workbook, a web page or a CSV table. The report
//! has a summary, values, remarks, possible duplicates, refused files, missing attachments, and the
//! fate of each file and of each row of a ledger.
//!
//! Personal numbers are masked. This module must not know how files are read.

mod csv;
mod html;
mod sheet;
mod sheets;
mod xlsx;

use super::Outcome;
use crate::diag::{Error, Lang};
use std::path::Path;

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A workbook with a sheet for each table of the report.
    Xlsx,
    /// A web page.
    Html,
    /// One CSV table with all rows.
    Csv,
}

impl Form {
    /// The form that the ending of a file's name states.
    pub fn of(path: &Path) -> Result<Form, Error> {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        match ending.to_lowercase().as_str() {
            "xlsx" => Ok(Form::Xlsx),
            "html" | "htm" => Ok(Form::Html),
            "csv" => Ok(Form::Csv),
            _ => Err(Error::usage(
                format!(
                    "报告文件“{}”的后缀应为 .xlsx、.html 或 .csv",
                    path.display()
                ),
                format!(
                    "the report {} must end in .xlsx, .html or .csv",
                    path.display()
                ),
            )),
        }
    }
}

/// The bytes of a report. The same outcome gives the same bytes.
pub fn render(outcome: &Outcome, form: Form, lang: Lang) -> Result<Vec<u8>, Error> {
    let sheets = sheets::sheets(outcome, lang);
    match form {
        Form::Html => Ok(html::write(&sheets, lang).into_bytes()),
        Form::Csv => {
            csv::write(&sheets, lang).map_err(|e| Error::writing("csv")(std::io::Error::other(e)))
        }
        Form::Xlsx => {
            xlsx::write(&sheets, lang).map_err(|e| Error::writing("xlsx")(std::io::Error::other(e)))
        }
    }
}
