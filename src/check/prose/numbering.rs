//! Finds numbering that jumps: 一、二、四、 at the beginning of paragraphs, and 一是、二是、四是
//! within one (GB/T 9704—2012, 7.3.3).

use super::super::Document;
use super::numerals;
use super::paragraphs::Paragraph;
use crate::diag::{Diagnostic, Message};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A way to number, with its pattern. Those further down number parts of those further up.
struct Style {
    pattern: Regex,
    /// What stands before and after the numeral.
    around: (&'static str, &'static str),
}

#[expect(
    clippy::unwrap_used,
    reason = "the patterns are constants, and a test uses them"
)]
static STYLES: LazyLock<Vec<Style>> = LazyLock::new(|| {
    let number = numerals::CHINESE;
    let styles = [
        (format!(r"^第({number}+)编[\s\u{{3000}}]"), ("第", "编")),
        (format!(r"^第({number}+)章[\s\u{{3000}}]"), ("第", "章")),
        (format!(r"^第({number}+)节[\s\u{{3000}}]"), ("第", "节")),
        (format!(r"^第({number}+)条[\s\u{{3000}}]"), ("第", "条")),
        (format!(r"^({number}+)、"), ("", "、")),
        (format!(r"^[（(]({number}+)[）)]"), ("（", "）")),
        (r"^([0-9]{1,2})[.．、](?:[^0-9]|$)".to_owned(), ("", ".")),
        (r"^[（(]([0-9]{1,2})[）)]".to_owned(), ("（", "）")),
    ];
    let style = |(pattern, around): (String, _)| Style {
        pattern: Regex::new(&pattern).unwrap(),
        around,
    };
    styles.into_iter().map(style).collect()
});

#[expect(
    clippy::unwrap_used,
    reason = "the pattern is a constant, and a test uses it"
)]
static POINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[，。；：、\s])([一二三四五六七八九十]{1,2})是[^否]").unwrap()
});

/// What every style begins with.
const FIRST: &[char] = &[
    '第', '（', '(', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '0', '1',
    '2', '3', '4', '5', '6', '7', '8', '9',
];

/// A jump: its place, what stands before it, and what stands there.
type Jump = (Range<usize>, String, String);

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let has_points = ["三是", "四是"].iter().any(|w| document.text.contains(w));
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
struct Last {
    number: i64,
    /// Where its paragraph begins.
    start: usize,
    /// The number as it is written.
    shown: String,
    /// Whether it is the first one or follows another. 二、三年级 at the beginning of a line counts
    /// nothing.
    counts: bool,
}

/// The jumps at the beginning of lines.
fn jumps(text: &str, paragraphs: &[Paragraph<'_>]) -> Vec<Jump> {
    let mut found = Vec::new();
    let mut last: Vec<Option<Last>> = STYLES.iter().map(|_| None).collect();
    for paragraph in paragraphs {
        let mut at = paragraph.start;
        for line in paragraph.text.split_inclusive('\n') {
            let bare = line.trim_start_matches([' ', '\u{3000}', '#', '*', '>', '\t']);
            let start = at + line.len() - bare.len();
            at += line.len();
            if !bare.starts_with(FIRST) {
                continue;
            }
            let Some((style, marker)) = STYLES
                .iter()
                .enumerate()
                .filter(|(_, s)| may_begin(s, bare))
                .find_map(|(i, s)| Some((i, s.pattern.captures(bare)?.get(1)?)))
            else {
                continue;
            };
            let Some(number) = numerals::value(marker.as_str()) else {
                continue;
            };
            let (open, close) = STYLES[style].around;
            let shown = format!("{open}{}{close}", marker.as_str());
            let earlier = last[style].take();
            let follows = earlier.as_ref().is_some_and(|e| e.number + 1 == number);
            if let Some(e) = earlier
                .as_ref()
                .filter(|e| e.counts && number != 1 && !follows)
                && !(number > e.number && is_in_between(&text[e.start..start], number, close))
            {
                let range = start..start + marker.end();
                found.push((range, e.shown.clone(), shown.clone()));
            }
            last[style] = Some(Last {
                number,
                start,
                shown,
                counts: number == 1 || follows || earlier.is_some_and(|e| e.counts),
            });
            last[style + 1..].iter_mut().for_each(|l| *l = None);
        }
    }
    found
}

/// Whether a line may begin with a number of this style, as far as one look can tell.
fn may_begin(style: &Style, line: &str) -> bool {
    let is_bracket = line.starts_with(['（', '(']);
    match style.around {
        ("第", close) => {
            line.starts_with('第') && line.chars().take(9).any(|c| close.starts_with(c))
        }
        ("（", _) => is_bracket,
        (_, close) => {
            !is_bracket && (close == "、" || line.starts_with(|c: char| c.is_ascii_digit()))
        }
    }
}

/// Whether the number before this one stands within a paragraph instead of beginning one.
fn is_in_between(text: &str, number: i64, close: &str) -> bool {
    let written = [numerals::chinese(number - 1), (number - 1).to_string()];
    written
        .iter()
        .any(|w| text.contains(&format!("{w}{close}")))
}

/// The jumps of 一是, 二是 within a paragraph.
fn points(paragraph: &Paragraph<'_>) -> Vec<Jump> {
    let mut found = Vec::new();
    let mut last: Option<(i64, &str)> = None;
    for point in POINT.captures_iter(paragraph.text) {
        let Some(numeral) = point.get(1) else {
            continue;
        };
        let Some(number) = numerals::value(numeral.as_str()) else {
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
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
