//! Takes artifacts, each a path with its bytes; gives them to a sink. The sink is memory, or a
//! folder that then replaces the old site, in one step where the system can.
//!
//! Only this room writes a site. This room must not know what the bytes mean.
//!
//! The steps of publication have a fixed order, because each is a method of the type that the
//! previous one gives. [`look`] gives [`Looked`]. [`Looked::stage`] gives [`Staged`], the only one
//! of these types that is a [`Sink`]. [`Staged::publish`] gives [`Published`]. [`Published::note`]
//! gives the key by which later runs recognise the site.

mod disk;
mod folder;
mod held;
mod lock;
mod manifest;
mod memory;
mod new;
mod old;
mod pieces;
mod sink;
mod spare;
mod staging;
mod swap;
mod written_files;
#[cfg(test)]
mod tests;

pub use disk::{Last, Looked, Published, Staged, look, look_again};
pub use manifest::{MANIFEST, listed};
pub use memory::Memory;
pub use new::{Change, Summary};
pub use sink::{Artifact, Fingerprint, MARK, Sink};
pub use staging::Staging;
pub use swap::is_mount_point;
