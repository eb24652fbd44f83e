//! Takes files needed soon; reads them in advance if the disk or network share is slow. Many
//! parallel requests take hardly longer than one. This file must not know what the files contain.

use super::file::FileId;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The number of files read in parallel. It exceeds the number of processors, because the threads
/// mostly wait.
const REQUESTS: usize = 32;

/// The number of files read to find out how fast the disk answers.
pub(super) const SAMPLE: usize = 16;

/// A file whose reading takes longer than this is not in the system's cache. Reading a cached file
/// takes about a tenth of this time.
const SLOW: Duration = Duration::from_micros(300);

/// Files that were read in advance and not yet requested.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    is_slow: AtomicBool,
    read: Mutex<HashMap<FileId, Vec<u8>>>,
}

impl Ahead {
    /// Finds out from a sample of files whether the disk answers slowly. On a fast disk, nothing is
    /// read in advance.
    pub(super) fn probe(&self, sample: impl Iterator<Item = PathBuf>) {
        let is_slow = |path: &PathBuf| {
            let start = Instant::now();
            std::fs::read(path).ok();
            start.elapsed() > SLOW
        };
        let slow = sample.filter(is_slow).count();
        self.is_slow.store(slow >= SAMPLE / 4, Ordering::Relaxed);
    }

    /// Reads some files. Errors are reported when a file is requested.
    pub(super) fn read(&self, files: &[FileId], path: impl Fn(FileId) -> PathBuf + Sync) {
        if !self.is_slow.load(Ordering::Relaxed) {
            return;
        }
        let next = AtomicUsize::new(0);
        let read = || {
            while let Some(&id) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                if let Ok(bytes) = std::fs::read(path(id))
                    && let Ok(mut ahead) = self.read.lock()
                {
                    ahead.insert(id, bytes);
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..REQUESTS {
                // if a thread cannot be started, the others do its work
                std::thread::Builder::new().spawn_scoped(scope, read).ok();
            }
        });
    }

    /// Gives a file that was read in advance, and forgets it.
    pub(super) fn take(&self, id: FileId) -> Option<Vec<u8>> {
        if !self.is_slow.load(Ordering::Relaxed) {
            return None;
        }
        self.read.lock().ok()?.remove(&id)
    }

    /// Drops the files of this list that were read in advance and never requested.
    pub(super) fn drop_unused(&self, files: &[FileId]) {
        files.iter().for_each(|id| drop(self.take(*id)));
    }

    #[cfg(test)]
    pub(super) fn pretend_slow(&self) {
        self.is_slow.store(true, Ordering::Relaxed);
    }

    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.read.lock().map_or(0, |ahead| ahead.len())
    }
}
