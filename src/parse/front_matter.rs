//! Takes a document's text; gives the fields between its `---` lines, each with its byte range in
//! the whole file.
//!
//! Lines are read here, and only structured values go to the YAML reader, one field at a time. A
//! faulty field therefore hides no other. Mistakes that no YAML reader explains (full-width colon,
//! tab, curly quotes) get messages of their own. It must not know which fields exist.

mod repair;
mod write;

pub(crate) use repair::value as repaired;
pub use write::{is_nothing, write};

use crate::diag::{Code, Diagnostic, Message, Place, Repair, yaml};
use serde_yaml::Value;
use std::ops::Range;

/// One field as written.
#[derive(Clone, Debug, PartialEq)]
pub struct RawField {
    /// The name as written.
    pub key: String,
    /// The place of the name.
    pub key_range: Range<usize>,
    /// The value. A plain value on one line is text; a structured value is a list or a map.
    pub value: Value,
    /// The place of the value.
    pub value_range: Range<usize>,
}

/// The front matter of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// The fields, in order.
    pub fields: Vec<RawField>,
    /// Where the body begins.
    pub body_start: usize,
    /// Whether there was any front matter.
    pub found: bool,
}

/// The largest front matter, in bytes.
const MAX_SIZE: usize = 64 << 10;

/// Reads the front matter. `path` is only for the places in findings.
pub fn read(path: &str, text: &str) -> (FrontMatter, Vec<Diagnostic>) {
    let mut reader = Reader {
        path,
        text,
        findings: Vec::new(),
    };
    let front_matter = reader.front_matter();
    // without a closing fence, lines of the body may have been read as fields
    if reader.is_open() {
        reader.findings.iter_mut().for_each(|f| f.repair = None);
    }
    (front_matter, reader.findings)
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    findings: Vec<Diagnostic>,
}

/// One line. Its byte range does not include the line end.
#[derive(Clone)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl Line<'_> {
    fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
    fn is_indented(&self) -> bool {
        self.text.starts_with([' ', '\t', '\u{3000}'])
    }
    fn is_item(&self) -> bool {
        self.text == "-" || self.text.starts_with("- ")
    }
    fn is_comment(&self) -> bool {
        self.text.starts_with('#')
    }
    /// A longer line of hyphens or dashes counts as a fence too.
    fn is_fence(&self) -> bool {
        let text = self.text.trim_end();
        text.chars().count() >= 2 && text.chars().all(|c| "-—－–".contains(c))
    }
}

impl<'a> Reader<'a> {
    fn is_open(&self) -> bool {
        let is_open = |f: &Diagnostic| f.code() == Code::UnclosedFrontMatter;
        self.findings.iter().any(is_open)
    }

    fn report(&mut self, message: Message, range: Range<usize>) {
        self.report_with(message, range, None);
    }

    fn report_with(&mut self, message: Message, range: Range<usize>, repair: Option<Repair>) {
        let place = Place::new(self.path, self.text, range);
        self.findings
            .push(Diagnostic::new(message).at(place).repair(repair));
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
            self.report(Message::MissingFrontMatter, first.start..first.start);
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
            // the fields were not read, so nothing is reported about them
            return FrontMatter::default();
        }
        FrontMatter {
            fields: self.fields(&lines),
            body_start,
            found: true,
        }
    }

    fn line_end(&self, at: usize) -> usize {
        match &self.text.as_bytes()[at..] {
            [b'\r', b'\n', ..] => 2,
            [b'\n', ..] => 1,
            _ => 0,
        }
    }

    /// The lines up to the closing fence, and where the body begins. Without a closing fence: the
    /// lines that look like front matter.
    fn header(&mut self, from: usize) -> (Vec<Line<'a>>, usize) {
        let mut lines = Vec::new();
        let mut blank_before = false;
        let mut guess: Option<(usize, usize)> = None; // number of lines, and where the body would begin
        for line in self.lines(from) {
            if line.is_fence() {
                let end = line.range().end;
                // after text that cannot be front matter, a fence is a horizontal rule of the body
                if guess.is_none() {
                    return (lines, end + self.line_end(end));
                }
                break;
            }
            let stray = !line.is_blank()
                && !line.is_indented()
                && !line.is_item()
                && !line.is_comment()
                && split_key(line.text).is_none();
            let heading = line.is_comment() && line.text.trim_start_matches('#').starts_with(' ');
            if guess.is_none() && blank_before && (stray || heading) {
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

    fn fields(&mut self, lines: &[Line<'a>]) -> Vec<RawField> {
        let mut fields: Vec<RawField> = Vec::new();
        let mut i = 0;
        while i < lines.len() {
            let line = &lines[i];
            i += 1;
            if line.is_blank() || line.is_comment() {
                continue;
            }
            let indent = line.text.len() - line.text.trim_start().len();
            let Some(key) = split_key(&line.text[indent..]).filter(|_| !line.is_item()) else {
                self.report(Message::NotAField, line.range());
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
            let (value, value_range) = if block.iter().any(|l| !l.is_comment()) {
                self.block_value(&key, value, block)
            } else {
                self.scalar(&key, value)
            };
            fields.push(RawField {
                key: key.name,
                key_range: key.range,
                value,
                value_range,
            });
        }
        fields
    }

    /// The text after the colon on the same line, without a comment, and its place.
    fn inline_value(&mut self, key: &Key, line: &Line<'a>) -> (Range<usize>, &'a str) {
        let after = key.colon + key.colon_len;
        let rest = &self.text[after..line.range().end];
        if key.full_width {
            let field = key.name.as_str().into();
            let repair = repair::colon(key.colon..after, rest);
            self.report_with(
                Message::FullWidthColon { field },
                key.colon..after,
                Some(repair),
            );
        } else if !rest.is_empty() && !rest.starts_with([' ', '\t', '\u{3000}']) {
            let message = Message::MissingSpaceAfterColon {
                field: key.name.as_str().into(),
                value: rest.trim().into(),
            };
            let repair = Repair::insert(after, " ");
            self.report_with(message, key.colon..after, Some(repair));
        }
        let mut value = rest.trim();
        if let Some(comment) = comment(value) {
            value = value[..comment].trim_end();
        }
        let start = after + (rest.len() - rest.trim_start().len());
        (start..start + value.len(), value)
    }

    /// A value on one line.
    fn scalar(
        &mut self,
        key: &Key,
        (range, value): (Range<usize>, &'a str),
    ) -> (Value, Range<usize>) {
        let text = |s: &str| Value::String(s.to_owned());
        let first = value.chars().next();
        let last = value.chars().last();
        let parsed = match first {
            None => Value::Null,
            Some('“' | '”')
                if value.chars().count() > 1
                    && matches!(last, Some('”' | '“'))
                    && value.matches(['“', '”']).count() == 2 =>
            {
                let inner = value.trim_matches(['“', '”']);
                let message = Message::CurlyQuotes {
                    field: key.name.as_str().into(),
                    value: inner.into(),
                };
                let repair = repair::value(range.clone(), inner);
                self.report_with(message, range.clone(), repair);
                text(inner)
            }
            Some(quote @ ('"' | '\'')) => {
                let closed = value.len() > 1 && last == Some(quote);
                match serde_yaml::from_str::<Value>(value)
                    .ok()
                    .filter(|v| closed && v.is_string())
                {
                    Some(v) => v,
                    None => {
                        let inner = value.trim_matches(['"', '\'', '“', '”']);
                        self.mixed_quotes(key, range.clone(), inner);
                        text(inner)
                    }
                }
            }
            Some('“' | '‘') if matches!(last, Some('"' | '\'')) => {
                let inner = value.trim_matches(['"', '\'', '“', '”', '‘', '’']);
                self.mixed_quotes(key, range.clone(), inner);
                text(inner)
            }
            Some('[' | '{') => return (self.yaml(key, value, range.clone()), range),
            Some('&' | '*' | '!') => {
                self.yaml_feature(key, &value[..1], range.start..range.start + 1);
                text(value)
            }
            Some('|' | '>')
                if value
                    .trim_end_matches(|c: char| "+-0123456789".contains(c))
                    .len()
                    == 1 =>
            {
                Value::Null
            }
            Some(_) if value.contains(": ") || value.ends_with(':') => {
                let at = value.find(": ").unwrap_or(value.len() - 1);
                let message = Message::UnquotedColon {
                    field: key.name.as_str().into(),
                    value: value.replace('"', "\\\"").into(),
                };
                let colon = range.start + at..range.start + at + 1;
                self.report_with(message, colon, repair::value(range.clone(), value));
                text(value)
            }
            Some(_) => text(value),
        };
        (parsed, range)
    }

    fn mixed_quotes(&mut self, key: &Key, range: Range<usize>, inner: &str) {
        let field = key.name.as_str().into();
        // a quote that is left belongs to the text, and then so may those at its ends
        let repair = Some(inner)
            .filter(|inner| !inner.contains(['"', '\'', '“', '”', '‘', '’']))
            .and_then(|inner| repair::value(range.clone(), inner));
        self.report_with(Message::MixedQuotes { field }, range, repair);
    }

    /// A value over several lines.
    fn block_value(
        &mut self,
        key: &Key,
        (range, inline): (Range<usize>, &'a str),
        block: &[Line<'a>],
    ) -> (Value, Range<usize>) {
        let end = block.last().map_or(range.end, |l| l.range().end);
        for line in block {
            let indent = line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
            if let Some(tab) = line.text[..indent].find('\t') {
                let at = line.start + tab..line.start + tab + 1;
                let lines = block.iter().map(|l| (l.start, l.text));
                self.report_with(Message::TabInFrontMatter, at, repair::tabs(lines));
                return (Value::Null, range.start..end);
            }
            let word = line.text.trim_start().trim_start_matches("- ");
            let value = split_key(word)
                .filter(|k| {
                    !word.starts_with(['"', '\''])
                        && word[k.colon + k.colon_len..].starts_with([' ', '\t'])
                })
                .map_or(word, |k| word[k.colon + k.colon_len..].trim_start());
            let is_text = inline.starts_with(['|', '>']) || line.is_comment();
            if let Some(i) = feature(value).filter(|_| !is_text) {
                let at = line.range().end - value.len() + i;
                self.yaml_feature(key, &value[i..=i], at..at + 1);
                return (Value::Null, range.start..end);
            }
        }
        let start = if inline.is_empty() {
            block.first().map_or(range.start, |l| l.start)
        } else {
            range.start
        };
        (
            self.yaml(key, &self.text[range.start.min(start)..end], start..end),
            start..end,
        )
    }

    fn yaml(&mut self, key: &Key, source: &str, range: Range<usize>) -> Value {
        if let Some(at) = feature(source).filter(|_| source.starts_with(['[', '{'])) {
            self.yaml_feature(
                key,
                &source[at..=at],
                range.start + at..range.start + at + 1,
            );
            return Value::Null;
        }
        let document = format!("k: {source}\n");
        // the items of a simple list are texts as written: 007 stays 007
        if let Ok(mut map) =
            serde_yaml::from_str::<std::collections::BTreeMap<String, Vec<String>>>(&document)
            && let Some(items) = map.remove("k")
        {
            return Value::Sequence(items.into_iter().map(Value::String).collect());
        }
        match serde_yaml::from_str::<serde_yaml::Mapping>(&document) {
            Ok(mut map) => map.shift_remove("k").unwrap_or(Value::Null),
            Err(e) => {
                let message = Message::InvalidYaml {
                    field: key.name.as_str().into(),
                    reason: yaml::syntax(&e.to_string()).into(),
                };
                self.report(message, range);
                Value::Null
            }
        }
    }

    fn yaml_feature(&mut self, key: &Key, mark: &str, range: Range<usize>) {
        let message = Message::YamlFeature {
            field: key.name.as_str().into(),
            mark: mark.into(),
        };
        self.report(message, range);
    }
}

/// The place of a YAML feature that front matter does not support. It is at the start of a value,
/// or of a value inside brackets, and never in quotes.
fn feature(value: &str) -> Option<usize> {
    if value.starts_with(['&', '*', '!']) {
        return Some(0);
    }
    if !value.starts_with(['[', '{']) {
        return None;
    }
    let mut before = ' ';
    outside_quotes(value)
        .find(|(_, c)| {
            let begins = "[{, ".contains(before) && "&*!".contains(*c);
            before = *c;
            begins
        })
        .map(|(i, _)| i)
}

/// Where a comment begins in the rest of a line. It begins at a `#` outside quotes, at the start or
/// after white space.
fn comment(value: &str) -> Option<usize> {
    if value.starts_with('#') {
        return Some(0);
    }
    if value.starts_with(['"', '\'', '[', '{']) {
        let mut before = 'x';
        return outside_quotes(value)
            .find(|(_, c)| {
                let begins = *c == '#' && matches!(before, ' ' | '\t');
                before = *c;
                begins
            })
            .map(|(i, _)| i);
    }
    value.find(" #").or_else(|| value.find("\t#"))
}

/// The characters of a value outside straight quotes. A quote opens only where a value can begin.
fn outside_quotes(value: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote: Option<char> = None;
    let mut escaped = false;
    let mut before = ' ';
    value.char_indices().filter(move |(_, c)| {
        let inside = quote.is_some();
        match quote {
            Some(_) if escaped => escaped = false,
            Some('"') if *c == '\\' => escaped = true,
            Some(q) if *c == q => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') && "[{,: \t'\"".contains(before) => quote = Some(*c),
            None => {}
        }
        before = *c;
        !inside && quote.is_none()
    })
}

/// Whether a line continues the field above, which has `value` on its own line. After a value, an
/// indented `name: value` is a separate field that was indented by mistake.
fn continues(line: &Line<'_>, value: &str) -> bool {
    let value_open = value.is_empty();
    if line.is_blank() || (value_open && (line.is_item() || line.is_comment())) {
        return true;
    }
    line.is_indented() && (value_open || split_key(line.text.trim_start()).is_none())
}

/// The name at the beginning of a line, and the place of the colon after it.
struct Key {
    name: String,
    range: Range<usize>,
    colon: usize,
    colon_len: usize,
    full_width: bool,
}

/// Splits off the name. A name is short and contains no punctuation. Wide-set Chinese labels (`索 引
/// 号`) are names too.
fn split_key(line: &str) -> Option<Key> {
    let (colon, c) = line.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let written = line[..colon].trim_end();
    let name = written.trim_matches(['"', '\'', '[', ']', '【', '】']);
    let plausible = !name.is_empty()
        && name.chars().count() <= 40
        && !name.contains(|c: char| "，。；、！？《》“”,;!?|#>`*()（）".contains(c))
        && !name.starts_with("- ");
    plausible.then(|| Key {
        name: name.trim().to_owned(),
        range: 0..written.len(),
        colon,
        colon_len: c.len_utf8(),
        full_width: c == '：',
    })
}

#[cfg(test)]
mod tests;
