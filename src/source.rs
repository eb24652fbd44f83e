//! Takes the site's folder; gives the sorted list of content files and, on request, the text of one.
//!
//! The only room that reads content. Everything after it works on text and can be tested from strings.
//! It must not know what the files mean.

use crate::diag::{Code, Diagnostic, Error, Place, words};
use std::path::{Path, PathBuf};

/// A content file, by its place in the sorted list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// One file under `content/`.
#[derive(Clone, Debug)]
pub struct File {
    /// Path relative to `content/`, with `/`.
    pub path: String,
    /// Size in bytes when the folder was read.
    pub size: u64,
}

impl File {
    /// Whether this is a document, as opposed to a file that goes with one.
    pub fn is_document(&self) -> bool {
        self.stem().len() < self.path.len()
    }

    /// The path without the ending of a document, in whatever letter case it is written.
    pub fn stem(&self) -> &str {
        let ending = [".md", ".markdown"].iter().find(|e| self.path.len() > e.len() && self.path.to_ascii_lowercase().ends_with(**e));
        &self.path[..self.path.len() - ending.map_or(0, |e| e.len())]
    }

    /// The path as messages show it, relative to the site's root.
    pub fn shown(&self) -> String {
        format!("content/{}", self.path)
    }
}

/// All content files, sorted by path; nothing downstream depends on the order in which a disk lists them.
#[derive(Debug, Default)]
pub struct Sources {
    content: PathBuf,
    files: Vec<File>,
    /// Files by their path in lower case, made when the first wrong path is met.
    by_case: std::sync::OnceLock<std::collections::HashMap<String, usize>>,
}

/// The largest document, in bytes.
const MAX_DOCUMENT: u64 = 8 << 20;

/// Reads the list of files. Hidden files and those that office programs and systems leave behind are passed over.
pub fn read(root: &Path) -> Result<(Sources, Vec<Diagnostic>), Error> {
    let content = root.join("content");
    let mut sources = Sources { content: content.clone(), ..Sources::default() };
    let mut findings = Vec::new();
    if !content.is_dir() {
        // an empty site in the place of a full one is nobody's wish
        return Err(Error::io(&content)(std::io::Error::new(std::io::ErrorKind::NotFound, "content/")));
    }
    let walk = walkdir::WalkDir::new(&content).follow_links(false).into_iter().filter_entry(|e| e.depth() == 0 || !is_litter(&e.file_name().to_string_lossy()));
    for entry in walk {
        let entry = entry.map_err(|e| {
            let path = e.path().unwrap_or(&content).to_owned();
            Error::io(path)(e.into_io_error().unwrap_or_else(|| std::io::Error::other("loop")))
        })?;
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(&content).unwrap_or(entry.path());
        let path = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let file = File { path, size: 0 };
        if entry.file_type().is_symlink() {
            findings.push(Diagnostic::new(Code::SymbolicLink).in_file(&file.shown()));
        } else if entry.file_type().is_file() {
            let size = entry.metadata().map_err(|e| Error::io(entry.path())(e.into()))?.len();
            if file.is_document() && size > MAX_DOCUMENT {
                findings.push(Diagnostic::new(Code::FileTooLarge).in_file(&file.shown()).with("size", format!("{:.2} MiB", size as f64 / f64::from(1 << 20))));
            } else {
                sources.files.push(File { size, ..file });
            }
        }
    }
    sources.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((sources, findings))
}

/// Names that people do not put there on purpose.
fn is_litter(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || name.eq_ignore_ascii_case("thumbs.db") || name.eq_ignore_ascii_case("desktop.ini")
}

impl Sources {
    /// All files, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (FileId, &File)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(i as u32), f))
    }

    /// One file.
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// The file at a path relative to `content/`, when there is one.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files.binary_search_by(|f| f.path.as_str().cmp(path)).ok().map(|i| FileId(i as u32))
    }

    /// A file whose path differs from this one in letter case only: right on Windows, broken on a server.
    pub fn find_other_case(&self, path: &str) -> Option<&File> {
        let by_case = self.by_case.get_or_init(|| self.files.iter().enumerate().map(|(i, f)| (f.path.to_lowercase(), i)).collect());
        by_case.get(&path.to_lowercase()).map(|&i| &self.files[i])
    }

    /// Where a file lies on disk.
    pub fn disk_path(&self, id: FileId) -> PathBuf {
        self.content.join(self.file(id).path.replace('/', std::path::MAIN_SEPARATOR_STR))
    }

    /// A file's bytes.
    pub fn bytes(&self, id: FileId) -> Result<Vec<u8>, Error> {
        let path = self.disk_path(id);
        std::fs::read(&path).map_err(Error::io(path))
    }

    /// A document's text, whatever its encoding, with a finding when that is not UTF-8. `Err` inside means that it cannot be read as text.
    pub fn text(&self, id: FileId) -> Result<(Option<String>, Option<Diagnostic>), Error> {
        let (text, finding) = decode(self.bytes(id)?);
        Ok((text, finding.map(|f| f.in_file(&self.file(id).shown()))))
    }

    /// The place of a byte range in a document; the file is read again, for findings are few.
    pub fn place(&self, id: FileId, range: std::ops::Range<usize>) -> Option<Place> {
        let text = self.text(id).ok()?.0?;
        Some(Place::new(&self.file(id).shown(), &text, range))
    }
}

/// Whether bytes are UTF-8 but for a few: read as GB18030 they would turn into other characters, and nobody would be told.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right > 4 * wrong
}

/// UTF-8 first, then what a byte-order mark says, then GB18030.
fn decode(bytes: Vec<u8>) -> (Option<String>, Option<Diagnostic>) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)), None),
        Err(e) if is_damaged_utf8(e.as_bytes()) => return (None, Some(Diagnostic::new(Code::UndecodableFile))),
        Err(e) => e.into_bytes(),
    };
    let encoding = encoding_rs::Encoding::for_bom(&bytes).map_or(encoding_rs::GB18030, |(e, _)| e);
    let name = match encoding.name() {
        "gb18030" => words("GB18030（GBK）", "GB18030 (GBK)"),
        name => words(name, name),
    };
    match encoding.decode_with_bom_removal(&bytes) {
        (text, false) => (Some(text.into_owned()), Some(Diagnostic::new(Code::NotUtf8).with_words("encoding", name))),
        (_, true) => (None, Some(Diagnostic::new(Code::UndecodableFile))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        assert_eq!(decode("标题".into()), (Some("标题".into()), None));
        assert_eq!(decode("\u{feff}标题".into()), (Some("标题".into()), None));
        let (gbk, _, _) = encoding_rs::GB18030.encode("标题：㐀");
        let (text, finding) = decode(gbk.into_owned());
        assert_eq!(text.as_deref(), Some("标题：㐀"));
        assert_eq!(finding.map(|f| f.code), Some(Code::NotUtf8));
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("标题".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(utf16).0.as_deref(), Some("标题"));
        let damaged = [&b"---\n"[..], "标题关于开展走访慰问的通知".as_bytes(), &[0xe5, 0x20]].concat();
        assert_eq!(decode(damaged).1.map(|f| f.code), Some(Code::UndecodableFile));
        assert_eq!(decode(vec![0xff, 0xff, 0x00]).1.map(|f| f.code), Some(Code::UndecodableFile));
    }
}
