//! Takes the text of a document and its attachments; gives the personal data in them and in their
//! names. Also gives statements that a text must not be public, and hidden or unreadable parts of
//! the attachments. All findings that one waiver of the document covers become one note.
//!
//! This file must not know how numbers are recognised (`privacy`) or attachments are read
//! (`attachment`).

use super::confidential::{self, Stated};
use super::facts::{Number, Own, Seen};
use super::{Files, Reading, Rule, Scope, State};
use crate::attachment::Unread;
use crate::attachment::What;
use crate::catalogue::{Disclosure, Field, Waiver};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Error, Message, Place, Severity, Value, Words};
use crate::diag::{is_enough, is_exhausted, words};
use crate::privacy::{self, Kind};
use crate::source::{self, FileId};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    codes: &[
        Code::IdCardNumber,
        Code::BankCardNumber,
        Code::MobileNumber,
        Code::IdentityDocumentNumber,
        Code::IdCardDoubtful,
        Code::AccountNumber,
        Code::GpsPosition,
        Code::AttachmentAuthor,
        Code::AttachmentRevisions,
        Code::HiddenContent,
        Code::UnreadableAttachment,
        Code::AttachmentNotRead,
        Code::NotForPublication,
        Code::PersonalDataWaived,
        Code::UnusedWaiver,
    ],
    scope: Scope::Files(look),
};

fn look(files: &Files<'_>, findings: &mut Vec<Diagnostic>) -> Result<(), Error> {
    let (waivers, readings) = waive(files, findings)?;
    findings.extend(waivers.findings(files));
    *files.readings.borrow_mut() = readings;
    Ok(())
}

/// The waivers without which a document would have errors.
pub(super) fn needed<'a>(files: &Files<'a>) -> Result<Vec<&'a Waiver>, Error> {
    if files.entry.details().waivers.is_empty() {
        return Ok(Vec::new());
    }
    let (waivers, _) = waive(files, &mut Vec::new())?;
    let used = waivers
        .waivers
        .iter()
        .zip(waivers.counts)
        .filter(|(_, count)| *count > 0)
        .map(|(waiver, _)| waiver);
    Ok(used
        .filter(|w| w.code.severity() == Severity::Error)
        .collect())
}

/// Checks the document and its files, and counts the findings under each waiver.
fn waive<'a>(
    files: &Files<'a>,
    findings: &mut Vec<Diagnostic>,
) -> Result<(Waivers<'a>, Vec<Reading>), Error> {
    let mut readings = Vec::new();
    let mut waivers = Waivers {
        waivers: &files.entry.details().waivers,
        counts: vec![0; files.entry.details().waivers.len()],
    };
    let said = Own::of(files.sources, files.entry)?;
    in_text(files, said.numbers, &mut waivers, findings)?;
    confidential_text(files, said.stated, &mut waivers, findings);
    let own = files.sources.file(files.entry.file);
    in_name(&own.path, None, &own.shown(), &mut waivers, findings);
    for file in files.files {
        let reading = in_file(files, file.file, &mut waivers, findings)?;
        readings.push(reading);
    }
    Ok((waivers, readings))
}

/// The document's own waivers, with the number of findings that each covers.
struct Waivers<'a> {
    waivers: &'a [Waiver],
    counts: Vec<usize>,
}

impl Waivers<'_> {
    /// Whether a waiver covers a finding; if so, counts the finding under the first such waiver.
    /// `file` is the attachment's path; `None` for the document.
    fn covers(&mut self, code: Code, value: Option<&str>, file: Option<&str>) -> bool {
        let covers = |w: &Waiver| {
            let same_file = w.file.as_deref().is_none_or(|f| {
                file.is_some_and(|name| name == f || name.ends_with(&format!("/{f}")))
            });
            w.code == code && same_file && w.value.as_deref().is_none_or(|v| value == Some(v))
        };
        match self.waivers.iter().position(covers) {
            Some(i) => {
                self.counts[i] += 1;
                true
            }
            None => false,
        }
    }

    /// A finding for each waiver that this rule applies: what it covers, or that it covers nothing.
    fn findings(&self, files: &Files<'_>) -> Vec<Diagnostic> {
        let (sources, entry) = (files.sources, files.entry);
        let finding = |(waiver, count): (&Waiver, &usize)| {
            let what = waiver.shown().into();
            let finding = Diagnostic::new(if *count == 0 {
                Message::UnusedWaiver { what }
            } else {
                Message::PersonalDataWaived {
                    what,
                    count: (*count).into(),
                    reason: (&waiver.reason).into(),
                }
            });
            sources.at(entry.file, entry.span(Field::Privacy), finding)
        };
        let own = self.waivers.iter().zip(&self.counts);
        own.filter(|(waiver, _)| waiver.is_for_rule())
            .map(finding)
            .collect()
    }
}

/// The message about a personal number that readers of the site would see. `place` is its place in
/// words; `value` is the masked number.
pub(super) fn number(kind: Kind, place: Words, value: impl Into<Value>) -> Message {
    let (place, value) = (place.into(), value.into());
    match kind {
        Kind::IdCard => Message::IdCardNumber { place, value },
        Kind::BankCard => Message::BankCardNumber { place, value },
        Kind::Mobile => Message::MobileNumber { place, value },
        Kind::IdentityDocument => Message::IdentityDocumentNumber { place, value },
        Kind::IdCardDoubtful => Message::IdCardDoubtful { place, value },
        Kind::Account => Message::AccountNumber { place, value },
    }
}

fn code_of(kind: Kind) -> Code {
    match kind {
        Kind::IdCard => Code::IdCardNumber,
        Kind::BankCard => Code::BankCardNumber,
        Kind::Mobile => Code::MobileNumber,
        Kind::IdentityDocument => Code::IdentityDocumentNumber,
        Kind::IdCardDoubtful => Code::IdCardDoubtful,
        Kind::Account => Code::AccountNumber,
    }
}

/// Labels of offices' mobile numbers.
const OFFICE_LABELS: [&str; 14] = [
    "热线",
    "咨询电话",
    "办公电话",
    "监督电话",
    "投诉电话",
    "举报电话",
    "值班电话",
    "服务电话",
    "报名电话",
    "值班手机",
    "办公手机",
    "客服",
    "24小时电话",
    "救援电话",
];

fn is_office(files: &Files<'_>, number: &Number) -> bool {
    number.kind == Kind::Mobile && is_office_label(files.config, &number.label)
}

/// Whether the words before a mobile number say that it belongs to an office.
pub(super) fn is_office_label(config: &Config, label: &str) -> bool {
    let own = config.privacy.office_labels.iter().map(String::as_str);
    OFFICE_LABELS
        .into_iter()
        .chain(own)
        .any(|word| label.contains(word))
}

fn in_text(
    files: &Files<'_>,
    seen: Vec<Number>,
    waivers: &mut Waivers<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let (sources, entry) = (files.sources, files.entry);
    if seen.is_empty() {
        return Ok(());
    }
    let text = sources.text(entry.file)?.0.unwrap_or_default();
    let shown = sources.file(entry.file).shown();
    for number in seen {
        let code = code_of(number.kind);
        let is_contact =
            number.kind == Kind::Mobile && entry.span(Field::Contact).contains(&number.range.start);
        let is_own_waiver = entry.span(Field::Privacy).contains(&number.range.start);
        if is_contact
            || is_own_waiver
            || is_office(files, &number)
            || waivers.covers(code, Some(&number.masked), None)
        {
            continue;
        }
        let here = words("此处", "this line contains");
        if is_enough(findings, code) {
            let message = self::number(number.kind, here, number.masked);
            findings.push(Diagnostic::new(message).in_file(&shown));
            continue;
        }
        let several_lines = text
            .get(number.range.clone())
            .is_some_and(|t| t.contains('\n'));
        let mut place = Place::new(&shown, &text, number.range);
        // the quoted line has only a part of a number over several lines; the mask does not
        // recognise this part, so all digits of the line are hidden
        if several_lines {
            place.text = place
                .text
                .chars()
                .map(|c| if c.is_numeric() { '*' } else { c })
                .collect();
        }
        let message = self::number(number.kind, here, number.masked);
        findings.push(Diagnostic::new(message).at(place));
    }
    Ok(())
}

/// Reports where the title or the text of a disclosed document says that it must not be public.
fn confidential_text(
    files: &Files<'_>,
    stated: Vec<Stated>,
    waivers: &mut Waivers<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    let (sources, entry) = (files.sources, files.entry);
    let texts = stated.into_iter().map(|s| {
        let here = words("此处", "it says here");
        (here, s.range, s.words, s.disclosure)
    });
    let title = confidential::of_value(&entry.title).map(|(disclosure, said)| {
        let here = words("标题", "the title says");
        (here, entry.span(Field::Title), said, disclosure)
    });
    for (place, range, said, disclosure) in texts.chain(title) {
        if disclosure == Disclosure::Proactive
            || entry.disclosure != Disclosure::Proactive
            || waivers.covers(Code::NotForPublication, Some(&said), None)
        {
            continue;
        }
        let finding = Diagnostic::new(Message::NotForPublication {
            place: place.into(),
            value: said.into(),
        });
        findings.push(sources.at(entry.file, range, finding));
    }
}

fn in_name(
    name: &str,
    file: Option<&str>,
    shown: &str,
    waivers: &mut Waivers<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    for found in privacy::find(name) {
        let code = code_of(found.kind);
        if !waivers.covers(code, Some(&found.masked), file) {
            let place = words("文件或文件夹的名称中", "the name of the file or folder has");
            let message = number(found.kind, place, found.masked);
            findings.push(Diagnostic::new(message).in_file(shown));
        }
    }
}

fn in_file(
    files: &Files<'_>,
    id: FileId,
    waivers: &mut Waivers<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Result<Reading, Error> {
    let file = files.sources.file(id);
    let (path, shown) = (file.path.as_str(), file.shown());
    let name = path.rsplit('/').next().unwrap_or(path);
    in_name(name, Some(path), &shown, waivers, findings);
    let mut reading = Reading::default();
    let seen = if file.size > u64::from(files.config.privacy.largest_file) << 20 {
        Seen {
            unread: vec![(String::new(), Unread::TooLarge)],
            ..Seen::default()
        }
    } else {
        match Seen::look(files.sources, id, files.wanted) {
            Err(Error::Io { source, .. }) if !is_exhausted(&source) => {
                return {
                    findings.push(source::unreadable(&shown, &source));
                    Ok(Reading::default())
                };
            }
            looked => {
                let (seen, passages) = looked?;
                reading.passages = passages;
                seen
            }
        }
    };
    reading.state = state(&seen);
    let mut report = |message| findings.push(Diagnostic::new(message).in_file(&shown));
    let value = || Value::from(name);
    if seen.position && !waivers.covers(Code::GpsPosition, None, Some(path)) {
        report(Message::GpsPosition { value: value() });
    }
    let authors = named(files, &seen);
    if !authors.is_empty() && !waivers.covers(Code::AttachmentAuthor, None, Some(path)) {
        report(Message::AttachmentAuthor {
            value: value(),
            authors: words(authors.join("；"), authors.join("; ")).into(),
        });
    }
    if seen.revisions && !waivers.covers(Code::AttachmentRevisions, None, Some(path)) {
        report(Message::AttachmentRevisions { value: value() });
    }
    unseen(&seen, path, waivers, &mut report);
    of_the_whole(&seen, path, waivers, &mut report);
    in_contents(files, seen.numbers, path, &shown, waivers, findings);
    Ok(reading)
}

/// Reports the hidden content of an attachment in one finding. Comments, changes, deleted rows and
/// lists of persons are left out if a waiver for tracked changes covers the attachment.
fn unseen(seen: &Seen, path: &str, waivers: &mut Waivers<'_>, report: &mut impl FnMut(Message)) {
    const REVISIONS: [What; 4] = [What::Comments, What::Changes, What::Deleted, What::People];
    let is_excused = seen.hidden.iter().any(|(_, h)| REVISIONS.contains(&h.what))
        && waivers.covers(Code::AttachmentRevisions, None, Some(path));
    let reported = seen
        .hidden
        .iter()
        .filter(|(_, h)| !is_excused || !REVISIONS.contains(&h.what));
    let all: Vec<Words> = reported
        .map(|(file, hidden)| {
            let said = hidden.words();
            match file.as_str() {
                "" => said,
                file => words(
                    format!("{file}中的{}", said.zh),
                    format!("{} in {file}", said.en),
                ),
            }
        })
        .collect();
    if all.is_empty() || waivers.covers(Code::HiddenContent, None, Some(path)) {
        return;
    }
    let joined = |pick: fn(&Words) -> &str, between: &str| {
        let all: Vec<&str> = all.iter().map(pick).collect();
        all.join(between)
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    report(Message::HiddenContent {
        value: name.into(),
        what: words(joined(|w| &w.zh, "；"), joined(|w| &w.en, "; ")).into(),
    });
}

/// How much of an attachment a search can find.
fn state(seen: &Seen) -> State {
    let reasons = || seen.unread.iter().map(|(_, reason)| *reason);
    match seen.length {
        1.. => State::Text(seen.length),
        _ if seen.revisions => State::Revisions,
        _ if reasons().any(|r| r == Unread::Scanned) => State::Scanned,
        _ if reasons().next().is_some() => State::Unread,
        _ => State::Nothing,
    }
}

/// Reports an attachment that states that it is not public, and the parts that could not be read.
/// `path` is the attachment's path below `content/`.
fn of_the_whole(
    seen: &Seen,
    path: &str,
    waivers: &mut Waivers<'_>,
    report: &mut impl FnMut(Message),
) {
    let name = path.rsplit('/').next().unwrap_or(path);
    // one finding for each file, with the first statement
    let mut stated = seen.stated.iter();
    if let Some((place, said)) = stated.next()
        && !waivers.covers(Code::NotForPublication, Some(&said.words), Some(path))
    {
        let place = match place.zh.as_str() {
            "" => words("附件中", "the attachment says"),
            _ => words(
                format!("附件中（{}）", place.zh),
                format!("the attachment ({}) says", place.en),
            ),
        };
        report(Message::NotForPublication {
            place: place.into(),
            value: (&said.words).into(),
        });
    }
    // a damaged archive may fail in many places, so each reason is reported once
    let mut unread: BTreeMap<Unread, &str> = BTreeMap::new();
    for (place, reason) in &seen.unread {
        unread.entry(*reason).or_insert(place);
    }
    for (reason, place) in unread {
        let is_unread = matches!(
            reason,
            Unread::Scanned
                | Unread::Unsupported
                | Unread::NoCharacters
                | Unread::Hidden
                | Unread::DigitsOnly
        );
        let (value, reason) = (Value::from(name), why(reason, place).into());
        report(if is_unread {
            Message::AttachmentNotRead { value, reason }
        } else {
            Message::UnreadableAttachment { value, reason }
        });
    }
}

/// Reports the numbers in an attachment: one finding for each kind, which shows the first number.
fn in_contents(
    files: &Files<'_>,
    numbers: Vec<Number>,
    path: &str,
    shown: &str,
    waivers: &mut Waivers<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    let mut by_kind: BTreeMap<Kind, (Words, String, usize)> = BTreeMap::new();
    for number in numbers {
        if !is_office(files, &number)
            && !waivers.covers(code_of(number.kind), Some(&number.masked), Some(path))
        {
            by_kind
                .entry(number.kind)
                .or_insert((number.place, number.masked, 0))
                .2 += 1;
        }
    }
    for (kind, (place, masked, count)) in by_kind {
        let place = if place.zh.is_empty() {
            words("附件中", "the attachment holds")
        } else {
            words(
                format!("附件中（{}）", place.zh),
                format!("the attachment holds ({})", place.en),
            )
        };
        let value = if count == 1 {
            Value::from(masked)
        } else {
            let zh = format!("{masked} 等 {count} 个");
            words(zh, format!("{masked} and {} more", count - 1)).into()
        };
        findings.push(Diagnostic::new(number(kind, place, value)).in_file(shown));
    }
}

/// Author names, in lower case, that programs write by default.
const NOBODY: [&str; 20] = [
    "administrator",
    "admin",
    "user",
    "users",
    "owner",
    "windows user",
    "windows 用户",
    "microsoft office user",
    "microsoft office 用户",
    "微软用户",
    "微软中国",
    "microsoft",
    "openpyxl",
    "python-docx",
    "apache poi",
    "wps office",
    "lenovo",
    "hp",
    "pc",
    "china",
];

/// The persons and organisations that a file's properties name, each as `property=name`. The
/// issuing body, the site's agency and the names in `NOBODY` are left out.
fn named(files: &Files<'_>, seen: &Seen) -> Vec<String> {
    let organ = |name: &str| {
        *name == *files.entry.issuer() || files.config.agency.name.as_deref() == Some(name)
    };
    let says_something =
        |name: &str| !NOBODY.contains(&name.to_lowercase().as_str()) && !organ(name);
    seen.authors
        .iter()
        .filter(|(_, name)| says_something(name))
        .map(|(what, name)| format!("{what}={name}"))
        .collect()
}

/// The maximum number of page numbers in a message.
const LISTED_PAGES: usize = 10;

fn why(reason: Unread, place: &str) -> Words {
    let (zh, en) = match reason {
        Unread::Protected => ("有密码保护", "it is protected by a password"),
        Unread::Damaged => (
            "文件已损坏，或格式与后缀不符",
            "it is damaged, or not what its ending says",
        ),
        Unread::TooLarge => (
            "文件过大，或层层压缩，超出检查范围",
            "it is too large or too deeply packed",
        ),
        Unread::Unsupported => ("不支持这种格式", "files of this kind cannot be opened"),
        Unread::Scanned => (
            "是扫描件或图片，没有文字层",
            "it is a scan or a picture without a text layer",
        ),
        Unread::NoCharacters => (
            "有的字体没有文字编码，其中的文字无法识别",
            "a font does not say which characters its letters are",
        ),
        Unread::Hidden => ("有隐藏的图层", "it has layers that are not shown"),
        Unread::DigitsOnly => (
            "是旧版格式，只查找了其中的数字，没有检查作者、修订和批注",
            "it has an older format: only its digits were searched, not authors, changes or comments",
        ),
    };
    let (place, pages) = place.split_once('#').unwrap_or((place, ""));
    let (mut zh_place, mut en_place) = (vec![place.to_owned()], vec![place.to_owned()]);
    if !pages.is_empty() {
        let all: Vec<&str> = pages.split(',').collect();
        let (first, more) = (
            &all[..all.len().min(LISTED_PAGES)],
            all.len() > LISTED_PAGES,
        );
        zh_place.push(format!(
            "第 {} 页{}",
            first.join("、"),
            if more {
                format!("等 {} 页", all.len())
            } else {
                String::new()
            }
        ));
        en_place.push(format!(
            "page {}{}",
            first.join(", "),
            if more {
                format!(" and {} more", all.len() - first.len())
            } else {
                String::new()
            }
        ));
    }
    let shown = |parts: Vec<String>, between: &str| {
        parts
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(between)
    };
    match (shown(zh_place, "，"), shown(en_place, ", ")) {
        (at, _) if at.is_empty() => words(zh, en),
        (zh_at, en_at) => words(format!("{zh}（{zh_at}）"), format!("{en} ({en_at})")),
    }
}
