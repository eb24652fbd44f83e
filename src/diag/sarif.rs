//! Takes findings; gives a report in SARIF 2.1.0, which code hosts and editors read. This file must
//! not know where the report is written.

use super::{Code, Diagnostic, Lang, Place, mask};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The report, ending in a line end. Personal numbers are masked.
pub fn render(findings: &[Diagnostic], lang: Lang) -> String {
    let codes: BTreeSet<Code> = findings.iter().map(Diagnostic::code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let rules: Vec<Value> = codes.iter().map(|&code| rule(code, lang)).collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let mut result = result(finding, lang);
            result["ruleIndex"] = codes.binary_search(&finding.code()).unwrap_or(0).into();
            result
        })
        .collect();
    let report = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "mulu",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "SITE": { "description": { "text": match lang {
                Lang::Zh => "站点文件夹",
                Lang::En => "the site's folder",
            }}}},
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

fn rule(code: Code, lang: Lang) -> Value {
    let texts = code.texts(lang);
    let mut rule = json!({
        "id": code.name(),
        "shortDescription": { "text": texts.message },
        "defaultConfiguration": { "level": code.severity().name() },
    });
    if !texts.help.is_empty() {
        rule["help"] = json!({ "text": texts.help });
    }
    rule
}

fn result(finding: &Diagnostic, lang: Lang) -> Value {
    let mut text = finding.message(lang);
    if let Some(help) = finding.help(lang) {
        text += match lang {
            Lang::Zh => "。",
            Lang::En => ". ",
        };
        text += &help;
    }
    let mut result = json!({
        "ruleId": finding.code().name(),
        "level": finding.severity.name(),
        "message": { "text": text },
        "partialFingerprints": { "mulu/v1": fingerprint(finding) },
    });
    let location = match (&finding.place, &finding.file) {
        (Some(place), _) => Some(at(place)),
        (None, Some(file)) => Some(json!({ "physicalLocation": artifact(file) })),
        (None, None) => None,
    };
    if let Some(location) = location {
        result["locations"] = json!([location]);
    }
    if !finding.also.is_empty() {
        // the standard forbids that a place occurs twice
        let mut places: Vec<Value> = Vec::new();
        for place in finding.also.iter().map(at) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        result["relatedLocations"] = places.into();
    }
    result
}

fn artifact(file: &str) -> Value {
    json!({ "artifactLocation": { "uri": uri(&mask(file)), "uriBaseId": "SITE" } })
}

fn at(place: &Place) -> Value {
    let mut physical = artifact(&place.file);
    physical["region"] = json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.column + place.width,
        "snippet": { "text": place.shown() },
    });
    json!({ "physicalLocation": physical })
}

fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri += &format!("%{byte:02X}");
        }
    }
    uri
}

/// A digest of a finding's code, file and Chinese message, by which code hosts recognise the
/// finding in a later report. It does not depend on the line, or on the language of the report.
fn fingerprint(finding: &Diagnostic) -> String {
    let file = finding.file().unwrap_or_default();
    let message = finding.message(Lang::Zh);
    let all = format!("{}\0{file}\0{message}", finding.code().name());
    let digest = Sha256::digest(all.as_bytes());
    digest.iter().take(16).map(|b| format!("{b:02x}")).collect()
}
