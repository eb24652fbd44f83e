//! Takes the paragraphs of a text; gives punctuation marks without their partner, such as brackets,
//! and half-width marks in Chinese text (GB/T 15834—2011). This file must not know other documents,
//! or what is between two marks.

use super::super::Document;
use super::narrow::{NARROW, half_width};
use super::paragraphs::{Paragraph, paragraphs as paragraphs_of, signs_of, tail};
use crate::catalogue::Field;
use crate::diag::{Diagnostic, Message, Repair, Words, words};
use crate::fold::Sign;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// An opening mark without its closing mark so far.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// The opening mark as it is written.
    written: char,
    /// Its place in the file.
    at: usize,
    paragraph: usize,
}

/// The maximum number of paragraphs from an opening bracket to its closing bracket. The history at
/// the head of a law has several paragraphs.
const SPAN: usize = 3;

#[expect(
    clippy::unwrap_used,
    reason = "the pattern is a constant, and a test uses it"
)]
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[，。；：、！？\s（(“|>*#-])[\s*]*[0-9０-９A-Za-z零一二三四五六七八九十①-⑳ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ.．]{1,4}$").unwrap()
});

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let text = document.text;
    let mut found = unpaired(text, paragraphs, document.letters.signs())
        .into_iter()
        .peekable();
    while let Some((at, mark)) = found.next() {
        let end = at + mark.len_utf8();
        let other =
            found.next_if(|(other, closing)| is_reversed(text, mark, end..*other, *closing));
        let inner = other.map(|(other, _)| &text[end..other]);
        findings.push(document.at(message(mark, inner), at..end));
    }
    let title = &document.entry.title;
    let signs: Vec<Sign> = title.char_indices().filter(|(_, c)| is_mark(*c)).collect();
    let unpaired_marks = unpaired(title, &paragraphs_of(title, 0), &signs);
    // 5’30” is a time
    let is_no_time = |(at, mark): &&Sign| {
        !matches!(mark, '’' | '”') || !title[..*at].ends_with(|c: char| c.is_ascii_digit())
    };
    if let Some((_, mark)) = unpaired_marks.iter().find(is_no_time) {
        findings.push(document.at_field(message(*mark, None), Field::Title));
    }
    let in_title = super::paragraphs::title(document).filter(|title| title.text.contains(NARROW));
    let mut narrow = half_width(in_title.as_slice());
    // the reader of the front matter reports a colon before a blank
    narrow.retain(|(at, mark, _)| *mark != ':' || !document.text[at + 1..].starts_with(' '));
    // a dot in a title belongs to a name (买买提.艾力)
    narrow.retain(|(_, mark, wanted)| *mark != '.' || *wanted != "。");
    if document.letters.has_any(NARROW) {
        narrow.extend(half_width(paragraphs));
    }
    if let Some((at, mark, wanted)) = narrow.first().copied() {
        let mut pairs: Vec<(String, &str)> = vec![(mark.to_string(), wanted)];
        for (_, mark, wanted) in narrow.iter().filter(|(.., wanted)| !wanted.is_empty()) {
            let pair = (mark.to_string(), *wanted);
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        let (marks, right): (Vec<String>, Vec<&str>) = pairs.into_iter().unzip();
        let message = Message::HalfWidthMark {
            mark: words(marks.join("”“"), marks.join("` `")).into(),
            wanted: words(right.join("”“"), right.join("` `")).into(),
            count: narrow
                .iter()
                .filter(|(.., wanted)| !wanted.is_empty())
                .count()
                .into(),
        };
        let repair = narrow
            .iter()
            .fold(Repair::default(), |repair, (at, mark, wanted)| {
                repair.and(*at..at + mark.len_utf8(), *wanted)
            });
        findings.push(
            document
                .at(message, at..at + mark.len_utf8())
                .repair(repair),
        );
    }
}

/// The maximum number of bytes between two quotation marks in the wrong order.
const MOST_BETWEEN: usize = 120;

/// Whether two unpaired marks are a closing and an opening quotation mark around one phrase:
/// ”走访慰问“.
fn is_reversed(text: &str, mark: char, inner: Range<usize>, other: char) -> bool {
    mark != other
        && opening(mark) == Some(other)
        && matches!(mark, '”' | '’')
        && inner.len() <= MOST_BETWEEN
        && !text[inner].contains(['\n', '。'])
}

/// What is said about a mark. `inner` is the text between two quotation marks in the wrong order.
fn message(mark: char, inner: Option<&str>) -> Message {
    let wanted = partner(mark);
    let (mark, other) = (shown(mark), shown(wanted));
    let remedy = match inner {
        Some(inner) => words(
            format!(
                "前后引号写反了，请写成：{wanted}{inner}{}。",
                partner(wanted)
            ),
            format!(
                "The two marks are in the wrong order: write {wanted}{inner}{}.",
                partner(wanted)
            ),
        ),
        None => words(
            format!(
                "请补上{}，或者删去{}；引文有几段的，每段开头用前引号，末段结尾用后引号。",
                other.zh, mark.zh
            ),
            format!(
                "Add {} or remove {}; a quotation of several paragraphs opens each of them with a \
                 quotation mark and closes only the last.",
                other.en, mark.en
            ),
        ),
    };
    Message::UnpairedMark {
        mark: mark.into(),
        wanted: other.into(),
        remedy: remedy.into(),
    }
}

/// A mark as a message shows it. A quotation mark inside quotation marks would not be readable.
fn shown(mark: char) -> Words {
    let name = match mark {
        '“' => "前引号",
        '”' => "后引号",
        '‘' => "前单引号",
        '’' => "后单引号",
        mark => return words(format!("“{mark}”"), format!("`{mark}`")),
    };
    words(format!("{name}（{mark}）"), format!("`{mark}`"))
}

/// The opening mark for a closing mark.
fn opening(mark: char) -> Option<char> {
    Some(match mark {
        '”' => '“',
        '’' => '‘',
        '》' => '《',
        '〉' => '〈',
        '）' | ')' => '（',
        '】' => '【',
        '〕' => '〔',
        '」' => '「',
        '』' => '『',
        _ => return None,
    })
}

fn partner(mark: char) -> char {
    match mark {
        '“' => '”',
        '‘' => '’',
        '《' => '》',
        '〈' => '〉',
        '（' => '）',
        '【' => '】',
        '〔' => '〕',
        '「' => '」',
        '『' => '』',
        other => opening(other).unwrap_or(other),
    }
}

/// The form in which a pair is compared: one bracket may be half-width.
fn kind(mark: char) -> char {
    if mark == '(' { '（' } else { mark }
}

/// The marks of the text that lack their partner, in order.
///
/// In a quotation of several paragraphs, only the last has a closing mark. Laws quote new articles
/// in this way.
fn unpaired(text: &str, paragraphs: &[Paragraph<'_>], mut signs: &[Sign]) -> Vec<Sign> {
    let mut found = Vec::new();
    let mut waiting: Vec<Open> = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let own = signs_of(&mut signs, paragraph);
        let open = one_paragraph(*paragraph, index, own, &mut waiting, &mut found);
        waiting.extend(open);
        waiting.retain(|open| {
            let may_wait = if matches!(open.written, '“' | '‘') {
                begins_quotation(text, open.at)
            } else {
                index < open.paragraph + SPAN
            };
            if !may_wait {
                found.push((open.at, open.written));
            }
            may_wait
        });
    }
    found.extend(waiting.iter().map(|o| (o.at, o.written)));
    found.sort_unstable();
    found
}

/// Whether a quotation mark may open several paragraphs: it follows a colon or begins a line.
fn begins_quotation(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\u{3000}', '>', '*']);
    before.is_empty() || before.ends_with([':', '：', '\n'])
}

/// Reads one paragraph; gives its unclosed marks. `waiting` has those of earlier paragraphs. A
/// closing mark removes its partner, and all marks after this partner, from `waiting`.
fn one_paragraph(
    paragraph: Paragraph<'_>,
    index: usize,
    signs: &[Sign],
    waiting: &mut Vec<Open>,
    found: &mut Vec<Sign>,
) -> Vec<Open> {
    let (text, start) = (paragraph.text, paragraph.start);
    let begins = |i: usize| {
        let before = |c| matches!(c, ' ' | '\u{3000}' | '>' | '*' | '#' | '-');
        text[..i].chars().all(before)
    };
    let mut open: Vec<Open> = Vec::new();
    for &(at, mark) in signs.iter().filter(|(_, c)| is_mark(*c)) {
        let i = at - start;
        let Some(wanted) = opening(mark) else {
            let goes_on = || waiting.iter().any(|o| o.written == mark) && begins(i);
            if !(matches!(mark, '“' | '‘') && goes_on()) {
                open.push(Open {
                    written: mark,
                    at,
                    paragraph: index,
                });
            }
            continue;
        };
        if let Some(place) = open.iter().rposition(|o| kind(o.written) == wanted) {
            let inner = open.drain(place..).skip(1);
            found.extend(
                inner
                    .filter(|o| o.written != '(')
                    .map(|o| (o.at, o.written)),
            );
        } else if mark == '’' {
            // an apostrophe
        } else if let Some(place) = waiting.iter().rposition(|o| kind(o.written) == wanted) {
            waiting.truncate(place);
        } else if matches!(mark, '》' | '〉') && text[..i].trim().is_empty() {
            // 》 at the start is a mistyped Markdown quotation
        } else if mark != ')' && !(mark == '）' && NUMBER.is_match(tail(text, i, 12))) {
            found.push((at, mark));
        }
    }
    open.retain(|o| o.written != '(');
    open
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '“'..='”'
            | '‘'..='’'
            | '〈'..='】'
            | '〔'
            | '〕'
            | '（'
            | '）'
    )
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs::paragraphs;
    use super::*;
    use crate::fold::Letters;

    fn marks(text: &str) -> String {
        unpaired(text, &paragraphs(text, 0), Letters::of(text, 0).signs())
            .iter()
            .map(|(_, m)| m)
            .collect()
    }

    #[test]
    fn marks_without_a_partner() {
        for (text, expected) in [
            ("根据《甲条例的规定", "《"),
            ("所称“乙是指丙。", "“"),
            ("甲（乙）丙）丁", "）"),
            ("甲（乙、“丙）丁", "“"),
            ("甲】", "】"),
            ("》引用的话", ""),
            ("见条例》的规定", "》"),
            ("1）甲；2）乙。（3）丙", ""),
            ("甲(乙）丙", ""),
            ("（甲\n\n乙\n\n丙）", ""),
            ("（甲\n\n乙\n\n丙\n\n丁", "（"),
            ("修改为：“第一条 甲\n\n“第二条 乙”\n\n丙", ""),
            ("修改为：“第一条 甲\n\n第二条 “乙”\n\n丙”\n\n丁", ""),
            ("修改为：“第一条 甲\n\n丙", "“"),
            ("甲：“乙。\n\n丙“丁“戊”", "““"),
        ] {
            assert_eq!(marks(text), expected, "{text}");
        }
    }
}
