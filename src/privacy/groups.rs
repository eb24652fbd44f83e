//! Takes the digits of a run with the gaps between them; decides whether the gaps divide them as
//! people divide a number. This file must not know the text around the digits.

use super::digits::{Digit, Gap};

/// Whether the gaps divide the 18 digits into groups that are unusual for an identity number. At
/// least one gap must be a mark that may separate numbers, such as a comma. Digits that are all
/// separate are not unusual.
pub(super) fn is_list(digits: &[Digit]) -> bool {
    const GROUPS: [&[usize]; 14] = [
        &[6, 8, 4],
        &[6, 4, 4, 4],
        &[6, 4, 2, 2, 4],
        &[6, 12],
        &[14, 4],
        &[17, 1],
        &[6, 8, 3, 1],
        &[6, 11, 1],
        &[2, 4, 8, 4],
        &[3, 3, 8, 4],
        &[3, 3, 4, 4, 4],
        &[6, 6, 6],
        &[4, 4, 4, 4, 2],
        &[3, 3, 3, 3, 3, 3],
    ];
    digits[1..].iter().any(|d| d.gap == Gap::Cell)
        && !digits[1..].iter().all(|d| d.gap != Gap::None)
        && !is_grouped_by_cells(digits, &GROUPS)
}

pub(super) fn is_whole_run(digits: &[Digit], at: usize, length: usize) -> bool {
    at == 0 && digits.len() == length
}

pub(super) fn is_evenly_spread(digits: &[Digit]) -> bool {
    let gap = digits[1].gap;
    gap != Gap::None && digits[1..].iter().all(|d| d.gap == gap)
}

/// Whether the same separator divides the digits into groups of four. The last group may be
/// shorter.
pub(super) fn is_in_fours(digits: &[Digit]) -> bool {
    let gap = digits.get(4).map_or(Gap::None, |d| d.gap);
    let is_right = |(i, d): (usize, &Digit)| d.gap == if i % 4 == 0 { gap } else { Gap::None };
    gap != Gap::None && digits.iter().enumerate().skip(1).all(is_right)
}

/// Whether the gaps divide the digits into one of these groupings. At least one gap must be a mark
/// that may separate numbers, such as a comma.
pub(super) fn is_grouped_by_cells(digits: &[Digit], groupings: &[&[usize]]) -> bool {
    let is_edge = |i: usize| digits[i].gap != Gap::None;
    digits[1..].iter().any(|d| d.gap == Gap::Cell)
        && digits[1..].iter().all(|d| d.gap != Gap::Point)
        && groupings
            .iter()
            .any(|g| are_edges(digits.len(), is_edge, g))
}

/// Whether blanks, hyphens, ends of lines and the like divide the digits into one of these
/// groupings, as in 139 0000 in one line and 0001 in the next. The gaps may differ from each other.
pub(super) fn is_grouped_by_lines(digits: &[Digit], groupings: &[&[usize]]) -> bool {
    let is_edge = |i: usize| digits[i].gap != Gap::None;
    digits[1..]
        .iter()
        .all(|d| !matches!(d.gap, Gap::Point | Gap::Cell))
        && groupings
            .iter()
            .any(|g| are_edges(digits.len(), is_edge, g))
}

/// Whether marks of one kind divide the digits into one of these groupings, as in 139.0000.0001.
pub(super) fn is_divided_evenly(digits: &[Digit], groupings: &[&[usize]]) -> bool {
    let gap = digits[1..].iter().map(|d| d.gap).max().unwrap_or(Gap::None);
    let is_edge = |i: usize| digits[i].gap != Gap::None;
    gap != Gap::None
        && digits[1..]
            .iter()
            .all(|d| d.gap == Gap::None || d.gap == gap)
        && groupings
            .iter()
            .any(|g| are_edges(digits.len(), is_edge, g))
}

fn are_edges(count: usize, is_edge: impl Fn(usize) -> bool, sizes: &[usize]) -> bool {
    let mut starts = sizes.iter().scan(0, |sum, size| {
        *sum += size;
        Some(*sum)
    });
    let starts: Vec<usize> = starts.by_ref().collect();
    (1..count).all(|i| is_edge(i) == starts.contains(&i))
}

/// Whether a position is the start of a group of digits or the end of the run.
pub(super) fn is_edge(digits: &[Digit], at: usize) -> bool {
    at == 0 || digits.get(at).is_none_or(|d| d.gap != Gap::None)
}

/// Whether digits form a number of their own: they begin and end where a group does, or they have
/// no gap inside. In the second case they may be a part of a longer group, because a disabled
/// person's certificate adds two digits, and a PDF may lose the space between columns.
pub(super) fn stands_alone(digits: &[Digit], at: usize, length: usize) -> bool {
    let ends = is_edge(digits, at + length) || digits[at + length - 1].value == 10;
    (is_edge(digits, at) && ends)
        || digits[at + 1..at + length]
            .iter()
            .all(|d| d.gap == Gap::None)
}

/// Whether spaces or hyphens divide the digits into one of these groupings, or separate every digit
/// from the next.
pub(super) fn is_grouped(digits: &[Digit], groupings: &[&[usize]]) -> bool {
    let edges = |i: usize| digits[i].gap != Gap::None;
    let plain = digits[1..]
        .iter()
        .all(|d| matches!(d.gap, Gap::None | Gap::Space | Gap::Hyphen));
    plain
        && ((1..digits.len()).all(edges)
            || groupings.iter().any(|g| are_edges(digits.len(), edges, g)))
}
