//! Takes new files with their bytes; writes each whole or not at all, and replaces no file. It must
//! not know what the files contain.

use crate::diag::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempPath;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Writes new files, in this order, and the folders that they need. They are first written to the
/// folder `stage`, which must be on the same disk, so that a killed run leaves no incomplete file.
/// If a file cannot be moved to its place, usually because another file is there, the files before
/// it are removed again.
pub fn write_new(stage: &Path, files: &[(PathBuf, &[u8])]) -> Result<(), Error> {
    let mine: Vec<&Path> = stage.ancestors().take_while(|f| !f.exists()).collect();
    fs::create_dir_all(stage).map_err(Error::making(stage))?;
    let written = put(stage, files);
    clear(stage);
    // `remove_dir` leaves folders that are not empty
    mine.into_iter()
        .for_each(|folder| drop(fs::remove_dir(folder)));
    written
}

fn put(stage: &Path, files: &[(PathBuf, &[u8])]) -> Result<(), Error> {
    let mut staged: Vec<TempPath> = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        staged.push(whole(stage, bytes).map_err(Error::writing(path))?);
    }
    for (path, _) in files {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::making(folder))?;
        }
    }
    for (i, ((path, _), new)) in files.iter().zip(staged).enumerate() {
        if let Err(error) = new.persist_noclobber(path) {
            for (path, _) in &files[..i] {
                fs::remove_file(path).ok();
            }
            return Err(match error.error.kind() {
                std::io::ErrorKind::AlreadyExists => Error::Exists(path.clone()),
                _ => Error::making(path)(error.error),
            });
        }
    }
    Ok(())
}

/// Removes the files that killed runs left in the folder `stage`. A file younger than a day may
/// belong to another run and stays.
fn clear(stage: &Path) {
    let Ok(now) = tempfile::tempfile_in(stage).and_then(|f| f.metadata()?.modified()) else {
        return;
    };
    for entry in fs::read_dir(stage).into_iter().flatten().flatten() {
        let written = entry.metadata().and_then(|m| m.modified());
        if written.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > DAY)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A file in the folder `stage` with these bytes, flushed to the disk.
fn whole(stage: &Path, bytes: &[u8]) -> std::io::Result<TempPath> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("new-");
    // the permissions of any new file; the user's umask removes some
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
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
    fn what_killed_runs_left_is_cleared() {
        let site = tempfile::tempdir().unwrap();
        let stage = site.path().join("new");
        fs::create_dir(&stage).unwrap();
        let [old, young] = ["new-old", "new-young"].map(|name| stage.join(name));
        let file = fs::File::create(&old).unwrap();
        let now = file.metadata().unwrap().modified().unwrap();
        file.set_modified(now - 2 * DAY).unwrap();
        drop(file);
        fs::write(&young, "").unwrap();
        write_new(&stage, &[(site.path().join("1.md"), b"one")]).unwrap();
        assert!(!old.exists() && young.exists());
    }
}
