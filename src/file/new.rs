//! Takes new files with their bytes; writes each whole or not at all, and replaces none. This file
//! must not know what the files contain.

use super::folder::Folder;
use super::whole::{move_to_new, sync_folder};
use crate::diag::Error;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Writes new files in the given order, and makes their folders. Each file is first written in the
/// folder `stage` on the same disk, so that a killed run leaves no partial file. If a file cannot
/// be moved to its place, usually because a file exists there, the files moved before it are
/// removed again.
///
/// The last file shows that all files are complete, so it must not exist yet. Any other file that
/// exists with the same bytes (from a killed run) is kept.
pub fn write_new(stage: &Path, files: &[(PathBuf, &[u8])]) -> Result<(), Error> {
    let mine: Vec<&Path> = stage.ancestors().take_while(|f| !f.exists()).collect();
    let written = fs::create_dir_all(stage)
        .map_err(Error::making(stage))
        .and_then(|()| Folder::new(stage, "run-"))
        .and_then(|folder| {
            folder.clear_others();
            put(folder.path(), files)
        });
    // `remove_dir` leaves folders that are not empty
    drop(fs::remove_dir(stage));
    mine.into_iter()
        .for_each(|folder| drop(fs::remove_dir(folder)));
    written
}

fn put(stage: &Path, files: &[(PathBuf, &[u8])]) -> Result<(), Error> {
    let mut staged: Vec<(&Path, TempPath)> = Vec::with_capacity(files.len());
    for (i, (path, bytes)) in files.iter().enumerate() {
        let is_last = i + 1 == files.len();
        if is_last || !fs::read(path).is_ok_and(|there| there == *bytes) {
            staged.push((path, whole(stage, bytes).map_err(Error::writing(path))?));
        }
    }
    let folders: BTreeSet<&Path> = staged
        .iter()
        .filter_map(|(path, _)| path.parent())
        .collect();
    let missing = |folder: &&Path| folder.symlink_metadata().is_err();
    let made: BTreeSet<&Path> = folders
        .iter()
        .flat_map(|folder| folder.ancestors().take_while(missing))
        .collect();
    let make = |folder: &&Path| fs::create_dir_all(folder).map_err(Error::making(folder));
    let moved = folders
        .iter()
        .try_for_each(make)
        .and_then(|()| move_all(staged));
    match moved {
        Ok(()) => folders.into_iter().for_each(sync_folder),
        // in the set, a folder comes after its parents; the reverse order removes it before them
        Err(_) => made
            .into_iter()
            .rev()
            .for_each(|folder| drop(fs::remove_dir(folder))),
    }
    moved
}

/// Moves files to their places: all of them, or none.
fn move_all(staged: Vec<(&Path, TempPath)>) -> Result<(), Error> {
    let mut done: Vec<&Path> = Vec::with_capacity(staged.len());
    for (path, new) in staged {
        if let Err(error) = move_to_new(new, path) {
            for path in done {
                fs::remove_file(path).ok();
            }
            return Err(match error.kind() {
                std::io::ErrorKind::AlreadyExists => Error::Exists(path.to_owned()),
                _ => Error::making(path)(error),
            });
        }
        done.push(path);
    }
    Ok(())
}

/// A file in the folder `stage` with these bytes, flushed to the disk.
fn whole(stage: &Path, bytes: &[u8]) -> std::io::Result<TempPath> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("new-");
    // the user's umask removes some of these permissions
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut new = builder.tempfile_in(stage)?;
    new.write_all(bytes)?;
    new.as_file().sync_all()?;
    Ok(new.into_temp_path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_written_or_none() {
        let site = tempfile::tempdir().unwrap();
        let (stage, folder) = (site.path().join(".mulu/new"), site.path().join("a/b"));
        let file = |name: &str| folder.join(name);
        write_new(&stage, &[(file("1.docx"), b"one"), (file("2.md"), b"two")]).unwrap();
        assert_eq!(fs::read(file("2.md")).unwrap(), b"two");
        let again = write_new(&stage, &[(file("3.md"), b"3"), (file("1.docx"), b"other")]);
        assert!(matches!(again, Err(Error::Exists(path)) if path == file("1.docx")));
        assert_eq!(fs::read(file("1.docx")).unwrap(), b"one");
        assert!(!file("3.md").exists() && !site.path().join(".mulu").exists());
    }

    #[test]
    fn what_a_killed_run_left_is_completed() {
        let site = tempfile::tempdir().unwrap();
        let stage = site.path().join(".mulu/new");
        let left = stage.join("run-left");
        fs::create_dir_all(&left).unwrap();
        fs::write(left.join("lock"), "").unwrap();
        let file = |name: &str| site.path().join(name);
        fs::write(file("1.docx"), "one").unwrap();
        let files = [(file("1.docx"), &b"one"[..]), (file("2.md"), b"two")];
        write_new(&stage, &files).unwrap();
        assert_eq!(fs::read(file("2.md")).unwrap(), b"two");
        assert!(!stage.exists());
        // the last file is never made twice
        let again = write_new(&stage, &files);
        assert!(matches!(again, Err(Error::Exists(path)) if path == file("2.md")));
        assert_eq!(fs::read(file("1.docx")).unwrap(), b"one");
    }
}
