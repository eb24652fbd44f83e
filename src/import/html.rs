//! Takes the text of an old web page; gives its `Page`. Scripts, frames, hidden text and form
//! controls are left out, except text fields that a visitor cannot change.
//!
//! This module must not know which block is the title.

mod address;
mod find;
mod label;
mod table;

use super::form::{is_english, validity};
use super::page::{Block, Page, Span, is_of_office, plain};
use crate::escape::shallow;
use crate::fold::is_han;
use crate::parse::markdown::Position;
use address::{decode, named_file};
use ego_tree::NodeId;
use ego_tree::iter::Edge;
use find::{Containers, containers, is_beside, is_hidden, is_status, meta, shown_value};
use scraper::node::{Element, Node};
use scraper::{Html, Selector};
use std::collections::HashSet;

/// Gives the files that were saved beside a page.
pub(super) trait Beside {
    /// The path and the bytes of the file at an address on the page.
    fn file(&self, written: &str) -> Option<(std::path::PathBuf, Vec<u8>)>;
}

/// From this depth on, elements are read as plain text.
const DEEPEST: usize = 200;

/// The largest number that an item of a Markdown list can have.
const MOST: u32 = 999_999_999;

/// Elements that are left out. An `input` is first asked for its text (see `shown_value`).
const PASSED_OVER: [&str; 18] = [
    "script", "style", "noscript", "template", "head", "svg", "math", "select", "input", "button",
    "textarea", "nav", "iframe", "object", "embed", "video", "audio", "rp",
];

/// Elements that begin and end a line.
const BLOCKS: [&str; 37] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "tfoot",
    "caption",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "blockquote",
    "pre",
    "center",
    "form",
    "fieldset",
    "address",
    "figure",
    "figcaption",
    "hr",
];

/// Reads a page.
pub(super) fn read(text: &str, beside: &dyn Beside) -> Page {
    read_in(text, beside, containers)
}

/// Reads a page that is nothing but tables.
pub(super) fn sheets(text: &str, beside: &dyn Beside) -> Page {
    read_in(text, beside, |_| Containers::default())
}

fn read_in(text: &str, beside: &dyn Beside, containers: fn(&Html) -> Containers) -> Page {
    let html = Html::parse_document(&shallow(text));
    let mut page = Page::default();
    let title = meta(&html, &mut page);
    let base = Selector::parse("base[href]").ok().and_then(|s| {
        html.select(&s)
            .next()?
            .attr("href")
            .map(|h| h.trim().to_owned())
    });
    let found = containers(&html);
    page.is_text_guessed = found.is_guessed;
    let mut reader = Reader {
        page,
        beside,
        base: base
            .filter(|b| b.ends_with('/') && !b.contains(':') && !b.starts_with('/'))
            .unwrap_or_default(),
        spans: Vec::new(),
        strong: 0,
        pre: 0,
        link: None,
        anchors: 0,
        buttons: 0,
        links: 0,
        lists: Vec::new(),
        item: None,
        level: 0,
        containers: found.ids,
        inside: 0,
    };
    reader.children(html.tree.root(), 0);
    reader.flush();
    if reader.containers.is_empty() {
        reader.page.doubt(
            "没有认出网页的正文部分，标题之后的文字都按正文导入，请核对首尾",
            "no part of the page is marked as its text; everything after the title was imported; \
             check the beginning and the end",
        );
    } else if reader.links > 0 {
        let n = reader.links;
        reader.page.leave_out(
            format!("正文中有 {n} 处链接指向旧网站的网页，只保留了文字"),
            format!("{n} links in the text lead to pages of the old site; their text was kept"),
        );
    }
    let mut page = reader.page;
    let heading: Option<String> = page.blocks.iter().find_map(|b| match b {
        // line breaks of a heading are removed, not replaced by spaces
        Block::Text { level: 1, spans } => Some(plain(spans).split('\n').map(str::trim).collect()),
        _ => None,
    });
    page.hints
        .extend(heading.filter(|h| h.chars().any(is_han) || is_english(h)));
    page.hints.extend(title);
    page
}

struct Reader<'a> {
    page: Page,
    beside: &'a dyn Beside,
    spans: Vec<Span>,
    /// The page's `base` if it is a relative path to a folder: the prefix of relative addresses.
    base: String,
    strong: usize,
    /// The number of open `pre` elements, in which white space is kept.
    pre: usize,
    link: Option<String>,
    /// The number of open links, also of those without a target.
    anchors: usize,
    /// The number of open links that lead nowhere.
    buttons: usize,
    /// The number of links in the text that lead to pages of the old site.
    links: usize,
    /// The open lists, with the next number of each numbered list.
    lists: Vec<Option<u32>>,
    /// The current item and its number, if its list has numbers, until its first line is written.
    item: Option<Option<u32>>,
    level: u8,
    /// The elements that contain the text.
    containers: HashSet<NodeId>,
    /// The number of open containers.
    inside: usize,
}

type NodeRef<'a> = ego_tree::NodeRef<'a, Node>;

impl Reader<'_> {
    fn children(&mut self, node: NodeRef<'_>, depth: usize) {
        for child in node.children() {
            self.node(child, depth + 1);
        }
    }

    fn node(&mut self, node: NodeRef<'_>, depth: usize) {
        match node.value() {
            Node::Text(text) => self.text(text),
            Node::Element(element) if depth < DEEPEST => self.element(node, element, depth),
            Node::Element(_) => self.deep(node),
            _ => {}
        }
    }

    /// Reads an unusually deep element as plain text.
    fn deep(&mut self, node: NodeRef<'_>) {
        self.page.doubt(
            "网页嵌套过深，里面的内容按纯文字导入",
            "the page is nested very deep; its content was imported as plain text",
        );
        let mut passed = Vec::new();
        for edge in node.traverse() {
            match edge {
                Edge::Open(inner) if is_passed_over(inner.value()) => passed.push(inner.id()),
                Edge::Close(inner) if passed.last() == Some(&inner.id()) => {
                    passed.pop();
                }
                Edge::Open(inner) if passed.is_empty() => match inner.value() {
                    Node::Text(text) => self.text(text),
                    Node::Element(e) if BLOCKS.contains(&e.name()) || e.name() == "br" => {
                        self.flush();
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }

    /// Adds text as HTML shows it: outside `pre`, white space becomes one space.
    fn text(&mut self, text: &str) {
        let mut out = String::with_capacity(text.len());
        let ends_in_space = |s: &str| s.is_empty() || s.ends_with([' ', '\n']);
        if self.pre > 0 {
            return self.spans.push(Span {
                text: text.replace('\r', ""),
                strong: self.strong > 0,
                link: self.link.clone(),
                is_link: self.anchors > 0,
                is_button: self.buttons > 0,
                ..Span::default()
            });
        }
        let mut space = self
            .spans
            .last()
            .is_none_or(|s| s.image.is_none() && ends_in_space(&s.text));
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !space {
                    out.push(' ');
                }
                space = true;
            } else {
                out.push(c);
                space = false;
            }
        }
        if !out.is_empty() {
            self.spans.push(Span {
                text: out,
                strong: self.strong > 0,
                link: self.link.clone(),
                is_link: self.anchors > 0,
                is_button: self.buttons > 0,
                ..Span::default()
            });
        }
    }

    fn element(&mut self, node: NodeRef<'_>, element: &Element, depth: usize) {
        let name = element.name();
        if is_hidden(element) {
            return self.hide(node);
        }
        if let Some(value) = shown_value(element) {
            return self.text(value);
        }
        if PASSED_OVER.contains(&name) {
            return self.pass_over(name);
        }
        if self.inside > 0 && is_beside(node, element) {
            return self.pass_over("nav");
        }
        let is_container = self.containers.contains(&node.id());
        let is_block = BLOCKS.contains(&name) || is_container;
        if is_block {
            self.flush();
        }
        let from = self.page.blocks.len();
        self.inside += usize::from(is_container);
        let first = self.spans.len();
        self.content(node, element, depth);
        if is_block {
            self.flush();
        } else {
            self.set_apart(first);
        }
        if is_container {
            self.inside -= 1;
            let first = self.page.text.as_ref().map_or(from, |t| t.start);
            self.page.text = Some(first..self.page.blocks.len());
        }
    }

    /// Reports an omitted element that a visitor would miss.
    fn pass_over(&mut self, name: &str) {
        match name {
            "iframe" | "object" | "embed" => self.page.leave_out(
                "网页中嵌入的内容（框架、Flash 等）没有导入",
                "what is embedded in the page (frames, Flash) was not imported",
            ),
            "video" | "audio" => self.page.leave_out(
                "网页中的音频、视频没有导入",
                "audio and video of the page were not imported",
            ),
            "textarea" | "noscript" | "nav" | "button" | "select" if self.inside > 0 => {
                self.page.leave_out(
                    "正文中的菜单、按钮、输入框没有导入",
                    "menus, buttons and fields in the text were not imported",
                );
            }
            "math" => self.page.leave_out(
                "网页中的公式没有导入",
                "formulas of the page were not imported",
            ),
            _ => {}
        }
    }

    /// Reads the content of an element.
    fn content(&mut self, node: NodeRef<'_>, element: &Element, depth: usize) {
        let name = element.name();
        match name {
            "br" => self.spans.push(Span::text("\n")),
            "hr" => {}
            "img" => self.image(node, element),
            "pre" => self.within(|r| r.pre += 1, |r| r.pre -= 1, node, depth),
            "del" | "s" | "strike" => {
                self.page.doubt(
                    "原件中划去的文字已按普通文字导入",
                    "text that is struck out in the original was imported as ordinary text",
                );
                self.children(node, depth);
            }
            // `rt` has a pronunciation, shown above the character
            "rt" => {
                self.text("（");
                self.children(node, depth);
                self.text("）");
            }
            "sup" => self.script(node, Position::Superscript, depth),
            "sub" => self.script(node, Position::Subscript, depth),
            "b" | "strong" => self.within(|r| r.strong += 1, |r| r.strong -= 1, node, depth),
            "a" => self.anchor(node, element, depth),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.level = name[1..].parse().unwrap_or(2);
                self.children(node, depth);
                self.flush();
                self.level = 0;
            }
            "ul" => self.list(node, None, depth),
            "ol" => {
                let first = element.attr("start").and_then(|s| s.parse().ok());
                self.list(node, Some(first.unwrap_or(1).min(MOST)), depth);
            }
            "li" => {
                let stated = element.attr("value").and_then(|v| v.trim().parse().ok());
                self.item(node, stated, depth);
            }
            "table" if self.is_data(node) => self.table(node, depth),
            _ => self.children(node, depth),
        }
    }

    /// Reads a list. `first` is the first number of a numbered list.
    fn list(&mut self, node: NodeRef<'_>, first: Option<u32>, depth: usize) {
        self.lists.push(first);
        self.children(node, depth);
        self.flush();
        self.lists.pop();
    }

    /// Reads an item of a list. `stated` is the item's own number.
    fn item(&mut self, node: NodeRef<'_>, stated: Option<u32>, depth: usize) {
        let number = self.lists.last_mut().and_then(Option::as_mut).map(|n| {
            *n = stated.unwrap_or(*n).min(MOST);
            *n += 1;
            *n - 1
        });
        self.item = Some(number);
        self.children(node, depth);
        self.flush();
        self.item = None;
    }

    /// Leaves out hidden text. If the text has Chinese characters, reports it and adds it to
    /// `Page::marks`, because it may restrict disclosure.
    fn hide(&mut self, node: NodeRef<'_>) {
        let mut said = String::new();
        for inner in node.descendants() {
            match inner.value() {
                Node::Text(text) => said.push_str(text),
                Node::Element(e) if BLOCKS.contains(&e.name()) => said.push('\n'),
                _ => {}
            }
        }
        if said.chars().any(is_han) {
            self.page.leave_out(HIDDEN.0, HIDDEN.1);
            self.page.marks.extend(said.lines().map(str::to_owned));
        }
    }

    /// Reads a superscript or subscript; uses Unicode's characters for it where they exist.
    fn script(&mut self, node: NodeRef<'_>, position: Position, depth: usize) {
        let before = self.spans.len();
        self.children(node, depth);
        for span in self.spans.iter_mut().skip(before) {
            match super::page::script(&span.text, position) {
                Some(text) => span.text = text,
                None => self
                    .page
                    .doubt(super::page::RAISED.0, super::page::RAISED.1),
            }
        }
    }

    fn within(
        &mut self,
        begin: impl FnOnce(&mut Self),
        end: impl FnOnce(&mut Self),
        node: NodeRef<'_>,
        depth: usize,
    ) {
        begin(self);
        self.children(node, depth);
        end(self);
    }

    /// Ends a line: makes a block of the pieces of text read so far.
    fn flush(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        let block = match self.item {
            Some(number) if !self.lists.is_empty() => Block::Item {
                depth: self.lists.len() - 1,
                number,
                spans,
            },
            _ => Block::Text {
                level: self.level,
                spans,
            },
        };
        if !block.is_empty() {
            self.page.blocks.push(block);
            // further paragraphs of an item are separate blocks
            self.item = None;
        }
    }

    fn image(&mut self, node: NodeRef<'_>, element: &Element) {
        let source = element.attr("src").unwrap_or_default().trim();
        let alt = element.attr("alt").unwrap_or_default().trim().to_owned();
        // some heads show the status as a picture of a stamp
        if self.inside == 0 && validity(&alt).is_some() && is_status(node) {
            return self.spans.push(Span::text(alt));
        }
        if is_icon(element, source) {
            return;
        }
        match self.take_file(source) {
            Some(path) => self.spans.push(Span {
                text: alt,
                image: Some(path),
                link: self.link.clone(),
                ..Span::default()
            }),
            None => {
                let shown = if source.starts_with("data:") {
                    "data:"
                } else {
                    source
                };
                self.page.leave_out(
                    format!("图片“{shown}”不在网页旁边，没有导入"),
                    format!("the image {shown} does not lie beside the page and was not imported"),
                );
            }
        }
    }

    fn anchor(&mut self, node: NodeRef<'_>, element: &Element, depth: usize) {
        let target = element
            .attr("href")
            .unwrap_or_default()
            .trim()
            .replace(['\n', '\r', '\t'], "");
        let target = target.as_str();
        let lower = target.to_ascii_lowercase();
        let is_web = ["http://", "https://", "//"]
            .iter()
            .any(|s| lower.starts_with(s));
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let link =
            if target.is_empty() || target.starts_with('#') || lower.starts_with("javascript:") {
                None
            } else if ["mailto:", "tel:"].iter().any(|s| lower.starts_with(s)) {
                Some(target.to_owned())
            } else {
                // a saved page may still name the web address of an office file saved beside it
                let named = named_file(target, node);
                let is_file = is_of_office(path) || named.is_some();
                let taken = if is_web && !is_file {
                    None
                } else {
                    self.take_file(named.as_deref().unwrap_or(target))
                };
                let is_near = self.inside > 0 || self.containers.is_empty();
                if taken.is_none() && is_file {
                    self.page.unfetched(target);
                } else if taken.is_none() && !is_web && is_near {
                    self.links += 1;
                }
                taken.or_else(|| is_web.then(|| target.to_owned()))
            };
        let before = std::mem::replace(&mut self.link, link);
        // a link to `#` leads nowhere, unless a script may open a file
        let leads_nowhere = usize::from(target == "#" && element.attr("onclick").is_none());
        self.anchors += 1;
        self.buttons += leads_nowhere;
        self.children(node, depth);
        self.anchors -= 1;
        self.buttons -= leads_nowhere;
        self.link = before;
    }

    /// Takes over a file beside the page; gives its path in the blocks. `None` if there is no such
    /// file.
    fn take_file(&mut self, written: &str) -> Option<String> {
        let path = written.split(['?', '#']).next().unwrap_or_default();
        let name = decode(path)
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .to_owned();
        let ending = name
            .rsplit_once('.')
            .map(|(_, e)| e.to_ascii_lowercase())
            .unwrap_or_default();
        if name.is_empty()
            || ["html", "htm", "shtml", "jsp", "php", "asp", "aspx"].contains(&ending.as_str())
        {
            return None;
        }
        let path = decode(path);
        let written = match path.split_once("//") {
            // a browser saves the file under the last part of its address
            Some(_) => name.clone(),
            None => format!("{}{path}", self.base),
        };
        let found = self.beside.file(&written);
        let (place, bytes) = found.or_else(|| self.beside.file(&name))?;
        let name = self.page.add_file(&name, bytes);
        self.page.taken.push((name.clone(), place));
        Some(name)
    }
}

fn is(node: &NodeRef<'_>, names: &[&str]) -> bool {
    node.value()
        .as_element()
        .is_some_and(|e| names.contains(&e.name()))
}

/// An image is decoration if neither its width nor its height exceeds this number of pixels.
const ICON: u32 = 32;

/// Whether an image is decoration, by the size that it states or by its name.
fn is_icon(element: &Element, source: &str) -> bool {
    let size = |attribute: &str| {
        let written = element.attr(attribute)?.trim().trim_end_matches("px");
        written.parse::<u32>().ok()
    };
    let is_small = |attribute: &str| size(attribute).is_some_and(|s| s <= ICON);
    let source = source.to_ascii_lowercase();
    let name = source.rsplit('/').next().unwrap_or_default();
    let by_name = source.contains("filetypeimages")
        || name.starts_with("icon")
        || name.starts_with("ico_")
        || name.ends_with("_icon.gif")
        || name.ends_with("_icon.png");
    let shows_kind = name
        .rsplit_once('.')
        .is_some_and(|(stem, _)| is_of_office(&format!("x.{stem}")));
    by_name || shows_kind || is_small("width") && is_small("height")
}

/// The message about hidden text.
const HIDDEN: (&str, &str) = (
    "网页中不显示的文字没有导入",
    "text that the page does not show was not imported",
);

fn is_passed_over(node: &Node) -> bool {
    node.as_element()
        .is_some_and(|e| is_hidden(e) || PASSED_OVER.contains(&e.name()))
}
