//! Takes the columns with their documents and the day of the build; gives the empty columns without
//! a note that says so, and the columns that have not been updated for too long. This file must not
//! know how columns are read.

use super::{Rule, Scope};
use crate::config::Column;
use crate::diag::{Code, Diagnostic, Message};
use crate::plan::{ListKind, Plan};
use crate::source::Sources;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::EmptyColumn, Code::StaleColumn, Code::QuietColumn],
    scope: Scope::Catalogue(look),
};

fn look(plan: &Plan<'_>, _: &Sources, findings: &mut Vec<Diagnostic>) {
    for column in &plan.config.columns {
        let expected = plan.config.checks.expected_within(column);
        column_and_below(plan, column, expected, findings);
    }
}

/// Checks a column and its subcolumns. `expected` is the number of days within which a column of
/// this type is usually updated; it is `None` for subcolumns.
fn column_and_below(
    plan: &Plan<'_>,
    column: &Column,
    expected: Option<u32>,
    findings: &mut Vec<Diagnostic>,
) {
    let mut report = |message| findings.push(Diagnostic::new(message).in_file("mulu.yaml"));
    let (name, path) = ((&column.name).into(), (&column.path).into());
    let list = plan
        .list(ListKind::Category, &column.path)
        .map(|id| &plan.lists[id.0 as usize]);
    match list.and_then(|list| list.items.last()) {
        // a column's list includes the documents of its subcolumns, so only leaf columns are
        // reported
        None if column.children.is_empty()
            && column
                .empty_note
                .as_deref()
                .is_none_or(|n| n.trim().is_empty()) =>
        {
            report(Message::EmptyColumn { name, path })
        }
        None => {}
        Some(newest) => {
            let published = plan.entry(*newest).date_published.map(|(day, _)| day);
            if let (Some(within), Some(published)) = (column.update_within.or(expected), published)
            {
                let days = (plan.config.as_of - published).get_days();
                if i64::from(days) > i64::from(within) {
                    let (published, days) = (published.into(), days.into());
                    let within = within.into();
                    report(if column.update_within.is_some() {
                        Message::StaleColumn {
                            name,
                            path,
                            published,
                            days,
                            within,
                        }
                    } else {
                        Message::QuietColumn {
                            name,
                            path,
                            published,
                            days,
                            within,
                        }
                    });
                }
            }
        }
    }
    for child in &column.children {
        column_and_below(plan, child, None, findings);
    }
}
