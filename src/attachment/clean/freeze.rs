//! Takes the parts of a workbook from which cells or sheets were removed; replaces formulas and the
//! references of charts by the values that are shown. Also removes rules and links that refer to
//! removed sheets. This file must not know why anything was removed.

use super::left::is_sheet;
use super::pack::Pack;
use super::tree::{Element, Fate, Node};

pub(super) fn freeze(pack: &mut Pack, gone: &[String]) {
    for part in pack.names(is_sheet) {
        pack.change(&part, |tree| {
            tree.each_mut(&mut |e| {
                if e.name() == "c" && e.child("v").is_some() {
                    e.children
                        .retain(|n| !matches!(n, Node::Element(f) if f.name() == "f"));
                    e.remove_attributes(|name, _| name == "cm");
                }
            });
            tree.sift(&mut |e| match e.name() {
                "dataValidation" | "cfRule" | "sparkline" if mentions(&e.text(), gone) => {
                    Fate::Drop
                }
                "hyperlink" if e.attribute("location").is_some_and(|l| mentions(l, gone)) => {
                    Fate::Drop
                }
                "dataValidations"
                | "conditionalFormatting"
                | "conditionalFormattings"
                | "sparklines"
                | "hyperlinks"
                | "ext"
                | "extLst"
                    if !e.elements().any(|c| !matches!(c.name(), "sqref" | "f")) =>
                {
                    Fate::Drop
                }
                _ => Fate::Keep,
            });
        });
    }
    for part in pack.names(|name| name.starts_with("xl/charts/") && name.ends_with(".xml")) {
        pack.change(&part, chart);
    }
    for part in pack.names(|name| name.starts_with("xl/drawings/") && name.ends_with(".xml")) {
        pack.change(&part, |tree| {
            tree.each_mut(&mut |e| {
                e.replace_attributes(|name, _| (name == "textlink").then(String::new));
            });
        });
    }
    pack.cut("xl/workbook.xml", |r| r.kind == "calcChain");
}

/// Whether the cells of a copy differ from the original, and the original has formulas without a
/// stored result. Programs that cannot compute write such formulas. The copy would show nothing in
/// their cells, or another result.
pub(super) fn lacks_results(original: &[u8], copy: &[u8]) -> bool {
    let (Ok(original), Ok(copy)) = (Pack::open(original), Pack::open(copy)) else {
        return false;
    };
    let sheets = |pack: &Pack| -> Vec<(String, Vec<u8>)> {
        let parts = pack.parts.iter();
        parts.filter(|(name, _)| is_sheet(name)).cloned().collect()
    };
    let is_open = |tree: &Element<'_>| {
        let mut is_open = false;
        tree.each(&mut |e| {
            let is_empty = e.child("v").is_none_or(|v| v.text().trim().is_empty());
            // a text may rightly be empty
            is_open |= e.name() == "c"
                && e.child("f").is_some()
                && is_empty
                && e.attribute("t") != Some("str");
        });
        is_open
    };
    let before = sheets(&original);
    before != sheets(&copy) && before.iter().any(|(name, _)| original.look(name, is_open))
}

/// Replaces the references of a chart to cells by the values that it shows.
fn chart(tree: &mut Element<'_>) {
    tree.sift(&mut |e| match e.name() {
        "pivotSource" | "externalData" => Fate::Drop,
        _ => Fate::Keep,
    });
    tree.each_mut(&mut |e| {
        let is_title = e.name() == "tx";
        let prefix = e
            .full_name()
            .split_once(':')
            .map_or("", |(p, _)| p)
            .to_owned();
        let named = |name: &str| match prefix.as_str() {
            "" => name.to_owned(),
            _ => format!("{prefix}:{name}"),
        };
        for child in e.elements_mut() {
            let (cache, literal) = match child.name() {
                "numRef" => ("numCache", "numLit"),
                "strRef" => ("strCache", "strLit"),
                _ => continue,
            };
            let Some(at) = child
                .children
                .iter()
                .position(|n| matches!(n, Node::Element(c) if c.name() == cache))
            else {
                continue;
            };
            let Node::Element(mut values) = child.children.swap_remove(at) else {
                continue;
            };
            *child = if is_title {
                Element::new(named("v"), vec![Node::Own(values.text().trim().to_owned())])
            } else {
                Element::new(named(literal), std::mem::take(&mut values.children))
            };
        }
    });
}

/// A text with its XML character and entity references replaced.
pub(super) fn plain(text: &str) -> String {
    let plain = quick_xml::escape::unescape(text).map(std::borrow::Cow::into_owned);
    plain.unwrap_or_else(|_| text.to_owned())
}

/// Whether a formula refers to one of these sheets, or to a sheet whose name ends with one of these
/// names.
pub(super) fn mentions(formula: &str, sheets: &[String]) -> bool {
    let formula = plain(formula);
    sheets.iter().any(|name| {
        let name = plain(name);
        let quoted = format!("'{}'!", name.replace('\'', "''"));
        formula.contains(&quoted) || formula.contains(&format!("{name}!"))
    })
}
