//! Takes text; gives the personal numbers in it (identity card, bank card, mobile telephone), or
//! the text with them masked.
//!
//! One cheap pass over the text looks for digits. The rules are tried only where enough digits
//! stand together. The digits may be disguised: full width, spaced, hyphenated, or with invisible
//! characters or Markdown marks between them. `diag` uses it to mask every quotation. It must not
//! know documents, or who asks.

mod markup;

use markup::Plain;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;

/// The kind of a personal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// 公民身份号码: 18 characters by GB 11643-1999, or the 15 digits in use before.
    IdCard,
    /// A bank card: 16 to 19 digits of a card scheme, with a valid Luhn digit.
    BankCard,
    /// A mobile telephone of the mainland.
    Mobile,
}

/// A number and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// Its byte range in the text, separators included.
    pub range: Range<usize>,
    /// The number without separators and masked, such as `35*************123`.
    pub masked: String,
}

/// The requirement on the check digit of an 18-character identity number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CheckDigit {
    /// The digit is right, so the number is certainly an identity number.
    Right,
    /// The digit may be wrong, because a real number may be mistyped.
    Any,
}

/// The personal numbers of a text, in order.
pub fn find(text: &str) -> Vec<Found> {
    scan(text, CheckDigit::Right)
}

/// The personal numbers of a Markdown or YAML source, in order: those in the source, and those that
/// appear only in the rendered text, because references, tags or marks stand between their digits.
pub fn find_written(text: &str) -> Vec<Found> {
    scan_rendered(text, CheckDigit::Right)
}

fn scan_rendered(text: &str, check: CheckDigit) -> Vec<Found> {
    let mut found = scan(text, check);
    if let Some(plain) = Plain::of(text) {
        let shown = scan(&plain.text, check).into_iter().map(|f| Found {
            range: plain.written(f.range),
            ..f
        });
        let more: Vec<Found> = shown
            .filter(|f| {
                found.iter().all(|known| {
                    known.range.end <= f.range.start || known.range.start >= f.range.end
                })
            })
            .collect();
        found.extend(more);
        found.sort_by_key(|f| f.range.start);
    }
    found
}

/// The label of a number: at most 24 characters before it in its sentence.
pub fn label(text: &str, at: usize) -> &str {
    let is_end = |c: char| matches!(c, '\n' | '。' | '；' | ';');
    let from = text[..at]
        .char_indices()
        .rev()
        .take(24)
        .take_while(|(_, c)| !is_end(*c))
        .last()
        .map_or(at, |(i, _)| i);
    &text[from..at]
}

fn is_labelled(text: &str, at: usize, words: &[&str]) -> bool {
    let label = label(text, at);
    words.iter().any(|w| label.contains(w))
}

/// The text with all personal numbers masked. The number of characters stays the same, so that
/// positions in the text remain valid. A mistyped identity number is masked too, because it still
/// shows most of a real one.
pub fn mask(text: &str) -> Cow<'_, str> {
    let found = scan_rendered(text, CheckDigit::Any);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for Found {
        kind,
        range,
        masked,
    } in found
    {
        out.push_str(&text[at..range.start]);
        let (first, last) = kept(kind);
        let count = masked.chars().count();
        let mut digit = 0;
        // unless the range shows exactly the number's own digits, every digit is hidden
        let is_plain = text[range.clone()]
            .chars()
            .filter(|c| value(*c).is_some() || is_check_letter(*c))
            .count()
            == count;
        for c in text[range.clone()].chars() {
            let is_digit = value(c).is_some() || is_check_letter(c);
            let shown = !is_digit || is_plain && (digit < first || digit + last >= count);
            out.push(match (shown, c.is_ascii()) {
                (true, _) => c,
                (false, true) => '*',
                (false, false) => '＊',
            });
            digit += usize::from(is_digit);
        }
        at = range.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// How many characters of a number stay readable at its start and at its end.
fn kept(kind: Kind) -> (usize, usize) {
    match kind {
        Kind::IdCard => (2, 3),
        Kind::BankCard => (2, 4),
        Kind::Mobile => (3, 4),
    }
}

/// The separator between a digit and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Hyphen,
    /// An end of a line, a point or a Markdown mark. Only an 18-character identity number is
    /// certain enough to be accepted across it.
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Digit {
    /// 0 to 9, or 10 for a check letter X.
    value: u8,
    start: usize,
    end: usize,
    gap: Gap,
}

fn scan(text: &str, check: CheckDigit) -> Vec<Found> {
    let mut found = Vec::new();
    let mut digits = Vec::new();
    let mut at = 0;
    while let Some(start) = next_digit(text, at) {
        at = collect(text, start, &mut digits);
        if digits.len() >= 11 {
            numbers(text, &digits, check, &mut found);
        }
    }
    found
}

/// The position of the next digit. A scan spends most of its time here, because text without digits
/// needs no other step.
fn next_digit(text: &str, from: usize) -> Option<usize> {
    const BLOCK: usize = 32;
    let bytes = text.as_bytes();
    // the third byte distinguishes a full-width digit from full-width punctuation
    let may_begin = |first: u8, third: u8| {
        first.is_ascii_digit()
            | (first == 0xf0)
            | ((first == 0xef) & (0x90..=0x99).contains(&third))
    };
    let mut at = from;
    loop {
        // most blocks hold no digit, and the compiler tests a whole block with vector instructions
        while let Some(block) = bytes.get(at..at + BLOCK + 2)
            && !(0..BLOCK).fold(false, |any, i| any | may_begin(block[i], block[i + 2]))
        {
            at += BLOCK;
        }
        at = (at..bytes.len())
            .find(|&i| may_begin(bytes[i], bytes.get(i + 2).copied().unwrap_or(0)))?;
        match bytes[at] {
            0xef | 0xf0 => match text[at..].chars().next() {
                Some(c) if value(c).is_some() => return Some(at),
                Some(c) => at += c.len_utf8(),
                None => return None,
            },
            _ => return Some(at),
        }
    }
}

/// A digit's value, in any width or mathematical style.
fn value(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        '０'..='９' => Some((c as u32 - '０' as u32) as u8),
        '\u{1d7ce}'..='\u{1d7ff}' => Some(((c as u32 - 0x1d7ce) % 10) as u8),
        _ => None,
    }
}

fn is_check_letter(c: char) -> bool {
    matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ' | 'Х' | 'х' | '×' | '✕' | '╳')
}

/// Characters that are invisible.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{180e}')
}

fn gap(c: char) -> Option<Gap> {
    match c {
        ' '
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Some(Gap::Space),
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '﹣' => {
            Some(Gap::Hyphen)
        }
        '.' | '．' | '·' | '•' | '_' | '*' | '`' | '~' | '\\' | '\n' | '\r' => Some(Gap::Other),
        _ => None,
    }
}

/// The largest number of visible characters between two digits of one number.
const WIDEST_GAP: usize = 3;

/// Collects the digits from `start` on that may belong to one number; gives the end of the last
/// one.
fn collect(text: &str, start: usize, digits: &mut Vec<Digit>) -> usize {
    digits.clear();
    let (mut between, mut width, mut end) = (Gap::None, 0, start);
    for (i, c) in text[start..].char_indices() {
        let at = start + i;
        let digit = value(c).or((is_check_letter(c) && digits.len() >= 17).then_some(10));
        if let Some(value) = digit {
            end = at + c.len_utf8();
            digits.push(Digit {
                value,
                start: at,
                end,
                gap: between,
            });
            (between, width) = (Gap::None, 0);
            if value == 10 {
                break;
            }
        } else if is_invisible(c) {
        } else if let Some(kind) = gap(c).filter(|_| width < WIDEST_GAP) {
            between = if between == Gap::None || between == kind {
                kind
            } else {
                Gap::Other
            };
            width += 1;
        } else {
            break;
        }
    }
    end
}

/// Finds the numbers among digits that stand together.
fn numbers(text: &str, digits: &[Digit], check: CheckDigit, found: &mut Vec<Found>) {
    let mut at = 0;
    while at + 11 <= digits.len() {
        let Some((kind, length)) = number_at(text, digits, at, check) else {
            at += 1;
            continue;
        };
        let part = &digits[at..at + length];
        let (first, last) = kept(kind);
        let shown = |(i, d): (usize, &Digit)| match d.value {
            _ if i >= first && i + last < length => '*',
            10 => 'X',
            v => char::from(b'0' + v),
        };
        found.push(Found {
            kind,
            range: part[0].start..part[length - 1].end,
            masked: part.iter().enumerate().map(shown).collect(),
        });
        at += length;
    }
}

/// The kind and the length of the number that begins at a digit.
fn number_at(text: &str, digits: &[Digit], at: usize, check: CheckDigit) -> Option<(Kind, usize)> {
    let part = |length: usize| digits.get(at..at + length);
    if part(18).is_some_and(|d| {
        is_id_18(d, check) && stands_alone(digits, at, 18) && !is_organisation(text, d)
    }) {
        return Some((Kind::IdCard, 18));
    }
    // +86 may stand before a mobile number without a gap
    let country = at >= 2
        && digits[at].gap == Gap::None
        && (digits[at - 2].value, digits[at - 1].value) == (8, 6)
        && is_edge(digits, at - 2);
    if !(is_edge(digits, at) || country) || digits[at].value > 9 {
        return None;
    }
    let apart = |length: usize| {
        is_edge(digits, at + length)
            && is_apart(
                text,
                digits,
                at - 2 * usize::from(country),
                length + 2 * usize::from(country),
            )
    };
    if part(15).is_some_and(|d| is_id_15(d) && is_grouped(d, &[&[15], &[6, 6, 3]]))
        && apart(15)
        && !is_other_number(text, digits[at].start)
    {
        return Some((Kind::IdCard, 15));
    }
    for length in (16..=19).rev() {
        let Some(card) = part(length).filter(|d| is_card(d)) else {
            continue;
        };
        let groups: [&[usize]; 3] = [&[length], &[6, length - 6], &[4, 4, 4, 4, length - 16]];
        let known = is_labelled(text, digits[at].start, &CARD_WORDS);
        let grouped = is_grouped(card, &groups[..1])
            || (is_grouped(card, &groups) && (known || card[0].value == 6));
        if grouped
            && apart(length)
            && (known || !(is_other_number(text, card[0].start) || is_organisation(text, card)))
        {
            return Some((Kind::BankCard, length));
        }
    }
    let mobile = part(11)
        .filter(|d| d[0].value == 1 && d[1].value >= 3 && is_grouped(d, &[&[11], &[3, 4, 4]]))?;
    let no_hyphen = |i: usize| {
        digits
            .get(i)
            .is_none_or(|d| matches!(d.gap, Gap::None | Gap::Space))
    };
    let free = (at == 0 || no_hyphen(at)) && no_hyphen(at + 11);
    (free
        && apart(11)
        && !is_amount(text, mobile[10].end)
        && !is_other_number(text, mobile[0].start))
    .then_some((Kind::Mobile, 11))
}

/// Whether a digit begins a group, or is past the end.
fn is_edge(digits: &[Digit], at: usize) -> bool {
    at == 0 || digits.get(at).is_none_or(|d| d.gap != Gap::None)
}

/// Whether 18 digits form a number of their own: they are whole groups, or they have no gap inside,
/// even within a longer run. A longer run counts for two reasons. The number of a disabled person's
/// certificate is an identity number with two more digits, and columns of a table run together in a
/// PDF.
fn stands_alone(digits: &[Digit], at: usize, length: usize) -> bool {
    let ends = is_edge(digits, at + length) || digits[at + length - 1].value == 10;
    (is_edge(digits, at) && ends)
        || digits[at + 1..at + length]
            .iter()
            .all(|d| d.gap == Gap::None)
}

/// Whether the gaps divide the digits into one of these groupings, or separate every digit from the
/// next.
fn is_grouped(digits: &[Digit], groupings: &[&[usize]]) -> bool {
    let edges = |i: usize| digits[i].gap != Gap::None;
    let whole = |sizes: &[usize]| {
        let mut starts = sizes.iter().scan(0, |sum, size| {
            *sum += size;
            Some(*sum)
        });
        let starts: Vec<usize> = starts.by_ref().collect();
        (1..digits.len()).all(|i| edges(i) == starts.contains(&i))
    };
    let plain = digits[1..].iter().all(|d| d.gap != Gap::Other);
    plain && ((1..digits.len()).all(edges) || groupings.iter().any(|g| whole(g)))
}

/// Whether a number stands alone and is not part of a word, a decimal or a path.
fn is_apart(text: &str, digits: &[Digit], at: usize, length: usize) -> bool {
    let (start, end) = (digits[at].start, digits[at + length - 1].end);
    let mut before = text[..start].chars().rev().filter(|c| !is_invisible(*c));
    let (last, last_but_one) = (before.next(), before.next());
    let mut after = text[end..].chars().filter(|c| !is_invisible(*c));
    let (next, next_but_one) = (after.next(), after.next());
    let joins = |c: Option<char>| {
        c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '\\' | '=' | '%'))
    };
    let decimal = |c: Option<char>, other: Option<char>| {
        c == Some('.') && other.is_some_and(|o| o.is_ascii_digit())
    };
    let hyphen = |c: Option<char>, other: Option<char>| {
        c == Some('-') && other.is_some_and(|o| o.is_ascii_alphanumeric())
    };
    !(joins(last)
        || joins(next)
        || decimal(last, last_but_one)
        || decimal(next, next_but_one)
        || hyphen(last, last_but_one)
        || hyphen(next, next_but_one))
}

/// Whether two digits are the code of a province, of Taiwan, Hong Kong or Macao, or of foreigners.
fn is_province(code: u8) -> bool {
    matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91)
}

fn is_region(digits: &[Digit]) -> bool {
    let two = |i: usize| digits[i].value * 10 + digits[i + 1].value;
    is_province(two(0)) && (two(2), two(4)) != (0, 0)
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

fn number(digits: &[Digit]) -> u32 {
    digits.iter().fold(0, |n, d| n * 10 + u32::from(d.value))
}

/// GB 11643-1999: region, day of birth, sequence, and a check digit by ISO 7064 MOD 11-2.
fn is_id_18(digits: &[Digit], check: CheckDigit) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let year = number(&digits[6..10]);
    if !is_region(digits)
        || !(1900..2040).contains(&year)
        || !is_day(year, number(&digits[10..12]), number(&digits[12..14]))
    {
        return false;
    }
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(d, w)| u32::from(d.value) * w)
        .sum();
    check == CheckDigit::Any || u32::from(digits[17].value) == (12 - sum % 11) % 11
}

/// The form before 1999: a year of two digits, and no check digit.
fn is_id_15(digits: &[Digit]) -> bool {
    let year = 1900 + number(&digits[6..8]);
    is_region(digits)
        && is_day(year, number(&digits[8..10]), number(&digits[10..12]))
        && number(&digits[12..15]) != 0
}

/// ISO/IEC 7812: UnionPay, Visa or Mastercard, with a valid Luhn digit.
fn is_card(digits: &[Digit]) -> bool {
    let scheme = matches!(
        (digits[0].value, digits[1].value),
        (6, 2) | (4, _) | (5, 1..=5)
    );
    let luhn: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| match u32::from(d.value) * (1 + i as u32 % 2) {
            v if v > 9 => v - 9,
            v => v,
        })
        .sum();
    scheme && luhn.is_multiple_of(10) && digits[4..].iter().any(|d| d.value != 0)
}

const PERSON_WORDS: [&str; 3] = ["身份证", "证件号", "公民身份"];
const CARD_WORDS: [&str; 7] = ["卡号", "账号", "帐号", "银行卡", "账户", "帐户", "一卡通"];
const OTHER_WORDS: [&str; 14] = [
    "编号",
    "代码",
    "索引",
    "文号",
    "流水号",
    "单号",
    "许可证",
    "注册号",
    "凭证",
    "批号",
    "户号",
    "税号",
    "登记号",
    "档号",
];

/// Whether the label says that the number is not a person's.
fn is_other_number(text: &str, at: usize) -> bool {
    is_labelled(text, at, &OTHER_WORDS) && !is_labelled(text, at, &PERSON_WORDS)
}

/// Whether 18 digits are an organisation's credit code (GB 32100) that follows its label or begins
/// an index number.
fn is_organisation(text: &str, digits: &[Digit]) -> bool {
    if digits.len() != 18 || digits[17].value == 10 {
        return false;
    }
    let sum = digits[..17]
        .iter()
        .fold((0, 1), |(sum, weight), d| {
            (sum + u32::from(d.value) * weight, weight * 3 % 31)
        })
        .0;
    let right = u32::from(digits[17].value) == (31 - sum % 31) % 31;
    right
        && (text[digits[17].end..].starts_with('/')
            || is_labelled(text, digits[0].start, &["信用代码", "机构代码", "索引号"]))
}

/// Whether the text after a number makes it an amount of money, a quantity or a count.
fn is_amount(text: &str, end: usize) -> bool {
    text[end..]
        .trim_start_matches([' ', '\u{3000}'])
        .starts_with([
            '元', '万', '亿', '吨', '人', '户', '千', '平', '公', '％', '%',
        ])
}

#[cfg(test)]
mod tests;
