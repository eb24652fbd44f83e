//! A folder that is made beside its place and moved there in whole.
//!
//! Until then what stood there is untouched. What a killed run left is removed, or put back, by the next one.

use super::disk::{store, swap};
use super::folder::{self, Lock};
use crate::diag::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder being made.
pub struct Staging {
    output: PathBuf,
    staging: PathBuf,
    _lock: Lock,
}

impl Staging {
    /// Makes a folder beside `output`. `marker` is a file by which a folder that was moved aside is known to be whole.
    pub fn open(output: &Path, marker: &str) -> Result<Staging, Error> {
        let output = std::path::absolute(output).map_err(Error::io(output))?;
        let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
            return Err(Error::usage(
                "输出文件夹不能是根目录",
                "the output folder cannot be the root",
            ));
        };
        fs::create_dir_all(parent).map_err(Error::io(parent))?;
        let name = name.to_string_lossy();
        recover(parent, &name, &output, marker)?;
        let staging = parent.join(format!(".{name}.mulu-tmp-{}", std::process::id()));
        fs::create_dir(&staging).map_err(Error::io(&staging))?;
        let _lock = folder::lock(&staging);
        Ok(Staging {
            output,
            staging,
            _lock,
        })
    }

    /// Where the folder is made.
    pub fn path(&self) -> &Path {
        &self.staging
    }

    /// Has the file system store everything and moves the folder to its place.
    pub fn publish(self) -> Result<(), Error> {
        store(&self.staging)?;
        swap(&self.staging, &self.output)
    }
}

impl Drop for Staging {
    /// A run that did not publish leaves nothing behind. After the swap the staging folder holds what stood there before, or is gone.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.staging);
    }
}

/// What a killed run left: a folder that was not finished, or one that was moved aside but not yet replaced.
fn recover(parent: &Path, name: &str, output: &Path, marker: &str) -> Result<(), Error> {
    let prefix = format!(".{name}.mulu-");
    for entry in fs::read_dir(parent).map_err(Error::io(parent))? {
        let path = entry.map_err(Error::io(parent))?.path();
        let Some(rest) = path
            .file_name()
            .and_then(|n| n.to_str())
            .and_then(|n| n.strip_prefix(&prefix))
        else {
            continue;
        };
        if rest.starts_with("old-") && !output.exists() && path.join(marker).is_file() {
            fs::rename(&path, output).map_err(Error::io(&path))?;
        } else if folder::is_left_over(&path, rest)
            || rest.starts_with("old-") && path.join(marker).is_file()
        {
            fs::remove_dir_all(&path).map_err(Error::io(&path))?;
        }
    }
    Ok(())
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
