//! Takes the front matter of one file; gives its fields by name, and collects the findings about
//! them. It must not know what the values mean.

use super::yaml::has_stray;
use crate::catalogue::field::Field;
use crate::diag::{Diagnostic, Message, Place, Repair, Words, words};
use crate::parse::front_matter::{self, FrontMatter, RawField};
use std::ops::Range;

/// The fields of one file, and the findings about them.
pub(super) struct Reader<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) fields: Vec<(Field, RawField)>,
    /// Fields that were given but could not be read. A required one among them is not reported as
    /// missing too.
    pub(super) failed: Vec<Field>,
}

impl Reader<'_> {
    fn place(&self, range: &Range<usize>) -> Place {
        Place::new(self.path, self.text, range.clone())
    }

    /// Adds a finding at a place of the file.
    pub(super) fn report(&mut self, message: Message, range: &Range<usize>) {
        let place = self.place(range);
        self.findings.push(Diagnostic::new(message).at(place));
    }

    /// Adds a finding at a field's value, with the repair that writes `right` in its place. A value
    /// over several lines is left to a person.
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

    /// Adds a finding at a value that is no value, with the repair that deletes its line. A line
    /// with a comment stays, and so does one whose deletion could join its neighbours.
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

    /// Finds the field of each key; reports unknown and repeated keys.
    pub(super) fn names(&mut self, front: FrontMatter) {
        let author_beside = front.fields.iter().any(|f| {
            Field::find(&f.key) == Some(Field::Issuer) && !Field::may_be_publisher(&f.key)
        });
        for raw in front.fields {
            let Some(mut field) = Field::find(&raw.key) else {
                self.unknown(&raw);
                // a line that is no field is perhaps text, whose marks are right
                let whole = raw.key_range.start..raw.value_range.end;
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
            if has_stray(&raw.value) {
                self.report(
                    Message::ControlCharacter {
                        field: (&raw.key).into(),
                    },
                    &raw.value_range,
                );
            }
            self.fields.push((field, raw));
        }
    }

    fn unknown(&mut self, raw: &RawField) {
        let suggestion = match Field::nearest(&raw.key) {
            Some(near) => words(
                format!("是不是“{near}”？自定义的内容请放在 extra 之下。"),
                format!(
                    "Did you mean `{near}`? What a theme of your own needs goes under `extra`."
                ),
            ),
            None => words(
                "可用的字段见说明文档；自定义的内容请放在 extra 之下。",
                "See the table of fields; what a theme of your own needs goes under `extra`.",
            ),
        };
        self.report(
            Message::UnknownField {
                field: (&raw.key).into(),
                suggestion: suggestion.into(),
            },
            &raw.key_range,
        );
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

    /// Reports a required field that is not given.
    pub(super) fn missing(&mut self, field: Field) {
        if self.failed.contains(&field) {
            return;
        }
        self.report(
            Message::MissingField {
                field: field.name().into(),
                label: field.label().into(),
            },
            &(0..0),
        );
    }
}
