//! Takes the target of a relation as written; gives the document that it names, in this catalogue
//! or elsewhere.
//!
//! It must not know days or validity.

use super::Target;
use crate::catalogue::{
    Catalogue, Entry, EntryId, Field, Reference, Relation, RelationItem, part_of,
};
use crate::diag::{Diagnostic, Message, Place, Value, Words, words};
use crate::parse::front_matter::script_of;
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
/// A reference with number, title and address normally means a document elsewhere. But if this
/// catalogue has a document with that number, the reference means this document. Otherwise it might
/// be shown as in force although it was repealed.
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
            remedy: elsewhere(sources, entry, number).into(),
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

/// The place of a number inside a field's value, or the whole value when no item names it.
pub(super) fn place(sources: &Sources, entry: &Entry, field: Field, number: &str) -> Option<Place> {
    let text = sources.text(entry.file).ok()?.0?;
    let mut items = entry.relations.iter();
    let item = items.find(|item| field_of(item.relation) == field && item.names(number));
    let at = item.map_or(entry.span(field), |item| {
        let at = item.at.start as usize..item.at.end as usize;
        part_of(&text, at, number)
    });
    Some(Place::new(&sources.file(entry.file).shown(), &text, at))
}

/// The remedy for a number that no document has: how a document elsewhere is written, with the
/// field names that the file uses.
fn elsewhere(sources: &Sources, entry: &Entry, number: &str) -> Words {
    let text = sources.text(entry.file).ok().and_then(|(text, _)| text);
    let script = script_of(&text.unwrap_or_default());
    let chinese = format!("{{文号: {number}, 标题: …, 网址: …}}");
    let english = format!("{{document_number: {number}, title: ..., url: ...}}");
    let Words { zh, en } = script.pick(&chinese, &english);
    words(
        format!("请核对索引号或文号；若不在本目录，这一项写成“{zh}”。"),
        format!("Check the number; for a document elsewhere write `{en}`."),
    )
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
