//! Takes titles; gives the entries of the S shards (suggestions): pieces of titles under the
//! initials of their pinyin, in every reading. This file must not know files or queries.
//!
//! Each occurrence of a Han character begins at most one piece of two to eight characters: the
//! longest that occurs at least twice in the titles. In a small segment, one occurrence is enough.
//! Common wording is thus found from any of its characters, without a dictionary.

use super::readings;
use super::shard::Entry;
use crate::fold::{fold_into, is_han};
use crate::search::format::initials::{LONGEST, key};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::{BTreeMap, HashMap};

/// In a segment with fewer documents than this, pieces that occur only once are kept too.
const SMALL: usize = 1000;
/// The maximum number of readings of a piece.
const READINGS: usize = 8;
/// The sequences of at least two Han characters in the folded titles, each with a 0 before and
/// after it. Two bytes are enough for the indices in `alphabet` and `readings`.
struct Runs {
    /// The index of each character in `alphabet`; 0 also for a character without a known reading.
    text: Vec<u16>,
    /// For each character of `text`: the index in `readings` of its possible syllables.
    read: Vec<u16>,
    /// Every character that occurs; entry 0 stands for no character.
    alphabet: Vec<char>,
    /// Every set of possible syllables; entry 0 is empty.
    readings: Vec<Vec<&'static str>>,
    /// For each of `readings`: the first letters of its syllables, one bit for each.
    letters: Vec<u32>,
    /// Whether pieces that occur only once are kept.
    keeps_all: bool,
}

/// The longest piece that begins at some place: the characters' indices in `alphabet`, the first in
/// the highest bits, and zeros after its end. Pieces in this form are compared fast.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Piece(u128);

impl Piece {
    fn length(self) -> usize {
        LONGEST - (self.0.trailing_zeros() / 16) as usize
    }

    /// The number of equal characters at the beginnings of two pieces.
    fn common(self, other: Piece) -> usize {
        let equal = (self.0 ^ other.0).leading_zeros() / 16;
        self.length().min(equal as usize)
    }
}

/// A letter as a bit of a set.
fn bit(letter: u8) -> u32 {
    1 << (letter - b'a')
}

/// The index of a value in `all`, to which a new value is added; `None` if there are too many.
fn number<T: Clone + Eq + std::hash::Hash>(
    value: &T,
    all: &mut Vec<T>,
    numbers: &mut HashMap<T, u16>,
) -> Option<u16> {
    if let Some(number) = numbers.get(value) {
        return Some(*number);
    }
    let number = u16::try_from(all.len()).ok()?;
    all.push(value.clone());
    numbers.insert(value.clone(), number);
    Some(number)
}

impl Runs {
    fn of(titles: impl Iterator<Item = String>) -> Runs {
        let mut runs = Runs {
            text: vec![0],
            read: vec![0],
            alphabet: vec!['\0'],
            readings: vec![Vec::new()],
            letters: Vec::new(),
            keeps_all: false,
        };
        let (mut places, mut sets) = (HashMap::new(), HashMap::new());
        let mut folded = Vec::new();
        for title in titles {
            folded.clear();
            fold_into(&title, &mut folded);
            for run in folded.split(|c| !is_han(*c)).filter(|run| run.len() > 1) {
                for (c, syllables) in run.iter().zip(readings::of(run)) {
                    let place = number(c, &mut runs.alphabet, &mut places);
                    let read = number(&syllables, &mut runs.readings, &mut sets);
                    let known = place.zip(read).filter(|_| !syllables.is_empty());
                    let (place, read) = known.unwrap_or_default();
                    runs.text.push(place);
                    runs.read.push(read);
                }
                runs.text.push(0);
                runs.read.push(0);
            }
        }
        let firsts = |syllables: &Vec<&str>| {
            let firsts = syllables.iter().filter_map(|s| readings::letters(s).next());
            firsts.fold(0, |all, first| all | bit(first))
        };
        runs.letters = runs.readings.iter().map(firsts).collect();
        runs
    }

    /// The longest piece that begins at a place of the text, in a form that sorts like the piece.
    fn piece(&self, at: u32) -> Piece {
        let rest = self.text[at as usize..].iter().take(LONGEST);
        let known = rest.take_while(|c| **c != 0);
        let shift = |i: usize| 16 * (LONGEST - 1 - i);
        Piece(
            (0..)
                .zip(known)
                .fold(0, |all, (i, c)| all | u128::from(*c) << shift(i)),
        )
    }

    /// Whether a piece of at least two characters whose pinyin may begin with a letter begins at a
    /// place of the text.
    fn may_begin(&self, at: u32, letter: u8) -> bool {
        let at = at as usize;
        let letters = self.letters[usize::from(self.read[at])];
        letters & bit(letter) != 0 && self.text.get(at + 1).is_some_and(|next| *next != 0)
    }

    /// At most [`READINGS`] readings of a piece, only those that begin with `letter`. `read` is its
    /// part of [`Runs::read`]. Each reading has its initials and its full pinyin.
    fn readings(&self, read: &[u16], letter: u8) -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut all: Vec<(Vec<u8>, Vec<u8>)> = vec![Default::default()];
        for read in read {
            let mut longer = Vec::new();
            for (initials, whole) in &all {
                for syllable in &self.readings[usize::from(*read)] {
                    let letters: Vec<u8> = readings::letters(syllable).collect();
                    if let Some(initial) = letters.first() {
                        let initials = [&initials[..], &[*initial]].concat();
                        longer.push((initials, [&whole[..], &letters[..]].concat()));
                    }
                }
            }
            longer.retain(|(initials, _)| initials.first() == Some(&letter));
            longer.truncate(READINGS);
            all = longer;
        }
        all
    }

    fn written(&self, piece: &[u16]) -> String {
        piece
            .iter()
            .map(|c| self.alphabet[usize::from(*c)])
            .collect()
    }

    /// The entries whose initials begin with `letter`.
    fn entries(&self, letter: u8) -> Vec<Entry> {
        let places = 0..self.text.len() as u32;
        let starts = places.filter(|at| self.may_begin(*at, letter));
        let mut starts: Vec<(Piece, u32)> = starts.map(|at| (self.piece(at), at)).collect();
        starts.sort_unstable();
        // Many neighbours are the same piece in the same context. Its readings are computed once.
        let mut counted: Vec<(Read<'_>, u32)> = Vec::new();
        for (i, &(piece, at)) in starts.iter().enumerate() {
            let length = if self.keeps_all {
                piece.length()
            } else {
                let before = i.checked_sub(1).map_or(0, |j| piece.common(starts[j].0));
                before.max(starts.get(i + 1).map_or(0, |next| piece.common(next.0)))
            };
            if length < 2 {
                continue;
            }
            let range = at as usize..at as usize + length;
            let now = (&self.text[range.clone()], &self.read[range]);
            match counted.last_mut() {
                Some((last, count)) if *last == now => *count += 1,
                _ => counted.push((now, 1)),
            }
        }
        let mut found: BTreeMap<u64, Pieces<'_>> = BTreeMap::new();
        for ((piece, read), count) in counted {
            for (initials, whole) in self.readings(read, letter) {
                let pieces = found.entry(key(&initials)).or_default();
                *pieces.entry((piece, whole)).or_default() += count;
            }
        }
        let line = |(key, pieces): (u64, Pieces<'_>)| Entry {
            key,
            first: 0,
            bytes: self.line(key, &pieces),
        };
        found.into_iter().map(line).collect()
    }

    fn line(&self, mut key: u64, pieces: &Pieces<'_>) -> Vec<u8> {
        let mut letters = Vec::new();
        for _ in 0..LONGEST {
            letters.extend((key % 27).checked_sub(1).map(|l| l as u8 + b'a'));
            key /= 27;
        }
        letters.reverse();
        let text = |letters: &[u8]| serde_json::Value::from(String::from_utf8_lossy(letters));
        let mut values = vec![text(&letters)];
        let mut written: Vec<(String, &[u8], u32)> = pieces
            .iter()
            .map(|((piece, whole), count)| (self.written(piece), &whole[..], *count))
            .collect();
        written.sort_unstable();
        for (piece, whole, count) in written {
            values.extend([piece.into(), text(whole), count.into()]);
        }
        serde_json::Value::from(values).to_string().into_bytes()
    }
}

/// A piece and its part of [`Runs::read`].
type Read<'a> = (&'a [u16], &'a [u16]);

/// Pieces with the same initials: for each piece and its full reading, the number of occurrences.
type Pieces<'a> = BTreeMap<(&'a [u16], Vec<u8>), u32>;

/// The entries of a segment of `count` documents by initials, as JSON:
/// `["initials","text","reading",count,"text","reading",count]`.
pub(super) fn entries(count: usize, titles: impl Iterator<Item = String>) -> Vec<Entry> {
    let mut runs = Runs::of(titles);
    runs.keeps_all = count < SMALL;
    // A task for each letter, because all places at once would take as much memory as the titles.
    (b'a'..=b'z')
        .into_par_iter()
        .flat_map_iter(|letter| runs.entries(letter))
        .collect()
}
