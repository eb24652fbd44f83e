//! docs/checks.md is made from the catalogue of messages and the list of rules, and every code has
//! what it needs. `just accept` rewrites the page.

use crate::{expected, harness};
use mulu::check::{RULES, Scope};
use mulu::diag::{Code, Lang, Severity};
use std::fmt::Write;

const HEAD: &str = "# What mulu checks

This page is generated from the program (`just accept checks`, or `MULU_UPDATE=1 cargo test --test it checks`); do not edit it. Every finding
of `mulu check`, `build`, `serve` and `import` has a code. `{name}` stands for a value. All texts exist in Chinese too (`--lang zh`).

An **error** stops the build and cannot be switched off: it would mislead a reader or harm a person, or the site could not be made. A
**warning** fails under `--deny warnings`, a **note** never fails. `mulu.yaml` can change the severity of both or switch them off:

```yaml
checks:
  severity:
    heading-skip: off
```

For each code this page names what it is based on: a notice, a standard or the documentation of mulu. mulu helps to follow those rules and
certifies nothing. If a standard could not be had in full, its rule is a warning or a note, or takes its values from the configuration.
";

/// The page as it should be.
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
            writeln!(page, "- Looks at: {}", looked_at(code)).unwrap();
            writeln!(page, "- Based on: {}", code.source()).unwrap();
        }
    }
    page
}

fn looked_at(code: Code) -> &'static str {
    match RULES
        .iter()
        .find(|r| r.codes.contains(&code))
        .map(|r| &r.scope)
    {
        Some(Scope::Document(_)) => "one document",
        Some(Scope::Files(_)) => "a document's text, names and files",
        Some(Scope::Catalogue(_)) => "all documents together",
        None if code.name().starts_with("import-") => {
            "an old file, by `mulu import` alone ([docs/import.md](import.md))"
        }
        None => "the file that is read",
    }
}

#[test]
fn the_page_of_checks_is_what_the_program_says() {
    let path = harness::repository().join("docs/checks.md");
    if let Err(fault) = expected::file(&path, &page()) {
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
        "codes in src/diag/messages.rs without a line `source: \"…\";`: {without:?}"
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
