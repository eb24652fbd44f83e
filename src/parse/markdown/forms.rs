//! Tests with the table of typed forms, `tests/markdown/forms.tsv`: the text as typed, the page,
//! the codes of the findings, and the text after the repair if it differs.
//!
//! A failing test prints each row that differs, first as in the table and then as the program gives
//! it; copy the second one if it is right.

use super::{Body, RawHtml, Target, render};
use crate::diag::{Diagnostic, apply};
use std::path::Path;

fn set(source: &str) -> (Body, Vec<Diagnostic>) {
    render("a.md", source, 0, RawHtml::LeftOut, &mut |to, _, _| {
        Target {
            href: Some(to.to_owned()),
            size: None,
        }
    })
}

fn repaired(source: &str) -> String {
    let mut text = source.to_owned();
    for _ in 0..4 {
        let findings = set(&text).1;
        let (new, count) = apply(&text, findings.iter().filter_map(|f| f.repair.as_ref()));
        text = new;
        if count == 0 {
            break;
        }
    }
    text
}

fn escape(text: &str) -> String {
    text.trim_end_matches('\n')
        .replace('\n', "\\n")
        .replace('\t', "\\t")
}

fn row(typed: &str) -> String {
    let source = typed.replace("\\n", "\n").replace("\\t", "\t");
    let (body, findings) = set(&source);
    let mut codes: Vec<&str> = findings.iter().map(|f| f.code().name()).collect();
    codes.dedup();
    let after = repaired(&source);
    let after = if after == source { "" } else { &after };
    format!(
        "{typed}\t{}\t{}\t{}",
        escape(&body.html).replace("\\n", ""),
        codes.join(" "),
        escape(after)
    )
}

#[test]
fn typed_forms_give_their_page_finding_and_repair() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown/forms.tsv");
    let table = std::fs::read_to_string(&path)
        .unwrap()
        .replace("\r\n", "\n");
    let typed = |line: &&str| !line.starts_with("//") && !line.starts_with('\t');
    let rows: Vec<&str> = table.lines().filter(typed).collect();
    assert!(rows.len() > 80, "only {} rows", rows.len());
    let differing: Vec<String> = rows
        .iter()
        .map(|line| (line, row(line.split('\t').next().unwrap_or_default())))
        .filter(|(line, now)| *line != now)
        .map(|(line, now)| format!("{line}\n{now}\n"))
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The page of a text with slips is the same as the page of the repaired text, and the repaired
/// text has no more slips that can be repaired. Lines that end in CRLF are repaired in the same
/// way.
#[test]
fn a_repair_changes_no_page() {
    for line in include_str!("../../../tests/markdown/forms.tsv").lines() {
        let typed = line.split('\t').next().unwrap_or_default();
        if line.starts_with("//") || typed.is_empty() {
            continue;
        }
        let source = typed.replace("\\n", "\n").replace("\\t", "\t");
        let after = repaired(&source);
        assert_eq!(set(&source).0, set(&after).0, "{typed}");
        let left: Vec<_> = set(&after)
            .1
            .into_iter()
            .filter(|f| f.repair.is_some())
            .collect();
        assert!(left.is_empty(), "{typed}: {left:?}");
        let with_crlf = source.replace('\n', "\r\n");
        assert_eq!(repaired(&with_crlf), after.replace('\n', "\r\n"), "{typed}");
    }
}
