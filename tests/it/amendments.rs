//! Tests that the effects of a document on single articles of another one are noted below these
//! articles. Also tests the ledger of a column, the sizes of the ledgers, the site map, linked
//! data, and the style of e-books.

use crate::harness::{Site, tree};

/// The page of a document, by the end of its address.
fn page(site: &Site, name: &str) -> String {
    let files = tree(&site.public());
    let (_, bytes) = files
        .iter()
        .find(|(path, _)| path.ends_with(&format!("/{name}.html")))
        .unwrap();
    String::from_utf8(bytes.clone()).unwrap()
}

const RULE: &str = "各科室：\n\n第一条　为了规范工作，制定本办法。\n\n第二条　有下列情形的，不予办理：\n\n\
    （一）甲；\n\n（二）乙。\n\n## 第二章　附则\n\n第三条　本办法由本局解释。\n\n2024年3月1日\n";

/// A site with a rule, and with a document that has this relation to parts of the rule.
fn site(relation: &str) -> Site {
    let site = Site::new();
    site.document(
        "a/1",
        "N/2024-1",
        "document_number: 甲发〔2024〕1号\n",
        RULE,
    );
    site.document(
        "a/2",
        "N/2025-2",
        &format!("document_number: 甲发〔2025〕2号\ndate_created: 2025-02-01\ndate_effective: 2025-03-01\n{relation}"),
        "作如下修改。",
    );
    site
}

#[test]
fn an_amended_article_has_a_note_at_its_end() {
    let forms = [
        "amends: [{document_number: 甲发〔2024〕1号, articles: [第二条]}]\n",
        "修改:\n  文号: 甲发〔2024〕1号\n  条款: 第二条\n",
        "修改:\n  - {文号: 甲发(2024)1号, 条款: 2}\n",
        "amends: [{document_number: N/2024-1, articles: [二]}]\n",
    ];
    for form in forms {
        let site = site(form);
        site.build();
        let html = page(&site, "n-2024-1");
        let at = html
            .find("<p class=\"was\">第")
            .unwrap_or_else(|| panic!("{form}"));
        let before = &html[..at];
        assert!(
            before.trim_end().ends_with("（二）乙。</p>"),
            "{form}: {}",
            &before[before.len() - 80..]
        );
        assert!(html[at..].contains("条由<a href=\"../../doc/"), "{form}");
        assert!(html[at..].contains("\">甲发〔2025〕2号</a>修改，自<time datetime=\"2025-03-01\">2025年3月1日</time>起施行。</p>\n<h2"), "{form}: {}", &html[at..at + 300]);
        assert_eq!(html.matches("class=\"was\"").count(), 1, "{form}");
    }
}

#[test]
fn a_note_stands_in_one_line_in_text_and_book() {
    let site = site("amends: [{document_number: 甲发〔2024〕1号, articles: [第二条]}]\n");
    site.write(
        "mulu.yaml",
        "title: 甲局目录\nepub: true\nagency: {name: 甲局}\n",
    );
    site.build();
    let files = tree(&site.public());
    let (_, bytes) = files
        .into_iter()
        .find(|(path, _)| path.ends_with("/n-2024-1.epub"))
        .unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let text = std::io::read_to_string(zip.by_name("EPUB/text.xhtml").unwrap()).unwrap();
    let note = text.split("<p class=\"was\">").nth(1).unwrap();
    let note = note.split("</p>").next().unwrap();
    assert!(
        !note.contains("<br/>") && note.contains("2025年3月1日"),
        "{note}"
    );
}

#[test]
fn words_parts_and_other_relations() {
    let site = site(
        "amends:\n  - document_number: 甲发〔2024〕1号\n    articles: [第三条：原为“由<某>局解释”。, 第一条第一款, 第九条]\n\
         partly_repeals:\n  - document_number: 甲发〔2024〕1号\n    articles: 第二条\n",
    );
    site.build();
    let html = page(&site, "n-2024-1");
    let notes: Vec<&str> = html
        .split("<p class=\"was\">")
        .skip(1)
        .map(|n| n.split("<a ").next().unwrap())
        .collect();
    assert_eq!(
        notes,
        ["第一条第一款由", "第二条由", "第三条由", "第九条由"],
        "the note about an unknown article is at the end"
    );
    assert!(
        html.contains("起施行；原为“由&lt;某&gt;局解释”。</p>\n<p class=\"sign\""),
        "{html}"
    );
    assert!(html.contains("废止，自<time datetime=\"2025-03-01\">2025年3月1日</time>起不再执行。"));
    assert!(!page(&site, "n-2025-2").contains("class=\"was\""));
}

#[test]
fn a_hidden_or_withdrawn_document_leaves_no_note() {
    let amends = "amends: [{document_number: 甲发〔2024〕1号, articles: [第二条]}]\n";
    for fields in [
        "draft: true\n",
        "date_published: 2090-01-01\n",
        "withdrawn: {date: 2025-04-01, reason: 有误}\n",
    ] {
        let site = site(&format!("{amends}{fields}"));
        site.run(&["--as-of", "2026-01-01", "build"]).ends(0);
        assert!(
            !page(&site, "n-2024-1").contains("class=\"was\""),
            "{fields}"
        );
    }
}

#[test]
fn places_that_are_no_texts_and_a_number_that_nothing_carries_are_found() {
    for (relation, code) in [
        (
            "amends: [{document_number: 甲发〔2024〕1号, articles: [[第二条]]}]\n",
            "wrong-type",
        ),
        (
            "amends: [{document_number: 甲发〔2024〕9号, articles: [第二条]}]\n",
            "dangling-reference",
        ),
    ] {
        let run = site(relation).run(&["check", "--format", "json"]).ends(1);
        assert!(run.stdout.contains(code), "{relation}: {}", run.stdout);
    }
}

#[test]
fn an_edit_of_the_acting_document_changes_the_note() {
    let site = site("amends: [{document_number: 甲发〔2024〕1号, articles: [第二条]}]\n");
    site.build();
    site.document(
        "a/2",
        "N/2025-2",
        "document_number: 甲发〔2025〕2号\ndate_created: 2025-02-01\namends: [{document_number: 甲发〔2024〕1号, articles: [第三条]}]\n",
        "作如下修改。",
    );
    site.build();
    let html = page(&site, "n-2024-1");
    assert!(
        html.contains("<p class=\"was\">第三条由") && !html.contains("<p class=\"was\">第二条由")
    );
}

#[test]
fn each_column_has_a_ledger_of_its_own() {
    let site = site("");
    site.document("a/b/3", "N/2024-3", "", "正文。");
    site.document("c/4", "N/2024-4", "", "正文。");
    site.build();
    let rows = |path: &str| {
        let text = site.read(path);
        assert!(text.starts_with('\u{feff}'), "{path}");
        text.lines().count() - 1
    };
    assert_eq!(rows("category/a/catalogue.csv"), 3);
    assert_eq!(rows("category/a/b/catalogue.csv"), 1);
    assert_eq!(rows("category/c/catalogue.csv"), 1);
    assert_eq!(rows("catalogue.csv"), 4);
    let whole = site.read("catalogue.csv");
    assert!(
        site.read("category/a/catalogue.csv")
            .lines()
            .all(|line| whole.contains(line))
    );
    assert!(
        site.read("category/a/index.html")
            .contains("href=\"../../category/a/catalogue.csv\"")
    );
    let before = site.read("category/c/catalogue.csv");
    site.run(&["--as-of", "2026-02-02", "build"]).ends(0);
    assert_eq!(
        before,
        site.read("category/c/catalogue.csv"),
        "the ledger of a column does not state the day"
    );
}

#[test]
fn the_home_page_states_the_sizes_of_the_ledgers_and_the_terms() {
    let site = site("");
    site.write(
        "mulu.yaml",
        "title: 甲局目录\nlicense_url: https://example.cn/terms?x=1\nagency: {name: 甲局}\n",
    );
    for _ in 0..2 {
        site.build();
        let home = site.read("index.html");
        for file in ["catalogue.xlsx", "catalogue.csv", "catalogue.json"] {
            let size = std::fs::metadata(site.public().join(file))
                .unwrap()
                .len()
                .div_ceil(1024);
            let link = home
                .split(&format!("href=\"{file}\""))
                .nth(1)
                .unwrap()
                .split("</a>")
                .next()
                .unwrap();
            assert!(
                link.contains(&format!("<small>{size} KB</small>")),
                "{file}: {link}"
            );
        }
        assert!(home.contains("href=\"https://example.cn/terms?x=1\" rel=\"license"));
    }
    site.write(
        "mulu.yaml",
        "title: 甲局目录\nlicense_url: 某处\nagency: {name: 甲局}\n",
    );
    assert!(site.run(&["build"]).ends(2).stderr.contains("license_url"));
}

#[test]
fn the_site_map_leads_to_every_list_and_page() {
    let site = site("");
    site.write(
        "content/help/guide.md",
        "---\ntitle: 使用说明\nkind: page\n---\n\n说明。\n",
    );
    site.build();
    let map = site.read("sitemap.html");
    for path in [
        "category/a/index.html",
        "year/2024/index.html",
        "validity/effective/index.html",
        "help/guide.html",
        "search.html",
        "catalogue.xlsx",
        "feed.xml",
    ] {
        assert!(map.contains(&format!("href=\"{path}\"")), "{path}");
    }
    assert!(
        site.read("index.html")
            .contains("href=sitemap.html>网站地图</a>")
    );
}

#[test]
fn linked_data_names_services_and_the_terms() {
    let site = site("");
    site.write(
        "mulu.yaml",
        "title: 甲局目录\nbase_url: https://example.cn/\nlicense_url: https://example.cn/terms\nagency: {name: 甲局}\n\
         columns: [{name: 办事, path: a, type: 办事服务, description: 怎样办理。}]\n",
    );
    site.build();
    let read = |path: &str| serde_json::from_str::<serde_json::Value>(&site.read(path)).unwrap();
    let catalogue = read("catalogue.jsonld");
    let nodes = catalogue["@graph"].as_array().unwrap();
    let service = nodes
        .iter()
        .find(|n| n["@type"] == "GovernmentService")
        .unwrap();
    assert_eq!(
        service["url"]["@id"],
        "https://example.cn/category/a/index.html"
    );
    let ledger = nodes
        .iter()
        .find(|n| n["@id"].as_str().unwrap().ends_with("#ledger"))
        .unwrap();
    assert_eq!(ledger["license"]["@id"], "https://example.cn/terms");
    let documents = read("year/2024/documents.jsonld");
    assert_eq!(documents["@graph"][0]["about"][0]["@id"], service["@id"]);
}

#[test]
fn a_theme_has_its_own_style_for_books() {
    let site = Site::new();
    site.write(
        "mulu.yaml",
        "title: 甲局目录\nepub: true\nagency: {name: 甲局}\n",
    );
    site.document("a/1", "N/2024-1", "", "正文。");
    site.build();
    let book = |site: &Site| {
        let files = tree(&site.public());
        let (_, bytes) = files
            .into_iter()
            .find(|(path, _)| path.ends_with(".epub"))
            .unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        std::io::read_to_string(zip.by_name("EPUB/book.css").unwrap()).unwrap()
    };
    assert!(book(&site).contains("text-indent"));
    site.write("themes/default/book.css", "p { color: red }\n");
    let run = site.run(&["build"]).ends(0);
    assert!(!run.stderr.contains("theme-file"), "{}", run.stderr);
    assert_eq!(book(&site), "p { color: red }\n");
}
