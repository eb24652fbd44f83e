//! Takes the records and bodies of documents; gives the files of the index. It must not know what
//! queries ask.

mod collect;
mod entry;
mod indexer;
mod postings;
mod readings;
mod recut;
mod root;
mod segment;
mod shard;
mod store;
mod suggest;
mod texts;

pub use indexer::{Indexer, Stats};
pub use postings::Postings;
