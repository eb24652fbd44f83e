//! `mulu init`: a new site with the standard columns, that builds and checks clean.
//!
//! The columns are those of the platform (政府信息公开指南, 制度, 政策文件, 法定主动公开内容, 年报, 依申请公开); the tree of statutory content
//! follows arts. 20 and 21 of 《政府信息公开条例》 and depends on the level.

use super::args::Level;
use crate::diag::Error;
use std::path::Path;

/// The files of a new site beside its configuration.
const FILES: [(&str, &str); 4] = [
    ("content/guide.md", include_str!("init/guide.md")),
    (
        "content/system/catalogue.md",
        include_str!("init/catalogue.md"),
    ),
    ("content/apply.md", include_str!("init/apply.md")),
    (".gitignore", "/public/\n/.mulu/\n"),
];

/// The columns of statutory content, with the article each rests on and the levels that have it.
const STATUTORY: &str = include_str!("init/statutory.tsv");

/// Makes the site; a folder with anything in it is refused.
pub(super) fn run(dir: &Path, level: Level) -> Result<(), Error> {
    let empty = match std::fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => true,
        Err(e) => return Err(Error::io(dir)(e)),
    };
    if !empty {
        let shown = dir.display();
        return Err(Error::usage(
            format!("文件夹“{shown}”不是空的，没有改动；请另选一个"),
            format!("{shown} is not empty and was not touched; choose another folder"),
        ));
    }
    let config = configuration(level);
    for (path, text) in FILES.into_iter().chain([("mulu.yaml", config.as_str())]) {
        let path = dir.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Error::io(folder))?;
        }
        std::fs::write(&path, text).map_err(Error::io(&path))?;
    }
    Ok(())
}

/// `mulu.yaml` for a level.
fn configuration(level: Level) -> String {
    // 规章 are made by the governments of provinces and of cities with districts
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
    // art. 49: a government's report by 31 March, a department's by 31 January
    let deadline = if matches!(level, Level::Province | Level::City | Level::County) {
        "# 本级政府的年度报告，于次年3月31日前公布（条例第四十九条）；供 mulu due 提醒。\nannual_report:\n  deadline: \"03-31\"\n\n"
    } else {
        ""
    };
    include_str!("init/mulu.yaml")
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
