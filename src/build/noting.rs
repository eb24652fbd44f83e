//! Takes the files that a run gives to its sink; passes them on to another sink and records their
//! fingerprints. This file must not know what the files contain.

use crate::diag::Error;
use crate::output::{Artifact, Fingerprint, Sink};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

pub(super) struct Noting<'a> {
    sink: &'a dyn Sink,
    noted: Mutex<BTreeMap<String, Fingerprint>>,
}

impl<'a> Noting<'a> {
    pub(super) fn new(sink: &'a dyn Sink) -> Noting<'a> {
        Noting {
            sink,
            noted: Mutex::default(),
        }
    }

    fn note(&self, path: &str, fingerprint: Fingerprint) -> Fingerprint {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.insert(path.to_owned(), fingerprint);
        fingerprint
    }

    /// The recorded files, by path.
    pub(super) fn files(self) -> BTreeMap<String, Fingerprint> {
        self.noted
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Noting<'_> {
    fn put(&self, artifact: Artifact) -> Result<Fingerprint, Error> {
        let path = artifact.path.clone();
        self.sink.put(artifact).map(|file| self.note(&path, file))
    }

    fn copy(&self, path: &str, from: &Path) -> Result<Fingerprint, Error> {
        self.sink.copy(path, from).map(|file| self.note(path, file))
    }

    fn stream(
        &self,
        path: &str,
        write: &dyn Fn(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<Fingerprint, Error> {
        let made = self.sink.stream(path, write);
        made.map(|file| self.note(path, file))
    }

    fn keep(&self, path: &str, fingerprint: &Fingerprint) -> Result<bool, Error> {
        let is_kept = self.sink.keep(path, fingerprint)?;
        if is_kept {
            self.note(path, *fingerprint);
        }
        Ok(is_kept)
    }

    fn begin_storing(&self) {
        self.sink.begin_storing();
    }

    fn read(&self, path: &str, fingerprint: &Fingerprint) -> Result<Option<Vec<u8>>, Error> {
        self.sink.read(path, fingerprint)
    }
}
