//! Takes the plan; gives the views of the home page and the search page, and what every page shows.
//! This file must not know the text of a document.

use super::frame::Words;
use super::lists;
use super::shared::{Listed, Shared, link};
use super::view::{
    ArchiveOf, Choice, Download, Home, HomeColumn, Index, Link, Named, Overview, Search, Site,
    Sizes, Titled, Turn,
};
use crate::catalogue::{Kind, Validity};
use crate::diff::Past;
use crate::plan::{Category, ListKind, PageId, Plan};
use crate::relate::DocumentId;
use crate::source::Sources;
use jiff::Span;
use jiff::civil::Date;
use std::cmp::Reverse;

/// The number of documents in the list of the latest documents on the home page.
const HOME_LATEST: usize = 6;

/// The home page names changes of validity at most this number of days before or after the day of
/// the build.
const TURN_DAYS: i64 = 90;
/// The maximum number of changes of validity on the home page.
const TURNS: usize = 6;

/// The maximum number of categories that every page names if no columns are declared.
const FRAME_CATEGORIES: usize = 12;

/// The `n` latest of some documents, the latest first. `items` has the oldest first.
fn newest(items: &[DocumentId], n: usize) -> impl Iterator<Item = DocumentId> {
    items.iter().rev().take(n).copied()
}

/// The view of the home page.
pub(super) fn home<'a, I: Listed<'a>>(shared: &Shared<'a>, sizes: Option<Sizes>) -> Home<'a, I> {
    let plan = shared.plan;
    let reports: Vec<DocumentId> = plan
        .documents()
        .iter()
        .copied()
        .filter(|&id| shared.entry(id).kind == Kind::AnnualReport)
        .collect();
    let items = |category: &Category| {
        plan.list(ListKind::Category, &category.path)
            .map_or(&[][..], |list| &plan.lists[list.0 as usize].items)
    };
    let latest = || newest(plan.documents(), HOME_LATEST);
    let turns = turns(shared);
    let mut years = lists::links(shared, ListKind::Year);
    lists::shares(&mut years);
    let mut validity = lists::links(shared, ListKind::Validity);
    lists::shares(&mut validity);
    Home {
        as_of: plan.config.as_of.to_string(),
        total: plan.documents().len(),
        latest: latest().map(|e| I::of(shared, e)).collect(),
        columns: plan
            .categories
            .tops()
            .map(|c| HomeColumn {
                name: &c.name,
                url: link(c).url,
                description: c.description.as_deref(),
                count: items(c).len(),
                children: c
                    .children
                    .iter()
                    .map(|id| lists::counted_link(plan, *id))
                    .collect(),
            })
            .collect(),
        issuers: lists::links(shared, ListKind::Issuer),
        years,
        validity,
        turns,
        downloads: downloads(shared, sizes),
        license: plan.config.license_url.as_deref(),
        annual_reports: newest(&reports, reports.len())
            .map(|e| I::of(shared, e))
            .collect(),
    }
}

/// The ledger in each of its forms, for download.
fn downloads<'a>(shared: &Shared<'a>, sizes: Option<Sizes>) -> Vec<Download<'a>> {
    let form = |key, url, size| Download {
        name: shared.words.text(key),
        url,
        size,
    };
    vec![
        form("download_xlsx", "catalogue.xlsx", sizes.map(|s| s.xlsx)),
        form("download_csv", "catalogue.csv", sizes.map(|s| s.csv)),
        form("download_json", "catalogue.json", sizes.map(|s| s.json)),
    ]
}

/// The latest changes of validity around the day of the build, at most [`TURNS`], the latest first.
/// The day on which a document came into force counts only if it was after the publication.
fn turns<'a, I: Listed<'a>>(shared: &Shared<'a>) -> Vec<Turn<I>> {
    let plan = shared.plan;
    let today = plan.config.as_of;
    let days = Span::new().days(TURN_DAYS);
    let (Ok(first), Ok(last)) = (today.checked_sub(days), today.checked_add(days)) else {
        return Vec::new();
    };
    let mut found: Vec<(Date, Validity, DocumentId)> = Vec::new();
    for &id in plan.documents() {
        let status = plan.related.status(id);
        let is_news = |day: &Date| {
            let published = shared.entry(id).date_published;
            status.validity != Validity::Effective || published.is_none_or(|(on, _)| *day > on)
        };
        let past = status.since.filter(|day| *day >= first && *day <= today);
        found.extend(past.filter(is_news).map(|day| (day, status.validity, id)));
        let later = status.later.iter().filter(|change| change.from <= last);
        found.extend(later.map(|change| (change.from, change.status.validity, id)));
    }
    found.sort_by_key(|(day, _, id)| (Reverse(*day), *id));
    let turn = |(date, validity, id): (Date, Validity, DocumentId)| Turn {
        date: date.to_string(),
        code: validity.code(),
        label: shared.words.label(validity),
        is_ahead: date > today,
        item: I::of(shared, id),
    };
    found.into_iter().take(TURNS).map(turn).collect()
}

/// The view of the search page.
pub(super) fn search<'a>(shared: &Shared<'a>) -> Search<'a> {
    let plan = shared.plan;
    let tops = plan.categories.tops();
    let named = |v: &Validity| Named {
        code: v.code(),
        label: shared.words.label(*v),
    };
    Search {
        index: Index {
            engine: "search/engine.js",
            root: "",
        },
        as_of: plan.config.as_of.to_string(),
        columns: tops.map(|c| choice(plan, c)).collect(),
        issuers: plan
            .lists_of(ListKind::Issuer)
            .map(|(_, list)| list.key.as_str())
            .collect(),
        validity: Validity::ALL.iter().map(named).collect(),
    }
}

/// A category with its subcategories, as choices of the search page.
fn choice<'a>(plan: &'a Plan<'a>, category: &'a Category) -> Choice<'a> {
    let below = category.children.iter().map(|c| &plan.categories[*c]);
    Choice {
        path: &category.path,
        name: &category.name,
        children: below.map(|c| choice(plan, c)).collect(),
    }
}

pub(super) fn site<'a>(
    plan: &'a Plan<'a>,
    words: Words<'a>,
    sources: &Sources,
    archives: &[Past],
) -> Site<'a> {
    let config = plan.config;
    let overview = |kind: &ListKind| Overview {
        kind: kind.name(),
        title: words.text(&format!("overview_{}", kind.name())),
        url: plan.path(PageId::Overview(*kind)),
    };
    let entry = |id: DocumentId| plan.entry(id);
    let in_root = |id: &&DocumentId| !sources.file(entry(**id).file).path.contains('/');
    let page = |&id: &DocumentId| Titled {
        title: &entry(id).title,
        url: plan.address(id),
    };
    Site {
        title: &config.title,
        description: config.description.as_deref(),
        language: config.language.tag(),
        agency: &config.agency,
        columns: columns(plan),
        pages: plan.pages().iter().filter(in_root).map(page).collect(),
        lists: ListKind::ALL.iter().map(overview).collect(),
        feed: "feed.xml",
        map: "sitemap.html",
        archive: (!archives.is_empty()).then(|| Titled {
            title: words.text("archives_title"),
            url: "archive.html",
        }),
        offline: config.is_kept_offline(),
        utc_offset: config.offset_minutes,
        drafts: config.drafts,
        archive_of: config.archive_of.as_ref().map(|a| ArchiveOf {
            year: a.year,
            as_of: config.as_of.to_string(),
            live: config.base_url.as_deref(),
            earlier: &a.earlier,
        }),
        extra: &config.extra,
    }
}

/// The columns on every page: the top columns that the configuration declares. If it declares none,
/// these are the first top categories, because all categories would make every page large.
fn columns<'a>(plan: &'a Plan<'a>) -> Vec<Link<'a>> {
    let tops = || plan.categories.tops();
    if tops().any(|c| c.declared) {
        tops().filter(|c| c.declared).map(link).collect()
    } else {
        tops().take(FRAME_CATEGORIES).map(link).collect()
    }
}
