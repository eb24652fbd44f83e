//! Raw HTML, where the site lets it through: what may stand stays, the rest is left out and reported.
//!
//! A block is cleaned by `ammonia`, then written tag by tag: links and images are the caller's to answer for as those of Markdown are,
//! headings get anchors, tables their frame, and the text goes to search. Inside a paragraph only tags that need no attribute stand.

use super::{Fault, Writer};
use crate::diag::Message;
use crate::parse::markdown::{Heading, Target, Use, anchor, escape_into, set_script, short};
use ammonia::Builder;
use pulldown_cmark::{Event, Tag as MarkdownTag};
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
const INLINE: [&str; 22] = [
    "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "span", "strong", "sub", "sup", "u",
];

/// Tags between which text goes on in the same field of search.
const WITHIN: [&str; 25] = [
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q",
    "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u",
];

/// Where a link may lead without being in the site.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// What stands in these is no HTML.
const OPAQUE: [&str; 8] = [
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
];

/// Tags that nothing closes, or that may go without closing.
const NEVER_CLOSED: [&str; 15] = [
    "br", "dd", "dt", "hr", "img", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead",
    "tr",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::new();
    builder
        .tags(TAGS.iter().map(|(tag, _)| *tag).collect())
        .tag_attributes(
            TAGS.iter()
                .map(|(tag, attributes)| (*tag, attributes.iter().copied().collect::<HashSet<_>>()))
                .collect::<HashMap<_, _>>(),
        )
        .generic_attributes(HashSet::from(EVERYWHERE))
        .url_schemes(HashSet::from(SCHEMES))
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

    /// Where a part of the block stands in the body.
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

/// A link, an image or a heading as it is written in a block, with its places there.
struct Written {
    name: String,
    /// Where it leads.
    address: String,
    tag: Range<usize>,
    place: Range<usize>,
}

/// The links, images and headings of a block, in order. They are taken out as they are met in the cleaned block.
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

/// Takes out the one with this address. One without an address may be written with an address that cleaning has left out.
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

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// One tag.
struct Tag<'t> {
    name: &'t str,
    is_end: bool,
    attributes: Vec<Attribute<'t>>,
    length: usize,
}

struct Attribute<'t> {
    name: &'t str,
    value: String,
    /// Where the value stands, from the beginning of the tag.
    place: Range<usize>,
}

impl Tag<'_> {
    fn value(&self, name: &str) -> &str {
        self.attributes
            .iter()
            .find(|a| a.name == name)
            .map_or("", |a| a.value.as_str())
    }
}

/// The tag at the beginning of a text that begins with `<`.
fn tag(text: &str) -> Option<Tag<'_>> {
    // a quotation mark is one only where a value begins
    let (mut quote, mut last) = (None, '<');
    let end = text.char_indices().find(|(_, c)| {
        match quote {
            Some(q) if *c == q => quote = None,
            None if last == '=' && matches!(c, '"' | '\'') => quote = Some(*c),
            _ => {}
        }
        if !c.is_whitespace() {
            last = *c;
        }
        *c == '>' && quote.is_none()
    })?;
    let inside = &text[1..end.0];
    let inside_end = 1 + inside.len();
    let is_end = inside.starts_with('/');
    let inside = inside.trim_start_matches('/');
    let name_end = inside
        .find(|c: char| c.is_whitespace() || c == '/')
        .unwrap_or(inside.len());
    let (name, mut rest) = inside.split_at(name_end);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let name_end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '/'))
            .unwrap_or(rest.len());
        let (name, more) = rest.split_at(name_end);
        if name.is_empty() && more.is_empty() {
            break;
        }
        rest = more.trim_start();
        let (mut value, mut place) = ("", 0..0);
        if let Some(more) = rest.strip_prefix('=') {
            let more = more.trim_start();
            let (of, after) = match more.chars().next() {
                Some(q @ ('"' | '\'')) => more[1..].split_once(q).unwrap_or((&more[1..], "")),
                _ => more.split_at(more.find(char::is_whitespace).unwrap_or(more.len())),
            };
            let start = inside_end - more.len() + usize::from(more.starts_with(['"', '\'']));
            place = start..start + of.len();
            (value, rest) = (of, after);
        }
        if !name.is_empty() {
            attributes.push(Attribute {
                name,
                value: unescape(value),
                place,
            });
        }
    }
    Some(Tag {
        name,
        is_end,
        attributes,
        length: end.0 + 1,
    })
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let text = text
        .replace("&nbsp;", "\u{a0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&colon;", ":");
    let numbered = |digits: &str| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    };
    let mut parts = text.split("&#");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part
            .split_once(';')
            .and_then(|(digits, rest)| Some((char::from_u32(numbered(digits)?)?, rest)))
        {
            Some((c, rest)) => {
                out.push(c);
                out.push_str(rest);
            }
            None => {
                out.push_str("&#");
                out.push_str(part);
            }
        }
    }
    out.replace("&amp;", "&")
}

/// The tags of a piece of HTML, with their places. What stands in comments, scripts and the like is none.
fn tags(html: &str) -> Vec<(usize, Tag<'_>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|i| at + i) {
        at = open + 1;
        if html[open..].starts_with("<!--") {
            at = html[open..]
                .find("-->")
                .map_or(html.len(), |i| open + i + 3);
            continue;
        }
        let Some(tag) = tag(&html[open..]) else {
            continue;
        };
        at = open + tag.length;
        if !tag.is_end && OPAQUE.iter().any(|t| t.eq_ignore_ascii_case(tag.name)) {
            let end = format!("</{}", tag.name);
            let closes = |part: &[u8]| part.eq_ignore_ascii_case(end.as_bytes());
            at = html.as_bytes()[at..]
                .windows(end.len())
                .position(closes)
                .map_or(html.len(), |i| at + i);
        }
        found.push((open, tag));
    }
    found
}

/// What of a piece of HTML does not reach the page: tags and attributes, with their places.
fn refused(tags: &[(usize, Tag<'_>)]) -> Vec<(Range<usize>, String, Fault)> {
    let mut found = Vec::new();
    for (open, tag) in tags.iter().filter(|(_, tag)| !tag.is_end) {
        let place = *open..open + tag.length;
        let name = tag.name.to_ascii_lowercase();
        let Some((_, allowed)) = TAGS.iter().find(|(t, _)| *t == name) else {
            found.push((place, format!("<{name}>"), Fault::Tag));
            continue;
        };
        let stray = |a: &&Attribute<'_>| {
            let a = a.name.to_ascii_lowercase();
            !EVERYWHERE.contains(&a.as_str()) && !allowed.contains(&a.as_str())
        };
        found.extend(
            tag.attributes
                .iter()
                .find(stray)
                .map(|a| (place, format!("<{name} {}=…>", a.name), Fault::Attribute)),
        );
    }
    found
}

/// The outermost element that is still open at the end of a block: what follows the empty line was meant to stand in it.
fn unclosed(html: &str, tags: &[(usize, Tag<'_>)]) -> Option<(Range<usize>, String, Fault)> {
    let mut open: Vec<(Range<usize>, String)> = Vec::new();
    for (at, tag) in tags {
        let name = tag.name.to_ascii_lowercase();
        let place = *at..at + tag.length;
        // a paragraph may go without closing, but not without text
        let is_bare = name == "p" && html[place.end..].trim().is_empty();
        if tag.is_end {
            let i = open.iter().rposition(|(_, n)| *n == name);
            open.truncate(i.unwrap_or(open.len()));
        } else if TAGS.iter().any(|(t, _)| *t == name)
            && (is_bare || !NEVER_CLOSED.contains(&name.as_str()))
        {
            open.push((place, name));
        }
    }
    open.into_iter()
        .next()
        .map(|(place, name)| (place, format!("<{name}>"), Fault::Unclosed))
}

/// Whether a block of HTML has a heading of the level of the page's title.
pub(super) fn has_top_level(events: &[(Event<'_>, Range<usize>)]) -> bool {
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

/// The text of a heading; `rest` is what follows its opening tag.
fn heading_title(mut rest: &str, with_scripts: bool) -> String {
    let mut title = String::new();
    let (mut depth, mut scripts) = (0usize, Vec::new());
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
            ("sup" | "sub", false) => scripts.push(title.len()),
            ("sup" | "sub", true) => {
                if let Some(start) = scripts.pop().filter(|_| with_scripts) {
                    set_script(&mut title, start, tag.name == "sup");
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

impl Writer<'_, '_> {
    /// A tag within a paragraph; false where it may not stand.
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
            self.script(name, false);
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

    /// A block of HTML.
    pub(super) fn raw_block(&mut self, source: &Source) {
        let tags = tags(&source.html);
        let mut faults = refused(&tags);
        faults.extend(unclosed(&source.html, &tags));
        faults.sort_by_key(|(part, _, _)| part.start);
        for (part, value, fault) in faults {
            self.report_html(&source.place(part), &value, fault);
        }
        let mut written = written(&tags);
        let cleaned = CLEANER.clean(&source.html).to_string();
        if !cleaned.trim().is_empty() {
            self.other_block();
        }
        let mut rest = cleaned.as_str();
        let mut is_shown: Vec<bool> = Vec::new(); // of links that are open
        let mut tables = 0usize;
        let mut levels: Vec<Option<u8>> = Vec::new(); // of headings that are open
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
                ("a", false) => {
                    let found = take(&mut written, "a", tag.value("href"));
                    is_shown.push(self.raw_link(&tag, source, found));
                }
                ("a", true) => {
                    if is_shown.pop() == Some(true) {
                        self.out.push_str("</a>");
                    }
                }
                ("img", _) => {
                    let found = take(&mut written, "img", tag.value("src"));
                    self.raw_image(&tag, source, found);
                }
                ("br", _) => {
                    self.out.push_str("<br>\n");
                    self.block.push(' ');
                }
                (name, false) if is_heading(name) => {
                    let place = take(&mut written, name, "").map_or(0..1, |w| w.tag);
                    levels.push(self.raw_heading(name, rest, &source.place(place)));
                }
                (name, true) if is_heading(name) => {
                    if let Some(Some(level)) = levels.pop() {
                        self.out.push_str(&format!("</h{level}>"));
                    }
                }
                ("table", is_end) => {
                    tables = if is_end {
                        tables.saturating_sub(1)
                    } else {
                        tables + 1
                    };
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

    /// Asks where an address leads. `found` is as it is written; where cleaning has left the address out, it leads nowhere and must be reported.
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

    /// Whether the link leads anywhere.
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

    /// Begins a heading, and gives its level; none of one that says nothing. `rest` is what follows the opening tag.
    fn raw_heading(&mut self, name: &str, rest: &str, range: &Range<usize>) -> Option<u8> {
        let title = heading_title(rest, true);
        if title.is_empty() {
            return None;
        }
        let written: u8 = name[1..].parse().unwrap_or(2);
        let level = (written + self.shift).clamp(2, 6);
        self.heading_skip(level, &title, range);
        let id = self.unique(anchor(&heading_title(rest, false)));
        self.out.push_str(&format!("<h{level} id=\"{id}\">"));
        self.body.headings.push(Heading { level, id, title });
        Some(level)
    }
}
