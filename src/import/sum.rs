//! Takes findings; gives the number of each kind, with its message without what differs from file
//! to file. This file must not know where the numbers are shown.

use crate::catalogue::Field;
use crate::diag::{Code, Diagnostic, Lang, Severity};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Findings of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// How serious they are.
    pub severity: Severity,
    /// Their code.
    pub code: Code,
    /// The words that their messages have in common.
    pub text: String,
    /// The number of these findings.
    pub count: usize,
}

/// The findings by kind, sorted by severity and number.
pub fn sum(findings: &[Diagnostic], lang: Lang) -> Vec<Kind> {
    let mut kinds: BTreeMap<(Severity, Code, String), usize> = BTreeMap::new();
    for finding in findings {
        let text = common(&finding.message(lang));
        *kinds
            .entry((finding.severity, finding.code(), text))
            .or_default() += 1;
    }
    let mut kinds: Vec<Kind> = kinds
        .into_iter()
        .map(|((severity, code, text), count)| Kind {
            severity,
            code,
            text,
            count,
        })
        .collect();
    kinds.sort_by(|a, b| {
        let key = |k: &Kind| (k.severity, Reverse(k.count));
        key(a).cmp(&key(b)).then_with(|| a.text.cmp(&b.text))
    });
    kinds
}

/// A message without its quotations, except that names of fields stay.
fn common(message: &str) -> String {
    let mut rest = message;
    let mut text = String::new();
    while let Some((at, open)) = rest.char_indices().find(|(_, c)| "“`".contains(*c)) {
        let from = at + open.len_utf8();
        let close = if open == '“' { '”' } else { '`' };
        let Some(length) = rest[from..].find(close) else {
            break;
        };
        let quoted = &rest[from..from + length];
        text.push_str(&without_numbers(&rest[..from]));
        text.push_str(if Field::find(quoted).is_some() {
            quoted
        } else {
            "…"
        });
        text.push(close);
        rest = &rest[from + length + close.len_utf8()..];
    }
    text + &without_numbers(rest)
}

/// A text with `N` in place of each number.
fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' if out.ends_with('N') => {}
            '0'..='9' => out.push('N'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_does_not_count() {
        assert_eq!(
            common("请核对：“标题”与原件中的“关于某事的通知”不一致"),
            "请核对：“标题”与原件中的“…”不一致"
        );
        assert_eq!(
            common("正文中有 12 处链接，第 3 处"),
            "正文中有 N 处链接，第 N 处"
        );
        assert_eq!(
            common("to be checked: `title`: the page says `x`"),
            "to be checked: `title`: the page says `…`"
        );
    }
}
