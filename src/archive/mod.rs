//! The archive package: a BagIt 1.0 bag (RFC 8493) in `archive/<YEAR>/`.
//!
//! `layout` names the files of a package, `records` describes the documents in it, `digest` computes checksums, `find` lists the
//! packages in a folder, and `fault` holds what can be wrong with one. Three wings stand on them: `write` makes bags, web archives
//! and zip files; `read` opens a package in place; `verify` proves it and knows `read`, but not `write`.
//!
//! This room knows files and bytes. It must not know how a site or its records are made (`snapshot` does), what differs between two
//! packages (`diff` does), or how a finding is shown.

mod digest;
mod fault;
mod find;
mod layout;
pub mod read;
mod records;
pub mod verify;
mod visible;
mod write;

pub use digest::{Digester, Digests, digest_file, hex, sha512_file};
pub use find::{Package, bag_info, package, packages};
pub use layout::*;
pub use records::{
    AttachmentRecord, FieldValue, Fields, FileRecord, Record, Records, RelationRecord, TextRecord,
    WithdrawnRecord,
};
pub use visible::visible;
pub use write::{About, Bag, NO_BASE, SiteFile, pack, write_wacz};
