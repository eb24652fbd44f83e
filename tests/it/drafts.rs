//! Tests `mulu new`: the content of a new document, its attachments, the refusals, and that nothing
//! is overwritten.

use crate::harness::{Run, Site, mulu, run, tree};
use std::collections::BTreeSet;

/// A site with columns, made by `mulu init`.
fn site() -> Site {
    let site = Site::empty();
    run(mulu(site.root()).args(["init", "."])).ends(0);
    site
}

fn new(site: &Site, args: &[&str]) -> Run {
    site.run(&[&["--lang", "zh", "new"], args].concat())
}

/// The text of the document that a run has made.
#[track_caller]
fn made(site: &Site, run: Run) -> String {
    let path = run.ends(0).stdout.trim().to_owned();
    std::fs::read_to_string(site.root().join(path)).unwrap()
}

/// The errors of `check`, and its warnings about files whose names have an index number of 2026, as
/// those of new documents do. Gives code, line and message.
fn check(site: &Site) -> Vec<(String, u64, String)> {
    let run = site.run(&["--lang", "zh", "check", "--format", "json"]);
    let findings = run.stdout.lines().map(|line| {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let line = finding["line"].as_u64().unwrap_or_default();
        (
            text("severity"),
            text("code"),
            line,
            text("file"),
            text("message"),
        )
    });
    findings
        .filter(|(severity, _, _, file, _)| {
            severity != "note" && file.contains("2026-") || severity == "error"
        })
        .map(|(_, code, line, _, message)| (code, line, message))
        .collect()
}

#[test]
fn a_new_document_has_the_layout_of_an_official_one() {
    let site = site();
    site.write(
        "mulu.yaml",
        "title: 甲局目录\nagency: {name: 清川区民政局}\nindex_number: {next: '2026-{serial:5}'}\n",
    );
    let text = made(&site, new(&site, &["关于开展检查的通知", "-c", "zcwj"]));
    assert!(text.contains("\n标题: 关于开展检查的通知\n"), "{text}");
    assert!(
        text.contains("\n索引号: 2026-00001\n发文机关: 清川区民政局\n成文日期: 2026-01-01\n"),
        "{text}"
    );
    for name in ["title:", "index_number:", "issuing_body:", "file:"] {
        assert!(!text.contains(name), "{text}");
    }
    let (_, body) = text.split_once("\n---\n").unwrap();
    assert_eq!(
        body,
        "\n（填写主送机关）：\n\n（填写正文）\n\n清川区民政局\n2026年1月1日\n"
    );
    // each placeholder is reported at its line
    let start = text
        .lines()
        .position(|l| l.starts_with("（填写主送"))
        .unwrap() as u64
        + 1;
    let found: Vec<(String, u64)> = check(&site).into_iter().map(|(c, l, _)| (c, l)).collect();
    let placeholder = |line| ("unfilled-template".to_owned(), line);
    assert_eq!(found, [placeholder(start), placeholder(start + 2)]);
    // an announcement (公告) has no addressee
    let text = made(&site, new(&site, &["关于延长受理时间的公告"]));
    assert!(!text.contains("主送机关"), "{text}");
}

#[test]
fn a_title_is_written_without_marks_around_it() {
    let site = site();
    for typed in [
        "- 关于停水的公告",
        "**关于停水的公告**",
        "《关于停水的公告》",
    ] {
        let run = new(&site, &[typed]).ends(0);
        assert!(!run.stderr.contains("markup-in-field"), "{}", run.stderr);
        let text = std::fs::read_to_string(site.root().join(run.stdout.trim())).unwrap();
        assert!(text.contains("\n标题: 关于停水的公告\n"), "{typed}: {text}");
    }
}

#[test]
fn a_site_in_english_gets_english_keys_and_blanks_that_are_named() {
    let site = Site::empty();
    site.write(
        "mulu.yaml",
        "title: t\nlanguage: en\nindex_number: {next: '2026-{serial:5}'}\n",
    );
    std::fs::create_dir(site.root().join("content")).unwrap();
    let text = made(&site, new(&site, &["A notice"]));
    assert!(
        text.starts_with("---\ntitle: A notice\nindex_number: 2026-00001\n"),
        "{text}"
    );
    assert!(text.contains("\n# document_number: \""), "{text}");
    let found: Vec<String> = check(&site).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(found, ["unfilled-template"; 4], "{text}");
}

#[test]
fn every_field_that_is_offered_can_be_taken_as_it_stands() {
    let site = site();
    let run = new(&site, &["关于开展检查的通知"]).ends(0);
    let path = site.root().join(run.stdout.trim());
    let text = std::fs::read_to_string(&path).unwrap();
    let offered = text
        .lines()
        .filter(|l| l.starts_with("# ") && l.contains("\": ") | l.contains(": "));
    assert!(offered.count() > 15, "{text}");
    let taken: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(field) if field.contains(": ") => format!("{field}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    assert_ne!(taken, text);
    std::fs::write(&path, taken.replace("草稿: 是", "草稿: 否")).unwrap();
    // the examples in the layout name documents and files that this site does not have
    let codes: BTreeSet<String> = check(&site).into_iter().map(|(code, ..)| code).collect();
    let known = [
        "dangling-reference",
        "missing-attachment",
        "placeholder",
        "placeholder-number",
        "unfilled-template",
    ];
    let unknown: Vec<&String> = codes
        .iter()
        .filter(|c| !known.contains(&c.as_str()))
        .collect();
    assert!(
        unknown.is_empty() && codes.contains("dangling-reference"),
        "{codes:?}"
    );
}

#[test]
fn a_category_is_a_column_of_the_site() {
    let site = site();
    for (typed, folder) in [
        ("政策解读", "policy/interpretation/"),
        ("policy/other", "policy/other/"),
        ("政策文件/其他文件", "policy/other/"),
        ("政策文件 > 其他文件", "policy/other/"),
        ("policy/other/", "policy/other/"),
    ] {
        let run = new(&site, &["标题", "-c", typed]).ends(0);
        assert!(
            run.stdout.replace('\\', "/").contains(folder),
            "{typed}: {}",
            run.stdout
        );
    }
    let before = tree(site.root());
    for (typed, said) in [
        ("政策解渎", "是不是“政策解读”（policy/interpretation）？"),
        ("policy/interpretaton", "是不是“政策解读”"),
        ("完全没有的栏目", "本站的栏目：政府信息公开指南（guide）、"),
        ("../x", "不能用作文件夹"),
        ("con", "不能用作文件夹"),
        ("a:b", "不能用作文件夹"),
        ("a./b", "不能用作文件夹"),
    ] {
        let run = new(&site, &["标题", "-c", typed]).ends(2);
        assert!(
            run.stderr.contains("new-category") && run.stderr.contains(said),
            "{}",
            run.stderr
        );
    }
    assert_eq!(before, tree(site.root()));
    // of two columns with the same name, the path decides
    site.write(
        "mulu.yaml",
        "title: t\ncolumns:\n- {name: 甲, path: a, children: [{name: 通知, path: n}]}\n\
         - {name: 乙, path: b, children: [{name: 通知, path: n}]}\n",
    );
    let run = new(&site, &["标题", "-c", "通知"]).ends(2);
    assert!(
        run.stderr.contains("请改写路径：a/n 或 b/n"),
        "{}",
        run.stderr
    );
    new(&site, &["标题", "-c", "乙/通知"]).ends(0);
    // an existing folder is also a category; without columns in `mulu.yaml`, so is any new folder
    new(&site, &["标题", "-c", "system"]).ends(0);
    site.write("mulu.yaml", "title: t\n");
    new(&site, &["标题", "-c", "任意/文件夹"]).ends(0);
}

#[test]
fn a_document_of_the_same_title_is_named() {
    let site = site();
    let first = new(&site, &["关于开展检查的通知", "-c", "规章"]).ends(0);
    assert!(!first.stderr.contains("new-same-title"), "{}", first.stderr);
    let second = new(&site, &["关于开展检查的通知 "]).ends(0);
    assert!(
        second.stderr.contains("new-same-title")
            && second.stderr.contains("content/policy/rules/")
            && second.stderr.contains("000000000/2026-00001"),
        "{}",
        second.stderr
    );
    for title in ["", "  ", "\n"] {
        let run = new(&site, &[title]).ends(2);
        assert!(run.stderr.contains("标题是空的"), "{}", run.stderr);
    }
    let text = made(&site, new(&site, &["关于分两行\n粘贴的通知"]));
    assert!(text.contains("标题: 关于分两行粘贴的通知\n"), "{text}");
}

#[test]
fn attachments_are_copied_beside_the_document_and_replace_nothing() {
    let site = site();
    let old = Site::empty();
    old.write("申请表.docx", "一")
        .write("b/申请表.docx", "二")
        .write("名单.XLSX", "三");
    let file = |name: &str| old.root().join(name).display().to_string();
    let add = |title: &str, files: &[&str]| {
        let files: Vec<String> = files.iter().map(|f| file(f)).collect();
        let mut args = vec![title, "-c", "policy/other", "--attach"];
        args.extend(files.iter().map(String::as_str));
        new(&site, &args)
    };
    let text = made(&site, add("关于甲的通知", &["申请表.docx", "名单.XLSX"]));
    assert!(
        text.contains("附件:\n- 申请表.docx\n- 名单.XLSX\n"),
        "{text}"
    );
    assert!(
        text.contains("\n附件：\n\n1. 申请表\n2. 名单\n\n某某局\n"),
        "{text}"
    );
    // another file of the same name gets a new name and keeps its title; the same file is used
    // again
    let text = made(&site, add("关于乙的通知", &["b/申请表.docx", "名单.XLSX"]));
    assert!(
        text.contains("附件:\n  - 文件: 申请表-2.docx\n    标题: 申请表\n  - 名单.XLSX\n")
            && text.contains("\n1. 申请表\n2. 名单\n"),
        "{text}"
    );
    let text = made(
        &site,
        add(
            "关于丙的通知",
            &["申请表.docx", "b/申请表.docx", "申请表.docx"],
        ),
    );
    assert!(
        text.contains("附件:\n- 申请表.docx\n- 申请表-2.docx\n\n"),
        "{text}"
    );
    let beside: Vec<String> = tree(&site.root().join("content/policy/other"))
        .into_keys()
        .collect();
    let attached = ["名单.XLSX", "申请表-2.docx", "申请表.docx"];
    assert_eq!(
        beside
            .iter()
            .filter(|n| !n.ends_with(".md"))
            .collect::<Vec<_>>(),
        attached.iter().collect::<Vec<_>>()
    );
    assert_eq!(
        std::fs::read(site.root().join("content/policy/other/申请表.docx")).unwrap(),
        "一".as_bytes()
    );
    let codes: BTreeSet<String> = check(&site).into_iter().map(|(code, ..)| code).collect();
    assert!(
        !codes.contains("missing-attachment") && !codes.contains("attachment-promised"),
        "{codes:?}"
    );
    let before = tree(site.root());
    old.write("说明.md", "x")
        .write("~$名单.xlsx", "x")
        .write(".DS_Store", "x")
        .write("填报.EXE", "x")
        .write("填报.xlsm", "x")
        .write("网页.html", "x")
        .write("图.svg", "<svg onload=\"x()\"></svg>");
    for wrong in ["填报.EXE", "填报.xlsm", "网页.html", "图.svg"] {
        let run = add("关于丁的通知", &["名单.XLSX", wrong]).ends(2);
        assert!(run.stderr.contains("new-attachment"), "{}", run.stderr);
    }
    for wrong in ["说明.md", "~$名单.xlsx", ".DS_Store", "没有.docx", "b"] {
        add("关于丁的通知", &[wrong]).ends(2);
    }
    assert_eq!(before, tree(site.root()));
    assert!(!site.root().join(".mulu/new").exists());
}

#[test]
fn the_title_stands_before_the_files_or_after_them() {
    let site = site();
    site.write("名单.docx", "一").write("表.docx", "二");
    for args in [
        &["关于甲的通知", "--attach", "名单.docx", "表.docx"][..],
        &["--attach", "名单.docx", "表.docx", "关于甲的通知"],
        &[
            "--attach",
            "名单.docx",
            "--attach",
            "表.docx",
            "关于甲的通知",
        ],
        &["--attach", "名单.docx", "表.docx", "--", "关于甲的通知"],
        &[
            "--attach",
            "名单.docx",
            "表.docx",
            "关于甲的通知",
            "-c",
            "policy/other",
        ],
    ] {
        let text = made(&site, new(&site, args));
        assert!(
            text.contains("标题: 关于甲的通知\n")
                && text.contains("附件:\n- 名单.docx\n- 表.docx\n"),
            "{args:?}: {text}"
        );
    }
    let before = tree(site.root());
    for args in [
        &["--attach", "名单.docx"][..],
        &["--attach", "名单.docx", "没有.docx"],
        &["--attach", "关于甲的通知"],
        &["--attach", "名单.docx", "关于 甲", "乙的通知"],
        &["--edit"],
    ] {
        let run = new(&site, args).ends(2);
        assert!(!run.stderr.is_empty(), "{args:?}");
    }
    let run = new(&site, &["--attach", "名单.docx", "没有.docx"]).ends(2);
    assert!(run.stderr.contains("没有写标题"), "{}", run.stderr);
    assert_eq!(before, tree(site.root()));
}

#[test]
fn a_run_that_was_killed_after_the_attachments_is_healed_by_the_next() {
    let (site, plain) = (site(), self::site());
    for site in [&site, &plain] {
        site.write("名单.docx", "一");
    }
    let args = [
        "关于甲的通知",
        "-c",
        "policy/other",
        "--attach",
        "名单.docx",
    ];
    made(&plain, new(&plain, &args));
    // the first run was killed after it had written the attachment and before the document
    site.write("content/policy/other/名单.docx", "一");
    site.write(".mulu/new/new-left", "half of a document");
    let said = site.run(&["check"]);
    assert!((said.stdout + &said.stderr).contains("unused-file"));
    made(&site, new(&site, &args));
    let content = |site: &Site| tree(&site.root().join("content"));
    assert_eq!(content(&site), content(&plain));
}

#[test]
fn the_names_of_fields_are_those_that_the_other_documents_use() {
    let site = site();
    let text =
        |site: &Site, category: &str| made(site, new(site, &["关于甲的通知", "-c", category]));
    assert!(text(&site, "policy/other").contains("\n标题: "));
    for n in 1..=4 {
        site.document(
            &format!("policy/normative/{n}"),
            &format!("A/2024-{n}"),
            "",
            "正文。",
        );
    }
    let english = text(&site, "policy/normative");
    assert!(english.contains("\ntitle: 关于甲的通知\n"), "{english}");
    assert!(english.contains("\n# document_number: "), "{english}");
    // next to a document with Chinese field names, a new document has Chinese names too
    assert!(text(&site, "policy/other").contains("\n标题: "));
}

#[cfg(unix)]
#[test]
fn an_attachment_gets_a_name_that_every_system_holds() {
    let site = site();
    let old = Site::empty();
    old.write("表?1:2.docx", "一")
        .write("con.pdf", "二")
        .write("名\u{202e}\u{200b}单.pdf", "三");
    let file = |name: &str| old.root().join(name).display().to_string();
    let args = [
        "甲",
        "--attach",
        &file("表?1:2.docx"),
        &file("con.pdf"),
        &file("名\u{202e}\u{200b}单.pdf"),
    ];
    let text = made(&site, new(&site, &args));
    assert!(
        text.contains("附件:\n- 表-1-2.docx\n- _con.pdf\n- 名单.pdf\n"),
        "{text}"
    );
    assert!(site.root().join("content/表-1-2.docx").is_file());
}

#[cfg(unix)]
#[test]
fn the_editor_of_the_environment_opens_the_document() {
    let site = site();
    let editor = format!("cp -f --target-directory={}", site.root().display());
    let run = run(mulu(site.root())
        .env_remove("VISUAL")
        .env("EDITOR", editor)
        .args(["--as-of", "2026-01-01", "new", "甲", "--edit"]))
    .ends(0);
    let name = run.stdout.trim().rsplit('/').next().unwrap().to_owned();
    assert!(site.root().join(&name).is_file(), "{name}");
}
