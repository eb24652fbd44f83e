//! Takes the lines of a paragraph; gives the slips of tables: full-width bars, a missing delimiter
//! row below the head, lines pasted from a spreadsheet with tabs. It must not know other marks.

use super::block::{Block, Stand, bare, short};
use super::slip::Slip;
use crate::diag::{Message, Words, words};
use std::ops::Range;

/// The kind of a line that looks like a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    /// Cells between bars.
    Bars,
    /// Cells between tabs.
    Tabs,
}

/// Finds runs of at least two rows in a paragraph.
pub(super) fn look(source: &str, block: &Block, taken: &mut [bool], slips: &mut Vec<Slip>) {
    if block.stand != Stand::Alone || block.lines.len() < 2 {
        return;
    }
    let rows: Vec<Option<Row>> = (0..block.lines.len())
        .map(|i| kind(block.raw(source, i)))
        .collect();
    let mut i = 0;
    while i < rows.len() {
        let Some(row) = rows[i] else {
            i += 1;
            continue;
        };
        let count = rows[i..].iter().take_while(|r| **r == Some(row)).count();
        if count >= 2 {
            taken[i..i + count].fill(true);
            slips.extend(table(source, block, i..i + count, row));
        }
        i += count;
    }
}

fn kind(line: &str) -> Option<Row> {
    let is_bar = |c: char| matches!(c, '|' | '｜');
    let text = bare(line);
    let bars = text.chars().filter(|c| is_bar(*c)).count();
    if bars >= 2 && (text.starts_with(is_bar) || text.ends_with(is_bar)) || bars >= 3 {
        return Some(Row::Bars);
    }
    let tabs = line.matches('\t').count();
    let is_label = |cell: &str| cell.trim_end().ends_with('：');
    (tabs > 0 && bars == 0 && !line.split('\t').next().is_some_and(is_label)).then_some(Row::Tabs)
}

/// The cells of a row.
fn cells(line: &str, row: Row) -> Vec<&str> {
    match row {
        Row::Tabs => line.split('\t').map(bare).collect(),
        Row::Bars => {
            let text = bare(line);
            let text = text.strip_prefix(['|', '｜']).unwrap_or(text);
            let text = text.strip_suffix(['|', '｜']).unwrap_or(text);
            text.split(['|', '｜']).map(bare).collect()
        }
    }
}

fn written(cells: &[&str], columns: usize) -> String {
    let empty = columns.saturating_sub(cells.len());
    format!("| {} |{}", cells.join(" | "), "  |".repeat(empty))
}

/// Whether the cells are those of a delimiter row, as below the head.
fn is_rule(cells: &[&str]) -> bool {
    cells.iter().all(|cell| {
        let inner = cell.trim_matches([':', '：']);
        !inner.is_empty()
            && inner
                .chars()
                .all(|c| matches!(c, '-' | '－' | '—' | '–' | '─'))
    })
}

fn table(source: &str, block: &Block, lines: Range<usize>, row: Row) -> Option<Slip> {
    let text = |i: usize| block.raw(source, i);
    let head = cells(text(lines.start), row);
    let columns = match row {
        Row::Bars => head.len(),
        Row::Tabs => lines
            .clone()
            .map(|i| cells(text(i), row).len())
            .max()
            .unwrap_or_default(),
    };
    if head.len() < 2 || is_rule(&head) {
        return None;
    }
    let rule = format!("|{}", "---|".repeat(columns));
    let has_rule = is_rule(&cells(text(lines.start + 1), row));
    let fault: Words = match row {
        Row::Tabs => words("各列之间是制表符", "there are tabs between the columns"),
        Row::Bars if lines.clone().any(|i| text(i).contains('｜')) => {
            words("竖线“｜”是全角的", "its bars are full-width")
        }
        Row::Bars if has_rule => words(
            "表头与第二行的列数不同",
            "the head and the rule below it have different numbers of columns",
        ),
        Row::Bars => words("表头下面没有分隔行", "there is no rule below its head"),
    };
    let head_line = written(&head, columns);
    let message = Message::TableMark {
        value: short(text(lines.start)).into(),
        fault: fault.into(),
        head: short(&head_line).into(),
        rule: rule.as_str().into(),
    };
    let first = &block.lines[lines.start];
    let end = block.line_end(source);
    let mut slip = Slip::new(message, first.range.clone());
    for i in lines.clone() {
        let line = &block.lines[i];
        let mut by = String::new();
        if i == lines.start && i > 0 {
            by.push_str(end);
        }
        if i == lines.start + 1 && has_rule {
            by.push_str(&rule);
        } else {
            by.push_str(&written(&cells(text(i), row), columns));
        }
        if i == lines.start && !has_rule {
            by.push_str(end);
            by.push_str(&rule);
        }
        slip = slip.edit(line.begin..line.range.start + text(i).len(), &by);
    }
    if let Some(after) = block.lines.get(lines.end) {
        slip = slip.edit(after.begin..after.range.start, end);
    }
    Some(slip)
}

/// A row of a table that has full-width bars.
pub(super) fn row(source: &str, range: &Range<usize>) -> Option<Slip> {
    let line = source.get(range.clone())?.trim_end();
    let text = bare(line);
    if !(text.starts_with('｜') && text.ends_with('｜') && text.matches('｜').count() > 2) {
        return None;
    }
    let right = written(&cells(text, Row::Bars), 0);
    let message = Message::TableMark {
        value: short(text).into(),
        fault: words("竖线“｜”是全角的", "its bars are full-width").into(),
        head: short(&right).into(),
        rule: "|---|".into(),
    };
    let range = range.start..range.start + line.len();
    Some(Slip::new(message, range.clone()).edit(range, &right))
}
