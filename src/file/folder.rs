//! Takes a folder; gives a temporary folder in it for one run, and removes those of killed runs.
//! This file must not know what the run puts into the folder.
//!
//! A run locks a file in its folder; the system releases the lock when the run ends.

use crate::diag::Error;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

const LOCK: &str = "lock";

/// A folder without a lock file counts as abandoned when it is older than this; a younger one may
/// not be locked yet.
const JUST_MADE: Duration = Duration::from_secs(24 * 60 * 60);

/// The temporary folder of a run. It is removed when this value is dropped.
pub struct Folder {
    /// The lock. It is closed first, because Windows does not remove open files.
    _lock: File,
    folder: TempDir,
    within: PathBuf,
    prefix: &'static str,
}

impl Folder {
    /// Makes a folder whose name begins with `prefix`.
    pub fn new(within: &Path, prefix: &'static str) -> Result<Folder, Error> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(prefix);
        // the folder of a preview may contain what is not public, so only this user may read it
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir_in(within).map_err(Error::making(within))?;
        let path = folder.path().join(LOCK);
        let lock = File::create(&path).map_err(Error::making(&path))?;
        // if the file system has no locks, the lock file is removed, so that other runs leave this
        // folder alone for a day
        let is_locked = lock.try_lock().is_ok();
        if !is_locked {
            let _ = fs::remove_file(&path);
        }
        Ok(Folder {
            _lock: lock,
            folder,
            within: within.to_owned(),
            prefix,
        })
    }

    /// Removes the folders with the same prefix that killed runs left here.
    pub fn clear_others(&self) {
        if let Ok(now) = fs::metadata(self.path()).and_then(|m| m.modified()) {
            clear(&self.within, self.prefix, now);
        }
    }

    /// As [`Folder::clear_others`], on a thread of its own, because there may be very many files.
    pub fn clear_others_meanwhile(&self) {
        if let Ok(now) = fs::metadata(self.path()).and_then(|m| m.modified()) {
            let (within, prefix) = (self.within.clone(), self.prefix);
            std::thread::spawn(move || clear(&within, prefix, now));
        }
    }

    /// The path of the folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes the abandoned folders. What cannot be removed stays.
fn clear(within: &Path, prefix: &str, now: SystemTime) {
    let entries = fs::read_dir(within).into_iter().flatten().flatten();
    for entry in entries {
        let is_of_run = entry.file_name().to_string_lossy().starts_with(prefix);
        // a symbolic link is not followed, so nothing outside is removed
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_of_run && is_folder && is_abandoned(&entry.path(), now) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn is_abandoned(folder: &Path, now: SystemTime) -> bool {
    match OpenOptions::new().write(true).open(folder.join(LOCK)) {
        Ok(lock) => lock.try_lock().is_ok(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let changed = fs::metadata(folder).and_then(|m| m.modified());
            changed.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > JUST_MADE))
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_abandoned_folders_are_cleared() {
        let within = tempfile::tempdir().unwrap();
        let make = |name: &str| {
            let folder = within.path().join(name);
            fs::create_dir_all(folder.join("site")).unwrap();
            fs::write(folder.join("site/index.html"), "").unwrap();
            folder
        };
        let killed = make("mulu-preview-killed");
        File::create(killed.join(LOCK)).unwrap();
        let running = make("mulu-preview-running");
        let lock = File::create(running.join(LOCK)).unwrap();
        lock.try_lock().unwrap();
        let beginning = make("mulu-preview-beginning");
        let other = make("other");
        File::create(other.join(LOCK)).unwrap();
        fs::write(within.path().join("mulu-preview-file"), "").unwrap();
        let now = fs::metadata(&beginning).unwrap().modified().unwrap();
        clear(within.path(), "mulu-preview-", now);
        assert!(!killed.exists());
        assert!(running.exists() && beginning.exists() && other.exists());
        clear(within.path(), "mulu-preview-", now + 2 * JUST_MADE);
        assert!(!beginning.exists());
        assert!(running.exists() && other.exists());
        drop(lock);
        clear(within.path(), "mulu-preview-", now);
        assert!(!running.exists() && within.path().join("mulu-preview-file").exists());
    }

    #[test]
    fn the_folder_of_a_run_goes_with_it() {
        let within = tempfile::tempdir().unwrap();
        let folder = Folder::new(within.path(), "run-").unwrap();
        let path = folder.path().to_owned();
        assert!(path.is_dir() && !is_abandoned(&path, SystemTime::UNIX_EPOCH));
        #[cfg(unix)]
        {
            let mode = fs::metadata(&path).unwrap().permissions();
            assert_eq!(
                std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777,
                0o700
            );
        }
        drop(folder);
        assert!(!path.exists());
    }
}
