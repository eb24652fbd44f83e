//! Takes two folders; replaces one by the other, in one step where the system can. Also repairs
//! what a killed run left. This file must not know what the folders contain.

use super::held::{are_open_files_held, discard, is_held, rename};
use super::lock::is_left_over;
use super::manifest::MANIFEST;
use super::pieces;
use crate::diag::Error;
use crate::file::sync_folder;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder that is to be replaced, and its neighbours.
pub(super) struct Target {
    /// The folder itself.
    pub(super) output: PathBuf,
    /// The path at which the new folder is made. It is beside the output, on the same file system.
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
        let staging = free(&parent.join(format!("{prefix}tmp-{}", std::process::id())));
        Ok(Target {
            output,
            staging,
            parent,
            prefix,
        })
    }

    /// Repairs what a killed run left. Removes an unfinished folder, continues an update file by
    /// file, or puts an old folder back. A complete folder has a file named `marker`. Gives the
    /// folders that could not be removed because of open files.
    pub(super) fn recover(&self, marker: &str) -> Result<Vec<PathBuf>, Error> {
        let (mut aside, mut useless) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(&self.parent).map_err(Error::reading(&self.parent))? {
            let path = entry.map_err(Error::reading(&self.parent))?.path();
            let name = path.file_name().and_then(|n| n.to_str());
            let Some(rest) = name.and_then(|n| n.strip_prefix(&self.prefix)) else {
                continue;
            };
            if is_numbered(rest, "old-") {
                if path.join(marker).is_file() {
                    aside.push(path);
                } else {
                    useless.push(path);
                }
            } else if is_numbered(rest, "tmp-") && is_left_over(&path) {
                if self.output.exists() && pieces::is_begun(&path) {
                    pieces::go_on(&path, &self.output)?;
                }
                useless.push(path);
            }
        }
        for old in aside {
            if self.output.exists() {
                useless.push(old);
            } else {
                rename(&old, &self.output).map_err(Error::renaming(&old))?;
            }
        }
        useless.retain(|path| !discard(path, marker));
        Ok(useless)
    }
}

/// Whether a name is `word` with a number after it.
fn is_numbered(name: &str, word: &str) -> bool {
    let number = name.strip_prefix(word).unwrap_or_default();
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

/// A free path: `path`, or `path` with more digits if an earlier run left something there.
fn free(path: &Path) -> PathBuf {
    let numbered = |n: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(n.to_string());
        PathBuf::from(name)
    };
    let others = (0..100).map(numbered);
    std::iter::once(path.to_owned())
        .chain(others)
        .find(|p| fs::symlink_metadata(p).is_err())
        .unwrap_or_else(|| path.to_owned())
}

/// Whether a folder must survive a power failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flush {
    /// It must, so it is flushed to the disk.
    ToDisk,
    /// It need not.
    Never,
}

/// Flushes a folder to the disk, if it must survive a power failure.
pub(super) fn store(folder: &Path, flush: Flush) -> Result<(), Error> {
    match flush {
        Flush::ToDisk => store_all(folder),
        Flush::Never => Ok(()),
    }
}

/// Flushes the whole file system to the disk. That takes far less time than flushing each file
/// alone.
#[cfg(target_os = "linux")]
fn store_all(folder: &Path) -> Result<(), Error> {
    let file = fs::File::open(folder).map_err(Error::reading(folder))?;
    rustix::fs::syncfs(&file).map_err(|e| Error::writing(folder)(e.into()))
}

/// Flushes the manifest to the disk, if there is one. Systems other than Linux cannot flush all
/// files in one call.
#[cfg(not(target_os = "linux"))]
fn store_all(folder: &Path) -> Result<(), Error> {
    fs::File::open(folder.join(super::manifest::MANIFEST))
        .and_then(|f| f.sync_all())
        .or(Ok(()))
}

/// Puts the new folder, at `staging`, in the place of the old one. Afterwards, the old folder is
/// removed or is at `staging`. If an open file prevents the replacement of a site, moves the files
/// one by one. Gives the path of a folder that an open file keeps from being removed. A complete
/// folder has a file named `marker`.
pub(super) fn swap(
    staging: &Path,
    output: &Path,
    marker: &str,
    flush: Flush,
) -> Result<Option<PathBuf>, Error> {
    let sync = || {
        let folder = output.parent().filter(|_| flush == Flush::ToDisk);
        folder.into_iter().for_each(sync_folder);
    };
    if !output.exists() {
        return match rename(staging, output) {
            Ok(()) => Ok(None),
            Err(e) => Err(Error::renaming(output)(e)),
        };
    }
    if exchange(staging, output) {
        // The exchange must reach the disk before the old site is removed.
        sync();
        return Ok(None);
    }
    // Without an exchange, two renames are needed. After a kill between them, the next run puts the
    // old folder back.
    let name = staging.file_name().unwrap_or_default().to_string_lossy();
    let aside = free(&staging.with_file_name(name.replace(".mulu-tmp-", ".mulu-old-")));
    let renamed = rename(output, &aside)
        .and_then(|()| rename(staging, output).inspect_err(|_| drop(fs::rename(&aside, output))));
    match renamed {
        Ok(()) => {
            sync();
            Ok((!discard(&aside, marker)).then_some(aside))
        }
        Err(e) if is_held(&e) && are_open_files_held() && marker == MANIFEST => {
            pieces::begin(staging, output)?;
            Ok((!discard(staging, marker)).then(|| staging.to_owned()))
        }
        Err(e) => Err(Error::renaming(output)(e)),
    }
}

/// Exchanges two folders in one step; returns whether the system could do that.
#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    #[cfg(test)]
    if super::held::simulated::is_on() {
        return false;
    }
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// Whether the two folders may be exchanged in one step, because both are in the same mount of a
/// file system. Makes the parent folder of `spare`.
#[cfg(target_os = "linux")]
pub(super) fn is_swappable(spare: &Path, output: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Some(parent) = spare.parent() else {
        return false;
    };
    let place = |path: &Path| Some((fs::metadata(path).ok()?.dev(), mount(path)));
    fs::create_dir_all(parent).is_ok() && place(parent).is_some() && place(parent) == place(output)
}

/// The number of a folder's mount, if the system gives it. Nothing can be moved between two mounts
/// of a file system.
#[cfg(target_os = "linux")]
fn mount(folder: &Path) -> Option<u64> {
    use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
    let known = statx(CWD, folder, AtFlags::empty(), StatxFlags::MNT_ID).ok()?;
    let is_told = StatxFlags::from_bits_retain(known.stx_mask).contains(StatxFlags::MNT_ID);
    is_told.then_some(known.stx_mnt_id)
}

/// No folders are exchanged, because mulu does that only on Linux.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_swappable(_: &Path, _: &Path) -> bool {
    false
}

/// Whether a folder is a mount point, which cannot be moved. On systems other than Unix, always no.
pub fn is_mount_point(folder: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
        if let Ok(known) = statx(CWD, folder, AtFlags::empty(), StatxFlags::empty())
            && known
                .stx_attributes_mask
                .contains(StatxAttributes::MOUNT_ROOT)
        {
            return known.stx_attributes.contains(StatxAttributes::MOUNT_ROOT);
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let device = |path: &Path| fs::metadata(path).map(|m| m.dev()).ok();
        let parent = folder.parent().map(device);
        device(folder).is_some() && parent.is_some_and(|parent| parent != device(folder))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        false
    }
}
