//! Takes the tables of a report; gives a workbook with a sheet for each. The file `sheets.rs` makes
//! the tables. This file must not know what the tables say.

use super::sheet::{Sheet, pick};
use crate::diag::Lang;
use crate::file::workbook_bytes;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

/// The most rows of a sheet in Excel, without the row of headings.
const ROWS: usize = 1_048_575;

/// The most characters of a cell. The limit of Excel is 32 767, but Excel counts some characters,
/// such as emoji, as two, so a cell gets at most half of that.
const CELL: usize = 32_767 / 2 - 2;

/// Writes the workbook. Until it is complete, its rows are in a temporary file if one can be made.
pub(super) fn write(sheets: &[Sheet], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // the time is fixed, so that the bytes stay the same
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let has_file = tempfile::tempfile().is_ok();
    for sheet in sheets {
        // the rows that do not fit into a sheet continue in further sheets
        let mut parts: Vec<&[Vec<String>]> = sheet.rows.chunks(ROWS).collect();
        if parts.is_empty() {
            parts.push(&[]);
        }
        for (n, rows) in parts.into_iter().enumerate() {
            let worksheet = if has_file {
                workbook.add_worksheet_with_constant_memory()?
            } else {
                workbook.add_worksheet()
            };
            let name = pick(&sheet.name, lang);
            worksheet.set_name(match n {
                0 => name.to_owned(),
                n => format!("{name}{}", n + 1),
            })?;
            fill(worksheet, sheet, rows, lang)?;
        }
    }
    workbook_bytes(workbook)
}

fn fill(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    rows: &[Vec<String>],
    lang: Lang,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    worksheet.set_freeze_panes(1, 0)?;
    for (column, (head, width)) in (0u16..).zip(&sheet.heads) {
        worksheet.set_column_width(column, *width)?;
        worksheet.write_string_with_format(0, column, pick(head, lang), &bold)?;
    }
    for (at, row) in (1u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(row) {
            // index numbers and values stay text, even if they have only digits
            let is_count = sheet.count == Some(usize::from(column));
            match cell.parse::<u32>() {
                Ok(n) if is_count => worksheet.write_number(at, column, n)?,
                _ if cell.is_empty() => continue,
                _ => worksheet.write_string_with_format(at, column, fitting(cell), &wrapped)?,
            };
        }
    }
    let last = sheet.heads.len().saturating_sub(1) as u16;
    worksheet.autofilter(0, 0, rows.len() as u32, last)?;
    Ok(())
}

/// A text that fits into a cell.
fn fitting(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => format!("{}……", &text[..end]),
        None => text.to_owned(),
    }
}
