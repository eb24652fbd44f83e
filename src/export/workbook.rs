//! Takes a table (headings and rows of text); gives a workbook. This file must not know where the
//! rows come from.

use crate::file::workbook_bytes;
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;

/// Excel's limit on the rows of a sheet below the heading.
const SHEET_ROWS: usize = 1_048_575;
/// Excel's limit on the length of a cell, in UTF-16 units.
const CELL: usize = 32_767;
/// The end of a cell that was cut. CSV and JSON have the whole text.
const CUT: &str = "……（超过单元格上限，全文见 CSV 或 JSON）";

/// A workbook without its rows.
pub struct Book<'a> {
    /// Its title.
    pub title: &'a str,
    /// The day that the workbook states as its date of creation. This day does not come from the
    /// clock, so that the same table gives the same bytes.
    pub day: Date,
    /// The folder for the temporary file. If there is no such folder, the system's is used.
    pub temporary: PathBuf,
    /// Where the rows are kept until they are packed.
    pub place: Place,
    /// The columns.
    pub headings: Vec<Heading<'a>>,
}

/// The heading of a column.
pub struct Heading<'a> {
    /// Its text.
    pub name: &'a str,
    /// The width of the column in characters.
    pub width: f64,
    /// Whether the values of the column are days.
    pub is_day: bool,
}

/// Where the rows are kept until they are packed. In memory, they would take more space than the
/// catalogue, and the bytes of the workbook would differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a temporary file.
    OnDisk,
    /// In a temporary file, or in memory if none can be made.
    Anywhere,
}

/// The workbook, with more sheets if the rows do not fit on one.
pub fn workbook(
    book: &Book<'_>,
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, XlsxError> {
    without_panic(|| made(book, rows))
}

/// Turns a panic of the library into an error. The library panics if it cannot write its temporary
/// file, as on a full disk. Messages of panics are suppressed on this thread only.
fn without_panic<T>(make: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, XlsxError> {
    let (here, usual) = (std::thread::current().id(), Arc::new(panic::take_hook()));
    let others = usual.clone();
    panic::set_hook(Box::new(move |fault| {
        if std::thread::current().id() != here {
            others(fault);
        }
    }));
    let made = panic::catch_unwind(AssertUnwindSafe(make));
    drop(panic::take_hook());
    panic::set_hook(Box::new(move |fault| usual(fault)));
    made.unwrap_or_else(|fault| {
        let text = fault.downcast_ref::<String>().map_or("", String::as_str);
        // the text is, for example, `Couldn't write to xml file: Os { code: 28, kind: StorageFull,
        // … }`
        let number = text.split_once("code: ").and_then(|(_, rest)| {
            let end = rest.find(|c: char| !c.is_ascii_digit())?;
            rest[..end].parse().ok()
        });
        Err(XlsxError::IoError(match number {
            Some(number) => std::io::Error::from_raw_os_error(number),
            None => std::io::Error::other(text),
        }))
    })
}

fn made(book: &Book<'_>, rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, XlsxError> {
    let day = book.day;
    let mut workbook = Workbook::new();
    let has_file = workbook.set_tempdir(&book.temporary).is_ok() || tempfile::tempfile().is_ok();
    // compression level 3 takes a quarter of the time of level 6; the file is a quarter larger
    workbook.set_zip_compression_level(3);
    let created = ExcelDateTime::from_ymd(
        day.year().max(1900) as u16,
        day.month() as u8,
        day.day() as u8,
    )?;
    workbook.set_properties(
        &DocProperties::new()
            .set_creation_datetime(&created)
            .set_title(book.title),
    );
    let mut rows = rows.peekable();
    for n in 1.. {
        let name = if n == 1 {
            "目录".to_owned()
        } else {
            format!("目录{n}")
        };
        let worksheet = if has_file || book.place == Place::OnDisk {
            workbook.add_worksheet_with_constant_memory()?
        } else {
            workbook.add_worksheet()
        };
        let these = rows.by_ref().take(SHEET_ROWS);
        sheet(worksheet, &name, &book.headings, these)?;
        if rows.peek().is_none() {
            break;
        }
    }
    workbook_bytes(workbook)
}

fn sheet(
    sheet: &mut Worksheet,
    name: &str,
    headings: &[Heading<'_>],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (c, heading) in headings.iter().enumerate() {
        sheet.set_column_width(c as u16, heading.width)?;
        sheet.write_with_format(0, c as u16, heading.name, &bold)?;
    }
    let mut last = 0;
    for (r, cells) in rows.enumerate() {
        last = r as u32 + 1;
        for (c, (cell, heading)) in cells.into_iter().zip(headings).enumerate() {
            let day = if heading.is_day {
                ExcelDateTime::parse_from_str(&cell).ok()
            } else {
                None
            };
            match day {
                Some(day) => sheet.write_with_format(last, c as u16, &day, &date)?,
                None if cell.is_empty() => continue,
                None => sheet.write(last, c as u16, within_a_cell(cell))?,
            };
        }
    }
    sheet.autofilter(0, 0, last, headings.len() as u16 - 1)?;
    Ok(())
}

/// Fits a text into a cell of Excel, which counts UTF-16 units. A text that is too long is cut and
/// ends with a note.
fn within_a_cell(text: String) -> String {
    if text.len() <= CELL || text.encode_utf16().count() <= CELL {
        return text;
    }
    let mut room = CELL - CUT.encode_utf16().count();
    let fits = |c: &char| {
        let enough = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        enough
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push_str(CUT);
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_what_excel_holds() {
        let whole = "公".repeat(CELL);
        assert_eq!(within_a_cell(whole.clone()), whole);
        for long in ["公".repeat(CELL + 1), "𠮷".repeat(CELL)] {
            let cut = within_a_cell(long);
            assert!(cut.ends_with(CUT) && (CELL - 1..=CELL).contains(&cut.encode_utf16().count()));
        }
    }
}
