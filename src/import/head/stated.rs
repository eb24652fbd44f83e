//! Takes the lines of a page with their labels; gives the labelled values of the head with their
//! fields, a status without a label, and the labels that name other documents. A head may be above
//! or below the text. If a label may mean
//! one of two fields, the other labels of the head decide.
//!
//! This file must not know the forms of values (see `form`).

use super::signature::bodies;
use super::{Reader, Stated};
use crate::catalogue::{Field, Validity};
use crate::diag::words;
use crate::fold::fold;
use crate::import::form::{
    BODY_SUFFIX, GENRE, fits, is_match, is_typed, may_be, squeeze, trim, validity,
};
use crate::import::label::{Label, Line};
use crate::import::lines::is_title_of;
use crate::import::page::CELL;
use crate::import::vocabulary::Meaning;
use crate::parse::front_matter::is_nothing;
use std::ops::Range;

/// The number of lines with text, from the top of the page, that may hold a status without a label.
const STATUS: usize = 60;

/// A value with the meaning of its label.
struct Labelled {
    meaning: Meaning,
    text: String,
    cut: bool,
    line: usize,
}

impl Reader<'_> {
    /// The labelled fields in some lines. A head begins with the
    /// index number. The line of the index number and those below it come first, then the lines
    /// above it, upwards; values labelled 发文日期 come after all of them. If a field has two
    /// values, the first in this order is the document's own.
    pub(super) fn stated(&self, range: Range<usize>) -> Vec<Stated> {
        let below = self.on_next_lines();
        let number = range
            .clone()
            .find(|i| {
                self.lines[*i]
                    .labels
                    .iter()
                    .any(|l| l.field() == Some(Field::IndexNumber))
            })
            .unwrap_or(range.start);
        let mut order: Vec<usize> = range.collect();
        order.sort_by_key(|i| (*i < number, i.abs_diff(number)));
        let mut all = Vec::new();
        for i in order {
            if let Some(columns) = self.columns(i) {
                all.extend(columns);
                continue;
            }
            let line = &self.lines[i];
            for (n, label) in line.labels.iter().enumerate() {
                let Some(meaning) = label.meaning else {
                    continue;
                };
                let mut text = line.value(n);
                if text.is_empty() && n + 1 == line.labels.len() {
                    text = self.value_below(i, label, below).unwrap_or_default();
                }
                let mut text = text.to_owned();
                if n + 1 == line.labels.len()
                    && let Some(rest) = self.rest_of_title(i)
                {
                    text.push_str(rest);
                }
                all.push(Labelled {
                    meaning,
                    text,
                    cut: label.cut,
                    line: i,
                });
            }
        }
        settled(all)
    }

    /// The labelled values of a head below the text; none if there is no such head, or if the head
    /// above the text, whose values are given, has the index number. A title in the head below is
    /// that of the page: otherwise the lines are about another document.
    pub(super) fn stated_below(&self, above: &[Stated]) -> Vec<Stated> {
        let is_number = |s: &Stated| s.field == Field::IndexNumber;
        if above.iter().any(is_number) {
            return Vec::new();
        }
        let stated = self.below_text().map(|lines| self.stated(lines));
        let stated = stated.unwrap_or_default();
        let is_own = |s: &Stated| {
            let title = fold(&squeeze(&s.text));
            s.field != Field::Title || self.page.hints.iter().any(|hint| is_title_of(hint, &title))
        };
        let has_number = stated
            .iter()
            .any(|s| is_number(s) && may_be(s.field, &s.text));
        match has_number && stated.iter().all(is_own) {
            true => stated,
            false => Vec::new(),
        }
    }

    /// The end of a labelled title on the next line with text; `None` if the title does not go on
    /// there.
    pub(super) fn rest_of_title(&self, line: usize) -> Option<&str> {
        let (label, own) = (
            self.lines[line].labels.len().checked_sub(1)?,
            &self.lines[line],
        );
        let title = own.value(label);
        let next = self
            .next_solid(line)
            .filter(|n| self.lines[*n].labels.is_empty())?;
        let rest = trim(&self.lines[next].text);
        let is_title = own.labels[label].field() == Some(Field::Title) && title.chars().count() > 4;
        // a line with 关于 is a whole title, unless the name of a body precedes it
        let is_whole = rest.contains("关于") && !is_match(&BODY_SUFFIX, title);
        let is_end = is_match(&GENRE, rest) && !is_whole && rest.chars().count() <= 60;
        let is_unclosed = title.matches('《').count() > title.matches('》').count();
        let goes_on = is_unclosed || rest.starts_with('的') || !is_match(&GENRE, title);
        (is_title && is_end && goes_on).then_some(rest)
    }

    /// A status without a label above the text: 【废止】 on a line of its own, or 全文废止 beside labels.
    pub(super) fn status(&self) -> Option<Stated> {
        let lines = self.lines.iter().filter(|l| !l.is_blank()).take(STATUS);
        let inner = |text: &str| {
            let text = text.strip_prefix(['【', '[', '［', '（', '('])?;
            let text = text.strip_suffix(['】', ']', '］', '）', ')'])?;
            validity(text.trim()).filter(|_| text.chars().count() >= 2)
        };
        // pages of the tax administration: 全文有效 成文日期：…
        let beside = |line: &Line| {
            let mut words = line.text.split(|c: char| c.is_whitespace() || c == CELL);
            let word = words.find(|w| w.starts_with("全文") && w.chars().count() == 4)?;
            validity(word).filter(|_| line.is_labelled())
        };
        let validity = lines
            .take_while(|l| !l.text.contains('。') || l.is_labelled())
            .find_map(|l| inner(trim(&l.text)).or_else(|| beside(l)))?;
        Some(Stated {
            field: Field::Validity,
            text: validity.label().to_owned(),
            line: None,
            doubt: Some(words(
                "取自页面上方，没有字段名",
                "it is above the text and has no label",
            )),
        })
    }

    /// The value on the next line with text below a label. `below` tells whether the page has
    /// values on the lines below their labels (see `on_next_lines`).
    fn value_below(&self, line: usize, label: &Label, below: bool) -> Option<&str> {
        let next = self.next_solid(line)?;
        let field = label.field();
        let may_be_below = below || label.marked && field.is_some_and(is_typed);
        (may_be_below && self.lines[next].labels.is_empty() && self.is_value_below(field, next))
            .then(|| trim(&self.lines[next].text))
    }

    /// The values of a table whose labels are in this row and whose values are in the next; `None`
    /// if this is no such table.
    fn columns(&self, line: usize) -> Option<Vec<Labelled>> {
        // the labels in the first row of a list of documents were dropped before (see `lines`)
        let own = Some(&self.lines[line]).filter(|l| l.is_labelled())?;
        let meanings = own.label_cells()?;
        let next = self.next_solid(line)?;
        let below = &self.lines[next];
        // a table with several rows of values is a list in the text
        let is_row =
            |l: &Line| l.block == below.block && !l.is_labelled() && l.text.split(CELL).count() > 1;
        if self
            .next_solid(next)
            .is_some_and(|after| is_row(&self.lines[after]))
        {
            return None;
        }
        let cells: Vec<&str> = below
            .text
            .trim_matches(CELL)
            .split(CELL)
            .map(trim)
            .collect();
        let has_form = meanings.iter().zip(&cells).any(|(meaning, cell)| {
            meaning
                .field()
                .is_some_and(|f| is_typed(f) && fits(f, cell))
        });
        (cells.len() == meanings.len() && has_form && !below.is_labelled()).then(|| {
            let pairs = meanings.iter().zip(cells);
            pairs
                .map(|(meaning, text)| Labelled {
                    meaning: *meaning,
                    text: text.to_owned(),
                    cut: false,
                    line,
                })
                .collect()
        })
    }

    /// Records the labels that name other documents, with their values, because the new addresses
    /// of these documents are not known.
    pub(super) fn pointers(&mut self, range: Range<usize>) {
        for line in &self.lines[range] {
            for (n, label) in line.labels.iter().enumerate() {
                let value = line.value(n);
                if label.meaning == Some(Meaning::Pointer)
                    && !value.is_empty()
                    && !is_nothing(value)
                {
                    let said = format!("{}{value}", trim(&line.text[label.start..label.end]));
                    self.head.pointers.push(said);
                }
            }
        }
    }
}

/// Decides the fields of ambiguous labels.
fn settled(all: Vec<Labelled>) -> Vec<Stated> {
    let is_made = |l: &Labelled| l.meaning == Meaning::Of(Field::Issuer) && is_said(&l.text);
    let maker = all.iter().find(|l| is_made(l)).map(|l| l.text.clone());
    // 发文日期 (date of issue) is the day of publication if the head has another label for the
    // document's date. It also is if it has a time of day and nothing else states the day of
    // publication.
    let has_day = all
        .iter()
        .any(|l| l.meaning == Meaning::Of(Field::DateCreated));
    let is_published = |l: &Labelled| {
        l.meaning == Meaning::Of(Field::DatePublished) && fits(Field::DatePublished, &l.text)
    };
    let has_publication = all.iter().any(is_published);
    let (late, first): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|l| l.meaning == Meaning::Dispatched);
    let mut stated = Vec::new();
    for labelled in first.into_iter().chain(late) {
        let mut doubt = labelled.cut.then(|| {
            words(
                "所在的字段名残缺，按值的形式认出",
                "its label has lost characters; it was recognised by the form of its value",
            )
        });
        let mut text = labelled.text;
        let field = match labelled.meaning {
            Meaning::Of(field) => field,
            Meaning::PublishedBy => match &maker {
                Some(maker) if *maker == text => continue,
                Some(_) => Field::Publisher,
                None => Field::Issuer,
            },
            Meaning::Dispatched => {
                let has_time = text.contains([':', '：']);
                if has_day || has_time && !has_publication {
                    doubt = doubt.or_else(|| {
                        Some(words(
                            "原件写作“发文日期”，按发布日期填写",
                            "the page says 发文日期, which here is the day of publication",
                        ))
                    });
                    Field::DatePublished
                } else {
                    if has_time {
                        doubt = doubt.or_else(|| {
                            Some(words(
                                "原件写作“发文日期”并带有时刻，可能是上网日期",
                                "the page says 发文日期 with a time of day; it may be the day of \
                                 publication",
                            ))
                        });
                    }
                    Field::DateCreated
                }
            }
            Meaning::Ended => {
                text = match text.as_str() {
                    "是" => Validity::Repealed.label().to_owned(),
                    "否" => Validity::Effective.label().to_owned(),
                    _ => text,
                };
                Field::Validity
            }
            Meaning::NumberOrSize | Meaning::Pointer | Meaning::Other => continue,
        };
        stated.push(Stated {
            field,
            text,
            line: Some(labelled.line),
            doubt,
        });
    }
    separate(&mut stated);
    stated
}

fn is_said(text: &str) -> bool {
    !text.is_empty() && !is_nothing(text)
}

/// Divides a value that names several issuing bodies: the first stays, and the others become joint
/// issuers. If the head states joint issuers itself, the value is not divided.
fn separate(stated: &mut Vec<Stated>) {
    let is_joint = stated
        .iter()
        .any(|s| s.field == Field::JointIssuers && is_said(&s.text));
    let Some(issuer) = stated
        .iter_mut()
        .find(|s| s.field == Field::Issuer && is_said(&s.text))
    else {
        return;
    };
    let bodies = bodies(&issuer.text);
    if bodies.len() < 2 || is_joint {
        return;
    }
    issuer.text.clone_from(&bodies[0]);
    let line = issuer.line;
    stated.push(Stated {
        field: Field::JointIssuers,
        text: bodies[1..].join("、"),
        line,
        doubt: None,
    });
}
