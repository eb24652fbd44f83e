//! Takes a term that occurs nowhere; gives what it may be meant for: the name that it shortens, a
//! word with another character in its middle, or what its letters spell. The rules are in
//! docs/search.md, section 11. This file must not know how files are read.

use super::divide::is_plain;
use super::loose::{lists, loosened};
use super::numbers::is_mark;
use super::question::Options;
use super::reader::Reader;
use super::second::{Depth, OFFERED};
use crate::fold::{fold, terms};
use crate::search::format::code::Damaged;
use crate::search::format::initials::MOST;
use std::cmp::Reverse;
use std::ops::{Range, RangeInclusive};

/// The possible lengths of a short name.
const SHORT: RangeInclusive<usize> = 3..=8;
/// A full name has at most so many times the characters of its short name.
const FULL: usize = 4;
/// The maximum number of characters that complete a wording.
const AFTER: usize = 4;
/// The maximum number of meanings of letters among Han characters.
const COMBINED: usize = 12;

/// A way to find a wording in a text that is close to a term.
type Find = fn(&[char], &[char]) -> Option<Range<usize>>;

/// A wording, and the documents that have it.
struct Wording {
    text: Vec<char>,
    /// How many of the documents have it.
    count: usize,
    /// The letters after it in the first of these documents.
    after: Vec<char>,
}

/// The place of the shortest wording in a text that has all characters of a term in their order.
/// The characters between them are neither marks nor parts of numbers.
fn full(text: &[char], term: &[char]) -> Option<Range<usize>> {
    let mut best: Option<Range<usize>> = None;
    for from in (0..text.len()).filter(|&from| text[from] == term[0]) {
        let (mut to, mut found) = (from + 1, 1);
        let end = text.len().min(from + FULL * term.len());
        while found < term.len() && to < end {
            if text[to] == term[found] {
                found += 1;
            } else if !is_plain(text[to]) {
                break;
            }
            to += 1;
        }
        if found == term.len() && best.as_ref().is_none_or(|best| to - from < best.len()) {
            best = Some(from..to);
        }
    }
    best
}

/// The place of the first wording in a text that differs from a term of three characters by the one
/// in the middle.
fn middle(text: &[char], term: &[char]) -> Option<Range<usize>> {
    let is_there = |w: &[char]| w[0] == term[0] && w[2] == term[2] && is_plain(w[1]);
    let at = text.windows(3).position(is_there)?;
    Some(at..at + 3)
}

fn is_short(term: &[char]) -> bool {
    SHORT.contains(&term.len())
        && !term.iter().any(|c| is_mark(*c))
        && term.iter().any(|c| is_plain(*c))
}

impl Reader {
    /// How many documents a query finds.
    pub(super) fn total(&self, query: &str) -> Result<usize, Damaged> {
        let terms: Vec<Vec<char>> = terms(query).iter().map(|t| t.chars().collect()).collect();
        Ok(self.matches(&terms, &Options::default())?.len())
    }

    /// A wording with the characters that follow it in nearly all documents that have it. `after`
    /// has the characters that follow it in one document.
    pub(super) fn completed(&self, wording: &[char], after: &[char]) -> Result<String, Damaged> {
        let mut text: String = wording.iter().collect();
        if after.is_empty() {
            return Ok(text);
        }
        let mut total = self.total(&text)?;
        for c in after {
            let longer = self.total(&format!("{text}{c}"))?;
            if longer * 20 < total * 19 {
                break;
            }
            text.push(*c);
            total = longer;
        }
        Ok(text)
    }

    /// The names of issuing bodies that a term shortens; none if there are too many.
    pub(super) fn bodies_named(&self, word: &str) -> Vec<String> {
        let term: Vec<char> = word.chars().collect();
        let mut names: Vec<String> = Vec::new();
        if !is_short(&term) {
            return names;
        }
        let facets = self.root.facets.iter();
        let bodies = facets.filter(|facet| facet.name == "issuing_body");
        for body in bodies.flat_map(|facet| facet.values.iter().flatten()) {
            let name: Vec<char> = fold(body).chars().collect();
            if !names.contains(body) && full(&name, &term).is_some() {
                names.push(body.clone());
            }
        }
        if names.len() > OFFERED {
            names.clear();
        }
        names
    }

    /// The wordings that `find` gives for the nearest documents that have all characters of
    /// `needed`; those of the most documents come first. A wording must be in a quarter of these
    /// documents.
    fn frequent(&self, word: &str, needed: &str, find: Find) -> Result<Vec<Wording>, Damaged> {
        let term: Vec<char> = word.chars().collect();
        let characters = lists(&loosened(needed), usize::MAX);
        let (pairs, _) = lists(&loosened(word), 0);
        let nearest = self.nearest(&[characters, (pairs, 0)], &Options::default())?;
        let mut found: Vec<Wording> = Vec::new();
        for &id in &nearest {
            let mut here: Vec<Vec<char>> = Vec::new();
            for field in self.fields(id, Depth::Itself)? {
                let Some(place) = find(&field, &term) else {
                    continue;
                };
                let text = field[place.clone()].to_vec();
                if !found.iter().any(|one| one.text == text) {
                    let after = field[place.end..].iter().take(AFTER);
                    found.push(Wording {
                        text: text.clone(),
                        count: 0,
                        after: after.copied().take_while(|c| is_plain(*c)).collect(),
                    });
                }
                here.push(text);
            }
            for one in found.iter_mut().filter(|one| here.contains(&one.text)) {
                one.count += 1;
            }
        }
        found.retain(|one| one.count * 4 >= nearest.len());
        found.sort_by_key(|one| Reverse(one.count));
        found.truncate(OFFERED);
        Ok(found)
    }

    /// A term with each run of letters replaced by what it may spell; the most frequent texts
    /// first.
    fn spelled_out(&self, word: &str) -> Result<Vec<String>, Damaged> {
        let chars: Vec<char> = word.chars().collect();
        let mut texts = vec![String::new()];
        for part in chars.chunk_by(|a, b| a.is_ascii_lowercase() == b.is_ascii_lowercase()) {
            let part_text: String = part.iter().collect();
            let meant = match part {
                [a, ..] if a.is_ascii_lowercase() && (2..=MOST).contains(&part.len()) => {
                    self.beginnings_for(&part_text)?
                }
                _ => vec![part_text],
            };
            let longer = |text: &String| -> Vec<String> {
                meant.iter().map(|more| format!("{text}{more}")).collect()
            };
            texts = texts.iter().flat_map(longer).take(COMBINED).collect();
        }
        let mut found = Vec::new();
        for text in texts {
            let total = self.total(&text)?;
            if total > 0 {
                found.push((Reverse(total), text));
            }
        }
        found.sort_by_key(|one| one.0);
        Ok(found.into_iter().take(OFFERED).map(|one| one.1).collect())
    }

    /// Wordings of the documents for a term that occurs nowhere.
    pub(super) fn wordings_for(&self, word: &str) -> Result<Vec<String>, Damaged> {
        let term: Vec<char> = word.chars().collect();
        let is_letter = char::is_ascii_lowercase;
        let is_other = |c: &char| !c.is_ascii() && is_plain(*c);
        if term.windows(2).any(|w| w.iter().all(is_letter)) && term.iter().any(is_other) {
            return self.spelled_out(word);
        }
        let near = self.near_wordings(word)?;
        if !near.is_empty() || !is_short(&term) {
            return Ok(near);
        }
        let mut full_names = Vec::new();
        let plain: String = term.iter().filter(|c| is_plain(**c)).collect();
        for one in self.frequent(word, &plain, full)? {
            full_names.push(self.completed(&one.text, &one.after)?);
        }
        if full_names.is_empty()
            && let [first, between, last] = term[..]
            && [first, between, last].into_iter().all(is_plain)
        {
            let found = self.frequent(word, &format!("{first}{last}"), middle)?;
            return Ok(found
                .into_iter()
                .map(|w| w.text.into_iter().collect())
                .collect());
        }
        Ok(full_names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(find: Find, text: &str, term: &str) -> Option<String> {
        let (text, term): (Vec<char>, Vec<char>) = (text.chars().collect(), term.chars().collect());
        find(&text, &term).map(|place| text[place].iter().collect())
    }

    #[test]
    fn a_short_name_is_found_in_its_full_name() {
        for (text, term, name) in [
            (
                "区人、清川区人力资源和社会保障局",
                "区人社局",
                Some("区人力资源和社会保障局"),
            ),
            ("清川区人民政府办公室", "区政府办", Some("区人民政府办")),
            // no mark and no part of a number is left out
            ("区政府、财办", "区政办", None),
            ("2014年简报", "24年报", None),
            // a full name has at most four times the characters
            ("区甲乙丙丁戊己庚辛壬政府办", "区政办", None),
        ] {
            assert_eq!(found(full, text, term).as_deref(), name, "{text} {term}");
        }
    }

    #[test]
    fn only_the_character_in_the_middle_differs() {
        assert_eq!(
            found(middle, "优、证，优待证", "优代证").as_deref(),
            Some("优待证")
        );
        assert_eq!(found(middle, "优惠待遇证", "优代证"), None);
    }
}
