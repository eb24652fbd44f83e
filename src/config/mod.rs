//! Takes `mulu.yaml` and the site's list of wrong words; gives a checked [`Config`] with every
//! default. Also takes the file of a portal and gives a [`Portal`]. This room must not know
//! content, templates or output.
//!
//! Unknown keys are refused.

mod checked;
mod columns;
mod editor;
mod find;
mod keys;
mod places;
mod portal;
mod raw;
mod read;
mod unknown;
mod values;
mod word_list;
#[cfg(test)]
mod tests;

pub use checked::{ArchiveOf, Config, Overrides};
pub use editor::Editor;
pub use find::{near_name, site_of};
pub use keys::keys;
pub use portal::{Member, Portal, read_portal};
pub use raw::{
    Agency, Checks, Column, Holidays, IndexNumber, Language, Level, Privacy, Retention, ReviewKind,
    Search, Unstated,
};
pub use read::read;
pub use unknown::instead;
pub use values::{NumberForm, is_blank};
pub use word_list::{Slip, WordList};
