//! Takes the fields that identify a document; gives its index number, document number, category,
//! old paths, and the address chosen for a page. This file must not know other documents.

use super::reader::Reader;
use super::several::{document_numbers, numbers};
use crate::catalogue::address;
use crate::catalogue::field::Field;
use crate::catalogue::value::{self, Kind};
use crate::config::Config;
use crate::diag::{Diagnostic, Message, words};
use std::collections::BTreeSet;

/// The maximum number of levels of a category. It is limited, because a document is listed on every
/// level.
const MAX_LEVELS: usize = 16;

impl Reader<'_> {
    /// The index number. Reports several numbers, and one of three faults: a number that gives no
    /// address, unusual characters, or (except for a page) a mismatch with the site's pattern.
    pub(super) fn index_number(&mut self, config: &Config, kind: Option<Kind>) -> Option<String> {
        let number = self.text(Field::IndexNumber)?;
        let raw = self.raw(Field::IndexNumber)?;
        self.one_only(Field::IndexNumber, &numbers(number.clone()));
        if address::index_number(&number).is_none() {
            self.report(
                Message::InvalidIndexNumber {
                    value: (&number).into(),
                },
                &raw.value_range,
            );
            self.failed.push(Field::IndexNumber);
            return None;
        }
        let plain = address::plain_number(&number);
        if plain != number {
            let strange: BTreeSet<char> = number.chars().filter(|c| !plain.contains(*c)).collect();
            let marks: Vec<String> = strange
                .into_iter()
                .map(|c| match c {
                    c if c.is_whitespace() => "␣".to_owned(),
                    c => c.to_string(),
                })
                .collect();
            let message = Message::IndexNumberForm {
                value: (&number).into(),
                fault: words(
                    "全角字符、空格或者不规范的横线",
                    "full-width characters, blanks or dashes of another kind",
                )
                .into(),
                marks: marks.join(" ").into(),
                line: format!("{}: {plain}", raw.key).into(),
            };
            self.report_value(message, &raw, &plain);
        } else if let Some(pattern) = config
            .index_number_pattern
            .as_ref()
            .filter(|p| kind != Some(Kind::Page) && !p.is_match(&number))
        {
            let shown = config
                .index_number
                .pattern
                .as_deref()
                .unwrap_or(pattern.as_str());
            self.report(
                Message::IndexNumberPattern {
                    value: (&number).into(),
                    pattern: shown.into(),
                },
                &raw.value_range,
            );
        }
        Some(number)
    }

    /// The category. A category with too many levels is reported and left out.
    pub(super) fn not_too_deep(&mut self, category: String, path: &str) -> String {
        let count = category.split('/').count();
        if count <= MAX_LEVELS {
            return category;
        }
        let message = Message::CategoryTooDeep {
            count: count.into(),
        };
        match self.raw(Field::Category) {
            Some(raw) => self.report(message, &raw.value_range),
            None => self
                .findings
                .push(Diagnostic::new(message).in_file(&format!("content/{path}"))),
        }
        String::new()
    }

    /// The document number in canonical form. Reports a number in another form, and a number that
    /// has no canonical form because of a known fault. Several numbers in one text are reported and
    /// stay as written.
    pub(super) fn document_number(&mut self) -> Option<String> {
        let written = self.text(Field::DocumentNumber)?;
        let several = document_numbers(&written);
        if several.len() > 1 {
            self.one_only(Field::DocumentNumber, &several);
            return Some(written);
        }
        let canonical = value::document_number(&written);
        let raw = self.raw(Field::DocumentNumber)?;
        if canonical != written {
            let message = Message::DocumentNumberForm {
                value: written.into(),
                read: words(
                    format!("已按“{canonical}”处理"),
                    format!("it was read as `{canonical}`"),
                )
                .into(),
                canonical: (&canonical).into(),
            };
            self.report_value(message, &raw, &canonical);
        } else if let Some(fault) = value::number_fault(&written)
            && !(written.starts_with('〔') && self.is_minutes())
        {
            let message = Message::DocumentNumberForm {
                value: written.into(),
                read: fault.into(),
                canonical: "清政发〔2024〕12号".into(),
            };
            self.report(message, &raw.value_range);
        }
        Some(canonical)
    }

    /// Whether the title is that of minutes (会议纪要). The numbers of minutes need no code of the
    /// body.
    fn is_minutes(&self) -> bool {
        let title = self
            .raw(Field::Title)
            .map(|raw| &self.text[raw.value_range]);
        let kinds = ["会议纪要", "办公纪要", "工作纪要"];
        title.is_some_and(|title| kinds.iter().any(|kind| title.contains(kind)))
    }

    /// The old paths that lead to the document, relative to the site's root. Reports a path that is
    /// outside the site or not portable, and leaves it out.
    pub(super) fn paths(&mut self, field: Field) -> Vec<String> {
        let mut paths = Vec::new();
        for path in self.texts(field, |line| vec![line]) {
            let inside = path.trim_start_matches('/');
            let safe = !inside.is_empty()
                && !inside.contains(['\\', ':', '%', '*', '?', '"', '<', '>', '|', '#'])
                && !inside.chars().any(char::is_control)
                && address::is_portable(inside)
                && inside
                    .trim_end_matches('/')
                    .split('/')
                    .all(|p| !p.is_empty() && p != "." && p != ".." && !p.ends_with(['.', ' ']));
            if safe {
                paths.push(inside.to_owned());
            } else if let Some(raw) = self.raw(field) {
                self.report(
                    Message::InvalidPath {
                        field: (&raw.key).into(),
                        value: path.into(),
                    },
                    &raw.value_range,
                );
            }
        }
        paths
    }

    /// The address chosen for a page. Reports an address with characters that addresses must not
    /// have, and any address in a document that is no page.
    pub(super) fn slug(&mut self, kind: Option<Kind>) -> Option<String> {
        let slug = self.text(Field::Slug)?;
        let valid = kind == Some(Kind::Page)
            && !slug.is_empty()
            && address::is_portable(&slug)
            && slug.split('/').all(|p| {
                !p.is_empty()
                    && p.bytes().all(|b| {
                        b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_'
                    })
            });
        if !valid {
            let range = self.raw(Field::Slug)?.value_range;
            self.report(Message::InvalidSlug { value: slug.into() }, &range);
            return None;
        }
        Some(slug)
    }
}

/// The path of a category, with `/` between its parts. On real pages, `\` and `／` also separate
/// parts, and spaces surround them. Empty parts, `.` and `..` are left out.
pub(super) fn category_path(text: &str) -> String {
    text.split(['/', '\\', '／'])
        .map(str::trim)
        .filter(|p| !p.is_empty() && *p != "." && *p != "..")
        .collect::<Vec<_>>()
        .join("/")
}
