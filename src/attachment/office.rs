//! Takes an archive (Office Open XML, OpenDocument, OFD or a plain ZIP file); gives the texts of
//! its parts and of the files in it, and their names. Also gives the authors that its properties
//! name, whether it has tracked changes or comments, and what could not be read and why. The texts
//! include headers, comments, and text that no reader sees, such as hidden sheets and tracked
//! deletions. Only themes are left out. It must not know the site's documents.

use super::{Budget, Contents, DEEPEST, Part, Unread, joined, look, plain};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};

pub(super) fn read(bytes: &[u8], place: &str, budget: &mut Budget, contents: &mut Contents) {
    if budget.depth >= DEEPEST {
        return contents.unread.push((place.to_owned(), Unread::TooLarge));
    }
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return contents.unread.push((place.to_owned(), Unread::Damaged));
    };
    budget.depth += 1;
    let mut names = String::new();
    let mut shared = None;
    let mut sheets = Vec::new();
    for i in 0..archive.len() {
        let name = written_name(&mut archive, i);
        names.push_str(&name);
        names.push('\n');
        let inner = joined(place, &name);
        let unpacked = match unpack(&mut archive, i, budget) {
            Ok(Some(unpacked)) => unpacked,
            Ok(None) => continue,
            Err(Unread::TooLarge) => {
                contents.unread.push((inner, Unread::TooLarge));
                break;
            }
            Err(reason) => {
                contents.unread.push((inner, reason));
                continue;
            }
        };
        let lower = name.to_ascii_lowercase();
        match std::str::from_utf8(&unpacked) {
            _ if lower.starts_with("ppt/theme")
                || lower.starts_with("word/theme")
                || lower.starts_with("xl/theme") => {}
            Ok(xml) if lower == "xl/sharedstrings.xml" => shared = Some(shared_strings(xml)),
            Ok(xml) if lower.starts_with("xl/worksheets/") && lower.ends_with(".xml") => {
                sheets.push((inner, xml.to_owned()))
            }
            Ok(xml) if lower.ends_with(".xml") || lower.ends_with(".rels") => {
                part(&lower, inner, xml, contents)
            }
            _ => look(&unpacked, &inner, budget, contents),
        }
    }
    let shared = shared.unwrap_or_default();
    let mut used = vec![false; shared.len()];
    for (place, xml) in sheets {
        contents.parts.push(Part {
            text: sheet(&xml, &shared, &mut used),
            place,
        });
    }
    // the strings of deleted cells stay in the file
    let rest: Vec<&str> = shared
        .iter()
        .zip(used)
        .filter(|(_, used)| !used)
        .map(|(s, _)| s.as_str())
        .collect();
    if names.lines().any(|n| n == "OFD.xml") {
        in_ofd(bytes, place, contents);
    }
    contents.parts.push(Part {
        place: joined(place, "xl/sharedStrings.xml"),
        text: rest.join("\n"),
    });
    contents.parts.push(Part {
        place: place.to_owned(),
        text: names,
    });
    budget.depth -= 1;
}

/// Reads an OFD file again, page by page, because the XML may divide a number that is whole on the
/// page. Lines whose digits were already found in the XML are left out, so that no number counts
/// twice.
fn in_ofd(bytes: &[u8], place: &str, contents: &mut Contents) {
    const FEWEST: usize = 11;
    let read =
        super::package::Package::open(bytes).and_then(|mut package| super::ofd::read(&mut package));
    match read {
        Ok(read) => {
            let own = contents.parts.iter().filter(|p| p.place.starts_with(place));
            let known: Vec<String> = own.map(|part| plain::digits(&part.text)).collect();
            let is_new = |line: &&str| {
                let digits = plain::digits(line);
                digits.len() >= FEWEST && !known.iter().any(|k| k.contains(&digits))
            };
            let text = read.document.text();
            let lines: Vec<&str> = text.lines().filter(is_new).collect();
            contents.parts.push(Part {
                place: place.to_owned(),
                text: lines.join("\n"),
            });
            if !read.scans.is_empty() {
                let pages: Vec<String> = read.scans.iter().map(usize::to_string).collect();
                let place = format!("{place}#{}", pages.join(","));
                contents.unread.push((place, Unread::Scanned));
            }
        }
        // each part was already read on its own, even if the file is damaged
        Err(Unread::Damaged) => {}
        Err(reason) => contents.unread.push((place.to_owned(), reason)),
    }
}

/// The name of a file in an archive. Chinese programs for Windows write names in GBK and do not say
/// so. A name that is also valid UTF-8 is read as GBK only if this gives Chinese characters and
/// UTF-8 does not, and if the archive does not mark it as UTF-8.
fn written_name(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, i: usize) -> String {
    let declared = archive
        .name_for_index(i)
        .and_then(Result::ok)
        .unwrap_or_default()
        .into_owned();
    let Ok(file) = archive.by_index_raw(i) else {
        return declared;
    };
    let raw = file.name_raw();
    if declared.is_ascii() {
        return declared;
    }
    let is_chinese = |text: &str| {
        text.chars().filter(|c| !c.is_ascii()).all(|c| {
            crate::fold::is_han(c) || ('\u{2000}'..'\u{3100}').contains(&c) || c >= '\u{ff00}'
        })
    };
    let utf8 = std::str::from_utf8(raw).ok();
    let (gbk, _, is_broken) = encoding_rs::GB18030.decode(raw);
    match utf8 {
        Some(text) if is_chinese(text) || is_broken || !is_chinese(&gbk) => text.to_owned(),
        None if is_broken => declared,
        // a name that declares itself as UTF-8 was decoded as such
        Some(text) if text == declared => declared,
        _ => gbk.into_owned(),
    }
}

/// Unpacks one file of an archive; `None` for a folder. Its size counts against the budget.
fn unpack(
    archive: &mut zip::ZipArchive<Cursor<&[u8]>>,
    i: usize,
    budget: &mut Budget,
) -> Result<Option<Vec<u8>>, Unread> {
    budget.files = budget.files.checked_sub(1).ok_or(Unread::TooLarge)?;
    let mut file = archive.by_index(i).map_err(|e| match e {
        zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => {
            Unread::Protected
        }
        zip::result::ZipError::UnsupportedArchive(_) => Unread::Unsupported,
        _ => Unread::Damaged,
    })?;
    if file.is_dir() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.by_ref()
        .take(budget.bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| Unread::Damaged)?;
    budget.bytes = budget
        .bytes
        .checked_sub(bytes.len() as u64)
        .ok_or(Unread::TooLarge)?;
    Ok(Some(bytes))
}

/// Reads an XML part: its text, and whether it contains tracked changes or comments. From a part
/// with the file's properties, it also reads the authors and organisations. Broken XML is reported
/// as damaged. `name` is the part's name in lower case.
fn part(name: &str, place: String, xml: &str, contents: &mut Contents) {
    let mut authors = Vec::new();
    let mut element = "";
    let text = walk(xml, |found| match found {
        Found::Open(local) => {
            element = match local {
                "creator" | "initial-creator" => "creator",
                "lastModifiedBy" => "lastModifiedBy",
                "Company" => "Company",
                "Manager" => "Manager",
                "Author" => "Author",
                _ => "",
            };
            contents.revisions |= name.starts_with("word/")
                && matches!(local, "ins" | "del" | "moveFrom" | "moveTo" | "comment")
                || matches!(local, "tracked-changes" | "annotation")
                    && name.ends_with("content.xml")
                || (name.contains("comments")
                    && matches!(local, "comment" | "threadedComment" | "cm"));
        }
        Found::Text(text) if !element.is_empty() => authors.push((element, text.trim().to_owned())),
        _ => {}
    });
    if name.starts_with("docprops/") || name == "meta.xml" || name.ends_with("ofd.xml") {
        contents
            .authors
            .extend(authors.into_iter().filter(|(_, name)| !name.is_empty()));
    }
    match text {
        Some(text) => contents.parts.push(Part { place, text }),
        None => contents.unread.push((place, Unread::Damaged)),
    }
}

/// An event during the walk through XML.
enum Found<'a> {
    Open(&'a str),
    Text(&'a str),
    Close(&'a str),
}

/// Walks through XML, passes each event to `see`, and gives the text: one line for each paragraph,
/// cell or drawn text, however many elements it is divided into. `None` when the XML is broken.
fn walk<'x>(xml: &'x str, mut see: impl FnMut(Found<'_>)) -> Option<String> {
    let mut reader: Reader<&'x [u8]> = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut text = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => see(Found::Open(e.local_name().into_inner())),
            Ok(Event::Empty(e)) => {
                see(Found::Open(e.local_name().into_inner()));
                if matches!(
                    e.local_name().into_inner(),
                    "tab" | "br" | "cr" | "s" | "line-break"
                ) {
                    text.push(' ');
                }
            }
            Ok(Event::Text(t)) => {
                let t = t.xml10_content();
                see(Found::Text(&t));
                text.push_str(&t);
            }
            Ok(Event::CData(t)) => text.push_str(&t.xml10_content()),
            Ok(Event::GeneralRef(r)) => {
                let c = referred(&r);
                see(Found::Text(c.encode_utf8(&mut [0; 4])));
                text.push(c);
            }
            Ok(Event::End(e)) => {
                see(Found::Close(e.local_name().into_inner()));
                if matches!(
                    e.local_name().into_inner(),
                    "p" | "si"
                        | "c"
                        | "v"
                        | "tc"
                        | "tr"
                        | "row"
                        | "h"
                        | "table-cell"
                        | "TextObject"
                        | "comment"
                ) {
                    text.push('\n');
                }
            }
            Ok(Event::Eof) => return Some(text),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
}

/// The character that a reference stands for.
fn referred(reference: &quick_xml::events::BytesRef<'_>) -> char {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => c,
        _ => match &**reference {
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => '&',
        },
    }
}

/// All text of XML; none when the XML is broken.
pub(super) fn text(xml: &str) -> Option<String> {
    walk(xml, |_| {})
}

/// The persons whom XMP data name as creators (dc:creator).
pub(super) fn creators(xml: &str) -> Vec<String> {
    let (mut inside, mut names) = (false, Vec::new());
    walk(xml, |found| match found {
        Found::Open("creator") => inside = true,
        Found::Close("creator") => inside = false,
        Found::Text(name) if inside && !name.trim().is_empty() && !name.contains('\u{fffd}') => {
            names.push(name.trim().to_owned())
        }
        _ => {}
    });
    names
}

/// The shared strings of a workbook, to which its cells refer by number.
fn shared_strings(xml: &str) -> Vec<String> {
    let mut strings = vec![String::new()];
    walk(xml, |found| match found {
        Found::Text(text) => {
            if let Some(last) = strings.last_mut() {
                last.push_str(text);
            }
        }
        Found::Close("si") => strings.push(String::new()),
        _ => {}
    });
    strings.pop();
    strings
}

/// The text of a sheet: a line for each formula and value. The number of a shared string is
/// replaced by the string, which is marked in `used`. The text ends where the XML is broken.
fn sheet(xml: &str, shared: &[String], used: &mut [bool]) -> String {
    let mut out = String::new();
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut is_shared = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) if e.local_name().into_inner() == "c" => {
                is_shared = e
                    .attributes()
                    .flatten()
                    .any(|a| a.key.local_name().into_inner() == "t" && a.value.as_ref() == "s");
            }
            Ok(Event::Text(t)) => {
                let t = t.xml10_content();
                match t
                    .trim()
                    .parse::<usize>()
                    .ok()
                    .filter(|_| is_shared)
                    .and_then(|i| Some((i, shared.get(i)?)))
                {
                    Some((i, string)) => {
                        used[i] = true;
                        out.push_str(string);
                    }
                    None => out.push_str(&t),
                }
            }
            Ok(Event::GeneralRef(r)) => out.push(referred(&r)),
            Ok(Event::End(e)) => {
                let name = e.local_name().into_inner().to_owned();
                if matches!(name.as_str(), "c" | "v" | "f") {
                    out.push('\n');
                }
            }
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}
