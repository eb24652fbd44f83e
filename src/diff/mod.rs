//! Takes the records of two packages or built sites; gives the documents that were added, changed,
//! withdrawn and removed.
//!
//! A removed or withdrawn document is given by its index number and address only. This room must
//! not know where records and texts come from.

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
