//! Takes the values, titles and texts of documents and of the configuration; gives placeholders
//! that a template or an author left in them. Examples are （填写…）, (fill in …), 某某局,
//! 000000000, XX区, X月X日, `于 年 月 日前`, TODO, 【批注…】, [图片] and 错误!未找到引用源. This
//! file must not know which template was used.
//!
//! A blank of the layout that `mulu new` writes has its own code (`unfilled-template`), because it
//! shows that nobody has written the document yet. In a draft or a page, it is an ordinary
//! placeholder.
//!
//! Forms and anonymised cases have XX on purpose, so blanks in them do not count. A new site
//! consists of placeholders, so nothing is reported before it has a document.

use super::lines::lines;
use super::{Document, Rule, Scope};
use crate::catalogue::{Entry, Field, FieldKind, Kind};
use crate::diag::{Code, Diagnostic, Message, Place};
use crate::fold::{Letters, WordSet};
use crate::plan::Plan;
use crate::source::Sources;
use memchr::memmem;
use regex::Regex;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) const IN_DOCUMENTS: Rule = Rule {
    codes: &[Code::Placeholder, Code::UnfilledTemplate],
    scope: Scope::Document(document),
};
pub(super) const OF_THE_SITE: Rule = Rule {
    codes: &[Code::PlaceholderNumber],
    scope: Scope::Catalogue(site),
};

fn pattern(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// A value that is only a placeholder.
static VALUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:[（(【\[<〈《]?(?:请?填写|请输入|待填|待补充?|待定|此处填|在此填)[^）)】\]>〉》]{0,30}[）)】\]>〉》]?|0{6,}|[0\-]{7,}|[XxＸ×✕某]{2,}\p{Han}{0,8}|[XxＸ×✕某]{2,}\p{Han}{1,3}[XxＸ×✕某]{2,}\p{Han}{1,8}|TODO.{0,20}|FIXME.{0,20}|TBD|\(fill in[^)]{0,30}\))$",
    )
});

/// A blank in the layout of a new document (`draft::skeleton`).
static TEMPLATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"[（(]\s*填写(?:主送机关|正文|发文机关|成文日期)\s*[）)]|\(fill in the (?:addressees|text|issuing body|date)\)",
    )
});

/// The characters with which a placeholder can begin.
const FIRST: [char; 22] = [
    '（', '(', '【', '[', '<', '〈', '《', '请', '填', '待', '此', '在', '0', '-', 'X', 'x', 'Ｘ',
    '×', '✕', '某', 'T', 'F',
];

/// A document number with its year or serial number still blank.
static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"[XxＸ×✕]+\s?号|[〔\[（(][XxＸ×✕]+[〕\]）)]"));

/// A note of an author, anywhere in a text.
static NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?m)^[ \t　]*[\[【［](?:图片|插图|配图|照片|表格|图表|公式|视频|动画表情)[0-9]{0,2}[\]】］][ \t　]*\r?$|(?-u:\b)(?:TODO|FIXME|TBD)(?-u:\b)|[【［\[]\s*(?:批注|修改[:：]|待补|待核|待定|待确认|待完善|待填写|待修改|待续|此处)[^】］\]\n]{0,40}[】］\]]|#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)|\{\{[^{}\n]{1,20}\}\}|\$\{[^{}\n]{1,20}\}|[<＜〈](?:请?填写|请输入|待填|待补)[^>＞〉\n]{0,20}[>＞〉]|^[ \t　]*(?:待补充?|待完善|待填写|待定稿|待续)[。.]?[ \t　]*\r?$|^[ \t　]*[?？]{2,}[ \t　]*\r?$|[?？]{2,}(?:万元|亿元|[%％元人户年月日个项家名份])|[（(]待定[）)](?:万元|亿元|[%％元])|(?P<unit>[（(]待定[）)][人户年月日个项家名份])(?:[^选员才事数型籍主别体目属庭单额称度期程]|$)|[（(](?:批注[:：]|待补充|待核实|待确认|待完善|待填写|待定稿|此处[^）)\n]{0,12}(?:填写|补充|插入))[^）)\n]{0,30}[）)]|错误\s?[!！]\s?(?:未找到引用源|未定义书签|超链接引用无效)|Error! (?:Reference source|Bookmark) not (?:found|defined)",
    )
});

/// Every note has at least one of these words.
static NOTED: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new([
        "#REF",
        "#N/A",
        "#DIV",
        "#VALUE",
        "#NAME",
        "#NU",
        "{{",
        "${",
        "？？",
        "??",
        "[动画表情",
        "【动画表情",
        "［动画表情",
        "[图片",
        "[插图",
        "[配图",
        "[照片",
        "[表格",
        "[图表",
        "[公式",
        "[视频",
        "【图片",
        "【插图",
        "【配图",
        "【照片",
        "【表格",
        "【图表",
        "【公式",
        "【视频",
        "［图片",
        "［插图",
        "［配图",
        "［照片",
        "［表格",
        "［图表",
        "［公式",
        "［视频",
        "TODO",
        "FIXME",
        "TBD",
        "批注",
        "修改:",
        "修改：",
        "待补",
        "待核",
        "待定",
        "待确认",
        "待完善",
        "待填写",
        "待修改",
        "待续",
        "此处",
        "未找到引用源",
        "未定义书签",
        "超链接引用无效",
        "Error!",
        "<填写",
        "<请",
        "<待",
        "＜填写",
        "＜请",
        "＜待",
        "〈填写",
        "〈请",
        "〈待",
        "?？",
        "？?",
    ])
});

/// The characters of a gap in which a number is to be written.
const EMPTY: &str = "[ _\u{a0}\u{3000}]";

/// A line that is only a day still to be filled in, as below a signature.
static NO_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        "^(?:20[0-9]{{2}}|{EMPTY}*){EMPTY}*年{EMPTY}+月{EMPTY}+日$"
    ))
});

/// A blank of a template.
static BLANK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let x = "[XxＸ×✕]";
    let body = "省|自治区|市|区|县|镇|乡|街道|局|厅|委员会|人民政府|政府|部门|单位|办公室";
    let patterns = [
        // dates
        format!(
            r"(?:{x}{{1,4}}|(?:19|20)\d{{2}}|二〇[〇一二三四五六七八九]{{2}})\s?年\s?(?:{x}{{1,2}}|\d{{1,2}})\s?月\s?{x}{{1,2}}\s?日"
        ),
        format!(r"{x}{{1,2}}\s?月\s?{x}{{1,2}}\s?日"),
        r"[○〇◯]{1,2}\s?月\s?[○〇◯]{1,2}\s?日".to_owned(),
        format!("[○◯]{{2,4}}(?:{body})"),
        format!(r"(?:19|20)\d{{2}}\s?年\s?{x}{{1,2}}\s?月"),
        format!(r"(?:19|20)\d{{2}}\s?年{EMPTY}+月{EMPTY}*日"),
        format!("[于自至从到]{EMPTY}*年{EMPTY}+月{EMPTY}+日"),
        format!("[于自至从到][0-9]{{1,2}} ?月{EMPTY}+日"),
        format!("[于自至从到]{EMPTY}+月{EMPTY}+日"),
        format!("{EMPTY}+月{EMPTY}+日(?:前|之前|以前|起|止|上午|下午)"),
        format!("{EMPTY}+年{EMPTY}+月{EMPTY}+日(?:前|之前|以前|起|止|后|上午|下午)"),
        // bodies and amounts
        format!(r"(?:[XＸ×✕]{{2,4}}|xx+|某某)(?:{body})"),
        r"(?:[XＸ×✕]{2,4}|xx+)(?:万元|亿元|余人|户|家|人[，。；、\s])".to_owned(),
        // anything else
        r"[XＸ×✕]{3,}|xxx+|(?:附件|附表|附图|见表|见图)[XＸ×✕]+".to_owned(),
        "_{3,}(?:万元|亿元|元|人|名|户|家|个|项|份|同志|街道|镇|乡|村|社区|单位)".to_owned(),
        // values after a label
        r"[:：]\s?(?:[XＸ×✕]{2,}|xx+)(?:[，。；、\s]|$)".to_owned(),
    ];
    pattern(&patterns.join("|"))
});

/// A value that is still to be filled in, after a label or on a line of its own.
static TO_FILL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:^|[:：]|\n)[ \t　*]*([（(](?:请?填写|(?i-u:fill in))[^）)\n]{0,30}[）)])[ \t　。；;:：*]*(?:\r?\n|$)",
    )
});

/// Words that show that a text, or the part below a heading, is a form, an example or an anonymised
/// case.
static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "样式|格式|范本|示范|模板|样本|样表|表样|文书|示例|案例|例如|比如|举例|处罚|判决|裁定|决定书|通知书|申请书|申请表|承诺书|协议|合同|台账|字样|填写|填表|编号规则|编码规则|[XxＸ×✕]”?(?:代表|表示)|^附件",
    )
});

/// The crosses that stand for a number.
const CROSSES: [char; 5] = ['X', 'x', 'Ｘ', '×', '✕'];

/// Every blank has one of these signs, 某 or one of the other words in `NO_NUMBER`.
const IN_BLANKS: [char; 9] = ['X', 'x', 'Ｘ', '×', '✕', '_', '○', '〇', '◯'];

/// A text with more blanks than this is a form.
const MOST: usize = 6;

/// The fields in whose values placeholders are looked for.
const FIELDS: [Field; 11] = [
    Field::Title,
    Field::IndexNumber,
    Field::DocumentNumber,
    Field::Issuer,
    Field::Publisher,
    Field::JointIssuers,
    Field::Summary,
    Field::Keywords,
    Field::Source,
    Field::Contact,
    Field::ResponsibleDepartment,
];

fn document(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    if document.entry.kind != Kind::Page {
        for (range, value) in of_document(document.entry, document.text, &document.letters) {
            let is_unwritten = is_match(&TEMPLATE, &value) && !document.entry.draft;
            let value = value.into();
            let message = match is_unwritten {
                true => Message::UnfilledTemplate { value },
                false => Message::Placeholder { value },
            };
            findings.push(document.at(message, range));
        }
    }
}

fn site(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    if plan.documents().is_empty() {
        return;
    }
    agency(plan, findings);
    numbers(plan, sources, findings);
    for &id in plan.pages() {
        let entry = plan.entry(id);
        let found: Vec<(Range<usize>, String)> = sources
            .remember("placeholders", b"", entry.file, |_| {
                let text = sources.text(entry.file)?.0.unwrap_or_default();
                let letters = Letters::of(&text, entry.body_start);
                Ok(of_document(entry, &text, &letters))
            })
            .unwrap_or_default();
        for (range, value) in found {
            let finding = Diagnostic::new(Message::Placeholder {
                value: value.into(),
            });
            findings.push(sources.at(entry.file, range, finding));
        }
    }
}

/// Reports what is still to be filled in after `mulu init`: the site's title, and what the
/// configuration says about the agency.
fn agency(plan: &Plan<'_>, findings: &mut Vec<Diagnostic>) {
    let agency = &plan.config.agency;
    let title = Some(&plan.config.title).filter(|title| title.contains("某某"));
    let values = [
        &agency.name,
        &agency.address,
        &agency.phone,
        &agency.email,
        &agency.hours,
        &agency.icp,
        &agency.police_record,
    ];
    let text = &plan.config.text;
    let values = values.into_iter().flatten().filter(|v| is_placeholder(v));
    for value in title.into_iter().chain(values) {
        let finding = Diagnostic::new(Message::Placeholder {
            value: value.into(),
        });
        let at = text.find(value.as_str());
        findings.push(match at {
            Some(at) => finding.at(Place::new("mulu.yaml", text, at..at + value.len())),
            None => finding.in_file("mulu.yaml"),
        });
    }
}

/// Reports index numbers whose organisation code (the part before the first `/` or `-`) consists of
/// six or more zeros, each code once.
fn numbers(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let mut of: BTreeMap<&str, (&Entry, usize)> = BTreeMap::new();
    for &id in plan.documents() {
        let entry = plan.entry(id);
        let number = entry.index_number.as_deref().unwrap_or_default();
        let organisation = number.split(['/', '-']).next().unwrap_or_default();
        if organisation.len() >= 6 && organisation.bytes().all(|b| b == b'0') {
            of.entry(organisation).or_insert((entry, 0)).1 += 1;
        }
    }
    for (organisation, (entry, count)) in of {
        let finding = Diagnostic::new(Message::PlaceholderNumber {
            value: organisation.into(),
            count: count.into(),
        });
        findings.push(sources.at(entry.file, entry.span(Field::IndexNumber), finding));
    }
}

fn is_match(pattern: &Option<Regex>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|p| p.is_match(text))
}

fn is_placeholder(value: &str) -> bool {
    let value = value.trim().trim_matches(['"', '\'']).trim();
    value.starts_with(FIRST) && is_match(&VALUE, value)
}

/// The placeholders of a document: values of its front matter, and places in its text.
fn of_document(entry: &Entry, text: &str, letters: &Letters) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    for field in FIELDS.into_iter().filter(|field| entry.has(*field)) {
        let range = entry.span(field);
        let value = text.get(range.clone()).unwrap_or_default();
        let is_blank =
            field == Field::DocumentNumber && value.contains(CROSSES) && is_match(&NUMBER, value);
        if is_blank || is_placeholder(value) {
            found.push((range, value.trim().to_owned()));
        }
    }
    let title = text.get(entry.span(Field::Title)).unwrap_or_default();
    if entry.has(Field::Title) && found.is_empty() && is_open_title(title) {
        found.push((entry.span(Field::Title), title.trim().to_owned()));
    }
    let left = samples(entry, text).into_iter();
    let is_new =
        |(range, _): &(Range<usize>, String)| found.iter().all(|(other, _)| other != range);
    let left: Vec<_> = left.filter(is_new).collect();
    found.extend(left);
    let start = entry.body_start.min(text.len());
    let body = &text[start..];
    let mut ranges: Vec<Range<usize>> = Vec::new();
    // a pattern is searched for only if the text has a word of it, because the word is quick to
    // find
    let has = |word: &str| letters.may_hold(word) && body.contains(word);
    if NOTED.possible(letters).any(|word| body.contains(word)) {
        let notes = NOTE.iter().flat_map(|p| p.captures_iter(body));
        // the pattern also takes the character after a unit, so that it does not match the
        // beginning of a longer word; this character is not part of the note
        let notes = notes.filter_map(|m| Some(m.name("unit").or(m.get(0))?.range()));
        // brackets before a parenthesis are a link's text
        let is_link = |note: &Range<usize>| {
            body[note.clone()].ends_with(']') && body[note.end..].starts_with('(')
        };
        ranges.extend(notes.filter(|note| !is_link(note)));
    }
    if has("填写") || has("fill") {
        let blanks = TEMPLATE.iter().flat_map(|p| p.find_iter(body));
        ranges.extend(blanks.map(|m| m.range()));
        let to_fill = TO_FILL.iter().flat_map(|p| p.captures_iter(body));
        ranges.extend(to_fill.filter_map(|m| Some(m.get(1)?.range())));
    }
    ranges.extend(blanks(
        &entry.title,
        body,
        &may_be_blank(body, start, letters),
    ));
    ranges.sort_by_key(|r| (r.start, r.end));
    ranges.dedup_by(|later, first| later.start < first.end);
    found.extend(
        ranges
            .into_iter()
            .map(|r| (start + r.start..start + r.end, body[r].to_owned())),
    );
    found
}

/// A title with a blank, or one that a program gave to a new file.
static OPEN_TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:新建(?: ?Microsoft)? ?(?:Word|WPS)? ?(?:文档|文件|文字)|无标题|未命名|文档 ?\d{0,2}$|标题$)|(?:^|[^0-9A-Za-z×Ｘ])(?:[XＸ×✕]{2,}|xx+)[\p{Han}--[公企店厂集案人号]]|某某(?:省|市|区|县|镇|乡|街道|局|厅|委|办|单位|部门)|[_＿]{2,}|关于(?:…+|\s+|\.{3,})的|[XＸ×✕]{1,2} ?月 ?[XＸ×✕]{1,2} ?日",
    )
});

/// Whether a title has a blank; titles of forms and anonymised cases do not count.
fn is_open_title(title: &str) -> bool {
    let may_be = |c: char| {
        IN_BLANKS.contains(&c)
            || matches!(
                c,
                '某' | '＿' | '…' | '.' | ' ' | '新' | '无' | '未' | '文' | '标'
            )
    };
    title.contains(may_be) && is_match(&OPEN_TITLE, title) && !is_match(&FORM, title)
}

/// The example values of `mulu new` that nobody has changed. An example counts only if it cannot be
/// a real value.
fn samples(entry: &Entry, text: &str) -> Vec<(Range<usize>, String)> {
    let items = |text: &str, kind: FieldKind| -> Vec<String> {
        let text = text.trim().trim_matches(['[', ']', '"']);
        if kind == FieldKind::Text {
            return vec![text.to_owned()];
        }
        let items = text.split([',', '，', '、', '\n']).map(str::trim);
        let items = items.map(|item| item.trim_start_matches("- ").to_owned());
        items.filter(|item| !item.is_empty()).collect()
    };
    let left = |(field, sample): &(Field, &str)| {
        let (kind, range) = (field.kind(), entry.has(*field).then(|| entry.span(*field))?);
        let value = text.get(range.clone())?;
        let sample = items(sample, kind);
        let is_left = items(value, kind).iter().any(|item| sample.contains(item));
        is_left.then(|| (range, value.trim().replace('\n', " ")))
    };
    SAMPLES.iter().filter_map(left).collect()
}

/// The fields whose example cannot be a real value, with the example.
static SAMPLES: LazyLock<Vec<(Field, &str)>> = LazyLock::new(|| {
    let samples = Field::ALL
        .iter()
        .filter_map(|field| Some((*field, field.sample()?)));
    samples
        .filter(|(_, sample)| sample.contains('某') || sample.contains("0000"))
        .collect()
});

/// The word 某, and words of which nearly every date with a gap in place of a number has at least
/// one.
static NO_NUMBER: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new([
        "某",
        "年 ",
        "年\u{3000}",
        "年_",
        "年\u{a0}",
        "月 日",
        "月  日",
        "月\u{3000}日",
    ])
});

/// The places of the signs and words of blanks in a body, which begins at `start` in its file.
fn may_be_blank(body: &str, start: usize, letters: &Letters) -> Vec<usize> {
    let signs = letters.signs().iter();
    let signs = signs.filter(|(_, c)| IN_BLANKS.contains(c));
    let mut places: Vec<usize> = signs.map(|(at, _)| at - start).collect();
    for word in NO_NUMBER.possible(letters) {
        places.extend(memmem::find_iter(body.as_bytes(), word));
    }
    places.sort_unstable();
    places
}

/// The blanks of a text outside forms, examples and tables. A text whose title names a form, or
/// that has more than `MOST` blanks, gives none. `places` are those of [`may_be_blank`].
fn blanks(title: &str, body: &str, places: &[usize]) -> Vec<Range<usize>> {
    let is_form = |text: &str| is_match(&FORM, text);
    if places.is_empty() || is_form(title) {
        return Vec::new();
    }
    let mut places = places.iter().peekable();
    let mut found = Vec::new();
    let end = body.trim_end().len();
    for (at, line) in lines(body) {
        let plain = line
            .trim_start_matches(['#', ' ', '*', '\u{3000}'])
            .trim_end();
        // what follows a short line such as 附件2 or 格式三 is a form
        if plain.chars().nth(30).is_none() && !plain.contains(['：', ':']) && is_form(plain) {
            break;
        }
        let is_in_line = |place: &&usize| **place < at + line.len();
        let may_hold = places.next_if(is_in_line).is_some();
        while places.next_if(is_in_line).is_some() {}
        // a day on the last line is that below the signature
        if may_hold && at + line.len() >= end && is_match(&NO_DAY, line.trim()) {
            let start = at + line.len() - line.trim_start().len();
            found.push(start..start + line.trim().len());
        } else if may_hold && !line.contains('|') && !is_form(plain) {
            let matches = BLANK.iter().flat_map(|p| p.find_iter(line));
            let ranges = matches.map(|m| {
                // only the blank itself, without punctuation and spaces around it
                let beside = |c: char| c.is_whitespace() || ":：，。；、".contains(c);
                let blank = m.as_str().trim_start_matches(beside);
                let start = m.end() - blank.len();
                start..start + blank.trim_end_matches(beside).len()
            });
            let outside = ranges.filter(|r| !is_quoted(line, r.start) && !is_in_word(line, r));
            found.extend(outside.map(|r| at + r.start..at + r.end));
        }
        if places.peek().is_none() {
            break;
        }
    }
    if found.len() > MOST {
        Vec::new()
    } else {
        found
    }
}

/// Whether a place of a line is in quotation marks or in a title.
fn is_quoted(line: &str, at: usize) -> bool {
    let open = |open: char, close: char| {
        let before = &line[..at];
        before.matches(open).count() > before.matches(close).count()
    };
    open('“', '”') || open('《', '》') || open('「', '」')
}

/// Whether the letters at a place are part of a longer word: XXXL is a size.
fn is_in_word(line: &str, at: &Range<usize>) -> bool {
    let before = line[..at.start].chars().next_back();
    let (last, after) = (
        line[at.clone()].chars().next_back(),
        line[at.end..].chars().next(),
    );
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    goes_on(last) && goes_on(after)
        || before.is_some_and(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '×' | 'Ｘ' | '某' | '号' | '第')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_a_placeholder() {
        for value in [
            "（填写办公地址）",
            "(请填写)",
            "某某局",
            "某某市某某局",
            "000000000",
            "0000-0000000",
            "XX局",
            "××区人民政府",
            "待定",
            "TODO",
            "xxx",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in [
            "清川区财政局",
            "无",
            "填写说明",
            "100000",
            "关于某某的通知",
            "请填写申请表",
            "0531-12345",
        ] {
            let is_sentence = value.starts_with("请填写") || value.starts_with("填写");
            assert!(is_sentence || !is_placeholder(value), "{value}");
        }
    }

    #[test]
    fn a_title_that_is_still_to_be_filled_in() {
        for open in [
            "关于印发XX办法的通知",
            "关于____的通知",
            "关于……的通知",
            "新建文档",
            "某某局通知",
            "无标题",
        ] {
            assert!(is_open_title(open), "{open}");
        }
        for whole in [
            "关于张某某申请的答复",
            "行政处罚决定书（XX公司）",
            "关于XXL号工作服的通知",
            "关于新建学校的通知",
            "文档管理办法",
            "标题规范",
        ] {
            assert!(!is_open_title(whole), "{whole}");
        }
    }

    #[test]
    fn what_was_left_in_a_text() {
        let found = |title: &str, body: &str| {
            let notes = NOTE.iter().flat_map(|p| p.find_iter(body)).count();
            let to_fill = TO_FILL.iter().flat_map(|p| p.find_iter(body)).count();
            notes
                + to_fill
                + blanks(title, body, &may_be_blank(body, 0, &Letters::of(body, 0))).len()
        };
        for body in [
            "请XX区于本周五前报送。\n",
            "会议定于X月X日召开。\n",
            "2026年X月X日\n",
            "XX年XX月XX日\n",
            "由××局负责。\n",
            "某某市人民政府\n",
            "联系人：XXX，电话：XXXXXXXX\n",
            "总投资××万元。\n",
            "2026年__月__日\n",
            "二〇二六年×月×日\n",
            "【批注：此处数字待核】\n",
            "（待补充）\n",
            "每人每年（待定）元。\n",
            "每人（待定）元/月。\n",
            "需资金（待定）元整。\n",
            "支持（待定）家企业。\n",
            "惠及（待定）户\n",
            "涉及??个村。\n",
            "共有？？家企业、??户居民参加。\n",
            "请于____月____日前报送。\n",
            "材料 月 日前报送。\n",
            "会议定于○月○日召开。\n",
            "由○○局负责。\n",
            "TODO 补一段\n",
            "| 甲局 | #REF! |\n",
            "待补充\n",
            "经费？？万元。\n",
            "由{{单位}}负责。\n",
            "由<填写单位>负责。\n",
            "2026年X月前报送。\n",
            "联系电话：（填写）\n",
        ] {
            assert!(found("关于开展检查的通知", body) >= 1, "{body}");
        }
        for (title, body) in [
            ("执法文书格式", "××市××局：\n"),
            ("关于开展检查的通知", "格式为“××市××局”。\n"),
            ("关于开展检查的通知", "附件1\n\nXX年X月X日\n"),
            (
                "关于备案编号的公告",
                "备案编号为“甲妆XXXXXXXX”，其中后八位X代表年份和顺序号。\n",
            ),
            ("关于开展检查的通知", "当事人张某某。\n"),
            ("关于开展检查的通知", "二○二六年十月三十日\n"),
            ("关于开展检查的通知", "时间：上午九时（待定）\n"),
            ("关于开展检查的通知", "车牌号鲁AXX12区\n"),
            ("关于开展检查的通知", "[待遇标准](a.md)\n"),
            ("关于开展检查的通知", "（待定）人选由组织部门确定。\n"),
            ("关于开展检查的通知", "请于 3 月 5 日前报送。\n"),
            ("关于开展检查的通知", "请如实填写（填写时用黑色笔）姓名。\n"),
            ("关于开展检查的通知", "3×5 区域\n"),
            ("关于开展检查的通知", "工作服为XXL、XXXL号。\n"),
            ("关于开展检查的通知", "是什么？为什么？？\n"),
            ("关于开展检查的通知", "赔偿王××人民币五万元。\n"),
        ] {
            assert_eq!(found(title, body), 0, "{body}");
        }
    }
}
