//! Takes the records of a run and the documents of the site; gives groups of documents that may be
//! the same: by number, or, within the run only, by equal or similar text. Digests and small
//! samples of the texts are compared, so that no text is kept. This file must not know how a group
//! is shown.

use super::record::Record;
use super::traits::alike;
use crate::catalogue::{Catalogue, Field, address, value};
use crate::source::Sources;
use std::collections::{BTreeMap, HashMap};

/// The number of sampled pieces by which similar texts are found, before their whole samples are
/// compared. If two texts are equal in nine tenths, the probability that they share none of these
/// pieces is 0.1⁸.
const KEYS: usize = 8;

/// The maximum number of texts stored for one piece, which limits the comparisons.
const COMPARED: usize = 200;

/// The share of two texts that must be equal before they count as almost the same.
const ALIKE: f64 = 0.9;

/// Why documents may be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sameness {
    /// They have the same index number.
    IndexNumber,
    /// They have the same document number.
    DocumentNumber,
    /// They have the same title and the same text.
    TitleAndText,
    /// They have the same text, but different titles.
    Text,
    /// They have almost the same text. The number is the percentage that the first document and the
    /// one least similar to it have in common.
    Alike(u8),
}

/// A document that may be the same as others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The original; empty for an earlier document of the site.
    pub from: String,
    /// The path of the document, relative to the site's root.
    pub path: String,
    /// The title of the document.
    pub title: String,
    /// The index number of the document.
    pub index_number: String,
    /// The document number of the document.
    pub document_number: String,
}

/// Documents that may be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Why they may be the same.
    pub sameness: Sameness,
    /// The documents in the order of the run, then those of the site.
    pub members: Vec<Member>,
}

/// The groups, in the order of their reasons. Groups with one reason are in the order of their
/// numbers if the reason is a number, otherwise in the order of the run. Of the groups whose texts
/// are almost the same, the least similar come first.
pub(super) fn groups(records: &[Record], catalogue: &Catalogue, sources: &Sources) -> Vec<Group> {
    let documents: Vec<(usize, &Record)> = records
        .iter()
        .enumerate()
        .filter(|(_, r)| r.is_document())
        .collect();
    let mut groups = by_numbers(&documents, catalogue, sources);
    let mut texts: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (i, record) in &documents {
        if let Some(text) = record.traits.text {
            texts.entry(text).or_default().push(*i);
        }
    }
    let mut same: Vec<&Vec<usize>> = texts.values().filter(|all| all.len() > 1).collect();
    same.sort();
    for all in same {
        let title = &records[all[0]].traits.title;
        let is_one = all.iter().all(|i| records[*i].traits.title == *title);
        groups.push(Group {
            sameness: if is_one {
                Sameness::TitleAndText
            } else {
                Sameness::Text
            },
            members: all.iter().map(|i| member(&records[*i])).collect(),
        });
    }
    // one of several equal texts represents them
    let mut firsts: Vec<usize> = texts.values().map(|all| all[0]).collect();
    firsts.sort_unstable();
    groups.extend(almost(records, &firsts));
    groups.sort_by_key(|g| g.sameness);
    groups
}

fn member(record: &Record) -> Member {
    Member {
        from: record.from.clone(),
        path: record.path.clone(),
        title: record.title().to_owned(),
        index_number: record.value(Field::IndexNumber).to_owned(),
        document_number: record.value(Field::DocumentNumber).to_owned(),
    }
}

/// The groups of documents with the same index number or the same document number, among the
/// documents of the run and those of the site.
fn by_numbers(
    documents: &[(usize, &Record)],
    catalogue: &Catalogue,
    sources: &Sources,
) -> Vec<Group> {
    let mut found: BTreeMap<(Sameness, &str), Vec<&Record>> = BTreeMap::new();
    for (_, record) in documents {
        let traits = &record.traits;
        if let Some(number) = &traits.index_number {
            found
                .entry((Sameness::IndexNumber, number))
                .or_default()
                .push(record);
        }
        if let Some(number) = &traits.document_number {
            found
                .entry((Sameness::DocumentNumber, number))
                .or_default()
                .push(record);
        }
    }
    let mut groups = Vec::new();
    for ((sameness, number), all) in found {
        let mut members: Vec<Member> = all.iter().map(|r| member(r)).collect();
        for id in catalogue.by_number(number) {
            let entry = catalogue.entry(*id);
            let path = sources.file(entry.file).shown();
            let own = match sameness {
                Sameness::IndexNumber => entry.index_number.as_deref().map(address::identity),
                _ => entry.document_number.as_deref().map(value::document_number),
            };
            // a document of both the run and the site counts once
            if own.as_deref() == Some(number) && members.iter().all(|m| m.path != path) {
                members.push(Member {
                    from: String::new(),
                    path,
                    title: entry.title.clone(),
                    index_number: entry.index_number.clone().unwrap_or_default(),
                    document_number: entry.document_number.clone().unwrap_or_default(),
                });
            }
        }
        if members.len() > 1 {
            groups.push(Group { sameness, members });
        }
    }
    groups
}

/// The groups whose texts are almost the same. A document is compared with documents before it that
/// share one of the first [`KEYS`] sampled pieces with it; of a group, only with the first
/// document.
fn almost(records: &[Record], documents: &[usize]) -> Vec<Group> {
    let mut by_piece: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut groups: BTreeMap<usize, (f64, Vec<usize>)> = BTreeMap::new();
    for &i in documents {
        let sample = &records[i].traits.sample;
        let keys = &sample[..sample.len().min(KEYS)];
        let mut near: Vec<usize> = keys
            .iter()
            .filter_map(|k| by_piece.get(k))
            .flatten()
            .copied()
            .collect();
        near.sort_unstable();
        near.dedup();
        let best = near
            .into_iter()
            .map(|n| (alike(&records[n].traits.sample, sample), n))
            .filter(|(alike, _)| *alike >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((alike, first)) = best {
            let group = groups.entry(first).or_insert((1.0, vec![first]));
            group.0 = group.0.min(alike);
            group.1.push(i);
            continue;
        }
        for key in keys {
            let all = by_piece.entry(*key).or_default();
            if all.len() < COMPARED {
                all.push(i);
            }
        }
    }
    groups
        .into_values()
        .map(|(alike, all)| Group {
            sameness: Sameness::Alike((alike * 100.0).min(99.0) as u8),
            members: all.iter().map(|i| member(&records[*i])).collect(),
        })
        .collect()
}
