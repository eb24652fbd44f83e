//! Tests forms of front matter as people type them: the findings, the values, and the repair. `just
//! accept values` fills the other columns of `tests/values/forms.tsv` from the first one.
//!
//! In the table, `\n` is a line end, `\t` a tab, `\u{…}` a character and `\\` a backslash. A
//! finding is its code, line and column. Values are those of `mulu export` as JSON, without the
//! values of every document.

use crate::expected;
use crate::harness::{self, Site};
use mulu::diag::{Edit, Repair, apply};
use rayon::prelude::*;
use serde_json::Value;

/// The required fields, which are added unless the form has them.
const NEEDED: [(&str, &str, &str); 3] = [
    ("title", "标题", "通知"),
    ("index_number", "索引号", "A/2024-1"),
    ("date_created", "成文日期", "2024-06-18"),
];

/// The result of reading one form.
struct Read {
    findings: Vec<String>,
    values: String,
    repaired: String,
}

#[test]
fn forms_of_front_matter() {
    let path = harness::repository().join("tests/values/forms.tsv");
    let table = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines.len() > 60, "{}", lines.len());
    let actual: Vec<String> = lines
        .par_iter()
        .map(|line| {
            if line.starts_with('#') || line.is_empty() {
                return (*line).to_owned();
            }
            let form = line.split('\t').next().unwrap();
            let read = read(&plain(form));
            let findings = if read.findings.is_empty() {
                "-".to_owned()
            } else {
                read.findings.join(" ")
            };
            format!("{form}\t{findings}\t{}\t{}", read.values, read.repaired)
        })
        .collect();
    expected::file(&path, &(actual.join("\n") + "\n")).unwrap_or_else(|e| panic!("{e}"));
}

fn read(form: &str) -> Read {
    let site = Site::new();
    let mut fields = String::new();
    for (key, label, value) in NEEDED {
        let is_given = |line: &str| {
            let name = line.trim().replace([' ', '\u{200b}', '\u{feff}'], "");
            name.starts_with(key) || name.starts_with(label) || name.starts_with("名称")
        };
        if !form.lines().any(is_given) {
            fields.push_str(&format!("{key}: {value}\n"));
        }
    }
    let text = |form: &str| format!("---\n{form}\n{fields}---\n\n正文。\n");
    for file in ["申请表.txt", "名单.txt"] {
        site.write(&format!("content/{file}"), "甲\n");
    }
    let found = |form: &str| -> Vec<Value> {
        site.write("content/a.md", text(form));
        let run = site.run(&["check", "--format", "json"]);
        let lines = run.stdout.lines().map(|l| serde_json::from_str(l).unwrap());
        lines
            .filter(|f: &Value| f["file"] == "content/a.md")
            .collect()
    };
    let first = found(form);
    let (mut repaired, mut next) = (form.to_owned(), first.clone());
    for _ in 0..5 {
        let repairs: Vec<Repair> = next
            .iter()
            .filter_map(|f| serde_json::from_value::<Vec<Edit>>(f.get("repair")?.clone()).ok())
            .map(|edits| Repair { edits })
            .collect();
        if repairs.is_empty() {
            break;
        }
        let (whole, _) = apply(&text(&repaired), &repairs);
        let end = whole.len() - text("").len() + 4;
        repaired = whole[4..end].to_owned();
        next = found(&repaired);
    }
    let findings = first
        .iter()
        .map(|f| {
            format!(
                "{}:{}:{}",
                f["code"].as_str().unwrap(),
                f["line"],
                f["column"]
            )
        })
        .collect();
    let has_error = first.iter().any(|f| f["severity"] == "error");
    site.write("content/a.md", text(form));
    let values = if !has_error {
        let run = site.run(&["export", "--format", "json"]).ends(0);
        let all: Value = serde_json::from_str(&run.stdout).unwrap();
        let usual: Value = serde_json::from_str(USUAL).unwrap();
        let own = all["documents"][0].as_object().cloned().unwrap_or_default();
        let is_empty = |v: &Value| {
            v.is_null() || v.as_str() == Some("") || v.as_array().is_some_and(Vec::is_empty)
        };
        let is_own = |key: &str, value: &Value| {
            key != "url" && usual.get(key) != Some(value) && !is_empty(value)
        };
        let own = own.into_iter().filter(|(key, value)| is_own(key, value));
        Value::from_iter(own).to_string()
    } else {
        String::new()
    };
    Read {
        findings,
        values: shown(&values),
        repaired: if repaired == form {
            String::new()
        } else {
            shown(&repaired)
        },
    }
}

#[test]
fn every_mistake_of_a_document_is_said_at_once() {
    let folder = harness::repository().join("tests/values");
    let site = Site::new();
    site.write("content/申请表.txt", "甲\n");
    site.write(
        "content/a.md",
        std::fs::read(folder.join("broken.md")).unwrap(),
    );
    for lang in ["zh", "en"] {
        let run = site.run(&["--lang", lang, "check"]).ends(1);
        let path = folder.join(format!("broken.{lang}.txt"));
        expected::file(&path, &run.stdout).unwrap_or_else(|e| panic!("{e}"));
    }
}

/// The record of a document that has only the required fields.
const USUAL: &str = r#"{"index_number":"A/2024-1","title":"通知",
"issuing_body":"甲局","date_created":"2024-06-18","date_published":"2024-06-18",
"validity":"effective","validity_label":"有效"}"#;

/// The text for a cell of the table.
fn plain(cell: &str) -> String {
    let mut out = String::new();
    let mut rest = cell;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let kind = rest.chars().next().unwrap_or('\\');
        rest = rest.get(kind.len_utf8()..).unwrap_or_default();
        match kind {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'u' => {
                let (number, after) = rest[1..].split_once('}').unwrap();
                let number = u32::from_str_radix(number, 16).unwrap();
                out.push(char::from_u32(number).unwrap());
                rest = after;
            }
            other => out.push(other),
        }
    }
    out.push_str(rest);
    out
}

/// A text as a cell of the table.
fn shown(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => "\\n".to_owned(),
            '\t' => "\\t".to_owned(),
            '\r' => "\\r".to_owned(),
            '\\' => "\\\\".to_owned(),
            c if c.is_control() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}' | '\u{3164}') => {
                format!("\\u{{{:x}}}", c as u32)
            }
            c => c.to_string(),
        })
        .collect()
}
