//! Takes title phrases whose pinyin initials begin with the typed letters; gives those that the
//! query most likely means. This file must not read files.

use std::collections::BTreeMap;

/// The maximum number of suggestions.
pub(super) const SUGGESTED: usize = 6;

/// The suggestions for a query of `length` initials. `pieces` are the texts whose initials begin
/// with the query's initials, each with the number of its occurrences in titles.
pub(super) fn choose(pieces: &[(String, u32)], length: usize) -> Vec<String> {
    let pieces: Vec<(Vec<char>, u32)> = pieces
        .iter()
        .map(|(t, n)| (t.chars().collect(), *n))
        .collect();
    let mut counts: BTreeMap<&[char], u32> = BTreeMap::new();
    for (text, n) in &pieces {
        if let Some(begin) = text.get(..length) {
            *counts.entry(begin).or_default() += n;
        }
    }
    let mut best: Vec<(&[char], u32)> = counts.into_iter().collect();
    // the sort is stable, so equal counts stay in text order
    best.sort_by_key(|b| std::cmp::Reverse(b.1));
    best.truncate(SUGGESTED);
    best.into_iter()
        .map(|(text, n)| whole(text.to_vec(), n, &pieces))
        .collect()
}

/// Extends a piece that nearly always continues in the same way: 退役军 becomes 退役军人.
fn whole(mut text: Vec<char>, mut count: u32, pieces: &[(Vec<char>, u32)]) -> String {
    loop {
        let mut next: BTreeMap<char, u32> = BTreeMap::new();
        for (piece, n) in pieces.iter().filter(|p| p.0.starts_with(&text)) {
            if let Some(c) = piece.get(text.len()) {
                *next.entry(*c).or_default() += n;
            }
        }
        match next.into_iter().find(|n| n.1 * 20 >= count * 19) {
            Some((c, n)) => {
                text.push(c);
                count = n;
            }
            None => return text.into_iter().collect(),
        }
    }
}
