//! Takes the plan; gives the ledger: catalogue.json, catalogue.csv and catalogue.xlsx carry the same rows. The ledger for the office
//! has the reviews beside them, which are never published.
//!
//! It must not know pages or sinks.

use crate::catalogue::{EntryId, Review};
use crate::config::ReviewKind;
use crate::diag::Error;
use crate::plan::Plan;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use serde::Serialize;

/// A form of the ledger (台账).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For programs.
    Json,
    /// For every spreadsheet program: UTF-8 with a byte-order mark.
    Csv,
    /// For Excel.
    Xlsx,
}

/// Who reads the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Everybody: the files of the site.
    Public,
    /// The office itself: with the reviews, and with the names of those who made them.
    Office,
}

/// Rows that a sheet can hold (ECMA-376).
const SHEET_ROWS: usize = 1_048_576;

/// The whole catalogue in one form, newest first.
pub fn write(plan: &Plan<'_>, form: Form, readers: Readers) -> Result<Vec<u8>, Error> {
    // without any review the ledger of the office is that of the site
    let reviewed = plan.documents().iter().any(|&id| !plan.related.catalogue.entry(id).reviews.is_empty());
    let readers = if reviewed { readers } else { Readers::Public };
    match form {
        Form::Json => json(plan, readers),
        Form::Csv => csv(plan, readers),
        Form::Xlsx => xlsx(plan, readers),
    }
}

fn rows<'p>(plan: &'p Plan<'_>, readers: Readers) -> impl Iterator<Item = Row<'p>> {
    let reviews = move |id| if readers == Readers::Office { plan.related.catalogue.entry(id).reviews.as_slice() } else { &[] };
    plan.documents().iter().rev().map(move |&id| Row { reviews: reviews(id), ..row(plan, id) })
}

fn json(plan: &Plan<'_>, readers: Readers) -> Result<Vec<u8>, Error> {
    let mut out = format!("{{\"as_of\":\"{}\",\"documents\":[", plan.config.as_of).into_bytes();
    for (i, row) in rows(plan, readers).enumerate() {
        out.extend_from_slice(if i == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut out, &row).map_err(|e| failed("catalogue.json", &e))?;
    }
    out.extend_from_slice(b"\n]}\n");
    Ok(out)
}

/// Headings and widths (in characters) of the columns, in the order of `cells`.
const COLUMNS: [(&str, f64); 20] = [
    ("索引号", 30.0),
    ("标题", 60.0),
    ("文号", 24.0),
    ("登记号", 18.0),
    ("发文机关", 26.0),
    ("联合发文机关", 26.0),
    ("组配分类", 30.0),
    ("主题分类", 24.0),
    ("体裁", 8.0),
    ("主题词", 24.0),
    ("内容概述", 50.0),
    ("成文日期", 12.0),
    ("发布日期", 12.0),
    ("实施日期", 12.0),
    ("失效日期", 12.0),
    ("废止日期", 12.0),
    ("有效性", 10.0),
    ("有效性代码", 16.0),
    ("组配分类路径", 24.0),
    ("网址", 50.0),
];

/// The columns that readers get: for the office one more for each kind of review.
fn columns(readers: Readers) -> Vec<(&'static str, f64)> {
    let reviews: &[ReviewKind] = if readers == Readers::Office { &ReviewKind::ALL } else { &[] };
    COLUMNS.into_iter().chain(reviews.iter().map(|kind| (kind.label(), 20.0))).collect()
}

/// Who made a review of a kind, and when; several in a row.
fn reviewed(row: &Row<'_>, kind: ReviewKind) -> String {
    row.reviews.iter().filter(|r| r.kind == kind).map(|r| format!("{} {}", r.who, r.date)).collect::<Vec<_>>().join("、")
}

fn all_cells(row: &Row<'_>, readers: Readers) -> Vec<String> {
    let reviews: &[ReviewKind] = if readers == Readers::Office { &ReviewKind::ALL } else { &[] };
    cells(row).into_iter().chain(reviews.iter().map(|kind| reviewed(row, *kind))).collect()
}

fn cells(row: &Row<'_>) -> [String; COLUMNS.len()] {
    let text = |t: Option<&str>| t.unwrap_or_default().to_owned();
    let day = |d: &Option<String>| d.clone().unwrap_or_default();
    [
        row.index_number.to_owned(),
        row.title.to_owned(),
        text(row.document_number),
        text(row.registration_number),
        row.issuing_body.to_owned(),
        row.joint_issuing_bodies.join("、"),
        row.category_name.clone(),
        text(row.topic),
        text(row.genre),
        row.keywords.join("、"),
        text(row.summary),
        row.date_created.clone(),
        row.date_published.clone(),
        day(&row.date_effective),
        day(&row.date_expires),
        day(&row.date_repealed),
        row.validity_label.to_owned(),
        row.validity.to_owned(),
        row.category.to_owned(),
        row.url.to_owned(),
    ]
}

/// A cell that a spreadsheet program would take for a formula begins with an apostrophe instead.
pub fn safe(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

fn csv(plan: &Plan<'_>, readers: Readers) -> Result<Vec<u8>, Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    let wrong = |e: csv::Error| failed("catalogue.csv", &e);
    writer.write_record(columns(readers).iter().map(|(name, _)| *name)).map_err(wrong)?;
    for row in rows(plan, readers) {
        writer.write_record(all_cells(&row, readers).into_iter().map(safe)).map_err(wrong)?;
    }
    writer.into_inner().map_err(|e| failed("catalogue.csv", &e))
}

fn xlsx(plan: &Plan<'_>, readers: Readers) -> Result<Vec<u8>, Error> {
    let write = || -> Result<Vec<u8>, XlsxError> {
        let day = plan.config.as_of;
        let mut workbook = Workbook::new();
        // the day of the catalogue, not of the machine: the same content gives the same bytes
        let created = ExcelDateTime::from_ymd(day.year().max(1900) as u16, day.month() as u8, day.day() as u8)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created).set_title(&plan.config.title));
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name("目录")?;
        sheet.set_freeze_panes(1, 0)?;
        let heading = Format::new().set_bold();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let columns = columns(readers);
        for (c, (name, width)) in columns.iter().enumerate() {
            sheet.set_column_width(c as u16, *width)?;
            sheet.write_with_format(0, c as u16, *name, &heading)?;
        }
        let mut last = 0;
        for (r, row) in rows(plan, readers).take(SHEET_ROWS - 1).enumerate() {
            last = r as u32 + 1;
            for (c, cell) in all_cells(&row, readers).into_iter().enumerate() {
                let is_date = columns[c].0.ends_with("日期");
                match ExcelDateTime::parse_from_str(&cell).ok().filter(|_| is_date) {
                    Some(day) => sheet.write_with_format(last, c as u16, &day, &date)?,
                    None if cell.is_empty() => continue,
                    None => sheet.write(last, c as u16, cell)?,
                };
            }
        }
        sheet.autofilter(0, 0, last, columns.len() as u16 - 1)?;
        workbook.save_to_buffer()
    };
    write().map_err(|e| failed("catalogue.xlsx", &e))
}

fn failed(file: &str, error: &dyn std::fmt::Display) -> Error {
    Error::io(file)(std::io::Error::other(error.to_string()))
}

/// One document as exports and the search index know it.
#[derive(Serialize)]
pub struct Row<'a> {
    /// 索引号
    pub index_number: &'a str,
    /// 标题
    pub title: &'a str,
    /// Address from the site's root.
    pub url: &'a str,
    /// 文号
    pub document_number: Option<&'a str>,
    /// 登记号
    pub registration_number: Option<&'a str>,
    /// 发文机关
    pub issuing_body: &'a str,
    /// 联合发文机关
    pub joint_issuing_bodies: &'a [String],
    /// Path of the category.
    pub category: &'a str,
    /// Names of the category and those above it.
    pub category_name: String,
    /// 主题分类
    pub topic: Option<&'a str>,
    /// 体裁
    pub genre: Option<&'a str>,
    /// 主题词
    pub keywords: &'a [String],
    /// 内容概述
    pub summary: Option<&'a str>,
    /// 成文日期
    pub date_created: String,
    /// 发布日期
    pub date_published: String,
    /// 实施日期
    pub date_effective: Option<String>,
    /// 失效日期
    pub date_expires: Option<String>,
    /// 废止日期
    pub date_repealed: Option<String>,
    /// Code of the validity on the day.
    pub validity: &'static str,
    /// 有效性
    pub validity_label: &'static str,
    /// Reviews before publication: for the office only.
    #[serde(skip_serializing_if = "<[Review]>::is_empty")]
    pub reviews: &'a [Review],
}

/// The row of a document.
pub fn row<'p>(plan: &'p Plan<'_>, id: EntryId) -> Row<'p> {
    let entry = plan.related.catalogue.entry(id);
    let status = plan.related.status(id);
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
    Row {
        index_number: entry.index_number.as_deref().unwrap_or_default(),
        title: &entry.title,
        url: plan.address(id),
        document_number: entry.document_number.as_deref(),
        registration_number: entry.details.registration_number.as_deref(),
        issuing_body: &entry.issuing_body,
        joint_issuing_bodies: &entry.details.joint_issuing_bodies,
        category: plan.category(id).map_or("", |c| &plan.categories[c].path),
        category_name: plan.category(id).map(|c| plan.categories.chain(c).iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join("/")).unwrap_or_default(),
        topic: entry.details.topic.as_deref(),
        genre: entry.details.genre.as_deref(),
        keywords: &entry.details.keywords,
        summary: entry.details.summary.as_deref(),
        date_created: day(entry.date_created).unwrap_or_default(),
        date_published: day(entry.date_published.map(|(d, _)| d)).unwrap_or_default(),
        date_effective: day(entry.date_effective),
        date_expires: day(entry.date_expires),
        date_repealed: day(entry.date_repealed),
        validity: status.validity.code(),
        validity_label: status.validity.label(),
        reviews: &[],
    }
}
