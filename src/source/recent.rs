//! Takes a file's bytes and text; gives them back until the thread has read another file. Several
//! rooms request the same document one after another. This file must not know what the file means.

use super::file::FileId;
use std::sync::{Arc, Mutex};

/// For each thread, the last file of at most [`MAX_RECENT`] bytes that it read.
#[derive(Debug)]
pub(super) struct Recent(Vec<Mutex<Last>>);

/// A file with its bytes. The text is kept after the bytes were decoded, so that they are decoded
/// only once.
type Last = Option<(FileId, Arc<Vec<u8>>, Option<Arc<str>>)>;

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

    pub(super) fn get(&self, id: FileId) -> Option<Arc<Vec<u8>>> {
        self.slot()?
            .as_ref()
            .filter(|last| last.0 == id)
            .map(|last| last.1.clone())
    }

    pub(super) fn text(&self, id: FileId) -> Option<Arc<str>> {
        self.slot()?.as_ref().filter(|last| last.0 == id)?.2.clone()
    }

    pub(super) fn put_text(&self, id: FileId, text: &Arc<str>) {
        if let Some(mut slot) = self.slot()
            && let Some(last) = slot.as_mut().filter(|last| last.0 == id)
        {
            last.2 = Some(Arc::clone(text));
        }
    }

    pub(super) fn put(&self, id: FileId, bytes: &Arc<Vec<u8>>) {
        if bytes.len() <= MAX_RECENT
            && let Some(mut slot) = self.slot()
        {
            *slot = Some((id, Arc::clone(bytes), None));
        }
    }
}

/// The largest file that is kept, in bytes. A larger file is read again.
const MAX_RECENT: usize = 1 << 18;
