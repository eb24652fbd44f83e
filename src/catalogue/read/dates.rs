//! Takes a value that is not a date; gives advice on what to write instead: the day in the accepted
//! form, the end of a term such as 5年 (five years), or a date in full. The advice may also be to
//! leave out the line. This file must not know how dates are read.

use super::reader::Reader;
use super::yaml::scalar;
use crate::catalogue::field::Field;
use crate::catalogue::value::{self, ReadDate};
use crate::diag::{Words, words};
use jiff::Span;
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

/// A value that contains one of these words names no particular day.
const NO_DAY: [&str; 22] = [
    "长期",
    "永久",
    "无限期",
    "不限",
    "未定",
    "待定",
    "另行",
    "视情",
    "之日",
    "即日",
    "当日",
    "当天",
    "印发",
    "发布",
    "公布",
    "下发",
    "签发",
    "long",
    "permanent",
    "none",
    "unknown",
    "upon",
];

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

impl Reader<'_> {
    /// What to write instead of a text that is not a date.
    pub(super) fn instead_of(&self, key: &str, field: Field, text: &str) -> Words {
        if value::is_day_with_offset(text) {
            return words(
                "有时区而没有时刻，换算后是哪一天无法确定；请去掉时区，写本地的日期，如 2024-06-18。",
                "With a time zone but no time it may be another day here: leave the zone out and \
                 write the local day, such as 2024-06-18.",
            );
        }
        if let Some(line) = self.end_of_term(field, text) {
            return words(
                format!("要写最后一天，不写年数；按起算日期推算，写成：“{key}: {line}”，请核对。"),
                format!(
                    "Write the last day, not a term: counted from its beginning, `{key}: {line}`."
                ),
            );
        }
        if let Some(day) = self.with_year(text) {
            return words(
                format!("要写年份，写成：“{key}: {day}”；请核对年份。"),
                format!("The year is missing: `{key}: {day}`; check the year."),
            );
        }
        let lower = text.to_lowercase();
        if NO_DAY.iter().any(|word| lower.contains(word)) {
            let required = field == Field::DateCreated;
            return match required {
                true => words(
                    "请写具体的日期，如 2024-06-18。",
                    "Write the day itself, such as 2024-06-18.",
                ),
                false => words(
                    "这里只写具体的日期，如 2024-06-18；没有具体日期的，请把这一行删去。",
                    "Write only a day here, such as 2024-06-18; if there is none, delete the line.",
                ),
            };
        }
        if let Some(day) = of_spreadsheet(text) {
            return words(
                format!("这是电子表格中日期的序号；写成：“{key}: {day}”，请核对。"),
                format!("A spreadsheet counts days like this: `{key}: {day}`; check the day."),
            );
        }
        if let Some(day) = day_within(field, text) {
            return words(
                format!("这里只写日期，写成：“{key}: {day}”。"),
                format!("Write only a day here: `{key}: {day}`."),
            );
        }
        match swapped(text).as_slice() {
            [] => words(
                "年、月、日须写全，如 2024-06-18。",
                "Write year-month-day, such as 2024-06-18.",
            ),
            [day] => words(
                format!("按年、月、日的顺序写成：“{key}: {day}”。"),
                format!("Write year, month and day in this order: `{key}: {day}`."),
            ),
            [day, other, ..] => words(
                format!("按年、月、日的顺序写成：“{key}: {day}”或“{key}: {other}”。"),
                format!(
                    "Write year, month and day in this order: `{key}: {day}` or `{key}: {other}`."
                ),
            ),
        }
    }

    /// The last day of a term such as 5年 or 6个月, from [`first_day`](Reader::first_day). `None`
    /// if the field is not the last day in force, if the text is no term of 1 to 100 years or
    /// months, or if there is no first day.
    pub(super) fn end_of_term(&self, field: Field, text: &str) -> Option<Date> {
        let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
        let plain = plain.trim_start_matches(['有', '效', '期', '限', '为', '自', '起']);
        let plain = plain.trim_end_matches(['内', '。', '止']);
        let (number, months) = match (plain.strip_suffix('年'), plain.strip_suffix("个月")) {
            (Some(years), _) => (years, 12),
            (None, Some(months)) => (months, 1),
            (None, None) => return None,
        };
        let digit = "零一二三四五六七八九十"
            .chars()
            .position(|c| number.chars().eq([c]));
        let number = match number {
            "两" => 2,
            number => number.parse::<i64>().ok().or(digit.map(|d| d as i64))?,
        };
        let begin = self.first_day();
        let months = Span::new().try_months(number * months).ok()?;
        let end = begin?.checked_add(months).ok()?.yesterday().ok()?;
        (field == Field::DateExpires && (1..=100).contains(&number)).then_some(end)
    }

    /// The day that a text without a year (11月10日, 11-10) states, in the year of `first_day`.
    fn with_year(&self, text: &str) -> Option<Date> {
        let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
        let plain = plain.trim_end_matches(['日', '号']);
        let (month, day) = plain.split_once(['月', '-', '.', '/'])?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        Date::new(self.first_day()?.year(), month, day).ok()
    }

    /// The first day in force, or else the date of creation, or else the date of publication.
    fn first_day(&self) -> Option<Date> {
        let fields = [
            Field::DateEffective,
            Field::DateCreated,
            Field::DatePublished,
        ];
        fields.iter().find_map(|field| {
            let raw = self.raw(*field)?;
            match value::date_at(&scalar(&raw.value)?, self.offset) {
                ReadDate::Canonical(day, _) | ReadDate::Understood(day, _) => Some(day),
                _ => None,
            }
        })
    }
}

/// The day in a text that has more than a day, such as 2026-11-10 上午9:00. Of a period, the last
/// day counts for the last day in force, and the first day for every other field.
fn day_within(field: Field, text: &str) -> Option<Date> {
    let day = |part: &str| match value::date_at(part.trim(), 0) {
        ReadDate::Canonical(day, _) | ReadDate::Understood(day, _) => Some(day),
        _ => None,
    };
    let is_break = |c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '/');
    let ends = text.char_indices().filter(|(_, c)| is_break(*c));
    let places: Vec<(usize, char)> = ends.take(40).collect();
    let first =
        |(at, c): &(usize, char)| day(&text[..*at]).or_else(|| day(&text[..at + c.len_utf8()]));
    let last = |(at, c): &(usize, char)| day(&text[at + c.len_utf8()..]);
    match field {
        Field::DateExpires => {
            let found = places.iter().find_map(last);
            found.or_else(|| places.iter().rev().find_map(first))
        }
        _ => places.iter().rev().find_map(first),
    }
}

/// The day that a spreadsheet stores as this number: 46148 is 2026-05-06.
fn of_spreadsheet(text: &str) -> Option<Date> {
    let days: i64 = text.trim().parse().ok()?;
    // the days from 1950 to 2099
    let days = Some(days).filter(|days| (18_264..73_051).contains(days))?;
    let first = Date::constant(1899, 12, 30);
    first.checked_add(Span::new().days(days)).ok()
}

/// The possible days of a date in another order (11/20/2026, 20.11.2026, Nov 20, 2026) or with a
/// year of two digits (26-11-20).
fn swapped(text: &str) -> Vec<Date> {
    let folded: String = text.nfkc().collect::<String>().to_lowercase();
    let parts: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &&str| {
        part.trim_end_matches(|c: char| c.is_ascii_alphabetic())
            .parse::<i16>()
            .ok()
    };
    let month = |part: &&str| {
        let name = part.get(..3)?;
        let place = MONTHS.iter().position(|month| *month == name)?;
        Some(place as i16 + 1)
    };
    let [a, b, c] = parts.as_slice() else {
        return Vec::new();
    };
    let at = |year: Option<i16>, month: Option<i16>, day: Option<i16>| {
        let (year, month, day) = (year?, month?, day?);
        let year = if (0..100).contains(&year) {
            2000 + year
        } else {
            year
        };
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let found = match (month(a), month(b)) {
        (Some(month), _) => [at(number(c), Some(month), number(b)), None],
        (_, Some(month)) => [at(number(c), Some(month), number(a)), None],
        _ if c.len() == 4 => [
            at(number(c), number(a), number(b)),
            at(number(c), number(b), number(a)),
        ],
        _ if a.len() == 2 => [at(number(a), number(b), number(c)), None],
        _ => [None, None],
    };
    let mut days: Vec<Date> = found.into_iter().flatten().collect();
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_another_order() {
        let shown = |text: &str| {
            let days = swapped(text).into_iter().map(|day| day.to_string());
            days.collect::<Vec<_>>().join(" ")
        };
        for (text, days) in [
            ("11/20/2026", "2026-11-20"),
            ("20/11/2026", "2026-11-20"),
            ("20.11.2026", "2026-11-20"),
            ("1/2/2026", "2026-01-02 2026-02-01"),
            ("Nov 20, 2026", "2026-11-20"),
            ("20 November 2026", "2026-11-20"),
            ("26-11-20", "2026-11-20"),
            ("2026-11", ""),
            ("明天", ""),
        ] {
            assert_eq!(shown(text), days, "{text}");
        }
        for (field, text, day) in [
            (
                Field::DateCreated,
                "2026-11-10 上午9:00",
                Some("2026-11-10"),
            ),
            (
                Field::DateEffective,
                "2026-11-10至2026-12-10",
                Some("2026-11-10"),
            ),
            (
                Field::DateExpires,
                "2026-11-10至2026-12-10",
                Some("2026-12-10"),
            ),
            (
                Field::DateCreated,
                "2026年11月10日起施行",
                Some("2026-11-10"),
            ),
            (Field::DateCreated, "2026年11月", None),
            (Field::DateCreated, "明天", None),
        ] {
            let found = day_within(field, text).map(|day| day.to_string());
            assert_eq!(found.as_deref(), day, "{text}");
        }
        let of = |text| of_spreadsheet(text).map(|day| day.to_string());
        assert_eq!(of("46148").as_deref(), Some("2026-05-06"));
        assert_eq!((of("2026"), of("20260506")), (None, None));
    }
}
