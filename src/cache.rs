//! What earlier runs worked out: takes a key made from everything that a result depends on, gives the result as it was stored.
//!
//! A result is a pure function of its key, so a forgotten one costs time and never changes a byte; of one that was replaced the older may
//! come back, so whoever replaces looks whether it still fits. The file is disposable: what is not whole, or was written by another program, counts as
//! empty. It must not know what it holds.

use crate::diag::Error;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, RwLock};
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

/// The key of a whole value. Nothing in the value can be left out of it, so a page whose view has the same digest is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(Key);

impl Digest {
    /// The digest of a value, made from its JSON: fields that a value leaves out do not shift those that it has.
    pub fn of(value: &impl Serialize) -> Digest {
        let mut bytes = Vec::with_capacity(1024);
        // writing to memory fails only for values that JSON cannot hold; these must not pass for a shorter value
        let is_whole = serde_json::to_writer(&mut bytes, value).is_ok();
        Digest(key(&[&[u8::from(is_whole)], &bytes]))
    }

    /// Its bytes, as part of another key.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A digest may stand in a value in the place of what it was made from.
impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u128(u128::from_le_bytes(self.0))
    }
}

const MARK: &[u8] = b"mulu cache 3\n";
/// What a record begins with: its key, the length of its value, and a CRC-32 ([`Cache::checksum`]).
const HEAD: usize = 16 + 4 + 4;
/// In bytes: how much is read at once by who reads one near the other, which is the rule: records lie in the order in which they were
/// made, and are asked for in it.
const NEARBY: usize = 1 << 14;
/// By so many bits of a name it is looked for first.
const FIRST_BITS: u32 = 16;
/// In bytes: how much of a record is read at once. Most are shorter.
const AT_ONCE: usize = 1 << 9;

/// In bytes: how much of what a run makes stands in memory.
const MAX_RECORDS: usize = 4 << 20;

/// How often a file is put in the place of the old one before that is given up.
const TRIES: usize = 20;

/// A file younger than this when it was looked at may still change without its times telling.
const SETTLED: std::time::Duration = std::time::Duration::from_secs(2);

/// Results by key: those of the last run, and those of this one. Neither stands in memory: what a run takes does not grow with them.
#[derive(Debug, Default)]
pub struct Cache {
    file: Option<PathBuf>,
    identity: Key,
    /// The file as it was found.
    old: RwLock<Option<File>>,
    /// What each thread read of it last, and others.
    recent: Vec<Mutex<Recent>>,
    /// How much of it is whole.
    whole: u64,
    /// By name.
    known: Vec<Known>,
    /// Where in [`Cache::known`] the names with the same [`FIRST_BITS`] begin.
    begins: Vec<u32>,
    /// Of [`Cache::known`], which this run used, and how many bytes of the file they are.
    used: Vec<AtomicBool>,
    useful: AtomicU64,
    new: Mutex<New>,
    /// Files of large results that this run used or made.
    large: Mutex<HashSet<PathBuf>>,
    forgotten: AtomicBool,
    /// The file system's own time when the run began.
    began: Option<SystemTime>,
}

/// What this run made.
#[derive(Debug, Default)]
struct New {
    records: Vec<u8>,
    /// Whole records, in a file without a name: it goes away with the run, however that ends.
    aside: Option<File>,
}

impl New {
    /// Moves the records to the file in `folder`. Where there can be none they stay; where it cannot be written, all that it has is
    /// forgotten.
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

    /// Everything, behind what is in `to`.
    fn append_to(&mut self, to: &mut impl Write) -> std::io::Result<()> {
        if let Some(aside) = &mut self.aside {
            aside.seek(SeekFrom::Start(0))?;
            std::io::copy(aside, to)?;
        }
        to.write_all(&self.records)
    }
}

/// Some bytes of the file.
#[derive(Debug, Default)]
struct Recent {
    at: u64,
    bytes: Vec<u8>,
}

impl Recent {
    /// What is here from a place on.
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

/// Where in the file a record begins. A key is a digest: eight bytes of it are as good a name as any, and the record has it whole.
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
    /// Remembers nothing, and keeps nothing.
    pub fn nothing() -> Cache {
        Cache::default()
    }

    /// What `file` holds, if the program that `program` describes wrote it; `forget` begins anew.
    pub fn open(file: &Path, program: &str, forget: bool) -> Cache {
        let mut cache = Cache {
            file: Some(file.to_owned()),
            identity: key(&[program.as_bytes()]),
            began: time_of_disk(file),
            ..Cache::default()
        };
        if !forget && let Ok(old) = File::open(file) {
            cache.load(&old);
            // what is of no use here must not stand in the way of who replaces it
            cache.old = RwLock::new(Some(old).filter(|_| !cache.known.is_empty()));
        }
        cache
    }

    /// Notes where records are, up to the end or to one that a killed run began. What is damaged is seen when it is needed.
    fn load(&mut self, file: &File) {
        let mut from = BufReader::with_capacity(1 << 20, file);
        let mut first = [0; MARK.len() + size_of::<Key>()];
        if from.read_exact(&mut first).is_err() || first != [MARK, &self.identity].concat()[..] {
            return;
        }
        let length = file.metadata().map_or(0, |m| m.len());
        let mut at = first.len() as u64;
        let mut head = [0; HEAD];
        while from.read_exact(&mut head).is_ok() {
            let (key, size) = read_head(&head);
            let next = at + HEAD as u64 + size;
            // zeros are what a system that lost its power may leave; nothing has a value of no bytes
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
        // of several with one name the last counts
        self.known.sort_unstable();
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
    }

    /// Which of the known records has this key, if any has.
    fn find(&self, key: &Key) -> Option<usize> {
        if self.forgotten.load(Ordering::Relaxed) {
            return None;
        }
        // names are as good as random, so the few that begin alike stand where one look finds them
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

    /// Gives the record that begins at a place to `then`, if it is as it was written.
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

    /// A result of the last run.
    pub fn get<T: DeserializeOwned>(&self, key: &Key) -> Option<T> {
        let i = self.find(key)?;
        let read = |record: &[u8]| {
            Some((
                postcard::from_bytes(record.strip_prefix(key)?.get(HEAD - key.len()..)?).ok()?,
                record.len(),
            ))
        };
        let (value, length) = self.record(self.known[i].at, read)??;
        if !self.used[i].swap(true, Ordering::Relaxed) {
            self.useful.fetch_add(length as u64, Ordering::Relaxed);
        }
        Some(value)
    }

    /// Keeps a result for the next run.
    pub fn put<T: Serialize>(&self, key: &Key, value: &T) {
        let Some(file) = &self.file else { return };
        if let (Ok(value), Ok(mut new)) = (postcard::to_stdvec(value), self.new.lock()) {
            self.append(&mut new.records, key, &value);
            if new.records.len() >= MAX_RECORDS {
                new.set_aside(file.parent().unwrap_or(Path::new(".")));
            }
        }
    }

    /// Keeps a result in the place of the one that this key had: for what is named by its role and not by what it depends on. The last
    /// one counts.
    pub fn replace<T: Serialize>(&self, key: &Key, value: &T) {
        if let Some(i) = self.find(key) {
            self.used[i].store(false, Ordering::Relaxed);
        }
        self.put(key, value);
    }

    /// Knows nothing from now on: for when something turned out not to be whole.
    pub fn forget(&self) {
        self.forgotten.store(true, Ordering::Relaxed);
    }

    /// The result of `make`, from the last run if it is known.
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

    /// Whether a large result of this length is there. Whether it is as it was written, whoever reads it has to see.
    pub fn has_large(&self, key: &Key, length: usize) -> bool {
        let there = self
            .large(key)
            .is_some_and(|p| std::fs::metadata(p).is_ok_and(|m| m.len() == length as u64));
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

    /// Removes the large results that this run did not use.
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

    /// Whether a file with these times can be told from a later state of itself by them.
    pub fn is_settled(&self, times: impl IntoIterator<Item = SystemTime>) -> bool {
        self.began
            .is_some_and(|began| times.into_iter().all(|t| t + SETTLED < began))
    }

    /// Keeps what this run used or made. What it did not use is forgotten, at the latest when it is more than the rest. A failure costs
    /// the next run time and nothing else.
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

    /// Adds to the file.
    fn write_behind(&self, file: &Path, new: &mut New) -> std::io::Result<()> {
        let mut to = File::options().write(true).open(file)?;
        if to.metadata()?.len() < self.whole {
            drop(to);
            return self.write_anew(file, new); // it is another one by now
        }
        to.set_len(self.whole)?;
        to.seek(SeekFrom::End(0))?;
        new.append_to(&mut to)
    }

    /// Writes the file anew, without what is no longer used.
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
        // Windows puts no file in the place of an open one: this run's is closed, and that of another run will be
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

    /// Of a record: its key, length and value, and the program that wrote it, so that a record of another does not pass.
    fn checksum(&self, record: &[u8]) -> [u8; 4] {
        let mut crc = flate2::Crc::new();
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

/// The key of a record, and the length of its value.
fn read_head(head: &[u8; HEAD]) -> (Key, u64) {
    let (mut key, mut size) = (Key::default(), [0; 4]);
    key.copy_from_slice(&head[..16]);
    size.copy_from_slice(&head[16..20]);
    (key, u64::from(u32::from_le_bytes(size)))
}

/// Where in a record its checksum is.
const CRC: std::ops::Range<usize> = 20..HEAD;

/// Reads at a place, as much as there is; several threads may at once.
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

/// The time that the file system gives a file written now: its clock is the one that the times of sources come from.
fn time_of_disk(beside: &Path) -> Option<SystemTime> {
    let folder = beside.parent()?;
    std::fs::create_dir_all(folder).ok()?;
    tempfile::NamedTempFile::new_in(folder)
        .ok()?
        .as_file()
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
            // what a killed run began, or a lost file system left, is passed over and overwritten
            if run % 3 < 2 {
                let mut bytes = std::fs::read(&file).unwrap();
                bytes.extend([[7; 30], [0; 30]][run as usize % 3].repeat(10));
                std::fs::write(&file, bytes).unwrap();
            }
        }
        assert!(size() < 3 * last, "{} {last}", size());
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
