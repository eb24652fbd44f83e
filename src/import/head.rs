//! Takes a page; gives the fields of the new document, doubts about each, and the range of the
//! text.
//!
//! The heads of old pages are tables, lists and lines, with or without colons. Labels may have lost
//! characters, and values may have lost their labels. A value ends at the next known label, or at
//! the end of the line or cell. Nothing is made up: a damaged value is left out and reported. It
//! must not know the form of the new file.

mod begin;
mod disclosure;

use super::form::{
    BODY_SUFFIX, DATE, DOCUMENT_NUMBER, GENRE, INDEX_NUMBER, differs, find, fits, is_date,
    is_match, is_numbered, is_typed, squeeze, trim, typed,
};
use super::label::{HEAD_LINES, LONGEST_LINE, Label, Line, lines};
use super::page::{Block, CELL, Page};
use crate::catalogue::Field;
use crate::diag::{Words, words};
use crate::fold::{fold, is_han};
use crate::parse::front_matter::is_nothing;
use std::collections::BTreeMap;

/// A field's value, as the front matter will have it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    /// One text, or the items of a list.
    pub(super) texts: Vec<String>,
    /// Why an editor should check it.
    pub(super) doubt: Option<Words>,
}

/// The fields found in a head, and what else was learned with them.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The fields.
    pub(super) fields: BTreeMap<Field, Value>,
    /// Fields whose value could not be read, each with that value.
    pub(super) unread: Vec<(Field, String)>,
    /// The date below the text, if the head gives none.
    pub(super) signed: Option<String>,
    /// A line between head and title that is left out.
    pub(super) passed: Option<String>,
    /// The lines of the head, as in the original.
    pub(super) raw: Vec<String>,
    /// The range of the blocks that are the text.
    pub(super) text: std::ops::Range<usize>,
}

/// The maximum number of lines without a field between two lines of the head.
const GAP: usize = 4;

/// Words that introduce the number of another document. They never come before the document's own
/// number.
const CITED: [&str; 8] = [
    "根据",
    "依据",
    "按照",
    "参照",
    "转发",
    "现转发",
    "原",
    "执行",
];

/// Reads a page's head.
pub(super) fn read(page: &Page) -> Head {
    let mut reader = Reader {
        page,
        lines: lines(page),
        head: Head::default(),
        has_head: false,
    };
    reader.read();
    reader.head
}

struct Reader<'a> {
    page: &'a Page,
    lines: Vec<Line>,
    head: Head,
    has_head: bool,
}

impl Reader<'_> {
    fn read(&mut self) {
        let (from, to) = self.extent();
        let stated = self.stated(from..to);
        let known: Vec<Field> = stated
            .iter()
            .filter(|(_, v, _)| !v.is_empty())
            .map(|(f, _, _)| *f)
            .collect();
        let telling = [
            Field::IndexNumber,
            Field::DocumentNumber,
            Field::Issuer,
            Field::DateCreated,
            Field::DatePublished,
            Field::Title,
        ];
        let sure = stated.iter().any(|(f, v, _)| {
            matches!(f, Field::IndexNumber | Field::DocumentNumber) && fits(*f, v)
        });
        self.has_head = sure || telling.iter().filter(|f| known.contains(f)).count() >= 2;
        let is_titled = self
            .lines
            .get(from)
            .and_then(|l| l.labels.first())
            .is_some_and(|l| l.field == Some(Field::Title) && l.marked);
        for (field, text, cut) in stated {
            // without a head, a label at the start of a line is part of the text
            if !self.has_head && (field != Field::Title || !is_titled) {
                continue;
            }
            let doubt = cut.then(|| {
                words(
                    "所在的字段名残缺，按值的形式认出",
                    "its label has lost characters; the form of the value told which it is",
                )
            });
            self.take(field, &text, doubt);
        }
        if !self.has_head {
            self.by_form();
        }
        for (field, text) in self.page.meta.clone() {
            self.take(field, &text, None);
        }
        let (_, to) = if self.has_head { self.extent() } else { (0, 0) };
        let head_end = to
            .checked_sub(1)
            .and_then(|last| self.lines.get(last))
            .map_or(0, |l| l.block + 1);
        let text = self.page.text.clone().unwrap_or(0..self.page.blocks.len());
        let text = text.start.max(head_end.min(text.end))..text.end;
        self.title(&text);
        self.number(&text);
        self.signature(&text);
        self.disclosure();
        let begin = self.begin(text.clone());
        self.head.passed = self.passed(text.start..begin);
        let original = self
            .page
            .original
            .as_ref()
            .unwrap_or(&self.page.blocks)
            .iter()
            .take(begin)
            .flat_map(Block::lines);
        self.head.raw = original
            .map(|l| l.split(CELL).map(trim).collect::<Vec<_>>().join(" | "))
            .filter(|l| !l.trim_matches([' ', '|']).is_empty())
            .collect();
        self.head.text = begin..text.end;
    }

    /// The range of the head's lines. A sentence or a salutation ends the head, because labels
    /// after it belong to the text.
    fn extent(&self) -> (usize, usize) {
        let (mut from, mut to, mut gap) = (None, 0, 0);
        let is_index_number = |l: &Line| {
            l.labels.iter().enumerate().any(|(n, label)| {
                label.field == Some(Field::IndexNumber) && fits(Field::IndexNumber, l.value(n))
            })
        };
        let begins_late = self.lines.iter().take(HEAD_LINES).position(is_index_number);
        for (i, line) in self.lines.iter().enumerate().take(HEAD_LINES) {
            if line.is_blank() {
                continue;
            }
            let is_long = line.text.chars().count() > LONGEST_LINE;
            let ends = trim(&line.text).ends_with('。')
                && line
                    .labels
                    .first()
                    .is_none_or(|l| l.field != Some(Field::Summary));
            let is_label =
                !is_long && !ends && line.labels.iter().any(|l| l.field.is_some() || l.marked);
            let is_text = is_long
                || ends
                || (line.labels.is_empty()
                    && (line.text.contains('。') || trim(&line.text).ends_with(['：', ':'])));
            if is_text && begins_late.is_none_or(|at| at < i) {
                break;
            }
            if is_label {
                from = from.or(Some(i));
                to = i + 1;
                gap = 0;
            } else if from.is_some() {
                gap += 1;
                if gap > GAP {
                    break;
                }
            }
        }
        // the value of the last label may be on the next line
        if let Some(last) = to.checked_sub(1)
            && self.on_next_lines()
            && self.lines[last].labels.last().is_some_and(|l| {
                trim(&self.lines[last].text[l.end..]).is_empty() && l.field.is_some_and(is_typed)
            })
            && let Some(next) = self.next_solid(last)
        {
            to = next + 1;
        }
        (from.unwrap_or(0), to)
    }

    fn next_solid(&self, after: usize) -> Option<usize> {
        (after + 1..self.lines.len()).find(|i| !self.lines[*i].is_blank())
    }

    /// Whether values are on the line below their labels. One value with an unmistakable form
    /// proves it.
    fn on_next_lines(&self) -> bool {
        (0..self.lines.len().min(HEAD_LINES)).any(|i| {
            let line = &self.lines[i];
            let Some(last) = line.labels.last() else {
                return false;
            };
            let Some(field) = last.field.filter(|f| is_typed(*f)) else {
                return false;
            };
            trim(&line.text[last.end..]).is_empty()
                && self.next_solid(i).is_some_and(|n| {
                    self.lines[n].labels.is_empty() && fits(field, trim(&self.lines[n].text))
                })
        })
    }

    /// Every labelled field in some lines. The line with the index number and those below it come
    /// first, then the lines above it from the bottom up. So of two values for a field the first is
    /// the document's own, because heads begin with the index number.
    fn stated(&self, range: std::ops::Range<usize>) -> Vec<(Field, String, bool)> {
        let below = self.on_next_lines();
        let number = range
            .clone()
            .find(|i| {
                self.lines[*i]
                    .labels
                    .iter()
                    .any(|l| l.field == Some(Field::IndexNumber))
            })
            .unwrap_or(range.start);
        let mut order: Vec<usize> = range.collect();
        order.sort_by_key(|i| (*i < number, i.abs_diff(number)));
        let mut stated = Vec::new();
        for i in order {
            let line = &self.lines[i];
            for (n, label) in line.labels.iter().enumerate() {
                let Some(field) = label.field else { continue };
                let mut text = line.value(n);
                if text.is_empty() && below && n + 1 == line.labels.len() {
                    let next = self
                        .next_solid(i)
                        .map(|n| &self.lines[n])
                        .filter(|l| l.labels.is_empty());
                    text = next
                        .map(|l| trim(&l.text))
                        .filter(|t| !is_typed(field) || fits(field, t))
                        .unwrap_or_default();
                }
                stated.push((field, text.to_owned(), label.cut));
            }
        }
        stated
    }

    /// Reads a head that consists of values only: an index number, and the values that usually
    /// follow it.
    fn by_form(&mut self) {
        let solid: Vec<&str> = self
            .lines
            .iter()
            .filter(|l| !l.is_blank())
            .map(|l| trim(&l.text))
            .take(30)
            .collect();
        let Some(first) = solid.iter().position(|t| is_match(&INDEX_NUMBER, t)) else {
            return;
        };
        let rest = &solid[first + 1..];
        let is_value = |t: &&&str| t.chars().count() <= 40 && !t.ends_with(['。', '：', ':']);
        let values: Vec<&str> = rest.iter().take_while(is_value).take(12).copied().collect();
        let dates: Vec<usize> = (0..values.len()).filter(|i| is_date(values[*i])).collect();
        let numbers: Vec<usize> = (0..values.len())
            .filter(|i| find(&DOCUMENT_NUMBER, values[*i]).is_some_and(|m| m == values[*i]))
            .collect();
        let (Some(&date), Some(&number)) = (dates.first(), numbers.first()) else {
            return;
        };
        let doubt = || {
            Some(words(
                "没有字段名，按值的形式认出",
                "the page has no labels; the form of the value told which it is",
            ))
        };
        let before_dates = values[number + 1..date.max(number + 1)]
            .iter()
            .rev()
            .find(|t| !numbers.iter().any(|n| values[*n] == **t) && is_match(&BODY_SUFFIX, t));
        let body = before_dates.map(|t| (*t).to_owned());
        let (index, number, first_date) = (
            solid[first].to_owned(),
            values[number].to_owned(),
            values[date].to_owned(),
        );
        let second_date = dates.get(1).map(|i| values[*i].to_owned());
        let last = solid[first + 1..]
            .iter()
            .position(|t| *t == second_date.as_deref().unwrap_or(&first_date))
            .map(|i| first + 1 + i);
        self.take(Field::IndexNumber, &index, doubt());
        self.take(Field::DocumentNumber, &number, doubt());
        if let Some(body) = body {
            self.take(Field::Issuer, &body, doubt());
        }
        self.take(Field::DateCreated, &first_date, doubt());
        if let Some(date) = second_date {
            self.take(Field::DatePublished, &date, doubt());
        }
        self.has_head = true;
        // the lines up to the last value are the head, so the text begins after them
        let mut n = 0;
        for line in &mut self.lines {
            if line.is_blank() {
                continue;
            }
            if Some(n) == last {
                line.labels = vec![Label {
                    start: 0,
                    end: line.text.len(),
                    field: None,
                    marked: true,
                    cut: false,
                }];
            }
            n += 1;
        }
    }

    /// Takes a value, unless the field has one; a different value then becomes a doubt about the
    /// known one. `doubt` is a doubt about the value that does not come from its form.
    fn take(&mut self, field: Field, text: &str, doubt: Option<Words>) {
        let text = trim(text);
        if text.is_empty() || is_nothing(text) {
            return;
        }
        let Some((texts, odd)) = typed(field, text) else {
            if !self.head.fields.contains_key(&field)
                && !self.head.unread.iter().any(|(f, _)| *f == field)
            {
                self.head.unread.push((field, text.to_owned()));
            }
            return;
        };
        if texts.is_empty() {
            return;
        }
        match self.head.fields.get_mut(&field) {
            None => {
                self.head.unread.retain(|(f, _)| *f != field);
                self.head.fields.insert(
                    field,
                    Value {
                        texts,
                        doubt: doubt.or(odd),
                    },
                );
            }
            Some(known) if differs(field, &known.texts, &texts) => {
                let other = texts.join("、");
                known.doubt.get_or_insert_with(|| {
                    words(
                        format!("在原件中另有一个值“{other}”"),
                        format!("the page also has `{other}`"),
                    )
                });
            }
            Some(_) => {}
        }
    }

    fn has(&self, field: Field) -> bool {
        self.head.fields.contains_key(&field)
    }

    /// Finds the title: by its label or the meta tags, else by its appearance or the name that the
    /// page gives itself, else by the name of the file.
    fn title(&mut self, text: &std::ops::Range<usize>) {
        let from_text = self
            .title_lines(text)
            .or_else(|| self.title_lines(&(0..text.start)));
        if let Some(known) = self.head.fields.get_mut(&Field::Title) {
            // a label may mean something else, so a title that differs from all others on the page
            // gets a doubt
            let same =
                |other: &String| fold(&squeeze(other)) == fold(&squeeze(&known.texts.concat()));
            let others: Vec<&String> = from_text.iter().chain(&self.page.hints).collect();
            if !others.is_empty() && !others.iter().any(|o| same(o)) {
                let other = others[0];
                known.doubt = Some(words(
                    format!("与原件中的“{other}”不一致"),
                    format!("the original also has `{other}`"),
                ));
            }
            return;
        }
        let doubt = || {
            Some(words(
                "取自正文开头（原件没有标明）",
                "the original does not say which its title is; this is taken from the beginning of the text",
            ))
        };
        // the first heading of many pages is the name of the site
        let hint = self
            .page
            .hints
            .iter()
            .find(|h| !is_match(&BODY_SUFFIX, h))
            .or(self.page.hints.first())
            .cloned();
        let from_name = |hint: &str| {
            Some(words(
                format!("取自网页或文档自己的题名“{hint}”"),
                format!("it is what the page or file calls itself, `{hint}`"),
            ))
        };
        match (from_text, hint) {
            (Some(title), Some(hint)) if fold(&squeeze(&hint)) == fold(&squeeze(&title)) => {
                self.take(Field::Title, &title, None)
            }
            (_, Some(hint)) if is_match(&GENRE, &hint) => {
                self.take(Field::Title, &hint, from_name(&hint))
            }
            (Some(title), _) => self.take(Field::Title, &title, doubt()),
            (None, Some(hint)) => self.take(Field::Title, &hint, from_name(&hint)),
            (None, None) => {
                if let Some(name) = &self.page.name {
                    self.take(
                        Field::Title,
                        name,
                        Some(words("取自文件名", "it is the name of the file")),
                    );
                }
            }
        }
    }

    /// The title at the beginning of a text, on one or several lines.
    fn title_lines(&self, text: &std::ops::Range<usize>) -> Option<String> {
        let solid: Vec<&Line> = self
            .lines
            .iter()
            .filter(|l| text.contains(&l.block) && !l.is_blank() && l.labels.is_empty())
            .take(16)
            .collect();
        let squeezed = |l: &Line| -> String { squeeze(&l.text) };
        let is_title_end = |t: &str| {
            is_match(&GENRE, t)
                && t.chars().count() <= 80
                && !t.contains(['>', '：', ':', '。', '；'])
                && t.chars().any(is_han)
        };
        let end = solid.iter().position(|l| is_title_end(&squeezed(l)))?;
        let mut start = end;
        let mut title = squeezed(solid[end]);
        while let Some(above) = start.checked_sub(1) {
            let line = squeezed(solid[above]);
            let is_broken =
                title.chars().count() <= 6 || line.ends_with(['的', '、', '和', '及', '与']);
            let is_body = title.starts_with("关于") && is_match(&BODY_SUFFIX, &line);
            let is_joint = start < end
                && is_match(&BODY_SUFFIX, &line)
                && is_match(&BODY_SUFFIX, &squeezed(solid[start]));
            let is_whole = is_match(&DOCUMENT_NUMBER, &line)
                || line.ends_with(['。', '：', ':'])
                || line.contains(['>', '|'])
                || line.ends_with("文件");
            if is_whole
                || is_numbered(&line)
                || !(is_broken || is_body || is_joint)
                || line.chars().count() > 40
            {
                break;
            }
            // joint issuers stand on separate lines; a space separates them in the title
            title = if is_joint {
                format!("{line} {title}")
            } else {
                format!("{line}{title}")
            };
            start = above;
        }
        (title.chars().count() >= 4).then_some(title)
    }

    /// Finds the document number near the title, if the head has none.
    fn number(&mut self, text: &std::ops::Range<usize>) {
        if self.has(Field::DocumentNumber) {
            return;
        }
        let lines = self
            .lines
            .iter()
            .filter(|l| text.contains(&l.block) && !l.is_blank())
            .take(8);
        let found = lines
            .filter(|l| l.text.chars().count() <= 60)
            .find_map(|l| {
                let number = find(&DOCUMENT_NUMBER, &l.text)
                    .filter(|n| !CITED.iter().any(|c| n.starts_with(c)))?;
                // a number inside a sentence is that of another document
                let rest = l.text.replace(number, "");
                (trim(&rest)
                    .chars()
                    .filter(|c| !"()（）".contains(*c))
                    .count()
                    == 0
                    || is_match(&BODY_SUFFIX, trim(&rest)))
                .then(|| number.to_owned())
            });
        if let Some(number) = found {
            self.take(
                Field::DocumentNumber,
                &number,
                Some(words(
                    "取自正文开头",
                    "it is taken from the beginning of the text",
                )),
            );
        }
    }

    /// Reads the issuer and the date in the signature below the text. They are used only if the
    /// page has no head; beside a head without a date, the date is a hint for the editor.
    fn signature(&mut self, text: &std::ops::Range<usize>) {
        let solid: Vec<&Line> = self
            .lines
            .iter()
            .filter(|l| text.contains(&l.block) && !l.is_blank())
            .collect();
        let found = (1..solid.len()).find_map(|i| {
            let date = squeeze(&solid[i].text);
            let before = squeeze(&solid[i - 1].text);
            (is_date(&date) && is_match(&BODY_SUFFIX, &before) && before.chars().count() <= 40)
                .then_some((before, date))
        });
        let published = self
            .lines
            .iter()
            .take(12)
            .filter(|l| !l.text.contains('。'))
            .find(|l| l.labels.iter().any(|l| l.field == Some(Field::Source)))
            .and_then(|l| find(&DATE, &l.text))
            .map(str::to_owned);
        if self.has_head {
            if !self.has(Field::DateCreated) {
                self.head.signed = found.map(|(_, date)| date);
            }
            return;
        }
        let doubt = || {
            Some(words(
                "取自正文落款",
                "it is taken from the signature below the text",
            ))
        };
        if let Some((body, date)) = found {
            self.take(Field::Issuer, &body, doubt());
            self.take(Field::DateCreated, &date, doubt());
        }
        if let Some(date) = published.filter(|_| !self.has(Field::DatePublished)) {
            self.take(
                Field::DatePublished,
                &date,
                Some(words(
                    "取自页面上方，没有字段名",
                    "it stands above the text without a label",
                )),
            );
        }
    }
}
