//! Tests what archive packages contain and must not contain, and that the same catalogue gives the
//! same package.

use crate::harness::{self, Site, assert_same, mulu, tree};
use mulu::{archive, diff};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Makes a package into `archive/<year>` and reads it back.
#[track_caller]
fn package(site: &Site, year: &str) -> BTreeMap<String, Vec<u8>> {
    site.run(&["snapshot", year]).ends(0);
    tree(&site.root().join("archive").join(year))
}

fn text<'a>(package: &'a BTreeMap<String, Vec<u8>>, path: &str) -> &'a str {
    std::str::from_utf8(
        package
            .get(path)
            .unwrap_or_else(|| panic!("{path} is not in the package")),
    )
    .unwrap()
}

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
        "date_published: 2025-01-01\nrepeals: [N/2024-1]\ndate_effective: 2025-02-01\n",
        "## 一、总则\n\n正文二。",
    );
    site.write(
        "content/about.md",
        "---\ntitle: 关于\nkind: page\n---\n\n说明。\n",
    );
    site
}

#[test]
fn a_package_lists_every_file_once_with_its_digests() {
    let site = site();
    let package = package(&site, "2025");
    let manifests = [
        archive::MANIFEST_SHA256,
        archive::MANIFEST_SHA512,
        archive::PAYLOAD_SM3,
    ]
    .map(|path| {
        text(&package, path)
            .lines()
            .map(|l| {
                l.split_once("  ")
                    .map(|(digest, path)| (path.to_owned(), digest.to_owned()))
                    .unwrap()
            })
            .collect::<Vec<_>>()
    });
    let payload: Vec<&String> = package.keys().filter(|p| p.starts_with("data/")).collect();
    for (i, manifest) in manifests.iter().enumerate() {
        assert_eq!(
            manifest.iter().map(|(path, _)| path).collect::<Vec<_>>(),
            payload
        );
        for (path, digest) in manifest {
            let d = archive::Digests::of(&package[path]);
            assert_eq!(
                *digest,
                [
                    archive::hex(&d.sha256),
                    archive::hex(&d.sha512),
                    archive::hex(&d.sm3)
                ][i],
                "{path}"
            );
        }
    }
    let tags: Vec<&str> = text(&package, archive::TAG_MANIFEST)
        .lines()
        .map(|l| &l[130..])
        .collect();
    let others: Vec<&String> = package
        .keys()
        .filter(|p| !p.starts_with("data/") && *p != archive::TAG_MANIFEST)
        .collect();
    assert_eq!(
        tags, others,
        "one tag manifest, and it lists every other tag file"
    );
    let oxum = format!(
        "Payload-Oxum: {}.{}\n",
        payload.iter().map(|p| package[*p].len()).sum::<usize>(),
        payload.len()
    );
    assert!(text(&package, archive::BAG_INFO).contains(&oxum), "{oxum}");
    for path in package.keys() {
        assert!(
            archive::is_portable(path) && !path.split('/').any(|part| part.starts_with('.')),
            "{path}"
        );
    }
}

#[test]
fn records_say_what_the_catalogue_was_on_the_day() {
    let site = site();
    let of = |year: &str| -> archive::Records {
        serde_json::from_slice(&package(&site, year)[archive::RECORDS]).unwrap()
    };
    let (first, second) = (of("2024"), of("2025"));
    let numbers = |r: &archive::Records| {
        r.documents
            .iter()
            .map(|d| (d.index_number.clone(), d.fields.text("validity").to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        numbers(&first),
        [
            ("".into(), "".into()),
            ("N/2024-1".into(), "effective".into())
        ]
    );
    assert_eq!(
        numbers(&second)[1..],
        [
            ("N/2024-2".into(), "effective".into()),
            ("N/2024-1".into(), "repealed".into())
        ]
    );
    assert_eq!(
        (first.as_of.as_str(), second.format.as_str()),
        ("2024-12-31", archive::Records::FORMAT)
    );
    let one = second
        .documents
        .iter()
        .find(|d| d.index_number == "N/2024-1")
        .unwrap();
    assert_eq!(
        (
            one.attachments.len(),
            one.fields.text("validity_since"),
            one.fields.text("document_number")
        ),
        (0, "2025-02-01", "甲发〔2024〕1号")
    );
    assert_eq!(second.documents[1].relations[0].index_number, "N/2024-1");
    assert_eq!(one.text.characters, 8, "正文，见附件。表");
}

/// Every way to hide a document: a name for it, and the field.
const HIDDEN: [(&str, &str); 5] = [
    ("draft", "draft: true\n"),
    ("on request", "disclosure: 依申请公开\n"),
    ("withheld", "公开方式: 不予公开\n"),
    ("later", "date_published: 2026-01-02\n"),
    ("later the same year", "date_published: 2026-12-30\n"),
];

#[test]
fn what_is_hidden_leaves_no_trace_in_a_package() {
    let with_link = |site: &Site, relation: &str, body: &str| {
        site.document("a/4", "N/2024-4", relation, body);
    };
    let plain = site();
    with_link(
        &plain,
        "",
        "见另一文件与[表](表.docx)。\n\n甲<!-- -->乙\n\n",
    );
    let plain = package(&plain, "2025");
    for (what, fields) in HIDDEN {
        let site = site();
        let relation = "related: [CANARY/2024-77] # 金丝雀\n";
        with_link(
            &site,
            relation,
            "见[另一文件](../金丝雀/h.md \"金丝雀\")与[表](表.docx)。\n\n甲<!-- 金丝雀 -->乙\n\n[//]: # (金丝雀)",
        );
        site.document(
            "金丝雀/h",
            "CANARY/2024-77",
            &format!("{fields}title: 机密金丝雀\nattachments: [金丝雀.docx]\n"),
            "金丝雀正文 ![图](金丝雀.png)",
        );
        site.write("content/金丝雀/金丝雀.docx", "secret")
            .write("content/金丝雀/金丝雀.png", "secret")
            .write("content/a/无人引用的金丝雀.docx", "secret");
        let config = std::fs::read_to_string(site.root().join("mulu.yaml")).unwrap();
        site.write(
            "mulu.yaml",
            format!("# 金丝雀\n{config}checks: {{severity: {{no-base-url: note}}}} # 金丝雀\n"),
        );
        assert_same(&plain, &package(&site, "2025"), what);
    }
}

#[test]
fn of_a_document_that_was_taken_down_only_the_notice_is_left() {
    let site = site();
    let fields = "title: 金丝雀\ndocument_number: 金丝〔2024〕3号\nsummary: 金丝雀\nkeywords: [金丝雀]\nattachments: [金丝雀.docx]\naliases: [old/3.html]\nwithdrawn: {date: 2025-06-01, reason: 内容有误}\n";
    site.document("a/金丝雀", "N/2024-3", fields, "金丝雀正文");
    site.write("content/a/金丝雀.docx", "secret");
    site.document("a/4", "N/2024-4", "", "见[该文](金丝雀.md)。");
    let (before, after) = (package(&site, "2024"), package(&site, "2025"));
    assert!(
        before.contains_key("data/source/content/a/金丝雀.md"),
        "on that day it was published"
    );
    for (path, bytes) in &after {
        let holds = |needle: &str| bytes.windows(needle.len()).any(|w| w == needle.as_bytes());
        assert!(!path.contains("金丝") && !holds("金丝"), "{path}");
    }
    assert!(
        text(&after, "data/source/content/a/4.md").contains("[该文](</a/withdrawn-n-2024-3.md>)")
    );
    let records: archive::Records = serde_json::from_slice(&after[archive::RECORDS]).unwrap();
    let record = records
        .documents
        .iter()
        .find(|d| d.index_number == "N/2024-3")
        .unwrap();
    assert_eq!(
        (
            record.title.as_str(),
            record.withdrawn.as_ref().unwrap().reason.as_str()
        ),
        ("", "内容有误")
    );
    built_from_its_source(&site, 2025, &[2024]);
}

/// Tests that the source in a package gives the site in it, byte for byte.
#[track_caller]
fn built_from_its_source(site: &Site, year: i16, earlier: &[i16]) {
    let folder = site.root().join(format!("archive/{year}/data"));
    let overrides = mulu::config::Overrides {
        as_of: Some(jiff(year)),
        ..Default::default()
    };
    let mut config = mulu::config::read(&folder.join("source"), &overrides, 0).unwrap();
    config.archive_of = Some(mulu::config::ArchiveOf {
        year,
        earlier: earlier.to_vec(),
    });
    let memory = mulu::output::Memory::default();
    let outcome = mulu::build::build(
        &config,
        &std::sync::Arc::new(mulu::cache::Cache::nothing()),
        &memory,
        &|_, _| {},
    )
    .unwrap();
    assert!(
        !outcome.has(mulu::diag::Severity::Error),
        "{:?}",
        outcome.findings
    );
    let built: BTreeMap<String, Vec<u8>> = memory
        .into_files()
        .into_iter()
        .map(|(path, bytes)| (path, bytes.to_vec()))
        .collect();
    assert_same(&tree(&folder.join("site")), &built, "built from its source");
}

fn jiff(year: i16) -> jiff::civil::Date {
    jiff::civil::Date::constant(year, 12, 31)
}

#[test]
fn the_source_of_the_demonstration_makes_its_site() {
    let site = Site::demonstration();
    for (year, earlier) in [(2023, &[][..]), (2024, &[2023]), (2025, &[2024, 2023])] {
        site.run(&["snapshot", &year.to_string()]).ends(0);
        built_from_its_source(&site, year, earlier);
    }
}

#[test]
fn place_zone_locale_threads_clock_and_umask_make_no_difference() {
    let make = |site: &Site, env: &[(&str, &str)], before: &str, output: &[&str]| {
        let program = mulu(site.root());
        let mut command = Command::new("sh");
        command
            .current_dir(site.root())
            .env("LC_ALL", "C")
            .env_remove("SOURCE_DATE_EPOCH")
            .env_remove("TZ");
        command
            .args(["-c", &format!("{before}; exec \"$0\" \"$@\"")])
            .arg(program.get_program())
            .args(["-q", "snapshot", "2025", "--zip"])
            .args(output);
        harness::run(command.envs(env.iter().copied()))
            .ends(0)
            .stdout
    };
    let first = Site::demonstration();
    let root = make(
        &first,
        &[
            ("RAYON_NUM_THREADS", "1"),
            ("TZ", "UTC"),
            ("SOURCE_DATE_EPOCH", "1767225600"),
        ],
        "umask 022",
        &[],
    );
    let files = tree(&first.root().join("archive"));
    assert!(files.contains_key("2025.zip"));
    for (env, before) in [
        (
            [
                ("RAYON_NUM_THREADS", "8"),
                ("TZ", "Asia/Shanghai"),
                ("SOURCE_DATE_EPOCH", "2145916800"),
            ],
            "umask 077",
        ),
        (
            [
                ("RAYON_NUM_THREADS", "2"),
                ("LC_ALL", "tr_TR.UTF-8"),
                ("TZ", "America/New_York"),
            ],
            "umask 002",
        ),
    ] {
        let site = Site::demonstration();
        assert_eq!(make(&site, &env, before, &[]), root);
        assert_same(
            &files,
            &tree(&site.root().join("archive")),
            &format!("{env:?}"),
        );
    }
    let (site, elsewhere) = (Site::demonstration(), tempfile::tempdir().unwrap());
    let output = elsewhere.path().join("归档 包/2025");
    assert_eq!(
        make(&site, &[], ":", &["-o", output.to_str().unwrap()]),
        root
    );
    assert_same(
        &files,
        &tree(&elsewhere.path().join("归档 包")),
        "elsewhere",
    );
    for (path, bytes) in files {
        for name in [first.root(), Path::new(env!("CARGO_MANIFEST_DIR"))] {
            let name = name.to_str().unwrap().as_bytes();
            assert!(
                !bytes.windows(name.len()).any(|w| w == name),
                "{path} names a folder of this machine"
            );
        }
    }
}

#[test]
fn each_package_names_the_one_before() {
    let site = site();
    let roots: Vec<String> = ["2022", "2024", "2025"]
        .iter()
        .map(|year| {
            site.run(&["snapshot", year])
                .ends(0)
                .stdout
                .trim()
                .to_owned()
        })
        .collect();
    let info = |year: &str| {
        std::fs::read_to_string(site.root().join(format!("archive/{year}/bag-info.txt"))).unwrap()
    };
    assert!(info("2022").contains("Mulu-Previous-Snapshot: none\n"));
    assert!(info("2024").contains(&format!(
        "Mulu-Previous-Snapshot: sha512:{}\nMulu-Previous-Year: 2022\n",
        roots[0]
    )));
    assert!(info("2025").contains(&format!(
        "Mulu-Previous-Snapshot: sha512:{}\nMulu-Previous-Year: 2024\n",
        roots[1]
    )));
    // a package in another folder is linked to those in the site's own folder
    let elsewhere = tempfile::tempdir().unwrap();
    let out = elsewhere.path().join("x");
    let root = site
        .run(&["snapshot", "2025", "-o", out.to_str().unwrap()])
        .ends(0)
        .stdout;
    assert_eq!(root.trim(), roots[2]);
    // making the package of a year again breaks the links of later packages; the command names
    // their years
    site.document("a/9", "N/2022-9", "date_created: 2022-01-01\n", "补登。");
    assert!(
        site.run(&["snapshot", "2022", "--force", "--lang", "en"])
            .ends(0)
            .stderr
            .contains("2024, 2025")
    );
}

#[test]
fn a_package_says_what_changed_since_the_one_before() {
    let site = site();
    site.document(
        "a/3",
        "N/2024-3",
        "title: 金丝雀\nwithdrawn: {date: 2025-06-01, reason: 内容有误}\n",
        "金丝雀",
    );
    package(&site, "2024");
    let package = package(&site, "2025");
    let diff: diff::Diff =
        serde_json::from_slice(&package["metadata/diff-2024-2025.json"]).unwrap();
    let numbers = |documents: &[diff::Document]| {
        documents
            .iter()
            .map(|d| d.index_number.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (numbers(&diff.added), numbers(&diff.withdrawn)),
        (vec!["N/2024-2".to_owned()], vec!["N/2024-3".to_owned()])
    );
    let status = diff
        .changed
        .iter()
        .find(|c| c.document.index_number == "N/2024-1")
        .and_then(|c| c.status.clone())
        .unwrap();
    assert_eq!(
        (status.from.as_str(), status.to.as_str()),
        ("effective", "repealed")
    );
    assert!(!text(&package, "metadata/diff-2024-2025.html").contains("金丝雀"));
}

#[test]
fn packages_are_whole_and_linked_by_our_own_verify() {
    let site = site();
    for year in ["2023", "2024", "2025"] {
        site.run(&["snapshot", year, "--zip"]).ends(0);
    }
    let verified = site.run(&["verify", "archive", "--lang", "en"]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    site.run(&[
        "verify",
        "archive/2023.zip",
        "archive/2024.zip",
        "archive/2025.zip",
    ])
    .ends(0);
    let page = site.root().join("archive/2024/data/site/about.html");
    let text = std::fs::read_to_string(&page).unwrap();
    std::fs::write(&page, text.replacen("关于", "关与", 1)).unwrap();
    assert!(
        site.run(&["verify", "archive"])
            .ends(1)
            .stdout
            .contains("data/site/about.html")
    );
}

#[test]
fn nothing_is_replaced_unasked_or_by_halves() {
    let site = site();
    package(&site, "2025");
    let folder = site.root().join("archive/2025");
    assert!(
        site.run(&["snapshot", "2025"])
            .ends(2)
            .stderr
            .contains("--force")
    );
    // a time stamp stays while the package stays the same, and goes when the package changes
    let seal = folder.join(archive::SEALS[2]);
    std::fs::write(&seal, "stamp").unwrap();
    site.run(&["snapshot", "2025", "--force"]).ends(0);
    assert_eq!(std::fs::read_to_string(&seal).unwrap(), "stamp");
    // errors in the content or a foreign file in the package prevent a change of the package
    let before = tree(&folder);
    site.write("content/a/wrong.md", "---\ntitle: x\n---\n");
    site.document("a/9", "N/2028-9", "date_created: 2028-01-01\n", "新。");
    let run = site.run(&["snapshot", "2025", "--force"]).ends(1);
    assert!(
        run.stderr.contains("[missing-field]") && !run.stderr.contains("[distant-date]"),
        "{}",
        run.stderr
    );
    assert_same(&before, &tree(&folder), "after errors");
    for name in ["wrong", "9"] {
        std::fs::remove_file(site.root().join(format!("content/a/{name}.md"))).unwrap();
    }
    site.write("notes.txt", "");
    let notes = site.root().join("notes.txt");
    let run = site
        .run(&["snapshot", "2025", "-o", notes.to_str().unwrap()])
        .ends(2);
    assert!(
        run.stderr.contains("是一个文件") && !run.stderr.contains("--force"),
        "{}",
        run.stderr
    );
    site.document("a/8", "N/2025-8", "date_created: 2025-01-01\n", "新。");
    site.write("archive/2025/data/mine.txt", "mine");
    assert!(
        site.run(&["snapshot", "2025", "--force"])
            .ends(2)
            .stderr
            .contains("data/mine.txt")
    );
    std::fs::remove_file(folder.join("data/mine.txt")).unwrap();
    assert_same(&before, &tree(&folder), "after a refusal");
    site.run(&["snapshot", "2025", "--force"]).ends(0);
    assert!(!seal.exists() && folder.join("data/source/content/a/8.md").exists());
    let left: Vec<String> = std::fs::read_dir(site.root().join("archive"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left, ["2025"]);
}

#[test]
fn a_killed_run_leaves_the_old_package_whole() {
    let site = Site::demonstration();
    package(&site, "2024");
    let before = tree(&site.root().join("archive/2024"));
    site.document("x", "11990312MB1Q6208XH/2024-99999", "", "新。");
    for wait in [5, 20, 60, 120, 250, 500] {
        let mut child = mulu(site.root())
            .args(["-q", "snapshot", "2024", "--force"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let _ = child.kill();
        let ended = child.wait().unwrap();
        let now = tree(&site.root().join("archive/2024"));
        if now != before {
            assert!(
                now.contains_key("data/source/content/x.md")
                    && now.contains_key(archive::TAG_MANIFEST),
                "after {wait} ms: {ended}"
            );
            return;
        }
    }
    site.run(&["snapshot", "2024", "--force"]).ends(0);
    let left: Vec<String> = std::fs::read_dir(site.root().join("archive"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left, ["2024"], "what the kills left is cleaned up");
}

#[test]
fn a_year_that_is_not_over_discloses_nothing_ahead() {
    let site = site();
    site.document("a/5", "N/2026-5", "date_created: 2026-03-01\n", "以后。");
    let refused = site.run(&["snapshot", "2026", "--lang", "en"]).ends(2);
    assert!(
        refused.stderr.contains("content/a/5.md") && !site.root().join("archive/2026").exists(),
        "{}",
        refused.stderr
    );
    site.run(&["snapshot", "2026", "--as-of", "2026-06-01"])
        .ends(0);
}

#[test]
fn names_that_do_not_travel_are_all_named_at_once() {
    let site = site();
    site.document("a/6", "N/2024-6", "attachments: [增长5%.docx]\n", "附件。")
        .write("content/a/增长5%.docx", "word");
    if cfg!(unix) {
        site.document("a/10", "N/2024-10", "attachments: [表二.xls]\n", "十。")
            .write("content/a/表二.xls", "x");
        site.document("a/11", "N/2024-11", "attachments: [表二.XLS]\n", "十一。")
            .write("content/a/表二.XLS", "y");
        site.document("a:b/8", "N/2024-8", "", "八。").document(
            "a/问?",
            "N/2024-9",
            "withdrawn: {date: 2025-02-01, reason: 更正}\n",
            "九。",
        );
    }
    let refused = site.run(&["snapshot", "2025"]).ends(1);
    let mut wrong = vec!["content/a/增长5%.docx"];
    if cfg!(unix) {
        // the source of a withdrawn document gets another name
        wrong.extend([
            "content/a/表二.xls",
            "content/a/表二.XLS",
            "content/a:b/8.md",
        ]);
        assert!(!refused.stderr.contains("问?"), "{}", refused.stderr);
    }
    for file in wrong {
        assert!(
            refused.stderr.contains(file) && refused.stderr.contains("unportable-name"),
            "{file}: {}",
            refused.stderr
        );
    }
    assert!(!site.root().join("archive/2025").exists());
    // `build` accepts these names; `check` warns about them before a package is made.
    site.build();
    assert!(
        site.run(&["check", "--format", "json"])
            .ends(0)
            .stdout
            .contains("unportable-name")
    );
}

#[cfg(unix)]
#[test]
fn two_things_at_one_address_are_a_finding() {
    let site = site();
    site.document(
        "a/6",
        "N/2024-6",
        "attachments: [表二.xls, 表二.XLS]\n",
        "附件。",
    )
    .write("content/a/表二.xls", "x")
    .write("content/a/表二.XLS", "y");
    assert!(
        site.run(&["snapshot", "2025"])
            .ends(1)
            .stderr
            .contains("address-collision")
    );
    assert!(!site.root().join("archive/2025").exists());
}

#[test]
fn a_document_with_a_waiver_rebuilds_from_its_package_without_the_reason() {
    let site = site();
    let [number, other] =
        [5, 6].map(|seed| crate::personal::id_number(&mut crate::personal::Dice(seed)));
    let masked = format!("{}*************{}", &number[..2], &number[15..]);
    let waivers = format!(
        "privacy:\n  - {{code: id-card-number, value: \"{masked}\", reason: 金丝雀理由一}}\n  - {{code: id-card-number, file: 名单.txt, reason: 金丝雀理由二}}\n  - {{code: bank-card-number, file: 金丝雀.txt, reason: 没有用到}}\n  - {{code: attachment-author, reason: 没有用到}}\n"
    );
    site.document(
        "a/7",
        "N/2024-7",
        &format!("{waivers}attachments: [名单.txt]\n"),
        &format!("被执行人 {number}。"),
    );
    site.write("content/a/名单.txt", format!("被执行人 {other}"));
    let package = package(&site, "2025");
    let source = text(&package, "data/source/content/a/7.md");
    assert!(
        number != other
            && source.contains(&masked)
            && source.contains("名单.txt")
            && source.matches("由制发机关留存").count() == 2,
        "{source}"
    );
    for (path, bytes) in &package {
        assert!(
            !bytes.windows(9).any(|w| w == "金丝雀".as_bytes()),
            "{path}"
        );
    }
    built_from_its_source(&site, 2025, &[]);
    // The package alone gives its site and its source again.
    let again = tempfile::tempdir().unwrap();
    harness::copy(&site.root().join("archive/2025/data/source"), again.path());
    harness::run(mulu(again.path()).args(["-q", "snapshot", "2025"])).ends(0);
    let folder = |root: &Path, part: &str| tree(&root.join("archive/2025/data").join(part));
    assert_same(
        &folder(site.root(), "site"),
        &folder(again.path(), "site"),
        "packed from its source",
    );
    assert_same(
        &folder(site.root(), "source/content"),
        &folder(again.path(), "source/content"),
        "source of the source",
    );
}

#[test]
fn every_page_says_that_it_is_archived_and_where_the_living_one_is() {
    let site = site();
    package(&site, "2023");
    let package = package(&site, "2025");
    let pages: Vec<&String> = package
        .keys()
        .filter(|p| p.starts_with("data/site/") && p.ends_with(".html"))
        .collect();
    assert!(pages.len() > 10);
    for path in pages {
        assert!(text(&package, path).contains("2025年归档"), "{path}");
    }
    let page = text(&package, "data/site/about.html");
    assert!(
        page.contains("href=\"https://example.cn/xxgk/about.html\""),
        "{page}"
    );
    assert!(text(&package, "data/site/index.html").contains("2023"));
    site.build();
    assert!(
        !std::fs::read_to_string(site.public().join("about.html"))
            .unwrap()
            .contains("class=archived")
    );
}

#[test]
fn a_package_is_signed_by_ssh_keygen() {
    let site = site();
    let key = site.root().join("key");
    let Ok(made) = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&key)
        .output()
    else {
        eprintln!("left out: signatures (no ssh-keygen)");
        return;
    };
    assert!(made.status.success());
    site.run(&["snapshot", "2025", "--sign", "key"]).ends(0);
    let public = std::fs::read_to_string(site.root().join("key.pub")).unwrap();
    site.write("signers", format!("publisher {public}"));
    let verify = |path: &Path| {
        let mut command = Command::new("ssh-keygen");
        command.current_dir(site.root()).args([
            "-q",
            "-Y",
            "verify",
            "-f",
            "signers",
            "-I",
            "publisher",
            "-n",
            "mulu-snapshot",
            "-s",
        ]);
        command
            .arg(site.root().join("archive/2025/tagmanifest-sha512.txt.sig"))
            .stdin(std::fs::File::open(path).unwrap());
        command.output().unwrap().status.success()
    };
    assert!(verify(
        &site.root().join("archive/2025/tagmanifest-sha512.txt")
    ));
    assert!(!verify(&site.root().join("archive/2025/bagit.txt")));
    assert!(
        site.run(&["snapshot", "2025", "--force", "--sign", "nothing"])
            .ends(2)
            .stderr
            .contains("nothing")
    );
    let mut without = mulu(site.root());
    let run = harness::run(
        without
            .args(["snapshot", "2025", "--force", "--sign", "key"])
            .env("PATH", site.root()),
    );
    assert!(run.ends(2).stderr.contains("ssh-keygen"));
}
