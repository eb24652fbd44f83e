//! Takes the rows; gives them as a table, in CSV and as a workbook. This file must not know where
//! the values come from.

use super::lines::{Ledger, lines, rows};
use super::row::Row;
use super::workbook::{Book, Heading, Place, workbook};
use crate::catalogue::{Field, FieldKind};
use crate::config::ReviewKind;
use crate::plan::Plan;
use crate::relate::DocumentId;
use rust_xlsxwriter::XlsxError;
use std::io::Write;

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

/// The columns after the fields, with headings and widths in characters.
const DERIVED: [(Column, &str, f64); 3] = [
    (Column::ValidityCode, "有效性代码", 16.0),
    (Column::CategoryPath, "组配分类路径", 24.0),
    (Column::Url, "网址", 50.0),
];

/// The last columns, of the office's ledger only.
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

/// The reviewer and the day of each review of one kind.
fn reviewed(row: &Row<'_>, kind: ReviewKind) -> String {
    row.reviews
        .iter()
        .filter(|r| r.kind == kind)
        .map(|r| format!("{} {}", r.who, r.date))
        .collect::<Vec<_>>()
        .join("、")
}

/// A cell that no spreadsheet program takes for a formula. A text that begins like a formula gets
/// an apostrophe before it.
pub fn safe(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']) {
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

/// The table as a workbook.
pub(super) fn xlsx(plan: &Plan<'_>, ledger: Ledger) -> Result<Vec<u8>, XlsxError> {
    let columns = columns(ledger);
    let headings = columns.iter().map(|(column, name, width)| Heading {
        name,
        width: *width,
        is_day: column.is_date(),
    });
    let book = Book {
        title: &plan.config.title,
        day: plan.config.as_of,
        temporary: plan.config.root.join(".mulu"),
        // the office's ledger is not part of the site, so its bytes may depend on where rows are
        // kept
        place: match ledger {
            Ledger::Public => Place::OnDisk,
            Ledger::Office => Place::Anywhere,
        },
        headings: headings.collect(),
    };
    let lines = lines(plan, ledger);
    let whole = |text| text;
    workbook(
        &book,
        rows(plan, ledger, &lines, |row| cells(&columns, &row, whole)),
    )
}
