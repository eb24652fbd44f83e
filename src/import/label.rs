//! Takes the lines of a page; gives the labels in each. Labels may have a colon or brackets, fill a
//! cell of their own, be spread with wide spaces, run into the previous value, or lack their first
//! characters. It must not know what the values mean to the new file.

use super::form::{DOCUMENT_NUMBER, INDEX_NUMBER, find, fits, is_match, is_typed, trim};
use super::page::{CELL, Page};
use crate::catalogue::{Field, Validity};
use crate::fold::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The longest line, in characters, that may belong to a head.
pub(super) const LONGEST_LINE: usize = 400;

/// The number of lines of a page that may belong to its head.
pub(super) const HEAD_LINES: usize = 120;

/// Labels that end a value but name no field.
const OTHER_LABELS: [&str; 37] = [
    "信息格式/语种",
    "信息格式",
    "语种",
    "生命周期分类",
    "浏览次数",
    "浏览",
    "点击",
    "阅读",
    "阅读次数",
    "访问次数",
    "浏览量",
    "点击量",
    "点击数",
    "点击次数",
    "阅读量",
    "字体",
    "字号",
    "背景颜色",
    "作者",
    "责任编辑",
    "编辑",
    "审核",
    "打印",
    "分享到",
    "分享",
    "所属类别",
    "公开范围",
    "公开时限",
    "公开程序",
    "记录形式",
    "载体类型",
    "发布人",
    "录入",
    "文件下载",
    "当前位置",
    "您当前的位置",
    "您当前位置",
];

/// Folded labels with their fields; `None` for a label that names no field.
static LABELS: LazyLock<HashMap<String, Option<Field>>> = LazyLock::new(|| {
    let fields = Field::ALL
        .iter()
        .filter(|f| f.is_imported())
        .flat_map(|&f| f.labels().iter().map(move |l| (fold(l), Some(f))));
    fields
        .chain(OTHER_LABELS.iter().map(|l| (fold(l), None)))
        .collect()
});

/// The longest label, in characters.
static LONGEST: LazyLock<usize> = LazyLock::new(|| {
    LABELS
        .keys()
        .map(|l| l.chars().count())
        .max()
        .unwrap_or_default()
});

/// A label in a line.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) start: usize,
    /// Where the label ends and its value begins.
    pub(super) end: usize,
    pub(super) field: Option<Field>,
    /// Whether a colon or brackets mark it as a label.
    pub(super) marked: bool,
    /// Whether it lacks its first characters.
    pub(super) cut: bool,
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

    /// The value of a label. It ends at the next label or at the end of the cell. If the label
    /// fills its cell, the value is the next cell.
    pub(super) fn value(&self, n: usize) -> &str {
        let from = self.labels[n].end;
        let next = self.labels.get(n + 1).map_or(self.text.len(), |l| l.start);
        let between = &self.text[from..next];
        let mut cells = between.split(CELL);
        let own = cells.next().unwrap_or_default();
        let value = if own.trim().is_empty() {
            cells.next().unwrap_or_default()
        } else {
            own
        };
        trim(value)
    }
}

/// The longest spread of a label, in characters, including spaces.
const SPREAD: usize = 48;

/// The characters of a line, by their position.
struct Characters<'t> {
    text: &'t str,
    chars: Vec<(usize, char)>,
}

/// A known label in a line.
struct Known {
    /// The position after its last character.
    end: usize,
    /// The number of its characters without spaces.
    length: usize,
    field: Option<Field>,
}

impl<'t> Characters<'t> {
    fn of(text: &'t str) -> Characters<'t> {
        let chars = text.char_indices().collect();
        Characters { text, chars }
    }

    fn at(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|(_, c)| *c)
    }

    /// The byte offset of a position.
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
            if let Some(&field) = LABELS.get(&key) {
                best = Some(Known {
                    end: n,
                    length,
                    field,
                });
            }
        }
        best
    }

    /// The position after the next character that is no space, if it is one of `any_of`.
    fn behind(&self, from: usize, any_of: &str) -> Option<usize> {
        let next = (from..).find(|i| !self.at(*i).is_some_and(is_space))?;
        self.at(next)
            .filter(|c| any_of.contains(*c))
            .map(|_| next + 1)
    }

    /// Whether nothing but a space, a cell border, a list mark or a bracket stands before a label.
    /// `bracket` is the position of the label's own opening bracket.
    fn is_start(&self, start: usize, bracket: Option<usize>) -> bool {
        let before = bracket.or(start.checked_sub(1)).and_then(|i| self.at(i));
        before.is_none_or(|c| c.is_whitespace() || c == CELL || "•·-—*|[【［〔".contains(c))
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{200b}'
}

/// The labels of a line.
fn labels(text: &str) -> Vec<Label> {
    let chars = Characters::of(text);
    let mut found: Vec<Label> = Vec::new();
    // the last character before position `i` that is not a space
    let mut solid = None;
    let mut i = 0;
    while i < chars.chars.len() {
        if i > 0 && chars.at(i - 1).is_some_and(|c| !is_space(c)) {
            solid = Some(i - 1);
        }
        let bracket = solid.filter(|n| chars.at(*n).is_some_and(|c| "[【［〔".contains(c)));
        let Some(known) = chars.known(i) else {
            i += 1;
            continue;
        };
        let closed = bracket.and_then(|_| chars.behind(known.end, "]】］〕"));
        let colon = chars.behind(closed.unwrap_or(known.end), ":：﹕");
        let marked = closed.is_some() || colon.is_some();
        let stands_apart = chars.is_start(i, bracket)
            && (marked || chars.at(known.end).is_none_or(|c| is_space(c) || c == CELL));
        // after a label at the start of the line, a value may run into the next label
        let is_first = |l: &Label| trim(&text[..l.start]).is_empty();
        let is_glued = colon.is_some()
            && (known.length >= 4 || ends_with_value(&found, &text[..chars.offset(i)]))
            && found.first().is_some_and(is_first);
        if stands_apart || is_glued {
            let after = colon.or(closed).unwrap_or(known.end);
            found.push(Label {
                start: chars.offset(bracket.unwrap_or(i)),
                end: chars.offset(after),
                field: known.field,
                marked,
                cut: false,
            });
            i = after;
        } else {
            i += 1;
        }
    }
    cut_labels(text, &mut found);
    found
}

/// Whether a text ends with the value of its last label.
fn ends_with_value(found: &[Label], text: &str) -> bool {
    found.last().is_some_and(|l| {
        l.field
            .is_some_and(|f| is_typed(f) && fits(f, trim(&text[l.end..])))
    })
}

/// Adds labels that lack their first characters: `号:` before an index number, `性:` before a
/// validity. The form of the value tells which label was meant.
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
                .any(|l| l.start <= word_start && word_start < l.end)
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
        add.push(Label {
            start: word_start,
            end,
            field: Some(field),
            marked: true,
            cut: true,
        });
    }
    found.extend(add);
    found.sort_by_key(|l| l.start);
}

pub(super) fn lines(page: &Page) -> Vec<Line> {
    let mut lines = Vec::new();
    for (block, b) in page.blocks.iter().enumerate() {
        for text in b.lines() {
            // pages that were saved as text separate the cells of a table with bars
            let text = if text.matches('|').count() >= 2 {
                text.replace('|', &CELL.to_string())
            } else {
                text
            };
            lines.push(Line {
                block,
                labels: Vec::new(),
                text,
            });
        }
    }
    for line in lines
        .iter_mut()
        .take(HEAD_LINES)
        .filter(|l| l.text.chars().count() <= LONGEST_LINE)
    {
        line.labels = labels(&line.text);
    }
    // a word without a colon is a label only among other labels, or as a cell of its own
    let begins: Vec<bool> = lines
        .iter()
        .map(|l| {
            l.labels
                .first()
                .is_some_and(|first| trim(&l.text[..first.start]).is_empty())
        })
        .collect();
    let solid: Vec<usize> = (0..lines.len()).filter(|i| !lines[*i].is_blank()).collect();
    let near = |n: usize| {
        [n.checked_sub(1), Some(n + 1)]
            .into_iter()
            .flatten()
            .any(|m| solid.get(m).is_some_and(|i| begins[*i]))
    };
    for (n, &i) in solid.iter().enumerate() {
        let line = &lines[i];
        let is_head = line.labels.len() >= 2
            || line.labels.iter().any(|l| l.marked)
            || (begins[i] && near(n) && line.text.chars().count() <= 120);
        if !is_head {
            lines[i].labels.clear();
        }
    }
    lines
}
