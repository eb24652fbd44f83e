//! Takes digits; decides whether they have the form of an identity number, a bank card or an
//! organisation's code. This file must not know the text around them.

use super::digits::Digit;
use super::kind::CheckDigit;

/// Whether two digits are the code of a province, or of Taiwan, Hong Kong or Macao.
pub(super) fn is_province(code: u8) -> bool {
    matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

/// Whether the first six digits are the region of an identity number. For foreigners, it is 9, a
/// province and a country. For residents from Hong Kong, Macao and Taiwan, it is 810000, 820000 or
/// 830000, of which only the first two digits are tested.
fn is_region(digits: &[Digit]) -> bool {
    let two = |i: usize| digits[i].value * 10 + digits[i + 1].value;
    match two(0) {
        90..=99 => is_province(two(1)),
        81..=83 => true,
        code => is_province(code) && (two(2), two(4)) != (0, 0),
    }
}

pub(super) fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

pub(super) fn number(digits: &[Digit]) -> u32 {
    digits.iter().fold(0, |n, d| n * 10 + u32::from(d.value))
}

/// Whether 18 digits are an identity number (GB 11643—1999): region, birthday, sequence, and a
/// check digit (ISO 7064 MOD 11-2).
pub(super) fn is_id_18(digits: &[Digit], check: CheckDigit) -> bool {
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

/// Whether 15 digits are an identity number from before 1999.
pub(super) fn is_id_15(digits: &[Digit]) -> bool {
    let year = 1900 + number(&digits[6..8]);
    is_region(digits)
        && is_day(year, number(&digits[8..10]), number(&digits[10..12]))
        && number(&digits[12..15]) != 0
}

/// Whether digits are a UnionPay, Visa or Mastercard number (ISO/IEC 7812) with a right Luhn digit.
/// Cards of Visa and Mastercard have 16 digits. Longer numbers that begin with 4 or 5 are mostly
/// numbers of things, which begin with the code of a region.
pub(super) fn is_card(digits: &[Digit]) -> bool {
    let scheme = match (digits[0].value, digits[1].value) {
        (6, 2) => true,
        (4, _) | (5, 1..=5) => digits.len() == 16,
        _ => false,
    };
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

/// Whether 18 digits have the check digit of an organisation's credit code (GB 32100).
pub(super) fn is_credit_code(digits: &[Digit]) -> bool {
    let sum = digits[..17]
        .iter()
        .fold((0, 1), |(sum, weight), d| {
            (sum + u32::from(d.value) * weight, weight * 3 % 31)
        })
        .0;
    digits[17].value < 10 && u32::from(digits[17].value) == (31 - sum % 31) % 31
}
