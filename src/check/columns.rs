//! Columns that hold nothing and do not say so, and columns in which nothing new has appeared for too long.

use super::{Rule, Scope};
use crate::config::Column;
use crate::diag::{Code, Diagnostic};
use crate::plan::{ListKind, Plan};
use crate::source::Sources;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::EmptyColumn, Code::StaleColumn, Code::QuietColumn],
    scope: Scope::Catalogue(look),
};

fn look(plan: &Plan<'_>, _: &Sources, findings: &mut Vec<Diagnostic>) {
    for column in &plan.config.columns {
        column_and_below(plan, column, true, findings);
    }
}

fn column_and_below(
    plan: &Plan<'_>,
    column: &Column,
    is_first_level: bool,
    findings: &mut Vec<Diagnostic>,
) {
    let finding = |code| {
        Diagnostic::new(code)
            .in_file("mulu.yaml")
            .with("name", &column.name)
            .with("path", &column.path)
    };
    let list = plan
        .list(ListKind::Category, &column.path)
        .map(|id| &plan.lists[id.0 as usize]);
    match list.and_then(|list| list.items.last()) {
        // a column with columns below it is as empty as they are
        None if column.children.is_empty()
            && column
                .empty_note
                .as_deref()
                .is_none_or(|n| n.trim().is_empty()) =>
        {
            findings.push(finding(Code::EmptyColumn))
        }
        None => {}
        Some(newest) => {
            let published = plan.entry(*newest).date_published.map(|(day, _)| day);
            let by_kind = || {
                plan.config
                    .checks
                    .expected_within(column)
                    .filter(|_| is_first_level)
                    .map(|days| (Code::QuietColumn, days))
            };
            let within = column
                .update_within
                .map(|days| (Code::StaleColumn, days))
                .or_else(by_kind);
            if let (Some((code, within)), Some(published)) = (within, published) {
                let days = (plan.config.as_of - published).get_days();
                if i64::from(days) > i64::from(within) {
                    let finding = finding(code)
                        .with("published", published.to_string())
                        .with("days", days.to_string());
                    findings.push(finding.with("within", within.to_string()));
                }
            }
        }
    }
    for child in &column.children {
        column_and_below(plan, child, false, findings);
    }
}
