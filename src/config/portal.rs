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
use serde::Deserialize;
use serde_yaml::Value;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The keys of the portal itself, which mean what they mean in `mulu.yaml`.
const KEYS: [&str; 11] = [
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
];

/// A portal over published sites.
#[derive(Clone, Debug)]
pub struct Portal {
    /// The configuration of its own pages.
    pub config: Config,
    /// The members, in the order of the file.
    pub members: Vec<Member>,
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
fn of_file(finding: Diagnostic, name: &str) -> Diagnostic {
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
    let value: Value = serde_yaml::from_str(text).map_err(|error| {
        let index = error.location().map(|l| l.index().min(text.len()));
        vec![yaml_finding(text, &error.to_string(), index)]
    })?;
    let mut check = Check {
        name,
        text,
        findings: Vec::new(),
    };
    check.keys(&value);
    let members = check.members(root, &value);
    if !check.findings.is_empty() {
        return Err(check.findings);
    }
    let config = parse(root, &without_members(text), overrides, now)?;
    Ok(Portal { config, members })
}

/// The bytes of the value of `members`: from its key to the next key of the file.
fn block(text: &str) -> Range<usize> {
    let mut range = 0..0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let is_member = line.starts_with("members:");
        let goes_on = line.starts_with([' ', '\t', '-', '#', '\r', '\n']);
        if is_member {
            range = at..end;
        } else if !range.is_empty() && range.end == at && goes_on {
            range.end = end;
        }
        at = end;
    }
    range
}

/// The text with an empty line instead of each line about members, so that places stay right.
fn without_members(text: &str) -> String {
    let block = block(text);
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
    let block = block(text);
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

    /// Reports the keys that a portal does not have.
    fn keys(&mut self, value: &Value) {
        for key in value.as_mapping().into_iter().flatten().map(|pair| pair.0) {
            let key = key.as_str().unwrap_or_default();
            if KEYS.contains(&key) {
                continue;
            }
            let instead = instead(key, &KEYS);
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

    fn members(&mut self, root: &Path, value: &Value) -> Vec<Member> {
        let list = value.get("members").and_then(Value::as_sequence);
        let Some(list) = list.filter(|list| !list.is_empty()) else {
            let range = keys(self.text, 0, "members").next();
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
                Ok(raw) => members.extend(self.member(root, raw, range)),
                Err(error) => self.unreadable(&error, range),
            }
        }
        self.repeated(&members);
        members
    }

    /// Reports a member with a key that does not exist, without a key that it needs, or with a
    /// value of another type.
    fn unreadable(&mut self, error: &serde_yaml::Error, range: Range<usize>) {
        let Some((key, known)) = unknown_key(error) else {
            let reason = yaml::reason(self.text, &error.to_string());
            return self.wrong(Some(range), reason);
        };
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let instead = instead(&key, &known);
        let place = keys(self.text, range.start, &key).next();
        self.wrong(
            place.or(Some(range)),
            words(
                format!("成员没有“{key}”这一项，{}", instead.zh),
                format!("a member has no key `{key}`; {}", instead.en),
            ),
        );
    }

    fn member(&mut self, root: &Path, raw: RawMember, range: Range<usize>) -> Option<Member> {
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
        Some(Member {
            path: root.join(&raw.path),
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
        for member in members {
            let path = member.path.canonicalize();
            let path = path.unwrap_or_else(|_| member.path.clone());
            let title = &member.title;
            let reason = if !titles.insert(title.clone()) {
                words(
                    format!("有两个成员都叫“{title}”，请用不同的 title"),
                    format!("two members have the title {title}; give each its own"),
                )
            } else if !paths.insert(path.clone()) {
                let path = path.display();
                words(
                    format!("有两个成员是同一个文件夹“{path}”"),
                    format!("two members are the same folder, {path}"),
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

/// The address of a member's root with one `/` at its end; none if it cannot be used.
fn address(written: &str) -> Option<String> {
    let written = written.trim();
    let ended = format!("{}/", written.trim_end_matches('/'));
    if is_web_address(written) {
        return Some(ended).filter(|_| !written.contains(['?', '#']));
    }
    let plain = |c: u8| is_plain_in_address(c) && !b"?#:%".contains(&c);
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
            ("", None),
        ] {
            assert_eq!(address(written).as_deref(), read, "{written}");
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
    }
}
