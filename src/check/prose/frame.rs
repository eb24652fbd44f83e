//! Takes the paragraphs of a text; gives lines of a web page's frame that were copied with it:
//! 分享到, 上一篇, 浏览次数. This file must not know how `mulu import` leaves out such lines.

use super::super::Document;
use super::super::lines::place_in;
use super::paragraphs::Paragraph;
use crate::catalogue::Kind;
use crate::diag::{Diagnostic, Message};
use std::ops::Range;

/// The maximum number of characters of such a line.
const MOST: usize = 60;

/// Beginnings of lines from the frame. If a beginning ends with a colon, or a colon or a bracket
/// follows it, the rest of the line may be anything. Otherwise only a few letters may follow.
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

/// Lines from the frame that are in brackets.
const BUTTONS: [&str; 6] = ["打印", "关闭", "收藏", "返回", "字体", "分享"];

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    // the colon may be half-width
    let may_hold = |word: &str| document.letters.may_hold(word.trim_end_matches('：'));
    let all = BEGINNINGS.iter().chain(&BUTTONS);
    if document.entry.kind == Kind::Page || !all.into_iter().any(|w| may_hold(w)) {
        return;
    }
    let found: Vec<Range<usize>> = paragraphs.iter().flat_map(lines).collect();
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
fn lines(paragraph: &Paragraph<'_>) -> Vec<Range<usize>> {
    let text = paragraph.text;
    let bare = text.split('\n').map(|line| {
        line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '>' | '-' | '|'))
    });
    let found = bare.filter(|line| is_frame(line)).map(|line| {
        let start = paragraph.start + place_in(text, line);
        start..start + line.len()
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
