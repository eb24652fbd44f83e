//! Takes the target of a relation as written; gives the document that it names, in this catalogue
//! or elsewhere.
//!
//! It must not know days or validity.

use super::Target;
use crate::catalogue::{Catalogue, Entry, EntryId, Field, Reference, Relation, RelationItem};
use crate::diag::{Diagnostic, Message, Place, Value, words};
use crate::source::Sources;

/// The document that a relation's target names. It may be hidden.
pub(super) enum Reached {
    /// A document of this catalogue.
    Here(EntryId),
    /// A document elsewhere.
    Elsewhere(Target),
}

/// The document that a relation's target names; none when the number belongs to a document that was
/// rejected for its own faults.
///
/// A reference with number, title and address normally means a document elsewhere. If this
/// catalogue has a document with that number, the reference means that document. Otherwise a
/// repealed document would still be shown as in force.
pub(super) fn resolve(
    catalogue: &Catalogue,
    sources: &Sources,
    entry: &Entry,
    item: &RelationItem,
) -> Result<Option<Reached>, Box<Diagnostic>> {
    match &item.reference {
        Reference::Number(number) => {
            Ok(here(catalogue, sources, entry, item.relation, number)?.map(Reached::Here))
        }
        Reference::Elsewhere {
            document_number: Some(number),
            ..
        } if !catalogue.by_number(number).is_empty() => {
            Ok(here(catalogue, sources, entry, item.relation, number)?.map(Reached::Here))
        }
        Reference::Elsewhere {
            document_number,
            title,
            url,
        } => Ok(Some(Reached::Elsewhere(Target::Elsewhere {
            document_number: document_number.clone(),
            title: title.clone(),
            url: url.clone(),
        }))),
    }
}

/// The document of this catalogue that a number names.
fn here(
    catalogue: &Catalogue,
    sources: &Sources,
    entry: &Entry,
    relation: Relation,
    number: &str,
) -> Result<Option<EntryId>, Box<Diagnostic>> {
    let field = field_of(relation);
    let value = || Value::from(number);
    let field_words = || {
        let zh = format!("字段“{}”（{}）", field.label(), field.name());
        Value::from(words(zh, field.name()))
    };
    let finding = |message: Message| {
        let finding = Diagnostic::new(message);
        sources.placed(entry.file, place(sources, entry, field, number), finding)
    };
    match catalogue.by_number(number) {
        [] if catalogue.is_rejected(number) => Ok(None),
        [] => Err(Box::new(finding(Message::DanglingReference {
            field: field_words(),
            value: value(),
        }))),
        [target] if catalogue.entry(*target).file == entry.file => {
            Err(Box::new(finding(Message::SelfReference {
                field: field_words(),
                value: value(),
            })))
        }
        [target] => Ok(Some(*target)),
        several => {
            let choices: Vec<&str> = several
                .iter()
                .filter_map(|&e| catalogue.entry(e).index_number.as_deref())
                .collect();
            let mut finding = finding(Message::AmbiguousReference {
                choices: words(choices.join("、"), choices.join(", ")).into(),
                field: field_words(),
                value: value(),
            });
            for &other in several {
                let other = catalogue.entry(other);
                finding =
                    finding.also(sources.place(other.file, other.span(Field::DocumentNumber)));
            }
            Err(Box::new(finding))
        }
    }
}

/// The place of a number inside a field's value, or the whole value when the number is not found in
/// it.
pub(super) fn place(sources: &Sources, entry: &Entry, field: Field, number: &str) -> Option<Place> {
    let text = sources.text(entry.file).ok()?.0?;
    let span = entry.span(field);
    let at = text
        .get(span.clone())
        .and_then(|s| s.find(number))
        .map_or(span.clone(), |i| {
            span.start + i..span.start + i + number.len()
        });
    Some(Place::new(&sources.file(entry.file).shown(), &text, at))
}

/// The field that states a relation.
pub(super) fn field_of(relation: Relation) -> Field {
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
