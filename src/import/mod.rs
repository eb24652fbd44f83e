//! Takes old web pages, Word files and texts; gives the content files that they become, with all that was unsure about each.
//!
//! Nothing is made up and nothing is overwritten: what an original does not say stays out and is named, what was worked out is named too,
//! and its head is kept as it was, in comments of the front matter that are never published. It must not know the site that is made of them.

mod form;
mod head;
mod html;
mod label;
mod markdown;
mod page;
mod repair;
mod word;

use crate::catalogue::Field;
use crate::config::{Column, Config};
use crate::diag::{Code, Diagnostic, Error, Place, Severity, Words, words};
use crate::fold::{fold, is_han};
use crate::parse::front_matter;
use crate::source::{self, Sources};
use head::Head;
use page::{Block, Page, Span};
use serde_yaml::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// An old file to be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Old {
    /// Where it lies.
    pub path: PathBuf,
    /// How messages name it.
    pub shown: String,
    /// The name of the new file, without its ending.
    stem: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Html,
    Word,
    Text,
}

/// A content file as it is to be written.
#[derive(Debug)]
pub struct Imported {
    /// What it was made from.
    pub from: String,
    /// Its path, relative to `content/`, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The files that go with it, by their paths relative to `content/`.
    pub files: Vec<(String, Vec<u8>)>,
    /// What was unsure, at its place in the new file.
    pub findings: Vec<Diagnostic>,
}

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Endings of files that are never documents but belong to pages.
const PARTS_OF_PAGES: [&str; 18] =
    ["css", "js", "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "bmp", "woff", "woff2", "ttf", "eot", "map", "db", "ini", "json"];

/// The files that some paths name, in order: files, and whatever lies in folders.
#[derive(Debug, Default)]
pub struct Listed {
    olds: Vec<Old>,
    /// Files of kinds that cannot be imported, with what is said of them unless a page turns out to need them.
    refused: Vec<(PathBuf, Diagnostic)>,
}

/// What came of some old files.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The content files to write.
    pub imported: Vec<Imported>,
    /// Of what could not be imported.
    pub findings: Vec<Diagnostic>,
    /// How many stand there already, just as they would be written.
    pub unchanged: usize,
}

/// Looks for old files.
pub fn list(paths: &[PathBuf]) -> Result<Listed, Error> {
    let mut listed = Listed::default();
    for path in paths {
        let metadata = std::fs::metadata(path).map_err(Error::io(path))?;
        if !metadata.is_dir() {
            listed.add(path, path.parent().unwrap_or(path), true);
            continue;
        }
        for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
            let entry = entry.map_err(|e| {
                let place = e.path().unwrap_or(path).to_owned();
                Error::io(place)(e.into_io_error().unwrap_or_else(|| std::io::Error::other("loop")))
            })?;
            if entry.file_type().is_file() && !source::is_litter(&entry.file_name().to_string_lossy()) {
                listed.add(entry.path(), path, false);
            }
        }
    }
    Ok(listed)
}

impl Listed {
    fn add(&mut self, file: &Path, root: &Path, named: bool) {
        let shown = file.display().to_string().replace('\\', "/");
        let ending = file.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        let kind = match ending.as_str() {
            "html" | "htm" | "shtml" | "xhtml" => Kind::Html,
            "docx" => Kind::Word,
            "txt" => Kind::Text,
            _ if !named && PARTS_OF_PAGES.contains(&ending.as_str()) => return,
            _ => {
                let (reason, remedy) = refused(&ending);
                let mut finding = failed(&shown, reason, remedy);
                if !named {
                    finding.severity = Severity::Warning;
                }
                self.refused.push((file.to_owned(), finding));
                return;
            }
        };
        let relative = file.strip_prefix(root).unwrap_or(file).with_extension("");
        let parts: Vec<String> = relative.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
        self.olds.push(Old { path: file.to_owned(), shown, stem: file_name(&parts.join("-")), kind });
    }
}

/// Why a kind of file is not imported, and what to do.
fn refused(ending: &str) -> (Words, Words) {
    match ending {
        "doc" | "wps" | "rtf" | "odt" | "dot" | "wpt" => (
            words(format!("不能读取 .{ending} 格式"), format!("files of the kind .{ending} cannot be read")),
            words("请用 Word 或 WPS 打开，另存为 .docx 后再导入。", "Open it in Word or WPS, save it as .docx, and import that."),
        ),
        "mht" | "mhtml" | "webarchive" => (
            words(format!("不能读取 .{ending} 格式"), format!("files of the kind .{ending} cannot be read")),
            words("请用浏览器打开，另存为“网页，全部”（.html）后再导入。", "Open it in a browser, save it as a complete web page (.html), and import that."),
        ),
        "md" | "markdown" => (
            words("已经是 Markdown 文件", "it is Markdown already"),
            words("请直接放进 content 文件夹，再运行 mulu check。", "Put it into content/ as it is and run mulu check."),
        ),
        _ => (
            words(format!("不能把 .{ending} 文件转为文档"), format!("a file of the kind .{ending} cannot be made a document")),
            words(
                "可作为附件发布：用 mulu new 新建文档，把文件放在旁边，写入“附件”。",
                "It can be published as an attachment: make a document with mulu new, put the file beside it, and name it under `attachments`.",
            ),
        ),
    }
}

fn failed(shown: &str, reason: Words, remedy: Words) -> Diagnostic {
    Diagnostic::new(Code::ImportFailed).in_file(shown).with_words("reason", reason).with_words("remedy", remedy)
}

/// A name that every system takes for a file.
fn file_name(written: &str) -> String {
    let name: String = written.nfc().map(|c| if c.is_control() || "<>:\"/\\|?*#%".contains(c) { '-' } else { c }).collect();
    let name = name.trim_matches(|c: char| c == '.' || c == '~' || c == '$' || c.is_whitespace()).to_owned();
    let reserved = ["con", "prn", "aux", "nul"].contains(&name.to_ascii_lowercase().as_str());
    let name: String = name.chars().take(80).collect();
    if name.is_empty() || reserved { format!("{name}_") } else { name }
}

/// Reads old files and says what they become. `folder` is where in `content/`; none: where the column lies that the page names, else at its root.
pub fn read(config: &Config, sources: &Sources, listed: Listed, folder: Option<&str>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut names = BTreeSet::new();
    let mut needed = BTreeSet::new();
    for old in &listed.olds {
        let page = match one_page(old) {
            Ok(page) => page,
            Err(finding) => {
                outcome.findings.push(*finding);
                continue;
            }
        };
        needed.extend(page.taken.iter().cloned());
        let imported = assemble(config, old, page, folder, &mut names);
        let there = sources.find(&imported.path);
        match there.map(|f| sources.file(f)).or_else(|| sources.find_other_case(&imported.path)) {
            None => outcome.imported.push(imported),
            Some(_) if there.and_then(|f| sources.bytes(f).ok()).is_some_and(|b| b == imported.text.as_bytes()) => outcome.unchanged += 1,
            Some(known) => {
                let shown = known.shown();
                let reason = words(format!("“{shown}”已存在，不予覆盖"), format!("{shown} exists and is not overwritten"));
                let remedy = words("要重新导入，请先移走或改名原来的文件。", "To import it again, move or rename the file that is there.");
                outcome.findings.push(failed(&old.shown, reason, remedy));
            }
        }
    }
    let is_needed = |path: &Path| path.canonicalize().is_ok_and(|p| needed.contains(&p));
    outcome.findings.extend(listed.refused.into_iter().filter(|(path, _)| !is_needed(path)).map(|(_, finding)| finding));
    outcome
}

/// The folder of a page on the disk.
struct Folder<'a>(&'a Path);

impl html::Beside for Folder<'_> {
    fn file(&self, written: &str) -> Option<(PathBuf, Vec<u8>)> {
        // a page names files by its own place; a path that leads elsewhere on this computer is none of its files
        let written = written.replace('\\', "/");
        if written.starts_with('/') || written.contains(':') {
            return None;
        }
        let folder = if self.0.as_os_str().is_empty() { Path::new(".") } else { self.0 }.canonicalize().ok()?;
        let path = written.split('/').filter(|p| !p.is_empty()).fold(folder.clone(), |path, part| path.join(part)).canonicalize().ok()?;
        let metadata = std::fs::metadata(&path).ok()?;
        let is_one = path.starts_with(folder.parent().unwrap_or(&folder)) && metadata.is_file() && metadata.len() <= LARGEST;
        is_one.then(|| std::fs::read(&path).ok()).flatten().map(|bytes| (path, bytes))
    }
}

fn one_page(old: &Old) -> Result<Page, Box<Diagnostic>> {
    let too_large = || {
        let (reason, remedy) = (
            words("文件超过 64 MiB", "the file is larger than 64 MiB"),
            words("请拆分后再导入，或作为附件发布。", "Split it, or publish it as an attachment."),
        );
        Box::new(failed(&old.shown, reason, remedy))
    };
    let unreadable = |e: std::io::Error| Box::new(source::unreadable(&old.shown, &e));
    let failed = |reason, remedy| Box::new(failed(&old.shown, reason, remedy));
    if std::fs::metadata(&old.path).map_err(unreadable)?.len() > LARGEST {
        return Err(too_large());
    }
    let bytes = std::fs::read(&old.path).map_err(unreadable)?;
    let mut page = match old.kind {
        Kind::Word => word::read(&bytes).map_err(|fault| match fault {
            word::Fault::TooLarge => too_large(),
            word::Fault::NotAPackage => failed(
                words("不是有效的 .docx 文件（设有密码，或者只是改了扩展名）", "it is no .docx file (it asks for a password, or only its name was changed)"),
                words("请用 Word 或 WPS 打开，取消密码，另存为 .docx。", "Open it in Word or WPS, take the password off, and save it as .docx."),
            ),
            word::Fault::Damaged => failed(
                words("文件已损坏", "the file is damaged"),
                words("请用 Word 或 WPS 打开并另存为 .docx。", "Open it in Word or WPS and save it as .docx."),
            ),
        })?,
        Kind::Html | Kind::Text => {
            let text = decode(&bytes).ok_or_else(|| {
                let remedy = words("请用“记事本”打开并以 UTF-8 编码另存。", "Open it in an editor and save it as UTF-8.");
                failed(words("无法判断文字编码", "its encoding cannot be told"), remedy)
            })?;
            if old.kind == Kind::Html { html::read(&text, &Folder(old.path.parent().unwrap_or(Path::new("")))) } else { plain(&text) }
        }
    };
    page.name = Some(old.stem.clone()).filter(|n| n.chars().filter(|c| is_han(*c)).count() >= 4);
    repair::repair(&mut page);
    Ok(page)
}

/// The text of a file: UTF-8, or what a byte-order mark or the page itself says, or GB18030.
fn decode(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let stated = start.split("charset=").nth(1).map(|rest| {
        rest.trim_start_matches(['"', '\'']).split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next().unwrap_or_default().to_owned()
    });
    if std::str::from_utf8(bytes).is_err()
        && encoding_rs::Encoding::for_bom(bytes).is_none()
        && let Some(encoding) = stated.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()))
        && encoding != encoding_rs::UTF_8
        && let (text, _, false) = encoding.decode(bytes)
    {
        return Some(text.into_owned());
    }
    source::decode(bytes).0
}

/// A text without any marks: each line is a paragraph, but for rows of tables, whose cells are set apart by bars or tabs.
fn plain(text: &str) -> Page {
    let mut blocks: Vec<Block> = Vec::new();
    for line in text.lines() {
        let between = if line.matches('|').count() >= 2 { '|' } else { '\t' };
        let mut cells: Vec<Vec<Span>> = line.trim().split(between).map(|c| vec![Span::text(c.trim())]).collect();
        if cells.len() < 3 {
            blocks.push(Block::Text { level: 0, spans: vec![Span::text(line.trim_end())] });
            continue;
        }
        // the bars at both ends of a line are its frame
        let is_empty = |cell: Option<&Vec<Span>>| cell.is_some_and(|c| c.iter().all(|s| s.text.is_empty()));
        if is_empty(cells.last()) {
            cells.pop();
        }
        if is_empty(cells.first()) && line.trim_start().starts_with(between) {
            cells.remove(0);
        }
        match blocks.last_mut() {
            Some(Block::Table(rows)) => rows.push(cells),
            _ => blocks.push(Block::Table(vec![cells])),
        }
    }
    Page { blocks, ..Page::default() }
}

/// The column of a name or a path.
pub fn column<'c>(columns: &'c [Column], written: &str) -> Option<&'c Column> {
    columns.iter().find_map(|c| if c.path == written || fold(&c.name) == fold(written) { Some(c) } else { column(&c.children, written) })
}

fn assemble(config: &Config, old: &Old, mut page: Page, folder: Option<&str>, taken: &mut BTreeSet<String>) -> Imported {
    let mut head = head::read(&page);
    let category = head.fields.remove(&Field::Category);
    let named = category.as_ref().and_then(|c| c.texts.first()?.rsplit(['/', '>', '\\', '-']).find_map(|part| column(&config.columns, part.trim())));
    let folder = folder.map(str::to_owned).or_else(|| named.map(|c| c.path.clone())).unwrap_or_default();
    let at = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let ending = old.path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let stems = std::iter::once(old.stem.clone()).chain(std::iter::once(format!("{}-{ending}", old.stem))).chain((2..).map(|n| format!("{}-{n}", old.stem)));
    let stem = stems.into_iter().find(|s| taken.insert(at(s).to_lowercase())).unwrap_or_default();
    let path = at(&format!("{stem}.md"));

    if config.agency.name.as_deref().is_some_and(|name| head.fields.get(&Field::IssuingBody).is_some_and(|v| v.texts == [name])) {
        head.fields.remove(&Field::IssuingBody);
    }
    let summary = head.fields.get(&Field::Summary).map(|v| fold(&v.texts.concat()));
    if summary.is_some_and(|s| head.fields.get(&Field::Title).is_some_and(|t| fold(&t.texts.concat()) == s)) {
        head.fields.remove(&Field::Summary);
    }
    let used = name_files(&mut page, &head, &stem);
    let files: Vec<(String, Vec<u8>)> = std::mem::take(&mut page.files)
        .into_iter()
        .filter(|(name, _)| used.contains(name))
        .map(|(name, bytes)| (at(&format!("{stem}/{}", file_name(&name))), bytes))
        .collect();
    let attachments: Vec<Value> = used.iter().filter(|n| !is_image(n)).map(|n| Value::from(format!("{stem}/{}", file_name(n)))).collect();
    let mut fields: Vec<(&str, Value)> = Vec::new();
    for (field, value) in &head.fields {
        let is_list = matches!(field, Field::Keywords | Field::Audience | Field::JointIssuingBodies);
        let texts = || value.texts.iter().map(|t| Value::from(t.as_str()));
        fields.push((field.name(), if is_list { Value::Sequence(texts().collect()) } else { Value::from(value.texts.concat()) }));
    }
    if !attachments.is_empty() {
        fields.push((Field::Attachments.name(), Value::Sequence(attachments)));
    }
    let mut text = front_matter::write(&fields);
    if !head.raw.is_empty()
        && let Some(end) = text.strip_suffix("---\n").map(str::len)
    {
        let lines: String =
            head.raw.iter().map(|l| format!("# {}\n", l.chars().map(|c| if c.is_control() { ' ' } else { c }).take(400).collect::<String>())).collect();
        text.insert_str(end, &format!("# 原件题头（供核对，不会发布） / head of the original, for checking, never published:\n{lines}"));
    }
    let body = markdown::write(&page, page.blocks.get(head.text.clone()).unwrap_or_default());
    if !body.trim().is_empty() {
        text.push('\n');
        text.push_str(&body);
    }
    let findings = findings(config, &path, &text, &page, &head, body.trim().is_empty());
    Imported { from: old.shown.clone(), path, text, files, findings }
}

/// Gives the blocks of the text the paths of their files; gives the names of those files.
fn name_files(page: &mut Page, head: &Head, stem: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let names: BTreeSet<String> = page.files.iter().map(|(name, _)| name.clone()).collect();
    for span in page.blocks[head.text.clone()].iter_mut().flat_map(Block::spans_mut) {
        for place in [&mut span.link, &mut span.image].into_iter().flatten() {
            if names.contains(place.as_str()) {
                used.insert(place.clone());
                *place = format!("{stem}/{}", file_name(place));
            }
        }
    }
    used
}

fn is_image(name: &str) -> bool {
    [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"].iter().any(|e| name.to_ascii_lowercase().ends_with(e))
}

/// All that was unsure, at its place in the new file.
fn findings(config: &Config, path: &str, text: &str, page: &Page, head: &Head, empty: bool) -> Vec<Diagnostic> {
    let shown = format!("content/{path}");
    let name = |field: Field| words(field.label(), field.name());
    let at = |field: Field| {
        let start = text.find(&format!("\n{}:", field.name())).map(|i| i + 1)?;
        let end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        Some(Place::new(&shown, text, start..end))
    };
    let mut findings = Vec::new();
    for (field, value) in &head.fields {
        let Some(doubt) = &value.doubt else { continue };
        let what = words(format!("“{}”{}", field.label(), doubt.zh), format!("`{}`: {}", field.name(), doubt.en));
        let finding = Diagnostic::new(Code::ImportDoubtful).with_words("what", what);
        findings.push(match at(*field) {
            Some(place) => finding.at(place),
            None => finding.in_file(&shown),
        });
    }
    for doubt in &page.doubts {
        findings.push(Diagnostic::new(Code::ImportDoubtful).in_file(&shown).with_words("what", doubt.clone()));
    }
    for (field, value) in &head.unread {
        let value: String = value.chars().take(60).collect();
        let what = words(
            format!("“{}”的值“{value}”无法识别，没有写入", field.label()),
            format!("the value `{value}` of `{}` could not be read and was left out", field.name()),
        );
        findings.push(Diagnostic::new(Code::ImportLeftOut).in_file(&shown).with_words("what", what));
    }
    for note in &page.left_out {
        findings.push(Diagnostic::new(Code::ImportLeftOut).in_file(&shown).with_words("what", note.clone()));
    }
    if empty {
        let what = words("没有找到正文", "no text was found");
        findings.push(Diagnostic::new(Code::ImportLeftOut).in_file(&shown).with_words("what", what));
    }
    for field in [Field::Title, Field::IndexNumber, Field::IssuingBody, Field::DateCreated] {
        if head.fields.contains_key(&field) || (field == Field::IssuingBody && config.agency.name.is_some()) {
            continue;
        }
        let hint = match (&head.signed, field) {
            (Some(date), Field::DateCreated) => {
                words(format!("正文落款为“{date}”，核实后填写。"), format!("The signature below the text says {date}; enter it if that is right."))
            }
            _ => words("请查明后补上，否则不能生成网站。", "Find it out and add it; without it no site can be made."),
        };
        findings.push(Diagnostic::new(Code::ImportIncomplete).in_file(&shown).with_words("field", name(field)).with_words("hint", hint));
    }
    findings
}
