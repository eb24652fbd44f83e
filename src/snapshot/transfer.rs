//! Takes the records; writes the transfer list (移交清单) that accompanies a package to an archives
//! office. This file must not know how records are made.
//!
//! The columns are those of the usual list of filed documents (DA/T 22-2015: number, document
//! number, responsible body, title, date, remarks) and those that electronic records also need:
//! format, size and digest. mulu fills in the values that the catalogue has, and leaves the file
//! number (档号) to the archives office.

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

/// Writes the list of all documents. The site's own pages are not documents, so only the table of
/// records lists them.
pub(super) fn write(plan: &Plan<'_>, records: &Records, bag: &Bag) -> Result<(), Error> {
    let bytes = sheet(plan, records).map_err(|e| {
        Error::writing(archive::TRANSFER_LIST)(std::io::Error::other(e.to_string()))
    })?;
    bag.put(archive::TRANSFER_LIST, &bytes).map(drop)
}

fn sheet(plan: &Plan<'_>, records: &Records) -> Result<Vec<u8>, XlsxError> {
    let day = plan.config.as_of;
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(day.year().max(1900) as u16, 12, 31)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_creation_datetime(&created)
            .set_title(format!("{}移交清单", records.site)),
    );
    let sheet = workbook.add_worksheet();
    sheet.set_name("移交清单")?;
    sheet.set_freeze_panes(1, 0)?;
    let heading = Format::new().set_bold();
    for (c, (name, width)) in COLUMNS.iter().enumerate() {
        sheet.set_column_width(c as u16, *width)?;
        sheet.write_with_format(0, c as u16, *name, &heading)?;
    }
    let after = plan.config.retention.transfer_after;
    let mut documents: Vec<&Record> = records
        .documents
        .iter()
        .filter(|r| !r.index_number.is_empty())
        .collect();
    let created = |r: &Record| r.fields.text(Field::DateCreated.name()).to_owned();
    documents.sort_by_key(|r| (created(r), &r.index_number));
    let mut last = 0;
    for (i, record) in documents.into_iter().take(SHEET_ROWS).enumerate() {
        last = i as u32 + 1;
        sheet.write(last, 0, last)?;
        for (c, cell) in cells(record, after)
            .into_iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
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
    workbook_bytes(workbook)
}

/// The cells after the serial number.
fn cells(r: &Record, transfer_after: Option<u32>) -> [String; COLUMNS.len() - 1] {
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
