//! Takes the plan and what was written; gives the records of a package, and writes them as JSON and as a table.

use super::source::{Body, Content};
use crate::archive::{
    self, AttachmentRecord, Bag, Digests, FileRecord, Record, Records, RelationRecord, TextRecord,
    WithdrawnRecord, hex,
};
use crate::catalogue::{Field, Kind};
use crate::config::Retention;
use crate::diag::Error;
use crate::export;
use crate::plan::Plan;
use crate::relate::{DocumentId, Shown, Target};
use crate::source::Sources;
use std::collections::BTreeMap;

/// The records of everything that has a page of its own, by address.
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

/// A document whose page, source or attachment did not come into the package: the package is not whole and is not made.
fn missing(file: &str) -> Error {
    Error::usage(
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
    let row = export::row(plan, id);
    let text = |t: Option<&str>| t.unwrap_or_default().to_owned();
    let body: &Body = content.bodies.get(&id)?;
    let attachments = body.attachments.iter().map(|(title, address)| {
        Some(AttachmentRecord {
            title: title.clone(),
            file: site(address)?,
        })
    });
    let is_page = entry.kind == Kind::Page;
    let since = plan.related.status(id).since;
    Some(Record {
        index_number: row.index_number.to_owned(),
        kind,
        title: row.title.to_owned(),
        url: row.url.to_owned(),
        document_number: text(row.document_number),
        registration_number: text(row.registration_number),
        issuer: if is_page {
            String::new()
        } else {
            row.issuer.to_owned()
        },
        joint_issuers: row.joint_issuers.to_vec(),
        publisher: text(entry.text(Field::Publisher)),
        responsible_department: text(entry.text(Field::ResponsibleDepartment)),
        category: row.category.to_owned(),
        category_name: row.category_name,
        topic: text(row.topic),
        genre: text(row.genre),
        keywords: row.keywords.to_vec(),
        summary: text(row.summary),
        date_created: row.date_created,
        date_published: row.date_published,
        date_effective: row.date_effective.unwrap_or_default(),
        date_expires: row.date_expires.unwrap_or_default(),
        date_repealed: row.date_repealed.unwrap_or_default(),
        validity: if is_page {
            String::new()
        } else {
            row.validity.to_owned()
        },
        validity_label: if is_page {
            String::new()
        } else {
            row.validity_label.to_owned()
        },
        validity_since: since
            .filter(|_| !is_page)
            .map(|d| d.to_string())
            .unwrap_or_default(),
        relations: relations(plan, id),
        retention: if is_page {
            String::new()
        } else {
            retention(&plan.config.retention, row.category)
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

/// The period of a category: that of the longest path above it, else the general one.
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

/// Writes the records as JSON, one document a line, and as CSV for a spreadsheet.
pub(super) fn write(records: &Records, bag: &Bag) -> Result<(), Error> {
    let failed = |e: serde_json::Error| Error::io(archive::RECORDS)(e.into());
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

/// Headings of the table.
const COLUMNS: [&str; 24] = [
    "索引号",
    "类型",
    "标题",
    "文号",
    "发文机关",
    "组配分类",
    "主题分类",
    "体裁",
    "成文日期",
    "发布日期",
    "实施日期",
    "失效日期",
    "废止日期",
    "有效性",
    "撤回日期",
    "保管期限",
    "网址",
    "包内路径",
    "字节数",
    "SHA-256",
    "SM3",
    "来源路径",
    "附件数",
    "附件路径",
];

fn cells(r: &Record) -> [String; COLUMNS.len()] {
    [
        r.index_number.clone(),
        Kind::find(&r.kind).map_or("", Kind::label).to_owned(),
        r.title.clone(),
        r.document_number.clone(),
        std::iter::once(&r.issuer)
            .chain(&r.joint_issuers)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("、"),
        r.category_name.clone(),
        r.topic.clone(),
        r.genre.clone(),
        r.date_created.clone(),
        r.date_published.clone(),
        r.date_effective.clone(),
        r.date_expires.clone(),
        r.date_repealed.clone(),
        r.validity_label.clone(),
        r.withdrawn
            .as_ref()
            .map(|w| w.date.clone())
            .unwrap_or_default(),
        r.retention.clone(),
        r.url.clone(),
        r.page.path.clone(),
        r.page.size.to_string(),
        r.page.sha256.clone(),
        r.page.sm3.clone(),
        r.source.path.clone(),
        r.attachments.len().to_string(),
        r.attachments
            .iter()
            .map(|a| a.file.path.as_str())
            .collect::<Vec<_>>()
            .join(" "),
    ]
}

fn table(records: &Records) -> Result<Vec<u8>, Error> {
    let wrong =
        |e: csv::Error| Error::io(archive::RECORDS_CSV)(std::io::Error::other(e.to_string()));
    // as in catalogue.csv: with a byte-order mark, for the spreadsheet programs that need one
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(COLUMNS).map_err(wrong)?;
    for record in &records.documents {
        writer
            .write_record(cells(record).map(export::safe))
            .map_err(wrong)?;
    }
    writer
        .into_inner()
        .map_err(|e| Error::io(archive::RECORDS_CSV)(std::io::Error::other(e.to_string())))
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
