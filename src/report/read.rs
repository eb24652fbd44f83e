//! Takes the lines of the front matter; gives the cells of a report. A line names its row by number
//! or words. Its figures are in order, or have the names of their columns. This file must not know
//! documents.

use super::form::{Column, Form, Holds, Part, Row, plain};
use super::{AnnualReport, Cell, Cells, arithmetic};
use crate::diag::{Diagnostic, Message, Place, Words, words};
use crate::parse::outline::{Node, outline};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// The maximum number of digits in a whole number, and on each side of the point in an amount.
const DIGITS: usize = 15;

/// Reads the tables in `range` of a file. `title_year` is the year in the document's title, which
/// counts if the tables state no year. There is no report if the year is unknown.
pub fn read(
    path: &str,
    text: &str,
    range: Range<usize>,
    title_year: Option<i16>,
) -> (Option<AnnualReport>, Vec<Diagnostic>) {
    let mut reader = Reader {
        path,
        text,
        findings: Vec::new(),
    };
    let report = reader.tables(range, title_year);
    (report, reader.findings)
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    findings: Vec<Diagnostic>,
}

/// A row of the form and the cells read for it so far.
type Place_<'f> = (&'f Row, &'f [Column], Cells);

impl Reader<'_> {
    fn report(&mut self, message: Message, range: Range<usize>) {
        let place = Place::new(self.path, self.text, range);
        self.findings.push(Diagnostic::new(message).at(place));
    }

    fn tables(&mut self, range: Range<usize>, title_year: Option<i16>) -> Option<AnnualReport> {
        let nodes = outline(self.text, range.clone());
        let (year, others): (Vec<&Node>, Vec<&Node>) = nodes
            .iter()
            .partition(|n| matches!(n.name.as_str(), "year" | "年度"));
        let year = match year.first() {
            Some(node) => self.year(node)?,
            None => match title_year {
                Some(year) => year,
                None => {
                    self.report(Message::ReportYear, range.start..range.start);
                    return None;
                }
            },
        };
        let form = Form::of_year(year);
        let mut given: [Option<&Node>; 3] = [None; 3];
        for node in others {
            match Part::find(&node.name) {
                Some(part) if given[part as usize].is_none() => given[part as usize] = Some(node),
                Some(_) => self.twice(node, &node.name),
                None => {
                    let names = Part::ALL.map(Part::label).join("、");
                    let (zh, en) = (
                        format!("可用的表：{names}。"),
                        format!("The tables are disclosure, applications and review ({names})."),
                    );
                    self.unknown(node, words(zh, en));
                }
            }
        }
        let parts = Part::ALL.map(|part| self.part(form, part, given[part as usize], &range));
        let report = AnnualReport {
            year,
            form,
            range,
            parts,
        };
        for failure in arithmetic::check(&report) {
            self.findings.push(failure.finding(Place::new(
                self.path,
                self.text,
                failure.at.clone(),
            )));
        }
        Some(report)
    }

    fn year(&mut self, node: &Node) -> Option<i16> {
        let written: String = self.text[node.value.clone()]
            .nfkc()
            .filter(|c| !"\"'年".contains(*c))
            .collect();
        let year = written.parse().ok().filter(|y| (2008..=2200).contains(y));
        if year.is_none() {
            self.report(Message::ReportYear, node.value.clone());
        }
        year
    }

    fn part(
        &mut self,
        form: Form,
        part: Part,
        node: Option<&Node>,
        whole: &Range<usize>,
    ) -> Vec<Cells> {
        let mut rows: Vec<Place_<'_>> = form
            .rows(part)
            .map(|(row, columns)| {
                (
                    row,
                    columns,
                    Cells {
                        range: whole.start..whole.start,
                        cells: vec![None; columns.len()],
                    },
                )
            })
            .collect();
        let mut read = vec![false; rows.len()];
        match node {
            Some(node) => {
                self.rows(&node.children, "", &mut rows, &mut read);
                for ((row, _, cells), _) in rows.iter_mut().zip(&read).filter(|(_, read)| !**read) {
                    cells.range = node.name_range.clone();
                    let name = row.full_name();
                    let what = words(format!("“{name}”一行"), format!("the row `{name}`")).into();
                    self.report(Message::ReportMissingCell { what }, node.name_range.clone());
                }
            }
            None => {
                let what = words(
                    format!("“{}”的表", part.heading()),
                    format!("the table `{}` ({})", part.name(), part.heading()),
                )
                .into();
                self.report(
                    Message::ReportMissingCell { what },
                    whole.start..whole.start,
                );
            }
        }
        rows.into_iter().map(|(_, _, cells)| cells).collect()
    }

    /// Reads lines of rows, or of groups of rows. `group` is the number of the group that has these
    /// lines, such as `(三)`; empty outside such a group.
    fn rows(&mut self, nodes: &[Node], group: &str, rows: &mut [Place_<'_>], read: &mut [bool]) {
        for node in nodes {
            let found = find_row(rows, group, &node.name);
            match found {
                Ok(i) if read[i] => self.twice(node, rows[i].0.name()),
                Ok(i) => {
                    read[i] = true;
                    rows[i].2.range = node.name_range.clone();
                    rows[i].2.cells = self.cells(node, rows[i].0, rows[i].1);
                }
                Err(_) if !node.children.is_empty() && is_group(rows, &node.name) => {
                    self.rows(
                        &node.children,
                        &code_of(group, &plain(&node.name)).unwrap_or_default(),
                        rows,
                        read,
                    );
                }
                Err(suggestion) => self.unknown(node, suggestion),
            }
        }
    }

    fn cells(&mut self, node: &Node, row: &Row, columns: &[Column]) -> Vec<Option<Cell>> {
        let value = self.text[node.value.clone()].to_owned();
        let named: Vec<(String, Range<usize>)> = if node.children.is_empty() {
            match value.strip_prefix('{') {
                Some(rest) => {
                    self.named(rest.strip_suffix('}').unwrap_or(rest), node.value.start + 1)
                }
                None => return self.figures(node, row, columns),
            }
        } else {
            let leaves = node.children.iter().flat_map(|n| {
                if n.children.is_empty() {
                    std::slice::from_ref(n)
                } else {
                    &n.children
                }
            });
            leaves.map(|n| (n.name.clone(), n.value.clone())).collect()
        };
        let mut cells = vec![None; columns.len()];
        let mut seen = vec![false; columns.len()];
        for (name, range) in named {
            match columns.iter().position(|c| plain(c.name) == plain(&name)) {
                Some(c) if !seen[c] => {
                    seen[c] = true;
                    cells[c] = self.cell(range, row, &columns[c]);
                }
                Some(_) => self.report(Message::ReportTwice { name: name.into() }, range),
                None => {
                    let all = columns.iter().map(|c| c.name).collect::<Vec<_>>();
                    let suggestion = words(
                        format!("这一行的列：{}。", all.join("、")),
                        format!("The columns of this row: {}.", all.join(", ")),
                    );
                    let message = Message::ReportUnknownRow {
                        name: name.into(),
                        suggestion: suggestion.into(),
                    };
                    self.report(message, range);
                }
            }
        }
        for c in (0..columns.len()).filter(|c| !seen[*c]) {
            self.missing(row, &columns[c], node.name_range.clone());
        }
        cells
    }

    /// Reads `自然人: 8, 总计: 8`; gives each name with the place of its figure.
    fn named(&mut self, inside: &str, start: usize) -> Vec<(String, Range<usize>)> {
        let mut at = start;
        let mut named = Vec::new();
        for item in inside.split_inclusive([',', '，']) {
            let part = item.trim_end_matches([',', '，']);
            if let Some((name, figure)) = part.split_once([':', '：']) {
                let from = at + part.len() - figure.trim_start().len();
                named.push((name.trim().to_owned(), from..from + figure.trim().len()));
            }
            at += item.len();
        }
        named
    }

    /// Reads figures side by side, in the order of the columns.
    fn figures(&mut self, node: &Node, row: &Row, columns: &[Column]) -> Vec<Option<Cell>> {
        let value = &self.text[node.value.clone()];
        let mut tokens: Vec<Range<usize>> = Vec::new();
        let mut from = None;
        for (i, c) in value.char_indices().chain([(value.len(), ' ')]) {
            let between = c.is_whitespace() || ",，、;；|[]\"'".contains(c);
            match (between, from) {
                (false, None) => from = Some(i),
                (true, Some(start)) => {
                    tokens.push(node.value.start + start..node.value.start + i);
                    from = None;
                }
                _ => {}
            }
        }
        if let Some(extra) = tokens.get(columns.len()) {
            let message = Message::ReportExtraCell {
                row: row.full_name().into(),
                columns: columns.len().into(),
                given: tokens.len().into(),
            };
            self.report(message, extra.start..node.value.end);
        }
        columns
            .iter()
            .enumerate()
            .map(|(c, column)| match tokens.get(c) {
                Some(token) => self.cell(token.clone(), row, column),
                None => {
                    let end = if node.value.is_empty() {
                        node.name_range.clone()
                    } else {
                        node.value.end..node.value.end
                    };
                    self.missing(row, column, end);
                    None
                }
            })
            .collect()
    }

    fn cell(&mut self, range: Range<usize>, row: &Row, column: &Column) -> Option<Cell> {
        let written: String = self.text[range.clone()].nfkc().collect();
        let figure =
            written
                .trim_matches(['"', '\''])
                .trim_end_matches(if column.holds == Holds::Amount {
                    "万元"
                } else {
                    ""
                });
        let figure = figure.replace(['−', '–', '－'], "-");
        let is_negative = match (
            number(&figure, column.holds),
            figure.strip_prefix('-').map(|f| number(f, Holds::Amount)),
        ) {
            (Some(value), _) => {
                return Some(Cell {
                    value,
                    text: figure,
                    range,
                });
            }
            (None, Some(Some(_))) => true,
            _ => false,
        };
        let (cell, value) = (cell_words(row, column).into(), written.into());
        let message = if is_negative {
            Message::ReportNegative { cell, value }
        } else {
            Message::ReportNotANumber { cell, value }
        };
        let range = if range.is_empty() {
            range.start..range.start
        } else {
            range
        };
        self.report(message, range);
        None
    }

    fn missing(&mut self, row: &Row, column: &Column, range: Range<usize>) {
        let what = cell_words(row, column).into();
        self.report(Message::ReportMissingCell { what }, range);
    }

    fn twice(&mut self, node: &Node, name: &str) {
        let name = name.into();
        self.report(Message::ReportTwice { name }, node.name_range.clone());
    }

    fn unknown(&mut self, node: &Node, suggestion: Words) {
        let name = if node.name.is_empty() {
            self.text[node.name_range.clone()].trim()
        } else {
            node.name.as_str()
        };
        let message = Message::ReportUnknownRow {
            name: name.into(),
            suggestion: suggestion.into(),
        };
        self.report(message, node.name_range.clone());
    }
}

/// A cell in words: its row and its column.
pub(super) fn cell_words(row: &Row, column: &Column) -> Words {
    let (row, column) = (row.full_name(), column.name);
    words(
        format!("“{row}”行“{column}”列"),
        format!("row `{row}`, column `{column}`"),
    )
}

fn number(text: &str, holds: Holds) -> Option<i64> {
    let digits =
        |s: &str| !s.is_empty() && s.len() <= DIGITS && s.bytes().all(|b| b.is_ascii_digit());
    match holds {
        Holds::Count => text.parse().ok().filter(|_| digits(text)),
        Holds::Change => text
            .parse()
            .ok()
            .filter(|_| digits(text.trim_start_matches(['+', '-']))),
        Holds::Amount => {
            let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
            (digits(whole) && digits(part)).then_some(0)
        }
    }
}

/// The number of a row as the form states it, made from a row as written: `（三）1.属于国家秘密` is
/// `(三)1`, and so is `1.` in the group `(三)`.
fn code_of(group: &str, plain: &str) -> Option<String> {
    let rest = plain.strip_prefix('三').unwrap_or(plain);
    let rest = rest.strip_prefix("本年度办理结果").unwrap_or(rest);
    if let Some(inner) = rest.strip_prefix('(') {
        let (number, rest) = inner.split_once(')')?;
        let rest = ["不予公开", "无法提供", "不予处理", "其他处理"]
            .iter()
            .find_map(|g| rest.strip_prefix(g))
            .unwrap_or(rest);
        let digit: String = rest.chars().take_while(char::is_ascii_digit).collect();
        return Some(format!("({number}){digit}"));
    }
    let digit: String = plain.chars().take_while(char::is_ascii_digit).collect();
    if !digit.is_empty() && !group.is_empty() {
        return Some(format!("{group}{digit}"));
    }
    plain
        .chars()
        .next()
        .filter(|c| "一二四".contains(*c))
        .map(String::from)
}

/// The row with this number, these words, or both. An error has the remedy.
fn find_row(rows: &[Place_<'_>], group: &str, name: &str) -> Result<usize, Words> {
    let name = plain(name);
    // words alone are compared within the group
    let in_group = |row: &Row, by_code: Option<usize>| {
        by_code.is_some() || group.is_empty() || row.code.starts_with(group)
    };
    let by_code = code_of(group, &name).and_then(|code| {
        rows.iter()
            .position(|(row, ..)| !row.code.is_empty() && row.code == code)
    });
    let bare = |s: &str| {
        let s = plain(s);
        let s = s
            .strip_prefix(['一', '二', '三', '四'])
            .unwrap_or(&s)
            .to_owned();
        let s = if s.starts_with('(') {
            s.split_once(')')
                .map_or(s.clone(), |(_, rest)| rest.to_owned())
        } else {
            s
        };
        s.trim_start_matches(|c: char| c.is_ascii_digit())
            .to_owned()
    };
    let wanted = bare(&name);
    let words_of = |row: &Row| bare(row.name());
    let short = |s: &str| s.split('(').next().unwrap_or_default().to_owned();
    let matches: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, (row, ..))| {
            !wanted.is_empty()
                && in_group(row, by_code)
                && (words_of(row) == wanted || short(&words_of(row)) == wanted)
        })
        .map(|(i, _)| i)
        .collect();
    match (by_code, matches.as_slice()) {
        (Some(code), []) => Ok(code),
        (Some(code), found) if found.contains(&code) => Ok(code),
        (Some(code), [other, ..]) => {
            let (a, b) = (rows[code].0.full_name(), rows[*other].0.full_name());
            Err(words(
                format!("编号是“{a}”的，文字是“{b}”的，请核对。"),
                format!("Its number is that of `{a}`, its words are those of `{b}`."),
            ))
        }
        (None, [one]) => Ok(*one),
        (None, _) => {
            let near = rows
                .iter()
                .rev()
                .map(|(row, ..)| {
                    (
                        strsim::normalized_damerau_levenshtein(&words_of(row), &wanted),
                        row,
                    )
                })
                .max_by(|a, b| a.0.total_cmp(&b.0));
            Err(match near.filter(|(score, _)| *score >= 0.5) {
                Some((_, row)) => words(
                    format!("是不是“{}”？", row.full_name()),
                    format!("Did you mean `{}`?", row.full_name()),
                ),
                None => words(
                    "各行的名称与报告格式中的一致，也可以只写编号，如“（三）1”。",
                    "Rows are named as in the form, or by their number, such as （三）1.",
                ),
            })
        }
    }
}

/// Whether a line is one of the form's groups of rows.
fn is_group(rows: &[Place_<'_>], name: &str) -> bool {
    let name = plain(name);
    let code = code_of("", &name);
    name.starts_with("第二十条")
        || name.starts_with('三')
        || rows.iter().any(|(row, ..)| {
            row.heads
                .iter()
                .rev()
                .skip(1)
                .any(|head| plain(head) == name)
                || code
                    .as_ref()
                    .is_some_and(|c| c.len() > 3 && row.code.starts_with(c.as_str()))
        })
}
