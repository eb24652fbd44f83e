//! Takes an index and a query; gives the documents that have every term, in the order that the
//! options ask for. `reader.rs` reads the files. This file must not know how files are read.
//!
//! The posting lists of the index give candidates, and the text of each candidate is searched. For
//! common terms, this is slower than the engine in the page. Because it uses another method, a
//! comparison of both results tests the engine.

use super::question::{Filters, Options, Order, Part, Reason, Relaxed};
use super::rank::{Head, PHRASE, phrase_points, points};
use super::reader::{Reader, Stock, Text};
use super::suggest::End;
use crate::fold::{fold, fold_into, terms};
use crate::search::format::code::Damaged;
use crate::search::format::gram::{grams, is_single};
use crate::search::format::record::{Field, Record, VALIDITY};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One document found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    /// Its record. The category is empty, because text shards do not contain it.
    pub record: Record,
    /// The code of its validity.
    pub validity: String,
    /// The text of the block with the most terms; if a term occurs only in attachments, a block of
    /// an attachment. `None` if no block has a term. If the query has no terms, the first block
    /// that is no heading or, without such a block, the first block.
    pub block: Option<String>,
    /// The attachment that the block is from.
    pub attachment: Option<Found>,
}

/// A place in an attachment with a term.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Found {
    /// The attachment's title.
    pub title: String,
    /// Its address relative to the site's root, with the fragment that leads to the place.
    pub url: String,
    /// The name of the place for a person; empty if the place is not known.
    pub place: String,
}

/// The results of a search.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// How many documents match.
    pub total: usize,
    /// The requested hits, in the requested order.
    pub hits: Vec<Hit>,
    /// How many documents have each value of each facet.
    pub facets: BTreeMap<String, BTreeMap<String, usize>>,
    /// How many documents match without the filters, if none match with them.
    pub unfiltered: usize,
    /// If none match even without filters: each typed term, and how many documents have it. For a
    /// query of one term, the count is 0.
    pub terms: Vec<(String, usize)>,
    /// The query without the terms that occur nowhere, and how many documents it finds.
    pub without: Option<(String, usize)>,
    /// If nothing was found: another query that finds something.
    pub relaxed: Option<Relaxed>,
    /// What the user may have meant: pieces of titles whose pinyin begins with the query's letters.
    /// If nothing was found, also wordings for a term that occurs nowhere. Each has a text to show
    /// and a query.
    pub suggestions: Vec<(String, String)>,
}

/// A block shorter than this is most likely a heading. The length is in UTF-16 units.
const SENTENCE: usize = 30;

fn holds(text: &[char], term: &[char]) -> bool {
    text.windows(term.len()).any(|w| w == term)
}

fn folded(text: &str) -> Vec<char> {
    let mut out = Vec::new();
    fold_into(text, &mut out);
    out
}

impl Reader {
    /// The documents of a segment that have the grams (see `format/gram.rs`) of every term. Grams
    /// of one character are used only for a term of one character, or for a term that contains
    /// white space, which is in no longer gram. Without terms, gives all documents.
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

    /// For each facet with a filter: the number of the combination of values that each document
    /// has, and whether each combination passes. Unknown facets are ignored.
    fn filters<'a>(&'a self, filters: &Filters) -> Vec<(&'a [u32], Vec<bool>)> {
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

    /// For each document, whether it passes the filters and dates and has no excluded term.
    pub(super) fn allowed(&self, options: &Options) -> Result<Vec<bool>, Damaged> {
        let filters = self.filters(&options.filters);
        let passes = |id: usize| {
            filters
                .iter()
                .all(|(column, passes)| passes[column[id] as usize])
        };
        let mut allowed: Vec<bool> = (0..self.root.documents).map(passes).collect();
        if !self.days.is_empty() {
            let outside = self.outside(options);
            for (allowed, day) in allowed.iter_mut().zip(&self.days) {
                *allowed = *allowed && !outside[*day as usize];
            }
        } else if options.from.is_some() || options.to.is_some() {
            let day = options.from.as_deref().unwrap_or_default();
            allowed[..self.first(|date| date < day)?].fill(false);
        }
        if let Some(day) = options.to.as_deref().filter(|_| self.days.is_empty()) {
            let end = self.first(|date| date.get(..day.len()).unwrap_or(date) <= day)?;
            allowed[end..].fill(false);
        }
        for word in terms(&options.not) {
            let word = [word.chars().collect()];
            for (_, id) in self.matches(&word, &Options::default())? {
                allowed[id] = false;
            }
        }
        Ok(allowed)
    }

    /// The first document with a date for which `before` is false. Documents are sorted by date;
    /// those without a date come first.
    fn first(&self, before: impl Fn(&str) -> bool) -> Result<usize, Damaged> {
        let (mut low, mut high) = (0, self.root.documents);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.record(middle)?.date_published {
                Some(date) if !before(&date) => high = middle,
                _ => low = middle + 1,
            }
        }
        Ok(low)
    }

    fn record(&self, id: usize) -> Result<Record, Damaged> {
        Ok(self.text(id)?.record)
    }

    pub(super) fn text(&self, id: usize) -> Result<Text, Damaged> {
        let (stock, at) = self.place(id)?;
        let texts = self.texts(stock, at / stock.group)?;
        texts
            .into_iter()
            .nth(at % stock.group)
            .ok_or_else(|| Damaged("a text is missing".into()))
    }

    /// Sorts documents by their document numbers: text is compared by characters, digits by value.
    /// Documents without a number come last, the newest first.
    fn sort_by_number(&self, found: &mut Vec<(u32, usize)>) -> Result<(), Damaged> {
        let mut keyed = Vec::new();
        for &one in found.iter() {
            let number = fold(&self.record(one.1)?.document_number.unwrap_or_default());
            let digit = char::is_ascii_digit;
            let parts: Vec<(bool, usize, String)> = number
                .chars()
                .collect::<Vec<_>>()
                .chunk_by(|a, b| digit(a) == digit(b))
                .map(|part| {
                    let text: String = part.iter().collect();
                    match text.starts_with(|c: char| digit(&c)) {
                        true => {
                            let value = text.trim_start_matches('0');
                            (false, value.len(), value.to_owned())
                        }
                        false => (true, 0, text),
                    }
                })
                .collect();
            keyed.push((
                parts.is_empty(),
                parts,
                std::cmp::Reverse(self.rank(one.1)),
                one,
            ));
        }
        keyed.sort();
        *found = keyed.into_iter().map(|(.., one)| one).collect();
        Ok(())
    }

    /// The points of a document; `None` if it lacks a term in `part`. `document` is its position
    /// in the stock (the texts and records of a segment).
    fn check(
        &self,
        (stock, document): (&Stock, usize),
        text: &Text,
        terms: &[Vec<char>],
        part: Part,
    ) -> Result<Option<u32>, Damaged> {
        let mut fields: Vec<(Field, Vec<char>)> = Vec::new();
        text.record
            .head(|field, value| fields.push((field, folded(value))));
        let blocks: Vec<Vec<char>> = text.blocks.iter().map(|b| folded(b)).collect();
        let attachments = self.attachments(stock, document, text)?;
        let passages = attachments.iter().flat_map(|a| &a.passages);
        let inside: Vec<Vec<char>> = passages
            .flat_map(|p| &p.blocks)
            .map(|b| folded(b))
            .collect();
        let in_any = |blocks: &[Vec<char>], term: &[char]| blocks.iter().any(|b| holds(b, term));
        let in_body = |term: &[char]| in_any(&blocks, term) || in_any(&inside, term);
        let mut heads = Vec::new();
        for term in terms {
            let head = Head::find(term, &fields);
            let held = match part {
                Part::Any => head.found() || in_body(term),
                Part::Title => head.in_title(),
                Part::Text => in_body(term),
                Part::Attachments => head.in_attachment() || in_any(&inside, term),
                Part::Number => head.in_number(),
            };
            if !held {
                return Ok(None);
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
        Ok(Some(points))
    }

    /// The points and the id of every document that the options allow and that has every term in
    /// the chosen part.
    pub(super) fn matches(
        &self,
        terms: &[Vec<char>],
        options: &Options,
    ) -> Result<Vec<(u32, usize)>, Damaged> {
        let mut found = Vec::new();
        let passing = self.allowed(options)?;
        for (n, s) in self.root.segments.iter().enumerate() {
            let allowed = self
                .candidates(n, terms)?
                .into_iter()
                .filter(|&d| passing[s.from + d as usize]);
            let docs: Vec<u32> = allowed.collect();
            if terms.is_empty() {
                found.extend(docs.iter().map(|&d| (0, s.from + d as usize)));
                continue;
            }
            let places: Vec<(&Stock, usize, usize)> = docs
                .iter()
                .map(|&d| {
                    let id = s.from + d as usize;
                    self.place(id).map(|(stock, at)| (stock, at, id))
                })
                .collect::<Result<_, _>>()?;
            let group =
                |(stock, at, _): &(&Stock, usize, usize)| (stock.range.start, at / stock.group);
            let groups: Vec<&[(&Stock, usize, usize)]> =
                places.chunk_by(|a, b| group(a) == group(b)).collect();
            let checked: Result<Vec<Vec<(u32, usize)>>, Damaged> = groups
                .par_iter()
                .map(|places| {
                    let (stock, first, _) = places[0];
                    let texts = self.texts(stock, first / stock.group)?;
                    let mut found = Vec::new();
                    for &(stock, at, id) in *places {
                        if let Some(text) = texts.get(at % stock.group)
                            && let Some(points) =
                                self.check((stock, at), text, terms, options.part)?
                        {
                            found.push((points, id));
                        }
                    }
                    Ok(found)
                })
                .collect();
            found.extend(checked?.into_iter().flatten());
        }
        Ok(found)
    }

    /// Adds why nothing was found. With filters, adds the number of documents that match without
    /// the filters. If that number is 0, or without filters, adds the number for each term, and the
    /// number for the query without the terms that occur nowhere. Also adds queries that find
    /// something.
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
        results.relaxed = self.relax(query, words, options)?;
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
        if results.relaxed.is_some() {
            return Ok(());
        }
        let typed: Vec<String> = words.iter().map(typed).collect();
        self.offer(query, (words, &typed), options, results)
    }

    /// Adds a query that finds something, or wordings close to a term. Tries the query without
    /// filters, divided into terms, and with fewer terms. `words` are the folded terms, and `typed`
    /// the same terms as the user typed them.
    fn offer(
        &self,
        query: &str,
        (words, typed): (&[String], &[String]),
        options: &Options,
        results: &mut Results,
    ) -> Result<(), Damaged> {
        let mut relaxed = None;
        if options.filtered() {
            relaxed = self.relax(query, words, &Options::default())?;
        }
        let absent = results.terms.iter().position(|t| t.1 == 0);
        let instead = |wording: String| {
            let put = |(i, typed): (usize, &String)| match Some(i) == absent {
                true => wording.clone(),
                false => typed.clone(),
            };
            let query: Vec<String> = typed.iter().enumerate().map(put).collect();
            (wording, query.join(" "))
        };
        let mut close = Vec::new();
        if let (None, Some(absent)) = (&relaxed, absent) {
            for (name, query) in self.bodies_named(&words[absent]).into_iter().map(instead) {
                if self.total(&query)? > 0 {
                    close.push((name, query));
                }
            }
        }
        let is_body = !close.is_empty();
        let divided = match relaxed {
            None if !is_body => self.divided(words)?,
            _ => None,
        };
        if let Some((Reason::Divided, query)) = &divided {
            relaxed = self.ask(Reason::Divided, query, &Options::default())?;
        }
        if let (None, Some((query, total))) = (&relaxed, &results.without)
            && *total > 0
        {
            relaxed = Some(Relaxed {
                reason: Reason::Term,
                query: query.clone(),
                total: *total,
                unfiltered: false,
            });
        }
        if relaxed.is_none() {
            relaxed = self.without_one(typed)?;
        }
        let only_less = relaxed.as_ref().is_none_or(|r| r.reason == Reason::Term);
        if let Some(absent) = absent.filter(|_| only_less && !is_body) {
            let wordings = self.wordings_for(&words[absent])?;
            close.extend(wordings.into_iter().map(instead));
        }
        if let (None, true, Some((reason, query))) = (&relaxed, close.is_empty(), &divided) {
            relaxed = self.ask(*reason, query, &Options::default())?;
        }
        if relaxed.is_none() && close.is_empty() {
            relaxed = self.without_article(words)?;
        }
        results.suggestions.append(&mut close);
        results.relaxed = relaxed.map(|relaxed| Relaxed {
            unfiltered: options.filtered(),
            ..relaxed
        });
        Ok(())
    }

    /// The documents that have every term of `query`. Their order and the counts equal those of the
    /// engine in the page.
    pub fn search(&self, query: &str, options: &Options) -> Result<Results, Damaged> {
        let words = terms(query);
        let terms: Vec<Vec<char>> = words.iter().map(|t| t.chars().collect()).collect();
        let mut found = self.matches(&terms, options)?;
        let end = if found.is_empty() {
            End::Texts
        } else {
            End::Titles
        };
        let mut results = Results {
            total: found.len(),
            facets: self.counts(&found),
            suggestions: self.suggestions(query, end)?,
            ..Results::default()
        };
        if found.is_empty() && !terms.is_empty() {
            self.blame(query, &words, options, &mut results)?;
        }
        match options.order {
            Order::Number => self.sort_by_number(&mut found)?,
            Order::Relevance if !terms.is_empty() => self.sort(&mut found),
            _ => found.sort_by_key(|f| std::cmp::Reverse(self.rank(f.1))),
        }
        for &(_, id) in found
            .iter()
            .skip(options.offset)
            .take(options.limit.unwrap_or(usize::MAX))
        {
            let place = self.place(id)?;
            let mut text = self.text(id)?;
            let (block, mut attachment) = self.best(place, &text, &terms)?;
            text.record.url.insert_str(0, &place.0.base);
            if let Some(found) = &mut attachment {
                found.url.insert_str(0, &place.0.base);
            }
            self.validity_in_all(id, &mut text.validity);
            results.hits.push(Hit {
                block,
                attachment,
                record: text.record,
                validity: text.validity,
            });
        }
        Ok(results)
    }

    /// The block that shows best why a document was found. A block of an attachment comes with the
    /// attachment. Attachments are read only if a term occurs nowhere else in the document.
    fn best(
        &self,
        (stock, document): (&Stock, usize),
        text: &Text,
        terms: &[Vec<char>],
    ) -> Result<(Option<String>, Option<Found>), Damaged> {
        let rank = |block: &String| {
            let folded = folded(block);
            let held = terms.iter().filter(|term| holds(&folded, term)).count();
            // the length is in UTF-16 units, as in the script of the page
            let length: usize = folded.iter().map(|c| c.len_utf16()).sum();
            (held, length >= SENTENCE)
        };
        let mut fields: Vec<Vec<char>> = text.blocks.iter().map(|b| folded(b)).collect();
        text.record.head(|_, value| fields.push(folded(value)));
        if terms
            .iter()
            .any(|term| !fields.iter().any(|f| holds(f, term)))
        {
            let attachments = self.attachments(stock, document, text)?;
            let passages = attachments
                .iter()
                .flat_map(|a| a.passages.iter().map(move |p| (a, p)));
            let blocks =
                passages.flat_map(|(a, p)| p.blocks.iter().map(move |b| (rank(b), a, p, b)));
            if let Some((_, a, p, b)) = blocks.rev().max_by_key(|found| found.0) {
                let found = Found {
                    title: a.title.clone(),
                    url: format!("{}{}", a.url, p.fragment),
                    place: p.place.clone(),
                };
                return Ok((Some(b.clone()), Some(found)));
            }
        }
        let blocks = text.blocks.iter().map(|b| (rank(b), b)).rev();
        let best = blocks
            .max_by_key(|b| b.0)
            .filter(|b| b.0.0 > 0 || terms.is_empty());
        Ok((best.map(|b| b.1.clone()), None))
    }

    /// Sorts by points. At equal points, repealed and expired documents come after all others; then
    /// the newest come first.
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
        found.sort_by_key(|&(points, id)| std::cmp::Reverse((points, in_force(id), self.rank(id))));
    }

    /// How many of the documents have each value of each facet. A path also counts for every path
    /// above it.
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

    /// The facets of this index, with their labels in Chinese and English.
    pub fn facets(&self) -> impl Iterator<Item = (&str, [&str; 2])> {
        self.root
            .facets
            .iter()
            .map(|f| (&*f.name, f.label.each_ref().map(|l| &**l)))
    }
}
