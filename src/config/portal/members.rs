//! Takes the list of members in `portal.yaml`; gives the members, or findings. This file must not
//! know the other keys.

use super::{Check, Member, OF_MEMBER, block, in_chinese};
use crate::config::places::keys;
use crate::config::unknown::{instead, unknown_key};
use crate::config::values::{is_blank, is_web_address};
use crate::diag::{Diagnostic, Message, Place, Words, words, yaml};
use crate::escape::is_plain_in_address;
use crate::file::below;
use serde::Deserialize;
use serde_yaml::Value;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

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

/// The ranges of the members, in the usual form of a list.
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

impl Check<'_> {
    pub(super) fn members(
        &mut self,
        root: &Path,
        before: Option<&Path>,
        value: &Value,
    ) -> Vec<Member> {
        let written = value.get("members").filter(|members| !members.is_null());
        let list = written.and_then(Value::as_sequence);
        let Some(list) = list.filter(|list| !list.is_empty()) else {
            if written.is_none() && !self.findings.is_empty() {
                return Vec::new(); // the list may be below a reported key
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
            // a list in another form has no places
            let range = ranges.get(i).filter(|_| ranges.len() == list.len());
            let range = range.cloned().unwrap_or(whole.clone());
            match RawMember::deserialize(item.clone()) {
                Ok(raw) => members.extend(self.member(root, before, raw, range)),
                Err(error) => self.unreadable(item, &error, range),
            }
        }
        self.repeated(&members);
        self.compared_with_itself(&members);
        members
    }

    /// Reports a member with an unknown key, without a needed key, or with a value of another type.
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
        // Windows separators are allowed everywhere
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

    /// Reports `before` if the earlier site of a member is the current site of a member.
    fn compared_with_itself(&mut self, members: &[Member]) {
        let real = |path: &Path| path.canonicalize().ok();
        let now: BTreeSet<PathBuf> = members.iter().filter_map(|m| real(&m.path)).collect();
        let mut earlier = members.iter().filter_map(|m| m.before.as_deref());
        let Some(same) = earlier.find(|path| real(path).is_some_and(|path| now.contains(&path)))
        else {
            return;
        };
        let range = keys(self.text, 0, "before").next();
        let same = same.display();
        self.wrong(
            range,
            words(
                format!(
                    "before 中的“{same}”就是成员现在的网站，比较不出变动；请在每次取回之前，\
                     先把旧网站复制到另一个文件夹，如 last"
                ),
                format!(
                    "{same}, under `before`, is the present site of a member, so no change would \
                     be found. Before each fetch, copy the old sites to another folder, such \
                     as `last`"
                ),
            ),
        );
    }

    /// Reports titles, paths and addresses that two members have.
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

/// Why a value other than a text cannot be used for a key.
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

/// A member's path below the folder of earlier sites: its own, or its last part.
fn earlier(path: &Path) -> &Path {
    let goes_down = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    match path.file_name() {
        Some(name) if !path.components().all(goes_down) => Path::new(name),
        _ => path,
    }
}

/// The address of a member's root with one `/` at its end.
fn address(written: &str) -> Option<String> {
    let written = written.trim();
    let ended = format!("{}/", written.trim_end_matches('/'));
    if is_web_address(written) {
        return Some(ended).filter(|_| !written.contains(['?', '#']));
    }
    let plain = |c: u8| is_plain_in_address(c) && !b"?#:%".contains(&c);
    // an address without `https://`, such as www.example.gov.cn
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
}
