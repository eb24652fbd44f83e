//! Takes a body, and notes about documents that change its articles; gives the body with each note
//! below its article (本条由……修改, "this article was amended by …"). Other notes are at the end,
//! before the footnotes.
//!
//! This file must not know the plan.

use super::frame::Words;
use super::view::{Note, Ref};
use crate::diag::fill;
use crate::escape::markup_into;
use crate::parse::markdown::{Body, anchor_of_article};
use std::borrow::Cow;

/// The body with its notes. `root` leads from the page to the site's root.
pub(super) fn set<'b>(
    words: Words<'_>,
    body: &'b Body,
    root: &str,
    notes: &[Note<'_, Ref<'_>>],
) -> Cow<'b, str> {
    if notes.is_empty() {
        return Cow::Borrowed(&body.html);
    }
    let html = &body.html;
    let place = |note: &Note<'_, Ref<'_>>| {
        let anchor = anchor_of_article(note.place)?;
        let is_there = body.headings.iter().any(|h| h.id == anchor);
        let at = html.find(&format!(" id=\"{anchor}\""))?;
        is_there.then(|| end_of_article(html, at))
    };
    let end = html.find("<div class=\"footnotes\"").unwrap_or(html.len());
    let mut placed: Vec<(usize, &Note<'_, Ref<'_>>)> = notes
        .iter()
        .map(|note| (place(note).unwrap_or(end), note))
        .collect();
    placed.sort_by_key(|(at, _)| *at);
    let mut out = String::with_capacity(html.len() + 300 * notes.len());
    let mut from = 0;
    for (at, note) in placed {
        out.push_str(&html[from..at]);
        out.push_str(&paragraph(words, root, note));
        from = at;
    }
    out.push_str(&html[from..]);
    Cow::Owned(out)
}

/// Where the article that begins near `at` ends: before the next article, heading, rule, paragraph
/// with a class, list of attachments or footnotes. If none of these follows, at the end of the
/// body.
fn end_of_article(html: &str, at: usize) -> usize {
    const NEXT: [&str; 11] = [
        "<p id=\"a",
        "<h1",
        "<h2",
        "<h3",
        "<h4",
        "<h5",
        "<h6",
        "<hr",
        "<p class=\"",
        "<p>附件",
        "<div class=\"footnotes\"",
    ];
    let after = at + html[at..].find('>').unwrap_or(0);
    let next = NEXT.iter().filter_map(|mark| html[after..].find(mark));
    next.min().map_or(html.len(), |n| after + n)
}

fn paragraph(words: Words<'_>, root: &str, note: &Note<'_, Ref<'_>>) -> String {
    let mut by = String::new();
    let name = note
        .by
        .document_number
        .or(note.by.title)
        .unwrap_or_default();
    if let Some(url) = note.by.url {
        by.push_str("<a href=\"");
        markup_into(&mut by, root);
        markup_into(&mut by, url);
        by.push_str("\">");
        markup_into(&mut by, name);
        by.push_str("</a>");
    } else {
        markup_into(&mut by, name);
    }
    let own = words.text(&format!("note_{}", note.name));
    let text = if own.is_empty() || note.from.is_none() {
        words.text("note_other")
    } else {
        own
    };
    let marked = |text: &str| {
        let mut out = String::new();
        markup_into(&mut out, text);
        out
    };
    let day = note.from.as_deref().unwrap_or_default();
    let more = note
        .words
        .map(|more| fill(words.text("note_words"), |_| Some(Cow::Owned(marked(more)))));
    let text = fill(text, |key| {
        Some(match key {
            "place" => Cow::Owned(marked(note.place)),
            "by" => Cow::Borrowed(&*by),
            "date" => format!("<time datetime=\"{day}\">{}</time>", words.day(day)).into(),
            "words" => more.clone().unwrap_or_default().into(),
            _ => return None,
        })
    });
    format!("<p class=\"was\">{text}</p>\n")
}
