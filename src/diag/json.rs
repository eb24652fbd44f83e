//! One finding as one line of JSON, for programs (`check --format json`).

use super::{Diagnostic, Lang};
use serde_json::json;

/// The object, without a line end.
pub fn render(finding: &Diagnostic, lang: Lang) -> String {
    json!({
        "severity": finding.severity.name(),
        "code": finding.code.name(),
        "file": finding.file(),
        "line": finding.place.as_ref().map(|p| p.line),
        "column": finding.place.as_ref().map(|p| p.column),
        "message": finding.message(lang),
        "help": finding.help(lang),
    })
    .to_string()
}
