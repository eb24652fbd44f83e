//! Takes a body with its events; gives its slips (writing mistakes). Examples are marks that the
//! page would show as typed, line breaks that it would not show, and numbers that it would change.
//!
//! Most slips have a finding and, if only one meaning is possible, a repair. The page is made from
//! the repaired text, even before anybody repairs the file. This module must not know pages, other
//! documents or where links lead.

mod block;
mod joined;
mod links;
mod marks;
mod notes;
mod numbers;
mod slip;
mod tables;

use super::edits::{Spanned, has_any};
use super::emphasis::Unread;
use crate::diag::{Message, words};
use crate::fold::is_han;
use block::{Block, Stand, bare, blocks, line_begin, short};
pub(super) use notes::is_note;
use pulldown_cmark::{CodeBlockKind, Event, Tag};
pub(super) use slip::{Origin, Slip, repaired};
use std::ops::Range;

/// The slips of a body. A body in ASCII alone is not examined.
pub(super) fn look(source: &str, events: &[Spanned<'_>], unread: &[Unread]) -> Vec<Slip> {
    let mut slips = Vec::new();
    if source.is_ascii() {
        return slips;
    }
    let signs = Signs {
        has_brackets: has_any(source, &["]", "］", "】", "）("]),
        has_schemes: has_any(source, &["：//"]),
        has_wide_marks: has_any(source, &["＊", "～～", "＿＿"]),
        has_notes: has_any(source, &["[^", "［^"]),
    };
    let pasted = tables_in_code(source, events, &mut slips);
    notes::definitions(source, events, &mut slips);
    let blocks = blocks(source, events);
    let mut after = 0;
    for (i, block) in blocks.iter().enumerate() {
        if i < after {
            continue;
        }
        if let Some((slip, count)) = tables::apart(source, &blocks, i) {
            slips.push(slip);
            after = i + count;
            continue;
        }
        let begin = block.lines.first().map_or(usize::MAX, |line| line.begin);
        if pasted.iter().any(|table| table.contains(&begin)) {
            continue;
        }
        if block.stand != Stand::Other {
            paragraph(source, &blocks, i, &signs, &mut slips);
        }
    }
    slips.extend(unread.iter().map(|unread| emphasis(source, unread)));
    let mut depth = 0usize;
    let mut columns = 0;
    for (i, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))
                if !pasted.iter().any(|table| table.contains(&range.start)) =>
            {
                slips.extend(indented(source, range, depth));
            }
            Event::Start(Tag::BlockQuote(_)) => {
                slips.extend(marks::greater(source, range, depth));
            }
            Event::Start(Tag::List(Some(first))) => {
                slips.extend(numbers::look(source, &events[i..], *first));
            }
            Event::Start(Tag::Table(alignments)) => columns = alignments.len(),
            Event::Start(Tag::Heading { .. }) => {
                slips.extend(underlined(source, range));
                slips.extend(marks::closed(source, range));
            }
            Event::Start(Tag::TableRow) => {
                let around = match depth {
                    1 => tables::Around::Nothing,
                    _ => tables::Around::Block,
                };
                slips.extend(tables::row(source, range, columns, around));
            }
            Event::Start(Tag::Link { .. }) => slips.extend(links::after_mark(source, events, i)),
            _ => {}
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    slips
}

/// Finds the tables whose first row was read as indented code; adds their slips to `slips`, and
/// gives their places.
fn tables_in_code(
    source: &str,
    events: &[Spanned<'_>],
    slips: &mut Vec<Slip>,
) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut depth = 0usize;
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) if depth == 0 => {
                if let Some((slip, table)) = tables::in_code(source, range) {
                    slips.push(slip);
                    found.push(table);
                }
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    found
}

/// Which signs of slips a body has. Most bodies have none, so their lines are not searched for such
/// slips.
struct Signs {
    has_brackets: bool,
    has_schemes: bool,
    has_wide_marks: bool,
    has_notes: bool,
}

fn paragraph(source: &str, blocks: &[Block], i: usize, signs: &Signs, slips: &mut Vec<Slip>) {
    let block = &blocks[i];
    let Some((first, last)) = block.lines.first().zip(block.lines.last()) else {
        return;
    };
    let text = &source[first.range.start..last.range.end];
    if text.is_ascii() {
        return;
    }
    let mut taken = vec![false; block.lines.len()];
    tables::look(source, block, &mut taken, slips);
    marks::lines(source, blocks, i, &mut taken, slips);
    joined::look(source, block, &taken, slips);
    for line in 0..block.lines.len() {
        if signs.has_brackets {
            links::look(source, block, line, slips);
        }
        if signs.has_schemes {
            links::schemes(source, block, line, slips);
        }
        if signs.has_notes {
            notes::look(source, block, line, slips);
        }
        if signs.has_wide_marks {
            marks::emphasis(source, block, line, slips);
        }
    }
}

/// The slip for marks of emphasis that stay visible.
fn emphasis(source: &str, unread: &Unread) -> Slip {
    match unread {
        Unread::Blanks(open, close) => {
            let inner = &source[open.end..close.start];
            let mark = &source[open.clone()];
            let right = format!("{mark}{}{mark}", bare(inner));
            let remedy = words(format!("请写成“{right}”。"), format!("Write `{right}`."));
            let before = inner.len() - inner.trim_start().len();
            let after = inner.len() - inner.trim_end().len();
            let message = Message::EmphasisMark {
                value: short(&source[open.start..close.end]).into(),
                fault: slip::as_meant().into(),
                remedy: remedy.into(),
            };
            Slip::new(message, open.start..close.end)
                .edit(open.end..open.end + before, "")
                .edit(close.start - after..close.start, "")
        }
        Unread::Uneven(mark, inner) => {
            let typed = &source[mark.clone()];
            let right = format!("{typed}{}{typed}", &source[inner.clone()]);
            // the other mark, which is shorter, on the other side of the words
            let shorter = |text: &str| text.len() - text.trim_start_matches(['*', '_']).len();
            let (whole, other) = match mark.end == inner.start {
                true => {
                    let end = inner.end + shorter(&source[inner.end..]);
                    (mark.start..end, inner.end..end)
                }
                false => {
                    let before: String = source[..inner.start].chars().rev().collect();
                    let start = inner.start - shorter(&before);
                    (start..mark.end, start..inner.start)
                }
            };
            let message = Message::EmphasisMark {
                value: short(&source[whole.clone()]).into(),
                fault: words(
                    "两边的符号不一样多，网页会照原样显示多出的符号",
                    "the marks on both sides differ in number, and the page shows the rest as typed",
                )
                .into(),
                remedy: words(format!("请写成“{right}”。"), format!("Write `{right}`.")).into(),
            };
            Slip::new(message, whole).edit(other, typed)
        }
        Unread::Alone(mark) => {
            let end = source[mark.end..]
                .find('\n')
                .map_or(source.len(), |i| mark.end + i);
            let mut shown = &source[mark.start..end];
            if shown.len() == mark.len() {
                let begin = line_begin(source, mark.start);
                shown = &source[begin..mark.end];
            }
            let (typed, escaped) = (
                &source[mark.clone()],
                "\\".to_owned() + &source[mark.clone()],
            );
            let remedy = words(
                format!(
                    "“{typed}”要成对写在文字两边，请补上另一半或者删去；确要显示符号的，写成“{escaped}”。"
                ),
                format!(
                    "`{typed}` stands on both sides of the words: add the other one or delete this \
                     one. To show the mark itself write `{escaped}`."
                ),
            );
            let message = Message::EmphasisMark {
                value: short(shown).into(),
                fault: words("网页会照原样显示", "the page shows them as typed").into(),
                remedy: remedy.into(),
            };
            Slip::new(message, mark.clone())
        }
    }
}

/// The slip for Chinese text that is indented like code; `None` if one of its lines has a sign of
/// program code.
fn indented(source: &str, range: &Range<usize>, depth: usize) -> Option<Slip> {
    let begin = line_begin(source, range.start);
    let text = source.get(begin..range.end)?;
    let is_code = |line: &str| {
        line.ends_with([';', '{', '}'])
            || [" = ", "==", "//", "</", "/>", "\": ", "();", "::", "$ "]
                .iter()
                .any(|sign| line.contains(sign))
    };
    if !text.chars().any(is_han) || text.lines().any(|line| is_code(line.trim())) {
        return None;
    }
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let message = Message::IndentedText {
        value: short(first).into(),
    };
    let blank = first.len() - first.trim_start().len();
    let mut slip = Slip::new(message, begin + blank..begin + first.trim_end().len());
    if depth > 0 {
        return Some(slip);
    }
    let end = if source[..begin].contains("\r\n") || text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut at = begin;
    let mut is_after_text = false;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '\t', '\u{3000}']);
        let is_text = !words.trim().is_empty();
        if is_text {
            let indent = at..at + line.len() - words.len();
            slip = slip.edit(indent, if is_after_text { end } else { "" });
        }
        is_after_text = is_text;
        at += line.len();
    }
    // without an empty line, the next lines would join
    let rest = &source[range.end..];
    if is_after_text
        && text.ends_with('\n')
        && !bare(rest.lines().next().unwrap_or_default()).is_empty()
    {
        slip = slip.edit(range.end..range.end, end);
    }
    Some(slip)
}

/// The slip for dashes or equals signs below a Chinese paragraph, which make it a heading.
fn underlined(source: &str, range: &Range<usize>) -> Option<Slip> {
    let text = source.get(range.clone())?.trim_end();
    let (above, below) = text.rsplit_once('\n')?;
    let dashes = below.trim();
    if text.trim_start().starts_with('#')
        || dashes.is_empty()
        || !dashes.bytes().all(|b| matches!(b, b'-' | b'='))
    {
        return None;
    }
    if !above.chars().any(is_han) {
        return None;
    }
    let typed = bare(above);
    let is_sentence = typed.contains(['\n', '。', '；', '！', '？', '，'])
        || typed.ends_with(['：', '”', '）'])
        || typed.chars().count() > 40;
    // people draw lines with both signs; Markdown draws a line only for dashes below an empty line
    let (rule, heading) = match dashes.starts_with('=') {
        false => (
            "要画分隔线的，请在“---”前面空一行",
            "For a line across the page leave an empty line above the dashes",
        ),
        true => (
            "要画分隔线的，请空一行，改写“---”",
            "For a line across the page leave an empty line and write `---`",
        ),
    };
    let (fault, remedy) = if is_sentence {
        (
            words("网页已按分隔线处理", "the page draws a line"),
            words(format!("{rule}。"), format!("{heading}.")),
        )
    } else {
        let right = short(typed);
        (
            words("网页也是标题", "so does the page"),
            words(
                format!("{rule}；要作标题的，请写成“## {right}”。"),
                format!("{heading}; for a heading write `## {right}`."),
            ),
        )
    };
    let message = Message::DashesAsHeading {
        value: short(typed.lines().next_back().unwrap_or_default()).into(),
        line: short(dashes).into(),
        fault: fault.into(),
        remedy: remedy.into(),
    };
    let dash = range.start + text.len() - below.len();
    let slip = Slip::new(message, dash..range.start + text.len());
    let end = if above.ends_with('\r') { "\r\n" } else { "\n" };
    Some(match is_sentence {
        true if dashes.starts_with('-') => slip.edit(dash..dash, end),
        true => {
            let line = format!("{end}---");
            slip.edit(dash..range.start + text.len(), &line)
        }
        false => slip,
    })
}
