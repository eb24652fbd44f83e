//! Raw HTML, where the site lets it through: what may stand stays, the rest is left out and reported.
//!
//! A block is cleaned by `ammonia`, then written tag by tag: links and images are the caller's to answer for as those of Markdown are,
//! headings get anchors, tables their frame, and the text goes to search. Inside a paragraph only tags that need no attribute stand.

use super::Writer;
use crate::diag::Code;
use crate::parse::markdown::{Heading, Use, anchor, escape_into, set_script};
use ammonia::Builder;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// The tags that may stand, each with its attributes; `lang` and `title` may stand on all of them. Nothing here runs, loads or lays anything
/// over the page, and no class or id of the theme can be borrowed.
const TAGS: &[(&str, &[&str])] = &[
    ("a", &["href"]),
    ("abbr", &[]),
    ("b", &[]),
    ("blockquote", &[]),
    ("br", &[]),
    ("caption", &[]),
    ("cite", &[]),
    ("code", &[]),
    ("dd", &[]),
    ("del", &[]),
    ("details", &[]),
    ("div", &[]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("i", &[]),
    ("img", &["alt", "src"]),
    ("ins", &[]),
    ("kbd", &[]),
    ("li", &[]),
    ("mark", &[]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &[]),
    ("q", &[]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("small", &[]),
    ("span", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "rowspan"]),
    ("tfoot", &[]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("thead", &[]),
    ("tr", &[]),
    ("u", &[]),
    ("ul", &[]),
];

const EVERYWHERE: [&str; 2] = ["lang", "title"];

/// The tags that may stand within a paragraph, without attributes.
const INLINE: [&str; 22] =
    ["abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u"];

/// Tags between which text goes on in the same field of search.
const WITHIN: [&str; 25] = [
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong",
    "sub", "sup", "u",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::new();
    builder
        .tags(TAGS.iter().map(|(tag, _)| *tag).collect())
        .tag_attributes(TAGS.iter().map(|(tag, attributes)| (*tag, attributes.iter().copied().collect::<HashSet<_>>())).collect::<HashMap<_, _>>())
        .generic_attributes(HashSet::from(EVERYWHERE))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(None)
        .clean_content_tags(HashSet::from(["script", "style", "template", "title"]));
    builder
});

/// A block of HTML as it is written, line by line: a quotation's marks do not belong to it.
pub(super) struct Source {
    html: String,
    /// Where lines begin, in the block and in the body.
    lines: Vec<(usize, usize)>,
}

impl Source {
    pub(super) fn new<'t>(lines: impl Iterator<Item = (&'t str, Range<usize>)>) -> Source {
        let mut source = Source { html: String::new(), lines: Vec::new() };
        for (line, range) in lines {
            source.lines.push((source.html.len(), range.start));
            source.html.push_str(line);
        }
        source
    }

    /// Where a part of the block stands in the body.
    fn place(&self, part: Range<usize>) -> Range<usize> {
        let place = |at: usize| match self.lines.partition_point(|(start, _)| *start <= at).checked_sub(1).map(|i| self.lines[i]) {
            Some((start, written)) => written + at - start,
            None => at,
        };
        place(part.start)..place(part.end.saturating_sub(1)) + 1
    }

    /// Where an address that is written in the block stands in the body; the block's beginning when it is written otherwise.
    fn find(&self, written: &str) -> Range<usize> {
        let found = self.html.find(written).filter(|_| !written.is_empty());
        self.place(found.map_or(0..1, |i| i..i + written.len()))
    }
}

/// One tag of cleaned HTML.
struct Tag<'t> {
    name: &'t str,
    is_end: bool,
    attributes: Vec<(&'t str, String)>,
    length: usize,
}

/// The tag at the beginning of a text that begins with `<`.
fn tag(text: &str) -> Option<Tag<'_>> {
    let mut quote = None;
    let end = text.char_indices().find(|(_, c)| {
        match quote {
            Some(q) if *c == q => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(*c),
            _ => {}
        }
        *c == '>' && quote.is_none()
    })?;
    let inside = text[1..end.0].trim_end_matches('/');
    let is_end = inside.starts_with('/');
    let inside = inside.trim_start_matches('/');
    let name_end = inside.find(|c: char| c.is_whitespace()).unwrap_or(inside.len());
    let (name, mut rest) = inside.split_at(name_end);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let name_end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, more) = rest.split_at(name_end);
        if name.is_empty() && more.is_empty() {
            break;
        }
        rest = more.trim_start();
        let mut value = "";
        if let Some(more) = rest.strip_prefix('=') {
            let more = more.trim_start();
            let (of, after) = match more.chars().next() {
                Some(q @ ('"' | '\'')) => more[1..].split_once(q).unwrap_or((&more[1..], "")),
                _ => more.split_at(more.find(char::is_whitespace).unwrap_or(more.len())),
            };
            (value, rest) = (of, after);
        }
        if !name.is_empty() {
            attributes.push((name, unescape(value)));
        }
    }
    Some(Tag { name, is_end, attributes, length: end.0 + 1 })
}

fn unescape(text: &str) -> String {
    text.replace("&nbsp;", "\u{a0}").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What of a piece of HTML does not reach the page: tags and attributes, with their places.
fn refused(html: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|i| at + i) {
        at = open + 1;
        if html[open..].starts_with("<!--") {
            at = html[open..].find("-->").map_or(html.len(), |i| open + i + 3);
            continue;
        }
        let Some(tag) = tag(&html[open..]) else { continue };
        at = open + tag.length;
        let name = tag.name.to_ascii_lowercase();
        let allowed = TAGS.iter().find(|(t, _)| *t == name).map(|(_, attributes)| *attributes);
        let stray = |(a, _): &&(&str, String)| {
            let a = a.to_ascii_lowercase();
            !EVERYWHERE.contains(&a.as_str()) && !allowed.is_some_and(|known| known.contains(&a.as_str()))
        };
        match (allowed, tag.is_end) {
            (_, true) => {}
            (None, false) => found.push((open..at, format!("<{name}>"))),
            (Some(_), false) => found.extend(tag.attributes.iter().find(stray).map(|(a, _)| (open..at, format!("<{name} {a}=…>")))),
        }
    }
    found
}

impl Writer<'_, '_> {
    /// A tag within a paragraph; false where it may not stand.
    pub(super) fn raw_inline(&mut self, html: &str) -> bool {
        let Some(tag) = tag(html.trim()) else { return html.starts_with("<!--") };
        let name = tag.name.to_ascii_lowercase();
        if name == "br" {
            self.out.push_str("<br>\n");
            self.block.push(' ');
            return true;
        }
        let Some(name) = INLINE.into_iter().find(|t| *t == name).filter(|_| tag.attributes.is_empty()) else { return false };
        if !tag.is_end {
            self.out.push_str(&format!("<{name}>"));
            self.script(name, false);
            self.inline_open.push(Some(name));
        } else if self.inline_open.iter().rev().map_while(|t| *t).any(|t| t == name) {
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
        self.script(name, true);
    }

    /// Keeps account of superscripts and subscripts in the text for search.
    fn script(&mut self, name: &str, is_end: bool) {
        match (name, is_end) {
            ("sup" | "sub", false) => self.scripts.push(self.block.len()),
            ("sup" | "sub", true) => {
                if let Some(start) = self.scripts.pop() {
                    set_script(&mut self.block, start, name == "sup");
                }
            }
            _ => {}
        }
    }

    /// Something of Markdown begins in a paragraph: what is opened within it ends within it.
    pub(super) fn raw_begin(&mut self) {
        self.inline_open.push(None);
    }

    /// It ends.
    pub(super) fn raw_end(&mut self) {
        while let Some(Some(open)) = self.inline_open.pop() {
            self.raw_close(open);
        }
    }

    /// A paragraph ends, and everything in it.
    pub(super) fn raw_end_all(&mut self) {
        while let Some(open) = self.inline_open.pop() {
            if let Some(open) = open {
                self.raw_close(open);
            }
        }
    }

    /// A block of HTML. `range` is where it stands in the body.
    pub(super) fn raw_block(&mut self, source: &Source, range: &Range<usize>) {
        for (part, value) in refused(&source.html) {
            self.report(Code::RawHtml, &source.place(part), &value);
        }
        let cleaned = CLEANER.clean(&source.html).to_string();
        let mut rest = cleaned.as_str();
        let mut is_shown: Vec<bool> = Vec::new(); // of links that are open
        let mut tables = 0usize;
        let mut is_code = false;
        while !rest.is_empty() {
            let open = rest.find('<').unwrap_or(rest.len());
            self.raw_text(&rest[..open], is_code);
            rest = &rest[open..];
            let Some(tag) = tag(rest) else { break };
            rest = &rest[tag.length..];
            if !WITHIN.contains(&tag.name) {
                self.flush();
            }
            match (tag.name, tag.is_end) {
                ("a", false) => is_shown.push(self.raw_link(&tag, source)),
                ("a", true) => {
                    if is_shown.pop() == Some(true) {
                        self.out.push_str("</a>");
                    }
                }
                ("img", _) => self.raw_image(&tag, source, range),
                ("br", _) => {
                    self.out.push_str("<br>\n");
                    self.block.push(' ');
                }
                ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => self.raw_heading(tag.name, rest, range),
                ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) => {
                    let level = self.body.headings.last().map_or(2, |h| h.level);
                    self.out.push_str(&format!("</h{level}>"));
                }
                ("table", is_end) => {
                    tables = if is_end { tables.saturating_sub(1) } else { tables + 1 };
                    let outermost = tables == usize::from(!is_end);
                    self.out.push_str(match (is_end, outermost) {
                        (false, true) => "<div class=\"table-scroll\" tabindex=\"0\"><table>",
                        (false, false) => "<table>",
                        (true, true) => "</table></div>",
                        (true, false) => "</table>",
                    });
                }
                (name, true) => self.out.push_str(&format!("</{name}>")),
                (name, false) => {
                    self.out.push_str(&format!("<{name}"));
                    self.raw_attributes(&tag);
                    self.out.push('>');
                }
            }
            self.script(tag.name, tag.is_end);
            if tag.name == "pre" {
                is_code = !tag.is_end;
            }
        }
        self.flush();
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// `escaped` is cleaned, and stands as it is.
    fn raw_text(&mut self, escaped: &str, is_code: bool) {
        self.out.push_str(escaped);
        for c in unescape(escaped).chars() {
            let is_blank = c.is_ascii_whitespace() && !is_code;
            if !is_blank {
                self.block.push(c);
            } else if !self.block.is_empty() && !self.block.ends_with(' ') {
                self.block.push(' ');
            }
        }
    }

    fn raw_attributes(&mut self, tag: &Tag<'_>) {
        for (name, value) in &tag.attributes {
            self.out.push_str(&format!(" {name}=\""));
            escape_into(&mut self.out, value);
            self.out.push('"');
        }
    }

    /// Where an address stands in the file.
    fn raw_place(&self, source: &Source, written: &str) -> Range<usize> {
        let place = source.find(written);
        self.start + place.start..self.start + place.end
    }

    /// Whether the link leads anywhere.
    fn raw_link(&mut self, tag: &Tag<'_>, source: &Source) -> bool {
        let Some((_, href)) = tag.attributes.iter().find(|(name, _)| *name == "href") else { return false };
        let place = self.raw_place(source, href);
        let target = (self.resolve)(href, Use::Link, place);
        let Some(href) = target.href else { return false };
        self.out.push_str("<a href=\"");
        escape_into(&mut self.out, &href);
        self.out.push('"');
        let others = Tag { name: "a", is_end: false, attributes: tag.attributes.iter().filter(|(n, _)| *n != "href").cloned().collect(), length: 0 };
        self.raw_attributes(&others);
        self.out.push('>');
        true
    }

    fn raw_image(&mut self, tag: &Tag<'_>, source: &Source, range: &Range<usize>) {
        let value = |name: &str| tag.attributes.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str()).unwrap_or_default();
        let (src, alt) = (value("src"), value("alt"));
        if alt.trim().is_empty() {
            self.report(Code::ImageWithoutAlt, range, src);
        }
        let place = self.raw_place(source, src);
        let target = (!src.is_empty()).then(|| (self.resolve)(src, Use::Image, place));
        self.block.push_str(alt);
        let Some((src, size)) = target.and_then(|t| Some((t.href?, t.size))) else { return escape_into(&mut self.out, alt) };
        self.out.push_str("<img src=\"");
        escape_into(&mut self.out, &src);
        self.out.push_str("\" alt=\"");
        escape_into(&mut self.out, alt);
        self.out.push('"');
        if let Some((width, height)) = size {
            self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        self.out.push_str(" loading=\"lazy\">");
    }

    /// `rest` is what follows the opening tag.
    fn raw_heading(&mut self, name: &str, rest: &str, range: &Range<usize>) {
        let written: u8 = name[1..].parse().unwrap_or(2);
        let level = (written + self.shift).clamp(2, 6);
        let mut title = String::new();
        let mut rest = rest.split("</h").next().unwrap_or_default();
        while !rest.is_empty() {
            let open = rest.find('<').unwrap_or(rest.len());
            title.push_str(&rest[..open]);
            rest = tag(&rest[open..]).map_or("", |t| &rest[open + t.length..]);
        }
        let title = unescape(&title).split_whitespace().collect::<Vec<_>>().join(" ");
        self.heading_skip(level, &title, range);
        let id = self.unique(anchor(&title));
        self.out.push_str(&format!("<h{level} id=\"{id}\">"));
        self.body.headings.push(Heading { level, id, title });
    }
}
