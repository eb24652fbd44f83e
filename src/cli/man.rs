//! Takes the help of every command; gives the manual page `mulu(1)` in the language of the user.
//! This file must not know what the commands do.

use super::args::chinese;
use super::help::{Page, Row, headings, pages};
use super::version;
use crate::diag::Lang;
use roff::{Roff, bold, roman};

/// The manual page in roff, the markup that `man` reads.
pub(super) fn page(lang: Lang) -> String {
    let pick = |zh, en| if lang == Lang::Zh { zh } else { en };
    let pages = pages(&chinese::command(lang), lang);
    let words = headings(lang);
    let mut roff = Roff::new();
    let manual = pick("用户命令", "User Commands");
    roff.control("TH", ["MULU", "1", "", version::short().as_str(), manual]);
    // no hyphenation: it would split names, and Chinese has none
    roff.control("nh", []).control("ad", ["l"]);
    let Some((program, commands)) = pages.split_first() else {
        return String::new();
    };
    roff.control("SH", [pick("名称", "NAME")]);
    roff.text([roman(format!("mulu - {}", program.about))]);
    roff.control("SH", [pick("概要", "SYNOPSIS")]);
    roff.text([bold(program.usage.as_str())]);
    roff.control("SH", [pick("命令", "COMMANDS")]);
    for page in commands {
        command(&mut roff, page, lang);
    }
    for (heading, rows) in &program.groups {
        if *heading == words.common {
            roff.control("SH", [pick("通用选项", "OPTIONS OF EVERY COMMAND")]);
            list(&mut roff, rows);
        }
    }
    roff.control("SH", [pick("退出码", "EXIT STATUS")]);
    let codes = [
        ("0", pick("完成", "done")),
        (
            "1",
            pick(
                "内容有错误，或在 --deny warnings 之下有警告；归档包不完好",
                "the content has errors, or warnings under --deny warnings; a package is not whole",
            ),
        ),
        (
            "2",
            pick(
                "无法运行：用法、配置或磁盘的问题",
                "mulu could not run: usage, configuration or disk",
            ),
        ),
    ];
    let rows: Vec<Row> = codes.map(|(code, text)| row(code, text)).into();
    list(&mut roff, &rows);
    roff.control("SH", [pick("文件", "FILES")]);
    let files = [
        (
            "mulu.yaml",
            pick("站点配置", "the configuration of the site"),
        ),
        ("content/", pick("文档和附件", "documents and attachments")),
        ("public/", pick("生成的网站", "the site that was made")),
        ("archive/", pick("历年归档包", "the archive packages")),
    ];
    let rows: Vec<Row> = files.map(|(file, text)| row(file, text)).into();
    list(&mut roff, &rows);
    roff.render()
}

fn row(name: &str, text: &str) -> Row {
    Row {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

fn command(roff: &mut Roff, page: &Page, lang: Lang) {
    let words = headings(lang);
    roff.control("SS", [page.name.as_str()]);
    roff.text([roman(page.about.as_str())]);
    roff.control("PP", []);
    roff.text([bold(page.usage.as_str())]);
    for (heading, rows) in &page.groups {
        if *heading != words.common {
            list(roff, rows);
        }
    }
    for example in page.examples {
        let shown = format!("{}{}", words.examples, words.colon);
        roff.control("PP", []);
        roff.text([roman(shown), roman(" "), bold(example.line(lang))]);
        roff.control("br", []);
        roff.text([roman(example.text(lang))]);
    }
}

fn list(roff: &mut Roff, rows: &[Row]) {
    for row in rows {
        roff.control("TP", []);
        roff.text([bold(row.name.trim())]);
        roff.text([roman(row.text.as_str())]);
    }
}
