//! Takes the parts of a presentation (ECMA-376 part 1, 19); removes its hidden content: hidden
//! slides, shapes that are hidden or beside the slide, tiny text, and the speaker's notes. This
//! file must not know other formats.

use super::pack::{Pack, Relation};
use super::tree::{Element, Fate, Node, has_text};
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
    let size = size(pack);
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
        unseen(pack, part, (number, size), findings);
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

fn is_shape(e: &Element<'_>) -> bool {
    matches!(e.name(), "sp" | "pic" | "graphicFrame" | "grpSp" | "cxnSp")
}

/// Removes hidden shapes from a slide.
fn shapes(pack: &mut Pack, part: &str, number: u32, findings: &mut Findings) {
    pack.change(part, |tree| {
        tree.sift(&mut |e| {
            let is_hidden = |own: &Element<'_>| {
                own.name().starts_with("nv") && own.child("cNvPr").is_some_and(|p| p.is("hidden"))
            };
            if is_shape(e) && e.elements().any(is_hidden) {
                findings.add(What::Shape, &At::Slide(number));
                return Fate::Drop;
            }
            Fate::Keep
        });
    });
}

/// The width and the height of the slides, in EMU (1/360,000 cm).
fn size(pack: &Pack) -> Option<(i64, i64)> {
    pack.look(MAIN, |tree| {
        let size = tree.child("presentation")?.child("sldSz")?;
        Some((number(size, "cx")?, number(size, "cy")?))
    })
}

fn number(e: &Element<'_>, attribute: &str) -> Option<i64> {
    e.attribute(attribute)?.parse().ok()
}

/// The largest size of a text that nobody can read, in hundredths of a point.
const TINY: i64 = 200;

/// Removes tiny text, and the shapes that are wholly beside the slide and are not animated.
fn unseen(
    pack: &mut Pack,
    part: &str,
    (slide, size): (u32, Option<(i64, i64)>),
    findings: &mut Findings,
) {
    pack.change(part, |tree| {
        let mut animated = HashSet::new();
        tree.each(&mut |e| {
            if let ("spTgt", Some(id)) = (e.name(), e.attribute("spid")) {
                animated.insert(id.to_owned());
            }
        });
        tree.each_mut(&mut |e| {
            // only children of the slide are judged, because the coordinates of a shape in a group
            // are those of the group
            if e.name() != "spTree" {
                return;
            }
            let is_beside = |node: &Node<'_>| match (node, size) {
                (Node::Element(shape), Some(size)) => is_beside(shape, size, &animated),
                _ => false,
            };
            let before = e.children.len();
            e.children.retain(|node| !is_beside(node));
            for _ in e.children.len()..before {
                findings.add(What::Shape, &At::Slide(slide));
            }
        });
        tree.sift(&mut |e| {
            let size = e.child("rPr").and_then(|p| number(p, "sz"));
            if e.name() == "r" && size.is_some_and(|size| size <= TINY) && has_text(e) {
                findings.add(What::Faint, &At::Slide(slide));
                return Fate::Drop;
            }
            Fate::Keep
        });
    });
}

/// Whether an element is a shape with content that lies wholly outside the slide and is not
/// animated.
fn is_beside(shape: &Element<'_>, (width, height): (i64, i64), animated: &HashSet<String>) -> bool {
    let says = has_text(shape) || matches!(shape.name(), "pic" | "graphicFrame" | "grpSp");
    if !is_shape(shape) || !says {
        return false;
    }
    let mut own = shape.elements();
    let id = own.find_map(|e| e.child("cNvPr")?.attribute("id"));
    let properties = shape.child("spPr").or_else(|| shape.child("grpSpPr"));
    let frame = properties.unwrap_or(shape).child("xfrm");
    let Some((at, size)) = frame.and_then(|f| f.child("off").zip(f.child("ext"))) else {
        return false;
    };
    let beyond = |at: Option<i64>, size: Option<i64>, edge: i64| {
        at.zip(size)
            .is_some_and(|(at, size)| at > edge || at.saturating_add(size) < 0)
    };
    (beyond(number(at, "x"), number(size, "cx"), width)
        || beyond(number(at, "y"), number(size, "cy"), height))
        && id.is_none_or(|id| !animated.contains(id))
}
