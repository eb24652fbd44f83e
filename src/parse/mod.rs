//! Takes a document's text; gives its front matter as fields with places, and its body as HTML,
//! headings and blocks of text. It also finds invisible characters.
//!
//! Parsing never fails: faults are reported together with the result. This room must not know the
//! meaning of a field or any other document.

pub mod front_matter;
pub mod invisible;
pub mod markdown;
pub mod outline;
