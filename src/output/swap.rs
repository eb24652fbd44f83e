//! Takes two folders; replaces one by the other, in one step where the system can do that, and
//! recovers from runs that were killed during the replacement. It must not know what the folders
//! contain.

use super::lock::is_left_over;
use crate::diag::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder that is to be replaced, and its neighbours.
pub(super) struct Target {
    /// The folder itself.
    pub(super) output: PathBuf,
    /// Where the new folder is made: beside the output, so that both are on one file system.
    pub(super) staging: PathBuf,
    parent: PathBuf,
    /// The prefix of the names of all folders that mulu makes beside the output.
    prefix: String,
}

impl Target {
    /// The target at an absolute path. Its parent folder is made if necessary.
    pub(super) fn at(output: PathBuf) -> Result<Target, Error> {
        let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
            return Err(Error::RootAsOutput(output));
        };
        fs::create_dir_all(parent).map_err(Error::making(parent))?;
        let (parent, prefix) = (
            parent.to_owned(),
            format!(".{}.mulu-", name.to_string_lossy()),
        );
        let staging = parent.join(format!("{prefix}tmp-{}", std::process::id()));
        Ok(Target {
            output,
            staging,
            parent,
            prefix,
        })
    }

    /// Recovers from a killed run: removes an unfinished folder, and restores a folder that was
    /// moved aside, unless there is another in its place. A folder that was moved aside is
    /// recognised by a file in it named `marker`.
    pub(super) fn recover(&self, marker: &str) -> Result<(), Error> {
        let mut aside = Vec::new();
        for entry in fs::read_dir(&self.parent).map_err(Error::reading(&self.parent))? {
            let path = entry.map_err(Error::reading(&self.parent))?.path();
            let name = path.file_name().and_then(|n| n.to_str());
            let Some(rest) = name.and_then(|n| n.strip_prefix(&self.prefix)) else {
                continue;
            };
            if rest.starts_with("old-") && path.join(marker).is_file() {
                aside.push(path);
            } else if is_left_over(&path, rest) {
                fs::remove_dir_all(&path).map_err(Error::removing(&path))?;
            }
        }
        for old in aside {
            if self.output.exists() {
                fs::remove_dir_all(&old).map_err(Error::removing(&old))?;
            } else {
                fs::rename(&old, &self.output).map_err(Error::renaming(&old))?;
            }
        }
        Ok(())
    }
}

/// Flushes everything to the disk. A single sync for all files is far cheaper than one for each.
#[cfg(target_os = "linux")]
pub(super) fn store(folder: &Path) -> Result<(), Error> {
    let file = fs::File::open(folder).map_err(Error::reading(folder))?;
    rustix::fs::syncfs(&file).map_err(|e| Error::writing(folder)(e.into()))
}

/// Flushes the manifest to the disk, if there is one. These systems have no sync for all files of a
/// folder.
#[cfg(not(target_os = "linux"))]
pub(super) fn store(folder: &Path) -> Result<(), Error> {
    fs::File::open(folder.join(super::manifest::MANIFEST))
        .and_then(|f| f.sync_all())
        .or(Ok(()))
}

/// Puts the new folder in the old one's place. Afterwards the old folder is at the path `staging`,
/// or is gone.
pub(super) fn swap(staging: &Path, output: &Path) -> Result<(), Error> {
    if !output.exists() {
        return fs::rename(staging, output).map_err(Error::renaming(output));
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, staging, CWD, output, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    // without an exchange in one step, two renames are needed; if the run is killed between them,
    // the next run restores the old folder
    let name = staging
        .file_name()
        .map(|n| n.to_string_lossy().replace(".mulu-tmp-", ".mulu-old-"))
        .unwrap_or_default();
    let aside = staging.with_file_name(name);
    retry(|| fs::rename(output, &aside)).map_err(Error::renaming(output))?;
    if let Err(e) = retry(|| fs::rename(staging, output)) {
        let _ = fs::rename(&aside, output);
        return Err(Error::renaming(output)(e));
    }
    fs::remove_dir_all(&aside).map_err(Error::removing(&aside))
}

/// Tries again for a second, because on Windows a virus scanner or a preview may hold a file open
/// for a moment.
fn retry(mut action: impl FnMut() -> std::io::Result<()>) -> std::io::Result<()> {
    for _ in 0..20 {
        match action() {
            Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => {
                std::thread::sleep(std::time::Duration::from_millis(50))
            }
            other => return other,
        }
    }
    action()
}

/// Whether two folders can be exchanged in one step, because they are on the same file system.
#[cfg(target_os = "linux")]
pub(super) fn is_swappable(spare: &Path, output: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Some(parent) = spare.parent() else {
        return false;
    };
    let device = |path: &Path| fs::metadata(path).map(|m| m.dev()).ok();
    fs::create_dir_all(parent).is_ok()
        && device(parent).is_some()
        && device(parent) == device(output)
}

/// Whether two folders can be exchanged in one step. mulu does so on Linux only.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_swappable(_: &Path, _: &Path) -> bool {
    false
}
