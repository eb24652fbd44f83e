//! Takes old web pages, Word files and texts; gives the content files made from them, with every
//! doubt about each.
//!
//! Nothing is made up, and nothing is overwritten. Information that an original lacks is left out
//! and reported; inferred information is reported too. The head of the original is kept in comments
//! of the front matter, which are never published. It must not know the site that is made from the
//! files.

mod form;
mod head;
mod html;
mod label;
mod markdown;
mod page;
mod repair;
mod word;

use crate::catalogue::{Field, FieldKind};
use crate::config::Config;
use crate::diag::{Diagnostic, Error, Lang, Message, Place, Severity, Words, words};
use crate::file::is_litter;
use crate::fold::{fold, is_han};
use crate::parse::front_matter;
use crate::source::{self, Sources};
use head::Head;
use page::{Block, Page, Span, file_name, is_image};
use serde_yaml::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// An old file to be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Old {
    /// Where the file lies.
    path: PathBuf,
    /// The file's name in messages.
    shown: String,
    /// The name of the new file, without its ending.
    stem: String,
    /// The old file may name files in this folder only: the folder given by the user, or its own.
    root: PathBuf,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Html,
    Word,
    Text,
}

/// A content file, ready to be written.
#[derive(Debug)]
pub struct Imported {
    /// The name of the old file in messages.
    pub from: String,
    /// Its path, relative to `content/`, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The files that belong to it, by their paths relative to `content/`.
    pub files: Vec<(String, Vec<u8>)>,
    /// The doubts, at their places in the new file.
    pub findings: Vec<Diagnostic>,
    /// Where the files that belong to it lay.
    places: Vec<PathBuf>,
}

/// The longest line of a comment, in characters.
const LONGEST_COMMENT: usize = 400;

/// The maximum number of bytes of the old head that are kept in comments.
const LARGEST_HEAD: usize = 32 << 10;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Endings of files that are never documents but belong to pages.
const PARTS_OF_PAGES: [&str; 18] = [
    "css", "js", "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "bmp", "woff", "woff2", "ttf",
    "eot", "map", "db", "ini", "json",
];

/// The files that some paths name, in order: the files themselves, and the files in the named
/// folders.
#[derive(Debug, Default)]
pub struct Listed {
    olds: Vec<Old>,
    /// Files of kinds that cannot be imported. Each has a finding, which is dropped if a page turns
    /// out to need the file.
    refused: Vec<(PathBuf, Diagnostic)>,
    seen: BTreeSet<PathBuf>,
}

/// The result of importing some old files.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The content files to write.
    pub imported: Vec<Imported>,
    /// Findings about files that could not be imported.
    pub findings: Vec<Diagnostic>,
    /// The number of documents that already exist exactly as they would be written.
    pub unchanged: usize,
}

/// Looks for old files.
pub fn list(paths: &[PathBuf]) -> Result<Listed, Error> {
    let mut listed = Listed::default();
    for path in paths {
        let metadata = std::fs::metadata(path).map_err(Error::reading(path))?;
        if !metadata.is_dir() {
            listed.add(path, path.parent().unwrap_or(path), true);
            continue;
        }
        let is_seen =
            |e: &walkdir::DirEntry| e.depth() == 0 || !is_litter(&e.file_name().to_string_lossy());
        for entry in walkdir::WalkDir::new(path)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(is_seen)
        {
            let entry = match entry {
                Ok(entry) => entry,
                Err(e) => {
                    let shown = e.path().unwrap_or(path).display().to_string();
                    let error = e
                        .into_io_error()
                        .unwrap_or_else(|| std::io::Error::other("loop"));
                    listed
                        .refused
                        .push((PathBuf::new(), source::unreadable(&shown, &error)));
                    continue;
                }
            };
            if entry.path_is_symlink() {
                let (reason, remedy) = (
                    words("这是符号链接", "it is a symbolic link"),
                    words(
                        "需要导入的，请直接写出它的路径。",
                        "Name it by itself to import it.",
                    ),
                );
                let mut finding = failed(&entry.path().display().to_string(), reason, remedy);
                finding.severity = Severity::Warning;
                listed.refused.push((PathBuf::new(), finding));
            } else if entry.file_type().is_file() {
                listed.add(entry.path(), path, false);
            }
        }
    }
    Ok(listed)
}

impl Listed {
    fn add(&mut self, file: &Path, root: &Path, named: bool) {
        let shown = file.display().to_string().replace('\\', "/");
        // a file may be named twice, by its own path and by its folder's
        if file
            .canonicalize()
            .is_ok_and(|real| !self.seen.insert(real))
        {
            return;
        }
        let ending = file
            .extension()
            .map(|e| e.to_string_lossy().to_ascii_lowercase())
            .unwrap_or_default();
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
        let parts: Vec<String> = relative
            .components()
            .map(|c| c.as_os_str().to_string_lossy().into_owned())
            .collect();
        self.olds.push(Old {
            path: file.to_owned(),
            shown,
            stem: file_name(&parts.join("-")),
            root: root.to_owned(),
            kind,
        });
    }
}

/// Why a kind of file is not imported, and the remedy.
fn refused(ending: &str) -> (Words, Words) {
    match ending {
        "doc" | "wps" | "rtf" | "odt" | "dot" | "wpt" => (
            words(
                format!("不能读取 .{ending} 格式"),
                format!("files of the kind .{ending} cannot be read"),
            ),
            words(
                "请用 Word 或 WPS 打开，另存为 .docx 后再导入。",
                "Open it in Word or WPS, save it as .docx, and import that.",
            ),
        ),
        "mht" | "mhtml" | "webarchive" => (
            words(
                format!("不能读取 .{ending} 格式"),
                format!("files of the kind .{ending} cannot be read"),
            ),
            words(
                "请用浏览器打开，另存为“网页，全部”（.html）后再导入。",
                "Open it in a browser, save it as a complete web page (.html), and import that.",
            ),
        ),
        "md" | "markdown" => (
            words("已经是 Markdown 文件", "it is Markdown already"),
            words(
                "请直接放进 content 文件夹，再运行 mulu check。",
                "Put it into content/ as it is and run mulu check.",
            ),
        ),
        "" => (
            words(
                "文件名没有扩展名，不知道是哪种文件",
                "its name has no ending that says what kind of file it is",
            ),
            words(
                "请改名为 .html、.docx 或 .txt 后再导入。",
                "Name it .html, .docx or .txt and import it again.",
            ),
        ),
        _ => (
            words(
                format!("不能把 .{ending} 文件转为文档"),
                format!("a file of the kind .{ending} cannot be made a document"),
            ),
            words(
                "可作为附件发布：用 mulu new 新建文档，把文件放在旁边，写入“附件”。",
                "It can be published as an attachment: make a document with mulu new, put the file beside it, and name it under `attachments`.",
            ),
        ),
    }
}

fn failed(shown: &str, reason: Words, remedy: Words) -> Diagnostic {
    let message = Message::ImportFailed {
        reason: reason.into(),
        remedy: remedy.into(),
    };
    Diagnostic::new(message).in_file(shown)
}

fn doubtful(what: Words) -> Diagnostic {
    Diagnostic::new(Message::ImportDoubtful { what: what.into() })
}

fn left_out(what: Words) -> Diagnostic {
    Diagnostic::new(Message::ImportLeftOut { what: what.into() })
}

/// Reads old files; gives the content files made from them. `folder` is their folder in `content/`.
/// Without it, a file goes to the folder of the column that the page names, else to the root.
pub fn read(config: &Config, sources: &Sources, listed: Listed, folder: Option<&str>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut names = BTreeSet::new();
    let mut needed = BTreeSet::new();
    let mut secrets = BTreeMap::new();
    for old in &listed.olds {
        let page = match one_page(old) {
            Ok(page) => page,
            Err(finding) => {
                outcome.findings.push(*finding);
                continue;
            }
        };
        let mut head = head::read(&page);
        if let (Some(disclosure), Ok(place)) =
            (head.fields.get(&Field::Disclosure), old.path.canonicalize())
        {
            secrets.insert(place, disclosure.texts.concat());
        }
        let ending = old
            .path
            .extension()
            .map(|e| e.to_string_lossy().to_ascii_lowercase())
            .unwrap_or_default();
        let stems = std::iter::once(old.stem.clone())
            .chain(std::iter::once(format!("{}-{ending}", old.stem)))
            .chain((2..).map(|n| format!("{}-{n}", old.stem)));
        let folder = settle(config, &mut head, folder);
        let path = |stem: &str| {
            if folder.is_empty() {
                format!("{stem}.md")
            } else {
                format!("{folder}/{stem}.md")
            }
        };
        let make = |stem: String| assemble(config, old, &page, &head, &folder, &stem);
        // a document imported by an earlier run is recognised, whatever has been imported since
        let known = stems
            .clone()
            .take_while(|stem| sources.find(&path(stem)).is_some())
            .map(make)
            .find(|i| is_there(sources, i));
        if let Some(known) = known {
            names.insert(known.path.to_lowercase());
            needed.extend(known.places);
            outcome.unchanged += 1;
            continue;
        }
        let Some(imported) = stems
            .into_iter()
            .find(|stem| names.insert(path(stem).to_lowercase()))
            .map(make)
        else {
            continue;
        };
        needed.extend(imported.places.iter().cloned());
        let all =
            std::iter::once(&imported.path).chain(imported.files.iter().map(|(path, _)| path));
        let in_the_way = all.filter_map(|path| {
            sources
                .find(path)
                .map(|f| sources.file(f))
                .or_else(|| sources.find_other_case(path))
        });
        let bytes_of = |path: &str| {
            imported
                .files
                .iter()
                .find(|(p, _)| p == path)
                .map_or(imported.text.as_bytes(), |(_, b)| b.as_slice())
        };
        let mut other = in_the_way.filter(|file| {
            sources
                .find(&file.path)
                .and_then(|f| sources.bytes(f).ok())
                .is_none_or(|b| b != bytes_of(&file.path))
        });
        match other.next() {
            None => outcome.imported.push(imported),
            Some(file) => {
                let shown = file.shown();
                let reason = words(
                    format!("“{shown}”已存在，不予覆盖"),
                    format!("{shown} exists and is not overwritten"),
                );
                let remedy = words(
                    "要重新导入，请先移走或改名原来的文件。",
                    "To import it again, move or rename the file that is there.",
                );
                outcome.findings.push(failed(&old.shown, reason, remedy));
            }
        }
    }
    // a file that calls itself not public must not be an attachment of another document
    for imported in &mut outcome.imported {
        for (name, secret) in imported
            .places
            .iter()
            .filter_map(|p| secrets.get(p).map(|s| (p, s)))
        {
            let shown = format!("content/{}", imported.path);
            let name = name.file_name().unwrap_or_default().to_string_lossy();
            let what = words(
                format!("附件“{name}”自己写明不公开（{secret}），请移去"),
                format!(
                    "the attachment {name} says itself that it is not public ({secret}); take it away"
                ),
            );
            imported.findings.push(doubtful(what).in_file(&shown));
        }
    }
    let is_needed = |path: &Path| path.canonicalize().is_ok_and(|p| needed.contains(&p));
    outcome.findings.extend(
        listed
            .refused
            .into_iter()
            .filter(|(path, _)| !is_needed(path))
            .map(|(_, finding)| finding),
    );
    outcome
}

/// Whether a document and its files stand there already, just as they would be written.
fn is_there(sources: &Sources, imported: &Imported) -> bool {
    let same = |path: &str, bytes: &[u8]| {
        sources
            .find(path)
            .and_then(|f| sources.bytes(f).ok())
            .is_some_and(|b| b == bytes)
    };
    same(&imported.path, imported.text.as_bytes())
        && imported.files.iter().all(|(path, bytes)| same(path, bytes))
}

/// The folder of a page on the disk, and the root. The page may name files in the root only.
struct Folder<'a> {
    own: &'a Path,
    root: &'a Path,
}

impl html::Beside for Folder<'_> {
    fn file(&self, written: &str) -> Option<(PathBuf, Vec<u8>)> {
        // only relative addresses are files of the page; other paths may lead to unrelated files on
        // this computer
        let written = written.replace('\\', "/");
        if written.starts_with('/') || written.contains(':') {
            return None;
        }
        let real = |path: &Path| {
            if path.as_os_str().is_empty() {
                Path::new(".")
            } else {
                path
            }
            .canonicalize()
            .ok()
        };
        let path = written
            .split('/')
            .filter(|p| !p.is_empty())
            .fold(real(self.own)?, |path, part| path.join(part))
            .canonicalize()
            .ok()?;
        let metadata = std::fs::metadata(&path).ok()?;
        let below = path.strip_prefix(real(self.root)?).ok()?;
        let is_dotted = below
            .components()
            .any(|c| c.as_os_str().to_string_lossy().starts_with('.'));
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let is_one = path.starts_with(real(self.root)?)
            && metadata.is_file()
            && metadata.len() <= LARGEST
            && !is_dotted
            && !name.ends_with(".md")
            && name != "mulu.yaml";
        is_one
            .then(|| std::fs::read(&path).ok())
            .flatten()
            .map(|bytes| (path, bytes))
    }
}

fn one_page(old: &Old) -> Result<Page, Box<Diagnostic>> {
    let too_large = || {
        let (reason, remedy) = (
            words("文件超过 64 MiB", "the file is larger than 64 MiB"),
            words(
                "请拆分后再导入，或作为附件发布。",
                "Split it, or publish it as an attachment.",
            ),
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
                words(
                    "不是有效的 .docx 文件（设有密码，或者只是改了扩展名）",
                    "it is no .docx file (it asks for a password, or only its name was changed)",
                ),
                words(
                    "请用 Word 或 WPS 打开，取消密码，另存为 .docx。",
                    "Open it in Word or WPS, take the password off, and save it as .docx.",
                ),
            ),
            word::Fault::Damaged => failed(
                words("文件已损坏", "the file is damaged"),
                words(
                    "请用 Word 或 WPS 打开并另存为 .docx。",
                    "Open it in Word or WPS and save it as .docx.",
                ),
            ),
        })?,
        Kind::Html | Kind::Text => {
            let text = decode(&bytes).ok_or_else(|| {
                let remedy = words(
                    "请用“记事本”打开并以 UTF-8 编码另存。",
                    "Open it in an editor and save it as UTF-8.",
                );
                failed(
                    words("无法判断文字编码", "its encoding cannot be told"),
                    remedy,
                )
            })?;
            if old.kind == Kind::Html {
                html::read(
                    &text,
                    &Folder {
                        own: old.path.parent().unwrap_or(Path::new("")),
                        root: &old.root,
                    },
                )
            } else {
                plain(&text)
            }
        }
    };
    if page
        .blocks
        .iter()
        .any(|b| b.spans().iter().any(|s| s.text.contains(LOST)))
    {
        page.doubt(
            "有些字节已损坏，以“�”代替",
            "some bytes are damaged; � stands for them",
        );
    }
    page.name = old
        .path
        .file_stem()
        .map(|s| s.to_string_lossy().into_owned())
        .filter(|n| n.chars().filter(|c| is_han(*c)).count() >= 4);
    page.split_lines();
    repair::repair(&mut page);
    Ok(page)
}

/// The finding for a document that could not be written.
pub fn unwritten(imported: &Imported, error: &Error) -> Diagnostic {
    let reason = words(error.message(Lang::Zh), error.message(Lang::En));
    failed(
        &imported.from,
        reason,
        words("处理后重新导入。", "See to it and import it again."),
    )
}

/// The text of a file. The encoding is UTF-8, or the one that a byte-order mark or the page states,
/// or GB18030.
fn decode(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let is_page = start.contains('<');
    let stated = start.split("charset=").nth(1).map(|rest| {
        rest.trim_start_matches(['"', '\''])
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    if bytes.contains(&0) && encoding_rs::Encoding::for_bom(bytes).is_none() {
        return None;
    }
    if std::str::from_utf8(bytes).is_err()
        && is_page
        && encoding_rs::Encoding::for_bom(bytes).is_none()
        && let Some(encoding) = stated.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()))
        && encoding != encoding_rs::UTF_8
        // a page that states a single-byte encoding but is valid GB18030 is Chinese
        && (!encoding.is_single_byte() || encoding_rs::GB18030.decode(bytes).2)
        && let (text, _, false) = encoding.decode(bytes)
    {
        return Some(text.into_owned());
    }
    source::decode(bytes).0.or_else(|| {
        let text = String::from_utf8_lossy(bytes);
        let (han, lost) = (
            text.chars().filter(|c| is_han(*c)).count(),
            text.matches(LOST).count(),
        );
        (han > lost * 4).then(|| text.into_owned())
    })
}

/// Replaces bytes that cannot be decoded.
const LOST: char = '\u{fffd}';

/// Reads a text without markup. Each line is a paragraph, except for table rows, whose cells are
/// separated by bars or tabs.
fn plain(text: &str) -> Page {
    let mut blocks: Vec<Block> = Vec::new();
    for line in text.lines() {
        let between = if line.matches('|').count() >= 2 {
            '|'
        } else {
            '\t'
        };
        let mut cells: Vec<Vec<Span>> = line
            .trim()
            .split(between)
            .map(|c| vec![Span::text(c.trim())])
            .collect();
        if cells.len() < 3 {
            blocks.push(Block::Text {
                level: 0,
                spans: vec![Span::text(line.trim_end())],
            });
            continue;
        }
        // bars at both ends of a line are the frame of the table
        let is_empty =
            |cell: Option<&Vec<Span>>| cell.is_some_and(|c| c.iter().all(|s| s.text.is_empty()));
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
    Page {
        blocks,
        ..Page::default()
    }
}

/// Removes from the head the fields that the new file need not state; gives the folder in
/// `content/`. That is the requested folder, else the folder of the column that the page gives as
/// its category.
fn settle(config: &Config, head: &mut Head, folder: Option<&str>) -> String {
    let category = head.fields.remove(&Field::Category);
    let named = category.as_ref().and_then(|c| {
        c.texts
            .first()?
            .rsplit(['/', '>', '\\', '-'])
            .find_map(|part| config.column(part.trim()))
    });
    if config.agency.name.as_deref().is_some_and(|name| {
        head.fields
            .get(&Field::Issuer)
            .is_some_and(|v| v.texts == [name])
    }) {
        head.fields.remove(&Field::Issuer);
    }
    let summary = head
        .fields
        .get(&Field::Summary)
        .map(|v| fold(&v.texts.concat()));
    if summary.is_some_and(|s| {
        head.fields
            .get(&Field::Title)
            .is_some_and(|t| fold(&t.texts.concat()) == s)
    }) {
        head.fields.remove(&Field::Summary);
    }
    folder
        .or(named.map(|c| c.path.as_str()))
        .unwrap_or_default()
        .to_owned()
}

fn assemble(
    config: &Config,
    old: &Old,
    page: &Page,
    head: &Head,
    folder: &str,
    stem: &str,
) -> Imported {
    let at = |name: &str| {
        if folder.is_empty() {
            name.to_owned()
        } else {
            format!("{folder}/{name}")
        }
    };
    let path = at(&format!("{stem}.md"));
    let (blocks, mut used) = name_files(page, head, stem);
    // a file that the page offers beside its text is an attachment too
    let beside: BTreeSet<String> = page
        .taken
        .iter()
        .map(|(name, _)| name)
        .filter(|n| !is_image(n) && !used.contains(*n))
        .cloned()
        .collect();
    used.extend(beside.iter().cloned());
    let files = page
        .files
        .iter()
        .filter(|(name, _)| used.contains(name))
        .map(|(name, bytes)| (at(&format!("{stem}/{name}")), bytes.clone()))
        .collect();
    let places = page
        .taken
        .iter()
        .filter(|(name, _)| used.contains(name))
        .map(|(_, place)| place.clone())
        .collect();
    let attachments: Vec<Value> = used
        .iter()
        .filter(|n| !is_image(n))
        .map(|n| Value::from(format!("{stem}/{n}")))
        .collect();
    let mut fields: Vec<(&str, Value)> = Vec::new();
    for (field, value) in &head.fields {
        let is_list = field.kind() == FieldKind::List;
        let texts = || value.texts.iter().map(|t| Value::from(t.as_str()));
        fields.push((
            field.name(),
            if is_list {
                Value::Sequence(texts().collect())
            } else {
                Value::from(value.texts.concat())
            },
        ));
    }
    if !attachments.is_empty() {
        fields.push((Field::Attachments.name(), Value::Sequence(attachments)));
    }
    let mut text = front_matter::write(&fields);
    let mut is_cut = false;
    if !head.raw.is_empty()
        && let Some(end) = text.strip_suffix("---\n").map(str::len)
    {
        let mut lines = String::new();
        for line in &head.raw {
            let line: Vec<char> = line
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            // the size of front matter is limited
            for part in line.chunks(LONGEST_COMMENT) {
                if lines.len() < LARGEST_HEAD {
                    lines.push_str(&format!("# {}\n", part.iter().collect::<String>()));
                } else {
                    is_cut = true;
                }
            }
        }
        text.insert_str(end, &format!("# 原件题头（供核对，不会发布） / head of the original, for checking, never published:\n{lines}"));
    }
    let body = markdown::write(page, &blocks);
    if !body.trim().is_empty() {
        text.push('\n');
        text.push_str(&body);
    }
    let mut findings = findings(
        config,
        &path,
        &text,
        page,
        head,
        &beside,
        body.trim().is_empty(),
    );
    if is_cut {
        let what = words(
            "正文之前的文字太长，只保留了开头",
            "the text before the document's own is very long; only its beginning was kept",
        );
        findings.push(left_out(what).in_file(&format!("content/{path}")));
    }
    Imported {
        from: old.shown.clone(),
        path,
        text,
        files,
        places,
        findings,
    }
}

/// The blocks of the text with the new paths of their files, and the names of those files.
fn name_files(page: &Page, head: &Head, stem: &str) -> (Vec<Block>, BTreeSet<String>) {
    let mut blocks = page
        .blocks
        .get(head.text.clone())
        .unwrap_or_default()
        .to_vec();
    let mut used = BTreeSet::new();
    let names: BTreeSet<&str> = page.files.iter().map(|(name, _)| name.as_str()).collect();
    for span in blocks.iter_mut().flat_map(Block::spans_mut) {
        for place in [&mut span.link, &mut span.image].into_iter().flatten() {
            if names.contains(place.as_str()) {
                used.insert(place.clone());
                *place = format!("{stem}/{place}");
            }
        }
    }
    (blocks, used)
}

/// All doubts, at their places in the new file.
fn findings(
    config: &Config,
    path: &str,
    text: &str,
    page: &Page,
    head: &Head,
    beside: &BTreeSet<String>,
    empty: bool,
) -> Vec<Diagnostic> {
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
        let what = words(
            format!("“{}”{}", field.label(), doubt.zh),
            format!("`{}`: {}", field.name(), doubt.en),
        );
        findings.push(match at(*field) {
            Some(place) => doubtful(what).at(place),
            None => doubtful(what).in_file(&shown),
        });
    }
    for doubt in &page.doubts {
        findings.push(doubtful(doubt.clone()).in_file(&shown));
    }
    for name in beside {
        let what = words(
            format!("“{name}”不在正文中，已列为附件"),
            format!("{name} stands outside of the text; it was made an attachment"),
        );
        findings.push(doubtful(what).in_file(&shown));
    }
    let after: Vec<String> = page
        .blocks
        .get(head.text.end..)
        .unwrap_or_default()
        .iter()
        .flat_map(Block::lines)
        .collect();
    let is_text = |l: &String| {
        form::is_date(l)
            || form::trim(l).starts_with("附件")
            || l.contains("此件")
            || (l.contains('。') && l.chars().filter(|c| is_han(*c)).count() >= 10)
    };
    if let Some(line) = after.iter().find(|l| is_text(l)) {
        let line: String = form::trim(line).chars().take(20).collect();
        let what = words(
            format!("正文部分之后的文字没有导入：“{line}…”"),
            format!(
                "text behind the part that the page marks as its text was not taken over: `{line}…`"
            ),
        );
        findings.push(left_out(what).in_file(&shown));
    }
    let of_head: Vec<&Span> = page
        .blocks
        .iter()
        .take(head.text.start)
        .flat_map(Block::spans)
        .collect();
    if page.text.is_none() && of_head.iter().any(|s| s.image.is_some()) {
        let what = words(
            "正文之前的图片没有导入",
            "images before the text were not taken over",
        );
        findings.push(left_out(what).in_file(&shown));
    }
    if let Some(line) = &head.passed {
        let line: String = line.chars().take(20).collect();
        let what = words(
            format!("标题之前的文字只保留在文件信息的注释中：“{line}…”"),
            format!(
                "text before the title was kept in comments of the front matter only: `{line}…`"
            ),
        );
        findings.push(left_out(what).in_file(&shown));
    }
    for (field, value) in &head.unread {
        let value: String = value.chars().take(60).collect();
        let what = words(
            format!("“{}”的值“{value}”无法识别，没有写入", field.label()),
            format!(
                "the value `{value}` of `{}` could not be read and was left out",
                field.name()
            ),
        );
        findings.push(left_out(what).in_file(&shown));
    }
    for note in &page.left_out {
        findings.push(left_out(note.clone()).in_file(&shown));
    }
    if empty {
        let what = words("没有找到正文", "no text was found");
        findings.push(left_out(what).in_file(&shown));
    }
    for field in [
        Field::Title,
        Field::IndexNumber,
        Field::Issuer,
        Field::DateCreated,
    ] {
        if head.fields.contains_key(&field)
            || (field == Field::Issuer && config.agency.name.is_some())
        {
            continue;
        }
        let hint = match (&head.signed, field) {
            (Some(date), Field::DateCreated) => words(
                format!("正文落款为“{date}”，核实后填写。"),
                format!("The signature below the text says {date}; enter it if that is right."),
            ),
            _ => words(
                "请查明后补上，否则不能生成网站。",
                "Find it out and add it; without it no site can be made.",
            ),
        };
        let message = Message::ImportIncomplete {
            field: name(field).into(),
            hint: hint.into(),
        };
        findings.push(Diagnostic::new(message).in_file(&shown));
    }
    findings
}
