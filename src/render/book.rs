//! Takes the views of documents from which their pages are made; gives e-books (EPUB), either of
//! one document or of all documents in a list. Each document is one chapter: title, record
//! (metadata), text, footnotes and attachments.
//!
//! All interface texts come from the theme. This module must not know how a book is packed, nor any
//! fact that the pages do not show.

mod chapter;
mod single;
mod volume;

pub(super) use single::of_document;
pub use volume::{Volume, in_order};
