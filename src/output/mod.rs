//! Takes artifacts (a path and its bytes) and gives them to a sink: a folder that replaces the old site in one step, or memory.
//!
//! The only room that writes a site. It must not know what the bytes mean.
//!
//! A site is published in a fixed order, and each step gives the type that has the next one: [`look`] gives [`Looked`],
//! [`Looked::stage`] gives [`Staged`], the only one of them that is a [`Sink`], [`Staged::publish`] gives [`Published`], and
//! [`Published::note`] gives the key under which the site is known from then on.

mod disk;
mod folder;
mod lock;
mod manifest;
mod memory;
mod new;
mod old;
mod sink;
mod spare;
mod staging;
mod swap;
mod written_files;
#[cfg(test)]
mod tests;

pub use disk::{Looked, Published, Staged, look};
pub use manifest::{MANIFEST, listed};
pub use memory::Memory;
pub use new::{Change, Summary};
pub use sink::{Artifact, Fingerprint, MARK, Sink};
pub use staging::Staging;
