//! Suggestions: pieces of titles under the initials of their pinyin. Takes records, gives the entries of the S shards; picks
//! what to suggest for some initials. It must not know of files or queries.
//!
//! Every run of Han characters in a title gives a piece at each of its characters: the longest, of at most eight, that stands
//! in the titles more than once (in a small segment: that stands there). So what is often written is found from wherever it
//! begins, without a dictionary, and nothing is kept of what only one title says.

use super::entry::Entry;
use crate::fold::{fold_into, is_han};
use pinyin::ToPinyin;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::{BTreeMap, HashMap};

/// Characters of the longest piece.
const LONGEST: usize = 8;
/// In a segment of fewer documents every piece is kept.
const SMALL: usize = 1000;
/// How many are suggested.
const SUGGESTED: usize = 6;

/// The number under which initials are listed: eight digits of base 27, `a` to `z` as 1 to 26, then zeros.
pub(super) fn key(initials: &[u8]) -> u64 {
    (0..LONGEST).fold(0, |k, i| {
        k * 27 + initials.get(i).map_or(0, |c| u64::from(c - b'a') + 1)
    })
}

/// The numbers of all initials that begin with these.
pub(super) fn range(initials: &[u8]) -> std::ops::Range<u64> {
    let from = key(initials);
    from..from + 27u64.pow((LONGEST - initials.len()) as u32)
}

/// True for what may be initials: two to eight letters.
pub(super) fn are_initials(query: &str) -> bool {
    (2..=LONGEST).contains(&query.len()) && query.bytes().all(|c| c.is_ascii_lowercase())
}

/// The runs of Han characters in the folded titles, each followed by a 0. A character is its place in the alphabet of these titles: there
/// are some thousands of them, and each place of a title takes two bytes.
struct Runs {
    text: Vec<u16>,
    /// Every character with the first letter of its pinyin; the first one is none.
    alphabet: Vec<(char, u8)>,
}

impl Runs {
    fn of(titles: impl Iterator<Item = String>) -> Runs {
        let mut runs = Runs {
            text: Vec::new(),
            alphabet: vec![('\0', 0)],
        };
        let mut places: HashMap<char, u16> = HashMap::new();
        let mut folded = Vec::new();
        for title in titles {
            folded.clear();
            fold_into(&title, &mut folded);
            for &c in folded.iter().chain(&['\0']) {
                let place = *places.entry(c).or_insert_with(|| runs.place(c));
                if place != 0 || runs.text.last().is_some_and(|last| *last != 0) {
                    runs.text.push(place);
                }
            }
        }
        runs
    }

    /// The place of a new character; 0 of one that no initials are of.
    fn place(&mut self, c: char) -> u16 {
        let letter = if is_han(c) {
            c.to_pinyin().and_then(|p| p.first_letter().bytes().next())
        } else {
            None
        };
        let (Some(letter), Ok(place)) = (
            letter.filter(u8::is_ascii_lowercase),
            u16::try_from(self.alphabet.len()),
        ) else {
            return 0;
        };
        self.alphabet.push((c, letter));
        place
    }

    /// The longest piece that begins at a place of the text.
    fn piece(&self, at: u32) -> &[u16] {
        let rest = &self.text[at as usize..];
        &rest[..rest.iter().take(LONGEST).take_while(|c| **c != 0).count()]
    }

    fn letter(&self, place: u16) -> u8 {
        self.alphabet[usize::from(place)].1
    }

    fn initials(&self, piece: &[u16]) -> Vec<u8> {
        piece.iter().map(|c| self.letter(*c)).collect()
    }

    fn written(&self, piece: &[u16]) -> String {
        piece
            .iter()
            .map(|c| self.alphabet[usize::from(*c)].0)
            .collect()
    }

    /// The entries whose initials begin with a letter.
    fn entries(&self, letter: u8, is_small: bool) -> Vec<Entry> {
        let begins =
            |at: &u32| self.letter(self.text[*at as usize]) == letter && self.piece(*at).len() > 1;
        let mut starts: Vec<u32> = (0..self.text.len() as u32).filter(begins).collect();
        starts.sort_unstable_by(|a, b| self.piece(*a).cmp(self.piece(*b)).then(a.cmp(b)));
        let common = |a: u32, b: u32| {
            self.piece(a)
                .iter()
                .zip(self.piece(b))
                .take_while(|(a, b)| a == b)
                .count()
        };
        let mut found: BTreeMap<u64, BTreeMap<&[u16], u32>> = BTreeMap::new();
        for (i, &at) in starts.iter().enumerate() {
            let piece = self.piece(at);
            let length = if is_small {
                piece.len()
            } else {
                let before = i.checked_sub(1).map_or(0, |j| common(at, starts[j]));
                before.max(starts.get(i + 1).map_or(0, |&b| common(at, b)))
            };
            if length > 1 {
                *found
                    .entry(key(&self.initials(&piece[..length])))
                    .or_default()
                    .entry(&piece[..length])
                    .or_default() += 1;
            }
        }
        let line = |(key, texts): (u64, BTreeMap<&[u16], u32>)| {
            let texts = texts
                .into_iter()
                .map(|(piece, count)| (self.written(piece), count))
                .collect();
            Entry {
                key,
                first: 0,
                bytes: line(key, &texts),
            }
        };
        found.into_iter().map(line).collect()
    }
}

/// The entries of a segment of `count` documents, by their initials; each is `["initials","text",count,"text",count]` as JSON.
pub(super) fn entries(count: usize, titles: impl Iterator<Item = String>) -> Vec<Entry> {
    let runs = Runs::of(titles);
    // letter by letter, which is the order of the keys: the places of all pieces together are as large as the titles
    (b'a'..=b'z')
        .into_par_iter()
        .flat_map_iter(|letter| runs.entries(letter, count < SMALL))
        .collect()
}

fn line(mut key: u64, texts: &BTreeMap<String, u32>) -> Vec<u8> {
    let mut letters = Vec::new();
    for _ in 0..LONGEST {
        letters.extend((key % 27).checked_sub(1).map(|l| l as u8 + b'a'));
        key /= 27;
    }
    letters.reverse();
    let mut values = vec![serde_json::Value::from(String::from_utf8_lossy(&letters))];
    for (text, count) in texts {
        values.extend([text.as_str().into(), (*count).into()]);
    }
    serde_json::Value::from(values).to_string().into_bytes()
}

/// What to suggest for `length` initials: `pieces` are texts that begin with them, and how often each stands in titles.
pub(super) fn choose(pieces: &[(String, u32)], length: usize) -> Vec<String> {
    let pieces: Vec<(Vec<char>, u32)> = pieces
        .iter()
        .map(|(t, n)| (t.chars().collect(), *n))
        .collect();
    let mut counts: BTreeMap<&[char], u32> = BTreeMap::new();
    for (text, n) in &pieces {
        if let Some(begin) = text.get(..length) {
            *counts.entry(begin).or_default() += n;
        }
    }
    let mut best: Vec<(&[char], u32)> = counts.into_iter().collect();
    best.sort_by_key(|b| std::cmp::Reverse(b.1)); // stable: then by text
    best.truncate(SUGGESTED);
    best.into_iter()
        .map(|(text, n)| whole(text.to_vec(), n, &pieces))
        .collect()
}

/// A piece that nearly always goes on in the same way is a part of something: 退役军 is 退役军人.
fn whole(mut text: Vec<char>, mut count: u32, pieces: &[(Vec<char>, u32)]) -> String {
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
            None => return text.into_iter().collect(),
        }
    }
}
