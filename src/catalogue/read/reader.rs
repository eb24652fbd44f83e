//! Takes the front matter of one file; gives its fields by name, and findings. This file must not
//! know what the values mean.

use super::yaml::stray as invisible_in;
use crate::catalogue::field::Field;
use crate::diag::{Code, Diagnostic, Message, Place, Repair, Words, words};
use crate::parse::front_matter::{self, FrontMatter, RawField, Reading, Script, for_people};
use crate::parse::invisible;
use std::ops::Range;

/// The fields of one file, and the findings about them.
pub(super) struct Reader<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) fields: Vec<(Field, RawField)>,
    /// Fields that are given but could not be read, and fields that an unknown key or line probably
    /// means. They are not reported as missing.
    pub(super) failed: Vec<Field>,
    /// The site's offset from UTC in minutes.
    pub(super) offset: i32,
    /// The language of the file's field names, for the remedies.
    pub(super) script: Script,
}

/// The fields that nearly every document has.
const USUAL: [Field; 6] = [
    Field::Title,
    Field::IndexNumber,
    Field::Issuer,
    Field::Category,
    Field::DateCreated,
    Field::DatePublished,
];

impl Reader<'_> {
    pub(super) fn place(&self, range: &Range<usize>) -> Place {
        Place::new(self.path, self.text, range.clone())
    }

    /// Adds a finding at a place of the file.
    pub(super) fn report(&mut self, message: Message, range: &Range<usize>) {
        let place = self.place(range);
        self.findings.push(Diagnostic::new(message).at(place));
    }

    /// Adds a finding at a field's value, with the repair that replaces it by `right`. Only a text
    /// on one line gets a repair.
    pub(super) fn report_value(&mut self, message: Message, raw: &RawField, right: &str) {
        let written = &self.text[raw.value_range.clone()];
        let is_plain = raw.value.as_str().is_some() && !written.contains('\n');
        let repair = is_plain
            .then(|| front_matter::repaired(raw.value_range.clone(), right))
            .flatten();
        let place = self.place(&raw.value_range);
        self.findings
            .push(Diagnostic::new(message).at(place).repair(repair));
    }

    /// Adds a finding at a value that states nothing, with the repair that deletes its line. There
    /// is no repair if the line has anything else, such as a comment, or if the next line could
    /// then continue the line above.
    pub(super) fn report_empty(&mut self, message: Message, raw: &RawField) {
        let start = self.text[..raw.key_range.start]
            .rfind('\n')
            .map_or(0, |i| i + 1);
        let line = self.text[start..].split_inclusive('\n').next();
        let end = start + line.map_or(0, str::len);
        let (before, after) = (
            &self.text[start..raw.key_range.start],
            self.text.get(raw.value_range.end..end).unwrap_or("#"),
        );
        let next = &self.text[end..];
        let is_alone = before.is_empty()
            && after.trim().is_empty()
            && (next.starts_with("---") || next.starts_with(char::is_alphanumeric));
        let repair = is_alone.then(|| Repair::delete(start..end));
        let place = self.place(&raw.value_range);
        self.findings
            .push(Diagnostic::new(message).at(place).repair(repair));
    }

    /// Finds the field of each key; reports unknown and repeated keys, lines that are no fields,
    /// and invisible characters.
    pub(super) fn names(&mut self, front: FrontMatter) {
        self.invisible(&front);
        self.strays(&front);
        let author_beside = front.fields.iter().any(|f| {
            Field::find(&f.key) == Some(Field::Issuer) && !Field::may_be_publisher(&f.key)
        });
        for raw in front.fields {
            let Some(mut field) = Field::find(&raw.key) else {
                self.unknown(&raw);
                // A line with an unknown key may be running text, where a full-width colon is
                // right. The finding about its colon is dropped, and so are the repairs of other
                // findings about this line.
                let whole = raw.key_range.start..raw.value_range.end;
                let line = self.place(&raw.key_range).line;
                let is_of_line = |f: &Diagnostic| f.place.as_ref().is_some_and(|p| p.line == line);
                self.findings
                    .retain(|f| f.code() != Code::FullWidthColon || !is_of_line(f));
                for finding in &mut self.findings {
                    if finding.repair.as_ref().is_some_and(|r| r.touches(&whole)) {
                        finding.repair = None;
                    }
                }
                continue;
            };
            if field == Field::Issuer && author_beside && Field::may_be_publisher(&raw.key) {
                field = Field::Publisher;
            }
            if let Some((_, first)) = self.fields.iter().find(|(f, _)| *f == field) {
                let first = first.clone();
                self.repeated(&first, &raw);
                continue;
            }
            if raw.reading == Reading::Failed {
                self.failed.push(field);
            }
            self.fields.push((field, raw));
        }
    }

    fn unknown(&mut self, raw: &RawField) {
        let extra = self.key(Field::Extra);
        let near = Field::nearest(&raw.key)
            .map(|near| meant_label(near, raw.value.as_str().unwrap_or_default()));
        // the field that was probably meant is not also reported as missing
        self.failed.extend(near.and_then(Field::find));
        let suggestion = match near {
            Some(near) => {
                let written = meant(near, raw.value.as_str().unwrap_or_default());
                let term = Field::find(near).and_then(|field| self.end_of_term(field, written));
                let line = match term {
                    Some(day) => format!("{near}: {day}"),
                    None if written.is_empty() || written.contains('\n') => format!("{near}: …"),
                    None => format!("{near}: {}", for_people(written)),
                };
                words(
                    format!(
                        "是不是“{near}”？写成：“{line}”。自定义的内容请放在“{}”之下。",
                        extra.zh
                    ),
                    format!(
                        "Did you mean `{near}`? Write `{line}`. What a theme of your own needs goes \
                         under `{}`.",
                        extra.en
                    ),
                )
            }
            None => {
                // the fields that a new document has or offers
                let usual: Vec<Words> = Field::ALL
                    .iter()
                    .filter(|f| f.sample().is_some() || USUAL.contains(f))
                    .map(|f| self.key(*f))
                    .collect();
                let list = |of: fn(&Words) -> &str, comma| {
                    usual.iter().map(of).collect::<Vec<_>>().join(comma)
                };
                words(
                    format!(
                        "可用的字段：{}；自定义的内容请放在“{}”之下。",
                        list(|w| &w.zh, "、"),
                        extra.zh
                    ),
                    format!(
                        "The fields are {}; what a theme of your own needs goes under `{}`.",
                        list(|w| &w.en, ", "),
                        extra.en
                    ),
                )
            }
        };
        self.report(
            Message::UnknownField {
                field: (&raw.key).into(),
                suggestion: suggestion.into(),
            },
            &raw.key_range,
        );
    }

    /// Reports characters that cannot be seen. Values are read without them.
    fn invisible(&mut self, front: &FrontMatter) {
        let found = invisible::find(self.text, 0..front.body_start);
        let field_at = |at: usize| {
            let mut fields = front.fields.iter();
            fields.find(|f| (f.key_range.start..=f.value_range.end).contains(&at))
        };
        for one in &found {
            let place = match field_at(one.range.start) {
                Some(raw) => words(
                    format!("字段“{}”中", raw.key),
                    format!("in the field `{}`", raw.key),
                ),
                None => words("文件信息中", "in the front matter"),
            };
            let message = one.message(self.text, place);
            let place = self.place(&one.range);
            self.findings
                .push(Diagnostic::new(message).at(place).repair(one.deleted()));
        }
        for raw in &front.fields {
            let range = &raw.value_range;
            let is_seen = found.iter().any(|f| range.contains(&f.range.start));
            // the file has this character as an escape such as "\u0007"
            if let Some(one) = invisible_in(&raw.value).filter(|_| !is_seen) {
                let place = words(
                    format!("字段“{}”中", raw.key),
                    format!("in the field `{}`", raw.key),
                );
                self.report(one.message("", place), range);
            }
        }
    }

    /// The name of a field in the language that this file uses.
    pub(super) fn key(&self, field: Field) -> Words {
        self.script.pick(field.label(), field.name())
    }

    fn repeated(&mut self, first: &RawField, raw: &RawField) {
        let same = if first.key == raw.key {
            Words::default()
        } else {
            words(
                format!("（与“{}”是同一字段）", first.key),
                format!(" (it is the same as `{}`)", first.key),
            )
        };
        let message = Message::DuplicateField {
            field: (&raw.key).into(),
            same: same.into(),
        };
        let finding = Diagnostic::new(message)
            .at(self.place(&raw.key_range))
            .also(Some(self.place(&first.key_range)));
        self.findings.push(finding);
    }

    /// A field as written, if it is given.
    pub(super) fn raw(&self, field: Field) -> Option<RawField> {
        self.fields
            .iter()
            .find(|(f, _)| *f == field)
            .map(|(_, r)| r.clone())
    }

    /// Reports a value of the wrong type.
    pub(super) fn wrong_type(
        &mut self,
        field: Field,
        raw: &RawField,
        expected: Words,
        example: Words,
    ) {
        self.report(
            Message::WrongType {
                field: (&raw.key).into(),
                expected: expected.into(),
                example: example.into(),
            },
            &raw.value_range,
        );
        self.failed.push(field);
    }

    /// Reports a required field that is not given, unless it is in `failed`.
    pub(super) fn missing(&mut self, field: Field) {
        if self.failed.contains(&field) {
            return;
        }
        let key = self.key(field);
        let comment = self.raw(field).and_then(|raw| {
            // `标题: # 关于…的通知` is a comment to YAML
            let rest = self.text.get(raw.value_range.start..)?.lines().next()?;
            let text = rest.trim().trim_start_matches('#').trim();
            let is_comment = rest.trim_start().starts_with('#') && !text.is_empty();
            is_comment.then(|| for_people(text))
        });
        let value = match (&comment, field) {
            (Some(text), _) => (text.as_str(), text.as_str()),
            (None, Field::DateCreated) => ("2024-06-18", "2024-06-18"),
            (None, _) => ("…", "..."),
        };
        let line = words(
            format!("{}: {}", key.zh, value.0),
            format!("{}: {}", key.en, value.1),
        );
        self.report(
            Message::MissingField {
                field: field.name().into(),
                label: field.label().into(),
                line: line.into(),
            },
            &(0..0),
        );
    }
}

/// The field that an everyday name means with this value: 状态 with a value about validity means
/// 有效性, not 草稿.
fn meant_label<'l>(label: &'l str, written: &str) -> &'l str {
    let is_validity = ["效", "废", "过期", "修改"]
        .iter()
        .any(|word| written.contains(word));
    match label {
        "草稿" if is_validity => "有效性",
        label => label,
    }
}

/// The value that the field `label` should have if `written` stands after an everyday name of this
/// field: 是否公开: 否 means 公开方式: 不予公开.
fn meant<'w>(label: &str, written: &'w str) -> &'w str {
    match (label, written.trim()) {
        ("公开方式", "否" | "不公开" | "内部" | "秘密" | "机密" | "绝密" | "工作秘密") => {
            "不予公开"
        }
        ("公开方式", "是" | "公开" | "无") => "主动公开",
        ("草稿", "草稿" | "未发布" | "待审" | "待发布") => "是",
        ("草稿", "已发布" | "发布" | "正式") => "否",
        ("有效性", "作废" | "已作废") => "废止",
        ("废止日期", _) => "",
        (_, other) => other,
    }
}
