//! A site on disk: written to a staging folder and swapped in whole.
//!
//! Until the swap the old site is untouched; a killed build leaves a staging folder that the next one removes. Files that did
//! not change are links to the old site's own, so that they keep their times. `.mulu-manifest` lists every file with its SHA-256
//! (`sha256sum -c` reads it): a folder with any other file is refused, and nothing else is ever removed.
//!
//! The old site that a swap leaves behind can be kept as a spare: the next build brings it up to date instead of linking every
//! file anew, so that the work is that of the change.

use super::folder::{self, Content, FileStat, Lock, Stamp, read_manifest, write_manifest};
use super::written_files::{self, WrittenFiles};
use super::{Artifact, Fingerprint, Printing, Sink};
use crate::cache::{self, Cache};
use crate::diag::Error;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::hash::BuildHasher;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// The file that lists what mulu wrote.
pub const MANIFEST: &str = ".mulu-manifest";

/// What became of a file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It was not there.
    Added,
    /// It has other bytes.
    Changed,
    /// It is gone.
    Removed,
}

/// What the swap did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files of the site.
    pub files: usize,
    /// Bytes in the site.
    pub bytes: u64,
    /// Every file that is not as it was, in the order in which they can be copied to a server without a visitor meeting a page
    /// that leads nowhere: shards and attachments, pages, what names them all, and only then what is to be removed.
    pub changes: Vec<(Change, String)>,
}

impl Published {
    /// How many files were added or changed.
    pub fn written(&self) -> usize {
        self.changes
            .iter()
            .filter(|c| c.0 != Change::Removed)
            .count()
    }

    /// How many are gone.
    pub fn removed(&self) -> usize {
        self.changes.len() - self.written()
    }
}

/// A file of the old site, as its manifest lists it and as it lies there.
#[derive(Debug)]
struct Old {
    path: Box<str>,
    digest: [u8; 32],
    seen: FileStat,
    /// One of the numbers below.
    fate: AtomicU8,
}

impl Old {
    fn fingerprint(&self) -> Fingerprint {
        Fingerprint {
            digest: self.digest,
            size: self.seen.size,
        }
    }

    fn stays(&self) -> bool {
        self.fate.load(Ordering::Relaxed) == STAYS
    }
}

/// Where a file of the new site is described.
enum Here<'a> {
    Old(&'a Old),
    WrittenFiles(written_files::Place),
}

/// Files from which on it is worth while to begin storing them early: after an edit there is nothing to gain.
const WORTH_STORING: usize = 1000;

/// What becomes of an old file: it goes, unless it stays as it is or something else takes its place.
const GOES: u8 = 0;
const STAYS: u8 = 1;
const REPLACED: u8 = 2;

/// What lies in the staging folder before anything is put there.
#[derive(Debug, Default)]
enum Spare {
    /// Nothing.
    #[default]
    Empty,
    /// These files.
    Listed(HashMap<String, FileStat>),
    /// What lies in the output too, but for these files, which are other ones (or none).
    AsLeft(HashMap<String, Option<FileStat>>),
}

/// What the cache keeps of a spare that a swap left.
#[derive(Serialize, Deserialize)]
struct Left {
    folders: Vec<(String, Stamp)>,
    others: HashMap<String, Option<FileStat>>,
}

/// A site being written.
pub struct Disk {
    output: PathBuf,
    staging: PathBuf,
    /// Whether the staging folder stays as a spare after the swap.
    keeps_spare: bool,
    /// Held as long as this is at work: the output, and the staging folder.
    locks: Vec<fs::File>,
    published: bool,
    /// SHA-256 of the old site's manifest.
    manifest: [u8; 32],
    /// By path.
    old: Vec<Old>,
    /// Where in them a path is, by its hash; of two with one hash, one.
    places: HashMap<u64, u32>,
    /// Whether every file that the manifest lists lies there as it was published.
    whole: bool,
    /// The old site's folders.
    folders: Content,
    spare: Spare,
    cache: Arc<Cache>,
    state: Mutex<State>,
    /// What was begun to be stored while the site was still being made. Its fault is a fault of the site: the file system says it once.
    storing: Mutex<Option<JoinHandle<Result<(), Error>>>>,
}

/// What was written anew.
#[derive(Default)]
struct State {
    files: WrittenFiles,
    made: HashSet<PathBuf>,
    /// Whether a path was given twice: such a site is not published.
    twice: Option<String>,
}

impl Disk {
    /// Looks at the output folder and makes a staging folder beside it. Refuses a folder with strangers' files.
    pub fn open(output: &Path) -> Result<Disk, Error> {
        let mut disk = Disk::look(output, Arc::default())?;
        disk.stage(None)?;
        Ok(disk)
    }

    /// Looks at the output folder, with what is known of its files. Refuses a folder with strangers' files.
    pub fn look(output: &Path, cache: Arc<Cache>) -> Result<Disk, Error> {
        // a link stays a link: the site is made where it leads
        let output = if output.is_symlink() {
            output.canonicalize()
        } else {
            std::path::absolute(output)
        }
        .map_err(Error::io(output))?;
        let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
            return Err(Error::usage(
                "输出文件夹不能是根目录",
                "the output folder cannot be the root",
            ));
        };
        fs::create_dir_all(parent).map_err(Error::io(parent))?;
        let locks = match folder::lock(&output) {
            Lock::Held(file) => vec![file],
            Lock::Busy => return Err(Error::Busy(output)),
            Lock::None => Vec::new(),
        };
        recover(parent, &name.to_string_lossy(), &output)?;
        let staging = parent.join(format!(
            ".{}.mulu-tmp-{}",
            name.to_string_lossy(),
            std::process::id()
        ));
        let text = fs::read_to_string(output.join(MANIFEST)).unwrap_or_default();
        let listed = read_manifest(&text);
        let mut folders = contents(&output, &listed)?;
        let manifest = Fingerprint::of(text.as_bytes()).digest;
        let known: Option<Vec<FileStat>> = cache
            .get(&known_key(&output, &manifest))
            .filter(|seen: &Vec<FileStat>| seen.len() == listed.len());
        let mut whole = !listed.is_empty() && known.is_some();
        let mut lying = std::mem::take(&mut folders.files).into_iter().peekable();
        let mut old = Vec::with_capacity(listed.len());
        let mut doubtful = Vec::new();
        for (i, (path, digest)) in listed.into_iter().enumerate() {
            let Some((_, seen)) = lying.next_if(|(there, _)| *there == path) else {
                whole = false;
                continue;
            };
            if known.as_ref().is_none_or(|k| k[i] != seen) {
                doubtful.push(old.len());
            }
            old.push(Old {
                path: path.into(),
                digest,
                seen,
                fate: AtomicU8::new(GOES),
            });
        }
        whole &= doubtful.is_empty();
        let mut places = HashMap::with_capacity(old.len());
        for (old, i) in old.iter().zip(0..) {
            places.insert(places.hasher().hash_one(&*old.path), i);
        }
        let disk = Disk {
            output,
            staging,
            keeps_spare: false,
            locks,
            published: false,
            manifest,
            old,
            places,
            whole,
            folders,
            spare: Spare::Empty,
            cache,
            state: Mutex::default(),
            storing: Mutex::default(),
        };
        // what somebody wrote under the name of a file of ours is theirs
        let theirs = |&i: &usize| {
            let old = &disk.old[i];
            (!has_bytes(&disk.place(&disk.output, &old.path), &old.fingerprint()))
                .then(|| old.path.to_string())
        };
        let changed: Vec<String> = doubtful.par_iter().filter_map(theirs).collect();
        if changed.is_empty() {
            Ok(disk)
        } else {
            Err(Error::ChangedFiles {
                folder: disk.output.clone(),
                files: changed.into_iter().take(10).collect(),
            })
        }
    }

    /// Makes a staging folder: from the spare, when there is a place for one and an old site to leave behind in it.
    pub fn stage(&mut self, spare: Option<&Path>) -> Result<(), Error> {
        if let Some(spare) = spare.filter(|_| !self.old.is_empty()) {
            self.take_spare(spare)?;
        }
        if !self.keeps_spare {
            fs::create_dir(&self.staging).map_err(Error::io(&self.staging))?;
            if let Lock::Held(file) = folder::lock(&self.staging) {
                self.locks.push(file);
            }
        }
        Ok(())
    }

    /// A key of the site that lies there, if all its files lie as they were published.
    pub fn lies_as_published(&self) -> Option<cache::Key> {
        self.whole.then(|| cache::key(&[&self.manifest]))
    }

    /// A key of the site that was published.
    pub fn published_as(&self) -> Option<cache::Key> {
        self.published.then(|| cache::key(&[&self.manifest]))
    }

    /// How much lies there, for a site that needed no work.
    pub fn unchanged(&self) -> Published {
        Published {
            files: self.old.len(),
            bytes: self.old.iter().map(|old| old.seen.size).sum(),
            changes: Vec::new(),
        }
    }

    /// Uses the folder at `spare` for staging, where it can be swapped with the output. What is in it counts if it has a manifest:
    /// that goes first and comes last, so a spare that a build was killed on has none, and begins empty.
    fn take_spare(&mut self, spare: &Path) -> Result<(), Error> {
        if !is_swappable(spare, &self.output) {
            return Ok(());
        }
        let manifest = spare.join(MANIFEST);
        let listed = fs::read_to_string(&manifest)
            .map(|text| read_manifest(&text))
            .unwrap_or_default();
        let left: Option<Left> = if self.whole {
            self.cache.get(&left_key(spare, &self.manifest))
        } else {
            None
        };
        if listed.is_empty() {
            if spare.exists() {
                fs::remove_dir_all(spare).map_err(Error::io(spare))?;
            }
            fs::create_dir_all(spare).map_err(Error::io(spare))?;
        } else if let Some(left) = left.filter(|left| folder::has_stamps(spare, &left.folders)) {
            self.spare = Spare::AsLeft(left.others);
            fs::remove_file(&manifest).map_err(Error::io(&manifest))?;
        } else {
            let content = folder::list(spare)?;
            let is_ours = |path: &String| listed.binary_search_by(|l| l.0.cmp(path)).is_ok();
            if !content.odd.is_empty() || !content.files.iter().all(|(path, _)| is_ours(path)) {
                return Ok(()); // somebody's file: it stays where it is, and the spare is not used
            }
            self.spare = Spare::Listed(content.files.into_iter().collect());
            fs::remove_file(&manifest).map_err(Error::io(&manifest))?;
        }
        self.staging = spare.to_owned();
        self.keeps_spare = true;
        Ok(())
    }

    fn place(&self, folder: &Path, path: &str) -> PathBuf {
        folder.join(path.replace('/', std::path::MAIN_SEPARATOR_STR))
    }

    fn make_folder(&self, file: &Path) -> Result<(), Error> {
        let Some(folder) = file.parent() else {
            return Ok(());
        };
        let known = self.state.lock().is_ok_and(|s| s.made.contains(folder));
        if !known {
            fs::create_dir_all(folder).map_err(Error::io(folder))?;
            if let Ok(mut state) = self.state.lock() {
                state.made.insert(folder.to_owned());
            }
        }
        Ok(())
    }

    fn old(&self, path: &str) -> Option<&Old> {
        let near = &self.old[*self.places.get(&self.places.hasher().hash_one(path))? as usize];
        if *near.path == *path {
            return Some(near);
        }
        self.old
            .binary_search_by(|old| (*old.path).cmp(path))
            .ok()
            .map(|i| &self.old[i])
    }

    /// What lies in the staging folder at this path.
    fn in_spare(&self, path: &str) -> Option<FileStat> {
        match &self.spare {
            Spare::Empty => None,
            Spare::Listed(files) => files.get(path).copied(),
            Spare::AsLeft(others) => others
                .get(path)
                .copied()
                .unwrap_or_else(|| self.old(path).map(|old| old.seen)),
        }
    }

    /// Notes that a path is given twice. That is a finding of the plan: the first stays, and the build does not publish.
    fn note_twice(&self, path: &str) {
        if let Ok(mut state) = self.state.lock() {
            state.twice.get_or_insert_with(|| path.to_owned());
        }
    }

    /// Puts an old file into the new site, and says whether that could be done.
    fn link(&self, old: &Old) -> Result<bool, Error> {
        if self
            .in_spare(&old.path)
            .is_some_and(|seen| seen.is_same_file(old.seen))
        {
            return Ok(true);
        }
        let to = self.clear(&old.path)?;
        Ok(fs::hard_link(self.place(&self.output, &old.path), &to).is_ok())
    }

    /// The place of a file in the staging folder, with nothing there.
    fn clear(&self, path: &str) -> Result<PathBuf, Error> {
        let to = self.place(&self.staging, path);
        if self.in_spare(path).is_some() {
            // an attempt to link the old file there may have removed it already
            match fs::remove_file(&to) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::io(&to)(e));
                }
                _ => {}
            }
        } else {
            self.make_folder(&to)?;
        }
        Ok(to)
    }

    /// Notes that a file will be written, where its path is free.
    fn claim(&self, path: &str) -> bool {
        let old = self.old(path);
        let is_free = !old.is_some_and(Old::stays)
            && self
                .state
                .lock()
                .is_ok_and(|mut state| state.files.claim(path));
        if let Some(old) = old.filter(|_| is_free) {
            old.fate.store(REPLACED, Ordering::Relaxed);
        }
        is_free
    }

    /// Takes what is given for a path that is not free: the same bytes again are no second thing.
    fn take_again(&self, path: &str, fingerprint: Fingerprint) -> Fingerprint {
        let there = self
            .old(path)
            .filter(|old| old.stays())
            .map(Old::fingerprint)
            .or_else(|| self.state.lock().ok()?.files.fingerprint(path));
        if there != Some(fingerprint) {
            self.note_twice(path);
        }
        fingerprint
    }

    /// Writes a file as its bytes come.
    fn fill(
        &self,
        path: &str,
        write: &dyn Fn(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<Fingerprint, Error> {
        if !self.claim(path) {
            let mut again = Printing::new(std::io::sink());
            write(&mut again)?;
            return Ok(self.take_again(path, again.finish().1));
        }
        let to = self.clear(path)?;
        let (fingerprint, mut seen) = written(&to, write)?;
        if let Some(old) = self
            .old(path)
            .filter(|old| old.fingerprint() == fingerprint)
        {
            // the same bytes after all: the old file keeps its times, where a link to it can be made
            fs::remove_file(&to).map_err(Error::io(&to))?;
            seen = match fs::hard_link(self.place(&self.output, path), &to) {
                Ok(()) => old.seen,
                Err(_) => written(&to, write)?.1,
            };
        }
        self.note(path, fingerprint, seen);
        Ok(fingerprint)
    }

    fn note(&self, path: &str, fingerprint: Fingerprint, seen: FileStat) {
        if let Ok(mut state) = self.state.lock() {
            state.files.note(path, fingerprint, seen);
        }
    }

    /// Writes the manifest, has the file system store everything, and swaps the new site in.
    pub fn publish(&mut self) -> Result<Published, Error> {
        let state = self
            .state
            .lock()
            .map(|mut s| std::mem::take(&mut *s))
            .unwrap_or_default();
        if let Some(path) = state.twice {
            return Err(Error::usage(
                format!("两处内容要写同一个文件“{path}”，没有发布"),
                format!("two things claim the file {path}; nothing was published"),
            ));
        }
        let changes = self.changes(&state.files);
        let mut files: Vec<(&str, Here<'_>)> = self
            .old
            .iter()
            .filter(|old| old.stays())
            .map(|old| (&*old.path, Here::Old(old)))
            .collect();
        files.extend(
            state
                .files
                .iter()
                .map(|(at, file)| (file.0, Here::WrittenFiles(at))),
        );
        files.sort_by_key(|f| f.0); // two stretches in order, which a stable sort merges
        let all = || {
            files.iter().filter_map(|(path, here)| match here {
                Here::Old(old) => Some((*path, old.fingerprint(), old.seen)),
                Here::WrittenFiles(at) => state.files.at(*at),
            })
        };
        let published = Published {
            files: files.len(),
            bytes: all().map(|file| file.1.size).sum(),
            changes,
        };
        let is_gone = |path: &str| {
            self.old(path).map_or_else(
                || !state.files.has(path),
                |old| old.fate.load(Ordering::Relaxed) == GOES,
            )
        };
        for path in self.spare_paths().into_iter().filter(|path| is_gone(path)) {
            remove(&self.staging, &self.place(&self.staging, path))?;
        }
        let path = self.staging.join(MANIFEST);
        let list = |to: &mut dyn Write| {
            write_manifest(
                to,
                all().map(|(path, fingerprint, _)| (path, fingerprint.digest)),
            )
            .map_err(Error::io(&path))
        };
        let manifest = written(&path, &list)?.0.digest;
        let seen: Vec<FileStat> = all().map(|file| file.2).collect();
        // nothing to swap when the old site is the new one: not even a folder's time changes
        if !published.changes.is_empty() || !self.output.join(MANIFEST).is_file() {
            // somebody may have put a file there while the site was being made
            if !self.folders.has_same_names(&self.output) {
                let listed = fs::read_to_string(self.output.join(MANIFEST))
                    .map(|text| read_manifest(&text))
                    .unwrap_or_default();
                contents(&self.output, &listed)?;
            } else if self.keeps_spare {
                // what lies in the output will be the spare: the next run need not look at every file of it
                let others: HashMap<String, Option<FileStat>> = published
                    .changes
                    .iter()
                    .map(|(_, path)| (path.clone(), self.old(path).map(|old| old.seen)))
                    .collect();
                self.cache.replace(
                    &left_key(&self.staging, &manifest),
                    &Left {
                        folders: self.folders.folders.clone(),
                        others,
                    },
                );
            }
            let begun = self.storing.get_mut().map(Option::take).unwrap_or_default();
            begun
                .map_or(Ok(Ok(())), JoinHandle::join)
                .unwrap_or(Ok(()))?; // a thread that panicked has stored nothing yet
            store(&self.staging)?;
            swap(&self.staging, &self.output)?;
        } else if self.keeps_spare {
            let folders = folder::stamps_now(&self.staging, &self.folders.folders);
            self.cache.replace(
                &left_key(&self.staging, &manifest),
                &Left {
                    folders,
                    others: HashMap::new(),
                },
            );
        }
        self.published = true;
        self.cache.put(&known_key(&self.output, &manifest), &seen);
        self.manifest = manifest;
        Ok(published)
    }

    /// What lies in the staging folder from before.
    fn spare_paths(&self) -> Vec<&str> {
        match &self.spare {
            Spare::Empty => Vec::new(),
            Spare::Listed(files) => files.keys().map(String::as_str).collect(),
            Spare::AsLeft(others) => {
                let same = self
                    .old
                    .iter()
                    .map(|old| &*old.path)
                    .filter(|path| !others.contains_key(*path));
                same.chain(
                    others
                        .iter()
                        .filter(|(_, seen)| seen.is_some())
                        .map(|(path, _)| path.as_str()),
                )
                .collect()
            }
        }
    }

    /// What differs from the old site, in the order of [`Published::changes`].
    fn changes(&self, written: &WrittenFiles) -> Vec<(Change, String)> {
        let fresh = written
            .iter()
            .filter_map(|(_, (path, _, seen))| match self.old(path) {
                None => Some((Change::Added, path.to_owned())),
                // where the old file could not be linked its bytes were written again
                Some(old) => (old.seen != seen).then(|| (Change::Changed, path.to_owned())),
            });
        let gone = self
            .old
            .iter()
            .filter(|old| old.fate.load(Ordering::Relaxed) == GOES)
            .map(|old| (Change::Removed, old.path.to_string()));
        let mut changes: Vec<(Change, String)> = fresh.chain(gone).collect();
        let rank = |change: &(Change, String)| match change {
            (Change::Removed, _) => 3,
            (_, path) if path == "search/root.js" || !path.contains('/') => 2,
            (_, path) if path.ends_with(".html") => 1,
            _ => 0,
        };
        changes.sort_by(|a, b| (rank(a), &a.1).cmp(&(rank(b), &b.1)));
        changes
    }
}

impl Drop for Disk {
    /// A build that did not publish leaves nothing behind. After the swap the staging folder holds the old site, or is gone.
    fn drop(&mut self) {
        if !(self.published && self.keeps_spare) && self.staging.exists() {
            let _ = fs::remove_dir_all(&self.staging);
        }
    }
}

impl Sink for Disk {
    fn begin_storing(&self) {
        let written = self.state.lock().map_or(0, |s| s.files.len());
        if let Ok(mut storing) = self.storing.lock()
            && written >= WORTH_STORING
        {
            let staging = self.staging.clone();
            *storing = Some(std::thread::spawn(move || store(&staging)));
        }
    }

    fn put(&self, artifact: Artifact) -> Result<Fingerprint, Error> {
        let fingerprint = Fingerprint::of(&artifact.bytes);
        if self.keep(&artifact.path, &fingerprint)? {
            return Ok(fingerprint);
        }
        if !self.claim(&artifact.path) {
            return Ok(self.take_again(&artifact.path, fingerprint));
        }
        let to = self.clear(&artifact.path)?;
        let mut file = create(&to)?;
        file.write_all(&artifact.bytes).map_err(Error::io(&to))?;
        let seen = FileStat::of(&file.metadata().map_err(Error::io(&to))?);
        self.note(&artifact.path, fingerprint, seen);
        Ok(fingerprint)
    }

    fn copy(&self, path: &str, from: &Path) -> Result<Fingerprint, Error> {
        self.fill(path, &|to| {
            let mut source = fs::File::open(from).map_err(Error::io(from))?;
            let mut buffer = vec![0; 1 << 16];
            loop {
                let n = source.read(&mut buffer).map_err(Error::io(from))?;
                if n == 0 {
                    return Ok(());
                }
                to.write_all(&buffer[..n])
                    .map_err(Error::io(self.place(&self.staging, path)))?;
            }
        })
    }

    fn stream(
        &self,
        path: &str,
        write: &dyn Fn(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<Fingerprint, Error> {
        self.fill(path, &|to| {
            write(to).map_err(Error::io(self.place(&self.staging, path)))
        })
    }

    fn keep(&self, path: &str, fingerprint: &Fingerprint) -> Result<bool, Error> {
        let Some(old) = self
            .old(path)
            .filter(|old| old.fingerprint() == *fingerprint)
        else {
            return Ok(false);
        };
        match old.fate.load(Ordering::Relaxed) {
            STAYS => return Ok(true),
            REPLACED => return Ok(false),
            _ => {}
        }
        // whoever asks has the path: the plan gives none twice
        if !self.link(old)? {
            return Ok(false);
        }
        old.fate.store(STAYS, Ordering::Relaxed);
        Ok(true)
    }

    fn read(&self, path: &str, fingerprint: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
        let Some(old) = self
            .old(path)
            .filter(|old| old.fingerprint() == *fingerprint)
        else {
            return Ok(None);
        };
        let from = self.place(&self.output, &old.path);
        let bytes = fs::read(&from).map_err(Error::io(&from))?;
        Ok((Fingerprint::of(&bytes) == *fingerprint).then_some(bytes))
    }
}

/// Under which name the cache knows what the files of a site were when they were published.
fn known_key(output: &Path, manifest: &[u8; 32]) -> cache::Key {
    cache::key(&[b"site", output.as_os_str().as_encoded_bytes(), manifest])
}

/// Under which name the cache knows what the spare beside a site is.
fn left_key(spare: &Path, manifest: &[u8; 32]) -> cache::Key {
    cache::key(&[b"spare", spare.as_os_str().as_encoded_bytes(), manifest])
}

/// A new file; never one that is there, which may be a link to the old site's own.
fn create(path: &Path) -> Result<fs::File, Error> {
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(Error::io(path))
}

/// Makes a file of the bytes that come.
fn written(
    to: &Path,
    write: &dyn Fn(&mut dyn Write) -> Result<(), Error>,
) -> Result<(Fingerprint, FileStat), Error> {
    let mut file = Printing::new(BufWriter::with_capacity(1 << 16, create(to)?));
    write(&mut file)?;
    let (file, fingerprint) = file.finish();
    let file = file
        .into_inner()
        .map_err(|e| Error::io(to)(e.into_error()))?;
    Ok((
        fingerprint,
        FileStat::of(&file.metadata().map_err(Error::io(to))?),
    ))
}

fn has_bytes(path: &Path, fingerprint: &Fingerprint) -> bool {
    fs::metadata(path).is_ok_and(|m| m.len() == fingerprint.size)
        && fs::read(path).is_ok_and(|b| Fingerprint::of(&b) == *fingerprint)
}

/// Removes a file, and the folders that it leaves empty.
fn remove(root: &Path, file: &Path) -> Result<(), Error> {
    fs::remove_file(file).map_err(Error::io(file))?;
    let mut folder = file.parent();
    while let Some(f) = folder.filter(|f| *f != root) {
        if fs::remove_dir(f).is_err() {
            break;
        }
        folder = f.parent();
    }
    Ok(())
}

/// Whether two folders lie on one file system that numbers its files and exchanges names in one step.
#[cfg(target_os = "linux")]
fn is_swappable(spare: &Path, output: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Some(parent) = spare.parent() else {
        return false;
    };
    let device = |path: &Path| fs::metadata(path).map(|m| m.dev()).ok();
    fs::create_dir_all(parent).is_ok()
        && device(parent).is_some()
        && device(parent) == device(output)
}

#[cfg(not(target_os = "linux"))]
fn is_swappable(_: &Path, _: &Path) -> bool {
    false
}

/// What a killed build left: a staging folder, or an old site that was moved aside but not yet replaced.
fn recover(parent: &Path, name: &str, output: &Path) -> Result<(), Error> {
    let prefix = format!(".{name}.mulu-");
    let mut aside = Vec::new();
    for entry in fs::read_dir(parent).map_err(Error::io(parent))? {
        let entry = entry.map_err(Error::io(parent))?;
        let file_name = entry.file_name();
        let Some(rest) = file_name.to_str().and_then(|n| n.strip_prefix(&prefix)) else {
            continue;
        };
        if rest.starts_with("old-") && entry.path().join(MANIFEST).is_file() {
            aside.push(entry.path());
        } else if folder::is_left_over(&entry.path(), rest) {
            fs::remove_dir_all(entry.path()).map_err(Error::io(entry.path()))?;
        }
    }
    for old in aside {
        if output.exists() {
            fs::remove_dir_all(&old).map_err(Error::io(&old))?;
        } else {
            fs::rename(&old, output).map_err(Error::io(&old))?;
        }
    }
    Ok(())
}

/// The files of an output folder. One that the manifest does not list is somebody's.
fn contents(output: &Path, listed: &[(String, [u8; 32])]) -> Result<Content, Error> {
    let refuse = |files: Vec<String>| {
        Err(Error::ForeignFiles {
            folder: output.to_owned(),
            files,
        })
    };
    if fs::symlink_metadata(output).is_err() {
        return Ok(Content::default());
    }
    if !output.is_dir() {
        return refuse(vec![output.display().to_string()]);
    }
    let content = folder::list(output)?;
    let mut ours = listed.iter().peekable();
    let mut is_foreign = |path: &str| {
        while ours.next_if(|l| l.0.as_str() < path).is_some() {}
        ours.peek().is_none_or(|l| l.0 != path)
    };
    let foreign: Vec<&String> = content
        .files
        .iter()
        .map(|f| &f.0)
        .filter(|path| is_foreign(path))
        .chain(&content.odd)
        .take(10)
        .collect();
    if foreign.is_empty() {
        Ok(content)
    } else {
        refuse(foreign.into_iter().cloned().collect())
    }
}

/// One sync of the whole file system: far cheaper than one for every file.
#[cfg(target_os = "linux")]
pub(super) fn store(folder: &Path) -> Result<(), Error> {
    let file = fs::File::open(folder).map_err(Error::io(folder))?;
    rustix::fs::syncfs(&file).map_err(|e| Error::io(folder)(e.into()))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn store(folder: &Path) -> Result<(), Error> {
    let manifest = folder.join(MANIFEST);
    fs::File::open(&manifest)
        .and_then(|f| f.sync_all())
        .or(Ok(()))
}

/// Puts the new site in the old one's place; afterwards the old one lies in the staging folder, which `Drop` removes.
pub(super) fn swap(staging: &Path, output: &Path) -> Result<(), Error> {
    if !output.exists() {
        return fs::rename(staging, output).map_err(Error::io(output));
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, staging, CWD, output, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    // without an exchange in one step: aside, in; a kill between the two is mended by the next build
    let name = staging
        .file_name()
        .map(|n| n.to_string_lossy().replace(".mulu-tmp-", ".mulu-old-"))
        .unwrap_or_default();
    let aside = staging.with_file_name(name);
    retry(|| fs::rename(output, &aside)).map_err(Error::io(output))?;
    if let Err(e) = retry(|| fs::rename(staging, output)) {
        let _ = fs::rename(&aside, output);
        return Err(Error::io(output)(e));
    }
    fs::remove_dir_all(&aside).map_err(Error::io(&aside))
}

/// On Windows a virus scanner or a preview holds files open for a moment.
fn retry(mut action: impl FnMut() -> std::io::Result<()>) -> std::io::Result<()> {
    for _ in 0..20 {
        match action() {
            Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => {
                std::thread::sleep(std::time::Duration::from_millis(50))
            }
            other => return other,
        }
    }
    action()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(output: &Path, files: &[(&str, &str)]) -> Result<Published, Error> {
        let mut disk = Disk::open(output)?;
        for (path, text) in files {
            disk.put(Artifact::new(*path, *text))?;
        }
        disk.publish()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = walkdir::WalkDir::new(folder)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|e| e.file_type().is_file())
            .map(|e| {
                e.path()
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/")
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_site_replaces_the_one_before_it() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1"), ("b/c.html", "2")]).unwrap();
        let second = build(&out, &[("a.html", "1"), ("d.html", "3")]).unwrap();
        assert_eq!(
            (second.files, second.written(), second.removed()),
            (2, 1, 1)
        );
        assert_eq!(
            names(dir.path()),
            ["public/.mulu-manifest", "public/a.html", "public/d.html"]
        );
    }

    #[test]
    fn the_same_site_again_touches_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1")]).unwrap();
        let times =
            || [MANIFEST, "a.html"].map(|f| fs::metadata(out.join(f)).unwrap().modified().unwrap());
        let before = times();
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert_eq!(build(&out, &[("a.html", "1")]).unwrap().written(), 0);
        assert_eq!(times(), before);
        assert_eq!(
            names(dir.path()),
            ["public/.mulu-manifest", "public/a.html"]
        );
    }

    #[test]
    fn an_unfinished_build_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1")]).unwrap();
        let disk = Disk::open(&out).unwrap();
        disk.put(Artifact::new("a.html", "2")).unwrap();
        drop(disk);
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
        // as a kill leaves it
        fs::create_dir(dir.path().join(".public.mulu-tmp-1")).unwrap();
        fs::rename(&out, dir.path().join(".public.mulu-old-1")).unwrap();
        let disk = Disk::open(&out).unwrap();
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
        drop(disk);
        assert_eq!(
            names(dir.path()),
            ["public/.mulu-manifest", "public/a.html"]
        );
    }

    #[test]
    fn strangers_files_are_never_touched() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("mine.txt"), "x").unwrap();
        assert!(
            matches!(build(&out, &[("a.html", "1")]), Err(Error::ForeignFiles { files, .. }) if files == ["mine.txt"])
        );
        fs::remove_file(out.join("mine.txt")).unwrap();
        build(&out, &[("a.html", "1")]).unwrap();
        fs::create_dir(out.join("sub")).unwrap();
        fs::write(out.join("sub/mine.txt"), "x").unwrap();
        assert!(build(&out, &[("a.html", "2")]).is_err());
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
    }

    #[test]
    fn a_strangers_file_that_comes_during_the_build_is_not_lost() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1")]).unwrap();
        let mut disk = Disk::open(&out).unwrap();
        disk.put(Artifact::new("a.html", "2")).unwrap();
        fs::write(out.join("mine.txt"), "x").unwrap();
        assert!(matches!(disk.publish(), Err(Error::ForeignFiles { .. })));
        drop(disk);
        assert_eq!(
            names(dir.path()),
            ["public/.mulu-manifest", "public/a.html", "public/mine.txt"]
        );
    }

    #[test]
    fn what_somebody_wrote_under_our_name_is_not_lost() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1"), ("b.html", "1")]).unwrap();
        fs::write(out.join("b.html"), "mine").unwrap();
        assert!(
            matches!(build(&out, &[("a.html", "2")]), Err(Error::ChangedFiles { files, .. }) if files == ["b.html"])
        );
        assert_eq!(fs::read_to_string(out.join("b.html")).unwrap(), "mine");
        fs::remove_file(out.join("b.html")).unwrap();
        build(&out, &[("a.html", "2")]).unwrap();
        assert_eq!(
            names(dir.path()),
            ["public/.mulu-manifest", "public/a.html"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn two_at_a_time_do_not_meet() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        // what another one is making is no left-over, and neither is what nobody of ours can have made
        let others =
            [".public.mulu-tmp-1", ".public.mulu-tmp-mine"].map(|name| dir.path().join(name));
        others
            .iter()
            .for_each(|folder| fs::create_dir(folder).unwrap());
        let at_work = fs::File::open(&others[0]).unwrap();
        at_work.lock().unwrap();
        build(&out, &[("a.html", "1")]).unwrap();
        assert!(others.iter().all(|folder| folder.is_dir()));
        drop(at_work);
        build(&out, &[("a.html", "2")]).unwrap();
        assert!(!others[0].exists() && others[1].is_dir());
        let _one = Disk::open(&out).unwrap();
        assert!(matches!(Disk::open(&out), Err(Error::Busy(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_stays_a_link() {
        let dir = tempfile::tempdir().unwrap();
        let (real, out) = (dir.path().join("www"), dir.path().join("public"));
        fs::create_dir(&real).unwrap();
        std::os::unix::fs::symlink(&real, &out).unwrap();
        build(&out, &[("a.html", "1")]).unwrap();
        build(&out, &[("a.html", "2")]).unwrap();
        assert!(out.is_symlink());
        assert_eq!(fs::read_to_string(real.join("a.html")).unwrap(), "2");
    }

    #[test]
    fn a_path_given_twice_never_reaches_the_old_site() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1")]).unwrap();
        let mut disk = Disk::open(&out).unwrap();
        disk.put(Artifact::new("a.html", "1")).unwrap();
        disk.put(Artifact::new("a.html", "2")).unwrap();
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
        assert!(disk.publish().is_err());
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
    }

    #[test]
    fn the_manifest_is_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("public");
        build(&out, &[("a.html", "1"), ("b.html", "")]).unwrap();
        let read = read_manifest(&fs::read_to_string(out.join(MANIFEST)).unwrap());
        assert_eq!(
            read,
            [
                ("a.html".to_owned(), Fingerprint::of(b"1").digest),
                ("b.html".to_owned(), Fingerprint::of(b"").digest)
            ]
        );
    }
}
