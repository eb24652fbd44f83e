//! Takes the relations that name articles of another document (修改第十二条); gives a note for each
//! article with a number above the last article of that document.
//!
//! The finding is only a note, because an amendment may add such an article. It must not know what
//! an amendment does.

use super::{Rule, Scope};
use crate::diag::{Code, Diagnostic, Message};
use crate::parse::markdown::anchor_of_article;
use crate::plan::Plan;
use crate::relate::Target;
use crate::resolve::anchors;
use crate::source::Sources;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::MissingArticle],
    scope: Scope::Catalogue(look),
};

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    for &id in plan.documents() {
        let entry = plan.entry(id);
        for edge in plan.related.acts(id) {
            let Target::Entry(other) = edge.target else {
                continue;
            };
            if edge.places.is_empty() {
                continue;
            }
            let other = plan.entry(other);
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
                findings.push(sources.at(entry.file, range, finding));
            }
        }
    }
}

/// The number of an article, from its anchor: `a8`, or `a8-of-2` for 第八条之二.
fn number(anchor: &str) -> Option<u32> {
    let digits = anchor.strip_prefix('a')?;
    digits.split("-of-").next()?.parse().ok()
}
