//! Takes the bytes of a file; gives the content that is not visible (`hidden`), or a copy without
//! this content (`clean`). This module must not know documents.
//!
//! `hidden` leaves out the kinds of content that are never reported. Visible content does not
//! change. Word, Excel and PowerPoint files since 2007, OpenDocument, JPEG, PNG and WebP can be
//! cleaned; for other formats, `clean` gives the reason why they cannot.

mod book;
mod freeze;
mod left;
mod open;
mod open_sheets;
mod pack;
mod picture;
mod report;
mod slides;
mod tree;
mod unshown;
mod word;

use super::format::{Format, format};
use super::package::Package;
use super::place::At;
use super::{DEEPEST, Unread, guarded, ole};
use crate::attachment::hidden::{Findings, Hidden, What};
use crate::diag::words;
use pack::{Pack, Relation};
use regex::Regex;
use std::sync::LazyLock;
use tree::{Element, Fate, Node};

/// A copy without hidden content.
#[derive(Debug)]
pub struct Cleaned {
    /// The bytes of the copy.
    pub bytes: Vec<u8>,
    /// The content that was removed, including the kinds that are never reported.
    pub gone: Vec<Hidden>,
}

/// Why a file was not cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncleaned {
    /// It cannot be read.
    Unread(Unread),
    /// It is a PDF. A copy could still contain text that was deleted.
    Pdf,
    /// It is an office file in a format from before 2007, or another compound file.
    Old,
    /// It is an OFD, RTF, web page or message, or an OpenDocument file with a signature, a password
    /// or content that cannot be removed, such as a hidden row to which a chart may refer.
    Other,
    /// It is a workbook with formulas that have no stored result, so the copy might show less.
    Uncalculated,
    /// It has no bytes.
    Empty,
    /// The structure of its format is unknown.
    Unknown,
    /// The copy was dropped, because it could not be read again, was of another format, or still
    /// had hidden content.
    Broken,
}

/// The hidden content of a file, without the kinds that are not reported. Empty if the file cannot
/// be read.
pub fn hidden(bytes: &[u8]) -> Vec<Hidden> {
    let swept = guarded(|| {
        let mut findings = Findings::default();
        if sweep(bytes, 0, &mut findings).is_err() {
            findings = Findings::default();
            report::report(bytes, format(bytes), &mut findings);
        }
        findings.all()
    });
    let all = swept.unwrap_or_default();
    all.into_iter().filter(|h| h.what.is_reported()).collect()
}

/// A copy without hidden content; the same bytes if the file has none.
pub fn clean(bytes: &[u8]) -> Result<Cleaned, Uncleaned> {
    let swept = guarded(|| {
        let mut findings = Findings::default();
        sweep(bytes, 0, &mut findings).map(|copy| (copy, findings.all()))
    });
    let (copy, gone) = swept.unwrap_or(Err(Uncleaned::Unread(Unread::Damaged)))?;
    let Some(copy) = copy else {
        return Ok(Cleaned {
            bytes: bytes.to_vec(),
            gone,
        });
    };
    let mut rest = Findings::default();
    let is_same_format = format(&copy) == format(bytes);
    let is_sound = sweep(&copy, 0, &mut rest).is_ok_and(|again| again.is_none());
    if !is_same_format || !is_sound {
        return Err(Uncleaned::Broken);
    }
    if freeze::lacks_results(bytes, &copy) {
        return Err(Uncleaned::Uncalculated);
    }
    Ok(Cleaned { bytes: copy, gone })
}

/// Finds the hidden content; gives the bytes without it, or `None` if nothing changes.
fn sweep(
    bytes: &[u8],
    depth: usize,
    findings: &mut Findings,
) -> Result<Option<Vec<u8>>, Uncleaned> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => return Ok(picture::jpeg(bytes, findings)),
        [0x89, b'P', b'N', b'G', ..] => return Ok(picture::png(bytes, findings)),
        [b'R', b'I', b'F', b'F', ..] if bytes.get(8..12) == Some(b"WEBP") => {
            return Ok(picture::webp(bytes, findings));
        }
        _ => {}
    }
    match format(bytes) {
        kind @ (Format::Word | Format::Workbook | Format::Slides | Format::OpenDocument) => {
            packed(bytes, kind, depth, findings)
        }
        Format::Pdf => Err(Uncleaned::Pdf),
        Format::Compound if ole::is_protected(bytes) => Err(Uncleaned::Unread(Unread::Protected)),
        // the end of a zip file lists its parts, so a file that lost its end is in no known format
        Format::Zip if !Package::is_whole(bytes) => Err(Uncleaned::Unread(Unread::Damaged)),
        Format::Empty => Err(Uncleaned::Empty),
        Format::OldWord | Format::OldWorkbook | Format::OldSlides | Format::Compound => {
            Err(Uncleaned::Old)
        }
        Format::Ofd
        | Format::Rtf
        | Format::Html
        | Format::Mail
        | Format::XmlWorkbook
        | Format::XmlWord => Err(Uncleaned::Other),
        _ => Err(Uncleaned::Unknown),
    }
}

/// Cleans a file that is a zip file of parts.
fn packed(
    bytes: &[u8],
    kind: Format,
    depth: usize,
    findings: &mut Findings,
) -> Result<Option<Vec<u8>>, Uncleaned> {
    let mut pack = Pack::open(bytes).map_err(Uncleaned::Unread)?;
    let original: Vec<(String, Vec<u8>)> = pack.parts.clone();
    if kind == Format::OpenDocument {
        if open::is_sealed(&pack) {
            return Err(Uncleaned::Other);
        }
        open::clean(&mut pack, findings);
        paths(&mut pack, findings);
        if open::has_hidden(&pack) {
            return Err(Uncleaned::Other);
        }
    } else {
        office(&mut pack, kind, findings);
    }
    if depth < DEEPEST {
        inner_files(&mut pack, depth, findings);
    }
    if pack.parts == original {
        return Ok(None);
    }
    pack.write().map(Some).map_err(Uncleaned::Unread)
}

fn office(pack: &mut Pack, kind: Format, findings: &mut Findings) {
    for name in pack.unreached() {
        findings.named(What::Orphans, words(&name, &name));
    }
    relations(pack, findings);
    charts(pack, findings);
    match kind {
        Format::Word => word::clean(pack, findings),
        Format::Workbook => book::clean(pack, findings),
        _ => slides::clean(pack, findings),
    }
    properties(pack, findings);
    paths(pack, findings);
    pack.prune();
}

/// Relations (references from one part of the file to another) to hidden content, with its kind.
/// `None` means that the content is removed without a report. Custom properties, custom XML and the
/// tags of a presentation are exceptions, because `say` reports each of them by name.
const RELATIONS: [(&str, Option<What>); 23] = [
    ("comments", Some(What::Comments)),
    ("commentsExtended", None),
    ("commentsIds", None),
    ("commentsExtensible", None),
    ("threadedComment", Some(What::Comments)),
    ("people", Some(What::People)),
    ("person", Some(What::People)),
    ("commentAuthors", Some(What::People)),
    ("authors", Some(What::People)),
    ("usernames", Some(What::People)),
    ("revisionHeaders", Some(What::Log)),
    ("revisionLog", Some(What::Log)),
    ("revisionInfo", Some(What::Log)),
    ("changesInfo", Some(What::Log)),
    ("custom-properties", None),
    ("thumbnail", Some(What::Thumbnail)),
    ("customXml", None),
    ("keyMapCustomizations", None),
    ("recovery", None),
    ("mailMergeSource", Some(What::External)),
    ("attachedToolbars", None),
    ("smartTags", None),
    ("tags", None),
];

/// Reports and removes the relations that lead to hidden content, or from which an office program
/// would fetch something.
fn relations(pack: &mut Pack, findings: &mut Findings) {
    let owners = pack.names(|name| name.ends_with(".rels"));
    let owners: Vec<String> = owners.iter().filter_map(|name| pack::owner(name)).collect();
    for part in owners {
        comment_shapes(pack, &part);
        for relation in pack.relations(&part) {
            say(pack, &part, &relation, findings);
        }
        pack.cut(&part, goes);
    }
}

fn is_fetched(relation: &Relation) -> bool {
    relation.is_external && !matches!(relation.kind.as_str(), "hyperlink" | "externalLinkPath")
}

fn goes(relation: &Relation) -> bool {
    is_fetched(relation) || RELATIONS.iter().any(|(kind, _)| *kind == relation.kind)
}

/// Removes the workbook behind a chart if more than one of its sheets has content, because a chart
/// that was pasted from a workbook contains the whole workbook. The chart keeps the values that it
/// shows.
fn charts(pack: &mut Pack, findings: &mut Findings) {
    let is_chart = |name: &str| name.contains("/charts/") && name.ends_with(".xml");
    for part in pack.names(is_chart) {
        let has_more = |relation: &Relation| {
            let target = Pack::target(&part, relation);
            let bytes = pack.parts.iter().find(|(name, _)| *name == target);
            let book = bytes.and_then(|(_, bytes)| Pack::open(bytes).ok());
            let filled = book.map_or(0, |book| {
                let sheets = book::sheets(&book).into_iter();
                let says = |tree: &Element<'_>| tree.holds(&["v", "t"]);
                sheets.filter(|s| book.look(&s.part, says)).count()
            });
            relation.kind == "package" && filled > 1
        };
        let gone: Vec<Relation> = pack.relations(&part).into_iter().filter(has_more).collect();
        for relation in &gone {
            let name = Pack::target(&part, relation);
            findings.named(What::Files, words(&name, &name));
        }
        pack.cut(&part, |relation| gone.contains(relation));
    }
}

/// Reports the content to which a relation leads, if it is hidden or fetched.
fn say(pack: &Pack, part: &str, relation: &Relation, findings: &mut Findings) {
    let target = Pack::target(part, relation);
    let name = target.rsplit('/').next().unwrap_or_default();
    if is_fetched(relation) {
        return findings.named(What::External, words(&relation.target, &relation.target));
    }
    let count = |element: &'static [&'static str]| -> usize {
        pack.look(&target, |tree| {
            let mut count = 0;
            tree.each(&mut |e| count += usize::from(element.contains(&e.name())));
            count
        })
    };
    let what = RELATIONS.iter().find(|(kind, _)| *kind == relation.kind);
    match (relation.kind.as_str(), what.and_then(|(_, what)| *what)) {
        // Word's comments are reported at their places in the text
        ("comments", _) if part.starts_with("word/") => {
            let references = pack.look(part, |tree| tree.holds(&["commentReference"]));
            if !references && count(&["comment"]) > 0 {
                findings.named(What::Comments, words("", ""));
            }
        }
        ("comments" | "threadedComment", Some(what)) => {
            let cells: Vec<String> = pack.look(&target, |tree| {
                let mut cells = Vec::new();
                tree.each(&mut |e| {
                    if matches!(e.name(), "comment" | "threadedComment" | "cm") {
                        cells.push(e.attribute("ref").unwrap_or_default().to_owned());
                    }
                });
                cells
            });
            for cell in cells {
                findings.add(what, &place(pack, part, &cell));
            }
        }
        ("custom-properties", _) => custom(pack, &target, findings),
        ("customXml", _) => {
            let says = pack.look(&target, |tree| !tree.text().trim().is_empty());
            if says {
                findings.named(What::Data, words(&target, &target));
            }
        }
        // tags whose names begin with KSO are not reported, because WPS writes them into every
        // presentation
        ("tags", _) => {
            let names: Vec<String> = pack.look(&target, |tree| {
                let mut names = Vec::new();
                tree.each(&mut |e| {
                    let name = e.attribute("name").filter(|_| e.name() == "tag");
                    names.extend(name.filter(|n| !n.starts_with("KSO")).map(str::to_owned));
                });
                names
            });
            names
                .iter()
                .for_each(|n| findings.named(What::Data, words(n, n)));
        }
        (_, Some(What::People)) => {
            let people: &[&str] = &["person", "cmAuthor", "author", "userInfo"];
            let names: Vec<String> = pack.look(&target, |tree| {
                let mut names = Vec::new();
                tree.each(&mut |e| {
                    if people.contains(&e.name()) {
                        let name = ["author", "displayName", "name"];
                        let name = name.into_iter().find_map(|n| e.attribute(n));
                        names.push(name.unwrap_or_default().to_owned());
                    }
                });
                names
            });
            names
                .iter()
                .for_each(|n| findings.named(What::People, words(n, n)));
        }
        (_, Some(what)) => findings.named(what, words(name, name)),
        _ => {}
    }
}

/// The place of a comment: the cell of a sheet, or the slide.
fn place(pack: &Pack, part: &str, cell: &str) -> At {
    if part.starts_with("xl/worksheets/") {
        let sheets = book::sheets(pack);
        let own = sheets.into_iter().find(|sheet| sheet.part == part);
        return At::Cell(own.map_or(String::new(), |s| s.name), cell.to_owned());
    }
    let number = part
        .strip_prefix("ppt/slides/slide")
        .and_then(|n| n.strip_suffix(".xml"));
    let number = number.and_then(|n| n.parse().ok());
    number.map_or(At::Somewhere, At::Slide)
}

/// Reports properties that somebody added. Properties of WPS only state its version, so they are
/// not reported.
fn custom(pack: &Pack, part: &str, findings: &mut Findings) {
    let all: Vec<(String, String)> = pack.look(part, |tree| {
        let mut all = Vec::new();
        tree.each(&mut |e| {
            if e.name() == "property" {
                let name = e.attribute("name").unwrap_or_default();
                all.push((name.to_owned(), e.text().trim().to_owned()));
            }
        });
        all
    });
    for (name, value) in all {
        if !(name.starts_with("KSO") || name == "ICV") {
            let shown: String = value.chars().take(20).collect();
            findings.named(
                What::Property,
                words(format!("{name}：{shown}"), format!("{name}: {shown}")),
            );
        }
    }
}

/// Removes the shapes of comments from the VML drawings of a sheet, and the drawings that have no
/// other shapes.
fn comment_shapes(pack: &mut Pack, part: &str) {
    let drawings: Vec<String> = pack
        .relations(part)
        .iter()
        .filter(|r| r.kind == "vmlDrawing")
        .map(|r| Pack::target(part, r))
        .collect();
    for drawing in drawings {
        let Some(text) = pack.text(&drawing).filter(|t| t.contains("\"Note\"")) else {
            continue;
        };
        // a VML drawing is often not valid XML, so it is cut as plain text
        let mut rest = String::new();
        let mut shapes = 0;
        for (i, piece) in text.split("<v:shape ").enumerate() {
            match piece.split_once("</v:shape>") {
                Some((shape, after)) if i > 0 && shape.contains("ObjectType=\"Note\"") => {
                    rest.push_str(after);
                }
                _ if i > 0 => {
                    shapes += 1;
                    rest.push_str("<v:shape ");
                    rest.push_str(piece);
                }
                _ => rest.push_str(piece),
            }
        }
        if shapes == 0 {
            pack.cut(part, |r| {
                r.kind == "vmlDrawing" && Pack::target(part, r) == drawing
            });
        } else if let Some((_, bytes)) = pack.parts.iter_mut().find(|(name, _)| *name == drawing) {
            *bytes = rest.into_bytes();
        }
    }
}

/// Removes the properties that may name persons, organisations or paths (author, company, keywords,
/// description and others, and the path of a template), and the lists of sheets and slides.
fn properties(pack: &mut Pack, findings: &mut Findings) {
    const PERSONS: [&str; 9] = [
        "creator",
        "lastModifiedBy",
        "Company",
        "Manager",
        "HyperlinkBase",
        "subject",
        "description",
        "category",
        "keywords",
    ];
    for part in pack.names(|name| name.starts_with("docProps/") && name.ends_with(".xml")) {
        pack.change(&part, |tree| {
            tree.sift(&mut |e| {
                let text = e.text();
                match e.name() {
                    name if PERSONS.contains(&name) => {
                        if !text.trim().is_empty() {
                            let name = format!("{name}={}", text.trim());
                            findings.named(What::Author, words(&name, &name));
                        }
                        Fate::Drop
                    }
                    "TitlesOfParts" | "HeadingPairs" => Fate::Drop,
                    "Template" if text.contains(['\\', '/']) => {
                        findings.named(What::Path, words(text.trim(), text.trim()));
                        Fate::Drop
                    }
                    _ => Fate::Keep,
                }
            });
        });
    }
}

/// A path in the folder of a user, on Windows, macOS or Linux.
static PATH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:file:/*)?(?:\b[a-z]:[\\/]+(?:users|documents and settings)[\\/]|/(?:users|home)/)[^"<>|*?\r\n]*"#).ok()
});

/// The beginning of a link's target that is a path on any drive or server.
static TARGET: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:file:|[a-z]:[\\/]|\\\\[^\\]+\\)").ok());

/// Replaces paths in the folder of a user by the name of the file alone, in attributes and in the
/// codes of Word's fields. In the target of a link, replaces any path.
fn paths(pack: &mut Pack, findings: &mut Findings) {
    let (Some(path), Some(local)) = (PATH.as_ref(), TARGET.as_ref()) else {
        return;
    };
    let is_xml = |name: &str| name.ends_with(".xml") || name.ends_with(".rels");
    let name_of = |path: &str| {
        let name = path
            .trim_end_matches(['\\', '/'])
            .rsplit(['\\', '/'])
            .next();
        name.unwrap_or_default().to_owned()
    };
    for part in pack.names(is_xml) {
        let may_hold = pack.text(&part).is_some_and(|text| {
            path.is_match(&text) || part.ends_with(".rels") && text.contains("External")
        });
        if !may_hold {
            continue;
        }
        let mut found = Vec::new();
        pack.change(&part, |tree: &mut Element<'_>| {
            tree.each_mut(&mut |e| {
                let is_link = e.attribute("TargetMode") == Some("External");
                let seen = std::cell::RefCell::new(Vec::new());
                e.replace_attributes(|name, value| {
                    if is_link && name == "Target" && local.is_match(value) {
                        seen.borrow_mut().push(value.to_owned());
                        return Some(name_of(value));
                    }
                    let own = path.find(value).filter(|_| !name.starts_with("xmlns"))?;
                    if value[..own.start()].contains("://") {
                        return None;
                    }
                    seen.borrow_mut().push(own.as_str().to_owned());
                    Some(
                        path.replace_all(value, |c: &regex::Captures<'_>| name_of(&c[0]))
                            .into_owned(),
                    )
                });
                // the code of a field, such as INCLUDETEXT "C:\\Users\\…"
                if e.name() == "instrText" {
                    let code = e.text().replace("&quot;", "\"");
                    let parts = code.split('"').enumerate().map(|(i, part)| {
                        let own = path.find(part).filter(|_| i % 2 == 1);
                        own.map_or(part.to_owned(), |own| {
                            seen.borrow_mut().push(own.as_str().to_owned());
                            name_of(part)
                        })
                    });
                    let names = parts.collect::<Vec<_>>().join("\"");
                    if names != code {
                        e.children = vec![Node::Own(names)];
                    }
                }
                found.extend(seen.into_inner());
            });
        });
        found
            .iter()
            .for_each(|path| findings.named(What::Path, words(path, path)));
    }
}

/// Cleans the pictures and office files inside an office file.
fn inner_files(pack: &mut Pack, depth: usize, findings: &mut Findings) {
    let outer = findings.file.clone();
    for (name, bytes) in &mut pack.parts {
        let lower = name.to_ascii_lowercase();
        let is_file = ["docx", "xlsx", "pptx", "jpg", "jpeg", "png", "webp", "bin"]
            .iter()
            .any(|ending| lower.ends_with(&format!(".{ending}")));
        if !is_file {
            continue;
        }
        findings.file = super::joined(&outer, name);
        if let Ok(Some(new)) = sweep(bytes, depth + 1, findings) {
            *bytes = new;
        }
    }
    findings.file = outer;
}
