//! Takes the catalogue and a day; gives the documents that are visible on that day, their
//! relations, and the validity of each. Before that, [`unify`] gives each issuing body one
//! spelling.
//!
//! Relations refer to documents by id. Only a visible document has a [`DocumentId`]. This room must
//! not know addresses or pages.

mod circle;
mod document;
mod reference;
mod rule;
mod spelling;
mod validity;

pub use document::{AllDocuments, DocumentId};
pub use rule::{Act, Facts, Standing};
pub use spelling::unify;
pub use validity::{Change, Status};

use crate::cache::Key;
use crate::catalogue::{Catalogue, Disclosure, Entry, EntryId, Kind, Relation};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::source::{FileId, Sources};
use jiff::civil::Date;
use rayon::prelude::*;
use reference::Reached;
use std::collections::HashMap;

/// How the site shows a visible document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The document has a page and appears in lists, search and feeds.
    Published,
    /// The document was taken down; its address shows a notice.
    Withdrawn,
}

/// The reason why the site does not show a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// It is a draft, and this build leaves out drafts.
    Draft,
    /// It is disclosed on request only.
    OnRequest,
    /// It is not disclosed.
    Withheld,
    /// Its day of publication is in the future, and this build leaves out such documents.
    Scheduled,
}

/// The target of a relation.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A visible document of the catalogue.
    Entry(DocumentId),
    /// A document outside the catalogue.
    Elsewhere {
        /// The document number (文号).
        document_number: Option<String>,
        /// The title.
        title: Option<String>,
        /// The absolute address.
        url: Option<String>,
    },
}

/// A relation, seen from the acting document.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// What the acting document does to the other.
    pub relation: Relation,
    /// The other document.
    pub target: Target,
    /// The parts of the other document to which the relation applies; empty if it applies to the
    /// whole document.
    pub places: Vec<String>,
}

/// The catalogue on a day.
#[derive(Debug)]
pub struct Related<'a> {
    /// The day.
    pub as_of: Date,
    catalogue: &'a Catalogue,
    /// How the site shows each entry; `None` for a hidden one.
    shown: Vec<Option<Shown>>,
    graph: Graph,
    status: Vec<Status>,
}

/// The relations of the visible documents. They are in maps, because most documents have none.
#[derive(Debug, Default)]
struct Graph {
    acts: HashMap<DocumentId, Vec<Edge>>,
    acted_on: HashMap<DocumentId, Vec<(Relation, DocumentId)>>,
}

/// Decides which documents are visible, resolves their references, and decides their validity.
pub fn relate<'a>(
    catalogue: &'a Catalogue,
    config: &Config,
    sources: &Sources,
) -> (Related<'a>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let shown: Vec<Option<Shown>> = catalogue.iter().map(|(_, e)| shown(e, config)).collect();
    let graph = link(catalogue, &shown, sources, &mut findings);
    let decide = |i| {
        let entry = catalogue.entry(EntryId(i));
        let acted_on =
            document::visible(&shown, EntryId(i)).map_or([].as_slice(), |id| graph.acted_on(id));
        let case = validity::Case {
            catalogue,
            entry,
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
        let is_judged = shown[id.0 as usize] == Some(Shown::Published) && entry.kind != Kind::Page;
        findings.extend(finding.filter(|_| is_judged).map(|finding| *finding));
    }
    let related = Related {
        as_of: config.as_of,
        catalogue,
        shown,
        graph,
        status,
    };
    (related, findings)
}

/// Looks up every relation; reports each reference that does not name exactly one other document,
/// and each circle. A relation from or to a hidden document has no effect.
fn link(
    catalogue: &Catalogue,
    shown: &[Option<Shown>],
    sources: &Sources,
    findings: &mut Vec<Diagnostic>,
) -> Graph {
    let mut graph = Graph::default();
    let mut arrows = Vec::new();
    for (id, entry) in catalogue.iter() {
        let acting = document::visible(shown, id);
        for item in &entry.relations {
            let reached = match reference::resolve(catalogue, sources, entry, item) {
                Ok(reached) => reached,
                Err(finding) => {
                    findings.push(*finding);
                    continue;
                }
            };
            let target = match reached {
                Some(Reached::Here(target)) => document::visible(shown, target).map(Target::Entry),
                Some(Reached::Elsewhere(target)) => Some(target),
                None => None,
            };
            if let (Some(acting), Some(target)) = (acting, target) {
                if let Target::Entry(target) = target {
                    arrows.push((item.relation, acting, target));
                }
                graph.add(acting, item.relation, target, &item.places);
            }
        }
    }
    for entry in catalogue.rejected() {
        let faults = entry
            .relations
            .iter()
            .filter_map(|item| reference::resolve(catalogue, sources, entry, item).err());
        findings.extend(faults.map(|finding| *finding));
    }
    findings.extend(circle::find(catalogue, sources, arrows));
    graph
}

/// Why the site does not show a document; `None` if it shows the document or a notice. `Scheduled`
/// is given only if there is no other reason, because this reason ends by itself on the day of
/// publication.
pub fn hidden(entry: &Entry, config: &Config) -> Option<Hidden> {
    let is_ahead = !config.scheduled
        && entry
            .date_published
            .is_some_and(|(day, _)| day > config.as_of);
    match entry.disclosure {
        _ if entry.draft && !config.drafts => Some(Hidden::Draft),
        Disclosure::OnRequest => Some(Hidden::OnRequest),
        Disclosure::Withheld => Some(Hidden::Withheld),
        Disclosure::Proactive => is_ahead.then_some(Hidden::Scheduled),
    }
}

/// How the site shows a document; `None` for a hidden one.
fn shown(entry: &Entry, config: &Config) -> Option<Shown> {
    if hidden(entry, config).is_some() {
        return None;
    }
    match &entry.withdrawn {
        Some(w) if w.date <= config.as_of => Some(Shown::Withdrawn),
        _ => Some(Shown::Published),
    }
}

impl Graph {
    /// Adds a relation to the acting document, and to the other one if it is in the catalogue. If
    /// the relation was stated before, the places are joined.
    fn add(&mut self, acting: DocumentId, relation: Relation, target: Target, places: &[String]) {
        let acts = self.acts.entry(acting).or_default();
        let same = |edge: &&mut Edge| edge.relation == relation && edge.target == target;
        if let Some(edge) = acts.iter_mut().find(same) {
            // without places, the relation is to the whole document
            if edge.places.is_empty() || places.is_empty() {
                edge.places.clear();
            } else {
                edge.places.extend_from_slice(places);
            }
            return;
        }
        let edge = Edge {
            relation,
            target,
            places: places.to_vec(),
        };
        if let Target::Entry(target) = edge.target {
            let acted_on = self.acted_on.entry(target).or_default();
            acted_on.push((relation, acting));
        }
        acts.push(edge);
    }

    fn acted_on(&self, id: DocumentId) -> &[(Relation, DocumentId)] {
        self.acted_on.get(&id).map_or(&[], Vec::as_slice)
    }
}

impl<'a> Related<'a> {
    /// The visible documents, in the order of their files.
    pub fn documents(&self) -> impl Iterator<Item = DocumentId> {
        self.catalogue
            .iter()
            .filter_map(|(id, _)| document::visible(&self.shown, id))
    }

    /// A digest of the paths and the front matter of all documents.
    pub fn digest(&self) -> &Key {
        self.catalogue.digest()
    }

    /// The length of an array that has an element for each [`DocumentId::index`].
    pub fn id_limit(&self) -> usize {
        self.shown.len()
    }

    /// A document's front matter.
    pub fn entry(&self, id: DocumentId) -> &'a Entry {
        self.catalogue.entry(id.entry())
    }

    /// The visible document made from a file.
    pub fn by_file(&self, file: FileId) -> Option<DocumentId> {
        document::visible(&self.shown, self.catalogue.by_file(file)?)
    }

    /// The visible document that has the given number: as its index number, or else as its document
    /// number with any form of brackets. `None` if no visible document has it, or if several
    /// documents have it, hidden ones included.
    pub fn by_number(&self, written: &str) -> Option<DocumentId> {
        match self.catalogue.by_number(written) {
            [one] => document::visible(&self.shown, *one),
            _ => None,
        }
    }

    /// The only access to hidden documents. A caller must not publish them. `tests/it/hidden.rs`
    /// names each caller with its reason.
    pub fn all_documents_hidden_included(&self) -> AllDocuments<'_> {
        AllDocuments { related: self }
    }

    /// How the site shows a document.
    pub fn shown(&self, id: DocumentId) -> Shown {
        // only a visible document has an id, so there is always a value
        self.shown[id.index()].unwrap_or(Shown::Withdrawn)
    }

    /// The validity of a document, since when, and because of which documents.
    pub fn status(&self, id: DocumentId) -> &Status {
        &self.status[id.index()]
    }

    /// The last day in force (有效期至), including renewals that have taken effect.
    pub fn last_day(&self, id: DocumentId) -> Option<Date> {
        self.facts(id).last_day(self.as_of).0
    }

    /// The facts from which the validity of a document follows.
    pub fn facts(&self, id: DocumentId) -> Facts<'a, DocumentId> {
        validity::facts(self.catalogue, self.entry(id), self.acted_on(id))
    }

    /// What a document does to others.
    pub fn acts(&self, id: DocumentId) -> &[Edge] {
        self.graph.acts.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What other documents do to a document.
    pub fn acted_on(&self, id: DocumentId) -> &[(Relation, DocumentId)] {
        self.graph.acted_on(id)
    }
}

#[cfg(test)]
mod tests;
