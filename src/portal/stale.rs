//! Takes the joined catalogue and a day; tells which members are stale (no longer kept up to date),
//! and gives the tasks that follow. A member is stale if its latest document is old, if an annual
//! report is missing, or if it leaves a column empty that most members fill. This file also counts
//! the documents of each month. This file must not know pages.

use super::joined::{Doc, Joined, Kind};
use crate::config::Config;
use crate::due::after;
use crate::fold::numeral;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A member without a new document for more than this many days is stale.
pub(super) const STALE: u32 = 90;
/// The number of days for which new documents are listed.
const WEEK: i64 = 7;
/// The number of months in the chart.
pub(super) const MONTHS: usize = 12;
/// With fewer members, no column counts as common.
const COMMON: usize = 3;

/// The state of a member.
pub(super) struct State {
    /// The position of the member.
    pub office: usize,
    /// Its latest day of publication, not later than the day of the portal.
    pub latest: Option<Date>,
    /// The number of days since its latest day of publication.
    pub days: Option<i64>,
    /// The number of its documents in each of the last twelve months, the earliest first.
    pub months: [usize; MONTHS],
    /// The paths of the common columns in which it has no documents.
    pub empty: Vec<String>,
    /// The years whose annual reports are missing, the earliest first.
    pub reports: Vec<i16>,
}

impl State {
    /// Whether the member has published nothing for more than [`STALE`] days.
    pub(super) fn is_late(&self) -> bool {
        self.days.is_none_or(|days| days > i64::from(STALE))
    }

    /// Whether anything shows that the member is stale.
    pub(super) fn is_stale(&self) -> bool {
        self.is_late() || !self.empty.is_empty() || !self.reports.is_empty()
    }
}

/// What a member should do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Publish a document.
    Document,
    /// Publish the annual report for a year.
    Report(i16),
    /// Fill a column, which most members fill.
    Column(String),
}

/// Something that a member should do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Task {
    /// The day by which it is due. `None` for an empty column, or for a member without documents.
    pub date: Option<Date>,
    /// The number of days from the day of the portal to `date`; negative if the task is overdue.
    pub days: Option<i64>,
    /// The member's title.
    pub member: String,
    /// What the member should do.
    pub what: What,
}

/// The members' tasks that are due within a number of days or overdue, by date. Tasks without a
/// date come last.
pub(super) fn tasks(joined: &Joined<'_>, config: &Config, within: u32) -> Vec<Task> {
    let today = config.as_of;
    let last = after(today, within);
    let mut tasks = Vec::new();
    for state in states(joined, config, after(last, 1)) {
        let member = &joined.offices[state.office].member.title;
        let mut task = |date: Option<Date>, what| {
            tasks.push(Task {
                date,
                days: date.map(|date| i64::from((date - today).get_days())),
                member: member.clone(),
                what,
            });
        };
        let next = state.latest.map(|day| after(day, STALE));
        if next.is_none_or(|day| day <= last) {
            task(next, What::Document);
        }
        for year in state.reports {
            task(deadline(config, year), What::Report(year));
        }
        for path in &state.empty {
            task(None, What::Column(joined.category(path).to_owned()));
        }
    }
    tasks.sort_by(|a, b| (a.date.is_none(), a).cmp(&(b.date.is_none(), b)));
    tasks
}

fn day(joined: &Joined<'_>, doc: Doc) -> Option<Date> {
    joined.row(doc).day().get(..10)?.parse().ok()
}

/// The state of every member. The member with the longest silence comes first. A missing annual
/// report counts if its deadline is before `end`.
pub(super) fn states(joined: &Joined<'_>, config: &Config, end: Date) -> Vec<State> {
    let today = config.as_of;
    let common = common(joined);
    let due = due(config, end);
    let mut states: Vec<State> = (0..joined.offices.len())
        .map(|office| State {
            office,
            latest: None,
            days: None,
            months: [0; MONTHS],
            empty: common.iter().map(|path| (*path).to_owned()).collect(),
            reports: due.clone(),
        })
        .collect();
    for &doc in &joined.docs {
        let Some(day) = day(joined, doc).filter(|day| *day <= today) else {
            continue;
        };
        let (state, row) = (&mut states[doc.office as usize], joined.row(doc));
        state.latest = state.latest.max(Some(day));
        let back = months_between(day, today);
        if let Some(at) = MONTHS.checked_sub(1 + back) {
            state.months[at] += 1;
        }
        let is_in = |path: &String| {
            let rest = row.category.strip_prefix(path.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        state.empty.retain(|path| !is_in(path));
        state.reports.retain(|year| !is_report(&row.title, *year));
    }
    for state in &mut states {
        let since = state.latest.and_then(|day| today.since(day).ok());
        state.days = since.map(|span| i64::from(span.get_days()));
    }
    states.sort_by_key(|state| (state.latest, state.office));
    states
}

/// The documents of the last seven days, the newest first.
pub(super) fn this_week(joined: &Joined<'_>, config: &Config) -> Vec<Doc> {
    let today = config.as_of;
    let first = today.checked_sub((WEEK - 1).days()).unwrap_or(today);
    let newest = joined.docs.iter().rev().copied();
    newest
        .filter_map(|doc| Some((doc, day(joined, doc)?)))
        .skip_while(|(_, day)| *day > today)
        .take_while(|(_, day)| *day >= first)
        .map(|(doc, _)| doc)
        .collect()
}

fn months_between(from: Date, to: Date) -> usize {
    let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    usize::try_from(months(to) - months(from)).unwrap_or_default()
}

/// The top columns in which more than half of the members have documents.
fn common<'j>(joined: &'j Joined<'_>) -> Vec<&'j str> {
    let members = joined.offices.len();
    if members < COMMON {
        return Vec::new();
    }
    let tops = joined.of(Kind::Category).iter();
    let tops = tops.filter(|list| !list.key.contains('/'));
    let common = tops.filter(|list| {
        let offices: BTreeSet<u32> = list.docs.iter().map(|doc| doc.office).collect();
        offices.len() * 2 > members
    });
    common.map(|list| list.key.as_str()).collect()
}

/// The years whose annual reports are due before `end`. The first is the latest year whose deadline
/// has passed. Later years follow, up to this year, if their deadlines are before `end`.
fn due(config: &Config, end: Date) -> Vec<i16> {
    let today = config.as_of;
    let is_before = |year: i16, day| deadline(config, year).is_some_and(|deadline| deadline < day);
    let passed = if is_before(today.year() - 1, today) {
        1
    } else {
        2
    };
    let first = today.year() - passed;
    let next = (first + 1..=today.year()).filter(|year| is_before(*year, end));
    std::iter::once(first).chain(next).collect()
}

/// The day by which the annual report for a year is due.
fn deadline(config: &Config, year: i16) -> Option<Date> {
    let (month, day) = config.report_deadline;
    Date::new(year.checked_add(1)?, month, day).ok()
}

fn is_report(title: &str, year: i16) -> bool {
    let is_annual = title.contains("年度报告") || title.contains("年报");
    let plain: String = title.chars().map(digit).collect();
    is_annual && title.contains("信息公开") && plain.contains(&year.to_string())
}

/// The Arabic digit for a digit of any script (２, 二); any other character unchanged.
fn digit(c: char) -> char {
    numeral::digit(c).map_or(c, |value| char::from(b'0' + value))
}

#[cfg(test)]
mod tests {
    use super::is_report;

    #[test]
    fn the_year_of_an_annual_report_is_known_in_every_form() {
        for year in ["2025", "２０２５", "二〇二五", "二○二五", "二零二五"] {
            let title = format!("甲局{year}年政府信息公开工作年度报告");
            assert!(is_report(&title, 2025), "{title}");
            assert!(!is_report(&title, 2024), "{title}");
        }
    }
}
