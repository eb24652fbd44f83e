//! Takes a folder; locks it, so that no two runs write one site. Also recognises the unlocked
//! staging folder of a killed run. The folder may have any content. This file must not know what a
//! folder contains.

use std::fs;
use std::path::Path;

/// The result of locking a folder. A lock ends with its process.
pub(super) enum Lock {
    Held(fs::File),
    /// Another process holds the lock.
    Busy,
    /// The folder does not exist, or the system has no such locks.
    None,
}

/// Locks a folder itself, without a lock file.
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

/// Locks a folder with a file beside it, because Windows cannot lock folders. The system removes
/// this file when the process ends.
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

/// The number of the process that holds the lock of a folder. Only Linux gives this number, in a
/// table of locks by device and inode.
pub(super) fn holder(folder: &Path) -> Option<u32> {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::MetadataExt;
        let inode = format!(":{}", fs::metadata(folder).ok()?.ino());
        let table = fs::read_to_string("/proc/locks").ok()?;
        // a line of the table: `1: FLOCK  ADVISORY  WRITE 1234 08:02:5678 0 EOF`
        let mut holders = table.lines().filter_map(|line| {
            let mut words = line.split_whitespace().skip(1);
            let (kind, number, file) = (words.next()?, words.nth(2)?, words.next()?);
            (kind == "FLOCK" && file.ends_with(&inode)).then(|| number.parse().ok())?
        });
        let number = holders.next()?;
        // If another device has the same inode number, the holder is not known.
        holders.next().is_none().then_some(number)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = folder;
        None
    }
}
