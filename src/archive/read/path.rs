//! Takes the paths that a package states; finds those that could lead out of the package or are not
//! in plain form, those that collide, and those of files that an operating system makes. This file
//! must not know what the files contain.

use unicode_normalization::UnicodeNormalization;

/// Whether a path could lead out of the package on any system (by `..`, a drive, a home folder, a
/// variable or a backslash), or is not in plain form (an empty part, `.`, a control character).
pub(in crate::archive) fn leads_out(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    let variable = path.starts_with('$')
        || path.strip_prefix('%').is_some_and(|rest| {
            rest.split_once('%')
                .is_some_and(|(name, _)| names_variable(name))
        });
    path.starts_with(['/', '~'])
        || drive
        || variable
        || path.chars().any(|c| c == '\\' || c.is_control())
        || path.split('/').any(|part| matches!(part, "" | "." | ".."))
}

fn names_variable(name: &str) -> bool {
    name.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The key by which colliding names are found. Systems that ignore letter case or Unicode
/// composition would overwrite one file with the other.
pub(in crate::archive) fn folded(path: &str) -> String {
    path.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// Whether a part of the path is a name that an operating system uses for itself.
pub(in crate::archive) fn is_system_file(path: &str) -> bool {
    path.split('/').any(crate::file::is_system_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_lead_out() {
        for path in [
            "../a",
            "data/../../a",
            "/etc/passwd",
            "//server/share",
            "~/a",
            "~root/a",
            "C:\\a",
            "c:/a",
            "data\\..\\a",
            "\\\\?\\UNC\\a",
            "%HomeDrive%/a",
            "$HOME/a",
            "",
            ".",
            "data//a",
            "data/./a",
            "data/a\0b",
            "data/a\nb",
            "data/a/",
        ] {
            assert!(leads_out(path), "{path:?}");
        }
        for path in [
            "data/a",
            "data/~a",
            "data/%7Edir/a",
            "data/..a",
            "data/a..b/c",
            "data/a b",
            "data/文件.md",
            "%test2.txt",
            "bagit.txt",
        ] {
            assert!(!leads_out(path), "{path:?}");
        }
    }

    #[test]
    fn twins() {
        assert_eq!(folded("data/HELLO.txt"), folded("data/hello.TXT"));
        assert_eq!(folded("data/e\u{301}"), folded("data/\u{c9}"));
        assert_ne!(folded("data/a"), folded("data/b"));
    }
}
