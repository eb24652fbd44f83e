//! Takes the lines of a paragraph; gives mistyped Markdown (*slips*) in headings, lists, quotations
//! and emphasis. This file must not know tables or links.

use super::super::emphasis::{Literal, Pair, Surname, surname};
use super::block::{Block, Stand, bare, short};
use super::slip::{Slip, as_meant};
use super::tables::is_symbol;
use crate::diag::{Message, words};
use crate::fold::is_han;
use std::ops::Range;

/// The kind of line that was meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heading,
    /// An item, with the sign at its beginning.
    Item(char),
    Number,
    Quotation,
}

/// A line, with the Markdown mark that its author meant.
struct Marked<'s> {
    kind: Kind,
    mark: String,
    words: &'s str,
}

/// Punctuation at the beginning of a phrase.
const OPENING: &str = "“‘（《〈「『【〔〖";

/// Spaces that Markdown does not accept after a list mark.
const WIDE_BLANKS: [char; 2] = ['\u{3000}', '\u{a0}'];

fn begins_phrase(text: &str) -> bool {
    text.trim_start_matches(['*', '_', '~', '['])
        .chars()
        .next()
        .is_some_and(|c| is_han(c) || OPENING.contains(c))
}

/// Takes a line that the parser reads as text; gives it with the Markdown mark for which its first
/// characters may stand. `None` if there is no such mark.
fn marked(line: &str) -> Option<Marked<'_>> {
    let text = bare(line);
    let first = text.chars().next()?;
    let after = |c: char| text.trim_start_matches(c);
    let made = |kind, mark: &str, words| {
        let words = bare(words);
        (!words.is_empty()).then(|| Marked {
            kind,
            mark: mark.to_owned(),
            words,
        })
    };
    match first {
        '#' | '＃' => heading(text),
        '－' | '﹣' => {
            let words = bare(after(first));
            let is_one = text.chars().nth(1) != Some(first);
            let is_number = words.starts_with(|c: char| c.is_numeric());
            made(Kind::Item(first), "- ", words).filter(|_| is_one && !is_number)
        }
        '-' | '*' | '+' => {
            let words = text[1..].trim_start_matches(WIDE_BLANKS);
            let is_emphasis = first == '*' && words.contains('*');
            made(Kind::Item(first), "- ", words).filter(|_| begins_phrase(words) && !is_emphasis)
        }
        '＋' | '＊' => {
            let words = &text[first.len_utf8()..];
            made(Kind::Item(first), "- ", words).filter(|_| words.starts_with(char::is_whitespace))
        }
        '—' | '–' => {
            let words = after(first);
            let is_one = text.chars().nth(1) != Some(first);
            made(Kind::Item(first), "- ", words).filter(|_| is_one && begins_phrase(bare(words)))
        }
        c if is_symbol(c) => made(Kind::Item(first), "- ", after(first)),
        '•' | '●' | '▪' | '■' | '◆' | '○' | '◦' | '·' | '∙' | '◇' | '➢' | '➤' | '►' | '▶' | '❖' => {
            made(Kind::Item(first), "- ", after(first))
        }
        '》' | '＞' | '〉' => {
            let words = after(first);
            let is_title = |open, close| words.matches(open).count() < words.matches(close).count();
            let is_sign = first == '＞' && is_comparison(words);
            let is_mark = !(is_title('《', '》') || is_title('〈', '〉') || is_sign);
            made(Kind::Quotation, "> ", words).filter(|_| is_mark)
        }
        '0'..='9' => {
            let words = text.trim_start_matches(|c: char| c.is_ascii_digit());
            let number = &text[..text.len() - words.len()];
            let words = words.strip_prefix(['.', '。'])?;
            let words = words.trim_start_matches(WIDE_BLANKS);
            made(Kind::Number, &format!("{number}. "), words)
                .filter(|_| number.len() < 4 && begins_phrase(words))
        }
        _ => None,
    }
}

/// The number of levels of headings in Markdown.
const MOST_LEVELS: usize = 6;

/// The slip for a heading with marks directly after a Han character: `## 一、总则##`.
pub(super) fn closed(source: &str, range: &Range<usize>) -> Option<Slip> {
    let line = source.get(range.clone())?.trim_end();
    let words = line.trim_end_matches(['#', '＃']);
    let is_closed = line.starts_with('#') && words.len() < line.len() && words.ends_with(is_han);
    is_closed.then(|| {
        let message = Message::HeadingMark {
            value: short(line).into(),
            right: short(words).into(),
        };
        let end = range.start + line.len();
        Slip::new(message, range.start..end).edit(range.start + words.len()..end, "")
    })
}

fn heading(text: &str) -> Option<Marked<'_>> {
    let is_mark = |c: char| matches!(c, '#' | '＃');
    let rest = text.trim_start_matches(is_mark);
    let level = text.chars().take_while(|c| is_mark(*c)).count();
    let words = bare(rest).trim_end_matches(is_mark);
    // #话题# and #1教学楼 are not headings
    let is_other = level == 1 && (rest.contains(is_mark) || !begins_phrase(bare(rest)));
    (!bare(words).is_empty() && !is_other).then(|| Marked {
        kind: Kind::Heading,
        mark: "#".repeat(level.min(MOST_LEVELS)) + " ",
        words: bare(words),
    })
}

/// Finds the marks at the beginnings of the lines of a paragraph.
pub(super) fn lines(
    source: &str,
    blocks: &[Block],
    at: usize,
    taken: &mut [bool],
    slips: &mut Vec<Slip>,
) {
    let block = &blocks[at];
    if (0..block.lines.len()).all(|i| marked(block.text(source, i)).is_none()) {
        return;
    }
    let marks: Vec<Option<Marked<'_>>> = (0..block.lines.len())
        .map(|i| {
            let start = block.lines[i].range.start;
            let is_escaped = source[..start].ends_with('\\');
            (!taken[i] && !is_escaped)
                .then(|| marked(block.text(source, i)))
                .flatten()
        })
        .collect();
    let mut i = 0;
    while i < marks.len() {
        let Some(mark) = &marks[i] else {
            i += 1;
            continue;
        };
        let count = marks[i..]
            .iter()
            .take_while(|m| m.as_ref().is_some_and(|m| m.kind == mark.kind))
            .count();
        let run = i..i + count;
        if is_meant(source, blocks, at, &run, mark) {
            taken[run.clone()].fill(true);
            for k in run.clone() {
                if let Some(mark) = &marks[k] {
                    slips.push(slip(source, block, &run, k, mark));
                }
            }
        }
        i += count;
    }
}

/// Whether lines with the same kind of mark were meant as Markdown.
fn is_meant(
    source: &str,
    blocks: &[Block],
    at: usize,
    run: &Range<usize>,
    mark: &Marked<'_>,
) -> bool {
    let block = &blocks[at];
    let is_alone = block.stand == Stand::Alone;
    let is_lazy = |i: usize| {
        let line = &block.lines[i];
        block.stand == Stand::Item && i > 0 && line.begin == line.range.start
    };
    if !is_alone && !run.clone().all(is_lazy) {
        return false;
    }
    match mark.kind {
        Kind::Heading => is_alone,
        Kind::Quotation => is_alone && run.start == 0,
        Kind::Item('-' | '－' | '﹣') => true,
        Kind::Item(c) if is_symbol(c) => true,
        Kind::Item(c) => run.len() > 1 || is_before_tab(block.text(source, run.start), c),
        Kind::Number => {
            let is_short = |text: &str| {
                let words = text.trim_start_matches(|c: char| c.is_ascii_digit());
                let words = words.trim_start_matches('。').trim_end_matches('。');
                text.chars().count() <= 60 && !words.contains('。')
            };
            if block.lines.len() > 1 {
                (run.len() > 1 || !is_alone) && run.clone().all(|i| is_short(block.text(source, i)))
            } else {
                is_single_item(source, blocks, at)
            }
        }
    }
}

/// Whether a tab follows an item's sign, as in text from Word.
fn is_before_tab(line: &str, sign: char) -> bool {
    bare(line)
        .strip_prefix(sign)
        .is_some_and(|rest| rest.starts_with('\t'))
}

/// Whether a text after `>` continues a comparison: `>60分`, `>=5%`. Before a list number, or
/// before four digits and 年 (year), the sign begins a quotation.
fn is_comparison(text: &str) -> bool {
    if text.starts_with(['=', '＝']) {
        return true;
    }
    let text = text.trim_start_matches(['-', '－', '±', '￥', '¥', '$']);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let digits = text[..text.len() - rest.len()].chars().count();
    let is_decimal = rest.starts_with('.') && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    digits > 0
        && (is_decimal || !rest.starts_with(['.', '．', '、', '）', ')']))
        && !(digits == 4 && rest.starts_with('年'))
}

/// The slip for a quotation in which every `>` at the beginning of a line is a greater-than sign.
/// `depth` counts the blocks around it.
pub(super) fn greater(source: &str, range: &Range<usize>, depth: usize) -> Option<Slip> {
    let text = source.get(range.clone())?.trim_end();
    let mut places = Vec::new();
    let mut at = range.start;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        if let Some(rest) = words.strip_prefix('>') {
            if !is_comparison(rest) {
                return None;
            }
            places.push(at + line.len() - words.len());
        }
        at += line.len();
    }
    let first = *places.first()?;
    let line = text.lines().next()?;
    let is_crlf = text.contains("\r\n")
        || source[..range.start]
            .trim_end_matches([' ', '\t'])
            .ends_with("\r\n");
    let end = if is_crlf { "\r\n" } else { "\n" };
    let message = Message::GreaterThanSign {
        value: short(line).into(),
        right: short(&format!("\\{line}")).into(),
    };
    let mut slip = Slip::new(message, first..first + 1);
    for at in places {
        let above = source[..at].trim_end_matches([' ', '\t']);
        let above = above.strip_suffix('\n').unwrap_or(above);
        let is_apart = above.is_empty()
            || above.ends_with(['\n', '\r']) && above.trim_end_matches('\r').ends_with('\n');
        let by = match depth == 0 && !is_apart {
            true => format!("{end}\\"),
            false => "\\".to_owned(),
        };
        slip = slip.edit(at..at, &by);
    }
    Some(slip)
}

/// Whether a numbered paragraph of one line was meant as an item. Such a paragraph is short, does
/// not end like a sentence or a clause, and is the last block or next to another such paragraph. In
/// official documents, `1.加强领导` above a text is a heading, and a numbered sentence is a
/// paragraph.
fn is_single_item(source: &str, blocks: &[Block], at: usize) -> bool {
    let is_item = |i: Option<usize>| {
        let Some(block) = i.and_then(|i| blocks.get(i)) else {
            return false;
        };
        let text = bare(block.text(source, 0));
        block.stand == Stand::Alone
            && block.lines.len() == 1
            && text.chars().count() <= 30
            && !text.ends_with(['。', '；', '：', '，', ';', '、'])
            && marked(text).is_some_and(|m| m.kind == Kind::Number)
    };
    is_item(Some(at))
        && (at + 1 == blocks.len() || is_item(at.checked_sub(1)) || is_item(Some(at + 1)))
}

fn slip(source: &str, block: &Block, run: &Range<usize>, i: usize, mark: &Marked<'_>) -> Slip {
    let line = &block.lines[i];
    let text = block.text(source, i);
    let right = format!("{}{}", mark.mark, mark.words);
    let (value, right) = (short(text).into(), short(&right).into());
    let message = match mark.kind {
        Kind::Heading => Message::HeadingMark { value, right },
        Kind::Quotation => Message::QuotationMark { value, right },
        _ => Message::ListMark { value, right },
    };
    let words = text.find(mark.words).unwrap_or_default();
    let is_apart = block.stand == Stand::Alone;
    let is_list = matches!(mark.kind, Kind::Item(_) | Kind::Number);
    let end = block.line_end(source);
    let begins = is_apart && is_list && i == run.start && i > 0;
    let (from, before) = if begins {
        (line.begin, end)
    } else {
        (line.range.start, "")
    };
    let by = format!("{before}{}", mark.mark);
    let mut slip = Slip::new(message, line.range.clone()).edit(from..line.range.start + words, &by);
    if mark.kind == Kind::Heading {
        slip = slip.edit(
            line.range.start + words + mark.words.len()..line.range.end,
            "",
        );
    }
    if is_apart
        && (is_list || mark.kind == Kind::Quotation)
        && i + 1 == run.end
        && let Some(next) = block.lines.get(i + 1)
    {
        slip = slip.edit(next.begin..next.range.start, end);
    }
    slip
}

/// Full-width marks, with the Markdown marks that they mean.
const WIDE: [(&str, &str); 4] = [("＊＊", "**"), ("～～", "~~"), ("＿＿", "__"), ("＊", "*")];

/// Finds emphasis with full-width marks, on one side or on both, in a line.
pub(super) fn emphasis(source: &str, block: &Block, i: usize, slips: &mut Vec<Slip>) {
    let text = block.text(source, i);
    let Some(start) = block.lines.get(i).map(|line| line.range.start) else {
        return;
    };
    for (wide, mark) in WIDE {
        if !text.contains(wide) {
            continue;
        }
        let find = |sign: &str| -> Vec<Range<usize>> {
            let found = text.match_indices(sign);
            found.map(|(at, m)| at..at + m.len()).collect()
        };
        let mut marks = find(wide);
        if marks.len() % 2 == 1 {
            marks.extend(find(mark));
            marks.sort_by_key(|m| m.start);
        }
        let sign = wide.chars().next();
        let is_run = |m: &Range<usize>| {
            let sign = |c: Option<char>| c == sign || c == mark.chars().next();
            sign(text[..m.start].chars().next_back()) || sign(text[m.end..].chars().next())
        };
        if marks.len() % 2 == 1 || marks.iter().any(is_run) {
            continue;
        }
        for pair in marks.chunks_exact(2) {
            let (open, close) = (&pair[0], &pair[1]);
            let inner = &text[open.end..close.start];
            let is_wide =
                text[open.clone()].starts_with(wide) || text[close.clone()].starts_with(wide);
            let pair = Pair {
                mark: mark.as_bytes()[0],
                length: mark.len(),
                before: &text[..open.start],
                inner,
                after: &text[close.end..],
            };
            let is_mask = is_mask(&pair) || wide == "＊" && marks.len() != 2;
            let whole = start + open.start..start + close.end;
            if !is_wide || bare(inner).is_empty() || is_mask || block.is_opaque(&whole) {
                continue;
            }
            let right = format!("{mark}{}{mark}", bare(inner));
            let remedy = words(format!("请写成“{right}”。"), format!("Write `{right}`."));
            let message = Message::EmphasisMark {
                value: short(&text[open.start..close.end]).into(),
                fault: as_meant().into(),
                remedy: remedy.into(),
            };
            let blank = |text: &str, rest: &str| text.len() - rest.len();
            let from = open.end + blank(inner, inner.trim_start());
            let to = close.start - blank(inner, inner.trim_end());
            slips.push(
                Slip::new(message, whole)
                    .edit(start + open.start..start + from, mark)
                    .edit(start + to..start + close.end, mark),
            );
        }
    }
}

/// Whether two full-width marks mask characters or refer to a note.
fn is_mask(pair: &Pair<'_>) -> bool {
    let Pair {
        before,
        inner,
        after,
        length,
        ..
    } = *pair;
    let last = before.chars().next_back();
    let is_plain = |c: char| is_han(c) || c.is_ascii_alphanumeric();
    let is_single = length == 1
        && (inner.chars().filter(|c| is_han(*c)).count() < 2
            || !inner.chars().all(is_plain)
            || last.is_some_and(|c| c.is_alphanumeric() && !is_han(c))
            || surname(before) != Surname::No);
    let is_after_word = last.is_some_and(char::is_alphanumeric)
        && inner.starts_with(char::is_whitespace)
        && !after.starts_with(char::is_alphanumeric);
    let is_name = |text: &str| {
        let is_number = text.chars().next_back().is_some_and(char::is_numeric);
        is_number || surname(text) != Surname::No
    };
    is_single
        || is_after_word
        || inner.starts_with(['、', '，', '。', '；', '：', '）'])
        || is_name(before) && is_name(inner)
        || pair.literal() != Literal::Neither
}
