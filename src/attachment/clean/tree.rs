//! Takes XML; gives its elements as a tree that can be changed and written again. Unchanged
//! elements are written byte for byte, except for white space in end tags. This file must not know
//! what the elements mean.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;

/// The deepest nesting of elements that is made into a tree.
const DEEPEST: usize = 400;

/// The longest XML that is made into a tree.
const LONGEST: usize = 64 << 20;

/// An element, or what is between elements.
#[derive(Debug)]
pub(super) enum Node<'a> {
    Element(Element<'a>),
    /// Text, references, comments and the like, as written.
    Raw(&'a str),
    /// XML text that mulu made.
    Own(String),
}

/// An element with its children.
#[derive(Debug)]
pub(super) struct Element<'a> {
    /// The name and the attributes, as written between the brackets.
    start: Cow<'a, str>,
    pub(super) children: Vec<Node<'a>>,
    is_empty: bool,
}

/// What happens to an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Keep,
    /// The element is removed with its content.
    Drop,
    /// The children of the element replace it.
    Unwrap,
}

/// Parses XML; gives an element without a name whose children are all that the XML contains.
/// `None` if the XML is broken, too long or too deep.
pub(super) fn parse(xml: &str) -> Option<Element<'_>> {
    if xml.len() > LONGEST {
        return None;
    }
    let mut reader: Reader<&[u8]> = Reader::from_str(xml);
    let mut open = vec![Element {
        start: Cow::Borrowed(""),
        children: Vec::new(),
        is_empty: false,
    }];
    let mut from = 0;
    loop {
        let event = reader.read_event().ok()?;
        let to = usize::try_from(reader.buffer_position()).ok()?;
        let raw = xml.get(from..to)?;
        from = to;
        match event {
            Event::Start(_) | Event::Empty(_) => {
                let is_empty = matches!(event, Event::Empty(_));
                let inner = raw.strip_prefix('<')?.strip_suffix('>')?;
                let inner = if is_empty {
                    inner.strip_suffix('/')?
                } else {
                    inner
                };
                let element = Element {
                    start: Cow::Borrowed(inner),
                    children: Vec::new(),
                    is_empty,
                };
                if is_empty {
                    open.last_mut()?.children.push(Node::Element(element));
                } else if open.len() >= DEEPEST {
                    return None;
                } else {
                    open.push(element);
                }
            }
            Event::End(_) => {
                let mut done = open.pop().filter(|_| !open.is_empty())?;
                // most elements of a workbook have one child, and a list has room for four at first
                done.children.shrink_to_fit();
                open.last_mut()?.children.push(Node::Element(done));
            }
            Event::Eof => break,
            _ => open.last_mut()?.children.push(Node::Raw(raw)),
        }
    }
    open.pop().filter(|_| open.is_empty())
}

/// Whether a colour (`RRGGBB`, also with two digits of opacity before it) is white, or so near to
/// white that nobody can read it on white paper.
pub(super) fn is_white(colour: &str) -> bool {
    const DARKEST: u8 = 0xf5;
    let rgb = colour.len().checked_sub(6).and_then(|at| colour.get(at..));
    let part = |rgb: &str, at: usize| u8::from_str_radix(rgb.get(at..at + 2)?, 16).ok();
    rgb.is_some_and(|rgb| {
        [0, 2, 4]
            .into_iter()
            .all(|at| part(rgb, at).is_some_and(|part| part >= DARKEST))
    })
}

/// Whether an element has text that is not white space. Unlike `text`, this function does not
/// allocate, and ignores CDATA sections.
pub(super) fn has_text(e: &Element<'_>) -> bool {
    e.children.iter().any(|node| match node {
        Node::Element(element) => has_text(element),
        Node::Raw(raw) if raw.starts_with('<') => raw.starts_with("<![CDATA["),
        Node::Raw(raw) => !raw.trim().is_empty(),
        Node::Own(text) => !text.trim().is_empty(),
    })
}

impl<'a> Element<'a> {
    /// An element that is made here; `start` is its name with its attributes.
    pub(super) fn new(start: impl Into<String>, children: Vec<Node<'a>>) -> Element<'a> {
        Element {
            start: Cow::Owned(start.into()),
            is_empty: children.is_empty(),
            children,
        }
    }

    /// The name with its prefix.
    pub(super) fn full_name(&self) -> &str {
        let end = self.start.find(char::is_whitespace);
        &self.start[..end.unwrap_or(self.start.len())]
    }

    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        let full = self.full_name();
        full.rsplit(':').next().unwrap_or(full)
    }

    /// The attributes: name with its prefix, value as written, and their byte range.
    fn attributes(&self) -> Vec<(&str, &str, std::ops::Range<usize>)> {
        let text: &str = &self.start;
        let mut all = Vec::new();
        let mut at = self.full_name().len();
        while let Some(equals) = text[at..].find('=') {
            let name = text[at..at + equals].trim();
            let value = at + equals + 1;
            let Some(open) = text[value..].find(['"', '\'']) else {
                break;
            };
            let quote = text.as_bytes()[value + open];
            let first = value + open + 1;
            let Some(length) = text[first..].find(char::from(quote)) else {
                break;
            };
            all.push((name, &text[first..first + length], at..first + length + 1));
            at = first + length + 1;
        }
        all
    }

    /// The value of an attribute as written, by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let all = self.attributes().into_iter();
        let mut own = all.filter(|(full, ..)| full.rsplit(':').next() == Some(name));
        own.next().map(|(_, value, _)| value)
    }

    /// The relation that the element names (`r:id`).
    pub(super) fn relation(&self) -> Option<&str> {
        let mut all = self.attributes().into_iter();
        let own = all.find(|(name, ..)| name.ends_with(":id"));
        own.map(|(_, value, _)| value)
    }

    /// Whether `wanted` is true for the name (with prefix) and value of an attribute.
    pub(super) fn attribute_where(&self, wanted: impl Fn(&str, &str) -> bool) -> bool {
        let mut all = self.attributes().into_iter();
        all.any(|(name, value, _)| wanted(name, value))
    }

    /// Whether an attribute is `1`, `true` or `on`.
    pub(super) fn is(&self, name: &str) -> bool {
        matches!(self.attribute(name), Some("1" | "true" | "on"))
    }

    /// Whether an on-off property is on: its `val` is not `0`, `false`, `off` or `none`.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.attribute("val"), Some("0" | "false" | "off" | "none"))
    }

    /// Removes the attributes for whose name (with prefix) and value `goes` is true. Returns
    /// whether any attribute was removed.
    pub(super) fn remove_attributes(&mut self, goes: impl Fn(&str, &str) -> bool) -> bool {
        let all = self.attributes();
        let removed = all.into_iter().filter(|(name, value, _)| goes(name, value));
        let ranges: Vec<_> = removed.map(|(.., range)| range).collect();
        for range in ranges.iter().rev() {
            self.start.to_mut().replace_range(range.clone(), "");
        }
        !ranges.is_empty()
    }

    /// Passes the name (with prefix) and the value of each attribute to `new`, and replaces the
    /// value by the result, unless the result is `None`. Returns whether any value was replaced.
    pub(super) fn replace_attributes(
        &mut self,
        new: impl Fn(&str, &str) -> Option<String>,
    ) -> bool {
        let all = self.attributes();
        let replaced = all.into_iter().filter_map(|(name, value, range)| {
            Some((
                range,
                format!(" {name}=\"{}\"", new(name, value)?.replace('"', "&quot;")),
            ))
        });
        let replaced: Vec<_> = replaced.collect();
        for (range, text) in replaced.iter().rev() {
            self.start.to_mut().replace_range(range.clone(), text);
        }
        !replaced.is_empty()
    }

    /// The children that are elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The children that are elements, mutable.
    pub(super) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element<'a>> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The first child with this name.
    pub(super) fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|e| e.name() == name)
    }

    /// Whether an element with one of these names is inside this element, at any depth.
    pub(super) fn holds(&self, names: &[&str]) -> bool {
        self.elements()
            .any(|e| names.contains(&e.name()) || e.holds(names))
    }

    /// Passes every element inside this element to `see`, outer ones first.
    pub(super) fn each(&self, see: &mut impl FnMut(&Element<'a>)) {
        for element in self.elements() {
            see(element);
            element.each(see);
        }
    }

    /// Passes every element inside this element to `see`, mutable, outer ones first.
    pub(super) fn each_mut(&mut self, see: &mut impl FnMut(&mut Element<'a>)) {
        for element in self.elements_mut() {
            see(element);
            element.each_mut(see);
        }
    }

    /// Removes or unwraps the elements inside this element as `judge` decides, inner ones first.
    /// Returns the number of the removed and unwrapped elements.
    pub(super) fn sift(&mut self, judge: &mut impl FnMut(&Element<'a>) -> Fate) -> usize {
        let mut gone = 0;
        let mut kept = Vec::with_capacity(self.children.len());
        for node in std::mem::take(&mut self.children) {
            match node {
                Node::Element(mut element) => {
                    gone += element.sift(judge);
                    let fate = judge(&element);
                    gone += usize::from(fate != Fate::Keep);
                    match fate {
                        Fate::Keep => kept.push(Node::Element(element)),
                        Fate::Drop => {}
                        Fate::Unwrap => kept.append(&mut element.children),
                    }
                }
                other => kept.push(other),
            }
        }
        self.children = kept;
        gone
    }

    /// The text inside this element, including deleted text and the codes of fields. References
    /// and CDATA sections are given as written.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.add_text(&mut out);
        out
    }

    fn add_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.add_text(out),
                Node::Raw(raw) if !raw.starts_with('<') => out.push_str(raw),
                Node::Raw(raw) if raw.starts_with("<![CDATA[") => out.push_str(raw),
                Node::Own(text) => out.push_str(text),
                Node::Raw(_) => {}
            }
        }
    }

    /// The XML inside this element; for the result of [`parse`], the whole XML.
    pub(super) fn xml(&self) -> String {
        let mut out = String::new();
        self.write_children(&mut out);
        out
    }

    fn write_children(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Raw(raw) => out.push_str(raw),
                Node::Own(text) => out.push_str(text),
                Node::Element(element) => {
                    out.push('<');
                    out.push_str(&element.start);
                    if element.is_empty && element.children.is_empty() {
                        out.push_str("/>");
                        continue;
                    }
                    out.push('>');
                    element.write_children(out);
                    out.push_str("</");
                    out.push_str(element.full_name());
                    out.push('>');
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_changed_is_written_as_it_was() {
        let xml = "<?xml version=\"1.0\"?>\r\n<!-- n --><a x='1' y:z=\"&lt;\" >甲&amp;<b/><c></c><![CDATA[<]]></a>\n";
        let tree = parse(xml).unwrap();
        assert_eq!(tree.xml(), xml);
        assert_eq!(tree.child("a").unwrap().attribute("z"), Some("&lt;"));
        for broken in ["<a>", "</a>", "<a></b>", "<a", &"<a>".repeat(1000)] {
            assert!(parse(broken).is_none(), "{broken}");
        }
    }

    #[test]
    fn elements_and_attributes_go_and_change() {
        let mut tree = parse("<a><w:ins><b n='1' m='2'>甲</b></w:ins><del>乙</del></a>").unwrap();
        let gone = tree.sift(&mut |e| match e.name() {
            "ins" => Fate::Unwrap,
            "del" => Fate::Drop,
            _ => Fate::Keep,
        });
        tree.each_mut(&mut |e| {
            e.remove_attributes(|name, _| name == "n");
            e.replace_attributes(|name, value| (name == "m").then(|| format!("{value}\"")));
        });
        assert_eq!(
            (tree.xml().as_str(), gone),
            ("<a><b m=\"2&quot;\">甲</b></a>", 2)
        );
    }
}
