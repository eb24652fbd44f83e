//! The HTML of a body as plain text: an empty line between blocks, items with their numbers, a table's rows with tabs between the cells.
//!
//! It reads what `parse::markdown` writes, and must not be given anything else: nesting is right, attributes stand in double quotes.

use crate::diag::fill;
use std::borrow::Cow;

/// Words around what plain text cannot show, each with one `{s}`.
pub(super) struct Words<'a> {
    /// Around text that is struck out.
    pub(super) deleted: &'a str,
    /// Around an image's text.
    pub(super) image: &'a str,
    /// Around an address behind the words that lead there.
    pub(super) brackets: &'a str,
}

/// Stands for a line across the page, and above footnotes.
const RULE: &str = "——————————";

/// Indentation of a quotation.
const QUOTATION: &str = "    ";

/// The text of a body, lines ending in LF, none at the end.
pub(super) fn of_html(html: &str, words: &Words<'_>) -> String {
    let mut plain = Plain::new(words);
    let mut rest = html;
    while !rest.is_empty() {
        let open = rest.find('<').unwrap_or(rest.len());
        plain.characters(&rest[..open]);
        rest = &rest[open..];
        let Some(close) = rest.find('>') else { break };
        plain.tag(&rest[1..close]);
        rest = &rest[close + 1..];
    }
    plain.end(Kind::Block);
    plain.out
}

/// Between two blocks stands an empty line, unless both are items, or rows of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Block,
    Item,
    Row,
}

struct List {
    /// The next number, of a list that has them.
    next: Option<usize>,
    /// What stands before the first block of the item.
    marker: Option<String>,
    /// Before its further lines.
    indent: usize,
}

struct Plain<'a> {
    words: &'a Words<'a>,
    out: String,
    last: Kind,
    block: String,
    lists: Vec<List>,
    quotations: usize,
    is_code: bool,
    row: Option<Vec<String>>,
    /// Over how many columns the cell goes.
    columns: usize,
    /// Where links begin in `block`, with the address to be named behind them; none for one that is not shown at all.
    links: Vec<(usize, Option<String>)>,
}

impl<'a> Plain<'a> {
    fn new(words: &'a Words<'a>) -> Plain<'a> {
        let (lists, links) = (Vec::new(), Vec::new());
        Plain { words, out: String::new(), last: Kind::Block, block: String::new(), lists, quotations: 0, is_code: false, row: None, columns: 1, links }
    }

    fn characters(&mut self, escaped: &str) {
        let text = unescape(escaped);
        if self.is_code {
            self.block.push_str(&text.replace('\r', ""));
            return;
        }
        for c in text.chars() {
            let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
            if c != ' ' || !self.block.is_empty() && !self.block.ends_with([' ', '\n']) {
                self.block.push(c);
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        match name {
            "div" if attribute(tag, "class").as_deref() == Some("footnotes") => self.rule(),
            "p" | "h2" | "h3" | "h4" | "h5" | "h6" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" | "/li" | "/caption" | "dt" | "/dt" | "dd" | "/dd" | "div"
            | "/div" | "summary" | "/summary" | "figcaption" | "/figcaption" => self.end_of_block(),
            "/p" if self.row.is_some() => self.characters(" "),
            "/p" => self.end_of_block(),
            "br" => self.block.push(if self.row.is_some() { ' ' } else { '\n' }),
            "hr" => self.rule(),
            "ul" => self.list(None),
            "ol" => self.list(Some(attribute(tag, "start").and_then(|n| n.parse().ok()).unwrap_or(1))),
            "/ul" | "/ol" => {
                self.end_of_block();
                self.lists.pop();
            }
            "li" => self.item(attribute(tag, "id").is_some()),
            "blockquote" => {
                self.end_of_block();
                self.quotations += 1;
            }
            "/blockquote" => {
                self.end_of_block();
                self.quotations = self.quotations.saturating_sub(1);
            }
            "pre" | "/pre" => {
                self.end_of_block();
                self.is_code = name == "pre";
            }
            "tr" => {
                self.end_of_block();
                self.row = Some(Vec::new());
            }
            "td" | "th" => self.columns = attribute(tag, "colspan").and_then(|n| n.parse().ok()).map_or(1, |n: usize| n.clamp(1, 100)),
            "/td" | "/th" => {
                let cell = std::mem::take(&mut self.block);
                let row = self.row.get_or_insert_default();
                row.push(cell.trim().to_owned());
                // what goes over several columns leaves the others empty
                row.extend((1..self.columns).map(|_| String::new()));
            }
            "/tr" => {
                self.block = self.row.take().unwrap_or_default().join("\t");
                self.end(Kind::Row);
            }
            "del" => self.block.push_str(self.around_deleted().0),
            "/del" => self.block.push_str(self.around_deleted().1),
            "a" => self.link(tag),
            "/a" => self.end_of_link(),
            "img" => {
                let alt = attribute(tag, "alt").unwrap_or_default();
                let shown = fill(self.words.image, |_| Some(Cow::Borrowed(alt.as_str())));
                self.block.push_str(&shown);
            }
            _ => {}
        }
    }

    fn around_deleted(&self) -> (&'a str, &'a str) {
        self.words.deleted.split_once("{s}").unwrap_or_default()
    }

    fn rule(&mut self) {
        self.end_of_block();
        self.block.push_str(RULE);
        self.end(Kind::Block);
    }

    fn list(&mut self, next: Option<usize>) {
        self.end_of_block();
        let indent = self.lists.last().map_or(0, |l| l.indent);
        self.lists.push(List { next, marker: None, indent });
    }

    fn item(&mut self, is_footnote: bool) {
        self.end_of_block();
        let outer = self.lists.iter().rev().nth(1).map_or(0, |l| l.indent);
        let Some(list) = self.lists.last_mut() else { return };
        let marker = match &mut list.next {
            None => "- ".to_owned(),
            Some(next) => {
                *next += 1;
                let number = *next - 1;
                if is_footnote { format!("[{number}] ") } else { format!("{number}. ") }
            }
        };
        list.indent = outer + marker.len();
        list.marker = Some(marker);
    }

    fn link(&mut self, tag: &str) {
        let href = attribute(tag, "href").unwrap_or_default();
        // the arrow back from a footnote is of no use on paper; only an address elsewhere says something by itself
        let named = if tag.contains("doc-backlink") {
            None
        } else {
            Some(if href.starts_with("https://") || href.starts_with("http://") { href } else { String::new() })
        };
        self.links.push((self.block.len(), named));
    }

    fn end_of_link(&mut self) {
        let Some((start, named)) = self.links.pop() else { return };
        match named {
            None => self.block.truncate(start.min(self.block.len())),
            Some(href) if !href.is_empty() && self.block.get(start..).is_some_and(|text| text.trim() != href) => {
                let named = fill(self.words.brackets, |_| Some(Cow::Borrowed(href.as_str())));
                self.block.push_str(&named);
            }
            Some(_) => {}
        }
    }

    fn end_of_block(&mut self) {
        // a paragraph within a cell is part of its row
        if self.row.is_none() {
            self.end(if self.lists.is_empty() { Kind::Block } else { Kind::Item });
        }
    }

    fn end(&mut self, kind: Kind) {
        let block = std::mem::take(&mut self.block);
        let text = if self.is_code || kind == Kind::Row { block.trim_matches('\n') } else { block.trim() };
        let is_empty_row = kind == Kind::Row && text.trim().is_empty();
        if text.is_empty() || is_empty_row {
            return;
        }
        if !self.out.is_empty() {
            self.out.push_str(if kind != Kind::Block && kind == self.last { "\n" } else { "\n\n" });
        }
        self.last = kind;
        let quotation = QUOTATION.repeat(self.quotations);
        let outer = self.lists.iter().rev().nth(1).map_or(0, |l| l.indent);
        let (first, further) = match self.lists.last_mut() {
            Some(list) => match list.marker.take() {
                Some(marker) => (format!("{}{marker}", " ".repeat(outer)), " ".repeat(list.indent)),
                None => (" ".repeat(list.indent), " ".repeat(list.indent)),
            },
            None => Default::default(),
        };
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.out.push('\n');
            }
            let line = if self.is_code || kind == Kind::Row { line } else { line.trim() };
            self.out.push_str(&quotation);
            self.out.push_str(if i == 0 { &first } else { &further });
            self.out.push_str(line);
        }
    }
}

/// The value of an attribute in the inside of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let end = tag[start..].find('"')?;
    Some(unescape(&tag[start..start + end]))
}

fn unescape(text: &str) -> String {
    text.replace("&nbsp;", "\u{a0}").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown::{Target, render};

    fn plain(source: &str) -> String {
        let (body, _) = render("a.md", source, 0, false, &mut |dest, _, _| Target { href: Some(dest.to_owned()), size: None });
        of_html(&body.html, &Words { deleted: "（删去：{s}）", image: "（图：{s}）", brackets: "（{s}）" })
    }

    #[test]
    fn blocks_stand_apart_and_items_together() {
        let source = "# 总则\n\n第一段\n接着。\n\n1. 甲\n2. 乙\n   - 丙\n   - 丁\n\n   乙的第二段\n3. 戊\n\n末段\\\n换行\n";
        assert_eq!(plain(source), "总则\n\n第一段接着。\n\n1. 甲\n2. 乙\n   - 丙\n   - 丁\n   乙的第二段\n3. 戊\n\n末段\n换行");
        assert_eq!(plain("4. 甲\n5. 乙\n"), "4. 甲\n5. 乙");
    }

    #[test]
    fn rows_of_a_table_have_tabs() {
        let source = "前\n\n| 项目 | 金额 |\n|---|--:|\n| 补助 | 1 |\n| | 2 |\n\n后\n";
        assert_eq!(plain(source), "前\n\n项目\t金额\n补助\t1\n\t2\n\n后");
    }

    #[test]
    fn what_text_cannot_show_is_said() {
        assert_eq!(plain("~~旧~~新 ![位置](a.png)"), "（删去：旧）新 （图：位置）");
        assert_eq!(plain("[网站](https://a.cn/?a=1&b=2) <https://b.cn/> [站内](b.md)"), "网站（https://a.cn/?a=1&b=2） https://b.cn/ 站内");
        assert_eq!(plain("甲[^1]\n\n[^1]: 注\n"), format!("甲[1]\n\n{RULE}\n\n[1] 注"));
        assert_eq!(plain("> 引文\n\n---\n\n    if a < b {\n      c\n"), format!("    引文\n\n{RULE}\n\nif a < b {{\n  c"));
        assert_eq!(plain("a &lt; `<b>` & \"c\""), "a < <b> & \"c\"");
    }

    #[test]
    fn raw_html_that_a_site_lets_through_is_text_too() {
        let source = "<table><tr><th colspan=\"2\">甲</th><th>乙</th></tr>\n<tr><td><p>一</p><p>二</p></td><td>三</td><td>四</td></tr></table>\n\n<dl><dt>词</dt><dd>义</dd></dl>\n";
        let (body, _) = render("a.md", source, 0, true, &mut |_, _, _| Target::default());
        let words = Words { deleted: "{s}", image: "{s}", brackets: "{s}" };
        assert_eq!(of_html(&body.html, &words), "甲\t\t乙\n一 二\t三\t四\n\n词\n\n义");
    }

    proptest::proptest! {
        #[test]
        fn no_body_makes_it_panic_or_lose_a_word(source in "([甲乙丙a-c\n|*_`\\[\\]()#~^:>.1-]{0,6}\n?){0,30}") {
            let (body, _) = render("a.md", &source, 0, false, &mut |dest, _, _| Target { href: Some(dest.to_owned()), size: None });
            let text = of_html(&body.html, &Words { deleted: "{s}", image: "{s}", brackets: "{s}" });
            let letters = |t: &str| t.chars().filter(|c| "甲乙丙".contains(*c)).count();
            proptest::prop_assert!(letters(&text) >= body.blocks.iter().map(|b| letters(b)).sum::<usize>());
        }
    }
}
