//! Takes a document's own file or an attachment; gives the facts that the rules about persons and
//! disclosure need. They are cached for as long as the file stays the same. It must not know
//! findings.

use super::Wanted;
use super::confidential::{self, Stated};
use crate::attachment::{self, Contents, Passage, Unread};
use crate::catalogue::{Disclosure, Entry};
use crate::diag::Error;
use crate::privacy::{self, Kind};
use crate::source::{FileId, Sources};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A personal number in a file, masked so that it may be stored in the cache.
#[derive(Serialize, Deserialize)]
pub(super) struct Number {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
    pub(super) masked: String,
    /// The words before a mobile number, which may show that it belongs to an office. Empty for
    /// other kinds.
    pub(super) label: String,
}

/// The numbers found, each mobile number with its label.
fn numbers(text: &str, found: Vec<privacy::Found>) -> Vec<Number> {
    let label = |found: &privacy::Found| match found.kind {
        Kind::Mobile => privacy::mask(privacy::label(text, found.range.start)).into_owned(),
        _ => String::new(),
    };
    found
        .into_iter()
        .map(|f| Number {
            label: label(&f),
            kind: f.kind,
            range: f.range,
            masked: f.masked,
        })
        .collect()
}

/// The cached facts that rules extract from a document's own file. They are one record, so that a
/// build needs one lookup for each document.
#[derive(Serialize, Deserialize)]
pub(super) struct Own {
    pub(super) numbers: Vec<Number>,
    /// What the body says about its own disclosure.
    pub(super) stated: Vec<Stated>,
}

impl Own {
    pub(super) fn of(sources: &Sources, entry: &Entry) -> Result<Own, Error> {
        let start = entry.body_start;
        sources.remember("personal", &start.to_le_bytes(), entry.file, |_| {
            let text = sources.text(entry.file)?.0.unwrap_or_default();
            Ok(Own {
                numbers: numbers(&text, privacy::find_written(&text)),
                stated: confidential::stated(text.get(start..).unwrap_or_default(), start),
            })
        })
    }
}

/// The cached facts that rules extract from an attachment.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Seen {
    pub(super) numbers: Vec<(String, Vec<Number>)>,
    pub(super) authors: Vec<(String, String)>,
    pub(super) revisions: bool,
    pub(super) position: bool,
    /// What the parts say about their own disclosure.
    pub(super) stated: Vec<(String, Stated)>,
    pub(super) unread: Vec<(String, Unread)>,
    /// How much text its readers see, in characters.
    pub(super) length: usize,
}

/// The names of the two results in the cache.
const FACTS: &str = "attachment";
const TEXT: &str = "attachment text";

impl Seen {
    /// Gives the facts of an attachment and, if `wanted`, its text. A changed file is read once for
    /// both.
    pub(super) fn look(
        sources: &Sources,
        id: FileId,
        wanted: Wanted,
    ) -> Result<(Seen, Vec<Passage>), Error> {
        if let Some(seen) = sources.recall::<Seen>(FACTS, id) {
            match wanted {
                _ if seen.length == 0 => return Ok((seen, Vec::new())),
                Wanted::Findings => {
                    sources.hold(TEXT, id);
                    return Ok((seen, Vec::new()));
                }
                Wanted::Text => {
                    if let Some(text) = sources.recall(TEXT, id) {
                        return Ok((seen, text));
                    }
                }
            }
        }
        let contents = attachment::read(&sources.bytes(id)?);
        let text = shown(&contents);
        let seen = Seen::of(contents, &text);
        sources.store(FACTS, id, &seen)?;
        // the cache must not store personal numbers
        if seen.length > 0 && seen.numbers.is_empty() {
            sources.store(TEXT, id, &text)?;
        }
        Ok((seen, text))
    }

    fn of(contents: Contents, text: &[Passage]) -> Seen {
        let stated = contents.parts.iter().flat_map(|part| {
            // a page break ends the first page of a PDF
            let page = part.text.split('\u{c}').next().unwrap_or_default();
            let stated = confidential::stated(page, 0).into_iter();
            let stated = stated.filter(|s| s.disclosure != Disclosure::Proactive);
            stated.map(|s| (part.place.clone(), s))
        });
        let stated = stated.collect();
        let numbers = contents
            .parts
            .into_iter()
            .map(|part| (part.place, numbers(&part.text, privacy::find(&part.text))))
            .filter(|(_, n)| !n.is_empty());
        let authors = contents
            .authors
            .into_iter()
            .map(|(what, name)| (what.to_owned(), name));
        Seen {
            numbers: numbers.collect(),
            authors: authors.collect(),
            revisions: contents.revisions,
            position: contents.position,
            stated,
            unread: contents.unread,
            length: text
                .iter()
                .flat_map(|passage| &passage.blocks)
                .map(|block| block.chars().count())
                .sum(),
        }
    }
}

/// The text of a file that its readers see. None for a file with tracked changes, in which deleted
/// text cannot be distinguished from the rest.
fn shown(contents: &Contents) -> Vec<Passage> {
    if contents.revisions {
        Vec::new()
    } else {
        attachment::shown(contents)
    }
}
