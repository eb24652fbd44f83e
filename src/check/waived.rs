//! Takes all findings of a run; removes the findings that a waiver covers, and reports each waiver
//! with the number of findings that it removed. A waiver that removed none is reported as unused if
//! the whole document was checked. This file must not know how a finding is made.
//!
//! Only warnings and notes are waived here. `personal` applies its own waivers, because some of its
//! findings are errors.

use crate::catalogue::{Entry, Field, Waiver};
use crate::diag::{Diagnostic, Lang, Message};
use crate::source::Sources;
use std::collections::HashMap;

/// How much of a document was checked. An unused waiver is a mistake only if all findings of its
/// document are known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// The document is published, and its text was checked.
    Whole,
    /// The document is not published. Its front matter was checked, but its text was not checked,
    /// or not by all rules.
    FrontMatter,
}

/// Removes the findings for which their documents state a waiver, and reports the waivers.
pub fn waive<'a>(
    entries: impl Iterator<Item = (&'a Entry, Checked)>,
    sources: &Sources,
    findings: &mut Vec<Diagnostic>,
) {
    struct Document<'a> {
        entry: &'a Entry,
        checked: Checked,
        waivers: Vec<(&'a Waiver, usize)>,
    }
    let mut documents: HashMap<String, Document<'_>> = HashMap::new();
    for (entry, checked) in entries {
        let waivers = entry.details().waivers.iter();
        let waivers: Vec<_> = waivers
            .filter(|w| !w.is_for_rule())
            .map(|w| (w, 0))
            .collect();
        if !waivers.is_empty() {
            let document = Document {
                entry,
                checked,
                waivers,
            };
            documents.insert(sources.file(entry.file).shown(), document);
        }
    }
    if documents.is_empty() {
        return;
    }
    findings.retain(|finding| {
        let file = finding.file.as_deref().unwrap_or_default();
        let waivers = documents
            .get_mut(file)
            .into_iter()
            .flat_map(|d| &mut d.waivers);
        let covering = waivers
            .into_iter()
            .find(|(waiver, _)| covers(waiver, finding));
        covering.map(|(_, count)| *count += 1).is_none()
    });
    let mut documents: Vec<_> = documents.into_values().collect();
    documents.sort_by_key(|document| document.entry.file);
    for document in documents {
        for (waiver, count) in document.waivers {
            if count == 0 && document.checked == Checked::FrontMatter {
                continue;
            }
            let finding = Diagnostic::new(message(waiver, count));
            let file = document.entry.file;
            findings.push(sources.at(file, document.entry.span(Field::Privacy), finding));
        }
    }
}

/// Whether a waiver covers a finding. The codes must be equal. If the waiver names a value or a
/// file, the Chinese message of the finding or the line at its place must contain it.
fn covers(waiver: &Waiver, finding: &Diagnostic) -> bool {
    let line = finding.place.as_ref().map_or("", |place| &place.text);
    let names = |what: &String| line.contains(what) || finding.message(Lang::Zh).contains(what);
    waiver.code == finding.code()
        && waiver.value.as_ref().is_none_or(names)
        && waiver.file.as_ref().is_none_or(names)
}

fn message(waiver: &Waiver, count: usize) -> Message {
    let what = waiver.shown().into();
    if count == 0 {
        return Message::UnusedWaiver { what };
    }
    Message::FindingWaived {
        what,
        count: count.into(),
        reason: (&waiver.reason).into(),
    }
}
