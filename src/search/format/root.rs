//! The root: the one file of fixed name, from which a reader learns what the index is made of. docs/search.md describes it.

/// The version of the format.
pub(crate) const VERSION: u32 = 3;
