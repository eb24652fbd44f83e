//! Takes paths; gives the safeguards of all commands that write: folders that must not overlap, the
//! lock of a site, and files that are never overwritten. It must not know what is written.

use crate::cache::Cache;
use crate::diag::Error;
use crate::file::{self, below};
use std::io::Write;
use std::path::{Path, PathBuf};

/// An absolute path without `..` and without symbolic links, as far as the path exists.
pub(super) fn plain(path: &Path) -> Result<PathBuf, Error> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path)
        .map_err(Error::reading(path))?
        .components()
    {
        match part {
            std::path::Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
        plain = plain.canonicalize().unwrap_or(plain);
    }
    Ok(plain)
}

/// Refuses an output folder that overlaps a folder of the site. `what` names the output folder in
/// both languages.
pub(super) fn refuse_overlap(
    output: &Path,
    root: &Path,
    inputs: &[&str],
    what: (&str, &str),
) -> Result<(), Error> {
    let inside = plain(output)?;
    for input in inputs {
        let input = plain(&root.join(input))?;
        if inside == input || inside.starts_with(&input) || input.starts_with(&inside) {
            let (output, input) = (output.display(), input.display());
            let (zh, en) = what;
            return Err(Error::usage(
                format!("{zh}“{output}”与“{input}”重叠，请另选一个"),
                format!("{en} {output} overlaps {input}; choose another"),
            ));
        }
    }
    Ok(())
}

/// Locks the site, because two builds of one site at the same time would undo each other's work.
/// Where no lock can be made (a read-only disk, a file system without locks), the build continues
/// without one.
pub(super) fn lock(root: &Path, output: &Path) -> Result<Option<std::fs::File>, Error> {
    let folder = root.join(".mulu");
    let open = || {
        std::fs::create_dir_all(&folder)?;
        std::fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("lock"))
    };
    let Ok(file) = open() else { return Ok(None) };
    match file.try_lock() {
        Err(std::fs::TryLockError::WouldBlock) => Err(Error::Busy(output.to_owned())),
        Ok(()) | Err(std::fs::TryLockError::Error(_)) => Ok(Some(file)),
    }
}

/// Writes a new file. An existing file is never overwritten.
pub(super) fn write_new(path: &PathBuf, bytes: &[u8]) -> Result<(), Error> {
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|e| {
            if e.kind() == std::io::ErrorKind::AlreadyExists {
                Error::Exists(path.to_owned())
            } else {
                Error::making(path)(e)
            }
        })?;
    // the next run would take an incomplete file for a complete one, so it is removed
    file.write_all(bytes).map_err(|e| {
        std::fs::remove_file(path).ok();
        Error::writing(path)(e)
    })
}

/// Writes a file. An existing file is overwritten only if `ours` says that mulu wrote it.
pub(super) fn write_over_ours(
    path: &PathBuf,
    bytes: &[u8],
    ours: impl FnOnce(&str) -> bool,
) -> Result<(), Error> {
    if std::fs::read_to_string(path).is_ok_and(|old| ours(&old)) {
        return std::fs::write(path, bytes).map_err(Error::writing(path));
    }
    write_new(path, bytes)
}

/// Writes a new content file and its parent folders; gives its path. `relative` starts below
/// `content/`.
pub(super) fn write_content(root: &Path, relative: &str, text: &str) -> Result<PathBuf, Error> {
    let path = relative.to_owned();
    let written = write_site(root, std::iter::once((&path, text.as_bytes())))?;
    Ok(written.into_iter().next().unwrap_or_default())
}

/// Writes new content files and their parent folders, all or none; gives their paths. A path starts
/// below `content/`.
pub(super) fn write_site<'f>(
    root: &Path,
    files: impl Iterator<Item = (&'f String, &'f [u8])>,
) -> Result<Vec<PathBuf>, Error> {
    let files: Vec<(PathBuf, &[u8])> = files
        .map(|(path, bytes)| (below(&root.join("content"), path), bytes))
        .collect();
    file::write_new(&root.join(".mulu").join("new"), &files)?;
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// Whether the results of earlier builds are used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Earlier {
    Use,
    Ignore,
}

/// The cache of results from earlier builds of the site by this same program.
pub(super) fn cache(root: &Path, earlier: Earlier) -> Cache {
    let program = std::env::current_exe()
        .and_then(|p| p.metadata())
        .map(|m| (m.len(), m.modified().ok()));
    let program = format!("{} {:?}", env!("CARGO_PKG_VERSION"), program.ok());
    Cache::open(
        &root.join(".mulu").join("cache").join("results"),
        &program,
        earlier == Earlier::Ignore,
    )
}
