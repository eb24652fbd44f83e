//! Tests files as they are on the disk: a faulty file does not hide findings in other files, and
//! names, separators and line ends of any system are read.

use crate::harness::{Site, assert_same, tree};

/// Removes the permission to read a file, then runs the program. Under root, who may read every
/// file, the program runs as `nobody`. `None` if `nobody` cannot start it.
#[cfg(unix)]
fn run_without(site: &Site, file: &str, args: &[&str]) -> Option<crate::harness::Run> {
    use crate::harness::{DAY, mulu, run};
    use std::fs::{File, Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    let path = site.root().join(file);
    set_permissions(&path, Permissions::from_mode(0o000)).unwrap();
    let mut command = mulu(site.root());
    command.args(["--as-of", DAY]).args(args);
    if File::open(&path).is_ok() {
        for entry in walkdir::WalkDir::new(site.root()) {
            let entry = entry.unwrap();
            if entry.path() != path {
                set_permissions(
                    entry.path(),
                    Permissions::from_mode(if entry.file_type().is_dir() {
                        0o777
                    } else {
                        0o666
                    }),
                )
                .unwrap();
            }
        }
        command.uid(NOBODY).gid(NOBODY);
        mulu(site.root())
            .uid(NOBODY)
            .gid(NOBODY)
            .arg("--version")
            .output()
            .ok()?;
    }
    let run = run(&mut command);
    set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    Some(run)
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_one_finding_among_others() {
    for file in ["content/a/表.docx", "content/a/图.png", "content/a/3.md"] {
        let site = Site::new();
        site.document(
            "a/1",
            "N/2024-1",
            "attachments: [表.docx]\n",
            "见![图](图.png)。",
        )
        .document("a/3", "N/2024-3", "", "正文三。");
        site.write("content/a/表.docx", "word")
            .write("content/a/图.png", "png")
            .build();
        let before = tree(&site.public());
        site.document("a/2", "N/2024-2", "date_created: 明天\n", "正文。");
        for args in [
            &["build", "--lang", "en"][..],
            &["build", "--force", "--lang", "en"],
            &["check", "--lang", "en"],
        ] {
            let Some(run) = run_without(&site, file, args) else {
                return;
            };
            let said = format!("{}{}", run.stdout, run.stderr);
            assert_eq!(run.code, 1, "{file} {args:?}: {said}");
            for expected in [
                "error[unreadable-file]",
                &format!("--> {file}"),
                "error[invalid-date]",
            ] {
                assert!(
                    said.contains(expected),
                    "{file} {args:?}: {expected}: {said}"
                );
            }
            assert_eq!(said.matches("unreadable-file").count(), 1, "{said}");
        }
        assert_same(&before, &tree(&site.public()), file);
        std::fs::remove_file(site.root().join("content/a/2.md")).unwrap();
        site.build();
        assert_same(&before, &tree(&site.public()), "and afterwards");
    }
}

/// macOS may store file names decomposed (Unicode NFD); people type them composed (NFC).
#[test]
fn names_taken_apart_on_the_disk_are_those_that_are_typed() {
    let site = |name: &str| {
        let site = Site::new();
        site.document(
            "a/1",
            "N/2024-1",
            "title: 一\nattachments: [caf\u{e9}表.docx, {file: か\u{3099}.txt, title: 表}]\n",
            "见[另一份](r\u{e9}sum\u{e9}.md#一、总则)。",
        );
        site.document(
            &format!("a/r{name}sum{name}"),
            "N/2024-2",
            "",
            "## 一、总则\n\n正文。",
        );
        site.write(&format!("content/a/caf{name}表.docx"), "word")
            .write("content/a/か\u{3099}.txt", "text");
        site.document(&format!("分类{name}/3"), "N/2024-3", "", "正文。");
        assert_eq!(
            site.build()
                .run(&["check", "--lang", "en"])
                .ends(0)
                .stdout
                .matches(": ")
                .count(),
            0
        );
        site
    };
    assert_same(
        &tree(&site("e\u{301}").public()),
        &tree(&site("\u{e9}").public()),
        "as typed, and taken apart",
    );
}

/// The test makes the files, because the repository, which is checked out on Windows too, cannot
/// have files with these names.
#[cfg(unix)]
#[test]
fn names_that_not_every_system_can_hold_are_findings() {
    let wrong = [
        "aux.md".to_owned(),
        "nul.md".to_owned(),
        "COM1.md".to_owned(),
        "CONIN$.md".to_owned(),
        "lpt9.附件.md".to_owned(),
        "prn/a.md".to_owned(),
        "末尾./a.md".to_owned(),
        "末尾 /a.md".to_owned(),
        format!("{}a.md", "关于印发某某办法的通知/".repeat(17)),
    ];
    let right = [
        "auxiliary.md",
        "console.md",
        "com10.md",
        "com.md",
        "a.aux.md",
    ];
    let site = Site::new();
    let all = wrong.iter().map(String::as_str).chain(right);
    for (n, path) in all.enumerate() {
        let path = path.strip_suffix(".md").unwrap();
        site.document(
            &format!("zc/{path}"),
            &format!("N/2024-{n:03}"),
            "category: zc\n",
            "正文。",
        );
    }
    let found = site.run(&["check", "--format", "json"]).stdout;
    let named = |path: &str| {
        let file = format!("\"content/zc/{path}\"");
        found
            .lines()
            .any(|l| l.contains("unportable-name") && l.contains(&file))
    };
    for path in &wrong {
        assert!(named(path), "{path}\n{found}");
    }
    for path in right {
        assert!(!named(path), "{path}\n{found}");
    }
}

/// An editor who copies a path from the Windows Explorer gets backslashes.
#[test]
fn separators_of_windows_are_read() {
    let site = Site::new();
    let fields = "attachments: ['表\\申请表.docx', {file: '.\\表\\名单.xlsx', title: 名单}]\r\n";
    site.document("zc/a", "N/2024-1", fields, "见[名单](表\\\\名单.xlsx)。");
    site.write("content/zc/表/申请表.docx", "word");
    site.write("content/zc/表/名单.xlsx", "sheet");
    let found = site.run(&["check", "--format", "json"]).stdout;
    for code in ["missing-attachment", "broken-link", "dangling"] {
        assert!(!found.contains(code), "{found}");
    }
}

#[test]
fn a_path_on_the_authors_computer_is_told_apart() {
    let site = Site::new();
    let fields = "attachments: ['D:\\资料\\甲.docx', 'E:乙.docx', '\\\\server\\资料\\丙.docx']\n";
    site.document("zc/a", "N/2024-1", fields, "见[名单](F:丁.docx)。");
    let found = site
        .run(&["check", "--lang", "zh", "--format", "json"])
        .stdout;
    for name in ["甲", "乙", "丙", "丁"] {
        let remedy = format!("只写文件名：“{name}.docx”");
        assert!(found.contains(&remedy), "{name}: {found}");
    }
}

/// The test does not run on Windows, which allows no name that ends in a space or a dot.
#[cfg(unix)]
#[test]
fn a_document_whose_name_ends_in_a_blank_is_noticed() {
    let names = ["a.md ", "b.md.", "c.markdown. ", "d.MD\u{3000}"];
    let site = Site::new();
    for name in names {
        site.write(&format!("content/zc/{name}"), "正文。");
    }
    let found = site.run(&["check", "--format", "json"]).stdout;
    for name in names {
        let file = format!("\"content/zc/{name}\"");
        let is_named = |l: &str| l.contains("looks-like-document") && l.contains(&file);
        assert!(found.lines().any(is_named), "{name}: {found}");
    }
}

/// The line ends are `\n`, `\r\n`, `\r`, `\r\r\n`, and a mixture.
#[test]
fn line_ends_of_any_kind_give_the_same_page() {
    let text = "---\ntitle: 通知\nindex_number: N/1\ndate_created: 2024-03-01\nkeywords:\n  - 甲\n---\n\n\
                第一段。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n- 一\n- 二\n";
    let mixed: String = text
        .char_indices()
        .map(|(at, c)| match (c, at % 3) {
            ('\n', 0) => "\r\n".to_owned(),
            ('\n', 1) => "\r".to_owned(),
            (c, _) => c.to_string(),
        })
        .collect();
    let page = |text: &str| {
        let site = Site::new();
        site.write("content/zc/a.md", text).build();
        let files = crate::harness::tree(&site.public());
        let page = files
            .iter()
            .find(|(path, _)| path.starts_with("doc/") && path.ends_with(".html"));
        String::from_utf8(page.unwrap().1.clone()).unwrap()
    };
    let usual = page(text);
    assert!(
        usual.contains("<li>二</li>") && usual.contains("<td>2</td>"),
        "{usual}"
    );
    for written in [
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        text.replace('\n', "\r\r\n"),
        mixed,
    ] {
        assert_eq!(page(&written), usual, "{written:?}");
    }
}
