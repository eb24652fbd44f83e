//! Takes the plan; gives the ledger: catalogue.json, catalogue.csv and catalogue.xlsx carry the same rows. The office's own
//! ledger also says what was taken down, when and why, and who made which review before publication.
//!
//! It must not know pages or sinks.

use crate::cache::{self, Key};
use crate::catalogue::{Field, Review};
use crate::config::ReviewKind;
use crate::plan::Plan;
use crate::relate::{DocumentId, Shown};
use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde::Serialize;
use std::io::Write;

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

/// For whom a ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ledger {
    /// For everybody: it is part of the site.
    Public,
    /// For the office: with a line for each document that was taken down, and with the reviews.
    Office,
}

/// Rows below the heading that a sheet can hold, and characters in a cell (limits of Excel).
const SHEET_ROWS: usize = 1_048_575;
const CELL: usize = 32_767;
/// Lines that are made at a time.
const AT_A_TIME: usize = 2_048;
/// Ends a cell that was cut: the other forms have the whole text.
const CUT: &str = "……（超过单元格上限，全文见 CSV 或 JSON）";

/// The whole catalogue in one form, newest first, as it is made.
pub fn write(
    plan: &Plan<'_>,
    ledger: Ledger,
    form: Form,
    to: &mut dyn Write,
) -> std::io::Result<()> {
    match form {
        Form::Json => json(plan, ledger, to),
        Form::Csv => Ok(csv(plan, ledger, to)?),
        Form::Xlsx => to.write_all(&xlsx(plan, ledger, SHEET_ROWS).map_err(std::io::Error::other)?),
    }
}

/// A key of everything that the public ledger says, in whatever form.
pub fn key(plan: &Plan<'_>) -> Key {
    let lines = lines(plan, Ledger::Public);
    let rows: Vec<u8> = rows(plan, Ledger::Public, &lines, |row| {
        cache::key(&[&postcard::to_stdvec(&row).unwrap_or_default()])
    })
    .flatten()
    .collect();
    cache::key(&[
        &rows,
        plan.config.as_of.to_string().as_bytes(),
        &plan.config.digest,
    ])
}

/// The lines in their order: what is published, newest first, and in the office's ledger then what was taken down.
fn lines(plan: &Plan<'_>, ledger: Ledger) -> Vec<DocumentId> {
    let mut withdrawn = if ledger == Ledger::Office {
        plan.withdrawn.clone()
    } else {
        Vec::new()
    };
    let key = |id: DocumentId| {
        let entry = plan.entry(id);
        (
            entry.withdrawn.as_ref().map(|w| w.date),
            entry.index_number.as_deref(),
        )
    };
    withdrawn.sort_by(|a, b| key(*b).cmp(&key(*a)));
    plan.documents()
        .iter()
        .rev()
        .copied()
        .chain(withdrawn)
        .collect()
}

/// What `make` gives for each of the lines, made on all cores and handed out in order, some at a time.
fn rows<'p, T: Send>(
    plan: &'p Plan<'_>,
    ledger: Ledger,
    lines: &'p [DocumentId],
    make: impl Fn(Row<'p>) -> T + Sync,
) -> impl Iterator<Item = T> {
    let line = move |&id: &DocumentId| match ledger {
        Ledger::Office if plan.related.shown(id) == Shown::Withdrawn => withdrawn_row(plan, id),
        Ledger::Office => Row {
            reviews: &plan.entry(id).details().reviews,
            ..row(plan, id)
        },
        Ledger::Public => row(plan, id),
    };
    lines
        .chunks(AT_A_TIME)
        .flat_map(move |some| some.par_iter().map(|id| make(line(id))).collect::<Vec<T>>())
}

fn json(plan: &Plan<'_>, ledger: Ledger, to: &mut dyn Write) -> std::io::Result<()> {
    write!(to, "{{\"as_of\":\"{}\",\"documents\":[", plan.config.as_of)?;
    let lines = lines(plan, ledger);
    for (i, row) in rows(plan, ledger, &lines, |row| serde_json::to_vec(&row)).enumerate() {
        to.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        to.write_all(&row?)?;
    }
    to.write_all(b"\n]}\n")
}

/// Headings and widths (in characters) of the columns, in the order of `cells`.
const COLUMNS: [(&str, f64); 26] = [
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
    ("撤回日期", 12.0),
    ("撤回原因", 40.0),
    ("初审", 20.0),
    ("复审", 20.0),
    ("终审", 20.0),
    ("保密审查", 20.0),
];
/// The columns at the end that only the office's ledger has.
const OFFICE_COLUMNS: usize = 6;

fn columns(ledger: Ledger) -> &'static [(&'static str, f64)] {
    match ledger {
        Ledger::Public => &COLUMNS[..COLUMNS.len() - OFFICE_COLUMNS],
        Ledger::Office => &COLUMNS,
    }
}

fn cells(row: &Row<'_>) -> [String; COLUMNS.len()] {
    let text = |t: Option<&str>| t.unwrap_or_default().to_owned();
    let day = |d: &Option<String>| d.clone().unwrap_or_default();
    [
        row.index_number.to_owned(),
        row.title.to_owned(),
        text(row.document_number),
        text(row.registration_number),
        row.issuer.to_owned(),
        row.joint_issuers.join("、"),
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
        day(&row.withdrawn_date),
        text(row.withdrawn_reason),
        reviewed(row, ReviewKind::First),
        reviewed(row, ReviewKind::Second),
        reviewed(row, ReviewKind::Final),
        reviewed(row, ReviewKind::Secrecy),
    ]
}

/// Who made a review of a kind, and when; several in a row.
fn reviewed(row: &Row<'_>, kind: ReviewKind) -> String {
    row.reviews
        .iter()
        .filter(|r| r.kind == kind)
        .map(|r| format!("{} {}", r.who, r.date))
        .collect::<Vec<_>>()
        .join("、")
}

/// A cell that a spreadsheet program would take for a formula begins with an apostrophe instead.
pub fn safe(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}

fn csv(plan: &Plan<'_>, ledger: Ledger, to: &mut dyn Write) -> csv::Result<()> {
    to.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(to);
    let columns = columns(ledger);
    writer.write_record(columns.iter().map(|(name, _)| name))?;
    let lines = lines(plan, ledger);
    for cells in rows(plan, ledger, &lines, |row| cells(&row).map(safe)) {
        writer.write_record(&cells[..columns.len()])?;
    }
    Ok(writer.flush()?)
}

/// The workbook: one sheet, and further ones only when the rows are more than a sheet can hold. Its rows lie in a temporary file until
/// they are packed: in memory they take more room than the catalogue itself.
fn xlsx(plan: &Plan<'_>, ledger: Ledger, sheet_rows: usize) -> Result<Vec<u8>, XlsxError> {
    let day = plan.config.as_of;
    let mut workbook = Workbook::new();
    // where a build keeps its own; else where the system keeps such files
    let has_file = workbook.set_tempdir(plan.config.root.join(".mulu")).is_ok()
        || tempfile::tempfile().is_ok();
    // a quarter larger than with the usual 6, in a quarter of the time
    workbook.set_zip_compression_level(3);
    // the day of the catalogue, not of the machine: the same content gives the same bytes
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
    let mut rest = &lines(plan, ledger)[..];
    for n in 1.. {
        let name = if n == 1 {
            "目录".to_owned()
        } else {
            format!("目录{n}")
        };
        let (these, others) = rest.split_at(rest.len().min(sheet_rows));
        // the office's own may be made where no file can be; of the site's, other bytes with the same content would be another file
        let worksheet = if has_file || ledger == Ledger::Public {
            workbook.add_worksheet_with_constant_memory()?
        } else {
            workbook.add_worksheet()
        };
        sheet(
            worksheet,
            &name,
            columns(ledger),
            rows(plan, ledger, these, |row| cells(&row).map(within_a_cell)),
        )?;
        rest = others;
        if rest.is_empty() {
            break;
        }
    }
    workbook.save_to_buffer()
}

fn sheet(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[(&str, f64)],
    rows: impl Iterator<Item = [String; COLUMNS.len()]>,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    let heading = Format::new().set_bold();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (c, (name, width)) in columns.iter().enumerate() {
        sheet.set_column_width(c as u16, *width)?;
        sheet.write_with_format(0, c as u16, *name, &heading)?;
    }
    let mut last = 0;
    for (r, cells) in rows.enumerate() {
        last = r as u32 + 1;
        for (c, (cell, (name, _))) in cells.into_iter().zip(columns).enumerate() {
            let day = if name.ends_with("日期") {
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

/// A text that Excel would refuse, cut, with a mark that says so. Excel counts UTF-16.
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
    #[serde(rename = "issuing_body")]
    pub issuer: &'a str,
    /// 联合发文机关
    #[serde(rename = "joint_issuing_bodies")]
    pub joint_issuers: &'a [String],
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
    /// The day on which it was taken down; only in the office's ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_date: Option<String>,
    /// Why it was taken down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_reason: Option<&'a str>,
    /// Reviews before publication; only in the office's ledger.
    #[serde(skip_serializing_if = "<[Review]>::is_empty")]
    pub reviews: &'a [Review],
}

/// What remains of a document that was taken down.
fn withdrawn_row<'p>(plan: &'p Plan<'_>, id: DocumentId) -> Row<'p> {
    let entry = plan.entry(id);
    let withdrawn = entry.withdrawn.as_ref();
    Row {
        title: "",
        registration_number: None,
        issuer: "",
        joint_issuers: &[],
        category: "",
        category_name: String::new(),
        topic: None,
        genre: None,
        keywords: &[],
        summary: None,
        date_created: String::new(),
        date_published: String::new(),
        date_effective: None,
        date_expires: None,
        date_repealed: None,
        validity: "withdrawn",
        validity_label: "撤回",
        withdrawn_date: withdrawn.map(|w| w.date.to_string()),
        withdrawn_reason: withdrawn.map(|w| w.reason.as_str()),
        ..row(plan, id)
    }
}

/// The row of a document.
pub fn row<'p>(plan: &'p Plan<'_>, id: DocumentId) -> Row<'p> {
    let entry = plan.entry(id);
    let status = plan.related.status(id);
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
    Row {
        index_number: entry.index_number.as_deref().unwrap_or_default(),
        title: &entry.title,
        url: plan.address(id),
        document_number: entry.document_number.as_deref(),
        registration_number: entry.text(Field::RegistrationNumber),
        issuer: &entry.issuer,
        joint_issuers: entry.list(Field::JointIssuers),
        category: plan.category(id).map_or("", |c| &plan.categories[c].path),
        category_name: plan
            .category(id)
            .map(|c| {
                plan.categories
                    .chain(c)
                    .iter()
                    .map(|c| c.name.as_str())
                    .collect::<Vec<_>>()
                    .join("/")
            })
            .unwrap_or_default(),
        topic: entry.text(Field::Topic),
        genre: entry.text(Field::Genre),
        keywords: entry.list(Field::Keywords),
        summary: entry.text(Field::Summary),
        date_created: day(entry.date_created).unwrap_or_default(),
        date_published: day(entry.date_published.map(|(d, _)| d)).unwrap_or_default(),
        date_effective: day(entry.date_effective),
        date_expires: day(plan.related.last_day(id)),
        date_repealed: day(entry.date_repealed),
        validity: status.validity.code(),
        validity_label: status.validity.label(),
        withdrawn_date: None,
        withdrawn_reason: None,
        reviews: &[],
    }
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
