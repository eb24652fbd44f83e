//! Takes a workbook (.xlsx, .xlsm, .xls, .et); gives the cells of its sheets as Excel shows them.
//! The library calamine decides by the format of a number whether it is a date, and also knows the
//! built-in date formats of Chinese Excel. This file must not know the site's documents.

use super::Unread;
use super::document::{Block, Document, Lost, SheetPlace};
use super::package::Package;
use super::percent::Cells;
use super::sheet;
use calamine::{Data, DataRef, Reader, SheetVisible};
use std::collections::HashMap;
use std::io::Cursor;

/// The maximum number of filled cells that are read from a zipped workbook, and of cells in the
/// table of one sheet.
pub(super) const MOST: usize = 2_000_000;

/// The most cells in the rectangle around a sheet's filled cells, which is held in memory.
const LARGEST_AREA: u64 = 4_000_000;
/// The largest rectangle that a sheet may declare: that of an older workbook.
const LARGEST_STATED: u64 = 65_536 * 256;

/// Whether the sheets of an older workbook are small enough to be held as rectangles ([MS-XLS]).
/// Without this limit, one cell in the last row and column would take the memory of a full sheet.
pub(super) fn is_bounded(main: &[u8]) -> bool {
    let (mut rows, mut columns) = (0, 0);
    for (kind, data) in records(main) {
        match kind {
            // a new sheet
            0x0809 => (rows, columns) = (0, 0),
            0x0200 if data.len() >= 14 => {
                let last = half(data, 4) | (half(data, 6) << 16);
                if last * half(data, 10) > LARGEST_STATED {
                    return false;
                }
            }
            0x0006 | 0x00bd | 0x00d6 | 0x00fd | 0x0203 | 0x0204 | 0x0205 | 0x027e => {
                let wide = if kind == 0x00bd {
                    half(data, data.len().saturating_sub(2))
                } else {
                    half(data, 2)
                };
                rows = rows.max(half(data, 0) + 1);
                columns = columns.max(wide + 1);
                if rows * columns > LARGEST_AREA {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

/// Whether an older workbook has hidden columns, or hidden rows with cells ([MS-XLS], 2.4.53 and
/// 2.4.221).
pub(super) fn hides_cells(main: &[u8]) -> bool {
    records(main).any(|(kind, data)| match kind {
        0x0208 => half(data, 12) & 0x20 != 0 && half(data, 4) > half(data, 2),
        0x007d => half(data, 8) & 1 != 0,
        _ => false,
    })
}

/// A number of two bytes in a record; 0 if the record is too short.
fn half(data: &[u8], at: usize) -> u64 {
    data.get(at..at + 2)
        .map_or(0, |b| u64::from(u16::from_le_bytes([b[0], b[1]])))
}

/// All records of the main stream of an older workbook: the kind and the data of each.
fn records(main: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let head = main.get(at..at + 4)?;
        let (kind, length) = (half(head, 0), half(head, 2) as usize);
        let data = main.get(at + 4..at + 4 + length).unwrap_or_default();
        at += 4 + length;
        Some((kind, data))
    })
}

/// Whether the declared number of shared texts is possible. Each text takes at least one byte, so
/// the number cannot exceed the length of the file.
pub(super) fn is_honest(package: &mut Package<'_>) -> Result<bool, Unread> {
    let Some(texts) = package.text("xl/sharedStrings.xml")? else {
        return Ok(true);
    };
    let stated = texts.split("uniqueCount=").nth(1).unwrap_or_default();
    let stated: String = stated
        .chars()
        .skip(1)
        .take_while(char::is_ascii_digit)
        .collect();
    Ok(stated.is_empty() || stated.parse().is_ok_and(|n: usize| n <= texts.len()))
}

/// Whether a shown sheet of a zipped workbook has hidden rows or columns.
pub(super) fn has_hidden(package: &mut Package<'_>) -> Result<bool, Unread> {
    let book = package.text("xl/workbook.xml")?.unwrap_or_default();
    let relations = package.text("xl/_rels/workbook.xml.rels")?;
    let sheets = sheet::listed(&book, &relations.unwrap_or_default());
    for name in package.names() {
        let own = sheets.get(&name.to_ascii_lowercase());
        if own.is_some_and(|s| !s.is_hidden)
            && package
                .text(&name)?
                .is_some_and(|xml| sheet::has_hidden(&xml))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The number of the sheets that are shown.
pub(super) fn sheets(package: &mut Package<'_>) -> Result<usize, Unread> {
    let text = package.text("xl/workbook.xml")?.ok_or(Unread::Damaged)?;
    let book = roxmltree::Document::parse(&text).map_err(|_| Unread::Damaged)?;
    let is_shown = |n: &roxmltree::Node<'_, '_>| {
        n.tag_name().name() == "sheet"
            && !matches!(n.attribute("state"), Some("hidden" | "veryHidden"))
    };
    Ok(book.descendants().filter(is_shown).count())
}

/// A workbook in a compound file, with the number of shown sheets.
pub(super) fn old(bytes: &[u8], percents: &[Cells]) -> Result<(Document, usize), Unread> {
    let mut book: calamine::Xls<_> =
        calamine::Xls::new(Cursor::new(bytes)).map_err(|e| match e {
            calamine::XlsError::Password => Unread::Protected,
            _ => Unread::Damaged,
        })?;
    let mut document = Document::default();
    let sheets = shown(&book, &mut document);
    let order = book.sheet_names();
    for name in &sheets {
        let at = order.iter().position(|n| n == name);
        let shown_as = at.and_then(|n| percents.get(n));
        let range = book.worksheet_range(name).map_err(|_| Unread::Damaged)?;
        let cells = range.cells().filter_map(|(row, column, value)| {
            let decimals = shown_as.and_then(|cells| cells.get(&(row, column)));
            let text = written(&borrowed(value), decimals.copied());
            (!text.is_empty()).then_some((row, column, text))
        });
        add(&mut document, &sheets, name, cells);
    }
    Ok((document, sheets.len()))
}

/// A workbook in a zip file, with the number of shown sheets.
pub(super) fn new(
    bytes: &[u8],
    percents: &HashMap<String, Cells>,
) -> Result<(Document, usize), Unread> {
    let mut book: calamine::Xlsx<_> =
        calamine::Xlsx::new(Cursor::new(bytes)).map_err(|e| match e {
            calamine::XlsxError::Password => Unread::Protected,
            _ => Unread::Damaged,
        })?;
    let mut document = Document::default();
    let sheets = shown(&book, &mut document);
    let mut left = MOST;
    for name in &sheets {
        let mut cells = Vec::new();
        let Ok(mut reader) = book.worksheet_cells_reader(name) else {
            continue;
        };
        while let Ok(Some(cell)) = reader.next_cell() {
            let (row, column) = cell.get_position();
            let (row, column) = (row as usize, column as usize);
            let decimals = percents.get(name).and_then(|c| c.get(&(row, column)));
            let text = written(cell.get_value(), decimals.copied());
            if text.is_empty() {
                continue;
            }
            match left.checked_sub(1) {
                Some(less) => left = less,
                None => {
                    document.lost.insert(Lost::Rest);
                    break;
                }
            }
            cells.push((row, column, text));
        }
        add(&mut document, &sheets, name, cells.into_iter());
    }
    Ok((document, sheets.len()))
}

/// The names of the sheets that are shown.
fn shown<R: Reader<Cursor<T>>, T>(book: &R, document: &mut Document) -> Vec<String>
where
    Cursor<T>: std::io::Read + std::io::Seek,
{
    let mut names = Vec::new();
    for sheet in book.sheets_metadata() {
        if sheet.visible == SheetVisible::Visible {
            names.push(sheet.name.clone());
        } else {
            document.lost.insert(Lost::Sheets);
        }
    }
    names
}

/// Adds a sheet's cells, and the sheet's name first if the workbook shows more than one sheet.
/// Empty columns and rows are left out.
pub(super) fn add(
    document: &mut Document,
    sheets: &[String],
    name: &str,
    cells: impl Iterator<Item = (usize, usize, String)>,
) {
    let mut rows: Vec<(usize, Vec<(usize, String)>)> = Vec::new();
    for (row, column, text) in cells {
        match rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push((column, text)),
            _ => rows.push((row, vec![(column, text)])),
        }
    }
    let mut columns: Vec<usize> = rows
        .iter()
        .flat_map(|(_, cells)| cells.iter().map(|(c, _)| *c))
        .collect();
    columns.sort_unstable();
    columns.dedup();
    if rows.is_empty() {
        return;
    }
    if sheets.len() > 1 {
        document.say(1, name);
    }
    // rows at the top with one cell are titles
    let is_title = |row: &&(usize, Vec<(usize, String)>)| row.1.len() == 1 && columns.len() > 1;
    let titles = rows[..rows.len() - 1].iter().take_while(is_title).count();
    for (_, title) in rows.drain(..titles) {
        document.say(0, &title[0].1);
    }
    if rows.len().saturating_mul(columns.len()) > MOST {
        document.lost.insert(Lost::Rest);
        return;
    }
    let place = SheetPlace {
        name: name.to_owned(),
        rows: rows.iter().map(|(row, _)| *row).collect(),
        columns: columns.clone(),
    };
    let table = rows.into_iter().map(|(_, cells)| {
        let mut row = vec![String::new(); columns.len()];
        for (column, text) in cells {
            if let Ok(at) = columns.binary_search(&column) {
                row[at] = text;
            }
        }
        row
    });
    document.blocks.push(Block::Table(table.collect()));
    document.sheets.push(place);
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::String(text) => DataRef::SharedString(text),
        Data::Int(n) => DataRef::Int(*n),
        Data::Float(n) => DataRef::Float(*n),
        Data::Bool(b) => DataRef::Bool(*b),
        Data::DateTime(time) => DataRef::DateTime(*time),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// The text of a cell. `decimals` is the number of its decimals in a percentage.
fn written(value: &DataRef<'_>, decimals: Option<usize>) -> String {
    match value {
        DataRef::Int(n) if decimals.is_some() => percentage(*n as f64, decimals),
        DataRef::Float(n) if decimals.is_some() => percentage(*n, decimals),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => number(*n),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(time) if time.is_duration() => number(time.as_f64()),
        DataRef::DateTime(time) => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            let clock = match (hour, minute, second) {
                (0, 0, 0) => String::new(),
                (h, m, 0) => format!("{h:02}:{m:02}"),
                (h, m, s) => format!("{h:02}:{m:02}:{s:02}"),
            };
            // a time of day
            if time.as_f64() < 1.0 {
                clock
            } else {
                format!("{year:04}-{month:02}-{day:02} {clock}")
                    .trim_end()
                    .to_owned()
            }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.replace("T00:00:00", ""),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A number as a percentage. As in Excel, halves are rounded away from zero.
fn percentage(n: f64, decimals: Option<usize>) -> String {
    let decimals = decimals.unwrap_or_default();
    let whole = 10f64.powi(i32::try_from(decimals).unwrap_or_default());
    // a product of floats may have spurious last digits, so `number` first rounds it to fifteen
    // digits
    let scaled: f64 = number(n * 100.0 * whole)
        .parse()
        .unwrap_or(n * 100.0 * whole);
    format!("{:.decimals$}%", scaled.round() / whole)
}

/// A number with at most fifteen digits, as Excel shows it.
pub(super) fn number(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 {
        return format!("{n:.0}");
    }
    let rounded: f64 = format!("{n:.14e}").parse().unwrap_or(n);
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_row_with_cells_and_a_hidden_column_are_found() {
        let record = |kind: u16, data: &[u8]| -> Vec<u8> {
            let length = (data.len() as u16).to_le_bytes();
            [&kind.to_le_bytes()[..], &length, data].concat()
        };
        let row = |last: u8, flags: u8| -> Vec<u8> {
            let mut data = [0; 16];
            (data[4], data[12]) = (last, flags);
            record(0x0208, &data)
        };
        let column = |flags: u8| record(0x007d, &[0, 0, 0, 0, 0, 0, 0, 0, flags, 0]);
        let hides = |records: &[Vec<u8>]| hides_cells(&records.concat());
        assert!(hides(&[row(3, 0), row(2, 0x20)]) && hides(&[column(0), column(1)]));
        assert!(
            !hides(&[row(0, 0x20), row(3, 0), column(0)]),
            "the hidden row is empty"
        );
    }
}
