//! Takes the raw value of a field; gives a text, list, date, word or flag, and reports a wrong
//! form. This file must not know what the value means.

use super::reader::Reader;
use super::several::{bodies, split};
use super::yaml::scalar;
use crate::catalogue::entry::Plain;
use crate::catalogue::field::{Field, FieldKind};
use crate::catalogue::value::{self, ReadDate, Time};
use crate::config::is_blank;
use crate::diag::{Message, Words, words};
use crate::parse::front_matter::{for_people, is_nothing};
use jiff::civil::Date;
use serde_yaml::Value;

impl Reader<'_> {
    /// The value of a plain field: a field whose value is shown as written.
    pub(super) fn plain(&mut self, field: Field) -> Option<Plain> {
        match field.kind() {
            FieldKind::List => {
                let texts = self.texts(field, split);
                (!texts.is_empty()).then(|| Plain::List(texts.into()))
            }
            _ => self.text(field).map(|text| Plain::Text(text.into())),
        }
    }

    /// One line of text. A word for “nothing”, such as 无 or null, is reported and counts as no
    /// value.
    pub(super) fn text(&mut self, field: Field) -> Option<String> {
        let raw = self.raw(field)?;
        match scalar(&raw.value) {
            Some(text) if is_blank(&text) => None,
            Some(text) if is_nothing(&text) => {
                let message = Message::EmptyValue {
                    field: (&raw.key).into(),
                    value: text.into(),
                };
                self.report_empty(message, &raw);
                None
            }
            Some(text) => Some(text),
            None => {
                // the value may be meant as a text: YAML reads brackets as a list or a map
                let written = self.text[raw.value_range.clone()].trim();
                let is_block = written.contains('\n');
                let parts: Option<Vec<String>> = match &raw.value {
                    Value::Sequence(items) => items.iter().map(scalar).collect(),
                    _ => None,
                };
                let parts = match field {
                    Field::Issuer => parts.map(|p| bodies(p.join("、"))),
                    _ => parts.filter(|_| is_block),
                };
                let example = match parts.as_deref() {
                    Some(all @ [_, _, ..]) => self.first_and_rest(field, &raw.key, all),
                    one => {
                        let line = match one {
                            Some([text]) if is_block => for_people(text),
                            _ if is_block => "…".to_owned(),
                            _ => for_people(written),
                        };
                        words(
                            format!("写成一行文字：“{}: {line}”。", raw.key),
                            format!("Write one line: `{}: {line}`.", raw.key),
                        )
                    }
                };
                self.wrong_type(field, &raw, words("一行文字", "a line of text"), example);
                None
            }
        }
    }

    /// A list of texts. `of_line` makes a list from a single line.
    pub(super) fn texts(
        &mut self,
        field: Field,
        of_line: impl Fn(String) -> Vec<String>,
    ) -> Vec<String> {
        let Some(raw) = self.raw(field) else {
            return Vec::new();
        };
        let items = self.items(&raw);
        let texts = items.iter().map(|(item, _)| scalar(item));
        if let Value::Sequence(_) = &raw.value
            && let Some(texts) = texts.collect::<Option<Vec<_>>>()
        {
            let parts: Vec<Vec<String>> = texts
                .iter()
                .zip(&items)
                .map(|(text, (_, at))| self.parts(text, at, &of_line))
                .collect();
            self.several(&raw, &parts);
            let is_text = |t: &String| !t.is_empty() && !is_nothing(t);
            return parts.into_iter().flatten().filter(is_text).collect();
        }
        if matches!(
            raw.value,
            Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_)
        ) {
            let example = words(
                format!("写成列表：“{}: [甲, 乙]”。", raw.key),
                format!("Write a list: `{}: [one, two]`.", raw.key),
            );
            self.wrong_type(field, &raw, words("一组文字", "a list of texts"), example);
            return Vec::new();
        }
        let Some(text) = self.text(field) else {
            return Vec::new();
        };
        let parts = self.parts(&text, &raw.value_range, &of_line);
        // separators on one line make a valid list, but several lines without hyphens are reported
        if self.is_folded(&raw.value_range) {
            self.several(&raw, std::slice::from_ref(&parts));
        }
        parts
    }

    /// A date. Only the date of publication keeps its time.
    pub(super) fn date(&mut self, field: Field) -> Option<(Date, Option<Time>)> {
        let text = self.text(field)?;
        let raw = self.raw(field)?;
        let read = value::date_at(&text, self.offset);
        let with_time = field == Field::DatePublished;
        match read {
            ReadDate::Canonical(date, time) if time.is_none() || with_time => Some((date, time)),
            ReadDate::Canonical(date, time) | ReadDate::Understood(date, time) => {
                let canonical = match time.filter(|_| with_time) {
                    Some((h, m)) => format!("{date} {h:02}:{m:02}"),
                    None => date.to_string(),
                };
                let is_moved = value::has_offset(&text);
                let zone = if is_moved {
                    let (hours, minutes) = (self.offset / 60, self.offset.abs() % 60);
                    words(
                        format!("换算到本站时区（{hours:+03}:{minutes:02}）并"),
                        format!(" at {hours:+03}:{minutes:02}, the time zone of the site"),
                    )
                } else {
                    Words::default()
                };
                let message = Message::DateForm {
                    field: (&raw.key).into(),
                    value: (&text).into(),
                    zone: zone.into(),
                    canonical: (&canonical).into(),
                };
                // no repair if it would drop a time other than 00:00, or a time zone
                let is_whole = time.is_none_or(|t| with_time || t == (0, 0));
                if is_whole && !is_moved {
                    self.report_value(message, &raw, &canonical);
                } else {
                    self.report(message, &raw.value_range);
                }
                Some((date, time.filter(|_| with_time)))
            }
            ReadDate::Nonexistent(reason) => {
                self.report(
                    Message::NonexistentDate {
                        field: (&raw.key).into(),
                        value: text.into(),
                        reason: reason.into(),
                    },
                    &raw.value_range,
                );
                self.failed.push(field);
                None
            }
            ReadDate::NotADate => {
                let remedy = self.instead_of(&raw.key, field, &text);
                self.report(
                    Message::InvalidDate {
                        field: (&raw.key).into(),
                        value: text.into(),
                        remedy: remedy.into(),
                    },
                    &raw.value_range,
                );
                self.failed.push(field);
                None
            }
        }
    }

    /// The meaning of one word of a fixed set; reports any other word.
    pub(super) fn named<T: Copy>(
        &mut self,
        field: Field,
        find: impl Fn(&str) -> Option<T>,
        choices: impl Fn() -> Words,
    ) -> Option<T> {
        let text = self.text(field)?;
        let found = find(&text);
        if found.is_none() {
            let raw = self.raw(field)?;
            self.report(
                Message::UnknownValue {
                    field: (&raw.key).into(),
                    value: text.into(),
                    choices: choices().into(),
                },
                &raw.value_range,
            );
            self.failed.push(field);
        }
        found
    }

    /// A flag; false if the field is not given or not understood.
    pub(super) fn flag(&mut self, field: Field) -> bool {
        let choice = |s: &str| match s {
            "true" | "是" | "yes" => Some(true),
            "false" | "否" | "no" => Some(false),
            _ => None,
        };
        self.named(field, choice, || words("是、否", "true, false"))
            .unwrap_or(false)
    }
}

/// The words of a set in each language.
pub(super) fn choices<T: Copy>(
    all: &[T],
    label: fn(T) -> &'static str,
    code: fn(T) -> &'static str,
) -> Words {
    let list = |word: fn(T) -> &'static str, between: &str| {
        all.iter()
            .map(|one| word(*one))
            .collect::<Vec<_>>()
            .join(between)
    };
    words(list(label, "、"), list(code, ", "))
}
