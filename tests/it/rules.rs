//! Tests every code that `check` can report with a small site under `tests/rules/`, which breaks
//! one rule, and with the expected output.
//!
//! A folder is named after its code, with a variant after a dot if the mistake has several forms. A
//! folder `clean.…` must give no finding. Besides the site, a folder has these files:
//!
//! - `expected.zh.txt`, `expected.en.txt`: the output of `check`;
//! - `expected.json`: the output of `check --format json`;
//! - `expected.diff`: the output of `check --diff`, if a finding has a repair;
//! - `allow.txt`: codes of other findings that the site cannot avoid;
//! - `recipe`: changes that the test makes in its copy, because git, an editor or the file system
//!   of another system would not keep them. Its lines are:
//!
//! | line | does |
//! |---|---|
//! | `gb18030 FILE`, `big5 FILE`, `utf-16 FILE` | encodes the file in that encoding |
//! | `bom FILE`, `crlf FILE` | puts a byte-order mark before the text; ends lines as Windows does |
//! | `tabs FILE` | writes a tab for every `⇥` |
//! | `fill FILE BYTES` | replaces `⟦fill⟧` with that many bytes of text |
//! | `bytes FILE HEX` | writes these bytes into the file |
//! | `link FILE TARGET` | makes the file a symbolic link to the target |
//! | `name FOLDER HEX` | makes a file with these bytes as its name in the folder |
//!
//! `just accept` rewrites the expected files: read the difference before you commit it.

use crate::expected;
use crate::harness::{self, DAY, Run};
use mulu::diag::Code;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const OWN_FILES: [&str; 6] = [
    "expected.zh.txt",
    "expected.en.txt",
    "expected.json",
    "expected.diff",
    "allow.txt",
    "recipe",
];

struct Case {
    name: String,
    folder: PathBuf,
}

impl Case {
    fn code(&self) -> &str {
        self.name.split('.').next().unwrap()
    }

    fn read(&self, file: &str) -> Option<String> {
        std::fs::read_to_string(self.folder.join(file))
            .ok()
            .map(|t| t.replace("\r\n", "\n"))
    }
}

fn cases() -> Vec<Case> {
    let folder = harness::repository().join("tests/rules");
    let mut cases: Vec<Case> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap())
        .filter(|e| e.path().is_dir())
        .map(|e| Case {
            name: e.file_name().into_string().unwrap(),
            folder: e.path(),
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// The site in a temporary folder, changed by its recipe. `None` if the system cannot make it.
fn prepare(case: &Case) -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    harness::copy(&case.folder, folder.path());
    for name in OWN_FILES {
        let _ = std::fs::remove_file(folder.path().join(name));
    }
    for line in case
        .read("recipe")
        .unwrap_or_default()
        .lines()
        .filter(|l| !l.trim().is_empty())
    {
        let (verb, rest) = line
            .split_once(' ')
            .unwrap_or_else(|| panic!("{}: {line}", case.name));
        let (file, argument) = rest.split_once(' ').unwrap_or((rest, ""));
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = || {
            std::fs::read_to_string(&path)
                .unwrap()
                .replace("\r\n", "\n")
        };
        let bytes = match verb {
            "gb18030" => encoding_rs::GB18030.encode(&text()).0.into_owned(),
            "big5" => encoding_rs::BIG5.encode(&text()).0.into_owned(),
            "utf-16" => [0xff, 0xfe]
                .into_iter()
                .chain(text().encode_utf16().flat_map(u16::to_le_bytes))
                .collect(),
            "bom" => [b"\xef\xbb\xbf", text().as_bytes()].concat(),
            "crlf" => text().replace('\n', "\r\n").into_bytes(),
            "tabs" => text().replace('⇥', "\t").into_bytes(),
            "fill" => text()
                .replace(
                    "⟦fill⟧",
                    &"公开".repeat(argument.parse::<usize>().unwrap() / 6),
                )
                .into_bytes(),
            "bytes" => argument
                .split(' ')
                .map(|b| u8::from_str_radix(b, 16).unwrap())
                .collect(),
            "name" => {
                #[cfg(target_os = "linux")]
                {
                    use std::os::unix::ffi::OsStrExt;
                    let bytes: Vec<u8> = (0..argument.len())
                        .step_by(2)
                        .map(|i| u8::from_str_radix(&argument[i..i + 2], 16).unwrap())
                        .collect();
                    std::fs::write(path.join(std::ffi::OsStr::from_bytes(&bytes)), "x").unwrap();
                }
                if !cfg!(target_os = "linux") {
                    return None;
                }
                continue;
            }
            "link" => {
                #[cfg(unix)]
                std::os::unix::fs::symlink(argument, &path).unwrap();
                if !cfg!(unix) {
                    return None;
                }
                continue;
            }
            other => panic!("{}: no recipe {other}", case.name),
        };
        std::fs::write(path, bytes).unwrap();
    }
    Some(folder)
}

fn check(root: &Path, args: &[&str]) -> Run {
    harness::run(
        harness::mulu(root)
            .args(["check", "--color", "never", "--as-of", DAY])
            .args(args),
    )
}

/// The faults of a case; empty if there are none.
fn faults(case: &Case) -> String {
    let Some(root) = prepare(case) else {
        return String::new();
    };
    let root = root.path();
    let mut faults = String::new();
    let json = check(root, &["--lang", "zh", "--format", "json"]);
    let found: Vec<serde_json::Value> = json
        .stdout
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let codes: BTreeSet<String> = found
        .iter()
        .map(|f| f["code"].as_str().unwrap().to_owned())
        .collect();
    let allowed = case.read("allow.txt").unwrap_or_default();
    let allowed: BTreeSet<&str> = allowed
        .lines()
        .map(|l| l.split([' ', '#']).next().unwrap())
        .filter(|l| !l.is_empty())
        .collect();
    if case.code() != "clean" && !codes.contains(case.code()) {
        writeln!(faults, "the rule never fires; found: {codes:?}").unwrap();
    }
    for other in codes
        .iter()
        .filter(|c| *c != case.code() && !allowed.contains(c.as_str()))
    {
        writeln!(faults, "{other} fires too").unwrap();
    }
    for idle in allowed.iter().filter(|a| !codes.contains(**a)) {
        writeln!(faults, "allow.txt names {idle}, which does not fire").unwrap();
    }
    let of_configuration = Code::ALL.iter().any(|c| c.name() == case.code())
        && ["missing-config", "invalid-config", "unknown-key"].contains(&case.code());
    let is_error = found.iter().any(|f| f["severity"] == "error");
    let code = if of_configuration {
        2
    } else {
        i32::from(is_error)
    };
    if json.code != code {
        writeln!(
            faults,
            "the exit code is {}, not {code}\n{}",
            json.code, json.stderr
        )
        .unwrap();
    }
    let [zh, en] = ["zh", "en"].map(|lang| {
        let run = check(root, &["--lang", lang]);
        if run.code != code {
            writeln!(
                faults,
                "the exit code for people is {}, not {code}",
                run.code
            )
            .unwrap();
        }
        run.stdout + &run.stderr
    });
    let mut outputs = vec![
        ("expected.zh.txt", zh),
        ("expected.en.txt", en),
        ("expected.json", json.stdout),
    ];
    if found.iter().any(|f| f["repair"].is_array()) {
        outputs.push(("expected.diff", check(root, &["--diff"]).stdout));
    }
    for (file, actual) in &outputs {
        let root = root.display().to_string();
        if actual.contains(&root) {
            writeln!(faults, "{file}: the text names the machine's folder {root}").unwrap();
        }
        if let Err(fault) = expected::file(&case.folder.join(file), actual) {
            writeln!(faults, "{fault}").unwrap();
        }
    }
    faults
}

#[test]
fn every_code_has_a_folder_and_every_folder_a_code() {
    let cases = cases();
    let folders: BTreeSet<&str> = cases.iter().map(Case::code).collect();
    // the codes of `import`, `join` and `new` have other tests
    let codes: BTreeSet<&str> = Code::ALL
        .iter()
        .filter(|c| c.command().is_none())
        .map(|c| c.name())
        .chain(["clean"])
        .collect();
    let without: Vec<_> = codes.difference(&folders).collect();
    let unknown: Vec<_> = folders.difference(&codes).collect();
    assert!(
        without.is_empty() && unknown.is_empty(),
        "codes without a folder in tests/rules: {without:?}; folders without a code: {unknown:?}"
    );
}

#[test]
fn every_rule_fires_where_it_should_and_says_what_is_expected() {
    let cases = cases();
    let wrong: Vec<String> = cases
        .par_iter()
        .filter_map(|case| {
            let faults = faults(case);
            (!faults.is_empty()).then(|| format!("tests/rules/{}\n{faults}", case.name))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} cases:\n\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_chinese_text_has_full_width_punctuation_and_no_hole() {
    for case in cases() {
        let Some(text) = case.read("expected.json") else {
            continue;
        };
        for line in text.lines() {
            let finding: serde_json::Value = serde_json::from_str(line).unwrap();
            for text in [&finding["message"], &finding["help"]]
                .into_iter()
                .filter_map(|t| t.as_str())
            {
                let chars: Vec<char> = text.chars().collect();
                let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
                for three in chars.windows(3) {
                    let bad = han(three[0])
                        && matches!(three[1], ',' | ';' | '?' | '!' | ':')
                        && han(three[2]);
                    assert!(
                        !bad,
                        "{}: half-width punctuation after Chinese: {text}",
                        case.name
                    );
                }
                for hole in [
                    "；。",
                    "。。",
                    "，。",
                    "“”",
                    "：。",
                    "{value}",
                    "{field}",
                    "{suggestion}",
                    "{reason}",
                ] {
                    assert!(
                        !text.contains(hole) || case.code() == "curly-quotes",
                        "{}: {hole} in: {text}",
                        case.name
                    );
                }
                assert!(
                    !text.ends_with(['；', ';', '，', ' ']),
                    "{}: breaks off: {text}",
                    case.name
                );
            }
            if let Some(help) = finding["help"].as_str() {
                assert!(
                    help.ends_with(['。', '？']),
                    "{}: the help is no sentence: {help}",
                    case.name
                );
            }
        }
    }
}
