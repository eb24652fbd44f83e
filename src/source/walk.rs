//! Takes the site's folder; gives its content files, with findings for unusable files. This file
//! must not know what the files contain.

use super::file::{File, Stamp};
use super::sources::Sources;
use crate::cache::{self, Cache, Key};
use crate::diag::{Diagnostic, Error, Message, is_exhausted, system, words};
use crate::file::{is_litter, slashed};
use rayon::prelude::*;
use std::path::Path;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

/// The size of the largest document that is read, in bytes.
const MAX_DOCUMENT: u64 = 8 << 20;

/// Reads the list of files. Hidden files and those of office programs and systems are left out.
pub fn read(root: &Path, cache: Arc<Cache>) -> Result<(Sources, Vec<Diagnostic>), Error> {
    let content = root.join("content");
    if !content.is_dir() {
        // an empty site must not replace a full one
        return Err(Error::NoContent(content));
    }
    let mut findings = Vec::new();
    let listed = list(&content, &mut findings)?;
    let stamped = listed.into_par_iter().map(|(entry, file)| {
        let metadata = entry
            .metadata()
            .map_err(|e| Error::reading(entry.path())(e.into()))?;
        Ok(File {
            size: metadata.len(),
            stamp: Stamp::of(&metadata),
            ..file
        })
    });
    let mut files = stamped.collect::<Result<Vec<File>, Error>>()?;
    files.retain(|file| is_usable(file, &mut findings));
    files.sort_by(|a, b| (&a.path, &a.on_disk).cmp(&(&b.path, &b.on_disk)));
    files.dedup_by(|second, first| {
        let same = second.path == first.path;
        if same {
            findings.push(same_name(second));
        }
        same
    });
    Ok((Sources::new(content, files, cache), findings))
}

/// Lists the files without their attributes.
fn list(content: &Path, findings: &mut Vec<Diagnostic>) -> Result<Vec<(DirEntry, File)>, Error> {
    let walk = WalkDir::new(content)
        .follow_links(false)
        .into_iter()
        .filter_entry(|e| e.depth() == 0 || !is_litter(&e.file_name().to_string_lossy()));
    let mut listed = Vec::new();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(e) => {
                let path = e.path().unwrap_or(content).to_owned();
                let error = e
                    .into_io_error()
                    .unwrap_or_else(|| std::io::Error::other("loop"));
                if path == content || is_exhausted(&error) {
                    return Err(Error::reading(path)(error));
                }
                findings.push(unreadable(&shown(content, &path).0, &error));
                continue;
            }
        };
        let (shown, path) = shown(content, entry.path());
        let Some(path) = path else {
            findings.push(not_utf8(&shown));
            continue;
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let file = unstamped(path);
        if entry.file_type().is_symlink() {
            findings.push(Diagnostic::new(Message::SymbolicLink).in_file(&file.shown()));
        } else if entry.file_type().is_file() {
            listed.push((entry, file));
        }
    }
    Ok(listed)
}

fn unstamped(path: String) -> File {
    let composed = if path.is_ascii() {
        path.clone()
    } else {
        path.nfc().collect()
    };
    File {
        on_disk: (composed != path).then(|| path.into_boxed_str()),
        path: composed,
        size: 0,
        stamp: Stamp::default(),
    }
}

/// Whether a file is usable. A usable file may have findings too.
fn is_usable(file: &File, findings: &mut Vec<Diagnostic>) -> bool {
    if let Some(ending) = file.almost_document() {
        let ending = ending.into();
        findings
            .push(Diagnostic::new(Message::LooksLikeDocument { ending }).in_file(&file.shown()));
    }
    let is_too_large = file.is_document() && file.size > MAX_DOCUMENT;
    if is_too_large {
        let size = format!("{:.2} MiB", file.size as f64 / f64::from(1 << 20)).into();
        findings.push(Diagnostic::new(Message::FileTooLarge { size }).in_file(&file.shown()));
    }
    !is_too_large
}

fn not_utf8(shown: &str) -> Diagnostic {
    let reason = words(
        "名称不是有效的 UTF-8 编码，常见于从旧系统解压的文件",
        "its name is not encoded in UTF-8, as happens with files unpacked from old systems",
    );
    Diagnostic::new(Message::UnreadableFile {
        reason: reason.into(),
    })
    .in_file(shown)
}

/// The finding for a file whose name is the same as another's after normalization to NFC.
fn same_name(file: &File) -> Diagnostic {
    let remedy = words(
        "两个文件的名称看上去一样，只是编码不同，请给其中一个改名。",
        "the two names look alike and differ in their encoding only; rename one file.",
    );
    Diagnostic::new(Message::AddressCollision {
        url: (&file.path).into(),
        remedy: remedy.into(),
    })
    .in_file(&file.shown())
}

/// A cache key for what is in a folder, down to the second level. It is made from paths and
/// attributes. A missing folder has a key too.
pub fn stamps(folder: &Path) -> Key {
    let mut all = Vec::new();
    for entry in walkdir::WalkDir::new(folder)
        .max_depth(2)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
    {
        let stamp = entry.metadata().map(|m| (m.len(), Stamp::of(&m))).ok();
        all.extend(cache::key(&[
            entry.path().as_os_str().as_encoded_bytes(),
            &postcard::to_extend(&stamp, Vec::new()).unwrap_or_default(),
        ]));
    }
    cache::key(&[b"stamps", &all])
}

/// A path for messages, and the path relative to `content/` if it is UTF-8.
fn shown(content: &Path, path: &Path) -> (String, Option<String>) {
    let relative = path.strip_prefix(content).unwrap_or(path);
    let lossy = slashed(relative);
    let whole = relative
        .components()
        .map(|c| c.as_os_str().to_str())
        .collect::<Option<Vec<_>>>()
        .map(|parts| parts.join("/"));
    (format!("content/{lossy}"), whole)
}

/// The finding for a file that the system cannot read.
pub fn unreadable(shown: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Message::UnreadableFile {
        reason: system(error).into(),
    })
    .in_file(shown)
}
