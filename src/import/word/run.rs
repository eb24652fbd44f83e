//! Takes a run of a Word file, which is a piece of text with one set of properties; gives its text,
//! images and breaks.
//!
//! It must not know paragraphs.

use super::{Local, Reader, is_on};
use crate::import::page::{self, RAISED, Span};
use crate::parse::markdown::Position;
use roxmltree::Node;

impl Reader<'_> {
    /// Reads a run.
    pub(super) fn run(&mut self, node: Node<'_, '_>, spans: &mut Vec<Span>) {
        let properties = node.child("rPr");
        if self.is_hidden(node) {
            return self.hide(node);
        }
        self.was_hidden = false;
        let position = match properties
            .and_then(|p| p.child("vertAlign"))
            .and_then(|v| v.attr("val"))
        {
            Some("superscript") => Some(Position::Superscript),
            Some("subscript") => Some(Position::Subscript),
            _ => None,
        };
        let strong = is_on(properties, "b");
        let struck = is_on(properties, "strike") || is_on(properties, "dstrike");
        let push = |spans: &mut Vec<Span>, text: &str, link: &Option<String>| {
            spans.push(Span {
                text: text.to_owned(),
                strong,
                link: link.clone(),
                ..Span::default()
            })
        };
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "fldChar" => self.field_mark(child.attr("fldCharType")),
                "t" if self.field.iter().all(|shown| *shown) => {
                    if struck {
                        self.page.doubt(
                            "原件中划去的文字已按普通文字导入",
                            "text that is struck out in the original was taken over as it stands",
                        );
                    }
                    let text = child.text().unwrap_or_default();
                    let own = position.map(|position| page::script(text, position));
                    if own == Some(None) {
                        self.page.doubt(RAISED.0, RAISED.1);
                    }
                    push(spans, own.flatten().as_deref().unwrap_or(text), &self.link);
                }
                "tab" => push(spans, " ", &self.link),
                "br" | "cr" => push(spans, "\n", &self.link),
                "noBreakHyphen" => push(spans, "-", &self.link),
                "ruby" => child
                    .children()
                    .filter(|n| n.has_tag_name_local("rubyBase"))
                    .for_each(|base| self.runs(base, spans, 0)),
                "sym" => self.page.leave_out(
                    "特殊符号（字体符号）没有导入",
                    "special signs of a font were not taken over",
                ),
                "footnoteReference" => {
                    let note = child.attr("id").map(str::to_owned);
                    spans.push(Span {
                        note,
                        ..Span::default()
                    });
                }
                "endnoteReference" => self
                    .page
                    .leave_out("尾注没有导入", "endnotes were not taken over"),
                "instrText" => self.field_code(child.text().unwrap_or_default().trim()),
                "drawing" | "pict" | "object" | "AlternateContent" => self.drawing(child, spans),
                _ => {}
            }
        }
    }

    /// Handles the beginning or the end of a field, or the place where its result begins.
    fn field_mark(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") => self.field.push(false),
            Some("separate") => {
                if let Some(has_result) = self.field.last_mut() {
                    *has_result = true;
                }
            }
            Some("end") => drop(self.field.pop()),
            _ => {}
        }
    }

    /// Reports the web address of a link that is written as a field, because only its text is kept.
    fn field_code(&mut self, code: &str) {
        let Some(target) = code.strip_prefix("HYPERLINK") else {
            return;
        };
        let target = target.trim().trim_start_matches('"');
        let target = target.split('"').next().unwrap_or_default();
        if target.starts_with("http") {
            self.page.leave_out(
                format!("链接“{target}”没有导入，只保留了文字"),
                format!("the link {target} was not taken over; its text was kept"),
            );
        }
    }
}
