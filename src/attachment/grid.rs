//! Takes the text of tables and the places of its cells; gives the row of a cell, each cell with the
//! heading of its column. This file must not know formats, or what is looked for.

use std::collections::HashMap;

/// A cell of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// Where its text begins, in bytes.
    pub(super) start: usize,
    /// The table, by its order in the text.
    pub(super) table: u32,
    /// Its row, from 1.
    pub(super) row: u32,
    /// Its column, from 1; 0 for text after a table.
    pub(super) column: u32,
}

/// A row of a table: the heading and the text of each cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'t> {
    /// The heading and the text of each cell. A heading is the nearest cell above with text and
    /// without digits, in a row without long numbers; it is empty if there is none.
    pub cells: Vec<(&'t str, &'t str)>,
    /// The index of the wanted cell.
    pub own: usize,
}

/// A cell with so many digits shows that its row is no row of headings.
const LONG: usize = 7;

/// The rows of some places of a text, which are in order; `None` for a place outside tables.
pub(super) fn rows<'t>(text: &'t str, cells: &[Cell], places: &[usize]) -> Vec<Option<Row<'t>>> {
    let mut found = vec![None; places.len()];
    let mut headings: HashMap<u32, &str> = HashMap::new();
    let mut table = None;
    // the indices of the first cell of the row, and of the next place
    let (mut at, mut next) = (0, 0);
    for row in cells.chunk_by(|a, b| (a.table, a.row) == (b.table, b.row)) {
        let end = |i: usize| cells.get(at + i + 1).map_or(text.len(), |next| next.start);
        let own =
            |(i, cell): (usize, &Cell)| text.get(cell.start..end(i)).unwrap_or_default().trim();
        let texts: Vec<&str> = row.iter().enumerate().map(own).collect();
        if table != Some(row[0].table) {
            headings.clear();
        }
        table = Some(row[0].table);
        let last = end(row.len() - 1);
        while let Some(place) = places.get(next).filter(|place| **place < last) {
            let before = row.partition_point(|cell| cell.start <= *place);
            let heading = |cell: &Cell| headings.get(&cell.column).copied().unwrap_or_default();
            let own = before.checked_sub(1).filter(|own| row[*own].column > 0);
            found[next] = own.map(|own| Row {
                cells: row.iter().map(heading).zip(texts.iter().copied()).collect(),
                own,
            });
            next += 1;
        }
        let is_heading = |text: &str| !text.is_empty() && !text.contains(char::is_numeric);
        // in a row with a long number, the other cells have names and not headings
        let is_long = |text: &&str| text.chars().filter(|c| c.is_numeric()).count() >= LONG;
        let has_long = texts.iter().any(is_long);
        let new = row.iter().zip(&texts);
        let new = new.filter(|(_, text)| !has_long && is_heading(text));
        headings.extend(new.map(|(cell, text)| (cell.column, *text)));
        at += row.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_beside_a_long_number_are_no_headings() {
        let text = "姓名\n账号\n张某\n2211050109024561\n李某\n2211050109024562\n";
        let starts = [
            "姓名",
            "账号",
            "张某",
            "2211050109024561",
            "李某",
            "2211050109024562",
        ];
        let cell = |(n, own): (u32, &str)| Cell {
            start: text.find(own).unwrap(),
            table: 0,
            row: n / 2 + 1,
            column: n % 2 + 1,
        };
        let cells: Vec<Cell> = (0..).zip(starts).map(cell).collect();
        let found = rows(text, &cells, &[text.rfind("221").unwrap()]);
        let cells = vec![("姓名", "李某"), ("账号", "2211050109024562")];
        assert_eq!(found, [Some(Row { cells, own: 1 })]);
    }

    #[test]
    fn a_cell_is_told_by_its_row_and_the_headings_above() {
        let text = "名单\n编号\n电话\n7\n139\n略\n138\n后\n";
        let starts = ["编号", "电话", "7", "139", "略", "138", "后"];
        let cells: Vec<Cell> = [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2), (4, 0)]
            .into_iter()
            .zip(starts)
            .map(|((row, column), own)| Cell {
                start: text.find(own).unwrap(),
                table: 0,
                row,
                column,
            })
            .collect();
        let at = |own: &str| text.find(own).unwrap();
        let places = [at("名"), at("139"), at("138"), at("后")];
        let found = rows(text, &cells, &places);
        assert_eq!(found[0], None);
        let row = |cells: &[(&'static str, &'static str)], own| {
            Some(Row {
                cells: cells.to_vec(),
                own,
            })
        };
        assert_eq!(found[1], row(&[("编号", "7"), ("电话", "139")], 1));
        assert_eq!(found[2], row(&[("编号", "略"), ("电话", "138")], 1));
        assert_eq!(found[3], None);
    }
}
