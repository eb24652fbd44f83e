//! Takes the title and the paragraphs of a text; gives characters that look like the right ones.
//! These are l, I and O in numbers, kana and Cyrillic letters in words, radicals (⼯) from a PDF,
//! full-width digits, and a full stop in place of the point after a number (1。).
//!
//! A search does not find words with these characters.

use super::super::Document;
use super::super::lines::place_in;
use super::paragraphs::Paragraph;
use crate::diag::{Diagnostic, Message, Repair};
use crate::fold::{Sign, is_han, numeral};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Kana, and the rare character 夂, that look like common Chinese characters.
const KANA: [(char, char); 13] = [
    ('カ', '力'),
    ('ニ', '二'),
    ('ロ', '口'),
    ('エ', '工'),
    ('ハ', '八'),
    ('ト', '卜'),
    ('タ', '夕'),
    ('オ', '才'),
    ('チ', '千'),
    ('メ', '㐅'),
    ('ー', '一'),
    ('ミ', '三'),
    ('夂', '夕'),
];

/// Cyrillic letters that look like Latin ones.
const CYRILLIC: [(char, char); 20] = [
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('Х', 'X'),
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('Ѕ', 'S'),
];

#[expect(
    clippy::unwrap_used,
    reason = "the pattern is a constant, and a test uses it"
)]
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let end = r"(?:[^0-9A-Za-z]|$)";
    let begin = r"(?:^|[^0-9A-Za-z_./@-])";
    let unit =
        "年|月|日|号|时|分|万|亿|元|人|户|项|个|份|件|名|岁|次|家|条|天|页|米|公里|平方|吨|％|%";
    Regex::new(&format!(
        r"{begin}(?:([0-9lIOo]*[0-9][lIOo][0-9lIOo]*|[lIOo][0-9lIOo]*[0-9][0-9lIOo]*)\s?(?:{unit})|([0O][0-9lIOo]{{2,3}}[-—－][0-9lIOo]{{7,8}}){end}|(1[3-9lIOo][0-9lIOo]{{9}}){end}|(20[0-9lIOo]{{2}}[-/.][0-9lIOo]{{1,2}}[-/.][0-9lIOo]{{1,2}}){end})"
    ))
    .unwrap()
});

/// The letters that people type instead of digits. A text must also have digits to be searched,
/// because nearly every text with Latin words has some of these letters.
const LETTERS: [char; 4] = ['l', 'I', 'O', 'o'];

/// A wrong piece: its place, and the right piece.
type Alike = (Range<usize>, String);

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let letters = &document.letters;
    let has_numbers = letters.has_any(LETTERS) && letters.has_any('0'..='9');
    let title = super::paragraphs::title(document);
    let is_foreign = |c: char| matches!(c, '\u{400}'..='\u{4ff}' | '\u{3040}'..='\u{30ff}' | '夂');
    let in_title = title.map_or("", |title| title.text);
    let is_in_title = in_title.contains(is_foreign);
    let foreign: Vec<(char, char)> = KANA
        .iter()
        .chain(&CYRILLIC)
        .filter(|(wrong, _)| letters.has(*wrong) || is_in_title && in_title.contains(*wrong))
        .copied()
        .collect();
    let has_points = {
        let is_point = |(at, c): &Sign| *c == '。' && is_after_digit(document.text, *at);
        letters.signs().iter().any(is_point)
    };
    let has_radicals = letters.has_within('\u{2f00}', '\u{2fd5}');
    for (i, paragraph) in title.iter().chain(paragraphs).enumerate() {
        let is_title = i == 0 && title.is_some();
        let mut found = Vec::new();
        if has_numbers || is_title {
            found.extend(numbers(paragraph.text));
        }
        for (wrong, right) in &foreign {
            found.extend(strangers(paragraph.text, *wrong, *right));
        }
        if has_points && !is_title {
            found.extend(points(paragraph.text));
        }
        if has_radicals || is_title {
            found.extend(radicals(paragraph.text));
        }
        for (range, right) in found {
            let at = paragraph.start + range.start..paragraph.start + range.end;
            let message = Message::LookAlike {
                value: paragraph.text[range].into(),
                right: right.as_str().into(),
            };
            let finding = document.at(message, at.clone());
            findings.push(finding.repair(Repair::replace(at, right)));
        }
    }
    let is_wide = |c: char| matches!(c, '０'..='９' | '＠');
    let title = title.filter(|title| title.text.contains(is_wide));
    let has_wide = letters.has_any('０'..='９') || letters.has('＠');
    if has_wide || title.is_some() {
        wide(document, title.iter().chain(paragraphs), findings);
    }
}

/// Radicals (⼯, U+2F2F) in place of characters (工), as from a PDF.
fn radicals(text: &str) -> Vec<Alike> {
    let is_radical = |c: char| matches!(c, '\u{2f00}'..='\u{2fd5}');
    let found = text.match_indices(is_radical);
    found
        .map(|(at, c)| (at..at + c.len(), c.nfkc().collect()))
        .collect()
}

/// The maximum number of characters of a line that Markdown's reader takes for an item.
const ITEM: usize = 30;

fn is_after_digit(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].last().is_some_and(u8::is_ascii_digit)
}

/// The full stops after the numbers of sentences: `1。请各科室报送。`. Short lines without a mark at
/// their end are items, which `list-mark` reports.
fn points(text: &str) -> Vec<Alike> {
    let mut found = Vec::new();
    for line in text.split('\n') {
        let bare = line.trim_start_matches([' ', '\u{3000}', '*']);
        let words = bare.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = &bare[..bare.len() - words.len()];
        let Some(words) = words.strip_prefix('。') else {
            continue;
        };
        let ends_sentence = |c| matches!(c, '。' | '；' | '：' | '，' | ';' | '、');
        let is_sentence =
            words.trim_end().ends_with(ends_sentence) || words.chars().nth(ITEM).is_some();
        let is_run = text.contains('\n') && !words.trim_end_matches('。').contains('。');
        if matches!(number.len(), 1..=2) && words.starts_with(is_han) && is_sentence && !is_run {
            let start = place_in(text, bare);
            let end = start + number.len() + '。'.len_utf8();
            found.push((start..end, format!("{number}.")));
        }
    }
    found
}

/// The numbers with letters in them.
fn numbers(text: &str) -> Vec<Alike> {
    // a number with letters has a letter next to a digit
    let bytes = text.as_bytes();
    let beside = |pair: &[u8]| {
        let is_letter = |b: u8| matches!(b, b'l' | b'I' | b'O' | b'o');
        is_letter(pair[0]) && pair[1].is_ascii_digit()
            || pair[0].is_ascii_digit() && is_letter(pair[1])
    };
    if !bytes.windows(2).any(beside) {
        return Vec::new();
    }
    let (mut found, mut from) = (Vec::new(), 0);
    // the character after one number may also be the one before the next number
    while let Some(next) = NUMBER.captures_at(text, from) {
        let Some(number) = (1..=4).find_map(|group| next.get(group)) else {
            break;
        };
        let written = number.as_str();
        let right: String = written
            .chars()
            .map(|c| numeral::looks_like(c).unwrap_or(c))
            .collect();
        from = number.end();
        if right != written {
            found.push((number.range(), right));
        }
    }
    found
}

/// The places where `wrong` was typed for `right`, which looks like it. A Cyrillic letter must be
/// next to a Latin letter or a digit, any other character next to a Chinese one. Neither may be
/// next to kana or a Cyrillic letter.
fn strangers(text: &str, wrong: char, right: char) -> Vec<Alike> {
    let is_kana = |c: char| matches!(c, '\u{3040}'..='\u{30ff}');
    let is_cyrillic = |c: char| matches!(c, '\u{400}'..='\u{4ff}');
    let is_of_word = |c: Option<char>| match wrong {
        '\u{400}'..='\u{4ff}' => c.is_some_and(|c| c.is_ascii_alphanumeric()),
        _ => c.is_some_and(is_han),
    };
    let found = text.match_indices(wrong).filter_map(|(at, piece)| {
        let before = text[..at].chars().next_back();
        let after = text[at + piece.len()..].chars().next();
        let beside = [before, after];
        let is_foreign = |c: char| is_kana(c) || is_cyrillic(c);
        let is_alone = !beside.iter().flatten().any(|c| is_foreign(*c));
        // beside kana or a Cyrillic letter, the character belongs to a foreign word
        let fits = beside.iter().any(|c| is_of_word(*c)) && is_alone;
        fits.then(|| (at..at + piece.len(), right.to_string()))
    });
    found.collect()
}

/// Reports the full-width numbers and the signs ＠ of a text in one finding.
fn wide<'p>(
    document: &Document<'_>,
    paragraphs: impl Iterator<Item = &'p Paragraph<'p>>,
    findings: &mut Vec<Diagnostic>,
) {
    let is_wide = |c: char| matches!(c, '０'..='９');
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for paragraph in paragraphs {
        let text = paragraph.text;
        let mut end = 0;
        for (at, c) in text
            .char_indices()
            .filter(|(_, c)| is_wide(*c) || *c == '＠')
        {
            if at < end {
                continue;
            }
            let run: &str = &text[at..];
            let length = run
                .find(|c| !is_wide(c))
                .filter(|_| c != '＠')
                .unwrap_or(if c == '＠' { c.len_utf8() } else { run.len() });
            end = at + length;
            let before = text[..at].chars().next_back();
            let after = text[end..].chars().next();
            // a single digit may number an item
            let is_number = length > c.len_utf8()
                || after.is_some_and(|c| "年月日时分元人户％%".contains(c))
                || before.is_some_and(|c| c.is_ascii_digit());
            let is_sign = c != '＠' || before.is_some_and(|c| c.is_ascii_alphanumeric());
            if (c == '＠' || is_number) && is_sign {
                let right = text[at..end].chars().map(narrow).collect();
                found.push((paragraph.start + at..paragraph.start + end, right));
            }
        }
    }
    let Some((first, right)) = found.first().cloned() else {
        return;
    };
    let message = Message::WideDigit {
        value: document.text[first.clone()].into(),
        right: right.into(),
        count: found.len().into(),
    };
    let repair = found
        .into_iter()
        .fold(Repair::default(), |repair, (range, right)| {
            repair.and(range, right)
        });
    findings.push(document.at(message, first).repair(repair));
}

/// The half-width form of a character.
fn narrow(c: char) -> char {
    let code = u32::from(c);
    match code {
        0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_look_like_others() {
        let shown = |text: &str| {
            let mut all = numbers(text);
            all.extend(radicals(text));
            all.extend(points(text));
            for (wrong, right) in KANA.iter().chain(&CYRILLIC) {
                all.extend(strangers(text, *wrong, *right));
            }
            all.into_iter()
                .map(|(_, right)| right)
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (text, expected) in [
            ("20l6年", "2016"),
            ("2O26年l0月", "2026 10"),
            ("电话O391-l234567。", "0391-1234567"),
            ("l3812345678", ""),
            ("手机1381234567O", "13812345670"),
            ("2026-O1-05", "2026-01-05"),
            ("5O人", "50"),
            ("人カ资源", "力"),
            ("⽅案与⼯作", "方 工"),
            ("工ロ", "口"),
            ("1。请各科室于本周五前报送材料。", "1."),
            ("　12。请各科室报送", ""),
            ("1。5万元。", ""),
            ("2026。请各科室报送。", ""),
            ("共1。请各科室报送。", ""),
            ("А级", ""),
            ("АBC", "A"),
            ("CO2排放，PM2.5，H2O，O2O平台，IP地址，I类，3.0版", ""),
            ("索引号A1-O2年度", ""),
            ("トヨタ汽车，カード", ""),
            ("http://a.cn/Ol2/5O人", ""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
