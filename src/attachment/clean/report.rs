//! Takes an OpenDocument file, an RTF file or an office file from before 2007; finds its hidden
//! content. This file must not know how files are cleaned.

use super::freeze::plain;
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

/// Whether a part is an earlier version of the text, which LibreOffice stores on demand.
pub(super) fn is_version(name: &str) -> bool {
    name.starts_with("Versions/")
}

pub(super) fn open_document(pack: &Pack, findings: &mut Findings) {
    let styles = Styles::of(pack, "content.xml");
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
    for name in pack.names(is_version) {
        findings.named(What::Versions, words(&name, &name));
    }
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

/// The names of the styles that hide something in a part.
#[derive(Default)]
pub(super) struct Styles {
    pub(super) tables: HashSet<String>,
    pub(super) texts: HashSet<String>,
    pub(super) slides: HashSet<String>,
    faint: Faint,
    /// The user fields whose value no text shows.
    pub(super) fields: HashSet<String>,
}

/// The names of the automatic styles of white or tiny text in a part. A style has one size for
/// Latin letters and another for Chinese characters.
#[derive(Default)]
struct Faint {
    /// Empty if something in the file may be behind the text.
    white: HashSet<String>,
    tiny_latin: HashSet<String>,
    tiny_han: HashSet<String>,
}

impl Styles {
    /// Gathers the common styles and the automatic styles of a part. An automatic style of another
    /// part may have the same name.
    pub(super) fn of(pack: &Pack, part: &str) -> Styles {
        let mut styles = Styles::default();
        for (part, group) in [
            ("styles.xml", "office:styles"),
            (part, "office:automatic-styles"),
        ] {
            pack.look(part, |tree| {
                tree.each(&mut |e| {
                    if e.full_name() == group {
                        styles.gather(e);
                    }
                });
            });
        }
        styles.faint = Faint::of(pack, part);
        styles.fields = unused_fields(pack);
        styles
    }

    fn gather(&mut self, group: &Element<'_>) {
        let own = || group.elements().filter(|e| e.name() == "style");
        // an automatic style takes the place of a common style with the same name
        for e in own() {
            match e.attribute("family") {
                Some("table") => self.tables.remove(named(e)),
                Some("text" | "paragraph") => self.texts.remove(named(e)),
                Some("drawing-page") => self.slides.remove(named(e)),
                _ => false,
            };
        }
        let mut parents: HashMap<String, String> = HashMap::new();
        for e in own() {
            let Some(name) = e.attribute("name") else {
                continue;
            };
            let properties = e.child("text-properties");
            let is_set = properties.is_some_and(|p| p.attribute("display").is_some());
            if let Some(parent) = e.attribute("parent-style-name").filter(|_| !is_set) {
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
        }
        let heirs = parents
            .iter()
            .filter(|(_, parent)| self.texts.contains(*parent));
        let heirs: Vec<String> = heirs.map(|(name, _)| name.clone()).collect();
        self.texts.extend(heirs);
    }
}

impl Faint {
    /// Gathers the styles of a part of a text document. White text counts only if nothing may be
    /// behind it. Styles of texts in drawings, links and ruby text do not count, and no style
    /// counts if references in the file may show the text at another place.
    fn of(pack: &Pack, part: &str) -> Faint {
        let mut faint = Faint::default();
        let (mut is_text, mut is_backed, mut has_references) = (false, false, false);
        for part in PARTS {
            pack.look(part, |tree| {
                tree.each(&mut |e| {
                    is_text |= e.full_name() == "office:text";
                    is_backed |= is_backing(e);
                    has_references |= matches!(e.name(), "bookmark-ref" | "reference-ref");
                });
            });
        }
        if !is_text || has_references {
            return faint;
        }
        let mut other: HashSet<String> = HashSet::new();
        pack.look(part, |tree| {
            tree.each(&mut |e| match e.full_name() {
                "office:automatic-styles" => faint.gather(e),
                name if name.starts_with("draw:") || matches!(name, "text:a" | "text:ruby") => {
                    e.each(&mut |inner| {
                        other.extend(inner.attribute("style-name").map(str::to_owned));
                    });
                }
                _ => {}
            });
        });
        if is_backed {
            faint.white.clear();
        }
        for names in [&mut faint.white, &mut faint.tiny_latin, &mut faint.tiny_han] {
            names.retain(|name| !other.contains(name));
        }
        faint
    }

    fn gather(&mut self, group: &Element<'_>) {
        for e in group.elements().filter(|e| e.name() == "style") {
            let properties = e.child("text-properties");
            let (Some("text"), Some(properties)) = (e.attribute("family"), properties) else {
                continue;
            };
            let is_border =
                |name: &str, value: &str| name.starts_with("fo:border") && value != "none";
            if properties.attribute_where(is_border) {
                continue;
            }
            let own = |name: &str| properties.attribute(name);
            if own("color").is_some_and(tree::is_white)
                && own("use-window-font-color") != Some("true")
            {
                self.white.insert(named(e).to_owned());
            }
            let is_tiny = |name: &str| {
                let size = own(name).and_then(|s| s.strip_suffix("pt"));
                let size = size.and_then(|s| s.parse::<f64>().ok());
                size.is_some_and(|size| size <= TINY)
            };
            if is_tiny("font-size") {
                self.tiny_latin.insert(named(e).to_owned());
            }
            if is_tiny("font-size-asian") {
                self.tiny_han.insert(named(e).to_owned());
            }
        }
    }

    /// Whether nobody can read a text of this style.
    fn hides(&self, style: &str, text: &str) -> bool {
        let (latin, han) = (
            self.tiny_latin.contains(style),
            self.tiny_han.contains(style),
        );
        let mut letters = text.chars().filter(|c| !c.is_whitespace());
        let is_tiny = |c: char| match c {
            ..'\u{590}' => latin,
            // punctuation that has the size of the letters beside it
            '\u{2000}'..'\u{2e80}' => latin && han,
            '\u{2e80}'..'\u{a4d0}'
            | '\u{f900}'..'\u{fb00}'
            | '\u{fe30}'..'\u{fe50}'
            | '\u{ff00}'..'\u{fff0}'
            | '\u{20000}'.. => han,
            // scripts such as Arabic and Tibetan have a third size
            _ => false,
        };
        self.white.contains(style) || ((latin || han) && letters.all(is_tiny))
    }
}

/// Whether an element may put something behind or beside the letters that makes white text visible.
fn is_backing(e: &Element<'_>) -> bool {
    let is_picture = e.name() == "background-image"
        && (e.attribute_where(|_, _| true) || !e.children.is_empty());
    let is_under = e.attribute("wrap") == Some("run-through")
        && e.attribute("run-through") != Some("foreground");
    let is_coloured = |name: &str, value: &str| match name.rsplit(':').next().unwrap_or(name) {
        "background-color" => value != "transparent" && !tree::is_white(value),
        "fill" => name == "draw:fill" && value != "none",
        "run-through" => value == "background",
        "text-shadow" | "font-relief" => value != "none",
        "text-outline" => value != "false",
        "text-underline-color" | "text-overline-color" | "text-line-through-color" => {
            value != "font-color" && !tree::is_white(value)
        }
        _ => false,
    };
    is_picture || is_under || e.attribute_where(is_coloured)
}

/// The name of a field.
pub(super) fn named<'e>(e: &'e Element<'_>) -> &'e str {
    e.attribute("name").unwrap_or_default()
}

/// Whether a span has white or tiny text and nothing else, except what is always removed.
pub(super) fn is_faint(e: &Element<'_>, styles: &Styles) -> bool {
    let is_plain = |e: &Element<'_>| {
        matches!(
            e.name(),
            "s" | "tab"
                | "line-break"
                | "change"
                | "change-start"
                | "change-end"
                | "annotation"
                | "annotation-end"
        )
    };
    let style = e.attribute("style-name").unwrap_or_default();
    tree::has_text(e) && e.elements().all(is_plain) && styles.faint.hides(style, &plain(&e.text()))
}

/// The parts with texts and styles.
const PARTS: [&str; 2] = ["styles.xml", "content.xml"];

/// The user fields that only their own declaration names, or only declarations of unused fields.
fn unused_fields(pack: &Pack) -> HashSet<String> {
    let mut unused = HashSet::new();
    for part in PARTS {
        pack.look(part, |tree| {
            tree.each(&mut |e| {
                if e.name() == "user-field-decl" {
                    unused.insert(named(e).to_owned());
                }
            });
        });
    }
    loop {
        let before = unused.clone();
        for part in PARTS.iter().filter(|_| !before.is_empty()) {
            pack.look(part, |tree| {
                tree.each(&mut |e| {
                    if e.name() != "user-field-decl" || !before.contains(named(e)) {
                        unused.retain(|name| !e.attribute_where(|_, v| is_named(v, name)));
                    }
                });
            });
        }
        if unused.len() == before.len() {
            return unused;
        }
    }
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
                "tracked-changes" if child.full_name() == "table:tracked-changes" => {
                    if child.elements().next().is_some() {
                        self.findings.named(What::Changes, words("", ""));
                    }
                    continue;
                }
                "annotation" => self.add(What::Comments),
                "hidden-text" | "hidden-paragraph" => self.add(What::Text),
                "section" if is_hidden_section(child) => self.add(What::Text),
                "span" | "p" | "h" if self.styles.texts.contains(style) && says() => {
                    self.add(What::Text);
                }
                "span" if is_faint(child, self.styles) => self.add(What::Faint),
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
