//! Takes a parsed web page; gives the elements with the document's text, and the values of its meta
//! tags. Also tells whether an element is hidden, what a fixed form field shows, and whether the
//! label of a status is before an element.
//!
//! This file must not know blocks.

use crate::catalogue::Field;
use crate::fold::{fold, is_han};
use crate::import::form::{BODY_SUFFIX, is_date, is_english, is_match, is_portal, squeeze};
use crate::import::furniture;
use crate::import::page::{Page, is_of_office};
use crate::import::vocabulary::{Meaning, meaning};
use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node, Selector};
use std::collections::{HashMap, HashSet};

/// The places in which common content management systems put the text of an article, the most
/// reliable first.
const TEXT: [&str; 23] = [
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
    "ucapcontent",
    "article",
];

/// Finds the elements that contain the text, in the most reliable place of [`TEXT`]. A place is
/// passed over if another place, or the element that would be guessed, has much more text. If no
/// place is left, guesses the element (see `dense`).
pub(super) fn containers(html: &Html) -> Containers {
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
    let found: Vec<_> = found.filter(|(_, han)| *han >= 2).collect();
    let most = found.iter().map(|(_, han)| *han).max().unwrap_or_default();
    let dense = dense(html);
    let around = dense.map_or(0, |(_, han)| han);
    // a place has only part of the text if it has less than four fifths of the Chinese characters
    // of the longest place, or less than half of those of the element that would be guessed
    found
        .into_iter()
        .find(|(_, han)| han * 5 >= most * 4 && han * 2 >= around)
        .map(|(ids, _)| Containers {
            ids,
            is_guessed: false,
        })
        .or_else(|| {
            dense.map(|(id, _)| Containers {
                ids: HashSet::from([id]),
                is_guessed: true,
            })
        })
        .unwrap_or_default()
}

/// The elements that contain the text.
#[derive(Default)]
pub(super) struct Containers {
    pub(super) ids: HashSet<NodeId>,
    /// Whether the elements were guessed, because no place of [`TEXT`] fits.
    pub(super) is_guessed: bool,
}

/// Whether an element is hidden by its own attributes.
pub(super) fn is_hidden(element: &Element) -> bool {
    let style: String = element
        .attr("style")
        .unwrap_or_default()
        .to_ascii_lowercase()
        .split_whitespace()
        .collect();
    style.contains("display:none")
        || style.contains("visibility:hidden")
        || element.attr("hidden").is_some()
}

/// Whether an element inside the text is beside it: an `aside` or `footer` with links and without a
/// sentence or an attachment.
pub(super) fn is_beside(node: ego_tree::NodeRef<'_, Node>, element: &Element) -> bool {
    let links = || {
        let elements = node.descendants().filter_map(|n| n.value().as_element());
        elements.filter(|e| e.name() == "a")
    };
    let is_file = |a: &Element| a.attr("href").is_some_and(is_of_office);
    let mut texts = node.descendants().filter_map(|n| n.value().as_text());
    matches!(element.name(), "aside" | "footer")
        && links().next().is_some()
        && !links().any(is_file)
        && !texts.any(|text| text.contains('。'))
}

/// The text that a field of a form shows but does not let a visitor change.
pub(super) fn shown_value(element: &Element) -> Option<&str> {
    let is_text = ["text", ""].contains(&element.attr("type").unwrap_or_default());
    let is_fixed = element.attr("readonly").is_some() || element.attr("disabled").is_some();
    element
        .attr("value")
        .filter(|_| element.name() == "input" && is_text && is_fixed)
}

/// Names of elements that belong to the frame of a page.
const FRAME: [&str; 9] = [
    "script", "style", "noscript", "nav", "footer", "header", "aside", "select", "form",
];

/// Counts of the text in an element: the Chinese characters, and the pieces that may belong to a
/// document. Hidden text, the frame and links are not counted, except links to attachments.
#[derive(Clone, Copy, Default)]
struct Held {
    han: usize,
    pieces: usize,
}

/// The smallest element with all text of the document, and the number of Chinese characters in it;
/// `None` if that is the whole `body` or if it has fewer than 20 of them.
fn dense(html: &Html) -> Option<(NodeId, usize)> {
    let body = Selector::parse("body").ok()?;
    let body = html.select(&body).next()?;
    let title = window_title(html).unwrap_or_default();
    let held = held(*body, &squeeze(&title));
    let of = |id: NodeId| held.get(&id).copied().unwrap_or_default();
    let mut chosen = *body;
    loop {
        let whole = of(chosen.id());
        let inner = chosen
            .children()
            .filter(|n| n.value().is_element())
            .max_by_key(|n| (of(n.id()).pieces, of(n.id()).han));
        let Some(inner) = inner else { break };
        let part = of(inner.id());
        let is_block = inner.value().as_element().is_some_and(|e| {
            [
                "div",
                "section",
                "article",
                "main",
                "table",
                "tbody",
                "tr",
                "td",
                "center",
                "font",
                "ucapcontent",
                "span",
                "form",
            ]
            .contains(&e.name())
                || e.name().contains('-')
        });
        if !is_block || part.pieces < whole.pieces || part.pieces == 0 {
            break;
        }
        chosen = inner;
    }
    let found = of(chosen.id());
    (chosen.id() != body.id() && found.han >= 20).then_some((chosen.id(), found.han))
}

/// The forms with at least nine tenths of a page's Chinese characters. Some programs put the whole
/// page into a form, which then is no part of the frame.
fn whole_forms(body: ego_tree::NodeRef<'_, Node>) -> HashSet<NodeId> {
    let han = |node: ego_tree::NodeRef<'_, Node>| {
        let texts = node.descendants().filter_map(|n| n.value().as_text());
        texts
            .flat_map(|text| text.chars())
            .filter(|c| is_han(*c))
            .count()
    };
    let page = han(body);
    let is_form = |n: &ego_tree::NodeRef<'_, Node>| {
        n.value().as_element().is_some_and(|e| e.name() == "form")
    };
    let forms = body.descendants().filter(is_form);
    forms
        .filter(|f| han(*f) * 10 >= page * 9)
        .map(|f| f.id())
        .collect()
}

/// Counts the text in each element of a page. The title does not count as a piece.
fn held(body: ego_tree::NodeRef<'_, Node>, title: &str) -> HashMap<NodeId, Held> {
    let mut held: HashMap<NodeId, Held> = HashMap::new();
    let mut open: Vec<(NodeId, Held)> = Vec::new();
    let (mut passed, mut links) = (0usize, 0usize);
    // whether a piece of the text was found
    let mut is_begun = false;
    let whole = whole_forms(body);
    for edge in body.traverse() {
        let (node, is_open) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Element(element) => {
                let is_frame = FRAME.contains(&element.name()) && !whole.contains(&node.id());
                let is_passed = is_hidden(element) || is_frame;
                let is_link = element.name() == "a";
                if is_open {
                    passed += usize::from(is_passed);
                    links += usize::from(is_link);
                    open.push((node.id(), Held::default()));
                } else {
                    passed -= usize::from(is_passed);
                    links -= usize::from(is_link);
                    let Some((id, own)) = open.pop() else {
                        continue;
                    };
                    if let Some((_, above)) = open.last_mut() {
                        above.han += own.han;
                        above.pieces += own.pieces;
                    }
                    held.insert(id, own);
                }
            }
            Node::Text(text) if is_open && passed == 0 => {
                let han = text.chars().filter(|c| is_han(*c)).count();
                let is_file = links > 0 && in_link_to_file(node);
                if let Some((_, own)) = open.last_mut()
                    && (links == 0 || is_file)
                {
                    own.han += han;
                    let line = squeeze(text);
                    let is_title = !title.is_empty() && line.contains(title);
                    // a day above the text is a value of the head; below, it is that of the signature
                    let is_of_head = !is_begun && (is_date(&line) || furniture::is_details(&line));
                    let is_text = !is_title && !is_of_head && furniture::may_be_text(text);
                    own.pieces += usize::from(is_file || is_text);
                    is_begun |= is_text;
                }
            }
            _ => {}
        }
    }
    held
}

/// Whether a text is in a link to an attachment.
fn in_link_to_file(text: ego_tree::NodeRef<'_, Node>) -> bool {
    text.ancestors()
        .take(6)
        .filter_map(|n| n.value().as_element()?.attr("href"))
        .any(|href| is_of_office(href.split(['?', '#']).next().unwrap_or_default()))
}

/// Writes the values of three meta tags that 国办发〔2017〕47号 prescribes (title, day of
/// publication, source) into `page`; gives the document's title within the window's title.
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
    window_title(html)
}

/// The title of the window, without the name of the site.
fn window_title(html: &Html) -> Option<String> {
    let title = html
        .select(&Selector::parse("title").ok()?)
        .next()?
        .text()
        .collect::<String>();
    own_title(&title)
}

/// The document's title within the window's title, which may also name the site and its columns.
fn own_title(title: &str) -> Option<String> {
    let han = |t: &str| t.chars().filter(|c| is_han(*c)).count();
    let normal: String = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut parts: Vec<&str> = normal
        .split(['_', '|', '—', '–', '｜'])
        .flat_map(|p| p.split(" - "))
        .flat_map(|p| match p.rsplit_once(['-', '－']) {
            Some((own, site)) if is_portal(site) => vec![own, site],
            _ => vec![p],
        })
        .map(str::trim)
        .filter(|p| han(p) >= 4 || is_english(p))
        .collect();
    // a Chinese page may also name the site in English
    if parts.iter().any(|p| han(p) >= 4) {
        parts.retain(|p| han(p) >= 4);
    }
    if parts.iter().any(|p| !is_portal(p)) {
        parts.retain(|p| !is_portal(p));
    }
    let own = *parts.first()?;
    // spaces may also separate the title from the names of the site and its columns
    let words: Vec<&str> = own.split(' ').collect();
    let is_frame =
        |w: &&str| is_portal(w) || han(w) <= 6 && w.ends_with(['件', '告', '开', '息', '态', '策']);
    let kept: Vec<&str> = words.iter().copied().skip_while(is_frame).collect();
    // the names of joint issuers belong to the title, so they are not skipped
    let skipped = &words[..words.len() - kept.len()];
    let (maker, _) = kept
        .first()
        .and_then(|k| k.split_once("关于"))
        .unwrap_or_default();
    let is_joint = |w: &&str| is_match(&BODY_SUFFIX, w) && !w.ends_with("政府") && *w != maker;
    let kept = match is_match(&BODY_SUFFIX, maker) && skipped.iter().all(is_joint) {
        true => words,
        false => kept,
    };
    Some(match kept.is_empty() {
        true => own.to_owned(),
        false => kept.join(" "),
    })
}

/// The number of elements around a picture in which the label of a status may precede it.
const AROUND: usize = 3;

/// The longest label of a status, in characters.
const LONGEST_STATUS: usize = 12;

/// Whether the label of a status is directly before a node, perhaps in the element or cell before.
pub(super) fn is_status(node: ego_tree::NodeRef<'_, Node>) -> bool {
    let text = |node: ego_tree::NodeRef<'_, Node>| -> String {
        let texts = node.descendants().filter_map(|n| n.value().as_text());
        squeeze(&texts.map(|t| &**t).collect::<String>())
    };
    let is_word = |text: &String| text.chars().any(char::is_alphanumeric);
    let around = std::iter::once(node).chain(node.ancestors().take(AROUND));
    let label = around
        .filter_map(|n| n.prev_siblings().map(text).find(is_word))
        .next();
    label.is_some_and(|text| {
        let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
        let mut starts = text.char_indices().rev().take(LONGEST_STATUS);
        starts.any(|(at, _)| {
            let meaning = meaning(&fold(&text[at..]));
            meaning.and_then(Meaning::field) == Some(Field::Validity)
        })
    })
}
