//! Takes a folder; gives the packages in it, with site, year and root digest. Also reads the labels
//! of a `bag-info.txt`. This file must not know whether a package is whole.

use super::digest::sha512_file;
use super::layout::{BAG_INFO, BAGIT, GROUP, IDENTIFIER, TAG_MANIFEST};
use crate::diag::Error;
use std::path::{Path, PathBuf};

/// A package on disk, not yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its folder.
    pub path: PathBuf,
    /// The site, from the label `Bag-Group-Identifier`: `mulu:<site>`.
    pub group: String,
    /// The year, from the end of the label `External-Identifier`.
    pub year: i16,
    /// The SHA-512 of its tag manifest.
    pub root: [u8; 64],
}

/// The labels and values of `bag-info.txt`, in order. A line that begins with white space continues
/// the value before it. Other lines without a colon are ignored.
pub fn bag_info(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if let (true, Some((_, value))) = (line.starts_with([' ', '\t']), fields.last_mut()) {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((label, value)) = line.split_once(':') {
            fields.push((label.trim().to_owned(), value.trim().to_owned()));
        }
    }
    fields
}

/// The package in a folder; `None` if the folder is no bag, or its labels are not those of mulu.
pub fn package(path: &Path) -> Result<Option<Package>, Error> {
    if !path.join(BAGIT).is_file() || !path.join(TAG_MANIFEST).is_file() {
        return Ok(None);
    }
    let info = bag_info(&std::fs::read_to_string(path.join(BAG_INFO)).unwrap_or_default());
    let value = |label: &str| {
        info.iter()
            .find(|(l, _)| l == label)
            .map(|(_, v)| v.clone())
    };
    let (Some(group), Some(identifier)) = (value(GROUP), value(IDENTIFIER)) else {
        return Ok(None);
    };
    let Some(year) = identifier
        .strip_prefix(&group)
        .and_then(|rest| rest.strip_prefix(':')?.parse().ok())
    else {
        return Ok(None);
    };
    Ok(Some(Package {
        path: path.to_owned(),
        group,
        year,
        root: sha512_file(&path.join(TAG_MANIFEST))?,
    }))
}

/// The packages in this folder that are folders themselves (not zip files), sorted by year. Hidden
/// folders are skipped, because they may contain unfinished packages.
pub fn packages(folder: &Path) -> Result<Vec<Package>, Error> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in std::fs::read_dir(folder).map_err(Error::reading(folder))? {
        let entry = entry.map_err(Error::reading(folder))?;
        if !entry.file_name().to_string_lossy().starts_with('.')
            && entry.file_type().is_ok_and(|t| t.is_dir())
        {
            found.extend(package(&entry.path())?);
        }
    }
    found.sort_by(|a, b| (a.year, &a.path).cmp(&(b.year, &b.path)));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_known_by_what_they_say() {
        let dir = tempfile::tempdir().unwrap();
        for (name, info) in [
            (
                "b",
                "Bag-Group-Identifier: mulu:x\nExternal-Identifier: mulu:x:2024\n",
            ),
            ("a", "Source-Organization: y\n"),
            (".c", ""),
        ] {
            let folder = dir.path().join(name);
            std::fs::create_dir(&folder).unwrap();
            for (file, text) in [(BAGIT, ""), (TAG_MANIFEST, "z"), (BAG_INFO, info)] {
                std::fs::write(folder.join(file), text).unwrap();
            }
        }
        let found = packages(dir.path()).unwrap();
        assert_eq!(
            (found.len(), found[0].year, found[0].group.as_str()),
            (1, 2024, "mulu:x")
        );
        assert_eq!(packages(&dir.path().join("none")).unwrap(), []);
        assert_eq!(
            bag_info("A: b\n  c\nD: e: f\n"),
            [("A".into(), "b c".into()), ("D".into(), "e: f".into())]
        );
    }
}
