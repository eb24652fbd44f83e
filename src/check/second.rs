//! Takes the text of a document; finds a second front matter in it. Two documents in one file would
//! be published as one. This file must not know the values of fields.

use super::lines::lines;
use super::{Document, Rule, Scope};
use crate::catalogue::Field;
use crate::diag::{Code, Diagnostic, Message};
use std::ops::Range;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::SecondDocument],
    scope: Scope::Document(look),
};

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let start = document.entry.body_start;
    let body = document.text.get(start..).unwrap_or_default();
    if !document.letters.has('-') || !body.contains("\n---") {
        return;
    }
    if let Some(range) = second(body) {
        let value = body[range.clone()].trim().into();
        let range = start + range.start..start + range.end;
        findings.push(document.at(Message::SecondDocument { value }, range));
    }
}

/// The line with the title in a second front matter. A second front matter is a line of at least
/// three hyphens, and directly below it at least three fields, among them the title and the index
/// number. At least one of the fields has an ASCII colon and a space.
fn second(body: &str) -> Option<Range<usize>> {
    let is_fence = |line: &str| line.len() >= 3 && line.bytes().all(|b| b == b'-');
    let all: Vec<(usize, &str)> = lines(body).collect();
    let mut fences = all
        .iter()
        .enumerate()
        .filter(|(_, (_, line))| is_fence(line.trim()));
    fences.find_map(|(i, _)| {
        let below = all[i + 1..].iter().map_while(|(at, line)| {
            let (key, _) = line.split_once([':', '：'])?;
            Some((*at, *line, Field::find(key.trim())?))
        });
        let fields: Vec<(usize, &str, Field)> = below.collect();
        let line = |wanted: Field| fields.iter().find(|(.., field)| *field == wanted);
        let (at, text, _) = line(Field::Title)?;
        let has_number = line(Field::IndexNumber).is_some();
        // a text that shows the labels of a document has full-width colons only
        let is_yaml = fields.iter().any(|(_, line, _)| line.contains(": "));
        (fields.len() > 2 && has_number && is_yaml).then(|| *at..at + text.trim_end().len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_front_matter() {
        let fields = "标题: 关于乙的通知\n索引号: A1/2026-00002\n成文日期: 2026-05-06\n";
        let text = format!("正文。\n\n---\n{fields}---\n\n正文。\n");
        assert_eq!(&text[second(&text).unwrap()], "标题: 关于乙的通知");
        assert!(second(&format!("正文。\n---\n{fields}")).is_some());
        assert_eq!(
            second("正文。\n\n---\n标题：甲\n索引号：乙\n\n正文。\n"),
            None
        );
        assert_eq!(second(&format!("正文。\n\n{fields}")), None);
        let shown = fields.replace(": ", "：");
        assert_eq!(
            second(&format!("正文。\n\n---\n{shown}---\n\n正文。\n")),
            None
        );
        let mixed = fields.replacen(": ", "：", 1);
        assert!(second(&format!("正文。\n\n---\n{mixed}---\n\n正文。\n")).is_some());
    }
}
