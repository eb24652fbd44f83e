//! Takes the parts of a presentation (ECMA-376 part 1, 19); removes its hidden content: hidden
//! slides and shapes, and the speaker's notes. This file must not know other formats.

use super::pack::{Pack, Relation};
use super::tree::{Element, Fate};
use crate::attachment::hidden::{Findings, What};
use crate::attachment::place::At;
use std::collections::HashSet;

const MAIN: &str = "ppt/presentation.xml";

pub(super) fn clean(pack: &mut Pack, findings: &mut Findings) {
    let relations = pack.relations(MAIN);
    let listed = listed(pack);
    let slides = listed.iter().filter_map(|(slide, relation)| {
        let found = relations.iter().find(|r| r.id == *relation)?;
        Some((slide.clone(), found.clone(), Pack::target(MAIN, found)))
    });
    let slides: Vec<(String, Relation, String)> = slides.collect();
    let (mut gone, mut numbers) = (HashSet::new(), HashSet::new());
    for ((slide, relation, part), number) in slides.iter().zip(1..) {
        let is_hidden = pack.look(part, |tree| {
            tree.child("sld")
                .is_some_and(|s| matches!(s.attribute("show"), Some("0" | "false")))
        });
        if is_hidden {
            findings.add(What::Slide, &At::Slide(number));
            gone.insert(relation.id.clone());
            numbers.insert(slide.clone());
        }
        notes(pack, part, number, findings);
        shapes(pack, part, number, findings);
    }
    if gone.is_empty() {
        return;
    }
    pack.cut(MAIN, |r| gone.contains(&r.id));
    pack.change(MAIN, |tree| {
        // the list of sections names slides by their ids
        tree.sift(&mut |e| match (e.full_name(), e.attribute("id")) {
            ("p14:sldId", Some(id)) if numbers.contains(id) => Fate::Drop,
            _ => Fate::Keep,
        });
    });
}

/// The slides in their order: the id of each, and the id of its relation.
fn listed(pack: &Pack) -> Vec<(String, String)> {
    pack.look(MAIN, |tree| {
        let mut all = Vec::new();
        tree.each(&mut |e| {
            if e.full_name() == "p:sldId" {
                let id = e.attribute("id").unwrap_or_default().to_owned();
                all.push((id, e.relation().unwrap_or_default().to_owned()));
            }
        });
        all
    })
}

fn notes(pack: &mut Pack, part: &str, number: u32, findings: &mut Findings) {
    for relation in pack.cut(part, |r| r.kind == "notesSlide") {
        let says = pack.look(&Pack::target(part, &relation), says_something);
        if says {
            findings.add(What::Notes, &At::Slide(number));
        }
    }
}

/// Whether notes have text besides fields, such as the number of the slide.
fn says_something(e: &Element<'_>) -> bool {
    e.elements().any(|child| match child.name() {
        "fld" => false,
        "t" => !child.text().trim().is_empty(),
        _ => says_something(child),
    })
}

/// Removes hidden shapes from a slide.
fn shapes(pack: &mut Pack, part: &str, number: u32, findings: &mut Findings) {
    pack.change(part, |tree| {
        tree.sift(&mut |e| {
            let is_shape = matches!(e.name(), "sp" | "pic" | "graphicFrame" | "grpSp" | "cxnSp");
            let is_hidden = |own: &Element<'_>| {
                own.name().starts_with("nv") && own.child("cNvPr").is_some_and(|p| p.is("hidden"))
            };
            if is_shape && e.elements().any(is_hidden) {
                findings.add(What::Shape, &At::Slide(number));
                return Fate::Drop;
            }
            Fate::Keep
        });
    });
}
