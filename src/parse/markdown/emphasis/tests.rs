//! Tests of emphasis beside Chinese characters.

use super::super::OPTIONS;
use super::*;
use pulldown_cmark::{Parser, html};

/// The HTML, and the marks that stay visible; of a pair with spaces inside, also the words between
/// the marks.
fn set(source: &str) -> (String, Vec<String>) {
    let events = Parser::new_ext(source, OPTIONS)
        .into_offset_iter()
        .collect();
    let (events, unread) = pair(source, events);
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter().map(|(e, _)| e));
    let out = out.trim_end().replace("<p>", "").replace("</p>", "");
    let unread = unread
        .into_iter()
        .map(|u| match u {
            Unread::Alone(r) => source[r].to_owned(),
            Unread::Blanks(a, b) => source[a.start..b.end].to_owned(),
            Unread::Uneven(mark, _) => source[mark].to_owned(),
        })
        .collect();
    (out, unread)
}

/// Each line has the text as typed, a tab, and the HTML in short (`{b …}`, `{i …}`, `{d …}`), or
/// `=` if the HTML shows the text as typed.
const FORMS: &str = include_str!("forms.txt");

#[test]
fn emphasis_is_read_as_it_is_meant() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in FORMS
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let (typed, right) = line.split_once('\t').unwrap();
        let right = if right == "=" { typed } else { right };
        let short = set(&typed.replace("\\n", "\n"))
            .0
            .replace("<strong>", "{b ")
            .replace("<em>", "{i ")
            .replace("<del>", "{d ")
            .replace("</strong>", "}")
            .replace("</em>", "}")
            .replace("</del>", "}")
            .replace("\n", "\\n")
            .replace("&quot;", "\"");
        if short != right {
            wrong.push(format!("{typed}\n   {short}\n   {right}"));
        }
        count += 1;
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn marks_that_stay_visible_are_named() {
    for (typed, named) in [
        ("** 重点 **工作", &["** 重点 **"][..]),
        ("**重点 **工作", &["**重点 **"]),
        ("抓好** 重点**工作", &["** 重点**"]),
        ("~~ 删除 ~~后文", &["~~ 删除 ~~"]),
        ("**甲**，**抓好落实", &["**"]),
        ("** 甲 **为乙，请各单位**务必", &["** 甲 **", "**"]),
        ("**重点工作抓紧", &["**"]),
        ("重点工作**。", &["**"]),
        ("**一、工作目标*", &["**"]),
        ("*一、工作目标**", &["**"]),
        ("抓好**重点*工作", &["**"]),
        ("***重要：***请", &[]),
        ("张**、李**", &[]),
        ("被告人张**，男", &[]),
        ("138****1234", &[]),
        ("尾号12**，", &[]),
        ("注：**、*分别表示", &[]),
        ("2 ** 3", &[]),
        ("带*的为必填", &[]),
        ("`**`是代码", &[]),
    ] {
        assert_eq!(set(typed).1, named, "{typed}");
    }
}
