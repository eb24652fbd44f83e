//! Takes the parser's events; gives the runs of marks in every text, with the characters next to
//! them. This file must not know which runs are paired.

use super::super::edits::{Spanned, is_edge, is_emphasis, is_inline};
use super::flank::{Flank, Sides, is_chinese};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// A part of a run: the index of its event, and its place.
pub(super) struct Piece {
    pub(super) event: usize,
    pub(super) range: Range<usize>,
}

/// A run of the same mark, such as `**`.
pub(super) struct Run {
    pub(super) sides: Sides,
    pub(super) range: Range<usize>,
    pub(super) pieces: Vec<Piece>,
    /// How many of its characters the parser has read as emphasis.
    pub(super) parsed: usize,
    /// The nearest character on each side, in the same line, that is not white space. If there is
    /// none, it is a space or `\n`.
    pub(super) ink: (char, char),
    pub(super) flank: Flank,
    /// Whether the run is literal, such as a star in a masked number.
    pub(super) is_literal: bool,
    /// How many of its characters have no partner yet.
    pub(super) left: usize,
    /// The emphases that end at this run: for each, the length of its mark, and the place of the
    /// whole emphasis.
    pub(super) closes: Vec<(usize, Range<usize>)>,
    /// The emphases that begin at this run, described in the same way.
    pub(super) opens: Vec<(usize, Range<usize>)>,
}

impl Run {
    fn new(mark: u8, piece: Piece, parsed: usize) -> Run {
        Run {
            sides: Sides {
                mark,
                length: 0,
                before: ' ',
                after: ' ',
            },
            range: piece.range.clone(),
            left: piece.range.len(),
            pieces: vec![piece],
            parsed,
            ink: (' ', ' '),
            flank: Flank::default(),
            is_literal: false,
            closes: Vec::new(),
            opens: Vec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.range.len()
    }

    /// Whether CommonMark's conditions may misread this run. That is so for a single `~`, for a run
    /// next to a digit, for a run between a capital letter and another letter, and for a run whose
    /// nearest character on a side, spaces aside, is Chinese.
    pub(super) fn needs_help(&self) -> bool {
        is_chinese(self.ink.0)
            || is_chinese(self.ink.1)
            || self.sides.mark == b'~' && self.len() == 1
            || self.sides.before.is_ascii_digit()
            || self.sides.after.is_ascii_digit()
            || self.sides.before.is_ascii_uppercase() && self.sides.after.is_ascii_alphabetic()
    }

    /// Whether another run has the same mark and length.
    pub(super) fn is_like(&self, other: &Run) -> bool {
        self.sides.mark == other.sides.mark && self.len() == other.len()
    }

    pub(super) fn reset(&mut self) {
        self.left = self.len();
        self.closes.clear();
        self.opens.clear();
    }
}

/// The runs of every text that has any. A text is the content of one block, such as a paragraph, a
/// heading or a cell, or of one link.
pub(super) fn texts(source: &str, events: &[Spanned<'_>]) -> Vec<Vec<Run>> {
    let mut done = Vec::new();
    let mut open: Vec<Vec<Run>> = vec![Vec::new()];
    let mut is_code = false;
    for (i, (event, range)) in events.iter().enumerate() {
        let Some(top) = open.last_mut() else { break };
        match event {
            Event::Start(tag) if is_emphasis(tag) => {
                let end = range.start + width(source, tag.to_end(), range.start);
                add(source, top, i, range.start..end, true);
            }
            Event::End(end @ (TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)) => {
                let start = range.end - width(source, *end, range.start);
                add(source, top, i, start..range.end, true);
            }
            Event::Text(text) if !is_code && source.get(range.clone()) == Some(&**text) => {
                in_text(source, top, i, range);
            }
            Event::Start(tag) => {
                is_code = matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock);
                if !is_inline(tag) {
                    done.push(std::mem::take(top));
                }
                open.push(Vec::new());
            }
            Event::End(_) => {
                is_code = false;
                done.extend(open.pop());
            }
            _ => {}
        }
    }
    done.append(&mut open);
    done.retain(|text| !text.is_empty());
    for run in done.iter_mut().flatten() {
        look_around(source, events, run);
    }
    done
}

/// The number of characters that the parser has read as a mark.
fn width(source: &str, end: TagEnd, at: usize) -> usize {
    match end {
        TagEnd::Emphasis => 1,
        TagEnd::Strikethrough if !source[at..].starts_with("~~") => 1,
        _ => 2,
    }
}

fn add(source: &str, text: &mut Vec<Run>, event: usize, range: Range<usize>, is_parsed: bool) {
    let mark = source.as_bytes()[range.start];
    let parsed = if is_parsed { range.len() } else { 0 };
    match text.last_mut() {
        Some(run) if run.sides.mark == mark && run.range.end == range.start => {
            run.range.end = range.end;
            run.left = run.range.len();
            run.parsed += parsed;
            run.pieces.push(Piece { event, range });
        }
        _ => text.push(Run::new(mark, Piece { event, range }, parsed)),
    }
}

/// Adds the runs of a piece of text.
fn in_text(source: &str, text: &mut Vec<Run>, event: usize, range: &Range<usize>) {
    let bytes = source.as_bytes();
    let mut at = range.start;
    let backslashes = bytes[..at].iter().rev().take_while(|b| **b == b'\\');
    if backslashes.count() % 2 == 1 {
        at += source[at..].chars().next().map_or(0, char::len_utf8);
    }
    while let Some(found) = bytes
        .get(at..range.end)
        .and_then(|rest| rest.iter().position(|b| matches!(b, b'*' | b'_' | b'~')))
    {
        let start = at + found;
        let same = bytes[start..range.end].iter();
        at = start + same.take_while(|b| **b == bytes[start]).count();
        add(source, text, event, start..at, false);
    }
}

/// Finds the characters next to a run, and whether emphasis may begin or end there.
fn look_around(source: &str, events: &[Spanned<'_>], run: &mut Run) {
    run.sides.length = run.len();
    let (Some(first), Some(last)) = (run.pieces.first(), run.pieces.last()) else {
        return;
    };
    let begins = match &events[first.event] {
        (Event::End(_), _) => false,
        (_, range) => range.start == run.range.start,
    };
    let ends = match &events[last.event] {
        (Event::Start(_), _) => false,
        (_, range) => range.end == run.range.end,
    };
    let previous = first.event.checked_sub(1).and_then(|i| events.get(i));
    if !(begins && previous.is_none_or(|(e, _)| is_edge(e))) {
        let text = &source[..run.range.start];
        run.sides.before = text.chars().next_back().unwrap_or(' ');
        run.ink.0 = ink(text.chars().rev());
    }
    let next = events.get(last.event + 1);
    if !(ends && next.is_none_or(|(e, _)| is_edge(e))) {
        let text = &source[run.range.end..];
        run.sides.after = text.chars().next().unwrap_or(' ');
        run.ink.1 = ink(text.chars());
    }
}

/// The first character that is not white space, or the end of the line (`\n`) if this comes first;
/// a space if the source ends before both.
fn ink(mut chars: impl Iterator<Item = char>) -> char {
    chars
        .find(|c| *c == '\n' || !c.is_whitespace())
        .unwrap_or(' ')
}
