//! Takes a folder or a zip file; gives the package in it, read in place: nothing is unpacked to
//! disk. This module must not know how a package is verified.

pub(super) mod entry;
mod listed;
mod open;
pub(super) mod path;
pub(super) mod store;
pub(super) mod zip;

pub use listed::{Listed, ListedFile, listed};
pub use open::{Opened, Take, body, each_file, open};
