//! Takes the reports on several packages; adds the link of each package to the package before it,
//! and the faults of this link. A package records the root digest of the package before it, so a
//! change to one package breaks the link of the next. This file must not know the files of a
//! package.

use super::report::{Kind, Link, Report};
use crate::archive::fault::{Fault, Message};
use std::collections::BTreeMap;

/// Sets the link of every package that mulu made and whose year is known.
pub(super) fn link(reports: &mut [Report]) {
    let mut sites: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, report) in reports.iter().enumerate() {
        if report.kind == Kind::Mulu && report.year.is_some() {
            sites
                .entry(report.site.clone().unwrap_or_default())
                .or_default()
                .push(i);
        }
    }
    for mut chain in sites.into_values() {
        chain.sort_by_key(|i| reports[*i].year);
        for at in 0..chain.len() {
            let (earlier, rest) = chain.split_at(at);
            let (link, faults) = one(reports, earlier, rest[0]);
            reports[rest[0]].link = link;
            reports[rest[0]].faults.extend(faults);
        }
    }
}

/// The link of the package `own`, and its faults. `earlier` are packages of the same site, sorted
/// by year; the last of them may be of the same year as `own`.
fn one(reports: &[Report], earlier: &[usize], own: usize) -> (Link, Vec<Fault>) {
    let report = &reports[own];
    let year = report.year.unwrap_or_default();
    let mut faults = Vec::new();
    let twin = earlier
        .iter()
        .map(|i| &reports[*i])
        .find(|r| r.year == report.year && r.root != report.root);
    if twin.is_some() {
        faults.push(Fault::new(Message::YearTwice { year: year.into() }));
    }
    let before: Vec<&Report> = earlier
        .iter()
        .map(|i| &reports[*i])
        .filter(|r| r.year < report.year)
        .collect();
    let last = before.last().and_then(|r| r.year);
    let link = match (&report.previous, last) {
        (None, _) => Link::Unknown,
        (Some(None), None) => Link::First,
        (Some(None), Some(last)) => {
            faults.push(Fault::of(
                Message::NotFirst {
                    earlier: last.into(),
                },
                "bag-info.txt",
            ));
            Link::Broken
        }
        (Some(Some(root)), _) => {
            let linked = before
                .iter()
                .rev()
                .find(|r| r.root.as_ref() == Some(root))
                .and_then(|r| r.year);
            to_root(linked, last, report.previous_year, &mut faults)
        }
    };
    let from = last.filter(|_| matches!(link, Link::Linked(_) | Link::Unproved));
    let stated = match link {
        Link::Unproved => report.previous_year.filter(|y| Some(*y) > last),
        _ => None,
    };
    let missing: Vec<String> = from
        .map(|last| {
            (last + 1..year)
                .filter(|y| Some(*y) != stated)
                .map(|y| y.to_string())
                .collect()
        })
        .unwrap_or_default();
    if !missing.is_empty() {
        faults.push(Fault::new(Message::YearsMissing {
            years: missing.join(", ").into(),
        }));
    }
    (link, faults)
}

/// The link of a package that states the root digest of the package before it. `linked` is the year
/// of the given earlier package that has this digest. `last` is the latest year of the given
/// earlier packages. `stated` is the year that this package states for the package before it.
fn to_root(
    linked: Option<i16>,
    last: Option<i16>,
    stated: Option<i16>,
    faults: &mut Vec<Fault>,
) -> Link {
    match (linked, last) {
        (Some(linked), Some(last)) if linked < last => {
            faults.push(Fault::of(
                Message::LinkSkips {
                    linked: linked.into(),
                    between: last.into(),
                },
                "bag-info.txt",
            ));
            Link::Broken
        }
        (Some(linked), _) => Link::Linked(linked),
        // No given package has the digest. The link is broken if the package states no year, or a
        // year that is not after `last`. A stated year after `last` means that the linked package
        // was not given, so nothing is proved.
        (None, Some(last)) if stated.is_none_or(|stated| stated == last) => {
            faults.push(Fault::of(
                Message::LinkBroken { year: last.into() },
                "bag-info.txt",
            ));
            Link::Broken
        }
        (None, Some(last)) if stated.is_some_and(|stated| stated < last) => {
            faults.push(Fault::of(
                Message::LinkSkips {
                    linked: stated.unwrap_or_default().into(),
                    between: last.into(),
                },
                "bag-info.txt",
            ));
            Link::Broken
        }
        (None, _) => {
            faults.push(Fault::of(
                Message::PreviousNotGiven {
                    previous: stated.map_or("?".to_owned(), |y| y.to_string()).into(),
                },
                "bag-info.txt",
            ));
            Link::Unproved
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(
        year: i16,
        root: &str,
        previous: Option<&str>,
        previous_year: Option<i16>,
    ) -> Report {
        Report {
            kind: Kind::Mulu,
            site: Some("s".to_owned()),
            year: Some(year),
            root: Some(root.to_owned()),
            previous: Some(previous.map(str::to_owned)),
            previous_year,
            ..Report::default()
        }
    }

    fn linked(mut reports: Vec<Report>) -> Vec<(Link, Vec<&'static str>)> {
        link(&mut reports);
        reports
            .into_iter()
            .map(|r| (r.link, r.faults.iter().map(|f| f.code().name()).collect()))
            .collect()
    }

    #[test]
    fn links() {
        let chain = || {
            vec![
                package(2023, "a", None, None),
                package(2024, "b", Some("a"), Some(2023)),
                package(2025, "c", Some("b"), Some(2024)),
            ]
        };
        assert_eq!(
            linked(chain()),
            [
                (Link::First, vec![]),
                (Link::Linked(2023), vec![]),
                (Link::Linked(2024), vec![])
            ]
        );
        // the order in which packages are given does not matter
        let mut turned = chain();
        turned.reverse();
        assert_eq!(
            linked(turned),
            [
                (Link::Linked(2024), vec![]),
                (Link::Linked(2023), vec![]),
                (Link::First, vec![])
            ]
        );
        // the middle year was made again
        let mut remade = chain();
        remade[1].root = Some("x".to_owned());
        assert_eq!(
            linked(remade),
            [
                (Link::First, vec![]),
                (Link::Linked(2023), vec![]),
                (Link::Broken, vec!["link-broken"])
            ]
        );
        // the middle year was not given
        let mut gap = chain();
        gap.remove(1);
        assert_eq!(
            linked(gap),
            [
                (Link::First, vec![]),
                (Link::Unproved, vec!["previous-not-given"])
            ]
        );
        // the middle year was not given, and the later package does not say which year it links to
        let mut unsaid = chain();
        unsaid.remove(1);
        unsaid[1].previous_year = None;
        assert_eq!(linked(unsaid)[1], (Link::Broken, vec!["link-broken"]));
        // one package alone
        assert_eq!(
            linked(chain().split_off(2)),
            [(Link::Unproved, vec!["previous-not-given"])]
        );
    }

    #[test]
    fn years_left_out_and_years_too_many() {
        let gap = vec![
            package(2020, "a", None, None),
            package(2024, "b", Some("a"), Some(2020)),
        ];
        assert_eq!(linked(gap)[1], (Link::Linked(2020), vec!["years-missing"]));
        let skipping = vec![
            package(2023, "a", None, None),
            package(2024, "b", Some("a"), Some(2023)),
            package(2025, "c", Some("a"), Some(2023)),
        ];
        assert_eq!(linked(skipping)[2], (Link::Broken, vec!["link-skips"]));
        let second_first = vec![
            package(2023, "a", None, None),
            package(2024, "b", None, None),
        ];
        assert_eq!(linked(second_first)[1], (Link::Broken, vec!["not-first"]));
        let twice = vec![
            package(2023, "a", None, None),
            package(2023, "b", None, None),
        ];
        assert_eq!(linked(twice)[1], (Link::First, vec!["year-twice"]));
        let same = vec![
            package(2023, "a", None, None),
            package(2023, "a", None, None),
        ];
        assert_eq!(linked(same)[1], (Link::First, vec![]));
        let mut other_site = vec![
            package(2023, "a", None, None),
            package(2024, "b", None, None),
        ];
        other_site[1].site = Some("t".to_owned());
        assert_eq!(linked(other_site)[1], (Link::First, vec![]));
    }
}
