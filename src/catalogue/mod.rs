//! Takes front matter; gives checked entries, and an index of them by number.
//!
//! Every `Entry` is made here. A faulty document has an entry only among the rejected ones. This
//! room must not know the effects of relations (see `relate`) or addresses (see `plan`).

pub mod address;
pub mod field;
pub mod secrecy;
pub mod value;

mod entry;
mod number;
mod read;

pub use entry::{
    Attachment, Details, Entry, Reference, RelationItem, Review, Unified, Waiver, Withdrawn,
};
pub use field::{Field, FieldKind};
pub use read::without_marks;
pub use value::{Disclosure, Kind, Relation, Validity};

use crate::cache::{self, Key};
use crate::config::Config;
use crate::diag::{Diagnostic, Error, Message, is_exhausted};
use crate::fold::fold;
use crate::parse::front_matter;
use crate::source::{self, File, FileId, Sources};
use number::Numbers;
use rayon::prelude::*;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// Identifies a document: its place in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// All valid documents, in the order of their files, and the readable parts of the rejected ones.
#[derive(Debug, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
    index_numbers: Numbers,
    document_numbers: Numbers,
    rejected: Vec<Entry>,
    rejected_numbers: HashSet<String>,
    digest: Key,
}

/// The result of reading one file: a valid entry, the readable part of a faulty one, or nothing.
type Read = (Option<Result<Entry, Box<Entry>>>, Vec<Diagnostic>);

/// The number of documents that are read in one group, in parallel.
const AT_A_TIME: usize = 1024;

/// Reads every document's front matter. Texts are not kept, so memory grows with the metadata only.
pub fn read(sources: &Sources, config: &Config) -> Result<(Catalogue, Vec<Diagnostic>), Error> {
    let documents: Vec<FileId> = sources
        .iter()
        .filter(|(_, f)| f.is_document())
        .map(|(id, _)| id)
        .collect();
    let mut catalogue = Catalogue {
        entries: Vec::with_capacity(documents.len()),
        ..Catalogue::default()
    };
    let mut findings = Vec::new();
    let read = |&id| {
        let mut read: Read = match sources.remember("entry", &config.digest, id, |bytes| {
            Ok(read_one(sources, config, id, bytes))
        }) {
            Err(Error::Io { source, .. }) if !is_exhausted(&source) => (
                None,
                vec![source::unreadable(&sources.file(id).shown(), &source)],
            ),
            read => read?,
        };
        let fields = match &mut read.0 {
            Some(Ok(entry)) => {
                entry.file = id;
                postcard::to_extend(entry, Vec::new())
            }
            Some(Err(entry)) => {
                entry.file = id;
                postcard::to_extend(entry, Vec::new())
            }
            None => Ok(Vec::new()),
        };
        let path = sources.file(id).path.as_bytes();
        let digest = cache::key(&[path, &fields.unwrap_or_default()]);
        Ok((read, digest))
    };
    let mut digests: Vec<u8> = Vec::new();
    // issuing bodies and categories repeat, so equal names share one text
    let mut names: HashSet<Arc<str>> = HashSet::new();
    let mut one = |name: &mut Arc<str>| match names.get(name) {
        Some(known) => *name = known.clone(),
        None => drop(names.insert(name.clone())),
    };
    let mut ahead = documents.chunks(AT_A_TIME).skip(1);
    sources.probe(&documents);
    sources.read_ahead(documents.get(..AT_A_TIME).unwrap_or(&documents));
    for some in documents.chunks(AT_A_TIME) {
        let read: Vec<(Read, Key)> = std::thread::scope(|scope| {
            let next = ahead.next().unwrap_or_default();
            std::thread::Builder::new()
                .spawn_scoped(scope, || sources.read_ahead(next))
                .ok();
            some.par_iter().map(read).collect::<Result<_, Error>>()
        })?;
        sources.drop_unused(some);
        for ((entry, more), digest) in read {
            findings.extend(more);
            digests.extend(digest);
            match entry {
                Some(Ok(mut entry)) => {
                    one(&mut entry.issuer);
                    one(&mut entry.category);
                    catalogue.entries.push(entry);
                }
                Some(Err(entry)) => catalogue.rejected.push(*entry),
                None => {}
            }
        }
    }
    catalogue.digest = cache::key(&[&digests]);
    catalogue.index(sources, &mut findings);
    Ok((catalogue, findings))
}

/// The findings about the front matter of a text at this path below `content/`.
pub fn findings_in(path: &str, text: &str, config: &Config) -> Vec<Diagnostic> {
    let file = File::new(path);
    let read = front_matter::read(&file.shown(), text);
    read::read(FileId::default(), &file, text, read, config).1
}

fn read_one(sources: &Sources, config: &Config, id: FileId, bytes: &[u8]) -> Read {
    let (text, encoding) = sources.decode(id, bytes);
    let mut findings: Vec<Diagnostic> = encoding.into_iter().collect();
    let Some(text) = text else {
        return (None, findings);
    };
    let (front, more) = front_matter::read(&sources.file(id).shown(), &text);
    if !front.found {
        findings.extend(more);
        return (None, findings);
    }
    let (entry, more) = read::read(id, sources.file(id), &text, (front, more), config);
    findings.extend(more);
    (Some(entry), findings)
}

impl Catalogue {
    fn index(&mut self, sources: &Sources, findings: &mut Vec<Diagnostic>) {
        for entry in &self.rejected {
            self.rejected_numbers.extend(index_number(entry));
            self.rejected_numbers.extend(document_number(entry));
        }
        let texts = |compared: fn(&Entry) -> Option<String>| -> Vec<(String, EntryId)> {
            (0..self.entries.len() as u32)
                .into_par_iter()
                .filter_map(|i| Some((compared(&self.entries[i as usize])?, EntryId(i))))
                .collect()
        };
        let index_numbers = Numbers::of(&texts(index_number));
        self.document_numbers = Numbers::of(&texts(document_number));
        for group in index_numbers.groups() {
            let first = &self.entries[group[0].0 as usize];
            for id in &group[1..] {
                let entry = &self.entries[id.0 as usize];
                let place = |e: &Entry| sources.place(e.file, e.span(Field::IndexNumber));
                let number = entry.index_number.as_deref().unwrap_or_default();
                let finding = Diagnostic::new(Message::DuplicateIndexNumber {
                    value: number.into(),
                })
                .also(place(first));
                findings.push(sources.placed(entry.file, place(entry), finding));
            }
        }
        self.index_numbers = index_numbers;
    }

    /// All entries, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (EntryId, &Entry)> {
        self.entries
            .iter()
            .enumerate()
            .map(|(i, e)| (EntryId(i as u32), e))
    }

    /// Sets, for each entry in order, the values that other documents decide.
    pub(crate) fn unify(&mut self, mut decide: impl FnMut(&Entry) -> Unified) {
        for entry in &mut self.entries {
            entry.unified = decide(entry);
        }
    }

    /// One entry.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// A digest of the paths and the front matter of all documents. With the configuration and a
    /// day, it decides all relations, addresses and lists.
    pub fn digest(&self) -> &Key {
        &self.digest
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The readable parts of the rejected documents. They serve to find further faults.
    pub fn rejected(&self) -> &[Entry] {
        &self.rejected
    }

    /// Whether a number belongs to a rejected document. A reference to it is no fault.
    pub fn is_rejected(&self, written: &str) -> bool {
        !self.rejected.is_empty()
            && (self.rejected_numbers.contains(&address::identity(written))
                || self
                    .rejected_numbers
                    .contains(&fold(&value::document_number(written))))
    }

    /// The entry made from a file.
    pub fn by_file(&self, file: FileId) -> Option<EntryId> {
        // entries are in the order of their files
        self.entries
            .binary_search_by_key(&file, |e| e.file)
            .ok()
            .map(|i| EntryId(i as u32))
    }

    /// The entry with this index number, or else the entries with this document number in any
    /// brackets.
    pub fn by_number(&self, written: &str) -> &[EntryId] {
        let compared = address::identity(written);
        if let [first, ..] = self.index_numbers.find(&compared)
            && index_number(self.entry(*first)).as_ref() == Some(&compared)
        {
            return std::slice::from_ref(first);
        }
        let compared = fold(&value::document_number(written));
        match self.document_numbers.find(&compared) {
            all @ [first, ..]
                if document_number(self.entry(*first)).as_ref() == Some(&compared) =>
            {
                all
            }
            _ => &[],
        }
    }
}

/// The range of `inner` in a part of a file; the whole part if it does not contain `inner`.
pub fn part_of(text: &str, part: Range<usize>, inner: &str) -> Range<usize> {
    let inside = text.get(part.clone()).unwrap_or_default();
    match inside.find(inner) {
        Some(i) if !inner.is_empty() => part.start + i..part.start + i + inner.len(),
        _ => part,
    }
}

/// An entry's index number, in the form used for comparison.
fn index_number(entry: &Entry) -> Option<String> {
    entry.index_number.as_deref().map(address::identity)
}

/// An entry's document number, in the form used for comparison.
fn document_number(entry: &Entry) -> Option<String> {
    entry.document_number.as_deref().map(fold)
}
