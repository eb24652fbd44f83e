//! Takes a package that is about to be made; refuses it if it would replace an existing package or
//! foreign files, disclose a document too early, or contain a name that some systems cannot store.
//! `mod.rs` makes the package. This file must not know how a package is made.

use super::source::Content;
use crate::archive;
use crate::diag::{Diagnostic, Error, Message, Severity};
use crate::file::slashed;
use crate::plan::Plan;
use crate::relate::DocumentId;
use crate::source::Sources;
use jiff::civil::Date;
use std::collections::HashSet;
use std::path::Path;

/// Refuses to put a package in the place of a file.
pub(super) fn file(output: &Path) -> Result<(), Error> {
    if !output.exists() || output.is_dir() {
        return Ok(());
    }
    let shown = output.display();
    Err(Error::package(
        format!("“{shown}”是一个文件，而归档包是一个文件夹；请用 -o 另写一个文件夹的名称"),
        format!("{shown} is a file, and a package is a folder; name another folder with -o"),
    ))
}

/// Refuses to replace an existing package or its zip file.
pub(super) fn existing(output: &Path, zip: Option<&Path>) -> Result<(), Error> {
    let mut paths = [Some(output), zip].into_iter().flatten();
    match paths.find(|p| p.exists()) {
        None => Ok(()),
        Some(there) => {
            let shown = there.display();
            Err(Error::package(
                format!("“{shown}”已存在；要重新生成，请加 --force"),
                format!("{shown} exists; to make it anew, add --force"),
            ))
        }
    }
}

/// Refuses to replace a folder that contains foreign files. A file is foreign if the folder's
/// manifests do not list it and it is neither the tag manifest nor a signature of it.
pub(super) fn foreign(output: &Path) -> Result<(), Error> {
    if !output.exists() {
        return Ok(());
    }
    let mut listed: HashSet<String> = archive::SEALS.iter().map(|s| (*s).to_owned()).collect();
    listed.insert(archive::TAG_MANIFEST.to_owned());
    for manifest in [archive::MANIFEST_SHA512, archive::TAG_MANIFEST] {
        let text = std::fs::read_to_string(output.join(manifest)).unwrap_or_default();
        listed.extend(
            text.lines()
                .filter_map(|l| Some(l.split_once("  ")?.1.to_owned())),
        );
    }
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(output)
        .follow_links(false)
        .sort_by_file_name()
    {
        let entry = entry.map_err(|e| {
            Error::reading(output)(
                e.into_io_error()
                    .unwrap_or_else(|| std::io::Error::other("loop")),
            )
        })?;
        let relative = entry.path().strip_prefix(output).unwrap_or(entry.path());
        let path = slashed(relative);
        if !entry.file_type().is_dir() && !listed.contains(&path) {
            files.push(path);
        }
    }
    files.truncate(10);
    if files.is_empty() {
        Ok(())
    } else {
        Err(Error::ForeignFiles {
            folder: output.to_owned(),
            files,
        })
    }
}

/// The finding for a file whose name cannot go into a package. It is always an error here. In
/// `check` the same finding is a warning by default.
pub(super) fn unportable(path: &str, content: &Content) -> Diagnostic {
    let here = content.here.get(path).map_or_else(
        || {
            path.strip_prefix(archive::SOURCE)
                .and_then(|p| p.strip_prefix('/'))
                .unwrap_or(path)
        },
        String::as_str,
    );
    let name = here
        .split('/')
        .find(|part| !archive::is_portable(part))
        .or_else(|| here.rsplit('/').next())
        .unwrap_or(here);
    let message = Message::UnportableName { name: name.into() };
    Diagnostic {
        severity: Severity::Error,
        ..Diagnostic::new(message).in_file(here)
    }
}

/// Refuses a package that would disclose documents with a day of publication after `today`. This
/// can happen only if the year of the package is not over.
pub(super) fn undisclosed(plan: &Plan<'_>, sources: &Sources, today: Date) -> Result<(), Error> {
    let ahead = |id: &&DocumentId| {
        plan.entry(**id)
            .date_published
            .is_some_and(|(d, _)| d > today)
    };
    let mut files: Vec<String> = plan
        .order
        .iter()
        .filter(ahead)
        .map(|id| sources.file(plan.entry(*id).file).shown())
        .collect();
    if files.is_empty() {
        return Ok(());
    }
    let count = files.len();
    files.sort_unstable();
    files.truncate(10);
    let list = files.join("\n  ");
    Err(Error::package(
        format!(
            "到今天（{today}）还有 {count} 份文件未到发布日期，归档包会使其提前公开；请在该年结束后再做：\n  {list}"
        ),
        format!(
            "{count} documents are not published yet today ({today}), and the package would disclose them; make it when the year is over:\n  {list}"
        ),
    ))
}
