//! Takes a document's body; gives HTML, the headings, the text of each block for search, and
//! findings. This module must not know other documents or where links lead.
//!
//! The syntax is CommonMark with tables, footnotes, strikethrough and task lists. Emphasis next to
//! Chinese characters and bare addresses have their own rules, and mistyped marks are read as they
//! were meant. Raw HTML is left out or cleaned. The caller resolves links.

mod autolink;
#[cfg(test)]
mod commonmark;
mod edits;
mod emphasis;
#[cfg(test)]
mod forms;
mod public;
mod script;
mod slips;
mod writer;

pub use public::{Link, without_hidden};
pub use script::{Position, set_script};

/// The anchor of the article whose number is at the beginning of a text: `a6` for 第六条第一款.
pub fn anchor_of_article(text: &str) -> Option<String> {
    writer::anchor_of_article(text)
}

use crate::diag::{Diagnostic, Place, is_enough};
use edits::Spanned;
use emphasis::Unread;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};
use serde::{Deserialize, Serialize};
use slips::{Origin, Slip};
use std::ops::Range;

/// The level of an article (第八条), which is below every heading in the table of contents.
pub const ARTICLE: u8 = 7;

/// A heading of the body, or an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Level on the page, from 2, because the title is 1. An article has the level [`ARTICLE`].
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its text.
    pub title: String,
}

/// A parsed body, for the page, the table of contents and the search index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// HTML that is safe in a page.
    pub html: String,
    /// The headings and articles, in order.
    pub headings: Vec<Heading>,
    /// The text of each block (such as a paragraph, a heading, an item, a cell or a code block), in
    /// order.
    pub blocks: Vec<String>,
}

/// The caller's answer for the destination of a link or an image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The address to write. If it is `None`, only the text of the link, or the alternative text of
    /// the image, is written.
    pub href: Option<String>,
    /// Width and height of an image, in pixels; `None` if they are unknown.
    pub size: Option<(usize, usize)>,
}

/// The purpose of a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Use {
    /// A link to follow.
    Link,
    /// An image to show in the page.
    Image,
}

/// Resolves a destination as written, with its purpose and a byte range in the file: that of the
/// whole link or image in Markdown, that of the address alone in raw HTML.
pub type Resolve<'r> = dyn FnMut(&str, Use, Range<usize>) -> Target + 'r;

/// The anchor of a heading, before a suffix distinguishes repeated anchors.
pub fn anchor(text: &str) -> String {
    let mut id = String::from("h-");
    for c in text.chars() {
        if c.is_alphanumeric() {
            id.extend(c.to_lowercase());
        } else if !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(id.trim_end_matches('-').len().max(2));
    id
}

/// CommonMark, and the extensions that government documents need.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// The treatment of raw HTML in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawHtml {
    /// Tags are left out; the text between them stays, except scripts and styles.
    LeftOut,
    /// Allowed tags and attributes stay, and all others are left out.
    Cleaned,
}

/// The parser's events for a body, after the rules for Chinese texts.
fn events(source: &str) -> (Vec<Spanned<'_>>, Vec<Unread>) {
    let events = Parser::new_ext(source, OPTIONS)
        .into_offset_iter()
        .collect();
    let (events, unread) = emphasis::pair(source, events);
    (autolink::link(source, events), unread)
}

/// Turns the body of a file into HTML, headings and blocks. The body is the text of the file from
/// byte `start` on.
pub fn render(
    path: &str,
    file: &str,
    start: usize,
    raw: RawHtml,
    resolve: &mut Resolve<'_>,
) -> (Body, Vec<Diagnostic>) {
    render_signed(path, file, start, raw, &[], resolve)
}

/// Like [`render`], with the issuing bodies (`signers`). They decide how many of the names directly
/// above the date belong to the signature. Without issuing bodies, all of these names belong to it.
pub fn render_signed(
    path: &str,
    file: &str,
    start: usize,
    raw: RawHtml,
    signers: &[&str],
    resolve: &mut Resolve<'_>,
) -> (Body, Vec<Diagnostic>) {
    let source = &file[start..];
    let (typed, unread) = events(source);
    let slips = slips::look(source, &typed, &unread);
    let (text, origins) = meant(source, &slips);
    let events = match &text {
        Some(text) => in_source(events(text).0, &origins),
        None => typed,
    };
    let has_top_level = events.iter().any(|(e, _)| {
        matches!(
            e,
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            })
        )
    });
    let has_top_level =
        has_top_level || raw == RawHtml::Cleaned && writer::has_raw_top_level(&events);
    let settings = writer::Settings {
        shift: u8::from(has_top_level),
        raw,
        signers,
    };
    let (body, mut findings) = writer::write(path, file, start, settings, &events, resolve);
    for slip in slips {
        let repair = slip.repair(source, start);
        let Some(message) = slip.message else {
            continue;
        };
        let finding = Diagnostic::new(message);
        findings.push(if is_enough(&findings, finding.code()) {
            finding.in_file(path)
        } else {
            let range = start + slip.range.start..start + slip.range.end;
            finding.at(Place::new(path, file, range)).repair(repair)
        });
    }
    (body, findings)
}

/// The body with its slips repaired; `None` if nothing is repaired.
fn repaired(source: &str) -> Option<String> {
    let (events, unread) = events(source);
    meant(source, &slips::look(source, &events, &unread)).0
}

/// The events of a repaired text with their places in the body.
fn in_source<'e>(mut events: Vec<Spanned<'e>>, origins: &[Origin]) -> Vec<Spanned<'e>> {
    for (_, range) in &mut events {
        for origin in origins.iter().rev() {
            *range = origin.range(range);
        }
    }
    events
}

/// The maximum number of passes of repairs over one text. A repair that touches another one waits
/// for the next pass.
const REPAIRS: usize = 4;

/// The body with its slips repaired (`None` if nothing is repaired), and the origins of each pass,
/// in order.
fn meant(source: &str, slips: &[Slip]) -> (Option<String>, Vec<Origin>) {
    let mut origins = Vec::new();
    let mut text = None;
    let mut next = slips::repaired(source, slips);
    while let Some((repaired, origin)) = next {
        origins.push(origin);
        let (events, unread) = events(&repaired);
        let slips = slips::look(&repaired, &events, &unread);
        next = slips::repaired(&repaired, &slips).filter(|_| origins.len() < REPAIRS);
        drop(events);
        text = Some(repaired);
    }
    (text, origins)
}

pub use crate::escape::markup_into as escape_into;
use writer::is_signer;
pub(crate) use writer::{is_agency, is_written_date};

/// An address shortened for findings. The address of an embedded image (`data:`) contains the whole
/// image, so it is too long for a message.
pub fn short(address: &str) -> String {
    const MOST: usize = 120;
    match address.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &address[..end]),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Lang, Message, Value};

    fn body(source: &str) -> Body {
        render("a.md", source, 0, RawHtml::LeftOut, &mut |dest, _, _| {
            Target {
                href: Some(dest.to_owned()),
                size: None,
            }
        })
        .0
    }

    #[test]
    fn blocks_are_the_fields_of_search() {
        let b = body(
            "# 总则\n\n第一段\n接着。\n\n- 甲\n- 乙\n\n| 列 | 值 |\n|---|--:|\n| 丙 | 1 |\n\n> 引文[^1]\n\n[^1]: 注\n\n```\nlet x;\n```\n",
        );
        assert_eq!(
            b.blocks,
            [
                "总则",
                "第一段接着。",
                "甲",
                "乙",
                "列",
                "值",
                "丙",
                "1",
                "引文",
                "注",
                "let x;"
            ]
        );
        assert!(b.html.contains("<h2 id=\"h-总则\">总则</h2>"), "{}", b.html);
        assert!(b.html.contains("<td class=\"r\">1</td>"));
        assert!(!b.html.contains("style="));
    }

    #[test]
    fn headings_keep_their_levels_unless_one_would_be_the_title() {
        let levels = |s: &str| body(s).headings.iter().map(|h| h.level).collect::<Vec<_>>();
        assert_eq!(levels("## 一\n### 二\n"), [2, 3]);
        assert_eq!(levels("# 一\n## 二\n"), [2, 3]);
        assert_eq!(body("## 一\n## 一\n").headings[1].id, "h-一-2");
    }

    #[test]
    fn raw_html_is_left_out_and_reported() {
        let (b, findings) = render(
            "a.md",
            "甲<b>乙</b>\n\n<script>alert(1)</script>\n\n<!-- 注 -->\n",
            0,
            RawHtml::LeftOut,
            &mut |_, _, _| Target::default(),
        );
        assert_eq!(b.html, "<p>甲乙</p>\n");
        let places: Vec<_> = findings
            .iter()
            .filter_map(|f| f.place.as_ref())
            .map(|p| (p.line, p.column))
            .collect();
        assert_eq!(places, [(1, 2), (3, 1)]);
    }

    /// The value in a finding about HTML, links, images or headings; `None` for other findings.
    fn value_of(finding: &Diagnostic) -> Option<&Value> {
        match &finding.message {
            Message::RawHtml { value, .. }
            | Message::UnsafeLink { value }
            | Message::ImageWithoutAlt { value }
            | Message::HeadingSkip { value, .. } => Some(value),
            _ => None,
        }
    }

    fn raw(source: &str) -> (Body, Vec<String>) {
        let (body, findings) = render(
            "a.md",
            source,
            0,
            RawHtml::Cleaned,
            &mut |dest, usage, _| {
                let leads = usage == Use::Link || !dest.contains("://");
                Target {
                    href: leads.then(|| format!("../{dest}")),
                    size: None,
                }
            },
        );
        (
            body,
            findings
                .iter()
                .filter_map(|f| {
                    Some(format!(
                        "{}:{} {}",
                        f.place.as_ref().map_or(0, |p| p.line),
                        f.place.as_ref().map_or(0, |p| p.column),
                        value_of(f)?.shown(Lang::Zh, |text| text.into())
                    ))
                })
                .collect(),
        )
    }

    #[test]
    fn raw_html_that_is_let_through_is_cleaned() {
        let source = "<table class=\"x\">\n<tr><th colspan=2>甲</th></tr>\n\n<tr onclick='x()'><td>乙<br>丙</td><td>a < b</td></tr>\n</table>\n";
        let (b, found) = raw(source);
        assert_eq!(
            b.html.replace('\n', ""),
            "<div class=\"table-scroll\" tabindex=\"0\"><table><tbody><tr><th colspan=\"2\">甲</th></tr><tr><td>乙<br>丙</td><td>a &lt; b</td></tr></tbody></table></div>"
        );
        assert_eq!(b.blocks, ["甲", "乙 丙", "a < b"]);
        assert_eq!(found, ["1:1 <table class=…>", "4:1 <tr onclick=…>"]);
        for (source, html) in [
            ("<script>alert(1)</script>\n", ""),
            (
                "<p style=\"position:fixed\" id=\"main\">甲</p>\n",
                "<p>甲</p>",
            ),
            (
                "<div><a href=\"javascript:alert(1)\">甲</a><a href='b.md' target=_blank>乙</a></div>\n",
                "<div>甲<a href=\"../b.md\">乙</a></div>",
            ),
            (
                "<div><img src=\"https://elsewhere.cn/x.png\" alt=\"图\"><img src=x.png alt='\"甲\"'></div>\n",
                "<div>图<img src=\"../x.png\" alt=\"&quot;甲&quot;\" loading=\"lazy\"></div>",
            ),
            ("<iframe src=\"https://a.cn\"></iframe>\n", ""),
            ("<div><!-- 注 -->甲\n", "<div>甲\n</div>"),
            ("<form action=x><input name=y>甲</form>\n", "甲"),
            (
                "<h3 onmouseover=x>一、<b>总则</b></h3>\n",
                "<h3 id=\"h-一-总则\">一、<b>总则</b></h3>",
            ),
        ] {
            assert_eq!(raw(source).0.html.trim(), html, "{source}");
        }
        assert_eq!(
            raw("<style>\n<!-- \n</style>\n<div onclick=x>甲</div>\n").1,
            ["1:1 <style>", "4:1 <div onclick=…>"]
        );
        for source in [
            "<svg><script>alert(1)</script></svg>\n",
            "<div><svg><style><img src=x onerror=alert(1)></style></svg>甲</div>\n",
        ] {
            let html = raw(source).0.html;
            assert!(
                !html.contains("<s") && !html.contains("<img src=\"x"),
                "{html}"
            );
        }
        assert_eq!(
            raw("> <p>\n> <b class=x>甲</b></p>\n").1,
            ["2:3 <b class=…>"]
        );
        assert_eq!(
            raw("<h2>一、<b>总则</b></h2>\n").0.headings,
            [Heading {
                level: 2,
                id: "h-一-总则".into(),
                title: "一、总则".into()
            }]
        );
    }

    #[test]
    fn addresses_that_raw_html_leaves_out_are_reported_where_they_stand() {
        for (source, found) in [
            (
                "<p>甲\n<img alt=图 src=\"data:image/png;base64,AA==\"></p>",
                "2:17 data:image/png;base64,AA==",
            ),
            (
                "<p><a name=x></a><a href='javascript:x()'>甲</a></p>",
                "1:27 javascript:x()",
            ),
            (
                "<p><a href=ftp://a.cn/>甲</a><a href=\"b.md\">乙</a></p>",
                "1:12 ftp://a.cn/",
            ),
            (
                "<p><a href=\"&#106;avascript&colon;x()\">甲</a></p>",
                "1:13 javascript:x()",
            ),
            (
                "<p><a href=\"https://a b.cn/\">甲</a></p>",
                "1:13 https://a b.cn/",
            ),
            (
                "<p><a href=file:///C:/a.doc>甲</a></p>",
                "1:12 file:///C:/a.doc",
            ),
            (
                "<p><b title=5'>甲</b><a href='ftp://a.cn'>乙</a></p>",
                "1:30 ftp://a.cn",
            ),
            (
                "<p onclick=\"x()\"><img alt=\"x\" src=x></p>\n<p><img src=y></p>",
                "2:4 y",
            ),
        ] {
            let found_here = raw(source).1;
            assert!(
                found_here.iter().any(|f| f == found),
                "{source}: {found_here:?}"
            );
        }
        let mut asked = Vec::new();
        let source = "<p onclick=\"x()\">x <a href=y.md title=x>甲</a><a href=\"x\">乙</a></p>";
        render(
            "a.md",
            source,
            0,
            RawHtml::Cleaned,
            &mut |written, _, range| {
                asked.push(format!("{written} {}", &source[range]));
                Target::default()
            },
        );
        assert_eq!(asked, ["y.md y.md", "x x"]);
    }

    #[test]
    fn elements_that_an_empty_line_cuts_are_reported() {
        assert_eq!(
            raw("<details><summary>甲</summary>\n\n**乙**\n\n</details>\n").1,
            ["1:1 <details>"]
        );
        assert_eq!(
            raw("甲\n\n<table>\n<tr><td>\n\n**乙**\n\n</td></tr></table>\n").1,
            ["3:1 <table>"]
        );
        assert_eq!(raw("<p>\n\n**乙**\n\n</p>\n").1, ["1:1 <p>"]);
        for whole in [
            "<div>甲<br>\n<p>乙<ul><li>丙</ul></DIV>\n",
            "<p>甲<p>乙\n",
            "<table>\n\n<tr><td>甲\n\n</table>\n",
            "<div><!-- <b> --></div>\n",
        ] {
            assert_eq!(raw(whole).1, [""; 0], "{whole}");
        }
    }

    #[test]
    fn headings_of_raw_html_are_set_as_those_of_markdown_are() {
        let (b, _) =
            raw("<h2>a<div><h3>b</h3></div>c</h2>\n\n<h2> </h2>\n\n<h2><img src=x alt=图></h2>\n");
        assert!(
            b.html
                .starts_with("<h2 id=\"h-a-b-c\">a<div><h3 id=\"h-b\">b</h3></div>c</h2>"),
            "{}",
            b.html
        );
        assert_eq!(
            b.headings
                .iter()
                .map(|h| h.title.as_str())
                .collect::<Vec<_>>(),
            ["a b c", "b", "图"]
        );
        assert!(!b.html.contains("\"h-\""));
        let levels = |s: &str| {
            raw(s)
                .0
                .headings
                .iter()
                .map(|h| h.level)
                .collect::<Vec<_>>()
        };
        assert_eq!(levels("<H1>一</H1>\n\n## 二\n\n<h2>三</h2>\n"), [2, 3, 3]);
        assert_eq!(
            levels("<div><!--\n<h1>一</h1> --></div>\n\n<h2>二</h2>\n"),
            [2]
        );
        let titles = |s: &str| {
            raw(s)
                .0
                .headings
                .iter()
                .map(|h| (h.title.clone(), h.id.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            titles("<h2>10<sup>4</sup></h2>\n\n## 10<sup>4</sup>"),
            [
                ("10⁴".into(), "h-104".into()),
                ("10⁴".to_owned(), "h-104-2".to_owned())
            ]
        );
    }

    #[test]
    fn raw_html_in_a_paragraph_is_nested_as_markdown_is() {
        for (source, html) in [
            (
                "H<sub>2</sub>O **<u>甲**乙</u> <BR/>丙",
                "H<sub>2</sub>O <strong><u>甲</u></strong>乙 <br>\n丙",
            ),
            ("<b>甲<i>乙</b>丙</i>丁", "<b>甲<i>乙</i></b>丙丁"),
            ("<u>甲\n\n乙</u>", "<p><u>甲</u></p>\n<p>乙"),
            ("甲<span class=x>乙</span><script>丙", "甲乙丙"),
            ("甲<!-- 注 -->乙", "甲乙"),
            (
                "- <b>甲\n  - 乙",
                "<ul>\n<li><b>甲</b><ul>\n<li>乙</li>\n</ul>\n</li>\n</ul>",
            ),
        ] {
            let shown = raw(source).0.html;
            assert!(shown.contains(html), "{source}: {shown}");
        }
        assert_eq!(raw("甲<span class=x>乙</span>").1, ["1:2 <span class=x>"]);
        assert_eq!(raw("H<sub>2</sub>O\n").0.blocks, ["H₂O"]);
        assert_eq!(
            raw("10<sup>4</sup>、a<sup>**最**大</sup>、<sup>2\n")
                .0
                .blocks,
            ["10⁴、a^(最大)、²"]
        );
        assert_eq!(
            raw("<p>10<sup>-4</sup> x<sub>i<sup>2</sup></sub></p>\n")
                .0
                .blocks,
            ["10⁻⁴ x_(i²)"]
        );
    }

    #[test]
    fn text_between_tags_is_kept() {
        let b = body(
            "<!-- 注 -->重要内容一\n\n</p>重要内容二\n\n<p align=\"center\">居中<b>文字</b></p>\n\n正文[^1]\n\n[^1]: 注一\n\n[^9]: 孤注\n",
        );
        for text in ["重要内容一", "重要内容二", "居中 文字", "孤注"] {
            assert!(
                b.html.contains(text) && b.blocks.iter().any(|x| x.contains(text)),
                "{text}: {}",
                b.html
            );
        }
        assert_eq!(body("<script>\nalert(1)\n</script>\n").html, "");
    }

    #[test]
    fn links_without_a_target_leave_their_text() {
        let (b, _) = render(
            "a.md",
            "[甲](javascript:alert(1)) ![图](x.png)",
            0,
            RawHtml::LeftOut,
            &mut |_, _, _| Target::default(),
        );
        assert_eq!(b.html, "<p>甲 图</p>\n");
    }

    #[test]
    fn everything_is_escaped() {
        let b = body("a < b & \"c\" [x](<y\"z>) `<i>`");
        assert!(
            b.html.contains("a &lt; b &amp; &quot;c&quot;")
                && b.html.contains("href=\"y&quot;z\"")
                && b.html.contains("<code>&lt;i&gt;</code>"),
            "{}",
            b.html
        );
    }

    #[test]
    fn code_is_shown_as_it_is() {
        let b = body("```json\n{\"a\": \"<b>\"}\n```\n\n    x & y\n");
        assert_eq!(
            b.html,
            "<pre tabindex=\"0\"><code>{&quot;a&quot;: &quot;&lt;b&gt;&quot;}\n</code></pre>\n\
             <pre tabindex=\"0\"><code>x &amp; y\n</code></pre>\n"
        );
    }

    #[test]
    fn articles_have_anchors_and_link_to_themselves() {
        let b = body(
            "## 第一章\n\n第一条　目的。\n\n**第二十一条之一** 范围。\n\n第十条所称\
             机关，是指甲。\n\n第二百零三条　末条。\n\n> 第五条　引文。\n\n#### 深\n\n第一条\n",
        );
        for html in [
            "<p id=\"a1\"><a href=\"#a1\">第一条</a>　目的。</p>",
            "<p id=\"a21-of-1\"><strong><a href=\"#a21-of-1\">第二十一条之一</a></strong> 范围。</p>",
            "<p>第十条所称",
            "<p id=\"a203\"><a href=\"#a203\">第二百零三条</a>　末条。",
            "<p>第五条　引文。",
            "<p id=\"a1-2\"><a href=\"#a1-2\">第一条</a></p>",
        ] {
            assert!(b.html.contains(html), "{html}: {}", b.html);
        }
        let levels: Vec<u8> = b.headings.iter().map(|h| h.level).collect();
        assert_eq!(levels, [2, 7, 7, 7, 4, 7]);
        assert_eq!(b.blocks[1], "第一条　目的。");
        let skips = render(
            "a.md",
            "## 一\n\n第一条　甲\n\n#### 深\n",
            0,
            RawHtml::LeftOut,
            &mut |_, _, _| Target::default(),
        )
        .1;
        assert_eq!(
            skips.len(),
            1,
            "an article between two headings hides no gap"
        );
    }

    #[test]
    fn addressee_and_signature_are_set_apart() {
        let b =
            body("各科室：\n\n现予公布。\n\n甲局\n\n乙局\n\n2023年3月29日\n\n（此件公开发布）\n");
        for above in [
            "| 甲 |\n|---|\n| 乙 |",
            "- 甲",
            "> 甲",
            "```\n甲\n```",
            "<div>甲</div>",
            "---",
        ] {
            for raw in [RawHtml::LeftOut, RawHtml::Cleaned] {
                let source = format!("项目情况表\n\n{above}\n\n2023年3月29日\n");
                let html = render("a.md", &source, 0, raw, &mut |_, _, _| Target::default())
                    .0
                    .html;
                assert!(
                    html.contains("<p>项目情况表</p>") && html.contains("<p class=\"sign\">2023"),
                    "{html}"
                );
            }
        }
        assert_eq!(
            body("甲局\n\n<!-- 注 -->\n\n2023年3月29日\n")
                .html
                .matches("sign")
                .count(),
            2
        );
        assert_eq!(
            b.html,
            "<p class=\"to\">各科室：</p>\n<p>现予公布。</p>\n<p class=\"sign\">甲局</p>\n<p class=\"sign\">乙局</p>\n<p class=\"sign\">2023年3月29日</p>\n<p>（此件公开发布）</p>\n"
        );
        assert!(!body("- 2023年3月29日\n").html.contains("sign"));
        assert!(body("二〇二三年三月二十九日\n").html.contains("sign"));
    }

    #[test]
    fn footnotes_stand_at_the_end_in_the_order_of_reference() {
        let b = body("甲[^b] 乙[^a] 丙[^b]\n\n[^a]: 一\n[^b]: 二\n");
        let b_first = b.html.find("<li id=\"fn-1\"><p>二").expect(&b.html);
        assert!(b.html.find("<li id=\"fn-2\"><p>一").expect(&b.html) > b_first);
        assert!(b.html.contains("id=\"fnref-1-2\""));
    }

    proptest::proptest! {
        #[test]
        fn no_input_makes_it_panic(source in "(([\\PC\n|*_`<>\\[\\]()#~^:-]{0,6}|</?(script|table|b|h1|a href=|img src=x onload=|div|!--|pre)[ >]?)\n?){0,30}") {
            let b = body(&source);
            proptest::prop_assert!(!b.html.contains("<script"));
            let html = scraper::Html::parse_fragment(&raw(&source).0.html);
            for element in html.select(&scraper::Selector::parse("*").unwrap()) {
                proptest::prop_assert!(element.value().name() != "script" && element.value().attrs().all(|(name, _)| !name.starts_with("on")));
            }
        }
    }
}
