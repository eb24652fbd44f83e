//! Takes a document's text; gives the fields between its `---` lines, each with its byte range in
//! the whole file.
//!
//! This module reads the lines itself. It passes only structured values, texts below `|` or `>`,
//! and quoted texts with escapes or several lines to the YAML reader, one field or item at a time,
//! so that a fault in one field hides no other. Common mistakes (full-width colon, tab, curly
//! quotes) have their own messages. This module must not know which fields exist.

mod list;
mod marks;
mod reader;
mod repair;
mod scalar;
mod script;
mod write;

pub(crate) use marks::is_comment;
pub(crate) use repair::value as repaired;
pub use script::Script;
pub(crate) use write::for_people;
pub use write::{is_nothing, write};

use crate::diag::{Code, Diagnostic, Message, Repair, Words, words};
use list::is_item;
use marks::number_sign;
use reader::{Key, Line, Reader, split_key};
use scalar::{Form, Slot};
use serde_yaml::Value;
use std::ops::Range;

/// One field as written.
#[derive(Clone, Debug, PartialEq)]
pub struct RawField {
    /// The name as written.
    pub key: String,
    /// The place of the name.
    pub key_range: Range<usize>,
    /// The value. A plain value is text, an empty value is null, and a structured value is a list
    /// or a map.
    pub value: Value,
    /// The place of the value.
    pub value_range: Range<usize>,
    /// The places of the items of a list; empty if they are not known.
    pub items: Vec<Range<usize>>,
    /// Whether the value could be read.
    pub reading: Reading,
}

/// Whether a value could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It was read.
    Done,
    /// It could not be read; a finding says so, and the value is null.
    Failed,
}

/// The front matter of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// The fields, in order.
    pub fields: Vec<RawField>,
    /// Lines that are not fields. The caller, who knows the names of fields, reports them.
    pub strays: Vec<Range<usize>>,
    /// Where the body begins; 0 if no front matter was read.
    pub body_start: usize,
    /// Whether front matter was found and read.
    pub found: bool,
}

/// The largest front matter, in bytes.
const MAX_SIZE: usize = 64 << 10;

/// The language in which a document writes the names of its fields.
pub fn script_of(text: &str) -> Script {
    let (front, _) = read("", text);
    Script::of(front.fields.iter().map(|f| f.key.as_str()))
}

/// Reads the front matter. `path` is for the findings.
pub fn read(path: &str, text: &str) -> (FrontMatter, Vec<Diagnostic>) {
    let mut reader = Reader {
        path,
        text,
        findings: Vec::new(),
    };
    let front_matter = reader.front_matter();
    // without a closing fence, the lines with findings may belong to the body, so none is repaired
    if reader.is_open() {
        reader.findings.iter_mut().for_each(|f| f.repair = None);
    }
    (front_matter, reader.findings)
}

impl<'a> Reader<'a> {
    fn is_open(&self) -> bool {
        let is_open = |f: &Diagnostic| f.code() == Code::UnclosedFrontMatter;
        self.findings.iter().any(is_open)
    }

    fn lines(&self, from: usize) -> impl Iterator<Item = Line<'a>> + use<'a> {
        let mut start = from;
        self.text[from..].split_inclusive('\n').map(move |raw| {
            let line = Line {
                start,
                text: raw.trim_end_matches(['\n', '\r']),
            };
            start += raw.len();
            line
        })
    }

    fn front_matter(&mut self) -> FrontMatter {
        let blank = self.text.len() - self.text.trim_start().len();
        let first = self
            .lines(blank)
            .next()
            .unwrap_or(Line { start: 0, text: "" });
        if !first.is_fence() || self.text[..blank].contains(|c: char| !c.is_whitespace()) {
            let message = Message::MissingFrontMatter {
                suggestion: self.beginning(&first).into(),
            };
            self.report(message, first.start..first.start);
            return FrontMatter::default();
        }
        let header_start =
            (first.start + first.text.len() + self.line_end(first.start + first.text.len()))
                .min(self.text.len());
        let (lines, body_start) = self.header(header_start);
        let size = lines.last().map_or(0, |l| l.range().end - header_start);
        if size > MAX_SIZE {
            let size = format!("{} KiB", size >> 10).into();
            self.report(Message::FrontMatterTooLarge { size }, first.range());
            // the fields are not read, so nothing else is reported about them
            return FrontMatter::default();
        }
        let (fields, strays) = self.fields(&lines);
        FrontMatter {
            fields,
            strays,
            body_start,
            found: true,
        }
    }

    /// The remedy for a file that does not begin with front matter. There are six cases: the file is
    /// in Rich Text Format, another sign stands for the `---`, other lines are above the `---`, only
    /// the first `---` is missing, both `---` are missing, or there are no fields.
    fn beginning(&self, first: &Line<'_>) -> Words {
        if first.text.starts_with("{\\rtf") {
            return words(
                "这是 RTF 文件，不是文本文件：请用 Word 或 WPS 打开，另存为 .docx，再用 mulu import 转换。",
                "This is Rich Text Format, not plain text: save it as .docx in a word processor and \
                 convert it with `mulu import`.",
            );
        }
        let lines: Vec<Line<'_>> = self.lines(0).filter(|line| !line.is_blank()).collect();
        let is_field = |line: &Line<'_>| split_key(line.text).is_some();
        let fence = lines.iter().position(Line::is_fence);
        let begins = fence.filter(|i| lines.get(i + 1).is_some_and(is_field));
        let sign = first.text.trim();
        let is_rule = sign.len() > 2
            && ['*', '=', '+', '_', '~']
                .iter()
                .any(|c| sign.trim_matches(*c).is_empty());
        match begins {
            _ if is_rule && lines.get(1).is_some_and(is_field) => words(
                format!("文件信息前后各有一行三个半角连字符：请把两处“{sign}”改为“---”。"),
                format!(
                    "A line of three hyphens stands above and below the fields: write `---` for both `{sign}`."
                ),
            ),
            Some(above) if above > 0 && !is_field(first) => words(
                format!("“---”须是第一行：上面的 {above} 行，属于正文的移到正文中，否则删去。"),
                format!(
                    "`---` must be the first line: move the {above} lines above it into the text, \
                     or delete them."
                ),
            ),
            _ if is_field(first) && fence.is_some() => words(
                "在这一行上面加一行“---”。",
                "Write a line `---` above this line.",
            ),
            _ if is_field(first) => words(
                "在这一行上面和最后一个字段下面，各单独加一行“---”，其后才是正文。",
                "Write a line `---` above this line and another one after the last field; the text \
                 follows.",
            ),
            _ => words(
                "第一行写“---”，下面逐行写“标题: …”“索引号: …”“成文日期: …”等，再以一行“---”结束，\
                 其后才是正文。",
                "Write a line `---`, then lines such as `title: ...` and `index_number: ...`, then \
                 a line `---`; the text follows.",
            ),
        }
    }

    fn line_end(&self, at: usize) -> usize {
        match &self.text.as_bytes()[at..] {
            [b'\r', b'\n', ..] => 2,
            [b'\n', ..] => 1,
            _ => 0,
        }
    }

    /// The lines up to the closing fence (without one, the lines that look like front matter), and
    /// where the body begins.
    fn header(&mut self, from: usize) -> (Vec<Line<'a>>, usize) {
        let mut lines = Vec::new();
        let mut blank_before = false;
        let mut guess: Option<(usize, usize)> = None; // number of lines, and where the body would begin
        for line in self.lines(from) {
            if line.is_fence() {
                let end = line.range().end;
                // below the guessed end of the fields, a fence is a horizontal rule of the body
                if guess.is_none() {
                    return (lines, end + self.line_end(end));
                }
                break;
            }
            let stray = !line.is_blank()
                && !line.is_indented()
                && !is_item(line.text)
                && !line.is_comment()
                && split_key(line.text).is_none();
            let is_heading = || {
                line.is_comment()
                    && line.text.trim_start_matches('#').starts_with(' ')
                    && !self.is_header_next(line.range().end)
            };
            if guess.is_none() && blank_before && (stray || is_heading()) {
                guess = Some((lines.len(), line.start));
            }
            blank_before = line.is_blank();
            lines.push(line);
        }
        let (count, body_start) = guess.unwrap_or((lines.len(), self.text.len()));
        lines.truncate(count);
        let at = lines
            .iter()
            .rev()
            .find(|l| !l.is_blank())
            .map_or(from..from, Line::range);
        self.report(Message::UnclosedFrontMatter, at.end..at.end);
        (lines, body_start)
    }

    /// Whether the next non-blank line belongs to front matter. If so, a `#` line above it is a
    /// comment, not a heading.
    fn is_header_next(&self, at: usize) -> bool {
        let mut next = self
            .lines(at + self.line_end(at))
            .skip_while(Line::is_blank);
        next.next().is_some_and(|line| {
            line.is_fence() || line.is_comment() || split_key(line.text).is_some()
        })
    }

    fn fields(&mut self, lines: &[Line<'a>]) -> (Vec<RawField>, Vec<Range<usize>>) {
        let mut fields: Vec<RawField> = Vec::new();
        let mut strays = Vec::new();
        let mut i = 0;
        while i < lines.len() {
            let line = &lines[i];
            i += 1;
            if line.is_blank() || line.is_comment() {
                continue;
            }
            let indent = line.text.len() - line.text.trim_start().len();
            let Some(key) = split_key(&line.text[indent..]).filter(|_| !is_item(line.text)) else {
                strays.push(line.range());
                continue;
            };
            let key = Key {
                range: line.start + indent + key.range.start..line.start + indent + key.range.end,
                colon: line.start + indent + key.colon,
                ..key
            };
            if indent > 0 {
                let blanks = line.start..line.start + indent;
                let message = if line.text[..indent].contains('\t') {
                    Message::TabInFrontMatter
                } else {
                    let field = key.name.as_str().into();
                    Message::IndentedField { field }
                };
                let repair = Repair::delete(blanks.clone());
                self.report_with(message, blanks, Some(repair));
            }
            let value = self.inline_value(&key, line);
            let mut rest = i;
            while rest < lines.len() && continues(&lines[rest], value.1) {
                rest += 1;
            }
            while rest > i && (lines[rest - 1].is_blank() || lines[rest - 1].is_comment()) {
                rest -= 1;
            }
            let block = &lines[i..rest];
            i = rest;
            let slot = Slot {
                key: &key,
                form: Form::Field,
            };
            let read = if block.iter().any(|l| !l.is_comment()) {
                self.block(&key, value, block)
            } else {
                self.scalar(slot, value.0, value.1)
            };
            fields.push(RawField {
                key: key.name,
                key_range: key.range,
                reading: match read.value {
                    Some(_) => Reading::Done,
                    None => Reading::Failed,
                },
                value: read.value.unwrap_or_default(),
                value_range: read.range,
                items: read.items,
            });
        }
        (fields, strays)
    }

    /// The text after the colon on the same line, and its place.
    fn inline_value(&mut self, key: &Key, line: &Line<'a>) -> (Range<usize>, &'a str) {
        let whole = &self.text[key.colon + key.colon_len..line.range().end];
        let rest = whole.trim_start_matches([':', '：']);
        let after = line.range().end - rest.len();
        let line = || format!("{}: {}", key.name, rest.trim());
        if rest.len() < whole.len() {
            let message = Message::MissingSpaceAfterColon {
                field: key.name.as_str().into(),
                line: line().trim_end().into(),
            };
            let repair = repair::colon(key.colon..after, rest);
            self.report_with(message, key.colon..after, Some(repair));
        } else if key.full_width {
            let message = Message::FullWidthColon {
                field: key.name.as_str().into(),
                line: line().trim_end().into(),
            };
            let repair = repair::colon(key.colon..after, rest);
            self.report_with(message, key.colon..after, Some(repair));
        } else if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
            let message = Message::MissingSpaceAfterColon {
                field: key.name.as_str().into(),
                line: line().into(),
            };
            let repair = Repair::insert(after, " ");
            self.report_with(message, key.colon..after, Some(repair));
        }
        let value = rest.trim();
        let start = after + (rest.len() - rest.trim_start().len());
        (start..start + value.len(), value)
    }
}

/// Whether a line continues the field above, whose own line has `value`. After a value, an indented
/// `name: value` is a separate field, indented by mistake.
fn continues(line: &Line<'_>, value: &str) -> bool {
    let value_open = number_sign(value).end == 0;
    if line.is_blank() || (value_open && (is_item(line.text) || line.is_comment())) {
        return true;
    }
    line.is_indented() && (value_open || split_key(line.text.trim_start()).is_none())
}

#[cfg(test)]
mod tests;
