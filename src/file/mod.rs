//! Takes a file; gives its bytes piece by piece, its media type, whether it may run code, and
//! whether a system or a program made it for its own use. Takes files that a command writes; puts
//! each on the disk whole.
//!
//! This room must not know what is done with the file.

mod code;
mod folder;
mod name;
mod new;
mod path;
mod pieces;
mod whole;
mod zip;

pub use code::may_run_code;
pub use folder::Folder;
pub use name::{
    HTML, is_device, is_folder_view_file, is_litter, is_reserved, is_system_file, media_type,
};
pub use new::write_new;
pub use path::{below, real, slashed};
pub use pieces::{each_piece, each_piece_of};
pub use whole::{Existing, Whole, is_passage, move_into_place, sync_folder, write};
pub use zip::{options as zip_options, workbook_bytes};
