//! Tests the rules of proofreading with faulty sentences and with similar correct ones.
//!
//! Each row of `tests/prose/CODE.tsv` tests the rule CODE. The first column has words of the
//! message, or `-` if the text is correct. The second column has the text, with `\n` for a line
//! break.

use crate::harness::{self, Site};
use std::collections::BTreeMap;

/// Runs `check` over a site with a document for each row; describes each row for which `check` did
/// not report what the row expects.
fn faults(code: &str, rows: &str) -> Vec<String> {
    let site = Site::new();
    let rows: Vec<(&str, &str)> = rows
        .lines()
        .filter(|l| !l.starts_with('#'))
        .map(|l| l.split_once('\t').unwrap_or_else(|| panic!("no tab: {l}")))
        .collect();
    for (i, (_, text)) in rows.iter().enumerate() {
        let fields = format!("title: 文件{i}\ndate_created: 2024-06-18\n");
        site.document(
            &format!("{i}"),
            &format!("A/{i}"),
            &fields,
            &text.replace("\\n", "\n"),
        );
    }
    let run = site.run(&["check", "--lang", "zh", "--format", "json"]);
    let mut said: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for line in run.stdout.lines() {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        let (Some(found), Some(file)) = (finding["code"].as_str(), finding["file"].as_str()) else {
            continue;
        };
        let row = file
            .rsplit('/')
            .next()
            .and_then(|n| n.strip_suffix(".md")?.parse().ok());
        if let (true, Some(row)) = (found == code, row) {
            said.entry(row)
                .or_default()
                .push(finding["message"].as_str().unwrap().to_owned());
        }
    }
    let mut faults = Vec::new();
    for (i, (wanted, text)) in rows.iter().enumerate() {
        let messages = said.remove(&i).unwrap_or_default();
        let is_right = match *wanted {
            "-" => messages.is_empty(),
            wanted => messages.iter().any(|m| m.contains(wanted)),
        };
        if !is_right {
            faults.push(format!(
                "{code}: wanted {wanted}: {text}\n    said: {messages:?}"
            ));
        }
    }
    faults
}

#[test]
fn slips_are_found_and_right_sentences_with_the_same_letters_are_not() {
    let folder = harness::repository().join("tests/prose");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let code = path.file_stem().unwrap().to_string_lossy().into_owned();
        all.extend(faults(&code, &std::fs::read_to_string(&path).unwrap()));
    }
    assert!(all.is_empty(), "{} rows:\n{}", all.len(), all.join("\n"));
}
