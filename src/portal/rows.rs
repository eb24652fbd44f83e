//! Takes the ledger of a member (`catalogue.json`); gives its rows, every value of which was
//! judged. This file must not know how the file was verified.

use super::trust;
use crate::catalogue::Validity;
use crate::diag::{Words, words};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The largest ledger that is read, in bytes.
const LARGEST: u64 = 4 << 30;

/// The most categories and bodies of a member. Each has a page on the portal.
const MOST_CATEGORIES: usize = 2_000;
const MOST_BODIES: usize = 5_000;

/// A document of a member, as its ledger describes it.
pub(super) struct Row {
    pub title: Box<str>,
    /// Relative to the member's root.
    pub url: Box<str>,
    pub index_number: Option<Box<str>>,
    pub document_number: Option<Box<str>>,
    /// The issuing body and the joint ones.
    pub bodies: Box<[Box<str>]>,
    /// The path of its category; may be empty.
    pub category: Box<str>,
    pub created: Option<Box<str>>,
    pub published: Option<Box<str>>,
    pub effective: Option<Box<str>>,
    pub expires: Option<Box<str>>,
    pub repealed: Option<Box<str>>,
    pub validity: Option<Validity>,
    /// Its relations to documents of other catalogues.
    pub elsewhere: Box<[Elsewhere]>,
}

/// A relation to a document of another catalogue.
#[derive(Clone, Deserialize)]
pub(super) struct Elsewhere {
    /// Its code, such as `repeals`.
    pub relation: String,
    #[serde(default)]
    pub document_number: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
}

/// The ledger of a member.
#[derive(Default)]
pub(super) struct Ledger {
    /// The day that the site describes.
    pub as_of: String,
    /// Its documents, newest first.
    pub rows: Vec<Row>,
    /// The names of the categories by path, each with those of the categories above.
    pub names: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct RawLedger {
    as_of: String,
    documents: Vec<RawRow>,
}

#[derive(Deserialize)]
struct RawRow {
    title: String,
    url: String,
    #[serde(default)]
    index_number: Option<String>,
    #[serde(default)]
    document_number: Option<String>,
    #[serde(default)]
    issuing_body: String,
    #[serde(default)]
    joint_issuing_bodies: Vec<String>,
    #[serde(default)]
    category: String,
    #[serde(default)]
    category_name: String,
    #[serde(default)]
    date_created: Option<String>,
    #[serde(default)]
    date_published: Option<String>,
    #[serde(default)]
    date_effective: Option<String>,
    #[serde(default)]
    date_expires: Option<String>,
    #[serde(default)]
    date_repealed: Option<String>,
    #[serde(default)]
    validity: String,
    #[serde(default)]
    elsewhere: Vec<Elsewhere>,
}

/// The ledger in a file, of at most `most` documents.
pub(super) fn read(file: &Path, most: usize) -> Result<Ledger, Words> {
    let damaged = |reason: String| {
        words(
            format!("catalogue.json 损坏或格式不符（{reason}）"),
            format!("catalogue.json is damaged or has another form ({reason})"),
        )
    };
    let open = File::open(file).map_err(|e| damaged(e.to_string()))?;
    let raw: RawLedger = serde_json::from_reader(BufReader::new(open).take(LARGEST))
        .map_err(|e| damaged(e.to_string()))?;
    if raw.documents.len() > most {
        return Err(words(
            "catalogue.json 中的文件比检索索引中的还多",
            "catalogue.json has more documents than the search index",
        ));
    }
    trust::day(&raw.as_of)?;
    let mut ledger = Ledger {
        as_of: raw.as_of,
        ..Ledger::default()
    };
    few(
        raw.documents.iter().map(|row| &row.category),
        MOST_CATEGORIES,
    )?;
    let bodies = raw.documents.iter().flat_map(|row| {
        let joint = row.joint_issuing_bodies.iter();
        joint.chain([&row.issuing_body])
    });
    few(bodies, MOST_BODIES)?;
    for row in raw.documents {
        name_categories(&mut ledger.names, &row);
        ledger.rows.push(judged(row)?);
    }
    Ok(ledger)
}

/// Whether there are at most `most` different values.
fn few<'v>(values: impl Iterator<Item = &'v String>, most: usize) -> Result<(), Words> {
    let known: BTreeSet<&String> = values.collect();
    if known.len() <= most {
        return Ok(());
    }
    Err(words(
        format!("栏目或者发布机构过多，超过 {most} 个"),
        format!("there are more than {most} categories or issuing bodies"),
    ))
}

/// Notes the names of a category and of those above it, if there are as many names as parts.
fn name_categories(names: &mut BTreeMap<String, String>, row: &RawRow) {
    let ends = |text: &str| -> Vec<usize> {
        let slashes = text.match_indices('/').map(|(at, _)| at);
        slashes.chain([text.len()]).collect()
    };
    let (path, name) = (&row.category, &row.category_name);
    let (paths, parts) = (ends(path), ends(name));
    if path.is_empty() || paths.len() != parts.len() || trust::text(name).is_err() {
        return;
    }
    for (path_end, name_end) in paths.into_iter().zip(parts) {
        if !names.contains_key(&path[..path_end]) {
            names.insert(path[..path_end].to_owned(), name[..name_end].to_owned());
        }
    }
}

fn judged(raw: RawRow) -> Result<Row, Words> {
    let numbers = [&raw.index_number, &raw.document_number];
    trust::text(&raw.title)?;
    trust::text(&raw.issuing_body)?;
    for text in numbers
        .into_iter()
        .flatten()
        .chain(&raw.joint_issuing_bodies)
    {
        trust::text(text)?;
    }
    trust::address(&raw.url)?;
    trust::category(&raw.category)?;
    let days = [
        &raw.date_created,
        &raw.date_published,
        &raw.date_effective,
        &raw.date_expires,
        &raw.date_repealed,
    ];
    for day in days.into_iter().flatten() {
        trust::day(day)?;
    }
    for other in &raw.elsewhere {
        let texts = [&other.document_number, &other.title, &other.url];
        trust::text(&other.relation)?;
        for text in texts.into_iter().flatten() {
            trust::text(text)?;
        }
    }
    let boxed = |text: Option<String>| text.map(String::into_boxed_str);
    let issuer = Some(raw.issuing_body).filter(|body| !body.is_empty());
    let bodies = issuer.into_iter().chain(raw.joint_issuing_bodies);
    Ok(Row {
        title: raw.title.into(),
        url: raw.url.into(),
        index_number: boxed(raw.index_number).filter(|n| !n.is_empty()),
        document_number: boxed(raw.document_number),
        bodies: bodies.map(String::into_boxed_str).collect(),
        category: raw.category.into(),
        created: boxed(raw.date_created),
        published: boxed(raw.date_published),
        effective: boxed(raw.date_effective),
        expires: boxed(raw.date_expires),
        repealed: boxed(raw.date_repealed),
        validity: trust::validity(&raw.validity)?,
        elsewhere: raw.elsewhere.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::few;

    #[test]
    fn the_number_of_different_values_has_a_limit() {
        let values = ["a", "b", "a"].map(str::to_owned);
        assert!(few(values.iter(), 2).is_ok() && few(values.iter(), 1).is_err());
    }
}
