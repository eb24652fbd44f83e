//! Takes the text of a value; judges by its form what it is, and gives it in the form of the front
//! matter. This file must not know where on the page the value was.

use super::page::CELL;
use crate::catalogue::secrecy::disclosed;
use crate::catalogue::value::{self, Disclosure, ReadDate, Validity};
use crate::catalogue::{Field, FieldKind};
use crate::diag::{Words, words};
use crate::fold::{fold, is_han};
use crate::parse::front_matter::is_nothing;
use regex::Regex;
use std::sync::LazyLock;

pub(super) fn pattern(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

pub(super) static INDEX_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^[0-9A-Za-z]{6,20}[-/][0-9A-Za-z]{0,12}[-/]?\d{4,6}(?:[-/]?\d{3,8})?$")
});
pub(super) static DOCUMENT_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"[\p{Han}]{1,20}\s*[〔\[［(（【﹝]\s*(?:19|20)\d\d\s*[〕\]］)）】﹞]\s*第?\s*\d{1,5}\s*号",
    )
});
pub(super) static ORDER_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^\p{Han}{2,20}令?\s*\(?第?\s*[0-9一二三四五六七八九十百零〇]{1,6}\s*号\)?$")
});
/// The number of an announcement, whose year has no brackets: 某某局公告2022年第3号.
pub(super) static YEAR_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^\p{Han}{2,30}(?:公告|通告|令)\s*(?:19|20)\d\d\s*年\s*第\s*\d{1,5}\s*号$")
});
/// A number without the word before it, as minutes have it: 〔2024〕6号, 第6期.
pub(super) static BARE_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^[〔\[［(（](?:(?:19|20)\d\d[〕\]］)）]第?\d{1,4}[号期]|第\d{1,4}[号期][)）])$|^第\d{1,4}[号期]$",
    )
});
pub(super) static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:19|20)\d\d\s*(?:[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}|年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)(?:\s+\d{1,2}:\d\d(?::\d\d)?)?",
    )
});
pub(super) static GENRE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "(?:通知|意见|决定|决议|办法|规定|细则|规则|方案|预案|公告|通告|公报|通报|请示|议案|通令|报告|报表|年报|批复|答复|复函|函|纪要|命令|条例|规划|计划|章程|制度|指南|目录|要点|解读|公示|名单|标准|指引|清单|职责|简介|总结|讲话|须知|流程|说明|令|法|安排|措施|预算|决算|启事|倡议书|公开信|告知书|决定书|通知书|责任书|汇编|问答|工作情况|概况|情况通报|名册|提示|承诺书|一览表|统计表|公开表|明细表|申请表)[》”]?(?:[（(][^（()）]{1,20}[)）])?$",
    )
});
pub(super) static BODY_SUFFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "(?:政府|办公室|办公厅|委员会|党组|局|厅|部|委|办|院|署|站|所|处|中心|管委会|街道|镇|乡|区|县|市|馆|队|协会|公司|学校|法院|检察院|领导小组|指挥部|大学|中学|小学|高中|幼儿园|联合会|工会|学会|基金会|联盟|集团|银行|总社)(?:[（(][^（()）]{1,12}[)）])?$",
    )
});

pub(super) fn is_match(pattern: &Option<Regex>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|p| p.is_match(text))
}

pub(super) fn find<'t>(pattern: &Option<Regex>, text: &'t str) -> Option<&'t str> {
    pattern.as_ref()?.find(text).map(|m| m.as_str())
}

/// Endings of names of sites and columns, and of texts in a page's frame.
static PORTAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "(?:网|网站|门户|平台|专栏|首页|系统|频道|在线|官网|客户端|(?:信息|政务|财政|法定)公开|信息公开(?:目录|指南|年报|制度|平台|专栏))$",
    )
});

/// Names of columns that look like titles.
const COLUMNS: [&str; 26] = [
    "通知公告",
    "公示公告",
    "公告公示",
    "政策文件",
    "政策解读",
    "部门文件",
    "政府文件",
    "规范性文件",
    "其他文件",
    "法规文件",
    "政策法规",
    "规划计划",
    "财政预算",
    "财政决算",
    "预算决算",
    "工作动态",
    "新闻动态",
    "人事任免",
    "政府公报",
    "政府工作报告",
    "工作报告",
    "信息公开指南",
    "信息公开目录",
    "信息公开年报",
    "法定主动公开内容",
    "行政规范性文件",
];

/// Whether a text is the name of a site, a column or a body, not the title of a document.
pub(super) fn is_portal(text: &str) -> bool {
    let text = squeeze(text);
    COLUMNS.contains(&text.as_str())
        || text.chars().count() <= 30
            && !text.contains("关于")
            && (is_match(&PORTAL, &text) || is_match(&BODY_SUFFIX, &text))
}

/// Whether a text has several English words and no Chinese character.
pub(super) fn is_english(text: &str) -> bool {
    let is_word = |w: &&str| w.chars().filter(char::is_ascii_alphabetic).count() >= 2;
    !text.chars().any(is_han) && text.split_whitespace().filter(is_word).count() >= 3
}

/// Removes white space, bullets, semicolons and the separators of cells at both ends of a text.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || c == CELL
            || matches!(
                c,
                '\u{feff}' | '\u{200b}' | '|' | '｜' | '│' | '•' | '·' | ';' | '；'
            )
    })
}

/// A text without white space and separators of cells.
pub(super) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != CELL && *c != '\u{200b}')
        .collect()
}

/// The greatest length of a possible date, in bytes with white space.
const LONGEST_DATE: usize = 200;

pub(super) fn is_date(text: &str) -> bool {
    text.len() <= LONGEST_DATE
        && matches!(
            value::date(&squeeze(text)),
            ReadDate::Canonical(..) | ReadDate::Understood(..)
        )
}

/// The line that a publishing system writes below a title: a date in figures, perhaps with a time,
/// a few words, or the source.
static DATELINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:19|20)\d\d([-/.])\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d\d(?::\d\d)?)?(?:[^，。；：、至到起~～—-]{0,30}|\s*(?:信息)?(?:来源|作者|稿源|编辑)[:：][^。；]{0,60})$",
    )
});

/// Whether a line looks like the day of publication below a title: a date with at most a few words
/// after it.
pub(super) fn is_dateline(line: &str) -> bool {
    is_match(&DATELINE, trim(line))
}

/// Whether the values of a field can be recognised by their form.
pub(super) fn is_typed(field: Field) -> bool {
    is_dated(field)
        || matches!(
            field,
            Field::IndexNumber | Field::DocumentNumber | Field::Validity | Field::Disclosure
        )
}

pub(super) fn is_dated(field: Field) -> bool {
    field.kind() == FieldKind::Date
}

pub(super) fn fits(field: Field, text: &str) -> bool {
    match field {
        Field::IndexNumber => is_match(&INDEX_NUMBER, text),
        Field::DocumentNumber => {
            find(&DOCUMENT_NUMBER, text).is_some_and(|m| m == text)
                || is_match(&ORDER_NUMBER, text)
                || is_match(&YEAR_NUMBER, text)
        }
        Field::Validity => validity(text).is_some(),
        Field::Disclosure => disclosed(text).is_some(),
        _ => typed(field, text).is_some(),
    }
}

/// Whether a text may be the value of a label with this field. An office may have its own form of
/// index numbers.
pub(super) fn may_be(field: Field, text: &str) -> bool {
    match field {
        Field::IndexNumber => typed(field, text).is_some(),
        _ => fits(field, text),
    }
}

/// The validity that a text states in a usual form, such as 全文废止 (wholly repealed) or
/// 已宣布失效 (declared invalid).
pub(super) fn validity(text: &str) -> Option<Validity> {
    const BEFORE: [&str; 9] = [
        "全文", "整体", "现已", "已经", "已", "现", "宣布", "自动", "文件",
    ];
    let mut rest = text;
    loop {
        let found = match rest {
            "作废" | "停止执行" => Some(Validity::Repealed),
            _ => Validity::find(rest).or_else(|| validity_in_english(rest)),
        };
        if found.is_some() {
            return found;
        }
        rest = BEFORE.iter().find_map(|before| rest.strip_prefix(before))?;
    }
}

/// Whether two values of a field contradict each other. A date agrees with itself at any time of
/// day.
pub(super) fn differs(field: Field, known: &[String], other: &[String]) -> bool {
    let alike = |texts: &[String]| -> String {
        let text = fold(&squeeze(&texts.concat()));
        if is_dated(field) {
            text.chars().take(10).collect()
        } else {
            text
        }
    };
    alike(known) != alike(other)
}

/// A value in the form of the front matter, with a doubt about it if there is one.
pub(super) type Typed = (Vec<String>, Option<Words>);

/// Reads a value and gives it in the form of the front matter; gives `None` if it cannot be read.
pub(super) fn typed(field: Field, text: &str) -> Option<Typed> {
    match field {
        _ if is_dated(field) => typed_date(field, text),
        Field::IndexNumber => typed_index_number(text),
        Field::DocumentNumber => typed_document_number(text),
        Field::Validity => {
            let text = text.trim_matches(|c: char| "（）()[]【】".contains(c));
            validity(text).map(|v| (vec![v.label().to_owned()], None))
        }
        Field::Disclosure => typed_disclosure(text),
        _ if field.kind() == FieldKind::List => Some((items(text), None)),
        // an English name of a body has at least three words; a shorter name is that of a user
        Field::Issuer if !text.chars().any(is_han) && !is_english(text) => None,
        Field::Issuer | Field::Publisher | Field::Source => Some(typed_body(text)),
        _ => Some((one_line(text), None)),
    }
}

/// The beginning of an index number after a label without a colon.
static INDEX_BEGIN: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^[0-9A-Za-z]{1,20}[-/][0-9A-Za-z/-]*\d{3}"));

/// Whether a text begins with a value in the form of this field's values; false if they have no
/// recognisable form.
pub(super) fn leading(field: Field, text: &str) -> bool {
    let text = text.trim_start();
    let begins = |pattern: &Option<Regex>| {
        let found = pattern.as_ref().and_then(|p| p.find(text));
        found.is_some_and(|m| m.start() == 0)
    };
    match field {
        Field::IndexNumber => begins(&INDEX_BEGIN),
        Field::DocumentNumber => begins(&DOCUMENT_NUMBER),
        Field::Validity => Validity::ALL.iter().any(|v| text.starts_with(v.label())),
        Field::Disclosure => Disclosure::ALL.iter().any(|d| text.starts_with(d.label())),
        _ => is_dated(field) && begins(&DATE),
    }
}

/// Whether an index number or document number has its usual form and nothing else around it. For
/// other fields, the answer is always `true`.
pub(super) fn is_whole(field: Field, texts: &[String]) -> bool {
    !matches!(field, Field::IndexNumber | Field::DocumentNumber) || fits(field, &texts.concat())
}

fn one_line(text: &str) -> Vec<String> {
    vec![text.split_whitespace().collect::<Vec<_>>().join(" ")]
}

/// A day as English pages write it: April 6, 2021, 6 April 2021.
static ENGLISH_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?,? ?|(\d{1,2})(?:st|nd|rd|th)? ([A-Z][a-z]{2,8})\.?,? )((?:19|20)\d\d)$",
    )
});

/// The doubt about a value that the original states in other words.
fn in_other_words(text: &str) -> Words {
    words(
        format!("在原件中写作“{text}”"),
        format!("the page says `{text}`"),
    )
}

/// A date as programs write it by default: Thu Mar 04 00:00:00 CST 2021.
static ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^[A-Z][a-z]{2},? ([A-Z][a-z]{2}) (\d{1,2}) \d{1,2}:\d\d:\d\d (?:[A-Z]{3}|[A-Z]{3}[+-]\d\d:?\d\d) ((?:19|20)\d\d)$",
    )
});

/// A date with the English name of its month, in figures.
fn english(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let day = |year: &str, name: &str, day: &str| {
        let short =
            |m: &&str| m.starts_with(name) && (name.len() == 3 || *m == name || name == "Sept");
        let month = MONTHS.iter().position(short)? + 1;
        Some(format!("{year}-{month:02}-{day:0>2}"))
    };
    let text = text.trim();
    if let Some(found) = ENGLISH.as_ref()?.captures(text) {
        return day(&found[3], &found[1], &found[2]);
    }
    let found = ENGLISH_DAY.as_ref()?.captures(text)?;
    let part = |first: usize, second: usize| Some(found.get(first).or(found.get(second))?.as_str());
    day(&found[5], part(1, 4)?, part(2, 3)?)
}

/// The validity that a word of an English page states.
fn validity_in_english(text: &str) -> Option<Validity> {
    let word = text.to_ascii_lowercase();
    match word.as_str() {
        "valid" | "effective" | "in effect" | "currently in force" => Some(Validity::Effective),
        "invalid" | "no longer in force" => Some(Validity::Expired),
        "abolished" | "annulled" | "revoked" => Some(Validity::Repealed),
        _ => Validity::ALL
            .iter()
            .find(|v| v.label_en().eq_ignore_ascii_case(&word))
            .copied(),
    }
}

fn typed_date(field: Field, text: &str) -> Option<Typed> {
    let read = |text: &str| match value::date(text) {
        ReadDate::Canonical(day, time) | ReadDate::Understood(day, time) => Ok((day, time)),
        other => Err(other),
    };
    let ((day, time), doubt) = match read(text) {
        Ok(date) => (date, None),
        Err(ReadDate::NotADate) => {
            let date = english(text).or_else(|| find(&DATE, text).map(str::to_owned))?;
            (read(&date).ok()?, Some(in_other_words(text)))
        }
        Err(_) => return None,
    };
    let time = time
        .filter(|_| field == Field::DatePublished)
        .map(|(h, m)| format!(" {h:02}:{m:02}"))
        .unwrap_or_default();
    Some((vec![format!("{day}{time}")], doubt))
}

/// Characters that an index number may have besides letters and digits.
const IN_INDEX_NUMBERS: &str = "/-_.—－（）()〔〕[]";

/// Reads an index number. It must have a digit, and may have only letters, digits and
/// [`IN_INDEX_NUMBERS`]; an unusual form gives a doubt. If another text begins with a word in the
/// usual form, this word is taken with a doubt. Anything else is rejected, because it would give a
/// wrong address.
fn typed_index_number(text: &str) -> Option<Typed> {
    let squeezed = squeeze(text);
    let is_possible = |t: &str| {
        t.chars().any(|c| c.is_ascii_digit())
            && t.chars()
                .all(|c| c.is_ascii_alphanumeric() || IN_INDEX_NUMBERS.contains(c))
    };
    if !is_possible(&squeezed) {
        let first = text
            .split([' ', '\u{3000}', '\t'])
            .find(|t| !t.is_empty())?;
        return is_match(&INDEX_NUMBER, first)
            .then(|| (vec![first.to_owned()], Some(in_other_words(text))));
    }
    let doubt = (!is_match(&INDEX_NUMBER, &squeezed)).then(|| {
        words(
            "不是索引号常见的形式",
            "index numbers do not usually look like this",
        )
    });
    Some((vec![squeezed], doubt))
}

fn typed_document_number(text: &str) -> Option<Typed> {
    let squeezed = squeeze(text);
    let number = value::document_number(&squeezed);
    if fits(Field::DocumentNumber, &number) {
        return Some((vec![number], None));
    }
    if let Some(found) = find(&DOCUMENT_NUMBER, &squeezed) {
        let number = value::document_number(found);
        return Some((vec![number], Some(in_other_words(text))));
    }
    if !number.chars().any(char::is_numeric) {
        return None;
    }
    // an English number keeps the spaces between its words
    let number = match number.chars().any(is_han) {
        true => number,
        false => text.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let doubt = words(
        "不是文号常见的形式，可能残缺",
        "document numbers do not usually look like this; something may be missing",
    );
    Some((vec![number], Some(doubt)))
}

/// Reads a disclosure. For a public document, the value has no texts, because front matter need
/// state only restrictions.
fn typed_disclosure(text: &str) -> Option<Typed> {
    let texts = match disclosed(text)? {
        Disclosure::Proactive => Vec::new(),
        restricted => vec![restricted.label().to_owned()],
    };
    let doubt = Disclosure::find(text).is_none();
    Some((texts, doubt.then(|| in_other_words(text))))
}

/// The items of a list.
fn items(text: &str) -> Vec<String> {
    text.split([',', '，', ';', '；', '、', ' ', '\u{3000}'])
        .map(trim)
        .filter(|t| !t.is_empty() && !is_nothing(t))
        .map(str::to_owned)
        .collect()
}

/// The name of a body, with a doubt if it may be longer than a name.
fn typed_body(text: &str) -> Typed {
    let is_long = text.contains([':', '：'])
        || text.split_whitespace().count() > 1 && !is_english(text)
        || find(&DATE, text).is_some();
    let doubt = is_long.then(|| words("后面可能还带着别的内容", "something else may follow it"));
    (one_line(text), doubt)
}

/// Whether a line begins with the number of a chapter, section, article or item.
pub(super) fn is_numbered(line: &str) -> bool {
    static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        pattern(
            r"^\s*(?:[（(]?[一二三四五六七八九十百]+[、）)]|第[一二三四五六七八九十百零〇]+[章节条]|[0-9]{1,3}[.．、])",
        )
    });
    is_match(&NUMBERED, line)
}
