//! The wing that reads packages in place, folders and zip files alike. Nothing is unpacked and nothing is written.

pub(super) mod entry;
mod open;
pub(super) mod path;
pub(super) mod store;
pub(super) mod zip;

pub use open::{Opened, body, open};
