//! Tests the reports of `mulu check` for other programs (SARIF, a workbook, a baseline), and the
//! schemas that `mulu schema` prints, with an independent validator.

use crate::harness::{Site, repository};
use serde_json::{Value, json};

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
    // the same findings on later lines, and one more
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

fn is_valid(schema: &Value, value: &Value) -> bool {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("mulu.json", schema.clone()).unwrap();
    let index = compiler.compile("mulu.json", &mut schemas).unwrap();
    schemas.validate(value, index).is_ok()
}

fn schema(of: &[&str]) -> Value {
    let run = Site::empty().run(&[&["schema"], of].concat()).ends(0);
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn the_schemas_take_what_mulu_takes_and_refuse_what_it_refuses() {
    let (front, config, both) = (schema(&["front-matter"]), schema(&["config"]), schema(&[]));
    let yaml = |text: &str| -> Value { yaml(text) };
    let text = std::fs::read_to_string(repository().join("mulu.yaml")).unwrap();
    assert!(
        is_valid(&config, &yaml(&text)),
        "the demonstration's mulu.yaml"
    );
    let mut count = 0;
    for entry in walkdir::WalkDir::new(repository().join("content")) {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|e| e == "md") {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let head = text.split("---\n").nth(1).unwrap();
            assert!(is_valid(&front, &yaml(head)), "{}", entry.path().display());
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
    for (right, wrong) in [
        ("标题: 甲", "标体: 甲"),
        (
            "title: 甲\n成文日期: 2024-06-18",
            "title: 甲\n成文日期: 2024.6.18",
        ),
        ("title: 甲\n有效性: 已废止", "title: 甲\n有效性: 作废"),
        (
            "title: 甲\n废止: [甲发〔2024〕1号]",
            "title: 甲\n废止: [{number: 甲发〔2024〕1号}]",
        ),
        (
            "title: 甲\n附件: [{文件: 表.docx}]",
            "title: 甲\n附件: [{标题: 表}]",
        ),
        ("title: 甲\n草稿: 是", "title: 甲\n草稿: 也许"),
        (
            "title: 甲\n撤回: {date: 2024-06-18, 理由: 有误}",
            "title: 甲\n撤回: {date: 2024-06-18}",
        ),
        ("title: 甲", "index_number: N/1"),
    ] {
        assert!(is_valid(&front, &yaml(right)), "{right}");
        assert!(!is_valid(&front, &yaml(wrong)), "{wrong}");
    }
    for (right, wrong) in [
        ("title: 甲", "titel: 甲"),
        (
            "title: 甲\nchecks: {severity: {date-form: note}}",
            "title: 甲\nchecks: {severity: {missing-field: note}}",
        ),
        (
            "title: 甲\ncolumns: [{name: 甲, path: a, children: [{name: 乙, path: b}]}]",
            "title: 甲\ncolumns: [{name: 甲, path: a, children: [{name: 乙, pfad: b}]}]",
        ),
        (
            "title: 甲\nchecks: {holidays: {2027: {off: [2027-01-01]}}}",
            "title: 甲\nchecks: {holidays: {2027: {free: []}}}",
        ),
    ] {
        assert!(is_valid(&config, &yaml(right)), "{right}");
        assert!(!is_valid(&config, &yaml(wrong)), "{wrong}");
    }
    let of = |name: &str| {
        let mut schema = both.clone();
        schema["$ref"] = json!(format!("#/$defs/{name}"));
        schema
    };
    assert!(is_valid(&of("config"), &yaml(&text)));
    assert!(!is_valid(
        &of("config"),
        &yaml("title: 甲\ncolumns: [{name: 甲}]")
    ));
    assert!(!is_valid(&of("front-matter"), &yaml("标体: 甲")));
    let description = front["properties"]["文号"]["description"].as_str().unwrap();
    assert!(description.contains("六角括号") && description.contains("document_number"));
}

/// Reads a text in YAML; gives it as JSON, in which every key is a string.
fn yaml(text: &str) -> Value {
    fn json(value: serde_yaml::Value) -> Value {
        match value {
            serde_yaml::Value::Mapping(map) => map
                .into_iter()
                .map(|(key, value)| {
                    let key = match key {
                        serde_yaml::Value::String(key) => key,
                        key => serde_yaml::to_string(&key).unwrap().trim().to_owned(),
                    };
                    (key, json(value))
                })
                .collect(),
            serde_yaml::Value::Sequence(items) => items.into_iter().map(json).collect(),
            other => serde_json::to_value(other).unwrap(),
        }
    }
    json(serde_yaml::from_str(text).unwrap())
}
