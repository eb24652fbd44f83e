//! Takes chapters as HTML, images, a style sheet, the table of contents and the metadata of a book;
//! gives an EPUB 3.3 file. The bytes of the file depend only on these inputs.
//!
//! This room must not know documents, templates or where the file goes.

mod address;
mod book;
mod model;
mod package;
mod xhtml;
mod xml;

pub use address::strict;
pub use book::{Book, Chapter, image_type};
pub use package::{About, Entry};
pub use xhtml::{Answers, Image, Written, xhtml};
pub use xml::element;
