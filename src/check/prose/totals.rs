//! Takes the tables of a text; gives those whose total row (合计) or total column is not the sum.
//!
//! A total row is not checked if some rows may be parts of other rows, because these would count
//! twice. Rows that may be parts have no name, a name with a number or a word like 其中 (of which)
//! or 小计 (subtotal), or a code that extends another row's. This file must not know annual reports
//! (see `report`).

use super::super::Document;
use super::super::lines::place_in;
use super::paragraphs::Paragraph;
use crate::diag::{Diagnostic, Message, Words, words};
use crate::fold::is_han;
use std::ops::Range;

const TOTALS: [&str; 3] = ["合计", "总计", "共计"];
/// Words in the name of a row, or in the heading of a column beside a total column, which show that
/// it is part of another row or column, or not a term of a sum.
const PARTS: [&str; 20] = [
    "其中", "小计", "减", "占", "增", "比", "率", "平均", "已还", "归还", "偿还", "撤销", "注销",
    "扣除", "退回", "退还", "收回", "冲销", "抵扣", "抵顶",
];
/// Words in the heading of a column which show that its cells are not added up.
const NOT_ADDED: [&str; 18] = [
    "率", "比", "占", "%", "％", "单价", "编", "序", "年", "电话", "均", "号", "代码", "日期",
    "时间", "排名", "增", "标准",
];

/// A cell: its text, and its place in the file.
type Cell<'t> = (&'t str, Range<usize>);

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    if !document.letters.has('|') || !document.letters.has('计') {
        return;
    }
    let mut table: Vec<Paragraph<'_>> = Vec::new();
    for paragraph in paragraphs {
        let follows = table.last().is_none_or(|last: &Paragraph<'_>| {
            let end = last.start + last.text.len();
            document.text[end..paragraph.start].trim_matches([' ', '\r']) == "\n"
        });
        let is_row = paragraph.text.trim_start().starts_with('|');
        if !(is_row && follows) {
            findings.extend(of_table(document, &table));
            table.clear();
        }
        if is_row {
            table.push(*paragraph);
        }
    }
    findings.extend(of_table(document, &table));
}

fn of_table(document: &Document<'_>, rows: &[Paragraph<'_>]) -> Vec<Diagnostic> {
    let rows: Vec<Vec<Cell<'_>>> = rows.iter().map(cells).collect();
    let finding = |place: Words, sum, (total, range): Cell<'_>| {
        let message = Message::TotalDiffers {
            place: place.into(),
            sum: shown(sum, total).into(),
            total: total.into(),
        };
        document.at(message, range)
    };
    let columns = wrong_columns(&rows).into_iter().map(|(name, sum, total)| {
        let place = words(format!("“{name}”一列"), format!("the column `{name}`"));
        finding(place, sum, total)
    });
    let lines = wrong_rows(&rows).into_iter().map(|(name, sum, total)| {
        let place = words(format!("“{name}”一行"), format!("the row `{name}`"));
        finding(place, sum, total)
    });
    columns.chain(lines).collect()
}

/// The rows with a wrong total: name (the first cell), sum in millionths, and the cell of the
/// total. The total column must be the second or the last. All other cells must be empty or numbers
/// in the unit of the total, and at least half of the rows must add up.
fn wrong_rows<'t>(rows: &[Vec<Cell<'t>>]) -> Vec<(&'t str, i64, Cell<'t>)> {
    let Some((heading, rest)) = rows.split_first().filter(|(_, rest)| rest.len() >= 3) else {
        return Vec::new();
    };
    let is_total =
        |cell: &Cell<'t>| TOTALS.contains(&cell.0.replace([' ', '\u{3000}'], "").as_str());
    let last = heading.len().saturating_sub(1);
    let Some(column) = [1, last]
        .into_iter()
        .find(|at| heading.get(*at).is_some_and(is_total))
    else {
        return Vec::new();
    };
    let terms = |row: &Vec<Cell<'t>>| -> Option<Vec<Cell<'t>>> {
        let others = row
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(at, _)| *at != column);
        (row.len() == heading.len()).then(|| others.map(|(_, cell)| cell.clone()).collect())
    };
    let other = |(at, cell): (usize, &Cell<'t>)| {
        at == 0 || at == column || !PARTS.iter().chain(&NOT_ADDED).any(|w| cell.0.contains(w))
    };
    if heading.len() < 4 || !heading.iter().enumerate().all(other) {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    let mut right = 0;
    for row in &rest[1..] {
        let Some(terms) = terms(row) else {
            return Vec::new();
        };
        let values: Option<Vec<i64>> = terms
            .iter()
            .map(|c| value(c.0, unit(row[column].0)))
            .collect();
        let stated = value(row[column].0, unit(row[column].0));
        let (Some(values), Some(stated)) = (values, stated) else {
            return Vec::new();
        };
        let sum: i64 = values.iter().sum();
        let all: Vec<&str> = terms.iter().map(|c| c.0).chain([row[column].0]).collect();
        if (sum - stated).abs() > rounding(&all) {
            wrong.push((row[0].0, sum, row[column].clone()));
        } else {
            right += 1;
        }
    }
    if wrong.len() <= right {
        wrong
    } else {
        Vec::new()
    }
}

/// The value of a cell; zero if it is empty or has a dash, a slash or 无.
fn value(written: &str, unit: &str) -> Option<i64> {
    match written {
        "" | "-" | "—" | "——" | "/" | "无" => Some(0),
        written => number(written.strip_suffix(unit)?),
    }
}

/// The unit after the number of a cell: 户 in 12户.
fn unit(written: &str) -> &str {
    let rest = written.trim_start_matches(|c: char| is_of_number(c) || c == '-');
    let is_unit =
        rest.len() < written.len() && rest.chars().count() <= 3 && rest.chars().all(is_han);
    if is_unit { rest } else { "" }
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９' | ',' | '，' | '.')
}

/// The cells of a row. A bar after a backslash belongs to its cell.
fn cells<'t>(row: &Paragraph<'t>) -> Vec<Cell<'t>> {
    let mut found = Vec::new();
    let bare = row.text.trim();
    let inner = bare.strip_prefix('|').unwrap_or(bare);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut at = row.start + place_in(row.text, inner);
    let mut last = '|';
    let is_border = |c: char| std::mem::replace(&mut last, c) != '\\' && c == '|';
    for cell in inner.split(is_border) {
        let text = cell.trim_matches([' ', '\u{3000}', '*', '\t']);
        let start = at + place_in(cell, text);
        found.push((text, start..start + text.len()));
        at += cell.len() + 1;
    }
    found
}

/// The columns with a wrong total: heading, sum in millionths, and the cell of the total. The table
/// must have one total row, above or below all others.
fn wrong_columns<'t>(rows: &[Vec<Cell<'t>>]) -> Vec<(&'t str, i64, Cell<'t>)> {
    // a heading, the line below it, two terms and the total
    let Some((heading, rest)) = rows.split_first().filter(|(_, rest)| rest.len() >= 4) else {
        return Vec::new();
    };
    let rest = &rest[1..];
    let label = |row: &[Cell<'t>]| {
        let name = row
            .iter()
            .map(|c| c.0)
            .find(|c| !c.is_empty() && number(c.trim_end_matches(unit(c))).is_none());
        name.unwrap_or_default().replace([' ', '\u{3000}'], "")
    };
    let is_total = |row: &Vec<Cell<'t>>| TOTALS.contains(&label(row).as_str());
    let mut totals = rest.iter().filter(|row| is_total(row));
    let (Some(total), None) = (totals.next(), totals.next()) else {
        return Vec::new();
    };
    let is_at_an_end = [rest.first(), rest.last()].contains(&Some(total));
    let terms: Vec<&Vec<Cell<'t>>> = rest.iter().filter(|row| !is_total(row)).collect();
    if !is_at_an_end || terms.len() < 2 || is_nested(&terms, label) {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    for (column, cell) in total.iter().enumerate().skip(1) {
        let name = heading.get(column).map_or("", |h| h.0);
        let unit = unit(cell.0);
        let shares = is_of_shares(name, cell.0);
        let bare = |cell: &'t str| match shares {
            true => cell.trim_end_matches(PERCENT),
            false => cell,
        };
        let is_added = shares || !NOT_ADDED.iter().any(|w| name.contains(w));
        let stated = number(bare(cell.0).trim_end_matches(unit)).filter(|_| is_added);
        let Some(stated) = stated else {
            continue;
        };
        let column_cells = terms
            .iter()
            .map(|row| bare(row.get(column).map_or("", |c| c.0)));
        let values: Option<Vec<i64>> = column_cells.clone().map(|c| value(c, unit)).collect();
        let Some(values) = values.filter(|v| v.iter().filter(|v| **v != 0).count() >= 2) else {
            continue;
        };
        let sum: i64 = values.iter().sum();
        let all: Vec<&str> = column_cells.chain([cell.0]).collect();
        let difference = (sum - stated).abs();
        let is_wrong = match shares {
            // shares may be rounded to whole numbers; if the sum is more than 20 points away from
            // 100 %, they are not shares
            true if rounding(&all) == 0 => {
                difference > HALF * all.len() as i64 && difference <= 40 * HALF
            }
            true => difference > rounding(&all) && difference <= 40 * HALF,
            false => difference > rounding(&all),
        };
        if is_wrong {
            wrong.push((name, sum, cell.clone()));
        }
    }
    wrong
}

const PERCENT: [char; 2] = ['%', '％'];

/// A half, in millionths.
const HALF: i64 = 500_000;

/// Whether the cells of a column are shares of its total, which is 100 %.
fn is_of_shares(heading: &str, total: &str) -> bool {
    ["占", "比重", "构成"].iter().any(|w| heading.contains(w))
        && number(total.trim_end_matches(PERCENT)) == Some(200 * HALF)
}

/// Whether some rows are, or may be, parts of others. A row without a label may be a part, and so
/// may a row whose label begins with a number.
fn is_nested<'t>(terms: &[&Vec<Cell<'t>>], label: impl Fn(&[Cell<'t>]) -> String) -> bool {
    let labels: Vec<String> = terms.iter().map(|row| label(row)).collect();
    let codes: Vec<&str> = terms
        .iter()
        .filter_map(|row| row.first())
        .map(|c| c.0)
        .filter(|c| c.len() > 2 && c.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    let has_longer = |code: &&str| {
        codes
            .iter()
            .any(|c| c.len() > code.len() && c.starts_with(*code))
    };
    let is_part = |l: &String| {
        PARTS.iter().any(|w| l.contains(w))
            || l.starts_with(['（', '(', '-', '—', '①', '1'])
            || l.starts_with(|c: char| "一二三四五六七八九十".contains(c)) && l.contains('、')
    };
    labels.iter().any(|l| l.is_empty())
        || labels.iter().any(is_part)
        || codes.iter().any(has_longer)
}

/// A number in millionths. `None` if the text is not a plain number.
pub(super) fn number(written: &str) -> Option<i64> {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    let kept = written.chars().filter(|c| !matches!(c, ',' | '，'));
    let plain: String = kept.map(narrow).collect();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let is_number = !digits.is_empty()
        && digits.len() <= 12
        && fraction.len() <= 6
        && digits
            .bytes()
            .chain(fraction.bytes())
            .all(|b| b.is_ascii_digit());
    if !is_number {
        return None;
    }
    let millionths: i64 = format!("{fraction:0<6}").parse().ok()?;
    let value = digits.parse::<i64>().ok()? * 1_000_000 + millionths;
    Some(if whole.starts_with('-') {
        -value
    } else {
        value
    })
}

/// The greatest effect of rounding: half of the last decimal place for each term and the total; 0
/// if no number has decimals.
pub(super) fn rounding(written: &[&str]) -> i64 {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let decimals = |text: &&str| text.split_once('.').map_or(0, |(_, f)| digits(f));
    match written.iter().map(decimals).max().unwrap_or(0) {
        0 => 0,
        places => {
            let unit = 10_i64.pow(6_u32.saturating_sub(places as u32));
            unit * written.len() as i64 / 2
        }
    }
}

/// A sum with at least as many decimal places as the total.
pub(super) fn shown(sum: i64, total: &str) -> String {
    let is_digit = |c: &char| c.is_ascii_digit();
    let decimals = |f: &str| f.chars().take_while(is_digit).count();
    let places = total.split_once('.').map_or(0, |(_, f)| decimals(f));
    let (whole, fraction) = (sum.abs() / 1_000_000, sum.abs() % 1_000_000);
    let fraction = format!("{fraction:06}");
    let kept = fraction.trim_end_matches('0').len().max(places).min(6);
    let sign = if sum < 0 { "-" } else { "" };
    match kept {
        0 => format!("{sign}{whole}"),
        kept => format!("{sign}{whole}.{}", &fraction[..kept]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs::paragraphs;
    use super::*;

    fn wrong(table: &str) -> Vec<String> {
        let paragraphs = paragraphs(table, 0);
        let rows: Vec<Vec<Cell<'_>>> = paragraphs.iter().map(cells).collect();
        let found = wrong_columns(&rows).into_iter();
        found
            .map(|(name, sum, total)| format!("{name} {} {}", shown(sum, total.0), total.0))
            .collect()
    }

    #[test]
    fn totals_are_compared_with_the_sum_of_their_column() {
        let head = "| 单位 | 人数 | 金额 | 占比 |\n|---|---|---|---|\n";
        for (rows, expected) in [
            (
                "| 甲 | 1 | 1.5 | 40 |\n| 乙 | 2 | 2.5 | 60 |\n| 合 计 | 4 | 4.0 | 99 |\n",
                vec!["人数 3 4"],
            ),
            (
                "| 甲 | 1 | 1 | 40% |\n| 乙 | 2 | 2 | 35% |\n| 丙 | 3 | 3 | 30% |\n| 合计 | 6 | 6 | 100% |\n",
                vec!["占比 105 100%"],
            ),
            (
                "| 甲 | 1 | 1 | 33% |\n| 乙 | 2 | 2 | 33% |\n| 丙 | 3 | 3 | 33% |\n| 合计 | 6 | 6 | 100% |\n",
                vec![],
            ),
            (
                "| 甲 | 1 | 1 | 33.33 |\n| 乙 | 2 | 2 | 33.33 |\n| 丙 | 3 | 3 | 33.30 |\n| 合计 | 6 | 6 | 100.00 |\n",
                vec!["占比 99.96 100.00"],
            ),
            (
                "| 合计 | 3 | 4.1 | |\n| 甲 | 1 | 1.5 | |\n| 乙 | 2 | 2.5 | |\n",
                vec![],
            ),
            (
                "| 甲 | 1,000 | 10.00 | |\n| 乙 | 2,000 | 20.00 | |\n| 合计 | 3,000 | 31.00 | |\n",
                vec!["金额 30.00 31.00"],
            ),
            (
                "| 甲 | 1 | 1 | |\n| 其中：乙 | 1 | 1 | |\n| 合计 | 1 | 1 | |\n",
                vec![],
            ),
            (
                "| 甲 | 1 | - | |\n| 乙 | 2 | 3 | |\n| 合计 | 3 | 4 | |\n",
                vec![],
            ),
            (
                "| 甲\\|乙 | 1 | 2 | |\n| 丙 | 2 | 3 | |\n| 合计 | 3 | 6 | |\n",
                vec!["金额 5 6"],
            ),
            (
                "| 借入 | 9 | 1 | |\n| 已还 | 2 | 3 | |\n| 合计 | 7 | 4 | |\n",
                vec![],
            ),
            (
                "| 新设 | 9 | 1 | |\n| 撤销 | 2 | 3 | |\n| 合计 | 7 | 4 | |\n",
                vec![],
            ),
            (
                "| 甲 | 约1 | 2 | |\n| 乙 | 2 | 3 | |\n| 合计 | 9 | 5 | |\n",
                vec![],
            ),
        ] {
            assert_eq!(wrong(&format!("{head}{rows}")), expected, "{rows}");
        }
        let found = |table: &str| wrong(&format!("| 镇 | 金额 |\n|---|---|\n{table}"));
        for (rows, expected) in [
            (
                "| 甲 | 12户 |\n| 乙 | 15户 |\n| 合计 | 28户 |\n",
                "金额 27 28户",
            ),
            (
                "| 甲 | 1.2万元 |\n| 乙 | 1.5万元 |\n| 合计 | 2.9万元 |\n",
                "金额 2.7 2.9万元",
            ),
            (
                "| 甲 | 2000元 |\n| 乙 | 1.5万元 |\n| 合计 | 2.9万元 |\n",
                "",
            ),
            (
                "| 甲 | １２ |\n| 乙 | １５ |\n| 合计 | ２８ |\n",
                "金额 27 ２８",
            ),
            ("| 甲 | 40% |\n| 乙 | 50% |\n| 合计 | 100% |\n", ""),
        ] {
            assert_eq!(found(rows).join(""), expected, "{rows}");
        }
        let across = |rows: &str| {
            let table = format!("| 镇 | 男 | 女 | 合计 |\n|---|---|---|---|\n{rows}");
            let paragraphs = paragraphs(&table, 0);
            let rows: Vec<Vec<Cell<'_>>> = paragraphs.iter().map(cells).collect();
            let found = wrong_rows(&rows).into_iter();
            found
                .map(|(name, sum, _)| format!("{name} {}", sum / 1_000_000))
                .collect::<String>()
        };
        assert_eq!(across("| 甲 | 1 | 2 | 4 |\n| 乙 | 3 | 4 | 7 |\n"), "甲 3");
        assert_eq!(across("| 甲 | 1 | 2 | 4 |\n| 乙 | 3 | 4 | 9 |\n"), "");
        assert_eq!(across("| 甲 | 1 | 约2 | 4 |\n| 乙 | 3 | 4 | 7 |\n"), "");
        let codes = "| 科目 | 名称 | 金额 |\n|---|---|---|\n| 201 | 甲 | 5 |\n| 20101 | 乙 | 5 |\n| 合计 | | 5 |\n";
        assert_eq!(wrong(codes), Vec::<String>::new());
    }
}
