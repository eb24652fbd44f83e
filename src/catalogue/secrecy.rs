//! Takes a line of a document; gives what the line itself states about secrecy and disclosure: a
//! mark of classification, a note such as （此件不予公开）, or the value of a label such as 公开方式.
//!
//! A word inside a sentence states nothing, because many laws speak of 秘密. It must not know where
//! in a document the line stands, nor what its front matter states.

use super::value::Disclosure;
use crate::parse::front_matter::is_nothing;
use regex::Regex;
use std::sync::LazyLock;

/// Separates the cells of a row where a row of a table is taken as a line.
pub const CELL: char = '\u{1f}';

/// A mark of classification (GB/T 9704-2012, 7.2.2) without white space: alone, with its term,
/// after the copy number, or labelled 密级.
static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "^(?:[【\\[]?密级[】\\]]?[:：]?)?[（(【\\[]?(?:\\d{1,8})?(?:特急|加急)?(?:绝密|机密|秘密|機密|祕密)级?[)）】\\]]?(?:[★☆*▲※◆·（(，；、]?(?:保密期限[:：]?)?(?:\\d{1,3}(?:年|个月)|长期)[)）]?|[★☆*▲※◆].{0,30})?(?:特急|加急)?$",
    )
});

/// A note on disclosure below the text, without white space. It is on a line of its own or in
/// brackets. Menus also have lines such as 依申请公开, so without 此件 only a note in brackets counts.
static NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "(?:(?:^|[（(\\[【〔])(?:此|本)(?:件|文件|公文|文|通知)(?:属于|属|为)?|[（(\\[【〔])((?:主动|依申请|不予|免予|免于|不得|不宜|暂不|不对外|不主动|限内部|内部|非|不|删减后)公开(?:发布)?|公开发布|内部使用)[。]?(?:[)）\\]】〕]|$)",
    )
});

/// A label such as 公开方式, with its value behind a colon or in the next cell.
static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "(?:公开(?:方式|属性|类别|形式|类型|选项|选择|性质|范围)|是否公开)[】\\]]?(?:[:：]|\u{1f})([^\u{1f}，。；]{1,20})(?:[\u{1f}，。；]|$)",
    )
});

fn pattern(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// A line without white space, in which marks and notes are looked for.
pub fn bare(line: &str) -> String {
    line.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}')
        .collect()
}

/// Whether a line is a mark of classification. In a row of a table the word alone may mean
/// anything, so it does not count.
pub fn is_mark(line: &str) -> bool {
    let line = bare(line);
    let cells: Vec<&str> = line.split(CELL).filter(|c| !c.is_empty()).collect();
    let is_beside =
        |c: &str| c.chars().all(|c| c.is_ascii_digit()) || ["特急", "加急"].contains(&c);
    let is_labelled = cells
        .first()
        .is_some_and(|c| c.trim_start_matches(['【', '[']).starts_with("密级"));
    cells.iter().enumerate().any(|(n, cell)| {
        let others_are_beside = cells
            .iter()
            .enumerate()
            .all(|(m, c)| m == n || is_beside(c));
        MARK.as_ref().is_some_and(|p| p.is_match(cell))
            && (others_are_beside || is_labelled || cell.contains(['★', '☆', '▲', '※', '◆']))
    })
}

/// The disclosure that a line states by a note such as （此件依申请公开）, with the words of the note.
pub fn note(line: &str) -> Option<(Disclosure, String)> {
    let line = bare(line);
    let words = NOTE.as_ref()?.captures(&line)?.get(1)?.as_str();
    let disclosure = disclosed(words).unwrap_or(Disclosure::Withheld);
    Some((disclosure, words.to_owned()))
}

/// The value that a line states for a label such as 公开方式. `disclosed` tells what it means.
pub fn labelled(line: &str) -> Option<String> {
    let line = bare(line);
    let value = LABELLED.as_ref()?.captures(&line)?.get(1)?;
    Some(value.as_str().to_owned())
}

/// The disclosure that the value of a label such as 公开方式 means. A value that is not plainly public
/// means that the document is not public. None when the value is empty.
pub fn disclosed(value: &str) -> Option<Disclosure> {
    let value = bare(value).replace(CELL, "");
    let has = |words: &[&str]| words.iter().any(|w| value.contains(w));
    match Disclosure::find(&value) {
        Some(disclosure) => Some(disclosure),
        None if is_nothing(&value) || value.is_empty() => None,
        None if has(&["依申请"]) => Some(Disclosure::OnRequest),
        None if has(&["不", "非", "免", "部分", "删减", "内部", "否"]) => {
            Some(Disclosure::Withheld)
        }
        None if has(&[
            "公开",
            "网站",
            "公报",
            "公示",
            "公告栏",
            "是",
            "社会",
            "媒体",
        ]) =>
        {
            Some(Disclosure::Proactive)
        }
        None => Some(Disclosure::Withheld),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_a_mark() {
        for line in [
            "机密★1年",
            "秘密",
            "  绝 密 ★ 长期 ",
            "000012 机密★20年 特急",
            "（秘密）",
            "密级：秘密",
            "【密级】机密级",
            "秘密·保密期限：6个月",
            "000012\u{1f}机密\u{1f}特急",
            "密级\u{1f}秘密",
            "文号\u{1f}机密★1年",
        ] {
            assert!(is_mark(line), "{line}");
        }
        for line in [
            "",
            "密级",
            "依法保守国家秘密。",
            "商业秘密",
            "机密文件管理办法",
            "秘密：是指关系国家安全的事项",
            "关于做好机密级计算机管理的通知",
            "序号\u{1f}秘密\u{1f}名称",
        ] {
            assert!(!is_mark(line), "{line}");
        }
    }

    #[test]
    fn a_note_on_disclosure() {
        use Disclosure::{OnRequest, Proactive, Withheld};
        for (line, disclosure, words) in [
            ("（此件公开发布）", Proactive, "公开发布"),
            ("此件主动公开", Proactive, "主动公开"),
            ("(此件 依申请公开)", OnRequest, "依申请公开"),
            ("（此件不予公开）", Withheld, "不予公开"),
            ("（此件不宜公开）", Withheld, "不宜公开"),
            ("本文件属不予公开。", Withheld, "不予公开"),
            ("特此通知。（内部使用）", Withheld, "内部使用"),
            ("【依申请公开】", OnRequest, "依申请公开"),
        ] {
            assert_eq!(note(line), Some((disclosure, words.to_owned())), "{line}");
        }
        for line in [
            "依申请公开",
            "不予公开的，应当说明理由。",
            "申请人申请公开此件。",
            "（以下内容公开透明）",
        ] {
            assert_eq!(note(line), None, "{line}");
        }
    }

    #[test]
    fn a_label_with_its_value() {
        for (line, value, disclosure) in [
            (
                "公开方式：主动公开",
                "主动公开",
                Some(Disclosure::Proactive),
            ),
            (
                "【公开属性】: 依申请",
                "依申请",
                Some(Disclosure::OnRequest),
            ),
            ("是否公开\u{1f}否\u{1f}", "否", Some(Disclosure::Withheld)),
            ("公开范围：本系统", "本系统", Some(Disclosure::Withheld)),
            (
                "公开形式：政府网站",
                "政府网站",
                Some(Disclosure::Proactive),
            ),
            ("公开方式：无", "无", None),
        ] {
            assert_eq!(labelled(line).as_deref(), Some(value), "{line}");
            assert_eq!(disclosed(value), disclosure, "{line}");
        }
        assert_eq!(labelled("公开方式由各单位决定。"), None);
    }
}
