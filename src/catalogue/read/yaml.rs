//! Takes YAML values as parsed; gives texts, maps and JSON. This file must not know fields.

use crate::parse::invisible::{self, Found};
use serde_yaml::{Mapping, Value};

/// A single value as text; an empty value gives an empty text. `None` for a list, a map, or a value
/// with a YAML tag.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(invisible::without(s).trim().to_owned()),
        Value::Number(n) => Some(n.to_string()),
        Value::Bool(b) => Some(b.to_string()),
        Value::Null => Some(String::new()),
        _ => None,
    }
}

/// The value of the first of some names that the map has, as text. `None` if this value is empty, a
/// list or a map.
pub(super) fn member(map: &Mapping, names: &[&str]) -> Option<String> {
    names
        .iter()
        .find_map(|name| map.get(*name))
        .and_then(scalar)
        .filter(|text| !text.is_empty())
}

pub(super) fn has_only(map: &Mapping, names: &[&str]) -> bool {
    map.keys()
        .all(|key| key.as_str().is_some_and(|key| names.contains(&key)))
}

/// The items of a list. An empty value counts as an empty list, any other single value as a list of
/// one item.
pub(super) fn items(value: &Value) -> &[Value] {
    match value {
        Value::Sequence(items) => items,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

/// A value as JSON. A numeric or boolean key becomes text.
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

/// The first invisible character in the texts of a value. The keys of a map are not searched.
pub(super) fn stray(value: &Value) -> Option<Found> {
    match value {
        Value::String(s) => invisible::find(s, 0..s.len()).into_iter().next(),
        Value::Sequence(items) => items.iter().find_map(stray),
        Value::Mapping(map) => map.values().find_map(stray),
        _ => None,
    }
}
