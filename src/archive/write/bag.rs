//! Takes the files of a package; writes a bag: payload files with their digests in one pass, then
//! tag files. This file must not know what the files mean.
//!
//! Several threads may add payload files at once. The caller decides where the folder is and what
//! happens to it.

use crate::archive::digest::{Digester, Digests, hex};
use crate::archive::layout::{
    BAG_INFO, BAGIT, DECLARATION, MANIFEST_SHA256, MANIFEST_SHA512, PAYLOAD_SM3, TAG_MANIFEST,
    is_portable,
};
use crate::diag::Error;
use crate::file::each_piece;
use sha2::{Digest, Sha512};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// A bag being written.
pub struct Bag {
    root: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    payload: BTreeMap<String, Digests>,
    tags: BTreeMap<String, [u8; 64]>,
    folders: BTreeSet<PathBuf>,
}

impl Bag {
    /// A bag in an existing, empty folder.
    pub fn new(root: &Path) -> Bag {
        Bag {
            root: root.to_owned(),
            state: Mutex::default(),
        }
    }

    /// The path on disk of a file of the bag.
    pub fn place(&self, path: &str) -> PathBuf {
        self.root
            .join(path.replace('/', std::path::MAIN_SEPARATOR_STR))
    }

    /// Creates the parent folder of a file; gives the path of the file.
    pub fn prepare(&self, path: &str) -> Result<PathBuf, Error> {
        let to = self.place(path);
        if let Some(folder) = to.parent()
            && !self.state.lock().is_ok_and(|s| s.folders.contains(folder))
        {
            fs::create_dir_all(folder).map_err(Error::making(folder))?;
            if let Ok(mut state) = self.state.lock() {
                state.folders.insert(folder.to_owned());
            }
        }
        Ok(to)
    }

    fn create(&self, path: &str) -> Result<(fs::File, PathBuf), Error> {
        let to = self.prepare(path)?;
        let file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&to)
            .map_err(Error::writing(&to))?;
        Ok((file, to))
    }

    /// Records the digests of a payload file already in its place.
    pub fn note(&self, path: &str, digests: Digests) {
        if let Ok(mut state) = self.state.lock() {
            state.payload.insert(path.to_owned(), digests);
        }
    }

    /// Writes a payload file.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<Digests, Error> {
        let (mut file, to) = self.create(path)?;
        file.write_all(bytes).map_err(Error::writing(&to))?;
        let digests = Digests::of(bytes);
        self.note(path, digests.clone());
        Ok(digests)
    }

    /// Copies a file from disk as a payload file, piece by piece.
    pub fn copy(&self, path: &str, from: &Path) -> Result<Digests, Error> {
        let mut source = fs::File::open(from).map_err(Error::reading(from))?;
        let (mut file, to) = self.create(path)?;
        let mut digester = Digester::default();
        each_piece(&mut source, Error::reading(from), |piece| {
            digester.update(piece);
            file.write_all(piece).map_err(Error::writing(&to))
        })?;
        let digests = digester.finish();
        self.note(path, digests.clone());
        Ok(digests)
    }

    /// Writes a tag file.
    pub fn tag(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let (mut file, to) = self.create(path)?;
        file.write_all(bytes).map_err(Error::writing(&to))?;
        if let Ok(mut state) = self.state.lock() {
            state
                .tags
                .insert(path.to_owned(), Sha512::digest(bytes).into());
        }
        Ok(())
    }

    /// The payload files so far, by path.
    pub fn payload(&self) -> BTreeMap<String, Digests> {
        self.state
            .lock()
            .map(|s| s.payload.clone())
            .unwrap_or_default()
    }

    /// The payload paths that are not portable, or differ from another only in letter case.
    pub fn wrong_names(&self) -> Vec<String> {
        wrong_names(self.payload().keys())
    }

    /// Writes the manifests, the declaration, `bag-info.txt` and the tag manifest; gives the root
    /// digest, which is the SHA-512 of the tag manifest. `info` gets the size and the number of the
    /// payload files.
    pub fn seal(
        &self,
        info: impl FnOnce(u64, usize) -> Vec<(&'static str, String)>,
    ) -> Result<[u8; 64], Error> {
        let payload = self.payload();
        if let Some(name) = wrong_names(payload.keys()).first() {
            return Err(Error::package(
                format!("文件名“{name}”不能进入归档包"),
                format!("the name {name} cannot go into a package"),
            ));
        }
        self.tag(
            MANIFEST_SHA256,
            &list(payload.iter().map(|(path, d)| (path, &d.sha256[..]))),
        )?;
        self.tag(
            MANIFEST_SHA512,
            &list(payload.iter().map(|(path, d)| (path, &d.sha512[..]))),
        )?;
        self.tag(
            PAYLOAD_SM3,
            &list(payload.iter().map(|(path, d)| (path, &d.sm3[..]))),
        )?;
        self.tag(BAGIT, DECLARATION.as_bytes())?;
        let lines = info(payload.values().map(|d| d.size).sum(), payload.len());
        let lines: String = lines
            .into_iter()
            .map(|(label, value)| format!("{label}: {}\n", one_line(&value)))
            .collect();
        self.tag(BAG_INFO, lines.as_bytes())?;
        let tags = self
            .state
            .lock()
            .map(|s| s.tags.clone())
            .unwrap_or_default();
        let tags = list(tags.iter().map(|(path, digest)| (path, &digest[..])));
        let (mut file, to) = self.create(TAG_MANIFEST)?;
        file.write_all(&tags).map_err(Error::writing(&to))?;
        Ok(Sha512::digest(&tags).into())
    }
}

/// A manifest: one digest and one path per line.
fn list<'a>(files: impl Iterator<Item = (&'a String, &'a [u8])>) -> Vec<u8> {
    files
        .map(|(path, digest)| format!("{}  {path}\n", hex(digest)))
        .collect::<String>()
        .into_bytes()
}

/// A value of `bag-info.txt`, joined into one line.
fn one_line(value: &str) -> String {
    value
        .split(char::is_control)
        .flat_map(str::split_whitespace)
        .collect::<Vec<_>>()
        .join(" ")
}

fn wrong_names<'a>(paths: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen: BTreeMap<String, &String> = BTreeMap::new();
    let mut wrong = BTreeSet::new();
    for path in paths {
        if let Some(twin) = seen.insert(path.to_lowercase(), path) {
            wrong.extend([twin.clone(), path.clone()]);
        }
        if !is_portable(path) {
            wrong.insert(path.clone());
        }
    }
    wrong.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bag_as_the_standard_has_it() {
        let dir = tempfile::tempdir().unwrap();
        let bag = Bag::new(dir.path());
        bag.put("data/site/b.html", b"abc").unwrap();
        bag.put("data/site/a/c.html", b"").unwrap();
        assert!(
            bag.put("data/site/b.html", b"x").is_err(),
            "no file is written twice"
        );
        fs::write(dir.path().join("x"), "abc").unwrap();
        bag.copy("data/x", &dir.path().join("x")).unwrap();
        let root = bag
            .seal(|bytes, files| {
                vec![
                    ("Payload-Oxum", format!("{bytes}.{files}")),
                    ("Contact-Name", "甲\r\n乙".to_owned()),
                ]
            })
            .unwrap();
        let read = |path: &str| fs::read_to_string(dir.path().join(path)).unwrap();
        assert_eq!(
            read("bagit.txt"),
            "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        );
        assert_eq!(
            read("bag-info.txt"),
            "Payload-Oxum: 6.3\nContact-Name: 甲 乙\n"
        );
        let paths: Vec<String> = read("manifest-sha256.txt")
            .lines()
            .map(|l| l[66..].to_owned())
            .collect();
        assert_eq!(paths, ["data/site/a/c.html", "data/site/b.html", "data/x"]);
        let tags: Vec<String> = read("tagmanifest-sha512.txt")
            .lines()
            .map(|l| l[130..].to_owned())
            .collect();
        assert_eq!(
            tags,
            [
                "bag-info.txt",
                "bagit.txt",
                "manifest-sha256.txt",
                "manifest-sha512.txt",
                "metadata/payload-sm3.txt"
            ]
        );
        assert_eq!(
            root,
            crate::archive::digest::sha512_file(&dir.path().join(TAG_MANIFEST)).unwrap()
        );
    }

    #[test]
    fn names_that_do_not_travel_are_refused() {
        for names in [
            &["data/100%.txt"][..],
            &["data/A.txt", "data/a.txt"],
            &["data/a:b"],
        ] {
            let dir = tempfile::tempdir().unwrap();
            let bag = Bag::new(dir.path());
            names
                .iter()
                .for_each(|name| bag.note(name, Digests::of(b"")));
            assert_eq!(bag.wrong_names(), names, "all of them");
            assert!(bag.seal(|_, _| Vec::new()).is_err(), "{names:?}");
            assert!(!dir.path().join(TAG_MANIFEST).exists());
        }
    }
}
