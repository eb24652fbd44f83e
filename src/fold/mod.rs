//! Takes any text; gives its folded form, in which texts and queries are compared. Also tells which
//! words a text lacks ([`Letters`]), reads numerals, and orders texts by the numbers in them. This
//! room must not know documents, fields or files.
//!
//! `search/engine/text.js` runs the same steps; `tests/search/fold_vectors.json` tests both
//! implementations.
//!
//! The steps in order: NFKC; lower case, each code point alone; traditional to simplified, each
//! character alone; one form for the usual brackets and one for the usual dashes; removal of
//! zero-width characters; removal of white space next to a Han character.

mod han;
mod letters;
pub mod numeral;
mod order;

pub use han::is_han;
pub use letters::{AGAIN, Letters, PairIndex, Sign, WordSet, pairs_of, rare_pair};
pub use order::natural;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Pairs of a traditional character and its simplified form, with comment lines.
pub const SIMPLIFIED: &str = include_str!("simplified.txt");

/// The pairs of [`SIMPLIFIED`].
pub fn simplified_pairs() -> impl Iterator<Item = (char, char)> {
    SIMPLIFIED
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| {
            let mut c = l.chars();
            Some((c.next()?, c.next()?))
        })
}

static TO_SIMPLIFIED: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| simplified_pairs().collect());

const SLOW: u32 = u32::MAX; // the character needs full normalisation
const DROP: u32 = u32::MAX - 1; // the folded form is empty

/// For each character of the Basic Multilingual Plane: its folded form, `DROP` or `SLOW`. The form
/// is known for the most frequent characters that do not depend on their neighbours. A look-up is
/// several times faster than normalising a whole text.
static SIMPLE: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut table = vec![SLOW; 0x10000];
    // Normalisation joins none of these, and none of their folded forms, to the character before.
    let safe = [
        0..=0x7F,
        0x2010..=0x2026,
        0x3000..=0x3029,
        0x4E00..=0x9FFF,
        0xFF01..=0xFF5E,
    ];
    for code in safe
        .into_iter()
        .flatten()
        .chain([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
    {
        let Some(c) = char::from_u32(code) else {
            continue;
        };
        let mut out = Vec::new();
        for n in std::iter::once(c).nfkc() {
            map_char(n, |x| out.push(x));
        }
        table[code as usize] = match out[..] {
            [] => DROP,
            [one] => one as u32,
            _ => SLOW,
        };
    }
    table
});

fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// The steps after NFKC that depend on a single character.
fn map_char(c: char, mut push: impl FnMut(char)) {
    for lower in c.to_lowercase() {
        let simple = if lower.is_ascii() {
            lower
        } else {
            TO_SIMPLIFIED.get(&lower).copied().unwrap_or(lower)
        };
        match simple {
            '〔' | '[' | '（' | '【' | '〈' | '﹝' => push('('),
            '〕' | ']' | '）' | '】' | '〉' | '﹞' => push(')'),
            '–' | '—' | '－' => push('-'),
            c if is_zero_width(c) => {}
            c => push(c),
        }
    }
}

/// Collects folded characters. White space waits until both of its neighbours are known.
struct Sink<'a> {
    out: &'a mut Vec<char>,
    begin: usize,  // where the folded form begins in `out`
    spaces: usize, // how many characters at the end of `out` are white space
}

impl Sink<'_> {
    #[inline]
    fn push(&mut self, c: char) {
        // most characters are above U+3000, and no white space is
        if c > '\u{3000}' && self.spaces == 0 {
            self.out.push(c);
        } else {
            self.push_near_space(c);
        }
    }
    fn push_near_space(&mut self, c: char) {
        if c.is_whitespace() {
            self.spaces += 1;
        } else if self.spaces > 0 {
            let before = self.out.len() - self.spaces;
            if is_han(c) || (before > self.begin && is_han(self.out[before - 1])) {
                self.out.truncate(before);
            }
            self.spaces = 0;
        }
        self.out.push(c);
    }
    fn end(self) {
        let before = self.out.len() - self.spaces;
        if before > self.begin && is_han(self.out[before - 1]) {
            self.out.truncate(before);
        }
    }
}

/// Appends the folded form of `text` to `out`.
pub fn fold_into(text: &str, out: &mut Vec<char>) {
    let begin = out.len();
    let mut sink = Sink {
        out,
        begin,
        spaces: 0,
    };
    let table = &*SIMPLE;
    let simple = |c: char| table.get(c as usize).copied().unwrap_or(SLOW);
    let mut chars = text.char_indices().map(|(at, c)| (at, c, simple(c)));
    let mut next = chars.next();
    while let Some((start, c, code)) = next {
        next = chars.next();
        // Normalisation may compose a SLOW character with the one before, so both are normalised
        // together.
        if code != SLOW && next.is_none_or(|next| next.2 != SLOW) {
            if let Some(c) = char::from_u32(code) {
                sink.push(c);
            }
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, c, SLOW)) = next {
            end = at + c.len_utf8();
            next = chars.next();
        }
        for n in text[start..end].nfkc() {
            map_char(n, |x| sink.push(x));
        }
    }
    sink.end();
}

/// The folded form of `text`.
pub fn fold(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() / 2);
    fold_into(text, &mut out);
    out.into_iter().collect()
}

/// The folded terms of a query, each once. A term that is part of another one is left out, because
/// it excludes no further document.
pub fn terms(query: &str) -> Vec<String> {
    let mut terms: Vec<String> = Vec::new();
    for term in query.split_whitespace().map(fold) {
        if !term.is_empty() && !terms.contains(&term) {
            terms.push(term);
        }
    }
    let all = terms.clone();
    terms.retain(|t| !all.iter().any(|o| o != t && o.contains(t.as_str())));
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_script::{Script, UnicodeScript};

    #[test]
    fn han_characters_are_those_of_the_script() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_han(c), c.script() == Script::Han, "{c:?}");
        }
    }

    /// The steps, one after another and without a table.
    fn plain(text: &str) -> String {
        let mut mapped = Vec::new();
        for c in text.nfkc() {
            map_char(c, |x| mapped.push(x));
        }
        let mut out = String::new();
        let mut i = 0;
        while i < mapped.len() {
            let mut j = i;
            while j < mapped.len() && mapped[j].is_whitespace() {
                j += 1;
            }
            if j > i {
                let han = |k: Option<&char>| k.is_some_and(|c| is_han(*c));
                let before = i.checked_sub(1).and_then(|k| mapped.get(k));
                if !han(before) && !han(mapped.get(j)) {
                    out.extend(&mapped[i..j]);
                }
                i = j;
            } else {
                out.push(mapped[i]);
                i += 1;
            }
        }
        out
    }

    #[test]
    fn vectors() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/search/fold_vectors.json"
        );
        let text = std::fs::read_to_string(path).unwrap();
        let vectors: Vec<(String, String)> = serde_json::from_str(&text).unwrap();
        assert!(vectors.len() > 30);
        for (from, to) in vectors {
            assert_eq!(fold(&from), to, "{from:?}");
        }
    }

    #[test]
    fn every_character_and_its_neighbour() {
        for c in (0..=0x10FFFFu32).filter_map(char::from_u32) {
            for text in [
                format!("{c}"),
                format!("e{c}"),
                format!("{c}\u{301}"),
                format!("中 {c}"),
            ] {
                assert_eq!(fold(&text), plain(&text), "{text:?} {:x}", c as u32);
            }
        }
    }

    proptest! {
        #[test]
        fn fast_is_plain(s in "[a-eÀ-ÿ０-９　 \u{200b}\u{301}\u{3099}か電车〔—각…㎡𠮷]{0,12}") {
            prop_assert_eq!(fold(&s), plain(&s));
        }
        #[test]
        fn fast_is_plain_any(s in "\\PC{0,12}") {
            prop_assert_eq!(fold(&s), plain(&s));
        }
    }

    #[test]
    fn query_terms() {
        assert_eq!(
            terms(" 〔2023〕　３号 3号\u{85}ABC "),
            ["(2023)", "3号", "abc"]
        );
        assert_eq!(terms("公开 信息公开"), ["信息公开"]);
        assert!(terms("\u{200b} \t").is_empty());
    }

    #[test]
    fn the_table_has_the_first_candidates_of_opencc() {
        let pairs: Vec<(char, char)> = simplified_pairs().collect();
        assert_eq!(pairs.len(), 4105);
        assert!(pairs.is_sorted_by(|a, b| a.0 < b.0));
        assert!(pairs.iter().all(|(from, to)| from != to));
        // a character with several simplified forms has the first, even the character itself (瞭,
        // 藉)
        let table: HashMap<char, char> = pairs.into_iter().collect();
        let simple = |c: char| table.get(&c).copied().unwrap_or(c);
        let text: String = "乾後徵瞭藉覆裏囉夥龍㑮𫒡𫜦".chars().map(simple).collect();
        assert_eq!(text, "干后征瞭藉覆里啰伙龙𫝈𫓷𫜫");
    }
}
