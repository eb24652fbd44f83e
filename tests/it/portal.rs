//! Tests `mulu join`: a portal over small sites.

use crate::harness::{Run, Site, assert_same, copy, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

/// The members: folder, title and district.
const MEMBERS: [(&str, &str, &str); 3] = [
    ("cz", "财政局", "甲省/乙市"),
    ("mz", "民政局", "甲省/乙市"),
    ("wj", "卫健委", "甲省/丙市"),
];
/// Words from which texts are made, and which are searched.
const WORDS: [&str; 9] = [
    "养老服务",
    "财政补贴",
    "医疗保障",
    "社会救助",
    "项目资金",
    "公共卫生",
    "基层治理",
    "目录清单",
    "服务补",
];

/// What is searched of a document: title, numbers and text.
type Texts = BTreeMap<String, Vec<String>>;

/// Three built members, each in a folder of its name, and their texts by address.
static PROVINCE: LazyLock<(tempfile::TempDir, Texts)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let mut texts = Texts::new();
    for (m, (name, title, _)) in MEMBERS.iter().enumerate() {
        let site = Site::new();
        site.write(
            "mulu.yaml",
            format!("title: {title}信息公开\nagency: {{name: 乙市{title}}}\n"),
        );
        for i in 0..14 {
            let number = format!("QA{m}/2024-{i:03}");
            let body: String = (0..=i % 5)
                .map(|k| WORDS[(i * (m + 2) + k * k) % 8])
                .collect();
            let about = format!("关于{}的通知", WORDS[(i + m) % 8]);
            let document_number = format!("{}发〔2024〕{}号", &title[..3], i + 1);
            let day = format!("2024-{:02}-{:02}", 1 + (i * 5 + m) % 12, 1 + i);
            let repeals = if m == 2 && i == 3 {
                "repeals:\n- {document_number: 财发〔2024〕2号}\ndate_effective: 2024-12-01\n"
            } else {
                ""
            };
            let fields = format!(
                "title: {about}\ndocument_number: {document_number}\ndate_created: {day}\n\
                 date_published: {day}\ncategory: 政策文件\n{repeals}"
            );
            site.document(&format!("d{i}"), &number, &fields, &body);
            let address = format!("../{name}/doc/");
            texts.insert(
                format!("{address} {number}"),
                vec![about, document_number, body],
            );
        }
        site.build();
        copy(&site.public(), &folder.path().join(name));
    }
    (folder, texts)
});

/// A folder with copies of the members and a portal over them in the order of `order`.
fn portal(order: [usize; 3]) -> Site {
    let site = Site::empty();
    let mut text = String::from("title: 甲省政府信息公开门户\nmembers:\n");
    for i in order {
        let (name, title, district) = MEMBERS[i];
        copy(&PROVINCE.0.path().join(name), &site.root().join(name));
        text.push_str(&format!(
            "- path: {name}\n  title: {title}\n  district: {district}\n  level: 市级\n"
        ));
    }
    site.write("portal.yaml", text);
    site
}

/// Makes the portal.
fn join(site: &Site, args: &[&str]) -> Run {
    site.run(&[&["--lang", "en", "join"], args].concat())
}

/// The index numbers of all documents that a search finds.
fn found(site: &Site, args: &[&str]) -> BTreeSet<String> {
    let run = site.run(&[&["search", "--format", "json", "--limit", "1000"], args].concat());
    let run = run.ends(0);
    let object = |line: &str| -> serde_json::Value { serde_json::from_str(line).unwrap() };
    let number = |line: &str| object(line)["index_number"].as_str().unwrap().to_owned();
    run.stdout.lines().map(number).collect()
}

#[test]
fn finds_what_a_scan_finds_whatever_the_order_of_the_members() {
    let site = portal([0, 1, 2]);
    join(&site, &[]).ends(0);
    for word in WORDS
        .into_iter()
        .chain(["〔2024〕3号", "发〔2024〕", "务补", "无此词语"])
    {
        let scan: BTreeSet<String> = PROVINCE
            .1
            .iter()
            .filter(|(_, texts)| texts.iter().any(|text| text.contains(word)))
            .map(|(key, _)| key.split(' ').nth(1).unwrap().to_owned())
            .collect();
        assert_eq!(found(&site, &[word]), scan, "{word}");
    }
    let of_member = found(&site, &["--filter", "member=民政局", "通知"]);
    assert!(of_member.len() == 14 && of_member.iter().all(|n| n.starts_with("QA1")));
    let of_city = found(&site, &["--filter", "district=甲省/乙市", "通知"]);
    assert_eq!(of_city.len(), 28);
    let other = portal([2, 0, 1]);
    join(&other, &[]).ends(0);
    assert_same(
        &tree(&site.public()),
        &tree(&other.public()),
        "another order",
    );
}

#[test]
fn lists_and_links_lead_to_the_members() {
    let site = portal([0, 1, 2]);
    let address = "https://p.example.cn/xxgk/";
    let again = join(&site, &["--base-url", address]).ends(0);
    let sitemap = site.read("sitemap.xml");
    assert!(sitemap.contains("<loc>https://p.example.cn/xxgk/sitemap-1.xml</loc>"));
    let pages = tree(&site.public());
    let is_feed = |path: &&String| path.ends_with("/feed.xml");
    assert_eq!(
        pages.keys().filter(is_feed).count(),
        4,
        "a column and three bodies"
    );
    assert!(again.stderr.contains("42 documents"), "{}", again.stderr);
    let home = site.read("index.html");
    for (name, title, _) in MEMBERS {
        assert!(home.contains(&format!("href=\"../{name}/index.html\">{title}")));
    }
    let year = site.read("year/2024/index.html");
    let pages = tree(&site.root().join("cz"));
    let address = pages.keys().find(|path| path.starts_with("doc/")).unwrap();
    let linked = tree(&site.public())
        .iter()
        .filter(|(path, _)| path.starts_with("year/"))
        .any(|(_, page)| String::from_utf8_lossy(page).contains(&format!("../../../cz/{address}")));
    assert!(linked && year.contains("<ul class=\"items\">"));
    let ledger: serde_json::Value = serde_json::from_str(&site.read("catalogue.json")).unwrap();
    assert_eq!(ledger["documents"].as_array().unwrap().len(), 42);
    assert!(
        site.has("catalogue.csv")
            && site.has("feed.xml")
            && site.has("validity/effective/index.html")
    );
}

#[test]
fn a_second_run_writes_nothing_and_a_change_little() {
    let site = portal([0, 1, 2]);
    join(&site, &[]).ends(0);
    let before = tree(&site.public());
    let again = join(&site, &[]).ends(0);
    assert!(
        again.stderr.contains("; 0 new or changed, 0 removed"),
        "{}",
        again.stderr
    );
    join(&site, &["--force"]).ends(0);
    assert_same(&before, &tree(&site.public()), "a full run");
}

#[test]
fn a_document_that_another_office_repeals_is_shown_with_the_reason() {
    let site = portal([0, 1, 2]);
    copy(&PROVINCE.0.path().join("cz"), &site.root().join("xx"));
    forge(&site, "xx", "catalogue.json", |t| {
        t.replacen("关于", "有关", 1)
    });
    let text = std::fs::read_to_string(site.root().join("portal.yaml")).unwrap();
    join(&site, &[]).ends(0);
    let relations = site.read("relations.html");
    assert!(
        relations.contains("废止：<a href=\"../cz/doc/"),
        "{relations}"
    );
    let number = "QA0/2024-001";
    assert!(found(&site, &["--filter", "validity=repealed", ""]).contains(number));
    let list = site.read("validity/repealed/index.html");
    assert!(list.contains("被下列文件废止："), "{list}");
    let ledger = site.read("catalogue.json");
    let row = ledger.lines().find(|line| line.contains(number)).unwrap();
    assert!(row.contains("\"validity\":\"repealed\""), "{row}");
    let stale = site.read("stale.html");
    assert!(MEMBERS.iter().all(|(_, title, _)| stale.contains(title)));
    assert!(
        stale.contains("未见2024年度") || stale.contains("未见2025年度"),
        "{stale}"
    );

    site.write("portal.yaml", text + "- path: xx\n  title: 另一个局\n");
    let run = join(&site, &[]).ends(0);
    let collides = run.stderr.contains("use the number") && run.stderr.contains("另一个局《有关");
    assert!(collides, "{}", run.stderr);
}

/// Changes a file of a member and writes its digest into the manifest, as its owner could.
fn forge(site: &Site, member: &str, path: &str, change: impl Fn(String) -> String) {
    use sha2::{Digest, Sha256};
    let folder = site.root().join(member);
    let file = folder.join(path);
    let text = change(std::fs::read_to_string(&file).unwrap());
    std::fs::write(&file, &text).unwrap();
    let digest: String = Sha256::digest(&text)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    let manifest = folder.join(".mulu-manifest");
    let lines: Vec<String> = std::fs::read_to_string(&manifest)
        .unwrap()
        .lines()
        .map(|line| match line.split_once("  ") {
            Some((_, name)) if name == path => format!("{digest}  {name}"),
            _ => line.to_owned(),
        })
        .collect();
    std::fs::write(manifest, lines.join("\n") + "\n").unwrap();
}

#[test]
fn a_damaged_or_hostile_member_is_left_out_by_name() {
    type Harm = fn(&Site, &str);
    const LEDGER: &str = "catalogue.json";
    let harms: [(&str, Harm); 12] = [
        ("does not match", |s, m| {
            let path = s.root().join(m).join("index.html");
            std::fs::write(path, "<script>alert(1)</script>").unwrap();
        }),
        ("is missing", |s, m| {
            std::fs::remove_file(s.root().join(m).join("feed.xml")).unwrap()
        }),
        ("no site that mulu made", |s, m| {
            std::fs::remove_file(s.root().join(m).join(".mulu-manifest")).unwrap();
        }),
        ("cannot be read", |s, m| {
            std::fs::remove_dir_all(s.root().join(m)).unwrap()
        }),
        ("not in the manifest", |s, m| {
            s.write(&format!("{m}/search/extra.js"), "alert(1)");
        }),
        ("markup", |s, m| {
            forge(s, m, LEDGER, |t| {
                t.replacen("关于", "<script>alert(1)</script>", 1)
            });
        }),
        ("relative one", |s, m| {
            forge(s, m, LEDGER, |t| t.replacen("\"doc/", "\"../../doc/", 1));
        }),
        ("the date", |s, m| {
            forge(s, m, LEDGER, |t| t.replacen("\"2024-", "\"99999-", 1));
        }),
        ("no validity", |s, m| {
            forge(s, m, LEDGER, |t| {
                t.replacen("\"effective\"", "\"x\\\"y\"", 1)
            });
        }),
        ("more documents", |s, m| {
            forge(s, m, LEDGER, |t| {
                let row = t.lines().nth(1).unwrap().trim_end_matches(',').to_owned();
                t.replacen("[\n", &format!("[\n{}", format!("{row},\n").repeat(500)), 1)
            });
        }),
        ("outside the site", |s, m| {
            let path = s.root().join(m).join(".mulu-manifest");
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::write(path, text.replacen("  404.html", "  ../404.html", 1)).unwrap();
        }),
        ("search index is damaged", |s, m| {
            let text = "mulu$(\"root\",\"\");".to_owned();
            forge(s, m, "search/now.js", |_| text.clone());
            let root = s.root().join(m).join("search/root.js");
            let bytes = std::fs::read(&root).unwrap();
            std::fs::write(&root, &bytes[..bytes.len() / 2 / 2 * 2]).unwrap();
            refresh(s, m, "search/root.js");
        }),
    ];
    let site = portal([0, 1, 2]);
    let mut text = std::fs::read_to_string(site.root().join("portal.yaml")).unwrap();
    for (i, (_, harm)) in harms.iter().enumerate() {
        let name = format!("h{i}");
        copy(&PROVINCE.0.path().join("mz"), &site.root().join(&name));
        harm(&site, &name);
        text.push_str(&format!("- path: {name}\n  title: 坏{i}局\n"));
    }
    site.write("portal.yaml", text);
    let run = join(&site, &[]).ends(0);
    let members = site.read("members.html");
    for (i, (said, _)) in harms.iter().enumerate() {
        let name = format!("坏{i}局");
        let named = format!("leaves out the member {name}: ");
        let mut lines = run.stderr.lines();
        let line = lines.find(|line| line.contains(&named)).unwrap_or_default();
        assert!(
            line.contains(said),
            "{name}, {said}: {line}\n{}",
            run.stderr
        );
        assert!(members.contains(&name), "{name}");
    }
    assert_eq!(found(&site, &["通知"]).len(), 42);
    let pages = tree(&site.public());
    let runs = |page: &[u8]| String::from_utf8_lossy(page).contains("<script>alert");
    assert!(!pages.values().any(|page| runs(page)));
    join(&site, &["--deny", "warnings"]).ends(1);
}

/// Writes the digest of a file into the manifest of a member.
fn refresh(site: &Site, member: &str, path: &str) {
    use sha2::{Digest, Sha256};
    let folder = site.root().join(member);
    let bytes = std::fs::read(folder.join(path)).unwrap();
    let digest: String = Sha256::digest(&bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    let manifest = folder.join(".mulu-manifest");
    let text = std::fs::read_to_string(&manifest).unwrap();
    let line = text
        .lines()
        .find(|line| line.ends_with(&format!("  {path}")))
        .unwrap();
    std::fs::write(&manifest, text.replace(line, &format!("{digest}  {path}"))).unwrap();
}

#[test]
fn faults_of_the_file_are_named_with_their_lines() {
    let site = portal([0, 1, 2]);
    site.write(
        "portal.yaml",
        "title: 门户\nmembers:\n- path: cz\n  titel: 财政局\n",
    );
    let run = site.run(&["--lang", "zh", "join"]).ends(2);
    assert!(run.stderr.contains("portal.yaml:4"), "{}", run.stderr);
    assert!(run.stderr.contains("是不是“title”"), "{}", run.stderr);
    assert!(!Path::new(&site.public()).exists());
}
