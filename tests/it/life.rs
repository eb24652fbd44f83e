//! Tests the validity of documents in every state and relation, on five days. The page, the ledger,
//! the search filter and the lists of every document must agree with a table.

use crate::harness::{Run, Site};
use calamine::Reader;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

const DAYS: [&str; 5] = [
    "2021-06-30",
    "2022-01-01",
    "2023-07-01",
    "2025-01-01",
    "2027-01-01",
];

/// A document's number, its fields, and its state on each of the five days: `E`ffective, `N`ot yet
/// effective, `A`mended, `P`artly repealed, `R`epealed, e`X`pired, `U`nknown, `W`ithdrawn, `-` not
/// published. The default day of creation is 2020-01-01.
const TABLE: &[(&str, &str, &str)] = &[
    ("01", "", "EEEEE"),
    ("02", "date_effective: 2022-01-01\n", "NEEEE"),
    ("03", "date_expires: 2021-12-31\n", "EXXXX"),
    ("04", "date_expires: 2022-01-01\n", "EEXXX"),
    ("05", "date_repealed: 2022-01-01\n", "ERRRR"),
    ("06", "date_repealed: 2022-01-02\n", "EERRR"),
    // repealed by a document that is published long before it takes effect
    ("07", "", "EERRR"),
    (
        "08",
        "date_created: 2021-12-01\ndate_effective: 2023-07-01\nrepeals: [L/07]\n",
        "-NEEE",
    ),
    // first partly, then wholly repealed; document 10 writes the number of this one with other
    // brackets
    ("09", "document_number: 甲发〔2020〕9号\n", "EPPRR"),
    (
        "10",
        "date_created: 2025-01-01\nrepeals: ['甲发[2020]第9号']\npartly_repeals: [L/13]\n",
        "---EE",
    ),
    (
        "11",
        "date_created: 2022-01-01\npartly_repeals: [甲发〔2020〕9号]\namends: [L/12, L/13]\n",
        "-EEEE",
    ),
    ("12", "", "EAAAA"),
    ("13", "", "EAAPP"),
    ("14", "validity: 部分失效\n", "PPPPP"),
    (
        "15",
        "validity: 已修改\ndate_expires: 2024-12-31\n",
        "AAAXX",
    ),
    ("16", "validity: 未标注\n", "UUUUU"),
    ("17", "validity: 废止\ndate_repealed: 2025-01-01\n", "EEERR"),
    ("18", "validity: 失效\n", "XXXXX"),
    // the editor states 失效, and another document repeals this one
    ("19", "validity: 失效\n", "EEEXX"),
    (
        "37",
        "date_created: 2021-06-01\ndate_effective: 2025-01-01\nrepeals: [L/19]\n",
        "NNNEE",
    ),
    ("20", "validity: 尚未施行\n", "NNNNN"),
    // renewed twice; the renewing documents have validities of their own
    ("21", "date_expires: 2021-12-31\n", "EEEEX"),
    (
        "22",
        "date_created: 2021-12-31\ndate_expires: 2024-12-31\nrenews: [L/21]\n",
        "-EEXX",
    ),
    (
        "23",
        "date_created: 2024-12-01\ndate_expires: 2026-12-31\nrenews: [L/21]\n",
        "---EX",
    ),
    // of two renewals with the same date, the one with the higher index number counts
    ("24", "date_expires: 2021-06-30\n", "EEEXX"),
    (
        "25",
        "date_created: 2021-06-30\ndate_expires: 2021-12-31\nrenews: [L/24]\n",
        "EXXXX",
    ),
    (
        "26",
        "date_created: 2021-06-30\ndate_expires: 2024-12-31\nrenews: [L/24]\n",
        "EEEXX",
    ),
    // Drafts and undisclosed documents have no effect.
    ("27", "", "EEEEE"),
    ("28", "draft: true\nrepeals: [L/27]\n", "-----"),
    ("29", "disclosure: 依申请公开\nrepeals: [L/27]\n", "-----"),
    // a repeal stays in force when the repealing document is withdrawn
    ("30", "", "EERRR"),
    (
        "31",
        "date_created: 2023-07-01\nrepeals: [L/30]\nwithdrawn: {date: 2025-01-01, reason: 附件有误}\n",
        "--EWW",
    ),
    // document 33 names document 32 by number, in the form for documents outside the catalogue; the
    // repeal has effect
    ("32", "document_number: 甲发〔2020〕32号\n", "EERRR"),
    (
        "33",
        "date_created: 2023-07-01\nrepeals: [{document_number: '甲发(2020)32号', title: 旧办法, url: 'https://example.cn/old'}]\n",
        "--EEE",
    ),
    // the repealing document has no effect before it is published, although it was signed earlier
    ("34", "", "EERRR"),
    (
        "35",
        "date_created: 2021-07-01\ndate_published: 2022-06-01\nrepeals: [L/34]\n",
        "--EEE",
    ),
    (
        "36",
        "interprets: [L/01]\nforwards: [{document_number: 上级〔2019〕1号, title: 上级文件}]\nrelated: [L/02]\n",
        "EEEEE",
    ),
];

const STATES: [(char, &str, &str); 7] = [
    ('E', "effective", "有效"),
    ('N', "not_yet_effective", "尚未施行"),
    ('A', "amended", "已修改"),
    ('P', "partly_repealed", "部分失效"),
    ('R', "repealed", "废止"),
    ('X', "expired", "失效"),
    ('U', "unknown", "未标注"),
];

fn site() -> Site {
    let site = Site::new();
    for (n, fields, _) in TABLE {
        let created = if fields.contains("date_created:") {
            ""
        } else {
            "date_created: 2020-01-01\n"
        };
        // documents 25 and 26 renew document 24, and the renewal by 26 counts; the file of 26 is
        // named so that it sorts first, to test that file names do not decide
        let file = if *n == "26" {
            "zc/24b".to_owned()
        } else {
            format!("zc/{n}")
        };
        site.document(
            &file,
            &format!("L/{n}"),
            &format!("{created}title: 第{n}号文件\n{fields}"),
            &format!("正文{n}。"),
        );
    }
    site
}

fn address(n: &str) -> String {
    mulu::catalogue::address::document(&format!("L/{n}")).unwrap() + ".html"
}

fn elements<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

fn all(html: &Html, selector: &str) -> Vec<String> {
    elements(html, selector)
        .iter()
        .map(|e| e.text().collect())
        .collect()
}

fn build(site: &Site, day: &str) -> Run {
    site.run(&["--as-of", day, "build", "--lang", "zh"]).ends(0)
}

/// The documents that a list shows on all its pages, each by its number in [`TABLE`].
fn listed(site: &Site, folder: &str) -> BTreeSet<String> {
    let mut numbers = BTreeSet::new();
    for (path, bytes) in crate::harness::tree(&site.public()) {
        if path
            .strip_prefix(folder)
            .and_then(|p| p.strip_prefix('/'))
            .is_some_and(|p| !p.contains('/'))
        {
            let html = Html::parse_document(std::str::from_utf8(&bytes).unwrap());
            numbers.extend(all(&html, "ul.items li > a").iter().map(|t| {
                t.trim_start_matches('第')
                    .trim_end_matches("号文件")
                    .to_owned()
            }));
        }
    }
    numbers
}

#[test]
fn a_renewed_document_shows_its_new_last_day() {
    let site = site();
    let rows = |day: &str| {
        build(&site, day);
        let html = Html::parse_document(&site.read(&address("21")));
        let rows = all(&html, "dl.record > div")
            .into_iter()
            .filter_map(|row| row.trim().strip_prefix("有效期至").map(str::to_owned));
        let ledger: serde_json::Value = serde_json::from_str(&site.read("catalogue.json")).unwrap();
        let rows: Vec<String> = rows.collect();
        let of = ledger["documents"]
            .as_array()
            .unwrap()
            .iter()
            .find(|v| v["index_number"] == "L/21")
            .unwrap()["date_expires"]
            .clone();
        (rows, of.as_str().unwrap().to_owned())
    };
    assert_eq!(
        rows("2021-06-30"),
        (vec!["2021-12-31".to_owned()], "2021-12-31".to_owned())
    );
    assert_eq!(
        rows("2022-01-01"),
        (
            vec!["2024-12-31（经延续；原至2021-12-31）".to_owned()],
            "2024-12-31".to_owned()
        )
    );
    assert_eq!(
        rows("2025-01-01"),
        (
            vec!["2026-12-31（经延续；原至2021-12-31）".to_owned()],
            "2026-12-31".to_owned()
        )
    );
}

#[test]
fn every_state_on_every_day_everywhere() {
    let site = site();
    for (d, day) in DAYS.iter().enumerate() {
        build(&site, day);
        let ledger: serde_json::Value = serde_json::from_str(&site.read("catalogue.json")).unwrap();
        let of = |v: &serde_json::Value, key: &str| v[key].as_str().unwrap_or_default().to_owned();
        let ledger: BTreeMap<String, String> = ledger["documents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| (of(v, "index_number"), of(v, "validity")))
            .collect();
        let mut expected: BTreeMap<char, BTreeSet<String>> = BTreeMap::new();
        for (n, _, states) in TABLE {
            let state = states.chars().nth(d).unwrap();
            expected.entry(state).or_default().insert((*n).to_owned());
            let Some((_, code, label)) = STATES.iter().find(|(letter, ..)| *letter == state) else {
                assert_eq!(ledger.get(&format!("L/{n}")), None, "{n} on {day}");
                assert_eq!(site.has(&address(n)), state == 'W', "{n} on {day}");
                continue;
            };
            assert_eq!(
                ledger.get(&format!("L/{n}")).map(String::as_str),
                Some(*code),
                "{n} on {day}: the ledger"
            );
            let html = Html::parse_document(&site.read(&address(n)));
            assert_eq!(
                all(&html, "dl.record .v:not([hidden])"),
                [*label],
                "{n} on {day}: the page"
            );
            let banners: Vec<String> = elements(&html, ".banner:not([hidden])")
                .iter()
                .map(|b| {
                    b.value()
                        .classes()
                        .find(|c| c.starts_with("b-"))
                        .unwrap()
                        .to_owned()
                })
                .collect();
            assert_eq!(banners, [format!("b-{code}")], "{n} on {day}: the banner");
        }
        for (letter, code, _) in STATES {
            let wanted = expected.remove(&letter).unwrap_or_default();
            let folder = format!("validity/{}", code.replace('_', "-"));
            assert_eq!(listed(&site, &folder), wanted, "{code} on {day}: the list");
            let found = site
                .run(&[
                    "search",
                    "--validity",
                    code,
                    "-n",
                    "100",
                    "--format",
                    "json",
                    "",
                ])
                .ends(0)
                .stdout;
            let found: BTreeSet<String> = found
                .lines()
                .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap())
                .map(|v| {
                    v["index_number"]
                        .as_str()
                        .unwrap()
                        .trim_start_matches("L/")
                        .to_owned()
                })
                .collect();
            assert_eq!(found, wanted, "{code} on {day}: the search filter");
        }
    }
}

#[test]
fn what_has_ended_is_listed_apart_and_linked_to_what_ended_it() {
    let site = site();
    build(&site, "2025-01-01");
    let of = |letters: &str| -> BTreeSet<String> {
        TABLE
            .iter()
            .filter(|(.., s)| letters.contains(s.chars().nth(3).unwrap()))
            .map(|(n, ..)| (*n).to_owned())
            .collect()
    };
    let folder = "category/zc/no-longer-in-force";
    assert_eq!(listed(&site, folder), of("RX"));
    assert!(
        site.read("category/zc/index.html")
            .contains("href=\"../../category/zc/no-longer-in-force/index.html\"")
    );
    let banner = |n: &str| {
        all(
            &Html::parse_document(&site.read(&address(n))),
            ".banner:not([hidden])",
        )
        .concat()
    };
    for (n, since, by) in [
        ("09", "2025年1月1日", "第10号文件"),
        ("32", "2023年7月1日", "第33号文件"),
        ("19", "2025年1月1日", "第37号文件"),
    ] {
        let text = banner(n);
        assert!(text.contains(since) && text.contains(by), "{n}: {text}");
    }
    // only the number of a withdrawn document is shown
    assert!(banner("30").contains("L/31") && !banner("30").contains("第31号文件"));
    let page = site.read(&address("01"));
    assert!(
        page.contains("解读本文件") && page.contains(&address("36")),
        "the interpretation is linked back"
    );
    assert!(
        !site.read(&address("33")).contains("https://example.cn/old"),
        "the document is here, and linked here"
    );
    // a site with no document out of force has no list of them
    let young = Site::new();
    young.document("zc/a", "N/2024-1", "", "正文。");
    young.build();
    assert!(
        !young.has("category/zc/no-longer-in-force/index.html")
            && !young
                .read("category/zc/index.html")
                .contains("no-longer-in-force")
    );
}

/// A page contains its next change of status in hidden form, and a script shows this change when
/// the day comes.
#[test]
fn a_page_knows_its_next_days() {
    let site = site();
    build(&site, "2022-01-01");
    let html = Html::parse_document(&site.read(&address("07")));
    let badges: Vec<_> = elements(&html, "dl.record .v")
        .into_iter()
        .map(|b| {
            (
                b.value().attr("data-from"),
                b.value().attr("data-until"),
                b.text().collect::<String>(),
            )
        })
        .collect();
    assert_eq!(
        badges,
        [
            (None, Some("2023-07-01"), "有效".to_owned()),
            // without a style sheet both badges are visible, so the second states when it begins
            (Some("2023-07-01"), None, "，自2023-07-01起废止".to_owned())
        ]
    );
    assert!(
        all(&html, ".banner[hidden]")
            .concat()
            .contains("第08号文件")
    );
    assert!(
        site.read(&address("07")).contains("data-from=")
            && !site.read(&address("01")).contains("data-from=")
    );
    let before = crate::harness::tree(&site.public());
    build(&site, "2022-01-03"); // 04 and 06 change on 2022-01-02
    let after = crate::harness::tree(&site.public());
    let changed: Vec<&String> = before
        .keys()
        .filter(|p| p.ends_with(".html") && before.get(*p) != after.get(*p))
        .collect();
    let allowed = [
        address("04"),
        address("06"),
        "index.html".into(),
        "search.html".into(),
        "sitemap.html".into(), // lists the kinds of validity that occur
        "category/zc/index.html".into(),
        "category/zc/page-1.html".into(),
    ];
    for path in changed {
        let is_list = path.starts_with("year/2020/")
            || path.starts_with("issuing-body/")
            || path.starts_with("validity/")
            || path.contains("no-longer-in-force");
        assert!(is_list || allowed.contains(path), "{path}");
    }
}

#[test]
fn a_contradiction_names_both_places() {
    let site = Site::new();
    site.document(
        "a",
        "L/1",
        "validity: 有效\ndocument_number: 甲发〔2020〕1号\n",
        "正文。",
    );
    site.document(
        "b",
        "L/2",
        "date_created: 2025-01-01\nrepeals: [甲发〔2020〕1号]\n",
        "正文。",
    );
    let run = site.run(&["check", "--lang", "zh"]).ends(1);
    for text in [
        "validity-contradiction",
        "content/a.md:5:11",
        "content/b.md:5:",
        "“L/2”（自2025-01-01起）",
    ] {
        assert!(run.stdout.contains(text), "{text}: {}", run.stdout);
    }
}

#[test]
fn a_new_document_changes_no_related_documents_of_older_pages() {
    let site = Site::new();
    for (i, title) in [
        "烈士纪念设施保护管理办法",
        "退役军人就业创业扶持办法",
        "关于开展烈士纪念设施保护专项检查的通知",
        "优待证申领公告",
    ]
    .iter()
    .enumerate()
    {
        site.document(
            &format!("a/{i}"),
            &format!("S/{i}"),
            &format!("title: {title}\ndate_created: 2024-0{}-01\n", i + 1),
            "正文。",
        );
    }
    site.document("b/0", "B/0", "title: 其他\n", "正文。");
    site.build();
    let similar = |n: &str| {
        all(
            &Html::parse_document(
                &site.read(&(mulu::catalogue::address::document(n).unwrap() + ".html")),
            ),
            "#similar li > a",
        )
    };
    assert_eq!(similar("S/2"), ["烈士纪念设施保护管理办法"]);
    let page = |n: &str| site.read(&(mulu::catalogue::address::document(n).unwrap() + ".html"));
    let before = [page("S/0"), page("S/2")];
    site.document(
        "b/9",
        "S/9",
        "title: 烈士纪念设施保护管理办法解读\ndate_created: 2024-09-01\n",
        "正文。",
    );
    site.build();
    assert!(
        before == [page("S/0"), page("S/2")],
        "a new document elsewhere rewrites no older page"
    );
    assert_eq!(similar("S/9").len(), 2);
    // Neither a related document nor a withdrawn one is listed as similar.
    site.document(
        "b/9",
        "S/9",
        "title: 烈士纪念设施保护管理办法解读\ndate_created: 2024-09-01\ninterprets: [S/0]\n",
        "正文。",
    );
    site.document("a/2", "S/2", "title: 关于开展烈士纪念设施保护专项检查的通知\nwithdrawn: {date: 2025-01-01, reason: 有误}\n", "正文。");
    site.build();
    assert!(similar("S/9").is_empty());
}

/// A withdrawn document leaves only its numbers, although other documents refer to it and it has
/// files and an old address.
#[test]
fn nothing_of_a_withdrawn_document_is_left() {
    let site = Site::new();
    site.document(
        "a/1",
        "N/2024-1",
        "related: [W/2024-5]\n",
        "另见[有关文件](../b/w.md)和[附表](../b/金丝雀.docx)。",
    );
    site.document(
        "a/2",
        "N/2024-2",
        "interprets: [甲发〔2024〕5号]\n",
        "正文。",
    );
    site.write("content/b/金丝雀.docx", "secret-file")
        .write("content/b/金丝雀.png", "secret-image");
    let fields = "title: 金丝雀办法\nissuing_body: 金丝雀局\ndocument_number: 甲发〔2024〕5号\nkeywords: [金丝雀]\nrepeals: [N/2024-1]\n\
                  withdrawn: {date: 2025-03-01, reason: 有误}\naliases: [old/w.html]\nattachments: [{file: 金丝雀.docx, title: 金丝雀表}]\n";
    site.document(
        "b/w",
        "W/2024-5",
        fields,
        "金丝雀正文 ![金丝雀](金丝雀.png)",
    );
    site.build();
    let linked =
        ["doc/".to_owned() + &mulu::catalogue::address::document("N/2024-1").unwrap()[4..]];
    for (path, bytes) in crate::harness::tree(&site.public()) {
        let text = String::from_utf8_lossy(&bytes);
        // a file that another document also publishes stays
        let own = path.starts_with(&linked[0]);
        assert!(!text.contains("金丝雀") || own, "{path}");
        assert!(
            !text.contains("secret-image") && (own || !text.contains("secret-file")),
            "{path}"
        );
    }
    let mut xlsx: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(
        std::fs::read(site.public().join("catalogue.xlsx")).unwrap(),
    ))
    .unwrap();
    let sheet = xlsx.worksheet_range_at(0).unwrap().unwrap();
    assert!(
        sheet
            .cells()
            .all(|(_, _, c)| !c.to_string().contains("金丝雀"))
    );
    assert!(
        site.read(&(mulu::catalogue::address::document("N/2024-1").unwrap() + ".html"))
            .contains("甲发〔2024〕5号"),
        "the number stays"
    );
}
