//! Takes the events of the Markdown parser; gives HTML, headings, blocks of text, and findings.
//!
//! Footnotes, raw HTML in the source and the layout of official documents are in other files. This
//! module must not know other documents or where links lead.

mod form;
mod html;
mod notes;
mod raw;

use super::{ARTICLE, Body, Heading, RawHtml, Resolve, Use, anchor, escape_into, short};
use crate::diag::{Diagnostic, Message, Place, is_enough};
pub(super) use form::{anchor_of_article, is_signer};
pub(crate) use form::{is_agency, is_written_date};
use notes::Notes;
use pulldown_cmark::{Alignment, Event, LinkType, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;
use unicode_script::{Script, UnicodeScript};

/// Parser events, with their places in the body.
type Events<'e> = &'e [(Event<'e>, Range<usize>)];

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
    /// The number of open list items, quotations and notes.
    depth: usize,
    /// The paragraphs outside lists, quotations and notes: the beginning of each in `out`, and its
    /// text. Other blocks, such as a list or a table, are also recorded, with an empty text,
    /// because a signature never spans such a block.
    paragraphs: Vec<(usize, String)>,
    raw: RawHtml,
    /// The open raw HTML tags in a paragraph; `None` is a Markdown element.
    inline_open: Vec<Option<&'static str>>,
    /// Where the open superscripts and subscripts begin in `block`.
    scripts: Vec<usize>,
}

/// Whether any block of raw HTML has a first-level heading.
pub(super) fn has_raw_top_level(events: Events<'_>) -> bool {
    raw::has_top_level(events)
}

/// How a body is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings<'s> {
    /// Added to each heading's level: 1 if the body has a heading of the first level, because this
    /// level belongs to the page's title.
    pub(super) shift: u8,
    pub(super) raw: RawHtml,
    /// The issuing bodies of the document; empty if they are not known.
    pub(super) signers: &'s [&'s str],
}

/// Writes all events.
pub(super) fn write(
    path: &str,
    file: &str,
    start: usize,
    settings: Settings<'_>,
    events: Events<'_>,
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
        shift: settings.shift,
        ids: HashMap::new(),
        notes: Notes::default(),
        alignments: Vec::new(),
        cell: 0,
        in_head: false,
        depth: 0,
        paragraphs: Vec::new(),
        raw: settings.raw,
        inline_open: Vec::new(),
        scripts: Vec::new(),
    };
    writer.run(events);
    writer.official_form(settings.signers);
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
    fn run(&mut self, events: Events<'_>) {
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
                let mut text: &str = text;
                // the theme indents paragraphs, so typed indentation is removed
                if self.block.is_empty() && self.out.ends_with("<p>") {
                    text = text.trim_start_matches(char::is_whitespace);
                }
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
                // a line break in the source is not a space between Chinese characters
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
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::InlineHtml(html) if self.raw == RawHtml::Cleaned && self.raw_inline(html) => {}
            Event::Html(html) | Event::InlineHtml(html) => {
                self.raw_html(html, range);
                let tag = html.to_ascii_lowercase();
                if tag.starts_with("<br") || tag.starts_with("</br") {
                    self.block.push(' ');
                    self.out.push(' ');
                }
            }
            _ => {}
        }
    }

    /// Adds a finding. `range` is relative to the body.
    fn report(&mut self, message: Message, range: &Range<usize>) {
        let finding = Diagnostic::new(message);
        let in_file = self.start + range.start..self.start + range.end;
        let finding = if is_enough(&self.findings, finding.code()) {
            finding.in_file(self.path)
        } else {
            finding.at(Place::new(self.path, self.file, in_file))
        };
        self.findings.push(finding);
    }

    /// Reports a heading more than one level below the previous one. The title of the page counts
    /// as a heading. An article of a regulation (第八条) does not count, although it is in
    /// `headings`.
    fn heading_skip(&mut self, level: u8, title: &str, range: &Range<usize>) {
        let is_above = |h: &&Heading| h.level < ARTICLE;
        let above = self.body.headings.iter().rfind(is_above);
        let expected = above.map_or(1, |h| h.level) + 1;
        if level > expected {
            let message = Message::HeadingSkip {
                value: title.into(),
                expected: (expected - self.shift).into(),
            };
            self.report(message, range);
        }
    }

    /// Records a block that a signature never spans.
    fn other_block(&mut self) {
        self.paragraphs.push((self.out.len(), String::new()));
    }

    /// Writes the opening of an element, or the whole element; gives the index of the next event.
    fn open(&mut self, tag: &Tag<'_>, range: &Range<usize>, events: Events<'_>, i: usize) -> usize {
        match tag {
            Tag::Paragraph => {
                self.flush();
                if self.depth == 0 {
                    self.paragraphs.push((self.out.len(), String::new()));
                }
                self.out.push_str("<p>");
            }
            Tag::Heading { level, .. } => {
                let end = end_of(events, i);
                let title = plain_text(&events[i + 1..end]);
                self.heading(*level as u8, title, range);
            }
            Tag::BlockQuote(_) => {
                self.other_block();
                self.depth += 1;
                self.out.push_str("<blockquote>\n");
            }
            Tag::CodeBlock(_) => {
                let end = end_of(events, i);
                self.code_block(&plain_text(&events[i + 1..end]));
                return end + 1;
            }
            Tag::List(first) => self.open_list(*first),
            Tag::Item => {
                self.flush();
                self.depth += 1;
                self.out.push_str("<li>");
            }
            Tag::FootnoteDefinition(label) => {
                let end = end_of(events, i);
                self.footnote(label, &events[i + 1..end]);
                return end + 1;
            }
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => self.open_table(tag),
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
                let end = end_of(events, i);
                self.link(&written, title, range, &events[i + 1..end]);
                return end + 1;
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                let end = end_of(events, i);
                self.image(dest_url, title, range, &plain_text(&events[i + 1..end]));
                return end + 1;
            }
            Tag::HtmlBlock => return self.html(events, i),
            // the parser's options exclude these
            Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript => {}
        }
        i + 1
    }

    fn code_block(&mut self, code: &str) {
        self.flush();
        self.other_block();
        self.out.push_str("<pre tabindex=\"0\"><code>");
        escape_into(&mut self.out, code);
        self.out.push_str("</code></pre>\n");
        self.block.push_str(code);
        self.flush();
    }

    fn heading(&mut self, written: u8, title: String, range: &Range<usize>) {
        self.flush();
        self.other_block();
        let level = (written + self.shift).clamp(2, 6);
        self.heading_skip(level, &title, range);
        let id = self.unique(anchor(&title));
        self.out.push_str(&format!("<h{level} id=\"{id}\">"));
        self.body.headings.push(Heading { level, id, title });
    }

    /// Writes the opening of a list. `first` is the first number of a numbered list, and `None` for
    /// a list with bullets.
    fn open_list(&mut self, first: Option<u64>) {
        self.flush();
        self.other_block();
        match first {
            None => self.out.push_str("<ul>\n"),
            Some(1) => self.out.push_str("<ol>\n"),
            Some(first) => self.out.push_str(&format!("<ol start=\"{first}\">\n")),
        }
    }

    /// Writes the opening of a table or of a part of it.
    fn open_table(&mut self, tag: &Tag<'_>) {
        match tag {
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
            _ => {
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
        }
    }

    /// Writes a link, or only its text if the target has no address.
    fn link(&mut self, written: &str, title: &str, range: &Range<usize>, text: Events<'_>) {
        let in_file = self.start + range.start..self.start + range.end;
        let target = (self.resolve)(written, Use::Link, in_file);
        if let Some(href) = &target.href {
            self.out.push_str("<a href=\"");
            escape_into(&mut self.out, href);
            self.out.push('"');
            self.title(title);
            self.out.push('>');
        }
        self.raw_begin();
        self.run(text);
        self.raw_end();
        if target.href.is_some() {
            self.out.push_str("</a>");
        }
    }

    /// Writes an image, or only its alternative text if the target has no address.
    fn image(&mut self, written: &str, title: &str, range: &Range<usize>, alt: &str) {
        if alt.trim().is_empty() {
            let value = short(written).into();
            self.report(Message::ImageWithoutAlt { value }, range);
        }
        let in_file = self.start + range.start..self.start + range.end;
        let target = (self.resolve)(written, Use::Image, in_file);
        if let Some(src) = &target.href {
            self.out.push_str("<img src=\"");
            escape_into(&mut self.out, src);
            self.out.push_str("\" alt=\"");
            escape_into(&mut self.out, alt);
            self.out.push('"');
            self.title(title);
            if let Some((width, height)) = target.size {
                self.out
                    .push_str(&format!(" width=\"{width}\" height=\"{height}\""));
            }
            self.out.push_str(" loading=\"lazy\">");
        } else {
            escape_into(&mut self.out, alt);
        }
        self.block.push_str(alt);
    }

    /// Writes a block of HTML; gives the index of the event after it.
    fn html(&mut self, events: Events<'_>, i: usize) -> usize {
        self.flush();
        let mut end = end_of(events, i);
        if self.raw == RawHtml::LeftOut {
            self.html_block(&events[i + 1..end]);
            return end + 1;
        }
        // an empty line divides one piece of HTML, such as a table, into several blocks
        while matches!(events.get(end + 1), Some((Event::Start(Tag::HtmlBlock), _))) {
            end = end_of(events, end + 1);
        }
        let lines = events[i..end]
            .iter()
            .filter_map(|(event, range)| match event {
                Event::Html(html) => Some((&**html, range.clone())),
                _ => None,
            });
        self.raw_block(&raw::Source::new(lines));
        end + 1
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.raw_end(),
            _ => self.raw_end_all(),
        }
        match tag {
            TagEnd::Paragraph => {
                let mut outer = None;
                if self.depth == 0
                    && let Some((at, text)) = self.paragraphs.last_mut()
                {
                    text.push_str(self.block.trim());
                    outer = Some(*at);
                }
                self.out.push_str("</p>\n");
                if let Some(at) = outer {
                    self.article(at);
                }
                self.flush();
            }
            TagEnd::Heading(_) => {
                let mut level = 2;
                if let Some(heading) = self.body.headings.last_mut() {
                    level = heading.level;
                    // only `block` has the superscripts and subscripts of raw HTML as characters
                    if self.raw == RawHtml::Cleaned && !self.block.trim().is_empty() {
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

/// The index of the end event that belongs to the start event at `i`.
fn end_of(events: Events<'_>, i: usize) -> usize {
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

fn plain_text(events: Events<'_>) -> String {
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

/// Whether a character is a Han character, punctuation used with Han characters, kana, or a
/// full-width letter or digit.
fn is_wide(c: char) -> bool {
    c.script() == Script::Han
        || matches!(c, '\u{3000}'..='\u{30ff}' | '\u{ff01}'..='\u{ff60}' | '“' | '”' | '‘' | '’' | '—' | '…')
}
