//! Takes the parser's events; gives them with the emphasis that authors of Chinese text meant, and
//! the marks that stay visible.
//!
//! In CommonMark, the characters around a mark decide whether it begins or ends emphasis. Chinese
//! has no spaces, so CommonMark sees no emphasis in `**重要：**请`. All marks of a text are
//! therefore paired again if one may be misread (`Run::needs_help`). The procedure is CommonMark's,
//! with other conditions. This module must not know pages or findings.

mod flank;
mod masks;
mod runs;

use super::edits::{Edits, Spanned};
use crate::fold::is_han;
use flank::{beside_chinese, commonmark, is_chinese};
pub(super) use masks::{Literal, Pair, Surname, surname};
use pulldown_cmark::{CowStr, Event, Tag};
use runs::{Run, texts};
use std::ops::Range;

/// Marks shown as typed although emphasis was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// Two marks with a space on at least one inner side, as in `** 重点 **`.
    Blanks(Range<usize>, Range<usize>),
    /// A mark without a partner.
    Alone(Range<usize>),
    /// A mark longer on one side, as in `**重点*`: the longer mark, and what is between the two.
    Uneven(Range<usize>, Range<usize>),
}

/// A text with more runs (rows of equal marks) stays as parsed, because the work grows with the
/// square of their number.
const MOST: usize = 2000;

/// Pairs the marks of emphasis again in each text in which one may be misread.
pub(super) fn pair<'e>(
    source: &'e str,
    events: Vec<Spanned<'e>>,
) -> (Vec<Spanned<'e>>, Vec<Unread>) {
    let mut unread = Vec::new();
    if memchr::memchr3(b'*', b'_', b'~', source.as_bytes()).is_none() {
        return (events, unread);
    }
    let mut edits = Edits::default();
    for mut text in texts(source, &events) {
        if text.len() > MOST || !text.iter().any(Run::needs_help) {
            continue;
        }
        if again(source, &mut text, &mut unread) {
            write(source, &events, &text, &mut edits);
        }
    }
    (edits.apply(events), unread)
}

/// Pairs all marks again under the conditions of CommonMark.
#[cfg(test)]
pub(super) fn pair_all<'e>(source: &'e str, events: Vec<Spanned<'e>>) -> Vec<Spanned<'e>> {
    let mut edits = Edits::default();
    for mut text in texts(source, &events) {
        for run in &mut text {
            run.flank = commonmark(run.sides);
        }
        resolve(source, &mut text);
        write(source, &events, &text, &mut edits);
    }
    edits.apply(events)
}

/// Pairs the runs of a text again; returns whether the result is to replace that of the parser.
fn again(source: &str, text: &mut [Run], unread: &mut Vec<Unread>) -> bool {
    for run in text.iter_mut() {
        run.is_literal = masks::is_literal(source, run);
        run.flank = beside_chinese(run.sides);
    }
    let blanks = inner_blanks(source, text);
    for (open, close) in &blanks {
        let places = (text[*open].range.clone(), text[*close].range.clone());
        unread.push(Unread::Blanks(places.0, places.1));
        text[*open].is_literal = true;
        text[*close].is_literal = true;
    }
    resolve(source, text);
    // a single mark without a partner may refer to a note; all runs of this mark and length then
    // follow CommonMark's conditions
    let alone: Vec<usize> = (0..text.len())
        .filter(|i| text[*i].len() == 1 && is_left(&text[*i]))
        .collect();
    for i in &alone {
        for j in 0..text.len() {
            if text[j].is_like(&text[*i]) {
                text[j].flank = commonmark(text[j].sides);
            }
        }
    }
    if !alone.is_empty() {
        text.iter_mut().for_each(Run::reset);
        resolve(source, text);
    }
    for run in text.iter_mut() {
        let is_name = run.sides.mark != b'~' && !run.flank.opens && run.left == run.len();
        run.is_literal |= is_name && surname(&source[..run.range.start]) != Surname::No;
    }
    let left = |run: &&Run| !run.is_literal;
    let ours: usize = text.iter().filter(left).map(|r| r.left).sum();
    let theirs: usize = text.iter().filter(left).map(|r| r.len() - r.parsed).sum();
    // the parser may have paired marks with spaces wrongly, and masks must stay visible
    let has_lost_mask = text.iter().any(|run| run.is_literal && run.parsed > 0);
    let is_better = ours <= theirs || !blanks.is_empty() || has_lost_mask;
    for run in text.iter() {
        let is_whole = if is_better {
            run.left == run.len()
        } else {
            run.parsed == 0
        };
        if is_whole && masks::is_meant(source, run) {
            unread.push(Unread::Alone(run.range.clone()));
        }
        if is_better {
            unread.extend(uneven(source, run));
        }
    }
    is_better
}

/// A run of which one part is emphasis and the other part stays visible; `None` for any other run.
fn uneven(source: &str, run: &Run) -> Option<Unread> {
    let is_mark = run.sides.mark != b'~' && !run.is_literal;
    if !is_mark || run.left == 0 || run.left == run.len() || run.len() > 3 {
        return None;
    }
    let inner = match (run.opens.as_slice(), run.closes.as_slice()) {
        ([(length, whole)], []) => run.range.end..whole.end - length,
        ([], [(length, whole)]) => whole.start + length..run.range.start,
        _ => return None,
    };
    let is_text = source.get(inner.clone())?.chars().filter(|c| is_han(*c));
    (is_text.count() >= 2).then(|| Unread::Uneven(run.range.clone(), inner))
}

fn is_left(run: &Run) -> bool {
    !run.is_literal && run.left == run.len() && (run.flank.opens || run.flank.closes)
}

/// The pairs of marks with a space on at least one of their inner sides.
fn inner_blanks(source: &str, text: &[Run]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (mark, length) in [(b'*', 2), (b'_', 2), (b'~', 2), (b'*', 3)] {
        let like: Vec<usize> = (0..text.len())
            .filter(|i| {
                let run = &text[*i];
                run.sides.mark == mark && run.len() == length && !run.is_literal
            })
            .collect();
        let blank = |c: char| c.is_whitespace();
        // if the number of such marks is odd, only spaces on both inner sides show which two are a
        // pair
        let is_even = like.len().is_multiple_of(2);
        let mut at = 0;
        while let Some(pair) = like.get(at..at + 2) {
            let is_pair =
                is_even || blank(text[pair[0]].sides.after) && blank(text[pair[1]].sides.before);
            at += if is_pair { 2 } else { 1 };
            if !is_pair {
                continue;
            }
            let (open, close) = (&text[pair[0]], &text[pair[1]]);
            let inner = &source[open.range.end..close.range.start];
            let is_blank =
                inner.starts_with(char::is_whitespace) || inner.ends_with(char::is_whitespace);
            // the marks may mask two names: 阿卜** 买提**
            let may_be_masks = open.sides.before.is_alphanumeric()
                && blank(open.sides.after)
                && !close.sides.after.is_alphanumeric();
            if is_blank
                && !may_be_masks
                && !inner.trim().is_empty()
                && !inner.contains('\n')
                && inner.chars().any(is_chinese)
                && masks::is_meant(source, open)
            {
                found.push((pair[0], pair[1]));
            }
        }
    }
    found
}

/// CommonMark's procedure: a run ends the emphasis that the nearest earlier run of this mark may
/// begin. Marks in between have no partner.
fn resolve(source: &str, text: &mut [Run]) {
    let mut open: Vec<usize> = Vec::new();
    for i in 0..text.len() {
        if text[i].is_literal {
            continue;
        }
        while text[i].flank.closes && text[i].left > 0 {
            let Some(at) = partner(source, text, &open, i) else {
                break;
            };
            let j = open[at];
            open.truncate(at + 1);
            let length = if text[i].left >= 2 && text[j].left >= 2 {
                2
            } else {
                1
            };
            let whole = text[j].range.start..text[i].range.end;
            text[i].left -= length;
            text[j].left -= length;
            text[i].closes.push((length, whole.clone()));
            text[j].opens.push((length, whole));
            if text[j].left == 0 {
                open.pop();
            }
        }
        if text[i].flank.opens && text[i].left > 0 && !text[i].is_literal {
            open.push(i);
        }
    }
}

/// The index in `open` of the run whose emphasis the run at `i` ends; `None` if there is no such
/// run. If the nearest possible run shows that the run at `i` is literal, records this and gives
/// `None`.
fn partner(source: &str, text: &mut [Run], open: &[usize], i: usize) -> Option<usize> {
    for at in (0..open.len()).rev() {
        let (begin, end) = (&text[open[at]], &text[i]);
        if begin.sides.mark != end.sides.mark || begin.is_literal || !fits(begin, end) {
            continue;
        }
        let pair = Pair {
            mark: begin.sides.mark,
            length: begin.len(),
            before: &source[..begin.range.start],
            inner: &source[begin.range.end..end.range.start],
            after: &source[end.range.end..],
        };
        let literal = pair.literal();
        if literal == Literal::Neither {
            return Some(at);
        }
        text[open[at]].is_literal |= literal == Literal::Both;
        text[i].is_literal = true;
        return None;
    }
    None
}

/// Whether the lengths of two runs allow a pair.
fn fits(begin: &Run, end: &Run) -> bool {
    let (a, b) = (begin.len(), end.len());
    if begin.sides.mark == b'~' {
        return a == b;
    }
    let is_ambiguous = begin.flank.closes || end.flank.opens;
    !is_ambiguous || (a + b) % 3 != 0 || a % 3 == 0 && b % 3 == 0
}

/// Replaces the events of a text according to the pairs.
fn write<'e>(source: &'e str, events: &[Spanned<'e>], text: &[Run], edits: &mut Edits<'e>) {
    let mut pieces = text
        .iter()
        .flat_map(|run| run.pieces.iter().enumerate().map(move |(n, p)| (run, n, p)))
        .peekable();
    while let Some((run, n, piece)) = pieces.next() {
        let index = piece.event;
        edits.remove(index);
        let (event, whole) = &events[index];
        if !matches!(event, Event::Text(_)) {
            if n == 0 {
                write_run(source, run, index, edits);
            }
            continue;
        }
        let mut at = whole.start;
        let mut current = Some((run, n, piece));
        while let Some((run, n, piece)) = current {
            write_text(source, at..piece.range.start, index, edits);
            at = piece.range.end;
            if n == 0 {
                write_run(source, run, index, edits);
            }
            current = pieces.next_if(|(_, _, p)| p.event == index);
        }
        write_text(source, at..whole.end, index, edits);
    }
}

fn write_text<'e>(source: &'e str, range: Range<usize>, index: usize, edits: &mut Edits<'e>) {
    if !range.is_empty() {
        let text = CowStr::Borrowed(&source[range.clone()]);
        edits.push(index, Event::Text(text), range);
    }
}

/// Writes a run: the ends of emphasis, its characters without a partner, the beginnings of
/// emphasis.
fn write_run<'e>(source: &'e str, run: &Run, index: usize, edits: &mut Edits<'e>) {
    let tag = |length: usize| match (run.sides.mark, length) {
        (b'~', _) => Tag::Strikethrough,
        (_, 2) => Tag::Strong,
        _ => Tag::Emphasis,
    };
    let length = |ends: &[(usize, Range<usize>)]| ends.iter().map(|(n, _)| n).sum::<usize>();
    for (length, whole) in &run.closes {
        edits.push(index, Event::End(tag(*length).to_end()), whole.clone());
    }
    let left = run.range.start + length(&run.closes)..run.range.end - length(&run.opens);
    write_text(source, left, index, edits);
    for (length, whole) in run.opens.iter().rev() {
        edits.push(index, Event::Start(tag(*length)), whole.clone());
    }
}

#[cfg(test)]
mod tests;
