//! Takes the records; writes the transfer list (移交清单) for an archives office. `records.rs`
//! makes the records. This file must not know how records are made.
//!
//! The columns 序号, 档号, 文号, 责任者, 题名, 日期 and 备注 are those of DA/T 22-2015. The other
//! columns describe the document's disclosure, retention, validity and files. The archives office
//! fills in the file number (档号).

use super::records::issuers;
use crate::archive::{self, Bag, Record, Records};
use crate::catalogue::Field;
use crate::diag::Error;
use crate::file::workbook_bytes;
use crate::plan::Plan;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// The maximum number of documents on a sheet. Spreadsheet programs allow 1,048,576 rows, one of
/// which has the headings.
const SHEET_ROWS: usize = 1_048_570;

/// The headings of the columns, and their widths in characters.
const COLUMNS: [(&str, f64); 18] = [
    ("序号", 6.0),
    ("档号", 16.0),
    ("索引号", 30.0),
    ("文号", 24.0),
    ("责任者", 28.0),
    ("题名", 60.0),
    ("日期", 12.0),
    ("公开日期", 12.0),
    ("公开方式", 10.0),
    ("保管期限", 10.0),
    ("移交年度", 10.0),
    ("有效性", 10.0),
    ("附件数", 8.0),
    ("格式", 16.0),
    ("字节数", 12.0),
    ("包内路径", 50.0),
    ("SM3", 68.0),
    ("备注", 24.0),
];

/// The cells of a row after its serial number.
type Cells = [String; COLUMNS.len() - 1];

/// Writes the list of all documents. The site's own pages (`kind: page`) have no index number and
/// are not listed.
pub(super) fn write(plan: &Plan<'_>, records: &Records, bag: &Bag) -> Result<(), Error> {
    let bytes = list(plan, records).map_err(|e| {
        Error::writing(archive::TRANSFER_LIST)(std::io::Error::other(e.to_string()))
    })?;
    bag.put(archive::TRANSFER_LIST, &bytes).map(drop)
}

/// The list, with more sheets if the documents do not fit on one.
fn list(plan: &Plan<'_>, records: &Records) -> Result<Vec<u8>, XlsxError> {
    let day = plan.config.as_of;
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(day.year().max(1900) as u16, 12, 31)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_creation_datetime(&created)
            .set_title(format!("{}移交清单", records.site)),
    );
    let after = plan.config.retention.transfer_after;
    let mut documents: Vec<&Record> = records
        .documents
        .iter()
        .filter(|r| !r.index_number.is_empty())
        .collect();
    let created = |r: &Record| r.fields.text(Field::DateCreated.name()).to_owned();
    documents.sort_by_key(|r| (created(r), &r.index_number));
    let rows: Vec<_> = documents.into_iter().map(|r| cells(r, after)).collect();
    write_sheets(&mut workbook, &rows, SHEET_ROWS)?;
    workbook_bytes(workbook)
}

/// Writes the rows to sheets of at most `limit` rows. Serial numbers go on from sheet to sheet.
fn write_sheets(workbook: &mut Workbook, rows: &[Cells], limit: usize) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold();
    for number in 0..rows.len().div_ceil(limit).max(1) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(match number {
            0 => "移交清单".to_owned(),
            number => format!("移交清单{}", number + 1),
        })?;
        sheet.set_freeze_panes(1, 0)?;
        for (c, (name, width)) in COLUMNS.iter().enumerate() {
            sheet.set_column_width(c as u16, *width)?;
            sheet.write_with_format(0, c as u16, *name, &heading)?;
        }
        let mut last = 0;
        for (serial, row) in (1u32..).zip(rows).skip(number * limit).take(limit) {
            last += 1;
            sheet.write(last, 0, serial)?;
            for (c, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let c = c as u16 + 1;
                match COLUMNS[c as usize].0 {
                    "附件数" | "字节数" | "移交年度" => {
                        sheet.write(last, c, cell.parse::<f64>().unwrap_or_default())?
                    }
                    _ => sheet.write(last, c, cell)?,
                };
            }
        }
        sheet.autofilter(0, 0, last, COLUMNS.len() as u16 - 1)?;
    }
    Ok(())
}

/// The cells after the serial number.
fn cells(r: &Record, transfer_after: Option<u32>) -> Cells {
    let text = |field: Field| r.fields.text(field.name()).to_owned();
    let created = text(Field::DateCreated);
    let year: Option<u32> = created.get(..4).and_then(|y| y.parse().ok());
    let transfer = year
        .zip(transfer_after)
        .map(|(year, after)| (year + after).to_string())
        .unwrap_or_default();
    let endings = r
        .attachments
        .iter()
        .filter_map(|a| a.file.path.rsplit_once('.'))
        .map(|(_, e)| e.to_ascii_uppercase());
    let mut formats: Vec<String> = std::iter::once("HTML".to_owned()).chain(endings).collect();
    formats.dedup();
    let remark = r
        .withdrawn
        .as_ref()
        .map(|w| format!("{}撤回：{}", w.date, w.reason))
        .unwrap_or_default();
    let is_out = r.withdrawn.is_some();
    [
        String::new(),
        r.index_number.clone(),
        text(Field::DocumentNumber),
        issuers(r),
        r.title.clone(),
        created,
        text(Field::DatePublished),
        if is_out {
            String::new()
        } else {
            "主动公开".to_owned()
        },
        r.retention.clone(),
        transfer,
        r.fields.text("validity_label").to_owned(),
        if is_out {
            String::new()
        } else {
            r.attachments.len().to_string()
        },
        formats.join("、"),
        (r.page.size + r.attachments.iter().map(|a| a.file.size).sum::<u64>()).to_string(),
        r.page.path.clone(),
        r.page.sm3.clone(),
        remark,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    #[test]
    fn rows_beyond_the_limit_of_a_sheet_are_on_further_sheets() {
        let rows: Vec<Cells> = (1..=5)
            .map(|n| {
                let mut cells = Cells::default();
                cells[1] = format!("甲/{n}");
                cells
            })
            .collect();
        let mut workbook = Workbook::new();
        write_sheets(&mut workbook, &rows, 2).unwrap();
        let bytes = workbook_bytes(workbook).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["移交清单", "移交清单2", "移交清单3"]);
        let mut listed = Vec::new();
        for name in book.sheet_names() {
            let sheet = book.worksheet_range(&name).unwrap();
            listed.extend(sheet.rows().skip(1).map(|row| match &row[0] {
                Data::Float(serial) => format!("{serial} {}", row[2]),
                other => other.to_string(),
            }));
        }
        assert_eq!(listed, ["1 甲/1", "2 甲/2", "3 甲/3", "4 甲/4", "5 甲/5"]);
    }
}
