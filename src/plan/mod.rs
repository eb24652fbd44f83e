//! Takes the related catalogue; gives every address and every list of the site, before a byte of it is rendered.
//!
//! Closed here: no later room adds a page or moves one. Collisions are found here, with both files named.
//! It must not know templates, HTML or the disk.

mod category;
mod list;
mod similar;

pub use category::{Categories, Category, CategoryId};
pub use list::{List, ListId, ListKind, Page};

use crate::cache::Cache;
use crate::catalogue::{Entry, Field, Kind, Validity, address};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Place, Words, words};
use crate::relate::{DocumentId, Related, Shown, Target};
use crate::source::Sources;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A page that is no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageId {
    /// `index.html`
    Home,
    /// `search.html`
    Search,
    /// `404.html`
    NotFound,
    /// The notice in place of a document that was taken down.
    Withdrawn(DocumentId),
    /// One page of a list.
    List(ListId, Page),
    /// `archive.html`: the archived years. Only where there are packages; whoever knows of them asks for it.
    Archive,
    /// All issuing bodies, years, validity states or categories.
    Overview(ListKind),
    /// An old path that leads to a document: its place among the aliases.
    Alias(u32),
}

/// Every address and list of the site.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The documents on their day.
    pub related: &'a Related<'a>,
    /// What the site is.
    pub config: &'a Config,
    /// Published documents: first the pages by address, then all others by date of publication, oldest first, and within a day
    /// by index number, highest first, so that reading backwards gives newest first and index numbers in order.
    pub order: Vec<DocumentId>,
    /// How many pages (`kind: page`) stand at the beginning of `order`.
    pub page_count: usize,
    /// Documents that were taken down.
    pub withdrawn: Vec<DocumentId>,
    /// The tree of categories.
    pub categories: Categories,
    /// All lists.
    pub lists: Vec<List>,
    /// Old paths and the documents they lead to.
    pub aliases: Vec<(String, DocumentId)>,
    addresses: Vec<String>,
    category_of: Vec<Option<CategoryId>>,
    neighbours: Vec<(Option<DocumentId>, Option<DocumentId>)>,
    similar: similar::Lists<DocumentId>,
    list_by_key: HashMap<(ListKind, String), ListId>,
}

/// Paths that are always there.
const FIXED: [&str; 11] = [
    "index.html",
    "archive.html",
    "search.html",
    "404.html",
    "feed.xml",
    "sitemap.xml",
    "robots.txt",
    "catalogue.json",
    "catalogue.csv",
    "catalogue.xlsx",
    ".mulu-manifest",
];

/// Folders whose files are known only when they are made.
const RESERVED: [&str; 2] = ["search/", "static/"];

/// Folders of the site in which no document's files may lie.
const FOLDERS: [&str; 7] = [
    "search",
    "static",
    "doc",
    "category",
    "issuing-body",
    "year",
    "validity",
];

/// Folder, in a category's, of the list of what is no longer in force.
const ENDED_FOLDER: &str = "no-longer-in-force";

/// Decides everything.
pub fn plan<'a>(
    related: &'a Related<'a>,
    config: &'a Config,
    sources: &Sources,
) -> (Plan<'a>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let visible: Vec<DocumentId> = related.documents().collect();
    let address_of = |&id: &DocumentId| {
        let entry = related.entry(id);
        match &entry.index_number {
            Some(number) => (
                format!("{}.html", address::document(number).unwrap_or_default()),
                None,
            ),
            None => {
                let (address, is_spelled_out) = page_address(
                    entry.details().slug.as_deref(),
                    sources.file(entry.file).stem(),
                );
                (address, is_spelled_out.then_some(id))
            }
        }
    };
    let (made, spelled_out): (Vec<String>, Vec<Option<DocumentId>>) =
        visible.par_iter().map(address_of).unzip();
    let mut addresses = vec![String::new(); related.id_limit()];
    for (id, address) in visible.iter().zip(made) {
        addresses[id.index()] = address;
    }
    for id in spelled_out.into_iter().flatten() {
        let (file, address) = (sources.file(related.entry(id).file), &addresses[id.index()]);
        findings.push(
            Diagnostic::new(Code::NonAsciiPagePath)
                .in_file(&file.shown())
                .with("url", address),
        );
    }
    let (mut order, withdrawn): (Vec<DocumentId>, Vec<DocumentId>) = visible
        .into_iter()
        .partition(|id| related.shown(*id) == Shown::Published);
    order.par_sort_by(|a, b| {
        let key = |id: DocumentId| {
            let e = related.entry(id);
            (
                e.kind != Kind::Page,
                e.date_published
                    .filter(|_| e.kind != Kind::Page)
                    .map(|(d, _)| d),
            )
        };
        let (x, y) = (related.entry(*a), related.entry(*b));
        let last = if x.kind == Kind::Page {
            addresses[a.index()].cmp(&addresses[b.index()])
        } else {
            y.index_number.cmp(&x.index_number)
        };
        key(*a).cmp(&key(*b)).then(last)
    });
    let page_count = order
        .iter()
        .take_while(|id| related.entry(**id).kind == Kind::Page)
        .count();

    let mut categories = Categories::declared(&config.columns);
    let mut category_of = vec![None; related.id_limit()];
    for &id in order.iter().chain(&withdrawn) {
        category_of[id.index()] = categories.place(&related.entry(id).category);
    }
    categories.close();

    let plan = Plan {
        related,
        config,
        order,
        page_count,
        withdrawn,
        categories,
        lists: Vec::new(),
        aliases: Vec::new(),
        addresses,
        category_of,
        neighbours: Vec::new(),
        similar: similar::Lists::default(),
        list_by_key: HashMap::new(),
    };
    let lay_out = || {
        let (lists, aliases) = (plan.make_lists(), plan.make_aliases());
        let found = plan.collisions(&lists, &aliases, sources);
        (lists, aliases, plan.make_neighbours(), found)
    };
    let (similar, (lists, aliases, neighbours, found)) =
        rayon::join(|| plan.find_similar(sources.cache()), lay_out);
    findings.extend(found);
    let list_by_key = lists
        .iter()
        .enumerate()
        .map(|(i, l)| ((l.kind, l.key.clone()), ListId(i as u32)))
        .collect();
    (
        Plan {
            lists,
            aliases,
            neighbours,
            similar,
            list_by_key,
            ..plan
        },
        findings,
    )
}

fn hash(path: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

/// What to do about two things at one address; `kind` is that of two lists.
fn remedy(kind: Option<ListKind>) -> Words {
    match kind {
        Some(ListKind::Issuer) => words(
            "两个发文机关的名称只差符号、空格或大小写，网址无法区分；是同一机关的，写法改为一致，不是的，改用全称。",
            "the names of two issuing bodies differ in signs, blanks or letter case only; if they are one body, write it alike, else write the full names.",
        ),
        Some(_) => words(
            "两个栏目的路径只差符号、空格或大小写，网址无法区分；在 mulu.yaml 中更改其中一个的 path，没有在其中声明的，更改文件夹名或 category（组配分类）。",
            "the paths of two columns differ in signs, blanks or letter case only; change the `path` of one in mulu.yaml or, where it is not declared there, the folder or `category`.",
        ),
        None => words(
            "文档改索引号、slug 或 aliases；网站自身的页面（如 search.html）不可占用。",
            "the index number, slug or alias of a document; the site's own pages, such as search.html, are taken.",
        ),
    }
}

/// Where a file that goes with a document is published: in a folder named like the document's page. `document` and `file` are
/// paths in `content/`.
pub fn file_address(page: &str, document: &str, file: &str) -> String {
    let folder = document.rsplit_once('/').map_or("", |(f, _)| f);
    let inside = if folder.is_empty() {
        file
    } else {
        file.strip_prefix(folder)
            .and_then(|p| p.strip_prefix('/'))
            .unwrap_or(file)
    };
    format!(
        "{}/{}",
        page.strip_suffix(".html").unwrap_or_default(),
        address::file(inside)
    )
}

/// A page's address: its slug beside its folder's place, or its path in `content/`; and whether that had to be spelled in other letters.
fn page_address(slug: Option<&str>, stem: &str) -> (String, bool) {
    if let Some(slug) = slug {
        return (format!("{slug}.html"), false);
    }
    let plain = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let parts: Vec<String> = stem
        .split('/')
        .map(|part| {
            if plain(part) {
                part.to_ascii_lowercase()
            } else {
                address::name(part)
            }
        })
        .collect();
    (
        format!("{}.html", parts.join("/")),
        !stem.split('/').all(plain),
    )
}

impl<'a> Plan<'a> {
    /// A document's front matter.
    pub fn entry(&self, id: DocumentId) -> &'a Entry {
        self.related.entry(id)
    }

    /// A document's address from the site's root.
    pub fn address(&self, id: DocumentId) -> &str {
        &self.addresses[id.index()]
    }

    /// Where the text of a document lies, of those whose text is offered: beside its page.
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

    /// A document's category.
    pub fn category(&self, id: DocumentId) -> Option<CategoryId> {
        self.category_of[id.index()]
    }

    /// The next older and the next newer document of the same category.
    pub fn neighbours(&self, id: DocumentId) -> (Option<DocumentId>, Option<DocumentId>) {
        self.neighbours[id.index()]
    }

    /// Older documents on the same matter, best first; none that a stated relation names.
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

    /// A list by what it lists: a category's path, an issuing body, a year, a validity code.
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

    /// Everything that has a path, in a fixed order, documents left aside (they come with their text).
    pub fn other_pages(&self) -> Vec<PageId> {
        let mut pages = vec![PageId::Home, PageId::Search, PageId::NotFound];
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
            PageId::Archive => "archive.html".to_owned(),
            PageId::Withdrawn(id) => self.address(id).to_owned(),
            PageId::List(id, page) => self.lists[id.0 as usize].path(page),
            PageId::Overview(kind) => format!("{}/index.html", kind.folder()),
            PageId::Alias(i) => self.aliases[i as usize].0.clone(),
        }
    }

    fn make_lists(&self) -> Vec<List> {
        let related = self.related;
        let mut keyed: BTreeMap<(ListKind, Cow<'_, str>), Vec<DocumentId>> = BTreeMap::new();
        for (i, &id) in self.order.iter().enumerate() {
            let entry = related.entry(id);
            let mut category = self.category_of[id.index()];
            let ended = i >= self.page_count && self.related.status(id).validity.is_end();
            while let Some(c) = category {
                let c = &self.categories[c];
                keyed
                    .entry((ListKind::Category, c.path.as_str().into()))
                    .or_default()
                    .push(id);
                if ended {
                    keyed
                        .entry((ListKind::Ended, c.path.as_str().into()))
                        .or_default()
                        .push(id);
                }
                category = c.parent;
            }
            if i < self.page_count {
                continue;
            }
            let mut bodies: Vec<&str> = std::iter::once(&*entry.issuer)
                .chain(entry.list(Field::JointIssuers).iter().map(String::as_str))
                .collect();
            bodies.sort_unstable();
            bodies.dedup();
            for body in bodies {
                keyed
                    .entry((ListKind::Issuer, body.into()))
                    .or_default()
                    .push(id);
            }
            if let Some((day, _)) = entry.date_published {
                keyed
                    .entry((ListKind::Year, format!("{:04}", day.year()).into()))
                    .or_default()
                    .push(id);
            }
            keyed
                .entry((
                    ListKind::Validity,
                    self.related.status(id).validity.code().into(),
                ))
                .or_default()
                .push(id);
        }
        // categories in the order of the tree, declared ones even when empty; bodies by number of documents; years newest first
        let mut lists = Vec::new();
        for category in self.categories.iter() {
            let path = Cow::Borrowed(category.path.as_str());
            let items = keyed
                .remove(&(ListKind::Category, path.clone()))
                .unwrap_or_default();
            let list = |kind, folder, items| List {
                kind,
                key: category.path.clone(),
                title: category.name.clone(),
                folder,
                items,
            };
            lists.push(list(ListKind::Category, category.folder.clone(), items));
            if let Some(items) = keyed.remove(&(ListKind::Ended, path)) {
                lists.push(list(
                    ListKind::Ended,
                    format!("{}/{ENDED_FOLDER}", category.folder),
                    items,
                ));
            }
        }
        let mut rest: Vec<((ListKind, String), Vec<DocumentId>)> = keyed
            .into_iter()
            .map(|((kind, key), items)| ((kind, key.into_owned()), items))
            .collect();
        rest.sort_by(|((kind_a, key_a), a), ((kind_b, key_b), b)| {
            kind_a.cmp(kind_b).then_with(|| match kind_a {
                ListKind::Issuer => b.len().cmp(&a.len()).then_with(|| key_a.cmp(key_b)),
                ListKind::Year => key_b.cmp(key_a),
                ListKind::Validity => Validity::find(key_a).cmp(&Validity::find(key_b)),
                ListKind::Category | ListKind::Ended => key_a.cmp(key_b),
            })
        });
        for ((kind, key), items) in rest {
            let folder = format!(
                "{}/{}",
                kind.folder(),
                if kind == ListKind::Validity {
                    key.replace('_', "-")
                } else {
                    address::name(&key)
                }
            );
            lists.push(List {
                kind,
                title: key.clone(),
                folder,
                key,
                items,
            });
        }
        lists
    }

    fn make_neighbours(&self) -> Vec<(Option<DocumentId>, Option<DocumentId>)> {
        let mut neighbours = vec![(None, None); self.addresses.len()];
        let mut last: HashMap<CategoryId, DocumentId> = HashMap::new();
        for i in self.page_count..self.order.len() {
            let id = self.order[i];
            let Some(category) = self.category_of[id.index()] else {
                continue;
            };
            if let Some(older) = last.insert(category, id) {
                neighbours[id.index()].0 = Some(older);
                neighbours[older.index()].1 = Some(id);
            }
        }
        neighbours
    }

    fn find_similar(&self, cache: &Cache) -> similar::Lists<DocumentId> {
        let related = self.related;
        let mut ids: Vec<DocumentId> = self.documents().to_vec();
        // a document published on the same day under a higher number is the newer one
        ids.sort_by_key(|&id| {
            (
                related.entry(id).date_published.map(|(day, _)| day),
                related.entry(id).index_number.as_deref(),
            )
        });
        let subjects: Vec<similar::Subject<'_>> = ids
            .iter()
            .map(|&id| {
                let entry = related.entry(id);
                similar::Subject {
                    title: &entry.title,
                    keywords: entry.list(Field::Keywords),
                    topic: entry.text(Field::Topic),
                    category: self.category(id).map(|c| c.0),
                    issuer: &entry.issuer,
                }
            })
            .collect();
        let is_linked = |a: usize, b: usize| {
            related
                .acts(ids[a])
                .iter()
                .any(|e| e.target == Target::Entry(ids[b]))
                || related
                    .acted_on(ids[a])
                    .iter()
                    .any(|(_, other)| *other == ids[b])
        };
        let linked = |i: usize| {
            let target = |target: &Target| match target {
                Target::Entry(id) => Some(*id),
                Target::Elsewhere { .. } => None,
            };
            let acts = related
                .acts(ids[i])
                .iter()
                .filter_map(|e| target(&e.target));
            let linked: Vec<DocumentId> = acts
                .chain(related.acted_on(ids[i]).iter().map(|(_, other)| *other))
                .collect();
            (ids[i], linked)
        };
        let key = similar::key(&subjects, linked);
        let found: similar::Lists = cache.get(&key).unwrap_or_else(|| {
            let found = similar::similar(&subjects, is_linked);
            cache.put(&key, &found);
            found
        });
        let mut place_of: Vec<Option<usize>> = vec![None; related.id_limit()];
        for (place, id) in ids.iter().enumerate() {
            place_of[id.index()] = Some(place);
        }
        let mut all = similar::Lists::default();
        for place in place_of {
            let found = place.map_or(&[] as &[u32], |place| found.get(place));
            all.push(found.iter().map(|&i| ids[i as usize]));
        }
        all
    }

    fn make_aliases(&self) -> Vec<(String, DocumentId)> {
        let mut aliases = Vec::new();
        for &id in self.order.iter().chain(&self.withdrawn) {
            for alias in &self.related.entry(id).details().aliases {
                let is_page = [".html", ".htm", ".shtml"]
                    .iter()
                    .any(|e| alias.to_ascii_lowercase().ends_with(e));
                let path = if is_page {
                    alias.clone()
                } else {
                    format!("{}/index.html", alias.trim_end_matches('/'))
                };
                aliases.push((path, id));
            }
        }
        aliases.sort();
        aliases
    }

    /// What brought a list about: the column in `mulu.yaml`, else the first document that names what is listed.
    fn place_of_list(&self, list: &List, sources: &Sources) -> Option<Place> {
        if matches!(list.kind, ListKind::Category | ListKind::Ended)
            && let Some(category) = self
                .categories
                .find(&list.key)
                .filter(|c| self.categories[*c].declared)
        {
            return self.config.place_of_column(&self.categories[category].path);
        }
        let entry = self.related.entry(*list.items.first()?);
        let field = match list.kind {
            ListKind::Issuer if *entry.issuer == *list.key => Field::Issuer,
            ListKind::Issuer => Field::JointIssuers,
            _ => Field::Category,
        };
        sources.place(entry.file, entry.span(field))
    }

    /// Two things at one path, letter case aside: on Windows and macOS one would silently replace the other.
    fn collisions(
        &self,
        lists: &[List],
        aliases: &[(String, DocumentId)],
        sources: &Sources,
    ) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        enum Owner {
            Site,
            List(ListId),
            Entry(DocumentId),
            Alias(DocumentId),
        }
        let all = || {
            let site = FIXED.iter().map(|p| (*p).to_owned()).chain(
                ListKind::ALL
                    .iter()
                    .map(|k| self.path(PageId::Overview(*k))),
            );
            let pages = self
                .order
                .iter()
                .chain(&self.withdrawn)
                .map(|&id| (self.address(id).to_lowercase(), Owner::Entry(id)));
            let texts = self
                .order
                .iter()
                .filter_map(|&id| Some((self.text_address(id)?, Owner::Entry(id))));
            let aliases = aliases
                .iter()
                .map(|(p, id)| (p.to_lowercase(), Owner::Alias(*id)));
            let lists = lists.iter().enumerate().map(|(i, l)| (ListId(i as u32), l));
            let lists = lists.flat_map(|(id, l)| {
                l.pages(self.config.page_size)
                    .map(move |p| (l.path(p), Owner::List(id)))
            });
            site.map(|path| (path, Owner::Site))
                .chain(pages)
                .chain(texts)
                .chain(aliases)
                .chain(lists)
        };
        let is_chosen = |owner: &Owner| match owner {
            Owner::Site | Owner::List(_) => false,
            Owner::Entry(id) => self.related.entry(*id).index_number.is_none(),
            Owner::Alias(_) => true,
        };
        // what may be there above a path: a file, or the folder in which the files of a document are published
        let above = |path: &str| {
            path.match_indices('/')
                .map(|(i, _)| (path[..i].to_owned(), format!("{}.html", &path[..i])))
                .collect::<Vec<_>>()
        };
        // of most paths it is enough to know that there is no other with the same hash
        let mut hashes: Vec<u64> = all().map(|(path, _)| hash(&path)).collect();
        hashes.par_sort_unstable();
        let mut wanted: HashSet<u64> = hashes
            .windows(2)
            .filter(|two| two[0] == two[1])
            .map(|two| two[0])
            .collect();
        drop(hashes);
        for (path, _) in all().filter(|(_, owner)| is_chosen(owner)) {
            wanted.extend(
                above(&path)
                    .into_iter()
                    .flat_map(|(folder, file)| [hash(&folder), hash(&file)])
                    .chain([hash(&path)]),
            );
        }
        let mut paths: Vec<(String, Owner)> = all()
            .filter(|(path, _)| wanted.contains(&hash(path)))
            .collect();
        paths.sort();
        let place = |owner| match owner {
            Owner::Site => None,
            Owner::List(id) => self.place_of_list(&lists[id.0 as usize], sources),
            Owner::Entry(id) => {
                let entry = self.related.entry(id);
                let field = if entry.index_number.is_some() {
                    Field::IndexNumber
                } else if entry.details().slug.is_some() {
                    Field::Slug
                } else {
                    Field::Title
                };
                sources.place(entry.file, entry.span(field))
            }
            Owner::Alias(id) => {
                let entry = self.related.entry(id);
                sources.place(entry.file, entry.span(Field::Aliases))
            }
        };
        let collision = |path: &str, owner: Owner, other: Option<Owner>| {
            let kind = match (owner, other) {
                (Owner::List(id), Some(Owner::List(_))) => Some(lists[id.0 as usize].kind),
                _ => None,
            };
            let finding = Diagnostic::new(Code::AddressCollision)
                .with("url", path)
                .with_words("remedy", remedy(kind))
                .also(other.and_then(place));
            match place(owner) {
                Some(place) => finding.at(place),
                None => finding,
            }
        };
        let mut lists_named = std::collections::BTreeSet::new();
        for pair in paths.windows(2) {
            let [(path, first), (other, second)] = pair else {
                continue;
            };
            // two lists share their folder, and so all of their pages: said once
            if let (Owner::List(a), Owner::List(b)) = (first, second)
                && path == other
                && !lists_named.insert((a.min(b), a.max(b)))
            {
                continue;
            }
            // the same index number twice is reported as that
            let same_number = match (first, second) {
                (Owner::Entry(a), Owner::Entry(b)) => {
                    let number = |id: DocumentId| {
                        self.related
                            .entry(id)
                            .index_number
                            .as_deref()
                            .map(address::identity)
                    };
                    number(*a).is_some() && number(*a) == number(*b)
                }
                _ => false,
            };
            if path == other && !same_number {
                findings.push(collision(path, *second, Some(*first)));
            }
        }
        // a path that somebody chose may also lie below a file, or in a folder that is not theirs
        let taken = |path: &str| {
            paths
                .get(paths.partition_point(|(p, _)| p.as_str() < path))
                .filter(|(p, _)| p == path)
                .map(|(_, owner)| *owner)
        };
        for (path, owner) in paths.iter().filter(|(_, owner)| is_chosen(owner)) {
            let above = above(path).iter().find_map(|(folder, file)| {
                taken(folder).or(taken(file).filter(|o| matches!(o, Owner::Entry(_))))
            });
            let folder = path
                .strip_suffix(".html")
                .filter(|_| matches!(owner, Owner::Entry(_)));
            let is_reserved = RESERVED.iter().any(|folder| path.starts_with(folder))
                || folder.is_some_and(|f| FOLDERS.contains(&f));
            if above.is_some() || is_reserved {
                findings.push(collision(path, *owner, above));
            }
        }
        findings
    }
}
