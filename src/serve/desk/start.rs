//! Takes the values typed into the form for a new site; gives the page of the form, or writes the
//! files of the site as `mulu init` does. This file must not know requests.

use super::form::{Faults, Sent};
use super::template::text;
use crate::diag::Lang;
use crate::draft::{self, Level, Particulars};
use crate::file;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The value that is the title of the site.
const TITLE: &str = "title";
/// The value that is the name of the issuing body.
const BODY: &str = "body";
/// The value that is the administrative level of the issuing body.
const LEVEL: &str = "level";

/// The administrative levels of an issuing body. Each name is the value in the form and the key of
/// the level's text in `texts.yaml`.
const LEVELS: [(&str, Level); 5] = [
    ("level_department", Level::Department),
    ("level_province", Level::Province),
    ("level_city", Level::City),
    ("level_county", Level::County),
    ("level_township", Level::Township),
];

/// The maximum length of the title and of the body's name, in characters.
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
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
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
            "" => Some("fill_in"),
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
    let particulars = Particulars {
        title: Some(title.to_owned()),
        name: Some(body.to_owned()),
        ..Particulars::default()
    };
    let files = draft::site(level, &particulars);
    let files: Vec<(PathBuf, &[u8])> = files
        .iter()
        .map(|(path, text)| (file::below(folder, path), text.as_bytes()))
        .collect();
    file::write_new(&folder.join(".mulu").join("new"), &files)
        .map_err(|e| Faults::of_error(&e, lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_shown_with_its_whole_path() {
        let (sent, faults) = (Sent::default(), Faults::default());
        let values = values(&sent, &faults, "", Path::new("."), Lang::Zh);
        let here = std::env::current_dir().unwrap();
        assert_eq!(values["folder"], json!(here.display().to_string()));
    }
}
