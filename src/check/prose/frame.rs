//! Takes the paragraphs of a text; gives what was copied with it from a web page or a printed page:
//! lines of the frame (分享到, 上一篇, 浏览次数), page numbers (`- 2 -`, 第2页 共5页) and codes of
//! HTML (`&amp;nbsp;`). This file must not know how `mulu import` leaves out such lines.

use super::super::Document;
use super::super::lines::{self, place_in};
use super::paragraphs::Paragraph;
use crate::catalogue::Kind;
use crate::diag::{Diagnostic, Message};
use crate::fold::WordSet;
use std::ops::Range;
use std::sync::LazyLock;

/// The maximum number of characters of a line from the frame.
const MOST: usize = 60;

/// Beginnings of lines from the frame. A line that ends with 。 is never from the frame. If a
/// beginning ends with a colon, or a colon or a bracket follows it, the rest of the line may be
/// anything else. Otherwise, at most twelve letters may follow, and the rest must not have a comma
/// or a word that shows a sentence, such as 的.
const BEGINNINGS: [&str; 34] = [
    "分享到",
    "分享至",
    "分享：",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "浏览次数",
    "浏览量",
    "阅读次数",
    "阅读量",
    "点击数",
    "点击量",
    "点击次数",
    "访问次数",
    "访问量",
    "打印本页",
    "打印此页",
    "打印文章",
    "关闭窗口",
    "关闭本页",
    "返回顶部",
    "返回首页",
    "返回列表",
    "字体：",
    "字号：",
    "字体大小",
    "扫一扫在手机",
    "扫描二维码分享",
    "微信扫一扫",
    "当前位置：",
    "您的位置：",
    "您当前的位置",
    "加入收藏",
];

/// The words of buttons. A line from the frame may consist of buttons in brackets.
const BUTTONS: [&str; 6] = ["打印", "关闭", "收藏", "返回", "字体", "分享"];

/// A text without these words has no lines from the frame, except page numbers. A colon may be
/// half-width, so the words have none.
static WORDS: LazyLock<WordSet> = LazyLock::new(|| {
    let beginnings = BEGINNINGS.iter().map(|word| word.trim_end_matches('：'));
    WordSet::new(beginnings.chain(BUTTONS))
});

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    if document.entry.kind == Kind::Page {
        return;
    }
    let mut found = Vec::new();
    if WORDS.possible(&document.letters).next().is_some() {
        found.extend(paragraphs.iter().flat_map(of_frame));
    }
    if document.letters.has_any('0'..='9') {
        found.extend(paragraphs.iter().flat_map(page_numbers));
    }
    if document.letters.has('&') {
        found.extend(codes(document.text, document.entry.body_start));
    }
    found.sort_by_key(|range| range.start);
    let Some(first) = found.first().cloned() else {
        return;
    };
    let message = Message::WebFrame {
        value: document.text[first.clone()].into(),
        count: found.len().into(),
    };
    findings.push(document.at(message, first));
}

/// The places of the lines from the frame in a paragraph.
fn of_frame(paragraph: &Paragraph<'_>) -> Vec<Range<usize>> {
    let text = paragraph.text;
    let bare = lines::lines(text).map(|(_, line)| {
        line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '>' | '-' | '|'))
    });
    let found = bare.filter(|line| is_frame(line)).map(|line| {
        let start = paragraph.start + place_in(text, line);
        start..start + line.len()
    });
    found.collect()
}

/// The maximum number of bytes of a page number.
const MOST_OF_NUMBER: usize = 40;

/// The places of the page numbers in a paragraph.
fn page_numbers(paragraph: &Paragraph<'_>) -> Vec<Range<usize>> {
    let text = paragraph.text;
    let found = lines::lines(text).map(|(_, line)| line.trim());
    let found = found.filter(|line| line.len() <= MOST_OF_NUMBER && is_page_number(line));
    let found = found.map(|line| {
        let start = paragraph.start + place_in(text, line);
        start..start + line.len()
    });
    found.collect()
}

/// Whether a line is a page number: one to three digits between dashes, or 第2页 共5页. A number
/// with a dash on one side may be an item or an amount.
fn is_page_number(line: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '—' | '－' | '–' | '―' | '─');
    let is_number = |text: &str| {
        let text = text.trim();
        matches!(text.len(), 1..=3) && text.bytes().all(|b| b.is_ascii_digit())
    };
    if let Some(inner) = line.strip_prefix(is_dash) {
        let inner = inner.trim_start_matches(is_dash);
        let number = inner.trim_end_matches(is_dash);
        return number.len() < inner.len() && is_number(number);
    }
    let Some((page, rest)) = line
        .strip_prefix('第')
        .and_then(|rest| rest.split_once('页'))
    else {
        return false;
    };
    let rest = rest.trim_start_matches([' ', '\u{3000}', '/', '，', ',', '、', '（', '(']);
    let all = rest.trim_end_matches(['）', ')']).strip_prefix('共');
    let all = all.and_then(|rest| rest.strip_suffix('页'));
    is_number(page) && all.is_some_and(is_number)
}

/// Names of characters in HTML. After `&amp;`, the page shows the name and not the character: the
/// source `&amp;nbsp;` is shown as `&nbsp;`.
const CODES: [&str; 12] = [
    "nbsp;", "lt;", "gt;", "quot;", "amp;", "ldquo;", "rdquo;", "mdash;", "middot;", "hellip;",
    "emsp;", "ensp;",
];

/// The places of codes of HTML that the page shows in place of their characters. The source
/// `&amp;nbsp;` is shown as `&nbsp;`.
fn codes(text: &str, start: usize) -> Vec<Range<usize>> {
    const SIGN: &str = "&amp;";
    let body = text.get(start..).unwrap_or_default();
    let found = body.match_indices(SIGN).filter_map(|(at, _)| {
        let rest = &body[at + SIGN.len()..];
        let code = CODES.iter().find(|code| rest.starts_with(**code))?;
        Some(start + at..start + at + SIGN.len() + code.len())
    });
    found.collect()
}

/// The characters with which a line from the frame begins.
const FIRST: [char; 19] = [
    '分', '上', '下', '浏', '阅', '点', '访', '打', '关', '返', '字', '扫', '微', '当', '您', '加',
    '【', '[', '［',
];

fn is_frame(line: &str) -> bool {
    if !line.starts_with(FIRST) || line.chars().nth(MOST).is_some() || line.ends_with('。') {
        return false;
    }
    let line = line.replace(':', "：");
    let begins = BEGINNINGS.iter().find_map(|word| {
        let rest = line.strip_prefix(word)?;
        let is_label = word.ends_with('：') || rest.trim_start().starts_with(['：', '【', '[']);
        let few = rest.chars().filter(|c| c.is_alphabetic()).count();
        Some(is_label || few <= 12 && !rest.contains(['，', '、', '的', '为', '和', '是']))
    });
    if begins == Some(true) {
        return true;
    }
    let head = line.starts_with(['【', '[', '［']);
    let inner: Vec<&str> = line
        .split(['【', '】', '[', ']', '［', '］', ' ', '\u{3000}'])
        .filter(|part| !part.is_empty())
        .collect();
    let is_button = |part: &&str| {
        let rest = BUTTONS.iter().find_map(|word| part.strip_prefix(word));
        let after = ["", "本页", "此页", "窗口", "文章", "本文", "到", "大小"];
        rest.is_some_and(|rest| after.contains(&rest) || rest.starts_with('：'))
            || matches!(*part, "大" | "中" | "小" | "大 中 小")
    };
    let has_word = inner
        .iter()
        .any(|part| BUTTONS.iter().any(|w| part.starts_with(w)));
    head && has_word && inner.iter().all(is_button)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_of_a_printed_page() {
        for line in [
            "- 2 -",
            "—2—",
            "－ 12 －",
            "—— 3 ——",
            "第 2 页 共 5 页",
            "第2页（共5页）",
            "第2页/共5页",
        ] {
            assert!(is_page_number(line), "{line}");
        }
        for line in [
            "- 2",
            "-2万元",
            "2 -",
            "- 2-3 -",
            "第2页",
            "第2页 共5份",
            "—2—5—",
            "---",
            "- 2026 -",
            "",
        ] {
            assert!(!is_page_number(line), "{line}");
        }
        let text = "甲&amp;nbsp;乙 A&amp;B &nbsp;";
        assert_eq!(codes(text, 0).first(), Some(&(3..13)));
    }

    #[test]
    fn lines_of_a_web_page() {
        for line in [
            "分享到：",
            "分享到微信 微博 QQ空间",
            "上一篇：关于开展安全检查的通知",
            "下一篇: 没有了",
            "浏览次数：128",
            "浏览次数 128 次",
            "【打印本页】【关闭窗口】",
            "【字体：大 中 小】",
            "打印本页",
            "扫一扫在手机打开当前页",
            "当前位置：首页 > 政务公开 > 通知公告",
        ] {
            assert!(is_frame(line), "{line}");
        }
        for line in [
            "分享到村到户的经验材料，由镇里汇总",
            "浏览量为10万次的视频",
            "访问量、下载量和转发量",
            "上一篇报告的附注",
            "请打印本页后签字。",
            "【打印机采购项目】",
            "关闭窗口的通知",
            "",
        ] {
            assert!(!is_frame(line), "{line}");
        }
    }
}
