//! Takes the index numbers of the catalogue and of past packages; gives old numbers that are
//! missing without a reason, or that belong to another document. This file must not know what else
//! a package contains.
//!
//! Only the records of the packages are read.

use super::{Rule, Scope};
use crate::archive::{self, Records};
use crate::catalogue::{Entry, Field, address};
use crate::diag::{Code, Diagnostic, Message};
use crate::fold::fold;
use crate::plan::Plan;
use crate::source::Sources;
use std::collections::HashMap;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::IndexNumberGone, Code::IndexNumberReused],
    scope: Scope::Catalogue(look),
};

fn look(plan: &Plan<'_>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    // a package lacks documents dropped before its year, so all packages are read, newest first
    let folder = plan.config.root.join(archive::FOLDER);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        return;
    };
    let mut years: Vec<String> = entries
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.parse::<u16>().is_ok())
        .collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    let known: HashMap<String, &Entry> = plan
        .related
        .all_documents_hidden_included()
        .with_rejected()
        .filter_map(|e| Some((address::identity(e.index_number.as_deref()?), e)))
        .collect();
    let mut said = std::collections::HashSet::new();
    for year in years {
        let path = archive::RECORDS
            .split('/')
            .fold(folder.join(&year), |path, part| path.join(part));
        // `verify` reports an unreadable package
        let Some(records) = std::fs::read(path)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Records>(&bytes).ok())
        else {
            continue;
        };
        for record in records.documents {
            let number = address::identity(&record.index_number);
            if number.is_empty() || !said.insert(number.clone()) {
                continue;
            }
            let value = (&record.index_number).into();
            let removed = &plan.config.checks.removed;
            match known.get(&number) {
                None if removed.keys().any(|n| address::identity(n) == number) => {}
                None => {
                    let message = Message::IndexNumberGone {
                        value,
                        year: (&year).into(),
                    };
                    let folder = format!("{}/{year}", archive::FOLDER);
                    findings.push(Diagnostic::new(message).in_file(&folder));
                }
                Some(entry)
                    if !record.title.is_empty() && fold(&record.title) != fold(&entry.title) =>
                {
                    let finding = Diagnostic::new(Message::IndexNumberReused {
                        value,
                        year: (&year).into(),
                        title: (&record.title).into(),
                        now: (&entry.title).into(),
                    });
                    findings.push(sources.at(entry.file, entry.span(Field::IndexNumber), finding));
                }
                Some(_) => {}
            }
        }
    }
}
