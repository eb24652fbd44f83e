//! Takes text and the place of a number; finds the word before the number that says what it is. If
//! there are several words, the nearest decides: in 编号12的户主手机13900000000, the number is a telephone
//! number because of 手机 (mobile). This file must not know the forms of numbers.

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
    /// A telephone number, or a person whose telephone number follows.
    Telephone,
    /// A passport.
    Passport,
    /// The certificate of a military officer, a soldier or a police officer.
    Service,
    /// A travel or residence permit.
    Permit,
    /// The number of a thing, such as a case, a contract or an enterprise's permit.
    Thing,
}

const WORDS: [(Named, &[&str]); 8] = [
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
            "手机",
            "电话",
            "電話",
            "联系",
            "聯繫",
            "致电",
            "拨打",
            "微信",
            "姓名",
            "户主",
            "本人",
            "申请人",
            "经办人",
            "负责人",
            "法定代表人",
            "办理人",
            "当事人",
            "mobile",
            "phone",
            "tel",
            "Mobile",
            "Phone",
            "Tel",
            "TEL",
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
        ],
    ),
];

/// All words by their last character. At each character of a label, only the words that end with
/// this character are compared. Of several words with the same end, the longest comes first,
/// because it says most.
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

/// The label of a number is at most this many characters before the number.
const REACH: usize = 24;

/// The text before a number in which its label may be: at most 24 characters, of the same line and
/// sentence.
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
    let label = label(text, at);
    WORDS
        .iter()
        .filter(|(kind, _)| *kind == named)
        .any(|(_, words)| words.iter().any(|word| label.contains(word)))
}

/// The meaning of the nearest word in the label, and the text between that word and the number.
fn nearest(text: &str, at: usize) -> Option<(Named, &str)> {
    let label = label(text, at);
    label.char_indices().rev().find_map(|(at, c)| {
        let (until_here, between) = label.split_at(at + c.len_utf8());
        let first = BY_END.partition_point(|(last, ..)| *last < c);
        let mut words = BY_END[first..].iter().take_while(|(last, ..)| *last == c);
        let (.., kind) = words.find(|(_, word, _)| until_here.ends_with(word))?;
        Some((*kind, between))
    })
}

/// The heading of a column is within this many bytes before a number.
const HEADING_REACH: usize = 8 << 10;

/// Whether a number fills a cell of a table, and a cell before it is a heading with a word of this
/// kind. A cell is a line, or a part of a line of CSV or Markdown.
pub(super) fn is_headed(text: &str, number: Range<usize>, named: Named) -> bool {
    let is_end = |c: char| matches!(c, '\n' | '\t' | '|' | ',' | '，');
    let is_blank = |c: char| matches!(c, ' ' | '\u{3000}' | '"' | '\'' | '\r' | '*');
    let is_after_end = text[..number.start]
        .trim_end_matches(is_blank)
        .ends_with(is_end);
    let after = text[number.end..].trim_start_matches(is_blank);
    if !is_after_end || !after.chars().next().is_none_or(is_end) {
        return false;
    }
    let from = text.floor_char_boundary(number.start.saturating_sub(HEADING_REACH));
    let before = &text[from..number.start];
    let is_heading = |(at, word): (usize, &str)| {
        let (head, tail) = (&before[..at], &before[at + word.len()..]);
        let cell = || {
            let head = head.chars().rev().take_while(|c| !is_end(*c));
            head.chain(tail.chars().take_while(|c| !is_end(*c)))
                .take(20)
        };
        cell().count() < 20 && !cell().any(char::is_numeric)
    };
    WORDS
        .iter()
        .filter(|(kind, _)| *kind == named)
        .flat_map(|(_, words)| *words)
        .any(|word| before.rmatch_indices(word).take(3).any(is_heading))
}

/// What the nearest word before a number says about it. `None` if another number, a new clause or
/// more than twelve letters are between them; a remark in parentheses does not count.
pub(super) fn names(text: &str, at: usize) -> Option<Named> {
    named(text, at).map(|(named, _)| named)
}

/// What the nearest word before a number says about the number, if only words such as 号码 (number)
/// and 是 (is) are between the two.
pub(super) fn names_closely(text: &str, at: usize) -> Option<Named> {
    let (named, between) = named(text, at)?;
    let is_link = |c: char| !c.is_alphabetic() || "号码为是证字第军编本的號碼為Nno".contains(c);
    between.chars().all(is_link).then_some(named)
}

/// What the word directly after a number says about it, as in 持E12345678号护照.
pub(super) fn names_after(text: &str, end: usize) -> Option<Named> {
    let after = text[end..].trim_start_matches(['号', '號', '普', '通', ' ']);
    let documents = [Named::Passport, Named::Permit];
    let mut words = WORDS.iter().filter(|(named, _)| documents.contains(named));
    let found = words.find(|(_, words)| words.iter().any(|word| after.starts_with(word)));
    found.map(|(named, _)| *named)
}

/// The same as [`names`], with the text between the word and the number.
fn named(text: &str, at: usize) -> Option<(Named, &str)> {
    // a shortcut: most numbers are in lists, and only the first number of a list can have a label
    let before = text[..at].trim_end_matches([' ', '\n', '-', '|', '"', '\t']);
    if before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ',' | '，' | '、')) {
        return None;
    }
    let (named, between) = nearest(text, at)?;
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
