//! Takes text; finds invisible characters, with their names. Pasted text may have such characters,
//! and a search does not find words that contain them. This file must not know what the text is.

use crate::diag::{Message, Repair, Words, words};
use crate::fold::is_han;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// A run of one invisible character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The place of the run.
    pub range: Range<usize>,
    /// The character.
    pub character: char,
    /// What replaces the run. It is a space if the character has a width and is between two words
    /// that are not Chinese; otherwise it is empty.
    pub instead: &'static str,
}

impl Found {
    /// The repair in a value of the front matter. The reader of the value makes the same
    /// replacement.
    pub fn deleted(&self) -> Repair {
        Repair::replace(self.range.clone(), self.instead)
    }

    /// The repair in a body; `None` for characters that break a line, because only the author knows
    /// what they mean.
    pub fn repair(&self) -> Option<Repair> {
        (!is_line_break(self.character)).then(|| self.deleted())
    }

    /// The finding. `text` has the characters; `place` names the part of the document.
    pub fn message(&self, text: &str, place: Words) -> Message {
        let shown = |c: Option<char>| c.filter(|c| !c.is_whitespace() && !is_candidate(*c));
        let before = shown(
            text.get(..self.range.start)
                .unwrap_or_default()
                .chars()
                .next_back(),
        );
        let after = shown(
            text.get(self.range.end..)
                .unwrap_or_default()
                .chars()
                .next(),
        );
        let (mut zh, mut en) = match (before, after) {
            (Some(a), Some(b)) => (
                format!("请删去“{a}”与“{b}”之间的这个字符"),
                format!("Delete the character between `{a}` and `{b}`"),
            ),
            (Some(a), None) => (
                format!("请删去“{a}”后面的这个字符"),
                format!("Delete the character after `{a}`"),
            ),
            (None, Some(b)) => (
                format!("请删去“{b}”前面的这个字符"),
                format!("Delete the character before `{b}`"),
            ),
            (None, None) => (
                "请删去这个字符".to_owned(),
                "Delete the character".to_owned(),
            ),
        };
        if is_line_break(self.character) {
            zh.push_str("；需要换行的，在这里按回车键");
            en.push_str("; press Enter where a new line is wanted");
        }
        zh.push_str("。它多半是粘贴带入的，会使检索找不到这里的词句。");
        en.push_str(". It comes with text that was pasted, and hides words from a search.");
        Message::ControlCharacter {
            place: place.into(),
            name: self.name().into(),
            remedy: words(zh, en).into(),
        }
    }

    /// The name of the character.
    fn name(&self) -> Words {
        let (zh, en) = name(self.character);
        let number = format!("U+{:04X}", self.character as u32);
        words(format!("{number}（{zh}）"), format!("{number} ({en})"))
    }
}

/// Finds the invisible characters in a part of a text. A run of the same character is one finding.
pub fn find(text: &str, part: Range<usize>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let Some(inside) = text.get(part.clone()) else {
        return found;
    };
    for (i, c) in inside.char_indices() {
        if !is_candidate(c) {
            continue;
        }
        let start = part.start + i;
        let end = start + c.len_utf8();
        if let Some(last) = found.last_mut()
            && last.character == c
            && last.range.end == start
        {
            last.range.end = end;
            continue;
        }
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().find(|next| *next != c);
        if is_at_home(c, before, after) {
            continue;
        }
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_han(c));
        found.push(Found {
            range: start..end,
            character: c,
            instead: if has_width(c) && is_word(before) && is_word(after) {
                " "
            } else {
                ""
            },
        });
    }
    found
}

/// The text with [`Found::instead`] in place of each run of invisible characters.
pub fn without(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_candidate) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for found in find(text, 0..text.len()) {
        out.push_str(&text[at..found.range.start]);
        out.push_str(found.instead);
        at = found.range.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// The text without control characters, other than tabs and line ends, and without the other
/// characters that YAML refuses or takes for a line end.
pub fn without_controls(text: &str) -> Cow<'_, str> {
    let is_refused = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
            || matches!(
                c,
                '\u{fffe}' | '\u{ffff}' | '\u{feff}' | '\u{2028}' | '\u{2029}'
            )
    };
    if text.contains(is_refused) {
        Cow::Owned(text.replace(is_refused, ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// The characters of the basic plane that may be invisible. A text without these and without
/// characters of other planes has no invisible characters.
pub static CANDIDATES: LazyLock<Vec<char>> =
    LazyLock::new(|| ('\0'..='\u{ffff}').filter(|c| is_candidate(*c)).collect());

/// Whether a character may be invisible. Some of these characters join letters, as in Persian;
/// `is_at_home` excludes them where a script needs them.
pub fn is_candidate(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' | '\u{3000}'..='\u{3163}' | '\u{3165}'..='\u{d7ff}' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' => true,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' => true,
        '\u{fff9}'..='\u{fffc}' | '\u{fffe}' | '\u{ffff}' => true,
        '\u{e0000}'..='\u{e007f}' => true,
        _ => false,
    }
}

/// Whether the script or the emoji around a character needs it there.
fn is_at_home(c: char, before: Option<char>, after: Option<char>) -> bool {
    // Chinese and English need no joining characters
    let is_foreign = |c: Option<char>| {
        c.is_some_and(|c| !c.is_ascii() && !is_han(c) && !is_candidate(c) && !is_punctuation(c))
    };
    match c {
        '\u{200c}' | '\u{200d}' => is_foreign(before) && is_foreign(after),
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{180e}' | '\u{34f}' => {
            is_foreign(before) || is_foreign(after)
        }
        '\u{115f}' | '\u{1160}' => [before, after]
            .iter()
            .any(|c| c.is_some_and(|c| ('\u{1100}'..='\u{11ff}').contains(&c))),
        // part of an emoji: the flags of England, Scotland and the like
        '\u{e0020}'..='\u{e007f}' => before.is_some_and(|c| c >= '\u{1f000}'),
        _ => false,
    }
}

fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}')
}

/// Whether two words would be joined without the character.
fn has_width(c: char) -> bool {
    is_line_break(c)
        || c.is_control()
        || matches!(
            c,
            '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{115f}' | '\u{1160}'
        )
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn name(c: char) -> (&'static str, &'static str) {
    match c {
        '\u{b}' => (
            "垂直制表符，Word 的手动换行",
            "vertical tab, the manual line break of Word",
        ),
        '\u{c}' => ("换页符", "form feed"),
        '\u{85}' => ("下一行", "next line"),
        '\u{ad}' => ("软连字符", "soft hyphen"),
        '\u{34f}' => ("组合字符连接符", "combining grapheme joiner"),
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => ("韩文填充符", "Hangul filler"),
        '\u{180e}' => ("蒙古文元音分隔符", "Mongolian vowel separator"),
        '\u{200b}' => ("零宽空格", "zero width space"),
        '\u{200c}' => ("零宽非连接符", "zero width non-joiner"),
        '\u{200d}' => ("零宽连接符", "zero width joiner"),
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            ("文字方向控制符", "control of the direction of text")
        }
        '\u{2028}' => ("行分隔符", "line separator"),
        '\u{2029}' => ("段分隔符", "paragraph separator"),
        '\u{2060}' => ("词连接符", "word joiner"),
        '\u{2061}'..='\u{2064}' => ("不可见运算符", "invisible operator"),
        '\u{2800}' => ("空白盲文符", "blank pattern of Braille"),
        '\u{feff}' => ("零宽不换行空格", "zero width no-break space"),
        '\u{fff9}'..='\u{fffb}' => ("行间注释标记", "mark of interlinear annotation"),
        '\u{fffc}' => ("对象占位符", "object replacement character"),
        '\u{e0000}'..='\u{e007f}' => ("标签字符", "tag character"),
        _ => ("控制字符", "control character"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_found_and_taken_out() {
        for (text, clean) in [
            ("甲\u{b}乙", "甲乙"),
            ("甲\u{ad}乙", "甲乙"),
            ("甲\u{200b}\u{200b}乙", "甲乙"),
            ("\u{feff}甲", "甲"),
            ("甲\u{202e}乙\u{202c}", "甲乙"),
            ("甲\u{3164}乙", "甲乙"),
            ("a\u{3164}b", "a b"),
            ("甲\u{200d}乙", "甲乙"),
            ("甲\u{200e}乙", "甲乙"),
            ("甲\u{2028}乙", "甲乙"),
            ("甲\u{85}乙", "甲乙"),
            ("甲\u{1}\u{7f}乙", "甲乙"),
        ] {
            assert_eq!(without(text), clean, "{text:?}");
        }
        assert_eq!(find("甲\u{200b}\u{200b}乙", 0..12).len(), 1);
    }

    #[test]
    fn what_a_script_or_an_emoji_needs_stays() {
        for text in [
            "👨\u{200d}👩\u{200d}👧",
            "می\u{200c}خواهم",
            "甲\t乙\r\n",
            "ᠠ\u{180e}ᠠ",
            "a\u{a0}b　c",
        ] {
            assert_eq!(find(text, 0..text.len()), [], "{text:?}");
        }
    }
}
