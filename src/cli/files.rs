//! Takes paths; gives what the writing commands share: checks of an output folder, the lock of a
//! site, its cache, and the writing of new files. This file must not know what is written.

use super::terminal::as_typed;
use crate::cache::Cache;
use crate::diag::Error;
use crate::file::{self, below};
use crate::output;
use crate::portal;
use std::path::{Path, PathBuf};

/// The absolute path, without `..`. As far as the path exists, symbolic links are followed.
pub(super) fn plain(path: &Path) -> Result<PathBuf, Error> {
    file::real(path).map_err(Error::reading(path))
}

/// Refuses an output folder that overlaps one of the folders `inputs` below `root`, or that has the
/// name of a device. `what` is the word for the output folder in both languages.
pub(super) fn refuse_overlap(
    output: &Path,
    root: &Path,
    inputs: &[&str],
    what: (&str, &str),
) -> Result<(), Error> {
    refuse_device(output)?;
    let inside = plain(output)?;
    for input in inputs {
        let named = below(root, input);
        let input = plain(&named)?;
        if inside.starts_with(&input) || input.starts_with(&inside) {
            let (output, input) = (output.display(), named.display());
            let (zh, en) = what;
            return Err(Error::usage(
                format!("{zh}“{output}”与“{input}”重叠，请另选一个"),
                format!("{en} {output} overlaps {input}; choose another"),
            ));
        }
    }
    Ok(())
}

/// Refuses an output folder that has the name of a device, such as `nul`, because Windows takes the
/// path for the device.
fn refuse_device(output: &Path) -> Result<(), Error> {
    if file::is_reserved(output) {
        return Err(Error::DeviceName(output.to_owned()));
    }
    Ok(())
}

/// Refuses an output folder that is a mount point or has the name of a device. `what` is the word
/// for the output folder in both languages.
pub(super) fn refuse_mount(output: &Path, what: (&str, &str)) -> Result<(), Error> {
    refuse_device(output)?;
    let place = plain(output)?;
    if !output::is_mount_point(&place) {
        return Ok(());
    }
    let (shown, below) = (output.display(), output.join("site"));
    let (below, (zh, en)) = (as_typed(&below), what);
    Err(Error::usage(
        format!("{zh}“{shown}”是挂载点，系统不允许整体替换；请改用其下的一个文件夹，如 -o {below}"),
        format!(
            "{en} {shown} is a mount point, which cannot be replaced as a whole; \
             use a folder below it, such as -o {below}"
        ),
    ))
}

/// What a command writes into an output folder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    Site,
    Portal,
}

/// Refuses to replace a site by a portal, or a portal by a site.
pub(super) fn refuse_other(output: &Path, wanted: Made) -> Result<(), Error> {
    let there = match portal::is_portal(output) {
        true => Made::Portal,
        false if output.join(output::MANIFEST).is_file() => Made::Site,
        false => return Ok(()),
    };
    if there == wanted {
        return Ok(());
    }
    let names = |made| match made {
        Made::Site => ("网站", "site", "build"),
        Made::Portal => ("门户", "portal", "join"),
    };
    let ((there_zh, there_en, command), (zh, en, _)) = (names(there), names(wanted));
    let output = output.display();
    Err(Error::usage(
        format!(
            "“{output}”中是 mulu {command} 生成的{there_zh}，没有写入{zh}；请用 -o 另选一个文件夹，\
             确实要用{zh}替换这个{there_zh}的，加 --force"
        ),
        format!(
            "{output} has a {there_en} made by `mulu {command}`, so no {en} is written there; choose \
             another folder with -o, or replace the {there_en} by the {en} with --force"
        ),
    ))
}

/// The lock of a site. It ends with this value, or when the process ends.
pub(super) struct SiteLock {
    _file: std::fs::File,
}

/// Locks the site at `root`, because two builds at once would undo each other's work. `output` is
/// named in the error if another process has the lock. Where locks are impossible, as on a
/// read-only disk, the command continues without a lock.
pub(super) fn lock(root: &Path, output: &Path) -> Result<Option<SiteLock>, Error> {
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
    // the process number is in a separate file, because Windows lets no other process read a locked
    // file
    let holder = folder.join("process");
    match file.try_lock() {
        Err(std::fs::TryLockError::WouldBlock) => {
            let process = std::fs::read_to_string(holder).ok();
            Err(Error::Busy {
                folder: output.to_owned(),
                process: process.and_then(|number| number.parse().ok()),
            })
        }
        Ok(()) | Err(std::fs::TryLockError::Error(_)) => {
            if std::fs::write(&holder, std::process::id().to_string()).is_err() {
                let _ = std::fs::remove_file(holder); // no number is better than an old one
            }
            Ok(Some(SiteLock { _file: file }))
        }
    }
}

/// Writes a new content file and its parent folders; gives its path. `relative` starts below
/// `content/`.
pub(super) fn write_content(root: &Path, relative: &str, text: &str) -> Result<PathBuf, Error> {
    let path = relative.to_owned();
    let written = write_site(root, std::iter::once((&path, text.as_bytes())))?;
    Ok(written.into_iter().next().unwrap_or_default())
}

/// Writes new content files and their parent folders; gives their paths. If one file cannot be
/// written, no new file stays. The paths in `files` start below `content/`.
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

/// What happens to the results of earlier builds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Earlier {
    Use,
    Ignore,
}

/// The cache of earlier builds. It is empty if another program file wrote it: one of another
/// version, size or time of change.
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
