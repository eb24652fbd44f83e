//! Tests that every zip that mulu writes states the same operating system on every system, because
//! the root of a package depends on these bytes.

use crate::harness::{Site, tree};

/// The upper byte of "version made by" for a system with permissions, and the attributes of a plain
/// file.
const SYSTEM: u8 = 3;
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// The system, the attributes and the day of each file in the directory of a zip.
fn directory(zip: &[u8]) -> Vec<(u8, u32, u16)> {
    let short = |at: usize| usize::from(u16::from_le_bytes([zip[at], zip[at + 1]]));
    let long = |at: usize| u32::from_le_bytes(zip[at..at + 4].try_into().unwrap());
    let end = zip.len() - 22;
    assert!(zip[end..].starts_with(b"PK\x05\x06"), "no comment");
    let mut at = long(end + 16) as usize;
    let mut entries = Vec::new();
    while zip[at..].starts_with(b"PK\x01\x02") {
        entries.push((zip[at + 5], long(at + 38), short(at + 14) as u16));
        at += 46 + short(at + 28) + short(at + 30) + short(at + 32);
    }
    assert_eq!(entries.len(), short(end + 10));
    entries
}

#[test]
fn no_zip_says_on_which_system_it_was_made() {
    let site = Site::new();
    site.write(
        "mulu.yaml",
        "title: 测试目录\nagency: {name: 甲局}\nepub: true\n",
    );
    site.document("zc/a", "N/2024-1", "attachments: [表.csv]\n", "正文。")
        .document("zc/b", "N/2024-2", "", "")
        .write("content/zc/表.csv", "甲,乙\n");
    site.build();
    site.run(&["snapshot", "2025", "--zip"]).ends(0);
    site.run(&["export", "--format", "xlsx", "-o", "台账.xlsx"])
        .ends(0);
    site.run(&["check", "--report", "报告.xlsx"]);
    site.run(&["book", "2024", "-o", "书.epub"]).ends(0);
    let mut kinds = std::collections::BTreeMap::new();
    for (path, bytes) in tree(site.root()) {
        let is_zip = bytes.starts_with(b"PK\x03\x04");
        let ending = path.rsplit('.').next().unwrap_or_default();
        if !is_zip || path.starts_with(".mulu/") {
            continue;
        }
        for (system, attributes, day) in directory(&bytes) {
            assert_eq!((system, attributes), (SYSTEM, ATTRIBUTES), "{path}");
            // the year is 1980 or that of the package
            let year = 1980 + (day >> 9);
            assert!(year == 1980 || year == 2025, "{path}: {year}");
        }
        *kinds.entry(ending.to_owned()).or_insert(0) += 1;
    }
    let kinds: Vec<_> = kinds.into_iter().collect();
    let names: Vec<&str> = kinds.iter().map(|k| k.0.as_str()).collect();
    assert_eq!(names, ["epub", "wacz", "xlsx", "zip"]);
    assert!(
        kinds.iter().all(|k| k.1 > 0) && kinds[2].1 >= 5,
        "{kinds:?}"
    );
}

/// Only `src/file/zip.rs` may call functions whose result depends on the system. clippy.toml
/// forbids those of the library for workbooks; this test finds those of the library for zips.
#[test]
fn one_file_makes_the_bytes_the_same() {
    let mut seen = 0;
    for (path, bytes) in tree(&crate::harness::repository().join("src")) {
        let text = String::from_utf8_lossy(&bytes);
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_free = ["FileOptions::default()", "save_to_buffer", "save_to_writer"]
            .iter()
            .all(|function| !code.contains(function));
        seen += usize::from(!is_free);
        assert!(is_free || path == "file/zip.rs", "{path}");
    }
    assert_eq!(seen, 1);
}
