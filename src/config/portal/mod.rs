//! Takes `portal.yaml`; gives the configuration of a portal and its members, or findings. The keys
//! of the site itself are those of `mulu.yaml`. This file must not know what a member has
//! published.

mod members;

use crate::config::checked::{Config, Overrides};
use crate::config::places::{keys, yaml_finding};
use crate::config::read::parse;
use crate::config::unknown::instead;
use crate::config::values::is_blank;
use crate::diag::{Diagnostic, Error, Message, Place, Words, words, yaml};
use serde_yaml::Value;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The keys of the file. All but [`OWN`] mean the same as in `mulu.yaml`.
const KEYS: [&str; 13] = [
    "title",
    "description",
    "language",
    "base_url",
    "time_zone",
    "agency",
    "page_size",
    "theme",
    "extra",
    "license_url",
    "members",
    "before",
    "stale",
];

/// The keys of a member; their values are texts.
const OF_MEMBER: [&str; 6] = ["path", "title", "body", "address", "level", "district"];

/// Chinese words for some keys. They are not accepted as keys; the finding about such a word names
/// the key.
const IN_CHINESE: [(&str, &str); 12] = [
    ("标题", "title"),
    ("名称", "title"),
    ("说明", "description"),
    ("网址", "base_url"),
    ("成员", "members"),
    ("单位", "members"),
    ("路径", "path"),
    ("文件夹", "path"),
    ("机构", "body"),
    ("地址", "address"),
    ("层级", "level"),
    ("地区", "district"),
];

/// The advice for a Chinese word that stands for an allowed key.
fn in_chinese(word: &str, allowed: &[&str]) -> Option<Words> {
    let known = IN_CHINESE.iter();
    let (_, key) = known
        .filter(|(_, key)| allowed.contains(key))
        .find(|(zh, _)| *zh == word)?;
    Some(words(format!("应写“{key}”"), format!("write `{key}`")))
}

/// The keys of the file that `mulu.yaml` does not have.
const OWN: [&str; 3] = ["members", "before", "stale"];

/// A portal over published sites.
#[derive(Clone, Debug)]
pub struct Portal {
    /// The configuration of its own pages.
    pub config: Config,
    /// The members, in the order of the file.
    pub members: Vec<Member>,
    /// Whether the portal has the page that shows which members are stale.
    pub stale: bool,
    /// The folder with the sites of the members at an earlier time.
    pub before: Option<PathBuf>,
}

/// A published site that a portal lists.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its folder, or its archive package.
    pub path: PathBuf,
    /// Its name on the portal.
    pub title: String,
    /// The body that publishes it.
    pub body: Option<String>,
    /// The address of its root, absolute or relative to the root of the portal, ending in `/`.
    pub address: Option<String>,
    /// Its level, such as 县级.
    pub level: Option<String>,
    /// Its district, from the largest unit down, separated by `/`.
    pub district: Option<String>,
    /// The folder of its site at an earlier time.
    pub before: Option<PathBuf>,
    /// Where the file names it.
    pub place: Place,
}

/// Reads the file. `now` is in seconds since 1970.
pub fn read_portal(file: &Path, overrides: &Overrides, now: i64) -> Result<Portal, Error> {
    let bytes = std::fs::read(file).map_err(Error::reading(file))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let root = match file.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let portal = match std::str::from_utf8(&bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            read_text(root, &name, text, overrides, now)
        }
        Err(_) => {
            let reason = words(
                "文件的编码不是 UTF-8，请用记事本另存为 UTF-8 编码",
                "the file is not encoded in UTF-8; save it again as UTF-8",
            );
            let message = Message::InvalidConfig {
                reason: reason.into(),
            };
            Err(vec![Diagnostic::new(message)])
        }
    };
    portal.map_err(|findings| {
        let renamed = findings.into_iter().map(|finding| of_file(finding, &name));
        Error::Portal(renamed.collect())
    })
}

/// Turns a finding about `mulu.yaml` into one about the portal's file, whose name is `name`.
fn of_file(mut finding: Diagnostic, name: &str) -> Diagnostic {
    if let Message::InvalidConfig { reason } = finding.message {
        finding.message = Message::PortalConfig { reason };
    }
    match finding.place.clone() {
        Some(place) => Diagnostic {
            file: None,
            ..finding
        }
        .at(Place {
            file: name.to_owned(),
            ..place
        }),
        None => finding.in_file(name),
    }
}

fn read_text(
    root: &Path,
    name: &str,
    text: &str,
    overrides: &Overrides,
    now: i64,
) -> Result<Portal, Vec<Diagnostic>> {
    if yaml::is_too_deep(text) {
        return Err(vec![yaml_finding(text, yaml::TOO_DEEP, None)]);
    }
    let mut check = Check {
        name,
        text,
        findings: Vec::new(),
    };
    let value: Value = match serde_yaml::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            if let Some(range) = full_width(text) {
                let reason = words(
                    "冒号应为半角，后面空一格，如 title: 门户",
                    "the colon has to be a half-width one with a space, as in `title: Portal`",
                );
                check.wrong(Some(range), reason);
                return Err(check.findings);
            }
            let index = error.location().map(|l| l.index().min(text.len()));
            return Err(vec![yaml_finding(text, &error.to_string(), index)]);
        }
    };
    check.keys(&value);
    let stale = check.stale(&value);
    let before = check.before(root, &value);
    let members = check.members(root, before.as_deref(), &value);
    if !value.is_mapping() {
        return Err(check.findings);
    }
    match parse(root, &of_mulu(text, &value), overrides, now) {
        Ok(config) if check.findings.is_empty() => Ok(Portal {
            config,
            members,
            stale,
            before,
        }),
        Ok(_) => Err(check.findings),
        Err(more) => {
            check.findings.extend(more);
            Err(check.findings)
        }
    }
}

/// The text with only the keys that mean the same as in `mulu.yaml`. `Check::keys` reports the
/// others, and a missing title.
fn of_mulu(text: &str, value: &Value) -> String {
    let written = value.as_mapping().into_iter().flatten();
    let names = written.filter_map(|(key, _)| key.as_str());
    let others = names.filter(|key| OWN.contains(key) || !KEYS.contains(key));
    let text = others.fold(text.to_owned(), |text, key| without(&text, key));
    if value.get("title").is_some_and(|title| !title.is_null()) {
        return text;
    }
    let text = without(&text, "title");
    let end = if text.ends_with('\n') { "" } else { "\n" };
    format!("{text}{end}title: -\n")
}

/// The first full-width colon after a key.
fn full_width(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start_matches([' ', '-']);
        let key = rest.split('：').next().unwrap_or_default();
        let is_key = KEYS.iter().chain(&OF_MEMBER).any(|k| *k == key.trim_end());
        if is_key && key.len() < rest.len() {
            let start = at + line.len() - rest.len() + key.len();
            return Some(start..start + '：'.len_utf8());
        }
        at += line.len();
    }
    None
}

/// The range of a top-level key and its value, up to the next key. Empty if there is no such key.
fn block(text: &str, key: &str) -> Range<usize> {
    let mut range = 0..0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let rest = line.strip_prefix(key);
        let is_key = rest.is_some_and(|rest| rest.trim_start_matches(' ').starts_with(':'));
        let goes_on = line.starts_with([' ', '\t', '-', '#', '\r', '\n']);
        if is_key {
            range = at..end;
        } else if !range.is_empty() && range.end == at && goes_on {
            range.end = end;
        }
        at = end;
    }
    range
}

/// The text with empty lines in place of a top-level key and its value, so that the lines below
/// keep their numbers.
fn without(text: &str, key: &str) -> String {
    let block = block(text, key);
    let lines = text[block.clone()].matches('\n').count();
    [
        &text[..block.start],
        &"\n".repeat(lines),
        &text[block.end..],
    ]
    .concat()
}

struct Check<'t> {
    name: &'t str,
    text: &'t str,
    findings: Vec<Diagnostic>,
}

impl Check<'_> {
    fn wrong(&mut self, range: Option<Range<usize>>, reason: Words) {
        let finding = Diagnostic::new(Message::InvalidConfig {
            reason: reason.into(),
        });
        self.findings.push(match range {
            Some(range) => finding.at(Place::new(self.name, self.text, range)),
            None => finding,
        });
    }

    /// Reports keys that portals do not have, and a missing title.
    fn keys(&mut self, value: &Value) {
        let title = value.get("title").filter(|title| !title.is_null());
        let is_meant = |key: &Value| {
            key.as_str()
                .is_some_and(|k| in_chinese(k, &["title"]).is_some())
        };
        let mut written = value.as_mapping().into_iter().flatten().map(|pair| pair.0);
        if title.is_none() && value.is_mapping() && !written.any(is_meant) {
            self.wrong(
                None,
                words(
                    "没有写门户的名称，请写一行 title: 甲市政府信息公开门户",
                    "it has no title; write a line such as `title: Portal of the province`",
                ),
            );
        }
        for key in value.as_mapping().into_iter().flatten().map(|pair| pair.0) {
            let key = key.as_str().unwrap_or_default();
            if KEYS.contains(&key) {
                continue;
            }
            let instead = in_chinese(key, &KEYS).unwrap_or_else(|| instead(key, &KEYS));
            let range = keys(self.text, 0, key).next();
            self.wrong(
                range,
                words(
                    format!("门户的配置中没有“{key}”这一项，{}", instead.zh),
                    format!("a portal has no key `{key}`; {}", instead.en),
                ),
            );
        }
    }

    /// Whether the portal has the page of stale members; reports a value other than true or false.
    fn stale(&mut self, value: &Value) -> bool {
        let Some(value) = value.get("stale").filter(|value| !value.is_null()) else {
            return true;
        };
        value.as_bool().unwrap_or_else(|| {
            let range = keys(self.text, 0, "stale").next();
            self.wrong(
                range,
                words(
                    "stale 只能写 true 或 false：写 false 就不生成“公开情况”页（stale.html）",
                    "stale is either true or false; with false the portal has no stale.html",
                ),
            );
            true
        })
    }

    /// The folder with the earlier sites of the members.
    fn before(&mut self, root: &Path, value: &Value) -> Option<PathBuf> {
        let value = value.get("before").filter(|value| !value.is_null())?;
        let folder = value.as_str().filter(|text| !is_blank(text));
        if folder.is_none() {
            let range = keys(self.text, 0, "before").next();
            self.wrong(
                range,
                words(
                    "before 应写一个文件夹，其中按各成员的 path 存放上次取回的网站，如 before: 上次",
                    "before must name a folder with the sites that were fetched last time, each \
                     under its path, such as `before: last`",
                ),
            );
        }
        folder.map(|folder| root.join(folder.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(u32, String)> {
        let findings = read_text(
            Path::new("."),
            "portal.yaml",
            text,
            &Overrides::default(),
            0,
        );
        let findings = findings.err().unwrap_or_default();
        let line = |f: &Diagnostic| f.place.as_ref().map_or(0, |p| p.line);
        findings
            .iter()
            .map(|f| (line(f), f.message(crate::diag::Lang::En)))
            .collect()
    }

    #[test]
    fn paths_of_windows_are_read_on_every_system() {
        let text = "title: 甲省\nmembers:\n- path: 单位\\甲 局\n  title: 甲局\n";
        let overrides = Overrides::default();
        let portal = read_text(Path::new("root"), "portal.yaml", text, &overrides, 0).unwrap();
        let path: Vec<_> = portal.members[0].path.components().collect();
        assert_eq!(path.len(), 3, "{path:?}");
    }

    #[test]
    fn all_faults_are_named_at_once() {
        let text = "title: 门户\ncolour: red\npage_size: 0\nbefore: ''\nmembers:\n\
                    - path: a\n  title: 甲局\n  level: 3\n  adress: x\n\
                    - path: a\n  address: /cz/\n  titel: ''\n- body: 3\n";
        let mut faults = found(text);
        faults.sort();
        let expected = [
            (2, "no key `colour`"),
            (3, "page_size"),
            (4, "before must name a folder"),
            (8, "level: \"3\""),
            (9, "did you mean `address`"),
            (10, "two members are the same folder"),
            (11, "no usable address"),
            (12, "did you mean `title`"),
            (13, "body: \"3\""),
            (13, "no path"),
            (13, "no title"),
        ];
        assert_eq!(faults.len(), expected.len(), "{faults:#?}");
        for (line, said) in expected {
            let is_there = faults
                .iter()
                .any(|(at, text)| *at == line && text.contains(said));
            assert!(is_there, "{line} {said}: {faults:#?}");
        }
    }

    #[test]
    fn faults_are_named_with_their_lines() {
        let good = "title: 甲省\nmembers:\n- path: a\n  title: 甲局\n- path: b\n  title: 乙局\n";
        assert_eq!(found(good), []);
        for (from, to, line, said) in [
            ("path: b", "pfad: b", 5, "a member has no key `pfad`"),
            ("title: 乙局", "titel: 乙局", 6, "did you mean `title`"),
            ("title: 乙局", "title: 甲局", 5, "two members"),
            (
                "title: 甲省",
                "titel: 甲省",
                1,
                "a portal has no key `titel`",
            ),
            ("title: 甲省", "title: 甲省\nbase_url: x", 2, "base_url"),
            (
                "  title: 乙局",
                "  title: 乙局\n  address: 'javascript:x'",
                7,
                "no usable address",
            ),
        ] {
            let faults = found(&good.replacen(from, to, 1));
            let is_there = faults
                .iter()
                .any(|(at, text)| *at == line && text.contains(said));
            assert!(is_there, "{to}: {faults:?}");
        }
        assert!(found("title: 甲省\n")[0].1.contains("no members"));
        for (text, line, said) in [
            ("members:\n- path: a\n  title: 甲\n", 0, "no title"),
            ("title：甲\nmembers: []\n", 1, "half-width"),
            (
                "title: 甲\nmembers:\n- path：a\n  title: 甲\n",
                3,
                "half-width",
            ),
            ("title: 甲\nmembers:\n  a: 甲局\n", 2, "members is a list"),
            ("title: 甲\nmembers: a\n", 2, "members is a list"),
            ("title: 甲\nmembers:\n- a\n", 3, "a path and a title"),
            ("标题: 甲\n成员: []\n", 1, "write `title`"),
            ("title: 甲\nmembers:\n- 路径: a\n", 3, "write `path`"),
        ] {
            let faults = found(text);
            assert!(
                faults[0].0 == line && faults[0].1.contains(said),
                "{text}: {faults:?}"
            );
        }
        for (key, said) in [
            ("level: 3", "level: \"3\""),
            ("body: [a]", "body is a single text"),
            ("district: [甲省, 乙市]", "`/` between the units"),
        ] {
            let faults = found(&format!("{good}  {key}\n"));
            assert!(faults.len() == 1 && faults[0].0 == 7, "{key}: {faults:?}");
            assert!(faults[0].1.contains(said), "{key}: {faults:?}");
        }
        let twice = good.replace("\n  title", "\n  address: https://a.cn/\n  title");
        assert!(found(&twice)[0].1.contains("two members have the address"));
        for key in ["stale: 不要", "before: [a]", "before: ''"] {
            let faults = found(&good.replacen("members", &format!("{key}\nmembers"), 1));
            assert_eq!(faults.len(), 1, "{key}: {faults:?}");
            assert_eq!(faults[0].0, 2, "{key}");
        }
        for key in ["stale: false", "before: 上次", "stale:\nbefore:"] {
            assert_eq!(found(&format!("{good}{key}\n")), [], "{key}");
        }
    }
}
