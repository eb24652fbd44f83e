//! Takes the whole file of a document; gives addresses that open only on one computer or in the
//! office network. This file must not know the network: no address is tried.

use super::{Document, Rule, Scope};
use crate::diag::{Code, Diagnostic, Message};
use memchr::memchr;
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::LocalAddress],
    scope: Scope::Document(look),
};

/// A web or FTP address on a host that only this computer or a private network knows, such as a
/// host without a dot.
const HOST: &str = r"(?i)((?:https?|ftp)://(?:[^\s/@]{1,60}@)?(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0|10\.\d{1,3}\.\d{1,3}\.\d{1,3}|192\.168\.\d{1,3}\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])\.\d{1,3}\.\d{1,3}|169\.254\.\d{1,3}\.\d{1,3}|\[(?:::1|f[cde][0-9a-f:]*)\]|[a-z0-9-]+(?:\.(?:local|lan|internal|intranet|localdomain))?)(?::\d{1,5})?(?:[/?#][A-Za-z0-9_\-./?%&=#:~+]*)?)(?:[^A-Za-z0-9.:\-]|$)";

/// A private IP address or `localhost` without a scheme. A port or a path must follow, because a
/// text may mention an address alone without meaning a page.
const NUMBER: &str = r"(?:^|[^A-Za-z0-9./@:])((?:(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?::\d{2,5}|/[A-Za-z])|localhost(?::\d{2,5}|/))[A-Za-z0-9_\-./?%&=#:~+]*)";

/// A file on the author's own computer or on a network share.
const FILE: &str = r#"(?i)(?:^|[^A-Za-z0-9/\\.])(file:/{1,3}[^\s)>"'\]”，。；、）]+|[a-z]:\\[^\s)>"'\]”，。；、）]+|[a-z]:/[\p{Han}\w][^\s)>"'\]”，。；、）]*|\\\\[\p{Han}A-Za-z0-9._\-]+\\[^\s)>"'\]”，。；、）]+)"#;

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [HOST, NUMBER, FILE]
        .into_iter()
        .filter_map(|p| Regex::new(p).ok())
        .collect()
});

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let text = document.text;
    let has_slash = document.letters.has_pairs(":/");
    let may_match = [
        has_slash && text.contains("://"),
        NUMBERS
            .iter()
            .any(|n| document.letters.has_pairs(n) && has_number(text, n)),
        memchr(b'\\', text.as_bytes()).is_some() || has_slash && names_a_file(text),
    ];
    if !may_match.contains(&true) {
        return;
    }
    let mut seen = HashSet::new();
    let patterns = PATTERNS.iter().zip(may_match).filter(|(_, may)| *may);
    let found = patterns.flat_map(|(p, _)| p.captures_iter(text));
    for address in found.filter_map(|found| found.get(1)) {
        // a link with such a path or with a comma in its host is already reported as an error
        let before = &text[..address.start()];
        let is_link = before.ends_with("](") || before.ends_with("](<");
        let shown = address.as_str();
        let is_file = !shown.contains("://") || shown.to_ascii_lowercase().starts_with("file");
        let is_mistyped = text[address.end()..].starts_with([',', '，', '、']);
        if !((is_file || is_mistyped) && is_link) && seen.insert(shown) {
            let message = Message::LocalAddress {
                value: shown.into(),
            };
            findings.push(document.at(message, address.range()));
        }
    }
}

/// The beginnings of the addresses that `NUMBER` finds.
const NUMBERS: [&str; 4] = ["192.168.", "10.", "172.", "localhost"];

/// Whether a text has `beginning` and then a digit, a colon or a slash. Without this condition, the
/// number of an item (`10.`) would count.
fn has_number(text: &str, beginning: &str) -> bool {
    text.match_indices(beginning).any(|(at, _)| {
        let rest = &text[at + beginning.len()..];
        rest.starts_with(|c: char| c.is_numeric() || matches!(c, ':' | '/'))
    })
}

/// Whether a text may have a `file:` address or a path such as C:/表.docx: it has `:/` without a
/// second slash, or `://` after `file`.
fn names_a_file(text: &str) -> bool {
    text.match_indices(":/").any(|(at, sign)| {
        let is_file = |scheme: &str| scheme.eq_ignore_ascii_case("file");
        !text[at + sign.len()..].starts_with('/')
            || at
                .checked_sub(4)
                .and_then(|from| text.get(from..at))
                .is_some_and(is_file)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_local(text: &str) -> bool {
        PATTERNS.iter().any(|p| p.is_match(text))
    }

    #[test]
    fn addresses_of_the_office() {
        for text in [
            "[申报](http://192.168.1.8/sb)",
            "网址http://10.1.2.3:8080/oa",
            "<http://localhost:1111/>",
            "https://172.16.0.4",
            "见 http://oa/index.jsp",
            "http://fileserver.local/表.docx",
            "http://[::1]/",
            "登录192.168.0.1:8080",
            "存于 C:\\Users\\张三\\表.docx",
            "存于D:\\资料",
            "D:/资料/表.docx",
            "file:///C:/表.docx",
            "\\\\server\\share\\表.docx",
            "附件: ['\\\\文件服务器\\共享\\表.docx']",
        ] {
            assert!(is_local(text), "{text}");
        }
        // an address ends where its quotation ends
        let quoted = "附件: ['C:\\资料\\表.docx']";
        let found = PATTERNS.iter().find_map(|p| p.captures(quoted)).unwrap();
        assert_eq!(&found[1], "C:\\资料\\表.docx");
        for text in [
            "http://www.example.gov.cn/",
            "https://example.gov.cn:8443/a",
            "http://10jqka.com.cn/",
            "http://192.168.example.com/",
            "地址 192.168.1.1 的设备",
            "网段为10.0.0.0/8",
            "版本 10.1.2.3",
            "比例 1:10，时间 9:00/10:00",
            "http://172.32.0.1/",
            "附件\\*说明",
            "..\\\\资料\\\\表.docx",
            "https://localhost.example.cn/",
        ] {
            assert!(!is_local(text), "{text}");
        }
    }
}
