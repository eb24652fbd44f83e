//! Takes the values typed into the form for a new document; gives the form's page, or writes the
//! document and its attachments. This file must not know requests.

use super::content::{Desk, leads_to};
use super::template::text;
use super::view;
use crate::build;
use crate::catalogue::Field;
use crate::config::{Column, Config};
use crate::diag::{Code, Diagnostic, Error, Lang, Message};
use crate::draft::{self, NewFile};
use crate::escape::{is_plain_in_query, percent};
use crate::file;
use crate::fold::fold;
use crate::inventory::Item;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{MAIN_SEPARATOR_STR, PathBuf};

/// The values and files sent with the form.
#[derive(Default)]
pub(in crate::serve) struct Sent {
    /// The values as typed, by name.
    pub values: BTreeMap<String, String>,
    /// The attachments: names and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// Whether attachments were sent. A form with faults asks for them again, because browsers do
    /// not resend them.
    had_files: bool,
}

/// The name of the value with the text of the document.
const TEXT: &str = "text";
/// The names of the values for the category and for a draft.
const CATEGORY: &str = "category";
const DRAFT: &str = "draft";
/// The name of the attachments.
const FILES: &str = "files";

/// How a value is typed.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum Input {
    Text,
    Date,
    /// Several lines.
    Area,
}

/// The values of the form, in order. Those after the first six are in a section that is open only
/// if one of them has a value or a fault.
const INPUTS: [(Field, Input); 11] = [
    (Field::Title, Input::Text),
    (Field::DocumentNumber, Input::Text),
    (Field::Issuer, Input::Text),
    (Field::DateCreated, Input::Date),
    (Field::DatePublished, Input::Date),
    (Field::IndexNumber, Input::Text),
    (Field::Summary, Input::Area),
    (Field::Keywords, Input::Area),
    (Field::DateEffective, Input::Date),
    (Field::DateExpires, Input::Date),
    (Field::Topic, Input::Text),
];
const ALWAYS: usize = 6;

/// A value of the form as the page shows it.
#[derive(Serialize)]
struct Row {
    name: &'static str,
    label: &'static str,
    input: Input,
    value: String,
    hint: &'static str,
    error: Option<String>,
    required: bool,
}

#[derive(Serialize)]
struct Choice {
    path: String,
    name: String,
    on: bool,
}

/// The faults in the typed values.
#[derive(Default)]
pub(in crate::serve) struct Faults {
    /// The faults of values, by the name of the value.
    by_name: BTreeMap<&'static str, String>,
    /// The faults that belong to no value.
    others: Vec<String>,
}

impl Faults {
    pub(super) fn is_empty(&self) -> bool {
        self.by_name.is_empty() && self.others.is_empty()
    }

    /// The fault of a value.
    pub(super) fn of(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(String::as_str)
    }

    /// The faults that belong to no value.
    pub(super) fn others(&self) -> &[String] {
        &self.others
    }

    pub(super) fn add(&mut self, name: Option<&'static str>, message: String) {
        match name {
            Some(name) => {
                self.by_name.entry(name).or_insert(message);
            }
            None => self.others.push(message),
        }
    }

    /// A fault that belongs to the attachments.
    pub(in crate::serve) fn of_files(key: &str, lang: Lang) -> Faults {
        let mut faults = Faults::default();
        faults.add(Some(FILES), text(key, lang).to_owned());
        faults
    }

    /// A fault of the whole form.
    pub(in crate::serve) fn of_form(key: &str, lang: Lang) -> Faults {
        let mut faults = Faults::default();
        faults.add(None, text(key, lang).to_owned());
        faults
    }

    pub(super) fn of_error(error: &Error, lang: Lang) -> Faults {
        let mut faults = Faults::default();
        faults.add(None, error.message(lang));
        faults
    }
}

/// The values of the page with the form.
pub(super) fn values(
    desk: &Desk,
    sent: &Sent,
    faults: &Faults,
    token: &str,
    lang: Lang,
) -> BTreeMap<&'static str, Value> {
    let row = |&(field, input): &(Field, Input)| {
        let name = field.name();
        let usual = match field {
            Field::Issuer => desk.agency.clone().unwrap_or_default(),
            Field::DateCreated | Field::DatePublished => desk.as_of.to_string(),
            _ => String::new(),
        };
        Row {
            name,
            label: label(field, lang),
            input,
            value: sent.values.get(name).cloned().unwrap_or(usual),
            hint: text(&format!("hint_{name}"), lang),
            error: faults.by_name.get(name).cloned(),
            required: field == Field::Title,
        }
    };
    let rows: Vec<Row> = INPUTS.iter().map(row).collect();
    let (always, more) = rows.split_at(ALWAYS);
    let is_open = more
        .iter()
        .any(|r| r.error.is_some() || !r.value.is_empty());
    let mut columns = Vec::new();
    let chosen = sent.values.get(CATEGORY).map_or("", String::as_str);
    choices(&desk.columns, 0, chosen, &mut columns);
    BTreeMap::from([
        ("token", json!(token)),
        ("rows", json!(always)),
        ("more", json!(more)),
        ("is_open", json!(is_open)),
        ("columns", json!(columns)),
        ("text", json!(sent.values.get(TEXT))),
        ("draft", json!(sent.values.contains_key(DRAFT))),
        ("others", json!(faults.others)),
        ("is_wrong", json!(!faults.is_empty())),
        ("had_files", json!(sent.had_files)),
        ("category_error", json!(faults.by_name.get(CATEGORY))),
        ("files_error", json!(faults.by_name.get(FILES))),
        ("text_error", json!(faults.by_name.get(TEXT))),
    ])
}

fn label(field: Field, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => field.label(),
        Lang::En => field.label_en(),
    }
}

/// The columns in the order of the tree, each indented by its depth.
fn choices(columns: &[Column], depth: usize, chosen: &str, all: &mut Vec<Choice>) {
    for column in columns {
        all.push(Choice {
            path: column.path.clone(),
            name: format!("{}{}", "\u{3000}".repeat(depth), column.name),
            on: column.path == chosen,
        });
        choices(&column.children, depth + 1, chosen, all);
    }
}

/// Writes the document. Gives the address of the page that reports it, or the faults.
pub(in crate::serve) fn write(
    config: Result<Config, Error>,
    sent: &mut Sent,
    lang: Lang,
) -> Result<(&'static str, String), Faults> {
    let config = config.map_err(|e| Faults::of_error(&e, lang))?;
    let category = sent.values.get(CATEGORY).map_or("", String::as_str);
    let has_no_column = category.trim().is_empty() && !config.columns.is_empty();
    let (catalogue, sources, _) =
        build::catalogue_of(&config).map_err(|e| Faults::of_error(&e, lang))?;
    let new = draft::document(&config, &catalogue, &sources, asked(sent))
        .map_err(|found| faults(&found, lang));
    let new = match new {
        Ok(new) if !has_no_column => new,
        new => {
            let mut faults = new.err().unwrap_or_default();
            if has_no_column {
                faults.add(Some(CATEGORY), text("choose_column", lang).to_owned());
            }
            return Err(faults);
        }
    };
    let place = |path: &str| -> PathBuf {
        let path = path.replace('/', MAIN_SEPARATOR_STR);
        config.root.join("content").join(path)
    };
    // attachments are written first, so that no document is without them
    let attached = new
        .files
        .iter()
        .map(|(path, bytes)| (place(path), &bytes[..]));
    // the document is not checked here: the preview builds the site again, and the report page
    // (`made`) shows the findings of that build
    let document = (place(&new.path), new.text.as_bytes());
    let files: Vec<(PathBuf, &[u8])> = attached.chain([document]).collect();
    file::write_new(&config.root.join(".mulu").join("new"), &files)
        .map_err(|e| Faults::of_error(&e, lang))?;
    let file = percent(&format!("content/{}", new.path), is_plain_in_query);
    Ok(("-/desk/new", format!("made={file}")))
}

/// The values of a new document, taken from the sent form.
fn asked(sent: &mut Sent) -> draft::Values {
    let value = |name: &str| sent.values.get(name).map(|v| v.trim()).unwrap_or_default();
    let mut fields: Vec<(Field, String)> = INPUTS
        .iter()
        .filter(|(field, _)| *field != Field::Title)
        .map(|(field, _)| (*field, value(field.name()).to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    if sent.values.contains_key(DRAFT) {
        fields.push((Field::Draft, "是".to_owned()));
    }
    let written = sent.values.get(TEXT).filter(|t| !t.trim().is_empty());
    sent.had_files = !sent.files.is_empty();
    draft::Values {
        title: value(Field::Title.name()).to_owned(),
        category: Some(value(CATEGORY).to_owned()).filter(|c| !c.is_empty()),
        fields,
        text: written.cloned(),
        attachments: std::mem::take(&mut sent.files)
            .into_iter()
            .map(|(name, bytes)| NewFile {
                // some browsers send the whole path
                name: name
                    .rsplit(['/', '\\'])
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
                title: None,
                bytes,
            })
            .collect(),
    }
}

/// Turns findings into faults, each at its value.
fn faults(found: &[Diagnostic], lang: Lang) -> Faults {
    let mut faults = Faults::default();
    for finding in found {
        let message = match (finding.code(), finding.help(lang)) {
            // the help of this finding tells how to add a line to the file, but here the user fills
            // in a field
            (Code::MissingField, _) => text("fill_in", lang).to_owned(),
            (_, Some(help)) => format!("{}\n{help}", finding.message(lang)),
            (_, None) => finding.message(lang),
        };
        faults.add(value_of(finding), message);
    }
    faults
}

/// The name of the value that a finding is about. The quoted line usually begins with the field's
/// name.
fn value_of(finding: &Diagnostic) -> Option<&'static str> {
    match finding.code() {
        Code::NewCategory => return Some(CATEGORY),
        Code::NewAttachment => return Some(FILES),
        Code::DuplicateIndexNumber => return Some(Field::IndexNumber.name()),
        _ => {}
    }
    if let Message::MissingField { field, .. } = &finding.message {
        let field = field.shown(Lang::Zh, |text| text.into());
        let named = INPUTS.iter().find(|(f, _)| f.name() == field);
        return named.map(|(f, _)| f.name());
    }
    let line = &finding.place.as_ref()?.text;
    let name = line.split([':', '：']).next()?.trim();
    let mut inputs = INPUTS.iter().map(|(field, _)| *field);
    let field = inputs.find(|f| f.name() == name || f.label() == name);
    field.map(Field::name)
}

/// The page's report about a document that was written.
pub(super) fn made(desk: &Desk, file: &str, lang: Lang) -> Value {
    let item = desk.of_file(file);
    let same = item.and_then(|item| same_title(desk, item));
    let findings = desk.about(file).chain(&same);
    let findings: Vec<_> = findings.map(|f| view::finding(desk, f, lang)).collect();
    json!({
        "file": file,
        "page": format!("/{}", leads_to(file)),
        // the address may name any file; only documents of the site are opened
        "edit": item.and_then(|_| desk.edit(file, 1, 1)),
        "findings": findings,
    })
}

/// A finding about the first other document with the new document's title. `check` reports equal
/// titles only with equal dates of creation.
fn same_title(desk: &Desk, new: &Item) -> Option<Diagnostic> {
    let title = fold(&new.title);
    let others = desk.items.iter().filter(|item| item.file != new.file);
    let other = others
        .filter(|item| !item.title.is_empty())
        .find(|item| fold(&item.title) == title)?;
    let finding = Diagnostic::new(Message::NewSameTitle {
        title: new.title.as_str().into(),
        file: other.file.as_str().into(),
        number: other.index_number.as_deref().unwrap_or("—").into(),
    });
    Some(finding.in_file(&other.file))
}
