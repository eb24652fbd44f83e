//! Takes the name of a kind of file; prints its JSON Schema. It must not know how a schema is made.

use super::args::SchemaOf;
use super::terminal::print_line;
use crate::draft::{Subject, schema};

/// Prints the schema of the front matter, of `mulu.yaml`, or of both.
pub(super) fn run(of: Option<SchemaOf>) -> u8 {
    let subject = of.map(|of| match of {
        SchemaOf::FrontMatter => Subject::FrontMatter,
        SchemaOf::Config => Subject::Config,
    });
    print_line(&serde_json::to_string_pretty(&schema(subject)).unwrap_or_default());
    0
}
