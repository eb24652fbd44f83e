//! Takes the joined catalogue of the portal; gives one ledger (table of all documents), as JSON, as
//! CSV and as a workbook. This file must not know pages.

use super::joined::{Doc, Joined};
use super::standing::Standing;
use crate::config::{Config, Language};
use crate::export::{Book, Heading, Place, safe, workbook};
use crate::output::MARK;
use serde_json::{Value, json};
use std::io::{Error, Write};
use std::iter;

/// The fields of a row. Each has its name, its heading in Chinese, and the width of its column in
/// characters.
const FIELDS: [(&str, &str, f64); 17] = [
    ("member", "公开单位", 20.0),
    ("district", "地区", 16.0),
    ("level", "层级", 8.0),
    ("index_number", "索引号", 24.0),
    ("title", "标题", 50.0),
    ("document_number", "文号", 22.0),
    ("issuing_body", "发布机构", 20.0),
    ("joint_issuing_bodies", "联合发布机构", 20.0),
    ("category_name", "组配分类", 20.0),
    ("category", "组配分类路径", 24.0),
    ("date_created", "成文日期", 12.0),
    ("date_published", "发布日期", 12.0),
    ("date_effective", "施行日期", 12.0),
    ("date_expires", "有效期至", 12.0),
    ("date_repealed", "废止日期", 12.0),
    ("validity", "有效性代码", 16.0),
    ("url", "网址", 50.0),
];

/// The headings in the language of the portal.
fn headings(config: &Config) -> [&'static str; 17] {
    FIELDS.map(|(field, zh, _)| match config.language {
        Language::ZhHans => zh,
        Language::En => field,
    })
}

fn cell(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Array(items) => {
            let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            texts.join("、")
        }
        _ => String::new(),
    }
}

fn values(joined: &Joined<'_>, standing: &Standing, doc: Doc) -> [Value; 17] {
    let (row, member) = (joined.row(doc), joined.office(doc).member);
    let name = joined.names.get(&*row.category);
    [
        json!(member.title),
        json!(member.district),
        json!(member.level),
        json!(row.index_number),
        json!(row.title),
        json!(row.document_number),
        json!(row.bodies.first()),
        json!(row.bodies.get(1..).unwrap_or_default()),
        json!(name.map_or(&*row.category, String::as_str)),
        json!(row.category),
        json!(row.created),
        json!(row.published),
        json!(row.effective),
        json!(standing.last_day(joined, doc)),
        json!(row.repealed),
        json!(standing.validity(joined, doc).map(|v| v.code())),
        json!(joined.address(doc)),
    ]
}

/// Writes the ledger as JSON, the newest documents first, in the form of a site's ledger.
pub(super) fn json(
    joined: &Joined<'_>,
    standing: &Standing,
    config: &Config,
    to: &mut dyn Write,
) -> Result<(), Error> {
    write!(to, "{{\"as_of\":\"{}\",\"documents\":[", config.as_of)?;
    for (i, doc) in joined.docs.iter().rev().enumerate() {
        to.write_all(if i == 0 { b"\n{" } else { b",\n{" })?;
        for (n, (value, (field, ..))) in values(joined, standing, *doc)
            .iter()
            .zip(FIELDS)
            .enumerate()
        {
            let comma = if n == 0 { "" } else { "," };
            write!(to, "{comma}\"{field}\":{value}")?;
        }
        to.write_all(b"}")?;
    }
    to.write_all(b"\n]}\n")
}

/// Writes the ledger as CSV. It begins with a byte-order mark, by which spreadsheet programs know
/// the encoding.
pub(super) fn csv(
    joined: &Joined<'_>,
    standing: &Standing,
    config: &Config,
    to: &mut dyn Write,
) -> Result<(), Error> {
    to.write_all(MARK)?;
    let mut table = csv::Writer::from_writer(to);
    table.write_record(headings(config))?;
    for doc in joined.docs.iter().rev() {
        let cells = values(joined, standing, *doc).map(|value| safe(cell(value)));
        table.write_record(cells)?;
    }
    table.flush()
}

/// Writes the ledger as a workbook.
pub(super) fn xlsx(
    joined: &Joined<'_>,
    standing: &Standing,
    config: &Config,
    to: &mut dyn Write,
) -> Result<(), Error> {
    let heading = |(name, (field, _, width)): (&'static str, (&str, &str, f64))| Heading {
        name,
        width,
        is_day: field.starts_with("date_"),
    };
    let book = Book {
        title: &config.title,
        day: config.as_of,
        temporary: config.root.join(".mulu"),
        place: Place::OnDisk,
        headings: iter::zip(headings(config), FIELDS).map(heading).collect(),
    };
    let rows = joined.docs.iter().rev();
    let rows = rows.map(|doc| values(joined, standing, *doc).map(cell).into());
    let bytes = workbook(&book, rows).map_err(Error::other)?;
    to.write_all(&bytes)
}
