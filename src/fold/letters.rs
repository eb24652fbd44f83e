//! Takes a text; gives what one pass finds: its characters, its pairs of neighbouring characters,
//! its signs (all characters except the usual Chinese ones), and where characters repeat. A caller
//! need not search for a word if the text lacks a character or pair of it. This file must not know
//! what callers search for.

use super::han::is_han;
use std::ops::Range;

/// The result of one pass over a text.
pub struct Letters {
    /// A bit for each character of Unicode's basic plane.
    basic: Box<[u64]>,
    /// Whether the text has a character outside the basic plane.
    has_others: bool,
    /// A bit for the hash of each pair of neighbouring characters.
    pairs: Box<[u64]>,
    /// How far a pair's hash is shifted right to give the index of its bit.
    shift: u32,
    signs: Vec<Sign>,
    again: Vec<usize>,
}

/// A place in the text and the character there, which is not one of the twenty thousand usual
/// Chinese characters.
pub type Sign = (usize, char);

/// If this many characters in a row have occurred before in the same run (a sequence of Chinese
/// characters), [`Letters::again`] gives their place.
pub const AGAIN: usize = 4;

/// The characters that a run (a sequence of Chinese characters) has had so far. The last eight bits
/// of a character's code are the index of its bit, so several characters share a bit.
#[derive(Default)]
struct Run {
    seen: [u64; 4],
    again: usize,
}

impl Letters {
    /// Reads a text from byte `start` on. Only the pairs include the text before `start`.
    pub fn of(text: &str, start: usize) -> Letters {
        let (head, body) = text.split_at_checked(start).unwrap_or((text, ""));
        // The number of bits grows with the text, so that few pairs share a bit.
        let bits = (text.len().max(1).ilog2() + 6).clamp(12, 22);
        let mut letters = Letters {
            basic: vec![0; 1 << 10].into_boxed_slice(),
            has_others: false,
            pairs: vec![0; 1 << (bits - 6)].into_boxed_slice(),
            shift: u32::BITS - bits,
            signs: Vec::with_capacity(body.len() / 12),
            again: Vec::new(),
        };
        let mut last = '\n';
        for c in head.chars() {
            letters.add(pair(last, c));
            last = c;
        }
        let mut run = Run::default();
        for (at, c) in body.char_indices() {
            letters.add(pair(last, c));
            last = c;
            match place(c) {
                Some((word, bit)) => letters.basic[word] |= bit,
                None => letters.has_others = true,
            }
            let is_usual = matches!(c, '\u{4e00}'..='\u{9fff}');
            if !is_usual {
                letters.signs.push((head.len() + at, c));
            }
            if !is_usual && !is_han(c) {
                run = Run::default();
            } else if run.has_again(c) {
                letters.again.push(head.len() + at);
            }
        }
        letters
    }

    fn add(&mut self, pair: u32) {
        let bit = pair >> self.shift;
        self.pairs[bit as usize / 64] |= 1 << (bit % 64);
    }

    /// Whether the text has a character. For a character outside the basic plane, this is whether
    /// the text has any such character.
    pub fn has(&self, c: char) -> bool {
        place(c).map_or(self.has_others, |(word, bit)| self.basic[word] & bit != 0)
    }

    /// Whether the text has any of some characters.
    pub fn has_any(&self, any: impl IntoIterator<Item = char>) -> bool {
        any.into_iter().any(|c| self.has(c))
    }

    /// Whether the text has a character from `first` to `last`, both of the basic plane.
    pub fn has_within(&self, first: char, last: char) -> bool {
        let (from, to) = (first as usize, (last as usize).min(0xffff));
        let words = (from >> 6)..=(to >> 6);
        let mut written = words.filter(|word| self.basic[*word] != 0);
        written.any(|word| {
            let mut bits = (word << 6).max(from)..=((word << 6) + 63).min(to);
            bits.any(|number| self.basic[word] & 1 << (number & 63) != 0)
        })
    }

    /// Whether the text may contain a word: false if the text lacks a character or pair of it. True
    /// may be wrong, because pairs share bits, and because the pairs may be far apart in the text.
    pub fn may_hold(&self, word: &str) -> bool {
        word.chars().all(|c| self.has(c)) && self.has_pairs(word)
    }

    /// Whether the text may contain one of these words.
    pub fn may_hold_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.may_hold(word))
    }

    /// Whether the text, with the part before `start`, may have every pair of a word.
    pub fn has_pairs(&self, word: &str) -> bool {
        pairs(word).all(|pair| self.has_pair(pair))
    }

    /// Whether the text, with the part before `start`, may have a pair with this hash.
    pub fn has_pair(&self, pair: u32) -> bool {
        let bit = pair >> self.shift;
        self.pairs[bit as usize / 64] & 1 << (bit % 64) != 0
    }

    /// The words of an index whose two pairs may be in the text, with the part before `start`. A
    /// word is given by its place in the index.
    pub fn possible(&self, index: &PairIndex) -> Vec<usize> {
        let mut found = Vec::new();
        if index.words.is_empty() {
            return found;
        }
        let bits = u32::BITS - self.shift;
        for (place, word) in self.pairs.iter().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                let bit = place as u32 * 64 + rest.trailing_zeros();
                rest &= rest - 1;
                let near = index.near(bit, bits);
                let words = near.clone().zip(&index.words[near]);
                let has = |[first, second]: &[u32; 2]| {
                    first >> self.shift == bit && self.has_pair(*second)
                };
                found.extend(words.filter(|(_, pairs)| has(pairs)).map(|(at, _)| at));
            }
        }
        found
    }

    /// The signs in order, without those before `start`. Their places are counted from the beginning
    /// of the text.
    pub fn signs(&self) -> &[Sign] {
        &self.signs
    }

    /// The places of characters that end a sequence of [`AGAIN`] characters, each of which has
    /// occurred before in the same run (or shares its bit with such a character). A longer sequence
    /// gives only the place of its character number [`AGAIN`]. If a piece of at least this length
    /// occurs twice in a row, the second copy ends at or after such a place.
    pub fn again(&self) -> &[usize] {
        &self.again
    }
}

impl Run {
    /// Adds a character; returns whether it is character number [`AGAIN`] in a row that has
    /// occurred before in this run.
    fn has_again(&mut self, c: char) -> bool {
        let code = u32::from(c);
        let (word, bit) = ((code >> 6) as usize % 4, 1 << (code % 64));
        let is_again = self.seen[word] & bit != 0;
        self.seen[word] |= bit;
        self.again = if is_again { self.again + 1 } else { 0 };
        self.again == AGAIN
    }
}

/// Words by their pairs, so that a text is compared with many words at once.
#[derive(Debug, Default)]
pub struct PairIndex {
    /// For each word, two of its pairs; the words are in the order of the first pair.
    words: Vec<[u32; 2]>,
    /// For each value of a pair's first bits, the number of words whose first pair has a smaller
    /// value.
    starts: Vec<u32>,
}

/// How many bits of a pair decide its place in [`PairIndex::starts`].
const START_BITS: u32 = 15;

impl PairIndex {
    /// Makes an index of words, each given as two of its pairs, in the order of these pairs.
    pub fn new(words: Vec<[u32; 2]>) -> PairIndex {
        let mut starts = vec![0; (1 << START_BITS) + 1];
        for [first, _] in &words {
            starts[(first >> (u32::BITS - START_BITS)) as usize + 1] += 1;
        }
        let mut sum = 0;
        for count in &mut starts {
            sum += *count;
            *count = sum;
        }
        PairIndex { words, starts }
    }

    /// The words whose first pair may have this bit in a table with `1 << bits` bits.
    fn near(&self, bit: u32, bits: u32) -> Range<usize> {
        let (from, to) = match bits.checked_sub(START_BITS) {
            Some(more) => (bit >> more, (bit >> more) + 1),
            None => {
                let fewer = START_BITS - bits;
                (bit << fewer, (bit + 1) << fewer)
            }
        };
        self.starts[from as usize] as usize..self.starts[to as usize] as usize
    }
}

/// Two pairs of a word by which [`PairIndex`] finds the word, if possible pairs that are not
/// `usual`. A word of two characters gives its only pair twice. A word of one character gives
/// `None`.
pub fn rare_pairs(word: &str, usual: &[u32]) -> Option<[u32; 2]> {
    let (mut rare, mut other) = ([None; 2], [None; 2]);
    for pair in pairs(word) {
        let kept = if usual.contains(&pair) {
            &mut other
        } else {
            &mut rare
        };
        if let Some(free) = kept.iter_mut().find(|k| k.is_none()) {
            *free = Some(pair);
        }
    }
    let mut own = rare.into_iter().chain(other).flatten();
    let first = own.next()?;
    Some([first, own.next().unwrap_or(first)])
}

/// The hashes of the pairs of a word, in order.
pub fn pairs_of(word: &str) -> Vec<u32> {
    pairs(word).collect()
}

fn pairs(word: &str) -> impl Iterator<Item = u32> {
    word.chars()
        .zip(word.chars().skip(1))
        .map(|(a, b)| pair(a, b))
}

fn pair(first: char, second: char) -> u32 {
    let first = u32::from(first).wrapping_mul(0x9e37_79b1);
    first.rotate_left(13) ^ u32::from(second).wrapping_mul(0x85eb_ca6b)
}

/// The index in [`Letters::basic`], and the bit there, of a character of the basic plane; `None`
/// for other characters.
fn place(c: char) -> Option<(usize, u64)> {
    let number = c as usize;
    (number < 1 << 16).then(|| (number >> 6, 1 << (number & 63)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_has_and_lacks() {
        let letters = Letters::of("废止：旧物品，止于𠮷，废止于", 9);
        assert!(letters.may_hold("止于") && letters.may_hold_any(&["施行", "旧"]));
        assert!(!letters.may_hold("施行") && !letters.has_any(['《', '〈']));
        assert!(!letters.may_hold("物止") && !letters.may_hold("于止"));
        assert!(letters.has_within('止', '正') && !letters.has_within('\u{e000}', '\u{f8ff}'));
        assert!(letters.has_within('，', '，') && !letters.has_within('；', '；'));
        assert!(letters.has('𠮷') && !Letters::of("甲", 0).has('𠮷'));
    }

    #[test]
    fn words_are_found_by_their_rare_pairs_in_texts_of_any_length() {
        let words = ["落食", "甲乙", "贯切落实", "部暑"];
        let usual = pairs_of("贯彻落实");
        let mut pairs: Vec<[u32; 2]> = words
            .iter()
            .map(|word| rare_pairs(word, &usual).unwrap())
            .collect();
        pairs.sort_unstable();
        let index = PairIndex::new(pairs.clone());
        for filler in [1, 400, 40_000] {
            let text = format!("{}贯切落实，按部暑", "各镇、".repeat(filler));
            let letters = Letters::of(&text, 0);
            let found = letters.possible(&index).into_iter().map(|at| pairs[at]);
            let found: Vec<[u32; 2]> = found.collect();
            for word in ["贯切落实", "部暑"] {
                assert!(found.contains(&rare_pairs(word, &usual).unwrap()), "{word}");
            }
            assert_eq!(found.len(), 2, "{filler}");
        }
        assert!(
            Letters::of("贯切落实", 0)
                .possible(&PairIndex::default())
                .is_empty()
        );
        assert_eq!(
            rare_pairs("贯切落实", &usual).map(|p| p[0] == pair('贯', '切')),
            Some(true)
        );
        assert_eq!(rare_pairs("甲", &usual), None);
    }

    #[test]
    fn pieces_that_follow_themselves_are_seen_again() {
        let again = |text| Letters::of(text, 0).again().to_vec();
        let repeated = "甲，人民政府人民政府人民";
        assert_eq!(again(repeated), [repeated.rfind('府').unwrap()]);
        assert_eq!(again("甲乙丙丁，甲乙丙丁。戊己庚戊己庚"), [0; 0]);
        // a Chinese character outside the usual block
        assert_eq!(again("㐀乙丙丁㐀乙丙丁"), ["㐀乙丙丁㐀乙丙".len()]);
    }

    #[test]
    fn the_text_before_counts_only_for_pairs() {
        let text = "标题: 甲乙\n丙，丁";
        let letters = Letters::of(text, text.find('丙').unwrap());
        assert!(letters.has_pairs("甲乙") && !letters.may_hold("甲乙"));
        assert_eq!(letters.signs(), [(text.find('，').unwrap(), '，')]);
    }
}
