//! Takes an RTF file; gives its text in order. Characters are bytes in the code page of their font,
//! or Unicode numbers. Substitutes for old programs follow each number, and are skipped. This file
//! must not know the site's documents.

use super::Unread;
use super::document::{Block, Document, Lost, Piece};
use super::numbering::Mark;
use encoding_rs::Encoding;
use std::collections::{HashMap, HashSet};

/// The deepest nesting of groups.
const DEEPEST: usize = 2_000;

/// The visible text, in order.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unread> {
    taken(bytes, Take::Shown)
}

/// All text in the file, including deleted and invisible text. If the file cannot be read, only its
/// sequences of digits are given.
pub(super) fn all_text(bytes: &[u8]) -> String {
    taken(bytes, Take::All)
        .map(|document| document.text())
        .unwrap_or_else(|_| super::plain::loose(bytes))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Take {
    Shown,
    All,
}

fn taken(bytes: &[u8], take: Take) -> Result<Document, Unread> {
    let mut reader = Reader {
        bytes,
        take,
        at: 0,
        page: encoding_rs::GB18030,
        fonts: HashMap::new(),
        font: 0,
        raw: Vec::new(),
        first_half: None,
        groups: vec![Group::default()],
        text: String::new(),
        pieces: Vec::new(),
        row: Vec::new(),
        rows: Vec::new(),
        document: Document::default(),
        is_listed: false,
        depth: 0,
        mark: None,
        level: 0,
        style: (0, String::new()),
        headings: HashMap::new(),
        mark_at: 0,
        symbols: HashSet::new(),
    };
    reader.read()?;
    Ok(reader.document)
}

/// What a group sets for its text.
#[derive(Clone, Debug)]
struct Group {
    font: i32,
    into: Into,
    /// How many substitutes follow a Unicode number.
    substitutes: usize,
    in_table: bool,
    is_hidden: bool,
    is_deleted: bool,
}

impl Default for Group {
    fn default() -> Group {
        Group {
            font: -1,
            into: Into::Text,
            substitutes: 1,
            in_table: false,
            is_hidden: false,
            is_deleted: false,
        }
    }
}

/// Where the text of a group goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Into {
    Text,
    /// [`Document::marks`]: headers, footers, comments and properties.
    Marks,
    Note,
    /// The number or bullet before a paragraph.
    Mark,
    Fonts,
    Styles,
    Nothing,
}

struct Reader<'a> {
    bytes: &'a [u8],
    take: Take,
    at: usize,
    /// The code page of the file.
    page: &'static Encoding,
    /// The code pages of the fonts.
    fonts: HashMap<i32, &'static Encoding>,
    /// The font that the table of fonts is describing.
    font: i32,
    /// Bytes to be decoded together.
    raw: Vec<u8>,
    /// The first half of a character beyond U+FFFF.
    first_half: Option<u16>,
    groups: Vec<Group>,
    text: String,
    /// The pieces of the current paragraph before `text`.
    pieces: Vec<Piece>,
    row: Vec<String>,
    rows: Vec<Vec<String>>,
    document: Document,
    /// Whether the current paragraph belongs to a list.
    is_listed: bool,
    /// The depth of the current paragraph in its list.
    depth: usize,
    /// The number or bullet before the current paragraph.
    mark: Option<Mark>,
    /// The level of the current heading, or 0.
    level: u8,
    /// The number and the name of the style that is being described.
    style: (i32, String),
    /// The levels of heading styles, by the numbers of the styles.
    headings: HashMap<i32, u8>,
    /// Where the number or bullet that is being read begins in `text`.
    mark_at: usize,
    /// The fonts whose letters are symbols.
    symbols: HashSet<i32>,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), Unread> {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'{' => {
                    self.decode();
                    if self.groups.len() >= DEEPEST {
                        return Err(Unread::TooLarge);
                    }
                    let group = self.group().clone();
                    self.groups.push(group);
                }
                b'}' => {
                    self.decode();
                    if self.group().into == Into::Marks && self.outer() != Some(Into::Marks) {
                        let text = std::mem::take(&mut self.text);
                        let lines = text.lines().filter(|l| !l.trim().is_empty());
                        self.document.marks.extend(lines.map(str::to_owned));
                    }
                    if self.group().into == Into::Note && self.outer() != Some(Into::Note) {
                        let text = std::mem::take(&mut self.text);
                        self.document.notes.push(text.trim().to_owned());
                        self.pieces.push(Piece::Note(self.document.notes.len() - 1));
                    }
                    if self.group().into == Into::Mark && self.outer() != Some(Into::Mark) {
                        self.end_mark();
                    }
                    if self.groups.len() > 1 {
                        self.groups.pop();
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                _ => self.raw.push(byte),
            }
        }
        self.end_paragraph();
        self.end_table();
        Ok(())
    }

    fn group(&mut self) -> &mut Group {
        // the outermost group is never removed
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    fn outer(&self) -> Option<Into> {
        let n = self.groups.len().checked_sub(2)?;
        Some(self.groups[n].into)
    }

    /// Decodes the collected bytes in the code page of the font.
    fn decode(&mut self) {
        if self.raw.is_empty() {
            return;
        }
        let font = self.group().font;
        let page = self.fonts.get(&font).copied().unwrap_or(self.page);
        let mut raw = std::mem::take(&mut self.raw);
        // before a paragraph, a letter of a symbol font is a bullet
        if self.group().into == Into::Mark && self.symbols.contains(&font) {
            raw = vec![b'*'];
        }
        // text in a Western font may have Chinese bytes
        let page = if page == encoding_rs::WINDOWS_1252 && raw.iter().any(|b| *b > 0x80) {
            self.page
        } else {
            page
        };
        let text = page.decode_without_bom_handling(&raw).0.into_owned();
        self.push(&text);
    }

    fn push(&mut self, text: &str) {
        let group = self.group().clone();
        match group.into {
            Into::Text if self.take == Take::All => self.text.push_str(text),
            Into::Text if group.is_deleted => {
                self.document.lost.insert(Lost::Tracked);
            }
            Into::Text if group.is_hidden => {
                self.document.lost.insert(Lost::Hidden);
                self.document.marks.push(text.to_owned());
            }
            Into::Text | Into::Marks | Into::Note | Into::Mark => self.text.push_str(text),
            Into::Styles => {
                self.style.1.push_str(text);
                if text.contains(';') {
                    self.end_style();
                }
            }
            Into::Fonts | Into::Nothing => {}
        }
    }

    /// Ends the description of a style, and records the level of a heading style.
    fn end_style(&mut self) {
        let (number, name) = std::mem::take(&mut self.style);
        let name = name.trim_end_matches(';').trim().to_lowercase();
        let level = ["heading", "标题"]
            .iter()
            .find_map(|word| name.strip_prefix(word)?.trim().parse::<u8>().ok());
        if let Some(level @ 1..=9) = level {
            self.headings.insert(number, level);
        }
    }

    /// Reads what follows a backslash.
    fn control(&mut self) {
        let Some(byte) = self.bytes.get(self.at).copied() else {
            return;
        };
        if !byte.is_ascii_alphabetic() {
            self.at += 1;
            match byte {
                b'\'' => {
                    let hex = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                    let hex = std::str::from_utf8(hex).unwrap_or_default();
                    if let Ok(value) = u8::from_str_radix(hex, 16) {
                        self.raw.push(value);
                        self.at += 2;
                    }
                }
                b'*' => self.decode_into_nothing(),
                b'~' => self.raw.push(b' '),
                b'_' => self.raw.push(b'-'),
                b'\\' | b'{' | b'}' => self.raw.push(byte),
                b'\r' | b'\n' => self.word("par", None),
                _ => {}
            }
            return;
        }
        let start = self.at;
        let rest = &self.bytes[start..];
        let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let digits = rest[letters..]
            .iter()
            .enumerate()
            .take_while(|(i, b)| b.is_ascii_digit() || (*i == 0 && **b == b'-'))
            .count();
        let word = String::from_utf8_lossy(&rest[..letters]).into_owned();
        let value = std::str::from_utf8(&rest[letters..letters + digits]);
        let value = value.ok().and_then(|v| v.parse::<i32>().ok());
        self.at = start + letters + digits;
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        if word != "u" {
            self.decode();
        }
        self.word(&word, value);
    }

    /// Skips an optional group (`\*`) if only visible text is taken. The text of shapes, and the
    /// groups that end the rows of inner tables, are not skipped.
    fn decode_into_nothing(&mut self) {
        self.decode();
        let rest = &self.bytes[self.at..];
        let known: [&[u8]; 2] = [b"\\shptxt", b"\\nesttableprops"];
        if self.take == Take::Shown && !known.iter().any(|k| rest.starts_with(k)) {
            self.group().into = Into::Nothing;
        }
    }

    fn word(&mut self, word: &str, value: Option<i32>) {
        match word {
            "par" | "sect" | "page" => self.end_paragraph(),
            "line" => self.push("\n"),
            "tab" => self.push(" "),
            "cell" | "nestcell" => {
                let mut cell = std::mem::take(&mut self.text);
                for piece in self.pieces.drain(..).rev() {
                    if let Piece::Text(text) = piece {
                        cell.insert_str(0, &text);
                    }
                }
                self.row.push(cell.trim().to_owned());
                self.mark = None;
            }
            "row" | "nestrow" => {
                let row = std::mem::take(&mut self.row);
                self.rows.push(row);
            }
            "emdash" => self.push("—"),
            "endash" => self.push("–"),
            "lquote" => self.push("‘"),
            "rquote" => self.push("’"),
            "ldblquote" => self.push("“"),
            "rdblquote" => self.push("”"),
            "bullet" => self.push("•"),
            "u" => self.unicode(value.unwrap_or(0)),
            "bin" => self.at += usize::try_from(value.unwrap_or(0)).unwrap_or(0),
            "footnote" => {
                let text = std::mem::take(&mut self.text);
                self.pieces.push(Piece::Text(text));
                self.group().into = Into::Note;
            }
            "pict" | "object" => {
                self.document.lost.insert(Lost::Pictures);
                self.group().into = Into::Nothing;
            }
            "header" | "footer" | "headerl" | "headerr" | "headerf" | "footerl" | "footerr"
            | "footerf" | "annotation" => {
                self.document.lost.insert(if word == "annotation" {
                    Lost::Comments
                } else {
                    Lost::Headers
                });
                self.end_paragraph();
                self.group().into = Into::Marks;
            }
            "fonttbl" => self.group().into = Into::Fonts,
            "colortbl" | "rsidtbl" | "themedata" | "datastore" | "latentstyles" | "objdata"
            | "blipuid" | "panose" => {
                self.group().into = Into::Nothing;
            }
            "info" | "userprops" if self.take == Take::All => self.group().into = Into::Marks,
            "title" | "subject" | "author" | "manager" | "company" | "operator" | "category"
            | "keywords" | "comment" | "doccomm" | "hlinkbase" | "propname" | "staticval"
                if self.take == Take::All && self.group().into == Into::Marks =>
            {
                self.text.push('\n');
            }
            "stylesheet" if self.take == Take::Shown => self.group().into = Into::Styles,
            "info" | "listtable" | "listoverridetable" | "generator" | "xmlnstbl" | "fldinst"
                if self.take == Take::Shown =>
            {
                self.group().into = Into::Nothing;
            }
            _ => self.setting(word, value),
        }
    }

    /// Handles a control word about the following text.
    fn setting(&mut self, word: &str, value: Option<i32>) {
        let is_on = value != Some(0);
        match word {
            "ansicpg" => {
                if let Some(page) = value.and_then(code_page) {
                    self.page = page;
                }
            }
            "f" if self.group().into == Into::Fonts => self.font = value.unwrap_or(0),
            "f" => self.group().font = value.unwrap_or(0),
            "fcharset" if self.group().into == Into::Fonts => {
                let page = match value {
                    Some(2) => {
                        self.symbols.insert(self.font);
                        self.page
                    }
                    Some(134) => encoding_rs::GB18030,
                    Some(136) => encoding_rs::BIG5,
                    Some(128) => encoding_rs::SHIFT_JIS,
                    Some(129) => encoding_rs::EUC_KR,
                    Some(0) => encoding_rs::WINDOWS_1252,
                    _ => self.page,
                };
                self.fonts.insert(self.font, page);
            }
            "uc" => self.group().substitutes = usize::try_from(value.unwrap_or(1)).unwrap_or(1),
            "intbl" => self.group().in_table = true,
            "pard" => {
                self.group().in_table = false;
                self.is_listed = false;
                self.depth = 0;
                self.level = 0;
            }
            "s" if self.group().into == Into::Styles => self.style.0 = value.unwrap_or(0),
            "s" if self.group().into == Into::Text => {
                self.level = self.headings.get(&value.unwrap_or(0)).copied().unwrap_or(0);
            }
            "outlinelevel" if self.group().into == Into::Text => {
                let level = value.and_then(|n| u8::try_from(n).ok());
                self.level = level.filter(|n| *n < 9).map_or(0, |n| n + 1);
            }
            "ls" if self.group().into == Into::Text => self.is_listed = value != Some(0),
            "ilvl" if self.group().into == Into::Text => {
                self.depth = usize::try_from(value.unwrap_or(0)).unwrap_or(0);
            }
            "listtext" | "pntext" if self.group().into == Into::Text => {
                self.mark_at = self.text.len();
                self.group().into = Into::Mark;
            }
            "v" => self.group().is_hidden = is_on,
            "deleted" => self.group().is_deleted = is_on,
            "revised" => {
                self.document.lost.insert(Lost::Tracked);
            }
            "plain" => {
                let group = self.group();
                group.is_hidden = false;
                group.is_deleted = false;
            }
            _ => {}
        }
    }

    /// Handles a Unicode number and skips its substitutes. A character beyond U+FFFF takes two
    /// numbers.
    fn unicode(&mut self, value: i32) {
        self.decode();
        let unit = value as u16;
        let mut count = self.group().substitutes;
        while count > 0 && self.skip() {
            count -= 1;
        }
        match (self.first_half.take(), unit) {
            (_, 0xd800..0xdc00) => self.first_half = Some(unit),
            (Some(first), 0xdc00..0xe000) => {
                let text = String::from_utf16_lossy(&[first, unit]);
                self.push(&text);
            }
            _ => {
                let text = String::from_utf16_lossy(&[unit]);
                self.push(&text);
            }
        }
    }

    /// Skips one substitute; `false` if a control word, a group's border or the end of the file
    /// comes first.
    fn skip(&mut self) -> bool {
        match self.bytes.get(self.at..).unwrap_or_default() {
            [b'{' | b'}', ..] | [] => false,
            [b'\\', b'\'', ..] => {
                self.at += 4;
                true
            }
            [b'\\', ..] => false,
            [b'\r' | b'\n', ..] => {
                self.at += 1;
                self.skip()
            }
            _ => {
                self.at += 1;
                true
            }
        }
    }

    fn end_paragraph(&mut self) {
        self.decode();
        let in_table = self.group().in_table;
        match self.group().into {
            Into::Marks => self.text.push('\n'),
            Into::Note => self.text.push(' '),
            Into::Text if in_table => {
                self.mark = None;
                if !self.text.trim().is_empty() {
                    self.text.push(' ');
                }
            }
            Into::Text => {
                self.end_table();
                let text = std::mem::take(&mut self.text);
                let mut pieces = std::mem::take(&mut self.pieces);
                pieces.push(Piece::Text(text));
                let mark = match self.mark.take() {
                    Some(Mark::Bullet(_)) => Some(Mark::Bullet(self.depth)),
                    mark => mark,
                };
                let is_empty = |p: &Piece| matches!(p, Piece::Text(t) if t.trim().is_empty());
                if self.is_listed && mark.is_none() && !pieces.iter().all(is_empty) {
                    self.document.lost.insert(Lost::Numbers);
                }
                self.document.marked(self.level, mark, pieces);
            }
            Into::Mark | Into::Fonts | Into::Styles | Into::Nothing => {}
        }
    }

    /// Ends the number or bullet before a paragraph. In a cell, or if all text is taken, a number
    /// also stays part of the text.
    fn end_mark(&mut self) {
        let text = self.text.split_off(self.mark_at.min(self.text.len()));
        let mark = Mark::written(&text);
        let outer = self.groups.len().saturating_sub(2);
        if self.take == Take::All || self.groups[outer].in_table {
            self.text.push_str(&mark.text().unwrap_or_default());
        }
        self.mark = Some(mark);
    }

    fn end_table(&mut self) {
        let row = std::mem::take(&mut self.row);
        if !row.is_empty() {
            self.rows.push(row);
        }
        if !self.rows.is_empty() {
            let rows = std::mem::take(&mut self.rows);
            self.document.blocks.push(Block::Table(rows));
        }
    }
}

fn code_page(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        936 | 54936 => encoding_rs::GB18030,
        950 => encoding_rs::BIG5,
        932 => encoding_rs::SHIFT_JIS,
        949 => encoding_rs::EUC_KR,
        65001 => encoding_rs::UTF_8,
        1252 => encoding_rs::GB18030,
        _ => return None,
    })
}
