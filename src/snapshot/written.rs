//! Takes a document's front matter or `mulu.yaml`, and what is public; gives the public part as
//! written, without comments. This file must not know which fields exist.
//!
//! The result is read again and compared with the public values. If they differ, there is no
//! result.

use crate::parse::front_matter::{self, RawField};
use serde_yaml::{Mapping, Value};
use std::collections::HashMap;
use std::ops::Range;

/// The public part of a field.
pub(super) enum Public {
    /// The field as written.
    All,
    /// Only these items of the field, which is a list.
    Items(Vec<Value>),
    Nothing,
}

/// The public part of a document's front matter, as written. `public` gives the public part of each
/// field.
pub(super) fn front(text: &str, public: &dyn Fn(&RawField) -> Public) -> Option<String> {
    let (raw, _) = front_matter::read("", text);
    let whole = text.get(..raw.body_start)?;
    if !raw.strays.is_empty() {
        return None;
    }
    let fence = whole.trim_end().rfind('\n')? + 1;
    let line_of = |at: usize| whole[..at].rfind('\n').map_or(0, |n| n + 1);
    let starts: Vec<usize> = raw
        .fields
        .iter()
        .map(|f| line_of(f.key_range.start))
        .collect();
    let ends = starts.iter().copied().skip(1).chain([fence]);
    let (mut changes, mut expected) = (Vec::new(), Vec::new());
    for (field, (start, end)) in raw.fields.iter().zip(starts.iter().zip(ends)) {
        match public(field) {
            Public::All => expected.push((&field.key, field.value.clone())),
            Public::Nothing => changes.push((*start..end, String::new())),
            Public::Items(items) => {
                changes.extend(some_items(whole, field, &items)?);
                expected.push((&field.key, Value::Sequence(items)));
            }
        }
    }
    let kept = without_comments(&changed(whole, changes));
    let (again, found) = front_matter::read("", &kept);
    let says = again.fields.iter().map(|f| (&f.key, f.value.clone()));
    (found.is_empty() && again.strays.is_empty() && says.eq(expected)).then_some(kept)
}

/// The changes to the text that leave only the items `kept` of a list.
fn some_items(text: &str, field: &RawField, kept: &[Value]) -> Option<Vec<(Range<usize>, String)>> {
    let all = field.value.as_sequence()?;
    if all.len() != field.items.len() {
        return None;
    }
    let (mut left, mut gone, mut rest) = (Vec::new(), Vec::new(), kept.iter().peekable());
    for (value, range) in all.iter().zip(&field.items) {
        if rest.next_if_eq(&value).is_some() {
            left.push(text.get(range.clone())?);
        } else {
            let end = text[range.end..].find('\n').map(|n| range.end + n + 1)?;
            let start = text[..range.start].rfind('\n')? + 1;
            gone.push((start..end, String::new()));
        }
    }
    if text.get(field.value_range.clone())?.starts_with('[') {
        let list = format!("[{}]", left.join(", "));
        return Some(vec![(field.value_range.clone(), list)]);
    }
    Some(gone)
}

/// The text of `mulu.yaml` with only the public keys. `public` has their values, with which the
/// result must agree.
pub(super) fn configuration(text: &str, public: &Mapping) -> Option<String> {
    let is_key = |line: &str| !line.starts_with([' ', '\t', '#', '-', '\r', '\n', ']', '}']);
    let mut out = String::new();
    let mut is_public = true;
    for line in text.split_inclusive('\n') {
        if is_key(line) {
            let name = line.split(':').next().unwrap_or_default().trim();
            is_public = public.contains_key(name.trim_matches(['"', '\'']));
        }
        if is_public {
            out.push_str(line);
        }
    }
    let kept = without_comments(&out);
    let again: Mapping = serde_yaml::from_str(kept.trim_start_matches('\u{feff}')).ok()?;
    (again == *public).then_some(kept)
}

/// A text with some ranges replaced.
fn changed(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    changes.sort_by_key(|(range, _)| range.start);
    let (mut out, mut at) = (String::new(), 0);
    for (range, new) in changes {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&new);
        at = range.end.max(at);
    }
    out + text.get(at..).unwrap_or_default()
}

/// The lines without comments. A comment begins with `#` at the beginning of a word. Lines that
/// have only a comment are left out.
fn without_comments(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let begins = |at: &usize| {
            line[..*at]
                .chars()
                .next_back()
                .is_none_or(char::is_whitespace)
        };
        let comment = line.match_indices('#').map(|(at, _)| at).find(begins);
        match comment.map(|at| line[..at].trim_end()) {
            None => out.push_str(line),
            Some("") => {}
            Some(kept) => {
                out.push_str(kept);
                out.push_str(if line.ends_with("\r\n") { "\r\n" } else { "\n" });
            }
        }
    }
    out
}

/// Whether both have the same texts in any order.
pub(super) fn is_same(a: &Value, b: &Value) -> bool {
    let count = |value: &Value| {
        let mut texts = HashMap::new();
        leaves(value, &mut texts);
        texts
    };
    count(a) == count(b)
}

/// Counts the texts in a value, without the names of keys.
fn leaves(value: &Value, into: &mut HashMap<String, usize>) {
    match value {
        Value::Sequence(items) => items.iter().for_each(|item| leaves(item, into)),
        Value::Mapping(map) => map.values().for_each(|item| leaves(item, into)),
        Value::String(text) => *into.entry(text.clone()).or_default() += 1,
        Value::Null => {}
        other => *into.entry(format!("{other:?}")).or_default() += 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Option<String> {
        front(text, &|field| match field.key.as_str() {
            "secret" => Public::Nothing,
            "some" => Public::Items(vec!["b".into()]),
            _ => Public::All,
        })
    }

    #[test]
    fn only_what_is_not_public_is_taken_away() {
        for (text, expected) in [
            ("---\ntitle: 甲\n---\n正文", "---\ntitle: 甲\n---\n"),
            (
                "---\r\n标题: \"甲 #1\"\r\n---\r\n",
                "", // no result, because ` #1` is taken for a comment
            ),
            (
                "---\n# 内部\ntitle: 甲 # 内部\nsecret:\n  - x\n  - y\nkey: [a]\n---\n",
                "---\ntitle: 甲\nkey: [a]\n---\n",
            ),
            ("---\nsecret: x\ntitle: 甲\n---\n", "---\ntitle: 甲\n---\n"),
            ("---\ntitle: 甲\nsecret: x\n---\n", "---\ntitle: 甲\n---\n"),
            ("---\nsome: [a, b]\n---\n", "---\nsome: [b]\n---\n"),
            (
                "---\nsome:\n  - a\n  - b\nx: 1\n---\n",
                "---\nsome:\n  - b\nx: 1\n---\n",
            ),
        ] {
            let expected = Some(expected).filter(|e| !e.is_empty());
            assert_eq!(kept(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn of_the_configuration_only_public_keys_are_left() {
        let text = "# 内部\ntitle: 甲 # 内部\nchecks:\n  severity: {a: b}\ncolumns:\n- path: a\n";
        let public: Mapping = serde_yaml::from_str("title: 甲\ncolumns: [{path: a}]").unwrap();
        assert_eq!(
            configuration(text, &public).as_deref(),
            Some("title: 甲\ncolumns:\n- path: a\n")
        );
        assert_eq!(configuration("title: '甲 # 乙'\n", &public), None);
    }
}
