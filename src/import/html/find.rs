//! Takes a parsed web page; gives the elements that hold the document's text, and the values of its
//! meta tags.
//!
//! It must not know blocks.

use crate::catalogue::Field;
use crate::fold::is_han;
use crate::import::page::Page;
use ego_tree::NodeId;
use scraper::{Html, Selector};
use std::collections::HashSet;

/// Where widespread content management systems put the text of an article, from the most to the
/// least reliable place.
const TEXT: [&str; 22] = [
    "#UCAP-CONTENT",
    "#zoom",
    "#Zoom",
    "#ZOOM",
    ".TRS_Editor",
    ".TRS_UEDITOR",
    ".trs_editor_view",
    ".trs_paper_default",
    ".v_news_content",
    "#vsb_content",
    "#vsb_newscontent",
    ".pages_content",
    ".article-content",
    ".article_content",
    ".articleContent",
    ".article-con",
    "#artibody",
    ".news_content",
    ".gk_content",
    ".zwgk_content",
    "#con_con",
    "article",
];

/// The elements that hold the text: those of the most reliable place in [`TEXT`] whose text is not
/// much shorter than the longest that any place has.
pub(super) fn containers(html: &Html) -> HashSet<NodeId> {
    let found = TEXT.iter().filter_map(|s| {
        let selector = Selector::parse(s).ok()?;
        let all: Vec<_> = html.select(&selector).collect();
        let ids: HashSet<NodeId> = all.iter().map(|e| e.id()).collect();
        let outer: Vec<_> = all
            .into_iter()
            .filter(|e| !e.ancestors().any(|a| ids.contains(&a.id())))
            .collect();
        let han = outer
            .iter()
            .flat_map(|e| e.text())
            .flat_map(str::chars)
            .filter(|c| is_han(*c))
            .count();
        Some((
            outer.iter().map(|e| e.id()).collect::<HashSet<NodeId>>(),
            han,
        ))
    });
    let found: Vec<_> = found.filter(|(_, han)| *han >= 20).collect();
    let most = found.iter().map(|(_, han)| *han).max().unwrap_or_default();
    // a place that lacks more than a fifth of the longest text holds only a part of the text
    found
        .into_iter()
        .find(|(_, han)| han * 5 >= most * 4)
        .map(|(ids, _)| ids)
        .unwrap_or_default()
}

/// Reads the meta tags that 国办发〔2017〕47号 (annex on page design) prescribes into the page; gives the
/// title of the window.
pub(super) fn meta(html: &Html, page: &mut Page) -> Option<String> {
    let selector = Selector::parse("meta[name]").ok()?;
    for element in html.select(&selector) {
        let (Some(name), Some(content)) = (element.attr("name"), element.attr("content")) else {
            continue;
        };
        let field = match name.to_ascii_lowercase().as_str() {
            "articletitle" => Field::Title,
            "pubdate" => Field::DatePublished,
            "contentsource" => Field::Source,
            _ => continue,
        };
        if !page.meta.iter().any(|(f, _)| *f == field) && !content.trim().is_empty() {
            page.meta.push((field, content.trim().to_owned()));
        }
    }
    let title = html
        .select(&Selector::parse("title").ok()?)
        .next()?
        .text()
        .collect::<String>();
    // the name of the site follows the title of the page
    let own = title
        .split(['_', '|', '—'])
        .next()
        .unwrap_or_default()
        .split(" - ")
        .next()
        .unwrap_or_default()
        .trim();
    (own.chars().filter(|c| is_han(*c)).count() >= 4)
        .then(|| own.split_whitespace().collect::<Vec<_>>().join(" "))
}
