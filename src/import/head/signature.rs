//! Takes the lines of a page; gives the document number near the title, the issuing bodies and the
//! date of the signature, and the day of publication above the text.
//!
//! This file must not know how labels are found.

use super::{Extent, Reader};
use crate::catalogue::Field;
use crate::catalogue::value::{self, ReadDate};
use crate::diag::{Words, words};
use crate::fold::is_han;
use crate::import::form::{
    BARE_NUMBER, BODY_SUFFIX, DATE, DOCUMENT_NUMBER, YEAR_NUMBER, find, fits, is_date, is_dated,
    is_dateline, is_match, pattern, squeeze, trim,
};
use crate::import::furniture::{Sort, is_of_cookies, sort};
use crate::import::label::Line;
use crate::import::page::CELL;
use crate::import::vocabulary::Meaning;
use jiff::ToSpan;
use jiff::civil::Date;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Words before the number of another document. On a line that has nothing but the number, the
/// first of them may instead begin the name of a place (原政发〔2021〕5号).
const CITED: [&str; 8] = [
    "原",
    "根据",
    "依据",
    "按照",
    "参照",
    "转发",
    "现转发",
    "执行",
];

/// The longest name of a body, in characters.
const LONGEST_BODY: usize = 40;

/// What may share the document number's line in a red letterhead: 签发人 and the degree of urgency
/// (GB/T 9704-2012, 7.2).
static ABOVE_TITLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern("签发人|特急|加急|平急|特提|急件|明电"));

/// A place whose name begins with 原.
static YUAN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "原[^政府办发字委函省市州县区镇乡][^政府办发字委函]{0,2}(?:[省市州县区镇乡]|大学|学院|学校|医院|集团|公司)",
    )
});

/// A note below a signature: another body seals for the signing one.
static SEALED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern("^[（(][^（()）]{0,30}(?:代章|代印|盖章|公章|印章|章)[)）]$"));

fn below() -> Option<Words> {
    Some(words(
        "取自正文落款",
        "it is taken from the signature below the text",
    ))
}

fn day(text: &str) -> Option<Date> {
    match value::date(text) {
        ReadDate::Canonical(day, _) | ReadDate::Understood(day, _) => Some(day),
        _ => None,
    }
}

/// The bodies that a line names, separated by spaces or punctuation; empty if the line has other
/// words.
pub(super) fn bodies(line: &str) -> Vec<String> {
    let is_body = |t: &&str| is_match(&BODY_SUFFIX, t) && t.chars().count() >= 4;
    let parts: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || c == CELL || "、，,；;".contains(c))
        .filter(|t| !t.is_empty())
        .collect();
    let whole = squeeze(line);
    if parts.iter().all(is_body) && whole.chars().count() <= LONGEST_BODY * 3 {
        parts.into_iter().map(str::to_owned).collect()
    } else if is_body(&whole.as_str()) && whole.chars().count() <= LONGEST_BODY {
        // a single name may have spaces between its characters
        vec![whole]
    } else {
        Vec::new()
    }
}

/// Reads a line that is a date, or bodies followed by a date; gives the bodies and the date.
fn dated(line: &str) -> Option<(Vec<String>, String)> {
    let whole = squeeze(line);
    if is_date(&whole) {
        return Some((Vec::new(), whole));
    }
    let (at, _) = line
        .char_indices()
        .rfind(|(i, c)| c.is_whitespace() && is_date(&line[*i..]))?;
    let bodies = bodies(&line[..at]);
    (!bodies.is_empty()).then(|| (bodies, squeeze(&line[at..])))
}

impl Reader<'_> {
    /// Finds the document number near the title, if the head has no document number.
    pub(super) fn number(&mut self, text: &Range<usize>) {
        if self.has(Field::DocumentNumber) {
            return;
        }
        let before = self.solid(&(0..text.start));
        let before = before.into_iter().rev().take(6);
        // a number below the salutation belongs to another document; without a salutation, a number
        // below the first sentence does
        let own: Vec<&Line> = self.solid(text).into_iter().take(12).collect();
        let is_salutation = |l: &&Line| {
            let name = trim(&l.text).trim_end_matches(['：', ':']);
            let is_name =
                name.starts_with('各') || name.contains('、') || is_match(&BODY_SUFFIX, name);
            name.len() < trim(&l.text).len() && l.labels.is_empty() && is_name
        };
        let is_sentence = |l: &&Line| {
            let is_beside = l
                .text
                .trim_start()
                .starts_with(['（', '(', '【', '[', '《']);
            l.text.contains('。')
                && !is_beside
                && l.labels.is_empty()
                && sort(&self.page.blocks[l.block]) != Sort::Frame
        };
        let end = own.iter().position(is_salutation);
        let end = end
            .or_else(|| own.iter().position(is_sentence))
            .unwrap_or(own.len());
        let lines = own[..end].iter().copied().chain(before);
        let found = lines
            .filter(|l| {
                l.text.chars().count() <= 80
                    && (l.labels.is_empty() || is_match(&ABOVE_TITLE, &l.text))
            })
            .find_map(own_number)
            .filter(|number| !number.starts_with(CITED[0]) || self.is_place_of_yuan())
            .or_else(|| {
                let above = self.solid(&(0..text.start));
                above.into_iter().find_map(|l| self.number_after_title(l))
            })
            .or_else(|| self.number_of_minutes());
        if let Some(number) = found {
            let doubt = words("取自正文开头", "it is taken from the beginning of the text");
            self.take(Field::DocumentNumber, &number, Some(doubt));
        }
    }

    /// Whether the page names a place or body that begins with 原, such as 原平市. Elsewhere, 原
    /// before a number means "former".
    fn is_place_of_yuan(&self) -> bool {
        let lines = self.lines.iter().map(|l| l.text.as_str());
        let names = self.page.hints.iter().map(String::as_str);
        lines.chain(names).any(|l| is_match(&YUAN, l))
    }

    /// The number of minutes or of an announcement, which is below their letterhead: 专题会议纪要,
    /// 〔2024〕6号; 某某局, 公告, 2023年第3号.
    fn number_of_minutes(&self) -> Option<String> {
        let lines = self.lines.iter().filter(|l| !l.is_blank()).take(12);
        let lines: Vec<String> = lines.map(|l| squeeze(&l.text)).collect();
        (1..lines.len()).find_map(|at| {
            let (above, own) = (&lines[at - 1], &lines[at]);
            let own = own.trim_matches(['(', ')', '（', '）']);
            let body = at.checked_sub(2).map(|n| lines[n].as_str()).filter(|body| {
                ["公告", "通告"].contains(&above.as_str()) && is_match(&BODY_SUFFIX, body)
            });
            // a title above the number is no letterhead
            let is_titled = above.contains("关于");
            let number = format!("{}{above}{own}", body.unwrap_or_default());
            let is_number = above.ends_with("纪要") && is_match(&BARE_NUMBER, &lines[at])
                || is_match(&YEAR_NUMBER, &number)
                    && own.starts_with(|c: char| c.is_ascii_digit())
                    && !is_titled;
            (is_number && fits(Field::DocumentNumber, &number)).then_some(number)
        })
    }

    /// The number on the line of the title, directly after the title.
    fn number_after_title(&self, line: &Line) -> Option<String> {
        let title = self.head.fields.get(&Field::Title)?;
        let said = squeeze(&line.text);
        let rest = said.strip_prefix(squeeze(&title.texts.concat()).as_str())?;
        find(&DOCUMENT_NUMBER, rest)
            .filter(|number| *number == rest)
            .map(str::to_owned)
    }

    /// Reads the bodies and the date in the signature below the text. If the head lacks the usual
    /// fields of a catalogue, both are taken with a doubt. Otherwise only missing values are taken,
    /// and only if the signature agrees with the head; if it does not, a missing date becomes a
    /// hint. A signature may also be only a date or only a body. Also takes the day of publication
    /// above the text, if the head has none.
    pub(super) fn signature(&mut self, text: &Range<usize>) {
        let known = self.names(text);
        let solid = self.solid(text);
        let found = (1..solid.len())
            .find_map(|i| signed(&solid, i, &known))
            .or_else(|| self.minutes());
        // after an unfinished line, the day belongs to that line
        let is_end = |l: &&Line| trim(&l.text).ends_with(['。', '！', '”', '）']);
        let alone = match &solid[..] {
            [.., above, last] if is_end(above) => Some(squeeze(&last.text)),
            _ => None,
        };
        let alone = alone.filter(|l| is_date(l));
        if let Some(date) = self.published(text)
            && !self.has(Field::DatePublished)
        {
            let doubt: Words = words(
                "取自页面上方，没有字段名",
                "it is above the text and has no label",
            );
            self.take(Field::DatePublished, &date, Some(doubt));
        }
        let is_whole = self.extent == Extent::Whole;
        match found {
            Some((bodies, date)) if !is_whole || self.agrees(&bodies, &date) => {
                self.dispatched(&date);
                if bodies.len() > 1 && !self.has(Field::JointIssuers) && self.is_issuer(&bodies[0])
                {
                    self.take(Field::JointIssuers, &bodies[1..].join("、"), below());
                }
                if !is_whole || !self.has(Field::Issuer) {
                    self.take(Field::Issuer, &bodies[0], below());
                }
                if !is_whole || !self.has(Field::DateCreated) {
                    self.take(Field::DateCreated, &date, below());
                }
            }
            Some((_, date)) if !self.has(Field::DateCreated) => self.head.signed = Some(date),
            // a signature may be only a day
            None if !self.has(Field::DateCreated) => match alone {
                Some(date) if !is_whole && !self.is_unfit(&date) => {
                    self.take(Field::DateCreated, &date, below());
                }
                alone => self.head.signed = alone,
            },
            _ => {}
        }
        if !self.has(Field::Issuer)
            && let Some(body) = self.undated(text)
        {
            self.take(Field::Issuer, &body, below());
        }
    }

    /// The body in a signature without a date, if the title begins with this body and 关于, or if the
    /// page names this body as its source.
    fn undated(&self, text: &Range<usize>) -> Option<String> {
        let solid = self.solid(text);
        let [.., above, last] = &solid[..] else {
            return None;
        };
        let bodies = bodies(&last.text);
        let said = |field: Field| {
            let value = self.head.fields.get(&field);
            value.map_or_else(String::new, |v| squeeze(&v.texts.concat()))
        };
        let is_end = trim(&above.text).ends_with(['。', '！', '”', '）']);
        let is_one = bodies.len() == 1
            && (said(Field::Title).starts_with(&format!("{}关于", bodies[0]))
                || said(Field::Source) == bodies[0]);
        (is_end && is_one).then(|| bodies[0].clone())
    }

    /// Whether a body is the issuer that the head names; true if the head names none.
    fn is_issuer(&self, body: &str) -> bool {
        let issuer = self.head.fields.get(&Field::Issuer);
        issuer.is_none_or(|v| squeeze(&v.texts.concat()) == squeeze(body))
    }

    /// Takes 发文日期 (date of issue) for the day of publication, if the page does not state that
    /// day and the signature has a day less than six months before 发文日期.
    fn dispatched(&mut self, signed: &str) {
        let stated = self.head.fields.get(&Field::DateCreated);
        let mut labels = self.lines.iter().flat_map(|l| l.labels.iter());
        let is_dispatched = labels
            .clone()
            .any(|l| l.meaning == Some(Meaning::Dispatched))
            && !labels.any(|l| l.meaning == Some(Meaning::Of(Field::DateCreated)));
        let Some(stated) = stated.filter(|_| is_dispatched) else {
            return;
        };
        let text = stated.texts.concat();
        // a signature from long before has a mistyped year
        let is_before = |(stated, signed): (Date, Date)| {
            signed < stated
                && signed
                    .checked_add(6.months())
                    .is_ok_and(|latest| latest > stated)
        };
        if self.has(Field::DatePublished) || !day(&text).zip(day(signed)).is_some_and(is_before) {
            return;
        }
        let doubt = words(
            "原件写作“发文日期”，晚于落款日期，按发布日期填写",
            "the page says 发文日期, which is after the day of the signature; it is taken for the day of publication",
        );
        self.head.fields.remove(&Field::DateCreated);
        self.take(Field::DatePublished, &text, Some(doubt));
    }

    /// Texts in which the name of a signing body may be: the lines above the text, such as a red
    /// letterhead or the site's name, and the title.
    fn names(&self, text: &Range<usize>) -> Vec<String> {
        let above = self.solid(&(0..text.start));
        let above = above.into_iter().map(|l| squeeze(&l.text));
        let title = self.head.fields.get(&Field::Title);
        let title = title.map(|t| squeeze(&t.texts.concat()));
        above
            .map(|l| l.trim_end_matches("文件").to_owned())
            .chain(title)
            .collect()
    }

    /// The issuing body and the day of minutes (纪要), which are on one line before the first
    /// sentence.
    fn minutes(&self) -> Option<(Vec<String>, String)> {
        let title = self.head.fields.get(&Field::Title)?;
        if !title.texts.concat().ends_with("纪要") {
            return None;
        }
        let lines = self.lines.iter().filter(|l| !l.is_blank()).take(12);
        lines
            .take_while(|l| !l.text.contains('。'))
            .find_map(|l| dated(&l.text).filter(|(bodies, _)| !bodies.is_empty()))
    }

    /// Whether a date contradicts the head: it is after the publication, or the stated day cannot
    /// be read.
    fn is_unfit(&self, date: &str) -> bool {
        let published = self.head.fields.get(&Field::DatePublished);
        let published = published.and_then(|v| day(&v.texts.concat()));
        let is_late = published
            .zip(day(date))
            .is_some_and(|(published, signed)| signed > published);
        let unread = &self.head.unread;
        is_late || unread.iter().any(|(f, ..)| *f == Field::DateCreated)
    }

    /// Whether a signature agrees with the head. It does if the head or the title names the body of
    /// the signature (or the head names no body), if the day of the signature is not after the
    /// publication, and if no document date was unreadable.
    fn agrees(&self, bodies: &[String], date: &str) -> bool {
        let value = |field: Field| {
            let value = self.head.fields.get(&field);
            value.map(|v| squeeze(&v.texts.concat()))
        };
        let named = [Field::Issuer, Field::Publisher, Field::Title].map(value);
        let is_open = !self.has(Field::Issuer) && !self.has(Field::Publisher);
        let is_named = is_open
            || named.iter().flatten().any(|n| {
                let body = squeeze(&bodies[0]);
                n.starts_with(&body) || body.ends_with(n.as_str())
            });
        is_named && !self.is_unfit(date)
    }

    /// The date on a line at the top of the page that has no label of a date. The line has the
    /// source of the page, is a dateline directly below the title, or has a label that names no
    /// field, such as 浏览次数 (number of views).
    fn published(&self, text: &Range<usize>) -> Option<String> {
        let is_beside_source = |l: &Line| l.labels.iter().any(|l| l.field() == Some(Field::Source));
        let lines: Vec<&Line> = self
            .lines
            .iter()
            .filter(|l| !l.is_blank() && l.block < text.end)
            .take(24)
            .take_while(|l| !l.text.contains('。') || l.is_labelled() || is_of_cookies(&l.text))
            .collect();
        lines
            .into_iter()
            .filter(|l| !l.labels.iter().any(|l| l.field().is_some_and(is_dated)))
            .find(|l| {
                is_beside_source(l) || is_dateline(&l.text) && self.is_below_title(l) || {
                    let rest = find(&DATE, &l.text).map(|d| l.text.replacen(d, "", 1));
                    let has_other = l.labels.iter().any(|l| l.meaning == Some(Meaning::Other));
                    rest.is_some_and(|r| has_other && !r.contains('号'))
                }
            })
            .and_then(|l| find(&DATE, &l.text))
            .map(str::to_owned)
    }
}

impl Reader<'_> {
    /// Whether the line above this one is the title or the end of the title.
    fn is_below_title(&self, line: &Line) -> bool {
        let above = self.solid(&(0..line.block));
        let title = self.head.fields.get(&Field::Title);
        above.last().zip(title).is_some_and(|(above, title)| {
            squeeze(&title.texts.concat()).ends_with(squeeze(&above.text).as_str())
        })
    }
}

/// The document's own number, if a line states it alone, in brackets, after the issuing body, or
/// beside the words of [`ABOVE_TITLE`]. A number inside a sentence belongs to another document.
fn own_number(line: &Line) -> Option<String> {
    let whole = squeeze(&line.text);
    let whole = whole.trim_matches(['(', ')', '（', '）']);
    if is_match(&YEAR_NUMBER, whole) {
        return Some(whole.to_owned());
    }
    let is_all = fits(Field::DocumentNumber, whole) && find(&DOCUMENT_NUMBER, whole) == Some(whole);
    let cells: Vec<&str> = line.text.split(CELL).map(trim).collect();
    let cells: Vec<&str> = cells.into_iter().filter(|c| !c.is_empty()).collect();
    if cells.len() > 1 && !is_match(&ABOVE_TITLE, &line.text) {
        return in_letterhead(&cells);
    }
    if is_all && !CITED[1..].iter().any(|c| whole.starts_with(c)) {
        return Some(whole.to_owned());
    }
    let number =
        find(&DOCUMENT_NUMBER, &line.text).filter(|n| !CITED.iter().any(|c| n.starts_with(c)))?;
    let mut parts = line.text.split(['\t', '\u{3000}']);
    if is_match(&ABOVE_TITLE, &line.text) && parts.any(|part| trim(part) == number) {
        return Some(number.to_owned());
    }
    let rest = line.text.replacen(number, "", 1);
    let rest = trim(&rest);
    let rest = rest
        .split_once("签发人")
        .map_or(rest, |(before, _)| trim(before));
    let is_alone = rest
        .chars()
        .all(|c| "()（）".contains(c) || c.is_whitespace());
    (is_alone || is_match(&BODY_SUFFIX, rest)).then(|| number.to_owned())
}

/// The number in a letterhead whose parts are the cells of a table. Beside another word, the number
/// belongs to this word: 处罚决定书文号, 某市监罚〔2020〕15号.
fn in_letterhead(cells: &[&str]) -> Option<String> {
    let (numbers, rest): (Vec<String>, Vec<String>) = cells
        .iter()
        .map(|c| squeeze(c))
        .partition(|c| fits(Field::DocumentNumber, c));
    let is_name = |c: &String| c == "文件" || is_match(&BODY_SUFFIX, c);
    match numbers.as_slice() {
        [number] if rest.iter().all(is_name) => Some(number.clone()),
        _ => None,
    }
}

/// The bodies and the date of a signature whose date is on line `at`.
fn signed(solid: &[&Line], at: usize, known: &[String]) -> Option<(Vec<String>, String)> {
    let (mut all, date) = dated(&solid[at].text)?;
    // a signature has text above it
    let begun = |l: &&Line| l.text.contains('。') || trim(&l.text).ends_with(['：', ':', '；']);
    if !solid[..at].iter().any(begun) {
        return None;
    }
    let mut above = at;
    // another body may seal for the one that signs
    if is_match(&SEALED, &squeeze(&solid[at - 1].text)) {
        above -= 1;
    }
    while let Some(n) = above.checked_sub(1) {
        let mut bodies = bodies(&solid[n].text);
        let whole = squeeze(&solid[n].text);
        let is_known = whole.chars().count() >= 4
            && whole.chars().all(is_han)
            && known.iter().any(|name| name.starts_with(&whole));
        if bodies.is_empty() && is_known {
            bodies.push(whole);
        }
        if bodies.is_empty() || all.len() > 12 {
            break;
        }
        all.splice(0..0, bodies);
        above = n;
    }
    (!all.is_empty()).then_some((all, date))
}
