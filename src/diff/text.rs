//! Takes two texts; gives the passages in which they differ, word by word, with some context. A run
//! of letters and digits is a word; so is every other character, such as a Han character. This file
//! must not know documents.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, ChangeTag, DiffOp, TextDiff};

/// The number of unchanged words shown on each side of a change.
const AROUND: usize = 12;
/// The maximum number of words shown of one piece.
const LONGEST: usize = 120;
/// The maximum number of changed passages shown for one document.
const PLACES: usize = 20;
/// The maximum number of words in a passage that is compared word by word. A longer passage is
/// shown as removed and added as a whole, because the comparison would take too long.
const PASSAGE: usize = 6_000;

/// The side on which a piece occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// In both texts.
    Same,
    /// In the earlier text only.
    Removed,
    /// In the later text only.
    Added,
}

/// A piece of text. `…` marks an omission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The side on which it occurs.
    pub kind: Kind,
    /// The text of the piece.
    pub text: String,
}

/// A changed passage.
pub type Hunk = Vec<Piece>;

/// The first [`PLACES`] differing passages, and the number of the others. CRLF and LF are the same
/// line end.
pub(super) fn hunks(old: &str, new: &str) -> (Vec<Hunk>, usize) {
    let (old, new) = (old.replace("\r\n", "\n"), new.replace("\r\n", "\n"));
    let lines = TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .diff_lines(old.as_str(), new.as_str());
    let mut hunks = Vec::new();
    for op in lines.ops() {
        match op {
            DiffOp::Equal { .. } => {}
            op => {
                let before: String = op.old_range().filter_map(|i| lines.old_slice(i)).collect();
                let after: String = op.new_range().filter_map(|i| lines.new_slice(i)).collect();
                hunks.extend(words(before.trim_end(), after.trim_end()));
            }
        }
    }
    let more = hunks.len().saturating_sub(PLACES);
    hunks.truncate(PLACES);
    (hunks, more)
}

/// The changes within a passage, word by word.
fn words(old: &str, new: &str) -> Vec<Hunk> {
    if old == new {
        return Vec::new();
    }
    let (before, after) = (split(old), split(new));
    if before.len().max(after.len()) > PASSAGE {
        let whole = [(Kind::Removed, before), (Kind::Added, after)];
        return vec![
            whole
                .into_iter()
                .filter(|(_, w)| !w.is_empty())
                .map(|(kind, words)| Piece {
                    kind,
                    text: shortened(&words),
                })
                .collect(),
        ];
    }
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .diff_slices(&before, &after);
    let groups = diff.grouped_ops(AROUND);
    groups
        .iter()
        .map(|ops| {
            let mut pieces: Vec<(Kind, Vec<&str>)> = Vec::new();
            for change in ops.iter().flat_map(|op| diff.iter_changes(op)) {
                let kind = match change.tag() {
                    ChangeTag::Equal => Kind::Same,
                    ChangeTag::Delete => Kind::Removed,
                    ChangeTag::Insert => Kind::Added,
                };
                match pieces.last_mut() {
                    Some((last, words)) if *last == kind => words.push(change.value()),
                    _ => pieces.push((kind, vec![change.value()])),
                }
            }
            let mut hunk: Hunk = tidy(pieces)
                .into_iter()
                .map(|(kind, words)| Piece {
                    kind,
                    text: shortened(&words),
                })
                .collect();
            let starts_inside = ops.first().is_some_and(|op| op.old_range().start > 0);
            let ends_inside = ops
                .last()
                .is_some_and(|op| op.old_range().end < before.len());
            let is_same = |p: &&mut Piece| p.kind == Kind::Same;
            if let Some(first) = hunk.first_mut().filter(is_same).filter(|_| starts_inside) {
                first.text.insert(0, '…');
            }
            if let Some(last) = hunk.last_mut().filter(is_same).filter(|_| ends_inside) {
                last.text.push('…');
            }
            hunk
        })
        .collect()
}

/// Joins two changes with one unchanged word between them. Such a word is usually the same by
/// coincidence.
fn tidy(pieces: Vec<(Kind, Vec<&str>)>) -> Vec<(Kind, Vec<&str>)> {
    let mut out: Vec<(Kind, Vec<&str>)> = Vec::new();
    let (mut removed, mut added): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let count = pieces.len();
    for (i, (kind, words)) in pieces.into_iter().enumerate() {
        let inner = i > 0 && i + 1 < count && !(removed.is_empty() && added.is_empty());
        match kind {
            Kind::Removed => removed.extend(words),
            Kind::Added => added.extend(words),
            Kind::Same if words.len() == 1 && inner => {
                removed.extend(&words);
                added.extend(&words);
            }
            Kind::Same => {
                flush(&mut out, &mut removed, &mut added);
                out.push((Kind::Same, words));
            }
        }
    }
    flush(&mut out, &mut removed, &mut added);
    out
}

fn flush<'a>(
    out: &mut Vec<(Kind, Vec<&'a str>)>,
    removed: &mut Vec<&'a str>,
    added: &mut Vec<&'a str>,
) {
    for (kind, words) in [(Kind::Removed, removed), (Kind::Added, added)] {
        if !words.is_empty() {
            out.push((kind, std::mem::take(words)));
        }
    }
}

/// Joins words into a text. A long text loses its middle.
fn shortened(words: &[&str]) -> String {
    if words.len() <= LONGEST {
        return words.concat();
    }
    let half = LONGEST / 2;
    format!(
        "{}…{}",
        words[..half].concat(),
        words[words.len() - half..].concat()
    )
}

/// Splits a text: runs of letters and digits, and other characters alone, such as Han characters. A
/// mark stays with the character that it modifies.
fn split(text: &str) -> Vec<&str> {
    use unicode_script::{Script, UnicodeScript};
    let joins = |c: char| c.is_alphanumeric() && c.script() != Script::Han;
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let goes_on = before.is_some_and(|b| joins(b) && joins(c)) || is_mark(c);
        if at > 0 && !goes_on {
            words.push(&text[start..at]);
            start = at;
        }
        if !is_mark(c) {
            before = Some(c);
        }
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// Whether a character modifies the one before it.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || ('\u{fe00}'..='\u{fe0f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces, written as `[-removed-]` and `{+added+}`.
    fn told(old: &str, new: &str) -> Vec<String> {
        let (hunks, more) = hunks(old, new);
        assert_eq!(more, 0);
        let piece = |p: &Piece| match p.kind {
            Kind::Same => p.text.clone(),
            Kind::Removed => format!("[-{}-]", p.text),
            Kind::Added => format!("{{+{}+}}", p.text),
        };
        hunks
            .iter()
            .map(|h| h.iter().map(piece).collect())
            .collect()
    }

    #[test]
    fn words_of_chinese_and_other_text() {
        assert_eq!(
            split("自2024年3月1日起mulu施行。"),
            [
                "自", "2024", "年", "3", "月", "1", "日", "起", "mulu", "施", "行", "。"
            ]
        );
        assert_eq!(
            split("e\u{301}a 葛\u{e0100}"),
            ["e\u{301}a", " ", "葛\u{e0100}"]
        );
        assert_eq!(split(""), Vec::<&str>::new());
    }

    #[test]
    fn changes_stand_among_a_few_words() {
        assert_eq!(
            told(
                "本办法自2024年3月1日起施行。\n",
                "本办法自2025年1月1日起施行。\n"
            ),
            ["本办法自[-2024年3-]{+2025年1+}月1日起施行。"]
        );
        assert_eq!(told("甲。\n乙。\n", "甲。\n"), ["[-乙。-]"]);
        assert_eq!(told("甲。\n", "甲。\n乙。\n"), ["{+乙。+}"]);
        assert_eq!(told("甲。\r\n", "甲。\n"), Vec::<String>::new());
        let long = "一二三四五六七八九十".repeat(4);
        assert_eq!(
            told(&format!("{long}旧{long}\n"), &format!("{long}新{long}\n")),
            ["…九十一二三四五六七八九十[-旧-]{+新+}一二三四五六七八九十一二…"]
        );
    }

    #[test]
    fn what_is_rewritten_is_shown_whole_and_short() {
        let (old, new) = ("旧".repeat(7_000), "新".repeat(7_000));
        let (hunks, _) = hunks(&old, &new);
        assert_eq!(
            (
                hunks.len(),
                hunks[0].len(),
                hunks[0][0].text.chars().count()
            ),
            (1, 2, LONGEST + 1)
        );
        let many = |c: &str| {
            (0..50)
                .map(|i| format!("第{i}条{c}\n\n固定{i}\n"))
                .collect::<String>()
        };
        let (hunks, more) = super::hunks(&many("甲"), &many("乙"));
        assert_eq!((hunks.len(), more), (PLACES, 50 - PLACES));
    }
}
