//! Takes the parts of a Word document or a workbook; removes content that no page shows, although
//! it lacks the property "hidden". This content consists of headers and footers of pages that do
//! not exist, building blocks, hidden shapes of sheets, and the codes of fields that fetch content
//! from an address. Also finds the names of printers. This file must not know other formats.

use super::freeze::plain;
use super::pack::Pack;
use super::tree::{Element, Fate, Node, has_text};
use crate::attachment::hidden::{Findings, What};
use crate::diag::words;
use std::collections::HashSet;

const DOCUMENT: &str = "word/document.xml";

/// Removes the headers and footers of first pages if no section has a first page of its own, and
/// those of even pages if the document does not distinguish them. Empty ones stay, because Word
/// writes them into many files.
pub(super) fn headers(pack: &mut Pack, findings: &mut Findings) {
    let has_even = pack.look("word/settings.xml", |tree| {
        let mut is_on = false;
        tree.each(&mut |e| is_on |= e.name() == "evenAndOddHeaders" && e.is_on());
        is_on
    });
    let (mut unused, mut used) = (HashSet::new(), HashSet::new());
    pack.look(DOCUMENT, |tree| {
        let mut has_first = false;
        tree.each(&mut |e| has_first |= e.name() == "titlePg" && e.is_on());
        tree.each(&mut |e| {
            let Some(id) = e.relation().filter(|_| is_reference(e)) else {
                return;
            };
            let is_shown = match e.attribute("type") {
                Some("first") => has_first,
                Some("even") => has_even,
                _ => true,
            };
            match is_shown {
                true => used.insert(id.to_owned()),
                false => unused.insert(id.to_owned()),
            };
        });
    });
    let says = |target: &str| pack.look(target, says_more);
    let gone: Vec<(String, String)> = pack
        .relations(DOCUMENT)
        .into_iter()
        .filter(|r| unused.contains(&r.id) && !used.contains(&r.id))
        .map(|r| (Pack::target(DOCUMENT, &r), r.id))
        .filter(|(target, _)| says(target))
        .collect();
    for (target, _) in &gone {
        let name = target.rsplit('/').next().unwrap_or_default();
        findings.named(What::Headers, words(name, name));
    }
    if !gone.is_empty() {
        pack.cut(DOCUMENT, |r| gone.iter().any(|(_, id)| *id == r.id));
    }
}

/// Whether a header or footer says more than the number of the page.
fn says_more(part: &Element<'_>) -> bool {
    let mut says = false;
    part.each(&mut |e| says |= e.name() == "t" && has_words(&e.text()));
    says
}

fn has_words(text: &str) -> bool {
    let is_page = |c: char| matches!(c, '第' | '共' | '页');
    text.chars().any(|c| c.is_alphabetic() && !is_page(c))
}

fn is_reference(e: &Element<'_>) -> bool {
    matches!(e.name(), "headerReference" | "footerReference")
}

/// Removes the headers and footers of a sheet that its settings never show.
pub(super) fn sheet_headers(tree: &mut Element<'_>, sheet: &str, findings: &mut Findings) {
    tree.each_mut(&mut |e| {
        if e.name() != "headerFooter" {
            return;
        }
        let (has_first, has_even) = (e.is("differentFirst"), e.is("differentOddEven"));
        let gone = e.sift(&mut |child| {
            let is_shown = match child.name() {
                "firstHeader" | "firstFooter" => has_first,
                "evenHeader" | "evenFooter" => has_even,
                _ => true,
            };
            match is_shown || !has_words(&without_codes(&plain(&child.text()))) {
                true => Fate::Keep,
                false => Fate::Drop,
            }
        });
        for _ in 0..gone {
            findings.named(What::Headers, words(sheet, sheet));
        }
    });
}

/// Removes the hidden texts and pictures that lie on a sheet. Form controls stay: another part draws
/// them, and their shapes, which are in alternatives for newer programs, are hidden.
pub(super) fn sheet_shapes(pack: &mut Pack, findings: &mut Findings) {
    let is_hidden = |anchor: &Element<'_>| {
        let shapes = anchor
            .elements()
            .filter(|e| matches!(e.name(), "sp" | "pic"));
        let mut properties = shapes
            .flat_map(Element::elements)
            .filter(|e| e.name().starts_with("nv"));
        properties.any(|e| e.child("cNvPr").is_some_and(|p| p.is("hidden")))
    };
    for part in pack.names(|name| name.starts_with("xl/drawings/") && name.ends_with(".xml")) {
        let gone = pack.change(&part, |tree| {
            let mut gone = 0;
            for drawing in tree.elements_mut() {
                let before = drawing.children.len();
                let stays = |node: &Node<'_>| !matches!(node, Node::Element(e) if is_hidden(e));
                drawing.children.retain(stays);
                gone += before - drawing.children.len();
            }
            gone
        });
        let name = part.rsplit('/').next().unwrap_or_default();
        for _ in 0..gone {
            findings.named(What::Shape, words(name, name));
        }
    }
}

/// Reports the printers in a network that the settings of sheets name, because such a name may be
/// that of a server, a room or a person. `book.rs` removes the settings.
pub(super) fn printers(pack: &Pack, findings: &mut Findings) {
    let settings = |name: &str| name.starts_with("xl/printerSettings/");
    for (_, bytes) in pack.parts.iter().filter(|(name, _)| settings(name)) {
        // the settings begin with the name: at most 32 characters in UTF-16
        let units = bytes.chunks_exact(2).take(32);
        let units = units.map(|b| u16::from_le_bytes([b[0], b[1]]));
        let name: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
        let name = String::from_utf16_lossy(&name);
        if name.starts_with("\\\\") {
            findings.named(What::Author, words(&name, &name));
        }
    }
}

/// The header of a sheet without its codes (ECMA-376 part 1, `headerFooter`): `&"` with a font up to
/// the next quotation mark, `&K` with a colour of six characters, or `&` with one other character.
fn without_codes(header: &str) -> String {
    let mut out = String::new();
    let mut rest = header;
    while let Some((before, code)) = rest.split_once('&') {
        out.push_str(before);
        let mut chars = code.chars();
        rest = match chars.next() {
            Some('"') => chars.as_str().split_once('"').map_or("", |(_, rest)| rest),
            Some('K') => {
                let colour = chars.as_str();
                let is_colour = |c: &str| {
                    c.chars()
                        .all(|c| c.is_ascii_hexdigit() || matches!(c, '+' | '-'))
                };
                match colour.get(..6).is_some_and(is_colour) {
                    true => &colour[6..],
                    false => colour,
                }
            }
            _ => chars.as_str(),
        };
    }
    out + rest
}

/// Removes the building blocks of a template, unless all of them are only the prompts of content
/// controls.
pub(super) fn blocks(pack: &mut Pack, findings: &mut Findings) {
    let is_blocks = |kind: &str| kind == "glossaryDocument";
    let relations = pack.relations(DOCUMENT);
    let Some(relation) = relations.iter().find(|r| is_blocks(&r.kind)) else {
        return;
    };
    let says = pack.look(&Pack::target(DOCUMENT, relation), |tree| {
        let mut says = false;
        tree.each(&mut |e| {
            let mut is_prompt = false;
            e.each(&mut |inner| {
                is_prompt |= inner.name() == "type" && inner.attribute("val") == Some("bbPlcHdr");
            });
            says |= e.name() == "docPart" && !is_prompt && has_text(e);
        });
        says
    });
    if says {
        findings.named(What::Data, words("构建基块", "building blocks"));
        pack.cut(DOCUMENT, |r| is_blocks(&r.kind));
    }
}

/// The fields that fetch content.
const FETCHING: [&str; 7] = [
    "INCLUDEPICTURE",
    "INCLUDETEXT",
    "LINK",
    "DDE",
    "DDEAUTO",
    "DATABASE",
    "RD",
];

/// The address from which the code of a field fetches content, if it does.
fn fetched(code: &str) -> Option<String> {
    let code = code.replace("&quot;", "\"");
    let mut parts = code.split_whitespace();
    let kind = parts.next().unwrap_or_default();
    let is_fetching = FETCHING.iter().any(|own| own.eq_ignore_ascii_case(kind));
    let address = parts.map(|part| part.trim_matches('"'));
    let mut address = address.filter(|part| part.contains("://") || part.starts_with("\\\\"));
    address.next().filter(|_| is_fetching).map(str::to_owned)
}

/// Replaces fields that fetch content by what they show. A field stays if it does not end in its
/// paragraph, if its code contains another field, or if it is in the code of another field.
pub(super) fn fields(tree: &mut Element<'_>, findings: &mut Findings) {
    tree.each_mut(&mut |e| {
        if e.name() == "p" {
            unlink(e, findings);
        }
    });
    tree.sift(&mut |e| {
        let code = e.attribute("instr").filter(|_| e.name() == "fldSimple");
        match code.and_then(fetched) {
            Some(address) => {
                findings.named(What::External, words(&address, &address));
                Fate::Unwrap
            }
            None => Fate::Keep,
        }
    });
}

/// A field whose end has not been found yet.
#[derive(Default)]
struct Open {
    /// The numbers of its marks and of the pieces of its code.
    own: Vec<usize>,
    code: String,
    /// Whether the code has ended, so that what follows is shown.
    shows: bool,
    has_inner: bool,
}

fn is_mark(e: &Element<'_>) -> bool {
    matches!(e.name(), "fldChar" | "instrText")
}

/// Removes the code and the marks of fields that fetch content from a paragraph, and the runs that
/// contain nothing else.
fn unlink(paragraph: &mut Element<'_>, findings: &mut Findings) {
    let mut gone: HashSet<usize> = HashSet::new();
    let mut open: Vec<Open> = Vec::new();
    let mut number = 0;
    paragraph.each(&mut |e| {
        if !is_mark(e) {
            return;
        }
        let mark = e.attribute("fldCharType");
        if mark == Some("begin") {
            open.push(Open::default());
        }
        if let Some(field) = open.last_mut() {
            field.own.push(number);
            field.shows |= mark == Some("separate");
            if !field.shows {
                field.code.push_str(&e.text());
            }
        }
        number += 1;
        let ended = if mark == Some("end") {
            open.pop()
        } else {
            None
        };
        let Some(field) = ended else {
            return;
        };
        if let Some(outer) = open.last_mut() {
            outer.has_inner |= !outer.shows;
        }
        let is_shown = open.iter().all(|outer| outer.shows);
        let address = fetched(field.code.trim()).filter(|_| is_shown && !field.has_inner);
        if let Some(address) = address {
            findings.named(What::External, words(&address, &address));
            gone.extend(field.own);
        }
    });
    if gone.is_empty() {
        return;
    }
    let (mut number, mut is_changed) = (0, false);
    paragraph.sift(&mut |e| {
        if is_mark(e) {
            number += 1;
            let goes = gone.contains(&(number - 1));
            is_changed |= goes;
            return if goes { Fate::Drop } else { Fate::Keep };
        }
        let is_run = e.name() == "r";
        let is_left = is_run && std::mem::take(&mut is_changed);
        match is_left && e.elements().all(|child| child.name() == "rPr") {
            true => Fate::Drop,
            false => Fate::Keep,
        }
    });
}
