//! Tests the reader and the writer of front matter.

use super::*;

fn codes(text: &str) -> Vec<(&'static str, u32, u32)> {
    let (_, findings) = read("content/a.md", text);
    findings
        .iter()
        .map(|f| {
            f.place.as_ref().map_or((f.code().name(), 0, 0), |p| {
                (f.code().name(), p.line, p.column)
            })
        })
        .collect()
}

fn values(text: &str) -> Vec<(String, Value)> {
    read("a.md", text)
        .0
        .fields
        .into_iter()
        .map(|f| (f.key, f.value))
        .collect()
}

fn text(s: &str) -> Value {
    Value::String(s.to_owned())
}

#[test]
fn plain_fields() {
    let source = "---\r\ntitle: 通知\r\n索引号: 00123\r\nkeywords: [甲, 乙]\r\nrepeals:\r\n- 甲〔2020〕1号\r\n- document_number: 乙〔2020〕2号\r\n  title: 题\r\n---\r\n正文\r\n";
    assert_eq!(codes(source), []);
    let fields = values(source);
    assert_eq!(fields[0], ("title".into(), text("通知")));
    assert_eq!(fields[1], ("索引号".into(), text("00123")));
    assert_eq!(fields[2].1.as_sequence().map(Vec::len), Some(2));
    assert_eq!(fields[3].1[1]["title"], text("题"));
    let (front, _) = read("a.md", source);
    assert_eq!(&source[front.body_start..], "正文\r\n");
    assert_eq!(&source[front.fields[1].value_range.clone()], "00123");
}

#[test]
fn full_width_colon_is_named_and_the_value_still_read() {
    let source = "---\n标题：关于印发方案的通知\n索引号: a\n---\n";
    assert_eq!(codes(source), [("full-width-colon", 2, 3)]);
    assert_eq!(values(source)[0].1, text("关于印发方案的通知"));
}

#[test]
fn a_full_width_colon_inside_a_value_is_no_mistake() {
    assert_eq!(codes("---\ntitle: 关于：通知\n---\n"), []);
}

#[test]
fn missing_space() {
    assert_eq!(
        codes("---\ntitle:通知\n---\n"),
        [("missing-space-after-colon", 2, 6)]
    );
}

#[test]
fn tabs() {
    assert_eq!(
        codes("---\nkeywords:\n\t- 甲\n---\n"),
        [("tab-in-front-matter", 3, 1)]
    );
    assert_eq!(
        codes("---\ntitle: 甲\n\tindex_number: a\n---\n"),
        [("tab-in-front-matter", 3, 1)]
    );
    assert_eq!(codes("---\ntitle:\t甲\n---\n"), []);
}

#[test]
fn indented_field() {
    let source = "---\ntitle: 甲\n  index_number: a\n---\n";
    assert_eq!(codes(source), [("indented-field", 3, 1)]);
    assert_eq!(values(source).len(), 2);
}

#[test]
fn quotes() {
    assert_eq!(codes("---\ntitle: “通知”\n---\n"), [("curly-quotes", 2, 8)]);
    assert_eq!(values("---\ntitle: “通知”\n---\n")[0].1, text("通知"));
    assert_eq!(codes("---\ntitle: “十四五”规划与“三公”经费\n---\n"), []);
    assert_eq!(
        codes("---\ntitle: \"通知”\n---\n"),
        [("mixed-quotes", 2, 8)]
    );
    assert_eq!(codes("---\ntitle: \"通知\n---\n"), [("mixed-quotes", 2, 8)]);
    assert_eq!(
        values("---\ntitle: \"关于: 甲\\u4e59\"\n---\n")[0].1,
        text("关于: 甲乙")
    );
    assert_eq!(values("---\ntitle: 'it''s'\n---\n")[0].1, text("it's"));
}

#[test]
fn unquoted_colon() {
    let source = "---\ntitle: 关于: 通知\n---\n";
    assert_eq!(codes(source), [("unquoted-colon", 2, 10)]);
    assert_eq!(values(source)[0].1, text("关于: 通知"));
}

#[test]
fn missing_closing_fence() {
    let source = "---\ntitle: 甲\n索引号: a\n\n一、总体要求。以服务为宗旨\n\n---\n\n第二段。\n";
    assert_eq!(codes(source), [("unclosed-front-matter", 3, 7)]);
    let (front, _) = read("a.md", source);
    assert_eq!(front.fields.len(), 2);
    assert!(source[front.body_start..].starts_with("一、"));
    assert_eq!(codes("---\ntitle: 甲\n"), [("unclosed-front-matter", 2, 9)]);
    assert_eq!(
        codes("---\ntitle: 甲\n\n## 一、总则\n\n内容\n"),
        [("unclosed-front-matter", 2, 9)]
    );
}

#[test]
fn a_comment_below_a_blank_line_is_no_heading_where_fields_follow() {
    for source in [
        "---\ntitle: 甲\n\n# 日期\ndate_created: 2024-06-18\n---\n正文\n",
        "---\ntitle: 甲\n\n# 日期\n\n成文日期: 2024-06-18\n---\n正文\n",
        "---\ntitle: 甲\n\n# 日期\n# 文号\n---\n正文\n",
        "---\r\ntitle: 甲\r\n\r\n# 日期\r\n\r\n---\r\n正文\r\n",
    ] {
        assert_eq!(codes(source), [], "{source}");
        let (front, _) = read("a.md", source);
        assert!(source[front.body_start..].starts_with("正文"), "{source}");
    }
}

#[test]
fn missing_front_matter() {
    assert_eq!(codes("# 标题\n\n正文\n"), [("missing-front-matter", 1, 1)]);
    assert_eq!(codes(""), [("missing-front-matter", 1, 1)]);
}

#[test]
fn stray_line() {
    let source = "---\ntitle: 甲\n这一行没有冒号\n---\n";
    let (front, findings) = read("a.md", source);
    let lines: Vec<&str> = front.strays.into_iter().map(|r| &source[r]).collect();
    assert_eq!((findings, lines), (vec![], vec!["这一行没有冒号"]));
}

#[test]
fn yaml_features_are_refused() {
    assert_eq!(codes("---\ntitle: &a 甲\n---\n"), [("yaml-feature", 2, 8)]);
    assert_eq!(
        codes("---\nextra: [*a, *a]\n---\n"),
        [("yaml-feature", 2, 9), ("yaml-feature", 2, 13)]
    );
    assert_eq!(
        codes("---\nextra:\n  a: &x [1]\n  b: *x\n---\n"),
        [("yaml-feature", 3, 6)]
    );
}

#[test]
fn invalid_yaml_keeps_the_other_fields() {
    let source = "---\nkeywords: [甲, 乙\ntitle: 丙\n---\n";
    assert_eq!(codes(source), [("invalid-yaml", 2, 11)]);
    assert_eq!(values(source)[1].1, text("丙"));
}

#[test]
fn block_text() {
    assert_eq!(
        values("---\nsummary: |\n  第一行\n  第二行\n---\n")[0].1,
        text("第一行\n第二行\n")
    );
    assert_eq!(
        values("---\nsummary: 第一行\n  接着写\n---\n")[0].1,
        text("第一行接着写")
    );
}

#[test]
fn comments_and_wide_labels() {
    assert_eq!(
        values("---\n# 说明\n索 引 号: a # 注\n---\n"),
        [("索 引 号".to_owned(), text("a"))]
    );
}

#[test]
fn size_limit() {
    let source = format!("---\ntitle: {}\n---\n", "甲".repeat(30_000));
    assert_eq!(codes(&source)[0].0, "front-matter-too-large");
}

#[test]
fn what_is_written_is_read_back() {
    let all = [
        "甲",
        "a: b",
        "null",
        "无",
        "“引”",
        "- x",
        "# y",
        "a #b",
        "\"q\"",
        " s ",
        "line\nline",
        "[x]",
        "2024-01-01",
        "*强调*",
        "题：目",
        "x:",
    ];
    let fields: Vec<(&str, Value)> = vec![
        ("title", text("通知")),
        (
            "keywords",
            Value::Sequence(all.iter().map(|s| text(s)).collect()),
        ),
    ];
    let mut fields = fields;
    let names: Vec<String> = (0..all.len()).map(|i| format!("f{i}")).collect();
    fields.extend(names.iter().zip(all).map(|(n, v)| (n.as_str(), text(v))));
    let written = write(&fields);
    let (front, findings) = read("a.md", &written);
    assert_eq!(findings, [], "{written}");
    let back: Vec<(&str, Value)> = front
        .fields
        .iter()
        .map(|f| (f.key.as_str(), f.value.clone()))
        .collect();
    assert_eq!(back, fields, "{written}");
}

proptest::proptest! {
    #[test]
    fn any_text_is_written_and_read_back(value in "\\PC{0,40}") {
        let written = write(&[("title", text(&value)), ("k", Value::Sequence(vec![text(&value)]))]);
        let (front, findings) = read("a.md", &written);
        proptest::prop_assert!(findings.is_empty(), "{:?} {}", findings, written);
        let scalar = if value.is_empty() { Value::String(String::new()) } else { text(&value) };
        proptest::prop_assert_eq!(&front.fields[0].value, &scalar);
        proptest::prop_assert_eq!(&front.fields[1].value[0], &text(&value));
    }

    #[test]
    fn no_input_makes_it_panic(source in "(---\n)?([\\PC\n\t]{0,12}[:： \n\t\"“-]{0,3}){0,12}(---\n)?") {
        let _ = read("a.md", &source);
    }
}

#[test]
fn lists_keep_what_is_written_and_comments_are_left_out() {
    let text = "---\na: [007, 1.10, '#1 #2', \"&x\"] # c\nb:\n- 01\n# c\n- 二 # c\nc: \"甲 # 乙\" # c\nd: '甲''#'\n---\n";
    let (front, _) = read("a.md", text);
    assert_eq!(codes(text), [("comment-in-value", 6, 5)]);
    let list = |items: &[&str]| Value::Sequence(items.iter().map(|s| Value::from(*s)).collect());
    let values: Vec<Value> = front.fields.into_iter().map(|f| f.value).collect();
    assert_eq!(
        values,
        [
            list(&["007", "1.10", "#1 #2", "&x"]),
            list(&["01", "二"]),
            Value::from("甲 # 乙"),
            Value::from("甲'#")
        ]
    );
}

#[test]
fn what_the_yaml_reader_says_is_said_in_chinese() {
    for (value, said) in [
        ("\n- a: @乙\n", "特殊符号"),
        ("\n- 甲\n- \"乙\n", "没有配对"),
        (" [甲, 乙\n", "没有配对"),
        ("\n- a: 1\n  a: 2\n", "写了两次"),
    ] {
        let (_, findings) = read("a.md", &format!("---\ntitle: 通知\nkeywords:{value}---\n"));
        let all = findings
            .iter()
            .map(|f| f.message(crate::diag::Lang::Zh))
            .collect::<Vec<_>>()
            .join("\n");
        assert!(
            !findings.is_empty() && all.contains(said),
            "{value:?}: {all}"
        );
        let foreign = ["found", "expected", "unexpected", "while", "did not"];
        assert!(!foreign.iter().any(|w| all.contains(w)), "{value:?}: {all}");
    }
}

#[test]
fn after_a_repair_the_same_is_understood_without_a_finding() {
    let cases: &[(&str, &str)] = &[
        ("标题：甲", "标题: 甲"),
        ("标题： 甲", "标题: 甲"),
        ("标题：　甲", "标题:　甲"),
        ("关键词：\n- 甲", "关键词:\n- 甲"),
        ("标题:甲: 乙", "标题: \"甲: 乙\""),
        ("标题:“甲”", "标题: 甲"),
        ("标题: “甲: \"乙”  # 话", "标题: '甲: \"乙'  # 话"),
        ("标题: 甲: 乙 # 话", "标题: \"甲: 乙\" # 话"),
        ("标题: \"甲", "标题: 甲"),
        ("标题: \"甲'", "标题: 甲"),
        ("标题: “无\"", "标题: \"无\""),
        (" 标题: 甲\n\t文号: 乙", "标题: 甲\n文号: 乙"),
        ("关键词:\n\t- 甲\n\t- 乙", "关键词:\n  - 甲\n  - 乙"),
        ("　标题：甲", "标题: 甲"),
    ];
    for (faulty, right) in cases {
        let [mut text, right] = [faulty, right].map(|t| format!("---\n{t}\n---\n正文：甲\n"));
        let understood = |text: &str| -> Vec<(String, Value)> {
            let (front, _) = read("a.md", text);
            front.fields.into_iter().map(|f| (f.key, f.value)).collect()
        };
        let before = understood(&text);
        for _ in 0..4 {
            let (_, findings) = read("a.md", &text);
            let repairs = findings.iter().filter_map(|f| f.repair.as_ref());
            text = crate::diag::apply(&text, repairs).0;
        }
        assert_eq!(text, right);
        assert_eq!(read("a.md", &text).1, [], "{text}");
        // a list indented with tabs is not read before its repair, so there is nothing to compare
        if !faulty.contains("\n\t-") {
            assert_eq!(understood(&text), before, "{text}");
        }
    }
}

#[test]
fn what_could_be_meant_otherwise_has_no_repair() {
    for text in [
        "---\n标题: \"一件事\" 改革\n---\n",
        "---\n关键词:\n \t- 甲\n---\n",
        "---\n标题：甲\n\n各单位：\n",
    ] {
        let (_, findings) = read("a.md", text);
        assert!(!findings.is_empty(), "{text}");
        assert!(findings.iter().all(|f| f.repair.is_none()), "{findings:?}");
    }
}
