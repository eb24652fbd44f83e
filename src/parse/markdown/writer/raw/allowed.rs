//! Takes the tags of a block of HTML; gives what does not reach the page. It also defines the
//! allowed tags and the cleaner for a block.
//!
//! This file must not know where anything is written.

use super::tags::{Attribute, Tag};
use crate::parse::markdown::writer::html::Fault;
use ammonia::Builder;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// The allowed tags with their attributes; [`EVERYWHERE`] has those for all tags. None can run
/// code, cover the page or load anything but an image. `class` and `id` are not allowed, because
/// the theme's styles would apply.
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

/// The tags that are allowed inside a paragraph, without attributes.
pub(super) const INLINE: [&str; 22] = [
    "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "span", "strong", "sub", "sup", "u",
];

/// The allowed schemes of addresses. An address within the site has no scheme.
pub(super) const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Tags whose closing tag is forbidden or optional.
const NEVER_CLOSED: [&str; 15] = [
    "br", "dd", "dt", "hr", "img", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead",
    "tr",
];

pub(super) static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
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

/// The opening tags that do not reach the page; and for every opening tag that does, its first
/// forbidden attribute. The range is that of the tag.
pub(super) fn refused(tags: &[(usize, Tag<'_>)]) -> Vec<(Range<usize>, String, Fault)> {
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

/// The outermost element that is open at the end of a block. An empty line ends a block of HTML,
/// but the author meant the text after that line to be inside the element.
pub(super) fn unclosed(
    html: &str,
    tags: &[(usize, Tag<'_>)],
) -> Option<(Range<usize>, String, Fault)> {
    let mut open: Vec<(Range<usize>, String)> = Vec::new();
    for (at, tag) in tags {
        let name = tag.name.to_ascii_lowercase();
        let place = *at..at + tag.length;
        // a `<p>` at the end of a block was meant to contain the text after the empty line
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
