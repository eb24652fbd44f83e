//! Takes nothing; defines the view of a document, from which its renditions (page, plain text,
//! e-book) are made. This file must not know how a rendition looks.

use super::frame::{Frame, Sheet};
use super::view::Document;
use crate::resolve::Resolved;
use crate::source::{File, Sources};

/// The view of a document.
pub struct DocumentView<'a> {
    pub(super) frame: &'a Frame<'a>,
    pub(super) sheet: Sheet<'a, Document<'a>>,
    /// Its source file, for the message when a template fails.
    pub(super) file: &'a File,
    /// Its body, and the files that are published with the document.
    pub(super) resolved: &'a Resolved,
    pub(super) sources: &'a Sources,
    /// The time of its last change, in UTC; empty if no change has a date.
    pub(super) changed: String,
}
