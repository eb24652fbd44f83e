//! Takes paths; moves or removes them, even if another program has them open for a moment or they
//! are read-only. This file must not know what the files contain.
//!
//! On Windows, a file open in another program, and its folder, usually cannot be moved or removed.
//! Such a file is "held".

use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::Path;
use std::time::Duration;

/// Whether an action may have failed because a file is held.
pub(super) fn is_held(error: &Error) -> bool {
    // Windows: sharing violation and lock violation, which have no `ErrorKind`.
    let by_number = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
    by_number
        || matches!(
            error.kind(),
            ErrorKind::PermissionDenied | ErrorKind::ResourceBusy | ErrorKind::DirectoryNotEmpty
        )
}

/// Whether this system refuses to move open files. On other systems, a failure has another cause.
pub(super) fn are_open_files_held() -> bool {
    cfg!(windows) || simulated::is_on()
}

/// Repeats an action for up to a second while a file is held.
fn retry(mut action: impl FnMut() -> Result<()>) -> Result<()> {
    for _ in 0..20 {
        match action() {
            Err(e) if is_held(&e) => std::thread::sleep(Duration::from_millis(50)),
            other => return other,
        }
    }
    action()
}

/// Moves a file or a folder.
pub(super) fn rename(from: &Path, to: &Path) -> Result<()> {
    retry(|| {
        simulated::check(from)?;
        despite_mark(to, || fs::rename(from, to))
    })
}

/// Removes a file.
pub(super) fn remove_file(path: &Path) -> Result<()> {
    retry(|| remove(path))
}

/// Removes a file, without a second attempt if it is held.
fn remove(path: &Path) -> Result<()> {
    simulated::check(path)?;
    despite_mark(path, || fs::remove_file(path))
}

/// Runs an action. If it fails and the file at `path` is marked read-only, removes this mark and
/// runs the action again. Windows does not remove marked files, and users can mark a whole folder
/// at once in its Explorer.
fn despite_mark(path: &Path, action: impl Fn() -> Result<()>) -> Result<()> {
    action().or_else(|error| match unmark(path) {
        true => action(),
        false => Err(error),
    })
}

/// Removes the read-only mark; returns whether there was one.
#[cfg(windows)]
#[expect(
    clippy::permissions_set_readonly_false,
    reason = "on Windows this gives no other user a right"
)]
fn unmark(path: &Path) -> bool {
    let Ok(found) = fs::symlink_metadata(path) else {
        return false;
    };
    let mut permissions = found.permissions();
    let is_marked = permissions.readonly();
    permissions.set_readonly(false);
    is_marked && fs::set_permissions(path, permissions).is_ok()
}

/// Does nothing on other systems, which remove a read-only file too.
#[cfg(not(windows))]
fn unmark(_: &Path) -> bool {
    false
}

/// Removes a folder that mulu made; returns whether all of it was removed. The file `marker` shows
/// that a folder is complete, so this file is removed first. Only held files and their folders
/// stay.
pub(super) fn discard(folder: &Path, marker: &str) -> bool {
    let _ = remove(&folder.join(marker));
    let removed = retry(|| {
        simulated::check(folder)?;
        fs::remove_dir_all(folder)
    });
    if removed.is_ok() || !folder.exists() {
        return true;
    }
    let walk = walkdir::WalkDir::new(folder).contents_first(true);
    for entry in walk.into_iter().flatten() {
        let path = entry.path();
        let _ = if entry.file_type().is_dir() {
            despite_mark(path, || fs::remove_dir(path))
        } else {
            remove(path)
        };
    }
    !folder.exists()
}

/// Fails if another program holds the file, so that it cannot be moved or removed now.
pub(super) fn probe(path: &Path) -> Result<()> {
    retry(|| {
        simulated::check(path)?;
        may_delete(path)
    })
}

/// Asks for the right to delete a file. Windows refuses it while another program has the file open.
#[cfg(windows)]
fn may_delete(path: &Path) -> Result<()> {
    use std::os::windows::fs::OpenOptionsExt;
    const DELETE: u32 = 0x0001_0000;
    const SHARED: u32 = 7; // other programs may read, write and delete the file
    fs::OpenOptions::new()
        .access_mode(DELETE)
        .share_mode(SHARED)
        .open(path)
        .map(drop)
}

#[cfg(not(windows))]
fn may_delete(_: &Path) -> Result<()> {
    Ok(())
}

/// Simulates Windows for tests on every system: a held file cannot be moved or removed under any of
/// its names. A folder with such a file cannot be moved or removed either.
#[cfg(all(test, unix))]
pub(super) mod simulated {
    use std::cell::RefCell;
    use std::io::{Error, ErrorKind, Result};
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    thread_local! {
        static HELD: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
    }

    /// Holds a file until this value is dropped.
    pub(crate) struct Hold(u64);

    /// Holds a file.
    pub(crate) fn hold(path: &Path) -> Hold {
        let number = std::fs::metadata(path).expect("a file to hold").ino();
        HELD.with_borrow_mut(|held| held.push(number));
        Hold(number)
    }

    impl Drop for Hold {
        fn drop(&mut self) {
            HELD.with_borrow_mut(|held| held.retain(|n| *n != self.0));
        }
    }

    pub(crate) fn is_on() -> bool {
        HELD.with_borrow(|held| !held.is_empty())
    }

    pub(crate) fn check(path: &Path) -> Result<()> {
        if !is_on() {
            return Ok(());
        }
        for entry in walkdir::WalkDir::new(path).into_iter().flatten() {
            let number = entry.metadata().map_or(0, |m| m.ino());
            if HELD.with_borrow(|held| held.contains(&number)) {
                return Err(Error::new(ErrorKind::PermissionDenied, "held"));
            }
        }
        Ok(())
    }
}

/// On Windows, the system itself holds open files.
#[cfg(all(test, windows))]
pub(super) mod simulated {
    use std::io::Result;
    use std::os::windows::fs::OpenOptionsExt;
    use std::path::Path;

    pub(crate) struct Hold(#[expect(dead_code, reason = "held until it is dropped")] std::fs::File);

    pub(crate) fn hold(path: &Path) -> Hold {
        let file = std::fs::OpenOptions::new()
            .read(true)
            .share_mode(1)
            .open(path);
        Hold(file.expect("a file to hold"))
    }

    pub(crate) fn is_on() -> bool {
        true
    }

    pub(crate) fn check(_: &Path) -> Result<()> {
        Ok(())
    }
}

#[cfg(not(test))]
mod simulated {
    pub(super) fn is_on() -> bool {
        false
    }

    pub(super) fn check(_: &std::path::Path) -> std::io::Result<()> {
        Ok(())
    }
}
