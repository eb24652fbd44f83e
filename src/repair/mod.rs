//! Takes a site whose findings have repairs; gives the repaired files, stores them so that nothing
//! can be lost, and undoes the last repair.
//!
//! A file keeps everything that no repair changes, including its encoding, its byte-order mark and
//! its line ends. The old text of every file is kept in `.mulu/undo` before the first file changes.
//! This room must not know the terminal or what a finding means.

mod disk;
mod rewrite;
mod store;
mod undo;

pub use rewrite::{Left, Repaired, Rewrite, repair};
pub use store::store;
pub use undo::undo;

#[cfg(test)]
mod tests;
