//! Files in the content folder that go with no document: they are not published, and nobody would be told.

use crate::diag::{Diagnostic, Message};
use crate::plan::Plan;
use crate::relate::Shown;
use crate::source::{FileId, Sources};
use std::collections::{BTreeMap, HashSet};

/// So many files of a folder are named.
const NAMED: usize = 3;

/// One finding for each folder with such files. `used` are the files of all documents that were read.
pub(super) fn look(plan: &Plan<'_>, sources: &Sources, used: &HashSet<FileId>) -> Vec<Diagnostic> {
    // the text of a document that is not published was not read, so a file beside it may be its own
    let beside_unread: HashSet<&str> = plan
        .related
        .all_documents_hidden_included()
        .iter()
        .filter(|(_, id)| id.is_none_or(|id| plan.related.shown(id) != Shown::Published))
        .map(|(entry, _)| folder(&sources.file(entry.file).path))
        .collect();
    let mut by_folder: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, file) in sources.iter() {
        let folder = folder(&file.path);
        if !file.is_document()
            && !file.is_almost_document()
            && !used.contains(&id)
            && !beside_unread.contains(folder)
        {
            by_folder
                .entry(folder)
                .or_default()
                .push(file.path[folder.len()..].trim_start_matches('/'));
        }
    }
    let finding = |(folder, names): (&str, Vec<&str>)| {
        let mut shown = names[..names.len().min(NAMED)].join("、");
        if names.len() > NAMED {
            shown.push('…');
        }
        let place = if folder.is_empty() {
            "content".to_owned()
        } else {
            format!("content/{folder}")
        };
        let message = Message::UnusedFile {
            count: names.len().into(),
            names: shown.into(),
        };
        Diagnostic::new(message).in_file(&place)
    };
    by_folder.into_iter().map(finding).collect()
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
