//! Markdown events, one by one, into HTML, headings and blocks of text.

mod raw;

use super::code::highlight_into;
use super::{Body, Heading, Resolve, Use, anchor, escape_into, short};
use crate::diag::{Diagnostic, Message, Place, Words, is_enough, words};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;
use unicode_script::{Script, UnicodeScript};

/// Footnotes: numbered by first reference, written at the end.
#[derive(Default)]
struct Notes {
    numbers: HashMap<String, usize>,
    references: HashMap<usize, usize>,
    texts: HashMap<String, String>,
    order: Vec<String>,
}

impl Notes {
    fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.to_owned()).or_insert_with(|| {
            self.order.push(label.to_owned());
            next
        })
    }
}

struct Writer<'a, 'r> {
    path: &'a str,
    file: &'a str,
    start: usize,
    resolve: &'a mut Resolve<'r>,
    out: String,
    body: Body,
    findings: Vec<Diagnostic>,
    block: String,
    shift: u8,
    ids: HashMap<String, usize>,
    notes: Notes,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    /// How deep inside lists, quotations and notes the writer is.
    depth: usize,
    /// Where the paragraphs that stand alone begin in `out`, and their texts; other blocks leave an empty text.
    paragraphs: Vec<(usize, String)>,
    /// Whether raw HTML is let through, cleaned.
    raw: bool,
    /// Tags of raw HTML that are open in a paragraph; none where something of Markdown began.
    inline_open: Vec<Option<&'static str>>,
    /// Where the superscripts and subscripts that are open begin in `block`.
    scripts: Vec<usize>,
}

/// Why HTML does not come out as it is written.
#[derive(Clone, Copy)]
enum Fault {
    /// The site lets none through.
    Off,
    /// The tag may not stand.
    Tag,
    /// The tag may stand, one of its attributes not.
    Attribute,
    /// It may not stand within a paragraph.
    InParagraph,
    /// An empty line ends the block before the element ends.
    Unclosed,
}

impl Fault {
    /// What happens to it, and what to do.
    fn words(self) -> (Words, Words) {
        let absent = words("不会出现在页面上", "does not reach the page");
        match self {
            Fault::Off => (
                absent,
                words(
                    "请改用 Markdown 写法（分段空一行，加粗写 **文字**）；若要显示尖括号本身，写成 \\<；确需 HTML 的，在 mulu.yaml 中写 raw_html: true，脚本、样式等仍不会出现。",
                    "Use Markdown (an empty line between paragraphs, **text** for bold); to show an angle bracket itself, write \\<. Where HTML is needed, `raw_html: true` in mulu.yaml lets it through, without scripts, styles and the like.",
                ),
            ),
            Fault::Tag => (
                absent,
                words(
                    "raw_html 不包括这一标签：请删去，或改用 Markdown 写法；若要显示尖括号本身，写成 \\<。",
                    "`raw_html` does not let this tag through: remove it or use Markdown; to show an angle bracket itself, write \\<.",
                ),
            ),
            Fault::Attribute => (
                words(
                    "中的这一属性不会出现在页面上，标签本身保留",
                    "loses this attribute on the page; the tag stays",
                ),
                words(
                    "请删去该属性；样式、class、id 和事件属性一律不保留，合并单元格的 colspan、rowspan 保留。",
                    "Remove the attribute: no style, class, id or event attribute is let through; `colspan` and `rowspan` of merged cells are.",
                ),
            ),
            Fault::InParagraph => (
                absent,
                words(
                    "段落中只能用不带属性的标签，如 <sub>、<u>、<br>；链接和图片请用 Markdown 写法，其他的请前后空一行，单独成段。",
                    "Within a paragraph only tags without attributes stand, such as <sub>, <u> and <br>; write links and images in Markdown, and set other HTML apart by empty lines.",
                ),
            ),
            Fault::Unclosed => (
                words(
                    "在空行之前没有结束，空行之后的内容不在其中",
                    "is not closed before the empty line; what follows does not stand in it",
                ),
                words(
                    "一段 HTML 到空行为止，空行之后的 Markdown 另成一段：请在空行之前写上结束标签，或删去空行并全部用 HTML 写（如加粗写 <b>文字</b>）。",
                    "A block of HTML ends at an empty line, and Markdown after it stands by itself: close the element before the empty line, or leave the empty line out and write all of it in HTML (<b>text</b> for bold).",
                ),
            ),
        }
    }
}

/// Whether a block of raw HTML has a heading of the level of the page's title.
pub(super) fn has_raw_top_level(events: &[(Event<'_>, Range<usize>)]) -> bool {
    raw::has_top_level(events)
}

/// Writes all events. Headings go down one level when one of them would be the page's title.
pub(super) fn write(
    path: &str,
    file: &str,
    start: usize,
    shift: bool,
    raw: bool,
    events: &[(Event<'_>, Range<usize>)],
    resolve: &mut Resolve<'_>,
) -> (Body, Vec<Diagnostic>) {
    let mut writer = Writer {
        path,
        file,
        start,
        resolve,
        out: String::with_capacity((file.len() - start) * 5 / 4),
        body: Body::default(),
        findings: Vec::new(),
        block: String::new(),
        shift: u8::from(shift),
        ids: HashMap::new(),
        notes: Notes::default(),
        alignments: Vec::new(),
        cell: 0,
        in_head: false,
        depth: 0,
        paragraphs: Vec::new(),
        raw,
        inline_open: Vec::new(),
        scripts: Vec::new(),
    };
    writer.run(events);
    writer.official_form();
    writer.footnotes();
    writer.flush();
    let Writer {
        out,
        mut body,
        findings,
        ..
    } = writer;
    body.html = out;
    (body, findings)
}

impl Writer<'_, '_> {
    fn run(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        let mut i = 0;
        while i < events.len() {
            let (event, range) = &events[i];
            i = match event {
                Event::Start(tag) => self.open(tag, range, events, i),
                Event::End(tag) => {
                    self.close(*tag);
                    i + 1
                }
                _ => {
                    self.inline(event, range, events.get(i + 1).map(|(e, _)| e));
                    i + 1
                }
            };
        }
    }

    fn inline(&mut self, event: &Event<'_>, range: &Range<usize>, next: Option<&Event<'_>>) {
        match event {
            Event::Text(text) => {
                escape_into(&mut self.out, text);
                self.block.push_str(text);
            }
            Event::Code(text) => {
                self.out.push_str("<code>");
                escape_into(&mut self.out, text);
                self.out.push_str("</code>");
                self.block.push_str(text);
            }
            Event::SoftBreak => {
                let before = self.block.chars().next_back();
                let after = match next {
                    Some(Event::Text(t) | Event::Code(t)) => t.chars().next(),
                    _ => None,
                };
                // a line break in the source is no space between Chinese characters
                if !(before.is_some_and(is_wide) && after.is_some_and(is_wide)) {
                    self.out.push('\n');
                    self.block.push(' ');
                }
            }
            Event::HardBreak => {
                self.out.push_str("<br>\n");
                self.block.push(' ');
            }
            Event::Rule => {
                self.other_block();
                self.out.push_str("<hr>\n");
            }
            Event::TaskListMarker(done) => self.out.push_str(if *done { "☑ " } else { "☐ " }),
            Event::FootnoteReference(label) => {
                let number = self.notes.number(label);
                let count = self.notes.references.entry(number).or_insert(0);
                *count += 1;
                let suffix = if *count > 1 {
                    format!("-{count}")
                } else {
                    String::new()
                };
                self.out.push_str(&format!(
                    "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}{suffix}\" role=\"doc-noteref\">[{number}]</a></sup>"
                ));
            }
            Event::InlineHtml(html) if self.raw && self.raw_inline(html) => {}
            Event::Html(html) | Event::InlineHtml(html) => {
                self.raw_html(html, range);
                if html.to_ascii_lowercase().starts_with("<br") {
                    self.block.push(' ');
                    self.out.push(' ');
                }
            }
            _ => {}
        }
    }

    /// A block of HTML: its tags do not reach the page, its text does.
    fn html_block(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        let html: String = events
            .iter()
            .filter_map(|(e, _)| {
                if let Event::Html(h) = e {
                    Some(&**h)
                } else {
                    None
                }
            })
            .collect();
        if let Some((_, range)) = events.first() {
            self.raw_html(&html, range);
        }
        let text = without_tags(&html);
        if !text.is_empty() {
            self.other_block();
            self.out.push_str("<p>");
            escape_into(&mut self.out, &text);
            self.out.push_str("</p>\n");
            self.block.push_str(&text);
            self.flush();
        }
    }

    /// Reports HTML that does not reach the page; a comment was not meant to, and a closing tag has been reported with its opening.
    fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        let shown = html.trim();
        let only_comment = shown.starts_with("<!--")
            && shown.ends_with("-->")
            && shown.matches("<!--").count() == 1;
        if shown.is_empty()
            || only_comment
            || (shown.starts_with("</") && without_tags(shown).is_empty())
        {
            return;
        }
        let short: String = shown.chars().take(40).collect();
        let fault = if self.raw {
            Fault::InParagraph
        } else {
            Fault::Off
        };
        self.report_html(&(range.start..range.start + html.len()), &short, fault);
    }

    /// `range` is one of the body.
    fn report(&mut self, message: Message, range: &Range<usize>) {
        let finding = Diagnostic::new(message);
        self.findings
            .push(if is_enough(&self.findings, finding.code()) {
                finding.in_file(self.path)
            } else {
                finding.at(Place::new(
                    self.path,
                    self.file,
                    self.start + range.start..self.start + range.end,
                ))
            });
    }

    fn report_html(&mut self, range: &Range<usize>, value: &str, fault: Fault) {
        let (fault, remedy) = fault.words();
        let message = Message::RawHtml {
            value: value.into(),
            fault: fault.into(),
            remedy: remedy.into(),
        };
        self.report(message, range);
    }

    /// Reports a heading more than one level below the one before it; the page's title is the first.
    fn heading_skip(&mut self, level: u8, title: &str, range: &Range<usize>) {
        let expected = self.body.headings.last().map_or(1, |h| h.level) + 1;
        if level > expected {
            let message = Message::HeadingSkip {
                value: title.into(),
                expected: (expected - self.shift).into(),
            };
            self.report(message, range);
        }
    }

    /// A block that is no paragraph ends a run of closing lines.
    fn other_block(&mut self) {
        self.paragraphs.push((self.out.len(), String::new()));
    }

    /// Writes what an opening tag needs; gives the index of the event to go on with.
    fn open(
        &mut self,
        tag: &Tag<'_>,
        range: &Range<usize>,
        events: &[(Event<'_>, Range<usize>)],
        i: usize,
    ) -> usize {
        match tag {
            Tag::Paragraph => {
                self.flush();
                if self.depth == 0 {
                    self.paragraphs.push((self.out.len(), String::new()));
                }
                self.out.push_str("<p>");
            }
            Tag::Heading { level, .. } => {
                self.flush();
                let end = end_of(events, i);
                let level = (*level as u8 + self.shift).clamp(2, 6);
                self.other_block();
                let title = plain_text(&events[i + 1..end]);
                self.heading_skip(level, &title, range);
                let id = self.unique(anchor(&title));
                self.out.push_str(&format!("<h{level} id=\"{id}\">"));
                self.body.headings.push(Heading { level, id, title });
            }
            Tag::BlockQuote(_) => {
                self.other_block();
                self.depth += 1;
                self.out.push_str("<blockquote>\n");
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.other_block();
                let end = end_of(events, i);
                let code = plain_text(&events[i + 1..end]);
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',']).next().unwrap_or_default()
                    }
                    CodeBlockKind::Indented => "",
                };
                self.out.push_str("<pre tabindex=\"0\"><code>");
                highlight_into(&mut self.out, language, &code);
                self.out.push_str("</code></pre>\n");
                self.block.push_str(&code);
                self.flush();
                return end + 1;
            }
            Tag::List(None) => {
                self.flush();
                self.other_block();
                self.out.push_str("<ul>\n");
            }
            Tag::List(Some(1)) => {
                self.flush();
                self.other_block();
                self.out.push_str("<ol>\n");
            }
            Tag::List(Some(first)) => {
                self.flush();
                self.other_block();
                self.out.push_str(&format!("<ol start=\"{first}\">\n"));
            }
            Tag::Item => {
                self.flush();
                self.depth += 1;
                self.out.push_str("<li>");
            }
            Tag::FootnoteDefinition(label) => {
                self.flush();
                let end = end_of(events, i);
                let outer = std::mem::take(&mut self.out);
                self.depth += 1;
                self.run(&events[i + 1..end]);
                self.depth -= 1;
                self.flush();
                let text = std::mem::replace(&mut self.out, outer);
                self.notes.texts.insert(label.to_string(), text);
                return end + 1;
            }
            Tag::Table(alignments) => {
                self.other_block();
                self.alignments.clone_from(alignments);
                self.out
                    .push_str("<div class=\"table-scroll\" tabindex=\"0\"><table>\n");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.cell = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => {
                self.flush();
                self.out.push_str(if self.in_head {
                    "<th scope=\"col\""
                } else {
                    "<td"
                });
                self.out.push_str(match self.alignments.get(self.cell) {
                    Some(Alignment::Left) => " class=\"l\">",
                    Some(Alignment::Center) => " class=\"c\">",
                    Some(Alignment::Right) => " class=\"r\">",
                    _ => ">",
                });
                self.cell += 1;
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                self.raw_begin();
                self.out.push_str(match tag {
                    Tag::Emphasis => "<em>",
                    Tag::Strong => "<strong>",
                    _ => "<del>",
                });
            }
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let written = if *link_type == LinkType::Email {
                    format!("mailto:{dest_url}")
                } else {
                    dest_url.to_string()
                };
                let target = (self.resolve)(
                    &written,
                    Use::Link,
                    self.start + range.start..self.start + range.end,
                );
                let end = end_of(events, i);
                if let Some(href) = &target.href {
                    self.out.push_str("<a href=\"");
                    escape_into(&mut self.out, href);
                    self.out.push('"');
                    self.title(title);
                    self.out.push('>');
                }
                self.raw_begin();
                self.run(&events[i + 1..end]);
                self.raw_end();
                if target.href.is_some() {
                    self.out.push_str("</a>");
                }
                return end + 1;
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                let end = end_of(events, i);
                let alt = plain_text(&events[i + 1..end]);
                if alt.trim().is_empty() {
                    let value = short(dest_url).into();
                    self.report(Message::ImageWithoutAlt { value }, range);
                }
                let target = (self.resolve)(
                    dest_url,
                    Use::Image,
                    self.start + range.start..self.start + range.end,
                );
                if let Some(src) = &target.href {
                    self.out.push_str("<img src=\"");
                    escape_into(&mut self.out, src);
                    self.out.push_str("\" alt=\"");
                    escape_into(&mut self.out, &alt);
                    self.out.push('"');
                    self.title(title);
                    if let Some((width, height)) = target.size {
                        self.out
                            .push_str(&format!(" width=\"{width}\" height=\"{height}\""));
                    }
                    self.out.push_str(" loading=\"lazy\">");
                } else {
                    escape_into(&mut self.out, &alt);
                }
                self.block.push_str(&alt);
                return end + 1;
            }
            Tag::HtmlBlock => {
                self.flush();
                let mut end = end_of(events, i);
                if self.raw {
                    // an empty line parts a table into several blocks, which make sense together only
                    while matches!(events.get(end + 1), Some((Event::Start(Tag::HtmlBlock), _))) {
                        end = end_of(events, end + 1);
                    }
                    let lines = events[i..end].iter().filter_map(|(e, range)| {
                        if let Event::Html(h) = e {
                            Some((&**h, range.clone()))
                        } else {
                            None
                        }
                    });
                    self.raw_block(&raw::Source::new(lines));
                    return end + 1;
                }
                self.html_block(&events[i + 1..end]);
                return end + 1;
            }
            // neither asked for by the options nor shown
            Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript => {}
        }
        i + 1
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.raw_end(),
            _ => self.raw_end_all(),
        }
        match tag {
            TagEnd::Paragraph => {
                if self.depth == 0
                    && let Some((_, text)) = self.paragraphs.last_mut()
                {
                    text.push_str(self.block.trim());
                }
                self.out.push_str("</p>\n");
                self.flush();
            }
            TagEnd::Heading(_) => {
                let mut level = 2;
                if let Some(heading) = self.body.headings.last_mut() {
                    level = heading.level;
                    // superscripts and subscripts of HTML are known by now
                    if self.raw && !self.block.trim().is_empty() {
                        self.block.trim().clone_into(&mut heading.title);
                    }
                }
                self.out.push_str(&format!("</h{level}>\n"));
                self.flush();
            }
            TagEnd::BlockQuote(_) => {
                self.depth -= 1;
                self.out.push_str("</blockquote>\n");
            }
            TagEnd::List(ordered) => self
                .out
                .push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => {
                self.depth -= 1;
                self.out.push_str("</li>\n");
                self.flush();
            }
            TagEnd::Table => self.out.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.out
                    .push_str(if self.in_head { "</th>" } else { "</td>" });
                self.flush();
            }
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            _ => {}
        }
    }

    /// Marks what an official document sets apart (GB/T 9704-2012): the addressee at the left margin (`to`), and the signature
    /// and date at the right (`sign`).
    fn official_form(&mut self) {
        let mut marks: Vec<(usize, &str)> = Vec::new();
        let short = |text: &str, most: usize| {
            !text.is_empty() && text.chars().count() <= most && !text.contains(['。', '；'])
        };
        if let Some((at, _)) = self
            .paragraphs
            .iter()
            .find(|(_, t)| !t.is_empty())
            .filter(|(_, t)| t.ends_with('：') && short(t, 100))
        {
            marks.push((*at, "to"));
        }
        for (i, (at, text)) in self.paragraphs.iter().enumerate() {
            if is_written_date(text) {
                marks.push((*at, "sign"));
                let names = self.paragraphs[..i].iter().rev().take_while(|(_, t)| {
                    short(t, 30) && !t.contains(['：', '，', '（']) && !is_written_date(t)
                });
                marks.extend(names.map(|(at, _)| (*at, "sign")));
            }
        }
        marks.sort_unstable();
        marks.dedup_by_key(|(at, _)| *at);
        for (at, class) in marks.into_iter().rev() {
            self.out
                .insert_str(at + "<p".len(), &format!(" class=\"{class}\""));
        }
    }

    fn footnotes(&mut self) {
        // a note that nothing refers to is text all the same
        let mut orphans: Vec<String> = self
            .notes
            .texts
            .keys()
            .filter(|label| !self.notes.numbers.contains_key(*label))
            .cloned()
            .collect();
        orphans.sort();
        for label in orphans {
            self.notes.number(&label);
        }
        if self.notes.order.is_empty() {
            return;
        }
        self.out
            .push_str("<div class=\"footnotes\" role=\"doc-endnotes\"><ol>\n");
        for (i, label) in std::mem::take(&mut self.notes.order).iter().enumerate() {
            let number = i + 1;
            let text = self.notes.texts.remove(label).unwrap_or_default();
            let back = if self.notes.references.contains_key(&number) {
                format!(" <a href=\"#fnref-{number}\" role=\"doc-backlink\">↩</a>")
            } else {
                String::new()
            };
            let text = match text.strip_suffix("</p>\n") {
                Some(inner) => format!("{inner}{back}</p>\n"),
                None => text + &back,
            };
            self.out
                .push_str(&format!("<li id=\"fn-{number}\">{text}</li>\n"));
        }
        self.out.push_str("</ol></div>\n");
    }

    fn flush(&mut self) {
        self.raw_end_all();
        let text = self.block.trim();
        if !text.is_empty() {
            self.body.blocks.push(text.to_owned());
        }
        self.block.clear();
        self.scripts.clear();
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape_into(&mut self.out, title);
            self.out.push('"');
        }
    }

    fn unique(&mut self, id: String) -> String {
        let count = self.ids.entry(id.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            id
        } else {
            format!("{id}-{count}")
        }
    }
}

/// What stands between tags and comments. Of scripts and styles nothing stays: that was never text.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        let lower = rest.get(..8).unwrap_or(rest).to_ascii_lowercase();
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if lower.starts_with("<script") {
            "</script>"
        } else if lower.starts_with("<style") {
            "</style>"
        } else {
            ">"
        };
        match rest.to_ascii_lowercase().find(end) {
            Some(close) => rest = &rest[close + end.len()..],
            None => return text.split_whitespace().collect::<Vec<_>>().join(" "),
        }
        text.push(' ');
    }
    text.push_str(rest);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The index of the end event that belongs to the start event at `i`.
fn end_of(events: &[(Event<'_>, Range<usize>)], i: usize) -> usize {
    let mut depth = 0usize;
    for (j, (event, _)) in events.iter().enumerate().skip(i) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth -= 1;
                if depth == 0 {
                    return j;
                }
            }
            _ => {}
        }
    }
    events.len()
}

fn plain_text(events: &[(Event<'_>, Range<usize>)]) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(t) | Event::Code(t) => text.push_str(t),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// 2023年3月29日 or 二〇二三年三月二十九日, and nothing else.
fn is_written_date(text: &str) -> bool {
    // most paragraphs are far too long for one
    if text.len() > 24 * 4 || text.starts_with('年') || text.chars().count() > 24 {
        return false;
    }
    let marks = text.chars().filter(|c| {
        !c.is_whitespace() && !c.is_numeric() && !"〇○零一二三四五六七八九十".contains(*c)
    });
    marks.eq("年月日".chars())
}

/// Han characters and the punctuation that goes with them.
fn is_wide(c: char) -> bool {
    c.script() == Script::Han
        || matches!(c, '\u{3000}'..='\u{30ff}' | '\u{ff01}'..='\u{ff60}' | '“' | '”' | '‘' | '’' | '—' | '…')
}
