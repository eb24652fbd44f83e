//! Takes the content of an OpenDocument workbook (ISO/IEC 26300, 9); removes hidden sheets, and
//! empties the cells of hidden rows and columns. If any content is removed, formulas become the
//! values that they show. If a chart, a pivot table or the like may refer to the hidden cells,
//! nothing is removed. This file must not know other formats.

use super::pack::Pack;
use super::tree::{Element, Fate, has_text};
use std::collections::HashSet;
use std::ops::Range;

/// Elements that show or combine other cells and have no value to take their place.
const REFER: [&str; 7] = [
    "object",
    "object-ole",
    "data-pilot-table",
    "scenario",
    "consolidation",
    "dde-link",
    "cell-range-source",
];

/// Whether a row or a column is hidden, by hand or by a filter.
pub(super) fn is_unseen(e: &Element<'_>) -> bool {
    matches!(e.attribute("visibility"), Some("collapse" | "filter"))
}

/// How often an element is repeated.
pub(super) fn times(e: &Element<'_>, attribute: &str) -> usize {
    let times = e.attribute(attribute).and_then(|n| n.parse().ok());
    times.unwrap_or(1)
}

/// The hidden columns of a table, counted from 0.
pub(super) fn hidden_columns(table: &Element<'_>) -> Vec<Range<usize>> {
    let (mut at, mut all) = (0_usize, Vec::new());
    table.each(&mut |e| {
        if e.name() == "table-column" {
            let end = at.saturating_add(times(e, "number-columns-repeated"));
            if is_unseen(e) {
                all.push(at..end);
            }
            at = end;
        }
    });
    all
}

fn is_cell(e: &Element<'_>) -> bool {
    matches!(e.name(), "table-cell" | "covered-table-cell")
}

/// For each cell with text in a row, its columns.
pub(super) fn filled<'a>(row: &'a Element<'_>) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut at = 0_usize;
    row.elements().filter(|e| is_cell(e)).filter_map(move |e| {
        let from = at;
        at = at.saturating_add(times(e, "number-columns-repeated"));
        has_text(e).then_some(from..at)
    })
}

/// `hidden` are the styles of hidden tables.
pub(super) fn clean(pack: &mut Pack, hidden: &HashSet<String>) {
    let gone: Vec<String> = pack.change("content.xml", |tree| {
        if tree.holds(&REFER) {
            return Vec::new();
        }
        let mut gone = Vec::new();
        tree.sift(&mut |e| match e.attribute("style-name") {
            Some(style) if e.name() == "table" && hidden.contains(style) && has_text(e) => {
                gone.extend(e.attribute("name").map(str::to_owned));
                Fate::Drop
            }
            _ => Fate::Keep,
        });
        let mut is_less = !gone.is_empty();
        tree.each_mut(&mut |e| {
            if e.name() == "table" {
                let columns = hidden_columns(e);
                e.each_mut(&mut |row| is_less |= row.name() == "table-row" && empty(row, &columns));
            }
        });
        if is_less {
            freeze(tree, &gone);
        }
        gone
    });
    if gone.is_empty() {
        return;
    }
    let is_gone = |name: Option<&str>| name.is_some_and(|name| gone.iter().any(|g| g == name));
    pack.change("settings.xml", |tree| {
        tree.sift(&mut |e| match e.name() {
            "config-item-map-entry" if is_gone(e.attribute("name")) => Fate::Drop,
            "config-item" if is_gone(Some(e.text().as_str())) => Fate::Drop,
            _ => Fate::Keep,
        });
    });
}

/// Empties the hidden cells of a row. Returns whether any had content.
fn empty(row: &mut Element<'_>, columns: &[Range<usize>]) -> bool {
    let is_row = is_unseen(row);
    if !is_row && columns.is_empty() {
        return false;
    }
    let (mut at, mut is_less) = (0_usize, false);
    for cell in row.elements_mut().filter(|e| is_cell(e)) {
        let from = at;
        at = at.saturating_add(times(cell, "number-columns-repeated"));
        let is_within = |c: &Range<usize>| c.start <= from && at <= c.end;
        // a merged cell may be visible in a neighbouring row or column
        let is_merged =
            times(cell, "number-rows-spanned") > 1 || times(cell, "number-columns-spanned") > 1;
        if is_merged || !(is_row || columns.iter().any(is_within)) {
            continue;
        }
        let is_value = |name: &str, _: &str| {
            let own = name.rsplit(':').next().unwrap_or_default();
            own == "formula" || own == "currency" || own.ends_with("value") || own == "value-type"
        };
        is_less |= cell.remove_attributes(is_value) || !cell.children.is_empty();
        cell.children.clear();
    }
    is_less
}

/// Replaces formulas by the values that they show, and removes lists and names that refer to cells.
fn freeze(tree: &mut Element<'_>, gone: &[String]) {
    let mut lists: Vec<String> = Vec::new();
    let is_of_gone = |e: &Element<'_>| {
        let area = e.attribute("target-range-address").unwrap_or_default();
        let sheet = area.rsplit_once(':').map_or(area, |(_, last)| last);
        let sheet = sheet.rsplit_once('.').map_or(sheet, |(sheet, _)| sheet);
        let sheet = sheet.trim_start_matches('$').replace("&apos;", "'");
        gone.iter()
            .any(|name| *name == sheet || format!("'{name}'") == sheet)
    };
    tree.sift(&mut |e| match e.name() {
        "named-expressions" => Fate::Drop,
        "database-range" if is_of_gone(e) => Fate::Drop,
        "content-validation" if refers(e.attribute("condition").unwrap_or_default()) => {
            lists.extend(e.attribute("name").map(str::to_owned));
            Fate::Drop
        }
        "content-validations" if e.elements().next().is_none() => Fate::Drop,
        _ => Fate::Keep,
    });
    tree.each_mut(&mut |e| {
        e.remove_attributes(|name, value| match name.rsplit(':').next() {
            Some("formula" | "number-matrix-columns-spanned" | "number-matrix-rows-spanned") => {
                true
            }
            Some("content-validation-name") => lists.iter().any(|list| list == value),
            _ => false,
        });
    });
}

/// Whether the condition of a cell refers to other cells, or to a name that may stand for cells.
fn refers(condition: &str) -> bool {
    let list = condition.split_once("in-list(").map(|(_, list)| list);
    condition.contains('[') || list.is_some_and(|list| !list.starts_with(['"', '&']))
}
