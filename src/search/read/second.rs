//! Takes a query that found nothing; gives a query that finds something, and wordings close to a
//! term. The rules are in docs/search.md, section 11. `reader.rs` reads the files. This file must
//! not know how files are read.

use super::divide::{
    Division, divide_all, letters, letters_beside_numbers, without_article, without_question,
};
use super::loose::{Loose, Place, Plan, find, lists, loosened, near, without_marks};
use super::numbers::{number_forms, other_numerals};
use super::question::{Options, Reason, Relaxed};
use super::reader::Reader;
use crate::fold::{fold, terms};
use crate::search::format::code::Damaged;
use crate::search::format::gram::{four_digits, pair, single};
use crate::search::format::record::Record;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The maximum number of documents that [`Reader::nearest`] gives to be read.
const NEAREST: usize = 24;
/// A term of this many characters or more is looked up by its pairs.
const PAIRS_FROM: usize = 4;
/// The maximum number of documents that are read to divide a query.
const DIVIDED: usize = 8;
/// The maximum number of other forms of a query for which similar wordings and divisions are tried.
const LIKELY: usize = 2;
/// The maximum number of wordings that are offered.
pub(super) const OFFERED: usize = 3;

/// Whether the attachments of a document, which are separate files, are read.
#[derive(Clone, Copy)]
pub(super) enum Depth {
    Itself,
    Inside,
}

/// First all documents without their attachments, then all with them.
fn both_depths(ids: &[usize]) -> impl Iterator<Item = (Depth, usize)> + '_ {
    [Depth::Itself, Depth::Inside]
        .into_iter()
        .flat_map(|depth| ids.iter().map(move |&id| (depth, id)))
}

fn characters(words: &[String]) -> Vec<Vec<char>> {
    words.iter().map(|word| word.chars().collect()).collect()
}

impl Reader {
    /// Tries other forms of a query; gives the first form that finds documents.
    pub(super) fn relax(
        &self,
        query: &str,
        words: &[String],
        options: &Options,
    ) -> Result<Option<Relaxed>, Damaged> {
        let folded = words.join(" ");
        if let Some(bare) = without_marks(query)
            && terms(&bare).join(" ") != folded
            && let Some(found) = self.ask(Reason::Punctuation, &bare, options)?
        {
            return Ok(Some(found));
        }
        let forms = other_numerals(&folded);
        let others = forms.iter().map(|form| number_forms(&terms(form)));
        let numbers = std::iter::once(number_forms(words)).chain(others);
        for form in numbers.flatten().chain(forms.iter().cloned()) {
            if let Some(found) = self.ask(Reason::Number, &form, options)? {
                return Ok(Some(found));
            }
        }
        for form in std::iter::once(&folded).chain(forms.iter().take(LIKELY)) {
            let Some((reason, query)) = self.loose_query(&terms(form), options)? else {
                continue;
            };
            let reason = if *form == folded {
                reason
            } else {
                Reason::Number
            };
            if let Some(found) = self.ask(reason, &query, options)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    pub(super) fn ask(
        &self,
        reason: Reason,
        query: &str,
        options: &Options,
    ) -> Result<Option<Relaxed>, Damaged> {
        let words = terms(query);
        if words.is_empty() {
            return Ok(None);
        }
        let total = self.matches(&characters(&words), options)?.len();
        Ok((total > 0).then(|| Relaxed {
            reason,
            query: query.to_owned(),
            total,
            unfiltered: false,
        }))
    }

    /// The query without one of its terms. Of all such queries that find documents, gives the one
    /// that finds the fewest.
    pub(super) fn without_one(&self, typed: &[String]) -> Result<Option<Relaxed>, Damaged> {
        let mut best: Option<Relaxed> = None;
        for drop in (0..typed.len()).rev().filter(|_| typed.len() > 1) {
            let rest = typed.iter().enumerate().filter(|(i, _)| *i != drop);
            let query = rest.map(|(_, t)| t.as_str()).collect::<Vec<_>>().join(" ");
            let found = self.ask(Reason::Term, &query, &Options::default())?;
            if let Some(found) = found
                && best.as_ref().is_none_or(|best| found.total < best.total)
            {
                best = Some(found);
            }
        }
        Ok(best)
    }

    /// At most [`NEAREST`] documents that are on enough posting lists of every plan. Those on the
    /// most lists come first; of equal documents, the newest.
    pub(super) fn nearest(&self, plans: &[Plan], options: &Options) -> Result<Vec<usize>, Damaged> {
        if plans.iter().any(|plan| plan.0.is_empty()) {
            return Ok(Vec::new());
        }
        let allowed = self.allowed(options)?;
        let mut all = Vec::new();
        for (n, segment) in self.root.segments.iter().enumerate() {
            let size = segment.to - segment.from;
            let (mut points, mut fits) = (vec![0usize; size], vec![0usize; size]);
            for (lists, need) in plans {
                let mut held = vec![0usize; size];
                for list in lists {
                    let mut docs = BTreeSet::new();
                    for piece in list {
                        let key = match piece[..] {
                            [a, b] => Some(pair(a, b)),
                            [a] => Some(single(a)),
                            _ => four_digits(piece),
                        };
                        if let Some(key) = key {
                            docs.extend(self.documents(n, key)?);
                        }
                    }
                    docs.into_iter().for_each(|doc| held[doc as usize] += 1);
                }
                for (doc, held) in held.into_iter().enumerate().filter(|h| h.1 >= *need) {
                    fits[doc] += 1;
                    points[doc] += held;
                }
            }
            let whole = (0..size).filter(|&doc| fits[doc] == plans.len());
            all.extend(whole.map(|doc| (points[doc], segment.from + doc)));
        }
        all.retain(|&(_, id)| allowed[id]);
        all.sort_unstable_by_key(|&(points, id)| Reverse((points, self.rank(id))));
        all.truncate(NEAREST);
        Ok(all.into_iter().map(|(_, id)| id).collect())
    }

    /// The folded fields and blocks of a document; with `Depth::Inside`, also the blocks of its
    /// attachments.
    pub(super) fn fields(&self, id: usize, depth: Depth) -> Result<Vec<Vec<char>>, Damaged> {
        let text = self.text(id)?;
        let mut blocks: Vec<String> = text.blocks.clone();
        if let Depth::Inside = depth {
            let (stock, at) = self.place(id)?;
            let attachments = self.attachments(stock, at, &text)?;
            let passages = attachments.into_iter().flat_map(|a| a.passages);
            blocks.extend(passages.flat_map(|passage| passage.blocks));
        }
        let mut fields: Vec<Vec<char>> = Vec::new();
        Record::head(&text.record, |_, value| {
            fields.push(fold(value).chars().collect());
        });
        fields.extend(blocks.iter().map(|block| fold(block).chars().collect()));
        Ok(fields)
    }

    /// The query in the wording of the nearest document that has all terms, apart from marks and
    /// forms of characters. The reason tells whether forms of characters differ, or only marks.
    fn loose_query(
        &self,
        words: &[String],
        options: &Options,
    ) -> Result<Option<(Reason, String)>, Damaged> {
        let words: Vec<Vec<Loose>> = words.iter().map(|word| loosened(word)).collect();
        if words.is_empty() || words.iter().any(Vec::is_empty) {
            return Ok(None);
        }
        let plans: Vec<Plan> = words.iter().map(|word| lists(word, PAIRS_FROM)).collect();
        let nearest = self.nearest(&plans, options)?;
        for (depth, id) in both_depths(&nearest) {
            let fields = self.fields(id, depth)?;
            let place = |word: &Vec<Loose>| fields.iter().find_map(|field| find(field, word));
            let Some(places) = words.iter().map(place).collect::<Option<Vec<Place>>>() else {
                continue;
            };
            let reason = if places.iter().any(|place| place.changed) {
                Reason::Variant
            } else {
                Reason::Punctuation
            };
            let pieces: Vec<String> = places.into_iter().flat_map(|p| p.pieces).collect();
            return Ok(Some((reason, pieces.join(" "))));
        }
        Ok(None)
    }

    /// Wordings in the documents that differ from a term by one character; none for a term of fewer
    /// than four characters.
    pub(super) fn near_wordings(&self, word: &str) -> Result<Vec<String>, Damaged> {
        let term: Vec<char> = word.chars().collect();
        let mut out = Vec::new();
        if term.len() < 4 || letters_beside_numbers(word) < 3 {
            return Ok(out);
        }
        let plan = lists(&loosened(word), PAIRS_FROM);
        let nearest = self.nearest(&[plan], &Options::default())?;
        for (depth, id) in both_depths(&nearest) {
            let fields = self.fields(id, depth)?;
            if let Some(wording) = fields.iter().find_map(|field| near(field, &term))
                && !out.contains(&wording)
            {
                out.push(wording);
            }
            if out.len() >= OFFERED {
                break;
            }
        }
        Ok(out)
    }

    /// A query without question words, in pieces that one document has. The reason is `Divided` if
    /// the pieces have every character; if question words or other characters are left out, it is
    /// `Term`.
    pub(super) fn divided(&self, words: &[String]) -> Result<Option<(Reason, String)>, Damaged> {
        let folded = words.join(" ");
        let plain = without_question(&folded);
        let forms = other_numerals(&plain).into_iter().take(LIKELY);
        let mut best: Option<Division> = None;
        for form in std::iter::once(plain.clone()).chain(forms) {
            let some = terms(&form);
            let term = loosened(&some.concat());
            let count = term.len();
            if count == 0 {
                return Ok(None);
            }
            let (pairs, _) = lists(&term, 3);
            let need = pairs.len().div_ceil(4);
            let mut nearest = self.nearest(&[(pairs, need)], &Options::default())?;
            nearest.truncate(DIVIDED);
            for (depth, id) in both_depths(&nearest) {
                let fields = self.fields(id, depth)?;
                let fields: Vec<String> = fields.iter().map(|f| f.iter().collect()).collect();
                let found = divide_all(&fields.join("\n"), &some);
                let is_good = found.is_good(some.len());
                if found.is_better(best.as_ref()) && found.is_worth_asking(count) {
                    best = Some(found);
                }
                if is_good {
                    break;
                }
            }
            if best.as_ref().is_some_and(|best| best.left == 0) {
                break;
            }
        }
        Ok(best.map(|best| {
            let reason = match best.left {
                0 if plain == folded => Reason::Divided,
                _ => Reason::Term,
            };
            (reason, best.pieces.join(" "))
        }))
    }

    /// A query without the numbers of articles, in any other form. `None` if it has none, or finds
    /// nothing.
    pub(super) fn without_article(&self, words: &[String]) -> Result<Option<Relaxed>, Damaged> {
        let folded = words.join(" ");
        let query = without_article(&folded);
        let rest = terms(&query);
        if rest.join(" ") == folded || letters(&query) < 3 {
            return Ok(None);
        }
        let everywhere = Options::default();
        let mut found = self.ask(Reason::Term, &query, &everywhere)?;
        if found.is_none() {
            found = self.relax(&query, &rest, &everywhere)?;
        }
        if found.is_none()
            && let Some((_, pieces)) = self.divided(&rest)?
        {
            found = self.ask(Reason::Term, &pieces, &everywhere)?;
        }
        Ok(found.map(|found| Relaxed {
            reason: Reason::Term,
            ..found
        }))
    }
}
