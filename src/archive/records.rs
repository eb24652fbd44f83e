//! Defines the content of `data/records/index.json`: the values of all documents. `snapshot`
//! collects the values and writes the file; `verify`, `diff` and others read it. This file must not
//! know where the values come from.

use crate::catalogue::Field;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// All records of a package.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Records {
    /// The version of the format: `mulu-records-1`.
    pub format: String,
    /// The name of the site.
    pub site: String,
    /// The day that the records describe, `YYYY-MM-DD`.
    pub as_of: String,
    /// Documents, annual reports, pages and notices of withdrawal, sorted by address.
    pub documents: Vec<Record>,
}

impl Records {
    /// The version that this program writes.
    pub const FORMAT: &str = "mulu-records-1";
}

/// The record of one document. Days are `YYYY-MM-DD`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// The index number (索引号), which identifies a document from year to year. Empty for pages,
    /// which `url` identifies.
    pub index_number: String,
    /// `document`, `annual_report` or `page`.
    pub kind: String,
    /// The title (标题); empty for a document that was withdrawn.
    pub title: String,
    /// The address, relative to the site's root.
    pub url: String,
    /// The other archived fields, and the values derived from them. Empty values are left out.
    #[serde(flatten)]
    pub fields: Fields,
    /// The effects of this document on others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<RelationRecord>,
    /// The retention period (保管期限); empty if the configuration states none, for pages, and for
    /// withdrawn documents.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub retention: String,
    /// Set for a document that was withdrawn. Its page is a notice; its source has only the fields
    /// of the notice. Its record has no title, fields, relations, text or attachments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<WithdrawnRecord>,
    /// Its page in the package.
    pub page: FileRecord,
    /// Its source in the package.
    pub source: FileRecord,
    /// The text of its body without markup.
    pub text: TextRecord,
    /// The files published with it, in the order in which the document names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentRecord>,
}

/// The values of a record by key, in the order in which they were set or stand in the file.
///
/// Keys are the names of `catalogue::Field`, and `category_name`, `validity_label` and
/// `validity_since`. An unknown key is kept if its value is a text or a list of texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(Vec<(Cow<'static, str>, FieldValue)>);

/// A value of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// A single text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

impl Fields {
    /// Sets a value. An empty value removes the key.
    pub fn set(&mut self, key: &'static str, value: FieldValue) {
        self.0.retain(|(k, _)| k != key);
        let is_empty = match &value {
            FieldValue::Text(text) => text.is_empty(),
            FieldValue::List(items) => items.is_empty(),
        };
        if !is_empty {
            self.0.push((key.into(), value));
        }
    }

    /// The text of a key; empty when the key is not set or its value is a list.
    pub fn text(&self, key: &str) -> &str {
        match self.value(key) {
            Some(FieldValue::Text(text)) => text,
            _ => "",
        }
    }

    /// The texts of a list; a single text counts as a list of one. Empty when the key is not set.
    pub fn texts(&self, key: &str) -> &[String] {
        match self.value(key) {
            Some(FieldValue::Text(text)) => std::slice::from_ref(text),
            Some(FieldValue::List(items)) => items,
            None => &[],
        }
    }

    fn value(&self, key: &str) -> Option<&FieldValue> {
        self.0
            .iter()
            .find(|(k, _)| k == key)
            .map(|(_, value)| value)
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Fields, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Fields;

            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str("the fields of a document")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Fields, M::Error> {
                let mut fields = Fields::default();
                while let Some((key, value)) = map.next_entry::<String, serde_json::Value>()? {
                    let known = Field::ALL.iter().find(|f| f.name() == key);
                    if fields.value(&key).is_some() {
                        return Err(M::Error::custom(format!("duplicate field `{key}`")));
                    }
                    match serde_json::from_value(value) {
                        Ok(value) => fields.0.push((
                            known.map_or(Cow::Owned(key), |f| Cow::Borrowed(f.name())),
                            value,
                        )),
                        Err(_) if known.is_none() => (),
                        Err(_) => {
                            return Err(M::Error::custom(format!("`{key}`: expected text")));
                        }
                    }
                }
                Ok(fields)
            }
        }
        from.deserialize_map(Members)
    }
}

/// A file of the package.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FileRecord {
    /// The path, relative to the root of the package.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// SM3 in hexadecimal.
    pub sm3: String,
}

/// A file published with a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AttachmentRecord {
    /// The title that the document gives it.
    pub title: String,
    /// The file in the archived site.
    #[serde(flatten)]
    pub file: FileRecord,
}

/// The text of a document: the blocks of its body without markup, one block per line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TextRecord {
    /// The number of characters, without line ends.
    pub characters: u64,
    /// SHA-256, in hexadecimal, of the blocks in UTF-8, each followed by LF.
    pub sha256: String,
}

/// The effect of one document on another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RelationRecord {
    /// The code of the relation, such as `repeals`.
    pub relation: String,
    /// The index number of the other document; empty when it is not in this catalogue.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub index_number: String,
    /// The document number of the other document; empty when it has none or none is known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub document_number: String,
    /// The title of the other document, when it is not in this catalogue.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The absolute address of the other document, when it is not in this catalogue.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
}

/// When and why a document was withdrawn.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WithdrawnRecord {
    /// The day.
    pub date: String,
    /// The reason.
    pub reason: String,
}
