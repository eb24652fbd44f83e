//! Takes a document's body; gives HTML, the headings, and the text of each block for search. Parsed once, used three times.
//!
//! CommonMark with tables, footnotes, strikethrough and task lists. Raw HTML is left out, code is coloured by classes, and
//! where a link leads is the caller's to say. It must not know other documents or addresses.

use crate::diag::{Code, Diagnostic, Place};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;
use unicode_script::{Script, UnicodeScript};

/// A heading of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Level on the page, from 2: the page's own title is 1.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its text.
    pub title: String,
}

/// A body, ready for its three readers: the page, the table of contents, the search index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// HTML that is safe to stand in a page.
    pub html: String,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The text of each block (paragraph, heading, item, cell, code block), in order.
    pub blocks: Vec<String>,
}

/// What a link or an image points to, once the caller has looked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The address to write; without one the link's text stands alone.
    pub href: Option<String>,
    /// Width and height of an image.
    pub size: Option<(usize, usize)>,
}

/// The caller's answer to “where does this lead?”: given the destination as written and its byte range in the file.
pub type Resolve<'r> = dyn FnMut(&str, Range<usize>) -> Target + 'r;

/// The anchor that a heading with this text gets, leaving repetitions aside.
pub fn anchor(text: &str) -> String {
    let mut id = String::from("h-");
    for c in text.chars() {
        if c.is_alphanumeric() {
            id.extend(c.to_lowercase());
        } else if !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(id.trim_end_matches('-').len().max(2));
    id
}

/// Turns the body of `file` (its text from byte `start` on) into HTML, headings and blocks.
pub fn render(path: &str, file: &str, start: usize, resolve: &mut Resolve<'_>) -> (Body, Vec<Diagnostic>) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let source = &file[start..];
    let events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(source, options).into_offset_iter().collect();
    let has_top_level = events.iter().any(|(e, _)| matches!(e, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })));
    let mut writer = Writer {
        path,
        file,
        start,
        resolve,
        out: String::with_capacity(source.len() + source.len() / 4),
        body: Body::default(),
        findings: Vec::new(),
        block: String::new(),
        shift: u8::from(has_top_level),
        ids: HashMap::new(),
        notes: Notes::default(),
        alignments: Vec::new(),
        cell: 0,
        in_head: false,
        depth: 0,
        paragraphs: Vec::new(),
    };
    writer.run(&events);
    writer.official_form();
    writer.footnotes();
    writer.flush();
    let Writer { out, mut body, findings, .. } = writer;
    body.html = out;
    (body, findings)
}

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
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.out.push_str(if *done { "☑ " } else { "☐ " }),
            Event::FootnoteReference(label) => {
                let number = self.notes.number(label);
                let count = self.notes.references.entry(number).or_insert(0);
                *count += 1;
                let suffix = if *count > 1 { format!("-{count}") } else { String::new() };
                self.out.push_str(&format!(
                    "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}{suffix}\" role=\"doc-noteref\">[{number}]</a></sup>"
                ));
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(html, range),
            _ => {}
        }
    }

    /// HTML as written does not reach the page; a comment was not meant to.
    fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        let shown = html.trim();
        if shown.is_empty() || shown.starts_with("<!--") || shown.starts_with("</") {
            return;
        }
        let short: String = shown.chars().take(40).collect();
        let at = self.start + range.start;
        self.findings.push(Diagnostic::new(Code::RawHtml).at(Place::new(self.path, self.file, at..at + html.len())).with("value", short));
    }

    /// Writes what an opening tag needs; gives the index of the event to go on with.
    fn open(&mut self, tag: &Tag<'_>, range: &Range<usize>, events: &[(Event<'_>, Range<usize>)], i: usize) -> usize {
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
                self.paragraphs.push((self.out.len(), String::new()));
                let title = plain_text(&events[i + 1..end]);
                let id = self.unique(anchor(&title));
                self.out.push_str(&format!("<h{level} id=\"{id}\">"));
                self.body.headings.push(Heading { level, id, title });
            }
            Tag::BlockQuote(_) => {
                self.depth += 1;
                self.out.push_str("<blockquote>\n");
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let end = end_of(events, i);
                let code = plain_text(&events[i + 1..end]);
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default(),
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
                self.out.push_str("<ul>\n");
            }
            Tag::List(Some(1)) => {
                self.flush();
                self.out.push_str("<ol>\n");
            }
            Tag::List(Some(first)) => {
                self.flush();
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
                self.alignments.clone_from(alignments);
                self.out.push_str("<div class=\"table-scroll\" tabindex=\"0\"><table>\n");
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
                self.out.push_str(if self.in_head { "<th scope=\"col\"" } else { "<td" });
                self.out.push_str(match self.alignments.get(self.cell) {
                    Some(Alignment::Left) => " class=\"l\">",
                    Some(Alignment::Center) => " class=\"c\">",
                    Some(Alignment::Right) => " class=\"r\">",
                    _ => ">",
                });
                self.cell += 1;
            }
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                let written = if *link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                let target = (self.resolve)(&written, self.start + range.start..self.start + range.end);
                let end = end_of(events, i);
                if let Some(href) = &target.href {
                    self.out.push_str("<a href=\"");
                    escape_into(&mut self.out, href);
                    self.out.push('"');
                    self.title(title);
                    self.out.push('>');
                }
                self.run(&events[i + 1..end]);
                if target.href.is_some() {
                    self.out.push_str("</a>");
                }
                return end + 1;
            }
            Tag::Image { dest_url, title, .. } => {
                let end = end_of(events, i);
                let alt = plain_text(&events[i + 1..end]);
                let target = (self.resolve)(dest_url, self.start + range.start..self.start + range.end);
                if let Some(src) = &target.href {
                    self.out.push_str("<img src=\"");
                    escape_into(&mut self.out, src);
                    self.out.push_str("\" alt=\"");
                    escape_into(&mut self.out, &alt);
                    self.out.push('"');
                    self.title(title);
                    if let Some((width, height)) = target.size {
                        self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
                    }
                    self.out.push_str(" loading=\"lazy\">");
                } else {
                    escape_into(&mut self.out, &alt);
                }
                self.block.push_str(&alt);
                return end + 1;
            }
            // neither asked for by the options nor shown
            Tag::HtmlBlock
            | Tag::MetadataBlock(_)
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
                let level = self.body.headings.last().map_or(2, |h| h.level);
                self.out.push_str(&format!("</h{level}>\n"));
                self.flush();
            }
            TagEnd::BlockQuote(_) => {
                self.depth -= 1;
                self.out.push_str("</blockquote>\n");
            }
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
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
                self.out.push_str(if self.in_head { "</th>" } else { "</td>" });
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
        let short = |text: &str, most: usize| !text.is_empty() && text.chars().count() <= most && !text.contains(['。', '；']);
        if let Some((at, _)) = self.paragraphs.iter().find(|(_, t)| !t.is_empty()).filter(|(_, t)| t.ends_with('：') && short(t, 100)) {
            marks.push((*at, "to"));
        }
        for (i, (at, text)) in self.paragraphs.iter().enumerate() {
            if is_written_date(text) {
                marks.push((*at, "sign"));
                let names = self.paragraphs[..i].iter().rev().take_while(|(_, t)| short(t, 30) && !t.contains(['：', '，', '（']) && !is_written_date(t));
                marks.extend(names.map(|(at, _)| (*at, "sign")));
            }
        }
        marks.sort_unstable();
        marks.dedup_by_key(|(at, _)| *at);
        for (at, class) in marks.into_iter().rev() {
            self.out.insert_str(at + "<p".len(), &format!(" class=\"{class}\""));
        }
    }

    fn footnotes(&mut self) {
        if self.notes.order.is_empty() {
            return;
        }
        self.out.push_str("<div class=\"footnotes\" role=\"doc-endnotes\"><ol>\n");
        for (i, label) in std::mem::take(&mut self.notes.order).iter().enumerate() {
            let number = i + 1;
            let text = self.notes.texts.remove(label).unwrap_or_default();
            let back = format!(" <a href=\"#fnref-{number}\" role=\"doc-backlink\">↩</a>");
            let text = match text.strip_suffix("</p>\n") {
                Some(inner) => format!("{inner}{back}</p>\n"),
                None => text + &back,
            };
            self.out.push_str(&format!("<li id=\"fn-{number}\">{text}</li>\n"));
        }
        self.out.push_str("</ol></div>\n");
    }

    fn flush(&mut self) {
        let text = self.block.trim();
        if !text.is_empty() {
            self.body.blocks.push(text.to_owned());
        }
        self.block.clear();
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
        if *count == 1 { id } else { format!("{id}-{count}") }
    }
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
    let mut chars = text.chars().filter(|c| !c.is_whitespace());
    let marks: String = chars.by_ref().filter(|c| !(c.is_numeric() || "〇○零一二三四五六七八九十".contains(*c))).collect();
    marks == "年月日" && text.chars().count() <= 24 && !text.starts_with('年')
}

/// Han characters and the punctuation that goes with them.
fn is_wide(c: char) -> bool {
    c.script() == Script::Han || matches!(c, '\u{3000}'..='\u{30ff}' | '\u{ff01}'..='\u{ff60}' | '“' | '”' | '‘' | '’' | '—' | '…')
}

/// Text as it may stand in HTML, in an element or in a quoted attribute.
pub fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(i) = rest.find(['&', '<', '>', '"']) {
        out.push_str(&rest[..i]);
        out.push_str(match rest.as_bytes()[i] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[i + 1..];
    }
    out.push_str(rest);
}

#[cfg(feature = "highlight")]
fn highlight_into(out: &mut String, language: &str, code: &str) {
    use std::sync::LazyLock;
    use syntect::html::{ClassStyle, ClassedHTMLGenerator};
    use syntect::parsing::SyntaxSet;
    // loading takes time and memory, and most catalogues hold no code
    static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);
    if !language.is_empty()
        && let Some(syntax) = SYNTAXES.find_syntax_by_token(language)
    {
        let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, ClassStyle::SpacedPrefixed { prefix: "hl-" });
        if syntect::util::LinesWithEndings::from(code).all(|line| generator.parse_html_for_line_which_includes_newline(line).is_ok()) {
            out.push_str(&generator.finalize());
            return;
        }
    }
    escape_into(out, code);
}

#[cfg(not(feature = "highlight"))]
fn highlight_into(out: &mut String, _language: &str, code: &str) {
    escape_into(out, code);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(source: &str) -> Body {
        render("a.md", source, 0, &mut |dest, _| Target { href: Some(dest.to_owned()), size: None }).0
    }

    #[test]
    fn blocks_are_the_fields_of_search() {
        let b = body("# 总则\n\n第一段\n接着。\n\n- 甲\n- 乙\n\n| 列 | 值 |\n|---|--:|\n| 丙 | 1 |\n\n> 引文[^1]\n\n[^1]: 注\n\n```\nlet x;\n```\n");
        assert_eq!(b.blocks, ["总则", "第一段接着。", "甲", "乙", "列", "值", "丙", "1", "引文", "注", "let x;"]);
        assert!(b.html.contains("<h2 id=\"h-总则\">总则</h2>"), "{}", b.html);
        assert!(b.html.contains("<td class=\"r\">1</td>"));
        assert!(!b.html.contains("style="));
    }

    #[test]
    fn headings_keep_their_levels_unless_one_would_be_the_title() {
        let levels = |s: &str| body(s).headings.iter().map(|h| h.level).collect::<Vec<_>>();
        assert_eq!(levels("## 一\n### 二\n"), [2, 3]);
        assert_eq!(levels("# 一\n## 二\n"), [2, 3]);
        assert_eq!(body("## 一\n## 一\n").headings[1].id, "h-一-2");
    }

    #[test]
    fn raw_html_is_left_out_and_reported() {
        let (b, findings) = render("a.md", "甲<b>乙</b>\n\n<script>alert(1)</script>\n\n<!-- 注 -->\n", 0, &mut |_, _| Target::default());
        assert_eq!(b.html, "<p>甲乙</p>\n");
        let places: Vec<_> = findings.iter().filter_map(|f| f.place.as_ref()).map(|p| (p.line, p.column)).collect();
        assert_eq!(places, [(1, 2), (3, 1)]);
    }

    #[test]
    fn links_without_a_target_leave_their_text() {
        let (b, _) = render("a.md", "[甲](javascript:alert(1)) ![图](x.png)", 0, &mut |_, _| Target::default());
        assert_eq!(b.html, "<p>甲 图</p>\n");
    }

    #[test]
    fn everything_is_escaped() {
        let b = body("a < b & \"c\" [x](<y\"z>) `<i>`");
        assert!(
            b.html.contains("a &lt; b &amp; &quot;c&quot;") && b.html.contains("href=\"y&quot;z\"") && b.html.contains("<code>&lt;i&gt;</code>"),
            "{}",
            b.html
        );
    }

    #[test]
    #[cfg(feature = "highlight")]
    fn code_is_coloured_by_classes() {
        let b = body("```json\n{\"a\": 1}\n```\n");
        assert!(b.html.contains("hl-") && !b.html.contains("style="), "{}", b.html);
    }

    #[test]
    fn addressee_and_signature_are_set_apart() {
        let b = body("各科室：\n\n现予公布。\n\n甲局\n\n乙局\n\n2023年3月29日\n\n（此件公开发布）\n");
        assert_eq!(
            b.html,
            "<p class=\"to\">各科室：</p>\n<p>现予公布。</p>\n<p class=\"sign\">甲局</p>\n<p class=\"sign\">乙局</p>\n<p class=\"sign\">2023年3月29日</p>\n<p>（此件公开发布）</p>\n"
        );
        assert!(!body("- 2023年3月29日\n").html.contains("sign"));
        assert!(body("二〇二三年三月二十九日\n").html.contains("sign"));
    }

    #[test]
    fn footnotes_stand_at_the_end_in_the_order_of_reference() {
        let b = body("甲[^b] 乙[^a] 丙[^b]\n\n[^a]: 一\n[^b]: 二\n");
        let b_first = b.html.find("<li id=\"fn-1\"><p>二").expect(&b.html);
        assert!(b.html.find("<li id=\"fn-2\"><p>一").expect(&b.html) > b_first);
        assert!(b.html.contains("id=\"fnref-1-2\""));
    }

    proptest::proptest! {
        #[test]
        fn no_input_makes_it_panic(source in "([\\PC\n|*_`<>\\[\\]()#~^:-]{0,6}\n?){0,30}") {
            let b = body(&source);
            proptest::prop_assert!(!b.html.contains("<script"));
        }
    }
}
