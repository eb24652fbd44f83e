//! Takes a relation's target as written; gives the document that it names, in this catalogue or
//! outside it.
//!
//! This file must not know which documents are visible or in force.

use super::Target;
use crate::catalogue::{
    Catalogue, Entry, EntryId, Field, Reference, Relation, RelationItem, part_of,
};
use crate::diag::{Diagnostic, Message, Place, Value, Words, words};
use crate::parse::front_matter::{Script, script_of};
use crate::source::Sources;

/// The document that a relation's target names; it may be hidden.
pub(super) enum Reached {
    /// A document of this catalogue.
    Here(EntryId),
    /// A document outside this catalogue.
    Elsewhere(Target),
}

/// The document that a relation's target names; none if that document was rejected for its own
/// faults. An error is a finding: the target names no document, several documents, the stating
/// document itself, or only a title.
///
/// A reference with a number and a title or address normally means a document outside this
/// catalogue. If this catalogue has the number, however, the document with this number is meant.
/// Without this exception, a repeal in this form would have no effect.
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
        Reference::Elsewhere { url: None, .. }
            if let Some(other) = named_by_title(catalogue, entry, &item.reference) =>
        {
            let field = field_of(item.relation);
            let at = item.at.start as usize..item.at.end as usize;
            let finding = Diagnostic::new(Message::DanglingReference {
                field: shown_field(field),
                value: other.title.as_str().into(),
                remedy: by_number(&[other]).into(),
            });
            Err(Box::new(sources.at(entry.file, at, finding)))
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
    let field_words = || shown_field(field);
    let finding = |message: Message| {
        let finding = Diagnostic::new(message);
        sources.placed(entry.file, place(sources, entry, field, number), finding)
    };
    match catalogue.by_number(number) {
        [] if catalogue.is_rejected(number) => Ok(None),
        [] => Err(Box::new(finding(Message::DanglingReference {
            field: field_words(),
            value: value(),
            remedy: instead(catalogue, sources, entry, number).into(),
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

/// The place of a number in a field's value, or of the whole value if no item has the number.
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

/// A field as messages name it.
fn shown_field(field: Field) -> Value {
    let zh = format!("字段“{}”（{}）", field.label(), field.name());
    Value::from(words(zh, field.name()))
}

/// The document of this catalogue that a reference names by title alone. Such a reference is an
/// error. Otherwise, it would count as one to a document outside this catalogue, and a repealed
/// document would stay in force.
fn named_by_title<'c>(
    catalogue: &'c Catalogue,
    entry: &Entry,
    reference: &Reference,
) -> Option<&'c Entry> {
    let Reference::Elsewhere {
        document_number,
        title,
        ..
    } = reference
    else {
        return None;
    };
    let is_no_number = |n: &String| n.contains(['《', '》']) || is_nothing(n);
    if !document_number.as_ref().is_none_or(is_no_number) {
        return None;
    }
    let given = [document_number, title].into_iter().flatten();
    let mut found = given.flat_map(|title| titled(catalogue, entry, title));
    found.next()
}

/// The other documents of this catalogue with a title; white space and the marks 《》〈〉 do not
/// count.
fn titled<'c>(catalogue: &'c Catalogue, entry: &Entry, title: &str) -> Vec<&'c Entry> {
    let wanted = plain(title);
    if wanted.is_empty() {
        return Vec::new();
    }
    let others = catalogue.iter().map(|(_, other)| other);
    others
        .filter(|other| other.file != entry.file && plain(&other.title) == wanted)
        .collect()
}

/// A title without the marks 《》〈〉 and white space.
fn plain(title: &str) -> String {
    let is_letter = |c: &char| !c.is_whitespace() && !['《', '》', '〈', '〉'].contains(c);
    title.chars().filter(is_letter).collect()
}

/// The known number that a value gives in brackets after a title: 《办法》（清政发〔2024〕12号）.
fn number_within<'n>(catalogue: &Catalogue, value: &'n str) -> Option<&'n str> {
    let inner = value.trim().strip_suffix(['）', ')'])?;
    let inner = &inner[inner.find(['（', '('])?..];
    let inner = inner.trim_start_matches(['（', '(']).trim();
    (!catalogue.by_number(inner).is_empty()).then_some(inner)
}

/// The document of this catalogue whose file a value names.
fn in_file<'c>(catalogue: &'c Catalogue, sources: &Sources, value: &str) -> Option<&'c Entry> {
    let name = value.trim().rsplit(['/', '\\']).next()?;
    let is_file = |path: &str| path.rsplit('/').next() == Some(name);
    let mut others = catalogue.iter().map(|(_, other)| other);
    name.ends_with(".md")
        .then(|| others.find(|other| is_file(&sources.file(other.file).path)))?
}

/// Whether a value says that there is no document, such as 无 (none).
fn is_nothing(value: &str) -> bool {
    const WORDS: [&str; 12] = [
        "",
        "无",
        "暂无",
        "没有",
        "空",
        "不涉及",
        "无相关文件",
        "none",
        "no",
        "n/a",
        "na",
        "nil",
    ];
    let is_punctuation = |c: char| c.is_whitespace() || "/／-—–－*.。、，,（）()".contains(c);
    WORDS.contains(&value.trim_matches(is_punctuation).to_lowercase().as_str())
}

/// The remedy for a number that no document has.
fn instead(catalogue: &Catalogue, sources: &Sources, entry: &Entry, number: &str) -> Words {
    if is_nothing(number) {
        return words(
            "没有的，请把这一项整行删去。",
            "If there is none, delete this line.",
        );
    }
    let titled = titled(catalogue, entry, number);
    if !titled.is_empty() {
        return by_number(&titled);
    }
    let is_own = |title: &str| !plain(title).is_empty() && plain(title) == plain(&entry.title);
    if is_own(number) {
        return words(
            "这是本文件自己的标题；请写所指的另一文件的文号或索引号。",
            "This is the title of the document itself; write the number of the other document.",
        );
    }
    if let Some(inner) = number_within(catalogue, number) {
        return words(
            format!("只写文号或索引号，不写标题：“{inner}”。"),
            format!("Write the number alone: `{inner}`."),
        );
    }
    if let Some(other) = in_file(catalogue, sources, number) {
        return by_number(&[other]);
    }
    let article = number.char_indices().rev().filter(|(_, c)| *c == '第');
    for (at, _) in article {
        let (document, articles) = (number[..at].trim(), &number[at..]);
        if articles.contains('条') && !catalogue.by_number(document).is_empty() {
            return with_articles(sources, entry, document, articles);
        }
    }
    elsewhere(sources, entry, number)
}

/// The remedy for a title or a file name in the place of a number.
fn by_number(titled: &[&Entry]) -> Words {
    let numbers: Vec<&str> = titled
        .iter()
        .filter_map(|e| e.document_number.as_deref().or(e.index_number.as_deref()))
        .collect();
    words(
        format!(
            "本目录中有这个文件，请不写标题或文件名，改写它的文号或索引号：{}。",
            numbers.join("、")
        ),
        format!(
            "This catalogue has this document; name it by its number: {}.",
            numbers.join(", ")
        ),
    )
}

/// The remedy for a document number with articles after it: the form with a key for articles.
fn with_articles(sources: &Sources, entry: &Entry, number: &str, articles: &str) -> Words {
    let chinese = format!("{{文号: {number}, 条款: [{articles}]}}");
    let english = format!("{{document_number: {number}, articles: [{articles}]}}");
    let Words { zh, en } = script(sources, entry).pick(&chinese, &english);
    words(
        format!("条款另写，这一项改为“{zh}”。"),
        format!("Give the articles under a key of their own: `{en}`."),
    )
}

/// The language of the field names in a document's file.
fn script(sources: &Sources, entry: &Entry) -> Script {
    let text = sources.text(entry.file).ok().and_then(|(text, _)| text);
    script_of(&text.unwrap_or_default())
}

/// The remedy for an unknown number: the form for a document outside this catalogue, in the
/// language of the file's field names.
fn elsewhere(sources: &Sources, entry: &Entry, number: &str) -> Words {
    if number.starts_with("http://") || number.starts_with("https://") {
        let chinese = format!("{{标题: …, 网址: {number}}}");
        let english = format!("{{title: ..., url: {number}}}");
        let Words { zh, en } = script(sources, entry).pick(&chinese, &english);
        return words(
            format!("这里写文号或者索引号，不写网址；不在本目录的，这一项写成“{zh}”。"),
            format!(
                "Write the document number or the index number, not the address; if the document \
                 is not in this catalogue, write `{en}`."
            ),
        );
    }
    // every number has digits, so a value without digits is a title
    if !number.contains(|c: char| c.is_ascii_digit()) {
        let title = number
            .trim()
            .trim_start_matches('《')
            .trim_end_matches('》');
        let chinese = format!("{{标题: {title}}}");
        let english = format!("{{title: {title}}}");
        let Words { zh, en } = script(sources, entry).pick(&chinese, &english);
        return words(
            format!("这里写文号或者索引号，不写标题；不在本目录的，这一项写成“{zh}”。"),
            format!(
                "Write the document number or the index number, not the title; if the document is \
                 not in this catalogue, write `{en}`."
            ),
        );
    }
    let chinese = format!("{{文号: {number}, 标题: …, 网址: …}}");
    let english = format!("{{document_number: {number}, title: ..., url: ...}}");
    let Words { zh, en } = script(sources, entry).pick(&chinese, &english);
    words(
        format!("请核对索引号或文号；若不在本目录，这一项写成“{zh}”。"),
        format!("Check the number; if the document is not in this catalogue, write `{en}`."),
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
