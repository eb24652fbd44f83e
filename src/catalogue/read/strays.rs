//! Takes the lines of front matter that are no fields; gives findings about them, with what was
//! probably meant. This file must not know values.

use super::reader::Reader;
use super::several::{in_list, unnumbered};
use super::yaml::{items, scalar};
use crate::catalogue::field::{Field, FieldKind};
use crate::diag::{Message, Words, words};
use crate::parse::front_matter::{FrontMatter, RawField, for_people};
use std::ops::Range;

/// A line with more characters than this belongs to the text.
const LONGEST: usize = 60;

impl Reader<'_> {
    /// Reports the lines that are not fields. If the lines between two fields continue the first
    /// field's value, they have one finding together, at the first line. Otherwise, each line has a
    /// finding.
    pub(super) fn strays(&mut self, front: &FrontMatter) {
        let mut rest = front.strays.as_slice();
        while let Some(first) = rest.first() {
            let of_field = front.fields.iter().rev();
            let above = of_field
                .clone()
                .find(|raw| raw.key_range.start < first.start);
            let next = front
                .fields
                .iter()
                .map(|raw| raw.key_range.start)
                .find(|start| *start > first.start);
            let all = rest
                .iter()
                .take_while(|line| next.is_none_or(|next| line.start < next))
                .count();
            let (lines, later) = rest.split_at(all);
            rest = later;
            let continued = above.and_then(|raw| Some((raw, self.continued(raw, lines)?)));
            match continued {
                Some((raw, suggestion)) => {
                    self.failed.extend(Field::find(&raw.key));
                    self.not_a_field(suggestion, first);
                }
                None => lines.iter().for_each(|line| self.stray(line)),
            }
        }
    }

    /// How to write the lines below a field as part of its value, if they probably belong to it.
    fn continued(&self, raw: &RawField, lines: &[Range<usize>]) -> Option<Words> {
        let field = Field::find(&raw.key)?;
        let texts: Vec<&str> = lines
            .iter()
            .map(|line| self.text[line.clone()].trim())
            .collect();
        let is_part = |text: &&str| {
            text.chars().count() <= LONGEST
                && !text.ends_with(['。', '；', '：'])
                && !text.starts_with(['#', '|', '!', '<', '`'])
                && named(text).is_none()
                && marked(text).is_none()
        };
        if !texts.iter().all(is_part) {
            return None;
        }
        let is_list = matches!(
            field.kind(),
            FieldKind::List | FieldKind::Items | FieldKind::Relation(_)
        );
        if is_list {
            let known: Option<Vec<String>> = items(&raw.value).iter().map(scalar).collect();
            let all = known.unwrap_or_default().into_iter();
            let all = all.chain(texts.iter().map(|text| unnumbered(text).to_owned()));
            let all: Vec<String> = all.filter(|item| !item.is_empty()).collect();
            let line: Vec<String> = all.iter().map(|item| in_list(item)).collect();
            let line = format!("{}: [{}]", raw.key, line.join(", "));
            let item = for_people(unnumbered(texts[0]));
            return Some(words(
                format!(
                    "是“{}”中一项的，前面加半角连字符和空格：“- {item}”；或者各项写成一行：“{line}”。",
                    raw.key
                ),
                format!(
                    "An item of `{}` begins with a hyphen and a blank: `- {item}`; or write the \
                     items on one line: `{line}`.",
                    raw.key
                ),
            ));
        }
        let value = raw.value.as_str()?.trim();
        let joins = field.kind() == FieldKind::Text && !value.is_empty();
        joins.then(|| {
            let is_ascii = value.is_ascii() && texts.iter().all(|text| text.is_ascii());
            let between = if is_ascii { " " } else { "" };
            let whole = format!("{value}{between}{}", texts.join(between));
            let line = format!("{}: {}", raw.key, for_people(&whole));
            words(
                format!(
                    "“{}”的内容要写在一行，与上一行合成：“{line}”；是正文的，写在结束行“---”之后。",
                    raw.key
                ),
                format!(
                    "The value of `{}` must be on one line: `{line}`; text belongs after the \
                     closing `---`.",
                    raw.key
                ),
            )
        })
    }

    /// Reports a line that is not a field. If it begins with a field's name, either the colon is
    /// missing, or there are marks around the name.
    fn stray(&mut self, range: &Range<usize>) {
        let line = self.text[range.clone()].trim();
        let suggestion = match (named(line), marked(line)) {
            (None, Some((field, name, value))) => {
                self.failed.push(field);
                let line = format!("{name}: {}", for_people(value));
                words(
                    format!("字段名顶格写，前后不加符号：“{line}”。"),
                    format!("The name of a field has no marks around it: `{line}`."),
                )
            }
            (Some((field, end)), _) => {
                self.failed.push(field);
                let (name, rest) = (&line[..end], line[end..].trim_start_matches(is_between));
                let line = format!("{name}: {}", for_people(rest));
                words(
                    format!("字段名后面缺少冒号，写成：“{line}”。"),
                    format!("The colon after the name is missing: `{line}`."),
                )
            }
            _ if line.starts_with(['-', '－']) => words(
                "列表的各项写在字段名的下面，字段名那一行冒号之后不写内容。",
                "Write the items of a list below the name of the field, with nothing after its \
                 colon.",
            ),
            _ => words(
                "正文请写在结束行“---”之后；字段写成“字段名: 值”。",
                "Text belongs after the closing `---`; a field is written `field: value`.",
            ),
        };
        self.not_a_field(suggestion, range);
    }

    fn not_a_field(&mut self, suggestion: Words, range: &Range<usize>) {
        let message = Message::NotAField {
            suggestion: suggestion.into(),
        };
        self.report(message, range);
    }
}

/// Whether people write this character in place of the colon.
fn is_between(c: char) -> bool {
    c.is_whitespace() || ";；=＝∶﹕︰".contains(c)
}

/// The field whose name begins a line, and the end of the name.
fn named(line: &str) -> Option<(Field, usize)> {
    line.match_indices(is_between)
        .filter_map(|(i, _)| Some((Field::find(line.get(..i)?)?, i)))
        .max_by_key(|(_, end)| *end)
}

/// Whether a character may mark a field's name, as in an item, bold text or a table.
fn is_around(c: char) -> bool {
    c.is_whitespace() || "-－—·•●*_>＞#＃+|｜【】[]「」".contains(c)
}

/// A field with marks around its name (`- 标题: 甲`, `**标题**: 甲`, `| 标题 | 甲 |`): the field,
/// the name, the value.
fn marked(line: &str) -> Option<(Field, &str, &str)> {
    let bare = unnumbered(line.trim_start_matches(is_around)).trim_start_matches(is_around);
    let is_end = |c: char| is_around(c) || is_between(c) || [':', '：'].contains(&c);
    let end = bare.find(is_end).filter(|_| bare.len() < line.len())?;
    let field = Field::find(&bare[..end])?;
    let value = bare[end..].trim_start_matches(is_end);
    Some((
        field,
        &bare[..end],
        value.trim_end_matches(['*', '|', '｜', ' ']),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_with_marks_around_its_name() {
        let read = |line| marked(line).map(|(_, name, value)| (name, value));
        for line in [
            "- 标题: 关于甲的通知",
            "- 标题：关于甲的通知",
            "**标题**: 关于甲的通知",
            "**标题：**关于甲的通知",
            "1. 标题: 关于甲的通知",
            "1、标题：关于甲的通知",
            "| 标题 | 关于甲的通知 |",
            "【标题】关于甲的通知",
            "> 标题: 关于甲的通知",
        ] {
            assert_eq!(read(line), Some(("标题", "关于甲的通知")), "{line}");
        }
        for line in ["- 申请表.docx", "标题: 甲", "- 甲局", "1. 名单.docx"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
