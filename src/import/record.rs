//! Takes the document made from an original; gives a record, which is kept when the text of the
//! document is not. The record has the original's fate, each value with its place, and every doubt.
//! This file must not know how a record is shown.

use super::assemble::Imported;
use super::at::At;
use super::head::Head;
use super::traits::Traits;
use crate::catalogue::Field;
use crate::diag::{Diagnostic, Words, words};
use std::path::PathBuf;

/// What happened to an original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A new document was made from it in this run.
    New,
    /// Its document already exists, exactly as this run would make it.
    Unchanged,
    /// Its document already exists, and was changed or moved after an earlier import.
    Corrected,
    /// It was not imported; a finding says why.
    Refused,
    /// It is an attachment of this page.
    Attached(String),
    /// It is a ledger with rows for other originals.
    Ledger,
    /// It is a picture, style or script for pages.
    Part,
}

/// How sure a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// The original lacks it, but every document needs it.
    Missing,
    /// The words at its place cannot be read as a value.
    Unread,
    /// It was inferred, or something contradicts it.
    Doubtful,
    /// It was stated, and nothing contradicts it.
    Certain,
}

/// A value of a document, with the place where it was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The field.
    pub field: Field,
    /// The value, as the front matter has it.
    pub text: String,
    /// How sure it is.
    pub sure: Sure,
    /// Where it was read.
    pub place: Words,
    /// The words of the original at this place.
    pub words: String,
    /// Why it should be checked, or the hint for a missing value.
    pub doubt: Words,
}

/// What is known about an original.
#[derive(Debug)]
pub struct Record {
    /// Its name in messages.
    pub from: String,
    /// The path of its document, relative to the site's root; empty if there is none.
    pub path: String,
    /// What happened to it.
    pub fate: Fate,
    /// The values of its document, unsure ones first.
    pub readings: Vec<Reading>,
    /// Findings about it. Some of them repeat what `readings` state.
    pub findings: Vec<Diagnostic>,
    /// The traits by which it is compared with other documents.
    pub(super) traits: Traits,
    /// The paths on the disk of the files that belong to its document.
    pub(super) places: Vec<PathBuf>,
}

impl Record {
    /// The record of an original without a document.
    pub(super) fn without(from: &str, fate: Fate, findings: Vec<Diagnostic>) -> Record {
        Record {
            from: from.to_owned(),
            path: String::new(),
            fate,
            readings: Vec::new(),
            findings,
            traits: Traits::default(),
            places: Vec::new(),
        }
    }

    /// The record of an original that became a document. `placed` is what decided the document's
    /// folder, if the folder states the category.
    pub(super) fn of(imported: &Imported, head: &Head, placed: Option<&At>, fate: Fate) -> Record {
        let mut readings: Vec<Reading> = imported
            .missing
            .iter()
            .map(|(field, hint)| Reading {
                field: *field,
                text: String::new(),
                sure: Sure::Missing,
                place: Words::default(),
                words: String::new(),
                doubt: hint.clone(),
            })
            .collect();
        readings.extend(head.unread.iter().map(|(field, text, at)| Reading {
            field: *field,
            text: String::new(),
            sure: Sure::Unread,
            place: at.place(),
            words: text.clone(),
            doubt: words("无法识别，没有写入", "it cannot be read and was left out"),
        }));
        readings.extend(head.fields.iter().map(|(field, value)| Reading {
            field: *field,
            text: value.texts.join("、"),
            sure: match value.doubt {
                Some(_) => Sure::Doubtful,
                None => Sure::Certain,
            },
            place: value.at.place(),
            words: value.at.words().to_owned(),
            doubt: value.doubt.clone().unwrap_or_default(),
        }));
        if let (Some(at), Some((folder, _))) = (placed, imported.path.rsplit_once('/')) {
            readings.push(Reading {
                field: Field::Category,
                text: folder.to_owned(),
                sure: Sure::Certain,
                place: at.place(),
                words: at.words().to_owned(),
                doubt: Words::default(),
            });
        }
        readings.sort_by_key(|r| (r.sure, r.field));
        Record {
            from: imported.from.clone(),
            path: format!("content/{}", imported.path),
            fate,
            readings,
            findings: imported.findings.clone(),
            traits: Traits::of(head, imported.body()),
            places: imported.places.clone(),
        }
    }

    /// Its title; empty if it has none.
    pub fn title(&self) -> &str {
        self.value(Field::Title)
    }

    /// The value of a field; empty if it has none.
    pub fn value(&self, field: Field) -> &str {
        let reading = self.readings.iter().find(|r| r.field == field);
        reading.map_or("", |r| r.text.as_str())
    }

    /// The number of its values that are not certain.
    pub fn unsure(&self) -> usize {
        let is_unsure = |r: &&Reading| r.sure != Sure::Certain;
        self.readings.iter().filter(is_unsure).count()
    }

    /// Whether it has a document.
    pub fn is_document(&self) -> bool {
        matches!(self.fate, Fate::New | Fate::Unchanged | Fate::Corrected)
    }
}
