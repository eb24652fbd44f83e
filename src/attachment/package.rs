//! Takes a zip file; gives its parts by their names, with a limit to what is unpacked. This file
//! must not know what the parts mean.

use super::Unread;
use std::io::{Cursor, Read};

/// The maximum number of bytes that are unpacked from one zip file.
const LARGEST: u64 = 256 << 20;

/// A zip file, and the bytes that may still be unpacked.
pub(super) struct Package<'a> {
    zip: zip::ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

/// A path in a package, resolved against the folder of the part that names it.
pub(super) fn resolve(part: &str, path: &str) -> String {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = match path.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{path}"),
    };
    let mut out: Vec<&str> = Vec::new();
    for name in whole.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(out.pop()),
            name => out.push(name),
        }
    }
    out.join("/")
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Package<'a>, Unread> {
        Ok(Package {
            zip: zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unread::Damaged)?,
            left: LARGEST,
        })
    }

    /// Whether a zip file has its list of parts. A file that lost its end has none.
    pub(super) fn is_whole(bytes: &[u8]) -> bool {
        Package::open(bytes).is_ok()
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> Vec<String> {
        self.zip
            .file_names()
            .filter_map(Result::ok)
            .map(|n| n.into_owned())
            .collect()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// A part as text; `None` if the zip file has no part with this name.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Unread> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        let text = super::plain::decode(&bytes).ok_or(Unread::Damaged)?;
        Ok(Some(text))
    }

    /// The bytes of a part; `None` if the zip file has no part with this name.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unread> {
        let mut file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(zip::result::ZipError::UnsupportedArchive(
                zip::result::ZipError::PASSWORD_REQUIRED,
            )) => return Err(Unread::Protected),
            Err(_) => return Err(Unread::Damaged),
        };
        let mut bytes = Vec::new();
        file.by_ref()
            .take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| Unread::Damaged)?;
        self.left = self
            .left
            .checked_sub(bytes.len() as u64)
            .ok_or(Unread::TooLarge)?;
        Ok(Some(bytes))
    }

    /// An error if the zip file unpacks to more than the limit. Everything is unpacked once,
    /// because some libraries have no limit.
    pub(super) fn is_bounded(bytes: &[u8]) -> Result<(), Unread> {
        let mut package = Package::open(bytes)?;
        for i in 0..package.zip.len() {
            let Ok(file) = package.zip.by_index(i) else {
                continue;
            };
            let length = std::io::copy(&mut file.take(package.left + 1), &mut std::io::sink())
                .map_err(|_| Unread::Damaged)?;
            package.left = package.left.checked_sub(length).ok_or(Unread::TooLarge)?;
        }
        Ok(())
    }
}
