//! Takes a text; gives what one pass finds: its characters, its pairs of neighbouring characters,
//! its signs (all characters except the usual Chinese ones), and where characters repeat. A caller
//! need not search for a word if the text lacks a character or pair of it. This file must not know
//! what callers search for.

use super::han::is_han;

/// The result of one pass over a text.
pub struct Letters {
    /// A bit for each character of Unicode's basic plane.
    basic: Box<[u64; 1 << 10]>,
    /// Whether the text has a character outside the basic plane.
    has_others: bool,
    /// A bit for the hash of each pair of neighbouring characters.
    pairs: Box<[u64]>,
    /// How far a pair's hash is shifted right to give the index of its bit.
    shift: u32,
    signs: Vec<Sign>,
    again: Vec<usize>,
    sought: Vec<Place>,
}

/// The place of the second character of a pair, and the pair's hash.
type Place = (usize, u32);

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
        Letters::and_words(text, start, &PairIndex::default())
    }

    /// Reads a text like [`Letters::of`], and notes the pairs that words of an index may have.
    pub fn and_words(text: &str, start: usize, index: &PairIndex) -> Letters {
        let (head, body) = text.split_at_checked(start).unwrap_or((text, ""));
        // The number of bits grows with the text, so that few pairs share a bit.
        let bits = (text.len().max(1).ilog2() + 4).clamp(12, 22);
        let shift = u32::BITS - bits;
        let mut pairs = vec![0_u64; 1 << (bits - 6)].into_boxed_slice();
        let mut basic = Box::new([0_u64; 1 << 10]);
        let mut signs = Vec::with_capacity(body.len() / 12);
        let (mut again, mut run, mut has_others) = (Vec::new(), Run::default(), false);
        let (mut before, mut sought) = (first_half('\n'), Vec::new());
        let mut add = |at, c| {
            let pair = before ^ second_half(c);
            let bit = pair >> shift;
            pairs[bit as usize / 64] |= 1 << (bit % 64);
            if index.may_have(pair) {
                sought.push((at, pair));
            }
            before = first_half(c);
        };
        head.char_indices().for_each(|(at, c)| add(at, c));
        for (at, c) in body.char_indices() {
            let at = head.len() + at;
            add(at, c);
            match place(c) {
                Some((word, bit)) => basic[word] |= bit,
                None => has_others = true,
            }
            if !matches!(c, '\u{4e00}'..='\u{9fff}') {
                signs.push((at, c));
                if !is_han(c) {
                    run = Run::default();
                    continue;
                }
            }
            if run.has_again(c) {
                again.push(at);
            }
        }
        Letters {
            basic,
            has_others,
            pairs,
            shift,
            signs,
            again,
            sought,
        }
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

    /// The places, from the beginning of the text, of the pairs that words of the index given to
    /// [`Letters::and_words`] may have.
    pub fn sought(&self) -> &[Place] {
        &self.sought
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

/// Words by one of their pairs, so that a text is compared with many words at once.
#[derive(Debug, Default)]
pub struct PairIndex {
    /// For each word, its pair and its number; the words are in the order of the pairs' first bits.
    words: Vec<(u32, u32)>,
    /// For each value of a pair's first bits, the number of words before it.
    starts: Vec<u32>,
    /// A bit for the hash of each pair.
    pairs: Vec<u64>,
}

/// How many bits of a pair decide its place in [`PairIndex::starts`].
const START_BITS: u32 = 15;
/// How many bits of a pair decide its bit in [`PairIndex::pairs`].
const PAIR_BITS: u32 = 20;

impl PairIndex {
    /// Makes an index of words, each given as one of its pairs. The number of a word is its place
    /// in `pairs`.
    pub fn new(pairs: &[u32]) -> PairIndex {
        let mut index = PairIndex {
            words: vec![Default::default(); pairs.len()],
            starts: vec![0; (1 << START_BITS) + 1],
            pairs: vec![0; 1 << (PAIR_BITS - 6)],
        };
        for pair in pairs {
            let (word, bit) = pair_place(*pair);
            index.pairs[word] |= bit;
            index.starts[start_of(*pair) + 1] += 1;
        }
        let mut sum = 0;
        for count in &mut index.starts {
            sum += *count;
            *count = sum;
        }
        let mut next = index.starts.clone();
        for (number, pair) in (0..).zip(pairs) {
            let place = &mut next[start_of(*pair)];
            index.words[*place as usize] = (*pair, number);
            *place += 1;
        }
        index
    }

    /// Whether a word may have a pair. The answer may be wrongly true, because pairs share bits.
    fn may_have(&self, pair: u32) -> bool {
        let (word, bit) = pair_place(pair);
        self.pairs.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// The numbers of the words with a pair.
    pub fn with(&self, pair: u32) -> impl Iterator<Item = usize> {
        let start = start_of(pair);
        let range = self.starts[start] as usize..self.starts[start + 1] as usize;
        let near = self.words[range].iter();
        let words = near.filter(move |(own, _)| *own == pair);
        words.map(|(_, number)| *number as usize)
    }
}

fn start_of(pair: u32) -> usize {
    (pair >> (u32::BITS - START_BITS)) as usize
}

/// The word and the bit in it for a pair in [`PairIndex::pairs`].
fn pair_place(pair: u32) -> (usize, u64) {
    let bit = pair >> (u32::BITS - PAIR_BITS);
    (bit as usize / 64, 1 << (bit % 64))
}

/// Words that a rule looks for in every text, each with two of its pairs. To ask for them is quicker
/// than to decode the words for each text.
pub struct WordSet(Vec<(String, Option<[u32; 2]>)>);

impl WordSet {
    /// Makes a set of words.
    pub fn new<W: Into<String>>(words: impl IntoIterator<Item = W>) -> WordSet {
        let words = words.into_iter().map(|word| {
            let word = word.into();
            let own = pairs_of(&word);
            let two = own
                .first()
                .map(|first| [*first, *own.get(1).unwrap_or(first)]);
            (word, two)
        });
        WordSet(words.collect())
    }

    /// The words that a text may contain, as [`Letters::may_hold`] decides.
    pub fn possible<'w>(&'w self, letters: &'w Letters) -> impl Iterator<Item = &'w str> {
        let has_pairs = |pairs: &[u32; 2]| pairs.iter().all(|pair| letters.has_pair(*pair));
        let possible = self.0.iter().filter(move |(word, pairs)| {
            pairs.as_ref().is_none_or(has_pairs) && letters.may_hold(word)
        });
        possible.map(|(word, _)| word.as_str())
    }
}

/// The pair by which [`PairIndex`] finds a word, and the place of its second character in the word:
/// the first pair that is not `usual`, or else the first pair. `None` for a word of one character.
pub fn rare_pair(word: &str, usual: &[u32]) -> Option<Place> {
    let ends = word.char_indices().skip(1).map(|(at, _)| at);
    let mut all = ends.zip(pairs(word));
    let first = all.next()?;
    let mut rare = std::iter::once(first).chain(all);
    rare.find(|(_, pair)| !usual.contains(pair)).or(Some(first))
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
    first_half(first) ^ second_half(second)
}

fn first_half(c: char) -> u32 {
    u32::from(c).wrapping_mul(0x9e37_79b1).rotate_left(13)
}

fn second_half(c: char) -> u32 {
    u32::from(c).wrapping_mul(0x85eb_ca6b)
}

/// The word and the bit in it for a character of the basic plane; `None` for other characters.
#[inline]
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
    fn a_set_gives_the_words_that_a_text_may_contain() {
        let set = WordSet::new(["施行", "废止", "止于", "旧", "新", "废止于"]);
        let letters = Letters::of("旧物品，废止于", 0);
        let found: Vec<&str> = set.possible(&letters).collect();
        assert_eq!(found, ["废止", "止于", "旧", "废止于"]);
    }

    #[test]
    fn words_are_found_by_their_rare_pairs() {
        let words = ["落食", "甲乙", "贯切落实", "部暑"];
        let usual = pairs_of("贯彻落实");
        let rare = |word| rare_pair(word, &usual).unwrap();
        let index = PairIndex::new(&words.map(|word| rare(word).1));
        let text = "标题\n各镇、贯切落实，按部暑";
        let letters = Letters::and_words(text, text.find('各').unwrap(), &index);
        let found = letters.sought().iter().flat_map(|(at, pair)| {
            let words = index.with(*pair).map(move |number| words[number]);
            words.map(move |word| (at - rare(word).0, word))
        });
        let found: Vec<(usize, &str)> = found.collect();
        assert_eq!(
            found,
            [
                ("标题\n各镇、".len(), "贯切落实"),
                (text.find('部').unwrap(), "部暑")
            ]
        );
        assert!(Letters::of(text, 0).sought().is_empty());
        assert_eq!(rare("贯切落实"), ("贯".len(), pair('贯', '切')));
        assert_eq!(rare_pair("甲", &usual), None);
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
