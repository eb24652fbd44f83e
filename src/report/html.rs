//! Takes an annual report; gives its tables as HTML in the official form of its year (see
//! `form.rs`). Each cell names its headers, for screen readers. This file must not know pages.

use super::AnnualReport;
use super::form::{Part, Row};
use crate::parse::markdown::escape_into;

/// A part's table, for the page and for search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The table.
    pub html: String,
    /// Its caption, headers, figures and note as text, one block each.
    pub blocks: Vec<String>,
}

/// The note in the corner of the table of part three.
const RELATION: &str = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";

/// The table of a part.
pub fn table(report: &AnnualReport, part: Part) -> Shown {
    let mut writer = Writer {
        report,
        part,
        out: String::new(),
        blocks: Vec::new(),
        ids: 0,
        prefix: format!("t{}", part as usize + 2),
    };
    let caption = format!("{}年{}", report.year, part.heading());
    let prefix = writer.prefix.clone();
    writer.raw(&format!("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{prefix}\"><table class=\"form {prefix}\">\n"));
    writer.raw(&format!("<caption id=\"{prefix}\">"));
    escape_into(&mut writer.out, &caption);
    writer.raw("</caption>\n");
    writer.blocks.push(caption);
    match part {
        Part::Disclosure => writer.disclosure(),
        Part::Applications => writer.applications(),
        Part::Review => writer.review(),
    }
    writer.raw("</table></div>\n");
    Shown {
        html: writer.out,
        blocks: writer.blocks,
    }
}

struct Writer<'a> {
    report: &'a AnnualReport,
    part: Part,
    out: String,
    blocks: Vec<String>,
    ids: usize,
    prefix: String,
}

/// A header cell.
struct Head<'t> {
    text: &'t str,
    scope: &'static str,
    rows: usize,
    columns: usize,
}

impl Writer<'_> {
    fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Writes a header cell and returns its id.
    fn head(&mut self, head: &Head<'_>) -> String {
        self.ids += 1;
        let id = format!("{}-{}", self.prefix, self.ids);
        let span = |name: &str, n: usize| {
            if n > 1 {
                format!(" {name}=\"{n}\"")
            } else {
                String::new()
            }
        };
        let (rows, columns) = (span("rowspan", head.rows), span("colspan", head.columns));
        self.raw(&format!(
            "<th id=\"{id}\" scope=\"{}\"{rows}{columns}>",
            head.scope
        ));
        escape_into(&mut self.out, head.text);
        self.raw("</th>");
        self.blocks.push(head.text.to_owned());
        id
    }

    fn column(&mut self, text: &str, rows: usize, columns: usize) -> String {
        self.head(&Head {
            text,
            scope: if columns > 1 { "colgroup" } else { "col" },
            rows,
            columns,
        })
    }

    fn cell(&mut self, row: usize, column: usize, heads: &[&String], columns: usize) {
        let ids = heads
            .iter()
            .map(|h| h.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let span = if columns > 1 {
            format!(" colspan=\"{columns}\"")
        } else {
            String::new()
        };
        self.raw(&format!("<td headers=\"{ids}\"{span}>"));
        if let Some(cell) = self.report.cell(self.part, row, column) {
            escape_into(&mut self.out, &cell.text);
            self.blocks.push(cell.text.clone());
        }
        self.raw("</td>");
    }

    /// Part two: one block, with its own headers, for each item of article 20 of
    /// 《政府信息公开条例》 that the form has.
    fn disclosure(&mut self) {
        let tables = self.report.form.tables(self.part);
        let width = tables.iter().map(|t| t.columns.len()).max().unwrap_or(1);
        let mut at = 0;
        for table in tables {
            self.raw("<tbody><tr>");
            let item = self.column(table.caption, 1, width + 1);
            self.raw("</tr>\n<tr>");
            self.column("信息内容", 1, 1);
            // the last column of a narrower block spans the rest of the table
            let span = |c: usize| {
                if c + 1 == table.columns.len() {
                    width - c
                } else {
                    1
                }
            };
            let columns: Vec<String> = table
                .columns
                .iter()
                .enumerate()
                .map(|(c, column)| {
                    self.head(&Head {
                        text: column.name,
                        scope: "col",
                        rows: 1,
                        columns: span(c),
                    })
                })
                .collect();
            self.raw("</tr>\n");
            for row in table.rows {
                self.raw("<tr>");
                let name = self.head(&Head {
                    text: row.name(),
                    scope: "row",
                    rows: 1,
                    columns: 1,
                });
                for (c, column) in columns.iter().enumerate() {
                    self.cell(at, c, &[&item, column, &name], span(c));
                }
                self.raw("</tr>\n");
                at += 1;
            }
            self.raw("</tbody>\n");
        }
    }

    /// Part three: a column for each kind of applicant. The rows count applications and outcomes.
    fn applications(&mut self) {
        let Some(table) = self.report.form.tables(self.part).first() else {
            return;
        };
        let depth = table.rows.iter().map(|r| r.heads.len()).max().unwrap_or(1);
        let last = table.columns.len() - 1;
        self.raw(&format!(
            "<thead><tr><td class=\"note\" rowspan=\"3\" colspan=\"{depth}\">{RELATION}</td>"
        ));
        self.blocks.push(RELATION.to_owned());
        let all = self.column("申请人情况", 1, last + 1);
        self.raw("</tr>\n<tr>");
        let person = self.column(table.columns[0].name, 2, 1);
        let bodies = self.column("法人或其他组织", 1, last - 1);
        let total = self.column(table.columns[last].name, 2, 1);
        self.raw("</tr>\n<tr>");
        let mut columns = vec![vec![all.clone(), person]];
        for column in &table.columns[1..last] {
            let own = self.column(column.name, 1, 1);
            columns.push(vec![all.clone(), bodies.clone(), own]);
        }
        columns.push(vec![all, total]);
        self.raw("</tr></thead>\n<tbody>\n");
        let mut heads: Vec<String> = Vec::new();
        for (r, row) in table.rows.iter().enumerate() {
            self.raw("<tr>");
            let known = r
                .checked_sub(1)
                .map_or(0, |before| shared(&table.rows[before], row));
            heads.truncate(known);
            for level in known..row.heads.len() {
                let rows = table.rows[r..]
                    .iter()
                    .take_while(|other| shared(other, row) > level)
                    .count();
                let columns = if level + 1 == row.heads.len() {
                    depth - level
                } else {
                    1
                };
                let scope = if rows > 1 { "rowgroup" } else { "row" };
                let id = self.head(&Head {
                    text: row.heads[level],
                    scope,
                    rows,
                    columns,
                });
                heads.push(id);
            }
            for (c, above) in columns.iter().enumerate() {
                let all: Vec<&String> = above.iter().chain(&heads).collect();
                self.cell(r, c, &all, 1);
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody>\n");
    }

    /// Part four: one row, with the three kinds of cases side by side.
    fn review(&mut self) {
        let Some(table) = self.report.form.tables(self.part).first() else {
            return;
        };
        let width = table.columns.len();
        let suits = table.rows.len() - 1;
        self.raw("<thead><tr>");
        let review = self.column(table.rows[0].heads[0], 1, width);
        let suit = self.column(table.rows[1].heads[0], 1, width * suits);
        self.raw("</tr>\n<tr>");
        let mut columns: Vec<Vec<String>> = Vec::new();
        for column in table.columns {
            let own = self.column(column.name, 2, 1);
            columns.push(vec![review.clone(), own]);
        }
        let kinds: Vec<String> = table.rows[1..]
            .iter()
            .map(|row| self.column(row.name(), 1, width))
            .collect();
        self.raw("</tr>\n<tr>");
        for kind in &kinds {
            for column in table.columns {
                let own = self.column(column.name, 1, 1);
                columns.push(vec![suit.clone(), kind.clone(), own]);
            }
        }
        self.raw("</tr></thead>\n<tbody><tr>");
        for (i, above) in columns.iter().enumerate() {
            self.cell(i / width, i % width, &above.iter().collect::<Vec<_>>(), 1);
        }
        self.raw("</tr></tbody>\n");
    }
}

/// How many outer headers two rows share.
fn shared(a: &Row, b: &Row) -> usize {
    a.heads
        .iter()
        .zip(b.heads)
        .take_while(|(a, b)| a == b)
        .count()
}
