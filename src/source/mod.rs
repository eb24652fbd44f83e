//! Takes the site's folder; gives the sorted list of content files and, on request, the text of
//! one.
//!
//! Only this room reads content. Every later room works on text and can be tested with strings.
//! This room must not know what the files mean.

mod ahead;
mod answers;
mod decode;
mod file;
mod near;
mod recent;
mod sources;
mod sums;
mod walk;
#[cfg(test)]
mod tests;

pub use decode::{decode, encode_like};
pub use file::{File, FileId};
pub use near::Wanted;
pub use sources::Sources;
pub use walk::{read, stamps, unreadable};
