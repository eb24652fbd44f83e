//! Takes a value of a member, such as a title or an address; gives the reason why the portal must
//! not show it. It also shortens such values for messages. This file must not know files.

use crate::catalogue::{Relation, Validity};
use crate::diag::{Words, words};
use crate::escape::is_plain_in_address;
use crate::parse::invisible::is_candidate;
use crate::search::Said;
use jiff::civil::Date;

/// The maximum length of a text, such as a title or a number, in characters.
const LONGEST: usize = 4_000;
/// The maximum length of an address, in bytes.
const LONGEST_ADDRESS: usize = 1_000;
/// The maximum length of a text from the search index, such as a summary, in characters.
const LONGEST_SUMMARY: usize = 100_000;
/// The maximum length of a reason, in characters.
const LONGEST_REASON: usize = 200;
/// The maximum number of levels of a category.
const DEEPEST: usize = 8;

/// Checks a value from the search index of a member.
pub(super) fn judge(said: Said<'_>) -> Result<(), Words> {
    match said {
        // a summary may be long
        Said::Text(shown) => text_up_to(shown, LONGEST_SUMMARY),
        Said::Address(url) => address(url),
        Said::Day(written) => day(written),
        Said::Value("year", year) => day(&format!("{year}-01-01")),
        Said::Value("validity", code) => validity(code).map(|_| ()),
        Said::Value("category", path) => category(path),
        Said::Value(_, value) => text(value),
    }
}

/// The first `most` characters of a text, with U+FFFD in place of each invisible character.
fn cut(text: &str, most: usize) -> String {
    let visible = |c: char| if is_candidate(c) { '\u{fffd}' } else { c };
    let mut short: String = text.chars().take(most).map(visible).collect();
    if text.chars().nth(most).is_some() {
        short.push('…');
    }
    short
}

/// The beginning of a text, for a message.
pub(super) fn beginning(text: &str) -> String {
    cut(text, 40)
}

/// A reason, cut to a readable length. It may quote a long text of a member.
pub(super) fn tidy(reason: &Words) -> Words {
    words(
        cut(&reason.zh, LONGEST_REASON),
        cut(&reason.en, LONGEST_REASON),
    )
}

/// Checks a text: a title, a number, a name or the like. Markup is allowed, because pages escape
/// it.
pub(super) fn text(text: &str) -> Result<(), Words> {
    text_up_to(text, LONGEST)
}

fn text_up_to(text: &str, longest: usize) -> Result<(), Words> {
    if text.chars().nth(longest).is_some() {
        let shown = beginning(text);
        return Err(words(
            format!("文字过长，不像标题、文号等内容：“{shown}”"),
            format!("a text is too long for a title, a number or a name: `{shown}`"),
        ));
    }
    let is_bad = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r' | '\u{85}');
    if text.contains(is_bad) {
        let shown = beginning(text);
        return Err(words(
            format!("文字中含有控制字符：“{shown}”"),
            format!("a text has control characters: `{shown}`"),
        ));
    }
    Ok(())
}

/// Checks an address, which must be below the root of the member.
pub(super) fn address(url: &str) -> Result<(), Words> {
    let path = url.split('#').next().unwrap_or_default();
    let lower = path.to_ascii_lowercase().replace("%2e", ".");
    let is_step = |part: &str| matches!(part, "" | "." | "..");
    let plain = |b: u8| is_plain_in_address(b) && !b":?".contains(&b);
    let sound = url.len() <= LONGEST_ADDRESS
        && path.bytes().all(plain)
        && url.bytes().all(is_plain_in_address)
        && !lower.contains("%2f")
        && !lower.contains("%5c")
        && !lower.split('/').any(is_step);
    if sound {
        return Ok(());
    }
    let shown = beginning(url);
    Err(words(
        format!("网址“{shown}”不是成员网站内的相对地址"),
        format!("the address `{shown}` is not a relative address inside the member's site"),
    ))
}

/// Checks a day, with or without a time.
pub(super) fn day(written: &str) -> Result<(), Words> {
    date(written).map(|_| ())
}

/// The date of a day, with or without a time.
pub(super) fn date(written: &str) -> Result<Date, Words> {
    let day = written.get(..10).and_then(|day| day.parse::<Date>().ok());
    let rest = written.get(10..).unwrap_or_default();
    let is_time = |c: char| c.is_ascii_digit() || c == ':' || c == ' ';
    if let Some(day) = day.filter(|_| rest.len() <= 9 && rest.chars().all(is_time)) {
        return Ok(day);
    }
    let shown = beginning(written);
    Err(words(
        format!("日期“{shown}”有误"),
        format!("the date `{shown}` is wrong"),
    ))
}

/// Checks a code of validity; gives the validity, or `None` for an empty code.
pub(super) fn validity(code: &str) -> Result<Option<Validity>, Words> {
    let found = Validity::ALL.iter().find(|v| v.code() == code).copied();
    if found.is_some() || code.is_empty() {
        return Ok(found);
    }
    let shown = beginning(code);
    Err(words(
        format!("没有“{shown}”这种有效性"),
        format!("there is no validity `{shown}`"),
    ))
}

/// The relation with a code.
pub(super) fn relation(code: &str) -> Result<Relation, Words> {
    let found = Relation::ALL.iter().find(|r| r.code() == code).copied();
    found.ok_or_else(|| {
        let shown = beginning(code);
        words(
            format!("没有“{shown}”这种关系"),
            format!("there is no relation `{shown}`"),
        )
    })
}

/// Checks the path of a category.
pub(super) fn category(path: &str) -> Result<(), Words> {
    text(path)?;
    let mut parts = path.split('/');
    let sound = path.chars().count() <= 200
        && path.split('/').count() <= DEEPEST
        && !parts.any(|part| matches!(part, "" | "." | ".."));
    if sound || path.is_empty() {
        return Ok(());
    }
    let shown = beginning(path);
    Err(words(
        format!("栏目路径“{shown}”有误"),
        format!("the path of a category is wrong: `{shown}`"),
    ))
}

/// Checks a path in a manifest or a package. It must stay below the folder on every system.
pub(super) fn path(path: &str) -> Result<(), Words> {
    let is_step = |part: &str| matches!(part, "" | "." | "..") || part.ends_with(['.', ' ']);
    let is_bad = |c: char| c.is_control() || "\\:*?\"<>|".contains(c);
    if !path.contains(is_bad) && !path.split('/').any(is_step) {
        return Ok(());
    }
    let shown = beginning(path);
    Err(words(
        format!("清单中的路径“{shown}”指到网站文件夹之外，或者不能用作文件名"),
        format!(
            "the manifest names `{shown}`: this path is outside the site or is not a file name"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_refused_and_angle_brackets_are_not() {
        assert!(text("a\u{0}b").is_err() && text("a\u{1b}[31mb").is_err());
        for good in ["关于<A类企业>的通知", "<table>", "1 < 2 > 0", "甲\n乙"] {
            assert!(text(good).is_ok(), "{good}");
        }
        assert_eq!(
            tidy(&words("甲\u{1b}乙\u{202e}", "a")).zh,
            "甲\u{fffd}乙\u{fffd}"
        );
        assert_eq!(tidy(&words("甲".repeat(300), "")).zh.chars().count(), 201);
    }

    #[test]
    fn an_address_stays_inside_the_member() {
        for good in ["doc/a-1.html", "apply/a.docx", "a.html#b", "index.html"] {
            assert!(address(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "../a.html",
            "a/../../b",
            "a/%2e%2E/b",
            "/etc/passwd",
            "//host/a",
            "javascript:alert(1)",
            "https://a.cn/",
            "a\\b",
            "a b",
            "a\"b",
            "data:text/html,x",
            "a//b",
            "a?b",
            "局.html",
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn numbers_without_sense_are_refused() {
        assert!(day("2024-02-29").is_ok() && day("2024-06-18 09:30").is_ok());
        assert!(day("0202-03-01").is_ok(), "a slip, but a day");
        for bad in ["2023-02-29", "99999-01-01", "", "2024", "2024-01-01<b>"] {
            assert!(day(bad).is_err(), "{bad}");
        }
        assert!(judge(Said::Value("year", "2024")).is_ok());
        assert!(judge(Said::Value("year", "99999999999")).is_err());
        assert!(validity("effective").is_ok() && validity("x").is_err());
        for bad in ["../a", "a//b", "a/./b", "/a"] {
            assert!(category(bad).is_err() && path(bad).is_err(), "{bad}");
        }
    }
}
