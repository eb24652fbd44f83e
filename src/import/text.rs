//! Takes a text without markup; gives its page. This file must not know where the text came from.

use super::at::Counted;
use super::page::{Block, Page, Span};

/// Reads a text. A line with at least two bars, or with two tabs between its words, is a row of a
/// table. Every other line is a paragraph.
pub(super) fn read(text: &str) -> Page {
    let mut blocks: Vec<Block> = Vec::new();
    for line in text.lines() {
        let between = if line.matches('|').count() >= 2 {
            '|'
        } else {
            '\t'
        };
        let mut cells: Vec<Vec<Span>> = line
            .trim()
            .split(between)
            .map(|c| vec![Span::text(c.trim())])
            .collect();
        if cells.len() < 3 {
            blocks.push(Block::Text {
                level: 0,
                spans: vec![Span::text(line.trim_end())],
            });
            continue;
        }
        // separators at the ends of a line are borders of the table and separate no cells
        let is_empty =
            |cell: Option<&Vec<Span>>| cell.is_some_and(|c| c.iter().all(|s| s.text.is_empty()));
        if is_empty(cells.last()) {
            cells.pop();
        }
        if is_empty(cells.first()) && line.trim_start().starts_with(between) {
            cells.remove(0);
        }
        match blocks.last_mut() {
            Some(Block::Table(rows)) => rows.push(cells),
            _ => blocks.push(Block::Table(vec![cells])),
        }
    }
    Page {
        blocks,
        counted: Counted::All,
        ..Page::default()
    }
}
