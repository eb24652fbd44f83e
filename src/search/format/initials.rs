//! Initials: takes the first letters of the pinyin of a piece of a title, gives the key under which
//! an S shard lists it. It must not know of titles or shards.

/// Characters of the longest piece.
pub(crate) const LONGEST: usize = 8;

/// The number under which initials are listed: eight digits of base 27, `a` to `z` as 1 to 26, then
/// zeros.
pub(crate) fn key(initials: &[u8]) -> u64 {
    (0..LONGEST).fold(0, |k, i| {
        k * 27 + initials.get(i).map_or(0, |c| u64::from(c - b'a') + 1)
    })
}

/// The numbers of all initials that begin with these.
pub(crate) fn range(initials: &[u8]) -> std::ops::Range<u64> {
    let from = key(initials);
    from..from + 27u64.pow((LONGEST - initials.len()) as u32)
}

/// Whether a query may be initials: two to eight letters.
pub(crate) fn are_initials(query: &str) -> bool {
    (2..=LONGEST).contains(&query.len()) && query.bytes().all(|c| c.is_ascii_lowercase())
}
