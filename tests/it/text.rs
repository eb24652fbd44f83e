//! Tests the plain texts of rules and normative documents for download.

use crate::harness::{Site, tree};
use scraper::{Html, Selector};

const CONFIG: &str = "title: 测试目录\nagency: {name: 甲局}\nbase_url: https://example.cn/xxgk/\ncolumns:\n\
                      - {name: 规范性文件, path: gfxwj, type: 政策文件}\n- {name: 公告, path: gg, type: 信息公开目录}\n";

fn site() -> Site {
    let site = Site::new();
    site.write("mulu.yaml", CONFIG);
    site
}

fn page(number: &str) -> String {
    mulu::catalogue::address::document(number).unwrap() + ".html"
}

fn text(number: &str) -> String {
    mulu::catalogue::address::document(number).unwrap() + ".txt"
}

/// The text of the links to a file, and what a screen reader reads for them.
fn links(site: &Site, path: &str, end: &str) -> Vec<(String, String)> {
    let html = Html::parse_document(&site.read(path));
    html.select(&Selector::parse("a[download]").unwrap())
        .filter(|a| a.attr("href").unwrap().ends_with(end))
        .map(|a| {
            (
                a.attr("aria-label")
                    .map_or_else(|| a.text().collect::<String>(), str::to_owned),
                a.attr("download").unwrap().to_owned(),
            )
        })
        .collect()
}

#[test]
fn the_text_says_what_the_page_says() {
    let site = site();
    site.document(
        "gfxwj/1",
        "G/2024-1",
        "title: 补助办法\ndocument_number: 甲规〔2024〕1号\nregistration_number: JD-2024-0001\ndate_published: 2024-03-02\ndate_effective: 2024-04-01\n\
         date_expires: 2027-03-31\nattachments: [{file: 表.docx, title: 申请表}]\n",
        "## 第一章　总则\n\n第一条　制定本办法。\n\n1. 甲\n2. 乙\n\n| 项目 | 金额 |\n|---|--:|\n| 补助 | 100 |\n",
    );
    site.write("content/gfxwj/表.docx", "word");
    site.document(
        "gfxwj/2",
        "G/2025-2",
        "title: 废止决定\ndate_created: 2025-02-01\nrepeals: [G/2024-1]\n",
        "现予废止。",
    );
    site.run(&["--as-of", "2025-01-01", "build"]).ends(0);
    let before = site.read(&text("G/2024-1"));
    site.build();
    let after = site.read(&text("G/2024-1"));
    let expected = "\u{feff}补助办法\n甲规〔2024〕1号\n\n索引号：G/2024-1\n登记号：JD-2024-0001\n发布机构：甲局\n成文日期：2024-03-01\n发布日期：2024-03-02\n\
                    实施日期：2024-04-01\n有效期至：2027-03-31\n有效性：废止（自2025年2月1日起）\n废止依据：废止决定\n\n第一章　总则\n\n第一条　制定本办法。\n\n\
                    1. 甲\n2. 乙\n\n项目\t金额\n补助\t100\n\n附件：\n1. 申请表（表.docx）\n\n本文网址：https://example.cn/xxgk/";
    assert_eq!(
        after,
        format!("{}{}\n", expected, page("G/2024-1")).replace('\n', "\r\n")
    );
    // the text does not mention an unpublished document; it states the changes of status that the
    // page states
    assert!(
        before.contains("有效性：有效；自2027年4月1日起：失效\r\n"),
        "{before}"
    );
    // the manifest lists the text exactly once
    assert_eq!(
        site.read(".mulu-manifest")
            .matches(&text("G/2024-1"))
            .count(),
        1
    );
}

#[test]
fn the_text_names_every_document_that_changes_it() {
    let site = site();
    let head = "date_effective: 2023-01-01\ndate_expires: 2023-12-31\n";
    site.document(
        "gfxwj/1",
        "G/2023-1",
        &format!("title: 办法\ndate_created: 2023-01-01\n{head}"),
        "正文。",
    );
    for (n, relation) in [(2, "amends"), (3, "partly_repeals"), (4, "renews")] {
        let front = format!(
            "title: 文件{n}\ndate_created: 2023-06-0{n}\ndate_expires: 2030-12-31\n{relation}: [G/2023-1]\n"
        );
        site.document(
            &format!("gfxwj/{n}"),
            &format!("G/2023-{n}"),
            &front,
            "正文。",
        );
    }
    site.build();
    let text = site.read(&text("G/2023-1"));
    // the status names documents 3 and 4: 3 for the status itself, 4 for the day on which it ends
    assert!(
        text.contains(
            "\r\n依据：文件3\r\n依据：文件4\r\n被下列文件修改：文件2\r\n被下列文件续期：文件4\r\n"
        ),
        "{text}"
    );
}

#[test]
fn links_say_what_they_lead_to() {
    let site = site();
    site.document("gfxwj/1", "G/2024-1", "title: 补助办法\n", "正文。")
        .build();
    let name = |label: &str| vec![(label.to_owned(), "补助办法.txt".to_owned())];
    assert_eq!(
        links(&site, &page("G/2024-1"), &text("G/2024-1")),
        name("下载文字版（TXT）")
    );
    assert_eq!(
        links(&site, "category/gfxwj/index.html", &text("G/2024-1")),
        name("文字版：补助办法")
    );
    assert!(
        links(&site, "index.html", ".txt").is_empty()
            && links(&site, "year/2024/index.html", ".txt").is_empty()
    );
    let english = CONFIG.replace("title:", "language: en\ntitle:");
    site.write("mulu.yaml", english).build();
    assert_eq!(
        links(&site, &page("G/2024-1"), ".txt"),
        name("Download text (TXT)")
    );
    assert!(
        site.read(&text("G/2024-1"))
            .contains("Status: In force\r\n")
    );
}

#[test]
fn only_documents_that_are_shown_in_such_columns_have_a_text() {
    let site = site();
    site.document("gfxwj/1", "G/2024-1", "", "正文。")
        .document("gg/1", "G/2024-2", "", "公告。");
    site.document(
        "gfxwj/3",
        "G/2024-3",
        "withdrawn: {date: 2025-03-01, reason: 有误}\n",
        "撤回。",
    );
    site.document("gfxwj/4", "G/2024-4", "draft: true\n", "草稿。")
        .document("gfxwj/5", "G/2024-5", "disclosure: 不予公开\n", "不公开。");
    site.document(
        "gfxwj/6",
        "G/2024-6",
        "date_published: 2026-06-01\n",
        "未到。",
    );
    site.write(
        "content/gfxwj/guide.md",
        "---\ntitle: 说明\nkind: page\n---\n\n说明。\n",
    )
    .build();
    let texts: Vec<String> = tree(&site.public())
        .into_keys()
        .filter(|p| p.ends_with(".txt") && p != "robots.txt")
        .collect();
    assert_eq!(texts, [text("G/2024-1")]);
    // the text of a withdrawn document is removed too
    site.document(
        "gfxwj/1",
        "G/2024-1",
        "withdrawn: {date: 2025-03-01, reason: 有误}\n",
        "正文。",
    )
    .build();
    assert!(!site.has(&text("G/2024-1")) && site.has(&page("G/2024-1")));
}

/// A text is made again if it is missing in the output, or if the cache has only the page.
#[test]
fn a_text_comes_and_goes_with_the_type_of_its_column() {
    let site = site();
    site.document("gg/1", "G/2024-2", "", "公告。").build();
    let plain = site.read(&page("G/2024-2"));
    site.write(
        "mulu.yaml",
        CONFIG.replace(
            "公告, path: gg, type: 信息公开目录",
            "公告, path: gg, type: 规章",
        ),
    )
    .build();
    assert!(site.has(&text("G/2024-2")) && site.read(&page("G/2024-2")).contains(".txt"));
    std::fs::remove_file(site.public().join(text("G/2024-2"))).unwrap();
    site.run(&["build"]);
    assert!(site.has(&text("G/2024-2")));
    site.write("mulu.yaml", CONFIG).build();
    assert!(!site.has(&text("G/2024-2")) && site.read(&page("G/2024-2")) == plain);
}

#[test]
fn an_alias_below_a_text_is_a_collision() {
    let site = site();
    site.document("gfxwj/1", "G/2024-1", "", "正文。");
    site.document(
        "gg/1",
        "G/2024-2",
        &format!("aliases: [{}]\n", text("G/2024-1")),
        "公告。",
    );
    let run = site.run(&["check", "--lang", "en"]).ends(1);
    assert!(run.stdout.contains("address-collision"), "{}", run.stdout);
}
