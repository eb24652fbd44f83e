//! Suggestions: pieces of titles under the initials of their pinyin. Takes titles, gives the
//! entries of the S shards. It must not know of files or queries.
//!
//! Every character in a run of Han characters may begin a piece: the longest one, of two to eight
//! characters, that occurs in the titles more than once (in a small segment: at least once). So
//! common wording is found from any of its characters on, without a dictionary, and wording that
//! occurs only once is not kept.

use super::shard::Entry;
use crate::fold::{fold_into, is_han};
use crate::search::format::initials::{LONGEST, key};
use pinyin::ToPinyin;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::{BTreeMap, HashMap};

/// In a segment of fewer documents every piece is kept.
const SMALL: usize = 1000;
/// The runs of Han characters in the folded titles, each followed by a 0. A character is stored as
/// its index in the alphabet of these titles. There are a few thousand characters, so two bytes
/// suffice.
struct Runs {
    text: Vec<u16>,
    /// Every character with the first letter of its pinyin; entry 0 stands for none.
    alphabet: Vec<(char, u8)>,
    /// Whether pieces that occur only once are kept.
    keeps_all: bool,
}

impl Runs {
    fn of(titles: impl Iterator<Item = String>) -> Runs {
        let mut runs = Runs {
            text: Vec::new(),
            alphabet: vec![('\0', 0)],
            keeps_all: false,
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

    /// The index of a new character in the alphabet; 0 if it has no pinyin.
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

    /// The entries whose initials begin with `letter`.
    fn entries(&self, letter: u8) -> Vec<Entry> {
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
            let length = if self.keeps_all {
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

/// The entries of a segment of `count` documents, by their initials; each is
/// `["initials","text",count,"text",count]` as JSON.
pub(super) fn entries(count: usize, titles: impl Iterator<Item = String>) -> Vec<Entry> {
    let mut runs = Runs::of(titles);
    runs.keeps_all = count < SMALL;
    // Letter by letter, which is the order of the keys: the places of all pieces at once would take
    // as much memory as the titles.
    (b'a'..=b'z')
        .into_par_iter()
        .flat_map_iter(|letter| runs.entries(letter))
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
