//! Takes the text of a document or of a part of an attachment; gives the lines that state who may
//! read it.
//!
//! Anywhere in a text, a short line counts if it is only a note (此件不予公开) or a security
//! marking with a star (机密★1年). In the first ten lines (the *head*) and the last ten (the
//! *foot*), two more things count: a line that is a label such as 公开方式 with its value, and a
//! note in brackets at the end of a line of any length. In the head, these count too: a marking
//! without a star, a refusal (不予公开), a restriction of readers (内部资料), the value of a label
//! such as 密级, and a marking beside the document number. A word inside a sentence never counts,
//! because many laws mention secrets (秘密). This file must not know waivers or messages.

use super::lines::{self, place_in};
use crate::catalogue::Disclosure;
use crate::catalogue::secrecy::{self, CELL};
use crate::parse::invisible;
use memchr::{memchr, memchr3};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A line that states who may read the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stated {
    /// The place of the line, in bytes of the file.
    pub range: Range<usize>,
    /// The words of the statement, without white space and Markdown.
    pub words: String,
    /// The disclosure that the words mean.
    pub disclosure: Disclosure,
}

/// The number of lines in the head of a text and in its foot. Lines without letters and digits do
/// not count.
const HEAD: usize = 10;
/// The greatest length of a short line, in characters. A longer line counts as a sentence.
const SHORT: usize = 40;
/// A line of more bytes is long. A line with a tag is an exception, because it may be short without
/// the tag. Of a long line, only this many bytes at its end are read.
const LONG: usize = 400;
/// The brackets that close a note.
const CLOSING: [char; 6] = ['）', ')', '】', '〕', ']', '］'];

/// The lines of a text that state who may read it. `start` is the beginning of the text in its
/// file.
pub(super) fn stated(text: &str, start: usize) -> Vec<Stated> {
    let lines = lines_of_text(text);
    let mut stated = Vec::new();
    for (n, (at, line)) in lines.iter().enumerate() {
        let is_outer = n < HEAD || lines.len() - n <= HEAD;
        if !is_outer && (line.len() > LONG || !may_state(line)) {
            continue;
        }
        let is_long = is_long(line);
        // of a long line, only the end may be a note
        let read = if is_long { end_of(line) } else { line };
        if is_long && !(is_outer && may_end_in_a_note(read)) || !secrecy::may_state(read) {
            continue;
        }
        let plain = plain(read);
        let found = if is_long || plain.chars().count() > SHORT {
            is_outer.then(|| at_the_end(&plain)).flatten()
        } else if n < HEAD {
            in_head(&plain, is_heading(line)).or_else(|| beside(read, &plain))
        } else if is_outer {
            outer(&plain)
        } else {
            anywhere(&plain)
        };
        stated.extend(found.map(|(disclosure, words)| Stated {
            range: start + at..start + at + line.trim_end().len(),
            words: words.replace(CELL, "："),
            disclosure,
        }));
    }
    stated
}

/// The statement in a front matter value: in brackets at its start or end, or a security marking
/// before a colon or a blank.
pub(super) fn of_value(value: &str) -> Option<(Disclosure, String)> {
    if !secrecy::may_state(value) {
        return None;
    }
    // a security marking before a title: 机密：关于检查的通知
    if let Some((first, _)) = value.split_once(['：', ':', ' ', '\u{3000}'])
        && secrecy::is_mark(first)
    {
        return Some((Disclosure::Withheld, first.to_owned()));
    }
    if !value.contains(CLOSING) {
        return None;
    }
    let plain = plain(value);
    // a note in brackets before a title: 【内部资料】 (internal material)
    let first = plain.find(['】', '）', ')', ']', '］']).map(|at| {
        let close = plain[at..].chars().next().map_or(0, char::len_utf8);
        &plain[..at + close]
    });
    at_the_end(&plain).or_else(|| first.and_then(secrecy::whole_note))
}

/// Whether a line is long even without its Markdown. A line with a tag may be short without it.
fn is_long(line: &str) -> bool {
    // each Chinese character begins with one of these bytes; counting in blocks lets the compiler
    // use vector instructions
    let count = |block: &[u8]| {
        let begins = block.iter().map(|b| u8::from(matches!(b, 0xe4..=0xe9)));
        usize::from(begins.sum::<u8>())
    };
    let letters = || line.as_bytes().chunks(32).map(count).sum::<usize>();
    (line.trim().len() > LONG || letters() > SHORT) && memchr(b'<', line.as_bytes()).is_none()
}

fn may_end_in_a_note(line: &str) -> bool {
    let is_mark = |c| {
        matches!(
            c,
            '*' | '_' | '~' | '`' | '\\' | '|' | '。' | '.' | '；' | ';'
        )
    };
    let beside = |c: char| is_mark(c) || c.is_whitespace() || invisible::is_candidate(c);
    line.trim_end_matches(beside).ends_with(CLOSING) || memchr(b'&', line.as_bytes()).is_some()
}

fn end_of(line: &str) -> &str {
    let mut at = line.len().saturating_sub(LONG);
    while !line.is_char_boundary(at) {
        at += 1;
    }
    &line[at..]
}

/// A cheap first test: whether a line inside a text begins like a note or a security marking.
fn may_state(line: &str) -> bool {
    let is_markup =
        |c: char| c.is_whitespace() || "#>*_~`\\-".contains(c) || invisible::is_candidate(c);
    let line = match line.as_bytes() {
        [0xe4..=0xe9, ..] => line,
        _ => line.trim_start_matches(is_markup),
    };
    let mut letters = line.chars();
    let mut next = || letters.next().unwrap_or('\n');
    match next() {
        '（' | '(' | '【' | '〔' | '[' | '［' | '<' | '★' | '☆' => true,
        '此' | '本' | '注' | '发' | '绝' | '机' | '秘' => true,
        '附' | '备' => next() == '注',
        '说' => next() == '明',
        '工' => next() == '作' && next() == '秘',
        _ => false,
    }
}

/// The lines with letters or digits, each with its place. A forced line break and a page break also
/// end a line.
fn lines_of_text(text: &str) -> Vec<(usize, &str)> {
    // in texts from Word, other characters than \n end lines and pages
    let bytes = text.as_bytes();
    let may_break = memchr3(b'\r', 0x0b, 0x0c, bytes).or_else(|| memchr(b'<', bytes));
    let mut lines: Vec<(usize, &str)> = lines::lines(text).collect();
    if may_break.is_some() {
        let pieces = lines.iter().flat_map(|(at, line)| {
            let pieces = line
                .split_inclusive(['\r', '\u{b}', '\u{c}'])
                .flat_map(|piece| piece.split_inclusive("<br>"));
            pieces.map(move |piece| (at + place_in(line, piece), piece))
        });
        lines = pieces.collect();
    }
    let is_of_text = |c| matches!(c, '\u{4e00}'..='\u{9fff}') || char::is_alphanumeric(c);
    lines.retain(|(_, line)| line.contains(is_of_text));
    lines
}

/// A line without its Markdown, tags, white space and invisible characters. The cells of a row stay
/// separate.
fn plain(line: &str) -> String {
    let line = line.trim_start_matches([' ', '\t', '\u{3000}', '#', '>', '＃']);
    let mut plain = String::with_capacity(line.len());
    let mut tag = 0;
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        match c {
            '\u{4e00}'..='\u{9fff}' if tag == 0 => plain.push(c),
            '<' if rest.as_str().contains('>') => tag += 1,
            '>' if tag > 0 => tag -= 1,
            _ if tag > 0 => {}
            // ＊ is often typed for the star between a security marking and its period of secrecy
            '＊' => plain.push('★'),
            '*' | '_' | '~' | '`' | '\\' => {}
            '|' => plain.push(CELL),
            '&' if rest.as_str().starts_with("nbsp;") => rest = rest.as_str()[5..].chars(),
            c if c.is_whitespace() || invisible::is_candidate(c) => {}
            c => plain.push(c),
        }
    }
    plain.trim_matches(CELL).to_owned()
}

fn is_heading(line: &str) -> bool {
    line.trim_start().starts_with(['#', '＃'])
}

/// The statement of a short line in the head of a text.
fn in_head(plain: &str, is_heading: bool) -> Option<(Disclosure, String)> {
    let withheld = || Some((Disclosure::Withheld, plain.to_owned()));
    if secrecy::is_mark(plain) || secrecy::is_restriction(plain) {
        return withheld();
    }
    // a heading 不予公开 (not disclosed) may be a chapter of a guide
    if !is_heading && secrecy::is_refusal(plain) {
        return withheld();
    }
    outer(plain)
}

/// The statement in a line of the head that also has other words: a security marking beside the
/// document number, or the value of a label such as 密级 (secrecy) or 公开范围 (readers).
fn beside(line: &str, plain: &str) -> Option<(Disclosure, String)> {
    let withheld = || Some((Disclosure::Withheld, plain.to_owned()));
    let words = line.replace(['*', '\\'], "");
    if secrecy::shares_mark(words.trim_start_matches(['#', '>', ' '])) {
        return withheld();
    }
    if plain.contains(CELL) {
        return None;
    }
    if secrecy::is_classified(plain) {
        return withheld();
    }
    secrecy::read_by(plain).map(|disclosure| (disclosure, plain.to_owned()))
}

/// The statement of a short line in the head or the foot of a text.
fn outer(plain: &str) -> Option<(Disclosure, String)> {
    anywhere(plain)
        .or_else(|| at_the_end(plain))
        .or_else(|| secrecy::whole_label(plain))
}

/// The statement of a short line anywhere in a text: a security marking with its star, or a note.
fn anywhere(plain: &str) -> Option<(Disclosure, String)> {
    let is_row = plain.contains(CELL);
    let is_starred = plain.contains(['★', '☆']) && !is_row;
    if is_starred && secrecy::is_mark(plain) {
        return Some((Disclosure::Withheld, plain.to_owned()));
    }
    secrecy::whole_note(plain)
}

/// The statement of a note in brackets at the end of a line.
fn at_the_end(plain: &str) -> Option<(Disclosure, String)> {
    let open = plain.rfind(['（', '(', '【', '〔', '[', '［'])?;
    let inner = &plain[open..];
    inner
        .trim_end_matches(['。', '.', '；', ';'])
        .ends_with(CLOSING)
        .then(|| secrecy::whole_note(inner))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        stated(text, 0)
            .into_iter()
            .filter(|s| s.disclosure != Disclosure::Proactive)
            .map(|s| s.words)
            .collect()
    }

    #[test]
    fn a_long_line_counts_for_its_end() {
        let long = "按照规定办理。".repeat(60);
        assert_eq!(
            words(&format!("{long}（此件不予公开）\n")),
            ["（此件不予公开）"]
        );
        assert_eq!(words(&format!("{long}\n")), [""; 0]);
        let tag = format!("<p data-x=\"{}\">机密★1年</p>\n", "x".repeat(500));
        assert_eq!(words(&tag), ["机密★1年"]);
    }

    #[test]
    fn an_invisible_character_hides_no_mark() {
        for hidden in ['\u{2060}', '\u{ad}', '\u{202a}', '\u{feff}', '\u{200b}'] {
            let text = format!("机{hidden}密★1年\n\n各单位：\n");
            assert_eq!(words(&text), ["机密★1年"], "{hidden:?}");
        }
    }

    #[test]
    fn a_text_that_must_not_be_public() {
        for text in [
            "机密★1年\n\n各单位：",
            "甲县人民政府文件　秘密★1年\n\n各单位：",
            "密级：内部\n\n各单位：",
            "定密情况：秘密\n\n各单位：",
            "征求意见稿，请勿外传\n\n各单位：",
            "知悉范围：县处级领导\n\n各单位：",
            "公开范围：本系统\n\n各单位：",
            "公开审查意见：不予公开\n\n各单位：",
            "是否可以公开：否\n\n各单位：",
            "**机 密**\n\n各单位：",
            "<p align=\"center\">秘密★长期</p>\n\n各单位：",
            "# 绝密\n\n各单位：",
            "000012<br>机密★１年<br>特急\n",
            "工作秘密\n\n各单位：",
            "密级：工作秘密\n",
            "| 密级 | 秘密 |\n|---|---|\n",
            "机密\\*1年\n",
            "〔秘密〕\n",
            "机密 一年\n",
            "保密等级：机密\n",
            "密级：机密　保密期限：1年\n",
            "绝密★启用前\n",
            "机密文件\n",
            "★机密★\n",
            "严禁外传，违者必究\n",
            "注意保密，严禁外传\n",
            "正文。\n\n（此件属不予公开信息）\n",
            "正文。\n\n（此件不上网）\n",
            "本文件仅供内部使用，请勿外传\n",
            "信息公开选项：不予公开\n",
            "是否主动公开：否\n",
            "正文。\n\n此件不得对外公开\n",
            "正文。\n\n（此件不予公开，仅供内部使用）\n",
            "正文。\n\n附注：此件依申请公开\n",
            "正文。\n\n- （此件不公开）\n",
            "商密★3年\n",
            "核心商密\n",
            "内部资料，注意保存\n\n正文。",
            "内部文件　不得外传\n\n正文。",
            "【内部资料】\n\n正文。",
            "（内部使用）\n\n正文。",
            "严禁外传\n",
            "请勿外传！\n",
            "仅供内部参考\n",
            "仅限系统内传阅\n",
            "阅后退回\n",
            "不予公开\n\n正文。",
            "公开方式：依申请公开\n\n正文。",
            "公开属性：不予公开\n\n正文。",
            "正文。\n\n（此件不予公开）\n",
            "正文。\n\n（此件不公开）\n",
            "正文。\n\n（不宜公开）\n",
            "正文。\n\n(此件依申请公开)\n",
            "特此通知。（此件不宜公开）\n",
            "正文。\n\n此件发至县团级\n",
            "正文。\n\n（此件发至县、团级）\n",
            "正文。\n\n（发至各乡镇、街道）\n",
            "正文。\n\n（此件仅发至省军级）\n",
        ] {
            assert_eq!(words(text).len(), 1, "{text}");
        }
        let long = "一句话。\n\n".repeat(40);
        assert_eq!(words(&format!("{long}（此件不予公开）\n\n{long}")).len(), 1);
    }

    #[test]
    fn a_text_that_may_be_public() {
        for text in [
            "依法保守国家秘密、商业秘密和个人隐私。\n",
            "秘密级文件的管理办法\n",
            "涉及国家秘密的，不予公开。\n",
            "## 依申请公开\n\n正文。",
            "密级：无\n\n各单位：",
            "公开范围：全社会\n\n各单位：",
            "公开范围：本行政区域\n\n各单位：",
            "发放范围：全县低保对象\n\n各单位：",
            "公开形式：政府网站\n\n各单位：",
            "## 不予公开\n\n正文。",
            "（此件公开发布）\n",
            "（此件主动公开）\n",
            "正文（依法不予公开的除外）。\n",
            "第一条 为了保守商业秘密，制定本办法。\n",
            "一、机密\n二、秘密\n",
            "- 秘密：六个月\n",
            "关于做好内部资料管理工作的通知\n",
            "内部资料性出版物管理办法\n",
            "严禁外传国家秘密的规定\n",
            "公开方式：主动公开\n",
            "公开形式：政府网站\n",
            "公开范围：凡属于主动公开范围的信息\n",
            "（此件发至县团级，公开发布）\n",
            "文件下发至各区县，请认真落实。\n",
            "发至各县区的通知\n",
            "| 序号 | 密级 | 名称 |\n|---|---|---|\n| 1 | 秘密 | 某文件 |\n",
        ] {
            assert_eq!(words(text), Vec::<String>::new(), "{text}");
        }
        let long = "一句话。\n\n".repeat(40);
        assert_eq!(
            words(&format!("{long}秘密\n\n{long}")),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_value_with_a_note() {
        assert!(of_value("关于开展检查的通知（此件不予公开）").is_some());
        assert!(of_value("关于开展检查的通知（内部资料）").is_some());
        assert!(of_value("【内部资料】关于开展检查的通知").is_some());
        assert!(of_value("机密★1年：关于开展检查的通知").is_some());
        assert!(of_value("秘密：关于开展检查的通知").is_some());
        assert!(of_value("秘密工作条例：第三章").is_none());
        assert!(of_value("关于开展检查的通知（试行）").is_none());
        assert!(of_value("（第二批）关于开展检查的通知").is_none());
    }
}
