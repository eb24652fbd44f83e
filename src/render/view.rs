//! Takes nothing; defines the views, which are everything that a template sees: plain values that
//! borrow from the plan, with addresses relative to the root of the site. This file must not know
//! how a value is computed.
//!
//! The same functions make the values for templates and, for the cache key, the values with a
//! digest (`cache::Digest`) in the place of each [`Ref`] and [`Item`]. The files that make the
//! pages compute the values.

use crate::catalogue::field::OnPage;
use crate::catalogue::{Entry, Field, FieldKind};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::borrow::Cow;

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
    /// The address of the site map, the page with links to lists and pages (`kind: page`).
    pub map: &'static str,
    /// The page of the archived years, if there is one.
    pub archive: Option<Titled<'a>>,
    /// Whether visitors' browsers keep pages of the site for use without a network.
    pub offline: bool,
    /// The offset of the site's time from UTC, in minutes.
    pub utc_offset: i32,
    pub archive_of: Option<ArchiveOf<'a>>,
    /// Whether the site has drafts. Such a site is for review only, and every page says this.
    pub drafts: bool,
    pub extra: &'a serde_json::Value,
}

/// What every page of an archived site says about the archive.
#[derive(Serialize)]
pub(super) struct ArchiveOf<'a> {
    pub year: i16,
    pub as_of: String,
    /// The address of the current site.
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

/// What the head and the frame of a page show.
#[derive(Serialize)]
pub(super) struct Page<'a> {
    pub title: Cow<'a, str>,
    pub root: String,
    pub url: Cow<'a, str>,
    pub kind: &'static str,
    pub breadcrumb: Vec<Crumb<'a>>,
    pub meta: Vec<Meta>,
    pub canonical: Option<String>,
    pub base_href: Option<&'a str>,
    /// The address of the feed of the documents on the page, besides the feed of the site.
    pub feed: Option<String>,
    /// The address of the linked data of the documents on the page.
    pub data: Option<String>,
    pub section: Option<String>,
}

#[derive(Clone, Serialize)]
pub(super) struct Crumb<'a> {
    pub title: Cow<'a, str>,
    pub url: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Meta {
    pub name: &'static str,
    /// The property of Open Graph that has the same content.
    pub property: Option<&'static str>,
    pub content: String,
}

#[derive(Clone, Default, Serialize)]
pub(super) struct Link<'a> {
    pub name: Cow<'a, str>,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// The count as a percentage of the largest count in its group, at least 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Link<'a>>,
}

#[derive(Serialize)]
pub(super) struct Titled<'a> {
    pub title: &'a str,
    pub url: &'a str,
}

/// A status of a document. `later` of the current status has the statuses that follow it; `later`
/// of each of those is empty.
#[derive(Clone, Serialize)]
pub(super) struct Validity<R> {
    pub code: &'static str,
    pub label: &'static str,
    pub since: Option<String>,
    pub by: Vec<R>,
    /// The first day on which the status is shown, and in `until` the first day of the next status.
    /// A script of the page changes the status on such a day, so that the page need not be built
    /// again.
    pub from: Option<String>,
    pub until: Option<String>,
    pub later: Vec<Validity<R>>,
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
    pub validity: Option<Validity<()>>,
    pub category: Option<Link<'a>>,
    /// The address of the document's plain text, if there is one.
    pub text: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Document<'a> {
    #[serde(flatten)]
    pub own: Own<'a>,
    #[serde(flatten)]
    pub context: Context<'a, Ref<'a>>,
}

#[derive(Serialize)]
pub(super) struct Own<'a> {
    pub title: &'a str,
    pub index_number: Option<&'a str>,
    pub document_number: Option<&'a str>,
    #[serde(flatten)]
    pub plain: Plain<'a>,
    /// The rows of the record (all metadata) that come after the row of the category.
    pub rows: Vec<Row<'a>>,
    pub disclosure: &'static str,
    pub date_created: Option<String>,
    pub date_published: Option<String>,
    pub date_effective: Option<String>,
    pub date_repealed: Option<String>,
    pub attachments: Vec<Attachment<'a>>,
    /// The language of title and text, if it is not the language of the site.
    pub lang: Option<&'static str>,
    /// The body, with notes where other documents change parts of it.
    pub body: Cow<'a, str>,
    pub toc: Vec<Heading<'a>>,
    pub extra: &'a serde_json::Value,
}

/// The plain fields of a document, which are shown as written. A missing text is null; a missing
/// list is empty.
#[derive(Clone, Copy)]
pub(super) struct Plain<'a>(pub &'a Entry);

impl<'a> Plain<'a> {
    pub(super) fn text(self, field: Field) -> Option<&'a str> {
        self.0.text(field)
    }

    pub(super) fn list(self, field: Field) -> &'a [String] {
        self.0.list(field)
    }
}

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        let is_shown = |field: &&Field| field.is_plain() && field.on_page() != OnPage::No;
        for &field in Field::ALL.iter().filter(is_shown) {
            match field.kind() {
                FieldKind::List => map.serialize_entry(field.name(), self.list(field))?,
                _ => map.serialize_entry(field.name(), &self.text(field))?,
            }
        }
        map.end()
    }
}

/// A row of the record at the head of a document's page.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    pub name: &'static str,
    pub label: &'a str,
    pub value: Cow<'a, str>,
    pub wide: bool,
}

/// The values of a document's renditions that come from the plan. Their digest is part of the cache
/// keys.
#[derive(Serialize)]
pub(super) struct Surroundings<'a, R> {
    pub url: &'a str,
    /// The category, as the meta tags describe it.
    pub column: Option<Column<'a>>,
    /// The time of the last change, in UTC.
    pub changed: String,
    pub context: Context<'a, R>,
}

#[derive(Serialize)]
pub(super) struct Context<'a, R> {
    #[serde(rename = "issuing_body")]
    pub issuer: Link<'a>,
    /// The category of the document and those above it, from the top down.
    pub category: Vec<Link<'a>>,
    /// The last day in force, as text. After a renewal, the text also has the last day that the
    /// document itself states.
    pub date_expires: Option<String>,
    pub last_day: Option<String>,
    pub validity: Option<Validity<R>>,
    pub timeline: Option<Timeline>,
    pub relations: Vec<Relations<'a, R>>,
    pub notes: Vec<Note<'a, R>>,
    /// The history of the document: first the entries without a date, then the earliest date.
    pub history: Vec<Related<R>>,
    pub similar: Vec<R>,
    /// The address of the document's plain text, if there is one.
    pub text: Option<String>,
    pub book: Option<String>,
    pub older: Option<R>,
    pub newer: Option<R>,
}

#[derive(Serialize)]
pub(super) struct Relations<'a, R> {
    pub name: &'static str,
    pub label: &'a str,
    pub items: Vec<R>,
}

/// A note about a part of this document that another document changes.
#[derive(Serialize)]
pub(super) struct Note<'a, R> {
    /// The name of the part, such as 第六条第一款 (article 6, paragraph 1).
    pub place: &'a str,
    /// A remark that the other document makes about the change, such as the former wording.
    pub words: Option<&'a str>,
    pub name: &'static str,
    pub by: R,
    pub from: Option<String>,
}

/// The important days of a document, from its first day in force (or its creation) to its end, or
/// beyond its last known day.
#[derive(Serialize)]
pub(super) struct Timeline {
    pub from: String,
    pub to: String,
    /// Whether the document ends on the last day of the line.
    pub ends: bool,
    pub marks: Vec<Mark>,
}

/// A day on the line.
#[derive(Serialize)]
pub(super) struct Mark {
    /// The name of the event on this day. `mark_<name>` is the key of its interface text.
    pub name: &'static str,
    pub date: String,
    pub at: i64,
    /// Whether its label is to the left of the mark.
    pub is_late: bool,
    /// Whether there is room for its label.
    pub is_labelled: bool,
}

/// An entry in the history of a document. An entry without an item stands for the document itself.
#[derive(Serialize)]
pub(super) struct Related<R> {
    pub name: &'static str,
    pub date: Option<String>,
    pub item: Option<R>,
}

#[derive(Clone, Copy, Serialize)]
pub(super) struct Column<'a> {
    pub name: &'a str,
    pub description: Option<&'a str>,
    #[serde(rename = "type")]
    pub column_type: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Attachment<'a> {
    pub title: String,
    pub file: &'a str,
    pub url: &'a str,
    #[serde(rename = "type")]
    pub file_type: String,
    pub size: u64,
    /// SHA-256, in hexadecimal digits.
    pub digest: String,
    /// The number of its pages or slides, if the file states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheets: Option<usize>,
    /// Whether its pages are images without text.
    pub scan: bool,
}

#[derive(Default, Serialize)]
pub(super) struct Heading<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub articles: Vec<Article<'a>>,
    pub children: Vec<Heading<'a>>,
}

#[derive(Serialize)]
pub(super) struct Article<'a> {
    pub id: &'a str,
    pub title: &'a str,
}

#[derive(Serialize)]
pub(super) struct Home<'a, I> {
    pub as_of: String,
    pub total: usize,
    pub latest: Vec<I>,
    pub columns: Vec<HomeColumn<'a>>,
    #[serde(rename = "issuing_bodies")]
    pub issuers: Vec<Link<'a>>,
    pub years: Vec<Link<'a>>,
    pub validity: Vec<Link<'a>>,
    pub annual_reports: Vec<I>,
    pub downloads: Vec<Download<'a>>,
    /// The address of the terms under which the ledgers may be used.
    pub license: Option<&'a str>,
    /// The documents whose validity changed lately or will change soon, the latest day first.
    pub turns: Vec<Turn<I>>,
}

/// The sizes of the ledgers in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// `catalogue.xlsx`
    pub xlsx: u64,
    /// `catalogue.csv`
    pub csv: u64,
    /// `catalogue.json`
    pub json: u64,
}

#[derive(Serialize)]
pub(super) struct Download<'a> {
    pub name: &'a str,
    pub url: &'static str,
    pub size: Option<u64>,
}

#[derive(Serialize)]
pub(super) struct Turn<I> {
    pub date: String,
    pub code: &'static str,
    pub label: &'static str,
    /// Whether the day is after the day of the build.
    pub is_ahead: bool,
    pub item: I,
}

#[derive(Serialize)]
pub(super) struct HomeColumn<'a> {
    pub name: &'a str,
    pub url: String,
    pub description: Option<&'a str>,
    pub count: usize,
    pub children: Vec<Link<'a>>,
}

#[derive(Serialize)]
pub(super) struct List<'a, I> {
    pub kind: &'static str,
    /// What the documents of the list have in common, as the search index names it.
    pub key: &'a str,
    pub title: Cow<'a, str>,
    pub description: Option<&'a str>,
    pub children: Vec<Link<'a>>,
    pub ended: Option<String>,
    pub items: Vec<I>,
    pub empty_note: Option<&'a str>,
    pub total: Option<usize>,
    /// On the newest page of the list: the years, the newest first, each with the number of its
    /// documents and a link to the page on which the year begins.
    pub years: Vec<Link<'a>>,
    /// On the newest page of the list: for each validity, the number of documents. Empty if all
    /// documents have the same validity.
    pub states: Vec<Link<'a>>,
    pub category: Option<&'a str>,
    /// On the newest page of a column: the address of its ledger.
    pub ledger: Option<String>,
    pub newer: Option<String>,
    pub older: Option<String>,
    pub latest: String,
    pub number: usize,
    pub is_latest: bool,
}

#[derive(Serialize)]
pub(super) struct Lists<'a> {
    pub kind: &'static str,
    pub title: &'a str,
    pub entries: Vec<Link<'a>>,
}

#[derive(Serialize)]
pub(super) struct Map<'a> {
    pub columns: Vec<Link<'a>>,
    pub pages: Vec<Titled<'a>>,
    #[serde(rename = "issuing_bodies")]
    pub issuers: Vec<Link<'a>>,
    pub years: Vec<Link<'a>>,
    pub validity: Vec<Link<'a>>,
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
    #[serde(flatten)]
    pub index: Index<'a>,
    pub as_of: String,
    pub columns: Vec<Choice<'a>>,
    #[serde(rename = "issuing_bodies")]
    pub issuers: Vec<&'a str>,
    pub validity: Vec<Named<'a>>,
}

/// The addresses by which the search page loads the engine and the index.
#[derive(Clone, Copy, Serialize)]
pub struct Index<'a> {
    /// The address of the engine from the site's root. It ends in a token that changes with the
    /// engine, so that no cache gives an old engine.
    pub engine: &'a str,
    /// The token in the address of the index's root, which changes with the root; empty if the root
    /// is loaded without a token.
    pub root: &'a str,
}

#[derive(Serialize)]
pub(super) struct Choice<'a> {
    pub path: &'a str,
    pub name: &'a str,
    pub children: Vec<Choice<'a>>,
}

#[derive(Serialize)]
pub(super) struct Named<'a> {
    pub code: &'a str,
    pub label: &'a str,
}
