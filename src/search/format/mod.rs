//! Takes values (numbers, grams, fields, names, texts, and the JSON at the beginning of the root,
//! the file that lists the others) and gives the bytes of index files; also reads such bytes back.
//! docs/search.md describes the format. This module must not know where values come from, nor what
//! queries ask.

pub(super) mod body;
pub(super) mod code;
pub(super) mod gram;
pub(super) mod hit;
pub(super) mod initials;
pub(super) mod pack;
pub(super) mod record;
pub(super) mod root;
pub(super) mod shard;
