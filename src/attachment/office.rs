//! Takes a zip file (Office Open XML, OpenDocument, OFD or any other); gives the texts of its parts
//! and inner files, their names, and the comment of the zip file. Also gives authors, whether there
//! are tracked changes or comments, and what could not be read. The texts include invisible ones,
//! such as hidden sheets and tracked deletions. Themes are left out. This file must not know the
//! site's documents.

use super::grid::Cell;
use super::place::{Area, At, Layout, column};
use super::xml::{Found, Space, attribute, walk};
use super::{Budget, Contents, DEEPEST, Part, Unread, joined, look, plain, sheet, slides};
use quick_xml::events::BytesStart;
use std::collections::HashMap;
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
    let (mut book, mut slides) = (Book::default(), Slides::default());
    let first = contents.parts.len();
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
        let is_xml = lower.ends_with(".xml") || lower.ends_with(".rels");
        let text = is_xml.then(|| plain::decode(&unpacked)).flatten();
        if let Some(xml) = &text {
            slides.keep(&lower, xml);
        }
        match text {
            _ if ["ppt/theme", "word/theme", "xl/theme"]
                .iter()
                .any(|theme| lower.starts_with(theme)) => {}
            Some(xml) if book.takes(&lower, &inner, &xml) => {}
            Some(xml) => part(&lower, (place, inner), &xml, contents),
            None => look(&unpacked, &inner, budget, contents),
        }
    }
    slides.number(place, &mut contents.parts[first..]);
    book.read(place, contents);
    if names.lines().any(|n| n == "OFD.xml") {
        in_ofd(bytes, place, contents);
    }
    let layout = Layout::Whole(At::Area(Area::Names));
    contents.parts.push(Part::of_file(place, names, layout));
    if let Some(comment) = plain::decode(archive.comment()).filter(|c| !c.is_empty()) {
        let comment = Part::of_file(place, comment, Layout::default());
        contents.parts.push(comment.unseen());
    }
    budget.depth -= 1;
}

/// Parts of a workbook that must be read together.
#[derive(Default)]
struct Book {
    list: String,
    relations: String,
    strings: Vec<String>,
    /// The sheets: the path of each in lower case, its place, and its XML.
    sheets: Vec<(String, String, String)>,
}

impl Book {
    /// Keeps a part that is needed to read the sheets. Returns whether the part must not also be
    /// read alone. `name` is its path in lower case.
    fn takes(&mut self, name: &str, place: &str, xml: &str) -> bool {
        match name {
            "xl/sharedstrings.xml" => self.strings = sheet::shared_strings(xml),
            "xl/workbook.xml" => {
                xml.clone_into(&mut self.list);
                return false;
            }
            "xl/_rels/workbook.xml.rels" => {
                xml.clone_into(&mut self.relations);
                return false;
            }
            _ if name.starts_with("xl/worksheets/") && name.ends_with(".xml") => {
                let (name, place) = (name.to_owned(), place.to_owned());
                self.sheets.push((name, place, xml.to_owned()));
            }
            _ => return false,
        }
        true
    }

    /// Adds the texts of the sheets.
    fn read(self, place: &str, contents: &mut Contents) {
        let listed = sheet::listed(&self.list, &self.relations);
        let mut used = vec![false; self.strings.len()];
        for (name, inner, xml) in self.sheets {
            let own = listed.get(&name).cloned().unwrap_or_default();
            let read = sheet::sheet(&xml, &self.strings, &mut used);
            let part = |text: String, layout: Layout| Part {
                file: place.to_owned(),
                layout,
                ..Part::new(&inner, text)
            };
            contents.parts.push(Part {
                is_unseen: own.is_hidden,
                number: own.number,
                ..part(
                    read.shown.text,
                    Layout::Cells(own.name.clone(), read.shown.cells),
                )
            });
            let unseen = part(
                read.unseen.text,
                Layout::Cells(own.name.clone(), read.unseen.cells),
            );
            let rest = part(read.rest, Layout::Whole(At::Sheet(own.name)));
            contents.parts.extend([unseen, rest].map(Part::unseen));
        }
        // deleted cells leave their strings in the file
        let rest = self.strings.iter().zip(used).filter(|(_, used)| !used);
        let rest: Vec<&str> = rest.map(|(s, _)| s.as_str()).collect();
        contents.parts.push(
            Part {
                file: place.to_owned(),
                layout: Layout::Whole(At::Area(Area::Deleted)),
                ..Part::new(joined(place, "xl/sharedStrings.xml"), rest.join("\n"))
            }
            .unseen(),
        );
    }
}

/// The parts of a presentation that state the order of its slides and the slides of its notes.
#[derive(Default)]
struct Slides {
    list: String,
    relations: String,
    /// The path of each page of notes, with the path of its slide. Both are in lower case.
    notes: HashMap<String, String>,
}

impl Slides {
    /// Keeps a part that states the order, or the slide of a page of notes. `name` is its path in
    /// lower case.
    fn keep(&mut self, name: &str, xml: &str) {
        match name {
            "ppt/presentation.xml" => xml.clone_into(&mut self.list),
            "ppt/_rels/presentation.xml.rels" => xml.clone_into(&mut self.relations),
            _ => {
                let Some(page) = name
                    .strip_prefix("ppt/notesslides/_rels/")
                    .and_then(|name| name.strip_suffix(".rels"))
                else {
                    return;
                };
                let slide = slides::targets(xml)
                    .into_iter()
                    .map(|target| target.to_ascii_lowercase())
                    .find_map(|target| Some(target.rsplit_once("slides/slide")?.1.to_owned()));
                if let Some(slide) = slide {
                    let page = format!("ppt/notesslides/{page}");
                    self.notes.insert(page, format!("ppt/slides/slide{slide}"));
                }
            }
        }
    }

    /// Gives the parts of slides and of notes their numbers in the order of the presentation.
    /// `place` is the place of the presentation.
    fn number(&self, place: &str, parts: &mut [Part]) {
        let listed = slides::listed(&self.list, &self.relations).unwrap_or_default();
        let numbers: HashMap<String, u32> = listed
            .iter()
            .map(|name| name.to_ascii_lowercase())
            .zip(1..)
            .collect();
        for part in parts.iter_mut().filter(|p| p.file == place) {
            let name = part.place[place.len()..].trim_start_matches('/');
            let name = name.to_ascii_lowercase();
            let slide = self.notes.get(&name).unwrap_or(&name);
            let Some(number) = numbers.get(slide) else {
                continue;
            };
            part.number = *number;
            if let Layout::Whole(At::Slide(n) | At::Notes(n)) = &mut part.layout {
                *n = *number;
            }
        }
    }
}

/// Reads an OFD file again, page by page, because the XML may divide a number. This text is marked
/// as a repetition, so that no number counts twice.
fn in_ofd(bytes: &[u8], place: &str, contents: &mut Contents) {
    let read =
        super::package::Package::open(bytes).and_then(|mut package| super::ofd::read(&mut package));
    match read {
        Ok(read) => {
            let text = Part::of_file(place, read.document.text(), Layout::default());
            contents.parts.push(text.again());
            if !read.scans.is_empty() {
                let pages: Vec<String> = read.scans.iter().map(usize::to_string).collect();
                let place = format!("{place}#{}", pages.join(","));
                contents.unread.push((place, Unread::Scanned));
            }
        }
        // nothing is lost, because each part was already read on its own
        Err(Unread::Damaged) => {}
        Err(reason) => contents.unread.push((place.to_owned(), reason)),
    }
}

/// The name of a file in an archive. Chinese programs for Windows write names in GBK and do not
/// declare this. A name that is also valid UTF-8 is read as GBK if it is not marked as UTF-8 and
/// only GBK gives Chinese characters.
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

/// Reads an XML part: its text, its attributes' values, and whether it holds tracked changes or
/// comments. From the properties, it reads authors and organisations. Broken XML is reported as
/// damaged. `name`: the part's path in the office file, in lower case; `file`: the place of the
/// office file; `place`: that of the part, which begins with `file`.
fn part(name: &str, (file, place): (&str, String), xml: &str, contents: &mut Contents) {
    let mut authors = Vec::new();
    let mut element = "";
    let mut tables = Tables::default();
    let mut is_shown = true;
    let is_data = ["docprops/", "customxml/"]
        .iter()
        .any(|folder| name.starts_with(folder))
        || matches!(name, "meta.xml" | "ofd.xml");
    let space = if is_data { Space::Data } else { Space::Indents };
    let walked = walk(xml, space, |found| match found {
        Found::Open(e, at) => {
            let local = e.local_name().into_inner();
            element = match local {
                "creator" | "initial-creator" => "creator",
                "lastModifiedBy" => "lastModifiedBy",
                "Company" => "Company",
                "Manager" => "Manager",
                "Author" => "Author",
                _ => "",
            };
            is_shown &= local != "sld"
                || attribute(e, "show").is_none_or(|show| show != "0" && show != "false");
            contents.revisions |= is_revision(name, local);
            tables.open(local, e, at);
        }
        Found::Text(text) if !element.is_empty() => authors.push((element, text.trim().to_owned())),
        Found::Close(local, at) => tables.close(local, at),
        Found::Text(_) => {}
    });
    if name.starts_with("docprops/") || name == "meta.xml" || name.ends_with("ofd.xml") {
        let named = authors.into_iter().filter(|(_, name)| !name.is_empty());
        contents.authors.extend(named);
    }
    let Some(walked) = walked else {
        return contents.unread.push((place, Unread::Damaged));
    };
    let at = at(name, &place[place.len() - name.len()..]);
    let layout = match at {
        At::Paragraph(_) if !tables.marks.is_empty() => Layout::Marked(tables.marks),
        At::Paragraph(_) => Layout::Paragraphs,
        ref at => Layout::Whole(at.clone()),
    };
    let at = match at {
        At::Paragraph(_) => At::Part(name.to_owned()),
        at => at,
    };
    let part = |text: String, layout: Layout| Part {
        file: file.to_owned(),
        layout,
        ..Part::new(&place, text)
    };
    contents.parts.push(Part {
        is_unseen: !is_shown,
        cells: tables.cells,
        ..part(walked.text, layout)
    });
    if !walked.values.is_empty() {
        let values = part(walked.values, Layout::Whole(at));
        contents.parts.push(values.unseen());
    }
}

/// Whether an element of a part is a tracked change or a comment.
fn is_revision(name: &str, local: &str) -> bool {
    name.starts_with("word/") && matches!(local, "ins" | "del" | "moveFrom" | "moveTo" | "comment")
        || matches!(local, "tracked-changes" | "annotation") && name.ends_with("content.xml")
        || (name.contains("comments") && matches!(local, "comment" | "threadedComment" | "cm"))
}

/// The kind of place that the name of a part tells. The number 0 of `Paragraph` stands for any
/// paragraph.
fn at(lower: &str, name: &str) -> At {
    let number = |from: &str| -> Option<u32> {
        let rest = lower.rsplit('/').next()?.strip_prefix(from)?;
        let digits = rest.trim_end_matches(".rels").trim_end_matches(".xml");
        digits.parse().ok()
    };
    let is_in = |folder: &str| lower.starts_with(folder);
    if let Some(n) = number("notesslide") {
        return At::Notes(n);
    }
    if let Some(n) = number("slide").filter(|_| is_in("ppt/slides/")) {
        return At::Slide(n);
    }
    if lower.contains("/pages/page_") && lower.ends_with("/content.xml") {
        let digits = lower
            .rsplit("page_")
            .next()
            .and_then(|p| p.split('/').next());
        let page: Option<u32> = digits.and_then(|d| d.parse().ok());
        return At::Page(page.unwrap_or(0).saturating_add(1));
    }
    At::Area(match lower {
        "word/document.xml" | "content.xml" => return At::Paragraph(0),
        _ if lower.ends_with(".rels") => Area::Links,
        _ if is_in("word/header") => Area::Header,
        _ if is_in("word/footer") => Area::Footer,
        "word/footnotes.xml" | "word/endnotes.xml" => Area::Footnotes,
        _ if lower.contains("comment") => Area::Comments,
        _ if is_in("docprops/") || lower == "meta.xml" => Area::Properties,
        _ if is_in("xl/pivot") => Area::Pivot,
        _ if lower.contains("/charts/") => Area::Chart,
        _ => return At::Part(name.to_owned()),
    })
}

/// The maximum number of cells whose places are kept.
const MOST_CELLS: usize = 200_000;

/// The tables of a part while it is read. Only those of OpenDocument have names and marks.
#[derive(Default)]
struct Tables {
    /// The open tables: name, row and column, from 1.
    open: Vec<(String, usize, usize)>,
    /// The number of tables so far, and the cells of all.
    count: u32,
    cells: Vec<Cell>,
    /// How many rows and columns the last row and cell stand for.
    repeated: HashMap<&'static str, usize>,
    marks: Vec<(usize, At)>,
}

impl Tables {
    fn open(&mut self, local: &str, e: &BytesStart<'_>, at: usize) {
        let times = |key: &str| attribute(e, key).and_then(|n| n.parse().ok()).unwrap_or(1);
        match (local, self.open.last_mut()) {
            ("table", _) => {
                if let Some(name) = attribute(e, "name") {
                    self.open.push((name, 0, 0));
                    self.count += 1;
                }
            }
            ("tbl", _) => {
                self.open.push((String::new(), 0, 0));
                self.count += 1;
            }
            ("tr", Some((_, row, column))) => {
                *row = row.saturating_add(1);
                *column = 0;
            }
            ("tc", Some((_, _, column))) => {
                *column = column.saturating_add(1);
                self.cell(at);
            }
            // a cell over several columns
            ("gridSpan", Some((_, _, column))) => {
                let wide: usize = attribute(e, "val")
                    .and_then(|n| n.parse().ok())
                    .unwrap_or(1);
                *column = column.saturating_add(wide.saturating_sub(1));
            }
            ("table-row", Some((_, row, column))) => {
                let before = self.repeated.insert("row", times("number-rows-repeated"));
                *row = row.saturating_add(before.unwrap_or(1));
                *column = 0;
                self.repeated.remove("column");
            }
            ("table-cell" | "covered-table-cell", Some((name, row, index))) => {
                let times = times("number-columns-repeated");
                let before = self.repeated.insert("column", times);
                *index = index.saturating_add(before.unwrap_or(1));
                if self.marks.len() < MOST_CELLS {
                    let cell = format!("{}{row}", column(index.saturating_sub(1)));
                    self.marks.push((at, At::Cell(name.clone(), cell)));
                }
                self.cell(at);
            }
            _ => {}
        }
    }

    /// Keeps the cell that begins.
    fn cell(&mut self, start: usize) {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        if let Some((_, row, column)) = self.open.last().filter(|_| self.cells.len() < MOST_CELLS) {
            self.cells.push(Cell {
                start,
                table: self.count,
                row: number(*row),
                column: number(*column),
            });
        }
    }

    fn close(&mut self, local: &str, at: usize) {
        if !matches!(local, "table" | "tbl") || self.open.pop().is_none() {
            return;
        }
        if local == "table" {
            self.repeated.clear();
            self.marks.push((at, At::Somewhere));
        }
        // what follows is in no cell; the rest of an outer table becomes a table of its own
        self.count += 1;
        self.cells.push(Cell {
            start: at,
            table: self.count,
            ..Cell::default()
        });
        self.count += 1;
    }
}
