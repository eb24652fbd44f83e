//! Takes the text of an inline element of a line; sets it apart with spaces if it is a label.
//!
//! A label and its value may be in neighbouring elements (`<b>索引号</b>…`), and only the style
//! sheet puts a space between them. This file must not know the values of labels.

use super::Reader;
use crate::fold::{fold, is_han};
use crate::import::form::squeeze;
use crate::import::page::{Span, plain};
use crate::import::vocabulary::meaning;

impl Reader<'_> {
    /// Puts spaces around the text from `first` on, if it is a known label on a line that begins
    /// with a label. Outside the text of the document, an element that begins with a label and a
    /// colon also gets a space before it.
    pub(super) fn set_apart(&mut self, first: usize) {
        let (before, own) = self.spans.split_at(first.min(self.spans.len()));
        let said = plain(own);
        let begins = said.split_once([':', '：']).map_or("", |(label, _)| label);
        let line = plain(before);
        let line = line.rsplit('\n').next().unwrap_or_default();
        // an unknown word with a colon is a label only beside a known label
        let is_beside = line
            .split_once([':', '：'])
            .is_some_and(|(l, _)| is_label(l));
        let is_word = (2..=8).contains(&begins.chars().count()) && begins.chars().all(is_han);
        if self.inside == 0 && (is_label(begins) || is_beside && is_word) {
            self.spans.insert(first, Span::text(" "));
            return;
        }
        if own.is_empty() || !is_label(&said) {
            return;
        }
        let begins = line
            .split([' ', '\u{a0}', '\u{3000}'])
            .find(|w| !w.is_empty());
        if begins.is_none_or(is_label) {
            self.spans.insert(first, Span::text(" "));
            self.spans.push(Span::text(" "));
        }
    }
}

fn is_label(text: &str) -> bool {
    let word = squeeze(text);
    let word = word.trim_end_matches([':', '：']);
    word.chars().count() >= 2 && meaning(&fold(word)).is_some()
}
