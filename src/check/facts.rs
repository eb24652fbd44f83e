//! Takes a document's file or an attachment; gives the facts for the rules about persons and
//! disclosure. They are cached until the file changes. This file must not know findings.

use super::Wanted;
use super::confidential::{self, Stated};
use crate::attachment::Hidden;
use crate::attachment::{self, Contents, Part, Passage, Unread};
use crate::catalogue::{Disclosure, Entry};
use crate::diag::{Error, Words, words};
use crate::privacy::{self, Found, Kind};
use crate::source::{FileId, Sources};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;

/// A personal number in a file, masked so that it may be stored in the cache.
#[derive(Serialize, Deserialize)]
pub(super) struct Number {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
    pub(super) masked: String,
    /// The words before a mobile number, which may show that it is an office's. Empty for other
    /// kinds.
    pub(super) label: String,
    /// Where it is in an attachment, in words. Empty in the document itself, and after the first
    /// 200 numbers of a part of an attachment.
    pub(super) place: Words,
}

/// The numbers found, each mobile number with its label. `place` names the place of a byte.
fn numbers(text: &str, found: Vec<privacy::Found>, place: impl Fn(usize) -> Words) -> Vec<Number> {
    let label = |found: &privacy::Found| match found.kind {
        Kind::Mobile => privacy::mask(privacy::label(text, found.range.start)).into_owned(),
        _ => String::new(),
    };
    // a message shows few places, and finding one is slow
    const MOST_PLACED: usize = 200;
    found
        .into_iter()
        .enumerate()
        .map(|(i, f)| Number {
            label: label(&f),
            place: Some(f.range.start)
                .filter(|_| i < MOST_PLACED)
                .map_or_else(Words::default, &place),
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
    /// What the body says about its own disclosure, disclosure to everybody included.
    pub(super) stated: Vec<Stated>,
}

impl Own {
    pub(super) fn of(sources: &Sources, entry: &Entry) -> Result<Own, Error> {
        let start = entry.body_start;
        sources.remember("personal", &start.to_le_bytes(), entry.file, |_| {
            let text = sources.text(entry.file)?.0.unwrap_or_default();
            Ok(Own {
                numbers: numbers(&text, privacy::find_written(&text), |_| words("", "")),
                stated: confidential::stated(text.get(start..).unwrap_or_default(), start),
            })
        })
    }
}

/// The cached facts that rules extract from an attachment.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Seen {
    pub(super) numbers: Vec<Number>,
    pub(super) authors: Vec<(String, String)>,
    pub(super) revisions: bool,
    pub(super) position: bool,
    /// Hidden content, each with the path of the file inside the attachment that has it.
    pub(super) hidden: Vec<(String, Hidden)>,
    /// What the first page of each part says about a restriction of its disclosure.
    pub(super) stated: Vec<(Words, Stated)>,
    pub(super) unread: Vec<(String, Unread)>,
    /// The number of characters of visible text; 0 if the file has tracked changes or comments.
    pub(super) length: usize,
}

/// The name of the facts in the cache.
const FACTS: &str = "attachment";
/// The name of the visible text in the cache.
const TEXT: &str = "attachment text";

impl Seen {
    /// Gives the facts of an attachment and, if `wanted` is `Text`, its text. A changed file is
    /// read once for both. A text with personal numbers is not in the cache, so the file is read
    /// again whenever this text is wanted.
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
        let once = contents.parts.iter().filter(|part| !part.is_again);
        let stated = once.flat_map(|part| {
            // only the first page counts; a page break ends it
            let page = part.text.split('\u{c}').next().unwrap_or_default();
            let stated = confidential::stated(page, 0).into_iter();
            let stated = stated.filter(|s| s.disclosure != Disclosure::Proactive);
            stated.map(|s| (place(part, s.range.start), s))
        });
        let stated = stated.collect();
        let (again, first): (Vec<&Part>, Vec<&Part>) =
            contents.parts.iter().partition(|part| part.is_again);
        let mut things = BTreeSet::new();
        let mut of = |part: &Part| {
            let found = of_persons(part, &mut things);
            numbers(&part.text, found, |at| place(part, at))
        };
        let mut numbers: Vec<Number> = first.into_iter().flat_map(&mut of).collect();
        let known: BTreeSet<(Kind, String)> =
            numbers.iter().map(|n| (n.kind, n.masked.clone())).collect();
        let is_new = |n: &Number| !known.contains(&(n.kind, n.masked.clone()));
        numbers.extend(again.into_iter().flat_map(of).filter(is_new));
        let authors = contents
            .authors
            .into_iter()
            .map(|(what, name)| (what.to_owned(), name));
        Seen {
            numbers,
            authors: authors.collect(),
            revisions: contents.revisions,
            position: contents.position,
            hidden: contents.hidden,
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

/// The personal numbers of a part, without those that the headings of a table show to be of things.
/// These are added to `things`, because a file may have them again in attributes, without a table.
fn of_persons(part: &Part, things: &mut BTreeSet<String>) -> Vec<Found> {
    let mut found = privacy::find(&part.text);
    let places: Vec<usize> = found.iter().map(|f| f.range.start).collect();
    let mut rows = part.rows(&places).into_iter();
    found.retain(|f| {
        let row = rows.next().flatten();
        let written = &part.text[f.range.clone()];
        let is_thing = match row {
            Some(row) => privacy::is_of_thing(f.kind, &row.cells, row.own),
            None => part.is_unseen && things.contains(written),
        };
        if is_thing {
            things.insert(written.to_owned());
        }
        !is_thing
    });
    found
}

/// The place of a byte of a part, in words. A personal number in the name of a sheet or file is
/// masked.
fn place(part: &Part, byte: usize) -> Words {
    let at = part.at(byte).words();
    let shown = |at: String, between: &str| {
        let file = part.file.as_str();
        let parts = [file, at.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        privacy::mask(&parts.join(between)).into_owned()
    };
    words(shown(at.zh, "，"), shown(at.en, ", "))
}

/// The visible text of a file. Empty if the file has tracked changes or comments, because deleted
/// text cannot then be told from the rest.
fn shown(contents: &Contents) -> Vec<Passage> {
    if contents.revisions {
        Vec::new()
    } else {
        attachment::shown(contents)
    }
}
