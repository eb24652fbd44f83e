//! Takes the content of the site; decides whether a document exists already: unchanged, corrected,
//! or under another path. This file must not know how documents are made.

use super::assemble::Imported;
use super::form::squeeze;
use super::head::Head;
use super::traits::is_corrected;
use crate::catalogue::{Catalogue, Entry, Field, address, value};
use crate::config::Config;
use crate::draft;
use crate::fold::fold;
use crate::parse::front_matter::{self, Script};
use crate::source::{File, FileId, Sources};
use std::collections::{BTreeSet, HashMap};

/// The content of the site before the run.
pub(super) struct There<'a> {
    sources: &'a Sources,
    catalogue: &'a Catalogue,
    /// The language of the field names for new documents, by folder.
    scripts: HashMap<String, Script>,
    /// Documents by their index numbers and by their titles, in the form in which these are
    /// compared.
    named: HashMap<String, Vec<FileId>>,
}

fn title(text: &str) -> String {
    fold(&squeeze(text))
}

impl<'a> There<'a> {
    pub(super) fn new(sources: &'a Sources, catalogue: &'a Catalogue) -> There<'a> {
        let mut named: HashMap<String, Vec<FileId>> = HashMap::new();
        let mut add = |entry: &Entry| {
            let number = entry.index_number.as_deref().map(address::identity);
            for name in [Some(title(&entry.title)), number].into_iter().flatten() {
                named.entry(name).or_default().push(entry.file);
            }
        };
        catalogue.iter().for_each(|(_, entry)| add(entry));
        catalogue.rejected().iter().for_each(add);
        There {
            sources,
            catalogue,
            scripts: HashMap::new(),
            named,
        }
    }

    /// Whether there is a file at this path.
    pub(super) fn is_file(&self, path: &str) -> bool {
        self.sources.find(path).is_some()
    }

    /// Whether there is a file with these bytes at this path.
    fn has(&self, path: &str, bytes: &[u8]) -> bool {
        self.sources
            .find(path)
            .and_then(|f| self.sources.bytes(f).ok())
            .is_some_and(|b| *b == bytes)
    }

    /// The language of the field names for new documents in a folder.
    pub(super) fn usual_script(&mut self, config: &Config, folder: &str) -> Script {
        if let Some(known) = self.scripts.get(folder) {
            return *known;
        }
        let script = draft::script(config, self.catalogue, self.sources, folder);
        self.scripts.insert(folder.to_owned(), script);
        script
    }

    /// The language of the field names in a file; `None` if both languages are equally frequent or
    /// if the file cannot be read.
    pub(super) fn script(&self, path: &str) -> Option<Script> {
        let (text, _) = self.sources.text(self.sources.find(path)?).ok()?;
        let script = front_matter::script_of(&text?);
        (script != Script::Either).then_some(script)
    }

    /// The index number that the file at a path states; `None` if it states none or cannot be read.
    pub(super) fn index_number(&self, path: &str) -> Option<String> {
        let (text, _) = self.sources.text(self.sources.find(path)?).ok()?;
        let text = text?;
        let (front, _) = front_matter::read("", &text);
        let is_it = |key: &str| Field::find(key) == Some(Field::IndexNumber);
        let found = front.fields.iter().find(|f| is_it(&f.key))?;
        found.value.as_str().map(str::to_owned)
    }

    /// Whether a document and all its files already exist exactly as they would be written.
    pub(super) fn has_all(&self, imported: &Imported) -> bool {
        imported
            .all_files()
            .all(|(path, bytes)| self.has(path, bytes))
    }

    /// The first file with different bytes that the document or one of its files would overwrite.
    /// Letter case is ignored, because many disks ignore it.
    pub(super) fn in_the_way(&self, imported: &Imported) -> Option<String> {
        imported.all_files().find_map(|(path, bytes)| {
            let file: &File = match self.sources.find(path) {
                Some(id) => self.sources.file(id),
                None => self.sources.find_other_case(path)?,
            };
            (!self.has(&file.path, bytes)).then(|| file.shown())
        })
    }

    /// The names of the files of an original of which the site has no copy with the same name and
    /// bytes.
    pub(super) fn lacks(&self, imported: &Imported) -> impl Iterator<Item = String> + use<> {
        let mut lacking = Vec::new();
        for (path, bytes) in &imported.files {
            let name = path.rsplit('/').next().unwrap_or_default();
            let is_it = |f: &File| f.path.rsplit('/').next() == Some(name);
            let mut named = self.sources.iter().filter(|(_, f)| is_it(f));
            let is_there = named.any(|(_, f)| self.has(&f.path, bytes));
            if !is_there {
                lacking.push(name.to_owned());
            }
        }
        lacking.into_iter()
    }

    /// The path of the document that an earlier run made of this original, if the document was
    /// corrected or moved. Documents that belong to other originals of this run do not count.
    pub(super) fn corrected(
        &self,
        imported: &Imported,
        head: &Head,
        claimed: &BTreeSet<String>,
    ) -> Option<String> {
        if let Some(id) = self.sources.find(&imported.path) {
            let is_it = self.is_one(id, imported, head, By::Anything);
            return is_it.then(|| imported.path.clone());
        }
        let said = |field| {
            let value = head.fields.get(&field);
            value.map(|v| v.texts.concat()).unwrap_or_default()
        };
        let names = [
            address::identity(&said(Field::IndexNumber)),
            title(&said(Field::Title)),
        ];
        let named = names.iter().filter(|n| !n.is_empty());
        let mut found = named.filter_map(|n| self.named.get(n)).flatten();
        found
            .find(|id| {
                let path = &self.sources.file(**id).path;
                !claimed.contains(&path.to_lowercase())
                    && self.is_one(**id, imported, head, By::Text)
            })
            .map(|id| self.sources.file(*id).path.clone())
    }

    /// Whether a document of the site was made from the original.
    fn is_one(&self, id: FileId, imported: &Imported, head: &Head, by: By) -> bool {
        let Ok((Some(text), _)) = self.sources.text(id) else {
            return false;
        };
        let (front, _) = front_matter::read("", &text);
        let body = text.get(front.body_start..).unwrap_or_default();
        let is_text = !body.trim().is_empty()
            && (squeeze(body) == squeeze(imported.body()) || is_corrected(body, imported.body()));
        if is_text || by == By::Text {
            return is_text;
        }
        let there = |field: Field| {
            let found = front
                .fields
                .iter()
                .find(|f| Field::find(&f.key) == Some(field));
            found.and_then(|f| f.value.as_str().map(str::to_owned))
        };
        let same = |field: Field, alike: fn(&str) -> String| {
            let one = there(field).filter(|t| !t.is_empty());
            let other = head.fields.get(&field).map(|v| v.texts.concat());
            one.is_some() && one.as_deref().map(alike) == other.as_deref().map(alike)
        };
        same(Field::IndexNumber, address::identity)
            || same(Field::DocumentNumber, value::document_number)
            || same(Field::Title, title)
    }
}

/// How a document is recognised.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// By its text, a number or its title, because it has the path that the original would get.
    Anything,
    /// By its text, because it was found by its index number or its title.
    Text,
}
