//! Tests for two promises: a site on disk is the old or the new one, and mulu never removes others'
//! files.

use super::disk::{Last, Staged, look, look_again};
use super::held::simulated::hold;
use super::manifest::{MANIFEST, read_manifest};
use super::new::Summary;
use super::sink::{Artifact, Fingerprint, Sink};
use crate::cache::Cache;
use crate::diag::Error;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn stage(output: &Path) -> Result<Staged, Error> {
    look(output, Arc::default())?.stage(None)
}

fn build(output: &Path, files: &[(&str, &str)]) -> Result<Summary, Error> {
    let staged = stage(output)?;
    for (path, text) in files {
        staged.put(Artifact::new(*path, *text))?;
    }
    let published = staged.publish()?;
    published.note(&Cache::default());
    Ok(published.summary.clone())
}

/// Publishes files as `mulu serve` does, and gives what its next run knows.
fn build_again(dir: &Path, files: &[(&str, &str)], last: Option<Last>) -> Result<Last, Error> {
    let cache = Arc::new(Cache::nothing());
    let staged = look_again(&dir.join("public"), cache, last)?.stage(Some(&dir.join("spare")))?;
    let staged = staged.without_flush();
    for (path, text) in files {
        staged.put(Artifact::new(*path, *text))?;
    }
    Ok(staged.publish()?.last())
}

/// The files of the site with their texts, except the manifest.
fn texts(dir: &Path) -> Vec<(String, String)> {
    let out = dir.join("public");
    let paths = names(&out).into_iter().filter(|path| path != MANIFEST);
    paths
        .map(|path| (path.clone(), fs::read_to_string(out.join(path)).unwrap()))
        .collect()
}

#[test]
fn a_process_that_remembers_its_site_publishes_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    let mut last = None;
    for n in 0..12 {
        let changing = n.to_string();
        let added = format!("b/{}/d.html", n / 2);
        let files = [
            ("a.html", "1"),
            (&*added, "2"),
            ("b/c.html", &*changing),
            ("e/f/g.html", "3"),
        ];
        match n {
            // somebody removed a file, or the spare
            4 => fs::remove_file(out.join("a.html")).unwrap(),
            6 => drop(fs::remove_dir_all(dir.path().join("spare"))),
            8 => drop(fs::remove_file(dir.path().join("spare/e/f/g.html"))),
            _ => {}
        }
        let made = build_again(dir.path(), &files, last.take()).unwrap();
        let wanted = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        assert_eq!(texts(dir.path()), wanted, "{n}");
        let listed = fs::read_to_string(out.join(MANIFEST)).unwrap();
        let listed: BTreeMap<_, _> = read_manifest(&listed).into_iter().collect();
        assert_eq!(made.listed(), listed);
        last = Some(made);
    }
    fs::write(out.join("mine.html"), "0").unwrap();
    let refused = build_again(dir.path(), &[("a.html", "1")], last);
    assert!(matches!(refused, Err(Error::ForeignFiles { .. })));
}

#[test]
fn a_file_that_was_removed_while_a_site_was_made_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    let files = |text| [("a.html", "1"), ("b/c.html", "2"), ("d.html", text)];
    let mut last = None;
    for text in ["1", "2"] {
        last = Some(build_again(dir.path(), &files(text), last).unwrap());
    }
    let cache = Arc::new(Cache::nothing());
    let looked = look_again(&out, cache, last).unwrap();
    let staged = looked.stage(Some(&dir.path().join("spare"))).unwrap();
    for (path, text) in files("2") {
        staged.put(Artifact::new(path, text)).unwrap();
    }
    fs::remove_file(out.join("b/c.html")).unwrap();
    let mut last = staged.without_flush().publish().unwrap().last();
    for text in ["3", "4", "5"] {
        last = build_again(dir.path(), &files(text), Some(last)).unwrap();
        let wanted = files(text).map(|(path, text)| (path.to_owned(), text.to_owned()));
        assert_eq!(texts(dir.path()), wanted);
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file())
        .map(|e| {
            e.path()
                .strip_prefix(folder)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/")
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_site_replaces_the_one_before_it() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    build(&out, &[("a.html", "1"), ("b/c.html", "2")]).unwrap();
    let second = build(&out, &[("a.html", "1"), ("d.html", "3")]).unwrap();
    assert_eq!(
        (second.files, second.written(), second.removed()),
        (2, 1, 1)
    );
    assert_eq!(
        names(dir.path()),
        ["public/.mulu-manifest", "public/a.html", "public/d.html"]
    );
}

#[test]
fn the_same_site_again_touches_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    build(&out, &[("a.html", "1")]).unwrap();
    let times =
        || [MANIFEST, "a.html"].map(|f| fs::metadata(out.join(f)).unwrap().modified().unwrap());
    let before = times();
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert_eq!(build(&out, &[("a.html", "1")]).unwrap().written(), 0);
    assert_eq!(times(), before);
    assert_eq!(
        names(dir.path()),
        ["public/.mulu-manifest", "public/a.html"]
    );
}

#[test]
fn an_unfinished_build_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    build(&out, &[("a.html", "1")]).unwrap();
    let staged = stage(&out).unwrap();
    staged.put(Artifact::new("a.html", "2")).unwrap();
    drop(staged);
    assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
    // the state after a kill between the two renames
    fs::create_dir(dir.path().join(".public.mulu-tmp-1")).unwrap();
    fs::rename(&out, dir.path().join(".public.mulu-old-1")).unwrap();
    let staged = stage(&out).unwrap();
    assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
    drop(staged);
    assert_eq!(
        names(dir.path()),
        ["public/.mulu-manifest", "public/a.html"]
    );
}

#[test]
fn strangers_files_are_never_touched() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("mine.txt"), "x").unwrap();
    assert!(
        matches!(build(&out, &[("a.html", "1")]), Err(Error::ForeignFiles { files, .. }) if files == ["mine.txt"])
    );
    fs::remove_file(out.join("mine.txt")).unwrap();
    build(&out, &[("a.html", "1")]).unwrap();
    fs::create_dir(out.join("sub")).unwrap();
    fs::write(out.join("sub/mine.txt"), "x").unwrap();
    assert!(build(&out, &[("a.html", "2")]).is_err());
    assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
}

#[test]
fn a_strangers_file_that_comes_during_the_build_is_not_lost() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    build(&out, &[("a.html", "1")]).unwrap();
    let staged = stage(&out).unwrap();
    staged.put(Artifact::new("a.html", "2")).unwrap();
    fs::write(out.join("mine.txt"), "x").unwrap();
    assert!(matches!(staged.publish(), Err(Error::ForeignFiles { .. })));
    assert_eq!(
        names(dir.path()),
        ["public/.mulu-manifest", "public/a.html", "public/mine.txt"]
    );
}

/// Flushing a large site takes seconds, in which somebody may add a file.
#[test]
fn a_strangers_file_that_comes_while_the_site_is_stored_is_not_lost() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    build(&out, &[("a.html", "1")]).unwrap();
    let staged = stage(&out).unwrap();
    staged.put(Artifact::new("a.html", "2")).unwrap();
    let (wait, go) = std::sync::mpsc::channel::<()>();
    let mine = out.join("mine.txt");
    *staged.storing.lock().unwrap() = Some(std::thread::spawn(move || {
        let _ = go.recv_timeout(std::time::Duration::from_millis(500));
        fs::write(&mine, "x").map_err(Error::writing(&mine))
    }));
    let published = staged.publish().map(drop);
    drop(wait);
    assert!(matches!(published, Err(Error::ForeignFiles { .. })));
    assert_eq!(fs::read_to_string(out.join("mine.txt")).unwrap(), "x");
    assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
}

#[cfg(unix)]
#[test]
fn the_root_is_never_the_output() {
    assert!(matches!(stage(Path::new("/")), Err(Error::RootAsOutput(_))));
}

#[test]
fn what_somebody_wrote_under_our_name_is_not_lost() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    build(&out, &[("a.html", "1"), ("b.html", "1")]).unwrap();
    fs::write(out.join("b.html"), "mine").unwrap();
    assert!(
        matches!(build(&out, &[("a.html", "2")]), Err(Error::ChangedFiles { files, .. }) if files == ["b.html"])
    );
    assert_eq!(fs::read_to_string(out.join("b.html")).unwrap(), "mine");
    fs::remove_file(out.join("b.html")).unwrap();
    build(&out, &[("a.html", "2")]).unwrap();
    assert_eq!(
        names(dir.path()),
        ["public/.mulu-manifest", "public/a.html"]
    );
}

#[cfg(unix)]
#[test]
fn two_at_a_time_do_not_meet() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    // The staging folder of a running build, and a folder with a name that mulu never gives.
    let others = [".public.mulu-tmp-1", ".public.mulu-tmp-mine"].map(|name| dir.path().join(name));
    others
        .iter()
        .for_each(|folder| fs::create_dir(folder).unwrap());
    let at_work = fs::File::open(&others[0]).unwrap();
    at_work.lock().unwrap();
    build(&out, &[("a.html", "1")]).unwrap();
    assert!(others.iter().all(|folder| folder.is_dir()));
    drop(at_work);
    build(&out, &[("a.html", "2")]).unwrap();
    assert!(!others[0].exists() && others[1].is_dir());
    let _one = stage(&out).unwrap();
    assert!(matches!(stage(&out), Err(Error::Busy { .. })));
}

#[test]
fn two_runs_do_not_write_one_folder() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    build(&out, &[("a.html", "1")]).unwrap();
    let one = stage(&out).unwrap();
    assert!(matches!(stage(&out), Err(Error::Busy { .. })));
    drop(one);
    build(&out, &[("a.html", "2")]).unwrap();
    assert_eq!(beside(dir.path()), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_stays_a_link() {
    let dir = tempfile::tempdir().unwrap();
    let (real, out) = (dir.path().join("www"), dir.path().join("public"));
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &out).unwrap();
    build(&out, &[("a.html", "1")]).unwrap();
    build(&out, &[("a.html", "2")]).unwrap();
    assert!(out.is_symlink());
    assert_eq!(fs::read_to_string(real.join("a.html")).unwrap(), "2");
}

#[test]
fn a_path_given_twice_never_reaches_the_old_site() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    build(&out, &[("a.html", "1")]).unwrap();
    let staged = stage(&out).unwrap();
    staged.put(Artifact::new("a.html", "1")).unwrap();
    staged.put(Artifact::new("a.html", "2")).unwrap();
    assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
    assert!(staged.publish().is_err());
    assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
}

#[test]
fn the_manifest_is_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    build(&out, &[("a.html", "1"), ("b.html", "")]).unwrap();
    let read = read_manifest(&fs::read_to_string(out.join(MANIFEST)).unwrap());
    assert_eq!(
        read,
        [
            ("a.html".to_owned(), Fingerprint::of(b"1").digest),
            ("b.html".to_owned(), Fingerprint::of(b"").digest)
        ]
    );
}

/// The names of everything beside the output.
fn beside(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "public")
        .collect();
    names.sort();
    names
}

/// Simulates Windows, with an open file of the site.
#[test]
fn a_held_file_that_stays_costs_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    build(
        &out,
        &[("a.html", "1"), ("b/c.docx", "2"), ("d/e.html", "3")],
    )
    .unwrap();
    let held = hold(&out.join("b/c.docx"));
    let second = build(
        &out,
        &[("a.html", "2"), ("b/c.docx", "2"), ("f/g.html", "4")],
    )
    .unwrap();
    assert_eq!((second.written(), second.removed()), (2, 1));
    let new = [
        "public/.mulu-manifest",
        "public/a.html",
        "public/b/c.docx",
        "public/f/g.html",
    ];
    assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "2");
    assert!(!out.join("d").exists());
    // one folder of the old site is left; it holds only the old name (a hard link) of the held file,
    // and the summary reports it
    let left = beside(dir.path());
    assert_eq!(left.len(), second.remains.len(), "{left:?}");
    assert_eq!(left.len(), 1);
    assert_eq!(names(&second.remains[0]), ["b/c.docx"]);
    // a run with nothing to do reports the folder again
    let looked = look(&out, Arc::default()).unwrap();
    assert_eq!(looked.unchanged().remains, second.remains);
    drop(looked);
    // the site changes again while the file is still open
    let third = build(
        &out,
        &[("a.html", "3"), ("b/c.docx", "2"), ("f/g.html", "4")],
    )
    .unwrap();
    assert_eq!(third.written(), 1);
    assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "3");
    drop(held);
    let looked = look(&out, Arc::default()).unwrap();
    assert!(looked.unchanged().remains.is_empty());
    drop(looked);
    assert_eq!(names(dir.path()), new);
}

#[test]
fn a_held_file_that_has_to_change_leaves_the_old_site_whole() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    build(&out, &[("a.html", "1"), ("b.docx", "2"), ("c.docx", "3")]).unwrap();
    let old = [
        "public/.mulu-manifest",
        "public/a.html",
        "public/b.docx",
        "public/c.docx",
    ];
    let held = hold(&out.join("b.docx"));
    for files in [
        &[("a.html", "2"), ("b.docx", "3"), ("c.docx", "3")][..],
        &[("a.html", "2"), ("c.docx", "3")],
    ] {
        let error = build(&out, files).unwrap_err();
        assert!(error.to_string().contains("b.docx"), "{error}");
        assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "1");
        assert_eq!(names(&out).len(), old.len());
    }
    drop(held);
    build(&out, &[("a.html", "1"), ("b.docx", "2"), ("c.docx", "3")]).unwrap();
    assert_eq!(names(dir.path()), old);
}

/// If a run is killed while it moves a new site into place file by file, the staging folder keeps
/// the remaining files.
#[test]
fn a_site_that_was_moved_in_part_is_completed() {
    let (one, two) = (
        [("a.html", "1"), ("b.html", "1"), ("gone/x.html", "1")],
        [("a.html", "2"), ("b.html", "2"), ("new/y.html", "2")],
    );
    for moved in 0..=2 {
        let dir = tempfile::tempdir().unwrap();
        let (out, other) = (dir.path().join("public"), dir.path().join("other"));
        build(&out, &one).unwrap();
        build(&other, &two).unwrap();
        let staging = dir.path().join(".public.mulu-tmp-1");
        fs::rename(&other, &staging).unwrap();
        fs::write(staging.join(".mulu-begun"), "").unwrap();
        for (path, _) in two.iter().take(moved) {
            fs::rename(staging.join(path), out.join(path)).unwrap();
        }
        let looked = look(&out, Arc::default()).unwrap();
        assert!(looked.unchanged().remains.is_empty());
        drop(looked);
        assert_eq!(build(&out, &two).unwrap().changes, [], "{moved}");
        assert_eq!(
            names(dir.path()),
            [
                "public/.mulu-manifest",
                "public/a.html",
                "public/b.html",
                "public/new/y.html"
            ]
        );
    }
}

/// What a killed run leaves of an old site.
#[test]
fn what_is_left_of_an_old_site_goes() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    build(&out, &[("a.html", "1")]).unwrap();
    let mine = dir.path().join(".public.mulu-old-of-mine");
    for left in [".public.mulu-old-1", ".public.mulu-tmp-2"] {
        fs::create_dir_all(dir.path().join(left).join("doc")).unwrap();
        fs::write(dir.path().join(left).join("doc/x.html"), "0").unwrap();
    }
    fs::create_dir(&mine).unwrap();
    let held = hold(&dir.path().join(".public.mulu-old-1/doc/x.html"));
    let built = build(&out, &[("a.html", "2")]).unwrap();
    assert_eq!(built.remains, [dir.path().join(".public.mulu-old-1")]);
    drop(held);
    build(&out, &[("a.html", "3")]).unwrap();
    assert_eq!(beside(dir.path()), [".public.mulu-old-of-mine"]);
}
