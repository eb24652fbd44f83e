//! Takes the dates of all documents, including hidden ones, and the day of the build; gives dates
//! whose year is probably a slip. This file must not know how dates are read or how they affect
//! validity.
//!
//! A wrong future year of publication would hide a document unnoticed.

use super::{Rule, Scope};
use crate::catalogue::{Entry, Field};
use crate::diag::{Code, Diagnostic, Message, Words, words};
use crate::plan::Plan;
use crate::source::Sources;
use jiff::ToSpan;
use jiff::civil::Date;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::DistantDate],
    scope: Scope::Catalogue(look),
};

/// The earliest possible year of a date: no document of a catalogue is older.
const OLDEST: i16 = 1900;

/// The dates of a document, each with the number of years that it may be after the day of the
/// build. The numbers differ, because a law may come into force later, and a term may last many
/// years.
fn dates(entry: &Entry) -> [(Field, Option<Date>, i16); 6] {
    let withdrawn = entry.withdrawn.as_ref().map(|w| w.date);
    // another rule reports a withdrawal without a readable day
    let withdrawn = withdrawn.filter(|day| day.year() > 1);
    [
        (Field::DateCreated, entry.date_created, 1),
        (
            Field::DatePublished,
            entry.date_published.map(|(day, _)| day),
            1,
        ),
        (Field::DateEffective, entry.date_effective, 2),
        (Field::DateExpires, entry.date_expires, 30),
        (Field::DateRepealed, entry.date_repealed, 30),
        (Field::Withdrawn, withdrawn, 1),
    ]
}

/// The day in the probable year. This year is at most two years from the year of the build. It has
/// the digits of the written year in another order, or differs from it in one digit. `None` if
/// there is no such year.
fn meant(day: Date, as_of: Date) -> Option<Date> {
    let written: Vec<char> = day.year().to_string().chars().collect();
    let cost = |year: i16| {
        let digits: Vec<char> = year.to_string().chars().collect();
        let mut sorted = (written.clone(), digits.clone());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        let differing = written.iter().zip(&digits).filter(|(a, b)| a != b).count();
        match (sorted.0 == sorted.1, differing) {
            (true, _) => Some(0),
            (false, 1) => Some(1),
            _ => None,
        }
    };
    let near = [0, -1, 1, -2, 2].map(|away| as_of.year() + away);
    let near = near.into_iter().filter(|year| *year != day.year());
    let year = near
        .filter_map(|year| Some((cost(year)?, year)))
        .min_by_key(|(cost, _)| *cost);
    Date::new(year?.1, day.month(), day.day()).ok()
}

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let as_of = plan.config.as_of;
    for (entry, _) in plan.related.all_documents_hidden_included().iter() {
        for (field, day, years) in dates(entry) {
            let Some(day) = day.filter(|_| entry.has(field)) else {
                continue;
            };
            let last = as_of.saturating_add(i32::from(years).years());
            if day <= last && day.year() >= OLDEST {
                continue;
            }
            let meant = meant(day, as_of).map_or_else(Words::default, |meant| {
                words(
                    format!("是不是 {meant}？"),
                    format!("Did you mean {meant}? "),
                )
            });
            let message = Message::DistantDate {
                field: words(field.label(), field.name()).into(),
                value: day.into(),
                meant: meant.into(),
            };
            let finding = Diagnostic::new(message);
            findings.push(sources.at(entry.file, entry.span(field), finding));
        }
    }
}
