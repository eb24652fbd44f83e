//! Takes the paragraphs of a text and the dates of its front matter; gives the first and last day
//! in force that the text states (自…起施行，有效期至…) and the front matter lacks or contradicts.
//! With such a fault, the page would show a wrong validity, because this follows from the front
//! matter. This file must not know how validity is determined.
//!
//! Only a sentence about the document itself counts.

use super::super::Document;
use super::paragraphs::{Paragraph, Places};
use crate::catalogue::{Entry, Field, Kind};
use crate::diag::{Diagnostic, Message, Place, words};
use crate::fold::{WordSet, numeral};
use crate::parse::front_matter::script_of;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use memchr::memmem;
use regex::{Captures, Regex};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// Texts without these words state neither day.
static SIGNS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new([
        "起施行",
        "日起",
        "有效期",
        "期限",
        "行期",
        "开始施行",
        "开始执行",
        "开始实施",
    ])
});

/// Words in the titles of texts that are about other documents, or are not in force themselves.
const NOT_OWN: [&str; 9] = [
    "征求意见",
    "草案",
    "解读",
    "图解",
    "问答",
    "说明",
    "答复",
    "复函",
    "审查",
];

/// The patterns for a sentence. They contain no spaces, because spaces are removed first.
struct Patterns {
    from: Regex,
    until: Regex,
    span: Regex,
    years: Regex,
    subject: Regex,
    numbering: Regex,
}

const DAY: &str = "((?:19|20)[0-9]{2}|[一二][〇零○Oo一二三四五六七八九]{3})年\
                   ([0-9]{1,2}|[一二三四五六七八九十]{1,3})月\
                   ([0-9]{1,2}|[一二三四五六七八九十]{1,3})日";
/// Month and day of a date whose year was named before.
const DAY_OF_YEAR: &str = "([0-9]{1,2}|[一二三四五六七八九十]{1,3})月\
                           ([0-9]{1,2}|[一二三四五六七八九十]{1,3})日";
const TERM: &str = "(?:有效期限?|执行期限?|施行期限?|实施期限?|试行期限?|有效时间|执行时间)";

#[expect(
    clippy::unwrap_used,
    reason = "the patterns are constants, and a test uses them"
)]
static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let prefix = "(?:实施|管理|暂行|试行|工作|若干|行动|补充|地方|行政)*";
    let number = "([0-9]{1,2}|[一二两三四五六七八九十]{1,3})";
    Patterns {
        from: Regex::new(&format!(
            "[自从由](?:{DAY}(?:之日)?|(?:印发|发布|公布|下发|颁布|签发|发文|公告|成文)之日)(?:零时)?(?:起)?\
             (?:满?([0-9]{{1,3}}|[一二三四五六七八九十]{{1,3}})(?:个工作)?[日天]后)?，?\
             (?:正式|开始|全面|统一|在[^，。]{{1,8}})?\
             (施行|实施|执行|生效|实行|试行|至|到|，{TERM}|有效)"
        ))
        .unwrap(),
        until: Regex::new(&format!(
            "(?:{TERM}[^，。；]{{0,24}}?|[行施效]，?|起，?|日)(?:截?至|到|截止到?|截止至){DAY}"
        ))
        .unwrap(),
        span: Regex::new(&format!(
            "{TERM}(?:暂定|定)?[为是：]?[自从]?{DAY}(?:零时)?起?\
             (?:截?[至到]|截止[至到]?|[—－～~–-]{{1,2}})(?:{DAY}|{DAY_OF_YEAR})"
        ))
        .unwrap(),
        years: Regex::new(&format!(
            "(?:{TERM}|，(?:暂定)?(?:试行|执行|施行|实施))(?:暂定|定|均|自[^，。；]{{1,20}}起)?(?:为|是|：)?{number}年(?:{number}个月)?\
             (?:$|[，。；）]|[^0-9一二三四五六七八九十内以]{{0,4}}$)"
        ))
        .unwrap(),
        subject: Regex::new(&format!(
            "^(?:(?:以上|上述)?[本此]?{prefix}(?:办法|规定|细则|通知|意见|决定|条例|规则)|\
             [本此]{prefix}(?:方案|制度|通告|公告|文件|措施|规范|规程|指引|指南|政策|清单|目录|令|预案|\
             规划|计划|标准|批复))(?:（[^）]{{1,8}}）)?[^的第》《]*$"
        ))
        .unwrap(),
        numbering: Regex::new(
            "^(?:第[一二三四五六七八九十百零〇0-9]{1,5}[条章]|\
             [（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．])[、.．]?",
        )
        .unwrap(),
    }
});

/// A day that a text states.
#[derive(Clone, Debug, PartialEq)]
enum Stated {
    /// A day of the calendar.
    On(Date),
    /// This number of days after the day of issue.
    Issued(i64),
    /// This number of months after the first day in force.
    Months(i64),
}

/// A statement: what it says, and its place.
#[derive(Clone, Debug)]
struct Statement {
    stated: Stated,
    range: Range<usize>,
}

/// The statements of a text about its first and its last day in force.
#[derive(Default)]
struct Statements {
    from: Vec<Statement>,
    until: Vec<Statement>,
}

pub(super) fn look(
    document: &Document<'_>,
    paragraphs: &[Paragraph<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let entry = document.entry;
    let tells = entry.has(Field::Interprets) || entry.has(Field::Forwards);
    let signs: Vec<&str> = SIGNS.possible(&document.letters).collect();
    if entry.kind != Kind::Document
        || tells
        || signs.is_empty()
        || NOT_OWN.iter().any(|w| entry.title.contains(w))
    {
        return;
    }
    let said = statements(document.text, paragraphs, &signs);
    let from = judge_from(entry, &said.from);
    let until = judge_until(entry, &said);
    for (field, day, statement) in from.into_iter().chain(until) {
        findings.push(finding(document, field, day, statement));
    }
}

/// The finding about a stated day that a field lacks or contradicts.
fn finding(document: &Document<'_>, field: Field, day: Date, said: &Statement) -> Diagnostic {
    let key = script_of(document.text).pick(field.label(), field.name());
    let line = words(format!("{}: {day}", key.zh), format!("{}: {day}", key.en));
    let words_said = document.text[said.range.clone()].trim().replace('\n', "");
    let (value, said_here) = (document.entry.span(field), said.range.clone());
    if !document.entry.has(field) {
        let message = Message::UnstatedDate {
            field: key.into(),
            said: words_said.into(),
            line: line.into(),
        };
        return document.at(message, said_here);
    }
    let message = Message::StatedDateDiffers {
        field: key.into(),
        value: document.text[value.clone()].trim().into(),
        said: words_said.into(),
        line: line.into(),
    };
    let place = Place::new(&document.path, document.text, value);
    document.at(message, said_here).also(Some(place))
}

/// The days that may count as the day of issue: the date of publication, and the date of creation.
fn issued(entry: &Entry) -> impl Iterator<Item = Date> {
    let published = entry.date_published.map(|(day, _)| day);
    published.into_iter().chain(entry.date_created)
}

type Fault<'s> = Option<(Field, Date, &'s Statement)>;

/// The first day in force that the text states, if the field has another day or none. If the text
/// states the day of issue, the field may be missing.
fn judge_from<'s>(entry: &Entry, said: &'s [Statement]) -> Fault<'s> {
    let field = entry.date_effective;
    let agrees = |said: &Statement| match (&said.stated, field) {
        (Stated::On(day), Some(field)) => *day == field,
        (Stated::On(day), None) => issued(entry).any(|issued| issued == *day),
        (Stated::Issued(0), None) => true,
        (Stated::Issued(days), Some(field)) => {
            let near = |issued: Date| ((field - issued).get_days() - *days as i32).abs() <= 1;
            issued(entry).any(near) || *days == 0 && issued(entry).any(|day| day == field)
        }
        (Stated::Issued(_) | Stated::Months(_), _) => false,
    };
    if said.iter().any(agrees) {
        return None;
    }
    let last = match entry.has(Field::Amends) {
        true => said.first()?,
        false => said.last()?,
    };
    let day = match last.stated {
        Stated::On(day) => day,
        Stated::Issued(days) => issued(entry).next()?.checked_add(days.days()).ok()?,
        Stated::Months(_) => return None,
    };
    Some((Field::DateEffective, day, last))
}

/// The last day in force that the text states, if the field has another day or none.
fn judge_until<'s>(entry: &Entry, said: &'s Statements) -> Fault<'s> {
    let field = entry.date_expires;
    let on = said.from.iter().filter_map(|s| match s.stated {
        Stated::On(day) => Some(day),
        Stated::Issued(days) => issued(entry).next()?.checked_add(days.days()).ok(),
        Stated::Months(_) => None,
    });
    let begins: Vec<Date> = on
        .chain(entry.date_effective)
        .chain(issued(entry))
        .collect();
    let ends = |months: i64, begin: Date| begin.checked_add(Span::new().months(months)).ok();
    let agrees = |said: &Statement| match (&said.stated, field) {
        (Stated::On(day), Some(field)) => *day == field,
        (Stated::Months(months), Some(field)) => begins
            .iter()
            .filter_map(|begin| ends(*months, *begin))
            .any(|end| (end - field).get_days().abs() <= 1),
        _ => false,
    };
    if said.until.iter().any(agrees) {
        return None;
    }
    let last = said.until.last()?;
    let day = match last.stated {
        Stated::On(day) => day,
        Stated::Months(months) => {
            let begin = entry.date_effective.or(begins.first().copied())?;
            ends(months, begin)?.yesterday().ok()?
        }
        Stated::Issued(_) => return None,
    };
    Some((Field::DateExpires, day, last))
}

/// The statements in the paragraphs of a text. `signs` are those of [`SIGNS`] that the text may
/// have.
fn statements(text: &str, paragraphs: &[Paragraph<'_>], signs: &[&str]) -> Statements {
    let mut all = Statements::default();
    let places = signs.iter().map(|sign| Places::of(text, sign));
    let mut places: Vec<Places<'_, '_>> = places.collect();
    for paragraph in paragraphs {
        let text = paragraph.text;
        let has_sign = places.iter_mut().any(|places| places.are_in(paragraph));
        if text.starts_with('|') || !has_sign {
            continue;
        }
        // the subject of the previous sentence
        let mut about = About::Other;
        let mut at = paragraph.start;
        for sentence in text.split_inclusive(['。', '；']) {
            let start = at;
            at += sentence.len();
            let has = |word: &&str| memmem::find(sentence.as_bytes(), word.as_bytes()).is_some();
            if !has(&"起") && !signs.iter().any(has) {
                about = About::Other;
                continue;
            }
            about = of_sentence(sentence, start, about, &mut all);
        }
    }
    all
}

/// What a sentence is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    /// The document itself.
    Itself,
    Other,
}

/// Adds the statements of a sentence; gives what the sentence is about. `last` is the subject of
/// the previous sentence.
fn of_sentence(written: &str, start: usize, last: About, all: &mut Statements) -> About {
    let is_out = |c: char| c.is_whitespace() || matches!(c, '*' | '#' | '>' | '_');
    let mut plain = Cow::Borrowed(written);
    if written.contains(is_out) {
        plain.to_mut().retain(|c| !is_out(c));
    }
    let patterns = &*PATTERNS;
    let plain = match patterns.numbering.find(&plain) {
        Some(number) => &plain[number.end()..],
        None => &*plain,
    };
    let from = patterns.from.captures(plain);
    let about = from.as_ref().and_then(|c| c.get(0)).map(|m| m.start());
    let term = plain
        .find("期")
        .map(|at| plain[..at].rfind('，').unwrap_or(0));
    let before = &plain[..about.or(term).unwrap_or(0)];
    let before = before.trim_end_matches('，');
    let is_whole = from
        .as_ref()
        .is_none_or(|from| ends_there(plain, from, before));
    let is_own = is_whole && before.is_empty() && (about.is_some() || last == About::Itself)
        || is_whole && patterns.subject.is_match(before)
        || before.is_empty() && begins_own(plain);
    if !is_own {
        return About::Other;
    }
    let lead = written.len() - written.trim_start_matches(is_out).len();
    let end = written.trim_end().trim_end_matches(['。', '；', '*']).len();
    let range = start + lead..start + end.max(lead);
    let mut add = |to: fn(&mut Statements) -> &mut Vec<Statement>, stated| {
        let range = range.clone();
        to(all).push(Statement { stated, range });
    };
    if let Some(from) = &from {
        let days = from.get(4).and_then(|m| numeral::value(m.as_str()));
        let stated = match day(from, 1) {
            Some(day) => Some(Stated::On(day)),
            None if from.get(1).is_none() => Some(Stated::Issued(days.unwrap_or(0))),
            None => None,
        };
        if let Some(stated) = stated {
            add(|all| &mut all.from, stated);
        }
    }
    let span = patterns.span.captures(plain);
    let begins = span.as_ref().and_then(|span| day(span, 1));
    if let (None, Some(day)) = (&from, begins) {
        add(|all| &mut all.from, Stated::On(day));
    }
    let ends = match (&span, begins) {
        (Some(span), Some(begins)) => day(span, 4).or_else(|| day_of(begins.year(), span, 7)),
        _ => patterns.until.captures(plain).and_then(|c| day(&c, 1)),
    };
    if let Some(day) = ends {
        add(|all| &mut all.until, Stated::On(day));
    } else if let Some(years) = patterns.years.captures(plain) {
        let number = |group| years.get(group).and_then(|m| count(m.as_str()));
        let months = number(1).unwrap_or(0) * 12 + number(2).unwrap_or(0);
        add(|all| &mut all.until, Stated::Months(months));
    }
    About::Itself
}

/// Whether a statement can be about the document. Its verb must have no object: 自…起执行新标准 (“a
/// new standard applies from …”) is about the standard. If the statement has 至, 到 or a period of
/// validity in place of a verb, words must stand before it.
fn ends_there(plain: &str, from: &Captures<'_>, before: &str) -> bool {
    let end = from.get(0).map_or(0, |m| m.end());
    let verb = from.get(5).map_or("", |m| m.as_str());
    let is_verb = !["至", "到"].contains(&verb) && !verb.starts_with('，');
    let rest = &plain[end..];
    let stops = ['，', '。', '；', '（', '、', '）', '：'];
    let goes_on = ["至", "到", "截", "有效", "期限"];
    let is_end =
        rest.is_empty() || rest.starts_with(stops) || goes_on.iter().any(|w| rest.starts_with(w));
    match is_verb {
        true => is_end,
        false => !before.is_empty(),
    }
}

/// Whether a sentence begins with a period of validity of the document itself: 本办法有效期….
fn begins_own(plain: &str) -> bool {
    let named = [
        "本办法",
        "本规定",
        "本细则",
        "本通知",
        "本意见",
        "本决定",
        "本方案",
        "本文件",
    ];
    let others = [
        "本条例",
        "本规则",
        "本制度",
        "本措施",
        "本标准",
        "本规范",
        "本通告",
        "本公告",
    ];
    let mut own = named.iter().chain(&others);
    own.any(|name| {
        let rest = plain.strip_prefix(name).map(|r| r.trim_start_matches('的'));
        rest.is_some_and(|r| {
            ["有效期", "执行期", "施行期", "实施期", "试行期"]
                .iter()
                .any(|w| r.starts_with(w))
        })
    })
}

fn count(text: &str) -> Option<i64> {
    numeral::value(&text.replace('两', "二"))
}

/// The number in a group of a match.
fn number(found: &Captures<'_>, group: usize) -> Option<i64> {
    let written = found.get(group)?.as_str();
    numeral::value(&written.replace(['O', 'o'], "〇"))
}

/// The date in three groups of a match.
fn day(found: &Captures<'_>, group: usize) -> Option<Date> {
    let year = i16::try_from(number(found, group)?).ok()?;
    day_of(year, found, group + 1)
}

/// The date of a year whose month and day are in two groups of a match.
fn day_of(year: i16, found: &Captures<'_>, group: usize) -> Option<Date> {
    let month = i8::try_from(number(found, group)?).ok()?;
    let day = i8::try_from(number(found, group + 1)?).ok()?;
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs::paragraphs;
    use super::*;
    use crate::fold::Letters;

    fn found(text: &str) -> (Vec<Stated>, Vec<Stated>) {
        let letters = Letters::of(text, 0);
        let signs: Vec<&str> = SIGNS.possible(&letters).collect();
        let all = statements(text, &paragraphs(text, 0), &signs);
        let stated = |all: Vec<Statement>| all.into_iter().map(|s| s.stated).collect();
        (stated(all.from), stated(all.until))
    }

    #[test]
    fn days_that_a_text_states_about_itself() {
        let on = |year, month, day| vec![Stated::On(Date::constant(year, month, day))];
        let issued = |days| vec![Stated::Issued(days)];
        let months = |months| vec![Stated::Months(months)];
        for (text, from, until) in [
            (
                "本办法自2026年12月1日起施行，有效期至2031年11月30日。",
                on(2026, 12, 1),
                on(2031, 11, 30),
            ),
            (
                "自2026年12月1日起施行，有效期至2031年11月30日",
                on(2026, 12, 1),
                on(2031, 11, 30),
            ),
            (
                "第二十条　本办法自 2026年12月1日 起施行，有效期5年。",
                on(2026, 12, 1),
                months(60),
            ),
            (
                "本通知自印发之日起施行，有效期五年。",
                issued(0),
                months(60),
            ),
            ("本规定自公布之日起30日后施行。", issued(30), vec![]),
            ("本规定自公布之日起三十日后施行。", issued(30), vec![]),
            (
                "六、本意见自二〇二六年十二月一日起执行，执行期限为两年。",
                on(2026, 12, 1),
                months(24),
            ),
            (
                "本办法由县人社局负责解释，自2026年12月1日起施行。有效期三年。",
                on(2026, 12, 1),
                months(36),
            ),
            (
                "本办法自2026年12月1日起施行，至2028年11月30日止。",
                on(2026, 12, 1),
                on(2028, 11, 30),
            ),
            (
                "本通知有效期自2026年12月1日起至2031年11月30日止。",
                on(2026, 12, 1),
                on(2031, 11, 30),
            ),
            (
                "本办法有效期为5年，自2026年12月1日起施行。",
                on(2026, 12, 1),
                months(60),
            ),
            ("本办法有效期至2031年11月30日。", vec![], on(2031, 11, 30)),
            (
                "本办法有效期为2026年12月1日至2031年11月30日。",
                on(2026, 12, 1),
                on(2031, 11, 30),
            ),
            (
                "本通告有效期：2026年12月1日—12月31日。",
                on(2026, 12, 1),
                on(2026, 12, 31),
            ),
            (
                "本方案实施期限为2026年12月1日到2027年11月30日止。",
                on(2026, 12, 1),
                on(2027, 11, 30),
            ),
            (
                "本办法自印发之日起施行，有效期为2026年12月1日至2031年11月30日。",
                issued(0),
                on(2031, 11, 30),
            ),
            (
                "本通知从2026年12月1日开始执行，执行至2028年12月31日。",
                on(2026, 12, 1),
                on(2028, 12, 31),
            ),
            (
                "本办法自2026年12月1日起施行，试行两年。",
                on(2026, 12, 1),
                months(24),
            ),
            (
                "**本实施细则（试行）自2026年12月1日起试行，试行期1年。**",
                on(2026, 12, 1),
                months(12),
            ),
        ] {
            assert_eq!(found(text), (from, until), "{text}");
        }
    }

    #[test]
    fn days_of_other_things() {
        for text in [
            "低保标准自2026年7月1日起执行。",
            "《就业办法》自2020年1月1日起施行。",
            "本办法第五条自2027年1月1日起施行。",
            "证书有效期为3年。",
            "资格证书有效期至2031年11月30日。",
            "资格证书有效期为2026年12月1日至2031年11月30日。",
            "报名有效期为2026年12月1日至12月31日。",
            "报名时间自2026年12月1日起至2026年12月5日止。",
            "原办法自2026年12月1日起废止。",
            "本办法规定的补助标准自2027年1月1日起执行。",
            "申请人自收到通知之日起15日内提出。",
            "| 本办法自2026年12月1日起施行 |",
        ] {
            assert_eq!(found(text), (vec![], vec![]), "{text}");
        }
    }
}
