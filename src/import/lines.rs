//! Takes a page; gives its lines with their labels, without the isolated words that only look like
//! labels. A column of labels is joined with the column of values beside it. This file must not know
//! what the values mean to the new file.

use super::form::{fits, is_typed, squeeze, trim};
use super::label::{HEAD_LINES, LONGEST_LINE, Label, Line, labels};
use super::page::{CELL, Page};
use super::vocabulary::Meaning;

/// Characters that separate the cells of a table in a text.
const BARS: [char; 3] = ['|', '｜', '│'];

/// The lines of a page with their labels.
pub(super) fn lines(page: &Page) -> Vec<Line> {
    let mut lines = Vec::new();
    for (block, b) in page.blocks.iter().enumerate() {
        for text in b.lines() {
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
    drop_heads_of_lists(&mut lines);
    join_columns(&mut lines);
    keep_labels_of_heads(&mut lines);
    lines
}

/// Drops the labels in the first row of a table that lists several documents or items. Such a table
/// is text.
fn drop_heads_of_lists(lines: &mut [Line]) {
    let cells = |l: &Line| l.text.split(CELL).count();
    for first in 0..lines.len().min(HEAD_LINES) {
        let own = &lines[first];
        let is_first = first == 0 || lines[first - 1].block != own.block;
        if !is_first || cells(own) < 2 {
            continue;
        }
        let below = lines[first + 1..].iter();
        let rows: Vec<&Line> = below.take_while(|l| l.block == own.block).collect();
        let is_row = |l: &&Line| cells(l) == cells(own) && !l.is_labelled();
        let is_numbered = squeeze(&own.text).starts_with("序号");
        let fewest = if is_numbered { 1 } else { 2 };
        let is_list = rows.len() >= fewest && rows.iter().all(is_row);
        if is_list && (is_numbered || own.label_cells().is_some()) {
            lines[first].labels.clear();
        }
    }
}

/// The fewest labels of a column that is beside a column of values.
const FEWEST_OF_COLUMN: usize = 3;

/// Joins labels with their values if the page has a column of labels beside a column of values, that
/// is, first all labels and then as many values. Every value of a known form must fit its label.
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
            is_value && typed(*label).is_none_or(|f| fits(f, text))
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
                // the value belongs to the head too
                lines[value].labels = vec![Label {
                    start: 0,
                    end: lines[value].text.len(),
                    meaning: Some(Meaning::Other),
                    marked: true,
                    cut: false,
                }];
            }
        }
        from += labels.max(1);
    }
}

/// Drops isolated labels. A known word without a colon or brackets needs another label on its line
/// or nearby. An unknown word needs known labels nearby.
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
