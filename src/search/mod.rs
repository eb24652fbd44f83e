//! The search index.
//!
//! Takes what is known of each document and the text of its body, and gives scripts below `search/` in which any piece of
//! text is found; reads them back for the command line. `docs/search.md` is the format's description. The room must not
//! know of templates, themes or the content folder.

mod code;
mod collect;
mod entry;
mod fields;
#[cfg(test)]
mod fuzz;
mod gram;
mod hit;
mod indexer;
mod postings;
mod rank;
pub mod reader;
mod root;
mod segment;
mod shard;
mod stats;
mod suggest;
mod texts;

pub use code::Damaged;
pub use fields::Record;
pub use indexer::{Indexer, Stats, Sum};
pub use postings::Postings;
pub use reader::{Hit, Options, Reader, Results};
pub use stats::Costs;

/// The reader of the index in the browser, as it lies at `search/mulu-search.js`: the engine and what loads files for it.
pub fn engine() -> crate::output::Artifact {
    const SCRIPT: &str = concat!(
        "(function () {\n'use strict';\n",
        include_str!("engine.js"),
        include_str!("loader.js"),
        "})();\n"
    );
    crate::output::Artifact::new("search/mulu-search.js", SCRIPT)
}
