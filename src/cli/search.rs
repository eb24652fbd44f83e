//! `mulu search`: asks the index of a built site from the terminal.

use super::args::Format;
use super::{Terminal, print_line};
use crate::catalogue::Validity;
use crate::diag::Error;
use crate::search::{Hit, Options, Reader, Results};
use serde_json::json;
use std::path::Path;

/// Characters shown before and after the first term found.
const AROUND: usize = 30;

/// Prints what is found in the site; 0 even when that is nothing.
pub(super) fn run(
    site: &Path,
    query: &str,
    options: &Options,
    format: Format,
    terminal: &Terminal,
) -> Result<u8, Error> {
    if !site.join("search").join("root.js").is_file() {
        let shown = site.display();
        return Err(Error::usage(
            format!("“{shown}”中没有检索索引，请先运行 mulu build"),
            format!("there is no search index in {shown}; run mulu build first"),
        ));
    }
    let damaged =
        |e: crate::search::Damaged| Error::io(site)(std::io::Error::other(format!("{e:?}")));
    let results = Reader::open(&site.join("search"))
        .map_err(damaged)?
        .search(query, options)
        .map_err(damaged)?;
    for hit in &results.hits {
        match format {
            Format::Json => print_line(&object(hit).to_string()),
            Format::Human => {
                let r = &hit.record;
                let facts = [
                    r.document_number.as_deref(),
                    Some(r.issuer.as_str()),
                    r.date_published.as_deref(),
                    r.index_number.as_deref(),
                ];
                let facts: Vec<&str> = facts
                    .into_iter()
                    .flatten()
                    .filter(|f| !f.is_empty())
                    .collect();
                print_line(&format!(
                    "{}\n    {}\n    {}",
                    r.title,
                    facts.join("  "),
                    site.join(&r.url).display()
                ));
                if let Some(excerpt) = hit.block.as_deref().map(|b| excerpt(b, query)) {
                    print_line(&format!("    {excerpt}"));
                }
            }
        }
    }
    explain(&results, terminal);
    terminal.say(
        &format!(
            "找到 {} 件，显示 {} 件。",
            results.total,
            results.hits.len()
        ),
        &format!("{} found, {} shown.", results.total, results.hits.len()),
    );
    Ok(0)
}

/// The code of a validity that was typed as code or in Chinese.
pub(super) fn validity(typed: &str) -> Result<String, Error> {
    match Validity::find(typed) {
        Some(validity) => Ok(validity.code().to_owned()),
        None => {
            let named = |name: fn(Validity) -> String, between: &str| {
                Validity::ALL
                    .iter()
                    .map(|v| name(*v))
                    .collect::<Vec<_>>()
                    .join(between)
            };
            Err(Error::usage(
                format!(
                    "没有“{typed}”这种有效性；可用的有：{}",
                    named(|v| v.label().to_owned(), "、")
                ),
                format!(
                    "there is no validity `{typed}`; there are: {}",
                    named(|v| v.code().to_owned(), ", ")
                ),
            ))
        }
    }
}

/// Says which term is to blame, and what may have been meant.
fn explain(results: &Results, terminal: &Terminal) {
    let absent: Vec<&str> = results
        .terms
        .iter()
        .filter(|t| t.1 == 0)
        .map(|t| t.0.as_str())
        .collect();
    if !absent.is_empty() {
        terminal.say(
            &format!("没有文件含有“{}”。", absent.join("”“")),
            &format!("No document holds “{}”.", absent.join("”, “")),
        );
    }
    if let Some((query, total)) = results.without.as_ref().filter(|w| w.1 > 0) {
        terminal.say(
            &format!("只检索“{query}”，可找到 {total} 件。"),
            &format!("Search for “{query}” alone: {total} found."),
        );
    }
    if results.unfiltered > 0 {
        let n = results.unfiltered;
        terminal.say(
            &format!("在所选条件下没有文件；不加条件，可找到 {n} 件。"),
            &format!("Nothing under the chosen filters; without them, {n} found."),
        );
    }
    if !results.suggestions.is_empty() {
        let words = &results.suggestions;
        terminal.say(
            &format!("您要找的可能是：{}。", words.join("、")),
            &format!("You may be looking for: {}.", words.join(", ")),
        );
    }
}

fn object(hit: &Hit) -> serde_json::Value {
    let r = &hit.record;
    json!({
        "index_number": r.index_number, "title": r.title, "url": r.url, "document_number": r.document_number,
        "issuing_body": r.issuer, "date_published": r.date_published, "validity": hit.validity,
    })
}

/// The part of a block around the first term that stands in it as typed.
fn excerpt(block: &str, query: &str) -> String {
    let chars: Vec<char> = block.chars().collect();
    let found = query
        .split_whitespace()
        .filter_map(|t| block.find(t))
        .min()
        .map_or(0, |at| block[..at].chars().count());
    let (from, to) = (
        found.saturating_sub(AROUND),
        (found + 2 * AROUND).min(chars.len()),
    );
    let text: String = chars[from..to].iter().collect();
    format!(
        "{}{}{}",
        if from > 0 { "…" } else { "" },
        text.replace('\n', " "),
        if to < chars.len() { "…" } else { "" }
    )
}
