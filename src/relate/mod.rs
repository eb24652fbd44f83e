//! Takes the catalogue and a day; gives which documents are published on it, what they do to one another, and whether
//! each is in force.
//!
//! Documents are named by id, never embedded. The published set is worked out here, once; every later room takes only that.
//! It must not know addresses or pages.

mod circle;
mod reference;
mod spelling;
mod validity;

pub use spelling::unify;
pub use validity::{Change, Status};

use crate::catalogue::{Catalogue, Disclosure, Entry, EntryId, Kind, Relation};
use crate::config::{Config, Unstated};
use crate::diag::Diagnostic;
use crate::source::Sources;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::HashMap;

/// What the site shows of a document on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Published: it has a page and stands in lists, search and feeds.
    Published,
    /// Taken down: its address shows a notice.
    Withdrawn,
    /// A draft, not disclosed, or published later: nothing of it may be seen.
    Hidden,
}

/// Where a relation leads, once looked up.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// In the catalogue, and visible.
    Entry(EntryId),
    /// Elsewhere.
    Elsewhere {
        /// 文号
        document_number: Option<String>,
        /// 标题
        title: Option<String>,
        /// Absolute address.
        url: Option<String>,
    },
}

/// One end of a relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// What the acting document does.
    pub relation: Relation,
    /// The other document.
    pub target: Target,
}

/// The catalogue on a day.
#[derive(Debug)]
pub struct Related<'a> {
    /// The documents.
    pub catalogue: &'a Catalogue,
    /// The day.
    pub as_of: Date,
    shown: Vec<Shown>,
    /// Of the documents that act, and of those that are acted on: a few.
    acts: HashMap<EntryId, Vec<Edge>>,
    acted_on: HashMap<EntryId, Vec<(Relation, EntryId)>>,
    status: Vec<Status>,
}

/// Resolves references and decides validity.
pub fn relate<'a>(
    catalogue: &'a Catalogue,
    config: &Config,
    sources: &Sources,
) -> (Related<'a>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let shown: Vec<Shown> = catalogue.iter().map(|(_, e)| shown(e, config)).collect();
    let mut acts: HashMap<EntryId, Vec<Edge>> = HashMap::new();
    let mut acted_on: HashMap<EntryId, Vec<(Relation, EntryId)>> = HashMap::new();
    let mut arrows = Vec::new();
    for (id, entry) in catalogue.iter() {
        for item in &entry.relations {
            let target = match reference::resolve(catalogue, sources, entry, item) {
                Ok(Some(target)) => target,
                Ok(None) => continue,
                Err(finding) => {
                    findings.push(*finding);
                    continue;
                }
            };
            if let Target::Entry(target) = target {
                if ![id, target]
                    .iter()
                    .any(|e| shown[e.0 as usize] == Shown::Hidden)
                {
                    arrows.push((item.relation, id, target));
                }
                if shown[target.0 as usize] == Shown::Hidden {
                    continue;
                }
            }
            let edge = Edge {
                relation: item.relation,
                target,
            };
            if shown[id.0 as usize] != Shown::Hidden
                && acts.get(&id).is_none_or(|acts| !acts.contains(&edge))
            {
                if let Target::Entry(target) = edge.target {
                    acted_on
                        .entry(target)
                        .or_default()
                        .push((item.relation, id));
                }
                acts.entry(id).or_default().push(edge);
            }
        }
    }
    for entry in catalogue.rejected() {
        findings.extend(
            entry
                .relations
                .iter()
                .filter_map(|item| reference::resolve(catalogue, sources, entry, item).err())
                .map(|f| *f),
        );
    }
    findings.extend(circle::find(catalogue, sources, arrows));
    let decide = |i| {
        let acted_on = acted_on
            .get(&EntryId(i))
            .map_or([].as_slice(), Vec::as_slice);
        let case = validity::Case {
            catalogue,
            entry: catalogue.entry(EntryId(i)),
            acted_on,
            unstated: config.checks.unstated_validity,
        };
        validity::decide(&case, config.as_of, sources)
    };
    let decided: Vec<_> = (0..catalogue.len() as u32)
        .into_par_iter()
        .map(decide)
        .collect();
    let mut status = Vec::with_capacity(catalogue.len());
    for ((id, entry), (decided, finding)) in catalogue.iter().zip(decided) {
        status.push(decided);
        findings.extend(
            finding
                .filter(|_| shown[id.0 as usize] == Shown::Published && entry.kind != Kind::Page)
                .map(|finding| *finding),
        );
    }
    (
        Related {
            catalogue,
            as_of: config.as_of,
            shown,
            acts,
            acted_on,
            status,
        },
        findings,
    )
}

fn shown(entry: &Entry, config: &Config) -> Shown {
    if entry.draft && !config.drafts || entry.disclosure != Disclosure::Proactive {
        return Shown::Hidden;
    }
    if entry
        .date_published
        .is_some_and(|(day, _)| day > config.as_of)
    {
        return Shown::Hidden;
    }
    match &entry.withdrawn {
        Some(w) if w.date <= config.as_of => Shown::Withdrawn,
        _ => Shown::Published,
    }
}

impl Related<'_> {
    /// What the site shows of a document.
    pub fn shown(&self, id: EntryId) -> Shown {
        self.shown[id.0 as usize]
    }

    /// Whether a document is in force, since when and by what.
    pub fn status(&self, id: EntryId) -> &Status {
        &self.status[id.0 as usize]
    }

    /// The last day in force (有效期至), renewals that have taken effect included.
    pub fn last_day(&self, id: EntryId) -> Option<Date> {
        let case = validity::Case {
            catalogue: self.catalogue,
            entry: self.catalogue.entry(id),
            acted_on: self.acted_on(id),
            unstated: Unstated::default(),
        };
        case.last_day(self.as_of).0
    }

    /// What a document does to others.
    pub fn acts(&self, id: EntryId) -> &[Edge] {
        self.acts.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What other documents do to it.
    pub fn acted_on(&self, id: EntryId) -> &[(Relation, EntryId)] {
        self.acted_on.get(&id).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests;
