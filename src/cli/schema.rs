//! Takes the name of a kind of file; prints its JSON Schema or, for an NDJSON export, the mapping
//! of its fields in a search cluster. This file must not know how either is made.

use super::args::SchemaOf;
use super::terminal::print_line;
use crate::draft::{Subject, mapping, schema};

/// Prints the schema of the front matter, of `mulu.yaml`, or (if `of` is `None`) of both; or the
/// mapping.
pub(super) fn run(of: Option<SchemaOf>) -> u8 {
    let schema = match of {
        None => schema(None),
        Some(SchemaOf::FrontMatter) => schema(Some(Subject::FrontMatter)),
        Some(SchemaOf::Config) => schema(Some(Subject::Config)),
        Some(SchemaOf::Ndjson) => mapping(),
    };
    print_line(&serde_json::to_string_pretty(&schema).unwrap_or_default());
    0
}
