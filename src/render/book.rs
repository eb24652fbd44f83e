//! Takes the views of documents; gives e-books (EPUB) of one document, or of all documents of a
//! list. Each document is one chapter: title, number, record (metadata), text, footnotes,
//! attachments and address.
//!
//! All interface texts come from the theme. This module must not know how a book is packed.

mod chapter;
mod single;
mod volume;

pub(super) use single::of_document;
pub use volume::{Volume, in_order};
