//! Takes the paragraphs of a text and the document's attachments; compares the attachments that the
//! text announces with those that the document has. Gives those that are missing, named differently
//! or not announced. A text announces attachments in a list 附件：1.… (GB/T 9704—2012, 7.3.4).
//! References such as 详见附件 to attachments that are not there are given too. This file must not
//! know what the attachments contain.

use super::super::Document;
use super::super::lines::{lines, place_in};
use super::paragraphs::Paragraph;
use crate::catalogue::{Field, Kind};
use crate::diag::{Diagnostic, Message, words};
use crate::fold::is_han;
use crate::resolve::Attached;
use crate::source::Sources;
use std::ops::Range;

/// Words with which a text may mention attachments. A text that has one of them is not reported for
/// attachments that it does not announce.
const ANNOUNCE: [&str; 14] = [
    "附件", "附表", "附图", "附后", "见附", "附：", "附:", "附录", "下载", "所附", "附上", "附送",
    "随文", "后附",
];
/// Words in the names of files that contain the document itself, or that any document may have.
const SAME: [&str; 12] = [
    "正文",
    "原文",
    "全文",
    "原件",
    "扫描",
    "盖章",
    "红头",
    "PDF版",
    "pdf版",
    "解读",
    "图解",
    "打印版",
];
/// Words that refer to the document's own attachment.
const REFER: [&str; 4] = ["详见附件", "具体见附件", "（见附件）", "名单见附件"];
/// Words in the names of files that may contain all attachments.
const ALL: [&str; 7] = ["全部", "所有", "合集", "合订", "打包", "汇编", "附件."];
/// The smallest length, in characters, of a text that must announce its attachments. A shorter text
/// may only describe them.
const SHORT: usize = 200;

/// An attachment that a text announces: its name, and its place in the file.
type Announced<'t> = (&'t str, Range<usize>);

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let (entry, resolved) = (document.entry, document.resolved);
    if entry.kind != Kind::Document {
        return;
    }
    let body = document.text.get(entry.body_start..).unwrap_or_default();
    let letters = &document.letters;
    let announced = match letters.may_hold("附件") {
        true => announced(paragraphs),
        false => Vec::new(),
    };
    let files = resolved.files.iter();
    let files: Vec<String> = files.map(|f| name_of(document.sources, f)).collect();
    for (name, range) in missing(&announced, &files, &entry.title) {
        let said = words(
            format!("写有附件“{name}”"),
            format!("announces the attachment `{name}`"),
        );
        let message = Message::AttachmentPromised { said: said.into() };
        findings.push(document.at(message, range));
    }
    for (name, file, range) in misnamed(&announced, &files) {
        let said = words(
            format!("写有附件“{name}”（所附的是“{file}”）"),
            format!("announces the attachment `{name}` (the document has `{file}`)"),
        );
        let message = Message::AttachmentPromised { said: said.into() };
        findings.push(document.at(message, range));
    }
    let count = files.len().max(announced.len());
    let may_number = count > 0 && letters.may_hold("附件");
    if let Some((word, range)) = Some(paragraphs)
        .filter(|_| may_number)
        .and_then(|p| beyond(p, count))
    {
        let said = words(
            format!("提到“{word}”"),
            format!("refers to an attachment (`{word}`)"),
        );
        let message = Message::AttachmentPromised { said: said.into() };
        findings.push(document.at(message, range));
    }
    let has_files = || !files.is_empty() || !resolved.attachments.is_empty() || body.contains("](");
    let may_refer = announced.is_empty() && letters.may_hold("见附件") && !has_files();
    if let Some((word, range)) = Some(paragraphs).filter(|_| may_refer).and_then(referred) {
        let said = words(
            format!("写有“{word}”"),
            format!("refers to an attachment (`{word}`)"),
        );
        let message = Message::AttachmentPromised { said: said.into() };
        findings.push(document.at(message, range));
    }
    let titled = |a: &&Attached| {
        let name = name_of(document.sources, a);
        !name.contains(entry.title.as_str()) && !SAME.iter().any(|w| name.contains(w))
    };
    let first = resolved.attachments.iter().find(titled);
    if let Some(attached) = first.filter(|_| {
        announced.is_empty()
            && body.chars().count() >= SHORT
            && !ANNOUNCE
                .iter()
                .any(|w| letters.may_hold(w) && body.contains(w))
            && resolved.attachments.iter().all(|a| titled(&a))
    }) {
        let message = Message::AttachmentUnannounced {
            value: name_of(document.sources, attached).into(),
        };
        findings.push(document.at_field(message, Field::Attachments));
    }
}

/// The name of a file as people know it: its title, or else its name on disk.
fn name_of(sources: &Sources, attached: &Attached) -> String {
    let path = &sources.file(attached.file).path;
    let of_file = || path.rsplit('/').next().unwrap_or_default().to_owned();
    attached.title.clone().unwrap_or_else(of_file)
}

/// The attachments in the first list, which has the form 附件：1.… or consists of lines such as
/// 附件1：甲. Gives none if the text of an attachment follows in the same file, below a heading
/// such as 附件1.
fn announced<'t>(paragraphs: &[Paragraph<'t>]) -> Vec<Announced<'t>> {
    let mut found = Vec::new();
    let mut lines = paragraphs.iter().flat_map(lines_of).peekable();
    while let Some((line, at)) = lines.next() {
        if let Some(first) = ["附件：", "附件:"]
            .iter()
            .find_map(|w| line.strip_prefix(w))
        {
            let at = at + line.len() - first.len();
            let on_one_line = items_of(first).into_iter();
            found.extend(on_one_line.filter_map(|(offset, name)| item(name, at + offset)));
            while let Some(next) = lines.next_if(|(line, _)| numbered(line).is_some()) {
                found.extend(item(next.0, next.1));
            }
            break;
        }
        // 附件1：甲 is part of a list if 附件2：乙 is below it
        let is_next = lines
            .peek()
            .is_some_and(|(next, _)| labelled(next, 2).is_some());
        if let Some(first) = labelled(line, 1).filter(|_| is_next) {
            found.extend(item(first, at + line.len() - first.len()));
            let mut number = 2;
            while let Some((next, at)) = lines.next_if(|(l, _)| labelled(l, number).is_some()) {
                let name = labelled(next, number).unwrap_or_default();
                found.extend(item(name, at + next.len() - name.len()));
                number += 1;
            }
            break;
        }
    }
    let follows = lines.any(|(line, _)| is_heading(line));
    if follows { Vec::new() } else { found }
}

/// Whether a line is the heading of an attachment in the same file.
fn is_heading(line: &str) -> bool {
    ["附件", "附表", "附图"].iter().any(|w| line.starts_with(w)) && line.chars().count() <= 30
}

/// The text after 附件 (attachment), this number and a colon at the beginning of a line.
fn labelled(line: &str, number: usize) -> Option<&str> {
    let rest = line.strip_prefix("附件")?.trim_start();
    let rest = rest.strip_prefix(number.to_string().as_str())?;
    rest.trim_start().strip_prefix(['：', ':'])
}

/// The first reference to an attachment in a text without a list of attachments. `None` if a line
/// begins like the heading of an attachment, which is then in the same file.
fn referred<'t>(paragraphs: &[Paragraph<'t>]) -> Option<Announced<'t>> {
    let mut lines = paragraphs.iter().flat_map(lines_of);
    if lines.any(|(line, _)| is_heading(line)) {
        return None;
    }
    paragraphs.iter().find_map(|paragraph| {
        let (at, word) = REFER
            .iter()
            .find_map(|word| Some((paragraph.text.find(word)?, word.len())))?;
        let start = paragraph.start + at;
        Some((&paragraph.text[at..at + word], start..start + word))
    })
}

/// The lines of a paragraph without the marks of lists and headings, with their places.
fn lines_of<'t>(paragraph: &Paragraph<'t>) -> impl Iterator<Item = (&'t str, usize)> + use<'t> {
    let (text, start) = (paragraph.text, paragraph.start);
    lines(text).map(move |(_, line)| {
        let bare = line
            .trim_start_matches([' ', '\u{3000}', '#', '*', '>', '\t'])
            .trim_end();
        (bare, start + place_in(text, bare))
    })
}

/// The items on one line, each with its place: `1.甲  2.乙`.
fn items_of(line: &str) -> Vec<(usize, &str)> {
    let is_blank = |c: char| matches!(c, ' ' | '\u{3000}' | '\t');
    let begins: Vec<usize> = line
        .match_indices(is_blank)
        .map(|(at, blank)| at + blank.len())
        .filter(|at| numbered(&line[*at..]).is_some_and(|name| !name.starts_with(char::is_numeric)))
        .collect();
    // only numbered items share a line
    if numbered(line.trim_start()).is_none() {
        return vec![(0, line)];
    }
    let starts = [0].into_iter().chain(begins.iter().copied());
    let ends = begins.iter().copied().chain([line.len()]);
    let items = starts
        .zip(ends)
        .map(|(from, to)| (from, line[from..to].trim_end()));
    items.filter(|(_, item)| !item.trim().is_empty()).collect()
}

/// The first mention of an attachment of this document with a number above `count` and up to 30.
/// `None` if the text of an attachment is in the same file.
fn beyond<'t>(paragraphs: &[Paragraph<'t>], count: usize) -> Option<Announced<'t>> {
    const MOST: usize = 30;
    if paragraphs
        .iter()
        .flat_map(lines_of)
        .any(|(line, _)| is_heading(line) && !line.contains(['：', ':']))
    {
        return None;
    }
    paragraphs.iter().find_map(|paragraph| {
        let text = paragraph.text;
        text.match_indices("附件").find_map(|(at, word)| {
            let rest = &text[at + word.len()..];
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let number: usize = rest[..digits].parse().ok()?;
            let is_of_other =
                text[..at].ends_with(['》', '的', '”', '）', ')', '号', '[', '、', '-', '至']);
            let end = at + word.len() + digits;
            (number > count && number <= MOST && !is_of_other)
                .then(|| (&text[at..end], paragraph.start + at..paragraph.start + end))
        })
    })
}

/// The announced attachments whose name differs from a file's by one Chinese character, with the
/// file.
fn misnamed<'t, 'f>(
    announced: &[Announced<'t>],
    files: &'f [String],
) -> Vec<(&'t str, &'f str, Range<usize>)> {
    const SHORTEST: usize = 3;
    let plain = |text: &str| -> Vec<char> { stem(&letters(text)).chars().collect() };
    let written: Vec<Vec<char>> = announced.iter().map(|(name, _)| plain(name)).collect();
    let is_near = |a: &[char], b: &[char]| {
        let is_letter = |c: &char| is_han(*c);
        a.len() == b.len()
            && a.len() >= SHORTEST
            && a.iter().zip(b).filter(|(a, b)| a != b).count() == 1
            && a.iter()
                .zip(b)
                .all(|(a, b)| a == b || is_letter(a) && is_letter(b))
    };
    let mut found = Vec::new();
    for (i, (name, range)) in announced.iter().enumerate() {
        let near = files.iter().find(|file| {
            let file = plain(file);
            !written.contains(&file) && is_near(&written[i], &file)
        });
        let is_there = files.iter().any(|file| plain(file) == written[i]);
        if let Some(file) = near.filter(|_| !is_there) {
            found.push((*name, file.as_str(), range.clone()));
        }
    }
    found
}

/// The text after the number of an item such as `1.甲`.
fn numbered(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest
        .strip_prefix(['.', '．', '、'])
        .filter(|_| rest.len() < line.len())?;
    Some(rest.trim_start())
}

/// The name in an item. `None` if it is empty, begins with 无 or 略 (“none”, “left out”), or has a
/// link, which shows that the attachment exists.
fn item(line: &str, at: usize) -> Option<Announced<'_>> {
    let name = numbered(line.trim_start()).unwrap_or(line.trim_start());
    let start = at + place_in(line, name);
    let name = name.trim_end_matches(['。', '；', '，', ' ']);
    let is_name = !name.is_empty() && !name.contains("](") && !name.starts_with(['无', '略']);
    is_name.then(|| (name, start..start + name.len()))
}

/// The announced attachments that the document lacks. If the document has no files, only the first
/// is given. If it has fewer files than the text has names, the names that fit no file are given.
/// None are given if a file is an archive, or if no name fits and one file may contain all
/// attachments.
fn missing<'t>(announced: &[Announced<'t>], files: &[String], title: &str) -> Vec<Announced<'t>> {
    let names: Vec<String> = files.iter().map(|f| letters(f)).collect();
    let is_there = |(i, (name, _)): &(usize, &Announced<'t>)| {
        let name = letters(name);
        let number = format!("附件{}", i + 1);
        names.iter().any(|file| {
            let after = file.strip_prefix(&number);
            let is_number = after.is_some_and(|a| !a.starts_with(|c: char| c.is_ascii_digit()));
            file.contains(&name) || name.contains(stem(file)) || is_number && announced.len() > 1
        })
    };
    let with_numbers = announced.iter().enumerate();
    let lacking: Vec<_> = with_numbers
        .filter(|a| !is_there(a))
        .map(|(_, a)| a.clone())
        .collect();
    let some_are_there = lacking.len() < announced.len();
    let is_archive = |file: &String| ["zip", "rar", "7z"].iter().any(|e| file.ends_with(e));
    if files.is_empty() {
        return announced.first().cloned().into_iter().collect();
    }
    // a file without a Chinese name, or with the document's, may contain everything
    let may_be_all = |file: &String| {
        !file.chars().any(is_han)
            || file.contains(title)
            || SAME.iter().chain(&ALL).any(|word| file.contains(word))
    };
    let is_known = some_are_there || !files.iter().any(may_be_all);
    if is_known && files.len() < announced.len() && !names.iter().any(is_archive) {
        lacking
    } else {
        Vec::new()
    }
}

/// The letters and digits of a name in lower case. People write the other characters differently.
fn letters(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A name, in the form that `letters` gives, without the ASCII letters and digits at its end, which
/// are its extension.
fn stem(file: &str) -> &str {
    let stem = file.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    if stem.is_empty() { file } else { stem }
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs::paragraphs;
    use super::*;

    fn lacking(text: &str, files: &[&str]) -> Vec<String> {
        let files: Vec<String> = files.iter().map(|f| (*f).to_owned()).collect();
        let paragraphs = paragraphs(text, 0);
        let missing = missing(&announced(&paragraphs), &files, "关于甲的通知");
        for (name, range) in &missing {
            assert_eq!(&text[range.clone()], *name);
        }
        missing
            .into_iter()
            .map(|(name, _)| name.to_owned())
            .collect()
    }

    #[test]
    fn texts_that_refer_to_an_attachment() {
        let found = |text: &str| referred(&paragraphs(text, 0)).map(|(word, _)| word.to_owned());
        assert_eq!(found("要求详见附件。\n").as_deref(), Some("详见附件"));
        assert_eq!(found("要求详见附件1。\n\n附件1\n\n要求\n"), None);
        assert_eq!(found("要求见附表。\n"), None);
    }

    #[test]
    fn attachments_with_a_number_too_high_or_a_name_that_differs() {
        let high = |text: &str, count| {
            beyond(&paragraphs(text, 0), count).map(|(word, _)| word.to_owned())
        };
        assert_eq!(high("请填写附件3。\n", 1).as_deref(), Some("附件3"));
        assert_eq!(high("请填写附件2，见《办法》附件3。\n", 2), None);
        assert_eq!(high("请填写附件2。\n\n附件2\n\n申请表\n", 1), None);
        let near = |text: &str, file: &str| {
            let files = [file.to_owned()];
            let found = misnamed(&announced(&paragraphs(text, 0)), &files);
            found
                .into_iter()
                .map(|(name, file, _)| format!("{name} {file}"))
                .collect::<String>()
        };
        assert_eq!(
            near("甲。\n\n附件：申报表\n", "申请表.docx"),
            "申报表 申请表.docx"
        );
        assert_eq!(near("甲。\n\n附件：申请表\n", "申请表.docx"), "");
        assert_eq!(near("甲。\n\n附件：表1\n", "表2.docx"), "");
        assert_eq!(near("甲。\n\n附件：名册\n", "名单.docx"), "");
    }

    #[test]
    fn announced_attachments_that_are_not_there() {
        for (text, files, expected) in [
            ("甲。\n\n附件：申请表\n", vec![], vec!["申请表"]),
            ("甲。\n\n附件：申请表\n", vec!["申请表.docx"], vec![]),
            (
                "甲。\n\n附件：1.申请表　　2.名单\n",
                vec!["申请表.docx"],
                vec!["名单"],
            ),
            (
                "甲。\n\n附件：1.申请表\n\n2.名单\n",
                vec!["申请表.docx"],
                vec!["名单"],
            ),
            (
                "甲。\n\n附件：1.申请表\n      2.名单\n",
                vec!["a.zip"],
                vec![],
            ),
            (
                "甲。\n\n附件：1.申请表\n2.名单\n",
                vec!["全部附件.pdf"],
                vec![],
            ),
            (
                "甲。\n\n附件：申请表\n\n乙局\n\n附件\n\n申请表\n",
                vec![],
                vec![],
            ),
            ("甲。\n\n附件：[申请表](申请表.docx)\n", vec![], vec![]),
            (
                "甲。\n\n附件：\n\n1. 申请表\n\n2. 名单\n",
                vec![],
                vec!["申请表"],
            ),
            ("甲。\n\n附件：样式\n\n附件：样式\n\n乙", vec![], vec![]),
            ("甲。\n\n附件：无\n", vec![], vec![]),
            (
                "甲。\n\n附件：1.对照表\n\n2.申请表\n",
                vec!["岗位表.xlsx"],
                vec!["对照表", "申请表"],
            ),
            (
                "甲。\n\n附件：1.对照表\n\n2.申请表\n",
                vec!["附件1.docx"],
                vec!["申请表"],
            ),
            (
                "甲。\n\n附件：1.对照表\n\n2.申请表\n",
                vec!["关于甲的通知.pdf"],
                vec![],
            ),
            (
                "甲。\n\n附件1：岗位表\n附件2：登记表\n",
                vec!["岗位表.docx"],
                vec!["登记表"],
            ),
            ("甲。\n\n附件1：岗位表\n\n| 甲 |\n", vec![], vec![]),
        ] {
            assert_eq!(lacking(text, &files), expected, "{text}");
        }
    }
}
