//! Takes artifacts; gives a site on disk. The site is made in a staging folder, which then replaces
//! the old site. This file must not know what the bytes mean.
//!
//! The old site stays untouched until the new site is complete. The next build removes the staging
//! folder of a killed build. Unchanged files are hard links to the files of the old site, so that
//! they keep their times; where no link can be made, they are written again. The manifest lists
//! every file with its SHA-256. An output folder with a file that is not in its manifest is
//! refused. Files that operating systems create, such as `.DS_Store`, are allowed.

use super::folder::{FileStat, Stamp, create, write_file};
use super::held::{discard, remove_file};
use super::lock::{Lock, holder, lock};
use super::manifest::MANIFEST;
use super::new::{NewSite, Summary};
use super::old::{Fate, OldFile, OldSite, stats_key};
use super::pieces;
use super::sink::{Artifact, Fingerprint, Fingerprinting, Sink};
use super::spare::{Left, Spare, left_key};
use super::swap::{Flush, Target, store, swap};
use super::written_files::WrittenFiles;
use crate::cache::{self, Cache};
use crate::diag::Error;
use crate::file::{below, each_piece_of};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// The first step of publication: a checked output folder that may be replaced.
pub struct Looked {
    target: Target,
    old: OldSite,
    /// What this process remembers of the spare, if anything.
    left: Option<Left>,
    cache: Arc<Cache>,
    locks: Locks,
    remains: Vec<PathBuf>,
}

/// A site that this process has published to a folder, and what it knows about the spare.
pub struct Last {
    site: OldSite,
    left: Option<Left>,
}

impl Last {
    /// Every file of the site with its SHA-256.
    pub fn listed(&self) -> BTreeMap<String, [u8; 32]> {
        let files = self.site.files.iter();
        files
            .map(|file| (file.path.to_string(), file.fingerprint().digest))
            .collect()
    }
}

/// Locks on the output and on the staging folder, held until [`Published`] is dropped.
type Locks = Vec<fs::File>;

/// Checks the output folder, with the help of the cache. Refuses a folder with files that mulu did
/// not write.
pub fn look(output: &Path, cache: Arc<Cache>) -> Result<Looked, Error> {
    look_again(output, cache, None)
}

/// Checks the output folder, as [`look`] does. `last` is the site that this process published there
/// before. If no name in the folder has changed since, the files are not examined. The caller must
/// therefore be the only one that writes there.
pub fn look_again(output: &Path, cache: Arc<Cache>, last: Option<Last>) -> Result<Looked, Error> {
    // If the output is a symbolic link, the link stays, and its target folder is replaced.
    let absolute = if output.is_symlink() {
        output.canonicalize()
    } else {
        std::path::absolute(output)
    };
    let target = Target::at(absolute.map_err(Error::reading(output))?)?;
    let locks = match lock(&target.output) {
        Lock::Held(file) => vec![file],
        Lock::Busy => {
            return Err(Error::Busy {
                process: holder(&target.output),
                folder: target.output,
            });
        }
        Lock::None => Vec::new(),
    };
    let remains = target.recover(MANIFEST)?;
    let last = last.filter(|last| last.site.folders.has_same_names(&target.output));
    let (old, left) = match last {
        Some(last) => (last.site, last.left),
        None => (OldSite::look(&target.output, &cache)?, None),
    };
    Ok(Looked {
        target,
        old,
        left,
        cache,
        locks,
        remains,
    })
}

impl Looked {
    /// The key of the site in the folder, as [`Published::note`] gave it; `None` if a file has
    /// changed since publication.
    pub fn site(&self) -> Option<cache::Key> {
        self.old.is_whole.then(|| site_key(&self.old.manifest))
    }

    /// The summary if the build finds nothing to do.
    pub fn unchanged(&self) -> Summary {
        Summary {
            files: self.old.files.len(),
            bytes: self.old.files.iter().map(|old| old.stat.size).sum(),
            changes: Vec::new(),
            dropped: Vec::new(),
            remains: self.remains.clone(),
        }
    }

    /// Makes a staging folder. If `spare` (the folder of an earlier site) can be used, it becomes
    /// the staging folder, and the old site becomes the next spare.
    pub fn stage(self, spare: Option<&Path>) -> Result<Staged, Error> {
        let Looked {
            target,
            old,
            left,
            cache,
            mut locks,
            remains,
        } = self;
        let usable = spare.filter(|_| !old.files.is_empty());
        let taken = match usable {
            Some(spare) => Spare::take(spare, &target.output, &old, left, &cache)?
                .map(|files| (files, spare.to_owned())),
            None => None,
        };
        let (spare, staging) = match taken {
            Some((spare, path)) => (
                spare,
                StagingFolder {
                    path,
                    kind: Kind::Spare,
                },
            ),
            None => {
                let path = target.staging;
                fs::create_dir(&path).map_err(Error::making(&path))?;
                if let Lock::Held(file) = lock(&path) {
                    locks.push(file);
                }
                (
                    Spare::Empty,
                    StagingFolder {
                        path,
                        kind: Kind::Temporary,
                    },
                )
            }
        };
        Ok(Staged {
            staging,
            output: target.output,
            old,
            spare,
            state: Mutex::default(),
            storing: Mutex::default(),
            flush: Flush::ToDisk,
            locks,
            remains,
        })
    }
}

fn site_key(manifest: &[u8; 32]) -> cache::Key {
    cache::key(&[manifest])
}

/// The folder in which a site is made. It is removed at the end, unless it is a spare that is kept
/// for the next build, or an update file by file has begun.
struct StagingFolder {
    path: PathBuf,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A folder for this run only.
    Temporary,
    /// The spare before publication.
    Spare,
    /// A spare after publication, kept for the next build.
    Kept,
}

impl Drop for StagingFolder {
    fn drop(&mut self) {
        // If the site is being updated file by file, the next run needs the remaining files.
        if self.kind != Kind::Kept && self.path.exists() && !pieces::is_begun(&self.path) {
            discard(&self.path, MANIFEST);
        }
    }
}

/// The second step of publication: a site that is being made. If it is not published, nothing of it
/// stays on disk, unless an update file by file was interrupted.
pub struct Staged {
    // The folder comes before the locks, because fields are dropped in order and the folder must be
    // removed while it is locked.
    staging: StagingFolder,
    output: PathBuf,
    old: OldSite,
    spare: Spare,
    state: Mutex<State>,
    /// The thread that flushes files to the disk while others are made. The file system reports an
    /// error only once, so an error here stops the publication.
    pub(super) storing: Mutex<Option<JoinHandle<Result<(), Error>>>>,
    flush: Flush,
    locks: Locks,
    remains: Vec<PathBuf>,
}

#[derive(Default)]
struct State {
    files: WrittenFiles,
    made: HashSet<PathBuf>,
    /// A path that was given twice with different bytes. Such a site is not published.
    twice: Option<String>,
}

/// The number of files from which flushing in parallel saves time.
const WORTH_STORING: usize = 1000;

impl Staged {
    /// The same site, which is not flushed to the disk and may not survive a power failure.
    /// [`Published::last`] remembers the folders of such a site only. After any other site, the
    /// next run examines all files.
    #[must_use]
    pub fn without_flush(self) -> Staged {
        Staged {
            flush: Flush::Never,
            ..self
        }
    }

    fn make_folder(&self, file: &Path) -> Result<(), Error> {
        let Some(folder) = file.parent() else {
            return Ok(());
        };
        let known = self.state.lock().is_ok_and(|s| s.made.contains(folder));
        if !known {
            fs::create_dir_all(folder).map_err(Error::making(folder))?;
            if let Ok(mut state) = self.state.lock() {
                state.made.insert(folder.to_owned());
            }
        }
        Ok(())
    }

    fn staged(&self, path: &str) -> PathBuf {
        below(&self.staging.path, path)
    }

    /// Links an old file into the new site; gives `false` if no link can be made.
    fn link(&self, old: &OldFile) -> Result<bool, Error> {
        let there = self.spare.stat(&old.path, &self.old);
        if there.is_some_and(|stat| stat.is_same_file(old.stat)) {
            return Ok(true);
        }
        let to = self.clear(&old.path)?;
        Ok(fs::hard_link(below(&self.output, &old.path), &to).is_ok())
    }

    /// Makes sure that a path in the staging folder is free for a new file; gives the path on disk.
    fn clear(&self, path: &str) -> Result<PathBuf, Error> {
        let to = self.staged(path);
        if self.spare.stat(path, &self.old).is_none() {
            self.make_folder(&to)?;
            return Ok(to);
        }
        match remove_file(&to) {
            // an attempt to link the old file may already have removed this file
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::removing(&to)(e)),
            _ => Ok(to),
        }
    }

    /// Reserves a path for a file; gives `false` if the path is taken.
    fn claim(&self, path: &str) -> bool {
        let old = self.old.find(path);
        let is_free = old.is_none_or(|old| old.fate() != Fate::Stays)
            && self
                .state
                .lock()
                .is_ok_and(|mut state| state.files.claim(path));
        if let Some(old) = old.filter(|_| is_free) {
            old.decide(Fate::Replaced);
        }
        is_free
    }

    /// Takes a second file for a path. If its bytes differ, the first stays and the site is not
    /// published.
    fn take_again(&self, path: &str, fingerprint: Fingerprint) -> Fingerprint {
        let there = self
            .old
            .find(path)
            .filter(|old| old.fate() == Fate::Stays)
            .map(OldFile::fingerprint)
            .or_else(|| self.state.lock().ok()?.files.fingerprint(path));
        if there != Some(fingerprint)
            && let Ok(mut state) = self.state.lock()
        {
            state.twice.get_or_insert_with(|| path.to_owned());
        }
        fingerprint
    }

    /// Writes a file piece by piece, as its bytes are made.
    fn fill(
        &self,
        path: &str,
        write: &dyn Fn(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<Fingerprint, Error> {
        if !self.claim(path) {
            let mut again = Fingerprinting::new(std::io::sink());
            write(&mut again)?;
            return Ok(self.take_again(path, again.finish().1));
        }
        let to = self.clear(path)?;
        let (fingerprint, mut stat) = write_file(&to, write)?;
        if let Some(old) = self.old.find_same(path, &fingerprint) {
            // The bytes are those of the old file, so a link keeps its times. If no link can be
            // made, the file is written again.
            remove_file(&to).map_err(Error::removing(&to))?;
            stat = match fs::hard_link(below(&self.output, path), &to) {
                Ok(()) => old.stat,
                Err(_) => write_file(&to, write)?.1,
            };
        }
        self.note_written(path, fingerprint, stat);
        Ok(fingerprint)
    }

    fn note_written(&self, path: &str, fingerprint: Fingerprint, stat: FileStat) {
        if let Ok(mut state) = self.state.lock() {
            state.files.note(path, fingerprint, stat);
        }
    }

    /// Whether two different files were made for one path.
    pub fn has_conflict(&self) -> bool {
        self.state.lock().is_ok_and(|state| state.twice.is_some())
    }

    /// Writes the manifest, flushes the site to the disk, and puts the new site in place of the old
    /// one. Only on Linux are all files flushed; elsewhere only the manifest is. An unchanged site
    /// is neither flushed nor replaced. After [`Staged::without_flush`], nothing is flushed.
    pub fn publish(self) -> Result<Published, Error> {
        let Staged {
            // bound first and therefore dropped last, after the staging folder is removed
            locks,
            mut staging,
            output,
            mut old,
            spare,
            state,
            storing,
            flush,
            remains,
        } = self;
        let state = state.into_inner().unwrap_or_default();
        if let Some(path) = state.twice {
            return Err(Error::PathTwice(path));
        }
        let site = NewSite::of(&old, &state.files);
        let mut summary = site.summary();
        summary.remains = remains;
        site.remove_gone(&spare, &staging.path)?;
        let manifest = site.write_manifest(&staging.path)?;
        let stats = site.all().map(|file| file.2).collect();
        let is_spare = staging.kind == Kind::Spare;
        let mut left = None;
        let mut folders = old.folders.folders.clone();
        // An unchanged site is not replaced, to keep the times of its folders.
        if !summary.changes.is_empty() || !output.join(MANIFEST).is_file() {
            let begun = storing.into_inner().unwrap_or_default();
            begun
                .map_or(Ok(Ok(())), JoinHandle::join)
                .unwrap_or(Ok(()))?; // if the thread panicked, `store` below flushes the files
            store(&staging.path, flush)?;
            if flush == Flush::Never {
                // The stamps are taken before publication, because afterwards somebody may remove a
                // file.
                folders = site.folders(&staging.path);
            }
            // somebody may have put a file into the output folder while the site was made
            let is_same = old.check_again(&output)?;
            summary
                .remains
                .extend(swap(&staging.path, &output, MANIFEST, flush)?);
            summary.dropped = std::mem::take(&mut old.system);
            // `dropped` names files that the operating system created; after an update file by
            // file, they are still there.
            summary
                .dropped
                .retain(|path| !below(&output, path).exists());
            // A spare with files of the operating system gets no record. The next run then lists
            // the spare and removes these files.
            if is_same && is_spare && summary.dropped.is_empty() {
                // with this record, the next run need not examine the old site, now the spare
                let stat = |path: &str| old.find(path).map(|old| old.stat);
                let others = summary.changes.iter();
                left = Some(Left {
                    folders: old.folders.folders.clone(),
                    others: others.map(|(_, path)| (path.clone(), stat(path))).collect(),
                });
            }
        }
        if is_spare {
            staging.kind = Kind::Kept;
        } else if staging.path.exists() && !summary.remains.contains(&staging.path) {
            // after the exchange, the old site is in the staging folder
            let left = !discard(&staging.path, MANIFEST);
            summary.remains.extend(left.then(|| staging.path.clone()));
        }
        Ok(Published {
            summary,
            stats: (stats_key(&output, &manifest), stats),
            left: left.map(|left| (left_key(&staging.path, &manifest), left)),
            manifest,
            old,
            folders,
            written: state.files,
            _staging: staging,
            _locks: locks,
        })
    }
}

impl Sink for Staged {
    fn begin_storing(&self) {
        let written = self.state.lock().map_or(0, |s| s.files.len());
        if let Ok(mut storing) = self.storing.lock()
            && written >= WORTH_STORING
            && self.flush == Flush::ToDisk
        {
            let staging = self.staging.path.clone();
            *storing = Some(std::thread::spawn(move || store(&staging, Flush::ToDisk)));
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
        file.write_all(&artifact.bytes)
            .map_err(Error::writing(&to))?;
        let stat = FileStat::of(&file.metadata().map_err(Error::reading(&to))?);
        self.note_written(&artifact.path, fingerprint, stat);
        Ok(fingerprint)
    }

    fn copy(&self, path: &str, from: &Path) -> Result<Fingerprint, Error> {
        self.fill(path, &|to| {
            each_piece_of(from, |piece| {
                to.write_all(piece)
                    .map_err(Error::writing(self.staged(path)))
            })
            .map(drop)
        })
    }

    fn stream(
        &self,
        path: &str,
        write: &dyn Fn(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<Fingerprint, Error> {
        self.fill(path, &|to| {
            write(to).map_err(Error::writing(self.staged(path)))
        })
    }

    fn keep(&self, path: &str, fingerprint: &Fingerprint) -> Result<bool, Error> {
        let Some(old) = self.old.find_same(path, fingerprint) else {
            return Ok(false);
        };
        match old.fate() {
            Fate::Stays => return Ok(true),
            Fate::Replaced => return Ok(false),
            Fate::Goes => {}
        }
        // no other thread works on this path, because the plan of a site that is published has each
        // path once
        if !self.link(old)? {
            return Ok(false);
        }
        old.decide(Fate::Stays);
        Ok(true)
    }

    fn read(&self, path: &str, fingerprint: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
        let Some(old) = self.old.find_same(path, fingerprint) else {
            return Ok(None);
        };
        let from = below(&self.output, &old.path);
        let bytes = fs::read(&from).map_err(Error::reading(&from))?;
        Ok((Fingerprint::of(&bytes) == *fingerprint).then_some(bytes))
    }
}

/// The last step of publication: the new site is in its place.
#[must_use = "if a site is not recorded, the next build checks every file"]
pub struct Published {
    /// The size of the site, and its changes.
    pub summary: Summary,
    manifest: [u8; 32],
    stats: (cache::Key, Vec<FileStat>),
    left: Option<(cache::Key, Left)>,
    /// The site that was replaced.
    old: OldSite,
    /// The folders of the site, with stamps from before the publication.
    folders: Vec<(String, Stamp)>,
    written: WrittenFiles,
    // The folder comes before the locks, so that the old site is removed while it is locked.
    _staging: StagingFolder,
    _locks: Locks,
}

impl Published {
    /// Records how the next build can recognise the site and its spare. Gives the key of the site.
    pub fn note(&self, cache: &Cache) -> cache::Key {
        if let Some((key, left)) = &self.left {
            cache.replace(key, left);
        }
        cache.put(&self.stats.0, &self.stats.1);
        site_key(&self.manifest)
    }

    /// The site, for the next run of this process.
    pub fn last(self) -> Last {
        Last {
            site: self
                .old
                .replaced(&self.written, self.manifest, self.folders),
            left: self.left.map(|(_, left)| left),
        }
    }
}
