//! Takes the ledger of a member (`catalogue.json`); gives the rows that pass `trust`, and the
//! refused documents with reasons. `member.rs` has verified the ledger. This file must not know how
//! the ledger was verified.

use super::trust;
use crate::catalogue::{Relation, Validity};
use crate::config::Unstated;
use crate::diag::{Words, words};
use crate::parse::invisible;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The maximum size of a ledger that is read, in bytes.
const LARGEST: u64 = 4 << 30;

/// The maximum number of categories of a member. Each has pages on the portal.
const MOST_CATEGORIES: usize = 2_000;
/// The maximum number of issuing bodies of a member. Each has pages on the portal.
const MOST_BODIES: usize = 5_000;
/// The maximum number of documents that are reported as not taken over.
const MOST_DROPPED: usize = 1_000;

/// A document of a member, as its ledger describes it.
pub(super) struct Row {
    pub title: Box<str>,
    /// Its address, relative to the member's root.
    pub url: Box<str>,
    pub index_number: Option<Box<str>>,
    pub document_number: Option<Box<str>>,
    /// The issuing body, then the joint issuing bodies.
    pub bodies: Box<[Box<str>]>,
    /// The path of its category; may be empty.
    pub category: Box<str>,
    pub created: Option<Box<str>>,
    pub published: Option<Box<str>>,
    pub effective: Option<Box<str>>,
    pub expires: Option<Box<str>>,
    pub repealed: Option<Box<str>>,
    pub validity: Option<Validity>,
    /// What the validity follows from besides the dates; `None` if there is nothing more.
    pub grounds: Option<Box<Grounds>>,
    /// Its relations to documents of other catalogues.
    pub elsewhere: Box<[Elsewhere]>,
}

/// What a validity follows from, besides the dates of the row.
pub(super) struct Grounds {
    /// The validity that the editor states.
    pub stated: Option<Validity>,
    /// The last day in force that the document itself states.
    pub last_day: Option<Date>,
    /// The acts of other documents of the member.
    pub acts: Box<[InnerAct]>,
}

/// The act of a document of the same member.
pub(super) struct InnerAct {
    pub relation: Relation,
    pub from: Date,
    pub last_day: Option<Date>,
    /// The index number of the acting document.
    pub number: Option<Box<str>>,
}

/// A relation to a document of another catalogue.
#[derive(Clone, Deserialize)]
pub(super) struct Elsewhere {
    /// The code of the relation, such as `repeals`.
    pub relation: String,
    #[serde(default)]
    pub document_number: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
}

/// The ledger of a member.
pub(super) struct Ledger {
    /// The day that the site describes.
    pub as_of: Date,
    /// The validity of a document that states none and that nothing changes. `None` if the ledger
    /// does not state what validities follow from.
    pub unstated: Option<Unstated>,
    /// Its documents, newest first.
    pub rows: Vec<Row>,
    /// The names of the categories by path, each preceded by the names of the categories above.
    pub names: BTreeMap<String, String>,
    /// The documents that were not taken over, at most [`MOST_DROPPED`].
    pub dropped: Vec<Dropped>,
}

/// A document that cannot be taken over.
pub(super) struct Dropped {
    pub title: String,
    pub url: String,
    pub reason: Words,
}

struct RawLedger {
    as_of: String,
    unstated: Option<String>,
    documents: Vec<RawRow>,
}

/// Reads a ledger. If the ledger has more than `most` documents, sets `is_over` and fails.
struct Limit<'l> {
    most: usize,
    is_over: &'l Cell<bool>,
}

impl<'de> Visitor<'de> for Limit<'_> {
    type Value = RawLedger;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a ledger")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawLedger, A::Error> {
        let (mut as_of, mut unstated, mut documents) = (None, None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "as_of" => as_of = Some(map.next_value()?),
                "unstated_validity" => unstated = Some(map.next_value()?),
                "documents" => documents = Some(map.next_value_seed(Rows(&self))?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(RawLedger {
            as_of: as_of.ok_or_else(|| A::Error::missing_field("as_of"))?,
            unstated,
            documents: documents.ok_or_else(|| A::Error::missing_field("documents"))?,
        })
    }
}

/// Reads the rows of a ledger.
struct Rows<'l>(&'l Limit<'l>);

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = Vec<RawRow>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Vec<RawRow>, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = Vec<RawRow>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a list of documents")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<RawRow>, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = list.next_element()? {
            if rows.len() == self.0.most {
                self.0.is_over.set(true);
                return Err(A::Error::custom("too many documents"));
            }
            rows.push(row);
        }
        Ok(rows)
    }
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
    grounds: Option<RawGrounds>,
    #[serde(default)]
    elsewhere: Vec<Elsewhere>,
}

#[derive(Deserialize)]
struct RawGrounds {
    #[serde(default)]
    stated: Option<String>,
    #[serde(default)]
    last_day: Option<String>,
    #[serde(default)]
    acts: Vec<RawAct>,
}

#[derive(Deserialize)]
struct RawAct {
    relation: String,
    from: String,
    #[serde(default)]
    last_day: Option<String>,
    #[serde(default)]
    index_number: Option<String>,
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
    let is_over = Cell::new(false);
    let limit = Limit {
        most,
        is_over: &is_over,
    };
    let mut from = serde_json::Deserializer::from_reader(BufReader::new(open).take(LARGEST));
    let raw = from.deserialize_map(limit);
    if is_over.get() {
        return Err(words(
            "catalogue.json 中的文件比检索索引中的还多",
            "catalogue.json has more documents than the search index",
        ));
    }
    let raw = raw.and_then(|raw| from.end().map(|()| raw));
    let raw = raw.map_err(|e| damaged(e.to_string()))?;
    let known = [Unstated::Effective, Unstated::Unknown];
    let mut ledger = Ledger {
        as_of: trust::date(&raw.as_of)?,
        unstated: raw
            .unstated
            .and_then(|code| known.into_iter().find(|known| known.code() == code)),
        rows: Vec::new(),
        names: BTreeMap::new(),
        dropped: Vec::new(),
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
    for mut row in raw.documents {
        row.clean();
        let judged = row.judge().and_then(|()| row.grounds());
        let grounds = match judged {
            Ok(grounds) => grounds,
            Err(reason) => {
                if ledger.dropped.len() < MOST_DROPPED {
                    ledger.dropped.push(Dropped {
                        title: row.title,
                        url: row.url,
                        reason,
                    });
                }
                continue;
            }
        };
        name_categories(&mut ledger.names, &row);
        ledger.rows.push(row.taken(grounds));
    }
    Ok(ledger)
}

/// Fails if there are more than `most` different values.
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

/// Stores the name of a category. Also stores the names of the categories above, if name and path
/// have equally many parts.
fn name_categories(names: &mut BTreeMap<String, String>, row: &RawRow) {
    let ends = |text: &str| -> Vec<usize> {
        let slashes = text.match_indices('/').map(|(at, _)| at);
        slashes.chain([text.len()]).collect()
    };
    let (path, name) = (&row.category, &row.category_name);
    let (paths, parts) = (ends(path), ends(name));
    if path.is_empty() || name.trim().is_empty() || trust::text(name).is_err() {
        return;
    }
    if paths.len() != parts.len() {
        // without matching parts, the names above are unknown
        names.entry(path.clone()).or_insert_with(|| name.clone());
        return;
    }
    for (path_end, name_end) in paths.into_iter().zip(parts) {
        if !names.contains_key(&path[..path_end]) {
            names.insert(path[..path_end].to_owned(), name[..name_end].to_owned());
        }
    }
}

impl RawRow {
    /// Removes invisible characters, also those that turn the direction of writing, from titles,
    /// names and numbers.
    fn clean(&mut self) {
        let of_others = self.elsewhere.iter_mut().flat_map(|other| {
            let texts = [&mut other.document_number, &mut other.title];
            texts.into_iter().flatten()
        });
        let own = [&mut self.index_number, &mut self.document_number];
        let texts = [
            &mut self.title,
            &mut self.issuing_body,
            &mut self.category_name,
        ]
        .into_iter()
        .chain(own.into_iter().flatten())
        .chain(&mut self.joint_issuing_bodies)
        .chain(of_others);
        for text in texts {
            if let Cow::Owned(clean) = invisible::without(text) {
                *text = clean;
            }
        }
    }

    /// Checks every value except the name of the category, which `name_categories` checks.
    fn judge(&self) -> Result<(), Words> {
        if self.title.trim().is_empty() {
            return Err(words("标题为空", "its title is empty"));
        }
        let number = self.index_number.as_deref();
        if number.is_none_or(|number| number.trim().is_empty()) {
            return Err(words("没有索引号", "it has no index number"));
        }
        let numbers = [&self.index_number, &self.document_number];
        let texts = [&self.title, &self.issuing_body].into_iter();
        let texts = texts.chain(numbers.into_iter().flatten());
        for text in texts.chain(&self.joint_issuing_bodies) {
            trust::text(text)?;
        }
        trust::address(&self.url)?;
        trust::category(&self.category)?;
        trust::validity(&self.validity)?;
        let days = [
            &self.date_created,
            &self.date_published,
            &self.date_effective,
            &self.date_expires,
            &self.date_repealed,
        ];
        for day in days.into_iter().flatten() {
            trust::day(day)?;
        }
        for other in &self.elsewhere {
            let texts = [&other.document_number, &other.title, &other.url];
            trust::text(&other.relation)?;
            for text in texts.into_iter().flatten() {
                trust::text(text)?;
            }
        }
        Ok(())
    }

    /// What the validity follows from besides the dates, checked.
    fn grounds(&self) -> Result<Option<Box<Grounds>>, Words> {
        let Some(raw) = &self.grounds else {
            return Ok(None);
        };
        let day = |text: &Option<String>| text.as_deref().map(trust::date).transpose();
        let act = |raw: &RawAct| -> Result<InnerAct, Words> {
            let number = raw.index_number.as_deref();
            number.map(trust::text).transpose()?;
            Ok(InnerAct {
                relation: trust::relation(&raw.relation)?,
                from: trust::date(&raw.from)?,
                last_day: day(&raw.last_day)?,
                number: number.map(Box::from),
            })
        };
        Ok(Some(Box::new(Grounds {
            stated: trust::validity(raw.stated.as_deref().unwrap_or_default())?,
            last_day: day(&raw.last_day)?,
            acts: raw.acts.iter().map(act).collect::<Result<_, Words>>()?,
        })))
    }

    fn taken(self, grounds: Option<Box<Grounds>>) -> Row {
        let boxed = |text: Option<String>| text.map(String::into_boxed_str);
        let issuer = Some(self.issuing_body).filter(|body| !body.is_empty());
        let bodies = issuer.into_iter().chain(self.joint_issuing_bodies);
        Row {
            title: self.title.into(),
            url: self.url.into(),
            index_number: boxed(self.index_number),
            document_number: boxed(self.document_number),
            bodies: bodies.map(String::into_boxed_str).collect(),
            category: self.category.into(),
            created: boxed(self.date_created),
            published: boxed(self.date_published),
            effective: boxed(self.date_effective),
            expires: boxed(self.date_expires),
            repealed: boxed(self.date_repealed),
            validity: trust::validity(&self.validity).unwrap_or_default(),
            grounds,
            elsewhere: self.elsewhere.into(),
        }
    }
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
