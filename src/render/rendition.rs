//! Takes the view of a document; gives its published forms (renditions), each with an address, a
//! cache key and bytes. A new form is a type with the trait [`Rendition`] and a value in
//! [`RENDITIONS`]. This file must not know where the bytes go.

use super::book;
use super::document_view::DocumentView;
use super::text;
use crate::cache::{self, Key};
use crate::diag::Error;
use crate::plan::Plan;
use crate::relate::DocumentId;

/// A form in which documents are published.
pub trait Rendition: Sync {
    /// The name of the form in cache keys. Each form has a different name.
    fn name(&self) -> &'static str;

    /// The address of a document in this form, if it has one.
    fn address(&self, plan: &Plan<'_>, id: DocumentId) -> Option<String>;

    /// The bytes of a document in this form. They depend only on the view.
    fn bytes(&self, document: &DocumentView<'_>) -> Result<Vec<u8>, Error>;

    /// The cache key of a document in this form. `view` is the key of its view.
    fn key(&self, view: &Key) -> Key {
        cache::key(&[b"rendition", self.name().as_bytes(), view])
    }
}

/// All forms in which documents are published.
pub const RENDITIONS: &[&dyn Rendition] = &[&Page, &Text, &Book];

/// The page of a document.
struct Page;

impl Rendition for Page {
    fn name(&self) -> &'static str {
        "page"
    }

    fn address(&self, plan: &Plan<'_>, id: DocumentId) -> Option<String> {
        Some(plan.address(id).to_owned())
    }

    fn bytes(&self, document: &DocumentView<'_>) -> Result<Vec<u8>, Error> {
        let source = || document.file.shown();
        document.frame.print(&document.sheet, source)
    }
}

/// The plain text of a document, to keep, print or quote.
struct Text;

impl Rendition for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn address(&self, plan: &Plan<'_>, id: DocumentId) -> Option<String> {
        plan.text_address(id)
    }

    fn bytes(&self, document: &DocumentView<'_>) -> Result<Vec<u8>, Error> {
        Ok(text::text(document.frame.words, &document.sheet).into_bytes())
    }
}

/// The e-book of a document, for phones, tablets and e-readers.
struct Book;

impl Rendition for Book {
    fn name(&self) -> &'static str {
        "book"
    }

    fn address(&self, plan: &Plan<'_>, id: DocumentId) -> Option<String> {
        plan.book_address(id)
    }

    fn bytes(&self, document: &DocumentView<'_>) -> Result<Vec<u8>, Error> {
        book::of_document(document)
    }
}
