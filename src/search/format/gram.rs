//! Takes folded characters; gives the keys of grams, the short pieces of text under which documents
//! are listed. This file must not know documents, fields or files.
//!
//! A character `a` has the key `a·2²¹`, a pair `ab` has `a·2²¹ + b + 1`, four digits have
//! `0x110000·2²¹ + their value + 1`. There are only a hundred pairs of digits, so the list of each
//! pair is long. Grams of four digits make document numbers as cheap to find as words. White space
//! is in no gram, because queries are split there.

/// The key of a gram. A character sorts before its pairs; groups of digits sort last.
pub(crate) type Key = u64;

const SHIFT: u32 = 21;
const DIGITS: u64 = 0x11_0000 << SHIFT;

pub(crate) fn single(a: char) -> Key {
    u64::from(u32::from(a)) << SHIFT
}

/// The key of two characters that follow each other.
pub(crate) fn pair(a: char, b: char) -> Key {
    single(a) | (u64::from(u32::from(b)) + 1)
}

/// The key of the first four characters, if they are digits.
pub(crate) fn four_digits(c: &[char]) -> Option<Key> {
    let value = c.get(..4)?.iter().try_fold(0u64, |v, c| {
        c.is_ascii_digit()
            .then(|| v * 10 + u64::from(*c as u32 - 48))
    })?;
    Some(DIGITS | (value + 1))
}

/// Whether a key is the key of a single character. The index stores no positions in bodies for
/// single characters.
pub(crate) fn is_single(key: Key) -> bool {
    key & ((1 << SHIFT) - 1) == 0
}

/// Calls `each` with every gram of `text`: its key, where it begins, and its number of characters.
pub(crate) fn grams(text: &[char], mut each: impl FnMut(Key, usize, usize)) {
    for (i, &a) in text.iter().enumerate() {
        if a.is_whitespace() {
            continue;
        }
        each(single(a), i, 1);
        if let Some(&b) = text.get(i + 1).filter(|b| !b.is_whitespace()) {
            each(pair(a, b), i, 2);
        }
        if a.is_ascii_digit()
            && let Some(key) = four_digits(&text[i..])
        {
            each(key, i, 4);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_small_text() {
        let text: Vec<char> = "a b人20235".chars().collect();
        let mut found = Vec::new();
        grams(&text, |k, i, n| {
            found.push((i, n, is_single(k), k >= DIGITS))
        });
        let pairs: Vec<_> = found.iter().filter(|f| f.1 == 2).map(|f| f.0).collect();
        assert_eq!(pairs, [2, 3, 4, 5, 6, 7]);
        let fours: Vec<_> = found.iter().filter(|f| f.3).map(|f| f.0).collect();
        assert_eq!(fours, [4, 5]);
        assert_eq!(found.iter().filter(|f| f.2).count(), 8);
    }
}
