//! Takes the parts of a workbook (ECMA-376 part 1, 18); removes its hidden content, such as hidden
//! sheets, rows and cells, strings of deleted cells, and caches. If formulas may refer to removed
//! content, all formulas become the values that they show. This file must not know other formats.

use super::freeze::{freeze, mentions, plain};
use super::left::{BOOK, strings, unused_names, used_strings};
use super::pack::Pack;
use super::tree::{self, Element, Fate};
use super::unshown::{printers, sheet_headers, sheet_shapes};
use crate::attachment::hidden::{Findings, What};
use crate::attachment::place::At;
use crate::attachment::sheet::{MOST_COLUMNS, column_of, is_hidden};
use crate::diag::{Words, words};
use std::collections::HashSet;

pub(super) fn clean(pack: &mut Pack, findings: &mut Findings) {
    let before = used_strings(pack);
    let sheets = hidden_sheets(pack, findings);
    let formats = pack.look("xl/styles.xml", Formats::of);
    let mut is_less = !sheets.gone.is_empty();
    for (name, part) in &sheets.shown {
        is_less |= sheet(pack, (name, part), &formats, findings);
    }
    sheet_shapes(pack, findings);
    printers(pack, findings);
    is_less |= others(pack, findings);
    if is_less {
        freeze(pack, &sheets.gone);
    }
    strings(pack, &before, findings);
    let names = unused_names(pack);
    pack.change(BOOK, |tree| {
        tree.sift(&mut |e| match e.name() {
            "definedName" if e.attribute("name").is_some_and(|n| names.contains(n)) => {
                let name = e.attribute("name").unwrap_or_default();
                findings.named(What::Names, words(name, name));
                Fate::Drop
            }
            "definedNames" if e.elements().next().is_none() => Fate::Drop,
            "absPath" => {
                let path = e.attribute("url").unwrap_or_default();
                findings.named(What::Path, words(path, path));
                Fate::Drop
            }
            "AlternateContent" if !e.elements().any(|c| c.elements().next().is_some()) => {
                Fate::Drop
            }
            "fileSharing" => {
                let name = e.attribute("userName").unwrap_or_default();
                if !name.is_empty() {
                    findings.named(What::Author, words(name, name));
                }
                Fate::Drop
            }
            "customWorkbookViews" | "revisionPtr" => Fate::Drop,
            _ => Fate::Keep,
        });
    });
}

/// The sheets that are shown, by name and part, and the names of the removed sheets.
#[derive(Default)]
struct Sheets {
    shown: Vec<(String, String)>,
    gone: Vec<String>,
}

/// A sheet as the workbook lists it.
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) part: String,
    relation: String,
    is_hidden: bool,
}

/// The sheets of a workbook in their order.
pub(super) fn sheets(pack: &Pack) -> Vec<Listed> {
    let relations = pack.relations(BOOK);
    pack.look(BOOK, |tree| {
        let mut all = Vec::new();
        tree.each(&mut |e| {
            if let ("sheet", Some(id)) = (e.name(), e.attribute("id")) {
                let relation = relations.iter().find(|r| r.id == id);
                all.push(Listed {
                    name: plain(e.attribute("name").unwrap_or_default()),
                    part: relation.map_or(String::new(), |r| Pack::target(BOOK, r)),
                    relation: id.to_owned(),
                    is_hidden: matches!(e.attribute("state"), Some("hidden" | "veryHidden")),
                });
            }
        });
        all
    })
}

fn hidden_sheets(pack: &mut Pack, findings: &mut Findings) -> Sheets {
    let listed = self::sheets(pack);
    let mut sheets = Sheets::default();
    let mut ids = HashSet::new();
    for sheet in &listed {
        if sheet.is_hidden {
            findings.add(What::Sheet, &At::Sheet(sheet.name.clone()));
            sheets.gone.push(sheet.name.clone());
            ids.insert(sheet.relation.clone());
        } else if !sheet.part.is_empty() {
            sheets.shown.push((sheet.name.clone(), sheet.part.clone()));
        }
    }
    if ids.is_empty() {
        return sheets;
    }
    pack.cut(BOOK, |r| ids.contains(&r.id));
    let places: Vec<Option<usize>> = listed
        .iter()
        .scan(0, |next, sheet| {
            let own = (!sheet.is_hidden).then_some(*next);
            *next += usize::from(!sheet.is_hidden);
            Some(own)
        })
        .collect();
    let place = |e: &Element<'_>| -> Option<Option<usize>> {
        let old: usize = e.attribute("localSheetId")?.parse().ok()?;
        Some(places.get(old).copied().flatten())
    };
    let gone = sheets.gone.clone();
    pack.change(BOOK, |tree| {
        tree.sift(&mut |e| match e.name() {
            "definedName" if place(e) == Some(None) || mentions(&e.text(), &gone) => Fate::Drop,
            "definedNames" if e.elements().next().is_none() => Fate::Drop,
            _ => Fate::Keep,
        });
        tree.each_mut(&mut |e| {
            let new = place(e).flatten();
            match e.name() {
                "definedName" => {
                    e.replace_attributes(|name, _| {
                        new.filter(|_| name == "localSheetId")
                            .map(|n| n.to_string())
                    });
                }
                "workbookView" => {
                    e.remove_attributes(|name, _| matches!(name, "activeTab" | "firstSheet"));
                }
                _ => {}
            }
        });
    });
    sheets
}

/// The cell formats whose content cannot be seen: those that show nothing, white text without a
/// fill, and text in the colour of its fill.
#[derive(Default)]
struct Formats {
    unseen: HashSet<usize>,
}

impl Formats {
    fn of(tree: &Element<'_>) -> Formats {
        let Some(sheet) = tree.child("styleSheet") else {
            return Formats::default();
        };
        let list = |name: &str| sheet.child(name).map(|l| l.elements().collect::<Vec<_>>());
        let fonts = list("fonts").unwrap_or_default();
        let fills = list("fills").unwrap_or_default();
        let white = |font: &&Element<'_>| {
            font.child("color").is_some_and(|c| {
                c.attribute("rgb").is_some_and(tree::is_white)
                    || c.attribute("theme") == Some("0") && c.attribute("tint").is_none()
                    || matches!(c.attribute("indexed"), Some("1" | "9"))
            })
        };
        let bare = |fill: &&Element<'_>| {
            let kind = fill
                .child("patternFill")
                .map(|p| p.attribute("patternType"));
            matches!(kind, Some(None | Some("none" | "gray125")))
        };
        let empty: HashSet<&str> = list("numFmts")
            .unwrap_or_default()
            .into_iter()
            .filter(|f| f.attribute("formatCode").is_some_and(|c| c.trim() == ";;;"))
            .filter_map(|f| f.attribute("numFmtId"))
            .collect();
        let number = |e: &Element<'_>, name: &str| -> usize {
            e.attribute(name).and_then(|n| n.parse().ok()).unwrap_or(0)
        };
        let is_unseen = |e: &Element<'_>| {
            let font = fonts.get(number(e, "fontId"));
            let fill = fills.get(number(e, "fillId"));
            e.attribute("numFmtId").is_some_and(|id| empty.contains(id))
                || font.is_some_and(white) && fill.is_none_or(bare)
                || font.zip(fill).is_some_and(is_filled_alike)
        };
        let formats = list("cellXfs").unwrap_or_default();
        let unseen = (0..).zip(formats).filter(|(_, e)| is_unseen(e));
        Formats {
            unseen: unseen.map(|(i, _)| i).collect(),
        }
    }
}

/// Whether a font has the stated colour of a solid fill.
fn is_filled_alike((font, fill): (&&Element<'_>, &&Element<'_>)) -> bool {
    let pattern = fill.child("patternFill");
    let solid = pattern.filter(|p| p.attribute("patternType") == Some("solid"));
    let behind = solid.and_then(|p| p.child("fgColor")?.attribute("rgb"));
    let own = font.child("color").and_then(|c| c.attribute("rgb"));
    // eight digits, of which the first two say how opaque the colour is
    let is_same = |(own, behind): (&str, &str)| own.len() == 8 && own.eq_ignore_ascii_case(behind);
    own.zip(behind).is_some_and(is_same)
}

/// An area of a sheet: its first column and row, and its last column and row, from 1.
type Area = [usize; 4];

/// The areas that a text such as `A1:B3 C5` names.
fn areas(text: &str) -> Vec<Area> {
    let area = |text: &str| {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let (first, last) = (cell(first)?, cell(last)?);
        Some([first.0, first.1, last.0, last.1])
    };
    text.split_whitespace().filter_map(area).collect()
}

/// The areas that one attribute states, in all elements of this name.
fn areas_of(tree: &Element<'_>, name: &str, attribute: &str) -> Vec<Area> {
    let mut all = Vec::new();
    tree.each(&mut |e| {
        if e.name() == name {
            all.extend(areas(e.attribute(attribute).unwrap_or_default()));
        }
    });
    all
}

/// The column and the row of a cell, from 1; `None` if the text names no cell.
fn cell(name: &str) -> Option<(usize, usize)> {
    let name = name.replace('$', "");
    let row = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    Some((column_of(&name)?, row.parse().ok()?))
}

/// The maximum number of possibly coloured areas that are examined.
const MOST_AREAS: usize = 1_000;
/// The maximum number of merged areas that are examined.
const MOST_MERGED: usize = 20_000;

/// The hidden parts of a sheet.
struct Unseen {
    columns: HashSet<usize>,
    rows: HashSet<usize>,
    /// The first cells of merged areas that are partly shown.
    merged: HashSet<(usize, usize)>,
    /// The areas whose background may have a colour from elsewhere than the cell format.
    coloured: Vec<Area>,
}

impl Unseen {
    /// `tables` are the areas of the tables on the sheet.
    fn of(tree: &Element<'_>, tables: Vec<Area>) -> Unseen {
        let mut own = Unseen {
            columns: HashSet::new(),
            rows: HashSet::new(),
            merged: HashSet::new(),
            coloured: tables,
        };
        let rules = areas_of(tree, "conditionalFormatting", "sqref");
        own.coloured.extend(rules);
        // with too many areas, every cell counts as possibly coloured
        if own.coloured.len() > MOST_AREAS {
            own.coloured = vec![[0, 0, usize::MAX, usize::MAX]];
        }
        if tree.holds(&["picture"]) {
            own.coloured.push([0, 0, usize::MAX, usize::MAX]);
        }
        let mut row = 0;
        tree.each(&mut |e| match e.name() {
            "col" if is_hidden(e.attribute("hidden"), e.attribute("width")) => {
                let number = |key| e.attribute(key).and_then(|n| n.parse::<usize>().ok());
                if let Some((min, max)) = number("min").zip(number("max")) {
                    own.columns.extend(min..=max.min(MOST_COLUMNS));
                }
            }
            "row" => {
                row = number_of(e, row);
                if is_hidden(e.attribute("hidden"), e.attribute("ht")) {
                    own.rows.insert(row);
                }
            }
            _ => {}
        });
        own.merged = areas_of(tree, "mergeCell", "ref")
            .into_iter()
            .take(MOST_MERGED)
            .filter(|[c1, r1, c2, r2]| {
                (*r1..=*r2).take(10_000).any(|r| !own.rows.contains(&r))
                    && (*c1..=*c2).take(10_000).any(|c| !own.has_column(c))
            })
            .map(|[c, r, ..]| (c, r))
            .collect();
        own
    }

    fn has_column(&self, column: usize) -> bool {
        self.columns.contains(&column)
    }

    /// What hides a cell: its row or its column; `None` if neither does.
    fn line(&self, (column, row): (usize, usize)) -> Option<What> {
        if self.rows.contains(&row) {
            Some(What::Rows)
        } else {
            self.has_column(column).then_some(What::Columns)
        }
    }

    /// Whether something other than its format may colour a cell, so that white text is visible.
    fn is_coloured(&self, (column, row): (usize, usize)) -> bool {
        let is_in =
            |[c1, r1, c2, r2]: &Area| (*c1..=*c2).contains(&column) && (*r1..=*r2).contains(&row);
        self.coloured.iter().any(is_in)
    }
}

/// The number of a row, from 1: the stated one, or the next.
fn number_of(row: &Element<'_>, last: usize) -> usize {
    let stated = row.attribute("r").and_then(|r| r.parse().ok());
    stated.unwrap_or(last.saturating_add(1))
}

/// The place of hidden content on the sheet with this name: a row, a column or a cell.
fn place(what: What, name: &str, (column, row): (usize, usize)) -> Words {
    let letter = crate::attachment::place::column(column.saturating_sub(1));
    let (zh, en) = match what {
        What::Rows => (format!("第 {row} 行"), format!("row {row}")),
        What::Columns => (format!("{letter} 列"), format!("column {letter}")),
        _ => (
            format!("{letter}{row} 单元格"),
            format!("cell {letter}{row}"),
        ),
    };
    words(
        format!("工作表“{name}”{zh}"),
        format!("sheet `{name}`, {en}"),
    )
}

/// Empties the hidden cells of a sheet, and removes its scenarios and custom views. Returns whether
/// any hidden cell had content.
fn sheet(
    pack: &mut Pack,
    (name, part): (&str, &str),
    formats: &Formats,
    findings: &mut Findings,
) -> bool {
    let tables = pack
        .relations(part)
        .into_iter()
        .filter(|r| r.kind == "table");
    let tables = tables.flat_map(|r| {
        pack.look(&Pack::target(part, &r), |tree| {
            areas_of(tree, "table", "ref")
        })
    });
    let tables = tables.collect();
    let was_emptied = pack.change(part, |tree| {
        let unseen = Unseen::of(tree, tables);
        let mut said: HashSet<(What, usize)> = HashSet::new();
        let (mut row, mut column) = (0, 0);
        tree.each_mut(&mut |e| {
            match e.name() {
                "row" => {
                    (row, column) = (number_of(e, row), 0);
                    return;
                }
                "c" => {}
                _ => return,
            }
            let stated = e.attribute("r").map(str::to_owned);
            column = stated.as_deref().and_then(column_of).unwrap_or(column + 1);
            if e.children.is_empty() || unseen.merged.contains(&(column, row)) {
                return;
            }
            let format = e
                .attribute("s")
                .and_then(|s| s.parse().ok())
                .unwrap_or(0_usize);
            let is_format = formats.unseen.contains(&format);
            let at = (column, row);
            let by_format = || (is_format && !unseen.is_coloured(at)).then_some(What::Cells);
            let Some(what) = unseen.line(at).or_else(by_format) else {
                return;
            };
            let line = match what {
                What::Rows => row,
                What::Columns => column,
                _ => said.len(),
            };
            if said.insert((what, line)) {
                findings.named(what, place(what, name, (column, row)));
            }
            e.children.clear();
            e.remove_attributes(|name, _| matches!(name, "t" | "cm" | "vm"));
        });
        tree.sift(&mut |e| match e.name() {
            "scenario" => {
                findings.add(What::Scenarios, &At::Sheet(name.to_owned()));
                Fate::Keep
            }
            "scenarios" | "customSheetViews" => Fate::Drop,
            _ => Fate::Keep,
        });
        sheet_headers(tree, name, findings);
        !said.is_empty()
    });
    // a table needs its headings, which may be empty now, so tables become plain cells
    if was_emptied {
        pack.cut(part, |r| r.kind == "table");
        pack.change(part, |tree| {
            tree.sift(&mut |e| match e.name() {
                "tableParts" => Fate::Drop,
                _ => Fate::Keep,
            });
        });
    }
    was_emptied
}

/// Removes pivot tables, values of other workbooks, connections and slicers. Returns whether there
/// were caches of pivot tables or values of other workbooks, to which formulas may have referred.
fn others(pack: &mut Pack, findings: &mut Findings) -> bool {
    let mut is_less = false;
    for part in pack.names(|name| name.starts_with("xl/") && !name.ends_with(".rels")) {
        for relation in pack.relations(&part) {
            let target = Pack::target(&part, &relation);
            let name = target.rsplit('/').next().unwrap_or_default().to_owned();
            match relation.kind.as_str() {
                "pivotCacheRecords" => {
                    findings.named(What::Pivot, words(&name, &name));
                    is_less = true;
                }
                "externalLink" => {
                    let path = pack.relations(&target).into_iter().next();
                    let path = path.map_or(name, |r| r.target);
                    findings.named(What::Books, words(&path, &path));
                    is_less = true;
                }
                "connections" => {
                    let names: Vec<String> = pack.look(&target, |tree| {
                        let mut names = Vec::new();
                        tree.each(&mut |e| {
                            names.extend(
                                e.attribute("name")
                                    .filter(|_| e.name() == "connection")
                                    .map(str::to_owned),
                            );
                        });
                        names
                    });
                    names
                        .iter()
                        .for_each(|n| findings.named(What::Connections, words(n, n)));
                }
                _ => {}
            }
        }
    }
    is_less |= lists(pack, findings);
    cut_others(pack);
    is_less
}

/// Reports the caches of pivot tables that have no records but store values in their lists of
/// fields. Returns whether there are any.
fn lists(pack: &Pack, findings: &mut Findings) -> bool {
    let mut has_any = false;
    for part in pack.names(|name| name.starts_with("xl/pivotCache/") && name.contains("Definition"))
    {
        let holds = pack.look(&part, |tree| {
            let mut holds = false;
            tree.each(&mut |e| {
                holds |= e.name() == "sharedItems" && e.elements().next().is_some();
            });
            holds
        });
        if holds && pack.relations(&part).is_empty() {
            let name = part.rsplit('/').next().unwrap_or_default();
            findings.named(What::Pivot, words(name, name));
            has_any = true;
        }
    }
    has_any
}

/// Removes pivot tables, values of other workbooks, connections, queries, slicers, timelines,
/// printer settings and custom properties, and the drawings of slicers and timelines.
fn cut_others(pack: &mut Pack) {
    let goes = [
        "pivotTable",
        "pivotCacheDefinition",
        "pivotCacheRecords",
        "externalLink",
        "connections",
        "queryTable",
        "slicer",
        "slicerCache",
        "timeline",
        "timelineCache",
        "printerSettings",
        "customProperty",
    ];
    for part in pack.names(|name| name.starts_with("xl/") && !name.ends_with(".rels")) {
        if pack
            .cut(&part, |r| goes.contains(&r.kind.as_str()))
            .is_empty()
        {
            continue;
        }
        pack.change(&part, |tree| {
            tree.sift(&mut |e| match e.name() {
                "slicerCaches" | "slicerList" | "timelineCacheRefs" | "timelineRefs"
                | "pivotCaches" | "externalReferences"
                    if e.elements().next().is_none() =>
                {
                    Fate::Drop
                }
                "ext" | "extLst" if e.elements().next().is_none() => Fate::Drop,
                _ => Fate::Keep,
            });
            tree.each_mut(&mut |e| {
                if e.name() == "table" {
                    e.remove_attributes(|name, _| matches!(name, "tableType" | "connectionId"));
                }
                if e.name() == "tableColumn" {
                    e.remove_attributes(|name, _| name == "queryTableFieldId");
                }
            });
        });
    }
    for part in pack.names(|name| name.starts_with("xl/drawings/") && name.ends_with(".xml")) {
        pack.change(&part, |tree| {
            tree.sift(&mut |e| match e.name() {
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor"
                    if e.holds(&["slicer", "timeslicer"]) =>
                {
                    Fate::Drop
                }
                _ => Fate::Keep,
            });
        });
    }
}
