//! Takes nothing; defines a table of a report. This file must not know its format.

use crate::diag::{Lang, Words};

/// One table of the report.
pub(super) struct Sheet {
    pub(super) name: Words,
    /// What the table is for.
    pub(super) about: Words,
    /// Headings, with the widths of the columns in characters.
    pub(super) heads: Vec<(Words, f64)>,
    /// The index of the column of numbers, if there is one. The cells of all other columns are
    /// texts.
    pub(super) count: Option<usize>,
    pub(super) rows: Vec<Vec<String>>,
}

/// A phrase in one language.
pub(super) fn pick(words: &Words, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &words.zh,
        Lang::En => &words.en,
    }
}
