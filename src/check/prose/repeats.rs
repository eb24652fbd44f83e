//! Takes the title and the paragraphs of a text; gives what was typed twice in a row: 4 to 30
//! Chinese characters, a punctuation mark, or an entry of [`SINGLE`], [`UNITS`] or [`WORDS`]. Also
//! gives pairs of punctuation marks of which one is too many. This file must not know the list of
//! wrong words.
//!
//! Most shorter repetitions are right: 研究研究, 人人.

use super::super::Document;
use super::paragraphs::{Paragraph, Places};
use crate::diag::{Diagnostic, Message, words};
use crate::fold::{AGAIN, WordSet, is_han};
use std::ops::Range;
use std::sync::LazyLock;

/// The minimum length of a repeated piece of any words, in characters.
const LEAST: usize = AGAIN;
/// The maximum length of a repeated piece, in characters.
const MOST: usize = 30;

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let letters = &document.letters;
    let places = DOUBLED.possible(letters);
    let places = places.map(|pair| Places::of(document.text, pair));
    let mut doubled: Vec<Places<'_, '_>> = places.collect();
    let mut again = letters.again().iter().peekable();
    let mut run = Vec::new();
    let title = super::paragraphs::title(document);
    for range in title.iter().flat_map(|t| within(t, &mut Vec::new())) {
        findings.push(finding(document, range));
    }
    for paragraph in paragraphs {
        let mut is_suspect = doubled.iter_mut().any(|places| places.are_in(paragraph));
        let is_before = |end: usize| move |at: &&usize| **at < end;
        while again.next_if(is_before(paragraph.start)).is_some() {}
        while let Some(at) = again.next_if(is_before(paragraph.end())) {
            is_suspect = is_suspect || {
                run_around(paragraph.text, at - paragraph.start, &mut run);
                has_repetition(&run)
            };
        }
        if !is_suspect {
            continue;
        }
        for range in within(paragraph, &mut run) {
            findings.push(finding(document, range));
        }
    }
}

/// Reads the run that has the character at a place.
fn run_around(text: &str, at: usize, run: &mut Vec<(char, usize)>) {
    let before = text[..at].char_indices().rev();
    let start = before.take_while(|(_, c)| is_han(*c)).last();
    let start = start.map_or(at, |(first, _)| first);
    let letters = text[start..].char_indices().take_while(|(_, c)| is_han(*c));
    run.clear();
    run.extend(letters.map(|(i, c)| (c, start + i)));
}

/// The finding for a place of the file: two different punctuation marks, or the second of two equal
/// pieces.
fn finding(document: &Document<'_>, range: Range<usize>) -> Diagnostic {
    let value = &document.text[range.clone()];
    let fault = match PAIRS.contains(&value) {
        true => words("连用，其中一个标点是多余的", "are two marks in a row"),
        false => words("连写了两次", "is written twice"),
    };
    let message = Message::RepeatedWord {
        value: value.into(),
        fault: fault.into(),
    };
    document.at(message, range)
}

/// The repetitions of a paragraph, with their places in the file.
fn within(paragraph: &Paragraph<'_>, run: &mut Vec<(char, usize)>) -> Vec<Range<usize>> {
    let found = repeated(paragraph.text, run).into_iter();
    let start = paragraph.start;
    found.map(|r| start + r.start..start + r.end).collect()
}

/// The characters, punctuation marks and words that are often typed twice by mistake, each written
/// twice, and the pairs of punctuation marks. A paragraph is examined if it has one of these, or if
/// a run repeats in which characters occur again
/// ([`Letters::again`](crate::fold::Letters::again)).
static DOUBLED: LazyLock<WordSet> = LazyLock::new(|| {
    let characters = SINGLE.iter().map(|(c, ..)| *c).chain(UNITS.map(|(c, _)| c));
    let doubled = characters.chain(MARKS).map(|c| format!("{c}{c}"));
    let words = WORDS.iter().map(|(word, _)| word.repeat(2));
    let pairs = PAIRS.map(str::to_owned);
    WordSet::new(doubled.chain(words).chain(pairs))
});

/// Whether a piece of a run (Chinese characters in a row) follows itself. A piece of n characters
/// covers one position that is a multiple of n, so the comparison starts only at these positions.
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
/// paragraph. A repetition that begins inside another belongs to it.
fn in_run(text: &str, letters: &[(char, usize)], found: &mut Vec<Range<usize>>) {
    let range = |from: usize, length: usize| {
        let (last, at) = letters[from + length - 1];
        letters[from].1..at + last.len_utf8()
    };
    let is_equal = |at: usize, length: usize| {
        let (piece, next) = (&letters[at - length..at], &letters[at..at + length]);
        // 一件事一件事 is right: “one by one”
        piece[0].0 != '一' && piece.iter().zip(next).all(|(a, b)| a.0 == b.0)
    };
    let most = if has_repetition(letters) { MOST } else { 0 };
    let mut end = 0;
    for at in 0..letters.len() {
        if at < end {
            continue;
        }
        let (c, byte) = letters[at];
        if letters.get(at + 1).is_some_and(|next| next.0 == c) && is_doubled(text, byte, c) {
            end = at + 2;
            found.push(range(at + 1, 1));
            continue;
        }
        // every word of `WORDS` has two characters
        let is_first = letters.get(at + 2).is_some_and(|after| after.0 == c);
        if let Some(length) = Some(&text[byte..])
            .filter(|_| is_first)
            .and_then(doubled_word)
        {
            end = at + 2 * length;
            found.push(range(at + length, length));
            continue;
        }
        let most = most.min(at).min(letters.len() - at);
        if let Some(length) = (LEAST..=most).find(|length| is_equal(at, *length)) {
            end = at + length;
            found.push(range(at, length));
        }
    }
}

/// The repetitions in a text, each at the place of the second piece, and the pairs of punctuation
/// marks. The caller reuses the buffer `run`.
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
        } else if MARKS.contains(&c) && MARKS.contains(&last) && c != last && at > end {
            let pair = at - last.len_utf8()..at + c.len_utf8();
            if PAIRS.contains(&&text[pair.clone()]) {
                end = pair.end;
                found.push(pair);
            }
        }
        last = c;
    }
    in_run(text, run, &mut found);
    found
}

/// Characters often typed twice by mistake, each with two lists. A doubled character is correct if
/// a character of the first list precedes it, because the first of the two then ends a word
/// (目的|的). It is also correct if a character of the second list follows it, because the second
/// of the two then begins a word (为了|了解).
const SINGLE: [(char, &str, &str); 19] = [
    ('的', "目标有", "确士"),
    ('了', "为除不得罢受免", "解结却断然如心"),
    (
        '和',
        "共饱总缓温协平谐调附柔祥随人中",
        "谐平睦解气美好田县硕",
    ),
    ('与', "参给赠授相", "会"),
    ('及', "普涉以波顾触提", "时其格"),
    ('或', "", "有"),
    (
        '在',
        "现存正实内外潜所旨好自",
        "建职岗校编册读野押逃外家先乎于意案途",
    ),
    (
        '为',
        "行作认成因以称视分改变定名列人有无所设评升转",
        "民首主期例由准",
    ),
    ('由', "自理缘经事来因", "于此政利"),
    ('将', "即必行主名武干", "来军近要官领乐"),
    ('按', "", "揭摩键"),
    ('从', "服听跟遵随自顺盲", "事而业前此来容未严重化"),
    ('于', "关对属至位设由", "都田洪法某"),
    ('被', "", "告子褥服征执检拆调监"),
    ('把', "", "关握手柄口"),
    ('对', "针相应核校面绝反敌配成", "象方策照待话付接立口外内抗"),
    ('自', "各独私擅亲来出", "然治行己身由主动愿我查觉信贡"),
    ('应', "相响适供反感对顺效", "急对用聘邀届变"),
    ('第', "", ""),
];

/// Units often typed twice after a number, each with characters with which the second begins a word
/// (2026年|年底).
const UNITS: [(char, &str); 8] = [
    ('年', "底初度末报均内鉴终中检审会"),
    ('月', "底初末报度均中供"),
    ('日', "报常记志均"),
    ('元', "旦"),
    ('人', "员民口均大次"),
    ('户', "籍口主均"),
    ('号', "码令"),
    ('条', "款例件文"),
];

/// Words that are never right twice in a row, each with the characters before which the second one
/// begins another word (工作|工作组). Most other words may be doubled: in 本规定|规定的处罚, the second one
/// is a verb, and 研究研究 is everyday language.
const WORDS: [(&str, &str); 77] = [
    ("进行", ""),
    ("开展", ""),
    ("对于", ""),
    ("关于", ""),
    ("根据", "地"),
    ("按照", ""),
    ("依照", ""),
    ("依据", ""),
    ("为了", "解"),
    ("由于", ""),
    ("因此", ""),
    ("以及", ""),
    ("并且", ""),
    ("或者", ""),
    ("而且", ""),
    ("现将", ""),
    ("现就", ""),
    ("有关", ""),
    ("相关", ""),
    ("其他", ""),
    ("其中", ""),
    ("包括", ""),
    ("应当", "事"),
    ("必须", ""),
    ("不得", ""),
    ("可以", ""),
    ("已经", ""),
    ("予以", ""),
    ("给予", ""),
    ("加强", ""),
    ("完善", ""),
    ("推进", ""),
    ("落实", "再"),
    ("重视", "再"),
    ("提交", ""),
    ("报送", ""),
    ("按时", ""),
    ("及时", ""),
    ("同时", ""),
    ("此外", ""),
    ("目前", ""),
    ("今年", ""),
    ("各级", ""),
    ("各镇", ""),
    ("各县", ""),
    ("本市", ""),
    ("本县", "城"),
    ("全市", "场"),
    ("全县", "城"),
    ("以上", "级"),
    ("以下", "级属游"),
    ("情况", ""),
    ("工作", "组人者日站室队"),
    ("认真", "再"),
    ("确保", ""),
    ("切实", ""),
    ("严格", "再"),
    ("抓好", ""),
    ("务必", ""),
    ("尽快", ""),
    ("印发", ""),
    ("充分", "再"),
    ("深入", "再"),
    ("如下", ""),
    ("如果", ""),
    ("因为", ""),
    ("虽然", ""),
    ("但是", ""),
    ("一律", ""),
    ("均为", ""),
    ("属于", ""),
    ("按期", ""),
    ("截至", ""),
    ("逐步", ""),
    ("逐一", ""),
    ("不断", ""),
    ("特此", ""),
];

/// The length of a word of [`WORDS`] that begins the text twice, in characters.
fn doubled_word(text: &str) -> Option<usize> {
    let (word, begins) = WORDS.iter().find(|(word, _)| text.starts_with(word))?;
    let after = text[word.len()..].strip_prefix(word)?;
    let is_other = after.starts_with(|c| begins.contains(c));
    (!is_other).then_some(word.chars().count())
}

/// Whether the character at a place is wrongly doubled. A character that stands three times in a
/// row is not.
fn is_doubled(text: &str, at: usize, c: char) -> bool {
    let Some(rest) = text[at + c.len_utf8()..].strip_prefix(c) else {
        return false;
    };
    let (before, after) = (text[..at].chars().next_back(), rest.chars().next());
    let has = |list: &str, beside: Option<char>| beside.is_some_and(|b| b == c || list.contains(b));
    if let Some((_, ends, begins)) = SINGLE.iter().find(|(single, ..)| *single == c) {
        return !has(ends, before) && !has(begins, after);
    }
    let unit = UNITS.iter().find(|(unit, _)| *unit == c);
    unit.is_some_and(|(_, begins)| {
        before.is_some_and(|b| b.is_ascii_digit()) && !has(begins, after)
    })
}

/// Punctuation marks that are never doubled in correct text.
const MARKS: [char; 5] = ['，', '、', '；', '：', '。'];

/// Pairs of punctuation marks of which one is always too many.
const PAIRS: [&str; 13] = [
    "，。", "。，", "、，", "，、", "；。", "。；", "：，", "，；", "；，", "、。", "。、", "：。",
    "。：",
];

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
            ("进行进行检查，对于对于此事", vec!["进行", "对于"]),
            ("落实落实责任，落实落实再落实", vec!["落实"]),
            (
                "认真认真组织，确保确保完成，认真认真再认真",
                vec!["认真", "确保"],
            ),
            ("要高度重视重视，重视重视再重视", vec!["重视"]),
            (
                "派驻开展工作工作组，对全市全市场主体，以上以上级文件为准",
                vec![],
            ),
            (
                "本规定规定的处罚，由集体经济组织组织造林，上一年度年度报告",
                vec![],
            ),
            ("为为了此事，按按照规定，于于5月", vec!["为", "按", "于"]),
            ("行为为由，在在建工程上，从从业人员中，自自治区成立", vec![]),
            ("于2026年年6月，5日日前，第第三条", vec!["年", "日", "第"]),
            ("2026年年底，3月月度报告，10人人均，年年有余", vec![]),
            (
                "开展检查，。报送名单；。甲：“乙。”，丙",
                vec!["，。", "；。"],
            ),
        ] {
            let letters = Letters::of(text, 0);
            let has_doubled = DOUBLED.possible(&letters).any(|pair| text.contains(pair));
            let mut run = Vec::new();
            let may_have = has_doubled
                || letters.again().iter().any(|at| {
                    run_around(text, *at, &mut run);
                    has_repetition(&run)
                });
            assert!(may_have || expected.is_empty(), "{text}");
            let found: Vec<&str> = repeated(text, &mut Vec::new())
                .into_iter()
                .map(|r| &text[r])
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
