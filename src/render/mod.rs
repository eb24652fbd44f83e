//! Takes the plan, a page and, for a document, its body; gives the bytes of the page, and a cache
//! key for everything on which they depend. The room also gives the other forms of documents (plain
//! texts and e-books), the theme's files, the feeds, the sitemap and `robots.txt`.
//!
//! The bytes of a page never depend on the clock. Any page can be rendered at any time, on any
//! thread. Only `theme` reads the disk itself; what a page states about an attachment comes through
//! `Sources`. This room must not read documents.

mod archive;
mod book;
pub mod contract;
mod document;
mod document_view;
mod fault;
mod feed;
mod frame;
mod home;
mod identity;
mod lean;
mod lists;
mod meta;
mod notes;
mod outer;
mod pages;
mod register;
mod rendition;
mod shared;
mod sheets;
mod sitemap;
mod surroundings;
mod text;
mod theme;
mod time;
mod timeline;
mod view;

pub use book::{Volume, in_order};
pub use document::attachment_title;
pub use document_view::DocumentView;
pub use feed::{feed, feeds};
pub use outer::{Around, Outer, OuterPage, text_of};
pub use rendition::{RENDITIONS, Rendition};
pub use sitemap::{is_for_review, robots, sitemaps};
pub use theme::{Files, Theme, files as theme_files, own_files};
pub use view::Index;

pub use view::Sizes;

use crate::attachment;
use crate::cache::{self, Digest, Key};
use crate::config::Config;
use crate::diag::Error;
use crate::diff::Past;
use crate::output::Artifact;
use crate::plan::{ListId, PageId, Plan};
use crate::relate::DocumentId;
use crate::resolve::{Attached, Resolved};
use crate::source::Sources;
use frame::{Frame, Words};
use shared::Shared;
use std::io::{Seek, Write};
use view::{Item, Ref, Surroundings};

/// The maximum size, in bytes, of an attachment whose pages or sheets are counted.
const LARGEST_TOLD: u64 = 64 << 20;

/// Loads the theme that the configuration names.
pub fn load(config: &Config) -> Result<Theme, Error> {
    theme::load(config, theme::Pages::OfSite, contract::failed)
}

/// Loads the theme that the configuration of a portal names.
pub fn load_for_portal(config: &Config) -> Result<Theme, Error> {
    theme::load(config, theme::Pages::OfPortal, contract::failed)
}

/// Renders pages. It has what the pages share.
pub struct Renderer<'a> {
    shared: Shared<'a>,
    frame: Frame<'a>,
    sources: &'a Sources,
    /// The archived years, the newest first.
    archives: &'a [Past],
}

impl<'a> Renderer<'a> {
    /// Prepares what the pages share.
    pub fn new(
        plan: &'a Plan<'a>,
        theme: &'a Theme,
        sources: &'a Sources,
        archives: &'a [Past],
    ) -> Renderer<'a> {
        let words = Words {
            config: plan.config,
            texts: &theme.texts,
            book_style: &theme.book_style,
        };
        let site = home::site(plan, words, sources, archives);
        Renderer {
            shared: Shared::new(plan, words),
            frame: Frame::new(words, theme, &site),
            sources,
            archives,
        }
    }

    /// A key of what a document's renditions show that is not from its own file: its surroundings
    /// and the frame.
    pub fn surroundings_key(&self, id: DocumentId) -> Key {
        let shown: Surroundings<'_, Digest> = surroundings::surroundings(&self.shared, id);
        let shown = Digest::of(&shown);
        cache::key(&[b"document", self.frame.key(), shown.bytes()])
    }

    /// A key of the site without documents and search index: other pages, lists, ledgers, linked
    /// data, feeds, theme.
    pub fn lists_key(&self) -> Key {
        cache::key(&[b"lists", self.frame.key(), &self.shared.plan.key()])
    }

    /// The view of a document, given its body. All renditions use it.
    pub fn document<'b>(&'b self, id: DocumentId, resolved: &'b Resolved) -> DocumentView<'b> {
        let entry = self.shared.entry(id);
        let attachment = |a: &'b Attached| {
            // An unreadable file has no digest; its publication reports the fault.
            let digest = self.sources.digest(a.file).unwrap_or_default();
            let file = self.sources.file(a.file);
            let facts = if file.size > LARGEST_TOLD {
                attachment::Facts::default()
            } else {
                self.sources
                    .remember("told", b"", a.file, |bytes| Ok(attachment::facts(bytes)))
                    .unwrap_or_default()
            };
            document::attachment(a, file, &digest, facts)
        };
        let surroundings: Surroundings<'_, Ref<'_>> = surroundings::surroundings(&self.shared, id);
        DocumentView {
            frame: &self.frame,
            changed: surroundings.changed.clone(),
            sheet: document::sheet(
                self.shared.words,
                entry,
                resolved,
                resolved.attachments.iter().map(attachment).collect(),
                surroundings,
            ),
            file: self.sources.file(entry.file),
            resolved,
            sources: self.sources,
        }
    }

    /// Begins the book of a list. `ids` are the documents that will be added.
    pub fn volume<W: Write + Seek>(
        &self,
        list: ListId,
        ids: &[DocumentId],
        out: W,
    ) -> Result<Volume<'_, W>, Error> {
        Volume::new(&self.shared, list, ids, out)
    }

    /// A page that is not a document. The home page states `sizes` of the ledgers, if known.
    pub fn other(&self, page: PageId, sizes: Option<Sizes>) -> Result<Artifact, Error> {
        let path = self.shared.plan.path(page);
        let sheet = pages::sheet::<Item<'_>>(&self.shared, self.archives, page, sizes);
        let html = self.frame.print(&sheet, || path.clone())?;
        Ok(Artifact::new(path, html))
    }

    /// The search page, with the addresses of the engine and of the index.
    pub fn search(&self, index: Index<'_>) -> Result<Artifact, Error> {
        let path = self.shared.plan.path(PageId::Search);
        let mut sheet = pages::sheet::<Item<'_>>(&self.shared, self.archives, PageId::Search, None);
        if let pages::Content::Search(search) = &mut sheet.content {
            search.index = index;
        }
        let html = self.frame.print(&sheet, || path.clone())?;
        Ok(Artifact::new(path, html))
    }

    /// A key of everything that the search page shows.
    pub fn search_key(&self, index: Index<'_>) -> Key {
        let page = self.other_key(PageId::Search, None);
        cache::key(&[&page, Digest::of(&index).bytes()])
    }

    /// A key of everything that a page shows, for pages that are not documents.
    pub fn other_key(&self, page: PageId, sizes: Option<Sizes>) -> Key {
        let sheet = pages::sheet::<Digest>(&self.shared, self.archives, page, sizes);
        let shown = Digest::of(&sheet);
        cache::key(&[b"page", self.frame.key(), shown.bytes()])
    }
}
