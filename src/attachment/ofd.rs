//! Takes an OFD file (GB/T 33190-2016); gives the text of its pages in order, the number of pages,
//! the pages that are scans, and the names of its seals. This file must not know the site's
//! documents.
//!
//! A page has templates, its own content and annotations. A piece of text has the position of its
//! first character, and the distances from each character to the next.

use super::Unread;
use super::document::{Document, Lost};
use super::lines;
use super::package::{Package, resolve};
use roxmltree::{Document as Xml, Node, ParsingOptions};
use std::collections::HashMap;

const MOST_PAGES: usize = 2_000;

/// What was read from a file.
pub(super) struct Read {
    pub(super) document: Document,
    pub(super) pages: usize,
    /// The numbers of the pages that have pictures and no text.
    pub(super) scans: Vec<usize>,
}

pub(super) fn read(package: &mut Package<'_>) -> Result<Read, Unread> {
    let root = package.text("OFD.xml")?.ok_or(Unread::Damaged)?;
    let root = parse(&root)?;
    let mut found = Read {
        document: Document::default(),
        pages: 0,
        scans: Vec::new(),
    };
    let mut all = Vec::new();
    for body in elements(root.root_element(), "DocBody") {
        let Some(main) = text_of(body, "DocRoot") else {
            continue;
        };
        pages(package, &joined("", &main), &mut found, &mut all)?;
        if let Some(list) = text_of(body, "Signatures") {
            seals(package, &joined("", &list), &mut found.document)?;
        }
    }
    lines::paragraphs(&all, &mut found.document);
    if !found.scans.is_empty() {
        found.document.lost.insert(Lost::Scans);
    }
    Ok(found)
}

fn parse(xml: &str) -> Result<Xml<'_>, Unread> {
    let options = ParsingOptions {
        nodes_limit: 2_000_000,
        ..ParsingOptions::default()
    };
    Xml::parse_with_options(xml.trim_start_matches('\u{feff}'), options)
        .map_err(|_| Unread::Damaged)
}

/// The elements with this name inside a node, at any depth.
fn elements<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants()
        .filter(move |n| n.is_element() && n.tag_name().name() == name)
}

fn text_of(node: Node<'_, '_>, name: &'static str) -> Option<String> {
    let text = elements(node, name).next()?.text()?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Resolves a path in the OFD file against the folder of the part that names it.
fn joined(part: &str, path: &str) -> String {
    resolve(part, &path.trim().replace('\\', "/"))
}

/// A piece of text with its position on the page, in millimetres.
struct Placed {
    x: f64,
    y: f64,
    end: f64,
    size: f64,
    text: String,
}

/// Reads the pages of one of the documents in an OFD file. `all` gets the lines of each page.
fn pages(
    package: &mut Package<'_>,
    main: &str,
    found: &mut Read,
    all: &mut Vec<Vec<String>>,
) -> Result<(), Unread> {
    let text = package.text(main)?.ok_or(Unread::Damaged)?;
    let document = parse(&text)?;
    let mut templates = HashMap::new();
    for template in elements(document.root_element(), "TemplatePage") {
        if let (Some(id), Some(path)) = (template.attribute("ID"), template.attribute("BaseLoc")) {
            templates.insert(id.to_owned(), joined(main, path));
        }
    }
    let annotations = annotations(package, main, document.root_element())?;
    for page in elements(document.root_element(), "Page") {
        let Some(path) = page.attribute("BaseLoc").map(|p| joined(main, p)) else {
            continue;
        };
        found.pages += 1;
        if found.pages > MOST_PAGES {
            found.document.lost.insert(Lost::Rest);
            continue;
        }
        let mut placed = Vec::new();
        let mut pictures = false;
        let own = package.text(&path)?.ok_or(Unread::Damaged)?;
        let content = parse(&own)?;
        for template in elements(content.root_element(), "Template") {
            let part = template
                .attribute("TemplateID")
                .and_then(|id| templates.get(id));
            if let Some(part) = part
                && let Some(text) = package.text(part)?
            {
                pictures |= pieces(parse(&text)?.root_element(), &mut placed);
            }
        }
        pictures |= pieces(content.root_element(), &mut placed);
        let notes = page.attribute("ID").and_then(|id| annotations.get(id));
        for text in notes.into_iter().flatten() {
            pieces(parse(text)?.root_element(), &mut placed);
        }
        if placed.is_empty() && pictures {
            found.scans.push(found.pages);
        }
        all.push(in_lines(placed));
    }
    Ok(())
}

/// The annotations of each page, as XML, by the page's identifier.
fn annotations(
    package: &mut Package<'_>,
    main: &str,
    document: Node<'_, '_>,
) -> Result<HashMap<String, Vec<String>>, Unread> {
    let mut all: HashMap<String, Vec<String>> = HashMap::new();
    let Some(list) = text_of(document, "Annotations").map(|p| joined(main, &p)) else {
        return Ok(all);
    };
    let Some(text) = package.text(&list)? else {
        return Ok(all);
    };
    for page in elements(parse(&text)?.root_element(), "Page") {
        if let (Some(id), Some(path)) = (page.attribute("PageID"), text_of(page, "FileLoc"))
            && let Some(text) = package.text(&joined(&list, &path))?
        {
            all.entry(id.to_owned()).or_default().push(text);
        }
    }
    Ok(all)
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace()
        .filter_map(|n| n.parse().ok())
        .collect()
}

/// The distances between characters; `g 3 5.0` means 5.0 three times.
fn steps(text: &str) -> Vec<f64> {
    let mut out = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count: usize = words.next().and_then(|n| n.parse().ok()).unwrap_or(0);
            let step = words.next().and_then(|n| n.parse().ok()).unwrap_or(0.0);
            out.extend(std::iter::repeat_n(step, count.min(100_000)));
        } else {
            out.extend(word.parse::<f64>());
        }
    }
    out
}

/// Adds the pieces of text in an element; returns whether it shows a picture.
fn pieces(root: Node<'_, '_>, placed: &mut Vec<Placed>) -> bool {
    for object in elements(root, "TextObject") {
        if object.attribute("Visible") == Some("false") {
            continue;
        }
        let area = numbers(object.attribute("Boundary").unwrap_or_default());
        let (left, top) = (
            area.first().copied().unwrap_or(0.0),
            area.get(1).copied().unwrap_or(0.0),
        );
        let matrix = numbers(object.attribute("CTM").unwrap_or_default());
        let [a, b, c, d, e, f] = match matrix.as_slice() {
            [a, b, c, d, e, f] => [*a, *b, *c, *d, *e, *f],
            _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        };
        let size = object
            .attribute("Size")
            .and_then(|s| s.parse().ok())
            .unwrap_or(3.0);
        let size: f64 = size * d.hypot(c).max(0.01);
        // a piece that states no position begins where the previous one ended
        let (mut x, mut y) = (0.0, 0.0);
        for code in object
            .children()
            .filter(|n| n.tag_name().name() == "TextCode")
        {
            let at = |name: &str| code.attribute(name).and_then(|v| v.parse::<f64>().ok());
            (x, y) = (at("X").unwrap_or(x), at("Y").unwrap_or(y));
            let text: String = code.children().filter_map(|n| n.text()).collect();
            let text = text.trim_matches(['\n', '\r', '\t']);
            let across = steps(code.attribute("DeltaX").unwrap_or_default());
            let down = steps(code.attribute("DeltaY").unwrap_or_default());
            let mut out = String::new();
            let mut width = 0.0;
            for (i, character) in text.chars().enumerate() {
                out.push(character);
                let own = if character.is_ascii() {
                    size / 2.0
                } else {
                    size
                };
                let step = across.get(i).map_or(own, |s| s * a.abs().max(b.abs()));
                let is_last = i + 1 == text.chars().count();
                if !is_last && step > 2.5 * size && down.is_empty() {
                    out.push(' ');
                }
                width += if is_last { own } else { step };
            }
            let (start_x, start_y) = (left + a * x + c * y + e, top + b * x + d * y + f);
            placed.push(Placed {
                x: start_x,
                y: start_y,
                end: start_x + width,
                size,
                text: out,
            });
            x += width / a.abs().max(0.01);
        }
    }
    elements(root, "ImageObject").next().is_some()
}

/// Joins pieces at one height to lines.
fn in_lines(mut placed: Vec<Placed>) -> Vec<String> {
    placed.retain(|p| !p.text.trim().is_empty());
    placed.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut rows: Vec<(f64, Vec<Placed>)> = Vec::new();
    for piece in placed {
        match rows.last_mut() {
            Some((y, row)) if (piece.y - *y).abs() < piece.size * 0.5 => row.push(piece),
            _ => rows.push((piece.y, vec![piece])),
        }
    }
    let line = |(_, mut row): (f64, Vec<Placed>)| {
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
        let mut out = String::new();
        let mut end: Option<f64> = None;
        for piece in row {
            if end.is_some_and(|end| piece.x > end + 0.8 * piece.size) {
                out.push(' ');
            }
            end = Some(piece.end);
            out.push_str(&piece.text);
        }
        out
    };
    rows.into_iter().map(line).collect()
}

/// Reads the names of the seals. A name is the first Chinese text in the signed value (GB/T 38540),
/// or else the provider of the signing program.
fn seals(package: &mut Package<'_>, list: &str, document: &mut Document) -> Result<(), Unread> {
    let Some(text) = package.text(list)? else {
        return Ok(());
    };
    let parts: Vec<String> = elements(parse(&text)?.root_element(), "Signature")
        .filter_map(|s| s.attribute("BaseLoc").map(|p| joined(list, p)))
        .collect();
    for part in parts {
        let Some(text) = package.text(&part)? else {
            continue;
        };
        let xml = parse(&text)?;
        let value = text_of(xml.root_element(), "SignedValue").map(|p| joined(&part, &p));
        let bytes = match value {
            Some(value) => package.bytes(&value)?.unwrap_or_default(),
            None => Vec::new(),
        };
        let names = seal_names(&bytes);
        let provider = elements(xml.root_element(), "Provider")
            .next()
            .and_then(|p| p.attribute("ProviderName").map(str::to_owned));
        let name = names.into_iter().next().or(provider).unwrap_or_default();
        if !name.is_empty() && !document.seals.contains(&name) {
            document.seals.push(name);
        }
    }
    Ok(())
}

/// The texts (UTF8String) with at least two Chinese characters in ASN.1 data. The seal's name is
/// the first, because the seal precedes the certificates.
fn seal_names(bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    for at in 0..bytes.len().saturating_sub(2) {
        if bytes[at] != 0x0c {
            continue;
        }
        let (from, length) = match bytes[at + 1] {
            n if n < 0x80 => (at + 2, usize::from(n)),
            0x81 => (at + 3, usize::from(bytes[at + 2])),
            _ => continue,
        };
        let text = bytes
            .get(from..from + length)
            .and_then(|b| std::str::from_utf8(b).ok());
        if let Some(text) = text
            && text.chars().filter(|c| crate::fold::is_han(*c)).count() >= 2
            && !text.chars().any(char::is_control)
        {
            names.push(text.to_owned());
        }
    }
    names
}
