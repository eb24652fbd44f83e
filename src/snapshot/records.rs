//! Takes the plan and the files of a package; gives its records, as JSON and as a table. The room
//! `archive` adds the files to the package. This file must not know how files are added to a
//! package.

use super::source::{Body, Content};
use crate::archive::{
    self, AttachmentRecord, Bag, Digests, FieldValue, Fields, FileRecord, Record, Records,
    RelationRecord, TextRecord, WithdrawnRecord, hex,
};
use crate::catalogue::{Field, Kind};
use crate::config::Retention;
use crate::diag::Error;
use crate::export::{self, Row, Value};
use crate::plan::Plan;
use crate::relate::{DocumentId, Shown, Target};
use crate::source::Sources;
use std::collections::BTreeMap;

/// The records of all visible documents and pages (`kind: page`), withdrawn ones included, sorted
/// by address.
pub(super) fn make(
    plan: &Plan<'_>,
    sources: &Sources,
    content: &Content,
    bag: &Bag,
) -> Result<Records, Error> {
    let payload = bag.payload();
    let mut documents = Vec::with_capacity(plan.order.len() + plan.withdrawn.len());
    for &id in plan.order.iter().chain(&plan.withdrawn) {
        documents.push(
            record(plan, id, content, &payload)
                .ok_or_else(|| missing(&sources.file(plan.entry(id).file).shown()))?,
        );
    }
    documents.sort_by(|a, b| a.url.cmp(&b.url));
    Ok(Records {
        format: Records::FORMAT.to_owned(),
        site: plan.config.title.clone(),
        as_of: plan.config.as_of.to_string(),
        documents,
    })
}

/// The error for a document whose page, source or attachment is not in the package.
fn missing(file: &str) -> Error {
    Error::package(
        format!("归档包中缺少“{file}”的页面、来源或附件，没有生成"),
        format!("the package lacks the page, source or an attachment of {file}; none was made"),
    )
}

fn record(
    plan: &Plan<'_>,
    id: DocumentId,
    content: &Content,
    payload: &BTreeMap<String, Digests>,
) -> Option<Record> {
    let entry = plan.entry(id);
    let file = |path: String| {
        let d = payload.get(&path)?;
        Some(FileRecord {
            path,
            size: d.size,
            sha256: hex(&d.sha256),
            sm3: hex(&d.sm3),
        })
    };
    let site = |address: &str| file(format!("{}/{address}", archive::SITE));
    let page = site(plan.address(id))?;
    let source = file(content.paths.get(&id)?.clone())?;
    let kind = entry.kind.code().to_owned();
    if plan.related.shown(id) == Shown::Withdrawn {
        return Some(Record {
            index_number: entry.index_number.clone().unwrap_or_default(),
            kind,
            url: plan.address(id).to_owned(),
            withdrawn: entry.withdrawn.as_ref().map(|w| WithdrawnRecord {
                date: w.date.to_string(),
                reason: w.reason.clone(),
            }),
            page,
            source,
            ..Record::default()
        });
    }
    let body: &Body = content.bodies.get(&id)?;
    let attachments = body.attachments.iter().map(|(title, address)| {
        Some(AttachmentRecord {
            title: title.clone(),
            file: site(address)?,
        })
    });
    let row = Row::of(plan, id);
    Some(Record {
        index_number: row.value(Field::IndexNumber).line(),
        kind,
        title: entry.title.clone(),
        url: row.url().to_owned(),
        fields: fields(plan, id, &row),
        relations: relations(plan, id),
        retention: if entry.kind == Kind::Page {
            String::new()
        } else {
            retention(&plan.config.retention, &row.value(Field::Category).line())
        },
        withdrawn: None,
        page,
        source,
        text: TextRecord {
            characters: body.characters,
            sha256: body.sha256.clone(),
        },
        attachments: attachments.collect::<Option<_>>()?,
    })
}

/// The fields of a record, except index number, kind and title, which stand outside the fields.
/// Each field is followed by the values derived from it.
fn fields(plan: &Plan<'_>, id: DocumentId, row: &Row<'_>) -> Fields {
    let is_page = plan.entry(id).kind == Kind::Page;
    let mut fields = Fields::default();
    for &field in Field::in_package() {
        match field {
            Field::IndexNumber | Field::Kind | Field::Title => continue,
            // a page (`kind: page`) has no validity and no issuing body of its own
            Field::Issuer | Field::Validity if is_page => continue,
            _ => fields.set(field.name(), value(row.value(field))),
        }
        match field {
            Field::Category => fields.set("category_name", FieldValue::Text(row.category_name())),
            Field::Validity => {
                let label = row.validity_label().to_owned();
                let since = plan.related.status(id).since.map(|day| day.to_string());
                fields.set("validity_label", FieldValue::Text(label));
                fields.set(
                    "validity_since",
                    FieldValue::Text(since.unwrap_or_default()),
                );
            }
            _ => (),
        }
    }
    fields
}

fn value(value: Value<'_>) -> FieldValue {
    match value {
        Value::List(items) => FieldValue::List(items.to_vec()),
        one => FieldValue::Text(one.line()),
    }
}

fn relations(plan: &Plan<'_>, id: DocumentId) -> Vec<RelationRecord> {
    let record = |edge: &crate::relate::Edge| {
        let relation = edge.relation.code().to_owned();
        match &edge.target {
            Target::Entry(target) => {
                let other = plan.entry(*target);
                RelationRecord {
                    relation,
                    index_number: other.index_number.clone().unwrap_or_default(),
                    document_number: other.document_number.clone().unwrap_or_default(),
                    ..RelationRecord::default()
                }
            }
            Target::Elsewhere {
                document_number,
                title,
                url,
            } => RelationRecord {
                relation,
                index_number: String::new(),
                document_number: document_number.clone().unwrap_or_default(),
                title: title.clone().unwrap_or_default(),
                url: url.clone().unwrap_or_default(),
            },
        }
    };
    plan.related.acts(id).iter().map(record).collect()
}

/// The retention period of a category: that of the nearest configured path at or above it, or else
/// the general one. It is empty if none is configured.
fn retention(retention: &Retention, category: &str) -> String {
    let covers = |path: &str| {
        category == path
            || category
                .strip_prefix(path)
                .is_some_and(|rest| rest.starts_with('/'))
    };
    let nearest = retention
        .categories
        .iter()
        .filter(|(path, _)| covers(path))
        .max_by_key(|(path, _)| path.len());
    nearest
        .map(|(_, period)| period)
        .or(retention.period.as_ref())
        .cloned()
        .unwrap_or_default()
}

/// Writes the records as JSON, one document per line, and as CSV for spreadsheets.
pub(super) fn write(records: &Records, bag: &Bag) -> Result<(), Error> {
    let failed = |e: serde_json::Error| Error::writing(archive::RECORDS)(e.into());
    let head = serde_json::json!({ "format": records.format, "site": records.site, "as_of": records.as_of }).to_string();
    let mut out = format!("{},\"documents\":[", head.trim_end_matches('}')).into_bytes();
    for (i, record) in records.documents.iter().enumerate() {
        out.extend_from_slice(if i == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut out, record).map_err(failed)?;
    }
    out.extend_from_slice(b"\n]}\n");
    bag.put(archive::RECORDS, &out)?;
    bag.put(archive::RECORDS_CSV, &table(records)?).map(drop)
}

/// Makes one cell of a record's row.
type Cell = fn(&Record) -> String;

/// The headings of the columns after the fields, and what makes their cells.
const DERIVED: [(&str, Cell); 10] = [
    ("撤回日期", |r| {
        r.withdrawn
            .as_ref()
            .map(|w| w.date.clone())
            .unwrap_or_default()
    }),
    ("保管期限", |r| r.retention.clone()),
    ("网址", |r| r.url.clone()),
    ("包内路径", |r| r.page.path.clone()),
    ("字节数", |r| r.page.size.to_string()),
    ("SHA-256", |r| r.page.sha256.clone()),
    ("SM3", |r| r.page.sm3.clone()),
    ("来源路径", |r| r.source.path.clone()),
    ("附件数", |r| r.attachments.len().to_string()),
    ("附件路径", |r| {
        let paths: Vec<&str> = r.attachments.iter().map(|a| a.file.path.as_str()).collect();
        paths.join(" ")
    }),
];

fn cell(record: &Record, field: Field) -> String {
    match field {
        Field::IndexNumber => record.index_number.clone(),
        Field::Kind => Kind::find(&record.kind).map_or("", Kind::label).to_owned(),
        Field::Title => record.title.clone(),
        Field::Issuer => issuers(record),
        Field::Category => record.fields.text("category_name").to_owned(),
        Field::Validity => record.fields.text("validity_label").to_owned(),
        _ => record.fields.texts(field.name()).join("、"),
    }
}

/// The issuing body and the joint issuing bodies.
pub(super) fn issuers(record: &Record) -> String {
    let names: Vec<&str> = [Field::Issuer, Field::JointIssuers]
        .iter()
        .flat_map(|field| record.fields.texts(field.name()))
        .map(String::as_str)
        .collect();
    names.join("、")
}

fn table(records: &Records) -> Result<Vec<u8>, Error> {
    let wrong =
        |e: csv::Error| Error::writing(archive::RECORDS_CSV)(std::io::Error::other(e.to_string()));
    // some spreadsheet programs recognise UTF-8 only by a byte-order mark
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let fields = || {
        let fields = Field::in_package().iter().copied();
        fields.filter(|field| field.is_in_package_table())
    };
    let headings = fields()
        .map(Field::label)
        .chain(DERIVED.map(|(name, _)| name));
    writer.write_record(headings).map_err(wrong)?;
    for record in &records.documents {
        let derived = DERIVED.iter().map(|(_, cell)| cell(record));
        let cells = fields().map(|field| cell(record, field)).chain(derived);
        writer
            .write_record(cells.map(export::safe))
            .map_err(wrong)?;
    }
    writer
        .into_inner()
        .map_err(|e| Error::writing(archive::RECORDS_CSV)(std::io::Error::other(e.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_path_gives_the_period() {
        let categories = [("zcwj", "30年"), ("zcwj/gfxwj", "永久")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into();
        let retention = Retention {
            period: Some("10年".into()),
            categories,
            transfer_after: None,
        };
        for (category, expected) in [
            ("zcwj/gfxwj/a", "永久"),
            ("zcwj/gfxwjx", "30年"),
            ("zcwj", "30年"),
            ("zc", "10年"),
        ] {
            assert_eq!(
                super::retention(&retention, category),
                expected,
                "{category}"
            );
        }
        assert_eq!(super::retention(&Retention::default(), "a"), "");
    }
}
