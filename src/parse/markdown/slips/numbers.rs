//! Takes a numbered list; gives the first item whose number on the page differs from the typed one.
//! This file must not know what the items say.

use super::super::edits::Spanned;
use super::block::short;
use super::slip::Slip;
use crate::diag::Message;
use pulldown_cmark::{Event, Tag};

/// The slip of the list that begins with the first event; `None` if the page shows all numbers as
/// typed, or if all items have the same number, as Markdown allows.
pub(super) fn look(source: &str, events: &[Spanned<'_>], first: u64) -> Option<Slip> {
    let mut depth = 0usize;
    let mut typed = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::Item) if depth == 1 => {
                let text = source.get(range.clone())?;
                let end = text.find(|c: char| !c.is_ascii_digit())?;
                typed.push((text[..end].parse::<u64>().ok()?, range.clone()));
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    if typed.iter().all(|(number, _)| *number == first) {
        return None;
    }
    let (shown, (_, range)) = (first..)
        .zip(typed)
        .find(|(shown, (number, _))| shown != number)?;
    let line = source[range.clone()].lines().next().unwrap_or_default();
    let message = Message::ListNumber {
        value: short(line).into(),
        shown: shown.to_string().into(),
    };
    Some(Slip::new(
        message,
        range.start..range.start + line.trim_end().len(),
    ))
}
