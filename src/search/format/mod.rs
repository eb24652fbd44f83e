//! Takes values; gives the bytes of index files, and reads them back. docs/search.md describes the
//! format. This module must not know where values come from.

pub(super) mod body;
pub(super) mod code;
pub(super) mod gram;
pub(super) mod hit;
pub(super) mod initials;
pub(super) mod pack;
pub(super) mod record;
pub(super) mod root;
pub(super) mod shard;
