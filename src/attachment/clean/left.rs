//! Takes the parts of a workbook; finds and removes what deleted cells left behind: shared strings
//! that no cell uses, and hidden names that no formula uses. This file must not know other formats.

use super::pack::Pack;
use super::tree::{Element, Node};
use crate::attachment::hidden::{Findings, What};
use crate::diag::words;
use std::collections::HashSet;

/// The main part of a workbook.
pub(super) const BOOK: &str = "xl/workbook.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

/// Whether a part of a workbook is a sheet of cells.
pub(super) fn is_sheet(part: &str) -> bool {
    part.starts_with("xl/worksheets/") && part.ends_with(".xml")
}

/// The shared strings that the cells of all sheets use.
pub(super) fn used_strings(pack: &Pack) -> HashSet<usize> {
    let mut used = HashSet::new();
    for part in pack.names(is_sheet) {
        pack.look(&part, |tree| {
            tree.each(&mut |e| {
                if e.name() == "c" && e.attribute("t") == Some("s") {
                    let index: Option<usize> =
                        e.child("v").and_then(|v| v.text().trim().parse().ok());
                    used.extend(index);
                }
            });
        });
    }
    used
}

/// Removes the parts of removed sheets, and empties the shared strings that no cell uses any more.
/// `before` has the strings in use before anything was removed. An emptied string that was not in
/// use even then is reported.
pub(super) fn strings(pack: &mut Pack, before: &HashSet<usize>, findings: &mut Findings) {
    // removed sheets are still among the parts
    let relations = pack.relations(BOOK);
    let shown: HashSet<String> = relations.iter().map(|r| Pack::target(BOOK, r)).collect();
    pack.parts.retain(|(name, _)| {
        let is_sheet = is_sheet(name);
        !is_sheet || shown.contains(name)
    });
    let used = used_strings(pack);
    pack.change(STRINGS, |tree| {
        let mut index = 0;
        tree.each_mut(&mut |e| {
            if e.name() != "si" {
                return;
            }
            let own = index;
            index += 1;
            if used.contains(&own) || e.text().trim().is_empty() {
                return;
            }
            if !before.contains(&own) {
                findings.named(What::Strings, words("", ""));
            }
            let name = e.full_name().replace("si", "t");
            e.children = vec![Node::Element(Element::new(name, Vec::new()))];
        });
    });
}

/// The maximum number of hidden names that are examined.
const MOST_NAMES: usize = 100;

/// The hidden names that stand for a text and that nothing else in the workbook mentions. Office
/// programs write other hidden names, such as the area of a filter.
pub(super) fn unused_names(pack: &Pack) -> HashSet<String> {
    let mut names: HashSet<String> = HashSet::new();
    pack.look(BOOK, |tree| {
        tree.each(&mut |e| {
            let text = e.text();
            if let ("definedName", Some(name)) = (e.name(), e.attribute("name"))
                && e.is("hidden")
                && !name.starts_with("_xl")
                && (text.contains('"') || text.contains("&quot;"))
                && names.len() < MOST_NAMES
            {
                names.insert(name.to_owned());
            }
        });
        tree.each(&mut |e| {
            let (own, text) = (e.attribute("name").unwrap_or_default(), e.text());
            if e.name() == "definedName" {
                names.retain(|name| name == own || !is_named(&text, name));
            }
        });
    });
    let is_part = |name: &str| name.starts_with("xl/") && name != BOOK && name.ends_with(".xml");
    for part in pack.names(|name| !names.is_empty() && is_part(name)) {
        let text = pack.text(&part).unwrap_or_default();
        names.retain(|name| !is_named(&text, name));
    }
    names
}

/// Whether a name is a whole word of a text.
pub(super) fn is_named(text: &str, name: &str) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    text.match_indices(name).any(|(at, _)| {
        let after = &text[at + name.len()..];
        !joins(text[..at].chars().next_back()) && !joins(after.chars().next())
    })
}
