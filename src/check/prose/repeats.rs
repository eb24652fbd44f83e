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
    let mut run = Run::default();
    for paragraph in paragraphs {
        for range in repeated(paragraph.text, &mut run) {
            let range = paragraph.start + range.start..paragraph.start + range.end;
            let value = (&document.text[range.clone()]).into();
            findings.push(document.at(Message::RepeatedWord { value }, range));
        }
    }
}

/// A run of Chinese characters, the only place where a piece can be repeated. Most runs are a few
/// characters between two marks.
#[derive(Default)]
struct Run {
    /// Each character with its byte in the paragraph.
    letters: Vec<(char, usize)>,
    /// A bit for the hash of each character.
    seen: [u64; 4],
    /// How many characters at the end of the run have a bit that was set before. In a repeated
    /// piece, every character has such a bit.
    known: usize,
    may_repeat: bool,
}

impl Run {
    fn clear(&mut self) {
        self.letters.clear();
        (self.seen, self.known, self.may_repeat) = ([0; 4], 0, false);
    }

    fn push(&mut self, c: char, at: usize) {
        let is_doubled = self.letters.last().is_some_and(|(last, _)| *last == c);
        self.letters.push((c, at));
        let word = &mut self.seen[c as usize >> 6 & 3];
        let bit = 1 << (c as usize & 63);
        self.known = if *word & bit == 0 { 0 } else { self.known + 1 };
        *word |= bit;
        self.may_repeat |= is_doubled || self.known >= LEAST;
    }

    /// Adds each repetition of the run. One that begins before the end of another is part of it.
    fn repeated(&self, text: &str, found: &mut Vec<Range<usize>>) {
        if !self.may_repeat {
            return;
        }
        let letters = &self.letters;
        let range = |from: usize, length: usize| {
            let (last, at) = letters[from + length - 1];
            letters[from].1..at + last.len_utf8()
        };
        let is_equal = |at: usize, length: usize| {
            let (piece, next) = (&letters[at - length..at], &letters[at..at + length]);
            // 一件事一件事 is right: it means “one by one”
            piece[0].0 != '一' && piece.iter().zip(next).all(|(a, b)| a.0 == b.0)
        };
        let mut end = 0;
        for at in 0..letters.len() {
            if at < end {
                continue;
            }
            let (c, byte) = letters[at];
            if letters.get(at + 1).is_some_and(|next| next.0 == c)
                && is_doubled_particle(text, byte, c)
            {
                end = at + 2;
                found.push(range(at + 1, 1));
                continue;
            }
            let most = MOST.min(at).min(letters.len() - at);
            if let Some(length) = (LEAST..=most).find(|length| is_equal(at, *length)) {
                end = at + length;
                found.push(range(at, length));
            }
        }
    }
}

/// The second of two equal pieces that follow one another.
fn repeated(text: &str, run: &mut Run) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut last, mut end) = ('\0', 0);
    run.clear();
    for (at, c) in text.char_indices() {
        if is_han(c) {
            run.push(c, at);
        } else if !run.letters.is_empty() {
            run.repeated(text, &mut found);
            run.clear();
        } else if c == last && is_never_doubled(c) && at > end {
            end = at + c.len_utf8();
            found.push(at..end);
        }
        last = c;
    }
    run.repeated(text, &mut found);
    found
}

/// Particles that are often doubled by a slip. With the characters of the first text before it, or
/// those of the second text after it, a particle of the pair belongs to another word: 目的|的, 为了|了解.
/// In 596 laws and other documents, only one other pair occurs, and it is a slip.
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
            let found: Vec<&str> = repeated(text, &mut Run::default())
                .into_iter()
                .map(|r| &text[r])
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
