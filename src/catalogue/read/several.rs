//! Takes the items of a list; divides each item that has several values (such as two issuing
//! bodies), and reports it. This file must not know what the values mean.

use super::reader::Reader;
use crate::catalogue::field::Field;
use crate::catalogue::value;
use crate::diag::{Diagnostic, Message, Repair, Words, words};
use crate::parse::front_matter::{RawField, for_people, is_comment};
use serde_yaml::Value;
use std::ops::Range;

/// The characters that separate the parts of an item.
const BETWEEN: [char; 6] = ['、', '，', ',', '；', ';', '\n'];

impl Reader<'_> {
    /// The items of a list with their places. A single value is a list of one item.
    pub(super) fn items<'v>(&self, raw: &'v RawField) -> Vec<(&'v Value, Range<usize>)> {
        let items = super::yaml::items(&raw.value);
        let is_known = raw.items.len() == items.len();
        let places = |i: usize| {
            if is_known {
                raw.items[i].clone()
            } else {
                raw.value_range.clone()
            }
        };
        items
            .iter()
            .enumerate()
            .map(|(i, item)| (item, places(i)))
            .collect()
    }

    /// Whether YAML joined several lines into this text.
    pub(super) fn is_folded(&self, at: &Range<usize>) -> bool {
        let written = self.text[at.clone()].trim();
        written.contains('\n') && !written.starts_with(['"', '\'', '[', '{', '|', '>'])
    }

    /// The parts of an item. Lines that YAML joined are divided one by one. `divide` finds the
    /// parts of one line.
    pub(super) fn parts(
        &self,
        text: &str,
        at: &Range<usize>,
        divide: impl Fn(String) -> Vec<String>,
    ) -> Vec<String> {
        if !self.is_folded(at) {
            return divide(text.to_owned());
        }
        let lines = self.text[at.clone()].lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty() && !is_comment(line))
            .flat_map(|line| divide(line.to_owned()))
            .collect()
    }

    /// Reports items with several parts, and shows the right list.
    pub(super) fn several(&mut self, raw: &RawField, parts: &[Vec<String>]) {
        let items = self.items(raw);
        let all: Vec<String> = parts.iter().flatten().map(|p| in_list(p)).collect();
        let line = format!("{}: [{}]", raw.key, all.join(", "));
        for ((_, at), parts) in items.into_iter().zip(parts) {
            if parts.len() < 2 {
                continue;
            }
            let remedy = words(
                format!("每项写一个：“{line}”；已按 {} 项读取。", parts.len()),
                format!(
                    "Write each as an item: `{line}`; it was read as {} items.",
                    parts.len()
                ),
            );
            let repair = self.apart(&at, raw, parts);
            self.report_several(raw, &at, remedy, repair);
        }
    }

    /// Reports several parts in a field that takes one value.
    pub(super) fn one_only(&mut self, field: Field, parts: &[String]) {
        let Some(raw) = self.raw(field).filter(|_| parts.len() > 1) else {
            return;
        };
        let remedy = self.first_and_rest(field, &raw.key, parts);
        let at = raw.value_range.clone();
        self.report_several(&raw, &at, remedy, None);
    }

    /// How to write several parts in a field that takes one value.
    pub(super) fn first_and_rest(&self, field: Field, name: &str, parts: &[String]) -> Words {
        let first = for_people(&parts[0]);
        let rest: Vec<String> = parts[1..].iter().map(|p| in_list(p)).collect();
        if field == Field::Issuer {
            let key = self.key(Field::JointIssuers);
            let list = |key: &str| format!("{key}: [{}]", rest.join(", "));
            words(
                format!(
                    "主办机关写在这里：“{name}: {first}”；其他机关另写一行：“{}”。",
                    list(&key.zh)
                ),
                format!(
                    "Write only the leading body here: `{name}: {first}`; the others on a line of \
                     their own: `{}`.",
                    list(&key.en)
                ),
            )
        } else {
            words(
                format!("一份文档只有一个：“{name}: {first}”。"),
                format!("A document has one: `{name}: {first}`."),
            )
        }
    }

    /// Reports several issuing bodies in one value. If YAML joined them from several lines, the
    /// value is read as a series with `、`.
    pub(super) fn several_bodies(&mut self) {
        let Some(text) = self.text(Field::Issuer) else {
            return;
        };
        let Some(raw) = self.raw(Field::Issuer) else {
            return;
        };
        if !self.is_folded(&raw.value_range) {
            self.one_only(Field::Issuer, &bodies(text));
            return;
        }
        let lines = self.parts(&text, &raw.value_range, |line| vec![line]);
        let several = bodies(lines.join("、"));
        if several.len() < 2 {
            return;
        }
        self.one_only(Field::Issuer, &several);
        if let Some((_, raw)) = self.fields.iter_mut().find(|(f, _)| *f == Field::Issuer) {
            raw.value = Value::from(several.join("、"));
        }
    }

    fn report_several(
        &mut self,
        raw: &RawField,
        at: &Range<usize>,
        remedy: Words,
        repair: Option<Repair>,
    ) {
        let value = self.text[at.clone()].trim();
        let value = value.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        let message = Message::SeveralInOne {
            field: (&raw.key).into(),
            value: value.into(),
            remedy: remedy.into(),
        };
        let place = self.place(at);
        self.findings
            .push(Diagnostic::new(message).at(place).repair(repair));
    }

    /// The repair that writes each part as an item of its own.
    fn apart(&self, at: &Range<usize>, raw: &RawField, parts: &[String]) -> Option<Repair> {
        let is_list = matches!(raw.value, Value::Sequence(_)) && !raw.items.is_empty();
        let written = self.text.get(at.clone())?;
        if !is_list || written.contains('\n') {
            return None;
        }
        let start = self.text[..at.start].rfind('\n').map_or(0, |i| i + 1);
        let before = &self.text[start..at.start];
        let items: Vec<String> = parts.iter().map(|p| in_list(p)).collect();
        let is_on_its_line = before.trim_start().starts_with('-');
        let between = if is_on_its_line {
            let end = if self.text.contains("\r\n") {
                "\r\n"
            } else {
                "\n"
            };
            format!("{end}{before}")
        } else {
            ", ".to_owned()
        };
        let is_alone = before.trim() == "-" || !is_on_its_line;
        is_alone.then(|| Repair::replace(at.clone(), items.join(&between)))
    }
}

/// A text as an item of a list between brackets.
pub(super) fn in_list(text: &str) -> String {
    let written = for_people(text);
    if written == text && text.contains([',', '[', ']', '{', '}']) {
        format!("\"{text}\"")
    } else {
        written
    }
}

/// An item without its list mark and its number.
pub(super) fn unnumbered(text: &str) -> &str {
    let bare = text.trim_start_matches(['-', '－', '·', '•', '●', ' ', '\u{3000}']);
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['.', '．', '、', ')', '）']) {
        Some(rest) if rest.len() < bare.len() && !rest.trim().is_empty() => rest.trim(),
        _ => bare,
    }
}

/// Divides a line at the characters of `BETWEEN`. A character inside brackets, quotation marks or
/// title marks (《》) does not count; nor does a comma between digits.
pub(super) fn split(line: String) -> Vec<String> {
    pieces(&line, |c| BETWEEN.contains(&c))
}

fn pieces(line: &str, is_between: impl Fn(char) -> bool) -> Vec<String> {
    let mut depth = 0usize;
    let mut items = vec![String::new()];
    let mut before = ' ';
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '《' | '（' | '(' | '〔' | '【' | '“' | '「' | '〈' => depth += 1,
            '》' | '）' | ')' | '〕' | '】' | '”' | '」' | '〉' => {
                depth = depth.saturating_sub(1)
            }
            _ => {}
        }
        let after = chars.peek().copied().unwrap_or(' ');
        let is_number = c == ',' && before.is_ascii_digit() && after.is_ascii_digit();
        if depth == 0 && is_between(c) && !is_number {
            items.push(String::new());
        } else if let Some(item) = items.last_mut() {
            item.push(c);
        }
        before = c;
    }
    items.retain_mut(|item| {
        *item = item.trim().to_owned();
        !item.is_empty()
    });
    items
}

/// The file names in one text. Names may contain separators, so each part must have an extension.
pub(super) fn files(text: String) -> Vec<String> {
    let has_ending = |name: &String| {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        (2..=5).contains(&ending.len())
            && ending.bytes().all(|b| b.is_ascii_alphanumeric())
            && ending.bytes().any(|b| b.is_ascii_alphabetic())
    };
    several_if(text, has_ending)
}

/// The index numbers or document numbers in one text.
pub(super) fn numbers(text: String) -> Vec<String> {
    let is_number = |part: &String| {
        part.contains(|c: char| c.is_numeric())
            && (part.ends_with('号') || part.contains(['〔', '[', '［', '/', '-']))
            // in 甲发〔2020〕1号、2号, the second part is an abbreviation
            && part.chars().count() > 4
    };
    several_if(text, is_number)
}

/// The issuing bodies in one text, without numbers before them.
pub(super) fn bodies(text: String) -> Vec<String> {
    const ENDINGS: &str = "局委厅部办院会室府心司署处科队站所社校馆行庭团联台";
    let is_body = |part: &str| {
        part.chars().count() >= 3
            && part
                .chars()
                .next_back()
                .is_some_and(|c| ENDINGS.contains(c))
    };
    let is_whole = |part: &String| is_body(unnumbered(part));
    let several = several_if(text, is_whole);
    if several.len() > 1 {
        return several.iter().map(|p| unnumbered(p).to_owned()).collect();
    }
    // 和 and / are also inside names (人力资源和社会保障局): both sides must be whole bodies of the
    // same place
    let text = several.first().map_or("", |text| text.trim());
    let same_place = |a: &str, b: &str| a.chars().take(2).eq(b.chars().take(2));
    let divided = text.char_indices().find_map(|(at, c)| {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let (before, after) = (before.trim(), after.trim());
        let is_mark = matches!(c, '和' | '与' | '及' | '/' | '／' | '&' | '+');
        let is_pair = is_mark && is_body(before) && is_body(after) && same_place(before, after);
        is_pair.then(|| vec![before.to_owned(), after.to_owned()])
    });
    divided.unwrap_or(several)
}

/// The parts of a text, if each is complete; or else the whole text.
fn several_if(text: String, is_whole: impl Fn(&String) -> bool) -> Vec<String> {
    let is_several = |parts: &Vec<String>| parts.len() > 1 && parts.iter().all(&is_whole);
    let by_marks = pieces(&text, |c| BETWEEN.contains(&c));
    if is_several(&by_marks) {
        return by_marks;
    }
    let by_blanks = pieces(&text, |c| BETWEEN.contains(&c) || c.is_whitespace());
    if is_several(&by_blanks) {
        return by_blanks;
    }
    vec![text]
}

/// The document numbers in one text, if each part is in a form that is understood; or else the
/// whole text.
pub(super) fn document_numbers(text: &str) -> Vec<String> {
    let parts = numbers(text.to_owned());
    if let [only] = &parts[..]
        && only == text
    {
        return parts;
    }
    if parts
        .iter()
        .all(|p| value::document_number(p).contains('〔'))
    {
        parts
    } else {
        vec![text.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_things_in_one_text() {
        let count = |f: fn(String) -> Vec<String>, text: &str| f(text.to_owned()).len();
        for (f, text, expected) in [
            (
                split as fn(String) -> Vec<String>,
                "住房、保障，救助；其他",
                4,
            ),
            (split, "《甲、乙条例》", 1),
            (split, "1,000户", 1),
            (files, "甲.docx、乙.xlsx", 2),
            (files, "甲.docx 乙.xlsx", 2),
            (files, "甲、乙名单.docx", 1),
            (files, "屏幕截图 2024-06-18.png", 1),
            (files, "v1.2、v1.3", 1),
            (numbers, "甲发〔2020〕1号、乙发〔2020〕2号", 2),
            (numbers, "甲发〔2020〕1号；A/2024-1", 2),
            (numbers, "甲发〔2020〕1号 乙发〔2020〕2号", 2),
            (numbers, "甲发〔2020〕1号、2号", 1),
            (numbers, "甲发〔2020〕1号", 1),
            (bodies, "甲市民政局、甲市财政局", 2),
            (bodies, "甲市民政局 甲市财政局", 2),
            (bodies, "甲市科技局（知识产权局、外专局）", 1),
            (bodies, "住房和城乡建设、交通局", 1),
            (bodies, "甲市民政局和甲市财政局", 2),
            (bodies, "甲市人力资源和社会保障局", 1),
            (bodies, "甲市教育局和体育局", 1),
            (bodies, "甲市民政局/甲市财政局", 2),
            (bodies, "1. 甲市民政局、2. 甲市财政局", 2),
        ] {
            assert_eq!(count(f, text), expected, "{text}");
        }
    }
}
