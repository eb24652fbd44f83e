//! Tests e-books: those beside the pages of documents, and those of a whole column, year or issuing
//! body. EPUBCheck checks the e-books of the demonstration in a step of scripts/test.sh.

use crate::harness::{DAY, Site, tree};
use std::io::Read;

const CONFIG: &str = "title: 测试目录\nagency: {name: 甲局}\nbase_url: https://example.cn/xxgk/\nepub: true\ncolumns:\n\
                      - {name: 规范性文件, path: gfxwj, type: 政策文件}\n- {name: 公告, path: gg, epub: false}\n";

/// A picture of one white pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\xdac\xf8\x0f\0\x01\x01\x01\0\x1b\xb6\xeeV\0\0\0\0IEND\xaeB`\x82";

fn site() -> Site {
    let site = Site::new();
    site.write("mulu.yaml", CONFIG);
    site
}

fn address(number: &str, ending: &str) -> String {
    mulu::catalogue::address::document(number).unwrap() + ending
}

/// The files of a book in their order, each as text.
fn unpacked(bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|i| {
            let mut file = zip.by_index(i).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn book(site: &Site, path: &str) -> Vec<(String, String)> {
    unpacked(std::fs::read(site.root().join(path)).unwrap())
}

#[track_caller]
fn file<'a>(book: &'a [(String, String)], name: &str) -> &'a str {
    let found = book.iter().find(|(n, _)| n == name);
    &found
        .unwrap_or_else(|| panic!("{name} is missing from {:?}", names(book)))
        .1
}

fn names(book: &[(String, String)]) -> Vec<&str> {
    book.iter().map(|(name, _)| name.as_str()).collect()
}

#[track_caller]
fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is missing from\n{text}");
    }
}

/// The language that a page and its e-book state for a document; empty where they state none.
fn stated(site: &Site, number: &str) -> [String; 4] {
    let page = std::fs::read_to_string(site.public().join(address(number, ".html"))).unwrap();
    let page = scraper::Html::parse_document(&page);
    let of = |selector| {
        let selector = scraper::Selector::parse(selector).unwrap();
        let found = page.select(&selector).next();
        found
            .and_then(|e| e.attr("lang"))
            .unwrap_or_default()
            .to_owned()
    };
    let book = unpacked(std::fs::read(site.public().join(address(number, ".epub"))).unwrap());
    let package = file(&book, "EPUB/package.opf");
    let text = file(&book, "EPUB/text.xhtml");
    let between = |text: &str, begin: &str, end: &str| {
        let rest = text.split_once(begin).map(|(_, rest)| rest);
        let found = rest.and_then(|rest| rest.split_once(end));
        found.map(|(found, _)| found.to_owned()).unwrap_or_default()
    };
    [
        of("h1"),
        of("#text"),
        between(package, "<dc:language>", "</dc:language>"),
        between(text, "<div class=\"body\" lang=\"", "\""),
    ]
}

#[test]
fn a_document_in_another_language_than_the_site_says_so() {
    let site = site();
    let say = |number: &str, title: &str, body: &str| {
        let front = format!("title: {title}\n");
        site.document(&format!("gfxwj/{}", &number[2..]), number, &front, body);
    };
    say(
        "G/1",
        "Notice on the Work Plan",
        "All offices: carry it out.",
    );
    // a name with two accents among more than two hundred letters
    let ordinary = "The veterans of the county may apply for the grant at every office. ";
    say(
        "G/2",
        "Guide to Benefits",
        &format!("{}Ask in Ürümqi.", ordinary.repeat(4)),
    );
    say("G/3", "Work Plan", "All offices: ask 甲局.");
    say(
        "G/4",
        "Décision générale",
        "Les demandes sont reçues à la mairie.",
    );
    say("G/5", "2024", "1.");
    say("G/6", "优待办法", "All offices: carry it out.");
    site.build();
    for number in ["G/1", "G/2"] {
        assert_eq!(stated(&site, number), ["en", "en", "en", "en"], "{number}");
    }
    for number in ["G/3", "G/4", "G/5", "G/6"] {
        assert_eq!(stated(&site, number), ["", "", "zh-Hans", ""], "{number}");
    }
    site.write(
        "mulu.yaml",
        CONFIG.replace("title:", "language: en\ntitle:"),
    );
    site.build();
    assert_eq!(stated(&site, "G/6"), ["zh-Hans"; 4]);
    for number in ["G/1", "G/3", "G/4", "G/5"] {
        assert_eq!(stated(&site, number), ["", "", "en", ""], "{number}");
    }
}

#[test]
fn a_book_says_what_the_page_says() {
    let site = site();
    site.document(
        "gfxwj/1",
        "G/2024-1",
        "title: 补助办法\ndocument_number: 甲规〔2024〕1号\ndate_published: 2024-03-02 09:30\n\
         attachments: [{file: 表.docx, title: 申请表}]\n",
        "## 第一章　总则\n\n第一条　制定本办法[^1]，见[公告](../gg/2.md)。\n\n| 项目 | 金额 |\n|---|--:|\n| 补助 | 100 |\n\n\
         ![示意图](图.png) ![旧图](旧.bmp)\n\n[^1]: 依据《条例》。\n",
    );
    site.write("content/gfxwj/表.docx", "word")
        .write("content/gfxwj/图.png", PNG)
        .write("content/gfxwj/旧.bmp", "BM");
    site.document("gg/2", "G/2024-2", "", "公告。");
    site.build();
    let bytes = std::fs::read(site.public().join(address("G/2024-1", ".epub"))).unwrap();
    // programs recognise an EPUB by these bytes at this place
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    let book = unpacked(bytes);
    let all = names(&book);
    assert_eq!(all.len(), 8, "{all:?}");
    let image = all.iter().find(|name| name.ends_with(".png")).unwrap();
    let image = image.strip_prefix("EPUB/").unwrap();
    holds(
        file(&book, "EPUB/text.xhtml"),
        &[
            "lang=\"zh-Hans\" xml:lang=\"zh-Hans\"",
            "<h1>补助办法</h1>",
            "<th scope=\"row\">索引号</th><td>G/2024-1</td>",
            "<th scope=\"row\">有效性</th><td>有效</td>",
            "role=\"doc-noteref\" epub:type=\"noteref\">[1]</a>",
            "<aside epub:type=\"footnote\" role=\"doc-footnote\" id=\"fn-1\">",
            "<th scope=\"col\">项目</th>",
            &format!("<img src=\"{image}\" alt=\"示意图\" height=\"1\" width=\"1\"/>"),
            "（图：旧图）",
            &format!(
                "<a href=\"https://example.cn/xxgk/{}\">公告</a>",
                address("G/2024-2", ".html")
            ),
            ">申请表</a><small>（表.docx，4 B）</small>",
            &format!(
                "本文网址：https://example.cn/xxgk/{}",
                address("G/2024-1", ".html")
            ),
        ],
    );
    holds(
        file(&book, "EPUB/package.opf"),
        &[
            "<dc:identifier id=\"id\">urn:mulu:G%2F2024-1</dc:identifier>",
            "<meta property=\"dcterms:modified\">2024-03-02T01:30:00Z</meta>",
            "<dc:language>zh-Hans</dc:language>",
            "<meta property=\"schema:accessMode\">visual</meta>",
        ],
    );
    holds(
        file(&book, "EPUB/nav.xhtml"),
        &["第一章　总则</a>\n<ol>\n<li><a href=\"text.xhtml#a1\">第一条</a>"],
    );
    for (name, text) in book
        .iter()
        .filter(|(n, _)| n.ends_with("html") || n.ends_with("opf"))
    {
        let options = roxmltree::ParsingOptions {
            allow_dtd: true,
            ..Default::default()
        };
        roxmltree::Document::parse_with_options(text, options)
            .unwrap_or_else(|e| panic!("{name}: {e}"));
    }
    let page = site.read(&address("G/2024-1", ".html"));
    holds(&page, &["download=\"补助办法.epub\">下载 EPUB</a>"]);
    assert!(
        !site.has(&address("G/2024-2", ".epub")),
        "its column has `epub: false`"
    );
    assert!(!site.read(&address("G/2024-2", ".html")).contains(".epub"));
}

#[test]
fn only_published_documents_have_a_book() {
    let site = site();
    site.document("gfxwj/1", "G/1", "draft: true\n", "甲。");
    site.document("gfxwj/2", "G/2", "disclosure: 依申请公开\n", "甲。");
    site.document("gfxwj/3", "G/3", "date_created: 2027-01-01\n", "甲。");
    site.document(
        "gfxwj/4",
        "G/4",
        "withdrawn: {date: 2025-01-01, reason: 有误}\n",
        "甲。",
    );
    site.document("gfxwj/5", "G/5", "", "甲。");
    site.write(
        "content/about.md",
        "---\ntitle: 说明\nkind: page\n---\n乙\n",
    );
    site.build();
    let books = |site: &Site| -> Vec<String> {
        let files = tree(&site.public()).into_keys();
        files.filter(|path| path.ends_with(".epub")).collect()
    };
    assert_eq!(books(&site), [address("G/5", ".epub")]);
    site.write("mulu.yaml", CONFIG.replace("epub: true", "epub: false"));
    site.build();
    assert_eq!(books(&site), Vec::<String>::new());
}

#[test]
fn a_book_changes_when_its_image_or_its_status_does_and_only_then() {
    let site = site();
    site.document("gfxwj/1", "G/1", "", "![图](a.png)");
    site.document("gfxwj/2", "G/2", "", "乙。");
    site.write("content/gfxwj/a.png", PNG);
    let read = |number: &str| std::fs::read(site.public().join(address(number, ".epub"))).unwrap();
    let build = || {
        site.run(&["--as-of", "2025-02-01", "build"]).ends(0);
        (read("G/1"), read("G/2"))
    };
    let first = build();
    let mut other = PNG.to_vec();
    other.extend(b"\0");
    site.write("content/gfxwj/a.png", &other);
    let second = build();
    assert_ne!(first.0, second.0);
    assert_eq!(first.1, second.1);
    let repeal = "date_created: 2025-01-20\ndate_effective: 2025-02-01\nrepeals: [G/2]\n";
    site.document("gfxwj/3", "G/3", repeal, "丙。");
    let third = build();
    let opf = |bytes| file(&unpacked(bytes), "EPUB/package.opf").to_owned();
    holds(&opf(third.1), &["2025-01-31T16:00:00Z"]);
    // the bytes stay the same if the site is built anew on the same day, and on a later day
    let before = tree(&site.public());
    site.run(&["--as-of", "2025-02-01", "build", "--force"])
        .ends(0);
    crate::harness::assert_same(&before, &tree(&site.public()), "built anew");
    let third = (read("G/1"), read("G/2"));
    site.run(&["--as-of", "2025-06-01", "build"]).ends(0);
    assert_eq!(third, (read("G/1"), read("G/2")));
}

#[test]
fn a_column_a_year_and_a_body_are_one_book() {
    let site = site();
    site.document(
        "gfxwj/1",
        "G/1",
        "title: 先\ndate_created: 2023-01-01\n",
        "见[后](2.md#附则)。",
    );
    site.document(
        "gfxwj/2",
        "G/2",
        "title: 后\nissuing_body: 乙局\n",
        "## 附则\n\n见[先](1.md)。",
    );
    site.document("gg/3", "G/3", "title: 公告\n", "丙。");
    let run = site.run(&["--lang", "zh", "book", "规范性文件"]).ends(0);
    assert_eq!(run.stdout.trim(), "gfxwj.epub");
    holds(&run.stderr, &["收入文件 2 件"]);
    let column = book(&site, "gfxwj.epub");
    holds(
        file(&column, "EPUB/nav.xhtml"),
        &["<li><a href=\"d00001.xhtml\">先</a></li>\n<li><a href=\"d00002.xhtml\">后</a></li>"],
    );
    holds(
        file(&column, "EPUB/d00001.xhtml"),
        &["<a href=\"d00002.xhtml\">后</a>"],
    );
    holds(
        file(&column, "EPUB/d00002.xhtml"),
        &["<a href=\"d00001.xhtml\">先</a>"],
    );
    holds(
        file(&column, "EPUB/package.opf"),
        &[
            "<dc:title>测试目录：规范性文件</dc:title>",
            "<dc:identifier id=\"id\">https://example.cn/xxgk/category/gfxwj/</dc:identifier>",
            "2024-02-29T16:00:00Z",
        ],
    );
    // without `--force`, an existing file stays
    let run = site.run(&["--lang", "zh", "book", "gfxwj"]).ends(2);
    holds(&run.stderr, &["gfxwj.epub", "已存在", "可用 --force 替换"]);
    let first = std::fs::read(site.root().join("gfxwj.epub")).unwrap();
    site.run(&["book", "gfxwj", "--force"]).ends(0);
    assert_eq!(
        first,
        std::fs::read(site.root().join("gfxwj.epub")).unwrap()
    );
    site.run(&["book", "--year", "2024", "-o", "y.epub"])
        .ends(0);
    holds(
        file(&book(&site, "y.epub"), "EPUB/nav.xhtml"),
        &["<span>规范性文件</span>", "<span>公告</span>"],
    );
    site.run(&["book", "--issuing-body", "乙局", "-o", "b.epub"])
        .ends(0);
    assert_eq!(book(&site, "b.epub").len(), 7);
    for (args, said) in [
        (vec!["book", "规范性文件们"], "是不是“规范性文件”"),
        (vec!["book", "--year", "1999"], "没有年份“1999”"),
        (vec!["book", "--year", "abc"], "应为四位年份，如 2024"),
        (vec!["book", "2024", "-o", "x.pdf"], "以 .epub 结尾"),
        (vec!["book", "2024", "-o", "x"], "以 .epub 结尾"),
        (vec!["book"], "只写一种"),
        (vec!["book", "2024", "--year", "2024"], "只写一种"),
    ] {
        let run = site.run(&[&["--lang", "zh"], &args[..]].concat()).ends(2);
        holds(&run.stderr, &[said]);
    }
}

#[test]
fn there_is_no_book_of_what_must_not_be_published() {
    let site = site();
    site.document("gfxwj/1", "G/1", "", "身份证号 11010519491231002X。");
    let run = site.run(&["book", "gfxwj"]).ends(1);
    holds(&run.stderr, &["id-card-number"]);
    let left: Vec<String> = std::fs::read_dir(site.root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("epub") || name.contains("book"))
        .collect();
    assert!(left.is_empty(), "{left:?} on {DAY}");
}
