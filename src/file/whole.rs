//! Takes a path and bytes; writes the complete file, or leaves the old one unchanged. A target that
//! is not a file, such as a pipe, gets the bytes when all are made. The file may have any content.
//! This file must not know what the file contains.
//!
//! The file is written beside its place, flushed to the disk, then moved. A killed run leaves a
//! file `.mulu-new-…`, which the next run for the same folder removes.

use super::name::is_reserved;
use super::pieces::each_piece;
use crate::diag::Error;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::{NamedTempFile, TempPath};

/// The prefix of the names of files that are being written.
const PREFIX: &str = ".mulu-new-";

/// How a file that is already at the path is treated.
#[derive(Clone, Copy)]
pub enum Existing<'a> {
    /// It stays, and the command fails.
    Stays,
    /// It is replaced.
    IsReplaced,
    /// It is replaced if this function recognises its bytes as mulu's; otherwise the command fails.
    IsReplacedIf(&'a dyn Fn(&[u8]) -> bool),
}

/// A file that is being written.
pub struct Whole {
    /// The path as the user wrote it.
    path: PathBuf,
    file: File,
    place: Place,
    /// The system's code of the first error that has a code, except interruptions. After such an
    /// error all writes fail, because an incomplete file is useless.
    failed: Option<i32>,
}

/// Where the bytes of the file go.
enum Place {
    /// To a path where nothing exists yet.
    New { temporary: TempPath, to: PathBuf },
    /// To a path where a file exists, which is replaced.
    Old { temporary: TempPath, to: PathBuf },
    /// Into a device, a pipe or a stream that is already open.
    Through,
}

/// Writes a file.
pub fn write(path: &Path, bytes: &[u8], existing: Existing<'_>) -> Result<(), Error> {
    let mut file = Whole::create(path, existing)?;
    file.write_all(bytes).map_err(Error::writing(path))?;
    file.finish()
}

impl Whole {
    /// Begins a file. Nothing changes at its path before [`Whole::finish`].
    pub fn create(path: &Path, existing: Existing<'_>) -> Result<Whole, Error> {
        let owned = path.to_owned();
        if is_passage(path) {
            let file = tempfile::tempfile().map_err(Error::writing(path))?;
            let place = Place::Through;
            return Ok(Whole {
                path: owned,
                file,
                place,
                failed: None,
            });
        }
        // Windows also takes `nul.csv` for the device `nul`, where the bytes would be lost
        if is_reserved(path) {
            return Err(Error::DeviceName(owned));
        }
        // a symbolic link stays, and its target is replaced
        let to = path.canonicalize().unwrap_or_else(|_| owned.clone());
        let is_there = to.symlink_metadata().is_ok();
        let is_replaced = match existing {
            Existing::Stays => false,
            Existing::IsReplaced => true,
            Existing::IsReplacedIf(ours) => fs::read(&to).is_ok_and(|bytes| ours(&bytes)),
        };
        if is_there && !is_replaced {
            return Err(Error::Exists(owned));
        }
        let folder = folder_of(&to);
        clear(folder);
        let (file, temporary) = temporary(folder).map_err(Error::making(path))?.into_parts();
        let place = match is_there {
            true => Place::Old { temporary, to },
            false => Place::New { temporary, to },
        };
        Ok(Whole {
            path: owned,
            file,
            place,
            failed: None,
        })
    }

    /// Puts the file in its place, or passes its bytes on to the device, pipe or stream.
    pub fn finish(mut self) -> Result<(), Error> {
        let path = &self.path;
        // the file stays open, and so locked, until it is in its place
        let moved = match self.place {
            Place::Through => return pass_on(&mut self.file, path),
            Place::Old { temporary, to } => {
                if let Ok(old) = fs::metadata(&to) {
                    take_after(&self.file, &old).map_err(Error::writing(path))?;
                }
                self.file.sync_all().map_err(Error::writing(path))?;
                move_into_place(temporary, &to).map(|()| to)
            }
            Place::New { temporary, to } => {
                self.file.sync_all().map_err(Error::writing(path))?;
                move_to_new(temporary, &to).map(|()| to)
            }
        };
        match moved {
            Ok(to) => {
                sync_folder(folder_of(&to));
                Ok(())
            }
            Err(e) if e.kind() == ErrorKind::AlreadyExists => Err(Error::Exists(self.path)),
            Err(e) => Err(Error::making(path)(e)),
        }
    }
}

impl Whole {
    /// Runs an action on the file, unless an earlier one has failed.
    fn unless_failed<T>(
        &mut self,
        act: impl FnOnce(&mut File) -> std::io::Result<T>,
    ) -> std::io::Result<T> {
        if let Some(number) = self.failed {
            return Err(std::io::Error::from_raw_os_error(number));
        }
        act(&mut self.file).inspect_err(|e| {
            if e.kind() != ErrorKind::Interrupted {
                self.failed = e.raw_os_error();
            }
        })
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.unless_failed(|file| file.write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.unless_failed(File::flush)
    }
}

impl Seek for Whole {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.unless_failed(|file| file.seek(to))
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| *folder != Path::new(""))
        .unwrap_or(Path::new("."))
}

/// A new file in a folder, with the permissions of any new file. It is locked while it is open, if
/// the system has locks.
fn temporary(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX);
    // the user's umask removes some of these permissions
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    for _ in 0..10 {
        let new = builder.tempfile_in(folder)?;
        // before it was locked, another run may have removed this file as a leftover
        if !matches!(new.as_file().try_lock(), Err(TryLockError::WouldBlock)) && new.path().exists()
        {
            return Ok(new);
        }
    }
    builder.tempfile_in(folder)
}

/// Removes the files of interrupted runs from a folder. A running process holds a lock on its file.
/// If the system has no locks, a file younger than a day stays.
fn clear(folder: &Path) {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let path = entry.path();
        let Ok(file) = OpenOptions::new().write(true).open(&path) else {
            continue;
        };
        let age = || file.metadata().ok()?.modified().ok()?.elapsed().ok();
        let is_left = match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => false,
            Err(TryLockError::Error(_)) => age().is_some_and(|age| age > DAY),
        };
        if is_left {
            let _ = fs::remove_file(path);
        }
    }
}

/// Gives a file the permissions of an older one and, where the system allows it, its owner and
/// group.
fn take_after(file: &File, old: &fs::Metadata) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // this may fail, because only the administrator may change the owner
        std::os::unix::fs::fchown(file, Some(old.uid()), Some(old.gid())).ok();
    }
    file.set_permissions(old.permissions())
}

/// Moves a file into the place of another. On Windows, where another program may hold the old file
/// open, tries again for a second.
pub fn move_into_place(mut temporary: TempPath, to: &Path) -> std::io::Result<()> {
    for _ in 0..20 {
        match temporary.persist(to) {
            Err(e) if cfg!(windows) && e.error.kind() == ErrorKind::PermissionDenied => {
                std::thread::sleep(Duration::from_millis(50));
                temporary = e.path;
            }
            result => return result.map_err(|e| e.error),
        }
    }
    temporary.persist(to).map_err(|e| e.error)
}

/// Moves a file to a path where nothing exists; fails if something does.
pub(super) fn move_to_new(temporary: TempPath, to: &Path) -> std::io::Result<()> {
    let Err(refused) = temporary.persist_noclobber(to) else {
        return Ok(());
    };
    // on some file systems, as on USB sticks, every move replaces a file that is at the target
    let knows_no_other = matches!(
        refused.error.kind(),
        ErrorKind::Unsupported | ErrorKind::PermissionDenied | ErrorKind::InvalidInput
    );
    match knows_no_other && to.symlink_metadata().is_err() {
        true => refused.path.persist(to).map_err(|e| e.error),
        false => Err(refused.error),
    }
}

/// Makes the disk store the names in a folder, so that a moved file survives a power cut (Unix
/// only).
pub fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        File::open(folder).and_then(|f| f.sync_all()).ok();
    }
}

/// Whether a path leads to something other than a file or folder: a device, a pipe, or a stream
/// that is already open, such as `/dev/stdout`.
pub fn is_passage(path: &Path) -> bool {
    if cfg!(windows) {
        return path.to_string_lossy().starts_with(r"\\.\")
            || is_reserved(path) && path.extension().is_none();
    }
    let is_other = |found: fs::Metadata| !found.is_file() && !found.is_dir();
    fs::metadata(path).is_ok_and(is_other) || is_stream(path)
}

/// Whether a path, or the target of its links, is the name of an open stream. Such a path must not
/// be replaced, even if the shell has redirected the stream to a file: the output of later commands
/// would go into the old file.
fn is_stream(path: &Path) -> bool {
    let mut path = path.to_owned();
    for _ in 0..40 {
        let folder = folder_of(&path).canonicalize();
        let Some(name) = path.file_name().filter(|_| folder.is_ok()) else {
            return false;
        };
        path = folder.unwrap_or_default().join(name);
        let named = ["/dev/stdout", "/dev/stderr", "/dev/stdin"];
        if named.iter().any(|named| path == Path::new(named))
            || ["/dev/fd", "/proc"].iter().any(|f| path.starts_with(f))
        {
            return true;
        }
        let Ok(next) = fs::read_link(&path) else {
            return false;
        };
        path = folder_of(&path).join(next);
    }
    false
}

/// Writes the bytes of a file to a device, a pipe or a stream.
fn pass_on(from: &mut File, to: &Path) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    // bytes that are already in a stream stay
    let mut out = match cfg!(windows) {
        true => options.write(true),
        false => options.append(true),
    }
    .open(to)
    .map_err(Error::writing(to))?;
    from.rewind().map_err(Error::reading(to))?;
    each_piece(from, Error::reading(to), |piece| {
        out.write_all(piece).map_err(Error::writing(to))
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap());
        let mut names: Vec<String> = entries
            .map(|e| e.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_whole_or_absent() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("台账.csv");
        let mut unfinished = Whole::create(&path, Existing::Stays).unwrap();
        unfinished.write_all(b"half").unwrap();
        assert!(!path.exists());
        drop(unfinished);
        assert_eq!(names(folder.path()), Vec::<String>::new());
        write(&path, b"one", Existing::Stays).unwrap();
        let again = write(&path, b"two", Existing::Stays);
        assert!(matches!(again, Err(Error::Exists(p)) if p == path));
        let ours = |wanted: &'static [u8]| move |bytes: &[u8]| bytes == wanted;
        let other = write(&path, b"two", Existing::IsReplacedIf(&ours(b"other")));
        assert!(matches!(other, Err(Error::Exists(_))));
        write(&path, b"two", Existing::IsReplacedIf(&ours(b"one"))).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        write(&path, b"three", Existing::IsReplaced).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(names(folder.path()), ["台账.csv"]);
    }

    #[test]
    fn what_killed_runs_left_is_removed_and_what_is_being_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".mulu-new-left");
        fs::write(&left, "half").unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        let mut first = Whole::create(&a, Existing::Stays).unwrap();
        write(&b, b"b", Existing::Stays).unwrap();
        first.write_all(b"a").unwrap();
        first.finish().unwrap();
        assert_eq!(names(folder.path()), ["a", "b"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, PermissionsExt::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("file", &link).unwrap();
        write(&link, b"new", Existing::IsReplaced).unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        let nowhere = folder.path().join("nowhere");
        std::os::unix::fs::symlink("missing", &nowhere).unwrap();
        let refused = write(&nowhere, b"x", Existing::Stays);
        assert!(matches!(refused, Err(Error::Exists(_))));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_of_open_streams_are_known() {
        let folder = tempfile::tempdir().unwrap();
        let (link, file) = (folder.path().join("link"), folder.path().join("file"));
        std::os::unix::fs::symlink("/dev/stdout", &link).unwrap();
        fs::write(&file, "").unwrap();
        for path in [
            "/dev/stdout",
            "/dev/fd/1",
            "/dev/../dev/stdout",
            "/proc/self/fd/1",
        ] {
            assert!(is_passage(Path::new(path)), "{path}");
        }
        assert!(is_passage(&link));
        for path in [&file, folder.path(), &folder.path().join("new")] {
            assert!(!is_passage(path), "{path:?}");
        }
    }
}
