//! Takes files with new bytes; replaces all of the old files or, as far as the disk allows, none.
//! This file must not know why the files change.
//!
//! `replace` calls `step` before it writes a file and before it moves a file into place, so that a
//! test can end the process there.

use crate::archive::hex;
use crate::diag::Error;
use crate::file::{move_into_place, sync_folder};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// The prefix of the names of temporary files beside documents.
const PREFIX: &str = ".mulu-fix-";

/// Called before a step that changes the disk.
pub(super) type Step<'a> = &'a dyn Fn();

/// A file that is replaced.
pub(super) struct Replacement<'a> {
    pub(super) path: &'a Path,
    /// The path as messages show it.
    pub(super) file: &'a str,
    /// The digest that the file must have until it is replaced.
    pub(super) before: String,
    /// Its new bytes.
    pub(super) after: &'a [u8],
}

/// The SHA-256 of some bytes, in hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Replaces all files. After a failure, it tries to restore the files that it has replaced; if that
/// fails too, these files keep their new bytes. If a file has unexpected bytes, no file is
/// replaced.
pub(super) fn replace(files: &[Replacement<'_>], step: Step<'_>) -> Result<(), Error> {
    let mut staged: Vec<TempPath> = Vec::with_capacity(files.len());
    for file in files {
        step();
        staged.push(stage(file.path, file.after).map_err(Error::writing(file.path))?);
    }
    let mut old = Vec::with_capacity(files.len());
    for file in files {
        let bytes = fs::read(file.path).map_err(Error::reading(file.path))?;
        if digest(&bytes) != file.before {
            return Err(Error::ChangedMeanwhile(file.file.to_owned()));
        }
        old.push(bytes);
    }
    for (i, (file, new)) in files.iter().zip(staged).enumerate() {
        step();
        if let Err(error) = move_into_place(new, file.path) {
            for (file, bytes) in files[..i].iter().zip(&old) {
                if let Ok(new) = stage(file.path, bytes) {
                    move_into_place(new, file.path).ok();
                }
            }
            return Err(Error::writing(file.path)(error));
        }
    }
    let folders: BTreeSet<&Path> = files.iter().filter_map(|f| f.path.parent()).collect();
    folders.into_iter().for_each(sync_folder);
    Ok(())
}

/// Writes new bytes into a temporary file beside a file. The temporary file gets the permissions of
/// that file and, if allowed, its owner and group.
fn stage(path: &Path, bytes: &[u8]) -> std::io::Result<TempPath> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut new = tempfile::Builder::new()
        .prefix(PREFIX)
        .tempfile_in(folder)?;
    new.write_all(bytes)?;
    let metadata = fs::metadata(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // only the administrator may change the owner
        std::os::unix::fs::fchown(new.as_file(), Some(metadata.uid()), Some(metadata.gid())).ok();
    }
    new.as_file().set_permissions(metadata.permissions())?;
    new.as_file().sync_all()?;
    Ok(new.into_temp_path())
}

/// Removes the temporary files that a killed run left beside the given files.
pub(super) fn remove_remains<'a>(files: impl Iterator<Item = &'a Path>) -> Result<(), Error> {
    let folders: BTreeSet<&Path> = files.filter_map(Path::parent).collect();
    for folder in folders.into_iter().filter(|f| f.is_dir()) {
        for entry in fs::read_dir(folder).map_err(Error::reading(folder))? {
            let path = entry.map_err(Error::reading(folder))?.path();
            let name = path.file_name().unwrap_or_default();
            if name.to_string_lossy().starts_with(PREFIX) {
                fs::remove_file(&path).map_err(Error::removing(&path))?;
            }
        }
    }
    Ok(())
}

/// Writes a new file and flushes it to the disk.
pub(super) fn write_synced(path: &PathBuf, bytes: &[u8]) -> Result<(), Error> {
    let write = || {
        let mut file = fs::File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(Error::writing(path))
}
