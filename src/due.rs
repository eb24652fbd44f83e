//! Takes the plan; gives coming events from the dates of documents, and the work that is due or
//! overdue, by date. This room must not know how the list is shown.
//!
//! Events: a document is published, comes into force, expires, is repealed or is withdrawn. Work:
//! the correction of a stated validity, an annual report, the update of a column, a decision about
//! a document that has expired.

use crate::catalogue::{Disclosure, Entry, Kind, Relation, Validity};
use crate::config::Column;
use crate::plan::{ListKind, Plan};
use crate::relate::{DocumentId, Shown};
use crate::source::Sources;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What happens or is due on the day of an [`Item`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A document is published on the day.
    Publication,
    /// A document comes into force on the day.
    Effective,
    /// The day is a document's last day in force.
    Expiry,
    /// A document is out of force from the day on.
    Repeal,
    /// A document is taken down on the day.
    Withdrawal,
    /// The day is the first on which a stated 有效 (in force) contradicts the other facts about a
    /// document. From this day on, the statement is an error, and no site is built.
    StatedValidity,
    /// The annual report for a year is due by the day.
    Report,
    /// Something new is expected in a column by the day.
    Column,
    /// The day is the first on which a document is no longer in force, because it expired, and
    /// nothing states what follows.
    FollowUp,
}

impl What {
    /// The code in JSON output.
    pub fn code(self) -> &'static str {
        match self {
            What::Publication => "publication",
            What::Effective => "effective",
            What::Expiry => "expiry",
            What::Repeal => "repeal",
            What::Withdrawal => "withdrawal",
            What::StatedValidity => "stated_validity",
            What::Report => "annual_report",
            What::Column => "column",
            What::FollowUp => "follow_up",
        }
    }
}

/// One thing that is due.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// The day.
    pub date: Date,
    /// What it is.
    pub what: What,
    /// The title of the document, the name of the column, or the reporting body.
    pub title: String,
    /// The document number, or else the index number; the year of a report; `None` for a column.
    pub number: Option<String>,
    /// The document's file.
    pub file: Option<String>,
    /// Days from the day of the build; negative if overdue.
    pub days: i32,
}

/// The day `days` after `day`, at most the last day of [`Date`] (in 9999).
pub fn after(day: Date, days: u32) -> Date {
    const TEN_THOUSAND_YEARS: u32 = 3_652_425;
    day.saturating_add(i64::from(days.min(TEN_THOUSAND_YEARS)).days())
}

/// Everything due within a number of days or overdue, by date.
pub fn due(plan: &Plan<'_>, sources: &Sources, within: u32) -> Vec<Item> {
    let mut list = List {
        plan,
        sources,
        last: after(plan.config.as_of, within),
        items: Vec::new(),
    };
    for (entry, id) in plan.related.all_documents_hidden_included().iter() {
        list.document(id, entry);
    }
    list.reports();
    for column in &plan.config.columns {
        list.column(column, plan.config.checks.expected_within(column));
    }
    list.items.sort();
    list.items
}

struct List<'a> {
    plan: &'a Plan<'a>,
    sources: &'a Sources,
    last: Date,
    items: Vec<Item>,
}

impl List<'_> {
    fn today(&self) -> Date {
        self.plan.config.as_of
    }

    fn push(
        &mut self,
        date: Date,
        what: What,
        title: &str,
        number: Option<String>,
        file: Option<String>,
    ) {
        if date <= self.last {
            let days = (date - self.today()).get_days();
            self.items.push(Item {
                date,
                what,
                title: title.to_owned(),
                number,
                file,
                days,
            });
        }
    }

    fn document(&mut self, id: Option<DocumentId>, entry: &Entry) {
        let today = self.today();
        let mut events: Vec<(Date, What)> = Vec::new();
        let published = entry.date_published.map(|(day, _)| day);
        match id {
            Some(id) if self.plan.related.shown(id) == Shown::Published => {
                events.extend(
                    entry
                        .date_effective
                        .filter(|d| *d > today)
                        .map(|d| (d, What::Effective)),
                );
                let related = self.plan.related;
                let last_day = related
                    .last_day(id)
                    .filter(|d| *d >= today && !related.status(id).validity.is_end());
                events.extend(last_day.map(|d| (d, What::Expiry)));
                events.extend(
                    self.repeal(id, entry)
                        .filter(|d| *d > today)
                        .map(|d| (d, What::Repeal)),
                );
                let withdrawn = entry.withdrawn.as_ref().map(|w| w.date);
                // what a withdrawn document states is not compared
                let contradicted = related.facts(id).contradicted_from(today);
                let contradicted = contradicted.filter(|d| withdrawn.is_none_or(|w| *d < w));
                events.extend(contradicted.map(|d| (d, What::StatedValidity)));
                let withdrawn = withdrawn.filter(|d| *d > today);
                events.extend(withdrawn.map(|d| (d, What::Withdrawal)));
                events.extend(self.not_followed_up(id, entry).map(|d| (d, What::FollowUp)));
            }
            None if !entry.draft && entry.disclosure == Disclosure::Proactive => {
                events.extend(
                    published
                        .filter(|d| *d > today)
                        .map(|d| (d, What::Publication)),
                );
            }
            _ => {}
        }
        let number = entry
            .document_number
            .clone()
            .or_else(|| entry.index_number.clone());
        let file = self.sources.file(entry.file).shown();
        for (date, what) in events {
            self.push(date, what, &entry.title, number.clone(), Some(file.clone()));
        }
    }

    /// The first day of a document's repeal, by its own date or by other documents.
    fn repeal(&self, id: DocumentId, entry: &Entry) -> Option<Date> {
        let related = self.plan.related;
        let repealing = related
            .acted_on(id)
            .iter()
            .filter(|(r, _)| *r == Relation::Repeals)
            .filter_map(|(_, by)| related.entry(*by).acts_from());
        repealing.chain(entry.date_repealed).min()
    }

    /// The first day after a document expired without a follow-up: its validity is not stated, and
    /// other documents at most interpret or forward it.
    fn not_followed_up(&self, id: DocumentId, entry: &Entry) -> Option<Date> {
        let status = self.plan.related.status(id);
        let acted = |(relation, _): &(Relation, DocumentId)| {
            !matches!(relation, Relation::Interprets | Relation::Forwards)
        };
        let open = status.validity == Validity::Expired
            && entry.validity.is_none()
            && !self.plan.related.acted_on(id).iter().any(acted);
        status.since.filter(|_| open)
    }

    /// Adds the missing annual reports of the site's agency and of every body that has a report.
    /// They begin with the year of the body's first report (or with last year, if it has none) and
    /// end with this year. The report for a year is due in the year after.
    fn reports(&mut self) {
        let (month, day) = self.plan.config.report_deadline;
        let mut years: BTreeMap<String, Vec<i16>> = self
            .plan
            .config
            .agency
            .name
            .iter()
            .map(|name| (name.clone(), Vec::new()))
            .collect();
        for &id in self.plan.documents() {
            let entry = self.plan.entry(id);
            if entry.kind == Kind::AnnualReport {
                // a report without tables is for the year before it was made
                let year = entry
                    .report
                    .as_ref()
                    .map(|r| r.year)
                    .or(entry.date_created.map(|d| d.year() - 1));
                years
                    .entry(entry.issuer().to_owned())
                    .or_default()
                    .extend(year);
            }
        }
        let this_year = self.today().year();
        for (body, known) in years {
            let first = known.iter().min().copied().unwrap_or(this_year - 1);
            for year in (first..=this_year).filter(|y| !known.contains(y)) {
                if let Ok(deadline) = Date::new(year + 1, month, day) {
                    self.push(deadline, What::Report, &body, Some(year.to_string()), None);
                }
            }
        }
    }

    /// Adds the dates by which a column and those below should be updated. A column without
    /// documents has no such date. `expected`: the days for a column of the first level without
    /// `update_within`.
    fn column(&mut self, column: &Column, expected: Option<u32>) {
        let list = self
            .plan
            .list(ListKind::Category, &column.path)
            .map(|id| &self.plan.lists[id.0 as usize]);
        let newest = list
            .and_then(|l| l.items.last())
            .and_then(|id| self.plan.entry(*id).date_published);
        if let (Some(within), Some((newest, _))) = (column.update_within.or(expected), newest) {
            self.push(
                after(newest, within),
                What::Column,
                &column.name,
                None,
                None,
            );
        }
        for child in &column.children {
            self.column(child, None);
        }
    }
}
