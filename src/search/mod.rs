//! The search index.
//!
//! Takes the record and text of each document; gives the scripts below `search/`. Also answers the
//! queries of the command line from these scripts, and joins the indexes of several sites into one.
//! `docs/search.md` describes the format. This room must not know templates, themes or the content
//! folder.

mod engine;
mod format;
mod join;
mod pairs;
mod read;
mod variants;
mod write;

pub use engine::{ENGINE, engine, engine_address, now};
pub use format::body::{Attachment, Body, Passage};
pub use format::code::Damaged;
pub use format::record::Record;
pub use format::root::{Token, VERSION};
pub use format::shard::Sum;
pub use join::{About, Guest, Said, Unfit, View, join};
pub use read::{
    Costs, Filters, Found, Hit, Options, Order, Part, Reader, Reason, Relaxed, Results,
};
pub use write::{Indexer, Postings, Stats};
