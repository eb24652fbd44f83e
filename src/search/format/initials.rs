//! Takes initials (the first letters of a text's pinyin syllables); gives the key under which
//! family S (suggestions) lists it. Also gives the initials that a query may mean. This file must
//! not know titles or shards.

/// The maximum number of initials in a key.
pub(crate) const LONGEST: usize = 8;

/// The key of initials: a number of eight digits in base 27, with `a` to `z` as 1 to 26, and zeros
/// at the end.
pub(crate) fn key(initials: &[u8]) -> u64 {
    (0..LONGEST).fold(0, |k, i| {
        k * 27 + initials.get(i).map_or(0, |c| u64::from(c - b'a') + 1)
    })
}

/// The range of the keys of all initials that begin with `initials`.
pub(crate) fn range(initials: &[u8]) -> std::ops::Range<u64> {
    let from = key(initials);
    from..from + 27u64.pow((LONGEST - initials.len()) as u32)
}

/// The initials that a query of letters may mean. A query of two to eight letters may itself be
/// initials. If the query can be divided into syllables, the initials of these syllables are also
/// given. The last syllable may be incomplete.
pub(crate) fn initials_of(query: &str) -> Vec<String> {
    let mut out = Vec::new();
    if query.len() < 2 || query.len() > MOST || !query.bytes().all(|c| c.is_ascii_lowercase()) {
        return out;
    }
    if query.len() <= LONGEST {
        out.push(query.to_owned());
    }
    divide(query, String::new(), &mut out);
    out.truncate(DIVISIONS);
    out
}

/// The maximum length of a query that may be pinyin, in letters.
pub(crate) const MOST: usize = 40;
/// The maximum number of results of [`initials_of`].
const DIVISIONS: usize = 6;
const FINALS: [&str; 35] = [
    "a", "ai", "an", "ang", "ao", "e", "ei", "en", "eng", "er", "i", "ia", "ian", "iang", "iao",
    "ie", "in", "ing", "iong", "iu", "o", "ong", "ou", "u", "ua", "uai", "uan", "uang", "ue", "ui",
    "un", "uo", "v", "ve", "ng",
];

/// The letters of a syllable after its initial consonants.
fn final_of(syllable: &str) -> &str {
    let rest = ["zh", "ch", "sh"]
        .iter()
        .find_map(|two| syllable.strip_prefix(two));
    let one = |c: char| "bpmfdtnlgkhjqxrzcsyw".contains(c);
    rest.or_else(|| syllable.strip_prefix(one))
        .unwrap_or(syllable)
}

/// Whether some letters are one whole syllable.
pub(crate) fn is_syllable(letters: &str) -> bool {
    FINALS.contains(&final_of(letters))
}

/// Adds the initials of the divisions of `rest`, longer syllables first, until `out` has
/// [`DIVISIONS`].
fn divide(rest: &str, initials: String, out: &mut Vec<String>) {
    if initials.len() >= LONGEST || out.len() >= DIVISIONS {
        return;
    }
    let with = |syllable: &str| format!("{initials}{}", &syllable[..1]);
    let begins = final_of(rest);
    if rest.len() <= 6 && !initials.is_empty() && FINALS.iter().any(|f| f.starts_with(begins)) {
        let whole = with(rest);
        if !out.contains(&whole) {
            out.push(whole);
        }
    }
    for length in (1..=rest.len().saturating_sub(1).min(6)).rev() {
        if is_syllable(&rest[..length]) {
            divide(&rest[length..], with(rest), out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_divided_into_syllables() {
        for (query, initials) in [
            ("cq", &["cq"][..]),
            ("chongqing", &["cq", "cqg"]),
            ("chongq", &["chongq", "cq"]),
            ("xian", &["xian", "xn", "xa", "xan"]),
            ("tuiyijunren", &["tyjr", "tyjrn", "tiyjr", "tiyjrn"]),
            ("c", &[]),
            ("c1", &[]),
        ] {
            assert_eq!(initials_of(query), initials, "{query}");
        }
    }
}
