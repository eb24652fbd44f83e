//! Takes a staging folder with a new site; moves its files to the old site one by one. This is for
//! folders that cannot be replaced, because another program has a file open. This file must not
//! know what the files contain.
//!
//! The staging folder keeps [`BEGUN`] and its manifest to the end. After a kill, the next run finds
//! this folder and continues.

use super::held::{probe, remove_file, rename};
use super::manifest::{MANIFEST, read_manifest};
use crate::diag::Error;
use crate::file::below;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// The changes to be made in the folder of the site.
struct Steps {
    /// The files that only the old site has.
    removed: Vec<String>,
    /// The files that are new or changed, or that the old site has lost.
    moved: Vec<String>,
}

impl Steps {
    fn of(staging: &Path, output: &Path) -> Steps {
        let listed = |folder: &Path| {
            let text = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
            read_manifest(&text)
        };
        let old: HashMap<String, [u8; 32]> = listed(output).into_iter().collect();
        let files: HashMap<String, [u8; 32]> = listed(staging).into_iter().collect();
        let is_there = |folder: &Path, path: &String| below(folder, path).exists();
        let mut removed: Vec<String> = old
            .keys()
            .filter(|path| !files.contains_key(*path) && is_there(output, path))
            .cloned()
            .collect();
        let mut moved: Vec<String> = files
            .iter()
            // A file that is missing here was already moved by a killed run.
            .filter(|(path, _)| is_there(staging, path))
            .filter(|(path, digest)| old.get(*path) != Some(digest) || !is_there(output, path))
            .map(|(path, _)| path.clone())
            .collect();
        removed.sort_unstable();
        moved.sort_unstable();
        Steps { removed, moved }
    }
}

/// The file that marks a staging folder during the update.
const BEGUN: &str = ".mulu-begun";

/// Whether the update from this folder has begun, so that it must be completed.
pub(super) fn is_begun(staging: &Path) -> bool {
    staging.join(BEGUN).is_file() && staging.join(MANIFEST).is_file()
}

/// Turns the site at `output` into the site of the staging folder. If a file that must change is
/// open elsewhere, nothing changes.
pub(super) fn begin(staging: &Path, output: &Path) -> Result<(), Error> {
    let steps = Steps::of(staging, output);
    for path in steps.removed.iter().chain(&steps.moved) {
        let path = below(output, path);
        if path.exists() {
            probe(&path).map_err(Error::renaming(&path))?;
        }
    }
    let mark = staging.join(BEGUN);
    fs::write(&mark, "").map_err(Error::writing(&mark))?;
    carry(&steps, staging, output)
}

/// Continues an update that a killed run had begun.
pub(super) fn go_on(staging: &Path, output: &Path) -> Result<(), Error> {
    carry(&Steps::of(staging, output), staging, output)
}

fn carry(steps: &Steps, staging: &Path, output: &Path) -> Result<(), Error> {
    for path in &steps.removed {
        let path = below(output, path);
        remove_file(&path).map_err(Error::removing(&path))?;
        let folders = path.ancestors().skip(1).take_while(|f| *f != output);
        for folder in folders {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
    for path in steps.moved.iter().map(String::as_str).chain([MANIFEST]) {
        let to = below(output, path);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(Error::making(folder))?;
        }
        rename(&below(staging, path), &to).map_err(Error::renaming(&to))?;
    }
    Ok(())
}
