//! Takes nothing; defines the options of a search, and the query that is offered if the typed one
//! finds nothing. This file must not know the index.

use crate::fold::terms;
use std::collections::BTreeMap;

/// By the name of a facet: the values that pass. A facet with an empty list filters nothing.
pub type Filters = BTreeMap<String, Vec<String>>;

/// The options of a search.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only documents that have, for each facet named here, one of its values.
    pub filters: Filters,
    /// Only documents published on this day, or in this month or year, or later: `YYYY-MM-DD`,
    /// `YYYY-MM` or `YYYY`.
    pub from: Option<String>,
    /// Only documents published on this day, or in this month or year, or earlier, in the same
    /// forms.
    pub to: Option<String>,
    /// The part of a document that must have every term.
    pub part: Part,
    /// Excluded terms: a document that has one of them is left out.
    pub not: String,
    /// The order of the hits.
    pub order: Order,
    /// Number of hits to skip.
    pub offset: usize,
    /// Number of hits to return; `None` for all.
    pub limit: Option<usize>,
}

impl Options {
    /// Whether an option limits which documents are found.
    pub(super) fn filtered(&self) -> bool {
        !self.filters.values().all(Vec::is_empty)
            || self.from.is_some()
            || self.to.is_some()
            || self.part != Part::Any
            || !terms(&self.not).is_empty()
    }
}

/// A part of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The whole document.
    #[default]
    Any,
    /// Its title.
    Title,
    /// Its body and the texts of its attachments.
    Text,
    /// The titles and the texts of its attachments.
    Attachments,
    /// Its index number, document number and registration number.
    Number,
}

/// An order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first.
    Date,
    /// By document number.
    Number,
}

/// How an offered query differs from the typed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It has other punctuation, or none.
    Punctuation,
    /// A character is written in another form.
    Variant,
    /// A number is written in another form.
    Number,
    /// It is divided into more terms.
    Divided,
    /// Terms, question words or other characters are left out.
    Term,
}

impl Reason {
    /// Its name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Punctuation => "punctuation",
            Reason::Variant => "variant",
            Reason::Number => "number",
            Reason::Divided => "divided",
            Reason::Term => "term",
        }
    }
}

/// A query offered because the typed one found nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxed {
    /// How it differs from the typed query.
    pub reason: Reason,
    /// The query.
    pub query: String,
    /// The number of documents that it finds.
    pub total: usize,
    /// Whether it finds them only without the filters.
    pub unfiltered: bool,
}
