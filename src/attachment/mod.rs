//! Takes a file's name and bytes; gives the text that can be read in it, and what it says of persons and places besides.
//!
//! For looking into attachments before they are published; nothing is ever written back. A file is read by what it is, not by its ending.
//! What cannot be read is said, never guessed; sizes, depths and times are bounded, so that a hostile file costs no more than a large one.
//! It must not know documents, or what is looked for in the text.

mod image;
mod office;
mod pdf;
mod plain;

use serde::{Deserialize, Serialize};

/// What was found in a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its texts.
    pub parts: Vec<Part>,
    /// Who it names as having made it, with the property's name.
    pub authors: Vec<(&'static str, String)>,
    /// Whether it keeps changes that were tracked, or comments.
    pub revisions: bool,
    /// Whether an image says where it was taken.
    pub position: bool,
    /// What could not be read, by its place in the file (empty for the whole; pages by number behind a `#`), and why.
    pub unread: Vec<(String, Unread)>,
}

/// One text of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// Where in the file, such as `word/document.xml`, `xl/worksheets/sheet1.xml` or a page; empty when there is only one.
    pub place: String,
    /// The text.
    pub text: String,
}

/// Why something could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unread {
    /// It asks for a password.
    Protected,
    /// It is not what it should be.
    Damaged,
    /// It is larger, deeper or slower than mulu looks.
    TooLarge,
    /// It is of a kind that mulu cannot open.
    Unsupported,
    /// It has pages but no text on them: a scan.
    Scanned,
    /// Its letters are numbers of a font that does not say which characters they are.
    NoCharacters,
    /// It has layers that are not shown.
    Hidden,
    /// It is of an older kind, of which only what looks like numbers is read.
    DigitsOnly,
}

/// How deep files lie in files.
const DEEPEST: usize = 3;

/// What may still be unpacked.
struct Budget {
    bytes: u64,
    files: usize,
    depth: usize,
}

/// Looks into a file.
pub fn read(bytes: &[u8]) -> Contents {
    let mut contents = Contents::default();
    look(
        bytes,
        "",
        &mut Budget {
            bytes: 256 << 20,
            files: 20_000,
            depth: 0,
        },
        &mut contents,
    );
    contents.authors.sort();
    contents.authors.dedup();
    contents
}

/// The place of a file in a file.
fn joined(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}/{name}")
    }
}

/// Looks at a file by its first bytes. `place` is where it lies when it lies in another.
fn look(bytes: &[u8], place: &str, budget: &mut Budget, contents: &mut Contents) {
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
        | [b'M', b'M', 0, 42, ..] => image::read(bytes, contents),
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
        | [_, _, _, _, b'f', b't', b'y', b'p', ..] => image::read(bytes, contents),
        // Word, Excel and WPS files of the older kind: no structure is read, only what looks like numbers
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..]
        | [b'{', b'\\', b'r', b't', b'f', ..] => {
            contents.parts.push(Part {
                place: place.to_owned(),
                text: plain::loose(bytes),
            });
            contents.unread.push((place.to_owned(), Unread::DigitsOnly));
        }
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xbc, 0xaf, ..] | [0x1f, 0x8b, ..] => contents
            .unread
            .push((place.to_owned(), Unread::Unsupported)),
        _ => match plain::decode(bytes) {
            // flat XML: a number may go on behind a tag
            Some(text) => {
                let text = if text.trim_start().starts_with("<?xml") {
                    office::text(&text).unwrap_or(text)
                } else {
                    text
                };
                contents.parts.push(Part {
                    place: place.to_owned(),
                    text,
                });
            }
            None => contents.parts.push(Part {
                place: place.to_owned(),
                text: plain::loose(bytes),
            }),
        },
    }
}
