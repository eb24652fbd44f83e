//! Takes the dates of the documents and the yearly holiday notices; gives the documents that were
//! published more than twenty working days after they were made, and the years between these dates
//! for which there is no notice. This file must not know the text of a document.

use super::{Rule, Scope};
use crate::catalogue::{Field, Kind};
use crate::config::Holidays;
use crate::diag::{Code, Diagnostic, Message, words};
use crate::plan::Plan;
use crate::source::Sources;
use jiff::Span;
use jiff::civil::{Date, Weekday};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    codes: &[Code::PublishedLate, Code::HolidayTableMissing],
    scope: Scope::Catalogue(look),
};

/// The working days allowed by article 26 of 《政府信息公开条例》.
const ALLOWED: usize = 20;

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let calendar = Calendar::new(&plan.config.checks.holidays);
    let mut unknown = BTreeSet::new();
    for &id in plan.documents() {
        let entry = plan.entry(id);
        let (Some(created), Some((published, _)), Kind::Document) =
            (entry.date_created, entry.date_published, entry.kind)
        else {
            continue;
        };
        // at most `ALLOWED` calendar days cannot contain more than `ALLOWED` working days
        if (published - created).get_days() as usize <= ALLOWED || published < created {
            continue;
        }
        unknown.extend((created.year()..=published.year()).filter(|y| !calendar.years.contains(y)));
        let days = calendar.working_days(created, published);
        if days > ALLOWED {
            let days = if days > LONGEST {
                words(format!("{LONGEST} 多"), format!("more than {LONGEST}"))
            } else {
                words(format!("{days} "), days.to_string())
            };
            let finding = Diagnostic::new(Message::PublishedLate {
                created: created.into(),
                published: published.into(),
                days: days.into(),
            });
            let field = if entry.has(Field::DatePublished) {
                Field::DatePublished
            } else {
                Field::DateCreated
            };
            findings.push(sources.at(entry.file, entry.span(field), finding));
        }
    }
    if !unknown.is_empty() {
        let years = spans(&unknown);
        let years = words(years.join("、"), years.join(", ")).into();
        let message = Message::HolidayTableMissing { years };
        findings.push(Diagnostic::new(message).in_file("mulu.yaml"));
    }
}

/// The years as texts. Of three or more years in a row, only the first and the last are written.
fn spans(years: &BTreeSet<i16>) -> Vec<String> {
    let years: Vec<i16> = years.iter().copied().collect();
    let runs = years.chunk_by(|year, next| year + 1 == *next);
    runs.flat_map(|run| match run {
        [first, _, .., last] => vec![format!("{first}—{last}")],
        few => few.iter().map(i16::to_string).collect(),
    })
    .collect()
}

/// The maximum number of working days that are counted. A message calls a greater number “more
/// than” this one.
const LONGEST: usize = 250;

/// The calendar of working days.
struct Calendar {
    years: BTreeSet<i16>,
    /// Weekdays off and weekends worked, by the notices and the configuration; true for a working
    /// day.
    exceptions: BTreeMap<Date, bool>,
}

impl Calendar {
    fn new(own: &BTreeMap<i16, Holidays>) -> Calendar {
        let mut calendar = Calendar {
            years: BTreeSet::new(),
            exceptions: BTreeMap::new(),
        };
        for line in include_str!("holidays.txt")
            .lines()
            .filter(|l| !l.starts_with('#'))
        {
            let mut words = line.split(' ');
            let (Some(Ok(year)), Some(sign)) = (words.next().map(str::parse::<i16>), words.next())
            else {
                continue;
            };
            calendar.years.insert(year);
            let days = words.filter_map(|day| format!("{year}-{day}").parse::<Date>().ok());
            calendar
                .exceptions
                .extend(days.map(|day| (day, sign == "+")));
        }
        for (year, own) in own {
            calendar.years.insert(*year);
            calendar.exceptions.extend(
                own.off
                    .iter()
                    .map(|day| (*day, false))
                    .chain(own.work.iter().map(|day| (*day, true))),
            );
        }
        calendar
    }

    fn is_worked(&self, day: Date) -> bool {
        self.exceptions.get(&day).copied().unwrap_or(!matches!(
            day.weekday(),
            Weekday::Saturday | Weekday::Sunday
        ))
    }

    /// The working days after `first`, up to `last`. Counting stops at `LONGEST + 1`.
    fn working_days(&self, first: Date, last: Date) -> usize {
        let after = first
            .series(Span::new().days(1))
            .skip(1)
            .take_while(|day| *day <= last);
        after
            .filter(|day| self.is_worked(*day))
            .take(LONGEST + 1)
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_days_go_by_the_notices() {
        let calendar = Calendar {
            years: BTreeSet::new(),
            exceptions: BTreeMap::new(),
        };
        assert_eq!(
            calendar.working_days(Date::constant(2024, 9, 30), Date::constant(2024, 10, 14)),
            10
        );
        let calendar = Calendar::new(&BTreeMap::new());
        // the week of National Day is off, and Saturday the 12th is worked
        assert_eq!(
            calendar.working_days(Date::constant(2024, 9, 30), Date::constant(2024, 10, 14)),
            6
        );
        assert!(calendar.years.contains(&2026) && !calendar.years.contains(&2031));
        let own = BTreeMap::from([(
            2031,
            Holidays {
                off: vec![Date::constant(2031, 1, 1)],
                work: vec![],
            },
        )]);
        assert!(!Calendar::new(&own).is_worked(Date::constant(2031, 1, 1)));
    }

    #[test]
    fn the_table_has_no_day_that_its_weekday_says_already() {
        for line in include_str!("holidays.txt")
            .lines()
            .filter(|l| !l.starts_with('#'))
        {
            let words: Vec<&str> = line.split(' ').collect();
            for day in &words[2..] {
                let day: Date = format!("{}-{day}", words[0]).parse().unwrap();
                let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
                assert_eq!(weekend, words[1] == "+", "{day}");
            }
        }
    }
}
