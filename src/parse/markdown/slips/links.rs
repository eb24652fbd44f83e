//! Takes the lines of a paragraph; gives slips (writing mistakes) in links and images: full-width
//! marks, the wrong brackets, and spaces. This file must not know whether the file exists.

use super::super::edits::Spanned;
use super::block::{Block, bare, short};
use super::slip::Slip;
use crate::diag::Message;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// Extensions of images.
const IMAGES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "bmp", "svg"];

/// A text that was meant as a link, and its parts.
struct Typed<'s> {
    range: Range<usize>,
    is_image: bool,
    label: &'s str,
    to: &'s str,
    /// Whether it has a full-width mark, or a space between its parts.
    is_wide: bool,
}

/// Finds texts that were meant as links but are read as text.
pub(super) fn look(source: &str, block: &Block, i: usize, slips: &mut Vec<Slip>) {
    let text = block.text(source, i);
    let Some(start) = block.lines.get(i).map(|line| line.range.start) else {
        return;
    };
    let mut at = 0;
    while let Some(found) = text[at..].find(['(', '（']).map(|found| at + found) {
        at = found + 1;
        while !text.is_char_boundary(at) {
            at += 1;
        }
        let Some(typed) = typed(text, found).or_else(|| turned(text, found)) else {
            continue;
        };
        at = typed.range.end;
        let range = start + typed.range.start..start + typed.range.end;
        if block.is_opaque(&range) || source[..range.start].ends_with('\\') {
            continue;
        }
        slips.push(slip(text, typed, range));
    }
}

/// The link whose destination begins with the bracket at `open`.
fn typed(text: &str, open: usize) -> Option<Typed<'_>> {
    let before = &text[..open];
    let label_end = bare_end(before);
    let closing = label_end.chars().next_back()?;
    let opening = match closing {
        ']' => ['[', '［'],
        '］' => ['［', '['],
        '】' => ['【', '【'],
        // round brackets around the words: （附件1）(申请表.docx)
        '）' if text[open..].starts_with('(') && label_end.len() == before.len() => ['（', '（'],
        _ => return None,
    };
    let label_start = label_end.rfind(opening)?;
    let label = &label_end[label_start..];
    let inner = &label[label.chars().next()?.len_utf8()..label.len() - closing.len_utf8()];
    let (to, end) = destination(&text[open..]).or_else(|| unclosed(&text[open..]))?;
    let to = without_title(to);
    let mark = text[..label_start].chars().next_back();
    // an exclamation mark after a sentence belongs to the sentence
    let is_own = text[..label_start]
        .strip_suffix(['！', '!'])
        .is_some_and(|rest| bare_end(rest).len() < rest.len() || rest.is_empty());
    let is_image = mark == Some('!') || mark == Some('！') && is_own && is_image_name(to);
    let mark = mark.filter(|_| is_image).map_or(0, char::len_utf8);
    let brackets = [
        Some(label.starts_with('[')),
        Some(closing == ']'),
        Some(text[open..].starts_with('(')),
        Some(text[open..open + end].ends_with(')')),
    ];
    let is_wide = brackets.contains(&Some(false))
        || label_end.len() < before.len()
        || text[label_start - mark..].starts_with('！');
    let has_blank = bare(to).contains([' ', '\t', '\u{3000}', '\u{a0}']);
    // without words, the name of the file is shown
    let label = match bare(inner) {
        "" if !is_image => bare(to),
        label => label,
    };
    (is_file_name(to) && (is_wide || has_blank)).then(|| Typed {
        range: label_start - mark..open + end,
        is_image,
        label,
        to: bare(to),
        is_wide,
    })
}

/// A destination without the title in quotes after it: `申请表.docx "申请表"`.
fn without_title(to: &str) -> &str {
    const QUOTES: [char; 4] = ['"', '\'', '“', '”'];
    let end = bare(to).strip_suffix(QUOTES);
    let title = end.and_then(|rest| rest.rfind(QUOTES).map(|at| &rest[..at]));
    title.map_or(to, bare).trim_end()
}

/// The link whose author exchanged the round and the square brackets; its text begins at `open`.
fn turned(text: &str, open: usize) -> Option<Typed<'_>> {
    let (label, end) = destination(&text[open..])?;
    let rest = text[open + end..].strip_prefix(['[', '［'])?;
    let close = rest.find([']', '］'])?;
    let to = &rest[..close];
    let mark = rest[close..].chars().next()?.len_utf8();
    let after = bare(&rest[close + mark..]);
    let is_other_link = after.starts_with(['(', '（', '[', ':', '：']);
    let begin = text.len() - rest.len();
    (is_file_name(to) && !bare(label).is_empty() && !is_other_link).then(|| Typed {
        range: open..begin + close + mark,
        is_image: false,
        label: bare(label),
        to: bare(to),
        is_wide: true,
    })
}

fn bare_end(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_whitespace())
}

/// The destination in brackets at the beginning of a text, and the place after the closing bracket.
fn destination(text: &str) -> Option<(&str, usize)> {
    let mut depth = 0usize;
    let mut from = 0;
    for (i, c) in text.char_indices() {
        match c {
            '(' | '（' => {
                depth += 1;
                if depth == 1 {
                    from = c.len_utf8();
                }
            }
            ')' | '）' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some((&text[from..i], i + c.len_utf8()));
                }
            }
            '\n' | '<' | '>' => return None,
            _ => {}
        }
    }
    // if a bracket has no partner, the last closing bracket of the line ends the destination
    let line = text.lines().next().unwrap_or_default();
    let end = line.rfind([')', '）'])?;
    let mark = line[end..].chars().next().map_or(0, char::len_utf8);
    Some((line.get(from..end)?, end + mark))
}

/// The destination after an unclosed bracket: a file name at the line's end.
fn unclosed(text: &str) -> Option<(&str, usize)> {
    let line = text.lines().next().unwrap_or_default();
    let to = line.strip_prefix(['(', '（'])?;
    let is_name = is_file_name(to) && !to.contains(['(', '（', ')', '）', ' ']);
    is_name.then_some((to, line.len()))
}

/// Finds schemes with a full-width colon: `http：//www.example.cn`.
pub(super) fn schemes(source: &str, block: &Block, i: usize, slips: &mut Vec<Slip>) {
    let text = block.text(source, i);
    let Some(start) = block.lines.get(i).map(|line| line.range.start) else {
        return;
    };
    for (at, colon) in text.match_indices('：') {
        let rest = &text[at + colon.len()..];
        let scheme = ["https", "http"].iter().find(|s| text[..at].ends_with(**s));
        let (Some(scheme), Some(address)) = (scheme, rest.strip_prefix("//")) else {
            continue;
        };
        let is_letter = |c: char| c.is_ascii_graphic();
        let address = &address[..address.find(|c| !is_letter(c)).unwrap_or(address.len())];
        let range = start + at..start + at + colon.len();
        if address.is_empty() || block.is_opaque(&range) {
            continue;
        }
        let typed = at - scheme.len()..at + colon.len() + 2 + address.len();
        let message = Message::FullWidthLink {
            value: short(&text[typed]).into(),
            right: short(&format!("{scheme}://{address}")).into(),
        };
        slips.push(Slip::new(message, range.clone()).edit(range, ":"));
    }
}

/// Whether a text looks like the name of a file or the address of a page.
fn is_file_name(text: &str) -> bool {
    let text = bare(text);
    if text.starts_with("http://") || text.starts_with("https://") {
        return true;
    }
    let name = text.split('#').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && (2..=5).contains(&ending.len())
            && ending.bytes().all(|b| b.is_ascii_alphanumeric())
            && ending.bytes().any(|b| b.is_ascii_alphabetic())
            && !name.contains(['，', '。', '；', '“'])
    })
}

fn is_image_name(text: &str) -> bool {
    bare(text)
        .rsplit_once('.')
        .is_some_and(|(_, ending)| IMAGES.contains(&ending.to_ascii_lowercase().as_str()))
}

fn slip(text: &str, typed: Typed<'_>, range: Range<usize>) -> Slip {
    let has_blank = typed.to.contains(char::is_whitespace);
    let mark = if typed.is_image { "!" } else { "" };
    let is_balanced = {
        let mut depth = 0i32;
        typed.to.chars().all(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth >= 0
        }) && depth == 0
    };
    let to = if has_blank || !is_balanced {
        format!("<{}>", typed.to)
    } else {
        typed.to.to_owned()
    };
    let right = format!("{mark}[{}]({to})", typed.label);
    let value = short(&text[typed.range.clone()]).into();
    let message = if typed.is_wide {
        let right = right.as_str().into();
        Message::FullWidthLink { value, right }
    } else {
        let right = right.as_str().into();
        Message::BlankInLink { value, right }
    };
    Slip::new(message, range.clone()).edit(range, &right)
}

/// The slip for a link after a full-width exclamation mark: an image was meant.
pub(super) fn after_mark(source: &str, events: &[Spanned<'_>], i: usize) -> Option<Slip> {
    let (Event::Start(Tag::Link { dest_url, .. }), range) = events.get(i)? else {
        return None;
    };
    let before = source[..range.start].strip_suffix('！')?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    if !bare(line).is_empty() || !is_image_name(dest_url) {
        return None;
    }
    let typed = &source[before.len()..range.end];
    let right = format!("!{}", &source[range.clone()]);
    let message = Message::FullWidthLink {
        value: short(typed).into(),
        right: short(&right).into(),
    };
    let slip = Slip::new(message, before.len()..range.end);
    Some(slip.edit(before.len()..range.start, "!"))
}
