//! Takes a text; gives the set of its characters. If the text lacks a character of a word, a rule
//! need not search for the word. This file must not know what is searched for.

/// The characters of a text.
pub(super) struct Letters {
    /// A bit for each character of the basic plane, where nearly all characters are.
    basic: Box<[u64; 1024]>,
    /// Whether the text has any other character.
    has_others: bool,
}

impl Letters {
    /// The characters of a text.
    pub(super) fn of(text: &str) -> Letters {
        let mut basic = Box::new([0; 1024]);
        let mut has_others = false;
        for c in text.chars() {
            match place(c) {
                Some((word, bit)) => basic[word] |= bit,
                None => has_others = true,
            }
        }
        Letters { basic, has_others }
    }

    /// Whether the text has a character. Characters outside the basic plane are not distinguished
    /// from one another.
    pub(super) fn has(&self, c: char) -> bool {
        place(c).map_or(self.has_others, |(word, bit)| self.basic[word] & bit != 0)
    }

    /// Whether the text has any of some characters.
    pub(super) fn has_any(&self, any: impl IntoIterator<Item = char>) -> bool {
        any.into_iter().any(|c| self.has(c))
    }

    /// Whether the text has every character of a word.
    pub(super) fn may_hold(&self, word: &str) -> bool {
        word.chars().all(|c| self.has(c))
    }

    /// Whether the text has every character of any of these words.
    pub(super) fn may_hold_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.may_hold(word))
    }
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
        let letters = Letters::of("废旧物品，止于𠮷");
        assert!(letters.may_hold("废止") && letters.may_hold_any(&["施行", "旧"]));
        assert!(!letters.may_hold("施行") && !letters.has_any(['《', '〈']));
        assert!(letters.has('𠮷') && !Letters::of("甲").has('𠮷'));
    }
}
