//! Tests the command line: exit codes, output, and what some commands write to the disk.

use crate::harness::{Site, mulu, run, tree};

#[test]
fn exit_codes() {
    let site = Site::new();
    site.document("a", "N/2024-1", "", "正文。");
    site.run(&["check"]).ends(0);
    site.run(&["check", "--deny", "warnings"]).ends(0);
    site.document("b", "N/2024-2", "date_created: 2024.3.1\n", "正文。");
    site.run(&["check"]).ends(0);
    site.run(&["check", "--deny", "warnings"]).ends(1);
    site.run(&["build"]).ends(0);
    site.document("c", "N/2024-3", "date_created: 明天\n", "正文。");
    site.run(&["check"]).ends(1);
    site.run(&["build"]).ends(1);
    for usage in [
        &["nonsense"][..],
        &["build", "--nonsense"],
        &["check", "--format", "xml"],
        &["--as-of", "2024-02-30", "check"],
        &[],
    ] {
        assert_eq!(run(mulu(site.root()).args(usage)).code, 2, "{usage:?}");
    }
    site.write("mulu.yaml", "titel: x\n");
    site.run(&["check"]).ends(2);
    site.run(&["build"]).ends(2);
    let nowhere = tempfile::tempdir().unwrap();
    assert_eq!(run(mulu(nowhere.path()).arg("build")).code, 2);
    for answer in ["--help", "--version"] {
        let run = run(mulu(nowhere.path()).arg(answer)).ends(0);
        assert!(!run.stdout.is_empty() && run.stderr.is_empty());
    }
}

#[test]
fn data_goes_to_standard_output_and_talk_to_standard_error() {
    let site = Site::new();
    site.document("a", "N/2024-1", "date_created: 2024.3.1\n", "正文。");
    let check = site
        .run(&["check", "--lang", "en", "--format", "json"])
        .ends(0);
    assert!(
        check.stdout.lines().count() == 1
            && check.stdout.starts_with('{')
            && check.stderr.contains("1 warning")
    );
    let build = site.run(&["build"]).ends(0);
    assert!(build.stdout.is_empty() && !build.stderr.is_empty());
    let quiet = site.run(&["-q", "build"]).ends(0);
    assert!(
        quiet.stdout.is_empty() && !quiet.stderr.contains("已生成"),
        "{}",
        quiet.stderr
    );
    for run in [check, build] {
        assert!(
            !run.stderr.contains('\u{1b}') && !run.stdout.contains('\u{1b}'),
            "colours, and nobody at a terminal"
        );
    }
    let coloured = site.run(&["--color", "always", "check"]).ends(0);
    assert!(coloured.stdout.contains('\u{1b}'));
}

/// `/dev/full` refuses every byte, like a full disk.
#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error_of_every_command_that_prints() {
    let site = Site::new();
    let late = "date_expires: 2026-01-20\nvalidity: 有效\n";
    site.document("a", "N/2024-1", late, "正文。");
    site.run(&["build"]).ends(0);
    site.run(&["build", "-o", "earlier"]).ends(0);
    for args in [
        &["--help"][..],
        &["build", "--help"],
        &["--version"],
        &["help"],
        &["help", "build"],
        &["man"],
        &["completions", "bash"],
        &["schema"],
        &["explain"],
        &["explain", "broken-link"],
        &["list"],
        &["due"],
        &["search", "正文"],
        &["diff", "earlier", "public"],
        &["export"],
        &["export", "--format", "ndjson"],
        &["check", "--format", "sarif"],
        &["new", "关于甲的通知"],
    ] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let args = [&["--as-of", "2026-01-01", "--lang", "en"], args].concat();
        let run = run(mulu(site.root()).args(&args).stdout(full));
        let said = "the result could not be written in full";
        assert_eq!(run.code, 2, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn check_writes_nothing() {
    let site = Site::new();
    site.document("a", "N/2024-1", "date_created: 2024.3.1\n", "正文。");
    let before = tree(site.root());
    site.run(&["check"]).ends(0);
    assert_eq!(before, tree(site.root()));
}

#[test]
fn the_language_is_that_of_the_system_or_as_asked() {
    let site = Site::new();
    let say = |locale: &str, args: &[&str]| {
        run(mulu(site.root())
            .env("LC_ALL", locale)
            .args(args)
            .arg("check"))
        .ends(0)
        .stderr
    };
    assert!(say("zh_CN.UTF-8", &[]).contains("没有发现问题"));
    assert!(say("en_US.UTF-8", &[]).contains("Nothing"));
    assert!(say("C", &[]).contains("没有发现问题"));
    assert!(say("C.UTF-8", &[]).contains("没有发现问题"));
    assert!(say("zh_CN.UTF-8", &["--lang", "en"]).contains("Nothing"));
    assert!(say("en_US.UTF-8", &["--lang=zh"]).contains("没有发现问题"));
    let help = run(mulu(site.root()).args(["--lang", "zh", "--help"]))
        .ends(0)
        .stdout;
    assert!(
        help.contains("生成网站") && help.contains("站点文件夹"),
        "{help}"
    );
    let help = run(mulu(site.root()).args(["--lang", "en", "build", "--help"]))
        .ends(0)
        .stdout;
    assert!(help.is_ascii() && help.contains("Include drafts"), "{help}");
}

#[test]
fn a_new_site_builds_and_checks_clean() {
    let empty = Site::empty();
    run(mulu(empty.root()).args(["init", "目录"])).ends(0);
    let root = empty.root().join("目录");
    let made = tree(&root);
    assert!(
        made.contains_key("mulu.yaml") && made.keys().any(|p| p.starts_with("content/")),
        "{:?}",
        made.keys()
    );
    let check =
        run(mulu(&root).args(["--as-of", "2026-01-01", "check", "--deny", "warnings"])).ends(0);
    assert!(!check.stdout.contains("警告"), "{}", check.stdout);
    run(mulu(&root).args(["--as-of", "2026-01-01", "build"])).ends(0);
    assert!(root.join("public/index.html").is_file());
    // a folder that is not empty is refused and stays unchanged
    let before = tree(&root);
    let refused = run(mulu(empty.root()).args(["--lang", "zh", "init", "目录"])).ends(2);
    assert!(refused.stderr.contains("不是空的"), "{}", refused.stderr);
    assert_eq!(before, tree(&root));
    empty.write("one/file.txt", "mine");
    run(mulu(empty.root()).args(["init", "one"])).ends(2);
    assert_eq!(tree(&empty.root().join("one")).len(), 1);
    std::fs::create_dir(empty.root().join("two")).unwrap();
    run(mulu(empty.root()).args(["init", "two"])).ends(0);
}

#[test]
fn a_new_document_gets_the_next_number_and_overwrites_nothing() {
    let empty = Site::empty();
    run(mulu(empty.root()).args(["init", "s"])).ends(0);
    let root = empty.root().join("s");
    let new = |args: &[&str]| {
        run(mulu(&root)
            .args(["--as-of", "2026-05-06", "new"])
            .args(args))
    };
    let mut paths = Vec::new();
    for (i, title) in [
        "关于开展检查的通知",
        "公告: 第“一”号",
        "- 横线开头",
        "'引号",
        "#井号",
        "2026-05-06",
    ]
    .iter()
    .enumerate()
    {
        // `--` ends the options, because a title may begin with a hyphen
        let made = new(&["--category", "policy/other", "--", title]).ends(0);
        let path = made.stdout.trim().to_owned();
        let text = std::fs::read_to_string(root.join(&path))
            .or_else(|_| std::fs::read_to_string(&path))
            .unwrap();
        assert!(text.contains(&format!("/2026-{:05}", i + 1)), "{text}");
        assert!(path.contains("policy") && path.contains("other"), "{path}");
        // an editor fills in the blanks of the layout
        let text = text.replace("（填写主送机关）", "各科室");
        let text = text.replace("（填写正文）", "现通知如下。");
        let file = [root.join(&path), path.clone().into()];
        std::fs::write(file.iter().find(|f| f.exists()).unwrap(), text).unwrap();
        paths.push(path);
    }
    assert_eq!(
        paths
            .iter()
            .collect::<std::collections::BTreeSet<_>>()
            .len(),
        paths.len()
    );
    // apart from notes, `check` reports only what is still to be filled in; a title is written
    // without its Markdown marks
    let check = run(mulu(&root).args(["--as-of", "2026-05-06", "check", "--format", "json"]));
    let lines = check.ends(0).stdout;
    let codes: std::collections::BTreeSet<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|finding| finding["severity"] != "note")
        .map(|finding| finding["code"].as_str().unwrap().to_owned())
        .collect();
    let expected = ["placeholder", "placeholder-number"];
    assert_eq!(codes, expected.map(str::to_owned).into());
    run(mulu(&root).args(["--as-of", "2026-05-06", "build"])).ends(0);
    let json = std::fs::read_to_string(root.join("public/catalogue.json")).unwrap();
    for title in ["公告: 第“一”号", "横线开头", "'引号", "井号"] {
        assert!(json.contains(title), "{title}: {json}");
    }
    // an existing file is not overwritten
    let taken = root.join("content/policy/other/000000000-2026-00007.md");
    std::fs::write(
        &taken,
        "---\ntitle: 占位\nindex_number: X/1\ndate_created: 2026-01-01\n---\n",
    )
    .unwrap();
    new(&["--category", "policy/other", "又一篇"]).ends(2);
    assert!(std::fs::read_to_string(&taken).unwrap().contains("占位"));
    for outside in ["../x", "a/../../x", "/etc", "C:\\x"] {
        let before = tree(empty.root());
        let run = new(&["--category", outside, "外面"]);
        assert!(
            run.code == 2
                || tree(empty.root())
                    .keys()
                    .all(|p| before.contains_key(p) || p.starts_with("s/content/")),
            "{outside}: {}",
            run.stdout
        );
    }
}

#[test]
fn completions_name_every_command() {
    let nowhere = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(mulu(nowhere.path()).args(["completions", shell]))
            .ends(0)
            .stdout;
        for command in ["build", "check", "init", "new", "export"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let site = Site::new();
    for i in 0..500 {
        site.document(
            &format!("{i}"),
            &format!("N/2024-{i}"),
            "date_created: 2024.3.1\n",
            "正文。",
        );
    }
    let mut child = mulu(site.root())
        .arg("check")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_wrong_source_date_epoch_is_said() {
    let site = Site::new();
    let run = crate::harness::run(
        crate::harness::mulu(site.root())
            .env("SOURCE_DATE_EPOCH", "yesterday")
            .arg("check"),
    )
    .ends(2);
    assert!(run.stderr.contains("yesterday"), "{}", run.stderr);
}

#[test]
fn a_site_without_content_is_told_what_to_do() {
    let site = Site::empty();
    site.write("mulu.yaml", "title: t\n");
    for command in ["check", "build", "export"] {
        let run = site.run(&[command, "--lang", "zh"]).ends(2);
        assert!(
            run.stderr.contains("没有文件夹“")
                && run.stderr.contains("content”")
                && run.stderr.contains("mulu init")
                && run.stderr.contains("-r"),
            "{}",
            run.stderr
        );
        assert!(!run.stderr.contains("os error"), "{}", run.stderr);
    }
}

#[test]
fn a_base_url_with_a_password_is_refused_wherever_it_stands() {
    let site = Site::new();
    for url in [
        "https://user:secret@example.cn/",
        "https://example.cn/?a=1",
        "https://example.cn/#top",
    ] {
        assert!(
            site.run(&["build", "--base-url", url])
                .ends(2)
                .stderr
                .contains("invalid-config")
        );
        site.write("mulu.yaml", format!("title: t\nbase_url: '{url}'\n"));
        assert!(
            site.run(&["check"])
                .ends(2)
                .stderr
                .contains("mulu.yaml:2:1")
        );
        site.write("mulu.yaml", "title: t\n");
    }
}

#[test]
fn a_validity_is_asked_for_in_chinese_or_by_its_code() {
    let site = Site::new();
    site.document("a", "N/2024-1", "date_repealed: 2025-01-01\n", "正文。")
        .document("b", "N/2024-2", "", "正文。")
        .build();
    for (asked, found) in [
        ("废止", "N/2024-1"),
        ("repealed", "N/2024-1"),
        ("现行有效", "N/2024-2"),
    ] {
        let run = site
            .run(&["search", "--validity", asked, "--format", "json", "正文"])
            .ends(0);
        assert!(
            run.stdout.lines().count() == 1 && run.stdout.contains(found),
            "{asked}: {}",
            run.stdout
        );
    }
    let wrong = site
        .run(&["search", "--validity", "废除", "--lang", "zh", "正文"])
        .ends(2);
    assert!(
        wrong.stderr.contains("废止") && wrong.stderr.contains("尚未施行"),
        "{}",
        wrong.stderr
    );
}
