//! Takes the paragraphs of a text; gives what was typed twice in a row: four or more characters, a
//! punctuation mark, or a particle.
//!
//! Other repetitions of fewer characters are ignored, because most of them are right: 研究研究,
//! 人人. This file must not know the list of wrong words.

use super::super::Document;
use super::paragraphs::Paragraph;
use crate::diag::{Diagnostic, Message};
use crate::fold::is_han;
use std::ops::Range;

/// The minimum and the maximum length of a repeated piece, in characters.
const LEAST: usize = 4;
const MOST: usize = 30;

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let mut seen = Seen::new();
    for paragraph in paragraphs {
        for range in repeated(paragraph.text, &mut seen) {
            let range = paragraph.start + range.start..paragraph.start + range.end;
            let value = (&document.text[range.clone()]).into();
            findings.push(document.at(Message::RepeatedWord { value }, range));
        }
    }
}

/// The last two places of each pair of characters: its count in the document, and its byte in the
/// paragraph. If two pairs share a slot, a repetition may be missed, but none is reported wrongly.
struct Seen {
    slots: [[(u32, u32); 2]; SLOTS],
    count: u32,
}

const SLOTS: usize = 1024;

impl Seen {
    fn new() -> Seen {
        Seen {
            slots: [[(0, 0); 2]; SLOTS],
            count: 0,
        }
    }
}

/// The second of two equal pieces that follow one another.
fn repeated(text: &str, seen: &mut Seen) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut end = 0;
    // places in earlier paragraphs become too distant to count
    seen.count += MOST as u32;
    let mut last: Option<(usize, char)> = None;
    for (next, c) in text.char_indices() {
        let Some((at, first)) = last.replace((next, c)) else {
            continue;
        };
        seen.count += 1;
        if first == c && at >= end && (is_never_doubled(c) || is_doubled_particle(text, at, c)) {
            end = next + c.len_utf8();
            found.push(next..end);
        }
        if !(is_han(first) && is_han(c)) {
            continue;
        }
        let count = seen.count;
        let slot = &mut seen.slots[slot_of(first, c)];
        for (earlier, start) in *slot {
            let back = (count - earlier) as usize;
            if at >= end && (LEAST..=MOST).contains(&back) && is_repeated(text, start as usize, at)
            {
                end = at + (at - start as usize);
                found.push(at..end);
            }
        }
        *slot = [(count, at as u32), slot[0]];
    }
    found
}

fn slot_of(first: char, second: char) -> usize {
    (u32::from(first).wrapping_mul(31) ^ u32::from(second)) as usize % SLOTS
}

/// Whether the piece from `start` to `at` is repeated directly after itself. 一件事一件事 is no slip: it
/// means “one by one”.
fn is_repeated(text: &str, start: usize, at: usize) -> bool {
    let piece = &text[start..at];
    text[at..].starts_with(piece) && !piece.starts_with('一') && piece.chars().all(is_han)
}

/// Particles that are often doubled by a slip. The two texts have the characters before and after a
/// pair that form another word with one of the particles: 目的|的, 为了|了解. In 596 laws and other
/// documents, only one other pair occurs, and it is a slip.
const PARTICLES: [(char, &str, &str); 6] = [
    ('的', "目标", "确"),
    ('了', "为除不得罢受免", "解结却断然如"),
    (
        '和',
        "共饱总缓温协平谐调附柔祥随人中",
        "谐平睦解气美好田县硕",
    ),
    ('与', "参给赠授相", "会"),
    ('及', "普涉以波顾触提", "时其格"),
    ('或', "", ""),
];

/// Whether the particle at a place is doubled, and neither of the two belongs to another word.
fn is_doubled_particle(text: &str, at: usize, c: char) -> bool {
    let Some((_, before, after)) = PARTICLES.iter().find(|(particle, ..)| *particle == c) else {
        return false;
    };
    let Some(rest) = text[at + c.len_utf8()..].strip_prefix(c) else {
        return false;
    };
    let has = |list: &str, beside: Option<char>| beside.is_some_and(|b| b == c || list.contains(b));
    !has(before, text[..at].chars().next_back()) && !has(after, rest.chars().next())
}

/// Whether a mark is never doubled in correct text.
fn is_never_doubled(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '：' | '。')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_that_follow_themselves() {
        for (text, expected) in [
            ("由区人民政府人民政府负责", vec!["人民政府"]),
            (
                "关于开展安全检查关于开展安全检查的通知",
                vec!["关于开展安全检查"],
            ),
            ("甲，，乙。。丙", vec!["，", "。"]),
            ("一个问题一个问题地解决，研究研究", vec![]),
            ("中共中央中共中央办公厅", vec!["中共中央"]),
            ("人民法院、人民检察院", vec![]),
            ("合同约定的的其他权利", vec!["的"]),
            ("作出了了规定，财政和和民政", vec!["了", "和"]),
            ("以营利为目的的，标的的价格，的的确确", vec![]),
            ("为了了解情况，除了了解，共和和睦，总和和谐", vec![]),
            ("参与与会人员，以及及时报告，涉及及其他", vec![]),
        ] {
            let found: Vec<&str> = repeated(text, &mut Seen::new())
                .into_iter()
                .map(|r| &text[r])
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
