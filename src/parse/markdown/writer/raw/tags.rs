//! Takes HTML as it is written; gives its tags with their attributes and places. This file must not
//! know which tags are allowed.
//!
//! The file `allowed.rs` decides which tags are allowed.

use crate::escape::unescape;
use std::ops::Range;

/// Elements whose content is not HTML.
const OPAQUE: [&str; 8] = [
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
];

pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// A tag.
pub(super) struct Tag<'t> {
    pub(super) name: &'t str,
    pub(super) is_end: bool,
    pub(super) attributes: Vec<Attribute<'t>>,
    pub(super) length: usize,
}

pub(super) struct Attribute<'t> {
    pub(super) name: &'t str,
    pub(super) value: String,
    /// The place of the value, relative to the start of the tag.
    pub(super) place: Range<usize>,
}

impl Tag<'_> {
    pub(super) fn value(&self, name: &str) -> &str {
        self.attributes
            .iter()
            .find(|a| a.name == name)
            .map_or("", |a| a.value.as_str())
    }
}

/// The tag at the beginning of a text that begins with `<`.
pub(super) fn tag(text: &str) -> Option<Tag<'_>> {
    // a quotation mark opens a value only after an equals sign
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

/// The tags of a piece of HTML with their places. Tags in comments, scripts and other opaque
/// elements are not included.
pub(super) fn tags(html: &str) -> Vec<(usize, Tag<'_>)> {
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
