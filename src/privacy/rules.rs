//! Takes a run of digits; decides which of them are a personal number. The text around a number may
//! show that it is something else: the word before it says that it is the number of a contract, or
//! the unit after it makes it an amount. `digits.rs` finds the digits. This file must not know how
//! digits are found.

use super::cells;
use super::digits::{Digit, Gap, is_invisible};
use super::forms::{is_card, is_credit_code, is_day, is_id_15, is_id_18, number};
use super::groups::{
    is_divided_evenly, is_edge, is_evenly_spread, is_grouped, is_grouped_by_cells,
    is_grouped_by_lines, is_in_fours, is_list, is_whole_run, stands_alone,
};
use super::kind::{CheckDigit, Found, Kind, kept};
use super::labels::{self, Named};
use std::ops::Range;

/// Finds the numbers that begin at one of the digits in `range`.
pub(super) fn numbers(
    text: &str,
    digits: &[Digit],
    range: Range<usize>,
    check: CheckDigit,
    found: &mut Vec<Found>,
) {
    // a number that began in the range of the previous piece may end in this range
    let known = match range.start {
        0 => 0,
        _ => found.last().map_or(0, |f| f.range.end),
    };
    let mut at = range.start;
    while at < range.end {
        let number = (digits[at].start >= known)
            .then(|| number_at(text, digits, at, check).or_else(|| labelled(text, digits, at)))
            .flatten();
        let Some((kind, length)) = number else {
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

/// The kind and the length of a number that begins at a digit and is recognised by its form.
fn number_at(text: &str, digits: &[Digit], at: usize, check: CheckDigit) -> Option<(Kind, usize)> {
    let part = |length: usize| digits.get(at..at + length);
    if part(18).is_some_and(|d| {
        is_id_18(d, check)
            && stands_alone(digits, at, 18)
            && !is_list(d)
            && !is_organisation(text, d)
    }) {
        return Some((Kind::IdCard, 18));
    }
    let before = dialled_before(text, digits, at);
    if !(is_edge(digits, at) || before > 0) || digits[at].value > 9 {
        return None;
    }
    let apart = |length: usize, joining: Joining| {
        is_edge(digits, at + length)
            && is_apart(text, digits, at - before, length + before, joining)
    };
    if part(15).is_some_and(|d| is_id_15(d) && is_grouped(d, &[&[15], &[6, 6, 3]]))
        && apart(15, Joining::Code)
        && !is_thing(text, digits[at].start)
    {
        return Some((Kind::IdCard, 15));
    }
    card(text, digits, at, &apart).or_else(|| mobile(text, digits, at, before, &apart))
}

/// The number of digits in the prefix of a mobile number: 86, 0086, or a zero after a label. It is
/// 0 if the number has no prefix.
fn dialled_before(text: &str, digits: &[Digit], at: usize) -> usize {
    if digits[at].value != 1 {
        return 0;
    }
    let is_code = |code: &[u8]| {
        let start = at.checked_sub(code.len())?;
        let gap = digits[at].gap;
        let is_same = digits[start..at].iter().map(|d| &d.value).eq(code)
            && digits[start + 1..at].iter().all(|d| d.gap == Gap::None);
        let opens = || text[..digits[at].start].ends_with(['(', '（']);
        (is_same && (gap <= Gap::Hyphen || opens()) && is_edge(digits, start)).then_some(code.len())
    };
    let zero = || {
        let is_direct = digits[at].gap == Gap::None;
        is_code(&[0]).filter(|_| is_direct && names_telephone(text, digits[at - 1].start))
    };
    is_code(&[8, 6])
        .or_else(|| is_code(&[0, 0, 8, 6]))
        .or_else(zero)
        .unwrap_or(0)
}

/// A bank card that begins at a digit.
fn card(
    text: &str,
    digits: &[Digit],
    at: usize,
    apart: &dyn Fn(usize, Joining) -> bool,
) -> Option<(Kind, usize)> {
    (16..=19).rev().find_map(|length| {
        let card = digits.get(at..at + length).filter(|d| is_card(d))?;
        let groups: [&[usize]; 5] = [
            &[length],
            &[4, length - 4],
            &[6, length - 6],
            &[8, length - 8],
            &[4, 4, 4, 4, length - 16],
        ];
        let start = card[0].start;
        let known = labels::mentions(text, start, Named::Account);
        let is_grouped = is_grouped(card, &groups[..1])
            || (known || card[0].value == 6) && is_grouped(card, &groups)
            || (known || is_whole_run(digits, at, length)) && is_evenly_spread(card)
            || is_whole_run(digits, at, length)
                && (is_grouped_by_cells(card, &groups) || is_divided_evenly(card, &groups[4..]));
        let is_other = !known && (is_thing(text, start) || is_organisation(text, card));
        (is_grouped && apart(length, Joining::Word) && !is_other)
            .then_some((Kind::BankCard, length))
    })
}

/// A mobile number that begins at a digit.
fn mobile(
    text: &str,
    digits: &[Digit],
    at: usize,
    before: usize,
    apart: &dyn Fn(usize, Joining) -> bool,
) -> Option<(Kind, usize)> {
    let usual: [&[usize]; 2] = [&[11], &[3, 4, 4]];
    let unusual: [&[usize]; 9] = [
        &[3, 8],
        &[4, 4, 3],
        &[7, 4],
        &[2, 3, 3, 3],
        &[3, 3, 5],
        &[3, 5, 3],
        &[5, 6],
        &[6, 5],
        &[4, 7],
    ];
    let mobile = digits
        .get(at..at + 11)
        .filter(|d| d[0].value == 1 && d[1].value >= 3)?;
    let start = mobile[0].start;
    if is_exponential(text, mobile) && (at == 0 || digits[at].gap == Gap::Space) {
        return Some((Kind::Mobile, 11));
    }
    let zeros = zeros_after(text, digits, at + 11);
    let end = digits[at + 10 + zeros].end;
    let range = start..end;
    let is_labelled = || names_telephone(text, start) || is_in_labelled_cell(text, range.clone());
    // a label that means a person is not enough here, because groups in several cells may be
    // separate numbers
    let is_said = || {
        labels::names(text, start) == Some(Named::Telephone)
            || cells::is_beside(text, start, Named::Telephone)
    };
    let alone = is_whole_run(digits, at - before, 11 + before);
    // groups that commas or the borders of cells separate may also be separate numbers
    let in_list = text[start..mobile[10].end].contains([',', '，', '、', '|', '｜', '"', '\n']);
    let is_number = is_grouped(mobile, &usual)
        || is_divided_evenly(mobile, &usual[1..]) && (alone && !in_list || is_said())
        || (is_grouped(mobile, &unusual)
            || is_grouped_by_lines(mobile, &usual)
            || is_grouped_by_lines(mobile, &unusual))
            && is_labelled()
        || (is_grouped_by_cells(mobile, &usual) || is_grouped_by_cells(mobile, &unusual))
            && (alone && !in_list || is_said())
        || is_evenly_spread(mobile)
            && (is_said() || alone && labels::is_under(text, start, Named::Telephone));
    let is_free = |i: usize| {
        digits
            .get(i)
            .is_none_or(|d| !matches!(d.gap, Gap::Hyphen | Gap::Point))
            || zeros_after(text, digits, i) > 0
    };
    (is_number
        && (at == 0 || before > 0 || is_free(at))
        && is_free(at + 11)
        && (zeros < 2 || is_labelled())
        && apart(11, Joining::Word)
        && !is_amount(text, end)
        && !cells::is_sum(text, start)
        && !is_thing(text, start))
    .then_some((Kind::Mobile, 11))
}

/// Whether the nearest word before a number means a telephone, or a person.
fn names_telephone(text: &str, at: usize) -> bool {
    let named = labels::names(text, at);
    matches!(named, Some(Named::Telephone | Named::Holder))
}

/// Whether the cell before a number, the line above it or the heading of its column means a
/// telephone.
fn is_in_labelled_cell(text: &str, number: Range<usize>) -> bool {
    labels::is_under(text, number.start, Named::Telephone)
        || cells::is_beside(text, number.start, Named::Telephone)
        || cells::is_below(text, number, Named::Telephone)
}

/// Whether the digits are a number with an exponent, as programs write eleven digits into a table:
/// 1.3900000001E+10.
fn is_exponential(text: &str, mobile: &[Digit]) -> bool {
    let after = text[mobile[10].end..].strip_prefix(['E', 'e']);
    let exponent = after.map(|rest| rest.strip_prefix('+').unwrap_or(rest));
    let rest = exponent.and_then(|rest| rest.strip_prefix("10"));
    mobile[1].gap == Gap::Point
        && mobile[2..].iter().all(|d| d.gap == Gap::None)
        && rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Programs add `.0` or `.00` to a whole number in a table. Gives the number of such zeros at a
/// digit; 0 if the digit begins anything else.
fn zeros_after(text: &str, digits: &[Digit], at: usize) -> usize {
    let is_zero = |i: usize, gap: Gap| {
        let digit = digits.get(i);
        digit.is_some_and(|d| d.value == 0 && d.gap == gap)
    };
    if !is_zero(at, Gap::Point) || !text[..digits[at].start].ends_with('.') {
        return 0;
    }
    let zeros = 1 + usize::from(is_zero(at + 1, Gap::None));
    let after = text[digits[at + zeros - 1].end..].chars().next();
    let is_end = after.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '.');
    match is_end && is_edge(digits, at + zeros) {
        true => zeros,
        false => 0,
    }
}

/// The first characters of the words that may follow a quantity, such as measure words.
const COUNTED: [char; 14] = [
    '本', '份', '册', '件', '张', '个', '套', '枚', '例', '次', '人', '余', '万', '多',
];

/// The maximum number of digits in an account number.
const LONGEST: usize = 25;

/// The kind and the length of a number that begins at a digit and is recognised by its label.
fn labelled(text: &str, digits: &[Digit], at: usize) -> Option<(Kind, usize)> {
    if !is_edge(digits, at) || digits[at].value > 9 {
        return None;
    }
    let length = |more: &[Gap]| {
        digits[at + 1..]
            .iter()
            .take(LONGEST)
            .position(|d| d.gap != Gap::None && !more.contains(&d.gap))
            .map_or((digits.len() - at).min(LONGEST + 1), |i| i + 1)
    };
    let plain = length(&[]);
    let spread = length(&[Gap::Space, Gap::Hyphen]);
    // a number may have a space or a hyphen after every digit: E 1 2 3 4 5 6 7 8
    let is_spread = (7..=12).contains(&spread) && is_evenly_spread(&digits[at..at + spread]);
    if plain < 6 && spread < 9 && !is_spread {
        return None;
    }
    let size = if is_spread { spread } else { plain };
    let start = digits[at].start;
    let (own, letters) = letters_before(text, start);
    let end = digits[at + spread.max(plain) - 1].end;
    let is_document = (1..=2).contains(&letters) && (7..=8).contains(&plain);
    // an account in groups of four below its heading
    let whole = match is_in_fours(&digits[at..at + spread]) {
        true => spread,
        false => plain,
    };
    // behind the label of a person, `by_form` judges short numbers and numbers with letters, which
    // may be those of other documents
    let named = labels::names_closely(text, own)
        .filter(|named| letters == 0 && spread > 9 || *named != Named::Person)
        .or_else(|| by_form(text, own, end, (letters, whole), &digits[at..at + whole]))
        .or_else(|| labels::names_after(text, end).filter(|_| is_document))?;
    // eight digits that form a date are not the number of an identity document
    let is_day = letters == 0
        && plain == 8
        && is_day(
            number(&digits[at..at + 4]),
            number(&digits[at + 4..at + 6]),
            number(&digits[at + 6..at + 8]),
        );
    let document = match named {
        Named::Passport => letters <= 2 && (7..=9).contains(&size),
        Named::Service => letters == 0 && (6..=9).contains(&size),
        Named::Permit => {
            letters <= 1 && (8..=11).contains(&size) || matches!((letters, size), (2, 7) | (3, 12))
        }
        _ => false,
    };
    // for a passport or a permit without letters, the text before must also speak of a number (号),
    // because 护照 (passport) and 通行证 (permit) also stand before quantities
    let is_count = letters == 0
        && (text[end..].trim_start().starts_with(COUNTED)
            || named != Named::Service && !labels::says_number(text, own));
    if document && !is_day && !is_count {
        return Some((Kind::IdentityDocument, size));
    }
    match named {
        Named::Person if letters == 0 && spread == 18 => Some((Kind::IdCardDoubtful, 18)),
        Named::Account
            if letters == 0
                && (12..=LONGEST).contains(&spread)
                && !labels::is_public_account(text, start)
                && !cells::is_in_row_of_organisation(text, start) =>
        {
            Some((Kind::Account, spread))
        }
        _ => None,
    }
}

/// The letters at the beginning of the number of a passport or permit: where they begin, and how
/// many there are. A space may be between the digits and one or two capital letters before them.
fn letters_before(text: &str, start: usize) -> (usize, usize) {
    let is_capital = |c: char| matches!(c, 'A'..='Z' | 'Ａ'..='Ｚ');
    let is_letter = |c: char| c.is_ascii_alphabetic() || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    let letters = |end: usize| {
        let own = text[..end]
            .trim_end_matches(|c: char| is_letter(c) || is_invisible(c))
            .len();
        let own = &text[own..end];
        own.chars().filter(|c| !is_invisible(*c))
    };
    let apart = text[..start].strip_suffix([' ', '\u{3000}']);
    let apart = apart.filter(|before| {
        (1..=2).contains(&letters(before.len()).count()) && letters(before.len()).all(is_capital)
    });
    let end = apart.map_or(start, str::len);
    let own = text[..end].trim_end_matches(|c: char| is_letter(c) || is_invisible(c));
    match letters(end).count() {
        0 => (start, 0),
        count => (own.len(), count),
    }
}

/// The kind of a number that has the form of an identity number, of the number of an identity
/// document, or of an account number, if a word before it or the heading of a table names the kind.
/// `size` is the number of its letters and of its digits.
fn by_form(
    text: &str,
    start: usize,
    end: usize,
    size: (usize, usize),
    digits: &[Digit],
) -> Option<Named> {
    let is_alone_under = |named: Named| {
        text[..start].ends_with('\n')
            && text[end..].chars().next().is_none_or(|c| c == '\n')
            && labels::is_under(text, start, named)
    };
    let forms: &[Named] = match size {
        (1 | 2, 7 | 8) => &[Named::Passport, Named::Permit],
        (1, 10) => &[Named::Permit],
        (0, 18) if is_id_18(digits, CheckDigit::Any) || is_alone_under(Named::Person) => {
            &[Named::Person]
        }
        (0, 15..=LONGEST) => &[Named::Account],
        (0, 6..=9) => {
            let below = (size.1 >= 7).then(|| cells::document_below(text, start));
            if let Some(named) = below.flatten() {
                return Some(named);
            }
            let is_kind = || {
                labels::mentions(text, start, Named::Service)
                    || labels::mentions_above(text, start, Named::Service)
            };
            let is_said = is_alone_under(Named::Service)
                || cells::is_numbered(text, start, Named::Service)
                || labels::names_closely(text, start) == Some(Named::Person) && is_kind()
                || is_in_form(text, start, end);
            return is_said.then_some(Named::Service);
        }
        _ => return None,
    };
    let said = labels::names(text, start).filter(|_| size.0 > 0);
    let is_said = |named: &&Named| {
        // the kind may be named before the label: 证件类型：护照，证件号码：E12345678
        said == Some(**named)
            || said == Some(Named::Person)
                && (labels::mentions(text, start, **named)
                    || labels::mentions_above(text, start, **named))
            || cells::is_headed(text, start..end, **named)
            || is_alone_under(**named)
    };
    let named = *forms.iter().find(is_said)?;
    let is_other = named == Named::Account
        && (digits.len() == 18 && is_credit_code(digits)
            || cells::is_headed(text, start..end, Named::Thing)
            || cells::is_headed(text, start..end, Named::PublicAccount));
    (!is_other).then_some(named)
}

/// Which neighbouring characters, besides hyphens and decimal points, join a number with the text
/// around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joining {
    /// Letters, digits, slashes, equals signs and percent signs, as in a product code or an
    /// address.
    Code,
    /// Letters and digits, but not a word before the number.
    Word,
}

/// Whether a number stands alone and is not part of a code, a decimal or, for [`Joining::Code`], a
/// path.
fn is_apart(text: &str, digits: &[Digit], at: usize, length: usize, joining: Joining) -> bool {
    let (start, end) = (digits[at].start, digits[at + length - 1].end);
    let mut before = text[..start].chars().rev().filter(|c| !is_invisible(*c));
    let (last, last_but_one) = (before.next(), before.next());
    let mut after = text[end..].chars().filter(|c| !is_invisible(*c));
    let (next, next_but_one) = (after.next(), after.next());
    let joins = |c: Option<char>| {
        c.is_some_and(|c| {
            c.is_ascii_alphanumeric()
                || joining == Joining::Code && matches!(c, '/' | '\\' | '=' | '%')
        })
    };
    let decimal = |c: Option<char>, other: Option<char>| {
        c == Some('.') && other.is_some_and(|o| o.is_ascii_digit())
    };
    let hyphen = |c: Option<char>, other: Option<char>| {
        c == Some('-') && other.is_some_and(|o| o.is_ascii_alphanumeric())
    };
    let written = text[..start].trim_end_matches(is_invisible);
    let is_word = |text: &str| joining == Joining::Word && is_word(text);
    let word = is_word(written);
    let is_joined = hyphen(last, last_but_one) && !is_word(written.trim_end_matches('-'));
    !(joins(last) && !word
        || joins(next)
        || decimal(last, last_but_one)
        || decimal(next, next_but_one) && zeros_after(text, digits, at + length) == 0
        || is_joined
        || hyphen(next, next_but_one))
}

/// Whether the text ends with a word in Latin letters, not a code. A code has a digit before its
/// letters, or is at most four capital letters that are not a usual label of a number.
fn is_word(text: &str) -> bool {
    const USUAL: [&str; 8] = ["NO", "TEL", "ID", "WX", "VX", "QQ", "MOB", "SJ"];
    let rest = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let word = &text[rest.len()..];
    let is_code =
        word.len() <= 4 && word.bytes().all(|b| b.is_ascii_uppercase()) && !USUAL.contains(&word);
    !word.is_empty() && !is_code && !rest.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether a number is in a form whose cells are lines. Apart from the series of a certificate
/// (南字第), the number must be alone in the line below 证件号码. One of the two lines above that
/// label must name the certificate of an officer. A number without a series must have at least
/// seven digits.
fn is_in_form(text: &str, start: usize, end: usize) -> bool {
    let from = text.floor_char_boundary(start.saturating_sub(200));
    let Some(line) = text[from..start].rfind('\n').map(|at| from + at + 1) else {
        return false;
    };
    let series = text[line..start].trim();
    let is_series = series.ends_with("字第") && series.chars().count() <= 4;
    let is_long = text[start..end].chars().filter(|c| c.is_numeric()).count() >= 7;
    let rest = text[end..].lines().next().unwrap_or_default();
    let is_last = matches!(rest.trim(), "" | "号");
    let mut above = text[from..line].lines().rev().skip(1).take(2);
    is_last
        && (is_series || series.is_empty() && is_long)
        && labels::is_under(text, line, Named::Person)
        && above.any(|line| {
            let chosen = without_unticked(line);
            labels::mentions(&chosen, chosen.len(), Named::Service)
        })
}

/// A line of a form without the choices that have an empty box behind them (军官证□).
fn without_unticked(line: &str) -> String {
    let mut parts: Vec<&str> = line.split(['□', '☐']).collect();
    let last = parts.pop().unwrap_or_default();
    let mut chosen: String = parts
        .iter()
        .map(|part| part.trim_end().trim_end_matches(char::is_alphabetic))
        .collect();
    chosen.push_str(last);
    chosen
}

/// Whether the word before a number, or the heading of its column, says that the number belongs to
/// a thing, not to a person.
fn is_thing(text: &str, at: usize) -> bool {
    labels::names(text, at) == Some(Named::Thing) || cells::is_below_thing(text, at)
}

/// Whether 18 digits are an organisation's credit code (GB 32100) that follows its label or begins
/// an index number.
fn is_organisation(text: &str, digits: &[Digit]) -> bool {
    digits.len() == 18
        && is_credit_code(digits)
        && (text[digits[17].end..].starts_with('/')
            || ["信用代码", "机构代码", "索引号"]
                .iter()
                .any(|word| labels::label(text, digits[0].start).contains(word)))
}

/// Whether the text after a mobile number shows an amount or a quantity. The units do not include
/// 人 (people) and 户 (households), because no eleven-digit number counts these.
fn is_amount(text: &str, end: usize) -> bool {
    const UNITS: [&str; 27] = [
        "元",
        "人次",
        "字节",
        "比特",
        "万元",
        "万美元",
        "万吨",
        "万平",
        "万立",
        "万千",
        "万亩",
        "亿元",
        "亿立",
        "亿千",
        "吨",
        "千米",
        "千克",
        "千瓦",
        "平方",
        "公里",
        "公斤",
        "公顷",
        "立方",
        "美元",
        "港元",
        "％",
        "%",
    ];
    /// Units that also begin names and other words, such as 次仁 and 次日.
    const ALONE: [char; 4] = ['次', '羽', '头', '株'];
    let after = text[end..].trim_start_matches([' ', '\u{3000}']);
    let is_alone = after.strip_prefix(ALONE).is_some_and(|rest| {
        let next = rest.chars().next();
        next.is_none_or(|c| !matches!(c, '\u{4e00}'..='\u{9fff}'))
    });
    // in these words, 元 does not mean yuan
    !after.starts_with("元旦")
        && !after.starts_with("元宵")
        && (is_alone || UNITS.iter().any(|unit| after.starts_with(unit)))
}
