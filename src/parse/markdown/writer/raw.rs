//! Takes blocks and tags of raw HTML; writes the allowed tags to the page, and reports and leaves
//! out the others.
//!
//! `ammonia` cleans a block. The tags of the cleaned block are then written one by one, because
//! links, images, headings, tables and the search text need more work. Inside a paragraph, only
//! `br` and the tags of [`INLINE`] without attributes are allowed. This module must not know other
//! documents or where links lead.

mod allowed;
mod tags;

use super::{Events, Writer};
use crate::diag::Message;
use crate::escape::{self, unescape};
use crate::parse::markdown::{
    Heading, Position, Target, Use, anchor, escape_into, set_script, short,
};
use allowed::{CLEANER, INLINE, SCHEMES, refused, unclosed};
use pulldown_cmark::{Event, Tag as MarkdownTag};
use std::ops::Range;
use tags::{Attribute, Tag, is_heading, tag, tags};

/// Tags that do not end a block of text for search.
const WITHIN: [&str; 25] = [
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q",
    "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u",
];

/// A block of HTML as written. The place of each line is kept, because the marks of a quotation may
/// be between the lines.
pub(super) struct Source {
    html: String,
    /// The beginnings of the lines, in the block and in the body.
    lines: Vec<(usize, usize)>,
}

impl Source {
    pub(super) fn new<'t>(lines: impl Iterator<Item = (&'t str, Range<usize>)>) -> Source {
        let mut source = Source {
            html: String::new(),
            lines: Vec::new(),
        };
        for (line, range) in lines {
            source.lines.push((source.html.len(), range.start));
            source.html.push_str(line);
        }
        source
    }

    /// The place in the body of a part of the block.
    fn place(&self, part: Range<usize>) -> Range<usize> {
        let place = |at: usize| match self
            .lines
            .partition_point(|(start, _)| *start <= at)
            .checked_sub(1)
            .map(|i| self.lines[i])
        {
            Some((start, written)) => written + at - start,
            None => at,
        };
        place(part.start)..place(part.end.saturating_sub(1)) + 1
    }
}

/// A link, an image or a heading of a block, with its places in the block.
struct Written {
    name: String,
    /// The address of a link or an image.
    address: String,
    tag: Range<usize>,
    /// The place of the address, or of the whole tag if there is no address.
    place: Range<usize>,
}

/// The links, images and headings of a block, in order. Each is removed when the cleaned block
/// reaches it.
fn written(tags: &[(usize, Tag<'_>)]) -> Vec<Written> {
    let of = |(at, tag): &(usize, Tag<'_>)| {
        let name = tag.name.to_ascii_lowercase();
        let attribute = match name.as_str() {
            _ if tag.is_end => return None,
            "a" => "href",
            "img" => "src",
            _ if is_heading(&name) => "",
            _ => return None,
        };
        let whole = *at..at + tag.length;
        let found = tag
            .attributes
            .iter()
            .find(|a| a.name.eq_ignore_ascii_case(attribute));
        let place = found
            .filter(|a| !a.place.is_empty())
            .map_or(whole.clone(), |a| at + a.place.start..at + a.place.end);
        Some(Written {
            name,
            address: found.map(|a| a.value.clone()).unwrap_or_default(),
            tag: whole,
            place,
        })
    };
    tags.iter().filter_map(of).collect()
}

/// Removes and gives the first element with this name and address. An empty address may be one that
/// cleaning removed. It fits the first element whose own address is empty or has a forbidden
/// scheme. If there is none, it fits the first element with an allowed scheme.
fn take(written: &mut Vec<Written>, name: &str, address: &str) -> Option<Written> {
    let first = |fits: &dyn Fn(&str) -> bool| {
        written
            .iter()
            .position(|w| w.name == name && fits(&w.address))
    };
    let known = |a: &str| {
        scheme(a).is_some_and(|s| SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(s)))
    };
    let found = first(&|a| a == address || address.is_empty() && scheme(a).is_some() && !known(a));
    found
        .or_else(|| {
            if address.is_empty() {
                first(&known)
            } else {
                None
            }
        })
        .map(|i| written.remove(i))
}

fn scheme(address: &str) -> Option<&str> {
    address
        .find([':', '/', '?', '#'])
        .filter(|i| address[*i..].starts_with(':'))
        .map(|i| address[..i].trim())
}

/// Whether any block of HTML has a heading of the first level.
pub(super) fn has_top_level(events: Events<'_>) -> bool {
    let blocks = events
        .iter()
        .enumerate()
        .filter(|(_, (e, _))| matches!(e, Event::Start(MarkdownTag::HtmlBlock)));
    blocks.into_iter().any(|(i, _)| {
        let lines = events[i + 1..].iter().map_while(|(e, _)| {
            if let Event::Html(h) = e {
                Some(&**h)
            } else {
                None
            }
        });
        tags(&lines.collect::<String>())
            .iter()
            .any(|(_, tag)| !tag.is_end && tag.name.eq_ignore_ascii_case("h1"))
    })
}

#[derive(Default)]
struct Open {
    /// Whether each link was written.
    links: Vec<bool>,
    /// The level of each heading; `None` for a heading that was not written.
    headings: Vec<Option<u8>>,
    tables: usize,
    is_code: bool,
}

impl Open {
    fn blanks(&self) -> Blanks {
        if self.is_code {
            Blanks::Kept
        } else {
            Blanks::Collapsed
        }
    }
}

/// How superscripts and subscripts are written in the text of a heading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scripts {
    /// As [`set_script`] writes them.
    Set,
    /// As plain text, because anchors are made from it.
    Plain,
}

/// The text of a heading. `rest` is the HTML after its opening tag.
fn heading_title(mut rest: &str, scripts: Scripts) -> String {
    let mut title = String::new();
    let (mut depth, mut starts) = (0usize, Vec::new());
    while !rest.is_empty() {
        let open = rest.find('<').unwrap_or(rest.len());
        title.push_str(&unescape(&rest[..open]));
        rest = &rest[open..];
        let Some(tag) = tag(rest) else { break };
        rest = &rest[tag.length..];
        match (tag.name, tag.is_end) {
            (name, true) if is_heading(name) && depth == 0 => break,
            (name, true) if is_heading(name) => depth -= 1,
            (name, false) if is_heading(name) => depth += 1,
            ("img", _) => title.push_str(tag.value("alt")),
            ("sup" | "sub", false) => starts.push(title.len()),
            (name, true) => {
                if let Some(position) = position(name)
                    && let Some(start) = starts.pop()
                    && scripts == Scripts::Set
                {
                    set_script(&mut title, start, position);
                }
            }
            _ => {}
        }
        if tag.name == "br" || !WITHIN.contains(&tag.name) {
            title.push(' ');
        }
    }
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn position(name: &str) -> Option<Position> {
    match name {
        "sup" => Some(Position::Superscript),
        "sub" => Some(Position::Subscript),
        _ => None,
    }
}

/// How white space in a text is treated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blanks {
    /// White space is kept, as in code.
    Kept,
    /// A run of white space becomes one space.
    Collapsed,
}

impl Writer<'_, '_> {
    /// Writes a tag inside a paragraph; gives false if it is not allowed there. A comment is
    /// allowed, but nothing is written for it.
    pub(super) fn raw_inline(&mut self, html: &str) -> bool {
        let Some(tag) = tag(html.trim()) else {
            return html.starts_with("<!--");
        };
        let name = tag.name.to_ascii_lowercase();
        if name == "br" {
            self.out.push_str("<br>\n");
            self.block.push(' ');
            return true;
        }
        let Some(name) = INLINE
            .into_iter()
            .find(|t| *t == name)
            .filter(|_| tag.attributes.is_empty())
        else {
            return false;
        };
        if !tag.is_end {
            self.out.push_str(&format!("<{name}>"));
            self.script_begins(name);
            self.inline_open.push(Some(name));
        } else if self
            .inline_open
            .iter()
            .rev()
            .map_while(|t| *t)
            .any(|t| t == name)
        {
            while let Some(Some(open)) = self.inline_open.pop() {
                self.raw_close(open);
                if open == name {
                    break;
                }
            }
        }
        true
    }

    fn raw_close(&mut self, name: &str) {
        self.out.push_str(&format!("</{name}>"));
        self.script_ends(name);
    }

    fn script_begins(&mut self, name: &str) {
        if position(name).is_some() {
            self.scripts.push(self.block.len());
        }
    }

    /// Ends a superscript or subscript, and replaces its text.
    fn script_ends(&mut self, name: &str) {
        if let Some(position) = position(name)
            && let Some(start) = self.scripts.pop()
        {
            set_script(&mut self.block, start, position);
        }
    }

    /// Begins a Markdown element in a paragraph; tags opened inside are closed inside.
    pub(super) fn raw_begin(&mut self) {
        self.inline_open.push(None);
    }

    /// Ends a Markdown element, and closes the tags opened in it.
    pub(super) fn raw_end(&mut self) {
        while let Some(Some(open)) = self.inline_open.pop() {
            self.raw_close(open);
        }
    }

    /// Ends a block of text, and closes its open tags.
    pub(super) fn raw_end_all(&mut self) {
        while let Some(open) = self.inline_open.pop() {
            if let Some(open) = open {
                self.raw_close(open);
            }
        }
    }

    /// Writes a block of HTML.
    pub(super) fn raw_block(&mut self, source: &Source) {
        let tags = tags(&source.html);
        let mut faults = refused(&tags);
        faults.extend(unclosed(&source.html, &tags));
        faults.sort_by_key(|(part, _, _)| part.start);
        for (part, value, fault) in faults {
            self.report_html(&source.place(part), &value, fault);
        }
        let mut written = written(&tags);
        let cleaned = CLEANER.clean(&escape::shallow(&source.html)).to_string();
        if !cleaned.trim().is_empty() {
            self.other_block();
        }
        let mut rest = cleaned.as_str();
        let mut open = Open::default();
        while !rest.is_empty() {
            let at = rest.find('<').unwrap_or(rest.len());
            self.raw_text(&rest[..at], open.blanks());
            rest = &rest[at..];
            let Some(tag) = tag(rest) else { break };
            rest = &rest[tag.length..];
            if !WITHIN.contains(&tag.name) {
                self.flush();
            }
            if tag.is_end {
                self.raw_end_tag(tag.name, &mut open);
                self.script_ends(tag.name);
            } else {
                self.raw_start_tag(&tag, rest, source, &mut written, &mut open);
                self.script_begins(tag.name);
            }
        }
        self.flush();
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Writes an opening tag of a cleaned block. `rest` is the HTML after it.
    fn raw_start_tag(
        &mut self,
        tag: &Tag<'_>,
        rest: &str,
        source: &Source,
        written: &mut Vec<Written>,
        open: &mut Open,
    ) {
        match tag.name {
            "a" => {
                let found = take(written, "a", tag.value("href"));
                open.links.push(self.raw_link(tag, source, found));
            }
            "img" => {
                let found = take(written, "img", tag.value("src"));
                self.raw_image(tag, source, found);
            }
            "br" => {
                self.out.push_str("<br>\n");
                self.block.push(' ');
            }
            name if is_heading(name) => {
                let place = take(written, name, "").map_or(0..1, |w| w.tag);
                let level = self.raw_heading(name, rest, &source.place(place));
                open.headings.push(level);
            }
            "table" => {
                open.tables += 1;
                self.out.push_str(if open.tables == 1 {
                    "<div class=\"table-scroll\" tabindex=\"0\"><table>"
                } else {
                    "<table>"
                });
            }
            name => {
                open.is_code |= name == "pre";
                self.out.push_str(&format!("<{name}"));
                self.raw_attributes(tag);
                self.out.push('>');
            }
        }
    }

    /// Writes a closing tag of a cleaned block.
    fn raw_end_tag(&mut self, name: &str, open: &mut Open) {
        match name {
            "a" => {
                if open.links.pop() == Some(true) {
                    self.out.push_str("</a>");
                }
            }
            // these elements have no closing tag
            "img" | "br" => {}
            name if is_heading(name) => {
                if let Some(Some(level)) = open.headings.pop() {
                    self.out.push_str(&format!("</h{level}>"));
                }
            }
            "table" => {
                open.tables = open.tables.saturating_sub(1);
                self.out.push_str(if open.tables == 0 {
                    "</table></div>"
                } else {
                    "</table>"
                });
            }
            name => {
                open.is_code &= name != "pre";
                self.out.push_str(&format!("</{name}>"));
            }
        }
    }

    /// Writes cleaned HTML text, and adds it to the text for search.
    fn raw_text(&mut self, escaped: &str, blanks: Blanks) {
        self.out.push_str(escaped);
        for c in unescape(escaped).chars() {
            let is_blank = c.is_ascii_whitespace() && blanks == Blanks::Collapsed;
            if !is_blank {
                self.block.push(c);
            } else if !self.block.is_empty() && !self.block.ends_with(' ') {
                self.block.push(' ');
            }
        }
    }

    fn raw_attributes(&mut self, tag: &Tag<'_>) {
        for Attribute { name, value, .. } in tag
            .attributes
            .iter()
            .filter(|a| !matches!((tag.name, a.name), ("a", "href")))
        {
            self.out.push_str(&format!(" {name}=\""));
            escape_into(&mut self.out, value);
            self.out.push('"');
        }
    }

    /// Asks the caller to resolve an address. `found` is the tag as written. An address that only
    /// the cleaning removed is reported here; an address that the caller refuses is reported by the
    /// caller.
    fn raw_target(
        &mut self,
        address: &str,
        usage: Use,
        source: &Source,
        found: Option<Written>,
    ) -> Target {
        let (written, place) = found.map_or((String::new(), 0..1), |w| (w.address, w.place));
        let place = source.place(place);
        let in_file = self.start + place.start..self.start + place.end;
        if !address.is_empty() {
            return (self.resolve)(address, usage, in_file);
        }
        if !written.is_empty() && (self.resolve)(&written, usage, in_file).href.is_some() {
            let value = short(&written).into();
            self.report(Message::UnsafeLink { value }, &place);
        }
        Target::default()
    }

    /// Writes the opening tag of a link that has an address; gives whether it was written.
    fn raw_link(&mut self, tag: &Tag<'_>, source: &Source, found: Option<Written>) -> bool {
        let Some(href) = self
            .raw_target(tag.value("href"), Use::Link, source, found)
            .href
        else {
            return false;
        };
        self.out.push_str("<a href=\"");
        escape_into(&mut self.out, &href);
        self.out.push('"');
        self.raw_attributes(tag);
        self.out.push('>');
        true
    }

    fn raw_image(&mut self, tag: &Tag<'_>, source: &Source, found: Option<Written>) {
        let (src, alt) = (tag.value("src"), tag.value("alt"));
        if alt.trim().is_empty() {
            let place = found.as_ref().map_or(0..1, |w| w.tag.clone());
            let written = found.as_ref().map_or(src, |w| &w.address);
            let value = short(written).into();
            self.report(Message::ImageWithoutAlt { value }, &source.place(place));
        }
        let target = self.raw_target(src, Use::Image, source, found);
        self.block.push_str(alt);
        let (Some(src), size) = (target.href, target.size) else {
            return escape_into(&mut self.out, alt);
        };
        self.out.push_str("<img src=\"");
        escape_into(&mut self.out, &src);
        self.out.push_str("\" alt=\"");
        escape_into(&mut self.out, alt);
        self.out.push('"');
        if let Some((width, height)) = size {
            self.out
                .push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        self.out.push_str(" loading=\"lazy\">");
    }

    /// Begins a heading; gives its level, or `None` if it has no text and is not written. `rest` is
    /// the HTML after the opening tag.
    fn raw_heading(&mut self, name: &str, rest: &str, range: &Range<usize>) -> Option<u8> {
        let title = heading_title(rest, Scripts::Set);
        if title.is_empty() {
            return None;
        }
        let written: u8 = name[1..].parse().unwrap_or(2);
        let level = (written + self.shift).clamp(2, 6);
        self.heading_skip(level, &title, range);
        let id = self.unique(anchor(&heading_title(rest, Scripts::Plain)));
        self.out.push_str(&format!("<h{level} id=\"{id}\">"));
        self.body.headings.push(Heading { level, id, title });
        Some(level)
    }
}
