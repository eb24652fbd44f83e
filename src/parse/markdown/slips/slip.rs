//! Takes slips (writing mistakes) with edits; gives the repaired text, and where each byte came
//! from. This file must not know what the slips are.

use crate::diag::{Message, Repair, Words, words};
use std::collections::BTreeMap;
use std::ops::Range;

/// A slip of Markdown.
#[derive(Clone, Debug)]
pub(in super::super) struct Slip {
    /// Its finding. Without a finding, the page is made from the repaired text, but no repair of
    /// the file is offered.
    pub(in super::super) message: Option<Message>,
    /// Its place in the body.
    pub(in super::super) range: Range<usize>,
    edits: Vec<(Range<usize>, String)>,
}

impl Slip {
    /// A slip without a repair.
    pub(super) fn new(message: Message, range: Range<usize>) -> Slip {
        Slip {
            message: Some(message),
            range,
            edits: Vec::new(),
        }
    }

    /// A change for the page that needs no finding.
    pub(super) fn silent(at: usize) -> Slip {
        Slip {
            message: None,
            range: at..at,
            edits: Vec::new(),
        }
    }

    /// Adds a replacement to its repair.
    #[must_use]
    pub(super) fn edit(mut self, range: Range<usize>, text: &str) -> Slip {
        if !(range.is_empty() && text.is_empty()) {
            self.edits.push((range, text.to_owned()));
        }
        self
    }

    /// The repair in a file whose body begins at `start`; `None` if it would change nothing.
    pub(in super::super) fn repair(&self, body: &str, start: usize) -> Option<Repair> {
        let repair = self
            .edits
            .iter()
            .filter(|(range, text)| body.get(range.clone()) != Some(text))
            .fold(Repair::default(), |repair, (range, text)| {
                repair.and(start + range.start..start + range.end, text.as_str())
            });
        (!repair.edits.is_empty()).then_some(repair)
    }
}

/// The words that say that the page shows what was meant.
pub(super) fn as_meant() -> Words {
    words("网页已按本意处理", "the page treats them as meant")
}

/// Where the parts of a repaired text came from.
pub(in super::super) struct Origin {
    /// The replacements in order: the place in the repaired text, and the place in the old one.
    moved: Vec<(Range<usize>, Range<usize>)>,
}

impl Origin {
    /// For a place in the repaired text, gives its place in the old text. For a place inside a
    /// replacement, it gives the beginning of what was replaced.
    fn at(&self, at: usize) -> usize {
        let after = self.moved.partition_point(|(new, _)| new.end <= at);
        if let Some((new, old)) = self.moved.get(after)
            && new.start <= at
        {
            return old.start;
        }
        match after.checked_sub(1).and_then(|i| self.moved.get(i)) {
            Some((new, old)) => at - new.end + old.end,
            None => at,
        }
    }

    /// For a range in the repaired text, gives its range in the old text.
    pub(in super::super) fn range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.at(range.start);
        start..self.at(range.end).max(start)
    }
}

/// The text after the repairs; `None` if there are none. A repair is left out if it touches a kept
/// repair of an earlier slip in the list, or if its own edits touch each other.
pub(in super::super) fn repaired(text: &str, slips: &[Slip]) -> Option<(String, Origin)> {
    // the replacements by their start; none touches another
    let mut taken: BTreeMap<usize, &(Range<usize>, String)> = BTreeMap::new();
    for slip in slips {
        let mut own = Vec::new();
        let is_free = slip.edits.iter().all(|edit| {
            let (range, _) = edit;
            let before = taken.range(..=range.end).next_back();
            let meets = before.is_some_and(|(_, (old, _))| old.end >= range.start);
            let is_right = range.start <= range.end && !meets;
            if is_right {
                taken.insert(range.start, edit);
                own.push(range.start);
            }
            is_right
        });
        if !is_free {
            own.iter().for_each(|start| {
                taken.remove(start);
            });
        }
    }
    if taken.is_empty() {
        return None;
    }
    let mut new = String::with_capacity(text.len() + 64);
    let mut moved = Vec::with_capacity(taken.len());
    let mut at = 0;
    for (range, by) in taken.into_values() {
        new.push_str(&text[at..range.start]);
        let start = new.len();
        new.push_str(by);
        moved.push((start..new.len(), range.clone()));
        at = range.end;
    }
    new.push_str(&text[at..]);
    Some((new, Origin { moved }))
}
