//! Takes the HTML of a body; gives plain text. An empty line separates blocks; items have their
//! numbers; a row of a table is a line with tabs between cells.
//!
//! A cell is one line. In a cell, “；” separates items and the rows of a nested table, “、”
//! separates the cells of such a row, and a space separates other blocks.
//!
//! The HTML must come from `parse::markdown`: its tags nest correctly, and its attributes are in
//! double quotes. This file must not know the rest of the page.

use crate::diag::fill;
use crate::parse::markdown::{Position, set_script};
use std::borrow::Cow;

/// Interface texts for formats that plain text cannot show. `{s}` stands for the text.
pub(super) struct Words<'a> {
    /// The form of struck-out text.
    pub(super) deleted: &'a str,
    /// The form of an image's text.
    pub(super) image: &'a str,
    /// The form of a link's address, after the words of the link.
    pub(super) brackets: &'a str,
}

/// The text for a horizontal rule. It also separates the footnotes from the text above them.
const RULE: &str = "——————————";

/// The indentation of a quotation.
const QUOTATION: &str = "    ";

/// The text of a body. Its lines end in LF, except the last one.
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

/// The kind of a block. An empty line separates two blocks, except two items or two rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Block,
    Item,
    Row,
}

struct List {
    /// The number of the next item; `None` for a list without numbers.
    next: Option<usize>,
    /// The number or mark before the first block of the current item.
    marker: Option<String>,
    /// The indentation of the current item's lines after the first.
    indent: usize,
    /// Only for a list in a cell: whether an item has been read. A separator comes before every
    /// item but the first.
    is_begun: bool,
}

/// A table whose rows are being read. `number` is the number of the current row. For each column,
/// `until` is the number of the first row below the last cell.
#[derive(Default)]
struct Table {
    row: Option<Vec<String>>,
    number: usize,
    until: Vec<usize>,
    /// How many columns and rows the current cell spans.
    span: (usize, usize),
    /// For a table in a cell: the text before it in that cell, and its rows so far.
    before: String,
    rows: Vec<String>,
}

impl Table {
    fn begin_row(&mut self) {
        self.number += 1;
        self.row = Some(Vec::new());
    }

    /// Adds an empty cell for each next column that a cell of an earlier row covers.
    fn skip_covered(&mut self) {
        let Some(row) = &mut self.row else { return };
        while self
            .until
            .get(row.len())
            .is_some_and(|until| *until > self.number)
        {
            row.push(String::new());
        }
    }

    fn cell(&mut self, text: &str) {
        self.skip_covered();
        let Some(row) = &mut self.row else { return };
        let first = row.len();
        row.push(text.trim().to_owned());
        row.resize(first + self.span.0, String::new());
        if self.until.len() < row.len() {
            self.until.resize(row.len(), 0);
        }
        self.until[first..row.len()].fill(self.number.saturating_add(self.span.1));
    }

    fn end_row(&mut self, between: &str) -> String {
        self.skip_covered();
        self.row.take().unwrap_or_default().join(between)
    }
}

struct Plain<'a> {
    words: &'a Words<'a>,
    out: String,
    last: Kind,
    block: String,
    lists: Vec<List>,
    quotations: usize,
    is_code: bool,
    /// The open tables. Each is in a cell of the table before it.
    tables: Vec<Table>,
    /// The open links: where each begins in `block`, and the address to print, perhaps empty.
    /// `None` for a link that is left out with its words.
    links: Vec<(usize, Option<String>)>,
    /// Where the open superscripts and subscripts begin in `block`. `None` for one that began in an
    /// earlier block, and for a footnote's number, which has its own brackets.
    scripts: Vec<Option<usize>>,
    /// How many `<q>` are open.
    quotes: usize,
}

impl<'a> Plain<'a> {
    fn new(words: &'a Words<'a>) -> Plain<'a> {
        let (out, block, lists, tables, links, scripts) = Default::default();
        Plain {
            words,
            out,
            last: Kind::Block,
            block,
            lists,
            quotations: 0,
            is_code: false,
            tables,
            links,
            scripts,
            quotes: 0,
        }
    }

    fn characters(&mut self, escaped: &str) {
        let text = unescape(escaped);
        if self.is_code {
            self.block.push_str(&text.replace('\r', ""));
            return;
        }
        for c in text.chars() {
            let c = if matches!(c, '\n' | '\r' | '\t') {
                ' '
            } else {
                c
            };
            if c != ' ' || !self.block.is_empty() && !self.block.ends_with([' ', '\n']) {
                self.block.push(c);
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        match name {
            "div" if attribute(tag, "class").as_deref() == Some("footnotes") => self.rule(),
            "p" | "/p" | "h2" | "h3" | "h4" | "h5" | "h6" | "/h2" | "/h3" | "/h4" | "/h5"
            | "/h6" | "/li" | "/caption" | "dt" | "/dt" | "dd" | "/dd" | "div" | "/div"
            | "details" | "/details" | "summary" | "/summary" | "figure" | "/figure"
            | "figcaption" | "/figcaption" => self.end_of_block(),
            "br" => self.block.push(if self.in_cell() { ' ' } else { '\n' }),
            "hr" => self.rule(),
            "ul" => self.list(None),
            "ol" => self.list(Some(
                attribute(tag, "start")
                    .and_then(|n| n.parse().ok())
                    .unwrap_or(1),
            )),
            "/ul" | "/ol" => {
                self.end_of_block();
                self.lists.pop();
            }
            // Only items in the list of footnotes have an id.
            "li" if attribute(tag, "id").is_some() => self.item(|number| format!("[{number}] ")),
            "li" => self.item(|number| format!("{number}. ")),
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
                self.is_code = name == "pre" && !self.in_cell();
            }
            "table" => self.table(),
            "/table" => self.end_of_table(),
            "tr" => self.row(),
            "/tr" => self.end_of_row(),
            // A cell covers no rows outside its group of rows.
            "/thead" | "/tbody" | "/tfoot" => self
                .tables
                .last_mut()
                .into_iter()
                .for_each(|t| t.until.clear()),
            "td" | "th" => {
                let number =
                    |name: &str| attribute(tag, name).and_then(|n| n.trim().parse::<usize>().ok());
                let columns = number("colspan").map_or(1, |n| n.clamp(1, 1000));
                let rows = number("rowspan").map_or(1, |n| if n == 0 { usize::MAX } else { n });
                self.tables
                    .last_mut()
                    .into_iter()
                    .for_each(|t| t.span = (columns, rows));
            }
            "/td" | "/th" => {
                let cell = self.take_block();
                self.tables
                    .last_mut()
                    .into_iter()
                    .for_each(|t| t.cell(&cell));
            }
            _ => self.tag_in_line(tag, name),
        }
    }

    /// Reads a tag inside a line of text.
    fn tag_in_line(&mut self, tag: &str, name: &str) {
        match name {
            "del" | "s" => self.block.push_str(self.around_deleted().0),
            "/del" | "/s" => self.block.push_str(self.around_deleted().1),
            "sup" | "sub" => self
                .scripts
                .push((!tag.contains("\"footnote-ref\"")).then_some(self.block.len())),
            "/sup" | "/sub" => {
                if let Some(Some(start)) = self.scripts.pop() {
                    let position = match name {
                        "/sup" => Position::Superscript,
                        _ => Position::Subscript,
                    };
                    set_script(&mut self.block, start, position);
                }
            }
            "q" => {
                self.block.push(if self.quotes.is_multiple_of(2) {
                    '“'
                } else {
                    '‘'
                });
                self.quotes += 1;
            }
            "/q" => {
                self.quotes = self.quotes.saturating_sub(1);
                self.block.push(if self.quotes.is_multiple_of(2) {
                    '”'
                } else {
                    '’'
                });
            }
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

    fn in_cell(&self) -> bool {
        self.tables.iter().any(|t| t.row.is_some())
    }

    /// Takes the text since the last block. Open superscripts and subscripts end with it; an open
    /// link continues at the beginning of the next block.
    fn take_block(&mut self) -> String {
        self.scripts.fill(None);
        self.links.iter_mut().for_each(|(start, _)| *start = 0);
        std::mem::take(&mut self.block)
    }

    fn table(&mut self) {
        self.end_of_block();
        let before = if self.in_cell() {
            self.take_block()
        } else {
            String::new()
        };
        self.tables.push(Table {
            before,
            ..Table::default()
        });
    }

    fn end_of_table(&mut self) {
        let rest = if self.in_cell() {
            self.take_block()
        } else {
            String::new()
        };
        let Some(mut table) = self.tables.pop() else {
            return;
        };
        if !self.in_cell() {
            return;
        }
        table.rows.push(rest);
        let rows: Vec<&str> = table
            .rows
            .iter()
            .map(|r| r.trim())
            .filter(|r| !r.trim_matches('、').is_empty())
            .collect();
        self.block = table.before;
        self.block.push_str(&rows.join("；"));
        self.block.push(' ');
    }

    fn row(&mut self) {
        self.end_of_block();
        let caption = if self.in_cell() {
            self.take_block()
        } else {
            String::new()
        };
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        table.rows.push(caption);
        table.begin_row();
    }

    fn end_of_row(&mut self) {
        let is_inner = self.tables.len() > 1;
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let row = table.end_row(if is_inner { "、" } else { "\t" });
        if is_inner {
            table.rows.push(row);
        } else {
            self.block = row;
            self.end(Kind::Row);
        }
    }

    /// Adds a separator to the text of a cell, or only a space if the text ends with punctuation.
    /// An empty text gets neither.
    fn part(&mut self, mark: char) {
        self.block.truncate(self.block.trim_end().len());
        if self.block.is_empty() {
            return;
        }
        let is_parted = self
            .block
            .ends_with(['；', '。', '：', '，', '、', '！', '？', ';', ':', '.', ',']);
        self.block.push(if is_parted { ' ' } else { mark });
    }

    fn rule(&mut self) {
        self.end_of_block();
        if self.in_cell() {
            return;
        }
        self.block.push_str(RULE);
        self.end(Kind::Block);
    }

    fn list(&mut self, next: Option<usize>) {
        self.end_of_block();
        let indent = self.lists.last().map_or(0, |l| l.indent);
        self.lists.push(List {
            next,
            marker: None,
            indent,
            is_begun: false,
        });
    }

    fn item(&mut self, marker: fn(usize) -> String) {
        if self.in_cell() {
            return self.item_in_cell();
        }
        self.end_of_block();
        let outer = self.lists.iter().rev().nth(1).map_or(0, |l| l.indent);
        let Some(list) = self.lists.last_mut() else {
            return;
        };
        let marker = match &mut list.next {
            None => "- ".to_owned(),
            Some(next) => {
                *next += 1;
                marker(*next - 1)
            }
        };
        list.indent = outer + marker.len();
        list.marker = Some(marker);
    }

    fn item_in_cell(&mut self) {
        let Some(list) = self.lists.last_mut() else {
            return;
        };
        let is_first = !std::mem::replace(&mut list.is_begun, true);
        let number = list.next.map(|n| format!("{n}. ")).unwrap_or_default();
        list.next = list.next.map(|n| n + 1);
        self.part(if is_first { ' ' } else { '；' });
        self.block.push_str(&number);
    }

    fn link(&mut self, tag: &str) {
        let href = attribute(tag, "href").unwrap_or_default();
        // The arrow back from a footnote and the addresses of internal links are left out, because
        // they are useless on paper.
        let named = if tag.contains("doc-backlink") {
            None
        } else {
            Some(
                if href.starts_with("https://") || href.starts_with("http://") {
                    href
                } else {
                    String::new()
                },
            )
        };
        self.links.push((self.block.len(), named));
    }

    fn end_of_link(&mut self) {
        let Some((start, named)) = self.links.pop() else {
            return;
        };
        match named {
            None if self.block.is_char_boundary(start) => self.block.truncate(start),
            Some(href)
                if !href.is_empty()
                    && self
                        .block
                        .get(start..)
                        .is_some_and(|text| !href.ends_with(text.trim())) =>
            {
                let named = fill(self.words.brackets, |_| Some(Cow::Borrowed(href.as_str())));
                self.block.push_str(&named);
            }
            _ => {}
        }
    }

    fn end_of_block(&mut self) {
        if self.in_cell() {
            self.part(' ');
        } else {
            self.end(if self.lists.is_empty() {
                Kind::Block
            } else {
                Kind::Item
            });
        }
    }

    fn end(&mut self, kind: Kind) {
        let block = self.take_block();
        let text = if self.is_code || kind == Kind::Row {
            block.trim_matches('\n')
        } else {
            block.trim()
        };
        let is_empty_row = kind == Kind::Row && text.trim().is_empty();
        if text.is_empty() || is_empty_row {
            return;
        }
        if !self.out.is_empty() {
            self.out
                .push_str(if kind != Kind::Block && kind == self.last {
                    "\n"
                } else {
                    "\n\n"
                });
        }
        self.last = kind;
        let quotation = QUOTATION.repeat(self.quotations);
        let outer = self.lists.iter().rev().nth(1).map_or(0, |l| l.indent);
        let (first, further) = match self.lists.last_mut() {
            Some(list) => match list.marker.take() {
                Some(marker) => (
                    format!("{}{marker}", " ".repeat(outer)),
                    " ".repeat(list.indent),
                ),
                None => (" ".repeat(list.indent), " ".repeat(list.indent)),
            },
            None => Default::default(),
        };
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.out.push('\n');
            }
            let line = if self.is_code || kind == Kind::Row {
                line
            } else {
                line.trim()
            };
            self.out.push_str(&quotation);
            self.out.push_str(if i == 0 { &first } else { &further });
            self.out.push_str(line);
        }
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let end = tag[start..].find('"')?;
    Some(unescape(&tag[start..start + end]).into_owned())
}

fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.replace("&nbsp;", "\u{a0}")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown::{RawHtml, Target, render};

    const WORDS: Words<'_> = Words {
        deleted: "（删去：{s}）",
        image: "（图：{s}）",
        brackets: "（{s}）",
    };
    /// Nothing around the text.
    const BARE: Words<'_> = Words {
        deleted: "{s}",
        image: "{s}",
        brackets: "{s}",
    };

    fn plain(source: &str) -> String {
        let (body, _) = render("a.md", source, 0, RawHtml::LeftOut, &mut |dest, _, _| {
            Target {
                href: Some(dest.to_owned()),
                size: None,
            }
        });
        of_html(&body.html, &WORDS)
    }

    #[test]
    fn blocks_stand_apart_and_items_together() {
        let source = "# 总则\n\n第一段\n接着。\n\n1. 甲\n2. 乙\n   - 丙\n   - 丁\n\n   乙的第二段\n3. 戊\n\n末段\\\n换行\n";
        assert_eq!(
            plain(source),
            "总则\n\n第一段接着。\n\n1. 甲\n2. 乙\n   - 丙\n   - 丁\n   乙的第二段\n3. 戊\n\n末段\n换行"
        );
        assert_eq!(plain("4. 甲\n5. 乙\n"), "4. 甲\n5. 乙");
    }

    #[test]
    fn rows_of_a_table_have_tabs() {
        let source = "前\n\n| 项目 | 金额 |\n|---|--:|\n| 补助 | 1 |\n| | 2 |\n\n后\n";
        assert_eq!(plain(source), "前\n\n项目\t金额\n补助\t1\n\t2\n\n后");
    }

    #[test]
    fn what_text_cannot_show_is_said() {
        assert_eq!(
            plain("~~旧~~新 ![位置](a.png)"),
            "（删去：旧）新 （图：位置）"
        );
        assert_eq!(
            plain("[网站](https://a.cn/?a=1&b=2) <https://b.cn/> [站内](b.md)"),
            "网站（https://a.cn/?a=1&b=2） https://b.cn/ 站内"
        );
        assert_eq!(
            plain("甲[^1]\n\n[^1]: 注\n"),
            format!("甲[1]\n\n{RULE}\n\n[1] 注")
        );
        assert_eq!(
            plain("> 引文\n\n---\n\n    if a < b {\n      c\n"),
            format!("    引文\n\n{RULE}\n\nif a < b {{\n  c")
        );
        assert_eq!(plain("a &lt; `<b>` & \"c\""), "a < <b> & \"c\"");
    }

    #[test]
    fn raw_html_that_a_site_lets_through_is_text_too() {
        let source = "<table><tr><th colspan=\"2\">甲</th><th>乙</th></tr>\n<tr><td><p>一</p><p>二</p></td><td>三</td><td>四</td></tr></table>\n\n<dl><dt>词</dt><dd>义</dd></dl>\n";
        let (body, _) = render("a.md", source, 0, RawHtml::Cleaned, &mut |_, _, _| {
            Target::default()
        });
        assert_eq!(
            of_html(&body.html, &BARE),
            "甲\t\t乙\n一 二\t三\t四\n\n词\n\n义"
        );
    }

    fn raw(source: &str) -> String {
        let (body, _) = render("a.md", source, 0, RawHtml::Cleaned, &mut |_, _, _| {
            Target::default()
        });
        of_html(&body.html, &WORDS)
    }

    #[test]
    fn what_small_signs_say_is_kept() {
        assert_eq!(
            raw("每10<sup>4</sup>人，H<sub>2</sub>O，x<sub>甲</sub>[^1]\n\n[^1]: 注"),
            format!("每10⁴人，H₂O，x_(甲)[1]\n\n{RULE}\n\n[1] 注")
        );
        assert_eq!(
            raw("<p>10<sup>-4</sup><s>旧</s>，<q>甲<q>乙</q></q></p>\n\n<s>旧</s>与<q>新</q>"),
            "10⁻⁴（删去：旧），“甲‘乙’”\n\n（删去：旧）与“新”"
        );
    }

    #[test]
    fn cells_keep_their_columns() {
        let rows = "<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>一</td><td rowspan=9>二</td></tr><tr><td>三</td><td>四</td></tr></table>";
        assert_eq!(raw(rows), "甲\t乙\t\n\t一\t二\n三\t四\t");
        let groups = "<table><thead><tr><th rowspan=0>甲</th><th>乙</th></tr><tr><th>丙</th></tr></thead><tbody><tr><td>一</td><td>二</td></tr></tbody></table>";
        assert_eq!(raw(groups), "甲\t乙\n\t丙\n一\t二");
    }

    #[test]
    fn a_table_within_a_cell_stays_in_it() {
        let source = "<table><tr><td>外一</td><td>前<table><caption>题</caption><tr><td>内<p>一</p></td><td>内二</td></tr><tr><td>内三</td></tr></table>后</td><td>外三</td></tr></table>";
        assert_eq!(raw(source), "外一\t前 题；内 一、内二；内三 后\t外三");
    }

    #[test]
    fn what_stands_in_a_cell_is_parted_and_stays_on_one_line() {
        let cell = |inside: &str| {
            raw(&format!(
                "<table><tr><td>{inside}</td><td>末</td></tr></table>"
            ))
        };
        assert_eq!(
            cell("含：<ul>\n<li>甲</li>\n<li>乙。</li><li>丙</li></ul>"),
            "含： 甲；乙。 丙\t末"
        );
        assert_eq!(cell("<ol start=3><li>甲<li>乙</ol>"), "3. 甲；4. 乙\t末");
        assert_eq!(
            cell("<div>甲</div><div>乙</div><h3>丙</h3>丁<hr>戊"),
            "甲 乙 丙 丁 戊\t末"
        );
        assert_eq!(
            cell("<pre>甲\n\t乙</pre><blockquote>丙</blockquote>"),
            "甲 乙 丙\t末"
        );
        assert_eq!(
            raw("<details><summary>甲</summary>乙</details>丙"),
            "甲\n\n乙\n\n丙"
        );
    }

    proptest::proptest! {
        #[test]
        fn no_raw_html_makes_it_panic(source in "(</?(table|tr|td rowspan=2|td|sup|sub|q|s|ul|ol|li|pre|a href=x|a|div|b)>|甲|[ 1\n]){0,30}") {
            let (body, _) = render("a.md", &format!("<div>{source}"), 0, RawHtml::Cleaned, &mut |_, _, _| Target { href: Some("https://a.cn".into()), size: None });
            let text = of_html(&body.html, &BARE);
            let letters = |t: &str| t.chars().filter(|c| *c == '甲').count();
            proptest::prop_assert!(letters(&text) >= body.blocks.iter().map(|b| letters(b)).sum::<usize>());
        }

        #[test]
        fn no_body_makes_it_panic_or_lose_a_word(source in "([甲乙丙a-c\n|*_`\\[\\]()#~^:>.1-]{0,6}\n?){0,30}") {
            let (body, _) = render("a.md", &source, 0, RawHtml::LeftOut, &mut |dest, _, _| Target { href: Some(dest.to_owned()), size: None });
            let text = of_html(&body.html, &BARE);
            let letters = |t: &str| t.chars().filter(|c| "甲乙丙".contains(*c)).count();
            proptest::prop_assert!(letters(&text) >= body.blocks.iter().map(|b| letters(b)).sum::<usize>());
        }
    }
}
