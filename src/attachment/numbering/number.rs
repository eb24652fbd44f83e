//! Takes a number and the name of a number format (ECMA-376, part 1, 17.18.59); gives the number as
//! Word shows it. Where Word differs from the standard ([MS-OI29500]; [MS-DOCX], 2.4), Word's form
//! is used, because authors saw it. This file must not know lists.

/// The digits and units of one way to write numbers in Chinese characters.
struct Digits {
    digits: [char; 10],
    units: [char; 3],
    ten_thousand: char,
}

const COUNTED: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

const COUNTING: Digits = Digits {
    digits: COUNTED,
    units: ['十', '百', '千'],
    ten_thousand: '万',
};

const COUNTING_TRADITIONAL: Digits = Digits {
    ten_thousand: '萬',
    ..COUNTING
};

const LEGAL: Digits = Digits {
    digits: ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
    units: ['拾', '佰', '仟'],
    ten_thousand: '万',
};

const LEGAL_TRADITIONAL: Digits = Digits {
    digits: ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖'],
    units: ['拾', '佰', '仟'],
    ten_thousand: '萬',
};

const JAPANESE_LEGAL: Digits = Digits {
    digits: ['零', '壱', '弐', '参', '四', '伍', '六', '七', '八', '九'],
    units: ['拾', '百', '阡'],
    ten_thousand: '萬',
};

/// How zeros and ones are written with units.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Habit {
    /// 一百零一, and 十一 for eleven.
    Spoken,
    /// 壹佰零壹, and 壹拾壹 for eleven.
    Full,
    /// 百一: without zeros, and without a one before a unit below ten thousand.
    Japanese,
    /// 壱百壱: zeros are not written.
    JapaneseFull,
}

/// A number in one of Word's number formats; `None` if the format is unknown.
pub(super) fn number(form: &str, n: u32) -> Option<String> {
    Some(match form {
        "decimal" | "decimalHalfWidth" => n.to_string(),
        "none" | "bullet" => String::new(),
        "chineseCountingThousand" => units(n, &COUNTING, Habit::Spoken),
        "taiwaneseCountingThousand" => units(n, &COUNTING_TRADITIONAL, Habit::Spoken),
        // these forms have units only up to 99
        "chineseCounting" | "taiwaneseCounting" if n < 100 => units(n, &COUNTING, Habit::Spoken),
        "chineseCounting" | "taiwaneseCounting" | "taiwaneseDigital" => by_digits(n, '○'),
        "ideographDigital" | "japaneseDigitalTenThousand" => by_digits(n, '〇'),
        "chineseLegalSimplified" => units(n, &LEGAL, Habit::Full),
        "ideographLegalTraditional" => units(n, &LEGAL_TRADITIONAL, Habit::Full),
        "japaneseCounting" => units(n, &COUNTING, Habit::Japanese),
        "japaneseLegal" => units(n, &JAPANESE_LEGAL, Habit::JapaneseFull),
        "ideographTraditional" => one_of(STEMS, n),
        "ideographZodiac" => one_of(BRANCHES, n),
        "ideographZodiacTraditional" if (1..=60).contains(&n) => {
            one_of(STEMS, (n - 1) % 10 + 1) + &one_of(BRANCHES, (n - 1) % 12 + 1)
        }
        "ideographZodiacTraditional" => n.to_string(),
        "ideographEnclosedCircle" => one_of("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", n),
        "decimalFullWidth" | "decimalFullWidth2" => full_width(n),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => from('①', n),
        "decimalEnclosedParen" => from('⑴', n),
        "decimalEnclosedFullstop" => from('⒈', n),
        "decimalZero" => format!("{n:02}"),
        "numberInDash" => format!("- {n} -"),
        "hex" => format!("{n:X}"),
        "ordinal" => format!("{n}{}", ordinal_ending(n)),
        "lowerLetter" => letter(n, b'a'),
        "upperLetter" => letter(n, b'A'),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperRoman" => roman(n),
        _ => return None,
    })
}

/// Whether programs show the number differently: from a hundred on, Word writes digit by digit
/// (一○○), other programs with units.
pub(super) fn is_disputed(form: &str, n: u32) -> bool {
    n > 99 && matches!(form, "chineseCounting" | "taiwaneseCounting")
}

/// A number in a format that the document defines by its first numbers, such as `001, 002`. `None`
/// unless the first number is zeros followed by a one.
pub(super) fn padded(pattern: &str, n: u32) -> Option<String> {
    let first = pattern.split(',').next()?.trim();
    let zeros = first.strip_suffix('1')?;
    (!zeros.is_empty() && zeros.bytes().all(|b| b == b'0'))
        .then(|| format!("{n:0width$}", width = first.len()))
}

const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// One character of a sequence, counted from 1; beyond its end, plain digits.
fn one_of(sequence: &str, n: u32) -> String {
    (n as usize)
        .checked_sub(1)
        .and_then(|i| sequence.chars().nth(i))
        .map_or_else(|| n.to_string(), String::from)
}

/// One of the twenty characters from `first` on; beyond them, plain digits.
fn from(first: char, n: u32) -> String {
    (1..=20)
        .contains(&n)
        .then(|| char::from_u32(u32::from(first) + n - 1))
        .flatten()
        .map_or_else(|| n.to_string(), String::from)
}

fn by_digits(n: u32, zero: char) -> String {
    let digit = |b: u8| match b {
        b'0' => zero,
        _ => COUNTED[usize::from(b - b'0')],
    };
    n.to_string().bytes().map(digit).collect()
}

fn full_width(n: u32) -> String {
    n.to_string()
        .bytes()
        .filter_map(|b| char::from_u32(u32::from('０') + u32::from(b - b'0')))
        .collect()
}

/// A number written with units, in two groups below ten thousand each; plain digits for a larger
/// number.
fn units(n: u32, with: &Digits, habit: Habit) -> String {
    let (high, low) = (n / 10_000, n % 10_000);
    if high > 9999 {
        return n.to_string();
    }
    if high == 0 {
        return below_ten_thousand(low, with, habit, true);
    }
    let mut out = below_ten_thousand(high, with, habit, true);
    out.push(with.ten_thousand);
    if low > 0 {
        if low < 1000 && matches!(habit, Habit::Spoken | Habit::Full) {
            out.push(with.digits[0]);
        }
        out.push_str(&below_ten_thousand(low, with, habit, false));
    }
    out
}

/// A number below ten thousand. `is_first` says that no digit precedes it.
fn below_ten_thousand(n: u32, with: &Digits, habit: Habit, is_first: bool) -> String {
    if n == 0 {
        return with.digits[0].to_string();
    }
    let mut out = String::new();
    let mut is_open = false;
    for place in (0..4).rev() {
        let digit = n / 10_u32.pow(place) % 10;
        if digit == 0 {
            is_open |= !out.is_empty();
            continue;
        }
        if is_open && matches!(habit, Habit::Spoken | Habit::Full) {
            out.push(with.digits[0]);
        }
        is_open = false;
        let is_silent = digit == 1
            && place > 0
            && match habit {
                Habit::Spoken => place == 1 && out.is_empty() && is_first,
                Habit::Japanese => true,
                Habit::Full | Habit::JapaneseFull => false,
            };
        if !is_silent {
            out.push(with.digits[digit as usize]);
        }
        if place > 0 {
            out.push(with.units[place as usize - 1]);
        }
    }
    out
}

fn ordinal_ending(n: u32) -> &'static str {
    match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

fn letter(n: u32, first: u8) -> String {
    let n = n.max(1) - 1;
    char::from(first + (n % 26) as u8)
        .to_string()
        .repeat((n / 26 + 1).min(9) as usize)
}

fn roman(mut n: u32) -> String {
    if n > 3999 {
        return n.to_string();
    }
    let mut out = String::new();
    for (value, text) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while n >= value {
            out.push_str(text);
            n -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_shows_them() {
        let shown = |form: &str, numbers: &[u32]| {
            numbers
                .iter()
                .map(|n| number(form, *n).unwrap_or_else(|| "?".to_owned()))
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (form, numbers, expected) in [
            (
                "chineseCountingThousand",
                &[1, 10, 11, 20, 99, 100, 101, 110, 111, 1000, 1001][..],
                "一 十 十一 二十 九十九 一百 一百零一 一百一十 一百一十一 一千 一千零一",
            ),
            (
                "chineseCountingThousand",
                &[0, 1010, 2012, 10000, 10001, 10010, 12345, 110_000],
                "零 一千零一十 二千零一十二 一万 一万零一 一万零一十 一万二千三百四十五 十一万",
            ),
            (
                "chineseCounting",
                &[10, 35, 99, 100, 101, 110],
                "十 三十五 九十九 一○○ 一○一 一一○",
            ),
            ("taiwaneseCountingThousand", &[101, 20_000], "一百零一 二萬"),
            ("taiwaneseCounting", &[99, 101], "九十九 一○一"),
            ("taiwaneseDigital", &[9, 10, 101], "九 一○ 一○一"),
            ("ideographDigital", &[9, 10, 21, 101], "九 一〇 二一 一〇一"),
            (
                "chineseLegalSimplified",
                &[1, 10, 21, 101, 110],
                "壹 壹拾 贰拾壹 壹佰零壹 壹佰壹拾",
            ),
            (
                "ideographLegalTraditional",
                &[2, 13, 106],
                "貳 壹拾參 壹佰零陸",
            ),
            (
                "japaneseCounting",
                &[10, 21, 100, 101, 1001, 10_001],
                "十 二十一 百 百一 千一 一万一",
            ),
            ("japaneseLegal", &[10, 12, 101], "壱拾 壱拾弐 壱百壱"),
            ("ideographTraditional", &[1, 3, 10, 11], "甲 丙 癸 11"),
            ("ideographZodiac", &[1, 12, 13], "子 亥 13"),
            (
                "ideographZodiacTraditional",
                &[1, 13, 60, 61],
                "甲子 丙子 癸亥 61",
            ),
            ("ideographEnclosedCircle", &[1, 10, 11], "㈠ ㈩ 11"),
            ("decimalFullWidth", &[7, 101], "７ １０１"),
            ("decimalEnclosedCircle", &[1, 20, 21], "① ⑳ 21"),
            ("decimalEnclosedParen", &[1, 20, 21], "⑴ ⒇ 21"),
            ("decimalEnclosedFullstop", &[1, 20, 21], "⒈ ⒛ 21"),
            ("decimalZero", &[1, 10, 100], "01 10 100"),
            ("lowerLetter", &[1, 26, 27], "a z aa"),
            ("upperRoman", &[4, 9, 14], "IV IX XIV"),
            (
                "ordinal",
                &[1, 2, 3, 11, 21, 112],
                "1st 2nd 3rd 11th 21st 112th",
            ),
            ("hex", &[10, 255], "A FF"),
            ("numberInDash", &[3], "- 3 -"),
            ("koreanDigital", &[3], "?"),
        ] {
            assert_eq!(shown(form, numbers), expected, "{form}");
        }
        assert_eq!(padded("001, 002, 003, ...", 7).as_deref(), Some("007"));
        assert_eq!(padded("一, 二", 7), None);
    }
}
