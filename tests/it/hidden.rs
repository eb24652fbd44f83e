//! Tests that unpublished documents leave no trace: a site with drafts, undisclosed and future
//! documents is equal, byte for byte, to the site without them. A withdrawn document leaves only a
//! notice. Only the files that are listed here may access hidden documents.

use crate::harness::{Site, assert_same, tree};

fn site() -> Site {
    let site = Site::new();
    site.document(
        "a/1",
        "N/2024-1",
        "document_number: 甲发〔2024〕1号\nkeywords: [优待]\n",
        "正文，见附件。\n\n[表](表.docx)",
    );
    site.write("content/a/表.docx", "word");
    site.document(
        "a/2",
        "N/2024-2",
        "date_published: 2025-01-01\n",
        "## 一、总则\n\n正文二。",
    );
    site.document("b/3", "N/2024-3", "kind: annual_report\n", "年报。");
    site
}

const HIDDEN: [(&str, &str); 5] = [
    ("draft", "draft: true\n"),
    ("draft in Chinese", "草稿: 是\n"),
    ("on request", "disclosure: 依申请公开\n"),
    ("withheld", "公开方式: 不予公开\n"),
    ("future", "date_published: 2026-01-02\n"),
];

#[test]
fn hidden_documents_leave_no_trace() {
    let plain = site();
    plain.build();
    let plain = tree(&plain.public());
    for (what, fields) in HIDDEN {
        let site = site();
        let fields = format!(
            "{fields}title: 机密金丝雀\nissuing_body: 金丝雀局\nkeywords: [金丝雀]\nsummary: 金丝雀\naliases: [canary/1.html]\nattachments: [金丝雀.docx]\n"
        );
        site.document(
            "金丝雀/h",
            "CANARY/2024-77",
            &fields,
            "金丝雀正文 ![图](金丝雀.png)",
        );
        site.write("content/金丝雀/金丝雀.docx", "secret")
            .write("content/金丝雀/金丝雀.png", "secret");
        site.build();
        assert_same(&plain, &tree(&site.public()), what);
        assert!(
            !site
                .run(&["export", "--format", "csv"])
                .ends(0)
                .stdout
                .contains("金丝雀"),
            "{what}"
        );
    }
}

#[test]
fn a_reference_to_a_hidden_document_gives_no_link_no_title_and_no_error() {
    let plain = site();
    plain.document("a/4", "N/2024-4", "", "见另一文件。");
    plain.build();
    let plain = tree(&plain.public());
    for (what, fields) in HIDDEN {
        for relation in [
            "repeals",
            "amends",
            "related",
            "interprets",
            "forwards",
            "renews",
            "partly_repeals",
        ] {
            let site = site();
            site.document(
                "b/h",
                "CANARY/2024-77",
                &format!("{fields}title: 机密金丝雀\n"),
                "金丝雀",
            );
            site.document(
                "a/4",
                "N/2024-4",
                &format!("{relation}: [CANARY/2024-77]\n"),
                "见[另一文件](../b/h.md)。",
            );
            site.build();
            assert_same(
                &plain,
                &tree(&site.public()),
                &format!("{what}, {relation}"),
            );
        }
    }
}

#[test]
fn what_a_hidden_document_does_to_others_is_not_seen() {
    let plain = site();
    plain.build();
    let plain = tree(&plain.public());
    for (what, fields) in HIDDEN {
        let site = site();
        site.document(
            "b/h",
            "CANARY/2024-77",
            &format!("{fields}title: 机密金丝雀\nrepeals: [N/2024-1]\namends: [甲发〔2024〕1号]\n"),
            "金丝雀",
        );
        site.build();
        assert_same(&plain, &tree(&site.public()), what);
    }
}

#[test]
fn drafts_are_built_when_asked_for() {
    let site = site();
    site.document(
        "b/h",
        "D/2024-77",
        "draft: true\ntitle: 草稿一篇\n",
        "草稿。",
    );
    site.build();
    let public = tree(&site.public());
    let run = site.run(&["build", "--drafts"]).ends(0);
    let drafts = site.root().join("drafts");
    let last = run.stderr.lines().next_back().unwrap();
    assert!(
        last.ends_with("drafts") && last.contains("不得公布"),
        "{last}"
    );
    let made = tree(&drafts);
    let text = |path: &str| String::from_utf8_lossy(&made[path]).into_owned();
    assert!(text("catalogue.json").contains("草稿一篇"));
    for path in made.keys().filter(|p| p.ends_with(".html")) {
        assert!(text(path).contains("<strong>草稿</strong>"), "{path}");
    }
    assert!(text("robots.txt").contains("Disallow: /"));
    assert_same(&public, &tree(&site.public()), "the published site");
}

#[test]
fn drafts_are_never_written_into_a_published_site() {
    let site = site();
    let refused = |args: &[&str]| {
        let run = site.run(args).ends(2);
        assert!(run.stderr.contains("drafts"), "{}", run.stderr);
    };
    // the usual output folder is refused even before it exists
    refused(&["build", "--drafts", "-o", "public"]);
    assert!(!site.public().exists());
    site.run(&["build", "-o", "www"]).ends(0);
    let before = tree(&site.root().join("www"));
    refused(&["build", "--drafts", "-o", "www"]);
    refused(&["build", "--drafts", "-o", "www/../www"]);
    assert_same(&before, &tree(&site.root().join("www")), "www");
    // a folder with drafts may be used again; a build without drafts makes it a published site
    site.run(&["build", "--drafts", "-o", "review"]).ends(0);
    site.run(&["build", "--drafts", "-o", "review"]).ends(0);
    site.run(&["build", "-o", "review"]).ends(0);
    assert_same(&before, &tree(&site.root().join("review")), "review");
    refused(&["build", "--drafts", "-o", "review"]);
}

#[test]
fn what_was_left_out_is_said_and_listed() {
    let site = site();
    let hidden = [
        ("d", "draft: true\n"),
        ("e", "disclosure: 不予公开\n"),
        ("f", "date_published: 2026-12-01\n"),
        ("g", "disclosure: 依申请公开\ndraft: true\n"),
        ("h", "withdrawn: {date: 2025-03-01, reason: 正在更正}\n"),
    ];
    for (name, fields) in hidden {
        let fields = format!("{fields}title: 标题{name}\n");
        site.document(
            &format!("c/{name}"),
            &format!("N/2024-{name}"),
            &fields,
            "正文。",
        );
    }
    let zh = "已生成 3 篇；另有 5 篇未公布：草稿 2、未到发布日期 1（最早 2026-12-01）、不予公开 1、撤回 1。";
    let en = "3 documents made; 5 not published: 2 draft, 1 scheduled (first 2026-12-01), \
              1 withheld, 1 withdrawn.";
    let last = |args: &[&str]| {
        let run = site.run(args).ends(0);
        run.stderr
            .lines()
            .next_back()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(last(&["--lang", "zh", "build"]), zh);
    // the message is the same if nothing has changed since the last build
    assert_eq!(last(&["--lang", "en", "build"]), en);
    assert!(last(&["--lang", "zh", "check"]).contains("另有 5 篇未公布：草稿 2"));
    let verbose = site.run(&["-v", "build"]).ends(0).stderr;
    assert!(
        verbose.contains("content/c/g.md") && verbose.contains("标题h"),
        "{verbose}"
    );
    let list = site.run(&["list", "--lang", "zh"]).ends(0).stdout;
    assert_eq!(list.lines().count(), 9, "{list}");
    assert!(
        list.contains("有效") && list.contains("未到发布日期（2026-12-01）"),
        "{list}"
    );
    let json = site
        .run(&["list", "--hidden", "--format", "json"])
        .ends(0)
        .stdout;
    let states: Vec<String> = json
        .lines()
        .map(|line| {
            let item: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(
                item["url"].is_null() || item["state"] == "withdrawn",
                "{line}"
            );
            format!(
                "{} {}",
                item["file"].as_str().unwrap(),
                item["state"].as_str().unwrap()
            )
        })
        .collect();
    let expected = [
        "d draft",
        "e withheld",
        "f scheduled",
        "g draft",
        "h withdrawn",
    ];
    let expected = expected
        .map(|e| e.replacen(' ', ".md ", 1))
        .map(|e| format!("content/c/{e}"));
    assert_eq!(states, expected);
    site.document("c/z", "N/2024-z", "date_created: 明天\n", "正文。");
    let list = site.run(&["list", "--hidden"]).ends(1).stdout;
    assert!(list.contains("content/c/z.md"), "{list}");
}

#[test]
fn a_withdrawn_document_keeps_its_address_and_shows_a_notice() {
    let site = site();
    site.document(
        "b/w",
        "W/2024-5",
        "title: 撤下的文件\nkeywords: [金丝雀]\nsummary: 金丝雀\nwithdrawn: {date: 2025-03-01, reason: 内容有误，正在更正}\naliases: [old/w.html]\nattachments: [表二.docx]\n",
        "金丝雀正文",
    );
    site.write("content/b/表二.docx", "secret");
    site.run(&["--as-of", "2025-02-28", "build"]).ends(0);
    let address = mulu::catalogue::address::document("W/2024-5").unwrap() + ".html";
    assert!(
        site.read(&address).contains("金丝雀正文"),
        "until the day of the withdrawal it is as it was"
    );
    assert!(site.read("catalogue.json").contains("撤下的文件"));
    site.run(&["--as-of", "2025-03-01", "build"]).ends(0);
    let notice = site.read(&address);
    assert!(
        notice.contains("已撤回")
            && notice.contains("内容有误，正在更正")
            && notice.contains("2025-03-01")
            && !notice.contains("金丝雀"),
        "{notice}"
    );
    assert!(
        site.read("old/w.html").contains(&address),
        "an old address leads to the notice"
    );
    for (path, bytes) in tree(&site.public())
        .iter()
        .filter(|(p, _)| **p != address && *p != "old/w.html" && *p != ".mulu-manifest")
    {
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains("金丝雀") && !text.contains(&address) && !text.contains("secret"),
            "{path}"
        );
    }
    assert!(!site.read("sitemap.xml").contains(&address));
    // index, ledgers and feed are those of a site without the document
    let without = self::site();
    without.run(&["--as-of", "2025-03-01", "build"]).ends(0);
    let index = |site: &Site| {
        tree(&site.public())
            .into_iter()
            .filter(|(p, _)| {
                p.starts_with("search/") || p.starts_with("catalogue.") || p == "feed.xml"
            })
            .collect()
    };
    assert_same(&index(&without), &index(&site), "search, ledger and feed");
}

#[test]
fn files_that_no_document_names_are_not_published() {
    let site = site();
    site.write("content/a/内部.xlsx", "secret")
        .write("content/a/~$表.docx", "secret")
        .write("content/.DS_Store", "secret")
        .write("content/notes.txt", "secret");
    site.build();
    for (path, bytes) in tree(&site.public()) {
        assert!(!bytes.windows(6).any(|w| w == b"secret"), "{path}");
    }
}

/// The files outside `catalogue` and `relate` that may access every document, including hidden
/// ones, each with its reason.
const USERS_OF_THE_DOOR: [(&str, &str); 10] = [
    (
        "check/contradiction.rs",
        "reports hidden documents whose text says that they are public",
    ),
    (
        "check/distant.rs",
        "reports documents that are hidden because of a mistyped year",
    ),
    (
        "check/lent.rs",
        "reports texts that publish the attachment of a hidden document",
    ),
    (
        "check/past.rs",
        "does not report an index number as gone if a draft has it",
    ),
    (
        "check/published.rs",
        "does not report a document as missing if it was public before and is hidden now",
    ),
    (
        "check/unused.rs",
        "does not report the files beside a hidden document as unused: its text may use them, but is not read",
    ),
    (
        "draft/report.rs",
        "does not make a second report of a year, or an index number twice, if a draft has it",
    ),
    ("due.rs", "lists each future publication under its day"),
    (
        "inventory.rs",
        "tells the editor which documents the site leaves out, and why",
    ),
    (
        "snapshot/source.rs",
        "tells the person who makes a package which documents it leaves out",
    ),
];

/// The files outside `catalogue` and `relate` that read the catalogue directly, where hidden and
/// visible documents are not yet separated.
const READERS_OF_THE_CATALOGUE: [(&str, &str); 5] = [
    (
        "build/mod.rs",
        "hands the catalogue to `relate`, and reports what is wrong with rejected documents",
    ),
    (
        "build/theme.rs",
        "reads only the sample documents with which a theme is tried, not those of the site",
    ),
    ("cli/new.rs", "must not assign the index number of a draft"),
    (
        "import/mod.rs",
        "must not assign the index number of a draft, and must recognise a draft that it made before",
    ),
    (
        "serve/desk/form.rs",
        "must not assign the index number of a draft",
    ),
];

#[test]
fn hidden_documents_are_reached_through_one_door_only() {
    let src = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let users = |named: &[&str]| -> Vec<String> {
        let texts = tree(src).into_iter().filter_map(|(path, bytes)| {
            let text = String::from_utf8(bytes).ok()?;
            let is_below = ["relate/", "catalogue/"]
                .iter()
                .any(|room| path.starts_with(room));
            (!is_below && path.ends_with(".rs") && named.iter().any(|name| text.contains(name)))
                .then_some(path)
        });
        texts.collect()
    };
    let files = |list: &[(&str, &str)]| -> Vec<String> {
        list.iter().map(|(file, _)| (*file).to_owned()).collect()
    };
    assert_eq!(
        users(&["all_documents_hidden_included"]),
        files(&USERS_OF_THE_DOOR)
    );
    assert_eq!(
        users(&["EntryId", "catalogue::read(", "catalogue_of("]),
        files(&READERS_OF_THE_CATALOGUE)
    );
}

/// A reference names a hidden document of this catalogue in the form for documents of other
/// catalogues.
#[test]
fn a_package_has_nothing_of_a_hidden_document_that_a_public_one_writes_out() {
    for (fields, is_kept) in [("disclosure: 不予公开\n", false), ("", true)] {
        let site = site();
        let number = "document_number: 甲发〔2019〕5号\ndate_created: 2019-01-01\n";
        site.document("b/old", "N/2019-5", &format!("{number}{fields}"), "旧。");
        let relation =
            "title: 公开文件\nrelated: [{document_number: 甲发〔2019〕5号, title: 金丝雀标题}]\n";
        site.document("a/4", "N/2024-4", relation, "正文。");
        site.run(&["snapshot", "2024"]).ends(0);
        let package = tree(&site.root().join("archive/2024/data/source/content"));
        let has = |text: &str| {
            let mut files = package.values();
            files.any(|bytes| String::from_utf8_lossy(bytes).contains(text))
        };
        assert!(has("正文。") && !has("金丝雀标题"));
        assert_eq!(has("甲发〔2019〕5号"), is_kept);
    }
}

#[test]
fn a_clause_that_ends_a_hidden_document_is_no_finding() {
    let clause = "原甲发〔2019〕5号文件同时废止。";
    let fields = "document_number: 甲发〔2019〕5号\ndate_created: 2019-01-01\n";
    let visible = site();
    visible.document("b/old", "N/2019-5", fields, "旧。");
    visible.document("a/4", "N/2024-4", "", clause);
    let found = visible.run(&["check"]).stdout;
    assert!(found.contains("unstated-repeal"), "{found}");
    let hidden = site();
    hidden.document(
        "b/old",
        "N/2019-5",
        &format!("{fields}disclosure: 不予公开\n"),
        "旧。",
    );
    hidden.document("a/4", "N/2024-4", "", clause);
    let found = hidden.run(&["check"]).stdout;
    assert!(!found.contains("unstated-repeal"), "{found}");
}
