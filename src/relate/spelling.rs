//! Takes the catalogue; gives each issuing body one spelling, and reports the other spellings of
//! issuing bodies and categories. Letter case, width and spaces do not distinguish names.
//!
//! For a category, the spelling of a declared column is right. Otherwise, the first spelling in the
//! order of the files is right. Hidden documents do not count. This file must not know relations.

use super::shown;
use crate::catalogue::{Catalogue, Field, Unified, address};
use crate::config::{Column, Config};
use crate::diag::{Diagnostic, Message, Place};
use crate::source::{FileId, Sources};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Gives each issuing body one spelling, and reports each spelling that it replaces. Reports other
/// spellings of categories, but does not replace them.
pub fn unify(catalogue: &mut Catalogue, config: &Config, sources: &Sources) -> Vec<Diagnostic> {
    let mut first: HashMap<String, (Arc<str>, FileId, Field)> = HashMap::new();
    let mut right: HashSet<String> = HashSet::new();
    let mut findings = Vec::new();
    catalogue.unify(|entry| {
        if shown(entry, config).is_none() {
            return Unified::default();
        }
        let file = entry.file;
        entry.respelt(|field, name| {
            // most names have a spelling that is already known to be right
            if name.is_empty() || right.contains(name) {
                return None;
            }
            let (spelling, there, their_field) = first
                .entry(address::identity(name))
                .or_insert_with(|| (name.into(), file, field));
            if **spelling == *name {
                right.insert(name.to_owned());
                return None;
            }
            let other = (*there, *their_field);
            findings.push((
                file,
                field,
                Diagnostic::new(Message::SpellingDiffers {
                    value: name.into(),
                    first: (&**spelling).into(),
                }),
                other,
            ));
            Some(spelling.clone())
        })
    });
    let place = |file: FileId, field: Field| {
        let entry = catalogue
            .by_file(file)
            .map(|id| catalogue.entry(id))
            .filter(|e| e.has(field))?;
        sources.place(file, entry.span(field))
    };
    let placed = |(file, field, finding, (there, their_field)): (
        FileId,
        Field,
        Diagnostic,
        (FileId, Field),
    )| {
        let finding = finding.also(place(there, their_field));
        sources.placed(file, place(file, field), finding)
    };
    let mut all: Vec<Diagnostic> = findings.into_iter().map(placed).collect();
    all.extend(categories(catalogue, config, sources));
    all
}

/// Where a spelling was found first.
enum First {
    /// In the configuration, as part of the column with this path.
    Column(String),
    /// In a document.
    Document(FileId),
}

/// Reports each document whose category, or a category above it, is spelt differently from the
/// right spelling. Documents keep their spelling, because the tree of categories joins the
/// spellings.
fn categories(catalogue: &Catalogue, config: &Config, sources: &Sources) -> Vec<Diagnostic> {
    let mut first: HashMap<String, Vec<(String, First)>> = HashMap::new();
    for column in &config.columns {
        declare(&mut first, column, "");
    }
    let place = |file: FileId| -> Option<Place> {
        let entry = catalogue.entry(catalogue.by_file(file)?);
        let has_field = entry.has(Field::Category);
        has_field
            .then(|| sources.place(file, entry.span(Field::Category)))
            .flatten()
    };
    let mut right: HashSet<&str> = HashSet::new();
    let mut findings = Vec::new();
    for (_, entry) in catalogue.iter() {
        if shown(entry, config).is_none() || right.contains(&*entry.category) {
            continue;
        }
        let ends = entry.category.match_indices('/').map(|(i, _)| i);
        let differs = ends.chain([entry.category.len()]).find_map(|end| {
            let prefix = &entry.category[..end];
            let compared = address::identity(prefix);
            let known = first.entry(compared.clone()).or_default();
            if known.is_empty() {
                known.push((prefix.to_owned(), First::Document(entry.file)));
            }
            // every name of a column is right
            let is_right = known.iter().any(|(spelling, _)| spelling == prefix);
            (!is_right).then_some((prefix, compared))
        });
        let known =
            differs.and_then(|(prefix, compared)| Some((prefix, first[&compared].first()?)));
        let Some((prefix, (spelling, there))) = known else {
            right.insert(&entry.category);
            continue;
        };
        let finding = Diagnostic::new(Message::SpellingDiffers {
            value: prefix.into(),
            first: spelling.as_str().into(),
        });
        let finding = finding.also(match there {
            First::Column(path) => config.place_of_column(path),
            First::Document(file) => place(*file),
        });
        findings.push(sources.placed(entry.file, place(entry.file), finding));
    }
    findings
}

/// Records every name of a column and of the columns below it: its path, its name, the last part of
/// its path, and the names of all levels, joined by slashes.
fn declare(first: &mut HashMap<String, Vec<(String, First)>>, column: &Column, above: &str) {
    let names = match above {
        "" => column.name.clone(),
        above => format!("{above}/{}", column.name),
    };
    let leaf = column.path.rsplit('/').next().unwrap_or_default();
    for spelling in [&column.path, &column.name, leaf, &names] {
        let known = first.entry(address::identity(spelling)).or_default();
        known.push((spelling.to_owned(), First::Column(column.path.clone())));
    }
    for child in &column.children {
        declare(first, child, &names);
    }
}
