//! Takes the catalogue and the last published site; gives the documents that were public and are
//! now missing, hidden or changed. This file must not know how a site is published.
//!
//! The ledger of the published site (`catalogue.json`) states what was public. A build replaces
//! this ledger, and records missing documents in `.mulu/gone.json`. A missing document is reported
//! until it is back, an alias leads from its address, or the configuration gives a reason.

use crate::cache;
use crate::catalogue::{Entry, Field, address};
use crate::diag::{Code, Diagnostic, Message, words};
use crate::fold::fold;
use crate::plan::Plan;
use crate::relate::{Hidden, hidden};
use crate::source::{FileId, Sources};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// A document as the ledger of a published site describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    index_number: String,
    title: String,
    url: String,
    #[serde(default)]
    date_created: String,
    #[serde(default)]
    date_published: String,
    /// The new number under which a missing document was recognised. It is recorded, because the
    /// next build will not count this number as new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    successor: Option<String>,
}

#[derive(Default, Deserialize)]
struct Ledger {
    documents: Vec<Record>,
}

/// The file with the documents that are missing since an earlier build.
pub fn gone_file(root: &Path) -> PathBuf {
    root.join(".mulu").join("gone.json")
}

/// Whether a finding is about a document that was public.
pub fn is_about_published(finding: &Diagnostic) -> bool {
    [
        Code::PublishedDocumentChanged,
        Code::PublishedDocumentGone,
        Code::PublishedDocumentHidden,
        Code::PublishedNumberChanged,
    ]
    .contains(&finding.code())
}

/// Compares the catalogue with the last published site; gives the findings and the missing
/// documents.
pub(super) fn look(plan: &Plan<'_>, sources: &Sources) -> (Vec<Diagnostic>, Vec<Record>) {
    let config = plan.config;
    // a site with drafts, or for an archive package, does not replace the published one
    if config.drafts || config.archive_of.is_some() {
        return Default::default();
    }
    let (last, missing) = (
        std::fs::read(config.published.join("catalogue.json")).unwrap_or_default(),
        std::fs::read(gone_file(&config.root)).unwrap_or_default(),
    );
    // the cache stores that this comparison found nothing, because most builds change only texts
    let same = cache::key(&[b"published", &plan.key(), &last, &missing]);
    if sources.cache().get(&same) == Some(true) {
        return Default::default();
    }
    let last: Ledger = serde_json::from_slice(&last).unwrap_or_default();
    let missing: Vec<Record> = serde_json::from_slice(&missing).unwrap_or_default();
    if last.documents.is_empty() && missing.is_empty() {
        return Default::default();
    }
    let comparison = Comparison::new(plan, sources, &last.documents);
    let mut findings = Vec::new();
    let mut gone = Vec::new();
    let mut seen = HashSet::new();
    for (n, record) in last.documents.iter().chain(&missing).enumerate() {
        let number = address::identity(&record.index_number);
        if !seen.insert(number.clone()) {
            continue; // a record of the last site takes precedence
        }
        match comparison.entries.get(&number) {
            Some(entry) if n < last.documents.len() => {
                findings.extend(comparison.changes(record, entry));
            }
            Some(_) => {}
            None => gone.push(comparison.missing(record)),
        }
    }
    gone.retain(|record| !comparison.is_settled(record));
    if comparison.is_whole {
        findings.extend(gone.iter().map(|record| comparison.gone(record)));
    }
    if findings.is_empty() && gone.is_empty() {
        sources.cache().put(&same, &true);
    }
    (findings, gone)
}

/// This run's catalogue, for the comparison.
struct Comparison<'a> {
    plan: &'a Plan<'a>,
    sources: &'a Sources,
    /// The documents by index number, hidden and faulty ones included.
    entries: HashMap<String, &'a Entry>,
    /// The documents with numbers that the last site did not have, by folded title.
    new: HashMap<String, &'a Entry>,
    /// Whether every document file could be read. If not, a missing document may be in an
    /// unreadable file.
    is_whole: bool,
}

impl<'a> Comparison<'a> {
    fn new(plan: &'a Plan<'a>, sources: &'a Sources, last: &[Record]) -> Comparison<'a> {
        let known: HashSet<String> = last
            .iter()
            .map(|record| address::identity(&record.index_number))
            .collect();
        let (mut entries, mut new) = (HashMap::new(), HashMap::new());
        let mut read: HashSet<FileId> = HashSet::new();
        let all = plan.related.all_documents_hidden_included();
        let pages = all.iter().map(|(entry, _)| entry).map(|entry| entry.file);
        read.extend(pages);
        for entry in all.with_rejected() {
            let Some(number) = &entry.index_number else {
                continue;
            };
            read.insert(entry.file);
            let number = address::identity(number);
            if !known.contains(&number) {
                new.insert(fold(&entry.title), entry);
            }
            entries.insert(number, entry);
        }
        let is_read =
            |(id, file): (FileId, &crate::source::File)| !file.is_document() || read.contains(&id);
        Comparison {
            plan,
            sources,
            entries,
            new,
            is_whole: sources.iter().all(is_read),
        }
    }

    /// The findings about a document that is still in the catalogue: that it is hidden now, or that
    /// its title or a date has changed.
    fn changes(&self, record: &Record, entry: &Entry) -> Vec<Diagnostic> {
        let day = entry.date_published.map(|(day, _)| day.to_string());
        let day = day.unwrap_or_default();
        if let Some(why) = hidden(entry, self.plan.config) {
            let (why, field) = match why {
                Hidden::Draft => (words("改成了草稿", "it is a draft"), Field::Draft),
                Hidden::OnRequest => (
                    words("公开方式改成了依申请公开", "it is disclosed on request"),
                    Field::Disclosure,
                ),
                Hidden::Withheld => (
                    words("公开方式改成了不予公开", "it is not disclosed"),
                    Field::Disclosure,
                ),
                // this build is for a day before the publication
                Hidden::Scheduled if day == record.date_published => return Vec::new(),
                Hidden::Scheduled => (
                    words(
                        format!("发布日期改成了 {day}"),
                        format!("its date of publication is now {day}"),
                    ),
                    Field::DatePublished,
                ),
            };
            let value = (&record.index_number).into();
            let why = why.into();
            return vec![self.at(
                Message::PublishedDocumentHidden { value, why },
                entry,
                field,
            )];
        }
        let created = entry.date_created.map(|day| day.to_string());
        let is_same_title =
            record.title == entry.title || fold(&record.title) == fold(&entry.title);
        let changed = |field, zh, en, was: &str, now: &str, is_same: bool| {
            (!is_same && !was.is_empty()).then(|| {
                let message = Message::PublishedDocumentChanged {
                    field: words(zh, en).into(),
                    was: was.into(),
                    now: now.into(),
                };
                self.at(message, entry, field)
            })
        };
        let created = created.unwrap_or_default();
        let (old_created, old_day) = (&record.date_created, &record.date_published);
        [
            changed(
                Field::Title,
                "标题",
                "the title",
                &record.title,
                &entry.title,
                is_same_title,
            ),
            changed(
                Field::DateCreated,
                "成文日期",
                "the date of creation",
                old_created,
                &created,
                *old_created == created,
            ),
            changed(
                Field::DatePublished,
                "发布日期",
                "the date of publication",
                old_day,
                &day,
                // without a date of publication, `day` is the date of creation, which is compared
                // above
                *old_day == day || !entry.has(Field::DatePublished),
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Whether a missing document's address leads to another document, or the configuration gives a
    /// reason.
    fn is_settled(&self, record: &Record) -> bool {
        let number = address::identity(&record.index_number);
        let removed = &self.plan.config.checks.removed;
        let has_reason = removed.keys().any(|n| address::identity(n) == number);
        has_reason
            || self
                .plan
                .aliases
                .iter()
                .any(|(path, _)| *path == record.url)
    }

    /// The record of a missing document. A new document with its title is the successor.
    fn missing(&self, record: &Record) -> Record {
        let renumbered = self.new.get(&fold(&record.title));
        let number = renumbered.and_then(|entry| entry.index_number.clone());
        Record {
            successor: number.or_else(|| record.successor.clone()),
            ..record.clone()
        }
    }

    /// The finding for a missing document.
    fn gone(&self, record: &Record) -> Diagnostic {
        let title = (&record.title).into();
        let successor = record.successor.as_deref().map(address::identity);
        let Some(entry) = successor.and_then(|number| self.entries.get(&number)) else {
            let value = (&record.index_number).into();
            return Diagnostic::new(Message::PublishedDocumentGone { value, title })
                .in_file("content");
        };
        let message = Message::PublishedNumberChanged {
            value: entry.index_number.as_deref().unwrap_or_default().into(),
            was: (&record.index_number).into(),
            title,
            url: (&record.url).into(),
        };
        self.at(message, entry, Field::IndexNumber)
    }

    fn at(&self, message: Message, entry: &Entry, field: Field) -> Diagnostic {
        let (range, finding) = (entry.span(field), Diagnostic::new(message));
        self.sources.at(entry.file, range, finding)
    }
}
