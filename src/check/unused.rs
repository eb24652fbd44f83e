//! Takes the files of the content folder and those that documents use; gives the files that belong
//! to no document. This file must not know what the files contain.
//!
//! Files that belong to no document are not published.

use crate::diag::{Diagnostic, Message};
use crate::plan::Plan;
use crate::relate::Shown;
use crate::source::{FileId, Sources};
use std::collections::{BTreeMap, HashSet};

/// The maximum number of files that a finding names. Each folder has its own finding.
const NAMED: usize = 3;

/// Reports each folder with unused files once. `used` are the files of all documents whose texts
/// were read.
pub(super) fn look(plan: &Plan<'_>, sources: &Sources, used: &HashSet<FileId>) -> Vec<Diagnostic> {
    // the text of an unpublished document was not read and may use any file of its folder
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
