//! Takes the lines of a paragraph; gives those that were meant as paragraphs of their own.
//!
//! The page shows no line break of the source, so lines below one another become one paragraph.
//! This is right if a program broke a text into lines of the same width. A signature and its date
//! are separated without a finding. This file must not know tables or lists.

use super::super::{is_signer, is_written_date};
use super::block::{Block, Stand, bare, short};
use super::slip::Slip;
use crate::diag::Message;
use crate::fold::is_han;

/// The widths at which programs break lines, in characters.
const WRAPPED: std::ops::RangeInclusive<usize> = 16..=60;

/// The greatest difference in width between such lines.
const RAGGED: usize = 3;

/// Finds lines that are paragraphs of their own.
pub(super) fn look(source: &str, block: &Block, taken: &[bool], slips: &mut Vec<Slip>) {
    let count = block.lines.len();
    if count < 2 || block.stand == Stand::Within {
        return;
    }
    let lines: Vec<&str> = (0..count).map(|i| bare(block.text(source, i))).collect();
    let signed = if block.stand == Stand::Alone {
        signature(&lines)
    } else {
        vec![false; count]
    };
    let is_wrapped = is_wrapped(&lines);
    let widest = lines.iter().map(|l| width(l)).max().unwrap_or_default();
    let are_short = count > 2 && widest < *WRAPPED.start() && lines.iter().all(|l| is_text(l));
    let end = block.line_end(source);
    let mut found: Option<Slip> = None;
    for i in 1..count {
        let line = &block.lines[i];
        // lazy: outside every list, or below an item without its indentation (fewer than two
        // spaces)
        let is_lazy = block.stand == Stand::Alone || line.range.start - line.begin < 2;
        let is_part = begins_part(lines[i]) && begins_part(lines[i - 1]);
        if !line.is_joined || !(is_lazy || is_part) || taken[i] || taken[i - 1] {
            continue;
        }
        // a part of an item keeps its indentation
        let edit = match is_lazy {
            true => line.begin..line.range.start,
            false => line.begin..line.begin,
        };
        if signed[i] {
            slips.push(Slip::silent(line.begin).edit(edit, end));
            continue;
        }
        let raw = block.text(source, i);
        let is_indented = raw.starts_with('\u{3000}')
            || block.stand == Stand::Alone && edit.len() > 1 && !is_wrapped;
        let pair = Pair {
            above: lines[i - 1],
            line: lines[i],
            is_wrapped,
            widest,
        };
        // an unindented line below an item
        let is_after_list = block.stand == Stand::Item && !is_wrapped && is_text(lines[i]);
        if !(is_indented || is_after_list || are_short || pair.is_break()) {
            continue;
        }
        let slip = match found.take() {
            Some(slip) => slip,
            None => {
                let message = Message::JoinedLines {
                    value: short(lines[i - 1]).into(),
                    next: short(lines[i]).into(),
                };
                Slip::new(message, line.range.clone())
            }
        };
        found = Some(slip.edit(edit, end));
    }
    slips.extend(found);
}

fn width(line: &str) -> usize {
    line.chars().count()
}

fn is_text(line: &str) -> bool {
    line.chars().any(is_han)
}

/// Whether a line ends in the mark of a sentence or of an independent clause.
fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['”', '’', '）', '》', '】', ')', '*', '_', '~'])
        .ends_with(['。', '！', '？', '；', '：'])
}

/// Whether the sentence goes on in the next line.
fn ends_within(line: &str) -> bool {
    line.chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '，' | '、' | '“' | '（' | '《'))
}

/// Whether a program broke the text into lines of the same width.
fn is_wrapped(lines: &[&str]) -> bool {
    let widest = lines.iter().map(|l| width(l)).max().unwrap_or_default();
    WRAPPED.contains(&widest)
        && lines.windows(2).any(|pair| {
            let above = width(pair[0]);
            above >= *WRAPPED.start()
                && above + RAGGED >= widest
                && ends_within(pair[0])
                && pair.iter().all(|line| !begins_part(line) && !is_item(line))
        })
}

/// Whether a line begins with the number of a part: 一、 （二） 第三条 4. ⑤
pub(super) fn begins_part(line: &str) -> bool {
    let is_numeral = |c: char| {
        c.is_ascii_digit() || "０１２３４５６７８９〇零一二三四五六七八九十百".contains(c)
    };
    let first = line.chars().next();
    // ①–⒇, ⒈–⒛ and ㈠–㈩ are numbers with their sign
    let is_signed = |c: char| matches!(c, '①'..='⒛' | '㈠'..='㈩' | '㉑'..='㉟');
    if first.is_some_and(is_signed) {
        return true;
    }
    let roman = line.trim_start_matches(|c: char| ('Ⅰ'..='ⅿ').contains(&c));
    if roman.len() < line.len() && roman.starts_with(['.', '．', '、']) {
        return true;
    }
    let (bracket, rest) = match line.strip_prefix(['（', '(', '第']) {
        Some(rest) => (first, rest),
        None => (None, line),
    };
    let after = rest.trim_start_matches(is_numeral);
    if after.len() == rest.len() {
        return false;
    }
    let mut after = match bracket {
        None => after.trim_start_matches(' ').chars(),
        Some(_) => after.chars(),
    };
    let (sign, next) = (after.next(), after.next());
    let is_digit = rest.starts_with(|c: char| c.is_numeric() && !is_han(c));
    match (bracket, sign) {
        (Some('（' | '('), Some('）' | ')')) => true,
        (Some('第'), Some('章' | '节' | '编' | '条' | '款' | '部' | '篇')) => {
            next.is_none_or(|c| c.is_whitespace() || !"的、和至第之中".contains(c))
        }
        (None, Some('、')) => true,
        (None, Some('.' | '．')) if is_digit => next.is_none_or(|c| !c.is_ascii_digit()),
        (None, Some('.' | '．')) => next.is_some_and(|c| !is_numeral(c)),
        (None, Some(',' | '，' | '。')) => is_digit && next.is_some_and(is_han),
        (None, Some('）' | ')')) => is_digit,
        _ => false,
    }
}

/// Whether both lines begin with the same sign, such as ※, √ or □. Boxes are the same sign whether
/// they are ticked or not.
fn begin_alike(above: &str, line: &str) -> bool {
    let sign = |text: &str| {
        let boxes = ["[ ]", "[x]", "[X]", "[√]", "□", "■", "☐", "☑", "☒"];
        if boxes.iter().any(|sign| text.starts_with(sign)) {
            return Some('□');
        }
        let first = text.chars().next();
        first.filter(|c| matches!(c, '※' | '■'..='◿' | '☆' | '★' | '✓'..='✘' | '√' | '×'))
    };
    sign(above).is_some_and(|first| sign(line) == Some(first))
}

/// Whether a line has the next number: 1.1 and 1.2, a. and b.
fn follows(above: &str, line: &str) -> bool {
    let number = |text: &str| -> Option<(String, u32)> {
        let mut letters = text.chars();
        if let (Some(letter), Some('.' | '．' | '、' | ')' | '）')) =
            (letters.next(), letters.next())
            && letter.is_ascii_alphabetic()
        {
            return Some((String::new(), u32::from(letter)));
        }
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let (before, last) = text[..text.len() - rest.len()].rsplit_once('.')?;
        let is_apart = rest.starts_with(|c: char| c.is_whitespace() || is_han(c));
        let is_number = !before.is_empty() && is_apart;
        is_number.then_some((before.to_owned(), last.parse().ok()?))
    };
    let (Some(above), Some(line)) = (number(above), number(line)) else {
        return false;
    };
    above.0 == line.0 && above.1 + 1 == line.1
}

/// Whether a line has the form `标签：值` (label and value).
fn is_labelled(line: &str) -> bool {
    line.split_once(['：', ':']).is_some_and(|(label, value)| {
        !value.trim().is_empty()
            && !value.starts_with("//")
            && width(label) <= 10
            && label.chars().any(is_han)
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || c.is_whitespace() || "（）()、/．.".contains(c))
    })
}

/// Whether a line has the form `附件1：名称` (attachment) or `注2：说明` (note).
fn is_item(line: &str) -> bool {
    let rest = ["附件", "附表", "附图", "注", "备注", "说明"]
        .iter()
        .find_map(|word| line.strip_prefix(word));
    let rest = rest.map(|rest| {
        rest.trim_start_matches(|c: char| c.is_numeric() || "一二三四五六七八九十 ".contains(c))
    });
    rest.is_some_and(|rest| rest.starts_with(['：', ':']))
}

/// Whether a line is only a date, perhaps without 日 (day).
fn is_date(line: &str) -> bool {
    is_written_date(line) || width(line) <= 12 && is_written_date(&format!("{line}日"))
}

/// Two lines, one below the other.
struct Pair<'l> {
    above: &'l str,
    line: &'l str,
    is_wrapped: bool,
    widest: usize,
}

impl Pair<'_> {
    /// Whether the second line is a paragraph of its own.
    fn is_break(&self) -> bool {
        if !is_text(self.above) && !is_text(self.line) {
            return false;
        }
        let ends = ends_sentence(self.above);
        if begin_alike(self.above, self.line) || follows(self.above, self.line) {
            return true;
        }
        if is_labelled(self.above) && is_labelled(self.line) && self.are_facts()
            || is_item(self.line)
        {
            return true;
        }
        // in a wrapped text, only a full line continues in the next: a date below a line that is not
        // full, or a date that does not fill its own line, stands alone
        let is_full = |line: &str| self.is_wrapped && width(line) + RAGGED >= self.widest;
        if is_date(self.line) && !is_full(self.above) || is_date(self.above) && !is_full(self.above)
        {
            return true;
        }
        if begins_part(self.line) && (ends || !self.is_wrapped) {
            return true;
        }
        if self.is_wrapped {
            return ends && width(self.above) + RAGGED < self.widest;
        }
        let is_heading = begins_part(self.above)
            && width(self.above) <= 30
            && !self.above.contains(['，', '。']);
        ends || is_heading || is_labelled(self.above) && is_labelled(self.line)
    }

    /// Whether both lines have a short value, such as a telephone number.
    fn are_facts(&self) -> bool {
        [self.above, self.line].iter().all(|line| {
            width(line) <= 40
                && !line
                    .trim_end_matches(['。', '；'])
                    .contains(['。', '，', '；'])
        })
    }
}

/// For each line, whether it must be separate from the line above, as in a signature with its date.
fn signature(lines: &[&str]) -> Vec<bool> {
    let mut apart = vec![false; lines.len()];
    for date in (1..lines.len()).filter(|i| is_written_date(lines[*i])) {
        let names = lines[..date]
            .iter()
            .rev()
            .take_while(|l| is_signer(l))
            .count();
        let above = (date - names).checked_sub(1);
        if names == 0 && above.is_some_and(|i| !ends_sentence(lines[i])) {
            continue;
        }
        apart[(date - names).max(1)..=date].fill(true);
        if let Some(after) = apart.get_mut(date + 1) {
            *after = true;
        }
    }
    apart
}
