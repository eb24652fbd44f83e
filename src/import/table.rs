//! Takes the text of a table with separators (.csv, .tsv); gives its page. The columns may have any
//! meaning. This file must not know what the columns mean.

use super::page::{Block, Page, Span};

/// The separator of a table: whichever of comma, semicolon and tab is most frequent in the first
/// line.
pub(super) fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |c: &u8| first.bytes().filter(|b| b == c).count();
    [b',', b'\t', b';']
        .into_iter()
        .rev()
        .max_by_key(count)
        .unwrap_or(b',')
}

/// Reads a table.
pub(super) fn read(text: &str) -> Page {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let rows = reader
        .records()
        .flatten()
        .filter(|r| r.iter().any(|c| !c.trim().is_empty()))
        .map(|r| r.iter().map(|c| vec![Span::text(c.trim())]).collect());
    let block = Block::Table(rows.collect());
    let mut page = Page::default();
    if !block.is_empty() {
        page.blocks.push(block);
    }
    page
}
