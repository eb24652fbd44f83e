//! Takes HTML that must not reach the page; writes its text without tags, and reports why.
//!
//! This file must not know which tags a site allows.

use super::{Events, RawHtml, Writer};
use crate::diag::{Message, Words, words};
use crate::escape::unescape;
use crate::parse::markdown::escape_into;
use pulldown_cmark::Event;
use std::ops::Range;

/// The reason why HTML does not reach the page as written.
#[derive(Clone, Copy)]
pub(super) enum Fault {
    /// The site leaves all HTML out.
    Off,
    /// The tag is not allowed.
    Tag,
    /// The tag is allowed, but one of its attributes is not.
    Attribute,
    /// The tag is not allowed inside a paragraph.
    InParagraph,
    /// An empty line ends the block before the element ends.
    Unclosed,
}

impl Fault {
    /// The consequence for the HTML, and the editor's remedy.
    fn words(self) -> (Words, Words) {
        let absent = words("不会出现在页面上", "does not reach the page");
        match self {
            Fault::Off => (
                absent,
                words(
                    "请改用 Markdown 写法（分段空一行，加粗写 **文字**）；若要显示尖括号本身，写成 \\<；确需 HTML 的，在 mulu.yaml 中写 raw_html: true，脚本、样式等仍不会出现。",
                    "Use Markdown (an empty line between paragraphs, **text** for bold); to show an angle bracket itself, write \\<. Where HTML is needed, `raw_html: true` in mulu.yaml lets it through, without scripts, styles and the like.",
                ),
            ),
            Fault::Tag => (
                absent,
                words(
                    "raw_html 不包括这一标签：请删去，或改用 Markdown 写法；若要显示尖括号本身，写成 \\<。",
                    "`raw_html` does not let this tag through: remove it or use Markdown; to show an angle bracket itself, write \\<.",
                ),
            ),
            Fault::Attribute => (
                words(
                    "中的这一属性不会出现在页面上，标签本身保留",
                    "loses this attribute on the page; the tag stays",
                ),
                words(
                    "请删去该属性；样式、class、id 和事件属性一律不保留，合并单元格的 colspan、rowspan 保留。",
                    "Remove the attribute: no style, class, id or event attribute is let through; `colspan` and `rowspan` of merged cells are.",
                ),
            ),
            Fault::InParagraph => (
                absent,
                words(
                    "段落中只能用不带属性的标签，如 <sub>、<u>、<br>；链接和图片请用 Markdown 写法，其他的请前后空一行，单独成段。",
                    "Within a paragraph only tags without attributes stand, such as <sub>, <u> and <br>; write links and images in Markdown, and set other HTML apart by empty lines.",
                ),
            ),
            Fault::Unclosed => (
                words(
                    "在空行之前没有结束，空行之后的内容不在其中",
                    "is not closed before the empty line; what follows does not stand in it",
                ),
                words(
                    "一段 HTML 到空行为止，空行之后的 Markdown 另成一段：请在空行之前写上结束标签，或删去空行并全部用 HTML 写（如加粗写 <b>文字</b>）。",
                    "A block of HTML ends at an empty line, and Markdown after it stands by itself: close the element before the empty line, or leave the empty line out and write all of it in HTML (<b>text</b> for bold).",
                ),
            ),
        }
    }
}

impl Writer<'_, '_> {
    /// Writes the text of a block of HTML whose tags are left out.
    pub(super) fn html_block(&mut self, events: Events<'_>) {
        let html: String = events
            .iter()
            .filter_map(|(e, _)| {
                if let Event::Html(h) = e {
                    Some(&**h)
                } else {
                    None
                }
            })
            .collect();
        if let Some((_, range)) = events.first() {
            self.raw_html(&html, range);
        }
        let text = unescape(&without_tags(&html));
        if !text.is_empty() {
            self.other_block();
            self.out.push_str("<p>");
            escape_into(&mut self.out, &text);
            self.out.push_str("</p>\n");
            self.block.push_str(&text);
            self.flush();
        }
    }

    /// Reports HTML that is left out. A single comment is not reported, because the page does not
    /// need it. Closing tags alone are not reported either, because their opening tags were
    /// reported; but `</br>` has none, and browsers read it as a line break.
    pub(super) fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        let shown = html.trim();
        let only_comment = shown.starts_with("<!--")
            && shown.ends_with("-->")
            && shown.matches("<!--").count() == 1;
        if shown.is_empty()
            || only_comment
            || (shown.starts_with("</")
                && !shown.to_ascii_lowercase().starts_with("</br")
                && without_tags(shown).is_empty())
        {
            return;
        }
        let short: String = shown.chars().take(40).collect();
        let fault = match self.raw {
            RawHtml::Cleaned => Fault::InParagraph,
            RawHtml::LeftOut => Fault::Off,
        };
        self.report_html(&(range.start..range.start + html.len()), &short, fault);
    }

    pub(super) fn report_html(&mut self, range: &Range<usize>, value: &str, fault: Fault) {
        let (fault, remedy) = fault.words();
        let message = Message::RawHtml {
            value: value.into(),
            fault: fault.into(),
            remedy: remedy.into(),
        };
        self.report(message, range);
    }
}

/// The text between tags and comments. Scripts and styles are no text.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        let lower = rest.get(..8).unwrap_or(rest).to_ascii_lowercase();
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if lower.starts_with("<script") {
            "</script>"
        } else if lower.starts_with("<style") {
            "</style>"
        } else {
            ">"
        };
        match rest.to_ascii_lowercase().find(end) {
            Some(close) => rest = &rest[close + end.len()..],
            None => return text.split_whitespace().collect::<Vec<_>>().join(" "),
        }
        text.push(' ');
    }
    text.push_str(rest);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
