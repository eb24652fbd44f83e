//! Takes a compound file ([MS-CFB], the container of older office files); gives the text and
//! authors of its document, and for the check also the digits anywhere in the file. The names of
//! its streams decide which kind of document it is. This file must not know the site's documents.

use super::document::{Document, Lost};
use super::{Budget, Contents, Layout, Part, Unread, doc, percent, plain, workbook};
use std::borrow::Cow;
use std::io::{Cursor, Read};

type Compound<'a> = cfb::CompoundFile<Cursor<Cow<'a, [u8]>>>;

/// The largest stream that is read, in bytes.
const LARGEST: u64 = 128 << 20;

pub(super) fn open(bytes: &[u8]) -> Option<Compound<'_>> {
    Compound::open(Cursor::new(whole(bytes))).ok()
}

/// The bytes of a compound file. The library SheetJS lists sectors beyond the end of the file that
/// no chain uses; zeros are added for them. A file that lacks sectors in use stays as it is.
fn whole(bytes: &[u8]) -> Cow<'_, [u8]> {
    padded(bytes).map_or(Cow::Borrowed(bytes), Cow::Owned)
}

fn padded(bytes: &[u8]) -> Option<Vec<u8>> {
    let word = |at: usize| {
        let b = bytes.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    };
    let size = 1usize << (word(30)? & 0x0f);
    let tables = word(44)? as usize;
    let sectors = (bytes.len() / size).checked_sub(1)?;
    let listed = tables.checked_mul(size / 4)?;
    // the header names only the first 109 sectors of the table, so larger tables are not padded
    if size < 512 || tables > 109 || sectors >= listed || listed - sectors > size / 4 {
        return None;
    }
    for n in 0..listed {
        let sector = word(76 + n / (size / 4) * 4)? as usize;
        let next = word((sector + 1) * size + n % (size / 4) * 4)?;
        // the largest values are not numbers of sectors
        if next < 0xffff_fffc && (n >= sectors || next as usize >= sectors) {
            return None;
        }
    }
    let mut whole = bytes.to_vec();
    whole.resize((listed + 1) * size, 0);
    Some(whole)
}

/// Whether a compound file holds an office file with a password in a format of 2007 or later
/// ([MS-OFFCRYPTO], 2.3).
pub(super) fn is_protected(bytes: &[u8]) -> bool {
    open(bytes).is_some_and(|file| file.exists("/EncryptedPackage"))
}

/// The text of the document, workbook or presentation in a compound file.
pub(super) fn document(bytes: &[u8]) -> Result<Document, Unread> {
    let mut file = open(bytes).ok_or(Unread::Damaged)?;
    if file.exists("/EncryptedPackage") {
        return Err(Unread::Protected);
    }
    if let Some(main) = stream(&mut file, "/WordDocument")? {
        let table = stream(&mut file, &format!("/{}", doc::table_name(&main)))?;
        return doc::read(&main, &table.ok_or(Unread::DigitsOnly)?);
    }
    if file.exists("/Workbook") || file.exists("/Book") {
        return workbook(bytes).map(|(document, _)| document);
    }
    match stream(&mut file, "/PowerPoint Document")? {
        Some(slides) => Ok(presentation(&slides)),
        None => Err(Unread::Unsupported),
    }
}

/// The workbook in a compound file, with the number of the sheets that are shown.
pub(super) fn workbook(bytes: &[u8]) -> Result<(Document, usize), Unread> {
    let mut file = open(bytes).ok_or(Unread::Damaged)?;
    let main = match stream(&mut file, "/Workbook")? {
        Some(main) => main,
        None => stream(&mut file, "/Book")?.ok_or(Unread::Unsupported)?,
    };
    if !workbook::is_bounded(&main) {
        return Err(Unread::TooLarge);
    }
    let (mut document, sheets) = workbook::old(bytes, &percent::old(&main))?;
    if workbook::hides_cells(&main) {
        document.lost.insert(Lost::Cells);
    }
    Ok((document, sheets))
}

/// Reads a compound file for the check: its text, its authors, and the digits anywhere in its
/// bytes. A text that cannot be read is reported, and only the digits are given.
pub(super) fn read(bytes: &[u8], place: &str, budget: &mut Budget, contents: &mut Contents) {
    match budget.bytes.checked_sub(bytes.len() as u64) {
        Some(left) => budget.bytes = left,
        None => return contents.unread.push((place.to_owned(), Unread::TooLarge)),
    }
    if let Some(mut file) = open(bytes) {
        properties(&mut file, contents);
    }
    let part = |text: String, layout: Layout| Part::of_file(place, text, layout);
    match document(bytes) {
        Ok(document) => {
            contents
                .parts
                .push(part(document.text(), Layout::Paragraphs));
            contents.revisions |=
                document.lost.contains(&Lost::Tracked) || document.lost.contains(&Lost::Comments);
            // deleted text may remain in the bytes
            let loose = part(plain::loose(bytes), Layout::default());
            contents.parts.push(loose.again());
        }
        Err(reason) => {
            contents
                .parts
                .push(part(plain::loose(bytes), Layout::default()));
            let reason = match reason {
                Unread::Protected | Unread::TooLarge => reason,
                _ => Unread::DigitsOnly,
            };
            contents.unread.push((place.to_owned(), reason));
        }
    }
}

fn stream(file: &mut Compound<'_>, name: &str) -> Result<Option<Vec<u8>>, Unread> {
    let Ok(stream) = file.open_stream(name) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    stream
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| Unread::Damaged)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Unread::TooLarge);
    }
    Ok(Some(bytes))
}

/// The text of a presentation ([MS-PPT], 2.9.42 and 2.9.43).
fn presentation(bytes: &[u8]) -> Document {
    let mut document = Document::default();
    let mut at = 0;
    while let Some(head) = bytes.get(at..at + 8) {
        let version = head[0] & 0x0f;
        let kind = u16::from_le_bytes([head[2], head[3]]);
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        at += 8;
        // a record of this version is a container of the records that follow
        if version == 0x0f {
            continue;
        }
        let data = bytes.get(at..at.saturating_add(length)).unwrap_or_default();
        let text = match kind {
            4000 => {
                let units: Vec<u16> = data
                    .chunks_exact(2)
                    .map(|u| u16::from_le_bytes([u[0], u[1]]))
                    .collect();
                String::from_utf16_lossy(&units)
            }
            4008 => data.iter().map(|b| char::from(*b)).collect(),
            _ => String::new(),
        };
        for line in text.split(['\r', '\u{b}']) {
            document.say(0, line);
        }
        at = at.saturating_add(length);
    }
    document
}

/// Adds the persons and the organisation that the properties of the file name ([MS-OLEPS]).
fn properties(file: &mut Compound<'_>, contents: &mut Contents) {
    let summaries: [(&str, &[(u32, &'static str)]); 2] = [
        (
            "/\u{5}SummaryInformation",
            &[(4, "creator"), (8, "lastModifiedBy")],
        ),
        (
            "/\u{5}DocumentSummaryInformation",
            &[(14, "Manager"), (15, "Company")],
        ),
    ];
    for (name, wanted) in summaries {
        if let Ok(Some(bytes)) = stream(file, name) {
            for (id, property) in wanted {
                let value = property_value(&bytes, *id).unwrap_or_default();
                let value = value.trim().to_owned();
                if !value.is_empty() {
                    contents.authors.push((property, value));
                }
            }
        }
    }
}

/// The text of one property in a summary; `None` if the property is missing or not a text.
fn property_value(bytes: &[u8], id: u32) -> Option<String> {
    let word = |at: usize| {
        let b = bytes.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    };
    let section = word(44)? as usize;
    let count = (word(section + 4)? as usize).min(256);
    let value = |id: u32| {
        let entry = (0..count).find(|n| word(section + 8 + n * 8) == Some(id))?;
        section.checked_add(word(section + 12 + entry * 8)? as usize)
    };
    let page = value(1).and_then(|at| word(at + 4)).unwrap_or(936) as u16;
    let at = value(id)?;
    let length = word(at.checked_add(4)?)? as usize;
    match word(at)? {
        0x1e => {
            let raw = bytes.get(at + 8..(at + 8).checked_add(length)?)?;
            let raw = raw.split(|b| *b == 0).next()?;
            let encoding = match page {
                65001 => encoding_rs::UTF_8,
                1252 => encoding_rs::WINDOWS_1252,
                _ => encoding_rs::GB18030,
            };
            Some(encoding.decode_without_bom_handling(raw).0.into_owned())
        }
        0x1f => {
            let raw = bytes.get(at + 8..(at + 8).checked_add(length.checked_mul(2)?)?)?;
            let units: Vec<u16> = raw
                .chunks_exact(2)
                .map(|u| u16::from_le_bytes([u[0], u[1]]))
                .take_while(|u| *u != 0)
                .collect();
            Some(String::from_utf16_lossy(&units))
        }
        _ => None,
    }
}
