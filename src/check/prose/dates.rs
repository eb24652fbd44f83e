//! Takes the paragraphs of a text; gives dates that do not exist or have a wrong weekday (GB/T
//! 15835—2011; GB/T 9704—2012).
//!
//! This file must not know the front matter.

use super::super::Document;
use super::paragraphs::{Paragraph, Places, before, head, tail};
use crate::diag::{Diagnostic, Message, words};
use crate::fold::numeral;
use jiff::civil::Date;
use memchr::{memchr3, memmem};
use regex::Regex;
use std::sync::LazyLock;

#[expect(
    clippy::unwrap_used,
    reason = "the patterns are constants, and a test uses them"
)]
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let month = "(?:[0-9]{1,2}|[〇零一二三四五六七八九十]{1,3})";
    Regex::new(&format!(
        "(?:(?:[0-9]{{4}}|[〇零一二三四五六七八九]{{4}}) ?年 ?)?{month} ?月 ?{month} ?[日号]"
    ))
    .unwrap()
});

#[expect(
    clippy::unwrap_used,
    reason = "the pattern is a constant, and a test uses it"
)]
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:19|20)[0-9]{2}([-/.])(0?[1-9]|1[0-2])([-/.])(29|30|31)").unwrap()
});

#[expect(
    clippy::unwrap_used,
    reason = "the pattern is a constant, and a test uses it"
)]
static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\s，]*[（(]?[\s]*(?:星期|礼拜|周)([一二三四五六日天])[）)]?").unwrap()
});

/// No document names a day from this year on.
const DISTANT: i16 = 2100;

const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// What is wrong with a date.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// There is no such day.
    Impossible,
    /// The year is between [`DISTANT`] and 3000, so it is probably mistyped.
    Distant,
    /// The weekday is wrong; this is the right one.
    Weekday(&'static str),
}

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let created = document.entry.date_created.map(Date::year);
    let letters = &document.letters;
    let has_short = letters.may_hold_any(&["19", "20"]) && letters.has_any(['-', '/', '.']);
    let mut months = Places::of(document.text, "月");
    let may_have = |paragraph: &&Paragraph<'_>| months.are_in(paragraph) || has_short;
    for paragraph in paragraphs.iter().filter(may_have) {
        for (start, written, fault) in faults(paragraph.text, created) {
            let value = written.into();
            let message = match fault {
                Fault::Impossible => Message::ImpossibleDate {
                    value,
                    fault: words("没有这一天", "there is no such day").into(),
                },
                Fault::Distant => Message::ImpossibleDate {
                    value,
                    fault: words("年份过于遥远", "the year is too far away").into(),
                },
                Fault::Weekday(right) => Message::WeekdayDiffers {
                    value,
                    right: format!("星期{right}").into(),
                },
            };
            let start = paragraph.start + start;
            findings.push(document.at(message, start..start + written.len()));
        }
    }
}

/// The faulty dates of a paragraph. `created` is the year of the document. A date without a year
/// may be in the year of an earlier date of the paragraph or the year after; without an earlier
/// date, in `created` or the year before or after.
fn faults(text: &str, created: Option<i16>) -> Vec<(usize, &str, Fault)> {
    let mut found = Vec::new();
    if has_month(text) {
        let mut year = None;
        for whole in DAY.find_iter(text) {
            let Some((own, month, of_month)) = numbers(whole.as_str()) else {
                continue;
            };
            year = own.or(year);
            if is_lunar(tail(text, whole.start(), 8)) || is_part_of_a_number(text, whole.start()) {
                continue;
            }
            if !exists(own, month, of_month) {
                found.push((whole.start(), whole.as_str(), Fault::Impossible));
                continue;
            }
            if own.is_some_and(|year| (DISTANT..3000).contains(&year)) {
                found.push((whole.start(), whole.as_str(), Fault::Distant));
                continue;
            }
            let after = head(text, whole.end(), 8);
            let Some(weekday) = WEEKDAY.captures(after) else {
                continue;
            };
            let (Some(said), Some(end)) = (weekday.get(1), weekday.get(0)) else {
                continue;
            };
            let years = match own {
                Some(own) => vec![own],
                // the weekday is wrong only if it fits none of the nearby years
                None => match (year, created) {
                    (Some(y), _) => vec![y, y + 1],
                    (None, Some(y)) => vec![y, y - 1, y + 1],
                    (None, None) => Vec::new(),
                },
            };
            if let Some(right) = other_weekday(&years, month, of_month, said.as_str()) {
                let range = whole.start()..whole.end() + end.end();
                found.push((whole.start(), &text[range], Fault::Weekday(right)));
            }
        }
    }
    if memchr3(b'-', b'/', b'.', text.as_bytes()).is_some() {
        found.extend(short(text).map(|(start, written)| (start, written, Fault::Impossible)));
    }
    found
}

/// The year, if there is one, the month and the day of a date. Groups in the regular expression
/// would be slower.
fn numbers(date: &str) -> Option<(Option<i16>, i64, i64)> {
    let number = |written: &str| numeral::value(written.trim_matches(' '));
    let (year, rest) = date.split_once('年').unwrap_or(("", date));
    let (month, day) = rest.split_once('月')?;
    let year = number(year).and_then(|year| i16::try_from(year).ok());
    Some((
        year,
        number(month)?,
        number(day.trim_end_matches(['日', '号']))?,
    ))
}

/// Dates such as 2024-02-30 that do not exist. Only days 29 to 31 are checked: other such numbers
/// need not be dates.
fn short(text: &str) -> impl Iterator<Item = (usize, &str)> {
    SHORT.captures_iter(text).filter_map(|day| {
        let whole = day.get(0)?;
        let number = |i| day.get(i).and_then(|m| numeral::value(m.as_str()));
        let is_same = day.get(1)?.as_str() == day.get(3)?.as_str();
        let next = text[whole.end()..].chars().next();
        let is_whole = !is_part_of_a_number(text, whole.start())
            && !next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '_'));
        let year = i16::try_from(numeral::value(whole.as_str().get(..4)?)?).ok();
        let is_faulty = is_same && is_whole && !exists(year, number(2)?, number(4)?);
        is_faulty.then_some((whole.start(), whole.as_str()))
    })
}

/// Whether a text has a number before 月 (month), as every date does. The words 六个月 (six months)
/// have no number.
fn has_month(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), "月").any(|at| {
        let before = text[..at].trim_end_matches(' ');
        before.ends_with(|c: char| numeral::is_digit(c))
    })
}

/// Whether a month has this day. Without a year, February has 29 days.
fn exists(year: Option<i16>, month: i64, day: i64) -> bool {
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return false;
    };
    // without a year, a leap year is used
    Date::new(year.unwrap_or(2024), month, day).is_ok()
}

/// Whether the words before a date show the traditional calendar, with its own months.
fn is_lunar(before: &str) -> bool {
    ["历", "闰", "腊"].iter().any(|w| before.contains(w)) && !before.contains("公历")
}

fn is_part_of_a_number(text: &str, start: usize) -> bool {
    before(text, start).is_some_and(|c| {
        c.is_ascii_alphanumeric()
            || matches!(c, '-' | '/' | '.' | '_' | '〔')
            || numeral::is_digit(c)
    })
}

/// The weekday of a date in the first of the years; none if the stated weekday is right in one of
/// the years.
fn other_weekday(years: &[i16], month: i64, day: i64, said: &str) -> Option<&'static str> {
    let said = if said == "天" { "日" } else { said };
    let of = |year: &i16| {
        let day = Date::new(*year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        let place = day.weekday().to_monday_zero_offset();
        WEEKDAYS.get(usize::try_from(place).ok()?).copied()
    };
    let right: Vec<&str> = years.iter().filter_map(of).collect();
    if right.contains(&said) {
        return None;
    }
    right.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_do_not_exist_and_weekdays_of_other_days() {
        for (text, expected) in [
            ("2月30日", vec![Fault::Impossible]),
            ("2023年2月29日", vec![Fault::Impossible]),
            ("2024年2月29日、2月29日", vec![]),
            ("二〇二四年四月三十一日", vec![Fault::Impossible]),
            ("13月5日", vec![Fault::Impossible]),
            ("2024年6月0日", vec![Fault::Impossible]),
            ("农历二月三十日", vec![]),
            ("2024-02-30", vec![Fault::Impossible]),
            ("编号A2024-02-30，2024-02-30-1，2024-2/30", vec![]),
            ("2024年6月18日（星期三）", vec![Fault::Weekday("二")]),
            ("2024年6月18日（星期二）", vec![]),
            ("2024年6月16日，星期天", vec![]),
            ("2024年6月18日周五", vec![Fault::Weekday("二")]),
            ("2024年6月17日至6月21日（周五）", vec![]),
            ("6月18日（星期一）", vec![Fault::Weekday("二")]),
            ("6月18日（星期三）", vec![]),
            ("2024年6月18日一周后", vec![]),
        ] {
            let found: Vec<Fault> = faults(text, Some(2024)).into_iter().map(|f| f.2).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
