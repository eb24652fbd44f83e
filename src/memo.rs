//! What earlier runs worked out: takes a key made from everything that a result depends on, gives the result as it was stored.
//!
//! A result is a pure function of its key, so a forgotten one costs time and never changes a byte. The file is disposable: what
//! is not whole, or was written by another program, counts as empty. It must not know what it holds.

use crate::diag::Error;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

/// Names a result by all that it depends on.
pub type Key = [u8; 16];

/// The key of some parts, told apart by their lengths.
pub fn key(parts: &[&[u8]]) -> Key {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let digest: [u8; 32] = hash.finalize().into();
    let mut key = [0; 16];
    key.copy_from_slice(&digest[..16]);
    key
}

const MARK: &[u8] = b"mulu memo 1\n";
const DIGEST: usize = 32;
const HEAD: usize = 16 + 4;

/// A file younger than this when it was looked at may still change without its times telling.
const SETTLED: std::time::Duration = std::time::Duration::from_secs(2);

/// Results by key: those of the last run, and those of this one.
#[derive(Debug, Default)]
pub struct Memo {
    file: Option<PathBuf>,
    identity: Key,
    old: Vec<u8>,
    known: HashMap<Key, Known, BuildHasherDefault<Digest8>>,
    new: Mutex<Vec<u8>>,
    /// Files of large results that this run used or made.
    large: Mutex<HashSet<PathBuf>>,
    forgotten: AtomicBool,
    /// The file system's own time when the run began.
    began: Option<SystemTime>,
}

/// A key is a digest already: eight bytes of it are as good a hash as any.
#[derive(Debug, Default)]
struct Digest8(u64);

impl Hasher for Digest8 {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        if let Some(first) = bytes.first_chunk::<8>() {
            self.0 = u64::from_le_bytes(*first);
        }
    }
    fn write_usize(&mut self, _length: usize) {}
}

#[derive(Debug)]
struct Known {
    start: usize,
    end: usize,
    used: AtomicBool,
}

impl Memo {
    /// Remembers nothing, and keeps nothing.
    pub fn nothing() -> Memo {
        Memo::default()
    }

    /// What `file` holds, if the program that `program` describes wrote it; `forget` begins anew.
    pub fn open(file: &Path, program: &str, forget: bool) -> Memo {
        let mut memo = Memo { file: Some(file.to_owned()), identity: key(&[program.as_bytes()]), began: time_of_disk(file), ..Memo::default() };
        if !forget && let Ok(bytes) = std::fs::read(file) {
            memo.load(bytes);
        }
        memo
    }

    fn load(&mut self, bytes: Vec<u8>) {
        let Some(end) = bytes.len().checked_sub(DIGEST) else { return };
        let start = MARK.len() + self.identity.len();
        if bytes.get(..MARK.len()) != Some(MARK) || bytes.get(MARK.len()..start) != Some(&self.identity) || Sha256::digest(&bytes[..end])[..] != bytes[end..] {
            return;
        }
        let mut at = start;
        while let Some(head) = bytes[at..end].get(..HEAD) {
            let (name, length) = head.split_at(16);
            let (Ok(name), Ok(length)) = (Key::try_from(name), <[u8; 4]>::try_from(length)) else { break };
            let value = at + HEAD..at + HEAD + u32::from_le_bytes(length) as usize;
            if value.end > end {
                break;
            }
            at = value.end;
            self.known.insert(name, Known { start: value.start, end: value.end, used: AtomicBool::new(false) });
        }
        self.old = bytes;
    }

    /// A result of the last run.
    pub fn get<T: DeserializeOwned>(&self, key: &Key) -> Option<T> {
        let known = self.known.get(key).filter(|_| !self.forgotten.load(Ordering::Relaxed))?;
        let value = postcard::from_bytes(&self.old[known.start..known.end]).ok()?;
        known.used.store(true, Ordering::Relaxed);
        Some(value)
    }

    /// Keeps a result for the next run.
    pub fn put<T: Serialize>(&self, key: &Key, value: &T) {
        if self.file.is_none() {
            return;
        }
        if let (Ok(value), Ok(mut new)) = (postcard::to_stdvec(value), self.new.lock()) {
            append(&mut new, key, &value);
        }
    }

    /// Keeps a result in the place of the one that this key had: for what is named by its role and not by what it depends on.
    pub fn replace<T: Serialize>(&self, key: &Key, value: &T) {
        if let Some(known) = self.known.get(key) {
            known.used.store(false, Ordering::Relaxed);
        }
        self.put(key, value);
    }

    /// Knows nothing from now on: for when something turned out not to be whole.
    pub fn forget(&self) {
        self.forgotten.store(true, Ordering::Relaxed);
    }

    /// The result of `make`, from the last run if it is known.
    pub fn remember<T: Serialize + DeserializeOwned>(&self, key: &Key, make: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        if let Some(value) = self.get(key) {
            return Ok(value);
        }
        let value = make()?;
        self.put(key, &value);
        Ok(value)
    }

    /// Whether a large result of this length is there. Whether it is as it was written, whoever reads it has to see.
    pub fn has_large(&self, key: &Key, length: usize) -> bool {
        let there = self.large(key).is_some_and(|p| std::fs::metadata(p).is_ok_and(|m| m.len() == length as u64));
        if there {
            self.mark_large(key);
        }
        there
    }

    /// Some bytes of a large result.
    pub fn read_large(&self, key: &Key, range: std::ops::Range<usize>) -> Option<Vec<u8>> {
        let mut file = std::fs::File::open(self.large(key)?).ok()?;
        std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(range.start as u64)).ok()?;
        let mut bytes = vec![0; range.len()];
        std::io::Read::read_exact(&mut file, &mut bytes).ok()?;
        Some(bytes)
    }

    /// Keeps a large result, in a file of its own, and says whether it could.
    pub fn put_large(&self, key: &Key, bytes: &[u8]) -> bool {
        let write = || -> Option<()> {
            let path = self.large(key)?;
            std::fs::create_dir_all(path.parent()?).ok()?;
            let mut file = tempfile::NamedTempFile::new_in(path.parent()?).ok()?;
            file.write_all(bytes).ok()?;
            file.persist(path).ok()?;
            Some(())
        };
        let written = write().is_some();
        if written {
            self.mark_large(key);
        }
        written
    }

    fn large(&self, key: &Key) -> Option<PathBuf> {
        let name: String = self.identity.iter().zip(key).map(|(a, b)| format!("{:02x}", a ^ b)).collect();
        Some(self.file.as_ref()?.with_file_name("large").join(name))
    }

    fn mark_large(&self, key: &Key) {
        if let Ok(mut large) = self.large.lock() {
            large.extend(self.large(key));
        }
    }

    /// Removes the large results that this run did not use.
    fn sweep(&self, file: &Path) {
        let (Ok(used), Ok(folder)) = (self.large.lock(), std::fs::read_dir(file.with_file_name("large"))) else { return };
        for path in folder.filter_map(Result::ok).map(|e| e.path()).filter(|p| !used.contains(p)) {
            let _ = std::fs::remove_file(path);
        }
    }

    /// Whether a file with these times can be told from a later state of itself by them.
    pub fn is_settled(&self, times: impl IntoIterator<Item = SystemTime>) -> bool {
        self.began.is_some_and(|began| times.into_iter().all(|t| t + SETTLED < began))
    }

    /// Writes what this run used or made; what it did not use is forgotten. A failure costs the next run time and nothing else.
    pub fn save(&self) {
        let (Some(file), Ok(new)) = (&self.file, self.new.lock()) else { return };
        self.sweep(file);
        if new.is_empty() && self.known.values().all(|k| k.used.load(Ordering::Relaxed)) {
            return;
        }
        let mut used: Vec<(&Key, &Known)> = self.known.iter().filter(|(_, k)| k.used.load(Ordering::Relaxed)).collect();
        used.sort_by_key(|(_, k)| k.start);
        let write = || -> std::io::Result<()> {
            let folder = file.parent().unwrap_or(Path::new("."));
            let mut to = HashingWriter { to: std::io::BufWriter::with_capacity(1 << 20, tempfile::NamedTempFile::new_in(folder)?), hash: Sha256::new() };
            to.write(MARK)?;
            to.write(&self.identity)?;
            for (_, known) in used {
                to.write(&self.old[known.start - HEAD..known.end])?;
            }
            to.write(&new)?;
            let digest = to.hash.finalize();
            to.to.write_all(&digest)?;
            to.to.into_inner()?.persist(file)?;
            Ok(())
        };
        let _ = write();
    }
}

fn append(to: &mut Vec<u8>, key: &Key, value: &[u8]) {
    let Ok(length) = u32::try_from(value.len()) else { return };
    to.extend_from_slice(key);
    to.extend_from_slice(&length.to_le_bytes());
    to.extend_from_slice(value);
}

struct HashingWriter {
    to: std::io::BufWriter<tempfile::NamedTempFile>,
    hash: Sha256,
}

impl HashingWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.hash.update(bytes);
        self.to.write_all(bytes)
    }
}

/// The time that the file system gives a file written now: its clock is the one that the times of sources come from.
fn time_of_disk(beside: &Path) -> Option<SystemTime> {
    let folder = beside.parent()?;
    std::fs::create_dir_all(folder).ok()?;
    tempfile::NamedTempFile::new_in(folder).ok()?.as_file().metadata().ok()?.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_or_made_is_known_to_the_next_run() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("memo");
        let [a, b, c] = [b"a", b"b", b"c"].map(|k| key(&[k]));
        let memo = Memo::open(&file, "1", false);
        memo.put(&a, &1u32);
        memo.put(&b, &"two");
        memo.save();
        let memo = Memo::open(&file, "1", false);
        assert_eq!(memo.get::<String>(&b).as_deref(), Some("two"));
        memo.put(&c, &vec![3u8]);
        memo.save();
        let memo = Memo::open(&file, "1", false);
        assert_eq!((memo.get::<u32>(&a), memo.get::<String>(&b).as_deref(), memo.get::<Vec<u8>>(&c)), (None, Some("two"), Some(vec![3])));
    }

    #[test]
    fn what_is_not_whole_or_not_ours_counts_as_empty() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("memo");
        let a = key(&[b"a"]);
        let memo = Memo::open(&file, "1", false);
        memo.put(&a, &1u32);
        memo.save();
        assert_eq!(Memo::open(&file, "2", false).get::<u32>(&a), None);
        assert_eq!(Memo::open(&file, "1", true).get::<u32>(&a), None);
        let whole = std::fs::read(&file).unwrap();
        for i in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[i] ^= 1;
            std::fs::write(&file, &damaged).unwrap();
            assert_eq!(Memo::open(&file, "1", false).get::<u32>(&a), None, "byte {i}");
            std::fs::write(&file, &whole[..i]).unwrap();
            assert_eq!(Memo::open(&file, "1", false).get::<u32>(&a), None, "cut at {i}");
        }
    }

    #[test]
    fn keys_tell_parts_apart() {
        assert_ne!(key(&[b"ab", b"c"]), key(&[b"a", b"bc"]));
    }
}
