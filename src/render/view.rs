//! All that a template may see, apart from the model: borrowed text, addresses from the site's root, nothing looked up later.

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Site<'a> {
    pub title: &'a str,
    pub description: Option<&'a str>,
    pub language: &'static str,
    pub agency: &'a crate::config::Agency,
    pub columns: Vec<Link<'a>>,
    pub pages: Vec<Titled<'a>>,
    pub lists: Vec<Overview<'a>>,
    pub feed: &'static str,
    /// The page of the archived years, where there is one.
    pub archive: Option<Titled<'a>>,
    /// Minutes between UTC and the site's time.
    pub utc_offset: i32,
    pub archive_of: Option<ArchiveOf<'a>>,
    pub extra: &'a serde_json::Value,
}

/// Set on every page of an archived site.
#[derive(Serialize)]
pub(super) struct ArchiveOf<'a> {
    pub year: i16,
    pub as_of: String,
    /// The living site.
    pub live: Option<&'a str>,
    /// The years of the earlier packages, newest first.
    pub earlier: &'a [i16],
}

#[derive(Serialize)]
pub(super) struct Overview<'a> {
    pub kind: &'static str,
    pub title: &'a str,
    pub url: String,
}

#[derive(Serialize)]
pub(super) struct Page<'a> {
    pub title: &'a str,
    pub root: &'a str,
    pub url: &'a str,
    pub kind: &'static str,
    pub breadcrumb: Vec<Crumb<'a>>,
    pub meta: Vec<Meta>,
    pub canonical: Option<String>,
    pub base_href: Option<&'a str>,
    pub section: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Crumb<'a> {
    pub title: &'a str,
    pub url: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Meta {
    pub name: &'static str,
    pub content: String,
}

#[derive(Serialize)]
pub(super) struct Link<'a> {
    pub name: &'a str,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Link<'a>>,
}

#[derive(Serialize)]
pub(super) struct Titled<'a> {
    pub title: &'a str,
    pub url: &'a str,
}

#[derive(Clone, Serialize)]
pub(super) struct Validity<'a> {
    pub code: &'static str,
    pub label: &'static str,
    pub since: Option<String>,
    pub by: Vec<Ref<'a>>,
    /// The days between which it is shown: a script of the page flips it, so that a page need not be made anew on the day.
    pub from: Option<String>,
    pub until: Option<String>,
    pub later: Vec<Validity<'a>>,
}

#[derive(Clone, Serialize)]
pub(super) struct Ref<'a> {
    pub title: Option<&'a str>,
    pub document_number: Option<&'a str>,
    pub url: Option<&'a str>,
    pub href: Option<&'a str>,
    pub date: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Item<'a> {
    pub title: &'a str,
    pub url: &'a str,
    pub index_number: Option<&'a str>,
    pub document_number: Option<&'a str>,
    #[serde(rename = "issuing_body")]
    pub issuer: &'a str,
    pub date_published: Option<String>,
    pub validity: Option<Validity<'a>>,
    pub category: Option<Link<'a>>,
    /// Where its text lies, for download.
    pub text: Option<String>,
}

impl Item<'_> {
    /// Whether its status will change on a day that is known.
    pub(super) fn changes(&self) -> bool {
        self.validity.as_ref().is_some_and(|v| !v.later.is_empty())
    }
}

#[derive(Serialize)]
pub(super) struct Document<'a> {
    pub title: &'a str,
    pub index_number: Option<&'a str>,
    pub document_number: Option<&'a str>,
    pub registration_number: Option<&'a str>,
    #[serde(rename = "issuing_body")]
    pub issuer: Link<'a>,
    #[serde(rename = "joint_issuing_bodies")]
    pub joint_issuers: &'a [String],
    pub publisher: Option<&'a str>,
    pub responsible_department: Option<&'a str>,
    pub contact: Option<&'a str>,
    pub category: Vec<Link<'a>>,
    pub topic: Option<&'a str>,
    pub genre: Option<&'a str>,
    pub audience: &'a [String],
    pub keywords: &'a [String],
    pub summary: Option<&'a str>,
    pub source: Option<&'a str>,
    pub disclosure: &'static str,
    pub date_created: Option<String>,
    pub date_published: Option<String>,
    pub date_effective: Option<String>,
    pub date_expires: Option<String>,
    pub date_repealed: Option<String>,
    pub validity: Option<Validity<'a>>,
    pub relations: Vec<Relations<'a>>,
    pub similar: Vec<Ref<'a>>,
    pub attachments: Vec<Attachment<'a>>,
    /// Where its text lies, for download.
    pub text: Option<String>,
    pub body: &'a str,
    pub toc: Vec<Heading<'a>>,
    pub older: Option<Titled<'a>>,
    pub newer: Option<Titled<'a>>,
    pub extra: &'a serde_json::Value,
}

#[derive(Serialize)]
pub(super) struct Relations<'a> {
    pub name: String,
    pub label: &'a str,
    pub items: Vec<Ref<'a>>,
}

#[derive(Serialize)]
pub(super) struct Attachment<'a> {
    pub title: String,
    pub file: &'a str,
    pub url: &'a str,
    #[serde(rename = "type")]
    pub file_type: String,
    pub size: u64,
}

#[derive(Serialize)]
pub(super) struct Heading<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub children: Vec<Heading<'a>>,
}

#[derive(Serialize)]
pub(super) struct Home<'a> {
    pub as_of: String,
    pub total: usize,
    pub latest: Vec<Item<'a>>,
    pub columns: Vec<HomeColumn<'a>>,
    #[serde(rename = "issuing_bodies")]
    pub issuers: Vec<Link<'a>>,
    pub years: Vec<Link<'a>>,
    pub validity: Vec<Link<'a>>,
    pub annual_reports: Vec<Item<'a>>,
    pub changes: bool,
}

#[derive(Serialize)]
pub(super) struct HomeColumn<'a> {
    pub name: &'a str,
    pub url: String,
    pub description: Option<&'a str>,
    pub count: usize,
    pub latest: Vec<Item<'a>>,
}

#[derive(Serialize)]
pub(super) struct List<'a> {
    pub kind: &'static str,
    pub title: &'a str,
    pub description: Option<&'a str>,
    pub children: Vec<Link<'a>>,
    pub ended: Option<String>,
    pub items: Vec<Item<'a>>,
    pub empty_note: Option<&'a str>,
    pub total: Option<usize>,
    pub newer: Option<String>,
    pub older: Option<String>,
    pub latest: String,
    pub number: usize,
    pub is_latest: bool,
    pub changes: bool,
}

#[derive(Serialize)]
pub(super) struct Lists<'a> {
    pub kind: &'static str,
    pub title: &'a str,
    pub entries: Vec<Link<'a>>,
}

#[derive(Serialize)]
pub(super) struct Withdrawn<'a> {
    pub title: Option<&'a str>,
    pub index_number: Option<&'a str>,
    pub date: String,
    pub reason: &'a str,
}

#[derive(Serialize)]
pub(super) struct Search<'a> {
    pub as_of: String,
    pub columns: Vec<Option_<'a>>,
    #[serde(rename = "issuing_bodies")]
    pub issuers: Vec<&'a str>,
    pub validity: Vec<Named<'a>>,
}

#[derive(Serialize)]
pub(super) struct Option_<'a> {
    pub path: &'a str,
    pub name: &'a str,
    pub children: Vec<Option_<'a>>,
}

#[derive(Serialize)]
pub(super) struct Named<'a> {
    pub code: &'a str,
    pub label: &'a str,
}
