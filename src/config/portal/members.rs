//! Takes the list of members in `portal.yaml`; gives the members, or findings. This file must not
//! know the other keys.

use super::{Check, KEYS, Member, OF_MEMBER, block, in_chinese};
use crate::config::places::keys;
use crate::config::unknown::{instead as instead_of, nearest};
use crate::config::values::{is_blank, is_web_address};
use crate::diag::{Diagnostic, Message, Place, Words, words};
use crate::escape::{is_plain_in_urn, percent};
use crate::file::below;
use serde_yaml::{Mapping, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

/// The keys that every member needs.
const REQUIRED: [&str; 2] = ["path", "title"];

/// Other words for `path`.
const OTHER_WORDS: [&str; 2] = ["folder", "package"];

/// The ranges of the members in the text, if each member begins on a new line with `-`.
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
            let mut keys_of_file = value.as_mapping().into_iter().flatten().map(|pair| pair.0);
            let is_known = |key: &Value| key.as_str().is_some_and(|key| KEYS.contains(&key));
            if written.is_none() && !keys_of_file.all(is_known) {
                return Vec::new(); // the list may be below a key that was reported as unknown
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
            // in a list of another form, the members have no ranges, so findings are at `members`
            let range = ranges.get(i).filter(|_| ranges.len() == list.len());
            let range = range.cloned().unwrap_or(whole.clone());
            members.extend(self.member(root, before, item, range));
        }
        self.repeated(&members);
        self.compared_with_itself(&members);
        members
    }

    /// The texts of a member by key. Reports every unknown or repeated key, and every value of
    /// another type.
    fn texts(&mut self, map: &Mapping, range: &Range<usize>) -> Texts {
        let mut texts = Texts::default();
        for (key, value) in map {
            let written = key.as_str().unwrap_or_default();
            let place = keys(self.text, range.start, written).next();
            let place = place.or(Some(range.clone()));
            let meant = if OTHER_WORDS.contains(&written) {
                "path"
            } else {
                written
            };
            let Some(&key) = OF_MEMBER.iter().find(|known| **known == meant) else {
                let instead = in_chinese(written, &OF_MEMBER);
                let instead = instead.unwrap_or_else(|| instead_of(written, &OF_MEMBER));
                self.wrong(
                    place,
                    words(
                        format!("成员没有“{written}”这一项，{}", instead.zh),
                        format!("a member has no key `{written}`; {}", instead.en),
                    ),
                );
                texts.meant.extend(meant_by(written));
                continue;
            };
            if value.is_null() {
                continue;
            }
            texts.meant.insert(key);
            match value {
                Value::String(text) if is_blank(text) && REQUIRED.contains(&key) => {
                    let zh = format!("成员的 {key} 不能为空");
                    self.wrong(place, words(zh, format!("{key} is empty")));
                }
                Value::String(text) => {
                    if texts.known.insert(key, text.clone()).is_some() {
                        let zh = format!("成员的 {key} 写了两次，请只留一个");
                        let en = format!("{key} is given twice; keep one");
                        self.wrong(place, words(zh, en));
                    }
                }
                _ => self.wrong(place, text_wanted(key, value)),
            }
        }
        texts
    }

    /// Reads a member; reports all its faults. A text that is missing or wrong is empty in the
    /// result, which is used only to compare it with other members.
    fn member(
        &mut self,
        root: &Path,
        before: Option<&Path>,
        item: &Value,
        range: Range<usize>,
    ) -> Option<Member> {
        let Some(map) = item.as_mapping() else {
            self.wrong(
                Some(range),
                words(
                    "成员应写成 path 和 title 两项，如“- path: fetched/caizheng”，下一行“  title: 财政局”",
                    "a member has a path and a title: `- path: fetched/finance`, and in the next \
                     line `  title: Finance`",
                ),
            );
            return None;
        };
        let mut texts = self.texts(map, &range);
        for key in REQUIRED {
            if !texts.meant.contains(key) {
                let zh = format!("这个成员没有写 {key}");
                self.wrong(
                    Some(range.clone()),
                    words(zh, format!("this member has no {key}")),
                );
            }
        }
        let place = Place::new(self.name, self.text, range.clone());
        let mut text = |key: &str| texts.known.remove(key).filter(|text| !is_blank(text));
        let address = text("address").and_then(|written| {
            let reason = match address(&written) {
                Ok(address) => return Some(address),
                Err(reason) => reason,
            };
            let at = keys(self.text, range.start, "address").next();
            self.wrong(
                at,
                words(
                    format!("address 的值“{written}”不是可用的网址：{}", reason.zh),
                    format!("address, `{written}`, is no usable address: {}", reason.en),
                ),
            );
            None
        });
        let parts = |district: String| {
            let parts = district.split('/').map(str::trim).filter(|p| !p.is_empty());
            parts.collect::<Vec<_>>().join("/")
        };
        // the separators of Windows are allowed on every system
        let path = text("path").map(|path| path.replace('\\', "/"));
        Some(Member {
            path: path
                .as_deref()
                .map(|path| below(root, path))
                .unwrap_or_default(),
            before: before
                .zip(path.as_deref())
                .map(|(folder, path)| folder.join(earlier(Path::new(path)))),
            title: text("title").unwrap_or_default().trim().to_owned(),
            body: text("body"),
            address,
            level: text("level"),
            district: text("district").map(parts),
            place,
        })
    }

    /// Reports the key `before` if the earlier site of a member is the current site of this or
    /// another member.
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

    /// Reports titles, paths, addresses and earlier sites that two members have.
    fn repeated(&mut self, members: &[Member]) {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let (mut titles, mut paths) = (BTreeSet::new(), BTreeSet::new());
        let (mut addresses, mut earlier) = (BTreeSet::new(), BTreeMap::new());
        for member in members {
            let (title, path) = (&member.title, &member.path);
            let mut reasons = Vec::new();
            if !title.is_empty() && !titles.insert(title) {
                reasons.push(words(
                    format!("有两个成员都叫“{title}”，请用不同的 title"),
                    format!("two members have the title {title}; give each its own"),
                ));
            }
            let is_known = !path.as_os_str().is_empty() && !paths.insert(real(path));
            if is_known {
                let path = path.display();
                reasons.push(words(
                    format!("有两个成员是同一个文件夹“{path}”"),
                    format!("two members are the same folder, {path}"),
                ));
            }
            if let Some(address) = &member.address
                && !addresses.insert(address)
            {
                reasons.push(words(
                    format!("有两个成员的 address 都是“{address}”，链接会指到同一个网站"),
                    format!("two members have the address {address}, so links lead to one site"),
                ));
            }
            if let Some(before) = &member.before
                && let Some(other) = earlier.insert(real(before), title)
                && !is_known
            {
                let before = before.display();
                reasons.push(words(
                    format!(
                        "成员“{other}”和“{title}”的旧网站是同一个文件夹“{before}”，无法分别比较；\
                         before 中的路径是 path 去掉开头的“..”和“/”，请使两个 path 的其余部分不同"
                    ),
                    format!(
                        "the members {other} and {title} have one earlier site, {before}, so they \
                         cannot be compared. The path under `before` is `path` without leading \
                         `..` and `/`; the rest of the two paths must differ"
                    ),
                ));
            }
            for reason in reasons {
                let finding = Diagnostic::new(Message::InvalidConfig {
                    reason: reason.into(),
                });
                self.findings.push(finding.at(member.place.clone()));
            }
        }
    }
}

/// What a member says of itself.
#[derive(Default)]
struct Texts {
    /// The texts by key.
    known: BTreeMap<&'static str, String>,
    /// The keys that are given, perhaps misspelt or with a wrong value.
    meant: BTreeSet<&'static str>,
}

/// The key that an unknown word probably stands for.
fn meant_by(written: &str) -> Option<&'static str> {
    let chinese = OF_MEMBER
        .into_iter()
        .find(|key| in_chinese(written, &[*key]).is_some());
    chinese.or_else(|| nearest(written, &OF_MEMBER))
}

/// The reason for refusing a value of a key that is no text.
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

/// A member's path below the folder of earlier sites: its own path, without the steps upwards, the
/// root or the drive with which it begins.
fn earlier(path: &Path) -> PathBuf {
    let mut below = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => below.push(name),
            Component::ParentDir => drop(below.pop()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => (),
        }
    }
    below
}

/// The address of a member's root with one `/` at its end. In a relative address, characters that
/// an address cannot have are percent-encoded, as in the address that `mulu join` finds by itself.
fn address(written: &str) -> Result<String, Words> {
    let written = written.trim();
    let ended = format!("{}/", written.trim_end_matches('/'));
    if written.contains(['?', '#']) {
        return Err(words(
            "网站首页的网址中不能有“?”和“#”",
            "the address of a site's root has no `?` and no `#`",
        ));
    }
    if is_web_address(written) {
        return Ok(ended);
    }
    // an address that lacks `https://`, such as www.example.gov.cn, is refused
    let first = ended.split('/').next().unwrap_or_default();
    let is_host = first.contains('.') && !first.starts_with('.') && !first.ends_with('.');
    if is_host {
        return Err(words(
            "看起来是完整的网址，请在前面加上 https:// 或 http://",
            "it looks like an absolute address, which begins with https:// or http://",
        ));
    }
    let mut inside = ended.trim_start_matches("./");
    let mut whole = String::new();
    while let Some(rest) = inside.strip_prefix("../") {
        whole.push_str("../");
        inside = rest;
    }
    if inside.is_empty() && !whole.is_empty() {
        return Ok(whole);
    }
    for part in inside.trim_end_matches('/').split('/') {
        let Some(name) = decoded(part) else {
            return Err(words(
                "“%”后面应是两位十六进制数字，如空格写作 %20；文件夹名称中的“%”写作 %25",
                "after `%` there are two hexadecimal digits, such as %20 for a space; a `%` in the \
                 name of a folder is written %25",
            ));
        };
        let is_bad = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':');
        if matches!(name.as_str(), "" | "." | "..") || name.contains(is_bad) {
            return Err(words(
                "应以 https:// 或 http:// 开头，或者是相对于门户首页的路径，如 ../caizhengju/",
                "it begins with https:// or http://, or is a path from the root of the portal, \
                 such as ../finance/",
            ));
        }
        whole.push_str(&percent(&name, is_plain_in_urn));
        whole.push('/');
    }
    Ok(whole)
}

/// A part of an address with its percent-encoded characters decoded. `None` if that is impossible.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut pieces = part.split('%');
    bytes.extend(pieces.next().unwrap_or_default().bytes());
    for piece in pieces {
        let digits = piece
            .get(..2)
            .filter(|two| two.bytes().all(|b| b.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend(piece[2..].bytes());
    }
    String::from_utf8(bytes).ok()
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
            ("%2e%2e/", None),
            ("a/%2E%2e/b", None),
            ("a%2fb", None),
            ("100%/", None),
            ("%ff/", None),
            ("../甲 局/", Some("../%E7%94%B2%20%E5%B1%80/")),
            ("../%e7%94%b2%20局", Some("../%E7%94%B2%20%E5%B1%80/")),
            ("../100%25/", Some("../100%25/")),
            ("https://u@a.example.cn/", None),
            ("https://a.example.cn/?a", None),
            ("ftp://a.example.cn/", None),
            ("局/", Some("%E5%B1%80/")),
            ("www.example.gov.cn", None),
            ("czt.example.gov.cn/xxgk/", None),
            ("./v1.2/", Some("v1.2/")),
            ("../v1.2/", Some("../v1.2/")),
            ("", None),
        ] {
            assert_eq!(address(written).ok().as_deref(), read, "{written}");
        }
    }

    #[test]
    fn a_refused_address_has_its_own_reason() {
        for (written, said) in [
            ("100%/", "%25"),
            ("https://a.example.cn/?a", "no `?`"),
            ("www.example.gov.cn", "https://"),
            ("/cz/", "a path from the root of the portal"),
        ] {
            assert!(address(written).unwrap_err().en.contains(said), "{written}");
        }
    }

    #[test]
    fn the_earlier_site_of_a_member_has_its_path_without_the_steps_upwards() {
        for (path, below) in [
            ("fetched/cz", "fetched/cz"),
            ("./cz", "cz"),
            ("../cz", "cz"),
            ("../m1/public", "m1/public"),
            ("../../m2/public", "m2/public"),
            ("a/../b", "b"),
            ("/srv/cz", "srv/cz"),
        ] {
            assert_eq!(earlier(Path::new(path)), Path::new(below));
        }
    }
}
