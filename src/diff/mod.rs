//! Takes the records of two packages; gives the documents that were added, changed, withdrawn and
//! removed.
//!
//! Of a removed or withdrawn document, only index number and address are given. This room must not
//! know where records and texts come from.

mod built;
mod changes;
mod compare;
mod page;
mod past;
mod text;
mod words;

pub use built::{Built, LEDGER, sites};
pub use changes::{
    AttachmentChange, Change, Diff, Document, Fate, FieldChange, Status, TextChange,
};
pub use compare::{Side, between};
pub use page::page;
pub use past::{Past, past};
pub use text::{Hunk, Kind, Piece};
pub use words::{fate, label, validity, value};
