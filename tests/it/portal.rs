//! Tests `mulu join` with a portal over small sites, and `mulu due` with its members.

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
/// Words for the searches. The titles and texts are made of all words but the last. The last occurs
/// nowhere, although 服务 and 补 do.
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

/// The searched parts of each document: title, document number and text.
type Texts = BTreeMap<String, Vec<String>>;

/// Three built members, each in a folder of its name, and the texts of their documents. The key of
/// a text is the folder of its page and the index number.
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
            let more = if m == 2 && i == 3 {
                "repeals:\n- {document_number: 财发〔2024〕2号}\ndate_effective: 2024-12-01\n"
            } else if m == 1 && i == 13 {
                "joint_issuing_bodies: [乙市财政局]\n"
            } else {
                ""
            };
            let fields = format!(
                "title: {about}\ndocument_number: {document_number}\ndate_created: {day}\n\
                 date_published: {day}\ncategory: 政策文件\n{more}"
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

/// A folder with copies of the members, and with a `portal.yaml` that names them in this order.
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
    // these pages show the members in the order of `portal.yaml`
    let shown = ["index.html", "members.html", "search.html"];
    let same = |site: &Site| {
        let mut pages = tree(&site.public());
        pages.retain(|path, _| !shown.contains(&path.as_str()) && path != ".mulu-manifest");
        pages
    };
    assert_same(&same(&site), &same(&other), "another order");
    let members = other.read("members.html");
    let at = |title: &str| members.find(&format!(">{title}<")).unwrap();
    assert!(at("卫健委") < at("财政局") && at("财政局") < at("民政局"));
}

#[test]
fn lists_and_links_lead_to_the_members() {
    let site = portal([0, 1, 2]);
    let address = "https://p.example.cn/xxgk/";
    let again = join(&site, &["--base-url", address]).ends(0);
    let warned = again.stderr.contains("no address") && again.stderr.contains("财政局、民政局");
    assert!(warned, "{}", again.stderr);
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
    let feed = site.read("feed.xml");
    let count = |tag| feed.matches(tag).count();
    // the feed itself has an author, and one document has two
    assert_eq!(count("<author>"), count("<entry>") + 2);
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
    assert!(linked && year.contains("<ul class=items>"));
    let ledger: serde_json::Value = serde_json::from_str(&site.read("catalogue.json")).unwrap();
    assert_eq!(ledger["documents"].as_array().unwrap().len(), 42);
    assert!(
        site.has("catalogue.csv")
            && site.has("catalogue.xlsx")
            && site.read("index.html").contains("href=\"catalogue.xlsx\"")
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
    let run = join(&site, &[]).ends(0);
    let said = "the portal shows 关于财政补贴的通知 of 财政局 as Repealed, because of ";
    assert!(run.stderr.contains(said), "{}", run.stderr);
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

/// Changes a file of a member and its digest in the manifest, as an office could.
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
        ("the date", |s, m| {
            forge(s, m, LEDGER, |t| {
                t.replacen("\"as_of\":\"2", "\"as_of\":\"x", 1)
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
        ("the format of its search index cannot be read", |s, m| {
            let text = "mulu$(\"root\",\"\");".to_owned();
            forge(s, m, "search/now.js", |_| text.clone());
            let root = s.root().join(m).join("search/root.js");
            let bytes = std::fs::read(&root).unwrap();
            std::fs::write(&root, &bytes[..bytes.len() / 2 / 2 * 2]).unwrap();
            refresh(s, m, "search/root.js");
        }),
        ("more than 5000 categories or issuing bodies", |s, m| {
            let bodies: Vec<String> = (0..1_000_000).map(|i| format!("\"{i}局\"")).collect();
            let many = format!("\"joint_issuing_bodies\":[{}]", bodies.join(","));
            forge(s, m, LEDGER, |t| {
                t.replacen("\"joint_issuing_bodies\":[]", &many, 1)
            });
        }),
        ("catalogue.json is damaged", |s, m| {
            forge(s, m, LEDGER, |t| {
                t.replacen("\"title\":\"", "\"title\":1e999,\"x\":\"", 1)
            });
        }),
        ("no archive package", |s, m| {
            std::fs::remove_dir_all(s.root().join(m)).unwrap();
            std::fs::write(s.root().join(m), b"PK\x03\x04 <script>alert(1)</script>").unwrap();
        }),
    ];
    let site = portal([0, 1, 2]);
    let mut text = std::fs::read_to_string(site.root().join("portal.yaml")).unwrap();
    for (i, (_, harm)) in harms.iter().enumerate() {
        let name = format!("harm{i}");
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
        assert!(
            !members.contains(&format!("harm{i}")),
            "a path of this machine"
        );
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

/// In the ledger of the member `wj`, sets the title in the reference to 财发〔2024〕2号. This is
/// the only reference to a document of another member.
fn reference(site: &Site, title: &str) {
    const NUMBER: &str = "\"document_number\":\"财发〔2024〕2号\"";
    let whole = format!("{NUMBER},\"title\":\"{title}\"");
    forge(site, "wj", "catalogue.json", |t| {
        let end = t.find(NUMBER).unwrap() + NUMBER.len();
        let end = end + t[end..].find('}').unwrap();
        let start = t.find(NUMBER).unwrap();
        format!("{}{whole}{}", &t[..start], &t[end..])
    });
}

#[test]
fn a_number_with_another_title_is_no_reference_to_the_document() {
    let site = portal([0, 1, 2]);
    reference(&site, "关于清理收费目录的通知");
    let run = join(&site, &[]).ends(0);
    let said = "names the number 财发〔2024〕2号 and the title 关于清理收费目录的通知, but the document \
                with this number at another member is 财政局《关于财政补贴的通知》";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert!(!site.has("validity/repealed/index.html"));
    assert!(!site.read("relations.html").contains("../cz/doc/"));

    reference(&site, "《财政局关于财政补贴的通知》");
    let run = join(&site, &[]).ends(0);
    assert!(!run.stderr.contains("names the number"), "{}", run.stderr);
    assert!(site.has("validity/repealed/index.html"));
}

#[test]
fn no_portal_without_members_replaces_the_one_that_is_there() {
    let site = portal([0, 1, 2]);
    join(&site, &[]).ends(0);
    let before = tree(&site.public());
    for (name, _, _) in MEMBERS {
        std::fs::remove_file(site.root().join(name).join(".mulu-manifest")).unwrap();
    }
    let run = join(&site, &[]).ends(1);
    assert!(
        run.stderr.contains("the old one is as it was"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr.matches("leaves out the member").count(), 3);
    assert_same(&before, &tree(&site.public()), "no member");
    assert_eq!(found(&site, &["通知"]).len(), 42);
}

#[test]
fn a_portal_and_a_site_do_not_replace_each_other() {
    let site = portal([0, 1, 2]);
    site.write("mulu.yaml", "title: 甲局\nagency: {name: 甲局}\n");
    site.document("d", "QA9/2024-001", "", "正文");
    join(&site, &["-o", "p"]).ends(0);
    site.write(
        "of-portals.yaml",
        "title: 门户\nmembers:\n- {path: p, title: 甲}\n- {path: none, title: 乙}\n",
    );
    let run = site
        .run(&["--lang", "zh", "join", "of-portals.yaml"])
        .ends(1);
    for said in ["“甲”：这是一个门户", "none”（文件或文件夹不存在）"] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    let refused = site.run(&["build", "-o", "p"]).ends(2);
    let said = "mulu join 生成的门户";
    assert!(refused.stderr.contains(said), "{}", refused.stderr);
    assert!(refused.stderr.contains("-o"), "{}", refused.stderr);
    site.run(&["build", "-o", "s"]).ends(0);
    site.run(&["build", "-o", "s"]).ends(0);
    let refused = join(&site, &["-o", "s"]).ends(2);
    let said = "a site made by `mulu build`";
    assert!(refused.stderr.contains(said), "{}", refused.stderr);
    assert!(site.root().join("p/stale.html").is_file());
    assert!(!site.root().join("s/stale.html").exists());
    join(&site, &["-o", "s", "--force"]).ends(0);
    assert!(site.root().join("s/stale.html").is_file());
}

#[test]
fn an_odd_document_is_escaped_or_dropped_by_name_and_the_office_stays() {
    let site = portal([0, 1, 2]);
    let odd = [
        ("关于", "<table><script>alert(1)</script>"),
        ("\"date_published\":\"2024", "\"date_published\":\"0202"),
        ("\"date_published\":\"2024", "\"date_published\":\"2924"),
        ("关于", "\u{202e}关\u{200b}于"),
        (
            "\"category\":",
            "\"category\":\"zz\",\"category_name\":\"甲/乙\",\"x\":",
        ),
        ("\"doc/", "\"../../doc/"),
        ("\"date_created\":\"2024-", "\"date_created\":\"99999-"),
        ("\"effective\"", "\"x\\\"y\""),
        ("\"title\":\"", "\"title\":\"\u{200b}\u{202e}\",\"x\":\""),
    ];
    forge(&site, "mz", "catalogue.json", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (line, (from, to)) in lines[1..].iter_mut().zip(odd) {
            assert!(line.contains(from), "{from}: {line}");
            *line = line.replacen(from, to, 1);
        }
        // the change above gave this row a second `category_name`; this removes the old one
        let twice = lines[5].rfind(",\"category_name\"").unwrap();
        let end = twice + 1 + lines[5][twice + 1..].find(",\"").unwrap();
        lines[5].replace_range(twice..end, "");
        lines.join("\n")
    });
    let run = join(&site, &[]).ends(0);
    assert!(
        run.stderr.contains("3 members, 38 documents"),
        "{}",
        run.stderr
    );
    for said in [
        "(../../doc/",
        "the date `99999-",
        "no validity `x\"y`",
        "its title is empty",
    ] {
        let mut lines = run.stderr.lines();
        let line = lines.find(|line| line.contains(said)).unwrap_or_default();
        let named = line.contains("leaves out the document") && line.contains("of 民政局");
        assert!(named, "{said}: {}", run.stderr);
    }
    // the search finds exactly the documents that are left
    for query in ["通知", "QA1/2024", ""] {
        let numbers = found(&site, &[query]);
        let expected = if query == "QA1/2024" { 10 } else { 38 };
        assert_eq!(numbers.len(), expected, "{query}: {numbers:?}");
    }
    let pages = tree(&site.public());
    let pages = pages.iter().filter(|(path, _)| path.ends_with(".html"));
    let pages: String = pages
        .map(|(_, page)| String::from_utf8_lossy(page))
        .collect();
    assert!(
        pages.contains("&lt;table&gt;&lt;script&gt;alert"),
        "escaped"
    );
    assert!(!pages.contains("<script>alert") && !pages.contains('\u{202e}'));
    assert!(site.has("year/0202/index.html") && site.has("year/2924/index.html"));
    for newest in ["index.html", "members.html", "feed.xml"] {
        assert!(!site.read(newest).contains("2924-"), "{newest}");
    }
    assert!(site.read("category/zz/index.html").contains("甲/乙"));
}

#[test]
fn the_page_of_changes_compares_the_members_with_their_earlier_sites() {
    let site = portal([0, 1, 2]);
    let text = std::fs::read_to_string(site.root().join("portal.yaml")).unwrap();
    for name in ["cz", "mz"] {
        copy(
            &PROVINCE.0.path().join(name),
            &site.root().join("last").join(name),
        );
    }
    // since the earlier fetch, the finance bureau (`cz`) has published, changed and taken down
    // documents
    let numbers = |text: &str| -> Vec<String> {
        let rows: serde_json::Value = serde_json::from_str(text).unwrap();
        let rows = rows["documents"].as_array().unwrap();
        let number = |row: &serde_json::Value| row["index_number"].as_str().unwrap().to_owned();
        rows.iter().map(number).collect()
    };
    let ledger = std::fs::read_to_string(site.root().join("cz/catalogue.json")).unwrap();
    let known = numbers(&ledger);
    forge(&site, "last/cz", "catalogue.json", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines[1] = lines[1].replace(&known[0], "QA0/2024-999");
        lines[2] = lines[2].replacen("关于", "有关", 1);
        lines[3] = lines[3].replacen("\"effective\"", "\"repealed\"", 1);
        lines.join("\n")
    });
    site.write("portal.yaml", format!("{text}before: last\nstale: false\n"));
    join(&site, &[]).ends(0);
    assert!(!site.has("stale.html") && !site.read("index.html").contains("stale.html"));
    assert!(site.read("index.html").contains("href=changes.html"));
    let page = site.read("changes.html");
    let part = |heading: &str| {
        let from = page.find(&format!("<h2>{heading}")).unwrap_or(page.len());
        let rest = page.get(from + 4..).unwrap_or_default();
        &rest[..rest.find("<h2>").unwrap_or(rest.len())]
    };
    assert!(part("新收入的单位").contains("卫健委"), "{page}");
    assert!(part("有变动的单位").contains("财政局") && !part("有变动的单位").contains("民政局"));
    assert!(part("新公开").contains("（1）"), "{page}");
    assert!(part("新公开").contains("关于"), "{page}");
    assert!(part("修改").contains("（1）"), "{page}");
    assert!(part("有效性变动").contains("变为“有效”"), "{page}");
    assert!(part("撤下").contains("QA0/2024-999"), "{page}");

    copy(
        &PROVINCE.0.path().join("wj"),
        &site.root().join("last").join("left"),
    );
    let run = join(&site, &[]).ends(0);
    assert!(run.stderr.contains("left is no member"), "{}", run.stderr);
    assert!(!run.stderr.contains("mz is no member"), "{}", run.stderr);

    std::fs::remove_file(site.root().join("last/mz/.mulu-manifest")).unwrap();
    let run = join(&site, &[]).ends(0);
    let said = "does not compare the member 民政局";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    let before = tree(&site.public());
    join(&site, &["--force"]).ends(0);
    assert_same(&before, &tree(&site.public()), "a full run");
}

/// What is due at the members on a day: the date, the number of days left, and a text with the
/// kind, the member, and the year of a report or the name of a column.
fn due(site: &Site, day: &str, within: &str) -> Vec<(Option<String>, Option<i64>, String)> {
    let args = [
        "--as-of",
        day,
        "--lang",
        "en",
        "due",
        "portal.yaml",
        "--within",
        within,
    ];
    let run = site
        .run(&[&args[..], &["--format", "json"]].concat())
        .ends(0);
    let task = |line: &str| {
        let task: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| task[key].as_str().unwrap_or_default().to_owned();
        let whole = [text("what"), text("member"), text("of")].join(" ");
        let date = task["date"].as_str().map(str::to_owned);
        (date, task["days"].as_i64(), whole.trim_end().to_owned())
    };
    run.stdout.lines().map(task).collect()
}

#[test]
fn what_is_due_at_the_members_is_listed_by_date() {
    let site = portal([0, 1, 2]);
    let task = |date: Option<&str>, days: Option<i64>, what: &str| {
        (date.map(str::to_owned), days, what.to_owned())
    };
    let silent = [
        task(Some("2025-03-03"), Some(21), "document 民政局"),
        task(Some("2025-03-08"), Some(26), "document 财政局"),
        task(Some("2025-03-10"), Some(28), "document 卫健委"),
    ];
    let report = |member: &str| {
        let what = format!("annual_report {member} 2024");
        task(Some("2025-01-31"), Some(-10), &what)
    };
    let reports = ["卫健委", "民政局", "财政局"].map(report);
    let all = [&reports[..], &silent].concat();
    assert_eq!(due(&site, "2025-02-10", "28"), all);
    assert_eq!(due(&site, "2025-02-10", "26"), all[..5]);
    assert_eq!(due(&site, "2025-02-10", "0"), reports);
    // the reports of 2023 are overdue, and those of 2024 are due in 26 days
    let early = due(&site, "2025-01-05", "26");
    let years: Vec<(&str, i64)> = early
        .iter()
        .map(|(_, days, what)| (&what[what.len() - 4..], days.unwrap()))
        .collect();
    assert_eq!(
        years,
        [
            ("2023", -340),
            ("2023", -340),
            ("2023", -340),
            ("2024", 26),
            ("2024", 26),
            ("2024", 26)
        ]
    );
    assert_eq!(due(&site, "2025-01-05", "25").len(), 3);

    forge(&site, "wj", "catalogue.json", |t| {
        t.replacen(
            "\"title\":\"",
            "\"title\":\"二〇二四年政府信息公开工作年度报告",
            1,
        )
    });
    forge(&site, "mz", "catalogue.json", |t| {
        t.replace("\"category\":\"政策文件\"", "\"category\":\"other\"")
    });
    let mut expected = reports[1..].to_vec();
    expected.push(task(None, None, "empty_column 民政局 政策文件"));
    assert_eq!(due(&site, "2025-02-10", "0"), expected);

    std::fs::remove_file(site.root().join("cz/feed.xml")).unwrap();
    let args = [
        "--as-of",
        "2025-03-09",
        "--lang",
        "zh",
        "due",
        "portal.yaml",
    ];
    let run = site.run(&args).ends(0);
    assert!(
        run.stderr.contains("财政局") && !run.stdout.contains("财政局"),
        "{}",
        run.stderr
    );
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(
        lines[1].contains("已过 37 天") && lines[1].contains("民政局 2024 年度报告"),
        "{}",
        run.stdout
    );
    assert!(
        lines[2].contains("2025-03-03") && lines[2].contains("公开新文件"),
        "{}",
        run.stdout
    );
    assert!(
        lines[3].contains("2025-03-10") && lines[3].contains("还有 1 天"),
        "{}",
        run.stdout
    );
    assert!(
        run.stderr.contains("30 天内到期 1 项，已逾期 2 项"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_sites_of_today_are_no_earlier_sites() {
    let site = portal([0, 1, 2]);
    let text = std::fs::read_to_string(site.root().join("portal.yaml")).unwrap();
    site.write("portal.yaml", format!("{text}before: .\n"));
    let run = join(&site, &[]).ends(2);
    assert!(run.stderr.contains("portal.yaml:"), "{}", run.stderr);
    assert!(run.stderr.contains("is the present site"), "{}", run.stderr);
}

#[test]
fn a_site_that_was_fetched_twice_is_named() {
    let site = portal([0, 1, 2]);
    copy(&PROVINCE.0.path().join("cz"), &site.root().join("again"));
    let text = std::fs::read_to_string(site.root().join("portal.yaml")).unwrap();
    site.write(
        "portal.yaml",
        format!("{text}- path: again\n  title: 财政\n"),
    );
    let run = join(&site, &[]).ends(0);
    let said = "财政局 has all 14 documents of 财政;";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert_eq!(run.stderr.matches("fetched twice").count(), 1);
}

/// A site whose texts consist of the 700 characters from `first` on.
fn letters(first: u32, count: usize, length: u32) -> Site {
    let site = Site::new();
    let title = format!("{first}");
    site.write(
        "mulu.yaml",
        format!("title: {title}\nagency: {{name: {title}}}\n"),
    );
    for i in 0..count {
        let letter = |k: u32| char::from_u32(first + (i as u32 * 37 + k * k) % 700);
        let body: String = (0..length).filter_map(letter).collect();
        site.document(
            &format!("d{i}"),
            &format!("{first}/2024-{i}"),
            "date_created: 2024-01-01\n",
            &body,
        );
    }
    site.build();
    site
}

#[test]
fn a_member_that_outgrows_its_room_moves_the_members_after_it() {
    let (small, grown) = (letters(0x5000, 2, 9), letters(0x5000, 33, 9));
    let other = letters(0x7000, 20, 600);
    let site = Site::empty();
    copy(&other.public(), &site.root().join("b"));
    // the titles decide the order of the members in the index
    for title in ["三局", "二局"] {
        let _ = std::fs::remove_dir_all(site.root().join("a"));
        copy(&small.public(), &site.root().join("a"));
        site.write(
            "portal.yaml",
            format!(
                "title: 门户\nmembers:\n- {{path: a, title: {title}}}\n- {{path: b, title: 乙{title}}}\n"
            ),
        );
        join(&site, &["--force"]).ends(0);
        std::fs::remove_dir_all(site.root().join("a")).unwrap();
        copy(&grown.public(), &site.root().join("a"));
        join(&site, &[]).ends(0);
        let after = tree(&site.public());
        join(&site, &["--force"]).ends(0);
        assert_same(&after, &tree(&site.public()), title);
    }
}

/// The validity and the last day in force of each document in a ledger, by index number.
fn standing(ledger: &Path) -> BTreeMap<String, (String, String)> {
    let text = std::fs::read_to_string(ledger).unwrap();
    let ledger: serde_json::Value = serde_json::from_str(&text).unwrap();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or("-").to_owned();
    let rows = ledger["documents"].as_array().unwrap().iter();
    rows.map(|row| {
        let last_day = text(row, "date_expires");
        (text(row, "index_number"), (text(row, "validity"), last_day))
    })
    .collect()
}

/// A document of 2024 with these fields.
fn letter(site: &Site, number: &str, fields: &str) {
    let whole = format!("date_created: 2024-01-01\n{fields}");
    site.document(&number.replace('/', "-"), number, &whole, "正文");
}

#[test]
fn a_member_of_another_day_is_shown_as_on_the_day_of_the_portal() {
    let member = Site::new();
    member.write("mulu.yaml", "title: 甲局\nagency: {name: 甲局}\n");
    for (number, fields) in [
        ("E/1", "date_expires: 2025-06-30\n"),
        ("E/2", "date_effective: 2025-07-01\n"),
        ("E/3", ""),
        ("E/4", "repeals: E/3\ndate_effective: 2026-09-01\n"),
        ("E/5", "date_expires: 2025-03-31\n"),
        (
            "E/6",
            "renews: E/5\ndate_effective: 2025-02-01\ndate_expires: 2026-03-31\n",
        ),
        (
            "E/7",
            "renews: E/5\ndate_effective: 2026-02-01\ndate_expires: 2028-03-31\n",
        ),
        ("E/8", "validity: 废止\ndate_repealed: 2026-05-01\n"),
        ("E/9", "date_effective: 2025-02-01\n"),
        ("E/10", "amends: E/9\ndate_effective: 2025-03-01\n"),
        ("E/11", "partly_repeals: E/9\ndate_effective: 2026-08-01\n"),
    ] {
        letter(&member, number, fields);
    }
    let build = |day: &str| drop(member.run(&["--as-of", day, "build"]).ends(0));
    let site = Site::empty();
    build("2026-01-01");
    copy(&member.public(), &site.root().join("a"));
    let text = "title: 门户\nmembers:\n- {path: a, title: 甲局}\n";
    site.write("portal.yaml", text);
    let mut seen = BTreeSet::new();
    for day in [
        "2024-06-01",
        "2025-03-31",
        "2025-07-01",
        "2026-01-01",
        "2026-04-30",
        "2026-10-01",
        "2027-01-31",
    ] {
        let run = join(&site, &["--as-of", day]).ends(0);
        let is_earlier = day < "2026-01-01";
        let said = format!("is of 2026-01-01, later than the day of the portal, {day}");
        assert_eq!(run.stderr.contains(&said), is_earlier, "{}", run.stderr);
        assert!(!run.stderr.contains("only the documents' own dates"));
        build(day);
        let expected = standing(&member.public().join("catalogue.json"));
        assert_eq!(
            standing(&site.public().join("catalogue.json")),
            expected,
            "{day}"
        );
        for (number, (validity, _)) in &expected {
            let filter = format!("validity={validity}");
            assert!(
                found(&site, &["--filter", &filter, ""]).contains(number),
                "{day} {number}"
            );
        }
        seen.extend(expected.into_values().map(|(validity, _)| validity));
    }
    let all = [
        "amended",
        "effective",
        "expired",
        "not_yet_effective",
        "partly_repealed",
        "repealed",
    ];
    assert!(seen.iter().eq(all.iter()), "{seen:?}");
}

#[test]
fn a_renewal_by_another_member_sets_the_last_day() {
    let (a, b) = (Site::new(), Site::new());
    a.write("mulu.yaml", "title: 甲局\nagency: {name: 甲局}\n");
    b.write("mulu.yaml", "title: 乙局\nagency: {name: 乙局}\n");
    letter(
        &a,
        "A/1",
        "document_number: 甲发〔2024〕1号\ndate_expires: 2025-06-30\n",
    );
    letter(
        &a,
        "A/2",
        "document_number: 甲发〔2024〕2号\ndate_effective: 2027-01-01\n",
    );
    letter(
        &b,
        "B/1",
        "renews:\n- {document_number: 甲发〔2024〕1号}\ndate_effective: 2025-06-01\n\
         date_expires: 2028-12-31\n",
    );
    letter(
        &b,
        "B/2",
        "partly_repeals:\n- {document_number: 甲发〔2024〕2号}\n",
    );
    let site = Site::empty();
    copy(&a.build().public(), &site.root().join("a"));
    copy(&b.build().public(), &site.root().join("b"));
    let text = "title: 门户\nmembers:\n- {path: a, title: 甲局}\n- {path: b, title: 乙局}\n";
    site.write("portal.yaml", text);
    for (day, renewed, last_day, other) in [
        ("2025-05-01", "effective", "2025-06-30", "not_yet_effective"),
        ("2026-01-01", "effective", "2028-12-31", "not_yet_effective"),
        ("2027-01-01", "effective", "2028-12-31", "partly_repealed"),
        ("2029-01-01", "expired", "2028-12-31", "partly_repealed"),
    ] {
        let run = join(&site, &["--as-of", day]).ends(0);
        let said =
            "the portal shows 关于A/1的通知 of 甲局 as In force, because of 关于B/1的通知 of 乙局";
        let is_changed = ["2026-01-01", "2027-01-01"].contains(&day);
        assert_eq!(
            run.stderr.contains(said),
            is_changed,
            "{day}: {}",
            run.stderr
        );
        let shown = standing(&site.public().join("catalogue.json"));
        assert_eq!(
            shown["A/1"],
            (renewed.to_owned(), last_day.to_owned()),
            "{day}"
        );
        assert_eq!(shown["A/2"].0, other, "{day}");
        let filter = format!("validity={renewed}");
        assert!(
            found(&site, &["--filter", &filter, ""]).contains("A/1"),
            "{day}"
        );
    }
}

#[test]
fn a_ledger_without_grounds_or_numbers_or_of_a_later_day_is_named() {
    let site = portal([0, 1, 2]);
    forge(&site, "cz", "catalogue.json", |t| {
        t.replacen("\"unstated_validity\":\"effective\",", "", 1)
    });
    let said = "the site of 财政局 is of 2026-01-01, and the portal of 2026-06-01";
    let run = join(&site, &[]).ends(0);
    assert!(!run.stderr.contains("the site of"), "{}", run.stderr);
    let run = join(&site, &["--as-of", "2026-06-01"]).ends(0);
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert_eq!(
        run.stderr.matches("the site of").count(),
        1,
        "{}",
        run.stderr
    );

    forge(&site, "mz", "catalogue.json", |t| {
        let t = t.replacen("\"as_of\":\"2026-01-01\"", "\"as_of\":\"2099-01-01\"", 1);
        t.replacen(
            "\"index_number\":\"QA1/2024-000\"",
            "\"index_number\":\"\"",
            1,
        )
    });
    let run = join(&site, &["--deny", "warnings"]).ends(1);
    for said in [
        "the site of 民政局 is of 2099-01-01, later than the day of the portal, 2026-01-01",
        "it has no index number",
        "3 members, 41 documents",
    ] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
}

#[test]
fn members_beside_the_folder_of_the_portal_are_compared_each_with_its_own_earlier_site() {
    let site = Site::empty();
    let mut text = String::from("title: 门户\nbefore: last\nmembers:\n");
    for (name, title, _) in &MEMBERS[..2] {
        let member = PROVINCE.0.path().join(name);
        copy(&member, &site.root().join(name).join("public"));
        copy(
            &member,
            &site.root().join("kp/last").join(name).join("public"),
        );
        text.push_str(&format!("- {{path: ../{name}/public, title: {title}}}\n"));
    }
    site.write("kp/portal.yaml", &text);
    let run = site.run(&["--lang", "en", "-r", "kp", "join"]).ends(0);
    for said in ["does not compare", "no earlier site", "is no member"] {
        assert!(!run.stderr.contains(said), "{}", run.stderr);
    }
    let gone = site.root().join("kp/last/gone/public");
    copy(&PROVINCE.0.path().join("wj"), &gone);
    let run = site.run(&["--lang", "en", "-r", "kp", "join"]).ends(0);
    let said = "public is no member";
    let times = run.stderr.matches(said).count();
    assert_eq!(times, 1, "{}", run.stderr);
    std::fs::remove_dir_all(gone.parent().unwrap()).unwrap();
    // The first member is left out of the portal, because a file of its site is missing. Its
    // earlier site still counts, so the message that there is no earlier site does not appear.
    let last = |name: &str| site.root().join("kp/last").join(name);
    let (first, second) = (MEMBERS[0].0, MEMBERS[1].0);
    let root = site.root().join(first).join("public/search/root.js");
    std::fs::rename(&root, root.with_extension("away")).unwrap();
    std::fs::rename(last(second), site.root().join("away")).unwrap();
    let run = site.run(&["--lang", "en", "-r", "kp", "join"]).ends(0);
    assert!(!run.stderr.contains("no earlier site"), "{}", run.stderr);
    std::fs::rename(last(first), site.root().join("away-too")).unwrap();
    let run = site.run(&["--lang", "en", "-r", "kp", "join"]).ends(0);
    assert!(run.stderr.contains("no earlier site"), "{}", run.stderr);
    std::fs::rename(site.root().join("away-too"), last(first)).unwrap();
    std::fs::rename(site.root().join("away"), last(second)).unwrap();
    std::fs::rename(root.with_extension("away"), &root).unwrap();
    site.run(&["--lang", "en", "-r", "kp", "join"]).ends(0);
    let page = std::fs::read_to_string(site.root().join("kp/public/changes.html")).unwrap();
    let headings = ["有变动的单位", "新公开", "撤下", "新收入的单位"];
    let is_there = |heading: &&str| page.contains(&format!("<h2>{heading}"));
    assert!(!headings.iter().any(is_there), "{page}");
    let due = site.run(&["-r", "kp", "due", "portal.yaml"]).ends(0);
    assert!(due.stdout.contains("财政局"), "{}", due.stdout);

    copy(
        &PROVINCE.0.path().join("wj"),
        &site.root().join("kp/cz/public"),
    );
    site.write(
        "kp/portal.yaml",
        text + "- {path: cz/public, title: 卫健委}\n",
    );
    let run = site.run(&["--lang", "en", "-r", "kp", "join"]).ends(2);
    let said = "the members 财政局 and 卫健委 have one earlier site";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}

#[test]
fn a_portal_is_no_site_to_compare() {
    let site = portal([0, 1, 2]);
    join(&site, &[]).ends(0);
    for sides in [["public", "cz"], ["cz", "public"]] {
        let run = site
            .run(&["--lang", "en", "diff", sides[0], sides[1]])
            .ends(2);
        assert!(run.stderr.contains("public is a portal"), "{}", run.stderr);
    }
    site.run(&["diff", "cz", "cz"]).ends(0);
}
