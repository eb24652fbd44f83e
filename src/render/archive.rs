//! Takes the archived years; gives the view (values for the template) of their page (历年归档). The
//! page shows each year's root digest and changes. This file must not know templates.
//!
//! The page names only documents that are published today, with current titles. Other documents are
//! counted but not named.

use super::shared::Shared;
use crate::catalogue::{Validity, address};
use crate::diff::Past;
use crate::diff::{Diff, Document, Status};
use crate::relate::{DocumentId, Shown};
use serde::Serialize;
use std::collections::HashMap;

/// Maximum number of status changes shown for one year.
const SHOWN: usize = 100;
/// The number of digits in each group of a root digest; the last group may be shorter.
const GROUP: usize = 16;

#[derive(Serialize)]
pub(super) struct Archive<'a> {
    title: &'a str,
    years: Vec<Year<'a>>,
}

#[derive(Serialize)]
struct Year<'a> {
    year: i16,
    /// The root digest in groups of digits, to be read out and compared.
    root: Vec<&'a str>,
    /// The absolute address of the archived site's home page, if `archive_url` is set.
    href: Option<String>,
    change: Option<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    since: i16,
    added: usize,
    changed: usize,
    withdrawn: usize,
    removed: usize,
    statuses: Vec<StatusChange<'a>>,
}

#[derive(Serialize)]
struct StatusChange<'a> {
    title: &'a str,
    url: &'a str,
    from: &'a str,
    to: &'a str,
}

pub(super) fn view<'a>(shared: &Shared<'a>, archives: &'a [Past], title: &'a str) -> Archive<'a> {
    let plan = shared.plan;
    let numbered = plan.order.iter().filter_map(|&id| {
        Some((
            address::identity(plan.entry(id).index_number.as_deref()?),
            id,
        ))
    });
    let published: HashMap<String, DocumentId> = numbered.collect();
    Archive {
        title,
        years: archives
            .iter()
            .map(|past| year(shared, past, &published))
            .collect(),
    }
}

fn year<'a>(
    shared: &Shared<'a>,
    past: &'a Past,
    published: &HashMap<String, DocumentId>,
) -> Year<'a> {
    let plain = past
        .folder
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let base = shared.plan.config.archive_url.as_deref().filter(|_| plain);
    let root = (0..past.root.len())
        .step_by(GROUP)
        .map(|i| &past.root[i..past.root.len().min(i + GROUP)])
        .collect();
    Year {
        year: past.year,
        root,
        href: base.map(|base| format!("{base}{}/{}/index.html", past.folder, crate::archive::SITE)),
        change: past
            .change
            .as_ref()
            .map(|(since, diff)| change(shared, *since, diff, published)),
    }
}

fn change<'a>(
    shared: &Shared<'a>,
    since: i16,
    diff: &'a Diff,
    published: &HashMap<String, DocumentId>,
) -> Change<'a> {
    let named = |document: &Document, status: &'a Status| {
        let id = *published.get(&address::identity(&document.index_number))?;
        let entry = shared.entry(id);
        let word = |code: &'a str| Validity::find(code).map_or(code, |v| shared.words.label(v));
        let shown = shared.plan.related.shown(id) == Shown::Published;
        shown.then(|| StatusChange {
            title: &entry.title,
            url: shared.plan.address(id),
            from: word(&status.from),
            to: word(&status.to),
        })
    };
    let statuses = diff
        .changed
        .iter()
        .filter_map(|c| named(&c.document, c.status.as_ref()?))
        .take(SHOWN)
        .collect();
    Change {
        since,
        added: diff.added.len(),
        changed: diff.changed.len(),
        withdrawn: diff.withdrawn.len(),
        removed: diff.removed.len(),
        statuses,
    }
}
