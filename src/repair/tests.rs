//! Tests that nothing is lost when a repair, or its undoing, is killed at any step that changes the
//! disk.

use super::rewrite::Rewrite;
use super::store::store_by;
use super::undo::{undo, undo_by};
use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::process::Command;

const FILES: [(&str, &str, &str); 4] = [
    ("content/a/甲.md", "甲旧", "甲新"),
    ("content/a/乙.md", "乙旧\r\n", "乙新\r\n"),
    ("content/b/丙.md", "", "丙新"),
    ("content/丁.md", "丁旧", "丁新"),
];

fn begin(root: &Path) {
    for (path, old, _) in FILES {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, old).unwrap();
    }
}

fn rewrites(root: &Path) -> Vec<Rewrite> {
    let rewrite = |(path, old, new): (&str, &str, &str)| Rewrite {
        file: path.to_owned(),
        path: root.join(path),
        count: 1,
        before: old.as_bytes().to_vec(),
        after: new.as_bytes().to_vec(),
    };
    let mut all: Vec<Rewrite> = FILES.into_iter().map(rewrite).collect();
    all.retain(|r| fs::read(&r.path).unwrap() == r.before);
    all
}

/// Gives for each file whether it has its new text. A file that has neither its old nor its new
/// text fails the test.
fn state(root: &Path) -> Vec<bool> {
    let is_new = |(path, old, new): (&str, &str, &str)| {
        let text = fs::read_to_string(root.join(path)).unwrap();
        assert!(text == old || text == new, "{path}: {text:?}");
        text == new
    };
    FILES.into_iter().map(is_new).collect()
}

fn remains(root: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for folder in ["content", "content/a", "content/b", ".mulu/undo"] {
        for entry in fs::read_dir(root.join(folder)).into_iter().flatten() {
            names.push(entry.unwrap().file_name().into_string().unwrap());
        }
    }
    names.retain(|name| name.starts_with('.') || name == "new" || name == "old");
    names
}

/// The child process: a repair or its undoing, which is killed at a step.
#[test]
fn child() {
    let Ok(job) = std::env::var("MULU_END_AT") else {
        return;
    };
    let (what, rest) = job.split_once(' ').unwrap();
    let (last, root) = rest.split_once(' ').unwrap();
    let (left, root) = (Cell::new(last.parse::<u32>().unwrap()), Path::new(root));
    let step = || match left.get() {
        0 => std::process::abort(),
        n => left.set(n - 1),
    };
    match what {
        "repair" => store_by(root, &rewrites(root), &step).unwrap(),
        _ => drop(undo_by(root, &step).unwrap()),
    }
}

/// Whether the child ended normally, before it reached the step.
fn ends(root: &Path, what: &str, step: u32) -> bool {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "repair::tests::child"])
        .env("MULU_END_AT", format!("{what} {step} {}", root.display()))
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap()
        .success()
}

#[test]
fn a_repair_that_is_killed_at_any_step_is_whole_after_the_next_and_can_be_undone() {
    let mut step = 0;
    loop {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        begin(root);
        let is_whole = ends(root, "repair", step);
        let changed = state(root);
        assert!(!is_whole || changed == [true; 4]);
        if step % 2 == 0 {
            // before the record is complete, there is nothing to undo
            let undone = undo(root).is_ok();
            assert!(undone || changed == [false; 4], "step {step}");
        } else {
            store_by(root, &rewrites(root), &|| ()).unwrap();
            assert_eq!(state(root), [true; 4], "step {step}");
            assert_eq!(remains(root), Vec::<String>::new(), "step {step}");
            while undo(root).is_ok() {}
        }
        assert_eq!(state(root), [false; 4], "step {step}");
        let left = remains(root).into_iter().filter(|name| name != "new");
        assert_eq!(left.count(), 0, "step {step}");
        if is_whole {
            break;
        }
        step += 1;
    }
    // the steps: a folder, four copies, their list, a rename, four new files, four renames
    assert!(step >= 15, "{step}");
}

#[test]
fn an_undoing_that_is_killed_at_any_step_can_be_finished() {
    let mut step = 0;
    loop {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        begin(root);
        store_by(root, &rewrites(root), &|| ()).unwrap();
        let is_whole = ends(root, "undo", step);
        state(root);
        assert!(undo(root).is_ok() || is_whole);
        assert_eq!(state(root), [false; 4], "step {step}");
        assert!(undo(root).is_err());
        if is_whole {
            break;
        }
        step += 1;
    }
    assert!(step >= 9, "{step}");
}

#[test]
fn a_file_that_was_changed_since_stops_the_undoing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    begin(root);
    store_by(root, &rewrites(root), &|| ()).unwrap();
    fs::write(root.join("content/丁.md"), "丁自己改的").unwrap();
    let error = undo(root).unwrap_err().message(crate::diag::Lang::Zh);
    assert!(
        error.contains("content/丁.md") && !error.contains("甲"),
        "{error}"
    );
    assert_eq!(
        fs::read_to_string(root.join("content/a/甲.md")).unwrap(),
        "甲新"
    );
    fs::write(root.join("content/丁.md"), "丁新").unwrap();
    undo(root).unwrap();
    assert_eq!(state(root), [false; 4]);
}

#[test]
fn a_file_that_changes_meanwhile_stops_the_repair() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    begin(root);
    let rewrites = rewrites(root);
    fs::write(root.join("content/丁.md"), "丁自己改的").unwrap();
    assert!(store_by(root, &rewrites, &|| ()).is_err());
    assert_eq!(
        fs::read_to_string(root.join("content/丁.md")).unwrap(),
        "丁自己改的"
    );
    assert_eq!(
        fs::read_to_string(root.join("content/a/甲.md")).unwrap(),
        "甲旧"
    );
    assert!(undo(root).is_err(), "there is nothing to take back");
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    begin(root);
    let path = root.join("content/丁.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    store_by(root, &rewrites(root), &|| ()).unwrap();
    assert_eq!(mode(), 0o640);
    undo(root).unwrap();
    assert_eq!(mode(), 0o640);
}
