//! Takes the plan and a year; gives a draft of the annual report. The catalogue and last year's
//! report supply figures.
//!
//! All other figures are provisional, normally 0, and marked 待填 (to be filled in). `mulu check`
//! reports these marks. The caller writes the file.

use super::file::{Draft, free_path};
use super::number::next_free;
use crate::catalogue::{Entry, Field, Kind, address};
use crate::check::annual_report::count;
use crate::config::{Column, Language};
use crate::diag::Error;
use crate::parse::front_matter::{self, Script};
use crate::plan::{Category, Plan};
use crate::report::{AnnualReport, Form, NORMATIVE, Part};
use crate::source::Sources;
use serde_yaml::Value;

/// The draft for a year. It is an error if the agency already has a report for that year, or if the
/// file exists.
pub fn annual_report(plan: &Plan<'_>, sources: &Sources, year: i16) -> Result<Draft, Error> {
    let reports: Vec<(&Entry, &AnnualReport)> = plan
        .related
        .all_documents_hidden_included()
        .iter()
        .filter_map(|(e, _)| Some((e, e.report.as_deref()?)))
        .collect();
    let newest = reports.iter().max_by_key(|(_, r)| r.year);
    let body = plan
        .config
        .agency
        .name
        .clone()
        .or_else(|| newest.map(|(e, _)| e.issuer().to_owned()))
        .unwrap_or_else(|| "（机关名称）".to_owned());
    let last = reports
        .iter()
        .find(|(e, r)| r.year == year - 1 && e.issuer() == body)
        .map(|(_, r)| *r);
    let same = |(e, r): &&(&Entry, &AnnualReport)| r.year == year && e.issuer() == body;
    if let Some((entry, _)) = reports.iter().find(same) {
        return Err(Error::ReportExists {
            issuer: body,
            year,
            file: sources.file(entry.file).shown(),
        });
    }
    let folder = match newest {
        Some((entry, _)) => sources
            .file(entry.file)
            .path
            .rsplit_once('/')
            .map_or(String::new(), |(folder, _)| folder.to_owned()),
        None => column(&plan.config.columns).map_or_else(String::new, |c| c.path.clone()),
    };
    let script = newest.and_then(|(entry, _)| sources.text(entry.file).ok()?.0);
    let script = script.map_or(Script::Either, |text| front_matter::script_of(&text));
    let names = match (script, plan.config.language) {
        (Script::English, _) | (Script::Either, Language::En) => Script::English,
        _ => Script::Chinese,
    };
    Ok(Draft {
        path: free_path(sources, &folder, &year.to_string())?,
        text: text(plan, &body, year, (last, names))?,
    })
}

/// The column whose type is that of annual reports.
fn column(columns: &[Column]) -> Option<&Column> {
    columns.iter().find_map(|c| {
        if c.column_type.as_deref() == Some("信息公开年报") {
            Some(c)
        } else {
            column(&c.children)
        }
    })
}

fn text(
    plan: &Plan<'_>,
    body: &str,
    year: i16,
    (last, names): (Option<&AnnualReport>, Script),
) -> Result<String, Error> {
    let number = next_free(
        plan.config,
        plan.related.all_documents_hidden_included().with_rejected(),
    );
    debug_assert!(address::index_number(&number).is_some());
    let title = format!("{body}{year}年政府信息公开工作年度报告");
    let today = plan.config.as_of.to_string();
    let is_chinese = names == Script::Chinese;
    let (kind, yes) = match is_chinese {
        true => (Kind::AnnualReport.label(), "是"),
        false => (Kind::AnnualReport.code(), "true"),
    };
    let name = |field: Field| match is_chinese {
        true => field.label(),
        false => field.name(),
    };
    let fields = [
        (Field::Title, title.as_str()),
        (Field::Kind, kind),
        (Field::Draft, yes),
        (Field::IndexNumber, &number),
        (Field::Issuer, body),
        (Field::DateCreated, &today),
    ];
    let front = front_matter::write(&fields.map(|(key, value)| (name(key), Value::from(value))));
    let front = front.strip_suffix("---\n").unwrap_or(&front);
    let (published, columns) = published(plan, year);
    let prose = include_str!("report/body.md")
        .replace("{body}", body)
        .replace("{year}", &year.to_string());
    let prose = prose
        .replace("{published}", &published.to_string())
        .replace("{columns}", &columns);
    Ok(format!(
        "{front}{}:\n{}---\n\n{prose}",
        name(Field::Tables),
        tables(plan, body, year, last)
    ))
}

/// The number of documents published in a year, and a phrase with the number in each top column
/// (栏目) that has any.
fn published(plan: &Plan<'_>, year: i16) -> (usize, String) {
    let mut count = 0;
    let mut columns: Vec<(&Category, usize)> = plan.categories.tops().map(|c| (c, 0)).collect();
    for &id in plan.documents() {
        if plan
            .entry(id)
            .date_published
            .is_none_or(|(day, _)| day.year() != year)
        {
            continue;
        }
        count += 1;
        let top = plan
            .category(id)
            .and_then(|c| plan.categories.chain(c).first().map(|c| c.path.as_str()));
        columns
            .iter_mut()
            .filter(|(column, _)| Some(column.path.as_str()) == top)
            .for_each(|(_, n)| *n += 1);
    }
    let named: Vec<String> = columns
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(column, n)| format!("{}{n}件", column.name))
        .collect();
    (
        count,
        if named.is_empty() {
            String::new()
        } else {
            format!("，其中{}", named.join("、"))
        },
    )
}

/// The tables with every row of the form. The figures of normative documents are from the
/// catalogue; those of applications brought forward are from last year's report.
fn tables(plan: &Plan<'_>, body: &str, year: i16, last: Option<&AnnualReport>) -> String {
    const GAP: &str = "  # 待填";
    let form = Form::of_year(year);
    let mut out = String::new();
    for part in Part::ALL {
        out += &format!("  {}:\n", part.label());
        let mut heads = String::new();
        let mut group = "";
        for (r, (row, columns)) in form.rows(part).enumerate() {
            let names = columns
                .iter()
                .map(|c| c.name)
                .collect::<Vec<_>>()
                .join("、");
            if heads != names {
                out += &format!("    # {names}\n");
                heads = names;
            }
            let (figures, mark) = figures(plan, body, year, last, part, r, columns.len());
            let line = format!("{}: {}{}", row.name(), figures, if mark { GAP } else { "" });
            match row.heads {
                [_, outer, _] => {
                    if group != *outer {
                        out += &format!("    {outer}:\n");
                        group = outer;
                    }
                    out += &format!("      {line}\n");
                }
                _ => out += &format!("    {line}\n"),
            }
        }
    }
    out
}

/// The figures of a row, and whether a person must fill them in.
fn figures(
    plan: &Plan<'_>,
    body: &str,
    year: i16,
    last: Option<&AnnualReport>,
    part: Part,
    row: usize,
    columns: usize,
) -> (String, bool) {
    let zeros = || vec!["0".to_owned(); columns];
    let rows = Form::of_year(year).rows(Part::Applications).count();
    let carried = |last: &AnnualReport| {
        (0..columns)
            .map(|c| {
                last.value(Part::Applications, last.carried_out_row(), c)
                    .unwrap_or(0)
                    .to_string()
            })
            .collect()
    };
    let (figures, known): (Vec<String>, bool) = match (part, row, last) {
        (Part::Disclosure, NORMATIVE, _) => (
            count(plan, body, year).map(|n| n.to_string()).to_vec(),
            true,
        ),
        (Part::Applications, 1, Some(last)) => (carried(last), true),
        // the last row, of applications carried forward to next year, has the figures of those
        // brought forward, so that the sums agree until a person fills in this year's figures
        (Part::Applications, row, Some(last)) if row + 1 == rows => (carried(last), false),
        _ => (zeros(), false),
    };
    (figures.join(" "), !known)
}
