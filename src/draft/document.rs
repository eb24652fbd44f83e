//! Takes a title and a category; gives the skeleton of a document with the next free index number.
//! It must not know where files are written.

use super::file::{Draft, category_folder, free_path};
use super::number::next_free;
use crate::catalogue::{Catalogue, address};
use crate::config::Config;
use crate::diag::Error;
use crate::parse::front_matter;
use crate::source::Sources;
use serde_yaml::Value;

/// A new document, dated on the day of the build.
pub fn document(
    config: &Config,
    catalogue: &Catalogue,
    sources: &Sources,
    title: &str,
    category: Option<&str>,
) -> Result<Draft, Error> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Error::usage("标题不能为空", "the title is empty"));
    }
    // documents with errors occupy their numbers, too
    let entries = catalogue.iter().map(|(_, e)| e);
    let number = next_free(config, entries.chain(catalogue.rejected()));
    let folder = category
        .map(|c| category_folder(config, c))
        .transpose()?
        .unwrap_or_default();
    let today = config.as_of.to_string();
    let mut fields = vec![
        ("title", Value::from(title)),
        ("index_number", Value::from(number.as_str())),
    ];
    if let Some(name) = &config.agency.name {
        fields.push(("issuing_body", Value::from(name.as_str())));
    }
    fields.extend([
        ("date_created", Value::from(today.as_str())),
        ("date_published", Value::from(today.as_str())),
    ]);
    let name = address::index_number(&number).unwrap_or_default();
    Ok(Draft {
        path: free_path(sources, &folder, &name)?,
        text: format!("{}\n", front_matter::write(&fields)),
    })
}
