//! Takes nothing; defines the options of a search, and the query that is offered when another found
//! nothing. Both `answer` and `second` use these types. This file must not know the index.

use crate::fold::terms;
use std::collections::BTreeMap;

/// The values that pass, by the name of the facet. A facet without values filters nothing.
pub type Filters = BTreeMap<String, Vec<String>>;

/// What a search should return.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only documents that have one of the values of each facet named here.
    pub filters: Filters,
    /// Only documents published on this day, or in this month or year, or later: `YYYY-MM-DD`,
    /// `YYYY-MM` or `YYYY`.
    pub from: Option<String>,
    /// Only documents published on this day, or in this month or year, or earlier, in the same
    /// forms.
    pub to: Option<String>,
    /// The part of a document that must have every term.
    pub part: Part,
    /// Excluded terms: a document with any of them is left out.
    pub not: String,
    /// The order of the hits.
    pub order: Order,
    /// Number of hits to skip.
    pub offset: usize,
    /// Number of hits to return; `None` for all.
    pub limit: Option<usize>,
}

impl Options {
    /// Whether anything but the query limits the search.
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
    /// All of it.
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

/// How a query that finds something differs from the one that found nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is written with other marks or without them.
    Punctuation,
    /// A character is written in another form.
    Variant,
    /// A number is written in another form.
    Number,
    /// It is divided into more terms.
    Divided,
    /// Terms are left out.
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

/// A query that finds something where another found nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxed {
    /// How it differs from the query that found nothing.
    pub reason: Reason,
    /// The query.
    pub query: String,
    /// How many documents it finds.
    pub total: usize,
    /// Whether the query finds them only without the filters.
    pub unfiltered: bool,
}
