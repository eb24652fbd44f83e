//! What earlier runs worked out: takes a key made from everything that a result depends on, gives the result as it was stored.
//!
//! A result is a pure function of its key, so a forgotten one costs time and never changes a byte; of one that was replaced the older may
//! come back, so whoever replaces looks whether it still fits. The file is disposable: what is not whole, or was written by another program, counts as
//! empty. It must not know what it holds.

use crate::diag::Error;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::io::{Seek, SeekFrom, Write};
use std::ops::Range;
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

const MARK: &[u8] = b"mulu memo 2\n";
const DIGEST: usize = 32;
const HEAD: usize = 16 + 4;
/// What a part begins with: its length.
const LENGTH: usize = 8;

/// In bytes: how much of what a run makes stands in memory.
const MAX_RECORDS: usize = 4 << 20;

/// A file younger than this when it was looked at may still change without its times telling.
const SETTLED: std::time::Duration = std::time::Duration::from_secs(2);

/// Results by key: those of the last run, and those of this one.
#[derive(Debug, Default)]
pub struct Memo {
    file: Option<PathBuf>,
    identity: Key,
    old: Vec<u8>,
    /// How much of it is whole.
    whole: usize,
    known: HashMap<Key, Known, BuildHasherDefault<Digest8>>,
    new: Mutex<New>,
    /// Files of large results that this run used or made.
    large: Mutex<HashSet<PathBuf>>,
    forgotten: AtomicBool,
    /// The file system's own time when the run began.
    began: Option<SystemTime>,
}

/// What this run made: the memory that it takes does not grow with it.
#[derive(Debug, Default)]
struct New {
    records: Vec<u8>,
    /// Whole parts, in a file without a name: it goes away with the run, however that ends.
    parts: Option<std::fs::File>,
}

impl New {
    /// Moves the records to the file in `folder`. Where there can be none they stay; where it cannot be written, all that it has is
    /// forgotten.
    fn set_aside(&mut self, folder: &Path) {
        let Some(file) = self.parts.take().or_else(|| tempfile::tempfile_in(folder).ok()) else { return };
        let mut to = HashingWriter::new(file);
        if to.part(&self.records).is_ok() {
            self.parts = to.finish().ok();
        }
        self.records.clear();
    }

    fn is_empty(&self) -> bool {
        self.records.is_empty() && self.parts.is_none()
    }
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

    /// Takes what is whole: the file is a row of parts, each with its digest, and one that a killed run began is the last.
    fn load(&mut self, bytes: Vec<u8>) {
        let mut at = MARK.len() + self.identity.len();
        if bytes.get(..MARK.len()) != Some(MARK) || bytes.get(MARK.len()..at) != Some(&self.identity) {
            return;
        }
        while let Some((records, next)) = part(&bytes, at) {
            self.load_part(&bytes, records);
            at = next;
        }
        self.whole = at;
        self.old = bytes;
    }

    fn load_part(&mut self, bytes: &[u8], records: Range<usize>) {
        let mut at = records.start;
        while let Some(head) = bytes[at..records.end].get(..HEAD) {
            let (name, length) = head.split_at(16);
            let (Ok(name), Ok(length)) = (Key::try_from(name), <[u8; 4]>::try_from(length)) else { break };
            let value = at + HEAD..at + HEAD + u32::from_le_bytes(length) as usize;
            if value.end > records.end {
                break;
            }
            at = value.end;
            self.known.insert(name, Known { start: value.start, end: value.end, used: AtomicBool::new(false) });
        }
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
        let Some(file) = &self.file else { return };
        if let (Ok(value), Ok(mut new)) = (postcard::to_stdvec(value), self.new.lock()) {
            append(&mut new.records, key, &value);
            if new.records.len() >= MAX_RECORDS {
                new.set_aside(file.parent().unwrap_or(Path::new(".")));
            }
        }
    }

    /// Keeps a result in the place of the one that this key had: for what is named by its role and not by what it depends on. The last
    /// one counts.
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

    /// Keeps what this run used or made. What it did not use is forgotten, at the latest when it is more than the rest. A failure costs
    /// the next run time and nothing else.
    pub fn save(&self) {
        let (Some(file), Ok(mut new)) = (&self.file, self.new.lock()) else { return };
        self.sweep(file);
        let used = || self.known.values().filter(|k| k.used.load(Ordering::Relaxed));
        let useful: usize = used().map(|k| k.end - k.start + HEAD).sum();
        let is_worn = self.whole == 0 || self.whole > useful * 2;
        let _ = if new.is_empty() && !is_worn {
            Ok(())
        } else if is_worn {
            self.write_anew(file, &mut new)
        } else {
            self.write_behind(file, &mut new)
        };
    }

    /// Adds to the file.
    fn write_behind(&self, file: &Path, new: &mut New) -> std::io::Result<()> {
        let mut file = std::fs::OpenOptions::new().write(true).open(file)?;
        file.set_len(self.whole as u64)?;
        file.seek(SeekFrom::End(0))?;
        let mut to = HashingWriter::new(file);
        to.all(new)?;
        to.finish().map(drop)
    }

    /// Writes the file anew, without what is no longer used.
    fn write_anew(&self, file: &Path, new: &mut New) -> std::io::Result<()> {
        let mut used: Vec<&Known> = self.known.values().filter(|k| k.used.load(Ordering::Relaxed)).collect();
        used.sort_by_key(|k| k.start);
        let mut to = HashingWriter::new(tempfile::NamedTempFile::new_in(file.parent().unwrap_or(Path::new(".")))?);
        to.to.write_all(MARK)?;
        to.to.write_all(&self.identity)?;
        to.begin_part(used.iter().map(|k| k.end - k.start + HEAD).sum::<usize>())?;
        for known in used {
            to.write(&self.old[known.start - HEAD..known.end])?;
        }
        to.end_part()?;
        to.all(new)?;
        to.finish()?.persist(file)?;
        Ok(())
    }
}

/// The records of the part that begins at a place, and where the next one begins; none when it is not whole.
fn part(bytes: &[u8], at: usize) -> Option<(Range<usize>, usize)> {
    let start = at + LENGTH;
    let length = u64::from_le_bytes(bytes.get(at..start)?.try_into().ok()?);
    let end = start.checked_add(usize::try_from(length).ok()?)?;
    let digest = bytes.get(end..end.checked_add(DIGEST)?)?;
    (Sha256::digest(&bytes[at..end])[..] == *digest).then_some((start..end, end + DIGEST))
}

fn append(to: &mut Vec<u8>, key: &Key, value: &[u8]) {
    let Ok(length) = u32::try_from(value.len()) else { return };
    to.extend_from_slice(key);
    to.extend_from_slice(&length.to_le_bytes());
    to.extend_from_slice(value);
}

struct HashingWriter<W: Write> {
    to: std::io::BufWriter<W>,
    hash: Sha256,
}

impl<W: Write> HashingWriter<W> {
    fn new(to: W) -> Self {
        HashingWriter { to: std::io::BufWriter::with_capacity(1 << 20, to), hash: Sha256::new() }
    }

    fn begin_part(&mut self, length: usize) -> std::io::Result<()> {
        self.write(&(length as u64).to_le_bytes())
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.hash.update(bytes);
        self.to.write_all(bytes)
    }

    fn end_part(&mut self) -> std::io::Result<()> {
        let digest = self.hash.finalize_reset();
        self.to.write_all(&digest)
    }

    fn part(&mut self, records: &[u8]) -> std::io::Result<()> {
        self.begin_part(records.len())?;
        self.write(records)?;
        self.end_part()
    }

    /// The parts that were set aside, and one of the rest.
    fn all(&mut self, new: &mut New) -> std::io::Result<()> {
        if let Some(parts) = &mut new.parts {
            parts.seek(SeekFrom::Start(0))?;
            std::io::copy(parts, &mut self.to)?;
        }
        self.part(&new.records)
    }

    fn finish(self) -> std::io::Result<W> {
        self.to.into_inner().map_err(std::io::IntoInnerError::into_error)
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
    fn what_a_run_adds_stands_behind_and_what_is_worn_goes() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("memo");
        let name = |n: u32| key(&[&n.to_le_bytes()]);
        let size = || std::fs::metadata(&file).unwrap().len();
        let mut last = 0;
        for run in 0..40u32 {
            let memo = Memo::open(&file, "1", false);
            for n in 0..100 {
                assert_eq!(memo.get::<Vec<u32>>(&name(n)), (run > 0).then(|| vec![n; 50]), "{run}");
                if run == 0 {
                    memo.put(&name(n), &vec![n; 50]);
                }
            }
            assert_eq!(memo.get::<u32>(&name(1000)), run.checked_sub(1));
            memo.replace(&name(1000), &run);
            memo.put(&name(2000 + run), &vec![run; 100]);
            memo.save();
            last = if run == 0 { size() } else { last };
            // a part that a killed run began is passed over, and overwritten
            if run % 3 == 0 {
                let mut bytes = std::fs::read(&file).unwrap();
                bytes.extend([7; 30]);
                std::fs::write(&file, bytes).unwrap();
            }
        }
        assert!(size() < 3 * last, "{} {last}", size());
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
