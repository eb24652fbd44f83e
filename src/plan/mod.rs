//! Takes the related catalogue; gives every address and every list of the site, before anything is
//! rendered.
//!
//! No later room adds or moves a page. Collisions of addresses are found here, and each is reported
//! with the places of both owners, if these have a place in the sources. This room must not know
//! templates, HTML or the disk.

mod addresses;
mod category;
mod collisions;
mod list;
mod listing;
mod nearest;
mod neighbours;
mod similar;

pub use addresses::file_address;
pub use category::{Categories, Category, CategoryId};
pub use list::{List, ListId, ListKind, Page};
pub use nearest::{Named, named, nearest};

use crate::cache::{self, Key};
use crate::catalogue::{Entry, Kind};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::relate::{DocumentId, Related, Shown};
use crate::source::Sources;
use jiff::civil::Date;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::HashMap;

/// A page that is not a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageId {
    /// `index.html`
    Home,
    /// `search.html`
    Search,
    /// `404.html`
    NotFound,
    /// The notice in place of a withdrawn document.
    Withdrawn(DocumentId),
    /// One page of a list.
    List(ListId, Page),
    /// `sitemap.html`: links to everything on the site.
    Map,
    /// `archive.html`: the archived years. `other_pages` leaves it out, because the plan does not
    /// know the packages.
    Archive,
    /// All issuers, years, validity states or categories.
    Overview(ListKind),
    /// An old path that leads to a document. The number is an index of `Plan::aliases`.
    Alias(u32),
}

/// A day and, if it is known, a time of that day: hour and minute.
pub type Moment = (Date, Option<(i8, i8)>);

/// Every address and list of the site.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The documents and their relations on the day of the build.
    pub related: &'a Related<'a>,
    /// The configuration of the site.
    pub config: &'a Config,
    /// Published documents: first the pages (`kind: page`) by address, then all others by date of
    /// publication, oldest first. Within a day, index numbers descend, so that lists, which are
    /// read backwards, show them ascending.
    pub order: Vec<DocumentId>,
    /// The number of pages (`kind: page`) at the beginning of `order`.
    pub page_count: usize,
    /// Documents that were withdrawn.
    pub withdrawn: Vec<DocumentId>,
    /// The tree of categories.
    pub categories: Categories,
    /// All lists.
    pub lists: Vec<List>,
    /// Old paths, each with the document to which it leads.
    pub aliases: Vec<(String, DocumentId)>,
    // this field and the next three have one element for each `DocumentId::index`
    addresses: Vec<String>,
    category_of: Vec<Option<CategoryId>>,
    neighbours: Vec<(Option<DocumentId>, Option<DocumentId>)>,
    similar: similar::Lists<DocumentId>,
    list_by_key: HashMap<(ListKind, String), ListId>,
}

/// Decides every address and every list.
pub fn plan<'a>(
    related: &'a Related<'a>,
    config: &'a Config,
    sources: &Sources,
) -> (Plan<'a>, Vec<Diagnostic>) {
    let visible: Vec<DocumentId> = related.documents().collect();
    let (addresses, mut findings) = addresses::of_documents(related, &visible, sources);
    let (mut order, withdrawn): (Vec<DocumentId>, Vec<DocumentId>) = visible
        .into_iter()
        .partition(|id| related.shown(*id) == Shown::Published);
    sort(&mut order, related, &addresses);
    let page_count = order.partition_point(|id| related.entry(*id).kind == Kind::Page);
    let mut categories = Categories::declared(&config.columns);
    let mut category_of = vec![None; related.id_limit()];
    for &id in order.iter().chain(&withdrawn) {
        category_of[id.index()] = categories.place(&related.entry(id).category);
    }
    categories.close();
    let aliases = addresses::of_aliases(related, order.iter().chain(&withdrawn));
    let plan = Plan {
        related,
        config,
        order,
        page_count,
        withdrawn,
        categories,
        lists: Vec::new(),
        aliases,
        addresses,
        category_of,
        neighbours: Vec::new(),
        similar: similar::Lists::default(),
        list_by_key: HashMap::new(),
    };
    let lay_out = || {
        let lists = plan.make_lists();
        let found = plan.collisions(&lists, sources);
        (lists, plan.make_neighbours(), found)
    };
    let (similar, (lists, neighbours, found)) =
        rayon::join(|| plan.find_similar(sources.cache()), lay_out);
    findings.extend(found);
    let list_by_key = (0..)
        .map(ListId)
        .zip(&lists)
        .map(|(id, list)| ((list.kind, list.key.clone()), id))
        .collect();
    let plan = Plan {
        lists,
        neighbours,
        similar,
        list_by_key,
        ..plan
    };
    (plan, findings)
}

/// Sorts published documents into the order of [`Plan::order`].
fn sort(order: &mut [DocumentId], related: &Related<'_>, addresses: &[String]) {
    order.par_sort_by(|a, b| {
        let (x, y) = (related.entry(*a), related.entry(*b));
        let day = |entry: &Entry| entry.date_published.map(|(day, _)| day);
        match (x.kind == Kind::Page, y.kind == Kind::Page) {
            (true, true) => addresses[a.index()].cmp(&addresses[b.index()]),
            (false, false) => {
                let by_day = day(x).cmp(&day(y));
                by_day.then_with(|| y.index_number.cmp(&x.index_number))
            }
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    });
}

impl<'a> Plan<'a> {
    /// A key of everything that decides the plan: all paths and front matter, the configuration,
    /// the day, the choice of drafts and scheduled documents, and the archive package for which the
    /// site is made.
    pub fn key(&self) -> Key {
        let config = self.config;
        let run = (config.as_of, config.drafts, config.scheduled);
        cache::key(&[
            b"plan",
            self.related.digest(),
            &config.digest,
            format!("{run:?} {:?}", config.archive_of).as_bytes(),
        ])
    }

    /// A document's front matter.
    pub fn entry(&self, id: DocumentId) -> &'a Entry {
        self.related.entry(id)
    }

    /// A document's address from the site's root.
    pub fn address(&self, id: DocumentId) -> &str {
        &self.addresses[id.index()]
    }

    /// The address of a document's plain text, beside its page. Only a published document (`kind:
    /// document`) in a normative category has one.
    pub fn text_address(&self, id: DocumentId) -> Option<String> {
        let is_document = self.related.entry(id).kind == Kind::Document
            && self.related.shown(id) == Shown::Published;
        let category = self.category(id).filter(|_| is_document)?;
        self.categories.is_normative(category).then(|| {
            format!(
                "{}.txt",
                self.address(id).strip_suffix(".html").unwrap_or_default()
            )
        })
    }

    /// The address of a document's e-book, beside its page. It is `None` for a withdrawn document
    /// and for a page (`kind: page`). For others, the category or else the site decides whether
    /// there is one.
    pub fn book_address(&self, id: DocumentId) -> Option<String> {
        let is_document =
            self.related.entry(id).kind != Kind::Page && self.related.shown(id) == Shown::Published;
        let column = self.category(id).and_then(|c| self.categories.has_books(c));
        (is_document && column.unwrap_or(self.config.epub)).then(|| {
            format!(
                "{}.epub",
                self.address(id).strip_suffix(".html").unwrap_or_default()
            )
        })
    }

    /// The address of the feed of a list, beside its newest page. Only categories and issuing
    /// bodies with documents have one, if the site has a `base_url`. Pages (`kind: page`) do not
    /// count as documents.
    pub fn feed(&self, list: &List) -> Option<String> {
        let is_document = |id: &DocumentId| self.entry(*id).kind != Kind::Page;
        let has_feed = matches!(list.kind, ListKind::Category | ListKind::Issuer)
            && self.config.base_url.is_some()
            && list.items.iter().any(is_document);
        has_feed.then(|| format!("{}/feed.xml", list.folder))
    }

    /// The address of the ledger of a category, beside its newest page. Only categories with
    /// documents have one. Pages (`kind: page`) do not count as documents.
    pub fn ledger(&self, list: &List) -> Option<String> {
        let is_document = |id: &DocumentId| self.entry(*id).kind != Kind::Page;
        let has_one = list.kind == ListKind::Category && list.items.iter().any(is_document);
        has_one.then(|| format!("{}/catalogue.csv", list.folder))
    }

    /// The address of the linked data about the documents of a year, beside the list of the year,
    /// if the site has a `base_url`.
    pub fn linked_data(&self, list: &List) -> Option<String> {
        let has_data = list.kind == ListKind::Year && self.config.base_url.is_some();
        has_data.then(|| format!("{}/documents.jsonld", list.folder))
    }

    /// The last known change of a document: the latest of its publication, the first day of its
    /// current validity, and the publication of each published document that acts on it.
    pub fn changed(&self, id: DocumentId) -> Option<Moment> {
        let related = self.related;
        let status = related.status(id).since.map(|day| (day, None));
        let status = status.filter(|(day, _)| *day <= self.config.as_of);
        let acting = related.acted_on(id).iter().map(|(_, other)| *other);
        let acting = acting.filter(|other| related.shown(*other) == Shown::Published);
        let own = self.entry(id).date_published;
        let acting = acting.filter_map(|other| self.entry(other).date_published);
        own.into_iter().chain(status).chain(acting).max()
    }

    /// A document's category.
    pub fn category(&self, id: DocumentId) -> Option<CategoryId> {
        self.category_of[id.index()]
    }

    /// The next older and the next newer document of the same category.
    pub fn neighbours(&self, id: DocumentId) -> (Option<DocumentId>, Option<DocumentId>) {
        self.neighbours[id.index()]
    }

    /// Older documents on the same matter, best match first. Documents with a stated relation to
    /// this one are left out.
    pub fn similar(&self, id: DocumentId) -> &[DocumentId] {
        self.similar.get(id.index())
    }

    /// Published documents and annual reports, oldest first.
    pub fn documents(&self) -> &[DocumentId] {
        &self.order[self.page_count..]
    }

    /// The pages (`kind: page`), by address.
    pub fn pages(&self) -> &[DocumentId] {
        &self.order[..self.page_count]
    }

    /// The list that has the given key: a category's path, an issuer, a year or a validity code.
    pub fn list(&self, kind: ListKind, key: &str) -> Option<ListId> {
        self.list_by_key.get(&(kind, key.to_owned())).copied()
    }

    /// The lists of one kind, in their order.
    pub fn lists_of(&self, kind: ListKind) -> impl Iterator<Item = (ListId, &List)> {
        self.lists
            .iter()
            .enumerate()
            .filter(move |(_, l)| l.kind == kind)
            .map(|(i, l)| (ListId(i as u32), l))
    }

    /// Every page except `Archive` and the pages of documents, in a fixed order. A document's page
    /// is rendered when its text is read.
    pub fn other_pages(&self) -> Vec<PageId> {
        let mut pages = vec![PageId::Home, PageId::Search, PageId::NotFound, PageId::Map];
        pages.extend(ListKind::ALL.iter().map(|k| PageId::Overview(*k)));
        for (i, list) in self.lists.iter().enumerate() {
            pages.extend(
                list.pages(self.config.page_size)
                    .map(|p| PageId::List(ListId(i as u32), p)),
            );
        }
        pages.extend(self.withdrawn.iter().map(|id| PageId::Withdrawn(*id)));
        pages.extend((0..self.aliases.len()).map(|i| PageId::Alias(i as u32)));
        pages
    }

    /// The path of a page.
    pub fn path(&self, page: PageId) -> String {
        match page {
            PageId::Home => "index.html".to_owned(),
            PageId::Search => "search.html".to_owned(),
            PageId::NotFound => "404.html".to_owned(),
            PageId::Map => "sitemap.html".to_owned(),
            PageId::Archive => "archive.html".to_owned(),
            PageId::Withdrawn(id) => self.address(id).to_owned(),
            PageId::List(id, page) => self.lists[id.0 as usize].path(page),
            PageId::Overview(kind) => format!("{}/index.html", kind.folder()),
            PageId::Alias(i) => self.aliases[i as usize].0.clone(),
        }
    }
}
