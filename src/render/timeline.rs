//! Takes a document and its relations to other documents; gives the important days of the document
//! as marks on one line. This file must not know how the line is drawn.
//!
//! The line does not depend on the day of the build, because a script of the page marks the current
//! day. The template draws the line.

use super::shared::Shared;
use super::view::{Mark, Timeline};
use crate::catalogue::Relation;
use crate::relate::DocumentId;
use jiff::civil::Date;

/// The width of a label in percent of the line.
const LABEL: i64 = 13;

/// The line of a document. `None` if there are fewer than two days to mark, or if neither the first
/// day in force nor the day of creation is known.
pub(super) fn timeline(shared: &Shared<'_>, id: DocumentId) -> Option<Timeline> {
    let (related, entry) = (shared.plan.related, shared.entry(id));
    let (first, first_day) = match entry.date_effective {
        Some(day) => ("effective", day),
        None => ("created", entry.date_created?),
    };
    let acts = |relation: Relation| {
        let acting = related.acted_on(id).iter();
        let of = move |(r, other): &(Relation, DocumentId)| {
            (*r == relation).then(|| shared.entry(*other).acts_from())?
        };
        acting.filter_map(of)
    };
    let repealed = acts(Relation::Repeals).chain(entry.date_repealed).min();
    let expires = related.last_day(id).map(|day| ("expires", day));
    let end = match (repealed.map(|day| ("repealed", day)), expires) {
        (Some(repeal), Some(expiry)) => {
            // as in the status, a repeal on the first day out of force counts as the end
            let out_of_force = expiry.1.tomorrow().unwrap_or(expiry.1);
            Some(if repeal.1 <= out_of_force {
                repeal
            } else {
                expiry
            })
        }
        (repeal, expiry) => repeal.or(expiry),
    };
    let end = end.filter(|(_, day)| *day > first_day);
    let is_inside = |day: &Date| *day > first_day && end.is_none_or(|(_, end)| *day < end);
    let mut days: Vec<(&str, Date)> = [
        ("amended", Relation::Amends),
        ("partly_repealed", Relation::PartlyRepeals),
        ("renewed", Relation::Renews),
    ]
    .into_iter()
    .flat_map(|(name, relation)| acts(relation).filter(is_inside).map(move |day| (name, day)))
    .collect();
    days.sort_by_key(|(_, day)| *day);
    days.dedup();
    days.insert(0, (first, first_day));
    days.extend(end);
    (days.len() > 1).then(|| line(&days, end.is_some()))
}

/// Places ordered days on a line. If the document has no end, the line extends beyond the last day,
/// by half of its length but at least by 730 days.
fn line(days: &[(&'static str, Date)], ends: bool) -> Timeline {
    let (first, last) = (days[0].1, days[days.len() - 1].1);
    let span = last.duration_since(first).as_hours() / 24;
    let length = if ends {
        span
    } else {
        (span * 3 / 2).max(span + 730)
    };
    let to = first
        .checked_add(jiff::Span::new().days(length))
        .unwrap_or(last);
    let mut marks: Vec<Mark> = days
        .iter()
        .map(|(name, day)| {
            let after = day.duration_since(first).as_hours() / 24;
            let at = after * 100 / length.max(1);
            Mark {
                name,
                date: day.to_string(),
                at,
                is_late: at > 50,
                is_labelled: true,
            }
        })
        .collect();
    // The first day gets a label first, then the last day, the day before it, and so on. A label
    // that would overlap a placed label is left out.
    let mut taken: Vec<(i64, i64)> = Vec::new();
    let order = std::iter::once(0).chain((1..marks.len()).rev());
    for i in order {
        let mark = &mut marks[i];
        let place = if mark.is_late {
            (mark.at - LABEL, mark.at)
        } else {
            (mark.at, mark.at + LABEL)
        };
        let is_free = |(a, b): &(i64, i64)| place.1 <= *a || place.0 >= *b;
        mark.is_labelled = taken.iter().all(is_free);
        if mark.is_labelled {
            taken.push(place);
        }
    }
    Timeline {
        from: first.to_string(),
        to: to.to_string(),
        ends,
        marks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn labels_that_would_overlap_are_left_out_from_the_middle() {
        let line = line(
            &[
                ("effective", date(2020, 1, 1)),
                ("amended", date(2020, 3, 1)),
                ("amended", date(2022, 7, 1)),
                ("expires", date(2024, 12, 31)),
            ],
            true,
        );
        let labelled: Vec<bool> = line.marks.iter().map(|m| m.is_labelled).collect();
        assert_eq!(labelled, [true, false, true, true]);
        assert_eq!(line.marks[0].at, 0);
        assert_eq!(line.marks[3].at, 100);
        assert!(line.marks[3].is_late && line.ends);
    }

    #[test]
    fn a_line_without_an_end_goes_on() {
        let days = [
            ("effective", date(2020, 1, 1)),
            ("amended", date(2021, 1, 1)),
        ];
        let line = line(&days, false);
        assert_eq!(line.to, "2023-01-01");
        assert!(!line.ends && line.marks[1].at < 50);
    }
}
