//! Takes a path of this system; gives the path that mulu writes, with `/` on every system, and the
//! reverse. This file must not know what the file is for.

use std::path::{Component, MAIN_SEPARATOR_STR, Path, PathBuf};

/// A relative path as mulu writes it, with `/` between its parts. U+FFFD replaces what is not
/// UTF-8.
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

/// An absolute path without `..` and without symbolic links, as far as the path exists. Two such
/// paths can be compared; on Windows they begin with `\\?\`.
pub fn real(path: &Path) -> std::io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            part => real.push(part),
        }
        real = real.canonicalize().unwrap_or(real);
    }
    Ok(real)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_although_the_end_of_the_path_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(top.join("a/b")).unwrap();
        std::os::unix::fs::symlink("a/b", top.join("link")).unwrap();
        for (path, plain) in [
            ("link/new/x", "a/b/new/x"),
            ("link/../c", "a/c"),
            ("new/../link", "a/b"),
            ("a/./b", "a/b"),
        ] {
            assert_eq!(real(&top.join(path)).unwrap(), top.join(plain), "{path}");
        }
    }
}
