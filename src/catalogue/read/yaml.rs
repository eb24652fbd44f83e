//! Takes YAML values as parsed; gives texts, maps and JSON. It must not know fields.

use serde_yaml::{Mapping, Value};

/// A single value as text; that of an empty value is empty.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.replace(is_stray, "").trim().to_owned()),
        Value::Number(n) => Some(n.to_string()),
        Value::Bool(b) => Some(b.to_string()),
        Value::Null => Some(String::new()),
        _ => None,
    }
}

/// The value of a map under the first of some names that it has, as text; none when it is empty.
pub(super) fn member(map: &Mapping, names: &[&str]) -> Option<String> {
    names
        .iter()
        .find_map(|name| map.get(*name))
        .and_then(scalar)
        .filter(|text| !text.is_empty())
}

/// Whether a map has no names but these.
pub(super) fn has_only(map: &Mapping, names: &[&str]) -> bool {
    map.keys()
        .all(|key| key.as_str().is_some_and(|key| names.contains(&key)))
}

/// The items of a list; a single value is a list of one.
pub(super) fn items(value: &Value) -> &[Value] {
    match value {
        Value::Sequence(items) => items,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

/// A value as JSON. A key that is a number or a truth value becomes text.
pub(super) fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Mapping(map) => map
            .iter()
            .filter_map(|(k, v)| Some((scalar(k)?, to_json(v))))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Sequence(items) => items.iter().map(to_json).collect::<Vec<_>>().into(),
        other => serde_json::to_value(other).unwrap_or_default(),
    }
}

/// Characters that nobody types on purpose, and those that XML does not allow.
fn is_stray(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t' && c != '\r') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Whether a text of the value holds such a character.
pub(super) fn has_stray(value: &Value) -> bool {
    match value {
        Value::String(s) => s.contains(is_stray),
        Value::Sequence(items) => items.iter().any(has_stray),
        Value::Mapping(map) => map.values().any(has_stray),
        _ => false,
    }
}
