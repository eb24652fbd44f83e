//! Takes a configuration, a catalogue and the plan; gives one of these: the files of a new
//! site; a new document with the next free index number; the draft of an annual report; the JSON
//! Schemas of the front matter and of `mulu.yaml`; the mapping with which OpenSearch or
//! Elasticsearch indexes the export.
//!
//! This room writes nothing, and must not know the terminal.

mod category;
mod document;
mod file;
mod mapping;
mod name;
mod number;
mod report;
mod schema;
mod script;
mod site;
mod skeleton;

pub use document::{NewDocument, NewFile, Values, document};
pub use file::{Draft, category_folder};
pub use mapping::mapping;
pub use number::Series;
pub use report::annual_report;
pub use schema::{Subject, schema};
pub use script::script;
pub use site::{Level, Particulars, site};
