//! Takes a query of Latin letters; gives the pieces of titles that it most likely means, by pinyin
//! (Chinese spelled in Latin letters). `reader.rs` reads the files. This file must not know how
//! files are read.

use super::question::{Options, Reason};
use super::reader::Reader;
use crate::fold::fold;
use crate::search::format::code::Damaged;
use crate::search::format::initials::{MOST, initials_of, is_syllable, range};
use crate::search::format::pack::unpack;
use crate::search::format::shard::Family;
use serde_json::Value;
use std::collections::BTreeMap;

/// The maximum number of suggestions.
const SUGGESTED: usize = 6;

/// A piece of titles, and its number of occurrences.
type Piece = (Vec<char>, u32);

/// What tells where a suggested piece ends.
#[derive(Clone, Copy)]
pub(super) enum End {
    /// The titles: the piece goes on as nearly all titles do.
    Titles,
    /// The texts of the documents: it goes on as nearly all documents do.
    Texts,
}

/// The suggestions for a query of `length` initials. The pinyin of `pieces` begins with these
/// initials; each piece has its number of occurrences in titles.
fn choose(pieces: &[Piece], length: usize) -> Vec<Vec<char>> {
    beginnings(pieces, length)
        .into_iter()
        .map(|(text, n)| whole(text.to_vec(), n, pieces))
        .collect()
}

/// The most frequent beginnings of pieces, `length` characters long.
fn beginnings(pieces: &[Piece], length: usize) -> Vec<(&[char], u32)> {
    let mut counts: BTreeMap<&[char], u32> = BTreeMap::new();
    for (text, n) in pieces {
        if let Some(begin) = text.get(..length) {
            *counts.entry(begin).or_default() += n;
        }
    }
    let mut best: Vec<(&[char], u32)> = counts.into_iter().collect();
    // this sort is stable, so equal counts stay in order
    best.sort_by_key(|b| std::cmp::Reverse(b.1));
    best.truncate(SUGGESTED);
    best
}

/// Extends a piece that nearly all titles continue in the same way: 退役军 becomes 退役军人.
fn whole(mut text: Vec<char>, mut count: u32, pieces: &[Piece]) -> Vec<char> {
    loop {
        let mut next: BTreeMap<char, u32> = BTreeMap::new();
        for (piece, n) in pieces.iter().filter(|p| p.0.starts_with(&text)) {
            if let Some(c) = piece.get(text.len()) {
                *next.entry(*c).or_default() += n;
            }
        }
        match next.into_iter().find(|n| n.1 * 20 >= count * 19) {
            Some((c, n)) => {
                text.push(c);
                count = n;
            }
            None => return text,
        }
    }
}

impl Reader {
    /// The suggestions for a query that may be pinyin, or the initials of pinyin.
    pub(super) fn suggestions(
        &self,
        query: &str,
        end: End,
    ) -> Result<Vec<(String, String)>, Damaged> {
        let folded = fold(query);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let together = self.texts_for(&words.concat(), end, SUGGESTED)?;
        if !together.is_empty() || words.len() < 2 {
            return Ok(together.into_iter().map(|t| (t.clone(), t)).collect());
        }
        let mut likeliest = Vec::new();
        for word in &words {
            likeliest.extend(self.texts_for(word, end, 1)?);
        }
        let query = likeliest.join(" ");
        let is_whole = likeliest.len() == words.len() && words.concat().len() <= MOST;
        Ok(
            match is_whole
                && self
                    .ask(Reason::Term, &query, &Options::default())?
                    .is_some()
            {
                true => vec![(query.clone(), query)],
                false => Vec::new(),
            },
        )
    }

    /// The first `most` texts that some letters may mean.
    fn texts_for(&self, letters: &str, end: End, most: usize) -> Result<Vec<String>, Damaged> {
        let mut texts = Vec::new();
        for (text, least) in self.pieces_for(letters)?.into_iter().take(most) {
            let text: String = match end {
                End::Titles => text.into_iter().collect(),
                End::Texts => self.completed(&text[..least], &text[least..])?,
            };
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        Ok(texts)
    }

    /// The pieces of titles that some letters may mean, each with the number of its initials.
    fn pieces_for(&self, letters: &str) -> Result<Vec<(Vec<char>, usize)>, Damaged> {
        let mut chosen: Vec<(Vec<char>, usize)> = Vec::new();
        for initials in initials_of(letters) {
            let pieces = self.pieces(&initials, letters)?;
            for text in choose(&pieces, initials.len()) {
                if chosen.len() < SUGGESTED && !chosen.iter().any(|known| known.0 == text) {
                    chosen.push((text, initials.len()));
                }
            }
        }
        Ok(chosen)
    }

    /// What letters among Han characters may spell: the most frequent beginnings of pieces of
    /// titles, as long as the letters.
    pub(super) fn beginnings_for(&self, letters: &str) -> Result<Vec<String>, Damaged> {
        let mut all = Vec::new();
        let syllable = is_syllable(letters).then(|| letters[..1].to_owned());
        for initials in syllable.into_iter().chain(initials_of(letters)) {
            let pieces = self.pieces(&initials, letters)?;
            for (text, _) in beginnings(&pieces, initials.len()) {
                let text: String = text.iter().collect();
                if all.len() < SUGGESTED && !all.contains(&text) {
                    all.push(text);
                }
            }
        }
        Ok(all)
    }

    /// The pieces of titles whose initials begin with `initials`, and their numbers of occurrences.
    /// If `letters` are not these initials, the full pinyin of the pieces also begins with
    /// `letters`.
    fn pieces(&self, initials: &str, letters: &str) -> Result<Vec<Piece>, Damaged> {
        let wanted = range(initials.as_bytes());
        let mut pieces: Vec<Piece> = Vec::new();
        for (n, families) in self.segments.iter().enumerate() {
            let firsts = &families[Family::Suggestions as usize].firsts;
            let start = firsts
                .partition_point(|f| f.0 <= wanted.start)
                .saturating_sub(1);
            for i in (start..firsts.len()).take_while(|&i| firsts[i].0 < wanted.end) {
                let lines: Vec<Vec<Value>> = unpack(&self.shard(n, Family::Suggestions, i)?)?;
                let begins = |v: Option<&Value>, with: &str| {
                    v.and_then(Value::as_str)
                        .is_some_and(|v| v.starts_with(with))
                };
                for line in lines.iter().filter(|l| begins(l.first(), initials)) {
                    let of = |three: &[Value]| {
                        let read = initials == letters || begins(three.get(1), letters);
                        let count = three.get(2)?.as_u64()? as u32;
                        let text: Vec<char> = three[0].as_str()?.chars().collect();
                        read.then_some((text, count))
                    };
                    pieces.extend(line[1..].chunks(3).filter_map(of));
                }
            }
        }
        Ok(pieces)
    }
}
