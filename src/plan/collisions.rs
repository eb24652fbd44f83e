//! Takes every path in the plan with its owner; gives a finding for each pair that would overwrite
//! one another, and for each path that is below a file or in a folder of the site itself.
//!
//! Letter case is ignored, because on Windows and macOS one file would replace the other. This file
//! must not change a path.

use super::{List, ListId, ListKind, Page, PageId, Plan};
use crate::catalogue::{Field, address};
use crate::diag::{Diagnostic, Message, Place, Words, words};
use crate::relate::DocumentId;
use crate::source::Sources;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Paths that belong to the site itself, even if this site lacks the file.
const FIXED: [&str; 14] = [
    "index.html",
    "sitemap.html",
    "archive.html",
    "search.html",
    "404.html",
    "feed.xml",
    "sitemap.xml",
    "robots.txt",
    "catalogue.json",
    "catalogue.jsonld",
    "catalogue.csv",
    "catalogue.xlsx",
    "mulu-sw.js",
    ".mulu-manifest",
];

/// Folders whose files are known only when they are made.
const RESERVED: [&str; 2] = ["search/", "static/"];

/// The site's own folders, which must have no files of documents.
const FOLDERS: [&str; 7] = [
    "search",
    "static",
    "doc",
    "category",
    "issuing-body",
    "year",
    "validity",
];

/// The owner of a path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Site,
    List(ListId),
    Entry(DocumentId),
    Alias(DocumentId),
}

impl Plan<'_> {
    /// Finds the collisions among all paths; `lists` are the planned lists.
    pub(super) fn collisions(&self, lists: &[List], sources: &Sources) -> Vec<Diagnostic> {
        let paths = Paths {
            plan: self,
            lists,
            sources,
        };
        let suspects = paths.suspects();
        let mut findings = paths.same_path(&suspects);
        findings.extend(paths.below_another(&suspects));
        findings
    }
}

/// Everything that has a path.
struct Paths<'p> {
    plan: &'p Plan<'p>,
    lists: &'p [List],
    sources: &'p Sources,
}

impl Paths<'_> {
    /// Every path, with its owner. The paths of documents and old paths are made lower-case here;
    /// the others are lower-case already.
    fn all(&self) -> impl Iterator<Item = (String, Owner)> {
        let plan = self.plan;
        let overviews = ListKind::ALL
            .iter()
            .map(|kind| plan.path(PageId::Overview(*kind)));
        let site = FIXED.iter().map(|path| (*path).to_owned()).chain(overviews);
        let pages = plan
            .order
            .iter()
            .chain(&plan.withdrawn)
            .map(|&id| (plan.address(id).to_lowercase(), Owner::Entry(id)));
        let texts = plan
            .order
            .iter()
            .filter_map(|&id| Some((plan.text_address(id)?, Owner::Entry(id))));
        let books = plan
            .order
            .iter()
            .filter_map(|&id| Some((plan.book_address(id)?, Owner::Entry(id))));
        let aliases = plan
            .aliases
            .iter()
            .map(|(path, id)| (path.to_lowercase(), Owner::Alias(*id)));
        let lists = (0..).map(ListId).zip(self.lists).flat_map(|(id, list)| {
            let beside = [plan.feed(list), plan.linked_data(list), plan.ledger(list)];
            let beside = beside.into_iter().flatten();
            let beside = beside.map(move |path| (path, Owner::List(id)));
            let pages = list.pages(plan.config.page_size);
            let pages = pages.map(move |page| (list.path(page), Owner::List(id)));
            pages.chain(beside)
        });
        site.map(|path| (path, Owner::Site))
            .chain(pages)
            .chain(texts)
            .chain(books)
            .chain(aliases)
            .chain(lists)
    }

    /// Whether an editor chose the path.
    fn is_chosen(&self, owner: Owner) -> bool {
        match owner {
            Owner::Site | Owner::List(_) => false,
            Owner::Entry(id) => self.plan.entry(id).index_number.is_none(),
            Owner::Alias(_) => true,
        }
    }

    /// The paths that may collide, sorted: those whose hash another path has too, those that an
    /// editor chose, and the files and pages at the place of a folder above a chosen path.
    fn suspects(&self) -> Vec<(String, Owner)> {
        let mut hashes: Vec<u64> = self.all().map(|(path, _)| hash(&path)).collect();
        hashes.par_sort_unstable();
        let mut wanted: HashSet<u64> = hashes
            .windows(2)
            .filter(|two| two[0] == two[1])
            .map(|two| two[0])
            .collect();
        drop(hashes);
        for (path, _) in self.all().filter(|(_, owner)| self.is_chosen(*owner)) {
            wanted.insert(hash(&path));
            for (folder, page) in above(&path) {
                wanted.extend([hash(&folder), hash(&page)]);
            }
        }
        let mut suspects: Vec<(String, Owner)> = self
            .all()
            .filter(|(path, _)| wanted.contains(&hash(path)))
            .collect();
        suspects.sort();
        suspects
    }

    /// Reports two owners of one path.
    fn same_path(&self, suspects: &[(String, Owner)]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut reported_lists = BTreeSet::new();
        for pair in suspects.windows(2) {
            let [(path, first), (other, second)] = pair else {
                continue;
            };
            if path != other || self.have_same_number(*first, *second) {
                continue;
            }
            // two lists with one folder share all pages, so they are reported once
            if let (Owner::List(a), Owner::List(b)) = (first, second)
                && !reported_lists.insert((a.min(b), a.max(b)))
            {
                continue;
            }
            let page = self.page_of(path, *first, *second);
            findings.push(self.finding(&page, *second, Some(*first)));
        }
        findings
    }

    /// The page in a message about a collision. For two lists, it is the newest page of the second.
    fn page_of(&self, path: &str, first: Owner, second: Owner) -> String {
        match (first, second) {
            (Owner::List(_), Owner::List(id)) => self.lists[id.0 as usize].path(Page::Newest),
            _ => path.to_owned(),
        }
    }

    /// Whether both are documents with one index number, which has its own finding.
    fn have_same_number(&self, first: Owner, second: Owner) -> bool {
        let number = |owner| match owner {
            Owner::Entry(id) => {
                let number = self.plan.entry(id).index_number.as_deref();
                number.map(address::identity)
            }
            _ => None,
        };
        number(first).is_some_and(|first| number(second) == Some(first))
    }

    /// Reports a chosen path below the path of a file, in the folder of another document's files,
    /// or in one of the [`RESERVED`] folders. Also reports a page whose own files would be in one
    /// of the [`FOLDERS`].
    fn below_another(&self, suspects: &[(String, Owner)]) -> Vec<Diagnostic> {
        let owner_of = |path: &str| {
            let at = suspects.partition_point(|(other, _)| other.as_str() < path);
            let (_, owner) = suspects.get(at).filter(|(other, _)| other == path)?;
            Some(*owner)
        };
        let mut findings = Vec::new();
        for (path, owner) in suspects.iter().filter(|(_, o)| self.is_chosen(*o)) {
            let above = above(path).iter().find_map(|(folder, page)| {
                let document = || owner_of(page).filter(|o| matches!(o, Owner::Entry(_)));
                owner_of(folder).or_else(document)
            });
            // a document's files are in a folder with its page's name
            let own_folder = path
                .strip_suffix(".html")
                .filter(|_| matches!(owner, Owner::Entry(_)));
            let is_reserved = RESERVED.iter().any(|folder| path.starts_with(folder))
                || own_folder.is_some_and(|folder| FOLDERS.contains(&folder));
            if above.is_some() || is_reserved {
                findings.push(self.finding(path, *owner, above));
            }
        }
        findings
    }

    fn finding(&self, path: &str, owner: Owner, other: Option<Owner>) -> Diagnostic {
        let kind = match (owner, other) {
            (Owner::List(id), Some(Owner::List(_))) => Some(self.lists[id.0 as usize].kind),
            _ => None,
        };
        let finding = Diagnostic::new(Message::AddressCollision {
            url: path.into(),
            remedy: remedy(kind).into(),
        })
        .also(other.and_then(|other| self.place(other)));
        match self.place(owner) {
            Some(place) => finding.at(place),
            None => finding,
        }
    }

    /// The place in the sources that a finding about an owner names: the value that decides the
    /// path, or the title if the file's name decides it. `None` for the site itself.
    fn place(&self, owner: Owner) -> Option<Place> {
        let (id, field) = match owner {
            Owner::Site => return None,
            Owner::List(id) => return self.place_of_list(&self.lists[id.0 as usize]),
            Owner::Alias(id) => (id, Field::Aliases),
            Owner::Entry(id) => {
                let entry = self.plan.entry(id);
                let field = if entry.index_number.is_some() {
                    Field::IndexNumber
                } else if entry.details().slug.is_some() {
                    Field::Slug
                } else {
                    Field::Title
                };
                (id, field)
            }
        };
        let entry = self.plan.entry(id);
        self.sources.place(entry.file, entry.span(field))
    }

    /// The origin of a list: its column in `mulu.yaml`, or its first document.
    fn place_of_list(&self, list: &List) -> Option<Place> {
        let categories = &self.plan.categories;
        if matches!(list.kind, ListKind::Category | ListKind::Ended)
            && let Some(id) = categories.find(&list.key)
            && categories[id].declared
        {
            return self.plan.config.place_of_column(&categories[id].path);
        }
        let entry = self.plan.entry(*list.items.first()?);
        let field = match list.kind {
            ListKind::Issuer if *entry.issuer() == *list.key => Field::Issuer,
            ListKind::Issuer => Field::JointIssuers,
            _ => Field::Category,
        };
        self.sources.place(entry.file, entry.span(field))
    }
}

fn hash(path: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

/// Every folder above a path, with the page whose files would be there.
fn above(path: &str) -> Vec<(String, String)> {
    let folders = path.match_indices('/').map(|(i, _)| &path[..i]);
    folders
        .map(|folder| (folder.to_owned(), format!("{folder}.html")))
        .collect()
}

/// The remedy for a collision of addresses. `kind` is that of two colliding lists; `None` if an
/// owner is no list.
fn remedy(kind: Option<ListKind>) -> Words {
    match kind {
        Some(ListKind::Issuer) => words(
            "两个发文机关的名称只差符号、空格或大小写，网址无法区分；是同一机关的，写法改为一致，\
             不是的，改用全称。",
            "the names of two issuing bodies differ in signs, blanks or letter case only; \
             if they are the same body, write the name in one way; otherwise write the full \
             names.",
        ),
        Some(_) => words(
            "两个栏目的路径只差符号、空格或大小写，网址无法区分；在 mulu.yaml 中更改其中一个的 \
             path，没有在其中声明的，更改文件夹名或 category（组配分类）。",
            "the paths of two columns differ in signs, blanks or letter case only; change the \
             `path` of one in mulu.yaml or, where it is not declared there, the folder or \
             `category`.",
        ),
        None => words(
            "文档改索引号、slug 或 aliases；网站自身的页面（如 search.html）不可占用。",
            "the index number, slug or alias of a document; the site's own pages, such as \
             search.html, are taken.",
        ),
    }
}
