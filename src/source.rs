//! Takes the site's folder; gives the sorted list of content files and, on request, the text of one.
//!
//! The only room that reads content. Everything after it works on text and can be tested from strings.
//! It must not know what the files mean.

use crate::cache::{self, Cache, Key};
use crate::diag::{Diagnostic, Error, Message, Place, words};
use crate::file::each_piece_of;
use rayon::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant, SystemTime};
use unicode_normalization::UnicodeNormalization;

/// A content file, by its place in the sorted list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// One file under `content/`.
#[derive(Clone, Debug)]
pub struct File {
    /// Path relative to `content/`, with `/`, its characters composed as people type them (NFC): macOS takes them apart.
    pub path: String,
    /// The path as it stands on the disk, where it is another.
    on_disk: Option<Box<str>>,
    /// Size in bytes when the folder was read.
    pub size: u64,
    stamp: Stamp,
}

/// By what a file is recognised as unchanged without being read: its times, and where there is one its number on the disk.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Stamp {
    modified: Option<SystemTime>,
    changed: (i64, i64),
    number: u64,
}

impl Stamp {
    #[cfg(unix)]
    fn of(metadata: &std::fs::Metadata) -> Stamp {
        use std::os::unix::fs::MetadataExt;
        Stamp {
            modified: metadata.modified().ok(),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            number: metadata.ino(),
        }
    }

    #[cfg(not(unix))]
    fn of(metadata: &std::fs::Metadata) -> Stamp {
        Stamp {
            modified: metadata.modified().ok(),
            changed: (0, 0),
            number: 0,
        }
    }

    fn times(self) -> impl Iterator<Item = SystemTime> {
        let changed = u64::try_from(self.changed.0)
            .ok()
            .map(|s| SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(s));
        self.modified.into_iter().chain(changed)
    }
}

impl File {
    /// Whether this is a document, as opposed to a file that goes with one.
    pub fn is_document(&self) -> bool {
        self.stem().len() < self.path.len()
    }

    /// The path without the ending of a document, in whatever letter case it is written.
    pub fn stem(&self) -> &str {
        let ending = [".md", ".markdown"]
            .iter()
            .find(|e| self.path.len() > e.len() && self.path.to_ascii_lowercase().ends_with(**e));
        &self.path[..self.path.len() - ending.map_or(0, |e| e.len())]
    }

    /// Whether somebody may take it for a document, and it is none.
    pub fn is_almost_document(&self) -> bool {
        self.almost_document().is_some()
    }

    /// The ending of a file that somebody may take for a document, and that is none: Windows hides the last ending.
    fn almost_document(&self) -> Option<&str> {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let lower = name.to_ascii_lowercase();
        let endings = [
            ".md.txt",
            ".markdown.txt",
            ".md.doc",
            ".md.docx",
            ".mdown",
            ".mkd",
            ".mdwn",
            ".mdx",
        ];
        let ending = endings
            .iter()
            .find(|e| lower.len() > e.len() && lower.ends_with(**e))?;
        name.get(name.len() - ending.len()..)
    }

    /// The path as messages show it, relative to the site's root.
    pub fn shown(&self) -> String {
        format!("content/{}", self.path)
    }
}

/// Short texts that a file was asked for.
type Texts = Arc<Vec<String>>;

/// What files were asked for, by what was asked.
type Asked = HashMap<&'static str, Answers>;

/// The answers of files to one question. Most have none, and take no room for it.
#[derive(Debug)]
struct Answers {
    texts: HashMap<FileId, Texts>,
    /// Whether a file has answered.
    is_known: Vec<bool>,
    nothing: Texts,
}

impl Answers {
    fn of(&self, id: FileId) -> Option<Texts> {
        self.is_known[id.0 as usize].then(|| self.texts.get(&id).unwrap_or(&self.nothing).clone())
    }
}

/// All content files, sorted by path; nothing downstream depends on the order in which a disk lists them.
#[derive(Debug, Default)]
pub struct Sources {
    content: PathBuf,
    files: Vec<File>,
    /// Files by their path in lower case, made when the first wrong path is met.
    by_case: OnceLock<HashMap<String, usize>>,
    digests: Vec<OnceLock<[u8; 32]>>,
    /// What others asked of a file in this run.
    asked: Mutex<Asked>,
    recent: Recent,
    /// Whether the disk is slow to answer, and what was read ahead from it.
    is_slow: AtomicBool,
    ahead: Mutex<HashMap<FileId, Vec<u8>>>,
    cache: Arc<Cache>,
}

/// The file that each thread read last: a document goes through several rooms one after another, each of which asks for it.
#[derive(Debug)]
struct Recent(Vec<Mutex<Last>>);

/// A file with its bytes, and as text when it was asked for as such and is UTF-8: to look at all of it once is enough.
type Last = Option<(FileId, Vec<u8>, Option<String>)>;

impl Default for Recent {
    fn default() -> Self {
        Recent(
            (0..rayon::current_num_threads())
                .map(|_| Mutex::default())
                .collect(),
        )
    }
}

impl Recent {
    fn slot(&self) -> Option<std::sync::MutexGuard<'_, Last>> {
        self.0.get(rayon::current_thread_index()?)?.lock().ok()
    }

    fn get(&self, id: FileId) -> Option<Vec<u8>> {
        self.slot()?
            .as_ref()
            .filter(|last| last.0 == id)
            .map(|last| last.1.clone())
    }

    fn text(&self, id: FileId) -> Option<String> {
        self.slot()?.as_ref().filter(|last| last.0 == id)?.2.clone()
    }

    fn put_text(&self, id: FileId, text: &str) {
        if let Some(mut slot) = self.slot()
            && let Some(last) = slot.as_mut().filter(|last| last.0 == id)
        {
            last.2 = Some(text.to_owned());
        }
    }

    fn put(&self, id: FileId, bytes: &[u8]) {
        if bytes.len() <= MAX_RECENT
            && let Some(mut slot) = self.slot()
        {
            *slot = Some((id, bytes.to_vec(), None));
        }
    }
}

/// In bytes: larger files are rather read again than kept.
const MAX_RECENT: usize = 1 << 18;

/// So many files are read ahead side by side: the threads only wait.
const QUESTIONS: usize = 32;

/// Of so many files it is seen how fast the disk answers.
const SAMPLE: usize = 16;

/// A file that is in the system's cache is there in a tenth of this.
const SLOW: Duration = Duration::from_micros(300);

/// The largest document, in bytes.
const MAX_DOCUMENT: u64 = 8 << 20;

/// Reads the list of files. Hidden files and those that office programs and systems leave behind are passed over.
pub fn read(root: &Path, cache: Arc<Cache>) -> Result<(Sources, Vec<Diagnostic>), Error> {
    let content = root.join("content");
    let mut sources = Sources {
        content: content.clone(),
        cache,
        ..Sources::default()
    };
    let mut findings = Vec::new();
    if !content.is_dir() {
        // an empty site in the place of a full one is nobody's wish
        return Err(Error::NoContent(content));
    }
    let walk = walkdir::WalkDir::new(&content)
        .follow_links(false)
        .into_iter()
        .filter_entry(|e| e.depth() == 0 || !is_litter(&e.file_name().to_string_lossy()));
    let mut listed = Vec::new();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(e) => {
                let path = e.path().unwrap_or(&content).to_owned();
                let error = e
                    .into_io_error()
                    .unwrap_or_else(|| std::io::Error::other("loop"));
                if path == content {
                    return Err(Error::reading(path)(error));
                }
                findings.push(unreadable(&shown(&content, &path).0, &error));
                continue;
            }
        };
        let (shown, path) = shown(&content, entry.path());
        let Some(path) = path else {
            let reason = words(
                "名称不是有效的 UTF-8 编码，常见于从旧系统解压的文件",
                "its name is not encoded in UTF-8, as happens with files unpacked from old systems",
            );
            findings.push(
                Diagnostic::new(Message::UnreadableFile {
                    reason: reason.into(),
                })
                .in_file(&shown),
            );
            continue;
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let composed = if path.is_ascii() {
            path.clone()
        } else {
            path.nfc().collect()
        };
        let on_disk = (composed != path).then(|| path.into_boxed_str());
        let file = File {
            path: composed,
            on_disk,
            size: 0,
            stamp: Stamp::default(),
        };
        if entry.file_type().is_symlink() {
            findings.push(Diagnostic::new(Message::SymbolicLink).in_file(&file.shown()));
        } else if entry.file_type().is_file() {
            listed.push((entry, file));
        }
    }
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
    for file in stamped.collect::<Result<Vec<File>, Error>>()? {
        if let Some(ending) = file.almost_document() {
            let ending = ending.into();
            findings.push(
                Diagnostic::new(Message::LooksLikeDocument { ending }).in_file(&file.shown()),
            );
        }
        if file.is_document() && file.size > MAX_DOCUMENT {
            let size = format!("{:.2} MiB", file.size as f64 / f64::from(1 << 20)).into();
            findings.push(Diagnostic::new(Message::FileTooLarge { size }).in_file(&file.shown()));
        } else {
            sources.files.push(file);
        }
    }
    sources
        .files
        .sort_by(|a, b| (&a.path, &a.on_disk).cmp(&(&b.path, &b.on_disk)));
    sources.files.dedup_by(|second, first| {
        let same = second.path == first.path;
        if same {
            let remedy = words(
                "两个文件的名称看上去一样，只是编码不同，请给其中一个改名。",
                "the two names look alike and differ in their encoding only; rename one file.",
            );
            findings.push(
                Diagnostic::new(Message::AddressCollision {
                    url: (&second.path).into(),
                    remedy: remedy.into(),
                })
                .in_file(&second.shown()),
            );
        }
        same
    });
    sources.digests = vec![OnceLock::new(); sources.files.len()];
    Ok((sources, findings))
}

/// A key of the files of a folder and of the folders in it, without reading them; of nothing when there is no folder.
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
            &postcard::to_stdvec(&stamp).unwrap_or_default(),
        ]));
    }
    cache::key(&[b"stamps", &all])
}

/// A path on the disk as messages show it, and relative to `content/`; none when it cannot be written in UTF-8.
fn shown(content: &Path, path: &Path) -> (String, Option<String>) {
    let relative = path.strip_prefix(content).unwrap_or(path);
    let lossy = relative
        .components()
        .map(|c| c.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/");
    let whole = relative
        .components()
        .map(|c| c.as_os_str().to_str())
        .collect::<Option<Vec<_>>>()
        .map(|parts| parts.join("/"));
    (format!("content/{lossy}"), whole)
}

/// A file that the system does not let read.
pub fn unreadable(shown: &str, error: &std::io::Error) -> Diagnostic {
    let reason = words(
        format!("系统提示：{error}"),
        format!("the system says: {error}"),
    );
    Diagnostic::new(Message::UnreadableFile {
        reason: reason.into(),
    })
    .in_file(shown)
}

/// Names that people do not put there on purpose.
pub fn is_litter(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name.eq_ignore_ascii_case("thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
}

impl Sources {
    /// All files, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (FileId, &File)> {
        self.files
            .iter()
            .enumerate()
            .map(|(i, f)| (FileId(i as u32), f))
    }

    /// One file.
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// The file at a path relative to `content/`, when there is one.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files
            .binary_search_by(|f| f.path.as_str().cmp(path))
            .ok()
            .map(|i| FileId(i as u32))
    }

    /// A file whose path differs from this one in letter case only: right on Windows, broken on a server.
    pub fn find_other_case(&self, path: &str) -> Option<&File> {
        let by_case = self.by_case.get_or_init(|| {
            self.files
                .iter()
                .enumerate()
                .map(|(i, f)| (f.path.to_lowercase(), i))
                .collect()
        });
        by_case.get(&path.to_lowercase()).map(|&i| &self.files[i])
    }

    /// Where a file lies on disk.
    pub fn disk_path(&self, id: FileId) -> PathBuf {
        let file = self.file(id);
        self.content.join(
            file.on_disk
                .as_deref()
                .unwrap_or(&file.path)
                .replace('/', std::path::MAIN_SEPARATOR_STR),
        )
    }

    /// A file's bytes. Whoever asks twice gets the same: a file that is changed while it is being worked on stops the run, for its
    /// page and its place in the lists would not agree.
    pub fn bytes(&self, id: FileId) -> Result<Vec<u8>, Error> {
        if let Some(bytes) = self.recent.get(id) {
            return Ok(bytes);
        }
        let bytes = self.fetch(id)?;
        let digest: [u8; 32] = Sha256::digest(&bytes).into();
        if *self.digests[id.0 as usize].get_or_init(|| digest) != digest {
            return Err(Error::ChangedMeanwhile(self.file(id).shown()));
        }
        self.keep_digest(id, &digest);
        self.recent.put(id, &bytes);
        Ok(bytes)
    }

    /// Finds out by a few of some files whether they lie on a disk, or a share in the network, that is slow to answer.
    pub fn probe(&self, files: &[FileId]) {
        let is_slow = |id: FileId| {
            let start = Instant::now();
            std::fs::read(self.disk_path(id)).ok();
            start.elapsed() > SLOW
        };
        let sample = files.iter().step_by(files.len().div_ceil(SAMPLE).max(1));
        let slow = sample
            .filter(|&&id| self.known_digest(id).is_none() && is_slow(id))
            .count();
        self.is_slow.store(slow >= SAMPLE / 4, Ordering::Relaxed);
    }

    /// Reads files that will be asked for next, when [`Sources::probe`] found them slow to come: many questions side by side take little
    /// longer than one. Whoever asks for them finds what is wrong with them.
    pub fn read_ahead(&self, files: &[FileId]) {
        if !self.is_slow.load(Ordering::Relaxed) {
            return;
        }
        let next = AtomicUsize::new(0);
        let read = || {
            while let Some(&id) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                if let Ok(bytes) = std::fs::read(self.disk_path(id))
                    && let Ok(mut ahead) = self.ahead.lock()
                {
                    ahead.insert(id, bytes);
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..QUESTIONS {
                // fewer threads are slower, and that is all
                std::thread::Builder::new().spawn_scoped(scope, read).ok();
            }
        });
    }

    /// Lets go what was read ahead of some files and not asked for.
    pub fn let_go(&self, files: &[FileId]) {
        if self.is_slow.load(Ordering::Relaxed)
            && let Ok(mut ahead) = self.ahead.lock()
        {
            files.iter().for_each(|id| drop(ahead.remove(id)));
        }
    }

    /// Reads a file from the disk, unless it has been read ahead.
    fn fetch(&self, id: FileId) -> Result<Vec<u8>, Error> {
        let ahead = if self.is_slow.load(Ordering::Relaxed) {
            self.ahead
                .lock()
                .ok()
                .and_then(|mut ahead| ahead.remove(&id))
        } else {
            None
        };
        let path = self.disk_path(id);
        ahead.map_or_else(|| std::fs::read(&path).map_err(Error::reading(&path)), Ok)
    }

    /// The SHA-256 of a file: from the last run where its stamp is the same, else from its bytes.
    pub fn digest(&self, id: FileId) -> Result<[u8; 32], Error> {
        if let Some(digest) = self.known_digest(id) {
            return Ok(digest);
        }
        let path = self.disk_path(id);
        let mut hash = Sha256::new();
        each_piece_of(&path, |piece| {
            hash.update(piece);
            Ok(())
        })?;
        let digest = *self.digests[id.0 as usize].get_or_init(|| hash.finalize().into());
        self.keep_digest(id, &digest);
        Ok(digest)
    }

    fn known_digest(&self, id: FileId) -> Option<[u8; 32]> {
        let known = &self.digests[id.0 as usize];
        if let Some(digest) = known.get() {
            return Some(*digest);
        }
        let digest = self.cache.get(&self.stamp_key(id))?;
        Some(*known.get_or_init(|| digest))
    }

    fn keep_digest(&self, id: FileId, digest: &[u8; 32]) {
        let stamp = self.file(id).stamp;
        if stamp.modified.is_some()
            && self.cache.is_settled(stamp.times())
            && self.cache.get::<[u8; 32]>(&self.stamp_key(id)).is_none()
        {
            self.cache.put(&self.stamp_key(id), digest);
        }
    }

    fn stamp_key(&self, id: FileId) -> Key {
        let file = self.file(id);
        cache::key(&[
            b"stamp",
            file.path.as_bytes(),
            &file.size.to_le_bytes(),
            &postcard::to_stdvec(&file.stamp).unwrap_or_default(),
        ])
    }

    /// What `make` gives for a file's bytes, from an earlier run if the file has not changed since. `what` names the question and
    /// `with` is everything else that the answer depends on.
    pub fn remember<T: Serialize + DeserializeOwned>(
        &self,
        what: &str,
        with: &[u8],
        id: FileId,
        make: impl FnOnce(Vec<u8>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let key = |digest: [u8; 32]| {
            cache::key(&[
                what.as_bytes(),
                with,
                self.file(id).path.as_bytes(),
                &digest,
            ])
        };
        if let Some(digest) = self.known_digest(id)
            && let Some(value) = self.cache.get(&key(digest))
        {
            return Ok(value);
        }
        let bytes = self.bytes(id)?;
        let key = key(self.digest(id)?);
        self.cache.remember(&key, || make(bytes))
    }

    /// Some words drawn from a file for all the others that refer to it: made once in a run, and remembered as [`Sources::remember`] does.
    pub fn words_of(
        &self,
        what: &'static str,
        with: &[u8],
        id: FileId,
        make: impl FnOnce(Vec<u8>) -> Vec<String>,
    ) -> Result<Texts, Error> {
        if let Some(words) = self
            .asked
            .lock()
            .ok()
            .and_then(|asked| asked.get(what)?.of(id))
        {
            return Ok(words);
        }
        let words: Texts = Arc::new(self.remember(what, with, id, |bytes| Ok(make(bytes)))?);
        if let Ok(mut asked) = self.asked.lock() {
            let answers = || Answers {
                texts: HashMap::new(),
                is_known: vec![false; self.files.len()],
                nothing: Texts::default(),
            };
            let answers = asked.entry(what).or_insert_with(answers);
            answers.is_known[id.0 as usize] = true;
            if !words.is_empty() {
                answers.texts.insert(id, words.clone());
            }
        }
        Ok(words)
    }

    /// A key of all files, when every one can be told from a later state of itself by its stamp.
    pub fn key(&self) -> Option<Key> {
        let mut all = Vec::new();
        for file in &self.files {
            if file.stamp.modified.is_none() || !self.cache.is_settled(file.stamp.times()) {
                return None;
            }
            all.extend(cache::key(&[
                file.path.as_bytes(),
                &file.size.to_le_bytes(),
                &postcard::to_stdvec(&file.stamp).ok()?,
            ]));
        }
        Some(cache::key(&[b"sources", &all]))
    }

    /// What earlier runs worked out.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// A document's text, whatever its encoding, with a finding when that is not UTF-8. `Err` inside means that it cannot be read as text.
    pub fn text(&self, id: FileId) -> Result<(Option<String>, Option<Diagnostic>), Error> {
        if let Some(text) = self.recent.text(id) {
            return Ok((Some(text), None));
        }
        let decoded = self.decode(id, &self.bytes(id)?);
        if let (Some(text), None) = &decoded {
            self.recent.put_text(id, text);
        }
        Ok(decoded)
    }

    /// The text of a document whose bytes are at hand.
    pub fn decode(&self, id: FileId, bytes: &[u8]) -> (Option<String>, Option<Diagnostic>) {
        let (text, finding) = decode(bytes);
        (text, finding.map(|f| f.in_file(&self.file(id).shown())))
    }

    /// The place of a byte range in a document, whose file is read again: findings are few, and the same ones are known the next time.
    pub fn place(&self, id: FileId, range: std::ops::Range<usize>) -> Option<Place> {
        let with: Vec<u8> = [range.start, range.end]
            .into_iter()
            .flat_map(usize::to_le_bytes)
            .collect();
        let make = |bytes: Vec<u8>| {
            Ok(self
                .decode(id, &bytes)
                .0
                .map(|text| Place::new(&self.file(id).shown(), &text, range)))
        };
        self.remember("place", &with, id, make).ok().flatten()
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
pub fn decode(bytes: &[u8]) -> (Option<String>, Option<Diagnostic>) {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => {
            return (
                Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
                None,
            );
        }
        Err(_) if is_damaged_utf8(bytes) => {
            return (None, Some(Diagnostic::new(Message::UndecodableFile)));
        }
        Err(_) => {}
    }
    let encoding = encoding_rs::Encoding::for_bom(bytes).map_or(encoding_rs::GB18030, |(e, _)| e);
    let name = match encoding.name() {
        "gb18030" => words("GB18030（GBK）", "GB18030 (GBK)"),
        name => words(name, name),
    };
    match encoding.decode_with_bom_removal(bytes) {
        (text, false) => (
            Some(text.into_owned()),
            Some(Diagnostic::new(Message::NotUtf8 {
                encoding: name.into(),
            })),
        ),
        (_, true) => (None, Some(Diagnostic::new(Message::UndecodableFile))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;

    #[test]
    fn encodings() {
        assert_eq!(decode("标题".as_bytes()), (Some("标题".into()), None));
        assert_eq!(
            decode("\u{feff}标题".as_bytes()),
            (Some("标题".into()), None)
        );
        let (gbk, _, _) = encoding_rs::GB18030.encode("标题：㐀");
        let (text, finding) = decode(&gbk);
        assert_eq!(text.as_deref(), Some("标题：㐀"));
        assert_eq!(finding.map(|f| f.code()), Some(Code::NotUtf8));
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("标题".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(decode(&utf16).0.as_deref(), Some("标题"));
        let damaged = [
            &b"---\n"[..],
            "标题关于开展走访慰问的通知".as_bytes(),
            &[0xe5, 0x20],
        ]
        .concat();
        assert_eq!(
            decode(&damaged).1.map(|f| f.code()),
            Some(Code::UndecodableFile)
        );
        assert_eq!(
            decode(&[0xff, 0xff, 0x00]).1.map(|f| f.code()),
            Some(Code::UndecodableFile)
        );
    }

    #[test]
    fn what_is_read_ahead_is_what_lies_there_and_is_let_go() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("content")).unwrap();
        for i in 0..100 {
            std::fs::write(
                folder.path().join(format!("content/{i}.md")),
                format!("text {i}"),
            )
            .unwrap();
        }
        let (sources, _) = read(folder.path(), Arc::default()).unwrap();
        let ids: Vec<FileId> = sources.iter().map(|(id, _)| id).collect();
        sources.read_ahead(&ids);
        assert!(
            sources.ahead.lock().unwrap().is_empty(),
            "a quick disk is not read ahead"
        );
        sources.is_slow.store(true, Ordering::Relaxed);
        std::fs::remove_file(sources.disk_path(ids[7])).unwrap();
        sources.read_ahead(&ids);
        assert_eq!(sources.ahead.lock().unwrap().len(), 99);
        assert!(sources.bytes(ids[7]).is_err());
        std::fs::write(sources.disk_path(ids[8]), "changed meanwhile").unwrap();
        for &id in &ids[8..50] {
            let stem = sources.file(id).path.trim_end_matches(".md").to_owned();
            assert_eq!(
                sources.bytes(id).unwrap(),
                format!("text {stem}").into_bytes()
            );
        }
        assert!(
            sources.bytes(ids[8]).is_err(),
            "read a second time, the file is another"
        );
        sources.let_go(&ids);
        assert!(sources.ahead.lock().unwrap().is_empty());
    }
}
