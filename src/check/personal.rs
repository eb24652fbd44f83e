//! Personal data in a document's text and names and in the files that go with it; what the document itself accounts for is a note.

use super::{Document, Looks, Rule};
use crate::attachment::{self, Contents, Unread};
use crate::catalogue::{Field, Waiver};
use crate::diag::{Code, Diagnostic, Words, words};
use crate::privacy::{self, Found, Kind};
use crate::source::FileId;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    codes: &[
        Code::IdCardNumber,
        Code::BankCardNumber,
        Code::MobileNumber,
        Code::GpsPosition,
        Code::AttachmentAuthor,
        Code::AttachmentRevisions,
        Code::UnreadableAttachment,
        Code::AttachmentNotRead,
        Code::PersonalDataWaived,
        Code::UnusedWaiver,
    ],
    looks: Looks::Document(look),
};

fn look(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let mut waivers = Waivers { waivers: &document.entry.details.waivers, counts: vec![0; document.entry.details.waivers.len()] };
    in_text(document, &mut waivers, findings);
    let own = document.sources.file(document.entry.file).path.as_str();
    in_name(own, None, &document.path, &mut waivers, findings);
    for file in &document.resolved.files {
        in_file(document, file.file, &mut waivers, findings);
    }
    waivers.report(document, findings);
}

/// The document's own waivers, and how often each was used.
struct Waivers<'a> {
    waivers: &'a [Waiver],
    counts: Vec<usize>,
}

impl Waivers<'_> {
    /// Whether the document accounts for a finding. `file` is the name of the file that holds it; none for the document itself.
    fn covers(&mut self, code: Code, value: Option<&str>, file: Option<&str>) -> bool {
        let covers = |w: &Waiver| {
            let same_file = w.file.as_deref().is_none_or(|f| file.is_some_and(|name| name == f || name.ends_with(&format!("/{f}"))));
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

    fn report(&self, document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
        for (waiver, count) in self.waivers.iter().zip(&self.counts) {
            let code = if *count > 0 { Code::PersonalDataWaived } else { Code::UnusedWaiver };
            let mut what = waiver.code.name().to_owned();
            for part in [&waiver.value, &waiver.file].into_iter().flatten() {
                what.push(' ');
                what.push_str(part);
            }
            let finding = document.at_field(code, Field::Privacy).with("what", what);
            findings.push(finding.with("count", count.to_string()).with("reason", &waiver.reason));
        }
    }
}

fn code_of(kind: Kind) -> Code {
    match kind {
        Kind::IdCard => Code::IdCardNumber,
        Kind::BankCard => Code::BankCardNumber,
        Kind::Mobile => Code::MobileNumber,
    }
}

/// Words before a mobile number that make it an office's.
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

fn is_office(document: &Document<'_>, text: &str, found: &Found) -> bool {
    let labels = &document.plan.config.privacy.office_labels;
    found.kind == Kind::Mobile && (privacy::is_labelled(text, found.range.start, &OFFICE_LABELS) || privacy::is_labelled(text, found.range.start, labels))
}

fn in_text(document: &Document<'_>, waivers: &mut Waivers<'_>, findings: &mut Vec<Diagnostic>) {
    let contact = document.entry.span(Field::Contact);
    let own = document.entry.span(Field::Privacy);
    for found in privacy::find(document.text) {
        let code = code_of(found.kind);
        let is_contact = found.kind == Kind::Mobile && contact.contains(&found.range.start);
        if is_contact || own.contains(&found.range.start) || is_office(document, document.text, &found) || waivers.covers(code, Some(&found.masked), None) {
            continue;
        }
        let several_lines = document.text[found.range.clone()].contains('\n');
        let mut finding = document.at(code, found.range).with_words("place", words("此处", "there is here")).with("value", &found.masked);
        // a number over two lines is not seen as one in the line that is quoted
        if let Some(place) = finding.place.as_mut().filter(|_| several_lines) {
            let (from, to) = (place.column as usize - 1, (place.column + place.width) as usize - 1);
            let text = place.text.chars().enumerate().map(|(i, c)| if i > from + 1 && i + 3 < to && c.is_numeric() { '*' } else { c });
            place.text = text.collect();
        }
        findings.push(finding);
    }
}

fn in_name(name: &str, file: Option<&str>, shown: &str, waivers: &mut Waivers<'_>, findings: &mut Vec<Diagnostic>) {
    for found in privacy::find(name) {
        let code = code_of(found.kind);
        if !waivers.covers(code, Some(&found.masked), file) {
            let place = words("文件或文件夹的名称中", "the name of the file or folder has");
            findings.push(Diagnostic::new(code).in_file(shown).with_words("place", place).with("value", found.masked));
        }
    }
}

fn in_file(document: &Document<'_>, id: FileId, waivers: &mut Waivers<'_>, findings: &mut Vec<Diagnostic>) {
    let file = document.sources.file(id);
    let (path, shown) = (file.path.as_str(), file.shown());
    let name = path.rsplit('/').next().unwrap_or(path);
    in_name(name, Some(path), &shown, waivers, findings);
    let contents = if file.size > u64::from(document.plan.config.privacy.largest_file) << 20 {
        Contents { unread: vec![(String::new(), Unread::TooLarge)], ..Contents::default() }
    } else {
        match document.sources.bytes(id) {
            Ok(bytes) => attachment::read(&bytes),
            Err(_) => Contents { unread: vec![(String::new(), Unread::Damaged)], ..Contents::default() },
        }
    };
    let report = |code: Code| Diagnostic::new(code).in_file(&shown).with("value", name);
    numbers(document, &contents, path, &shown, waivers, findings);
    if contents.position && !waivers.covers(Code::GpsPosition, None, Some(path)) {
        findings.push(report(Code::GpsPosition));
    }
    let authors = named(document, &contents);
    if !authors.is_empty() && !waivers.covers(Code::AttachmentAuthor, None, Some(path)) {
        findings.push(report(Code::AttachmentAuthor).with_words("authors", words(authors.join("；"), authors.join("; "))));
    }
    if contents.revisions && !waivers.covers(Code::AttachmentRevisions, None, Some(path)) {
        findings.push(report(Code::AttachmentRevisions));
    }
    // a damaged archive can be wrong in a thousand places: the first of each kind will do
    let mut unread: BTreeMap<Unread, &str> = BTreeMap::new();
    for (place, reason) in &contents.unread {
        unread.entry(*reason).or_insert(place);
    }
    for (reason, place) in unread {
        let code = if matches!(reason, Unread::Scanned | Unread::Unsupported) { Code::AttachmentNotRead } else { Code::UnreadableAttachment };
        findings.push(report(code).with_words("reason", why(reason, place)));
    }
}

/// The numbers in a file: one finding for each kind, naming the first.
fn numbers(document: &Document<'_>, contents: &Contents, path: &str, shown: &str, waivers: &mut Waivers<'_>, findings: &mut Vec<Diagnostic>) {
    let mut by_kind: BTreeMap<Kind, (&str, String, usize)> = BTreeMap::new();
    for part in &contents.parts {
        for found in privacy::find(&part.text) {
            if !is_office(document, &part.text, &found) && !waivers.covers(code_of(found.kind), Some(&found.masked), Some(path)) {
                by_kind.entry(found.kind).or_insert((&part.place, found.masked, 0)).2 += 1;
            }
        }
    }
    for (kind, (place, masked, count)) in by_kind {
        let place = if place.is_empty() {
            words("附件中", "the attachment holds")
        } else {
            words(format!("附件中（{place}）"), format!("the attachment holds ({place})"))
        };
        let value = if count == 1 { words(&*masked, &*masked) } else { words(format!("{masked} 等 {count} 个"), format!("{masked} and {} more", count - 1)) };
        findings.push(Diagnostic::new(code_of(kind)).in_file(shown).with_words("place", place).with_words("value", value));
    }
}

/// What programs write where nobody was named.
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

/// The persons and offices that a file's properties name, the publishing organ left aside.
fn named(document: &Document<'_>, contents: &Contents) -> Vec<String> {
    let organ = |name: &str| name == document.entry.issuing_body || document.plan.config.agency.name.as_deref() == Some(name);
    let says_something = |name: &str| !NOBODY.contains(&name.to_lowercase().as_str()) && !organ(name);
    contents.authors.iter().filter(|(_, name)| says_something(name)).map(|(what, name)| format!("{what}={name}")).collect()
}

fn why(reason: Unread, place: &str) -> Words {
    let (zh, en) = match reason {
        Unread::Protected => ("有密码保护", "it is protected by a password"),
        Unread::Damaged => ("文件已损坏，或格式与后缀不符", "it is damaged, or not what its ending says"),
        Unread::TooLarge => ("文件过大，或层层压缩，超出检查范围", "it is too large or too deeply packed"),
        Unread::Unsupported => ("不支持这种压缩格式", "this kind of archive cannot be opened"),
        Unread::Scanned => ("是扫描件，没有文字层", "it is a scan without a text layer"),
    };
    if place.is_empty() { words(zh, en) } else { words(format!("{zh}（{place}）"), format!("{en} ({place})")) }
}
