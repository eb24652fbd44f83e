//! Takes a folder or a file of a member; gives its files with a key of their state, and the reason
//! why something cannot be read. This file must not know what the files contain.

use crate::cache::{self, Key};
use crate::diag::{Words, system, words};
use crate::file::slashed;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The reason why something cannot be read.
pub(super) fn unreadable(path: &str, error: &std::io::Error) -> Words {
    let Words { zh, en } = system(error);
    words(
        format!("读不到“{path}”（{zh}）"),
        format!("{path} cannot be read ({en})"),
    )
}

/// The files of a folder, or one file, as the file system describes them.
pub(super) struct State {
    /// A key made from the paths, sizes and modification times of all files. While it stays the
    /// same, a verified folder or file is not read again.
    pub key: Key,
    /// The ordinary files: paths from the folder, with `/` between their parts.
    pub files: HashSet<String>,
    /// The symbolic links and special files.
    pub others: BTreeSet<String>,
}

/// Lists the files of a folder, or one file.
pub(super) fn state(folder: &Path) -> Result<State, Words> {
    let mut all = Vec::new();
    let (mut files, mut others) = (HashSet::new(), BTreeSet::new());
    let failed = |e: walkdir::Error| {
        let path = e.path().unwrap_or(folder).display().to_string();
        unreadable(&path, &e.into())
    };
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(failed)?;
        let data = entry.metadata().map_err(failed)?;
        if data.is_dir() {
            continue;
        }
        let time = data.modified().ok();
        let time = time.and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        all.extend(entry.path().as_os_str().as_encoded_bytes());
        all.extend(data.len().to_le_bytes());
        all.extend(time.unwrap_or_default().as_nanos().to_le_bytes());
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let path = slashed(path);
        match data.is_file() {
            true => files.insert(path),
            false => others.insert(path),
        };
    }
    Ok(State {
        key: cache::key(&[b"stamps of a member", &all]),
        files,
        others,
    })
}
