//! Takes a page and the fields of its head; finds the title and what it states: a document number,
//! a note on the validity, whether the document is an annual report. This file must not know at
//! which of the given lines the text itself begins.
//!
//! The title is the value of a label or the lines of a heading. The file `begin.rs` then finds the
//! line at which the text itself begins. Lines above it that belong to the text, such as the title
//! in English, are kept.

use super::signature::bodies;
use super::{Extent, Reader, Value};
use crate::catalogue::{Field, Kind, Validity};
use crate::diag::words;
use crate::fold::{fold, is_han};
use crate::import::form::{
    BARE_NUMBER, BODY_SUFFIX, DOCUMENT_NUMBER, GENRE, is_date, is_english, is_match, is_numbered,
    is_portal, pattern, squeeze, trim,
};
use crate::import::label::Line;
use crate::import::page::is_of_office;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The title is searched for in this many lines at the beginning of a text.
const LINES: usize = 24;

/// The longest title, or line of a title, that is recognised by its ending, in characters.
const LONGEST: usize = 120;
const LONGEST_LINE: usize = 46;

/// The shortest title that is recognised by its ending, in characters.
const SHORTEST: usize = 5;

/// The text that an order puts into force begins within this many lines.
const MOST_OF_ORDER: usize = 60;

/// The maximum number of lines of the page that repeat a hint. A title at the beginning of the text
/// may have three more lines, because issuing bodies may be above it.
const MOST_LINES: usize = 5;

/// A page with at least this many Chinese characters is not in English.
const MOST_HAN: usize = 20;

/// A title with a document number in brackets at its end.
static AT_THE_END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(.*\P{Nd})[（(]([\p{Han}]{1,20}[〔\[［(（](?:19|20)\d\d[〕\]］)）]第?\d{1,5}号|\p{Han}{0,20}(?:19|20)\d\d年第\d{1,5}号)[）)]$",
    )
    .ok()
});
/// A title with a document number before it.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^([\p{Han}]{1,20}[〔\[［](?:19|20)\d\d[〕\]］]第?\d{1,5}号)[\s:：]+(\p{Han}.{5,})$",
    )
    .ok()
});

/// A Chinese title with its translation behind it.
static TRANSLATED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^(.*[\p{Han}）》])\s*([A-Za-z][A-Za-z ,.'’()&:;/-]{10,})$"));

/// A note below a title about who adopted, changed or read out the text, and when.
static ADOPTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^[（(](?:19|20)\d\d年\d{1,2}月\d{1,2}日.{2,}(?:通过|批准|修订|修正|公布|发布|施行|会议上)[^（()）]*[）)]$",
    )
});

/// The state or edition of a text, on a line below its title: （征求意见稿）, （试行）.
static QUALIFIER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^[（(][\p{Han}\d]{0,12}(?:稿|试行|暂行|修订|修正|草案|版|本)[)）]$")
});

/// A note on the validity at the end of a title: repealed, expired, amended, or partly out of force.
static ENDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[（(【\[]\s*(?:本文|本文件|该文件|现)?(?:已|已经|现已)?(?:宣布)?(废止|失效|作废|修改|修订|部分失效|部分废止)\s*[）)】\]]$").ok()
});

fn same(one: &str, other: &str) -> bool {
    fold(&squeeze(one)) == fold(&squeeze(other))
}

impl Reader<'_> {
    /// Finds the title. The sources, in this order: its label or the meta tags; a hint (such as the
    /// window's title) that lines of the page repeat; a hint that ends like a title; the beginning
    /// of the text; any other hint; the file name. Then reads the document number and the note on
    /// the validity in the title.
    pub(super) fn title(&mut self, text: &Range<usize>) {
        self.whole_title(text);
        let Some(known) = self.head.fields.get(&Field::Title).cloned() else {
            return;
        };
        let mut known = known;
        if let Some((title, translated)) = divided(&known.texts.concat()) {
            known.texts = vec![title];
            self.head.kept.push(translated);
            self.head.fields.insert(Field::Title, known.clone());
        }
        if let Some((stem, _)) = known.texts.concat().rsplit_once('.')
            && is_of_office(&known.texts.concat())
        {
            // the title is the file's name without its extension
            known.texts = vec![stem.to_owned()];
            self.head.fields.insert(Field::Title, known.clone());
        }
        let whole = known.texts.concat();
        let squeezed = squeeze(&whole);
        let found = AT_THE_END
            .as_ref()
            .and_then(|p| p.captures(&squeezed))
            .map(|c| (c[1].to_owned(), c[2].to_owned()))
            .or_else(|| {
                let found = BEFORE.as_ref()?.captures(&whole)?;
                Some((found[2].to_owned(), found[1].to_owned()))
            });
        if let Some((title, number)) = found {
            let value = Value {
                texts: vec![title],
                doubt: known.doubt,
                at: known.at,
            };
            self.head.fields.insert(Field::Title, value);
            let doubt = words("取自标题", "it is taken from the title");
            self.take(Field::DocumentNumber, &number, Some(doubt));
        }
        let ended = ENDED.as_ref().and_then(|p| p.captures(&squeezed));
        if let Some(validity) = ended.and_then(|c| {
            Validity::find(if &c[1] == "作废" {
                "废止"
            } else {
                c.get(1)?.as_str()
            })
        }) && !self.has(Field::Validity)
        {
            let doubt = words("取自标题", "it is taken from the title");
            self.take(Field::Validity, validity.label(), Some(doubt));
        }
    }

    /// Keeps lines above the text that belong to the text: the title in English directly below the
    /// Chinese title, and notes about the adoption. A note about an adoption (通过) also supplies
    /// the date of the document if this date is missing.
    pub(super) fn kept(&mut self, begin: usize) {
        let Some(title) = self.head.fields.get(&Field::Title) else {
            return;
        };
        let title = fold(&squeeze(&title.texts.concat()));
        let above = self.solid(&(0..begin));
        let ends = |l: &&Line| {
            let line = fold(&squeeze(&l.text));
            !line.is_empty() && title.ends_with(&line)
        };
        let Some(at) = above.iter().rposition(ends) else {
            return;
        };
        let is_chinese = title.chars().any(is_han);
        let below = above[at + 1..].iter().enumerate();
        let lines = below.filter(|(n, l)| {
            let line = trim(&l.text);
            l.labels.is_empty()
                && (is_match(&ADOPTED, &squeeze(line))
                    || *n == 0 && is_chinese && is_english(line) && !line.contains(':'))
        });
        let lines: Vec<String> = lines.map(|(_, l)| trim(&l.text).to_owned()).collect();
        // the day of a text that a meeting adopts is that of the meeting (中办发〔2012〕14号, 9)
        let adopted = lines.iter().find(|l| l.contains("通过"));
        if let Some(line) = adopted
            && !self.has(Field::DateCreated)
            && line.matches('年').count() == 1
        {
            let doubt = words(
                "取自标题下的题注",
                "it is taken from the note below the title",
            );
            self.take(Field::DateCreated, line, Some(doubt));
        }
        for line in lines {
            if !self.head.kept.contains(&line) {
                self.head.kept.push(line);
            }
        }
    }

    /// Reads the head of an order (GB/T 9704-2012, 10.2): a line that ends with 令 (order), then
    /// the number. If the text below has the title that the order names in 《》, this is the
    /// document's title. The order then supplies the number, the issuing body and the date if they
    /// are missing.
    pub(super) fn order(&mut self) {
        let solid: Vec<String> = self
            .lines
            .iter()
            .filter(|l| !l.is_blank() && l.labels.is_empty())
            .map(|l| squeeze(&l.text))
            .take(MOST_OF_ORDER)
            .collect();
        let is_number = |line: &str| {
            let inner = line
                .trim_matches(|c: char| "（）()".contains(c))
                .strip_prefix('第')
                .and_then(|rest| rest.strip_suffix('号'));
            inner.is_some_and(|n| {
                n.chars()
                    .all(|c| c.is_ascii_digit() || "一二三四五六七八九十百零〇○".contains(c))
            })
        };
        let Some(at) = solid.windows(2).take(LINES).position(|pair| {
            pair[0].ends_with('令')
                && pair[0].chars().count() <= LONGEST_LINE
                && is_number(&pair[1])
        }) else {
            return;
        };
        let below = &solid[at + 2..];
        let named = below
            .iter()
            .find(|line| line.contains("公布") || line.contains("施行") || line.contains("发布"))
            .and_then(|line| Some(line.split_once('《')?.1.split_once('》')?.0.to_owned()));
        let Some(title) = named.filter(|named| below.iter().any(|line| same(line, named))) else {
            return;
        };
        let doubt = || Some(words("取自命令", "it is taken from the order"));
        let body = solid[at].trim_end_matches('令').to_owned();
        let signed = below.iter().take_while(|line| !same(line, &title));
        let signed = signed.clone().find(|line| is_date(line)).cloned();
        self.head.fields.remove(&Field::Title);
        self.take(Field::Title, &title, doubt());
        if !self.has(Field::DocumentNumber) {
            let number = format!("{}{}", solid[at], solid[at + 1]);
            self.take(Field::DocumentNumber, &number, doubt());
        }
        if !self.has(Field::Issuer) && is_match(&BODY_SUFFIX, &body) {
            self.take(Field::Issuer, &body, doubt());
        }
        if let Some(date) = signed
            && !self.has(Field::DateCreated)
        {
            self.take(Field::DateCreated, &date, doubt());
        }
    }

    /// Recognises an annual report, which has a `kind` of its own.
    pub(super) fn kind(&mut self) {
        let title = self.head.fields.get(&Field::Title);
        let title = title.map(|t| t.texts.concat()).unwrap_or_default();
        let is_report = title.contains("信息公开")
            && (title.contains("年度报告") || title.contains("年报"))
            && !["解读", "通知", "关于做好", "公告"]
                .iter()
                .any(|w| title.contains(w));
        if is_report {
            let doubt = words(
                "按标题认作年度报告；正文中的统计表请移入“统计表”",
                "by its title it is an annual report; move its tables to `tables`",
            );
            let value = Value {
                texts: vec![Kind::AnnualReport.code().to_owned()],
                doubt: Some(doubt),
                at: self.place(&title),
            };
            self.head.fields.insert(Field::Kind, value);
        }
    }

    fn whole_title(&mut self, text: &Range<usize>) {
        let from_text = self
            .title_lines(text)
            .or_else(|| self.title_lines(&(0..text.start)));
        if self.has_label(from_text.as_ref()) {
            return;
        }
        let han = |h: &str| h.chars().filter(|c| is_han(*c)).count();
        let hints: Vec<&String> = self
            .page
            .hints
            .iter()
            .filter(|h| !is_portal(h) && (han(h) >= 4 || self.is_english() && is_english(h)))
            .collect();
        // a hint, such as the window's title, is certain if the page also shows it
        let shown = hints.iter().find_map(|h| self.shown(h));
        let within = from_text.clone().filter(|t| {
            let title = fold(&squeeze(t));
            self.page
                .hints
                .iter()
                .any(|h| fold(&squeeze(h)).contains(&title))
        });
        let is_better = |shown: &String| {
            within
                .as_ref()
                .is_none_or(|w| w.chars().count() <= shown.chars().count())
        };
        if let Some(title) = shown.filter(is_better).or(within.clone()) {
            return self.take(Field::Title, &title, None);
        }
        let from_name = |hint: &str| {
            Some(words(
                format!("取自网页或文档自己的题名“{hint}”"),
                format!("it is what the page or file calls itself, `{hint}`"),
            ))
        };
        let doubt = || {
            Some(words(
                "取自正文开头（原件没有标明）",
                "the original does not say which line is its title; this is taken from the beginning of the text",
            ))
        };
        let hint = hints.first().map(|h| (*h).clone());
        let first = || match self.extent {
            Extent::Line => self
                .first_line(&(0..text.start))
                .or_else(|| self.first_line(text)),
            Extent::None => self
                .first_line(text)
                .or_else(|| self.first_line(&(0..text.start))),
            Extent::Whole => self.first_line(text),
        };
        match (from_text.or_else(first), hint) {
            (_, Some(hint)) if is_match(&GENRE, &hint) => {
                self.take(Field::Title, &hint, from_name(&hint));
            }
            (Some(title), _) => self.take(Field::Title, &title, doubt()),
            (None, Some(hint)) => self.take(Field::Title, &hint, from_name(&hint)),
            (None, None) => {
                if let Some(name) = &self.page.name {
                    let doubt = words("取自文件名", "it is the name of the file");
                    self.take(Field::Title, name, Some(doubt));
                }
            }
        }
    }

    /// Whether the page is in English. A link to the Chinese pages does not count.
    fn is_english(&self) -> bool {
        let chars = self.lines.iter().flat_map(|l| l.text.chars());
        chars.filter(|c| is_han(*c)).take(MOST_HAN).count() < MOST_HAN
    }

    /// Whether a label gave the title. A label for titles may mean something else, so a value that
    /// differs from all other titles gets a doubt.
    fn has_label(&mut self, from_text: Option<&String>) -> bool {
        let Some(known) = self.head.fields.get_mut(&Field::Title) else {
            return false;
        };
        let said = known.texts.concat();
        let others: Vec<&String> = from_text.into_iter().chain(&self.page.hints).collect();
        let agrees =
            |o: &&String| same(o, &said) || fold(&squeeze(o)).contains(&fold(&squeeze(&said)));
        if !others.is_empty() && !others.iter().any(agrees) {
            let other = others[0];
            known.doubt = Some(words(
                format!("与原件中的“{other}”不一致"),
                format!("the original also has `{other}`"),
            ));
        }
        true
    }

    /// The hint, if consecutive lines have the same words.
    fn shown(&self, hint: &str) -> Option<String> {
        let wanted = fold(&squeeze(hint));
        let solid: Vec<&Line> = self
            .lines
            .iter()
            .filter(|l| !l.is_blank())
            .take(160)
            .collect();
        let is_shown = (0..solid.len()).any(|from| {
            let mut rest = wanted.as_str();
            for line in solid[from..].iter().take(MOST_LINES) {
                let Some(after) = rest.strip_prefix(fold(&squeeze(&line.text)).as_str()) else {
                    return false;
                };
                if after.is_empty() {
                    return true;
                }
                rest = after;
            }
            false
        });
        is_shown.then(|| hint.to_owned())
    }

    /// The first line of a text that may be a title, with any ending.
    fn first_line(&self, text: &Range<usize>) -> Option<String> {
        let solid = self.solid(text);
        let line = solid
            .iter()
            .take(8)
            .take_while(|l| !l.text.contains('。'))
            .filter(|l| l.labels.is_empty())
            .map(|l| squeeze(&l.text))
            .find(|t| {
                let han = t.chars().filter(|c| is_han(*c)).count();
                han >= 7
                    && t.chars().count() <= LONGEST_LINE
                    && !is_numbered(t)
                    && !is_other(t)
                    && !is_match(&BODY_SUFFIX, t)
                    && !t.ends_with(['：', ':', '，', '；', '、'])
            })?;
        (solid.len() > 1).then_some(line)
    }

    /// The title at the beginning of a text, on one or several lines.
    fn title_lines(&self, text: &Range<usize>) -> Option<String> {
        let solid: Vec<&Line> = self
            .solid(text)
            .into_iter()
            .filter(|l| l.labels.is_empty())
            .take(LINES)
            .take_while(|l| l.text.chars().count() <= LONGEST || !l.text.contains('。'))
            .collect();
        let lines: Vec<String> = solid.iter().map(|l| line_of_title(&l.text)).collect();
        let is_title_end = |t: &String| {
            is_match(&GENRE, t)
                && t.chars().count() <= LONGEST
                && !t.contains(['>', '：', '。', '；'])
                && t.chars().any(is_han)
                && !is_numbered(t)
                && !is_portal(t)
        };
        // the letterhead of minutes (专题会议纪要) is above their number and their title
        let is_letterhead = |end: usize| {
            let (line, below) = (&lines[end], &lines[end + 1..]);
            line.ends_with("纪要")
                && below.first().is_some_and(|l| is_match(&BARE_NUMBER, l))
                && below.iter().any(|l| is_title_end(l) && l.contains("关于"))
        };
        (0..lines.len())
            .filter(|end| is_title_end(&lines[*end]) && !is_letterhead(*end))
            .map(|end| {
                let next = lines.get(end + 1).filter(|l| is_title_end(l));
                let goes_on = next.is_some_and(|next| breaks_off(&lines[end], next));
                let mut title = joined(&lines, end);
                let rest = &lines[end + 1..];
                let rest = if goes_on {
                    title.push_str(&rest[0]);
                    &rest[1..]
                } else {
                    rest
                };
                let qualifier = rest.first().filter(|l| is_match(&QUALIFIER, l));
                title + qualifier.map_or("", String::as_str)
            })
            // a shorter one may be the name of a site column
            .find(|title| title.chars().count() >= SHORTEST)
    }
}

/// A Chinese title and the English one behind it.
pub(super) fn divided(title: &str) -> Option<(String, String)> {
    let found = TRANSLATED.as_ref()?.captures(title.trim())?;
    let (own, translated) = (found[1].trim(), found[2].trim());
    (is_match(&GENRE, own) && is_english(translated))
        .then(|| (own.to_owned(), translated.to_owned()))
}

/// A line without white space. A space remains only between several bodies.
fn line_of_title(line: &str) -> String {
    let bodies = bodies(line);
    match bodies.len() > 1 && !line.contains(['、', '，']) {
        true => bodies.join(" "),
        false => squeeze(line),
    }
}

/// Whether a title that seems to end with a line goes on in the next one: 关于…预算,
/// 调整方案的决议. A complete title with 关于 (on) ends with 的 and the type of document, so a line
/// with 关于 but without 的 goes on.
fn breaks_off(line: &str, next: &str) -> bool {
    let object = line.rsplit_once("关于").map(|(_, object)| object);
    object.is_some_and(|o| !o.contains(['的', '》']) && o.chars().count() >= 4)
        && next.contains('的')
        && !next.contains("关于")
        && next.chars().count() <= LONGEST_LINE
}

/// The title whose last line is line `end`.
fn joined(lines: &[String], end: usize) -> String {
    let mut start = end;
    let mut title = lines[end].clone();
    while let Some(above) = start.checked_sub(1) {
        let line = &lines[above];
        let is_body = title.starts_with("关于") && is_match(&BODY_SUFFIX, line);
        let is_joint =
            start < end && is_match(&BODY_SUFFIX, line) && is_match(&BODY_SUFFIX, &lines[start]);
        if !is_body && !is_joint && is_other(line)
            || line.ends_with(['。', '：', ':'])
            || is_numbered(line)
            || line.chars().count() > LONGEST_LINE
            || end - above >= MOST_LINES + 3
            || !(is_body || is_joint || continues(&lines[..start], &title))
        {
            break;
        }
        // a space separates joint issuers, who are on separate lines
        title = if is_joint {
            format!("{line} {title}")
        } else {
            format!("{line}{title}")
        };
        start = above;
    }
    title
}

fn is_other(line: &str) -> bool {
    is_match(&DOCUMENT_NUMBER, line) && !line.contains("关于")
        || line.contains(['>', '|', '»'])
        || line.ends_with("文件")
        || is_portal(line)
        || is_date(line)
        || trim(line).chars().all(|c| !is_han(c))
}

/// Whether the title begins on the line above. It does if the title is very short, if it lacks 关于
/// (on) and a line above has it, if it closes a 《 or “ that it does not open, or if the line above
/// breaks off.
fn continues(above: &[String], title: &str) -> bool {
    let Some(line) = above.last() else {
        return false;
    };
    let lacks =
        |open: char, close: char| title.matches(close).count() > title.matches(open).count();
    let begins_above = !title.contains("关于")
        && above
            .iter()
            .rev()
            .take(MOST_LINES)
            .take_while(|l| !is_match(&GENRE, l) && !is_other(l) && !l.ends_with(['。', '：', ':']))
            .any(|l| l.contains("关于") && !l.ends_with("关于"));
    title.chars().count() <= 6
        || line.ends_with(['的', '、', '和', '及', '与'])
        || line.ends_with("关于")
        || lacks('《', '》')
        || lacks('“', '”')
        || begins_above
}
