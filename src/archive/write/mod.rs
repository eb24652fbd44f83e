//! Takes files; gives bags, web archives and zip files. This module must not know how a package is
//! read or verified.

mod bag;
mod pack;
mod wacz;
mod warc;
mod zip;

pub use bag::Bag;
pub use pack::pack;
pub use wacz::{About, NO_BASE, SiteFile, write as write_wacz};
