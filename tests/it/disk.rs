//! Tests that nothing is lost: whatever happens to a build, the site on disk is either the old one
//! or the new one, and people's files stay. Files that operating systems make, such as `.DS_Store`,
//! never stop a build. `MULU_KILLS` is the number of builds that are killed (20 unless it is set).

use crate::harness::{DAY, Site, assert_same, mulu, run, tree};
use std::collections::BTreeMap;
use std::path::Path;

fn site(documents: usize) -> Site {
    let site = Site::new();
    for i in 0..documents {
        let column = i % 7;
        site.document(
            &format!("column-{column}/{i}"),
            &format!("N/2024-{i:04}"),
            "keywords: [通知, 方案]\n",
            &"各街道办事处、各镇人民政府：现将有关事项通知如下。\n\n".repeat(20),
        );
    }
    site
}

/// The names of temporary files and folders of mulu that a build left in a folder.
fn left_behind(root: &Path) -> Vec<String> {
    std::fs::read_dir(root)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.contains("mulu-"))
        .collect()
}

#[cfg(unix)]
#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one_whole() {
    use std::time::{Duration, Instant};
    let site = site(150);
    site.build();
    let mut versions: Vec<BTreeMap<String, Vec<u8>>> = vec![tree(&site.public())];
    site.write(
        "content/column-0/new.md",
        "---\ntitle: 新的一篇\nindex_number: N/2025-1\ndate_created: 2025-01-01\n---\n\n正文。\n",
    );
    let start = Instant::now();
    site.build();
    let whole = start.elapsed();
    versions.push(tree(&site.public()));
    let mut chance = 20260101u64;
    let mut seen = [0; 2];
    let mut longest = whole;
    let mut in_time = 0;
    let kills = std::env::var("MULU_KILLS").map_or(20, |kills| kills.parse().unwrap());
    for trial in 0..kills * 15 {
        // each build makes the other version of the site, and is killed at a random moment
        let path = site.root().join("content/column-0/new.md");
        if trial % 2 == 0 {
            let _ = std::fs::remove_file(path);
        } else {
            site.write("content/column-0/new.md", "---\ntitle: 新的一篇\nindex_number: N/2025-1\ndate_created: 2025-01-01\n---\n\n正文。\n");
        }
        chance = chance
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        let wait = longest.mul_f64((chance >> 40) as f64 / f64::from(1 << 24));
        let mut child = mulu(site.root())
            .args(["--as-of", DAY, "-q", "build"])
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(wait.max(Duration::from_millis(1)));
        // The duration of a build depends on the load of the machine, so the test adapts the delay.
        let running = child.try_wait().unwrap().is_none();
        longest = longest.mul_f64(if running { 1.1 } else { 0.85 });
        in_time += usize::from(running);
        child.kill().unwrap();
        child.wait().unwrap();
        let now = tree(&site.public());
        let which = versions.iter().position(|v| *v == now);
        let Some(which) = which else {
            let other: Vec<_> = versions
                .iter()
                .map(|v| {
                    v.keys()
                        .chain(now.keys())
                        .filter(|p| v.get(*p) != now.get(*p))
                        .count()
                })
                .collect();
            panic!(
                "trial {trial}, killed after {wait:?}: {} files, {other:?} of them differ from the two sites",
                now.len()
            );
        };
        seen[which] += 1;
        if trial >= 40 && in_time >= kills && seen[0] > 0 && seen[1] > 0 {
            break;
        }
    }
    let wanted = usize::from(site.root().join("content/column-0/new.md").exists());
    site.build();
    assert_same(&versions[wanted], &tree(&site.public()), "the next build");
    assert_eq!(left_behind(site.root()), Vec::<String>::new());
    println!(
        "{in_time} builds killed: {} times the old site, {} times the new one, never another",
        seen[0], seen[1]
    );
    assert!(in_time >= kills, "only {in_time} kills came in time");
}

#[test]
fn strangers_files_are_refused_and_left_alone() {
    let site = site(3);
    site.write("public/我的照片.jpg", "photo");
    let run = site.run(&["--lang", "zh", "build"]).ends(2);
    assert!(
        run.stderr.contains("我的照片.jpg") && run.stderr.contains("不是 mulu 生成的"),
        "{}",
        run.stderr
    );
    assert_eq!(
        tree(&site.public()).into_keys().collect::<Vec<_>>(),
        ["我的照片.jpg"]
    );
    std::fs::remove_file(site.public().join("我的照片.jpg")).unwrap();
    site.build();
    let before = tree(&site.public());
    site.write("public/doc/notes.txt", "mine");
    site.document("new", "N/2025-9", "", "新。");
    let run = site.run(&["build"]).ends(2);
    assert!(run.stderr.contains("doc/notes.txt"), "{}", run.stderr);
    let after = tree(&site.public());
    assert_eq!(after["doc/notes.txt"], b"mine");
    for (path, bytes) in before {
        assert_eq!(after[&path], bytes, "{path}");
    }
    assert_eq!(left_behind(site.root()), Vec::<String>::new());
}

#[test]
fn a_file_of_the_site_that_somebody_changed_is_theirs() {
    let site = site(3);
    site.build();
    let before = tree(&site.public());
    site.write("public/index.html", "mine");
    for command in [
        &["--lang", "zh", "build"][..],
        &["--lang", "zh", "build", "--force"],
    ] {
        let run = site.run(command).ends(2);
        assert!(
            run.stderr.contains("index.html") && run.stderr.contains("被改动过"),
            "{}",
            run.stderr
        );
    }
    assert_eq!(
        std::fs::read_to_string(site.public().join("index.html")).unwrap(),
        "mine"
    );
    std::fs::remove_file(site.public().join("index.html")).unwrap();
    site.build();
    assert_same(&before, &tree(&site.public()), "made again");
    // only the time of the file is newer, which does not count as a change
    let page = site.public().join("index.html");
    std::fs::write(&page, std::fs::read(&page).unwrap()).unwrap();
    site.build();
    assert_same(&before, &tree(&site.public()), "the same");
}

#[test]
fn errors_in_the_content_leave_the_old_site() {
    let site = site(3);
    site.build();
    let before = tree(&site.public());
    site.write("content/wrong.md", "没有文件信息\n");
    let run = site.run(&["--lang", "zh", "build"]).ends(1);
    assert!(
        run.stderr.contains("missing-front-matter") && run.stderr.contains("没有生成网站"),
        "{}",
        run.stderr
    );
    assert_same(&before, &tree(&site.public()), "the old site");
    assert_eq!(left_behind(site.root()), Vec::<String>::new());
}

#[test]
fn an_output_that_overlaps_what_is_read_is_refused() {
    let site = site(1);
    let before = tree(&site.root().join("content"));
    for output in [
        "content",
        "content/out",
        ".",
        "themes",
        "themes/x",
        "archive",
        "./content/../content/out",
        "public/../content",
    ] {
        let run = site.run(&["build", "-o", output]);
        assert_eq!(run.code, 2, "-o {output}: {}", run.stderr);
    }
    assert_same(&before, &tree(&site.root().join("content")), "the content");
    site.run(&["build", "-o", "content-out"]).ends(0);
    site.run(&["build", "-o", "a/b/c"]).ends(0);
}

#[test]
fn an_output_that_is_a_file_is_refused() {
    let site = site(1);
    site.write("public", "a file");
    site.run(&["build"]).ends(2);
    assert_eq!(std::fs::read(site.public()).unwrap(), b"a file");
}

#[test]
fn two_builds_of_one_site_do_not_meet() {
    let site = site(1);
    site.build();
    let lock = std::fs::File::open(site.root().join(".mulu/lock")).unwrap();
    lock.lock().unwrap();
    let blocked = site.run(&["--lang", "zh", "build"]).ends(2);
    assert!(blocked.stderr.contains("另一个 mulu"), "{}", blocked.stderr);
    lock.unlock().unwrap();
    site.build();
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let site = site(1);
    let closed = site.root().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o555)).unwrap();
    // If the test runs as root, permissions have no effect.
    if std::fs::write(closed.join("x"), "x").is_ok() {
        return;
    }
    let refused =
        run(mulu(site.root()).args(["--as-of", DAY, "build", "-o", "closed/public"])).ends(2);
    assert!(refused.stderr.contains("closed"), "{}", refused.stderr);
}

#[test]
fn the_manifest_lists_every_file_with_its_digest() {
    let site = site(3);
    site.build();
    let files = tree(&site.public());
    let manifest = site.read(".mulu-manifest");
    let listed: Vec<&str> = manifest
        .lines()
        .map(|l| l.split_once("  ").unwrap().1)
        .collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    assert_eq!(listed, sorted);
    assert_eq!(
        listed,
        files
            .keys()
            .filter(|p| *p != ".mulu-manifest")
            .collect::<Vec<_>>()
    );
}

#[test]
fn the_same_bytes_twice_are_one_file_and_others_are_refused() {
    use mulu::cache::Cache;
    use mulu::output::{self, Artifact, Sink, Staged};
    use std::sync::Arc;
    let folder = tempfile::tempdir().unwrap();
    let (from, other) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
    std::fs::write(&from, "附件").unwrap();
    std::fs::write(&other, "另一个附件").unwrap();
    let streamed = |to: &mut dyn std::io::Write| to.write_all("台账".as_bytes());
    let give = |disk: &Staged| {
        disk.put(Artifact::new("index.html", "首页")).unwrap();
        disk.copy("a.txt", &from).unwrap();
        disk.stream("catalogue.csv", &streamed).unwrap();
    };
    let output = folder.path().join("public");
    let stage = || {
        output::look(&output, Arc::default())
            .unwrap()
            .stage(None)
            .unwrap()
    };
    // A run that finds its cache damaged makes every file a second time.
    let disk = stage();
    give(&disk);
    give(&disk);
    disk.publish().unwrap().note(&Cache::nothing());
    let site = tree(&output);
    assert_eq!(site["a.txt"], "附件".as_bytes());
    assert_eq!(site["catalogue.csv"], "台账".as_bytes());
    for n in 0..3 {
        let disk = stage();
        give(&disk);
        match n {
            0 => disk
                .put(Artifact::new("index.html", "另一个首页"))
                .map(drop)
                .unwrap(),
            1 => disk.copy("a.txt", &other).map(drop).unwrap(),
            _ => disk.stream("index.html", &streamed).map(drop).unwrap(),
        }
        assert!(disk.publish().is_err(), "{n}");
        assert_same(&site, &tree(&output), "refused");
    }
}

/// Tests that mulu refuses a file whose name a person may have chosen. In a folder to which mulu
/// never wrote, every file counts as a person's.
#[test]
fn files_of_a_person_are_refused_whatever_their_name() {
    let site = site(3);
    site.build();
    site.write("public/._mine.html", "x");
    site.document("new", "N/2025-1", "", "新。");
    site.run(&["build"]).ends(2);
    assert!(site.public().join("._mine.html").exists());
    site.write("elsewhere/desktop.ini", "x");
    site.run(&["build", "-o", "elsewhere"]).ends(2);
    assert!(site.root().join("elsewhere/desktop.ini").exists());
}

#[test]
fn files_that_systems_make_never_stop_a_build() {
    let site = site(3);
    site.build();
    site.write("public/.DS_Store", "x");
    site.write("public/doc/Thumbs.db", "x");
    site.write("public/desktop.ini", "x");
    // a build with nothing to do leaves these files in place
    site.run(&["build"]).ends(0);
    assert!(site.public().join(".DS_Store").exists());
    for n in 0..3 {
        site.document(&format!("new-{n}"), &format!("N/2025-{n}"), "", "新。");
        let run = site.run(&["--lang", "zh", "build"]).ends(0);
        let said = run.stderr.contains("doc/Thumbs.db") && run.stderr.contains(".DS_Store");
        assert_eq!(said, n == 0, "{}", run.stderr);
        let files = tree(&site.public());
        assert!(!files.keys().any(|path| path.contains(".DS_Store")));
        assert!(!files.keys().any(|path| path.ends_with("Thumbs.db")));
    }
}
