//! Takes the joined catalogue; gives one ledger of all documents, as JSON and as CSV. This file
//! must not know pages.

use super::joined::{Doc, Joined};
use super::relations::Relations;
use crate::config::{Config, Language};
use crate::export::safe;
use crate::output::MARK;
use serde_json::{Value, json};
use std::io::{Error, Write};

/// The fields of a row, with their headings in Chinese.
const FIELDS: [(&str, &str); 17] = [
    ("member", "公开单位"),
    ("district", "地区"),
    ("level", "层级"),
    ("index_number", "索引号"),
    ("title", "标题"),
    ("document_number", "文号"),
    ("issuing_body", "发布机构"),
    ("joint_issuing_bodies", "联合发布机构"),
    ("category_name", "组配分类"),
    ("category", "组配分类路径"),
    ("date_created", "成文日期"),
    ("date_published", "发布日期"),
    ("date_effective", "施行日期"),
    ("date_expires", "有效期至"),
    ("date_repealed", "废止日期"),
    ("validity", "有效性代码"),
    ("url", "网址"),
];

/// The value of each field.
fn values(joined: &Joined<'_>, relations: &Relations, doc: Doc) -> [Value; 17] {
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
        json!(row.expires),
        json!(row.repealed),
        json!(relations.standing(joined, doc).map(|v| v.code())),
        json!(joined.address(doc)),
    ]
}

/// Writes the ledger as JSON, newest documents first, in the form of a site's ledger.
pub(super) fn json(
    joined: &Joined<'_>,
    relations: &Relations,
    config: &Config,
    to: &mut dyn Write,
) -> Result<(), Error> {
    write!(to, "{{\"as_of\":\"{}\",\"documents\":[", config.as_of)?;
    for (i, doc) in joined.docs.iter().rev().enumerate() {
        to.write_all(if i == 0 { b"\n{" } else { b",\n{" })?;
        for (n, (value, (field, _))) in values(joined, relations, *doc)
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

/// Writes the ledger as CSV, with a mark by which spreadsheet programs know the encoding.
pub(super) fn csv(
    joined: &Joined<'_>,
    relations: &Relations,
    config: &Config,
    to: &mut dyn Write,
) -> Result<(), Error> {
    to.write_all(MARK)?;
    let mut table = csv::Writer::from_writer(to);
    let heading = |(field, zh): (&'static str, &'static str)| match config.language {
        Language::ZhHans => zh,
        Language::En => field,
    };
    table.write_record(FIELDS.map(heading))?;
    for doc in joined.docs.iter().rev() {
        let cell = |value: Value| match value {
            Value::String(text) => safe(text),
            Value::Array(items) => {
                let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                safe(texts.join("、"))
            }
            _ => String::new(),
        };
        table.write_record(values(joined, relations, *doc).map(cell))?;
    }
    table.flush()
}
