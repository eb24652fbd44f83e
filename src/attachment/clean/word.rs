//! Takes the parts of a Word document (ECMA-376 part 1, 17); removes its hidden content: tracked
//! changes, comments, text that is hidden, white or tiny, hidden drawings, variables, the source of
//! a mail merge, and the numbers of editing sessions (`rsid`). `unshown.rs` removes what no page
//! shows. This file must not know other formats.

use super::pack::Pack;
use super::tree::{self, Element, Fate, Node, has_text};
use super::unshown;
use crate::attachment::hidden::{Findings, What};
use crate::attachment::place::{Area, At};
use std::collections::HashSet;

/// Whether a part holds text: the document, headers, footers, footnotes and endnotes.
fn is_text(name: &str) -> bool {
    let name = name.strip_prefix("word/").unwrap_or_default();
    let is = |from: &str| name.starts_with(from) && name.ends_with(".xml") && !name.contains('/');
    ["document", "header", "footer", "footnotes", "endnotes"]
        .into_iter()
        .any(is)
}

pub(super) fn clean(pack: &mut Pack, findings: &mut Findings) {
    let styles = pack.look("word/styles.xml", Styles::of);
    for name in pack.names(is_text) {
        let fixed = match name.trim_start_matches("word/") {
            n if n.starts_with("header") => Some(At::Area(Area::Header)),
            n if n.starts_with("footer") => Some(At::Area(Area::Footer)),
            n if n.starts_with("document") => None,
            _ => Some(At::Area(Area::Footnotes)),
        };
        pack.change(&name, |tree| {
            unshown::fields(tree, findings);
            text(tree, &styles, fixed, findings);
        });
    }
    unshown::headers(pack, findings);
    unshown::blocks(pack, findings);
    pack.change("word/settings.xml", |tree| {
        tree.sift(&mut |e| match e.name() {
            "docVars" => {
                e.elements().for_each(|variable| {
                    let name = variable.attribute("name").unwrap_or_default();
                    // these are removed without a finding, because WPS writes them into every file
                    if name.starts_with("KSO") || name == "commondata" {
                        return;
                    }
                    findings.named(What::Variables, crate::diag::words(name, name));
                });
                Fate::Drop
            }
            "mailMerge" => {
                findings.named(What::External, crate::diag::words("邮件合并", "mail merge"));
                Fate::Drop
            }
            "rsids" | "trackRevisions" => Fate::Drop,
            _ => Fate::Keep,
        });
    });
}

/// The styles that hide text, give it a colour, make it white, or colour what is behind it.
#[derive(Default)]
struct Styles {
    hidden: HashSet<String>,
    coloured: HashSet<String>,
    white: HashSet<String>,
    shaded: HashSet<String>,
}

impl Styles {
    fn of(tree: &Element<'_>) -> Styles {
        let mut styles = Styles::default();
        let mut based = Vec::new();
        tree.each(&mut |e| {
            let Some(id) = e.attribute("styleId").filter(|_| e.name() == "style") else {
                return;
            };
            if let Some(run) = e.child("rPr") {
                if run.child("vanish").is_some_and(Element::is_on) {
                    styles.hidden.insert(id.to_owned());
                }
                if run.child("color").is_some() {
                    styles.coloured.insert(id.to_owned());
                }
                if is_white(run) {
                    styles.white.insert(id.to_owned());
                }
            }
            if e.holds(&["shd", "highlight"]) {
                styles.shaded.insert(id.to_owned());
            }
            if let Some(base) = e.child("basedOn").and_then(|b| b.attribute("val")) {
                based.push((id.to_owned(), base.to_owned()));
            }
        });
        // a style inherits from the style on which it is based
        for _ in 0..based.len().min(16) {
            for (id, base) in &based {
                for set in [
                    &mut styles.hidden,
                    &mut styles.coloured,
                    &mut styles.white,
                    &mut styles.shaded,
                ] {
                    if set.contains(base) {
                        set.insert(id.clone());
                    }
                }
            }
        }
        styles
    }
}

fn is_white(run: &Element<'_>) -> bool {
    let white = |c: &Element<'_>| {
        c.attribute("val").is_some_and(tree::is_white)
            && c.attribute("themeColor")
                .is_none_or(|t| t.starts_with("background"))
            || c.attribute("themeColor") == Some("background1")
                && c.attribute("themeShade").is_none()
    };
    run.child("color").is_some_and(white)
}

/// The element that `mark` puts into a run with the property "hidden".
const HIDDEN: &str = "mulu-hidden";
/// The element that `mark` puts into a run whose text is white or tiny.
const FAINT: &str = "mulu-faint";

fn text(tree: &mut Element<'_>, styles: &Styles, fixed: Option<At>, findings: &mut Findings) {
    let has_background = tree.holds(&["background"]);
    mark(
        tree,
        styles,
        if has_background {
            Behind::Coloured
        } else {
            Behind::Paper
        },
        None,
    );
    let mut paragraph = 1_u32;
    let place = |paragraph: u32| fixed.clone().unwrap_or(At::Paragraph(paragraph));
    // deleted rows and cells go first, because the elements that state their deletion are removed
    // later
    tree.sift(&mut |e| {
        let says = |properties: &str, deleted: &str| {
            e.child(properties)
                .is_some_and(|p| p.child(deleted).is_some())
        };
        let is_deleted = match e.name() {
            "tr" => says("trPr", "del"),
            "tc" => says("tcPr", "cellDel"),
            "tbl" => e
                .elements()
                .all(|c| matches!(c.name(), "tblPr" | "tblGrid")),
            "p" => {
                paragraph += u32::from(has_text(e));
                false
            }
            _ => false,
        };
        match is_deleted {
            true if e.name() == "tbl" => Fate::Drop,
            true => {
                findings.add(What::Deleted, &place(paragraph));
                Fate::Drop
            }
            false => Fate::Keep,
        }
    });
    for _ in 0..join_paragraphs(tree) {
        findings.named(What::Changes, crate::diag::words("", ""));
    }
    let mut paragraph = 1_u32;
    tree.sift(&mut |e| {
        if e.name() == "p" {
            paragraph += u32::from(has_text(e));
        }
        let (fate, what) = judge(e);
        if let Some(what) = what {
            findings.add(what, &place(paragraph));
        }
        fate
    });
    tree.sift(&mut |e| match e.name() {
        HIDDEN | FAINT => Fate::Drop,
        _ => Fate::Keep,
    });
    tree.each_mut(&mut |e| {
        e.remove_attributes(|name, _| name.starts_with("w:rsid"));
    });
}

/// The fate of an element, and the kind to report, if any.
fn judge(e: &Element<'_>) -> (Fate, Option<What>) {
    match e.name() {
        "rPrChange" | "pPrChange" | "sectPrChange" | "tblPrChange" | "trPrChange"
        | "tcPrChange" | "tblGridChange" | "tblPrExChange" | "numberingChange" => {
            (Fate::Drop, Some(What::Formats))
        }
        "ins" | "moveTo" | "cellIns" | "cellMerge" if e.children.is_empty() => {
            (Fate::Drop, Some(What::Changes))
        }
        "ins" | "moveTo" => (Fate::Unwrap, Some(What::Changes)),
        "del" | "moveFrom" | "cellDel" => (Fate::Drop, Some(What::Changes)),
        "moveFromRangeStart"
        | "moveFromRangeEnd"
        | "moveToRangeStart"
        | "moveToRangeEnd"
        | "customXmlInsRangeStart"
        | "customXmlInsRangeEnd"
        | "customXmlDelRangeStart"
        | "customXmlDelRangeEnd"
        | "customXmlMoveFromRangeStart"
        | "customXmlMoveFromRangeEnd"
        | "customXmlMoveToRangeStart"
        | "customXmlMoveToRangeEnd"
        | "commentRangeStart"
        | "commentRangeEnd"
        | "annotationRef"
        | "dataBinding" => (Fate::Drop, None),
        "commentReference" => (Fate::Drop, Some(What::Comments)),
        HIDDEN | FAINT => (Fate::Keep, None),
        "drawing" if is_hidden_drawing(e) => (Fate::Drop, Some(What::Shape)),
        // drawings in VML (ECMA-376 part 4), also beside a drawing of newer Word
        "shape" | "group" | "rect" | "roundrect" | "oval" if is_invisible(e) => {
            (Fate::Drop, Some(What::Shape))
        }
        "r" => in_run(e),
        _ => (Fate::Keep, None),
    }
}

fn is_hidden_drawing(e: &Element<'_>) -> bool {
    let of = |frame: &Element<'_>| frame.child("docPr").is_some_and(|p| p.is("hidden"));
    e.elements().any(of)
}

fn is_invisible(e: &Element<'_>) -> bool {
    let style = e.attribute("style").unwrap_or_default();
    style
        .split(';')
        .filter_map(|rule| rule.split_once(':'))
        .any(|(name, value)| name.trim() == "visibility" && value.trim() == "hidden")
}

/// Decides about a run. A hidden run with text is removed. A run with the code of a field stays,
/// because it is part of the field.
fn in_run(e: &Element<'_>) -> (Fate, Option<What>) {
    let what = match (e.child(HIDDEN), e.child(FAINT)) {
        (Some(_), _) => What::Text,
        (_, Some(_)) => What::Faint,
        _ => return (Fate::Keep, None),
    };
    let is_field = e.holds(&["fldChar", "instrText"]);
    match (is_field, has_text(e)) {
        (false, true) => (Fate::Drop, Some(what)),
        _ => (Fate::Keep, None),
    }
}

/// The background of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    Paper,
    Coloured,
}

/// The largest size of a text that nobody can read, in half points.
const TINY: f64 = 4.0;

/// Marks the runs whose text is hidden, white or tiny; `paragraph` is the style of the paragraph
/// around `e`, if it has one.
fn mark(e: &mut Element<'_>, styles: &Styles, behind: Behind, paragraph: Option<&str>) {
    let style_of = |e: &Element<'_>, properties: &str, style: &str| {
        let style = e.child(properties)?.child(style)?;
        style.attribute("val").map(str::to_owned)
    };
    let is_filled = |e: &Element<'_>, properties: &str| {
        let shade = e.child(properties).and_then(|p| p.child("shd"));
        shade.is_some_and(|s| {
            let fill = s.attribute("fill").unwrap_or("auto");
            !(fill.eq_ignore_ascii_case("ffffff") || fill == "auto")
                || !matches!(s.attribute("val"), None | Some("clear" | "nil"))
                || s.attribute("themeFill").is_some()
        })
    };
    for child in e.elements_mut() {
        let mut behind = behind;
        let mut own = paragraph.map(str::to_owned);
        let is_shaded = |style: Option<String>| style.is_some_and(|s| styles.shaded.contains(&s));
        let is_coloured = match child.name() {
            "tbl" => is_shaded(style_of(child, "tblPr", "tblStyle")) || is_filled(child, "tblPr"),
            "tc" => is_filled(child, "tcPr"),
            "txbxContent" | "pict" | "drawing" => true,
            "p" => {
                own = style_of(child, "pPr", "pStyle");
                is_filled(child, "pPr") || is_shaded(own.clone())
            }
            _ => false,
        };
        if is_coloured {
            behind = Behind::Coloured;
        }
        if child.name() == "r" {
            let style = style_of(child, "rPr", "rStyle");
            let either = |set: &HashSet<String>| {
                [style.as_deref(), paragraph]
                    .into_iter()
                    .flatten()
                    .any(|s| set.contains(s))
            };
            if let Some(name) = sign(child, styles, behind, either) {
                child
                    .children
                    .insert(0, Node::Element(Element::new(name, Vec::new())));
            }
        }
        mark(child, styles, behind, own.as_deref());
    }
}

/// The name of the element that marks a run; `None` if readers can see the text of the run.
fn sign(
    run: &Element<'_>,
    styles: &Styles,
    behind: Behind,
    either: impl Fn(&HashSet<String>) -> bool,
) -> Option<&'static str> {
    let properties = run.child("rPr");
    let own = |name: &str| properties.and_then(|p| p.child(name));
    let is_hidden = own("vanish").map_or_else(|| either(&styles.hidden), Element::is_on);
    if is_hidden {
        return Some(HIDDEN);
    }
    let size = own("sz").and_then(|s| s.attribute("val")?.parse::<f64>().ok());
    if size.is_some_and(|size| size <= TINY) {
        return Some(FAINT);
    }
    let is_white = match own("color") {
        Some(_) => properties.is_some_and(is_white),
        None => either(&styles.white),
    };
    let marked = own("highlight").and_then(|h| h.attribute("val"));
    let marked = marked.filter(|name| *name != "none");
    let stated = own("color").map(|c| match c.attribute("themeColor") {
        Some(_) => "theme",
        None => c.attribute("val").unwrap_or("auto"),
    });
    let colour = match stated {
        // an automatic colour is black on a highlight; on a dark shading it is white
        Some("auto") => marked.map(|_| "000000"),
        None if !either(&styles.coloured) => marked.map(|_| "000000"),
        stated => stated,
    };
    if colour.is_some_and(|colour| is_behind(colour, marked, own("shd"))) {
        return Some(FAINT);
    }
    let is_backed = behind == Behind::Coloured
        || own("shd").is_some()
        || own("highlight").is_some()
        || either(&styles.shaded);
    (is_white && !is_backed).then_some(FAINT)
}

/// Whether the highlight of a run or, without one, its shading has the colour of its text.
fn is_behind(colour: &str, highlight: Option<&str>, shade: Option<&Element<'_>>) -> bool {
    /// The colours of highlights (ECMA-376 part 1, 17.18.40).
    const HIGHLIGHTS: [(&str, &str); 16] = [
        ("black", "000000"),
        ("blue", "0000FF"),
        ("cyan", "00FFFF"),
        ("darkBlue", "000080"),
        ("darkCyan", "008080"),
        ("darkGray", "808080"),
        ("darkGreen", "008000"),
        ("darkMagenta", "800080"),
        ("darkRed", "800000"),
        ("darkYellow", "808000"),
        ("green", "00FF00"),
        ("lightGray", "C0C0C0"),
        ("magenta", "FF00FF"),
        ("red", "FF0000"),
        ("white", "FFFFFF"),
        ("yellow", "FFFF00"),
    ];
    let is_plain = |s: &&Element<'_>| {
        s.attribute("themeFill").is_none() && matches!(s.attribute("val"), None | Some("clear"))
    };
    let behind = match highlight {
        Some(name) => {
            let known = HIGHLIGHTS.iter().find(|(known, _)| *known == name);
            known.map(|(_, colour)| *colour)
        }
        None => shade.filter(is_plain).and_then(|s| s.attribute("fill")),
    };
    behind.is_some_and(|behind| behind.len() == 6 && behind.eq_ignore_ascii_case(colour))
}

/// Puts the content of each paragraph whose end was deleted or moved away into the next paragraph,
/// and removes the empty paragraph, unless it ends a section. Returns the number of these ends.
fn join_paragraphs(e: &mut Element<'_>) -> usize {
    let mut count = 0;
    let ends = |p: &Element<'_>| {
        let marks = p.child("pPr").and_then(|p| p.child("rPr"));
        p.name() == "p" && marks.is_some_and(|m| m.child("del").or(m.child("moveFrom")).is_some())
    };
    let mut carried: Vec<Node<'_>> = Vec::new();
    let mut out: Vec<Node<'_>> = Vec::with_capacity(e.children.len());
    let mut open: Option<usize> = None;
    for node in std::mem::take(&mut e.children) {
        let Node::Element(mut child) = node else {
            out.push(node);
            continue;
        };
        count += join_paragraphs(&mut child);
        let is_paragraph = child.name() == "p";
        if ends(&child) {
            // the content of several such paragraphs is moved only once, to the paragraph after them
            let content = std::mem::take(&mut child.children);
            let (own, rest): (Vec<_>, Vec<_>) = content
                .into_iter()
                .partition(|n| matches!(n, Node::Element(e) if e.name() == "pPr"));
            carried.extend(rest);
            child.children = own;
            open = Some(out.len());
            count += 1;
        } else if is_paragraph && open.take().is_some() {
            let after = child
                .children
                .iter()
                .position(|n| matches!(n, Node::Element(e) if e.name() == "pPr"))
                .map_or(0, |at| at + 1);
            child.children.splice(after..after, carried.drain(..));
        } else if !is_paragraph && let Some(at) = open.take() {
            // the paragraph gets its content back, because no paragraph follows directly
            restore(&mut out, at, &mut carried);
        }
        out.push(Node::Element(child));
    }
    if let Some(at) = open {
        restore(&mut out, at, &mut carried);
    }
    out.retain(|node| match node {
        Node::Element(e) => !(ends(e) && e.elements().all(|c| c.name() == "pPr")) || is_last(e),
        _ => true,
    });
    if e.name() == "tc"
        && !out
            .iter()
            .any(|n| matches!(n, Node::Element(c) if c.name() == "p"))
    {
        out.push(Node::Element(Element::new("w:p", Vec::new())));
    }
    e.children = out;
    count
}

fn restore<'a>(out: &mut [Node<'a>], at: usize, carried: &mut Vec<Node<'a>>) {
    if let Some(Node::Element(paragraph)) = out.get_mut(at) {
        paragraph.children.append(carried);
    }
}

/// Whether a paragraph ends a section and must stay.
fn is_last(e: &Element<'_>) -> bool {
    e.child("pPr").is_some_and(|p| p.child("sectPr").is_some())
}
