//! Tests the report of `mulu import` in its three formats, which files a run with a report writes,
//! what a second run says of corrected documents, and how much the terminal shows.

use crate::harness::{self, Run, Site};
use calamine::Reader;
use std::collections::BTreeMap;
use std::path::Path;

fn import(root: &Path, args: &[&str]) -> Run {
    harness::run(
        harness::mulu(root)
            .args(["import", "--color", "never"])
            .args(args),
    )
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file())
        .map(|e| {
            let path = e.path().strip_prefix(folder).unwrap();
            let path = path.to_str().unwrap().replace('\\', "/");
            (path, std::fs::read(e.path()).unwrap())
        })
        .collect()
}

/// The rows of a sheet of a workbook; each gives a cell for each heading.
fn sheet(path: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let range = book.worksheet_range(name).unwrap();
    let mut rows = range.rows();
    let heads: Vec<String> = rows.next().unwrap().iter().map(|c| c.to_string()).collect();
    rows.map(|row| {
        let cells = row.iter().map(|c| c.to_string());
        heads.iter().cloned().zip(cells).collect()
    })
    .collect()
}

const TEXT: &str = "各乡镇人民政府、区直各部门，请认真做好汛期值班值守工作，\
    严格落实领导带班和二十四小时值班制度，遇有险情立即报告，不得迟报、漏报、瞒报。\
    请于本月底前将值班安排报区防汛抗旱指挥部办公室备案。";

/// A saved page with a table of fields, a text and a link to a file that was not saved.
fn page(index: &str, number: &str, title: &str, text: &str) -> String {
    format!(
        "<meta charset=utf-8><title>{title}</title>\n<table><tr><td>索引号：</td><td>{index}</td></tr>\n\
         <tr><td>文号：</td><td>{number}</td><td>发文机关：</td><td>甲局</td></tr>\n\
         <tr><td>成文日期：</td><td>2024年6月18日</td></tr></table>\n\
         <div id=zoom><h1>{title}</h1>\n<p>{text}</p>\n\
         <a href='https://a.gov.cn/f/表.docx'>附件：表</a></div>"
    )
}

/// A site with old files: documents, duplicates, files that are refused, and a part of a web page.
fn old_files() -> Site {
    let site = Site::new();
    site.write(
        "old/a.html",
        page(
            "A00001/2024-00001",
            "甲发〔2024〕1号",
            "关于做好防汛工作的通知",
            TEXT,
        ),
    );
    // a duplicate with the same document number and almost the same text
    site.write(
        "old/b.html",
        page(
            "A00001/2024-00002",
            "甲发〔2024〕1号",
            "关于做好防汛值班工作的通知",
            &TEXT.replace("月底", "月末"),
        ),
    );
    // a duplicate with the same title and text
    site.write(
        "old/c.html",
        page(
            "A00001/2024-00003",
            "甲发〔2024〕3号",
            "关于做好防汛工作的通知",
            TEXT,
        ),
    );
    site.write(
        "old/d.txt",
        "关于做好秋种工作的通知\n\n各乡镇：\n请抓紧腾茬整地。\n乙县农业农村局\n2023年9月1日\n",
    );
    site.write("old/空.html", " \n");
    site.write("old/改名.html", "%PDF-1.4\n1 0 obj\n");
    site.write("old/改名.doc", "%PDF-1.4\n1 0 obj\n");
    site.write("old/说明.md", "# 说明\n");
    site.write("old/样式.css", "p{}\n");
    site
}

#[test]
fn an_index_number_of_digits_is_a_text_in_the_workbook_and_a_count_is_a_number() {
    let site = Site::new();
    site.write(
        "old/a.html",
        page("20240012", "甲发〔2024〕1号", "关于防汛的通知", TEXT),
    );
    import(site.root(), &["old", "--report", "报告.xlsx"]).ends(0);
    let path = site.root().join("报告.xlsx");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let files = book.worksheet_range("文件清单").unwrap();
    let cell = |column: u32| files.get_value((1, column)).unwrap();
    assert_eq!(*cell(4), calamine::Data::String("20240012".to_owned()));
    let count = cell(6);
    assert!(matches!(count, calamine::Data::Float(_)), "{count:?}");
}

#[test]
fn a_workbook_accounts_for_each_file_and_each_value() {
    let site = old_files();
    let run = import(site.root(), &["old", "--report", "报告.xlsx"]).ends(0);
    assert_eq!(run.stdout, "", "the paths are in the report only");
    let report = site.root().join("报告.xlsx");
    let values = sheet(&report, "字段核对");
    let sure: Vec<&str> = values.iter().map(|r| r["可信程度"].as_str()).collect();
    let order = ["缺", "读不出", "待核对", "确定"];
    let at = |s: &&str| order.iter().position(|o| o == s).unwrap();
    assert!(sure.is_sorted_by_key(at), "{sure:?}");
    assert!(sure.contains(&"缺") && sure.contains(&"待核对") && sure.contains(&"确定"));
    let find = |from: &str, field: &str| {
        let found = values
            .iter()
            .find(|r| r["原文件"] == from && r["字段"] == field);
        found.unwrap_or_else(|| panic!("{from} {field}: {values:#?}"))
    };
    let row = find("old/a.html", "文号");
    assert_eq!(
        [&row["值"], &row["读自"], &row["可信程度"], &row["文档"]],
        [
            "甲发〔2024〕1号",
            "文字第 2 行第 2 格",
            "确定",
            "content/a.md"
        ],
    );
    assert!(row["原文"].contains("文号： | 甲发〔2024〕1号"), "{row:?}");
    // the line numbers of a text file are those of a text editor
    let row = find("old/d.txt", "成文日期");
    assert_eq!([&row["值"], &row["读自"]], ["2023-09-01", "第 6 行"]);
    assert!(row["说明"].contains("落款"), "{row:?}");
    assert_eq!(find("old/d.txt", "索引号")["可信程度"], "缺");
    let files: BTreeMap<String, String> = sheet(&report, "文件清单")
        .into_iter()
        .map(|r| (r["原文件"].clone(), r["结果"].clone()))
        .collect();
    assert_eq!(files.len(), 9, "{files:?}");
    assert_eq!(files["old/a.html"], "新导入");
    assert_eq!(files["old/样式.css"], "网页部件，没有文档用到");
    let refused: BTreeMap<String, String> = sheet(&report, "没有导入")
        .into_iter()
        .map(|r| (r["原文件"].clone(), r["原因"].clone()))
        .collect();
    assert_eq!(refused.len(), 4, "{refused:?}");
    for (file, reason) in [
        ("old/空.html", "文件是空的"),
        ("old/改名.html", "文件的内容是PDF"),
        ("old/改名.doc", "文件的内容是PDF"),
        ("old/说明.md", "已经是 Markdown"),
    ] {
        assert!(refused[file].contains(reason), "{refused:?}");
    }
    let same: Vec<(String, String)> = sheet(&report, "疑似重复")
        .into_iter()
        .map(|r| (r["原因"].clone(), r["原文件"].clone()))
        .collect();
    let of = |reason: &str| -> Vec<&str> {
        let rows = same.iter().filter(|(r, _)| r.starts_with(reason));
        rows.map(|(_, from)| from.as_str()).collect()
    };
    assert_eq!(of("文号相同"), ["old/a.html", "old/b.html"]);
    assert_eq!(of("标题和正文相同"), ["old/a.html", "old/c.html"]);
    assert_eq!(of("正文几乎相同"), ["old/a.html", "old/b.html"]);
    let unfetched = sheet(&report, "待下载附件");
    assert_eq!(unfetched[0]["地址"], "https://a.gov.cn/f/表.docx");
    assert_eq!(unfetched[0]["网页"], "old/a.html");
}

#[test]
fn a_web_page_and_a_table_say_the_same() {
    let site = old_files();
    import(site.root(), &["old", "--dry-run", "--report", "r.html"]).ends(0);
    let html = std::fs::read_to_string(site.root().join("r.html")).unwrap();
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<h2 id=\"t1\">字段核对"));
    assert!(!html.contains("http-equiv") && !html.contains("<script"));
    import(site.root(), &["old", "--dry-run", "--report", "r.CSV"]).ends(0);
    let bytes = std::fs::read(site.root().join("r.CSV")).unwrap();
    assert!(bytes.starts_with("\u{feff}".as_bytes()));
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(&bytes[3..]);
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    for (sheet, cell) in [
        ("字段核对", "甲发〔2024〕1号"),
        ("疑似重复", "old/c.html"),
        ("没有导入", "old/空.html"),
        ("待下载附件", "https://a.gov.cn/f/表.docx"),
        ("文件清单", "old/样式.css"),
    ] {
        let is_there = rows
            .iter()
            .any(|r| &r[0] == sheet && r.iter().any(|c| c == cell));
        assert!(is_there, "{sheet} {cell}");
        assert!(html.contains(cell), "{cell}");
    }
    let run = import(
        site.root(),
        &["--lang", "en", "old", "--dry-run", "--report", "e.html"],
    )
    .ends(0);
    assert!(
        run.stderr.contains("The report is in e.html"),
        "{}",
        run.stderr
    );
    let html = std::fs::read_to_string(site.root().join("e.html")).unwrap();
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let summary = &html[html.find("<tbody>").unwrap()..html.find("</tbody>").unwrap()];
    // the summary is in English, except the names of fields, which are between backquotes
    let own = summary.split('`').step_by(2);
    assert!(!own.collect::<String>().contains(is_chinese), "{summary}");
}

#[test]
fn a_report_is_refused_where_it_would_do_harm() {
    let site = old_files();
    site.write("there.xlsx", "mine");
    let before = files(site.root());
    for (path, said) in [
        ("there.xlsx", "there.xlsx"),
        ("r.docx", ".xlsx、.html 或 .csv"),
        ("r", ".xlsx、.html 或 .csv"),
        ("content/r.xlsx", "不能放在"),
        ("old/r.xlsx", "不能放在"),
        ("nowhere/r.xlsx", "没有文件夹"),
    ] {
        let run = import(site.root(), &["old", "--report", path]).ends(2);
        assert!(run.stderr.contains(said), "{path}: {}", run.stderr);
    }
    assert_eq!(files(site.root()), before);
}

#[test]
fn a_dry_run_writes_the_report_only_and_a_second_run_nothing() {
    let site = old_files();
    let before = files(site.root());
    let run = import(site.root(), &["old", "--dry-run", "--report", "1.xlsx"]).ends(0);
    assert!(run.stderr.contains("可导入 4 份"), "{}", run.stderr);
    let mut after = files(site.root());
    assert!(after.remove("1.xlsx").is_some());
    assert_eq!(after, before);
    import(site.root(), &["old"]).ends(0);
    let made = files(site.root());
    let run = import(site.root(), &["old", "--report", "2.xlsx"]).ends(0);
    assert!(
        run.stderr.contains("没有新的文件：4 份先前已经导入"),
        "{}",
        run.stderr
    );
    let mut after = files(site.root());
    after.remove("2.xlsx");
    assert!(after == made);
    // the report also has the values of documents that were imported before
    let values = sheet(&site.root().join("2.xlsx"), "字段核对");
    assert!(values.iter().any(|r| r["值"] == "甲发〔2024〕1号"));
}

#[test]
fn a_corrected_document_is_a_note() {
    let site = old_files();
    import(site.root(), &["old"]).ends(0);
    let correct = |name: &str, from: &str, to: &str| {
        let path = site.root().join("content").join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(&path, text.replace(from, to)).unwrap();
    };
    // a title and a sentence are corrected, an index number is added, and a document is moved
    correct(
        "a.md",
        "关于做好防汛工作的通知",
        "关于做好2024年防汛工作的通知",
    );
    correct("b.md", "请于本月末前", "请于六月三十日前");
    correct("d.md", "标题: ", "索引号: A00001/2024-00009\n标题: ");
    std::fs::create_dir(site.root().join("content/policy")).unwrap();
    std::fs::rename(
        site.root().join("content/c.md"),
        site.root().join("content/policy/c3.md"),
    )
    .unwrap();
    let made = files(site.root());
    let run = import(site.root(), &["old"]).ends(0);
    assert!(
        run.stderr.contains("4 份先前已经导入，之后有改动"),
        "{}",
        run.stderr
    );
    for path in [
        "content/a.md",
        "content/b.md",
        "content/d.md",
        "content/policy/c3.md",
    ] {
        let note = format!("先前已导入为“{path}”，之后有改动，保持不动");
        assert!(run.stderr.contains(&note), "{note}: {}", run.stderr);
    }
    assert!(
        run.stderr.contains("提示[import-corrected]"),
        "{}",
        run.stderr
    );
    assert!(files(site.root()) == made);
    // an unrelated file at the path of the new document is not overwritten
    site.write(
        "content/a.md",
        "---\ntitle: 另一份\n---\n\n完全是另外一件事情。\n",
    );
    let run = import(site.root(), &["old"]).ends(1);
    assert!(
        run.stderr.contains("“content/a.md”已存在"),
        "{}",
        run.stderr
    );
}

#[test]
fn many_files_do_not_flood_the_terminal() {
    let site = Site::new();
    for i in 0..120 {
        site.write(
            &format!("old/{i:03}.txt"),
            format!("关于第{i}件事情的通知\n各乡镇：\n请办理第{i}件事情。\n乙县农业农村局\n2023年9月1日\n"),
        );
    }
    site.write("old/坏.docx", "PK\u{3}\u{4} and nothing else");
    let run = import(site.root(), &["old"]).ends(0);
    let lines = run.stderr.lines().count();
    assert!(lines < 120, "{lines} lines\n{}", run.stderr);
    assert!(run.stderr.contains("分类统计："), "{}", run.stderr);
    assert!(
        run.stderr.contains("    120  警告  请核对：“标题”"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stdout.lines().count(), 120);
    let run = import(site.root(), &["old", "--dry-run", "--report", "r.xlsx"]).ends(0);
    let lines = run.stderr.lines().count() + run.stdout.lines().count();
    assert!(lines < 25, "{lines} lines\n{}", run.stderr);
}
