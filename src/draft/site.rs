//! Takes a level of government; gives the files of a new site with the standard columns. The site
//! builds, and `mulu check` reports nothing wrong in it. It must not know where files are written.
//!
//! The columns are those of the platform (政府信息公开指南, 制度, 政策文件, 法定主动公开内容, 年报,
//! 依申请公开). The columns of statutory content follow arts. 20 and 21 of 《政府信息公开条例》 and
//! depend on the level.

use std::borrow::Cow;

/// The files of a new site, apart from its configuration.
const FILES: [(&str, &str); 4] = [
    ("content/guide.md", include_str!("site/guide.md")),
    (
        "content/system/catalogue.md",
        include_str!("site/catalogue.md"),
    ),
    ("content/apply.md", include_str!("site/apply.md")),
    (".gitignore", "/public/\n/drafts/\n/.mulu/\n"),
];

/// The columns of statutory content, each with the article on which it is based and the levels to
/// which it applies.
const STATUTORY: &str = include_str!("site/statutory.tsv");

/// The level of government of an agency. It determines the columns of statutory content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 省
    Province,
    /// 设区的市
    City,
    /// 县
    County,
    /// 乡
    Township,
    /// A department at any of these levels.
    Department,
}

/// The files of a new site: each path, relative to its root, with the text.
pub fn site(level: Level) -> Vec<(&'static str, Cow<'static, str>)> {
    FILES
        .into_iter()
        .map(|(path, text)| (path, Cow::Borrowed(text)))
        .chain([("mulu.yaml", Cow::Owned(configuration(level)))])
        .collect()
}

/// The `mulu.yaml` for a level.
fn configuration(level: Level) -> String {
    // only provinces and cities with districts make 规章
    let makes_rules = matches!(level, Level::Province | Level::City);
    let note = if makes_rules {
        "本机关暂无现行有效的规章。"
    } else {
        "本机关没有规章制定权。"
    };
    let mut rules = column("规章", "rules", "政策文件", note);
    if makes_rules {
        rules += &column(
            "废止和失效的规章",
            "rules-ended",
            "政策文件",
            "本机关暂无废止和失效的规章。",
        );
    }
    // art. 49: governments from the county up report by 31 March; the default, 31 January, is for
    // departments
    let deadline = if matches!(level, Level::Province | Level::City | Level::County) {
        "# 本级政府的年度报告，于次年3月31日前公布（条例第四十九条）；供 mulu due 提醒。\nannual_report:\n  deadline: \"03-31\"\n\n"
    } else {
        ""
    };
    include_str!("site/mulu.yaml")
        .replace("{rules}", &rules)
        .replace("{statutory}", &statutory(level))
        .replace("{deadline}", deadline)
}

fn statutory(level: Level) -> String {
    let letter = match level {
        Level::Province => 'p',
        Level::City => 'c',
        Level::County => 'x',
        Level::Township => 't',
        Level::Department => 'd',
    };
    let mut columns = String::new();
    for line in STATUTORY.lines().filter(|l| !l.starts_with('#')) {
        if let [_, levels, name, path, kind] = line.split('\t').collect::<Vec<_>>()[..]
            && levels.contains(['*', letter])
        {
            columns += &column(name, path, kind, "本栏目暂无内容。");
        }
    }
    columns
}

fn column(name: &str, path: &str, kind: &str, note: &str) -> String {
    format!("      - {{name: {name}, path: {path}, type: {kind}, empty_note: {note}}}\n")
}
