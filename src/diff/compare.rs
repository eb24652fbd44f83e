//! Takes the records of two packages; gives their differences, document by document and field by
//! field. This file must not know where the records come from.

use super::changes::{
    AttachmentChange, Change, Diff, Document, Fate, FieldChange, Status, TextChange,
};
use super::text;
use crate::archive::{AttachmentRecord, Record, Records, RelationRecord};
use crate::catalogue::{Field, address};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One of the two packages that are compared.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// Its records.
    pub records: &'a Records,
    /// Gives the text of a document; `None` if it is not available.
    pub text: &'a (dyn Fn(&Record) -> Option<String> + Sync),
}

/// The differences from `a`, the earlier package, to `b`, the later one.
pub fn between(a: &Side<'_>, b: &Side<'_>) -> Diff {
    let (before, after) = (by_key(a.records), by_key(b.records));
    let mut diff = Diff {
        format: Diff::FORMAT.to_owned(),
        from: a.records.as_of.clone(),
        to: b.records.as_of.clone(),
        ..Diff::default()
    };
    for (key, new) in &after {
        let gone = |r: &Record| Document {
            index_number: r.index_number.clone(),
            url: r.url.clone(),
            title: String::new(),
        };
        match before.get(key) {
            None if new.withdrawn.is_some() => diff.withdrawn.push(gone(new)),
            None => diff.added.push(document(new)),
            Some(old) if new.withdrawn.is_some() => {
                if old.withdrawn.is_some() {
                    diff.unchanged += 1;
                } else {
                    diff.withdrawn.push(gone(new));
                }
            }
            Some(old) => match change(a, b, old, new) {
                Some(change) => diff.changed.push(change),
                None => diff.unchanged += 1,
            },
        }
    }
    let gone = before.iter().filter(|(key, _)| !after.contains_key(*key));
    diff.removed = gone
        .map(|(_, r)| Document {
            index_number: r.index_number.clone(),
            url: r.url.clone(),
            title: String::new(),
        })
        .collect();
    diff
}

/// The records by index number, or else by address.
fn by_key(records: &Records) -> BTreeMap<(bool, String), &Record> {
    records.documents.iter().map(|r| (key(r), r)).collect()
}

fn key(record: &Record) -> (bool, String) {
    if record.index_number.is_empty() {
        (true, record.url.clone())
    } else {
        (false, address::identity(&record.index_number))
    }
}

fn document(record: &Record) -> Document {
    Document {
        index_number: record.index_number.clone(),
        url: record.url.clone(),
        title: record.title.clone(),
    }
}

fn change(a: &Side<'_>, b: &Side<'_>, old: &Record, new: &Record) -> Option<Change> {
    let validity = |r: &Record| r.fields.text(Field::Validity.name()).to_owned();
    let change = Change {
        document: document(new),
        status: (validity(old) != validity(new)).then(|| Status {
            from: validity(old),
            to: validity(new),
            since: new.fields.text("validity_since").to_owned(),
        }),
        fields: fields(old, new),
        attachments: attachments(&old.attachments, &new.attachments),
        text: (old.text.sha256 != new.text.sha256).then(|| text_change(a, b, old, new)),
    };
    let same = change.status.is_none()
        && change.fields.is_empty()
        && change.attachments.is_empty()
        && change.text.is_none();
    (!same).then_some(change)
}

fn text_change(a: &Side<'_>, b: &Side<'_>, old: &Record, new: &Record) -> TextChange {
    let (hunks, more) = match ((a.text)(old), (b.text)(new)) {
        (Some(old), Some(new)) => text::hunks(&old, &new),
        _ => (Vec::new(), 0),
    };
    TextChange {
        from: old.text.sha256.clone(),
        to: new.text.sha256.clone(),
        hunks,
        more,
    }
}

/// The keys that [`fields`] skips, because other functions compare them, or because they change
/// only with other keys or with the theme.
const NOT_FIELDS: [&str; 9] = [
    "page",
    "source",
    "text",
    "attachments",
    "validity",
    "validity_label",
    "validity_since",
    "category_name",
    "withdrawn",
];

/// Every field that differs, in the order of the names.
fn fields(old: &Record, new: &Record) -> Vec<FieldChange> {
    let map = |r: &Record| match serde_json::to_value(r) {
        Ok(Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let (old_map, new_map) = (map(old), map(new));
    let names: BTreeSet<&String> = old_map
        .keys()
        .chain(new_map.keys())
        .filter(|n| !NOT_FIELDS.contains(&n.as_str()))
        .collect();
    let text = |r: &Record, map: &serde_json::Map<String, Value>, name: &str| match name {
        "relations" => r
            .relations
            .iter()
            .map(relation)
            .collect::<Vec<_>>()
            .join("；"),
        _ => map.get(name).map(shown).unwrap_or_default(),
    };
    names
        .into_iter()
        .map(|name| FieldChange {
            field: name.clone(),
            from: text(old, &old_map, name),
            to: text(new, &new_map, name),
        })
        .filter(|c| c.from != c.to)
        .collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join("、"),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn relation(r: &RelationRecord) -> String {
    let named = [&r.document_number, &r.index_number, &r.title, &r.url]
        .into_iter()
        .find(|t| !t.is_empty())
        .map_or("", String::as_str);
    format!("{} {named}", r.relation)
}

fn attachments(old: &[AttachmentRecord], new: &[AttachmentRecord]) -> Vec<AttachmentChange> {
    let by_path = |list: &[AttachmentRecord]| -> BTreeMap<String, AttachmentRecord> {
        list.iter()
            .map(|a| (a.file.path.clone(), a.clone()))
            .collect()
    };
    let (before, after) = (by_path(old), by_path(new));
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let one = |path: &String| {
        let (old, new) = (before.get(path), after.get(path));
        let fate = match (old, new) {
            (None, _) => Fate::Added,
            (_, None) => Fate::Removed,
            (Some(o), Some(n)) if o.file.sha256 != n.file.sha256 => Fate::Changed,
            (Some(o), Some(n)) if o.title != n.title => Fate::Retitled,
            _ => return None,
        };
        let sum =
            |a: Option<&AttachmentRecord>| a.map(|a| a.file.sha256.clone()).unwrap_or_default();
        let title = new.or(old).map(|a| a.title.clone()).unwrap_or_default();
        Some(AttachmentChange {
            fate,
            path: path.clone(),
            title,
            from: sum(old),
            to: sum(new),
        })
    };
    paths.into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{FieldValue, Fields, FileRecord, TextRecord, WithdrawnRecord};
    use crate::diag::Lang;
    use crate::diff::page::page;
    use crate::diff::words::{label, value};

    fn record(number: &str, title: &str, text: &str) -> Record {
        let mut fields = Fields::default();
        fields.set("validity", FieldValue::Text("effective".to_owned()));
        Record {
            index_number: number.to_owned(),
            kind: "document".to_owned(),
            title: title.to_owned(),
            url: format!("doc/{number}.html"),
            fields,
            text: TextRecord {
                characters: 0,
                sha256: text.to_owned(),
            },
            ..Record::default()
        }
    }

    fn compared(a: Vec<Record>, b: Vec<Record>) -> Diff {
        let records = |documents, day: &str| Records {
            format: String::new(),
            site: String::new(),
            as_of: day.to_owned(),
            documents,
        };
        let text = |r: &Record| Some(r.text.sha256.clone());
        between(
            &Side {
                records: &records(a, "2024-12-31"),
                text: &text,
            },
            &Side {
                records: &records(b, "2025-12-31"),
                text: &text,
            },
        )
    }

    #[test]
    fn documents_come_go_and_stay() {
        let taken_down = |mut r: Record| {
            (r.title, r.withdrawn) = (
                String::new(),
                Some(WithdrawnRecord {
                    date: "2025-05-01".to_owned(),
                    reason: "x".to_owned(),
                }),
            );
            r
        };
        let old = vec![
            record("A/1", "甲", "t"),
            record("B/1", "乙", "t"),
            record("C/1", "丙", "t"),
            record("d/1", "丁", "t"),
        ];
        let new = vec![
            record("A/1", "甲", "t"),
            taken_down(record("C/1", "丙", "t")),
            record("D/1", "丁", "t"),
            record("E/1", "戊", "t"),
        ];
        let diff = compared(old, new);
        let numbers = |list: &[Document]| {
            list.iter()
                .map(|d| (d.index_number.clone(), d.title.clone()))
                .collect::<Vec<_>>()
        };
        let pair = |n: &str, t: &str| vec![(n.to_owned(), t.to_owned())];
        assert_eq!(numbers(&diff.added), pair("E/1", "戊"));
        // a removed title is not published again
        assert_eq!(
            (numbers(&diff.removed), numbers(&diff.withdrawn)),
            (pair("B/1", ""), pair("C/1", ""))
        );
        assert_eq!(
            diff.changed
                .iter()
                .map(|c| c.document.index_number.as_str())
                .collect::<Vec<_>>(),
            ["D/1"]
        );
        assert_eq!(diff.unchanged, 1);
        let json = serde_json::to_string(&diff).unwrap();
        assert!(!json.contains('乙') && !json.contains('丙'), "{json}");
        assert_eq!(serde_json::from_str::<Diff>(&json).unwrap(), diff);
    }

    #[test]
    fn a_change_is_told_field_by_field() {
        let mut old = record("A/1", "旧题", "自2024年起施行。");
        let mut new = record("A/1", "新题", "自2025年起施行。");
        new.fields
            .set("validity", FieldValue::Text("repealed".to_owned()));
        new.fields
            .set("validity_since", FieldValue::Text("2025-03-01".to_owned()));
        let keywords = vec!["一".to_owned(), "二".to_owned()];
        new.fields.set("keywords", FieldValue::List(keywords));
        let file = |title: &str, path: &str, sha256: &str| AttachmentRecord {
            title: title.to_owned(),
            file: FileRecord {
                path: path.to_owned(),
                sha256: sha256.to_owned(),
                ..FileRecord::default()
            },
        };
        old.attachments = vec![
            file("表一", "1", "x"),
            file("表二", "2", "x"),
            file("表三", "3", "x"),
        ];
        new.attachments = vec![
            file("表一", "1", "y"),
            file("附表二", "2", "x"),
            file("表四", "4", "x"),
        ];
        old.relations = vec![];
        new.relations = vec![RelationRecord {
            relation: "repeals".to_owned(),
            document_number: "某发〔2020〕1号".to_owned(),
            ..RelationRecord::default()
        }];
        let diff = compared(vec![old], vec![new]);
        let change = &diff.changed[0];
        let fields: Vec<_> = change
            .fields
            .iter()
            .map(|f| {
                (
                    label(&f.field, Lang::Zh),
                    f.from.as_str(),
                    value(f, &f.to, Lang::Zh),
                )
            })
            .collect();
        assert_eq!(
            fields,
            [
                ("主题词".to_owned(), "", "一、二".to_owned()),
                (
                    "与其他文件的关系".to_owned(),
                    "",
                    "废止某发〔2020〕1号".to_owned()
                ),
                ("标题".to_owned(), "旧题", "新题".to_owned()),
            ]
        );
        assert_eq!(
            change
                .attachments
                .iter()
                .map(|a| a.fate)
                .collect::<Vec<_>>(),
            [Fate::Changed, Fate::Retitled, Fate::Removed, Fate::Added]
        );
        assert_eq!(change.status.as_ref().unwrap().to, "repealed");
        let page = page(&diff, Lang::Zh);
        for part in [
            "<dd>自<del>2024</del><ins>2025</ins>年起施行。</dd>",
            "<del>有效</del><ins>废止</ins>（自 2025-03-01 起）",
            "附表二：标题有变化",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
    }
}
