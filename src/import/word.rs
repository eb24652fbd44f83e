//! Takes the bytes of a Word or WPS file (.docx); gives its content as a [`Page`]. Automatic
//! numbers become text or the numbers of list items.
//!
//! Tracked changes are accepted. Hidden text, comments, headers and footers are left out. The
//! format is WordprocessingML (ECMA-376, part 1). This module must not decide which block is the
//! title; it gives only a hint, the first paragraph with the style of a title.

mod drawing;
mod field;
mod formula;
mod list;
mod run;
mod style;
mod symbol;
mod table;

use super::page::{self, Block, Page, Span};
use crate::attachment::numbering::{Lists, Mark};
use crate::fold::is_han;
use field::Field;
use roxmltree::{Document, Node};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use style::Style;

/// Why a file could not be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The file has a password, is not a zip file, has no `word/document.xml`, or has a part that
    /// cannot be opened.
    NotAPackage,
    /// A part is broken, or the main part has no body.
    Damaged,
    /// The unpacked file would be larger than [`LARGEST`].
    TooLarge,
}

/// The maximum number of bytes that are unpacked, of all parts together.
const LARGEST: u64 = 256 << 20;

/// The deepest nesting of tables and other elements that is read.
const DEEPEST: usize = 64;

pub(super) fn read(bytes: &[u8]) -> Result<Page, Fault> {
    let mut package = Package {
        zip: zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::NotAPackage)?,
        left: LARGEST,
    };
    let main = package
        .text("word/document.xml")?
        .ok_or(Fault::NotAPackage)?;
    let styles = package.text("word/styles.xml")?;
    let numbering = package.text("word/numbering.xml")?;
    let rels = package.text("word/_rels/document.xml.rels")?;
    let footnotes = package.text("word/footnotes.xml")?;
    let endnotes = package.text("word/endnotes.xml")?;
    let document = Document::parse(&main).map_err(|_| Fault::Damaged)?;
    let styles = match &styles {
        Some(text) => style::read(&Document::parse(text).map_err(|_| Fault::Damaged)?),
        None => HashMap::new(),
    };
    let lists = match &numbering {
        Some(text) => list::read(&Document::parse(text).map_err(|_| Fault::Damaged)?),
        None => Lists::default(),
    };
    let targets = match &rels {
        Some(text) => targets(&Document::parse(text).map_err(|_| Fault::Damaged)?),
        None => HashMap::new(),
    };
    let mut reader = Reader {
        page: Page::default(),
        styles,
        lists,
        targets,
        package,
        link: None,
        field: Vec::new(),
        was_hidden: false,
        carried: Vec::new(),
        nested: Vec::new(),
    };
    let body = document
        .root_element()
        .children()
        .find(|n| n.has_tag_name_local("body"))
        .ok_or(Fault::Damaged)?;
    reader.blocks(body, 0);
    reader.notes(footnotes, "footnote", "")?;
    reader.notes(endnotes, "endnote", ENDNOTE)?;
    let said = std::mem::take(&mut reader.lists.counter.said);
    super::office::counted(&mut reader.page, said);
    reader.around();
    Ok(reader.page)
}

/// Finds elements and attributes by local name, because Word and WPS use two sets of namespaces.
trait Local<'a> {
    fn has_tag_name_local(&self, name: &str) -> bool;
    fn attr(&self, name: &str) -> Option<&'a str>;
    fn child(&self, name: &str) -> Option<Self>
    where
        Self: Sized;
}

impl<'a> Local<'a> for Node<'a, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
    fn attr(&self, name: &str) -> Option<&'a str> {
        self.attributes()
            .find(|a| a.name() == name)
            .map(|a| a.value())
    }
    fn child(&self, name: &str) -> Option<Self> {
        self.children().find(|n| n.has_tag_name_local(name))
    }
}

/// Whether a setting is on. A missing setting is off, and a setting without a value is on.
fn is_on(properties: Option<Node<'_, '_>>, name: &str) -> bool {
    properties.and_then(|p| p.child(name)).is_some_and(is_set)
}

fn is_set(setting: Node<'_, '_>) -> bool {
    !matches!(setting.attr("val"), Some("0" | "false" | "off" | "none"))
}

/// The message about tracked changes.
const TRACKED: (&str, &str) = (
    "原件有修订痕迹，按接受全部修订导入",
    "changes were tracked in the original; it was imported as if all were accepted",
);

/// The message about comments.
const COMMENTS: (&str, &str) = ("批注没有导入", "comments were not imported");

/// The message about form controls that still have their placeholder text.
const UNFILLED: (&str, &str) = (
    "没有填写的控件没有导入",
    "controls that were not filled in were not imported",
);

/// The prefix of the labels of endnotes, to tell them from footnotes.
const ENDNOTE: &str = "e";

struct Package<'a> {
    zip: zip::ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl Package<'_> {
    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let mut file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(Fault::NotAPackage),
        };
        let mut bytes = Vec::new();
        file.by_ref()
            .take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| Fault::Damaged)?;
        self.left = self
            .left
            .checked_sub(bytes.len() as u64)
            .ok_or(Fault::TooLarge)?;
        Ok(Some(bytes))
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes).map_err(|_| Fault::Damaged)?;
        Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
    }
}

fn targets(document: &Document<'_>) -> HashMap<String, (String, bool)> {
    let all = document
        .root_element()
        .children()
        .filter(|n| n.has_tag_name_local("Relationship"));
    all.filter_map(|n| {
        Some((
            n.attr("Id")?.to_owned(),
            (
                n.attr("Target")?.to_owned(),
                n.attr("TargetMode") == Some("External"),
            ),
        ))
    })
    .collect()
}

struct Reader<'a> {
    page: Page,
    styles: HashMap<String, Style>,
    lists: Lists,
    targets: HashMap<String, (String, bool)>,
    package: Package<'a>,
    link: Option<String>,
    /// The fields that have begun and not ended, the innermost last.
    field: Vec<Field>,
    /// Whether the previous run was hidden.
    was_hidden: bool,
    /// The text of paragraphs whose end is deleted (a tracked change). It is joined to the next
    /// paragraph.
    carried: Vec<Span>,
    /// The tables in the cells of the current table.
    nested: Vec<Block>,
}

impl Reader<'_> {
    /// Whether content at this depth is left out, because it is nested too deep. Reports such
    /// content.
    fn is_too_deep(&mut self, depth: usize) -> bool {
        if depth > DEEPEST {
            self.page.leave_out(
                "嵌套过深的内容没有导入",
                "what is nested too deep was not imported",
            );
        }
        depth > DEEPEST
    }

    fn blocks(&mut self, node: Node<'_, '_>, depth: usize) {
        if self.is_too_deep(depth) {
            return;
        }
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => self.paragraph(child, depth),
                "tbl" => self.table(child, depth),
                // a `Fallback` repeats a text box
                "Fallback" | "del" | "moveFrom" | "sectPr" | "sdtPr" => {}
                "sdt" if is_on(child.child("sdtPr"), "showingPlcHdr") => {
                    self.page.leave_out(UNFILLED.0, UNFILLED.1)
                }
                "altChunk" => self.page.leave_out(
                    "插入的另一份文件没有导入",
                    "another file that is part of it was not imported",
                ),
                _ => self.blocks(child, depth + 1),
            }
        }
        let spans = std::mem::take(&mut self.carried);
        let block = Block::Text { level: 0, spans };
        if !block.is_empty() {
            self.page.blocks.push(block);
        }
    }

    /// Reads the notes of a part. The label of a note is `before`, followed by the note's number.
    fn notes(&mut self, part: Option<String>, name: &str, before: &str) -> Result<(), Fault> {
        let Some(part) = part else { return Ok(()) };
        let notes = Document::parse(&part).map_err(|_| Fault::Damaged)?;
        let is_note = |n: &Node<'_, '_>| {
            n.has_tag_name_local(name) && n.attr("type").is_none_or(|t| t == "normal")
        };
        for note in notes.root_element().children().filter(is_note) {
            let mut spans = Vec::new();
            for paragraph in note.descendants().filter(|n| n.has_tag_name_local("p")) {
                self.runs(paragraph, &mut spans, 0);
                spans.push(Span::text(" "));
            }
            let label = format!("{before}{}", note.attr("id").unwrap_or_default());
            self.page.footnotes.push((label, spans));
        }
        Ok(())
    }

    fn paragraph(&mut self, node: Node<'_, '_>, depth: usize) {
        let properties = node.child("pPr");
        let style_id = properties
            .and_then(|p| p.child("pStyle"))
            .and_then(|s| s.attr("val"));
        let style = style_id
            .and_then(|id| self.styles.get(id))
            .cloned()
            .unwrap_or_default();
        if style.is_hidden {
            return self.hide(node);
        }
        let is_joined = properties
            .and_then(|p| p.child("rPr"))
            .is_some_and(|p| p.child("del").is_some() || p.child("moveFrom").is_some());
        if is_joined {
            self.page.doubt(TRACKED.0, TRACKED.1);
            let mut spans = std::mem::take(&mut self.carried);
            self.runs(node, &mut spans, depth);
            self.carried = spans;
            return self.text_boxes(node, depth);
        }
        let level = properties
            .and_then(style::outline)
            .or(style.level)
            .unwrap_or(0);
        let mut spans = Vec::new();
        let own = properties.and_then(|p| p.child("numPr"));
        let list = match own.and_then(style::list) {
            Some(list) => Some(list),
            None => style.list.map(|(list, at)| {
                let by_style = style_id.and_then(|id| self.lists.level_of(&list, id));
                let at = own.and_then(style::level).or(by_style).unwrap_or(at);
                (list, at)
            }),
        };
        let mark = list.and_then(|(list, at)| self.lists.next(&list, at));
        match &mark {
            Some(Mark::Number(_)) if level == 0 => {}
            mark => spans.extend(mark.as_ref().and_then(Mark::text).map(Span::text)),
        }
        spans.append(&mut self.carried);
        self.was_hidden = false;
        self.runs(node, &mut spans, depth);
        let block = match mark {
            Some(Mark::Bullet(depth)) if level == 0 => Block::Item {
                depth,
                number: None,
                spans,
            },
            Some(Mark::Number(number)) if level == 0 => Block::Item {
                depth: 0,
                number: Some(number),
                spans,
            },
            _ => Block::Text { level, spans },
        };
        if style.is_title && self.page.hints.is_empty() {
            let title: String = block.lines().concat();
            self.page
                .hints
                .extend((!title.trim().is_empty()).then(|| title.trim().to_owned()));
        }
        if !block.is_empty()
            || matches!(
                block,
                Block::Item {
                    number: Some(_),
                    ..
                }
            )
        {
            self.page.blocks.push(block);
        }
        // a field without a result ends with its paragraph
        self.field.retain(|f| f.has_result);
        self.text_boxes(node, depth);
    }

    /// Reads the text boxes drawn in a paragraph.
    fn text_boxes(&mut self, node: Node<'_, '_>, depth: usize) {
        for inner in node
            .descendants()
            .filter(|n| n.has_tag_name_local("txbxContent"))
        {
            let around = || inner.ancestors().skip(1).take_while(|a| *a != node);
            if around().any(|a| {
                ["del", "moveFrom"].contains(&a.tag_name().name())
                    || (a.has_tag_name_local("r") && self.is_hidden(a))
            }) {
                self.hide(inner);
                continue;
            }
            let is_copy = around()
                .any(|a| a.has_tag_name_local("Fallback") || a.has_tag_name_local("txbxContent"));
            if !is_copy {
                self.blocks(inner, depth + 1);
            }
        }
    }

    /// Whether a run is hidden, by its own properties or by its style.
    fn is_hidden(&self, run: Node<'_, '_>) -> bool {
        let properties = run.child("rPr");
        match properties.and_then(|p| p.child("vanish")) {
            Some(vanish) => is_set(vanish),
            None => properties
                .and_then(|p| p.child("rStyle"))
                .and_then(|s| self.styles.get(s.attr("val")?))
                .is_some_and(|s| s.is_hidden),
        }
    }

    /// Leaves out hidden text or a deleted text box, and reports it. Adds its text to
    /// `Page::marks`, because it may be a security marking, which restricts disclosure.
    fn hide(&mut self, node: Node<'_, '_>) {
        let said = said(node);
        if !said.trim().is_empty() {
            self.page.leave_out(
                "原件中的隐藏文字没有导入",
                "hidden text of the original was not imported",
            );
            let mut lines = said.lines().map(str::to_owned);
            // a security marking may be in several runs, so the text of adjoining runs is one line
            if self.was_hidden
                && let (Some(before), Some(more)) = (self.page.marks.last_mut(), lines.next())
            {
                before.push_str(&more);
            }
            self.page.marks.extend(lines);
            self.was_hidden = true;
        }
    }

    /// Adds the pieces of text in a paragraph to `spans`.
    fn runs(&mut self, node: Node<'_, '_>, spans: &mut Vec<Span>, depth: usize) {
        if self.is_too_deep(depth) {
            return;
        }
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "r" => self.run(child, spans),
                "del" | "moveFrom" => self.page.doubt(TRACKED.0, TRACKED.1),
                "ins" | "moveTo" => {
                    self.page.doubt(TRACKED.0, TRACKED.1);
                    self.runs(child, spans, depth + 1);
                }
                "hyperlink" => {
                    let target = child
                        .attr("id")
                        .and_then(|id| self.targets.get(id))
                        .filter(|t| t.1)
                        .map(|t| t.0.clone());
                    let before =
                        std::mem::replace(&mut self.link, target.filter(|t| field::is_web(t)));
                    self.runs(child, spans, depth + 1);
                    self.link = before;
                }
                "oMath" | "oMathPara" => self.formula(child, spans),
                "fldSimple" => self.simple_field(child, spans, depth),
                "sdt" => self.control(child, spans, depth),
                "commentRangeStart" => self.page.leave_out(COMMENTS.0, COMMENTS.1),
                "pPr" | "txbxContent" | "Fallback" => {}
                _ => self.runs(child, spans, depth + 1),
            }
        }
    }

    /// Takes over a formula that can be written on a line of text; reports any other formula.
    fn formula(&mut self, node: Node<'_, '_>, spans: &mut Vec<Span>) {
        match formula::line(node) {
            Some(text) => spans.push(Span::text(text)),
            None => {
                let seen = formula::characters(node);
                self.page.leave_out(
                    format!("公式没有导入（其中的字符：{seen}）"),
                    format!("a formula was not imported (its characters: {seen})"),
                );
            }
        }
    }

    /// Reads a field that consists of a single element.
    fn simple_field(&mut self, node: Node<'_, '_>, spans: &mut Vec<Span>, depth: usize) {
        self.field.push(Field {
            code: node.attr("instr").unwrap_or_default().to_owned(),
            has_result: true,
            ..Field::default()
        });
        self.runs(node, spans, depth + 1);
        if let Some(seen) = self.field_end() {
            spans.push(Span::text(seen));
        }
    }

    /// Reads a form control. A checkbox without a character of its own gets ☑ or ☐. Placeholder
    /// text is left out.
    fn control(&mut self, node: Node<'_, '_>, spans: &mut Vec<Span>, depth: usize) {
        let properties = node.child("sdtPr");
        if is_on(properties, "showingPlcHdr") {
            return self.page.leave_out(UNFILLED.0, UNFILLED.1);
        }
        let before = spans.len();
        self.runs(node, spans, depth + 1);
        let is_empty = page::plain(&spans[before..]).trim().is_empty();
        if let Some(box_) = properties.and_then(|p| p.child("checkbox"))
            && is_empty
        {
            spans.push(Span::text(if is_on(Some(box_), "checked") {
                "☑"
            } else {
                "☐"
            }));
        }
    }

    /// Reports headers and footers with Chinese characters. All headers and footers are left out.
    /// Their text and that of comments are added to `Page::marks`, because they may restrict
    /// disclosure.
    fn around(&mut self) {
        let names: Vec<String> = self
            .package
            .zip
            .file_names()
            .filter_map(Result::ok)
            .filter(|n| {
                ["word/header", "word/footer", "word/comments"]
                    .iter()
                    .any(|s| n.starts_with(s))
            })
            .map(|n| n.into_owned())
            .collect();
        for name in names {
            let Ok(Some(text)) = self.package.text(&name) else {
                continue;
            };
            let Ok(document) = Document::parse(&text) else {
                continue;
            };
            let said = said(document.root_element());
            if said.chars().any(is_han) && !name.starts_with("word/comments") {
                self.page.leave_out(
                    "页眉和页脚没有导入",
                    "headers and footers were not imported",
                );
            }
            self.page.marks.extend(said.lines().map(str::to_owned));
        }
    }
}

/// All text below `node`, also in drawings and tracked deletions, with one line for each paragraph.
fn said(node: Node<'_, '_>) -> String {
    let mut out = String::new();
    for inner in node.descendants().filter(Node::is_element) {
        match inner.tag_name().name() {
            "t" | "delText" => out.push_str(inner.text().unwrap_or_default()),
            "tab" => out.push(' '),
            "p" => out.push('\n'),
            "textpath" => {
                out.push_str(&format!("\n{}\n", inner.attr("string").unwrap_or_default()))
            }
            _ => {}
        }
    }
    out
}
