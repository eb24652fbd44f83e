//! Takes the plan; gives every document of the content folder with its state.
//!
//! The site shows a notice in place of a withdrawn document, and no trace of a draft or of any
//! other document without a page. This room must not know how the list is shown.

use crate::catalogue::{Entry, Validity};
use crate::plan::Plan;
use crate::relate::{self, DocumentId, Hidden, Shown};
use crate::source::{FileId, Sources};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Whether the site shows a document, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum State {
    /// It has a page.
    Published,
    /// It was taken down; its address shows a notice.
    Withdrawn,
    /// It is a draft.
    Draft,
    /// Its day of publication is in the future.
    Scheduled,
    /// It is disclosed on request only.
    OnRequest,
    /// It is not disclosed.
    Withheld,
    /// Its front matter has errors.
    Faulty,
}

impl State {
    /// The states that keep a document without faults from having a page, in the order in which the
    /// summary of `mulu list` names them.
    pub const LEFT_OUT: [State; 5] = [
        State::Draft,
        State::Scheduled,
        State::OnRequest,
        State::Withheld,
        State::Withdrawn,
    ];

    /// The code in JSON output.
    pub fn code(self) -> &'static str {
        match self {
            State::Published => "published",
            State::Withdrawn => "withdrawn",
            State::Draft => "draft",
            State::Scheduled => "scheduled",
            State::OnRequest => "on_request",
            State::Withheld => "withheld",
            State::Faulty => "faulty",
        }
    }
}

/// One document of the content folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its file, from the site's root.
    pub file: String,
    /// 标题; empty when it could not be read.
    pub title: String,
    /// 索引号
    pub index_number: Option<String>,
    /// 文号
    pub document_number: Option<String>,
    /// 发布日期
    pub date_published: Option<Date>,
    /// Its state.
    pub state: State,
    /// The address of its page, or of the notice in its place.
    pub url: Option<String>,
    /// Its validity; `None` if it has no page, or is no document but a page (`kind: page`).
    pub validity: Option<Validity>,
}

/// Every document, in the order of the files.
pub fn all(plan: &Plan<'_>, sources: &Sources) -> Vec<Item> {
    let everything = plan.related.all_documents_hidden_included();
    let ids: HashMap<FileId, Option<DocumentId>> =
        everything.iter().map(|(e, id)| (e.file, id)).collect();
    let entries: HashMap<FileId, &Entry> =
        everything.with_rejected().map(|e| (e.file, e)).collect();
    let documents = sources.iter().filter(|(_, file)| file.is_document());
    documents
        .map(|(file, _)| match (entries.get(&file), ids.get(&file)) {
            (Some(entry), Some(id)) => item(plan, sources, entry, *id),
            // a file whose front matter has errors has no entry, or a rejected one
            (entry, _) => Item {
                file: sources.file(file).shown(),
                title: entry.map(|e| e.title.clone()).unwrap_or_default(),
                index_number: entry.and_then(|e| e.index_number.clone()),
                document_number: entry.and_then(|e| e.document_number.clone()),
                date_published: None,
                state: State::Faulty,
                url: None,
                validity: None,
            },
        })
        .collect()
}

/// The documents that have no page, or only a notice, although they have no faults; in the order of
/// the files.
pub fn left_out(plan: &Plan<'_>, sources: &Sources) -> Vec<Item> {
    let everything = plan.related.all_documents_hidden_included();
    let items = everything
        .iter()
        .filter(|(_, id)| id.is_none_or(|id| plan.related.shown(id) == Shown::Withdrawn));
    items
        .map(|(entry, id)| item(plan, sources, entry, id))
        .collect()
}

fn item(plan: &Plan<'_>, sources: &Sources, entry: &Entry, id: Option<DocumentId>) -> Item {
    let state = match (id, relate::hidden(entry, plan.config)) {
        (Some(id), _) if plan.related.shown(id) == Shown::Withdrawn => State::Withdrawn,
        (Some(_), _) | (None, None) => State::Published,
        (None, Some(Hidden::Draft)) => State::Draft,
        (None, Some(Hidden::Scheduled)) => State::Scheduled,
        (None, Some(Hidden::OnRequest)) => State::OnRequest,
        (None, Some(Hidden::Withheld)) => State::Withheld,
    };
    let dated = id.filter(|_| entry.index_number.is_some() && state == State::Published);
    Item {
        file: sources.file(entry.file).shown(),
        title: entry.title.clone(),
        index_number: entry.index_number.clone(),
        document_number: entry.document_number.clone(),
        date_published: entry.date_published.map(|(day, _)| day),
        state,
        url: id.map(|id| plan.address(id).to_owned()),
        validity: dated.map(|id| plan.related.status(id).validity),
    }
}
