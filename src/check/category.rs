//! Takes the columns and the categories of documents; gives categories that are not columns, and
//! documents without a category. This file must not know how a category is found.
//!
//! A category that is not a column appears as a new column on the home page; a document without a
//! category is in no column. Folders may divide a column, so a category that comes from a folder
//! below a column is not reported. If the site declares no columns, there are no findings.

use super::{Rule, Scope, near_names};
use crate::catalogue::{Entry, Field};
use crate::diag::{Code, Diagnostic, Message, Words, is_enough, words};
use crate::parse::front_matter::script_of;
use crate::plan::{Category, CategoryId, Named, Plan, named, nearest};
use crate::source::Sources;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::UnknownCategory, Code::MissingCategory],
    scope: Scope::Catalogue(look),
};

/// The maximum number of columns that a message names.
const MOST: usize = 12;

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let columns = named(&plan.config.columns);
    if columns.is_empty() {
        return;
    }
    let mut unknown: BTreeMap<CategoryId, (&Entry, usize)> = BTreeMap::new();
    for &id in plan.documents() {
        let entry = plan.entry(id);
        match plan.category(id) {
            Some(category) if plan.categories[category].declared => {}
            Some(category) => {
                let is_typed = entry.has(Field::Category);
                if is_typed || !is_below_a_column(plan, category) {
                    unknown.entry(category).or_insert((entry, 0)).1 += 1;
                }
            }
            // once enough findings of this code are listed, the file is not read for the language
            // of its field names
            None if is_enough(findings, Code::MissingCategory) => {
                let key = words(Field::Category.label(), Field::Category.name());
                let message = missing(key, &columns, &entry.title);
                let file = sources.file(entry.file).shown();
                findings.push(Diagnostic::new(message).in_file(&file));
            }
            None => findings.push(without(sources, entry, &columns)),
        }
    }
    for (category, (entry, count)) in unknown {
        let category = &plan.categories[category];
        let is_slip = |c: &Named<'_>| {
            let leaf = c.path.rsplit('/').next().unwrap_or_default();
            [c.name, leaf]
                .iter()
                .any(|known| near_names::is_near(&category.name, known))
        };
        // the rule `near_names` reports a slip
        if count == 1 && columns.iter().any(is_slip) {
            continue;
        }
        findings.push(unlike(sources, entry, category, &columns, count));
    }
}

fn is_below_a_column(plan: &Plan<'_>, category: CategoryId) -> bool {
    plan.categories.chain(category).iter().any(|c| c.declared)
}

/// The finding about a document without a category.
fn without(sources: &Sources, entry: &Entry, columns: &[Named<'_>]) -> Diagnostic {
    let message = missing(key(sources, entry), columns, &entry.title);
    let place = match entry.has(Field::Category) {
        true => entry.span(Field::Category),
        false => entry.span(Field::Title),
    };
    sources.at(entry.file, place, Diagnostic::new(message))
}

/// The message about a document without a category. `key` is the field's name. The message shows a
/// column that fits the title, if there is one.
pub fn missing(key: Words, columns: &[Named<'_>], title: &str) -> Message {
    let start = title.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    let fits = columns.iter().find(|column| title.contains(column.name));
    let fits = fits.or_else(|| nearest(columns, &title[start..]));
    let sample = fits.map_or("…", Named::written);
    let line = words(
        format!("{}: {sample}", key.zh),
        format!("{}: {sample}", key.en),
    );
    Message::MissingCategory {
        line: line.into(),
        columns: list(columns).into(),
    }
}

/// The finding about a category that is not a column.
fn unlike(
    sources: &Sources,
    entry: &Entry,
    category: &Category,
    columns: &[Named<'_>],
    count: usize,
) -> Diagnostic {
    let is_typed = entry.has(Field::Category);
    let written = match is_typed {
        true => entry.category.as_ref(),
        false => category.path.as_str(),
    };
    let what = match is_typed {
        true => words("组配分类", "the category"),
        false => words("文件夹", "the folder"),
    };
    let several: Vec<&Named<'_>> = columns.iter().filter(|c| c.is(written)).collect();
    let key = key(sources, entry);
    let remedy = match (several.as_slice(), nearest(columns, written)) {
        ([_, _, ..], _) => {
            let names: Vec<&str> = several.iter().map(|c| c.names.as_str()).collect();
            words(
                format!(
                    "几个栏目同名，请写出上级栏目：“{}: {}”。",
                    key.zh,
                    names.join("”或“")
                ),
                format!(
                    "Several columns have this name; write which: `{}: {}`.",
                    key.en,
                    names.join("` or `")
                ),
            )
        }
        (_, Some(column)) => words(
            format!(
                "是不是“{}”？写成：“{}: {}”。",
                column.name,
                key.zh,
                column.written()
            ),
            format!(
                "Did you mean {}? Write `{}: {}`.",
                column.name,
                key.en,
                column.written()
            ),
        ),
        (_, None) => Words::default(),
    };
    let message = Message::UnknownCategory {
        what: what.into(),
        value: written.into(),
        count: count.into(),
        remedy: remedy.into(),
        columns: list(columns).into(),
    };
    let finding = Diagnostic::new(message);
    match is_typed {
        true => sources.at(entry.file, entry.span(Field::Category), finding),
        false => finding.in_file(&sources.file(entry.file).shown()),
    }
}

/// The name of the category field in the language of a document's front matter.
fn key(sources: &Sources, entry: &Entry) -> Words {
    let text = sources.text(entry.file).ok().and_then(|(text, _)| text);
    let script = script_of(&text.unwrap_or_default());
    script.pick(Field::Category.label(), Field::Category.name())
}

/// The names of the columns for a message, at most `MOST`.
fn list(columns: &[Named<'_>]) -> Words {
    let names: Vec<&str> = columns.iter().take(MOST).map(|c| c.name).collect();
    let is_whole = columns.len() <= MOST;
    let (more, and_more) = match is_whole {
        true => (String::new(), ""),
        false => (format!("等 {} 个", columns.len()), " and others"),
    };
    words(
        format!("{}{more}", names.join("、")),
        format!("{}{and_more}", names.join(", ")),
    )
}
