//! Takes a site whose findings have repairs; gives the repaired files, and undoes the last repair.
//!
//! A file keeps what no repair changes, also its encoding and line ends. `.mulu/undo` has the old
//! text before the first file changes. This room must not know the terminal or what a finding
//! means.

mod disk;
mod rewrite;
mod store;
mod undo;

pub use rewrite::{Left, Repaired, Rewrite, repair};
pub use store::store;
pub use undo::undo;

#[cfg(test)]
mod tests;
