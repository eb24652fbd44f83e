//! Takes the text of an old web page; gives its blocks. Scripts, forms and frames stay behind, and so does what was hidden.

use super::page::{Block, MERGED, Page, Span};
use crate::catalogue::Field;
use crate::fold::is_han;
use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::node::{Element, Node};
use scraper::{Html, Selector};
use std::collections::{BTreeMap, HashSet};

/// The folder that a page lies in: for the files beside it.
pub(super) trait Beside {
    /// A file named from the page: where it lies, and its bytes.
    fn file(&self, written: &str) -> Option<(std::path::PathBuf, Vec<u8>)>;
}

/// Where the usual programs put the text of an article, surest first.
const TEXT: [&str; 22] = [
    "#UCAP-CONTENT",
    "#zoom",
    "#Zoom",
    "#ZOOM",
    ".TRS_Editor",
    ".TRS_UEDITOR",
    ".trs_editor_view",
    ".trs_paper_default",
    ".v_news_content",
    "#vsb_content",
    "#vsb_newscontent",
    ".pages_content",
    ".article-content",
    ".article_content",
    ".articleContent",
    ".article-con",
    "#artibody",
    ".news_content",
    ".gk_content",
    ".zwgk_content",
    "#con_con",
    "article",
];

/// What is nested deeper is read as plain text.
const DEEPEST: usize = 200;

/// The largest number of a list that Markdown knows.
const MOST: u32 = 999_999_999;

/// Elements that hold nothing to read.
const PASSED_OVER: [&str; 17] = [
    "script", "style", "noscript", "template", "head", "svg", "math", "select", "input", "button",
    "textarea", "nav", "iframe", "object", "embed", "video", "audio",
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
    let html = Html::parse_document(text);
    let mut page = Page::default();
    let title = meta(&html, &mut page);
    let base = Selector::parse("base[href]").ok().and_then(|s| {
        html.select(&s)
            .next()?
            .attr("href")
            .map(|h| h.trim().to_owned())
    });
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
        lists: Vec::new(),
        item: None,
        level: 0,
        containers: containers(&html),
        inside: 0,
    };
    reader.children(html.tree.root(), 0);
    reader.flush();
    let mut page = reader.page;
    let heading = page.blocks.iter().find_map(|b| match b {
        Block::Text { level: 1, spans } => Some(super::page::plain(spans).trim().to_owned()),
        _ => None,
    });
    page.hints.extend(heading.filter(|h| h.chars().any(is_han)));
    page.hints.extend(title);
    page
}

/// The elements that hold the text: of what the usual programs mark, the surest that is not much shorter than another.
fn containers(html: &Html) -> HashSet<NodeId> {
    let found = TEXT.iter().filter_map(|s| {
        let selector = Selector::parse(s).ok()?;
        let all: Vec<_> = html.select(&selector).collect();
        let ids: HashSet<NodeId> = all.iter().map(|e| e.id()).collect();
        let outer: Vec<_> = all
            .into_iter()
            .filter(|e| !e.ancestors().any(|a| ids.contains(&a.id())))
            .collect();
        let han = outer
            .iter()
            .flat_map(|e| e.text())
            .flat_map(str::chars)
            .filter(|c| is_han(*c))
            .count();
        Some((
            outer.iter().map(|e| e.id()).collect::<HashSet<NodeId>>(),
            han,
        ))
    });
    let found: Vec<_> = found.filter(|(_, han)| *han >= 20).collect();
    let most = found.iter().map(|(_, han)| *han).max().unwrap_or_default();
    // one that leaves a fifth out is a part of the text only
    found
        .into_iter()
        .find(|(_, han)| han * 5 >= most * 4)
        .map(|(ids, _)| ids)
        .unwrap_or_default()
}

/// Reads the tags that Guide 47 prescribes (国办发〔2017〕47号, annex on page design); gives what the window shows.
fn meta(html: &Html, page: &mut Page) -> Option<String> {
    let selector = Selector::parse("meta[name]").ok()?;
    for element in html.select(&selector) {
        let (Some(name), Some(content)) = (element.attr("name"), element.attr("content")) else {
            continue;
        };
        let field = match name.to_ascii_lowercase().as_str() {
            "articletitle" => Field::Title,
            "pubdate" => Field::DatePublished,
            "contentsource" => Field::Source,
            _ => continue,
        };
        if !page.meta.iter().any(|(f, _)| *f == field) && !content.trim().is_empty() {
            page.meta.push((field, content.trim().to_owned()));
        }
    }
    let title = html
        .select(&Selector::parse("title").ok()?)
        .next()?
        .text()
        .collect::<String>();
    // the name of the site stands behind the page's own
    let own = title
        .split(['_', '|', '—'])
        .next()
        .unwrap_or_default()
        .split(" - ")
        .next()
        .unwrap_or_default()
        .trim();
    (own.chars().filter(|c| is_han(*c)).count() >= 4)
        .then(|| own.split_whitespace().collect::<Vec<_>>().join(" "))
}

struct Reader<'a> {
    page: Page,
    beside: &'a dyn Beside,
    spans: Vec<Span>,
    /// What paths of files begin with, where the page says so.
    base: String,
    strong: usize,
    /// Whether line ends and spaces stand as they are.
    pre: usize,
    link: Option<String>,
    /// The lists around this place, with the next number of those that are numbered.
    lists: Vec<Option<u32>>,
    /// Set at the start of an item, until its first line is written.
    item: Option<Option<u32>>,
    level: u8,
    /// The elements that hold the text, and within how many of them this place is.
    containers: HashSet<NodeId>,
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
            // what lies deeper than anyone writes is read as plain text
            Node::Element(_) => {
                self.page.doubt(
                    "网页嵌套过深，里面的内容按纯文字导入",
                    "the page is nested very deep; what is in there was taken over as plain text",
                );
                let mut passed = Vec::new();
                for edge in node.traverse() {
                    match edge {
                        Edge::Open(inner) if is_passed_over(inner.value()) => {
                            passed.push(inner.id())
                        }
                        Edge::Close(inner) if passed.last() == Some(&inner.id()) => {
                            passed.pop();
                        }
                        Edge::Open(inner) if passed.is_empty() => match inner.value() {
                            Node::Text(text) => self.text(text),
                            Node::Element(e) if BLOCKS.contains(&e.name()) || e.name() == "br" => {
                                self.flush()
                            }
                            _ => {}
                        },
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    /// Text as HTML shows it: any white space is one space.
    fn text(&mut self, text: &str) {
        let mut out = String::with_capacity(text.len());
        let ends_in_space = |s: &str| s.is_empty() || s.ends_with([' ', '\n']);
        if self.pre > 0 {
            return self.spans.push(Span {
                text: text.replace('\r', ""),
                strong: self.strong > 0,
                link: self.link.clone(),
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
                ..Span::default()
            });
        }
    }

    fn element(&mut self, node: NodeRef<'_>, element: &Element, depth: usize) {
        let name = element.name();
        if is_hidden(element) {
            return self.hide(node);
        }
        if PASSED_OVER.contains(&name) {
            match name {
                "iframe" | "object" | "embed" => self.page.leave_out(
                    "网页中嵌入的内容（框架、Flash 等）没有导入",
                    "what is embedded in the page (frames, Flash) was not taken over",
                ),
                "video" | "audio" => self.page.leave_out(
                    "网页中的音频、视频没有导入",
                    "audio and video of the page were not taken over",
                ),
                "textarea" | "noscript" | "nav" | "button" | "select" if self.inside > 0 => {
                    self.page.leave_out(
                        "正文中的菜单、按钮、输入框没有导入",
                        "menus, buttons and fields in the text were not taken over",
                    );
                }
                "math" => self.page.leave_out(
                    "网页中的公式没有导入",
                    "formulas of the page were not taken over",
                ),
                _ => {}
            }
            return;
        }
        let is_container = self.containers.contains(&node.id());
        let is_block = BLOCKS.contains(&name) || is_container;
        if is_block {
            self.flush();
        }
        let from = self.page.blocks.len();
        self.inside += usize::from(is_container);
        match name {
            "br" => self.spans.push(Span::text("\n")),
            "hr" => {}
            "img" => self.image(element),
            "pre" => self.within(|r| r.pre += 1, |r| r.pre -= 1, node, depth),
            "del" | "s" | "strike" => {
                self.page.doubt(
                    "原件中划去的文字已按普通文字导入",
                    "text that is struck out in the original was taken over as it stands",
                );
                self.children(node, depth);
            }
            "sup" | "sub" => self.raised(node, name == "sup", depth),
            "b" | "strong" => self.within(|r| r.strong += 1, |r| r.strong -= 1, node, depth),
            "a" => self.anchor(node, element, depth),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name[1..].parse().unwrap_or(2);
                self.within(
                    move |r| r.level = level,
                    |r| {
                        r.flush();
                        r.level = 0;
                    },
                    node,
                    depth,
                );
            }
            "ul" => self.within(
                |r| r.lists.push(None),
                |r| {
                    r.flush();
                    r.lists.pop();
                },
                node,
                depth,
            ),
            "ol" => {
                let first = element
                    .attr("start")
                    .and_then(|s| s.parse().ok())
                    .unwrap_or(1)
                    .min(MOST);
                self.within(
                    move |r| r.lists.push(Some(first)),
                    |r| {
                        r.flush();
                        r.lists.pop();
                    },
                    node,
                    depth,
                );
            }
            "li" => {
                let stated = element.attr("value").and_then(|v| v.trim().parse().ok());
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
            "table" if is_data(node, &self.containers) => self.table(node, depth),
            _ => self.children(node, depth),
        }
        if is_block {
            self.flush();
        }
        if is_container {
            self.inside -= 1;
            let first = self.page.text.as_ref().map_or(from, |t| t.start);
            self.page.text = Some(first..self.page.blocks.len());
        }
    }

    /// Passes over what is not shown, and says so.
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

    /// Raised and lowered text: as characters that are so by themselves.
    fn raised(&mut self, node: NodeRef<'_>, up: bool, depth: usize) {
        let before = self.spans.len();
        self.children(node, depth);
        for span in self.spans.iter_mut().skip(before) {
            match super::page::raised(&span.text, up) {
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

    /// Ends a line.
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
            // further paragraphs of an item stand by themselves
            self.item = None;
        }
    }

    fn image(&mut self, element: &Element) {
        let source = element.attr("src").unwrap_or_default().trim();
        let alt = element.attr("alt").unwrap_or_default().trim().to_owned();
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
                    format!(
                        "the image {shown} does not lie beside the page and was not taken over"
                    ),
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
        let link = if target.is_empty()
            || target.starts_with('#')
            || lower.starts_with("javascript:")
        {
            None
        } else if ["http://", "https://", "mailto:", "tel:"]
            .iter()
            .any(|s| lower.starts_with(s))
        {
            Some(target.to_owned())
        } else {
            let taken = self.take_file(target);
            // links of the frame around the text lead to other pages of the old site
            if taken.is_none() && (self.inside > 0 || self.containers.is_empty()) {
                self.page.leave_out(
                    format!("链接“{target}”所指的文件不在网页旁边，只保留了文字"),
                    format!("the file that the link {target} leads to does not lie beside the page; its text was kept"),
                );
            }
            taken
        };
        let before = std::mem::replace(&mut self.link, link);
        self.children(node, depth);
        self.link = before;
    }

    /// Takes a file beside the page; gives the path under which the blocks name it.
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
        let (place, bytes) = self
            .beside
            .file(&format!("{}{}", self.base, decode(path)))?;
        let name = self.page.add_file(&name, bytes);
        self.page.taken.push((name.clone(), place));
        Some(name)
    }

    /// All that a cell says, on lines.
    fn cell(&mut self, cell: NodeRef<'_>, depth: usize) -> Vec<Span> {
        let outer = std::mem::take(&mut self.page.blocks);
        self.children(cell, depth + 1);
        self.flush();
        let mut spans: Vec<Span> = Vec::new();
        for block in std::mem::replace(&mut self.page.blocks, outer) {
            if !spans.is_empty() {
                spans.push(Span::text("\n"));
            }
            if let Block::Text { spans: more, .. } | Block::Item { spans: more, .. } = block {
                spans.extend(more);
            }
        }
        spans
    }

    fn table(&mut self, node: NodeRef<'_>, depth: usize) {
        let (mut rows, mut merged) = (Vec::new(), false);
        for caption in node.children().filter(|n| is(n, &["caption"])) {
            self.children(caption, depth + 1);
            self.flush();
        }
        // cells that reach down into the rows below, by column: for how many rows more, and what they say
        let mut down: BTreeMap<usize, (usize, Vec<Span>)> = BTreeMap::new();
        for row in node.descendants().filter(|n| is(n, &["tr"])) {
            if row
                .ancestors()
                .take_while(|a| *a != node)
                .chain([row])
                .any(|n| n.value().as_element().is_some_and(is_hidden))
            {
                self.hide(row);
                continue;
            }
            let mut cells: Vec<Vec<Span>> = Vec::new();
            let reach = |cells: &mut Vec<Vec<Span>>,
                         down: &mut BTreeMap<usize, (usize, Vec<Span>)>| {
                while let Some((rows, spans)) =
                    down.get_mut(&cells.len()).filter(|(rows, _)| *rows > 0)
                {
                    *rows -= 1;
                    cells.push(spans.clone());
                }
            };
            for cell in row.children().filter(|n| is(n, &["td", "th"])) {
                if cell.value().as_element().is_some_and(is_hidden) {
                    self.hide(cell);
                    continue;
                }
                reach(&mut cells, &mut down);
                let spans = self.cell(cell, depth);
                let element = cell.value().as_element();
                let span = |name| {
                    element
                        .and_then(|e| e.attr(name))
                        .and_then(|s| s.trim().parse::<usize>().ok())
                        .unwrap_or(1)
                        .max(1)
                };
                let (across, along) = (span("colspan").min(100), span("rowspan"));
                merged |= across > 1 || along > 1;
                for n in 0..across {
                    let spans = if n == 0 { spans.clone() } else { Vec::new() };
                    down.insert(cells.len(), (along - 1, spans.clone()));
                    cells.push(spans);
                }
            }
            reach(&mut cells, &mut down);
            if !cells.is_empty() {
                rows.push(cells);
            }
        }
        let block = Block::Table(rows);
        if block.is_empty() {
            return;
        }
        if merged && (self.inside > 0 || self.containers.is_empty()) {
            self.page.doubt(MERGED.0, MERGED.1);
        }
        self.page.blocks.push(block);
    }
}

fn is(node: &NodeRef<'_>, names: &[&str]) -> bool {
    node.value()
        .as_element()
        .is_some_and(|e| names.contains(&e.name()))
}

/// Whether a table holds data; many old pages use one to place what has nothing to do with rows.
fn is_data(table: NodeRef<'_>, containers: &HashSet<NodeId>) -> bool {
    let inner = || table.descendants().skip(1);
    if inner().any(|n| containers.contains(&n.id()))
        || inner().any(|n| {
            is(
                &n,
                &[
                    "table", "h1", "h2", "h3", "ul", "ol", "form", "script", "iframe",
                ],
            )
        })
    {
        return false;
    }
    let rows = inner().filter(|n| is(n, &["tr"])).count();
    let cells: Vec<NodeRef<'_>> = inner().filter(|n| is(n, &["td", "th"])).collect();
    let is_long = |cell: &NodeRef<'_>| {
        cell.descendants().filter(|n| is(n, &["p", "div"])).count() > 6
            || cell
                .descendants()
                .filter_map(|n| n.value().as_text().map(|t| t.chars().count()))
                .sum::<usize>()
                > 1500
    };
    rows >= 1 && cells.len() > rows && !cells.iter().any(is_long)
}

/// What is said of text that is there and not shown.
const HIDDEN: (&str, &str) = (
    "网页中不显示的文字没有导入",
    "text that the page does not show was not taken over",
);

fn is_passed_over(node: &Node) -> bool {
    node.as_element()
        .is_some_and(|e| is_hidden(e) || PASSED_OVER.contains(&e.name()))
}

fn is_hidden(element: &Element) -> bool {
    let style: String = element
        .attr("style")
        .unwrap_or_default()
        .to_ascii_lowercase()
        .split_whitespace()
        .collect();
    style.contains("display:none")
        || style.contains("visibility:hidden")
        || element.attr("hidden").is_some()
}

/// A path as it was before it was written into an address.
fn decode(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
        match (bytes[i], hex(bytes.get(i + 1)), hex(bytes.get(i + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                i += 3;
            }
            (byte, ..) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8(out)
        .unwrap_or_else(|e| encoding_rs::GB18030.decode(e.as_bytes()).0.into_owned())
}
