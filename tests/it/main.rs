//! The binary of all integration tests, except those of the search index (`tests/search`). A test
//! ensures that every file in this folder is a module of the binary.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on fails"
)]

mod addresses;
mod amendments;
mod attachments;
mod bags;
mod book;
mod canary;
mod chain;
mod checks;
mod cleaning;
mod commands;
mod disguised;
mod disk;
mod drafts;
mod edits;
mod expected;
mod faults;
mod feeds;
mod fields;
mod files;
mod formats;
mod forms;
mod guarantees;
mod guides;
mod harness;
mod help;
mod hidden;
mod import;
mod import_ledger;
mod import_report;
mod imports;
mod incremental;
mod inside;
mod ledger;
mod life;
mod mistakes;
mod pages;
mod published;
mod raw_html;
mod recall;
mod repair;
mod report;
mod reports;
mod personal;
mod portal;
mod proof;
mod prose;
mod restore;
mod rooms;
mod rules;
mod same;
mod sarif;
mod serve;
mod size;
mod snapshot;
mod text;
mod themes;
mod values;
mod zips;

#[test]
fn no_test_file_is_forgotten() {
    let own = include_str!("main.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let module = name.strip_suffix(".rs").unwrap_or(&name);
        assert!(
            module == "main" || own.contains(&format!("mod {module};")),
            "{name} is no module of the integration tests"
        );
    }
}

/// Prints which tests are left out, in a way that Cargo does not hide.
#[test]
fn what_these_tests_leave_out_is_said() {
    use std::io::Write;
    if std::env::var_os("MULU_TEST_SCRIPT").is_none() {
        let _ = writeln!(
            std::io::stderr(),
            "left out: everything that needs a browser (pages, search, accessibility, the HTML checker): sh scripts/test.sh"
        );
    }
}
