//! Takes the bytes of a file. `read` gives all readable text and metadata, and `shown` gives the
//! visible part of this text. `document` gives the text of an office file in order. `format` and
//! `facts` give what a page shows beside the name. `clean` gives a copy without hidden content.
//!
//! Attachments are inspected before publication; no file is changed. The first bytes, not the
//! extension, decide how a file is read. A file of a known format that cannot be read is reported.
//! In any other binary file, only sequences of digits and the metadata of recordings (sound and
//! video) are read. Size, depth and time are limited, because a file may be hostile. This room must
//! not know the documents, or what the check searches for.

pub mod clean;
mod doc;
pub mod document;
mod format;
mod grid;
mod guard;
mod hidden;
mod image;
mod lines;
pub mod mail;
pub mod numbering;
mod office;
mod ofd;
mod ole;
mod opendocument;
mod package;
mod pdf;
mod place;
mod plain;
mod percent;
mod recording;
mod rtf;
mod sheet;
mod shown;
mod slides;
mod workbook;
mod xml;
mod xml_workbook;

pub use format::{Facts, Format, document, facts, format};
pub use grid::Row;
pub use guard::guarded;
pub use hidden::{Hidden, What};
pub use place::{Area, At, Layout};
pub use shown::{Passage, Spot, shown};

use serde::{Deserialize, Serialize};

/// What was found in a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// The texts of the file.
    pub parts: Vec<Part>,
    /// The persons and organisations that the metadata name, such as authors, each after the name
    /// of the property.
    pub authors: Vec<(&'static str, String)>,
    /// Whether the file contains tracked changes or comments.
    pub revisions: bool,
    /// Whether an image or a recording says where it was made.
    pub position: bool,
    /// The hidden content of the file, each item after the path of the inner file that has it. The
    /// path is empty for content of the file itself.
    pub hidden: Vec<(String, Hidden)>,
    /// The places that could not be read, and why. A place is the path of an inner file, or empty
    /// for the whole file; numbers of pages follow after a `#`.
    pub unread: Vec<(String, Unread)>,
}

/// One text of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The place of the text in the file: the path of a part or of an inner file, such as
    /// `word/document.xml` or `a.zip/b.txt`; empty for the file as a whole.
    pub place: String,
    /// The text. In a PDF, a form feed (U+000C) ends each page.
    pub text: String,
    /// The path of the inner file with the text; empty for the outer file itself.
    pub file: String,
    /// How places in the text are named for a person.
    pub layout: Layout,
    /// The cells of the tables in the text, if `layout` does not have them.
    cells: Vec<grid::Cell>,
    /// The number, in the order of the file, of the slide (also for its notes) or of the sheet
    /// among the shown ones. It is 0 if the text is of neither, if the sheet is hidden, or if the
    /// file does not state the order.
    pub number: u32,
    /// Whether readers do not see the text: a hidden sheet, a formula, an attribute.
    pub is_unseen: bool,
    /// Whether this part repeats other parts, read by another method. A finding in this part and in
    /// another counts only once.
    pub is_again: bool,
}

impl Part {
    fn new(place: impl Into<String>, text: impl Into<String>) -> Part {
        Part {
            place: place.into(),
            text: text.into(),
            ..Part::default()
        }
    }

    /// A text of a whole file.
    fn of_file(place: &str, text: impl Into<String>, layout: Layout) -> Part {
        Part {
            file: place.to_owned(),
            layout,
            ..Part::new(place, text)
        }
    }

    fn unseen(self) -> Part {
        Part {
            is_unseen: true,
            ..self
        }
    }

    fn again(self) -> Part {
        Part {
            is_again: true,
            ..self.unseen()
        }
    }

    /// The rows of tables in which some places of the text are. The places are in order.
    pub fn rows(&self, places: &[usize]) -> Vec<Option<Row<'_>>> {
        match &self.layout {
            _ if places.is_empty() => Vec::new(),
            Layout::Cells(_, cells) => {
                let cells = cells.iter().map(|(start, column, row)| grid::Cell {
                    start: *start,
                    table: 0,
                    row: *row,
                    column: *column,
                });
                grid::rows(&self.text, &cells.collect::<Vec<_>>(), places)
            }
            _ => grid::rows(&self.text, &self.cells, places),
        }
    }

    /// The place of a byte of the text, in words for a person.
    pub fn at(&self, byte: usize) -> At {
        self.layout.at(&self.text, byte)
    }
}

/// Why something could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unread {
    /// It needs a password.
    Protected,
    /// Its data are damaged.
    Damaged,
    /// It exceeds a limit of size, depth or time.
    TooLarge,
    /// Its format is not supported.
    Unsupported,
    /// Its pages have hardly any text, or none: a scan.
    Scanned,
    /// A font does not map its glyphs to characters.
    NoCharacters,
    /// It has layers that are not shown.
    Hidden,
    /// Its format is old or its structure is damaged, so that only sequences of digits may have
    /// been read.
    DigitsOnly,
}

/// The deepest nesting of files in files.
const DEEPEST: usize = 3;

/// What may still be unpacked, and how many files (`depth`) and office files (`office`) enclose the
/// current one.
struct Budget {
    bytes: u64,
    files: usize,
    depth: usize,
    office: usize,
}

/// Reads a file.
pub fn read(bytes: &[u8]) -> Contents {
    guarded(|| read_whole(bytes)).unwrap_or_else(|| Contents {
        unread: vec![(String::new(), Unread::Damaged)],
        ..Contents::default()
    })
}

fn read_whole(bytes: &[u8]) -> Contents {
    let mut contents = Contents::default();
    look(
        bytes,
        "",
        &mut Budget {
            bytes: 256 << 20,
            files: 20_000,
            depth: 0,
            office: 0,
        },
        &mut contents,
    );
    contents.authors.sort();
    contents.authors.dedup();
    contents
}

/// The place of a file inside another.
fn joined(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}/{name}")
    }
}

/// Reads a file according to its first bytes. `place` is its path inside another file, or empty.
fn look(bytes: &[u8], place: &str, budget: &mut Budget, contents: &mut Contents) {
    // files in an office file are left out here, because the report on its hidden content covers
    // them
    let is_office = is_office(bytes);
    if is_office && budget.office == 0 {
        let hidden = clean::hidden(bytes).into_iter();
        contents
            .hidden
            .extend(hidden.map(|h| (place.to_owned(), h)));
    }
    budget.office += usize::from(is_office);
    read_as(bytes, place, budget, contents);
    budget.office -= usize::from(is_office);
}

fn is_office(bytes: &[u8]) -> bool {
    let is_known = [b"PK\x03\x04".as_slice(), b"\xd0\xcf\x11\xe0", b"{\\rtf"]
        .iter()
        .any(|start| bytes.starts_with(start));
    is_known && !matches!(format(bytes), Format::Zip | Format::Compound)
}

fn read_as(bytes: &[u8], place: &str, budget: &mut Budget, contents: &mut Contents) {
    match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => {
            office::read(bytes, place, budget, contents)
        }
        _ if bytes
            .iter()
            .take(1024)
            .collect::<Vec<_>>()
            .windows(5)
            .any(|w| w.iter().map(|b| **b).eq(*b"%PDF-")) =>
        {
            pdf::read(bytes, place, budget, contents)
        }
        [0xff, 0xd8, 0xff, ..]
        | [0x89, b'P', b'N', b'G', ..]
        | [b'I', b'I', 42, 0, ..]
        | [b'M', b'M', 0, 42, ..]
        | [0, 0, 0, 12, b'j', b'P', ..]
        | [b'G', b'I', b'F', b'8', ..] => image::read(bytes, place, contents),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ]
        | [_, _, _, _, b'f', b't', b'y', b'p', ..] => image::read(bytes, place, contents),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => {
            ole::read(bytes, place, budget, contents)
        }
        [b'{', b'\\', b'r', b't', b'f', ..] => rich_text(bytes, place, contents),
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xbc, 0xaf, ..] | [0x1f, 0x8b, ..] => contents
            .unread
            .push((place.to_owned(), Unread::Unsupported)),
        _ if mail::is_mail(bytes) => message(bytes, place, budget, contents),
        _ => match plain::decode(bytes) {
            // XML outside a zip file is read without tags, because a tag may divide a number
            Some(text) => match is_xml(&text)
                .then(|| xml::walk(&text, xml::Space::Indents, |_| {}))
                .flatten()
            {
                Some(walked) => {
                    if text.contains("<svg") {
                        let names = xml::creators(&text);
                        let names = names.into_iter().map(|name| ("Artist", name));
                        contents.authors.extend(names);
                    }
                    let layout = Layout::Paragraphs;
                    contents
                        .parts
                        .push(Part::of_file(place, walked.text, layout));
                    let values = Part::of_file(place, walked.values, Layout::default());
                    contents.parts.push(values.unseen());
                }
                None => contents
                    .parts
                    .push(Part::of_file(place, text, Layout::Lines)),
            },
            None => {
                recording::read(bytes, contents);
                let digits = plain::loose(bytes);
                contents
                    .parts
                    .push(Part::of_file(place, digits, Layout::default()));
            }
        },
    }
}

fn rich_text(bytes: &[u8], place: &str, contents: &mut Contents) {
    match rtf::read(bytes) {
        Ok(document) => {
            contents.revisions |= document.lost.contains(&document::Lost::Tracked)
                || document.lost.contains(&document::Lost::Comments);
            let text = document.text();
            contents
                .parts
                .push(Part::of_file(place, text, Layout::Paragraphs));
        }
        Err(_) => contents.unread.push((place.to_owned(), Unread::DigitsOnly)),
    }
    // `all_text` includes deleted and hidden text
    let all = Part::of_file(place, rtf::all_text(bytes), Layout::default());
    contents.parts.push(all.again());
}

/// Whether a text begins like XML that is not a web page.
fn is_xml(text: &str) -> bool {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    start.starts_with("<?xml")
        || start.starts_with("<svg")
        || start.starts_with("<!DOCTYPE svg")
        || start.starts_with("<xml")
}

/// Reads an e-mail or a page stored as one, with the files in it.
fn message(bytes: &[u8], place: &str, budget: &mut Budget, contents: &mut Contents) {
    let Some(mail) = mail::read(bytes).filter(|_| budget.depth < DEEPEST) else {
        return contents.unread.push((place.to_owned(), Unread::Damaged));
    };
    let mut page = None;
    if let Some(html) = mail.html {
        let walked = xml::walk(&html, xml::Space::Shows, |_| {});
        let links = walked
            .as_ref()
            .map(|w| w.values.clone())
            .unwrap_or_default();
        let layout = Layout::Whole(At::Area(Area::Links));
        contents
            .parts
            .push(Part::of_file(place, links, layout).unseen());
        page = Some(walked.map_or(html, |w| w.text));
    }
    for text in [mail.subject, mail.text, page].into_iter().flatten() {
        contents
            .parts
            .push(Part::of_file(place, text, Layout::Lines));
    }
    let headers = Layout::Whole(At::Area(Area::Headers));
    contents
        .parts
        .push(Part::of_file(place, mail.headers, headers).unseen());
    for text in mail.more {
        contents
            .parts
            .push(Part::of_file(place, text, Layout::Lines).unseen());
    }
    budget.depth += 1;
    for file in mail.files {
        let Some(left) = budget.files.checked_sub(1) else {
            contents.unread.push((place.to_owned(), Unread::TooLarge));
            break;
        };
        budget.files = left;
        let name = file.places.last().map_or("", String::as_str);
        look(&file.bytes, &joined(place, name), budget, contents);
    }
    budget.depth -= 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_panics_gives_nothing() {
        assert!(guarded(|| -> Contents { panic!("a fault of a library") }).is_none());
        assert!(guarded(|| read_whole(b"text")).is_some_and(|c| c.unread.is_empty()));
    }
}
