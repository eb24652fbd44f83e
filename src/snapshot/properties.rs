//! Takes the records and the files of an unfinished package; checks them and writes the report on
//! the four properties (四性). This file must not know how records are made.
//!
//! The report states what was checked, how, and on how many objects. It also lists what mulu cannot
//! check. If a check fails, no package is made. The headings are those of DA/T 70-2018, but the
//! items are mulu's own. The report claims no conformity. `records.rs` makes the records.

use super::source::Content;
use crate::archive::{self, Bag, FileRecord, Record, Records};
use crate::catalogue::Field;
use crate::diag::Error;
use serde_json::{Value, json};
use std::collections::HashSet;

/// One item of the report.
struct Item {
    property: &'static str,
    name: &'static str,
    /// How many objects were checked, and how many of them passed; `None` if mulu does not check.
    counted: Option<(usize, usize)>,
    how: &'static str,
}

impl Item {
    fn json(&self) -> Value {
        let (result, number) = match self.counted {
            None => ("not_checked", Value::Null),
            Some((all, right)) => (
                if all == right { "passed" } else { "failed" },
                Value::from(all),
            ),
        };
        json!({ "property": self.property, "item": self.name, "result": result, "number": number, "how": self.how })
    }
}

pub(super) fn write(records: &Records, content: &Content, bag: &Bag) -> Result<(), Error> {
    let items = items(&Counts::of(records, content, bag));
    if let Some(item) = items
        .iter()
        .find(|i| i.counted.is_some_and(|(all, right)| all != right))
    {
        return Err(Error::package(
            format!("归档包未通过检查“{}”，没有生成", item.name),
            format!("the package fails its check “{}”; none was made", item.name),
        ));
    }
    let report = json!({
        "format": "mulu-four-properties-1",
        "as_of": records.as_of,
        "note": "只列实际检查过的项目；not_checked 为未检查。Checked when the package was made; only what is listed as passed was checked.",
        "items": items.iter().map(Item::json).collect::<Vec<_>>(),
    });
    bag.tag(archive::FOUR_PROPERTIES, format!("{report:#}\n").as_bytes())
}

struct Counts {
    /// Documents with an index number that were not withdrawn, and how many of them have every
    /// required field.
    documents: (usize, usize),
    /// Files named in the records, and how many of them are in the package with the recorded size
    /// and digest.
    recorded: (usize, usize),
    /// Payload files, and how many of them have the size on disk that was written.
    written: (usize, usize),
    /// Payload files, and how many of them have names that every system allows.
    portable: (usize, usize),
    site: usize,
    /// Sources, and how many of them do not belong to a hidden document. The number of hidden
    /// documents is not stated.
    sources: (usize, usize),
}

impl Counts {
    fn of(records: &Records, content: &Content, bag: &Bag) -> Counts {
        let payload = bag.payload();
        let documents = records
            .documents
            .iter()
            .filter(|r| !r.index_number.is_empty() && r.withdrawn.is_none());
        let is_described = |r: &&Record| {
            let required = [Field::Issuer, Field::DateCreated];
            let is_given = |f: &Field| !r.fields.text(f.name()).is_empty();
            !r.title.is_empty() && required.iter().all(is_given)
        };
        let files: Vec<&FileRecord> = records
            .documents
            .iter()
            .flat_map(|r| {
                let attachments = r.attachments.iter().map(|a| &a.file);
                [&r.page, &r.source].into_iter().chain(attachments)
            })
            .collect();
        let is_as_recorded = |f: &&&FileRecord| {
            payload
                .get(&f.path)
                .is_some_and(|d| d.size == f.size && archive::hex(&d.sha256) == f.sha256)
        };
        let is_on_disk = |path: &str, size: u64| {
            let file = bag.place(path).metadata();
            file.is_ok_and(|file| file.len() == size)
        };
        let hidden: HashSet<&String> = content.hidden.iter().collect();
        let below = |folder| payload.keys().filter(move |path| path.starts_with(folder));
        Counts {
            documents: (
                documents.clone().count(),
                documents.filter(is_described).count(),
            ),
            recorded: (files.len(), files.iter().filter(is_as_recorded).count()),
            written: (
                payload.len(),
                payload
                    .iter()
                    .filter(|(path, digests)| is_on_disk(path, digests.size))
                    .count(),
            ),
            portable: (
                payload.len(),
                payload
                    .keys()
                    .filter(|path| archive::is_portable(path))
                    .count(),
            ),
            site: below(archive::SITE).count(),
            sources: (
                below(archive::SOURCE).count(),
                below(archive::SOURCE)
                    .filter(|path| !hidden.contains(path))
                    .count(),
            ),
        }
    }
}

fn items(counts: &Counts) -> Vec<Item> {
    let item = |property, name, counted, how| Item {
        property,
        name,
        counted,
        how,
    };
    let authentic = |name, counted, how| item("真实性", name, counted, how);
    let complete = |name, counted, how| item("完整性", name, counted, how);
    let usable = |name, counted, how| item("可用性", name, counted, how);
    let safe = |name, counted, how| item("安全性", name, counted, how);
    vec![
        authentic(
            "记录要素",
            Some(counts.documents),
            "每份文件有索引号、标题、发文机关和成文日期 (every document has its number, title, issuing body and date)",
        ),
        authentic(
            "固化信息",
            Some(counts.recorded),
            "记录中的摘要与写入时算得的一致 (digests in the records are those worked out when the files were written)",
        ),
        authentic(
            "电子签名",
            None,
            "签名在包封存之后另加，见说明 (signatures are added after sealing)",
        ),
        complete(
            "文件齐全",
            Some(counts.recorded),
            "记录所列页面、来源和附件都在包内 (every page, source and attachment in the records is in the package)",
        ),
        complete(
            "写入大小",
            Some(counts.written),
            "磁盘上每个文件的大小与写入的一致 (every file on disk has the size that was written)",
        ),
        complete(
            "与实体档案一致",
            None,
            "与纸质或业务系统原件的一致性由人工核对 (agreement with paper originals is for people to check)",
        ),
        usable(
            "网页重读",
            Some((counts.site, counts.site)),
            "网页归档（WARC）时重读了网站的每个文件，SHA-256 一致 (every file of the site was read again for the web archive, with the same SHA-256)",
        ),
        usable(
            "附件可读",
            None,
            "附件以原格式保存，没有试开 (attachments are kept as they were and were not opened)",
        ),
        safe(
            "文件名",
            Some(counts.portable),
            "文件名可在各种系统上使用 (names can be used on every system)",
        ),
        safe(
            "未公开文件",
            Some(counts.sources),
            "草稿、不予公开、依申请公开和未到期文件的来源不在包内 (no source of a draft, an undisclosed or a future document is in the package)",
        ),
        safe("病毒检测", None, "未检测 (not scanned for viruses)"),
        safe(
            "加密",
            None,
            "mulu 不加密；附件自身是否加密未检查 (nothing is encrypted by mulu; attachments were not examined)",
        ),
    ]
}
