//! Takes the catalogue, and for each document whether it is visible; gives the ids of visible
//! documents, and the only access to hidden ones.
//!
//! Only this room makes a [`DocumentId`], and only if the site shows the document, or a notice at
//! its address. Later rooms thus cannot reach a hidden document. This file must not know relations.

use super::{Related, Shown};
use crate::catalogue::{Entry, EntryId};
use serde::Serialize;

/// A visible document: published, or withdrawn with a notice at its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct DocumentId(u32);

impl DocumentId {
    /// Its index in arrays of [`Related::id_limit`] elements.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The id of the document's entry in the catalogue.
    pub(super) fn entry(self) -> EntryId {
        EntryId(self.0)
    }

    /// An id that belongs to no catalogue, for tests of code that only passes ids on.
    #[cfg(test)]
    pub(crate) fn of_number(number: u32) -> DocumentId {
        DocumentId(number)
    }
}

/// The id of an entry; `None` if `shown` has no value for it, because it is hidden.
pub(super) fn visible(shown: &[Option<Shown>], id: EntryId) -> Option<DocumentId> {
    shown[id.0 as usize].map(|_| DocumentId(id.0))
}

/// Every document of the catalogue, hidden ones included. `tests/it/hidden.rs` lists the files that
/// may use this type.
#[derive(Clone, Copy, Debug)]
pub struct AllDocuments<'a> {
    pub(super) related: &'a Related<'a>,
}

impl<'a> AllDocuments<'a> {
    /// The documents in the order of their files, each with its id; `None` for a hidden document.
    pub fn iter(self) -> impl Iterator<Item = (&'a Entry, Option<DocumentId>)> {
        self.related
            .catalogue
            .iter()
            .map(move |(id, entry)| (entry, visible(&self.related.shown, id)))
    }

    /// The documents in the order of their files, then the readable parts of the documents that
    /// were rejected for their faults.
    pub fn with_rejected(self) -> impl Iterator<Item = &'a Entry> {
        self.iter()
            .map(|(entry, _)| entry)
            .chain(self.related.catalogue.rejected())
    }
}
