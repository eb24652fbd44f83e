//! Takes the paragraphs of a text; gives dates that do not exist or have a wrong weekday, hours that
//! do not exist, and periods that end before they begin (GB/T 15835—2011; GB/T 9704—2012).
//!
//! From the front matter, only the year of the document is used.

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

/// The time after a date: 上午9时30分, （星期三）25：00.
#[expect(
    clippy::unwrap_used,
    reason = "the pattern is a constant, and a test uses it"
)]
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^ ?(?:[（(]?(?:星期|礼拜|周)[一二三四五六日天][）)]?)? ?(?:上午|下午|中午|晚上|晚|凌晨|早上)? ?(?:([0-9]{1,2}) ?[时点] ?(?:([0-9]{1,2}) ?分)?|([0-9]{1,2})[:：]([0-9]{2}))").unwrap()
});

/// Words and signs between the first and the last day of a period.
const TO: [&str; 9] = ["至", "到", "—", "——", "－", "-", "–", "~", "～"];

/// No document names a day from this year on.
const DISTANT: i16 = 2100;

const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// What is wrong with a date.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// There is no such day.
    Impossible,
    /// The year is from [`DISTANT`] to 2999, so it is probably mistyped.
    Distant,
    /// The weekday is wrong; this is the right one.
    Weekday(&'static str),
    /// The hour or the minute after the date does not exist.
    Hour,
    /// The period ends before it begins.
    Reversed,
}

/// A date as written: its place, the year if it has one, month and day.
#[derive(Clone, Copy)]
struct Written {
    start: usize,
    end: usize,
    year: Option<i16>,
    month: i64,
    day: i64,
}

impl Written {
    /// Whether this date ends a period that begins with the date `first`, although it is before
    /// `first`. Without a year, both must be in the same month, because a period may end in the
    /// next year.
    fn is_before(&self, first: &Written, text: &str) -> bool {
        let is_earlier = match (first.year, self.year) {
            (Some(from), Some(to)) => (to, self.month, self.day) < (from, first.month, first.day),
            (_, None) => self.month == first.month && self.day < first.day,
            (None, Some(_)) => false,
        };
        is_earlier && self.is_joined(first, text)
    }

    /// Whether a word such as 至 joins this date to the one before it.
    fn is_joined(&self, first: &Written, text: &str) -> bool {
        let between = &text[first.end..self.start];
        let rest = WEEKDAY.find(between).map_or(0, |weekday| weekday.end());
        TO.contains(&between[rest..].trim())
    }

    /// Whether the time after the date does not exist, such as 25时 or 9：70.
    fn has_wrong_time(&self, text: &str) -> bool {
        let head = head(text, self.end, 24);
        // a quick test first, because most dates have no time
        if !head.contains(['时', '点', ':', '：']) {
            return false;
        }
        let Some(time) = TIME.captures(head) else {
            return false;
        };
        let number = |group| time.get(group).and_then(|m| numeral::value(m.as_str()));
        let hour = number(1).or_else(|| number(3));
        let minute = number(2).or_else(|| number(4));
        hour.is_some_and(|hour| hour > 24) || minute.is_some_and(|minute| minute > 59)
    }
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
                Fault::Hour => Message::ImpossibleDate {
                    value,
                    fault: words("没有这一时刻", "there is no such time").into(),
                },
                Fault::Reversed => Message::ImpossibleDate {
                    value,
                    fault: words("止日早于起日", "the last day is before the first").into(),
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

/// The faulty dates of a paragraph. `created` is the year of the document.
fn faults(text: &str, created: Option<i16>) -> Vec<(usize, &str, Fault)> {
    let mut found = Vec::new();
    if has_month(text) {
        let mut years = Years::new(created);
        let mut last: Option<Written> = None;
        for whole in DAY.find_iter(text) {
            let Some((year, month, day)) = numbers(whole.as_str()) else {
                continue;
            };
            let (start, end) = (whole.start(), whole.end());
            years.stated = year.or(years.stated);
            if is_lunar(tail(text, start, 8)) || is_part_of_a_number(text, start) {
                last = None;
                continue;
            }
            let date = Written {
                start,
                end,
                year,
                month,
                day,
            };
            let before = last.replace(date);
            if !before.is_some_and(|first| date.is_joined(&first, text)) {
                years.fitting.clear();
            }
            if !exists(year, month, day) {
                found.push((start, whole.as_str(), Fault::Impossible));
                continue;
            }
            if year.is_some_and(|year| (DISTANT..3000).contains(&year)) {
                found.push((start, whole.as_str(), Fault::Distant));
                continue;
            }
            if let Some(first) = before.filter(|first| date.is_before(first, text)) {
                found.push((first.start, &text[first.start..end], Fault::Reversed));
            }
            if date.has_wrong_time(text) {
                let time = TIME.find(head(text, end, 24)).map_or(0, |time| time.end());
                found.push((start, &text[start..end + time], Fault::Hour));
            }
            let after = head(text, end, 8);
            let has_weekday = after.contains(['期', '拜', '周']);
            let weekday = Some(after).filter(|_| has_weekday);
            let Some(weekday) = weekday.and_then(|after| WEEKDAY.captures(after)) else {
                continue;
            };
            let (Some(said), Some(to)) = (weekday.get(1), weekday.get(0)) else {
                continue;
            };
            if let Some(right) = years.other_weekday(&date, said.as_str()) {
                found.push((start, &text[start..end + to.end()], Fault::Weekday(right)));
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

/// Dates such as 2024-02-30 that do not exist. Only days 29 to 31 are checked: every month has the
/// lower days, and a number with a higher day need not be a date.
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

/// Whether a text has numbers directly before and after 月 (month), as every date does. The words
/// 六个月 (six months) and 6月底 (end of June) do not.
fn has_month(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), "月").any(|at| {
        let before = text[..at].trim_end_matches(' ');
        let after = text[at + "月".len()..].trim_start_matches(' ');
        before.ends_with(numeral::is_digit) && after.starts_with(numeral::is_digit)
    })
}

/// Whether a month has this day. Without a year, February has 29 days.
fn exists(year: Option<i16>, month: i64, day: i64) -> bool {
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return false;
    };
    // 2024 is a leap year
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

/// The years in which the dates of a paragraph may be.
struct Years {
    /// The year of the document.
    created: Option<i16>,
    /// The year of the last date that states it.
    stated: Option<i16>,
    /// The years in which the weekdays of the dates without a year were right, and the month of the
    /// last of these dates.
    fitting: Vec<i16>,
    month: i64,
}

impl Years {
    fn new(created: Option<i16>) -> Years {
        Years {
            created,
            stated: None,
            fitting: Vec::new(),
            month: 0,
        }
    }

    /// The years in which a date may be. Without a year of its own, it may be in the stated year or
    /// the next. Without a stated year, it may be in a year that fits the earlier weekdays, or else
    /// in the year of the document or a neighbouring year.
    fn of(&self, date: &Written) -> Vec<i16> {
        match (date.year, self.stated, self.created) {
            (Some(own), ..) => vec![own],
            (None, Some(y), _) => vec![y, y + 1],
            (None, None, _) if !self.fitting.is_empty() && date.month >= self.month => {
                self.fitting.clone()
            }
            (None, None, Some(y)) => vec![y, y - 1, y + 1],
            (None, None, None) => Vec::new(),
        }
    }

    /// The weekday of a date in the first of its years; none if the stated weekday is right in one
    /// of them.
    fn other_weekday(&mut self, date: &Written, said: &str) -> Option<&'static str> {
        let said = if said == "天" { "日" } else { said };
        let of = |year: &i16| {
            let month = i8::try_from(date.month).ok()?;
            let day = Date::new(*year, month, i8::try_from(date.day).ok()?).ok()?;
            let place = day.weekday().to_monday_zero_offset();
            WEEKDAYS.get(usize::try_from(place).ok()?).copied()
        };
        let years = self.of(date);
        let right = years.iter().find_map(of);
        let fitting: Vec<i16> = years.into_iter().filter(|y| of(y) == Some(said)).collect();
        if fitting.is_empty() {
            return right;
        }
        if date.year.is_none() && self.stated.is_none() {
            self.fitting = fitting;
            self.month = date.month;
        }
        None
    }
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
            (
                "6月17日（星期一）至6月21日（星期六）",
                vec![Fault::Weekday("五")],
            ),
            ("6月17日（星期一）至6月21日（星期五）", vec![]),
            ("6月18日25时前", vec![Fault::Hour]),
            ("2024年6月18日（星期二）上午9：70", vec![Fault::Hour]),
            ("6月18日24时、6月18日9:30、6月18日18点", vec![]),
            ("2024年6月18日至2024年6月8日", vec![Fault::Reversed]),
            (
                "2024年6月18日（星期二）到2024年5月28日",
                vec![Fault::Reversed],
            ),
            ("6月18日—6月8日", vec![Fault::Reversed]),
            ("2024年12月18日至1月8日，6月18日提前至6月8日", vec![]),
            ("2024年6月18日、6月8日，2024年6月18日至6月28日", vec![]),
        ] {
            let found: Vec<Fault> = faults(text, Some(2024)).into_iter().map(|f| f.2).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
