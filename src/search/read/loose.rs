//! Takes a folded text and a term; finds where the text has the term loosely: with other
//! punctuation, with other forms of characters, or with one character different. This file must not
//! know files or documents. `engine/second.js` follows the same rules; docs/search.md, section 11,
//! states them.

use crate::search::variants::pairs;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const NUMERALS: &str = "一二三四五六七八九";
const ZEROS: &str = "0o〇○◯零";
/// The maximum number of marks between two characters.
const GAP: usize = 6;
/// The approximate number of lists that are read for a long term.
const LISTS: usize = 12;

static FORMS: LazyLock<HashMap<char, String>> = LazyLock::new(|| {
    let mut forms: HashMap<char, String> = HashMap::new();
    let chars: Vec<char> = pairs().chars().collect();
    for two in chars.chunks_exact(2) {
        for (a, b) in [(two[0], two[1]), (two[1], two[0])] {
            forms.entry(a).or_insert_with(|| a.into()).push(b);
        }
    }
    forms
});

/// A character of a term.
#[derive(Debug)]
pub(super) struct Loose {
    /// As it was typed, folded.
    character: char,
    /// The forms in which it may be written.
    pub(super) forms: String,
    /// Whether a mark must come before it, because the term has a mark between two digits here.
    apart: bool,
}

/// A loosened term as a text writes it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The words of the text, divided at marks, except at marks between digits.
    pub(super) pieces: Vec<String>,
    /// Whether a character has another form there than in the term.
    pub(super) changed: bool,
}

fn is_mark(c: char) -> bool {
    !c.is_alphanumeric()
}

/// The forms in which the character at `at` may be written, if it is a zero in a number; otherwise
/// empty.
fn zeros(chars: &[char], at: usize) -> String {
    let c = chars[at];
    if !ZEROS.contains(c) {
        return String::new();
    }
    let run = |belongs: &dyn Fn(char) -> bool| {
        let from = chars[..at].iter().rposition(|c| !belongs(*c));
        let to = chars[at..].iter().position(|c| !belongs(*c));
        &chars[from.map_or(0, |from| from + 1)..to.map_or(chars.len(), |to| at + to)]
    };
    let numerals = run(&|c| ZEROS.contains(c) || NUMERALS.contains(c));
    if numerals.iter().any(|c| NUMERALS.contains(*c)) {
        return ZEROS.to_owned();
    }
    let digits = run(&|c| ZEROS.contains(c) || c.is_ascii_digit());
    if c != '0' && c != '零' && digits.iter().any(|c| ('1'..='9').contains(c)) {
        return format!("{c}0");
    }
    String::new()
}

/// The characters of a folded term without its marks, each with the forms in which it may be
/// written.
pub(super) fn loosened(term: &str) -> Vec<Loose> {
    let chars: Vec<char> = term.chars().collect();
    let mut out: Vec<Loose> = Vec::new();
    let mut apart = false;
    for (at, &character) in chars.iter().enumerate() {
        let mut forms = zeros(&chars, at);
        if forms.is_empty() {
            if is_mark(character) {
                apart = true;
                continue;
            }
            forms = FORMS
                .get(&character)
                .cloned()
                .unwrap_or_else(|| character.into());
        }
        let before = out.last().is_some_and(|c| c.character.is_ascii_digit());
        out.push(Loose {
            character,
            forms,
            apart: apart && before && character.is_ascii_digit(),
        });
        apart = false;
    }
    out
}

/// The first place in a folded text that matches a loosened term.
pub(super) fn find(text: &[char], term: &[Loose]) -> Option<Place> {
    (0..text.len()).find_map(|at| begins(text, at, term))
}

fn begins(text: &[char], at: usize, term: &[Loose]) -> Option<Place> {
    let (first, rest) = term.split_first()?;
    if !first.forms.contains(text[at]) {
        return None;
    }
    let mut place = Place {
        pieces: vec![text[at].into()],
        changed: text[at] != first.character,
    };
    let mut i = at + 1;
    for next in rest {
        let from = i;
        loop {
            let c = *text.get(i)?;
            if !(next.apart && i == from) && next.forms.contains(c) {
                break;
            }
            if i - from >= GAP || !is_mark(c) {
                return None;
            }
            i += 1;
        }
        place.changed |= text[i] != next.character;
        let number = text[from - 1].is_ascii_digit() && text[i].is_ascii_digit();
        match place.pieces.last_mut() {
            Some(last) if from == i || number => last.extend(&text[from..=i]),
            _ => place.pieces.push(text[i].into()),
        }
        i += 1;
    }
    Some(place)
}

/// The first wording in a text that differs from a term by one character, which is replaced,
/// inserted or left out. That character is not a mark, digit or numeral.
pub(super) fn near(text: &[char], term: &[char]) -> Option<String> {
    let whole = term.len();
    let rest =
        |at: usize, from: usize| text.get(at..).is_some_and(|t| t.starts_with(&term[from..]));
    let free =
        |c: char| !is_mark(c) && !c.is_ascii_digit() && !NUMERALS.contains(c) && !ZEROS.contains(c);
    for at in 0..text.len() {
        let same = text[at..]
            .iter()
            .zip(term)
            .take_while(|(a, b)| a == b)
            .count();
        let Some(&found) = text.get(at + same) else {
            continue;
        };
        if !free(found) || same == whole || !free(term[same]) {
            continue;
        }
        let length = match () {
            () if rest(at + same + 1, same + 1) => whole,
            () if same > 0 && same + 1 < whole && rest(at + same, same + 1) => whole - 1,
            () if same > 0 && rest(at + same + 1, same) => whole + 1,
            () => continue,
        };
        return Some(text[at..at + length].iter().collect());
    }
    None
}

/// The lists of documents in which a loosened term may be found: for each list, its grams of one or
/// two characters, in all forms. Also gives how many of these lists a document must be on.
pub(super) fn lists(term: &[Loose]) -> (Vec<Vec<Vec<char>>>, usize) {
    let count = term.len();
    if count < 4 {
        let one = |c: &Loose| c.forms.chars().map(|c| vec![c]).collect();
        return (term.iter().map(one).collect(), count);
    }
    let step = if count > 6 {
        count.div_ceil(LISTS).max(2)
    } else {
        1
    };
    let offsets = (0..count - 2).step_by(step).chain([count - 2]);
    let two = |at: usize| {
        let pair = |a: char| term[at + 1].forms.chars().map(move |b| vec![a, b]);
        term[at].forms.chars().flat_map(pair).collect()
    };
    let lists: Vec<_> = offsets.filter(|at| !term[at + 1].apart).map(two).collect();
    let missing = (lists.len() / 2).clamp(2, 4);
    let need = lists.len().saturating_sub(missing).max(1);
    (lists, need)
}

/// A number below 10,000 in Chinese: 32 as 三十二.
fn in_chinese(value: &str) -> String {
    let units = ["", "十", "百", "千"];
    let (mut out, mut zero) = (String::new(), false);
    for (i, digit) in value.bytes().enumerate() {
        if digit != b'0' {
            if zero {
                out.push('零');
            }
            out.extend(NUMERALS.chars().nth(usize::from(digit - b'1')));
            out.push_str(units[value.len() - 1 - i]);
        }
        zero = digit == b'0' && !out.is_empty();
    }
    match out.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => out,
    }
}

/// The digit of a Chinese numeral; 0 for any other character.
fn digit(c: char) -> u32 {
    (1u32..)
        .zip(NUMERALS.chars())
        .find(|n| n.1 == c)
        .map_or(0, |n| n.0)
}

/// The value of a Chinese number, as digits; the text itself if it is not a number.
fn in_arabic(text: &str) -> String {
    let (mut total, mut last) = (0u64, 0);
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            c => {
                last = u64::from(digit(c));
                continue;
            }
        };
        total += last.max(1) * unit;
        last = 0;
    }
    match total + last {
        0 => text.to_owned(),
        value => value.to_string(),
    }
}

fn pattern(text: &str) -> Option<regex::Regex> {
    regex::Regex::new(text).ok()
}

static NUMBER: LazyLock<Option<regex::Regex>> = LazyLock::new(|| {
    pattern("^([^0-9]*)((?:19|20)[0-9][0-9])年?(?:字?第|字)?0*([1-9][0-9]{0,3})号?$")
});
static ARABIC: LazyLock<Option<regex::Regex>> =
    LazyLock::new(|| pattern("([0-9]+)([年月日])|第([0-9]+)"));
static CHINESE: LazyLock<Option<regex::Regex>> = LazyLock::new(|| {
    pattern("([一二三四五六七八九十百千〇○◯零]+)([年月日])|第([一二三四五六七八九十百千〇○◯零]+)")
});

/// The forms in which a folded query may be written, if it is a document number; otherwise empty.
pub(super) fn document_numbers(folded: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let compact: String = folded.chars().filter(|c| !is_mark(*c)).collect();
    if let Some(number) = NUMBER.as_ref().and_then(|n| n.captures(&compact)) {
        let (year, serial) = (&number[2], &number[3]);
        let before = number[1].strip_suffix('字').unwrap_or(&number[1]);
        let space = if before.is_empty() { "" } else { " " };
        let mut form = |form: String| out.push(format!("{before}{space}{form}号"));
        for width in serial.len()..=serial.len().max(3) {
            form(format!("〔{year}〕{serial:0>width$}"));
            form(format!("〔{year}〕第{serial:0>width$}"));
        }
        form(format!("{year}年第{serial}"));
    }
    out
}

/// A folded query with Chinese instead of Arabic numbers, and the reverse. A form equal to the
/// query is left out.
pub(super) fn other_numerals(folded: &str) -> Vec<String> {
    let mut forms = vec![chinese_for_arabic(folded), arabic_for_chinese(folded)];
    forms.retain(|form| form != folded);
    forms
}

/// Replaces each number before 年, 月 or 日 (`year` for 年, `value` for the others) or after 第.
fn with_numbers(
    folded: &str,
    numbers: Option<&regex::Regex>,
    year: impl Fn(&str) -> Option<String>,
    value: impl Fn(&str) -> Option<String>,
) -> String {
    let Some(numbers) = numbers else {
        return folded.to_owned();
    };
    let replace = |found: &regex::Captures<'_>| {
        let part = |n| found.get(n).map_or("", |m| m.as_str());
        let other = match part(2) {
            "" => value(part(3)).map(|number| format!("第{number}")),
            "年" => year(part(1)).map(|number| number + "年"),
            unit => value(part(1)).map(|number| number + unit),
        };
        other.unwrap_or_else(|| found[0].to_owned())
    };
    numbers.replace_all(folded, replace).into_owned()
}

fn chinese_for_arabic(folded: &str) -> String {
    let numeral = |b: u8| match b {
        b'0' => Some('〇'),
        b => NUMERALS.chars().nth(usize::from(b - b'1')),
    };
    with_numbers(
        folded,
        ARABIC.as_ref(),
        |year| (year.len() == 4).then(|| year.bytes().filter_map(numeral).collect()),
        |value| (value.len() <= 4 && !value.starts_with('0')).then(|| in_chinese(value)),
    )
}

fn arabic_for_chinese(folded: &str) -> String {
    let plain = |c: char| NUMERALS.contains(c) || ZEROS.contains(c);
    let four = |year: &str| year.chars().count() == 4 && year.chars().all(plain);
    with_numbers(
        folded,
        CHINESE.as_ref(),
        |year| four(year).then(|| year.chars().map(|c| digit(c).to_string()).collect()),
        |value| Some(in_arabic(value)),
    )
}

/// A query divided into terms at its marks; none if a mark is between digits, because it belongs to
/// the number.
pub(super) fn without_marks(query: &str) -> Option<String> {
    let chars: Vec<char> = query.nfkc().collect();
    let mark = |c: char| is_mark(c) && !is_combining_mark(c) && !matches!(c, '○' | '◯');
    let mut i = 1;
    while i < chars.len() {
        let from = i;
        while i < chars.len() && mark(chars[i]) {
            i += 1;
        }
        let digits = from < i
            && chars[from - 1].is_ascii_digit()
            && chars.get(i).is_some_and(char::is_ascii_digit);
        if digits && chars[from..i].iter().any(|c| !c.is_whitespace()) {
            return None;
        }
        i += 1;
    }
    let bare: String = chars
        .iter()
        .map(|&c| if mark(c) { ' ' } else { c })
        .collect();
    Some(bare.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_other_forms() {
        for (query, forms) in [
            ("行政许可法第32条", &["行政许可法第三十二条"][..]),
            ("第一百零五条", &["第105条"]),
            ("2020年10月1日", &["二〇二〇年十月一日"]),
            ("二○二三年", &["2023年"]),
            (
                "元教字(2023)第023号",
                &[
                    "元教 〔2023〕23号",
                    "元教 〔2023〕第23号",
                    "元教 〔2023〕023号",
                    "元教 〔2023〕第023号",
                    "元教 2023年第23号",
                ],
            ),
            ("一次性补贴", &[]),
        ] {
            let found = [document_numbers(query), other_numerals(query)].concat();
            assert_eq!(found, forms, "{query}");
        }
    }
}
