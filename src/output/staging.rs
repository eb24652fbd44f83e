//! Takes a destination; gives a folder beside it for the caller to fill. Then puts the folder at
//! the destination, in one step where the system can. The folder may have any content. This file
//! must not know what the folder contains.
//!
//! The old folder stays untouched until the new one is complete. After a kill, the next run removes
//! an unfinished folder and puts an old folder back that was moved away.

use super::held::discard;
use super::lock::{Lock, lock};
use super::swap::{Flush, Target, store, swap};
use crate::diag::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder that is being made.
pub struct Staging {
    target: Target,
    marker: String,
    remains: Vec<PathBuf>,
    _lock: Lock,
}

impl Staging {
    /// Makes a folder beside `output`. Every complete folder has a file named `marker`. By this
    /// file, a later run recognises an old folder that was moved away.
    pub fn open(output: &Path, marker: &str) -> Result<Staging, Error> {
        let output = std::path::absolute(output).map_err(Error::reading(output))?;
        let target = Target::at(output)?;
        let remains = target.recover(marker)?;
        fs::create_dir(&target.staging).map_err(Error::making(&target.staging))?;
        let _lock = lock(&target.staging);
        Ok(Staging {
            target,
            marker: marker.to_owned(),
            remains,
            _lock,
        })
    }

    /// The path at which the folder is made.
    pub fn path(&self) -> &Path {
        &self.target.staging
    }

    /// Flushes the folder to the disk and moves it to its destination. Only Linux can flush all
    /// files; elsewhere only the manifest is flushed, if there is one. Gives the folders that could
    /// not be removed because of open files; the next run removes them.
    pub fn publish(mut self) -> Result<Vec<PathBuf>, Error> {
        store(&self.target.staging, Flush::ToDisk)?;
        let Target {
            staging, output, ..
        } = &self.target;
        let left = swap(staging, output, &self.marker, Flush::ToDisk)?;
        self.remains.extend(left);
        Ok(std::mem::take(&mut self.remains))
    }
}

impl Drop for Staging {
    /// Removes the folder at the staging path: the unfinished or the replaced one.
    fn drop(&mut self) {
        discard(&self.target.staging, &self.marker);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_old_folder_stands_until_the_new_one_is_whole() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("2025");
        for text in ["1", "2"] {
            let staging = Staging::open(&out, "mark").unwrap();
            fs::write(staging.path().join("mark"), text).unwrap();
            staging.publish().unwrap();
        }
        let unfinished = Staging::open(&out, "mark").unwrap();
        fs::write(unfinished.path().join("mark"), "3").unwrap();
        drop(unfinished);
        assert_eq!(
            (
                fs::read_to_string(out.join("mark")).unwrap(),
                names(dir.path())
            ),
            ("2".to_owned(), vec!["2025".to_owned()])
        );
    }

    #[test]
    fn what_a_kill_left_is_mended() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("2025");
        fs::create_dir_all(dir.path().join(".2025.mulu-tmp-1/x")).unwrap();
        fs::create_dir(dir.path().join(".2025.mulu-old-1")).unwrap();
        fs::write(dir.path().join(".2025.mulu-old-1/mark"), "1").unwrap();
        drop(Staging::open(&out, "mark").unwrap());
        assert_eq!(
            (
                fs::read_to_string(out.join("mark")).unwrap(),
                names(dir.path())
            ),
            ("1".to_owned(), vec!["2025".to_owned()])
        );
    }
}
