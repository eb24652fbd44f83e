//! Takes the rows; gives them as a table, in CSV and as a workbook. This file must not know where
//! the values come from.

use super::lines::{Ledger, lines, rows};
use super::row::Row;
use crate::catalogue::{Field, FieldKind};
use crate::config::ReviewKind;
use crate::file::workbook_bytes;
use crate::plan::Plan;
use crate::relate::DocumentId;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

/// Limits of Excel: the rows of a sheet below the heading, and the characters of a cell.
const SHEET_ROWS: usize = 1_048_575;
const CELL: usize = 32_767;
/// The end of a cell that was cut. The other forms have the whole text.
const CUT: &str = "……（超过单元格上限，全文见 CSV 或 JSON）";

/// A column of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Field(Field),
    ValidityCode,
    CategoryPath,
    Url,
    WithdrawnDate,
    WithdrawnReason,
    Review(ReviewKind),
}

/// The columns that are not fields, with their headings and their widths in characters. They follow
/// the fields.
const DERIVED: [(Column, &str, f64); 3] = [
    (Column::ValidityCode, "有效性代码", 16.0),
    (Column::CategoryPath, "组配分类路径", 24.0),
    (Column::Url, "网址", 50.0),
];

/// The columns that only the ledger of the office has. They come last.
const OFFICE: [(Column, &str, f64); 6] = [
    (Column::WithdrawnDate, "撤回日期", 12.0),
    (Column::WithdrawnReason, "撤回原因", 40.0),
    (Column::Review(ReviewKind::First), "初审", 20.0),
    (Column::Review(ReviewKind::Second), "复审", 20.0),
    (Column::Review(ReviewKind::Final), "终审", 20.0),
    (Column::Review(ReviewKind::Secrecy), "保密审查", 20.0),
];

fn columns(ledger: Ledger) -> Vec<(Column, &'static str, f64)> {
    let fields = Field::in_ledger().iter().map(|&field| {
        let width = field.ledger_width().unwrap_or_default();
        (Column::Field(field), field.label(), width)
    });
    let office: &[_] = match ledger {
        Ledger::Public => &[],
        Ledger::Office => &OFFICE,
    };
    fields
        .chain(DERIVED)
        .chain(office.iter().copied())
        .collect()
}

impl Column {
    fn is_date(self) -> bool {
        match self {
            Column::Field(field) => field.kind() == FieldKind::Date,
            other => other == Column::WithdrawnDate,
        }
    }

    fn cell(self, row: &Row<'_>) -> String {
        match self {
            Column::Field(Field::Category) => row.category_name(),
            Column::Field(Field::Validity) => row.validity_label().to_owned(),
            Column::Field(field) => row.value(field).line(),
            Column::ValidityCode => row.value(Field::Validity).line(),
            Column::CategoryPath => row.value(Field::Category).line(),
            Column::Url => row.url().to_owned(),
            Column::WithdrawnDate => row.withdrawn().map(|(day, _)| day).unwrap_or_default(),
            Column::WithdrawnReason => row
                .withdrawn()
                .map(|(_, reason)| reason.to_owned())
                .unwrap_or_default(),
            Column::Review(kind) => reviewed(row, kind),
        }
    }
}

fn cells(columns: &[(Column, &str, f64)], row: &Row<'_>, fit: fn(String) -> String) -> Vec<String> {
    columns
        .iter()
        .map(|(column, ..)| fit(column.cell(row)))
        .collect()
}

/// The reviewer and the day of a review of one kind.
fn reviewed(row: &Row<'_>, kind: ReviewKind) -> String {
    row.reviews
        .iter()
        .filter(|r| r.kind == kind)
        .map(|r| format!("{} {}", r.who, r.date))
        .collect::<Vec<_>>()
        .join("、")
}

/// A cell that no spreadsheet program takes for a formula. A text that looks like a formula gets a
/// leading apostrophe.
pub fn safe(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// Writes the table as CSV.
pub(super) fn csv(plan: &Plan<'_>, ledger: Ledger, to: &mut dyn Write) -> csv::Result<()> {
    some_as_csv(plan, ledger, &lines(plan, ledger), to)
}

/// Writes the rows of some published documents as CSV.
pub(super) fn csv_of(plan: &Plan<'_>, ids: &[DocumentId], to: &mut dyn Write) -> csv::Result<()> {
    some_as_csv(plan, Ledger::Public, ids, to)
}

fn some_as_csv(
    plan: &Plan<'_>,
    ledger: Ledger,
    lines: &[DocumentId],
    to: &mut dyn Write,
) -> csv::Result<()> {
    to.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(to);
    let columns = columns(ledger);
    writer.write_record(columns.iter().map(|(_, heading, _)| heading))?;
    for cells in rows(plan, ledger, lines, |row| cells(&columns, &row, safe)) {
        writer.write_record(cells)?;
    }
    Ok(writer.flush()?)
}

/// The table as a workbook with one sheet, or with more if the rows exceed the limit of a sheet.
/// The rows are kept in a temporary file until they are packed, because in memory they would take
/// more space than the catalogue itself.
pub(super) fn xlsx(plan: &Plan<'_>, ledger: Ledger) -> Result<Vec<u8>, XlsxError> {
    without_panic(|| workbook(plan, ledger))
}

/// Turns a panic of the library into an error. The library panics if it cannot write its temporary
/// file, for instance on a full disk. Only messages of panics on this thread are suppressed.
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
        // such as `Couldn't write to xml file: Os { code: 28, kind: StorageFull, … }`
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

fn workbook(plan: &Plan<'_>, ledger: Ledger) -> Result<Vec<u8>, XlsxError> {
    let day = plan.config.as_of;
    let mut workbook = Workbook::new();
    // the temporary file is in the site's `.mulu`, or else in the system's temporary folder
    let has_file = workbook.set_tempdir(plan.config.root.join(".mulu")).is_ok()
        || tempfile::tempfile().is_ok();
    // at level 3 the file is a quarter larger than at the default level 6, but is made in a quarter
    // of the time
    workbook.set_zip_compression_level(3);
    // the day of the build is used instead of the clock, so that the same content gives the same
    // bytes
    let created = ExcelDateTime::from_ymd(
        day.year().max(1900) as u16,
        day.month() as u8,
        day.day() as u8,
    )?;
    workbook.set_properties(
        &DocProperties::new()
            .set_creation_datetime(&created)
            .set_title(&plan.config.title),
    );
    let columns = columns(ledger);
    let lines = lines(plan, ledger);
    let mut rest = &lines[..];
    for n in 1.. {
        let name = if n == 1 {
            "目录".to_owned()
        } else {
            format!("目录{n}")
        };
        let (these, others) = rest.split_at(rest.len().min(SHEET_ROWS));
        // a workbook made in memory differs in its bytes from one made with a temporary file; this
        // is allowed for the ledger of the office, but not for a file of the site
        let worksheet = if has_file || ledger == Ledger::Public {
            workbook.add_worksheet_with_constant_memory()?
        } else {
            workbook.add_worksheet()
        };
        let fitting = |row| cells(&columns, &row, within_a_cell);
        sheet(
            worksheet,
            &name,
            &columns,
            rows(plan, ledger, these, fitting),
        )?;
        rest = others;
        if rest.is_empty() {
            break;
        }
    }
    workbook_bytes(workbook)
}

fn sheet(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[(Column, &str, f64)],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    let heading = Format::new().set_bold();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (c, (_, name, width)) in columns.iter().enumerate() {
        sheet.set_column_width(c as u16, *width)?;
        sheet.write_with_format(0, c as u16, *name, &heading)?;
    }
    let mut last = 0;
    for (r, cells) in rows.enumerate() {
        last = r as u32 + 1;
        for (c, (cell, (column, ..))) in cells.into_iter().zip(columns).enumerate() {
            let day = if column.is_date() {
                ExcelDateTime::parse_from_str(&cell).ok()
            } else {
                None
            };
            match day {
                Some(day) => sheet.write_with_format(last, c as u16, &day, &date)?,
                None if cell.is_empty() => continue,
                None => sheet.write(last, c as u16, cell)?,
            };
        }
    }
    sheet.autofilter(0, 0, last, columns.len() as u16 - 1)?;
    Ok(())
}

/// Fits a text into a cell of Excel, whose limit counts UTF-16 units. A longer text is cut and ends
/// with a note.
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
