//! Takes the differences between two packages (or built sites); gives the content of
//! `metadata/diff-*.json`. This file must not know how differences are found.

use super::text::Hunk;
use serde::{Deserialize, Serialize};

/// The differences between two packages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Diff {
    /// The version of the format: `mulu-diff-1`.
    pub format: String,
    /// The day that the earlier package describes.
    pub from: String,
    /// The day that the later package describes.
    pub to: String,
    /// Documents in the later package only, unless they are withdrawn.
    pub added: Vec<Document>,
    /// Documents in both packages that differ.
    pub changed: Vec<Change>,
    /// Documents that are withdrawn in the later package, but not yet in the earlier one; a notice
    /// replaces each.
    pub withdrawn: Vec<Document>,
    /// Documents in the earlier package only.
    pub removed: Vec<Document>,
    /// The number of documents that are the same in both.
    pub unchanged: usize,
}

/// The identity of a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    /// The index number; empty for pages.
    pub index_number: String,
    /// The address, relative to the site's root.
    pub url: String,
    /// The title in the later package; empty for a withdrawn or removed document.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
}

/// The changes of one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Change {
    /// The document.
    #[serde(flatten)]
    pub document: Document,
    /// The change of validity, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The changed fields, by their names in the front matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
    /// The changed attachments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentChange>,
    /// The change of the text, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<TextChange>,
}

/// A change of validity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// The validity code in the earlier package.
    pub from: String,
    /// The validity code in the later package.
    pub to: String,
    /// The day of the change; may be empty.
    pub since: String,
}

/// The change of one field. A value is empty where the field was absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The name in the front matter, or `relations`, `url` or `retention`.
    pub field: String,
    /// The value in the earlier package.
    pub from: String,
    /// The value in the later package.
    pub to: String,
}

/// The kind of an attachment's change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Only the later package has it.
    Added,
    /// Only the earlier package has it.
    Removed,
    /// Its content changed, and perhaps its title.
    Changed,
    /// Only its title changed.
    Retitled,
}

/// The change of one attachment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttachmentChange {
    /// The kind of change.
    pub fate: Fate,
    /// The path of the file, relative to the root of the package.
    pub path: String,
    /// The title in the later package, or else in the earlier one.
    pub title: String,
    /// The SHA-256 in the earlier package; empty for an added attachment.
    pub from: String,
    /// The SHA-256 in the later package; empty for a removed attachment.
    pub to: String,
}

/// The change of a text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TextChange {
    /// The SHA-256 of the text in the earlier package.
    pub from: String,
    /// The SHA-256 of the text in the later package.
    pub to: String,
    /// The first changed passages, with a few words of context; empty if the texts are not
    /// available, or differ only in line ends.
    pub hunks: Vec<Hunk>,
    /// The number of changed passages after these.
    pub more: usize,
}

impl Diff {
    /// The version that this program writes.
    pub const FORMAT: &str = "mulu-diff-1";

    /// Whether there is no difference.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.changed.is_empty()
            && self.withdrawn.is_empty()
            && self.removed.is_empty()
    }
}
