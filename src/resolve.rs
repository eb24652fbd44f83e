//! Takes a planned document and its text; gives its body with every link resolved, its files, and
//! findings about its links. Whether a link is right is decided once, for the page, the index and
//! `check`. This room must not know templates or sinks (destinations of files).

mod suggestion;
mod tables;

use crate::cache::{self, Key};
use crate::catalogue::{Entry, Field, part_of};
use crate::diag::{Diagnostic, Message, Place, Value, Words, is_enough, words};
use crate::escape::{is_plain_in_address, percent};
use crate::file::may_run_code;
use crate::parse::markdown::{self, RawHtml, Target, Use, anchor};
use crate::plan::{self, Plan};
use crate::relate::{DocumentId, Shown};
use crate::source::{FileId, Sources, Wanted};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// A file published with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Its source.
    pub file: FileId,
    /// Its published address, from the site's root.
    pub address: String,
    /// Its title in the front matter.
    pub title: Option<String>,
}

/// A document's body and files, ready to be shown.
#[derive(Debug, Default)]
pub struct Resolved {
    /// HTML, headings and blocks.
    pub body: markdown::Body,
    /// The attachments, in the order of the front matter.
    pub attachments: Vec<Attached>,
    /// Every file to publish: the attachments, and the files that the body links to or shows.
    pub files: Vec<Attached>,
}

/// The lookups of a body in the rest of the site. A later run can repeat the lookups without
/// reading the body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// The destinations as written, each with its use.
    asked: Vec<(String, Use)>,
    /// A key of all answers, of the files and of the findings.
    answers: Key,
}

impl Links {
    /// A key of all answers, of the files and of the findings.
    pub fn key(&self) -> &Key {
        &self.answers
    }
}

/// Generated files that a link may name.
const SITE_FILES: [&str; 7] = [
    "index.html",
    "sitemap.html",
    "search.html",
    "feed.xml",
    "catalogue.json",
    "catalogue.csv",
    "catalogue.xlsx",
];

/// Resolves a document. `address` is the address of its page; `text` is the text of its whole file.
pub fn resolve(
    plan: &Plan<'_>,
    sources: &Sources,
    entry: &Entry,
    address: &str,
    text: &str,
) -> (Resolved, Links, Vec<Diagnostic>) {
    let path = sources.file(entry.file).shown();
    let linker = RefCell::new(Linker::new(plan, sources, entry, address, &path, text));
    let attachments = linker.borrow_mut().attachments();
    let mut asked = Vec::new();
    let joint = entry.list(Field::JointIssuers).iter().map(String::as_str);
    let issuer = Some(entry.issuer()).filter(|name| !name.is_empty());
    let signers: Vec<&str> = issuer.into_iter().chain(joint).collect();
    let (mut body, mut findings) = markdown::render_signed(
        &path,
        text,
        entry.body_start,
        raw_html(plan),
        &signers,
        &mut |destination, usage, range| {
            asked.push((destination.to_owned(), usage));
            linker.borrow_mut().answer(destination, usage, range)
        },
    );
    if let Some(report) = &entry.report {
        findings.extend(tables::set(
            &mut body,
            report,
            &path,
            text,
            entry.body_start,
        ));
    }
    let mut linker = linker.into_inner();
    for (written, id, range) in std::mem::take(&mut linker.anchors) {
        if !body.headings.iter().any(|h| h.id == id) {
            findings.push(
                Diagnostic::new(Message::BrokenAnchor {
                    value: written.into(),
                })
                .at(Place::new(&path, text, range)),
            );
        }
    }
    let (files, answers, found) = linker.finish(&attachments);
    findings.extend(found);
    (
        Resolved {
            body,
            attachments,
            files,
        },
        Links { asked, answers },
        findings,
    )
}

/// The anchors of the headings and articles of a document's body, in their order; `None` if its
/// file cannot be read. The anchors stay in memory for the rest of the run.
pub fn anchors(plan: &Plan<'_>, sources: &Sources, entry: &Entry) -> Option<Arc<Vec<String>>> {
    let raw = raw_html(plan);
    let is_cleaned = u8::from(raw == RawHtml::Cleaned);
    let with = [&entry.body_start.to_le_bytes()[..], &[is_cleaned]].concat();
    let of_body = |bytes: &[u8]| {
        let (text, _) = sources.decode(entry.file, bytes);
        let text = text.unwrap_or_default();
        let mut no_link = |_: &str, _, _| Target::default();
        let (body, _) = markdown::render("", &text, entry.body_start, raw, &mut no_link);
        body.headings.into_iter().map(|h| h.id).collect()
    };
    sources.words_of("anchors", &with, entry.file, of_body).ok()
}

fn raw_html(plan: &Plan<'_>) -> RawHtml {
    if plan.config.raw_html {
        RawHtml::Cleaned
    } else {
        RawHtml::LeftOut
    }
}

/// Repeats the lookups of a body. If no answer has changed, it gives the document's attachments and
/// files, with an empty body.
pub fn same_answers(
    plan: &Plan<'_>,
    sources: &Sources,
    entry: &Entry,
    address: &str,
    links: &Links,
) -> Option<Resolved> {
    let path = sources.file(entry.file).shown();
    let mut linker = Linker::new(plan, sources, entry, address, &path, "");
    let attachments = linker.attachments();
    for (written, usage) in &links.asked {
        linker.answer(written, *usage, 0..0);
    }
    let (files, answers, _) = linker.finish(&attachments);
    (answers == links.answers).then(|| Resolved {
        attachments,
        files,
        ..Resolved::default()
    })
}

struct Linker<'a> {
    plan: &'a Plan<'a>,
    sources: &'a Sources,
    entry: &'a Entry,
    address: &'a str,
    path: &'a str,
    text: &'a str,
    root: String,
    files: BTreeMap<FileId, String>,
    anchors: Vec<(String, String, Range<usize>)>,
    findings: Vec<Diagnostic>,
    answers: Vec<u8>,
}

impl<'a> Linker<'a> {
    fn new(
        plan: &'a Plan<'a>,
        sources: &'a Sources,
        entry: &'a Entry,
        address: &'a str,
        path: &'a str,
        text: &'a str,
    ) -> Linker<'a> {
        let root = "../".repeat(address.matches('/').count());
        let (files, anchors, findings, answers) = Default::default();
        Linker {
            plan,
            sources,
            entry,
            address,
            path,
            text,
            root,
            files,
            anchors,
            findings,
            answers,
        }
    }

    /// Resolves a link or an image, and records the answer.
    fn answer(&mut self, written: &str, usage: Use, range: Range<usize>) -> Target {
        let target = self.link(written, usage, range);
        let href = target.href.as_deref().map_or(0, |h| h.len() + 1);
        self.answers.extend(href.to_le_bytes());
        self.answers
            .extend(target.href.as_deref().unwrap_or_default().bytes());
        self.answers.extend(
            target
                .size
                .map_or([0; 2], |(w, h)| [w, h])
                .iter()
                .flat_map(|n| n.to_le_bytes()),
        );
        target
    }

    /// The files to publish; a key of all answers, of the files and of the findings; the findings.
    fn finish(self, attachments: &[Attached]) -> (Vec<Attached>, Key, Vec<Diagnostic>) {
        let mut files: Vec<Attached> = self
            .files
            .into_iter()
            .map(|(file, address)| Attached {
                file,
                address,
                title: None,
            })
            .collect();
        files.sort_by(|a, b| a.address.cmp(&b.address));
        let mut findings = self.findings;
        for pair in files.windows(2) {
            if pair[0].address == pair[1].address {
                let remedy = words(
                    "两个文件发布后同名，请给其中一个改名。",
                    "the two files are published under one name; rename one.",
                );
                let message = Message::AddressCollision {
                    url: (&pair[1].address).into(),
                    remedy: remedy.into(),
                };
                let file = self.sources.file(pair[1].file).shown();
                findings.push(Diagnostic::new(message).in_file(&file));
            }
        }
        let mut answers = self.answers;
        for attached in attachments.iter().chain(&files) {
            // rules read the contents of the files, so these are part of the key
            let mark = self.sources.mark(attached.file).unwrap_or_default();
            answers.extend(cache::key(&[
                attached.address.as_bytes(),
                self.sources.file(attached.file).path.as_bytes(),
                &mark,
            ]));
        }
        for finding in &findings {
            let message = postcard::to_extend(&finding.message, Vec::new()).unwrap_or_default();
            answers.extend(cache::key(&[finding.code().name().as_bytes(), &message]));
        }
        (files, cache::key(&[&answers]), findings)
    }

    /// Adds a finding. After many findings of the same kind, it gets no line and column, because
    /// these are slow to determine.
    fn report(&mut self, message: Message, range: Range<usize>) {
        let finding = Diagnostic::new(message);
        self.findings
            .push(if is_enough(&self.findings, finding.code()) {
                finding.in_file(self.path)
            } else {
                finding.at(Place::new(self.path, self.text, range))
            });
    }

    fn report_missing(&mut self, file: &str, suggestion: Words, range: Range<usize>) {
        let message = Message::MissingAttachment {
            value: short(file),
            suggestion: suggestion.into(),
        };
        self.report(message, range);
    }

    fn report_broken(&mut self, link: &str, suggestion: Words, range: Range<usize>) {
        let suggestion = suggestion::of_address(&decode(link))
            .unwrap_or_else(|| suggestion::of_link(suggestion));
        let message = Message::BrokenLink {
            value: short(link),
            suggestion: suggestion.into(),
        };
        self.report(message, range);
    }

    fn attachments(&mut self) -> Vec<Attached> {
        let entry = self.entry;
        let mut attached = Vec::new();
        for attachment in &entry.attachments {
            let at = attachment.at.start as usize..attachment.at.end as usize;
            let range = part_of(self.text, at, &attachment.file);
            let Some(path) = self.inside(&attachment.file) else {
                self.report_missing(&attachment.file, suggestion::outside(), range);
                continue;
            };
            match self
                .sources
                .find(&path)
                .filter(|f| !self.sources.file(*f).is_document())
            {
                Some(file) => {
                    if let Some(address) = self.publish(file, range, &attachment.file) {
                        attached.push(Attached {
                            file,
                            address,
                            title: attachment.title.clone(),
                        });
                    }
                }
                None => {
                    let suggestion = suggestion::of_local(&attachment.file)
                        .unwrap_or_else(|| suggestion::of(self.sources, &path, Wanted::Attachment));
                    self.report_missing(&attachment.file, suggestion, range);
                }
            }
        }
        attached
    }

    /// Resolves a link or an image.
    fn link(&mut self, written: &str, usage: Use, range: Range<usize>) -> Target {
        let href = |href: String| Target {
            href: Some(href),
            size: None,
        };
        let written = written.trim();
        if let Some(fragment) = written.strip_prefix('#') {
            let id = heading_id(fragment);
            self.anchors.push((written.to_owned(), id.clone(), range));
            return href(format!("#{id}"));
        }
        let scheme = written
            .split_once(':')
            .map(|(s, _)| s.to_ascii_lowercase())
            .filter(|s| {
                s.len() > 1
                    && s.bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
            });
        match scheme.as_deref() {
            Some("http" | "https") if usage == Use::Link && suggestion::has_wrong_host(written) => {
                self.report_broken(written, suggestion::outside(), range);
                return Target::default();
            }
            Some("http" | "https" | "mailto" | "tel") if usage == Use::Link => {
                return href(percent(written, is_plain_in_address));
            }
            Some(_) => {
                let value = short(written);
                self.report(Message::UnsafeLink { value }, range);
                return Target::default();
            }
            None if written.starts_with("//") || written.starts_with("\\\\") => {
                let value = short(written);
                self.report(Message::UnsafeLink { value }, range);
                return Target::default();
            }
            None => {}
        }
        let (place, fragment) = written
            .split_once('#')
            .map_or((written, None), |(p, f)| (p, Some(f)));
        let place = decode(place.split('?').next().unwrap_or_default());
        let Some(path) = self.inside(&place) else {
            self.report_broken(written, suggestion::outside(), range);
            return Target::default();
        };
        if let Some(file) = self.sources.find(&path) {
            if !self.sources.file(file).is_document() {
                let size = imagesize::size(self.sources.disk_path(file))
                    .ok()
                    .map(|s| (s.width, s.height));
                let address = self.publish(file, range, written);
                return Target {
                    href: address.map(|a| format!("{}{a}", self.root)),
                    size,
                };
            }
            if usage == Use::Image {
                let value = short(written);
                self.report(Message::UnsafeLink { value }, range);
                return Target::default();
            }
            return self
                .link_to_document(written, file, fragment, range)
                .map_or_else(Target::default, href);
        }
        if usage == Use::Link && SITE_FILES.contains(&path.as_str()) {
            return href(format!("{}{path}", self.root));
        }
        let suggestion = suggestion::of(self.sources, &path, Wanted::AnyFile);
        self.report_broken(written, suggestion, range);
        Target::default()
    }

    /// The link to another document. `None`, without a finding, if that document is hidden or was
    /// rejected for its faults.
    fn link_to_document(
        &mut self,
        written: &str,
        file: FileId,
        fragment: Option<&str>,
        range: Range<usize>,
    ) -> Option<String> {
        let id = self.plan.related.by_file(file)?;
        let fragment = fragment.map(heading_id);
        if let Some(fragment) = &fragment
            && !self.has_heading(id, fragment)
        {
            let value = short(written);
            self.report(Message::BrokenAnchor { value }, range);
        }
        let fragment = fragment.map(|f| format!("#{f}")).unwrap_or_default();
        Some(format!("{}{}{fragment}", self.root, self.plan.address(id)))
    }

    /// Whether the page of a document has a heading or an article with this anchor. A withdrawn
    /// document has none. A document that cannot be read counts as having it, because it has a
    /// finding of its own.
    fn has_heading(&self, id: DocumentId, heading: &str) -> bool {
        let entry = self.plan.entry(id);
        if self.plan.related.shown(id) != Shown::Published {
            return false;
        }
        anchors(self.plan, self.sources, entry)
            .is_none_or(|anchors| anchors.iter().any(|a| a == heading))
    }

    fn inside(&self, written: &str) -> Option<String> {
        inside(&self.sources.file(self.entry.file).path, written)
    }

    /// Records a file for publication and gives its address; `None` if its type is refused.
    fn publish(&mut self, file: FileId, range: Range<usize>, written: &str) -> Option<String> {
        let name = &self.sources.file(file).path;
        if may_run_code(name, || {
            self.sources.bytes(file).unwrap_or_default().to_vec()
        }) {
            let value = short(written);
            self.report(Message::RefusedFileType { value }, range);
            return None;
        }
        let address = plan::file_address(
            self.address,
            &self.sources.file(self.entry.file).path,
            &self.sources.file(file).path,
        );
        self.files.insert(file, address.clone());
        Some(address)
    }
}

/// The document in `content/` to which a link as written leads. The document may be hidden.
pub fn linked_document(sources: &Sources, from: FileId, written: &str) -> Option<FileId> {
    linked_file(sources, from, written).filter(|f| sources.file(*f).is_document())
}

/// The file in `content/` to which a link or an image as written leads.
pub fn linked_file(sources: &Sources, from: FileId, written: &str) -> Option<FileId> {
    let place = decode(written.trim().split(['#', '?']).next().unwrap_or_default());
    attached_file(sources, from, &place)
}

/// The file in `content/` that a document names as its attachment.
pub fn attached_file(sources: &Sources, from: FileId, written: &str) -> Option<FileId> {
    sources.find(&inside(&sources.file(from).path, written)?)
}

/// A path that a document states, made relative to `content/`; `None` if the path leads out of that
/// folder.
fn inside(document: &str, written: &str) -> Option<String> {
    let written = written.replace('\\', "/");
    let mut parts: Vec<&str> = if written.starts_with('/') {
        Vec::new()
    } else {
        document.split('/').collect()
    };
    parts.pop();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    Some(if path.is_ascii() {
        path
    } else {
        path.nfc().collect()
    })
}

/// The id of the heading to which a fragment refers.
fn heading_id(fragment: &str) -> String {
    let fragment = decode(fragment);
    if fragment.starts_with("h-") {
        fragment
    } else {
        anchor(&fragment)
    }
}

/// A destination as a message shows it.
fn short(written: &str) -> Value {
    markdown::short(written).into()
}

/// Percent-decodes a text, unless the result is not UTF-8.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = (bytes[i] == b'%')
            .then(|| bytes.get(i + 1..i + 3))
            .flatten()
            .and_then(|h| std::str::from_utf8(h).ok())
            .and_then(|h| u8::from_str_radix(h, 16).ok());
        match hex {
            Some(byte) => {
                out.push(byte);
                i += 3;
            }
            None => {
                out.push(bytes[i]);
                i += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoding() {
        assert_eq!(decode("%E9%99%84%E4%BB%B6%201.docx"), "附件 1.docx");
        assert_eq!(decode("100%"), "100%");
    }
}
