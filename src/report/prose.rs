//! Takes a report and its prose; gives the figures in the prose that differ from the tables. This
//! file must not know the catalogue.

use super::form::Part;
use super::{AnnualReport, CARRIED_IN, Form, RECEIVED};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A figure in the prose that differs from the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The place of the phrase that quotes the figure, in the given text.
    pub range: Range<usize>,
    /// The phrase, such as 本年新收政府信息公开申请12件.
    pub words: String,
    /// The row and the column of the cell, or of each cell if the figure is a sum of cells.
    pub cell: String,
    /// The value in the table, or the sum of the values.
    pub value: i64,
}

/// The cells that a phrase quotes: their part, their rows (whose sum it states) and their column.
type Cells = (Part, Vec<usize>, usize);

/// A phrase that ends in a figure, and the cells that it quotes.
struct Phrase {
    pattern: Regex,
    cells: fn(&AnnualReport) -> Cells,
}

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let phrase = |pattern: &str, cells| {
        Regex::new(&format!("(?:{pattern})[ ]?([0-9０-９]+)[ ]?件"))
            .ok()
            .map(|pattern| Phrase { pattern, cells })
    };
    [
        phrase(
            "(?:本年度?|全年|年内)[^，。；、0-9]{0,4}(?:新收|收到)[^，。；、0-9]{0,12}申请",
            |_| (Part::Applications, vec![RECEIVED], 6),
        ),
        phrase("上年度?结转[^，。；、0-9]{0,10}", |_| {
            (Part::Applications, vec![CARRIED_IN], 6)
        }),
        phrase(
            "(?:年内|全年|本年度?|共)办结[^，。；、0-9]{0,8}",
            |r| (Part::Applications, vec![r.results_row()], 6),
        ),
        phrase(
            "结转(?:至|到)?下(?:一)?年度?(?:继续办理)?",
            |r| (Part::Applications, vec![r.carried_out_row()], 6),
        ),
        phrase("予以公开", |_| {
            (Part::Applications, vec![CARRIED_IN + 1], 6)
        }),
        phrase("部分公开", |_| {
            (Part::Applications, vec![CARRIED_IN + 2], 6)
        }),
        phrase("行政复议(?:案件)?", |_| (Part::Review, vec![0], 4)),
        phrase("行政诉讼(?:案件)?", |_| (Part::Review, vec![1, 2], 4)),
        phrase("制发行政规范性文件", |_| {
            (Part::Disclosure, vec![1], 0)
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
});

/// Compares the figures that the prose quotes with the tables. Phrases that are not in
/// `PHRASES` are ignored. In the form of 2019, part two has different columns, so phrases about
/// part two are ignored too.
pub fn quoted(report: &AnnualReport, prose: &str) -> Vec<Quoted> {
    let mut differing = Vec::new();
    for phrase in PHRASES.iter() {
        let (part, rows, column) = (phrase.cells)(report);
        if part == Part::Disclosure && report.form == Form::Of2019 {
            continue;
        }
        let Some(value) = rows
            .iter()
            .map(|r| report.value(part, *r, column))
            .sum::<Option<i64>>()
        else {
            continue;
        };
        for found in phrase.pattern.captures_iter(prose) {
            let (Some(whole), Some(figure)) = (found.get(0), found.get(1)) else {
                continue;
            };
            let figure: String = figure.as_str().nfkc().collect();
            if figure.parse() != Ok(value) {
                let named: Vec<(String, &str)> = report
                    .form
                    .rows(part)
                    .enumerate()
                    .filter(|(i, _)| rows.contains(i))
                    .map(|(_, (row, columns))| (row.full_name(), columns[column].name))
                    .collect();
                let cell = named
                    .iter()
                    .map(|(row, column)| format!("{row}·{column}"))
                    .collect::<Vec<_>>()
                    .join(" + ");
                differing.push(Quoted {
                    range: whole.range(),
                    words: whole.as_str().to_owned(),
                    cell,
                    value,
                });
            }
        }
    }
    differing.sort_by_key(|q| q.range.start);
    differing
}
