//! Takes one finding; gives one line of JSON for programs (`check --format json`). This file must
//! not know where the line is printed.

use super::{Diagnostic, Lang, Repair};
use crate::privacy::mask;
use serde_json::json;

/// The JSON object, without a line end. It has the main place of the finding; the message names
/// further places. It has the repair of the finding, if any, unless a new text of the repair has a
/// personal number.
pub fn render(finding: &Diagnostic, lang: Lang) -> String {
    let mut message = finding.message(lang);
    if !finding.also.is_empty() {
        let places: Vec<String> = finding
            .also
            .iter()
            .map(|p| format!("{}:{}:{}", mask(&p.file), p.line, p.column))
            .collect();
        message += &match lang {
            Lang::Zh => format!("（另见 {}）", places.join("、")),
            Lang::En => format!(" (see also {})", places.join(", ")),
        };
    }
    let mut object = json!({
        "severity": finding.severity.name(),
        "code": finding.code().name(),
        "file": finding.file(),
        "line": finding.place.as_ref().map(|p| p.line),
        "column": finding.place.as_ref().map(|p| p.column),
        "message": message,
        "help": finding.help(lang),
    });
    let is_shown = |repair: &&Repair| repair.edits.iter().all(|e| mask(&e.text) == e.text);
    if let Some(repair) = finding.repair.as_ref().filter(is_shown) {
        object["repair"] = json!(repair.edits);
    }
    object.to_string()
}
