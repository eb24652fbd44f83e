//! Takes the lines of a paragraph, or all link definitions of a body; gives footnote marks without
//! text, and notes that the parser misreads. This file must not know the order of the notes.

use super::super::OPTIONS;
use super::super::edits::{Spanned, has_any};
use super::block::{Block, short};
use super::slip::Slip;
use crate::diag::{Message, words};
use crate::fold::is_han;
use pulldown_cmark::{Event, Parser, Tag};
use std::collections::BTreeSet;
use std::ops::Range;

/// The maximum length of the label of a footnote, in characters.
const MOST: usize = 20;

/// Whether an unused link definition was meant as a note: its destination is a Chinese text and no
/// address, and it has no title. `[//]: # (…)` is a comment.
pub(in super::super) fn is_note(destination: &str, title: Option<&str>) -> bool {
    title.is_none()
        && destination.chars().any(is_han)
        && !destination.contains(['.', '/', '#', ':', '%', '\\'])
}

/// Finds Chinese lines `[注]: 说明`, which the parser takes for unused link definitions.
pub(super) fn definitions(source: &str, events: &[Spanned<'_>], slips: &mut Vec<Slip>) {
    if !has_any(source, &["]:"]) {
        return;
    }
    let used: BTreeSet<String> = events
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) => Some(id.to_lowercase()),
            _ => None,
        })
        .collect();
    let parser = Parser::new_ext(source, OPTIONS);
    let mut found = Vec::new();
    for (label, definition) in parser.reference_definitions().iter() {
        let range = definition.span.clone();
        let text = source.get(range.clone()).unwrap_or_default().trim_end();
        let is_note = is_note(&definition.dest, definition.title.as_deref());
        if used.contains(&label.to_lowercase()) || !is_note {
            continue;
        }
        let start = range.start + text.find('[').unwrap_or_default();
        found.push(start..range.start + text.len());
    }
    found.sort_by_key(|range| range.start);
    for range in found {
        let value = short(&source[range.clone()]).into();
        let slip = Slip::new(Message::LinkDefinition { value }, range.clone());
        slips.push(slip.edit(range.start..range.start, "\\"));
    }
}

/// Whether the text of a footnote has full-width brackets or a full-width colon; `None` if no line
/// begins with the label of the footnote and a colon.
fn is_wide_text(source: &str, label: &str) -> Option<bool> {
    source.lines().find_map(|line| {
        let line = line.trim_start();
        let rest = line.strip_prefix(['[', '［'])?.strip_prefix('^')?;
        let rest = rest.strip_prefix(label)?.strip_prefix([']', '］'])?;
        let mark = &line[..line.len() - rest.len()];
        let is_wide = mark.contains(['［', '］']) || rest.starts_with('：');
        rest.starts_with([':', '：']).then_some(is_wide)
    })
}

/// The slip for a footnote with full-width brackets, or with a full-width colon.
fn wide(mark: &str, right: &str, range: Range<usize>) -> Slip {
    let remedy = words(format!("请写成“{right}”。"), format!("Write `{right}`."));
    let fault = match mark.contains(['［', '］']) {
        true => words(
            "的方括号是全角的；网页已按脚注处理",
            "has full-width brackets; the page shows it as a footnote all the same",
        ),
        false => words(
            "后面的冒号是全角的；网页已按脚注处理",
            "has a full-width colon after it; the page shows it as a footnote all the same",
        ),
    };
    let message = Message::FootnoteText {
        value: mark.into(),
        fault: fault.into(),
        remedy: remedy.into(),
    };
    Slip::new(message, range)
}

/// Finds footnote marks that the parser reads as text.
pub(super) fn look(source: &str, block: &Block, i: usize, slips: &mut Vec<Slip>) {
    let text = block.text(source, i);
    let Some(start) = block.lines.get(i).map(|line| line.range.start) else {
        return;
    };
    let mut at = 0;
    while let Some(open) = text[at..].find(['[', '［']).map(|found| at + found) {
        let is_wide_mark = text[open..].starts_with('［');
        at = open + if is_wide_mark { '［'.len_utf8() } else { 1 };
        if !text[at..].starts_with('^') {
            continue;
        }
        at += 1;
        let Some(label) = text[at..].find([']', '］']).map(|end| &text[at..at + end]) else {
            return;
        };
        let is_label = !label.is_empty()
            && label.chars().count() <= MOST
            && !label.contains(char::is_whitespace)
            && !label.contains(['[', '［']);
        let close = at + label.len();
        let is_wide_mark = is_wide_mark || text[close..].starts_with('］');
        let end = close + text[close..].chars().next().map_or(0, char::len_utf8);
        let range = start + open..start + end;
        if !is_label || block.is_opaque(&range) || source[..range.start].ends_with('\\') {
            continue;
        }
        let mark = &text[open..end];
        let right_mark = format!("[^{label}]");
        let rest = &text[end..];
        let after = rest.trim_start_matches([':', '：']);
        let has_colon = open == 0 && after.len() < rest.len();
        if has_colon && (is_wide_mark || rest.starts_with('：')) {
            let after = after.trim_start();
            let blank = rest.len() - after.len();
            let right = format!("{right_mark}: {after}");
            let slip = wide(mark, &short(&right), range.clone());
            slips.push(match is_wide_mark {
                true => slip.edit(range.start..range.end + blank, &format!("{right_mark}: ")),
                false => slip.edit(range.end..range.end + blank, ": "),
            });
        } else if is_wide_text(source, label).is_some_and(|is_wide| is_wide || is_wide_mark) {
            if is_wide_mark {
                let slip = wide(mark, &right_mark, range.clone());
                slips.push(slip.edit(range, &right_mark));
            }
        } else {
            let remedy = words(
                format!("请另起一段，写“{mark}: 注释的内容”；不是脚注的，写成“\\{mark}”。"),
                format!(
                    "Write `{mark}: the note` as a paragraph of its own, or `\\{mark}` if it is no footnote."
                ),
            );
            let fault = words(
                "没有对应的注释，网页会照原样显示",
                "has no text, so the page shows it as typed",
            );
            let message = Message::FootnoteText {
                value: mark.into(),
                fault: fault.into(),
                remedy: remedy.into(),
            };
            slips.push(Slip::new(message, range));
        }
    }
}
