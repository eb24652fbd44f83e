//! Takes the lines of a paragraph or the rows of a table; gives the slips (writing mistakes) in
//! tables. Examples are full-width bars, a missing delimiter row, empty lines between rows, and
//! columns pasted from a spreadsheet. This file must not know other marks.

use super::block::{Block, Stand, bare, line_begin, short};
use super::joined::begins_part;
use super::slip::Slip;
use crate::diag::{Message, Words, words};
use std::ops::Range;

/// The kind of a line that looks like a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Cells between bars.
    Bars,
    /// Two or three cells with bars between them only.
    FewBars,
    /// Cells between tabs.
    Tabs,
    /// One short cell after empty ones: the line has tabs only at its beginning.
    LastCell,
    /// Cells with two or more spaces between them.
    Blanks,
}

/// A row as typed: the indices of its lines, and its cells.
#[derive(Debug)]
struct Row {
    kind: Kind,
    lines: Range<usize>,
    cells: Vec<String>,
}

/// The bars of tables.
const SIGNS: [char; 3] = ['|', '｜', '│'];

/// The maximum number of lines in a row.
const MOST_LINES: usize = 6;

/// Finds the tables in a paragraph, and marks their lines as taken.
pub(super) fn look(source: &str, block: &Block, taken: &mut [bool], slips: &mut Vec<Slip>) {
    if block.stand != Stand::Alone || block.lines.len() < 2 {
        return;
    }
    let lines: Vec<Range<usize>> = (0..block.lines.len())
        .map(|i| {
            let line = &block.lines[i];
            line.begin..line.range.start + block.raw(source, i).len()
        })
        .collect();
    for (run, slip) in tables(source, &lines, block.line_end(source)) {
        taken[run].fill(true);
        slips.extend(slip);
    }
}

/// The table, if any, that begins with what Markdown reads as indented code: its slip and its
/// place. Such a table comes from a spreadsheet, where a row with an empty first cell begins with a
/// tab.
pub(super) fn in_code(source: &str, range: &Range<usize>) -> Option<(Slip, Range<usize>)> {
    let begin = line_begin(source, range.start);
    let mut lines = Vec::new();
    let mut at = begin;
    for line in source.get(begin..)?.split_inclusive('\n') {
        let text = line.trim_end_matches(['\n', '\r']);
        if bare(text).is_empty() || text.starts_with(['#', '>', '|', '`']) {
            break;
        }
        lines.push(at..at + text.len());
        at += line.len();
    }
    let end = match source[begin..at].contains("\r\n") {
        true => "\r\n",
        false => "\n",
    };
    let (run, slip) = tables(source, &lines, end).into_iter().next()?;
    let last = lines.get(run.end.checked_sub(1)?)?;
    (run.start == 0).then_some((slip?, begin..last.end))
}

/// The tables in lines of text: the indices of their lines, and the slips. A pasted table of
/// contents has a slip but no lines, because its lines stay text. Rows with only one column, and
/// rows that begin with a delimiter row, have no slip.
fn tables(source: &str, lines: &[Range<usize>], end: &str) -> Vec<(Range<usize>, Option<Slip>)> {
    let rows = rows(source, lines);
    let mut found = Vec::new();
    let mut i = 0;
    while i < rows.len() {
        let kind = rows[i].kind;
        let is_next = |pair: &[Row]| {
            let is_like = match kind {
                Kind::Bars => pair[1].kind == Kind::Bars,
                Kind::FewBars => pair[1].kind == Kind::FewBars,
                Kind::Blanks => pair[1].kind == Kind::Blanks,
                Kind::Tabs | Kind::LastCell => {
                    matches!(pair[1].kind, Kind::Tabs | Kind::LastCell)
                }
            };
            is_like && pair[0].lines.end == pair[1].lines.start
        };
        let count = 1 + rows[i..]
            .windows(2)
            .take_while(|pair| is_next(pair))
            .count();
        let run = &rows[i..i + count];
        i += count;
        let is_too_little = match kind {
            Kind::Blanks => !is_aligned_table(run),
            Kind::FewBars => !is_bare_table(run),
            _ => run.len() < 2 || run.iter().all(|row| row.kind == Kind::LastCell),
        };
        if is_too_little {
            continue;
        }
        let indices = run[0].lines.start..run[run.len() - 1].lines.end;
        if is_contents(run) {
            let range = lines[indices.start].clone();
            let value = short(&source[range.clone()]).into();
            let slip = Slip::new(Message::PastedContents { value }, range);
            found.push((indices.start..indices.start, Some(slip)));
        } else if !is_list(run) {
            found.push((indices, table(source, lines, run, end)));
        }
    }
    found
}

/// The rows among lines of text.
fn rows(source: &str, lines: &[Range<usize>]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut i = 0;
    // the first border (`+---+---+`) above the next row
    let mut border = None;
    while i < lines.len() {
        let text = &source[lines[i].clone()];
        let next = i + 1;
        if is_border(text) {
            match rows.last_mut().filter(|row| row.lines.end == i) {
                Some(row) => row.lines.end = next,
                None => border = border.or(Some(i)),
            }
            i = next;
            continue;
        }
        let Some(kind) = kind(text) else {
            border = None;
            i = next;
            continue;
        };
        let (cells, count) = match kind {
            Kind::Bars | Kind::FewBars => (
                bars(text, &SIGNS).into_iter().map(str::to_owned).collect(),
                1,
            ),
            Kind::Blanks => (aligned(text).map(|c| c.replace('|', "\\|")).collect(), 1),
            _ => tabs(source, &lines[i..]),
        };
        // a line with one cell after empty ones is a row only next to a row with at least as many
        // columns, or below another such line
        let fits = |row: &Row| row.kind == Kind::Tabs && row.cells.len() >= cells.len();
        let follows = || {
            lines.get(next).is_some_and(|line| {
                let text = &source[line.clone()];
                self::kind(text) == Some(Kind::Tabs) && text.split('\t').count() >= cells.len()
            })
        };
        let is_row = kind != Kind::LastCell
            || rows
                .last()
                .is_some_and(|row| row.lines.end == i && (fits(row) || row.kind == Kind::LastCell))
            || follows();
        if is_row {
            rows.push(Row {
                kind,
                lines: border.take().unwrap_or(i)..i + count,
                cells,
            });
        }
        i += count;
    }
    rows
}

fn is_border(line: &str) -> bool {
    let text = bare(line);
    let is_drawn = |c: char| c == '+' || c == '-' || c == '=' || ('─'..='╿').contains(&c);
    text.starts_with(['+', '┌', '├', '└', '╔', '╠', '╚', '┏', '┣', '┗'])
        && text.chars().count() > 2
        && text.chars().all(is_drawn)
}

fn kind(line: &str) -> Option<Kind> {
    let text = bare(line);
    let bars = text.matches(SIGNS).count();
    if bars >= 2 && (text.starts_with(SIGNS) || text.ends_with(SIGNS)) || bars >= 3 {
        return Some(Kind::Bars);
    }
    let inner = line.trim_start_matches([' ', '\t', '\u{3000}']);
    let is_label = |cell: &str| cell.trim_end().ends_with('：');
    if inner.contains('\t') {
        let is_row = !inner.split('\t').next().is_some_and(is_label);
        return is_row.then_some(Kind::Tabs);
    }
    if aligned(line).nth(1).is_some() {
        return Some(Kind::Blanks);
    }
    if bars > 0 {
        return Some(Kind::FewBars);
    }
    let is_cell = line.starts_with('\t')
        && !text.is_empty()
        && text.chars().count() <= 30
        && !text.contains(['。', '，', '；']);
    is_cell.then_some(Kind::LastCell)
}

/// The cells of a line that are separated by two or more spaces, or by two or more ideographic
/// spaces.
fn aligned(line: &str) -> impl Iterator<Item = &str> {
    let parts = line
        .split("  ")
        .flat_map(|part| part.split("\u{3000}\u{3000}"));
    parts.map(bare).filter(|cell| !cell.is_empty())
}

/// Whether rows with columns aligned by spaces are a table. There must be at least three rows, all
/// with the same number of cells. The first must have at least two usual headings, and the others
/// none. No cell may have a colon or a blank to be filled in, or end like a sentence. Lists of
/// names, forms and schedules fail this test.
fn is_aligned_table(run: &[Row]) -> bool {
    const HEADINGS: [&str; 22] = [
        "序号",
        "编号",
        "姓名",
        "性别",
        "名称",
        "单位",
        "部门",
        "职务",
        "职称",
        "项目",
        "内容",
        "类别",
        "类型",
        "数量",
        "金额",
        "地址",
        "电话",
        "联系电话",
        "时间",
        "日期",
        "地点",
        "备注",
    ];
    let [head, below @ ..] = run else {
        return false;
    };
    let headings = |row: &Row| {
        let is_one = |cell: &&String| HEADINGS.contains(&cell.as_str());
        row.cells.iter().filter(is_one).count()
    };
    let is_whole = |cell: &String| {
        let is_paired = |mark| cell.matches(mark).count().is_multiple_of(2);
        !cell.contains(['：', ':'])
            && !cell.contains("__")
            && !cell.ends_with(['。', '；'])
            && is_paired("**")
            && is_paired("`")
    };
    // neighbouring cells of one character each may be a spaced name: 张 三
    let is_wide = |row: &Row| {
        let is_short = |pair: &[String]| pair.iter().all(|c| c.chars().count() == 1);
        row.cells.windows(2).any(is_short)
    };
    below.len() > 1
        && headings(head) > 1
        && below
            .iter()
            .all(|row| row.cells.len() == head.cells.len() && headings(row) == 0)
        && !below.iter().any(is_wide)
        && run.iter().all(|row| row.cells.iter().all(is_whole))
}

/// Whether rows without bars at their ends are a table. At least three rows must have the same
/// number of cells, all short and none a sentence.
fn is_bare_table(run: &[Row]) -> bool {
    const MOST: usize = 16;
    let is_short = |cell: &String| {
        !cell.is_empty()
            && cell.chars().nth(MOST).is_none()
            && !cell.contains(['。', '；', '：', '，', '`', '['])
    };
    let columns = run[0].cells.len();
    run.len() > 2
        && run
            .iter()
            .all(|row| row.cells.len() == columns && row.cells.iter().all(is_short))
}

/// The cells between bars. A bar after a backslash belongs to its cell.
fn bars<'t>(line: &'t str, signs: &[char]) -> Vec<&'t str> {
    let text = bare(line);
    let text = text.strip_prefix(signs).unwrap_or(text);
    let text = match text.strip_suffix(signs) {
        Some(inner) if !inner.ends_with('\\') => inner,
        _ => text,
    };
    let mut cells = Vec::new();
    let mut start = 0;
    for (at, bar) in text.match_indices(signs) {
        if !text[..at].ends_with('\\') {
            cells.push(bare(&text[start..at]));
            start = at + bar.len();
        }
    }
    cells.push(bare(&text[start..]));
    cells
}

/// The cells between tabs, and the number of lines of the row. A spreadsheet puts quotation marks
/// around a cell with a line break.
fn tabs(source: &str, lines: &[Range<usize>]) -> (Vec<String>, usize) {
    let is_open = |text: &str| {
        text.split('\t')
            .next_back()
            .is_some_and(|cell| bare(cell).starts_with('"') && cell.matches('"').count() % 2 == 1)
    };
    let mut text = source[lines[0].clone()].to_owned();
    let mut count = 1;
    while is_open(&text) && count < MOST_LINES.min(lines.len()) {
        text.push(' ');
        text.push_str(bare_of_quote(&source[lines[count].clone()]));
        count += 1;
    }
    if is_open(&text) {
        text = source[lines[0].clone()].to_owned();
        count = 1;
    }
    let cell = |cell: &str| {
        let cell = bare(cell);
        let inner = cell.strip_prefix('"').and_then(|c| c.strip_suffix('"'));
        let is_quoted = inner.is_some_and(|c| c.matches('"').count().is_multiple_of(2));
        let text = match inner {
            Some(inner) if is_quoted && count > 1 => inner.replace("\"\"", "\""),
            _ => cell.to_owned(),
        };
        text.replace('|', "\\|")
    };
    (text.split('\t').map(cell).collect(), count)
}

/// A line inside a cell, without the spaces before it.
fn bare_of_quote(line: &str) -> &str {
    line.trim_start_matches([' ', '\u{3000}'])
}

/// Whether the rows are a list with tabs after its marks.
fn is_list(run: &[Row]) -> bool {
    const MARKS: &str = "•●▪■◆○◦·∙➢✓-*";
    run.iter().all(|row| {
        let mark = row.cells[0].as_str();
        let count = mark.chars().count();
        row.cells.len() == 2
            && (count == 1 && mark.chars().all(|c| MARKS.contains(c) || is_symbol(c))
                || count <= 6
                    && begins_part(mark)
                    && mark.ends_with(['、', '.', '．', '）', ')', '章', '节', '条']))
    })
}

/// Whether a character is that of a symbol font (Wingdings) in a text pasted from Word.
pub(super) fn is_symbol(c: char) -> bool {
    ('\u{f020}'..='\u{f0ff}').contains(&c)
}

/// Whether the rows are a table of contents pasted from Word.
fn is_contents(run: &[Row]) -> bool {
    let page = |row: &Row| row.cells[1].parse::<u32>().ok().filter(|page| *page < 1000);
    let pages: Option<Vec<u32>> = run
        .iter()
        .map(|row| (row.cells.len() == 2).then(|| page(row)).flatten())
        .collect();
    pages.is_some_and(|pages| pages.is_sorted())
        && run.iter().filter(|row| begins_part(&row.cells[0])).count() * 2 > run.len()
}

fn written<C: AsRef<str>>(cells: &[C], columns: usize) -> String {
    let empty = columns.saturating_sub(cells.len());
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    format!("| {} |{}", cells.join(" | "), "  |".repeat(empty))
}

fn is_rule(cells: &[String]) -> bool {
    cells.iter().all(|cell| {
        let inner = cell.trim_matches([':', '：']);
        !inner.is_empty()
            && inner
                .chars()
                .all(|c| matches!(c, '-' | '－' | '—' | '–' | '─' | '='))
    })
}

fn table(source: &str, lines: &[Range<usize>], run: &[Row], end: &str) -> Option<Slip> {
    let text = |row: &Row| {
        let mut own = row.lines.clone().map(|i| &source[lines[i].clone()]);
        own.find(|line| !is_border(line)).unwrap_or_default()
    };
    let (head, below) = (&run[0], &run[1]);
    let has_rule = is_rule(&below.cells);
    let columns = run.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if columns < 2 || is_rule(&head.cells) {
        return None;
    }
    let rule = format!("|{}", "---|".repeat(columns));
    let is_wide = |row: &Row| text(row).contains('｜');
    let fault: Words = match head.kind {
        Kind::Bars if run.iter().any(is_wide) => {
            words("竖线“｜”是全角的", "its bars are full-width")
        }
        Kind::Bars if run.iter().any(|row| text(row).contains('│')) => {
            words("是用线条画成的", "it is drawn with lines")
        }
        Kind::Bars if has_rule && !text(below).contains("--") => words(
            "表头下面的分隔行不是半角的“-”",
            "the rule below its head does not consist of `-`",
        ),
        Kind::Bars if has_rule && head.cells.len() == below.cells.len() => {
            words("行首有空格", "its lines begin with blanks")
        }
        Kind::Bars if has_rule => words(
            "表头与第二行的列数不同",
            "the head and the rule below it have different numbers of columns",
        ),
        Kind::Bars | Kind::FewBars => {
            words("表头下面没有分隔行", "there is no rule below its head")
        }
        Kind::Blanks => words("各列之间是空格", "there are blanks between the columns"),
        Kind::Tabs | Kind::LastCell => {
            words("各列之间是制表符", "there are tabs between the columns")
        }
    };
    let head_line = written(&head.cells, columns);
    let message = Message::TableMark {
        value: short(text(head)).into(),
        fault: fault.into(),
        head: short(&head_line).into(),
        rule: rule.as_str().into(),
    };
    let first = lines[head.lines.start].clone();
    let indent = source[first.clone()].len() - source[first.clone()].trim_start().len();
    let mut slip = Slip::new(message, first.start + indent..first.end);
    for (i, row) in run.iter().enumerate() {
        let mut by = String::new();
        if i == 0 && row.lines.start > 0 {
            by.push_str(end);
        }
        if i == 1 && has_rule {
            by.push_str(&rule);
        } else {
            by.push_str(&written(&row.cells, columns));
        }
        if i == 0 && !has_rule {
            by.push_str(end);
            by.push_str(&rule);
        }
        let last = &lines[row.lines.end - 1];
        slip = slip.edit(lines[row.lines.start].start..last.end, &by);
    }
    let after = run[run.len() - 1].lines.end;
    if let Some(after) = lines.get(after) {
        let line = &source[after.clone()];
        let blank = line.len() - line.trim_start().len();
        slip = slip.edit(after.start..after.start + blank, end);
    }
    Some(slip)
}

/// The table whose rows are separate paragraphs from block `at` on: its slip, and the number of its
/// blocks. The rows may also belong to the table above; then even one row is enough.
pub(super) fn apart(source: &str, blocks: &[Block], at: usize) -> Option<(Slip, usize)> {
    let line = |block: &Block| {
        let text = bare(block.text(source, 0));
        let is_row = block.stand == Stand::Alone
            && block.lines.len() == 1
            && text.starts_with(SIGNS)
            && text.ends_with(SIGNS)
            && kind(text) == Some(Kind::Bars);
        is_row.then(|| block.lines[0].begin..block.lines[0].range.end)
    };
    let lines: Vec<Range<usize>> = blocks[at..].iter().map_while(line).collect();
    let (first, last) = (lines.first()?, lines.last()?);
    let above = source[..first.start].trim_end();
    let row_above = above.rsplit('\n').next().unwrap_or_default();
    // a note, and a row after several empty lines, are not rows of the table above
    let between = &source[above.len()..first.start];
    let is_note = bare(&source[first.clone()])
        .trim_start_matches(SIGNS)
        .trim()
        .starts_with('注');
    let belongs_above = bare(row_above).starts_with('|')
        && kind(row_above) == Some(Kind::Bars)
        && between.matches('\n').count() == 2
        && !is_note;
    let cells = |line: &Range<usize>| -> Vec<String> {
        let text = &source[line.clone()];
        bars(text, &SIGNS).into_iter().map(str::to_owned).collect()
    };
    let rows: Vec<Vec<String>> = lines.iter().map(cells).collect();
    let columns = rows.iter().map(Vec::len).max()?;
    let end = if source[..last.end].contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let rule = format!("|{}", "---|".repeat(columns));
    let message = Message::TableMark {
        value: short(&source[first.clone()]).into(),
        fault: words("各行之间有空行", "there are empty lines between its rows").into(),
        head: short(&written(&rows[0], columns)).into(),
        rule: rule.as_str().into(),
    };
    let slip = Slip::new(message, first.clone());
    if belongs_above {
        let starts = [above.len()]
            .into_iter()
            .chain(lines.iter().map(|line| line.end));
        let gaps = starts.zip(&lines).map(|(from, line)| from..line.start);
        return Some((
            gaps.fold(slip, |slip, gap| slip.edit(gap, end)),
            lines.len(),
        ));
    }
    if rows.len() < 2 || columns < 2 || is_rule(&rows[0]) {
        return None;
    }
    let mut text: Vec<String> = rows.iter().map(|row| written(row, columns)).collect();
    match is_rule(&rows[1]) {
        true => text[1] = rule,
        false => text.insert(1, rule),
    }
    let slip = slip.edit(first.start..last.end, &text.join(end));
    Some((slip, lines.len()))
}

/// The block that contains a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// In no other block.
    Nothing,
    /// In an item, a quotation or a note.
    Block,
}

/// The slip of a row, in a table with `columns` columns.
pub(super) fn row(
    source: &str,
    range: &Range<usize>,
    columns: usize,
    around: Around,
) -> Option<Slip> {
    let line = source.get(range.clone())?.trim_end();
    let text = bare(line);
    let range = range.start..range.start + line.len();
    let is_wide = text.contains('｜') && !text.contains('|');
    if is_wide && text.starts_with('｜') && text.ends_with('｜') && text.matches('｜').count() > 2
    {
        let right = written(&bars(text, &SIGNS), 0);
        let message = Message::TableMark {
            value: short(text).into(),
            fault: words("竖线“｜”是全角的", "its bars are full-width").into(),
            head: short(&right).into(),
            rule: "|---|".into(),
        };
        return Some(Slip::new(message, range.clone()).edit(range, &right));
    }
    if !text.contains(['|', '｜', '\t']) {
        let is_below = columns > 1 && around == Around::Nothing && !text.is_empty();
        let begin = line_begin(source, range.start);
        let end = if source[..begin].ends_with("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        return is_below.then(|| {
            let value = short(text).into();
            Slip::new(Message::LineBelowTable { value }, range).edit(begin..begin, end)
        });
    }
    let cells = bars(text, &['|']);
    let lost = cells.get(columns..).filter(|lost| !lost.is_empty())?;
    let message = Message::ExtraCell {
        value: short(text).into(),
        count: cells.len().into(),
        columns: columns.into(),
        lost: short(&lost.join("、")).into(),
    };
    Some(Slip::new(message, range))
}
