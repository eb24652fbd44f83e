//! Takes the parser's events and new events for some of them; gives all events in their order. This
//! file must not know why events are replaced.

use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// An event with its place in the body.
pub(super) type Spanned<'e> = (Event<'e>, Range<usize>);

/// New events by the index of the event that they replace.
#[derive(Default)]
pub(super) struct Edits<'e>(BTreeMap<usize, Vec<Spanned<'e>>>);

impl<'e> Edits<'e> {
    /// Removes an event.
    pub(super) fn remove(&mut self, index: usize) {
        self.0.entry(index).or_default();
    }

    /// Adds an event to those that replace the event at `index`.
    pub(super) fn push(&mut self, index: usize, event: Event<'e>, range: Range<usize>) {
        self.0.entry(index).or_default().push((event, range));
    }

    /// The events with all replacements.
    pub(super) fn apply(mut self, events: Vec<Spanned<'e>>) -> Vec<Spanned<'e>> {
        if self.0.is_empty() {
            return events;
        }
        let mut out = Vec::with_capacity(events.len() + self.0.len() * 3);
        for (i, event) in events.into_iter().enumerate() {
            match self.0.remove(&i) {
                Some(new) => out.extend(new),
                None => out.push(event),
            }
        }
        out
    }
}

/// Whether a text has any of these signs.
pub(super) fn has_any(text: &str, signs: &[&str]) -> bool {
    signs
        .iter()
        .any(|sign| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some())
}

/// Whether an element is inside a line of text.
pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
    is_emphasis(tag) || matches!(tag, Tag::Link { .. } | Tag::Image { .. })
}

/// Whether an element is emphasis, strong emphasis or a deletion.
pub(super) fn is_emphasis(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
}

/// Whether a line of text ends before this event or begins after it.
pub(super) fn is_edge(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => !is_inline(tag),
        Event::End(end) => !matches!(
            end,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::SoftBreak | Event::HardBreak | Event::Rule | Event::TaskListMarker(_) => true,
        _ => false,
    }
}
