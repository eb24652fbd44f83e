//! Takes findings; gives the number of each kind, with its message without what differs from file
//! to file. This file must not know where the numbers are shown.

use crate::catalogue::Field;
use crate::diag::{Code, Diagnostic, Lang, Severity};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

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

/// The most different quotations of a kind that are named.
const MOST_NAMED: usize = 3;

/// The longest quotation that is named, in characters.
const LONGEST_NAMED: usize = 20;

/// The findings by kind, sorted by severity and number. If the findings of a kind quote few
/// different words, such as the names of folders, the words stay.
pub fn sum(findings: &[Diagnostic], lang: Lang) -> Vec<Kind> {
    let mut kinds: BTreeMap<(Severity, Code, String), (usize, BTreeSet<String>)> = BTreeMap::new();
    for finding in findings {
        let (text, quoted) = common(&finding.message(lang));
        let kind = kinds
            .entry((finding.severity, finding.code(), text))
            .or_default();
        kind.0 += 1;
        if kind.1.len() <= MOST_NAMED {
            kind.1.extend(quoted);
        }
    }
    let mut kinds: Vec<Kind> = kinds
        .into_iter()
        .map(|((severity, code, text), (count, quoted))| Kind {
            severity,
            code,
            text: named(&text, &quoted),
            count,
        })
        .collect();
    kinds.sort_by(|a, b| {
        let key = |k: &Kind| (k.severity, Reverse(k.count));
        key(a).cmp(&key(b)).then_with(|| a.text.cmp(&b.text))
    });
    kinds
}

/// The words of a kind of findings. Few and short quotations are put back into the text, if they
/// all come from the same place in it.
fn named(text: &str, quoted: &BTreeSet<String>) -> String {
    let join = |open: &str, close: &str, between: &str| {
        let all: Vec<String> = quoted.iter().map(|q| format!("{open}{q}{close}")).collect();
        all.join(between)
    };
    let is_short = |q: &String| q.chars().count() <= LONGEST_NAMED;
    if !(1..=MOST_NAMED).contains(&quoted.len())
        || !quoted.iter().all(is_short)
        || text.matches('…').count() != 1
    {
        return text.to_owned();
    }
    text.replace("“…”", &join("“", "”", ""))
        .replace("`…`", &join("`", "`", ", "))
}

/// A message without its quotations, and the quotations. Quoted names of fields stay in the
/// message.
fn common(message: &str) -> (String, Vec<String>) {
    let mut rest = message;
    let (mut text, mut all) = (String::new(), Vec::new());
    while let Some((at, open)) = rest.char_indices().find(|(_, c)| "“`".contains(*c)) {
        let from = at + open.len_utf8();
        let close = if open == '“' { '”' } else { '`' };
        let Some(length) = rest[from..].find(close) else {
            break;
        };
        let quoted = &rest[from..from + length];
        text.push_str(&without_numbers(&rest[..from]));
        if Field::find(quoted).is_some() {
            text.push_str(quoted);
        } else {
            text.push('…');
            all.push(quoted.to_owned());
        }
        text.push(close);
        rest = &rest[from + length + close.len_utf8()..];
    }
    (text + &without_numbers(rest), all)
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
        let common = |message: &str| super::common(message).0;
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

    #[test]
    fn a_few_quoted_words_are_named() {
        let quoted = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        assert_eq!(
            named("文件夹“…”不是本站的栏目", &quoted(&["人事", "财政"])),
            "文件夹“人事”“财政”不是本站的栏目"
        );
        assert_eq!(
            named("the folder `…` is no column", &quoted(&["a", "b"])),
            "the folder `a`, `b` is no column"
        );
        assert_eq!(named("“…”", &quoted(&["a", "b", "c", "d"])), "“…”");
    }
}
