//! Takes what a person states about a new document; gives its file with the next free index number,
//! and its attachments. This file chooses the paths of these files below `content/`; the caller
//! writes them.

use super::category;
use super::name::portable;
use super::number::next_free;
use super::script::script;
use super::skeleton::Skeleton;
use crate::catalogue::{Catalogue, Field, FieldKind, address, findings_in, without_marks};
use crate::check::missing_category as missing;
use crate::config::{Config, Language};
use crate::diag::{Diagnostic, Message, Severity, Words, words};
use crate::file::{is_litter, may_run_code};
use crate::fold::fold;
use crate::parse::front_matter::{self, Script};
use crate::plan::named;
use crate::source::{File, Sources};
use jiff::civil::Date;
use serde_yaml::{Mapping, Value};

/// What is stated about a new document. White space around a text is ignored; an empty text counts
/// as not given.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Its title, the only required value.
    pub title: String,
    /// Its category: the path or the name of a column, or a folder of `content/`.
    pub category: Option<String>,
    /// Any other fields, such as the document number. A list has one item per line. Four missing
    /// fields get values: the next free index number, the issuing body (the site's, or a blank to
    /// fill in), and the dates of the document and its publication (the day of the build). Other
    /// missing fields are left out.
    pub fields: Vec<(Field, String)>,
    /// The files that are to be attached to it.
    pub attachments: Vec<NewFile>,
    /// Its text; `None` for a layout to be filled in.
    pub text: Option<String>,
}

/// A file that is to be attached to a new document.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The name of the original file, without its folder.
    pub name: String,
    /// Its title; `None` if its name is sufficient.
    pub title: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A new document that is not yet written.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// The path below `content/`, with `/` between its parts.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The attachments to write, by their paths below `content/`. Those that exist with the same
    /// bytes are left out.
    pub files: Vec<(String, Vec<u8>)>,
    /// Warnings and notes.
    pub findings: Vec<Diagnostic>,
}

/// Makes a new document. If it cannot be made, the findings tell why; they may point into the text
/// that would have been written.
pub fn document(
    config: &Config,
    catalogue: &Catalogue,
    sources: &Sources,
    values: Values,
) -> Result<NewDocument, Vec<Diagnostic>> {
    let mut faults: Vec<Diagnostic> = Vec::new();
    let title = without_marks(Field::Title, &one_line(&values.title));
    let category = values.category.as_deref().unwrap_or_default();
    let folder = category::folder(config, catalogue, sources, category).unwrap_or_else(|fault| {
        faults.push(*fault);
        String::new()
    });
    let mut given: Vec<(Field, String)> = values
        .fields
        .into_iter()
        .map(|(field, text)| (field, without_marks(field, text.trim())))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    usual(config, catalogue, &mut given);
    given.push((Field::Title, title.clone()));
    given.sort_by_key(|(field, _)| *field);
    let value = |field| {
        given
            .iter()
            .find(|(f, _)| *f == field)
            .map(|(_, v)| v.as_str())
    };
    let number = value(Field::IndexNumber).unwrap_or_default();
    let name = address::index_number(number).unwrap_or_else(|| "new".to_owned());
    let path = below(&folder, &format!("{name}.md"));
    let (attached, files) = attach(sources, &folder, values.attachments, &mut faults);
    let script = script(config, catalogue, sources, &folder);
    let skeleton = Skeleton {
        config,
        script,
        title: &title,
        body: value(Field::Issuer),
        date: value(Field::DateCreated).and_then(|date| date.parse::<Date>().ok()),
        attached: &attached.iter().map(Attached::shown).collect::<Vec<_>>(),
    };
    let mut text = front_matter::write(&written(script, &given, &attached));
    if values.text.is_none() {
        let mut all: Vec<Field> = given.iter().map(|(field, _)| *field).collect();
        all.extend((!attached.is_empty()).then_some(Field::Attachments));
        all.extend((!folder.is_empty()).then_some(Field::Category));
        let end = text.len() - "---\n".len();
        text.insert_str(end, &skeleton.offered(&all));
    }
    let body = values.text.unwrap_or_else(|| skeleton.text());
    text += &format!("\n{}\n", body.replace("\r\n", "\n").trim_matches('\n'));
    let (errors, findings) = findings_in(&path, &text, config)
        .into_iter()
        .partition::<Vec<_>, _>(|f| f.severity == Severity::Error);
    faults.extend(errors);
    faults.extend(taken(catalogue, sources, number));
    if !faults.is_empty() {
        return Err(faults);
    }
    let columns = named(&config.columns);
    let has_no_column = category.trim().is_empty() && !columns.is_empty();
    let no_column = has_no_column.then(|| {
        let key = script.pick(Field::Category.label(), Field::Category.name());
        Diagnostic::new(missing(key, &columns, &title)).in_file(&format!("content/{path}"))
    });
    Ok(NewDocument {
        findings: same_title(catalogue, sources, &title)
            .into_iter()
            .chain(no_column)
            .chain(findings)
            .collect(),
        path,
        text,
        files,
    })
}

/// A text on one line. A copied title, for example, may have line breaks.
fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    lines.join(if lines.iter().all(|l| l.is_ascii()) {
        " "
    } else {
        ""
    })
}

fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

/// Adds the usual values of the fields that every document has, where none is given.
fn usual(config: &Config, catalogue: &Catalogue, given: &mut Vec<(Field, String)>) {
    let today = config.as_of.to_string();
    let mut add = |field: Field, value: &dyn Fn() -> String| {
        if given.iter().all(|(f, _)| *f != field) {
            given.push((field, value()));
        }
    };
    add(Field::IndexNumber, &|| {
        // documents with errors also occupy numbers
        let entries = catalogue.iter().map(|(_, e)| e);
        next_free(config, entries.chain(catalogue.rejected()))
    });
    add(Field::Issuer, &|| {
        let blank = match config.language {
            Language::ZhHans => "（填写发文机关）",
            Language::En => "(fill in the issuing body)",
        };
        config
            .agency
            .name
            .clone()
            .unwrap_or_else(|| blank.to_owned())
    });
    add(Field::DateCreated, &|| today.clone());
    add(Field::DatePublished, &|| today.clone());
}

/// The fields as written in front matter.
fn written<'f>(
    script: Script,
    given: &[(Field, String)],
    attached: &[Attached],
) -> Vec<(&'f str, Value)> {
    let mut fields: Vec<(&str, Value)> = given
        .iter()
        .map(|(field, text)| {
            let is_list = matches!(field.kind(), FieldKind::List | FieldKind::Relation(_));
            let items = text.lines().map(str::trim).filter(|l| !l.is_empty());
            let value = match is_list {
                true => Value::Sequence(items.map(Value::from).collect()),
                false => Value::from(one_line(text)),
            };
            (field.name_in(script), value)
        })
        .collect();
    if !attached.is_empty() {
        let (file, title) = match script {
            Script::Chinese => ("文件", "标题"),
            Script::English | Script::Either => ("file", "title"),
        };
        let item = |a: &Attached| match &a.title {
            None => Value::from(a.file.as_str()),
            Some(t) => Value::Mapping(Mapping::from_iter([
                (Value::from(file), Value::from(a.file.as_str())),
                (Value::from(title), Value::from(t.as_str())),
            ])),
        };
        let items = attached.iter().map(item).collect();
        fields.push((Field::Attachments.name_in(script), Value::Sequence(items)));
    }
    fields
}

/// An attachment of the new document.
struct Attached {
    /// Its file name in the document's folder.
    file: String,
    title: Option<String>,
}

impl Attached {
    /// Its title, or else its file name without the ending.
    fn shown(&self) -> String {
        let stem = self
            .file
            .rsplit_once('.')
            .map_or(self.file.as_str(), |(stem, _)| stem);
        self.title.clone().unwrap_or_else(|| stem.to_owned())
    }
}

/// Gives the attachments names that are free and that every system allows. Also gives the files
/// that are to be written.
fn attach(
    sources: &Sources,
    folder: &str,
    attachments: Vec<NewFile>,
    faults: &mut Vec<Diagnostic>,
) -> (Vec<Attached>, Vec<(String, Vec<u8>)>) {
    let (mut attached, mut files) = (Vec::new(), Vec::<(String, Vec<u8>)>::new());
    for NewFile { name, title, bytes } in attachments {
        let stem = name
            .rsplit_once('.')
            .map_or(name.as_str(), |(stem, _)| stem);
        let stem = stem.to_owned();
        let named = match allowed(&name, &bytes) {
            Ok(named) => named,
            Err((reason, remedy)) => {
                faults.push(Diagnostic::new(Message::NewAttachment {
                    file: name.into(),
                    reason: reason.into(),
                    remedy: remedy.into(),
                }));
                continue;
            }
        };
        let mut file = named.clone();
        for n in 2.. {
            let path = below(folder, &file);
            let there = sources.find_other_case(&path);
            let planned = files
                .iter()
                .find(|(p, _)| p.to_lowercase() == path.to_lowercase());
            let is_same = match (planned, there) {
                (Some((_, other)), _) => *other == bytes,
                (None, Some(other)) => other.path == path && is_file(sources, &path, &bytes),
                (None, None) => {
                    files.push((path, bytes));
                    break;
                }
            };
            if is_same {
                break;
            }
            file = match named.rsplit_once('.') {
                Some((stem, ending)) => format!("{stem}-{n}.{ending}"),
                None => format!("{named}-{n}"),
            };
        }
        if attached.iter().all(|a: &Attached| a.file != file) {
            let title = title.map(|t| one_line(&t)).filter(|t| !t.is_empty());
            // a number that was added for uniqueness is not part of the title
            let is_shown = attached.iter().any(|a: &Attached| a.shown() == stem);
            let title = title.or_else(|| (file != named && !is_shown).then_some(stem));
            attached.push(Attached { file, title });
        }
    }
    (attached, files)
}

/// The name of an attachment, or else why the file cannot be attached, with the remedy.
fn allowed(name: &str, bytes: &[u8]) -> Result<String, (Words, Words)> {
    let Some(name) = portable(name) else {
        return Err((
            words("文件名无法使用", "its name cannot be used"),
            words("请先改名。", "Rename it first."),
        ));
    };
    if is_litter(&name) {
        return Err((
            words(
                "是系统或办公软件自用的文件，不会公布",
                "it is a file of the system or of an office program and never published",
            ),
            words("请选原来的文件。", "Choose the file itself."),
        ));
    }
    let file = File::new(&name);
    if file.is_document() || file.is_almost_document() {
        return Err((
            words(
                "Markdown 文件在站点中就是文档",
                "a Markdown file is a document of the site",
            ),
            words(
                "需要单独公开的，另建一篇文档；只供下载的，先转为 .docx 或 .pdf。",
                "Make it a document of its own, or convert it to .docx or .pdf first.",
            ),
        ));
    }
    if may_run_code(&name, || bytes) {
        return Err((
            words(
                "这类文件打开时会在访问者的电脑上运行程序",
                "a file of this type runs code on the visitor's computer",
            ),
            words(
                "请改用 PDF、OFD、Word、Excel 或图片等格式。",
                "Use PDF, OFD, Word, Excel or an image.",
            ),
        ));
    }
    Ok(name)
}

/// Whether the file at a path of the site has these bytes.
fn is_file(sources: &Sources, path: &str, bytes: &[u8]) -> bool {
    sources.find(path).is_some_and(|id| {
        sources.file(id).size == bytes.len() as u64
            && sources.bytes(id).is_ok_and(|there| *there == bytes)
    })
}

/// A finding about the document that already has this index number; `None` if it is free.
fn taken(catalogue: &Catalogue, sources: &Sources, number: &str) -> Option<Diagnostic> {
    let entries = catalogue.iter().map(|(_, e)| e);
    let identity = address::identity(number);
    let entry = entries
        .chain(catalogue.rejected())
        .find(|e| e.index_number.as_deref().map(address::identity).as_ref() == Some(&identity))?;
    let finding = Diagnostic::new(Message::DuplicateIndexNumber {
        value: number.into(),
    });
    Some(finding.also(sources.place(entry.file, entry.span(Field::IndexNumber))))
}

/// A finding about the first document that already has this title, if there is one.
fn same_title(catalogue: &Catalogue, sources: &Sources, title: &str) -> Option<Diagnostic> {
    let folded = fold(title);
    let entries = catalogue.iter().map(|(_, e)| e);
    let entry = entries
        .chain(catalogue.rejected())
        .find(|e| fold(&e.title) == folded)?;
    let finding = Diagnostic::new(Message::NewSameTitle {
        title: title.into(),
        file: sources.file(entry.file).shown().into(),
        number: entry.index_number.as_deref().unwrap_or("—").into(),
    });
    Some(sources.at(entry.file, entry.span(Field::Title), finding))
}
