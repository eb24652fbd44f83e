//! Takes the paragraphs of a body; marks those that are the addressee, the signature or the date of
//! an official document (GB/T 9704-2012), and gives each article (第八条) an anchor.
//!
//! It must not know front matter.

use super::Writer;
use crate::parse::markdown::{ARTICLE, Heading};

impl Writer<'_, '_> {
    /// If the paragraph just written from `at` on is an article, gives it an anchor, and makes its
    /// number a link to the anchor.
    pub(super) fn article(&mut self, at: usize) {
        const OPENING: &str = "<p>";
        let begin = at + OPENING.len();
        let bold = "<strong>";
        let strong = if self.out[begin..].starts_with(bold) {
            bold.len()
        } else {
            0
        };
        let Some((title, id)) = article_number(&self.out[begin + strong..]) else {
            return;
        };
        let (title, id) = (title.to_owned(), self.unique(id));
        let end = begin + strong + title.len();
        self.out.insert_str(end, "</a>");
        self.out
            .insert_str(begin + strong, &format!("<a href=\"#{id}\">"));
        self.out.insert_str(begin - 1, &format!(" id=\"{id}\""));
        self.body.headings.push(Heading {
            level: ARTICLE,
            id,
            title,
        });
    }

    /// Marks the addressee, which is set at the left margin (`to`), and the signature and the date,
    /// which are set at the right (`sign`).
    pub(super) fn official_form(&mut self) {
        let mut marks: Vec<(usize, &str)> = Vec::new();
        let short = |text: &str, most: usize| {
            !text.is_empty() && text.chars().count() <= most && !text.contains(['。', '；'])
        };
        if let Some((at, _)) = self
            .paragraphs
            .iter()
            .find(|(_, t)| !t.is_empty())
            .filter(|(_, t)| t.ends_with('：') && short(t, 100))
        {
            marks.push((*at, "to"));
        }
        for (i, (at, text)) in self.paragraphs.iter().enumerate() {
            if is_written_date(text) {
                marks.push((*at, "sign"));
                let names = self.paragraphs[..i].iter().rev().take_while(|(_, t)| {
                    short(t, 30) && !t.contains(['：', '，', '（']) && !is_written_date(t)
                });
                marks.extend(names.map(|(at, _)| (*at, "sign")));
            }
        }
        marks.sort_unstable();
        marks.dedup_by_key(|(at, _)| *at);
        for (at, class) in marks.into_iter().rev() {
            self.out
                .insert_str(at + "<p".len(), &format!(" class=\"{class}\""));
        }
    }
}

/// Whether a text is only a date such as 2023年3月29日 or 二〇二三年三月二十九日.
pub(in super::super) fn is_written_date(text: &str) -> bool {
    // most paragraphs are far too long to be a date
    if text.len() > 24 * 4 || text.starts_with('年') || text.chars().count() > 24 {
        return false;
    }
    let marks = text.chars().filter(|c| {
        !c.is_whitespace() && !c.is_numeric() && !"〇○零一二三四五六七八九十".contains(*c)
    });
    marks.eq("年月日".chars())
}

/// The number of an article at the beginning of a paragraph's HTML (第八条, 第八条之一), and its anchor
/// (`a8`, `a8-of-1`). A space, a closing tag or the end must follow the number, because otherwise
/// the paragraph only begins with a reference to an article.
fn article_number(html: &str) -> Option<(&str, String)> {
    let (id, rest) = article(html)?;
    let ends = rest.is_empty() || rest.starts_with("</") || rest.starts_with(char::is_whitespace);
    ends.then(|| (&html[..html.len() - rest.len()], id))
}

/// The anchor of the article whose number is at the beginning of a text (`a6` for 第六条第一款).
pub(in super::super) fn anchor_of_article(text: &str) -> Option<String> {
    article(text).map(|(id, _)| id)
}

/// The anchor of the article whose number is at the beginning of a text, and the rest of the text.
fn article(html: &str) -> Option<(String, &str)> {
    let (number, rest) = html.strip_prefix('第')?.split_once('条')?;
    let mut id = format!("a{}", counted(number)?);
    let mut rest = rest;
    if let Some(after) = rest.strip_prefix('之') {
        let end = after
            .find(|c: char| !HAN_DIGITS.contains(c) && c != '十')
            .unwrap_or(after.len());
        id.push_str(&format!("-of-{}", counted(&after[..end])?));
        rest = &after[end..];
    }
    Some((id, rest))
}

const HAN_DIGITS: &str = "〇一二三四五六七八九";

/// The value of a number below 10,000 in Chinese or Arabic digits.
fn counted(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 8 {
        return None;
    }
    if text.chars().all(|c| c.is_ascii_digit()) {
        return text.parse().ok().filter(|n| *n < 10_000);
    }
    let (mut sum, mut digit) = (0, None);
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '零' => {
                digit = None;
                continue;
            }
            _ => {
                let value = HAN_DIGITS.chars().position(|d| d == c)? as u32;
                digit = Some(digit.unwrap_or(0) * 10 + value);
                continue;
            }
        };
        sum += digit.take().unwrap_or(1) * unit;
    }
    Some(sum + digit.unwrap_or(0)).filter(|n| *n > 0 && *n < 10_000)
}
