//! Initials: takes the first letters of the pinyin of a piece of a title, gives the key under which
//! an S shard lists it. It must not know of titles or shards.

/// The number of characters of the longest piece.
pub(crate) const LONGEST: usize = 8;

/// The key under which initials are listed: a number of eight digits in base 27, with `a` to `z` as
/// 1 to 26, padded with zeros at the end.
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

/// Whether a query may be initials: two to eight letters.
pub(crate) fn are_initials(query: &str) -> bool {
    (2..=LONGEST).contains(&query.len()) && query.bytes().all(|c| c.is_ascii_lowercase())
}
