//! Takes the paragraphs of a text; gives jumps in numbering: 一、二、四、 at the beginning of
//! lines, and 一是、二是、四是 within a paragraph (GB/T 9704—2012, 7.3.3).

use super::super::Document;
use super::super::lines::lines;
use super::paragraphs::Paragraph;
use crate::diag::{Diagnostic, Message};
use crate::fold::numeral;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The styles of numbering, the highest level first. Each has the marks of which one must follow
/// the numeral. The numerals of the first six styles are Chinese; then come digits, digits in
/// brackets, and circled numbers.
const STYLES: [&[char]; 9] = [
    &['编'],
    &['章'],
    &['节'],
    &['条'],
    &['、'],
    &['）', ')'],
    &['.', '．', '、'],
    &['）', ')'],
    &[],
];

/// The index in [`STYLES`] of circled numbers.
const CIRCLED: usize = 8;

/// The value of a circled number.
fn circled(c: char) -> Option<i64> {
    let code = u32::from(c);
    (0x2460..=0x2473)
        .contains(&code)
        .then(|| i64::from(code - 0x2460 + 1))
}

#[expect(
    clippy::unwrap_used,
    reason = "the pattern is a constant, and a test uses it"
)]
static POINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[，。；：、\s])([一二三四五六七八九十]{1,2})是[^否]").unwrap()
});

/// A jump: its place, the number before it, and the number that is there.
type Jump = (Range<usize>, String, String);

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let may_hold = |w: &&str| document.letters.may_hold(w) && document.text.contains(*w);
    let has_points = ["三是", "四是"].iter().any(may_hold);
    let inner = paragraphs.iter().filter(|_| has_points).flat_map(points);
    for (range, earlier, value) in jumps(document.text, paragraphs).into_iter().chain(inner) {
        let message = Message::NumberingGap {
            earlier: earlier.into(),
            value: value.into(),
        };
        findings.push(document.at(message, range));
    }
}

/// The last number of a style.
struct Last<'t> {
    number: i64,
    /// Where the number begins in the file.
    start: usize,
    /// The number as it is written, with its marks.
    written: &'t str,
    /// Whether the number is in a sequence: it is 1, follows the number before it, or comes after a
    /// number in a sequence. The numeral of 二、三年级 (“second and third year”) is in none.
    counts: bool,
}

/// The jumps at the beginning of lines. A number that is repeated or lower than expected is also a
/// jump, unless it is 1.
fn jumps(text: &str, paragraphs: &[Paragraph<'_>]) -> Vec<Jump> {
    let mut found = Vec::new();
    let mut last = [const { None::<Last<'_>> }; STYLES.len()];
    for paragraph in paragraphs {
        for (at, line) in lines(paragraph.text) {
            let bare = line.trim_start_matches([' ', '\u{3000}', '#', '*', '>', '\t']);
            let start = paragraph.start + at + line.len() - bare.len();
            let Some((style, numeral)) = numbered(bare) else {
                continue;
            };
            let first = numeral.chars().next();
            let number = first.and_then(circled).or_else(|| numeral::value(numeral));
            let Some(number) = number else {
                continue;
            };
            let end = numeral.as_ptr() as usize - bare.as_ptr() as usize + numeral.len();
            let mark = bare[end..].chars().next().filter(|_| style != CIRCLED);
            let written = &bare[..end + mark.map_or(0, char::len_utf8)];
            let earlier = last[style].take();
            let follows = earlier.as_ref().is_some_and(|e| e.number + 1 == number);
            if let Some(e) = earlier
                .as_ref()
                .filter(|e| number != 1 && !follows && (e.counts || is_twice(e, number, style)))
                && !(number > e.number && is_in_between(&text[e.start..start], number, style))
            {
                found.push((start..start + end, e.written.to_owned(), written.to_owned()));
            }
            last[style] = Some(Last {
                number,
                start,
                written,
                counts: number == 1 || follows || earlier.is_some_and(|e| e.counts),
            });
            last[style + 1..].iter_mut().for_each(|l| *l = None);
        }
    }
    found
}

/// Whether a Chinese numeral of the style 一、 or （一） repeats the one before it. This repetition
/// is reported even if the numerals are in no sequence.
fn is_twice(earlier: &Last<'_>, number: i64, style: usize) -> bool {
    earlier.number == number && matches!(style, 4 | 5)
}

/// The style and the numeral of the number with which a line begins.
fn numbered(line: &str) -> Option<(usize, &str)> {
    let chinese = |text| split(text, |c| numeral::CHINESE.contains(&c));
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    let digits = |text| split(text, is_digit).filter(|(digits, _)| digits.chars().count() <= 2);
    if line.starts_with(|c| circled(c).is_some()) {
        let end = line.chars().next().map_or(0, char::len_utf8);
        return Some((CIRCLED, &line[..end]));
    }
    if let Some(rest) = line.strip_prefix('第') {
        let (numeral, rest) = chinese(rest)?;
        let units = STYLES.iter().take(4);
        let (style, rest) = units
            .enumerate()
            .find_map(|(style, unit)| Some((style, rest.strip_prefix(*unit)?)))?;
        return rest
            .starts_with(char::is_whitespace)
            .then_some((style, numeral));
    }
    if let Some(rest) = line.strip_prefix(['（', '(']) {
        let (style, (numeral, rest)) = match chinese(rest) {
            Some(found) => (5, found),
            None => (7, digits(rest)?),
        };
        return rest.starts_with(STYLES[style]).then_some((style, numeral));
    }
    if let Some((numeral, rest)) = chinese(line) {
        return rest.starts_with(STYLES[4]).then_some((4, numeral));
    }
    let (numeral, rest) = digits(line)?;
    let rest = rest.strip_prefix(STYLES[6])?;
    // 1.5 is a decimal number
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((6, numeral))
}

/// The characters of a kind with which a text begins, and the rest.
fn split(text: &str, is_of_kind: impl Fn(char) -> bool) -> Option<(&str, &str)> {
    let end = text.find(|c| !is_of_kind(c)).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Whether the number before `number` occurs in `text`, for example inside a paragraph.
fn is_in_between(text: &str, number: i64, style: usize) -> bool {
    let before = number - 1;
    let circle = u32::try_from(before + 0x245f).ok().and_then(char::from_u32);
    let chinese = u32::try_from(before).ok().and_then(numeral::chinese);
    if style == CIRCLED {
        return circle.is_some_and(|circle| text.contains(circle));
    }
    let digits = before.to_string();
    let wide = |c: char| char::from_u32(u32::from(c) + (0xff10 - 0x30)); // ０ instead of 0
    let full_width = digits.chars().filter_map(wide).collect();
    // the last character of another numeral: 1 in 11、
    let is_cut = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_some_and(|c| c.is_numeric() || numeral::CHINESE.contains(&c))
    };
    [chinese, Some(digits), Some(full_width)]
        .iter()
        .flatten()
        .flat_map(|w| text.match_indices(w).map(move |(at, _)| (at, at + w.len())))
        .any(|(at, end)| text[end..].starts_with(STYLES[style]) && !is_cut(at))
}

/// The jumps in a series 一是, 二是 (“first”, “second”) within a paragraph. Only a number that is
/// too high is a jump.
fn points(paragraph: &Paragraph<'_>) -> Vec<Jump> {
    let mut found = Vec::new();
    let mut last: Option<(i64, &str)> = None;
    for point in POINT.captures_iter(paragraph.text) {
        let Some(numeral) = point.get(1) else {
            continue;
        };
        let Some(number) = numeral::value(numeral.as_str()) else {
            continue;
        };
        if let Some((earlier, written)) = last
            && number > earlier + 1
        {
            let start = paragraph.start + numeral.start();
            found.push((
                start..start + numeral.len() + "是".len(),
                format!("{written}是"),
                format!("{}是", numeral.as_str()),
            ));
        }
        if number == 1 || last.is_some() {
            last = Some((number, numeral.as_str()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs::paragraphs;
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let paragraphs = paragraphs(text, 0);
        let inner = paragraphs.iter().flat_map(points);
        let all = jumps(text, &paragraphs).into_iter().chain(inner);
        all.map(|(_, earlier, value)| format!("{earlier}{value}"))
            .collect()
    }

    #[test]
    fn numbering_that_jumps() {
        for (text, expected) in [
            ("一、甲\n\n二、乙\n\n四、丙", vec!["二、四、"]),
            ("一、甲\n\n二、乙\n\n二、丙", vec!["二、二、"]),
            (
                "一、甲\n\n（一）乙\n\n（二）丙\n\n二、丁\n\n（一）戊",
                vec![],
            ),
            ("一、甲\n\n1.乙\n\n2.丙\n\n二、丁\n\n3.戊", vec![]),
            (
                "## 第一章　甲\n\n第一条　乙\n\n## 第三章　丙\n\n第二条　丁",
                vec!["第一章第三章"],
            ),
            ("（一）甲；（二）乙；\n\n（三）丙", vec![]),
            ("一是甲，二是乙，四是丙", vec!["二是四是"]),
            ("1.5倍\n\n3.5倍", vec![]),
            ("二、三年级\n\n五、六年级", vec![]),
            ("三是奇数，五是奇数", vec![]),
            ("九、甲\n\n十、乙\n\n十一、丙", vec![]),
            ("（1）甲\n\n（2）乙\n\n（5）丙", vec!["（2）（5）"]),
            ("①甲\n\n②乙\n\n④丙", vec!["②④"]),
            ("①甲；②乙；\n\n③丙", vec![]),
            ("１、甲\n\n２、乙\n\n４、丙", vec!["２、４、"]),
            ("1.甲\n\n2．乙\n\n4.丙", vec!["2．4."]),
            ("(1)甲\n\n(2)乙\n\n(5)丙", vec!["(2)(5)"]),
            ("1、甲\n\n2、乙；3、丙\n\n4、丁", vec![]),
            ("１．甲\n\n２．乙；３．丙\n\n４．丁", vec![]),
            ("1、甲\n\n2、乙13、14\n\n4、丁", vec!["2、4、"]),
            (
                "(一)甲；(二)乙；\n\n(三)丙\n\n(四)丁；(五)戊\n\n(六)己",
                vec![],
            ),
            ("三、甲\n\n三、乙", vec!["三、三、"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
