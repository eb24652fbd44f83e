//! Takes the parts of a Word document or a workbook; removes what no page shows although it is no
//! text with the property "hidden": headers and footers of pages that do not exist, building
//! blocks, and the codes of fields that fetch content from an address. This file must not know
//! other formats.

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
            // a code such as &P, the number of the page, has one letter
            let words = child.text().replace("&amp;", "&");
            let mut words = words.split('&').map(|part| part.get(1..).unwrap_or(part));
            match is_shown || !words.any(has_words) {
                true => Fate::Keep,
                false => Fate::Drop,
            }
        });
        for _ in 0..gone {
            findings.named(What::Headers, words(sheet, sheet));
        }
    });
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

/// Replaces fields that fetch content by what they show. A field that contains another field or
/// that does not end in its paragraph stays.
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

/// Removes the runs with the code and the marks of fields that fetch content from a paragraph.
fn unlink(paragraph: &mut Element<'_>, findings: &mut Findings) {
    let mut gone: HashSet<usize> = HashSet::new();
    let mut open: Option<(HashSet<usize>, String)> = None;
    for (i, run) in paragraph.elements().enumerate() {
        let mark = run
            .child("fldChar")
            .and_then(|c| c.attribute("fldCharType"));
        match (mark, &mut open) {
            (Some("begin"), None) => open = Some((HashSet::from([i]), String::new())),
            // a field in a field
            (Some("begin"), Some(_)) => return,
            (Some("separate"), Some((own, _))) => {
                own.insert(i);
            }
            (Some("end"), _) => {
                let Some((mut own, code)) = open.take() else {
                    continue;
                };
                own.insert(i);
                if let Some(address) = fetched(code.trim()) {
                    findings.named(What::External, words(&address, &address));
                    gone.extend(own);
                }
            }
            (_, Some((own, code))) => {
                if let Some(text) = run.child("instrText") {
                    code.push_str(&text.text());
                    own.insert(i);
                }
            }
            _ => {}
        }
    }
    if gone.is_empty() {
        return;
    }
    let mut at = 0;
    paragraph.children.retain(|node| match node {
        Node::Element(_) => {
            at += 1;
            !gone.contains(&(at - 1))
        }
        _ => true,
    });
}
