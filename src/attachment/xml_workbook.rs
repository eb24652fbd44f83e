//! Takes a workbook in the XML format of Excel 2003 (SpreadsheetML); gives the cells of its sheets.
//! Many systems export such files under the name `.xls`. This file must not know the site's
//! documents.

use super::document::{Document, Lost};
use super::sheet::is_hidden;
use super::workbook::{MOST, add};
use super::xml::{Found, Space, attribute, walk};
use super::{Unread, plain};
use quick_xml::events::BytesStart;
use std::collections::BTreeSet;

/// The namespace of the format.
const NAMESPACE: &str = "urn:schemas-microsoft-com:office:spreadsheet";

/// Whether the beginning of a text, in small letters, shows the format.
pub(super) fn is_one(start: &str) -> bool {
    (start.starts_with("<?xml") || start.starts_with("<workbook")) && start.contains(NAMESPACE)
}

#[derive(Default)]
struct Sheet {
    name: String,
    is_hidden: bool,
    cells: Vec<(usize, usize, String)>,
}

/// The sheets read so far, and the place in the last one.
#[derive(Default)]
struct Sheets {
    all: Vec<Sheet>,
    row: usize,
    column: usize,
    /// How many further columns the current cell covers.
    merged: usize,
    /// The innermost open element that has text.
    holder: Option<&'static str>,
    /// Whether a comment is open. Its text is in an element `Data`, like that of a cell.
    is_comment: bool,
    lost: BTreeSet<Lost>,
    text: String,
    cells: usize,
}

impl Sheets {
    fn open(&mut self, e: &BytesStart<'_>) {
        let number = |name: &str| attribute(e, name).and_then(|n| n.parse::<usize>().ok());
        let local = e.local_name().into_inner();
        if matches!(local, "Row" | "Column") && is_hidden(attribute(e, "Hidden").as_deref(), None) {
            self.lost.insert(Lost::Cells);
        }
        match local {
            "Worksheet" => {
                let name = attribute(e, "Name").unwrap_or_default();
                self.all.push(Sheet {
                    name,
                    ..Sheet::default()
                });
                (self.row, self.column) = (0, 0);
            }
            "Row" => {
                self.row = number("Index").map_or(self.row, |n| n.saturating_sub(1));
                self.column = 0;
            }
            "Cell" => {
                self.column = number("Index").map_or(self.column, |n| n.saturating_sub(1));
                self.merged = number("MergeAcross").unwrap_or_default();
                self.text.clear();
            }
            "Comment" => {
                self.lost.insert(Lost::Comments);
                self.is_comment = true;
            }
            "Data" if !self.is_comment => self.holder = Some("Data"),
            "Visible" => self.holder = Some("Visible"),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        let Some(sheet) = self.all.last_mut() else {
            return;
        };
        match name {
            "Row" => self.row = self.row.saturating_add(1),
            "Cell" => {
                let text = written(&self.text);
                if !text.is_empty() && self.cells < MOST {
                    sheet.cells.push((self.row, self.column, text));
                }
                self.cells += 1;
                self.column = self.column.saturating_add(1).saturating_add(self.merged);
            }
            "Comment" => self.is_comment = false,
            "Data" | "Visible" => self.holder = None,
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        match (self.holder, self.all.last_mut()) {
            (Some("Data"), _) => self.text.push_str(text),
            (Some("Visible"), Some(sheet)) => sheet.is_hidden |= text.contains("Hidden"),
            _ => {}
        }
    }
}

/// The text of a cell. A day without a time of day is written without one.
fn written(text: &str) -> String {
    let text = text.trim();
    text.strip_suffix("T00:00:00.000")
        .unwrap_or(text)
        .to_owned()
}

/// A workbook, with the number of shown sheets.
pub(super) fn read(bytes: &[u8]) -> Result<(Document, usize), Unread> {
    let text = plain::decode(bytes).ok_or(Unread::Damaged)?;
    let mut sheets = Sheets::default();
    walk(&text, Space::Indents, |found| match found {
        Found::Open(e, _) => sheets.open(e),
        Found::Text(text) => sheets.say(text),
        Found::Close(name, _) => sheets.close(name),
    })
    .ok_or(Unread::Damaged)?;
    let mut document = Document {
        lost: sheets.lost,
        ..Document::default()
    };
    if sheets.cells > MOST {
        document.lost.insert(Lost::Rest);
    }
    let (hidden, shown): (Vec<Sheet>, Vec<Sheet>) =
        sheets.all.into_iter().partition(|s| s.is_hidden);
    if !hidden.is_empty() {
        document.lost.insert(Lost::Sheets);
    }
    let names: Vec<String> = shown.iter().map(|s| s.name.clone()).collect();
    for sheet in shown {
        add(&mut document, &names, &sheet.name, sheet.cells.into_iter());
    }
    Ok((document, names.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attachment::document::Block;

    #[test]
    fn cells_are_at_their_places_and_hidden_sheets_are_left_out() {
        let text = format!(
            "<?xml version=\"1.0\"?><Workbook xmlns=\"{NAMESPACE}\" xmlns:ss=\"{NAMESPACE}\">\
             <Worksheet ss:Name=\"名册\"><Table>\
             <Row><Cell ss:MergeAcross=\"2\"><Data ss:Type=\"String\">2023年名册</Data></Cell></Row>\
             <Row ss:Hidden=\"1\"><Cell><Data ss:Type=\"String\">村</Data><Comment><Data>再议</Data></Comment></Cell><Cell ss:MergeAcross=\"1\"><Data \
             ss:Type=\"String\">日期</Data></Cell><Cell><Data ss:Type=\"String\">A&amp;B</Data></Cell></Row>\
             <Row ss:Index=\"5\"><Cell ss:Index=\"2\"><Data ss:Type=\"DateTime\">2023-05-06T00:00:00.000\
             </Data></Cell><Cell/><Cell><Data ss:Type=\"Number\">12</Data></Cell></Row>\
             </Table></Worksheet><Worksheet ss:Name=\"底稿\"><Table><Row><Cell><Data>甲</Data></Cell>\
             </Row></Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>\
             </Worksheet></Workbook>"
        );
        assert!(is_one(&text.to_ascii_lowercase()));
        let (document, sheets) = read(text.as_bytes()).unwrap();
        assert_eq!(sheets, 1);
        let lost = [Lost::Comments, Lost::Sheets, Lost::Cells];
        assert_eq!(document.lost, lost.into());
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let table = Block::Table(vec![
            row(["村", "日期", "A&B"]),
            row(["", "2023-05-06", "12"]),
        ]);
        assert_eq!(document.blocks.last(), Some(&table));
        assert!(document.text().starts_with("2023年名册"));
    }
}
