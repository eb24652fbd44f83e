//! Takes the bytes of a Word or WPS file (.docx); gives its blocks. Numbers that Word counts by itself are written out, as the reader sees them.
//! Changes that are tracked are taken as accepted; hidden text, comments, headers and footers stay behind.
//! Format: ECMA-376, part 1 (Office Open XML), WordprocessingML.

mod list;
mod style;

use super::page::{Block, MERGED, Page, RAISED, Span, is_image};
use crate::fold::is_han;
use list::{Lists, Mark};
use roxmltree::{Document, Node};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use style::Style;

/// Why a file could not be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It asks for a password, or is no package of parts.
    NotAPackage,
    /// A part is missing or broken.
    Damaged,
    /// It is larger than mulu unpacks.
    TooLarge,
}

/// In bytes, unpacked.
const LARGEST: u64 = 256 << 20;

/// Tables in tables, and what else lies in one another.
const DEEPEST: usize = 64;

/// Reads a file.
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
    let notes = package.text("word/footnotes.xml")?;
    let document = Document::parse(&main).map_err(|_| Fault::Damaged)?;
    let styles = match &styles {
        Some(text) => style::read(&Document::parse(text).map_err(|_| Fault::Damaged)?),
        None => HashMap::new(),
    };
    let lists = match &numbering {
        Some(text) => Lists::read(&Document::parse(text).map_err(|_| Fault::Damaged)?),
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
    };
    let body = document
        .root_element()
        .children()
        .find(|n| n.has_tag_name_local("body"))
        .ok_or(Fault::Damaged)?;
    reader.blocks(body, 0);
    if let Some(notes) = &notes {
        let notes = Document::parse(notes).map_err(|_| Fault::Damaged)?;
        for note in notes
            .root_element()
            .children()
            .filter(|n| n.has_tag_name_local("footnote") && n.attr("type").is_none())
        {
            let mut spans = Vec::new();
            for paragraph in note.descendants().filter(|n| n.has_tag_name_local("p")) {
                reader.runs(paragraph, &mut spans, 0);
                spans.push(Span::text(" "));
            }
            let label = note.attr("id").unwrap_or_default().to_owned();
            reader.page.footnotes.push((label, spans));
        }
    }
    reader.around();
    Ok(reader.page)
}

/// Elements and attributes by their names alone: Word and WPS use two sets of namespaces for the same format.
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

/// The value of a setting that is on when it stands there and does not say otherwise.
fn is_on(properties: Option<Node<'_, '_>>, name: &str) -> bool {
    properties.and_then(|p| p.child(name)).is_some_and(is_set)
}

fn is_set(setting: Node<'_, '_>) -> bool {
    !matches!(setting.attr("val"), Some("0" | "false" | "off" | "none"))
}

/// What is said of tracked changes.
const TRACKED: (&str, &str) = (
    "原件有修订痕迹，按接受全部修订导入",
    "changes were tracked in the original; it was taken over as if all were accepted",
);

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
    /// Fields (page numbers, contents) around this place, and whether their result has begun.
    field: Vec<bool>,
    /// Whether the run before was hidden.
    was_hidden: bool,
}

impl Reader<'_> {
    fn blocks(&mut self, node: Node<'_, '_>, depth: usize) {
        if depth > DEEPEST {
            return self.page.leave_out(
                "嵌套过深的内容没有导入",
                "what is nested too deep was not taken over",
            );
        }
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => self.paragraph(child, depth),
                "tbl" => self.table(child, depth),
                // boxes of text in an older and a newer form say the same
                "Fallback" | "del" | "moveFrom" | "sectPr" | "sdtPr" => {}
                "altChunk" => self.page.leave_out(
                    "插入的另一份文件没有导入",
                    "another file that is part of it was not taken over",
                ),
                _ => self.blocks(child, depth + 1),
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>, depth: usize) {
        let properties = node.child("pPr");
        let style = properties
            .and_then(|p| p.child("pStyle"))
            .and_then(|s| self.styles.get(s.attr("val")?))
            .cloned()
            .unwrap_or_default();
        if style.is_hidden {
            return self.hide(node);
        }
        let level = properties
            .and_then(style::outline)
            .or(style.level)
            .unwrap_or(0);
        let mut spans = Vec::new();
        let list = properties
            .and_then(|p| p.child("numPr"))
            .map_or(style.list, style::list);
        let mark = list.and_then(|(list, at)| self.lists.next(&list, at));
        match &mark {
            Some(Mark::Text(text)) => spans.push(Span::text(if text.ends_with(['.', ')']) {
                format!("{text} ")
            } else {
                text.clone()
            })),
            Some(Mark::Number(n)) if level > 0 => spans.push(Span::text(format!("{n}. "))),
            _ => {}
        }
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
        // a field that shows nothing of its own ends with its paragraph
        self.field.retain(|shown| *shown);
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

    /// Whether a run is hidden, by itself or by its style.
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

    /// Passes hidden text over, and says so.
    fn hide(&mut self, node: Node<'_, '_>) {
        let said = said(node);
        if !said.trim().is_empty() {
            self.page.leave_out(
                "原件中的隐藏文字没有导入",
                "hidden text of the original was not taken over",
            );
            let mut lines = said.lines().map(str::to_owned);
            // one mark may be cut into several runs
            if self.was_hidden
                && let (Some(before), Some(more)) = (self.page.marks.last_mut(), lines.next())
            {
                before.push_str(&more);
            }
            self.page.marks.extend(lines);
            self.was_hidden = true;
        }
    }

    /// The pieces of text in a paragraph.
    fn runs(&mut self, node: Node<'_, '_>, spans: &mut Vec<Span>, depth: usize) {
        if depth > DEEPEST {
            return self.page.leave_out(
                "嵌套过深的内容没有导入",
                "what is nested too deep was not taken over",
            );
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
                    let is_web = |t: &String| {
                        ["http://", "https://", "mailto:"]
                            .iter()
                            .any(|s| t.to_ascii_lowercase().starts_with(s))
                    };
                    let before = std::mem::replace(&mut self.link, target.filter(is_web));
                    self.runs(child, spans, depth + 1);
                    self.link = before;
                }
                "oMath" | "oMathPara" => {
                    self.page.doubt(
                        "公式只保留了其中的文字",
                        "of formulas only the characters were kept",
                    );
                    let text: String = child
                        .descendants()
                        .filter(|n| n.has_tag_name_local("t"))
                        .filter_map(|n| n.text())
                        .collect();
                    spans.push(Span::text(text));
                }
                "commentRangeStart" => self
                    .page
                    .leave_out("批注没有导入", "comments were not taken over"),
                "pPr" | "txbxContent" | "Fallback" => {}
                _ => self.runs(child, spans, depth + 1),
            }
        }
    }

    fn run(&mut self, node: Node<'_, '_>, spans: &mut Vec<Span>) {
        let properties = node.child("rPr");
        if self.is_hidden(node) {
            return self.hide(node);
        }
        self.was_hidden = false;
        let raised = properties
            .and_then(|p| p.child("vertAlign"))
            .and_then(|v| v.attr("val"))
            .filter(|v| matches!(*v, "superscript" | "subscript"));
        let strong = is_on(properties, "b");
        let struck = is_on(properties, "strike") || is_on(properties, "dstrike");
        let push = |spans: &mut Vec<Span>, text: &str, link: &Option<String>| {
            spans.push(Span {
                text: text.to_owned(),
                strong,
                link: link.clone(),
                ..Span::default()
            })
        };
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "fldChar" => match child.attr("fldCharType") {
                    Some("begin") => self.field.push(false),
                    Some("separate") => self
                        .field
                        .iter_mut()
                        .last()
                        .into_iter()
                        .for_each(|f| *f = true),
                    Some("end") => drop(self.field.pop()),
                    _ => {}
                },
                "t" if self.field.iter().all(|shown| *shown) => {
                    if struck {
                        self.page.doubt(
                            "原件中划去的文字已按普通文字导入",
                            "text that is struck out in the original was taken over as it stands",
                        );
                    }
                    let text = child.text().unwrap_or_default();
                    let own = raised.map(|r| super::page::raised(text, r == "superscript"));
                    if own == Some(None) {
                        self.page.doubt(RAISED.0, RAISED.1);
                    }
                    push(spans, own.flatten().as_deref().unwrap_or(text), &self.link);
                }
                "tab" => push(spans, " ", &self.link),
                "br" | "cr" => push(spans, "\n", &self.link),
                "noBreakHyphen" => push(spans, "-", &self.link),
                "ruby" => child
                    .children()
                    .filter(|n| n.has_tag_name_local("rubyBase"))
                    .for_each(|base| self.runs(base, spans, 0)),
                "sym" => self.page.leave_out(
                    "特殊符号（字体符号）没有导入",
                    "special signs of a font were not taken over",
                ),
                "footnoteReference" => {
                    let note = child.attr("id").map(str::to_owned);
                    spans.push(Span {
                        note,
                        ..Span::default()
                    });
                }
                "endnoteReference" => self
                    .page
                    .leave_out("尾注没有导入", "endnotes were not taken over"),
                "instrText" => {
                    // links may be written as fields
                    let code = child.text().unwrap_or_default().trim();
                    let target = code.strip_prefix("HYPERLINK").map(|t| {
                        t.trim()
                            .trim_start_matches('"')
                            .split('"')
                            .next()
                            .unwrap_or_default()
                    });
                    if target.is_some_and(|t| t.starts_with("http")) {
                        self.page.leave_out(
                            format!("链接“{}”没有导入，只保留了文字", target.unwrap_or_default()),
                            format!(
                                "the link {} was not taken over; its text was kept",
                                target.unwrap_or_default()
                            ),
                        );
                    }
                }
                "drawing" | "pict" | "object" | "AlternateContent" => self.drawing(child, spans),
                _ => {}
            }
        }
    }

    /// Images of a drawing; its boxes of text are read with the paragraph.
    fn drawing(&mut self, node: Node<'_, '_>, spans: &mut Vec<Span>) {
        let mut seen = Vec::new();
        let alt = node
            .descendants()
            .find(|n| n.has_tag_name_local("docPr"))
            .and_then(|n| n.attr("descr"))
            .unwrap_or_default()
            .to_owned();
        for image in node.descendants().filter(|n| {
            (n.has_tag_name_local("blip") || n.has_tag_name_local("imagedata"))
                && !n.ancestors().any(|a| {
                    a.has_tag_name_local("txbxContent") && a.ancestors().any(|b| b == node)
                })
        }) {
            let named = image
                .attr("embed")
                .or(image.attr("id"))
                .or(image.attr("link"))
                .and_then(|id| self.targets.get(id))
                .cloned();
            let Some((target, false)) = named else {
                self.page.leave_out(
                    "链接到原件之外的图片没有导入",
                    "an image that lies outside of the original was not taken over",
                );
                continue;
            };
            if seen.contains(&target) {
                continue;
            }
            seen.push(target.clone());
            let part = target
                .strip_prefix('/')
                .map_or_else(|| format!("word/{target}"), str::to_owned);
            let name = part.rsplit('/').next().unwrap_or_default().to_owned();
            let is_shown = is_image(&name);
            match self.package.bytes(&part) {
                Ok(Some(bytes)) if is_shown => {
                    let name = self.page.add_file(&name, bytes);
                    spans.push(Span {
                        text: alt.clone(),
                        image: Some(name),
                        link: self.link.clone(),
                        ..Span::default()
                    });
                }
                Ok(Some(_)) => self.page.leave_out(
                    format!("图片 {name} 的格式浏览器不能显示，没有导入"),
                    format!("no browser shows images like {name}; it was not taken over"),
                ),
                _ => self.page.leave_out(
                    format!("图片 {name} 读不出来，没有导入"),
                    format!("the image {name} could not be read and was not taken over"),
                ),
            }
        }
        if node.descendants().any(|n| {
            n.has_tag_name_local("chart")
                || n.has_tag_name_local("relIds")
                || n.has_tag_name_local("OLEObject")
        }) {
            self.page.leave_out(
                "图表、图示或嵌入的对象没有导入",
                "charts, diagrams or embedded objects were not taken over",
            );
        }
    }

    fn table(&mut self, node: Node<'_, '_>, depth: usize) {
        let (mut rows, mut merged) = (Vec::new(), false);
        let is_frame = node
            .descendants()
            .filter(|n| n.has_tag_name_local("tc") && nearest_table(*n) == Some(node))
            .take(2)
            .count()
            == 1;
        for row in node
            .descendants()
            .filter(|n| n.has_tag_name_local("tr") && nearest_table(*n) == Some(node))
        {
            if is_on(row.child("trPr"), "hidden") {
                self.hide(row);
                continue;
            }
            if row.child("trPr").is_some_and(|p| p.child("del").is_some()) {
                self.page.doubt(TRACKED.0, TRACKED.1);
                continue;
            }
            let shift = row
                .child("trPr")
                .and_then(|p| p.child("gridBefore"))
                .and_then(|g| g.attr("val")?.parse::<usize>().ok())
                .unwrap_or(0)
                .min(100);
            let mut cells: Vec<Vec<Span>> = vec![Vec::new(); shift];
            for cell in row
                .descendants()
                .filter(|n| n.has_tag_name_local("tc") && nearest_table(*n) == Some(node))
            {
                let properties = cell.child("tcPr");
                let outer = std::mem::take(&mut self.page.blocks);
                self.blocks(cell, depth + 1);
                let blocks = std::mem::replace(&mut self.page.blocks, outer);
                // a single cell is a frame around text
                if is_frame {
                    self.page.blocks.extend(blocks);
                    return;
                }
                let mut spans: Vec<Span> = Vec::new();
                for block in blocks {
                    if !spans.is_empty() {
                        spans.push(Span::text("\n"));
                    }
                    match block {
                        Block::Item {
                            number: Some(number),
                            spans: more,
                            ..
                        } => {
                            spans.push(Span::text(format!("{number}. ")));
                            spans.extend(more);
                        }
                        Block::Text { spans: more, .. } | Block::Item { spans: more, .. } => {
                            spans.extend(more)
                        }
                        Block::Table(rows) => {
                            self.page.doubt(
                                "单元格中的表格已并入单元格的文字",
                                "a table in a cell became text of the cell",
                            );
                            spans.extend(
                                rows.into_iter()
                                    .flatten()
                                    .flat_map(|cell| cell.into_iter().chain([Span::text(" ")])),
                            );
                        }
                    }
                }
                // a cell that goes on from the row above says the same
                let merge = properties.and_then(|p| p.child("vMerge"));
                if merge.is_some_and(|m| m.attr("val") != Some("restart"))
                    && super::page::plain(&spans).trim().is_empty()
                {
                    spans = rows
                        .last()
                        .and_then(|above: &Vec<Vec<Span>>| above.get(cells.len()).cloned())
                        .unwrap_or_default();
                }
                cells.push(spans);
                let across = properties
                    .and_then(|p| p.child("gridSpan"))
                    .and_then(|s| s.attr("val")?.parse::<usize>().ok())
                    .unwrap_or(1)
                    .clamp(1, 100);
                merged |= across > 1 || merge.is_some();
                cells.extend((1..across).map(|_| Vec::new()));
            }
            rows.push(cells);
        }
        if merged {
            self.page.doubt(MERGED.0, MERGED.1);
        }
        let block = Block::Table(rows);
        if !block.is_empty() {
            self.page.blocks.push(block);
        }
    }

    /// Says what stands in headers and footers.
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
                    "headers and footers were not taken over",
                );
            }
            self.page.marks.extend(said.lines().map(str::to_owned));
        }
    }
}

/// The text of some elements, a line for each paragraph, with what stands in drawn letters.
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

fn nearest_table<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    node.ancestors()
        .skip(1)
        .find(|a| a.has_tag_name_local("tbl"))
}
