//! Takes the text of a file; gives the set of its characters, the set of its pairs of characters,
//! and its signs with their places, all from one pass. If the text lacks a character or a pair of a
//! word, nobody need search for the word. This file must not know what is searched for.

/// What one pass over a text has seen.
pub struct Letters {
    /// A bit for each character of the basic plane, where nearly all characters are.
    basic: Box<[u64]>,
    /// Whether the text has any other character.
    has_others: bool,
    /// A bit for the hash of each pair of neighbouring characters.
    pairs: Box<[u64]>,
    signs: Vec<Sign>,
}

/// A character that is not one of the twenty thousand usual Chinese characters, with its place.
pub type Sign = (usize, char);

/// The number of bits for pairs. It is large, so that few other pairs have the hash of a pair that
/// a long text has.
const PAIRS: u32 = 1 << 18;

impl Letters {
    /// Reads a text from byte `start` on. The pairs include those of the text before.
    pub fn of(text: &str, start: usize) -> Letters {
        let (head, body) = text.split_at_checked(start).unwrap_or((text, ""));
        let mut letters = Letters {
            basic: vec![0; 1 << 10].into_boxed_slice(),
            has_others: false,
            pairs: vec![0; PAIRS as usize / 64].into_boxed_slice(),
            signs: Vec::new(),
        };
        let mut last = '\n';
        for c in head.chars() {
            letters.add(pair(last, c));
            last = c;
        }
        for (at, c) in body.char_indices() {
            letters.add(pair(last, c));
            last = c;
            match place(c) {
                Some((word, bit)) => letters.basic[word] |= bit,
                None => letters.has_others = true,
            }
            if !matches!(c, '\u{4e00}'..='\u{9fff}') {
                letters.signs.push((head.len() + at, c));
            }
        }
        letters
    }

    fn add(&mut self, pair: u32) {
        self.pairs[pair as usize / 64] |= 1 << (pair % 64);
    }

    /// Whether the text has a character. Characters outside the basic plane are not distinguished
    /// from one another.
    pub fn has(&self, c: char) -> bool {
        place(c).map_or(self.has_others, |(word, bit)| self.basic[word] & bit != 0)
    }

    /// Whether the text has any of some characters.
    pub fn has_any(&self, any: impl IntoIterator<Item = char>) -> bool {
        any.into_iter().any(|c| self.has(c))
    }

    /// Whether the text has every character and every pair of a word.
    pub fn may_hold(&self, word: &str) -> bool {
        word.chars().all(|c| self.has(c)) && self.has_pairs(word)
    }

    /// Whether the text has every character and every pair of any of these words.
    pub fn may_hold_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.may_hold(word))
    }

    /// Whether the text, or the text before it, has every pair of a word.
    pub fn has_pairs(&self, word: &str) -> bool {
        let next = word.chars().skip(1);
        let mut pairs = word.chars().zip(next).map(|(a, b)| pair(a, b));
        pairs.all(|pair| self.has_pair(pair))
    }

    /// Whether the text, or the text before it, has a pair with this hash.
    pub fn has_pair(&self, pair: u32) -> bool {
        self.pairs[pair as usize / 64] & 1 << (pair % 64) != 0
    }

    /// The signs of the text in order, with their places in the file.
    pub fn signs(&self) -> &[Sign] {
        &self.signs
    }
}

/// The hash of the first two characters of a word; none for a word of one character.
pub fn first_pair(word: &str) -> Option<u32> {
    let mut letters = word.chars();
    Some(pair(letters.next()?, letters.next()?))
}

fn pair(first: char, second: char) -> u32 {
    let first = u32::from(first).wrapping_mul(0x9e37_79b1);
    let mixed = first.rotate_left(13) ^ u32::from(second).wrapping_mul(0x85eb_ca6b);
    mixed >> (32 - PAIRS.ilog2())
}

/// The bit of a character in the basic plane.
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
        assert!(letters.has('𠮷') && !Letters::of("甲", 0).has('𠮷'));
    }

    #[test]
    fn the_text_before_counts_only_for_pairs() {
        let text = "标题: 甲乙\n丙，丁";
        let letters = Letters::of(text, text.find('丙').unwrap());
        assert!(letters.has_pairs("甲乙") && !letters.may_hold("甲乙"));
        assert!(first_pair("甲乙丙").is_some_and(|pair| letters.has_pair(pair)));
        assert_eq!(first_pair("甲"), None);
        assert_eq!(letters.signs(), [(text.find('，').unwrap(), '，')]);
    }
}
