//! The reader: takes a built site's index and answers queries from it, for the command line and for tests of the engine.
//! It finds candidates by the lists of documents and looks into every candidate's text: slower than the engine in the page
//! for common terms, but short, and by another way to the same results. It must not know how an index is made.

use super::code::{BitReader, Bytes, Damaged, checksum, from_units};
use super::fields::{Field, Record};
use super::gram::{Key, grams, is_single};
use super::rank::{Head, phrase_points, points};
use super::shard::{self, Family, name, name_of_entry, name_of_group};
use super::suggest;
use crate::fold::{fold, fold_into, terms};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
pub(super) struct SegmentHead {
    name: String,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) group: usize,
    folders: [u32; 5],
    shards: [usize; 5],
}

#[derive(Deserialize)]
pub(super) struct Root {
    version: u32,
    pub(super) documents: usize,
    categories: Vec<String>,
    #[serde(rename = "issuing_bodies")]
    issuers: Vec<Vec<String>>,
    validities: Vec<String>,
    years: Vec<(String, usize)>,
    pub(super) segments: Vec<SegmentHead>,
}

/// What a search is to give.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Category paths, with what is below them; empty = all. So with the others.
    pub category: Vec<String>,
    /// Issuing bodies.
    pub issuer: Vec<String>,
    /// Years of publication.
    pub year: Vec<String>,
    /// Validity codes.
    pub validity: Vec<String>,
    /// Newest first, whatever the terms' places.
    pub by_date: bool,
    /// How many hits to leave out.
    pub offset: usize,
    /// How many to give; none = all.
    pub limit: Option<usize>,
}

impl Options {
    fn filtered(&self) -> bool {
        ![&self.category, &self.issuer, &self.year, &self.validity]
            .into_iter()
            .all(Vec::is_empty)
    }
}

/// One document found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    /// Its record, without the category, which the index does not give back.
    pub record: Record,
    /// Its validity code.
    pub validity: String,
    /// The text of the block that holds most terms.
    pub block: Option<String>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// How many documents match.
    pub total: usize,
    /// The hits asked for, best first.
    pub hits: Vec<Hit>,
    /// Counts by field and value.
    pub facets: BTreeMap<&'static str, BTreeMap<String, usize>>,
    /// When nothing was found with filters: how many documents there are without them.
    pub unfiltered: usize,
    /// When nothing was found otherwise: each term as it was typed, and how many documents hold it.
    pub terms: Vec<(String, usize)>,
    /// The query without the terms that are nowhere, and how many documents it finds.
    pub without: Option<(String, usize)>,
    /// What the query may have meant: pieces of titles whose pinyin begins with its letters.
    pub suggestions: Vec<String>,
}

pub(super) struct Shards {
    firsts: Vec<(Key, u32)>,
    pub(super) sums: Vec<u32>,
}

/// An index on disk.
pub struct Reader {
    pub(super) dir: PathBuf,
    pub(super) root: Root,
    columns: [Vec<u32>; 3], // category, issuing bodies, validity
    pub(super) segments: Vec<Vec<Shards>>, // by family
    pub(super) checked: bool, // false only where a test looks what damage does behind the checksums
}

/// A shorter block is most likely a heading.
const SENTENCE: usize = 30;

fn folded(text: &str) -> Vec<char> {
    let mut out = Vec::new();
    fold_into(text, &mut out);
    out
}

pub(super) struct Text {
    pub(super) record: Record,
    validity: String,
    blocks: Vec<String>,
}

impl Reader {
    /// Reads the root of the index in `dir`, the folder `search` of a site.
    pub fn open(dir: &Path) -> Result<Reader, Damaged> {
        let bytes = inflate(&payload(dir, "root")?)?;
        let mut rest = Bytes::new(&bytes);
        let length = rest.varint()? as usize;
        let root: Root = serde_json::from_slice(rest.take(length)?)
            .map_err(|e| Damaged(format!("search/root.js: {e}")))?;
        if root.version != super::root::VERSION {
            return Err(Damaged(format!("its version is {}", root.version)));
        }
        let mut column = |values: usize| -> Result<Vec<u32>, Damaged> {
            let planes = if values > 0xFFFF {
                3
            } else if values > 0xFF {
                2
            } else {
                1
            };
            if root.documents > rest.rest.len() {
                return Err(Damaged("search/root.js: a column".into()));
            }
            let mut out = vec![0; root.documents];
            for plane in 0..planes {
                for (v, b) in out.iter_mut().zip(rest.take(root.documents)?) {
                    *v |= u32::from(*b) << (8 * plane);
                }
            }
            if out.iter().any(|&v| v as usize >= values) {
                return Err(Damaged("search/root.js: a column".into()));
            }
            Ok(out)
        };
        let columns = [
            column(root.categories.len())?,
            column(root.issuers.len())?,
            column(root.validities.len())?,
        ];
        let mut segments = Vec::new();
        let sound = |s: &SegmentHead| {
            s.from <= s.to
                && s.to <= root.documents
                && s.group > 0
                && s.shards.iter().all(|&n| n <= bytes.len())
        };
        if !root.segments.iter().all(sound) {
            return Err(Damaged("search/root.js: a segment".into()));
        }
        for s in &root.segments {
            let mut families = Vec::new();
            for (f, &n) in s.shards.iter().enumerate() {
                let mut firsts = Vec::new();
                if f < 2 || f == Family::Suggestions as usize {
                    let mut key = 0;
                    for _ in 0..n {
                        key = rest.varint()?.wrapping_add(key);
                        firsts.push((key, 0));
                    }
                    for first in &mut firsts {
                        first.1 = rest.varint()? as u32;
                    }
                }
                let mut bits = BitReader::new(rest.take((n * 20).div_ceil(8))?);
                let sums = (0..n).map(|_| bits.bits(20)).collect::<Result<_, _>>()?;
                families.push(Shards { firsts, sums });
            }
            segments.push(families);
        }
        Ok(Reader {
            dir: dir.to_owned(),
            root,
            columns,
            segments,
            checked: true,
        })
    }

    /// The name of a shard, and its checksum.
    pub(super) fn name(
        &self,
        segment: usize,
        family: Family,
        i: usize,
    ) -> Result<(String, u32), Damaged> {
        let s = &self.root.segments[segment];
        let shards = &self.segments[segment][family as usize];
        let sum = *shards
            .sums
            .get(i)
            .ok_or_else(|| Damaged("a shard that is not there".into()))?;
        let what = shards
            .firsts
            .get(i)
            .map_or_else(|| name_of_group(i as u32), |f| name_of_entry(f.0, f.1));
        Ok((
            name(&s.name, family, s.folders[family as usize], &what, sum),
            sum,
        ))
    }

    fn shard(&self, segment: usize, family: Family, i: usize) -> Result<Vec<u8>, Damaged> {
        let (name, sum) = self.name(segment, family, i)?;
        let text = payload_text(&self.dir, &name)?;
        let bytes = from_units(&text)?;
        if self.checked && checksum(&text) != sum {
            Err(Damaged(format!("search/{name}.js was changed")))
        } else {
            Ok(bytes)
        }
    }

    /// The shards of D or P that may hold a gram.
    pub(super) fn shards_of(&self, segment: usize, family: Family, key: Key) -> Range<usize> {
        let firsts = &self.segments[segment][family as usize].firsts;
        let start = firsts.partition_point(|f| *f <= (key, 0)).saturating_sub(1);
        start..firsts.partition_point(|f| f.0 <= key).max(start)
    }

    /// The documents of a gram, within its segment.
    pub(super) fn documents(&self, segment: usize, key: Key) -> Result<Vec<u32>, Damaged> {
        let mut docs = Vec::new();
        for i in self.shards_of(segment, Family::Documents, key) {
            let bytes = self.shard(segment, Family::Documents, i)?;
            let mut bytes = Bytes::new(&bytes);
            let mut found = 0;
            for _ in 0..bytes.varint()? {
                found = bytes.varint()?.wrapping_add(found);
                let length = bytes.varint()? as usize;
                let mut entry = Bytes::new(bytes.take(length)?);
                if found != key {
                    continue;
                }
                let n = entry.varint()?;
                if n & 2 != 0 {
                    entry.varint()?; // the length of the positions, which stand at the end and are not needed here
                }
                let mut doc = entry.varint()? as u32;
                docs.push(doc);
                let k = if n > 7 { entry.byte()? } else { 0 };
                if n & 1 != 0 {
                    entry.varint()?;
                    entry.take(2)?;
                }
                let mut bits = BitReader::new(entry.rest);
                for _ in 1..n / 4 {
                    doc = doc.wrapping_add(bits.rice(u32::from(k))?).wrapping_add(1);
                    docs.push(doc);
                }
            }
        }
        let s = &self.root.segments[segment];
        if docs.iter().any(|&d| d as usize >= s.to - s.from) {
            return Err(Damaged("a list names a document that is not there".into()));
        }
        Ok(docs)
    }

    /// The documents of a segment that have every gram of every term.
    fn candidates(&self, segment: usize, terms: &[Vec<char>]) -> Result<BTreeSet<u32>, Damaged> {
        let mut keys = BTreeSet::new();
        for term in terms {
            let single = term.len() == 1 || term.iter().any(|c| c.is_whitespace());
            grams(term, |key, _, _| {
                if single || !is_single(key) {
                    keys.insert(key);
                }
            });
        }
        let mut all: Option<BTreeSet<u32>> = None;
        for key in keys {
            let docs = self.documents(segment, key)?;
            let left: BTreeSet<u32> = match &all {
                None => docs.into_iter().collect(),
                Some(all) => docs.into_iter().filter(|d| all.contains(d)).collect(),
            };
            if left.is_empty() {
                return Ok(left);
            }
            all = Some(left);
        }
        let s = &self.root.segments[segment];
        Ok(all.unwrap_or_else(|| (0..(s.to - s.from) as u32).collect()))
    }

    pub(super) fn texts(&self, segment: usize, group: usize) -> Result<Vec<Text>, Damaged> {
        let docs: Vec<Value> = unpack(&self.shard(segment, Family::Texts, group)?)?;
        let list = |v: &Value| -> Vec<String> {
            v.as_array()
                .into_iter()
                .flatten()
                .filter_map(|s| s.as_str().map(str::to_owned))
                .collect()
        };
        let text = |v: &Value| v.as_str().map(str::to_owned);
        Ok(docs
            .iter()
            .map(|d| {
                let r = &d["r"];
                let record = Record {
                    index_number: text(&r[0]),
                    title: text(&r[1]).unwrap_or_default(),
                    url: text(&r[2]).unwrap_or_default(),
                    document_number: text(&r[3]),
                    registration_number: list(&d["n"]).into_iter().next(),
                    issuer: text(&r[4]).unwrap_or_default(),
                    joint_issuers: list(&d["i"]),
                    keywords: list(&d["k"]),
                    summary: list(&d["s"]).into_iter().next(),
                    attachment_titles: list(&d["a"]),
                    date_published: text(&r[5]),
                    ..Record::default()
                };
                Text {
                    record,
                    validity: text(&r[6]).unwrap_or_default(),
                    blocks: list(&d["b"]),
                }
            })
            .collect())
    }

    /// What to suggest when the query may be the initials of some words.
    fn suggestions(&self, query: &str) -> Result<Vec<String>, Damaged> {
        let initials = fold(query.trim());
        if !suggest::are_initials(&initials) {
            return Ok(Vec::new());
        }
        let range = suggest::range(initials.as_bytes());
        let mut pieces: Vec<(String, u32)> = Vec::new();
        for (n, families) in self.segments.iter().enumerate() {
            let firsts = &families[Family::Suggestions as usize].firsts;
            let start = firsts
                .partition_point(|f| f.0 <= range.start)
                .saturating_sub(1);
            for i in (start..firsts.len()).take_while(|&i| firsts[i].0 < range.end) {
                let lines: Vec<Vec<Value>> = unpack(&self.shard(n, Family::Suggestions, i)?)?;
                for line in lines.iter().filter(|l| {
                    l.first()
                        .and_then(Value::as_str)
                        .is_some_and(|l| l.starts_with(&initials))
                }) {
                    let of = |two: &[Value]| {
                        Some((two[0].as_str()?.to_owned(), two.get(1)?.as_u64()? as u32))
                    };
                    pieces.extend(line[1..].chunks(2).filter_map(of));
                }
            }
        }
        Ok(suggest::choose(&pieces, initials.len()))
    }

    fn year(&self, id: usize) -> &str {
        let i = self.root.years.partition_point(|y| y.1 <= id);
        i.checked_sub(1).map_or("", |i| &self.root.years[i].0)
    }

    fn allowed(&self, id: usize, o: &Options) -> bool {
        let category = &self.root.categories[self.columns[0][id] as usize];
        let bodies = &self.root.issuers[self.columns[1][id] as usize];
        let validity = &self.root.validities[self.columns[2][id] as usize];
        let under = |c: &String| {
            category
                .strip_prefix(c.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        (o.category.is_empty() || o.category.iter().any(under))
            && (o.issuer.is_empty() || bodies.iter().any(|b| o.issuer.contains(b)))
            && (o.year.is_empty() || o.year.iter().any(|y| y == self.year(id)))
            && (o.validity.is_empty() || o.validity.contains(validity))
    }

    /// Points of a text; none when it lacks a term.
    fn check(text: &Text, terms: &[Vec<char>]) -> Option<u32> {
        let mut fields: Vec<(Field, Vec<char>)> = Vec::new();
        text.record
            .head(|field, value| fields.push((field, folded(value))));
        let blocks: Vec<Vec<char>> = text.blocks.iter().map(|b| folded(b)).collect();
        let in_body = |term: &[char]| {
            blocks
                .iter()
                .any(|b| b.windows(term.len()).any(|w| w == term))
        };
        let mut heads = Vec::new();
        for term in terms {
            let head = Head::find(term, &fields);
            if !head.found() && !in_body(term) {
                return None;
            }
            heads.push(head);
        }
        let mut points = points(&heads);
        if terms.len() > 1 {
            let phrase = terms.concat();
            points += phrase_points(&Head::find(&phrase, &fields), in_body(&phrase));
        }
        Some(points)
    }

    /// Points and ids of every document that holds every term, without any filter.
    pub(super) fn matches(
        &self,
        terms: &[Vec<char>],
        options: &Options,
    ) -> Result<Vec<(u32, usize)>, Damaged> {
        let mut found = Vec::new();
        for (n, s) in self.root.segments.iter().enumerate() {
            let allowed = self
                .candidates(n, terms)?
                .into_iter()
                .filter(|&d| self.allowed(s.from + d as usize, options));
            let docs: Vec<u32> = allowed.collect();
            if terms.is_empty() {
                found.extend(docs.iter().map(|&d| (0, s.from + d as usize)));
                continue;
            }
            let groups: Vec<&[u32]> = docs
                .chunk_by(|a, b| *a as usize / s.group == *b as usize / s.group)
                .collect();
            let checked: Result<Vec<Vec<(u32, usize)>>, Damaged> = groups
                .par_iter()
                .map(|docs| {
                    let texts = self.texts(n, docs[0] as usize / s.group)?;
                    let of = |d: &u32| {
                        texts
                            .get(*d as usize % s.group)
                            .and_then(|t| Self::check(t, terms))
                            .map(|p| (p, s.from + *d as usize))
                    };
                    Ok(docs.iter().filter_map(of).collect())
                })
                .collect();
            found.extend(checked?.into_iter().flatten());
        }
        Ok(found)
    }

    /// Why nothing was found: what there is without the filters, for each term alone, and without the terms that are nowhere.
    fn blame(
        &self,
        query: &str,
        words: &[String],
        options: &Options,
        results: &mut Results,
    ) -> Result<(), Damaged> {
        let count = |words: &[&String]| -> Result<usize, Damaged> {
            let terms: Vec<Vec<char>> = words.iter().map(|w| w.chars().collect()).collect();
            Ok(self.matches(&terms, &Options::default())?.len())
        };
        if options.filtered() {
            results.unfiltered = count(&words.iter().collect::<Vec<_>>())?;
            if results.unfiltered > 0 {
                return Ok(());
            }
        }
        let typed = |word: &String| {
            query
                .split_whitespace()
                .find(|part| fold(part) == *word)
                .unwrap_or_default()
                .to_owned()
        };
        for word in words {
            let found = if words.len() > 1 { count(&[word])? } else { 0 };
            results.terms.push((typed(word), found));
        }
        let rest: Vec<&String> = words
            .iter()
            .zip(&results.terms)
            .filter(|w| w.1.1 > 0)
            .map(|w| w.0)
            .collect();
        if !rest.is_empty() && rest.len() < words.len() {
            let query = rest.iter().map(|w| typed(w)).collect::<Vec<_>>().join(" ");
            results.without = Some((query, count(&rest)?));
        }
        Ok(())
    }

    /// Every document that holds every term of `query`, in the order and with the counts of the engine in the page.
    pub fn search(&self, query: &str, options: &Options) -> Result<Results, Damaged> {
        let words = terms(query);
        let terms: Vec<Vec<char>> = words.iter().map(|t| t.chars().collect()).collect();
        let mut found = self.matches(&terms, options)?;
        let mut results = Results {
            total: found.len(),
            facets: self.facets(&found),
            suggestions: self.suggestions(query)?,
            ..Results::default()
        };
        if found.is_empty() && !terms.is_empty() {
            self.blame(query, &words, options, &mut results)?;
        }
        self.sort(&mut found, options.by_date || terms.is_empty());
        for &(_, id) in found
            .iter()
            .skip(options.offset)
            .take(options.limit.unwrap_or(usize::MAX))
        {
            let Some((n, s)) = self
                .root
                .segments
                .iter()
                .enumerate()
                .find(|(_, s)| (s.from..s.to).contains(&id))
            else {
                continue;
            };
            let doc = id - s.from;
            let text = self.texts(n, doc / s.group)?.into_iter().nth(doc % s.group);
            let text = text.ok_or_else(|| Damaged("a text is missing".into()))?;
            let holds = |b: &String| {
                let folded = folded(b);
                terms
                    .iter()
                    .filter(|t| folded.windows(t.len()).any(|w| w == &t[..]))
                    .count()
            };
            let rank = |b: &String| (holds(b), b.chars().count() >= SENTENCE);
            let best = text
                .blocks
                .iter()
                .map(|b| (rank(b), b))
                .rev()
                .max_by_key(|b| b.0)
                .filter(|b| b.0.0 > 0 || terms.is_empty());
            results.hits.push(Hit {
                block: best.map(|b| b.1.clone()),
                record: text.record,
                validity: text.validity,
            });
        }
        Ok(results)
    }

    /// Best first.
    pub(super) fn sort(&self, found: &mut [(u32, usize)], by_date: bool) {
        let in_force = |id: usize| {
            !matches!(
                self.root.validities[self.columns[2][id] as usize].as_str(),
                "repealed" | "expired"
            )
        };
        found.sort_by_key(|&(points, id)| {
            std::cmp::Reverse(if by_date {
                (0, false, id)
            } else {
                (points, in_force(id), id)
            })
        });
    }

    fn facets(&self, found: &[(u32, usize)]) -> BTreeMap<&'static str, BTreeMap<String, usize>> {
        let mut facets = BTreeMap::from(
            ["category", "issuing_body", "year", "validity"].map(|f| (f, BTreeMap::new())),
        );
        let mut add = |facet, value: &str| {
            if let (false, Some(counts)) = (value.is_empty(), facets.get_mut(facet)) {
                *counts.entry(value.to_owned()).or_insert(0) += 1;
            }
        };
        for &(_, id) in found {
            let path = &self.root.categories[self.columns[0][id] as usize];
            path.match_indices('/')
                .map(|m| m.0)
                .chain([path.len()])
                .for_each(|end| add("category", &path[..end]));
            let bodies: BTreeSet<&String> = self.root.issuers[self.columns[1][id] as usize]
                .iter()
                .collect();
            bodies.into_iter().for_each(|b| add("issuing_body", b));
            add(
                "validity",
                &self.root.validities[self.columns[2][id] as usize],
            );
            add("year", self.year(id));
        }
        facets
    }
}

fn payload_text(dir: &Path, name: &str) -> Result<Vec<u16>, Damaged> {
    let path = dir.join(format!("{name}.js"));
    let bytes = std::fs::read(&path).map_err(|e| Damaged(format!("{}: {e}", path.display())))?;
    shard::payload(name, &bytes).ok_or_else(|| Damaged(format!("{} was changed", path.display())))
}

fn payload(dir: &Path, name: &str) -> Result<Vec<u8>, Damaged> {
    from_units(&payload_text(dir, name)?)
}

/// The JSON of a text, record or suggestion shard.
fn unpack<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Damaged> {
    let raw = inflate(bytes.get(1..).unwrap_or_default())?;
    let json = if bytes.first() == Some(&b'g') {
        encoding_rs::GB18030
            .decode_without_bom_handling(&raw)
            .0
            .into_owned()
    } else {
        String::from_utf8(raw).map_err(|_| Damaged("a text cannot be read".into()))?
    };
    serde_json::from_str(&json).map_err(|_| Damaged("a text cannot be read".into()))
}

fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Damaged> {
    let mut out = Vec::new();
    flate2::read::DeflateDecoder::new(bytes)
        .read_to_end(&mut out)
        .map_err(|e| Damaged(e.to_string()))?;
    Ok(out)
}
