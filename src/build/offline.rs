//! Takes the paths and fingerprints of a site's files; gives `mulu-sw.js`, a service worker. With
//! it, a browser keeps the home page, the search and visited pages for offline use. This file must
//! not know what the files contain.
//!
//! The name of the worker's cache contains a digest of the files that it fetches in advance. The
//! index and the pages in a cache thus belong to the same state of the site.

use crate::output::{Artifact, Fingerprint};
use std::collections::BTreeMap;

const WORKER: &str = include_str!("offline.js");

/// The maximum size of an index that is fetched in advance as a whole, in bytes. Of a larger index,
/// a browser keeps the files that every search needs, and those that it has used.
const LARGEST: u64 = 4 << 20;

/// The worker for the files of a site.
pub(super) fn worker(noted: &BTreeMap<String, Fingerprint>) -> Artifact {
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
            // The worker compares a fetched file with its digest. Only files of the index have one
            // here, because a web server may change other files on the way.
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
