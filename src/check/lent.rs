//! Takes the files that each document uses; gives those that a published document uses, but that
//! only unpublished documents list as attachments. This file must not know what the files contain.
//!
//! A file that a published text uses is published with this text.

use crate::catalogue::Entry;
use crate::diag::{Diagnostic, Message};
use crate::parse::markdown::{self, RawHtml, Target};
use crate::plan::Plan;
use crate::relate::{DocumentId, Shown};
use crate::resolve::{attached_file, linked_file};
use crate::source::{FileId, Sources};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// Reports each such file, once for each document that uses it. `used` has pairs of file and
/// document.
pub(super) fn look(
    plan: &Plan<'_>,
    sources: &Sources,
    used: &[(FileId, FileId)],
) -> Vec<Diagnostic> {
    let mut lent: HashMap<FileId, (&Entry, Range<usize>)> = HashMap::new();
    for (entry, id) in plan.related.all_documents_hidden_included().iter() {
        if !id.is_some_and(|id| is_published(plan, id)) {
            for (file, range) in attached(sources, entry) {
                lent.entry(file).or_insert((entry, range));
            }
        }
    }
    if lent.is_empty() {
        return Vec::new();
    }
    for id in plan.documents() {
        if is_published(plan, *id) {
            for (file, _) in attached(sources, plan.entry(*id)) {
                lent.remove(&file);
            }
        }
    }
    // in a fixed order, each pair once
    let used: BTreeSet<&(FileId, FileId)> = used.iter().collect();
    let mut findings = Vec::new();
    for (file, document) in used {
        let user = plan.related.by_file(*document);
        let user = user.filter(|id| is_published(plan, *id));
        if let (Some((hidden, range)), Some(user)) = (lent.get(file), user) {
            let message = Message::FileOfHiddenDocument {
                file: sources.file(*file).shown().into(),
                title: (&hidden.title).into(),
            };
            let listed = sources.place(hidden.file, range.clone());
            let finding = Diagnostic::new(message).also(listed);
            let place = used_at(sources, plan.entry(user), *file);
            findings.push(sources.at(*document, place, finding));
        }
    }
    findings
}

fn is_published(plan: &Plan<'_>, id: DocumentId) -> bool {
    plan.related.shown(id) == Shown::Published
}

/// The existing attachment files of a document, each with its place in the front matter.
fn attached<'a>(
    sources: &'a Sources,
    entry: &'a Entry,
) -> impl Iterator<Item = (FileId, Range<usize>)> + 'a {
    entry.attachments.iter().filter_map(|attachment| {
        let file = attached_file(sources, entry.file, &attachment.file)?;
        let range = attachment.at.start as usize..attachment.at.end as usize;
        Some((file, range))
    })
}

/// The first place where the text of a document shows a file or links to it.
fn used_at(sources: &Sources, entry: &Entry, file: FileId) -> Range<usize> {
    let text = sources.text(entry.file).ok().and_then(|(text, _)| text);
    let text = text.unwrap_or_default();
    let mut found = None;
    markdown::render(
        "",
        &text,
        entry.body_start,
        RawHtml::Cleaned,
        &mut |written, _, range| {
            if linked_file(sources, entry.file, written) == Some(file) {
                found.get_or_insert(range);
            }
            Target::default()
        },
    );
    found.unwrap_or(entry.body_start..entry.body_start)
}
