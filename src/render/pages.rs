//! Takes the plan and a page that is not a document; gives its values for the template. This file
//! must not know where the page goes.
//!
//! One function makes both the values of the page and those of its cache key. Its type parameter
//! [`Listed`] decides how documents are referred to.

use super::archive::{self, Archive};
use super::frame::{CSP, NOT_FOUND, Sheet};
use super::home;
use super::lists;
use super::meta::Place;
use super::shared::{Listed, Shared, link};
use super::view::{Crumb, Home, List, Lists, Map, Page, Search, Sizes, Titled, Withdrawn};
use crate::diff::Past;
use crate::plan::{CategoryId, ListId, ListKind, PageId};
use crate::relate::{DocumentId, Shown};
use serde::Serialize;
use std::borrow::Cow;

/// The content of a page that is not a document.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Content<'a, I> {
    Home(Home<'a, I>),
    Search(Search<'a>),
    Nothing(()),
    List(List<'a, I>),
    Lists(Lists<'a>),
    Map(Map<'a>),
    Archive(Archive<'a>),
    Withdrawn(Withdrawn<'a>),
    Target(Titled<'a>),
}

/// The values of a page, ready for its template.
pub(super) fn sheet<'a, I: Listed<'a>>(
    shared: &Shared<'a>,
    archives: &'a [Past],
    page: PageId,
    sizes: Option<Sizes>,
) -> Sheet<'a, Content<'a, I>> {
    let place = place(shared, page);
    let (template, name, content) = match page {
        PageId::Home => (
            "home.html",
            "home",
            Content::Home(home::home(shared, sizes)),
        ),
        PageId::Search => (
            "search.html",
            "search",
            Content::Search(home::search(shared)),
        ),
        PageId::NotFound => ("404.html", "nothing", Content::Nothing(())),
        PageId::List(id, number) => {
            let list = lists::list(shared, id, number, place.title.clone());
            ("list.html", "list", Content::List(list))
        }
        PageId::Overview(kind) => {
            let lists = Lists {
                kind: kind.name(),
                title: overview_title(shared, kind),
                entries: lists::overview(shared, kind),
            };
            ("lists.html", "lists", Content::Lists(lists))
        }
        PageId::Map => ("sitemap.html", "map", Content::Map(lists::map(shared))),
        PageId::Archive => {
            let archive = archive::view(shared, archives, archives_title(shared));
            ("archive.html", "archive", Content::Archive(archive))
        }
        PageId::Withdrawn(id) => (
            "withdrawn.html",
            "doc",
            Content::Withdrawn(withdrawn(shared, id)),
        ),
        PageId::Alias(i) => {
            let target = alias(shared, i);
            ("redirect.html", "target", Content::Target(target))
        }
    };
    let (feed, data) = beside(shared, page);
    Sheet {
        template,
        csp: policy(shared, page),
        page: Page {
            feed,
            data,
            ..shared.words.head(place)
        },
        name,
        content,
    }
}

/// The addresses of the feed and of the linked data for the documents on a page; `None` if there is
/// no such file.
fn beside(shared: &Shared<'_>, page: PageId) -> (Option<String>, Option<String>) {
    let plan = shared.plan;
    match page {
        PageId::Home => {
            let catalogue = plan.config.base_url.as_ref();
            (None, catalogue.map(|_| "catalogue.jsonld".to_owned()))
        }
        PageId::List(id, _) => {
            let list = &plan.lists[id.0 as usize];
            (plan.feed(list), plan.linked_data(list))
        }
        _ => (None, None),
    }
}

/// The content security policy of a page.
fn policy(shared: &Shared<'_>, page: PageId) -> Cow<'static, str> {
    match page {
        // `blob:` is for the search engine's worker, which is made from source text. The service
        // worker is a file of the site, so it needs `'self'`. `connect-src` lets the page read an
        // index file as bytes.
        PageId::Search if shared.words.config.is_kept_offline() => {
            format!("{CSP}; connect-src 'self'; worker-src 'self' blob:").into()
        }
        PageId::Search => format!("{CSP}; connect-src 'self'; worker-src blob:").into(),
        PageId::NotFound if shared.words.config.base_url.is_some() => {
            CSP.replace("base-uri 'none'", "base-uri 'self'").into()
        }
        _ => CSP.into(),
    }
}

/// The facts from which the head of a page is made.
fn place<'a>(shared: &Shared<'a>, page: PageId) -> Place<'a> {
    let (plan, words) = (shared.plan, shared.words);
    let (kind, title): (_, Cow<'a, str>) = match page {
        PageId::Home => ("home", words.config.title.as_str().into()),
        PageId::Search => ("search", words.text("search_title").into()),
        PageId::NotFound => (NOT_FOUND, words.text("not_found_title").into()),
        PageId::List(id, _) => ("list", lists::title(shared, id)),
        PageId::Overview(kind) => ("lists", overview_title(shared, kind).into()),
        PageId::Map => ("sitemap", words.text("sitemap_title").into()),
        PageId::Archive => ("archive", archives_title(shared).into()),
        PageId::Withdrawn(_) => ("withdrawn", words.text("withdrawn_title").into()),
        PageId::Alias(i) => ("redirect", alias(shared, i).title.into()),
    };
    let url: Cow<'a, str> = plan.path(page).into();
    let category = category(shared, page);
    let chain = category.map(|c| plan.categories.chain(c));
    let top = chain.as_ref().and_then(|chain| chain.first());
    Place {
        trail: trail(shared, page),
        column: category.map(|c| shared.column(c)),
        section: top.map(|top| link(top).url),
        canonical: match page {
            PageId::NotFound => None,
            PageId::Alias(i) => Some(alias(shared, i).url.into()),
            _ => Some(url.clone()),
        },
        article: None,
        kind,
        title,
        url,
    }
}

fn category(shared: &Shared<'_>, page: PageId) -> Option<CategoryId> {
    match page {
        PageId::Withdrawn(id) => shared.plan.category(id),
        PageId::List(id, _) => lists::category(shared.plan, id),
        _ => None,
    }
}

/// The pages between the home page and this one.
fn trail<'a>(shared: &Shared<'a>, page: PageId) -> Vec<Crumb<'a>> {
    let plan = shared.plan;
    let kind = |id: ListId| plan.lists[id.0 as usize].kind;
    let mut trail = Vec::new();
    if let PageId::List(id, _) = page
        && !matches!(kind(id), ListKind::Category | ListKind::Ended)
    {
        trail.push(Crumb {
            title: overview_title(shared, kind(id)).into(),
            url: Some(plan.path(PageId::Overview(kind(id)))),
        });
    }
    if let Some(category) = category(shared, page) {
        let mut chain = plan.categories.chain(category);
        // A category's own list has no link to itself.
        if matches!(page, PageId::List(id, _) if kind(id) == ListKind::Category) {
            chain.pop();
        }
        trail.extend(chain.into_iter().map(|c| Crumb {
            title: c.name.as_str().into(),
            url: Some(link(c).url),
        }));
    }
    trail
}

/// The title of the page that names all lists of a kind.
pub(super) fn overview_title<'a>(shared: &Shared<'a>, kind: ListKind) -> &'a str {
    shared.words.text(&format!("overview_{}", kind.name()))
}

fn archives_title<'a>(shared: &Shared<'a>) -> &'a str {
    shared.words.text("archives_title")
}

/// The notice in place of a document that was taken down.
fn withdrawn<'a>(shared: &Shared<'a>, id: DocumentId) -> Withdrawn<'a> {
    let entry = shared.entry(id);
    let withdrawn = entry.withdrawn.as_ref();
    Withdrawn {
        title: None,
        index_number: entry.index_number.as_deref(),
        date: withdrawn.map(|w| w.date.to_string()).unwrap_or_default(),
        reason: withdrawn.map_or("", |w| w.reason.as_str()),
    }
}

/// The document to which an old path leads. The title of a document that was taken down is not
/// shown.
fn alias<'a>(shared: &Shared<'a>, i: u32) -> Titled<'a> {
    let id = shared.plan.aliases[i as usize].1;
    let target = shared.titled(id);
    if shared.plan.related.shown(id) == Shown::Withdrawn {
        return Titled {
            title: shared.words.text("withdrawn_title"),
            ..target
        };
    }
    target
}
