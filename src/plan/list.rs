//! Takes nothing; defines lists and their pages. Pages are numbered from the oldest, so that a new
//! document at the end of a list moves no document of a full page. `listing.rs` makes the lists.
//! This file must not know where the lists come from.

use crate::relate::DocumentId;

/// The property by which a list groups documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKind {
    /// The category (组配分类).
    Category,
    /// The issuing body (发文机关).
    Issuer,
    /// The year of publication.
    Year,
    /// The validity (有效性).
    Validity,
    /// The documents of a category that are no longer in force (废止和失效).
    Ended,
}

impl ListKind {
    /// The kinds that have an overview.
    pub const ALL: &'static [ListKind] = &[
        ListKind::Category,
        ListKind::Issuer,
        ListKind::Year,
        ListKind::Validity,
    ];

    /// The name for templates.
    pub fn name(self) -> &'static str {
        match self {
            ListKind::Category => "category",
            ListKind::Issuer => "issuing_body",
            ListKind::Year => "year",
            ListKind::Validity => "validity",
            ListKind::Ended => "ended",
        }
    }

    /// The folder of its pages.
    pub fn folder(self) -> &'static str {
        match self {
            ListKind::Category | ListKind::Ended => "category",
            ListKind::Issuer => "issuing-body",
            ListKind::Year => "year",
            ListKind::Validity => "validity",
        }
    }
}

/// Identifies a list: its position among all lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub u32);

/// One page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// `index.html`: the newest documents, which are on no numbered page. They would fill less than
    /// two pages.
    Newest,
    /// A full page, numbered from 1 for the oldest. A new document at the end of the list changes
    /// none of its documents. If the document fills another page, one link changes: the last full
    /// page then links to the new page as the next newer one, and no longer to `index.html`.
    Number(usize),
}

/// The maximum number of pages of one list in one folder.
const PER_FOLDER: usize = 1000;

/// A list of documents.
#[derive(Debug)]
pub struct List {
    /// The property by which it groups documents.
    pub kind: ListKind,
    /// The value of that property: a category's path (also for `Ended`), an issuing body, a year, a
    /// validity code.
    pub key: String,
    /// Its title, before translation.
    pub title: String,
    /// Folder of its pages.
    pub folder: String,
    /// The documents, oldest first; in a category, after its pages (`kind: page`).
    pub items: Vec<DocumentId>,
}

impl List {
    /// The number of full pages older than the newest page.
    fn older_pages(&self, size: usize) -> usize {
        (self.items.len() / size).saturating_sub(1)
    }

    /// All pages, newest first.
    pub fn pages(&self, size: usize) -> impl Iterator<Item = Page> + use<> {
        std::iter::once(Page::Newest).chain((1..=self.older_pages(size)).rev().map(Page::Number))
    }

    /// The documents on a page, newest first.
    pub fn items(&self, page: Page, size: usize) -> impl Iterator<Item = DocumentId> {
        let range = match page {
            Page::Newest => self.older_pages(size) * size..self.items.len(),
            Page::Number(n) => (n - 1) * size..n * size,
        };
        self.items[range].iter().rev().copied()
    }

    /// The pages next to a page: the newer and the older.
    pub fn beside(&self, page: Page, size: usize) -> (Option<Page>, Option<Page>) {
        let count = self.older_pages(size);
        match page {
            Page::Newest => (None, (count > 0).then_some(Page::Number(count))),
            Page::Number(n) => (
                Some(if n == count {
                    Page::Newest
                } else {
                    Page::Number(n + 1)
                }),
                (n > 1).then(|| Page::Number(n - 1)),
            ),
        }
    }

    /// The number of a page, counted from the oldest.
    pub fn number(&self, page: Page, size: usize) -> usize {
        match page {
            Page::Newest => self.older_pages(size) + 1,
            Page::Number(n) => n,
        }
    }

    /// The path of a page.
    pub fn path(&self, page: Page) -> String {
        match page {
            Page::Newest => format!("{}/index.html", self.folder),
            Page::Number(n) if n < PER_FOLDER => format!("{}/page-{n}.html", self.folder),
            Page::Number(n) => format!("{}/page-{}000/page-{n}.html", self.folder, n / PER_FOLDER),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(n: u32) -> List {
        List {
            kind: ListKind::Year,
            key: "2024".into(),
            title: "2024".into(),
            folder: "year/2024".into(),
            items: (0..n).map(DocumentId::of_number).collect(),
        }
    }

    fn shown(l: &List, page: Page) -> Vec<u32> {
        l.items(page, 10).map(|e| e.index() as u32).collect()
    }

    #[test]
    fn full_pages_never_change() {
        for n in 0..60 {
            let (before, after) = (list(n), list(n + 1));
            for page in before.pages(10).filter(|p| *p != Page::Newest) {
                assert_eq!(shown(&before, page), shown(&after, page));
            }
            let mut all: Vec<u32> = before.pages(10).flat_map(|p| shown(&before, p)).collect();
            assert!(all.windows(2).all(|w| w[0] > w[1]), "newest first");
            all.sort_unstable();
            assert_eq!(all, (0..n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn pages_are_linked_in_a_row() {
        let l = list(35);
        assert_eq!(
            l.pages(10).collect::<Vec<_>>(),
            [Page::Newest, Page::Number(2), Page::Number(1)]
        );
        assert_eq!(l.beside(Page::Newest, 10), (None, Some(Page::Number(2))));
        assert_eq!(
            l.beside(Page::Number(2), 10),
            (Some(Page::Newest), Some(Page::Number(1)))
        );
        assert_eq!(l.beside(Page::Number(1), 10), (Some(Page::Number(2)), None));
        assert_eq!(
            l.path(Page::Number(1234)),
            "year/2024/page-1000/page-1234.html"
        );
    }
}
