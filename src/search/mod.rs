//! The search index.
//!
//! Takes what is known of each document and the text of its body, and gives scripts below `search/` in which any piece of
//! text is found; reads them back for the command line. `docs/search.md` is the format's description. The room must not
//! know of templates, themes or the content folder.

mod engine;
mod format;
mod read;
mod write;

pub use engine::engine;
pub use format::code::Damaged;
pub use format::record::Record;
pub use format::shard::Sum;
pub use read::{Costs, Filters, Hit, Options, Reader, Results};
pub use write::{Indexer, Postings, Stats};
