//! Compares the output of tests with the expected files in the repository.
//!
//! With `MULU_UPDATE=1` (`just accept`), the files are written instead of compared, and `git diff`
//! shows what changed. A test ensures that no other file of src, tests/it and tests/search names
//! this variable as a string.

use crate::harness;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// Whether the expected files are to be written instead of compared.
fn accepting() -> bool {
    std::env::var_os("MULU_UPDATE").is_some_and(|v| v == "1")
}

/// Compares a text with a file. A file that does not exist counts as empty.
pub(crate) fn file(path: &Path, actual: &str) -> Result<(), String> {
    let expected = std::fs::read_to_string(path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    if expected == actual {
        return Ok(());
    }
    if accepting() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, actual).unwrap();
        return Ok(());
    }
    Err(format!(
        "{} (- expected, + actual; MULU_UPDATE=1 accepts):\n{}",
        short(path),
        difference(&expected, actual)
    ))
}

/// Compares files, by their paths, with all files of a folder.
pub(crate) fn folder(path: &Path, actual: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    let expected = if path.is_dir() {
        harness::tree(path)
    } else {
        BTreeMap::new()
    };
    if expected == *actual {
        return Ok(());
    }
    if accepting() {
        std::fs::remove_dir_all(path).ok();
        for (name, bytes) in actual {
            let file = path.join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, bytes).unwrap();
        }
        return Ok(());
    }
    let mut faults = String::new();
    let names: BTreeSet<&String> = expected.keys().chain(actual.keys()).collect();
    for name in names {
        let [a, b] = [&expected, actual].map(|files| files.get(name));
        if a != b {
            let [a, b] = [a, b].map(|t| String::from_utf8_lossy(t.map_or(b"", |t| t)));
            let lines = difference(&a, &b);
            let _ = write!(
                faults,
                "{}/{name} (- expected, + actual):\n{lines}",
                short(path)
            );
        }
    }
    Err(faults + "MULU_UPDATE=1 accepts")
}

/// Fails if a text differs from `tests/expected/NAME`.
#[track_caller]
pub(crate) fn assert_text(name: &str, actual: &str) {
    let path = harness::repository().join("tests/expected").join(name);
    if let Err(fault) = file(&path, actual) {
        panic!("{fault}");
    }
}

fn short(path: &Path) -> String {
    let inside = path.strip_prefix(harness::repository()).unwrap_or(path);
    inside.display().to_string()
}

/// All lines of two texts, in order. `-` precedes each line that only the first text has, and `+`
/// precedes each line that only the second has.
fn difference(a: &str, b: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.lines().collect(), b.lines().collect());
    let mut common = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] = if a[i] == b[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, String::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            writeln!(out, "    {}", a[i]).unwrap();
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || i < a.len() && common[i + 1][j] >= common[i][j + 1] {
            writeln!(out, "  - {}", a[i]).unwrap();
            i += 1;
        } else {
            writeln!(out, "  + {}", b[j]).unwrap();
            j += 1;
        }
    }
    out
}

#[test]
fn only_this_file_asks_whether_to_accept() {
    let quoted = format!("\"{}\"", "MULU_UPDATE");
    for folder in ["src", "tests/it", "tests/search"] {
        for (name, bytes) in harness::tree(&harness::repository().join(folder)) {
            assert!(
                name == "expected.rs" || !String::from_utf8_lossy(&bytes).contains(&quoted),
                "{folder}/{name} has its own way to accept; use tests/it/expected.rs"
            );
        }
    }
    let manifest = std::fs::read_to_string(harness::repository().join("Cargo.toml")).unwrap();
    assert!(
        !manifest.contains("\ninsta"),
        "a second system of snapshots"
    );
}

#[test]
fn a_difference_is_shown_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text");
    std::fs::write(&path, "甲\r\n乙\r\n").unwrap();
    assert_eq!(file(&path, "甲\n乙\n"), Ok(()));
    if accepting() {
        return; // the difference below would be accepted instead of reported
    }
    let said = file(&path, "甲\n丙\n").unwrap_err();
    assert!(said.contains("    甲\n  - 乙\n  + 丙\n"), "{said}");
    let files = BTreeMap::from([("a".to_owned(), b"x\n".to_vec())]);
    let said = self::folder(folder.path(), &files).unwrap_err();
    let both = BTreeMap::from([("text".to_owned(), b"x\n".to_vec())]);
    let once = self::folder(folder.path(), &both).unwrap_err();
    assert_eq!(once.matches("text (").count(), 1, "{once}");
    assert!(
        said.contains("a (- expected, + actual):\n  + x\n"),
        "{said}"
    );
    assert!(
        said.contains("text (- expected, + actual):\n  - 甲\n"),
        "{said}"
    );
}
