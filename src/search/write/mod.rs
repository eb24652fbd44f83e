//! Takes the records and bodies of documents; gives the files of the index. This module must not
//! know what queries ask.

mod collect;
mod entry;
pub(in crate::search) mod group;
pub(in crate::search) mod indexer;
mod postings;
mod readings;
mod recut;
pub(in crate::search) mod root;
mod segment;
mod shard;
mod store;
mod suggest;
mod texts;

pub use indexer::{Indexer, Stats};
pub use postings::Postings;
