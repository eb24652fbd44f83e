//! Takes nothing; defines what the renditions of a document are made from: the frame, the page's
//! values, the body, and the site's files. This file must not know how a rendition looks.

use super::frame::{Frame, Sheet};
use super::view::Document;
use crate::resolve::Resolved;
use crate::source::{File, Sources};

/// A document as its renditions see it.
pub struct DocumentView<'a> {
    pub(super) frame: &'a Frame<'a>,
    pub(super) sheet: Sheet<'a, Document<'a>>,
    /// Its source, for the message when a template fails.
    pub(super) file: &'a File,
    /// Its body and the files that are published with it.
    pub(super) resolved: &'a Resolved,
    pub(super) sources: &'a Sources,
    /// The time of its last change, in UTC.
    pub(super) changed: String,
}
