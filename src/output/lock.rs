//! Locks folders, so that two runs do not write one site, and recognises what a killed run left.

use std::fs;
use std::path::Path;

/// A lock on a folder, which ends with its process.
pub(super) enum Lock {
    Held(fs::File),
    /// Another process has it.
    Busy,
    /// There is no such folder, or folders cannot be locked here.
    None,
}

/// Locks a folder itself, so that no file has to lie beside it.
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

/// Whether a folder is the staging folder of a run that was killed. `rest` is what follows `.NAME.mulu-` in its name.
pub(super) fn is_left_over(folder: &Path, rest: &str) -> bool {
    let number = rest.strip_prefix("tmp-").unwrap_or_default();
    !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
        && !matches!(lock(folder), Lock::Busy)
}
