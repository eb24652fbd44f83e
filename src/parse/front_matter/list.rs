//! Takes a value over several lines; gives its text, or its items one by one, so that a faulty item
//! hides no other item. A wrong mark before an item is reported. This file must not know which
//! fields exist.

use super::marks::{feature, number_sign, outside_quotes};
use super::reader::{Key, Line, Reader, split_key};
use super::repair;
use super::scalar::{Form, Slot, Written};

use crate::diag::Message;
use serde_yaml::Value;
use std::ops::Range;

/// The mark before an item.
struct Mark {
    /// Its length, with white space.
    length: usize,
    /// Whether it is a hyphen and a space.
    is_right: bool,
}

/// An item of a list: where the text begins in its first line, and its lines.
struct Item<'b, 'a> {
    at: usize,
    lines: &'b [Line<'a>],
}

impl<'a> Reader<'a> {
    /// Reads a value that has lines below its key. The value may begin on the line of the key
    /// (`inline`).
    pub(super) fn block(
        &mut self,
        key: &Key,
        (range, inline): (Range<usize>, &'a str),
        block: &[Line<'a>],
    ) -> Written {
        let end = block.last().map_or(range.end, |l| l.range().end);
        // leave out a comment after the name of the field
        let inline = &inline[..number_sign(inline).end];
        for line in block {
            let indent = line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
            if let Some(tab) = line.text[..indent].find('\t') {
                let at = line.start + tab..line.start + tab + 1;
                let lines = block.iter().map(|l| (l.start, l.text));
                self.report_with(Message::TabInFrontMatter, at, repair::tabs(lines));
                return Written::new(None, range.start..end);
            }
        }
        let is_text = |l: &&Line<'_>| !l.is_silent();
        // before the first item, even `#x` is a comment
        let is_number_sign = |l: &&Line<'_>| l.text.trim_start().starts_with('#');
        let item = block
            .iter()
            .find(|l| is_text(l) && !is_number_sign(l))
            .filter(|l| inline.is_empty() && mark(l.text.trim_start()).is_some());
        let first = item.or_else(|| block.iter().find(is_text));
        let start = if inline.is_empty() {
            first.map_or(range.start, |l| l.start)
        } else {
            range.start
        };
        let whole = start..end;
        if item.is_some() {
            return self.list(key, whole, block);
        }
        let begin = match first {
            Some(line) if inline.is_empty() => line.text.trim(),
            _ => inline,
        };
        let needs_yaml = begin.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!'])
            || inline.is_empty() && is_yaml(begin);
        if !needs_yaml {
            let slot = Slot {
                key,
                form: Form::Field,
            };
            let text = self.folded(slot, (range.start, inline), block);
            return Written::new(Some(Value::from(text)), whole);
        }
        if !inline.starts_with(['|', '>']) && self.block_feature(key, block) {
            return Written::new(None, whole);
        }
        let source = &self.text[range.start.min(start)..end];
        let read = self.yaml(key, source, whole.clone());
        Written::new(read, whole)
    }

    /// Reports the first unsupported YAML feature in some lines; returns whether there is one.
    fn block_feature(&mut self, key: &Key, block: &[Line<'a>]) -> bool {
        for line in block.iter().filter(|l| !l.is_comment()) {
            let word = line.text.trim_start().trim_start_matches("- ");
            let value = split_key(word)
                .filter(|k| {
                    !word.starts_with(['"', '\''])
                        && word[k.colon + k.colon_len..].starts_with([' ', '\t'])
                })
                .map_or(word, |k| word[k.colon + k.colon_len..].trim_start());
            let Some(i) = feature(value) else { continue };
            let start = line.range().end - value.len();
            let mark = value[i..].chars().next().unwrap_or('&');
            let slot = Slot {
                key,
                form: Form::Inline,
            };
            let rest = value[i..].trim_end_matches([']', '}']).trim_end();
            let rest = rest.split(", ").next().unwrap_or(rest);
            self.yaml_feature(slot, mark, start + i..start + i + rest.len(), rest);
            return true;
        }
        false
    }

    /// Reads a list whose items take one or more lines each.
    fn list(&mut self, key: &Key, range: Range<usize>, block: &[Line<'a>]) -> Written {
        let mut values = Vec::new();
        let mut places = Vec::new();
        let mut is_whole = true;
        for item in self.items(key, block) {
            let read = self.item(key, &item);
            match read.value {
                Some(value) => {
                    values.push(value);
                    places.push(read.range);
                }
                None => is_whole = false,
            }
        }
        if values.is_empty() && !is_whole {
            return Written::new(None, range);
        }
        Written {
            value: Some(Value::Sequence(values)),
            range,
            items: places,
        }
    }

    /// Divides the lines of a list into items, and reports wrong marks.
    fn items<'b>(&mut self, key: &Key, block: &'b [Line<'a>]) -> Vec<Item<'b, 'a>> {
        let mut starts: Vec<(usize, usize)> = Vec::new(); // line, and where its text begins
        let mut level = None;
        for (i, line) in block.iter().enumerate() {
            let text = line.text.trim_start();
            let indent = line.text.len() - text.len();
            let Some(mark) = mark(text).filter(|_| !line.is_blank()) else {
                continue;
            };
            let first = *level.get_or_insert(indent);
            // a deeper mark is inside the item above if that item is open; otherwise its indent is
            // wrong
            if indent > first
                && starts
                    .last()
                    .is_some_and(|(j, at)| is_open(&block[*j].text[*at..]))
            {
                continue;
            }
            let at = indent + mark.length;
            if !mark.is_right || indent > first {
                let range = if mark.is_right {
                    line.start + first..line.start + at
                } else {
                    line.start + indent..line.start + at
                };
                self.item_mark(key, range, line.text[at..].trim());
            }
            starts.push((i, at));
        }
        let ends = starts.iter().skip(1).map(|(i, _)| *i).chain([block.len()]);
        starts
            .iter()
            .zip(ends)
            .map(|((i, at), end)| Item {
                at: *at,
                lines: &block[*i..end],
            })
            .collect()
    }

    fn item(&mut self, key: &Key, item: &Item<'_, 'a>) -> Written {
        let line = &item.lines[0];
        let first = line.text[item.at..].trim();
        let start = line.start
            + item.at
            + (line.text[item.at..].len() - line.text[item.at..].trim_start().len());
        let more = &item.lines[1..];
        let last = item.lines.iter().rev().find(|l| !l.is_silent());
        let end = last.map_or(line.range().end, |l| l.range().end);
        let slot = Slot {
            key,
            form: Form::Item,
        };
        let has_more = more.iter().any(|l| !l.is_silent());
        if !has_more && !is_yaml(first) {
            return self.scalar(slot, start..start + first.len(), first);
        }
        let range = start..end.max(start + first.len());
        if !is_yaml(first)
            && !first.is_empty()
            && !first.starts_with(['"', '\'', '[', '{', '|', '>'])
        {
            let text = self.folded(slot, (start, first), more);
            return Written::new(Some(Value::from(text)), range);
        }
        if self.block_feature(key, item.lines) {
            return Written::new(None, range);
        }
        let column = line.text[..item.at].chars().count().max(1);
        let mut source = format!("\n{}{first}\n", " ".repeat(column));
        for line in more {
            source.push_str(line.text);
            source.push('\n');
        }
        let read = self.yaml(key, &source, range.clone());
        Written::new(read, range)
    }
}

/// The mark at the beginning of a line of a list.
fn mark(text: &str) -> Option<Mark> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    let is_mark = match first {
        '-' => !rest.starts_with('-'),
        '－' | '–' | '—' | '•' | '·' | '●' | '▪' | '■' | '◆' | '○' | '◦' | '➢' => {
            !rest.starts_with(first) && !rest.is_empty()
        }
        // without a space, `*` begins an alias of YAML
        '*' | '+' => rest.starts_with([' ', '\t']) && !rest.trim().is_empty(),
        _ => false,
    };
    let blank = rest.len() - rest.trim_start().len();
    is_mark.then(|| Mark {
        length: first.len_utf8() + blank,
        is_right: first == '-' && (rest.is_empty() || rest.starts_with([' ', '\t'])),
    })
}

/// Whether a line that is not indented is an item of the list above.
pub(super) fn is_item(text: &str) -> bool {
    text.starts_with(['-', '－']) && mark(text).is_some()
}

/// Whether only YAML can read a text: `name: value`, or a list inside a list.
fn is_yaml(text: &str) -> bool {
    let has_name = !text.starts_with(['"', '\'', '[', '{'])
        && (text.contains(": ") || text.contains(":\t") || text.ends_with(':'));
    let has_quoted_name = text.starts_with(['"', '\''])
        && outside_quotes(text).any(|(i, c)| c == ':' && text[i + 1..].starts_with(' '));
    has_name || has_quoted_name || text.starts_with("- ")
}

/// Whether a list may stand inside the item that begins with this text.
fn is_open(text: &str) -> bool {
    text.trim().is_empty() || is_yaml(text.trim())
}
