//! Takes the catalogue; gives each issuing body one spelling. Names that differ only in letter
//! case, width or spaces mean the same body, which has one list.
//!
//! The first spelling in the order of files counts. Only visible documents count, because a hidden
//! one must leave no trace. It must not know relations.

use super::shown;
use crate::catalogue::{Catalogue, Field, Unified, address};
use crate::config::Config;
use crate::diag::{Diagnostic, Message};
use crate::source::{FileId, Sources};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Replaces every other spelling of an issuing body by the first, and reports each place where it
/// does.
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
            // most names repeat a spelling that is known to be right
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
    findings.into_iter().map(placed).collect()
}
