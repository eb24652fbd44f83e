//! Takes the catalogue and a day; gives which documents are published on it, what they do to one another, and whether
//! each is in force.
//!
//! Documents are named by id, never embedded. The published set is worked out here, once; every later room takes only that.
//! It must not know addresses or pages.

mod validity;

pub use validity::Status;

use crate::catalogue::{Catalogue, Disclosure, Entry, EntryId, Field, Kind, Reference, Relation};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, words};
use crate::source::Sources;
use jiff::civil::Date;

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
    acts: Vec<Vec<Edge>>,
    acted_on: Vec<Vec<(Relation, EntryId)>>,
    status: Vec<Status>,
}

/// Resolves references and decides validity.
pub fn relate<'a>(catalogue: &'a Catalogue, config: &Config, sources: &Sources) -> (Related<'a>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let shown: Vec<Shown> = catalogue.iter().map(|(_, e)| shown(e, config)).collect();
    let mut acts: Vec<Vec<Edge>> = vec![Vec::new(); catalogue.len()];
    let mut acted_on: Vec<Vec<(Relation, EntryId)>> = vec![Vec::new(); catalogue.len()];
    for (id, entry) in catalogue.iter() {
        for item in &entry.relations {
            let target = match &item.reference {
                Reference::Elsewhere { document_number, title, url } => {
                    Target::Elsewhere { document_number: document_number.clone(), title: title.clone(), url: url.clone() }
                }
                Reference::Number(number) => match resolve(catalogue, sources, entry, item.relation, number) {
                    Ok(None) => continue,
                    Ok(Some(target)) => {
                        if shown[target.0 as usize] == Shown::Hidden {
                            continue;
                        }
                        Target::Entry(target)
                    }
                    Err(finding) => {
                        findings.push(*finding);
                        continue;
                    }
                },
            };
            let edge = Edge { relation: item.relation, target };
            if shown[id.0 as usize] != Shown::Hidden && !acts[id.0 as usize].contains(&edge) {
                if let Target::Entry(target) = edge.target {
                    acted_on[target.0 as usize].push((item.relation, id));
                }
                acts[id.0 as usize].push(edge);
            }
        }
    }
    for entry in catalogue.rejected() {
        for item in &entry.relations {
            if let Reference::Number(number) = &item.reference {
                findings.extend(resolve(catalogue, sources, entry, item.relation, number).err().map(|f| *f));
            }
        }
    }
    let mut status = Vec::with_capacity(catalogue.len());
    for (id, entry) in catalogue.iter() {
        let (decided, finding) = validity::decide(catalogue, entry, &acted_on[id.0 as usize], config, sources);
        status.push(decided);
        findings.extend(finding.filter(|_| shown[id.0 as usize] == Shown::Published && entry.kind != Kind::Page));
    }
    (Related { catalogue, as_of: config.as_of, shown, acts, acted_on, status }, findings)
}

fn shown(entry: &Entry, config: &Config) -> Shown {
    if entry.draft && !config.drafts || entry.disclosure != Disclosure::Proactive {
        return Shown::Hidden;
    }
    if entry.date_published.is_some_and(|(day, _)| day > config.as_of) {
        return Shown::Hidden;
    }
    match &entry.withdrawn {
        Some(w) if w.date <= config.as_of => Shown::Withdrawn,
        _ => Shown::Published,
    }
}

/// The document that a number names; none when it is one that was rejected for its own faults.
fn resolve(catalogue: &Catalogue, sources: &Sources, entry: &Entry, relation: Relation, number: &str) -> Result<Option<EntryId>, Box<Diagnostic>> {
    let field = field_of(relation);
    let here = |finding: Diagnostic| {
        let finding = finding.with_words("field", words(format!("字段“{}”", field.name()), field.name())).with("value", number);
        let span = entry.span(field);
        // the number's own place inside the list, when it can be found
        match sources.text(entry.file) {
            Ok((Some(text), _)) => {
                let at = text.get(span.clone()).and_then(|s| s.find(number)).map_or(span.clone(), |i| span.start + i..span.start + i + number.len());
                finding.at(crate::diag::Place::new(&sources.file(entry.file).shown(), &text, at))
            }
            _ => finding.in_file(&sources.file(entry.file).shown()),
        }
    };
    match catalogue.by_number(number) {
        [] if catalogue.is_rejected(number) => Ok(None),
        [] => Err(Box::new(here(Diagnostic::new(Code::DanglingReference)))),
        [target] if catalogue.entry(*target).file == entry.file => Err(Box::new(here(Diagnostic::new(Code::SelfReference)))),
        [target] => Ok(Some(*target)),
        several => {
            let choices: Vec<&str> = several.iter().filter_map(|&e| catalogue.entry(e).index_number.as_deref()).collect();
            let mut finding = Diagnostic::new(Code::AmbiguousReference).with_words("choices", words(choices.join("、"), choices.join(", ")));
            for &other in several {
                let other = catalogue.entry(other);
                finding = finding.also(sources.place(other.file, other.span(Field::DocumentNumber)));
            }
            Err(Box::new(here(finding)))
        }
    }
}

fn field_of(relation: Relation) -> Field {
    match relation {
        Relation::Repeals => Field::Repeals,
        Relation::PartlyRepeals => Field::PartlyRepeals,
        Relation::Amends => Field::Amends,
        Relation::Renews => Field::Renews,
        Relation::Interprets => Field::Interprets,
        Relation::Forwards => Field::Forwards,
        Relation::Related => Field::Related,
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

    /// What a document does to others.
    pub fn acts(&self, id: EntryId) -> &[Edge] {
        &self.acts[id.0 as usize]
    }

    /// What other documents do to it.
    pub fn acted_on(&self, id: EntryId) -> &[(Relation, EntryId)] {
        &self.acted_on[id.0 as usize]
    }
}

#[cfg(test)]
mod tests;
