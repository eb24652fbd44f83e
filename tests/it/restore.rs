//! Tests that `mulu restore` writes the source in a package, byte for byte, and no other file.

use crate::harness::{DAY, Site, assert_same, mulu, run, tree};
use std::collections::BTreeMap;

/// The files below a folder of a package, relative to it.
fn below(package: &BTreeMap<String, Vec<u8>>, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let inside = |(path, bytes): (&String, &Vec<u8>)| {
        Some((path.strip_prefix(folder)?.to_owned(), bytes.clone()))
    };
    package.iter().filter_map(inside).collect()
}

fn small() -> Site {
    let site = Site::new();
    let settings = std::fs::read_to_string(site.root().join("mulu.yaml")).unwrap();
    site.write("mulu.yaml", settings + "theme: plain\n");
    site.document("a/1", "N/2024-1", "", "正文，见附件。\n\n[表](表.docx)");
    site.write("content/a/表.docx", "word");
    site
}

#[test]
fn the_demonstration_comes_back_as_it_was_archived() {
    let site = Site::demonstration();
    site.run(&["snapshot", "2025"]).ends(0);
    let package = tree(&site.root().join("archive/2025"));
    let source = below(&package, "data/source/");
    let said = site.run(&["restore", "archive/2025", "-o", "back"]).ends(0);
    assert_eq!(said.stdout, "back\n");
    assert_same(&source, &tree(&site.root().join("back")), "restored");
    // at least nine of ten files are the editors' files, byte for byte; the package leaves
    // something out of the others
    let own = tree(&site.root().join("content"));
    let restored = tree(&site.root().join("back/content"));
    let same = |(path, bytes): &(&String, &Vec<u8>)| own.get(*path) == Some(*bytes);
    let (all, same) = (restored.len(), restored.iter().filter(same).count());
    assert!(
        same * 10 >= all * 9,
        "{same} of {all} files are as they were"
    );
    // the restored folder gives the same package
    let back = site.root().join("back");
    run(mulu(&back).args(["--as-of", DAY, "snapshot", "2025"])).ends(0);
    assert_same(&package, &tree(&back.join("archive/2025")), "made again");
}

#[test]
fn a_restored_site_searches_the_same_attachments() {
    let site = small();
    let settings = std::fs::read_to_string(site.root().join("mulu.yaml")).unwrap();
    site.write(
        "mulu.yaml",
        settings + "search: {longest_attachments: 1000}\nprivacy: {largest_file: 1, office_labels: [内线]}\n",
    );
    site.document(
        "a/2",
        "N/2024-2",
        "",
        "正文，见附件。\n\n[长](长.txt)\n\n[大](大.txt)",
    );
    site.write("content/a/长.txt", "很长的附件。\n".repeat(400));
    site.write("content/a/大.txt", "很大的附件。\n".repeat(100_000));
    site.run(&["snapshot", "2025"]).ends(0);
    let package = tree(&site.root().join("archive/2025"));
    let kept = String::from_utf8_lossy(&package["data/source/mulu.yaml"]).into_owned();
    assert!(
        kept.contains("largest_file") && kept.contains("longest_attachments"),
        "{kept}"
    );
    assert!(!kept.contains("内线"), "{kept}");
    site.run(&["restore", "archive/2025", "-o", "back"]).ends(0);
    let back = site.root().join("back");
    run(mulu(&back).args(["--as-of", DAY, "snapshot", "2025"])).ends(0);
    assert_same(&package, &tree(&back.join("archive/2025")), "made again");
}

#[test]
fn only_an_empty_place_is_filled() {
    let site = small();
    site.run(&["snapshot", "2025", "--zip"]).ends(0);
    site.write("full/keep.txt", "mine");
    std::fs::create_dir(site.root().join("empty")).unwrap();
    site.write("file", "mine");
    for (place, code) in [
        ("full", 2),
        ("file", 2),
        ("file/below", 2),
        (".", 2),
        ("archive/2025/data/back", 2),
        ("empty", 0),
        ("empty", 2),
        ("new/deep", 0),
    ] {
        site.run(&["restore", "archive/2025", "-o", place])
            .ends(code);
    }
    assert_eq!(tree(&site.root().join("full")).len(), 1);
    assert!(site.root().join("empty/content/a/表.docx").is_file());
    // without `-o`, the new folder is named after the year; a zip file gives the same as a folder
    let said = site.run(&["restore", "archive/2025.zip"]).ends(0);
    assert_eq!(said.stdout, "restored-2025\n");
    let package = tree(&site.root().join("archive/2025"));
    let back = site.root().join("restored-2025");
    assert_same(&below(&package, "data/source/"), &tree(&back), "restored");
    run(mulu(&back).args(["--as-of", DAY, "build"])).ends(0);
    assert!(back.join("public/index.html").is_file());
    let error = site.run(&["restore", "archive"]).ends(2).stderr;
    assert!(error.contains("archive/2025"), "{error}");
    site.run(&["restore", "content"]).ends(2);
    site.run(&["restore", "missing"]).ends(2);
}

#[test]
fn a_damaged_package_gives_nothing() {
    let site = small();
    site.run(&["snapshot", "2025", "--zip"]).ends(0);
    let file = site
        .root()
        .join("archive/2025/data/source/content/a/表.docx");
    std::fs::write(&file, "ward").unwrap();
    let said = site
        .run(&["--lang", "en", "restore", "archive/2025"])
        .ends(1);
    assert!(said.stderr.contains("表.docx"), "{}", said.stderr);
    let zip = site.root().join("archive/2025.zip");
    let bytes = std::fs::read(&zip).unwrap();
    std::fs::write(&zip, &bytes[..bytes.len() / 2]).unwrap();
    site.run(&["restore", "archive/2025.zip"]).ends(1);
    assert!(!site.root().join("restored-2025").exists());
}

/// Adds a file to the source in a package and to the manifests, so that the package is valid.
fn hostile(site: &Site, path: &str) {
    let root = site.root().join("archive/2025");
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let sums = mulu::archive::Digests::of(b"evil");
    let add = |manifest: &str, digest: &[u8]| {
        let line = format!("{}  data/source/{path}", mulu::archive::hex(digest));
        let (text, name) = (read(manifest), |l: &str| {
            l.split_once("  ").unwrap().1.to_owned()
        });
        let mut lines: Vec<&str> = text.lines().chain([line.as_str()]).collect();
        lines.sort_by_key(|l| name(l));
        std::fs::write(root.join(manifest), lines.join("\n") + "\n").unwrap();
    };
    let place = root.join("data/source").join(path);
    std::fs::create_dir_all(place.parent().unwrap()).unwrap();
    std::fs::write(place, "evil").unwrap();
    add(mulu::archive::MANIFEST_SHA256, &sums.sha256);
    add(mulu::archive::MANIFEST_SHA512, &sums.sha512);
    add(mulu::archive::PAYLOAD_SM3, &sums.sm3);
    let info = read(mulu::archive::BAG_INFO);
    let oxum = info
        .lines()
        .find_map(|l| l.strip_prefix("Payload-Oxum: "))
        .unwrap();
    let (bytes, files) = oxum.split_once('.').unwrap();
    let (bytes, files): (u64, u64) = (bytes.parse().unwrap(), files.parse().unwrap());
    let new = format!("{}.{}", bytes + 4, files + 1);
    std::fs::write(root.join(mulu::archive::BAG_INFO), info.replace(oxum, &new)).unwrap();
    let tags: String = read(mulu::archive::TAG_MANIFEST)
        .lines()
        .map(|l| {
            let path = &l[130..];
            let digest = mulu::archive::sha512_file(&root.join(path)).unwrap();
            format!("{}  {path}\n", mulu::archive::hex(&digest))
        })
        .collect();
    std::fs::write(root.join(mulu::archive::TAG_MANIFEST), tags).unwrap();
}

#[test]
fn a_hostile_package_plants_nothing() {
    let site = small();
    site.run(&["snapshot", "2025"]).ends(0);
    hostile(&site, "archive/2024/bagit.txt");
    site.run(&["verify", "archive/2025"]).ends(0);
    let said = site.run(&["restore", "archive/2025"]).ends(2);
    assert!(
        said.stderr.contains("archive/2024/bagit.txt"),
        "{}",
        said.stderr
    );
    let left = std::fs::read_dir(site.root()).unwrap().filter(|e| {
        let name = e.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("restored")
    });
    assert_eq!(left.count(), 0);
}
