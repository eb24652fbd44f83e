//! What differs between two packages, as it is kept in `metadata/diff-*.json`.

use super::text::Hunk;
use serde::{Deserialize, Serialize};

/// What differs between two packages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Diff {
    /// The form: `mulu-diff-1`.
    pub format: String,
    /// The day that the earlier one describes.
    pub from: String,
    /// The day that the later one describes.
    pub to: String,
    /// Only in the later one.
    pub added: Vec<Document>,
    /// In both, and not the same.
    pub changed: Vec<Change>,
    /// Taken down since: a notice stands in their place.
    pub withdrawn: Vec<Document>,
    /// Only in the earlier one.
    pub removed: Vec<Document>,
    /// How many are the same in both.
    pub unchanged: usize,
}

/// A document, by what it is known by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    /// Its index number; empty for pages.
    pub index_number: String,
    /// Its address from the site's root.
    pub url: String,
    /// Its title in the later one; empty for what is not in it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
}

/// What changed in a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Change {
    /// The document.
    #[serde(flatten)]
    pub document: Document,
    /// Its status, if that changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Its fields, by their names in front matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
    /// Its attachments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentChange>,
    /// Its text, if that changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<TextChange>,
}

/// A change of validity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// The code before.
    pub from: String,
    /// The code after.
    pub to: String,
    /// Since when; may be empty.
    pub since: String,
}

/// A field with its value before and after; empty where there was none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Its name in front matter, or `relations`, `url`, `retention`.
    pub field: String,
    /// Before.
    pub from: String,
    /// After.
    pub to: String,
}

/// What became of an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its content is another.
    Changed,
    /// Its title is another.
    Retitled,
}

/// An attachment that is not the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttachmentChange {
    /// What became of it.
    pub fate: Fate,
    /// Its file, from the root of the package.
    pub path: String,
    /// Its title in the later one, else in the earlier.
    pub title: String,
    /// SHA-256 before; empty when it is new.
    pub from: String,
    /// SHA-256 after; empty when it is gone.
    pub to: String,
}

/// A change of text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TextChange {
    /// SHA-256 of the text before.
    pub from: String,
    /// SHA-256 of the text after.
    pub to: String,
    /// The places that changed, with a few words around; none when the texts could not be had.
    pub hunks: Vec<Hunk>,
    /// How many more places there are.
    pub more: usize,
}

impl Diff {
    /// The form that this version writes.
    pub const FORMAT: &str = "mulu-diff-1";

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.changed.is_empty()
            && self.withdrawn.is_empty()
            && self.removed.is_empty()
    }
}
