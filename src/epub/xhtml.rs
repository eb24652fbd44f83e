//! Takes the HTML of a body; gives valid XHTML, with footnotes that reading apps show as pop-ups.
//! This file must not know documents.
//!
//! The caller resolves images, and links that lead out of the body.

use super::model::{Content, Form, Place, form, is_blank};
use super::xml::attribute;
use crate::escape::{is_in_xml, markup_into};
use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};
use std::collections::HashSet;

/// How an image is shown.
pub enum Image {
    /// As this file of the book.
    File(String),
    /// As this text.
    Text(String),
}

/// The caller's resolution of images, and of links that lead out of the body.
pub trait Answers {
    /// The target of a link that leads out of the body; `None` if only its text is shown.
    fn link(&mut self, href: &str) -> Option<String>;
    /// How an image with this alternative text is shown.
    fn image(&mut self, src: &str, alt: &str) -> Image;
}

/// The XHTML of a body.
#[derive(Debug, Default)]
pub struct Written {
    /// The elements.
    pub xhtml: String,
    /// The ids in it.
    pub ids: HashSet<String>,
}

/// Writes a body as XHTML.
pub fn xhtml(html: &str, answers: &mut dyn Answers) -> Written {
    let tree = Html::parse_fragment(html);
    let mut writer = Writer {
        answers,
        targets: ids(&tree),
        out: String::with_capacity(html.len() + html.len() / 8),
        open: vec![Frame {
            close: None,
            place: Place {
                content: Content::Flow,
                in_link: false,
                bars_headings: false,
            },
            part: Part::Text,
            is_hidden: false,
            id: String::new(),
        }],
        number: None,
        ids: HashSet::new(),
    };
    for edge in tree.root_element().traverse() {
        match edge {
            Edge::Open(node) => writer.open(node),
            Edge::Close(node) => writer.close(node),
        }
    }
    Written {
        xhtml: writer.out,
        ids: writer.ids,
    }
}

/// Every id of a body.
fn ids(tree: &Html) -> HashSet<String> {
    tree.tree
        .nodes()
        .filter_map(|node| Some(node.value().as_element()?.id()?.to_owned()))
        .collect()
}

/// An element that is open.
struct Frame {
    /// The name in the end tag; `None` if no end tag is written.
    close: Option<&'static str>,
    /// The place of its content.
    place: Place,
    part: Part,
    is_hidden: bool,
    id: String,
}

/// The part of the footnotes to which an element belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// None of them.
    Text,
    /// The section with all notes.
    Notes,
    /// The list in this section.
    List,
}

struct Writer<'a> {
    answers: &'a mut dyn Answers,
    /// The ids to which a link may lead.
    targets: HashSet<String>,
    out: String,
    open: Vec<Frame>,
    /// The number of a note, until it is written before the note's text.
    number: Option<String>,
    ids: HashSet<String>,
}

impl Writer<'_> {
    fn open(&mut self, node: NodeRef<'_, Node>) {
        match node.value() {
            Node::Text(text) => self.text(text),
            Node::Element(element) => self.element(node, element),
            _ => {}
        }
    }

    fn close(&mut self, node: NodeRef<'_, Node>) {
        if !node.value().is_element() {
            return;
        }
        // the first frame stands for the whole body
        if self.open.len() > 1
            && let Some(frame) = self.open.pop()
            && let Some(name) = frame.close
        {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    fn text(&mut self, text: &str) {
        let Some(frame) = self.open.last() else {
            return;
        };
        if frame.is_hidden || !frame.place.content.has_text() && !is_blank(text) {
            return;
        }
        if text.contains(|c| !is_in_xml(c)) {
            markup_into(&mut self.out, &text.replace(|c| !is_in_xml(c), ""));
        } else {
            markup_into(&mut self.out, text);
        }
    }

    fn element(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        let Some(above) = self.open.last() else {
            return;
        };
        let place = above.place;
        let mut frame = Frame {
            close: None,
            place,
            part: Part::Text,
            is_hidden: above.is_hidden,
            id: element.id().unwrap_or_default().to_owned(),
        };
        let around = above.part;
        if !frame.is_hidden && !self.note(node, element, around, &mut frame) {
            match form(node, element, place) {
                Form::Unwrapped => {}
                Form::Line => {
                    if !self.out.ends_with('>') {
                        self.out.push_str("<br/>");
                    }
                }
                Form::As(name, content) => self.begin(element, name, content, &mut frame),
            }
        }
        self.open.push(frame);
    }

    /// Writes a part of a footnote; returns whether the element was such a part. `around` is the
    /// part that contains the element.
    fn note(
        &mut self,
        node: NodeRef<'_, Node>,
        element: &Element,
        around: Part,
        frame: &mut Frame,
    ) -> bool {
        match (element.name(), around, element.attr("role")) {
            (_, _, Some("doc-backlink")) => {
                // the link back is left out, because the number before the note also leads back
                frame.is_hidden = true;
                self.out.truncate(self.out.trim_end_matches(' ').len());
            }
            (_, _, Some("doc-endnotes")) => {
                self.out
                    .push_str("<section epub:type=\"footnotes\" class=\"notes\">");
                frame.close = Some("section");
                frame.part = Part::Notes;
            }
            ("ol", Part::Notes, _) => frame.part = Part::List,
            ("li", Part::List, _) => self.begin_note(node, element, frame),
            _ => return false,
        }
        true
    }

    /// Writes the opening of a note, with its number.
    fn begin_note(&mut self, node: NodeRef<'_, Node>, element: &Element, frame: &mut Frame) {
        let number = element.id().and_then(|id| id.strip_prefix("fn-"));
        let number = number.unwrap_or_default();
        let back = format!("fnref-{number}");
        // apps hide a note until a reader taps its number in the text; a note without a number in
        // the text would stay hidden, so it is not marked
        if self.targets.contains(&back) {
            self.out
                .push_str("<aside epub:type=\"footnote\" role=\"doc-footnote\"");
            frame.close = Some("aside");
            self.number = Some(format!(
                "<a href=\"#{back}\" role=\"doc-backlink\">[{number}]</a> "
            ));
        } else {
            self.out.push_str("<div");
            frame.close = Some("div");
            self.number = Some(format!("[{number}] "));
        }
        attribute(&mut self.out, "id", &frame.id);
        self.ids.insert(frame.id.clone());
        self.out.push('>');
        let first = node.children().find(|n| n.value().is_element());
        let is_paragraph =
            |n: NodeRef<'_, Node>| n.value().as_element().is_some_and(|e| e.name() == "p");
        if !first.is_some_and(is_paragraph)
            && let Some(number) = self.number.take()
        {
            self.out.push_str(&format!("<p>{}</p>", number.trim_end()));
        }
    }

    /// Writes the opening of an element, or an element without content as a whole.
    fn begin(
        &mut self,
        element: &Element,
        name: &'static str,
        content: Content,
        frame: &mut Frame,
    ) {
        frame.place.content = content;
        if name == "img" {
            return self.image(element);
        }
        let mut href = None;
        if name == "a" {
            href = element.attr("href").and_then(|href| self.target(href));
            if href.is_none() {
                // an anchor without a target is text with an id
                self.anchor(element);
                return;
            }
            frame.place.in_link = true;
        }
        frame.place.bars_headings |= matches!(name, "th" | "dt" | "caption");
        self.out.push('<');
        self.out.push_str(name);
        if let Some(href) = href {
            attribute(&mut self.out, "href", &href);
        }
        self.attributes(element, name);
        if content == Content::Void {
            self.out.push_str("/>");
            return;
        }
        self.out.push('>');
        frame.close = Some(name);
        if name == "p"
            && let Some(number) = self.number.take()
        {
            self.out.push_str(&number);
        }
    }

    fn anchor(&mut self, element: &Element) {
        if let Some(id) = element.id()
            && self.ids.insert(id.to_owned())
        {
            self.out.push_str("<span");
            attribute(&mut self.out, "id", id);
            self.out.push_str("></span>");
        }
    }

    /// The target of a link. A target in the body must exist and must not contain the link itself.
    /// On pages, the number of an article is a link to this article.
    fn target(&mut self, href: &str) -> Option<String> {
        let Some(id) = href.strip_prefix('#') else {
            return self.answers.link(href);
        };
        let is_around = self.open.iter().any(|frame| frame.id == id);
        (self.targets.contains(id) && !is_around).then(|| href.to_owned())
    }

    fn image(&mut self, element: &Element) {
        let alt = element.attr("alt").unwrap_or_default();
        let src = element.attr("src").unwrap_or_default();
        match self.answers.image(src, alt) {
            Image::File(file) => {
                self.out.push_str("<img");
                attribute(&mut self.out, "src", &file);
                let alt = alt.replace(|c| !is_in_xml(c), "");
                attribute(&mut self.out, "alt", &alt);
                self.attributes(element, "img");
                self.out.push_str("/>");
            }
            Image::Text(text) => self.text(&text),
        }
    }

    /// Writes the attributes that have a meaning in a book. Values that the schema of EPUB refuses
    /// are left out.
    fn attributes(&mut self, element: &Element, name: &str) {
        for (attribute_name, value) in element.attrs() {
            let is_number = |range: std::ops::RangeInclusive<u32>| {
                value.parse().is_ok_and(|n| range.contains(&n))
            };
            let is_kept = match attribute_name {
                "id" => !value.is_empty() && self.ids.insert(value.to_owned()),
                "class" => !value.trim().is_empty(),
                "title" => true,
                "lang" => is_language(value),
                "colspan" => matches!(name, "td" | "th") && is_number(1..=1000),
                "rowspan" => matches!(name, "td" | "th") && is_number(0..=65_534),
                "scope" => name == "th" && ["col", "row", "colgroup", "rowgroup"].contains(&value),
                "start" => name == "ol" && value.parse::<i32>().is_ok(),
                "width" | "height" => name == "img" && is_number(1..=100_000),
                "role" => value == "doc-noteref",
                _ => false,
            };
            if !is_kept {
                continue;
            }
            let value = value.replace(|c| !is_in_xml(c), "");
            attribute(&mut self.out, attribute_name, &value);
            match attribute_name {
                "lang" => attribute(&mut self.out, "xml:lang", &value),
                "role" => attribute(&mut self.out, "epub:type", "noteref"),
                _ => {}
            }
        }
    }
}

/// Whether a text has the form of a language tag.
fn is_language(text: &str) -> bool {
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let first = text.split('-').next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && text.split('-').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps links unchanged. Keeps the image `a.png`; shows other images as their alternative
    /// texts.
    struct Plain;

    impl Answers for Plain {
        fn link(&mut self, href: &str) -> Option<String> {
            Some(href.to_owned())
        }

        fn image(&mut self, src: &str, alt: &str) -> Image {
            match src {
                "a.png" => Image::File(src.to_owned()),
                _ => Image::Text(format!("[{alt}]")),
            }
        }
    }

    fn written(html: &str) -> String {
        let xhtml = xhtml(html, &mut Plain).xhtml;
        let whole = format!("<r xmlns:epub=\"e\">{xhtml}</r>");
        assert!(roxmltree::Document::parse(&whole).is_ok(), "{whole}");
        xhtml
    }

    #[test]
    fn what_html_tolerates_becomes_what_a_schema_allows() {
        for (html, expected) in [
            ("<p>甲<br>乙 &amp; &lt;丙", "<p>甲<br/>乙 &amp; &lt;丙</p>"),
            ("<hr>", "<hr/>"),
            ("<p tabindex=\"0\">甲</p>", "<p>甲</p>"),
            ("<ul>甲<li>乙</ul>", "<div>甲<div>乙</div></div>"),
            ("<li>甲</li>", "<div>甲</div>"),
            ("<dl><dd>甲</dd></dl>", "<div><div>甲</div></div>"),
            ("<span><div>甲</div></span>", "<span>甲</span>"),
            ("<b>甲<p>乙</p></b>", "<b>甲<br/>乙</b>"),
            (
                "<details><summary>甲</summary>乙</details>",
                "<div><p>甲</p>乙</div>",
            ),
            ("<ruby>汉<rt>hàn</rt></ruby>", "<ruby>汉<rt>hàn</rt></ruby>"),
            ("<ruby><rt>hàn</rt></ruby>", "<span><span>hàn</span></span>"),
            ("<p lang=\"中文\" id=\"a\">甲</p>", "<p id=\"a\">甲</p>"),
            (
                "<img src=\"a.png\" alt=\"甲\" loading=\"lazy\">",
                "<img src=\"a.png\" alt=\"甲\"/>",
            ),
            ("<img src=\"b.bmp\" alt=\"甲\">", "[甲]"),
            ("甲\u{c}\u{1}乙", "甲乙"),
            (
                "<table><tr><td colspan=\"0\">甲</table>",
                "<table><tbody><tr><td>甲</td></tr></tbody></table>",
            ),
        ] {
            assert_eq!(written(html), expected, "{html}");
        }
    }

    #[test]
    fn a_link_has_a_target_and_is_no_part_of_it() {
        let article =
            "<p id=\"a8\"><a href=\"#a8\">第八条</a> 甲，见<a href=\"#a9\">第九条</a></p>";
        assert_eq!(written(article), "<p id=\"a8\">第八条 甲，见第九条</p>");
        let two = "<p><a href=\"#a9\">见下</a></p><p id=\"a9\">乙</p>";
        assert_eq!(written(two), two);
    }

    #[test]
    fn notes_are_footnotes_and_a_note_without_a_number_in_the_text_is_not() {
        let html = "<p>甲<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\" \
            role=\"doc-noteref\">[1]</a></sup></p>\n<div class=\"footnotes\" \
            role=\"doc-endnotes\"><ol>\n<li id=\"fn-1\"><p>乙 <a href=\"#fnref-1\" \
            role=\"doc-backlink\">↩</a></p>\n</li>\n<li id=\"fn-2\"><p>丙</p>\n</li>\n</ol></div>\n";
        let xhtml = written(html);
        for part in [
            "<a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\" epub:type=\"noteref\">[1]</a>",
            "<aside epub:type=\"footnote\" role=\"doc-footnote\" id=\"fn-1\"><p><a \
             href=\"#fnref-1\" role=\"doc-backlink\">[1]</a> 乙</p>",
            "<div id=\"fn-2\"><p>[2] 丙</p>",
        ] {
            assert!(xhtml.contains(part), "{part} is missing from {xhtml}");
        }
        assert!(!xhtml.contains('↩'));
    }
}
