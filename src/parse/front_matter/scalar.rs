//! Takes a value on one line; gives it as text, list or map. A mark that YAML would misread is
//! reported, with the line to write instead. This file must not know which fields exist.

use super::marks::{
    curled, end_of_bracket, end_of_quotes, feature, flow_items, has_map, is_block_mark, is_comment,
    number_sign,
};
use super::reader::{Key, Line, Reader};
use super::repair;
use super::write::for_people;
use crate::diag::{Message, Repair, words, yaml};
use crate::fold::is_han;
use crate::parse::invisible;
use serde_yaml::Value;
use std::ops::Range;

/// The kind of place where a value is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// After the name of its field.
    Field,
    /// After the hyphen of a list.
    Item,
    /// Between the commas of a list on one line.
    Inline,
    /// As one of several lines.
    Line,
}

/// The place where a value is written.
#[derive(Clone, Copy)]
pub(super) struct Slot<'k> {
    pub(super) key: &'k Key,
    pub(super) form: Form,
}

impl Slot<'_> {
    /// The value as it should be written, with the text before it on its line.
    fn line(&self, text: &str) -> String {
        let text = for_people(text);
        match self.form {
            Form::Field => format!("{}: {text}", self.key.name),
            Form::Item => format!("- {text}"),
            Form::Inline | Form::Line => text,
        }
    }

    fn field(&self) -> crate::diag::Value {
        self.key.name.as_str().into()
    }
}

/// A value, its place without a comment, and the places of a list's items.
pub(super) struct Written {
    /// `None` if it could not be read; a finding says so.
    pub(super) value: Option<Value>,
    pub(super) range: Range<usize>,
    pub(super) items: Vec<Range<usize>>,
}

impl Written {
    pub(super) fn new(value: Option<Value>, range: Range<usize>) -> Written {
        Written {
            value,
            range,
            items: Vec::new(),
        }
    }

    fn text(text: &str, range: Range<usize>) -> Written {
        Written::new(Some(Value::from(text)), range)
    }
}

impl<'a> Reader<'a> {
    /// Reads a value; `value` is the rest of its line.
    pub(super) fn scalar(
        &mut self,
        slot: Slot<'_>,
        range: Range<usize>,
        value: &'a str,
    ) -> Written {
        match value.chars().next() {
            None => Written::new(Some(Value::Null), range),
            Some(quote @ ('"' | '\'')) => self.quoted(slot, range, value, quote),
            Some('“' | '”' | '‘' | '’' | '＂') => self.curly(slot, range, value),
            Some('[' | '{') => self.bracket(slot, range, value),
            Some('|' | '>') if slot.form == Form::Field && is_block_mark(value) => {
                Written::new(Some(Value::Null), range)
            }
            // emphasis of Markdown, which the reader of the field's value reports
            Some('*') if slot.form == Form::Field && value[1..].contains('*') => {
                self.plain(slot, range, value)
            }
            Some(mark @ ('&' | '*' | '!')) => {
                let (range, value) = self.without_comment(slot, range, value);
                self.yaml_feature(slot, mark, range.clone(), value);
                Written::text(value, range)
            }
            Some('#') if is_comment(value) => {
                Written::new(Some(Value::Null), range.start..range.start)
            }
            Some(_) => self.plain(slot, range, value),
        }
    }

    /// A value without quotes or brackets around it.
    fn plain(&mut self, slot: Slot<'_>, range: Range<usize>, value: &'a str) -> Written {
        let (range, value) = self.without_comment(slot, range, value);
        if value.ends_with('"') && value.matches('"').count() == 1 && value.len() > 1 {
            return self.open_quote(slot, range, value);
        }
        if slot.form == Form::Field && (value.contains(": ") || value.ends_with(':')) {
            let at = value.find(": ").unwrap_or(value.len() - 1);
            let message = Message::UnquotedColon {
                field: slot.field(),
                line: slot.line(value).into(),
            };
            let colon = range.start + at..range.start + at + 1;
            self.report_with(message, colon, repair::value(range.clone(), value));
        }
        Written::text(value, range)
    }

    /// Leaves a comment out, and reports a `#` that may not have been meant to begin one.
    fn without_comment(
        &mut self,
        slot: Slot<'_>,
        range: Range<usize>,
        value: &'a str,
    ) -> (Range<usize>, &'a str) {
        let numbered = number_sign(value);
        let kept = &value[..numbered.end];
        let short = range.start..range.start + kept.len();
        if let Some(at) = numbered.doubt {
            let is_whole = kept.len() == value.len();
            let read = if is_whole {
                words("已按整个值读取", "it was read whole")
            } else {
                words(
                    format!("“#”之后当作备注，值只读到“{kept}”"),
                    format!("what follows was taken for a comment, and the value is `{kept}`"),
                )
            };
            let message = Message::CommentInValue {
                field: slot.field(),
                read: read.into(),
                line: slot.line(value).into(),
            };
            // quotes around one of several lines would change the text
            let repair = (is_whole && slot.form != Form::Line)
                .then(|| repair::value(range.clone(), value))
                .flatten();
            self.report_with(message, range.start + at..range.end, repair);
        }
        (short, kept)
    }

    /// Reads a value that begins with a straight quote.
    fn quoted(
        &mut self,
        slot: Slot<'_>,
        range: Range<usize>,
        value: &'a str,
        quote: char,
    ) -> Written {
        let Some(end) = end_of_quotes(value) else {
            return self.open_quote(slot, range, value);
        };
        let (inside, rest) = (&value[..end], &value[end..]);
        if rest.is_empty() || is_comment(rest.trim_start()) && rest.starts_with([' ', '\t']) {
            let range = range.start..range.start + end;
            let clean = invisible::without_controls(inside);
            let bare = &clean[1..clean.len() - 1];
            // without escapes, a quoted value on one line is the text between the quotes
            if !bare.contains(['\\', quote]) {
                return Written::text(bare, range);
            }
            let read = serde_yaml::from_str::<Value>(&clean);
            if let Ok(text @ Value::String(_)) = read {
                return Written::new(Some(text), range);
            }
            let text = &inside[1..inside.len() - 1];
            let message = Message::InvalidYaml {
                field: slot.field(),
                reason: words(
                    "双引号里的反斜杠“\\”有特殊含义",
                    "a backslash inside double quotes has a meaning of its own",
                )
                .into(),
                remedy: instead(&slot.line(text)).into(),
            };
            self.report_with(message, range.clone(), repair::value(range.clone(), text));
            return Written::text(text, range);
        }
        // if the same quotes are also inside, only a person can pair them, so there is no repair
        let text = match value[1..].strip_suffix(quote) {
            Some(inner) if !inner.is_empty() => curled(inner),
            _ => curled(value),
        };
        let message = Message::QuotesInside {
            field: slot.field(),
            line: slot.line(&text).into(),
        };
        self.report(message, range.clone());
        Written::text(&text, range)
    }

    /// Reads a value whose quotes do not pair, or are of different kinds.
    fn open_quote(&mut self, slot: Slot<'_>, range: Range<usize>, value: &str) -> Written {
        const QUOTES: [char; 7] = ['"', '\'', '“', '”', '‘', '’', '＂'];
        let mut inner = value.trim_start_matches(QUOTES);
        let is_balanced = |text: &str| text.matches('“').count() == text.matches('”').count();
        if !(inner.ends_with('”') && is_balanced(inner)) {
            inner = inner.trim_end_matches(QUOTES);
        }
        let message = Message::MixedQuotes {
            field: slot.field(),
            line: slot.line(inner).into(),
        };
        // a quote inside makes the quotes at the ends doubtful, so there is no repair
        let repair = Some(inner)
            .filter(|inner| !inner.contains(QUOTES))
            .and_then(|inner| repair::value(range.clone(), inner));
        self.report_with(message, range.clone(), repair);
        Written::text(inner, range)
    }

    /// Reads a value that begins with a Chinese quotation mark. Such marks count as quotes only
    /// around the whole value.
    fn curly(&mut self, slot: Slot<'_>, range: Range<usize>, value: &'a str) -> Written {
        const MARKS: [char; 5] = ['“', '”', '‘', '’', '＂'];
        let numbered = number_sign(value);
        let kept = &value[..numbered.end];
        if kept.chars().count() > 1 && kept.ends_with(MARKS) && kept.matches(MARKS).count() == 2 {
            let (range, value) = self.without_comment(slot, range, value);
            let inner = value.trim_matches(MARKS);
            let message = Message::CurlyQuotes {
                field: slot.field(),
                line: slot.line(inner).into(),
            };
            self.report_with(message, range.clone(), repair::value(range.clone(), inner));
            return Written::text(inner, range);
        }
        if kept.ends_with(['"', '\'']) && kept.matches(['"', '\'']).count() == 1 {
            let (range, value) = self.without_comment(slot, range, value);
            return self.open_quote(slot, range, value);
        }
        self.plain(slot, range, value)
    }

    /// A list or map on one line, or a text that begins with a bracket.
    fn bracket(&mut self, slot: Slot<'_>, range: Range<usize>, value: &'a str) -> Written {
        let Some(end) = end_of_bracket(value) else {
            return self.open_bracket(slot, range, value);
        };
        let rest = &value[end..];
        if rest.is_empty() || is_comment(rest.trim_start()) && rest.starts_with([' ', '\t']) {
            let range = range.start..range.start + end;
            return self.collection(slot, range, &value[..end]);
        }
        // a link of Markdown; the reader of the field's value reports it
        if value.starts_with('[') && rest.starts_with('(') && rest.ends_with(')') {
            return self.plain(slot, range, value);
        }
        // the repair quotes a value without a comment as a whole, so a `#` in it needs no finding
        let is_whole = number_sign(value).end == value.len();
        let (range, value) = if is_whole {
            (range, value)
        } else {
            self.without_comment(slot, range, value)
        };
        let message = Message::UnquotedBracket {
            field: slot.field(),
            mark: value[..1].into(),
            line: slot.line(value).into(),
        };
        let end = range.start + end;
        self.report_with(
            message,
            range.start..end,
            repair::value(range.clone(), value),
        );
        Written::text(value, range)
    }

    /// Reads a value whose bracket is never closed. If commas, or a colon after `{`, show that it
    /// was meant as a list or a map, no value is read; otherwise, it is text.
    fn open_bracket(&mut self, slot: Slot<'_>, range: Range<usize>, value: &str) -> Written {
        let inner = value.trim_start_matches(['[', '{']);
        let is_square = value.starts_with('[');
        let close = if is_square { ']' } else { '}' };
        let (list, text) = (format!("{value}{close}"), slot.line(value));
        let is_list =
            inner.contains([',', '，', '、']) || value.starts_with('{') && inner.contains(':');
        let remedy = if is_list || is_square {
            let list = match slot.form {
                Form::Field => format!("{}: {list}", slot.key.name),
                Form::Item | Form::Inline | Form::Line => list,
            };
            words(
                format!("是列表的，补上另一半：“{list}”；是文字的，整个值加引号：“{text}”。"),
                format!("Close a list: `{list}`; put a text in quotes: `{text}`."),
            )
        } else {
            instead(&text)
        };
        let message = Message::InvalidYaml {
            field: slot.field(),
            reason: words(
                format!("“{}”没有配对的“{close}”", &value[..1]),
                format!("`{}` is not closed by `{close}`", &value[..1]),
            )
            .into(),
            remedy: remedy.into(),
        };
        self.report(message, range.clone());
        Written::new((!is_list).then(|| Value::from(value)), range)
    }

    /// A list or map between matching brackets. The items of a list without maps are read one by
    /// one, so that they stay as written: 007 stays 007. YAML reads any other list or map.
    fn collection(&mut self, slot: Slot<'_>, range: Range<usize>, value: &'a str) -> Written {
        let is_simple = value.starts_with('[') && slot.form != Form::Inline && !has_map(value);
        if !is_simple {
            let read = self.yaml(slot.key, value, range.clone());
            return Written::new(read, range);
        }
        let mut values = Vec::new();
        let mut items = Vec::new();
        for (at, item) in flow_items(value) {
            let start = range.start + at;
            let inline = Slot {
                key: slot.key,
                form: Form::Inline,
            };
            let read = self.scalar(inline, start..start + item.len(), item);
            if let Some(value) = read.value {
                values.push(value);
                items.push(read.range);
            }
        }
        Written {
            value: Some(Value::Sequence(values)),
            range,
            items,
        }
    }

    /// Reports an anchor, an alias or a tag.
    pub(super) fn yaml_feature(
        &mut self,
        slot: Slot<'_>,
        mark: char,
        range: Range<usize>,
        value: &str,
    ) {
        let message = Message::YamlFeature {
            field: slot.field(),
            mark: mark.into(),
            line: slot.line(value).into(),
        };
        let repair = repair::value(range.clone(), value);
        self.report_with(message, range.start..range.start + 1, repair);
    }

    /// Reads a value that only YAML can express. If it cannot be read or has an anchor, an alias or
    /// a tag, it is reported, and `None` is returned.
    pub(super) fn yaml(&mut self, key: &Key, source: &str, range: Range<usize>) -> Option<Value> {
        if let Some(at) = feature(source) {
            let mark = source[at..].chars().next().unwrap_or('&');
            let end = source[at..]
                .find([',', ']', '}', '\n'])
                .map_or(source.len(), |i| at + i);
            let slot = Slot {
                key,
                form: Form::Inline,
            };
            let value = source[at..end].trim_end();
            let start = range.start + at;
            self.yaml_feature(slot, mark, start..start + value.len(), value);
            return None;
        }
        let document = format!("k: {}\n", invisible::without_controls(source));
        if yaml::is_too_deep(source) {
            self.report(not_yaml(key, yaml::TOO_DEEP), range);
            return None;
        }
        if !source.starts_with('{')
            && let Ok(mut map) =
                serde_yaml::from_str::<std::collections::BTreeMap<String, Vec<String>>>(&document)
            && let Some(items) = map.remove("k")
        {
            return Some(Value::Sequence(
                items.into_iter().map(Value::String).collect(),
            ));
        }
        match serde_yaml::from_str::<serde_yaml::Mapping>(&document) {
            Ok(mut map) => Some(map.shift_remove("k").unwrap_or(Value::Null)),
            Err(e) => {
                self.report(not_yaml(key, &e.to_string()), range);
                None
            }
        }
    }

    /// Joins the lines of a text: `first`, which is given with its start in the file, and the lines
    /// `below`. Comments are left out, and a doubtful `#` is reported.
    pub(super) fn folded(
        &mut self,
        slot: Slot<'_>,
        first: (usize, &'a str),
        below: &[Line<'a>],
    ) -> String {
        let slot = Slot {
            key: slot.key,
            form: Form::Line,
        };
        let mut text = String::new();
        let below = below.iter().filter(|l| l.is_blank() || !l.is_silent());
        let below = below.map(|l| {
            let line = l.text.trim();
            (l.start + l.text.len() - l.text.trim_start().len(), line)
        });
        for (start, line) in [first].into_iter().chain(below) {
            if is_comment(line) {
                continue;
            }
            let (_, kept) = self.without_comment(slot, start..start + line.len(), line);
            // an empty line means a line break
            if kept.is_empty() && !text.is_empty() {
                text.push('\n');
            } else if !text.is_empty() && !text.ends_with('\n') && !is_joined(&text, kept) {
                text.push(' ');
            }
            text.push_str(kept);
        }
        text
    }

    /// Reports a wrong mark before a list item: it must be a hyphen and a space.
    pub(super) fn item_mark(&mut self, key: &Key, range: Range<usize>, text: &str) {
        let message = Message::ItemMark {
            field: key.name.as_str().into(),
            line: format!("- {}", for_people(text)).into(),
        };
        let repair = Repair::replace(range.clone(), "- ");
        self.report_with(message, range, Some(repair));
    }
}

/// Whether two lines are joined without a space: Chinese has none between words.
fn is_joined(above: &str, below: &str) -> bool {
    let is_wide = |c: char| {
        is_han(c)
            || matches!(c, '\u{3001}'..='\u{301f}' | '\u{ff01}'..='\u{ff5e}' | '“' | '”' | '—')
    };
    above.ends_with(is_wide) && below.starts_with(|c| is_wide(c) || c == '〔')
        || above.ends_with(is_wide) && below.starts_with(|c: char| c.is_ascii_digit())
        || above.ends_with(|c: char| c.is_ascii_digit()) && below.starts_with(is_wide)
}

/// The message about a value that is not YAML.
fn not_yaml(key: &Key, said: &str) -> Message {
    Message::InvalidYaml {
        field: key.name.as_str().into(),
        reason: yaml::syntax(said).into(),
        remedy: words(
            "文字中有 [ ] { } : # & * ! 等符号的，把这一项的文字用半角引号括起来；\
             有多项的，每项一行，以“- ”开头。",
            "Put a text that holds [ ] { } : # & * or ! in straight quotes; \
             write several items one a line, each after `- `.",
        )
        .into(),
    }
}

/// The remedy: the whole line to write.
fn instead(line: &str) -> crate::diag::Words {
    words(format!("写成：“{line}”。"), format!("Write `{line}`."))
}
