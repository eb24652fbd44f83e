//! Takes the options of `mulu due`; gives the list of what is due in a site or at the members of a
//! portal, as a table or as JSON. This file must not know what makes something due.

use super::args::{Due, Format, Global};
use super::files::{Earlier, cache, lock};
use super::settings::{configure, configure_portal};
use super::terminal::{Stream, Terminal, print_line, print_table};
use crate::config::Overrides;
use crate::diag::{Error, Lang, Severity};
use crate::due::{Item, What};
use crate::portal::{self, Task};
use crate::{build, check, due};
use jiff::civil::Date;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// Prints what is overdue or due within a number of days, in the site or, if a portal is named, at
/// its members. For a site, the exit code is 1 if the content has errors.
pub(super) fn run(global: &Global, options: &Due, terminal: &Terminal) -> Result<u8, Error> {
    let (within, format) = (options.within, options.format);
    if let Some(file) = &options.portal {
        return of_members(global, file, options, terminal);
    }
    let config = configure(global, Overrides::default())?;
    let (items, outcome) = build::with_plan(&config, &Arc::default(), |plan, sources, outcome| {
        outcome.findings.extend(check::published(plan, sources).0);
        Ok(due::due(plan, sources, within))
    })?;
    if outcome.has(Severity::Error) {
        terminal.say(
            "内容有错误，下面的清单可能不全；请先运行 mulu check。",
            "There are errors in the content, and the list may be incomplete; run mulu check first.",
        );
    }
    match format {
        Format::Json => items
            .iter()
            .for_each(|item| print_line(&object(item).to_string())),
        Format::Human => {
            let rows = items.iter().map(|item| row(item, terminal.lang)).collect();
            let overdue = items.iter().filter(|item| item.days < 0).count();
            show(rows, overdue, within, terminal);
        }
    }
    terminal.print_changes(&outcome.findings);
    Ok(u8::from(outcome.has(Severity::Error)))
}

/// Prints what is due at the members of a portal. The exit code is 1 if every member was left out.
///
/// The verification of the members unpacks packages and stores its results for `mulu join`, so it
/// needs the lock of the portal. The output folder decides only the addresses of members, which
/// the list does not show.
fn of_members(
    global: &Global,
    file: &Path,
    options: &Due,
    terminal: &Terminal,
) -> Result<u8, Error> {
    let portal = configure_portal(global, file, None)?;
    let root = &portal.config.root;
    let output = root.join("public");
    let _lock = lock(root, &output)?;
    let cache = cache(root, Earlier::Use);
    let (tasks, left_out) = portal::due(&portal, &output, &cache, options.within);
    cache.save();
    terminal.print_findings(&left_out, Stream::Err, usize::MAX);
    if left_out.len() == portal.members.len() {
        terminal.say(
            "没有一个成员可以收入，无法列出清单。",
            "No member can be taken, so there is nothing to list.",
        );
        return Ok(1);
    }
    match options.format {
        Format::Json => tasks
            .iter()
            .for_each(|task| print_line(&object_of_member(task).to_string())),
        Format::Human => {
            let rows = tasks.iter().map(|task| row_of_member(task, terminal.lang));
            let is_overdue = |task: &&Task| task.days.is_none_or(|days| days < 0);
            let overdue = tasks.iter().filter(is_overdue).count();
            show(rows.collect(), overdue, options.within, terminal);
        }
    }
    Ok(0)
}

/// Prints the list, and how many of its rows are overdue and how many are due soon.
fn show(rows: Vec<[String; 4]>, overdue: usize, within: u32, terminal: &Terminal) {
    let soon = rows.len() - overdue;
    if !rows.is_empty() {
        let heads = if terminal.lang == Lang::Zh {
            ["日期", "期限", "事项", "内容"]
        } else {
            ["Date", "When", "What", "Of what"]
        };
        print_table(heads, rows, Stream::Out);
    }
    terminal.say(
        &format!("{within} 天内到期 {soon} 项，已逾期 {overdue} 项。"),
        &format!("{soon} due within {within} days, {overdue} overdue."),
    );
}

/// A number of days from today, in words. A past day has a negative number.
fn when(days: i64, lang: Lang) -> String {
    match (days, lang == Lang::Zh) {
        (0, true) => "今天".to_owned(),
        (0, false) => "today".to_owned(),
        (days @ 1.., true) => format!("还有 {days} 天"),
        (days @ 1.., false) => format!("in {days} days"),
        (days, true) => format!("已过 {} 天", -days),
        (days, false) => format!("{} days ago", -days),
    }
}

fn row(item: &Item, lang: Lang) -> [String; 4] {
    let zh = lang == Lang::Zh;
    let what = match (item.what, zh) {
        (What::Publication, true) => "发布",
        (What::Publication, false) => "is published",
        (What::Effective, true) => "开始施行",
        (What::Effective, false) => "comes into force",
        (What::Expiry, true) => "有效期届满",
        (What::Expiry, false) => "last day in force",
        (What::Repeal, true) => "废止",
        (What::Repeal, false) => "is repealed",
        (What::Withdrawal, true) => "撤回",
        (What::Withdrawal, false) => "is withdrawn",
        (What::StatedValidity, true) => "更正所写“有效”（否则无法生成网站）",
        (What::StatedValidity, false) => "stated validity becomes an error",
        (What::Report, true) => "公布年度报告",
        (What::Report, false) => "annual report due",
        (What::Column, true) => "更新栏目",
        (What::Column, false) => "column to be updated",
        (What::FollowUp, true) => "失效后未作处理",
        (What::FollowUp, false) => "expired, not followed up",
    };
    let of_what = match (&item.number, item.what) {
        (Some(year), What::Report) if zh => format!("{} {year} 年度报告", item.title),
        (Some(year), What::Report) => format!("{}, {year}", item.title),
        (Some(number), _) if zh => format!("{}（{number}）", item.title),
        (Some(number), _) => format!("{} ({number})", item.title),
        (None, _) => item.title.clone(),
    };
    let days = when(item.days.into(), lang);
    [item.date.to_string(), days, what.to_owned(), of_what]
}

fn row_of_member(task: &Task, lang: Lang) -> [String; 4] {
    let (zh, member) = (lang == Lang::Zh, &task.member);
    let (what, of_what) = match (&task.what, zh) {
        (portal::What::Document, true) => ("公开新文件", member.clone()),
        (portal::What::Document, false) => ("new document due", member.clone()),
        (portal::What::Report(year), true) => ("公布年度报告", format!("{member} {year} 年度报告")),
        (portal::What::Report(year), false) => ("annual report due", format!("{member}, {year}")),
        (portal::What::Column(name), true) => ("填充空白栏目", format!("{member}（{name}）")),
        (portal::What::Column(name), false) => ("column is empty", format!("{member} ({name})")),
    };
    let date = task.date.as_ref().map(Date::to_string);
    let days = task.days.map(|days| when(days, lang));
    let [date, days] = [date, days].map(Option::unwrap_or_default);
    [date, days, what.to_owned(), of_what]
}

fn object_of_member(task: &Task) -> serde_json::Value {
    let (what, of) = match &task.what {
        portal::What::Document => ("document", json!(null)),
        portal::What::Report(year) => ("annual_report", json!(year.to_string())),
        portal::What::Column(name) => ("empty_column", json!(name)),
    };
    let date = task.date.as_ref().map(Date::to_string);
    json!({"date": date, "days": task.days, "what": what, "member": task.member, "of": of})
}

fn object(item: &Item) -> serde_json::Value {
    json!({
        "date": item.date.to_string(), "days": item.days, "what": item.what.code(), "title": item.title, "number": item.number, "file": item.file,
    })
}
