//! Tests that the same content and day give the same bytes. The folder, the time zone, the locale,
//! the number of threads, the order of the files and the previously built site make no difference.
//! A new day changes only the files that show the day.

use crate::harness::{self, Site, assert_same, mulu, tree};
use std::path::Path;
use std::time::{Duration, SystemTime};

const AS_OF: [&str; 2] = ["--as-of", "2026-12-01"];

fn build(site: &Site, env: &[(&str, &str)]) -> std::collections::BTreeMap<String, Vec<u8>> {
    harness::run(
        mulu(site.root())
            .args(AS_OF)
            .arg("build")
            .envs(env.iter().copied()),
    )
    .ends(0);
    tree(&site.public())
}

/// The demonstration, whose content files are made in another order.
fn shuffled() -> Site {
    let site = Site::empty();
    let mut files: Vec<(String, Vec<u8>)> = tree(harness::repository().join("content").as_path())
        .into_iter()
        .collect();
    files.sort_by_key(|(path, _)| path.bytes().rev().collect::<Vec<_>>());
    for (path, bytes) in files {
        site.write(&format!("content/{path}"), bytes);
    }
    harness::copy(
        &harness::repository().join("themes"),
        &site.root().join("themes"),
    );
    std::fs::copy(
        harness::repository().join("mulu.yaml"),
        site.root().join("mulu.yaml"),
    )
    .unwrap();
    site
}

#[test]
fn place_zone_locale_threads_and_order_make_no_difference() {
    let first = build(
        &Site::demonstration(),
        &[("RAYON_NUM_THREADS", "1"), ("TZ", "UTC"), ("LC_ALL", "C")],
    );
    for (site, env) in [
        (
            shuffled(),
            [
                ("RAYON_NUM_THREADS", "2"),
                ("TZ", "America/New_York"),
                ("LC_ALL", "zh_CN.UTF-8"),
            ],
        ),
        (
            Site::demonstration(),
            [
                ("RAYON_NUM_THREADS", "8"),
                ("TZ", "Asia/Shanghai"),
                ("LC_ALL", "tr_TR.UTF-8"),
            ],
        ),
    ] {
        assert_same(&first, &build(&site, &env), &format!("{env:?}"));
    }
    // another output folder and another working directory
    let site = Site::demonstration();
    let elsewhere = tempfile::tempdir().unwrap();
    let out = elsewhere.path().join("网站 输出");
    harness::run(
        mulu(Path::new("/"))
            .args(AS_OF)
            .args(["--lang", "en", "build", "-r"])
            .arg(site.root())
            .arg("-o")
            .arg(&out),
    )
    .ends(0);
    assert_same(&first, &tree(&out), "another folder");
    for (path, bytes) in &first {
        let root = site.root().to_str().unwrap().as_bytes();
        assert!(
            !bytes.windows(root.len()).any(|w| w == root),
            "{path} names the folder in which it was built"
        );
    }
}

#[test]
fn a_second_build_changes_no_byte_and_no_time() {
    let site = Site::demonstration();
    let first = build(&site, &[]);
    let times = |site: &Site| -> Vec<(String, SystemTime)> {
        tree(&site.public())
            .into_keys()
            .filter(|p| p != ".mulu-manifest")
            .map(|p| {
                (
                    p.clone(),
                    site.public()
                        .join(p)
                        .metadata()
                        .unwrap()
                        .modified()
                        .unwrap(),
                )
            })
            .collect()
    };
    let before = times(&site);
    std::thread::sleep(Duration::from_millis(50));
    assert_same(&first, &build(&site, &[]), "the second build");
    assert_eq!(before, times(&site));
}

#[test]
fn a_build_over_another_site_is_the_same_as_a_new_one() {
    let site = Site::demonstration();
    site.write("content/tzgg/extra.md", "---\ntitle: 多出的一篇\nindex_number: 11990312MB1Q6208XH/2024-99999\ndate_created: 2024-01-01\n---\n\n正文。\n");
    build(&site, &[]);
    std::fs::remove_file(site.root().join("content/tzgg/extra.md")).unwrap();
    std::fs::remove_dir_all(site.root().join(".mulu")).unwrap();
    assert_same(
        &build(&site, &[]),
        &build(&Site::demonstration(), &[]),
        "built over another",
    );
}

#[test]
fn a_new_day_rewrites_only_what_shows_the_day() {
    let site = Site::new();
    for i in 1..=30 {
        site.document(&format!("a/{i}"), &format!("N/2024-{i:03}"), "", "正文。");
    }
    site.run(&["--as-of", "2026-03-02", "build"]).ends(0);
    let first = tree(&site.public());
    site.run(&["--as-of", "2026-03-03", "build"]).ends(0);
    let second = tree(&site.public());
    let changed: Vec<&str> = first
        .keys()
        .filter(|p| first[*p] != second[*p])
        .map(String::as_str)
        .collect();
    let allowed = [
        ".mulu-manifest",
        "catalogue.json",
        "catalogue.xlsx",
        "index.html",
        "search.html",
    ];
    assert!(changed.iter().all(|p| allowed.contains(p)), "{changed:?}");
    assert_eq!(first.len(), second.len());
}

#[test]
fn the_time_can_be_given_from_outside() {
    let site = Site::new();
    site.document("a", "N/2024-1", "", "正文。");
    // at 16:30 UTC on the last day of 2025, it is 2026 in China
    harness::run(
        mulu(site.root())
            .arg("build")
            .env("SOURCE_DATE_EPOCH", "1767198600"),
    )
    .ends(0);
    assert!(
        site.read("catalogue.json")
            .contains("\"as_of\":\"2026-01-01\"")
    );
    site.write(
        "mulu.yaml",
        "title: 测试目录\nagency: {name: 甲局}\ntime_zone: '+00:00'\n",
    );
    harness::run(
        mulu(site.root())
            .arg("build")
            .env("SOURCE_DATE_EPOCH", "1767198600"),
    )
    .ends(0);
    assert!(
        site.read("catalogue.json")
            .contains("\"as_of\":\"2025-12-31\"")
    );
    harness::run(
        mulu(site.root())
            .args(["--as-of", "2025-06-01", "build"])
            .env("SOURCE_DATE_EPOCH", "1767198600"),
    )
    .ends(0);
    assert!(
        site.read("catalogue.json")
            .contains("\"as_of\":\"2025-06-01\""),
        "--as-of wins"
    );
}
