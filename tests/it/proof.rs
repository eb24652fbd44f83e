//! Tests that every kind of damage to a package is found, and that the right file or year is named.
//! Also tests the differences between two years, and the page of archived years.
//!
//! `MULU_DAMAGES=10000` flips 10,000 bits and makes 1,000 edits. The usual run damages the packages
//! in a few hundred ways.

use crate::harness::{Site, assert_same, copy, run, tree};
use mulu::archive::verify::{Report, verify};
use mulu::diag::Lang;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Random numbers, the same in every run (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}

/// How many bits are flipped.
fn damages() -> usize {
    std::env::var("MULU_DAMAGES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(300)
}

/// A small site with documents of many years, one of them with an attachment.
fn site(years: std::ops::RangeInclusive<i16>) -> Site {
    let site = Site::new();
    for (i, year) in years.enumerate() {
        site.document(
            &format!("tzgg/{year}"),
            &format!("A/{year}-00001"),
            &format!("date_created: {year}-03-01\n"),
            &format!("第{i}号通知的正文，共 {i} 条。"),
        );
    }
    site.write("content/tzgg/表.csv", "名称,数量\n甲,1\n");
    site.document(
        "tzgg/attached",
        "A/2016-00009",
        "date_created: 2016-05-01\nattachments: [表.csv]\n",
        "见附件。",
    );
    site
}

fn snapshot(site: &Site, year: i16) -> PathBuf {
    site.run(&["snapshot", &year.to_string(), "--force", "-q"])
        .ends(0);
    site.root().join("archive").join(year.to_string())
}

fn look(paths: &[impl AsRef<Path>]) -> Vec<Report> {
    verify(paths, &|_| ()).unwrap()
}

/// Whether a report says that this file is wrong.
fn names(report: &Report, file: &str) -> bool {
    let inner = format!("{file}!/");
    !report.is_whole()
        && report.faults.iter().any(|f| {
            f.file
                .as_deref()
                .is_some_and(|f| f == file || f.starts_with(&inner))
        })
}

fn said(report: &Report) -> Vec<String> {
    report
        .faults
        .iter()
        .map(|f| {
            format!(
                "{} {}: {}",
                f.code().name(),
                f.file.as_deref().unwrap_or("-"),
                f.message(Lang::En)
            )
        })
        .collect()
}

#[test]
fn a_package_is_whole() {
    let site = site(2023..=2025);
    let package = snapshot(&site, 2025);
    let report = &look(&[&package])[0];
    assert_eq!(said(report), Vec::<String>::new());
    assert!(report.files > 40 && report.year == Some(2025));
    // the zip file of the package is whole too
    site.run(&["snapshot", "2025", "--force", "--zip", "-q"])
        .ends(0);
    let zip = &look(&[package.with_extension("zip")])[0];
    assert_eq!(
        (said(zip), &zip.root, zip.files),
        (vec![], &report.root, report.files)
    );
    // some programs unpack a zip file into a new folder, which then has only the package
    let outer = site.root().join("unpacked");
    std::fs::create_dir_all(&outer).unwrap();
    std::fs::rename(&package, outer.join("package")).unwrap();
    let inner = &look(&[outer])[0];
    assert_eq!((said(inner), &inner.root), (vec![], &report.root));
}

#[test]
fn every_flipped_bit_is_found_and_its_file_named() {
    let site = site(2023..=2025);
    let package = snapshot(&site, 2025);
    let files = tree(&package);
    let paths: Vec<&String> = files.keys().filter(|p| !files[*p].is_empty()).collect();
    let mut chance = Chance(2025);
    for i in 0..damages() {
        // every tenth flip changes the tag manifest, whose digest is in no other file of the
        // package
        let path = if i % 10 == 0 {
            "tagmanifest-sha512.txt"
        } else {
            paths[chance.below(paths.len())]
        };
        let mut bytes = files[path].clone();
        let (at, bit) = (chance.below(bytes.len()), chance.below(8));
        bytes[at] ^= 1 << bit;
        fs::write(package.join(path), &bytes).unwrap();
        let report = &look(&[&package])[0];
        assert!(
            names(report, path),
            "flip {i}: byte {at} bit {bit} of {path}: {:#?}",
            said(report)
        );
        fs::write(package.join(path), &files[path]).unwrap();
    }
    assert!(look(&[&package])[0].is_whole());
}

/// Damages a package by one edit. Gives a description, and files of which the report must name at
/// least one.
fn edit(
    package: &Path,
    files: &BTreeMap<String, Vec<u8>>,
    kind: usize,
    chance: &mut Chance,
) -> (String, Vec<String>) {
    let paths: Vec<&String> = files.keys().collect();
    let path = paths[chance.below(paths.len())].clone();
    let on_disk = package.join(&path);
    let folder = [
        "",
        "data/",
        "data/site/",
        "data/source/",
        "metadata/",
        "data/records/",
    ][chance.below(6)];
    let fresh = format!("{folder}x{}.txt", chance.below(1000));
    match kind {
        0 => {
            fs::write(package.join(&fresh), "added").unwrap();
            (format!("added {fresh}"), vec![fresh])
        }
        1 => {
            fs::remove_file(&on_disk).unwrap();
            (format!("removed {path}"), vec![path])
        }
        2 => {
            fs::rename(&on_disk, package.join(&fresh)).unwrap();
            (format!("renamed {path} to {fresh}"), vec![path, fresh])
        }
        3 => {
            let other = paths
                .iter()
                .find(|p| files[**p] != files[&path])
                .unwrap()
                .to_string();
            fs::write(&on_disk, &files[&other]).unwrap();
            fs::write(package.join(&other), &files[&path]).unwrap();
            (format!("swapped {path} and {other}"), vec![path, other])
        }
        4 => {
            let bytes = &files[&path];
            let cut = chance.below(bytes.len().max(1));
            fs::write(
                &on_disk,
                if bytes.is_empty() {
                    b"x"
                } else {
                    &bytes[..cut]
                },
            )
            .unwrap();
            (format!("cut {path} to {cut}"), vec![path])
        }
        5 => {
            let mut bytes = files[&path].clone();
            bytes.push(b'\n');
            fs::write(&on_disk, bytes).unwrap();
            (format!("a byte more in {path}"), vec![path])
        }
        6 => {
            // one more manifest, with correct digests
            let (name, of_tags) = [
                ("manifest-md5.txt", false),
                ("tagmanifest-sha256.txt", true),
                ("tagmanifest-md5.txt", true),
                ("manifest-sm3.txt", false),
            ][chance.below(4)];
            let lines: String = files
                .iter()
                .filter(|(p, _)| p.starts_with("data/") != of_tags && !p.starts_with("tagmanifest"))
                .map(|(p, b)| {
                    let d = mulu::archive::Digests::of(b);
                    let sum = match name {
                        "tagmanifest-sha256.txt" => mulu::archive::hex(&d.sha256),
                        "manifest-sm3.txt" => mulu::archive::hex(&d.sm3),
                        _ => mulu::archive::hex(&<md5::Md5 as md5::Digest>::digest(b)),
                    };
                    format!("{sum}  {p}\n")
                })
                .collect();
            fs::write(package.join(name), lines).unwrap();
            (format!("extra {name}"), vec![name.to_owned()])
        }
        7 => {
            fs::write(
                package.join("fetch.txt"),
                "https://example.org/x - data/x\n",
            )
            .unwrap();
            ("fetch.txt".to_owned(), vec!["fetch.txt".to_owned()])
        }
        8 => {
            let upper = path.rsplit_once('/').map_or_else(
                || path.to_uppercase(),
                |(folder, name)| format!("{folder}/{}", name.to_uppercase()),
            );
            let upper = if upper == path {
                format!("{path}.")
            } else {
                upper
            };
            fs::write(package.join(&upper), &files[&path]).unwrap();
            (format!("{upper} beside {path}"), vec![upper])
        }
        _ => {
            // lines of a manifest in another order, or one of them twice
            let name = [
                "manifest-sha256.txt",
                "manifest-sha512.txt",
                "tagmanifest-sha512.txt",
                "metadata/payload-sm3.txt",
            ][chance.below(4)];
            let text = String::from_utf8(files[name].clone()).unwrap();
            let mut lines: Vec<&str> = text.lines().collect();
            let at = chance.below(lines.len() - 1);
            if chance.below(2) == 0 {
                lines.swap(at, at + 1)
            } else {
                lines.insert(at, lines[at])
            }
            fs::write(package.join(name), lines.join("\n") + "\n").unwrap();
            (format!("lines of {name}"), vec![name.to_owned()])
        }
    }
}

#[test]
fn every_edit_is_found_and_its_file_named() {
    let site = site(2023..=2025);
    let package = snapshot(&site, 2025);
    let files = tree(&package);
    let mut chance = Chance(1);
    for i in 0..damages() / 10 {
        let (what, wrong) = edit(&package, &files, i % 10, &mut chance);
        let report = &look(&[&package])[0];
        assert!(
            wrong.iter().any(|f| names(report, f)),
            "{what}: {:#?}",
            said(report)
        );
        for path in tree(&package).keys().filter(|p| !files.contains_key(*p)) {
            fs::remove_file(package.join(path)).unwrap();
        }
        for (path, bytes) in &files {
            fs::write(package.join(path), bytes).unwrap();
        }
    }
    assert_eq!(said(&look(&[&package])[0]), Vec::<String>::new());
}

#[test]
fn a_chain_of_ten_years_names_the_year() {
    let site = site(2016..=2025);
    let years: Vec<i16> = (2016..=2025).collect();
    let packages: Vec<PathBuf> = years.iter().map(|y| snapshot(&site, *y)).collect();
    let whole = look(&packages);
    assert!(
        whole.iter().all(|r| said(r).is_empty()),
        "{:#?}",
        whole.iter().map(said).collect::<Vec<_>>()
    );
    let mut chance = Chance(10);
    for (i, package) in packages.iter().enumerate() {
        let files = tree(package);
        let path = files
            .keys()
            .filter(|p| !files[*p].is_empty())
            .nth(chance.below(files.len() - 5))
            .unwrap();
        let mut bytes = files[path].clone();
        let at = chance.below(bytes.len());
        bytes[at] ^= 4;
        fs::write(package.join(path), &bytes).unwrap();
        let reports = look(&packages);
        assert!(
            names(&reports[i], path),
            "{path} of {}: {:#?}",
            years[i],
            said(&reports[i])
        );
        let others: Vec<usize> = (0..10)
            .filter(|j| *j != i && !reports[*j].is_whole())
            .collect();
        // a change of the tag manifest also breaks the link of the next year's package
        assert!(
            others.is_empty() || (others == [i + 1] && path.starts_with("tagmanifest")),
            "{path} of {}: {others:?}",
            years[i]
        );
        fs::write(package.join(path), &files[path]).unwrap();
    }
    // the package of one year is made again from other content, and is whole
    let kept = tempfile::tempdir().unwrap();
    for i in [0, 4, 8] {
        copy(&packages[i], &kept.path().join("kept"));
        let changed = site.root().join(format!("content/tzgg/{}.md", years[0]));
        let text = fs::read_to_string(&changed).unwrap();
        fs::write(&changed, text.replace("正文", "改过的正文")).unwrap();
        snapshot(&site, years[i]);
        let reports = look(&packages);
        let wrong: Vec<(i16, Vec<String>)> = years
            .iter()
            .zip(&reports)
            .filter(|(_, r)| !r.is_whole())
            .map(|(y, r)| (*y, said(r)))
            .collect();
        assert_eq!(
            wrong,
            [(
                years[i + 1],
                vec![format!(
                    "link-broken bag-info.txt: this package records another root for {0} than the \
                     package of {0} has: the package of {0} was changed, remade or exchanged \
                     after this one was made",
                    years[i]
                )]
            )]
        );
        fs::write(&changed, text).unwrap();
        fs::remove_dir_all(&packages[i]).unwrap();
        copy(&kept.path().join("kept"), &packages[i]);
        fs::remove_dir_all(kept.path().join("kept")).unwrap();
    }
    // missing years are reported, but not as errors
    let some: Vec<&PathBuf> = packages
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != 3)
        .map(|(_, p)| p)
        .collect();
    let reports = look(&some);
    assert!(reports.iter().all(Report::is_whole));
    assert_eq!(
        said(&reports[3]),
        [
            "previous-not-given bag-info.txt: the package before it (2019) was not given: the link \
             to it was not checked"
        ]
    );
}

#[test]
fn differences_between_two_years() {
    let site = site(2024..=2024);
    let a = snapshot(&site, 2024);
    let changed = site.root().join("content/tzgg/2024.md");
    let text = fs::read_to_string(&changed).unwrap();
    fs::write(
        &changed,
        text.replace("共 0 条", "共 8 条")
            .replace("title: 关于", "title: 再论"),
    )
    .unwrap();
    site.document(
        "tzgg/new",
        "A/2025-00001",
        "date_created: 2025-03-01\nrepeals: [A/2016-00009]\n",
        "新。",
    );
    let b = snapshot(&site, 2025);
    let human =
        run(crate::harness::mulu(site.root()).args(["diff", "archive/2024", "archive/2025"]))
            .ends(0);
    crate::expected::assert_text("diff.zh.txt", &human.stdout);
    let json = run(crate::harness::mulu(site.root())
        .arg("diff")
        .args([&a, &b])
        .args(["--format", "json"]))
    .ends(0);
    let diff: mulu::diff::Diff = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(
        (diff.added.len(), diff.changed.len(), diff.removed.len()),
        (1, 2, 0)
    );
    // a package does not differ from itself
    let same = run(crate::harness::mulu(site.root())
        .arg("diff")
        .args([&a, &a])
        .args(["--format", "json"]))
    .ends(0);
    assert!(
        serde_json::from_str::<mulu::diff::Diff>(&same.stdout)
            .unwrap()
            .is_empty()
    );
    run(crate::harness::mulu(site.root()).args(["diff", "archive/2024", "content"])).ends(2);
    // the current site is compared in place of the later package
    let today = site
        .run(&["diff", "archive/2024", ".", "--format", "json"])
        .ends(0);
    let today: mulu::diff::Diff = serde_json::from_str(&today.stdout).unwrap();
    assert_eq!(
        (today.to.as_str(), &today.added, &today.changed),
        (crate::harness::DAY, &diff.added, &diff.changed)
    );
}

#[test]
fn a_damaged_package_is_said_to_be_one_by_whoever_uses_it() {
    let site = site(2024..=2024);
    let (a, b) = (snapshot(&site, 2024), snapshot(&site, 2025));
    let diff = |paths: [&Path; 2]| {
        run(crate::harness::mulu(site.root())
            .args(["--lang", "en", "diff"])
            .args(paths))
    };
    let page = a.join("data/site/index.html");
    let whole = fs::read(&page).unwrap();
    fs::write(&page, [&whole[..], b"x"].concat()).unwrap();
    for paths in [[&*a, &*b], [&*b, &*a]] {
        let damaged = diff(paths).ends(1);
        assert!(
            damaged.stderr.contains("is not whole")
                && damaged.stderr.contains("data/site/index.html"),
            "{}",
            damaged.stderr
        );
        assert!(
            damaged.stdout.contains("2024-12-31"),
            "what can be compared is: {}",
            damaged.stdout
        );
    }
    // a later package cannot be linked to the damaged one, so none is made and none is lost
    let before = tree(&site.root().join("archive"));
    let refused = site
        .run(&["snapshot", "2025", "--force", "--lang", "en"])
        .ends(1);
    assert!(
        refused.stderr.contains("data/site/index.html")
            && refused.stderr.contains("would be linked"),
        "{}",
        refused.stderr
    );
    assert_same(
        &before,
        &tree(&site.root().join("archive")),
        "after the refusals",
    );
    // this package is too damaged to be read
    fs::write(a.join("data/records/index.json"), "{").unwrap();
    assert!(
        diff([&a, &b])
            .ends(1)
            .stderr
            .contains("data/records/index.json")
    );
    fs::write(&page, whole).unwrap();
}

#[test]
fn a_zip_file_is_not_replaced_unasked() {
    let site = site(2024..=2024);
    site.write("archive/2024.zip", "mine");
    assert!(
        site.run(&["snapshot", "2024", "--zip"])
            .ends(2)
            .stderr
            .contains("--force")
    );
    assert_eq!(
        tree(&site.root().join("archive")),
        BTreeMap::from([("2024.zip".to_owned(), b"mine".to_vec())])
    );
    site.run(&["snapshot", "2024", "--zip", "--force"]).ends(0);
    site.run(&["verify", "archive/2024.zip"]).ends(0);
}

#[test]
fn the_site_lists_its_archived_years() {
    let site = site(2024..=2024);
    site.build();
    assert!(!site.has("archive.html") && !site.read("index.html").contains("历年归档"));
    let first = snapshot(&site, 2024);
    site.document(
        "tzgg/attached",
        "A/2016-00009",
        "date_created: 2016-05-01\nwithdrawn: {date: 2025-05-01, reason: 更正}\n",
        "撤下的内容。",
    );
    site.document(
        "tzgg/new",
        "A/2025-00001",
        "date_created: 2025-03-01\nrepeals: [A/2024-00001]\n",
        "新。",
    );
    let second = snapshot(&site, 2025);
    site.write(
        "mulu.yaml",
        "title: 测试目录\narchive_url: https://archive.example.cn/x/\nagency: {name: 甲局}\n",
    );
    site.build();
    let page = site.read("archive.html").replace("<wbr>", "");
    for report in look(&[&first, &second]) {
        assert!(page.contains(&report.root.unwrap()), "{page}");
    }
    assert!(
        page.contains("https://archive.example.cn/x/2025/data/site/index.html")
            && page.contains("新增1件，变更1件，撤回1件，移除0件"),
        "{page}"
    );
    // a document with a changed status is listed under its present title; the page gives only the
    // number of withdrawn documents
    assert!(
        page.contains("关于A/2024-00001的通知</a>：有效 → 废止") && !page.contains("A/2016-00009"),
        "{page}"
    );
    assert!(
        site.read("index.html")
            .contains("href=\"archive.html\">历年归档</a>")
    );
    // an archived site has no such page, because it cannot contain the digest of its own package
    assert!(!second.join("data/site/archive.html").exists());
    // the day of the build does not change the page
    let before = site.read("archive.html");
    site.run(&["build", "--as-of", "2026-03-01"]).ends(0);
    assert_eq!(before, site.read("archive.html"));
}
