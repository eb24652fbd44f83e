//! Takes a text; gives its lines with their places, and the place of a part of it. This file must
//! not know what a line says.

use memchr::memchr_iter;

/// The lines of a text with their line ends, each with its place. `memchr` is faster than the
/// standard library.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    let mut at = 0;
    let lines = ends.chain([text.len()]).map(move |end| {
        let line = (at, &text[at..end]);
        at = end;
        line
    });
    lines.filter(|(_, line)| !line.is_empty())
}

/// The place of a part within the text from which it was cut.
pub(super) fn place_in(text: &str, part: &str) -> usize {
    debug_assert!(text.as_bytes().as_ptr_range().contains(&part.as_ptr()) || part.is_empty());
    part.as_ptr() as usize - text.as_ptr() as usize
}

#[cfg(test)]
mod tests {
    use super::{lines, place_in};

    #[test]
    fn a_part_is_at_its_place() {
        let text = "甲 乙乙";
        for (part, place) in [(text, 0), (text.trim_start_matches('甲').trim(), 4)] {
            assert_eq!(place_in(text, part), place);
        }
    }

    #[test]
    fn the_same_lines_as_those_of_the_standard_library() {
        for text in ["", "\n", "甲\n\n乙\r\n", "甲\n乙"] {
            let own: Vec<&str> = lines(text).map(|(_, line)| line).collect();
            assert_eq!(own, text.split_inclusive('\n').collect::<Vec<_>>());
            assert!(lines(text).all(|(at, line)| text[at..].starts_with(line)));
        }
    }
}
