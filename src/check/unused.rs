//! Files in the content folder that go with no document: they are not published, and nobody would be told.

use crate::catalogue::EntryId;
use crate::diag::{Code, Diagnostic};
use crate::plan::Plan;
use crate::relate::Shown;
use crate::source::{FileId, Sources};
use std::collections::{BTreeMap, HashSet};

/// So many files of a folder are named.
const NAMED: usize = 3;

/// One finding for each folder with such files. `used` are the files of all documents that were read.
pub(super) fn look(plan: &Plan<'_>, sources: &Sources, used: &HashSet<FileId>) -> Vec<Diagnostic> {
    let catalogue = plan.related.catalogue;
    // a document that is not shown was not read: what lies beside it may be its own
    let hidden = (0..catalogue.len() as u32)
        .map(EntryId)
        .filter(|id| plan.related.shown(*id) != Shown::Published);
    let beside_hidden: HashSet<&str> = hidden
        .map(|id| folder(&sources.file(catalogue.entry(id).file).path))
        .collect();
    let mut by_folder: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, file) in sources.iter() {
        let folder = folder(&file.path);
        if !file.is_document()
            && !file.is_almost_document()
            && !used.contains(&id)
            && !beside_hidden.contains(folder)
        {
            by_folder
                .entry(folder)
                .or_default()
                .push(file.path[folder.len()..].trim_start_matches('/'));
        }
    }
    let report = |(folder, names): (&str, Vec<&str>)| {
        let mut shown = names[..names.len().min(NAMED)].join("、");
        if names.len() > NAMED {
            shown.push('…');
        }
        let place = if folder.is_empty() {
            "content".to_owned()
        } else {
            format!("content/{folder}")
        };
        Diagnostic::new(Code::UnusedFile)
            .in_file(&place)
            .with("count", names.len().to_string())
            .with("names", shown)
    };
    by_folder.into_iter().map(report).collect()
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
