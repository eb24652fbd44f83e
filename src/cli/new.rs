//! Takes a title and a category; gives the skeleton of a document in a new file, and prints its
//! path. It must not know what a skeleton contains.

use super::args::Global;
use super::files::write_content;
use super::settings::configure;
use super::terminal::print_line;
use crate::config::Overrides;
use crate::diag::Error;
use crate::{build, draft};

/// Writes the document. An existing file is never overwritten.
pub(super) fn run(global: &Global, title: &str, category: Option<&str>) -> Result<u8, Error> {
    let config = configure(global, Overrides::default())?;
    let (catalogue, sources, _) = build::catalogue_of(&config)?;
    let draft = draft::document(&config, &catalogue, &sources, title, category)?;
    let path = write_content(&config.root, &draft.path, &draft.text)?;
    print_line(&path.display().to_string());
    Ok(0)
}
