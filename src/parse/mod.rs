//! Takes a document's text; gives its front matter as fields with places, and its body as HTML,
//! text blocks and links.
//!
//! Parsing never fails: faults are reported together with the result. This room must not know the
//! meaning of a field or any other document.

pub mod front_matter;
pub mod invisible;
pub mod markdown;
pub mod outline;
