//! Takes the fields of one file; finds, reports and removes what is not part of their texts,
//! because pages show fields as typed. Examples are marks of Markdown and HTML, spaces in a body's
//! name, and title marks (《》). This file must not know how the values are used.
//!
//! Stars may mask a name (张**), so they count only at the beginning or around words that are
//! certainly bold.

use super::reader::Reader;
use crate::catalogue::field::{Field, FieldKind};
use crate::diag::Message;
use crate::fold::is_han;
use crate::parse::front_matter::for_people;
use serde_yaml::Value;

/// A value without any of these characters has nothing to remove.
const SIGNS: [char; 30] = [
    '.', ' ', '\u{3000}', '。', '，', '、', '；', '：', ',', ';', '*', '_', '~', '`', '<', '&',
    '#', '《', '>', '＞', '-', '－', '+', '•', '●', '·', '|', '｜', '[', '\\',
];

impl Reader<'_> {
    /// Reports marks in the fields whose value is one text, and removes them.
    pub(super) fn markup(&mut self) {
        for i in 0..self.fields.len() {
            let (field, raw) = &self.fields[i];
            let is_one = matches!(
                field.kind(),
                FieldKind::Text | FieldKind::Date | FieldKind::Choice
            );
            let Some(value) = raw.value.as_str().filter(|v| is_one && v.contains(SIGNS)) else {
                continue;
            };
            let written = &self.text[raw.value_range.clone()];
            let form = match written.trim_start().starts_with(['"', '\'']) {
                true => Form::Quoted,
                false => Form::Plain,
            };
            let Some((mark, plain)) = unmarked(*field, form, value.trim()) else {
                continue;
            };
            let raw = raw.clone();
            let message = Message::MarkupInField {
                field: raw.key.as_str().into(),
                mark: mark.as_str().into(),
                line: format!("{}: {}", raw.key, for_people(&plain)).into(),
            };
            self.report_value(message, &raw, &plain);
            self.fields[i].1.value = Value::from(plain);
        }
    }
}

/// The typed text without the marks that this file removes.
pub fn without_marks(field: Field, typed: &str) -> String {
    let is_text = field.kind() == FieldKind::Text && typed.contains(SIGNS);
    let plain = is_text.then(|| unmarked(field, Form::Plain, typed.trim()));
    plain
        .flatten()
        .map_or_else(|| typed.to_owned(), |(_, text)| text)
}

/// Endings of file names, often copied with the title.
const FILES: [&str; 7] = [".docx", ".doc", ".wps", ".pdf", ".txt", ".md", ".ofd"];

/// How a value is written. In a quoted value, a `#` at the beginning is part of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Quoted,
}

/// The first mark of a text, and the text without its marks. `None` if it has no marks, or only
/// marks.
fn unmarked(field: Field, form: Form, text: &str) -> Option<(String, String)> {
    let mut first = None;
    let mut rest = text.to_owned();
    // one mark may be inside another
    for _ in 0..4 {
        let Some((mark, plain)) = one_mark(field, form, &rest) else {
            break;
        };
        first.get_or_insert(mark);
        rest = plain;
    }
    first
        .map(|mark| (mark, rest.trim().to_owned()))
        .filter(|(_, plain)| !plain.is_empty())
}

fn one_mark(field: Field, form: Form, text: &str) -> Option<(String, String)> {
    for mark in ["***", "**", "__", "~~", "*", "_", "`"] {
        let Some(inner) = text.strip_prefix(mark) else {
            continue;
        };
        let Some((marked, after)) = inner.split_once(mark) else {
            continue;
        };
        // stars at the beginning do not mask a name; a single `_` or a backtick must be around the
        // whole text
        let is_long = mark.len() > 1 || mark == "*";
        if !marked.trim().is_empty() && (is_long || after.trim().is_empty()) {
            return Some((mark.to_owned(), format!("{marked}{after}")));
        }
    }
    // stars around a part are bold only if no name is before them; in 张**、李** they are masks
    if let Some(plain) = bold_inside(text) {
        return Some(("**".to_owned(), plain));
    }
    let heading = text.trim_start_matches('#');
    let is_plain = form == Form::Plain;
    if is_plain
        && heading.len() < text.len()
        && !heading.starts_with(|c: char| c.is_ascii_alphanumeric())
    {
        let marks = &text[..text.len() - heading.len()];
        return Some((marks.to_owned(), heading.trim().to_owned()));
    }
    let is_title = field == Field::Title;
    let item = [
        "> ", "＞ ", "- ", "－ ", "+ ", "• ", "● ", "· ", "* ", "| ", "｜",
    ];
    if let Some(mark) = item
        .iter()
        .find(|mark| is_title && text.starts_with(**mark))
    {
        return Some((mark.trim().to_owned(), text[mark.len()..].to_owned()));
    }
    let unpaired = text.strip_prefix('`').filter(|rest| !rest.contains('`'));
    if let Some(rest) = unpaired.filter(|_| is_title) {
        return Some(("`".to_owned(), rest.to_owned()));
    }
    // a line break as programs write it
    if let Some(at) = text
        .find("\\n")
        .filter(|at| is_title && text[..*at].ends_with(is_han))
    {
        let rest = text[at + 2..].trim_start();
        return Some(("\\n".to_owned(), format!("{}{rest}", &text[..at])));
    }
    if let Some(label) = link(text) {
        return Some(("[]()".to_owned(), label.to_owned()));
    }
    if let Some(found) = tag(text) {
        return Some(found);
    }
    if let Some(name) = without_blanks(field, text) {
        return Some(("␣".to_owned(), name));
    }
    if let Some(mark) = text
        .chars()
        .next_back()
        .filter(|c| is_stop(field, text, *c))
    {
        let rest = &text[..text.len() - mark.len_utf8()];
        return Some((mark.to_string(), rest.to_owned()));
    }
    let name = FILES
        .iter()
        .find(|ending| is_title && text.to_lowercase().ends_with(**ending));
    if let Some(ending) =
        name.filter(|ending| text.chars().any(is_han) && text.len() > ending.len())
    {
        let rest = &text[..text.len() - ending.len()];
        return Some(((*ending).to_owned(), rest.to_owned()));
    }
    let named = text.strip_prefix('《').and_then(|t| t.strip_suffix('》'));
    let named = named.filter(|inner| is_title && !inner.contains(['《', '》']));
    named.map(|inner| ("《》".to_owned(), inner.to_owned()))
}

/// The words of a link that is the whole text.
fn link(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?.strip_suffix(')')?;
    let (label, to) = inner.split_once("](")?;
    (!label.is_empty() && !to.contains(['(', ')'])).then_some(label)
}

/// The name of a body without spaces. `None` if it has no spaces, or if they may separate several
/// bodies. Spaces after a place (甲县 民政局) and between single characters (民 政 局) are inside a
/// name.
fn without_blanks(field: Field, text: &str) -> Option<String> {
    let is_name = matches!(
        field,
        Field::Issuer | Field::Publisher | Field::ResponsibleDepartment
    );
    let parts: Vec<&str> = text.split_whitespace().collect();
    let is_wide = parts.len() > 2 && parts.iter().all(|part| part.chars().count() == 1);
    let is_place = |part: &str| part.ends_with(['省', '市', '县', '区', '旗', '州', '盟']);
    let is_body = |part: &str| part.ends_with(['局', '委', '厅', '部', '办', '院', '会', '府']);
    let is_broken = match parts[..] {
        [place, body] => is_place(place) && is_body(body),
        _ => is_wide,
    };
    let is_han_only = parts.iter().all(|part| part.chars().all(is_han));
    (is_name && is_broken && is_han_only).then(|| parts.concat())
}

/// Whether the punctuation mark at the end of a text is wrong there. Only a summary, contact
/// details or a source may be sentences.
fn is_stop(field: Field, text: &str, mark: char) -> bool {
    let is_sentence = matches!(field, Field::Summary | Field::Contact | Field::Source);
    let is_reference = mark == ';' && text.rfind('&').is_some_and(|at| text.len() - at < 8);
    !is_sentence && !is_reference && matches!(mark, '。' | '，' | '、' | '；' | '：' | ',' | ';')
}

/// Words after which stars do not mask a name.
const NO_NAMES: [&str; 14] = [
    "关于",
    "开展",
    "加强",
    "推进",
    "做好",
    "进一步",
    "印发",
    "实施",
    "规范",
    "落实",
    "完善",
    "促进",
    "的",
    "对",
];

/// A text without stars around words that are certainly bold, next to punctuation, quotation marks
/// or [`NO_NAMES`].
fn bold_inside(text: &str) -> Option<String> {
    let (before, rest) = text.split_once("**")?;
    let (bold, after) = rest.split_once("**")?;
    let opens = before.ends_with(['，', '、', '：', '（', '“', '》', '—', ' '])
        || bold.starts_with(['“', '《', '（'])
        || NO_NAMES.iter().any(|word| before.ends_with(word));
    (opens && !bold.is_empty() && !bold.contains('*') && !after.starts_with('*'))
        .then(|| format!("{before}{bold}{after}"))
}

/// The first HTML tag or reference to a space (such as `&nbsp;`) in a text, and the text without it
/// and without the end of the tag. A text with `<b>` but without `</b>` is about the tag, so the
/// tag stays; `<br>` needs no end.
fn tag(text: &str) -> Option<(String, String)> {
    const TAGS: [&str; 16] = [
        "b", "strong", "i", "em", "u", "br", "p", "span", "font", "div", "center", "h1", "h2",
        "sub", "sup", "a",
    ];
    for (start, _) in text.match_indices('<') {
        let Some(length) = text[start..].find('>') else {
            continue;
        };
        let end = start + length + 1;
        let name = text[start + 1..end - 1].split([' ', '/']).next();
        let name = name.unwrap_or_default().to_ascii_lowercase();
        if !TAGS.contains(&name.as_str()) {
            continue;
        }
        let (before, after) = (&text[..start], &text[end..]);
        let close = format!("</{name}>");
        let rest = match after.to_ascii_lowercase().find(&close) {
            Some(at) => format!("{}{}", &after[..at], &after[at + close.len()..]),
            None if name == "br" => after.to_owned(),
            None => continue,
        };
        return Some((text[start..end].to_owned(), format!("{before}{rest}")));
    }
    ["&nbsp;", "&emsp;", "&ensp;", "&#160;"]
        .iter()
        .find(|sign| text.contains(**sign))
        .map(|sign| ((*sign).to_owned(), text.replacen(sign, "", 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_around_a_title_and_masks_in_one() {
        let plain = |text: &str| unmarked(Field::Title, Form::Plain, text).map(|(_, plain)| plain);
        for (text, expected) in [
            ("**关于甲的通知**", "关于甲的通知"),
            ("*关于甲的通知*", "关于甲的通知"),
            ("***关于甲的通知***", "关于甲的通知"),
            ("__关于甲的通知__", "关于甲的通知"),
            ("**清川县**关于甲的通知", "清川县关于甲的通知"),
            (
                "关于开展**“一件事”**改革的通知",
                "关于开展“一件事”改革的通知",
            ),
            ("## 关于甲的通知", "关于甲的通知"),
            ("#关于甲的通知", "关于甲的通知"),
            ("<b>关于甲的通知</b>", "关于甲的通知"),
            (
                "关于<B>甲</b>和<font color=red>乙</font>的通知",
                "关于甲和乙的通知",
            ),
            ("> 关于甲的通知", "关于甲的通知"),
            ("- 关于甲的通知", "关于甲的通知"),
            ("*重要*通知", "重要通知"),
            ("关于**重点**工作的通知", "关于重点工作的通知"),
            ("关于甲<br>的通知", "关于甲的通知"),
            ("关于甲&nbsp;的通知", "关于甲的通知"),
            ("《关于甲的通知》", "关于甲的通知"),
            ("**《关于甲的通知》**", "关于甲的通知"),
            ("《关于甲的通知》。", "关于甲的通知"),
            ("关于甲的通知。", "关于甲的通知"),
            ("关于甲的通知；", "关于甲的通知"),
            ("| 关于甲的通知", "关于甲的通知"),
            ("`关于甲的通知", "关于甲的通知"),
            ("关于甲的通知\\n", "关于甲的通知"),
            ("[关于甲的通知](a.html)", "关于甲的通知"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(expected), "{text}");
        }
        let name = |text: &str| unmarked(Field::Issuer, Form::Plain, text).map(|(_, plain)| plain);
        for (text, expected) in [
            ("甲县 应急管理局", Some("甲县应急管理局")),
            ("甲县民政局。", Some("甲县民政局")),
            ("甲县民政局 甲县财政局", None),
            ("民 政 局", Some("民政局")),
            ("省委 省政府", None),
            ("甲县人民政府 乙镇", None),
            ("甲县第一中学 甲县第二中学", None),
            ("北京 上海", None),
            ("甲县民政局", None),
        ] {
            assert_eq!(name(text).as_deref(), expected, "{text}");
        }
        for text in [
            "关于甲的通知",
            "关于张**、李**行政处罚的公示",
            "张**诉李**一案",
            "《甲办法》和《乙办法》",
            "《甲办法》解读",
            "A_B_C 系统通知",
            "#1 教学楼",
            "3<5 与 5>3",
            "甲&乙公司",
            "*号键",
            "关于规范<b>标签使用的通知",
            "3<b 与 a>c",
            "`A`系统的通知",
            "[转发]关于甲的通知(试行)",
            "C:\\new 目录的说明",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
