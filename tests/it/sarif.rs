//! Tests that the SARIF report of `mulu check` conforms to SARIF 2.1.0. The schema below has the
//! same requirements as the standard's own schema for the objects that mulu writes: their
//! properties, types, limits and words.

use crate::harness::Site;
use serde_json::{Value, json};

fn object(required: &[&str], properties: Value) -> Value {
    json!({
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": false,
    })
}

fn list(name: &str) -> Value {
    json!({"type": "array", "items": of(name)})
}

fn of(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn schema() -> Value {
    let text = json!({"type": "string"});
    let level = json!({"enum": ["none", "note", "warning", "error"]});
    let from = |least: i64| json!({"type": "integer", "minimum": least});
    let mut schema = object(
        &["version", "runs"],
        json!({"$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"}, "runs": list("run")}),
    );
    let unique = json!({"type": "array", "uniqueItems": true, "items": of("location")});
    schema["$defs"] = json!({
        "run": object(&["tool"], json!({
            "tool": object(&["driver"], json!({"driver": of("component")})),
            "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            "originalUriBaseIds": {"type": "object", "additionalProperties": of("file")},
            "results": list("result"),
        })),
        "component": object(&["name"], json!({
            "name": text, "version": text,
            "rules": {"type": "array", "uniqueItems": true, "items": of("rule")},
        })),
        "rule": object(&["id"], json!({
            "id": text, "shortDescription": of("message"), "help": of("message"),
            "defaultConfiguration": object(&[], json!({"level": level})),
        })),
        "message": object(&["text"], json!({"text": text})),
        "result": object(&["message"], json!({
            "ruleId": text, "ruleIndex": from(-1), "level": level, "message": of("message"),
            "partialFingerprints": {"type": "object", "additionalProperties": text},
            "locations": list("location"), "relatedLocations": unique,
        })),
        "location": object(&[], json!({
            "physicalLocation": object(&["artifactLocation"], json!({
                "artifactLocation": of("file"), "region": of("region"),
            })),
        })),
        "file": object(&[], json!({
            "uri": {"type": "string", "format": "uri-reference"},
            "uriBaseId": text, "description": of("message"),
        })),
        "region": object(&["startLine"], json!({
            "startLine": from(1), "startColumn": from(1), "endColumn": from(1),
            "snippet": object(&[], json!({"text": text})),
        })),
    });
    schema
}

/// What is wrong with a report.
fn fault(report: &Value) -> Option<String> {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource("sarif.json", schema()).unwrap();
    let index = compiler.compile("sarif.json", &mut schemas).unwrap();
    let found = schemas.validate(report, index);
    found.err().map(|fault| format!("{fault:#}"))
}

/// A report with findings of every shape: with a place, about a file, about the site, with further
/// places, in a file whose name needs escaping.
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
fn the_report_keeps_to_the_standard() {
    for lang in ["zh", "en"] {
        let report = report(lang);
        assert_eq!(fault(&report), None, "{report:#}");
        let run = &report["runs"][0];
        let results = run["results"].as_array().unwrap();
        let has = |shape: &dyn Fn(&Value) -> bool| results.iter().any(shape);
        let region = |r: &Value| r["locations"][0]["physicalLocation"]["region"].is_object();
        assert!(has(&region) && has(&|r| !region(r) && r["locations"].is_array()));
        assert!(has(&|r| r["relatedLocations"].is_array()), "{results:#?}");
        // requirements beyond any schema: an index refers to its rule, and a base that is named is
        // declared
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

#[test]
fn a_report_that_leaves_the_standard_is_seen() {
    let right = report("en");
    let wrong = |path: &str, value: Value| {
        let mut report = right.clone();
        *report.pointer_mut(path).unwrap() = value;
        report
    };
    let results = right["runs"][0]["results"].as_array().unwrap();
    let placed = |r: &Value| r["locations"][0]["physicalLocation"]["region"].is_object();
    let n = results.iter().position(placed).unwrap();
    let place = format!("/runs/0/results/{n}/locations/0/physicalLocation");
    for (path, value) in [
        ("/version".to_owned(), json!("2.0.0")),
        ("/runs/0/results/0/level".to_owned(), json!("hint")),
        ("/runs/0/columnKind".to_owned(), json!("bytes")),
        ("/runs/0/results/0/message".to_owned(), json!("text")),
        (format!("{place}/region/startLine"), json!(0)),
        (format!("{place}/artifactLocation/uri"), json!("a b.md")),
        (format!("{place}/region"), json!({"line": 1})),
    ] {
        assert!(fault(&wrong(&path, value)).is_some(), "{path}");
    }
}
