//! Tests that addresses never change: those made from index numbers, those of pages and old paths,
//! and those of the pages of a list. Also tests that two things never share one address.

use crate::harness::{Site, tree};
use mulu::catalogue::address;

/// Index numbers and their addresses. Sites have published these, so none may ever change.
const GOLDEN: [(&str, &str); 11] = [
    (
        "11370100MB28508779/2024-00131",
        "doc/fd/11370100mb28508779-2024-00131",
    ),
    ("000014349/2023-00052", "doc/d7/000014349-2023-00052"),
    ("sm02124-3000-2023-00001", "doc/0f/sm02124-3000-2023-00001"),
    (
        "ＳＭ02124－3000－2023－00001",
        "doc/0f/sm02124-3000-2023-00001",
    ),
    (
        "11990312MB1Q6208XH/2022-00002",
        "doc/00/11990312mb1q6208xh-2022-00002",
    ),
    ("渝公开〔2020〕1号", "doc/fc/u6e1du516cu5f00-2020-1u53f7"),
    ("GA-2024_07.3", "doc/9d/ga-2024-07-3"),
    ("A1", "doc/f5/a1"),
    ("LPT1", "doc/a6/lpt1-"),
    ("索引 2024 第3号", "doc/00/u7d22u5f15-2024-u7b2c3u53f7"),
    ("1/2/3", "doc/ba/1-2-3"),
];

#[test]
fn index_numbers_give_the_addresses_they_always_gave() {
    for (number, expected) in GOLDEN {
        assert_eq!(
            address::document(number).as_deref(),
            Some(expected),
            "{number}"
        );
    }
    let site = Site::new();
    for (i, (number, _)) in GOLDEN
        .iter()
        .enumerate()
        .filter(|(_, (n, _))| !n.starts_with('Ｓ'))
    {
        site.document(&format!("any/where-{i}"), number, "", "正文。");
    }
    site.build();
    for (number, expected) in GOLDEN {
        assert!(site.has(&format!("{expected}.html")), "{number}");
    }
}

#[test]
fn a_document_that_moves_in_the_content_folder_keeps_its_address() {
    let site = Site::new();
    site.document("a/one", "N/2024-1", "title: 甲\n", "正文。");
    site.build();
    let before = tree(&site.public());
    std::fs::remove_file(site.root().join("content/a/one.md")).unwrap();
    site.document(
        "b/two",
        "N/2024-1",
        "title: 另一个标题\ncategory: a\ndate_created: 2020-05-05\n",
        "别的。",
    );
    site.build();
    let documents = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
        files
            .keys()
            .filter(|p| p.starts_with("doc/"))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(documents(&before), documents(&tree(&site.public())));
}

#[test]
fn old_paths_lead_to_the_document() {
    let site = Site::new();
    site.document(
        "a",
        "N/2024-1",
        "aliases: [/art/2019/5/7/art_1_1.html, 旧站/公告, news/list.shtml]\n",
        "正文。",
    );
    site.build();
    let target = address::document("N/2024-1").unwrap() + ".html";
    for (path, up) in [
        ("art/2019/5/7/art_1_1.html", "../../../../"),
        ("旧站/公告/index.html", "../../"),
        ("news/list.shtml", "../"),
    ] {
        let page = site.read(path);
        assert!(
            page.contains(&format!("content=\"0; url={up}{target}\""))
                && page.contains(&format!("<a href=\"{up}{target}\">")),
            "{path}: {page}"
        );
    }
    assert!(!site.read("sitemap.xml").contains("art_1_1"));
}

#[test]
fn one_address_for_two_things_is_an_error_that_names_both() {
    for (what, files) in [
        (
            "numbers that fold alike",
            [("a", "index_number: N/1\n"), ("b", "index_number: N-1\n")],
        ),
        (
            "two aliases",
            [
                ("a", "index_number: A1\naliases: [x/y.html]\n"),
                ("b", "index_number: B1\naliases: [X/Y.html]\n"),
            ],
        ),
        (
            "an alias on a document",
            [
                ("a", "index_number: A1\n"),
                ("b", "index_number: B1\naliases: [doc/f5/a1.html]\n"),
            ],
        ),
        (
            "an alias on a list",
            [
                ("c/a", "index_number: A1\n"),
                ("b", "index_number: B1\naliases: [category/c]\n"),
            ],
        ),
        (
            "an alias on an overview",
            [
                ("a", "index_number: A1\n"),
                ("b", "index_number: B1\naliases: [year]\n"),
            ],
        ),
        (
            "an alias on the home page",
            [
                ("a", "index_number: A1\n"),
                ("b", "index_number: B1\naliases: [Index.html]\n"),
            ],
        ),
        (
            "an alias below a file",
            [
                ("a", "index_number: A1\n"),
                ("b", "index_number: B1\naliases: [feed.xml]\n"),
            ],
        ),
        (
            "an alias below a document",
            [
                ("a", "index_number: A1\n"),
                ("b", "index_number: B1\naliases: [doc/f5/a1.html/x.html]\n"),
            ],
        ),
        (
            "an alias in the search index",
            [
                ("a", "index_number: A1\n"),
                ("b", "index_number: B1\naliases: [search/x.html]\n"),
            ],
        ),
        (
            "an alias among the theme's files",
            [
                ("a", "index_number: A1\n"),
                ("b", "index_number: B1\naliases: [static/x.html]\n"),
            ],
        ),
        (
            "an alias below an alias",
            [
                ("a", "index_number: A1\naliases: [old.html]\n"),
                ("b", "index_number: B1\naliases: [old.html/x.html]\n"),
            ],
        ),
    ] {
        let site = Site::new();
        for (path, fields) in files {
            site.write(
                &format!("content/{path}.md"),
                format!("---\ntitle: 甲\ndate_created: 2024-01-01\n{fields}---\n\n正文。\n"),
            );
        }
        let run = site.run(&["check", "--format", "json"]);
        assert!(
            run.code == 1 && run.stdout.contains("address-collision"),
            "{what}: {}{}",
            run.stdout,
            run.stderr
        );
        site.run(&["build"]).ends(1);
    }
}

/// A newer document changes only the newest page of a list. A full page changes once more, when the
/// page after it becomes full and gets an address of its own.
#[test]
fn full_pages_of_lists_never_change() {
    let site = Site::new();
    site.write(
        "mulu.yaml",
        "title: 测试目录\nagency: {name: 甲局}\npage_size: 5\n",
    );
    for i in 1..=23 {
        site.document(
            &format!("c/{i}"),
            &format!("N/2024-{i:03}"),
            &format!("date_created: 2024-01-{i:02}\n"),
            "正文。",
        );
    }
    site.build();
    let before = tree(&site.public());
    let full: Vec<&String> = before.keys().filter(|p| p.contains("/page-")).collect();
    assert!(
        full.iter().any(|p| p.ends_with("category/c/page-3.html")) && full.len() >= 12,
        "{full:?}"
    );
    site.document("c/24", "N/2024-024", "date_created: 2024-02-01\n", "正文。");
    site.build();
    let after = tree(&site.public());
    let changed: Vec<&&String> = full.iter().filter(|p| before[**p] != after[**p]).collect();
    assert_eq!(changed, Vec::<&&String>::new());
    let documents: Vec<&String> = before
        .keys()
        .filter(|p| p.starts_with("doc/") && before[*p] != after[*p])
        .collect();
    assert_eq!(
        documents.len(),
        1,
        "only the neighbour's page gets a link: {documents:?}"
    );
    for i in 25..=40 {
        site.document(
            &format!("c/{i}"),
            &format!("N/2024-{i:03}"),
            &format!("date_created: 2024-03-{:02}\n", i - 20),
            "正文。",
        );
    }
    site.build();
    let later = tree(&site.public());
    for path in full {
        if !path.ends_with("/page-3.html") {
            assert_eq!(before[path], later[path], "{path}");
            continue;
        }
        // the last full page links to the next page, which now has an address of its own
        let lines = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes)
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let (a, b) = (lines(&before[path]), lines(&later[path]));
        let changed: Vec<_> = a.iter().zip(&b).filter(|(a, b)| a != b).collect();
        assert!(
            a.len() == b.len()
                && changed
                    .iter()
                    .all(|(a, b)| a.replace("index.html", "page-4.html") == **b),
            "{path}: {changed:#?}"
        );
    }
}

#[test]
fn pages_have_addresses_from_their_place_or_slug() {
    let site = Site::new();
    for (path, slug) in [
        ("guide", ""),
        ("a/Rules", ""),
        ("公开/保密审查", "slug: system/review\n"),
        ("指南", ""),
    ] {
        site.write(
            &format!("content/{path}.md"),
            format!("---\ntitle: 页面\nkind: page\n{slug}---\n\n正文。\n"),
        );
    }
    site.build();
    for path in ["guide.html", "a/rules.html", "system/review.html"] {
        assert!(site.has(path), "{path}");
    }
}

/// Names that differ only in letter case, width or spaces are one issuing body or one category, and
/// never two lists at one address.
#[test]
fn one_name_has_one_list() {
    let site = Site::new();
    site.document("政策/1", "N/2024-1", "issuing_body: 甲 A局\n", "正文。");
    site.document(
        "x/2",
        "N/2024-2",
        "issuing_body: 甲Ａ局\ncategory: 政策\n",
        "正文。",
    );
    site.document(
        "x/3",
        "N/2024-3",
        "issuing_body: 乙局\njoint_issuing_bodies: [甲a局]\ncategory: Zcwj/B\n",
        "正文。",
    );
    site.document(
        "x/4",
        "N/2024-4",
        "issuing_body: 乙局\ncategory: zcwj/ｂ\n",
        "正文。",
    );
    let run = site.run(&["build", "--lang", "zh"]).ends(0);
    assert_eq!(
        run.stderr.matches("spelling-differs").count()
            + run.stdout.matches("spelling-differs").count(),
        3,
        "{} {}",
        run.stdout,
        run.stderr
    );
    let ledger: serde_json::Value = serde_json::from_str(&site.read("catalogue.json")).unwrap();
    let of = |key: &str| -> Vec<String> {
        ledger["documents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| d[key].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(of("issuing_body"), ["甲Ａ局", "甲Ａ局", "乙局", "乙局"]);
    assert_eq!(of("category"), ["政策", "政策", "zcwj/ｂ", "zcwj/ｂ"]);
}

#[test]
fn documents_may_end_in_md_or_markdown() {
    let site = Site::new();
    let text = |n: u32| {
        format!(
            "---\ntitle: 第{n}号\nindex_number: N/2024-{n}\ndate_created: 2024-01-01\n---\n\n正文。\n"
        )
    };
    site.write("content/a.MD", text(1))
        .write("content/b.markdown", text(2))
        .write(
            "content/c.Md",
            "---\ntitle: 页\nkind: page\n---\n\n正文。\n",
        );
    site.build();
    assert!(site.read("catalogue.csv").lines().count() == 3 && site.has("c.html"));
}
