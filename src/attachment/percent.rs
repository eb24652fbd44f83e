//! Takes the parts of a workbook; gives the cells shown as percentages, with their decimals. The
//! library that reads the values of cells does not give their number formats. This file must not
//! know the values.

use super::Unread;
use super::package::Package;
use super::sheet::{column_of, listed};
use super::xml::{Found, Space, attribute, walk};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashMap;

/// The number of decimals of each percentage in a sheet, by row and column, from 0.
pub(super) type Cells = HashMap<(usize, usize), usize>;

/// The most decimals that Excel shows.
const MOST_DECIMALS: usize = 30;

/// The decimals of a number format that shows a percentage; `None` if it shows anything else.
/// Formats 9 and 10 are built in (ECMA-376-1, 18.8.30).
fn decimals(id: u16, code: Option<&str>) -> Option<usize> {
    let Some(code) = code else {
        return match id {
            9 => Some(0),
            10 => Some(2),
            _ => None,
        };
    };
    // the first section is for positive numbers; but if a section has a condition such as [>1], all
    // sections must agree
    let mut sections = code.split(';').map(in_section);
    let first = sections.next().flatten();
    let has_condition = ["[<", "[>", "[="].iter().any(|open| code.contains(open));
    first.filter(|_| !has_condition || sections.all(|other| other == first))
}

/// The decimals of one section of a number format that shows a percentage. Quoted text and a
/// character after a backslash are shown as they are; colours and conditions are in brackets.
fn in_section(section: &str) -> Option<usize> {
    let unquoted: String = section.split('"').step_by(2).collect();
    let mut parts = unquoted.split('\\');
    let first = parts.next().unwrap_or_default().to_owned();
    let plain = parts.fold(first, |all, part| {
        all + &part.chars().skip(1).collect::<String>()
    });
    let mut before = plain.split_once('%')?.0;
    while let Some((_, rest)) = before.split_once(']') {
        before = rest;
    }
    let places = before.split_once('.').map_or("", |(_, places)| places);
    let places = places.chars().filter(|c| "0#?".contains(*c)).count();
    Some(places.min(MOST_DECIMALS))
}

/// The percentages of each sheet of a workbook in a zip file, by the name of the sheet.
pub(super) fn new(package: &mut Package<'_>) -> Result<HashMap<String, Cells>, Unread> {
    let Some(styles) = package.text("xl/styles.xml")? else {
        return Ok(HashMap::new());
    };
    let formats = cell_formats(&styles);
    if formats.iter().all(Option::is_none) {
        return Ok(HashMap::new());
    }
    let book = package.text("xl/workbook.xml")?.unwrap_or_default();
    let relations = package.text("xl/_rels/workbook.xml.rels")?;
    let sheets = listed(&book, &relations.unwrap_or_default());
    let mut found = HashMap::new();
    for name in package.names() {
        if let Some(sheet) = sheets.get(&name.to_ascii_lowercase())
            && let Some(xml) = package.text(&name)?
        {
            found.insert(sheet.name.clone(), in_sheet(&xml, &formats));
        }
    }
    Ok(found)
}

/// The decimals of each cell format of a workbook, in order; `None` for formats that show no
/// percentage.
fn cell_formats(styles: &str) -> Vec<Option<usize>> {
    let (mut codes, mut formats) = (HashMap::new(), Vec::new());
    let mut is_inside = false;
    walk(styles, Space::Data, |found| match found {
        Found::Open(e, _) => match e.local_name().into_inner() {
            "numFmt" => {
                let id = attribute(e, "numFmtId").and_then(|id| id.parse::<u16>().ok());
                codes.extend(id.zip(attribute(e, "formatCode")));
            }
            "cellXfs" => is_inside = true,
            "xf" if is_inside => {
                let id = attribute(e, "numFmtId").and_then(|id| id.parse().ok());
                let id: u16 = id.unwrap_or_default();
                formats.push(decimals(id, codes.get(&id).map(String::as_str)));
            }
            _ => {}
        },
        Found::Close("cellXfs", _) => is_inside = false,
        _ => {}
    });
    formats
}

/// The percentages of a sheet, up to the first fault.
fn in_sheet(xml: &str, formats: &[Option<usize>]) -> Cells {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let (mut cells, mut row, mut column) = (Cells::new(), 0usize, 0usize);
    loop {
        let e = match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => e,
            Ok(Event::Eof) | Err(_) => return cells,
            Ok(_) => continue,
        };
        match e.local_name().into_inner() {
            "row" => {
                let stated = attribute(&e, "r").and_then(|r| r.parse().ok());
                row = stated.unwrap_or(row.saturating_add(1));
                column = 0;
            }
            "c" => {
                let stated = attribute(&e, "r");
                let stated = stated.as_deref().and_then(column_of);
                column = stated.unwrap_or(column + 1);
                let format = attribute(&e, "s").and_then(|s| s.parse::<usize>().ok());
                let decimals = format.and_then(|s| formats.get(s).copied().flatten());
                if let (Some(decimals), Some(row)) = (decimals, row.checked_sub(1)) {
                    cells.insert((row, column - 1), decimals);
                }
            }
            _ => {}
        }
    }
}

/// A number of two bytes in a record.
fn half(data: &[u8], at: usize) -> u16 {
    let bytes = data.get(at..at + 2);
    bytes.map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

/// The records of a workbook's stream, from a position to the end of their part ([MS-XLS] 2.1.4).
fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let kind = half(stream.get(at..at + 4)?, 0);
        let length = usize::from(half(stream, at + 2));
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        (kind != END).then_some((kind, data))
    })
}

const END: u16 = 0x000a;
const FORMAT: u16 = 0x041e;
const CELL_FORMAT: u16 = 0x00e0;
const SHEET: u16 = 0x0085;
const NUMBERS_IN_ROW: u16 = 0x00bd;
/// Records with one number each: FORMULA, NUMBER, RK.
const NUMBER: [u16; 3] = [0x0006, 0x0203, 0x027e];

/// The percentages of each sheet of an older workbook, in the order of its sheets.
pub(super) fn old(stream: &[u8]) -> Vec<Cells> {
    let mut codes: HashMap<u16, String> = HashMap::new();
    let (mut formats, mut sheets) = (Vec::new(), Vec::new());
    for (kind, data) in records(stream, 0) {
        match kind {
            FORMAT => {
                // the relevant characters are ASCII, so each takes one byte, perhaps beside a zero
                // byte
                let code = data.iter().skip(3).filter(|b| b.is_ascii_graphic());
                codes.insert(half(data, 0), code.map(|b| char::from(*b)).collect());
            }
            CELL_FORMAT => {
                let id = half(data, 2);
                formats.push(decimals(id, codes.get(&id).map(String::as_str)));
            }
            SHEET => sheets.push(usize::from(half(data, 0)) | usize::from(half(data, 2)) << 16),
            _ => {}
        }
    }
    let format = |id: u16| formats.get(usize::from(id)).copied().flatten();
    let sheet = |at: usize| {
        let mut cells = Cells::new();
        for (kind, data) in records(stream, at) {
            let (row, column) = (usize::from(half(data, 0)), usize::from(half(data, 2)));
            if NUMBER.contains(&kind) {
                cells.extend(format(half(data, 4)).map(|d| ((row, column), d)));
            } else if kind == NUMBERS_IN_ROW {
                let numbers = data.len().saturating_sub(6) / 6;
                let found = (0..numbers)
                    .filter_map(|n| Some(((row, column + n), format(half(data, 4 + 6 * n))?)));
                cells.extend(found);
            }
        }
        cells
    };
    sheets.into_iter().map(sheet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_shows_a_percentage_or_not() {
        for (id, code, wanted) in [
            (9, None, Some(0)),
            (10, None, Some(2)),
            (2, None, None),
            (164, Some("0.0%"), Some(1)),
            (165, Some("#,##0.00%;[Red]-0%"), Some(2)),
            (166, Some("0.00\\%"), None),
            (168, Some("[>=0.1]0%"), Some(0)),
            (169, Some("[>1]0%;0.00%"), None),
            (170, Some("[>1]0.0%;[Red]0.0%"), Some(1)),
            (167, Some("0.00\"%\""), None),
            (168, Some("yyyy-mm-dd"), None),
        ] {
            assert_eq!(decimals(id, code), wanted, "{code:?}");
        }
    }
}
