//! Takes a table of a web page; gives a table block if it has data. A cell over several rows is
//! repeated in each, and a cell over several columns is followed by empty cells. A layout table is
//! left to the caller.
//!
//! This file must not know where the text of a page is.

use super::find::is_hidden;
use super::{NodeRef, Reader, is};
use crate::import::page::{Block, MERGED, Span};
use std::collections::BTreeMap;

/// For each column, the cell that extends down: the number of rows that it still covers, and its
/// text.
type Down = BTreeMap<usize, (usize, Vec<Span>)>;

impl Reader<'_> {
    /// Whether a table contains data. Old pages use tables for layout.
    pub(super) fn is_data(&self, table: NodeRef<'_>) -> bool {
        let inner = || table.descendants().skip(1);
        if inner().any(|n| self.containers.contains(&n.id()))
            || inner().any(|n| is(&n, &["h1", "h2", "h3", "form", "script", "iframe"]))
        {
            return false;
        }
        let own = |n: &NodeRef<'_>| table_of(*n) == Some(table.id());
        let rows = inner().filter(|n| is(n, &["tr"]) && own(n)).count();
        let cells: Vec<NodeRef<'_>> = inner().filter(|n| is(n, &["td", "th"]) && own(n)).collect();
        let length = |node: &NodeRef<'_>| {
            node.descendants()
                .filter_map(|n| n.value().as_text().map(|t| t.trim().chars().count()))
                .sum::<usize>()
        };
        let is_long = |cell: &NodeRef<'_>| {
            cell.descendants().filter(|n| is(n, &["p", "div"])).count() > 6 || length(cell) > 1500
        };
        // cells of a layout table mostly contain tables
        let nested: usize = inner()
            .filter(|n| is(n, &["table"]) && table_of(*n) == Some(table.id()))
            .map(|n| length(&n))
            .sum();
        rows >= 1
            && cells.len() > rows
            && nested * 2 <= length(&table)
            && (nested == 0 || rows >= 2)
            && !cells.iter().any(is_long)
    }

    /// The text of a cell. Blocks and the rows of an inner table become lines.
    fn cell(&mut self, cell: NodeRef<'_>, depth: usize) -> Vec<Span> {
        let outer = std::mem::take(&mut self.page.blocks);
        let lists = std::mem::take(&mut self.lists);
        self.children(cell, depth + 1);
        self.flush();
        self.lists = lists;
        let mut spans: Vec<Span> = Vec::new();
        for block in std::mem::replace(&mut self.page.blocks, outer) {
            let rows = match block {
                Block::Text { spans, .. } | Block::Item { spans, .. } => vec![vec![spans]],
                Block::Table(rows) => rows,
            };
            for row in rows {
                if !spans.is_empty() {
                    spans.push(Span::text("\n"));
                }
                for (n, cell) in row.into_iter().enumerate() {
                    if n > 0 {
                        spans.push(Span::text(" "));
                    }
                    spans.extend(cell);
                }
            }
        }
        spans
    }

    /// Reads a table that contains data.
    pub(super) fn table(&mut self, node: NodeRef<'_>, depth: usize) {
        for caption in node.children().filter(|n| is(n, &["caption"])) {
            self.children(caption, depth + 1);
            self.flush();
        }
        let mut merged = false;
        let mut rows = Vec::new();
        let mut down = Down::new();
        let own = |n: &NodeRef<'_>| is(n, &["tr"]) && table_of(*n) == Some(node.id());
        for row in node.descendants().filter(own) {
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

    /// The cells of a row, including the cells that extend into this row from above. Sets `merged`
    /// if a cell spans columns or rows.
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

/// The innermost table around an element.
fn table_of(node: NodeRef<'_>) -> Option<ego_tree::NodeId> {
    node.ancestors().find(|n| is(n, &["table"])).map(|n| n.id())
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
