//! Takes values; gives a page of the desk. The templates of the pages are next to this file, their
//! texts are in `texts.yaml`, and their style sheet uses the design tokens of the default theme.
//! This file must not know what the values mean.

use super::content::{SCRIPT, STYLE};
use crate::diag::Lang;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use tera::{Context, Tera};

const TEMPLATES: [(&str, &str); 9] = [
    ("base.html", include_str!("base.html")),
    ("parts.html", include_str!("parts.html")),
    ("overview.html", include_str!("overview.html")),
    ("findings.html", include_str!("findings.html")),
    ("documents.html", include_str!("documents.html")),
    ("changes.html", include_str!("changes.html")),
    ("empty.html", include_str!("empty.html")),
    ("start.html", include_str!("start.html")),
    ("new.html", include_str!("new.html")),
];

static ENGINE: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let mut tera = Tera::default();
    tera.add_raw_templates(TEMPLATES.to_vec())
        .map_err(|e| e.to_string())?;
    Ok(tera)
});

/// Each text in Chinese and in English.
static TEXTS: LazyLock<BTreeMap<String, [String; 2]>> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("texts.yaml")).unwrap_or_default());

pub(super) fn text(key: &str, lang: Lang) -> &'static str {
    TEXTS
        .get(key)
        .map_or("", |[zh, en]| if lang == Lang::Zh { zh } else { en })
}

/// A page made from a template and the values it shows. The error is a fault in mulu.
pub(super) fn print(
    template: &str,
    lang: Lang,
    values: BTreeMap<&'static str, Value>,
) -> Result<String, String> {
    let texts: BTreeMap<&str, &str> = TEXTS
        .keys()
        .map(|key| (key.as_str(), text(key, lang)))
        .collect();
    let mut context = Context::new();
    context.insert("t", &texts);
    let tag = if lang == Lang::Zh { "zh-Hans" } else { "en" };
    context.insert("lang", tag);
    context.insert("style", STYLE);
    context.insert("script", SCRIPT);
    for (name, value) in &values {
        context.insert(*name, value);
    }
    let engine = ENGINE.as_ref().map_err(Clone::clone)?;
    engine
        .render(template, &context)
        .map_err(|e| format!("{e:?}"))
}

/// The style sheet: the design tokens of the default theme, then the rules of the desk.
pub(in crate::serve) fn style() -> String {
    const THEME: &str = include_str!("../../../themes/default/static/mulu.css");
    let tokens = THEME.split("/* End of tokens. */").next().unwrap_or(THEME);
    format!("{tokens}\n{}", include_str!("desk.css"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_and_every_text_can_be_read() {
        assert_eq!(ENGINE.as_ref().err(), None);
        assert!(TEXTS.len() > 50);
        let used = regex::Regex::new(r"\bt\.([a-z_]+)").unwrap();
        for (name, template) in TEMPLATES {
            for found in used.captures_iter(template) {
                assert!(TEXTS.contains_key(&found[1]), "{name}: t.{}", &found[1]);
            }
        }
    }
}
