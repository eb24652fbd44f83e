//! Takes a path of this system; gives the path that mulu writes, with `/` on every system, and the
//! reverse. This file must not know what the file is for.

use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};

/// A relative path as mulu writes it, with `/` between its parts. A part that is not UTF-8 is shown
/// with replacement characters.
pub fn slashed(relative: &Path) -> String {
    let parts = relative.components();
    let parts: Vec<_> = parts
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// The path of this system for a path written with `/` in a folder.
pub fn below(folder: &Path, path: &str) -> PathBuf {
    if path.is_empty() {
        return folder.to_owned(); // a joined empty path would end in a separator
    }
    folder.join(path.replace('/', MAIN_SEPARATOR_STR))
}
