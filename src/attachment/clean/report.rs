//! Takes an OpenDocument file, an RTF file or an office file from before 2007; finds its hidden
//! content. This file must not know how files are cleaned.

use super::left::is_named;
use super::open_sheets::{filled, hidden_columns, is_unseen, times};
use super::pack::Pack;
use super::tree::{self, Element};
use crate::attachment::document::Lost;
use crate::attachment::format::{Format, document};
use crate::attachment::hidden::{Findings, What};
use crate::attachment::place::{At, column};
use crate::diag::words;
use std::collections::{BTreeSet, HashMap, HashSet};

pub(super) fn report(bytes: &[u8], format: Format, findings: &mut Findings) {
    match format {
        Format::OpenDocument => {
            if let Ok(pack) = Pack::open(bytes) {
                open_document(&pack, findings);
            }
        }
        Format::Rtf | Format::OldWord | Format::OldWorkbook | Format::OldSlides => {
            let Ok((document, _)) = document(bytes) else {
                return;
            };
            for (lost, what) in [
                (Lost::Tracked, What::Changes),
                (Lost::Comments, What::Comments),
                (Lost::Hidden, What::Text),
                (Lost::Sheets, What::Sheet),
            ] {
                if document.lost.contains(&lost) {
                    findings.named(what, words("", ""));
                }
            }
        }
        _ => {}
    }
}

/// Properties that programs carry over from Word files. They say nothing about a person, so they
/// are not reported.
const OWN: [&str; 6] = [
    "AppVersion",
    "DocSecurity",
    "HyperlinksChanged",
    "LinksUpToDate",
    "ScaleCrop",
    "ShareDoc",
];

/// Whether a section has text and is hidden, always or on a condition.
pub(super) fn is_hidden_section(e: &Element<'_>) -> bool {
    matches!(e.attribute("display"), Some("none" | "condition")) && tree::has_text(e)
}

pub(super) fn open_document(pack: &Pack, findings: &mut Findings) {
    let styles = Styles::of(pack);
    pack.look("content.xml", |tree| {
        let mut walker = Walker {
            styles: &styles,
            findings,
            table: String::new(),
            row: 0,
            slide: 0,
            paragraph: 1,
        };
        walker.walk(tree);
    });
    pack.look("meta.xml", |tree| {
        tree.each(&mut |e| match e.name() {
            "user-defined" => {
                let name = e.attribute("name").unwrap_or_default();
                let value: String = e.text().chars().take(20).collect();
                if !value.trim().is_empty() && !OWN.contains(&name) {
                    let zh = format!("{name}：{value}");
                    findings.named(What::Property, words(zh, format!("{name}: {value}")));
                }
            }
            "template" => {
                let path = e.attribute("href").unwrap_or_default();
                if path.contains('/') {
                    findings.named(What::Path, words(path, path));
                }
            }
            _ => {}
        });
    });
}

/// The largest size of a text that nobody can read, in points.
const TINY: f64 = 2.0;

/// The names of the styles that hide something.
#[derive(Default)]
pub(super) struct Styles {
    pub(super) tables: HashSet<String>,
    pub(super) texts: HashSet<String>,
    pub(super) slides: HashSet<String>,
    /// White or tiny text. Empty if something in the file may be behind the text.
    pub(super) faint: HashSet<String>,
    /// The user fields whose value no text shows.
    pub(super) fields: HashSet<String>,
}

impl Styles {
    pub(super) fn of(pack: &Pack) -> Styles {
        let mut styles = Styles::default();
        for part in ["styles.xml", "content.xml"] {
            pack.look(part, |tree| styles.gather(tree));
        }
        styles.faint(pack);
        styles.fields = unused_fields(pack);
        styles
    }

    /// Gathers the styles of white or tiny text of a text document. White text counts only if
    /// nothing in the document has a colour behind it, and neither counts in a drawing.
    fn faint(&mut self, pack: &Pack) {
        let is_text = pack.look("content.xml", |tree| {
            let mut is_text = false;
            tree.each(&mut |e| is_text |= e.full_name() == "office:text");
            is_text
        });
        if !is_text {
            return;
        }
        let (mut white, mut tiny, mut is_backed) = (HashSet::new(), HashSet::new(), false);
        let mut drawn: HashSet<String> = HashSet::new();
        for part in ["styles.xml", "content.xml"] {
            pack.look(part, |tree| {
                tree.each(&mut |e| {
                    let colour = e.attribute("background-color").unwrap_or("transparent");
                    is_backed |= !(colour == "transparent" || tree::is_white(colour));
                    is_backed |= e.attribute("run-through") == Some("background");
                    if e.full_name().starts_with("draw:") {
                        e.each(&mut |inner| {
                            drawn.extend(inner.attribute("style-name").map(str::to_owned))
                        });
                    }
                    let Some(name) = e.attribute("name").filter(|_| e.name() == "style") else {
                        return;
                    };
                    let properties = e.child("text-properties");
                    let own = |name: &str| properties.and_then(|p| p.attribute(name));
                    if own("color").is_some_and(tree::is_white) {
                        white.insert(name.to_owned());
                    }
                    let size = own("font-size").and_then(|s| s.strip_suffix("pt"));
                    let size = size.and_then(|s| s.parse::<f64>().ok());
                    if size.is_some_and(|size| size <= TINY) {
                        tiny.insert(name.to_owned());
                    }
                });
            });
        }
        self.faint = match is_backed {
            true => tiny,
            false => white.into_iter().chain(tiny).collect(),
        };
        self.faint.retain(|name| !drawn.contains(name));
    }

    fn gather(&mut self, tree: &Element<'_>) {
        let mut parents: HashMap<String, String> = HashMap::new();
        tree.each(&mut |e| {
            let Some(name) = e.attribute("name").filter(|_| e.name() == "style") else {
                return;
            };
            if let Some(parent) = e.attribute("parent-style-name") {
                parents.insert(name.to_owned(), parent.to_owned());
            }
            for properties in e.elements() {
                let has = |attribute, value| properties.attribute(attribute) == Some(value);
                match properties.name() {
                    "table-properties" if has("display", "false") => &mut self.tables,
                    "text-properties" if has("display", "none") => &mut self.texts,
                    "drawing-page-properties" if has("visibility", "hidden") => &mut self.slides,
                    _ => continue,
                }
                .insert(name.to_owned());
            }
        });
        let heirs = parents
            .iter()
            .filter(|(_, parent)| self.texts.contains(*parent));
        let heirs: Vec<String> = heirs.map(|(name, _)| name.clone()).collect();
        self.texts.extend(heirs);
    }
}

/// The name of a field.
pub(super) fn named<'e>(e: &'e Element<'_>) -> &'e str {
    e.attribute("name").unwrap_or_default()
}

/// Whether a span is white or tiny, and no other span in it may be visible.
pub(super) fn is_faint(e: &Element<'_>, styles: &Styles) -> bool {
    let style = e.attribute("style-name").unwrap_or_default();
    styles.faint.contains(style) && !e.holds(&["span", "frame"])
}

/// The user fields that nothing but their declaration names.
fn unused_fields(pack: &Pack) -> HashSet<String> {
    let parts = ["styles.xml", "content.xml"];
    let mut declared = HashSet::new();
    for part in parts {
        pack.look(part, |tree| {
            tree.each(&mut |e| {
                if e.name() == "user-field-decl" {
                    declared.insert(named(e).to_owned());
                }
            });
        });
    }
    if declared.is_empty() {
        return declared;
    }
    for part in parts {
        pack.look(part, |tree| {
            tree.each(&mut |e| {
                let is_use = |name: &String| {
                    e.name() != "user-field-decl" && e.attribute_where(|_, v| is_named(v, name))
                };
                declared.retain(|name| !is_use(name));
            });
        });
    }
    declared
}

struct Walker<'a> {
    styles: &'a Styles,
    findings: &'a mut Findings,
    table: String,
    row: usize,
    slide: u32,
    paragraph: u32,
}

impl Walker<'_> {
    fn walk(&mut self, e: &Element<'_>) {
        for child in e.elements() {
            let style = child.attribute("style-name").unwrap_or_default();
            let says = || tree::has_text(child);
            match child.name() {
                // Tracked changes come before the text and contain the deleted text. They are not
                // walked, because they are no part of the text.
                "changed-region" => {
                    self.findings.named(What::Changes, words("", ""));
                    continue;
                }
                "annotation" => self.add(What::Comments),
                "hidden-text" | "hidden-paragraph" => self.add(What::Text),
                "section" if is_hidden_section(child) => self.add(What::Text),
                "span" | "p" | "h" if self.styles.texts.contains(style) && says() => {
                    self.add(What::Text);
                }
                "span" if is_faint(child, self.styles) && says() => self.add(What::Faint),
                "user-field-decl" if self.styles.fields.contains(named(child)) => {
                    let name = named(child);
                    self.findings.named(What::Variables, words(name, name));
                }
                "table" => {
                    child
                        .attribute("name")
                        .unwrap_or_default()
                        .clone_into(&mut self.table);
                    self.row = 0;
                    if self.styles.tables.contains(style) && says() {
                        self.findings
                            .add(What::Sheet, &At::Sheet(self.table.clone()));
                    }
                    self.columns(child);
                }
                "table-row" => {
                    self.row = self.row.saturating_add(1);
                    if is_unseen(child) && says() {
                        let zh = format!("工作表“{}”第 {} 行", self.table, self.row);
                        let en = format!("sheet `{}`, row {}", self.table, self.row);
                        self.findings.named(What::Rows, words(zh, en));
                    }
                    self.row = self
                        .row
                        .saturating_add(times(child, "number-rows-repeated").saturating_sub(1));
                }
                "page" => {
                    self.slide += 1;
                    if self.styles.slides.contains(style) {
                        self.findings.add(What::Slide, &At::Slide(self.slide));
                    }
                }
                "notes" if says() => self.findings.add(What::Notes, &At::Slide(self.slide)),
                "image" | "section-source" | "cell-range-source" | "plugin" | "table-source" => {
                    let target = child.attribute("href").unwrap_or_default();
                    if target.contains("://") || target.starts_with("file:") {
                        self.findings.named(What::External, words(target, target));
                    }
                }
                _ => {}
            }
            self.walk(child);
            if matches!(child.name(), "p" | "h") {
                self.paragraph += u32::from(says());
            }
        }
    }

    /// Reports the hidden columns of a table that have content.
    fn columns(&mut self, table: &Element<'_>) {
        let hidden = hidden_columns(table);
        let mut said: BTreeSet<usize> = BTreeSet::new();
        if hidden.is_empty() {
            return;
        }
        table.each(&mut |row| {
            if row.name() == "table-row" {
                for cell in filled(row) {
                    let first = hidden.partition_point(|c| c.end <= cell.start);
                    let own = hidden[first..].iter().take_while(|c| c.start < cell.end);
                    said.extend(own.map(|c| c.start.max(cell.start)));
                }
            }
        });
        for number in said {
            let letter = column(number);
            let zh = format!("工作表“{}”{letter} 列", self.table);
            let en = format!("sheet `{}`, column {letter}", self.table);
            self.findings.named(What::Columns, words(zh, en));
        }
    }

    fn add(&mut self, what: What) {
        let at = match self.table.as_str() {
            "" => At::Paragraph(self.paragraph),
            table => At::Sheet(table.to_owned()),
        };
        self.findings.add(what, &at);
    }
}
