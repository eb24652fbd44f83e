//! Takes ledgers with a row for each document; gives each original (an old page or file that is
//! imported) the values of its row. Rows and originals are matched by number, file name or title.
//!
//! A ledger supplies the values that an original lacks. If the two have different values, the
//! original's value is used and the ledger's is reported. A doubtful value of the original is
//! replaced, unless that would make the disclosure less strict. If the ledger's disclosure is
//! stricter, it is always used. This module must not know how a document is made.

mod heading;
mod mapping;
mod table;

pub use mapping::Mapping;

use super::at::At;
use super::form::{BODY_SUFFIX, differs, is_dated, is_match, squeeze, typed};
use super::head::{Head, Value};
use super::page::Page;
use crate::catalogue::value::{self, Disclosure};
use crate::catalogue::{Field, FieldKind, address, secrecy};
use crate::diag::{Diagnostic, Error, Lang, Words, words};
use crate::fold::fold;
use heading::Target;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use table::Table;

/// How a row was matched with its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// By the index number.
    IndexNumber,
    /// By the name of the file.
    File,
    /// By the document number.
    DocumentNumber,
    /// By the title.
    Title,
}

/// The fate of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Met {
    /// No file belongs to the row.
    Nothing,
    /// This original has the values of the row.
    File(String, Way),
    /// The row is one of several that may belong to this file.
    Ambiguous(String),
    /// The row became a document of its own.
    Itself,
}

/// A row of a ledger.
#[derive(Debug)]
pub struct Row {
    /// The place of the row, in words for a person.
    pub place: Words,
    /// A short name, the same in both languages.
    pub name: String,
    /// The values of the row, each with the place of its cell.
    values: BTreeMap<Field, (String, Words)>,
    file: String,
    text: Option<String>,
    /// The statement that the document is not public: the disclosure, its words, and the place of
    /// their cell.
    restricted: Option<(Disclosure, String, Words)>,
    /// The fate of the row.
    pub met: Met,
}

impl Row {
    /// The value of a field; empty if the row has none.
    pub fn value(&self, field: Field) -> &str {
        self.values.get(&field).map_or("", |(text, _)| text)
    }

    /// The text of the document, if the ledger has it.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
}

/// The rows of all ledgers.
#[derive(Debug, Default)]
pub struct Ledger {
    rows: Vec<Row>,
    by_name: HashMap<(Way, String), Vec<usize>>,
    /// Findings about the ledgers themselves.
    pub(super) findings: Vec<Diagnostic>,
}

/// The tables of some ledgers, before their columns are mapped to fields.
#[derive(Debug)]
pub struct Tables(Vec<Table>);

impl Tables {
    /// Reads ledgers, each given with its name in messages. An unreadable ledger is an error:
    /// nothing can be imported without it.
    pub fn read(paths: &[(PathBuf, String)]) -> Result<Tables, Error> {
        let mut all = Vec::new();
        for (path, shown) in paths {
            let tables = table::read(path, shown).map_err(|finding| {
                Error::usage(
                    format!("{shown}：{}", finding.message(Lang::Zh)),
                    format!("{shown}: {}", finding.message(Lang::En)),
                )
            })?;
            all.extend(tables);
        }
        Ok(Tables(all))
    }

    /// A proposed mapping of columns to fields, as the text of a file.
    pub fn propose(&self, lang: Lang) -> String {
        mapping::propose(&self.0, lang)
    }

    /// The mapping in a file, or the proposal if there is no file.
    pub fn mapping(&self, path: &Path) -> Result<Mapping, Error> {
        match path.exists() {
            true => Mapping::read(path),
            false => Ok(Mapping::proposed(&self.0)),
        }
    }
}

impl Ledger {
    /// The rows of some tables; the mapping says which column is which field.
    pub fn new(tables: &Tables, mapping: &Mapping) -> Ledger {
        let mut ledger = Ledger::default();
        let mut unknown: Vec<&str> = Vec::new();
        for table in &tables.0 {
            let targets: Vec<Option<Target>> = table.heads.iter().map(|h| mapping.of(h)).collect();
            for (head, target) in table.heads.iter().zip(&targets) {
                if target.is_none() && !unknown.contains(&head.as_str()) {
                    unknown.push(head);
                }
            }
            ledger.rows.extend(
                table
                    .rows
                    .iter()
                    .filter_map(|row| read(table, row, &targets)),
            );
        }
        if !unknown.is_empty() {
            let (zh, en) = (unknown.join("”“"), unknown.join("`, `"));
            ledger.findings.push(super::finding::doubtful(words(
                format!("对照表没有写台账的“{zh}”列，没有取用"),
                format!("the mapping does not name the columns `{en}`, which were not used"),
            )));
        }
        for (n, row) in ledger.rows.iter().enumerate() {
            for name in names(row) {
                let rows = ledger.by_name.entry(name).or_default();
                if rows.last() != Some(&n) {
                    rows.push(n);
                }
            }
        }
        ledger
    }

    /// The rows, in their order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The index numbers that the rows state.
    pub(super) fn index_numbers(&self) -> impl Iterator<Item = &str> {
        let all = self.rows.iter().map(|row| row.value(Field::IndexNumber));
        all.filter(|n| !n.is_empty())
    }

    /// Records that a row became a document of its own.
    pub(super) fn made(&mut self, row: usize) {
        self.rows[row].met = Met::Itself;
    }

    /// Gives an original the values of its row, if there is such a row. If several rows may belong
    /// to the original, the document date decides. If it does not, no row is used, and a doubt is
    /// recorded.
    pub(super) fn meet(&mut self, shown: &str, path: &Path, page: &mut Page, head: &mut Head) {
        for (way, name) in names_of(path, head) {
            let Some(all) = self.by_name.get(&(way, name)) else {
                continue;
            };
            let fitting: Vec<usize> = all
                .iter()
                .copied()
                .filter(|n| self.agrees(*n, head))
                .collect();
            let close: Vec<usize> = fitting
                .iter()
                .copied()
                .filter(|n| self.is_dated_alike(*n, head))
                .collect();
            match (fitting.as_slice(), close.as_slice()) {
                ([], _) => continue,
                ([one], _) | (_, [one]) => return self.join(*one, way, shown, page, head),
                (several, _) => {
                    let several = several.to_vec();
                    return self.undecided(&several, shown, page, head);
                }
            }
        }
    }

    /// Whether the numbers of a row agree with those of the original. A number that is missing from
    /// the row or from the original, or is doubtful in the original, does not count.
    fn agrees(&self, row: usize, head: &Head) -> bool {
        let agrees = |field: Field, alike: fn(&str) -> String| {
            let own = head.fields.get(&field).filter(|v| v.doubt.is_none());
            let (Some(own), row) = (own, self.rows[row].value(field)) else {
                return true;
            };
            row.is_empty() || alike(&own.texts.concat()) == alike(row)
        };
        agrees(Field::IndexNumber, |t| address::identity(&squeeze(t)))
            && agrees(Field::DocumentNumber, |t| {
                value::document_number(&squeeze(t))
            })
    }

    /// Whether a row and the original state the same document date.
    fn is_dated_alike(&self, row: usize, head: &Head) -> bool {
        let own = head
            .fields
            .get(&Field::DateCreated)
            .map(|v| v.texts.concat());
        let there = entered(Field::DateCreated, self.rows[row].value(Field::DateCreated));
        own.is_some() && there.map(|(texts, _)| texts.concat()) == own
    }

    fn undecided(&mut self, rows: &[usize], shown: &str, page: &mut Page, head: &mut Head) {
        rows.iter().for_each(|row| self.restrict(*row, head));
        let places: Vec<&Words> = rows.iter().map(|n| &self.rows[*n].place).collect();
        let zh: Vec<&str> = places.iter().map(|p| p.zh.as_str()).collect();
        let en: Vec<&str> = places.iter().map(|p| p.en.as_str()).collect();
        page.doubt(
            format!("台账中有几行都可能是它，没有取用：{}", zh.join("、")),
            format!(
                "several rows of the ledger may describe it, and none was used: {}",
                en.join("; ")
            ),
        );
        for row in rows {
            if self.rows[*row].met == Met::Nothing {
                self.rows[*row].met = Met::Ambiguous(shown.to_owned());
            }
        }
    }

    fn join(&mut self, row: usize, way: Way, shown: &str, page: &mut Page, head: &mut Head) {
        if let Met::File(other, _) = &self.rows[row].met {
            let place = &self.rows[row].place;
            self.restrict(row, head);
            page.doubt(
                format!("{}也对应“{other}”，这里没有取用", place.zh),
                format!("{} belongs to {other} too, and was not used here", place.en),
            );
            return;
        }
        self.rows[row].met = Met::File(shown.to_owned(), way);
        self.fill(row, head);
    }

    /// Restricts the disclosure of a document if its row says that the document is not public, and
    /// the document itself is not restricted as strictly.
    fn restrict(&self, row: usize, head: &mut Head) {
        let Some((disclosure, text, place)) = &self.rows[row].restricted else {
            return;
        };
        let known = head.fields.get(&Field::Disclosure);
        let known = known.and_then(|v| Disclosure::find(&v.texts.concat()));
        if known.unwrap_or(Disclosure::Proactive) >= *disclosure {
            return;
        }
        let value = Value {
            texts: vec![disclosure.label().to_owned()],
            doubt: Some(words(
                format!("按台账中的“{text}”填写"),
                format!("it is what `{text}` in the ledger means"),
            )),
            at: At::Cell {
                place: place.clone(),
                text: text.clone(),
            },
        };
        head.fields.insert(Field::Disclosure, value);
    }

    pub(super) fn fill(&self, row: usize, head: &mut Head) {
        for (field, (text, place)) in &self.rows[row].values {
            let at = At::Cell {
                place: place.clone(),
                text: text.clone(),
            };
            let Some((texts, odd)) = entered(*field, text) else {
                if !head.fields.contains_key(field) {
                    head.unread.push((*field, text.clone(), at));
                }
                continue;
            };
            let new = Value {
                texts,
                doubt: odd,
                at,
            };
            match head.fields.get_mut(field) {
                // a public document needs no statement in its front matter
                None if new.texts.is_empty() => {}
                None => {
                    head.unread.retain(|(f, ..)| f != field);
                    head.fields.insert(*field, new);
                }
                Some(known) => merge(*field, known, new, place),
            }
        }
        self.restrict(row, head);
    }
}

/// Decides between an original's value and a ledger's.
fn merge(field: Field, known: &mut Value, new: Value, place: &Words) {
    if !differs(field, &known.texts, &new.texts) {
        // a value is certain if two sources agree on it
        known.doubt = None;
        return;
    }
    let strictness =
        |v: &Value| Disclosure::find(&v.texts.concat()).unwrap_or(Disclosure::Proactive);
    let is_looser = field == Field::Disclosure && strictness(&new) < strictness(known);
    let (own, other) = (known.texts.join("、"), new.texts.join("、"));
    if known.doubt.is_some() && !is_looser {
        *known = Value {
            doubt: Some(words(
                format!("按台账填写；从原件推断的是“{own}”"),
                format!("it is what the ledger says; `{own}` was inferred from the original"),
            )),
            ..new
        };
        return;
    }
    known.doubt.get_or_insert_with(|| {
        words(
            format!("与台账不一致：{}为“{other}”", place.zh),
            format!("the ledger differs: {} has `{other}`", place.en),
        )
    });
}

/// A value of a ledger in the form of the front matter. Excel may have stored a date as a number.
fn entered(field: Field, text: &str) -> Option<super::form::Typed> {
    if let Some(typed) = typed(field, text) {
        return Some(typed);
    }
    let days: i32 = text
        .trim()
        .parse()
        .ok()
        .filter(|n| (18_264..80_000).contains(n))?;
    let day = jiff::civil::date(1899, 12, 30)
        .checked_add(jiff::Span::new().days(days))
        .ok()?;
    let doubt = words(
        format!("台账中是数字 {days}，按 Excel 的日期换算"),
        format!("the ledger has the number {days}, which is this day in Excel"),
    );
    is_dated(field).then(|| (vec![day.to_string()], Some(doubt)))
}

/// The row of a table; `None` if no cell names a file or has a text or the value of a field.
fn read(table: &Table, row: &table::Row, targets: &[Option<Target>]) -> Option<Row> {
    let mut read = Row {
        place: table.row(row),
        name: table.name(row),
        values: BTreeMap::new(),
        file: String::new(),
        text: None,
        restricted: None,
        met: Met::Nothing,
    };
    for (at, (cell, target)) in row.cells.iter().zip(targets).enumerate() {
        let cell = cell.trim();
        if cell.is_empty() || crate::parse::front_matter::is_nothing(cell) {
            continue;
        }
        // a cell that says that a document is not public is read even in an unmapped column
        if let Some(disclosure) = restriction(&table.heads[at], cell)
            && read.restricted.as_ref().is_none_or(|r| r.0 < disclosure)
        {
            read.restricted = Some((disclosure, cell.to_owned(), table.cell(row, at)));
        }
        match target {
            Some(Target::Field(field)) => {
                let place = table.cell(row, at);
                for (field, text) in on_one_line(*field, cell) {
                    let value = (text, place.clone());
                    read.values.entry(field).or_insert(value);
                }
            }
            Some(Target::File) => read.file = cell.to_owned(),
            Some(Target::Text) => read.text = Some(cell.to_owned()),
            Some(Target::Unused) | None => {}
        }
    }
    let says = !read.values.is_empty() || !read.file.is_empty() || read.text.is_some();
    says.then_some(read)
}

/// The disclosure that a cell states, for example in a column 密级 (secrecy), if it is not public.
fn restriction(heading: &str, cell: &str) -> Option<Disclosure> {
    let heading = heading.split(['(', '（']).next().unwrap_or_default();
    let line = format!("{heading}：{}", squeeze(cell));
    let stated = match secrecy::is_classified(&line) {
        true => Some(Disclosure::Withheld),
        false => secrecy::labelled(&line).and_then(|value| secrecy::disclosed(&value)),
    };
    let noted = secrecy::whole_note(cell).map(|(disclosure, _)| disclosure);
    let strictest = stated.into_iter().chain(noted).max();
    strictest.filter(|d| *d > Disclosure::Proactive)
}

/// The values of a cell without its line breaks, each with its field. If a cell of issuing bodies
/// names several, the first is the issuing body, and the others are joint issuers.
fn on_one_line(field: Field, cell: &str) -> Vec<(Field, String)> {
    let parts: Vec<&str> = cell
        .split(|c: char| c.is_whitespace() || "、，,；;".contains(c))
        .filter(|part| !part.is_empty())
        .collect();
    let is_body = |part: &&str| is_match(&BODY_SUFFIX, part);
    if field == Field::Issuer && parts.len() > 1 && parts.iter().all(is_body) {
        return vec![
            (field, parts[0].to_owned()),
            (Field::JointIssuers, parts[1..].join("、")),
        ];
    }
    let between = match field.kind() {
        FieldKind::List => "、",
        // a line break in a cell may be inside a word
        _ => "",
    };
    let lines: Vec<&str> = cell
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    vec![(field, lines.join(between))]
}

/// A name in the form in which the names of rows and files are compared: folded, without spaces and
/// punctuation.
fn compared(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The name of a file without folders and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, ending)) if !ending.is_empty() && ending.len() <= 5 && ending.is_ascii() => {
            stem
        }
        _ => name,
    }
}

/// The names by which a row can be found.
fn names(row: &Row) -> Vec<(Way, String)> {
    let number = value::document_number(&squeeze(row.value(Field::DocumentNumber)));
    let index = squeeze(row.value(Field::IndexNumber));
    let title = row.value(Field::Title);
    let mut names = vec![
        (Way::IndexNumber, address::identity(&index)),
        (Way::DocumentNumber, fold(&number)),
        (Way::Title, compared(title)),
        (Way::File, compared(stem(&row.file))),
    ];
    // files are often named after the number or the title of their document
    if row.file.is_empty() {
        names.extend([&index, &number, title].map(|name| (Way::File, compared(name))));
    }
    names.retain(|(_, name)| !name.is_empty());
    names
}

/// The names by which the row of an original is looked up, in this order.
fn names_of(path: &Path, head: &Head) -> Vec<(Way, String)> {
    let said = |field: Field| {
        let value = head.fields.get(&field);
        value
            .map(|v| squeeze(&v.texts.concat()))
            .unwrap_or_default()
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut names = vec![
        (
            Way::IndexNumber,
            address::identity(&said(Field::IndexNumber)),
        ),
        (Way::File, compared(stem(&name))),
        (
            Way::DocumentNumber,
            fold(&value::document_number(&said(Field::DocumentNumber))),
        ),
        (Way::Title, compared(&said(Field::Title))),
    ];
    names.retain(|(_, name)| !name.is_empty());
    names
}
