//! Takes the options of `mulu due`; gives the list of what is due, as a table or as JSON. This file
//! must not know what makes something due.

use super::args::{Format, Global};
use super::settings::configure;
use super::terminal::{Stream, Terminal, print_line, print_table};
use crate::config::Overrides;
use crate::diag::{Error, Lang, Severity};
use crate::due::{Item, What};
use crate::{build, check, due};
use serde_json::json;
use std::sync::Arc;

/// Prints what is due within a number of days. Gives 1 when the content has errors.
pub(super) fn run(
    global: &Global,
    within: u32,
    format: Format,
    terminal: &Terminal,
) -> Result<u8, Error> {
    let config = configure(global, Overrides::default())?;
    let (items, outcome) = build::with_plan(&config, &Arc::default(), |plan, sources, outcome| {
        outcome.findings.extend(check::published(plan, sources).0);
        Ok(due::due(plan, sources, within))
    })?;
    if outcome.has(Severity::Error) {
        terminal.say(
            "内容有错误，下面的清单可能不全；请先运行 mulu check。",
            "There are errors in the content, and the list may not be whole; run mulu check first.",
        );
    }
    show(&items, within, format, terminal);
    terminal.print_changes(&outcome.findings);
    Ok(u8::from(outcome.has(Severity::Error)))
}

fn show(items: &[Item], within: u32, format: Format, terminal: &Terminal) {
    if format == Format::Json {
        items
            .iter()
            .for_each(|item| print_line(&object(item).to_string()));
        return;
    }
    let rows: Vec<[String; 4]> = items.iter().map(|item| row(item, terminal.lang)).collect();
    if !rows.is_empty() {
        let heads = if terminal.lang == Lang::Zh {
            ["日期", "期限", "事项", "内容"]
        } else {
            ["Date", "When", "What", "Of what"]
        };
        print_table(heads, rows, Stream::Out);
    }
    let overdue = items.iter().filter(|i| i.days < 0).count();
    let soon = items.len() - overdue;
    terminal.say(
        &format!("{within} 天内到期 {soon} 项，已逾期 {overdue} 项。"),
        &format!("{soon} due within {within} days, {overdue} overdue."),
    );
}

fn row(item: &Item, lang: Lang) -> [String; 4] {
    let zh = lang == Lang::Zh;
    let when = match (item.days, zh) {
        (0, true) => "今天".to_owned(),
        (0, false) => "today".to_owned(),
        (days @ 1.., true) => format!("还有 {days} 天"),
        (days @ 1.., false) => format!("in {days} days"),
        (days, true) => format!("已过 {} 天", -days),
        (days, false) => format!("{} days ago", -days),
    };
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
    [item.date.to_string(), when, what.to_owned(), of_what]
}

fn object(item: &Item) -> serde_json::Value {
    json!({
        "date": item.date.to_string(), "days": item.days, "what": item.what.code(), "title": item.title, "number": item.number, "file": item.file,
    })
}
