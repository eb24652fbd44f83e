//! Takes an element of typed HTML, and its place; gives the form that EPUB allows there. The parser
//! has already repaired the nesting.
//!
//! This file must not know what the text says.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

/// The content that an element may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Blocks and text.
    Flow,
    /// Text and inline elements.
    Phrasing,
    /// List items.
    List,
    /// Terms and their meanings.
    Terms,
    /// The parts of a table, its rows, and their cells.
    Table,
    /// Text with its pronunciation (`rt`).
    Ruby,
    /// Nothing.
    Void,
}

impl Content {
    /// Whether text is allowed here.
    pub(super) fn has_text(self) -> bool {
        matches!(self, Content::Flow | Content::Phrasing | Content::Ruby)
    }
}

/// How an element is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As an element of this name with this content.
    As(&'static str, Content),
    /// Only its content is written.
    Unwrapped,
    /// Only its content is written, on a line of its own.
    Line,
}

const INLINE: [&str; 23] = [
    "a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "u", "ruby", "br", "img",
];

/// Further inline elements, of which a book keeps the text.
const ALSO_INLINE: [&str; 11] = [
    "time", "data", "dfn", "var", "bdi", "bdo", "font", "big", "tt", "strike", "label",
];

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// The parts of a table.
const TABLE: [&str; 6] = ["caption", "thead", "tbody", "tfoot", "tr", "table"];

/// The form of an element in a place.
pub(super) fn form(node: NodeRef<'_, Node>, element: &Element, place: Place) -> Form {
    use Content::{Flow, Phrasing, Void};
    let name = element.name();
    if let Some(&name) = INLINE.iter().find(|n| **n == name) {
        return match name {
            "br" | "img" => Form::As(name, Void),
            "ruby" if has_readings(node) => Form::As(name, Content::Ruby),
            "ruby" => Form::As("span", Phrasing),
            "a" if place.in_link => Form::Unwrapped,
            "a" | "del" | "ins" if place.content == Flow => Form::As(name, Flow),
            _ => Form::As(name, Phrasing),
        };
    }
    if ALSO_INLINE.contains(&name) {
        return Form::As("span", Phrasing);
    }
    if matches!(name, "rt" | "rp") {
        return match (place.content, name) {
            (Content::Ruby, "rt") => Form::As("rt", Phrasing),
            (Content::Ruby, _) => Form::As("rp", Phrasing),
            _ => Form::As("span", Phrasing),
        };
    }
    match place.content {
        Phrasing | Content::Ruby | Void => Form::Line,
        Content::List if name == "li" => Form::As("li", Flow),
        Content::Terms if name == "dt" => Form::As("dt", Flow),
        Content::Terms if name == "dd" => Form::As("dd", Flow),
        Content::Table => match name {
            "td" => Form::As("td", Flow),
            "th" => Form::As("th", Flow),
            "caption" => Form::As("caption", Flow),
            _ => TABLE
                .iter()
                .find(|n| **n == name)
                .map_or(Form::Unwrapped, |name| Form::As(name, Content::Table)),
        },
        Content::List | Content::Terms => Form::Unwrapped,
        Flow => block(node, name, place),
    }
}

/// The place of an element.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The content that is allowed here.
    pub(super) content: Content,
    /// Whether it is in a link.
    pub(super) in_link: bool,
    /// Whether it is in an element that allows no heading.
    pub(super) bars_headings: bool,
}

/// The form of a block in a place where blocks are allowed.
fn block(node: NodeRef<'_, Node>, name: &str, place: Place) -> Form {
    use Content::{Flow, Phrasing, Void};
    if let Some(&name) = HEADINGS.iter().find(|n| **n == name) {
        let name = if place.bars_headings { "p" } else { name };
        return Form::As(name, Phrasing);
    }
    match name {
        "p" => Form::As("p", Phrasing),
        "pre" => Form::As("pre", Phrasing),
        "summary" => Form::As("p", Phrasing),
        "hr" => Form::As("hr", Void),
        "blockquote" => Form::As("blockquote", Flow),
        "ul" if has_only(node, &["li"]) => Form::As("ul", Content::List),
        "ol" if has_only(node, &["li"]) => Form::As("ol", Content::List),
        "dl" if has_terms(node) => Form::As("dl", Content::Terms),
        "figure" => Form::As("figure", Flow),
        "figcaption" if is_caption(node) => Form::As("figcaption", Flow),
        "table" if is_table(node) => Form::As("table", Content::Table),
        // the HTML parser wraps everything in an `html` element
        "html" | "table" | "thead" | "tbody" | "tfoot" => Form::Unwrapped,
        _ => Form::As("div", Flow),
    }
}

/// Whether a text is only white space as XML defines it. A no-break space counts as text.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes()
        .all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
}

/// The names of a node's children, without blank texts. A text has no name.
fn children<'a>(node: NodeRef<'a, Node>) -> impl Iterator<Item = Option<&'a str>> {
    node.children().filter_map(|child| match child.value() {
        Node::Element(element) => Some(Some(element.name())),
        Node::Text(text) if !is_blank(text) => Some(None),
        _ => None,
    })
}

fn has_only(node: NodeRef<'_, Node>, names: &[&str]) -> bool {
    children(node).all(|name| name.is_some_and(|name| names.contains(&name)))
}

/// Whether the content of a `dl` is terms followed by their meanings.
fn has_terms(node: NodeRef<'_, Node>) -> bool {
    let names: Vec<Option<&str>> = children(node).collect();
    let known = |name: &Option<&str>| matches!(name, Some("dt" | "dd"));
    names.iter().all(known)
        && names.first() == Some(&Some("dt"))
        && names.last() == Some(&Some("dd"))
}

/// Whether a `figcaption` is the only one in its figure, and the first or last child.
fn is_caption(node: NodeRef<'_, Node>) -> bool {
    let Some(parent) = node.parent() else {
        return false;
    };
    let is_figure = matches!(parent.value(), Node::Element(e) if e.name() == "figure");
    let around: Vec<Option<&str>> = children(parent).collect();
    let count = around.iter().filter(|name| **name == Some("figcaption"));
    let at_an_end = [around.first(), around.last()].contains(&Some(&Some("figcaption")));
    is_figure && count.count() == 1 && at_an_end
}

/// Whether a table has a row, and its parts are in the required order.
fn is_table(node: NodeRef<'_, Node>) -> bool {
    let rank = |name: Option<&str>| {
        ["caption", "thead", "tbody", "tfoot"]
            .iter()
            .position(|part| Some(*part) == name)
    };
    let parts: Option<Vec<usize>> = children(node).map(rank).collect();
    let (body, rows) = (2, |node: NodeRef<'_, Node>| {
        node.descendants()
            .any(|n| matches!(n.value(), Node::Element(e) if e.name() == "tr"))
    });
    parts.is_some_and(|parts| {
        parts
            .windows(2)
            .all(|two| two[0] < two[1] || two == [body, body])
    }) && rows(node)
}

/// Whether the content of a `ruby` is pairs of a text and its pronunciation (`rt`). A pronunciation
/// has brackets (`rp`) on both sides or on none.
fn has_readings(node: NodeRef<'_, Node>) -> bool {
    let names: Vec<Option<&str>> = children(node).collect();
    let mut i = 0;
    while i < names.len() {
        let texts = names[i..]
            .iter()
            .take_while(|n| !matches!(n, Some("rt" | "rp")));
        let texts = texts.count();
        // only text may come before a pronunciation, because an element may become empty in the
        // book
        if !names[i..i + texts].iter().all(Option::is_none) {
            return false;
        }
        i += texts;
        let reading = match &names[i..] {
            [Some("rt"), ..] => 1,
            [Some("rp"), Some("rt"), Some("rp"), ..] => 3,
            _ => return false,
        };
        if texts == 0 {
            return false;
        }
        i += reading;
    }
    !names.is_empty()
}
