//! Takes a document's text; gives its front matter as fields with places, and its body as HTML, text blocks and links.
//!
//! Never fails: what is wrong comes beside the result. It must not know what a field means, nor any other document.

pub mod front_matter;
pub mod markdown;
pub mod outline;
