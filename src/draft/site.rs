//! Takes a level of government and the facts about an agency; gives the files of a new site with
//! the standard columns. In these files, `mulu check` reports only the facts that are still to be
//! filled in. The caller writes the files.
//!
//! The columns are those of a disclosure platform (政府信息公开平台): 政府信息公开指南, 制度,
//! 政策文件, 法定主动公开内容, 年报, 依申请公开. The columns of statutory content follow arts. 20
//! and 21 of 《政府信息公开条例》 and depend on the level.

use crate::parse::front_matter::for_people;

/// The files of a new site, except its configuration.
const FILES: [(&str, &str); 4] = [
    ("content/guide.md", include_str!("site/guide.md")),
    (
        "content/system/catalogue.md",
        include_str!("site/catalogue.md"),
    ),
    ("content/apply.md", include_str!("site/apply.md")),
    (".gitignore", "/public/\n/drafts/\n/.mulu/\n"),
];

/// The columns of statutory content, with their articles and levels.
const STATUTORY: &str = include_str!("site/statutory.tsv");

/// The level of government of an agency. It decides the columns of statutory content.
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

/// The facts about a new site's agency. Unknown facts become placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Particulars {
    /// The name of the site.
    pub title: Option<String>,
    /// The full name of the agency.
    pub name: Option<String>,
    /// The beginning of its index numbers.
    pub code: Option<String>,
    /// The address of its office.
    pub address: Option<String>,
    /// Its office hours.
    pub hours: Option<String>,
    /// Its telephone number.
    pub phone: Option<String>,
    /// Its fax number.
    pub fax: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// The address of the site.
    pub base_url: Option<String>,
}

impl Particulars {
    /// Whether no placeholder is left to be filled in. The title has a default, and the site needs
    /// no address.
    pub fn is_complete(&self) -> bool {
        let all = [
            &self.name,
            &self.code,
            &self.address,
            &self.hours,
            &self.phone,
            &self.fax,
            &self.email,
        ];
        all.iter().all(|value| value.is_some())
    }

    /// Each placeholder for a fact about the agency, its value, and the text for an unknown value.
    /// In `mulu.yaml`, values are written as YAML.
    fn texts(&self) -> [(&'static str, &Option<String>, &'static str); 7] {
        [
            ("{name}", &self.name, "某某局"),
            ("{code}", &self.code, "000000000"),
            ("{address}", &self.address, "（填写办公地址）"),
            ("{hours}", &self.hours, "（填写办公时间）"),
            ("{phone}", &self.phone, "（填写联系电话）"),
            ("{fax}", &self.fax, "（填写传真号码）"),
            ("{email}", &self.email, "（填写电子邮箱）"),
        ]
    }
}

/// The files of a new site: each path, relative to its root, with the text.
pub fn site(level: Level, particulars: &Particulars) -> Vec<(&'static str, String)> {
    let fill = |text: &str, write: fn(&str) -> String| {
        let mut text = text.to_owned();
        for (key, value, blank) in particulars.texts() {
            text = text.replace(key, &write(value.as_deref().unwrap_or(blank)));
        }
        text
    };
    let mut files: Vec<(&str, String)> = FILES
        .into_iter()
        .map(|(path, text)| (path, fill(text, str::to_owned)))
        .collect();
    let name = particulars.name.as_deref().unwrap_or_default();
    let title = format!("{name}政府信息公开目录");
    let title = for_people(particulars.title.as_deref().unwrap_or(&title));
    let base_url = match &particulars.base_url {
        Some(url) => format!("base_url: {}", for_people(url)),
        None => "# base_url: https://www.example.gov.cn/zfxxgk/".to_owned(),
    };
    let configuration = configuration(level)
        .replace("{title}", &title)
        .replace("{base_url}", &base_url);
    files.push(("mulu.yaml", fill(&configuration, for_people)));
    files
}

/// The `mulu.yaml` for a level.
fn configuration(level: Level) -> String {
    // only provinces and cities with districts make 规章 (rules)
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
    // article 49: the deadline is 31 March for governments at county level and above, and 31
    // January for departments
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_yaml::Value;

    #[test]
    fn what_is_known_stands_in_the_files_as_yaml_reads_it() {
        let particulars = Particulars {
            title: Some("目录: #1".to_owned()),
            name: Some("'民政局".to_owned()),
            phone: Some("0000-6212345".to_owned()),
            ..Particulars::default()
        };
        let files = site(Level::County, &particulars);
        let text = |path| &files.iter().find(|(p, _)| *p == path).unwrap().1;
        let read: Value = serde_yaml::from_str(text("mulu.yaml")).unwrap();
        assert_eq!(read["title"], Value::from("目录: #1"));
        assert_eq!(read["agency"]["name"], Value::from("'民政局"));
        assert_eq!(read["agency"]["address"], Value::from("（填写办公地址）"));
        assert!(text("content/guide.md").contains("- 联系电话：0000-6212345\n"));
        for (path, text) in &files {
            let keys = [
                "{name}",
                "{phone}",
                "{title}",
                "{base_url}",
                "{rules}",
                "{statutory}",
            ];
            assert!(keys.iter().all(|key| !text.contains(key)), "{path}: {text}");
        }
    }
}
