//! Takes an archive package; verifies it; gives the folder of its site, and a key of its content.
//! If the package is a zip file, only the ledger and the index are unpacked. `member.rs` reads
//! these two. This file must not know what is in the ledger and the index.

use super::disk::{state, unreadable};
use super::trust;
use crate::archive::{self, read, verify};
use crate::cache::{self, Cache, Key};
use crate::diag::{Error, Lang, Words, words};
use crate::file::below;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The maximum number of bytes that are unpacked from one package.
const MOST: u64 = 16 << 30;
/// The name of the file which shows that a package was completely unpacked.
const WHOLE: &str = "whole";

/// The folder of the site in a package, and a key of its content. Verifies the package, unless an
/// earlier run verified it and all sizes and times are unchanged.
pub(super) fn open(
    package: &Path,
    unpacked: &Path,
    cache: &Cache,
) -> Result<(PathBuf, Key), Words> {
    let key = cache::key(&[b"package of a member", &state(package)?.key]);
    let known = cache.get::<Key>(&key);
    let content = match known {
        Some(content) => content,
        None => verified(package)?,
    };
    let folder = if package.is_dir() {
        package.join(archive::SITE)
    } else {
        unpack(package, unpacked, &content, MOST)?
    };
    cache.put(&key, &content);
    Ok((folder, content))
}

fn said(error: &Error) -> Words {
    words(error.message(Lang::Zh), error.message(Lang::En))
}

/// Verifies a package; gives the key of its content.
fn verified(package: &Path) -> Result<Key, Words> {
    let reports = verify::verify(&[package], &|_| ()).map_err(|e| said(&e))?;
    let report = reports.first().filter(|r| r.kind == verify::Kind::Mulu);
    let Some(report) = report else {
        return Err(words(
            "不是 mulu 的归档包",
            "it is no archive package of mulu",
        ));
    };
    let root = report.root.as_deref().unwrap_or_default();
    if report.is_whole() && !root.is_empty() {
        return Ok(cache::key(&[b"content of a package", root.as_bytes()]));
    }
    let fault = report.faults.first();
    let message = |lang| fault.map(|f| f.message(lang)).unwrap_or_default();
    Err(words(
        format!("归档包不完整：{}", message(Lang::Zh)),
        format!("the archive package is not whole: {}", message(Lang::En)),
    ))
}

/// Unpacks the ledger and the index of a package, unless an earlier run has unpacked them.
/// More than `most` bytes are an error.
fn unpack(package: &Path, unpacked: &Path, content: &Key, most: u64) -> Result<PathBuf, Words> {
    let mark = unpacked.join(WHOLE);
    let site = unpacked.join("site");
    if fs::read(&mark).is_ok_and(|known| known == content) {
        return Ok(site);
    }
    let failed = |e: &std::io::Error| unreadable(&unpacked.display().to_string(), e);
    if unpacked.exists() {
        fs::remove_dir_all(unpacked).map_err(|e| failed(&e))?;
    }
    fs::create_dir_all(&site).map_err(|e| failed(&e))?;
    let too_large = || std::io::Error::from(std::io::ErrorKind::FileTooLarge);
    let mut left = most;
    let mut take = |path: &str, bytes: &mut dyn Read| {
        let is_wanted = path == "catalogue.json" || path.starts_with("search/");
        if !is_wanted || trust::path(path).is_err() {
            return Ok(());
        }
        let to = below(&site, path);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        let size = std::io::copy(&mut bytes.take(left + 1), &mut fs::File::create(to)?)?;
        left = left.checked_sub(size).ok_or_else(too_large)?;
        Ok(())
    };
    read::each_file(package, archive::SITE, &mut take).map_err(|e| said(&e))?;
    fs::write(&mark, content).map_err(|e| failed(&e))?;
    Ok(site)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_package_over_the_limit_is_refused_and_not_cut() {
        let folder = tempfile::tempdir().unwrap();
        let package = folder.path().join("a.zip");
        let mut zip = zip::ZipWriter::new(fs::File::create(&package).unwrap());
        let name = format!("{}/catalogue.json", archive::SITE);
        zip.start_file(name, crate::file::zip_options()).unwrap();
        zip.write_all(b"{\"a\":1}").unwrap();
        zip.finish().unwrap();
        let key = cache::key(&[b"a"]);
        let unpacked = folder.path().join("unpacked");
        assert!(unpack(&package, &unpacked, &key, 6).is_err());
        let site = unpack(&package, &unpacked, &key, 7).unwrap();
        assert_eq!(fs::read(site.join("catalogue.json")).unwrap(), b"{\"a\":1}");
    }
}
