//! Takes files; gives archive packages. Takes archive packages; gives their records and their
//! faults. A package is a BagIt 1.0 bag (RFC 8493) in `archive/<YEAR>/`.
//!
//! `layout` names the files of a package. `records` defines the records, which describe the
//! documents in a package. `served` knows the addresses at which a web server offers a file.
//! `digest` computes digests. `find` lists the packages in a folder. `fault` defines what can be
//! wrong with a package. Three folders build on these files: `write` makes bags, web archives and
//! zip files; `read` opens a package in place; `verify` checks a package and uses `read`, but not
//! `write`. `certificate` makes the page on which the root digest of a package is printed.
//!
//! This room must not know how a site or its records are made (see `snapshot`), how two packages
//! are compared (see `diff`), or how a finding is shown.

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
