//! Tests the text of attachments in the search index: what is found in each format and where, what
//! is left out, and what the summary of a build says about it.

use crate::harness::{Site, assert_same, repository, tree};
use crate::personal::zipped;
use serde_json::Value;

/// A Word file with these paragraphs, and with a property that the search must not find.
fn word(paragraphs: &[&str]) -> Vec<u8> {
    let text: String = paragraphs
        .iter()
        .map(|p| format!("<w:p><w:r><w:t>{p}</w:t></w:r></w:p>"))
        .collect();
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{text}</w:body></w:document>"
    );
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "docProps/app.xml",
            "<Properties><Template>隐性属性</Template></Properties>".as_bytes(),
        ),
        ("word/document.xml", document.as_bytes()),
    ])
}

fn sheet(cells: &[&str]) -> Vec<u8> {
    let cells: String = cells
        .iter()
        .map(|c| format!("<row><c t=\"inlineStr\"><is><t>{c}</t></is></c></row>"))
        .collect();
    let xml = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet/>"),
        ("xl/worksheets/sheet2.xml", xml.as_bytes()),
    ])
}

fn slides(text: &str) -> Vec<u8> {
    let slide = format!("<p:sld><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>");
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("ppt/slides/slide1.xml", b"<p:sld/>"),
        ("ppt/slides/slide3.xml", slide.as_bytes()),
    ])
}

/// Writes a document with these attachments. `fields` are further lines of its front matter.
fn attach(site: &Site, name: &str, fields: &str, files: &[(&str, Vec<u8>)]) {
    let names: Vec<&str> = files.iter().map(|f| f.0).collect();
    for (file, bytes) in files {
        site.write(&format!("content/{name}/{file}"), bytes);
    }
    let fields = format!("{fields}attachments: [{}]\n", names.join(", "));
    site.document(
        &format!("{name}/文"),
        &format!("N/{name}"),
        &fields,
        "本文见附件。",
    );
}

/// For each hit: the title and the address of the attachment, and the place in it. A text is empty
/// if the hit does not have it.
fn ask(site: &Site, query: &str) -> Vec<(String, String, String)> {
    let run = site.run(&["search", query, "--format", "json"]).ends(0);
    let hit = |line: &str| {
        let hit: Value = serde_json::from_str(line).unwrap();
        let part = |name: &str| {
            hit["attachment"][name]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        (part("title"), part("url"), part("place"))
    };
    run.stdout.lines().map(hit).collect()
}

#[test]
fn text_in_attachments_is_found_with_its_place() {
    let site = Site::new();
    let guide = "content/zcwj/gfxwj/bfyz-service-guide-2023.pdf";
    let guide = std::fs::read(repository().join(guide)).unwrap();
    let page =
        "<html><head><title>页题</title></head><body><p>网页里的<b>招标</b>公告</p></body></html>";
    attach(
        &site,
        "一",
        "",
        &[
            ("甲 1.docx", word(&["防汛应急预案", "抢险队伍名单"])),
            ("乙.xlsx", sheet(&["姓名", "王&#25250;&#x4fee;"])),
            ("丙.pptx", slides("汛期值守要点")),
            ("丁.txt", "水库调度方案。".into()),
            ("戊.csv", "站点,水位\n青石站,警戒\n".into()),
            ("庚.pdf", guide),
            (
                "辛.zip",
                zipped(&[
                    ("内.docx", &word(&["压缩包内文件"])),
                    ("己.html", page.as_bytes()),
                ]),
            ),
        ],
    );
    let build = site.run(&["build"]).ends(0);
    assert!(
        build.stderr.contains("附件：7 个可检索正文。"),
        "{}",
        build.stderr
    );
    let of = |query: &str| {
        let mut found = ask(&site, query);
        assert_eq!(found.len(), 1, "{query}: {found:?}");
        found.remove(0)
    };
    let places = [
        ("应急预案", "甲 1", ".docx", ""),
        ("王抢修", "乙", ".xlsx", "第2个工作表"),
        ("值守要点", "丙", ".pptx", "第3张幻灯片"),
        ("水库调度", "丁", ".txt", ""),
        ("青石站,警戒", "戊", ".csv", ""),
        ("招标公告", "辛", ".zip", "己.html"),
        ("病故军人遗属和现役", "庚", ".pdf#page=1", "第1页"),
        ("压缩包内", "辛", ".zip", "内.docx"),
    ];
    for (query, title, address, place) in places {
        let (t, u, p) = of(query);
        assert_eq!((t.as_str(), p.as_str()), (title, place), "{query}");
        assert!(
            u.ends_with(address) && u.starts_with("doc/"),
            "{query}: {u}"
        );
    }
    // every term must be in the document or in an attachment
    assert_eq!(of("本文见附件 应急预案").0, "甲 1");
    assert_eq!(of("王抢修 应急预案 青石站").0, "甲 1");
    assert_eq!(
        of("本文见附件").0,
        "",
        "no attachment is named for a hit in the text"
    );
    for absent in [
        "应急预案抢险",
        "姓名王抢修",
        "隐性属性",
        "页题",
        "王抢修 没有的词",
    ] {
        assert_eq!(ask(&site, absent), [], "{absent}");
    }
    let human = site.run(&["search", "王抢修"]).ends(0).stdout;
    assert!(
        human.contains("第2个工作表") && human.contains(".xlsx"),
        "{human}"
    );
}

#[test]
fn attachments_of_what_is_not_published_are_in_no_shard() {
    let plain = Site::new();
    attach(&plain, "一", "", &[("甲.docx", word(&["公开的附件"]))]);
    plain.run(&["build"]).ends(0);
    let plain = tree(&plain.public());
    for hidden in [
        "draft: true\n",
        "disclosure: 依申请公开\n",
        "公开方式: 不予公开\n",
        "date_published: 2099-01-01\n",
    ] {
        let site = Site::new();
        attach(&site, "一", "", &[("甲.docx", word(&["公开的附件"]))]);
        attach(
            &site,
            "藏",
            hidden,
            &[
                ("金丝雀.docx", word(&["金丝雀附件正文"])),
                ("金丝雀.txt", "金丝雀文本".into()),
            ],
        );
        let build = site.run(&["build"]).ends(0);
        assert!(
            build.stderr.contains("附件：1 个可检索正文。"),
            "{}",
            build.stderr
        );
        assert_eq!(ask(&site, "金丝雀"), [], "{hidden}");
        assert_same(&plain, &tree(&site.public()), hidden);
    }
    // the notice of a withdrawn document has no attachments
    let site = Site::new();
    let withdrawn = "withdrawn: {date: 2025-06-01, reason: 内容有误}\ndate_published: 2025-01-01\n";
    attach(
        &site,
        "撤",
        withdrawn,
        &[("金丝雀.txt", "金丝雀文本".into())],
    );
    site.run(&["build"]).ends(0);
    assert_eq!(ask(&site, "金丝雀"), []);
}

#[test]
fn what_is_not_searched_is_said_once() {
    let site = Site::new();
    let deleted = word(&[
        "</w:t></w:r><w:del><w:r><w:delText>删去的话</w:delText></w:r></w:del><w:r><w:t>留下的话",
    ]);
    let long = "很长的附件。".repeat(400);
    site.write("mulu.yaml", "title: 目录\nbase_url: https://example.cn/\nagency: {name: 甲局}\nsearch: {longest_attachments: 1000}\nprivacy: {largest_file: 1}\n");
    attach(
        &site,
        "一",
        "",
        &[
            ("长.txt", format!("{long}\n末尾一句").into()),
            ("改.docx", deleted),
            ("密.rar", b"Rar!\x1a\x07\0".to_vec()),
            ("大.txt", "大".repeat(600_000).into()),
        ],
    );
    let build = site.run(&["build"]).ends(0);
    let said: Vec<&str> = build
        .stderr
        .lines()
        .filter(|l| l.starts_with("附件："))
        .collect();
    assert_eq!(
        said,
        [
            "附件：1 个可检索正文；其中 1 个过长，只检索前一部分；1 个带有修订痕迹或者批注，不检索正文；2 个未能读出文字。"
        ]
    );
    let again = site.run(&["build"]).ends(0);
    assert!(again.stderr.contains(said[0]), "{}", again.stderr);
    let en = site.run(&["--lang", "en", "build", "--force"]).ends(0);
    assert!(en.stderr.contains("Attachments: 1 can be searched; of these 1 only at their beginning; 1 have tracked changes or comments and are left out; 2 could not be read."), "{}", en.stderr);
    assert_eq!(ask(&site, "很长的附件").len(), 1);
    for absent in ["末尾一句", "删去的话", "留下的话"] {
        assert_eq!(ask(&site, absent), [], "{absent}");
    }
    site.write("mulu.yaml", "title: 目录\nbase_url: https://example.cn/\nagency: {name: 甲局}\nsearch: {attachments: false}\n");
    let off = site.run(&["build"]).ends(0);
    assert!(!off.stderr.contains("附件："), "{}", off.stderr);
    assert_eq!(ask(&site, "很长的附件"), []);
}

#[test]
fn a_changed_attachment_changes_the_index_as_a_fresh_build_does() {
    let site = Site::new();
    let build = |site: &Site, text: &str| {
        attach(
            site,
            "一",
            "",
            &[("甲.docx", word(&[text])), ("乙.txt", "不变的".into())],
        );
        site.run(&["build"]).ends(0);
    };
    build(&site, "第一稿内容");
    for text in ["第二稿内容", "第二稿内容", "第三稿内容"] {
        build(&site, text);
        assert_eq!(ask(&site, text).len(), 1, "{text}");
        assert_eq!(ask(&site, "第一稿内容"), []);
        let fresh = Site::new();
        build(&fresh, text);
        assert_same(&tree(&fresh.public()), &tree(&site.public()), text);
    }
}
