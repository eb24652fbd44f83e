//! Takes the list of content files; finds files by path, and gives the bytes, the digest and the
//! text of each. Results made from a file are kept in the cache. This file must not know what the
//! files mean.

use super::ahead::{Ahead, SAMPLE};
use super::answers::{Answers, Words};
use super::decode::decode;
use super::file::{File, FileId, Stamp};
use super::recent::Recent;
use super::sums::{self, Summing, Sums, Use};
use crate::cache::{self, Cache, Key};
use crate::diag::{Diagnostic, Error, Place};
use crate::file::{below, each_piece_of};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// All content files, sorted by path, so that the order on the disk has no effect.
#[derive(Debug, Default)]
pub struct Sources {
    content: PathBuf,
    files: Vec<File>,
    /// Files by their paths in lower case, to find a path that is written in another letter case.
    by_case: OnceLock<HashMap<String, usize>>,
    sums: Vec<OnceLock<Sums>>,
    answers: Answers,
    recent: Recent,
    pub(super) ahead: Ahead,
    cache: Arc<Cache>,
    /// Bytes to use instead of those on the disk.
    instead: HashMap<FileId, Vec<u8>>,
}

impl Sources {
    /// Files of the folder `content`, sorted by path.
    pub(super) fn new(content: PathBuf, files: Vec<File>, cache: Arc<Cache>) -> Sources {
        Sources {
            sums: vec![OnceLock::new(); files.len()],
            content,
            files,
            cache,
            ..Sources::default()
        }
    }

    /// Files that are not on a disk, by path and with their bytes.
    pub fn given(files: &[(&str, &[u8])]) -> Sources {
        let bytes: BTreeMap<String, Vec<u8>> = files
            .iter()
            .map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()))
            .collect();
        let listed = bytes.iter().map(|(path, bytes)| File {
            path: path.clone(),
            on_disk: None,
            size: bytes.len() as u64,
            stamp: Stamp::default(),
        });
        let nothing = Arc::new(Cache::nothing());
        Sources::new(PathBuf::new(), listed.collect(), nothing).with(&bytes)
    }

    /// The same files, but files at the given paths have the given bytes instead of those on the
    /// disk.
    #[must_use]
    pub fn with(mut self, instead: &BTreeMap<String, Vec<u8>>) -> Sources {
        for (path, bytes) in instead {
            if let Some(id) = self.find(path) {
                self.sums[id.0 as usize] = OnceLock::from(self.sums_of(id, bytes));
                self.instead.insert(id, bytes.clone());
            }
        }
        self
    }

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

    /// The file at a path relative to `content/`.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files
            .binary_search_by(|f| f.path.as_str().cmp(path))
            .ok()
            .map(|i| FileId(i as u32))
    }

    /// A file whose path differs from this one only in letter case. A link with such a path works
    /// on Windows and fails on most servers.
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

    /// The path of a file on the disk.
    pub fn disk_path(&self, id: FileId) -> PathBuf {
        let file = self.file(id);
        below(&self.content, file.on_disk.as_deref().unwrap_or(&file.path))
    }

    /// A file's bytes, the same for the whole run. A file that changes during the run stops the
    /// run, because pages made before and after the change might disagree.
    pub fn bytes(&self, id: FileId) -> Result<Arc<Vec<u8>>, Error> {
        if let Some(bytes) = self.recent.get(id) {
            return Ok(bytes);
        }
        let bytes = Arc::new(self.fetch(id)?);
        if !self.is_as_before(id, &bytes) {
            return Err(Error::ChangedMeanwhile(self.file(id).shown()));
        }
        self.recent.put(id, &bytes);
        Ok(bytes)
    }

    /// Whether these bytes agree with what this run knows about the file.
    fn is_as_before(&self, id: FileId, bytes: &[u8]) -> bool {
        let known = &self.sums[id.0 as usize];
        if let Some(known) = known.get() {
            return known.mark == sums::mark(bytes);
        }
        let sums = self.sums_of(id, bytes);
        if known.get_or_init(|| sums).mark != sums.mark {
            return false;
        }
        self.keep_sums(id, &sums);
        true
    }

    /// Reads a few files to find out whether their disk or network share answers slowly.
    pub fn probe(&self, files: &[FileId]) {
        let sample = files.iter().step_by(files.len().div_ceil(SAMPLE).max(1));
        let unknown = sample.filter(|&&id| self.known_sums(id).is_none());
        self.ahead.probe(unknown.map(|&id| self.disk_path(id)));
    }

    /// Reads in advance files that will be needed next, if [`Sources::probe`] found the disk slow.
    pub fn read_ahead(&self, files: &[FileId]) {
        self.ahead.read(files, |id| self.disk_path(id));
    }

    /// Drops the bytes that were read in advance and never requested.
    pub fn drop_unused(&self, files: &[FileId]) {
        self.ahead.drop_unused(files);
    }

    /// Reads a file from the disk, unless its bytes are given or have been read in advance.
    fn fetch(&self, id: FileId) -> Result<Vec<u8>, Error> {
        if let Some(bytes) = self.instead.get(&id) {
            return Ok(bytes.clone());
        }
        let path = self.disk_path(id);
        let ahead = self.ahead.take(id);
        ahead.map_or_else(|| std::fs::read(&path).map_err(Error::reading(&path)), Ok)
    }

    /// The SHA-256 of a file.
    pub fn digest(&self, id: FileId) -> Result<[u8; 32], Error> {
        match self.sums(id)?.digest {
            Some(digest) => Ok(digest),
            None => self.bytes(id).map(|bytes| Sha256::digest(&*bytes).into()),
        }
    }

    /// A digest of the content of a file, for cache keys.
    pub fn mark(&self, id: FileId) -> Result<Key, Error> {
        self.sums(id).map(|sums| sums.mark)
    }

    /// The sums of a file. They come from an earlier call in this run, or from the cache if the
    /// file's stamp is unchanged, or else from its bytes.
    fn sums(&self, id: FileId) -> Result<Sums, Error> {
        if let Some(sums) = self.known_sums(id) {
            return Ok(sums);
        }
        let mut summing = Summing::new(self.use_of(id));
        each_piece_of(&self.disk_path(id), |piece| {
            summing.add(piece);
            Ok(())
        })?;
        let sums = *self.sums[id.0 as usize].get_or_init(|| summing.finish());
        self.keep_sums(id, &sums);
        Ok(sums)
    }

    fn sums_of(&self, id: FileId, bytes: &[u8]) -> Sums {
        let mut summing = Summing::new(self.use_of(id));
        summing.add(bytes);
        summing.finish()
    }

    fn use_of(&self, id: FileId) -> Use {
        if self.file(id).is_document() {
            Use::Read
        } else {
            Use::Published
        }
    }

    fn known_sums(&self, id: FileId) -> Option<Sums> {
        let known = &self.sums[id.0 as usize];
        if let Some(sums) = known.get() {
            return Some(*sums);
        }
        let sums = self.cache.get(&self.stamp_key(id))?;
        Some(*known.get_or_init(|| sums))
    }

    fn keep_sums(&self, id: FileId, sums: &Sums) {
        let stamp = self.file(id).stamp;
        if stamp.modified.is_none()
            || self.instead.contains_key(&id)
            || !self.cache.is_settled(stamp.times())
        {
            return;
        }
        let key = self.stamp_key(id);
        if self.cache.get::<Sums>(&key).is_none() {
            self.cache.put(&key, sums);
        }
    }

    fn stamp_key(&self, id: FileId) -> Key {
        let file = self.file(id);
        cache::key(&[
            b"stamp",
            file.path.as_bytes(),
            &file.size.to_le_bytes(),
            &postcard::to_extend(&file.stamp, Vec::new()).unwrap_or_default(),
        ])
    }

    /// The result of `make` for a file's bytes, from the cache if the file has not changed. `what`
    /// names the result; `with` is everything else on which it depends.
    pub fn remember<T: Serialize + DeserializeOwned>(
        &self,
        what: &str,
        with: &[u8],
        id: FileId,
        make: impl FnOnce(&[u8]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let key = |mark| self.result_key(what, with, id, mark);
        if let Some(sums) = self.known_sums(id) {
            let make = || make(&self.bytes(id)?);
            return self.cache.remember(&key(sums.mark), make);
        }
        let bytes = self.bytes(id)?;
        let key = key(self.mark(id)?);
        self.cache.remember(&key, || make(&bytes))
    }

    fn result_key(&self, what: &str, with: &[u8], id: FileId, mark: Key) -> Key {
        let path = self.file(id).path.as_bytes();
        cache::key(&[what.as_bytes(), with, path, &mark])
    }

    /// A result that an earlier run stored for a file, if the file has not changed since.
    pub fn recall<T: DeserializeOwned>(&self, what: &str, id: FileId) -> Option<T> {
        let mark = self.known_sums(id)?.mark;
        self.cache.get(&self.result_key(what, b"", id, mark))
    }

    /// Keeps a result in the cache although this run does not need it.
    pub fn hold(&self, what: &str, id: FileId) {
        if let Some(sums) = self.known_sums(id) {
            self.cache.hold(&self.result_key(what, b"", id, sums.mark));
        }
    }

    /// Stores a result that depends only on the file's bytes and path.
    pub fn store<T: Serialize>(&self, what: &str, id: FileId, value: &T) -> Result<(), Error> {
        let key = self.result_key(what, b"", id, self.mark(id)?);
        self.cache.put(&key, value);
        Ok(())
    }

    /// Words extracted from a file for the documents that refer to it. They stay in memory for the
    /// rest of the run, and in the cache as in [`Sources::remember`].
    pub fn words_of(
        &self,
        question: &'static str,
        with: &[u8],
        id: FileId,
        make: impl FnOnce(&[u8]) -> Vec<String>,
    ) -> Result<Words, Error> {
        if let Some(words) = self.answers.get(question, id) {
            return Ok(words);
        }
        let words: Words = Arc::new(self.remember(question, with, id, |b| Ok(make(b)))?);
        self.answers.put(question, self.files.len(), id, &words);
        Ok(words)
    }

    /// A cache key for the state of all files. `None` if a later change of a file might not show in
    /// its stamp.
    pub fn key(&self) -> Option<Key> {
        let mut all = Vec::new();
        for file in &self.files {
            if file.stamp.modified.is_none() || !self.cache.is_settled(file.stamp.times()) {
                return None;
            }
            all.extend(cache::key(&[
                file.path.as_bytes(),
                &file.size.to_le_bytes(),
                &postcard::to_extend(&file.stamp, Vec::new()).ok()?,
            ]));
        }
        Some(cache::key(&[b"sources", &all]))
    }

    /// The cache of earlier runs.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// A document's text, if it can be decoded, with a finding if it is not UTF-8.
    pub fn text(&self, id: FileId) -> Result<(Option<Arc<str>>, Option<Diagnostic>), Error> {
        if let Some(text) = self.recent.text(id) {
            return Ok((Some(text), None));
        }
        let (text, finding) = self.decode(id, &self.bytes(id)?);
        let text = text.map(Arc::from);
        if let (Some(text), None) = (&text, &finding) {
            self.recent.put_text(id, text);
        }
        Ok((text, finding))
    }

    /// The text of a document whose bytes have already been read.
    pub fn decode(&self, id: FileId, bytes: &[u8]) -> (Option<String>, Option<Diagnostic>) {
        let (text, finding) = decode(bytes);
        (text, finding.map(|f| f.in_file(&self.file(id).shown())))
    }

    /// The place of a byte range in a document; `None` if the document has no text. The file is
    /// read again unless the cache has the place. This costs little, because findings are few.
    pub fn place(&self, id: FileId, range: Range<usize>) -> Option<Place> {
        let with: Vec<u8> = [range.start, range.end]
            .into_iter()
            .flat_map(usize::to_le_bytes)
            .collect();
        let make = |bytes: &[u8]| {
            Ok(self
                .decode(id, bytes)
                .0
                .map(|text| Place::new(&self.file(id).shown(), &text, range)))
        };
        self.remember("place", &with, id, make).ok().flatten()
    }

    /// A finding at a byte range of a document.
    pub fn at(&self, id: FileId, range: Range<usize>, finding: Diagnostic) -> Diagnostic {
        self.placed(id, self.place(id, range), finding)
    }

    /// A finding at its place in a file, or about the whole file when the place is unknown.
    pub fn placed(&self, id: FileId, place: Option<Place>, finding: Diagnostic) -> Diagnostic {
        match place {
            Some(place) => finding.at(place),
            None => finding.in_file(&self.file(id).shown()),
        }
    }
}
