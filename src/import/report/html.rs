//! Takes the tables of a report; gives one web page that needs no other file. The file `sheets.rs`
//! makes the tables. This file must not know what the tables say.

use super::sheet::{Sheet, pick};
use crate::diag::Lang;
use crate::escape::markup_into;

/// The style sheet of the page.
const STYLE: &str = "body{font:16px/1.6 system-ui,\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;\
margin:1.5em;color:#222;background:#fff}\
table{border-collapse:collapse;margin:.5em 0 2em}\
th,td{border:1px solid #999;padding:.3em .6em;text-align:left;vertical-align:top;\
overflow-wrap:anywhere;min-width:3em;max-width:28em}\
th{background:#eee;position:sticky;top:0}nav a{margin-right:1em}\
@media print{th{position:static}}";

/// Writes the page.
pub(super) fn write(sheets: &[Sheet], lang: Lang) -> String {
    let (tag, title, none) = match lang {
        Lang::Zh => ("zh-CN", "导入报告", "没有。"),
        Lang::En => ("en", "Report of the import", "None."),
    };
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<nav>"
    );
    for (n, sheet) in sheets.iter().enumerate() {
        page += &format!("<a href=\"#t{n}\">");
        markup_into(&mut page, pick(&sheet.name, lang));
        page += &format!(" ({})</a>\n", sheet.rows.len());
    }
    page += "</nav>\n";
    for (n, sheet) in sheets.iter().enumerate() {
        page += &format!("<h2 id=\"t{n}\">");
        markup_into(&mut page, pick(&sheet.name, lang));
        page += "</h2>\n<p>";
        markup_into(&mut page, pick(&sheet.about, lang));
        page += "</p>\n";
        if sheet.rows.is_empty() {
            page += &format!("<p>{none}</p>\n");
        } else {
            table(&mut page, sheet, lang);
        }
    }
    page + "</body>\n</html>\n"
}

fn table(page: &mut String, sheet: &Sheet, lang: Lang) {
    *page += "<table>\n<thead><tr>";
    for (head, _) in &sheet.heads {
        *page += "<th scope=\"col\">";
        markup_into(page, pick(head, lang));
        *page += "</th>";
    }
    *page += "</tr></thead>\n<tbody>\n";
    for row in &sheet.rows {
        *page += "<tr>";
        for cell in row {
            *page += "<td>";
            markup_into(page, cell);
            *page += "</td>";
        }
        *page += "</tr>\n";
    }
    *page += "</tbody>\n</table>\n";
}
