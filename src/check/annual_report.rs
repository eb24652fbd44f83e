//! Takes the annual reports of the catalogue and their texts; gives findings for late reports,
//! contradicted figures, and reports written as plain documents. A table may contradict the
//! report's prose, last year's report, or the catalogue.
//!
//! This file must not know how the tables are read (see `report`).

use super::{Document, Rule, Scope};
use crate::catalogue::{Entry, Field, Kind};
use crate::diag::{Code, Diagnostic, Message, Words, words};
use crate::parse::front_matter::script_of;
use crate::plan::Plan;
use crate::relate::DocumentId;
use crate::report::{self, AnnualReport, Form, Part};
use crate::source::Sources;
use jiff::civil::Date;
use std::collections::BTreeMap;

pub(super) const PROSE: Rule = Rule {
    codes: &[Code::ReportQuotedFigure],
    scope: Scope::Document(prose),
};

pub(super) const YEARS: Rule = Rule {
    codes: &[
        Code::ReportCarryOver,
        Code::ReportInForce,
        Code::ReportCatalogueDiffers,
        Code::LateReport,
    ],
    scope: Scope::Catalogue(years),
};

/// Reports an annual report written as a plain document.
pub(super) const KIND: Rule = Rule {
    codes: &[Code::ReportAsDocument],
    scope: Scope::Document(kind),
};

fn kind(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let entry = document.entry;
    if entry.kind != Kind::Document || !is_report(&entry.title) {
        return;
    }
    let script = script_of(document.text);
    let key = script.pick(Field::Kind.label(), Field::Kind.name());
    let line = words(
        format!("{}: {}", key.zh, Kind::AnnualReport.label()),
        format!("{}: {}", key.en, Kind::AnnualReport.code()),
    );
    let year: String = year_of(&entry.title).unwrap_or_default();
    let message = Message::ReportAsDocument {
        line: line.into(),
        year: year.into(),
    };
    let place = match entry.has(Field::Kind) {
        true => Field::Kind,
        false => Field::Title,
    };
    findings.push(document.at_field(message, place));
}

/// Whether a title is that of the annual report of one body: 某局2023年政府信息公开工作年度报告,
/// 政府信息公开年报（2023年）, 关于2023年政府信息公开工作情况的报告.
fn is_report(title: &str) -> bool {
    let bracket = |c: char| matches!(c, '）' | ')' | '（' | '(' | '》' | '”' | ' ' | '年');
    let end = title.trim_end_matches(|c: char| bracket(c) || c.is_ascii_digit());
    let is_about = title.contains("政府信息公开") && year_of(title).is_some();
    let is_other = [
        "《", "〈", "审计", "评估", "调研", "检查", "考核", "整改", "培训",
    ];
    is_about
        && ["报告", "年报", "工作总结"]
            .iter()
            .any(|w| end.ends_with(w))
        && !is_other.iter().any(|w| title.contains(w))
}

/// The first year that a title names, from 2021, when the form of the reports changed, to 2100.
fn year_of(title: &str) -> Option<String> {
    let digits = title.split(|c: char| !c.is_ascii_digit());
    let mut years = digits.filter(|d| d.len() == 4);
    let year = years.find(|d| d.parse().is_ok_and(|y: i16| (2021..=2100).contains(&y)))?;
    Some(year.to_owned())
}

fn prose(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(report) = &document.entry.report else {
        return;
    };
    let start = document.entry.body_start;
    findings.extend(
        report::quoted(report, &document.text[start..])
            .into_iter()
            .map(|q| {
                let message = Message::ReportQuotedFigure {
                    quoted: q.words.into(),
                    cell: q.cell.into(),
                    value: q.value.into(),
                };
                document.at(message, start + q.range.start..start + q.range.end)
            }),
    );
}

fn years(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let mut reports: BTreeMap<(&str, i16), (&Entry, &AnnualReport)> = BTreeMap::new();
    for &id in plan.documents() {
        let entry = plan.entry(id);
        if let Some(report) = entry.report.as_deref() {
            reports
                .entry((entry.issuer(), report.year))
                .or_insert((entry, report));
        }
    }
    for ((body, year), (entry, report)) in &reports {
        if let Some((last_entry, last)) = reports.get(&(*body, year - 1)) {
            for failure in report::follows(report, last) {
                let also = failure
                    .also
                    .clone()
                    .and_then(|range| sources.place(last_entry.file, range));
                if let Some(place) = sources.place(entry.file, failure.at.clone()) {
                    findings.push(failure.finding(place).also(also));
                }
            }
        }
        findings.extend(against_catalogue(plan, sources, entry, report));
        findings.extend(late(plan, sources, entry, report));
    }
}

/// Makes a finding if the report was published after the deadline.
fn late(
    plan: &Plan<'_>,
    sources: &Sources,
    entry: &Entry,
    report: &AnnualReport,
) -> Option<Diagnostic> {
    let (month, day) = plan.config.report_deadline;
    let deadline = Date::new(report.year + 1, month, day).ok()?;
    let published = entry
        .date_published
        .map(|(day, _)| day)
        .filter(|day| *day > deadline)?;
    // If `date_published` is missing, `date_created` counts.
    let field = [Field::DatePublished, Field::DateCreated]
        .into_iter()
        .find(|field| !entry.span(*field).is_empty())?;
    let finding = Diagnostic::new(Message::LateReport {
        year: report.year.into(),
        published: published.into(),
        deadline: deadline.into(),
    });
    Some(finding.at(sources.place(entry.file, entry.span(field))?))
}

/// Compares the row for 行政规范性文件 (normative documents) of a report in the form of 2021 with
/// the body's documents.
fn against_catalogue(
    plan: &Plan<'_>,
    sources: &Sources,
    entry: &Entry,
    report: &AnnualReport,
) -> Vec<Diagnostic> {
    if report.form != Form::Of2021 {
        return Vec::new();
    }
    let counted = count(plan, entry.issuer(), report.year);
    let what: [Words; 3] = [
        words("本年制发", "made in the year"),
        words("本年废止", "repealed in the year"),
        words("年末现行有效", "in force at the end of the year"),
    ];
    let differing =
        what.into_iter()
            .zip(counted)
            .enumerate()
            .filter_map(|(column, (what, counted))| {
                let cell = report
                    .cell(Part::Disclosure, report::NORMATIVE, column)
                    .filter(|c| c.value != counted)?;
                let finding = Diagnostic::new(Message::ReportCatalogueDiffers {
                    what: what.into(),
                    reported: cell.text.as_str().into(),
                    counted: counted.into(),
                });
                Some(finding.at(sources.place(entry.file, cell.range.clone())?))
            });
    differing.collect()
}

/// Counts a body's normative documents: those made in the year, those that ended in it, and those
/// in force at its end. A document that ended without a stated day counts as ended before the year.
pub fn count(plan: &Plan<'_>, body: &str, year: i16) -> [i64; 3] {
    let mut counts = [0; 3];
    for &id in plan.documents() {
        let entry = plan.entry(id);
        let Some(made) = entry.date_created.filter(|_| {
            entry.kind == Kind::Document && entry.issuer() == body && is_normative(plan, id)
        }) else {
            continue;
        };
        let status = plan.related.status(id);
        let ended = status
            .validity
            .is_end()
            .then(|| status.since.unwrap_or(Date::MIN).year());
        counts[0] += i64::from(made.year() == year);
        counts[1] += i64::from(ended == Some(year));
        counts[2] += i64::from(made.year() <= year && ended.is_none_or(|e| e > year));
    }
    counts
}

fn is_normative(plan: &Plan<'_>, id: DocumentId) -> bool {
    plan.category(id).is_some_and(|c| {
        plan.categories
            .chain(c)
            .iter()
            .any(|c| c.name.contains("规范性文件"))
    })
}
