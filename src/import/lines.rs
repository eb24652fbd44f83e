//! Takes a page; gives its lines with their labels, without the words that only look like labels. A
//! column of labels is joined with the column of values after it, and a label with the value above or
//! before it. This file must not know what the
//! values mean to the new file.

use super::form::{fits, is_typed, may_be, squeeze, trim};
use super::furniture::is_button;
use super::label::{HEAD_LINES, LONGEST_LINE, Label, Line, labels};
use super::page::{Block, CELL, Page};
use super::vocabulary::{LONGEST, Meaning, meaning};
use crate::catalogue::Field;
use crate::fold::fold;
use std::borrow::Cow;

/// Characters that separate the cells of a table in a text.
const BARS: [char; 3] = ['|', '｜', '│'];

/// The shortest title that is compared with a part of another, in characters.
const SHORTEST_TITLE: usize = 5;

/// The lines of a page with their labels.
pub(super) fn lines(page: &Page) -> Vec<Line> {
    let mut lines = Vec::new();
    for (block, b) in page.blocks.iter().enumerate() {
        for text in without_buttons(b).lines() {
            // in pages saved as text, bars separate the cells of a table
            let text = if text.matches(BARS).count() >= 2 {
                text.replace(BARS, &CELL.to_string())
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
    drop_heads_of_lists(&mut lines, page);
    join_columns(&mut lines);
    join_captions(&mut lines);
    keep_labels_of_heads(&mut lines);
    lines
}

/// Drops the labels in the first row of a table that lists documents or items. Such a table is text.
fn drop_heads_of_lists(lines: &mut [Line], page: &Page) {
    let cells = |l: &Line| l.text.split(CELL).count();
    for first in 0..lines.len().min(HEAD_LINES) {
        let all = &*lines;
        let own = &all[first];
        let is_first = first == 0 || all[first - 1].block != own.block;
        if !is_first || cells(own) < 2 {
            continue;
        }
        let below = all[first + 1..].iter();
        let mut rows: Vec<&Line> = below.take_while(|l| l.block == own.block).collect();
        if rows.is_empty() {
            // in pages saved as text, each row is a block
            let below = all[first + 1..].iter();
            rows = below.take_while(|l| cells(l) == cells(own)).collect();
        }
        let is_row = |l: &&Line| cells(l) == cells(own) && !l.is_labelled();
        if rows.is_empty() || !rows.iter().all(is_row) {
            continue;
        }
        let is_list = is_numbered(own, rows[0])
            || own.label_cells().is_some_and(|meanings| {
                rows.len() >= 2 || !is_head(all, first, rows[0], &meanings, page)
            });
        if is_list {
            lines[first].labels.clear();
        }
    }
}

/// Whether the first column of a table numbers its rows: 序号, or 编号 above a small number.
fn is_numbered(head: &Line, row: &Line) -> bool {
    let cells = row.text.trim_matches(CELL);
    let number = trim(cells.split(CELL).next().unwrap_or_default());
    let is_small = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let said = squeeze(&head.text);
    said.starts_with("序号") || said.starts_with("编号") && is_small
}

/// Whether a row of labels, at line `first`, and the one row of values below it are the head of the
/// page, not a list of one document. In a head, a title is that of the page, and text follows
/// below.
fn is_head(lines: &[Line], first: usize, values: &Line, meanings: &[Meaning], page: &Page) -> bool {
    let end = page.text.as_ref().map_or(page.blocks.len(), |t| t.end);
    let mut below = page.blocks.iter().take(end).skip(values.block + 1);
    let has_text = below.any(|b| !b.is_empty());
    let cells: Vec<&str> = values.text.trim_matches(CELL).split(CELL).collect();
    let is_title = |meaning: &Meaning| meaning.field() == Some(Field::Title);
    let title = meanings.iter().position(is_title);
    let is_own = title.is_none_or(|at| {
        let title = fold(&squeeze(cells.get(at).copied().unwrap_or_default()));
        let table = [lines[first].block, values.block];
        let mut others = lines
            .iter()
            .take(HEAD_LINES)
            .filter(|l| !table.contains(&l.block));
        title.is_empty()
            || page.hints.iter().any(|hint| is_title_of(hint, &title))
            || others.any(|l| fold(&squeeze(&l.text)) == title)
    });
    is_own && has_text
}

/// Whether a page has this title, which is folded. `hint` is a heading of the page or the title of
/// its window. The name of the site may follow in the window; the name of the body may be only in
/// one of the two.
pub(super) fn is_title_of(hint: &str, title: &str) -> bool {
    let hint = fold(&squeeze(hint));
    let is_long = |text: &str| text.chars().count() >= SHORTEST_TITLE;
    let is_site = |rest: &str| rest.is_empty() || rest.starts_with(['_', '-', '—', '–', '|']);
    let shown = hint.split(['_', '|']).next().unwrap_or_default();
    is_long(title) && (hint.strip_prefix(title).is_some_and(is_site) || hint.ends_with(title))
        || is_long(shown) && title.ends_with(shown)
}

/// The fewest labels of a column that is beside a column of values.
const FEWEST_OF_COLUMN: usize = 3;

/// Joins labels with their values if the page has a column of labels beside a column of values. In
/// the lines, all labels come first, and as many values follow. At least two of the labels must
/// name a field with values of a known form, such as a date, and the values of these must fit.
fn join_columns(lines: &mut [Line]) {
    let solid: Vec<usize> = (0..lines.len().min(HEAD_LINES))
        .filter(|i| !lines[*i].is_blank())
        .collect();
    let mut from = 0;
    while from < solid.len() {
        let labels = solid[from..]
            .iter()
            .take_while(|i| lines[**i].is_one_label() && lines[**i].labels[0].marked)
            .count();
        let values = solid.get(from + labels..from + labels * 2);
        let pairs: Vec<(usize, usize)> = match values {
            Some(values) if labels >= FEWEST_OF_COLUMN => solid[from..from + labels]
                .iter()
                .copied()
                .zip(values.iter().copied())
                .collect(),
            _ => Vec::new(),
        };
        let typed = |i: usize| lines[i].labels[0].field().filter(|f| is_typed(*f));
        let fits_all = pairs.iter().all(|(label, value)| {
            let text = trim(&lines[*value].text);
            let is_value = lines[*value].labels.is_empty() && !text.ends_with(['。', '：', ':']);
            is_value && typed(*label).is_none_or(|f| may_be(f, text))
        });
        if fits_all
            && pairs
                .iter()
                .filter(|(label, _)| typed(*label).is_some())
                .count()
                >= 2
        {
            for (label, value) in pairs {
                let joined = format!("{}{CELL}{}", lines[label].text, lines[value].text);
                lines[label].text = joined;
                lines[value].become_label();
            }
            from += labels;
        }
        from += labels.max(1);
    }
}

/// A value with its label below it or after it on the line.
struct Caption {
    value: String,
    label: String,
    /// The line of the label.
    line: usize,
    /// The line of the value, if it is another line.
    above: Option<usize>,
}

impl Caption {
    /// The caption that begins at a place of the lines with text.
    fn at(lines: &[Line], solid: &[usize], n: usize) -> Option<Caption> {
        let line = *solid.get(n)?;
        let own = &lines[line];
        if !own.labels.is_empty() || own.text.contains(CELL) {
            return None;
        }
        let text = trim(&own.text);
        let length = text.chars().count();
        if length > LONGEST_LINE {
            return None;
        }
        let below = solid.get(n + 1).map(|i| (*i, &lines[*i]));
        if let Some((at, label)) = below.filter(|(_, l)| l.is_one_label() && !l.labels[0].marked) {
            return Some(Caption {
                value: text.to_owned(),
                label: trim(&label.text).to_owned(),
                line: at,
                above: Some(line),
            });
        }
        let is_label = |at: &usize| {
            let word = squeeze(&text[*at..]);
            word.chars().count() >= 2 && meaning(&fold(&word)).is_some()
        };
        // a space may follow each character of a label
        let first = length.saturating_sub(2 * *LONGEST).max(1);
        let mut starts = text.char_indices().map(|(at, _)| at).skip(first);
        let at = starts.find(is_label)?;
        Some(Caption {
            value: trim(&text[..at]).to_owned(),
            label: text[at..].to_owned(),
            line,
            above: None,
        })
    }

    fn field(&self) -> Option<Field> {
        meaning(&fold(&squeeze(&self.label))).and_then(Meaning::field)
    }

    fn lines(&self) -> usize {
        1 + usize::from(self.above.is_some())
    }
}

/// Joins labels with the values before them, if the page has at least three captions of this kind
/// one after another. Every value with a known form must fit its label, and one of them must be an
/// index number or document number.
fn join_captions(lines: &mut [Line]) {
    let solid: Vec<usize> = (0..lines.len().min(HEAD_LINES))
        .filter(|i| !lines[*i].is_blank())
        .collect();
    let mut from = 0;
    while from < solid.len() {
        // below a label, the line is the value of this label
        let is_value = from > 0 && lines[solid[from - 1]].is_one_label();
        let (mut next, mut captions) = (from, Vec::new());
        while let Some(caption) = Caption::at(lines, &solid, next).filter(|_| !is_value) {
            next += caption.lines();
            captions.push(caption);
        }
        let typed = |c: &Caption| c.field().filter(|f| is_typed(*f));
        let is_number =
            |c: &Caption| matches!(c.field(), Some(Field::IndexNumber | Field::DocumentNumber));
        let fits_all = captions
            .iter()
            .all(|c| typed(c).is_none_or(|f| may_be(f, &c.value)));
        if captions.len() >= FEWEST_OF_COLUMN && fits_all && captions.iter().any(is_number) {
            for caption in captions {
                let text = format!("{}{CELL}{}", caption.label, caption.value);
                let line = &mut lines[caption.line];
                line.labels = labels(&text);
                line.text = text;
                caption
                    .above
                    .into_iter()
                    .for_each(|i| lines[i].become_label());
            }
        }
        from = next.max(from + 1);
    }
}

/// A block without the buttons beside its words, such as 复制 (copy) after a number.
fn without_buttons(block: &Block) -> Cow<'_, Block> {
    let spans = block.spans();
    if !spans.iter().any(|s| is_button(s)) || spans.iter().all(|s| s.is_link) {
        return Cow::Borrowed(block);
    }
    let mut plain = block.clone();
    for span in plain.spans_mut().into_iter().filter(|s| is_button(s)) {
        span.text.clear();
    }
    Cow::Owned(plain)
}

/// Drops isolated labels. A known word without a colon or brackets needs another known label on its
/// line or nearby. A line whose labels are all unknown needs known labels nearby.
fn keep_labels_of_heads(lines: &mut [Line]) {
    let begins: Vec<bool> = lines.iter().map(Line::begins_with_label).collect();
    let ones: Vec<bool> = lines.iter().map(|l| l.is_one_label()).collect();
    let known: Vec<bool> = lines.iter().map(Line::is_labelled).collect();
    let solid: Vec<usize> = (0..lines.len()).filter(|i| !lines[*i].is_blank()).collect();
    // whether a condition holds for one of the `far` lines with text before or after this one
    let near = |n: usize, far: usize, of: &[bool]| {
        (n.saturating_sub(far)..=n + far)
            .filter(|m| *m != n)
            .any(|m| solid.get(m).is_some_and(|i| of[*i]))
    };
    // a value in its usual form shows that the word before it is a label
    let has_value = |line: &Line| {
        let field = line.labels.first().and_then(Label::field);
        field.is_some_and(|f| is_typed(f) && fits(f, line.value(0)))
    };
    // in a row of a table, an unknown label may be before a known one
    let has_cell = |line: &Line| {
        line.text.contains(CELL)
            && line.labels.iter().enumerate().any(|(n, label)| {
                let field = label.field().filter(|f| is_typed(*f));
                field.is_some_and(|f| fits(f, line.value(n)))
            })
    };
    for (n, &i) in solid.iter().enumerate() {
        let line = &lines[i];
        let known_here = line.labels.iter().filter(|l| l.is_known());
        // labels on lines of their own may have their values on the lines between them
        let is_head = known_here.clone().count() >= 2
            || known_here.clone().any(|l| l.marked)
            || (begins[i]
                && near(n, if has_value(line) { 2 } else { 1 }, &begins)
                && line.text.chars().count() <= 120)
            || (begins[i] && ones[i] && near(n, 4, &ones))
            || has_cell(line) && near(n, 1, &begins);
        let is_beside = known_here.count() == 0 && near(n, 4, &known);
        if !(is_head || is_beside) {
            lines[i].labels.clear();
        }
    }
}
