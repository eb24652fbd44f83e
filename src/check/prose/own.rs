//! Takes the paragraphs of a text and its front matter; finds four faults (GB/T 9704—2012, 7.2.5
//! and 7.3.5). The title lacks 的 before the kind of document; the text repeats the title; the text
//! gives a number that the front matter lacks or contradicts; or an agency that the front matter
//! does not name has signed it. This file must not know other documents.

use super::super::Document;
use super::super::lines::place_in;
use super::paragraphs::Paragraph;
use crate::catalogue::{Field, Kind, value};
use crate::diag::{Diagnostic, Message, Place, Repair, words};
use crate::fold::{WordSet, fold, is_han};
use crate::parse::front_matter::script_of;
use crate::parse::markdown::{is_agency, is_written_date};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The number of paragraphs at the beginning of a text in which the title and the number are looked
/// for.
const HEAD: usize = 4;

#[expect(
    clippy::unwrap_used,
    reason = "the patterns are constants, and a test uses them"
)]
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[（(]?\s*(?:(?:发文字号|文号|编号)[：:])?\s*(\p{Han}{2,20}\s*[〔\[［【（(]\s*(?:19|20)[0-9]{2}\s*[〕\]］】）)]\s*第?\s*[0-9]{1,5}\s*号)\s*[）)]?$",
    )
    .unwrap()
});

#[expect(
    clippy::unwrap_used,
    reason = "the patterns are constants, and a test uses them"
)]
static OWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"本(?:通知|办法|意见|规定|方案|决定|文件|公告|通告|批复|细则)[（(](\p{Han}{2,20}[〔\[［【](?:19|20)[0-9]{2}[〕\]］】]第?[0-9]{1,5}号)[）)]",
    )
    .unwrap()
});

/// The words with which every match of `OWN` begins.
static NAMES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new([
        "本通知",
        "本办法",
        "本意见",
        "本规定",
        "本方案",
        "本决定",
        "本文件",
        "本公告",
        "本通告",
        "本批复",
        "本细则",
    ])
});

/// Kinds of documents whose titles have the form 关于……的通知.
const KINDS: [&str; 7] = ["通知", "通报", "通告", "公告", "批复", "请示", "决定"];

/// Words that form a compound with a kind of document, without 的: 停电通知, 招聘公告.
const COMPOUND: [&str; 26] = [
    "停电", "停水", "招聘", "招录", "招考", "招标", "中标", "成交", "拍卖", "出让", "挂牌", "竞价",
    "催告", "缴费", "处罚", "任免", "任命", "征集", "听证", "注销", "补充", "紧急", "预", "复核",
    "复议", "仲裁",
];

/// A title 关于…… with the 的 that it lacks before its kind.
fn with_particle(title: &str) -> Option<String> {
    let kind = KINDS.iter().find(|kind| title.ends_with(**kind))?;
    let before = &title[..title.len() - kind.len()];
    let subject = before.split_once("关于")?.1;
    let is_compound = COMPOUND
        .iter()
        .chain(&KINDS)
        .any(|word| before.ends_with(word));
    // the particle is there already, as in 的会议通知, 的预备通知
    let has_particle = before.chars().rev().take(6).any(|c| c == '的');
    let is_whole =
        subject.chars().count() >= 4 && !has_particle && !before.ends_with(['之', '、', '）', ' ']);
    (is_whole && !is_compound).then(|| format!("{before}的{kind}"))
}

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    if document.entry.kind != Kind::Document {
        return;
    }
    if let Some(range) = repeated_title(document, paragraphs) {
        let after = &document.text[range.end..];
        let blank = after.len() - after.trim_start_matches(['\n', '\r', ' ']).len();
        let whole = range.start..range.end + blank;
        let finding = document.at(Message::RepeatedTitle, range);
        findings.push(finding.repair(Repair::delete(whole)));
    }
    if let Some(right) = with_particle(&document.entry.title) {
        let key = script_of(document.text).pick("标题", "title");
        let line = words(
            format!("{}: {right}", key.zh),
            format!("{}: {right}", key.en),
        );
        let message = Message::TitleForm { line: line.into() };
        findings.push(document.at_field(message, Field::Title));
    }
    findings.extend(number(document, paragraphs));
    findings.extend(signature(document));
}

/// A text without Markdown and white space around it.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '_'))
}

/// The title at the beginning of the text, on one line or on several.
fn repeated_title(document: &Document<'_>, paragraphs: &[Paragraph<'_>]) -> Option<Range<usize>> {
    let title = fold(document.entry.title.trim_matches(['《', '》']));
    // the name of the body may be above the title
    let first = paragraphs.iter().take(HEAD);
    let mut found: Option<(usize, String)> = None;
    for paragraph in first {
        for line in paragraph.text.split('\n') {
            let bare = bare(line);
            if bare.is_empty() {
                continue;
            }
            // a line with more Chinese characters than the title has characters is no part of it
            if bare.chars().filter(|c| is_han(*c)).count() > title.chars().count() {
                if line.chars().count() > 40 {
                    return None;
                }
                found = None;
                continue;
            }
            let at = paragraph.start + place_in(paragraph.text, bare);
            let folded = fold(bare.trim_matches(['《', '》']));
            let joined = found.take().map(|(start, text)| (start, text + &folded));
            let (start, text) = match joined.filter(|(_, text)| title.starts_with(text.as_str())) {
                Some(joined) => joined,
                None => (line_start(document.text, at), folded),
            };
            if text == title && !title.is_empty() {
                let end = at + bare.len();
                let rest = &document.text[end..];
                let marks = rest.len() - rest.trim_start_matches(['*', '_', '#', ' ']).len();
                return Some(start..end + marks);
            }
            // a long line that is not of the title is already the text
            if !title.starts_with(text.as_str()) && line.chars().count() > 40 {
                return None;
            }
            found = Some((start, text));
        }
    }
    None
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |i| i + 1)
}

/// The finding about the number that the text gives to the document, if the field has another
/// number or none.
fn number(document: &Document<'_>, paragraphs: &[Paragraph<'_>]) -> Option<Diagnostic> {
    if !document.letters.has_any(['〔', '[', '［', '【', '（', '(']) || !document.letters.has('号')
    {
        return None;
    }
    let of_line = |paragraph: &Paragraph<'_>| {
        let bare = bare(paragraph.text);
        // a line with a number is short
        let short = bare.get(..bare.len().min(120))?;
        if !short.trim_end().ends_with(['号', '）', ')']) {
            return None;
        }
        let number = NUMBER.captures(short)?.get(1)?;
        // a wrapped sentence may end with another document's number
        let others = [
            "根据", "按照", "依据", "依照", "转发", "见", "详见", "原", "以",
        ];
        if others.iter().any(|word| number.as_str().starts_with(word)) {
            return None;
        }
        let start = paragraph.start + place_in(paragraph.text, bare) + number.start();
        Some((number.as_str().to_owned(), start..start + number.len()))
    };
    let head = paragraphs.iter().take(HEAD).find_map(of_line);
    let body = document.text.get(document.entry.body_start..)?;
    let in_text = || {
        NAMES.possible(&document.letters).next()?;
        let number = OWN.captures(body)?.get(1)?;
        let start = document.entry.body_start + number.start();
        Some((number.as_str().to_owned(), start..start + number.len()))
    };
    let (said, range) = head.or_else(in_text)?;
    let said = value::document_number(&said);
    let own = document.entry.document_number.as_deref();
    if own.is_some_and(|own| fold(own) == fold(&said)) {
        return None;
    }
    let key =
        script_of(document.text).pick(Field::DocumentNumber.label(), Field::DocumentNumber.name());
    let line = words(format!("{}: {said}", key.zh), format!("{}: {said}", key.en));
    let stated = match own {
        Some(own) => words(
            format!("与“{}”{own} 不一致", key.zh),
            format!("which differs from `{}`, {own}", key.en),
        ),
        None => words(
            format!("“{}”却没有填写", key.zh),
            format!("and `{}` is not given", key.en),
        ),
    };
    let message = Message::OwnNumberDiffers {
        said: said.into(),
        stated: stated.into(),
        line: line.into(),
    };
    let field = document.entry.span(Field::DocumentNumber);
    let field = own.map(|_| Place::new(&document.path, document.text, field));
    Some(document.at(message, range).also(field))
}

/// An agency's name for comparisons: folded, without white space, and without everything from the
/// first bracket on.
fn plain(name: &str) -> String {
    let name = fold(name);
    let name = name.split(['（', '(']).next().unwrap_or_default();
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The finding about a signing agency that is neither an issuing body nor the publisher.
fn signature(document: &Document<'_>) -> Option<Diagnostic> {
    let entry = document.entry;
    let blocks = &document.resolved.body.blocks;
    let date = blocks
        .iter()
        .rposition(|block| is_written_date(block.trim()))?;
    // only the names directly above the date are a signature
    let names: Vec<&str> = blocks[..date]
        .iter()
        .rev()
        .map(|block| block.trim())
        .take_while(|block| block.split_whitespace().all(is_agency))
        .collect();
    let joint = entry.list(Field::JointIssuers).iter().map(String::as_str);
    let publisher = entry.text(Field::Publisher);
    let bodies = [entry.issuer()].into_iter().chain(joint).chain(publisher);
    let bodies: Vec<String> = bodies.map(plain).filter(|body| !body.is_empty()).collect();
    let last = *names.first()?;
    let is_body = |name: &str| {
        let name = plain(name);
        bodies
            .iter()
            .any(|body| name.contains(body.as_str()) || body.contains(name.as_str()))
    };
    let is_known = names
        .iter()
        .any(|name| is_body(name) || name.split_whitespace().any(is_body));
    if bodies.is_empty() || is_known {
        return None;
    }
    let start = document
        .text
        .rfind(last)
        .filter(|at| *at >= entry.body_start)?;
    let key = script_of(document.text).pick(Field::Issuer.label(), Field::Issuer.name());
    let line = words(format!("{}: {last}", key.zh), format!("{}: {last}", key.en));
    let message = Message::SignatureDiffers {
        said: last.into(),
        body: entry.issuer().into(),
        line: line.into(),
    };
    let field = entry
        .has(Field::Issuer)
        .then(|| Place::new(&document.path, document.text, entry.span(Field::Issuer)));
    Some(document.at(message, start..start + last.len()).also(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_a_particle_before_its_kind() {
        for (title, right) in [
            ("关于开展检查通知", "关于开展检查的通知"),
            (
                "清川区民政局关于印发《检查办法》通知",
                "清川区民政局关于印发《检查办法》的通知",
            ),
            ("关于开展检查的通知", ""),
            ("关于2026年公开招聘公告", ""),
            ("关于开展检查工作方案", ""),
            ("停电通知", ""),
        ] {
            assert_eq!(with_particle(title).unwrap_or_default(), right, "{title}");
        }
    }

    #[test]
    fn numbers_of_the_document_itself() {
        for text in [
            "清川人社〔2026〕8号",
            "（清川人社〔2026〕8号）",
            "清川人社[2026] 8号",
        ] {
            assert!(NUMBER.is_match(text), "{text}");
        }
        for text in ["清川人社〔2026〕8号文件已经印发", "第8号"] {
            assert!(!NUMBER.is_match(text), "{text}");
        }
        assert!(OWN.is_match("本通知（清川人社〔2026〕70号）自印发之日起"));
        assert!(!OWN.is_match("根据《通知》（清川人社〔2026〕70号）"));
    }
}
