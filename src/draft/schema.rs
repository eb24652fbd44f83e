//! Takes the table of fields and the keys of `mulu.yaml`; gives their JSON Schemas (draft 7), which
//! any editor program that reads JSON Schemas can use. This module must not know which editor uses
//! them.

mod meanings;

use crate::catalogue::{Disclosure, Field, FieldKind, Kind, Validity};
use crate::config::{self, ReviewKind};
use crate::diag::Code;
pub(super) use meanings::field_meaning;
use meanings::{Form, key_meaning};
use serde_json::{Map, Value, json};

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The front matter of a document.
    FrontMatter,
    /// `mulu.yaml`.
    Config,
}

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// The schema of one subject; with `None`, of both under `$defs`.
pub fn schema(subject: Option<Subject>) -> Value {
    let of = |subject| match subject {
        Subject::FrontMatter => front_matter(),
        Subject::Config => config("#"),
    };
    let body = match subject {
        Some(subject) => of(subject),
        None => json!({
            "title": "mulu",
            "description": "文件信息（front matter）与站点配置 mulu.yaml 的写法",
            "$defs": { "front-matter": front_matter(), "config": config("#/$defs/config") },
        }),
    };
    let mut schema = json!({ "$schema": DRAFT });
    if let (Some(schema), Value::Object(body)) = (schema.as_object_mut(), body) {
        schema.extend(body);
    }
    schema
}

fn front_matter() -> Value {
    let mut properties = Map::new();
    for &field in Field::ALL {
        let mut property = field_value(field);
        let names = field.labels().join("、");
        property["title"] = field.label().into();
        property["description"] = format!(
            "{}\n字段名：{}；也可写成：{names}。",
            field_meaning(field),
            field.name()
        )
        .into();
        for name in [field.name()].iter().chain(field.labels()) {
            properties.entry(*name).or_insert_with(|| property.clone());
        }
    }
    let title: Vec<Value> = std::iter::once(Field::Title.name())
        .chain(Field::Title.labels().iter().copied())
        .map(|name| json!({ "required": [name] }))
        .collect();
    json!({
        "title": "mulu 文件信息",
        "description": "文档开头两行“---”之间的字段；字段名用英文或中文均可。",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "anyOf": title,
    })
}

/// The schema of a text. Texts that YAML reads as a number, a truth value or nothing are allowed
/// too.
fn text() -> Value {
    json!({ "type": ["string", "number", "boolean", "null"] })
}

fn list(item: Value) -> Value {
    json!({ "anyOf": [{ "type": "array", "items": item }, item] })
}

fn map(properties: Value, required: &[&[&str]]) -> Value {
    let names = |names: &&[&str]| {
        let one = |name: &&str| json!({ "required": [name] });
        json!({ "anyOf": names.iter().map(one).collect::<Vec<_>>() })
    };
    json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "allOf": required.iter().map(names).collect::<Vec<_>>(),
    })
}

fn words(all: impl IntoIterator<Item = &'static str>) -> Value {
    json!({ "enum": all.into_iter().collect::<Vec<_>>() })
}

fn date() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

fn field_value(field: Field) -> Value {
    match (field.kind(), field) {
        (FieldKind::Text, _) => text(),
        (FieldKind::List, _) => list(text()),
        (FieldKind::Date, Field::DatePublished) => json!({
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?$",
        }),
        (FieldKind::Date, _) => date(),
        (FieldKind::Choice, Field::Validity) => words(Validity::words()),
        (FieldKind::Choice, Field::Disclosure) => words(Disclosure::words()),
        (FieldKind::Choice, Field::Kind) => words(Kind::words()),
        (FieldKind::Choice, _) => text(),
        (FieldKind::Flag, _) => json!({ "enum": [true, false, "是", "否", "yes", "no"] }),
        (FieldKind::Relation(_), _) => list(reference()),
        (FieldKind::Map, Field::Withdrawn) => {
            let properties = json!({
                "date": date(), "日期": date(),
                "reason": text(), "理由": text(), "原因": text(),
            });
            map(
                properties,
                &[&["date", "日期"], &["reason", "理由", "原因"]],
            )
        }
        (FieldKind::Map, _) => json!({ "type": ["object", "null"] }),
        (FieldKind::Items, Field::Attachments) => {
            let item = map(
                json!({ "file": text(), "文件": text(), "title": text(), "标题": text() }),
                &[&["file", "文件"]],
            );
            list(json!({ "anyOf": [text(), item] }))
        }
        (FieldKind::Items, Field::Reviews) => {
            let kinds = ReviewKind::ALL
                .into_iter()
                .flat_map(|k| [k.label(), k.code()]);
            let kind = words(kinds);
            let properties = json!({
                "kind": kind, "审次": kind, "who": text(), "审核人": text(),
                "date": date(), "日期": date(),
            });
            let required: [&[&str]; 3] = [&["kind", "审次"], &["who", "审核人"], &["date", "日期"]];
            list(map(properties, &required))
        }
        (FieldKind::Items, _) => {
            let properties = json!({
                "code": text(), "检查项": text(), "value": text(), "号码": text(),
                "file": text(), "文件": text(), "reason": text(), "理由": text(),
            });
            list(map(properties, &[&["code", "检查项"], &["reason", "理由"]]))
        }
    }
}

/// The schema of a reference to a document.
fn reference() -> Value {
    let places =
        json!({ "type": ["string", "array", "object"], "items": { "type": ["string", "object"] } });
    let properties = json!({
        "document_number": text(), "文号": text(), "title": text(), "标题": text(),
        "url": { "type": "string", "pattern": "^https?://" },
        "网址": { "type": "string", "pattern": "^https?://" },
        "articles": places.clone(), "条款": places,
    });
    let named: [&[&str]; 1] = [&["document_number", "文号", "title", "标题"]];
    json!({ "anyOf": [text(), map(properties, &named)] })
}

/// The schema of `mulu.yaml`. `base`: the JSON pointer to it.
fn config(base: &str) -> Value {
    let keys = Keys {
        all: &config::keys(),
        column: format!("{base}/$defs/column"),
    };
    let mut schema = keys.object("");
    let mut column = keys.object("columns[].");
    column["required"] = json!(["name", "path"]);
    schema["$defs"] = json!({ "column": column });
    schema["title"] = "mulu.yaml".into();
    schema["description"] = "站点配置".into();
    schema["required"] = json!(["title"]);
    schema
}

/// Every key of `mulu.yaml`.
struct Keys<'a> {
    all: &'a [String],
    /// The JSON pointer to a column's schema, which refers to itself, because columns nest.
    column: String,
}

impl Keys<'_> {
    /// The schema of the map at a path of keys, which ends in `.`; the empty path is the whole
    /// file.
    fn object(&self, path: &str) -> Value {
        let mut properties = Map::new();
        for key in self.all {
            let Some(name) = key.strip_prefix(path).filter(|n| !n.contains(['.', '['])) else {
                continue;
            };
            let (form, meaning) = key_meaning(key);
            let mut property = self.value(key, form);
            property["description"] = meaning.into();
            properties.insert(name.to_owned(), property);
        }
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    }

    fn value(&self, key: &str, form: Form) -> Value {
        match form {
            Form::Text => text(),
            Form::Number => json!({ "type": "integer", "minimum": 0 }),
            Form::Flag => json!({ "type": "boolean" }),
            Form::Address => json!({ "type": "string", "pattern": "^https?://" }),
            Form::Words(all) => words(all.iter().copied()),
            Form::Map => self.object(&format!("{key}.")),
            Form::Free => json!({ "type": "object" }),
            Form::Named => json!({
                "type": "object",
                "additionalProperties": self.object(&format!("{key}.*.")),
            }),
            Form::Texts => json!({ "type": "array", "items": text() }),
            Form::Days => json!({ "type": "array", "items": date() }),
            Form::Columns => json!({ "type": "array", "items": { "$ref": self.column } }),
            Form::Severities => {
                let level = || json!({ "enum": ["warning", "note", "off"] });
                let codes = Code::ALL
                    .iter()
                    .filter(|c| c.severity() != crate::diag::Severity::Error);
                let properties: Map<String, Value> = codes
                    .map(|code| (code.name().to_owned(), level()))
                    .collect();
                json!({ "type": "object", "properties": properties, "additionalProperties": false })
            }
            Form::TextOfName => json!({ "type": "object", "additionalProperties": text() }),
            Form::NumberOfName => json!({
                "type": "object",
                "additionalProperties": { "type": ["integer", "null"], "minimum": 0 },
            }),
            Form::ReviewKinds => {
                let kinds = ReviewKind::ALL
                    .into_iter()
                    .flat_map(|k| [k.label(), k.code()]);
                json!({ "type": "array", "items": words(kinds) })
            }
        }
    }
}
