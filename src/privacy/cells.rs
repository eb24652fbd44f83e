//! Takes text and the place of a number in a table; finds what the cells around the number and the
//! heading of its column say about it. A table is CSV, Markdown, HTML, or cells that tabs or lines
//! separate. `labels.rs` has the words of each kind; the words of amounts are here. This file must
//! not know the forms of numbers.

use super::kind::Kind;
use super::labels::{
    FINDERS, Named, WORDS, is_link, is_organisation_name, label, nearest, unspaced, without_remarks,
};
use super::markup::END_OF_CELL;
use std::ops::Range;

/// The heading of a column is looked for in this many bytes before a number, and by `heading_row`
/// in a quarter of them.
const HEADING_REACH: usize = 8 << 10;

/// Whether a number fills a cell, and a cell before it is a heading with a word of the kind
/// `named`. A cell is a line, a part of a line between bars, tabs or commas, or a cell of an HTML
/// table.
pub(super) fn is_headed(text: &str, number: Range<usize>, named: Named) -> bool {
    let is_after_end = text[..number.start]
        .trim_end_matches(is_padding)
        .ends_with(ends_cell);
    let after = text[number.end..].trim_start_matches(is_padding);
    if !is_after_end || !after.chars().next().is_none_or(ends_cell) {
        return false;
    }
    let from = text.floor_char_boundary(number.start.saturating_sub(HEADING_REACH));
    let before = &text[from..number.start];
    let is_heading = |(at, word): (usize, &str)| {
        let (head, tail) = (&before[..at], &before[at + word.len()..]);
        let cell = || {
            let head = head.chars().rev().take_while(|c| !ends_cell(*c));
            head.chain(tail.chars().take_while(|c| !ends_cell(*c)))
                .take(20)
        };
        // the word is part of another expression, such as a number of accounts or a kind of
        // document
        let is_other = tail.starts_with([
            '数', '类', '种', '费', '余', '管', '办', '用', '产', '销', '量', '普',
        ]);
        cell().count() < 20 && !cell().any(char::is_numeric) && !is_other
    };
    let mut words = FINDERS.iter().filter(|(kind, ..)| *kind == named);
    words.any(|(_, word, finder)| {
        let places: Vec<usize> = finder.find_iter(before.as_bytes()).collect();
        let mut last = places.into_iter().rev().take(3);
        last.any(|at| is_heading((at, word)))
    })
}

/// The same as [`is_headed`], but if a bar, tab or comma is before the number in its row, the
/// heading must be in the same column of a row above.
pub(super) fn is_below(text: &str, number: Range<usize>, named: Named) -> bool {
    let from = text.floor_char_boundary(number.start.saturating_sub(HEADING_REACH));
    // without a bound, a long line with many numbers would take quadratic time
    let line = text[from..number.start].rfind('\n');
    let line = line.map_or(from, |at| from + at + 1);
    let own = &text[line..number.start];
    let Some(mark) = own.chars().find(|c| matches!(c, '|' | '\t' | ',')) else {
        return is_headed(text, number, named);
    };
    let is_whole = own.trim_end_matches(is_padding).ends_with(mark);
    let column = own.matches(mark).count();
    let words = WORDS.iter().filter(|(kind, _)| *kind == named);
    let words: Vec<&str> = words.flat_map(|(_, words)| words.iter().copied()).collect();
    let is_heading = |row: &str| {
        row.split(mark).nth(column).is_some_and(|cell| {
            !cell.contains(char::is_numeric) && words.iter().any(|word| cell.contains(word))
        })
    };
    is_whole && from < line && text[from..line].lines().rev().any(is_heading)
}

/// Whether the cell before a number is short and ends with a label of the kind `named`, as in
/// 手机号,139,0000,0001.
pub(super) fn is_beside(text: &str, at: usize, named: Named) -> bool {
    let before = text[..at].trim_end_matches(is_padding);
    let Some(before) = before.strip_suffix(['|', '\t', ',', '\n']) else {
        return false;
    };
    let before = before.trim_end_matches(is_padding);
    let cell = before.rsplit(ends_cell).next().unwrap_or_default();
    let cell = unspaced(cell.trim_start_matches(is_padding));
    nearest(&cell).is_some_and(|(said, between)| {
        said == named && between.chars().all(is_link) && cell.chars().count() <= 12
    })
}

/// Whether a number is an amount of money: the words before it or the heading of its column say so,
/// as in 教育支出,13600000000 or below 决算数.
pub(super) fn is_sum(text: &str, at: usize) -> bool {
    const ROWS: [&str; 11] = [
        "收入", "支出", "合计", "总计", "总额", "余额", "资产", "负债", "利润", "产值", "GDP",
    ];
    let is_between = |c: char| is_padding(c) || ends_cell(c) || "：:".contains(c);
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let mut before = text[..at].trim_end_matches(is_between);
    // other amounts of the same row may be between
    for _ in 0..6 {
        let outer = before.trim_end_matches(is_digit);
        let is_whole = outer.ends_with(|c: char| is_padding(c) || ends_cell(c));
        if before.len() - outer.len() < 5 || !is_whole {
            break;
        }
        before = outer.trim_end_matches(is_between);
    }
    // a number that begins a row of a table stands below the headings, not after them
    let is_first = text[before.len()..at].contains('\n')
        && text[at..]
            .lines()
            .next()
            .is_some_and(|line| line.contains(['|', '\t', ',']));
    let before = label(before, before.len());
    let row = match before.strip_suffix(['）', ')']) {
        Some(remark) => remark
            .rsplit_once(['（', '('])
            .map_or(before, |(row, _)| row),
        None => before,
    };
    let heading = heading(text, at);
    // without a bound, a long line with many numbers would take quadratic time
    let from = text.floor_char_boundary(at.saturating_sub(HEADING_REACH / 4));
    let of_row = text[from..at].rsplit('\n').next().unwrap_or_default();
    let of_row = of_row.trim_start_matches('|');
    let first = of_row.split(['|', '\t', ',']).next().unwrap_or_default();
    if is_person(first) || is_person(before) || heading.is_some_and(is_person) {
        return false;
    }
    !is_first && ROWS.iter().any(|word| row.ends_with(word)) || heading.is_some_and(is_of_sums)
}

/// Whether a cell has a word for a person or for a number of a person. A number beside such a word
/// is no amount, even if a word of amounts is near.
fn is_person(cell: &str) -> bool {
    const PERSONS: &str = "电话|手机|联系|号码|经办|负责人|姓名|证号|凭证|管理员";
    PERSONS.split('|').any(|word| cell.contains(word))
}

/// Whether a heading says that its column has amounts: by a word, or by a unit in parentheses.
fn is_of_sums(heading: &str) -> bool {
    const COLUMNS: &str = "金额|收入|支出|预算|决算|合计|总计|总额|余额|资产|负债|利润|产值";
    const UNITS: &str = "元|万元|亿元|美元|万美元|头|万头|只|万只|羽|万羽|尾|株|万株|次|人次|万人次|\
                         人|万人|户|个|件|份|册|张|台|套|辆|吨|万吨|公斤|千克|斤|升|亩|万亩|公顷|\
                         平方米|立方米|㎡|m²|m³|公里|千米|米|度|千瓦时|万千瓦时|条";
    let unit = heading
        .rsplit_once(['（', '('])
        .map_or("", |(_, unit)| unit);
    let unit = unit.trim_end_matches(['）', ')', ' ']);
    COLUMNS.split('|').any(|word| heading.contains(word)) || UNITS.split('|').any(|u| u == unit)
}

/// Whether a number in a table is not a person's, because the heading of its column says that the
/// column has amounts or numbers of things, or because an account is an organisation's. `row` has
/// the heading and the text of each cell of the number's row; `own` is the number's cell.
pub fn is_of_thing(kind: Kind, row: &[(&str, &str)], own: usize) -> bool {
    let Some((heading, _)) = row.get(own) else {
        return false;
    };
    let is_thing = meaning(heading) == Some(Named::Thing);
    let is_other = match kind {
        Kind::Mobile => is_thing || is_of_sums(heading) && !is_person(heading),
        Kind::BankCard => is_thing,
        Kind::Account => return has_organisation(row),
        _ => false,
    };
    // a label in the same row is nearer than the heading
    is_other
        && !row[..own]
            .iter()
            .any(|(_, cell)| is_named(cell) || is_person(cell))
}

/// What the nearest word of a cell means.
fn meaning(cell: &str) -> Option<Named> {
    nearest(&unspaced(&without_remarks(cell))).map(|(named, _)| named)
}

/// Whether a cell has a label of a person or of a person's number.
fn is_named(cell: &str) -> bool {
    !matches!(meaning(cell), None | Some(Named::Thing))
}

/// Whether a row of a table is an organisation's: the cell below 户名, or else below a heading such as
/// 单位名称, has the name of an organisation, and no column has names of persons. Without a column
/// 户名, the account may also be that of a 负责人 or 领取人, whose column then counts.
fn has_organisation(row: &[(&str, &str)]) -> bool {
    const PERSONS: [&str; 7] = ["姓名", "本人", "户主", "持卡人", "领款人", "学生", "职工"];
    const OTHERS: [&str; 4] = ["人", "员", "者", "民"];
    const HOLDERS: [&str; 2] = ["户名", "收款人"];
    const NAMES: [&str; 5] = ["单位", "名称", "企业", "学校", "机构"];
    let has_any = |heading: &str, words: &[&str]| words.iter().any(|word| heading.contains(word));
    let below = |words: &[&str]| {
        // 开户行 is the heading of banks; the name of a school may be in a row without an account
        let is_own = |heading: &str| {
            has_any(heading, words) && !heading.contains('行') && !is_organisation_name(heading)
        };
        row.iter().find(|(heading, _)| is_own(heading))
    };
    let holder = below(&HOLDERS);
    let is_person = |(heading, _): &(&str, &str)| {
        has_any(heading, &PERSONS)
            || holder.is_none() && has_any(heading, &OTHERS) && !has_any(heading, &NAMES)
    };
    let name = holder.or_else(|| below(&NAMES));
    !row.iter().any(is_person) && name.is_some_and(|(_, cell)| is_organisation_name(cell.trim()))
}

/// Whether an account in a row of a table is an organisation's. Cells are separated by bars, tabs
/// or commas, and the row of headings has as many cells.
pub(super) fn is_in_row_of_organisation(text: &str, at: usize) -> bool {
    let Some(row) = heading_row(text, at) else {
        return false;
    };
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let reach = text.floor_char_boundary((at + HEADING_REACH / 4).min(text.len()));
    let end = text[at..reach].find('\n').map_or(reach, |end| at + end);
    let cells = text[line..end].split(row.mark);
    let is_same_width = row.row.matches(row.mark).count() == cells.clone().count() - 1;
    let trim = |cell| str::trim_matches(cell, is_padding);
    let row: Vec<(&str, &str)> = row
        .row
        .split(row.mark)
        .map(trim)
        .zip(cells.map(trim))
        .collect();
    is_same_width && has_organisation(&row)
}

/// The document whose number a cell without letters has: a passport or a permit. The heading of the
/// column says so (护照号码), or the heading is 证件号 and the cell before says so.
pub(super) fn document_below(text: &str, at: usize) -> Option<Named> {
    let cell = heading(text, at)?;
    let mut documents = [Named::Passport, Named::Permit].into_iter();
    documents.find(|named| {
        is_of_numbers(cell, *named)
            || is_of_numbers(cell, Named::Person) && is_beside(text, at, *named)
    })
}

/// Whether the heading of a number's column says that the column has numbers of documents of the
/// kind `named`, as in 军官证号. A column 军官证 may also have quantities, and 车辆通行证号 is the
/// number of a vehicle's permit.
pub(super) fn is_numbered(text: &str, at: usize, named: Named) -> bool {
    heading(text, at).is_some_and(|cell| is_of_numbers(cell, named))
}

/// Whether a heading is that of numbers of documents of the kind `named`.
fn is_of_numbers(heading: &str, named: Named) -> bool {
    let is_end = |end: &&str| heading.ends_with(*end);
    let mut words = WORDS.iter().filter(|(kind, _)| *kind == named);
    ["号", "号码", "编号"].iter().any(is_end)
        && !heading.contains('车')
        && words.any(|(_, words)| words.iter().any(|word| heading.contains(word)))
}

/// Whether the heading of a number's column says that the column has numbers of things, as in
/// 合同编号. The row of the heading must have as many cells as the number's row. No cell before the
/// number in its row may have a label of another kind, such as that of a telephone, because this
/// label would be nearer than the heading.
pub(super) fn is_below_thing(text: &str, at: usize) -> bool {
    let Some(row) = heading_row(text, at) else {
        return false;
    };
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let is_same_width =
        row.row.matches(row.mark).count() == text[line..end].matches(row.mark).count();
    is_same_width
        && meaning(row.cell) == Some(Named::Thing)
        && !text[line..at].split(row.mark).any(is_named)
}

/// A row of headings, and its cell above a number.
struct HeadingRow<'t> {
    row: &'t str,
    mark: char,
    cell: &'t str,
}

/// The heading of the column in which a number is: the nearest cell above it that has text and no
/// digits, if bars, tabs or commas separate the cells.
fn heading(text: &str, at: usize) -> Option<&str> {
    heading_row(text, at).map(|row| row.cell)
}

fn heading_row(text: &str, at: usize) -> Option<HeadingRow<'_>> {
    let reach = HEADING_REACH / 4;
    let from = text.floor_char_boundary(at.saturating_sub(reach));
    let line = from + text[from..at].rfind('\n')? + 1;
    let own = &text[line..at];
    let rest = &text[at..text.floor_char_boundary((at + reach).min(text.len()))];
    let rest = rest.split('\n').next().unwrap_or_default();
    let mark = |part: &str| part.chars().find(|c| matches!(c, '|' | '\t' | ','));
    // The first cell of a CSV row has no mark before it, and a sentence may have commas too. So for
    // a number in the first cell, the row of headings must have as many cells as the number's row.
    let is_first = own.chars().all(is_padding);
    let mark = if is_first { mark(rest) } else { mark(own) }?;
    let column = own.matches(mark).count();
    let rows = text[from..line].lines().rev();
    rows.take_while(|row| row.contains(mark))
        .filter(|row| !is_first || row.matches(mark).count() == rest.matches(mark).count())
        .filter_map(|row| {
            let cell = row.split(mark).nth(column)?;
            let cell = cell.trim_matches(|c| is_padding(c) || matches!(c, '-' | ':'));
            Some(HeadingRow { row, mark, cell })
        })
        .find(|row| !row.cell.is_empty() && !row.cell.contains(char::is_numeric))
}

/// Whether a character ends a cell of a table.
fn ends_cell(c: char) -> bool {
    matches!(c, '\n' | '\t' | '|' | ',' | '，' | END_OF_CELL)
}

/// Whether a character may be between a number and the border of its cell.
fn is_padding(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '"' | '\'' | '\r' | '*' | '\u{200b}')
}
