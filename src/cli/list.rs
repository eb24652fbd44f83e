//! Takes the options of `mulu list`; prints the documents with their states, as a table or JSON.
//! Also gives the summary of the documents that a build leaves out, for other commands. This file
//! must not know why a document is left out.

use super::args::{Format, Global, List};
use super::settings::configure;
use super::terminal::{Stream, Terminal, print_line, print_table};
use crate::config::Overrides;
use crate::diag::{Error, Lang, Severity};
use crate::inventory::{self, Item, State};
use crate::{build, catalogue::Validity};
use serde_json::json;
use std::sync::Arc;

/// Prints every document, or with `--hidden` those that are not published. The exit code is 1 if
/// the content has errors.
pub(super) fn run(global: &Global, options: &List, terminal: &Terminal) -> Result<u8, Error> {
    let config = configure(global, Overrides::default())?;
    let (mut items, outcome) = build::with_plan(&config, &Arc::default(), |plan, sources, _| {
        Ok(inventory::all(plan, sources))
    })?;
    let published = items.iter().filter(|i| i.state == State::Published).count();
    if options.hidden {
        items.retain(|item| item.state != State::Published);
    }
    match options.format {
        Format::Json => items
            .iter()
            .for_each(|i| print_line(&object(i).to_string())),
        Format::Human if items.is_empty() => {}
        Format::Human => print_items(&items, terminal.lang, Stream::Out),
    }
    let (zh, en) = (
        left_out(&items, Lang::Zh).unwrap_or_default(),
        left_out(&items, Lang::En).unwrap_or_default(),
    );
    terminal.say(
        &format!("公布 {published} 篇{zh}。"),
        &format!("{published} published{en}."),
    );
    let has_errors = outcome.has(Severity::Error);
    if has_errors {
        terminal.say(
            "内容有错误，有错误的文档不能公布；请运行 mulu check。",
            "There are errors in the content, and documents with errors cannot be published; \
             run mulu check.",
        );
    }
    Ok(u8::from(has_errors))
}

/// Prints documents as a table.
pub(super) fn print_items(items: &[Item], lang: Lang, to: Stream) {
    let heads = match lang {
        Lang::Zh => ["状态", "索引号", "文件", "标题"],
        Lang::En => ["State", "Index number", "File", "Title"],
    };
    let row = |item: &Item| {
        [
            state(item, lang),
            item.index_number.clone().unwrap_or_default(),
            item.file.clone(),
            item.title.clone(),
        ]
    };
    print_table(heads, items.iter().map(row).collect(), to);
}

/// The end of a sentence that says how many documents a build leaves out, by reason. Faulty
/// documents do not count. `None` if no other document is left out.
pub(super) fn left_out(items: &[Item], lang: Lang) -> Option<String> {
    let reasons: Vec<String> = State::LEFT_OUT
        .into_iter()
        .filter_map(|state| {
            let of_state = || items.iter().filter(move |i| i.state == state);
            let count = of_state().count();
            let first = of_state()
                .filter_map(|i| i.date_published)
                .min()
                .filter(|_| state == State::Scheduled);
            let reason = match (lang, first) {
                (Lang::Zh, None) => format!("{} {count}", word(state, lang)),
                (Lang::Zh, Some(day)) => format!("{} {count}（最早 {day}）", word(state, lang)),
                (Lang::En, None) => format!("{count} {}", word(state, lang)),
                (Lang::En, Some(day)) => format!("{count} {} (first {day})", word(state, lang)),
            };
            (count > 0).then_some(reason)
        })
        .collect();
    let is_left_out = |item: &&Item| State::LEFT_OUT.contains(&item.state);
    let count = items.iter().filter(is_left_out).count();
    (count > 0).then(|| match lang {
        Lang::Zh => format!("；另有 {count} 篇未公布：{}", reasons.join("、")),
        Lang::En => format!("; {count} not published: {}", reasons.join(", ")),
    })
}

fn word(state: State, lang: Lang) -> &'static str {
    let (zh, en) = match state {
        State::Published => ("公布", "published"),
        State::Withdrawn => ("撤回", "withdrawn"),
        State::Draft => ("草稿", "draft"),
        State::Scheduled => ("未到发布日期", "scheduled"),
        State::OnRequest => ("依申请公开", "on request"),
        State::Withheld => ("不予公开", "withheld"),
        State::Faulty => ("有错误", "faulty"),
    };
    if lang == Lang::Zh { zh } else { en }
}

/// The state in the table: the validity, if it is known, or else the word for the state; for a
/// scheduled document also its day.
fn state(item: &Item, lang: Lang) -> String {
    let word = word(item.state, lang);
    match (item.validity, item.date_published, lang) {
        (Some(validity), _, Lang::Zh) => validity.label().to_owned(),
        (Some(validity), _, Lang::En) => Validity::label_en(validity).to_owned(),
        (None, Some(day), Lang::Zh) if item.state == State::Scheduled => {
            format!("{word}（{day}）")
        }
        (None, Some(day), Lang::En) if item.state == State::Scheduled => format!("{word} ({day})"),
        _ => word.to_owned(),
    }
}

fn object(item: &Item) -> serde_json::Value {
    json!({
        "state": item.state.code(),
        "index_number": item.index_number,
        "document_number": item.document_number,
        "title": item.title,
        "file": item.file,
        "url": item.url,
        "date_published": item.date_published.map(|day| day.to_string()),
        "validity": item.validity.map(Validity::code),
    })
}
