//! Takes a key made from everything that a result depends on; gives the result of an earlier run.
//!
//! The loss of a result costs time but changes no output. [`Cache::replace`] stores results whose
//! keys do not contain what the results depend on, so its caller must check that such a result is
//! still valid. Damaged records, and a cache file of another version of mulu, are ignored. The
//! cache must not know what it stores.

mod key;

pub use key::{Digest, Key, key};

use crate::diag::Error;
use serde::{Serialize, de::DeserializeOwned};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::SystemTime;

const MARK: &[u8] = b"mulu cache 3\n";
/// The size of a record's header: its key, the length of its value, and a CRC-32
/// ([`Cache::checksum`]).
const HEAD: usize = 16 + 4 + 4;
/// The number of bytes read at once for a record near the one read before.
const NEARBY: usize = 1 << 14;
/// The number of leading bits of a record's name ([`Known::name`]) that index the table
/// [`Cache::begins`].
const FIRST_BITS: u32 = 16;
/// The number of bytes read at once for a record far from the one read before.
const AT_ONCE: usize = 1 << 9;

/// When the new records in memory reach this size in bytes, they move to a temporary file.
const MAX_RECORDS: usize = 4 << 20;

/// The number of attempts to replace the old file that are each followed by a pause. One more
/// attempt follows them.
const TRIES: usize = 20;

/// File systems may have a coarse clock. A file changed less than this time before the run may
/// change again with the same times.
const SETTLED: std::time::Duration = std::time::Duration::from_secs(2);

/// Results by key, from earlier runs and from this run. They are on disk, except for the newest
/// ones (see `MAX_RECORDS`).
#[derive(Debug, Default)]
pub struct Cache {
    file: Option<PathBuf>,
    identity: Key,
    /// The cache file as this run found it.
    old: RwLock<Option<File>>,
    /// For each thread, the bytes of the file that it read last.
    recent: Vec<Mutex<Recent>>,
    /// The length of the part of the file with complete records.
    whole: u64,
    /// The records of the old file, sorted by their names.
    known: Vec<Known>,
    /// For each value of the first [`FIRST_BITS`] bits of a name: the index in [`Cache::known`] at
    /// which the records with these bits begin.
    begins: Vec<u32>,
    /// For each of `known`, whether this run used it.
    used: Vec<AtomicBool>,
    /// The number of bytes in the records that this run used.
    useful: AtomicU64,
    new: Mutex<New>,
    /// Files of large results that this run used or made.
    large: Mutex<HashSet<PathBuf>>,
    forgotten: AtomicBool,
    /// The time of the file system's clock when the run began.
    began: Option<SystemTime>,
}

/// A large result in its file.
#[derive(Debug)]
pub struct Large(File);

impl Large {
    /// The bytes in this range; `None` if they cannot be read.
    pub fn read(&self, range: std::ops::Range<usize>) -> Option<Vec<u8>> {
        let mut bytes = vec![0; range.len()];
        (read_at(&self.0, &mut bytes, range.start as u64)? == bytes.len()).then_some(bytes)
    }
}

#[derive(Debug, Default)]
struct New {
    records: Vec<u8>,
    /// Complete records, in a file without a name. The system removes this file when the run ends,
    /// even if the run is killed.
    aside: Option<File>,
}

impl New {
    /// Moves the records to a temporary file in `folder`. If no such file can be made, they stay in
    /// memory. If the file cannot be written, these records and those already in it are dropped.
    fn set_aside(&mut self, folder: &Path) {
        let Some(mut file) = self
            .aside
            .take()
            .or_else(|| tempfile::tempfile_in(folder).ok())
        else {
            return;
        };
        if file.write_all(&self.records).is_ok() {
            self.aside = Some(file);
        }
        self.records.clear();
    }

    fn is_empty(&self) -> bool {
        self.records.is_empty() && self.aside.is_none()
    }

    fn append_to(&mut self, to: &mut impl Write) -> std::io::Result<()> {
        if let Some(aside) = &mut self.aside {
            aside.seek(SeekFrom::Start(0))?;
            std::io::copy(aside, to)?;
        }
        to.write_all(&self.records)
    }
}

#[derive(Debug, Default)]
struct Recent {
    at: u64,
    bytes: Vec<u8>,
}

impl Recent {
    /// The bytes read, from position `at` of the file on; empty if `at` is outside the part that
    /// was read.
    fn from(&self, at: u64) -> &[u8] {
        let skipped = at
            .checked_sub(self.at)
            .and_then(|n| usize::try_from(n).ok());
        skipped
            .and_then(|n| self.bytes.get(n..))
            .unwrap_or_default()
    }

    fn read(&mut self, file: &File, at: u64) -> Option<()> {
        let is_near = at.abs_diff(self.at) < 8 * NEARBY as u64;
        self.at = at;
        self.bytes.resize(if is_near { NEARBY } else { AT_ONCE }, 0);
        let filled = read_at(file, &mut self.bytes, at);
        self.bytes.truncate(filled.unwrap_or(0));
        filled.map(drop)
    }
}

/// Where a record begins. `name` is the first eight bytes of its key, as a little-endian number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    name: u64,
    at: u64,
}

fn name(key: &Key) -> u64 {
    key.first_chunk()
        .map_or(0, |first| u64::from_le_bytes(*first))
}

impl Cache {
    /// A cache that finds nothing and stores nothing.
    pub fn nothing() -> Cache {
        Cache::default()
    }

    /// The cache in `file`. The cache is empty if a program other than `program` wrote the file, or
    /// if `forget` is set.
    pub fn open(file: &Path, program: &str, forget: bool) -> Cache {
        let mut cache = Cache {
            file: Some(file.to_owned()),
            identity: key(&[program.as_bytes()]),
            began: time_of_disk(file),
            ..Cache::default()
        };
        if !forget {
            cache.load();
        }
        cache
    }

    /// The same cache for the next run of this process, after [`Cache::save`]. Unless `save` replaced
    /// the file, only the added records are read, so no other process may write it.
    #[must_use]
    pub fn next(self) -> Cache {
        let mut next = Cache {
            began: self.file.as_deref().and_then(time_of_disk),
            file: self.file,
            identity: self.identity,
            ..Cache::default()
        };
        match self.old.into_inner() {
            Ok(Some(old)) => {
                next.known = self.known;
                next.whole = self.whole;
                next.load_more(old);
            }
            _ => next.load(), // the file was replaced, or there was none
        }
        next
    }

    /// The same cache for a run that stores nothing: it gives the results of earlier runs, except
    /// large ones, and drops new results.
    #[must_use]
    pub fn for_reading(mut self) -> Cache {
        self.file = None;
        self
    }

    /// Opens the file and finds where each record begins.
    fn load(&mut self) {
        let Some(Ok(file)) = self.file.as_ref().map(File::open) else {
            return;
        };
        let mut first = [0; MARK.len() + size_of::<Key>()];
        if read_at(&file, &mut first, 0).is_some() && first == [MARK, &self.identity].concat()[..] {
            self.whole = first.len() as u64;
            self.load_more(file);
        }
    }

    /// Finds where each record after the known ones begins. Stops at the end of the file, or at an
    /// incomplete or empty record.
    fn load_more(&mut self, file: File) {
        let length = file.metadata().map_or(0, |m| m.len());
        let mut at = self.whole;
        let mut from = BufReader::with_capacity(1 << 20, &file);
        if from.seek(SeekFrom::Start(at)).is_err() {
            return;
        }
        let mut head = [0; HEAD];
        while from.read_exact(&mut head).is_ok() {
            let (key, size) = read_head(&head);
            let next = at + HEAD as u64 + size;
            // No value is empty, but a power failure may leave zeros in the file.
            if size == 0 || next > length || from.seek_relative(size as i64).is_err() {
                break;
            }
            self.known.push(Known {
                name: name(&key),
                at,
            });
            at = next;
        }
        self.whole = at;
        // Of several records with the same name, the last one in the file counts. The known records
        // are sorted already; a stable sort is faster then.
        self.known.sort();
        self.known.reverse();
        self.known.dedup_by_key(|known| known.name);
        self.known.reverse();
        self.known.shrink_to_fit();
        let mut at = 0;
        let begins = (0..=1u64 << FIRST_BITS).map(|first| {
            at += self.known[at..]
                .iter()
                .take_while(|known| known.name >> (64 - FIRST_BITS) < first)
                .count();
            at as u32
        });
        self.begins = begins.collect();
        self.recent = (0..=rayon::current_num_threads())
            .map(|_| Mutex::default())
            .collect();
        self.used = self.known.iter().map(|_| AtomicBool::new(false)).collect();
        // Windows cannot replace an open file, so a file without usable records is closed at once.
        self.old = RwLock::new(Some(file).filter(|_| !self.known.is_empty()));
    }

    fn find(&self, key: &Key) -> Option<usize> {
        if self.forgotten.load(Ordering::Relaxed) {
            return None;
        }
        let name = name(key);
        let first = (name >> (64 - FIRST_BITS)) as usize;
        let (start, end) = (
            *self.begins.get(first)? as usize,
            self.begins[first + 1] as usize,
        );
        let among = self.known[start..end]
            .binary_search_by_key(&name, |known| known.name)
            .ok()?;
        Some(start + among)
    }

    /// Passes the record that begins at `at` to `then`, unless the record is damaged.
    fn record<R>(&self, at: u64, then: impl FnOnce(&[u8]) -> R) -> Option<R> {
        let old = self.old.read().ok()?;
        let file = old.as_ref()?;
        let whole = |record: &[u8]| (self.checksum(record) == record[CRC]).then(|| then(record));
        let length = |head: &[u8; HEAD]| usize::try_from(HEAD as u64 + read_head(head).1).ok();
        let mut recent = self
            .recent
            .get(rayon::current_thread_index().map_or(0, |i| i + 1))?
            .lock()
            .ok()?;
        if recent
            .from(at)
            .first_chunk::<HEAD>()
            .is_none_or(|head| length(head).is_none_or(|length| recent.from(at).len() < length))
        {
            recent.read(file, at)?;
        }
        let length = length(recent.from(at).first_chunk()?)?;
        if let Some(record) = recent.from(at).get(..length) {
            return whole(record);
        }
        if at + length as u64 > self.whole {
            return None;
        }
        let mut record = vec![0; length];
        (read_at(file, &mut record, at)? == length).then_some(())?;
        whole(&record)
    }

    /// A stored result of an earlier run.
    pub fn get<T: DeserializeOwned>(&self, key: &Key) -> Option<T> {
        let i = self.find(key)?;
        let read = |record: &[u8]| {
            let value = postcard::from_bytes(record.strip_prefix(key)?.get(HEAD - key.len()..)?);
            Some((value.ok()?, record.len()))
        };
        let (value, length) = self.record(self.known[i].at, read)??;
        if !self.used[i].swap(true, Ordering::Relaxed) {
            self.useful.fetch_add(length as u64, Ordering::Relaxed);
        }
        Some(value)
    }

    /// Keeps a result of an earlier run, which this run does not need, for the next run.
    pub fn hold(&self, key: &Key) {
        let Some(i) = self.find(key) else { return };
        let size = || {
            let old = self.old.read().ok()?;
            let mut head = [0; HEAD];
            let read = read_at(old.as_ref()?, &mut head, self.known[i].at)?;
            (read == HEAD).then(|| HEAD as u64 + read_head(&head).1)
        };
        if let Some(size) = size()
            && !self.used[i].swap(true, Ordering::Relaxed)
        {
            self.useful.fetch_add(size, Ordering::Relaxed);
        }
    }

    /// Keeps a result for the next run.
    pub fn put<T: Serialize>(&self, key: &Key, value: &T) {
        let Some(file) = &self.file else { return };
        if let (Ok(value), Ok(mut new)) = (postcard::to_extend(value, Vec::new()), self.new.lock())
        {
            self.append(&mut new.records, key, &value);
            if new.records.len() >= MAX_RECORDS {
                new.set_aside(file.parent().unwrap_or(Path::new(".")));
            }
        }
    }

    /// Stores a result in place of the earlier one with this key.
    pub fn replace<T: Serialize>(&self, key: &Key, value: &T) {
        if let Some(i) = self.find(key) {
            self.used[i].store(false, Ordering::Relaxed);
        }
        self.put(key, value);
    }

    /// Treats the results of earlier runs, except large ones, as lost from now on.
    pub fn forget(&self) {
        self.forgotten.store(true, Ordering::Relaxed);
    }

    /// The stored result; or else the result of `make`, which is then stored.
    pub fn remember<T: Serialize + DeserializeOwned>(
        &self,
        key: &Key,
        make: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        if let Some(value) = self.get(key) {
            return Ok(value);
        }
        let value = make()?;
        self.put(key, &value);
        Ok(value)
    }

    /// Whether there is a large result of this length under this key. The caller must check its
    /// content.
    pub fn has_large(&self, key: &Key, length: usize) -> bool {
        let there = self
            .large(key)
            .is_some_and(|p| std::fs::metadata(p).is_ok_and(|m| m.len() == length as u64));
        if there {
            self.mark_large(key);
        }
        there
    }

    /// The bytes of a large result in this range; `None` if they cannot be read.
    pub fn read_large(&self, key: &Key, range: std::ops::Range<usize>) -> Option<Vec<u8>> {
        self.open_large(key)?.read(range)
    }

    /// A large result, of which several parts will be read; `None` if there is none.
    pub fn open_large(&self, key: &Key) -> Option<Large> {
        Some(Large(File::open(self.large(key)?).ok()?))
    }

    /// Stores a large result in a separate file; returns whether this succeeded.
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
        let name: String = self
            .identity
            .iter()
            .zip(key)
            .map(|(a, b)| format!("{:02x}", a ^ b))
            .collect();
        Some(self.file.as_ref()?.with_file_name("large").join(name))
    }

    fn mark_large(&self, key: &Key) {
        if let Ok(mut large) = self.large.lock() {
            large.extend(self.large(key));
        }
    }

    fn sweep(&self, file: &Path) {
        let (Ok(used), Ok(folder)) = (
            self.large.lock(),
            std::fs::read_dir(file.with_file_name("large")),
        ) else {
            return;
        };
        for path in folder
            .filter_map(Result::ok)
            .map(|e| e.path())
            .filter(|p| !used.contains(p))
        {
            let _ = std::fs::remove_file(path);
        }
    }

    /// Whether a file with these times will certainly get other times when it changes again.
    pub fn is_settled(&self, times: impl IntoIterator<Item = SystemTime>) -> bool {
        self.began
            .is_some_and(|began| times.into_iter().all(|t| t + SETTLED < began))
    }

    /// Stores the results of this run. Unused results are removed when they take more space than
    /// used ones. A failure only makes the next run slower.
    pub fn save(&self) {
        let (Some(file), Ok(mut new)) = (&self.file, self.new.lock()) else {
            return;
        };
        let is_worn = self.whole == 0 || self.whole > self.useful.load(Ordering::Relaxed) * 2;
        let saved = if new.is_empty() && !is_worn {
            Ok(())
        } else if is_worn {
            self.write_anew(file, &mut new)
        } else {
            self.write_behind(file, &mut new)
        };
        if saved.is_ok() {
            self.sweep(file);
        }
    }

    fn write_behind(&self, file: &Path, new: &mut New) -> std::io::Result<()> {
        let mut to = File::options().write(true).open(file)?;
        if to.metadata()?.len() < self.whole {
            drop(to);
            return self.write_anew(file, new); // another run has replaced the file
        }
        to.set_len(self.whole)?;
        to.seek(SeekFrom::End(0))?;
        new.append_to(&mut to)
    }

    /// Writes a new file without the unused records.
    fn write_anew(&self, file: &Path, new: &mut New) -> std::io::Result<()> {
        let mut used: Vec<u64> = self
            .known
            .iter()
            .zip(&self.used)
            .filter(|(_, used)| used.load(Ordering::Relaxed))
            .map(|(known, _)| known.at)
            .collect();
        used.sort_unstable();
        let mut to = BufWriter::with_capacity(
            1 << 20,
            tempfile::NamedTempFile::new_in(file.parent().unwrap_or(Path::new(".")))?,
        );
        to.write_all(MARK)?;
        to.write_all(&self.identity)?;
        for at in used {
            self.record(at, |record| to.write_all(record)).transpose()?;
        }
        new.append_to(&mut to)?;
        let mut written = to
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        // Windows cannot replace an open file, so this run closes the old file here. Another run
        // may also have it open, so the replacement is attempted several times.
        drop(self.old.write().map(|mut old| old.take()));
        for _ in 0..TRIES {
            match written.persist(file) {
                Err(failed) if failed.error.kind() == std::io::ErrorKind::PermissionDenied => {
                    written = failed.file
                }
                done => return done.map(drop).map_err(|failed| failed.error),
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        written
            .persist(file)
            .map(drop)
            .map_err(|failed| failed.error)
    }

    /// The checksum of a record's key, length and value, and of the program that wrote the record.
    /// Because the program is included, a record of another program is not accepted.
    fn checksum(&self, record: &[u8]) -> [u8; 4] {
        // For short records, libdeflater starts faster than zlib-rs.
        let mut crc = libdeflater::Crc::new();
        crc.update(&self.identity);
        crc.update(&record[..CRC.start]);
        crc.update(&record[CRC.end..]);
        crc.sum().to_le_bytes()
    }

    fn append(&self, to: &mut Vec<u8>, key: &Key, value: &[u8]) {
        let Some(length) = u32::try_from(value.len()).ok().filter(|length| *length > 0) else {
            return;
        };
        let start = to.len();
        to.extend_from_slice(key);
        to.extend_from_slice(&length.to_le_bytes());
        to.extend_from_slice(&[0; CRC.end - CRC.start]);
        to.extend_from_slice(value);
        let crc = self.checksum(&to[start..]);
        to[start..][CRC].copy_from_slice(&crc);
    }
}

fn read_head(head: &[u8; HEAD]) -> (Key, u64) {
    let (mut key, mut size) = (Key::default(), [0; 4]);
    key.copy_from_slice(&head[..16]);
    size.copy_from_slice(&head[16..20]);
    (key, u64::from(u32::from_le_bytes(size)))
}

const CRC: std::ops::Range<usize> = 20..HEAD;

/// Reads as many bytes as the file has from `at` on, at most the length of `to`.
fn read_at(file: &File, to: &mut [u8], at: u64) -> Option<usize> {
    let mut filled = 0;
    while filled < to.len() {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(file, &mut to[filled..], at + filled as u64);
        #[cfg(windows)]
        let read =
            std::os::windows::fs::FileExt::seek_read(file, &mut to[filled..], at + filled as u64);
        match read {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
    Some(filled)
}

/// The current time on the clock of the file system, from which the times of source files come.
fn time_of_disk(beside: &Path) -> Option<SystemTime> {
    let folder = beside.parent()?;
    std::fs::create_dir_all(folder).ok()?;
    tempfile::tempfile_in(folder)
        .ok()?
        .metadata()
        .ok()?
        .modified()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_or_made_is_known_to_the_next_run() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("cache");
        let [a, b, c] = [b"a", b"b", b"c"].map(|k| key(&[k]));
        let cache = Cache::open(&file, "1", false);
        cache.put(&a, &1u32);
        cache.put(&b, &"two");
        cache.save();
        let cache = Cache::open(&file, "1", false);
        assert_eq!(cache.get::<String>(&b).as_deref(), Some("two"));
        cache.put(&c, &vec![3u8]);
        cache.save();
        let cache = Cache::open(&file, "1", false);
        assert_eq!(
            (
                cache.get::<u32>(&a),
                cache.get::<String>(&b).as_deref(),
                cache.get::<Vec<u8>>(&c)
            ),
            (None, Some("two"), Some(vec![3]))
        );
    }

    #[test]
    fn what_a_run_adds_stands_behind_and_what_is_worn_goes() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("cache");
        let name = |n: u32| key(&[&n.to_le_bytes()]);
        let size = || std::fs::metadata(&file).unwrap().len();
        let mut last = 0;
        for run in 0..40u32 {
            let cache = Cache::open(&file, "1", false);
            for n in 0..100 {
                assert_eq!(
                    cache.get::<Vec<u32>>(&name(n)),
                    (run > 0).then(|| vec![n; 50]),
                    "{run}"
                );
                if run == 0 {
                    cache.put(&name(n), &vec![n; 50]);
                }
            }
            assert_eq!(cache.get::<u32>(&name(1000)), run.checked_sub(1));
            cache.replace(&name(1000), &run);
            cache.put(&name(2000 + run), &vec![run; 100]);
            cache.save();
            last = if run == 0 { size() } else { last };
            // A run must overwrite an incomplete or damaged end of the file.
            if run % 3 < 2 {
                let mut bytes = std::fs::read(&file).unwrap();
                bytes.extend([[7; 30], [0; 30]][run as usize % 3].repeat(10));
                std::fs::write(&file, bytes).unwrap();
            }
        }
        assert!(size() < 3 * last, "{} {last}", size());
    }

    #[test]
    fn the_next_run_of_a_process_finds_what_a_new_process_finds() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("cache");
        let name = |n: u32| key(&[&n.to_le_bytes()]);
        let mut cache = Cache::open(&file, "1", true);
        for run in 0..60u32 {
            // Few results are new in a run, so most runs only add to the file.
            for n in 0..50 {
                let known = (run > 0).then_some(n);
                assert_eq!(cache.get::<u32>(&name(n)), known);
                if known.is_none() {
                    cache.put(&name(n), &n);
                }
            }
            for cache in [&cache, &Cache::open(&file, "1", false)] {
                assert_eq!(cache.get::<u32>(&name(1000)), run.checked_sub(1));
                let before = run.checked_sub(1).map(|last| vec![last; 100]);
                assert_eq!(cache.get::<Vec<u32>>(&name(1999 + run)), before);
            }
            cache.replace(&name(1000), &run);
            cache.put(&name(2000 + run), &vec![run; 100]);
            cache.save();
            cache = cache.next();
        }
        assert!(std::fs::metadata(&file).unwrap().len() < 5000);
    }

    #[test]
    fn what_is_not_whole_or_not_ours_counts_as_empty() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("cache");
        let a = key(&[b"a"]);
        let cache = Cache::open(&file, "1", false);
        cache.put(&a, &1u32);
        cache.save();
        assert_eq!(Cache::open(&file, "2", false).get::<u32>(&a), None);
        assert_eq!(Cache::open(&file, "1", true).get::<u32>(&a), None);
        let whole = std::fs::read(&file).unwrap();
        for i in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[i] ^= 1;
            std::fs::write(&file, &damaged).unwrap();
            assert_eq!(
                Cache::open(&file, "1", false).get::<u32>(&a),
                None,
                "byte {i}"
            );
            std::fs::write(&file, &whole[..i]).unwrap();
            assert_eq!(
                Cache::open(&file, "1", false).get::<u32>(&a),
                None,
                "cut at {i}"
            );
        }
    }

    #[test]
    fn what_another_program_wrote_behind_the_same_head_is_not_taken() {
        let dir = tempfile::tempdir().unwrap();
        let files = ["1", "2"].map(|program| {
            let file = dir.path().join(program);
            let cache = Cache::open(&file, program, false);
            cache.put(&key(&[program.as_bytes()]), &program);
            cache.save();
            std::fs::read(file).unwrap()
        });
        let head = MARK.len() + size_of::<Key>();
        std::fs::write(
            dir.path().join("1"),
            [&files[0], &files[1][head..]].concat(),
        )
        .unwrap();
        let cache = Cache::open(&dir.path().join("1"), "1", false);
        assert_eq!(cache.get::<String>(&key(&[b"1"])).as_deref(), Some("1"));
        assert_eq!(cache.get::<String>(&key(&[b"2"])), None);
    }

    #[test]
    fn a_file_that_became_another_is_written_anew() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("cache");
        let [a, b] = [b"a", b"b"].map(|k| key(&[k]));
        let cache = Cache::open(&file, "1", false);
        cache.put(&a, &vec![1u8; 10_000]);
        cache.save();
        let cache = Cache::open(&file, "1", false);
        assert!(cache.get::<Vec<u8>>(&a).is_some());
        cache.put(&b, &2u32);
        std::fs::remove_file(&file).unwrap();
        std::fs::write(&file, "short").unwrap();
        cache.save();
        let cache = Cache::open(&file, "1", false);
        assert_eq!(
            (
                cache.get::<Vec<u8>>(&a).map(|v| v.len()),
                cache.get::<u32>(&b)
            ),
            (Some(10_000), Some(2))
        );
    }

    #[test]
    fn keys_tell_parts_apart() {
        assert_ne!(key(&[b"ab", b"c"]), key(&[b"a", b"bc"]));
    }
}
