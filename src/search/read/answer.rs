//! Answers: takes an index and a query; gives the documents that hold every term, best first. It
//! finds candidates by the lists of documents and searches the text of each. For common terms that
//! is slower than the engine in the page, but the code is short and reaches the same results by
//! another method. It must not know how files are read.

use super::rank::{Head, PHRASE, phrase_points, points};
use super::reader::{Reader, Text};
use super::suggest;
use crate::fold::{fold, fold_into, terms};
use crate::search::format::code::Damaged;
use crate::search::format::gram::{grams, is_single};
use crate::search::format::initials::{are_initials, range};
use crate::search::format::pack::unpack;
use crate::search::format::record::{Field, Record, VALIDITY};
use crate::search::format::shard::Family;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The values that pass, by the name of a facet. A facet without values filters nothing.
pub type Filters = BTreeMap<String, Vec<String>>;

/// What a search should return.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only documents that have one of the values of each facet named here.
    pub filters: Filters,
    /// Order by date, newest first, instead of by relevance.
    pub by_date: bool,
    /// Number of hits to skip.
    pub offset: usize,
    /// Number of hits to return; none = all.
    pub limit: Option<usize>,
}

impl Options {
    fn filtered(&self) -> bool {
        !self.filters.values().all(Vec::is_empty)
    }
}

/// One document found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    /// Its record, without the category, which text shards do not hold.
    pub record: Record,
    /// Its validity code.
    pub validity: String,
    /// The text of the block that holds the most terms; none if no block holds any.
    pub block: Option<String>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// How many documents match.
    pub total: usize,
    /// The hits asked for, best first.
    pub hits: Vec<Hit>,
    /// How many documents have each value of each facet.
    pub facets: BTreeMap<String, BTreeMap<String, usize>>,
    /// If nothing was found with filters: the number of documents without them.
    pub unfiltered: usize,
    /// If nothing was found without filters either: each term as it was typed, and how many
    /// documents hold it.
    pub terms: Vec<(String, usize)>,
    /// The query without the terms that occur nowhere, and how many documents it finds.
    pub without: Option<(String, usize)>,
    /// What the query may have meant: pieces of titles whose pinyin begins with its letters.
    pub suggestions: Vec<String>,
}

/// A shorter block is most likely a heading.
const SENTENCE: usize = 30;

fn folded(text: &str) -> Vec<char> {
    let mut out = Vec::new();
    fold_into(text, &mut out);
    out
}

impl Reader {
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

    /// What to suggest when the query may be the initials of some words.
    fn suggestions(&self, query: &str) -> Result<Vec<String>, Damaged> {
        let initials = fold(query.trim());
        if !are_initials(&initials) {
            return Ok(Vec::new());
        }
        let wanted = range(initials.as_bytes());
        let mut pieces: Vec<(String, u32)> = Vec::new();
        for (n, families) in self.segments.iter().enumerate() {
            let firsts = &families[Family::Suggestions as usize].firsts;
            let start = firsts
                .partition_point(|f| f.0 <= wanted.start)
                .saturating_sub(1);
            for i in (start..firsts.len()).take_while(|&i| firsts[i].0 < wanted.end) {
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

    /// For each facet with a filter: its column, and which of its values pass. A name that is no
    /// facet is ignored.
    fn filters(&self, filters: &Filters) -> Vec<(&[u32], Vec<bool>)> {
        let mut out = Vec::new();
        for (facet, column) in self.root.facets.iter().zip(&self.columns) {
            let Some(wanted) = filters.get(&*facet.name).filter(|w| !w.is_empty()) else {
                continue;
            };
            let under = |value: &str, path: &str| {
                value
                    .strip_prefix(path)
                    .is_some_and(|rest| rest.is_empty() || facet.nests && rest.starts_with('/'))
            };
            let passes = |set: &Vec<String>| set.iter().any(|v| wanted.iter().any(|w| under(v, w)));
            out.push((&column[..], facet.values.iter().map(passes).collect()));
        }
        out
    }

    /// Points of a text; none if it lacks a term.
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
            points += match phrase_points(&Head::find(&phrase, &fields)) {
                0 if in_body(&phrase) => PHRASE,
                points => points,
            };
        }
        Some(points)
    }

    /// Points and ids of every document that holds every term and passes the filters.
    pub(super) fn matches(
        &self,
        terms: &[Vec<char>],
        options: &Options,
    ) -> Result<Vec<(u32, usize)>, Damaged> {
        let mut found = Vec::new();
        let filters = self.filters(&options.filters);
        let passes = |id: usize| {
            filters
                .iter()
                .all(|(column, passes)| passes[column[id] as usize])
        };
        for (n, s) in self.root.segments.iter().enumerate() {
            let allowed = self
                .candidates(n, terms)?
                .into_iter()
                .filter(|&d| passes(s.from + d as usize));
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

    /// Why nothing was found: how many documents there are without the filters, for each term
    /// alone, and without the terms that occur nowhere.
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

    /// Every document that holds every term of `query`, in the order and with the counts of the
    /// engine in the page.
    pub fn search(&self, query: &str, options: &Options) -> Result<Results, Damaged> {
        let words = terms(query);
        let terms: Vec<Vec<char>> = words.iter().map(|t| t.chars().collect()).collect();
        let mut found = self.matches(&terms, options)?;
        let mut results = Results {
            total: found.len(),
            facets: self.counts(&found),
            suggestions: self.suggestions(query)?,
            ..Results::default()
        };
        if found.is_empty() && !terms.is_empty() {
            self.blame(query, &words, options, &mut results)?;
        }
        if options.by_date || terms.is_empty() {
            found.sort_by_key(|f| std::cmp::Reverse(f.1));
        } else {
            self.sort(&mut found);
        }
        for &(_, id) in found
            .iter()
            .skip(options.offset)
            .take(options.limit.unwrap_or(usize::MAX))
        {
            let Some((n, s)) = self.segment_of(id) else {
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

    /// Puts the best first: points, then in force, then newest.
    pub(super) fn sort(&self, found: &mut [(u32, usize)]) {
        let facets = self.root.facets.iter().zip(&self.columns);
        let validity = facets.clone().find(|(facet, _)| facet.name == VALIDITY);
        let in_force = |id: usize| {
            validity.is_none_or(|(facet, column)| {
                let values = &facet.values[column[id] as usize];
                !values
                    .iter()
                    .any(|v| matches!(v.as_str(), "repealed" | "expired"))
            })
        };
        found.sort_by_key(|&(points, id)| std::cmp::Reverse((points, in_force(id), id)));
    }

    /// How many of the documents have each value. A document under a path also counts for every
    /// path above it.
    fn counts(&self, found: &[(u32, usize)]) -> BTreeMap<String, BTreeMap<String, usize>> {
        let counts = self
            .root
            .facets
            .iter()
            .zip(&self.columns)
            .map(|(facet, column)| {
                let mut numbers = vec![0; facet.values.len()];
                found
                    .iter()
                    .for_each(|&(_, id)| numbers[column[id] as usize] += 1);
                let mut counts = BTreeMap::new();
                for (set, n) in facet.values.iter().zip(numbers).filter(|(_, n)| *n > 0) {
                    let mut counted = BTreeSet::new();
                    for value in set.iter().filter(|v| !v.is_empty()) {
                        let above = value
                            .match_indices('/')
                            .map(|m| m.0)
                            .filter(|_| facet.nests);
                        counted.extend(above.chain([value.len()]).map(|end| &value[..end]));
                    }
                    for value in counted {
                        *counts.entry(value.to_owned()).or_insert(0) += n;
                    }
                }
                (facet.name.to_string(), counts)
            });
        counts.collect()
    }

    /// The facets of this index: the name of each, and its labels in Chinese and in English.
    pub fn facets(&self) -> impl Iterator<Item = (&str, [&str; 2])> {
        self.root
            .facets
            .iter()
            .map(|f| (&*f.name, f.label.each_ref().map(|l| &**l)))
    }
}
