//! Takes what was typed into the form for a new site; gives the page of the form, or writes the
//! files of the site as `mulu init` does. It must not know requests.

use super::form::{Faults, Sent};
use super::template::text;
use crate::diag::Lang;
use crate::draft::{self, Level};
use crate::file;
use serde_json::{Value, json};
use serde_yaml::Value as Yaml;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The names of the values.
const TITLE: &str = "title";
const BODY: &str = "body";
const LEVEL: &str = "level";

/// The levels of a body, each with the name of its value and of its text.
const LEVELS: [(&str, Level); 5] = [
    ("level_department", Level::Department),
    ("level_province", Level::Province),
    ("level_city", Level::City),
    ("level_county", Level::County),
    ("level_township", Level::Township),
];

/// The longest name.
const LONGEST: usize = 100;

/// The values of the page with the form.
pub(super) fn values(
    sent: &Sent,
    faults: &Faults,
    token: &str,
    folder: &Path,
    lang: Lang,
) -> BTreeMap<&'static str, Value> {
    let value = |name: &str| sent.values.get(name).cloned().unwrap_or_default();
    let row = |name: &'static str| {
        json!({
            "name": name,
            "label": text(&format!("start_{name}"), lang),
            "input": "text",
            "value": value(name),
            "hint": text(&format!("start_{name}_hint"), lang),
            "error": faults.of(name),
            "required": true,
        })
    };
    let chosen = value(LEVEL);
    let levels = LEVELS
        .map(|(name, _)| json!({"name": name, "label": text(name, lang), "on": name == chosen}));
    BTreeMap::from([
        ("token", json!(token)),
        ("rows", json!([row(TITLE), row(BODY)])),
        ("levels", json!(levels)),
        ("folder", json!(folder.display().to_string())),
        ("others", json!(faults.others())),
        ("is_wrong", json!(!faults.is_empty())),
    ])
}

/// Writes the site into a folder. No file there is overwritten.
pub(in crate::serve) fn start(folder: &Path, sent: &Sent, lang: Lang) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let mut value = |name: &'static str| {
        let value = sent.values.get(name).map_or("", |v| v.trim());
        let wrong = match value {
            "" => Some("start_missing"),
            _ if value.chars().count() > LONGEST => Some("start_long"),
            _ if value.contains(char::is_control) => Some("start_control"),
            _ => None,
        };
        if let Some(key) = wrong {
            faults.add(Some(name), text(key, lang).to_owned());
        }
        value
    };
    let (title, body) = (value(TITLE), value(BODY));
    if !faults.is_empty() {
        return Err(faults);
    }
    let chosen = sent.values.get(LEVEL).map_or("", String::as_str);
    let level = LEVELS.iter().find(|(name, _)| *name == chosen);
    let level = level.map_or(Level::Department, |(_, level)| *level);
    let files: Vec<(PathBuf, Cow<'_, str>)> = draft::site(level)
        .into_iter()
        .map(|(path, text)| match path {
            "mulu.yaml" => (path, Cow::Owned(named(&text, title, body))),
            _ => (path, text),
        })
        .map(|(path, text)| (file::below(folder, path), text))
        .collect();
    let files: Vec<(PathBuf, &[u8])> = files
        .iter()
        .map(|(path, text)| (path.clone(), text.as_bytes()))
        .collect();
    file::write_new(&folder.join(".mulu").join("new"), &files)
        .map_err(|e| Faults::of_error(&e, lang))
}

/// The configuration with the names of the site and of the body that runs it.
fn named(text: &str, title: &str, body: &str) -> String {
    let set = |line: &str| {
        let (key, value) = match line {
            _ if line.starts_with("title: ") => ("title", title),
            "  name: 某某局" => ("  name", body),
            _ => return line.to_owned(),
        };
        let value = serde_yaml::to_string(&Yaml::from(value)).unwrap_or_default();
        format!("{key}: {}", value.trim_end())
    };
    text.lines().map(|line| set(line) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_yaml_reads_them() {
        let text = named(
            "# 甲\ntitle: 乙\nagency:\n  name: 某某局\n",
            "目录: #1",
            "民政局",
        );
        let read: BTreeMap<String, Yaml> = serde_yaml::from_str(&text).unwrap();
        assert_eq!(read["title"], Yaml::from("目录: #1"));
        assert_eq!(read["agency"]["name"], Yaml::from("民政局"));
        assert!(text.starts_with("# 甲\n"));
    }
}
