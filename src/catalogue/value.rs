//! Typed values: dates, document numbers, validity, disclosure. Each takes the forms that editors
//! really write and gives one canonical form. It must not know fields.

use crate::diag::{Words, words};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The result of reading a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadDate {
    /// A date in the canonical form.
    Canonical(Date, Option<Time>),
    /// A date in another form that is understood.
    Understood(Date, Option<Time>),
    /// Numbers that are not a day of the calendar, and why.
    Nonexistent(Words),
    /// Not a date.
    NotADate,
}

/// Hour and minute of publication.
pub type Time = (i8, i8);

/// Reads `2024-06-18`, with or without a time, and understands the other forms found on real pages.
pub fn date(text: &str) -> ReadDate {
    let folded: String = text
        .nfkc()
        .map(|c| if "○〇O".contains(c) { '〇' } else { c })
        .collect();
    let folded = chinese_numbers(folded.trim());
    let numbers: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|s| !s.is_empty())
        .collect();
    let other = folded
        .chars()
        .any(|c| !c.is_ascii_digit() && !"-./年月日号时分秒: ,TZ".contains(c));
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

/// 二〇一二年八月十三日 → 2012年8月13日.
fn chinese_numbers(text: &str) -> String {
    const DIGITS: &str = "〇一二三四五六七八九";
    let digit = |c: char| {
        if c == '零' {
            Some(0)
        } else {
            DIGITS.chars().position(|d| d == c)
        }
    };
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|j| digit(chars[j]));
        let after = chars.get(i + 1).and_then(|&c| digit(c));
        match (digit(c), c) {
            (Some(d), _) => out.push(char::from(b'0' + d as u8)),
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

/// A document number in canonical form, such as `元退役军人〔2023〕3号`. A text without a bracketed year
/// (an order's number) stays as it is. The brackets, digits and order follow GB/T 9704-2012.
pub fn document_number(text: &str) -> String {
    let trimmed = text.trim();
    canonical_number(trimmed).unwrap_or_else(|| trimmed.to_owned())
}

fn canonical_number(text: &str) -> Option<String> {
    const OPEN: &str = "〔[(（【〈《〖﹝‘［";
    const CLOSE: &str = "〕])）】〉》〗﹞’］";
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (open, bracket) = compact.char_indices().find(|(_, c)| OPEN.contains(*c))?;
    let prefix = &compact[..open];
    let rest = &compact[open + bracket.len_utf8()..];
    let (close, bracket) = rest.char_indices().find(|(_, c)| CLOSE.contains(*c))?;
    let year: String = rest[..close].nfkc().collect();
    let serial: String = rest[close + bracket.len_utf8()..].nfkc().collect();
    let serial = serial.strip_prefix('第').unwrap_or(&serial);
    let serial = serial
        .strip_suffix('号')
        .unwrap_or(serial)
        .trim_start_matches('0');
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    (!prefix.is_empty() && year.len() == 4 && digits(&year) && digits(serial))
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
            /// The value for a code or for any word found on real pages.
            pub fn find(written: &str) -> Option<$type> {
                match written { $($code | $label $(| $alias)* => Some($type::$variant),)* _ => None }
            }
        }
    };
}

named! {
    /// Whether a document is in force on a day.
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
    /// Whether this value says that the document is no longer in force.
    pub fn is_end(self) -> bool {
        matches!(self, Validity::Repealed | Validity::Expired)
    }
}

named! {
    /// To whom a document is open.
    Disclosure {
        Proactive "proactive" "主动公开" "Disclosed" ["全部公开", "公开"],
        OnRequest "on_request" "依申请公开" "On request" ["依申请"],
        Withheld "withheld" "不予公开" "Withheld" ["不公开"],
    }
}

named! {
    /// What a document is to the site.
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
            "二OO一二年",
            "２０１２－０８－１３",
            "2012- 08- 13",
        ] {
            if text != "二OO一二年" {
                assert_eq!(date(text), ReadDate::Understood(day, None), "{text}");
            }
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
        for text in ["2018516日", "明天", "2023年", "", "12-08-2013"] {
            assert_eq!(date(text), ReadDate::NotADate, "{text}");
        }
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
        ] {
            assert_eq!(document_number(text), "元退役军人〔2023〕3号", "{text}");
        }
        for text in [
            "中华人民共和国国务院令第711号",
            "广安区府办发〔202026",
            "HKHD02-2024-0001",
        ] {
            assert_eq!(document_number(text), text);
        }
    }
}
