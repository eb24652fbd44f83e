//! Tests the feeds of columns and bodies, the days in the sitemap, and linked data. scripts/test.sh
//! checks them with the validators of other projects.

use crate::harness::{Site, assert_same, tree};
use std::collections::{BTreeMap, BTreeSet};

const BASE: &str = "https://example.cn/xxgk/";

fn site() -> Site {
    let site = Site::new();
    site.write(
        "mulu.yaml",
        "title: 测试目录\nagency: {name: 甲局, email: a@example.cn}\nbase_url: https://example.cn/xxgk/\ncolumns:\n\
         - {name: 规范性文件, path: gfxwj, type: 政策文件}\n- {name: 公告, path: gg}\n- {name: 空栏, path: kl, empty_note: 无}\n",
    );
    site
}

fn page(number: &str) -> String {
    mulu::catalogue::address::document(number).unwrap() + ".html"
}

/// The texts of all elements of a name.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let xml = roxmltree::Document::parse(xml).unwrap();
    let named = xml.descendants().filter(|n| n.tag_name().name() == name);
    named
        .map(|n| n.text().unwrap_or_default().to_owned())
        .collect()
}

fn rule(site: &Site, n: usize, fields: &str) {
    let fields = format!("title: 办法{n}\n{fields}");
    site.document(&format!("gfxwj/{n}"), &format!("G/{n}"), &fields, "甲。");
}

#[test]
fn a_column_and_a_body_have_a_feed_of_their_own() {
    let site = site();
    rule(
        &site,
        1,
        "date_published: 2024-03-02 09:30\nsummary: 概述\n",
    );
    rule(
        &site,
        2,
        "date_created: 2024-05-01\nissuing_body: 乙局\njoint_issuing_bodies: [丙局]\n",
    );
    site.document(
        "gg/3",
        "G/3",
        "title: 公告\ndate_created: 2024-06-01\n",
        "丙。",
    );
    site.build();
    let feed = site.read("category/gfxwj/feed.xml");
    assert_eq!(
        texts(&feed, "title"),
        ["测试目录：规范性文件", "办法2", "办法1"]
    );
    assert_eq!(
        texts(&feed, "id"),
        [
            "https://example.cn/xxgk/category/gfxwj/",
            "urn:mulu:G%2F2",
            "urn:mulu:G%2F1"
        ]
    );
    assert_eq!(
        texts(&feed, "updated"),
        [
            "2024-05-01T00:00:00+08:00",
            "2024-05-01T00:00:00+08:00",
            "2024-03-02T09:30:00+08:00"
        ]
    );
    assert_eq!(texts(&feed, "summary"), ["乙局，2024-05-01，有效", "概述"]);
    assert_eq!(texts(&feed, "name"), ["甲局", "乙局", "丙局", "甲局"]);
    assert!(feed.contains("<category term=\"gfxwj\" scheme=\"https://example.cn/xxgk/category/\" label=\"规范性文件\"/>"));
    assert!(feed.contains("rel=\"self\" type=\"application/atom+xml\" href=\"https://example.cn/xxgk/category/gfxwj/feed.xml\""));
    // a list names its feed, and the feed names its list
    for path in tree(&site.public())
        .into_keys()
        .filter(|p| p.ends_with("/feed.xml"))
    {
        let list = path.replace("feed.xml", "index.html");
        let root = "../".repeat(path.matches('/').count());
        assert!(
            site.read(&list).contains(&format!("href=\"{root}{path}\"")),
            "{list}"
        );
        let folder = path.strip_suffix("feed.xml").unwrap();
        assert!(
            site.read(&path).contains(&format!(
                "rel=\"alternate\" type=\"text/html\" href=\"{BASE}{folder}\""
            )),
            "{path}"
        );
    }
    let feeds = tree(&site.public())
        .into_keys()
        .filter(|p| p.ends_with("feed.xml"));
    // six feeds: the site, two columns, three bodies; a column without documents has none
    assert_eq!(feeds.count(), 6);
    assert!(!site.read("year/2024/index.html").contains("/feed.xml\" "));
    assert!(!site.read(&page("G/1")).contains("gfxwj/feed.xml"));
}

#[test]
fn a_feed_holds_thirty_documents_and_only_what_changed_is_written_anew() {
    let site = site();
    for n in 1..=40 {
        rule(
            &site,
            n,
            &format!("date_created: 2024-01-{:02}\n", n.min(31)),
        );
    }
    site.document("gg/1", "N/1", "", "丙。");
    site.build();
    assert_eq!(
        texts(&site.read("category/gfxwj/feed.xml"), "entry").len(),
        30
    );
    let before = tree(&site.public());
    site.document("gg/2", "N/2", "date_created: 2024-08-01\n", "丁。");
    site.build();
    let after = tree(&site.public());
    let changed: Vec<&String> = after
        .iter()
        .filter(|(path, bytes)| path.ends_with("feed.xml") && before.get(*path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        changed.len(),
        3,
        "the site, the column and the body: {changed:?}"
    );
    assert!(!changed.iter().any(|path| path.contains("gfxwj")));
}

#[test]
fn days_of_change_are_those_of_the_documents() {
    let site = site();
    rule(&site, 1, "date_created: 2023-01-01\n");
    rule(
        &site,
        2,
        "date_created: 2024-05-01\ndate_effective: 2024-06-01\nrepeals: [G/1]\n",
    );
    rule(
        &site,
        3,
        "date_created: 2024-02-01\ndate_effective: 2027-01-01\n",
    );
    site.write(
        "content/about.md",
        "---\ntitle: 说明\nkind: page\n---\n乙\n",
    );
    let days = |day: &str| -> BTreeMap<String, String> {
        site.run(&["--as-of", day, "build"]).ends(0);
        let text = site.read("sitemap.xml");
        let xml = roxmltree::Document::parse(&text).unwrap();
        let child = |url: roxmltree::Node<'_, '_>, name: &str| {
            let found = url.children().find(|c| c.tag_name().name() == name);
            found.and_then(|c| c.text()).unwrap_or_default().to_owned()
        };
        let urls = xml.descendants().filter(|n| n.tag_name().name() == "url");
        urls.map(|url| {
            let place = child(url, "loc").strip_prefix(BASE).unwrap().to_owned();
            (place, child(url, "lastmod"))
        })
        .collect()
    };
    let early = days("2024-05-10");
    let late = days("2024-06-10");
    assert_eq!(
        early[&page("G/1")],
        "2024-05-01",
        "named as repealed from then on"
    );
    assert_eq!(late[&page("G/1")], "2024-06-01", "repealed");
    assert_eq!(
        late[&page("G/3")],
        "2024-02-01",
        "a day in the future is not a change"
    );
    assert_eq!(late["category/gfxwj/"], "2024-06-01");
    assert_eq!(late[""], "2024-06-01");
    assert_eq!(
        late["category/kl/"], "",
        "a list without documents has no day"
    );
    assert_eq!(
        (late["about.html"].as_str(), late["search.html"].as_str()),
        ("", "")
    );
    // without a change, another day gives the same feeds, sitemap and linked data
    let files = || -> BTreeMap<String, Vec<u8>> {
        let files = tree(&site.public()).into_iter();
        files
            .filter(|(path, _)| path.ends_with(".xml") || path.ends_with(".jsonld"))
            .collect()
    };
    let before = files();
    days("2024-06-20");
    assert_same(&before, &files(), "another day");
    assert_eq!(
        texts(&site.read("feed.xml"), "updated")[0],
        "2024-06-01T00:00:00+08:00"
    );
}

/// The nodes of a file of linked data, by their names.
fn nodes(site: &Site, path: &str) -> BTreeMap<String, serde_json::Value> {
    let file: serde_json::Value = serde_json::from_str(&site.read(path)).unwrap();
    assert!(file["@context"]["@vocab"].is_string());
    let nodes = file["@graph"].as_array().unwrap().iter();
    nodes
        .map(|node| (node["@id"].as_str().unwrap().to_owned(), node.clone()))
        .collect()
}

#[test]
fn the_catalogue_is_linked_data() {
    let site = site();
    rule(
        &site,
        1,
        "document_number: 甲规〔2023〕1号\ndate_created: 2023-01-01\ndate_expires: 2030-12-31\n",
    );
    rule(
        &site,
        2,
        "date_created: 2024-05-01\nrepeals: [G/1]\namends: [G/3]\n",
    );
    rule(&site, 3, "date_created: 2024-02-01\n");
    rule(
        &site,
        4,
        "date_created: 2024-02-01\nwithdrawn: {date: 2024-03-01, reason: 有误}\n",
    );
    site.document(
        "gg/5",
        "G/5",
        "title: 公告\ndate_created: 2024-06-01\ninterprets: [G/2]\n",
        "丙。",
    );
    site.build();
    let catalogue = nodes(&site, "catalogue.jsonld");
    let thing = |name: &str| format!("{BASE}catalogue.jsonld#{name}");
    let names: Vec<&String> = catalogue.keys().collect();
    let expected = ["agency", "catalogue", "ledger", "year-2023", "year-2024"].map(thing);
    assert_eq!(names, expected.iter().collect::<Vec<_>>());
    // every file that a data set names exists
    let mut files = BTreeSet::new();
    for node in catalogue.values() {
        let all = match &node["dcat:distribution"] {
            serde_json::Value::Array(all) => all.clone(),
            serde_json::Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        files.extend(
            all.iter()
                .map(|f| f["dcat:downloadURL"]["@id"].as_str().unwrap().to_owned()),
        );
    }
    assert_eq!(files.len(), 5, "{files:?}");
    for file in &files {
        assert!(site.has(file.strip_prefix(BASE).unwrap()), "{file}");
    }
    let of_2023 = nodes(&site, "year/2023/documents.jsonld");
    let of_2024 = nodes(&site, "year/2024/documents.jsonld");
    assert_eq!(
        (of_2023.len(), of_2024.len()),
        (1, 3),
        "withdrawn documents are left out"
    );
    let url = |number: &str| format!("{BASE}{}", page(number));
    let old = &of_2023[&url("G/1")];
    assert_eq!(old["@type"], "Legislation");
    assert_eq!(old["legislationIdentifier"], "甲规〔2023〕1号");
    assert_eq!(
        old["legislationLegalForce"]["@id"],
        "https://schema.org/NotInForce"
    );
    assert_eq!(
        of_2024[&url("G/3")]["legislationLegalForce"]["@id"],
        "https://schema.org/InForce"
    );
    assert_eq!(
        of_2024[&url("G/2")]["legislationRepeals"][0]["@id"],
        url("G/1")
    );
    assert_eq!(
        of_2024[&url("G/2")]["legislationAmends"][0]["@id"],
        url("G/3")
    );
    assert_eq!(of_2024[&url("G/5")]["@type"], "DigitalDocument");
    assert_eq!(of_2024[&url("G/5")]["about"][0]["@id"], url("G/2"));
    let link = |path: &str, href: &str| {
        site.read(path).contains(&format!(
            "<link rel=alternate type=\"application/ld+json\" href=\"{href}\">"
        ))
    };
    assert!(link("index.html", "catalogue.jsonld"));
    assert!(link(
        "year/2024/index.html",
        "../../year/2024/documents.jsonld"
    ));
    assert!(!site.read(&page("G/1")).contains("ld+json"));
}

#[test]
fn without_an_address_there_is_neither_a_feed_of_a_list_nor_linked_data() {
    let site = site();
    site.write("mulu.yaml", "title: 测试目录\nagency: {name: 甲局}\n");
    rule(&site, 1, "");
    site.build();
    let files: Vec<String> = tree(&site.public())
        .into_keys()
        .filter(|path| path.ends_with("feed.xml") || path.ends_with(".jsonld"))
        .collect();
    assert_eq!(files, ["feed.xml"]);
    for (path, bytes) in tree(&site.public())
        .iter()
        .filter(|(p, _)| p.ends_with(".html"))
    {
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains("/feed.xml\" ") && !text.contains("ld+json"),
            "{path}"
        );
    }
}
