//! Tests what the command line says about itself: help, suggestions for mistyped names, the
//! version, the manual page.

use crate::harness::{Run, mulu, run};

fn ask(args: &[&str]) -> Run {
    let nowhere = tempfile::tempdir().unwrap();
    run(mulu(nowhere.path()).args(args))
}

/// The commands, as the help of the program lists them.
fn commands() -> Vec<String> {
    let help = ask(&["--lang", "en", "help"]).ends(0).stdout;
    let (_, list) = help.split_once("\nCommands:\n").unwrap();
    let lines = list.lines().take_while(|l| !l.is_empty());
    let commands: Vec<String> = lines
        .filter(|l| !l.starts_with("   "))
        .map(|l| l.split_whitespace().next().unwrap().to_owned())
        .collect();
    assert!(commands.len() > 15, "{commands:?}");
    commands
}

/// Help with each text on one line: a line with ten or more spaces before it continues the line
/// above.
fn joined(help: &str, between: &str) -> String {
    let mut out = String::new();
    for line in help.lines() {
        match line.strip_prefix(&" ".repeat(10)) {
            Some(rest) => out += &format!("{between}{}", rest.trim_start()),
            None => out += &format!("\n{line}"),
        }
    }
    out
}

/// Words in Latin letters that Chinese help may have: names of programs, formats, files and
/// folders, and words that the user types.
const NAMES: &[&str] = &[
    "mulu",
    "EPUB",
    "epub",
    "Word",
    "Excel",
    "PowerPoint",
    "JPEG",
    "PNG",
    "WebP",
    "odt",
    "ods",
    "odp",
    "JSON",
    "Schema",
    "SSH",
    "ssh-keygen",
    "csv",
    "json",
    "xlsx",
    "ndjson",
    "OpenSearch",
    "Elasticsearch",
    "_bulk",
    "zip",
    "sarif",
    "html",
    "htm",
    "docx",
    "txt",
    "pdf",
    "ofd",
    "undo",
    "content",
    "public",
    "drafts",
    "archive",
    "yaml",
    "man",
    "defs",
    "date-form",
    "year",
    "repealed",
    "bash",
];

#[test]
fn chinese_help_is_chinese_to_the_last_word() {
    let commands = commands();
    for command in commands.iter().map(String::as_str).chain([""]) {
        let args = ["--lang", "zh", command, "--help"];
        let help = ask(&args.map(|a| if a.is_empty() { "-q" } else { a }))
            .ends(0)
            .stdout;
        // examples and values may be in Latin letters, because they are typed exactly as shown
        let (text, examples) = help.split_once("\n例：\n").unwrap();
        let about = examples.lines().filter(|l| l.starts_with("      "));
        let text = joined(text, "");
        for line in text.lines().chain(about) {
            let values = ["可选：", "（默认："]
                .iter()
                .filter_map(|w| line.find(w))
                .min();
            let values = &line[..values.unwrap_or(line.len())];
            let words = values.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
            for word in words.filter(|w| w.contains(|c: char| c.is_ascii_alphabetic())) {
                let is_typed = word.starts_with('-') || commands.iter().any(|c| c == word);
                assert!(
                    is_typed || NAMES.contains(&word),
                    "{command}: {word} in {line}"
                );
            }
        }
        assert!(
            help.contains("\n通用：\n") && help.contains("\n用法：mulu"),
            "{help}"
        );
        for line in help.lines() {
            let width = line
                .chars()
                .map(|c| if c.is_ascii() { 1 } else { 2 })
                .sum::<usize>();
            assert!(
                width <= 84 || line.starts_with("  mulu") || line.starts_with("      "),
                "{line}"
            );
        }
    }
}

#[test]
fn help_has_two_groups_defaults_and_examples() {
    let help = ask(&["--lang", "zh", "help", "build"]).ends(0).stdout;
    let same = ask(&["--lang", "zh", "build", "-h"]).ends(0).stdout;
    assert_eq!(help.trim(), same.trim());
    let help = joined(&help, "");
    for part in [
        "\n本命令：\n",
        "\n通用：\n",
        "\n例：\n  mulu build\n",
        "（默认：站点文件夹下的",
    ] {
        assert!(help.contains(part), "{part}: {help}");
    }
    assert!(
        help.find("--drafts").unwrap() < help.find("通用：").unwrap(),
        "{help}"
    );
    let english = ask(&["--lang", "en", "help", "check"]).ends(0).stdout;
    for part in [
        "\nOptions of this command:\n",
        "\nOptions of every command:\n",
        "\nExamples:\n",
    ] {
        assert!(english.contains(part), "{part}: {english}");
    }
    let english = joined(&english, " ");
    assert!(
        english.contains("(one of: human, json, sarif, xlsx) (default: human)"),
        "{english}"
    );
    let due = joined(&ask(&["--lang", "zh", "due", "--help"]).ends(0).stdout, "");
    assert!(
        due.contains("（默认：30）") && due.contains("（可选：human、json）"),
        "{due}"
    );
}

#[test]
fn a_mistyped_word_names_the_near_one() {
    for (args, near) in [
        (&["biuld"][..], "build"),
        (&["chekc"], "check"),
        (&["help", "serch"], "search"),
        (&["build", "--ouput-dir", "x"], "--output-dir"),
        (&["build", "--draft"], "--drafts"),
        (&["check", "--format", "jsno"], "json"),
        (&["new", "甲", "--catgory", "x"], "--category"),
    ] {
        for lang in ["zh", "en"] {
            let run = ask(&[&["--lang", lang], args].concat()).ends(2);
            assert!(
                run.stderr.contains(near) && run.stdout.is_empty(),
                "{}",
                run.stderr
            );
            assert!(
                lang == "en" || run.stderr.contains("是不是“"),
                "{}",
                run.stderr
            );
        }
    }
    for (typed, near) in [("检查", "check"), ("新建文档", "new"), ("预览", "serve")] {
        let run = ask(&["--lang", "zh", typed]).ends(2);
        assert!(
            run.stderr.contains(&format!("是不是“{near}”")),
            "{}",
            run.stderr
        );
    }
    let run = ask(&["--lang", "zh", "xyzzy"]).ends(2);
    assert!(
        run.stderr.contains("mulu help 列出全部命令"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_version_says_more_when_asked() {
    let line = ask(&["--version"]).ends(0).stdout;
    let short = format!("mulu {}", env!("CARGO_PKG_VERSION"));
    // a release states its commit and the day of the commit
    let commit = line.trim().strip_prefix(&short).unwrap();
    let is_release = commit.starts_with(" (") && commit.ends_with(')') && commit.contains(" 20");
    assert!(commit.is_empty() || is_release, "{line}");
    for args in [
        &["--version", "--verbose"][..],
        &["-v", "--version"],
        &["-Vv"],
    ] {
        let long = ask(&[&["--lang", "zh"], args].concat()).ends(0).stdout;
        assert!(long.starts_with(short.trim()), "{long}");
        for row in [
            "\n提交：",
            "\n平台：",
            "\n编译器：rustc 1.",
            "\n检索索引格式：",
            "BagIt 1.0",
        ] {
            assert!(long.contains(row), "{row}: {long}");
        }
    }
    let english = ask(&["--lang", "en", "--version", "--verbose"])
        .ends(0)
        .stdout;
    assert!(
        english.is_ascii() && english.contains("\ntarget: "),
        "{english}"
    );
}

#[test]
fn the_manual_page_has_every_command() {
    for (lang, name) in [("zh", ".SH 名称"), ("en", ".SH NAME")] {
        let page = ask(&["--lang", lang, "man"]).ends(0).stdout;
        assert!(page.contains(".TH MULU 1") && page.contains(name), "{page}");
        for command in commands() {
            assert!(
                page.contains(&format!(".SS \"mulu {command}\"")),
                "{command}: {page}"
            );
        }
    }
}
