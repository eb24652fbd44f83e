//! Takes the blocks of a page; gives them without its frame (navigation, sharing buttons, notices
//! in the foot). The frame before the text stays, because it may belong to the head. If the page
//! repeats the text, one copy is kept.
//!
//! A line is removed in these cases: it begins as no document does (分享到：, 上一篇：, ICP备); it
//! has only buttons, links to further pages or a page break; it is only a link to a document about
//! this one (【政策图解】…); it states the rights of the site; it is among such lines below the
//! text; or, below the text, it names those who wrote and checked the text for the site, or asks
//! the readers something. A line that only begins like a button (返回上级补助资金…) is text. This
//! file must not know the head of the original.

mod foot;
mod sharing;
mod sort;

use super::form::{is_match, pattern, squeeze};
use super::label::{Label, labels};
use super::page::{Block, Page, is_of_office};
use crate::fold::is_han;
use regex::Regex;
use sort::{LONGEST, is_dated_link, is_link, is_sentence};
use std::ops::Range;
use std::sync::LazyLock;

pub(super) use sort::{Sort, is_button, is_counter, is_details, is_of_cookies, may_be_text, sort};

/// The fewest links with their days of a page that is a list of documents.
const FEWEST_OF_LIST: usize = 5;

/// The most lines of such a list that are neither frame nor links, such as its title.
const MOST_BESIDE_LIST: usize = 3;

/// Whether a web page is a list of documents: links with their days, and else only a few short
/// lines. A page with a label of the head, an image or a file is a document.
pub(super) fn is_list(page: &Page) -> bool {
    let is_other = |b: &&Block| !b.is_empty() && !is_link(b) && sort(b) != Sort::Frame;
    let others: Vec<String> = page
        .blocks
        .iter()
        .filter(is_other)
        .map(|b| b.lines().concat())
        .collect();
    let is_short = |line: &String| {
        let is_label = |label: &Label| label.marked && label.meaning.is_some();
        line.chars().count() <= LONGEST / 3
            && !line.contains('。')
            && !labels(line).iter().any(is_label)
    };
    let has_image = |b: &Block| b.spans().iter().any(|s| s.image.is_some());
    let has_files = !page.files.is_empty() || !page.unfetched.is_empty();
    page.blocks.iter().filter(|b| is_dated_link(b)).count() >= FEWEST_OF_LIST
        && !has_files
        && !page.blocks.iter().any(has_image)
        && others.len() <= MOST_BESIDE_LIST
        && others.iter().all(is_short)
}

/// Removes the frame within the text, and ends the text before the foot of the page.
pub(super) fn cut(page: &mut Page) {
    sharing::join(page);
    let text = page.text.clone().unwrap_or(0..page.blocks.len());
    let mut end = foot::foot(&page.blocks[text.clone()], &page.hints) + text.start;
    if page.text.is_none() || page.is_text_guessed {
        end = foot::listed(&page.blocks[text.start..], end - text.start) + text.start;
    }
    named_files(page, end..text.end);
    let is_offer = |block: &Block| squeeze(&block.lines().concat()).starts_with("附件下载");
    let offered: Vec<usize> = (text.start..end)
        .filter(|i| is_offer(&page.blocks[*i]))
        .collect();
    named_files(page, offered.into_iter());
    let end = once(&page.blocks, text.start..end);
    if let Some(known) = &mut page.text {
        known.end = end;
    } else if end < page.blocks.len() {
        page.text = Some(0..end);
        page.is_text_guessed = true;
    }
    let inside: Vec<usize> = (text.start..end)
        .filter(|i| is_frame_inside(&page.blocks, *i))
        .collect();
    // before the first sentence, lines of the frame stay, because the head is copied into comments
    let first = (text.start..end).find(|i| is_sentence(&page.blocks[*i]));
    let inside = inside.into_iter().filter(|i| first.is_some_and(|f| *i > f));
    let inside: Vec<usize> = inside.collect();
    named_files(page, inside.iter().copied());
    for i in inside {
        page.blocks[i] = Block::Text {
            level: 0,
            spans: Vec::new(),
        };
    }
}

/// Whether a block inside the text is frame: its words are those of a frame, and it is no heading
/// of the text below it. 相关附件 (related attachments) is frame above a link.
fn is_frame_inside(blocks: &[Block], at: usize) -> bool {
    let below = blocks[at + 1..].iter().find(|b| !b.is_empty());
    let is_text = |b: &Block| sort(b) == Sort::Text && !b.spans().iter().any(|s| s.image.is_some());
    match &blocks[at] {
        Block::Text { level: 1.., .. } if below.is_some_and(is_text) => false,
        own if is_match(&ATTACHED, &squeeze(&own.lines().concat())) => below.is_none_or(is_link),
        own => sort(own) == Sort::Frame,
    }
}

/// The heading of links to attachments.
static ATTACHED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern("^[【\\[]?相关附件[】\\]]?[:：]?$"));

/// Records the names of attachments that only text names, without a link: 文件下载：….doc.
fn named_files(page: &mut Page, left_out: impl Iterator<Item = usize>) {
    for i in left_out {
        let block = &page.blocks[i];
        let is_plain = block.spans().iter().all(|s| !s.is_link);
        let line = block.lines().concat();
        let name = line
            .rsplit([':', '：'])
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned();
        if is_plain && is_of_office(&name) && name.chars().any(is_han) && !name.contains('。') {
            page.unfetched(&name);
        }
    }
}

/// The end of the text; if the page has the whole text twice, the end of the first copy.
fn once(blocks: &[Block], text: Range<usize>) -> usize {
    let solid: Vec<(usize, String)> = text
        .clone()
        .map(|i| (i, squeeze(&blocks[i].lines().concat())))
        .filter(|(_, said)| !said.is_empty())
        .collect();
    let han = |said: &str| said.chars().filter(|c| is_han(*c)).count();
    for from in 0..solid.len().min(8) {
        let rest = &solid[from..];
        let half = rest.len() / 2;
        for length in (2..=half).rev() {
            let (first, second) = (&rest[..length], &rest[length..length * 2]);
            let is_same = first.iter().zip(second).all(|(a, b)| a.1 == b.1);
            let is_all = || {
                rest[length * 2..]
                    .iter()
                    .all(|(i, _)| sort(&blocks[*i]) != Sort::Text)
            };
            if is_same && is_all() && first.iter().map(|(_, s)| han(s)).sum::<usize>() >= 40 {
                return rest[length].0;
            }
        }
    }
    text.end
}
