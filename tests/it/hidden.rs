//! What is not published leaves no trace: a site with drafts, undisclosed and future documents is, byte for byte, the site
//! without them. So nothing can leak into pages, lists, the search index or the ledger, in whatever form they are stored.

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
    site.run(&["build", "--drafts"]).ends(0);
    assert!(site.read("catalogue.json").contains("草稿一篇"));
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
    // the search index is that of a site without the document
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
