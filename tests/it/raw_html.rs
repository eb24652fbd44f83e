//! Tests HTML in documents: it is left out unless the site allows it, and otherwise cleaned.

use crate::harness::{Site, assert_same, tree};

const BODY: &str = "<table>\n<tr><th colspan=\"2\" style=\"color:red\">合并表头甲</th></tr>\n<tr><td><a href=\"b.md#一、总则\">另一份</a></td><td><a href=\"表.docx\">申请表</a></td></tr>\n\
                    </table>\n\n<script>alert('金丝雀')</script>\n\n<h2 onclick=\"x()\">一、办法</h2>\n\n<p>公式 H<sub>2</sub>O，<img src=\"https://elsewhere.cn/金丝雀.png\" alt=\"外图\"></p>\n\n\
                    行内<u>着重</u>文字。";

fn site(config: &str) -> Site {
    let site = Site::new();
    site.write(
        "mulu.yaml",
        format!("title: t\nagency: {{name: 甲局}}\nbase_url: https://example.cn/\n{config}"),
    );
    site.document("规章/a", "N/1", "", BODY).document(
        "规章/b",
        "N/2",
        "",
        "<h2>一、总则</h2>\n\n正文。\n\n见[办法](a.md#一、办法)。",
    );
    site.write("content/规章/表.docx", "word");
    site
}

fn page(site: &Site, number: &str) -> String {
    site.read(&(mulu::catalogue::address::document(number).unwrap() + ".html"))
}

#[test]
fn html_reaches_the_page_only_where_the_site_says_so() {
    let site = site("");
    let run = site.run(&["build", "--lang", "en"]).ends(0);
    assert!(run.stderr.contains("raw-html") && !page(&site, "N/1").contains("<th colspan"));
    let without = tree(&site.public());
    let config = std::fs::read_to_string(site.root().join("mulu.yaml")).unwrap();
    site.write("mulu.yaml", format!("{config}raw_html: true\n"));
    let run = site.run(&["build", "--lang", "en"]).ends(1);
    assert!(
        run.stderr.contains("error[unsafe-link]") && run.stderr.contains("content/规章/a.md:16:"),
        "{}",
        run.stderr
    );
    site.document(
        "规章/a",
        "N/1",
        "",
        &BODY.replace(
            "<img src=\"https://elsewhere.cn/金丝雀.png\" alt=\"外图\">",
            "",
        ),
    );
    let run = site.run(&["build", "--lang", "en"]).ends(0);
    for (refused, place) in [
        ("<th style=…>", "a.md:8:5"),
        ("<script>", "a.md:12:1"),
        ("<h2 onclick=…>", "a.md:14:1"),
    ] {
        assert!(
            run.stderr.contains(refused) && run.stderr.contains(place),
            "{refused} {place}: {}",
            run.stderr
        );
    }
    let a = page(&site, "N/1");
    for shown in [
        "<th colspan=\"2\">合并表头甲</th>",
        ".html#h-一-总则\">另一份</a>",
        ".docx\">申请表</a>",
        "H<sub>2</sub>O",
        "行内<u>着重</u>文字",
        "<h2 id=\"h-一-办法\">",
    ] {
        assert!(a.contains(shown), "{shown}: {a}");
    }
    for refused in ["金丝雀", "onclick", "style=", "javascript"] {
        assert!(!a.contains(refused), "{refused}");
    }
    assert!(
        !run.stderr.contains("broken-anchor"),
        "headings of HTML are headings: {}",
        run.stderr
    );
    // search finds the text of the HTML, and the text for download contains it
    let found = site
        .run(&["search", "--format", "json", "合并表头甲"])
        .ends(0);
    assert_eq!(found.stdout.lines().count(), 1);
    assert!(
        site.read(&(mulu::catalogue::address::document("N/1").unwrap() + ".txt"))
            .contains("合并表头甲\t\r\n另一份\t申请表\r\n")
    );
    // a build without a cache gives the same site; without the option, the first site comes back
    let with = tree(&site.public());
    site.run(&["build", "--force"]).ends(0);
    assert_same(&with, &tree(&site.public()), "from nothing");
    site.document("规章/a", "N/1", "", BODY)
        .write("mulu.yaml", config)
        .build();
    assert_same(&without, &tree(&site.public()), "and back");
}

#[test]
fn links_and_numbers_in_html_are_looked_at() {
    let site = site("raw_html: true\n");
    site.document("规章/a", "N/1", "", "<p>号码110101<b>199003</b>078515。</p>\n\n<p><a href=\"没有.md\">甲</a></p>\n\n<div><img src=\"没有.png\"></div>");
    let run = site.run(&["check", "--lang", "en"]).ends(1);
    for expected in [
        "id-card-number",
        "error[broken-link]",
        "a.md:9:13",
        "a.md:11:16",
        "a.md:11:6",
        "image-without-alt",
    ] {
        assert!(run.stdout.contains(expected), "{expected}: {}", run.stdout);
    }
}

#[test]
fn findings_say_what_is_left_out_and_what_to_do() {
    let site = site("raw_html: true\n");
    let body = "<p style=x>甲</p>\n\n<form>乙</form>\n\n丙<a href=b.md>丁</a>\n\n<details><summary>戊</summary>\n\n**己**\n\n</details>\n\n<p><a href=\"ftp://a.cn/\">庚</a></p>";
    site.document("规章/a", "N/1", "", body);
    let run = site.run(&["check"]).ends(1);
    for expected in [
        "“<p style=…>”中的这一属性不会出现在页面上，标签本身保留",
        "“<form>”不会出现在页面上",
        "raw_html 不包括这一标签",
        "“<a href=b.md>”不会出现在页面上",
        "段落中只能用不带属性的标签",
        "“<details>”在空行之前没有结束",
        "请在空行之前写上结束标签",
        "unsafe-link",
        "a.md:19:13",
    ] {
        assert!(run.stdout.contains(expected), "{expected}: {}", run.stdout);
    }
    assert!(!run.stdout.contains("raw_html: true"), "{}", run.stdout);
    // a `data:` URL may be as long as an image file, but its finding stays short
    site.document(
        "规章/a",
        "N/1",
        "",
        &format!(
            "<p><img src=\"data:image/png;base64,{0}\"></p>\n\n![](data:image/png;base64,{0})",
            "A".repeat(9999)
        ),
    );
    let run = site.run(&["check", "--format", "json"]).ends(1);
    assert!(
        run.stdout.matches("data:image/png").count() == 4 && run.stdout.len() < 6000,
        "{}",
        run.stdout
    );
}

#[test]
fn an_archive_package_rebuilds_with_its_html() {
    let site = site("raw_html: true\n");
    site.document(
        "规章/a",
        "N/1",
        "",
        &BODY
            .replace("https://elsewhere.cn/金丝雀.png", "图.png")
            .replace("金丝雀", "鸟"),
    )
    .write("content/规章/图.png", "png");
    let hidden = "<p><a href=\"../金丝雀/h.md\">一</a><a class=x href='../金丝雀/h.md'>二</a> <a HREF=../金丝雀/h.md>三</a></p>";
    site.document("规章/c", "N/3", "", hidden).document(
        "金丝雀/h",
        "N/4",
        "draft: true\n",
        "金丝雀",
    );
    site.run(&["snapshot", "2025"]).ends(0);
    for (path, bytes) in tree(&site.root().join("archive/2025")) {
        assert!(
            !path.contains("金丝雀") && !String::from_utf8_lossy(&bytes).contains("金丝雀"),
            "{path}"
        );
    }
    let source = site.root().join("archive/2025/data/source");
    assert!(
        std::fs::read_to_string(source.join("mulu.yaml"))
            .unwrap()
            .contains("raw_html: true")
    );
    assert!(
        std::fs::read_dir(source.join("content/规章"))
            .unwrap()
            .any(|f| f.unwrap().file_name() == "图.png")
    );
    let again = Site::empty();
    crate::harness::copy(&source, again.root());
    again.run(&["--as-of", "2025-12-31", "build"]).ends(0);
    assert!(page(&again, "N/1").contains("<th colspan=\"2\">合并表头甲</th>"));
    assert!(page(&again, "N/3").contains("<p>一二 三</p>"));
}
