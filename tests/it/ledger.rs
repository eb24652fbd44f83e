//! Tests that the ledger has the same rows in JSON, CSV and XLSX, that `mulu export` gives these
//! rows too, and that the feed and the sitemap name only pages that exist.

use crate::harness::Site;
use calamine::{Data, Reader, Xlsx};
use std::collections::BTreeSet;
use std::io::Cursor;

fn demonstration() -> Site {
    let site = Site::demonstration();
    site.run(&[
        "--as-of",
        "2026-12-01",
        "build",
        "--base-url",
        "https://example.cn/xxgk",
    ])
    .ends(0);
    site
}

fn json(site: &Site) -> Vec<serde_json::Value> {
    let value: serde_json::Value = serde_json::from_str(&site.read("catalogue.json")).unwrap();
    value["documents"].as_array().unwrap().clone()
}

fn csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .expect("a byte-order mark, without which Excel shows no Chinese");
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text)
        .records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn xlsx(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let day = |serial: f64| {
        let first = jiff::civil::date(1899, 12, 30);
        first
            .checked_add(jiff::Span::new().days(serial as i64))
            .unwrap()
            .to_string()
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
    assert_eq!(
        (table.len(), sheet.len()),
        (documents.len() + 1, documents.len() + 1)
    );
    assert_eq!(table, sheet);
    let heading = |name: &str| {
        table[0]
            .iter()
            .position(|h| h == name)
            .unwrap_or_else(|| panic!("no heading {name}: {:?}", table[0]))
    };
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
            assert_eq!(
                row[heading(name)],
                document[key].as_str().unwrap_or_default(),
                "{name} of {}",
                document["index_number"]
            );
        }
        let url = document["url"].as_str().unwrap();
        assert!(site.has(url), "{url}");
        // the text without markup, because markup may divide a long number
        let page = scraper::Html::parse_document(&site.read(url))
            .root_element()
            .text()
            .collect::<String>();
        assert!(
            page.contains(document["index_number"].as_str().unwrap()),
            "{url}"
        );
    }
    let days: Vec<&str> = documents
        .iter()
        .map(|d| d["date_published"].as_str().unwrap())
        .collect();
    assert!(days.windows(2).all(|w| w[0] >= w[1]), "newest first");
}

#[test]
fn the_table_opens_everywhere_and_runs_nothing() {
    let site = Site::new();
    for (i, title) in [
        "=HYPERLINK(\"http://x\")",
        "+1+1",
        "-1",
        "@SUM(A1)",
        "引号\"与,逗号",
        "\\t=1",
    ]
    .iter()
    .enumerate()
    {
        let title = serde_json::Value::from(*title).to_string();
        site.document(
            &format!("{i}"),
            &format!("N/2024-{i}"),
            &format!("title: {title}\n"),
            "正文。",
        );
    }
    site.build();
    let bytes = std::fs::read(site.public().join("catalogue.csv")).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(
        text.lines().count() == 7
            && text.matches("\r\n").count() == 7
            && text.matches('\n').count() == 7,
        "{text:?}"
    );
    for row in csv(&bytes) {
        for cell in row {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
        }
    }
    assert!(text.contains("\"引号\"\"与,逗号\""), "{text}");
    let titles: BTreeSet<String> = json(&site)
        .iter()
        .map(|d| d["title"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        titles.contains("=HYPERLINK(\"http://x\")") && titles.contains("-1"),
        "programs get the text itself: {titles:?}"
    );
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(
        std::fs::read(site.public().join("catalogue.xlsx")).unwrap(),
    ))
    .unwrap();
    let sheet = book.sheet_names()[0].clone();
    assert!(
        book.worksheet_formula(&sheet)
            .map_or(true, |f| f.cells().all(|(_, _, f)| f.is_empty())),
        "the sheet holds formulas"
    );
    let rows = xlsx(std::fs::read(site.public().join("catalogue.xlsx")).unwrap());
    assert!(
        rows.iter().any(|r| r[1] == "=HYPERLINK(\"http://x\")"),
        "{rows:?}"
    );
}

#[test]
fn export_gives_what_the_site_carries() {
    let site = demonstration();
    let args = ["--as-of", "2026-12-01", "export", "--format"];
    // `export` lists withdrawn documents after the published ones
    let office: serde_json::Value =
        serde_json::from_str(&site.run(&[&args[..], &["json"]].concat()).ends(0).stdout).unwrap();
    let (published, withdrawn): (Vec<_>, Vec<_>) = office["documents"]
        .as_array()
        .unwrap()
        .iter()
        .cloned()
        .partition(|d| d["validity"] != "withdrawn");
    assert_eq!(published, json(&site));
    let office = csv(site
        .run(&[&args[..], &["csv"]].concat())
        .ends(0)
        .stdout
        .as_bytes());
    let public = csv(&std::fs::read(site.public().join("catalogue.csv")).unwrap());
    assert_eq!(office.len(), public.len() + withdrawn.len());
    assert_eq!(
        office[..public.len()]
            .iter()
            .map(|row| row[..public[0].len()].to_vec())
            .collect::<Vec<_>>(),
        public
    );
    assert_eq!(office[0][public[0].len()..][..2], ["撤回日期", "撤回原因"]);
    site.run(&[&args[..], &["xlsx", "-o", "台账.xlsx"]].concat())
        .ends(0);
    assert_eq!(
        xlsx(std::fs::read(site.root().join("台账.xlsx")).unwrap()),
        office
    );
    let again = site
        .run(&[&args[..], &["xlsx", "-o", "台账.xlsx", "--lang", "zh"]].concat())
        .ends(2);
    assert!(again.stderr.contains("已存在"), "{}", again.stderr);
    let other = site
        .run(&[&args[..], &["csv", "-o", "另.xlsx", "--lang", "zh"]].concat())
        .ends(2);
    assert!(other.stderr.contains("不一致"), "{}", other.stderr);
    site.run(&["--as-of", "2026-12-01", "export", "-o", "另.xlsx"])
        .ends(0);
    assert_eq!(
        xlsx(std::fs::read(site.root().join("另.xlsx")).unwrap()),
        office
    );
    site.write("content/wrong.md", "没有文件信息\n");
    let wrong = site.run(&[&args[..], &["csv"]].concat()).ends(1);
    assert!(wrong.stdout.is_empty() && wrong.stderr.contains("missing-front-matter"));
}

#[test]
fn every_published_document_is_a_line_of_ndjson_with_its_text() {
    let site = Site::new();
    site.document(
        "a",
        "N/2024-1",
        "title: 甲\ndocument_number: 甲发〔2024〕1号\nattachments: [{file: 表.txt, title: 名额表}]\n",
        "各科室：\n\n请于 5 日前报送。",
    );
    site.write("content/表.txt", "甲 1\n");
    let other =
        "title: 乙\nrepeals: [{document_number: 外发〔2020〕1号, url: 'https://b.example.cn/1'}]\n";
    site.document("b", "N/2024-2", other, "另一份。");
    site.document("c", "N/2024-3", "title: 丙\ndraft: true\n", "金丝雀");
    let withdrawn = "title: 丁\nwithdrawn: {date: 2025-03-01, reason: 内容有误}\n";
    site.document("d", "N/2024-4", withdrawn, "金丝雀");
    site.run(&["--as-of", "2026-12-01", "build"]).ends(0);
    let args = ["--as-of", "2026-12-01", "export", "--format", "ndjson"];
    let text = site.run(&args).ends(0).stdout;
    assert!(!text.contains("金丝雀") && !text.contains("N/2024-4"));
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    // every line has the same keys in the same order, even if a key has no value; only these three
    // keys may be missing
    const OPTIONAL: [&str; 3] = ["elsewhere", "grounds", "reviews"];
    let keys = |line: &serde_json::Value| -> Vec<String> {
        let all = line.as_object().unwrap().keys().cloned();
        all.filter(|key| !OPTIONAL.contains(&key.as_str()))
            .collect()
    };
    assert!(lines.iter().all(|line| keys(line) == keys(&lines[0])));
    let with = |key: &str| -> Vec<&serde_json::Value> {
        let all = lines.iter().filter(|line| line.get(key).is_some());
        all.map(|line| &line["index_number"]).collect()
    };
    assert_eq!(with("elsewhere"), ["N/2024-2"]);
    // the values are those of the published ledger
    for (line, row) in lines.iter().zip(json(&site)) {
        for (key, value) in row.as_object().unwrap() {
            assert_eq!(&line[key], value, "{key}");
        }
    }
    assert_eq!(lines.len(), json(&site).len());
    let first = lines.iter().find(|l| l["index_number"] == "N/2024-1");
    let first = first.unwrap();
    assert_eq!(first["text"], "各科室：\n请于 5 日前报送。");
    assert_eq!(first["as_of"], "2026-12-01");
    assert_eq!(first["attachments"][0]["title"], "名额表");
    let file = first["attachments"][0]["url"].as_str().unwrap();
    assert!(site.public().join(file).is_file(), "{file}");
    // each key has a type in the mapping
    let mapping: serde_json::Value =
        serde_json::from_str(&site.run(&["schema", "ndjson"]).ends(0).stdout).unwrap();
    for key in keys(first) {
        assert!(mapping["mappings"]["properties"][&key].is_object(), "{key}");
    }
    // with `--bulk`, a line with the names of the index and the document precedes each document
    site.run(&[
        "--as-of",
        "2026-12-01",
        "export",
        "-o",
        "b.ndjson",
        "--bulk",
        "xxgk",
    ])
    .ends(0);
    let bulk = std::fs::read_to_string(site.root().join("b.ndjson")).unwrap();
    let (actions, documents): (Vec<_>, Vec<_>) =
        bulk.lines().enumerate().partition(|(n, _)| n % 2 == 0);
    let documents: Vec<&str> = documents.into_iter().map(|(_, line)| line).collect();
    assert_eq!(documents, text.lines().collect::<Vec<_>>());
    for ((_, action), line) in actions.into_iter().zip(&lines) {
        let action: serde_json::Value = serde_json::from_str(action).unwrap();
        assert_eq!(action["index"]["_index"], "xxgk");
        assert_eq!(action["index"]["_id"], line["index_number"]);
    }
    let other = site.run(&["export", "-o", "a.csv", "--bulk", "xxgk", "--lang", "en"]);
    assert!(other.ends(2).stderr.contains("--format ndjson"));
    for name in ["", "Xxgk", "a b", "_a", "a/b", "a\"b"] {
        let wrong = site.run(&["export", "--format", "ndjson", "--bulk", name]);
        assert!(wrong.ends(2).stdout.is_empty(), "{name}");
    }
    // a fault in a text stops the export before anything is written
    site.document("e", "N/2024-5", "title: 戊\n", "[表](没有.xlsx)");
    let wrong = site.run(&args).ends(1);
    assert!(wrong.stdout.is_empty() && wrong.stderr.contains("没有.xlsx"));
    site.run(&["export", "-o", "c.ndjson"]).ends(1);
    assert!(!site.root().join("c.ndjson").exists());
}

#[test]
fn the_ledger_of_the_office_has_a_line_for_what_was_taken_down() {
    let site = Site::new();
    site.document("a", "N/2024-1", "", "正文。");
    let withdrawn = "title: 金丝雀\nsummary: 金丝雀\nkeywords: [金丝雀]\ndocument_number: 甲发〔2024〕2号\nwithdrawn: {date: 2025-03-01, reason: 内容有误}\n";
    site.document("b", "N/2024-2", withdrawn, "金丝雀");
    let office = site.run(&["export"]).ends(0).stdout;
    assert!(!office.contains("金丝雀"), "{office}");
    let rows = csv(office.as_bytes());
    let of =
        |row: &[String], name: &str| row[rows[0].iter().position(|h| h == name).unwrap()].clone();
    let line = rows.iter().find(|r| r[0] == "N/2024-2").unwrap();
    assert_eq!(
        ["有效性", "撤回日期", "撤回原因", "文号", "标题"].map(|name| of(line, name)),
        ["撤回", "2025-03-01", "内容有误", "甲发〔2024〕2号", ""]
    );
    site.run(&["export", "--format", "xlsx", "-o", "台账.xlsx"])
        .ends(0);
    assert_eq!(
        xlsx(std::fs::read(site.root().join("台账.xlsx")).unwrap()),
        rows
    );
    site.build();
    assert!(
        !site.read("catalogue.csv").contains("N/2024-2")
            && !site.read("catalogue.json").contains("N/2024-2")
    );
    // before the day of its withdrawal, the document is an ordinary one
    let before = site
        .run(&["--as-of", "2025-02-28", "export"])
        .ends(0)
        .stdout;
    assert!(before.contains("金丝雀") && !before.contains("内容有误"));
}

#[test]
fn a_summary_longer_than_a_cell_is_cut_in_the_table_only() {
    let site = Site::new();
    // front matter may have 64 KiB, and a cell of a workbook 32,767 characters
    let summary = "a".repeat(40_000);
    site.document("a", "N/2024-1", &format!("summary: {summary}\n"), "正文。");
    let mut command = crate::harness::mulu(site.root());
    // `build` keeps temporary files only in the site's own `.mulu`, and `export` makes none in the
    // system's temporary folder
    crate::harness::run(command.env("TMPDIR", "/nonexistent").args([
        "--as-of",
        crate::harness::DAY,
        "build",
    ]))
    .ends(0);
    let row = |rows: Vec<Vec<String>>| rows[1][10].clone();
    std::fs::remove_dir_all(site.root().join(".mulu")).unwrap();
    let mut command = crate::harness::mulu(site.root());
    command.env("TMPDIR", "/nonexistent").args([
        "--as-of",
        crate::harness::DAY,
        "export",
        "--format",
        "xlsx",
        "-o",
    ]);
    crate::harness::run(command.arg(site.root().join("office.xlsx"))).ends(0);
    assert_eq!(
        xlsx(std::fs::read(site.root().join("office.xlsx")).unwrap()).len(),
        2
    );
    assert_eq!(
        row(csv(
            &std::fs::read(site.public().join("catalogue.csv")).unwrap()
        )),
        summary
    );
    let cell = row(xlsx(
        std::fs::read(site.public().join("catalogue.xlsx")).unwrap(),
    ));
    assert!(
        cell.chars().count() == 32_767 && cell.starts_with("aaa") && cell.contains("全文见 CSV"),
        "{}",
        cell.len()
    );
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
        node.children()
            .find(|c| c.has_tag_name((ATOM, name)))
            .and_then(|c| c.text())
            .unwrap_or_default()
            .to_owned()
    };
    for name in ["title", "id", "updated"] {
        assert!(!child(feed, name).is_empty(), "{name}");
    }
    let entries: Vec<_> = feed
        .children()
        .filter(|c| c.has_tag_name((ATOM, "entry")))
        .collect();
    assert_eq!(entries.len(), 30);
    let ids: BTreeSet<String> = entries.iter().map(|e| child(*e, "id")).collect();
    assert_eq!(ids.len(), entries.len(), "every id once");
    for entry in &entries {
        let updated = child(*entry, "updated");
        assert!(
            updated.parse::<jiff::Timestamp>().is_ok(),
            "{updated} is no RFC 3339 time"
        );
        let link = entry
            .children()
            .find(|c| c.has_tag_name((ATOM, "link")))
            .and_then(|l| l.attribute("href"))
            .unwrap();
        let path = link.strip_prefix("https://example.cn/xxgk/").unwrap();
        assert!(site.has(path), "{link}");
    }
    let times: Vec<String> = entries.iter().map(|e| child(*e, "published")).collect();
    assert!(
        times.windows(2).all(|w| w[0][..10] >= w[1][..10]),
        "newest first: {times:?}"
    );
}

#[test]
fn the_sitemap_names_pages_that_exist() {
    let site = demonstration();
    let text = site.read("sitemap.xml");
    let xml = roxmltree::Document::parse(&text).unwrap();
    let places: Vec<&str> = xml
        .descendants()
        .filter(|n| n.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc")))
        .filter_map(|n| n.text())
        .collect();
    assert!(places.len() > 100);
    assert_eq!(
        places.iter().collect::<BTreeSet<_>>().len(),
        places.len(),
        "every address once"
    );
    for place in &places {
        let path = place.strip_prefix("https://example.cn/xxgk/").unwrap();
        let path = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        assert!(site.has(&path), "{place}");
        let page = site.read(&path);
        assert!(
            page.contains(&format!("<link rel=canonical href=\"{place}\">")),
            "{place} states another address for itself"
        );
    }
    assert!(
        site.read("robots.txt")
            .contains("Sitemap: https://example.cn/xxgk/sitemap.xml")
    );
    for document in json(&site) {
        assert!(
            places
                .iter()
                .any(|p| p.ends_with(document["url"].as_str().unwrap())),
            "{}",
            document["url"]
        );
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
        assert!(
            path.ends_with(".xlsx")
                || path.ends_with(".js")
                || !text.contains("rel=canonical") && !text.contains("name=Url"),
            "{path}"
        );
    }
    roxmltree::Document::parse(&site.read("feed.xml")).unwrap();
}

#[test]
fn the_catalogue_is_that_of_its_day() {
    let site = Site::new();
    site.document(
        "a",
        "A/1",
        "date_created: 2023-01-01\ndate_effective: 2023-03-01\ndate_expires: 2025-12-31\n",
        "甲。",
    );
    site.document("b", "B/1", "date_created: 2024-05-01\ndate_published: 2024-05-10\nrepeals: [A/1]\ndate_effective: 2024-06-01\n", "乙。");
    let on = |day: &str| {
        site.run(&["--as-of", day, "build"]).ends(0);
        json(&site)
            .iter()
            .map(|d| {
                format!(
                    "{} {}",
                    d["index_number"].as_str().unwrap(),
                    d["validity"].as_str().unwrap()
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(on("2022-12-31"), Vec::<String>::new());
    assert_eq!(on("2023-02-28"), ["A/1 not_yet_effective"]);
    assert_eq!(on("2024-05-09"), ["A/1 effective"]);
    assert_eq!(on("2024-05-10"), ["B/1 not_yet_effective", "A/1 effective"]);
    assert_eq!(on("2024-06-01"), ["B/1 effective", "A/1 repealed"]);
    let page = site.read(&(mulu::catalogue::address::document("A/1").unwrap() + ".html"));
    assert!(
        page.contains("2024-06-01")
            && page.contains(&mulu::catalogue::address::document("B/1").unwrap()),
        "{page}"
    );
}

#[test]
fn the_feed_stays_well_formed_whatever_stands_in_titles() {
    let site = Site::new();
    site.write("mulu.yaml", "title: \"测\\u0001试\"\nbase_url: https://example.cn/a&b/\nagency: {name: \"甲\\u000b局\"}\n");
    site.document("a", "N/2024-1", "title: \"标\\u0008题 & <b>\"\n", "正文。");
    site.build();
    let text = site.read("feed.xml");
    let xml = roxmltree::Document::parse(&text).unwrap();
    let all = |name: &str| {
        xml.descendants()
            .filter(|n| n.tag_name().name() == name)
            .filter_map(|n| n.text())
            .collect::<Vec<_>>()
    };
    assert_eq!(all("title"), ["测试", "标题 & <b>"]);
    assert_eq!(all("id")[0], "https://example.cn/a&b/");
}
