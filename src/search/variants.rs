//! Takes the table `variants.txt` of characters that have two forms in use; gives these pairs of
//! forms. This file must not know queries or the files of the index.

const TABLE: &str = include_str!("variants.txt");

/// The pairs of the table as one text: the two forms of the first pair, those of the second, and so
/// on.
pub(super) fn pairs() -> String {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    #[test]
    fn every_pair_is_two_characters_that_folding_keeps_apart() {
        for pair in TABLE
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace)
        {
            assert_eq!(pair.chars().count(), 2, "{pair}");
            assert_eq!(fold(pair), pair);
        }
    }
}
