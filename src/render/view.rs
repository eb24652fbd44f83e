//! Takes nothing; defines everything that a template sees: plain values that borrow from the plan,
//! with addresses relative to the root of the site.
//!
//! How a view refers to other documents is a type parameter: [`Ref`] and [`Item`] show them, and
//! `cache::Digest` detects changes. The same functions make both kinds of view, so the key of a
//! page covers everything that the page shows. This file must not know how a value is computed.

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
    /// The page with links to everything on the site.
    pub map: &'static str,
    /// The page of the archived years, where there is one.
    pub archive: Option<Titled<'a>>,
    /// Whether the browser may keep pages for use without a network.
    pub offline: bool,
    /// Minutes between UTC and the site's time.
    pub utc_offset: i32,
    pub archive_of: Option<ArchiveOf<'a>>,
    /// Whether the site has drafts. It is then for review only, and every page says so.
    pub drafts: bool,
    pub extra: &'a serde_json::Value,
}

/// Set on every page of an archived site.
#[derive(Serialize)]
pub(super) struct ArchiveOf<'a> {
    pub year: i16,
    pub as_of: String,
    /// The current site.
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

/// What a page says about itself, in its head and its frame.
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
    /// The feed of the documents on the page, besides the feed of the site.
    pub feed: Option<String>,
    /// The linked data of the documents on the page.
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

/// A status of a document. The current status lists the later ones in `later`, where they have an
/// empty `later`.
#[derive(Clone, Serialize)]
pub(super) struct Validity<R> {
    pub code: &'static str,
    pub label: &'static str,
    pub since: Option<String>,
    pub by: Vec<R>,
    /// The days between which it is shown. A script of the page switches between statuses, so that
    /// the page need not be built anew on the day of a change.
    pub from: Option<String>,
    pub until: Option<String>,
    pub later: Vec<Validity<R>>,
}

/// A document as the pages of other documents name it.
#[derive(Clone, Serialize)]
pub(super) struct Ref<'a> {
    pub title: Option<&'a str>,
    pub document_number: Option<&'a str>,
    pub url: Option<&'a str>,
    pub href: Option<&'a str>,
    pub date: Option<String>,
}

/// A document as lists show it.
#[derive(Serialize)]
pub(super) struct Item<'a> {
    pub title: &'a str,
    pub url: &'a str,
    pub index_number: Option<&'a str>,
    pub document_number: Option<&'a str>,
    #[serde(rename = "issuing_body")]
    pub issuer: &'a str,
    pub date_published: Option<String>,
    /// Lists do not show the documents that caused it, so they are left out.
    pub validity: Option<Validity<()>>,
    pub category: Option<Link<'a>>,
    /// The address of its text, for download.
    pub text: Option<String>,
}

/// The page of a document.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    #[serde(flatten)]
    pub own: Own<'a>,
    #[serde(flatten)]
    pub context: Context<'a, Ref<'a>>,
}

/// What a document says by itself: its front matter, its body and its files.
#[derive(Serialize)]
pub(super) struct Own<'a> {
    pub title: &'a str,
    pub index_number: Option<&'a str>,
    pub document_number: Option<&'a str>,
    /// The plain fields under their keys.
    #[serde(flatten)]
    pub plain: Plain<'a>,
    /// The rows of the record below the category.
    pub rows: Vec<Row<'a>>,
    pub disclosure: &'static str,
    pub date_created: Option<String>,
    pub date_published: Option<String>,
    pub date_effective: Option<String>,
    pub date_repealed: Option<String>,
    pub attachments: Vec<Attachment<'a>>,
    /// The body, with notes about what other documents do to its articles.
    pub body: Cow<'a, str>,
    pub toc: Vec<Heading<'a>>,
    pub extra: &'a serde_json::Value,
}

/// The plain fields that pages show, each under its key. A text that is not given is null, a list
/// is empty.
#[derive(Clone, Copy)]
pub(super) struct Plain<'a>(pub &'a Entry);

impl<'a> Plain<'a> {
    /// A plain field that is a text.
    pub(super) fn text(self, field: Field) -> Option<&'a str> {
        self.0.text(field)
    }

    /// A plain field that is a list.
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
    /// Whether it takes the whole width.
    pub wide: bool,
}

/// What the renditions of a document show beyond [`Own`]. All of it comes from the plan, and the
/// digest of the whole is part of their keys.
#[derive(Serialize)]
pub(super) struct Surroundings<'a, R> {
    /// The address of the page.
    pub url: &'a str,
    /// The category, as the meta tags describe it.
    pub column: Option<Column<'a>>,
    /// The time of the last change, in UTC.
    pub changed: String,
    pub context: Context<'a, R>,
}

/// The part of [`Surroundings`] that templates see beside the document's own fields.
#[derive(Serialize)]
pub(super) struct Context<'a, R> {
    #[serde(rename = "issuing_body")]
    pub issuer: Link<'a>,
    /// From the top down.
    pub category: Vec<Link<'a>>,
    /// The last day in force in words; after a renewal, with the earlier last day too.
    pub date_expires: Option<String>,
    /// The last day in force as a plain date.
    pub last_day: Option<String>,
    pub validity: Option<Validity<R>>,
    pub timeline: Option<Timeline>,
    pub relations: Vec<Relations<'a, R>>,
    /// What other documents do to parts of this one.
    pub notes: Vec<Note<'a, R>>,
    /// The related documents and the document itself in the order of time.
    pub history: Vec<Related<R>>,
    pub similar: Vec<R>,
    /// The address of its text, for download.
    pub text: Option<String>,
    /// The address of its e-book, for download.
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

/// What another document does to a part of this one.
#[derive(Serialize)]
pub(super) struct Note<'a, R> {
    /// The part: 第六条第一款.
    pub place: &'a str,
    /// What the other document adds about it, such as the former words.
    pub words: Option<&'a str>,
    /// The name of the relation.
    pub name: &'static str,
    pub by: R,
    /// The day from which it holds.
    pub from: Option<String>,
}

/// The important days of a document, from its first day in force (or else its creation) to its end.
#[derive(Serialize)]
pub(super) struct Timeline {
    /// The days at the two ends of the line.
    pub from: String,
    pub to: String,
    /// Whether the document ends on the last day of the line. Otherwise the line continues.
    pub ends: bool,
    pub marks: Vec<Mark>,
}

/// A day on the line.
#[derive(Serialize)]
pub(super) struct Mark {
    /// What happens on this day: its text is `mark_<name>`.
    pub name: &'static str,
    pub date: String,
    /// Its place as a percentage of the line.
    pub at: i64,
    /// Whether its label is to the left of its place.
    pub is_late: bool,
    /// Whether there is room for its label.
    pub is_labelled: bool,
}

/// An entry in the history of a document: another document, with the relation between the two. An
/// entry without an item stands for the document itself.
#[derive(Serialize)]
pub(super) struct Related<R> {
    /// The name of the relation, as in [`Relations`].
    pub name: &'static str,
    pub date: Option<String>,
    pub item: Option<R>,
}

/// A category as the meta tags describe it.
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
    /// The number of its sheets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheets: Option<usize>,
    /// Whether its pages are pictures without text.
    pub scan: bool,
}

#[derive(Default, Serialize)]
pub(super) struct Heading<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub articles: Vec<Article<'a>>,
    pub children: Vec<Heading<'a>>,
}

/// An article (第八条) of a rule.
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

/// A form of the ledger.
#[derive(Serialize)]
pub(super) struct Download<'a> {
    pub name: &'a str,
    pub url: &'static str,
    /// In bytes; none where it is not known.
    pub size: Option<u64>,
}

/// A change of a document's validity.
#[derive(Serialize)]
pub(super) struct Turn<I> {
    pub date: String,
    /// The validity that begins on this day.
    pub code: &'static str,
    pub label: &'static str,
    /// Whether the day is later than the day of the build.
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
    pub title: Cow<'a, str>,
    pub description: Option<&'a str>,
    pub children: Vec<Link<'a>>,
    pub ended: Option<String>,
    pub items: Vec<I>,
    pub empty_note: Option<&'a str>,
    pub total: Option<usize>,
    /// On the newest page: the years, newest first, each with the number of its documents and a
    /// link to the page on which it begins.
    pub years: Vec<Link<'a>>,
    /// On the newest page: the documents by validity.
    pub states: Vec<Link<'a>>,
    /// The path of the category.
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

/// The links to everything on the site.
#[derive(Serialize)]
pub(super) struct Map<'a> {
    pub columns: Vec<Link<'a>>,
    /// The documents of `kind: page`.
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

/// Where the search page finds the engine and the index.
#[derive(Clone, Copy, Serialize)]
pub struct Index<'a> {
    /// The address of the engine from the site's root, with its token.
    pub engine: &'a str,
    /// The token of the index's root; empty where the root is loaded without a token.
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
