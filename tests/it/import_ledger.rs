//! Tests `mulu import` with ledgers, with assigned numbers and with columns by folder.

use crate::harness::{self, Run, Site};
use calamine::Reader;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::collections::BTreeMap;
use std::path::Path;

fn import(root: &Path, args: &[&str]) -> Run {
    harness::run(
        harness::mulu(root)
            .args(["--as-of", "2024-07-01", "import", "--color", "never"])
            .args(args),
    )
}

fn content(site: &Site) -> BTreeMap<String, String> {
    let folder = site.root().join("content");
    walkdir::WalkDir::new(&folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file())
        .map(|e| {
            let path = e.path().strip_prefix(&folder).unwrap();
            let path = path.to_str().unwrap().replace('\\', "/");
            (path, std::fs::read_to_string(e.path()).unwrap())
        })
        .collect()
}

/// The front matter of a content file, without comments.
fn fields<'t>(content: &'t BTreeMap<String, String>, path: &str) -> Vec<&'t str> {
    let text = content
        .get(path)
        .unwrap_or_else(|| panic!("{path}: {content:#?}"));
    let front = text.split("---\n").nth(1).unwrap();
    front.lines().filter(|l| !l.starts_with('#')).collect()
}

/// A ledger as a workbook, with a title above its headings. Days are numbers, as Excel stores them.
fn workbook(site: &Site, name: &str, rows: &[&[&str]]) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("2024年").unwrap();
    sheet.write(0, 0, "甲局公文台账").unwrap();
    let day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            let (r, c) = (r as u32 + 2, c as u16);
            match ExcelDateTime::parse_from_str(cell) {
                Ok(date) => sheet.write_with_format(r, c, &date, &day).unwrap(),
                Err(_) => sheet.write(r, c, *cell).unwrap(),
            };
        }
    }
    let bytes = mulu::file::workbook_bytes(book).unwrap();
    std::fs::write(site.root().join(name), bytes).unwrap();
}

fn text(title: &str, number: &str, about: &str) -> String {
    format!("{title}\n{number}\n各乡镇人民政府：\n请认真办理{about}事项，按时报送情况。\n")
}

/// A site with old files that state hardly any fields, and a ledger with the fields of these files.
fn with_ledger() -> Site {
    let site = Site::new();
    site.write("old/1.txt", text("关于甲事的通知", "甲发〔2024〕1号", "甲"));
    site.write("old/2.txt", text("关于乙事的通知", "", "乙"));
    site.write("old/扫描003.txt", "各乡镇人民政府：\n请认真办理丙事项。\n");
    site.write("old/4.txt", text("关于年度考核的通知", "", "丁"));
    workbook(
        &site,
        "台账.xlsx",
        &[
            &[
                "编号",
                "公文标题",
                "文号",
                "索引号",
                "发文单位名称",
                "发文日期",
                "电子文件名",
                "存放柜号",
            ],
            &[
                "1",
                "关于甲事的通知",
                "甲发[2024]1号",
                "A1/2024-00001",
                "甲局",
                "2024-06-18",
                "",
                "3",
            ],
            &[
                "2",
                "关于乙事的通知",
                "甲发〔2024〕2号",
                "A1/2024-00002",
                "甲局",
                "2024-06-19",
                "",
                "3",
            ],
            &[
                "3",
                "关于丙事\n的通知",
                "甲发〔2024〕3号",
                "A1/2024-00003",
                "甲局",
                "2024-06-20",
                "扫描003.pdf",
                "4",
            ],
            &[
                "4",
                "关于年度考核的通知",
                "甲发〔2023〕9号",
                "A1/2023-00009",
                "甲局",
                "2023-03-01",
                "",
                "4",
            ],
            &[
                "5",
                "关于年度考核的通知",
                "甲发〔2024〕9号",
                "A1/2024-00009",
                "甲局",
                "2024-03-01",
                "",
                "4",
            ],
            &[
                "6",
                "关于己事的通知",
                "甲发〔2024〕6号",
                "A1/2024-00006",
                "甲局",
                "2024-03-02",
                "",
                "4",
            ],
        ],
    );
    site
}

#[test]
fn a_mapping_is_proposed_corrected_kept_and_used() {
    let site = with_ledger();
    let args = ["old", "台账.xlsx", "--mapping", "对照.yaml"];
    let run = import(site.root(), &args).ends(0);
    assert!(
        run.stderr.contains("已推断并写入“对照.yaml”"),
        "{}",
        run.stderr
    );
    assert!(content(&site).is_empty());
    let path = site.root().join("对照.yaml");
    let proposed = std::fs::read_to_string(&path).unwrap();
    for line in [
        "编号: 不用",
        "公文标题: 标题",
        "文号: 文号",
        "索引号: 索引号",
        "发文日期: 成文日期",
        "电子文件名: 文件名",
        "存放柜号: 不用",
    ] {
        assert!(proposed.lines().any(|l| l == line), "{line}\n{proposed}");
    }
    // the proposal marks a guessed column, which a person then corrects
    let guessed = proposed
        .lines()
        .find(|l| l.starts_with("发文单位名称:"))
        .unwrap();
    assert!(guessed.contains("# 请核对"), "{guessed}");
    let corrected = proposed.replace(guessed, "发文单位名称: 联系方式");
    std::fs::write(&path, &corrected).unwrap();
    let args = [&args[..], &["--report", "r.xlsx"]].concat();
    import(site.root(), &args).ends(0);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), corrected);
    let made = content(&site);
    assert_eq!(
        fields(&made, "1.md"),
        [
            "标题: 关于甲事的通知",
            "索引号: A1/2024-00001",
            "文号: 甲发〔2024〕1号",
            "成文日期: 2024-06-18",
            "联系方式: 甲局",
        ]
    );
    // the row of 2.md is found by its title, and that of 扫描003.md by its file name
    assert!(
        fields(&made, "2.md").contains(&"索引号: A1/2024-00002"),
        "{made:#?}"
    );
    let third = fields(&made, "扫描003.md");
    assert!(
        third.contains(&"标题: 关于丙事的通知") && third.contains(&"索引号: A1/2024-00003"),
        "{third:?}"
    );
    // two rows have this title, so neither is used
    assert!(!made["4.md"].contains("A1/"), "{}", made["4.md"]);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(site.root().join("r.xlsx")).unwrap();
    let rows: Vec<Vec<String>> = book
        .worksheet_range("台账核对")
        .unwrap()
        .rows()
        .map(|row| row.iter().map(|c| c.to_string()).collect())
        .collect();
    let of = |n: usize| {
        let place = format!("台账.xlsx（2024年）第 {n} 行");
        let row = rows
            .iter()
            .find(|r| r[1] == place)
            .unwrap_or_else(|| panic!("{place} {rows:#?}"));
        (row[0].as_str(), row[2].as_str())
    };
    assert_eq!(of(4), ("按文号对应", "old/1.txt"));
    assert_eq!(of(5), ("按标题对应", "old/2.txt"));
    assert_eq!(of(6), ("按文件名对应", "old/扫描003.txt"));
    assert_eq!(of(7).1, "old/4.txt");
    assert_eq!(of(8), ("几行都可能对应这个文件，没有取用", "old/4.txt"));
    assert_eq!(of(9), ("没有找到文件", ""));
    let values = book.worksheet_range("字段核对").unwrap();
    let is_cell = |row: &[calamine::Data]| {
        row[1] == *"old/1.txt"
            && row[3] == *"索引号"
            && row[5].to_string().ends_with("（2024年）D4")
    };
    assert!(values.rows().any(is_cell), "{values:#?}");
    let remarks = book.worksheet_range("提醒").unwrap();
    let said: String = remarks.rows().map(|r| format!("{}\n", r[3])).collect();
    assert!(
        said.contains("几行都可能是它") && said.contains("（2024年）第 8 行"),
        "{said}"
    );
    assert!(
        said.contains("（2024年）第 9 行没有对应的文件：“关于己事的通知”"),
        "{said}"
    );
    // a second run changes nothing
    let run = import(site.root(), &["old", "台账.xlsx", "--mapping", "对照.yaml"]).ends(0);
    assert!(run.stderr.contains("没有新的文件：4 份"), "{}", run.stderr);
    assert_eq!(content(&site), made);
}

#[test]
fn a_wrong_mapping_is_refused_at_its_line() {
    let site = with_ledger();
    for (text, said) in [
        (
            "公文标题: 标题\n文号: 文耗\n",
            "第 2 行：“文耗”不是可填的字段。是不是“文号”？",
        ),
        ("公文标题: 标题\n文号: [a\n", "第"),
        ("公文标题：标题\n", "全角冒号"),
    ] {
        site.write("m.yaml", text);
        let run = import(site.root(), &["old", "台账.xlsx", "--mapping", "m.yaml"]).ends(2);
        assert!(
            run.stderr.contains(said) && run.stderr.contains("m.yaml"),
            "{}",
            run.stderr
        );
    }
    let run = import(site.root(), &["old", "--mapping", "m.yaml"]).ends(2);
    assert!(
        run.stderr.contains("--mapping 要和台账一起用"),
        "{}",
        run.stderr
    );
    site.write("坏.xlsx", "PK");
    let run = import(site.root(), &["old", "坏.xlsx", "--mapping", "m.yaml"]).ends(2);
    assert!(run.stderr.contains("坏.xlsx"), "{}", run.stderr);
    // columns that the mapping does not name are reported
    site.write("m.yaml", "公文标题: 标题\n");
    let run = import(site.root(), &["old", "台账.xlsx", "--mapping", "m.yaml"]).ends(0);
    assert!(
        run.stderr.contains("对照表没有写台账的“编号”“文号”"),
        "{}",
        run.stderr
    );
}

#[test]
fn exports_of_platforms_are_documents_themselves() {
    let site = Site::new();
    let json = r#"{"code": 200, "data": {"total": 2, "rows": [
        {"id": 1, "title": "关于甲事的通知", "indexNo": "A1/2024-00001", "fileNo": "甲发〔2024〕1号", "docRelTime": "2024-06-18 09:30:00",
         "content": "<p>各乡镇：</p><p>请办理甲事。</p>", "channel": {"name": "通知"}},
        {"id": 2, "title": "关于乙事的通知", "indexNo": "A1/2024-00002", "fileNo": null, "docRelTime": "2024-06-19", "content": "请办理乙事。"}]}}"#;
    site.write("export.json", json);
    let args = ["export.json", "--mapping", "m.yaml"];
    import(site.root(), &args).ends(0);
    let mapping = std::fs::read_to_string(site.root().join("m.yaml")).unwrap();
    for line in [
        "title: 标题",
        "indexNo: 索引号",
        "fileNo: 文号",
        "docRelTime: 发布日期",
        "content: 正文",
        "id: 不用",
    ] {
        assert!(mapping.lines().any(|l| l == line), "{line}\n{mapping}");
    }
    import(site.root(), &args).ends(0);
    let made = content(&site);
    assert_eq!(made.len(), 2, "{made:#?}");
    let first = &made["A1-2024-00001.md"];
    assert!(
        first.contains("发布日期: 2024-06-18 09:30") && first.contains("\n\n请办理甲事。"),
        "{first}"
    );
    let run = import(site.root(), &args).ends(0);
    assert!(run.stderr.contains("没有新的文件：2 份"), "{}", run.stderr);
    assert_eq!(content(&site), made);
    // a single table in GB 18030 becomes a document for each row
    let site = Site::new();
    let table = "标题,文号,成文日期\n关于丙事的通知,甲发〔2024〕3号,45461\n关于丁事的通知,甲发〔2024〕4号,2024年6月20日\n";
    site.write("台账.csv", encoding_rs::GB18030.encode(table).0.as_ref());
    let args = ["台账.csv", "--mapping", "m.yaml"];
    import(site.root(), &args).ends(0);
    import(site.root(), &args).ends(0);
    let made = content(&site);
    assert_eq!(made.len(), 2, "{made:#?}");
    let text: String = made.values().cloned().collect();
    assert!(
        text.contains("成文日期: 2024-06-18") && text.contains("成文日期: 2024-06-20"),
        "{text}"
    );
}

#[test]
fn a_ledger_settles_doubts_and_contradicts_aloud() {
    let site = Site::new();
    let page = "<meta charset=utf-8><table><tr><td>索引号：</td><td>A1/2024-00001</td></tr><tr><td>文号：</td><td>甲发〔2024〕1号</td></tr>\
        <tr><td>成文日期：</td><td>2024-06-18</td></tr><tr><td>公开方式：</td><td>依申请公开</td></tr></table><div id=zoom><p>关于甲事的通知</p><p>各乡镇：</p><p>请办理甲事。</p></div>";
    site.write("old/1.html", page);
    site.write(
        "l.csv",
        "索引号,标题,成文日期,公开方式\nA1/2024-00001,关于甲事的通知,2024-06-20,主动公开\n",
    );
    site.write(
        "m.yaml",
        "索引号: index_number\n标题: title\n成文日期: date_created\n公开方式: disclosure\n",
    );
    let run = import(site.root(), &["old", "l.csv", "--mapping", "m.yaml"]).ends(0);
    let made = content(&site);
    let fields = fields(&made, "1.md");
    assert!(fields.contains(&"成文日期: 2024-06-18"), "{fields:?}");
    assert!(fields.contains(&"公开方式: 依申请公开"), "{fields:?}");
    assert!(
        run.stderr
            .contains("“成文日期”与台账不一致：l.csv 第 2 行第 3 列为“2024-06-20”"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("请核对：“标题”"), "{}", run.stderr);
}

#[test]
fn what_a_ledger_keeps_inside_stays_inside_whatever_the_mapping_says() {
    let site = Site::new();
    for (n, column, cell, wanted) in [
        (1, "密级", "机密", Some("不予公开")),
        (2, "密级", "无", None),
        (3, "是否公开", "否", Some("不予公开")),
        (4, "是否公开", "是", None),
        (5, "公开属性", "依申请公开", Some("依申请公开")),
        (6, "备注", "此件不予公开", Some("不予公开")),
        (7, "备注", "已归档", None),
    ] {
        let title = format!("关于{n}事的通知");
        site.write(&format!("old{n}/{n}.txt"), text(&title, "", "甲"));
        let ledger = format!("l{n}.csv");
        site.write(&ledger, format!("标题,{column}\n{title},{cell}\n"));
        site.write("m.yaml", format!("标题: 标题\n{column}: 不用\n"));
        let args = [&format!("old{n}"), ledger.as_str(), "--mapping", "m.yaml"];
        import(site.root(), &args).ends(0);
        let made = content(&site);
        let path = format!("{n}.md");
        let stated = fields(&made, &path).into_iter();
        let stated = stated.filter_map(|l| l.strip_prefix("公开方式: ")).next();
        assert_eq!(stated, wanted, "{column} {cell}");
    }
}

#[test]
fn numbers_follow_the_rule_of_the_site_and_stay() {
    let site = Site::new();
    let yaml =
        "title: 测试目录\nagency: {name: 甲局}\nindex_number: {next: 'AB/{year}-{serial:5}'}\n";
    site.write("mulu.yaml", yaml);
    site.document("there", "AB/2024-00007", "", "正文。");
    site.write("old/a.txt", text("关于甲事的通知", "", "甲"));
    site.write("old/b.txt", text("关于乙事的通知", "", "乙"));
    // the original that the import reads last states the number that would be next
    let stated = "索引号：AB/2024-00008\n文号：甲发〔2024〕1号\n成文日期：2024年6月18日\n\
        关于有号的通知\n各乡镇：\n请办理。\n";
    site.write("old/z.txt", stated);
    let before = content(&site);
    let run = import(
        site.root(),
        &["old", "--assign-numbers", "--dry-run", "--report", "r.csv"],
    )
    .ends(0);
    assert!(run.stderr.contains("可导入 3 份"), "{}", run.stderr);
    assert_eq!(content(&site), before);
    let report = std::fs::read_to_string(site.root().join("r.csv")).unwrap();
    assert!(report.contains("AB/2024-00009,顺次编号"), "{report}");
    import(site.root(), &["old", "--assign-numbers"]).ends(0);
    let made = content(&site);
    for (path, number) in [("a.md", "00009"), ("b.md", "00010"), ("z.md", "00008")] {
        let line = format!("index_number: AB/2024-{number}");
        assert!(
            fields(&made, path).contains(&line.as_str()),
            "{path}: {}",
            made[path]
        );
    }
    // a new file gets the next number; corrected and uncorrected documents keep theirs
    site.write("old/0.txt", text("关于新事的通知", "", "新"));
    let corrected = made["b.md"].replace("按时报送情况", "及时报送情况");
    site.write("content/b.md", &corrected);
    let run = import(site.root(), &["old", "--assign-numbers"]).ends(0);
    assert!(
        run.stderr
            .contains("已导入 1 份；另有 2 份先前已经导入，没有变化；1 份"),
        "{}",
        run.stderr
    );
    let mut again = content(&site);
    assert!(
        again
            .remove("0.md")
            .unwrap()
            .contains("index_number: AB/2024-00011")
    );
    assert_eq!(again["b.md"], corrected);
    assert_eq!(again["a.md"], made["a.md"]);
    // the configuration does not say how the next index number is made
    site.write("mulu.yaml", "title: t\nindex_number: {pattern: 'XY\\d+'}\n");
    let run = import(site.root(), &["old", "--assign-numbers"]).ends(2);
    assert!(
        run.stderr.contains("index_number") && run.stderr.contains("next"),
        "{}",
        run.stderr
    );
}

#[test]
fn folders_name_columns() {
    let site = Site::new();
    site.write(
        "mulu.yaml",
        "title: 测试目录\nagency: {name: 甲局}\ncolumns:\n\
         - {name: 政策, path: policy, children: [{name: 规范性文件, path: normative}, {name: 其他, path: other}]}\n\
         - {name: 财政, path: finance, children: [{name: 其他, path: other}]}\n",
    );
    for path in [
        "规范性文件/2024/a.txt",
        "财政/其他/b.txt",
        "normative/c.txt",
        "杂项/d.txt",
        "其他/e.txt",
        "f.txt",
    ] {
        let name = path.rsplit('/').next().unwrap();
        site.write(
            &format!("old/{path}"),
            text(&format!("关于{name}事的通知"), "", name),
        );
    }
    let run = import(site.root(), &["old", "--category-from-folder"]).ends(0);
    let made: Vec<String> = content(&site).into_keys().collect();
    assert_eq!(
        made,
        [
            "f.md",
            "finance/other/b.md",
            "policy/normative/2024-a.md",
            "policy/normative/c.md",
            "其他-e.md",
            "杂项-d.md"
        ]
    );
    assert!(
        run.stderr
            .contains("文件夹“old/杂项”不是本站的栏目，其中 1 个文件"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("几个栏目共有的") && run.stderr.contains("finance/other"),
        "{}",
        run.stderr
    );
    let run = import(site.root(), &["old", "--category-from-folder"]).ends(0);
    assert!(run.stderr.contains("没有新的文件：6 份"), "{}", run.stderr);
    import(
        site.root(),
        &["old", "--category-from-folder", "-c", "policy"],
    )
    .ends(2);
    // the folder on the command line is itself the column
    let site2 = Site::new();
    site2.write(
        "mulu.yaml",
        "title: 测试目录\ncolumns: [{name: 规范性文件, path: normative}]\n",
    );
    site2.write("规范性文件/a.txt", text("关于甲事的通知", "", "甲"));
    import(site2.root(), &["规范性文件", "--category-from-folder"]).ends(0);
    assert!(content(&site2).contains_key("normative/a.md"));
}

#[test]
fn totals_and_notes_of_a_ledger_are_no_documents() {
    let site = Site::new();
    site.write(
        "l.csv",
        "甲局公文台账,,\n序号,标题,成文日期\n1,关于防汛的通知,2024-05-06\n2,说明,2024-05-07\n\
         小计,2,\n合计,2,\n注：不含密件,,\n",
    );
    for _ in 0..2 {
        import(site.root(), &["l.csv", "--mapping", "m.yaml"]);
    }
    let titles: Vec<String> = content(&site)
        .values()
        .flat_map(|t| {
            t.lines()
                .filter(|l| l.contains("title:") || l.contains("标题:"))
        })
        .map(|l| l.split_once(": ").unwrap().1.to_owned())
        .collect();
    assert_eq!(titles, ["关于防汛的通知", "说明"]);
}

#[test]
fn a_column_of_states_is_the_validity_only_if_its_values_are() {
    let site = Site::new();
    site.write(
        "1.csv",
        "标题,文号,状态\n关于甲的通知,甲发〔2021〕1号,废止\n关于乙的通知,甲发〔2021〕2号,有效\n",
    );
    site.write(
        "2.csv",
        "标题,文号,状态\n关于甲的通知,甲发〔2021〕1号,已归档\n关于乙的通知,甲发〔2021〕2号,在办\n",
    );
    for (ledger, wanted) in [
        ("1.csv", "\n状态: 有效性  # 请核对：按列中的值推断\n"),
        ("2.csv", "\n状态: 不用\n"),
    ] {
        let mapping = format!("{ledger}.yaml");
        import(site.root(), &[ledger, "--mapping", &mapping]).ends(0);
        let proposed = std::fs::read_to_string(site.root().join(mapping)).unwrap();
        assert!(proposed.contains(wanted), "{proposed}");
    }
}
