//! Takes the bytes of a file; gives its format, judged by its content and not by its name. Also
//! gives the text of an office file in order, and the facts that a page shows beside its name
//! (pages or sheets, whether it is a scan). This file must not know the site's documents.

use super::document::{Document, Lost};
use super::package::Package;
use super::{
    Unread, guarded, mail, ofd, ole, opendocument, pdf, percent, plain, rtf, slides, workbook,
    xml_workbook,
};
use serde::{Deserialize, Serialize};

/// A format that can be recognised by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Word or WPS since 2007: XML in a zip file.
    Word,
    /// Word or WPS before 2007.
    OldWord,
    /// A workbook since 2007: XML in a zip file.
    Workbook,
    /// A workbook before 2007.
    OldWorkbook,
    /// A workbook in the XML format of Excel 2003.
    XmlWorkbook,
    /// A text in an XML format of Word 2003 or 2007, without a zip file.
    XmlWord,
    /// A presentation since 2007: XML in a zip file.
    Slides,
    /// A presentation before 2007.
    OldSlides,
    /// A text, a workbook or a presentation in OpenDocument.
    OpenDocument,
    /// OFD.
    Ofd,
    /// PDF.
    Pdf,
    /// RTF.
    Rtf,
    /// A web page.
    Html,
    /// An e-mail, or a web page stored as one.
    Mail,
    /// A zip file in none of the formats above.
    Zip,
    /// A compound file in none of the formats above, such as an office file since 2007 with a
    /// password.
    Compound,
    /// Text.
    Text,
    /// Something else.
    Other,
    /// No bytes at all.
    Empty,
}

/// What is shown beside the name of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The number of its pages or slides.
    pub pages: Option<usize>,
    /// The number of its sheets that are shown.
    pub sheets: Option<usize>,
    /// Whether all its pages are pictures with hardly any text, or none.
    pub is_scan: bool,
}

/// The format of a file.
pub fn format(bytes: &[u8]) -> Format {
    match bytes {
        [] => Format::Empty,
        [b'P', b'K', 3, 4, ..] => in_zip(bytes),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => in_compound(bytes),
        [b'{', b'\\', b'r', b't', b'f', ..] => Format::Rtf,
        _ if bytes[..bytes.len().min(1024)]
            .windows(5)
            .any(|w| w == b"%PDF-") =>
        {
            Format::Pdf
        }
        _ if mail::is_mail(bytes) => Format::Mail,
        _ => match plain::decode(&bytes[..bytes.len().min(1 << 16)]) {
            None => Format::Other,
            Some(text) => {
                let start = text.trim_start().to_ascii_lowercase();
                let is_page = [
                    "<!doctype html",
                    "<html",
                    "<head",
                    "<meta",
                    "<table",
                    "<body",
                ]
                .iter()
                .any(|s| start.starts_with(s))
                    || (start.starts_with("<?xml") && start.contains("<html"));
                let is_word = start.starts_with("<?xml")
                    && start.contains("<?mso-application progid=\"word.document\"");
                if is_page {
                    Format::Html
                } else if xml_workbook::is_one(&start) {
                    Format::XmlWorkbook
                } else if is_word {
                    Format::XmlWord
                } else {
                    Format::Text
                }
            }
        },
    }
}

/// The facts beside the name of a file; empty if the file is unreadable, or if its format has no
/// facts to show.
pub fn facts(bytes: &[u8]) -> Facts {
    match format(bytes) {
        // only the list of sheets is needed, not their text
        Format::Workbook => Facts {
            sheets: Package::open(bytes)
                .and_then(|mut package| workbook::sheets(&mut package))
                .ok(),
            ..Facts::default()
        },
        Format::Slides | Format::OldWorkbook | Format::XmlWorkbook | Format::Ofd | Format::Pdf => {
            document(bytes).map(|(_, facts)| facts).unwrap_or_default()
        }
        _ => Facts::default(),
    }
}

fn in_zip(bytes: &[u8]) -> Format {
    let Ok(package) = Package::open(bytes) else {
        return Format::Zip;
    };
    [
        ("word/document.xml", Format::Word),
        ("xl/workbook.xml", Format::Workbook),
        ("ppt/presentation.xml", Format::Slides),
        ("OFD.xml", Format::Ofd),
        ("content.xml", Format::OpenDocument),
    ]
    .into_iter()
    .find_map(|(part, format)| package.has(part).then_some(format))
    .unwrap_or(Format::Zip)
}

fn in_compound(bytes: &[u8]) -> Format {
    let Some(file) = ole::open(bytes) else {
        return Format::Compound;
    };
    [
        ("/WordDocument", Format::OldWord),
        ("/Workbook", Format::OldWorkbook),
        ("/Book", Format::OldWorkbook),
        ("/PowerPoint Document", Format::OldSlides),
    ]
    .into_iter()
    .find_map(|(stream, format)| file.exists(stream).then_some(format))
    .unwrap_or(Format::Compound)
}

/// The text of an office file in order, with the facts beside its name. Web pages, messages and
/// plain text are not office files.
pub fn document(bytes: &[u8]) -> Result<(Document, Facts), Unread> {
    guarded(|| read(bytes)).unwrap_or(Err(Unread::Damaged))
}

fn read(bytes: &[u8]) -> Result<(Document, Facts), Unread> {
    let mut facts = Facts::default();
    let found = match format(bytes) {
        Format::Workbook => {
            Package::is_bounded(bytes)?;
            let mut package = Package::open(bytes)?;
            if !workbook::is_honest(&mut package)? {
                return Err(Unread::Damaged);
            }
            let has_hidden = workbook::has_hidden(&mut Package::open(bytes)?)?;
            workbook::new(bytes, &percent::new(&mut package)?).map(|(mut document, sheets)| {
                facts.sheets = Some(sheets);
                document.lost.extend(has_hidden.then_some(Lost::Cells));
                document
            })
        }
        Format::OldWorkbook => ole::workbook(bytes).map(|(document, sheets)| {
            facts.sheets = Some(sheets);
            document
        }),
        Format::XmlWorkbook => xml_workbook::read(bytes).map(|(document, sheets)| {
            facts.sheets = Some(sheets);
            document
        }),
        Format::OldWord | Format::OldSlides | Format::Compound => ole::document(bytes),
        Format::Slides => slides::read(&mut Package::open(bytes)?).map(|(document, slides)| {
            facts.pages = Some(slides);
            document
        }),
        Format::OpenDocument => opendocument::read(&mut Package::open(bytes)?),
        Format::Ofd => ofd::read(&mut Package::open(bytes)?).map(|read| {
            facts.pages = Some(read.pages);
            facts.is_scan = read.pages > 0 && read.scans.len() == read.pages;
            read.document
        }),
        Format::Pdf => pdf::document(bytes).map(|(document, pages, scans)| {
            facts.pages = Some(pages);
            facts.is_scan = pages > 0 && scans == pages;
            document
        }),
        Format::Rtf => rtf::read(bytes),
        _ => Err(Unread::Unsupported),
    };
    found.map(|document| (document, facts))
}
