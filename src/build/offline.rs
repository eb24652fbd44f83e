//! Takes the files that a run gives to its sink; gives `mulu-sw.js`, the service worker with which
//! a browser keeps the home page, the search and the visited pages for use without a network. This
//! file must not know what the files contain.
//!
//! The name of the worker's cache includes a digest of the files that the worker fetches in
//! advance. The index and the pages in a cache therefore always belong to the same state of the
//! site.

use crate::diag::Error;
use crate::output::{Artifact, Fingerprint, Sink};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

const WORKER: &str = include_str!("offline.js");

/// The largest search index, in bytes, that is fetched in advance. If the index is larger, a
/// browser keeps only the files that it has used.
const LARGEST: u64 = 4 << 20;

/// A sink that passes files on to another sink and notes them.
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

    /// The worker for the files noted so far.
    pub(super) fn worker(&self) -> Artifact {
        let noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        let is_index = |path: &str| path.starts_with("search/");
        let of_index = noted.iter().filter(|(path, _)| is_index(path));
        let whole: u64 = of_index.map(|(_, file)| file.size).sum();
        let is_first = |path: &str| {
            [
                "index.html",
                "search.html",
                "search/root.js",
                "search/engine.js",
                "search/more.js",
                "search/now.js",
            ]
            .contains(&path)
                || path.starts_with("static/")
                || path.starts_with("search/pairs-")
                || is_index(path) && whole <= LARGEST
        };
        let mut all = Vec::new();
        let files: Vec<(&str, String)> = noted
            .iter()
            .filter(|(path, _)| is_first(path))
            .map(|(path, file)| {
                all.extend_from_slice(path.as_bytes());
                all.extend_from_slice(&file.digest);
                let digest: String = file.digest.iter().map(|b| format!("{b:02x}")).collect();
                // a web server may change pages on delivery, but must not change the index
                (
                    path.as_str(),
                    if is_index(path) {
                        digest
                    } else {
                        String::new()
                    },
                )
            })
            .collect();
        let version = Fingerprint::of(&all).digest;
        let version: String = version[..8].iter().map(|b| format!("{b:02x}")).collect();
        let files = serde_json::to_string(&files).unwrap_or_default();
        let script = WORKER
            .replace("⟦version⟧", &version)
            .replace("[\"⟦files⟧\"]", &files);
        Artifact::new("mulu-sw.js", script)
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
