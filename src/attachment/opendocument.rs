//! Takes an OpenDocument file (.odt, .ods, .odp; ISO/IEC 26300); gives its text in order. Hidden
//! tables and slides are left out. This file must not know the site's documents.

mod lists;

use super::Unread;
use super::document::{Block, Document, Lost, Piece};
use super::numbering::Mark;
use super::package::Package;
use lists::{Lists, attribute};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;

/// The maximum number of times that a repeated cell, row or space is written.
const MOST_REPEATED: usize = 64;
/// The most cells that are read. A cell without an end tag, and the repetitions of a row, are not
/// counted.
const MOST: usize = 2_000_000;

pub(super) fn read(package: &mut Package<'_>) -> Result<Document, Unread> {
    if let Some(manifest) = package.text("META-INF/manifest.xml")?
        && manifest.contains("encryption-data")
    {
        return Err(Unread::Protected);
    }
    let content = package.text("content.xml")?.ok_or(Unread::Damaged)?;
    let styles = package.text("styles.xml")?;
    let mut walker = Walker::default();
    for part in styles.iter().chain([&content]) {
        let styles = part.split("<office:body").next().unwrap_or_default();
        walker.lists.define(styles)?;
    }
    walker.walk(&content)?;
    if let Some(styles) = styles {
        walker.headers(&styles);
    }
    let mut document = walker.document;
    document.said = walker.lists.counter.said;
    if walker.lists.is_undefined {
        document.lost.insert(Lost::Numbers);
    }
    Ok(document)
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    name: String,
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    /// How often the current row is repeated.
    row_times: usize,
    /// How often the current cell is repeated.
    cell_times: usize,
}

/// The state around a text box: the blocks before it, and what was read of its paragraph.
struct Around {
    blocks: Vec<Block>,
    pieces: Vec<Piece>,
    text: String,
    level: u8,
    style: String,
}

#[derive(Default)]
struct Walker {
    document: Document,
    /// The pieces of the current paragraph before `text`.
    pieces: Vec<Piece>,
    text: String,
    /// The heading level of the current paragraph, or 0.
    level: u8,
    tables: Vec<Table>,
    /// The texts of the cells that are being read; a cell may hold a table with cells of its own.
    cells: Vec<String>,
    /// The values that these cells state as attributes.
    values: Vec<Option<String>>,
    /// The current note: the text before it in its paragraph, and its own text.
    note: Option<(String, String)>,
    /// The number of open elements whose text is left out.
    skipped: usize,
    /// The number of cells that were read.
    read: usize,
    /// The style that is being read.
    style: String,
    /// The styles of hidden tables and slides.
    hidden: HashSet<String>,
    /// The style of the current paragraph.
    paragraph_style: String,
    lists: Lists,
    /// The states around the text boxes that are open.
    around: Vec<Around>,
    /// The text of the boxes in the current paragraph. It follows the paragraph.
    boxes: Vec<Block>,
}

/// What is reported as left out for an element, if its text is skipped.
fn is_left_out(name: &str) -> Option<Lost> {
    Some(match name {
        "tracked-changes" => Lost::Tracked,
        "annotation" => Lost::Comments,
        "hidden-text" | "hidden-paragraph" => Lost::Hidden,
        _ => return None,
    })
}

fn is_hidden_row_or_column(e: &BytesStart<'_>) -> bool {
    matches!(e.local_name().into_inner(), "table-row" | "table-column")
        && matches!(
            attribute(e, "visibility").as_deref(),
            Some("collapse" | "filter")
        )
}

impl Walker {
    fn walk(&mut self, xml: &str) -> Result<(), Unread> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        loop {
            match reader.read_event().map_err(|_| Unread::Damaged)? {
                Event::Start(e) => self.start(&e, true),
                Event::Empty(e) => self.start(&e, false),
                Event::End(e) => self.end(e.local_name().into_inner()),
                Event::Text(t) if self.skipped == 0 => self.text.push_str(&t.xml10_content()),
                Event::CData(t) if self.skipped == 0 => self.text.push_str(&t.xml10_content()),
                Event::GeneralRef(r) if self.skipped == 0 => {
                    let named = match r.as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => r.resolve_char_ref().ok().flatten(),
                    };
                    self.text.extend(named);
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn start(&mut self, e: &BytesStart<'_>, has_end: bool) {
        let name = e.local_name().into_inner();
        if self.skipped > 0 {
            self.skipped += usize::from(has_end);
            return;
        }
        if let Some(lost) = is_left_out(name) {
            self.document.lost.insert(lost);
            self.skipped += usize::from(has_end);
            return;
        }
        let value = |key: &str| attribute(e, key);
        let times = |key: &str| value(key).and_then(|n| n.parse().ok()).unwrap_or(1_usize);
        if is_hidden_row_or_column(e) {
            self.document.lost.insert(Lost::Cells);
        }
        match name {
            "p" if !has_end && self.note.is_some() => {}
            "p" | "h" if self.note.is_none() => {
                self.text.clear();
                self.pieces.clear();
                let level = value("outline-level").and_then(|n| n.parse().ok());
                self.level = if name == "h" { level.unwrap_or(1) } else { 0 };
                self.paragraph_style = value("style-name").unwrap_or_default();
                if let Some(start) = value("start-value").and_then(|n| n.parse().ok()) {
                    self.lists.restart(self.level, start);
                }
                if !has_end {
                    self.paragraph();
                }
            }
            "s" => self
                .text
                .extend(std::iter::repeat_n(' ', times("c").min(MOST_REPEATED))),
            "tab" => self.text.push(' '),
            "line-break" => self.text.push('\n'),
            "note" if has_end => {
                self.note = Some((std::mem::take(&mut self.text), String::new()));
            }
            "note-citation" | "sequence-decls" | "forms" | "number" => {
                self.skipped += usize::from(has_end)
            }
            "frame" | "image" => {
                self.document.lost.insert(Lost::Pictures);
            }
            "list" if has_end => self.lists.begin(e),
            "list-item" if has_end => self.lists.item(e),
            "text-box" if has_end => self.enter_box(),
            "style" => self.style = value("name").unwrap_or_default(),
            "table-properties" if value("display").as_deref() == Some("false") => {
                self.hidden.insert(self.style.clone());
            }
            "drawing-page-properties" if value("visibility").as_deref() == Some("hidden") => {
                self.hidden.insert(self.style.clone());
            }
            "page" if value("style-name").is_some_and(|s| self.hidden.contains(&s)) => {
                self.document.lost.insert(Lost::Slides);
                self.skipped += usize::from(has_end);
            }
            "table" if value("style-name").is_some_and(|s| self.hidden.contains(&s)) => {
                self.document.lost.insert(Lost::Sheets);
                self.skipped += usize::from(has_end);
            }
            "table" if has_end => {
                let table = Table {
                    name: value("name").unwrap_or_default(),
                    ..Table::default()
                };
                self.tables.push(table);
            }
            "table-row" => {
                if let Some(table) = self.tables.last_mut() {
                    table.row_times = times("number-rows-repeated");
                }
            }
            "table-cell" | "covered-table-cell" if has_end => self.begin_cell(e),
            "table-cell" | "covered-table-cell" => self.empty_cell(e),
            _ => {}
        }
    }

    /// Begins a cell; gives how often it is repeated.
    fn cell(&mut self, e: &BytesStart<'_>) -> usize {
        let times = attribute(e, "number-columns-repeated");
        let times = times.and_then(|n| n.parse().ok()).unwrap_or(1);
        if let Some(table) = self.tables.last_mut() {
            table.cell_times = times;
        }
        times
    }

    fn begin_cell(&mut self, e: &BytesStart<'_>) {
        self.cell(e);
        if !self.tables.is_empty() {
            self.lists.enter();
            self.cells.push(String::new());
            self.values.push(stated(e));
        }
    }

    fn empty_cell(&mut self, e: &BytesStart<'_>) {
        let times = self.cell(e).min(MOST_REPEATED);
        self.read += times;
        if self.read > MOST {
            self.document.lost.insert(Lost::Rest);
            return;
        }
        if let Some(table) = self.tables.last_mut() {
            let text = stated(e).unwrap_or_default();
            table.row.extend(std::iter::repeat_n(text, times));
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "p" | "h" => self.paragraph(),
            "list" => self.lists.end(),
            "text-box" => self.leave_box(),
            "note" => {
                if let Some((before, note)) = self.note.take() {
                    self.document.notes.push(note.trim().to_owned());
                    if !before.is_empty() {
                        self.pieces.push(Piece::Text(before));
                    }
                    self.pieces.push(Piece::Note(self.document.notes.len() - 1));
                    self.text.clear();
                }
            }
            "table-cell" | "covered-table-cell" => {
                self.lists.leave();
                let mut text = self.cells.pop().unwrap_or_default();
                if let Some(value) = self.values.pop().flatten()
                    && (text.is_empty() || is_short_date(&text, &value))
                {
                    text = value;
                }
                if let Some(table) = self.tables.last_mut() {
                    let times = table.cell_times.clamp(1, MOST_REPEATED);
                    self.read += times;
                    if self.read > MOST {
                        self.document.lost.insert(Lost::Rest);
                        return;
                    }
                    table.row.extend(std::iter::repeat_n(text, times));
                }
            }
            "table-row" => {
                if let Some(table) = self.tables.last_mut() {
                    let mut row = std::mem::take(&mut table.row);
                    while row.last().is_some_and(|c| c.trim().is_empty()) {
                        row.pop();
                    }
                    if !row.is_empty() {
                        let times = table.row_times.clamp(1, MOST_REPEATED);
                        self.read += (times - 1) * row.len();
                        if self.read > MOST {
                            self.document.lost.insert(Lost::Rest);
                            return;
                        }
                        table.rows.extend(std::iter::repeat_n(row, times));
                    }
                }
            }
            "table" => self.table(),
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        if let Some((_, note)) = &mut self.note {
            note.push_str(&text);
            note.push(' ');
            return;
        }
        let style = std::mem::take(&mut self.paragraph_style);
        let mark = self.lists.mark(self.level, &style);
        if let Some(cell) = self.cells.last_mut() {
            let pieces = self.pieces.drain(..);
            let before = pieces.filter_map(|p| match p {
                Piece::Text(text) => Some(text),
                Piece::Note(_) => None,
            });
            let mark = mark.as_ref().and_then(Mark::text);
            let whole: String = mark.into_iter().chain(before).chain([text]).collect();
            if !cell.is_empty() && !whole.trim().is_empty() {
                cell.push(' ');
            }
            cell.push_str(whole.trim());
        } else {
            let mut pieces = std::mem::take(&mut self.pieces);
            if !text.is_empty() {
                pieces.push(Piece::Text(text));
            }
            self.document.marked(self.level, mark, pieces);
            self.document.blocks.append(&mut self.boxes);
        }
    }

    fn enter_box(&mut self) {
        self.lists.enter();
        self.around.push(Around {
            blocks: std::mem::take(&mut self.document.blocks),
            pieces: std::mem::take(&mut self.pieces),
            text: std::mem::take(&mut self.text),
            level: self.level,
            style: std::mem::take(&mut self.paragraph_style),
        });
    }

    fn leave_box(&mut self) {
        self.lists.leave();
        if let Some(outer) = self.around.pop() {
            let within = std::mem::replace(&mut self.document.blocks, outer.blocks);
            self.boxes.extend(within);
            self.pieces = outer.pieces;
            self.text = outer.text;
            self.level = outer.level;
            self.paragraph_style = outer.style;
        }
    }

    /// Ends a table. A table in a cell becomes text of the cell.
    fn table(&mut self) {
        let Some(table) = self.tables.pop() else {
            return;
        };
        match self.cells.last_mut() {
            Some(cell) => {
                for text in table.rows.into_iter().flatten() {
                    cell.push(' ');
                    cell.push_str(&text);
                }
            }
            None if table.rows.is_empty() => {}
            None => {
                let is_sheet = self.document.blocks.is_empty() || !table.name.is_empty();
                if is_sheet && self.is_several(&table) {
                    self.document.say(1, &table.name);
                }
                self.document.blocks.push(Block::Table(table.rows));
            }
        }
    }

    /// Whether a person named the table. Programs use a fixed word with a number, such as `Sheet1`.
    fn is_several(&self, table: &Table) -> bool {
        let name = table.name.trim_end_matches(|c: char| c.is_ascii_digit());
        !["", "Sheet", "Table", "表", "表格", "工作表"].contains(&name.trim())
    }

    /// Adds the texts of headers and footers to [`Document::marks`].
    fn headers(&mut self, styles: &str) {
        let mut inner = Walker::default();
        let Some(at) = styles.find("<office:master-styles") else {
            return;
        };
        if inner.walk(&styles[at..]).is_ok() {
            let text = inner.document.text();
            if text.chars().any(|c| c >= '\u{2e80}') {
                self.document.lost.insert(Lost::Headers);
            }
            self.document.marks.extend(text.lines().map(str::to_owned));
        }
    }
}

/// The value of a cell in an attribute. Some programs write no other text.
fn stated(e: &BytesStart<'_>) -> Option<String> {
    let value = |key: &str| attribute(e, key);
    match value("value-type")?.as_str() {
        "percentage" => {
            let n: f64 = value("value")?.parse().ok()?;
            Some(format!("{}%", super::workbook::number(n * 100.0)))
        }
        "float" | "currency" => value("value"),
        "date" => {
            let date = value("date-value")?;
            let (day, time) = date.split_once('T').unwrap_or((&date, ""));
            let time = time.split(['.', 'Z']).next().unwrap_or_default();
            Some(match time {
                "" | "00:00:00" => day.to_owned(),
                time => format!("{day} {time}"),
            })
        }
        "boolean" => value("boolean-value").map(|b| b.to_uppercase()),
        "string" => value("string-value"),
        _ => None,
    }
}

/// Whether a cell shows a date without the four digits of the year.
fn is_short_date(shown: &str, value: &str) -> bool {
    let is_date = value.len() >= 10 && value.as_bytes()[4] == b'-';
    is_date
        && shown
            .bytes()
            .all(|b| b.is_ascii_digit() || b"/-.".contains(&b))
        && !shown.split(['/', '-', '.']).any(|part| part.len() == 4)
}
