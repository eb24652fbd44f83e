//! Takes the blocks of a page with their sorts; gives where the foot of the page begins: the lines of
//! the frame below the text, and what is between them. This file must not know which words are frame.

use super::sort::{
    OPERATOR, Sort, is_asked, is_credits, is_dated_link, is_link, is_sentence, sort,
};
use crate::fold::fold;
use crate::import::form::{BODY_SUFFIX, is_date, is_match, is_numbered, pattern, squeeze};
use crate::import::page::Block;
use crate::import::vocabulary::{Meaning, meaning};
use regex::Regex;
use std::sync::LazyLock;

/// The number of blocks before the foot of the page. `titles` are the possible titles of the page.
pub(super) fn foot(blocks: &[Block], titles: &[String]) -> usize {
    let mut end = blocks.len();
    for at in (0..blocks.len()).rev() {
        match sort(&blocks[at]) {
            Sort::Frame => end = at,
            _ if is_credits(blocks, at, titles) || is_asked(&blocks[at], titles) => end = at,
            Sort::Empty => {}
            _ if leads_elsewhere(blocks, at, end) => end = at,
            Sort::Beside => {}
            Sort::Text if is_heading_of_links(blocks, at) || is_neighbour(blocks, at) => {}
            Sort::Text if is_code(blocks, at) || is_between(blocks, at) => {}
            Sort::Text => break,
        }
    }
    operator(blocks, end)
}

/// The end without the lines about who runs the site, if only the date of the signature is above
/// them.
fn operator(blocks: &[Block], end: usize) -> usize {
    let said = |block: &Block| squeeze(&block.lines().concat());
    let solid = |to: usize| blocks[..to].iter().rposition(|b| !b.is_empty());
    let mut first = end;
    while let Some(at) = solid(first).filter(|at| is_match(&OPERATOR, &said(&blocks[*at]))) {
        first = at;
    }
    // a date below a body's name is that of the signature
    let date = solid(first).filter(|at| first < end && is_date(&said(&blocks[*at])));
    let name = date.and_then(solid);
    let is_signed = name.is_some_and(|at| is_match(&BODY_SUFFIX, &said(&blocks[at])));
    if is_signed { first } else { end }
}

/// The longest heading of a list of documents with their days, in characters.
const LONGEST_OF_LIST: usize = 12;

/// The end without a list of other documents: a short heading, and below it at least two links with
/// their days. Above it there must be a sentence. A numbered heading belongs to the text, and so does
/// one with the level of an earlier heading of the text.
pub(super) fn listed(blocks: &[Block], end: usize) -> usize {
    let Some(at) = blocks[..end].iter().rposition(|b| sort(b) == Sort::Text) else {
        return end;
    };
    let word = squeeze(&blocks[at].lines().concat());
    let is_heading = !is_numbered(&word)
        && !word.starts_with('附')
        && (2..=LONGEST_OF_LIST).contains(&word.chars().count())
        && !word.contains(['。', '：', ':'])
        && !is_link(&blocks[at]);
    let level = |b: &Block| match b {
        Block::Text { level, .. } => *level,
        _ => 0,
    };
    let own = level(&blocks[at]);
    // an earlier heading with text directly below it, not with the title of the page
    let is_of_text = |n: usize| {
        let below = blocks[n + 1..at].iter().find(|b| !b.is_empty());
        level(&blocks[n]) == own && below.is_some_and(|b| level(b) == 0)
    };
    let is_heading = is_heading && (own == 0 || !(0..at).any(is_of_text));
    let links = blocks[at + 1..end].iter().filter(|b| is_dated_link(b));
    let is_list = is_heading && links.count() >= 2 && blocks[..at].iter().any(is_sentence);
    if is_list { at } else { end }
}

/// Whether a block is the heading of links to other documents, such as 相关文档 or 解读材料. There
/// may be no text between the heading and `end`.
fn leads_elsewhere(blocks: &[Block], at: usize, end: usize) -> bool {
    let word = squeeze(&blocks[at].lines().concat());
    let word = word.trim_matches(|c: char| "【】[]:：".contains(c));
    let is_pointer = meaning(&fold(word)) == Some(Meaning::Pointer)
        || word.starts_with("相关") && word.chars().count() <= 6;
    // the links may have been found to be frame already
    let first = blocks[at + 1..].iter().find(|b| !b.is_empty());
    is_pointer
        && first.is_some_and(|b| is_link(b) && sort(b) != Sort::Text)
        && blocks[at + 1..end].iter().all(|b| sort(b) != Sort::Text)
}

/// Whether a short line is a heading of links: the next two blocks with words are [`Sort::Beside`].
fn is_heading_of_links(blocks: &[Block], at: usize) -> bool {
    let line = squeeze(&blocks[at].lines().concat());
    let below = blocks[at + 1..]
        .iter()
        .map(sort)
        .filter(|s| *s != Sort::Empty);
    line.chars().count() <= 8
        && !is_date(&line)
        && !line.starts_with("附")
        && below.take(2).filter(|s| *s == Sort::Beside).count() == 2
}

/// The label of a neighbouring document of the site, without its title: 上一篇：.
static NEIGHBOUR: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern("^[上下][一1](?:篇|条|页|则)[:：]$"));

/// Whether a line is the title of a neighbouring document, on the line below 上一篇：.
fn is_neighbour(blocks: &[Block], at: usize) -> bool {
    let said = |block: &Block| squeeze(&block.lines().concat());
    let above = blocks[..at].iter().rfind(|b| !b.is_empty());
    above.is_some_and(|b| is_match(&NEIGHBOUR, &said(b)))
}

/// Words of a line above an image with a code for phones.
static SCAN: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern("扫一扫|扫码|扫描|二维码|微信公众号|手机(?:打开|浏览)"));

/// Whether a block is only an image, below a line of the frame that asks to scan it.
fn is_code(blocks: &[Block], at: usize) -> bool {
    let spans = blocks[at].spans();
    let is_image = spans
        .iter()
        .all(|s| s.image.is_some() || s.text.trim().is_empty());
    let above = blocks[..at].iter().rfind(|b| !b.is_empty());
    is_image
        && above.is_some_and(|b| {
            sort(b) == Sort::Frame && is_match(&SCAN, &squeeze(&b.lines().concat()))
        })
}

/// The longest line between two lines of the frame that is frame itself, in characters.
const LONGEST_BETWEEN: usize = 12;

/// Whether a short line is below a line of the frame, such as 文章导航 below the links to further
/// pages, with nothing but [`Sort::Beside`] between them. The name of a body and a date may be a
/// signature. Without a sentence above, the line may be the whole text, below a row of buttons.
fn is_between(blocks: &[Block], at: usize) -> bool {
    let line = squeeze(&blocks[at].lines().concat());
    let is_short = line.chars().count() <= LONGEST_BETWEEN
        && !line.contains(['，', '。', '；'])
        && !line.starts_with('附');
    let is_passed = |b: &&Block| matches!(sort(b), Sort::Empty | Sort::Beside);
    let above = blocks[..at].iter().rfind(|b| !is_passed(b));
    is_short
        && matches!(blocks[at], Block::Text { .. })
        && blocks[at].spans().iter().all(|s| s.image.is_none())
        && !(is_date(&line) || is_numbered(&line) || is_match(&BODY_SUFFIX, &line))
        && above.is_some_and(|b| sort(b) == Sort::Frame)
        && blocks[..at].iter().any(is_sentence)
}
