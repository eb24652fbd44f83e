//! Tests that docs/guarantees.md names only tests that exist.

use crate::harness::repository;

#[test]
fn every_test_that_is_named_exists() {
    let path = repository().join("docs/guarantees.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut named = 0;
    // the names in backquotes, except in the introduction, which explains their form
    let body = text.split_once("\n## ").unwrap().1;
    for name in body.split('`').skip(1).step_by(2) {
        if let Some(suite) = name.strip_prefix("browser/") {
            let file = format!("tests/browser/{suite}.test.mjs");
            assert!(repository().join(&file).is_file(), "{file}");
            named += 1;
        }
        let Some((file, test)) = name.split_once("::") else {
            continue;
        };
        let file = match file.starts_with("src/") {
            true => format!("{file}.rs"),
            false => format!("tests/it/{file}.rs"),
        };
        let code = std::fs::read_to_string(repository().join(&file)).unwrap_or_default();
        let is_there = code.contains(&format!("fn {test}()"));
        assert!(is_there, "docs/guarantees.md: {file} has no test {test}");
        named += 1;
    }
    assert!(named > 30, "{named}");
}
