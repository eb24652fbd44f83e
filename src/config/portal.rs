//! Takes `portal.yaml`; gives the configuration of a portal and the list of its members, or a
//! finding for each fault. The keys of the site itself are those of `mulu.yaml`. This file must not
//! know what a member has published.

use super::checked::{Config, Overrides};
use super::places::{keys, yaml_finding};
use super::read::parse;
use super::unknown::{instead, unknown_key};
use super::values::{is_blank, is_web_address};
use crate::diag::{Diagnostic, Error, Message, Place, Words, words, yaml};
use crate::escape::is_plain_in_address;
use crate::file::below;
use serde::Deserialize;
use serde_yaml::Value;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

/// The keys of the file. Apart from those in [`OWN`], they mean what they mean in `mulu.yaml`.
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

/// The keys of a member, which are texts.
const OF_MEMBER: [&str; 6] = ["path", "title", "body", "address", "level", "district"];

/// What clerks write for some keys, in Chinese.
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

/// The key that a Chinese word stands for, if it is one of the allowed keys.
fn in_chinese(word: &str, allowed: &[&str]) -> Option<Words> {
    let known = IN_CHINESE.iter();
    let (_, key) = known
        .filter(|(_, key)| allowed.contains(key))
        .find(|(zh, _)| *zh == word)?;
    Some(words(format!("应写“{key}”"), format!("write `{key}`")))
}

/// The keys that `mulu.yaml` does not have.
const OWN: [&str; 3] = ["members", "before", "stale"];

/// A portal over published sites.
#[derive(Clone, Debug)]
pub struct Portal {
    /// The configuration of its own pages.
    pub config: Config,
    /// The members, in the order of the file.
    pub members: Vec<Member>,
    /// Whether it has the page that shows which members are stale.
    pub stale: bool,
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
    /// The folder of its site as it was at an earlier time, if the file names one.
    pub before: Option<PathBuf>,
    /// Where the file names it.
    pub place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMember {
    #[serde(alias = "folder", alias = "package")]
    path: String,
    title: String,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    level: Option<String>,
    #[serde(default)]
    district: Option<String>,
}

/// Reads the file. `now` is the current time in seconds since 1970.
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

/// A finding about the file under its own name.
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
    if !check.findings.is_empty() {
        return Err(check.findings);
    }
    let of_mulu = OWN
        .iter()
        .fold(text.to_owned(), |text, key| without(&text, key));
    let config = parse(root, &of_mulu, overrides, now)?;
    Ok(Portal {
        config,
        members,
        stale,
    })
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

/// The bytes of a key of the file and its value, up to the next key.
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

/// The text with an empty line instead of each line about a key, so that places stay right.
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

/// The bytes of each member within the block, in the usual form of a list.
fn items(text: &str) -> Vec<Range<usize>> {
    let block = block(text, "members");
    let mut items: Vec<Range<usize>> = Vec::new();
    let mut indent = None;
    let mut at = block.start;
    for line in text[block.clone()].split_inclusive('\n') {
        let depth = line.len() - line.trim_start_matches(' ').len();
        let begins = line[depth..].starts_with("- ") || line[depth..].trim_end() == "-";
        if begins && indent.is_none_or(|indent| indent == depth) {
            indent = Some(depth);
            items.push(at..at);
        }
        at += line.len();
        if let Some(item) = items.last_mut() {
            item.end = at;
        }
    }
    items
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

    /// Reports the keys that a portal does not have, and a missing title.
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

    /// Whether the portal has the page of stale members.
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
                    "before is a folder with the sites as they were fetched before, each under its \
                     path, such as `before: last`",
                ),
            );
        }
        folder.map(|folder| root.join(folder.trim()))
    }

    fn members(&mut self, root: &Path, before: Option<&Path>, value: &Value) -> Vec<Member> {
        let written = value.get("members").filter(|members| !members.is_null());
        let list = written.and_then(Value::as_sequence);
        let Some(list) = list.filter(|list| !list.is_empty()) else {
            if written.is_none() && !self.findings.is_empty() {
                return Vec::new(); // the list may stand under one of the keys that were reported
            }
            let range = keys(self.text, 0, "members").next();
            if list.is_none() && written.is_some() {
                self.wrong(
                    range,
                    words(
                        "members 应为列表，每个成员以“- ”开头，如“- path: fetched/caizheng”",
                        "members is a list; each member begins with `- `, as in \
                         `- path: fetched/finance`",
                    ),
                );
                return Vec::new();
            }
            self.wrong(
                range,
                words(
                    "members 中没有成员；每个成员写 path（已生成的网站文件夹或归档包）和 title（名称）",
                    "there are no members; each has a path (the folder of a published site, or an \
                     archive package) and a title",
                ),
            );
            return Vec::new();
        };
        let ranges = items(self.text);
        let whole = keys(self.text, 0, "members").next().unwrap_or_default();
        let mut members = Vec::new();
        for (i, item) in list.iter().enumerate() {
            // a list in another form has no known places
            let range = ranges.get(i).filter(|_| ranges.len() == list.len());
            let range = range.cloned().unwrap_or(whole.clone());
            match RawMember::deserialize(item.clone()) {
                Ok(raw) => members.extend(self.member(root, before, raw, range)),
                Err(error) => self.unreadable(item, &error, range),
            }
        }
        self.repeated(&members);
        members
    }

    /// Reports a member with a key that does not exist, without a key that it needs, or with a
    /// value of another type.
    fn unreadable(&mut self, item: &Value, error: &serde_yaml::Error, range: Range<usize>) {
        let Some(map) = item.as_mapping() else {
            return self.wrong(
                Some(range),
                words(
                    "成员应写成 path 和 title 两项，如“- path: fetched/caizheng”，下一行“  title: 财政局”",
                    "a member has a path and a title: `- path: fetched/finance`, and in the next \
                     line `  title: Finance`",
                ),
            );
        };
        let is_text = |value: &Value| value.is_string() || value.is_null();
        for (key, value) in map {
            let key = key.as_str().filter(|key| OF_MEMBER.contains(key));
            if let Some(key) = key.filter(|_| !is_text(value)) {
                let place = keys(self.text, range.start, key).next();
                return self.wrong(place, text_wanted(key, value));
            }
        }
        let Some((key, known)) = unknown_key(error) else {
            let reason = yaml::reason(self.text, &error.to_string());
            return self.wrong(Some(range), reason);
        };
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let instead = in_chinese(&key, &known).unwrap_or_else(|| instead(&key, &known));
        let place = keys(self.text, range.start, &key).next();
        self.wrong(
            place.or(Some(range)),
            words(
                format!("成员没有“{key}”这一项，{}", instead.zh),
                format!("a member has no key `{key}`; {}", instead.en),
            ),
        );
    }

    fn member(
        &mut self,
        root: &Path,
        before: Option<&Path>,
        raw: RawMember,
        range: Range<usize>,
    ) -> Option<Member> {
        let place_of = |key: &str| keys(self.text, range.start, key).next();
        for (key, value) in [("path", &raw.path), ("title", &raw.title)] {
            if is_blank(value) {
                let place = place_of(key);
                self.wrong(
                    place,
                    words(format!("成员的 {key} 不能为空"), format!("{key} is empty")),
                );
                return None;
            }
        }
        let place = Place::new(self.name, self.text, range.clone());
        let address = match raw.address.as_deref().map(address) {
            None => None,
            Some(Some(address)) => Some(address),
            Some(None) => {
                let written = raw.address.unwrap_or_default();
                let at = place_of("address");
                self.wrong(
                    at,
                    words(
                        format!(
                            "address 的值“{written}”不是可用的网址：应以 https:// 或 http:// 开头，\
                             或者是相对于门户首页的路径，如 ../caizhengju/"
                        ),
                        format!(
                            "address, `{written}`, is no usable address: it begins with https:// \
                             or http://, or is a path from the root of the portal, such as \
                             ../finance/"
                        ),
                    ),
                );
                return None;
            }
        };
        let filled = |text: Option<String>| text.filter(|text| !is_blank(text));
        let parts = |district: String| {
            let parts = district.split('/').map(str::trim).filter(|p| !p.is_empty());
            parts.collect::<Vec<_>>().join("/")
        };
        // on every system the separator may be that of Windows
        let written = raw.path.replace('\\', "/");
        Some(Member {
            path: below(root, &written),
            before: before.map(|folder| folder.join(earlier(Path::new(&written)))),
            title: raw.title.trim().to_owned(),
            body: filled(raw.body),
            address,
            level: filled(raw.level),
            district: filled(raw.district).map(parts),
            place,
        })
    }

    /// Reports titles and paths that two members have.
    fn repeated(&mut self, members: &[Member]) {
        let (mut titles, mut paths) = (BTreeSet::new(), BTreeSet::new());
        let mut addresses = BTreeSet::new();
        for member in members {
            let path = member.path.canonicalize();
            let path = path.unwrap_or_else(|_| member.path.clone());
            let title = &member.title;
            let reason = if !titles.insert(title.clone()) {
                words(
                    format!("有两个成员都叫“{title}”，请用不同的 title"),
                    format!("two members have the title {title}; give each its own"),
                )
            } else if !paths.insert(path) {
                let path = member.path.display();
                words(
                    format!("有两个成员是同一个文件夹“{path}”"),
                    format!("two members are the same folder, {path}"),
                )
            } else if let Some(address) = &member.address
                && !addresses.insert(address)
            {
                words(
                    format!("有两个成员的 address 都是“{address}”，链接会指到同一个网站"),
                    format!("two members have the address {address}, so links lead to one site"),
                )
            } else {
                continue;
            };
            let finding = Diagnostic::new(Message::InvalidConfig {
                reason: reason.into(),
            });
            self.findings.push(finding.at(member.place.clone()));
        }
    }
}

/// Why the value of a key of a member, which is no text, cannot be used.
fn text_wanted(key: &str, value: &Value) -> Words {
    let number = value.as_i64().map(|n| n.to_string());
    let plain = number.or_else(|| value.as_bool().map(|b| b.to_string()));
    match plain {
        Some(plain) => words(
            format!("{key} 的值应为文字，请加引号：{key}: \"{plain}\""),
            format!("{key} is a text; write it in quotes: `{key}: \"{plain}\"`"),
        ),
        None if key == "district" => words(
            "district 应写成一段文字，各级之间用“/”隔开，如 甲省/乙市",
            "district is one text, with `/` between the units, such as Province/City",
        ),
        None => words(
            format!("{key} 的值应为一段文字"),
            format!("{key} is a single text"),
        ),
    }
}

/// The path of a member below the folder with the earlier sites: its own path, or the last part of
/// an absolute path or of one that leads upwards.
fn earlier(path: &Path) -> &Path {
    let goes_down = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    match path.file_name() {
        Some(name) if !path.components().all(goes_down) => Path::new(name),
        _ => path,
    }
}

/// The address of a member's root with one `/` at its end; none if it cannot be used.
fn address(written: &str) -> Option<String> {
    let written = written.trim();
    let ended = format!("{}/", written.trim_end_matches('/'));
    if is_web_address(written) {
        return Some(ended).filter(|_| !written.contains(['?', '#']));
    }
    let plain = |c: u8| is_plain_in_address(c) && !b"?#:%".contains(&c);
    // such as www.example.gov.cn, from which https:// is missing
    let first = ended.split('/').next().unwrap_or_default();
    let is_host = first.contains('.') && !first.starts_with('.') && !first.ends_with('.');
    if is_host {
        return None;
    }
    let inner = ended.trim_start_matches("./");
    let mut inside = inner;
    while let Some(rest) = inside.strip_prefix("../") {
        inside = rest;
    }
    let parts = inside.trim_end_matches('/').split('/');
    let sound = parts.clone().all(|part| !matches!(part, "" | "." | ".."));
    let sound = sound || (inside.is_empty() && !inner.is_empty());
    (sound && inner.bytes().all(plain)).then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_absolute_or_a_plain_path() {
        for (written, read) in [
            (
                "https://a.example.cn/xxgk",
                Some("https://a.example.cn/xxgk/"),
            ),
            ("http://a.example.cn", Some("http://a.example.cn/")),
            ("../cz", Some("../cz/")),
            ("../../a/cz/", Some("../../a/cz/")),
            ("cz/", Some("cz/")),
            ("./cz", Some("cz/")),
            ("javascript:alert(1)", None),
            ("data:text/html,x", None),
            ("//a.example.cn/", None),
            ("/cz/", None),
            ("a/../b", None),
            ("a%2e%2e/", None),
            ("https://u@a.example.cn/", None),
            ("https://a.example.cn/?a", None),
            ("ftp://a.example.cn/", None),
            ("局/", None),
            ("www.example.gov.cn", None),
            ("czt.example.gov.cn/xxgk/", None),
            ("./v1.2/", Some("v1.2/")),
            ("../v1.2/", Some("../v1.2/")),
            ("", None),
        ] {
            assert_eq!(address(written).as_deref(), read, "{written}");
        }
    }

    #[test]
    fn the_earlier_site_of_a_member_has_the_path_of_the_member() {
        for (path, below) in [
            ("fetched/cz", "fetched/cz"),
            ("./cz", "./cz"),
            ("../cz", "cz"),
            ("/srv/cz", "cz"),
        ] {
            assert_eq!(earlier(Path::new(path)), Path::new(below));
        }
    }

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
