//! Takes a `Config`; gives every published document with its text as a JSON object on a line
//! (NDJSON), for search clusters and databases. A text is dropped as soon as it is written, so
//! memory grows only with the metadata.
//!
//! This room must not know the terminal or who reads the lines.

use crate::build::{self, Outcome};
use crate::catalogue::Field;
use crate::config::Config;
use crate::diag::{Error, Severity};
use crate::export::Row;
use crate::plan::Plan;
use crate::relate::DocumentId;
use crate::resolve::Resolved;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;
use std::io::Write;
use std::sync::Arc;

/// The number of documents read at a time.
const AT_A_TIME: usize = 64;

/// The lines to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form<'a> {
    /// One document on each line.
    Documents,
    /// The body of a `_bulk` request of OpenSearch or Elasticsearch. Before each document comes a
    /// line with the name of this index and the document's id.
    Bulk(&'a str),
}

/// A document as one object. Every line has every key, because programs derive columns from the
/// first lines.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    row: Row<'a>,
    /// The day for which the validity holds.
    as_of: String,
    /// The whole address, if the site has a `base_url`.
    address: Option<String>,
    /// The text, one block on each line.
    text: String,
    attachments: Vec<Attachment<'a>>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    title: Option<&'a str>,
    url: &'a str,
}

/// Writes the published documents, newest first. The result is `false` if the content has errors;
/// written lines must then not be used.
pub fn write(
    config: &Config,
    form: Form<'_>,
    to: &mut dyn Write,
) -> Result<(bool, Outcome), Error> {
    let ((), outcome) = build::with_plan(config, &Arc::default(), |plan, sources, outcome| {
        let ids: Vec<DocumentId> = plan.documents().iter().rev().copied().collect();
        for some in ids.chunks(AT_A_TIME) {
            let read = some
                .par_iter()
                .map(|&id| {
                    let (resolved, findings) = build::read_document(plan, sources, id)?;
                    Ok((line(plan, form, id, &resolved), findings))
                })
                .collect::<Result<Vec<_>, Error>>()?;
            for (line, findings) in read {
                outcome.findings.extend(findings);
                line.map_err(std::io::Error::from)
                    .and_then(|line| to.write_all(&line))
                    .map_err(Error::writing("documents.ndjson"))?;
            }
        }
        Ok(())
    })?;
    Ok((!outcome.has(Severity::Error), outcome))
}

/// JSON without characters that some readers take for a line end. They occur only in strings,
/// where an escape has the same meaning.
fn on_one_line(json: String) -> String {
    let ends = ['\u{85}', '\u{2028}', '\u{2029}'];
    if !json.contains(ends) {
        return json;
    }
    ends.iter().fold(json, |json, &end| {
        json.replace(end, &format!("\\u{:04x}", u32::from(end)))
    })
}

/// Whether a cluster accepts a name for an index.
pub fn is_index_name(name: &str) -> bool {
    let is_wrong = |c: char| {
        c.is_uppercase() || c.is_whitespace() || c.is_control() || "\\/*?\"<>|,#:".contains(c)
    };
    !name.is_empty()
        && name.len() <= 255
        && !name.contains(is_wrong)
        && !name.starts_with(['-', '_', '+', '.'])
}

fn line(
    plan: &Plan<'_>,
    form: Form<'_>,
    id: DocumentId,
    resolved: &Resolved,
) -> Result<Vec<u8>, serde_json::Error> {
    let row = Row::of(plan, id);
    let mut line = Vec::new();
    if let Form::Bulk(index) = form {
        let number = row.value(Field::IndexNumber).line();
        let action = json!({ "index": { "_index": index, "_id": number } });
        serde_json::to_writer(&mut line, &action)?;
        line.push(b'\n');
    }
    let base = plan.config.base_url.as_ref();
    let attachments = resolved.attachments.iter().map(|file| Attachment {
        title: file.title.as_deref(),
        url: &file.address,
    });
    let document = Line {
        row,
        as_of: plan.config.as_of.to_string(),
        address: base.map(|base| format!("{base}{}", row.url())),
        text: resolved.body.blocks.join("\n"),
        attachments: attachments.collect(),
    };
    line.extend(on_one_line(serde_json::to_string(&document)?).into_bytes());
    line.push(b'\n');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_in_a_text_ends_the_line() {
        let text = "甲\u{2028}乙\u{85}丙\u{2029}\n丁";
        let json = on_one_line(serde_json::to_string(text).unwrap());
        assert_eq!(json, r#""甲\u2028乙\u0085丙\u2029\n丁""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
