//! Takes the blocks of a page; if a document-sharing site made the page, joins the text of the
//! document and marks it as the text of the page.
//!
//! Such a site puts the number of each page before the text of this page (`1、…`, `2、…`), without
//! regard to sentences and paragraphs. Everything around these blocks is the site's own. This file
//! must not know the fields of the head.

use crate::import::form::{is_match, pattern, squeeze};
use crate::import::page::{Block, Page, Span};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What such a site writes around the text.
static SITE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern("^资源描述$|由会员分享[,，]可在线阅读|^亲[,，]该文档|^上传人[:：]"));

/// The minimum number of pages.
const FEWEST: usize = 3;

/// The shortest text of a page that is not the last page, in characters.
const SHORTEST: usize = 200;

/// Joins the text of a document that a document-sharing site divided into pages.
pub(super) fn join(page: &mut Page) {
    let is_shared = page.blocks.iter().any(|b| is_match(&SITE, &said(b)));
    let Some(pages) = pages(&page.blocks).filter(|_| is_shared) else {
        return;
    };
    let text: String = pages
        .iter()
        .map(|(block, number)| {
            let text = said(&page.blocks[*block]);
            text[number.len()..].trim_start().to_owned()
        })
        .collect();
    let (first, last) = (pages[0].0, pages[pages.len() - 1].0);
    for block in &mut page.blocks[first..=last] {
        *block = paragraph(String::new());
    }
    page.blocks[first] = paragraph(text);
    page.text = Some(Range {
        start: first,
        end: last + 1,
    });
    page.is_text_guessed = true;
    page.doubt(
        "文字来自文档分享网站，每页开头的页码已去除，句子已接上；网站没有保留分段，其余文字没有导入",
        "the text is from a document-sharing site; the number at the beginning of each page was \
         removed and the sentences were joined; the site did not keep the paragraphs, and the rest \
         of the page was not imported",
    );
}

fn paragraph(text: String) -> Block {
    Block::Text {
        level: 0,
        spans: vec![Span::text(text)],
    }
}

fn said(block: &Block) -> String {
    block.lines().concat().trim().to_owned()
}

/// The blocks that are the pages of one document, each with the number at its beginning. The number
/// of a page stands inside a sentence: at least three quarters of the pages break off without the
/// end of a sentence, which the items of a numbered list do not.
fn pages(blocks: &[Block]) -> Option<Vec<(usize, String)>> {
    let solid: Vec<(usize, String)> = (0..blocks.len())
        .map(|i| (i, said(&blocks[i])))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let begin = solid.iter().position(|(_, text)| text.starts_with("1、"))?;
    let pages: Vec<(usize, String)> = solid[begin..]
        .iter()
        .zip(1..)
        .map_while(|((block, text), n)| {
            let number = format!("{n}、");
            text.starts_with(&number).then_some((*block, number))
        })
        .collect();
    let breaks = &solid[begin..begin + pages.len().saturating_sub(1)];
    let is_page = |(_, text): &(usize, String)| {
        text.contains('。') && squeeze(text).chars().count() >= SHORTEST
    };
    let broken = breaks.iter().filter(|(_, text)| {
        !text.ends_with(['。', '；', '：', '！', '？', '”', '）', ';', ':', ')'])
    });
    let is_divided = broken.count() * 4 >= breaks.len() * 3;
    (pages.len() >= FEWEST && breaks.iter().all(is_page) && is_divided).then_some(pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(blocks: &[&str]) -> Page {
        Page {
            blocks: blocks.iter().map(|b| paragraph((*b).to_owned())).collect(),
            ..Page::default()
        }
    }

    #[test]
    fn pages_of_a_sharing_site_are_joined_and_items_of_a_list_are_not() {
        let broken = format!("{}公开的内容应当", "各单位要按时公开。".repeat(30));
        let whole = format!("{}公开的内容应当真实。", "各单位要按时公开。".repeat(30));
        let numbered =
            |text: &str| -> Vec<String> { (1..=3).map(|n| format!("{n}、{text}")).collect() };
        for (text, is_joined) in [(&broken, true), (&whole, false)] {
            let items = numbered(text);
            let all: Vec<&str> = std::iter::once("资源描述")
                .chain(items.iter().map(String::as_str))
                .chain(["猜你喜欢"])
                .collect();
            let mut page = page(&all);
            join(&mut page);
            assert_eq!(page.text.is_some(), is_joined, "{text}");
            let first = said(&page.blocks[1]);
            assert_eq!(first == text.repeat(3), is_joined, "{first}");
        }
        let items = numbered(&broken);
        let mut plain = page(&items.iter().map(String::as_str).collect::<Vec<_>>());
        join(&mut plain);
        assert_eq!(plain.text, None, "no site says that it shares the text");
        let short = numbered("各单位要公开。内容应当");
        let mut page = page(&short.iter().map(String::as_str).collect::<Vec<_>>());
        join(&mut page);
        assert_eq!(page.text, None);
    }
}
