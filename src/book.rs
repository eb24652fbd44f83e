//! Takes a configuration and a choice of documents; gives one e-book of them. Documents are read in
//! groups and dropped when they are written, so memory does not grow with the book.
//!
//! This room must not know the terminal or what a book looks like.

use crate::build::{self, Outcome};
use crate::cache::Cache;
use crate::catalogue::address::identity;
use crate::config::Config;
use crate::diag::{Error, Severity};
use crate::plan::{ListId, ListKind, Page, PageId, Plan};
use crate::render::{self, Renderer};
use rayon::prelude::*;
use std::io::{Seek, Write};
use std::sync::Arc;

/// The documents of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Those of a column, given by its path or its name, and of the columns below it.
    Category(String),
    /// Those published in the given year.
    Year(String),
    /// Those of an issuing body.
    Issuer(String),
    /// Those of the year, the column or the issuing body with this name, whichever is found first.
    Any(String),
}

/// A finished book.
#[derive(Debug)]
pub struct Made<W> {
    /// The writer to which the book was written.
    pub out: W,
    /// The number of its documents.
    pub documents: usize,
}

/// The number of documents read at a time.
const AT_A_TIME: usize = 64;

/// Makes a book. `open` gets a file name, and gives the writer. The book is `None` if the content
/// has errors.
pub fn make<W: Write + Seek>(
    config: &Config,
    choice: &Choice,
    open: impl FnOnce(&str) -> Result<W, Error>,
) -> Result<(Option<Made<W>>, Outcome), Error> {
    let theme = render::load(config)?;
    let cache: Arc<Cache> = Arc::default();
    let (made, outcome) = build::with_plan(config, &cache, |plan, sources, outcome| {
        let list = find(plan, choice)?;
        let ids = render::in_order(plan, list);
        let renderer = Renderer::new(plan, &theme, sources, &[]);
        let out = open(&file_name(plan, list))?;
        let mut volume = renderer.volume(list, &ids, out)?;
        for some in ids.chunks(AT_A_TIME) {
            let read = some
                .par_iter()
                .map(|&id| build::read_document(plan, sources, id))
                .collect::<Result<Vec<_>, Error>>()?;
            for (&id, (resolved, findings)) in some.iter().zip(read) {
                outcome.findings.extend(findings);
                volume.add(id, &renderer.document(id, &resolved))?;
            }
        }
        Ok(Made {
            out: volume.finish()?,
            documents: ids.len(),
        })
    })?;
    let made = Some(made).filter(|_| !outcome.has(Severity::Error));
    Ok((made, outcome))
}

/// A file name for the book of a list.
fn file_name(plan: &Plan<'_>, list: ListId) -> String {
    let path = plan.path(PageId::List(list, Page::Newest));
    let folder = path.strip_suffix("/index.html").unwrap_or(&path);
    let name = folder.split_once('/').map_or(folder, |(_, name)| name);
    format!("{}.epub", name.replace('/', "-"))
}

/// The list of documents that a choice names; an error if there is none, or if it is empty.
fn find(plan: &Plan<'_>, choice: &Choice) -> Result<ListId, Error> {
    let (name, kinds): (&str, &[ListKind]) = match choice {
        Choice::Category(name) => (name, &[ListKind::Category]),
        Choice::Year(name) => (name, &[ListKind::Year]),
        Choice::Issuer(name) => (name, &[ListKind::Issuer]),
        Choice::Any(name) => (
            name,
            &[ListKind::Year, ListKind::Category, ListKind::Issuer],
        ),
    };
    let found = kinds.iter().find_map(|&kind| match kind {
        ListKind::Category => {
            let category = plan.categories.named(name)?;
            plan.list(kind, &plan.categories[category].path)
        }
        _ => {
            let mut lists = plan.lists_of(kind);
            let (id, _) = lists.find(|(_, list)| identity(&list.key) == identity(name))?;
            Some(id)
        }
    });
    match found {
        Some(list) if !plan.lists[list.0 as usize].items.is_empty() => Ok(list),
        Some(_) => Err(Error::usage(
            format!("“{name}”之下没有已公布的文件，没有生成电子书"),
            format!("`{name}` has no published documents, so no book was made"),
        )),
        None => Err(unknown(plan, name, kinds)),
    }
}

/// The error for a name that no list has. It suggests the nearest name, if it is similar enough.
fn unknown(plan: &Plan<'_>, name: &str, kinds: &[ListKind]) -> Error {
    let names = kinds.iter().flat_map(|&kind| {
        plan.lists_of(kind)
            .filter(|(_, list)| !list.items.is_empty())
            .map(|(_, list)| list)
    });
    let like = |text: &str| strsim::jaro_winkler(text, name);
    let near = names
        .flat_map(|list| [list.key.as_str(), list.title.as_str()])
        .max_by(|a, b| like(a).total_cmp(&like(b)).then_with(|| b.cmp(a)))
        .filter(|near| like(near) > 0.6);
    let (zh, en) = match near {
        Some(near) => (
            format!("，是不是“{near}”？"),
            format!("; did you mean `{near}`?"),
        ),
        None => (
            "；可写栏目的路径或名称、年份、发文机关全称，mulu list 列出全部文件".to_owned(),
            "; name a column by path or name, a year, or an issuing body in full; \
             `mulu list` lists the documents"
                .to_owned(),
        ),
    };
    let (what_zh, what_en) = match kinds {
        [ListKind::Category] => ("栏目", "column"),
        [ListKind::Year] => ("年份", "year"),
        [ListKind::Issuer] => ("发文机关", "issuing body"),
        _ => ("栏目、年份或发文机关", "column, year or issuing body"),
    };
    Error::usage(
        format!("没有{what_zh}“{name}”{zh}"),
        format!("there is no {what_en} `{name}`{en}"),
    )
}
