//! Takes a number in Chinese or Arabic numerals; gives its value. Takes a value; gives it in
//! Chinese numerals. This file must not know what the number counts.

/// The digits from zero to nine in Chinese numerals.
const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The characters of a number below a thousand in Chinese numerals.
pub const CHINESE: [char; 13] = [
    '零', '〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百',
];

/// The value of one digit: Chinese (any zero), Arabic, or full-width.
pub fn digit(c: char) -> Option<u8> {
    match c {
        '〇' | '○' | '◯' => Some(0),
        '０'..='９' => u8::try_from(u32::from(c) - u32::from('０')).ok(),
        '0'..='9' => u8::try_from(u32::from(c) - u32::from('0')).ok(),
        _ => DIGITS
            .iter()
            .position(|d| *d == c)
            .and_then(|d| u8::try_from(d).ok()),
    }
}

/// The digit for which a Latin letter is often typed, because the two look alike.
pub fn looks_like(letter: char) -> Option<char> {
    match letter {
        'O' | 'o' | 'Ｏ' | 'ｏ' => Some('0'),
        'l' | 'I' => Some('1'),
        _ => None,
    }
}

/// Whether a character is a digit, or 十.
pub fn is_digit(c: char) -> bool {
    digit(c).is_some() || c == '十'
}

/// The value of a number such as 12, 十二, 一百零三 or 二〇二四; `None` for another text, or for
/// more than 15 digits.
pub fn value(written: &str) -> Option<i64> {
    if written.is_empty() {
        return None;
    }
    let digits = written.chars().try_fold((0_i64, 0), |(sum, count), c| {
        let sum = sum.saturating_mul(10).saturating_add(i64::from(digit(c)?));
        Some((sum, count + 1))
    });
    if let Some((sum, count)) = digits {
        return (count < 16).then_some(sum);
    }
    let (mut sum, mut pending) = (0, None);
    for c in written.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                pending = Some(i64::from(digit(c)?));
                continue;
            }
        };
        sum += pending.take().unwrap_or(1) * unit;
    }
    Some(sum + pending.unwrap_or(0))
}

/// A number in Chinese numerals: 10 as 十, 105 as 一百零五. `None` from ten thousand on.
pub fn chinese(number: u32) -> Option<String> {
    if number >= 10_000 {
        return None;
    }
    let mut out = String::new();
    let mut is_open = false;
    for (place, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (number / place % 10) as usize;
        if digit == 0 {
            is_open = !out.is_empty();
            continue;
        }
        if is_open {
            out.push(DIGITS[0]);
        }
        is_open = false;
        out.push(DIGITS[digit]);
        out.push_str(unit);
    }
    Some(match out.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None if out.is_empty() => DIGITS[0].to_string(),
        None => out,
    })
}

/// The digits of a number one by one in Chinese numerals: 2020 as 二〇二〇, if `zero` is 〇. Other
/// characters are left out.
pub fn spelled(digits: &str, zero: char) -> String {
    let numeral = |c: char| match digit(c)? {
        0 => Some(zero),
        d => Some(DIGITS[usize::from(d)]),
    };
    digits.chars().filter_map(numeral).collect()
}

/// The value, in hundredths of a yuan, of capital numerals such as 壹万贰仟元伍角整. `None` if the
/// text has another form.
pub fn amount(written: &str) -> Option<i64> {
    let written = written.trim_end_matches(['整', '正']);
    let (yuan, rest) = written.split_once(['元', '圆'])?;
    let (jiao, fen) = match rest.split_once('角') {
        Some((jiao, fen)) => (capital_digit(jiao)?, fen),
        None => (0, rest),
    };
    let fen = match fen.strip_suffix('分') {
        Some(fen) => capital_digit(fen.trim_start_matches('零'))?,
        None if fen.is_empty() => 0,
        None => return None,
    };
    let (hundred_millions, rest) = yuan.split_once('亿').unwrap_or(("零", yuan));
    let (ten_thousands, rest) = rest.split_once('万').unwrap_or(("零", rest));
    let mut yuan = 0_i64;
    for section in [hundred_millions, ten_thousands, rest] {
        yuan = yuan * 10_000 + below_ten_thousand(section)?;
    }
    yuan.checked_mul(100)?.checked_add(jiao * 10 + fen)
}

/// The value of a number below ten thousand in capitals; zero for an empty text.
fn below_ten_thousand(written: &str) -> Option<i64> {
    let (mut sum, mut pending) = (0, None);
    for c in written.chars().filter(|c| *c != '零') {
        let unit = match c {
            '拾' => 10,
            '佰' => 100,
            '仟' => 1000,
            digit if pending.is_none() => {
                pending = Some(capital_digit(digit.encode_utf8(&mut [0; 4]))?);
                continue;
            }
            _ => return None,
        };
        // a unit without a digit counts once: 拾 alone is ten
        sum += pending.take().unwrap_or(1) * unit;
    }
    Some(sum + pending.unwrap_or(0))
}

fn capital_digit(written: &str) -> Option<i64> {
    let mut digits = "零壹贰叁肆伍陆柒捌玖".chars();
    let place = digits.position(|d| written.chars().eq([d]))?;
    i64::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_both_scripts() {
        for (written, expected) in [
            ("12", Some(12)),
            ("１２", Some(12)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("一百零三", Some(103)),
            ("二〇二四", Some(2024)),
            ("二○二四", Some(2024)),
            ("二千零五", Some(2005)),
            ("甲", None),
            ("", None),
        ] {
            assert_eq!(value(written), expected, "{written}");
        }
        for (number, expected) in [
            (0, "零"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (105, "一百零五"),
            (110, "一百一十"),
            (1005, "一千零五"),
            (1050, "一千零五十"),
            (2020, "二千零二十"),
        ] {
            assert_eq!(chinese(number).as_deref(), Some(expected));
        }
        for number in 0..10_000 {
            let written = chinese(number).unwrap();
            assert_eq!(value(&written), Some(i64::from(number)));
        }
        assert_eq!(chinese(10_000), None);
        assert_eq!(spelled("2020", '〇'), "二〇二〇");
    }

    #[test]
    fn amounts_in_capitals() {
        for (written, expected) in [
            ("壹万元整", Some(1_000_000)),
            ("壹拾贰万叁仟肆佰伍拾陆元柒角捌分", Some(12_345_678)),
            ("拾万元整", Some(10_000_000)),
            ("壹亿零伍佰万元整", Some(10_500_000_000)),
            ("壹仟零伍元整", Some(100_500)),
            ("伍角", None),
            ("壹万", None),
            ("壹甲元", None),
        ] {
            assert_eq!(amount(written), expected, "{written}");
        }
    }
}
