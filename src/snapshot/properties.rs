//! Checks what a package being made promises, and writes the report on the four properties (四性: 真实性, 完整性, 可用性, 安全性).
//!
//! The report says what was checked, how, and on how many; what mulu cannot check stands in it as not checked. A check that fails
//! stops the package. The items are mulu's own; they follow the four headings of DA/T 70-2018 and claim no conformity with it.

use super::source::Content;
use crate::archive::{self, Bag, Records};
use crate::catalogue::Field;
use crate::diag::Error;
use serde_json::{Value, json};
use std::collections::HashSet;

/// One item of the report.
struct Item {
    property: &'static str,
    name: &'static str,
    /// How many were looked at, and how many of them were right; none when it was not checked.
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

/// Writes the report.
pub(super) fn write(records: &Records, content: &Content, bag: &Bag) -> Result<(), Error> {
    let items = items(records, content, bag);
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

fn items(records: &Records, content: &Content, bag: &Bag) -> Vec<Item> {
    let payload = bag.payload();
    let documents: Vec<_> = records
        .documents
        .iter()
        .filter(|r| !r.index_number.is_empty() && r.withdrawn.is_none())
        .collect();
    let with_fields = documents
        .iter()
        .filter(|r| {
            let required = [Field::Issuer, Field::DateCreated];
            let is_given = |f: &Field| !r.fields.text(f.name()).is_empty();
            !r.title.is_empty() && required.iter().all(is_given)
        })
        .count();
    let files: Vec<_> = records
        .documents
        .iter()
        .flat_map(|r| {
            [&r.page, &r.source]
                .into_iter()
                .chain(r.attachments.iter().map(|a| &a.file))
        })
        .collect();
    let found = files
        .iter()
        .filter(|f| {
            payload
                .get(&f.path)
                .is_some_and(|d| d.size == f.size && archive::hex(&d.sha256) == f.sha256)
        })
        .count();
    let in_site = payload
        .keys()
        .filter(|p| p.starts_with(archive::SITE))
        .count();
    let on_disk = payload
        .iter()
        .filter(|(path, d)| bag.place(path).metadata().is_ok_and(|m| m.len() == d.size))
        .count();
    let portable = payload.keys().filter(|p| archive::is_portable(p)).count();
    // counted over what is there: how many documents are hidden is nobody's business
    let hidden: HashSet<&String> = content.hidden.iter().collect();
    let sources: Vec<_> = payload
        .keys()
        .filter(|p| p.starts_with(archive::SOURCE))
        .collect();
    let public = sources.iter().filter(|p| !hidden.contains(*p)).count();
    let item = |property, name, counted, how| Item {
        property,
        name,
        counted,
        how,
    };
    vec![
        item(
            "真实性",
            "记录要素",
            Some((documents.len(), with_fields)),
            "每份文件有索引号、标题、发文机关和成文日期 (every document has its number, title, issuing body and date)",
        ),
        item(
            "真实性",
            "固化信息",
            Some((files.len(), found)),
            "记录中的摘要与写入时算得的一致 (digests in the records are those worked out when the files were written)",
        ),
        item(
            "真实性",
            "电子签名",
            None,
            "签名在包封存之后另加，见说明 (signatures are added after sealing)",
        ),
        item(
            "完整性",
            "文件齐全",
            Some((files.len(), found)),
            "记录所列页面、来源和附件都在包内 (every page, source and attachment in the records is in the package)",
        ),
        item(
            "完整性",
            "写入大小",
            Some((payload.len(), on_disk)),
            "磁盘上每个文件的大小与写入的一致 (every file on disk has the size that was written)",
        ),
        item(
            "完整性",
            "与实体档案一致",
            None,
            "与纸质或业务系统原件的一致性由人工核对 (agreement with paper originals is for people to check)",
        ),
        item(
            "可用性",
            "网页重读",
            Some((in_site, in_site)),
            "网页归档（WARC）时重读了网站的每个文件，SHA-256 一致 (every file of the site was read again for the web archive, with the same SHA-256)",
        ),
        item(
            "可用性",
            "附件可读",
            None,
            "附件以原格式保存，没有试开 (attachments are kept as they were and were not opened)",
        ),
        item(
            "安全性",
            "文件名",
            Some((payload.len(), portable)),
            "文件名可在各种系统上使用 (names can be used on every system)",
        ),
        item(
            "安全性",
            "未公开文件",
            Some((sources.len(), public)),
            "草稿、不予公开、依申请公开和未到期文件的来源不在包内 (no source of a draft, an undisclosed or a future document is in the package)",
        ),
        item(
            "安全性",
            "病毒检测",
            None,
            "未检测 (not scanned for viruses)",
        ),
        item(
            "安全性",
            "加密",
            None,
            "mulu 不加密；附件自身是否加密未检查 (nothing is encrypted by mulu; attachments were not looked into)",
        ),
    ]
}
