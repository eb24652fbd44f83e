//! Tests the import, also with the folders under `tests/import/`. Each is a site with old files in
//! `old/`. `expected/` has the content files that `mulu import old` makes, and `expected.zh.txt`
//! and `expected.en.txt` have what the command prints. The lines of the file `recipe` name changes
//! that the test makes in its copy of the site: `gb18030 FILE` encodes a file in GB 18030, and `zip
//! FOLDER` replaces a folder by a zip file of the same name. The repository has the unchanged
//! files, because git can show differences between them as text.
//!
//! `just accept` rewrites the expected files: read the difference before you commit it.

use crate::expected;
use crate::harness::{self, Run, Site};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

fn import(root: &Path, args: &[&str]) -> Run {
    harness::run(
        harness::mulu(root)
            .args(["import", "--color", "never"])
            .args(args),
    )
}

/// The files of a folder by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file());
    all.map(|e| {
        (
            e.path()
                .strip_prefix(folder)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/"),
            std::fs::read(e.path()).unwrap(),
        )
    })
    .collect()
}

fn prepare(case: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["old", "content"] {
        let from = case.join(part);
        if from.is_dir() {
            harness::copy(&from, &folder.path().join(part));
        }
    }
    std::fs::create_dir_all(folder.path().join("content")).unwrap();
    std::fs::copy(case.join("mulu.yaml"), folder.path().join("mulu.yaml")).unwrap();
    for line in std::fs::read_to_string(case.join("recipe"))
        .unwrap_or_default()
        .lines()
    {
        let (verb, path) = line.split_once(' ').unwrap();
        let path = folder.path().join(path);
        match verb {
            "gb18030" => {
                let text = std::fs::read_to_string(&path).unwrap();
                std::fs::write(&path, encoding_rs::GB18030.encode(&text).0).unwrap();
            }
            "zip" => {
                let packed = packed(&files(&path));
                std::fs::remove_dir_all(&path).unwrap();
                std::fs::write(&path, packed).unwrap();
            }
            other => panic!("no recipe {other}"),
        }
    }
    folder
}

fn packed(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn cases() -> Vec<PathBuf> {
    let all = std::fs::read_dir(harness::repository().join("tests/import"))
        .unwrap()
        .map(|e| e.unwrap().path());
    let mut cases: Vec<PathBuf> = all.filter(|p| p.is_dir()).collect();
    cases.sort();
    cases
}

#[test]
fn old_files_become_the_content_files_that_are_expected() {
    let cases = cases();
    assert!(cases.len() >= 5);
    for case in cases {
        for lang in ["zh", "en"] {
            let site = prepare(&case);
            let before = files(&site.path().join("content"));
            let run = import(site.path(), &["--lang", lang, "old"]);
            let said = format!("{}{}", run.stdout, run.stderr).replace('\\', "/");
            let made: BTreeMap<_, _> = files(&site.path().join("content"))
                .into_iter()
                .filter(|(path, _)| !before.contains_key(path))
                .collect();
            let faults: String = [
                expected::file(&case.join(format!("expected.{lang}.txt")), &said),
                expected::folder(&case.join("expected"), &made),
            ]
            .into_iter()
            .filter_map(Result::err)
            .collect();
            assert!(faults.is_empty(), "{faults}");
            let errors = said.contains("[import-failed]")
                && (said.contains("错误[") || said.contains("error["));
            assert_eq!(run.code, i32::from(errors), "{said}");
        }
    }
}

#[test]
fn a_dry_run_writes_nothing_and_a_second_run_changes_nothing() {
    let site = prepare(&harness::repository().join("tests/import/page"));
    let before = files(site.path());
    let dry = import(site.path(), &["--dry-run", "old"]).ends(0);
    assert_eq!(files(site.path()), before);
    let first = import(site.path(), &["old"]).ends(0);
    assert_eq!(dry.stdout, first.stdout);
    let after = files(site.path());
    assert!(after.len() > before.len());
    let second = import(site.path(), &["old"]).ends(0);
    assert_eq!(second.stdout, "");
    assert!(second.stderr.contains("先前已经导入"), "{}", second.stderr);
    assert_eq!(files(site.path()), after);
}

#[test]
fn what_was_imported_and_edited_is_never_overwritten() {
    let site = prepare(&harness::repository().join("tests/import/page"));
    let made = import(site.path(), &["old"]).ends(0);
    let path = site.path().join(made.stdout.trim());
    let edited = std::fs::read_to_string(&path).unwrap() + "\n编辑后补充。\n";
    std::fs::write(&path, &edited).unwrap();
    let again = import(site.path(), &["old"]).ends(0);
    assert!(
        again.stderr.contains("import-corrected"),
        "{}",
        again.stderr
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), edited);
}

#[test]
fn an_imported_page_passes_check_and_its_files_are_published() {
    let site = prepare(&harness::repository().join("tests/import/page"));
    import(site.path(), &["old"]).ends(0);
    let check = harness::run(harness::mulu(site.path()).args(["check", "--as-of", harness::DAY]));
    assert_eq!(check.code, 0, "{}", check.stdout);
    harness::run(harness::mulu(site.path()).args(["build", "-q", "--as-of", harness::DAY])).ends(0);
    let made = files(&site.path().join("public"));
    assert!(
        made.keys()
            .any(|path| path.ends_with("流程.svg") || path.contains(".svg")),
        "{:?}",
        made.keys()
    );
    assert!(
        made.keys()
            .any(|path| path.starts_with("doc/") && path.ends_with(".doc")),
        "{:?}",
        made.keys()
    );
}

#[test]
fn what_is_not_to_be_public_does_not_become_so() {
    let site = prepare(&harness::repository().join("tests/import/letter"));
    import(site.path(), &["old"]).ends(0);
    for (path, bytes) in files(&site.path().join("content")) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.contains("公开方式: 依申请公开") || text.contains("公开方式: 不予公开"),
            "{path}\n{text}"
        );
    }
}

#[test]
fn the_category_of_the_command_line_wins() {
    let site = prepare(&harness::repository().join("tests/import/page"));
    let made = import(site.path(), &["--category", "政策文件", "old"]).ends(0);
    assert_eq!(
        made.stdout.trim().replace('\\', "/"),
        "./content/policy/t20240618_1024.md"
    );
    import(site.path(), &["--category", "../..", "old"]).ends(2);
    import(site.path(), &["no-such-file.html"]).ends(2);
}

#[test]
fn a_page_reaches_no_file_outside_the_folder_that_was_named() {
    let site = Site::new();
    site.write("secret.txt", "不公开\n");
    let links = "<a href='../../../secret.txt'>甲</a><a href='/etc/hosts'>乙</a><a href='file:///etc/hosts'>丙</a><a href='../b.pdf'>丁</a><a href='../../.env'>戊</a>";
    site.write(
        "old/deep/page/1.html",
        format!("<meta charset=utf-8><p>见{links}"),
    );
    site.write("old/deep/b.pdf", "%PDF-1.4\n");
    site.write("old/.env", "KEY=1\n");
    import(site.root(), &["old/deep/page/1.html"]).ends(0);
    assert_eq!(
        files(&site.root().join("content"))
            .keys()
            .collect::<Vec<_>>(),
        ["1.md"]
    );
    import(site.root(), &["old"]).ends(0);
    assert_eq!(
        files(&site.root().join("content"))
            .keys()
            .collect::<Vec<_>>(),
        ["1.md", "deep-page-1.md", "deep-page-1/b.pdf"]
    );
}

#[test]
fn new_documents_name_their_fields_as_the_site_does() {
    let old = "关于开展防汛检查的通知\n甲政发〔2024〕1号\n各单位：\n请开展检查。\n";
    let english = "title: Test\nlanguage: en\nagency: {name: 甲局}\n";
    for (config, there, key) in [
        ("title: 测试\nagency: {name: 甲局}\n", "", "标题"),
        (
            "title: 测试\nagency: {name: 甲局}\n",
            "---\ntitle: 甲\nindex_number: A/1\n---\n正文。\n",
            "title",
        ),
        (english, "", "title"),
        (english, "---\n标题: 甲\n索引号: A/1\n---\n正文。\n", "标题"),
    ] {
        let site = Site::empty();
        site.write("mulu.yaml", config).write("old/1.txt", old);
        std::fs::create_dir_all(site.root().join("content")).unwrap();
        if !there.is_empty() {
            site.write("content/there.md", there);
        }
        import(site.root(), &["old/1.txt"]).ends(0);
        let path = site.root().join("content/1.md");
        let made = std::fs::read_to_string(&path).unwrap();
        assert!(made.contains(&format!("\n{key}: 关于开展")), "{made}");
        // the second run recognises the document of the first, although its field names differ from
        // those of the newer document
        site.write("content/there.md", "---\nname: 甲\n---\n");
        import(site.root(), &["old/1.txt"]).ends(0);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), made);
    }
}

fn one(name: &str, text: &str) -> String {
    let site = Site::new();
    site.write(&format!("old/{name}"), text);
    import(site.root(), &[&format!("old/{name}")]).ends(0);
    let made = files(&site.root().join("content"));
    String::from_utf8(
        made.into_iter()
            .find(|(path, _)| path.ends_with(".md"))
            .unwrap()
            .1,
    )
    .unwrap()
}

#[test]
fn whatever_says_that_it_is_not_public_is_heard() {
    let letter = "甲局关于防汛的通知\n\n各乡镇：\n\n请做好工作。\n\n甲局\n2024年1月2日\n";
    for mark in [
        "机密 特急",
        "000001 机密★1年",
        "密级：机密",
        "机密级",
        "秘密▲5年",
        "【秘密】",
        "绝 密★",
        "000001\t机密★1年\t特急",
        "机密★启封前妥善保存至二〇三〇年底止",
    ] {
        let text = one("1.txt", &format!("{mark}\n\n{letter}"));
        assert!(text.contains("公开方式: 不予公开"), "{mark}\n{text}");
    }
    for (note, expected) in [
        ("此件不予公开", "不予公开"),
        ("（此件不公开）", "不予公开"),
        ("（此文件不予公开）", "不予公开"),
        ("（此件属依申请公开）", "依申请公开"),
        ("（此件删减后公开）", "不予公开"),
        ("（此件不予 公开）", "不予公开"),
        ("公开方式：依申请公开", "依申请公开"),
        ("信息公开选项：不予公开", "不予公开"),
        ("公开属性：部分公开", "不予公开"),
        ("公开方式：主动公开或依申请公开", "依申请公开"),
        ("引用“（此件公开发布）”。\n（此件不予公开）", "不予公开"),
    ] {
        let text = one("1.txt", &format!("{letter}{note}\n"));
        assert!(
            text.contains(&format!("公开方式: {expected}")),
            "{note}\n{text}"
        );
    }
    for mark in [
        "密级：机密，保密期限：10年",
        "密级：秘密5年",
        "000001机密★1年",
        "特急机密★1年",
        "秘密（10年）",
        "（机密）",
        "機密★1年",
    ] {
        let text = one("1.txt", &format!("{mark}\n\n{letter}"));
        assert!(text.contains("公开方式: 不予公开"), "{mark}\n{text}");
    }
    for (note, expected) in [
        ("公 开 方 式：不予公开", "不予公开"),
        ("公开方式：不 予 公 开", "不予公开"),
        ("公开方式：\n依申请公开", "依申请公开"),
        ("公开方式：内部", "不予公开"),
        ("是否公开：否", "不予公开"),
        ("此件不对外公开", "不予公开"),
        ("（不予公开）", "不予公开"),
        ("此件属于依申请公开", "依申请公开"),
        ("本通知不予公开。", "不予公开"),
    ] {
        let text = one("1.txt", &format!("{letter}{note}\n"));
        assert!(
            text.contains(&format!("公开方式: {expected}")),
            "{note}\n{text}"
        );
    }
    for public in [
        "公开形式主要通过县政府门户网站、政府公报公开。",
        "二、公开方式：主动公开和依申请公开。",
        "公开方式：网站公开",
        "公开方式：全文公开",
        "公开方式：通过政府网站主动公开",
        "公开类别分为主动公开、依申请公开、不予公开三类。",
        "序号\t公开事项\t公开主体\t公开方式\t公开渠道和载体",
        "试题\t秘密\t5年",
        "依申请公开",
        "第一条 保守国家 秘密",
        "密级 绝密 机密 秘密",
        "《某规定》明确本文件不予公开的除外",
        "（此件公开发布）",
    ] {
        for text in [format!("{public}\n{letter}"), format!("{letter}{public}\n")] {
            let made = one("1.txt", &text);
            assert!(!made.contains("\n公开方式: "), "{public}\n{made}");
        }
    }
    assert!(!one("1.txt", &format!("{letter}（此件公开发布）\n")).contains("\n公开方式: "));
    let hidden = "<meta charset=utf-8><table><tr><td>姓名</td><td>金额</td></tr><tr style='display:none'><td>张某某</td><td>139</td></tr><tr><td>甲</td><td style='DISPLAY: none'>暗数</td></tr></table>";
    let text = one("1.html", hidden);
    assert!(
        text.contains("姓名") && !text.contains("张某某") && !text.contains("暗数"),
        "{text}"
    );
}

#[test]
fn any_mark_that_is_not_plainly_public_is_heard() {
    let letter = "甲局关于防汛的通知\n\n各乡镇：\n\n请做好工作，按时报送。\n\n甲局\n2024年1月2日\n";
    let on_top = [
        "机密★1年",
        "工作秘密",
        "工作秘密★5年",
        "内部资料",
        "内部文件　注意保存",
        "内部资料，严禁外传",
        "商密",
        "商密★3年",
        "核心商密★长期",
        "不予公开",
        "不宜公开",
        "阅后即焚",
        "仅供内部使用",
        "密级：内部",
        "密级：限制",
        "【密级】工作秘密",
        "保密等级：秘密级",
        "定密情况：秘密",
        "机密★1年　　甲政发〔2024〕3号",
        "000123　秘密★6个月　特急",
        "甲县人民政府文件　秘密★1年",
        "公开范围：本系统",
        "知悉范围：县处级领导",
        "公开方式：依申请",
        "信息公开审查：不同意公开",
        "公开审查意见：不予公开",
        "是否可以公开：否",
        "仅限政府系统内部使用",
    ];
    let below = [
        "（内部）",
        "（内部文件，注意保管）",
        "（发至县团级）",
        "（此件发至乡镇）",
        "此件不宜公开",
        "（不予公开）",
        "（此件删减后公开）",
        "（不对外公开）",
        "请各单位于月底前报送情况。（此件不予公开）",
        "（此件依申请公开）",
        "（此件可依申请公开）",
        "（依申请予以公开）",
        "（内部发至各科室）",
        "（仅发内网）",
    ];
    let of = |text: String| one("1.txt", &text);
    for mark in on_top {
        let made = of(format!("{mark}\n{letter}"));
        assert!(made.contains("公开方式: "), "{mark}\n{made}");
    }
    for mark in below {
        let made = of(format!("{letter}{mark}\n"));
        assert!(made.contains("公开方式: "), "{mark}\n{made}");
    }
    for mark in ["（秘密）", "(机密)", "（不公开）"] {
        let made = of(letter.replacen("通知\n", &format!("通知{mark}\n"), 1));
        assert!(made.contains("公开方式: 不予公开"), "{mark}\n{made}");
    }
    for public in [
        "密级：无",
        "密级：公开",
        "密级：普通",
        "公开范围：面向社会",
        "公开范围：全县",
        "信息公开审查：同意公开",
        "是否公开：是",
        "（此件公开发布）",
        "（此件主动公开）",
        "内部审计工作规定",
        "关于加强保密工作的通知",
        "（联系人：李某）",
    ] {
        for text in [format!("{public}\n{letter}"), format!("{letter}{public}\n")] {
            let made = of(text);
            assert!(!made.contains("\n公开方式: "), "{public}\n{made}");
        }
    }
}

#[test]
fn a_text_that_is_not_decided_becomes_a_draft() {
    let body = "第一条　为规范管理，制定本办法。\n第二条　本办法自发布之日起施行。\n";
    for (title, is_draft) in [
        ("甲县水库管理办法（征求意见稿）", true),
        ("甲县水库管理办法（送审稿）", true),
        ("甲县水库管理办法\n（征求意见稿）", true),
        ("甲县水库管理办法", false),
        (
            "关于公开征求《甲县水库管理办法（征求意见稿）》意见的公告",
            false,
        ),
    ] {
        let made = one("1.txt", &format!("{title}\n{body}"));
        assert_eq!(made.contains("\n草稿: "), is_draft, "{title}\n{made}");
    }
}

#[test]
fn a_category_that_is_a_file_is_refused_in_plain_words() {
    let site = Site::new();
    site.write("content/甲", "文件\n");
    site.write("old/1.txt", "甲局关于防汛的通知\n");
    let run = import(site.root(), &["--lang", "zh", "-c", "甲", "old"]).ends(2);
    assert!(run.stderr.contains("是一个文件"), "{}", run.stderr);
}

#[test]
fn no_line_of_a_text_is_lost() {
    let lines = |n: usize| {
        (0..n)
            .map(|i| format!("第{i}行：请各单位按照要求抓好落实。"))
            .collect::<Vec<_>>()
    };
    let head = ["索引号：11990000/2020-00012", "文号：甲发〔2020〕5号"];
    let all = [&head.map(str::to_owned)[..], &lines(200)].concat();
    let html = |lines: &[String]| {
        format!(
            "<meta charset=utf-8><p>{}</p><p>尾部。</p>",
            lines.join("<br>")
        )
    };
    let labelled: Vec<String> = [
        "关于做好防汛工作的通知",
        "为做好工作，请执行。",
        "（一）甲",
        "编辑：张三、李四",
        "（二）乙",
        "名称：防汛物资",
        "来源：捐赠",
    ]
    .map(str::to_owned)
    .into();
    let notice: Vec<String> = [&labelled[..1], &lines(3), &labelled[3..]].concat();
    for (name, text, lines) in [
        ("1.html", html(&all), &all),
        ("1.html", html(&labelled), &labelled),
        ("1.txt", labelled.join("\n"), &labelled),
        (
            "1.txt",
            [&head.map(str::to_owned)[..], &notice].concat().join("\n"),
            &notice,
        ),
    ] {
        let made = one(name, &text);
        for line in lines {
            assert!(made.contains(line.as_str()), "{line}\n{made}");
        }
        let body = made.rsplit("---\n").next().unwrap();
        for line in lines
            .iter()
            .filter(|l| l.contains('。') || l.contains("防汛物资") || l.contains("捐赠"))
        {
            assert!(
                body.contains(line.as_str()),
                "{line} is not in the text\n{made}"
            );
        }
        assert!(
            !made.contains("标题: 防汛物资") && !made.contains("来源: 捐赠"),
            "{made}"
        );
    }
}

#[test]
fn a_container_in_a_table_and_files_beside_it_are_found() {
    let text = "请各单位做好防汛救灾各项准备工作，落实值班值守制度，及时报送信息。";
    let made = one(
        "1.html",
        &format!(
            "<meta charset=utf-8><title>关于做好防汛工作的通知</title><table><tr><td>左栏</td><td><div id=zoom><p>{text}</p><p>一、加强值守</p></div></td></tr></table><p>页脚</p>"
        ),
    );
    assert!(
        made.contains(text)
            && made.contains("## 一、加强值守")
            && !made.rsplit("---\n").next().unwrap().contains("页脚"),
        "{made}"
    );
    let site = Site::new();
    site.write("old/a.doc", "form\n");
    site.write("old/b.pdf", "%PDF\n");
    site.write(
        "old/1.html",
        format!("<meta charset=utf-8><div id=zoom><p>{text}</p><a href=b.pdf><img src=i.svg alt=图></a></div><div>附件：<a href='a.doc'>申报表.doc</a></div>"),
    );
    site.write("old/i.svg", "<svg/>\n");
    let run = import(site.root(), &["old"]).ends(0);
    let made = files(&site.root().join("content"));
    assert_eq!(
        made.keys().collect::<Vec<_>>(),
        ["1.md", "1/a.doc", "1/b.pdf", "1/i.svg"],
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("a.doc") && !run.stderr.contains("import-failed"),
        "{}",
        run.stderr
    );
    let text = String::from_utf8(made["1.md"].clone()).unwrap();
    assert!(text.contains("[![图](1/i.svg)](1/b.pdf)"), "{text}");
}

#[test]
fn a_file_that_a_script_sends_is_found_beside_its_page() {
    let site = Site::new();
    let page = |link: &str| {
        format!(
            "<meta charset=utf-8><h1>关于防汛的通知</h1><div id=zoom><p>各单位：</p><p>请做好工作。</p><p>{link}</p></div>"
        )
    };
    for (n, link) in [
        // the link is relative to the root of the old site's host, and its name is in GBK
        (
            1,
            "<a href='/files/%BB%E3%D7%DC%B1%ED.pdf'>附件：汇总表</a>",
        ),
        (
            2,
            "<a href='https://a.example/down.jsp?id=7&name=%E5%90%8D%E5%86%8C.pdf'>附件：名册</a>",
        ),
        (3, "<a href='https://a.example/down?id=9'>清单.pdf</a>"),
        (
            4,
            "<a href='https://a.example/down?id=8'>附件：没有保存.xlsx</a>",
        ),
        (5, "<a href='https://a.example/news?id=8'>防汛新闻</a>"),
    ] {
        site.write(&format!("old/{n}.html"), page(link));
    }
    for file in ["1_files/汇总表.pdf", "2_files/名册.pdf", "3_files/清单.pdf"] {
        site.write(&format!("old/{file}"), format!("%PDF-1.4\n{file}\n"));
    }
    let run = import(site.root(), &["old"]).ends(0);
    let made = files(&site.root().join("content"));
    let taken: Vec<&String> = made.keys().filter(|path| path.ends_with(".pdf")).collect();
    assert_eq!(taken, ["1/汇总表.pdf", "2/名册.pdf", "3/清单.pdf"]);
    assert!(
        run.stderr.contains("https://a.example/down?id=8"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("news?id=8"), "{}", run.stderr);
}

#[test]
fn characters_are_what_they_were() {
    let site = Site::new();
    let damaged = [
        "关于防汛的通知\n\n请各单位做好各项准备工作".as_bytes(),
        b"\xe5\x20",
        "。\n".as_bytes(),
    ]
    .concat();
    site.write("old/1.txt", damaged);
    let run = import(site.root(), &["old"]).ends(0);
    assert!(
        std::fs::read_to_string(site.root().join("content/1.md"))
            .unwrap()
            .contains("准备工作\u{fffd}"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("字节已损坏"), "{}", run.stderr);
    let made = one(
        "1.txt",
        "关于办理的通知\n\n提交申请表(doc)、营业执照(pdf)、照片(jpg)、名单(xls)，重量(kg)、长度(cm)、备注(a)。\n现转发国办发〔2019〕5号，请执行。\n",
    );
    assert!(
        made.contains(
            "申请表(doc)、营业执照(pdf)、照片(jpg)、名单(xls)，重量(kg)、长度(cm)、备注(a)。"
        ),
        "{made}"
    );
    assert!(!made.contains("\n文号: "), "{made}");
    let made = one(
        "1.html",
        "<meta charset=utf-8><p>面积10<sup>4</sup>平方米，CO<sub>2</sub>。</p><ul><li># 号</li><li>1. 项</li></ul><ol start=3><li>三</li><li value=7>七</li></ol><pre>甲\n乙</pre>",
    );
    for part in [
        "10⁴平方米",
        "CO₂",
        "- \\# 号",
        "- 1\\. 项",
        "3. 三",
        "7\\. 七",
        "甲\n\n乙",
    ] {
        assert!(made.contains(part), "{part}\n{made}");
    }
}

#[test]
fn the_level_of_a_row_and_the_reading_of_a_character_are_kept() {
    let made = one(
        "1.html",
        "<meta charset=utf-8><h1>关于批复决算的通知</h1><p><ruby>歙<rp>(</rp><rt>shè</rt><rp>)</rp></ruby>县财政局：</p>\
         <table border=1><tr><th>科目</th><th>　金额　</th></tr><tr><td>收入</td><td>3</td></tr>\
         <tr><td>　其中：税收</td><td>2</td></tr><tr><td>&nbsp;&nbsp;&nbsp;&nbsp;<b>增值税</b></td><td>1</td></tr>\
         <tr><td> 合计</td><td>　</td></tr></table>",
    );
    for part in [
        "歙（shè）县财政局：",
        "| 收入 | 3 |",
        "| \u{3000}其中：税收 | 2 |",
        "| \u{3000}\u{3000}**增值税** | 1 |",
        "| 合计 |  |",
    ] {
        assert!(made.contains(part), "{part}\n{made}");
    }
}

#[test]
fn a_file_named_twice_is_imported_once_and_later_ones_beside_it_too() {
    let site = Site::new();
    site.write("old/a.txt", "关于防汛的通知\n\n请执行。\n");
    let run = import(site.root(), &["old/a.txt", "old", "old/a.txt"]).ends(0);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    site.write("old/a.html", "<meta charset=utf-8><p>另一份</p>");
    let run = import(site.root(), &["old"]).ends(1);
    assert_eq!(
        (
            run.stdout.as_str(),
            files(&site.root().join("content")).len()
        ),
        ("", 1),
        "{}",
        run.stderr
    );
    std::fs::create_dir_all(site.root().join("content/b.md")).unwrap();
    site.write("old/b.txt", "关于抗旱的通知\n\n请执行。\n");
    site.write("old/c.txt", "关于值守的通知\n\n请执行。\n");
    let run = import(site.root(), &["old/b.txt", "old/c.txt"]).ends(1);
    assert_eq!(
        run.stdout.lines().count(),
        1,
        "the others are imported all the same: {}\n{}",
        run.stdout,
        run.stderr
    );
}

/// Imports a Word file of these paragraphs, styles and numberings; gives the text of the new file.
fn word(paragraphs: &str, styles: &str, numbering: &str) -> String {
    let part = |root: &str, inner: &str| {
        format!("<w:{root} xmlns:w=\"urn:w\">{inner}</w:{root}>").into_bytes()
    };
    let parts = BTreeMap::from([
        (
            "word/document.xml".to_owned(),
            part("document", &format!("<w:body>{paragraphs}</w:body>")),
        ),
        ("word/styles.xml".to_owned(), part("styles", styles)),
        (
            "word/numbering.xml".to_owned(),
            part("numbering", numbering),
        ),
    ]);
    let site = Site::new();
    std::fs::create_dir(site.root().join("old")).unwrap();
    std::fs::write(site.root().join("old/1.docx"), packed(&parts)).unwrap();
    import(site.root(), &["old/1.docx"]).ends(0);
    std::fs::read_to_string(site.root().join("content/1.md")).unwrap()
}

#[test]
fn word_counts_as_its_readers_see_it() {
    let level = |form: &str, text: &str, start: u32| {
        format!(
            "<w:lvl w:ilvl='0'><w:start w:val='{start}'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:abstractNum w:abstractNumId='0'>{}</w:abstractNum><w:abstractNum w:abstractNumId='1'>{}</w:abstractNum>
         <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>
         <w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>
         <w:num w:numId='3'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'>{}</w:lvlOverride></w:num>",
        level("chineseCounting", "%1、", 1),
        level("decimal", "%1)", 1),
        level("decimal", "第%1条", 5)
    );
    let styles = "<w:style w:styleId='h'><w:name w:val='heading 1'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>";
    let listed = |list: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let styled = |text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val='h'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let paragraphs = [
        styled("甲甲"),
        styled("乙乙"),
        listed(2, "丙丙；"),
        listed(2, "丁丁；"),
        listed(3, "戊戊；"),
        listed(3, "己己；"),
        listed(0, "庚庚；"),
    ]
    .concat();
    let text = word(&paragraphs, styles, &numbering);
    let body: Vec<&str> = text
        .rsplit("---\n")
        .next()
        .unwrap()
        .lines()
        .filter(|l| !l.is_empty())
        .collect();
    assert_eq!(
        body,
        [
            "## 一、甲甲",
            "## 二、乙乙",
            "一、丙丙；",
            "二、丁丁；",
            "第5条 戊戊；",
            "第6条 己己；",
            "庚庚；"
        ],
        "{text}"
    );
}

#[test]
fn articles_beyond_ninety_nine_are_numbered_as_in_word() {
    let level = |n: u32, form: &str, text: &str, more: &str| {
        format!(
            "<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>{more}<w:lvlText w:val='{text}'/></w:lvl>"
        )
    };
    let thousand = "chineseCountingThousand";
    let numbering = format!(
        "<w:abstractNum w:abstractNumId='0'>{}{}{}</w:abstractNum>
         <w:abstractNum w:abstractNumId='1'><w:numStyleLink w:val='L'/></w:abstractNum>
         <w:abstractNum w:abstractNumId='2'><w:styleLink w:val='L'/>{}</w:abstractNum>
         <w:abstractNum w:abstractNumId='3'><w:lvl w:ilvl='0'><m:AlternateContent xmlns:m='urn:mc'><m:Choice><w:numFmt w:val='custom' w:format='001, 002, 003, ...'/></m:Choice><m:Fallback><w:numFmt w:val='decimal'/></m:Fallback></m:AlternateContent><w:lvlText w:val='%1号'/></w:lvl></w:abstractNum>
         <w:num w:numId='1'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='1'><w:startOverride w:val='99'/></w:lvlOverride></w:num>
         <w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num><w:num w:numId='3'><w:abstractNumId w:val='3'/></w:num>",
        level(0, thousand, "第%1章", "<w:pStyle w:val='章'/>"),
        level(1, thousand, "第%2条", "<w:lvlRestart w:val='0'/><w:pStyle w:val='条'/>"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/><w:suff w:val='nothing'/>"),
        level(0, "koreanDigital", "%1)", ""),
    );
    let style = |name: &str| {
        format!(
            "<w:style w:styleId='{name}'><w:name w:val='{name}'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        )
    };
    let styled = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}；</w:t></w:r></w:p>"
        )
    };
    let listed = |list: u32, level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{text}；</w:t></w:r></w:p>"
        )
    };
    let plain = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let paragraphs = [
        plain("关于某事的通知"),
        plain("各单位："),
        styled("章", "甲"),
        styled("条", "甲"),
        styled("章", "乙"),
        styled("条", "乙"),
        styled("条", "丙"),
        listed(1, 2, "丁"),
        listed(2, 0, "戊"),
        listed(3, 0, "己"),
    ]
    .concat();
    let text = word(&paragraphs, &(style("章") + &style("条")), &numbering);
    let body: Vec<&str> = text
        .rsplit("---\n")
        .next()
        .unwrap()
        .lines()
        .filter(|l| !l.is_empty())
        .collect();
    assert_eq!(
        body,
        [
            "各单位：",
            "第一章 甲；",
            "第九十九条 甲；",
            "第二章 乙；",
            "第一百条 乙；",
            "第一百零一条 丙；",
            "2.101.1丁；",
            "1\\) 戊；",
            "001号 己；"
        ],
        "{text}"
    );
}

#[test]
fn what_word_shows_is_kept_and_what_no_line_can_show_is_named() {
    let run = |properties: &str, text: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
    };
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let field = |code: &str, result: Option<&str>| {
        let code = format!("<w:r><w:instrText>{code}</w:instrText></w:r>");
        let result = result.map_or(String::new(), |r| mark("separate") + &run("", r));
        mark("begin") + &code + &result + &mark("end")
    };
    let row = |cells: &[String]| {
        let cells: String = cells.iter().map(|c| format!("<w:tc>{c}</w:tc>")).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let p = |text: &str| format!("<w:p>{}</w:p>", run("", text));
    let inner = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&[p("名称"), p("数量")]),
        row(&[p("水"), p("三")])
    );
    let lines = [
        run("<w:strike/>", "原规定。") + &run("", "新规定"),
        run("", "见") + &field("HYPERLINK \"https://a.gov.cn/a\"", Some("公报")),
        format!("<w:fldSimple w:instr='HYPERLINK https://a.gov.cn/b'>{}</w:fldSimple>", run("", "网站")),
        run("", "第") + &field("eq \\o\\ac(○,3)", None) + &run("", "步") + &field("EQ \\f(1,2)", None),
        "<w:sdt><w:sdtPr><w:checkbox><w:checked w:val='1'/></w:checkbox></w:sdtPr><w:sdtContent><w:r><w:sym w:font='?' w:char='F0B7'/></w:r></w:sdtContent></w:sdt>".to_owned()
            + &run("", "是")
            + "<w:r><w:sym w:font='Wingdings' w:char='F0A8'/></w:r>"
            + &run("", "否")
            + &run("<w:rFonts w:ascii='Wingdings 2'/>", "R")
            + &run("", "同意"),
        run("", "按")
            + "<m:oMath xmlns:m='urn:m'><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
            + &run("", "计算，")
            + "<m:oMath xmlns:m='urn:m'><m:r><m:t>x=1</m:t></m:r></m:oMath>",
        run("", "见尾注") + "<w:r><w:endnoteReference w:id='2'/></w:r><w:r><w:commentReference w:id='1'/></w:r>",
    ];
    let lines: String = lines.iter().map(|l| format!("<w:p>{l}</w:p>")).collect();
    let paragraphs = p("关于某事的通知") + &p("各单位：") + &lines;
    let cut = format!(
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}",
        run("", "前半句"),
        p("后半句")
    );
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&[p("项目"), p("明细")]),
        row(&[p("甲"), inner + "<w:p/>"])
    );
    let part = |root: &str, inner: &str| {
        format!("<w:{root} xmlns:w=\"urn:w\">{inner}</w:{root}>").into_bytes()
    };
    let parts = BTreeMap::from([
        (
            "word/document.xml".to_owned(),
            part(
                "document",
                &format!("<w:body>{paragraphs}{cut}{table}</w:body>"),
            ),
        ),
        (
            "word/endnotes.xml".to_owned(),
            part(
                "endnotes",
                &format!(
                    "<w:endnote w:id='0' w:type='separator'/><w:endnote w:id='2'>{}</w:endnote>",
                    p("尾注文字")
                ),
            ),
        ),
    ]);
    let site = Site::new();
    std::fs::create_dir(site.root().join("old")).unwrap();
    std::fs::write(site.root().join("old/1.docx"), packed(&parts)).unwrap();
    let run = import(site.root(), &["old/1.docx"]).ends(0);
    let text = std::fs::read_to_string(site.root().join("content/1.md")).unwrap();
    for seen in [
        "\n~~原规定。~~新规定\n",
        "见[公报](https://a.gov.cn/a)",
        "[网站](https://a.gov.cn/b)",
        "第③步",
        "☑是☐否☑同意",
        "按计算，x=1",
        "见尾注[^e2]",
        "[^e2]: 尾注文字",
        "前半句后半句",
        "| 甲 |  |\n\n| 名称 | 数量 |",
    ] {
        assert!(text.contains(seen), "{seen}\n{text}");
    }
    for said in [
        "a+b2",
        "EQ \\f(1,2)",
        "批注没有导入",
        "已移到外层表格之后",
        "修订痕迹",
    ] {
        assert!(run.stderr.contains(said), "{said}\n{}", run.stderr);
    }
}

#[test]
fn what_word_hides_stays_hidden_and_nothing_else_goes_with_it() {
    let styles = "<w:style w:styleId='s'><w:name w:val='secret'/><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId='t'><w:name w:val='t'/><w:basedOn w:val='s'/></w:style>";
    let run = |properties: &str, text: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
    };
    let paragraphs = [
        format!("<w:p>{}{}{}</w:p>", run("", "可见甲"), run("<w:rStyle w:val='t'/>", "暗甲"), run("<w:rStyle w:val='t'/><w:vanish w:val='0'/>", "可见乙")),
        format!("<w:p><w:pPr><w:pStyle w:val='s'/></w:pPr>{}</w:p>", run("", "暗乙")),
        format!("<w:p>{}<w:del><w:r><w:pict><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></w:r></w:del></w:p>", run("", "可见丙"), run("", "暗丙")),
        format!(
            "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>",
            run("", "可见丁"),
            run("", "暗丁")
        ),
        format!("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>{}</w:p><w:p>{}</w:p>", run("", "域"), run("", "可见戊")),
        format!(
            "<w:p><w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>{}</w:p>",
            run("", "zì"),
            run("", "可见己"),
            run("<w:vertAlign w:val='superscript'/>", "2")
        ),
        format!("<w:p>{}</w:p>", run("<w:vanish/>", "机密★1年")),
    ]
    .concat();
    let text = word(&paragraphs, styles, "");
    for seen in ["可见甲", "可见乙", "可见丙", "可见丁", "可见戊", "可见己²"] {
        assert!(text.contains(seen), "{seen}\n{text}");
    }
    assert!(
        !text.contains('暗') && text.contains("公开方式: 不予公开"),
        "{text}"
    );
    // the security marking is in two runs, or in a header below another line
    let cut = format!(
        "<w:p>{}{}</w:p>",
        run("<w:vanish/>", "机"),
        run("<w:vanish/>", "密★1年")
    );
    assert!(
        word(&cut, styles, "").contains("公开方式: 不予公开"),
        "{}",
        word(&cut, styles, "")
    );
    let line = |text: &str| format!("<w:p>{}</w:p>", run("", text));
    let header = format!(
        "<w:hdr xmlns:w=\"urn:w\">{}{}</w:hdr>",
        line("某县人民政府"),
        line("机密★1年")
    );
    let body = format!(
        "<w:document xmlns:w=\"urn:w\"><w:body>{}</w:body></w:document>",
        line("正文")
    );
    let parts = BTreeMap::from([
        ("word/document.xml".to_owned(), body.into_bytes()),
        ("word/header1.xml".to_owned(), header.into_bytes()),
    ]);
    let site = Site::new();
    std::fs::create_dir(site.root().join("old")).unwrap();
    std::fs::write(site.root().join("old/1.docx"), packed(&parts)).unwrap();
    import(site.root(), &["old/1.docx"]).ends(0);
    let text = std::fs::read_to_string(site.root().join("content/1.md")).unwrap();
    assert!(text.contains("公开方式: 不予公开"), "{text}");
}

#[test]
fn what_cannot_stand_where_it_stood_is_named() {
    let sentence = "请各单位做好防汛救灾各项准备工作，落实值班值守制度。";
    let site = Site::new();
    site.write("old/i.svg", "<svg/>\n");
    let long = "丙".repeat(5000);
    site.write("old/1.html", format!("<meta charset=utf-8><p>{long}尾标</p><div id=zoom><p><img src=i.svg alt=图></p><p>关于防汛的通知</p><p>{sentence}</p><p>{sentence}</p></div><div><p>三、要及时报告险情，做好各项工作。</p></div>"));
    let run = import(site.root(), &["old"]).ends(0);
    let text = std::fs::read_to_string(site.root().join("content/1.md")).unwrap();
    assert!(
        text.contains("尾标") && text.contains("![图](1/i.svg)"),
        "{text}"
    );
    assert!(run.stderr.contains("三、要及时报告险情"), "{}", run.stderr);
    assert!(text.lines().all(|l| l.chars().count() <= 402));
    site.write(
        "old/n.txt",
        "召开时间六月十八日上午九点\n关于召开防汛会议的通知\n各乡镇：\n请按时参会。\n",
    );
    let run = import(site.root(), &["old/n.txt"]).ends(0);
    assert!(run.stderr.contains("召开时间六月十八日"), "{}", run.stderr);
    // a linked file in a hidden folder is not published; a linked file with a security marking is
    // reported
    site.write("old/.git/x.pdf", "%PDF\n");
    site.write("old/s.txt", "机密★1年\n关于某事的报告\n");
    site.write(
        "old/2.html",
        format!(
            "<meta charset=utf-8><p>{sentence}</p><a href='.git/x.pdf'>甲</a><a href='s.txt'>乙</a>"
        ),
    );
    let run = import(site.root(), &["old"]).ends(0);
    let made = files(&site.root().join("content"));
    assert!(
        !made.keys().any(|p| p.contains("x.pdf")),
        "{:?}",
        made.keys()
    );
    assert!(
        run.stderr.contains("s.txt") && run.stderr.contains("不公开"),
        "{}",
        run.stderr
    );
}

#[test]
fn numbers_out_of_all_bounds_stop_nobody() {
    let huge = "<w:num w:numId='1'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='18446744073709551615'><w:startOverride w:val='1'/></w:lvlOverride></w:num>";
    let numbering = format!(
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='4294967295'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>{huge}"
    );
    let item =
        "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>项</w:t></w:r></w:p>";
    let cell = item.replace("<w:r><w:t>项</w:t></w:r>", "");
    let table = format!(
        "<w:tbl><w:tr><w:tc>{cell}</w:tc><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    );
    assert!(word(&format!("{item}{item}"), "", &numbering).contains("项"));
    let small = numbering.replace("4294967295", "7");
    assert!(
        word(&table, "", &small).contains("| 7. | 甲 |"),
        "{}",
        word(&table, "", &small)
    );
    assert!(
        one(
            "1.html",
            "<meta charset=utf-8><ol start=4294967295><li>甲<li>乙</ol>"
        )
        .contains('乙')
    );
    let start = std::time::Instant::now();
    one(
        "1.html",
        &format!(
            "<meta charset=utf-8><p>{}</p>",
            "<b>甲</b>乙".repeat(20_000)
        ),
    );
    one("1.txt", &"编辑： ".repeat(50_000));
    one("1.txt", &format!("{}甲", " ".repeat(200_000)));
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

/// A damaged or hostile file gives a finding or a document, never a crash.
#[test]
fn damaged_files_are_said_to_be_so() {
    let word = files(&harness::repository().join("tests/import/word/old/实施办法.docx"));
    let whole = packed(&word);
    let site = Site::new();
    std::fs::create_dir(site.root().join("old")).unwrap();
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for i in 0..60 {
        let mut parts = word.clone();
        let main = parts.get_mut("word/document.xml").unwrap();
        match i % 3 {
            0 => main.truncate(random(main.len())),
            1 => (0..20).for_each(|_| {
                let at = random(main.len());
                main[at] = b"<>/\"&= \xff"[random(8)];
            }),
            _ => {
                let mut bytes = whole.clone();
                let at = random(bytes.len());
                bytes[at] ^= 0x55;
                std::fs::write(site.root().join(format!("old/{i}.docx")), bytes).unwrap();
                continue;
            }
        }
        std::fs::write(site.root().join(format!("old/{i}.docx")), packed(&parts)).unwrap();
    }
    let deep = format!(
        "{}正文{}",
        "<div><table><tr><td>".repeat(3000),
        "</td></tr></table></div>".repeat(3000)
    );
    site.write("old/deep.html", &deep);
    let nested = "<w:tbl><w:tr><w:tc>".repeat(2000)
        + "<w:p><w:r><w:t>深</w:t></w:r></w:p>"
        + &"</w:tc></w:tr></w:tbl>".repeat(2000);
    let xml = format!("<w:document xmlns:w=\"w\"><w:body>{nested}</w:body></w:document>");
    std::fs::write(
        site.root().join("old/nested.docx"),
        packed(&BTreeMap::from([(
            "word/document.xml".to_owned(),
            xml.into_bytes(),
        )])),
    )
    .unwrap();
    let run = import(site.root(), &["old"]);
    assert!(run.code == 0 || run.code == 1, "{}", run.stderr);
    assert!(run.stderr.contains("import-failed"), "{}", run.stderr);
    for path in files(&site.root().join("content")).keys() {
        let text =
            std::fs::read_to_string(site.root().join("content").join(path)).unwrap_or_default();
        assert!(
            path.contains('/') || (text.starts_with("---\n") && text.matches("---\n").count() >= 2),
            "{path}\n{text}"
        );
    }
}

#[test]
fn a_page_that_only_lists_others_is_not_imported() {
    let row = |n| format!("<li><a href=\"{n}.html\">关于某事的通知</a><i>2020-01-0{n}</i></li>");
    let rows: String = (1..=5).map(row).collect();
    for (text, is_list) in [
        ("", true),
        ("<p>现将目录公布如下。</p>", false),
        ("<p>索引号：000014349/2024-00002</p>", false),
        ("<p>任命</p><p>张某为局长；</p><p>李某为副局长；</p>", false),
    ] {
        let site = Site::new();
        let page = format!("<title>通知公告</title><h2>通知公告</h2>{text}<ul>{rows}</ul>");
        site.write("old/a.html", &page);
        let run = import(site.root(), &["--lang", "zh", "old"]);
        assert_eq!(
            run.stderr.contains("网页是其他网页的列表"),
            is_list,
            "{}",
            run.stderr
        );
        assert_eq!(site.root().join("content/a.md").exists(), !is_list);
    }
}

#[test]
fn a_line_of_a_megabyte_is_imported_whole() {
    let site = Site::new();
    let sentence = "各单位应当按时报送。";
    let text = sentence.repeat(35_000);
    site.write("old/a.txt", format!("关于甲的通知\n\n{text}\n"));
    site.write(
        "old/b.html",
        format!("<html><head><title>关于乙的通知</title></head><body><h1>关于乙的通知</h1><p>{text}</p></body></html>"),
    );
    import(site.root(), &["old"]).ends(0);
    for (name, title) in [("a", "关于甲的通知"), ("b", "关于乙的通知")] {
        let path = site.root().join(format!("content/{name}.md"));
        let made = std::fs::read_to_string(path).unwrap();
        assert!(made.contains(&format!("标题: {title}\n")), "{name}");
        assert_eq!(made.matches(sentence).count(), 35_000, "{name}");
        assert_eq!(
            made.lines().last().map(str::len),
            Some(text.len()),
            "{name}"
        );
    }
}
