//! Takes the relations that name articles of another document (修改第十二条, “amends article 12”);
//! gives a note for each article after the last one of that document. This file must not know what
//! an amendment does.
//!
//! The finding is only a note, because an amendment may add an article.

use super::{Rule, Scope, relations};
use crate::catalogue::Entry;
use crate::diag::{Code, Diagnostic, Message};
use crate::parse::markdown::anchor_of_article;
use crate::plan::Plan;
use crate::resolve::anchors;
use crate::source::Sources;
use std::ops::Range;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::MissingArticle],
    scope: Scope::Catalogue(look),
};

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    for (entry, edge, other) in relations(plan) {
        if edge.places.is_empty() {
            continue;
        }
        let Some(anchors) = anchors(plan, sources, other) else {
            continue;
        };
        let Some(last) = anchors.iter().filter_map(|a| number(a)).max() else {
            continue;
        };
        let item = entry
            .relations
            .iter()
            .find(|item| item.relation == edge.relation && item.places == edge.places);
        for place in &edge.places {
            let anchor = anchor_of_article(place);
            if anchor.as_deref().and_then(number).is_none_or(|n| n <= last) {
                continue;
            }
            let target = other.document_number.as_deref().unwrap_or(&other.title);
            let finding = Diagnostic::new(Message::MissingArticle {
                place: place.as_str().into(),
                target: target.into(),
                last: last.into(),
            });
            let range = item.map_or(0..0, |item| item.at.start as usize..item.at.end as usize);
            let range = place_in(sources, entry, &range, place).unwrap_or(range);
            findings.push(sources.at(entry.file, range, finding));
        }
    }
}

/// The place in the front matter where an article is named. The search begins at the key 条款, or
/// else `articles`, on or below the line with the other document's name. `item` is the place of
/// this name.
fn place_in(
    sources: &Sources,
    entry: &Entry,
    item: &Range<usize>,
    place: &str,
) -> Option<Range<usize>> {
    let text = sources.text(entry.file).ok()?.0?;
    let named = place.split('：').next()?;
    // `articles: [6]` was read as 第6条, so the number alone is also searched for
    let number = named.trim_start_matches('第').trim_end_matches('条');
    let line = text[..item.start.min(entry.body_start)]
        .rfind('\n')
        .map_or(0, |i| i + 1);
    let after = text.get(line..entry.body_start)?;
    let from = ["条款", "articles"]
        .iter()
        .find_map(|key| after.find(key))?;
    [named, number].into_iter().find_map(|name| {
        let at = after[from..].find(name).filter(|_| !name.is_empty())?;
        Some(line + from + at..line + from + at + name.len())
    })
}

/// The number of an article, from its anchor: `a8`, or `a8-of-2` for 第八条之二.
fn number(anchor: &str) -> Option<u32> {
    let digits = anchor.strip_prefix('a')?;
    digits.split("-of-").next()?.parse().ok()
}
