//! Tests every line of `tests/mistakes.tsv`, a table of mistakes that clerks make. The command must
//! say what to write instead, or the page must show what was meant. Some lines are correct and must
//! give no finding.

use crate::harness::{Site, mulu, repository, run, tree};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// The fields of a correct document.
const FIELDS: [(&str, &str); 7] = [
    ("标题", "关于开展检查的通知"),
    ("索引号", "A1/2026-00001"),
    ("文号", "清民〔2026〕7号"),
    ("发文机关", "清川区民政局"),
    ("成文日期", "2026-05-06"),
    ("发布日期", "2026-05-08"),
    ("附件", "[申请表.docx]"),
];

const DAY: &str = "2026-06-01";

fn site(name: &str, fields: &str, text: &str) -> Site {
    let site = Site::empty();
    site.write(
        "mulu.yaml",
        "title: 清川区民政局政府信息公开目录\nbase_url: https://www.qingchuan.example.cn/\n\
         agency: {name: 清川区民政局}\nindex_number: {next: 'A1/{year}-{serial:5}'}\n\
         columns:\n- name: 政策文件\n  path: policy\n  children:\n\
         \x20 - {name: 其他文件, path: other, empty_note: 暂无。}\n\
         \x20 - {name: 政策解读, path: interpretation, empty_note: 暂无。}\n",
    );
    site.write("content/policy/other/申请表.docx", "x");
    let document = format!(
        "---\n{fields}---\n\n各镇人民政府：\n\n{text}\n\n附件：申请表\n\n清川区民政局\n\n2026年5月6日\n"
    );
    site.write(&format!("content/policy/other/{name}"), document);
    site
}

/// The fields of the document, with `typed` in place of the field that it begins with. If it begins
/// with no field of the document, it follows the last field.
fn fields(typed: &str) -> String {
    let name = |line: &str| line.trim().split([':', '：']).next().unwrap().to_owned();
    let first = name(typed);
    let rest = |line: (&str, &str)| format!("{}: {}\n", line.0, line.1);
    match FIELDS
        .iter()
        .position(|(field, _)| *field == first && !typed.starts_with([' ', '\t']))
    {
        Some(at) => {
            let before: String = FIELDS[..at].iter().copied().map(rest).collect();
            let after: String = FIELDS[at + 1..].iter().copied().map(rest).collect();
            format!("{before}{typed}\n{after}")
        }
        None => {
            let all: String = FIELDS.iter().copied().map(rest).collect();
            format!("{all}{typed}\n")
        }
    }
}

/// What is wrong with mulu's answer to a line of the table. `None` if the answer is right.
fn fault(kind: &str, typed: &str, code: &str, said: &str) -> Option<String> {
    let typed = typed.replace("\\n", "\n").replace("\\t", "\t");
    let usual = "请按要求开展检查。";
    let all = || {
        FIELDS
            .iter()
            .map(|(k, v)| format!("{k}: {v}\n"))
            .collect::<String>()
    };
    let site = match kind {
        "fields" => site("a.md", &fields(&typed), usual),
        "text" => site("a.md", &all(), &typed),
        "file" => site(&typed, &all(), usual),
        "command" => site("a.md", &all(), usual),
        other => panic!("{other}"),
    };
    if kind == "command" {
        let mut command = mulu(site.root());
        command
            .args(["--lang", "zh"])
            .args(typed.split_whitespace());
        if !typed.contains("--as-of") {
            command.args(["--as-of", DAY]);
        }
        let run = run(&mut command);
        let whole = format!("{}{}", run.stdout, run.stderr);
        let is_right = run.code.to_string() == code && whole.contains(said);
        return (!is_right).then(|| format!("{}: {whole}", run.code));
    }
    if code == "page" {
        run(mulu(site.root()).args(["--as-of", DAY, "build"])).ends(0);
        let pages = tree(&site.root().join("public/doc"));
        let is_page = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains(said);
        return (!pages.values().any(is_page)).then(|| "the page does not show it".to_owned());
    }
    let args = ["--lang", "zh", "--as-of", DAY, "check", "--format", "json"];
    let run = run(mulu(site.root()).args(args));
    let is_it = |line: &str| {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        let texts = ["message", "help"].map(|key| finding[key].as_str().unwrap_or_default());
        finding["code"] == code && texts.concat().contains(said)
    };
    let is_right = match code {
        "none" => run.stdout.trim().is_empty(),
        _ => run.stdout.lines().any(is_it),
    };
    (!is_right).then(|| run.stdout.clone())
}

#[test]
fn every_mistake_is_named_with_its_remedy() {
    let table = std::fs::read_to_string(repository().join("tests/mistakes.tsv")).unwrap();
    let rows: Vec<&str> = table.lines().filter(|l| !l.starts_with('#')).collect();
    assert!(rows.len() > 80);
    let wrong: Vec<String> = rows
        .par_iter()
        .filter_map(|row| {
            let [kind, typed, code, said] = row.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{row}");
            };
            fault(kind, typed, code, said).map(|fault| format!("{row}\n{fault}\n"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} lines:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn many_findings_in_one_line_are_listed_up_to_a_hundred_and_counted() {
    for (code, text, count) in [
        ("repeated-word", "通知办法", 2_999),
        ("mobile-number", "电话13900000001、", 3_000),
        ("broken-link", "[甲](missing.docx)", 3_000),
    ] {
        let site = Site::new();
        site.document("many", "N/2024-1", "", &text.repeat(3_000));
        let run = site.run(&["check", "--lang", "en", "--format", "json"]);
        let listed = format!("\"code\":\"{code}\"");
        let places: BTreeSet<&str> = run.stdout.lines().filter(|l| l.contains(&listed)).collect();
        assert_eq!(places.len(), 100, "{code}");
        let step = text.chars().count();
        let last = places.iter().filter_map(|line| {
            let column = line.split_once("\"column\":")?.1;
            column.split(',').next()?.parse::<usize>().ok()
        });
        // the listed findings are the first hundred of the repeated text
        assert!(last.max().unwrap() <= 101 * step, "{code}");
        let more = format!("{} more findings of `{code}`", count - 100);
        assert!(run.stdout.contains(&more), "{code}: {}", run.stdout);
    }
}
