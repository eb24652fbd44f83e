//! `mulu new`: writes the skeleton of a document and prints its path.

use super::args::Global;
use super::files::write_content;
use super::settings::configure;
use super::terminal::print_line;
use crate::config::Overrides;
use crate::diag::Error;
use crate::{build, draft};

/// Writes the document. A file that exists is never overwritten.
pub(super) fn run(global: &Global, title: &str, category: Option<&str>) -> Result<u8, Error> {
    let config = configure(global, Overrides::default())?;
    let (catalogue, sources, _) = build::catalogue_of(&config)?;
    let draft = draft::document(&config, &catalogue, &sources, title, category)?;
    let path = write_content(&config.root, &draft.path, &draft.text)?;
    print_line(&path.display().to_string());
    Ok(0)
}
