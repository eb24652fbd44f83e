//! Takes nothing; gives the temporary folder in which a preview makes its sites, and removes the
//! folders of previews that were killed. It must not know what is in the folder.
//!
//! A running preview holds a lock in its folder. The system releases the lock, however the preview
//! ends.

use crate::diag::Error;
use std::fs::{self, File, OpenOptions};
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

const PREFIX: &str = "mulu-preview-";
const LOCK: &str = "lock";

/// A folder without a lock is removed only if it is older than this, because a preview may just be
/// making it.
const JUST_MADE: Duration = Duration::from_secs(24 * 60 * 60);

/// The folder of a preview, which is removed when the preview ends.
pub(super) struct Folder {
    /// Closed before the folder is removed, because Windows cannot remove open files.
    _lock: File,
    folder: TempDir,
}

impl Folder {
    /// Makes a folder, and clears abandoned ones in the background.
    pub(super) fn new() -> Result<Folder, Error> {
        let within = std::env::temp_dir();
        let folder = tempfile::Builder::new()
            .prefix(PREFIX)
            .tempdir_in(&within)
            .map_err(Error::making(&within))?;
        let path = folder.path().join(LOCK);
        let lock = File::create(&path).map_err(Error::making(&path))?;
        // if the file system has no locks, other previews remove the folder only when it is a day
        // old
        let is_locked = lock.try_lock().is_ok();
        if !is_locked {
            let _ = fs::remove_file(&path);
        }
        if let Ok(now) = fs::metadata(folder.path()).and_then(|m| m.modified()) {
            std::thread::spawn(move || clear(&within, now));
        }
        Ok(Folder {
            _lock: lock,
            folder,
        })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes the abandoned folders. What cannot be removed stays, for example a folder of another
/// user.
fn clear(within: &Path, now: SystemTime) {
    let entries = fs::read_dir(within).into_iter().flatten().flatten();
    for entry in entries {
        let is_of_preview = entry.file_name().to_string_lossy().starts_with(PREFIX);
        // a symbolic link does not count as a folder, so nothing outside is removed
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_of_preview && is_folder && is_abandoned(&entry.path(), now) {
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
        clear(within.path(), now);
        assert!(!killed.exists());
        assert!(running.exists() && beginning.exists() && other.exists());
        clear(within.path(), now + 2 * JUST_MADE);
        assert!(!beginning.exists());
        assert!(running.exists() && other.exists());
        drop(lock);
        clear(within.path(), now);
        assert!(!running.exists() && within.path().join("mulu-preview-file").exists());
    }

    #[test]
    fn the_folder_of_a_preview_goes_with_it() {
        let folder = Folder::new().unwrap();
        let path = folder.path().to_owned();
        assert!(path.is_dir() && !is_abandoned(&path, SystemTime::UNIX_EPOCH));
        drop(folder);
        assert!(!path.exists());
    }
}
