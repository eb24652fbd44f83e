//! Takes dates, document numbers, and words for validity, disclosure, kinds and relations, as
//! editors write them; gives typed values in canonical form. This file must not know fields.

use crate::diag::{Words, words};
use crate::fold::{is_han, numeral};
use jiff::Span;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The result of reading a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadDate {
    /// A date in the canonical form.
    Canonical(Date, Option<Time>),
    /// A date in another form that is understood.
    Understood(Date, Option<Time>),
    /// A day that the calendar does not have, or a day with a wrong day of the week; with the
    /// reason.
    Nonexistent(Words),
    /// Not a date.
    NotADate,
}

/// Hour and minute of publication.
pub type Time = (i8, i8);

/// Beijing's offset from UTC, in minutes.
const BEIJING: i32 = 8 * 60;

/// Reads `2024-06-18`, with or without a time, and other common forms. A time in another time zone
/// is converted to Beijing time.
pub fn date(text: &str) -> ReadDate {
    date_at(text, BEIJING)
}

/// Reads a date as [`date`] does. A time with an offset from UTC becomes the time at `offset`
/// minutes, which may be on another day.
pub fn date_at(text: &str, offset: i32) -> ReadDate {
    let folded = folded(text);
    let (rest, own) = without_offset(folded.trim());
    let Some(own) = own else {
        return plain_date(text, rest);
    };
    match plain_date("", rest) {
        ReadDate::Canonical(day, Some((hour, minute)))
        | ReadDate::Understood(day, Some((hour, minute))) => {
            let away = Span::new().minutes(i64::from(offset - own));
            let moved = day.at(hour, minute, 0, 0).checked_add(away);
            moved.map_or(ReadDate::NotADate, |at| {
                ReadDate::Understood(at.date(), Some((at.hour(), at.minute())))
            })
        }
        // A day without a time cannot be converted, so its offset must be `offset`. Zero is also
        // accepted, because programs write `Z` after a day whatever the local time zone is.
        ReadDate::Understood(..) if own != offset && own != 0 => ReadDate::NotADate,
        read => read,
    }
}

/// Whether a date names a time zone.
pub fn has_offset(text: &str) -> bool {
    without_offset(folded(text).trim()).1.is_some()
}

/// Whether a day is stated with a time zone and without a time.
pub fn is_day_with_offset(text: &str) -> bool {
    let folded = folded(text);
    let (rest, offset) = without_offset(folded.trim());
    let is_day = |date| {
        matches!(
            date,
            ReadDate::Canonical(_, None) | ReadDate::Understood(_, None)
        )
    };
    offset.is_some() && is_day(plain_date("", rest))
}

/// A date with half-width characters and one form of zero, hyphen and dot. The letter O always
/// becomes zero. The letters o, l and I become digits only if the date has more than two digits.
fn folded(text: &str) -> String {
    let is_digit = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c);
    let has_digits = text.nfkc().filter(is_digit).count() > 2;
    text.nfkc()
        .map(|c| match c {
            '○' | 'O' => '〇',
            '−' | '‐' | '‑' | '–' | '—' => '-',
            '、' | '。' => '.',
            c => numeral::looks_like(c).filter(|_| has_digits).unwrap_or(c),
        })
        .collect()
}

/// Cuts the offset from UTC (`Z`, `+08:00`, `-0500`, `UTC+8`) off the end of a date. Gives the
/// rest, and the offset in minutes.
fn without_offset(text: &str) -> (&str, Option<i32>) {
    for name in ["Z", "z", "UTC", "GMT"] {
        if let Some(rest) = text.strip_suffix(name)
            && rest.ends_with(|c: char| c.is_ascii_digit() || c == ' ')
        {
            return (rest.trim_end(), Some(0));
        }
    }
    // hyphens before the time separate year, month and day
    let from = text.find([':', 'T', '时']).unwrap_or(text.len());
    let sign = text[from..].rfind(['+', '-']).map(|i| from + i);
    let Some(at) = sign.or_else(|| text.rfind('+')) else {
        return (text, None);
    };
    let (rest, offset) = (text[..at].trim_end(), &text[at + 1..]);
    let rest = rest
        .strip_suffix("UTC")
        .or(rest.strip_suffix("GMT"))
        .unwrap_or(rest);
    let digits: String = offset.chars().filter(|c| *c != ':').collect();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return (text, None);
    }
    let (hours, minutes) = digits.split_at(if digits.len() <= 2 {
        digits.len()
    } else {
        digits.len() - 2
    });
    let (hours, minutes) = (hours.parse::<i32>(), minutes.parse::<i32>().unwrap_or(0));
    match hours {
        Ok(hours) if digits.len() <= 4 && hours <= 14 && minutes < 60 => {
            let minutes = hours * 60 + minutes;
            let is_west = text[at..].starts_with('-');
            (
                rest.trim_end(),
                Some(if is_west { -minutes } else { minutes }),
            )
        }
        _ => (text, None),
    }
}

/// Reads a date without a time zone. `folded` is the date in its plain form. `text` is the date as
/// written, and is only compared with the canonical form. It is empty if a time zone was cut off,
/// because such a date is not canonical.
fn plain_date(text: &str, folded: &str) -> ReadDate {
    let (day, weekday) = without_weekday(folded.trim());
    let folded = chinese_numbers(&day);
    let numbers: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|s| !s.is_empty())
        .collect();
    let other = folded
        .chars()
        .any(|c| !c.is_ascii_digit() && !"-./年月日号时分秒: ,T".contains(c));
    let (y, m, d) = match numbers.as_slice() {
        [y, m, d, ..] if y.len() == 4 && m.len() <= 2 && d.len() <= 2 && !other => {
            (y.parse(), m.parse::<i8>(), d.parse::<i8>())
        }
        [whole] if whole.len() == 8 && whole.len() == folded.len() => (
            whole[..4].parse::<i16>(),
            whole[4..6].parse(),
            whole[6..].parse(),
        ),
        _ => return ReadDate::NotADate,
    };
    let (Ok(y), Ok(m), Ok(d)) = (y, m, d) else {
        return ReadDate::NotADate;
    };
    let time = match numbers.as_slice() {
        [_, _, _, h, min, ..] => match (h.parse::<i8>(), min.parse::<i8>()) {
            (Ok(h @ 0..=23), Ok(min @ 0..=59)) => Some((h, min)),
            _ => return ReadDate::NotADate,
        },
        [_, _, _, _] => return ReadDate::NotADate,
        _ => None,
    };
    if !(1..=12).contains(&m) {
        return ReadDate::Nonexistent(words("月份只能是1至12", "months go from 1 to 12"));
    }
    match Date::new(y, m, d) {
        Ok(date) if weekday.is_some_and(|stated| stated != date.weekday()) => {
            let right = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
            let zh = WEEKDAYS.chars().nth(right).unwrap_or_default();
            ReadDate::Nonexistent(words(
                format!("{date} 是星期{zh}"),
                format!("{date} is a {:?}", date.weekday()),
            ))
        }
        Ok(date) => {
            let canonical = match time {
                Some((h, min)) => format!("{date} {h:02}:{min:02}"),
                None => date.to_string(),
            };
            if canonical == text {
                ReadDate::Canonical(date, time)
            } else {
                ReadDate::Understood(date, time)
            }
        }
        Err(_) => {
            let last = Date::new(y, m, 1).map_or(31, Date::days_in_month);
            ReadDate::Nonexistent(words(
                format!("{y}年{m}月只有{last}天"),
                format!("{y}-{m:02} has {last} days"),
            ))
        }
    }
}

/// The days of the week, from Monday.
const WEEKDAYS: &str = "一二三四五六日";

/// A date without its day of the week, and that day: `2026-05-06（星期三）`,
/// `2026-05-06（星期三）9:00`.
fn without_weekday(text: &str) -> (Cow<'_, str>, Option<Weekday>) {
    let named = ["星期", "周"].iter().find_map(|name| {
        let (date, day) = text.rsplit_once(name)?;
        let mut letters = day.chars();
        let letter = letters.next()?;
        let time = letters.as_str().trim_start_matches([')', ' ', ',']);
        if !time.is_empty() && !time.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let letter = if letter == '天' { '日' } else { letter };
        let number = WEEKDAYS.chars().position(|c| c == letter)?;
        let weekday = Weekday::from_monday_zero_offset(i8::try_from(number).ok()?).ok()?;
        let date = date.trim_end_matches([' ', '(', ',']);
        let day = match time {
            "" => Cow::Borrowed(date),
            time => Cow::Owned(format!("{date} {time}")),
        };
        Some((day, Some(weekday)))
    });
    named.unwrap_or((Cow::Borrowed(text), None))
}

/// A text with digits in place of Chinese numerals: 二〇一二年八月十三日 becomes 2012年8月13日.
fn chinese_numbers(text: &str) -> String {
    let digit = numeral::digit;
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|j| digit(chars[j]));
        let after = chars.get(i + 1).and_then(|&c| digit(c));
        match (digit(c), c) {
            (Some(d), _) => out.push(char::from(b'0' + d)),
            (None, '十') => match (before, after) {
                (None, None) => out.push_str("10"),
                (None, Some(_)) => out.push('1'),
                (Some(_), None) => out.push('0'),
                (Some(_), Some(_)) => {}
            },
            (None, c) => out.push(c),
        }
    }
    out
}

/// A document number in canonical form, such as `元退役军人〔2023〕3号`. A text that has no
/// canonical form is only trimmed, such as the number of a decree (国务院令第711号). The brackets,
/// the digits and the order of the parts follow GB/T 9704—2012.
pub fn document_number(text: &str) -> String {
    let trimmed = text.trim();
    canonical_number(trimmed).unwrap_or_else(|| trimmed.to_owned())
}

fn canonical_number(text: &str) -> Option<String> {
    const OPEN: &str = "〔[(（【〈《〖﹝‘［﹙<＜{｛";
    const CLOSE: &str = "〕])）】〉》〗﹞’］﹚>＞}｝";
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let compact = without_label(&compact);
    let is_open = compact.contains(|c| OPEN.contains(c));
    if !is_open || !compact.contains(|c| CLOSE.contains(c)) {
        // one bracket may be missing, or both
        let is_bracket = |c: char| OPEN.contains(c) || CLOSE.contains(c);
        return without_brackets(&compact.replace(is_bracket, ""));
    }
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (open, bracket) = compact.char_indices().find(|(_, c)| OPEN.contains(*c))?;
    let prefix = &compact[..open];
    let rest = &compact[open + bracket.len_utf8()..];
    let (close, bracket) = rest.char_indices().find(|(_, c)| CLOSE.contains(*c))?;
    let year = chinese_numbers(&digits_of(&rest[..close]));
    let year = year.trim_end_matches('年');
    // 〔26〕 is short for 〔2026〕
    let is_short = year.len() == 2
        && digits(year)
        && !rest[..close].contains(|c| numeral::looks_like(c).is_some());
    let year = if is_short {
        format!("20{year}")
    } else {
        year.to_owned()
    };
    // a serial number is never a Roman numeral, so I is a mistyped 1 even without a digit beside it
    let serial: String = rest[close + bracket.len_utf8()..]
        .chars()
        .map(digit_for)
        .nfkc()
        .collect();
    let serial = serial.strip_prefix('第').unwrap_or(&serial);
    let serial = serial.strip_suffix('号').unwrap_or(serial);
    let serial = match numeral::value(serial).filter(|_| serial.chars().all(is_han)) {
        Some(number) => number.to_string(),
        None => serial.trim_start_matches('0').to_owned(),
    };
    let serial = serial.as_str();
    (!prefix.is_empty() && year.len() == 4 && digits(&year) && digits(serial))
        .then(|| format!("{prefix}〔{year}〕{serial}号"))
}

/// A document number without the label that people copy with it.
fn without_label(compact: &str) -> &str {
    let labels = ["发文字号", "发文号", "文号", "字号"];
    let value = labels.iter().find_map(|label| {
        let value = compact.strip_prefix(label)?;
        value.strip_prefix(['：', ':'])
    });
    value.unwrap_or(compact)
}

/// What is wrong with a number that has a year in 〔〕 and no canonical form. `None` for other
/// numbers, and for a number without one of the four known faults.
pub fn number_fault(text: &str) -> Option<Words> {
    let text = text.trim();
    let (prefix, rest) = text.split_once('〔')?;
    let (year, serial) = rest.split_once('〕')?;
    let is_digit = |c: char| c.is_ascii_digit();
    if !year.contains(is_digit) {
        return None;
    }
    let serial = serial.trim();
    let fault = if prefix.trim().is_empty() && serial.starts_with(is_digit) {
        Some(words(
            "年份前面缺少机关代字",
            "there is no code of the body before the year",
        ))
    } else if year.len() != 4 || !year.chars().all(is_digit) {
        Some(words(
            "年份不是四位数字",
            "the year does not have four digits",
        ))
    } else if serial.ends_with('号') && !serial.contains(is_digit) {
        Some(words(
            "没有发文顺序号",
            "there is no serial number in digits",
        ))
    } else if serial.contains('号') && !serial.ends_with('号') && !serial.contains("号之") {
        Some(words("“号”字后面还有文字", "there is text after 号"))
    } else {
        None
    };
    fault.filter(|_| canonical_number(text).is_none())
}

/// A year in half-width characters, with digits in place of the characters that look like them (O,
/// o, 〇 and ○ for 0, l and I for 1). A text without any digit from 0 to 9 only becomes half-width,
/// because its letters may be a Roman numeral.
fn digits_of(text: &str) -> String {
    if !text.nfkc().any(|c| c.is_ascii_digit()) {
        return text.nfkc().collect();
    }
    text.chars().map(digit_for).nfkc().collect()
}

fn digit_for(c: char) -> char {
    match c {
        '〇' | '○' => '0',
        _ => numeral::looks_like(c).unwrap_or(c),
    }
}

/// The canonical form of a document number whose year has no brackets (甲政发2020年1号).
/// Announcements and orders are rightly numbered without brackets (甲局公告2020年第1号), so a
/// number with the name of such a document or with 第 is left alone.
fn without_brackets(compact: &str) -> Option<String> {
    let folded: String = compact.nfkc().collect();
    let begin = folded.find(|c: char| c.is_ascii_digit())?;
    let (prefix, rest) = folded.split_at(begin);
    let (year, serial) = rest.split_at_checked(4)?;
    let serial = serial
        .trim_start_matches(['年', '-', '—', '–'])
        .strip_suffix('号')?;
    let serial = serial.trim_start_matches('0');
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let is_year = digits(year) && matches!(&year[..2], "19" | "20");
    let is_named = ["公告", "通告", "令", "公报", "公示", "号", "第", "编号"];
    let is_other = is_named.iter().any(|name| prefix.ends_with(name));
    let is_short_name = (2..=14).contains(&prefix.chars().count())
        && prefix.chars().all(|c| c.is_alphabetic() && !c.is_ascii());
    (is_year && digits(serial) && serial.len() <= 4 && is_short_name && !is_other)
        .then(|| format!("{prefix}〔{year}〕{serial}号"))
}

macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($variant:ident $code:literal $label:literal $en:literal [$($alias:literal),*],)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $type { $(#[doc = $label] $variant,)* }

        impl $type {
            /// All values, in their usual order.
            pub const ALL: &'static [$type] = &[$($type::$variant),*];
            /// The code, as in catalogue.json.
            pub fn code(self) -> &'static str { match self { $($type::$variant => $code,)* } }
            /// The Chinese word.
            pub fn label(self) -> &'static str { match self { $($type::$variant => $label,)* } }
            /// The English word.
            pub fn label_en(self) -> &'static str { match self { $($type::$variant => $en,)* } }
            /// Every word that [`find`](Self::find) understands, codes included.
            pub fn words() -> impl Iterator<Item = &'static str> {
                [$($code, $label $(, $alias)*),*].into_iter()
            }
            /// The value for which `written` stands: a code, a Chinese word, or another word that
            /// real pages use.
            pub fn find(written: &str) -> Option<$type> {
                match written { $($code | $label $(| $alias)* => Some($type::$variant),)* _ => None }
            }
        }
    };
}

named! {
    /// The validity of a document on a day, such as in force or repealed.
    Validity {
        Effective "effective" "有效" "In force" ["现行有效", "继续有效", "有效期内", "是"],
        NotYetEffective "not_yet_effective" "尚未施行" "Not yet in force" ["未生效", "尚未生效", "未施行"],
        Amended "amended" "已修改" "Amended" ["已修订", "修改"],
        PartlyRepealed "partly_repealed" "部分失效" "Partly repealed" ["部分条款失效", "部分废止", "部分有效"],
        Repealed "repealed" "废止" "Repealed" ["已废止"],
        Expired "expired" "失效" "Expired" ["已失效", "过期", "否"],
        Unknown "unknown" "未标注" "Not stated" ["未知"],
    }
}

impl Validity {
    /// Whether this value means that the document is no longer in force.
    pub fn is_end(self) -> bool {
        matches!(self, Validity::Repealed | Validity::Expired)
    }
}

named! {
    /// To whom a document is disclosed: to everybody, on request, or to nobody.
    Disclosure {
        Proactive "proactive" "主动公开" "Disclosed" ["全部公开", "公开"],
        OnRequest "on_request" "依申请公开" "On request" ["依申请"],
        Withheld "withheld" "不予公开" "Withheld" ["不公开"],
    }
}

named! {
    /// How the site treats a document.
    Kind {
        Document "document" "文件" "Document" ["文档"],
        AnnualReport "annual_report" "年度报告" "Annual report" ["年报"],
        Page "page" "页面" "Page" [],
    }
}

named! {
    /// How one document acts on another.
    Relation {
        Repeals "repeals" "废止" "Repeals" [],
        PartlyRepeals "partly_repeals" "部分废止" "Partly repeals" [],
        Amends "amends" "修改" "Amends" [],
        Renews "renews" "续期" "Renews" [],
        Interprets "interprets" "解读" "Interprets" [],
        Forwards "forwards" "转发" "Forwards" [],
        Related "related" "相关" "Related" [],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_many_forms() {
        let day = Date::constant(2012, 8, 13);
        assert_eq!(date("2012-08-13"), ReadDate::Canonical(day, None));
        assert_eq!(
            date("2012-08-13 09:32"),
            ReadDate::Canonical(day, Some((9, 32)))
        );
        for text in [
            "2012.8.13",
            "2012年8月13日",
            "2012/08/13",
            "2012-8-13",
            "20120813",
            "二○一二年八月十三日",
            "二o一二年八月十三日",
            "2O12-O8-l3",
            "２０１２－０８－１３",
            "2012- 08- 13",
        ] {
            assert_eq!(date(text), ReadDate::Understood(day, None), "{text}");
        }
        assert_eq!(
            date("二〇二〇年十月二十日"),
            ReadDate::Understood(Date::constant(2020, 10, 20), None)
        );
        assert_eq!(
            date("2022年04月06日 16:40"),
            ReadDate::Understood(Date::constant(2022, 4, 6), Some((16, 40)))
        );
        assert_eq!(
            date("2023年2月30日"),
            ReadDate::Nonexistent(words("2023年2月只有28天", "2023-02 has 28 days"))
        );
        assert_eq!(
            date("2023-13-01"),
            ReadDate::Nonexistent(words("月份只能是1至12", "months go from 1 to 12"))
        );
        for text in [
            "2018516日",
            "二OO一二年",
            "IIII-II-II",
            "明天",
            "2023年",
            "",
            "12-08-2013",
            "时间：2022-07-07来源供水公司",
        ] {
            assert_eq!(date(text), ReadDate::NotADate, "{text}");
        }
    }

    #[test]
    fn a_time_in_another_zone_is_moved_to_the_sites() {
        let at =
            |year, month, day, time| ReadDate::Understood(Date::constant(year, month, day), time);
        for (text, read) in [
            ("2024-06-18T23:30:00Z", at(2024, 6, 19, Some((7, 30)))),
            ("2024-06-18T23:30:00-05:00", at(2024, 6, 19, Some((12, 30)))),
            ("2024-06-18T09:30:00+08:00", at(2024, 6, 18, Some((9, 30)))),
            (
                "2024-06-18T09:30:00.123+0800",
                at(2024, 6, 18, Some((9, 30))),
            ),
            ("2024-06-18 09:30 +08", at(2024, 6, 18, Some((9, 30)))),
            ("2024-06-18 09:30 UTC", at(2024, 6, 18, Some((17, 30)))),
            ("2024-06-18 09:30 GMT+8", at(2024, 6, 18, Some((9, 30)))),
            (
                "2024-01-01T00:30:00+14:00",
                at(2023, 12, 31, Some((18, 30))),
            ),
            ("2024-12-31T20:00Z", at(2025, 1, 1, Some((4, 0)))),
            ("2024-06-18T23:30:00−05:00", at(2024, 6, 19, Some((12, 30)))),
            ("2024-06-18T09:30:00", at(2024, 6, 18, Some((9, 30)))),
            ("2024-06-18Z", at(2024, 6, 18, None)),
            ("2024-06-18+08:00", at(2024, 6, 18, None)),
            ("2024-06-18+09:00", ReadDate::NotADate),
            ("2024-06-18T09:30:00+25:00", ReadDate::NotADate),
        ] {
            assert_eq!(date(text), read, "{text}");
        }
        assert_eq!(
            date_at("2024-06-18T23:30:00Z", 0),
            at(2024, 6, 18, Some((23, 30)))
        );
        assert!(has_offset("2024-06-18T23:30:00Z") && !has_offset("2024-06-18 23:30"));
    }

    #[test]
    fn document_numbers_get_one_form() {
        for text in [
            "元退役军人〔2023〕3号",
            "元退役军人[2023]3号",
            "元退役军人（2023）03号",
            "元退役军人【2023】第3号",
            "元退役军人 〔2023〕 3 号",
            "元退役军人〔２０２３〕３号",
            "元退役军人［2023］3",
            "元退役军人〔2O23〕3号",
            "元退役军人〔2023〕03号",
        ] {
            assert_eq!(document_number(text), "元退役军人〔2023〕3号", "{text}");
        }
        for text in [
            "甲政发2020年1号",
            "甲政发2020-1号",
            "甲政发[20]01号",
            "甲政发〔2020年〕1号",
            "甲政发〔2o2〇〕1号",
        ] {
            assert_eq!(document_number(text), "甲政发〔2020〕1号", "{text}");
        }
        for text in [
            "甲局公告2020年第1号",
            "甲局公告2020年1号",
            "甲政发2020年第1号",
            "中华人民共和国国务院令第711号",
            "广安区府办发〔202026",
            "HKHD02-2024-0001",
            "甲政发〔2024〕Ⅱ号",
            "国械备（Ⅱ）2024号",
            "放射（ll）12号",
        ] {
            assert_eq!(document_number(text), text);
        }
    }

    #[test]
    fn numbers_with_a_year_and_a_fault() {
        for (text, fault) in [
            ("清民〔20266〕7号", "四位"),
            ("〔2026〕7号", "代字"),
            ("清民〔2026〕○号", "顺序号"),
            ("清民〔2026〕  号", "顺序号"),
            ("清民〔2026〕7号（联合）", "后面"),
        ] {
            assert_eq!(document_number(text), text);
            assert!(number_fault(text).unwrap().zh.contains(fault), "{text}");
        }
        for text in [
            "清民〔2026〕7号",
            "清民〔2026〕第三次会议纪要",
            "〔2026〕清民7号",
            "清民〔XXXX〕X号",
        ] {
            assert!(number_fault(text).is_none(), "{text}");
        }
        for (text, number) in [
            ("清民<2026>7号", "清民〔2026〕7号"),
            ("清民﹙2026﹚7号", "清民〔2026〕7号"),
            ("清民2026〕7号", "清民〔2026〕7号"),
            ("清民〔二〇二六〕7号", "清民〔2026〕7号"),
            ("清民〔2026〕l号", "清民〔2026〕1号"),
            ("发文字号：清民〔2026〕7号", "清民〔2026〕7号"),
        ] {
            assert_eq!(document_number(text), number);
        }
    }

    #[test]
    fn dates_with_other_marks_and_a_weekday() {
        for text in [
            "2026、5、6",
            "2026。5。6",
            "2026—05—06",
            "2026-05-06（星期三）",
            "2026年5月6日 周三",
        ] {
            assert_eq!(
                date(text),
                ReadDate::Understood(Date::constant(2026, 5, 6), None),
                "{text}"
            );
        }
        assert!(matches!(
            date("2026-05-06（星期四）"),
            ReadDate::Nonexistent(_)
        ));
        assert_eq!(date("2026-05-06至2026-05-08"), ReadDate::NotADate);
    }
}
