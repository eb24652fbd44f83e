//! Takes the lines of pages; gives paragraphs. The next line continues a line that fills the width
//! of the page. This does not apply if the full line ends with a full stop or the like, or if the
//! next line begins like a paragraph. A page number in the first or last line of a page is left
//! out. This file must not know formats.

use super::document::{Document, Lost, fold_radicals};
use regex::Regex;
use std::sync::LazyLock;

/// A line counts as full if it has at least this share of the longest line's width, and the longest
/// line is wider than 12 Chinese characters.
const FULL: f64 = 0.85;

/// A line that begins a paragraph whatever the line before it is.
static BEGINS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:[一二三四五六七八九十百]+[、．]|[（(][一二三四五六七八九十百]+[）)]|第[一二三四五六七八九十百零〇○]+[章节条]|\d{1,3}[.．、](?:\D|$)|附件|抄送)",
    )
    .ok()
});

/// A line that is only the number of a page.
static PAGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[-—–－\s]*\d{1,4}[-—–－\s]*|第\s*\d+\s*页(?:[，,\s]*共\s*\d+\s*页)?)$").ok()
});

/// Adds the paragraphs that the lines of some pages make.
pub(super) fn paragraphs(pages: &[Vec<String>], document: &mut Document) {
    let width = |line: &str| -> f64 {
        let one = |c: char| if c.is_ascii() { 0.5 } else { 1.0 };
        line.chars().map(one).sum()
    };
    let is =
        |pattern: &Option<Regex>, line: &str| pattern.as_ref().is_some_and(|p| p.is_match(line));
    let mut lines: Vec<String> = Vec::new();
    for page in pages {
        let mut own: Vec<&str> = page
            .iter()
            .map(|l| l.trim())
            .filter(|l| !l.is_empty())
            .collect();
        if own.last().is_some_and(|l| is(&PAGE, l)) {
            own.pop();
        }
        if own.len() > 1 && is(&PAGE, own[0]) {
            own.remove(0);
        }
        lines.extend(own.into_iter().map(fold_radicals));
    }
    let longest = lines.iter().map(|l| width(l)).fold(0.0, f64::max);
    let mut paragraph = String::new();
    let mut is_open = false;
    for line in &lines {
        if !is_open || is(&BEGINS, line) {
            document.say(0, &std::mem::take(&mut paragraph));
        }
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if is_latin(paragraph.chars().next_back()) && is_latin(line.chars().next()) {
            paragraph.push(' ');
        }
        paragraph.push_str(line);
        is_open = longest > 12.0
            && width(line) >= FULL * longest
            && !line.ends_with(['。', '！', '？', '；', '：', '.', ';', ':']);
        if is_open {
            document.lost.insert(Lost::Lines);
        }
    }
    document.say(0, &paragraph);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_lines_go_on() {
        let page = |lines: &[&str]| lines.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>();
        let mut document = Document::default();
        paragraphs(
            &[
                page(&[
                    "关于防汛工作的通知",
                    "各单位要认真做好各项防汛救灾准备工作，落",
                    "实值班制度。",
                    "一、总体要求",
                    "— 1 —",
                ]),
                page(&[
                    "第一百零一条　各单位要认真做好各项防汛救",
                    "灾工作。⻓江",
                    "2",
                ]),
            ],
            &mut document,
        );
        assert_eq!(
            document.text(),
            "关于防汛工作的通知\n各单位要认真做好各项防汛救灾准备工作，落实值班制度。\n一、总体要求\n第一百零一条　各单位要认真做好各项防汛救灾工作。长江\n"
        );
    }
}
