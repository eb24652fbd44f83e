//! The records of a package: what `data/records/index.json` holds. Written by `snapshot`, read by `verify` and `diff`.

use serde::{Deserialize, Serialize};

/// All records of a package.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Records {
    /// The form: `mulu-records-1`.
    pub format: String,
    /// Name of the site.
    pub site: String,
    /// The day that the records describe, `YYYY-MM-DD`.
    pub as_of: String,
    /// Documents, annual reports, pages and notices of withdrawal, by address.
    pub documents: Vec<Record>,
}

impl Records {
    /// The form that this version writes.
    pub const FORMAT: &str = "mulu-records-1";
}

/// One document as the package has it. What is not given is left out. Days are `YYYY-MM-DD`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// 索引号; what a document is known by from year to year. Empty for pages, which are known by `url`.
    pub index_number: String,
    /// `document`, `annual_report` or `page`.
    pub kind: String,
    /// 标题; empty for a document that was taken down.
    pub title: String,
    /// Address from the site's root.
    pub url: String,
    /// 文号
    #[serde(skip_serializing_if = "String::is_empty")]
    pub document_number: String,
    /// 登记号
    #[serde(skip_serializing_if = "String::is_empty")]
    pub registration_number: String,
    /// 发文机关
    #[serde(skip_serializing_if = "String::is_empty")]
    #[serde(rename = "issuing_body")]
    pub issuer: String,
    /// 联合发文机关
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(rename = "joint_issuing_bodies")]
    pub joint_issuers: Vec<String>,
    /// 公布单位
    #[serde(skip_serializing_if = "String::is_empty")]
    pub publisher: String,
    /// 责任部门
    #[serde(skip_serializing_if = "String::is_empty")]
    pub responsible_department: String,
    /// Path of the category.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// Names of the category and those above it, with `/`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category_name: String,
    /// 主题分类
    #[serde(skip_serializing_if = "String::is_empty")]
    pub topic: String,
    /// 体裁
    #[serde(skip_serializing_if = "String::is_empty")]
    pub genre: String,
    /// 主题词
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// 内容概述
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// 成文日期
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date_created: String,
    /// 发布日期
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date_published: String,
    /// 实施日期
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date_effective: String,
    /// 失效日期
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date_expires: String,
    /// 废止日期
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date_repealed: String,
    /// Code of the validity on the day; empty for pages and notices.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub validity: String,
    /// 有效性
    #[serde(skip_serializing_if = "String::is_empty")]
    pub validity_label: String,
    /// Since when that is so.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub validity_since: String,
    /// What it does to others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<RelationRecord>,
    /// 保管期限, when the configuration states one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub retention: String,
    /// Set for a document that was taken down: its page is a notice, and the package holds nothing else of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<WithdrawnRecord>,
    /// Its page in the package.
    pub page: FileRecord,
    /// Its source in the package.
    pub source: FileRecord,
    /// Its text without markup.
    pub text: TextRecord,
    /// Files published with it, in the order of the document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentRecord>,
}

/// A file of the package.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Path from the root of the package.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// SM3 in hexadecimal.
    pub sm3: String,
}

/// A file published with a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AttachmentRecord {
    /// What its document calls it.
    pub title: String,
    /// The file in the site.
    #[serde(flatten)]
    pub file: FileRecord,
}

/// A document's text: the blocks of its body, without markup, one a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TextRecord {
    /// Characters, line ends left aside.
    pub characters: u64,
    /// SHA-256, in hexadecimal, of the blocks in UTF-8, each followed by LF.
    pub sha256: String,
}

/// What a document does to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RelationRecord {
    /// The code of the relation, such as `repeals`.
    pub relation: String,
    /// The other's index number; empty when it is not in this catalogue.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub index_number: String,
    /// The other's document number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub document_number: String,
    /// The other's title, when it is not in this catalogue.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The other's absolute address, when it is not in this catalogue.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
}

/// When and why a document was taken down.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WithdrawnRecord {
    /// The day.
    pub date: String,
    /// The reason.
    pub reason: String,
}
