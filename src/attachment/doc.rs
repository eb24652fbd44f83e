//! Takes the streams of an older Word or WPS file (.doc, .wps; [MS-DOC]); gives its text in order.
//!
//! The text is stored in pieces of single bytes or UTF-16. Properties say which text is deleted or
//! hidden, where table rows end, and which paragraphs are headings or numbered. This file must not
//! know how the streams are stored.

mod bytes;
mod lists;

use super::Unread;
use super::document::{Block, Document, Lost, Piece};
use super::numbering::{Lists, Mark};
use bytes::{each_property, half, word};
use lists::StyleList;
use std::ops::Range;

/// The longest text that is read, in UTF-16 units.
const LONGEST: usize = 32 << 20;

/// The name of the table stream. There are two; a bit in the main stream's header tells which
/// applies.
pub(super) fn table_name(main: &[u8]) -> &'static str {
    if half(main, 0x0a).unwrap_or(0) & 0x0200 != 0 {
        "1Table"
    } else {
        "0Table"
    }
}

/// Reads a file from its main stream and its table stream.
pub(super) fn read(main: &[u8], table: &[u8]) -> Result<Document, Unread> {
    if !matches!(half(main, 0), Some(0xa5ec | 0xa5dc)) {
        return Err(Unread::Damaged);
    }
    if half(main, 0x0a).unwrap_or(0) & 0x0100 != 0 {
        return Err(Unread::Protected);
    }
    // files from before Word 97 have another structure
    if half(main, 2).unwrap_or(0) < 0x00c1 {
        return Err(Unread::DigitsOnly);
    }
    let file = File { main, table };
    let text = file.text().ok_or(Unread::Damaged)?;
    let mut reader = Reader {
        characters: file.runs(12, |fkp, at| file.chpx(fkp, at)),
        paragraphs: file.runs(13, |fkp, at| file.papx(fkp, at)),
        styles: file.stored(1).map(lists::styles).unwrap_or_default(),
        lists: file.lists(),
        notes: file.note_places(),
        document: Document::default(),
        text: &text,
    };
    reader.read(&file.parts());
    reader.document.said = std::mem::take(&mut reader.lists.counter.said);
    Ok(reader.document)
}

/// A UTF-16 unit of the text, with its place in the main stream.
struct Stored {
    unit: u16,
    at: u32,
}

/// What character properties say.
#[derive(Clone, Copy, Debug, Default)]
struct Shown {
    deleted: bool,
    inserted: bool,
    hidden: bool,
}

/// What paragraph properties say.
#[derive(Clone, Copy, Debug, Default)]
struct Para {
    style: u16,
    in_table: bool,
    row_end: bool,
    /// The list that numbers the paragraph. `None`: its style decides; 0: no list.
    list: Option<i16>,
    /// Its level in this list.
    level: Option<u8>,
    outline: Option<u8>,
}

/// Ranges of the main stream, each with its properties, sorted by their starts.
type Runs<P> = Vec<(Range<u32>, P)>;

struct File<'a> {
    main: &'a [u8],
    table: &'a [u8],
}

impl<'a> File<'a> {
    /// The bytes of a structure in the table stream. `index` is its position in the header's list.
    fn stored(&self, index: usize) -> Option<&'a [u8]> {
        let at = 0x9a + index * 8;
        let (from, length) = (
            word(self.main, at)? as usize,
            word(self.main, at + 4)? as usize,
        );
        self.table.get(from..from.checked_add(length)?)
    }

    /// The text: its pieces in order.
    fn text(&self) -> Option<Vec<Stored>> {
        let mut rest = self.stored(33)?;
        while rest.first() == Some(&1) {
            rest = rest.get(3 + usize::from(half(rest, 1)?)..)?;
        }
        if rest.first() != Some(&2) {
            return None;
        }
        let pieces = rest.get(5..5usize.checked_add(word(rest, 1)? as usize)?)?;
        let count = pieces.len().checked_sub(4)? / 12;
        let mut text = Vec::new();
        for n in 0..count {
            let (from, to) = (word(pieces, n * 4)?, word(pieces, n * 4 + 4)?);
            let place = word(pieces, (count + 1) * 4 + n * 8 + 2)?;
            let length = to.checked_sub(from)? as usize;
            let (is_single, start) = (place & 0x4000_0000 != 0, place & 0x3fff_ffff);
            let (start, size) = if is_single {
                (start / 2, 1)
            } else {
                (start, 2)
            };
            if text.len() + length > LONGEST {
                return None;
            }
            let bytes = self
                .main
                .get(start as usize..(start as usize).checked_add(length * size)?)?;
            for (i, unit) in bytes.chunks_exact(size).enumerate() {
                text.push(Stored {
                    unit: if is_single {
                        single(unit[0])
                    } else {
                        u16::from_le_bytes([unit[0], unit[1]])
                    },
                    at: start + (i * size) as u32,
                });
            }
        }
        Some(text)
    }

    /// Reads properties from pages of 512 bytes. A structure in the table stream lists the pages;
    /// `index` is its position in the header's list.
    fn runs<P>(&self, index: usize, read: impl Fn(&[u8], usize) -> Option<P>) -> Runs<P> {
        let mut runs = Vec::new();
        let Some(pages) = self.stored(index) else {
            return runs;
        };
        let count = pages.len().saturating_sub(4) / 8;
        for n in 0..count {
            let page = word(pages, (count + 1) * 4 + n * 4).unwrap_or(0) & 0x3f_ffff;
            let Some(page) = self
                .main
                .get(page as usize * 512..page as usize * 512 + 512)
            else {
                continue;
            };
            for run in 0..usize::from(page[511]) {
                let (Some(from), Some(to)) = (word(page, run * 4), word(page, run * 4 + 4)) else {
                    break;
                };
                if let Some(properties) = read(page, run) {
                    runs.push((from..to, properties));
                }
            }
        }
        runs.sort_by_key(|(range, _)| range.start);
        runs
    }

    fn chpx(&self, page: &[u8], run: usize) -> Option<Shown> {
        let at = usize::from(*page.get((usize::from(page[511]) + 1) * 4 + run)?) * 2;
        let mut shown = Shown::default();
        if at > 0 {
            let length = usize::from(*page.get(at)?);
            each_property(
                page.get(at + 1..at + 1 + length)?,
                |code, value| match code {
                    0x0800 => shown.deleted = is_on(value),
                    0x0801 => shown.inserted = is_on(value),
                    0x083c => shown.hidden = is_on(value),
                    _ => {}
                },
            );
        }
        Some(shown)
    }

    fn papx(&self, page: &[u8], run: usize) -> Option<Para> {
        let at = usize::from(*page.get((usize::from(page[511]) + 1) * 4 + run * 13)?) * 2;
        if at == 0 {
            return Some(Para::default());
        }
        let (from, length) = match usize::from(*page.get(at)?) {
            0 => (at + 2, usize::from(*page.get(at + 1)?) * 2),
            n => (at + 1, n * 2 - 1),
        };
        let data = page.get(from..(from + length).min(511))?;
        let mut para = Para {
            style: half(data, 0)?,
            ..Para::default()
        };
        each_property(data.get(2..)?, |code, value| match code {
            0x2416 => para.in_table = is_on(value),
            0x2417 => para.row_end = is_on(value),
            0x460b => para.list = half(value, 0).map(|n| n as i16),
            0x260a => para.level = value.first().copied(),
            0x2640 => para.outline = value.first().copied().filter(|n| *n < 9),
            _ => {}
        });
        Some(para)
    }

    fn lists(&self) -> Lists {
        let at = 0x9a + 73 * 8;
        let (Some(from), Some(length)) = (word(self.main, at), word(self.main, at + 4)) else {
            return Lists::default();
        };
        let lists = self.table.get(from as usize..).unwrap_or_default();
        // the stated length of the overrides does not include the levels that follow them, so all
        // further bytes are taken
        let at = word(self.main, 0x9a + 74 * 8).unwrap_or(u32::MAX);
        let overrides = self.table.get(at as usize..).unwrap_or_default();
        match length {
            0 => Lists::default(),
            _ => lists::read(lists, length as usize, overrides),
        }
    }

    /// The lengths of the eight parts of the text: main text, footnotes, headers and footers, an
    /// unused part, comments, endnotes, text boxes, and text boxes in headers.
    fn parts(&self) -> [usize; 8] {
        std::array::from_fn(|n| word(self.main, 0x4c + n * 4).unwrap_or(0) as usize)
    }

    /// Two lists for the footnotes, and two for the endnotes. The first has the positions of the
    /// references in the main text. The second has the beginnings of the notes in their own part,
    /// and the end of the last.
    fn note_places(&self) -> [(Vec<usize>, Vec<usize>); 2] {
        let places = |index: usize, size: usize| -> Vec<usize> {
            let stored = self.stored(index).unwrap_or_default();
            let count = stored.len().saturating_sub(4) / (4 + size);
            (0..=count)
                .filter_map(|n| word(stored, n * 4).map(|c| c as usize))
                .collect()
        };
        let references = |index| {
            let mut all = places(index, 2);
            all.pop();
            all
        };
        [
            (references(2), places(3, 0)),
            (references(46), places(47, 0)),
        ]
    }
}

fn is_on(value: &[u8]) -> bool {
    value.first().is_some_and(|v| v & 1 == 1)
}

/// Decodes a character stored as one byte, in Windows-1252.
fn single(byte: u8) -> u16 {
    let text = [byte];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&text);
    text.chars()
        .next()
        .map_or(u16::from(byte), |c| u32::from(c) as u16)
}

struct Reader<'t> {
    characters: Runs<Shown>,
    paragraphs: Runs<Para>,
    styles: Vec<StyleList>,
    lists: Lists,
    notes: [(Vec<usize>, Vec<usize>); 2],
    text: &'t [Stored],
    document: Document,
}

/// The properties of the range around a position of the main stream, or the default.
fn at<P: Copy + Default>(runs: &Runs<P>, place: u32) -> P {
    let next = runs.partition_point(|(range, _)| range.start <= place);
    next.checked_sub(1)
        .and_then(|i| runs.get(i))
        .filter(|(range, _)| range.contains(&place))
        .map(|(_, p)| *p)
        .unwrap_or_default()
}

#[derive(Default)]
struct Read {
    pieces: Vec<Piece>,
    para: Para,
    /// The character that ends this line.
    end: u16,
}

impl Read {
    fn text(&self) -> String {
        let text = self.pieces.iter().filter_map(|p| match p {
            Piece::Text(text) => Some(text.as_str()),
            Piece::Note(_) => None,
        });
        text.collect()
    }
}

const CELL: u16 = 7;
const FIELD: u16 = 0x13;
const RESULT: u16 = 0x14;
const FIELD_END: u16 = 0x15;

impl Reader<'_> {
    fn read(&mut self, parts: &[usize; 8]) {
        let mut from = 0;
        let mut ranges = Vec::new();
        for length in parts {
            let to = from + length;
            ranges.push(from.min(self.text.len())..to.min(self.text.len()));
            from = to;
        }
        let main = self.lines(ranges[0].clone());
        self.blocks(main);
        for (kind, part) in [(0, 1), (1, 5)] {
            let starts = self.notes[kind].1.clone();
            for pair in starts.windows(2).take(self.notes[kind].0.len()) {
                let within = |c: usize| (ranges[part].start + c).min(ranges[part].end);
                let lines = self.lines(within(pair[0])..within(pair[1].max(pair[0])));
                let text: Vec<String> = lines.iter().map(Read::text).collect();
                self.document.notes.push(text.join(" ").trim().to_owned());
            }
        }
        for (part, lost) in [(2, Lost::Headers), (4, Lost::Comments), (7, Lost::Headers)] {
            for line in self.lines(ranges[part].clone()) {
                let text = line.text();
                if !text.trim().is_empty() {
                    if lost == Lost::Comments || text.chars().any(|c| c >= '\u{2e80}') {
                        self.document.lost.insert(lost);
                    }
                    self.document.marks.push(text);
                }
            }
        }
        for line in self.lines(ranges[6].clone()) {
            if !line.text().trim().is_empty() {
                self.document.lost.insert(Lost::Boxes);
                self.document.say(0, &line.text());
            }
        }
    }

    /// The paragraphs of a part, without deleted or hidden text and field codes. Hidden text is
    /// added to [`Document::marks`].
    fn lines(&mut self, range: Range<usize>) -> Vec<Read> {
        let (mut lines, mut line) = (Vec::new(), Read::default());
        let (mut units, mut hidden) = (Vec::new(), Vec::new());
        let mut fields: Vec<bool> = Vec::new();
        for i in range {
            let Stored { unit, at: place } = self.text[i];
            let shown = at(&self.characters, place);
            if shown.deleted || shown.inserted {
                self.document.lost.insert(Lost::Tracked);
            }
            match unit {
                FIELD => fields.push(false),
                RESULT => fields.last_mut().into_iter().for_each(|f| *f = true),
                FIELD_END => drop(fields.pop()),
                0x0d | CELL | 0x0c => {
                    flush(&mut units, &mut line.pieces);
                    line.para = at(&self.paragraphs, place);
                    line.end = unit;
                    // if the end of a paragraph was deleted, the next paragraph continues it
                    if !(shown.deleted && unit == 0x0d) {
                        lines.push(std::mem::take(&mut line));
                    }
                }
                _ if shown.deleted => {}
                _ if shown.hidden => hidden.push(unit),
                _ if !fields.iter().all(|f| *f) => {}
                2 => {
                    flush(&mut units, &mut line.pieces);
                    line.pieces.extend(self.note(i).map(Piece::Note));
                }
                1 | 8 => {
                    self.document.lost.insert(Lost::Pictures);
                }
                0x0b => units.push(u16::from(b'\n')),
                0x1e => units.push(u16::from(b'-')),
                9 | 0xa0 => units.push(u16::from(b' ')),
                0..0x20 => {}
                _ => units.push(unit),
            }
        }
        flush(&mut units, &mut line.pieces);
        if !line.pieces.is_empty() {
            lines.push(line);
        }
        if !hidden.is_empty() {
            self.document.lost.insert(Lost::Hidden);
            self.document.marks.push(String::from_utf16_lossy(&hidden));
        }
        lines
    }

    /// The index in `Document::notes` of the note referred to at a position. Endnotes follow the
    /// footnotes.
    fn note(&self, place: usize) -> Option<usize> {
        let [(foot, _), (end, _)] = &self.notes;
        let find = |all: &[usize]| all.iter().position(|c| *c == place);
        find(foot).or_else(|| find(end).map(|n| n + foot.len()))
    }

    /// Adds paragraphs to the document; those in table cells form tables.
    fn blocks(&mut self, lines: Vec<Read>) {
        let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
        for line in lines {
            if line.para.row_end {
                rows.push(std::mem::take(&mut row));
                cell.clear();
            } else if line.end == CELL || line.para.in_table {
                if !cell.is_empty() {
                    cell.push(' ');
                }
                let mark = self.mark(&line).as_ref().and_then(Mark::text);
                cell.push_str((mark.unwrap_or_default() + &line.text()).trim());
                if line.end == CELL {
                    row.push(std::mem::take(&mut cell));
                }
            } else {
                self.table(&mut rows, &mut row);
                self.paragraph(line);
            }
        }
        self.table(&mut rows, &mut row);
    }

    fn table(&mut self, rows: &mut Vec<Vec<String>>, row: &mut Vec<String>) {
        if !row.is_empty() {
            rows.push(std::mem::take(row));
        }
        if !rows.is_empty() {
            self.document
                .blocks
                .push(Block::Table(std::mem::take(rows)));
        }
    }

    /// The number or bullet before a paragraph, if the paragraph belongs to a list.
    fn mark(&mut self, line: &Read) -> Option<Mark> {
        let style = self.styles.get(usize::from(line.para.style));
        let style = style.copied().unwrap_or_default();
        let list = line.para.list.or(style.list).filter(|list| *list > 0)?;
        let list = list.to_string();
        let by_style = || self.lists.level_of(&list, &line.para.style.to_string());
        let own = line.para.level.map(usize::from);
        let level = own.or_else(by_style).or(style.level.map(usize::from));
        let mark = self.lists.next(&list, level.unwrap_or(0));
        if mark.is_none() {
            self.document.lost.insert(Lost::Numbers);
        }
        mark
    }

    fn paragraph(&mut self, line: Read) {
        let mark = self.mark(&line);
        // in every file, styles 1 to 9 are the headings
        let level = match (line.para.outline, line.para.style) {
            (Some(level), _) => level + 1,
            (None, style @ 1..=9) => style as u8,
            _ => 0,
        };
        self.document.marked(level, mark, line.pieces);
    }
}

fn flush(units: &mut Vec<u16>, pieces: &mut Vec<Piece>) {
    if !units.is_empty() {
        pieces.push(Piece::Text(String::from_utf16_lossy(units)));
        units.clear();
    }
}
