//! Tests the report of `mulu check` for requirements of SARIF 2.1.0 that no schema can state.
//! `tests/schema/sarif.py` compares the report with a schema.

use crate::harness::Site;
use serde_json::Value;

/// A report with findings of several shapes: with a line, without a line, with further places, and
/// in a file whose name needs escaping.
fn report(lang: &str) -> Value {
    let site = Site::new();
    site.write(
        "mulu.yaml",
        "title: 目录\nagency: {name: 甲局}\ncolumns: [{name: 甲, path: a}]\n",
    );
    site.document(
        "a/1",
        "N/2024-1",
        "文号：甲发[2024]1号\n",
        "正文，关健 13800138000。",
    );
    site.document("a/2 号 #%", "N/2024-1", "", "正文 [断](没有.md)。");
    site.write("content/a/多余 的.docx", "x");
    site.write("content/b.md", "没有文件信息");
    let run = site
        .run(&["--lang", lang, "check", "--format", "sarif"])
        .ends(1);
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn an_index_refers_to_its_rule_and_a_base_is_declared() {
    for lang in ["zh", "en"] {
        let report = report(lang);
        let run = &report["runs"][0];
        let results = run["results"].as_array().unwrap();
        let has = |shape: &dyn Fn(&Value) -> bool| results.iter().any(shape);
        let region = |r: &Value| r["locations"][0]["physicalLocation"]["region"].is_object();
        assert!(has(&region) && has(&|r| !region(r) && r["locations"].is_array()));
        assert!(has(&|r| r["relatedLocations"].is_array()), "{results:#?}");
        // each index refers to its rule, and each base that is named is declared
        for result in results {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(
                run["tool"]["driver"]["rules"][index]["id"],
                result["ruleId"]
            );
            let file = &result["locations"][0]["physicalLocation"]["artifactLocation"];
            if let Some(base) = file["uriBaseId"].as_str() {
                assert!(run["originalUriBaseIds"][base].is_object(), "{base}");
            }
        }
    }
}
