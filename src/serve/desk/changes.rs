//! Takes the last published site and the site of the preview; gives the changes that visitors will
//! see. The sites are compared when somebody opens the overview or the page of changes, unless
//! neither site has changed since the last comparison. The room `diff` finds the differences. This
//! file must not know how differences are found.

use super::content::Desk;
use super::template::text;
use crate::catalogue::address;
use crate::diag::{Error, Lang};
use crate::diff::{self, Built, Change, Diff, Kind};
use crate::inventory::{Item, State};
use crate::output;
use crate::serve::files::Files;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// The maximum number of documents listed as added, and of those listed as changed.
const LISTED: usize = 100;

/// The differences that the last comparison found.
#[derive(Default)]
pub(in crate::serve) struct Changes {
    known: Mutex<Option<(Key, Arc<Found>)>>,
}

/// The version of the preview, and when the published site was written; `None` if there is no
/// published site.
type Key = (u64, Option<SystemTime>);

/// The result of the comparison.
enum Found {
    /// There is no published site.
    Nothing,
    /// One of the sites could not be read.
    Failed(Error),
    /// The differences, and the titles of the published documents by address.
    Diff(Box<Diff>, HashMap<String, String>),
}

impl Changes {
    /// The differences as the page shows them.
    pub(super) fn view(&self, desk: &Desk, files: &Files, version: u64, lang: Lang) -> View {
        let manifest = desk.published.join(output::MANIFEST);
        let written = std::fs::metadata(manifest).and_then(|m| m.modified()).ok();
        let key = (version, written);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match known.as_ref() {
            Some((of, found)) if *of == key => found.clone(),
            _ => {
                let found = Arc::new(match written {
                    None => Found::Nothing,
                    Some(_) => find(desk, files).unwrap_or_else(Found::Failed),
                });
                *known = Some((key, found.clone()));
                found
            }
        };
        drop(known);
        match &*found {
            Found::Nothing => View {
                sum: text("never_published", lang).to_owned(),
                ..View::default()
            },
            Found::Failed(error) => View {
                sum: text("not_compared", lang).replace("{why}", &error.message(lang)),
                ..View::default()
            },
            Found::Diff(diff, titles) => Viewer { desk, titles, lang }.view(diff),
        }
    }
}

fn find(desk: &Desk, files: &Files) -> Result<Found, Error> {
    let listed = output::listed(&desk.published)?;
    let (folder, digests) = files.on_disk();
    let mut preview = Built::read(folder, digests.clone())?;
    // a published document without a validity is a page
    let is_page = |url: &str| {
        let item = desk.at(url);
        item.is_some_and(|i| i.state == State::Published && i.validity.is_none())
    };
    let is_gone: BTreeSet<String> = listed.keys().filter(|p| !files.has(p)).cloned().collect();
    let mut published = Built::read(&desk.published, listed)?;
    published.add_pages(|path| is_page(path) || is_gone.contains(path));
    preview.add_pages(is_page);
    let titles = published.records.documents.iter();
    let titles = titles.map(|r| (r.url.clone(), r.title.clone())).collect();
    let withdrawn = desk.items.iter().filter(|i| i.state == State::Withdrawn);
    let withdrawn: Vec<String> = withdrawn.filter_map(|i| i.index_number.clone()).collect();
    let diff = diff::sites(published, preview, &withdrawn);
    Ok(Found::Diff(Box::new(diff), titles))
}

/// The differences as the desk shows them.
#[derive(Default, Serialize)]
pub(super) struct View {
    sum: String,
    any: bool,
    gone: Vec<Document>,
    withdrawn: Vec<Document>,
    hidden: Vec<Document>,
    added: Vec<Document>,
    added_count: usize,
    changed: Vec<Document>,
    changed_count: usize,
    more: Option<String>,
}

#[derive(Serialize)]
struct Document {
    title: String,
    number: String,
    file: String,
    page: Option<String>,
    edit: Option<String>,
    why: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    label: String,
    pieces: Vec<Piece>,
}

#[derive(Serialize)]
struct Piece {
    kind: &'static str,
    text: String,
}

struct Viewer<'a> {
    desk: &'a Desk,
    titles: &'a HashMap<String, String>,
    lang: Lang,
}

impl Viewer<'_> {
    fn view(&self, diff: &Diff) -> View {
        let items = self.desk.items.iter();
        let by_number: HashMap<String, &Item> = items
            .filter_map(|item| Some((address::identity(item.index_number.as_deref()?), item)))
            .collect();
        let item = |d: &diff::Document| {
            let number = address::identity(&d.index_number);
            match d.index_number.is_empty() {
                true => self.desk.at(&d.url),
                false => by_number.get(&number).copied(),
            }
        };
        let (mut gone, mut hidden) = (Vec::new(), Vec::new());
        for document in &diff.removed {
            match item(document) {
                // a faulty document is not missing: its last good page stays
                Some(item) if item.state == State::Faulty => {}
                Some(item) => {
                    let why = text(&format!("state_{}", item.state.code()), self.lang);
                    hidden.push(self.document(document, Some(item), why.to_owned()));
                }
                None => gone.push(self.document(document, None, self.why_gone(document, diff))),
            }
        }
        let plain = |d: &diff::Document| self.document(d, item(d), String::new());
        let counts = [
            ("{added}", diff.added.len()),
            ("{changed}", diff.changed.len()),
            ("{withdrawn}", diff.withdrawn.len()),
            ("{hidden}", hidden.len()),
            ("{gone}", gone.len()),
            ("{same}", diff.unchanged),
        ];
        let any = !diff.is_empty();
        let sum = text(if any { "changes_sum" } else { "no_changes" }, self.lang);
        let sum = counts.iter().fold(sum.to_owned(), |s, (name, n)| {
            s.replace(name, &n.to_string())
        });
        let more = [&diff.added.len(), &diff.changed.len()]
            .map(|n| n.saturating_sub(LISTED))
            .iter()
            .sum::<usize>();
        View {
            sum,
            any,
            gone,
            hidden,
            withdrawn: diff.withdrawn.iter().map(plain).collect(),
            added: diff.added.iter().take(LISTED).map(plain).collect(),
            added_count: diff.added.len(),
            changed: diff
                .changed
                .iter()
                .take(LISTED)
                .map(|change| Document {
                    rows: self.rows(change),
                    ..plain(&change.document)
                })
                .collect(),
            changed_count: diff.changed.len(),
            more: (more > 0)
                .then(|| text("more_changes", self.lang).replace("{n}", &more.to_string())),
        }
    }

    /// Why a document is probably missing. If a new document has the same title, the index number
    /// was probably changed.
    fn why_gone(&self, document: &diff::Document, diff: &Diff) -> String {
        let title = self.titles.get(&document.url);
        let new = diff.added.iter().find(|d| Some(&d.title) == title);
        match new {
            Some(new) => text("gone_renumbered", self.lang).replace("{number}", &new.index_number),
            None => text("gone_why", self.lang).to_owned(),
        }
    }

    fn document(&self, d: &diff::Document, item: Option<&Item>, why: String) -> Document {
        let known = self.titles.get(&d.url).filter(|_| d.title.is_empty());
        Document {
            title: known.unwrap_or(&d.title).clone(),
            number: d.index_number.clone(),
            file: item.map(|i| i.file.clone()).unwrap_or_default(),
            page: item
                .and_then(|i| self.desk.address(&i.file))
                .map(|address| format!("/{address}")),
            edit: item.and_then(|i| self.desk.edit(&i.file, 1, 1)),
            why,
            rows: Vec::new(),
        }
    }

    /// What changed in a document: its validity, fields, attachments and text.
    fn rows(&self, change: &Change) -> Vec<Row> {
        let lang = self.lang;
        let mut rows = Vec::new();
        if let Some(status) = &change.status {
            rows.push(Row {
                label: text("validity", lang).to_owned(),
                pieces: self.both(
                    diff::validity(&status.from, lang),
                    diff::validity(&status.to, lang),
                ),
            });
        }
        rows.extend(change.fields.iter().map(|field| Row {
            label: diff::label(&field.field, lang),
            pieces: self.both(
                diff::value(field, &field.from, lang),
                diff::value(field, &field.to, lang),
            ),
        }));
        rows.extend(change.attachments.iter().map(|file| Row {
            label: text("attachment", lang).to_owned(),
            pieces: vec![piece(
                Kind::Same,
                format!("{} {}", file.title, diff::fate(file.fate, lang)),
            )],
        }));
        if let Some(change) = &change.text {
            let label = || text("text", lang).to_owned();
            rows.extend(change.hunks.iter().map(|hunk| Row {
                label: label(),
                pieces: hunk.iter().map(|p| piece(p.kind, p.text.clone())).collect(),
            }));
            let note = match (change.hunks.len(), change.more) {
                (_, n @ 1..) => text("more_places", lang).replace("{n}", &n.to_string()),
                (0, _) => text("text_changed", lang).to_owned(),
                _ => return rows,
            };
            rows.push(Row {
                label: label(),
                pieces: vec![piece(Kind::Same, note)],
            });
        }
        rows
    }

    /// An old value and a new one, with an arrow between them. An empty value is left out.
    fn both(&self, from: String, to: String) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let has_both = !from.is_empty() && !to.is_empty();
        if !from.is_empty() {
            pieces.push(piece(Kind::Removed, from));
        }
        if has_both {
            pieces.push(piece(Kind::Same, text("arrow", self.lang).to_owned()));
        }
        if !to.is_empty() {
            pieces.push(piece(Kind::Added, to));
        }
        pieces
    }
}

fn piece(kind: Kind, text: String) -> Piece {
    let kind = match kind {
        Kind::Same => "same",
        Kind::Removed => "removed",
        Kind::Added => "added",
    };
    Piece { kind, text }
}
