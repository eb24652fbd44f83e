//! Takes the plan; gives the views (values for templates) of list pages and overviews. This file
//! must not know templates.

use super::shared::{Listed, Shared, link};
use super::view::{Link, List, Map};
use crate::catalogue::{Kind, Validity};
use crate::diag::fill;
use crate::plan::{self, Category, CategoryId, ListId, ListKind, Page, PageId, Plan};
use crate::relate::DocumentId;
use std::borrow::Cow;

/// The category of a list, if it is the list of a category or of its ended documents.
pub(super) fn category(plan: &Plan<'_>, id: ListId) -> Option<CategoryId> {
    let list = &plan.lists[id.0 as usize];
    matches!(list.kind, ListKind::Category | ListKind::Ended)
        .then(|| plan.categories.find(&list.key))
        .flatten()
}

/// The title of a list in the language of the site.
pub(super) fn title<'a>(shared: &Shared<'a>, id: ListId) -> Cow<'a, str> {
    let (list, words) = (&shared.plan.lists[id.0 as usize], shared.words);
    let filled =
        |key, value: &'a str| Cow::Owned(fill(words.text(key), |_| Some(Cow::Borrowed(value))));
    match list.kind {
        ListKind::Year => filled("year_title", &list.key),
        ListKind::Validity => Validity::find(&list.key)
            .map_or(list.key.as_str(), |v| words.label(v))
            .into(),
        ListKind::Ended => filled("ended_title", &list.title),
        _ => list.title.as_str().into(),
    }
}

/// The view of one page of a list.
pub(super) fn list<'a, I: Listed<'a>>(
    shared: &Shared<'a>,
    id: ListId,
    page: Page,
    title: Cow<'a, str>,
) -> List<'a, I> {
    let plan = shared.plan;
    let list = &plan.lists[id.0 as usize];
    let size = plan.config.page_size;
    let path = |p| plan.path(PageId::List(id, p));
    let category = category(plan, id).map(|c| &plan.categories[c]);
    let is_latest = page == Page::Newest;
    let (newer, older) = list.beside(page, size);
    let below = |c: &'a Category| c.children.iter().map(|c| counted_link(plan, *c));
    List {
        kind: list.kind.name(),
        key: &list.key,
        title,
        description: category.and_then(|c| c.description.as_deref()),
        children: category
            .filter(|_| list.kind == ListKind::Category)
            .map(|c| below(c).collect())
            .unwrap_or_default(),
        ended: plan
            .list(ListKind::Ended, &list.key)
            .filter(|_| list.kind == ListKind::Category && is_latest)
            .map(|ended| plan.path(PageId::List(ended, Page::Newest))),
        items: list.items(page, size).map(|e| I::of(shared, e)).collect(),
        empty_note: category.and_then(|c| c.empty_note.as_deref()),
        total: is_latest.then_some(list.items.len()),
        years: if is_latest {
            years(shared, id)
        } else {
            Vec::new()
        },
        states: if is_latest && list.kind != ListKind::Validity {
            states(shared, list)
        } else {
            Vec::new()
        },
        category: category.map(|c| c.path.as_str()),
        ledger: plan.ledger(list).filter(|_| is_latest),
        newer: newer.map(path),
        older: older.map(path),
        latest: path(Page::Newest),
        number: list.number(page, size),
        is_latest,
    }
}

/// The view of the page with links to the lists of all categories, issuing bodies, years and
/// validities, and to all pages (`kind: page`).
pub(super) fn map<'a>(shared: &Shared<'a>) -> Map<'a> {
    let pages = shared.plan.pages().iter();
    Map {
        columns: overview(shared, ListKind::Category),
        pages: pages.map(|&id| shared.titled(id)).collect(),
        issuers: links(shared, ListKind::Issuer),
        years: links(shared, ListKind::Year),
        validity: links(shared, ListKind::Validity),
    }
}

/// The view of the page with all lists of a kind.
pub(super) fn overview<'a>(shared: &Shared<'a>, kind: ListKind) -> Vec<Link<'a>> {
    if kind == ListKind::Category {
        let tops = shared.plan.categories.tops();
        tops.map(|c| tree(shared.plan, c)).collect()
    } else {
        links(shared, kind)
    }
}

/// The lists of a kind in their order, each with the number of its documents.
pub(super) fn links<'a>(shared: &Shared<'a>, kind: ListKind) -> Vec<Link<'a>> {
    let lists = shared.plan.lists_of(kind);
    lists.map(|(id, list)| counted(shared, id, list)).collect()
}

fn counted<'a>(shared: &Shared<'a>, id: ListId, list: &'a plan::List) -> Link<'a> {
    let validity = Validity::ALL
        .iter()
        .find(|v| list.kind == ListKind::Validity && v.code() == list.key);
    Link {
        name: validity
            .map_or(list.title.as_str(), |v| shared.words.label(*v))
            .into(),
        url: shared.plan.path(PageId::List(id, Page::Newest)),
        code: validity.map(|v| v.code()),
        count: Some(list.items.len()),
        ..Link::default()
    }
}

/// A category with its subcategories.
fn tree<'a>(plan: &'a Plan<'a>, category: &'a Category) -> Link<'a> {
    let below = category.children.iter().map(|c| &plan.categories[*c]);
    Link {
        count: count(plan, category),
        children: below.map(|c| tree(plan, c)).collect(),
        ..link(category)
    }
}

/// A link to a category, with the number of documents in its list.
pub(super) fn counted_link<'a>(plan: &'a Plan<'a>, id: CategoryId) -> Link<'a> {
    let category = &plan.categories[id];
    Link {
        count: count(plan, category),
        ..link(category)
    }
}

/// The number of documents in the list of a category, its pages (`kind: page`) included. `None` if
/// the category has no list.
fn count(plan: &Plan<'_>, category: &Category) -> Option<usize> {
    let list = plan.list(ListKind::Category, &category.path)?;
    Some(plan.lists[list.0 as usize].items.len())
}

/// The years of a list, the newest first, each with the number of its documents and a link to the
/// page on which the year begins. Pages (`kind: page`) do not count.
fn years<'a>(shared: &Shared<'a>, id: ListId) -> Vec<Link<'a>> {
    let plan = shared.plan;
    let list = &plan.lists[id.0 as usize];
    let size = plan.config.page_size;
    let mut years: Vec<Link<'a>> = Vec::new();
    for page in list.pages(size) {
        for document in list.items(page, size) {
            let entry = shared.entry(document);
            let Some((day, _)) = entry.date_published.filter(|_| entry.kind != Kind::Page) else {
                continue;
            };
            let name = day.year().to_string();
            match years.last_mut().filter(|year| year.name == name) {
                Some(year) => year.count = year.count.map(|n| n + 1),
                None => years.push(Link {
                    url: format!("{}#y{name}", plan.path(PageId::List(id, page))),
                    name: name.into(),
                    count: Some(1),
                    ..Link::default()
                }),
            }
        }
    }
    shares(&mut years);
    years
}

/// The number of documents of each validity in a list; empty if all have the same validity. Pages
/// (`kind: page`) do not count.
fn states<'a>(shared: &Shared<'a>, list: &plan::List) -> Vec<Link<'a>> {
    let counted = |validity: &Validity| {
        let has_it = |&&id: &&DocumentId| {
            shared.entry(id).kind != Kind::Page
                && shared.plan.related.status(id).validity == *validity
        };
        Link {
            name: shared.words.label(*validity).into(),
            code: Some(validity.code()),
            count: Some(list.items.iter().filter(has_it).count()),
            ..Link::default()
        }
    };
    let all = Validity::ALL.iter().map(counted);
    let states: Vec<Link<'_>> = all.filter(|state| state.count != Some(0)).collect();
    if states.len() > 1 { states } else { Vec::new() }
}

/// Sets each link's share: a percentage of the largest count, at least 1.
pub(super) fn shares(links: &mut [Link<'_>]) {
    let most = links.iter().filter_map(|link| link.count).max();
    for link in links {
        let share = link.count.zip(most).filter(|(_, most)| *most > 0);
        link.share = share.map(|(count, most)| (count * 100 / most).max(1));
    }
}
