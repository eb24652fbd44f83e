//! Takes messages and places; gives findings about the user's content in a fixed order, as text,
//! JSON, SARIF or a workbook. Also defines `Error`, a reason to stop. This room must not know other
//! rooms except `privacy`; it prints nothing.
//!
//! Personal numbers are masked in all output.

mod error;
mod human;
mod json;
mod messages;
mod repair;
mod sarif;
mod source;
mod system;
mod table;
mod value;
pub mod yaml;

pub use error::{Action, Error, shown};
pub use human::{render as human, severity_word, visible};
pub use json::render as json;
pub(crate) use messages::messages;
pub use messages::{Code, Message, Texts};
pub use repair::{Edit, Repair, apply};
pub use sarif::render as sarif;
pub use source::source;
pub use system::{is_exhausted, system};
pub use table::workbook;
pub use value::{Value, Words, words};

use crate::privacy::mask;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The build fails.
    Error,
    /// The build fails under `--deny warnings`.
    Warning,
    /// Information only.
    Note,
}

impl Severity {
    /// The word used in JSON and in `mulu.yaml`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A place in a file to which a finding points. It has a copy of its line, so that the line can be
/// shown without the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Path relative to the site's root, with `/` between its parts.
    pub file: String,
    /// Line in the whole file, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Number of characters pointed at, on this line; 0 for a point between two characters.
    pub width: u32,
    /// The line itself, without its line end. Of a very long line, only the part around the column
    /// is kept.
    pub text: String,
    /// The number of characters of the line before `text`.
    pub(super) cut: u32,
}

/// The maximum number of characters that are kept of a very long line before the column of a place,
/// and also from this column on.
const AROUND: usize = 200;

/// The maximum number of findings of one code that are listed for a file. If there are more, only
/// findings with a place are listed, and all others are only counted.
const LISTED: usize = 100;

impl Place {
    /// The line as it may be shown. Masking keeps the number of characters, so that columns stay
    /// right.
    pub fn shown(&self) -> Cow<'_, str> {
        mask(&self.text)
    }

    /// The line as it may be shown, in three parts: before the place, at it, and after it.
    pub fn parts(&self) -> [String; 3] {
        let line = self.shown();
        let start = (self.column - 1).saturating_sub(self.cut) as usize;
        let part = |from: usize, count: usize| line.chars().skip(from).take(count).collect();
        let end = start + self.width as usize;
        [
            part(0, start),
            part(start, end - start),
            part(end, usize::MAX),
        ]
    }

    /// The place of a byte range in a file's text. A range over several lines points to its first.
    pub fn new(file: &str, text: &str, range: std::ops::Range<usize>) -> Place {
        let start = floor_char(text, range.start);
        let end = floor_char(text, range.end.max(range.start)).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let line_text = text[line_start..line_end].trim_end_matches('\r');
        let line_end = line_start + line_text.len();
        let start = start.min(line_end);
        let column = text[line_start..start].chars().count();
        let from = text[line_start..start]
            .char_indices()
            .rev()
            .nth(AROUND - 1)
            .map_or(line_start, |(i, _)| line_start + i);
        let to = text[start..line_end]
            .char_indices()
            .nth(AROUND)
            .map_or(line_end, |(i, _)| start + i);
        // a personal number cut at an edge would not be recognised, and so not be masked
        let is_of_a_number =
            |c: char| c.is_numeric() || c.is_whitespace() || "xX-－—.·".contains(c);
        let from = if from > line_start {
            start - text[from..start].trim_start_matches(is_of_a_number).len()
        } else {
            from
        };
        let end = end.clamp(start, to);
        let to = if to < line_end {
            end + text[end..to].trim_end_matches(is_of_a_number).len()
        } else {
            to
        };
        Place {
            file: file.to_owned(),
            line: memchr::memchr_iter(b'\n', &text.as_bytes()[..line_start]).count() as u32 + 1,
            column: column as u32 + 1,
            width: text[start..end].chars().count() as u32,
            cut: (column - text[from..start].chars().count()) as u32,
            text: text[from..to].to_owned(),
        }
    }
}

fn floor_char(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What is wrong, with the values named in the message.
    pub message: Message,
    /// The severity of its code, unless the site sets another.
    pub severity: Severity,
    /// The file, if there is one. A finding about a whole file has no `place`.
    pub file: Option<String>,
    /// The place in the file.
    pub place: Option<Place>,
    /// Further places, such as the first of two duplicates.
    pub also: Vec<Place>,
    /// The repair that `check --fix` makes, if only one repair is right.
    pub repair: Option<Repair>,
}

impl Diagnostic {
    /// A finding without a place.
    pub fn new(message: Message) -> Self {
        Diagnostic {
            severity: message.code().severity(),
            message,
            file: None,
            place: None,
            also: Vec::new(),
            repair: None,
        }
    }

    /// The code of its message.
    pub fn code(&self) -> Code {
        self.message.code()
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.file = Some(place.file.clone());
        self.place = Some(place);
        self
    }

    /// Sets the file, for a finding without a line.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.file = Some(file.to_owned());
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn also(mut self, place: Option<Place>) -> Self {
        self.also.extend(place);
        self
    }

    /// Sets the repair; `None` if there is none.
    #[must_use]
    pub fn repair(mut self, repair: impl Into<Option<Repair>>) -> Self {
        self.repair = repair.into();
        self
    }

    /// The message in one language, with personal numbers masked.
    pub fn message(&self, lang: Lang) -> String {
        self.message.texts(lang, mask).message
    }

    /// The remedy in one language, with personal numbers masked.
    pub fn help(&self, lang: Lang) -> Option<String> {
        let help = self.message.texts(lang, mask).help;
        (!help.is_empty()).then_some(help)
    }

    /// The path of the file as it may be shown. A personal number in its name is masked.
    pub fn file(&self) -> Option<Cow<'_, str>> {
        self.file.as_deref().map(mask)
    }

    /// The order of findings: by file, line, column and code, then by message.
    fn compare(&self, other: &Diagnostic) -> std::cmp::Ordering {
        let at = |d: &Diagnostic| d.place.as_ref().map_or((0, 0), |p| (p.line, p.column));
        let key = |d: &Diagnostic| (at(d), d.code().name());
        self.file
            .cmp(&other.file)
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| self.message.cmp(&other.message))
    }
}

/// Replaces each `{name}` by its value. A name without a value is kept.
pub fn fill<'a>(template: &str, value: impl Fn(&str) -> Option<Cow<'a, str>>) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}').map(|i| open + i) else {
            break;
        };
        match value(&rest[open + 1..close]) {
            Some(v) => out.push_str(&v),
            None => out.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

/// Sorts findings by file, line, column and code, then by message, and removes duplicates. If a
/// file has more than `LISTED` findings of one code, only the first `LISTED` with a place stay. One
/// more finding states how many others there are.
pub fn sort(findings: &mut Vec<Diagnostic>) {
    put_in_order(findings);
    // few files have so many findings, and counting them takes a copy of each name
    let mut by_file = findings.chunk_by(|a, b| a.file == b.file);
    if by_file.any(|of_file| of_file.len() > LISTED) {
        leave_out(findings);
    }
    findings.dedup();
}

/// Sorts findings. A finding is large, so the indices are sorted first. Then each exchange puts one
/// finding in its place.
fn put_in_order(findings: &mut [Diagnostic]) {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by(|a, b| findings[*a].compare(&findings[*b]));
    for i in 0..order.len() {
        let mut from = order[i];
        // an earlier exchange moved the finding that was there
        while from < i {
            from = order[from];
        }
        order[i] = from;
        findings.swap(i, from);
    }
}

/// Leaves out the findings of files that have too many of one code.
fn leave_out(findings: &mut Vec<Diagnostic>) {
    let mut counts: BTreeMap<(Option<String>, Code), usize> = BTreeMap::new();
    for finding in findings.iter() {
        *counts
            .entry((finding.file.clone(), finding.code()))
            .or_default() += 1;
    }
    counts.retain(|(file, _), count| file.is_some() && *count > LISTED);
    if !counts.is_empty() {
        let mut listed: BTreeMap<(Option<String>, Code), usize> = BTreeMap::new();
        findings.retain(|finding| {
            let key = (finding.file.clone(), finding.code());
            if !counts.contains_key(&key) {
                return true;
            }
            let listed = listed.entry(key).or_default();
            *listed += usize::from(finding.place.is_some());
            finding.place.is_some() && *listed <= LISTED
        });
        for ((file, code), count) in counts {
            let key = (file, code);
            let shown = listed.get(&key).copied().unwrap_or_default().min(LISTED);
            let more = Diagnostic::new(Message::MoreFindings {
                code: code.name().into(),
                count: (count - shown).into(),
            });
            findings.push(more.in_file(key.0.as_deref().unwrap_or_default()));
        }
        put_in_order(findings);
    }
}

/// Whether a file already has more findings of a code than are listed. The file's findings of this
/// code must be the last in `findings`. Further ones are only counted, so they need no place.
pub fn is_enough(findings: &[Diagnostic], code: Code) -> bool {
    findings.len() > LISTED
        && findings
            .iter()
            .rev()
            .take(LISTED + 1)
            .all(|f| f.code() == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_lines_of_the_whole_file() {
        let text = "---\r\n标题: 甲\r\n索引号： 乙\r\n";
        let at = text.find('：').unwrap();
        let place = Place::new("content/a.md", text, at..at + '：'.len_utf8());
        assert_eq!(
            (place.line, place.column, place.width, place.text.as_str()),
            (3, 4, 1, "索引号： 乙")
        );
    }

    #[test]
    fn a_place_over_several_lines_ends_with_its_first_line() {
        let place = Place::new("a.md", "ab\ncd\n", 1..5);
        assert_eq!((place.line, place.column, place.width), (1, 2, 1));
    }

    #[test]
    fn of_a_very_long_line_the_part_around_the_place_is_kept() {
        let text = format!("头\n{}错{}\n", "长".repeat(5000), "长".repeat(5000));
        let at = text.find('错').unwrap();
        let place = Place::new("a.md", &text, at..at + 3);
        assert_eq!(
            (
                place.line,
                place.column,
                place.width,
                place.text.chars().count()
            ),
            (2, 5001, 1, 2 * AROUND)
        );
        assert_eq!(
            place
                .text
                .chars()
                .nth((place.column - 1 - place.cut) as usize),
            Some('错')
        );
    }

    #[test]
    fn very_many_of_one_kind_are_counted() {
        let finding = |n: u32| {
            Diagnostic::new(Message::TabInFrontMatter).at(Place {
                file: "a".into(),
                line: n,
                column: 1,
                width: 0,
                text: String::new(),
                cut: 0,
            })
        };
        let mut all: Vec<Diagnostic> = (0..1234).map(finding).collect();
        all.extend((0..10).map(|_| Diagnostic::new(Message::TabInFrontMatter).in_file("a")));
        sort(&mut all);
        assert_eq!(all.len(), LISTED + 1);
        assert!(
            all.iter()
                .any(|f| f.code() == Code::MoreFindings && f.message(Lang::En).contains("1144"))
        );
        assert!(
            all.iter()
                .any(|f| f.place.as_ref().is_some_and(|p| p.line == 99))
                && !all
                    .iter()
                    .any(|f| f.place.as_ref().is_some_and(|p| p.line == 100))
        );
    }

    #[test]
    fn findings_are_sorted_and_not_repeated() {
        let finding = |line| {
            Diagnostic::new(Message::UnclosedFrontMatter).at(Place {
                file: "a".into(),
                line,
                column: 1,
                width: 0,
                text: String::new(),
                cut: 0,
            })
        };
        let mut all = vec![finding(9), finding(2), finding(9)];
        sort(&mut all);
        assert_eq!(all, [finding(2), finding(9)]);
    }

    #[test]
    fn both_languages_name_the_same_values() {
        let names = |s: &str| {
            let mut v: Vec<String> = s
                .split('{')
                .skip(1)
                .filter_map(|p| p.split_once('}'))
                .map(|(n, _)| n.to_owned())
                .collect();
            v.retain(|n| n.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            v.sort();
            v.dedup();
            v
        };
        for code in Code::ALL {
            let (zh, en) = (code.texts(Lang::Zh), code.texts(Lang::En));
            assert_eq!(names(&zh.message), names(&en.message), "{}", code.name());
            assert_eq!(names(&zh.help), names(&en.help), "{}", code.name());
            assert!(!zh.message.is_empty() && !en.message.is_empty());
            assert!(
                zh.message.chars().any(|c| c >= '一') && en.message.is_ascii(),
                "{}",
                code.name()
            );
        }
    }
}
