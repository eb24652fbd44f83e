//! Takes a folder; locks it, so that no two runs write the same site, and recognises staging
//! folders that killed runs left behind. It must not know what a folder contains.

use std::fs;
use std::path::Path;

/// A lock on a folder, which ends with its process.
pub(super) enum Lock {
    Held(fs::File),
    /// Another process holds the lock.
    Busy,
    /// The folder does not exist, or folders cannot be locked on this system.
    None,
}

/// Locks a folder itself, so that no lock file is needed.
pub(super) fn lock(folder: &Path) -> Lock {
    let Ok(file) = fs::File::open(folder) else {
        return Lock::None;
    };
    match file.try_lock() {
        Ok(()) => Lock::Held(file),
        Err(fs::TryLockError::WouldBlock) => Lock::Busy,
        Err(fs::TryLockError::Error(_)) => Lock::None,
    }
}

/// Whether a folder is the staging folder of a run that was killed. `rest` is the part of its name
/// after `.NAME.mulu-`.
pub(super) fn is_left_over(folder: &Path, rest: &str) -> bool {
    let number = rest.strip_prefix("tmp-").unwrap_or_default();
    !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
        && !matches!(lock(folder), Lock::Busy)
}
