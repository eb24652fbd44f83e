//! Takes the paragraphs of a text; gives what was typed twice in a row: four or more characters, a
//! punctuation mark, or a particle.
//!
//! Other repetitions of fewer characters are ignored, because most of them are right: 研究研究,
//! 人人. This file must not know the list of wrong words.

use super::super::Document;
use super::paragraphs::{Paragraph, Places};
use crate::diag::{Diagnostic, Message};
use crate::fold::{AGAIN, is_han};
use std::ops::Range;
use std::sync::LazyLock;

/// The minimum and the maximum length of a repeated piece, in characters.
const LEAST: usize = AGAIN;
const MOST: usize = 30;

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let letters = &document.letters;
    let doubled = DOUBLED.iter().filter(|pair| letters.may_hold(pair));
    let places = doubled.map(|pair| Places::of(document.text, pair));
    let mut doubled: Vec<Places<'_, '_>> = places.collect();
    let mut again = letters.again().iter().peekable();
    let mut run = Vec::new();
    for paragraph in paragraphs {
        let has_doubled = doubled.iter_mut().any(|places| places.are_in(paragraph));
        let is_before = |end: usize| move |at: &&usize| **at < end;
        while again.next_if(is_before(paragraph.start)).is_some() {}
        if !has_doubled && again.next_if(is_before(paragraph.end())).is_none() {
            continue;
        }
        for range in repeated(paragraph.text, &mut run) {
            let range = paragraph.start + range.start..paragraph.start + range.end;
            let value = (&document.text[range.clone()]).into();
            findings.push(document.at(Message::RepeatedWord { value }, range));
        }
    }
}

/// The particles and marks that are often typed twice by mistake, each written twice.
static DOUBLED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let particles = PARTICLES.iter().map(|(particle, ..)| *particle);
    particles.chain(MARKS).map(|c| format!("{c}{c}")).collect()
});

/// Whether a piece of a run follows itself. Of two equal pieces of length n, the first contains a
/// place that is a multiple of n, so only such places are compared.
fn has_repetition(run: &[(char, usize)]) -> bool {
    (LEAST..=MOST.min(run.len() / 2)).any(|length| {
        let (first, second) = (&run[..run.len() - length], &run[length..]);
        let same = |at: &usize| first[*at].0 == second[*at].0;
        (0..first.len()).step_by(length).any(|at| {
            same(&at) && {
                let before = (0..at).rev().take_while(same).count();
                before + (at..first.len()).take_while(same).count() >= length
            }
        })
    })
}

/// Adds the repetitions in a run. `letters` are its characters, each with its byte in the
/// paragraph. A repetition that begins before the end of another one is part of that one.
fn in_run(text: &str, letters: &[(char, usize)], found: &mut Vec<Range<usize>>) {
    let range = |from: usize, length: usize| {
        let (last, at) = letters[from + length - 1];
        letters[from].1..at + last.len_utf8()
    };
    let is_equal = |at: usize, length: usize| {
        let (piece, next) = (&letters[at - length..at], &letters[at..at + length]);
        // 一件事一件事 is right: it means “one by one”
        piece[0].0 != '一' && piece.iter().zip(next).all(|(a, b)| a.0 == b.0)
    };
    let most = if has_repetition(letters) { MOST } else { 0 };
    let mut end = 0;
    for at in 0..letters.len() {
        if at < end {
            continue;
        }
        let (c, byte) = letters[at];
        if letters.get(at + 1).is_some_and(|next| next.0 == c) && is_doubled_particle(text, byte, c)
        {
            end = at + 2;
            found.push(range(at + 1, 1));
            continue;
        }
        let most = most.min(at).min(letters.len() - at);
        if let Some(length) = (LEAST..=most).find(|length| is_equal(at, *length)) {
            end = at + length;
            found.push(range(at, length));
        }
    }
}

/// The pieces, marks and particles that are typed twice in a row; the place is that of the second
/// one. `run` is a buffer that the caller reuses.
fn repeated(text: &str, run: &mut Vec<(char, usize)>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut last, mut end) = ('\0', 0);
    run.clear();
    for (at, c) in text.char_indices() {
        if is_han(c) {
            run.push((c, at));
        } else if !run.is_empty() {
            in_run(text, run, &mut found);
            run.clear();
        } else if c == last && MARKS.contains(&c) && at > end {
            end = at + c.len_utf8();
            found.push(at..end);
        }
        last = c;
    }
    in_run(text, run, &mut found);
    found
}

/// Particles that are often typed twice by mistake, each with two lists of characters. A doubled
/// particle is right after a character of the first list, because the first particle then ends a
/// word (目的|的). It is also right before a character of the second list, because the second particle
/// then begins a word (为了|了解). In 596 laws and other documents, only one doubled particle fits
/// neither case, and it is a slip.
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

/// Marks that are never doubled in correct text.
const MARKS: [char; 5] = ['，', '、', '；', '：', '。'];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::Letters;

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
            let letters = Letters::of(text, 0);
            let has_doubled = DOUBLED.iter().any(|pair| text.contains(pair));
            let may_have = has_doubled || !letters.again().is_empty();
            assert!(may_have || expected.is_empty(), "{text}");
            let found: Vec<&str> = repeated(text, &mut Vec::new())
                .into_iter()
                .map(|r| &text[r])
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
