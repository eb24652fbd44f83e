//! Takes one finding; gives one line of JSON for programs (`check --format json`). It must not know
//! where the line is printed.

use super::{Diagnostic, Lang};
use crate::privacy::mask;
use serde_json::json;

/// The object, without a line end. It has one place; further places are named in the message.
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
    json!({
        "severity": finding.severity.name(),
        "code": finding.code().name(),
        "file": finding.file(),
        "line": finding.place.as_ref().map(|p| p.line),
        "column": finding.place.as_ref().map(|p| p.column),
        "message": message,
        "help": finding.help(lang),
    })
    .to_string()
}
