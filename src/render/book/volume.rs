//! Takes the documents of a list, one by one; gives one book with a cover, a table of contents by
//! category, and chapters. This file must not know which list a command asks for.
//!
//! The room `book` finds the list that a command asks for.

use super::chapter::{Place, about, address, chapter, cover_of};
use crate::catalogue::Entry as Document;
use crate::diag::{Error, fill};
use crate::epub::{About, Book, Chapter, Entry};
use crate::plan::{ListId, ListKind, Page, PageId, Plan};
use crate::relate::DocumentId;
use crate::render::document_view::DocumentView;
use crate::render::identity::of_page;
use crate::render::lists::title as title_of;
use crate::render::shared::Shared;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Seek, Write};

/// A book of many documents that is being written.
pub struct Volume<'r, W: Write + Seek> {
    shared: &'r Shared<'r>,
    list: ListId,
    title: String,
    book: Book<W>,
    places: HashMap<String, Place>,
    contents: Vec<Entry>,
    changed: String,
    count: usize,
}

/// The documents of a list in the order of the book: by category, and in a category by the date of
/// publication, the oldest first. Documents without a category come last.
pub fn in_order(plan: &Plan<'_>, list: ListId) -> Vec<DocumentId> {
    let ranks: HashMap<&str, usize> = plan
        .categories
        .iter()
        .enumerate()
        .map(|(i, category)| (category.path.as_str(), i))
        .collect();
    let mut ids = plan.lists[list.0 as usize].items.clone();
    ids.sort_by_cached_key(|&id| {
        let category = plan.category(id).map(|c| &*plan.categories[c].path);
        let rank = category.and_then(|path| ranks.get(path).copied());
        let entry: &Document = plan.entry(id);
        let day = entry.date_published.map(|(day, _)| day);
        (rank.unwrap_or(usize::MAX), day, entry.index_number.clone())
    });
    ids
}

impl<'r, W: Write + Seek> Volume<'r, W> {
    /// Begins the book of a list: writes its cover. `ids` are the documents that will be added.
    pub(in crate::render) fn new(
        shared: &'r Shared<'r>,
        list: ListId,
        ids: &[DocumentId],
        out: W,
    ) -> Result<Volume<'r, W>, Error> {
        let plan = shared.plan;
        let place = |(i, &id): (usize, &DocumentId)| {
            let place = Place {
                name: format!("d{:05}.xhtml", i + 1),
                ids: std::collections::HashSet::new(),
            };
            (plan.address(id).to_owned(), place)
        };
        let words = shared.words;
        let title = fill(words.text("book_title"), |key| {
            Some(match key {
                "site" => Cow::Borrowed(&*words.config.title),
                _ => title_of(shared, list),
            })
        });
        let mut volume = Volume {
            shared,
            list,
            title,
            book: Book::new(out, words.book_style).map_err(Error::writing("EPUB"))?,
            places: ids.iter().enumerate().map(place).collect(),
            contents: Vec::new(),
            changed: String::new(),
            count: ids.len(),
        };
        volume.cover().map_err(Error::writing("EPUB"))?;
        Ok(volume)
    }

    fn cover(&mut self) -> io::Result<()> {
        let words = self.shared.words;
        let count = fill(words.text("book_count"), |_| {
            Some(Cow::Owned(self.count.to_string()))
        });
        let config = words.config;
        let agency = config.agency.name.as_deref().unwrap_or_default();
        let title = title_of(self.shared, self.list);
        let body = cover_of(&title, [config.title.as_str(), &count, agency]);
        self.contents.push(Entry {
            title: words.text("book_cover").to_owned(),
            href: Some("cover.xhtml".to_owned()),
            children: Vec::new(),
        });
        self.book.chapter(&Chapter {
            name: "cover.xhtml",
            title: &self.title,
            body: &body,
            language: config.language.tag(),
        })
    }

    /// Adds the next document as a chapter. A document that `new` did not get is left out.
    pub fn add(&mut self, id: DocumentId, view: &DocumentView<'_>) -> Result<(), Error> {
        let plan = self.shared.plan;
        let address = plan.address(id);
        let Some(name) = self.places.get(address).map(|place| place.name.clone()) else {
            return Ok(());
        };
        let ids =
            chapter(&mut self.book, view, &name, &self.places).map_err(Error::writing("EPUB"))?;
        if let Some(place) = self.places.get_mut(address) {
            place.ids = ids;
        }
        if self.changed < view.changed {
            self.changed.clone_from(&view.changed);
        }
        let line = Entry {
            title: plan.entry(id).title.clone(),
            href: Some(name),
            children: Vec::new(),
        };
        let Some(group) = self.group(id) else {
            self.contents.push(line);
            return Ok(());
        };
        match self.contents.last_mut().filter(|last| last.title == group) {
            Some(last) => last.children.push(line),
            None => self.contents.push(Entry {
                title: group,
                href: None,
                children: vec![line],
            }),
        }
        Ok(())
    }

    /// The heading of a document in the table of contents: its categories below the category of the
    /// book, down to its own. `None` for a document directly in the book's category, and for one
    /// without a category.
    fn group(&self, id: DocumentId) -> Option<String> {
        let plan = self.shared.plan;
        let list = &plan.lists[self.list.0 as usize];
        let chain = plan.categories.chain(plan.category(id)?);
        let above = chain
            .iter()
            .position(|c| list.kind == ListKind::Category && c.path == list.key)
            .map_or(0, |i| i + 1);
        let names: Vec<&str> = chain[above..].iter().map(|c| c.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(" / "))
    }

    /// Writes the metadata and the table of contents; returns the writer.
    pub fn finish(self) -> Result<W, Error> {
        let (plan, words) = (self.shared.plan, self.shared.words);
        let path = plan.path(PageId::List(self.list, Page::Newest));
        let identifier = of_page(words.config, &path);
        let creator = words.config.agency.name.as_deref();
        let creators: Vec<&str> = creator.into_iter().collect();
        let source = address(words.config, &path);
        let about = About {
            title: &self.title,
            identifier: &identifier,
            creators: &creators,
            modified: &self.changed,
            source: source.as_deref(),
            ..about(words)
        };
        self.book
            .finish(&about, &self.contents)
            .map_err(Error::writing("EPUB"))
    }
}
