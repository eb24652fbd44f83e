//! Takes a run of Han characters; gives the possible readings (syllables) of each in its context.
//! This file must not know titles or shards.
//!
//! The characters of a word of the table have the readings that the table states. A character in no
//! such word has all its common readings if their first letters differ, or else the first reading
//! of the crate `pinyin`.

use pinyin::ToPinyin;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Characters whose readings have several first letters, and words with the readings of all their
/// characters. The file names its source.
const TABLE: &str = include_str!("readings.txt");
/// The number of characters of the longest word.
const LONGEST: usize = 3;

/// For each character of a word, its possible readings.
type Syllables = Vec<Vec<&'static str>>;

static WORDS: LazyLock<HashMap<Vec<char>, Syllables>> = LazyLock::new(|| {
    let mut words: HashMap<Vec<char>, Syllables> = HashMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split(' ');
        let word: Vec<char> = parts.next().unwrap_or_default().chars().collect();
        let readings = words
            .entry(word.clone())
            .or_insert_with(|| vec![Vec::new(); word.len()]);
        for (readings, part) in readings.iter_mut().zip(parts) {
            readings.extend(part.split('/'));
        }
    }
    for syllables in words.values_mut().flatten() {
        syllables.sort_unstable();
        syllables.dedup();
    }
    words
});

/// The possible readings of a single character; empty if they are not known.
fn single(c: char) -> Vec<&'static str> {
    if let Some(several) = WORDS.get(&[c][..]) {
        return several[0].clone();
    }
    let plain = c.to_pinyin().map(pinyin::Pinyin::plain);
    plain.into_iter().collect()
}

/// The readings of each character of a run. From its beginning, the run is divided into the longest
/// words of the table and, where no word begins, single characters.
pub(super) fn of(run: &[char]) -> Syllables {
    let mut out = Vec::with_capacity(run.len());
    while let Some(&c) = run.get(out.len()) {
        let rest = &run[out.len()..];
        let word = (2..=LONGEST.min(rest.len()))
            .rev()
            .find_map(|length| WORDS.get(&rest[..length]));
        match word {
            Some(syllables) => out.extend(syllables.iter().cloned()),
            None => out.push(single(c)),
        }
    }
    out
}

/// The letters of a syllable without its tone: a to z, with v for ü.
pub(super) fn letters(syllable: &str) -> impl Iterator<Item = u8> {
    syllable.chars().filter_map(|c| match c {
        'ü' => Some(b'v'),
        c => u8::try_from(c).ok().filter(u8::is_ascii_lowercase),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let run: Vec<char> = text.chars().collect();
        let syllables = of(&run);
        syllables
            .iter()
            .map(|s| s.join("/"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_word_has_its_own_reading() {
        for (text, readings) in [
            ("重庆", "chong qing"),
            ("长春", "chang chun"),
            ("银行行长", "yin hang hang zhang"),
            ("会计", "kuai ji"),
            ("厦门", "xia men"),
            ("调整", "tiao zheng"),
            ("人民调解", "ren min tiao jie"),
            ("行政会议", "xing zheng hui yi"),
            ("朝阳", "chao/zhao yang"),
            ("单行本", "dan xing ben"),
        ] {
            assert_eq!(read(text), readings, "{text}");
        }
    }
}
