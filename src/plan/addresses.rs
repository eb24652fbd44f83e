//! Takes the visible documents; gives the addresses of pages and files, and the old paths that
//! redirect.
//!
//! An address depends on one document alone. This file must not know lists or collisions.

use crate::catalogue::address;
use crate::diag::{Diagnostic, Message};
use crate::relate::{DocumentId, Related};
use crate::source::Sources;
use rayon::prelude::*;

/// The address of every visible document, by [`DocumentId::index`], and findings for transcribed
/// paths.
pub(super) fn of_documents(
    related: &Related<'_>,
    visible: &[DocumentId],
    sources: &Sources,
) -> (Vec<String>, Vec<Diagnostic>) {
    let made: Vec<(String, Option<Diagnostic>)> = visible
        .par_iter()
        .map(|&id| of_document(related, id, sources))
        .collect();
    let mut addresses = vec![String::new(); related.id_limit()];
    let mut findings = Vec::new();
    for (id, (address, finding)) in visible.iter().zip(made) {
        addresses[id.index()] = address;
        findings.extend(finding);
    }
    (addresses, findings)
}

fn of_document(
    related: &Related<'_>,
    id: DocumentId,
    sources: &Sources,
) -> (String, Option<Diagnostic>) {
    let entry = related.entry(id);
    if let Some(number) = &entry.index_number {
        let name = address::document(number).unwrap_or_default();
        return (format!("{name}.html"), None);
    }
    if let Some(slug) = &entry.details().slug {
        return (format!("{slug}.html"), None);
    }
    let file = sources.file(entry.file);
    let (address, is_transcribed) = of_page(file.stem());
    let finding = is_transcribed.then(|| {
        Diagnostic::new(Message::NonAsciiPagePath {
            url: (&address).into(),
        })
        .in_file(&file.shown())
    });
    (address, finding)
}

/// The address of a document with neither index number nor slug, made from its path in `content/`,
/// and whether a part of the path was transcribed.
fn of_page(stem: &str) -> (String, bool) {
    let is_plain = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let spell = |part| {
        if is_plain(part) {
            part.to_ascii_lowercase()
        } else {
            address::name(part)
        }
    };
    let parts: Vec<String> = stem.split('/').map(spell).collect();
    let is_transcribed = !stem.split('/').all(is_plain);
    (format!("{}.html", parts.join("/")), is_transcribed)
}

/// The address of a file of a document, in a folder with the page's name. `document` and `file` are
/// paths in `content/`.
pub fn file_address(page: &str, document: &str, file: &str) -> String {
    let folder = document.rsplit_once('/').map_or("", |(f, _)| f);
    let inside = if folder.is_empty() {
        file
    } else {
        file.strip_prefix(folder)
            .and_then(|p| p.strip_prefix('/'))
            .unwrap_or(file)
    };
    format!(
        "{}/{}",
        page.strip_suffix(".html").unwrap_or_default(),
        address::file(inside)
    )
}

/// The old paths of some documents, sorted. An old path without the ending of a page gets an
/// `index.html`.
pub(super) fn of_aliases<'a>(
    related: &Related<'_>,
    documents: impl Iterator<Item = &'a DocumentId>,
) -> Vec<(String, DocumentId)> {
    const PAGES: [&str; 3] = [".html", ".htm", ".shtml"];
    let mut aliases = Vec::new();
    for &id in documents {
        for alias in &related.entry(id).details().aliases {
            let lower = alias.to_ascii_lowercase();
            let path = if PAGES.iter().any(|ending| lower.ends_with(ending)) {
                alias.clone()
            } else {
                format!("{}/index.html", alias.trim_end_matches('/'))
            };
            aliases.push((path, id));
        }
    }
    aliases.sort();
    aliases
}
