//! Tests that `check`, `build` and other commands report published documents that have disappeared,
//! until the user deals with them, and that hidden and changed ones are noted until the next build.

use crate::harness::{Run, Site};
use std::collections::BTreeSet;

fn site() -> Site {
    let site = Site::new();
    site.document("a/1", "N/2024-1", "title: 第一份\n", "正文一。");
    site.document("a/2", "N/2024-2", "title: 第二份\n", "正文二。");
    site.document("a/3", "N/2024-3", "title: 第三份\n", "正文三。");
    site
}

/// The codes that a run reports about documents which were published before.
fn codes(run: &Run) -> BTreeSet<String> {
    let text = format!("{}{}", run.stdout, run.stderr);
    let words = text
        .split(['[', ']', '"'])
        .filter(|w| w.starts_with("published-"));
    words
        .filter(|w| *w != "published-late")
        .map(str::to_owned)
        .collect()
}

fn reported(site: &Site, args: &[&str]) -> Vec<String> {
    codes(&site.run(args).ends(0)).into_iter().collect()
}

const GONE: &str = "published-document-gone";
const NUMBER: &str = "published-number-changed";
const HIDDEN: &str = "published-document-hidden";
const CHANGED: &str = "published-document-changed";

#[test]
fn a_deleted_document_is_missed_until_it_is_back() {
    let site = site();
    assert!(
        reported(&site, &["check"]).is_empty(),
        "nothing was public yet"
    );
    site.build();
    std::fs::remove_file(site.root().join("content/a/2.md")).unwrap();
    assert_eq!(reported(&site, &["check"]), [GONE]);
    // the missing document is reported even after the build has replaced the site
    assert_eq!(reported(&site, &["build"]), [GONE]);
    assert_eq!(reported(&site, &["build"]), [GONE]);
    assert_eq!(reported(&site, &["check"]), [GONE]);
    site.document("a/4", "N/2024-4", "title: 第四份\n", "正文四。");
    assert_eq!(reported(&site, &["build", "--force"]), [GONE]);
    // a build with drafts does not report the missing document, but later runs do
    assert!(reported(&site, &["build", "--drafts"]).is_empty());
    assert_eq!(reported(&site, &["check"]), [GONE]);
    site.document("b/2", "N/2024-2", "title: 第二份\n", "正文二。");
    assert!(reported(&site, &["check"]).is_empty());
    assert!(reported(&site, &["build"]).is_empty());
    assert!(!site.root().join(".mulu/gone.json").exists());
}

#[test]
fn other_commands_say_what_is_missing_too() {
    let site = site();
    site.build();
    let listed = |args: &[&str]| reported(&site, args);
    let snapshot = ["snapshot", "2025", "--force"];
    for args in [&["due"][..], &snapshot, &["diff", "archive/2025", "."]] {
        assert!(listed(args).is_empty(), "{args:?}");
    }
    site.document("a/1", "N/2024-11", "title: 第一份\n", "正文一。");
    std::fs::remove_file(site.root().join("content/a/2.md")).unwrap();
    for args in [
        &["due"][..],
        &["due", "--format", "json"],
        &snapshot,
        &["diff", "archive/2025", "."],
        &["diff", "public", "."],
    ] {
        assert_eq!(listed(args), [GONE, NUMBER], "{args:?}");
    }
    // a list for programs does not contain the message
    let json = site.run(&["due", "--format", "json"]).stdout;
    assert!(!json.contains("published-"), "{json}");
}

#[test]
fn a_new_number_is_recognised_and_an_alias_settles_it() {
    let site = site();
    site.build();
    let ledger: serde_json::Value = serde_json::from_str(&site.read("catalogue.json")).unwrap();
    let rows = ledger["documents"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|r| r["index_number"] == "N/2024-2")
        .unwrap();
    let url = row["url"].as_str().unwrap();
    site.document("a/2", "N/2024-22", "title: 第二份\n", "正文二。");
    let run = site.run(&["build"]).ends(0);
    assert_eq!(codes(&run), BTreeSet::from([NUMBER.to_owned()]));
    assert!(run.stderr.contains(url), "{}", run.stderr);
    assert_eq!(reported(&site, &["check"]), [NUMBER]);
    let fields = format!("title: 第二份\naliases: [{url}]\n");
    site.document("a/2", "N/2024-22", &fields, "正文二。");
    assert!(reported(&site, &["build"]).is_empty());
    assert!(
        site.read(url).contains("refresh"),
        "the old address leads to the document"
    );
    assert!(reported(&site, &["check"]).is_empty());
}

#[test]
fn a_document_that_its_date_hides_is_not_gone() {
    let site = site();
    site.document("a/5", "N/2024-5", "date_published: 2025-12-31\n", "正文。");
    site.build();
    let earlier = ["--as-of", "2025-12-30"];
    assert!(reported(&site, &[&earlier[..], &["check"]].concat()).is_empty());
    assert!(reported(&site, &[&earlier[..], &["build"]].concat()).is_empty());
    assert!(reported(&site, &["check"]).is_empty());
}

#[test]
fn what_was_hidden_or_changed_on_purpose_is_a_note_until_the_next_build() {
    for (fields, code) in [
        ("draft: true\ntitle: 第二份\n", HIDDEN),
        ("disclosure: 不予公开\ntitle: 第二份\n", HIDDEN),
        ("date_published: 2026-06-01\ntitle: 第二份\n", HIDDEN),
        ("title: 另一份\n", CHANGED),
        ("date_created: 2024-02-29\ntitle: 第二份\n", CHANGED),
    ] {
        let site = site();
        site.build();
        site.document("a/2", "N/2024-2", fields, "正文二。");
        let run = site.run(&["check", "--format", "json"]).ends(0);
        assert_eq!(codes(&run), BTreeSet::from([code.to_owned()]), "{fields}");
        assert!(run.stdout.contains("note"), "{}", run.stdout);
        assert_eq!(reported(&site, &["build"]), [code]);
        assert!(reported(&site, &["build"]).is_empty(), "{fields}");
        assert!(reported(&site, &["check"]).is_empty(), "{fields}");
    }
    let site = site();
    site.build();
    let fields = "withdrawn: {date: 2025-12-01, reason: 正在更正}\ntitle: 第二份\n";
    site.document("a/2", "N/2024-2", fields, "正文二。");
    assert!(
        reported(&site, &["check"]).is_empty(),
        "a notice stands at its address"
    );
}

#[test]
fn another_folder_has_its_own_last_site() {
    let site = site();
    site.run(&["build", "-o", "www"]).ends(0);
    std::fs::remove_file(site.root().join("content/a/2.md")).unwrap();
    assert!(
        reported(&site, &["check"]).is_empty(),
        "nothing is in public/"
    );
    assert_eq!(reported(&site, &["build", "-o", "www"]), [GONE]);
    assert_eq!(
        reported(&site, &["check"]),
        [GONE],
        "the build has reported it"
    );
}

#[test]
fn a_built_site_is_compared_with_its_source() {
    let site = site();
    site.build();
    let (public, root) = (site.public(), site.root().to_owned());
    let sides = [public.to_str().unwrap(), root.to_str().unwrap()];
    let same = site
        .run(&["--lang", "zh", "diff", sides[0], sides[1]])
        .ends(0);
    assert!(same.stderr.contains("未变 3 件"), "{}", same.stderr);
    // a changed field, text and attachment, a new document, a withdrawn one and a missing one
    let keywords = "title: 第一份\nkeywords: [优待]\nattachments: [表.docx]\n";
    site.document("a/1", "N/2024-1", keywords, "正文一，改过。");
    site.write("content/a/表.docx", "word");
    let withdrawn = "title: 第二份\nwithdrawn: {date: 2025-12-01, reason: 正在更正}\n";
    site.document("a/2", "N/2024-2", withdrawn, "正文二。");
    std::fs::remove_file(site.root().join("content/a/3.md")).unwrap();
    site.document("a/4", "N/2024-4", "title: 第四份\n", "正文四。");
    let run = site
        .run(&["--lang", "zh", "diff", sides[0], sides[1]])
        .ends(0);
    for line in [
        "新增 (1)\n  + N/2024-4  第四份",
        "撤回 (1)\n  ! N/2024-2  第二份",
        "移除 (1)\n  - N/2024-3  第三份",
        "主题词：— → 优待",
        "附件：",
        "{+，改过+}",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    let json = site.run(&["diff", sides[0], sides[1], "--format", "json"]);
    let diff: serde_json::Value = serde_json::from_str(&json.ends(0).stdout).unwrap();
    assert_eq!(diff["removed"][0]["index_number"], "N/2024-3");
    // in the other direction, the withdrawn document and the missing one are new
    let back = site
        .run(&["--lang", "zh", "diff", sides[1], sides[0]])
        .ends(0);
    assert!(back.stdout.contains("新增 (2)"), "{}", back.stdout);
    site.run(&["diff", sides[0], "/no/such/site"]).ends(2);
}
