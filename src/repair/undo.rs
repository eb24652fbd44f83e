//! Takes the last record of `.mulu/undo`; restores the old bytes of all its files or, as far as the
//! disk allows, of none. This file must not know what the repair was.

use super::disk::{Replacement, Step, digest, remove_remains, replace};
use super::store::{Kept, RECORD, folder, records, remove};
use crate::diag::Error;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Undoes the last repair; gives the files that it had changed. The site must be locked.
///
/// If somebody has changed one of the files since then, nothing is undone.
pub fn undo(root: &Path) -> Result<Vec<String>, Error> {
    undo_by(root, &|| ())
}

pub(super) fn undo_by(root: &Path, step: Step<'_>) -> Result<Vec<String>, Error> {
    let Some(last) = records(root)?.pop() else {
        return Err(Error::usage(
            "没有可以撤销的修改",
            "there is no repair to take back",
        ));
    };
    let record = folder(root).join(last.to_string());
    let kept = read(&record)?;
    let paths: Vec<PathBuf> = kept
        .iter()
        .map(|file| path_of(root, &record, file))
        .collect::<Result<_, Error>>()?;
    remove_remains(paths.iter().map(PathBuf::as_path))?;
    let mut changed = Vec::new();
    let mut old: Vec<(&Path, &Kept, Vec<u8>)> = Vec::new();
    for (i, (file, path)) in kept.iter().zip(&paths).enumerate() {
        let now = fs::read(path)
            .map(|bytes| digest(&bytes))
            .unwrap_or_default();
        // a killed repair may have left some files unchanged
        if now == file.before {
            continue;
        }
        if now != file.after {
            changed.push(file.path.as_str());
            continue;
        }
        let copy = record.join(i.to_string());
        let bytes = fs::read(&copy).map_err(Error::reading(&copy))?;
        if digest(&bytes) != file.before {
            return Err(damaged(&copy));
        }
        old.push((path, file, bytes));
    }
    if !changed.is_empty() {
        return Err(changed_since(&changed));
    }
    let files: Vec<Replacement<'_>> = old
        .iter()
        .map(|(path, file, bytes)| Replacement {
            path,
            file: &file.path,
            before: file.after.clone(),
            after: bytes,
        })
        .collect();
    replace(&files, step)?;
    step();
    remove(&record)?;
    Ok(kept.into_iter().map(|f| f.path).collect())
}

fn read(record: &Path) -> Result<Vec<Kept>, Error> {
    let path = record.join(RECORD);
    let bytes = fs::read(&path).map_err(Error::reading(&path))?;
    serde_json::from_slice(&bytes).map_err(|_| damaged(&path))
}

/// The path of a recorded file, which must be in the content folder.
fn path_of(root: &Path, record: &Path, file: &Kept) -> Result<PathBuf, Error> {
    let relative: PathBuf = file.path.split('/').collect();
    let is_inside = relative.starts_with("content")
        && relative
            .components()
            .all(|c| matches!(c, Component::Normal(_)));
    if is_inside {
        Ok(root.join(relative))
    } else {
        Err(damaged(&record.join(RECORD)))
    }
}

fn damaged(path: &Path) -> Error {
    Error::usage(
        format!("撤销记录“{}”已损坏，没有撤销", path.display()),
        format!(
            "the record {} is damaged; nothing was taken back",
            path.display()
        ),
    )
}

fn changed_since(files: &[&str]) -> Error {
    const LISTED: usize = 20;
    let list = files
        .iter()
        .take(LISTED)
        .copied()
        .collect::<Vec<_>>()
        .join("\n  ");
    let (more_zh, more_en) = match files.len().saturating_sub(LISTED) {
        0 => (String::new(), String::new()),
        more => (
            format!("\n  ……另有 {more} 个"),
            format!("\n  ... and {more} more"),
        ),
    };
    Error::usage(
        format!(
            "下列文件在自动修改之后又有改动，或者已被移走，为免丢失改动，没有撤销：\n  {list}{more_zh}\n\
             原文保存在 .mulu/undo 中，可以自行对照。"
        ),
        format!(
            "these files were changed or moved after the repair, so nothing was taken back:\n  {list}{more_en}\n\
             The texts before the repair are in .mulu/undo."
        ),
    )
}
