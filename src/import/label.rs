//! Takes a line of a page; gives the labels in it: the words, such as 索引号：, before the values
//! of a document's fields. A label may be marked by a colon or brackets, fill a line or cell, or
//! stand unmarked before its value. It may have spaces between its characters, or lack its first
//! characters. This file must not know what the values mean to the content file that is made.

use super::form::{
    BODY_SUFFIX, DOCUMENT_NUMBER, GENRE, INDEX_NUMBER, find, fits, is_english, is_match, is_typed,
    leading, pattern, squeeze, trim, validity,
};
use super::page::CELL;
use super::vocabulary::{LONGEST, LONGEST_UNKNOWN, Meaning, is_shaped, meaning};
use crate::catalogue::{Field, Validity};
use crate::fold::{fold, is_han};
use regex::Regex;
use std::sync::LazyLock;

/// The longest line, in characters, that may belong to a head.
pub(super) const LONGEST_LINE: usize = 400;

/// Labels are looked for in this many lines at the top of a page.
pub(super) const HEAD_LINES: usize = 120;

/// The longest heading of a group of rows, in characters.
const LONGEST_GROUP: usize = 6;

/// Brackets around a label.
const BRACKETS: [char; 8] = ['[', ']', '【', '】', '［', '］', '〔', '〕'];

/// A label in a line.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) start: usize,
    /// Where the label ends and its value begins.
    pub(super) end: usize,
    /// What its value means; `None` for an unknown word that looks like a label.
    pub(super) meaning: Option<Meaning>,
    /// Whether a colon or brackets mark it as a label.
    pub(super) marked: bool,
    /// Whether the label lacks its first characters.
    pub(super) cut: bool,
}

impl Label {
    pub(super) fn field(&self) -> Option<Field> {
        self.meaning.and_then(Meaning::field)
    }

    pub(super) fn is_known(&self) -> bool {
        self.meaning.is_some()
    }
}

/// A line of the page, with the block that it comes from.
pub(super) struct Line {
    pub(super) block: usize,
    pub(super) text: String,
    pub(super) labels: Vec<Label>,
}

impl Line {
    pub(super) fn is_blank(&self) -> bool {
        self.text.chars().all(|c| c.is_whitespace() || c == CELL)
    }

    /// Makes the whole line one label without a value, so that it is part of the head.
    pub(super) fn become_label(&mut self) {
        self.labels = vec![Label {
            start: 0,
            end: self.text.len(),
            meaning: Some(Meaning::Other),
            marked: true,
            cut: false,
        }];
    }

    pub(super) fn is_labelled(&self) -> bool {
        self.labels.iter().any(Label::is_known)
    }

    /// Whether the line begins with a known label. In a row of a table, the heading of a group of
    /// rows may precede the cell of the label.
    pub(super) fn begins_with_label(&self) -> bool {
        self.labels
            .iter()
            .find(|l| l.is_known())
            .is_some_and(|first| {
                let before = squeeze(&self.text[..first.start]);
                let is_cell = self.text[..first.start].ends_with(CELL)
                    && self.text[first.end..].starts_with(CELL);
                let is_short = before.chars().count() <= LONGEST_GROUP;
                before.is_empty() || is_cell && is_short && before.chars().all(is_han)
            })
    }

    /// Whether the line is one label and nothing else.
    pub(super) fn is_one_label(&self) -> bool {
        let [label] = self.labels.as_slice() else {
            return false;
        };
        trim(&self.text[..label.start]).is_empty() && trim(&self.text[label.end..]).is_empty()
    }

    /// Whether no value follows the last label of the line.
    pub(super) fn is_open(&self) -> bool {
        self.labels
            .last()
            .is_some_and(|l| trim(&self.text[l.end..]).is_empty())
    }

    /// The value of a label. It ends at the next label or at the end of the cell. If the label
    /// fills its cell, the value is the next cell.
    pub(super) fn value(&self, n: usize) -> &str {
        let from = self.labels[n].end;
        let next = self.labels.get(n + 1).map_or(self.text.len(), |l| l.start);
        let between = self.text.get(from..next).unwrap_or_default();
        let mut cells = between.split(CELL);
        let own = cells.next().unwrap_or_default();
        let value = if own.trim().is_empty() {
            cells.next().unwrap_or_default()
        } else {
            own
        };
        trim(value)
    }

    /// The meanings of the line's cells, if it has several cells and each is a label. At least two
    /// must be known; an unknown one must have the form of a label. Such a line is the first row of
    /// a table with the values in the next row.
    pub(super) fn label_cells(&self) -> Option<Vec<Meaning>> {
        let words: Vec<String> = self.text.trim_matches(CELL).split(CELL).map(word).collect();
        let known = |w: &String| meaning(&fold(w));
        // a row with 序号 (number) is the head of a table in the document's text, not of the
        // metadata
        let other = |w: &String| (is_shaped(w) && w != "序号").then_some(Meaning::Other);
        let has_known = words.iter().filter(|w| known(w).is_some()).count() >= 2;
        let meanings = words.iter().map(|w| known(w).or_else(|| other(w)));
        has_known.then(|| meanings.collect()).flatten()
    }
}

fn word(cell: &str) -> String {
    cell.chars()
        .filter(|c| !is_space(*c) && !":：".contains(*c))
        .collect()
}

/// The greatest length of a label with spaces between its characters, in characters.
const SPREAD: usize = 48;

struct Characters<'t> {
    text: &'t str,
    chars: Vec<(usize, char)>,
}

/// A known label in a line.
struct Known {
    end: usize,
    length: usize,
    meaning: Meaning,
}

impl<'t> Characters<'t> {
    fn of(text: &'t str) -> Characters<'t> {
        let chars = text.char_indices().collect();
        Characters { text, chars }
    }

    fn at(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|(_, c)| *c)
    }

    fn offset(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.text.len(), |(at, _)| *at)
    }

    /// The longest known label that begins at a position.
    fn known(&self, start: usize) -> Option<Known> {
        let (mut key, mut best, mut n) = (String::new(), None, start);
        while let Some(c) = self
            .at(n)
            .filter(|c| *c != CELL && (n > start || !is_space(*c)) && n < start + SPREAD)
        {
            n += 1;
            if is_space(c) {
                continue;
            }
            key.push_str(&fold(&c.to_string()));
            let length = key.chars().count();
            if length > *LONGEST {
                break;
            }
            if let Some(meaning) = meaning(&key) {
                best = Some(Known {
                    end: n,
                    length,
                    meaning,
                });
            }
        }
        best
    }

    /// The end of the word of Chinese characters that begins at a position; `None` if the word is
    /// shorter or longer than an unknown label may be, or if there are several words.
    fn word(&self, start: usize) -> Option<usize> {
        let (mut n, mut length, mut run, mut longest) = (start, 0, 0, 0);
        let mut is_spread = false;
        while let Some(c) = self
            .at(n)
            .filter(|c| is_han(*c) || is_space(*c) && n > start)
        {
            run = if is_han(c) { run + 1 } else { 0 };
            length += usize::from(is_han(c));
            longest = longest.max(run);
            is_spread |= is_space(c) && self.at(n + 1).is_some_and(is_han);
            n += 1;
        }
        // spaces may spread the characters of a label (索 引 号), but if more than two characters
        // stand together, the spaces separate words
        let is_one = !is_spread || longest <= 2;
        (is_one && (2..=LONGEST_UNKNOWN).contains(&length)).then_some(n)
    }

    fn behind(&self, from: usize, any_of: &str) -> Option<usize> {
        let next = (from..).find(|i| !self.at(*i).is_some_and(is_space))?;
        self.at(next)
            .filter(|c| any_of.contains(*c))
            .map(|_| next + 1)
    }

    /// The end of a label whose word ends at `from`. If a translation or a note in brackets
    /// follows, as in 索引号 Index No. or 主题(一级)：, the label ends after it. The translation or
    /// note counts only before a colon, or if it has no Chinese character and ends the cell or
    /// line.
    fn with_note(&self, from: usize) -> usize {
        let rest = &self.text[self.offset(from)..];
        let Some(note) = NOTE.as_ref().and_then(|p| p.find(rest)) else {
            return from;
        };
        let end = from + note.as_str().chars().count();
        let is_closed = self.at(end).is_none_or(|c| c == CELL);
        let is_foreign = !note.as_str().chars().any(is_han);
        let is_before_colon = self.behind(end, ":：﹕").is_some();
        if is_before_colon || is_closed && is_foreign {
            end
        } else {
            from
        }
    }

    /// Whether a label is at the start of a line or cell, or directly after a space, a separator, a
    /// list mark or a bracket. `bracket` is the position of the label's own opening bracket.
    fn is_start(&self, start: usize, bracket: Option<usize>) -> bool {
        let before = match bracket {
            Some(at) => at.checked_sub(1),
            None => start.checked_sub(1),
        };
        before.and_then(|i| self.at(i)).is_none_or(|c| {
            c.is_whitespace() || c == CELL || "•·-—*|｜│】］]〕[【［〔;；".contains(c)
        })
    }
}

static NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^\s*(?:[A-Za-z][A-Za-z .'/-]{1,30}|[(（][^()（）0-9:：]{1,20}[)）])")
});

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{200b}'
}

/// The labels in a line.
pub(super) fn labels(text: &str) -> Vec<Label> {
    let chars = Characters::of(text);
    let mut found: Vec<Label> = Vec::new();
    // the position of the last character before `i` that is not a space
    let mut solid = None;
    let mut i = 0;
    while i < chars.chars.len() {
        if i > 0 && chars.at(i - 1).is_some_and(|c| !is_space(c)) {
            solid = Some(i - 1);
        }
        let bracket = solid.filter(|n| chars.at(*n).is_some_and(|c| "[【［〔".contains(c)));
        let known = chars.known(i).map(|known| Known {
            end: chars.with_note(known.end),
            ..known
        });
        let label = known
            .and_then(|known| known_label(&chars, &found, i, bracket, &known))
            .or_else(|| unknown_label(&chars, i, bracket));
        match label {
            Some((label, end)) => {
                found.push(label);
                i = end.max(i + 1);
            }
            None => i += 1,
        }
    }
    cut_labels(text, &mut found);
    day_of_publication(text, &mut found);
    found
}

/// On a line that names a source, an issuer or a publisher and has no other field except a day of
/// publication, 时间： (time) or 日期： (date) before a day means the day of publication. A line
/// with an unknown label (地点：) or a subject (主题：) is skipped, because it announces an event.
fn day_of_publication(text: &str, found: &mut [Label]) {
    let day = Field::DatePublished;
    let is_time = |label: &Label| {
        let said = word(text[label.start..label.end].trim_matches(BRACKETS));
        !label.is_known() && label.marked && ["时间", "日期"].contains(&said.as_str())
    };
    let is_body = |f: Field| matches!(f, Field::Source | Field::Issuer | Field::Publisher);
    let may_be_beside = |label: &Label| match label.field() {
        Some(field) => is_body(field) || field == day,
        None => label.is_known() || is_time(label),
    };
    let has_body = found.iter().any(|l| l.field().is_some_and(is_body));
    if !has_body || !found.iter().all(may_be_beside) {
        return;
    }
    for label in found.iter_mut() {
        if is_time(label) && leading(day, &text[label.end..]) {
            label.meaning = Some(Meaning::Of(day));
        }
    }
}

/// Makes a label of the known word at position `i`; gives also the position after the label. Gives
/// `None` if the word is part of a value.
fn known_label(
    chars: &Characters<'_>,
    found: &[Label],
    i: usize,
    bracket: Option<usize>,
    known: &Known,
) -> Option<(Label, usize)> {
    let closed = bracket.and_then(|_| chars.behind(known.end, "]】］〕"));
    let colon = chars.behind(closed.unwrap_or(known.end), ":：﹕");
    let marked = closed.is_some() || colon.is_some();
    let is_start = chars.is_start(i, bracket);
    let is_alone = chars.at(known.end).is_none_or(|c| is_space(c) || c == CELL);
    let before = &chars.text[..chars.offset(i)];
    // a value may touch the next label if the line begins with a label
    let is_behind_label = found
        .first()
        .is_some_and(|l| trim(&chars.text[..l.start]).is_empty());
    let is_after_label = found
        .last()
        .is_some_and(|l| l.marked && l.end == before.len());
    let is_glued = colon.is_some()
        && is_behind_label
        && (known.length >= 4 || is_after_label || ends_with_value(found, before));
    let field = known.meaning.field();
    let rest = &chars.text[chars.offset(known.end)..];
    let begins_value = field.is_some_and(|f| is_typed(f) && leading(f, rest));
    let is_bare = !marked
        && known.length >= 2
        && match field {
            Some(f) if is_typed(f) && begins_value => {
                is_start || is_behind_label && (known.length >= 4 || ends_with_value(found, before))
            }
            // What follows has no recognisable form. The word is a label only if the value before
            // it has such a form, or if it begins the line and the rest is the name of a body or a
            // title.
            Some(f) if !is_alone => {
                is_behind_label && known.length >= 2 && ends_with_typed_value(found, before)
                    || trim(before).is_empty() && is_rest(f, trim(up_to_label(rest)))
            }
            _ => false,
        };
    // a label in brackets may be anywhere on a line that begins with a label
    let is_boxed = closed.is_some() && is_behind_label;
    if !(is_start && (marked || is_alone) || is_glued || is_bare || is_boxed) {
        return None;
    }
    let after = colon.or(closed).unwrap_or(known.end);
    let mut meaning = known.meaning;
    if meaning == Meaning::NumberOrSize {
        let value = trim(&chars.text[chars.offset(after)..]);
        meaning = match find(&DOCUMENT_NUMBER, value) {
            Some(number) if value.starts_with(number) => Meaning::Of(Field::DocumentNumber),
            _ => Meaning::Other,
        };
    }
    let label = Label {
        start: chars.offset(bracket.unwrap_or(i)),
        end: chars.offset(after),
        meaning: Some(meaning),
        marked,
        cut: false,
    };
    Some((label, after))
}

/// Makes a label of the unknown word at position `i`, if it is marked, or if it fills a line or
/// cell and is shaped like a label.
fn unknown_label(
    chars: &Characters<'_>,
    i: usize,
    bracket: Option<usize>,
) -> Option<(Label, usize)> {
    if !chars.is_start(i, bracket) {
        return None;
    }
    let end = chars.word(i)?;
    let closed = bracket.and_then(|_| chars.behind(end, "]】］〕"));
    let colon = chars.behind(closed.unwrap_or(end), ":：﹕");
    let is_whole = chars.at(end).is_none_or(|c| c == CELL)
        && i.checked_sub(1).is_none_or(|b| chars.at(b) == Some(CELL));
    let said = word(&chars.text[chars.offset(i)..chars.offset(end)]);
    // a status in brackets is a value: 【效力】[有效]
    if closed.is_some() && colon.is_none() && validity(&said).is_some() {
        return None;
    }
    // a salutation also ends with a colon
    let is_salutation = |after: usize| trim(&chars.text[chars.offset(after)..]).is_empty();
    let marked = closed.is_some() || colon.is_some_and(|c| !is_salutation(c) || is_shaped(&said));
    if !(marked || is_whole && is_shaped(&said)) {
        return None;
    }
    let after = colon.or(closed).unwrap_or(end);
    let label = Label {
        start: chars.offset(bracket.unwrap_or(i)),
        end: chars.offset(after),
        meaning: None,
        marked,
        cut: false,
    };
    Some((label, after))
}

/// Whether everything after the last label of a text is a value in a form by which the field is
/// recognised.
fn ends_with_typed_value(found: &[Label], text: &str) -> bool {
    found.last().is_some_and(|l| {
        let value = trim(&text[l.end.min(text.len())..]);
        l.field().is_some_and(|f| is_typed(f) && fits(f, value))
    })
}

/// A text up to the first known label of four or more characters whose value has the form of its
/// field.
fn up_to_label(text: &str) -> &str {
    let chars = Characters::of(text);
    let label = (1..chars.chars.len()).find(|i| {
        chars.known(*i).is_some_and(|known| {
            let field = known.meaning.field();
            let rest = &text[chars.offset(known.end)..];
            known.length >= 4 && field.is_some_and(|f| is_typed(f) && leading(f, rest))
        })
    });
    label.map_or(text, |i| &text[..chars.offset(i)])
}

/// Whether the rest of a line is a whole value of a field: the name of a body, or a title.
fn is_rest(field: Field, rest: &str) -> bool {
    let is_plain = !rest.contains([CELL, '：', ':', '，', '。']) && rest.chars().count() >= 4;
    is_plain
        && match field {
            Field::Issuer | Field::Publisher => {
                let is_name = |c: char| !c.is_ascii_digit() && c != '.';
                is_match(&BODY_SUFFIX, rest) || is_english(rest) && rest.chars().all(is_name)
            }
            Field::Title => is_match(&GENRE, rest) && rest.contains("关于"),
            _ => false,
        }
}

/// Whether everything after the last label of a text is a complete value: a value in a form by
/// which the field is recognised, the name of a body, or a title.
fn ends_with_value(found: &[Label], text: &str) -> bool {
    ends_with_typed_value(found, text)
        || found.last().is_some_and(|l| {
            let value = trim(&text[l.end.min(text.len())..]);
            match l.field() {
                Some(Field::Issuer | Field::Publisher) => is_match(&BODY_SUFFIX, value),
                Some(Field::Title) => is_match(&GENRE, value),
                _ => false,
            }
        })
}

/// Adds labels that lack their first characters, such as `号:` before an index number or `性:`
/// before a validity. The form of the value shows which label was meant. An added label replaces an
/// unknown label at the same place.
fn cut_labels(text: &str, found: &mut Vec<Label>) {
    let mut add = Vec::new();
    for (at, _) in text.match_indices([':', '：']) {
        let word_start = text[..at]
            .rfind(|c: char| c.is_whitespace() || c == CELL)
            .map_or(0, |i| {
                i + text[i..].chars().next().map_or(1, char::len_utf8)
            });
        let word = &text[word_start..at];
        let end = at + text[at..].chars().next().map_or(1, char::len_utf8);
        if word.is_empty()
            || word.chars().count() > 2
            || found
                .iter()
                .any(|l| l.is_known() && l.start <= word_start && word_start < l.end)
        {
            continue;
        }
        let next = found
            .iter()
            .map(|l| l.start)
            .filter(|s| *s >= end)
            .min()
            .unwrap_or(text.len());
        let value = trim(text[end..next].split(CELL).next().unwrap_or_default());
        let field = match word {
            "号" | "引号" if is_match(&INDEX_NUMBER, value) => Field::IndexNumber,
            "号" | "字号" if find(&DOCUMENT_NUMBER, value).is_some_and(|m| m == value) => {
                Field::DocumentNumber
            }
            "性" | "效性" if Validity::find(value).is_some() => Field::Validity,
            _ => continue,
        };
        found.retain(|l| l.is_known() || l.end != end);
        add.push(Label {
            start: word_start,
            end,
            meaning: Some(Meaning::Of(field)),
            marked: true,
            cut: true,
        });
    }
    found.extend(add);
    found.sort_by_key(|l| l.start);
}
