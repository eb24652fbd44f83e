//! Takes documents as their pages show them; gives e-books (EPUB), either of one document or of all
//! documents in a list. Each document is one chapter: title, record, text, footnotes, attachments.
//!
//! All words come from the theme. This module must not know how a book is packed, nor any fact that
//! the pages do not show.

mod chapter;
mod single;
mod volume;

pub(super) use single::of_document;
pub use volume::{Volume, in_order};
