//! Takes text and the place of a number; finds the nearest word before the number that says what
//! the number is. 编号12的户主手机13900000000 is a telephone number because of 手机 (mobile).
//! `forms.rs` knows the forms of numbers. This file must not know the forms of numbers.

use memchr::memmem;
use std::borrow::Cow;
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

pub(super) const WORDS: [(Named, &[&str]); 9] = [
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
            "居留身份证",
            "居留许可",
            "港澳证",
            "臺胞證",
        ],
    ),
    (
        Named::Thing,
        &[
            "编号",
            "编码",
            "代码",
            "准考证",
            "准考证号",
            "报名序号",
            "报名号",
            "考生号",
            "条形码",
            "报告号",
            "车通行证",
            "车辆通行证",
            "运输通行证",
            "水表号",
            "电表号",
            "气表号",
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

/// All words, each prepared for a search, because a list of accounts needs a search for every
/// number.
pub(super) static FINDERS: LazyLock<Vec<(Named, &str, memmem::Finder<'static>)>> =
    LazyLock::new(|| {
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

/// Whether an account is an organisation's: the label says so, or the nearest holder that is named
/// before the number, in the same line or in the two lines above, is an organisation.
pub(super) fn is_public_account(text: &str, at: usize) -> bool {
    const HOLDERS: [&str; 9] = [
        "户名",
        "名称",
        "收款单位",
        "姓名",
        "收款人",
        "领款人",
        "持卡人",
        "户主",
        "本人",
    ];
    let is_organisation = |line: &str| {
        let line = unspaced(line);
        let is_bank = |end: usize| line[..end].ends_with("行名称");
        let words = HOLDERS.iter().flat_map(|word| {
            let ends = line.match_indices(word);
            ends.map(|(at, word)| at + word.len())
        });
        let name = words.filter(|end| !is_bank(*end)).max()?;
        let name = line[name..].trim_start_matches(['：', ':', '|', ' ']);
        let name = name.split(['，', ',', '、', '；', ';', '|', ' ']).next();
        Some(is_organisation_name(name.unwrap_or_default().trim_end()))
    };
    // without a bound, a long line with many accounts would take quadratic time
    let from = text.floor_char_boundary(at.saturating_sub(HOLDER_REACH));
    let mut before = text[from..at].rsplit('\n').take(1 + LINES_ABOVE);
    let said = before.find_map(|line| is_organisation(last_of(line)));
    mentions(text, at, Named::PublicAccount) || said == Some(true)
}

/// Whether a name is an organisation's, judged by its end. The name of a person is shorter.
pub(super) fn is_organisation_name(name: &str) -> bool {
    const ENDS: [&str; 14] = [
        "局",
        "院",
        "公司",
        "中心",
        "会",
        "政府",
        "学校",
        "小学",
        "中学",
        "幼儿园",
        "银行",
        "集团",
        "合作社",
        "大队",
    ];
    name.chars().count() > 3 && ENDS.iter().any(|end| name.ends_with(end))
}

/// The holder of an account is looked for in this many bytes before the account.
const HOLDER_REACH: usize = 600;

/// The number of lines above an account in which its holder may be named.
const LINES_ABOVE: usize = 2;

/// The part of a line after its last 。, at most 80 characters.
fn last_of(line: &str) -> &str {
    let before = line.char_indices().rev().take(80);
    let from = before.take_while(|(_, c)| *c != '。').last();
    &line[from.map_or(line.len(), |(i, _)| i)..]
}

/// The meaning of the nearest word in a label, and the text between that word and the number.
pub(super) fn nearest(label: &str) -> Option<(Named, &str)> {
    label.char_indices().rev().find_map(|(at, c)| {
        let (until_here, between) = label.split_at(at + c.len_utf8());
        let first = BY_END.partition_point(|(last, ..)| *last < c);
        let mut words = BY_END[first..].iter().take_while(|(last, ..)| *last == c);
        let (_, word, kind) = words.find(|(_, word, _)| until_here.ends_with(word))?;
        let of = until_here.strip_suffix(word).unwrap_or_default();
        match NUMBERINGS.contains(word) {
            true => numbered(of).map(|kind| (kind, between)),
            false => Some((*kind, between)),
        }
    })
}

/// General words for a number. The word before such a word says what is numbered, as in 合同编号.
const NUMBERINGS: [&str; 3] = ["编号", "编码", "代码"];

/// What the number of `of` is: of 银行卡 an account, of 合同 the number of a thing. `None` if it is a
/// person's number, as in 农户编码, because a card may be meant.
fn numbered(of: &str) -> Option<Named> {
    const PERSONS: [&str; 8] = [
        "人员",
        "个人",
        "农户",
        "户主",
        "居民",
        "职工",
        "学生",
        "收款人",
    ];
    if PERSONS.iter().any(|person| of.ends_with(person)) {
        return None;
    }
    match nearest(of) {
        Some((kind @ (Named::Account | Named::Telephone | Named::Person), "")) => Some(kind),
        _ => Some(Named::Thing),
    }
}

/// A label without the spaces between Han characters, as in 账　　号.
pub(super) fn unspaced(label: &str) -> Cow<'_, str> {
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
pub(super) fn without_remarks(label: &str) -> String {
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

/// Whether the last 600 bytes before a place speak of the number of an identity document, and not
/// only of the document. A name of the permits of Taiwan residents is enough, because these permits
/// have numbers without letters.
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

/// Whether a character may be between a label and its number: any character that is not a letter,
/// and the characters of words such as 号码 (number) and 是 (is).
pub(super) fn is_link(c: char) -> bool {
    !c.is_alphabetic() || "号码为是证字第军编本的號碼為Nno".contains(c)
}

/// What the nearest word before a number says about it. `None` if there is no such word, or if the
/// number is in a list and is not the first there. Also `None` if another number, a new clause or
/// more than twelve letters are between the word and the number. A remark in parentheses does not
/// count.
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
