//! Takes files; gives archive packages. Takes archive packages; gives their records and their
//! faults. A package is a BagIt 1.0 bag (RFC 8493) in `archive/<YEAR>/`.
//!
//! `layout` names the files of a package; `records` describes its documents. `served` knows a web
//! server's addresses, `digest` computes digests, `find` lists packages, `fault` defines faults,
//! `visible` escapes text for a terminal. `write` makes bags, web archives and zip files; `read`
//! opens a package; `verify` checks it. `certificate` makes a page with the root digest for
//! printing.
//!
//! This room must not know how a site is made, how packages are compared (see `diff`), or how a
//! finding is shown.

mod certificate;
mod digest;
mod fault;
mod find;
mod layout;
pub mod read;
mod records;
mod served;
pub mod verify;
mod visible;
mod write;

pub use certificate::{CERTIFICATE, certificates};
pub use digest::{Digester, Digests, digest_file, hex, sha512_file};
pub use find::{Package, bag_info, package, packages};
pub use layout::*;
pub use records::{
    AttachmentRecord, FieldValue, Fields, FileRecord, Record, Records, RelationRecord, TextRecord,
    WithdrawnRecord,
};
pub use visible::visible;
pub use write::{About, Bag, NO_BASE, SiteFile, pack, write_wacz};

/// The formats of an archive package, with their versions.
pub const FORMATS: [&str; 3] = ["BagIt 1.0", "WACZ 1.1.1", "WARC 1.1"];
