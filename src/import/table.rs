//! Takes the text of a table with separators (.csv); gives its page. It must not know what the columns
//! mean.

use super::page::{Block, Page, Span};

/// Reads a table. The separator is the comma, semicolon or tab, whichever is most frequent in the
/// first line.
pub(super) fn read(text: &str) -> Page {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let count = |c: &u8| first.bytes().filter(|b| b == c).count();
    let separator = [b',', b'\t', b';']
        .into_iter()
        .rev()
        .max_by_key(count)
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
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
