//! Takes the XML of a workbook (.xlsx): the list of sheets, the shared strings and one sheet; gives
//! the text of the sheet with the cell of each line. The text of hidden rows and columns is
//! separate. This file must not know how the parts are stored in the zip file.

use super::xml::{Found, Space, attribute, expanded, referred, values, walk};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{HashMap, HashSet};

/// A sheet as the workbook lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    /// The number of the sheet among those that are shown, from 1; 0 if it is hidden.
    pub(super) number: u32,
}

/// The sheets of a workbook by the paths of their parts, in lower case. `book` is the main part;
/// `relations` states where each sheet is.
pub(super) fn listed(book: &str, relations: &str) -> HashMap<String, Listed> {
    let mut targets = HashMap::new();
    walk(relations, Space::Indents, |found| {
        if let Found::Open(e, _) = found
            && let (Some(id), Some(target)) = (attribute(e, "Id"), attribute(e, "Target"))
        {
            let path = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("xl/{target}"),
            };
            targets.insert(id, path.to_ascii_lowercase());
        }
    });
    let (mut sheets, mut number) = (HashMap::new(), 0);
    walk(book, Space::Indents, |found| {
        if let Found::Open(e, _) = found
            && e.local_name().into_inner() == "sheet"
            && let Some(id) = attribute(e, "id")
            && let Some(path) = targets.get(&id)
        {
            let state = attribute(e, "state").unwrap_or_default();
            let is_hidden = matches!(state.as_str(), "hidden" | "veryHidden");
            number += u32::from(!is_hidden);
            let listed = Listed {
                name: attribute(e, "name").unwrap_or_default(),
                is_hidden,
                number: if is_hidden { 0 } else { number },
            };
            sheets.insert(path.clone(), listed);
        }
    });
    sheets
}

/// The shared strings of a workbook, to which its cells refer by number.
pub(super) fn shared_strings(xml: &str) -> Vec<String> {
    let mut strings = vec![String::new()];
    walk(xml, Space::Indents, |found| match found {
        Found::Text(text) => {
            if let Some(last) = strings.last_mut() {
                last.push_str(text);
            }
        }
        Found::Close("si", _) => strings.push(String::new()),
        _ => {}
    });
    strings.pop();
    strings
}

/// The longest text of a cell that is taken for a heading, in characters.
const LONGEST_HEADING: usize = 16;

/// A text and the cell of each of its lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) text: String,
    /// Where each line begins in bytes, and the column and row of its cell, from 1.
    pub(super) cells: Vec<(usize, u32, u32)>,
}

impl Lines {
    fn add(&mut self, (column, row): (usize, usize), line: &str) {
        if line.trim().is_empty() {
            return;
        }
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.cells
            .push((self.text.len(), number(column), number(row)));
        // a heading that is broken into lines (身份, 证号) is one expression
        let is_heading = line.contains('\n')
            && line.chars().count() <= LONGEST_HEADING
            && !line.contains(char::is_numeric);
        match is_heading {
            true => self.text.push_str(&line.replace(['\r', '\n'], "")),
            false => self.text.push_str(line),
        }
        self.text.push('\n');
    }
}

/// The text of a sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The values of the cells that are shown.
    pub(super) shown: Lines,
    /// The formulas, and the values in hidden rows and columns.
    pub(super) unseen: Lines,
    /// Attributes, such as lists to choose from; headers, footers and other text outside cells.
    pub(super) rest: String,
}

/// The maximum number of columns of a sheet.
pub(super) const MOST_COLUMNS: usize = 16_384;

/// Whether a row or column is not shown. `size` is its height or width.
pub(super) fn is_hidden(hidden: Option<&str>, size: Option<&str>) -> bool {
    matches!(hidden, Some("1" | "true" | "on"))
        || size.and_then(|size| size.parse::<f64>().ok()) == Some(0.0)
}

/// Whether a sheet has hidden rows or columns.
pub(super) fn has_hidden(xml: &str) -> bool {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => {
                let size = match e.local_name().into_inner() {
                    "row" => "ht",
                    "col" => "width",
                    _ => continue,
                };
                let (hidden, size) = (attribute(&e, "hidden"), attribute(&e, size));
                if is_hidden(hidden.as_deref(), size.as_deref()) {
                    return true;
                }
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

#[derive(Default)]
struct Walker {
    sheet: Sheet,
    /// The hidden columns, from 1.
    columns: HashSet<usize>,
    /// The current row and column, from 1.
    row: usize,
    column: usize,
    is_hidden_row: bool,
    is_cell: bool,
    is_shared: bool,
    /// The text since the last tag, and the value of the cell so far.
    text: String,
    value: String,
}

impl Walker {
    fn start(&mut self, e: &BytesStart<'_>) {
        let name = e.local_name().into_inner();
        match name {
            "col" => {
                let number = |key| attribute(e, key).and_then(|n| n.parse::<usize>().ok());
                let (hidden, width) = (attribute(e, "hidden"), attribute(e, "width"));
                if is_hidden(hidden.as_deref(), width.as_deref())
                    && let (Some(min), Some(max)) = (number("min"), number("max"))
                {
                    self.columns.extend(min..=max.min(MOST_COLUMNS));
                }
            }
            "row" => {
                let stated = attribute(e, "r").and_then(|r| r.parse().ok());
                self.row = stated.unwrap_or(self.row.saturating_add(1));
                self.column = 0;
                let (hidden, height) = (attribute(e, "hidden"), attribute(e, "ht"));
                self.is_hidden_row = is_hidden(hidden.as_deref(), height.as_deref());
            }
            "c" => {
                let stated = attribute(e, "r");
                self.column = stated
                    .as_deref()
                    .and_then(column_of)
                    .unwrap_or(self.column + 1);
                if let Some(row) = stated.as_deref().and_then(row_of) {
                    self.row = row;
                }
                self.is_cell = true;
                self.is_shared = attribute(e, "t").as_deref() == Some("s");
                self.value.clear();
            }
            _ => {}
        }
        if !matches!(name, "c" | "row" | "v" | "f" | "t" | "is" | "r") {
            values(e, &mut self.sheet.rest);
        }
        if matches!(name, "v" | "f" | "t") || !self.is_cell {
            self.text.clear();
        }
    }

    fn end(&mut self, name: &str, shared: &[String], used: &mut [bool]) {
        let cell = (self.column, self.row);
        match name {
            "f" if self.is_cell => self.sheet.unseen.add(cell, &self.text),
            "v" => {
                let text = self.text.trim();
                let index = text.parse::<usize>().ok().filter(|_| self.is_shared);
                let string = index.and_then(|i| Some((i, shared.get(i)?)));
                match string {
                    Some((i, string)) => {
                        used[i] = true;
                        self.value.push_str(string);
                    }
                    None => match expanded(text) {
                        Some(whole) => self.value.push_str(&whole),
                        None => self.value.push_str(&self.text),
                    },
                }
            }
            "t" => self.value.push_str(&self.text),
            "c" => {
                let is_hidden = self.is_hidden_row || self.columns.contains(&self.column);
                let value = std::mem::take(&mut self.value);
                let lines = if is_hidden {
                    &mut self.sheet.unseen
                } else {
                    &mut self.sheet.shown
                };
                lines.add(cell, &value);
                self.is_cell = false;
            }
            _ if !self.is_cell && !self.text.trim().is_empty() => {
                // `&C` begins the middle part of a header
                let parts = ["&L", "&C", "&R"];
                let text = parts
                    .iter()
                    .fold(self.text.clone(), |t, p| t.replace(p, " "));
                self.sheet.rest.push_str(&text);
                self.sheet.rest.push('\n');
            }
            _ => {}
        }
        self.text.clear();
    }
}

/// The text of a sheet. Shared strings replace their numbers, and are marked in `used`. The text
/// ends where the XML is broken.
pub(super) fn sheet(xml: &str, shared: &[String], used: &mut [bool]) -> Sheet {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut walker = Walker::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => walker.start(&e),
            Ok(Event::Empty(e)) => {
                walker.start(&e);
                walker.end(e.local_name().into_inner(), shared, used);
            }
            Ok(Event::Text(t)) => walker.text.push_str(&t.xml10_content()),
            Ok(Event::CData(t)) => walker.text.push_str(&t.xml10_content()),
            Ok(Event::GeneralRef(r)) => walker.text.push(referred(&r)),
            Ok(Event::End(e)) => walker.end(e.local_name().into_inner(), shared, used),
            Ok(Event::Eof) | Err(_) => return walker.sheet,
            Ok(_) => {}
        }
    }
}

/// The number of a cell's column, from 1: 28 for AB7.
pub(super) fn column_of(cell: &str) -> Option<usize> {
    let letters = cell.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.take(4).fold(0, |n, b| {
        n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1
    });
    (number > 0).then_some(number)
}

/// The number of a cell's row.
fn row_of(cell: &str) -> Option<usize> {
    let digits = cell.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_by_their_names_and_hidden_ones_stand_apart() {
        let xml = "<worksheet><cols><col min='2' max='2' hidden='1'/></cols><sheetData>\
            <row r='3'><c r='A3' t='s'><v>1</v></c><c r='B3'><v>2</v></c><c t='inlineStr'><is>\
            <r><t>甲</t></r><r><t>乙</t></r></is></c></row>\
            <row hidden='1'><c><v>1.2E10</v></c></row><row><c><f>1+1</f><v>2</v></c></row>\
            </sheetData><headerFooter><oddHeader>页眉</oddHeader></headerFooter></worksheet>";
        let mut used = [false; 2];
        let sheet = sheet(xml, &["一".to_owned(), "二".to_owned()], &mut used);
        let told = |lines: &Lines| -> Vec<(u32, u32, String)> {
            let cells = lines.cells.iter().zip(lines.text.lines());
            cells
                .map(|((_, c, r), line)| (*c, *r, line.to_owned()))
                .collect()
        };
        let cell = |column: u32, row: u32, text: &str| (column, row, text.to_owned());
        assert_eq!(
            told(&sheet.shown),
            [cell(1, 3, "二"), cell(3, 3, "甲乙"), cell(1, 5, "2")]
        );
        assert_eq!(
            told(&sheet.unseen),
            [
                cell(2, 3, "2"),
                cell(1, 4, "12000000000"),
                cell(1, 5, "1+1")
            ]
        );
        assert_eq!((sheet.rest.as_str(), used), ("页眉\n", [false, true]));
    }
}
