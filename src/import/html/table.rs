//! Takes a table of a web page; gives a table block with merged cells filled in if it holds data. A
//! layout table is left to the caller.
//!
//! It must not know where the text of a page is.

use super::{NodeRef, Reader, is, is_hidden};
use crate::import::page::{Block, MERGED, Span};
use std::collections::BTreeMap;

/// The cells that extend into the rows below, by column: the number of remaining rows, and the
/// text.
type Down = BTreeMap<usize, (usize, Vec<Span>)>;

impl Reader<'_> {
    /// Whether a table holds data. Many old pages use tables for their layout.
    pub(super) fn is_data(&self, table: NodeRef<'_>) -> bool {
        let inner = || table.descendants().skip(1);
        if inner().any(|n| self.containers.contains(&n.id()))
            || inner().any(|n| {
                is(
                    &n,
                    &[
                        "table", "h1", "h2", "h3", "ul", "ol", "form", "script", "iframe",
                    ],
                )
            })
        {
            return false;
        }
        let rows = inner().filter(|n| is(n, &["tr"])).count();
        let cells: Vec<NodeRef<'_>> = inner().filter(|n| is(n, &["td", "th"])).collect();
        let is_long = |cell: &NodeRef<'_>| {
            cell.descendants().filter(|n| is(n, &["p", "div"])).count() > 6
                || cell
                    .descendants()
                    .filter_map(|n| n.value().as_text().map(|t| t.chars().count()))
                    .sum::<usize>()
                    > 1500
        };
        rows >= 1 && cells.len() > rows && !cells.iter().any(is_long)
    }

    /// The text of a cell. Its blocks become lines.
    fn cell(&mut self, cell: NodeRef<'_>, depth: usize) -> Vec<Span> {
        let outer = std::mem::take(&mut self.page.blocks);
        self.children(cell, depth + 1);
        self.flush();
        let mut spans: Vec<Span> = Vec::new();
        for block in std::mem::replace(&mut self.page.blocks, outer) {
            if !spans.is_empty() {
                spans.push(Span::text("\n"));
            }
            if let Block::Text { spans: more, .. } | Block::Item { spans: more, .. } = block {
                spans.extend(more);
            }
        }
        spans
    }

    /// Reads a table that holds data.
    pub(super) fn table(&mut self, node: NodeRef<'_>, depth: usize) {
        for caption in node.children().filter(|n| is(n, &["caption"])) {
            self.children(caption, depth + 1);
            self.flush();
        }
        let mut merged = false;
        let mut rows = Vec::new();
        let mut down = Down::new();
        for row in node.descendants().filter(|n| is(n, &["tr"])) {
            let mut around = row.ancestors().take_while(|a| *a != node).chain([row]);
            if around.any(|n| n.value().as_element().is_some_and(is_hidden)) {
                self.hide(row);
                continue;
            }
            let cells = self.row(row, depth, &mut down, &mut merged);
            if !cells.is_empty() {
                rows.push(cells);
            }
        }
        let block = Block::Table(rows);
        if block.is_empty() {
            return;
        }
        if merged && (self.inside > 0 || self.containers.is_empty()) {
            self.page.doubt(MERGED.0, MERGED.1);
        }
        self.page.blocks.push(block);
    }

    /// The cells of a row, with the cells that extend into it from above. Sets `merged` when a cell
    /// spans several columns or rows.
    fn row(
        &mut self,
        row: NodeRef<'_>,
        depth: usize,
        down: &mut Down,
        merged: &mut bool,
    ) -> Vec<Vec<Span>> {
        let mut cells: Vec<Vec<Span>> = Vec::new();
        for cell in row.children().filter(|n| is(n, &["td", "th"])) {
            if cell.value().as_element().is_some_and(is_hidden) {
                self.hide(cell);
                continue;
            }
            fill(&mut cells, down);
            let spans = self.cell(cell, depth);
            let (across, along) = (span(cell, "colspan").min(100), span(cell, "rowspan"));
            *merged |= across > 1 || along > 1;
            for n in 0..across {
                let spans = if n == 0 { spans.clone() } else { Vec::new() };
                down.insert(cells.len(), (along - 1, spans.clone()));
                cells.push(spans);
            }
        }
        fill(&mut cells, down);
        cells
    }
}

/// Adds the cells that extend from above into the next columns of a row.
fn fill(cells: &mut Vec<Vec<Span>>, down: &mut Down) {
    while let Some((rows, spans)) = down.get_mut(&cells.len()).filter(|(rows, _)| *rows > 0) {
        *rows -= 1;
        cells.push(spans.clone());
    }
}

/// The number of rows or columns that a cell spans.
fn span(cell: NodeRef<'_>, attribute: &str) -> usize {
    cell.value()
        .as_element()
        .and_then(|e| e.attr(attribute))
        .and_then(|s| s.trim().parse::<usize>().ok())
        .unwrap_or(1)
        .max(1)
}
