//! Tests the reports of `mulu check` (SARIF, a workbook, a baseline), the options that choose
//! findings, and the schemas that `mulu schema` prints.

use crate::harness::Site;
use serde_json::Value;

fn site() -> Site {
    let site = Site::new();
    site.document("a/1", "N/2024-1", "文号：甲发[2024]1号\n", "正文。");
    site.document(
        "a/2",
        "N/2024-2",
        "document_number: 甲发[2024]2号\n",
        "正文 [断](没有.md)。",
    );
    site
}

#[test]
fn a_workbook_has_the_sum_and_a_row_for_each_finding() {
    use calamine::Reader;
    let site = site();
    site.run(&["--lang", "zh", "check", "--report", "检查结果.xlsx"])
        .ends(1);
    let path = site.root().join("检查结果.xlsx");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    assert_eq!(book.sheet_names(), ["汇总", "明细"]);
    let rows: Vec<Vec<String>> = book
        .worksheet_range("明细")
        .unwrap()
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect();
    assert_eq!(rows[0][..3], ["级别", "检查项", "文件"]);
    let broken = rows.iter().find(|row| row[1] == "broken-link").unwrap();
    assert_eq!(broken[..3], ["错误", "broken-link", "content/a/2.md"]);
    let number = rows
        .iter()
        .find(|row| row[1] == "document-number-form")
        .unwrap();
    assert_eq!(number[8], "是");
    // an existing file is not overwritten, and the same findings give the same bytes
    site.run(&["check", "--report", "检查结果.xlsx"]).ends(2);
    site.run(&["--lang", "zh", "check", "--report", "2.xlsx"])
        .ends(1);
    let bytes = |name: &str| std::fs::read(site.root().join(name)).unwrap();
    assert_eq!(bytes("检查结果.xlsx"), bytes("2.xlsx"));
    site.run(&["check", "--report", "结果.doc"]).ends(2);
}

#[test]
fn sarif_names_rule_place_and_level() {
    let site = site();
    let run = site
        .run(&["--lang", "en", "check", "--format", "sarif"])
        .ends(1);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["version"], "2.1.0");
    let run = &report["runs"][0];
    let results = run["results"].as_array().unwrap();
    let broken = results
        .iter()
        .find(|r| r["ruleId"] == "broken-link")
        .unwrap();
    assert_eq!(broken["level"], "error");
    let index = broken["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "broken-link");
    let place = &broken["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/a/2.md");
    assert_eq!(place["region"]["startLine"], 8);
    assert_eq!(place["region"]["startColumn"], 4);
}

#[test]
fn a_baseline_leaves_what_is_new() {
    let site = site();
    site.run(&["check", "--write-baseline", "基线.jsonl"])
        .ends(1);
    let run = site
        .run(&["--lang", "zh", "check", "--baseline", "基线.jsonl"])
        .ends(0);
    assert!(run.stderr.contains("处已列入基线"), "{}", run.stderr);
    // the same findings on later lines, and one new finding
    site.document(
        "a/2",
        "N/2024-2",
        "document_number: 甲发[2024]2号\n",
        "\n\n正文 [断](没有.md)，[又断](也没有.md)。",
    );
    let run = site
        .run(&["check", "--baseline", "基线.jsonl", "--format", "json"])
        .ends(1);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("也没有.md"), "{}", run.stdout);
    site.write("别的.txt", "不是基线");
    site.run(&["check", "--baseline", "别的.txt"]).ends(2);
    site.run(&["check", "--write-baseline", "别的.txt"]).ends(2);
    assert_eq!(
        std::fs::read_to_string(site.root().join("别的.txt")).unwrap(),
        "不是基线"
    );
}

#[test]
fn changed_files_are_those_since_the_last_build() {
    let site = Site::new();
    for name in ["1", "2"] {
        site.document(
            &format!("a/{name}"),
            &format!("N/2024-{name}"),
            &format!("文号: 甲发[2024]{name}号\n"),
            "正文。",
        );
    }
    let found = |site: &Site| -> Vec<String> {
        let run = site.run(&["check", "--changed", "--format", "json"]);
        let file = |line: &str| {
            let finding: Value = serde_json::from_str(line).unwrap();
            finding["file"].as_str().unwrap().to_owned()
        };
        run.stdout.lines().map(file).collect()
    };
    assert!(
        found(&site).contains(&"content/a/1.md".to_owned()),
        "nothing was built yet"
    );
    site.build();
    assert_eq!(found(&site), Vec::<String>::new());
    site.document("a/2", "N/2024-2", "文号: 甲发[2024]2号\n", "新的正文。");
    site.document("b/3", "N/2024-3", "文号: 甲发[2024]3号\n", "正文。");
    let files = found(&site);
    assert!(
        files.iter().any(|f| f == "content/a/2.md") && files.iter().any(|f| f == "content/b/3.md")
    );
    assert!(!files.iter().any(|f| f == "content/a/1.md"), "{files:?}");
}

#[test]
fn files_and_codes_narrow_a_run_down() {
    let site = site();
    let codes = |args: &[&str]| -> Vec<String> {
        let run = site.run(&[&["check", "--format", "json"], args].concat());
        let code = |line: &str| {
            let finding: Value = serde_json::from_str(line).unwrap();
            finding["code"].as_str().unwrap().to_owned()
        };
        run.stdout.lines().map(code).collect()
    };
    assert_eq!(
        codes(&["content/a/1.md"]),
        ["full-width-colon", "document-number-form"]
    );
    assert_eq!(
        codes(&["a/2.md", "-r", "."]).len(),
        0,
        "the path is relative to the site"
    );
    assert_eq!(
        codes(&["content/a", "--select", "broken-link"]),
        ["broken-link"]
    );
    assert_eq!(
        codes(&[
            "--ignore",
            "broken-link,full-width-colon,document-number-form"
        ])
        .len(),
        0
    );
    let unknown = site
        .run(&["--lang", "zh", "check", "--select", "broken-links"])
        .ends(2);
    assert!(
        unknown.stderr.contains("是不是“broken-link”"),
        "{}",
        unknown.stderr
    );
    site.run(&["check", "没有.md"]).ends(2);
}

#[test]
fn a_schema_explains_a_field_by_its_label() {
    let run = Site::empty().run(&["schema", "front-matter"]).ends(0);
    let front: Value = serde_json::from_str(&run.stdout).unwrap();
    let description = front["properties"]["文号"]["description"].as_str().unwrap();
    assert!(description.contains("六角括号") && description.contains("document_number"));
}
