//! Takes a table of a Word file; gives a table block. A cell over several rows is repeated in each
//! of them, and a cell over several columns is followed by empty cells. A table with one cell is
//! taken for a frame around text.
//!
//! This file must not know paragraphs.

use super::{Local, Reader, TRACKED, is_on};
use crate::import::page::{self, Block, MERGED, Span};
use roxmltree::Node;

/// The cells of a row.
type Cells = Vec<Vec<Span>>;

impl Reader<'_> {
    pub(super) fn table(&mut self, node: Node<'_, '_>, depth: usize) {
        let (mut rows, mut merged) = (Vec::new(), false);
        let around = std::mem::take(&mut self.nested);
        let is_frame = own(node, node, "tc").take(2).count() == 1;
        for row in own(node, node, "tr") {
            let properties = row.child("trPr");
            if is_on(properties, "hidden") {
                self.hide(row);
                continue;
            }
            if properties.is_some_and(|p| p.child("ins").is_some()) {
                self.page.doubt(TRACKED.0, TRACKED.1);
            }
            if properties.is_some_and(|p| p.child("del").is_some()) {
                self.page.doubt(TRACKED.0, TRACKED.1);
                continue;
            }
            if is_frame && let Some(cell) = own(row, node, "tc").next() {
                self.nested = around;
                return self.blocks(cell, depth + 1);
            }
            let cells = self.row(row, node, rows.last(), depth, &mut merged);
            rows.push(cells);
        }
        if merged {
            self.page.doubt(MERGED.0, MERGED.1);
        }
        let block = Block::Table(rows);
        if !block.is_empty() {
            self.page.blocks.push(block);
        }
        let nested = std::mem::replace(&mut self.nested, around);
        self.page.blocks.extend(nested);
    }

    /// The cells of a row. `above` is the previous row. Sets `merged` when a cell spans several
    /// columns or rows.
    fn row(
        &mut self,
        row: Node<'_, '_>,
        table: Node<'_, '_>,
        above: Option<&Cells>,
        depth: usize,
        merged: &mut bool,
    ) -> Cells {
        let shift = row
            .child("trPr")
            .and_then(|p| p.child("gridBefore"))
            .and_then(|g| g.attr("val")?.parse::<usize>().ok())
            .unwrap_or(0)
            .min(100);
        let mut cells: Cells = vec![Vec::new(); shift];
        for cell in own(row, table, "tc") {
            let properties = cell.child("tcPr");
            let mut spans = self.cell(cell, depth);
            // a cell that continues the cell above repeats its text
            let merge = properties.and_then(|p| p.child("vMerge"));
            if merge.is_some_and(|m| m.attr("val") != Some("restart"))
                && page::plain(&spans).trim().is_empty()
            {
                spans = above
                    .and_then(|above| above.get(cells.len()).cloned())
                    .unwrap_or_default();
            }
            cells.push(spans);
            let across = properties
                .and_then(|p| p.child("gridSpan"))
                .and_then(|s| s.attr("val")?.parse::<usize>().ok())
                .unwrap_or(1)
                .clamp(1, 100);
            *merged |= across > 1 || merge.is_some();
            cells.extend((1..across).map(|_| Vec::new()));
        }
        cells
    }

    /// The text of a cell, whose blocks become lines. A table in the cell is moved behind the outer
    /// table.
    fn cell(&mut self, cell: Node<'_, '_>, depth: usize) -> Vec<Span> {
        let outer = std::mem::take(&mut self.page.blocks);
        self.blocks(cell, depth + 1);
        let mut spans: Vec<Span> = Vec::new();
        for block in std::mem::replace(&mut self.page.blocks, outer) {
            if !spans.is_empty() && !matches!(block, Block::Table(_)) {
                spans.push(Span::text("\n"));
            }
            match block {
                Block::Item {
                    number: Some(number),
                    spans: more,
                    ..
                } => {
                    spans.push(Span::text(format!("{number}. ")));
                    spans.extend(more);
                }
                Block::Text { spans: more, .. } | Block::Item { spans: more, .. } => {
                    spans.extend(more);
                }
                table @ Block::Table(_) => {
                    self.page.doubt(
                        "单元格中的表格已移到外层表格之后",
                        "a table in a cell was moved behind the outer table",
                    );
                    self.nested.push(table);
                }
            }
        }
        spans
    }
}

/// The rows or cells of a table, without those of nested tables.
fn own<'a, 'i>(
    node: Node<'a, 'i>,
    table: Node<'a, 'i>,
    name: &str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants()
        .filter(move |n| n.has_tag_name_local(name) && nearest_table(*n) == Some(table))
}

fn nearest_table<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    node.ancestors()
        .skip(1)
        .find(|a| a.has_tag_name_local("tbl"))
}
