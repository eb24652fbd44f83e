//! Tests the draft that `mulu report` writes, the list of `mulu due`, reviews that stay internal,
//! and the columns that `mulu init` writes for each level.

use crate::harness::{Site, tree};

/// The dates and kinds of what is due, as JSON.
fn due(site: &Site, day: &str, within: &str) -> Vec<(String, String, i64)> {
    let run = site
        .run(&[
            "--as-of", day, "due", "--within", within, "--format", "json",
        ])
        .ends(0);
    let line = |line: &str| {
        let item: serde_json::Value = serde_json::from_str(line).unwrap();
        (
            item["date"].as_str().unwrap().to_owned(),
            item["what"].as_str().unwrap().to_owned(),
            item["days"].as_i64().unwrap(),
        )
    };
    run.stdout.lines().map(line).collect()
}

#[test]
fn the_draft_of_a_report_is_whole_and_hidden_and_says_what_is_still_to_be_done() {
    let site = Site::demonstration();
    let day = "2027-01-10";
    let run = site.run(&["--as-of", day, "report", "2026"]).ends(0);
    let path = site.root().join("content").join("nb").join("2026.md");
    assert!(run.stdout.trim().ends_with("2026.md"), "{}", run.stdout);
    let draft = std::fs::read_to_string(&path).unwrap();
    // the draft has the carried-over figures of the report of 2025, and the number of the
    // catalogue's documents
    assert!(
        draft.contains("二、上年结转政府信息公开申请数量: 1 0 0 0 0 0 1\n"),
        "{draft}"
    );
    assert!(draft.contains("行政规范性文件: 0 0 5\n"), "{draft}");
    site.run(&["--as-of", day, "check", "--deny", "warnings"])
        .ends(0);
    // the draft is not overwritten, and no second one is written
    let again = site.run(&["--as-of", day, "report", "2026"]).ends(2);
    assert!(again.stderr.contains("不再另建"), "{}", again.stderr);
    assert!(again.stderr.contains("content/"), "{}", again.stderr);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), draft);
    // in a report that is no draft, every gap is a finding
    std::fs::write(&path, draft.replace("draft: true\n", "")).unwrap();
    let run = site
        .run(&["--as-of", day, "check", "--format", "json"])
        .ends(0);
    let gaps = run
        .stdout
        .lines()
        .filter(|l| l.contains("\"unfilled-gap\""))
        .count();
    assert_eq!(gaps, draft.matches("待填").count());
}

#[test]
fn the_tables_of_a_report_stand_in_its_page() {
    let site = Site::demonstration();
    site.run(&["--as-of", "2026-12-01", "build"]).ends(0);
    let pages = tree(&site.public().join("doc"));
    let reports: Vec<String> = pages
        .into_values()
        .filter_map(|b| String::from_utf8(b).ok())
        .filter(|p| p.contains("<caption id=\"t3\">"))
        .collect();
    assert_eq!(reports.len(), 5);
    for page in reports {
        assert_eq!(
            (page.matches("<caption").count(), page.contains("[[")),
            (3, false)
        );
    }
}

#[test]
fn what_changes_by_itself_is_listed_before_it_does() {
    let site = Site::new();
    site.document(
        "a",
        "A/2024-1",
        "date_effective: 2026-02-01\ndate_expires: 2026-03-01\nvalidity: 有效\n",
        "正文",
    );
    site.document("b", "A/2024-2", "date_published: 2026-01-20\n", "正文");
    site.document(
        "c",
        "A/2024-3",
        "withdrawn: {date: 2026-01-05, reason: 更正}\n",
        "正文",
    );
    site.document("d", "A/2024-4", "date_expires: 2025-06-30\n", "正文");
    site.document(
        "e",
        "A/2024-5",
        "date_expires: 2025-06-30\nvalidity: 失效\n",
        "正文",
    );
    site.document(
        "f",
        "A/2024-6",
        "repeals: [A/2024-7]\ndate_effective: 2026-01-10\n",
        "正文",
    );
    site.document("g", "A/2024-7", "validity: 有效\n", "正文");
    site.document(
        "h",
        "A/2024-8",
        "draft: true\ndate_expires: 2026-01-03\n",
        "正文",
    );
    let expected = [
        ("2025-07-01", "follow_up", -184),
        ("2026-01-05", "withdrawal", 4),
        ("2026-01-10", "effective", 9),
        ("2026-01-10", "repeal", 9),
        ("2026-01-10", "stated_validity", 9),
        ("2026-01-20", "publication", 19),
        ("2026-01-31", "annual_report", 30),
        ("2026-02-01", "effective", 31),
        ("2026-03-01", "expiry", 59),
        ("2026-03-02", "stated_validity", 60),
    ];
    let expected: Vec<(String, String, i64)> = expected
        .into_iter()
        .map(|(date, what, days)| (date.to_owned(), what.to_owned(), days))
        .collect();
    assert_eq!(due(&site, "2026-01-01", "60"), expected);
    assert_eq!(due(&site, "2026-01-01", "30"), expected[..7]);
    // after the days of `due`, a validity 有效 in these documents would be an error, so they are
    // written without it
    site.document("a", "A/2024-1", "date_expires: 2026-03-01\n", "正文");
    site.document("g", "A/2024-7", "", "正文");
    // a missing report is overdue from February on, or after the deadline in `mulu.yaml`
    assert!(due(&site, "2026-02-02", "0").contains(&(
        "2026-01-31".to_owned(),
        "annual_report".to_owned(),
        -2
    )));
    site.write("mulu.yaml", "title: 测试目录\nagency: {name: 甲局}\nannual_report: {deadline: 03-31}\ncolumns: [{name: 通知, path: tz, update_within: 10}]\n");
    site.document("tz/i", "A/2024-9", "date_published: 2026-01-25\n", "正文");
    let due = due(&site, "2026-02-10", "0");
    assert!(
        due.contains(&("2026-02-04".to_owned(), "column".to_owned(), -6)),
        "{due:?}"
    );
    assert!(
        due.iter().all(|(_, what, _)| what != "annual_report"),
        "{due:?}"
    );
}

#[test]
fn reviewers_are_named_in_the_offices_ledger_and_nowhere_else() {
    let site = Site::new();
    let config = "title: 测试目录\nbase_url: https://example.cn/xxgk/\nagency: {name: 甲局}\nreviews: {required: [初审, 保密审查], from: 2024-01-01}\n";
    site.write("mulu.yaml", config);
    let reviews = "reviews:\n- {kind: 初审, who: 鹮鹬甲, date: 2024-02-27}\n- {kind: 保密审查, who: 鹮鹬乙, date: 2024-02-28}\n";
    site.document("a", "A/2024-1", reviews, "正文");
    site.document(
        "b",
        "A/2024-2",
        &format!(
            "kind: annual_report\n{}",
            reviews.replace("reviews", "审核记录")
        ),
        "正文",
    );
    site.document("old", "A/2023-1", "date_created: 2023-12-31\n", "正文");
    let run = site.run(&["check", "--format", "json"]).ends(0);
    assert!(!run.stdout.contains("-review\""), "{}", run.stdout);
    site.build();
    let canary = "鹮鹬".as_bytes();
    for (path, bytes) in tree(&site.public()) {
        assert!(!bytes.windows(canary.len()).any(|w| w == canary), "{path}");
    }
    // search and ledger have no reviews; only the office's export has them
    for word in ["鹮鹬甲", "鹮鹬"] {
        assert_eq!(site.run(&["search", word]).ends(0).stdout, "");
    }
    let public = csv(&site.read("catalogue.csv"));
    let office = csv(&site.run(&["export"]).ends(0).stdout);
    let last = office[0].len() - 4;
    assert!(last >= public[0].len(), "{:?}", office[0]);
    assert_eq!(office[0][last..], ["初审", "复审", "终审", "保密审查"]);
    assert!(
        office
            .iter()
            .any(|row| row[last..] == ["鹮鹬甲 2024-02-27", "", "", "鹮鹬乙 2024-02-28"])
    );
    let json = site.run(&["export", "--format", "json"]).ends(0).stdout;
    assert!(
        json.contains("\"who\":\"鹮鹬甲\"") && !site.read("catalogue.json").contains("reviews")
    );
}

fn csv(text: &str) -> Vec<Vec<String>> {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader
        .into_records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_new_site_has_the_columns_of_its_level_and_checks_clean() {
    for (level, has, has_not) in [
        ("province", "废止和失效的规章", "土地征收"),
        ("city", "市政建设", "筹资筹劳"),
        ("county", "社会救助", "废止和失效的规章"),
        ("township", "宅基地使用情况审核", "市政建设"),
        ("department", "行政许可和其他对外管理服务", "土地征收"),
    ] {
        let site = Site::empty();
        site.run(&["init", "new", "--level", level]).ends(0);
        let config = std::fs::read_to_string(site.root().join("new/mulu.yaml")).unwrap();
        assert!(
            config.contains(has) && !config.contains(has_not) && !config.contains("{rules}"),
            "{level}"
        );
        for fixed in [
            "政府信息公开指南",
            "政府信息公开制度",
            "法定主动公开内容",
            "政府信息公开年报",
            "依申请公开",
            "行政规范性文件",
        ] {
            assert!(config.contains(fixed), "{level}: {fixed}");
        }
        site.run(&["-r", "new", "check", "--deny", "warnings"])
            .ends(0);
    }
}
