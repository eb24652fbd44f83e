//! Takes values of fields; writes front matter that gives the same values. This file must not know
//! which fields exist.

use serde_yaml::Value;

/// Writes the fields so that `read` gives the same values.
pub fn write(fields: &[(&str, Value)]) -> String {
    let mut out = String::from("---\n");
    for (key, value) in fields {
        match value {
            Value::String(text) => out.push_str(&format!("{key}: {}\n", quoted(text))),
            Value::Sequence(items) if items.iter().all(Value::is_string) => {
                out.push_str(&format!("{key}:\n"));
                for item in items {
                    let text = item.as_str().unwrap_or_default();
                    // YAML may take the text for a number or a date, so it is quoted
                    let plain = quoted(text);
                    let safe = plain.starts_with('"')
                        || serde_yaml::from_str::<Value>(&plain)
                            .is_ok_and(|v| v.as_str() == Some(text));
                    out.push_str(&format!(
                        "- {}\n",
                        if safe { plain } else { in_quotes(text) }
                    ));
                }
            }
            value => {
                let yaml = serde_yaml::to_string(&value).unwrap_or_default();
                out.push_str(&format!("{key}:\n"));
                for line in yaml.lines() {
                    out.push_str(&format!("  {line}\n"));
                }
            }
        }
    }
    out.push_str("---\n");
    out
}

/// Text as written after `key: `, quoted only if necessary.
pub(super) fn quoted(text: &str) -> String {
    let plain = !text.is_empty()
        && text.trim() == text
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !text
            .chars()
            .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
        && !text.starts_with(|c: char| "\"'[]{}|>&*!%@`#-?,“‘”’＂".contains(c))
        && !(text.ends_with('"') && text.matches('"').count() == 1)
        && !is_nothing(text);
    if plain {
        text.to_owned()
    } else {
        in_quotes(text)
    }
}

/// Text as a person should write it after `key: `. It is in single quotes if it must be quoted and
/// has straight double quotes or backslashes, which then need no escapes.
pub(crate) fn for_people(text: &str) -> String {
    let written = quoted(text);
    let is_simple = !text.chars().any(|c| c.is_control() || c == '\'');
    if written.starts_with('"') && text.contains(['"', '\\']) && is_simple {
        format!("'{text}'")
    } else {
        written
    }
}

/// Text in straight double quotes. Characters that YAML would misread are escaped.
fn in_quotes(text: &str) -> String {
    let mut out = String::new();
    for c in serde_json::Value::from(text).to_string().chars() {
        if matches!(
            c,
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}'
        ) {
            out.push_str(&format!("\\u{:04x}", c as u32));
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a text is an editor's word for no value.
pub fn is_nothing(text: &str) -> bool {
    matches!(
        text,
        "null"
            | "NULL"
            | "Null"
            | "~"
            | "无"
            | "暂无"
            | "空"
            | "-"
            | "--"
            | "---"
            | "—"
            | "——"
            | "/"
            | "\\"
            | "N/A"
            | "n/a"
    )
}
