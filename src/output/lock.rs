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
#[cfg(not(windows))]
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

/// Locks a folder by a file beside it, because Windows cannot lock folders. No other process can
/// open this file, and the system removes it as soon as the process ends.
#[cfg(windows)]
pub(super) fn lock(folder: &Path) -> Lock {
    use std::os::windows::fs::OpenOptionsExt;
    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const SHARING_VIOLATION: i32 = 32;
    let Some(name) = folder.file_name().filter(|_| folder.is_dir()) else {
        return Lock::None;
    };
    let file = folder.with_file_name(format!(".{}.mulu-lock", name.to_string_lossy()));
    let opened = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .share_mode(0)
        .custom_flags(DELETE_ON_CLOSE)
        .open(file);
    match opened {
        Ok(file) => Lock::Held(file),
        Err(e) if e.raw_os_error() == Some(SHARING_VIOLATION) => Lock::Busy,
        Err(_) => Lock::None,
    }
}

/// Whether a staging folder was left by a run that was killed.
pub(super) fn is_left_over(folder: &Path) -> bool {
    !matches!(lock(folder), Lock::Busy)
}
