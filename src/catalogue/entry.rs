//! Defines an entry: one document as its own front matter describes it, with every value typed.
//! `relate` computes the values that depend on other documents; they are stored in [`Unified`].
//! This file must not know other documents.

use super::field::Field;
use super::value::{Disclosure, Kind, Relation, Time, Validity};
use crate::config::ReviewKind;
use crate::diag::Code;
use crate::report::AnnualReport;
use crate::source::FileId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// A document as its own front matter describes it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The number of the document's file. It is valid in one run only, so the cache does not keep
    /// it.
    #[serde(skip)]
    pub file: FileId,
    /// Whether it is a document, an annual report or a page.
    pub kind: Kind,
    /// 标题
    pub title: String,
    /// 索引号. Only pages and rejected documents may lack it.
    pub index_number: Option<String>,
    /// 文号, in canonical form.
    pub document_number: Option<String>,
    /// 发文机关, as written. Documents with the same issuing body share one text in memory.
    pub(super) issuer: Arc<str>,
    /// 组配分类: the path as written, or else the folder.
    pub category: Arc<str>,
    /// 成文日期. Only pages and rejected documents may lack it.
    pub date_created: Option<Date>,
    /// 发布日期, with a time when one was given. Only pages and rejected documents may lack it.
    pub date_published: Option<(Date, Option<Time>)>,
    /// 实施日期
    pub date_effective: Option<Date>,
    /// 失效日期: the last day in force.
    pub date_expires: Option<Date>,
    /// 废止日期: the first day out of force.
    pub date_repealed: Option<Date>,
    /// The validity that the editor states.
    pub validity: Option<Validity>,
    /// Whether, and to whom, it is disclosed.
    pub disclosure: Disclosure,
    /// Whether it is a draft.
    pub draft: bool,
    /// The documents to which it relates.
    pub relations: Vec<RelationItem>,
    /// Files published with it.
    pub attachments: Vec<Attachment>,
    /// Set when it was taken down.
    pub withdrawn: Option<Box<Withdrawn>>,
    /// The tables of an annual report.
    pub report: Option<Box<AnnualReport>>,
    pub(super) details: Option<Box<Details>>,
    /// Where the body begins, in bytes of the decoded text.
    pub body_start: usize,
    pub(super) spans: Spans,
    #[serde(skip)]
    pub(super) unified: Unified,
}

/// The values of a document that depend on the other documents of the catalogue. They replace the
/// values in the document's own file.
///
/// A cache key for an entry needs only the path and the digest of the file, the digest of the
/// configuration, and this value, because `Catalogue::unify` changes nothing else.
#[derive(Debug, Default, Serialize)]
pub struct Unified {
    /// 发文机关
    issuer: Option<Arc<str>>,
    /// The values of plain fields.
    values: Values,
}

/// Fields that most documents lack; an entry without them uses no memory for them.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// The values of plain fields.
    pub(super) values: Values,
    /// The address chosen for a page.
    pub slug: Option<String>,
    /// Old paths that lead to the document.
    pub aliases: Vec<String>,
    /// Who reviewed the document, and when. Never published: only the internal ledger has it.
    pub reviews: Vec<Review>,
    /// Why certain findings in the document are not faults.
    pub waivers: Vec<Waiver>,
    /// Values under names of the editor's choice, for a theme.
    #[serde(with = "as_json")]
    pub extra: serde_json::Value,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Plain {
    Text(Box<str>),
    List(Box<[String]>),
}

/// The values of the plain fields that the document gives, in the order of the table in `field.rs`.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Values(Box<[(Field, Plain)]>);

impl Values {
    pub(super) fn of(values: impl Iterator<Item = (Field, Plain)>) -> Values {
        Values(values.collect())
    }

    fn get(&self, field: Field) -> Option<&Plain> {
        debug_assert!(field.is_plain(), "{field:?} has a member of its own");
        self.0.iter().find(|(f, _)| *f == field).map(|(_, v)| v)
    }
}

/// The places of fields' values in a file, in a compact form.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Spans(Box<[u8]>);

impl Spans {
    /// The places of some fields' values, in bytes of the decoded text.
    pub(super) fn of(fields: impl Iterator<Item = (Field, Range<usize>)>) -> Spans {
        Spans(
            fields
                .filter_map(|(field, range)| {
                    postcard::to_extend(&(field, range.start, range.len()), Vec::new()).ok()
                })
                .flatten()
                .collect(),
        )
    }

    fn get(&self, wanted: Field) -> Option<Range<usize>> {
        // Decoding by hand is faster than serde, because rules ask for many fields that a document
        // lacks.
        let mut rest = self.0.iter();
        let mut number = || {
            let (mut value, mut shift) = (0_usize, 0);
            loop {
                let byte = usize::from(*rest.next()?);
                value |= (byte & 0x7f).checked_shl(shift)?;
                shift += 7;
                if byte < 0x80 {
                    return Some(value);
                }
            }
        };
        loop {
            let (field, start, length) = (number()?, number()?, number()?);
            if field == wanted as usize {
                return Some(start..start.saturating_add(length));
            }
        }
    }
}

/// The reason why a finding in a document is no fault, as the document states it. The reason is
/// never published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// The code of the finding.
    pub code: Code,
    /// The one number or text to which the waiver applies, as the finding shows it (numbers
    /// masked). If this is `None`, it applies to every finding with this code.
    pub value: Option<String>,
    /// The name of the one file to which the waiver applies; `None` for the document and all its
    /// files.
    pub file: Option<String>,
    /// The editor's reason to publish nevertheless.
    pub reason: String,
}

impl Waiver {
    /// The code, and the value or file to which the waiver is limited.
    pub fn shown(&self) -> String {
        let limits = [&self.value, &self.file].into_iter().flatten();
        let parts = std::iter::once(self.code.name()).chain(limits.map(String::as_str));
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// One target of a relation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RelationItem {
    /// How this document acts on the other.
    pub relation: Relation,
    /// The other document.
    pub reference: Reference,
    /// The articles of the other document to which the relation applies, as written: 第六条第一款,
    /// or with words after a colon. Empty if it applies to the whole document.
    pub places: Vec<String>,
    /// Where the other document is named in this document's file.
    pub at: Range<u32>,
}

impl RelationItem {
    /// Whether it names the other document by this number.
    pub fn names(&self, number: &str) -> bool {
        match &self.reference {
            Reference::Number(own) => own == number,
            Reference::Elsewhere {
                document_number, ..
            } => document_number.as_deref() == Some(number),
        }
    }
}

/// A reference to another document, as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reference {
    /// A document in this catalogue, by index number or document number.
    Number(String),
    /// A document outside this catalogue.
    Elsewhere {
        /// 文号
        document_number: Option<String>,
        /// 标题
        title: Option<String>,
        /// Absolute address.
        url: Option<String>,
    },
}

/// A file that belongs to the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Name of the file, relative to the document's folder.
    pub file: String,
    /// Its title on the page.
    pub title: Option<String>,
    /// Where it is named in the document's own file.
    pub at: Range<u32>,
}

/// One review before publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The kind of review.
    pub kind: ReviewKind,
    /// Who made it.
    pub who: String,
    /// The day.
    pub date: Date,
}

/// Why and when a document was taken down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// The day.
    pub date: Date,
    /// The reason, for everybody to read.
    pub reason: String,
}

/// The details of an entry that states none.
static NO_DETAILS: LazyLock<Details> = LazyLock::new(Details::default);

impl Entry {
    /// The fields that most documents lack.
    pub fn details(&self) -> &Details {
        self.details.as_deref().unwrap_or(&NO_DETAILS)
    }

    /// The values that the other documents of the catalogue decide.
    pub fn unified(&self) -> &Unified {
        &self.unified
    }

    /// 发文机关
    pub fn issuer(&self) -> &str {
        self.unified.issuer.as_ref().unwrap_or(&self.issuer)
    }

    fn plain(&self, field: Field) -> Option<&Plain> {
        let unified = self.unified.values.get(field);
        unified.or_else(|| self.details().values.get(field))
    }

    /// The value of a plain field whose kind is text.
    pub fn text(&self, field: Field) -> Option<&str> {
        match self.plain(field)? {
            Plain::Text(text) => Some(text),
            Plain::List(_) => None,
        }
    }

    /// The value of a plain field whose kind is a list; empty when it is not given.
    pub fn list(&self, field: Field) -> &[String] {
        match self.plain(field) {
            Some(Plain::List(items)) => items,
            _ => &[],
        }
    }

    /// The values of this entry's issuing bodies in the spelling that the whole catalogue uses.
    /// `spell` gives this spelling for a name that is written differently.
    pub(crate) fn respelt(
        &self,
        mut spell: impl FnMut(Field, &str) -> Option<Arc<str>>,
    ) -> Unified {
        let issuer = spell(Field::Issuer, self.issuer());
        let written = self.list(Field::JointIssuers);
        let better: Vec<Option<Arc<str>>> = written
            .iter()
            .map(|name| spell(Field::JointIssuers, name))
            .collect();
        let is_same = better.iter().all(Option::is_none);
        let joint = (!is_same).then(|| {
            let names = written.iter().zip(&better);
            let names = names.map(|(name, better)| better.as_deref().unwrap_or(name).to_owned());
            (Field::JointIssuers, Plain::List(names.collect()))
        });
        Unified {
            issuer,
            values: Values::of(joint.into_iter()),
        }
    }

    /// The place of a field's value in the file; the beginning of the file when the field is not
    /// given.
    pub fn span(&self, field: Field) -> Range<usize> {
        self.spans.get(field).unwrap_or(0..0)
    }

    /// Whether a field is given.
    pub fn has(&self, field: Field) -> bool {
        self.spans.get(field).is_some()
    }

    /// The day from which the document acts on others: the first day in force, or else the date of
    /// creation.
    pub fn acts_from(&self) -> Option<Date> {
        self.date_effective.or(self.date_created)
    }
}

/// Stores the value as JSON text, because the cache's format cannot describe unknown structures.
mod as_json {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(
        value: &serde_json::Value,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_str(&value.to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<serde_json::Value, D::Error> {
        serde_json::from_str(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}
