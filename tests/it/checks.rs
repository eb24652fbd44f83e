//! Tests that docs/checks.md and docs/zh/checks.md agree with the catalogue of messages and the
//! list of rules, that the examples of `mulu explain` agree with tests/rules, and that every code
//! has an explanation in both languages and names its source. `just accept` rewrites the two pages
//! and the examples.

use crate::{expected, harness};
use mulu::check::{RULES, looks_at};
use mulu::diag::{Code, Lang, Severity, source};
use std::fmt::Write;

const HEAD: &str = "# What mulu checks

This page is generated from the program (`just accept checks`, or `MULU_UPDATE=1 cargo test --test it checks`); do not edit it. Every finding
of `mulu check`, `build`, `serve`, `import`, `join` and `new` has a code. `{name}` stands for a value. All texts exist in Chinese too (`--lang zh`).

An **error** stops the build and cannot be switched off: it would mislead a reader or harm a person, or the site could not be made. A
**warning** fails under `--deny warnings`, a **note** never fails. `mulu.yaml` can change the severity of both or switch them off:

```yaml
checks:
  severity:
    heading-skip: off
```

For each code this page names what it is based on: a notice, a standard or the documentation of mulu. mulu helps to follow those rules and
certifies nothing. If the text of a standard was not available in full, its rule is a warning or a note, or takes its values from the configuration.
";

fn page() -> String {
    let mut page = HEAD.to_owned();
    for (severity, title) in [
        (Severity::Error, "Errors"),
        (Severity::Warning, "Warnings"),
        (Severity::Note, "Notes"),
    ] {
        write!(page, "\n## {title}\n").unwrap();
        let mut codes: Vec<Code> = Code::ALL
            .iter()
            .copied()
            .filter(|c| c.severity() == severity)
            .collect();
        codes.sort_by_key(|c| c.name());
        for code in codes {
            write!(page, "\n### {}\n\n", code.name()).unwrap();
            writeln!(page, "- Says: {}", code.texts(Lang::En).message).unwrap();
            writeln!(page, "- 中文: {}", code.texts(Lang::Zh).message).unwrap();
            writeln!(page, "- To do: {}", code.texts(Lang::En).help).unwrap();
            writeln!(page, "- Looks at: {}", looks_at(code).en).unwrap();
            writeln!(page, "- Based on: {}", code.source()).unwrap();
        }
    }
    page
}

const HEAD_ZH: &str = "# 检查项

本页由程序生成（`just accept checks`，或 `MULU_UPDATE=1 cargo test --test it checks`），请勿手工修改。`mulu check`、`build`、`serve`、`import`、`join`、`new` 发现的每个\
问题都有一个检查项。`{…}` 处填写具体的值。在命令行里查看某一项：`mulu explain 检查项`。

**错误**须改正后才能生成网站，不能关闭：放过它会误导读者、伤害个人，或者网站根本无法生成。**警告**在使用 `--deny warnings` 时视为不通过，**提示**不影响结果；\
二者都可以在 `mulu.yaml` 中调整或关闭：

```yaml
checks:
  severity:
    heading-skip: off
```
";

fn page_zh() -> String {
    let mut page = HEAD_ZH.to_owned();
    for (severity, title) in [
        (Severity::Error, "错误"),
        (Severity::Warning, "警告"),
        (Severity::Note, "提示"),
    ] {
        write!(page, "\n## {title}\n").unwrap();
        let mut codes: Vec<Code> = Code::ALL.to_vec();
        codes.retain(|code| code.severity() == severity);
        codes.sort_by_key(|code| code.name());
        for code in codes {
            let texts = code.texts(Lang::Zh);
            write!(page, "\n### {}\n\n", code.name()).unwrap();
            writeln!(page, "- 含义：{}", texts.message).unwrap();
            if !texts.help.is_empty() {
                writeln!(page, "- 处理：{}", texts.help).unwrap();
            }
            writeln!(page, "- 对象：{}", looks_at(code).zh).unwrap();
            writeln!(page, "- 依据：{}", source(code, Lang::Zh)).unwrap();
        }
    }
    page
}

/// The examples of `mulu explain`. For each code that has a site in `tests/rules`: the first
/// finding with this code, and its line after the repair if the repair changes this line.
fn examples(lang: &str, right: &str) -> String {
    let mut codes: Vec<Code> = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.name());
    let mut all = String::new();
    for code in codes {
        let folder = harness::repository().join("tests/rules").join(code.name());
        let read = |file: &str| {
            let text = std::fs::read_to_string(folder.join(file)).unwrap_or_default();
            text.replace("\r\n", "\n")
        };
        let mark = format!("[{}]", code.name());
        let text = read(&format!("expected.{lang}.txt"));
        let example = text
            .split("\n\n")
            .find(|p| p.lines().next().is_some_and(|line| line.contains(&mark)));
        let Some(example) = example else { continue };
        writeln!(all, "{}", example.trim_matches('\n')).unwrap();
        if let Some(line) = repaired(&read("expected.diff"), example) {
            writeln!(all, "  = {right}{line}").unwrap();
        }
        all.push('\n');
    }
    all
}

/// The line of an example after its repair, from the output of `check --diff`. `None` if the
/// repair does not change this line.
fn repaired(diff: &str, example: &str) -> Option<String> {
    let place = example
        .lines()
        .find(|line| line.trim_start().starts_with("-->"))?;
    let mut numbers = place.rsplit(':');
    let wanted: usize = numbers.nth(1)?.parse().ok()?;
    let (mut at, mut old, mut new) = (0, Vec::new(), Vec::new());
    for line in diff.lines().chain(["@@ -0 +0 @@"]) {
        match line.chars().next() {
            Some('-') if !line.starts_with("---") => {
                old.push(at);
                at += 1;
            }
            Some('+') if !line.starts_with("+++") => new.push(line[1..].to_owned()),
            _ => {
                if let Some(i) = old.iter().position(|number| *number == wanted) {
                    return new.get(i).cloned();
                }
                (old, new) = (Vec::new(), Vec::new());
                at += 1;
                if let Some(range) = line.strip_prefix("@@ -") {
                    at = range.split([',', ' ']).next()?.parse().ok()?;
                }
            }
        }
    }
    None
}

#[test]
fn the_examples_of_explain_are_findings_of_the_fixtures() {
    for (lang, right) in [("zh", "改为: "), ("en", "right: ")] {
        let path = harness::repository().join(format!("src/cli/explain/{lang}.txt"));
        if let Err(fault) = expected::file(&path, &examples(lang, right)) {
            panic!("{fault}");
        }
    }
}

#[test]
fn every_code_is_explained_in_both_languages() {
    let site = harness::Site::empty();
    for code in Code::ALL {
        let zh = site.run(&["--lang", "zh", "explain", code.name()]).ends(0);
        let en = site.run(&["--lang", "en", "explain", code.name()]).ends(0);
        for (shown, lang) in [(&zh.stdout, Lang::Zh), (&en.stdout, Lang::En)] {
            // `…` stands for each value
            let message = code.texts(lang).message;
            let parts = message.split('{').enumerate();
            let fixed = parts.map(|(i, part)| match part.split_once('}') {
                Some((_, rest)) if i > 0 => rest,
                _ => part,
            });
            for part in fixed {
                assert!(shown.contains(part), "{part}: {shown}");
            }
            let remedy = shown
                .lines()
                .find(|l| l.starts_with("处理：") || l.starts_with("To do:"));
            assert!(
                remedy.is_none_or(|line| !line.contains("{suggestion}")),
                "{shown}"
            );
        }
        if code.command().is_none() {
            assert!(zh.stdout.contains("\n例：\n"), "{zh:?}");
        }
    }
    let near = site.run(&["--lang", "zh", "explain", "datefrom"]).ends(2);
    assert!(near.stderr.contains("是不是“date-form”"), "{}", near.stderr);
    let list = site.run(&["--lang", "zh", "explain"]).ends(0).stdout;
    assert!(Code::ALL.iter().all(|code| list.contains(code.name())));
}

#[test]
fn the_page_of_checks_is_what_the_program_says() {
    let path = harness::repository().join("docs/checks.md");
    if let Err(fault) = expected::file(&path, &page()) {
        panic!("{fault}");
    }
    let path = harness::repository().join("docs/zh/checks.md");
    if let Err(fault) = expected::file(&path, &page_zh()) {
        panic!("{fault}");
    }
}

#[test]
fn every_code_names_what_it_rests_on() {
    let without: Vec<&str> = Code::ALL
        .iter()
        .filter(|c| c.source().is_empty())
        .map(|c| c.name())
        .collect();
    assert!(
        without.is_empty(),
        "codes in src/diag/messages/ without a line `source: \"…\";`: {without:?}"
    );
}

#[test]
fn no_code_belongs_to_two_rules() {
    for code in Code::ALL {
        assert!(
            RULES.iter().filter(|r| r.codes.contains(code)).count() < 2,
            "{}",
            code.name()
        );
    }
}
