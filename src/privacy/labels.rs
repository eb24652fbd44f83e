//! Takes text and the place of a number; finds the nearest word before the number that says what
//! the number is. 编号12的户主手机13900000000 is a telephone number because of 手机 (mobile).
//! `forms.rs` knows the forms of numbers. This file must not know the forms of numbers.

use super::markup::END_OF_CELL;
use memchr::memmem;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// What a word before a number says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A person's identity number.
    Person,
    /// A bank card or an account.
    Account,
    /// An account that is plainly an organisation's.
    PublicAccount,
    /// A telephone number.
    Telephone,
    /// A person, whose telephone number may follow.
    Holder,
    /// A passport.
    Passport,
    /// The certificate of a military officer, a soldier or a police officer.
    Service,
    /// A travel or residence permit.
    Permit,
    /// The number of a thing, such as a case, a contract or an enterprise's permit.
    Thing,
}

const WORDS: [(Named, &[&str]); 9] = [
    (
        Named::Person,
        &[
            "身份证",
            "身份號",
            "身份号",
            "证件号",
            "證件號",
            "公民身份",
            "公民號",
            "身份证编号",
            "证件编号",
        ],
    ),
    (
        Named::Account,
        &[
            "卡号",
            "账（卡）号",
            "账(卡)号",
            "卡（账）号",
            "卡(账)号",
            "账号",
            "帐号",
            "賬號",
            "帳號",
            "银行卡",
            "账户",
            "帐户",
            "一卡通",
            "存折",
            "社保卡",
        ],
    ),
    (
        Named::PublicAccount,
        &[
            "对公",
            "基本户",
            "基本存款",
            "专户",
            "国库",
            "非税",
            "缴款",
            "缴费",
            "捐赠",
            "捐款",
            "保证金",
            "收款单位",
            "收款账",
            "收款帐",
            "单位账",
            "开户单位",
            "财政",
        ],
    ),
    (
        Named::Telephone,
        &[
            "手机", "电话", "電話", "联系", "聯繫", "致电", "拨打", "微信", "mobile", "phone",
            "tel", "Mobile", "Phone", "Tel", "TEL",
        ],
    ),
    (
        Named::Holder,
        &[
            "姓名",
            "户主",
            "本人",
            "申请人",
            "经办人",
            "负责人",
            "法定代表人",
            "办理人",
            "当事人",
        ],
    ),
    (
        Named::Passport,
        &[
            "护照",
            "護照",
            "护照编号",
            "passport",
            "Passport",
            "PASSPORT",
        ],
    ),
    (
        Named::Service,
        &[
            "军官证",
            "士兵证",
            "警官证",
            "士官证",
            "文职证",
            "文职人员证",
            "军人证",
            "退伍证",
            "退役证",
            "文职干部证",
        ],
    ),
    (
        Named::Permit,
        &[
            "通行证",
            "港澳通行证编号",
            "台湾通行证编号",
            "内地通行证编号",
            "大陆通行证编号",
            "台胞证",
            "回乡证",
            "居留证",
            "居留许可",
            "港澳证",
            "臺胞證",
        ],
    ),
    (
        Named::Thing,
        &[
            "编号",
            "代码",
            "索引",
            "文号",
            "流水号",
            "单号",
            "许可证",
            "注册号",
            "凭证",
            "批号",
            "户号",
            "税号",
            "登记号",
            "档号",
            "合同号",
            "借据号",
            "收据号",
            "发票号",
            "保单号",
            "识别码",
            "标识码",
            "识别号",
            "序列号",
            "出厂号",
        ],
    ),
];

/// All words by their last character, because a label is compared from its end. Of the words with
/// the same last character, the longest comes first.
static BY_END: LazyLock<Vec<(char, &str, Named)>> = LazyLock::new(|| {
    let words = WORDS
        .iter()
        .flat_map(|(kind, words)| words.iter().map(|word| (*word, *kind)));
    let mut all: Vec<(char, &str, Named)> = words
        .filter_map(|(word, kind)| Some((word.chars().next_back()?, word, kind)))
        .collect();
    all.sort_by_key(|(last, word, _)| (*last, std::cmp::Reverse(word.len())));
    all
});

/// All words, each prepared for a search. A list of accounts makes a search for every number.
static FINDERS: LazyLock<Vec<(Named, &str, memmem::Finder<'static>)>> = LazyLock::new(|| {
    let words = WORDS
        .iter()
        .flat_map(|(kind, words)| words.iter().map(|word| (*kind, *word)));
    words
        .map(|(kind, word)| (kind, word, memmem::Finder::new(word)))
        .collect()
});

/// The maximum distance of a label before its number, in characters.
const REACH: usize = 24;

/// The text before a number that may be its label: at most 24 characters of its line, after the
/// last full stop or semicolon.
pub fn label(text: &str, at: usize) -> &str {
    let is_end = |c: char| matches!(c, '\n' | '。' | '；' | ';');
    let from = text[..at]
        .char_indices()
        .rev()
        .take(REACH)
        .take_while(|(_, c)| !is_end(*c))
        .last()
        .map_or(at, |(i, _)| i);
    &text[from..at]
}

/// Whether the label has a word of this kind anywhere.
pub(super) fn mentions(text: &str, at: usize, named: Named) -> bool {
    let label = unspaced(label(text, at));
    let mut words = WORDS.iter().filter(|(kind, _)| *kind == named);
    words.any(|(_, words)| words.iter().any(|word| label.contains(word)))
}

/// The same as [`mentions`], for the line above the label. In a form, the lines 证件类型：护照 and
/// 证件号码：E12345678 are below one another.
pub(super) fn mentions_above(text: &str, at: usize, named: Named) -> bool {
    let start = at - label(text, at).len();
    let above = text[..start].strip_suffix('\n');
    above.is_some_and(|above| mentions(above, above.len(), named))
}

/// Whether an account is an organisation's: the label says so, or the name of the holder before the
/// number, in the same line or in the line above, is that of an organisation.
pub(super) fn is_public_account(text: &str, at: usize) -> bool {
    const ENDS: [&str; 13] = [
        "局",
        "院",
        "公司",
        "中心",
        "会",
        "政府",
        "学校",
        "小学",
        "中学",
        "银行",
        "集团",
        "合作社",
        "大队",
    ];
    let own = label(text, at);
    let above = text[..at - own.len()].strip_suffix('\n');
    let above = above.map_or("", |above| label(above, above.len()));
    let is_organisation = |label: &str| {
        let label = unspaced(label);
        let name = ["户名", "名称"]
            .iter()
            .find_map(|word| label.split_once(word));
        let name = name.map_or("", |(_, name)| {
            name.trim_start_matches(['：', ':', '|', ' '])
        });
        let name = name
            .split(['，', ',', '、', '|', ' '])
            .next()
            .unwrap_or_default();
        // the name of a person is shorter
        name.chars().count() > 3 && ENDS.iter().any(|end| name.trim_end().ends_with(end))
    };
    mentions(text, at, Named::PublicAccount) || is_organisation(own) || is_organisation(above)
}

/// The meaning of the nearest word in a label, and the text between that word and the number.
fn nearest(label: &str) -> Option<(Named, &str)> {
    label.char_indices().rev().find_map(|(at, c)| {
        let (until_here, between) = label.split_at(at + c.len_utf8());
        let first = BY_END.partition_point(|(last, ..)| *last < c);
        let mut words = BY_END[first..].iter().take_while(|(last, ..)| *last == c);
        let (.., kind) = words.find(|(_, word, _)| until_here.ends_with(word))?;
        Some((*kind, between))
    })
}

/// A label without the spaces between Han characters, as in 账　　号.
fn unspaced(label: &str) -> Cow<'_, str> {
    let is_space = |c: char| c != '\n' && c.is_whitespace();
    if !label.contains(is_space) {
        return Cow::Borrowed(label);
    }
    let is_han = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let kept = |(at, c): &(usize, char)| {
        let (before, after) = (label[..*at].trim_end(), label[*at..].trim_start());
        !(is_space(*c) && is_han(before.chars().next_back()) && is_han(after.chars().next()))
    };
    Cow::Owned(label.char_indices().filter(kept).map(|(_, c)| c).collect())
}

/// A label without the remarks in parentheses, as in 账号（农信社）.
fn without_remarks(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut rest = label;
    while let Some((before, after)) = rest.split_once(['（', '(']) {
        let Some((_, after)) = after.split_once(['）', ')']) else {
            break;
        };
        out.push_str(before);
        rest = after;
    }
    out + rest
}

/// The heading of a column is within this many bytes before a number.
const HEADING_REACH: usize = 8 << 10;

/// Whether the last 600 bytes before a place speak of the number of an identity document, and not
/// only of the document. A name of the permits of Taiwan residents is enough, because these have
/// numbers without letters.
pub(super) fn says_number(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(600));
    let near = unspaced(&text[from..at]);
    [
        "照号",
        "证号",
        "件号",
        "号码",
        "编号",
        "字第",
        "No",
        "NO",
        "台胞证",
        "台湾居民",
    ]
    .iter()
    .any(|word| near.contains(word))
}

/// Whether a number fills a cell, and a cell before it is a heading with a word of the kind
/// `named`. A cell is a line, a part of a line of CSV or Markdown, or a cell of an HTML table.
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
        let is_other = tail.starts_with(['数', '类', '种', '费', '余', '管', '办', '用']);
        cell().count() < 20 && !cell().any(char::is_numeric) && !is_other
    };
    let mut words = FINDERS.iter().filter(|(kind, ..)| *kind == named);
    words.any(|(_, word, finder)| {
        let places: Vec<usize> = finder.find_iter(before.as_bytes()).collect();
        let mut last = places.into_iter().rev().take(3);
        last.any(|at| is_heading((at, word)))
    })
}

/// The same as [`is_headed`], but if bars, tabs or commas separate the cells of the number's row,
/// the heading must be in the same column of a row above.
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

/// Whether a number follows a cell that is nothing but a label of this kind, as in 手机号,139,….
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

/// Whether a number is an amount of money: the words directly before it or the heading of its column
/// say so, as in 教育支出,13600000000 or below 决算数.
pub(super) fn is_sum(text: &str, at: usize) -> bool {
    const ROWS: [&str; 11] = [
        "收入", "支出", "合计", "总计", "总额", "余额", "资产", "负债", "利润", "产值", "GDP",
    ];
    const PERSONS: &str = "电话|手机|联系|号码|经办|负责人|姓名|证号|凭证|管理员";
    const COLUMNS: [&str; 15] = [
        "金额",
        "收入",
        "支出",
        "预算",
        "决算",
        "合计",
        "总计",
        "总额",
        "余额",
        "资产",
        "负债",
        "利润",
        "产值",
        "（元）",
        "(元)",
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
    let of_row = text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at].trim_start_matches('|');
    let first = of_row.split(['|', '\t', ',']).next().unwrap_or_default();
    // a telephone is no amount, whatever the words beside it are
    let is_person = |cell: &str| PERSONS.split('|').any(|word| cell.contains(word));
    if is_person(first) || is_person(before) || heading.is_some_and(is_person) {
        return false;
    }
    !is_first && ROWS.iter().any(|word| row.ends_with(word))
        || heading.is_some_and(|cell| COLUMNS.iter().any(|word| cell.contains(word)))
}

/// Whether the heading of a number's column says that the column has the numbers of such documents,
/// as in 军官证号. A column 军官证 may also have quantities.
pub(super) fn is_numbered(text: &str, at: usize, named: Named) -> bool {
    let mut words = WORDS.iter().filter(|(kind, _)| *kind == named);
    heading(text, at).is_some_and(|cell| {
        let is_of_numbers = ["号", "号码", "编号"].iter().any(|end| cell.ends_with(end));
        is_of_numbers && words.any(|(_, words)| words.iter().any(|word| cell.contains(word)))
    })
}

/// The heading of the column in which a number is: the nearest cell above it that has text and no
/// digits, if bars, tabs or commas separate the cells.
fn heading(text: &str, at: usize) -> Option<&str> {
    let from = text.floor_char_boundary(at.saturating_sub(HEADING_REACH / 4));
    let line = from + text[from..at].rfind('\n')? + 1;
    let own = &text[line..at];
    let mark = own.chars().find(|c| matches!(c, '|' | '\t' | ','))?;
    let column = own.matches(mark).count();
    let rows = text[from..line].lines().rev();
    rows.take_while(|row| row.contains(mark))
        .filter_map(|row| row.split(mark).nth(column))
        .map(|cell| cell.trim_matches(|c| is_padding(c) || matches!(c, '-' | ':')))
        .find(|cell| !cell.is_empty() && !cell.contains(char::is_numeric))
}

/// Whether a character ends a cell of a table.
fn ends_cell(c: char) -> bool {
    matches!(c, '\n' | '\t' | '|' | ',' | '，' | END_OF_CELL)
}

/// Whether a character may be between a number and the border of its cell.
fn is_padding(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '"' | '\'' | '\r' | '*' | '\u{200b}')
}

/// Whether a character may be between a label and its number: any character that is not a letter,
/// and the characters of words such as 号码 (number) and 是 (is).
fn is_link(c: char) -> bool {
    !c.is_alphabetic() || "号码为是证字第军编本的號碼為Nno".contains(c)
}

/// What the nearest word before a number says about it. `None` if there is no such word, if the
/// number is in a list and not the first of it, or if another number, a new clause or more than
/// twelve letters are between the two; a remark in parentheses does not count.
pub(super) fn names(text: &str, at: usize) -> Option<Named> {
    if is_in_list(text, at) {
        return None;
    }
    said(&unspaced(label(text, at)), |label| {
        named(label).map(|(named, _)| named)
    })
}

/// What the nearest word before a number says about the number. Only a remark in parentheses, the
/// series of a certificate (南字第) and words such as 号码 (number) and 是 (is) may be between the
/// two.
pub(super) fn names_closely(text: &str, at: usize) -> Option<Named> {
    if is_in_list(text, at) {
        return None;
    }
    said(&unspaced(label(text, at)), |label| {
        let (named, between) = named(label)?;
        let (series, between) = between.rsplit_once("字第").unwrap_or(("", between));
        let letters = series.chars().filter(|c| !is_link(*c)).count();
        (letters <= 2 && between.chars().all(is_link)).then_some(named)
    })
}

/// What a label says. If it says nothing, or if its nearest word is a person, the label is read
/// again without its remarks, as in 身份证号（本人）.
fn said(label: &str, read: impl Fn(&str) -> Option<Named>) -> Option<Named> {
    let said = read(label);
    match said {
        None | Some(Named::Holder) if label.contains(['（', '(']) => {
            read(&without_remarks(label)).or(said)
        }
        _ => said,
    }
}

/// Whether a label of this kind is directly before a number. There may be white space and ends of
/// lines between the two.
pub(super) fn is_under(text: &str, at: usize, named: Named) -> bool {
    let above = text[..at].trim_end();
    names_closely(text, above.len()) == Some(named)
}

/// What the word directly after a number says, as in 持E12345678号护照. Only words for passports
/// and permits are looked for.
pub(super) fn names_after(text: &str, end: usize) -> Option<Named> {
    let after = text[end..].trim_start_matches(['号', '號', '普', '通', ' ']);
    let documents = [Named::Passport, Named::Permit];
    let mut words = WORDS.iter().filter(|(named, _)| documents.contains(named));
    let found = words.find(|(_, words)| words.iter().any(|word| after.starts_with(word)));
    found.map(|(named, _)| *named)
}

/// Whether another number or a comma is directly before a number. Most numbers are in lists, and
/// only the first number of a list can have a label.
fn is_in_list(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\n', '-', '|', '"', '\t']);
    before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ',' | '，' | '、'))
}

/// What the nearest word of a label says, with the text between the word and the number; `None` as
/// in [`names`].
fn named(label: &str) -> Option<(Named, &str)> {
    let (named, between) = nearest(label)?;
    let (mut depth, mut letters) = (0, 0);
    for c in between.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            _ if depth > 0 && between.contains(['）', ')']) => {}
            '，' | '、' | ',' | '！' | '？' => return None,
            _ if c.is_numeric() => return None,
            _ => letters += usize::from(c.is_alphabetic()),
        }
    }
    (letters <= 12).then_some((named, between))
}
