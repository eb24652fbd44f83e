//! Tests the configuration made from a `mulu.yaml`, and the findings about a faulty one.

use super::checked::{Config, Overrides};
use super::read::parse;
use crate::diag::{Code, Diagnostic};
use jiff::civil::Date;
use std::path::Path;

fn read(text: &str) -> Result<Config, Vec<Diagnostic>> {
    parse(Path::new("."), text, &Overrides::default(), 1_700_000_000)
}

#[test]
fn a_title_is_enough() {
    let config = read("title: 目录\n").unwrap();
    assert_eq!(
        (
            config.page_size,
            config.theme.as_str(),
            config.offset_minutes
        ),
        (20, "default", 480)
    );
    assert_eq!(config.as_of, Date::constant(2023, 11, 15)); // 2023-11-14T22:13:20Z is the next day at +08:00
}

#[test]
fn unknown_keys_are_refused_with_their_place_and_a_suggestion() {
    let found = read("title: 目录\nlangauge: en\n").unwrap_err();
    assert_eq!(found[0].code(), Code::UnknownKey);
    assert_eq!(
        found[0].place.as_ref().map(|p| (p.line, p.column)),
        Some((2, 1))
    );
    assert!(
        found[0]
            .help(crate::diag::Lang::En)
            .unwrap()
            .contains("language")
    );
}

#[test]
fn all_unknown_keys_are_reported_at_once_each_in_its_place() {
    let text = "title: 目录\nlangauge: en\nagency: {name: 甲局, phonee: '1', title: 局}\nchecks: {severety: {}}\nextra: {phonee: 1}\ncolumns:\n- {name: 甲, path: a, typ: x}\n- {name: 乙, path: b, typ: y}\npage_size: 0\n";
    let found = read(text).unwrap_err();
    let at = |f: &Diagnostic| f.place.as_ref().map(|p| (p.line, p.column));
    let unknown: Vec<_> = found
        .iter()
        .filter(|f| f.code() == Code::UnknownKey)
        .map(at)
        .collect();
    assert_eq!(
        unknown,
        [
            Some((2, 1)),
            Some((3, 20)),
            Some((3, 33)),
            Some((4, 10)),
            Some((7, 22)),
            Some((8, 22))
        ]
    );
    assert!(
        found.iter().any(|f| f.code() == Code::InvalidConfig),
        "what else is wrong is said too"
    );
}

#[test]
fn columns_are_expected_to_be_updated_by_their_type() {
    let config = read("title: t\nchecks: {update_within: {政策文件: 90, 乙: null}}\ncolumns:\n- {name: 甲, path: a, type: 政策文件}\n- {name: 工作动态, path: b}\n- {name: 乙, path: c, type: 工作动态}\n- {name: 丙, path: d}\n").unwrap();
    let within: Vec<_> = config
        .columns
        .iter()
        .map(|c| config.checks.expected_within(c))
        .collect();
    assert_eq!(within, [Some(90), Some(14), None, None]);
}

#[test]
fn a_retention_period_names_a_column_that_exists() {
    let columns = "columns:\n- {name: 甲, path: policy, children: [{name: 乙, path: rules}]}\n";
    let text =
        |path: &str| format!("title: t\nretention:\n  categories: {{{path}: 永久}}\n{columns}");
    for right in ["policy", "policy/rules", "policy/rules/2024"] {
        assert!(read(&text(right)).is_ok(), "{right}");
    }
    for wrong in ["polcy", "rules", "policy2", "政策"] {
        let found = read(&text(wrong)).unwrap_err();
        assert_eq!(found[0].code(), Code::InvalidConfig, "{wrong}");
        assert_eq!(found[0].place.as_ref().map(|p| p.line), Some(3), "{wrong}");
    }
    let without_columns = "title: t\nretention: {categories: {a: 永久}}\n";
    assert!(read(without_columns).is_ok());
}

#[test]
fn column_paths_may_be_parts_or_whole() {
    let config = read("title: t\ncolumns:\n- name: 甲\n  path: a\n  children:\n  - {name: 乙, path: b}\n  - {name: 丙, path: a/c}\n").unwrap();
    let paths: Vec<&str> = config.columns[0]
        .children
        .iter()
        .map(|c| c.path.as_str())
        .collect();
    assert_eq!(paths, ["a/b", "a/c"]);
}

#[test]
fn wrong_values_are_all_reported() {
    let found =
        read("title: t\nbase_url: www.example.cn\npage_size: 0\ntime_zone: Peking\n").unwrap_err();
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|f| f.place.is_some()));
    // values of a wrong type and unknown keys hide no other fault
    let text = "title: [t]\ntitel: t\nlanguage: fr\nagency: {name: [甲], phon: 1}\nepub: maybe\n\
                columns:\n- {name: 甲, path: a}\n- {name: [乙], path: b}\npage_size: 0\n";
    let found = read(text).unwrap_err();
    let mut lines: Vec<usize> = found
        .iter()
        .map(|f| f.place.as_ref().map_or(0, |p| p.line as usize))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), 7, "{found:?}");
    assert!(!lines.contains(&0) && lines.contains(&9), "{lines:?}");
}

#[test]
fn addresses_and_offsets_are_looked_at_closely() {
    for url in [
        "https://",
        "https://a b/",
        "https://例.cn/",
        "https://a.cn/\"x",
        "https://a.cn/?q",
        "https://a.cn/#x",
        "ftp://a.cn/",
        "https:///x",
        "https://user@a.cn/",
        "https://user:secret@a.cn/x/",
    ] {
        assert_eq!(
            read(&format!("title: t\nbase_url: '{url}'\n"))
                .map_err(|f| f.len())
                .err(),
            Some(1),
            "{url}"
        );
    }
    assert_eq!(
        read("title: t\nbase_url: https://a.cn:8080/x&y\n")
            .unwrap()
            .base_url
            .as_deref(),
        Some("https://a.cn:8080/x&y/")
    );
    for zone in ["+8:00", "+-5:00", "+08:60", "+15:00", "08:00"] {
        assert!(
            read(&format!("title: t\ntime_zone: '{zone}'\n")).is_err(),
            "{zone}"
        );
    }
    assert_eq!(
        read("title: t\nbase_url: https://a.cn/@x/\n")
            .unwrap()
            .base_url
            .as_deref(),
        Some("https://a.cn/@x/")
    );
    assert!(read("title: '  '\n").is_err() && read("title: \"\\u200b\\ufeff\\u3000\"\n").is_err());
    assert!(read("title: t\nagency: {report_error_url: 'javascript:x'}\n").is_err());
    assert!(read("title: t\ncolumns:\n- {name: 甲, path: a}\n- {name: 乙, path: A}\n").is_err());
}

#[test]
fn what_the_yaml_reader_says_is_said_in_chinese_with_its_place() {
    use crate::diag::Lang;
    let cases = [
        (
            "title: t\npage_size: 很多\n",
            (2, 12),
            "“page_size”的值是文字“很多”，应为非负整数",
        ),
        (
            "title: t\npage_size: -3\n",
            (2, 12),
            "“page_size”的值是数 -3，应为非负整数",
        ),
        (
            "title: t\nagency: 甲局\n",
            (2, 9),
            "“agency”的值是文字“甲局”，应为一组“名称: 值”",
        ),
        (
            "title: t\nagency:\n  name: [甲局]\n",
            (3, 9),
            "“agency.name”的值是列表，应为文字",
        ),
        (
            "title: t\ncolumns: {name: 甲}\n",
            (2, 10),
            "“columns”的值是一组“名称: 值”，应为列表",
        ),
        (
            "title: t\ncolumns:\n- {name: 甲, path: a, update_within: yes}\n",
            (3, 37),
            "“columns[0].update_within”的值是文字“yes”，应为非负整数",
        ),
        (
            "title: t\nlanguage: fr\n",
            (2, 11),
            "language 的值“fr”不在可选范围内，可选的值：zh-Hans、en",
        ),
        (
            "title: t\nextra: x\n",
            (2, 8),
            "“extra”的值是文字“x”，应为一组“名称: 值”",
        ),
        ("title: t\ntitle: u\n", (2, 1), "“title”写了两次"),
        (
            "title: t\nchecks: {holidays: {2027: {off: [元旦]}}}\n",
            (2, 34),
            "“checks.holidays.2027”：“元旦”不是日期，应写成 2027-01-01 的样子",
        ),
        (
            "title: t\nagency: {name: 甲\n",
            (3, 1),
            "花括号“{}”没有成对，或者各项之间没有用半角逗号隔开",
        ),
        (
            "title: t\n  page_size: 3\n",
            (2, 12),
            "这里多出一个冒号：可能是缩进不对，也可能是值中有冒号而没有加引号",
        ),
    ];
    for (text, place, reason) in cases {
        let found = read(text).unwrap_err();
        let said = found[0].message(Lang::Zh);
        assert!(said.contains(reason), "{text}: {said}");
        assert_eq!(
            found[0].place.as_ref().map(|p| (p.line, p.column)),
            Some(place),
            "{text}: {said}"
        );
        let english = found[0].message(Lang::En);
        assert!(
            english.chars().all(|c| c.is_ascii() || text.contains(c)),
            "{english}"
        );
    }
    // after an unknown key was removed, the reader gives no places, so the key is found by its path
    let found = read("title: t\nlangauge: en\nagency:\n  name: [甲局]\n").unwrap_err();
    assert!(
        found.iter().any(|f| f.code() == Code::InvalidConfig
            && f.place
                .as_ref()
                .is_some_and(|p| (p.line, p.column) == (4, 3))),
        "{found:?}"
    );
}

#[test]
fn a_finding_about_one_column_or_one_key_is_at_this_column_or_key() {
    let columns = "title: t\ncolumns:\n- name: 甲\n  path: jia\n- name: ''\n  path: y\n  children:\n  - name: 乙\n    path: jia\n";
    let cases = [
        (
            format!("{columns}- name: 丙\n  path: JIA\n"),
            vec![(5, "name"), (11, "JIA")],
        ),
        (
            format!("{columns}- name: \"  \"\n  path: b c # 注\n"),
            vec![(5, "name"), (10, "name"), (11, "b c")],
        ),
        (
            "title: t\nchecks:\n  severity:\n    date-form: note\n    no-such: note\n".to_owned(),
            vec![(5, "no-such")],
        ),
        (
            "title: t\nchecks:\n  update_within:\n    甲: 3\n".to_owned(),
            vec![(4, "甲")],
        ),
        (
            "title: t\ncolumns:\n- {name: 甲, path: a}\nretention:\n  categories:\n    a: 永久\n    b: 永久\n".to_owned(),
            vec![(7, "b")],
        ),
        (
            "title: t\ncolumns:\n- {name: 甲, path: a}\nretention:\n  categories:\n    \"\\x62\": 永久\nchecks:\n  update_within:\n    b: 3\n".to_owned(),
            vec![(5, "`b`"), (9, "`b`")],
        ),
    ];
    for (text, expected) in cases {
        let found = read(&text).unwrap_err();
        let said: Vec<_> = found
            .iter()
            .map(|f| {
                (
                    f.place.as_ref().map_or(0, |p| p.line),
                    f.message(crate::diag::Lang::En),
                )
            })
            .collect();
        assert_eq!(said.len(), expected.len(), "{text}: {said:?}");
        for (line, word) in expected {
            let is_said = |(at, message): &(u32, String)| *at == line && message.contains(word);
            assert!(said.iter().any(is_said), "{text}: {line} {word}: {said:?}");
        }
    }
}

#[test]
fn only_near_keys_of_the_same_script_are_suggested() {
    let help = |key: &str| {
        read(&format!("title: t\n{key}: x\n")).unwrap_err()[0]
            .help(crate::diag::Lang::Zh)
            .unwrap()
    };
    assert!(help("titel").contains("是不是“title”"));
    assert!(help("titleа").starts_with("可用的有") && help("标题").starts_with("可用的有"));
}

#[test]
fn errors_cannot_be_switched_off() {
    assert!(read("title: t\nchecks:\n  severity:\n    dangling-reference: note\n").is_err());
    assert!(read("title: t\nchecks:\n  severity:\n    date-form: 'off'\n").is_ok());
}
