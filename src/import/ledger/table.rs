//! Takes a ledger (a workbook, a table with separators, a web page or JSON); gives its tables with
//! headings and the place of every cell. This file must not know what a heading means for a
//! document.

use super::heading::{compared, is_known_key};
use crate::attachment::{self, Format, document::Block as OfficeBlock};
use crate::diag::{Diagnostic, Words, words};
use crate::import::finding::failed;
use crate::import::form::squeeze;
use crate::import::html::{self, Beside};
use crate::import::page::{Block, LARGEST, plain};
use crate::import::vocabulary::meaning;
use crate::source;
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The number of rows at the top of a table that may have its headings.
const TOP: usize = 20;

/// A table of a ledger.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The name of the file in messages.
    file: String,
    kind: Kind,
    /// The headings. To tell two equal ones apart, the second gets the suffix `(2)`.
    pub(super) heads: Vec<String>,
    /// The number of each column in the file, from 0, because empty columns may be left out.
    columns: Vec<usize>,
    pub(super) rows: Vec<Row>,
}

/// How the place of a cell is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// By the name of a sheet (if it has one), the letters of a column and the number of a row.
    Sheet(String),
    /// By a line and a column.
    Lines,
    /// By the number of an item and its key.
    Items,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The number of the row, line or item, from 1.
    number: usize,
    /// The cells, one for each heading.
    pub(super) cells: Vec<String>,
}

impl Table {
    /// A short name of a row, the same in both languages.
    pub(super) fn name(&self, row: &Row) -> String {
        match &self.kind {
            Kind::Sheet(sheet) if !sheet.is_empty() => {
                format!("{}#{sheet}!{}", self.file, row.number)
            }
            _ => format!("{}#{}", self.file, row.number),
        }
    }

    /// The place of a row.
    pub(super) fn row(&self, row: &Row) -> Words {
        let (file, n) = (&self.file, row.number);
        match &self.kind {
            Kind::Sheet(name) if name.is_empty() => {
                words(format!("{file} 第 {n} 行"), format!("{file}, row {n}"))
            }
            Kind::Sheet(name) => words(
                format!("{file}（{name}）第 {n} 行"),
                format!("{file}, sheet {name}, row {n}"),
            ),
            Kind::Lines => words(format!("{file} 第 {n} 行"), format!("{file}, line {n}")),
            Kind::Items => words(format!("{file} 第 {n} 条"), format!("{file}, item {n}")),
        }
    }

    /// The place of a cell.
    pub(super) fn cell(&self, row: &Row, column: usize) -> Words {
        let at = self.columns.get(column).copied().unwrap_or_default();
        let head = self.heads.get(column).map_or("", String::as_str);
        let place = self.row(row);
        match &self.kind {
            Kind::Sheet(sheet) => {
                let (file, cell) = (&self.file, format!("{}{}", letters(at), row.number));
                match sheet.as_str() {
                    "" => words(format!("{file} {cell}"), format!("{file}, cell {cell}")),
                    sheet => words(
                        format!("{file}（{sheet}）{cell}"),
                        format!("{file}, sheet {sheet}, cell {cell}"),
                    ),
                }
            }
            Kind::Lines => words(
                format!("{}第 {} 列", place.zh, at + 1),
                format!("{}, column {}", place.en, at + 1),
            ),
            Kind::Items => words(
                format!("{}“{head}”", place.zh),
                format!("{}, `{head}`", place.en),
            ),
        }
    }
}

/// The letters of a column of a sheet.
fn letters(column: usize) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters
}

/// Rows of cells with their numbers, before the headings are known.
struct Grid {
    kind: Kind,
    columns: Vec<usize>,
    rows: Vec<(usize, Vec<String>)>,
}

/// The tables of a ledger.
pub(super) fn read(path: &Path, shown: &str) -> Result<Vec<Table>, Box<Diagnostic>> {
    let unreadable = |e: std::io::Error| Box::new(source::unreadable(shown, &e));
    let refuse = |zh: &str, en: &str| {
        let remedy = words(
            "台账可以是 .xlsx、.xls、.et、.csv 或 .json；请打开核对，另存为 .xlsx。",
            "A ledger is .xlsx, .xls, .et, .csv or .json; open it and save it as .xlsx.",
        );
        Box::new(failed(shown, words(zh, en), remedy))
    };
    if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err(refuse(
            "台账超过 64 MiB",
            "the ledger is larger than 64 MiB",
        ));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let grids = match attachment::format(&bytes) {
        Format::Workbook | Format::OldWorkbook | Format::XmlWorkbook | Format::OpenDocument => {
            office(&bytes)
        }
        Format::Html => source::decode(&bytes).0.map(|text| of_page(&text)),
        Format::Text => source::decode(&bytes).0.map(|text| {
            let grid = items(&text).unwrap_or_else(|| separated(&text));
            vec![grid]
        }),
        _ => None,
    };
    let grids = grids.ok_or_else(|| refuse("读不出台账", "the ledger cannot be read"))?;
    let named: Vec<(usize, Grid)> = grids
        .into_iter()
        .filter_map(|grid| head_row(&grid).map(|(known, at)| (known, grid.headed(at))))
        .collect();
    // a sheet of explanations has at most one known heading
    let is_known = named.iter().any(|(known, _)| *known > 1);
    let tables: Vec<Table> = named
        .into_iter()
        .filter(|(known, _)| !is_known || *known > 1)
        .map(|(_, grid)| table(shown, grid))
        .filter(|table| !table.rows.is_empty())
        .collect();
    if tables.is_empty() {
        return Err(refuse(
            "台账里没有找到列名和数据行",
            "no headings with rows below them were found in the ledger",
        ));
    }
    Ok(tables)
}

impl Grid {
    /// The part of the grid that begins with its row of headings.
    fn headed(mut self, at: usize) -> Grid {
        self.rows.drain(..at);
        self
    }
}

/// The greatest number of known headings in one of the first [`TOP`] rows, and the index of the
/// first row with so many. If no heading is known, gives 0 and the index of the first of these rows
/// with at least two filled cells; `None` if there is none.
fn head_row(grid: &Grid) -> Option<(usize, usize)> {
    let known = |row: &[String]| {
        let is_known = |cell: &&String| {
            let cell = compared(cell);
            meaning(&cell).is_some() || is_known_key(&cell)
        };
        row.iter().filter(is_known).count()
    };
    let rows = grid.rows.iter().take(TOP).enumerate();
    let best = rows
        .map(|(at, (_, cells))| (known(cells), at))
        .max_by_key(|(known, at)| (*known, std::cmp::Reverse(*at)))?;
    if best.0 > 0 {
        return Some(best);
    }
    let is_row =
        |(_, cells): &(usize, Vec<String>)| cells.iter().filter(|c| !c.is_empty()).count() > 1;
    grid.rows
        .iter()
        .take(TOP)
        .position(is_row)
        .map(|at| (0, at))
}

/// The table of a grid whose first row has the headings.
fn table(file: &str, grid: Grid) -> Table {
    let mut rows = grid.rows.into_iter();
    let first = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    let mut heads: Vec<String> = Vec::new();
    let mut taken: HashMap<String, usize> = HashMap::new();
    for (at, head) in first.iter().enumerate() {
        let head = match squeeze(head) {
            head if head.is_empty() => format!("第{}列", at + 1),
            head => head,
        };
        let mut name = head.clone();
        while taken.contains_key(&name) {
            let same = taken.entry(head.clone()).or_default();
            *same += 1;
            name = format!("{head}({same})");
        }
        taken.insert(name.clone(), 1);
        heads.push(name);
    }
    let rows = rows
        .filter(|(_, cells)| *cells != first && is_entry(cells))
        .map(|(number, mut cells)| {
            cells.resize(heads.len(), String::new());
            Row { number, cells }
        })
        .collect();
    Table {
        file: file.to_owned(),
        kind: grid.kind,
        heads,
        columns: grid.columns,
        rows,
    }
}

/// Whether a row describes a document, and is not a total or a note.
fn is_entry(cells: &[String]) -> bool {
    let mut filled = cells.iter().map(|c| squeeze(c)).filter(|c| !c.is_empty());
    let Some(first) = filled.next() else {
        return false;
    };
    // also 合计：5件, but no title that begins in this way
    let is_count = |rest: &str| {
        let rest = rest.trim_start_matches([':', '：']);
        let has_number = rest.starts_with(|c: char| c.is_ascii_digit());
        rest.is_empty() || has_number && rest.chars().count() <= 6
    };
    let totals = ["合计", "总计", "小计", "共计", "累计"];
    let is_total = totals
        .iter()
        .any(|word| first.strip_prefix(*word).is_some_and(is_count));
    let begins = |word: &&str| {
        let rest = first.strip_prefix(*word);
        rest.is_some_and(|rest| rest.starts_with([':', '：']))
    };
    let notes = ["注", "备注", "说明", "填表人", "填报人", "制表人", "审核人"];
    let is_note = filled.next().is_none() && notes.iter().any(begins);
    !is_total && !is_note
}

/// The sheets of a workbook.
fn office(bytes: &[u8]) -> Option<Vec<Grid>> {
    let (document, _) = attachment::document(bytes).ok()?;
    let mut places = document.sheets.into_iter();
    let tables = document.blocks.into_iter().filter_map(|block| match block {
        OfficeBlock::Table(rows) => Some(rows),
        OfficeBlock::Text { .. } | OfficeBlock::Item { .. } => None,
    });
    let grids = tables.map(|rows| {
        let place = places.next().unwrap_or_default();
        let columns = rows.first().map_or(0, Vec::len);
        Grid {
            kind: Kind::Sheet(place.name),
            columns: match place.columns {
                all if all.len() == columns => all,
                _ => (0..columns).collect(),
            },
            rows: rows
                .into_iter()
                .enumerate()
                .map(|(n, row)| (place.rows.get(n).map_or(n, |r| *r) + 1, row))
                .collect(),
        }
    });
    Some(grids.collect())
}

/// Gives no files, because none belong to a ledger.
struct Nothing;

impl Beside for Nothing {
    fn file(&self, _: &str) -> Option<(PathBuf, Vec<u8>)> {
        None
    }
}

/// The tables of a web page. Many systems export a ledger as a web page, in a file named `.xls`.
fn of_page(text: &str) -> Vec<Grid> {
    let page = html::sheets(text, &Nothing);
    let tables = page.blocks.into_iter().filter_map(|block| match block {
        Block::Table(rows) => Some(rows),
        _ => None,
    });
    tables
        .map(|rows| Grid {
            kind: Kind::Sheet(String::new()),
            columns: (0..rows.first().map_or(0, Vec::len)).collect(),
            rows: rows
                .iter()
                .enumerate()
                .map(|(n, row)| {
                    (
                        n + 1,
                        row.iter()
                            .map(|cell| plain(cell).trim().to_owned())
                            .collect(),
                    )
                })
                .collect(),
        })
        .collect()
}

/// Reads a table whose cells are separated by commas, semicolons or tabs.
fn separated(text: &str) -> Grid {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(crate::import::table::separator(text))
        .from_reader(text.as_bytes());
    let rows: Vec<(usize, Vec<String>)> = reader
        .records()
        .flatten()
        .map(|record| {
            let line = record.position().map_or(0, csv::Position::line);
            (line as usize, record.iter().map(cell).collect())
        })
        .collect();
    let columns = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    Grid {
        kind: Kind::Lines,
        columns: (0..columns).collect(),
        rows,
    }
}

/// A cell without the characters that keep a program from reading the text as a formula or a
/// number.
fn cell(text: &str) -> String {
    let text = text.trim();
    let inner = text
        .strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    // ="00123" keeps the zeros of a number
    let quoted = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"'));
    quoted.or(inner).unwrap_or(text).to_owned()
}

/// The items of a JSON file: its longest list of objects, its only object, or the objects on its
/// lines. `None` if the text is not JSON.
fn items(text: &str) -> Option<Grid> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let whole = serde_json::from_str::<Value>(text).ok();
    let lines = || -> Option<Vec<Value>> {
        let lines = text.lines().filter(|l| !l.trim().is_empty());
        lines.map(|l| serde_json::from_str(l).ok()).collect()
    };
    let all = match whole {
        Some(whole) => longest(&whole)
            .cloned()
            .or_else(|| whole.is_object().then(|| vec![whole]))?,
        None => lines()?,
    };
    let mut keys: Vec<String> = Vec::new();
    let mut found: Vec<Vec<(usize, String)>> = Vec::new();
    for item in &all {
        let mut cells = Vec::new();
        flat(item, "", 0, &mut |key, text| {
            let at = keys.iter().position(|k| k == key).unwrap_or_else(|| {
                keys.push(key.to_owned());
                keys.len() - 1
            });
            cells.push((at, text));
        });
        found.push(cells);
    }
    let mut rows = vec![(0, keys.clone())];
    rows.extend(found.into_iter().enumerate().map(|(n, cells)| {
        let mut row = vec![String::new(); keys.len()];
        for (at, text) in cells {
            row[at] = text;
        }
        (n + 1, row)
    }));
    Some(Grid {
        kind: Kind::Items,
        columns: (0..keys.len()).collect(),
        rows,
    })
}

/// The longest list of objects that is not itself inside a list.
fn longest(value: &Value) -> Option<&Vec<Value>> {
    match value {
        Value::Array(items) if items.iter().any(Value::is_object) => Some(items),
        Value::Object(members) => members
            .values()
            .filter_map(longest)
            .max_by_key(|items| items.len()),
        _ => None,
    }
}

/// Hands the texts, numbers, truth values and lists of texts of an item to `put`, each with its
/// key. The key of an inner member follows the outer key and a dot. Objects deeper than four levels
/// are left out.
fn flat(value: &Value, key: &str, depth: usize, put: &mut dyn FnMut(&str, String)) {
    match value {
        Value::Object(members) if depth < 4 => {
            for (name, inner) in members {
                let key = match key {
                    "" => name.clone(),
                    key => format!("{key}.{name}"),
                };
                flat(inner, &key, depth + 1, put);
            }
        }
        Value::Array(items) => {
            let texts: Vec<String> = items
                .iter()
                .filter_map(|i| i.as_str().map(str::to_owned))
                .collect();
            if !texts.is_empty() {
                put(key, texts.join("、"));
            }
        }
        Value::String(text) => put(key, text.trim().to_owned()),
        Value::Number(number) => put(key, number.to_string()),
        Value::Bool(is) => put(key, if *is { "是" } else { "否" }.to_owned()),
        Value::Null | Value::Object(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_dates_is_a_table() {
        let row = |cells: [&str; 3]| format!("<tr><td>{}</td></tr>", cells.join("</td><td>"));
        let rows: String = [
            ["标题", "文号", "成文日期"],
            ["关于做好防汛工作的通知", "甲发〔2024〕1号", "2024-01-05"],
            [
                "关于禁止燃放烟花爆竹的通告",
                "甲发〔2024〕2号",
                "2024-01-20",
            ],
        ]
        .map(row)
        .concat();
        let grids = of_page(&format!("<html><body><table>{rows}</table></body></html>"));
        let found: Vec<usize> = grids.iter().map(|g| g.rows.len()).collect();
        assert_eq!(found, [3]);
    }
}
