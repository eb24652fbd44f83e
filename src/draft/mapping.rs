//! Takes the table of fields; gives the mapping of an index in OpenSearch or Elasticsearch that
//! receives `mulu export --format ndjson`. The user sends the mapping to a cluster. This file must
//! not know how a cluster is reached.

use crate::catalogue::{Field, FieldKind};
use serde_json::{Map, Value, json};

/// The body of a request that makes the index. Unknown fields are stored and not indexed, so that
/// the cluster does not guess the type of a field that a later version of mulu adds.
pub fn mapping() -> Value {
    let mut properties = Map::new();
    for &field in Field::in_ledger() {
        let kind = match (field, field.kind()) {
            (_, FieldKind::Date) => json!({ "type": "date", "format": "strict_date" }),
            (Field::Title, _) => words(),
            (_, FieldKind::Text) if field.is_plain() && field.is_searchable() => words(),
            // an analyser would cut, for example, a document number at its brackets and its year
            _ => exact(),
        };
        properties.insert(field.name().to_owned(), kind);
    }
    let day = json!({ "type": "date", "format": "strict_date" });
    let file = json!({ "properties": { "title": words(), "url": exact() } });
    for (name, kind) in [
        ("url", exact()),
        ("category_name", exact()),
        ("validity_label", exact()),
        ("as_of", day),
        ("address", exact()),
        ("text", json!({ "type": "text", "analyzer": "cjk" })),
        ("attachments", file),
    ] {
        properties.insert(name.to_owned(), kind);
    }
    json!({ "mappings": { "dynamic": false, "properties": properties } })
}

/// A value that is compared as a whole.
fn exact() -> Value {
    json!({ "type": "keyword" })
}

/// A text in which words are looked for, and which can be compared as a whole. Every cluster has
/// the analyser `cjk`, which cuts Chinese text into pairs of characters.
fn words() -> Value {
    json!({
        "type": "text",
        "analyzer": "cjk",
        "fields": { "exact": { "type": "keyword", "ignore_above": 8191 } },
    })
}
