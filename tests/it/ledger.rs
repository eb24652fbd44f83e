//! The catalogue in three forms and the feeds: they agree with one another and with the pages.

use crate::harness::Site;
use calamine::{Data, Reader, Xlsx};
use std::collections::BTreeSet;
use std::io::Cursor;

fn demonstration() -> Site {
    let site = Site::demonstration();
    site.run(&["--as-of", "2026-12-01", "build", "--base-url", "https://example.cn/xxgk"]).ends(0);
    site
}

fn json(site: &Site) -> Vec<serde_json::Value> {
    let value: serde_json::Value = serde_json::from_str(&site.read("catalogue.json")).unwrap();
    value["documents"].as_array().unwrap().clone()
}

fn csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").expect("a byte-order mark, without which Excel shows no Chinese");
    csv::ReaderBuilder::new().has_headers(false).from_reader(text).records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn xlsx(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let day = |serial: f64| {
        let first = jiff::civil::date(1899, 12, 30);
        first.checked_add(jiff::Span::new().days(serial as i64)).unwrap().to_string()
    };
    let cell = |c: &Data| match c {
        Data::Empty => String::new(),
        Data::DateTime(d) => day(d.as_f64()),
        other => other.to_string(),
    };
    sheet.rows().map(|r| r.iter().map(cell).collect()).collect()
}

#[test]
fn json_csv_and_xlsx_carry_the_same_rows() {
    let site = demonstration();
    let documents = json(&site);
    let table = csv(&std::fs::read(site.public().join("catalogue.csv")).unwrap());
    let sheet = xlsx(std::fs::read(site.public().join("catalogue.xlsx")).unwrap());
    assert!(documents.len() > 50);
    assert_eq!((table.len(), sheet.len()), (documents.len() + 1, documents.len() + 1));
    assert_eq!(table, sheet);
    let heading = |name: &str| table[0].iter().position(|h| h == name).unwrap_or_else(|| panic!("no heading {name}: {:?}", table[0]));
    for (row, document) in table[1..].iter().zip(&documents) {
        for (name, key) in [
            ("索引号", "index_number"),
            ("标题", "title"),
            ("文号", "document_number"),
            ("发文机关", "issuing_body"),
            ("成文日期", "date_created"),
            ("发布日期", "date_published"),
            ("实施日期", "date_effective"),
            ("失效日期", "date_expires"),
            ("废止日期", "date_repealed"),
            ("有效性", "validity_label"),
            ("有效性代码", "validity"),
            ("网址", "url"),
        ] {
            assert_eq!(row[heading(name)], document[key].as_str().unwrap_or_default(), "{name} of {}", document["index_number"]);
        }
        let url = document["url"].as_str().unwrap();
        assert!(site.has(url), "{url}");
        // what a visitor reads: the markup may allow a long number to break
        let page = scraper::Html::parse_document(&site.read(url)).root_element().text().collect::<String>();
        assert!(page.contains(document["index_number"].as_str().unwrap()), "{url}");
    }
    let days: Vec<&str> = documents.iter().map(|d| d["date_published"].as_str().unwrap()).collect();
    assert!(days.windows(2).all(|w| w[0] >= w[1]), "newest first");
}

#[test]
fn the_table_opens_everywhere_and_runs_nothing() {
    let site = Site::new();
    for (i, title) in ["=HYPERLINK(\"http://x\")", "+1+1", "-1", "@SUM(A1)", "引号\"与逗号,", "\\t=1"].iter().enumerate() {
        let title = serde_json::Value::from(*title).to_string();
        site.document(&format!("{i}"), &format!("N/2024-{i}"), &format!("title: {title}\n"), "正文。");
    }
    site.build();
    let bytes = std::fs::read(site.public().join("catalogue.csv")).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.lines().count() == 7 && text.matches("\r\n").count() == 7 && text.matches('\n').count() == 7, "{text:?}");
    for row in csv(&bytes) {
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    assert!(text.contains("\"引号\"\"与逗号,\""), "{text}");
    let titles: BTreeSet<String> = json(&site).iter().map(|d| d["title"].as_str().unwrap().to_owned()).collect();
    assert!(titles.contains("=HYPERLINK(\"http://x\")") && titles.contains("-1"), "programs get the text itself: {titles:?}");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(std::fs::read(site.public().join("catalogue.xlsx")).unwrap())).unwrap();
    let sheet = book.sheet_names()[0].clone();
    assert!(book.worksheet_formula(&sheet).map_or(true, |f| f.cells().all(|(_, _, f)| f.is_empty())), "the sheet holds formulas");
    let rows = xlsx(std::fs::read(site.public().join("catalogue.xlsx")).unwrap());
    assert!(rows.iter().any(|r| r[1] == "=HYPERLINK(\"http://x\")"), "{rows:?}");
}

#[test]
fn export_gives_what_the_site_carries() {
    let site = demonstration();
    let args = ["--as-of", "2026-12-01", "export", "--format"];
    for form in ["csv", "json"] {
        let run = site.run(&[&args[..], &[form]].concat()).ends(0);
        assert_eq!(run.stdout, site.read(&format!("catalogue.{form}")), "{form}");
    }
    site.run(&[&args[..], &["xlsx", "-o", "台账.xlsx"]].concat()).ends(0);
    assert_eq!(std::fs::read(site.root().join("台账.xlsx")).unwrap(), std::fs::read(site.public().join("catalogue.xlsx")).unwrap());
    let again = site.run(&[&args[..], &["csv", "-o", "台账.xlsx", "--lang", "zh"]].concat()).ends(2);
    assert!(again.stderr.contains("已存在"), "{}", again.stderr);
    site.write("content/wrong.md", "没有文件信息\n");
    let wrong = site.run(&[&args[..], &["csv"]].concat()).ends(1);
    assert!(wrong.stdout.is_empty() && wrong.stderr.contains("missing-front-matter"));
}

#[test]
fn the_feed_is_atom() {
    let site = demonstration();
    let text = site.read("feed.xml");
    let xml = roxmltree::Document::parse(&text).unwrap();
    let feed = xml.root_element();
    const ATOM: &str = "http://www.w3.org/2005/Atom";
    assert!(feed.has_tag_name((ATOM, "feed")));
    let child = |node: roxmltree::Node<'_, '_>, name: &str| {
        node.children().find(|c| c.has_tag_name((ATOM, name))).and_then(|c| c.text()).unwrap_or_default().to_owned()
    };
    for name in ["title", "id", "updated"] {
        assert!(!child(feed, name).is_empty(), "{name}");
    }
    let entries: Vec<_> = feed.children().filter(|c| c.has_tag_name((ATOM, "entry"))).collect();
    assert_eq!(entries.len(), 30);
    let ids: BTreeSet<String> = entries.iter().map(|e| child(*e, "id")).collect();
    assert_eq!(ids.len(), entries.len(), "every id once");
    for entry in &entries {
        let updated = child(*entry, "updated");
        assert!(updated.parse::<jiff::Timestamp>().is_ok(), "{updated} is no RFC 3339 time");
        let link = entry.children().find(|c| c.has_tag_name((ATOM, "link"))).and_then(|l| l.attribute("href")).unwrap();
        let path = link.strip_prefix("https://example.cn/xxgk/").unwrap();
        assert!(site.has(path), "{link}");
    }
    let times: Vec<String> = entries.iter().map(|e| child(*e, "published")).collect();
    assert!(times.windows(2).all(|w| w[0][..10] >= w[1][..10]), "newest first: {times:?}");
}

#[test]
fn the_sitemap_names_pages_that_exist() {
    let site = demonstration();
    let text = site.read("sitemap.xml");
    let xml = roxmltree::Document::parse(&text).unwrap();
    let places: Vec<&str> =
        xml.descendants().filter(|n| n.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc"))).filter_map(|n| n.text()).collect();
    assert!(places.len() > 100);
    assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), places.len(), "every address once");
    for place in &places {
        let path = place.strip_prefix("https://example.cn/xxgk/").unwrap();
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        assert!(site.has(&path), "{place}");
        let page = site.read(&path);
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{place}\">")), "{place} calls itself something else");
    }
    assert!(site.read("robots.txt").contains("Sitemap: https://example.cn/xxgk/sitemap.xml"));
    for document in json(&site) {
        assert!(places.iter().any(|p| p.ends_with(document["url"].as_str().unwrap())), "{}", document["url"]);
    }
}

#[test]
fn without_an_address_of_its_own_a_site_has_no_absolute_links() {
    let site = Site::new();
    site.write("mulu.yaml", "title: 测试目录\nagency: {name: 甲局}\n");
    site.document("a", "N/2024-1", "", "正文。");
    site.build();
    assert!(!site.has("sitemap.xml"));
    for (path, bytes) in crate::harness::tree(&site.public()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(path.ends_with(".xlsx") || !text.contains("rel=\"canonical\"") && !text.contains("name=\"Url\""), "{path}");
    }
    roxmltree::Document::parse(&site.read("feed.xml")).unwrap();
}

/// What a day changes: what is published later is not there, and what has ended is marked.
#[test]
fn the_catalogue_is_that_of_its_day() {
    let site = Site::new();
    site.document("a", "A/1", "date_created: 2023-01-01\ndate_effective: 2023-03-01\ndate_expires: 2025-12-31\n", "甲。");
    site.document("b", "B/1", "date_created: 2024-05-01\ndate_published: 2024-05-10\nrepeals: [A/1]\ndate_effective: 2024-06-01\n", "乙。");
    let on = |day: &str| {
        site.run(&["--as-of", day, "build"]).ends(0);
        json(&site).iter().map(|d| format!("{} {}", d["index_number"].as_str().unwrap(), d["validity"].as_str().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(on("2022-12-31"), Vec::<String>::new());
    assert_eq!(on("2023-02-28"), ["A/1 not_yet_effective"]);
    assert_eq!(on("2024-05-09"), ["A/1 effective"]);
    assert_eq!(on("2024-05-10"), ["B/1 not_yet_effective", "A/1 effective"]);
    assert_eq!(on("2024-06-01"), ["B/1 effective", "A/1 repealed"]);
    let page = site.read(&(mulu::catalogue::address::document("A/1").unwrap() + ".html"));
    assert!(page.contains("2024-06-01") && page.contains(&mulu::catalogue::address::document("B/1").unwrap()), "{page}");
}
