//! Takes what was read from a file; gives the visible text in order, with the page, sheet or slide
//! of each passage. This file must not know the site's documents.

use super::{Contents, Part};
use crate::escape::shallow;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Where a passage is in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Spot {
    /// No page, sheet or slide: the format has none, or it does not store where pages end.
    Somewhere,
    /// A page, counted from 1; in an OFD file, by the number in the name of its part.
    Page(u32),
    /// A sheet of a workbook, counted from 1 among the shown sheets. If the file does not list its
    /// sheets, the number in the name of the sheet's part.
    Sheet(u32),
    /// A slide, counted from 1. If the file does not list its slides, the number in the name of the
    /// slide's part.
    Slide(u32),
}

/// A passage of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The path of the file inside an archive; empty for the file itself.
    pub inner: String,
    /// Where the passage is.
    pub spot: Spot,
    /// The text of the passage. A search finds text inside a block, but none that goes on in the
    /// next block.
    pub blocks: Vec<String>,
}

/// Lines below this length, in characters, are joined, so that a table's cells give readable
/// blocks.
const SHORT: usize = 30;
/// The longest block made of short lines, in characters without the last separator.
const JOINED: usize = 200;
/// The separator between joined lines. Its bar stops a text from seeming to continue.
const BETWEEN: &str = " | ";
/// The largest HTML text that is parsed, in bytes.
const LARGEST_HTML: usize = 16 << 20;

/// The parts of office files that are shown: Word, Excel, PowerPoint, OFD, OpenDocument.
static SHOWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:(?<inner>.*?)/)??(?:
            word/(?:document\d*|footnotes|endnotes|header\d*|footer\d*)\.xml
            | xl/worksheets/[^/]*?(?<sheet>\d*)\.xml
            | ppt/slides/slide(?<slide>\d+)\.xml
            | doc_\d+/pages/page_(?<page>\d+)/content\.xml
            | content\.xml)$",
    )
    .ok()
});

/// An archive with one of these files is an office file.
const MARKS: [&str; 3] = ["[Content_Types].xml", "mimetype", "OFD.xml"];

/// The visible passages of a file.
pub fn shown(contents: &Contents) -> Vec<Passage> {
    let office: BTreeSet<&str> = contents
        .parts
        .iter()
        .filter_map(|part| MARKS.iter().find_map(|mark| part.place.strip_suffix(mark)))
        .collect();
    // if one part at a path has pages, a part without pages at the same path has the file's
    // properties
    let paged: BTreeSet<&str> = contents
        .parts
        .iter()
        .filter(|part| part.text.contains('\u{c}'))
        .map(|part| part.place.as_str())
        .collect();
    let mut passages: Vec<Passage> = contents
        .parts
        .iter()
        .filter(|part| !part.is_unseen)
        .flat_map(|part| match seen(part, &office) {
            Some((inner, spot)) if paged.contains(part.place.as_str()) => pages(part, inner, spot),
            Some((inner, spot)) if !is_names(part, &contents.parts) => {
                vec![Passage {
                    inner,
                    spot,
                    blocks: blocks(&part.text),
                }]
            }
            _ => Vec::new(),
        })
        .filter(|passage| !passage.blocks.is_empty())
        .collect();
    // an archive may list its files in any order; the sort is stable
    passages.sort_by(|a, b| (&a.inner, a.spot).cmp(&(&b.inner, b.spot)));
    passages
}

/// The file and the spot of a part, if it is visible. `office` has the paths of the office files;
/// the place of each of their parts begins with this path.
fn seen(part: &Part, office: &BTreeSet<&str>) -> Option<(String, Spot)> {
    let of_office = |root: &str| office.iter().any(|o| root.starts_with(o) && root != *o);
    let place = part.place.as_str();
    if let Some(found) = SHOWN.as_ref().and_then(|shown| shown.captures(place)) {
        let inner = found.name("inner").map_or("", |m| m.as_str());
        let root = if inner.is_empty() {
            String::new()
        } else {
            format!("{inner}/")
        };
        // a file that is embedded in an office file is not visible
        if of_office(&root) {
            return None;
        }
        let number = |name: &str| found.name(name)?.as_str().parse::<u32>().ok();
        let listed = Some(part.number).filter(|n| *n > 0);
        let spot = match (number("page"), number("sheet"), number("slide")) {
            (Some(page), ..) => Spot::Page(page.saturating_add(1)),
            // without a list, the number in the name of the part is used
            (_, Some(sheet), _) => Spot::Sheet(listed.unwrap_or(sheet)),
            (.., Some(slide)) => Spot::Slide(listed.unwrap_or(slide)),
            _ => Spot::Somewhere,
        };
        return Some((inner.to_owned(), spot));
    }
    let lower = place.to_ascii_lowercase();
    let is_hidden = lower.ends_with(".xml")
        || lower.ends_with(".rels")
        || office.iter().any(|root| place.starts_with(root))
        || place.ends_with(" 0 R"); // a file inside a PDF
    (!is_hidden && !is_only_digits(&part.text)).then(|| (place.to_owned(), Spot::Somewhere))
}

/// Whether a text is the digits of a binary file: sequences of digits, each followed by a bar.
fn is_only_digits(text: &str) -> bool {
    text.ends_with('|')
        && text
            .chars()
            .all(|c| matches!(c, '0'..='9' | 'X' | 'x' | ' ' | '-' | '|'))
}

/// Whether a part lists the names in an archive.
fn is_names(part: &Part, parts: &[Part]) -> bool {
    parts.iter().any(|other| {
        other
            .place
            .strip_prefix(part.place.as_str())
            .is_some_and(|rest| {
                !rest.is_empty() && (part.place.is_empty() || rest.starts_with('/'))
            })
    })
}

/// The pages of a text with page breaks. Its lines need not end paragraphs, so each page is one
/// block.
fn pages(part: &Part, inner: String, _: Spot) -> Vec<Passage> {
    if !part.text.contains('\u{c}') {
        return Vec::new();
    }
    let page = |(number, text): (u32, &str)| Passage {
        inner: inner.clone(),
        spot: Spot::Page(number),
        blocks: Some(joined(text))
            .filter(|t| !t.is_empty())
            .into_iter()
            .collect(),
    };
    (1..).zip(part.text.split('\u{c}')).map(page).collect()
}

/// Joins lines to one text. White space becomes a space next to an ASCII character, and is dropped
/// elsewhere.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let (before, after) = (out.chars().next_back(), word.chars().next());
        if let (Some(before), Some(after)) = (before, after)
            && (before.is_ascii() || after.is_ascii())
        {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A line with single spaces.
fn plain(line: &str) -> String {
    let words = line.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// The blocks of a text whose lines are paragraphs or cells.
fn blocks(text: &str) -> Vec<String> {
    let html = is_html(text).then(|| of_html(text));
    let text = html.as_deref().unwrap_or(text);
    let mut out: Vec<String> = Vec::new();
    let mut open = 0; // characters of the last block, if short lines may still be added
    for line in text.lines().map(plain).filter(|line| !line.is_empty()) {
        let length = line.chars().count();
        match out.last_mut() {
            Some(last) if open > 0 && length < SHORT && open + length < JOINED => {
                last.push_str(BETWEEN);
                last.push_str(&line);
                open += BETWEEN.len() + length;
            }
            _ => {
                out.push(line);
                open = if length < SHORT { length } else { 0 };
            }
        }
    }
    out
}

fn is_html(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(1024).collect();
    let start = start.to_ascii_lowercase();
    start.starts_with('<') && (start.contains("<html") || start.starts_with("<!doctype html"))
}

/// The text of a web page, a line for each of its blocks.
fn of_html(html: &str) -> String {
    use scraper::Node;
    let end = (0..=html.len().min(LARGEST_HTML))
        .rev()
        .find(|&i| html.is_char_boundary(i));
    let page = scraper::Html::parse_document(&shallow(&html[..end.unwrap_or(0)]));
    let mut out = String::new();
    let mut unseen = 0; // how many elements that are not shown are open
    for edge in page.tree.root().traverse() {
        use ego_tree::iter::Edge;
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(text) if opens && unseen == 0 => {
                out.extend(
                    text.chars()
                        .map(|c| if c.is_whitespace() { ' ' } else { c }),
                );
            }
            Node::Element(element) => {
                let name = element.name();
                if matches!(name, "script" | "style" | "template" | "noscript" | "head") {
                    unseen = if opens { unseen + 1 } else { unseen - 1 };
                } else if !INLINE.contains(&name) {
                    out.push('\n');
                }
            }
            _ => {}
        }
    }
    out
}

/// Elements that do not end a line.
const INLINE: [&str; 18] = [
    "a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "ins", "mark", "s", "small",
    "span", "strong", "sub", "sup", "u",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn contents(parts: &[(&str, &str)]) -> Contents {
        Contents {
            parts: parts
                .iter()
                .map(|(place, text)| Part {
                    place: (*place).to_owned(),
                    text: (*text).to_owned(),
                    ..Part::default()
                })
                .collect(),
            ..Contents::default()
        }
    }

    fn of(parts: &[(&str, &str)]) -> Vec<(String, Spot, Vec<String>)> {
        let shown = shown(&contents(parts)).into_iter();
        shown.map(|p| (p.inner, p.spot, p.blocks)).collect()
    }

    fn one(spot: Spot, block: &str) -> (String, Spot, Vec<String>) {
        (String::new(), spot, vec![block.to_owned()])
    }

    #[test]
    fn of_office_files_only_what_is_shown() {
        let word = [
            ("[Content_Types].xml", ""),
            ("docProps/core.xml", "张三"),
            ("word/document.xml", "关于做好防汛工作的通知\n"),
            ("word/comments.xml", "此处再议"),
            ("word/embeddings/a.xlsx/xl/worksheets/sheet1.xml", "内嵌"),
            ("word/embeddings/a.xlsx", "names"),
            ("word/media/image1.emf", "字"),
            ("", "word/document.xml\n"),
        ];
        assert_eq!(of(&word), [one(Spot::Somewhere, "关于做好防汛工作的通知")]);
        let slides = [
            ("[Content_Types].xml", ""),
            ("ppt/slides/slide10.xml", "十"),
            ("ppt/slides/slide2.xml", "二"),
            ("ppt/notesSlides/notesSlide1.xml", "备注"),
        ];
        assert_eq!(
            of(&slides),
            [one(Spot::Slide(2), "二"), one(Spot::Slide(10), "十")]
        );
        let cells = [
            ("[Content_Types].xml", ""),
            ("xl/worksheets/sheet3.xml", "姓名\n\n电话\n\n"),
            ("xl/sharedStrings.xml", "删去"),
        ];
        assert_eq!(of(&cells), [one(Spot::Sheet(3), "姓名 | 电话")]);
        let ofd = [
            ("OFD.xml", ""),
            ("Doc_0/Pages/Page_1/Content.xml", "版式"),
            ("Doc_0/Document.xml", "x"),
        ];
        assert_eq!(of(&ofd), [one(Spot::Page(2), "版式")]);
    }

    #[test]
    fn a_page_of_paper_is_one_block_and_knows_its_number() {
        let pdf = [
            (
                "",
                "关于印发\n办法的通知 No.\n3 of\u{c}\n\u{c}\n第三页\n\u{c}\n",
            ),
            ("", "书签"),
        ];
        assert_eq!(
            of(&pdf),
            [
                one(Spot::Page(1), "关于印发办法的通知 No. 3 of"),
                one(Spot::Page(3), "第三页")
            ]
        );
    }

    #[test]
    fn files_in_an_archive_are_named() {
        let zip = [
            ("甲/乙.txt", "正文"),
            ("丙.docx/[Content_Types].xml", ""),
            ("丙.docx/word/document.xml", "一段"),
            ("丙.docx", "word/document.xml\n"),
            ("丁.doc", "13800000000|"),
            ("", "甲/乙.txt\n"),
        ];
        let named: Vec<_> = of(&zip).into_iter().map(|p| (p.0, p.2)).collect();
        assert_eq!(
            named,
            [
                ("丙.docx".to_owned(), vec!["一段".to_owned()]),
                ("甲/乙.txt".to_owned(), vec!["正文".to_owned()])
            ]
        );
    }

    #[test]
    fn a_web_page_is_read_as_it_is_shown() {
        let page = "<!DOCTYPE html><html><head><title>题</title><script>var x=1</script></head><body><p>关于<b>印发</b>的\n通知</p><table><tr><td>甲</td><td>乙</td></tr></table></body></html>";
        assert_eq!(
            of(&[("", page)]),
            [one(Spot::Somewhere, "关于印发的 通知 | 甲 | 乙")]
        );
        assert_eq!(
            of(&[("", "甲,乙\n一,二\n")]),
            [one(Spot::Somewhere, "甲,乙 | 一,二")]
        );
        assert_eq!(of(&[("", "")]), []);
    }
}
