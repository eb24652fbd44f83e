//! Takes a run of a Word file (text with one set of properties); gives its text, images and breaks.
//!
//! This file must not know paragraphs.

use super::field::{self, Field, Seen};
use super::{COMMENTS, ENDNOTE, Local, Reader, is_on, symbol};
use crate::import::page::{self, RAISED, Span};
use crate::parse::markdown::Position;
use roxmltree::Node;

impl Reader<'_> {
    pub(super) fn run(&mut self, node: Node<'_, '_>, spans: &mut Vec<Span>) {
        let properties = node.child("rPr");
        if self.is_hidden(node) {
            return self.hide(node);
        }
        self.was_hidden = false;
        let position = position(properties);
        let strong = is_on(properties, "b");
        let struck = is_on(properties, "strike") || is_on(properties, "dstrike");
        let link = self.field.iter().rev().find_map(Field::link);
        let link = link.or_else(|| self.link.clone());
        let push = |spans: &mut Vec<Span>, text: &str| {
            spans.push(Span {
                text: text.to_owned(),
                strong,
                struck,
                link: link.clone(),
                ..Span::default()
            })
        };
        let font = properties.and_then(|p| p.child("rFonts"));
        let font = font
            .and_then(|f| f.attr("ascii").or(f.attr("hAnsi")))
            .filter(|f| symbol::is_symbol_font(f));
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "fldChar" => {
                    if let Some(seen) = self.field_mark(child) {
                        push(spans, &seen);
                    }
                }
                "t" if !self.is_shown() => self.add_code(child.text().unwrap_or_default()),
                "t" => {
                    let text = child.text().unwrap_or_default();
                    self.field.iter_mut().for_each(|f| f.has_text = true);
                    let shown = self.signs(font, text);
                    let own = position.map(|position| page::script(&shown, position));
                    if own == Some(None) {
                        self.page.doubt(RAISED.0, RAISED.1);
                    }
                    push(spans, &own.flatten().unwrap_or(shown));
                }
                _ if !self.is_shown() && child.tag_name().name() != "instrText" => {}
                "tab" => push(spans, " "),
                "br" | "cr" => push(spans, "\n"),
                "noBreakHyphen" => push(spans, "-"),
                "ruby" => child
                    .children()
                    .filter(|n| n.has_tag_name_local("rubyBase"))
                    .for_each(|base| self.runs(base, spans, 0)),
                "sym" => {
                    let font = child.attr("font").unwrap_or_default();
                    let code = child.attr("char").unwrap_or_default();
                    let shown = u32::from_str_radix(code, 16)
                        .ok()
                        .and_then(|code| symbol::shown(font, code));
                    match shown {
                        Some(c) => push(spans, &c.to_string()),
                        None => self.unknown_sign(font, code),
                    }
                }
                "footnoteReference" => spans.push(note("", child)),
                "endnoteReference" => spans.push(note(ENDNOTE, child)),
                "commentReference" => self.page.leave_out(COMMENTS.0, COMMENTS.1),
                "instrText" => self.add_code(child.text().unwrap_or_default()),
                "drawing" | "pict" | "object" | "AlternateContent" => self.drawing(child, spans),
                _ => {}
            }
        }
    }

    /// Whether the current content is shown. The code of a field is not shown.
    fn is_shown(&self) -> bool {
        self.field.iter().all(|f| f.has_result)
    }

    /// Adds text to the code of the innermost field.
    fn add_code(&mut self, text: &str) {
        if let Some(field) = self.field.last_mut().filter(|f| !f.has_result) {
            field.code.push_str(text);
        }
    }

    /// Handles `fldChar`: a field begins, its result begins, or the field ends. At the end of a
    /// field without a result, gives what Word shows for it.
    fn field_mark(&mut self, mark: Node<'_, '_>) -> Option<String> {
        match mark.attr("fldCharType") {
            Some("begin") => {
                let sign = mark.child("ffData").and_then(field::form);
                self.field.push(Field {
                    sign,
                    ..Field::default()
                });
                None
            }
            Some("separate") => {
                if let Some(field) = self.field.last_mut() {
                    field.has_result = true;
                }
                None
            }
            Some("end") => self.field_end(),
            _ => None,
        }
    }

    /// Ends a field; gives what Word shows for it if it has no result.
    pub(super) fn field_end(&mut self) -> Option<String> {
        let field = self.field.pop()?;
        if field.has_text || !self.is_shown() {
            return None;
        }
        let code: String = field.code.trim().chars().take(60).collect();
        match field.seen() {
            Seen::Text(text) => Some(text),
            Seen::Plain(text) => {
                self.page.doubt(
                    format!("带圈或合并的字符“{text}”已按普通文字导入"),
                    format!("characters in a frame or joined were imported as plain text: {text}"),
                );
                Some(text)
            }
            Seen::Formula => {
                self.page.leave_out(
                    format!("公式没有导入（域代码“{code}”）"),
                    format!("a formula was not imported (the field `{code}`)"),
                );
                None
            }
            Seen::Nothing => None,
        }
    }

    /// The text in the characters that the font shows. A symbol font shows symbols in place of
    /// letters.
    fn signs(&mut self, font: Option<&str>, text: &str) -> String {
        let Some(font) = font else {
            return text.to_owned();
        };
        let mut out = String::new();
        for c in text.chars() {
            // a symbol font has symbols only up to U+00FF and in the private use area
            match symbol::shown(font, c.into()) {
                _ if c > '\u{ff}' && !matches!(c, '\u{e000}'..='\u{f8ff}') => out.push(c),
                Some(sign) => out.push(sign),
                None => self.unknown_sign(font, &format!("{:04X}", u32::from(c))),
            }
        }
        out
    }

    /// Reports a symbol that has no Unicode character.
    fn unknown_sign(&mut self, font: &str, code: &str) {
        self.page.leave_out(
            format!("特殊符号没有导入（字体“{font}”，代码 {code}）"),
            format!("a special sign was not imported (font {font}, code {code})"),
        );
    }
}

/// The position of raised or lowered text; `None` for other text.
fn position(properties: Option<Node<'_, '_>>) -> Option<Position> {
    let position = properties?.child("vertAlign")?;
    match position.attr("val") {
        Some("superscript") => Some(Position::Superscript),
        Some("subscript") => Some(Position::Subscript),
        _ => None,
    }
}

/// The reference to a note. The prefix distinguishes endnotes from footnotes.
fn note(prefix: &str, mark: Node<'_, '_>) -> Span {
    Span {
        note: mark.attr("id").map(|id| format!("{prefix}{id}")),
        ..Span::default()
    }
}
