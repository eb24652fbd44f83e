//! Takes the files that change; keeps old bytes as a record in `.mulu/undo`, then stores the new
//! ones. This file must not know why they change.
//!
//! A record is a numbered folder with the old bytes and `record.json` (paths and digests). The
//! record is renamed to its number when it is complete.

use super::disk::{Replacement, Step, digest, remove_remains, replace, write_synced};
use super::rewrite::Rewrite;
use crate::diag::Error;
use crate::file::{slashed, sync_folder};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// The maximum number of records that are kept; the oldest are removed.
const KEPT: usize = 50;

/// The entry of a file in a record.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The path on the disk, relative to the site's root, with `/` between its parts.
    pub(super) path: String,
    /// The digest of the old bytes.
    pub(super) before: String,
    /// The digest of the new bytes.
    pub(super) after: String,
}

/// The folder with all records of a site.
pub(super) fn folder(root: &Path) -> PathBuf {
    root.join(".mulu").join("undo")
}

/// The name of the file that describes a record.
pub(super) const RECORD: &str = "record.json";

/// The numbers of the records, from the oldest.
pub(super) fn records(root: &Path) -> Result<Vec<u64>, Error> {
    let folder = folder(root);
    let entries = match fs::read_dir(&folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(Error::reading(&folder))?,
    };
    let mut numbers = Vec::new();
    for entry in entries {
        let name = entry.map_err(Error::reading(&folder))?.file_name();
        numbers.extend(name.to_str().and_then(|n| n.parse::<u64>().ok()));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// Stores the new bytes of all files or, as far as the disk allows, of none. The site must be
/// locked.
pub fn store(root: &Path, rewrites: &[Rewrite]) -> Result<(), Error> {
    store_by(root, rewrites, &|| ())
}

pub(super) fn store_by(root: &Path, rewrites: &[Rewrite], step: Step<'_>) -> Result<(), Error> {
    if rewrites.is_empty() {
        return Ok(());
    }
    remove_remains(rewrites.iter().map(|r| r.path.as_path()))?;
    let number = records(root)?.last().map_or(1, |last| last + 1);
    let record = keep(root, rewrites, number, step)?;
    let files: Vec<Replacement<'_>> = rewrites
        .iter()
        .map(|r| Replacement {
            path: &r.path,
            file: &r.file,
            before: digest(&r.before),
            after: &r.after,
        })
        .collect();
    if let Err(error) = replace(&files, step) {
        // if a file has its new bytes, its old bytes are only in the record, so the record stays
        let is_new = |f: &Replacement<'_>| fs::read(f.path).is_ok_and(|bytes| bytes == f.after);
        if !files.iter().any(is_new) {
            remove(&record).ok();
        }
        return Err(error);
    }
    let numbers = records(root)?;
    for old in &numbers[..numbers.len().saturating_sub(KEPT)] {
        step();
        remove(&folder(root).join(old.to_string()))?;
    }
    Ok(())
}

/// Makes the record of some files before they change; gives its folder.
fn keep(root: &Path, rewrites: &[Rewrite], number: u64, step: Step<'_>) -> Result<PathBuf, Error> {
    let all = folder(root);
    step();
    fs::create_dir_all(&all).map_err(Error::making(&all))?;
    let new = all.join("new");
    if new.exists() {
        fs::remove_dir_all(&new).map_err(Error::removing(&new))?;
    }
    fs::create_dir(&new).map_err(Error::making(&new))?;
    let mut kept = Vec::with_capacity(rewrites.len());
    for (i, rewrite) in rewrites.iter().enumerate() {
        step();
        write_synced(&new.join(i.to_string()), &rewrite.before)?;
        let relative = rewrite.path.strip_prefix(root).unwrap_or(&rewrite.path);
        kept.push(Kept {
            path: slashed(relative),
            before: digest(&rewrite.before),
            after: digest(&rewrite.after),
        });
    }
    step();
    let json = serde_json::to_vec_pretty(&kept).unwrap_or_default();
    write_synced(&new.join(RECORD), &json)?;
    sync_folder(&new);
    step();
    let record = all.join(number.to_string());
    fs::rename(&new, &record).map_err(Error::renaming(&new))?;
    sync_folder(&all);
    Ok(record)
}

/// Removes a record. It is renamed first, so that no partly removed record is read.
pub(super) fn remove(record: &Path) -> Result<(), Error> {
    let old = record.with_file_name("old");
    if old.exists() {
        fs::remove_dir_all(&old).map_err(Error::removing(&old))?;
    }
    fs::rename(record, &old).map_err(Error::renaming(record))?;
    fs::remove_dir_all(&old).map_err(Error::removing(&old))
}
