//! Takes a body and an annual report; inserts the report's tables into the body. A table replaces
//! its placeholder (`[[表：主动公开]]`, a paragraph of its own), or comes below the heading of its
//! part, or at the end. This file must not know the catalogue.

use crate::diag::{Diagnostic, Message, Place, words};
use crate::parse::markdown::{Body, escape_into};
use crate::report::{self, AnnualReport, Part};
use std::ops::Range;

/// A placeholder in the source: the part that it names (`None` if no part has this name), its whole
/// text as written, and its place.
type Placeholder<'t> = (Option<Part>, &'t str, Range<usize>);

/// Inserts all tables. `text` is the whole file; `start` is where the body begins. A placeholder
/// that names no table gives a finding, and so does a second placeholder of a table.
pub(super) fn set(
    body: &mut Body,
    report: &AnnualReport,
    path: &str,
    text: &str,
    start: usize,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let placeholders = placeholders(text, start);
    for (i, (part, written, range)) in placeholders.iter().enumerate() {
        let message = if part.is_none() {
            let names = Part::ALL.map(Part::label).join("、");
            let suggestion = words(
                format!("可用的表：{names}。"),
                format!("The tables: {names}."),
            );
            Message::ReportUnknownRow {
                name: (*written).into(),
                suggestion: suggestion.into(),
            }
        } else if placeholders[..i]
            .iter()
            .any(|(earlier, ..)| earlier == part)
        {
            Message::ReportTwice {
                name: (*written).into(),
            }
        } else {
            continue;
        };
        findings.push(Diagnostic::new(message).at(Place::new(path, text, range.clone())));
    }
    for part in Part::ALL {
        let table = report::table(report, part);
        let named = placeholders
            .iter()
            .find(|(p, ..)| *p == Some(part))
            .map(|(_, written, _)| *written);
        let set = named.is_some_and(|written| at_placeholder(body, written, &table))
            || below_heading(body, part, &table);
        if !set {
            body.html.push_str(&table.html);
            body.blocks.extend(table.blocks);
        }
    }
    findings
}

fn placeholders(text: &str, start: usize) -> Vec<Placeholder<'_>> {
    let mut found = Vec::new();
    let mut at = start;
    for raw in text[start..].split_inclusive('\n') {
        let line = raw.trim();
        if let Some(inner) = line.strip_prefix("[[").and_then(|l| l.strip_suffix("]]"))
            && let Some((word, name)) = inner.split_once(['：', ':'])
            && matches!(word.trim(), "表" | "table")
        {
            let from = at + raw.len() - raw.trim_start().len();
            found.push((Part::find(name), line, from..from + line.len()));
        }
        at += raw.len();
    }
    found
}

fn at_placeholder(body: &mut Body, written: &str, table: &report::Shown) -> bool {
    let mut paragraph = String::from("<p>");
    escape_into(&mut paragraph, written);
    paragraph.push_str("</p>\n");
    let Some(at) = body.html.find(&paragraph) else {
        return false;
    };
    body.html
        .replace_range(at..at + paragraph.len(), &table.html);
    if let Some(block) = body.blocks.iter().position(|b| b == written) {
        body.blocks
            .splice(block..=block, table.blocks.iter().cloned());
    }
    true
}

fn below_heading(body: &mut Body, part: Part, table: &report::Shown) -> bool {
    let Some(heading) = body
        .headings
        .iter()
        .find(|h| h.title.contains(part.heading()))
    else {
        return false;
    };
    let (opening, closing) = (
        format!("<h{} id=\"{}\">", heading.level, heading.id),
        format!("</h{}>\n", heading.level),
    );
    let Some(after) = body.html.find(&opening).and_then(|at| {
        body.html[at..]
            .find(&closing)
            .map(|end| at + end + closing.len())
    }) else {
        return false;
    };
    body.html.insert_str(after, &table.html);
    let block = body
        .blocks
        .iter()
        .position(|b| *b == heading.title)
        .map_or(body.blocks.len(), |b| b + 1);
    body.blocks
        .splice(block..block, table.blocks.iter().cloned());
    true
}
