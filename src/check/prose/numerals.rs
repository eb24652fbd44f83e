//! Takes a number in Chinese or Arabic numerals; gives its value. This file must not know what the
//! number counts.

/// The characters of a number below a thousand in Chinese numerals.
pub(super) const CHINESE: [char; 13] = [
    '零', '〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百',
];

/// The value of a number such as 12, 十二, 一百零三 or 二〇二四.
pub(super) fn value(written: &str) -> Option<i64> {
    if written.is_empty() {
        return None;
    }
    let digits = written.chars().try_fold((0_i64, 0), |(sum, count), c| {
        let sum = sum.saturating_mul(10).saturating_add(digit(c)?);
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
                pending = Some(digit(c)?);
                continue;
            }
        };
        sum += pending.take().unwrap_or(1) * unit;
    }
    Some(sum + pending.unwrap_or(0))
}

/// A number below a hundred in Chinese numerals.
pub(super) fn chinese(number: i64) -> String {
    let digits: Vec<char> = "零一二三四五六七八九".chars().collect();
    let digit = |d: i64| usize::try_from(d).ok().and_then(|d| digits.get(d)).copied();
    let (tens, ones) = (number / 10, number % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        _ => digit(tens).map(|d| format!("{d}十")).unwrap_or_default(),
    };
    let ones = digit(ones).filter(|_| ones > 0).map(String::from);
    tens + &ones.unwrap_or_default()
}

/// Whether a character is a digit in some script.
pub(super) fn is_digit(c: char) -> bool {
    digit(c).is_some() || c == '十'
}

/// The value of one digit in any script.
fn digit(c: char) -> Option<i64> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '０'..='９' => i64::from(u32::from(c) - u32::from('０')),
        _ => i64::from(c.to_digit(10)?),
    })
}

/// The value, in hundredths of a yuan, of an amount in capital numerals such as 壹万贰仟元伍角整.
/// None if the text does not have the form of an amount.
pub(super) fn amount(written: &str) -> Option<i64> {
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

/// A number below ten thousand in capitals.
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
        // 拾 without a digit before it is ten
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
            ("甲", None),
            ("", None),
        ] {
            assert_eq!(value(written), expected, "{written}");
        }
        for number in 1..100 {
            assert_eq!(value(&chinese(number)), Some(number));
        }
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
